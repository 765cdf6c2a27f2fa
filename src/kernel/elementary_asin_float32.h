/* elementary_asin_float32.h: the inverse sine, cosine and tangent of float32.
 *
 * asin and acos as in elementary_asin.h. atan(x) = q + q^3 p(q^2) for q = |x| up to 1 (polynomials/float32.sollya), and
 * pi/2 less that for larger |x|, with q = 1 / |x|: one division either way, whose error is made good. */
#ifndef RVL_KERNEL_ELEMENTARY_ASIN_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_ASIN_FLOAT32_H

#include "elementary_pair_float32.h"

#define RVL_PI_4_FLOAT32 0x1.921fb6p-1f
#define RVL_PI_4_LOW_FLOAT32 -0x1.777a5cp-26f

typedef struct rvl_asin_parts_float32 {
    float high, low;
    bool is_large;
} rvl_asin_parts_float32;

/* What the root's rounding lost is a small part of the result, so that a rough reciprocal is enough to tell it. */
RVL_ALWAYS_INLINE rvl_asin_parts_float32 rvl_asin_split_float32(float x)
{
    const float size = __builtin_fabsf(x), half = rvl_fma_float32(-0.5f, size, 0.5f);
    const bool is_large = size > 0.5f;
    const float root = __builtin_sqrtf(half), half_reciprocal = 0.5f * rvl_rough_reciprocal_float32(root);
    const float root_low = rvl_fma_float32(-root, root, half) * half_reciprocal;
    const float s = is_large ? root : size, s_low = is_large ? root_low : 0.0f;
    const float z = is_large ? half : size * size;
    float p = 0x1.5959aap-5f;
    p = rvl_fma_float32(p, z, 0x1.8c415ap-6f);
    p = rvl_fma_float32(p, z, 0x1.747b72p-5f);
    p = rvl_fma_float32(p, z, 0x1.330206p-4f);
    p = rvl_fma_float32(p, z, 0x1.5555c8p-3f);
    return (rvl_asin_parts_float32){s, rvl_fma_float32(s * z, p, s_low), is_large};
}

RVL_ALWAYS_INLINE bool rvl_asin_is_ordinary_float32(float x)
{
    return __builtin_fabsf(x) >= 0x1p-30f;
}

/* NaN beyond 1, as the root is. */
RVL_ALWAYS_INLINE float rvl_asin_ordinary_float32(float x)
{
    const rvl_asin_parts_float32 parts = rvl_asin_split_float32(x);
    const float pi_2 = 2.0f * RVL_PI_4_FLOAT32, pi_2_low = 2.0f * RVL_PI_4_LOW_FLOAT32;
    const float high = rvl_fma_float32(-2.0f, parts.high, pi_2), lost = rvl_fma_float32(-2.0f, parts.high, pi_2 - high);
    const float large = high + rvl_fma_float32(-2.0f, parts.low, lost + pi_2_low);
    return __builtin_copysignf(parts.is_large ? large : parts.high + parts.low, x);
}

RVL_ALWAYS_INLINE float rvl_asin_float32(float x)
{
    const float result = rvl_asin_ordinary_float32(rvl_flushed_float32(x, 0x1p-30f));
    return __builtin_fabsf(x) < 0x1p-30f ? x : result;
}

RVL_ALWAYS_INLINE bool rvl_acos_is_ordinary_float32(float x)
{
    return rvl_asin_is_ordinary_float32(x);
}

RVL_ALWAYS_INLINE float rvl_acos_ordinary_float32(float x)
{
    const rvl_asin_parts_float32 parts = rvl_asin_split_float32(x);
    const float pi_2 = 2.0f * RVL_PI_4_FLOAT32, pi_2_low = 2.0f * RVL_PI_4_LOW_FLOAT32;
    /* pi/2 - asin(x), or for large |x| 0 + 2 asin(s), pi - 2 asin(s). */
    const float two = __builtin_copysignf(2.0f, x);
    const float factor = parts.is_large ? two : -0.5f * two;
    const float base = parts.is_large ? rvl_fma_float32(two, -0.5f * pi_2, pi_2) : pi_2;
    const float high = rvl_fma_float32(factor, parts.high, base),
                lost = rvl_fma_float32(factor, parts.high, base - high);
    return high + rvl_fma_float32(factor, parts.low, rvl_fma_float32(base, pi_2_low / pi_2, lost));
}

RVL_ALWAYS_INLINE float rvl_acos_float32(float x)
{
    return rvl_acos_ordinary_float32(rvl_flushed_float32(x, 0x1p-30f));
}

/* p(z) = third + z times this, for z = q^2 in [0, 1]. */
#define RVL_ATAN_THIRD_FLOAT32 -0x1.55553cp-2f

RVL_ALWAYS_INLINE float rvl_atan_polynomial_float32(float z)
{
    float p = -0x1.bdc4cp-10f;
    p = rvl_fma_float32(p, z, 0x1.58c2aep-7f);
    p = rvl_fma_float32(p, z, -0x1.f390bp-6f);
    p = rvl_fma_float32(p, z, 0x1.d58b3p-5f);
    p = rvl_fma_float32(p, z, -0x1.56ccc8p-4f);
    p = rvl_fma_float32(p, z, 0x1.c02bp-4f);
    p = rvl_fma_float32(p, z, -0x1.241868p-3f);
    return rvl_fma_float32(p, z, 0x1.999142p-3f);
}

RVL_ALWAYS_INLINE bool rvl_atan_is_ordinary_float32(float x)
{
    return (__builtin_fabsf(x) >= 0x1p-30f) & (__builtin_fabsf(x) <= 0x1p40f);
}

RVL_ALWAYS_INLINE float rvl_atan_ordinary_float32(float x)
{
    const float size = __builtin_fabsf(x), pi_2 = 2.0f * RVL_PI_4_FLOAT32, pi_2_low = 2.0f * RVL_PI_4_LOW_FLOAT32;
    const bool is_large = size > 1.0f;
    const float a = is_large ? 1.0f : size, b = is_large ? size : 1.0f, q = a / b, z = q * q;
    /* What q and its square lack, times the derivatives, which are about these where it counts. */
    const float lacking = rvl_fma_float32(-0.25f, rvl_fma_float32(q, q, -z), rvl_fma_float32(-q, b, a));
    const float cube = q * z, third = RVL_ATAN_THIRD_FLOAT32, p = rvl_atan_polynomial_float32(z);
    const float high = pi_2 - q, lost = (pi_2 - high) - q;
    const float low = rvl_fma_float32(-cube, z * p, rvl_fma_float32(-0.55f * q, lacking, lost + pi_2_low));
    const float large = high + rvl_fma_float32(-cube, third, low);
    return __builtin_copysignf(is_large ? large : rvl_fma_float32(cube, rvl_fma_float32(p, z, third), q), x);
}

RVL_ALWAYS_INLINE float rvl_atan_float32(float x)
{
    const float limited = __builtin_fabsf(x) > 0x1p40f ? __builtin_copysignf(0x1p40f, x) : x;
    const float result = rvl_atan_ordinary_float32(rvl_flushed_float32(limited, 0x1p-30f));
    return __builtin_fabsf(x) < 0x1p-30f ? x : result;
}

#endif
