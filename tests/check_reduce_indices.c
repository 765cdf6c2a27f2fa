/* check_reduce_indices.c: argmax and argmin: ties, NaN and signed zeros, one axis and the C order of all, the layouts
 * that make several passes of it, and every mistake of theirs. */
#include "support/one_context.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/statistics.h>
#include <ravel/view.h>
#include <stdlib.h>
#include <string.h>

static ravel_array *make_strided(void *memory, size_t nbytes, int32_t dtype, int32_t ndim, const int64_t *shape,
                                 const int64_t *strides, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, nbytes, 0, dtype, ndim, shape, strides, flags, &array), RAVEL_OK);
    return array;
}

/* The indices of the largest and of the smallest of n doubles. */
static void expect(int64_t n, double *values, int64_t largest, int64_t smallest)
{
    int64_t index[2] = {-7, -7};
    ravel_array *array = make_strided(values, (size_t)n * sizeof *values, RAVEL_FLOAT64, 1, &n, NULL, 0);
    ravel_array *max = make_strided(&index[0], 8, RAVEL_INT64, 0, NULL, NULL, RAVEL_WRITEABLE);
    ravel_array *min = make_strided(&index[1], 8, RAVEL_INT64, 0, NULL, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_argmax(context, array, 0, NULL, 0, max), RAVEL_OK);
    ck_assert_int_eq(ravel_argmin(context, array, 0, NULL, 0, min), RAVEL_OK);
    ck_assert_int_eq(index[0], largest);
    ck_assert_int_eq(index[1], smallest);
    end(array);
    end(max);
    end(min);
}

START_TEST(the_first_of_equal_ones_wins)
{
    expect(1, (double[]){5}, 0, 0);
    expect(4, (double[]){1, 3, 3, 1}, 1, 0);
    expect(4, (double[]){0.0, -0.0, 0.0, -0.0}, 0, 1); /* -0 is smaller, as in max and min */
    expect(3, (double[]){-0.0, 0.0, 0.0}, 1, 0);
    expect(5, (double[]){1, -NAN, INFINITY, NAN, -INFINITY}, 1, 1);
    expect(3, (double[]){-INFINITY, INFINITY, INFINITY}, 1, 0);
    expect(2, (double[]){-INFINITY, -INFINITY}, 0, 0);
}
END_TEST

/* At every place of rows around the lengths of chunks. */
START_TEST(places_are_found_everywhere)
{
    static double values[1300];
    for (int64_t n = 1; n <= 1300; n += n < 70 ? 1 : 41)
        for (int64_t place = 0; place < n; place += n < 70 ? 1 : 17) {
            for (int64_t i = 0; i < n; i++)
                values[i] = 2 + (double)(i % 7);
            values[place] = 100;
            const int64_t other = n - 1 - place;
            if (other != place)
                values[other] = -100;
            expect(n, values, place, other != place ? other : 0);
            values[place] = NAN;
            expect(n, values, place, place);
        }
}
END_TEST

/* Indices count in C order, whatever the layout. */
START_TEST(all_axes_are_counted_in_c_order)
{
    static int32_t memory[5 * 6 * 7];
    static const int64_t strides[][3] = {{168, 28, 4}, {4, 20, 120}, {-168, 28, -4}, {28, 140, 4}};
    static const int64_t shape[] = {5, 6, 7};
    for (size_t layout = 0; layout < sizeof strides / sizeof *strides; layout++)
        for (int64_t wanted = 0; wanted < 5 * 6 * 7; wanted++) {
            int64_t offset = 0, index = -1, rest = wanted;
            for (int32_t axis = 0; axis < 3; axis++)
                offset += strides[layout][axis] < 0 ? -strides[layout][axis] * (shape[axis] - 1) : 0;
            memset(memory, 0, sizeof memory);
            int64_t place = offset;
            for (int32_t axis = 2; axis >= 0; axis--) {
                place += rest % shape[axis] * strides[layout][axis];
                rest /= shape[axis];
            }
            memory[place / 4] = 1;
            ravel_array *array = NULL;
            ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, offset, RAVEL_INT32, 3, shape,
                                                strides[layout], 0, &array),
                             RAVEL_OK);
            ravel_array *out = make_strided(&index, 8, RAVEL_INT64, 0, NULL, NULL, RAVEL_WRITEABLE);
            /* Without a context and scratch, too. */
            ck_assert_int_eq(ravel_argmax(wanted % 2 ? context : NULL, array, 3, (const int32_t[]){2, 0, -2}, 0, out),
                             RAVEL_OK);
            ck_assert_int_eq(index, wanted);
            end(array);
            end(out);
        }
}
END_TEST

