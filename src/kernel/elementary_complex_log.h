/* elementary_complex_log.h: log1p, log2 and log10 of complex numbers, and the logarithm as pairs.
 *
 * Half the logarithm of the squared magnitude, which near 1 is taken from the square less 1: (x - 1)(x + 1) + y^2. */
#ifndef RVL_KERNEL_ELEMENTARY_COMPLEX_LOG_H
#define RVL_KERNEL_ELEMENTARY_COMPLEX_LOG_H

#include "elementary_complex_exp.h"

/* The power of two that brings a length near enough to 1 that its square fits. */
RVL_ALWAYS_INLINE double rvl_log_scale_exponent(double length)
{
    const double if_large = length > 0x1p400 ? -600.0 : 0.0;
    return length < 0x1p-400 ? 600.0 : if_large;
}

/* The logarithm of x + iy, where less_1 is the squared magnitude less 1, if that is near 0. NaN, infinities and 0 as
 * for log; a pair's low part is 0 then. */
RVL_ALWAYS_INLINE rvl_complex_pairs rvl_complex_log_pairs(rvl_pair_float64 x, double y, rvl_pair_float64 less_1)
{
    const double infinity = __builtin_inf(), abs_x = __builtin_fabs(x.high), abs_y = __builtin_fabs(y);
    const double length = abs_x < abs_y ? abs_y : abs_x;
    const bool is_infinite = (abs_x == infinity) | (abs_y == infinity), is_nan = (x.high != x.high) | (y != y),
               is_zero = (x.high == 0.0) & (y == 0.0);
    const bool is_special = is_infinite | is_nan | is_zero;
    /* Points at infinity as finite points of the same angle. */
    const double x_at_infinity = __builtin_copysign(abs_x == infinity ? 1.0 : 0.0, is_nan ? 1.0 : x.high);
    const double y_at_infinity = abs_y == infinity ? 1.0 : 0.0;
    const rvl_pair_float64 near_x = rvl_pair_choice(is_infinite, rvl_pair_of(x_at_infinity, 0.0), x);
    const double near_y = is_infinite ? y_at_infinity : abs_y;
    const double exponent = is_special ? 0.0 : rvl_log_scale_exponent(length);
    const double factor = rvl_power_of_two(RVL_ROUNDER_FLOAT64 + exponent);
    const rvl_pair_float64 scaled_x = rvl_pair_scaled(near_x, factor), scaled_y = {near_y * factor, 0.0};
    const rvl_pair_float64 square = rvl_pair_sum(rvl_pair_square(scaled_x), rvl_pair_square(scaled_y));
    const rvl_pair_float64 near_1 =
        rvl_pair_choice(exponent == 0.0, less_1, rvl_pair_normal(square.high - 1.0, square.low));
    const rvl_pair_float64 sum = rvl_log_pair(square, near_1, -2.0 * exponent);
    const rvl_pair_float64 angle = rvl_angle_pair(scaled_y, scaled_x);
    const double not_zero = is_nan ? x.high + y : sum.high;
    const double finite = is_zero ? -infinity : 0.5 * not_zero;
    const rvl_pair_float64 imag = {is_nan ? x.high + y : angle.high, is_nan ? 0.0 : angle.low};
    const double side = __builtin_copysign(1.0, is_nan ? 1.0 : y);
    return (rvl_complex_pairs){{is_infinite ? infinity : finite, is_special ? 0.0 : 0.5 * sum.low},
                               rvl_pair_scaled(imag, side)};
}

RVL_ALWAYS_INLINE rvl_complex_pairs rvl_complex_log_pairs_of(rvl_complex128 z)
{
    const double x = __builtin_fabs(z.real), y = __builtin_fabs(z.imag), one = 1.0;
    /* The larger less 1 is small, and 1 added to it nearly exact. Where it is not near 1, this does not count. */
    const double unlimited = x < y ? y : x, limited = x < y ? x : y;
    const double larger = rvl_between(0.0, unlimited, 2.0), smaller = rvl_between(0.0, limited, 2.0);
    const rvl_pair_float64 product =
        rvl_pair_product(rvl_two_sum_float64(larger, -one), rvl_two_sum_float64(larger, one));
    const rvl_pair_float64 less_1 = rvl_pair_sum(product, rvl_pair_exact_product(smaller, smaller));
    return rvl_complex_log_pairs(rvl_pair_of(z.real, 0.0), z.imag, less_1);
}

/* The logarithm times a constant. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_log_times(rvl_complex128 z, rvl_pair_float64 factor)
{
    const rvl_complex_pairs log = rvl_complex_log_pairs_of(z);
    const double real = rvl_pair_product(log.real, factor).high, imag = rvl_pair_product(log.imag, factor).high;
    const bool is_finite = rvl_is_finite_float64(log.real.high);
    return (rvl_complex128){is_finite ? real : log.real.high, __builtin_copysign(imag, z.imag)};
}

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_log2_complex128(rvl_complex128 z)
{
    return rvl_complex_log_times(z, rvl_pair_of(0x1.71547652b82fep0, 0x1.777d0ffda0d24p-56));
}
RVL_ONE_FORM(complex_log2, complex128)

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_log10_complex128(rvl_complex128 z)
{
    return rvl_complex_log_times(z, rvl_pair_of(0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57));
}
RVL_ONE_FORM(complex_log10, complex128)

/* |1 + z|^2 - 1 = x (2 + x) + y^2. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_log1p_complex128(rvl_complex128 z)
{
    const double x = rvl_between(-4.0, z.real, 4.0), y = rvl_between(-4.0, z.imag, 4.0);
    const rvl_pair_float64 product = rvl_pair_product(rvl_pair_of(x, 0.0), rvl_two_sum_float64(2.0, x));
    const rvl_pair_float64 less_1 = rvl_pair_sum(product, rvl_pair_exact_product(y, y));
    const bool is_large = !(__builtin_fabs(z.real) < 0x1p100) | (__builtin_fabs(z.imag) > 0x1p400);
    const rvl_pair_float64 one_more =
        rvl_pair_choice(is_large, rvl_pair_of(z.real, 0.0), rvl_two_sum_float64(1.0, z.real));
    const rvl_complex_pairs log = rvl_complex_log_pairs(one_more, z.imag, less_1);
    const bool is_zero = (z.real == 0.0) & (z.imag == 0.0);
    return (rvl_complex128){is_zero ? z.real : log.real.high, __builtin_copysign(log.imag.high, z.imag)};
}
RVL_ONE_FORM(complex_log1p, complex128)

#endif
