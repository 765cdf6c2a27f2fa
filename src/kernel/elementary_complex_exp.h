/* elementary_complex_exp.h: the exponential of a complex number given as pairs. */
#ifndef RVL_KERNEL_ELEMENTARY_COMPLEX_EXP_H
#define RVL_KERNEL_ELEMENTARY_COMPLEX_EXP_H

#include "elementary_complex.h"
#include "elementary_pair_functions.h"

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
    return rvl_complex_exp_directed(z.real, z.imag.high, rvl_sin_cos_of_pair(z.imag));
}

#endif
