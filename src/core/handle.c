/* handle.c: the table that stands behind every handle: keys, slots, and a lock-free list of the free ones. */
#include "handle.h"
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define CHECK_SHIFT 44
#define CHECK_BITS 8
#define HANDLE_BITS 52

#define N_SLOT_NUMBERS (UINT32_C(1) << RVL_HANDLE_SLOT_BITS)
#define MAX_GENERATION ((UINT32_C(1) << RVL_HANDLE_GENERATION_BITS) - 1)
/* The numbers above are those of built-in kernels. */
#define N_SLOTS (N_SLOT_NUMBERS - 4096)

#define CHUNK_SLOTS (UINT32_C(1) << RVL_CHUNK_BITS)

_Atomic(rvl_slot *) rvl_chunks[RVL_N_CHUNKS];
/* The memory of chunks ends with the process. The first one's goes when the library is unloaded. */
static rvl_slot first_chunk[CHUNK_SLOTS];
static _Atomic uint32_t n_slots_used; /* numbers below have been taken at least once */
/* Upper half: how often the list has changed, so that a late compare-and-swap fails; lower half: number + 1. */
static _Atomic uint64_t free_slots;
static _Atomic uint32_t chosen_cookie; /* 0: not chosen yet */

/* A prime just below 2^CHECK_BITS. With factors that it does not divide, a change of one bit or of one field by less
 * than the prime always changes the check. */
#define CHECK_PRIME 251

/* What tells this load of the library's handles from those of another: a share of the check, in the lower bits, and
 * above it what the field of the generation is mixed with. */
static uint32_t cookie(void)
{
    uint32_t known = atomic_load_explicit(&chosen_cookie, memory_order_relaxed);
    if (known != 0)
        return known;
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t mixed = (uint64_t)(uintptr_t)&chosen_cookie;
    mixed = (mixed ^ (uint64_t)now.tv_sec) * UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ (mixed >> 32) ^ (uint64_t)now.tv_nsec) * UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ (mixed >> 32) ^ (uint64_t)getpid()) * UINT64_C(0x9E3779B97F4A7C15);
    mixed ^= mixed >> 32;
    uint32_t mine = ((uint32_t)mixed & MAX_GENERATION) << CHECK_BITS | ((uint32_t)(mixed >> 32) % CHECK_PRIME + 1);
    (void)atomic_compare_exchange_strong(&chosen_cookie, &known, mine); /* unless another thread was faster */
    return atomic_load_explicit(&chosen_cookie, memory_order_relaxed);
}

static inline uint64_t encode(uint32_t type, uint32_t number, uint32_t generation)
{
    uint32_t mine = cookie(), field = generation ^ mine >> CHECK_BITS;
    uint32_t share = mine & ((UINT32_C(1) << CHECK_BITS) - 1);
    uint32_t check = (share + 83 * number + 157 * field + 29 * type) % CHECK_PRIME;
    return 1 | (uint64_t)type << RVL_HANDLE_TYPE_SHIFT | (uint64_t)number << RVL_HANDLE_SLOT_SHIFT |
           (uint64_t)field << RVL_HANDLE_GENERATION_SHIFT | (uint64_t)check << CHECK_SHIFT;
}

static uint32_t generation_of(uint64_t handle)
{
    return (uint32_t)rvl_handle_generation_field(handle) ^ cookie() >> CHECK_BITS;
}

static bool chunk_exists(uint32_t number)
{
    if (rvl_slot_at(number) != NULL)
        return true;
    if (number < CHUNK_SLOTS) {
        atomic_store_explicit(&rvl_chunks[0], first_chunk, memory_order_release);
        return true;
    }
    rvl_slot *fresh = calloc(CHUNK_SLOTS, sizeof *fresh), *expected = NULL;
    if (fresh == NULL)
        return false;
    if (!atomic_compare_exchange_strong(&rvl_chunks[number >> RVL_CHUNK_BITS], &expected, fresh))
        free(fresh); /* another thread was faster */
    return true;
}

static rvl_slot *take_from_list(void)
{
    uint64_t head = atomic_load_explicit(&free_slots, memory_order_acquire);
    while ((uint32_t)head != 0) {
        rvl_slot *slot = rvl_slot_at((uint32_t)head - 1);
        uint64_t next = atomic_load_explicit(&slot->next, memory_order_relaxed);
        uint64_t changed = ((head >> 32) + 1) << 32;
        if (atomic_compare_exchange_weak_explicit(&free_slots, &head, changed | next, memory_order_acq_rel,
                                                  memory_order_acquire))
            return slot;
    }
    return NULL;
}

