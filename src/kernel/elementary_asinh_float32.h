/* elementary_asinh_float32.h: the inverse hyperbolic functions of float32, as in elementary_asinh.h. One form serves
 * all arguments. */
#ifndef RVL_KERNEL_ELEMENTARY_ASINH_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_ASINH_FLOAT32_H

#include "elementary_one_form.h"
#include "elementary_pair_float32.h"

/* log(high + low) + k_extra ln 2; high normal, low at most its last place. */
RVL_ALWAYS_INLINE float rvl_log_of_pair_float32(float high, float low, float k_extra)
{
    const uint32_t half_sqrt2 = UINT32_C(0x3f3504f3), one = UINT32_C(0x3f800000), mantissa = UINT32_C(0x7fffff);
    const uint32_t shifted = bits_float32(high) + (one - half_sqrt2);
    const float k = from_bits_float32((shifted >> 23) | bits_float32(0x1p23f)) - (0x1p23f + 127.0f) + k_extra;
    const float scale = from_bits_float32((UINT32_C(254) << 23) - (shifted & ~mantissa)); /* 2^-k */
    const float f_high = from_bits_float32((shifted & mantissa) + half_sqrt2) - 1.0f, scaled_low = low * scale;
    const float f = f_high + scaled_low, f_rest = scaled_low - (f - f_high);
    const float s = f / (2.0f + f), z = s * s, half_f = 0.5f * f;
    float r = 0x1.2f074cp-2f;
    r = rvl_fma_float32(r, z, 0x1.997b4ep-2f);
    r = rvl_fma_float32(r, z, 0x1.55555cp-1f);
    const float k_ln2 = k * 0x1.62e4p-1f; /* exact */
    const float sum = k_ln2 + f, lost = f - (sum - k_ln2);
    const float rest = rvl_fma_float32(k, 0x1.7f7d1cp-20f, lost + rvl_fma_float32(-f, f_rest, f_rest));
    const float tail = rvl_fma_float32(s, rvl_fma_float32(r, z, half_f * f), rest);
    return sum + rvl_fma_float32(-half_f, f, tail);
}

RVL_ALWAYS_INLINE float rvl_asinh_float32(float x)
{
    const float size = __builtin_fabsf(x), flushed = rvl_flushed_float32(size, 0x1p-13f);
    const float safe = flushed > 0x1p60f ? 0x1p60f : flushed;
    const rvl_pair_float32 square = rvl_two_product_float32(safe, safe), sum = rvl_two_sum_float32(1.0f, square.high);
    const rvl_pair_float32 root = rvl_sqrt_pair_float32(sum.high, sum.low + square.low);
    const float high = root.high + safe, low = safe - (high - root.high) + root.low;
    const bool is_huge = size > 0x1p60f;
    const float result =
        rvl_log_of_pair_float32(is_huge ? 0.5f * flushed : high, is_huge ? 0.0f : low, is_huge ? 2.0f : 0.0f);
    const float finite = size < 0x1p-13f ? x : __builtin_copysignf(result, x);
    return size < __builtin_inff() ? finite : x + x;
}

RVL_ALWAYS_INLINE float rvl_acosh_float32(float x)
{
    const float flushed = rvl_flushed_float32(x, 0x1p-30f), at_most = flushed > 0x1p60f ? 0x1p60f : flushed;
    const float safe = at_most >= 1.0f ? at_most : 1.0f;
    const rvl_pair_float32 square = rvl_two_product_float32(safe, safe);
    const rvl_pair_float32 difference = rvl_two_sum_float32(square.high, -1.0f);
    const float rest = difference.low + square.low, sum = difference.high + rest;
    const rvl_pair_float32 root = rvl_sqrt_pair_float32(sum, rest - (sum - difference.high));
    const float high = safe + root.high, low = root.high - (high - safe) + root.low;
    const bool is_huge = x > 0x1p60f;
    const float result =
        rvl_log_of_pair_float32(is_huge ? 0.5f * flushed : high, is_huge ? 0.0f : low, is_huge ? 2.0f : 0.0f);
    const float at_least_one = x < __builtin_inff() ? result : x;
    return x >= 1.0f ? at_least_one : __builtin_nanf("");
}

RVL_ALWAYS_INLINE float rvl_atanh_float32(float x)
{
    const float abs_x = __builtin_fabsf(x), size = rvl_flushed_float32(abs_x < 1.0f ? abs_x : 0.0f, 0x1p-30f);
    const float a = 1.0f + size, a_low = size - (a - 1.0f), b = 1.0f - size, b_low = (1.0f - b) - size;
    const uint32_t one = UINT32_C(1) << 23;
    const uint32_t k = (bits_float32(a) - bits_float32(b) + (one >> 1)) >> 23;
    const float power = from_bits_float32((k + 127) << 23);
    const float k_float = from_bits_float32(k | bits_float32(0x1p23f)) - 0x1p23f;
    const float b_scaled = b * power, difference = a - b_scaled, sum = a + b_scaled; /* the difference is exact */
    const float b_scaled_low = b_low * power, sum_low = (a - sum) + b_scaled + (a_low + b_scaled_low);
    const float reciprocal = 1.0f / sum, quotient = difference * reciprocal;
    const float lacking =
        rvl_fma_float32(-quotient, sum, difference) + rvl_fma_float32(-quotient, sum_low, a_low - b_scaled_low);
    const float s = k == 0 ? size : quotient, s_low = k == 0 ? 0.0f : lacking * reciprocal, z = s * s;
    float p = 0x1.3710ep-3f;
    p = rvl_fma_float32(p, z, 0x1.992904p-3f);
    p = rvl_fma_float32(p, z, 0x1.5555b6p-2f);
    const float k_ln2 = k_float * 0x1.62e4p-2f; /* exact; half of k ln 2 */
    const float high = k_ln2 + s, lost = s - (high - k_ln2);
    const float rest = rvl_fma_float32(k_float, 0x1.7f7d1cp-21f, lost + s_low);
    const float result = __builtin_copysignf(high + rvl_fma_float32(s * z, p, rest), x);
    const float at_one = abs_x == 1.0f ? __builtin_copysignf(__builtin_inff(), x) : __builtin_nanf("");
    const float if_large = abs_x < 1.0f ? result : at_one;
    return abs_x < 0x1p-30f ? x : if_large;
}

RVL_ONE_FORM(asinh, float32)
RVL_ONE_FORM(acosh, float32)
RVL_ONE_FORM(atanh, float32)

#endif
