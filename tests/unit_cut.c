/* unit_cut.c: how a nest is cut into boxes: each element in one box, each box in the blocks that it has, and the sizes
 * that cut.c promises. */
#include "dispatch/dispatch.h"
#include "run/blocks.h"
#include "support/random.h"
#include "support/run_suite.h"
#include <string.h>

#define RAW_NBYTES 32768

static int32_t negate(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)n, (void)in, (void)out, (void)user;
    return 0;
}

static unsigned char memory[8];
static rvl_loop loop;
static rvl_run run;
static rvl_cut cut;

/* A run of a loop with inputs and one output of float64 over a nest whose output is contiguous. The inputs are so at
 * first; memory is not read, so that any address does. */
static void start(int32_t n_in, int32_t ndim, const int64_t *shape)
{
    const int32_t isa = rvl_isa_best();
    loop = (rvl_loop){.name = "unit", .function = negate, .builtin = true, .n_in = n_in, .n_out = 1};
    memset(&run, 0xA5, sizeof run); /* what nobody sets is not to be used */
    run.loop = &loop;
    run.movers = rvl_movers_of(isa);
    run.masked = run.streams = false;
    run.block_nbytes = RAW_NBYTES;
    run.size = 1;
    run.nest.ndim = ndim;
    run.nest.n_operands = n_in + 1;
    for (int32_t axis = 0; axis < ndim; axis++) {
        run.nest.shape[axis] = shape[axis];
        for (int32_t k = 0; k <= n_in; k++)
            run.nest.strides[k][axis] = 8 * run.size;
        run.size *= shape[axis];
    }
    for (int32_t k = 0; k <= n_in; k++) {
        loop.dtypes[k] = RAVEL_FLOAT64;
        run.nest.data[k] = memory;
    }
    for (int32_t k = 0; k <= n_in; k++)
        rvl_operand_plan(&run.operands[k], run.movers, &loop, k, RAVEL_FLOAT64, false, true);
}

static void set_strides(int32_t k, int64_t first, int64_t second, int64_t third)
{
    run.nest.strides[k][0] = first;
    run.nest.strides[k][1] = second;
    run.nest.strides[k][2] = third;
}

static void add_mask(void)
{
    const int32_t k = run.nest.n_operands++;
    int64_t stride = 1;
    run.masked = true;
    run.nest.data[k] = memory;
    for (int32_t axis = 0; axis < run.nest.ndim; axis++) {
        run.nest.strides[k][axis] = stride;
        stride *= run.nest.shape[axis];
    }
    run.operands[k] = (rvl_operand){.dtype = RAVEL_BOOL, .itemsize = 1, .width = 1, .n_blocks = 1, .block_size = 1};
}

static void set_stream(void)
{
    run.streams = run.operands[loop.n_in].stream = true;
}

static int64_t ceiling(int64_t a, int64_t b)
{
    return (a + b - 1) / b;
}

/* How many boxes have each element: counts by its number in the output. */
static unsigned char n_boxes_of[220000];

static void count_box(const rvl_place *place)
{
    int64_t index[RAVEL_MAX_NDIM] = {0}, shape[RAVEL_MAX_NDIM];
    const int64_t *strides = run.nest.strides[loop.n_in];
    const int64_t start = (int64_t)((uintptr_t)place->base[loop.n_in] - (uintptr_t)memory);
    for (int32_t axis = 0; axis < cut.n_axes; axis++)
        shape[axis] = run.nest.shape[axis];
    if (cut.n_axes > 1)
        shape[0] = place->first;
    if (cut.n_axes > 0)
        shape[cut.n_axes - 1] = place->part;
    for (int32_t axis = 0; axis < cut.n_axes || cut.n_axes == 0;) {
        int64_t offset = start;
        for (int32_t i = 0; i < cut.n_axes; i++)
            offset += index[i] * strides[i];
        if (offset < 0 || offset >= 8 * run.size || offset % 8 != 0)
            ck_abort_msg("a box reaches out of the nest");
        n_boxes_of[offset / 8]++;
        if (cut.n_axes == 0)
            return;
        for (axis = 0; axis < cut.n_axes && ++index[axis] == shape[axis]; axis++)
            index[axis] = 0;
    }
}

