/* elementary_float32.h: the elementary functions of float32: ordinary arguments in float32 arithmetic, by the same
 * methods as in float64 (polynomials/float32.sollya); all others in float64, rounded once. Families with more to say
 * have files of their own. */
#ifndef RVL_KERNEL_ELEMENTARY_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_FLOAT32_H

#include "elementary_asin_float32.h"
#include "elementary_asinh_float32.h"
#include "elementary_atan2_float32.h"
#include "elementary_cbrt_float32.h"
#include "elementary_exp.h"
#include "elementary_hypot.h"
#include "elementary_log.h"
#include "elementary_sin_cos_float32.h"
#include "elementary_tan_float32.h"

/* Where the result is a normal number. */
RVL_ALWAYS_INLINE bool rvl_exp_is_ordinary_float32(float x)
{
    return __builtin_fabsf(x) <= 87.0f;
}

RVL_ALWAYS_INLINE float rvl_exp_ordinary_float32(float x)
{
    const float rounder = rvl_fma_float32(x, 0x1.715476p0f, RVL_ROUNDER_FLOAT32), n = rounder - RVL_ROUNDER_FLOAT32;
    const float r = rvl_fma_float32(-n, 0x1.7f7d1cp-20f, x - n * 0x1.62e4p-1f); /* n * high is exact */
    float q = 0x1.694c84p-10f;
    q = rvl_fma_float32(q, r, 0x1.12397cp-7f);
    q = rvl_fma_float32(q, r, 0x1.555a26p-5f);
    q = rvl_fma_float32(q, r, 0x1.555492p-3f);
    q = rvl_fma_float32(q, r, 0x1.fffffap-2f);
    const float high = 1.0f + r, low = r - (high - 1.0f);
    const float significand = high + rvl_fma_float32(r * r, q, low);
    return from_bits_float32(bits_float32(significand) + (bits_float32(rounder) << 23));
}

RVL_ALWAYS_INLINE float rvl_exp_float32(float x)
{
    const float ordinary = rvl_exp_ordinary_float32(x), other = (float)rvl_exp_float64((double)x);
    return rvl_exp_is_ordinary_float32(x) ? ordinary : other;
}

RVL_ALWAYS_INLINE bool rvl_log_is_ordinary_float32(float x)
{
    return (x >= 0x1p-126f) & (x < __builtin_inff());
}

RVL_ALWAYS_INLINE float rvl_log_ordinary_float32(float x)
{
    const uint32_t half_sqrt2 = UINT32_C(0x3f3504f3), one = UINT32_C(0x3f800000), mantissa = UINT32_C(0x7fffff);
    const uint32_t shifted = bits_float32(x) + (one - half_sqrt2);
    const float k = from_bits_float32((shifted >> 23) | bits_float32(0x1p23f)) - (0x1p23f + 127.0f);
    const float f = from_bits_float32((shifted & mantissa) + half_sqrt2) - 1.0f, half_f = 0.5f * f;
    float r = -0x1.2a6f8p-4f;
    r = rvl_fma_float32(r, f, 0x1.015976p-3f);
    r = rvl_fma_float32(r, f, -0x1.0e96ccp-3f);
    r = rvl_fma_float32(r, f, 0x1.239ce2p-3f);
    r = rvl_fma_float32(r, f, -0x1.5466fep-3f);
    r = rvl_fma_float32(r, f, 0x1.99944ep-3f);
    r = rvl_fma_float32(r, f, -0x1.000234p-2f);
    r = rvl_fma_float32(r, f, 0x1.55557p-2f);
    const float k_ln2 = k * 0x1.62e4p-1f; /* exact */
    const float high = k_ln2 + f, low = f - (high - k_ln2);
    const float rest = rvl_fma_float32(k, 0x1.7f7d1cp-20f, low);
    return high + rvl_fma_float32(-half_f, f, rvl_fma_float32(f * f * f, r, rest));
}

RVL_ALWAYS_INLINE float rvl_log_float32(float x)
{
    const float ordinary = rvl_log_ordinary_float32(x), other = (float)rvl_log_float64((double)x);
    return rvl_log_is_ordinary_float32(x) ? ordinary : other;
}

/* The squares are exact in float64, and nothing overflows. */
RVL_ALWAYS_INLINE float rvl_hypot_ordinary_float32(float x, float y)
{
    return (float)__builtin_sqrt((double)x * (double)x + (double)y * (double)y);
}

RVL_ALWAYS_INLINE bool rvl_hypot_is_ordinary_float32(float x, float y)
{
    const float infinity = __builtin_inff();
    return (__builtin_fabsf(x) < infinity) & (__builtin_fabsf(y) < infinity);
}

RVL_ALWAYS_INLINE float rvl_hypot_float32(float x, float y)
{
    const float infinity = __builtin_inff();
    const bool is_infinite = (__builtin_fabsf(x) == infinity) | (__builtin_fabsf(y) == infinity);
    return is_infinite ? infinity : rvl_hypot_ordinary_float32(x, y);
}

#endif
