/* guard.h: test memory between pages that fault.
 *
 * A block is a buffer that ends (or starts) exactly at a page that may not be touched, so a kernel that reads or writes
 * one byte too far is killed by SIGSEGV. On the other side, and in whatever the test does not fill itself, lies a
 * canary pattern. A shadow copy tells whether bytes changed that should not have. Taking a block costs no system call:
 * all memory is mapped once, and used again after guard_arena_reset.
 *
 *     guard_arena *arena = guard_arena_create(4, 65536);       once: up to 4 blocks at a time, of up to 64 KiB
 *     for each case:
 *         guard_arena_reset(arena);
 *         guard_block in = guard_take(arena, 8 * n, GUARD_AT_END, 0);
 *         guard_block out = guard_take(arena, 8 * n, GUARD_AT_START, 0);
 *         … fill in.data …
 *         guard_seal(&in);                                     in.expected = in.data, byte by byte
 *         … write what is expected to out.expected (already the canary where nothing is) …
 *         … call …
 *         guard_changed(&in) == GUARD_INTACT                   no byte differs from expected, nor around the buffer
 *         guard_changed(&out) == GUARD_INTACT
 *
 * Where output bytes cannot be given beforehand (NaN payloads, a failed kernel), guard_accept_array takes the elements
 * as they are, so that guard_changed then tells of the bytes between and around them. Overlapping operands: several
 * arrays in one block. One arena per thread. */
#ifndef TESTS_SUPPORT_GUARD_H
#define TESTS_SUPPORT_GUARD_H

#include <stddef.h>
#include <stdint.h>

/* Which end of the buffer touches the guard. */
typedef enum { GUARD_AT_END, GUARD_AT_START } guard_side;

typedef struct guard_arena guard_arena;

typedef struct guard_block {
    unsigned char *data;     /* the buffer; starts out as canary */
    unsigned char *expected; /* as long: what the buffer should hold; starts out as the same canary */
    size_t nbytes;
    unsigned char *first, *last; /* the accessible memory that the buffer lies in: [first, last) */
} guard_block;

/* What guard_changed gives when nothing has changed. */
#define GUARD_INTACT INT64_MIN

/* Memory for n_blocks blocks at a time, each of up to max_nbytes; ends the test program if there is none. */
guard_arena *guard_arena_create(int32_t n_blocks, size_t max_nbytes);
void guard_arena_destroy(guard_arena *arena);
/* Gives all blocks back, and makes their memory canary again. */
void guard_arena_reset(guard_arena *arena);

/* The next block. slack: bytes left free between buffer and guard, to misalign the buffer; it is aligned to whatever
 * divides nbytes + slack (GUARD_AT_END) or slack (GUARD_AT_START). nbytes may be 0. */
guard_block guard_take(guard_arena *arena, size_t nbytes, guard_side side, size_t slack);

/* Makes expected what data is now. */
void guard_seal(const guard_block *block);
/* Makes expected what data is now, in nbytes bytes from offset on only; or in the elements of an array only. */
void guard_accept(const guard_block *block, size_t offset, size_t nbytes);
void guard_accept_array(const guard_block *block, int64_t offset, int64_t itemsize, int32_t ndim, const int64_t *shape,
                        const int64_t *strides);
/* GUARD_INTACT, or where the first byte lies that differs from expected, counted from data; negative or >= nbytes: a
 * canary beside the buffer, of which 256 bytes on either side are looked at. */
int64_t guard_changed(const guard_block *block);

#endif
