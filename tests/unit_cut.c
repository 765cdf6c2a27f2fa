/* unit_cut.c: how a nest is cut into boxes, and the sizes that cut.c promises. */
#include "unit_cut.h"
#include "support/random.h"
#include "support/run_suite.h"

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

/* All parts but the first begin on a cache line of the output, where each row of it lies alike. */
START_TEST(streams_go_line_by_line)
{
    const int64_t shape[] = {3000, 5};
    for (int64_t skipped = 0; skipped < 8; skipped++) {
        start(1, 2, shape);
        set_stream();
        set_strides(0, 16, 48000, 0);
        set_strides(1, 8, 24064, 0); /* a multiple of 64 */
        run.nest.data[1] = memory + 8 * skipped;
        rvl_cut_nest(&cut, &run, 1);
        ck_assert_int_eq(cut.lead, skipped);
        ck_assert_int_eq(cut.n_parts, ceiling(3000 + skipped, cut.part));
        rvl_walk walk;
        rvl_place place;
        int64_t size = 0;
        rvl_walk_begin(&walk, &run, &cut, 0, NULL);
        for (int64_t box = 0; box < cut.n_boxes; box++, rvl_walk_next(&walk)) {
            rvl_walk_place(&walk, &place);
            ck_assert_int_eq(place.part, walk.part == 0                 ? cut.part - skipped
                                         : walk.part == cut.n_parts - 1 ? 3000 + skipped - walk.part * cut.part
                                                                        : cut.part);
            ck_assert(walk.part == 0 || (uintptr_t)place.base[1] % 64 == 0);
            size += place.part;
        }
        ck_assert_int_eq(size, run.size);
        set_strides(1, 8, 24008, 0); /* rows that lie differently */
        rvl_cut_nest(&cut, &run, 1);
        ck_assert_int_eq(cut.lead, 0);
        set_strides(1, 8, 24064, 0);
        run.operands[1].stream = run.streams = false;
        rvl_cut_nest(&cut, &run, 1);
        ck_assert_int_eq(cut.lead, 0);
    }
}
END_TEST

/* What is slow, or a cast of the output, does not bypass the caches where all inputs are read where they lie. */
START_TEST(slow_loops_store_as_they_compute)
{
    for (int32_t i = 0; i < 64; i++) {
        const bool slow = i & 1, gaps = i & 2, packs = i & 4, casts_in = i & 8, casts_out = i & 16, flat = i & 32;
        start(2, 2, (int64_t[]){1000, 40});
        set_stream();
        loop.slow = slow;
        run.nest.strides[1][0] = gaps ? 16 : 8;
        run.nest.strides[1][1] = flat ? 0 : run.nest.strides[1][1];
        run.operands[0].pack = packs;
        run.operands[0].n_casts = casts_in;
        run.operands[2].n_casts = casts_out;
        run.operands[0].n_blocks = run.operands[2].n_blocks = 2;
        cut_for(1);
        const bool stores = !gaps && !packs && ((slow && !casts_in) || casts_out);
        ck_assert_int_eq(run.operands[2].stream, !stores);
        ck_assert_int_eq(run.streams, !stores);
    }
    start(1, 0, NULL);
    set_stream();
    loop.slow = true;
    cut_for(1);
    ck_assert(run.streams);
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
        if (loop.function && random_once_in(random, 4))
            memset(run.nest.strides[k], 0, sizeof run.nest.strides[k]);
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
    for (int32_t i = 0; i < 8000; i++) {
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
    tcase_add_test(all, streams_go_line_by_line);
    tcase_add_test(all, slow_loops_store_as_they_compute);
    tcase_add_test(all, short_rows_are_put_together);
    tcase_add_test(all, long_rows_are_used_where_they_lie);
    tcase_add_test(all, threads_get_a_few_boxes_each);
    tcase_add_test(all, each_element_lies_in_one_box);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