START_TEST(one_axis_keeps_the_others)
{
    float memory[2][3] = {{1, 5, 2}, {4, 5, 0}};
    static const int64_t shape[] = {2, 3}, kept[] = {1, 3}, dropped[] = {2};
    int64_t columns[3] = {-7, -7, -7};
    int64_t rows[2] = {-7, -7};
    ravel_array *array = make_strided(memory, sizeof memory, RAVEL_FLOAT32, 2, shape, NULL, 0);
    ravel_array *out = make_strided(columns, sizeof columns, RAVEL_INT64, 2, kept, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_argmax(context, array, 1, (const int32_t[]){-2}, RAVEL_OPTION_KEEP_DIMS, out), RAVEL_OK);
    ck_assert(columns[0] == 1 && columns[1] == 0 && columns[2] == 0);
    end(out);
    out = make_strided(rows, sizeof rows, RAVEL_INT64, 1, dropped, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_argmin(context, array, 1, (const int32_t[]){1}, 0, out), RAVEL_OK);
    ck_assert(rows[0] == 0 && rows[1] == 2);
    end(out);
    end(array);
}
END_TEST

/* An output of any dtype that the casting rule lets int64 become, in any byte order. */
START_TEST(outputs_are_cast)
{
    uint8_t memory[] = {3, 9, 4};
    static const int64_t n = 3;
    double real = -7;
    int32_t narrow = -7;
    uint64_t swapped = 7;
    ravel_array *array = make_strided(memory, sizeof memory, RAVEL_UINT8, 1, &n, NULL, 0);
    ravel_array *out = make_strided(&real, 8, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_argmax(context, array, 0, NULL, 0, out), RAVEL_OK);
    ck_assert_double_eq(real, 1);
    end(out);
    out = make_strided(&narrow, 4, RAVEL_INT32, 0, NULL, NULL, RAVEL_WRITEABLE);
    wrong_call_expect(context, ravel_argmax(context, array, 0, NULL, 0, out), RAVEL_CASTING_FORBIDDEN, "ravel_argmax",
                      "int64", 1);
    ck_assert_int_eq(narrow, -7);
    ck_assert_int_eq(ravel_argmax(context, array, 0, NULL, RAVEL_OPTION_CASTING_SAME_KIND, out), RAVEL_OK);
    ck_assert_int_eq(narrow, 1);
    end(out);
    out = make_strided(&swapped, 8, RAVEL_INT64, 0, NULL, NULL, RAVEL_WRITEABLE | RAVEL_SWAPPED);
    ck_assert_int_eq(ravel_argmax(context, array, 0, NULL, 0, out), RAVEL_OK);
    ck_assert_uint_eq(swapped, __builtin_bswap64(1));
    end(out);
    end(array);
}
END_TEST

