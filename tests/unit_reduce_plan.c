/* unit_reduce_plan.c: the axes of a reduction made simple, its regions, and the scratch memory that is planned for
 * each. */
#include "core/dtype_table.h"
#include "run/fold_choice.h"
#include "run/reduce.h"
#include "support/random.h"
#include "support/run_suite.h"
#include <string.h>

static rvl_reduce_job job;
static rvl_kernel_use use;
static rvl_call call = {.function = "unit"};

/* A sum of float64 arrays; `kept` axes, then `reduced` ones, each innermost first in C order. Memory is not read. */
static void start(int32_t n_kept, const int64_t *kept, int32_t n_reduced, const int64_t *reduced)
{
    static unsigned char memory[4096], *const data = memory + 2048;
    rvl_fold_choice choice;
    memset(&job, 0, sizeof job);
    use = (rvl_kernel_use){.number = RVL_KERNEL_add, .reduction = -1};
    ck_assert_int_eq(rvl_fold_choose(&call, &use, RAVEL_VERB_REDUCE, RAVEL_FLOAT64, RAVEL_FLOAT64, &choice, &job.fold),
                     RAVEL_OK);
    rvl_source_plan(&job.source, &job.fold, RAVEL_FLOAT64, false, true, false);
    job.data = job.out = data;
    job.out_dtype = RAVEL_FLOAT64;
    job.out_aligned = true;
    job.n_kept = n_kept;
    job.n_reduced = n_reduced;
    int64_t stride = 8, out_stride = 8;
    for (int32_t axis = 0; axis < n_kept + n_reduced; axis++) {
        job.shape[axis] = axis < n_kept ? kept[axis] : reduced[axis - n_kept];
        job.strides[axis] = stride;
        stride = (int64_t)((uint64_t)stride * (uint64_t)job.shape[axis]); /* of shapes that nobody stores, it wraps */
        if (axis < n_kept) {
            job.out_strides[axis] = out_stride;
            out_stride = (int64_t)((uint64_t)out_stride * (uint64_t)job.shape[axis]);
        }
    }
}

static size_t nbytes_of(int32_t buffer)
{
    return job.layout.nbytes[buffer];
}

static size_t round_up(size_t nbytes)
{
    return (nbytes + 63) / 64 * 64;
}

static void expect_axis(int32_t axis, int64_t length, int64_t stride)
{
    ck_assert_int_eq(job.shape[axis], length);
    ck_assert_int_eq(job.strides[axis], stride);
}

/* ---- axes ---- */

START_TEST(kept_axes_that_continue_each_other_are_joined)
{
    start(3, (int64_t[]){5, 7, 4}, 2, (int64_t[]){3, 6});
    rvl_reduce_simplify(&job);
    ck_assert(job.n_kept == 1 && job.n_reduced == 2);
    expect_axis(0, 140, 8);
    expect_axis(1, 3, 8 * 140); /* reduced axes keep their order: sums of floats are not exact */
    expect_axis(2, 6, 8 * 140 * 3);
    start(3, (int64_t[]){5, 7, 4}, 2, (int64_t[]){3, 6});
    job.exact = true;
    rvl_reduce_simplify(&job);
    ck_assert(job.n_kept == 1 && job.n_reduced == 1);
    expect_axis(1, 18, 8 * 140);
    start(3, (int64_t[]){5, 7, 4}, 1, (int64_t[]){3});
    job.out_strides[1] = 8 * 6; /* a gap in the output */
    rvl_reduce_simplify(&job);
    ck_assert(job.n_kept == 3);
    start(3, (int64_t[]){5, 7, 4}, 1, (int64_t[]){3});
    job.mask = job.data;
    job.mask_strides[0] = 1; /* the mask is the same for all of axes 1 and 2 */
    rvl_reduce_simplify(&job);
    ck_assert(job.n_kept == 2 && job.n_reduced == 1);
    expect_axis(0, 5, 8);
    expect_axis(1, 28, 40);
    expect_axis(2, 3, 8 * 140);
    ck_assert(job.mask_strides[0] == 1 && job.mask_strides[1] == 0);
}
END_TEST

