/* elementary_exp.h: the exponential function.
 *
 * x = n ln 2 + r with |r| <= ln 2 / 2; exp(r) = 1 + r + r^2 q(r) (polynomials/exp.sollya), 1 + r summed without error;
 * then a product with a power of two. A subnormal result is rounded once more, by a sum with 1. */
#ifndef RVL_KERNEL_ELEMENTARY_EXP_H
#define RVL_KERNEL_ELEMENTARY_EXP_H

#include "fma.h"
#include <stdbool.h>

/* A number plus this has its nearest integer in the low bits. */
#define RVL_ROUNDER_FLOAT64 0x1.8p52

typedef struct rvl_exp_parts {
    double significand;     /* in [0.7, 1.42] */
    double significand_low; /* what its rounding lost */
    double rounder;         /* RVL_ROUNDER_FLOAT64 + exponent */
} rvl_exp_parts;

/* (exp(r) - 1 - r) / r^2 for |r| <= ln 2 / 2. */
RVL_ALWAYS_INLINE double rvl_exp_polynomial_float64(double r)
{
    double q = 0x1.ad92c7db8ea48p-26;
    q = rvl_fma_float64(q, r, 0x1.28adf7a188bf3p-22);
    q = rvl_fma_float64(q, r, 0x1.71df18fbc77b8p-19);
    q = rvl_fma_float64(q, r, 0x1.a0199963c9d98p-16);
    q = rvl_fma_float64(q, r, 0x1.a01a012fec2f6p-13);
    q = rvl_fma_float64(q, r, 0x1.6c16c18475a18p-10);
    q = rvl_fma_float64(q, r, 0x1.1111111126b37p-7);
    q = rvl_fma_float64(q, r, 0x1.55555555506cp-5);
    q = rvl_fma_float64(q, r, 0x1.55555555554fep-3);
    return rvl_fma_float64(q, r, 0x1.000000000000ap-1);
}

/* exp(x) as significand * 2^exponent; |x| below 2^20, or NaN. */
RVL_ALWAYS_INLINE rvl_exp_parts rvl_exp_parts_float64(double x)
{
    const double rounder = rvl_fma_float64(x, 0x1.71547652b82fep0, RVL_ROUNDER_FLOAT64);
    const double n = rounder - RVL_ROUNDER_FLOAT64;
    const double r = rvl_fma_float64(-n, 0x1.9ef35793c7673p-41, x - n * 0x1.62e42fefa2p-1); /* n * high is exact */
    const double high = 1.0 + r, low = r - (high - 1.0);
    const double rest = rvl_fma_float64(r * r, rvl_exp_polynomial_float64(r), low), significand = high + rest;
    return (rvl_exp_parts){significand, rest - (significand - high), rounder};
}

/* value * 2^exponent for |exponent| < 2040, one rounding if |value| is in [2^-400, 2^400]. */
RVL_ALWAYS_INLINE double rvl_scale_float64(double value, double rounder)
{
    const uint64_t n = bits_float64(rounder) - bits_float64(RVL_ROUNDER_FLOAT64) + 2044; /* positive */
    const uint64_t half = n >> 1;
    return value * from_bits_float64((half + 1) << 52) * from_bits_float64((n - half + 1) << 52);
}

/* The same where the result is a normal number. */
RVL_ALWAYS_INLINE double rvl_scale_normal_float64(double value, double rounder)
{
    return from_bits_float64(bits_float64(value) + (bits_float64(rounder) << 52));
}

/* 2^exponent, where that is a normal number. */
RVL_ALWAYS_INLINE double rvl_power_of_two(double rounder)
{
    return from_bits_float64((bits_float64(rounder) + 1023) << 52);
}

/* As rvl_scale_float64 for values in (0, 2), or NaN, and exponents in [-2000, 1024], without a subnormal product, which
 * is slow: such a result, times 2^1022, is below 1, so that its sum with 1 is rounded as the result has to be, and has
 * its bits. Of the smallest normal ones it is double their size that has them. */
RVL_ALWAYS_INLINE double rvl_scale_positive_float64(double value, double rounder)
{
    const bool is_tiny = rounder < RVL_ROUNDER_FLOAT64 - 1021.0;
    const double up = from_bits_float64(bits_float64(1022.0) & (is_tiny ? UINT64_MAX : UINT64_C(0)));
    const double half_power = from_bits_float64(bits_float64(rounder + up + 1022.0) << 52); /* the rounder falls out */
    const double scaled = (value + value) * half_power, sum = scaled + (1.0 < scaled ? scaled : 1.0);
    return is_tiny ? from_bits_float64(bits_float64(sum) - bits_float64(1.0)) : scaled;
}

/* Beyond these the result is 0 or inf; where 1 + x = 1 it is 1, without arithmetic on subnormal numbers. NaN stays. */
RVL_ALWAYS_INLINE double rvl_exp_clamp_float64(double x)
{
    x = __builtin_fabs(x) < 0x1p-60 ? 0.0 : x;
    x = 710.0 < x ? 710.0 : x;
    return -746.0 > x ? -746.0 : x;
}

RVL_ALWAYS_INLINE double rvl_exp_float64(double x)
{
    const rvl_exp_parts parts = rvl_exp_parts_float64(rvl_exp_clamp_float64(x));
    return rvl_scale_positive_float64(parts.significand, parts.rounder);
}

/* The same where the result is a normal number. */
RVL_ALWAYS_INLINE bool rvl_exp_is_ordinary_float64(double x)
{
    return (__builtin_fabs(x) <= 707.0) & (__builtin_fabs(x) >= 0x1p-60);
}

RVL_ALWAYS_INLINE double rvl_exp_ordinary_float64(double x)
{
    const rvl_exp_parts parts = rvl_exp_parts_float64(x);
    return rvl_scale_normal_float64(parts.significand, parts.rounder);
}

#endif
