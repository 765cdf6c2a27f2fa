/* complex_direction.h: z / |z|, the direction of a complex number: 0 of 0, an axis for one infinite part, NaN for two
 * or with NaN. float32 parts are computed in float64, whose range holds their squares; float64 parts are first scaled
 * by a power of two so that the larger one is near 1. */
#ifndef RVL_KERNEL_COMPLEX_DIRECTION_H
#define RVL_KERNEL_COMPLEX_DIRECTION_H

#include "complex_divide.h"

/* An infinite part stands for 1 and what is beside it for 0 or NaN; two give NaN. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_finite_direction(rvl_complex128 x)
{
    const double infinity = __builtin_inf();
    const int real_is_infinite = __builtin_fabs(x.real) == infinity;
    const int imag_is_infinite = __builtin_fabs(x.imag) == infinity;
    const double lost = real_is_infinite & imag_is_infinite ? __builtin_nan("") : 1.0;
    const double real = imag_is_infinite ? __builtin_fabs(x.real) * 0.0 : x.real;
    const double imag = real_is_infinite ? __builtin_fabs(x.imag) * 0.0 : x.imag;
    return (rvl_complex128){real_is_infinite ? __builtin_copysign(lost, x.real) : real,
                            imag_is_infinite ? __builtin_copysign(lost, x.imag) : imag};
}

/* Of parts that can be squared, or 0. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_moderate_direction(rvl_complex128 x)
{
    const double size = __builtin_sqrt(RVL_ROUNDED(x.real * x.real) + RVL_ROUNDED(x.imag * x.imag));
    return (rvl_complex128){size == 0.0 ? 0.0 : x.real / size, size == 0.0 ? 0.0 : x.imag / size};
}

RVL_ALWAYS_INLINE rvl_complex64 direction_complex64(rvl_complex64 x)
{
    const rvl_complex128 result = rvl_moderate_direction(rvl_finite_direction((rvl_complex128){x.real, x.imag}));
    return (rvl_complex64){(float)result.real, (float)result.imag};
}

RVL_ALWAYS_INLINE rvl_complex128 direction_complex128(rvl_complex128 x)
{
    const rvl_complex128 finite = rvl_finite_direction(x);
    return rvl_moderate_direction(scale(finite, -exponent_of(finite)));
}

#endif
