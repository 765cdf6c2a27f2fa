/* ulp_special_complex.c: the special cases of complex numbers that the Array API standard and C's Annex G list, row by
 * row; those of log2 and log10 are those of log, divided, and those of exp2 those of exp. And the signs of zeros on the
 * axes, which are those of the formulas: as the C library gives them. */
#include "ulp.h"
#include <complex.h>

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
    COMPLEX(sqrt, 0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(sqrt, -0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(sqrt, 1.0, INF, INF, INF, 0),
    COMPLEX(sqrt, NAN, INF, INF, INF, 0),
    COMPLEX(sqrt, INF, INF, INF, INF, 0),
    COMPLEX(sqrt, -INF, INF, INF, INF, 0),
    COMPLEX(sqrt, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(sqrt, 0.0, NAN, NAN, NAN, 0),
    COMPLEX(sqrt, -INF, 1.0, 0.0, INF, 0),
    COMPLEX(sqrt, INF, 1.0, INF, 0.0, 0),
    COMPLEX(sqrt, -INF, NAN, NAN, INF, 2),
    COMPLEX(sqrt, INF, NAN, INF, NAN, 0),
    COMPLEX(sqrt, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(sqrt, NAN, 0.0, NAN, NAN, 0),
    COMPLEX(sqrt, NAN, NAN, NAN, NAN, 0),
    COMPLEX(sqrt, -4.0, 0.0, 0.0, 2.0, 0),
    COMPLEX(sqrt, 4.0, 0.0, 2.0, 0.0, 0),
    COMPLEX(abs, INF, NAN, INF, 0.0, 0),
    COMPLEX(abs, NAN, INF, INF, 0.0, 0),
    COMPLEX(abs, NAN, 1.0, NAN, 0.0, 0),
    COMPLEX(abs, 3.0, 4.0, 5.0, 0.0, 0),
    COMPLEX(abs, -0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(exp, 0.0, 0.0, 1.0, 0.0, 0),
    COMPLEX(exp, -0.0, 0.0, 1.0, 0.0, 0),
    COMPLEX(exp, 1.0, INF, NAN, NAN, 0),
    COMPLEX(exp, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(exp, INF, 0.0, INF, 0.0, 0),
    COMPLEX(exp, -INF, 1.0, 0.0, 0.0, 0),
    COMPLEX(exp, -INF, 2.0, -0.0, 0.0, 0),
    COMPLEX(exp, INF, 1.0, INF, INF, 0),
    COMPLEX(exp, INF, 2.0, -INF, INF, 0),
    COMPLEX(exp, -INF, INF, 0.0, 0.0, 3),
    COMPLEX(exp, INF, INF, INF, NAN, 1),
    COMPLEX(exp, -INF, NAN, 0.0, 0.0, 3),
    COMPLEX(exp, INF, NAN, INF, NAN, 1),
    COMPLEX(exp, NAN, 0.0, NAN, 0.0, 0),
    COMPLEX(exp, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(exp, NAN, NAN, NAN, NAN, 0),
    COMPLEX(exp, -INF, 0.0, 0.0, 0.0, 0),
    COMPLEX(log, -0.0, 0.0, -INF, PI, 0),
    COMPLEX(log, 0.0, 0.0, -INF, 0.0, 0),
    COMPLEX(log, 1.0, INF, INF, PI_2, 0),
    COMPLEX(log, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(log, -INF, 1.0, INF, PI, 0),
    COMPLEX(log, INF, 1.0, INF, 0.0, 0),
    COMPLEX(log, -INF, INF, INF, PI_3_4, 0),
    COMPLEX(log, INF, INF, INF, PI_4, 0),
    COMPLEX(log, INF, NAN, INF, NAN, 0),
    COMPLEX(log, -INF, NAN, INF, NAN, 0),
    COMPLEX(log, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(log, NAN, INF, INF, NAN, 0),
    COMPLEX(log, NAN, NAN, NAN, NAN, 0),
    COMPLEX(log, 1.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(log, -1.0, 0.0, 0.0, PI, 0),
    COMPLEX(log, 0.0, NAN, NAN, NAN, 0),
    COMPLEX(log, NAN, 0.0, NAN, NAN, 0),
    COMPLEX(sin, 0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(sin, -0.0, 0.0, -0.0, 0.0, 0),
    COMPLEX(sin, 0.0, INF, 0.0, INF, 0),
    COMPLEX(sin, 1.0, INF, INF, INF, 0),
    COMPLEX(sin, 2.0, INF, INF, -INF, 0),
    COMPLEX(sin, INF, 0.0, NAN, 0.0, 2),
    COMPLEX(sin, INF, 1.0, NAN, NAN, 0),
    COMPLEX(sin, INF, INF, NAN, INF, 2),
    COMPLEX(sin, 0.0, NAN, 0.0, NAN, 0),
    COMPLEX(sin, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(sin, NAN, 0.0, NAN, 0.0, 2),
    COMPLEX(sin, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(sin, NAN, INF, NAN, INF, 2),
    COMPLEX(sin, NAN, NAN, NAN, NAN, 0),
    COMPLEX(sin, INF, NAN, NAN, NAN, 0),
    COMPLEX(cos, 0.0, 0.0, 1.0, -0.0, 0),
    COMPLEX(cos, 0.0, INF, INF, -0.0, 0),
    COMPLEX(cos, 1.0, INF, INF, -INF, 0),
    COMPLEX(cos, 2.0, INF, -INF, -INF, 0),
    COMPLEX(cos, INF, 0.0, NAN, 0.0, 2),
    COMPLEX(cos, INF, 1.0, NAN, NAN, 0),
    COMPLEX(cos, INF, INF, INF, NAN, 1),
    COMPLEX(cos, 0.0, NAN, NAN, 0.0, 2),
    COMPLEX(cos, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(cos, NAN, 0.0, NAN, 0.0, 2),
    COMPLEX(cos, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(cos, NAN, INF, INF, NAN, 0),
    COMPLEX(cos, NAN, NAN, NAN, NAN, 0),
    COMPLEX(cos, INF, NAN, NAN, NAN, 0),
    COMPLEX(acos, 0.0, 0.0, PI_2, -0.0, 0),
    COMPLEX(acos, -0.0, 0.0, PI_2, -0.0, 0),
    COMPLEX(acos, 0.0, NAN, PI_2, NAN, 0),
    COMPLEX(acos, -0.0, NAN, PI_2, NAN, 0),
    COMPLEX(acos, 1.0, INF, PI_2, -INF, 0),
    COMPLEX(acos, -2.0, INF, PI_2, -INF, 0),
    COMPLEX(acos, 0.0, INF, PI_2, -INF, 0),
    COMPLEX(acos, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(acos, -INF, 1.0, PI, -INF, 0),
    COMPLEX(acos, INF, 1.0, 0.0, -INF, 0),
    COMPLEX(acos, -INF, INF, PI_3_4, -INF, 0),
    COMPLEX(acos, INF, INF, PI_4, -INF, 0),
    COMPLEX(acos, INF, NAN, NAN, INF, 2),
    COMPLEX(acos, -INF, NAN, NAN, INF, 2),
    COMPLEX(acos, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(acos, NAN, 0.0, NAN, NAN, 0),
    COMPLEX(acos, NAN, INF, NAN, -INF, 0),
    COMPLEX(acos, NAN, NAN, NAN, NAN, 0),
    COMPLEX(acos, 1.0, 0.0, 0.0, -0.0, 0),
    COMPLEX(acos, -1.0, 0.0, PI, -0.0, 0),
    COMPLEX(acos, INF, 0.0, 0.0, -INF, 0),
    COMPLEX(acos, -INF, 0.0, PI, -INF, 0),
    COMPLEX(acosh, 0.0, 0.0, 0.0, PI_2, 0),
    COMPLEX(acosh, -0.0, 0.0, 0.0, PI_2, 0),
    COMPLEX(acosh, 1.0, INF, INF, PI_2, 0),
    COMPLEX(acosh, -2.0, INF, INF, PI_2, 0),
    COMPLEX(acosh, 0.0, INF, INF, PI_2, 0),
    COMPLEX(acosh, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(acosh, 0.0, NAN, NAN, PI_2, 2),
    COMPLEX(acosh, -INF, 1.0, INF, PI, 0),
    COMPLEX(acosh, INF, 1.0, INF, 0.0, 0),
    COMPLEX(acosh, -INF, INF, INF, PI_3_4, 0),
    COMPLEX(acosh, INF, INF, INF, PI_4, 0),
    COMPLEX(acosh, INF, NAN, INF, NAN, 0),
    COMPLEX(acosh, -INF, NAN, INF, NAN, 0),
    COMPLEX(acosh, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(acosh, NAN, 0.0, NAN, NAN, 0),
    COMPLEX(acosh, NAN, INF, INF, NAN, 0),
    COMPLEX(acosh, NAN, NAN, NAN, NAN, 0),
    COMPLEX(acosh, 1.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(acosh, -1.0, 0.0, 0.0, PI, 0),
    COMPLEX(acosh, INF, 0.0, INF, 0.0, 0),
    COMPLEX(asinh, 0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(asinh, 1.0, INF, INF, PI_2, 0),
    COMPLEX(asinh, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(asinh, 0.0, NAN, NAN, NAN, 0),
    COMPLEX(asinh, INF, 1.0, INF, 0.0, 0),
    COMPLEX(asinh, INF, INF, INF, PI_4, 0),
    COMPLEX(asinh, INF, NAN, INF, NAN, 0),
    COMPLEX(asinh, NAN, 0.0, NAN, 0.0, 0),
    COMPLEX(asinh, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(asinh, NAN, INF, INF, NAN, 1),
    COMPLEX(asinh, NAN, NAN, NAN, NAN, 0),
    COMPLEX(asinh, 0.0, 1.0, 0.0, PI_2, 0),
    COMPLEX(atanh, 0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(atanh, 0.0, NAN, 0.0, NAN, 0),
    COMPLEX(atanh, 1.0, 0.0, INF, 0.0, 0),
    COMPLEX(atanh, 1.0, INF, 0.0, PI_2, 0),
    COMPLEX(atanh, 0.0, INF, 0.0, PI_2, 0),
    COMPLEX(atanh, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(atanh, INF, 1.0, 0.0, PI_2, 0),
    COMPLEX(atanh, INF, INF, 0.0, PI_2, 0),
    COMPLEX(atanh, INF, NAN, 0.0, NAN, 0),
    COMPLEX(atanh, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(atanh, NAN, 0.0, NAN, NAN, 0),
    COMPLEX(atanh, NAN, INF, 0.0, PI_2, 1),
    COMPLEX(atanh, NAN, NAN, NAN, NAN, 0),
    COMPLEX(cosh, 0.0, 0.0, 1.0, 0.0, 0),
    COMPLEX(cosh, 0.0, INF, NAN, 0.0, 2),
    COMPLEX(cosh, 0.0, NAN, NAN, 0.0, 2),
    COMPLEX(cosh, 1.0, INF, NAN, NAN, 0),
    COMPLEX(cosh, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(cosh, INF, 0.0, INF, 0.0, 0),
    COMPLEX(cosh, INF, 1.0, INF, INF, 0),
    COMPLEX(cosh, INF, 2.0, -INF, INF, 0),
    COMPLEX(cosh, INF, INF, INF, NAN, 1),
    COMPLEX(cosh, INF, NAN, INF, NAN, 0),
    COMPLEX(cosh, NAN, 0.0, NAN, 0.0, 2),
    COMPLEX(cosh, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(cosh, NAN, NAN, NAN, NAN, 0),
    COMPLEX(sinh, 0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(sinh, 0.0, INF, 0.0, NAN, 1),
    COMPLEX(sinh, 0.0, NAN, 0.0, NAN, 1),
    COMPLEX(sinh, 1.0, INF, NAN, NAN, 0),
    COMPLEX(sinh, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(sinh, INF, 0.0, INF, 0.0, 0),
    COMPLEX(sinh, INF, 1.0, INF, INF, 0),
    COMPLEX(sinh, INF, 2.0, -INF, INF, 0),
    COMPLEX(sinh, INF, INF, INF, NAN, 1),
    COMPLEX(sinh, INF, NAN, INF, NAN, 1),
    COMPLEX(sinh, NAN, 0.0, NAN, 0.0, 0),
    COMPLEX(sinh, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(sinh, NAN, NAN, NAN, NAN, 0),
    COMPLEX(tanh, 0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(tanh, 1.0, INF, NAN, NAN, 0),
    COMPLEX(tanh, 0.0, INF, 0.0, NAN, 0),
    COMPLEX(tanh, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(tanh, 30.0, NAN, NAN, NAN, 0),
    COMPLEX(tanh, 0.0, NAN, 0.0, NAN, 0),
    COMPLEX(tanh, INF, 1.0, 1.0, 0.0, 0),
    COMPLEX(tanh, INF, INF, 1.0, 0.0, 2),
    COMPLEX(tanh, INF, NAN, 1.0, 0.0, 2),
    COMPLEX(tanh, NAN, 0.0, NAN, 0.0, 0),
    COMPLEX(tanh, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(tanh, NAN, INF, NAN, NAN, 0),
    COMPLEX(tanh, NAN, NAN, NAN, NAN, 0),
    COMPLEX(expm1, 0.0, 0.0, 0.0, 0.0, 1),
    COMPLEX(expm1, -0.0, 0.0, 0.0, 0.0, 1),
    COMPLEX(expm1, 1.0, INF, NAN, NAN, 0),
    COMPLEX(expm1, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(expm1, INF, 0.0, INF, 0.0, 0),
    COMPLEX(expm1, -INF, 1.0, -1.0, 0.0, 0),
    COMPLEX(expm1, -INF, 2.0, -1.0, 0.0, 0),
    COMPLEX(expm1, -INF, 4.0, -1.0, -0.0, 0),
    COMPLEX(expm1, -INF, 0.0, -1.0, 0.0, 0),
    COMPLEX(expm1, INF, 1.0, INF, INF, 0),
    COMPLEX(expm1, INF, 2.0, -INF, INF, 0),
    COMPLEX(expm1, -INF, INF, -1.0, 0.0, 2),
    COMPLEX(expm1, INF, INF, INF, NAN, 1),
    COMPLEX(expm1, -INF, NAN, -1.0, 0.0, 2),
    COMPLEX(expm1, INF, NAN, INF, NAN, 1),
    COMPLEX(expm1, NAN, 0.0, NAN, 0.0, 0),
    COMPLEX(expm1, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(expm1, NAN, INF, NAN, NAN, 0),
    COMPLEX(expm1, NAN, NAN, NAN, NAN, 0),
    COMPLEX(log1p, -1.0, 0.0, -INF, 0.0, 0),
    COMPLEX(log1p, 1.0, INF, INF, PI_2, 0),
    COMPLEX(log1p, -5.0, INF, INF, PI_2, 0),
    COMPLEX(log1p, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(log1p, -INF, 1.0, INF, PI, 0),
    COMPLEX(log1p, INF, 1.0, INF, 0.0, 0),
    COMPLEX(log1p, -INF, INF, INF, PI_3_4, 0),
    COMPLEX(log1p, INF, INF, INF, PI_4, 0),
    COMPLEX(log1p, INF, NAN, INF, NAN, 0),
    COMPLEX(log1p, -INF, NAN, INF, NAN, 0),
    COMPLEX(log1p, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(log1p, NAN, 0.0, NAN, NAN, 0),
    COMPLEX(log1p, NAN, INF, INF, NAN, 0),
    COMPLEX(log1p, NAN, NAN, NAN, NAN, 0),
    COMPLEX(log1p, 0.0, 0.0, 0.0, 0.0, 0),
    COMPLEX(log1p, -0.0, 0.0, -0.0, 0.0, 0),
    COMPLEX(log2, -0.0, 0.0, -INF, 0x1.22123045b5decp2, 0),
    COMPLEX(log2, 0.0, 0.0, -INF, 0.0, 0),
    COMPLEX(log2, 1.0, INF, INF, 0x1.22123045b5decp1, 0),
    COMPLEX(log2, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(log2, 0.0, NAN, NAN, NAN, 0),
    COMPLEX(log2, -0.0, NAN, NAN, NAN, 0),
    COMPLEX(log10, 0.0, NAN, NAN, NAN, 0),
    COMPLEX(log10, -0.0, NAN, NAN, NAN, 0),
    COMPLEX(log1p, -1.0, NAN, NAN, NAN, 0),
    COMPLEX(log2, -INF, 1.0, INF, 0x1.22123045b5decp2, 0),
    COMPLEX(log2, INF, 1.0, INF, 0.0, 0),
    COMPLEX(log2, -INF, INF, INF, 0x1.b31b486890ce1p1, 0),
    COMPLEX(log2, INF, INF, INF, 0x1.22123045b5decp0, 0),
    COMPLEX(log2, INF, NAN, INF, NAN, 0),
    COMPLEX(log2, -INF, NAN, INF, NAN, 0),
    COMPLEX(log2, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(log2, NAN, INF, INF, NAN, 0),
    COMPLEX(log2, NAN, NAN, NAN, NAN, 0),
    COMPLEX(log2, 8.0, 0.0, 3.0, 0.0, 0),
    COMPLEX(log2, -0.25, 0.0, -2.0, 0x1.22123045b5decp2, 0),
    COMPLEX(log10, -0.0, 0.0, -INF, 0x1.5d47c4cb2fba1p0, 0),
    COMPLEX(log10, 0.0, 0.0, -INF, 0.0, 0),
    COMPLEX(log10, 1.0, INF, INF, 0x1.5d47c4cb2fba1p-1, 0),
    COMPLEX(log10, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(log10, -INF, 1.0, INF, 0x1.5d47c4cb2fba1p0, 0),
    COMPLEX(log10, INF, 1.0, INF, 0.0, 0),
    COMPLEX(log10, -INF, INF, INF, 0x1.05f5d39863cb9p0, 0),
    COMPLEX(log10, INF, INF, INF, 0x1.5d47c4cb2fba1p-2, 0),
    COMPLEX(log10, INF, NAN, INF, NAN, 0),
    COMPLEX(log10, -INF, NAN, INF, NAN, 0),
    COMPLEX(log10, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(log10, NAN, INF, INF, NAN, 0),
    COMPLEX(log10, NAN, NAN, NAN, NAN, 0),
    COMPLEX(log10, 1000.0, 0.0, 3.0, 0.0, 0),
    COMPLEX(exp2, 0.0, 0.0, 1.0, 0.0, 0),
    COMPLEX(exp2, -0.0, 0.0, 1.0, 0.0, 0),
    COMPLEX(exp2, 1.0, INF, NAN, NAN, 0),
    COMPLEX(exp2, 1.0, NAN, NAN, NAN, 0),
    COMPLEX(exp2, INF, 0.0, INF, 0.0, 0),
    COMPLEX(exp2, -INF, 0.0, 0.0, 0.0, 0),
    COMPLEX(exp2, -INF, 1.0, 0.0, 0.0, 0),
    COMPLEX(exp2, -INF, 3.0, -0.0, 0.0, 0),
    COMPLEX(exp2, INF, 1.0, INF, INF, 0),
    COMPLEX(exp2, INF, 3.0, -INF, INF, 0),
    COMPLEX(exp2, -INF, INF, 0.0, 0.0, 3),
    COMPLEX(exp2, INF, INF, INF, NAN, 1),
    COMPLEX(exp2, -INF, NAN, 0.0, 0.0, 3),
    COMPLEX(exp2, INF, NAN, INF, NAN, 1),
    COMPLEX(exp2, NAN, 0.0, NAN, 0.0, 0),
    COMPLEX(exp2, NAN, 1.0, NAN, NAN, 0),
    COMPLEX(exp2, NAN, NAN, NAN, NAN, 0),
    COMPLEX(exp2, 3.0, 0.0, 8.0, 0.0, 0),
};

typedef struct power_row {
    double x[2], y[2], real, imag;
    int free_signs;
} power_row;

/* exp(y log x); but to the power of 0 all is 1. */
static const power_row power_rows[] = {
    {{0, 0}, {2, 0}, 0, 0, 3},        {{0, 0}, {2, 1}, 0, 0, 3},       {{0, 0}, {-1, 0}, INF, NAN, 1},
    {{0, 0}, {0, 1}, NAN, NAN, 0},    {{0, 0}, {0, 0}, 1, 0, 2},       {{NAN, NAN}, {0, 0}, 1, 0, 2},
    {{INF, 1}, {0, 0}, 1, 0, 2},      {{NAN, 1}, {1, 0}, NAN, NAN, 0}, {{1, 2}, {NAN, 1}, NAN, NAN, 0},
    {{INF, 0}, {1, 0}, INF, NAN, 1},  {{2, 0}, {INF, 0}, INF, NAN, 1}, {{0.5, 0}, {INF, 0}, 0, 0, 3},
    {{-INF, 1}, {1, 1}, INF, NAN, 1}, {{2, 0}, {3, 0}, 8, 0, 0},       {{1, 0}, {3, 4}, 1, 0, 0},
    {{1, 0}, {1e30, 0}, 1, 0, 0},     {{2, 0}, {1e30, 0}, INF, 0, 0},  {{0.5, 0}, {1e30, 0}, 0, 0, 2},
};

/* The functions of which f(-z) is -f(z), or f(z), and those that are another with the parts exchanged. */
static const int32_t odd[] = {RVL_KERNEL_sin,  RVL_KERNEL_tan,  RVL_KERNEL_asin,  RVL_KERNEL_atan,
                              RVL_KERNEL_sinh, RVL_KERNEL_tanh, RVL_KERNEL_asinh, RVL_KERNEL_atanh};
static const int32_t even[] = {RVL_KERNEL_cos, RVL_KERNEL_cosh};
static const struct exchange {
    int32_t from, to;
    const char *name;
} exchanges[] = {{RVL_KERNEL_asinh, RVL_KERNEL_asin, "asin"},
                 {RVL_KERNEL_atanh, RVL_KERNEL_atan, "atan"},
                 {RVL_KERNEL_tanh, RVL_KERNEL_tan, "tan"},
                 {RVL_KERNEL_sinh, RVL_KERNEL_sin, "sin"}};

static bool is_in(const int32_t *list, size_t n, int32_t kernel)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == kernel)
            return true;
    return false;
}

static bool equal(double x, double y, bool any_sign)
{
    if (isnan(x) || isnan(y))
        return isnan(x) && isnan(y);
    return any_sign ? fabs(x) == fabs(y) : x == y && signbit(x) == signbit(y);
}

static void check(const format *in, const row *of, const double *power)
{
    const bool has_imag = of->kernel != RVL_KERNEL_abs;
    const double arguments[2] = {of->x, of->y};
    double got[2] = {0, 0};
    evaluate(in, of->kernel, of->name, power ? 2 : 1, 1, arguments, power, got);
    if (equal(got[0], rounded(in, of->real), of->free_signs & 1) &&
        (!has_imag || equal(got[1], rounded(in, of->imag), of->free_signs & 2)))
        return;
    printf("%s of %s at %g, %g gives %.17g, %.17g, not %.17g, %.17g\n", of->name, in->name, of->x, of->y, got[0],
           got[1], of->real, of->imag);
    failed = true;
}

static void check_both_signs(const format *in, const row *of)
{
    check(in, of, NULL);
    if (is_in(odd, sizeof odd / sizeof odd[0], of->kernel))
        check(in, &(row){of->name, of->kernel, -of->x, -of->y, -of->real, -of->imag, of->free_signs}, NULL);
    if (is_in(even, sizeof even / sizeof even[0], of->kernel))
        check(in, &(row){of->name, of->kernel, -of->x, -of->y, of->real, of->imag, of->free_signs}, NULL);
}

static void check_row(const format *in, const row *of)
{
    /* All are f(conj z) = conj f(z). */
    const row conjugate = {of->name, of->kernel, of->x, -of->y, of->real, -of->imag, of->free_signs};
    check_both_signs(in, of);
    check_both_signs(in, &conjugate);
}

static double _Complex complex_of(double real, double imag)
{
    const double parts[2] = {real, imag};
    double _Complex z;
    memcpy(&z, parts, sizeof z);
    return z;
}

static double _Complex reciprocal(double _Complex z)
{
    const double square = creal(z) * creal(z) + cimag(z) * cimag(z);
    return complex_of(creal(z) / square, -cimag(z) / square);
}

static double _Complex expm1_of(double _Complex z)
{
    return complex_of(expm1(creal(z)) * cos(cimag(z)) - 2 * pow(sin(cimag(z) / 2), 2), exp(creal(z)) * sin(cimag(z)));
}

static const struct peer {
    const char *name;
    int32_t kernel;
    double _Complex (*function)(double _Complex);
} peers[] = {
#define PEER(name)                        \
    {                                     \
#        name, RVL_KERNEL_##name, c##name \
    }
    PEER(sqrt),
    PEER(exp),
    PEER(log),
    PEER(sin),
    PEER(cos),
    PEER(tan),
    PEER(asin),
    PEER(acos),
    PEER(atan),
    PEER(sinh),
    PEER(cosh),
    PEER(tanh),
    PEER(asinh),
    PEER(acosh),
    PEER(atanh),
    {"reciprocal", RVL_KERNEL_reciprocal, reciprocal},
    {"expm1", RVL_KERNEL_expm1, expm1_of},
};

static bool agrees(double got, double expected)
{
    const bool is_near = got == expected || fabs(got - expected) <= fabs(expected) * 1e-6;
    return is_near && !signbit(got) == !signbit(expected);
}

/* At points of the axes, with a zero of either sign beside them. */
static void check_axes(const format *in, const struct peer *of)
{
    static const double steps[] = {0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 30, 80};
    for (size_t i = 0; i < 8 * sizeof steps / sizeof *steps; i++) {
        const double along = i & 1 ? -steps[i / 8] : steps[i / 8], zero = i & 2 ? -0.0 : 0.0;
        const double z[2] = {i & 4 ? zero : along, i & 4 ? along : zero};
        const double _Complex expected = of->function(complex_of(z[0], z[1]));
        double got[2];
        if (of->kernel == RVL_KERNEL_reciprocal && along == 0)
            continue;
        evaluate(in, of->kernel, of->name, 1, 1, z, NULL, got);
        if (agrees(got[0], creal(expected)) && agrees(got[1], cimag(expected)))
            continue;
        printf("%s of %s at %g, %g gives %g, %g, not %g, %g\n", of->name, in->name, z[0], z[1], got[0], got[1],
               creal(expected), cimag(expected));
        failed = true;
    }
}

void check_special_complex(const char *only)
{
    static const format *const formats[] = {&complex128, &complex64};
    for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
        const row *of = &rows[i / 2];
        const int exchanged_signs = (of->free_signs & 1) * 2 + (of->free_signs >> 1 & 1);
        if (only == NULL || strcmp(only, of->name) == 0)
            check_row(formats[i % 2], of);
        for (size_t j = 0; j < sizeof exchanges / sizeof exchanges[0]; j++)
            if (of->kernel == exchanges[j].from && (only == NULL || strcmp(only, exchanges[j].name) == 0))
                check_row(formats[i % 2], &(row){exchanges[j].name, exchanges[j].to, of->y, of->x, of->imag, of->real,
                                                 exchanged_signs});
    }
    for (size_t i = 0; i < 2 * sizeof peers / sizeof peers[0]; i++)
        if (only == NULL || strcmp(only, peers[i / 2].name) == 0)
            check_axes(formats[i % 2], &peers[i / 2]);
    for (size_t i = 0; i < 2 * sizeof power_rows / sizeof power_rows[0]; i++) {
        const power_row *of = &power_rows[i / 2];
        const row plain = {"pow", RVL_KERNEL_pow, of->x[0], of->x[1], of->real, of->imag, of->free_signs};
        const row conjugate = {"pow", RVL_KERNEL_pow, of->x[0], -of->x[1], of->real, -of->imag, of->free_signs};
        if (only != NULL && strcmp(only, "pow") != 0)
            continue;
        check(formats[i % 2], &plain, of->y);
        check(formats[i % 2], &conjugate, (const double[]){of->y[0], -of->y[1]});
    }
}