/* Innermost in memory first; where an element is repeated, outermost. Masks and outputs go with the input. */
START_TEST(kept_axes_are_sorted_by_memory)
{
    start(4, (int64_t[]){5, 7, 4, 3}, 1, (int64_t[]){2});
    const int64_t strides[] = {800, 0, 16, -104}, mask_strides[] = {1, 2, 3, 4}, out_strides[] = {32, 16, 8, 64};
    memcpy(job.strides, strides, sizeof strides);
    memcpy(job.mask_strides, mask_strides, sizeof mask_strides);
    memcpy(job.out_strides, out_strides, sizeof out_strides);
    job.mask = job.data;
    const unsigned char *data = job.data, *mask = job.mask, *out = job.out;
    rvl_reduce_simplify(&job);
    ck_assert_int_eq(job.n_kept, 4);
    expect_axis(0, 4, 16);
    expect_axis(1, 3, 104);
    expect_axis(2, 5, 800);
    expect_axis(3, 7, 0);
    ck_assert(job.mask_strides[0] == 3 && job.mask_strides[1] == -4 && job.mask_strides[2] == 1 &&
              job.mask_strides[3] == 2);
    ck_assert(job.out_strides[0] == 8 && job.out_strides[1] == -64 && job.out_strides[2] == 32 &&
              job.out_strides[3] == 16);
    /* The axis that was turned round starts at its last element. */
    ck_assert(job.data == data - 2 * 104 && job.mask == mask + 2 * 4 && job.out == out + 2 * 64);
}
END_TEST

START_TEST(axes_of_one_element_go)
{
    start(3, (int64_t[]){1, 7, 1}, 2, (int64_t[]){1, 6});
    job.out_strides[0] = 1000;
    rvl_reduce_simplify(&job);
    ck_assert(job.n_kept == 1 && job.n_reduced == 1);
    expect_axis(0, 7, 8);
    expect_axis(1, 6, 56);
    ck_assert_int_eq(job.out_strides[0], 8);
    start(1, (int64_t[]){7}, 1, (int64_t[]){1}); /* nothing to fold: as over one element */
    rvl_reduce_simplify(&job);
    ck_assert(job.n_kept == 1 && job.n_reduced == 1);
    expect_axis(1, 1, 0);
    ck_assert(job.mask_strides[1] == 0 && job.out_strides[1] == 0);
}
END_TEST

/* ---- regions ---- */

/* Together the regions have each kept element once; gives how many elements one has. */
static int64_t check_regions(void)
{
    const rvl_reduce_layout *layout = &job.layout;
    int64_t region = 1, n_regions = 1;
    ck_assert_int_lt(layout->split, job.n_kept);
    for (int32_t axis = 0; axis < job.n_kept; axis++) {
        if (axis < layout->split)
            region *= job.shape[axis];
        else if (axis > layout->split)
            n_regions *= job.shape[axis];
    }
    if (layout->split >= 0) {
        region *= layout->step;
        ck_assert(layout->step >= 1 && layout->step <= job.shape[layout->split]);
        ck_assert_int_eq(layout->n_steps, (job.shape[layout->split] + layout->step - 1) / layout->step);
    } else {
        ck_assert(layout->step == 1 && layout->n_steps == 1);
    }
    ck_assert_int_eq(layout->n_regions, n_regions * layout->n_steps);
    return region;
}

/* The buffers lie one after the other, each on a cache line. */
static void check_buffers(void)
{
    size_t total = 0;
    for (int32_t i = 0; i < RVL_N_BUFFERS; i++) {
        ck_assert_uint_eq(nbytes_of(i) % 64, 0);
        total += nbytes_of(i);
    }
    ck_assert_uint_eq(job.layout.total, total);
}

START_TEST(a_region_has_what_fits)
{
    start(1, (int64_t[]){1000}, 1, (int64_t[]){3});
    rvl_reduce_plan(&job, false, 1);
    ck_assert_int_eq(check_regions(), 1000);
    ck_assert_int_eq(job.layout.n_regions, 1);
    rvl_reduce_plan(&job, true, 1); /* on the stack 64 at most */
    ck_assert_int_eq(check_regions(), 64);
    ck_assert_int_eq(job.layout.n_regions, 16);
    start(1, (int64_t[]){100000}, 1, (int64_t[]){3});
    rvl_reduce_plan(&job, false, 1);
    ck_assert_int_eq(check_regions(), 16384);
    ck_assert_int_eq(job.layout.n_regions, 7);
    start(2, (int64_t[]){100, 1000}, 1, (int64_t[]){3}); /* whole rows */
    rvl_reduce_plan(&job, false, 1);
    ck_assert_int_eq(check_regions(), 16300);
    ck_assert(job.layout.split == 1 && job.layout.step == 163);
    start(0, NULL, 1, (int64_t[]){3});
    rvl_reduce_plan(&job, false, 1);
    ck_assert_int_eq(check_regions(), 1);
    ck_assert(job.layout.split == -1 && job.layout.n_regions == 1);
}
END_TEST

