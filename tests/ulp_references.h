/* ulp_references.h: references for ulp_real.c of functions that MPFR or libm lack, exact ones and near ones. */
#ifndef ULP_REFERENCES_H
#define ULP_REFERENCES_H

#include <math.h>
#include <mpfr.h>

static int exact_degrees(mpfr_t result, const mpfr_t x, mpfr_rnd_t rounding)
{
    mpfr_t pi;
    mpfr_init2(pi, mpfr_get_prec(result));
    mpfr_const_pi(pi, MPFR_RNDN);
    mpfr_mul_ui(result, x, 180, MPFR_RNDN);
    const int inexact = mpfr_div(result, result, pi, rounding);
    mpfr_clear(pi);
    return inexact;
}

static int exact_radians(mpfr_t result, const mpfr_t x, mpfr_rnd_t rounding)
{
    mpfr_t pi;
    mpfr_init2(pi, mpfr_get_prec(result));
    mpfr_const_pi(pi, MPFR_RNDN);
    mpfr_div_ui(pi, pi, 180, MPFR_RNDN);
    const int inexact = mpfr_mul(result, x, pi, rounding);
    mpfr_clear(pi);
    return inexact;
}

static long double degrees_near(long double x)
{
    return x * (180.0L / 3.14159265358979323846264338327950288L);
}

static long double radians_near(long double x)
{
    return x * (3.14159265358979323846264338327950288L / 180.0L);
}

static int lgamma_exact(mpfr_t result, const mpfr_t x, mpfr_rnd_t rounding)
{
    int sign;
    return mpfr_lgamma(result, &sign, x, rounding);
}

static double degrees_quick(double x)
{
    return x * (180 / M_PI);
}

static double radians_quick(double x)
{
    return x * (M_PI / 180);
}

/* GNU has an exp10l, ISO has not. */
static long double exp10_near(long double x)
{
    return powl(10, x);
}

static double exp10_quick(double x)
{
    return pow(10, x);
}

/* The larger argument plus log_b(1 + b^d), d the difference of both. Where they cancel, MPFR has to tell. */
static long double near_or_unknown(long double larger, long double logarithm)
{
    return fabsl(larger + logarithm) < 0x1p-4L * fabsl(larger) ? (long double)INFINITY : larger + logarithm;
}

static long double logaddexp_near(long double x, long double y)
{
    return near_or_unknown(fmaxl(x, y), log1pl(expl(-fabsl(x - y))));
}

static long double logaddexp2_near(long double x, long double y)
{
    return near_or_unknown(fmaxl(x, y), log1pl(exp2l(-fabsl(x - y))) / logl(2));
}

static int logaddexp_of_base(mpfr_t result, const mpfr_t x, const mpfr_t y,
                             int (*power)(mpfr_t, const mpfr_t, mpfr_rnd_t),
                             int (*logarithm)(mpfr_t, const mpfr_t, mpfr_rnd_t))
{
    mpfr_t wide;
    if (mpfr_nan_p(x) || mpfr_nan_p(y) || mpfr_inf_p(x) || mpfr_inf_p(y))
        return mpfr_nan_p(x) || mpfr_nan_p(y) ? mpfr_add(result, x, y, MPFR_RNDN) : mpfr_max(result, x, y, MPFR_RNDN);
    mpfr_init2(wide, 400);
    mpfr_sub(wide, x, y, MPFR_RNDN);
    mpfr_abs(wide, wide, MPFR_RNDN);
    mpfr_neg(wide, wide, MPFR_RNDN);
    power(wide, wide, MPFR_RNDN);
    logarithm(wide, wide, MPFR_RNDN);
    const int inexact = mpfr_add(result, mpfr_cmp(x, y) < 0 ? y : x, wide, MPFR_RNDN);
    mpfr_clear(wide);
    return inexact;
}

static int logaddexp_exact(mpfr_t result, const mpfr_t x, const mpfr_t y, mpfr_rnd_t rounding)
{
    (void)rounding;
    return logaddexp_of_base(result, x, y, mpfr_exp, mpfr_log1p);
}

static int log2_of_1p(mpfr_t result, const mpfr_t x, mpfr_rnd_t rounding)
{
    mpfr_t ln_2;
    mpfr_init2(ln_2, mpfr_get_prec(result));
    mpfr_const_log2(ln_2, rounding);
    mpfr_log1p(result, x, rounding);
    const int inexact = mpfr_div(result, result, ln_2, rounding);
    mpfr_clear(ln_2);
    return inexact;
}

static int logaddexp2_exact(mpfr_t result, const mpfr_t x, const mpfr_t y, mpfr_rnd_t rounding)
{
    (void)rounding;
    return logaddexp_of_base(result, x, y, mpfr_exp2, log2_of_1p);
}

#endif
