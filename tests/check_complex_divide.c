/* check_complex_divide.c: quotients by zero: both parts are divided by +0, however far their sizes are apart. */
#include "support/run_suite.h"
#include <math.h>
#include <ravel/elementwise.h>
#include <stdbool.h>
#include <stdlib.h>

static const struct {
    double numerator[2], expected[2];
} rows[] = {
    {{1, -2}, {INFINITY, -INFINITY}},
    {{0, 3}, {NAN, INFINITY}},
    {{-0.0, 0}, {NAN, NAN}},
    {{1e-20, INFINITY}, {INFINITY, INFINITY}},
    {{-INFINITY, -1e-300}, {-INFINITY, -INFINITY}},
    {{1e300, 5e-324}, {INFINITY, INFINITY}},
    {{-5e-324, 200}, {-INFINITY, INFINITY}},
    {{NAN, 1e-20}, {NAN, INFINITY}},
};

static bool same(double x, double y)
{
    return isnan(x) ? isnan(y) : x == y;
}

static ravel_array *number(double *parts, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(
        ravel_array_create(NULL, parts, 2 * sizeof *parts, 0, RAVEL_COMPLEX128, 0, NULL, NULL, flags, &array),
        RAVEL_OK);
    return array;
}

START_TEST(parts_are_divided_by_zero)
{
    for (int sign = 0; sign < 4; sign++) {
        double x[2] = {rows[_i].numerator[0], rows[_i].numerator[1]}, result[2];
        double zero[2] = {sign & 1 ? -0.0 : 0.0, sign & 2 ? -0.0 : 0.0};
        ravel_array *in = number(x, 0), *by = number(zero, 0), *out = number(result, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_divide(NULL, in, by, out), RAVEL_OK);
        ck_assert_msg(same(result[0], rows[_i].expected[0]) && same(result[1], rows[_i].expected[1]),
                      "(%g, %g) / 0 is (%g, %g)", x[0], x[1], result[0], result[1]);
        ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
        ck_assert_int_eq(ravel_array_destroy(by), RAVEL_OK);
        ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("complex_divide");
    TCase *tests = tcase_create("complex_divide");
    tcase_add_loop_test(tests, parts_are_divided_by_zero, 0, sizeof rows / sizeof *rows);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
