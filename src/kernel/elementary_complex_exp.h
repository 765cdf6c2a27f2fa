/* elementary_complex_exp.h: exp2 and expm1 of complex numbers, and the exponential of a number given as pairs. */
#ifndef RVL_KERNEL_ELEMENTARY_COMPLEX_EXP_H
#define RVL_KERNEL_ELEMENTARY_COMPLEX_EXP_H

#include "elementary_complex.h"
#include "elementary_pair_functions.h"
#include "elementary_two_ln2_over_pi.h"

typedef struct rvl_complex_pairs {
    rvl_pair_float64 real, imag;
} rvl_complex_pairs;

RVL_ALWAYS_INLINE double rvl_between(double low, double x, double high)
{
    const double at_most = high < x ? high : x; /* NaN stays */
    return low > at_most ? low : at_most;
}

/* exp(x) cis(y), the sine and cosine of y given. Special cases as those of exp. Of infinite parts the low ones do not
 * count. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_exp_directed(rvl_pair_float64 x, double y, rvl_sin_cos_pairs direction)
{
    const double x_high = rvl_between(-RVL_HUGE_EXPONENT, x.high, RVL_HUGE_EXPONENT);
    const double x_low = x_high == x.high ? x.low : 0.0;
    const rvl_exp_parts parts = rvl_exp_parts_float64(x_high);
    const rvl_pair_float64 length = {parts.significand, parts.significand_low + parts.significand * x_low};
    const double real = rvl_scaled_product(rvl_pair_product(length, direction.cos), 1.0, parts.rounder);
    const double imag = rvl_scaled_product(rvl_pair_product(length, direction.sin), 1.0, parts.rounder);
    const bool is_directed = rvl_is_finite_float64(y);
    const bool vanishes = (x.high == -__builtin_inf()) & !is_directed;
    const bool explodes = (x.high == __builtin_inf()) & !is_directed;
    const double real_or_0 = vanishes ? 0.0 : real, imag_or_0 = vanishes ? 0.0 : imag;
    return (rvl_complex128){explodes ? x.high : real_or_0, y == 0.0 ? y : imag_or_0};
}

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_exp_of_pairs(rvl_complex_pairs z)
{
    return rvl_complex_exp_directed(z.real, z.imag.high, rvl_sin_cos_of_pair(z.imag, false));
}

/* exp(z ln 2). The angle y ln 2 is reduced without being rounded: as a pair, or as sin and cos reduce a huge one. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_exp2_within(rvl_complex128 z, bool only_moderate)
{
    const rvl_pair_float64 ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
    const double x = rvl_between(-2.0 * RVL_HUGE_EXPONENT, z.real, 2.0 * RVL_HUGE_EXPONENT), y = z.imag;
    const bool is_moderate = only_moderate | rvl_is_moderate_float64(y);
    const rvl_pair_float64 growth = rvl_pair_times(ln2, x), angle = rvl_pair_times(ln2, is_moderate ? y : 0.0);
    const rvl_reduced moderate = rvl_reduce_moderate_float64(angle.high);
    const rvl_reduced huge = rvl_reduce_huge_by_float64(y, rvl_two_ln2_over_pi);
    const rvl_reduced reduced = {is_moderate ? moderate.high : huge.high,
                                 is_moderate ? moderate.low + angle.low : huge.low,
                                 is_moderate ? moderate.quadrant : huge.quadrant};
    const rvl_sin_cos_pairs direction = rvl_sin_cos_of_reduced(reduced);
    const rvl_pair_float64 none = {__builtin_nan(""), 0.0};
    const rvl_sin_cos_pairs directed = {rvl_pair_choice(rvl_is_finite_float64(y), direction.sin, none),
                                        rvl_pair_choice(rvl_is_finite_float64(y), direction.cos, none)};
    const double x_high = rvl_is_finite_float64(z.real) ? growth.high : z.real;
    return rvl_complex_exp_directed(rvl_pair_of(x_high, growth.low), y, directed);
}
RVL_COMPLEX_FORMS(exp2, imag)

/* exp(x) - 1 = 2 sinh(x / 2) exp(x / 2), of |x| <= 40. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_expm1_pair(double x)
{
    const double half = 0.5 * x;
    const rvl_exp_parts parts = rvl_exp_parts_float64(half);
    const rvl_pair_float64 root =
        rvl_pair_scaled(rvl_pair_of(parts.significand, parts.significand_low), rvl_power_of_two(parts.rounder));
    const rvl_pair_float64 sinh = rvl_sinh_cosh_float64(__builtin_fabs(half)).sinh;
    const rvl_pair_float64 product = rvl_pair_product(rvl_pair_normal(sinh.high, sinh.low), root);
    const rvl_pair_float64 result = rvl_pair_scaled(product, x < 0.0 ? -2.0 : 2.0);
    return rvl_pair_choice(__builtin_fabs(x) < 0x1p-100, rvl_pair_of(x, 0.0), result);
}

/* 1 - cos(y), of which no digits cancel: sin(y)^2 / (1 + cos(y)) where the cosine is positive. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_fall_of_cos(rvl_sin_cos_pairs of)
{
    const bool is_negative = of.cos.high < 0.0;
    const rvl_pair_float64 one = rvl_pair_of(1.0, 0.0);
    const rvl_pair_float64 sum = rvl_pair_sum(one, rvl_pair_scaled(of.cos, is_negative ? -1.0 : 1.0));
    return rvl_pair_quotient(rvl_pair_choice(is_negative, sum, rvl_pair_square(of.sin)),
                             rvl_pair_choice(is_negative, one, sum));
}

/* The real part, exp(x) cos y - 1, is (exp(x) - 1) cos y - (1 - cos y): no digits of a small number cancel but those
 * that the imaginary part outweighs. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_expm1_within(rvl_complex128 z, bool is_moderate)
{
    const rvl_sin_cos_pairs direction = rvl_sin_cos_of_pair(rvl_pair_of(z.imag, 0.0), is_moderate);
    const rvl_complex128 power = rvl_complex_exp_directed(rvl_pair_of(z.real, 0.0), z.imag, direction);
    const rvl_pair_float64 growth = rvl_expm1_pair(rvl_between(-40.0, z.real, 40.0));
    const rvl_pair_float64 product = rvl_pair_product(growth, direction.cos);
    const rvl_pair_float64 fall = rvl_fall_of_cos(direction), sum = rvl_pair_difference(product, fall);
    const double infinity = __builtin_inf();
    const bool is_ordinary = (z.real <= 40.0) & (z.real > -infinity) & (__builtin_fabs(z.imag) < infinity);
    const double signed_real = z.real == 0.0 ? z.real - fall.high : sum.high; /* whose 0 keeps its sign */
    return (rvl_complex128){is_ordinary ? signed_real : power.real - 1.0, power.imag};
}
RVL_COMPLEX_FORMS(expm1, imag)

#endif
