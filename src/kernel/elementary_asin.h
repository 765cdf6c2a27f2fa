/* elementary_asin.h: the inverse sine and cosine.
 *
 * asin(s) = s + s^3 p(s^2) for s up to 1/2 (polynomials/asin.sollya). For larger |x|, asin(|x|) = pi/2 - 2 asin(s) with
 * s = sqrt((1 - |x|) / 2), the root with its rounding error, as in fdlibm; likewise acos. */
#ifndef RVL_KERNEL_ELEMENTARY_ASIN_H
#define RVL_KERNEL_ELEMENTARY_ASIN_H

#include "elementary_one_form.h"
#include "elementary_root.h"

typedef struct rvl_asin_parts {
    double high, low; /* asin(s); s itself is high */
    bool is_large;    /* s is the one for large |x| */
} rvl_asin_parts;

/* Beyond 1 as of 1, and tiny x as 0: otherwise subnormal numbers would come up, on which arithmetic is slow. */
RVL_ALWAYS_INLINE rvl_asin_parts rvl_asin_parts_float64(double x)
{
    const double flushed = rvl_flushed_float64(__builtin_fabs(x), 0x1p-60);
    const double size = 1.0 < flushed ? 1.0 : flushed, half = 0.5 - 0.5 * size;
    const bool is_large = size > 0.5;
    const rvl_pair_float64 root = rvl_sqrt_pair_float64(half, 0.0);
    const double s = is_large ? root.high : size, s_low = is_large ? root.low : 0.0;
    const double z = is_large ? half : size * size;
    double p = 0x1.056d6c813a1d3p-5;
    p = rvl_fma_float64(p, z, -0x1.09d32833a132cp-6);
    p = rvl_fma_float64(p, z, 0x1.3ff4a990b2acep-6);
    p = rvl_fma_float64(p, z, 0x1.abcf5cd7c4303p-8);
    p = rvl_fma_float64(p, z, 0x1.8ec2fca60444ep-7);
    p = rvl_fma_float64(p, z, 0x1.c6fdc1aaa5332p-7);
    p = rvl_fma_float64(p, z, 0x1.1c6be1a687738p-6);
    p = rvl_fma_float64(p, z, 0x1.6e89f440197a7p-6);
    p = rvl_fma_float64(p, z, 0x1.f1c72c38fb342p-6);
    p = rvl_fma_float64(p, z, 0x1.6db6db427a4f8p-5);
    p = rvl_fma_float64(p, z, 0x1.333333336e80fp-4);
    p = rvl_fma_float64(p, z, 0x1.555555555539p-3);
    return (rvl_asin_parts){s, rvl_fma_float64(s * z, p, s_low), is_large};
}

/* A factor for the result: a choice of the whole result would be a branch around all that leads to it. */
RVL_ALWAYS_INLINE double rvl_nan_beyond_1(double x)
{
    return __builtin_fabs(x) <= 1.0 ? 1.0 : __builtin_nan("");
}

RVL_ALWAYS_INLINE double rvl_asin_float64(double x)
{
    const rvl_asin_parts parts = rvl_asin_parts_float64(x);
    const double pi_2 = 0x1.921fb54442d18p0, pi_2_low = 0x1.1a62633145c07p-54;
    const double double_s = parts.high + parts.high, high = pi_2 - double_s, lost = (pi_2 - high) - double_s;
    const double large = high + (lost + (pi_2_low - (parts.low + parts.low)));
    const double result = __builtin_copysign(parts.is_large ? large : parts.high + parts.low, x);
    return __builtin_fabs(x) < 0x1p-60 ? x : result * rvl_nan_beyond_1(x);
}
RVL_ONE_FORM(asin, float64)

RVL_ALWAYS_INLINE double rvl_acos_float64(double x)
{
    const rvl_asin_parts parts = rvl_asin_parts_float64(x);
    const double pi_2 = 0x1.921fb54442d18p0, pi_2_low = 0x1.1a62633145c07p-54;
    const uint64_t sign_bit = UINT64_C(1) << 63, x_sign = bits_float64(x) & sign_bit;
    /* pi/2 - asin(x), or for large |x| 0 + 2 asin(s), pi - 2 asin(s). */
    const double pi_or_0 = x_sign != 0 ? 2.0 * pi_2 : 0.0, pi_or_0_low = x_sign != 0 ? 2.0 * pi_2_low : 0.0;
    const double base = parts.is_large ? pi_or_0 : pi_2, base_low = parts.is_large ? pi_or_0_low : pi_2_low;
    const uint64_t flip = parts.is_large ? x_sign : x_sign ^ sign_bit;
    const double factor = from_bits_float64(bits_float64(parts.is_large ? 2.0 : 1.0) | flip);
    const double angle = factor * parts.high, high = base + angle, lost = (base - high) + angle;
    return (high + (lost + rvl_fma_float64(factor, parts.low, base_low))) * rvl_nan_beyond_1(x);
}
RVL_ONE_FORM(acos, float64)

#endif
