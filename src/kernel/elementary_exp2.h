/* elementary_exp2.h: powers of two and of ten.
 *
 * x = n log_b 2 + r, b^x = 2^n exp(r ln b), r ln b as an unevaluated sum of two; then as elementary_exp.h. In float32
 * the power of two is one polynomial in r (polynomials/exp2.sollya). The general forms put numbers beyond the range at
 * its ends, take 0 for numbers so small that 1 + x = 1, and scale as elementary_exp.h does. */
#ifndef RVL_KERNEL_ELEMENTARY_EXP2_H
#define RVL_KERNEL_ELEMENTARY_EXP2_H

#include "elementary_float32.h"

/* exp(z + z_low), |z| <= 0.35, to the nearest but for a few hundredths of a unit in the last place. */
RVL_ALWAYS_INLINE double rvl_exp_of_pair_float64(double z, double z_low)
{
    const double high = 1.0 + z, low = z - (high - 1.0);
    return high + rvl_fma_float64(z * z, rvl_exp_polynomial_float64(z), low + z_low);
}

RVL_ALWAYS_INLINE float rvl_exp_of_pair_float32(float z, float z_low)
{
    const float high = 1.0f + z, low = z - (high - 1.0f);
    return high + rvl_fma_float32(z * z, rvl_exp_polynomial_float32(z), low + z_low);
}

/* x, but 0 if it is tiny, and low or high if it is beyond these. NaN stays. */
RVL_ALWAYS_INLINE double rvl_exp_domain_float64(double x, double low, double high)
{
    x = __builtin_fabs(x) < 0x1p-60 ? 0.0 : x;
    x = high < x ? high : x;
    return low > x ? low : x;
}

/* The significand of 2^x, and RVL_ROUNDER_FLOAT64 + its exponent. */
RVL_ALWAYS_INLINE rvl_exp_parts rvl_exp2_parts_float64(double x)
{
    const double rounder = x + RVL_ROUNDER_FLOAT64, r = x - (rounder - RVL_ROUNDER_FLOAT64);
    const double z = r * 0x1.62e42fefa39efp-1;
    const double z_low = rvl_fma_float64(r, 0x1.abc9e3b39803fp-56, rvl_fma_float64(r, 0x1.62e42fefa39efp-1, -z));
    return (rvl_exp_parts){rvl_exp_of_pair_float64(z, z_low), 0.0, rounder};
}

RVL_ALWAYS_INLINE bool rvl_exp2_is_ordinary_float64(double x)
{
    return (__builtin_fabs(x) <= 1020.0) & (__builtin_fabs(x) >= 0x1p-60);
}

RVL_ALWAYS_INLINE double rvl_exp2_ordinary_float64(double x)
{
    const rvl_exp_parts parts = rvl_exp2_parts_float64(x);
    return rvl_scale_normal_float64(parts.significand, parts.rounder);
}

RVL_ALWAYS_INLINE double rvl_exp2_float64(double x)
{
    const rvl_exp_parts parts = rvl_exp2_parts_float64(rvl_exp_domain_float64(x, -1080.0, 1024.0));
    return rvl_scale_positive_float64(parts.significand, parts.rounder);
}

RVL_ALWAYS_INLINE rvl_exp_parts rvl_exp10_parts_float64(double x)
{
    const double rounder = rvl_fma_float64(x, 0x1.a934f0979a371p1, RVL_ROUNDER_FLOAT64);
    const double n = rounder - RVL_ROUNDER_FLOAT64;
    const double high = x - n * 0x1.34413509f8p-2; /* exact */
    const double r = rvl_fma_float64(n, 0x1.80433b83b532ap-44, high);
    const double r_low = rvl_fma_float64(n, 0x1.80433b83b532ap-44, high - r);
    const double z = r * 0x1.26bb1bbb55516p1, product_low = rvl_fma_float64(r, 0x1.26bb1bbb55516p1, -z);
    const double z_low =
        rvl_fma_float64(r_low, 0x1.26bb1bbb55516p1, rvl_fma_float64(r, -0x1.f48ad494ea3e9p-53, product_low));
    return (rvl_exp_parts){rvl_exp_of_pair_float64(z, z_low), 0.0, rounder};
}