START_TEST(mistakes_are_told)
{
    static double memory[24];
    static unsigned char bools[24];
    static int64_t results[24];
    static const int64_t shape[] = {2, 3, 4}, empty[] = {2, 0, 4}, two[] = {2, 4}, four[] = {4};
    static const double start = 1;
    const ravel_kernel *argmax = find("argmax");
    results[0] = -7;
    ravel_array *array = make_strided(memory, sizeof memory, RAVEL_FLOAT64, 3, shape, NULL, 0);
    ravel_array *mask = make_strided(bools, sizeof bools, RAVEL_BOOL, 3, shape, NULL, 0);
    ravel_array *nothing = make_strided(memory, sizeof memory, RAVEL_FLOAT64, 3, empty, NULL, 0);
    ravel_array *complex = make_strided(memory, sizeof memory, RAVEL_COMPLEX64, 3, shape, NULL, 0);
    ravel_array *one = make_strided(results, sizeof results, RAVEL_INT64, 0, NULL, NULL, RAVEL_WRITEABLE);
    ravel_array *line = make_strided(results, sizeof results, RAVEL_INT64, 1, four, NULL, RAVEL_WRITEABLE);
    ravel_array *table = make_strided(results, sizeof results, RAVEL_INT64, 2, two, NULL, RAVEL_WRITEABLE);
    ravel_array *initial = NULL;
    int32_t dtype, ndim;
    int64_t lengths[3];
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &start, 0, &initial), RAVEL_OK);
    wrong_call_expect(context, ravel_argmax(context, array, 2, (const int32_t[]){0, 1}, 0, line),
                      RAVEL_INVALID_ARGUMENT, "ravel_argmax", "2 of the 3 axes", -1);
    wrong_call_expect(context, ravel_argmin(context, array, 0, (const int32_t[]){0}, 0, array), RAVEL_INVALID_ARGUMENT,
                      "ravel_argmin", "0 of the 3 axes", -1);
    wrong_call_expect(context,
                      ravel_reduce_outputs(context, argmax, array, 2, (const int32_t[]){0, 1}, NULL, NULL, 0, &dtype, 3,
                                           &ndim, lengths),
                      RAVEL_INVALID_ARGUMENT, "ravel_reduce_outputs", "one axis, or all", -1);
    wrong_call_expect(context, ravel_reduce(context, argmax, array, 0, NULL, mask, NULL, 0, one), RAVEL_NO_IDENTITY,
                      "ravel_reduce", "give one as the initial value", -1);
    wrong_call_expect(context, ravel_reduce(context, argmax, array, 0, NULL, mask, initial, 0, one),
                      RAVEL_CASTING_FORBIDDEN, "ravel_reduce", "initial has dtype float64", 3);
    wrong_call_expect(context, ravel_reduce(context, argmax, array, 0, NULL, NULL, initial, 0, one),
                      RAVEL_CASTING_FORBIDDEN, "ravel_reduce", "does not let become int64", 3);
    wrong_call_expect(context, ravel_argmin(context, nothing, 0, NULL, 0, one), RAVEL_EMPTY_REDUCTION, "ravel_argmin",
                      "no elements", 0);
    wrong_call_expect(context, ravel_argmax(context, nothing, 1, (const int32_t[]){1}, 0, table), RAVEL_EMPTY_REDUCTION,
                      "ravel_argmax", "no elements", 0);
    wrong_call_expect(context, ravel_argmax(context, complex, 0, NULL, 0, one), RAVEL_NO_LOOP, "ravel_argmax",
                      "complex64", 0);
    wrong_call_expect(context,
                      ravel_reduce_outputs(context, argmax, complex, 0, NULL, NULL, NULL, 0, &dtype, 3, &ndim, lengths),
                      RAVEL_NO_LOOP, "ravel_reduce_outputs", "complex64", 0);
    wrong_call_expect(context, ravel_argmax(context, array, 0, NULL, 0, line), RAVEL_SHAPE_MISMATCH, "ravel_argmax",
                      "output", 1);
    ck_assert_int_eq(results[0], -7);
    ravel_array *const all[] = {array, mask, nothing, complex, one, line, table, initial};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        end(all[i]);
}
END_TEST

/* Reduces with a mask and -1 for none. */
static void reduce_masked(const char *name, ravel_array *array, ravel_array *mask, int32_t n_axes, const int32_t *axes,
                          ravel_array *out)
{
    static const int64_t none = -1;
    ravel_array *initial = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_INT64, &none, 0, &initial), RAVEL_OK);
    ck_assert_int_eq(ravel_reduce(context, find(name), array, n_axes, axes, mask, initial, 0, out), RAVEL_OK);
    ck_assert_int_eq(ravel_reduce(NULL, find(name), array, n_axes, axes, mask, initial, 0, out), RAVEL_OK);
    end(initial);
}