ravel_status rvl_slot_take(rvl_slot **slot)
{
    rvl_slot *taken = take_from_list();
    if (taken == NULL) {
        uint32_t number = atomic_load_explicit(&n_slots_used, memory_order_relaxed);
        do {
            if (number >= N_SLOTS)
                return RAVEL_TOO_MANY_HANDLES;
            if (!chunk_exists(number))
                return RAVEL_OUT_OF_MEMORY;
        } while (!atomic_compare_exchange_weak(&n_slots_used, &number, number + 1));
        taken = rvl_slot_at(number);
        taken->number = number;
    }
    *slot = taken;
    return RAVEL_OK;
}

uint64_t rvl_slot_publish(rvl_slot *slot, rvl_handle_type type)
{
    uint32_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed) + 1;
    uint64_t key = encode((uint32_t)type, slot->number, generation);
    uint64_t first_uses = type == RVL_HANDLE_CONTEXT ? 0 : 1;
    atomic_store_explicit(&slot->generation, generation, memory_order_relaxed);
    atomic_store_explicit(&slot->uses, rvl_handle_generation_field(key) << 32 | first_uses, memory_order_relaxed);
    atomic_store_explicit(&slot->key, key, memory_order_release);
    return key;
}

ravel_status rvl_slot_retire(uint64_t handle, rvl_handle_type type, rvl_slot **slot)
{
    rvl_slot *found = rvl_slot_at(rvl_handle_slot_number(handle));
    uint64_t expected = handle;
    if (found == NULL || rvl_handle_type_of(handle) != (int32_t)type ||
        !atomic_compare_exchange_strong(&found->key, &expected, 0))
        return rvl_handle_diagnose(handle);
    *slot = found;
    return RAVEL_OK;
}

void rvl_slot_give_back(rvl_slot *slot)
{
    if (atomic_load_explicit(&slot->generation, memory_order_relaxed) == MAX_GENERATION)
        return; /* used up: another handle of this slot would be one that has been given out before */
    uint64_t head = atomic_load_explicit(&free_slots, memory_order_relaxed);
    uint64_t changed;
    do {
        atomic_store_explicit(&slot->next, (uint32_t)head, memory_order_relaxed);
        changed = ((head >> 32) + 1) << 32 | (slot->number + 1);
    } while (!atomic_compare_exchange_weak_explicit(&free_slots, &head, changed, memory_order_acq_rel,
                                                    memory_order_relaxed));
}

bool rvl_slot_pin(rvl_slot *slot, uint64_t handle)
{
    uint64_t uses = atomic_load_explicit(&slot->uses, memory_order_relaxed);
    do {
        if (uses >> 32 != rvl_handle_generation_field(handle) || (uint32_t)uses == 0)
            return false;
    } while (!atomic_compare_exchange_weak_explicit(&slot->uses, &uses, uses + 1, memory_order_acquire,
                                                    memory_order_relaxed));
    return true;
}

uint32_t rvl_slot_unpin(rvl_slot *slot)
{
    return (uint32_t)atomic_fetch_sub_explicit(&slot->uses, 1, memory_order_acq_rel) - 1;
}

/* Whether this load of the library would have made a handle like this, at some time. */
static bool well_formed(uint64_t handle)
{
    return handle >> HANDLE_BITS == 0 && encode((uint32_t)rvl_handle_type_of(handle), rvl_handle_slot_number(handle),
                                                generation_of(handle)) == handle;
}

ravel_status rvl_handle_diagnose(uint64_t handle)
{
    if (handle == 0)
        return RAVEL_NULL_ARGUMENT;
    if (rvl_builtin_number(handle) >= 0)
        return RAVEL_WRONG_HANDLE_TYPE;
    rvl_slot *slot = rvl_slot_at(rvl_handle_slot_number(handle));
    uint32_t generation = generation_of(handle);
    if (slot == NULL || !well_formed(handle) || rvl_handle_type_of(handle) == 0 || generation == 0)
        return RAVEL_FORGED_HANDLE;
    uint64_t key = atomic_load_explicit(&slot->key, memory_order_acquire);
    uint32_t newest = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    if (key == handle) /* alive, but not found: it is not what was looked for */
        return RAVEL_WRONG_HANDLE_TYPE;
    if (generation > newest || (key != 0 && generation_of(key) == generation))
        return RAVEL_FORGED_HANDLE;
    return RAVEL_STALE_HANDLE;
}

uint64_t rvl_builtin_handle(int32_t number)
{
    return encode(RVL_HANDLE_KERNEL, N_SLOT_NUMBERS - 1 - (uint32_t)number, 0);
}

int32_t rvl_builtin_number(uint64_t handle)
{
    uint32_t number = N_SLOT_NUMBERS - 1 - rvl_handle_slot_number(handle);
    if (number >= (uint32_t)(rvl_n_builtin_kernels + rvl_n_builtin_reductions) ||
        rvl_builtin_handle((int32_t)number) != handle)
        return -1;
    return (int32_t)number;
}
