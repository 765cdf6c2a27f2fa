/* handle.h: the table that stands behind every handle.
 *
 * A handle is a key, never an address: bit 0 set, then type, slot, generation and a check number that mixes them with
 * this load's cookie; below 2^52 in all. A slot's memory is never given back, so a look-up may race with a destroy: it
 * reads the slot, then sees that the key has gone. Look-ups take no lock. Slots hold 64-bit words, read and written
 * atomically (load with acquire, then check the key again; store with release): an array's descriptor is in them, a
 * context's or kernel's address is word 0. A handle is used up after 2^21 objects have had its slot; the slot then
 * rests for good, so a load of the library can give out 2^41 handles. */
#ifndef RVL_CORE_HANDLE_H
#define RVL_CORE_HANDLE_H

#include <ravel/status.h>
#include <stdatomic.h>
#include <stdbool.h>

typedef enum { RVL_HANDLE_CONTEXT = 1, RVL_HANDLE_ARRAY = 2, RVL_HANDLE_KERNEL = 3 } rvl_handle_type;

#define RVL_SLOT_WORDS 136

/* A handle's fields, from bit 0 up: 1, type, slot, generation, check. */
#define RVL_HANDLE_TYPE_SHIFT 1
#define RVL_HANDLE_SLOT_SHIFT 3
#define RVL_HANDLE_SLOT_BITS 20
#define RVL_HANDLE_GENERATION_SHIFT 23
#define RVL_HANDLE_GENERATION_BITS 21

/* Slots come in chunks, so that a program with few objects pays for few. */
#define RVL_CHUNK_BITS 8
#define RVL_N_CHUNKS (UINT32_C(1) << (RVL_HANDLE_SLOT_BITS - RVL_CHUNK_BITS))

typedef struct rvl_slot {
    _Atomic uint64_t key;  /* the live handle's value; 0 when there is none */
    _Atomic uint64_t uses; /* upper half: the key's generation, so that who comes too late changes nothing; lower half:
                              context: 1 while entered; array: 1, 2 while being rebound; kernel: 1 and one for each call
                              under way */
    _Atomic uint32_t next; /* in the list of free slots: the next one's number + 1 */
    _Atomic uint32_t generation;
    uint32_t number;
    _Atomic uint64_t words[RVL_SLOT_WORDS];
} rvl_slot;

extern _Atomic(rvl_slot *) rvl_chunks[RVL_N_CHUNKS];

/* Takes a free slot; the caller fills its words, then publishes it. RAVEL_OUT_OF_MEMORY or RAVEL_TOO_MANY_HANDLES. */
ravel_status rvl_slot_take(rvl_slot **slot);
/* Gives the slot a new generation and makes it findable; gives the handle's value. */
uint64_t rvl_slot_publish(rvl_slot *slot, rvl_handle_type type);
/* Ends a handle: exactly one caller per handle gets RAVEL_OK and with it the slot, which it must give back. */
ravel_status rvl_slot_retire(uint64_t handle, rvl_handle_type type, rvl_slot **slot);
void rvl_slot_give_back(rvl_slot *slot);

/* Takes one more use of the slot for this handle, only where it has one at all. */
bool rvl_slot_pin(rvl_slot *slot, uint64_t handle);
/* Ends a use; gives how many are left. */
uint32_t rvl_slot_unpin(rvl_slot *slot);

/* What every public call does a few times is here, to be inlined. */

static inline uint32_t rvl_handle_slot_number(uint64_t handle)
{
    return (uint32_t)(handle >> RVL_HANDLE_SLOT_SHIFT) & ((UINT32_C(1) << RVL_HANDLE_SLOT_BITS) - 1);
}

/* The generation's field, as it is: enough to tell a slot's handles apart. */
static inline uint64_t rvl_handle_generation_field(uint64_t handle)
{
    return handle >> RVL_HANDLE_GENERATION_SHIFT & ((UINT32_C(1) << RVL_HANDLE_GENERATION_BITS) - 1);
}

/* The type that a handle says it has, or 0. */
static inline int32_t rvl_handle_type_of(uint64_t handle)
{
    return (int32_t)(handle >> RVL_HANDLE_TYPE_SHIFT) & 3;
}

/* The slot of any number, NULL if it has no memory yet. */
static inline rvl_slot *rvl_slot_at(uint32_t number)
{
    rvl_slot *chunk = atomic_load_explicit(&rvl_chunks[number >> RVL_CHUNK_BITS], memory_order_acquire);
    return chunk == NULL ? NULL : chunk + (number & ((UINT32_C(1) << RVL_CHUNK_BITS) - 1));
}

/* The slot of a live handle, NULL if it is not one of that type. The handle may die at any time after: check slot->key
 * again. */
static inline rvl_slot *rvl_slot_find(uint64_t handle, rvl_handle_type type)
{
    rvl_slot *slot = rvl_slot_at(rvl_handle_slot_number(handle));
    if (slot == NULL || rvl_handle_type_of(handle) != (int32_t)type ||
        atomic_load_explicit(&slot->key, memory_order_acquire) != handle)
        return NULL;
    return slot;
}

/* Takes a use of the slot for this handle, only where it has exactly `count` now. */
static inline bool rvl_slot_lock(rvl_slot *slot, uint64_t handle, uint32_t count)
{
    uint64_t expected = rvl_handle_generation_field(handle) << 32 | count;
    return atomic_compare_exchange_strong_explicit(&slot->uses, &expected, expected + 1, memory_order_acquire,
                                                   memory_order_relaxed);
}

/* Ends the use that rvl_slot_lock gave, where nobody else can have or end one: a context's. */
static inline void rvl_slot_unlock(rvl_slot *slot)
{
    const uint64_t uses = atomic_load_explicit(&slot->uses, memory_order_relaxed);
    atomic_store_explicit(&slot->uses, uses - 1, memory_order_release);
}

/* What is wrong with a handle that rvl_slot_find did not find: RAVEL_NULL_ARGUMENT, RAVEL_STALE_HANDLE,
 * RAVEL_WRONG_HANDLE_TYPE or RAVEL_FORGED_HANDLE. */
ravel_status rvl_handle_diagnose(uint64_t handle);

/* Built-in kernels have handles too, by their number, and no slot: the rows of kernels.def, then those of
 * reductions.def. rvl_builtin_number gives -1 for any other value. */
uint64_t rvl_builtin_handle(int32_t number);
int32_t rvl_builtin_number(uint64_t handle);
/* The lists' lengths, and their names one after the other: src/dispatch, which may see the lists, has them. */
extern const int32_t rvl_n_builtin_kernels, rvl_n_builtin_reductions;
extern const char *const rvl_builtin_names[];

#endif