/* What is masked is not found, were it the largest, NaN, or as small as what stands for it. */
START_TEST(masked_elements_keep_their_places)
{
    static const double values[6][5] = {{1, 9, 3, 3, NAN},
                                        {-INFINITY, -INFINITY, -INFINITY, 5, 5},
                                        {INFINITY, INFINITY, 2, INFINITY, INFINITY},
                                        {NAN, NAN, 1, NAN, 0},
                                        {1, 2, 3, 4, 5},
                                        {-0.0, 0.0, -0.0, 0.0, -0.0}};
    static const unsigned char masks[6][5] = {{1, 0, 1, 1, 0}, {0, 0, 1, 0, 0}, {0, 1, 0, 1, 0},
                                              {0, 1, 1, 1, 1}, {0, 0, 0, 0, 0}, {0, 0, 1, 1, 1}};
    static const int64_t largest[6] = {2, 2, 1, 1, -1, 3}, smallest[6] = {0, 2, 1, 1, -1, 2};
    static const int64_t shape[] = {6, 5}, shape_of_columns[] = {5, 6}, strides[] = {8, 40}, mask_strides[] = {1, 5};
    int64_t results[6];
    ravel_array *array = make_strided((void *)(uintptr_t)values, sizeof values, RAVEL_FLOAT64, 2, shape, NULL, 0);
    ravel_array *mask = make_strided((void *)(uintptr_t)masks, sizeof masks, RAVEL_BOOL, 2, shape, NULL, 0);
    ravel_array *turned =
        make_strided((void *)(uintptr_t)values, sizeof values, RAVEL_FLOAT64, 2, shape_of_columns, strides, 0);
    ravel_array *turned_mask =
        make_strided((void *)(uintptr_t)masks, sizeof masks, RAVEL_BOOL, 2, shape_of_columns, mask_strides, 0);
    ravel_array *out = make_strided(results, sizeof results, RAVEL_INT64, 1, shape, NULL, RAVEL_WRITEABLE);
    reduce_masked("argmax", array, mask, 1, (const int32_t[]){1}, out);
    ck_assert_mem_eq(results, largest, sizeof results);
    reduce_masked("argmin", array, mask, 1, (const int32_t[]){1}, out);
    ck_assert_mem_eq(results, smallest, sizeof results);
    reduce_masked("argmax", turned, turned_mask, 1, (const int32_t[]){0}, out);
    ck_assert_mem_eq(results, largest, sizeof results);
    end(array);
    end(mask);
    end(turned);
    end(turned_mask);
    end(out);
}
END_TEST

/* Over all axes of a large array, on several threads, with a mask that lies otherwise than the elements. */
START_TEST(masked_elements_of_many)
{
    enum { ROWS = 300, COLUMNS = 700 };
    static int16_t values[ROWS][COLUMNS];
    static unsigned char mask[COLUMNS][ROWS];
    static const int64_t shape[] = {ROWS, COLUMNS}, mask_strides[] = {1, ROWS};
    int64_t result = -7;
    memset(mask, 1, sizeof mask);
    for (int32_t i = 0; i < ROWS; i++)
        for (int32_t j = 0; j < COLUMNS; j++) {
            values[i][j] = (int16_t)((i * 31 + j * 17) % 1000);
            mask[j][i] = values[i][j] < 990;
        }
    int64_t first = 0;
    while (values[first / COLUMNS][first % COLUMNS] != 989)
        first++;
    ck_assert_int_eq(ravel_context_set_threads(context, 3), RAVEL_OK);
    ravel_array *array = make_strided(values, sizeof values, RAVEL_INT16, 2, shape, NULL, 0);
    ravel_array *where = make_strided(mask, sizeof mask, RAVEL_BOOL, 2, shape, mask_strides, 0);
    ravel_array *out = make_strided(&result, sizeof result, RAVEL_INT64, 0, NULL, NULL, RAVEL_WRITEABLE);
    reduce_masked("argmax", array, where, 0, NULL, out);
    ck_assert_int_eq(result, first);
    memset(mask, 0, sizeof mask); /* all but one, and that the smallest there is */
    mask[COLUMNS - 3][ROWS - 2] = 1;
    values[ROWS - 2][COLUMNS - 3] = INT16_MIN;
    reduce_masked("argmax", array, where, 0, NULL, out);
    ck_assert_int_eq(result, (ROWS - 2) * COLUMNS + COLUMNS - 3);
    mask[COLUMNS - 3][ROWS - 2] = 0;
    reduce_masked("argmin", array, where, 0, NULL, out);
    ck_assert_int_eq(result, -1);
    end(array);
    end(where);
    end(out);
}
END_TEST

