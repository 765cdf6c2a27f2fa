/* elementary_complex_pow.h: complex powers, exp(y log x), with the logarithm and its product with y as pairs.
 *
 * The relative error of the logarithm is multiplied by the size of the product: the result is good to 2 ULP where
 * |y log x| is below 2^12, and loses a digit for each more. */
#ifndef RVL_KERNEL_ELEMENTARY_COMPLEX_POW_H
#define RVL_KERNEL_ELEMENTARY_COMPLEX_POW_H

#include "elementary_complex_log.h"

/* Special cases as those of exp(y log x), computed by the textbook formula; but to the power of 0 all is 1. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_pow_complex128(rvl_complex128 x, rvl_complex128 y)
{
    const rvl_complex_pairs log = rvl_complex_log_pairs_of(x);
    const double log_real = log.real.high, log_imag = log.imag.high, infinity = __builtin_inf();
    const double plain_real = RVL_ROUNDED(y.real * log_real) - RVL_ROUNDED(y.imag * log_imag);
    const double plain_imag = RVL_ROUNDED(y.real * log_imag) + RVL_ROUNDED(y.imag * log_real);
    /* A huge y, of which the product with a tiny logarithm may yet be moderate, gives it a power of two. */
    const bool is_huge = (__builtin_fabs(y.real) > 0x1p800) | (__builtin_fabs(y.imag) > 0x1p800);
    const double down = is_huge ? 0x1p-300 : 1.0, up = is_huge ? 0x1p300 : 1.0;
    const double y_real = y.real * down, y_imag = y.imag * down;
    const rvl_pair_float64 length = rvl_pair_scaled(log.real, up), angle = rvl_pair_scaled(log.imag, up);
    const rvl_pair_float64 real = rvl_pair_difference(rvl_pair_times(length, y_real), rvl_pair_times(angle, y_imag));
    const rvl_pair_float64 imag = rvl_pair_sum(rvl_pair_times(angle, y_real), rvl_pair_times(length, y_imag));
    const bool is_lost = is_huge & ((__builtin_fabs(log_real) > 0x1p-300) | (__builtin_fabs(log_imag) > 0x1p-300));
    const bool y_is_finite = (__builtin_fabs(y.real) < infinity) & (__builtin_fabs(y.imag) < infinity);
    const bool log_is_finite = (__builtin_fabs(log_real) < infinity) & (__builtin_fabs(log_imag) < infinity);
    const bool is_ordinary = !is_lost & y_is_finite & log_is_finite;
    const bool has_angle = is_ordinary & (imag.high != 0.0);
    const rvl_complex128 power =
        rvl_complex_exp_of_pairs((rvl_complex_pairs){rvl_pair_choice(is_ordinary, real, rvl_pair_of(plain_real, 0.0)),
                                                     rvl_pair_choice(has_angle, imag, rvl_pair_of(plain_imag, 0.0))});
    const bool is_one = (y.real == 0.0) & (y.imag == 0.0);
    return (rvl_complex128){is_one ? 1.0 : power.real, is_one ? 0.0 : power.imag};
}
RVL_ONE_FORM_OF_TWO(complex_pow, complex128)

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_float_power_complex128(rvl_complex128 x, rvl_complex128 y)
{
    return rvl_complex_pow_complex128(x, y);
}
RVL_ONE_FORM_OF_TWO(complex_float_power, complex128)

#endif
