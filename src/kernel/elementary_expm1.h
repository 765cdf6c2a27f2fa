/* elementary_expm1.h: e to the power of x less 1, and from it the hyperbolic tangent of float64.
 *
 * x = n ln 2 + r as in elementary_exp.h, but r as an unevaluated sum of two; e^x - 1 = (2^n - 1) + 2^n r + 2^n (e^r - 1
 * - r), the first sum without error (after P. Tang, "Table-driven implementation of the expm1 function in IEEE
 * floating-point arithmetic", ACM TOMS 18 (1992), without the table). tanh(x) = (e^2x - 1) / (e^2x + 1), both of them
 * such sums; the remainder of the quotient is added. Polynomials: polynomials/expm1.sollya. */
#ifndef RVL_KERNEL_ELEMENTARY_EXPM1_H
#define RVL_KERNEL_ELEMENTARY_EXPM1_H

#include "elementary_exp2.h"

/* e^x = power (1 + r + r^2 / 2 + rest). */
typedef struct rvl_expm1_parts {
    double r, rest, power;
} rvl_expm1_parts;

/* power is 2^(n - halvings). */
RVL_ALWAYS_INLINE rvl_expm1_parts rvl_expm1_parts_float64(double x, uint64_t halvings)
{
    const double rounder = rvl_fma_float64(x, 0x1.71547652b82fep0, RVL_ROUNDER_FLOAT64);
    const double n = rounder - RVL_ROUNDER_FLOAT64;
    const double high = x - n * 0x1.62e42fefa2p-1; /* exact */
    const double r = rvl_fma_float64(-n, 0x1.9ef35793c7673p-41, high);
    const double r_low = rvl_fma_float64(-n, 0x1.9ef35793c7673p-41, high - r);
    double q = 0x1.1f1a154d0f70ap-29;
    q = rvl_fma_float64(q, r, 0x1.af5f0e85ff481p-26);
    q = rvl_fma_float64(q, r, 0x1.27e513450793cp-22);
    q = rvl_fma_float64(q, r, 0x1.71ddf81d848aep-19);
    q = rvl_fma_float64(q, r, 0x1.a01a018e0d66dp-16);
    q = rvl_fma_float64(q, r, 0x1.a01a01afff4c4p-13);
    q = rvl_fma_float64(q, r, 0x1.6c16c16c1aafdp-10);
    q = rvl_fma_float64(q, r, 0x1.111111110f65bp-7);
    q = rvl_fma_float64(q, r, 0x1.555555555554dp-5);
    q = rvl_fma_float64(q, r, 0x1.5555555555559p-3);
    const double power = from_bits_float64((bits_float64(rounder) + (1023 - halvings)) << 52);
    return (rvl_expm1_parts){r, rvl_fma_float64(r * r * r, q, r_low), power};
}

RVL_ALWAYS_INLINE bool rvl_expm1_is_ordinary_float64(double x)
{
    return (__builtin_fabs(x) <= 36.0) & (__builtin_fabs(x) >= 0x1p-60);
}

RVL_ALWAYS_INLINE double rvl_expm1_ordinary_float64(double x)
{
    const rvl_expm1_parts parts = rvl_expm1_parts_float64(x, 0);
    const double base = parts.power - 1.0, high = rvl_fma_float64(parts.power, parts.r, base);
    const double low = rvl_fma_float64(parts.power, parts.r, base - high), half = 0.5 * parts.power * parts.r;
    return high + rvl_fma_float64(half, parts.r, rvl_fma_float64(parts.power, parts.rest, low));
}

/* The result times 2^-64, which neither overflows nor leaves what a multiply-add in software can do. What 2^n - 1 loses
 * for |n| > 52 is added. */
RVL_ALWAYS_INLINE double rvl_expm1_float64(double x)
{
    const rvl_expm1_parts parts = rvl_expm1_parts_float64(rvl_exp_domain_float64(x, -50.0, 710.0), 64);
    const double base = parts.power - 0x1p-64, high = rvl_fma_float64(parts.power, parts.r, base);
    const double low = rvl_fma_float64(parts.power, parts.r, base - high) + ((parts.power - base) - 0x1p-64);
    const double half = 0.5 * parts.power * parts.r;
    const double scaled = high + rvl_fma_float64(half, parts.r, rvl_fma_float64(parts.power, parts.rest, low));
    return __builtin_fabs(x) < 0x1p-60 ? x : scaled * 0x1p64;
}

RVL_ALWAYS_INLINE bool rvl_tanh_is_ordinary_float64(double x)
{
    return (__builtin_fabs(x) <= 18.0) & (__builtin_fabs(x) >= 0x1p-60);
}