/* A part of the innermost axis is whole cache lines, where it is long. */
START_TEST(parts_are_cut_as_threads_want)
{
    start(1, (int64_t[]){1000}, 1, (int64_t[]){3});
    rvl_reduce_plan(&job, false, 3);
    ck_assert_int_eq(check_regions(), 320); /* of 334 */
    ck_assert_int_eq(job.layout.n_regions, 4);
    rvl_reduce_plan(&job, false, 8); /* 125 are too few for that */
    ck_assert_int_eq(check_regions(), 125);
    ck_assert_int_eq(job.layout.n_regions, 8);
    for (int64_t room = 127; room <= 192; room++) {
        start(1, (int64_t[]){2 * room}, 1, (int64_t[]){3});
        rvl_reduce_plan(&job, false, 2);
        ck_assert_int_eq(check_regions(), room < 128 ? 127 : room / 64 * 64);
    }
    start(3, (int64_t[]){10, 20, 30}, 1, (int64_t[]){3});
    rvl_reduce_plan(&job, false, 60);
    ck_assert_int_eq(check_regions(), 100);
    ck_assert_int_eq(job.layout.n_regions, 60);
    rvl_reduce_plan(&job, false, 6000);
    ck_assert_int_eq(check_regions(), 1);
    ck_assert_int_eq(job.layout.n_regions, 6000);
    ck_assert_int_eq(job.layout.split, 0);
}
END_TEST

/* A kernel that may not be reordered goes row by row. */
START_TEST(what_is_folded_from_the_left_has_rows_for_regions)
{
    start(2, (int64_t[]){10, 20}, 2, (int64_t[]){3, 200});
    job.fold.reorderable = false;
    rvl_reduce_plan(&job, false, 1);
    ck_assert_int_eq(check_regions(), 10);
    ck_assert_int_eq(job.layout.n_regions, 20);
    ck_assert_int_eq(job.layout.n_passes, 0);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_ROW), 128);
    ck_assert_uint_eq(job.layout.total, 128);
    start(0, NULL, 2, (int64_t[]){3, 200});
    job.fold.reorderable = false;
    rvl_reduce_plan(&job, false, 1);
    ck_assert_int_eq(check_regions(), 1);
    ck_assert_int_eq(job.layout.split, -1);
    start(2, (int64_t[]){10, 20}, 1, (int64_t[]){3});
    job.skips = true; /* a mask and no identity: element by element */
    rvl_reduce_plan(&job, false, 1);
    ck_assert_int_eq(check_regions(), 1);
    ck_assert_int_eq(job.layout.n_regions, 200);
}
END_TEST

/* ---- buffers ---- */

START_TEST(what_is_used_where_it_lies_takes_no_memory)
{
    start(0, NULL, 1, (int64_t[]){128});
    rvl_reduce_plan(&job, false, 1);
    ck_assert_uint_eq(job.layout.total, 0);
    start(0, NULL, 1, (int64_t[]){100000}); /* the reducer's own counter */
    rvl_reduce_plan(&job, false, 1);
    ck_assert_uint_eq(job.layout.total, 0);
    start(1, (int64_t[]){100}, 1, (int64_t[]){100});
    rvl_reduce_plan(&job, false, 1);
    check_buffers();
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_RESULTS), 0);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_OUTPUT), 0);
}
END_TEST

/* A slot for each power of two of blocks, and one more. */
START_TEST(the_counter_has_the_slots_that_its_blocks_need)
{
    static const struct {
        int64_t n;
        size_t slots;
    } rows[] = {{128, 0}, {129, 3}, {256, 3}, {257, 3}, {384, 3}, {385, 4}, {896, 4}, {897, 5}, {1024, 5}, {1025, 5}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        start(1, (int64_t[]){3000}, 1, (int64_t[]){rows[i].n});
        job.strides[0] = 8 * rows[i].n;
        job.strides[1] = 8;
        rvl_source_plan(&job.source, &job.fold, RAVEL_FLOAT32, false, true, false); /* goes through tiles */
        rvl_reduce_plan(&job, false, 1);
        check_buffers();
        ck_assert_uint_eq(job.layout.span, 1024);
        ck_assert_uint_eq(nbytes_of(RVL_BUFFER_SLOTS), rows[i].slots * 1024 * 8);
    }
}
END_TEST

