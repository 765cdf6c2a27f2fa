/* elementary_tan_float32.h: the tangent of float32, as in elementary_tan.h. */
#ifndef RVL_KERNEL_ELEMENTARY_TAN_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_TAN_FLOAT32_H

#include "elementary_sin_cos_float32.h"
#include "elementary_tan.h"

RVL_ALWAYS_INLINE float rvl_tan_reduced_float32(rvl_reduced_float32 angle)
{
    const float y = 0.5f * angle.high, y_low = 0.5f * angle.low, z = y * y;
    float p = 0x1.a41348p-6f;
    p = rvl_fma_float32(p, z, 0x1.b5e68cp-5f);
    p = rvl_fma_float32(p, z, 0x1.111f3ep-3f);
    p = rvl_fma_float32(p, z, 0x1.555538p-2f);
    const float rest = rvl_fma_float32(y * z, p, rvl_fma_float32(z, y_low, y_low));
    const float t = y + rest, t_low = rest - (t - y);
    const rvl_pair_float32 square = rvl_two_product_float32(t, t);
    const float two_t = t + t, two_t_low = t_low + t_low;
    const float other = 1.0f - square.high;
    const float other_low = (1.0f - other - square.high) - rvl_fma_float32(two_t, t_low, square.low);
    const bool is_odd = (angle.quadrant & 1) != 0;
    const float a = is_odd ? other : two_t, a_low = is_odd ? other_low : two_t_low;
    const float b = is_odd ? two_t : other, b_low = is_odd ? two_t_low : other_low;
    const float reciprocal = 1.0f / b, q = a * reciprocal;
    const float lacking = rvl_fma_float32(-q, b, a) + rvl_fma_float32(-q, b_low, a_low);
    const float result = rvl_fma_float32(lacking, reciprocal, q);
    return from_bits_float32(bits_float32(result) ^ (angle.quadrant << 31));
}

RVL_ALWAYS_INLINE bool rvl_tan_is_ordinary_float32(float x)
{
    return rvl_sin_is_ordinary_float32(x);
}

RVL_ALWAYS_INLINE float rvl_tan_ordinary_float32(float x)
{
    const float result = rvl_tan_reduced_float32(rvl_reduce_moderate_float32(rvl_flushed_float32(x, 0x1p-13f)));
    return __builtin_fabsf(x) < 0x1p-13f ? x : result;
}

RVL_ALWAYS_INLINE float rvl_tan_float32(float x)
{
    const float result = rvl_tan_reduced_float32(rvl_reduce_float32(x));
    const float finite = __builtin_fabsf(x) < 0x1p-13f ? x : result;
    return __builtin_fabsf(x) < __builtin_inff() ? finite : x - x;
}

#endif
