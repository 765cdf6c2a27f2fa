/* rounding.h: float32 and float64 to integers, in forms that every instruction set vectorises and that give the same
 * bits: instructions where the target has them, else sums with a number whose last place is 1. The sign stays, also
 * that of results that are zero. */
#ifndef RVL_KERNEL_ROUNDING_H
#define RVL_KERNEL_ROUNDING_H

#include "real_bits.h"

#if defined(__SSE4_1__) || defined(__aarch64__)
#    define RVL_HARDWARE_ROUNDING 1
#else
#    define RVL_HARDWARE_ROUNDING 0
#endif

/* Half to even. Numbers from 2^23, or 2^52, on are integers, and NaN is not below. */
RVL_ALWAYS_INLINE float rvl_software_rint_float32(float x)
{
    const float magnitude = __builtin_fabsf(x), rounded = (magnitude + 0x1p23f) - 0x1p23f;
    return __builtin_copysignf(magnitude < 0x1p23f ? rounded : magnitude, x);
}

RVL_ALWAYS_INLINE double rvl_software_rint_float64(double x)
{
    const double magnitude = __builtin_fabs(x), rounded = (magnitude + 0x1p52) - 0x1p52;
    return __builtin_copysign(magnitude < 0x1p52 ? rounded : magnitude, x);
}

RVL_ALWAYS_INLINE float rvl_software_floor_float32(float x)
{
    const float rounded = rvl_software_rint_float32(x);
    return __builtin_copysignf(rounded - (rounded > x ? 1.0f : 0.0f), x);
}

RVL_ALWAYS_INLINE double rvl_software_floor_float64(double x)
{
    const double rounded = rvl_software_rint_float64(x);
    return __builtin_copysign(rounded - (rounded > x ? 1.0 : 0.0), x);
}

#if RVL_HARDWARE_ROUNDING
RVL_ALWAYS_INLINE float rvl_rint_float32(float x)
{
    return __builtin_rintf(x);
}

RVL_ALWAYS_INLINE double rvl_rint_float64(double x)
{
    return __builtin_rint(x);
}

RVL_ALWAYS_INLINE float rvl_floor_float32(float x)
{
    return __builtin_floorf(x);
}

RVL_ALWAYS_INLINE double rvl_floor_float64(double x)
{
    return __builtin_floor(x);
}

RVL_ALWAYS_INLINE float rvl_ceil_float32(float x)
{
    return __builtin_ceilf(x);
}

RVL_ALWAYS_INLINE double rvl_ceil_float64(double x)
{
    return __builtin_ceil(x);
}

RVL_ALWAYS_INLINE float rvl_trunc_float32(float x)
{
    return __builtin_truncf(x);
}

RVL_ALWAYS_INLINE double rvl_trunc_float64(double x)
{
    return __builtin_trunc(x);
}
#else
RVL_ALWAYS_INLINE float rvl_rint_float32(float x)
{
    return rvl_software_rint_float32(x);
}

RVL_ALWAYS_INLINE double rvl_rint_float64(double x)
{
    return rvl_software_rint_float64(x);
}

RVL_ALWAYS_INLINE float rvl_floor_float32(float x)
{
    return rvl_software_floor_float32(x);
}

RVL_ALWAYS_INLINE double rvl_floor_float64(double x)
{
    return rvl_software_floor_float64(x);
}

RVL_ALWAYS_INLINE float rvl_ceil_float32(float x)
{
    return -rvl_software_floor_float32(-x);
}

RVL_ALWAYS_INLINE double rvl_ceil_float64(double x)
{
    return -rvl_software_floor_float64(-x);
}

RVL_ALWAYS_INLINE float rvl_trunc_float32(float x)
{
    return __builtin_copysignf(rvl_software_floor_float32(__builtin_fabsf(x)), x);
}

RVL_ALWAYS_INLINE double rvl_trunc_float64(double x)
{
    return __builtin_copysign(rvl_software_floor_float64(__builtin_fabs(x)), x);
}
#endif

#endif
