/* check_reduce_numbers.c: what passes over NaN and gives an integer, or a real number of complex ones; and what has no
 * numbers in order. */
#include "support/one_context.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/statistics.h>

/* Calls a reduction of float64 into a scalar of int32 by unsafe casting; gives the events. */
static uint64_t reduce_to_int32(const char *name, double *memory, int64_t n, int32_t *result)
{
    uint64_t events;
    ravel_array *in = make(memory, (size_t)n * sizeof *memory, RAVEL_FLOAT64, 1, &n, 0);
    ravel_array *out = make(result, sizeof *result, RAVEL_INT32, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_context_clear_events(context), RAVEL_OK);
    ck_assert_int_eq(ravel_reduce(context, find(name), in, 0, NULL, NULL, NULL, RAVEL_OPTION_CASTING_UNSAFE, out),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
    end(in);
    end(out);
    return events;
}

/* NaN is 0 as an integer, which is not what is left of the elements: they are folded before they become integers. */
START_TEST(floats_are_folded_before_they_become_integers)
{
    static const int64_t n = 3;
    double below[] = {-3.5, NAN, -1.75}, above[] = {NAN, 2.5, 7.25}, nothing[] = {NAN, NAN};
    int32_t result;
    ck_assert_uint_eq(reduce_to_int32("nanmax", below, 3, &result), 0);
    ck_assert_int_eq(result, -1);
    ck_assert_uint_eq(reduce_to_int32("nanmin", above, 3, &result), 0);
    ck_assert_int_eq(result, 2);
    ck_assert_uint_eq(reduce_to_int32("nansum", below, 3, &result), 0);
    ck_assert_int_eq(result, -5);
    ck_assert_uint_eq(reduce_to_int32("nansum", above, 3, &result), 0);
    ck_assert_int_eq(result, 9);
    ck_assert_uint_eq(reduce_to_int32("nansum", nothing, 2, &result), 0);
    ck_assert_int_eq(result, 0);
    result = 5;
    ck_assert_uint_eq(reduce_to_int32("nanmax", nothing, 2, &result), RAVEL_EVENT_INVALID_CAST);
    ck_assert_int_eq(result, 0);
    ravel_array *in = make(below, sizeof below, RAVEL_FLOAT64, 1, &n, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_INT32, 0, NULL, RAVEL_WRITEABLE);
    result = 5;
    wrong_call_expect(context, ravel_nanmin(context, in, 0, NULL, 0, out), RAVEL_CASTING_FORBIDDEN, "ravel_nanmin",
                      "output has dtype int32, which casting \"safe\" does not let the result's float64 become", 1);
    wrong_call_expect(context, ravel_nansum(context, in, 0, NULL, 0, out), RAVEL_CASTING_FORBIDDEN, "ravel_nansum",
                      "output has dtype int32, which casting \"safe\" does not let the result's float64 become", 1);
    ck_assert_int_eq(result, 5);
    end(in);
    end(out);
}
END_TEST

/* A complex number is passed over where the part is NaN that a real output does not get. */
START_TEST(complex_numbers_are_folded_before_a_part_is_lost)
{
    static const int64_t n = 3;
    float memory[] = {1, NAN, 2, 3, 6, 0};
    double wide = -1;
    float narrow = -1;
    uint16_t half = 0;
    ravel_array *in = make(memory, sizeof memory, RAVEL_COMPLEX64, 1, &n, 0);
    ravel_array *outs[] = {make(&wide, sizeof wide, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE),
                           make(&narrow, sizeof narrow, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE),
                           make(&half, sizeof half, RAVEL_FLOAT16, 0, NULL, RAVEL_WRITEABLE)};
    for (int32_t i = 0; i < 3; i++)
        wrong_call_expect(context, ravel_nansum(context, in, 0, NULL, RAVEL_OPTION_CASTING_SAME_KIND, outs[i]),
                          RAVEL_CASTING_FORBIDDEN, "ravel_nansum", "output has dtype", 1);
    for (int32_t i = 0; i < 3; i++)
        ck_assert_int_eq(ravel_nansum(context, in, 0, NULL, RAVEL_OPTION_CASTING_UNSAFE, outs[i]), RAVEL_OK);
    ck_assert(wide == 8 && narrow == 8 && half == 0x4800);
    for (int32_t i = 0; i < 3; i++)
        ck_assert_int_eq(ravel_nanmean(context, in, 0, NULL, RAVEL_OPTION_CASTING_UNSAFE, outs[i]), RAVEL_OK);
    ck_assert(wide == 4 && narrow == 4 && half == 0x4400);
    end(in);
    for (int32_t i = 0; i < 3; i++)
        end(outs[i]);
}
END_TEST

/* i * i is -1: no product of real parts. */
START_TEST(products_of_complex_numbers_are_complex)
{
    static const int64_t n = 2;
    static const int32_t axis = 0;
    double memory[] = {0, 1, 0, 1}, out_memory[4] = {7, 7, 7, 7};
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT16, RAVEL_INT64, RAVEL_BOOL};
    static const char *const kernels[] = {"prod", "multiply", "divide", "pow"};
    ravel_array *in = make(memory, sizeof memory, RAVEL_COMPLEX128, 1, &n, 0);
    ravel_array *whole = make(out_memory, sizeof out_memory, RAVEL_COMPLEX128, 0, NULL, RAVEL_WRITEABLE);
    for (size_t i = 0; i < 4; i++) {
        ravel_array *out = make(out_memory, sizeof out_memory, dtypes[i], 0, NULL, RAVEL_WRITEABLE);
        ravel_array *row = make(out_memory, sizeof out_memory, dtypes[i], 1, &n, RAVEL_WRITEABLE);
        for (size_t k = 0; k < 4; k++)
            wrong_call_expect(
                context,
                ravel_reduce(context, find(kernels[k]), in, 1, &axis, NULL, NULL, RAVEL_OPTION_CASTING_UNSAFE, out),
                RAVEL_DTYPE_MISMATCH, "ravel_reduce", "would lose imaginary parts", 1);
        wrong_call_expect(context, ravel_cumulative_prod(context, in, 0, RAVEL_OPTION_CASTING_UNSAFE, row),
                          RAVEL_DTYPE_MISMATCH, "ravel_cumulative_prod", "store it as complex128 first", 1);
        ck_assert(out_memory[0] == 7 && out_memory[1] == 7);
        end(out);
        end(row);
    }
    ck_assert_int_eq(ravel_prod(context, in, 0, NULL, 0, whole), RAVEL_OK);
    ck_assert(out_memory[0] == -1 && out_memory[1] == 0);
    end(whole);
    ravel_array *sum = make(out_memory, sizeof out_memory, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_sum(context, in, 0, NULL, RAVEL_OPTION_CASTING_UNSAFE, sum), RAVEL_OK);
    ck_assert_int_eq(
        ravel_reduce(context, find("subtract"), in, 1, &axis, NULL, NULL, RAVEL_OPTION_CASTING_UNSAFE, sum), RAVEL_OK);
    end(sum);
    end(in);
}
END_TEST

