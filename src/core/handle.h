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

/* Takes a free slot; the caller fills its words, then publishes it. RAVEL_OUT_OF_MEMORY or RAVEL_TOO_MANY_HANDLES. */
ravel_status rvl_slot_take(rvl_slot **slot);
/* Gives the slot a new generation and makes it findable; gives the handle's value. */
uint64_t rvl_slot_publish(rvl_slot *slot, rvl_handle_type type);
/* Ends a handle: exactly one caller per handle gets RAVEL_OK and with it the slot, which it must give back. */
ravel_status rvl_slot_retire(uint64_t handle, rvl_handle_type type, rvl_slot **slot);
void rvl_slot_give_back(rvl_slot *slot);

/* Takes a use of the slot for this handle, only where it has exactly `count` now. */
bool rvl_slot_lock(rvl_slot *slot, uint64_t handle, uint32_t count);
/* Ends the use that rvl_slot_lock gave, where nobody else can have or end one: a context's. */
void rvl_slot_unlock(rvl_slot *slot);
/* Takes one more use of the slot for this handle, only where it has one at all. */
bool rvl_slot_pin(rvl_slot *slot, uint64_t handle);
/* Ends a use; gives how many are left. */
uint32_t rvl_slot_unpin(rvl_slot *slot);

/* The slot of a live handle, NULL if it is not one of that type. The handle may die at any time after: check slot->key
 * again. */
rvl_slot *rvl_slot_find(uint64_t handle, rvl_handle_type type);
/* What is wrong with a handle that rvl_slot_find did not find: RAVEL_NULL_ARGUMENT, RAVEL_STALE_HANDLE,
 * RAVEL_WRONG_HANDLE_TYPE or RAVEL_FORGED_HANDLE. */
ravel_status rvl_handle_diagnose(uint64_t handle, rvl_handle_type type);
/* The type that a handle says it has, or 0. */
int32_t rvl_handle_type_of(uint64_t handle);

/* Built-in kernels have handles too, by their number, and no slot: the rows of kernels.def, then those of
 * reductions.def. rvl_builtin_number gives -1 for any other value. */
uint64_t rvl_builtin_handle(int32_t number);
int32_t rvl_builtin_number(uint64_t handle);
/* The lists' lengths, and their names one after the other: src/dispatch, which may see the lists, has them. */
extern const int32_t rvl_n_builtin_kernels, rvl_n_builtin_reductions;
extern const char *const rvl_builtin_names[];

#endif