/* Between passes: the results of the first, and, before a third one, those of the second. */
START_TEST(passes_have_room_between_them)
{
    for (int32_t n_reduced = 1; n_reduced <= 4; n_reduced++) {
        start(1, (int64_t[]){10}, n_reduced, (int64_t[]){4, 5, 6, 7});
        rvl_reduce_plan(&job, false, 1);
        check_buffers();
        ck_assert_int_eq(check_regions(), 10);
        ck_assert_int_eq(job.layout.n_passes, n_reduced);
        size_t even = 10, odd = 10;
        for (int32_t axis = 1; axis < n_reduced; axis++)
            even *= (size_t)(4 + axis);
        for (int32_t axis = 2; axis < n_reduced; axis++)
            odd *= (size_t)(4 + axis);
        ck_assert_uint_eq(nbytes_of(RVL_BUFFER_EVEN), n_reduced > 1 ? round_up(8 * even) : 0);
        ck_assert_uint_eq(nbytes_of(RVL_BUFFER_ODD), n_reduced > 2 ? round_up(8 * odd) : 0);
        ck_assert_uint_eq(nbytes_of(RVL_BUFFER_STATE), 0);
        ck_assert_uint_eq(nbytes_of(RVL_BUFFER_ROW), 0);
    }
}
END_TEST

/* Axes whose results between passes would not fit are fed row by row. */
START_TEST(large_axes_are_fed_row_by_row)
{
    start(1, (int64_t[]){300}, 2, (int64_t[]){4, 100000});
    rvl_reduce_plan(&job, false, 1);
    check_buffers();
    ck_assert_int_eq(job.layout.n_passes, 1);
    const size_t region = (size_t)check_regions();
    ck_assert_uint_eq(region, 300);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_ROW), round_up(region * 8));
    /* 782 blocks of 128 rows: 8 lanes and 11 slots, after what says where each is. */
    const size_t rows = (8 + 11) * region * 8;
    ck_assert_uint_ge(nbytes_of(RVL_BUFFER_STATE), rows);
    ck_assert_uint_le(nbytes_of(RVL_BUFFER_STATE), rows + 256);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_EVEN), 0);
}
END_TEST

/* Results are collected where they cannot be written to the output at once. */
START_TEST(results_have_a_buffer_where_the_output_needs_one)
{
    start(1, (int64_t[]){100}, 1, (int64_t[]){4});
    job.out_swapped = true;
    rvl_reduce_plan(&job, false, 1);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_RESULTS), round_up(800));
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_OUTPUT), 0);
    job.out_swapped = false;
    job.out_strides[0] = 16;
    rvl_reduce_plan(&job, false, 1);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_RESULTS), round_up(800));
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_OUTPUT), 0);
    job.out_dtype = RAVEL_FLOAT32; /* cast on the way */
    rvl_reduce_plan(&job, false, 1);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_RESULTS), round_up(800));
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_OUTPUT), round_up(400));
    job.out_dtype = RAVEL_COMPLEX128;
    rvl_reduce_plan(&job, false, 1);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_OUTPUT), round_up(1600));
    check_buffers();
    start(1, (int64_t[]){100}, 1, (int64_t[]){4}); /* a job that counts writes nowhere */
    job.out = NULL;
    job.out_dtype = RAVEL_FLOAT32;
    rvl_reduce_plan(&job, false, 1);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_RESULTS), round_up(800));
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_OUTPUT), 0);
}
END_TEST

/* `initial`, and the divisors of a mean: a strip of them, and never less than four elements. */
START_TEST(initials_and_divisors_have_a_strip)
{
    for (int32_t mean = 0; mean < 2; mean++) {
        start(1, (int64_t[]){2000}, 1, (int64_t[]){4});
        job.mean = mean;
        job.has_initial = !mean;
        rvl_reduce_plan(&job, false, 1);
        check_buffers();
        ck_assert_uint_eq(nbytes_of(RVL_BUFFER_OUTPUT), 512 * 8);
        start(1, (int64_t[]){100}, 1, (int64_t[]){4});
        job.mean = mean;
        job.has_initial = !mean;
        rvl_reduce_plan(&job, false, 1);
        ck_assert_uint_eq(nbytes_of(RVL_BUFFER_OUTPUT), round_up(200 * 8));
        rvl_reduce_plan(&job, true, 1);
        ck_assert_uint_eq(nbytes_of(RVL_BUFFER_OUTPUT), 32 * 8);
        start(0, NULL, 1, (int64_t[]){40000});
        job.mean = mean;
        job.has_initial = !mean;
        rvl_reduce_plan(&job, false, 1);
        ck_assert_uint_eq(nbytes_of(RVL_BUFFER_OUTPUT), 64);
    }
}
END_TEST

