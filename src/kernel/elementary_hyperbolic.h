/* elementary_hyperbolic.h: hyperbolic sine and cosine.
 *
 * x = n ln 2 + r as in elementary_exp.h, but r as an unevaluated sum of two. With sinh(n ln 2) = (2^n - 2^-n) / 2 and
 * cosh(n ln 2) alike the addition theorems give both without a division: cosh(x) = cosh(n ln 2) cosh(r) + sinh(n ln 2)
 * sinh(r), sinh(x) crosswise, and both polynomials (polynomials/hyperbolic.sollya) are short. The leading terms,
 * 1 of cosh(r) and r of sinh(r), are summed without error. */
#ifndef RVL_KERNEL_ELEMENTARY_HYPERBOLIC_H
#define RVL_KERNEL_ELEMENTARY_HYPERBOLIC_H

#include "elementary_exp2.h"

/* cosh(r) - 1, r, sinh(r) - r; sinh and cosh of n ln 2, and what these lose for |n| > 26. */
typedef struct rvl_hyperbolic_parts {
    double cosh_rest, r, sinh_rest, sinh_n, cosh_n, sinh_lost, cosh_lost;
} rvl_hyperbolic_parts;

/* |x| at most 18; or, if it may be large, x from 0 to 711, and 2^-64 times both. */
RVL_ALWAYS_INLINE rvl_hyperbolic_parts rvl_hyperbolic_parts_float64(double x, bool may_be_large)
{
    const double rounder = rvl_fma_float64(x, 0x1.71547652b82fep0, RVL_ROUNDER_FLOAT64);
    const double n = rounder - RVL_ROUNDER_FLOAT64;
    const double high = x - n * 0x1.62e42fefa2p-1; /* exact */
    const double r = rvl_fma_float64(-n, 0x1.9ef35793c7673p-41, high);
    const double r_low = rvl_fma_float64(-n, 0x1.9ef35793c7673p-41, high - r);
    const double square = r * r;
    double s = 0x1.af5f19159927cp-26;
    s = rvl_fma_float64(s, square, 0x1.71ddf8180467fp-19);
    s = rvl_fma_float64(s, square, 0x1.a01a01b0011ddp-13);
    s = rvl_fma_float64(s, square, 0x1.111111110f658p-7);
    s = rvl_fma_float64(s, square, 0x1.5555555555559p-3);
    double c = 0x1.1f8bb23517d5ap-29;
    c = rvl_fma_float64(c, square, 0x1.27e4cc2827171p-22);
    c = rvl_fma_float64(c, square, 0x1.a01a01ad76d17p-16);
    c = rvl_fma_float64(c, square, 0x1.6c16c16c1500bp-10);
    c = rvl_fma_float64(c, square, 0x1.5555555555558p-5);
    c = rvl_fma_float64(c, square, 0.5);
    const uint64_t bias = may_be_large ? 958 : 1022;
    const double largest = RVL_ROUNDER_FLOAT64 + 900.0, bounded = may_be_large && rounder > largest ? largest : rounder;
    const double power = from_bits_float64((bias + bits_float64(rounder)) << 52);
    const double inverse = from_bits_float64((bias - bits_float64(bounded)) << 52);
    const double sinh_n = power - inverse, cosh_n = power + inverse;
    const double sinh_lost = may_be_large ? (power - sinh_n) - inverse : 0.0;
    const double cosh_lost = may_be_large ? inverse - (cosh_n - power) : 0.0;
    const double sinh_rest = rvl_fma_float64(square * r, s, r_low);
    return (rvl_hyperbolic_parts){c * square, r, sinh_rest, sinh_n, cosh_n, sinh_lost, cosh_lost};
}

RVL_ALWAYS_INLINE double rvl_sinh_of_parts_float64(rvl_hyperbolic_parts of)
{
    const double high = rvl_fma_float64(of.cosh_n, of.r, of.sinh_n);
    const double low = rvl_fma_float64(of.cosh_n, of.r, of.sinh_n - high) + of.sinh_lost;
    return high + rvl_fma_float64(of.cosh_n, of.sinh_rest, rvl_fma_float64(of.sinh_n, of.cosh_rest, low));
}

RVL_ALWAYS_INLINE double rvl_cosh_of_parts_float64(rvl_hyperbolic_parts of)
{
    const double high = rvl_fma_float64(of.sinh_n, of.r, of.cosh_n);
    const double low = rvl_fma_float64(of.sinh_n, of.r, of.cosh_n - high) + of.cosh_lost;
    return high + rvl_fma_float64(of.sinh_n, of.sinh_rest, rvl_fma_float64(of.cosh_n, of.cosh_rest, low));
}

RVL_ALWAYS_INLINE bool rvl_sinh_is_ordinary_float64(double x)
{
    return (__builtin_fabs(x) <= 18.0) & (__builtin_fabs(x) >= 0x1p-60);
}

RVL_ALWAYS_INLINE double rvl_sinh_ordinary_float64(double x)
{
    return rvl_sinh_of_parts_float64(rvl_hyperbolic_parts_float64(x, false));
}

RVL_ALWAYS_INLINE rvl_hyperbolic_parts rvl_hyperbolic_large_parts_float64(double x)
{
    return rvl_hyperbolic_parts_float64(rvl_exp_domain_float64(__builtin_fabs(x), 0.0, 711.0), true);
}

RVL_ALWAYS_INLINE double rvl_sinh_float64(double x)
{
    const double result = rvl_sinh_of_parts_float64(rvl_hyperbolic_large_parts_float64(x)) * 0x1p64;
    return __builtin_fabs(x) < 0x1p-60 ? x : __builtin_copysign(result, x);
}

