/* unit_operand.c: the way of an operand's elements into blocks and back, one step at a time. */
#include "dispatch/dispatch.h"
#include "run/operand.h"
#include "run/tile.h"
#include "support/run_suite.h"
#include <math.h>
#include <ravel/context.h>
#include <string.h>

enum { N = 64 };

static int32_t pass(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)n, (void)in, (void)out, (void)user;
    return 0;
}

static const rvl_movers *movers;
static rvl_loop loop;
static rvl_operand operand;
static rvl_operand_blocks blocks;
static _Alignas(64) unsigned char block_memory[2][16 * N];

/* An operand of a loop float64 -> float64: its input, or its output. */
static void start(int32_t index, int32_t dtype, bool swapped)
{
    movers = rvl_movers_of(rvl_isa_best());
    loop = (rvl_loop){.name = "unit", .function = pass, .builtin = true, .widened = true, .n_in = 1, .n_out = 1};
    loop.dtypes[0] = loop.dtypes[1] = RAVEL_FLOAT64;
    rvl_operand_plan(&operand, movers, &loop, index, dtype, swapped, true);
    blocks = (rvl_operand_blocks){.block = {block_memory[0], block_memory[1]}};
    memset(block_memory, 0xA5, sizeof block_memory);
}

START_TEST(what_lies_right_is_used_where_it_lies)
{
    start(0, RAVEL_FLOAT64, false);
    double data[N];
    uint64_t events = 0;
    const rvl_box box = {1, N, (int64_t[]){N}, (int64_t[]){8}, false};
    ck_assert(!operand.pack && operand.n_casts == 0 && operand.n_blocks == 1);
    ck_assert_ptr_eq(rvl_operand_load(&operand, movers, &box, true, (void *)data, N, &blocks, &events), data);
    start(1, RAVEL_FLOAT64, false);
    ck_assert_ptr_eq(rvl_operand_target(&operand, true, (void *)data, &blocks), data);
    ck_assert_ptr_eq(rvl_operand_target(&operand, false, (void *)data, &blocks), block_memory[0]);
    operand.absent = true;
    ck_assert_ptr_eq(rvl_operand_target(&operand, true, (void *)data, &blocks), block_memory[0]);
}
END_TEST

/* The elements of the block before are not loaded again: all of them or fewer, in rows of the same length. */
START_TEST(a_broadcast_operand_is_loaded_once)
{
    start(0, RAVEL_INT32, false);
    int32_t data[N];
    uint64_t events = 0;
    for (int32_t i = 0; i < N; i++)
        data[i] = i;
    rvl_box box = {1, N, (int64_t[]){N}, (int64_t[]){4}, false};
    const double *block = rvl_operand_load(&operand, movers, &box, true, (void *)data, N, &blocks, &events);
    ck_assert(block[0] == 0 && block[N - 1] == N - 1);
    data[0] = 77;
    ck_assert_ptr_eq(rvl_operand_load(&operand, movers, &box, true, (void *)data, N, &blocks, &events), block);
    ck_assert(block[0] == 0);
    /* The last block of an axis is shorter. */
    box = (rvl_box){1, N / 2, (int64_t[]){N / 2}, (int64_t[]){4}, false};
    ck_assert_ptr_eq(rvl_operand_load(&operand, movers, &box, true, (void *)data, N / 2, &blocks, &events), block);
    ck_assert(block[0] == 0);
    block = rvl_operand_load(&operand, movers, &box, true, (void *)(data + 1), N / 2, &blocks, &events);
    ck_assert(block[0] == 1);
    block = rvl_operand_load(&operand, movers, &box, true, (void *)(data + 1), N - 1, &blocks, &events); /* more */
    ck_assert(block[N - 2] == N - 1);
    /* Rows of another length lie elsewhere in the block. */
    const rvl_box wide = {2, 8, (int64_t[]){8}, (int64_t[]){0, 4}, false};
    const rvl_box narrow = {2, 8, (int64_t[]){4}, (int64_t[]){0, 4}, false};
    block = rvl_operand_load(&operand, movers, &wide, false, (void *)data, 64, &blocks, &events);
    ck_assert(block[4] == 77 && block[8] == 1);
    block = rvl_operand_load(&operand, movers, &narrow, false, (void *)data, 32, &blocks, &events);
    ck_assert(block[3] == 77 && block[4] == 1);
}
END_TEST