/* What is cast or masked goes through strips: of the raw elements, of the mask and of the identity. */
START_TEST(casts_and_masks_have_strips)
{
    start(1, (int64_t[]){100}, 1, (int64_t[]){100});
    rvl_source_plan(&job.source, &job.fold, RAVEL_INT16, false, true, false);
    rvl_reduce_plan(&job, false, 1);
    check_buffers();
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_RAW), 512 * 2);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_FILLER), 0);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_MASK), 0);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_TILE), round_up(32768 / 8 * 8));
    rvl_source_plan(&job.source, &job.fold, RAVEL_FLOAT64, false, true, true);
    rvl_reduce_plan(&job, true, 1);
    check_buffers();
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_RAW), 32 * 8);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_FILLER), 32 * 8);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_MASK), 64);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_SPARE), 0);
}
END_TEST

/* A user's kernel folds lanes in two spare buffers. */
START_TEST(users_kernels_have_spare_buffers)
{
    start(1, (int64_t[]){100}, 1, (int64_t[]){100});
    job.fold.builtin = false;
    job.fold.reducer = NULL;
    rvl_reduce_plan(&job, false, 1);
    check_buffers();
    ck_assert_uint_gt(nbytes_of(RVL_BUFFER_TILE), 0);
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_SPARE), nbytes_of(RVL_BUFFER_TILE));
    ck_assert_uint_eq(nbytes_of(RVL_BUFFER_SPARE2), nbytes_of(RVL_BUFFER_TILE));
}
END_TEST

START_TEST(plans_of_all_shapes_hold_together)
{
    random_source random = {.state = 1};
    for (int32_t i = 0; i < 4000; i++) {
        int64_t kept[3], reduced[4];
        const int32_t n_kept = (int32_t)random_below(&random, 4), n_reduced = 1 + (int32_t)random_below(&random, 4);
        for (int32_t axis = 0; axis < n_kept; axis++)
            kept[axis] = random_between(&random, 2, random_once_in(&random, 3) ? 3000 : 30);
        for (int32_t axis = 0; axis < n_reduced; axis++)
            reduced[axis] = random_between(&random, 2, random_once_in(&random, 3) ? 3000 : 30);
        start(n_kept, kept, n_reduced, reduced);
        job.mean = random_once_in(&random, 3);
        job.has_initial = random_once_in(&random, 3);
        const bool small = random_once_in(&random, 2);
        const int64_t parts = small ? 1 : random_between(&random, 1, 20);
        rvl_reduce_plan(&job, small, parts);
        check_buffers();
        int64_t all = 1;
        for (int32_t axis = 0; axis < n_kept; axis++)
            all *= kept[axis];
        const int64_t region = check_regions();
        ck_assert(region <= (small ? 64 : 16384) && region <= (all + parts - 1) / parts);
        ck_assert_uint_eq(rvl_region_size(&job, job.layout.step), (size_t)region);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduce_plan");
    TCase *all = tcase_create("reduce_plan");
    tcase_set_timeout(all, 200);
    tcase_add_test(all, kept_axes_that_continue_each_other_are_joined);
    tcase_add_test(all, kept_axes_are_sorted_by_memory);
    tcase_add_test(all, axes_of_one_element_go);
    tcase_add_test(all, a_region_has_what_fits);
    tcase_add_test(all, parts_are_cut_as_threads_want);
    tcase_add_test(all, what_is_folded_from_the_left_has_rows_for_regions);
    tcase_add_test(all, what_is_used_where_it_lies_takes_no_memory);
    tcase_add_test(all, the_counter_has_the_slots_that_its_blocks_need);
    tcase_add_test(all, passes_have_room_between_them);
    tcase_add_test(all, large_axes_are_fed_row_by_row);
    tcase_add_test(all, results_have_a_buffer_where_the_output_needs_one);
    tcase_add_test(all, initials_and_divisors_have_a_strip);
    tcase_add_test(all, casts_and_masks_have_strips);
    tcase_add_test(all, users_kernels_have_spare_buffers);
    tcase_add_test(all, plans_of_all_shapes_hold_together);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
