/* check_division.c: quotients and remainders in special cases, written from the tables of the Array API standard; and
 * what integers do where there is no answer, with the events that tell of it. */
#include "support/run_suite.h"
#include <math.h>
#include <ravel/elementwise.h>
#include <stdbool.h>
#include <stdlib.h>

#define INF ((double)INFINITY)
#define NONE ((double)NAN)

/* x, y, floor_divide, remainder (the standard), fmod (C's Annex F). The values are exact in every float dtype. */
static const double float_rows[][5] = {
    {NONE, 1, NONE, NONE, NONE},
    {1, NONE, NONE, NONE, NONE},
    {NONE, NONE, NONE, NONE, NONE},
    {INF, INF, NONE, NONE, NONE},
    {INF, -INF, NONE, NONE, NONE},
    {-INF, -INF, NONE, NONE, NONE},
    {0.0, 0.0, NONE, NONE, NONE},
    {0.0, -0.0, NONE, NONE, NONE},
    {-0.0, 0.0, NONE, NONE, NONE},
    {INF, 0.0, INF, NONE, NONE},
    {INF, -0.0, -INF, NONE, NONE},
    {-INF, 0.0, -INF, NONE, NONE},
    {0.0, 2, 0.0, 0.0, 0.0},
    {-0.0, 2, -0.0, 0.0, -0.0},
    {0.0, -2, -0.0, -0.0, 0.0},
    {-0.0, -2, 0.0, -0.0, -0.0},
    {2, 0.0, INF, NONE, NONE},
    {2, -0.0, -INF, NONE, NONE},
    {-2, 0.0, -INF, NONE, NONE},
    {-2, -0.0, INF, NONE, NONE},
    {INF, 2, INF, NONE, NONE},
    {INF, -2, -INF, NONE, NONE},
    {-INF, 2, -INF, NONE, NONE},
    {-INF, -2, INF, NONE, NONE},
    {2, INF, 0.0, 2, 2},
    {2, -INF, -1, -INF, 2},
    {-2, INF, -1, INF, -2},
    {-2, -INF, 0.0, -2, -2},
    {0.0, INF, 0.0, 0.0, 0.0},
    {-0.0, INF, -0.0, 0.0, -0.0},
    {0.0, -INF, -0.0, -0.0, 0.0},
    {-0.0, -INF, 0.0, -0.0, -0.0},
    {5, 3, 1, 2, 2},
    {-5, 3, -2, 1, -2},
    {5, -3, -2, -1, 2},
    {-5, -3, 1, -2, -2},
    {6, 3, 2, 0.0, 0.0},
    {-6, 3, -2, 0.0, -0.0},
    {6, -3, -2, -0.0, 0.0},
    {-6, -3, 2, -0.0, -0.0},
    {1, 3, 0.0, 1, 1},
    {-1, 3, -1, 2, -1},
    {1, -3, -1, -2, 1},
    {-1, -3, 0.0, -1, -1},
    {7.5, 2, 3, 1.5, 1.5},
    {-7.5, 2, -4, 0.5, -1.5},
    {0.5, 0.5, 1, 0.0, 0.0},
    {-0.5, 0.75, -1, 0.25, -0.5},
};

/* Only in float64: quotients with all bits, beyond them, and far beyond; denormals. */
static const double float64_rows[][5] = {
    {0x1.fffffffffffffp52, 1, 0x1.fffffffffffffp52, 0, 0},
    {-0x1.fffffffffffffp52, 2, -0x1p52, 1, -1},
    {0x1p53, 3, 0x1.5555555555554p51, 2, 2}, /* 2^53 = 3 * 3002399751580330 + 2 */
    {0x1p1000, 3, 0x1p1000 / 3, 1, 1},
    {-0x1p1000, 3, -0x1p1000 / 3, 2, -1},
    {0x1p1023, 0x1.8p-1073, INF, 0x1p-1073, 0x1p-1073}, /* 2^2097 modulo 3 is 2, times 2^-1074 */
    {0x1p-1074, 0x1p1000, 0, 0x1p-1074, 0x1p-1074},
    {-0x1p-1074, 0x1p1000, -1, 0x1p1000, -0x1p-1074},
    {0x1.cp-1072, 0x1p-1073, 3, 0x1p-1074, 0x1p-1074},
};

typedef ravel_status (*binary_function)(ravel_context *, const ravel_array *, const ravel_array *, ravel_array *);
static const binary_function functions[3] = {ravel_floor_divide, ravel_remainder, ravel_fmod};
static const char *const names[3] = {"floor_divide", "remainder", "fmod"};