START_TEST(loading_packs_swaps_and_casts)
{
    start(0, RAVEL_INT32, true);
    int32_t data[2 * N];
    uint64_t events = 0;
    for (int32_t i = 0; i < 2 * N; i++)
        data[i] = (int32_t)__builtin_bswap32((uint32_t)i);
    const rvl_box box = {1, N, (int64_t[]){N}, (int64_t[]){8}, false};
    const double *block = rvl_operand_load(&operand, movers, &box, false, (void *)data, N, &blocks, &events);
    for (int32_t i = 0; i < N; i++)
        ck_assert(block[i] == 2 * i && data[2 * i] == (int32_t)__builtin_bswap32((uint32_t)(2 * i)));
    ck_assert_uint_eq(events, 0);
}
END_TEST

/* Casts on the way out raise what the mask lets through, and nothing else, whatever lies around the block. */
START_TEST(masked_elements_raise_nothing)
{
    static _Alignas(64) double around[3 * N];
    int32_t out[N];
    uint8_t mask[N];
    const rvl_box box = {1, N, (int64_t[]){N}, (int64_t[]){4}, false};
    for (int32_t bad = 0; bad < N; bad++) {
        for (int32_t visible = 0; visible < 2; visible++) {
            start(1, RAVEL_INT32, false);
            ck_assert_int_eq(operand.n_casts, 1);
            for (int32_t i = 0; i < 3 * N; i++)
                around[i] = visible || (i >= N && i < 2 * N) ? 1 : NAN;
            around[N + bad] = NAN;
            memset(mask, 1, sizeof mask);
            mask[bad] = (uint8_t)visible;
            for (int32_t i = 0; i < N; i++)
                out[i] = -5;
            uint64_t events = 0;
            rvl_operand_store(&operand, movers, &box, true, around + N, mask, (void *)out, N, &blocks, &events);
            ck_assert_uint_eq(events, visible ? RAVEL_EVENT_INVALID_CAST : 0);
            for (int32_t i = 0; i < N; i++)
                ck_assert(i == bad ? visible || out[i] == -5 : out[i] == 1);
        }
    }
}
END_TEST

/* A cast writes where the output lies if it can, and leaves the block free. */
START_TEST(a_cast_goes_to_the_output_at_once)
{
    static _Alignas(64) double from[N];
    int32_t out[N];
    uint64_t events = 0;
    start(1, RAVEL_INT32, false);
    for (int32_t i = 0; i < N; i++)
        from[i] = i;
    const rvl_box box = {1, N, (int64_t[]){N}, (int64_t[]){4}, false};
    rvl_operand_store(&operand, movers, &box, true, from, NULL, (void *)out, N, &blocks, &events);
    for (int32_t i = 0; i < N; i++)
        ck_assert_int_eq(out[i], i);
    for (size_t i = 0; i < sizeof block_memory; i++)
        ck_assert(((unsigned char *)block_memory)[i] == 0xA5);
}
END_TEST

/* What the kernel has written is swapped in its block; a copy's input, which is not the call's, in a copy. */
START_TEST(an_input_is_not_swapped)
{
    static _Alignas(64) uint64_t input[N];
    uint64_t out[N], events = 0;
    const rvl_box box = {1, N, (int64_t[]){N}, (int64_t[]){8}, false};
    for (int32_t where = 0; where < 3; where++) {
        start(1, RAVEL_FLOAT64, true);
        uint64_t *from = where == 0 ? (void *)block_memory[0] : where == 1 ? (void *)block_memory[1] : (void *)input;
        for (uint64_t i = 0; i < N; i++)
            from[i] = i;
        rvl_operand_store(&operand, movers, &box, true, from, NULL, (void *)out, N, &blocks, &events);
        for (uint64_t i = 0; i < N; i++)
            ck_assert(out[i] == __builtin_bswap64(i) && (where < 2 || input[i] == i));
        const unsigned char *other = block_memory[where == 1 ? 0 : 1]; /* no more is copied than must be */
        for (size_t i = 0; i < sizeof block_memory[0]; i++)
            ck_assert(other[i] == 0xA5);
    }
}
END_TEST

