/* unit_move.c: the movers of bytes (gather, scatter, rows, masks, fill, swap, transpose, stream) on every instruction
 * set, between guard pages, against loops over single bytes. */
#include "dispatch/dispatch.h"
#include "support/guard.h"
#include "support/run_suite.h"
#include <stdlib.h>
#include <string.h>

#define MAX_N 520
#define MAX_NBYTES (MAX_N * 16 * 6)

static const rvl_movers *const all_movers[] = {
#define ISA(NAME, suffix, text) &rvl_movers_##suffix,
#include "core/isas.def"
#undef ISA
};

static guard_arena *arena;
static uint64_t random_state = UINT64_C(0x9e3779b97f4a7c15);

static uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static void set_up(void)
{
    arena = guard_arena_create(4, 4 * MAX_NBYTES);
}

static void tear_down(void)
{
    guard_arena_destroy(arena);
}

/* A block whose bytes all differ from the canary's by chance only. */
static guard_block take_random(size_t nbytes, guard_side side, size_t slack)
{
    guard_block block = guard_take(arena, nbytes, side, slack);
    for (size_t i = 0; i < nbytes; i++)
        block.data[i] = (unsigned char)(random_bits() >> 32);
    guard_seal(&block);
    return block;
}

/* Elements of `itemsize` bytes at two strides, within a block that ends where the outermost ones do. */
typedef struct lattice {
    guard_block block;
    int64_t first; /* offset of element [0, 0] */
    int64_t row_stride, stride;
} lattice;

static lattice take_lattice(size_t rows, size_t n, size_t itemsize, int64_t row_stride, int64_t stride, guard_side side)
{
    int64_t below = 0, above = 0;
    const int64_t steps[2] = {rows ? (int64_t)(rows - 1) * row_stride : 0, n ? (int64_t)(n - 1) * stride : 0};
    for (int i = 0; i < 2; i++) {
        below += steps[i] < 0 ? -steps[i] : 0;
        above += steps[i] > 0 ? steps[i] : 0;
    }
    size_t nbytes = rows && n ? (size_t)(below + above) + itemsize : 0;
    return (lattice){take_random(nbytes, side, 0), below, row_stride, stride};
}

static unsigned char *at(const lattice *where, unsigned char *bytes, size_t row, size_t i)
{
    return bytes + where->first + (int64_t)row * where->row_stride + (int64_t)i * where->stride;
}

static void copy_bytes(unsigned char *to, const unsigned char *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = from[i];
}

static void check_block(const guard_block *block, const char *what, int isa, size_t itemsize, size_t rows, size_t n,
                        int64_t stride)
{
    const int64_t changed = guard_changed(block);
    ck_assert_msg(changed == GUARD_INTACT, "%s: byte %lld, isa %d, itemsize %zu, rows %zu, n %zu, stride %lld", what,
                  (long long)changed, isa, itemsize, rows, n, (long long)stride);
}

/* The strides that matter, in bytes: of whole elements and of odd bytes. */
static int64_t stride_of(int which, int64_t itemsize)
{
    const int64_t strides[] = {itemsize,
                               0,
                               -itemsize,
                               2 * itemsize,
                               3 * itemsize,
                               4 * itemsize,
                               5 * itemsize,
                               -2 * itemsize,
                               -3 * itemsize,
                               itemsize + 1,
                               1,
                               -(2 * itemsize + 3)};
    return strides[which];
}
#define N_STRIDES 12

static void gather_case(const rvl_movers *movers, int isa, int32_t class, size_t rows, size_t n, int64_t row_stride,
                        int64_t stride, guard_side side)
{
    const size_t itemsize = (size_t)1 << class;
    guard_arena_reset(arena);
    lattice source = take_lattice(rows, n, itemsize, row_stride, stride, side);
    guard_block out = guard_take(arena, rows * n * itemsize, side, 0);
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < n; i++)
            copy_bytes(out.expected + (row * n + i) * itemsize, at(&source, source.block.data, row, i), itemsize);
    const unsigned char *start = source.block.data + source.first;
    if (rows == 1)
        movers->gather[class](n, start, stride, out.data);
    else
        movers->gather_rows[class](rows, n, start, row_stride, stride, out.data);
    check_block(&out, "gather", isa, itemsize, rows, n, stride);
    check_block(&source.block, "gather's source", isa, itemsize, rows, n, stride);
}

