/* check_reduce_moments.c: var and std: the sum of large numbers that lie close, corrections, nothing, NaN, complex
 * numbers, halves, outputs, and every mistake of theirs. */
#include "support/one_context.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/statistics.h>
#include <stdlib.h>
#include <string.h>

/* The variance of n elements, less a correction where that is not 0. */
static double variance(int32_t dtype, int64_t n, void *values, size_t nbytes, double correction)
{
    double result = -7;
    ravel_array *array = make(values, nbytes, dtype, 1, &n, 0), *initial = NULL;
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &correction, 0, &initial), RAVEL_OK);
    ck_assert_int_eq(ravel_reduce(context, find("var"), array, 0, NULL, NULL, correction != 0 ? initial : NULL, 0, out),
                     RAVEL_OK);
    end(array);
    end(out);
    end(initial);
    return result;
}

START_TEST(small_ones_are_exact)
{
    double values[] = {1, 2, 3, 4};
    int8_t bytes[] = {-100, 100, 100, -100};
    _Bool truths[] = {1, 0, 0, 0};
    float complexes[] = {1, 1, -1, 1, -1, -1, 1, -1};
    uint16_t halves[] = {0x3c00, 0x4200}; /* 1, 3 */
    ck_assert_double_eq(variance(RAVEL_FLOAT64, 4, values, sizeof values, 0), 1.25);
    ck_assert_double_eq(variance(RAVEL_FLOAT64, 4, values, sizeof values, 1), 5.0 / 3);
    ck_assert_double_eq(variance(RAVEL_FLOAT64, 4, values, sizeof values, 1.5), 2);
    ck_assert_double_eq(variance(RAVEL_FLOAT64, 4, values, sizeof values, -1), 1);
    ck_assert_double_eq(variance(RAVEL_INT8, 4, bytes, sizeof bytes, 0), 10000);
    ck_assert_double_eq(variance(RAVEL_BOOL, 4, truths, sizeof truths, 0), 0.1875);
    ck_assert_double_eq(variance(RAVEL_COMPLEX64, 4, complexes, sizeof complexes, 0), 2);
    ck_assert_double_eq(variance(RAVEL_FLOAT16, 2, halves, sizeof halves, 0), 1);
}
END_TEST

START_TEST(no_freedom_is_nan)
{
    double values[] = {1, 2, NAN, 4};
    ck_assert(isnan(variance(RAVEL_FLOAT64, 2, values, sizeof values, 2)));
    ck_assert(isnan(variance(RAVEL_FLOAT64, 2, values, sizeof values, 3)));
    ck_assert(isnan(variance(RAVEL_FLOAT64, 0, values, sizeof values, 0)));
    ck_assert(isnan(variance(RAVEL_FLOAT64, 0, values, sizeof values, -1)));
    ck_assert(isnan(variance(RAVEL_FLOAT64, 4, values, sizeof values, 0)));
    values[2] = INFINITY;
    ck_assert(isnan(variance(RAVEL_FLOAT64, 4, values, sizeof values, 0)));
    ck_assert_double_eq(variance(RAVEL_FLOAT64, 1, values, sizeof values, 0), 0);
}
END_TEST

/* Numbers around 1e9 that differ by 1: the textbook formula would have no digit left. */
START_TEST(nothing_cancels)
{
    static double values[100000];
    for (int32_t i = 0; i < 100000; i++)
        values[i] = 1e9 + i % 2;
    for (int64_t n = 2; n <= 100000; n = n * 3 / 2 + 1) {
        const double ones = (double)(n / 2), all = (double)n, expected = ones / all * (all - ones) / all;
        ck_assert_double_eq_tol(variance(RAVEL_FLOAT64, n, values, sizeof values, 0), expected, 1e-6);
    }
}
END_TEST

/* The deviation is the root of the variance; by rows, by columns and whole. */
START_TEST(the_deviation_is_the_root)
{
    static const int64_t shape[] = {7, 150};
    static const int32_t axes[] = {0, 1};
    static float values[7 * 150], results[2][150];
    for (int32_t i = 0; i < 7 * 150; i++)
        values[i] = (float)(i * 37 % 101) / 8;
    ravel_array *array = make(values, sizeof values, RAVEL_FLOAT32, 2, shape, 0);
    for (int32_t n_axes = 1; n_axes <= 2; n_axes++)
        for (int32_t first = 0; first < 3 - n_axes; first++) {
            const int64_t *kept = &shape[first == 0];
            const int64_t n = n_axes == 2 ? 1 : *kept;
            ravel_array *var = make(results[0], sizeof results[0], RAVEL_FLOAT32, 2 - n_axes, kept, RAVEL_WRITEABLE);
            ravel_array *std = make(results[1], sizeof results[1], RAVEL_FLOAT32, 2 - n_axes, kept, RAVEL_WRITEABLE);
            ck_assert_int_eq(ravel_var(context, array, n_axes, axes + first, 0, 0, var), RAVEL_OK);
            ck_assert_int_eq(ravel_std(context, array, n_axes, axes + first, 0, 0, std), RAVEL_OK);
            for (int64_t i = 0; i < n; i++)
                ck_assert(results[1][i] == sqrtf(results[0][i]) && results[0][i] > 0.5F);
            end(var);
            end(std);
        }
    end(array);
}
END_TEST

