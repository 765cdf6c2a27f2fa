/* ulp_special.c: the special cases that the Array API standard and C's Annex G list, row by row. */
#include "ulp.h"

typedef struct row {
    const char *name;
    int32_t kernel, n_in;
    double x, y, expected, expected_imag;
    int free_signs; /* 1: the real part's sign is not specified; 2: the imaginary part's; 4: nor is it with the other */
} row;

#define INF INFINITY
#define PI 0x1.921fb54442d18p1
#define PI_2 0x1.921fb54442d18p0
#define PI_4 0x1.921fb54442d18p-1
#define PI_3_4 0x1.2d97c7f3321d2p1

#define UNARY(name, x, expected)                          \
    {                                                     \
#        name, RVL_KERNEL_##name, 1, x, 0, expected, 0, 0 \
    }
#define BINARY(name, x, y, expected)                      \
    {                                                     \
#        name, RVL_KERNEL_##name, 2, x, y, expected, 0, 0 \
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

/* The rows of Annex G, those of sin and cos by way of sinh and cosh. */
#define COMPLEX(name, x, y, real, imag, free_signs)               \
    {                                                             \
#        name, RVL_KERNEL_##name, 1, x, y, real, imag, free_signs \
    }
static const row complex_rows[] = {
    COMPLEX(sqrt, 0.0, 0.0, 0.0, 0.0, 0),  COMPLEX(sqrt, -0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(sqrt, 1.0, INF, INF, INF, 0),  COMPLEX(sqrt, NAN, INF, INF, INF, 0),
    COMPLEX(sqrt, INF, INF, INF, INF, 0),  COMPLEX(sqrt, -INF, INF, INF, INF, 0),
    COMPLEX(sqrt, 1.0, NAN, NAN, NAN, 0),  COMPLEX(sqrt, 0.0, NAN, NAN, NAN, 0),
    COMPLEX(sqrt, -INF, 1.0, 0.0, INF, 0), COMPLEX(sqrt, INF, 1.0, INF, 0.0, 0),
    COMPLEX(sqrt, -INF, NAN, NAN, INF, 2), COMPLEX(sqrt, INF, NAN, INF, NAN, 0),
    COMPLEX(sqrt, NAN, 1.0, NAN, NAN, 0),  COMPLEX(sqrt, NAN, 0.0, NAN, NAN, 0),
    COMPLEX(sqrt, NAN, NAN, NAN, NAN, 0),  COMPLEX(sqrt, -4.0, 0.0, 0.0, 2.0, 0),
    COMPLEX(sqrt, 4.0, 0.0, 2.0, 0.0, 0),  COMPLEX(abs, INF, NAN, INF, 0.0, 0),
    COMPLEX(abs, NAN, INF, INF, 0.0, 0),   COMPLEX(abs, NAN, 1.0, NAN, 0.0, 0),
    COMPLEX(abs, 3.0, 4.0, 5.0, 0.0, 0),   COMPLEX(abs, -0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(exp, 0.0, 0.0, 1.0, 0.0, 0),   COMPLEX(exp, -0.0, 0.0, 1.0, 0.0, 0),
    COMPLEX(exp, 1.0, INF, NAN, NAN, 0),   COMPLEX(exp, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(exp, INF, 0.0, INF, 0.0, 0),   COMPLEX(exp, -INF, 1.0, 0.0, 0.0, 0),
    COMPLEX(exp, -INF, 2.0, -0.0, 0.0, 0), COMPLEX(exp, INF, 1.0, INF, INF, 0),
    COMPLEX(exp, INF, 2.0, -INF, INF, 0),  COMPLEX(exp, -INF, INF, 0.0, 0.0, 3),
    COMPLEX(exp, INF, INF, INF, NAN, 1),   COMPLEX(exp, -INF, NAN, 0.0, 0.0, 3),
    COMPLEX(exp, INF, NAN, INF, NAN, 1),   COMPLEX(exp, NAN, 0.0, NAN, 0.0, 0),
    COMPLEX(exp, NAN, 1.0, NAN, NAN, 0),   COMPLEX(exp, NAN, NAN, NAN, NAN, 0),
    COMPLEX(exp, -INF, 0.0, 0.0, 0.0, 0),  COMPLEX(log, -0.0, 0.0, -INF, PI, 0),
    COMPLEX(log, 0.0, 0.0, -INF, 0.0, 0),  COMPLEX(log, 1.0, INF, INF, PI_2, 0),
    COMPLEX(log, 1.0, NAN, NAN, NAN, 0),   COMPLEX(log, -INF, 1.0, INF, PI, 0),
    COMPLEX(log, INF, 1.0, INF, 0.0, 0),   COMPLEX(log, -INF, INF, INF, PI_3_4, 0),
    COMPLEX(log, INF, INF, INF, PI_4, 0),  COMPLEX(log, INF, NAN, INF, NAN, 0),
    COMPLEX(log, -INF, NAN, INF, NAN, 0),  COMPLEX(log, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(log, NAN, INF, INF, NAN, 0),   COMPLEX(log, NAN, NAN, NAN, NAN, 0),
    COMPLEX(log, 1.0, 0.0, 0.0, 0.0, 0),   COMPLEX(log, -1.0, 0.0, 0.0, PI, 0),
    COMPLEX(log, 0.0, NAN, NAN, NAN, 0),   COMPLEX(log, NAN, 0.0, NAN, NAN, 0),
    COMPLEX(sin, 0.0, 0.0, 0.0, 0.0, 0),   COMPLEX(sin, -0.0, 0.0, -0.0, 0.0, 0),
    COMPLEX(sin, 0.0, INF, 0.0, INF, 0),   COMPLEX(sin, 1.0, INF, INF, INF, 0),
    COMPLEX(sin, 2.0, INF, INF, -INF, 0),  COMPLEX(sin, INF, 0.0, NAN, 0.0, 2),
    COMPLEX(sin, INF, 1.0, NAN, NAN, 0),   COMPLEX(sin, INF, INF, NAN, INF, 2),
    COMPLEX(sin, 0.0, NAN, 0.0, NAN, 0),   COMPLEX(sin, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(sin, NAN, 0.0, NAN, 0.0, 2),   COMPLEX(sin, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(sin, NAN, INF, NAN, INF, 2),   COMPLEX(sin, NAN, NAN, NAN, NAN, 0),
    COMPLEX(sin, INF, NAN, NAN, NAN, 0),   COMPLEX(cos, 0.0, 0.0, 1.0, -0.0, 0),
    COMPLEX(cos, 0.0, INF, INF, -0.0, 0),  COMPLEX(cos, 1.0, INF, INF, -INF, 0),
    COMPLEX(cos, 2.0, INF, -INF, -INF, 0), COMPLEX(cos, INF, 0.0, NAN, 0.0, 2),
    COMPLEX(cos, INF, 1.0, NAN, NAN, 0),   COMPLEX(cos, INF, INF, INF, NAN, 1),
    COMPLEX(cos, 0.0, NAN, NAN, 0.0, 2),   COMPLEX(cos, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(cos, NAN, 0.0, NAN, 0.0, 2),   COMPLEX(cos, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(cos, NAN, INF, INF, NAN, 0),   COMPLEX(cos, NAN, NAN, NAN, NAN, 0),
    COMPLEX(cos, INF, NAN, NAN, NAN, 0),
};

static bool equal(double x, double y, bool any_sign)
{
    if (isnan(x) || isnan(y))
        return isnan(x) && isnan(y);
    return any_sign ? fabs(x) == fabs(y) : x == y && signbit(x) == signbit(y);
}

static void check(const format *in, const row *of, double x, double y, double real, double imag)
{
    const bool is_complex = in->parts == 2, has_imag = is_complex && of->kernel != RVL_KERNEL_abs;
    const double arguments[2] = {x, y};
    double got[2] = {0, 0};
    evaluate(in, of->kernel, of->name, of->n_in, 1, arguments, is_complex ? NULL : &arguments[1], got);
    if (equal(got[0], rounded(in, real), of->free_signs & 1) &&
        (!has_imag || equal(got[1], rounded(in, imag), of->free_signs & 2)))
        return;
    printf("%s of %s at %g, %g gives %.17g, %.17g, not %.17g, %.17g\n", of->name, in->name, x, y, got[0], got[1], real,
           imag);
    failed = true;
}

void check_special_cases(const char *only)
{
    for (size_t i = 0; i < sizeof real_rows / sizeof real_rows[0]; i++) {
        const row *of = &real_rows[i];
        if (only != NULL && strcmp(only, of->name) != 0)
            continue;
        check(&float64, of, of->x, of->y, of->expected, 0);
        check(&float32, of, of->x, of->y, of->expected, 0);
    }
    for (size_t i = 0; i < sizeof complex_rows / sizeof complex_rows[0]; i++) {
        const row *of = &complex_rows[i];
        const format *formats[] = {&complex128, &complex64};
        if (only != NULL && strcmp(only, of->name) != 0)
            continue;
        for (size_t f = 0; f < 2; f++) {
            check(formats[f], of, of->x, of->y, of->expected, of->expected_imag);
            check(formats[f], of, of->x, -of->y, of->expected, -of->expected_imag); /* all are f(conj z) = conj f(z) */
            if (of->kernel == RVL_KERNEL_sin)
                check(formats[f], of, -of->x, -of->y, -of->expected, -of->expected_imag);
            if (of->kernel == RVL_KERNEL_cos)
                check(formats[f], of, -of->x, -of->y, of->expected, of->expected_imag);
        }
    }
}