/* Each element lies in exactly one box, also for a walk that starts in the middle; blocks hold their boxes, and all of
 * them fit. */
static void check_boxes(void)
{
    ck_assert_int_le(run.size, (int64_t)sizeof n_boxes_of);
    for (int64_t middle = 0; middle < cut.n_boxes; middle += cut.n_boxes / 2 + 1) {
        memset(n_boxes_of, 0, (size_t)run.size);
        rvl_walk walk;
        rvl_place place;
        rvl_walk_begin(&walk, &run, &cut, middle, NULL);
        for (int64_t box = middle; box < cut.n_boxes; box++, rvl_walk_next(&walk)) {
            rvl_walk_place(&walk, &place);
            count_box(&place);
        }
        rvl_walk_begin(&walk, &run, &cut, 0, NULL);
        for (int64_t box = 0; box < middle; box++, rvl_walk_next(&walk)) {
            rvl_walk_place(&walk, &place);
            count_box(&place);
        }
        int64_t n_once = 0;
        for (int64_t i = 0; i < run.size; i++)
            n_once += n_boxes_of[i] == 1;
        ck_assert_int_eq(n_once, run.size);
    }
    int64_t nbytes = 0;
    for (int32_t k = 0; k < run.nest.n_operands; k++) {
        const rvl_operand *operand = &run.operands[k];
        const int64_t elements = cut.kind == RVL_CUT_ROWS ? cut.inner : cut.inner * cut.part;
        const bool apart = (operand->pack || !cut.contiguous[k]) && !(k == 0 && cut.packs);
        const bool casts = operand->n_casts > 0 && !(k == 1 && cut.casts);
        const bool block = cut.kind != RVL_CUT_TRANSPOSE && (apart || operand->stream || casts);
        ck_assert_int_eq(cut.block_nbytes[k], block ? ceiling(elements * operand->width, 64) * 64 : 0);
        nbytes += (int64_t)operand->n_blocks * cut.block_nbytes[k];
    }
    ck_assert_int_le(nbytes, run.block_nbytes);
}

static void cut_for(int64_t n_threads)
{
    rvl_cut_nest(&cut, &run, n_threads);
    check_boxes();
}

START_TEST(one_element_is_one_box)
{
    start(1, 0, NULL);
    cut_for(4);
    ck_assert_int_eq(cut.n_boxes, 1);
    ck_assert_int_eq(cut.n_axes, 0);
    ck_assert(cut.contiguous[0] && cut.contiguous[1]);
}
END_TEST

START_TEST(what_lies_right_is_one_box)
{
    start(2, 1, (int64_t[]){100000});
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_BLOCKS);
    ck_assert_int_eq(cut.n_boxes, 1);
    ck_assert_int_eq(cut.part, 100000);
    ck_assert(cut.contiguous[0] && cut.contiguous[1] && cut.contiguous[2]);
}
END_TEST

/* A reversed input goes through a block in the L1 cache, 16 KiB at most in multiples of 64 elements; with gaps, 4 KiB.
 */
START_TEST(a_strided_input_goes_through_small_blocks)
{
    start(2, 1, (int64_t[]){100000});
    run.nest.strides[1][0] = -8;
    cut_for(1);
    ck_assert(!cut.contiguous[1] && cut.part == (16384 - 63) / 8 / 64 * 64);
    run.nest.strides[1][0] = 24;
    cut_for(1);
    ck_assert_int_eq(cut.part, 4096 / 8);
    run.block_nbytes = RVL_STACK_BLOCK_NBYTES;
    run.operands[0].pack = run.operands[2].pack = true;
    cut_for(1);
    ck_assert_int_eq(cut.part, (RVL_STACK_BLOCK_NBYTES - 3 * 63) / 24 / 16 * 16);
}
END_TEST