START_TEST(mistakes_are_told)
{
    static double memory[6];
    static unsigned char bools[6];
    static double result = -7;
    static int64_t integer = -7;
    static const int64_t shape[] = {2, 3}, one[] = {1};
    static const float parts[2] = {1, 1};
    const ravel_kernel *var = find("var");
    int32_t dtype = 0, ndim = 0;
    ravel_array *array = make(memory, sizeof memory, RAVEL_FLOAT64, 2, shape, 0), *complex = NULL;
    ravel_array *mask = make(bools, sizeof bools, RAVEL_BOOL, 2, shape, 0);
    ravel_array *line = make(memory, sizeof memory, RAVEL_FLOAT64, 1, one, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *narrow = make(&result, 4, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *whole = make(&integer, 8, RAVEL_INT64, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_COMPLEX64, parts, 0, &complex), RAVEL_OK);
    wrong_call_expect(context, ravel_reduce(context, var, array, 0, NULL, NULL, line, 0, out), RAVEL_INVALID_NDIM,
                      "ravel_reduce", "0-d", 3);
    wrong_call_expect(context, ravel_reduce(context, var, array, 0, NULL, NULL, wrong_call_stale(), 0, out),
                      RAVEL_STALE_HANDLE, "ravel_reduce", "initial", 3);
    wrong_call_expect(context, ravel_reduce(context, var, array, 0, NULL, NULL, complex, 0, out),
                      RAVEL_CASTING_FORBIDDEN, "ravel_reduce", "correction", 3);
    wrong_call_expect(context,
                      ravel_reduce_outputs(context, var, array, 0, NULL, NULL, complex, 0, &dtype, 0, &ndim, NULL),
                      RAVEL_CASTING_FORBIDDEN, "ravel_reduce_outputs", "correction", 3);
    wrong_call_expect(context, ravel_var(context, array, 0, NULL, 0, 0, narrow), RAVEL_CASTING_FORBIDDEN, "ravel_var",
                      "float32", 1);
    wrong_call_expect(context, ravel_std(context, array, 0, NULL, 0, 0, whole), RAVEL_CASTING_FORBIDDEN, "ravel_std",
                      "int64", 1);
    wrong_call_expect(context, ravel_var(context, array, 0, NULL, 0, 0, line), RAVEL_SHAPE_MISMATCH, "ravel_var",
                      "output", 1);
    ck_assert_double_eq(result, -7);
    ck_assert_int_eq(integer, -7);
    ck_assert_int_eq(ravel_var(context, array, 0, NULL, 0, RAVEL_OPTION_CASTING_SAME_KIND, narrow), RAVEL_OK);
    ck_assert_int_eq(ravel_reduce_outputs(context, var, mask, 0, NULL, NULL, NULL, 0, &dtype, 0, &ndim, NULL),
                     RAVEL_OK);
    ck_assert_int_eq(dtype, RAVEL_FLOAT64);
    ravel_array *const all[] = {array, mask, line, out, narrow, whole, complex};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        end(all[i]);
}
END_TEST

/* The functions' own correction is ravel_reduce's `initial`; a negative one is added, none is left where all is taken.
 */
START_TEST(corrections_are_taken)
{
    static double values[] = {1, 2, 4, 9, 16.5};
    static const int64_t n = 5;
    static const double corrections[] = {0, 1, 0.5, -2, 4.75, 5, 6, INFINITY, -INFINITY};
    double result = 0;
    ravel_array *array = make(values, sizeof values, RAVEL_FLOAT64, 1, &n, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    for (size_t i = 0; i < sizeof corrections / sizeof *corrections; i++) {
        const double expected = variance(RAVEL_FLOAT64, n, values, sizeof values, corrections[i]);
        ck_assert_int_eq(ravel_var(context, array, 0, NULL, corrections[i], 0, out), RAVEL_OK);
        ck_assert(result == expected || (isnan(result) && isnan(expected)));
        ck_assert_int_eq(isnan(result) != 0, corrections[i] >= (double)n);
        ck_assert_int_eq(ravel_std(context, array, 0, NULL, corrections[i], 0, out), RAVEL_OK);
        ck_assert(result == sqrt(expected) || (isnan(result) && isnan(expected)));
    }
    ck_assert_int_eq(ravel_var(context, array, 0, NULL, 1, 0, out), RAVEL_OK);
    ck_assert_double_eq(result, 163.0 / 4); /* sums and squares of these are exact */
    result = -7;
    wrong_call_expect(context, ravel_var(context, array, 0, NULL, NAN, 0, out), RAVEL_INVALID_ARGUMENT, "ravel_var",
                      "correction is NaN", -1);
    wrong_call_expect(context, ravel_std(context, array, 0, NULL, NAN, 0, out), RAVEL_INVALID_ARGUMENT, "ravel_std",
                      "correction is NaN", -1);
    const float nan = NAN;
    ravel_array *number = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT32, &nan, 0, &number), RAVEL_OK);
    wrong_call_expect(context, ravel_reduce(context, find("var"), array, 0, NULL, NULL, number, 0, out),
                      RAVEL_INVALID_ARGUMENT, "ravel_reduce", "initial, the correction of var, is NaN", 3);
    end(number);
    ck_assert_double_eq(result, -7);
    end(array);
    end(out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("moments");
    TCase *tests = tcase_create("var and std");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, small_ones_are_exact);
    tcase_add_test(tests, no_freedom_is_nan);
    tcase_add_test(tests, corrections_are_taken);
    tcase_add_test(tests, nothing_cancels);
    tcase_add_test(tests, the_deviation_is_the_root);
    tcase_add_test(tests, mistakes_are_told);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
