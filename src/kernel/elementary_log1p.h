/* elementary_log1p.h: log(1 + x).
 *
 * 1 + x = 2^k (1 + f) with 1 + f in [3/4, 3/2), so f = 2^-k x + (2^-k - 1). For these bounds that is exact: for k = 0
 * it is x; for k = 1, x >= 1/2 and |f| <= 1/4; for other k up to 53, 2^-k x is so large that its last place is 2^-53 at
 * least. Beyond, what is lost does not count. Then as elementary_log.h, with a polynomial for these bounds
 * (polynomials/log1p.sollya). */
#ifndef RVL_KERNEL_ELEMENTARY_LOG1P_H
#define RVL_KERNEL_ELEMENTARY_LOG1P_H

#include "elementary_log2.h"

/* log(1 + f) - f, and something small added, for 1 + f in [3/4, 3/2]. */
RVL_ALWAYS_INLINE double rvl_log1p_rest_float64(double f, double something)
{
    const double s = f / (2.0 + f), z = s * s, half_f = 0.5 * f;
    double r = 0x1.16cc91117fd67p-3;
    r = rvl_fma_float64(r, z, 0x1.0e852268f94cfp-3);
    r = rvl_fma_float64(r, z, 0x1.3b2a3df61b5f3p-3);
    r = rvl_fma_float64(r, z, 0x1.745ca8f20714dp-3);
    r = rvl_fma_float64(r, z, 0x1.c71c72ed16e17p-3);
    r = rvl_fma_float64(r, z, 0x1.24924923cfdc7p-2);
    r = rvl_fma_float64(r, z, 0x1.9999999999ffp-2);
    r = rvl_fma_float64(r, z, 0x1.5555555555555p-1);
    return rvl_fma_float64(-half_f, f, rvl_fma_float64(s, rvl_fma_float64(r, z, half_f * f), something));
}

/* For x in (-1, 2^900]. Numbers above 2^60, if there may be any, are scaled down and the power of two up. */
RVL_ALWAYS_INLINE double rvl_log1p_core_float64(double x, bool may_be_huge)
{
    const uint64_t three_quarters = UINT64_C(0x3fe8000000000000), one = UINT64_C(0x3ff0000000000000);
    const uint64_t exponent = (bits_float64(1.0 + x) + (one - three_quarters)) >> 52;
    const bool is_huge = may_be_huge && x > 0x1p60;
    const double power = from_bits_float64((is_huge ? 2146 - exponent : 2046 - exponent) << 52);
    const double k = from_bits_float64(exponent | bits_float64(0x1p52)) - (0x1p52 + 1023.0);
    const double f = rvl_fma_float64(is_huge ? x * 0x1p-100 : x, power, is_huge ? -1.0 : power - 1.0);
    const double k_ln2 = k * 0x1.62e42fefa2p-1; /* exact */
    const double high = k_ln2 + f, low = f - (high - k_ln2);
    return high + rvl_log1p_rest_float64(f, rvl_fma_float64(k, 0x1.9ef35793c7673p-41, low));
}

RVL_ALWAYS_INLINE bool rvl_log1p_is_ordinary_float64(double x)
{
    return (x > -1.0) & (x <= 0x1p900) & (__builtin_fabs(x) >= 0x1p-60);
}

RVL_ALWAYS_INLINE double rvl_log1p_ordinary_float64(double x)
{
    return rvl_log1p_core_float64(x, false);
}

/* The result of log1p for any x from that for ordinary numbers. */
RVL_ALWAYS_INLINE double rvl_log1p_float64(double x)
{
    const double infinity = __builtin_inf();
    const bool is_tiny = __builtin_fabs(x) < 0x1p-60;
    double result = rvl_log1p_core_float64(is_tiny ? 0.0 : x, true);
    result = ((x < infinity) & !is_tiny) ? result : x; /* inf and NaN */
    result = x == -1.0 ? -infinity : result;
    return x < -1.0 ? __builtin_nan("") : result;
}

/* float32: the same, but log(1 + f) by one polynomial in f */

RVL_ALWAYS_INLINE float rvl_log1p_rest_float32(float f, float something)
{
    float r = -0x1.713e36p-5f;
    r = rvl_fma_float32(r, f, 0x1.aca08ep-4f);
    r = rvl_fma_float32(r, f, -0x1.0d93f4p-3f);
    r = rvl_fma_float32(r, f, 0x1.2886b8p-3f);
    r = rvl_fma_float32(r, f, -0x1.54ef16p-3f);
    r = rvl_fma_float32(r, f, 0x1.996966p-3f);
    r = rvl_fma_float32(r, f, -0x1.000042p-2f);
    r = rvl_fma_float32(r, f, 0x1.5555a4p-2f);
    return rvl_fma_float32(-0.5f * f, f, rvl_fma_float32(f * f * f, r, something));
}

/* The only number for which f would have to be rounded, as one more than it is rounded up, to 3/2. */
#define RVL_LOG1P_ROUNDED_UP 0x1.fffffep-2f

/* For x in (-1, 2^120]. */
RVL_ALWAYS_INLINE float rvl_log1p_core_float32(float x, bool may_be_any)
{
    const uint32_t three_quarters = UINT32_C(0x3f400000), one = UINT32_C(0x3f800000);
    const uint32_t rounded_up = may_be_any && x == RVL_LOG1P_ROUNDED_UP ? 1 : 0;
    const uint32_t exponent = ((bits_float32(1.0f + x) + (one - three_quarters)) >> 23) - rounded_up;
    const bool is_huge = may_be_any && x > 0x1p30f;
    const float power = from_bits_float32((is_huge ? 304 - exponent : 254 - exponent) << 23);
    const float k = from_bits_float32(exponent | bits_float32(0x1p23f)) - (0x1p23f + 127.0f);
    const float f = rvl_fma_float32(is_huge ? x * 0x1p-50f : x, power, is_huge ? -1.0f : power - 1.0f);
    const float k_ln2 = k * 0x1.62e4p-1f; /* exact */
    const float high = k_ln2 + f, low = f - (high - k_ln2);
    return high + rvl_log1p_rest_float32(f, rvl_fma_float32(k, 0x1.7f7d1cp-20f, low));
}

RVL_ALWAYS_INLINE bool rvl_log1p_is_ordinary_float32(float x)
{
    return (x > -1.0f) & (x <= 0x1p120f) & (__builtin_fabsf(x) >= 0x1p-30f) & (x != RVL_LOG1P_ROUNDED_UP);
}

RVL_ALWAYS_INLINE float rvl_log1p_ordinary_float32(float x)
{
    return rvl_log1p_core_float32(x, false);
}

RVL_ALWAYS_INLINE float rvl_log1p_float32(float x)
{
    const float infinity = __builtin_inff();
    const bool is_tiny = __builtin_fabsf(x) < 0x1p-30f;
    float result = rvl_log1p_core_float32(is_tiny ? 0.0f : x, true);
    result = ((x < infinity) & !is_tiny) ? result : x;
    result = x == -1.0f ? -infinity : result;
    return x < -1.0f ? __builtin_nanf("") : result;
}

#endif