/* Operands beyond those that the nest has are none of the call's. */
START_TEST(only_the_nests_operands_count)
{
    start(1, 1, (int64_t[]){100000});
    run.operands[2] = (rvl_operand){.pack = true, .width = 8, .n_blocks = 2, .itemsize = 8};
    cut_for(1);
    ck_assert_int_eq(cut.n_boxes, 1);
    run.nest.strides[0][0] = 24;
    cut_for(1);
    ck_assert_int_eq(cut.part, 4096 / 8);
}
END_TEST

/* A copy brings its input together, or casts it, where the output lies, if that takes it as it is. */
START_TEST(a_copy_writes_where_its_output_lies)
{
    for (int32_t variant = 0; variant < 4; variant++) {
        const int32_t dtype = variant % 2 ? RAVEL_INT64 : RAVEL_FLOAT64;
        start(1, 1, (int64_t[]){100000});
        run.nest.strides[0][0] = 24;
        loop.function = NULL;
        rvl_operand_plan(&run.operands[1], run.movers, &loop, 1, dtype, false, variant < 2);
        cut_for(1);
        ck_assert(cut.packs == (variant == 0) && cut.casts == (variant == 1));
        ck_assert((cut.block_nbytes[0] > 0) != cut.packs && (cut.block_nbytes[1] > 0) == (variant >= 2));
    }
}
END_TEST

/* On the way past the cache blocks are of 2 KiB: one for the output, and one for what is not used where it lies. */
START_TEST(streams_go_in_blocks_of_two_kib)
{
    start(2, 1, (int64_t[]){100000});
    set_stream();
    cut_for(1);
    ck_assert_int_eq(cut.part, (2048 - 63) / 8 / 64 * 64);
    ck_assert_int_eq(cut.block_nbytes[2], cut.part * 8);
    run.nest.strides[0][0] = 24;
    cut_for(1);
    ck_assert_int_eq(cut.part, (4096 - 2 * 63) / 16 / 64 * 64);
    run.operands[1].pack = true;
    cut_for(1);
    ck_assert_int_eq(cut.part, (6144 - 3 * 63) / 24 / 64 * 64);
    run.block_nbytes = 1024;
    cut_for(1);
    ck_assert_int_eq(cut.part, (1024 - 3 * 63) / 24 / 16 * 16);
}
END_TEST

/* Rows that are short are put together, as many as the blocks have room for; of long ones a box has a part. */
START_TEST(short_rows_are_put_together)
{
    start(1, 3, (int64_t[]){10, 7, 900});
    set_strides(0, 16, 16 * 11, 16 * 11 * 8);
    cut_for(1);
    ck_assert_int_eq(cut.n_axes, 3);
    ck_assert_int_eq(cut.inner, 70);
    const int64_t room = (16384 - 2 * 63) / 16 / 64 * 64; /* the output is in pieces too */
    ck_assert_int_ge(cut.part * 70, room / 2);
    ck_assert_int_le(cut.part * 70, (16384 - 63) / 8);
    start(1, 3, (int64_t[]){255, 300, 2});
    set_strides(0, 16, 16 * 300, 16 * 300 * 301);
    cut_for(1);
    ck_assert_int_eq(cut.n_axes, 2);
    ck_assert_int_eq(cut.inner, 255);
    start(1, 3, (int64_t[]){256, 300, 2}); /* not short */
    set_strides(0, 16, 16 * 300, 16 * 300 * 301);
    cut_for(1);
    ck_assert_int_eq(cut.n_axes, 1);
    ck_assert_int_eq(cut.inner, 1);
    ck_assert_int_eq(cut.part, 256);
    ck_assert_int_eq(cut.n_boxes, 600);
}
END_TEST