/* What 2^n - 1 and 2^n + 1 lose is added where n may be more than 52. */
RVL_ALWAYS_INLINE double rvl_tanh_core_float64(double x, bool may_be_large)
{
    const rvl_expm1_parts parts = rvl_expm1_parts_float64(2.0 * __builtin_fabs(x), 0);
    const double less = parts.power - 1.0, more = parts.power + 1.0;
    const double tail = parts.power * rvl_fma_float64(0.5 * parts.r, parts.r, parts.rest);
    const double above_tail = may_be_large ? tail + ((parts.power - less) - 1.0) : tail;
    const double below_tail = may_be_large ? tail + (1.0 - (more - parts.power)) : tail;
    const double above = rvl_fma_float64(parts.power, parts.r, less);
    const double above_low = rvl_fma_float64(parts.power, parts.r, less - above) + above_tail;
    const double below = rvl_fma_float64(parts.power, parts.r, more);
    const double below_low = rvl_fma_float64(parts.power, parts.r, more - below) + below_tail;
    const double reciprocal = 1.0 / (below + below_low), quotient = (above + above_low) * reciprocal;
    const double remainder =
        rvl_fma_float64(-quotient, below, above) + rvl_fma_float64(-quotient, below_low, above_low);
    return __builtin_copysign(rvl_fma_float64(remainder, reciprocal, quotient), x);
}

RVL_ALWAYS_INLINE double rvl_tanh_ordinary_float64(double x)
{
    return rvl_tanh_core_float64(x, false);
}

RVL_ALWAYS_INLINE double rvl_tanh_float64(double x)
{
    const double result = rvl_tanh_core_float64(rvl_exp_domain_float64(x, -22.0, 22.0), true);
    return __builtin_fabs(x) < 0x1p-60 ? x : result;
}

/* float32: the same */

typedef struct rvl_expm1_pieces {
    float r, rest, power;
} rvl_expm1_pieces;

RVL_ALWAYS_INLINE rvl_expm1_pieces rvl_expm1_pieces_float32(float x, uint32_t halvings)
{
    const float rounder = rvl_fma_float32(x, 0x1.715476p0f, RVL_ROUNDER_FLOAT32), n = rounder - RVL_ROUNDER_FLOAT32;
    const float high = x - n * 0x1.62e4p-1f; /* exact */
    const float r = rvl_fma_float32(-n, 0x1.7f7d1cp-20f, high), r_low = rvl_fma_float32(-n, 0x1.7f7d1cp-20f, high - r);
    float q = 0x1.9e0be6p-13f;
    q = rvl_fma_float32(q, r, 0x1.6d4366p-10f);
    q = rvl_fma_float32(q, r, 0x1.111306p-7f);
    q = rvl_fma_float32(q, r, 0x1.5554fp-5f);
    q = rvl_fma_float32(q, r, 0x1.555554p-3f);
    const float power = from_bits_float32((bits_float32(rounder) + (127 - halvings)) << 23);
    return (rvl_expm1_pieces){r, rvl_fma_float32(r * r * r, q, r_low), power};
}

RVL_ALWAYS_INLINE bool rvl_expm1_is_ordinary_float32(float x)
{
    return (__builtin_fabsf(x) <= 16.0f) & (__builtin_fabsf(x) >= 0x1p-30f);
}

RVL_ALWAYS_INLINE float rvl_expm1_ordinary_float32(float x)
{
    const rvl_expm1_pieces parts = rvl_expm1_pieces_float32(x, 0);
    const float base = parts.power - 1.0f, high = rvl_fma_float32(parts.power, parts.r, base);
    const float low = rvl_fma_float32(parts.power, parts.r, base - high), half = 0.5f * parts.power * parts.r;
    return high + rvl_fma_float32(half, parts.r, rvl_fma_float32(parts.power, parts.rest, low));
}

RVL_ALWAYS_INLINE float rvl_expm1_float32(float x)
{
    const rvl_expm1_pieces parts = rvl_expm1_pieces_float32(rvl_exp_domain_float32(x, -30.0f, 89.0f), 8);
    const float base = parts.power - 0x1p-8f, high = rvl_fma_float32(parts.power, parts.r, base);
    const float low = rvl_fma_float32(parts.power, parts.r, base - high) + ((parts.power - base) - 0x1p-8f);
    const float half = 0.5f * parts.power * parts.r;
    const float scaled = high + rvl_fma_float32(half, parts.r, rvl_fma_float32(parts.power, parts.rest, low));
    return __builtin_fabsf(x) < 0x1p-30f ? x : scaled * 0x1p8f;
}

#endif
