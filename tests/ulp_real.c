/* ulp_real.c: the error of the elementary functions of real numbers. The long double functions of libm find the
 * points that can matter; MPFR then judges these, and every 512th point besides; of the gamma functions, which take it
 * a thousand times as long as the others, every 4096th. */
#include "ulp.h"
#include "ulp_arguments.h"
#include "ulp_references.h"
#include <float.h>
#include <limits.h>

static mpfr_t exact, argument_x, argument_y;

static double random_unary(const format *in, int32_t kernel)
{
    switch (random_bits() % 4) {
    case 0:
        return random_number(in);
    case 1:
        return rounded(in, scalbn(random_between(-2, 2), (int)(random_bits() % 41) - 20));
    default:
        return rounded(in, random_at_hard_places(in, kernel));
    }
}

/* The hardest known arguments: J.-M. Muller et al., "Handbook of Floating-Point Arithmetic", the numbers nearest to
 * multiples of pi/2, and the edges of ranges. */
static const double hard_arguments[] = {
    0x1.6ac5b262ca1ffp849,
    0x1.6ac5b262ca1ffp850,
    0x1.4a1e0e3be1c57p0,
    0x1.921fb54442d18p0,
    0x1.921fb54442d18p1,
    0x1.921fb54442d18p30,
    0x1.fffffffffffffp1023,
    0x1.fffffep127,
    0x1.c0e31ep29,
    0x1.921fb6p0,
    0x1.e3b60d1ad5e2fp-1,
    0x1.62e42fefa39efp9,
    0x1.62e42fefa39eep9,
    -0x1.74910d52d3052p9,
    -0x1.74910d52d3051p9,
    -0x1.6232bdd7abcd2p9,
    0x1p-1074,
    0x1p-1022,
    0x0.fffffffffffffp-1022,
    0x1.0000000000001p0,
    0x1.fffffffffffffp-1,
    0x1p30,
    0x1.0000000000001p30,
    0x1.fffffffffffffp29,
    0x1.921fb54442d18p-1,
    0x1p-27,
    0x1.fffffffffffffp-28,
    0x1.6a09e667f3bcdp0,
    0x1.6a09e667f3bccp0,
    0x1.6a09e667f3bcdp-1,
    707.0,
    -707.0,
    0x1.fffffep-2, /* one more than these rounds to 3/2 */
    0x1.fffffffffffffp-2,
};
#define N_HARD (sizeof hard_arguments / sizeof hard_arguments[0])

static void random_pair(const format *in, double *y, double *x)
{
    const int exponents = in->end_exponent - in->least_exponent;
    *x = random_number(in);
    switch (random_bits() % 6) {
    case 0:
        *y = random_number(in);
        return;
    case 1: /* of about one size */
        *y = rounded(in, *x * scalbn(random_between(-2, 2), (int)(random_bits() % 5) - 2));
        return;
    case 2: /* of quite different size */
        *y = rounded(in, *x * scalbn(random_between(-2, 2), (int)(random_bits() % 140) - 70));
        return;
    case 3: /* nearly equal */
        *y = nearby(in, random_bits() & 1 ? *x : -*x);
        return;
    case 4: /* everyday sizes */
        *x = rounded(in, random_between(-10, 10));
        *y = rounded(in, random_between(-10, 10));
        return;
    default: /* exact quotients */
        *x = scalbn(random_bits() & 1 ? -1.0 : 1.0, in->least_exponent + (int)(random_bits() % (uint64_t)exponents));
        *y = rounded(in, *x * (double)(random_bits() % 64) * 0.0625);
        return;
    }
}

/* For the logarithm of a sum of powers: a larger argument so near to 0 that it shows how small the other power is. */
static void random_far_pair(const format *in, double log_2, double *x, double *y)
{
    const double sign = random_bits() & 1 ? -1.0 : 1.0;
    const int exponent = -(int)(random_bits() % (uint64_t)-in->least_exponent);
    *x = random_bits() & 1 ? 0 : rounded(in, sign * scalbn(random_between(1, 2), exponent));
    *y = rounded(in, -random_between(0, 10 - in->least_exponent) * log_2);
}

