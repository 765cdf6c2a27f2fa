/* elementary_pair_float32.h: sums, products and square roots of float32 with their rounding errors; see fma.h and
 * elementary_root.h. */
#ifndef RVL_KERNEL_ELEMENTARY_PAIR_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_PAIR_FLOAT32_H

#include "fma.h"
#include <stdbool.h>

typedef struct rvl_pair_float32 {
    float high, low;
} rvl_pair_float32;

RVL_ALWAYS_INLINE rvl_pair_float32 rvl_two_sum_float32(float a, float b)
{
    const float high = a + b, part = high - a;
    return (rvl_pair_float32){high, (a - (high - part)) + (b - part)};
}

RVL_ALWAYS_INLINE rvl_pair_float32 rvl_two_product_float32(float a, float b)
{
    const float product = a * b;
    return (rvl_pair_float32){product, rvl_fma_float32(a, b, -product)};
}

/* 1 / sqrt(x) to 17 bits; x zero (some large number, then) or in [2^-100, 2^122]. */
RVL_ALWAYS_INLINE float rvl_reciprocal_root_float32(float x)
{
    const float r = from_bits_float32(UINT32_C(0x5f37642f) - (bits_float32(x) >> 1));
    const float e = rvl_fma_float32(-(x * r), r, 1.0f);
    const float p = rvl_fma_float32(rvl_fma_float32(0.3125f, e, 0.375f), e, 0.5f);
    return rvl_fma_float32(r * e, p, r);
}

/* The square root of high + low, |low| at most the last place of high. To 2^-41; its parts may overlap. */
RVL_ALWAYS_INLINE rvl_pair_float32 rvl_sqrt_pair_float32(float high, float low)
{
    const float r = rvl_reciprocal_root_float32(high), half_r = 0.5f * r;
    const float guess = high * r, root = rvl_fma_float32(rvl_fma_float32(-guess, guess, high), half_r, guess);
    return (rvl_pair_float32){root, (rvl_fma_float32(-root, root, high) + low) * half_r};
}

#endif
