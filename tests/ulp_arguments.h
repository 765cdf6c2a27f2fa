/* ulp_arguments.h: random arguments for ulp_real.c, at the places that are hard for each function of one argument. */
#ifndef ULP_ARGUMENTS_H
#define ULP_ARGUMENTS_H

#include "ulp.h"

static double around_multiples(const format *in)
{
    return nearby(in, rounded(in, (double)(random_bits() >> (34 + random_bits() % 30)) * M_PI_2));
}

/* For powers of a base, of which log_2 is the logarithm of 2. */
static double random_exponent(const format *in, double log_2)
{
    switch (random_bits() % 4) {
    case 0:
        return random_between(in->least_exponent, in->end_exponent) * log_2;
    case 1: /* the edges of overflow and of the subnormal results */
        return (random_bits() & 1 ? in->end_exponent : in->least_exponent + (int)(random_bits() % 54)) * log_2 +
               random_between(-1, 1);
    case 2: /* where the reduced argument is largest */
        return ((double)(random_bits() % 200) - 100 + 0.5) * log_2 + random_between(-0x1p-20, 0x1p-20);
    default:
        return random_between(-1, 1);
    }
}

static double random_for_exp(const format *in)
{
    return random_exponent(in, M_LN2);
}

static double random_for_exp2(const format *in)
{
    return random_exponent(in, 1);
}

static double random_for_exp10(const format *in)
{
    return random_exponent(in, M_LN2 / M_LN10);
}

/* Also where the result comes near to -1. */
static double random_for_expm1(const format *in)
{
    return random_bits() % 2 ? random_exponent(in, M_LN2) : random_between(-45, 10);
}

/* Both signs; the last half power of two before infinity. */
static double random_for_sinh(const format *in)
{
    const double x = random_bits() % 4 ? random_exponent(in, M_LN2) : in->end_exponent * M_LN2 + random_between(0, 1);
    return random_bits() % 2 ? x : -x;
}

/* Up to where the result is 1, and where it is nearly linear. */
static double random_for_tanh(const format *in)
{
    const double end = in->digits * M_LN2 / 2 + 1;
    return random_bits() % 2 ? random_between(-end, end) : random_between(-1, 1);
}

/* Near 0, near -1, and where 1 + x crosses the ends of the significand's range. */
static double random_for_log1p(const format *in)
{
    switch (random_bits() % 4) {
    case 0:
        return random_between(-1, 1);
    case 1:
        return nearby(in, rounded(in, scalbn(random_bits() % 2 ? 1.5 : M_SQRT2, (int)(random_bits() % 80) - 20) - 1));
    case 2:
        return scalbn(random_between(0, 1), -(int)(random_bits() % 53)) - 1;
    default:
        return fabs(random_number(in));
    }
}

static double random_for_log(const format *in)
{
    switch (random_bits() % 4) {
    case 0: /* near 1/2, 1 and 2 */
        return scalbn(1.0 + random_between(-0x1p-8, 0x1p-8), (int)(random_bits() % 3) - 1);
    case 1: /* where the significand's range is split, and subnormals */
        return nearby(in, scalbn(M_SQRT2, (int)(random_bits() % 2100) - 1076));
    case 2:
        return random_between(0.4, 2.5);
    default:
        return fabs(random_number(in));
    }
}

static double random_for_sine(const format *in)
{
    switch (random_bits() % 4) {
    case 0:
        return around_multiples(in);
    case 1:
        return random_between(-0x1p31, 0x1p31);
    case 2:
        return random_between(-4, 4);
    default:
        return scalbn(random_between(-2, 2), (int)(random_bits() % (uint64_t)in->end_exponent));
    }
}

/* Around 1/2 and 1, where domains end and methods change, and small and everyday numbers of either sign. */
static double random_for_inverse(const format *in)
{
    const double sign = random_bits() & 1 ? -1.0 : 1.0;
    switch (random_bits() % 4) {
    case 0:
        return sign *
               scalbn(1.0 + random_between(-1, 1) * scalbn(1, -(int)(random_bits() % 54)), -(int)(random_bits() % 2));
    case 1:
        return random_between(-1, 1);
    case 2: /* acosh's, too */
        return nearby(in, 1.0 + scalbn(random_between(0, 1), -(int)(random_bits() % 54)));
    default:
        return random_between(-10, 10);
    }
}

static double random_for_cbrt(const format *in)
{
    if (random_bits() & 1)
        return random_number(in);
    const double root = rounded(in, scalbn(random_between(1, 2), (int)(random_bits() % 600) - 300));
    return nearby(in, root * root * root);
}

static double random_for_erf(const format *in)
{
    switch (random_bits() % 4) {
    case 0: /* where polynomials change, and around */
        return random_between(-1.1, 1.1);
    case 1: /* where results of erfc become subnormal */
        return in->digits == 53 ? random_between(25, 27.5) : random_between(8, 10.5);
    case 2:
        return random_between(-7, 7);
    default:
        return random_between(0, in->digits == 53 ? 27.5 : 10.5);
    }
}

/* Around integers and halves, where the result is neither 0 nor infinite, and where it becomes that. */
static double random_for_gamma(const format *in)
{
    const double end = in->digits == 53 ? 171.7 : 35.1;
    switch (random_bits() % 6) {
    case 0:
        return nearby(in, 0.5 * (double)((int)(random_bits() % 100) - 60));
    case 1:
        return floor(random_between(-1.1 * end, 3)) + scalbn(random_between(-1, 1), -(int)(random_bits() % 50));
    case 2:
        return random_between(0, end);
    case 3:
        return random_between(-1.1 * end, 0);
    case 4:
        return end - scalbn(random_between(0, 1), -(int)(random_bits() % 30));
    default:
        return random_between(-9, 9);
    }
}

static double random_at_hard_places(const format *in, int32_t kernel)
{
    switch (kernel) {
    case RVL_KERNEL_exp:
        return random_for_exp(in);
    case RVL_KERNEL_log:
    case RVL_KERNEL_log2:
    case RVL_KERNEL_log10:
        return random_for_log(in);
    case RVL_KERNEL_exp2:
        return random_for_exp2(in);
    case RVL_KERNEL_exp10:
        return random_for_exp10(in);
    case RVL_KERNEL_expm1:
        return random_for_expm1(in);
    case RVL_KERNEL_sinh:
    case RVL_KERNEL_cosh:
        return random_for_sinh(in);
    case RVL_KERNEL_tanh:
        return random_for_tanh(in);
    case RVL_KERNEL_log1p:
        return random_for_log1p(in);
    case RVL_KERNEL_sin:
    case RVL_KERNEL_cos:
    case RVL_KERNEL_tan:
        return random_for_sine(in);
    case RVL_KERNEL_cbrt:
    case RVL_KERNEL_degrees:
    case RVL_KERNEL_radians:
        return random_for_cbrt(in);
    case RVL_KERNEL_erf:
    case RVL_KERNEL_erfc:
        return random_for_erf(in);
    case RVL_KERNEL_tgamma:
    case RVL_KERNEL_lgamma:
        return random_for_gamma(in);
    default:
        return random_for_inverse(in);
    }
}

#endif