/* A loop of the library's computes halves in float32. */
static void check_plan(bool builtin, bool computes, int32_t index, int32_t nominal, int32_t dtype, int32_t n_casts,
                       int32_t width, int32_t block_size)
{
    loop = (rvl_loop){.name = "unit",
                      .function = computes ? pass : NULL,
                      .builtin = builtin,
                      .widened = builtin && computes,
                      .n_in = 1,
                      .n_out = 1};
    loop.dtypes[0] = loop.dtypes[1] = nominal;
    movers = rvl_movers_of(rvl_isa_best());
    rvl_operand_plan(&operand, movers, &loop, index, dtype, false, true);
    ck_assert_msg(operand.n_casts == n_casts && operand.width == width && operand.block_size == block_size,
                  "operand %d of dtype %d, loop of %d: %d casts, width %d, block size %d", index, dtype, nominal,
                  operand.n_casts, operand.width, operand.block_size);
    ck_assert_int_eq(operand.n_blocks, n_casts ? 2 : 1);
    ck_assert(!operand.pack);
}

/* memory -> the loop's dtype -> what it is computed in: a cast for each step that there is. */
START_TEST(as_few_casts_as_there_must_be)
{
    check_plan(true, true, 0, RAVEL_FLOAT64, RAVEL_FLOAT64, 0, 8, 8);
    check_plan(true, true, 0, RAVEL_FLOAT64, RAVEL_INT8, 1, 8, 8);
    check_plan(true, true, 0, RAVEL_FLOAT16, RAVEL_FLOAT16, 1, 4, 4);
    check_plan(true, true, 0, RAVEL_FLOAT16, RAVEL_INT8, 1, 4, 4);    /* exact: at once to float32 */
    check_plan(true, true, 0, RAVEL_FLOAT16, RAVEL_FLOAT64, 2, 8, 4); /* rounds to a half first */
    check_plan(true, false, 0, RAVEL_FLOAT16, RAVEL_FLOAT16, 0, 2, 2);
    check_plan(false, true, 0, RAVEL_FLOAT16, RAVEL_FLOAT16, 0, 2, 2);
    check_plan(true, true, 0, RAVEL_BOOL, RAVEL_BOOL, 0, 1, 1);
    check_plan(false, true, 0, RAVEL_BOOL, RAVEL_BOOL, 1, 1, 1); /* a user's loop sees 0 and 1 */
    check_plan(false, true, 0, RAVEL_INT8, RAVEL_INT8, 0, 1, 1);
    check_plan(true, true, 1, RAVEL_FLOAT64, RAVEL_FLOAT64, 0, 8, 8);
    check_plan(true, true, 1, RAVEL_FLOAT64, RAVEL_FLOAT32, 1, 8, 8);
    check_plan(true, true, 1, RAVEL_FLOAT16, RAVEL_FLOAT16, 1, 4, 4);
    check_plan(true, true, 1, RAVEL_FLOAT16, RAVEL_FLOAT32, 2, 4, 4);
    check_plan(true, true, 1, RAVEL_BOOL, RAVEL_BOOL, 0, 1, 1);
    check_plan(true, false, 1, RAVEL_BOOL, RAVEL_BOOL, 1, 1, 1); /* a copied bool becomes 0 or 1 */
    check_plan(false, true, 1, RAVEL_BOOL, RAVEL_BOOL, 1, 1, 1);
    check_plan(true, false, 1, RAVEL_INT8, RAVEL_INT8, 0, 1, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("operand");
    TCase *all = tcase_create("operand");
    tcase_set_timeout(all, 200);
    tcase_add_test(all, what_lies_right_is_used_where_it_lies);
    tcase_add_test(all, a_broadcast_operand_is_loaded_once);
    tcase_add_test(all, loading_packs_swaps_and_casts);
    tcase_add_test(all, masked_elements_raise_nothing);
    tcase_add_test(all, a_cast_goes_to_the_output_at_once);
    tcase_add_test(all, an_input_is_not_swapped);
    tcase_add_test(all, as_few_casts_as_there_must_be);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
