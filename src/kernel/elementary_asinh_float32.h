/* elementary_asinh_float32.h: the inverse hyperbolic functions of float32, as in elementary_asinh.h. What the root's
 * rounding lost needs no division, as a rough reciprocal is enough to tell it. */
#ifndef RVL_KERNEL_ELEMENTARY_ASINH_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_ASINH_FLOAT32_H

#include "elementary_log_float32.h"
#include "elementary_pair_float32.h"

/* log(high + low) + k_extra ln 2; high normal, low at most its last place. */
RVL_ALWAYS_INLINE float rvl_log_of_pair_float32(float high, float low, float k_extra)
{
    const uint32_t half_sqrt2 = UINT32_C(0x3f3504f3), mantissa = UINT32_C(0x7fffff);
    const uint32_t exponent = (bits_float32(high) - half_sqrt2) & ~mantissa; /* k, where it stands in a float32 */
    const float k = (float)((int32_t)exponent >> 23) + k_extra;
    const float f = from_bits_float32(bits_float32(high) - exponent) - 1.0f;
    const float f_low = low * from_bits_float32(bits_float32(1.0f) - exponent);
    /* f_low / (1 + f), roughly. */
    const float slope_low = rvl_fma_float32(f_low, rvl_fma_float32(0.8f * f, f, -f), f_low);
    const float k_ln2 = k * 0x1.62e4p-1f; /* exact */
    const float sum = k_ln2 + f, lost = f - (sum - k_ln2);
    return sum + rvl_log_rest_float32(f, rvl_fma_float32(k, 0x1.7f7d1cp-20f, lost + slope_low));
}

/* Where x itself is not near enough, and squares do not overflow. */
RVL_ALWAYS_INLINE bool rvl_asinh_is_ordinary_float32(float x)
{
    return (__builtin_fabsf(x) >= 0x1p-12f) & (__builtin_fabsf(x) <= 0x1p60f);
}

/* The argument of asinh's logarithm. */
RVL_ALWAYS_INLINE rvl_pair_float32 rvl_asinh_argument_float32(float size)
{
    const float root = __builtin_sqrtf(rvl_fma_float32(size, size, 1.0f));
    const float lacking = rvl_fma_float32(size, size, rvl_fma_float32(-root, root, 1.0f));
    /* 1 / (2 root): nearly exact next to 1, where the result is small. */
    const float rough = 0.5f * rvl_rough_reciprocal_float32(root), tangent = rvl_fma_float32(-0.5f, root, 1.0f);
    const float high = root + size, lost = size - (high - root);
    return (rvl_pair_float32){high, rvl_fma_float32(lacking, tangent > rough ? tangent : rough, lost)};
}

RVL_ALWAYS_INLINE float rvl_asinh_ordinary_float32(float x)
{
    const rvl_pair_float32 argument = rvl_asinh_argument_float32(__builtin_fabsf(x));
    return __builtin_copysignf(rvl_log_of_pair_float32(argument.high, argument.low, 0.0f), x);
}

RVL_ALWAYS_INLINE float rvl_asinh_float32(float x)
{
    const float size = __builtin_fabsf(x);
    const bool is_huge = size > 0x1p60f;
    const rvl_pair_float32 argument = rvl_asinh_argument_float32(is_huge ? 1.0f : rvl_flushed_float32(size, 0x1p-12f));
    const float result = rvl_log_of_pair_float32(is_huge ? 0.5f * rvl_flushed_float32(size, 0x1p-12f) : argument.high,
                                                 is_huge ? 0.0f : argument.low, is_huge ? 2.0f : 0.0f);
    const float finite = size < 0x1p-12f ? x : __builtin_copysignf(result, x);
    return size < __builtin_inff() ? finite : x + x;
}

RVL_ALWAYS_INLINE bool rvl_acosh_is_ordinary_float32(float x)
{
    return (x >= 1.0f) & (x <= 0x1p60f);
}