/* The query answers in the function's name, too. */
START_TEST(extremes_of_complex_numbers_are_refused_by_name)
{
    double parts[] = {1, 2};
    int32_t dtype, ndim;
    ravel_array *in = make(parts, sizeof parts, RAVEL_COMPLEX128, 0, NULL, 0);
    wrong_call_expect(context,
                      ravel_reduce_outputs(context, find("nanmax"), in, 0, NULL, NULL, NULL, 0, &dtype, 0, &ndim, NULL),
                      RAVEL_NO_LOOP, "ravel_reduce_outputs", "nanmax has no loop for the input's dtype, complex128", 0);
    int32_t axis;
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, &axis, NULL, 0, NULL), RAVEL_OK);
    ck_assert_int_eq(axis, -1);
    end(in);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduce_numbers");
    TCase *numbers = tcase_create("numbers");
    tcase_add_checked_fixture(numbers, setup, teardown);
    tcase_add_test(numbers, floats_are_folded_before_they_become_integers);
    tcase_add_test(numbers, complex_numbers_are_folded_before_a_part_is_lost);
    tcase_add_test(numbers, products_of_complex_numbers_are_complex);
    tcase_add_test(numbers, extremes_of_complex_numbers_are_refused_by_name);
    suite_add_tcase(suite, numbers);
    return run_suite(suite);
}