/* Powers that are neither 0 nor infinite, most of them. */
static void random_power(const format *in, double *x, double *y)
{
    const double limit = in->end_exponent * M_LN2;
    switch (random_bits() % 6) {
    case 0: /* all bases, with results of all sizes */
        *x = fabs(random_number(in));
        *y = random_between(-1.1, 1.05) * limit / log(*x);
        break;
    case 1: /* near 1 */
        *x = 1.0 + scalbn(random_between(-1, 1), -(int)(random_bits() % (uint64_t)in->digits));
        *y = random_between(-1.1, 1.05) * limit / log(rounded(in, *x));
        break;
    case 2: /* everyday numbers */
        *x = random_between(0, 10);
        *y = random_between(-3, 3);
        break;
    case 3: /* where the significand's range is split */
        *x = nearby(in, scalbn(M_SQRT1_2, (int)(random_bits() % 200) - 100));
        *y = random_between(-1.1, 1.05) * limit / log(*x);
        break;
    case 4: /* the edges of overflow and of the subnormal results */
        *x = scalbn(random_between(1, 2), (int)(random_bits() % 200) - 100);
        *y = ((random_bits() & 1 ? in->end_exponent : in->least_exponent + (int)(random_bits() % 54)) * M_LN2 +
              random_between(-1, 1)) /
             log(*x);
        break;
    default: /* negative bases */
        *x = -random_between(0, 4);
        *y = (double)(random_bits() % 600) - 300;
        break;
    }
    *x = rounded(in, *x);
    *y = rounded(in, *y);
}

#define UNARY(name, exact, near, quick)                                    \
    {                                                                      \
#        name, RVL_KERNEL_##name, 1, exact, NULL, near, NULL, quick, false \
    }
#define BINARY(name, exact, near, cancels)                                  \
    {                                                                       \
#        name, RVL_KERNEL_##name, 2, NULL, exact, NULL, near, NULL, cancels \
    }
static const real_function functions[] = {
    UNARY(sin, mpfr_sin, sinl, sin),
    UNARY(cos, mpfr_cos, cosl, cos),
    UNARY(exp, mpfr_exp, expl, exp),
    UNARY(log, mpfr_log, logl, log),
    UNARY(tan, mpfr_tan, tanl, tan),
    UNARY(asin, mpfr_asin, asinl, asin),
    UNARY(acos, mpfr_acos, acosl, acos),
    UNARY(atan, mpfr_atan, atanl, atan),
    UNARY(asinh, mpfr_asinh, asinhl, asinh),
    UNARY(acosh, mpfr_acosh, acoshl, acosh),
    UNARY(atanh, mpfr_atanh, atanhl, atanh),
    UNARY(cbrt, mpfr_cbrt, cbrtl, cbrt),
    UNARY(degrees, exact_degrees, degrees_near, degrees_quick),
    UNARY(radians, exact_radians, radians_near, radians_quick),
    BINARY(atan2, mpfr_atan2, atan2l, false),
    BINARY(hypot, mpfr_hypot, hypotl, false),
    BINARY(pow, mpfr_pow, powl, false),
    BINARY(float_power, mpfr_pow, powl, false),
    UNARY(erf, mpfr_erf, erfl, erf),
    UNARY(erfc, mpfr_erfc, erfcl, erfc),
    UNARY(tgamma, mpfr_gamma, tgammal, tgamma),
    UNARY(lgamma, lgamma_exact, lgammal, lgamma),
    UNARY(exp2, mpfr_exp2, exp2l, exp2),
    UNARY(exp10, mpfr_exp10, exp10_near, exp10_quick),
    UNARY(expm1, mpfr_expm1, expm1l, expm1),
    UNARY(sinh, mpfr_sinh, sinhl, sinh),
    UNARY(cosh, mpfr_cosh, coshl, cosh),
    UNARY(tanh, mpfr_tanh, tanhl, tanh),
    UNARY(log1p, mpfr_log1p, log1pl, log1p),
    UNARY(log2, mpfr_log2, log2l, log2),
    UNARY(log10, mpfr_log10, log10l, log10),
    BINARY(logaddexp, logaddexp_exact, logaddexp_near, true),
    BINARY(logaddexp2, logaddexp2_exact, logaddexp2_near, true),
};

