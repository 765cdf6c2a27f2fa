/* scaled_real.h: a float as significand and exponent, and powers of two from exponents, without arithmetic on subnormal
 * numbers. */
#ifndef RVL_KERNEL_SCALED_REAL_H
#define RVL_KERNEL_SCALED_REAL_H

#include "real_bits.h"
#include <stdbool.h>

/* A positive number as significand in [1, 2) and exponent; of 0 the exponent is far below all others. */
typedef struct rvl_scaled_float64 {
    double significand, exponent;
} rvl_scaled_float64;

RVL_ALWAYS_INLINE rvl_scaled_float64 rvl_scaled_of_float64(double x)
{
    /* A subnormal number times 2^1074 by its bits, as arithmetic on it is slow. */
    const uint64_t mantissa = (UINT64_C(1) << 52) - 1, bits = bits_float64(x);
    const bool is_subnormal = bits <= mantissa;
    const double as_integer = from_bits_float64((bits & mantissa) | bits_float64(0x1p52)) - 0x1p52;
    const uint64_t normal = is_subnormal ? bits_float64(as_integer) : bits;
    const double exponent = from_bits_float64((normal >> 52) | bits_float64(0x1p52)) - (0x1p52 + 1023.0);
    return (rvl_scaled_float64){from_bits_float64((normal & mantissa) | bits_float64(1.0)),
                                bits == 0 ? -8192.0 : exponent - (is_subnormal ? 1074.0 : 0.0)};
}

/* 2^n for an integer n in [-1022, 1023]. */
RVL_ALWAYS_INLINE double rvl_power_of_two_float64(double n)
{
    return from_bits_float64(bits_float64(n + (0x1.8p52 + 1023.0)) << 52);
}

/* float32: the same. */
typedef struct rvl_scaled_float32 {
    float significand, exponent;
} rvl_scaled_float32;

RVL_ALWAYS_INLINE rvl_scaled_float32 rvl_scaled_of_float32(float x)
{
    const uint32_t mantissa = (UINT32_C(1) << 23) - 1, bits = bits_float32(x);
    const bool is_subnormal = bits <= mantissa;
    const float as_integer = from_bits_float32((bits & mantissa) | bits_float32(0x1p23f)) - 0x1p23f;
    const uint32_t normal = is_subnormal ? bits_float32(as_integer) : bits;
    const float exponent = from_bits_float32((normal >> 23) | bits_float32(0x1p23f)) - (0x1p23f + 127.0f);
    return (rvl_scaled_float32){from_bits_float32((normal & mantissa) | bits_float32(1.0f)),
                                bits == 0 ? -1024.0f : exponent - (is_subnormal ? 149.0f : 0.0f)};
}

/* 2^n for an integer n in [-126, 127]. */
RVL_ALWAYS_INLINE float rvl_power_of_two_float32(float n)
{
    return from_bits_float32(bits_float32(n + (0x1.8p23f + 127.0f)) << 23);
}

#endif
