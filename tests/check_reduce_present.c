/* check_reduce_present.c: variances of some elements: masks, nanvar and nanstd. A mask that is true everywhere gives
 * the bits of none, the number is that of the mask, and what stands for an absent element inside is no element. */
#include "support/one_context.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/statistics.h>
#include <string.h>

/* Reduces n elements whole; mask and correction are optional. */
static double reduce(const char *name, int32_t dtype, int64_t n, void *values, size_t nbytes, _Bool *bools,
                     double correction)
{
    double result = -7;
    ravel_array *array = make(values, nbytes, dtype, 1, &n, 0), *initial = NULL, *mask = NULL;
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    if (bools)
        mask = make(bools, (size_t)n, RAVEL_BOOL, 1, &n, 0);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &correction, 0, &initial), RAVEL_OK);
    ck_assert_int_eq(ravel_reduce(context, find(name), array, 0, NULL, mask, initial, 0, out), RAVEL_OK);
    end(array);
    end(out);
    end(initial);
    if (mask)
        end(mask);
    return result;
}

/* The variance of those elements by the definition. */
static double defined(int64_t n, const double *values, const _Bool *bools)
{
    double sum = 0, squares = 0, count = 0;
    for (int64_t i = 0; i < n; i++)
        if (bools[i]) {
            sum += values[i];
            count++;
        }
    for (int64_t i = 0; i < n; i++)
        if (bools[i])
            squares += (values[i] - sum / count) * (values[i] - sum / count);
    return squares / count;
}

START_TEST(small_ones_are_exact)
{
    double values[] = {1, 100, 3, NAN, 5, INFINITY};
    int16_t integers[] = {-100, 7, 100, 9};
    float complexes[] = {1, 1, NAN, 1, -1, -1, 5, NAN};
    uint16_t halves[] = {0x3c00, 0x4200, 0x7e00}; /* 1, 3, NaN */
    _Bool odd[] = {1, 0, 1, 0, 1, 0}, two[] = {1, 0, 1, 0};
    ck_assert_double_eq(reduce("var", RAVEL_FLOAT64, 6, values, sizeof values, odd, 0), 8.0 / 3);
    ck_assert_double_eq(reduce("var", RAVEL_FLOAT64, 6, values, sizeof values, odd, 1), 4);
    ck_assert_double_eq(reduce("std", RAVEL_FLOAT64, 6, values, sizeof values, odd, 1), 2);
    ck_assert_double_eq(reduce("nanvar", RAVEL_FLOAT64, 5, values, sizeof values, odd, 1), 4);
    ck_assert_double_eq(reduce("var", RAVEL_INT16, 4, integers, sizeof integers, two, 0), 10000);
    ck_assert_double_eq(reduce("nanstd", RAVEL_INT16, 4, integers, sizeof integers, two, 0), 100);
    ck_assert_double_eq(reduce("nanvar", RAVEL_COMPLEX64, 4, complexes, sizeof complexes, NULL, 0), 2);
    ck_assert_double_eq(reduce("nanstd", RAVEL_FLOAT16, 3, halves, sizeof halves, NULL, 0), 1);
}
END_TEST

START_TEST(nan_counts_where_it_is_not_masked)
{
    /* The bits that stand for an absent element inside of the library are those of any other NaN here. */
    static const uint64_t wide[] = {UINT64_C(0x7ff800000000ab5e), UINT64_C(0x7ff8000000000000),
                                    UINT64_C(0xfff0000000000001)};
    static const uint32_t narrow[] = {UINT32_C(0x7fc0ab5e), UINT32_C(0x7fc00000), UINT32_C(0xff800001)};
    _Bool bools[] = {1, 1, 0, 1};
    for (size_t i = 0; i < 3; i++) {
        double values[] = {1, 2, 3, 4};
        float floats[] = {1, 2, 3, 4}, pairs[] = {1, 2, 3, 4};
        memcpy(&values[1], &wide[i], sizeof *wide);
        memcpy(&floats[1], &narrow[i], sizeof *narrow);
        memcpy(&pairs[2], &narrow[i], sizeof *narrow);
        ck_assert(isnan(reduce("var", RAVEL_FLOAT64, 4, values, sizeof values, bools, 0)));
        ck_assert(isnan(reduce("std", RAVEL_FLOAT32, 4, floats, sizeof floats, bools, 0)));
        ck_assert(isnan(reduce("var", RAVEL_COMPLEX64, 2, pairs, sizeof pairs, bools, 0)));
        ck_assert(isnan(reduce("var", RAVEL_FLOAT64, 4, values, sizeof values, NULL, 0)));
        ck_assert_double_eq(reduce("nanvar", RAVEL_FLOAT64, 4, values, sizeof values, bools, 0), 2.25);
        ck_assert_double_eq(reduce("nanvar", RAVEL_FLOAT32, 4, floats, sizeof floats, bools, 0), 2.25);
        bools[1] = 0;
        ck_assert_double_eq(reduce("var", RAVEL_FLOAT64, 4, values, sizeof values, bools, 0), 2.25);
        ck_assert_double_eq(reduce("std", RAVEL_FLOAT32, 4, floats, sizeof floats, bools, 0), 1.5);
        ck_assert_double_eq(reduce("var", RAVEL_COMPLEX64, 2, pairs, sizeof pairs, bools, 0), 0);
        bools[1] = 1;
    }
    double infinite[] = {1, INFINITY, 2};
    ck_assert(isnan(reduce("nanvar", RAVEL_FLOAT64, 3, infinite, sizeof infinite, NULL, 0)));
}
END_TEST

