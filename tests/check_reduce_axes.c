/* check_reduce_axes.c: sums over each choice of axes, of lengths that ask for other ways through them: in passes, fed
 * row by row, few results and many. The numbers are whole and small, so that any order gives the same sum. */
#include "support/run_suite.h"
#include <ravel/apply.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { MOST = 300 * 300 * 2, NDIM = 4 };

static ravel_context *context;
static double numbers[MOST], sums[MOST], expected[MOST];
static unsigned char mask[MOST];
static float narrow_numbers[MOST];

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    for (int32_t i = 0; i < MOST; i++) {
        numbers[i] = (i % 251) * 7 % 64 - 20;
        narrow_numbers[i] = (float)numbers[i];
        mask[i] = i % 3 != 1 && i % 700 > 90;
    }
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* Sums over the axes whose bits are in `reduced`, one element after the other. */
static void add_up(const int64_t *shape, uint32_t reduced, bool masked, int64_t *n_results)
{
    int64_t n = 1, strides[NDIM];
    *n_results = 1;
    for (int32_t axis = NDIM - 1; axis >= 0; axis--) {
        strides[axis] = reduced >> axis & 1 ? 0 : *n_results;
        *n_results *= reduced >> axis & 1 ? 1 : shape[axis];
        n *= shape[axis];
    }
    memset(expected, 0, (size_t)*n_results * sizeof *expected);
    int64_t index[NDIM] = {0};
    for (int64_t i = 0; i < n; i++) {
        int64_t place = 0;
        for (int32_t axis = 0; axis < NDIM; axis++)
            place += index[axis] * strides[axis];
        if (!masked || mask[i])
            expected[place] += numbers[i];
        for (int32_t axis = NDIM - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            index[axis] = 0;
    }
}

static void check_sums(ravel_context *caller, const int64_t *shape, uint32_t reduced, bool masked, bool narrow)
{
    const ravel_kernel *sum = NULL;
    ravel_array *in = NULL, *out = NULL, *where = NULL;
    int64_t n_results, kept[NDIM];
    int32_t axes[NDIM], n_axes = 0, n_kept = 0;
    add_up(shape, reduced, masked, &n_results);
    for (int32_t axis = 0; axis < NDIM; axis++)
        if (reduced >> axis & 1)
            axes[n_axes++] = axis;
        else
            kept[n_kept++] = shape[axis];
    ck_assert_int_eq(ravel_kernel_find(NULL, "sum", &sum), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, narrow ? (void *)narrow_numbers : (void *)numbers,
                                        narrow ? sizeof narrow_numbers : sizeof numbers, 0,
                                        narrow ? RAVEL_FLOAT32 : RAVEL_FLOAT64, NDIM, shape, NULL, 0, &in),
                     RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(NULL, sums, sizeof sums, 0, RAVEL_FLOAT64, n_kept, kept, NULL, RAVEL_WRITEABLE, &out),
        RAVEL_OK);
    if (masked)
        ck_assert_int_eq(ravel_array_create(NULL, mask, sizeof mask, 0, RAVEL_BOOL, NDIM, shape, NULL, 0, &where),
                         RAVEL_OK);
    const ravel_status status = ravel_reduce(caller, sum, in, n_axes, axes, where, NULL, 0, out);
    ck_assert_msg(status == RAVEL_OK, "(%d, %d, %d, %d), axes %#x: status %d", (int)shape[0], (int)shape[1],
                  (int)shape[2], (int)shape[3], reduced, status);
    int64_t n_wrong = 0;
    for (int64_t i = 0; i < n_results; i++)
        n_wrong += !(sums[i] == expected[i]);
    ck_assert_msg(n_wrong == 0, "(%d, %d, %d, %d), axes %#x%s: %d of %d sums are wrong", (int)shape[0], (int)shape[1],
                  (int)shape[2], (int)shape[3], reduced, masked ? ", masked" : "", (int)n_wrong, (int)n_results);
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(where), RAVEL_OK);
}

