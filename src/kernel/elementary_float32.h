/* elementary_float32.h: the elementary functions of float32, in float32 arithmetic by the same methods as in float64
 * (polynomials/float32.sollya); a few are float64's, rounded. Families with more to say have files of their own. */
#ifndef RVL_KERNEL_ELEMENTARY_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_FLOAT32_H

#include "elementary_asin_float32.h"
#include "elementary_asinh_float32.h"
#include "elementary_atan2_float32.h"
#include "elementary_cbrt_float32.h"
#include "elementary_exp.h"
#include "elementary_hypot.h"
#include "elementary_log_float32.h"
#include "elementary_sin_cos_float32.h"
#include "elementary_tan_float32.h"

/* Where the result is a normal number. */
RVL_ALWAYS_INLINE bool rvl_exp_is_ordinary_float32(float x)
{
    return (__builtin_fabsf(x) <= 87.0f) & (__builtin_fabsf(x) >= 0x1p-30f);
}

/* (exp(r) - 1 - r) / r^2 for |r| <= ln 2 / 2. */
RVL_ALWAYS_INLINE float rvl_exp_polynomial_float32(float r)
{
    float q = 0x1.694c84p-10f;
    q = rvl_fma_float32(q, r, 0x1.12397cp-7f);
    q = rvl_fma_float32(q, r, 0x1.555a26p-5f);
    q = rvl_fma_float32(q, r, 0x1.555492p-3f);
    return rvl_fma_float32(q, r, 0x1.fffffap-2f);
}

typedef struct rvl_exp_pieces {
    float significand, rounder; /* rounder: RVL_ROUNDER_FLOAT32 + exponent */
} rvl_exp_pieces;

RVL_ALWAYS_INLINE rvl_exp_pieces rvl_exp_pieces_float32(float x)
{
    const float rounder = rvl_fma_float32(x, 0x1.715476p0f, RVL_ROUNDER_FLOAT32), n = rounder - RVL_ROUNDER_FLOAT32;
    const float r = rvl_fma_float32(-n, 0x1.7f7d1cp-20f, x - n * 0x1.62e4p-1f); /* n * high is exact */
    const float high = 1.0f + r, low = r - (high - 1.0f);
    return (rvl_exp_pieces){high + rvl_fma_float32(r * r, rvl_exp_polynomial_float32(r), low), rounder};
}

RVL_ALWAYS_INLINE float rvl_scale_normal_float32(rvl_exp_pieces parts)
{
    return from_bits_float32(bits_float32(parts.significand) + (bits_float32(parts.rounder) << 23));
}

RVL_ALWAYS_INLINE float rvl_exp_ordinary_float32(float x)
{
    return rvl_scale_normal_float32(rvl_exp_pieces_float32(x));
}

/* x, but 0 if it is tiny, and low or high if it is beyond these. NaN stays. */
RVL_ALWAYS_INLINE float rvl_exp_domain_float32(float x, float low, float high)
{
    x = __builtin_fabsf(x) < 0x1p-30f ? 0.0f : x;
    x = high < x ? high : x;
    return low > x ? low : x;
}

/* As in float64, for exponents in [-250, 128]. */
RVL_ALWAYS_INLINE float rvl_scale_positive_float32(float value, float rounder)
{
    const bool is_tiny = rounder < RVL_ROUNDER_FLOAT32 - 125.0f;
    const float up = from_bits_float32(bits_float32(126.0f) & (is_tiny ? UINT32_MAX : UINT32_C(0)));
    const float half_power = from_bits_float32(bits_float32(rounder + up + 126.0f) << 23);
    const float scaled = (value + value) * half_power, sum = scaled + (1.0f < scaled ? scaled : 1.0f);
    return is_tiny ? from_bits_float32(bits_float32(sum) - bits_float32(1.0f)) : scaled;
}

RVL_ALWAYS_INLINE float rvl_exp_float32(float x)
{
    const rvl_exp_pieces parts = rvl_exp_pieces_float32(rvl_exp_domain_float32(x, -110.0f, 89.0f));
    return rvl_scale_positive_float32(parts.significand, parts.rounder);
}

/* The squares are exact in float64, and nothing overflows. */
RVL_ALWAYS_INLINE float rvl_hypot_ordinary_float32(float x, float y)
{
    return (float)__builtin_sqrt((double)x * (double)x + (double)y * (double)y);
}

RVL_ALWAYS_INLINE bool rvl_hypot_is_ordinary_float32(float x, float y)
{
    const float infinity = __builtin_inff();
    return (__builtin_fabsf(x) < infinity) & (__builtin_fabsf(y) < infinity);
}

RVL_ALWAYS_INLINE float rvl_hypot_float32(float x, float y)
{
    const float infinity = __builtin_inff();
    const bool is_infinite = (__builtin_fabsf(x) == infinity) | (__builtin_fabsf(y) == infinity);
    return is_infinite ? infinity : rvl_hypot_ordinary_float32(x, y);
}

#endif
