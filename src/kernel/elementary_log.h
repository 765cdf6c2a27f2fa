/* elementary_log.h: the natural logarithm.
 *
 * x = 2^k m with m in [sqrt(1/2), sqrt(2)); f = m - 1, s = f / (2 + f), log(m) = f - f^2/2 + s (f^2/2 + R(s^2)) as in
 * fdlibm (polynomials/log.sollya); k ln 2 + f is summed without error. */
#ifndef RVL_KERNEL_ELEMENTARY_LOG_H
#define RVL_KERNEL_ELEMENTARY_LOG_H

#include "fma.h"
#include <stdbool.h>

/* R, for z = s^2. */
RVL_ALWAYS_INLINE double rvl_log_polynomial_float64(double z)
{
    double r = 0x1.2b58e6ef4a8cap-3;
    r = rvl_fma_float64(r, z, 0x1.39fe568b52acfp-3);
    r = rvl_fma_float64(r, z, 0x1.7462b4d00d5afp-3);
    r = rvl_fma_float64(r, z, 0x1.c71c62e605db1p-3);
    r = rvl_fma_float64(r, z, 0x1.2492492def239p-2);
    r = rvl_fma_float64(r, z, 0x1.999999999532p-2);
    r = rvl_fma_float64(r, z, 0x1.5555555555558p-1);
    return r;
}

/* x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), for normal positive x. */
typedef struct rvl_log_parts {
    double k, f;
} rvl_log_parts;

RVL_ALWAYS_INLINE rvl_log_parts rvl_log_split_float64(double x)
{
    const uint64_t half_sqrt2 = UINT64_C(0x3fe6a09e667f3bcd), one = UINT64_C(0x3ff0000000000000);
    const uint64_t mantissa = (UINT64_C(1) << 52) - 1;
    const uint64_t shifted = bits_float64(x) + (one - half_sqrt2);
    return (rvl_log_parts){from_bits_float64((shifted >> 52) | bits_float64(0x1p52)) - (0x1p52 + 1023.0),
                           from_bits_float64((shifted & mantissa) + half_sqrt2) - 1.0};
}

/* log(1 + f) - f, and something small added. */
RVL_ALWAYS_INLINE double rvl_log_rest_float64(double f, double something)
{
    const double s = f / (2.0 + f), z = s * s, half_f = 0.5 * f;
    const double r = rvl_log_polynomial_float64(z);
    return rvl_fma_float64(-half_f, f, rvl_fma_float64(s, rvl_fma_float64(r, z, half_f * f), something));
}

/* log(x) + k_extra ln 2 as the sum of two, for normal positive x. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_log_core_float64(double x, double k_extra)
{
    const rvl_log_parts parts = rvl_log_split_float64(x);
    const double k = parts.k + k_extra, f = parts.f;
    const double k_ln2 = k * 0x1.62e42fefa2p-1; /* exact */
    const double high = k_ln2 + f, low = f - (high - k_ln2);
    return (rvl_pair_float64){high, rvl_log_rest_float64(f, rvl_fma_float64(k, 0x1.9ef35793c7673p-41, low))};
}

RVL_ALWAYS_INLINE bool rvl_log_is_ordinary_float64(double x)
{
    return (x >= 0x1p-1022) & (x <= 0x1.fffffffffffffp1023);
}

RVL_ALWAYS_INLINE double rvl_log_ordinary_float64(double x)
{
    const rvl_pair_float64 sum = rvl_log_core_float64(x, 0.0);
    return sum.high + sum.low;
}

/* x, or if it is positive and subnormal, x times 2^54: the integer that it is a multiple of 2^-1074 by, put behind a 1.
 * Processors are slow at subnormal operands. */
RVL_ALWAYS_INLINE double rvl_log_normal_float64(double x)
{
    const uint64_t exponent = UINT64_C(55) << 52;
    const double multiple = from_bits_float64(bits_float64(x) | exponent) - from_bits_float64(exponent);
    return x < 0x1p-1022 ? multiple : x;
}

RVL_ALWAYS_INLINE double rvl_log_normal_extra_float64(double x)
{
    return x < 0x1p-1022 ? -54.0 : 0.0;
}

RVL_ALWAYS_INLINE double rvl_log_float64(double x)
{
    const double infinity = __builtin_inf();
    const rvl_pair_float64 sum = rvl_log_core_float64(rvl_log_normal_float64(x), rvl_log_normal_extra_float64(x));
    double result = x < infinity ? sum.high + sum.low : x; /* inf and NaN */
    result = x == 0.0 ? -infinity : result;
    return x < 0.0 ? __builtin_nan("") : result;
}

#endif
