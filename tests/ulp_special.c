/* ulp_special.c: the special cases that the Array API standard and C's Annexes F and G list, row by row. */
#include "ulp.h"

typedef struct row {
    const char *name;
    int32_t kernel, n_in;
    double x, y, expected;
} row;

#define INF INFINITY
#define PI 0x1.921fb54442d18p1
#define PI_2 0x1.921fb54442d18p0
#define PI_4 0x1.921fb54442d18p-1
#define PI_3_4 0x1.2d97c7f3321d2p1

#define UNARY(name, x, expected)                    \
    {                                               \
#        name, RVL_KERNEL_##name, 1, x, 0, expected \
    }
#define BINARY(name, x, y, expected)                \
    {                                               \
#        name, RVL_KERNEL_##name, 2, x, y, expected \
    }
static const row real_rows[] = {
    UNARY(sin, NAN, NAN),
    UNARY(sin, 0.0, 0.0),
    UNARY(sin, -0.0, -0.0),
    UNARY(sin, INF, NAN),
    UNARY(sin, -INF, NAN),
    UNARY(cos, NAN, NAN),
    UNARY(cos, 0.0, 1.0),
    UNARY(cos, -0.0, 1.0),
    UNARY(cos, INF, NAN),
    UNARY(cos, -INF, NAN),
    UNARY(exp, NAN, NAN),
    UNARY(exp, 0.0, 1.0),
    UNARY(exp, -0.0, 1.0),
    UNARY(exp, INF, INF),
    UNARY(exp, -INF, 0.0),
    UNARY(exp, 1e30, INF),
    UNARY(exp, -1e30, 0.0),
    UNARY(log, NAN, NAN),
    UNARY(log, -1.0, NAN),
    UNARY(log, -1e-40, NAN),
    UNARY(log, -INF, NAN),
    UNARY(log, 0.0, -INF),
    UNARY(log, -0.0, -INF),
    UNARY(log, 1.0, 0.0),
    UNARY(log, INF, INF),
    UNARY(tan, NAN, NAN),
    UNARY(tan, 0.0, 0.0),
    UNARY(tan, -0.0, -0.0),
    UNARY(tan, INF, NAN),
    UNARY(tan, -INF, NAN),
    UNARY(asin, NAN, NAN),
    UNARY(asin, 0.0, 0.0),
    UNARY(asin, -0.0, -0.0),
    UNARY(asin, 1.0, PI_2),
    UNARY(asin, -1.0, -PI_2),
    UNARY(asin, 1.0000001, NAN),
    UNARY(asin, -1.0000001, NAN),
    UNARY(asin, 1e300, NAN),
    UNARY(asin, INF, NAN),
    UNARY(asin, -INF, NAN),
    UNARY(acos, NAN, NAN),
    UNARY(acos, 1.0, 0.0),
    UNARY(acos, -1.0, PI),
    UNARY(acos, 0.0, PI_2),
    UNARY(acos, -0.0, PI_2),
    UNARY(acos, 1.0000001, NAN),
    UNARY(acos, -1.0000001, NAN),
    UNARY(acos, 1e300, NAN),
    UNARY(acos, INF, NAN),
    UNARY(acos, -INF, NAN),
    UNARY(atan, NAN, NAN),
    UNARY(atan, 0.0, 0.0),
    UNARY(atan, -0.0, -0.0),
    UNARY(atan, 1.0, PI_4),
    UNARY(atan, -1.0, -PI_4),
    UNARY(atan, INF, PI_2),
    UNARY(atan, -INF, -PI_2),
    UNARY(atan, 1e300, PI_2),
    UNARY(atan, -1e300, -PI_2),
    UNARY(asinh, NAN, NAN),
    UNARY(asinh, 0.0, 0.0),
    UNARY(asinh, -0.0, -0.0),
    UNARY(asinh, INF, INF),
    UNARY(asinh, -INF, -INF),
    UNARY(acosh, NAN, NAN),
    UNARY(acosh, 1.0, 0.0),
    UNARY(acosh, 0.9999999, NAN),
    UNARY(acosh, 0.0, NAN),
    UNARY(acosh, -0.0, NAN),
    UNARY(acosh, -1.0, NAN),
    UNARY(acosh, -1e300, NAN),
    UNARY(acosh, INF, INF),
    UNARY(acosh, -INF, NAN),
    UNARY(atanh, NAN, NAN),
    UNARY(atanh, 0.0, 0.0),
    UNARY(atanh, -0.0, -0.0),
    UNARY(atanh, 1.0, INF),
    UNARY(atanh, -1.0, -INF),
    UNARY(atanh, 1.0000001, NAN),
    UNARY(atanh, -1.0000001, NAN),
    UNARY(atanh, 1e300, NAN),
    UNARY(atanh, INF, NAN),
    UNARY(atanh, -INF, NAN),
    UNARY(cbrt, NAN, NAN),
    UNARY(cbrt, 0.0, 0.0),
    UNARY(cbrt, -0.0, -0.0),
    UNARY(cbrt, 1.0, 1.0),
    UNARY(cbrt, -1.0, -1.0),
    UNARY(cbrt, 8.0, 2.0),
    UNARY(cbrt, -27.0, -3.0),
    UNARY(cbrt, 0.125, 0.5),
    UNARY(cbrt, INF, INF),
    UNARY(cbrt, -INF, -INF),
    UNARY(degrees, NAN, NAN),
    UNARY(degrees, 0.0, 0.0),
    UNARY(degrees, -0.0, -0.0),
    UNARY(degrees, INF, INF),
    UNARY(degrees, -INF, -INF),
    UNARY(radians, NAN, NAN),
    UNARY(radians, 0.0, 0.0),
    UNARY(radians, -0.0, -0.0),
    UNARY(radians, INF, INF),
    UNARY(radians, -INF, -INF),
    UNARY(degrees, PI, 180.0),
    UNARY(radians, 180.0, PI),
    UNARY(radians, -90.0, -PI_2),
    BINARY(atan2, NAN, 1.0, NAN),
    BINARY(atan2, 1.0, NAN, NAN),
    BINARY(atan2, NAN, NAN, NAN),
    BINARY(atan2, NAN, INF, NAN),
    BINARY(atan2, INF, NAN, NAN),
    BINARY(atan2, 0.0, NAN, NAN),
    BINARY(atan2, NAN, 0.0, NAN),
    BINARY(atan2, 2.0, 0.0, PI_2),
    BINARY(atan2, 2.0, -0.0, PI_2),
    BINARY(atan2, -2.0, 0.0, -PI_2),
    BINARY(atan2, -2.0, -0.0, -PI_2),
    BINARY(atan2, 0.0, 2.0, 0.0),
    BINARY(atan2, 0.0, 0.0, 0.0),
    BINARY(atan2, 0.0, -0.0, PI),
    BINARY(atan2, 0.0, -2.0, PI),
    BINARY(atan2, -0.0, 2.0, -0.0),
    BINARY(atan2, -0.0, 0.0, -0.0),
    BINARY(atan2, -0.0, -0.0, -PI),
    BINARY(atan2, -0.0, -2.0, -PI),
    BINARY(atan2, 2.0, INF, 0.0),
    BINARY(atan2, 2.0, -INF, PI),
    BINARY(atan2, -2.0, INF, -0.0),
    BINARY(atan2, -2.0, -INF, -PI),
    BINARY(atan2, INF, 2.0, PI_2),
    BINARY(atan2, -INF, 2.0, -PI_2),
    BINARY(atan2, INF, -2.0, PI_2),
    BINARY(atan2, INF, 0.0, PI_2),
    BINARY(atan2, INF, INF, PI_4),
    BINARY(atan2, INF, -INF, PI_3_4),
    BINARY(atan2, -INF, INF, -PI_4),
    BINARY(atan2, -INF, -INF, -PI_3_4),
    BINARY(atan2, 0.0, INF, 0.0),
    BINARY(atan2, -0.0, INF, -0.0),
    BINARY(atan2, 0.0, -INF, PI),
    BINARY(atan2, 1.0, 1.0, PI_4),
    BINARY(atan2, 1.0, -1.0, PI_3_4),
    BINARY(hypot, INF, 1.0, INF),
    BINARY(hypot, -INF, 1.0, INF),
    BINARY(hypot, 1.0, -INF, INF),
    BINARY(hypot, INF, NAN, INF),
    BINARY(hypot, NAN, -INF, INF),
    BINARY(hypot, NAN, 1.0, NAN),
    BINARY(hypot, 1.0, NAN, NAN),
    BINARY(hypot, NAN, NAN, NAN),
    BINARY(hypot, 0.0, -0.0, 0.0),
    BINARY(hypot, -0.0, -0.0, 0.0),
    BINARY(hypot, 0.0, -2.0, 2.0),
    BINARY(hypot, -2.0, 0.0, 2.0),
    BINARY(hypot, 3.0, 4.0, 5.0),
};

static bool equal(double x, double y)
{
    if (isnan(x) || isnan(y))
        return isnan(x) && isnan(y);
    return x == y && signbit(x) == signbit(y);
}

static void check(const format *in, const row *of)
{
    const double arguments[2] = {of->x, of->y};
    double got = 0;
    evaluate(in, of->kernel, of->name, of->n_in, 1, arguments, &arguments[1], &got);
    if (equal(got, rounded(in, of->expected)))
        return;
    printf("%s of %s at %g, %g gives %.17g, not %.17g\n", of->name, in->name, of->x, of->y, got, of->expected);
    failed = true;
}

void check_special_real(const char *only)
{
    for (size_t i = 0; i < sizeof real_rows / sizeof real_rows[0]; i++) {
        const row *of = &real_rows[i];
        if (only != NULL && strcmp(only, of->name) != 0)
            continue;
        check(&float64, of);
        check(&float32, of);
    }
}
