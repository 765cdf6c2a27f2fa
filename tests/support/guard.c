/* guard.c: test memory between pages that fault. */
#include "guard.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Wide enough that a stride of 64 KiB too far still faults; address space costs nothing. */
#define GUARD_NBYTES ((size_t)65536)
/* How much canary beside a buffer is looked at and repaired. */
#define MARGIN ((ptrdiff_t)256)
/* The pattern repeats after this many bytes: a prime, so that no stride of a test falls in step with it. */
#define PERIOD ((size_t)4093)

/* The accessible memory of one block at a time. A byte of canary depends on its place there: shifted copies differ. */
typedef struct slot {
    unsigned char *first, *shadow;
    size_t dirty_from, dirty_to; /* what the last block may have changed */
} slot;

struct guard_arena {
    unsigned char *memory;
    size_t memory_nbytes, capacity;
    int32_t n_slots, n_taken;
    unsigned char pattern[2 * PERIOD];
    slot slots[];
};

static void give_up(const char *reason)
{
    (void)fprintf(stderr, "guard arena: %s\n", reason);
    exit(99);
}

static void paint(const guard_arena *arena, unsigned char *first, size_t from, size_t to)
{
    while (from < to) {
        const size_t phase = from % PERIOD;
        const size_t n = to - from < PERIOD ? to - from : PERIOD;
        memcpy(first + from, arena->pattern + phase, n);
        from += n;
    }
}

static void fill_pattern(unsigned char *pattern)
{
    uint32_t state = 12345;
    for (size_t i = 0; i < PERIOD; i++) {
        state = state * UINT32_C(1664525) + UINT32_C(1013904223);
        pattern[i] = pattern[i + PERIOD] = (unsigned char)(state >> 24);
    }
}

guard_arena *guard_arena_create(int32_t n_blocks, size_t max_nbytes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), n = (size_t)n_blocks;
    const size_t capacity = (max_nbytes + page) / page * page + page; /* room for slack */
    guard_arena *arena = malloc(sizeof *arena + n * sizeof arena->slots[0]);
    if (arena == NULL)
        give_up("no memory");
    arena->capacity = capacity;
    arena->n_slots = n_blocks;
    arena->n_taken = 0;
    fill_pattern(arena->pattern);
    arena->memory_nbytes = n * (capacity + GUARD_NBYTES) + GUARD_NBYTES;
    arena->memory = mmap(NULL, arena->memory_nbytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (arena->memory == MAP_FAILED)
        give_up("no address space");
    for (size_t i = 0; i < n; i++) {
        slot *const each = &arena->slots[i];
        each->first = arena->memory + GUARD_NBYTES + i * (capacity + GUARD_NBYTES);
        each->shadow = malloc(capacity);
        if (each->shadow == NULL || mprotect(each->first, capacity, PROT_READ | PROT_WRITE) != 0)
            give_up("no memory");
        paint(arena, each->first, 0, capacity);
        each->dirty_from = each->dirty_to = 0;
    }
    return arena;
}

void guard_arena_destroy(guard_arena *arena)
{
    for (int32_t i = 0; i < arena->n_slots; i++)
        free(arena->slots[i].shadow);
    (void)munmap(arena->memory, arena->memory_nbytes);
    free(arena);
}

void guard_arena_reset(guard_arena *arena)
{
    for (int32_t i = 0; i < arena->n_taken; i++)
        paint(arena, arena->slots[i].first, arena->slots[i].dirty_from, arena->slots[i].dirty_to);
    arena->n_taken = 0;
}

/* The start and end of the margins around a block, counted from data. */
static ptrdiff_t margin_from(const guard_block *block)
{
    const ptrdiff_t room = block->data - block->first;
    return room < MARGIN ? -room : -MARGIN;
}

static ptrdiff_t margin_to(const guard_block *block)
{
    const ptrdiff_t nbytes = (ptrdiff_t)block->nbytes, room = block->last - block->data - nbytes;
    return nbytes + (room < MARGIN ? room : MARGIN);
}

guard_block guard_take(guard_arena *arena, size_t nbytes, guard_side side, size_t slack)
{
    if (arena->n_taken == arena->n_slots || nbytes > arena->capacity || slack > arena->capacity - nbytes)
        give_up("more blocks or bytes asked for than the arena was made for");
    slot *const each = &arena->slots[arena->n_taken];
    const size_t offset = side == GUARD_AT_START ? slack : arena->capacity - slack - nbytes;
    guard_block block;
    arena->n_taken++;
    block.first = each->first;
    block.last = each->first + arena->capacity;
    block.data = each->first + offset;
    block.nbytes = nbytes;
    /* The shadow is aligned as the buffer is within 16 bytes, so that tests may write elements there too. */
    block.expected = each->shadow + offset;
    /* data is canary already, expected becomes so; reset then repairs what a test may have changed. */
    each->dirty_from = offset - (size_t)-margin_from(&block);
    each->dirty_to = offset + (size_t)margin_to(&block);
    paint(arena, each->shadow, each->dirty_from, each->dirty_to);
    return block;
}

void guard_seal(const guard_block *block)
{
    guard_accept(block, 0, block->nbytes);
}

void guard_accept(const guard_block *block, size_t offset, size_t nbytes)
{
    memcpy(block->expected + offset, block->data + offset, nbytes);
}

void guard_accept_array(const guard_block *block, int64_t offset, int64_t itemsize, int32_t ndim, const int64_t *shape,
                        const int64_t *strides)
{
    if (ndim == 0) {
        guard_accept(block, (size_t)offset, (size_t)itemsize);
        return;
    }
    for (int64_t i = 0; i < shape[0]; i++)
        guard_accept_array(block, offset + i * strides[0], itemsize, ndim - 1, shape + 1, strides + 1);
}

int64_t guard_changed(const guard_block *block)
{
    const ptrdiff_t from = margin_from(block), to = margin_to(block);
    if (memcmp(block->data + from, block->expected + from, (size_t)(to - from)) == 0)
        return GUARD_INTACT;
    for (ptrdiff_t i = from; i < to; i++)
        if (block->data[i] != block->expected[i])
            return i;
    return GUARD_INTACT;
}
