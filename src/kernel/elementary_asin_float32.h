/* elementary_asin_float32.h: the inverse sine, cosine and tangent of float32, as in elementary_asin.h and
 * elementary_atan.h. One form serves all arguments. */
#ifndef RVL_KERNEL_ELEMENTARY_ASIN_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_ASIN_FLOAT32_H

#include "elementary_one_form.h"
#include "elementary_pair_float32.h"

#define RVL_PI_4_FLOAT32 0x1.921fb6p-1f
#define RVL_PI_4_LOW_FLOAT32 -0x1.777a5cp-26f

typedef struct rvl_asin_parts_float32 {
    float high, low;
    bool is_large;
} rvl_asin_parts_float32;

RVL_ALWAYS_INLINE rvl_asin_parts_float32 rvl_asin_split_float32(float x)
{
    const float size = rvl_flushed_float32(__builtin_fabsf(x), 0x1p-30f), half = 0.5f - 0.5f * size;
    const bool is_large = size > 0.5f;
    const float r = rvl_reciprocal_root_float32(half), guess = half * r;
    const float rest = rvl_fma_float32(-guess, guess, half) * (0.5f * r), root = guess + rest;
    const float root_low = rest - (root - guess);
    const float s = is_large ? root : size, s_low = is_large ? root_low : 0.0f;
    const float z = is_large ? half : size * size;
    float p = 0x1.5959aap-5f;
    p = rvl_fma_float32(p, z, 0x1.8c415ap-6f);
    p = rvl_fma_float32(p, z, 0x1.747b72p-5f);
    p = rvl_fma_float32(p, z, 0x1.330206p-4f);
    p = rvl_fma_float32(p, z, 0x1.5555c8p-3f);
    return (rvl_asin_parts_float32){s, rvl_fma_float32(s * z, p, s_low), is_large};
}

RVL_ALWAYS_INLINE float rvl_asin_float32(float x)
{
    const rvl_asin_parts_float32 parts = rvl_asin_split_float32(x);
    const float pi_2 = 2.0f * RVL_PI_4_FLOAT32, pi_2_low = 2.0f * RVL_PI_4_LOW_FLOAT32;
    const float double_s = parts.high + parts.high, high = pi_2 - double_s, lost = (pi_2 - high) - double_s;
    const float large = high + (lost + (pi_2_low - (parts.low + parts.low)));
    const float result = __builtin_copysignf(parts.is_large ? large : parts.high + parts.low, x);
    const float if_large = __builtin_fabsf(x) <= 1.0f ? result : __builtin_nanf("");
    return __builtin_fabsf(x) < 0x1p-30f ? x : if_large;
}

RVL_ALWAYS_INLINE float rvl_acos_float32(float x)
{
    const rvl_asin_parts_float32 parts = rvl_asin_split_float32(x);
    const float pi_2 = 2.0f * RVL_PI_4_FLOAT32, pi_2_low = 2.0f * RVL_PI_4_LOW_FLOAT32;
    const uint32_t sign_bit = UINT32_C(1) << 31, x_sign = bits_float32(x) & sign_bit;
    const float pi_or_0 = x_sign != 0 ? 2.0f * pi_2 : 0.0f, pi_or_0_low = x_sign != 0 ? 2.0f * pi_2_low : 0.0f;
    const float base = parts.is_large ? pi_or_0 : pi_2, base_low = parts.is_large ? pi_or_0_low : pi_2_low;
    const uint32_t flip = parts.is_large ? x_sign : x_sign ^ sign_bit;
    const float factor = from_bits_float32(bits_float32(parts.is_large ? 2.0f : 1.0f) | flip);
    const float angle = factor * parts.high, high = base + angle, lost = (base - high) + angle;
    const float result = high + (lost + rvl_fma_float32(factor, parts.low, base_low));
    return __builtin_fabsf(x) <= 1.0f ? result : __builtin_nanf("");
}

/* For z = q^2 in [0, 1/4]. */
RVL_ALWAYS_INLINE float rvl_atan_polynomial_float32(float z)
{
    float p = -0x1.a43b3p-5f;
    p = rvl_fma_float32(p, z, 0x1.a01416p-4f);
    p = rvl_fma_float32(p, z, -0x1.224ba2p-3f);
    p = rvl_fma_float32(p, z, 0x1.997b1ep-3f);
    p = rvl_fma_float32(p, z, -0x1.555512p-2f);
    return p;
}

RVL_ALWAYS_INLINE float rvl_atan_float32(float x)
{
    const float abs_x = __builtin_fabsf(x), at_most = abs_x > 0x1p30f ? 0x1p30f : abs_x;
    const float size = rvl_flushed_float32(at_most, 0x1p-30f);
    const bool above_half = size > 0.5f, above_two = size > 2.0f;
    const float if_above_half = above_two ? -1.0f : size - 1.0f, a = above_half ? if_above_half : size;
    const float one_or_0 = above_two ? 0.0f : 1.0f;
    const float b_sum = size + one_or_0, b_rest = size - (b_sum - one_or_0);
    const float b = above_half ? b_sum : 1.0f, b_low = above_half ? b_rest : 0.0f;
    const float reciprocal = 1.0f / b, q = a * reciprocal;
    const float q_low = rvl_fma_float32(-q, b_low, rvl_fma_float32(-q, b, a)) * reciprocal;
    const float z = q * q;
    const float base_above = above_two ? 2.0f * RVL_PI_4_FLOAT32 : RVL_PI_4_FLOAT32;
    const float base_above_low = above_two ? 2.0f * RVL_PI_4_LOW_FLOAT32 : RVL_PI_4_LOW_FLOAT32;
    const float base = above_half ? base_above : 0.0f, base_low = above_half ? base_above_low : 0.0f;
    const float low = rvl_fma_float32(q * z, rvl_atan_polynomial_float32(z), q_low);
    const float high = base + q, lost = (base - high) + q;
    const float result = __builtin_copysignf(high + (lost + (base_low + low)), x);
    return abs_x < 0x1p-30f ? x : result;
}

RVL_ONE_FORM(asin, float32)
RVL_ONE_FORM(acos, float32)
RVL_ONE_FORM(atan, float32)

#endif
