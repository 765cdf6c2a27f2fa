/* check_reduce_extremes.c: ptp: NaN, infinities, zeros and integers that wrap, rows around the lengths of chunks,
 * columns, the layouts and outputs that are not as they should be, and every mistake. */
#include "support/one_context.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/statistics.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static ravel_array *make_strided(void *memory, size_t nbytes, int64_t offset, int32_t dtype, int32_t ndim,
                                 const int64_t *shape, const int64_t *strides, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, nbytes, offset, dtype, ndim, shape, strides, flags, &array),
                     RAVEL_OK);
    return array;
}

static double ptp_of(int64_t n, double *values)
{
    double result = -7;
    ravel_array *array = make(values, (size_t)n * sizeof *values, RAVEL_FLOAT64, 1, &n, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_ptp(context, array, 0, NULL, 0, out), RAVEL_OK);
    end(array);
    end(out);
    return result;
}

START_TEST(values_of_floats)
{
    ck_assert(ptp_of(4, (double[]){3, -1, 2, 0}) == 4);
    ck_assert(ptp_of(1, (double[]){5}) == 0);
    ck_assert(isnan(ptp_of(3, (double[]){1, NAN, 3})));
    ck_assert(isnan(ptp_of(2, (double[]){INFINITY, INFINITY})));
    ck_assert(isinf(ptp_of(3, (double[]){1, -INFINITY, INFINITY})));
    ck_assert(isinf(ptp_of(2, (double[]){-0x1.8p1023, 0x1.8p1023})));
    const double zero = ptp_of(2, (double[]){-0.0, -0.0});
    ck_assert(zero == 0 && !signbit(zero));
}
END_TEST

