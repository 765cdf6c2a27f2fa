/* handle.c: the table that stands behind every handle: keys, slots, and a lock-free list of the free ones. */
#include "handle.h"
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* A handle's fields, from bit 0 up: 1, type, slot, generation, check. */
#define TYPE_SHIFT 1
#define SLOT_SHIFT 3
#define SLOT_BITS 20
#define GENERATION_SHIFT 23
#define GENERATION_BITS 21
#define CHECK_SHIFT 44
#define CHECK_BITS 8
#define HANDLE_BITS 52

#define N_SLOT_NUMBERS (UINT32_C(1) << SLOT_BITS)
#define MAX_GENERATION ((UINT32_C(1) << GENERATION_BITS) - 1)
/* The numbers above are those of built-in kernels. */
#define N_SLOTS (N_SLOT_NUMBERS - 4096)

/* Slots come in chunks, so that a program with few objects pays for few. */
#define CHUNK_BITS 8
#define CHUNK_SLOTS (UINT32_C(1) << CHUNK_BITS)
#define N_CHUNKS (N_SLOT_NUMBERS / CHUNK_SLOTS)

static _Atomic(rvl_slot *) chunks[N_CHUNKS];
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
    return atomic_compare_exchange_strong(&chosen_cookie, &known, mine) ? mine : known;
}

static uint64_t encode(uint32_t type, uint32_t number, uint32_t generation)
{
    uint32_t mine = cookie(), field = generation ^ mine >> CHECK_BITS;
    uint32_t share = mine & ((UINT32_C(1) << CHECK_BITS) - 1);
    uint32_t check = (share + 83 * number + 157 * field + 29 * type) % CHECK_PRIME;
    return 1 | (uint64_t)type << TYPE_SHIFT | (uint64_t)number << SLOT_SHIFT | (uint64_t)field << GENERATION_SHIFT |
           (uint64_t)check << CHECK_SHIFT;
}

static uint32_t slot_number_of(uint64_t handle)
{
    return (uint32_t)(handle >> SLOT_SHIFT) & (N_SLOT_NUMBERS - 1);
}

/* The generation's field, as it is: enough to tell a slot's handles apart. */
static uint64_t field_of(uint64_t handle)
{
    return handle >> GENERATION_SHIFT & MAX_GENERATION;
}

static uint32_t generation_of(uint64_t handle)
{
    return (uint32_t)field_of(handle) ^ cookie() >> CHECK_BITS;
}

int32_t rvl_handle_type_of(uint64_t handle)
{
    return (int32_t)(handle >> TYPE_SHIFT) & 3;
}

static rvl_slot *chunk_of(uint32_t number)
{
    return atomic_load_explicit(&chunks[number >> CHUNK_BITS], memory_order_acquire);
}

/* The slot of a number that has been taken before. */
static rvl_slot *used_slot(uint32_t number)
{
    return chunk_of(number) + (number & (CHUNK_SLOTS - 1));
}

/* The slot of any number, NULL if it has no memory yet. */
static rvl_slot *slot_at(uint32_t number)
{
    rvl_slot *chunk = chunk_of(number);
    return chunk == NULL ? NULL : chunk + (number & (CHUNK_SLOTS - 1));
}

static bool chunk_exists(uint32_t number)
{
    if (chunk_of(number) != NULL)
        return true;
    const bool is_first = number < CHUNK_SLOTS;
    rvl_slot *fresh = is_first ? first_chunk : calloc(CHUNK_SLOTS, sizeof *fresh);
    if (fresh == NULL)
        return false;
    rvl_slot *expected = NULL;
    if (!atomic_compare_exchange_strong(&chunks[number >> CHUNK_BITS], &expected, fresh) && !is_first)
        free(fresh); /* another thread was faster */
    return true;
}

