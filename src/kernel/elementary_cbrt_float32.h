/* elementary_cbrt_float32.h: the cube root of float32, as in elementary_cbrt.h. */
#ifndef RVL_KERNEL_ELEMENTARY_CBRT_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_CBRT_FLOAT32_H

#include "elementary_pair_float32.h"

RVL_ALWAYS_INLINE bool rvl_cbrt_is_ordinary_float32(float x)
{
    return (__builtin_fabsf(x) >= 0x1p-126f) & (__builtin_fabsf(x) < __builtin_inff());
}

/* The cube root of x, times 2^-k_extra; x normal. */
RVL_ALWAYS_INLINE float rvl_cbrt_core_float32(float x, uint32_t k_extra)
{
    const uint32_t sign_bit = UINT32_C(1) << 31, bits = bits_float32(x) & ~sign_bit, mantissa = UINT32_C(0x7fffff);
    /* x = 2^(3 (k - 43) + j) m: a third of two more than the exponent, rounded down. */
    const float biased = from_bits_float32((bits >> 23) | bits_float32(0x1p23f)) - (0x1p23f - 2.0f);
    const float rounder = rvl_fma_float32(biased - 1.0f, 0x1.555556p-2f, 0x1.8p23f);
    const float j = rvl_fma_float32(-3.0f, rounder - 0x1.8p23f, biased);
    const float m = from_bits_float32((bits & mantissa) | bits_float32(1.0f));
    const float z = m * rvl_fma_float32(rvl_fma_float32(j, 0.5f, 0.5f), j, 1.0f); /* 1, 2, 4 */
    float r = -0x1.991554p-5f;
    r = rvl_fma_float32(r, m, 0x1.456226p-2f);
    r = rvl_fma_float32(r, m, -0x1.9eb322p-1f);
    r = rvl_fma_float32(r, m, 0x1.8ab91cp0f);
    r = r * rvl_fma_float32(rvl_fma_float32(j, 0x1.5ca5bp-6f, -0x1.d2150cp-3f), j, 1.0f);
    const float e = rvl_fma_float32(-(z * r), r * r, 1.0f);
    r = rvl_fma_float32(r * 0x1.555556p-2f, e, r);
    const float square = r * r, y = z * square;
    const rvl_pair_float32 y_square = rvl_two_product_float32(y, y);
    const float lacking = rvl_fma_float32(-y, y_square.low, rvl_fma_float32(-y, y_square.high, z));
    const float root = rvl_fma_float32(lacking, square * 0x1.555556p-2f, y);
    const uint32_t power = (bits_float32(rounder) + (127 - 43) - k_extra) << 23;
    return from_bits_float32(bits_float32(root * from_bits_float32(power)) | (bits_float32(x) & sign_bit));
}

RVL_ALWAYS_INLINE float rvl_cbrt_ordinary_float32(float x)
{
    return rvl_cbrt_core_float32(x, 0);
}

RVL_ALWAYS_INLINE float rvl_cbrt_float32(float x)
{
    const bool is_subnormal = __builtin_fabsf(x) < 0x1p-126f;
    /* x * 2^150, without arithmetic on subnormal numbers, which is slow. */
    const float scaled =
        2.0f * (from_bits_float32((bits_float32(x) & UINT32_C(0x7fffff)) | bits_float32(0x1p23f)) - 0x1p23f);
    const float result =
        rvl_cbrt_core_float32(is_subnormal ? __builtin_copysignf(scaled, x) : x, is_subnormal ? 50 : 0);
    const bool is_itself = (x == 0.0f) | !(__builtin_fabsf(x) < __builtin_inff());
    return is_itself ? x + x : result;
}

#endif