/* Rows that are used where they lie: about 65536 elements to a box. */
START_TEST(long_rows_are_used_where_they_lie)
{
    start(2, 2, (int64_t[]){300, 700});
    set_strides(0, 8, 8 * 400, 0);
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_ROWS);
    ck_assert_int_eq(cut.part, ceiling(65536, 300));
    ck_assert_int_eq(cut.n_boxes, ceiling(700, cut.part));
    set_strides(1, 0, 8, 0); /* one element a row is spread in a block of the row's length */
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_ROWS);
    ck_assert_int_eq(cut.block_nbytes[1], 2432);
    start(2, 2, (int64_t[]){300, 100});
    set_strides(0, 8, 8 * 400, 0);
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_ROWS);
    ck_assert_int_eq(cut.part, 100);
    ck_assert_int_eq(cut.n_boxes, 1);
}
END_TEST

/* Each thread gets a few boxes, which begin at cache lines; one thread is no reason to cut. */
START_TEST(threads_get_a_few_boxes_each)
{
    for (int64_t n_threads = 1; n_threads <= 7; n_threads++) {
        start(1, 1, (int64_t[]){100000});
        cut_for(n_threads);
        ck_assert_int_eq(cut.part, n_threads == 1 ? 100000 : ceiling(ceiling(100000, 4 * n_threads), 64) * 64);
        start(1, 2, (int64_t[]){5000, 5}); /* five outer rows are five boxes already */
        set_strides(0, 8, 8 * 5001, 0);
        run.operands[0].pack = true;
        run.block_nbytes = INT64_C(1) << 20;
        cut_for(n_threads);
        ck_assert_int_eq(cut.kind, RVL_CUT_BLOCKS);
        const int64_t part = ceiling(ceiling(5000, ceiling(4 * n_threads, 5)), 64) * 64;
        const int64_t room = (16384 - 63) / 8 / 64 * 64;
        ck_assert_int_eq(cut.part, n_threads > 1 && part < room ? part : room);
        start(1, 2, (int64_t[]){300, 600}); /* rows */
        set_strides(0, 8, 8 * 400, 0);
        cut_for(n_threads);
        ck_assert_int_eq(cut.kind, RVL_CUT_ROWS);
        const int64_t rows = ceiling(ceiling(600, 4 * n_threads), 64) * 64;
        ck_assert_int_eq(cut.part, n_threads > 1 && rows < ceiling(65536, 300) ? rows : ceiling(65536, 300));
        start(1, 3, (int64_t[]){10, 700, 3}); /* short rows together, and axes outside of the box */
        set_strides(0, 16, 16 * 11, 16 * 11 * 701);
        cut_for(n_threads);
        ck_assert_int_eq(cut.n_axes, 2);
        ck_assert(n_threads == 1 || cut.part % 64 == 0 || cut.part == 700 || cut.n_boxes >= 4 * n_threads);
    }
}
END_TEST

/* ---- transposed inputs ---- */

/* The axis along which the input is contiguous comes second, the output's stays first. */
START_TEST(a_transposed_copy_is_one_box_for_each_outer_axis)
{
    start(1, 3, (int64_t[]){32, 5, 16});
    loop.function = NULL;
    set_strides(0, 8 * 16 * 5, 8 * 16, 8);
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_TRANSPOSE);
    ck_assert(run.nest.shape[0] == 32 && run.nest.shape[1] == 16 && run.nest.shape[2] == 5);
    ck_assert(run.nest.strides[0][1] == 8 && run.nest.strides[1][0] == 8);
    ck_assert(cut.n_axes == 2 && cut.first == 32 && cut.inner == 32 && cut.part == 16 && cut.n_boxes == 5);
    start(1, 2, (int64_t[]){100, 1000});
    loop.function = NULL;
    set_strides(0, 8 * 1000, 8, 0);
    cut_for(4); /* in columns, for threads */
    ck_assert_int_eq(cut.kind, RVL_CUT_TRANSPOSE);
    ck_assert(cut.first == 100 && cut.part == 64 && cut.n_boxes == 16);
}
END_TEST