START_TEST(integers_wrap_in_the_dtype)
{
    static int8_t bytes[] = {-100, 100, 3};
    static const int64_t n[] = {3};
    int8_t narrow = 0;
    int16_t wide = 0;
    uint16_t swapped = 0;
    ravel_array *array = make(bytes, sizeof bytes, RAVEL_INT8, 1, n, 0);
    ravel_array *same = make(&narrow, 1, RAVEL_INT8, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *wider = make(&wide, 2, RAVEL_INT16, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *other = make(&swapped, 2, RAVEL_INT16, 0, NULL, RAVEL_WRITEABLE | RAVEL_SWAPPED);
    ck_assert_int_eq(ravel_ptp(context, array, 0, NULL, 0, same), RAVEL_OK);
    ck_assert_int_eq(narrow, -56);
    ck_assert_int_eq(ravel_ptp(context, array, 0, NULL, 0, wider), RAVEL_OK);
    ck_assert_int_eq(wide, 200);
    ck_assert_int_eq(ravel_ptp(context, array, 0, NULL, 0, other), RAVEL_OK);
    ck_assert_uint_eq(swapped, __builtin_bswap16(200));
    ravel_array *const all[] = {array, same, wider, other};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        end(all[i]);
}
END_TEST

/* The extremes at every pair of mirrored places of rows around the lengths of chunks, which 2048 doubles are. */
START_TEST(places_are_found_everywhere)
{
    static double values[4200];
    for (int64_t n = 2; n <= 4200; n += n < 40 ? 1 : 139)
        for (int64_t place = 0; place < n / 2; place += n < 40 ? 1 : 61) {
            for (int64_t i = 0; i < n; i++)
                values[i] = 2 + (double)(i % 7);
            values[place] = 100;
            values[n - 1 - place] = -100;
            ck_assert(ptp_of(n, values) == 200);
            values[place] = NAN;
            ck_assert(isnan(ptp_of(n, values)));
        }
}
END_TEST

enum { ROWS = 300, COLUMNS = 41 };

/* Each axis and both, of a table in C order, transposed, and reversed; into outputs as they come and with gaps. */
START_TEST(axes_of_tables)
{
    static int32_t table[ROWS][COLUMNS], results[2 * ROWS];
    for (int64_t i = 0; i < ROWS * COLUMNS; i++)
        table[i / COLUMNS][i % COLUMNS] = (int32_t)((uint32_t)i * 2654435761U % 20011U) - 10000;
    for (int32_t layout = 0; layout < 3; layout++)
        for (int32_t axis = 0; axis < 2; axis++)
            for (int32_t gap = 1; gap < 3; gap++) {
                const bool transposed = layout == 1, reversed = layout == 2;
                const int64_t lengths[2] = {transposed ? COLUMNS : ROWS, transposed ? ROWS : COLUMNS};
                const int64_t row = COLUMNS * 4, strides[2] = {transposed ? 4
                                                               : reversed ? -row
                                                                          : row,
                                                               transposed ? row : 4};
                const int64_t kept = lengths[1 - axis], out_stride = 4 * gap;
                const int32_t negative = axis - 2;
                ravel_array *array = make_strided(table, sizeof table, reversed ? row * (ROWS - 1) : 0, RAVEL_INT32, 2,
                                                  lengths, strides, 0);
                ravel_array *out =
                    make_strided(results, sizeof results, 0, RAVEL_INT32, 1, &kept, &out_stride, RAVEL_WRITEABLE);
                ck_assert_int_eq(ravel_ptp(gap == 1 ? context : NULL, array, 1, &negative, 0, out), RAVEL_OK);
                for (int64_t k = 0; k < kept; k++) {
                    int32_t smallest = INT32_MAX, largest = INT32_MIN;
                    for (int64_t i = 0; i < lengths[axis]; i++) {
                        const int64_t first = axis == 0 ? i : k, second = axis == 0 ? k : i;
                        const int64_t x = transposed ? second : reversed ? ROWS - 1 - first : first;
                        const int32_t value = table[x][transposed ? first : second];
                        smallest = value < smallest ? value : smallest;
                        largest = value > largest ? value : largest;
                    }
                    ck_assert_int_eq(results[k * gap], largest - smallest);
                }
                end(array);
                end(out);
            }
}
END_TEST

START_TEST(mistakes_are_told)
{
    static double memory[24], results[24];
    static unsigned char bools[24];
    static const int64_t shape[] = {2, 3, 4}, empty[] = {2, 0, 4}, four[] = {4};
    static const double start = 1;
    const ravel_kernel *ptp = find("ptp");
    results[0] = -7;
    ravel_array *array = make(memory, sizeof memory, RAVEL_FLOAT64, 3, shape, 0);
    ravel_array *mask = make(bools, sizeof bools, RAVEL_BOOL, 3, shape, 0);
    ravel_array *nothing = make(memory, sizeof memory, RAVEL_FLOAT64, 3, empty, 0);
    ravel_array *complex = make(memory, sizeof memory, RAVEL_COMPLEX64, 3, shape, 0);
    ravel_array *one = make(results, sizeof results, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *truth = make(results, sizeof results, RAVEL_BOOL, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *pair = make(results, sizeof results, RAVEL_COMPLEX64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *whole = make(results, sizeof results, RAVEL_INT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *line = make(results, sizeof results, RAVEL_FLOAT64, 1, four, RAVEL_WRITEABLE);
    ravel_array *constant = make(results, sizeof results, RAVEL_FLOAT64, 0, NULL, 0), *initial = NULL;
    int32_t dtype, ndim;
    int64_t lengths[3];
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &start, 0, &initial), RAVEL_OK);
    wrong_call_expect(context, ravel_ptp(context, mask, 0, NULL, 0, truth), RAVEL_NO_LOOP, "ravel_ptp", "bool", 1);
    wrong_call_expect(context,
                      ravel_reduce_outputs(context, ptp, mask, 0, NULL, NULL, NULL, 0, &dtype, 3, &ndim, lengths),
                      RAVEL_NO_LOOP, "ravel_reduce_outputs", "input's dtype, bool", 0);
    wrong_call_expect(context, ravel_ptp(context, complex, 0, NULL, 0, pair), RAVEL_NO_LOOP, "ravel_ptp", "complex64",
                      1);
    wrong_call_expect(context,
                      ravel_reduce_outputs(context, ptp, complex, 0, NULL, NULL, NULL, 0, &dtype, 3, &ndim, lengths),
                      RAVEL_NO_LOOP, "ravel_reduce_outputs", "complex64", 0);
    wrong_call_expect(context, ravel_reduce(context, ptp, array, 0, NULL, mask, NULL, 0, one), RAVEL_INVALID_ARGUMENT,
                      "ravel_reduce", "ptp takes no mask", 2);
    wrong_call_expect(context, ravel_reduce(context, ptp, array, 0, NULL, NULL, initial, 0, one),
                      RAVEL_INVALID_ARGUMENT, "ravel_reduce", "ptp takes no initial value", 3);
    wrong_call_expect(context, ravel_ptp(context, nothing, 0, NULL, 0, one), RAVEL_EMPTY_REDUCTION, "ravel_ptp",
                      "no elements", 0);
    wrong_call_expect(context, ravel_ptp(context, array, 0, NULL, 0, whole), RAVEL_CASTING_FORBIDDEN, "ravel_ptp",
                      "float64", 0);
    wrong_call_expect(context, ravel_ptp(context, array, 0, NULL, 0, line), RAVEL_SHAPE_MISMATCH, "ravel_ptp", "output",
                      1);
    wrong_call_expect(context, ravel_ptp(context, array, 0, NULL, 0, constant), RAVEL_READ_ONLY, "ravel_ptp",
                      "read-only", 1);
    wrong_call_expect(context, ravel_ptp(context, array, 1, (const int32_t[]){3}, 0, line), RAVEL_INVALID_AXIS,
                      "ravel_ptp", "axis", -1);
    ck_assert(results[0] == -7);
    ravel_array *const all[] = {array, mask, nothing, complex, one, truth, pair, whole, line, constant, initial};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        end(all[i]);
}
END_TEST

/* The output lies in the input: results are collected first. */
START_TEST(overlap_is_as_if_copied)
{
    float memory[12] = {3, 1, 2, 9, 8, 7, 4, 6, 5, 0, 1, 2};
    static const int64_t shape[] = {3, 4}, rows[] = {3};
    ravel_array *array = make(memory, sizeof memory, RAVEL_FLOAT32, 2, shape, 0);
    ravel_array *out = make(memory, 3 * sizeof *memory, RAVEL_FLOAT32, 1, rows, RAVEL_WRITEABLE);
    wrong_call_expect(context, ravel_ptp(context, array, 1, (const int32_t[]){1}, RAVEL_OPTION_NO_SCRATCH, out),
                      RAVEL_SCRATCH_LIMIT, "ravel_ptp", "overlaps", 1);
    ck_assert(memory[0] == 3);
    ck_assert_int_eq(ravel_ptp(context, array, 1, (const int32_t[]){1}, 0, out), RAVEL_OK);
    ck_assert(memory[0] == 8 && memory[1] == 4 && memory[2] == 5);
    end(array);
    end(out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("extremes");
    TCase *tests = tcase_create("ptp");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, values_of_floats);
    tcase_add_test(tests, integers_wrap_in_the_dtype);
    tcase_add_test(tests, places_are_found_everywhere);
    tcase_add_test(tests, axes_of_tables);
    tcase_add_test(tests, mistakes_are_told);
    tcase_add_test(tests, overlap_is_as_if_copied);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
