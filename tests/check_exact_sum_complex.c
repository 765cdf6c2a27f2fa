/* check_exact_sum_complex.c: exact sums of complex numbers: each part has the sum of its own, whatever is in the other
 * one; masks, partial states, and damage to them. */
#include "support/one_context.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/partial.h>
#include <ravel/statistics.h>
#include <stdbool.h>

/* Sums n elements to one of out_dtype, without a context and with it. */
static void sum_to(int32_t dtype, int64_t n, void *values, size_t nbytes, int32_t out_dtype, void *result)
{
    ravel_array *array = make(values, nbytes, dtype, 1, &n, 0);
    ravel_array *out = make(result, 16, out_dtype, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_exact_sum(NULL, array, 0, NULL, 0, out), RAVEL_OK);
    ck_assert_int_eq(ravel_exact_sum(context, array, 0, NULL, 0, out), RAVEL_OK);
    end(array);
    end(out);
}

START_TEST(known_sums)
{
    double values[][2] = {{1, 1e100}, {1e308, -1}, {1e308, -1e100}, {-1e308, 0x1p-1074}, {-1e308, 2}}, result[2];
    float singles[][2] = {{1, -0.0F}, {0x1p-30F, -0.0F}, {-1, -0.0F}}, narrow[4];
    sum_to(RAVEL_COMPLEX128, 5, values, sizeof values, RAVEL_COMPLEX128, result);
    ck_assert(result[0] == 1 && result[1] == 1);
    sum_to(RAVEL_COMPLEX64, 3, singles, sizeof singles, RAVEL_COMPLEX64, narrow);
    ck_assert(narrow[0] == 0x1p-30F && narrow[1] == 0 && signbit(narrow[1]));
    singles[1][0] = 0x1p-60F; /* which a float32 keeps beside nothing, and a float64 beside 1 does not */
    singles[2][0] = 1;
    sum_to(RAVEL_COMPLEX64, 3, singles, sizeof singles, RAVEL_COMPLEX128, result);
    ck_assert(result[0] == 2 && result[1] == 0 && signbit(result[1]));
    singles[0][1] = INFINITY;
    singles[1][0] = NAN;
    sum_to(RAVEL_COMPLEX64, 3, singles, sizeof singles, RAVEL_COMPLEX64, narrow);
    ck_assert(isnan(narrow[0]) && isinf(narrow[1]));
    sum_to(RAVEL_COMPLEX64, 0, singles, sizeof singles, RAVEL_COMPLEX64, narrow);
    ck_assert(narrow[0] == 0 && narrow[1] == 0 && !signbit(narrow[0]) && !signbit(narrow[1]));
}
END_TEST

/* What stands for a masked element changes neither part: -0 beside it stays -0. */
START_TEST(masked_elements_have_no_part)
{
    float singles[3][2][2] = {{{INFINITY, -0.0F}, {7, 7}}, {{-0.0F, 7}, {-0.0F, -0.0F}}, {{1, 1}, {2, 2}}};
    double doubles[3][2][2], results[3][2];
    bool mask[3][2] = {{true, false}, {false, true}, {false, false}};
    const double expected[3][2] = {{(double)INFINITY, -0.0}, {-0.0, -0.0}, {0, 0}};
    const int64_t shape[] = {3, 2};
    const int32_t axis = 1;
    for (int32_t i = 0; i < 12; i++)
        doubles[i / 4][i / 2 % 2][i % 2] = (double)singles[i / 4][i / 2 % 2][i % 2];
    ravel_array *const inputs[] = {make(singles, sizeof singles, RAVEL_COMPLEX64, 2, shape, 0),
                                   make(doubles, sizeof doubles, RAVEL_COMPLEX128, 2, shape, 0)};
    ravel_array *where = make(mask, sizeof mask, RAVEL_BOOL, 2, shape, 0);
    ravel_array *out = make(results, sizeof results, RAVEL_COMPLEX128, 1, shape, RAVEL_WRITEABLE);
    for (int32_t way = 0; way < 4; way++) {
        ravel_context *const with = way % 2 ? context : NULL;
        const ravel_kernel *kernel = find("exact_sum");
        ck_assert_int_eq(ravel_reduce(with, kernel, inputs[way / 2], 1, &axis, where, NULL, 0, out), RAVEL_OK);
        ck_assert_mem_eq(results, expected, sizeof results);
    }
    end(inputs[0]);
    end(inputs[1]);
    end(where);
    end(out);
}
END_TEST

START_TEST(parts_merge_and_damage_to_either_sum_is_told)
{
    enum { ROOM = 2048, FIRST_SUM = 128, SECOND_SUM = FIRST_SUM + 68 * 8 };
    double values[][2] = {{1e308, (double)NAN}, {1, 1e100}, {1, -1}, {-1e308, -1e100}}, result[2];
    static unsigned char states[2][ROOM];
    const ravel_kernel *kernel = find("exact_sum");
    const int64_t one = 1;
    size_t nbytes = 0;
    ck_assert_int_eq(ravel_partial_nbytes(context, kernel, RAVEL_COMPLEX128, &nbytes), RAVEL_OK);
    ck_assert_uint_le(nbytes, ROOM);
    for (int32_t i = 0; i < 4; i++) {
        ravel_array *array = make(values[i], sizeof values[i], RAVEL_COMPLEX128, 1, &one, 0);
        if (i < 2)
            ck_assert_int_eq(ravel_partial_init(context, kernel, RAVEL_COMPLEX128, -1, states[i], nbytes), RAVEL_OK);
        ck_assert_int_eq(ravel_partial_update(context, kernel, array, NULL, states[i % 2], nbytes), RAVEL_OK);
        end(array);
    }
    ravel_array *out = make(result, sizeof result, RAVEL_COMPLEX128, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_partial_finish(context, kernel, states[1], nbytes, NULL, 0, out), RAVEL_OK);
    ck_assert(result[0] == -1e308 && result[1] == 0);
    ck_assert_int_eq(ravel_partial_merge(context, kernel, states[0], nbytes, states[1], nbytes), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_finish(context, kernel, states[1], nbytes, NULL, 0, out), RAVEL_OK);
    ck_assert(result[0] == 2 && isnan(result[1]));
    for (size_t at = FIRST_SUM; at <= SECOND_SUM; at += SECOND_SUM - FIRST_SUM) {
        states[1][at] ^= 1;
        wrong_call_expect(context, ravel_partial_finish(context, kernel, states[1], nbytes, NULL, 0, out),
                          RAVEL_INVALID_ARGUMENT, "ravel_partial_finish", "damaged", -1);
        states[1][at] ^= 1;
    }
    end(out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("exact sum of complex numbers");
    TCase *tests = tcase_create("exact_sum_complex");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, known_sums);
    tcase_add_test(tests, masked_elements_have_no_part);
    tcase_add_test(tests, parts_merge_and_damage_to_either_sum_is_told);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