START_TEST(no_freedom_is_nan)
{
    double values[] = {NAN, 2, NAN, 4};
    _Bool none[] = {0, 0, 0, 0}, one[] = {0, 1, 0, 0};
    static const double corrections[] = {0, -1, 5};
    for (size_t i = 0; i < 3; i++) {
        ck_assert(isnan(reduce("var", RAVEL_FLOAT64, 4, values, sizeof values, none, corrections[i])));
        ck_assert(isnan(reduce("nanstd", RAVEL_FLOAT64, 4, values, sizeof values, none, corrections[i])));
        ck_assert(isnan(reduce("nanvar", RAVEL_FLOAT64, 1, values, sizeof values, NULL, corrections[i])));
        ck_assert(isnan(reduce("nanvar", RAVEL_FLOAT64, 0, values, sizeof values, NULL, corrections[i])));
        ck_assert(isnan(reduce("var", RAVEL_FLOAT64, 0, values, sizeof values, none, corrections[i])));
    }
    ck_assert_double_eq(reduce("var", RAVEL_FLOAT64, 4, values, sizeof values, one, 0), 0);
    ck_assert(isnan(reduce("var", RAVEL_FLOAT64, 4, values, sizeof values, one, 1)));
    ck_assert_double_eq(reduce("nanvar", RAVEL_FLOAT64, 4, values, sizeof values, NULL, 1), 2);
    ck_assert(isnan(reduce("nanvar", RAVEL_FLOAT64, 4, values, sizeof values, NULL, 2)));
}
END_TEST

/* A mask of ones has the bits of none; a NaN those of a masked element; both are what the definition says. */
START_TEST(masks_are_places_in_one_order)
{
    static double values[3000], gaps[3000];
    static _Bool all[3000], some[3000];
    for (int32_t i = 0; i < 3000; i++) {
        values[i] = 1e6 + i * 37 % 101 / 8.0;
        all[i] = 1;
        some[i] = i % 7 != 3 && (i < 512 || i >= 700);
        gaps[i] = some[i] ? values[i] : NAN;
    }
    for (int64_t n = 1; n <= 3000; n = n * 5 / 4 + 1) {
        const size_t nbytes = (size_t)n * sizeof *values;
        const double whole = reduce("var", RAVEL_FLOAT64, n, values, nbytes, NULL, 0);
        ck_assert(reduce("var", RAVEL_FLOAT64, n, values, nbytes, all, 0) == whole);
        ck_assert(reduce("nanvar", RAVEL_FLOAT64, n, values, nbytes, NULL, 0) == whole);
        const double masked = reduce("var", RAVEL_FLOAT64, n, values, nbytes, some, 0);
        ck_assert(reduce("nanvar", RAVEL_FLOAT64, n, gaps, nbytes, NULL, 0) == masked);
        ck_assert(reduce("nanvar", RAVEL_FLOAT64, n, gaps, nbytes, all, 0) == masked);
        ck_assert(reduce("std", RAVEL_FLOAT64, n, values, nbytes, some, 0) == sqrt(masked));
        ck_assert_double_eq_tol(masked, defined(n, values, some), 1e-6);
    }
}
END_TEST

enum { ROWS = 300, COLUMNS = 40 };