static void scatter_case(const rvl_movers *movers, int isa, int32_t class, size_t rows, size_t n, int64_t row_stride,
                         int64_t stride, guard_side side, const uint8_t *mask)
{
    const size_t itemsize = (size_t)1 << class;
    guard_arena_reset(arena);
    guard_block source = take_random(rows * n * itemsize, side, 0);
    lattice out = take_lattice(rows, n, itemsize, row_stride, stride, side);
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < n; i++)
            if (!mask || mask[i])
                copy_bytes(at(&out, out.block.expected, row, i), source.data + (row * n + i) * itemsize, itemsize);
    unsigned char *start = out.block.data + out.first;
    if (mask)
        movers->scatter_masked[class](n, source.data, mask, start, stride);
    else if (rows == 1)
        movers->scatter[class](n, source.data, start, stride);
    else
        movers->scatter_rows[class](rows, n, source.data, start, row_stride, stride);
    check_block(&out.block, mask ? "scatter_masked" : "scatter", isa, itemsize, rows, n, stride);
    check_block(&source, "scatter's source", isa, itemsize, rows, n, stride);
}

START_TEST(test_gather_and_scatter)
{
    for (int isa = 0; isa <= rvl_isa_best(); isa++)
        for (int32_t class = 0; class < RVL_N_SIZE_CLASSES; class ++)
            for (int which = 0; which < N_STRIDES; which++)
                for (size_t n = 0; n <= MAX_N; n += n < 140 || n > 500 ? 1 : 7) {
                    const int64_t itemsize = 1 << class, stride = stride_of(which, itemsize);
                    const guard_side side = n % 2 ? GUARD_AT_START : GUARD_AT_END;
                    gather_case(all_movers[isa], isa, class, 1, n, 0, stride, side);
                    if (stride >= itemsize || stride <= -itemsize) /* elements must not overlap */
                        scatter_case(all_movers[isa], isa, class, 1, n, 0, stride, side, NULL);
                }
}
END_TEST

START_TEST(test_rows)
{
    static const size_t many_rows[] = {0, 2, 3, 7, 16, 33};
    for (int isa = 0; isa <= rvl_isa_best(); isa++)
        for (int32_t class = 0; class < RVL_N_SIZE_CLASSES; class ++)
            for (int which = 0; which < N_STRIDES; which++)
                for (size_t n = 0; n <= 130; n += n < 40 ? 1 : 9) {
                    const int64_t itemsize = 1 << class, stride = stride_of(which, itemsize);
                    const int64_t length = (int64_t)n * (stride > 0 ? stride : -stride);
                    const int64_t row_strides[] = {length, length + itemsize, length + 1, -length - 3, 0};
                    const size_t rows = length > 1000 ? 3 : many_rows[n % 6];
                    const guard_side side = n % 2 ? GUARD_AT_START : GUARD_AT_END;
                    for (int row_which = 0; row_which < 5; row_which++) {
                        const int64_t row_stride = row_strides[row_which];
                        gather_case(all_movers[isa], isa, class, rows, n, row_stride, stride, side);
                        if ((stride >= itemsize || stride <= -itemsize) && row_stride != 0)
                            scatter_case(all_movers[isa], isa, class, rows, n, row_stride, stride, side, NULL);
                    }
                    /* Rows closer together than the elements of one. */
                    if (stride >= (int64_t)rows * itemsize)
                        scatter_case(all_movers[isa], isa, class, rows, n, itemsize, stride, side, NULL);
                    gather_case(all_movers[isa], isa, class, rows, n, itemsize, 64, side);
                }
}
END_TEST

START_TEST(test_scatter_masked)
{
    static uint8_t mask[MAX_N];
    for (int isa = 0; isa <= rvl_isa_best(); isa++)
        for (int32_t class = 0; class < RVL_N_SIZE_CLASSES; class ++)
            for (int which = 0; which < N_STRIDES; which++)
                for (size_t n = 0; n <= MAX_N; n += n < 80 ? 1 : 11) {
                    const int64_t itemsize = 1 << class, stride = stride_of(which, itemsize);
                    const uint64_t density = random_bits() % 5;
                    for (size_t i = 0; i < n; i++)
                        mask[i] = random_bits() % 4 < density ? (uint8_t)(1 + random_bits() % 255) : 0;
                    if (stride >= itemsize || stride <= -itemsize)
                        scatter_case(all_movers[isa], isa, class, 1, n, 0, stride,
                                     n % 2 ? GUARD_AT_START : GUARD_AT_END, mask);
                }
}
END_TEST

