/* elementary_log_float32.h: the natural logarithm of float32. */
#ifndef RVL_KERNEL_ELEMENTARY_LOG_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_LOG_FLOAT32_H

#include "elementary_log.h"

RVL_ALWAYS_INLINE bool rvl_log_is_ordinary_float32(float x)
{
    return (x >= 0x1p-126f) & (x < __builtin_inff());
}

/* log(1 + f) - f, and something small added, for 1 + f in [sqrt(1/2), sqrt(2)). */
RVL_ALWAYS_INLINE float rvl_log_rest_float32(float f, float something)
{
    float r = -0x1.2a6f8p-4f;
    r = rvl_fma_float32(r, f, 0x1.015976p-3f);
    r = rvl_fma_float32(r, f, -0x1.0e96ccp-3f);
    r = rvl_fma_float32(r, f, 0x1.239ce2p-3f);
    r = rvl_fma_float32(r, f, -0x1.5466fep-3f);
    r = rvl_fma_float32(r, f, 0x1.99944ep-3f);
    r = rvl_fma_float32(r, f, -0x1.000234p-2f);
    r = rvl_fma_float32(r, f, 0x1.55557p-2f);
    return rvl_fma_float32(-0.5f * f, f, rvl_fma_float32(f * f * f, r, something));
}

/* x = 2^k (1 + f), for normal positive x. */
typedef struct rvl_log_parts_float32 {
    float k, f;
} rvl_log_parts_float32;

RVL_ALWAYS_INLINE rvl_log_parts_float32 rvl_log_split_float32(float x)
{
    const uint32_t half_sqrt2 = UINT32_C(0x3f3504f3), one = UINT32_C(0x3f800000), mantissa = UINT32_C(0x7fffff);
    const uint32_t shifted = bits_float32(x) + (one - half_sqrt2);
    return (rvl_log_parts_float32){from_bits_float32((shifted >> 23) | bits_float32(0x1p23f)) - (0x1p23f + 127.0f),
                                   from_bits_float32((shifted & mantissa) + half_sqrt2) - 1.0f};
}

/* Of a normal positive x times 2^k_extra. */
RVL_ALWAYS_INLINE float rvl_log_core_float32(float x, float k_extra)
{
    const rvl_log_parts_float32 parts = rvl_log_split_float32(x);
    const float k = parts.k + k_extra, k_ln2 = k * 0x1.62e4p-1f; /* exact */
    const float high = k_ln2 + parts.f, low = parts.f - (high - k_ln2);
    return high + rvl_log_rest_float32(parts.f, rvl_fma_float32(k, 0x1.7f7d1cp-20f, low));
}

/* The next three: as of float64. */

RVL_ALWAYS_INLINE float rvl_log_result_float32(float x, float result)
{
    const float infinity = __builtin_inff();
    result = x < infinity ? result : x;
    result = x == 0.0f ? -infinity : result;
    return x < 0.0f ? __builtin_nanf("") : result;
}

RVL_ALWAYS_INLINE float rvl_log_normal_float32(float x)
{
    const uint32_t exponent = UINT32_C(26) << 23;
    const float multiple = from_bits_float32(bits_float32(x) | exponent) - from_bits_float32(exponent);
    return x < 0x1p-126f ? multiple : x;
}

RVL_ALWAYS_INLINE float rvl_log_normal_extra_float32(float x)
{
    return x < 0x1p-126f ? -25.0f : 0.0f;
}

RVL_ALWAYS_INLINE float rvl_log_ordinary_float32(float x)
{
    return rvl_log_core_float32(x, 0.0f);
}

RVL_ALWAYS_INLINE float rvl_log_float32(float x)
{
    return rvl_log_result_float32(x, rvl_log_core_float32(rvl_log_normal_float32(x), rvl_log_normal_extra_float32(x)));
}

#endif