/* Columns, kept axes of them, reversed ones, and threads: the bits of a row alone. */
START_TEST(layouts_and_threads_agree)
{
    static float values[ROWS][COLUMNS], turned[COLUMNS][ROWS], results[COLUMNS], single[COLUMNS];
    static _Bool bools[ROWS][COLUMNS];
    static const int64_t shape[] = {ROWS, COLUMNS}, wide[] = {1, COLUMNS}, columns[] = {COLUMNS}, back[] = {-4};
    static const int32_t axis[] = {-2};
    for (int32_t i = 0; i < ROWS; i++)
        for (int32_t j = 0; j < COLUMNS; j++) {
            bools[i][j] = (i * 13 + j * 7) % 5 != 0 && j != 17;
            values[i][j] = turned[j][i] = bools[i][j] ? (float)(i * 31 % 97) / 3 + (float)j : NAN;
        }
    ravel_array *array = make(values, sizeof values, RAVEL_FLOAT32, 2, shape, 0), *reversed = NULL;
    ravel_array *mask = make(bools, sizeof bools, RAVEL_BOOL, 2, shape, 0);
    ravel_array *out = make(results, sizeof results, RAVEL_FLOAT32, 2, wide, RAVEL_WRITEABLE);
    for (int32_t j = 0; j < COLUMNS; j++) {
        ravel_array *row = make(turned[j], sizeof turned[j], RAVEL_FLOAT32, 1, shape, 0);
        ravel_array *result = make(&single[j], sizeof *single, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_nanvar(context, row, 0, NULL, 1, 0, result), RAVEL_OK);
        end(row);
        end(result);
    }
    ck_assert(isnan(single[17]));
    for (int32_t threads = 1; threads <= 4; threads += 3) {
        ck_assert_int_eq(ravel_context_set_threads(context, threads), RAVEL_OK);
        ck_assert_int_eq(ravel_nanvar(context, array, 1, axis, 1, RAVEL_OPTION_KEEP_DIMS, out), RAVEL_OK);
        for (int32_t j = 0; j < COLUMNS; j++)
            ck_assert(results[j] == single[j] || j == 17);
        const float one = 1;
        ravel_array *correction = NULL;
        memset(results, 0, sizeof results);
        ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT32, &one, 0, &correction), RAVEL_OK);
        ck_assert_int_eq(
            ravel_reduce(context, find("var"), array, 1, axis, mask, correction, RAVEL_OPTION_KEEP_DIMS, out),
            RAVEL_OK);
        for (int32_t j = 0; j < COLUMNS; j++)
            ck_assert(results[j] == single[j] || j == 17);
        ck_assert(isnan(results[17]));
        end(correction);
    }
    ck_assert_int_eq(ravel_array_create(context, results, sizeof results, sizeof results - 4, RAVEL_FLOAT32, 1, columns,
                                        back, RAVEL_WRITEABLE, &reversed),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_nanvar(context, array, 1, axis, 1, 0, reversed), RAVEL_OK);
    for (int32_t j = 0; j < COLUMNS; j++)
        ck_assert(results[COLUMNS - 1 - j] == single[j] || j == 17);
    end(reversed);
    end(array);
    end(mask);
    end(out);
}
END_TEST

START_TEST(mistakes_are_told)
{
    static double memory[6];
    static unsigned char bools[6];
    static double result = -7;
    static const int64_t shape[] = {2, 3}, one[] = {1}, four[] = {4};
    const double nan = NAN;
    ravel_array *array = make(memory, sizeof memory, RAVEL_FLOAT64, 2, shape, 0), *correction = NULL;
    ravel_array *mask = make(bools, sizeof bools, RAVEL_BOOL, 2, shape, 0);
    ravel_array *narrow = make(bools, sizeof bools, RAVEL_BOOL, 1, four, 0);
    ravel_array *line = make(memory, sizeof memory, RAVEL_FLOAT64, 1, one, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *small = make(&result, 4, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &nan, 0, &correction), RAVEL_OK);
    wrong_call_expect(context, ravel_reduce(context, find("var"), array, 0, NULL, narrow, NULL, 0, out),
                      RAVEL_SHAPE_MISMATCH, "ravel_reduce", "where has shape", 2);
    wrong_call_expect(context, ravel_reduce(context, find("nanstd"), array, 0, NULL, array, NULL, 0, out),
                      RAVEL_DTYPE_MISMATCH, "ravel_reduce", "must be bool", 2);
    wrong_call_expect(context, ravel_reduce(context, find("nanvar"), array, 0, NULL, mask, line, 0, out),
                      RAVEL_INVALID_NDIM, "ravel_reduce", "0-d", 3);
    wrong_call_expect(context, ravel_reduce(context, find("nanvar"), array, 0, NULL, mask, correction, 0, out),
                      RAVEL_INVALID_ARGUMENT, "ravel_reduce", "initial, the correction of nanvar, is NaN", 3);
    wrong_call_expect(context, ravel_nanvar(context, array, 0, NULL, NAN, 0, out), RAVEL_INVALID_ARGUMENT,
                      "ravel_nanvar", "correction is NaN", -1);
    wrong_call_expect(context, ravel_nanstd(context, array, 0, NULL, 0, 0, small), RAVEL_CASTING_FORBIDDEN,
                      "ravel_nanstd", "float32", 1);
    wrong_call_expect(context, ravel_nanstd(context, array, 0, NULL, 0, 0, line), RAVEL_SHAPE_MISMATCH, "ravel_nanstd",
                      "output", 1);
    ck_assert_double_eq(result, -7);
    ravel_array *const every[] = {array, mask, narrow, line, out, small, correction};
    for (size_t i = 0; i < sizeof every / sizeof *every; i++)
        end(every[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("present");
    TCase *tests = tcase_create("var and std of some");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, small_ones_are_exact);
    tcase_add_test(tests, nan_counts_where_it_is_not_masked);
    tcase_add_test(tests, no_freedom_is_nan);
    tcase_add_test(tests, masks_are_places_in_one_order);
    tcase_add_test(tests, layouts_and_threads_agree);
    tcase_add_test(tests, mistakes_are_told);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