START_TEST(test_fill_and_swap)
{
    for (int isa = 0; isa <= rvl_isa_best(); isa++)
        for (int32_t class = 0; class < RVL_N_SIZE_CLASSES; class ++)
            for (size_t n = 0; n <= MAX_N; n++) {
                const size_t itemsize = (size_t)1 << class;
                guard_arena_reset(arena);
                guard_block value = take_random(itemsize, GUARD_AT_END, 0);
                guard_block out = guard_take(arena, n * itemsize, n % 2 ? GUARD_AT_START : GUARD_AT_END, 0);
                for (size_t i = 0; i < n * itemsize; i++)
                    out.expected[i] = value.data[i % itemsize];
                all_movers[isa]->fill[class](n, value.data, out.data);
                check_block(&out, "fill", isa, itemsize, 1, n, 0);
                if (class == 4)
                    continue;
                guard_block parts = take_random(n * itemsize, n % 2 ? GUARD_AT_START : GUARD_AT_END, 0);
                for (size_t i = 0; i < n * itemsize; i++)
                    parts.expected[i] = parts.data[i - i % itemsize + (itemsize - 1 - i % itemsize)];
                all_movers[isa]->swap[class](n, parts.data);
                check_block(&parts, "swap", isa, itemsize, 1, n, 0);
            }
}
END_TEST

static void transpose_case(const rvl_movers *movers, int isa, int32_t class, size_t rows, size_t columns,
                           int64_t source_padding, int64_t destination_padding, int32_t stream)
{
    const size_t itemsize = (size_t)1 << class;
    const guard_side side = (rows + columns) % 2 ? GUARD_AT_START : GUARD_AT_END;
    int64_t source_column = (int64_t)(rows * itemsize) + source_padding;
    int64_t destination_row = (int64_t)(columns * itemsize) + destination_padding;
    if (source_padding == 3)
        source_column = -source_column;
    if (destination_padding == 5)
        destination_row = -destination_row;
    guard_arena_reset(arena);
    lattice source = take_lattice(columns, rows, itemsize, source_column, (int64_t)itemsize, side);
    lattice out = take_lattice(rows, columns, itemsize, destination_row, (int64_t)itemsize, side);
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            copy_bytes(at(&out, out.block.expected, row, column), at(&source, source.block.data, column, row),
                       itemsize);
    movers->transpose[class](rows, columns, source.block.data + source.first, source_column, out.block.data + out.first,
                             destination_row, stream);
    movers->stream_end();
    check_block(&out.block, stream ? "transpose, streamed" : "transpose", isa, itemsize, rows, columns, source_padding);
    check_block(&source.block, "transpose's source", isa, itemsize, rows, columns, source_padding);
}

START_TEST(test_transpose)
{
    static const int64_t paddings[][2] = {{0, 0}, {1, 0}, {3, 5}, {64, 64}, {16, 5}};
    for (int isa = 0; isa <= rvl_isa_best(); isa++)
        for (int32_t class = 0; class < RVL_N_SIZE_CLASSES; class ++)
            for (int32_t stream = 0; stream < 2; stream++) {
                for (size_t rows = 0; rows <= 70; rows += rows < 36 ? 1 : 5)
                    for (size_t columns = 0; columns <= 70; columns += columns < 36 ? 1 : 5) {
                        const int64_t *padding = paddings[(rows + 3 * columns) % 5];
                        transpose_case(all_movers[isa], isa, class, rows, columns, padding[0], padding[1], stream);
                    }
                for (int i = 0; i < 5; i++) {
                    const size_t rows = 1 + random_bits() % (1500u >> class), columns = 1 + random_bits() % 38;
                    transpose_case(all_movers[isa], isa, class, rows, columns, paddings[i][0], paddings[i][1], stream);
                    transpose_case(all_movers[isa], isa, class, columns, rows, paddings[i][0], paddings[i][1], stream);
                    transpose_case(all_movers[isa], isa, class, 64, 64, 0, 64 * i, stream);
                }
            }
}
END_TEST

START_TEST(test_stream)
{
    for (int isa = 0; isa <= rvl_isa_best(); isa++)
        for (size_t nbytes = 0; nbytes <= 600; nbytes++)
            for (size_t slack = 0; slack < 70; slack += slack % 2 ? 3 : 1) {
                const guard_side side = slack % 2 ? GUARD_AT_START : GUARD_AT_END;
                guard_arena_reset(arena);
                guard_block source = take_random(nbytes, side, slack % 9);
                guard_block out = guard_take(arena, nbytes, side, slack);
                copy_bytes(out.expected, source.data, nbytes);
                all_movers[isa]->stream(nbytes, source.data, out.data);
                all_movers[isa]->stream_end();
                check_block(&out, "stream", isa, 1, 1, nbytes, (int64_t)slack);
            }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("move");
    TCase *cases = tcase_create("move");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 600);
    tcase_add_test(cases, test_gather_and_scatter);
    tcase_add_test(cases, test_rows);
    tcase_add_test(cases, test_scatter_masked);
    tcase_add_test(cases, test_fill_and_swap);
    tcase_add_test(cases, test_transpose);
    tcase_add_test(cases, test_stream);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