START_TEST(each_choice_of_axes)
{
    static const int64_t shapes[][NDIM] = {{1, 300, 2, 300}, {1, 2, 300, 300}, {1, 300, 300, 2}, {2, 3, 300, 100},
                                           {9, 130, 20, 5},  {5, 20, 130, 9},  {2, 2, 2, 20000}, {20000, 2, 2, 2},
                                           {40, 3, 40, 30},  {30, 40, 3, 40}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (uint32_t reduced = 1; reduced < 16; reduced++) {
            if (shapes[i][0] == 1 && (reduced & 1))
                continue;
            const int32_t way = (int32_t)(i + reduced) % 3;
            check_sums(context, shapes[i], reduced, false, way == 1);
            if (way == 2)
                check_sums(context, shapes[i], reduced, true, false);
        }
}
END_TEST

/* A call without a context has a small block of stack, so that it feeds rows sooner. */
START_TEST(each_choice_of_axes_in_little_memory)
{
    static const int64_t shapes[][NDIM] = {{3, 20, 40, 10}, {30, 2, 30, 30}, {17, 130, 3, 12}, {2, 5, 300, 60}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (uint32_t reduced = 1; reduced < 16; reduced++)
            check_sums(NULL, shapes[i], reduced, false, false);
}
END_TEST

/* Threads share the results or, where these are few, the axes. */
START_TEST(each_choice_of_axes_on_threads)
{
    static const int64_t shapes[][NDIM] = {{1, 300, 2, 300}, {300, 300, 1, 2}, {2, 300, 300, 1}, {9, 130, 20, 7}};
    for (int32_t n_threads = 2; n_threads <= 5; n_threads += 3)
        for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
            for (uint32_t reduced = 1; reduced < 16; reduced++) {
                ck_assert_int_eq(ravel_context_set_threads(context, n_threads), RAVEL_OK);
                check_sums(context, shapes[i], reduced, false, reduced % 2);
            }
}
END_TEST

/* More axes than are reduced in one go, the longest not the first of them: exact folds take them in the order of the
 * memory, indices in C order. */
START_TEST(many_axes_of_which_a_late_one_is_long)
{
    enum { AXES = 5 };
    static const int64_t shape[AXES] = {4, 151, 3, 4, 5}, outer[AXES] = {3, 150, 2, 3, 4};
    static const int32_t axes[AXES] = {0, 1, 2, 3, 4};
    static const char *const kernels[] = {"max", "sum", "count_nonzero", "argmax"};
    for (int32_t reversed = 0; reversed < 2; reversed++)
        for (int32_t kind = 0; kind < 4; kind++)
            for (int32_t n_axes = kind == 3 ? AXES : AXES - 1; n_axes <= AXES; n_axes++) {
                static int64_t counts[MOST];
                int64_t strides[AXES], lengths[AXES], results[4] = {0, 0, 0, 0}, want[4], stride = 8;
                const int64_t n_results = n_axes == AXES ? 1 : outer[AXES - 1];
                for (int32_t i = 0; i < AXES; i++) { /* C order, or the first axis innermost */
                    const int32_t axis = reversed ? i : AXES - 1 - i;
                    strides[axis] = stride;
                    stride *= shape[axis];
                    lengths[axis] = outer[axis];
                }
                for (int64_t i = 0; i < stride / 8; i++)
                    counts[i] = i * 7919 % 1009 % 97;
                for (int64_t r = 0; r < n_results; r++)
                    want[r] = kind == 0 || kind == 3 ? -1 : 0;
                int64_t best = -1, place = 0;
                for (int64_t a = 0; a < outer[0]; a++)
                    for (int64_t b = 0; b < outer[1]; b++)
                        for (int64_t c = 0; c < outer[2]; c++)
                            for (int64_t d = 0; d < outer[3]; d++)
                                for (int64_t e = 0; e < outer[4]; e++, place++) {
                                    const int64_t x = counts[(a * strides[0] + b * strides[1] + c * strides[2] +
                                                              d * strides[3] + e * strides[4]) /
                                                             8];
                                    const int64_t r = n_axes == AXES ? 0 : e;
                                    if (kind == 0)
                                        want[r] = x > want[r] ? x : want[r];
                                    else if (kind == 1)
                                        want[r] += x;
                                    else if (kind == 2)
                                        want[r] += x != 0;
                                    else if (x > best)
                                        want[0] = place, best = x;
                                }
                ravel_array *array = NULL, *out = NULL;
                const ravel_kernel *kernel = NULL;
                ck_assert_int_eq(ravel_kernel_find(NULL, kernels[kind], &kernel), RAVEL_OK);
                ck_assert_int_eq(
                    ravel_array_create(NULL, counts, sizeof counts, 0, RAVEL_INT64, AXES, lengths, strides, 0, &array),
                    RAVEL_OK);
                ck_assert_int_eq(ravel_array_create(NULL, results, sizeof results, 0, RAVEL_INT64,
                                                    n_axes == AXES ? 0 : 1, &lengths[AXES - 1], NULL, RAVEL_WRITEABLE,
                                                    &out),
                                 RAVEL_OK);
                ck_assert_int_eq(ravel_reduce(context, kernel, array, n_axes, axes, NULL, NULL, 0, out), RAVEL_OK);
                for (int64_t r = 0; r < n_results; r++)
                    ck_assert_msg(results[r] == want[r], "%s over %d axes: %lld, expected %lld", kernels[kind], n_axes,
                                  (long long)results[r], (long long)want[r]);
                ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
                ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
            }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduce_axes");
    TCase *all = tcase_create("reduce_axes");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_set_timeout(all, 200);
    tcase_add_test(all, each_choice_of_axes);
    tcase_add_test(all, each_choice_of_axes_in_little_memory);
    tcase_add_test(all, each_choice_of_axes_on_threads);
    tcase_add_test(all, many_axes_of_which_a_late_one_is_long);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
