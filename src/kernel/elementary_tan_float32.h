/* elementary_tan_float32.h: the tangent of float32.
 *
 * x = n pi/2 + y with |y| <= pi/4; t = tan(y) = y + y^3 p(y^2) (polynomials/float32.sollya), and for odd n minus its
 * reciprocal, by one division whose error, and that of t, are made good. */
#ifndef RVL_KERNEL_ELEMENTARY_TAN_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_TAN_FLOAT32_H

#include "elementary_sin_cos_float32.h"
#include "elementary_tan.h"

/* Cody and Waite for |x| up to 2^13. The second part of pi/2 is so short that its products are exact, and likewise what
 * it leaves, where that is smaller than the product; else the sum's error is, as the product is the smaller number. */
RVL_ALWAYS_INLINE rvl_reduced_float32 rvl_reduce_small_float32(float x)
{
    const float rounder = rvl_fma_float32(x, 0x1.45f306p-1f, RVL_ROUNDER_FLOAT32), n = rounder - RVL_ROUNDER_FLOAT32;
    const float first = rvl_fma_float32(-n, 0x1.921fb6p0f, x); /* exact */
    const float high = rvl_fma_float32(n, 0x1.778p-25f, first);
    const float low = rvl_fma_float32(-n, 0x1.68c234p-39f, rvl_fma_float32(n, 0x1.778p-25f, first - high));
    return (rvl_reduced_float32){high, low, bits_float32(rounder)};
}

RVL_ALWAYS_INLINE float rvl_tan_reduced_float32(rvl_reduced_float32 angle)
{
    const float y = angle.high, z = y * y;
    float p = 0x1.231056p-8f;
    p = rvl_fma_float32(p, z, -0x1.63542ep-15f);
    p = rvl_fma_float32(p, z, 0x1.667f3ap-7f);
    p = rvl_fma_float32(p, z, 0x1.5c0446p-6f);
    p = rvl_fma_float32(p, z, 0x1.baecf4p-5f);
    p = rvl_fma_float32(p, z, 0x1.110d28p-3f);
    /* What y and its square lack, times the derivatives, which are rough. */
    const float slope_low = rvl_fma_float32(1.5f * z, angle.low, angle.low);
    const float low = rvl_fma_float32(0.5f * y, rvl_fma_float32(y, y, -z), slope_low);
    const float cube = y * z, rest_low = rvl_fma_float32(cube * z, p, low);
    const float rest = rvl_fma_float32(cube, 0x1.555562p-2f, rest_low), t = y + rest, t_low = rest - (t - y);
    const float q = -1.0f / t, lacking = rvl_fma_float32(-q, t_low, rvl_fma_float32(-q, t, -1.0f));
    return (angle.quadrant & 1) != 0 ? rvl_fma_float32(-q, lacking, q) : t;
}

RVL_ALWAYS_INLINE bool rvl_tan_is_ordinary_float32(float x)
{
    return __builtin_fabsf(x) <= 0x1p13f;
}

RVL_ALWAYS_INLINE float rvl_tan_ordinary_float32(float x)
{
    const float result = rvl_tan_reduced_float32(rvl_reduce_small_float32(rvl_flushed_float32(x, 0x1p-13f)));
    return __builtin_fabsf(x) < 0x1p-13f ? x : result;
}

RVL_ALWAYS_INLINE float rvl_tan_float32(float x)
{
    const bool is_ordinary = rvl_tan_is_ordinary_float32(x);
    const rvl_reduced_float32 small = rvl_reduce_small_float32(is_ordinary ? rvl_flushed_float32(x, 0x1p-13f) : 0.0f);
    const rvl_reduced_float32 huge = rvl_reduce_huge_float32(x);
    const rvl_reduced_float32 angle = {is_ordinary ? small.high : huge.high, is_ordinary ? small.low : huge.low,
                                       is_ordinary ? small.quadrant : huge.quadrant};
    const float result = rvl_tan_reduced_float32(angle);
    const float finite = __builtin_fabsf(x) < 0x1p-13f ? x : result;
    return __builtin_fabsf(x) < __builtin_inff() ? finite : x - x;
}

#endif