/* The root of x^2 - 1 = t^2 + 2 t, t = x - 1, which is exact. */
RVL_ALWAYS_INLINE float rvl_acosh_of_float32(float x, bool is_huge)
{
    const float limited = is_huge ? 1.0f : x, t = limited - 1.0f, two_t = t + t;
    const float root = __builtin_sqrtf(rvl_fma_float32(t, t, two_t));
    const float lacking = rvl_fma_float32(t, t, rvl_fma_float32(-root, root, two_t));
    const float high = limited + root, lost = root - (high - limited);
    const float low = rvl_fma_float32(lacking, 0.5f * rvl_rough_reciprocal_float32(root), lost);
    return rvl_log_of_pair_float32(is_huge ? 0.5f * x : high, is_huge ? 0.0f : low, is_huge ? 2.0f : 0.0f);
}

RVL_ALWAYS_INLINE float rvl_acosh_ordinary_float32(float x)
{
    return rvl_acosh_of_float32(x, false);
}

RVL_ALWAYS_INLINE float rvl_acosh_float32(float x)
{
    const float result = rvl_acosh_of_float32(x >= 1.0f ? x : 1.0f, x > 0x1p60f);
    const float at_least_one = x < __builtin_inff() ? result : x;
    return x >= 1.0f ? at_least_one : __builtin_nanf("");
}

RVL_ALWAYS_INLINE bool rvl_atanh_is_ordinary_float32(float x)
{
    return (__builtin_fabsf(x) >= 0x1p-30f) & (__builtin_fabsf(x) < 1.0f);
}

/* With 2^k the power of two up to (1 + x) / (1 - x): k ln 2 / 2 + atanh(s), 0 <= s <= 1/3, s = (x + t) / (2 + x - t),
 * t = 1 - 2^k (1 - x). */
RVL_ALWAYS_INLINE float rvl_atanh_ordinary_float32(float x)
{
    const uint32_t mantissa = UINT32_C(0x7fffff);
    const float size = __builtin_fabsf(x), below_2 = rvl_fma_float32(size, 0x1.fffffep-1f, 1.0f);
    /* The bits of a number with the larger significand are further from those of its power of two. */
    const uint32_t exponent = (bits_float32(below_2) - bits_float32(1.0f - size)) & ~mantissa;
    const float power = from_bits_float32(exponent + bits_float32(1.0f)), k = (float)(int32_t)(exponent >> 23);
    const float t = rvl_fma_float32(power, size, 1.0f - power);                                        /* exact */
    const float numerator = size + t, divisor = 2.0f + (size - t), s = numerator / divisor, z = s * s; /* the first too
                                                                                                        */
    float p = 0x1.1f02f6p-3f;
    p = rvl_fma_float32(p, z, 0x1.1eb43ap-3f);
    p = rvl_fma_float32(p, z, 0x1.99d296p-3f);
    p = rvl_fma_float32(p, z, 0x1.5555p-2f);
    const float s_low = 0.33f * rvl_fma_float32(-s, divisor, numerator); /* roughly divided; for k = 0 it is 0 */
    const float k_ln2 = k * 0x1.62e4p-2f;                                /* exact; half of k ln 2 */
    const float high = k_ln2 + s, lost = s - (high - k_ln2);
    const float rest = rvl_fma_float32(k, 0x1.7f7d1cp-21f, lost + s_low);
    return __builtin_copysignf(high + rvl_fma_float32(s * z, p, rest), x);
}

RVL_ALWAYS_INLINE float rvl_atanh_float32(float x)
{
    const float size = __builtin_fabsf(x);
    const float result = rvl_atanh_ordinary_float32(rvl_atanh_is_ordinary_float32(x) ? x : 0.5f);
    const float at_one = size == 1.0f ? __builtin_copysignf(__builtin_inff(), x) : __builtin_nanf("");
    const float if_large = size < 1.0f ? result : at_one;
    return size < 0x1p-30f ? x : if_large;
}

#endif