/* The error by a long double; infinite where it cannot tell. */
static double near_error(const format *in, double got, long double near)
{
    int exponent;
    const bool is_edge = near == 0 || isinf(near); /* where a long double is sure: its range is much the greater */
    if ((isnan(near) && isnan(got)) || (is_edge && (long double)got == near))
        return 0;
    if (!isfinite(near) || !isfinite(got) || near == 0 || LDBL_MANT_DIG < in->digits + 10)
        return INFINITY;
    frexpl(near, &exponent);
    return fabs((double)scalbnl((long double)got - near, (int)-last_place(in, exponent)));
}

static double exact_error(const format *in, const real_function *of, double x, double y, double got)
{
    mpfr_set_d(argument_x, x, MPFR_RNDN);
    mpfr_set_d(argument_y, y, MPFR_RNDN);
    if (of->n_in == 1)
        of->exact(exact, argument_x, MPFR_RNDN);
    else
        of->exact_binary(exact, argument_x, argument_y, MPFR_RNDN);
    if (mpfr_zero_p(exact) || mpfr_inf_p(exact))
        return !isnan(got) && mpfr_cmp_d(exact, got) == 0 ? 0 : INFINITY;
    if (mpfr_nan_p(exact))
        return distance(in, got, exact, 0);
    int exponent;
    frexp(fmax(x, y), &exponent);
    if (of->kernel == RVL_KERNEL_lgamma) /* near its negative zeros, an absolute bound */
        exponent = x < 0 ? 0 : INT_MIN;
    const bool has_larger_unit = (of->cancels || of->kernel == RVL_KERNEL_lgamma) && exponent > mpfr_get_exp(exact);
    return distance(in, got, exact, last_place(in, has_larger_unit ? exponent : mpfr_get_exp(exact)));
}

static bool is_gamma(const real_function *of)
{
    return of->kernel == RVL_KERNEL_tgamma || of->kernel == RVL_KERNEL_lgamma;
}

void judge(const format *in, const real_function *of, double x, double y, double got, worst_case *worst)
{
    const long double near = of->n_in == 1 ? of->near((long double)x) : of->near_binary((long double)x, (long double)y);
    const double doubt = scalbn(8, in->digits - LDBL_MANT_DIG);
    double error = near_error(in, got, near);
    if (error > worst->error - doubt || worst->points % (is_gamma(of) ? 4096 : 512) == 0)
        error = exact_error(in, of, x, y, got);
    worst->points++;
    if (error > worst->error) {
        worst->error = error;
        worst->arguments[0] = x;
        worst->arguments[1] = of->n_in == 2 ? y : 0;
        worst->got[0] = got;
    }
}

static void random_arguments(const format *in, int32_t kernel, double *x, double *y)
{
    const bool is_power = kernel == RVL_KERNEL_pow || kernel == RVL_KERNEL_float_power;
    const bool is_log_of_sum = kernel == RVL_KERNEL_logaddexp || kernel == RVL_KERNEL_logaddexp2;
    if (is_power && random_bits() % 8 != 0)
        random_power(in, x, y);
    else if (is_log_of_sum && random_bits() % 4 == 0)
        random_far_pair(in, kernel == RVL_KERNEL_logaddexp ? M_LN2 : 1, x, y);
    else
        random_pair(in, x, y);
}

static double points_x[BATCH], points_y[BATCH], points_got[BATCH];

static void measure_batch(const format *in, const real_function *of, size_t n, worst_case *worst)
{
    evaluate(in, of->kernel, of->name, of->n_in, n, points_x, points_y, points_got);
    for (size_t i = 0; i < n; i++)
        judge(in, of, points_x[i], points_y[i], points_got[i], worst);
}