START_TEST(none_has_the_initial_index)
{
    static double memory[1];
    static const int64_t shape[] = {2, 0}, rows[] = {2};
    int64_t results[2] = {-7, -7};
    ravel_array *array = make_strided(memory, 0, RAVEL_FLOAT64, 2, shape, NULL, 0);
    ravel_array *out = make_strided(results, sizeof results, RAVEL_INT64, 1, rows, NULL, RAVEL_WRITEABLE);
    reduce_masked("argmax", array, NULL, 1, (const int32_t[]){1}, out);
    ck_assert(results[0] == -1 && results[1] == -1);
    end(array);
    end(out);
    expect(3, (double[]){1, 3, 2}, 1, 0);
    double three[3] = {1, 3, 2};
    const int64_t n = 3;
    array = make_strided(three, sizeof three, RAVEL_FLOAT64, 1, &n, NULL, 0);
    out = make_strided(results, 8, RAVEL_INT64, 0, NULL, NULL, RAVEL_WRITEABLE);
    reduce_masked("argmax", array, NULL, 0, NULL, out); /* of some, it is of no account */
    ck_assert_int_eq(results[0], 1);
    end(array);
    end(out);
}
END_TEST

/* No results of no rows are no mistake. */
START_TEST(zero_size_touches_nothing)
{
    static double memory[1];
    static const int64_t shapes[2][2] = {{3, 0}, {0, 0}}, none[] = {0};
    for (int32_t i = 0; i < 2; i++) {
        ravel_array *array = make_strided(memory, 0, RAVEL_FLOAT64, 2, shapes[i], NULL, 0);
        ravel_array *out = make_strided(memory, 0, RAVEL_INT64, 1, none, NULL, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_argmax(context, array, 1, (const int32_t[]){0}, 0, out), RAVEL_OK);
        end(array);
        end(out);
    }
}
END_TEST

/* The output lies in the input: results are collected first. */
START_TEST(overlap_is_as_if_copied)
{
    int64_t memory[12] = {3, 1, 2, 9, 8, 7, 4, 6, 5, 0, 1, 2};
    static const int64_t shape[] = {3, 4}, rows[] = {3};
    ravel_array *array = make_strided(memory, sizeof memory, RAVEL_INT64, 2, shape, NULL, 0);
    ravel_array *out = make_strided(memory, 3 * sizeof *memory, RAVEL_INT64, 1, rows, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_argmax(context, array, 1, (const int32_t[]){1}, 0, out), RAVEL_OK);
    ck_assert(memory[0] == 3 && memory[1] == 0 && memory[2] == 0);
    end(array);
    end(out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("indices");
    TCase *tests = tcase_create("argmax and argmin");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, the_first_of_equal_ones_wins);
    tcase_add_test(tests, places_are_found_everywhere);
    tcase_add_test(tests, all_axes_are_counted_in_c_order);
    tcase_add_test(tests, one_axis_keeps_the_others);
    tcase_add_test(tests, outputs_are_cast);
    tcase_add_test(tests, masked_elements_keep_their_places);
    tcase_add_test(tests, masked_elements_of_many);
    tcase_add_test(tests, none_has_the_initial_index);
    tcase_add_test(tests, mistakes_are_told);
    tcase_add_test(tests, zero_size_touches_nothing);
    tcase_add_test(tests, overlap_is_as_if_copied);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