/* Anything to compute, to cast, to swap or to leave out makes tiles of it. */
START_TEST(only_copies_of_bytes_are_transposed_whole)
{
    for (int32_t variant = 0; variant < 6; variant++) {
        start(1, 2, (int64_t[]){100, 200});
        loop.function = NULL;
        set_strides(0, 8 * 200, 8, 0);
        if (variant == 1)
            loop.function = negate;
        if (variant == 2)
            add_mask();
        if (variant == 3)
            rvl_operand_plan(&run.operands[1], run.movers, &loop, 1, RAVEL_INT64, false, true);
        if (variant == 4)
            rvl_operand_plan(&run.operands[1], run.movers, &loop, 1, RAVEL_FLOAT64, true, true);
        if (variant == 5)
            rvl_operand_plan(&run.operands[0], run.movers, &loop, 0, RAVEL_FLOAT64, true, true);
        cut_for(1);
        ck_assert_int_eq(cut.kind, variant == 0 ? RVL_CUT_TRANSPOSE : RVL_CUT_TILES);
    }
    start(1, 2, (int64_t[]){100, 200}); /* both swapped alike is a copy of bytes */
    loop.function = NULL;
    set_strides(0, 8 * 200, 8, 0);
    rvl_operand_plan(&run.operands[0], run.movers, &loop, 0, RAVEL_FLOAT64, true, true);
    rvl_operand_plan(&run.operands[1], run.movers, &loop, 1, RAVEL_FLOAT64, true, true);
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_TRANSPOSE);
}
END_TEST

START_TEST(tiles_are_nearly_square)
{
    start(2, 2, (int64_t[]){500, 400});
    set_strides(1, 8 * 400, 8, 0);
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_TILES);
    ck_assert_int_eq(cut.first, 64); /* of (32768 - 63) / 8 elements */
    ck_assert_int_eq(cut.part, (RAW_NBYTES - 63) / 8 / 64);
    ck_assert(cut.contiguous[0] && !cut.contiguous[1] && cut.contiguous[2]);
    run.block_nbytes = RVL_STACK_BLOCK_NBYTES;
    cut_for(1);
    ck_assert_int_eq(cut.first, 16);
    ck_assert_int_eq(cut.part, (RVL_STACK_BLOCK_NBYTES - 63) / 8 / 64 * 64 / 16);
    run.block_nbytes = 64 + 8 * 255; /* no room for 16 by 16 */
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_BLOCKS);
    run.block_nbytes = 64 + 8 * 320;
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_TILES);
}
END_TEST

/* Rows of tiles are too short to go past the cache, and a mask goes through a block. */
START_TEST(tiles_do_not_stream)
{
    start(1, 2, (int64_t[]){500, 400});
    set_strides(0, 8 * 400, 8, 0);
    set_stream();
    add_mask();
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_TILES);
    ck_assert(!run.streams && !run.operands[1].stream && run.operands[2].pack);
    ck_assert_int_eq(cut.block_nbytes[1], 0);
    ck_assert_int_gt(cut.block_nbytes[2], 0);
}
END_TEST

/* Whether rows of `length` and columns of `others` elements are worth it, the input's step along rows being `step`. */
static bool is_tiled(int64_t length, int64_t others, int64_t step)
{
    start(1, 2, (int64_t[]){length, others});
    set_strides(0, step, 8, 0);
    cut_for(1);
    return cut.kind == RVL_CUT_TILES;
}