static double limit(const real_function *of)
{
    return is_gamma(of) ? 2.0 : of->kernel == RVL_KERNEL_erfc ? 1.5 : 1.0;
}

static void measure_hard(const format *in, const real_function *of, worst_case *worst)
{
    size_t n = 0;
    for (size_t i = 0; i < 2 * N_HARD; i++) {
        const double hard = hard_arguments[i / 2];
        points_x[n] = rounded(in, i & 1 ? -hard : hard);
        points_y[n++] = rounded(in, hard_arguments[random_bits() % N_HARD]);
    }
    measure_batch(in, of, n, worst);
}

static void measure_random(const format *in, const real_function *of, uint64_t n_points)
{
    worst_case worst = {0};
    measure_hard(in, of, &worst);
    for (uint64_t done = 0; done < n_points; done += BATCH) {
        for (size_t i = 0; i < BATCH; i++)
            if (of->n_in == 1)
                points_x[i] = random_unary(in, of->kernel);
            else
                random_arguments(in, of->kernel, &points_x[i], &points_y[i]);
        measure_batch(in, of, BATCH, &worst);
    }
    report(in, of->name, &worst, limit(of));
}

/* Every 256th float32, from a random one on. */
static void measure_some_float32(const real_function *of)
{
    const uint64_t step = 256;
    worst_case worst = {0};
    measure_hard(&float32, of, &worst);
    for (uint64_t bits = random_bits() % step; bits < UINT64_C(1) << 32;) {
        size_t n = 0;
        for (; n < BATCH && bits < UINT64_C(1) << 32; bits += step)
            points_x[n++] = (double)float32_of((uint32_t)bits);
        measure_batch(&float32, of, n, &worst);
    }
    report(&float32, of->name, &worst, limit(of));
}

/* Every value of a half. */
static void measure_half(const format *in, const real_function *of)
{
    worst_case worst = {0};
    for (uint32_t high = 0; high < UINT32_C(1) << 16; high += BATCH) {
        for (uint32_t i = 0; i < BATCH; i++) {
            const uint32_t half = high + i, sign = half >> 15, magnitude = half & 0x7fff;
            const uint32_t fraction = magnitude & ((UINT32_C(1) << (in->digits - 1)) - 1);
            const int32_t exponent = (int32_t)(magnitude >> (in->digits - 1));
            double x = exponent == 0 ? ldexp((double)fraction, in->least_exponent)
                                     : ldexp((double)(fraction | UINT32_C(1) << (in->digits - 1)),
                                             in->least_exponent + exponent - 1);
            if (x >= ldexp(1, in->end_exponent))
                x = fraction ? (double)NAN : (double)INFINITY;
            points_x[i] = sign ? -x : x;
        }
        measure_batch(in, of, BATCH, &worst);
    }
    report(in, of->name, &worst, 1.0);
}

void measure_float32(const char *only)
{
    mpfr_inits2(160, exact, argument_x, argument_y, (mpfr_ptr)0);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (functions[i].n_in == 1 && (only == NULL || strcmp(only, functions[i].name) == 0))
            measure_every_float32(&functions[i], limit(&functions[i]));
    mpfr_clears(exact, argument_x, argument_y, (mpfr_ptr)0);
}

void measure_real(const char *only, bool full)
{
    const uint64_t n_points = full ? 10000000 : 1000000;
    mpfr_inits2(160, exact, argument_x, argument_y, (mpfr_ptr)0);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        const real_function *of = &functions[i];
        if (only != NULL && strcmp(only, of->name) != 0)
            continue;
        measure_random(&float64, of, n_points);
        if (rvl_builtin_loop(of->kernel, RAVEL_FLOAT32, 0) == NULL)
            continue;
        if (of->n_in == 2) {
            measure_random(&float32, of, n_points);
            continue;
        }
        if (full)
            measure_every_float32(of, limit(of));
        else
            measure_some_float32(of);
        measure_half(&float16, of);
        measure_half(&bfloat16, of);
    }
    mpfr_clears(exact, argument_x, argument_y, (mpfr_ptr)0);
}
