/* unit_cut_tiles.c: how a nest is cut where an input is transposed. */
#include "support/run_suite.h"
#include "unit_cut.h"

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
    start(1, 2, (int64_t[]){500, 400}); /* small elements in longer rows */
    set_strides(0, 400, 1, 0);
    set_strides(1, 1, 500, 0);
    loop.dtypes[0] = loop.dtypes[1] = RAVEL_INT8;
    for (int32_t k = 0; k < 2; k++)
        rvl_operand_plan(&run.operands[k], run.movers, &loop, k, RAVEL_INT8, false, true);
    run.block_nbytes = RVL_STACK_BLOCK_NBYTES;
    rvl_cut_nest(&cut, &run, 1);
    ck_assert_int_eq(cut.first, 64);
    start(2, 2, (int64_t[]){500, 400});
    set_strides(1, 8 * 400, 8, 0);
    run.block_nbytes = 64 + 8 * 255; /* no room for 16 by 16 */
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_BLOCKS);
    run.block_nbytes = 64 + 8 * 320;
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_TILES);
}
END_TEST

/* What has one element in a tile needs the room of a row, unless its cast is to be judged element by element. */
START_TEST(a_number_takes_a_row_of_a_tile)
{
    start(3, 2, (int64_t[]){500, 400});
    set_strides(0, 0, 0, 0);
    set_strides(1, 8 * 400, 8, 0);
    set_strides(2, 0, 8, 0);
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_TILES);
    ck_assert(cut.repeats[0] && !cut.repeats[1] && !cut.repeats[2] && !cut.repeats[3]);
    ck_assert_int_eq(cut.block_nbytes[0], cut.first * 8);
    ck_assert_int_eq(cut.block_nbytes[1], cut.first * cut.part * 8);
    ck_assert_int_le(cut.block_nbytes[0] + cut.block_nbytes[1] + cut.block_nbytes[2], RAW_NBYTES);
    run.block_nbytes = RVL_STACK_BLOCK_NBYTES; /* no room for a tile and its numbers */
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_BLOCKS);
    ck_assert(!cut.repeats[0]);
    run.block_nbytes = RAW_NBYTES;
    add_mask();
    cut_for(1);
    ck_assert_int_eq(cut.kind, RVL_CUT_TILES);
    ck_assert(!cut.repeats[0]);
    ck_assert_int_eq(cut.block_nbytes[0], cut.first * cut.part * 8);
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

int main(void)
{
    Suite *suite = suite_create("cut_tiles");
    TCase *all = tcase_create("cut_tiles");
    tcase_add_test(all, a_transposed_copy_is_one_box_for_each_outer_axis);
    tcase_add_test(all, only_copies_of_bytes_are_transposed_whole);
    tcase_add_test(all, tiles_are_nearly_square);
    tcase_add_test(all, a_number_takes_a_row_of_a_tile);
    tcase_add_test(all, tiles_do_not_stream);
    tcase_add_test(all, only_far_steps_of_some_length_are_transposed);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