RVL_ALWAYS_INLINE bool rvl_exp10_is_ordinary_float64(double x)
{
    return (__builtin_fabs(x) <= 307.0) & (__builtin_fabs(x) >= 0x1p-60);
}

RVL_ALWAYS_INLINE double rvl_exp10_ordinary_float64(double x)
{
    const rvl_exp_parts parts = rvl_exp10_parts_float64(x);
    return rvl_scale_normal_float64(parts.significand, parts.rounder);
}

RVL_ALWAYS_INLINE double rvl_exp10_float64(double x)
{
    const rvl_exp_parts parts = rvl_exp10_parts_float64(rvl_exp_domain_float64(x, -330.0, 308.3));
    return rvl_scale_positive_float64(parts.significand, parts.rounder);
}

/* float32 */

RVL_ALWAYS_INLINE rvl_exp_pieces rvl_exp2_parts_float32(float x)
{
    const float rounder = x + RVL_ROUNDER_FLOAT32, r = x - (rounder - RVL_ROUNDER_FLOAT32);
    float p = 0x1.3fa206p-13f;
    p = rvl_fma_float32(p, r, 0x1.5f0b82p-10f);
    p = rvl_fma_float32(p, r, 0x1.3b30ap-7f);
    p = rvl_fma_float32(p, r, 0x1.c6af76p-5f);
    p = rvl_fma_float32(p, r, 0x1.ebfbd8p-3f);
    p = rvl_fma_float32(p, r, 0x1.62e43p-1f);
    return (rvl_exp_pieces){rvl_fma_float32(p, r, 1.0f), rounder};
}

RVL_ALWAYS_INLINE bool rvl_exp2_is_ordinary_float32(float x)
{
    return (__builtin_fabsf(x) <= 125.0f) & (__builtin_fabsf(x) >= 0x1p-30f);
}

RVL_ALWAYS_INLINE float rvl_exp2_ordinary_float32(float x)
{
    return rvl_scale_normal_float32(rvl_exp2_parts_float32(x));
}

RVL_ALWAYS_INLINE float rvl_exp2_float32(float x)
{
    const rvl_exp_pieces parts = rvl_exp2_parts_float32(rvl_exp_domain_float32(x, -160.0f, 128.0f));
    return rvl_scale_positive_float32(parts.significand, parts.rounder);
}

RVL_ALWAYS_INLINE rvl_exp_pieces rvl_exp10_parts_float32(float x)
{
    const float rounder = rvl_fma_float32(x, 0x1.a934fp1f, RVL_ROUNDER_FLOAT32), n = rounder - RVL_ROUNDER_FLOAT32;
    const float high = x - n * 0x1.344p-2f; /* exact */
    const float r = rvl_fma_float32(-n, 0x1.3509f8p-18f, high), r_low = rvl_fma_float32(-n, 0x1.3509f8p-18f, high - r);
    const float z = r * 0x1.26bb1cp1f, product_low = rvl_fma_float32(r, 0x1.26bb1cp1f, -z);
    const float z_low = rvl_fma_float32(r_low, 0x1.26bb1cp1f, rvl_fma_float32(r, -0x1.12aabap-25f, product_low));
    return (rvl_exp_pieces){rvl_exp_of_pair_float32(z, z_low), rounder};
}

RVL_ALWAYS_INLINE bool rvl_exp10_is_ordinary_float32(float x)
{
    return (__builtin_fabsf(x) <= 37.0f) & (__builtin_fabsf(x) >= 0x1p-30f);
}

RVL_ALWAYS_INLINE float rvl_exp10_ordinary_float32(float x)
{
    return rvl_scale_normal_float32(rvl_exp10_parts_float32(x));
}

RVL_ALWAYS_INLINE float rvl_exp10_float32(float x)
{
    const rvl_exp_pieces parts = rvl_exp10_parts_float32(rvl_exp_domain_float32(x, -50.0f, 38.6f));
    return rvl_scale_positive_float32(parts.significand, parts.rounder);
}

#endif
