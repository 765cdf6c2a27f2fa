/* complex_divide.h: complex division in which no intermediate overflows where the result does not.
 *
 * R. L. Smith, "Algorithm 116: Complex division", CACM 5 (1962): divide by the larger part of the divisor first.
 * float32 parts are computed in float64, whose range holds every intermediate. float64 parts are first scaled by powers
 * of two so that the larger part of each operand is near 1. A divisor of zero divides both parts by +0. */
#ifndef RVL_KERNEL_COMPLEX_DIVIDE_H
#define RVL_KERNEL_COMPLEX_DIVIDE_H

#include "real_bits.h"

/* Smith's method, without branches. */
RVL_ALWAYS_INLINE rvl_complex128 smith_divide(rvl_complex128 x, rvl_complex128 y)
{
    const int real_is_larger = __builtin_fabs(y.real) >= __builtin_fabs(y.imag);
    const double larger = real_is_larger ? y.real : y.imag;
    const double smaller = real_is_larger ? y.imag : y.real;
    const double ratio = smaller / larger;
    const double divisor = larger + RVL_ROUNDED(smaller * ratio);
    const double imag_step = RVL_ROUNDED(x.imag * ratio), real_step = RVL_ROUNDED(x.real * ratio);
    const double real = real_is_larger ? x.real + imag_step : real_step + x.imag;
    const double imag = real_is_larger ? x.imag - real_step : imag_step - x.real;
    return (rvl_complex128){real / divisor, imag / divisor};
}

/* The quotient, or where the divisor is zero both parts divided by +0: before scaling, which may lose a part. */
RVL_ALWAYS_INLINE rvl_complex128 unless_by_zero(rvl_complex128 quotient, rvl_complex128 x, rvl_complex128 y)
{
    const int by_zero = (y.real == 0) & (y.imag == 0);
    return (rvl_complex128){by_zero ? x.real / 0.0 : quotient.real, by_zero ? x.imag / 0.0 : quotient.imag};
}

RVL_ALWAYS_INLINE rvl_complex64 divide_complex64(rvl_complex64 x, rvl_complex64 y)
{
    const rvl_complex128 wide_x = {x.real, x.imag}, wide_y = {y.real, y.imag};
    const rvl_complex128 result = unless_by_zero(smith_divide(wide_x, wide_y), wide_x, wide_y);
    return (rvl_complex64){(float)result.real, (float)result.imag};
}

/* The exponent of the larger part, held to where 2 to its negative is a normal number. */
RVL_ALWAYS_INLINE int64_t exponent_of(rvl_complex128 x)
{
    const uint64_t real = bits_float64(x.real) << 1, imag = bits_float64(x.imag) << 1;
    const int64_t exponent = (int64_t)((real > imag ? real : imag) >> 53) - 1023;
    return exponent < -1021 ? -1021 : exponent > 1022 ? 1022 : exponent;
}

RVL_ALWAYS_INLINE rvl_complex128 scale(rvl_complex128 x, int64_t exponent)
{
    const double factor = from_bits_float64((uint64_t)(exponent + 1023) << 52);
    return (rvl_complex128){RVL_ROUNDED(x.real * factor), RVL_ROUNDED(x.imag * factor)};
}

RVL_ALWAYS_INLINE rvl_complex128 divide_complex128(rvl_complex128 x, rvl_complex128 y)
{
    const int64_t up = exponent_of(x), down = exponent_of(y);
    const int64_t exponent = up - down, half = exponent / 2; /* the whole may exceed what one factor can be */
    const rvl_complex128 result = scale(scale(smith_divide(scale(x, -up), scale(y, -down)), half), exponent - half);
    return unless_by_zero(result, x, y);
}

#endif