START_TEST(only_far_steps_of_some_length_are_transposed)
{
    ck_assert(is_tiled(8, 8, 64) && is_tiled(100, 8, 64) && is_tiled(8, 100, 800));
    ck_assert(is_tiled(100, 8, -64) && is_tiled(100, 8, 32) && is_tiled(100, 8, -32));
    ck_assert(!is_tiled(7, 100, 800) && !is_tiled(100, 7, 800));
    ck_assert(!is_tiled(100, 8, 24) && !is_tiled(100, 8, -24) && !is_tiled(100, 8, 0));
}
END_TEST

/* ---- all kinds, by chance ---- */

static void random_run(random_source *random)
{
    int64_t shape[4];
    const int32_t ndim = (int32_t)random_below(random, 5);
    for (int32_t axis = 0; axis < ndim; axis++)
        shape[axis] = 1 + (int64_t)random_below(random, random_once_in(random, 2) ? 6 : 40) +
                      (axis == 0 && random_once_in(random, 4) ? 300 : 0);
    start(1 + (int32_t)random_below(random, 3), ndim, shape);
    if (random_once_in(random, 3)) { /* a copy, mostly transposed */
        start(1, ndim, shape);
        loop.function = NULL;
    }
    for (int32_t k = 0; k < loop.n_in; k++) {
        if (random_once_in(random, 3))
            continue;
        for (int32_t axis = 0; axis < ndim; axis++)
            run.nest.strides[k][axis] = 8 * random_between(random, -3, 30);
        if (ndim > 1 && random_once_in(random, 2))
            run.nest.strides[k][random_below(random, ndim)] = 8;
    }
    static const int32_t dtypes[] = {RAVEL_INT8, RAVEL_FLOAT32, RAVEL_COMPLEX128};
    for (int32_t k = 0; k <= loop.n_in; k++)
        if (random_once_in(random, 3))
            rvl_operand_plan(&run.operands[k], run.movers, &loop, k, dtypes[random_below(random, 3)],
                             random_once_in(random, 2), random_once_in(random, 2));
    if (random_once_in(random, 4))
        set_stream();
    if (random_once_in(random, 4))
        run.operands[loop.n_in].absent = true;
    if (random_once_in(random, 3))
        add_mask();
    run.block_nbytes = random_once_in(random, 2) ? RVL_STACK_BLOCK_NBYTES : RAW_NBYTES;
}

START_TEST(each_element_lies_in_one_box)
{
    random_source random = {.state = 1};
    int32_t n_of_kind[4] = {0};
    for (int32_t i = 0; i < 2000; i++) {
        random_run(&random);
        if (run.size > 30000)
            continue;
        run.operands[loop.n_in].absent = false; /* its addresses are what is counted */
        cut_for(1 + (int64_t)random_below(&random, 5));
        n_of_kind[cut.kind]++;
    }
    for (int32_t kind = 0; kind < 4; kind++)
        ck_assert_msg(n_of_kind[kind] > 0, "%d boxes of kind %d", n_of_kind[kind], kind);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cut");
    TCase *all = tcase_create("cut");
    tcase_set_timeout(all, 200);
    tcase_add_test(all, one_element_is_one_box);
    tcase_add_test(all, what_lies_right_is_one_box);
    tcase_add_test(all, a_strided_input_goes_through_small_blocks);
    tcase_add_test(all, only_the_nests_operands_count);
    tcase_add_test(all, a_copy_writes_where_its_output_lies);
    tcase_add_test(all, streams_go_in_blocks_of_two_kib);
    tcase_add_test(all, short_rows_are_put_together);
    tcase_add_test(all, long_rows_are_used_where_they_lie);
    tcase_add_test(all, threads_get_a_few_boxes_each);
    tcase_add_test(all, a_transposed_copy_is_one_box_for_each_outer_axis);
    tcase_add_test(all, only_copies_of_bytes_are_transposed_whole);
    tcase_add_test(all, tiles_are_nearly_square);
    tcase_add_test(all, tiles_do_not_stream);
    tcase_add_test(all, only_far_steps_of_some_length_are_transposed);
    tcase_add_test(all, each_element_lies_in_one_box);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
