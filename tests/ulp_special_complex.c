/* ulp_special_complex.c: the special cases of complex numbers that the Array API standard and C's Annex G list, row by
 * row. */
#include "ulp.h"

typedef struct row {
    const char *name;
    int32_t kernel;
    double x, y, real, imag;
    int free_signs; /* 1: the real part's sign is not specified; 2: the imaginary part's */
} row;

#define INF INFINITY
#define PI 0x1.921fb54442d18p1
#define PI_2 0x1.921fb54442d18p0
#define PI_4 0x1.921fb54442d18p-1
#define PI_3_4 0x1.2d97c7f3321d2p1

/* Rows of sin and cos by way of sinh and cosh. */
#define COMPLEX(name, x, y, real, imag, free_signs)            \
    {                                                          \
#        name, RVL_KERNEL_##name, x, y, real, imag, free_signs \
    }
static const row rows[] = {
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

static void check(const format *in, const row *of)
{
    const bool has_imag = of->kernel != RVL_KERNEL_abs;
    const double arguments[2] = {of->x, of->y};
    double got[2] = {0, 0};
    evaluate(in, of->kernel, of->name, 1, 1, arguments, NULL, got);
    if (equal(got[0], rounded(in, of->real), of->free_signs & 1) &&
        (!has_imag || equal(got[1], rounded(in, of->imag), of->free_signs & 2)))
        return;
    printf("%s of %s at %g, %g gives %.17g, %.17g, not %.17g, %.17g\n", of->name, in->name, of->x, of->y, got[0],
           got[1], of->real, of->imag);
    failed = true;
}

static void check_both_signs(const format *in, const row *of)
{
    check(in, of);
    if (of->kernel == RVL_KERNEL_sin)
        check(in, &(row){of->name, of->kernel, -of->x, -of->y, -of->real, -of->imag, of->free_signs});
    if (of->kernel == RVL_KERNEL_cos)
        check(in, &(row){of->name, of->kernel, -of->x, -of->y, of->real, of->imag, of->free_signs});
}

static void check_row(const format *in, const row *of)
{
    /* All are f(conj z) = conj f(z). */
    const row conjugate = {of->name, of->kernel, of->x, -of->y, of->real, -of->imag, of->free_signs};
    check_both_signs(in, of);
    check_both_signs(in, &conjugate);
}

void check_special_complex(const char *only)
{
    static const format *const formats[] = {&complex128, &complex64};
    for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++)
        if (only == NULL || strcmp(only, rows[i / 2].name) == 0)
            check_row(formats[i % 2], &rows[i / 2]);
}
