/* elementary_cbrt_float32.h: the cube root of float32.
 *
 * r near x^(-1/3) from the bits of x, then times (1 - e)^(-1/3) with e = 1 - x r^3 (polynomials/float32.sollya); y = x
 * r^2 and a step of Newton's. */
#ifndef RVL_KERNEL_ELEMENTARY_CBRT_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_CBRT_FLOAT32_H

#include "fma.h"
#include <stdbool.h>

/* What y^3 lacks of smaller numbers is subnormal. */
RVL_ALWAYS_INLINE bool rvl_cbrt_is_ordinary_float32(float x)
{
    return (__builtin_fabsf(x) >= 0x1p-100f) & (__builtin_fabsf(x) < __builtin_inff());
}

RVL_ALWAYS_INLINE float rvl_cbrt_ordinary_float32(float x)
{
    const float size = __builtin_fabsf(x);
    /* x^(-1/3) but for a thirtieth: the bits of a number grow nearly as its logarithm does. */
    const float guess_bits = rvl_fma_float32((float)(int32_t)bits_float32(size), -0x1.555556p-2f, 0x1.5287dap30f);
    const float guess = from_bits_float32((uint32_t)(int32_t)guess_bits);
    const float e = rvl_fma_float32(-(size * guess), guess * guess, 1.0f);
    float p = 0x1.65857ap-3f;
    p = rvl_fma_float32(p, e, 0x1.ca3d28p-3f);
    p = rvl_fma_float32(p, e, 0x1.555408p-2f);
    p = rvl_fma_float32(p, e, 0x1.ffffbcp-1f);
    const float r = guess * p, square = r * r, y = size * square;
    const float lacking = rvl_fma_float32(-y, y * y, size);
    return __builtin_copysignf(rvl_fma_float32(lacking, square * 0x1.555556p-2f, y), x);
}

RVL_ALWAYS_INLINE float rvl_cbrt_float32(float x)
{
    const bool is_subnormal = __builtin_fabsf(x) < 0x1p-126f, is_small = __builtin_fabsf(x) < 0x1p-100f;
    /* x * 2^150, without arithmetic on subnormal numbers, which is slow. */
    const float scaled =
        2.0f * (from_bits_float32((bits_float32(x) & UINT32_C(0x7fffff)) | bits_float32(0x1p23f)) - 0x1p23f);
    const float normal = (is_subnormal ? 1.0f : x) * (is_small ? 0x1p96f : 1.0f);
    const float result = rvl_cbrt_ordinary_float32(is_subnormal ? __builtin_copysignf(scaled, x) : normal);
    const float normal_back = is_small ? 0x1p-32f : 1.0f;
    const float root = result * (is_subnormal ? 0x1p-50f : normal_back);
    const bool is_itself = (x == 0.0f) | !(__builtin_fabsf(x) < __builtin_inff());
    return is_itself ? x + x : root;
}

#endif