RVL_ALWAYS_INLINE bool rvl_cosh_is_ordinary_float64(double x)
{
    return rvl_sinh_is_ordinary_float64(x);
}

RVL_ALWAYS_INLINE double rvl_cosh_ordinary_float64(double x)
{
    return rvl_cosh_of_parts_float64(rvl_hyperbolic_parts_float64(x, false));
}

RVL_ALWAYS_INLINE double rvl_cosh_float64(double x)
{
    return rvl_cosh_of_parts_float64(rvl_hyperbolic_large_parts_float64(x)) * 0x1p64;
}

/* float32: the same */

/* As above; the loss begins at |n| > 11. */
typedef struct rvl_hyperbolic_pieces {
    float cosh_rest, r, sinh_rest, sinh_n, cosh_n, sinh_lost, cosh_lost;
} rvl_hyperbolic_pieces;

/* |x| at most 7.5; or, if it may be large, x from 0 to 91, and 2^-8 times both. */
RVL_ALWAYS_INLINE rvl_hyperbolic_pieces rvl_hyperbolic_parts_float32(float x, bool may_be_large)
{
    const float rounder = rvl_fma_float32(x, 0x1.715476p0f, RVL_ROUNDER_FLOAT32);
    const float n = rounder - RVL_ROUNDER_FLOAT32;
    const float high = x - n * 0x1.62e4p-1f; /* exact */
    const float r = rvl_fma_float32(-n, 0x1.7f7d1cp-20f, high);
    const float r_low = rvl_fma_float32(-n, 0x1.7f7d1cp-20f, high - r);
    const float square = r * r;
    float s = 0x1.a28f4cp-13f;
    s = rvl_fma_float32(s, square, 0x1.110fe2p-7f);
    s = rvl_fma_float32(s, square, 0x1.555556p-3f);
    float c = 0x1.6d514cp-10f;
    c = rvl_fma_float32(c, square, 0x1.5554e4p-5f);
    c = rvl_fma_float32(c, square, 0.5f);
    const uint32_t bias = may_be_large ? 118 : 126;
    const float largest = RVL_ROUNDER_FLOAT32 + 100.0f, bounded = may_be_large && rounder > largest ? largest : rounder;
    const float power = from_bits_float32((bias + bits_float32(rounder)) << 23);
    const float inverse = from_bits_float32((bias - bits_float32(bounded)) << 23);
    const float sinh_n = power - inverse, cosh_n = power + inverse;
    const float sinh_lost = may_be_large ? (power - sinh_n) - inverse : 0.0f;
    const float cosh_lost = may_be_large ? inverse - (cosh_n - power) : 0.0f;
    const float sinh_rest = rvl_fma_float32(square * r, s, r_low);
    return (rvl_hyperbolic_pieces){c * square, r, sinh_rest, sinh_n, cosh_n, sinh_lost, cosh_lost};
}

RVL_ALWAYS_INLINE float rvl_sinh_of_parts_float32(rvl_hyperbolic_pieces of)
{
    const float high = rvl_fma_float32(of.cosh_n, of.r, of.sinh_n);
    const float low = rvl_fma_float32(of.cosh_n, of.r, of.sinh_n - high) + of.sinh_lost;
    return high + rvl_fma_float32(of.cosh_n, of.sinh_rest, rvl_fma_float32(of.sinh_n, of.cosh_rest, low));
}

RVL_ALWAYS_INLINE float rvl_cosh_of_parts_float32(rvl_hyperbolic_pieces of)
{
    const float high = rvl_fma_float32(of.sinh_n, of.r, of.cosh_n);
    const float low = rvl_fma_float32(of.sinh_n, of.r, of.cosh_n - high) + of.cosh_lost;
    return high + rvl_fma_float32(of.sinh_n, of.sinh_rest, rvl_fma_float32(of.cosh_n, of.cosh_rest, low));
}

RVL_ALWAYS_INLINE bool rvl_sinh_is_ordinary_float32(float x)
{
    return (__builtin_fabsf(x) <= 7.5f) & (__builtin_fabsf(x) >= 0x1p-30f);
}

RVL_ALWAYS_INLINE float rvl_sinh_ordinary_float32(float x)
{
    return rvl_sinh_of_parts_float32(rvl_hyperbolic_parts_float32(x, false));
}

RVL_ALWAYS_INLINE rvl_hyperbolic_pieces rvl_hyperbolic_large_parts_float32(float x)
{
    return rvl_hyperbolic_parts_float32(rvl_exp_domain_float32(__builtin_fabsf(x), 0.0f, 91.0f), true);
}

RVL_ALWAYS_INLINE float rvl_sinh_float32(float x)
{
    const float result = rvl_sinh_of_parts_float32(rvl_hyperbolic_large_parts_float32(x)) * 0x1p8f;
    return __builtin_fabsf(x) < 0x1p-30f ? x : __builtin_copysignf(result, x);
}

RVL_ALWAYS_INLINE bool rvl_cosh_is_ordinary_float32(float x)
{
    return rvl_sinh_is_ordinary_float32(x);
}

RVL_ALWAYS_INLINE float rvl_cosh_ordinary_float32(float x)
{
    return rvl_cosh_of_parts_float32(rvl_hyperbolic_parts_float32(x, false));
}

RVL_ALWAYS_INLINE float rvl_cosh_float32(float x)
{
    return rvl_cosh_of_parts_float32(rvl_hyperbolic_large_parts_float32(x)) * 0x1p8f;
}

#endif