static rvl_slot *take_from_list(void)
{
    uint64_t head = atomic_load_explicit(&free_slots, memory_order_acquire);
    while ((uint32_t)head != 0) {
        rvl_slot *slot = used_slot((uint32_t)head - 1);
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
        taken = used_slot(number);
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
    atomic_store_explicit(&slot->uses, field_of(key) << 32 | first_uses, memory_order_relaxed);
    atomic_store_explicit(&slot->key, key, memory_order_release);
    return key;
}

ravel_status rvl_slot_retire(uint64_t handle, rvl_handle_type type, rvl_slot **slot)
{
    rvl_slot *found = rvl_slot_find(handle, type);
    uint64_t expected = handle;
    if (found == NULL || !atomic_compare_exchange_strong(&found->key, &expected, 0))
        return rvl_handle_diagnose(handle, type);
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

bool rvl_slot_lock(rvl_slot *slot, uint64_t handle, uint32_t count)
{
    uint64_t expected = field_of(handle) << 32 | count;
    return atomic_compare_exchange_strong_explicit(&slot->uses, &expected, expected + 1, memory_order_acquire,
                                                   memory_order_relaxed);
}

void rvl_slot_unlock(rvl_slot *slot)
{
    const uint64_t uses = atomic_load_explicit(&slot->uses, memory_order_relaxed);
    atomic_store_explicit(&slot->uses, uses - 1, memory_order_release);
}

bool rvl_slot_pin(rvl_slot *slot, uint64_t handle)
{
    uint64_t uses = atomic_load_explicit(&slot->uses, memory_order_relaxed);
    do {
        if (uses >> 32 != field_of(handle) || (uint32_t)uses == 0)
            return false;
    } while (!atomic_compare_exchange_weak_explicit(&slot->uses, &uses, uses + 1, memory_order_acquire,
                                                    memory_order_relaxed));
    return true;
}

uint32_t rvl_slot_unpin(rvl_slot *slot)
{
    return (uint32_t)atomic_fetch_sub_explicit(&slot->uses, 1, memory_order_acq_rel) - 1;
}

rvl_slot *rvl_slot_find(uint64_t handle, rvl_handle_type type)
{
    rvl_slot *slot = slot_at(slot_number_of(handle));
    if (slot == NULL || rvl_handle_type_of(handle) != (int32_t)type ||
        atomic_load_explicit(&slot->key, memory_order_acquire) != handle)
        return NULL;
    return slot;
}

/* Whether this load of the library would have made a handle like this, at some time. */
static bool well_formed(uint64_t handle)
{
    return handle >> HANDLE_BITS == 0 &&
           encode((uint32_t)rvl_handle_type_of(handle), slot_number_of(handle), generation_of(handle)) == handle;
}

ravel_status rvl_handle_diagnose(uint64_t handle, rvl_handle_type type)
{
    if (handle == 0)
        return RAVEL_NULL_ARGUMENT;
    if (rvl_builtin_number(handle) >= 0)
        return RAVEL_WRONG_HANDLE_TYPE;
    rvl_slot *slot = slot_at(slot_number_of(handle));
    uint32_t generation = generation_of(handle);
    if (slot == NULL || !well_formed(handle) || rvl_handle_type_of(handle) == 0 || generation == 0)
        return RAVEL_FORGED_HANDLE;
    uint64_t key = atomic_load_explicit(&slot->key, memory_order_acquire);
    uint32_t newest = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    if (key == handle && rvl_handle_type_of(handle) != (int32_t)type)
        return RAVEL_WRONG_HANDLE_TYPE;
    if (generation > newest || (key != 0 && key != handle && generation_of(key) == generation))
        return RAVEL_FORGED_HANDLE;
    return RAVEL_STALE_HANDLE;
}

uint64_t rvl_builtin_handle(int32_t number)
{
    return encode(RVL_HANDLE_KERNEL, N_SLOT_NUMBERS - 1 - (uint32_t)number, 0);
}

int32_t rvl_builtin_number(uint64_t handle)
{
    uint32_t number = N_SLOT_NUMBERS - 1 - slot_number_of(handle);
    if (number >= (uint32_t)(rvl_n_builtin_kernels + rvl_n_builtin_reductions) ||
        rvl_builtin_handle((int32_t)number) != handle)
        return -1;
    return (int32_t)number;
}