static ravel_array *number(void *memory, size_t nbytes, int32_t dtype, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, nbytes, 0, dtype, 0, NULL, NULL, flags, &array), RAVEL_OK);
    return array;
}

static bool same(double x, double y)
{
    return isnan(y) ? isnan(x) : x == y && !signbit(x) == !signbit(y);
}

/* Computes one row in a dtype: the operands are cast to it, and the result from it. */
static void check_row(const double *row, int32_t dtype)
{
    double x = row[0], y = row[1], result = 5;
    unsigned char stored[4][8];
    ravel_array *wide[3] = {number(&x, sizeof x, RAVEL_FLOAT64, 0), number(&y, sizeof y, RAVEL_FLOAT64, 0),
                            number(&result, sizeof result, RAVEL_FLOAT64, RAVEL_WRITEABLE)};
    ravel_array *own[4];
    ravel_context *context = NULL;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_casting(context, RAVEL_CASTING_SAME_KIND), RAVEL_OK);
    for (int32_t i = 0; i < 4; i++)
        own[i] = number(stored[i], sizeof stored[i], dtype, RAVEL_WRITEABLE);
    for (int32_t i = 0; i < 2; i++)
        ck_assert_int_eq(ravel_copy(context, wide[i], own[i]), RAVEL_OK);
    for (int32_t i = 0; i < 3; i++) {
        ck_assert_int_eq(functions[i](context, own[0], own[1], own[2]), RAVEL_OK);
        ck_assert_int_eq(ravel_copy(context, own[2], wide[2]), RAVEL_OK);
        ck_assert_msg(same(result, row[2 + i]), "%s(%a, %a) in %s is %a, not %a", names[i], x, y,
                      ravel_dtype_name(dtype), result, row[2 + i]);
    }
    ck_assert_int_eq(ravel_divmod(context, own[0], own[1], own[2], own[3]), RAVEL_OK);
    for (int32_t i = 0; i < 2; i++) {
        ck_assert_int_eq(ravel_copy(context, own[2 + i], wide[2]), RAVEL_OK);
        ck_assert_msg(same(result, row[2 + i]), "divmod(%a, %a) in %s has %a, not %a", x, y, ravel_dtype_name(dtype),
                      result, row[2 + i]);
    }
    for (int32_t i = 0; i < 4; i++)
        ck_assert_int_eq(ravel_array_destroy(own[i]), RAVEL_OK);
    for (int32_t i = 0; i < 3; i++)
        ck_assert_int_eq(ravel_array_destroy(wide[i]), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

START_TEST(floats_follow_the_standard)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT16, RAVEL_BFLOAT16, RAVEL_FLOAT32, RAVEL_FLOAT64};
    for (size_t i = 0; i < sizeof float_rows / sizeof *float_rows; i++)
        check_row(float_rows[i], dtypes[_i]);
}
END_TEST

START_TEST(large_quotients_leave_exact_remainders)
{
    for (size_t i = 0; i < sizeof float64_rows / sizeof *float64_rows; i++)
        check_row(float64_rows[i], RAVEL_FLOAT64);
}
END_TEST

#define BY_ZERO RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO
#define OVERFLOW RAVEL_EVENT_INTEGER_OVERFLOW

/* In int8: x, y, floor_divide, remainder, fmod, gcd, lcm; the events of the quotient, of remainders. */
static const struct {
    int8_t x, y, results[5];
    uint64_t of_quotient, of_remainder;
} integer_rows[] = {
    {7, 3, {2, 1, 1, 1, 21}, 0, 0},
    {-7, 3, {-3, 2, -1, 1, 21}, 0, 0},
    {7, -3, {-3, -2, 1, 1, 21}, 0, 0},
    {-7, -3, {2, -1, -1, 1, 21}, 0, 0},
    {6, -3, {-2, 0, 0, 3, 6}, 0, 0},
    {0, 5, {0, 0, 0, 5, 0}, 0, 0},
    {5, 0, {0, 0, 0, 5, 0}, BY_ZERO, BY_ZERO},
    {-128, 0, {0, 0, 0, -128, 0}, BY_ZERO, BY_ZERO},
    {0, 0, {0, 0, 0, 0, 0}, BY_ZERO, BY_ZERO},
    {-128, -1, {-128, 0, 0, 1, -128}, OVERFLOW, 0},
    {-127, -1, {127, 0, 0, 1, 127}, 0, 0},
    {-128, 1, {-128, 0, 0, 1, -128}, 0, 0},
    {-128, -128, {1, 0, 0, -128, -128}, 0, 0},
    {127, -128, {-1, -1, 127, 1, -128}, 0, 0}, /* 127 * 128 modulo 256 is 128 */
    {100, 75, {1, 25, 25, 25, 44}, 0, 0},      /* 300 - 256 */
};

START_TEST(integers_have_results_everywhere_and_events)
{
    static const binary_function all[5] = {ravel_floor_divide, ravel_remainder, ravel_fmod, ravel_gcd, ravel_lcm};
    int8_t x = integer_rows[_i].x, y = integer_rows[_i].y, result = 99, other = 99;
    ravel_array *in = number(&x, 1, RAVEL_INT8, 0), *by = number(&y, 1, RAVEL_INT8, 0);
    ravel_array *out = number(&result, 1, RAVEL_INT8, RAVEL_WRITEABLE);
    ravel_array *second = number(&other, 1, RAVEL_INT8, RAVEL_WRITEABLE);
    ravel_context *context = NULL;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    for (int32_t i = 0; i < 5; i++) {
        uint64_t events = 99;
        ck_assert_int_eq(all[i](context, in, by, out), RAVEL_OK);
        ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
        ck_assert_int_eq(ravel_context_clear_events(context), RAVEL_OK);
        ck_assert_msg(result == integer_rows[_i].results[i], "function %d of %d and %d is %d, not %d", i, x, y, result,
                      integer_rows[_i].results[i]);
        ck_assert_uint_eq(events, i == 0 ? integer_rows[_i].of_quotient : i < 3 ? integer_rows[_i].of_remainder : 0);
    }
    uint64_t events = 99;
    ck_assert_int_eq(ravel_divmod(context, in, by, out, second), RAVEL_OK);
    ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
    ck_assert_int_eq(result, integer_rows[_i].results[0]);
    ck_assert_int_eq(other, integer_rows[_i].results[1]);
    ck_assert_uint_eq(events, integer_rows[_i].of_quotient);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(by), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(second), RAVEL_OK);
}
END_TEST

START_TEST(masked_elements_raise_nothing)
{
    int32_t x[4] = {INT32_MIN, 5, 7, 9}, y[4] = {-1, 0, 2, 3}, result[4] = {1, 2, 3, 4};
    uint8_t where[4] = {0, 0, 1, 1};
    const int64_t shape[1] = {4};
    ravel_context *context = NULL;
    ravel_array *arrays[4] = {NULL};
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, "floor_divide", &kernel), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, x, sizeof x, 0, RAVEL_INT32, 1, shape, NULL, 0, &arrays[0]), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, y, sizeof y, 0, RAVEL_INT32, 1, shape, NULL, 0, &arrays[1]), RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(context, result, sizeof result, 0, RAVEL_INT32, 1, shape, NULL, RAVEL_WRITEABLE, &arrays[2]),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, where, sizeof where, 0, RAVEL_BOOL, 1, shape, NULL, 0, &arrays[3]),
                     RAVEL_OK);
    for (int32_t open = 0; open < 3; open++) {
        uint64_t events = 99;
        where[0] = open == 1;
        where[1] = open == 2;
        ck_assert_int_eq(ravel_context_clear_events(context), RAVEL_OK);
        ck_assert_int_eq(
            ravel_apply(context, kernel, 2, (const ravel_array *const *)arrays, arrays[3], 0, 1, &arrays[2]), RAVEL_OK);
        ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
        ck_assert_uint_eq(events, open == 0 ? 0 : open == 1 ? OVERFLOW : BY_ZERO);
    }
    ck_assert_int_eq(result[0], INT32_MIN);
    ck_assert_int_eq(result[1], 0);
    ck_assert_int_eq(result[2], 3);
    ck_assert_int_eq(result[3], 3);
    for (int32_t i = 0; i < 4; i++)
        ck_assert_int_eq(ravel_array_destroy(arrays[i]), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("division");
    TCase *tests = tcase_create("division");
    tcase_add_loop_test(tests, floats_follow_the_standard, 0, 4);
    tcase_add_test(tests, large_quotients_leave_exact_remainders);
    tcase_add_loop_test(tests, integers_have_results_everywhere_and_events, 0,
                        sizeof integer_rows / sizeof *integer_rows);
    tcase_add_test(tests, masked_elements_raise_nothing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
