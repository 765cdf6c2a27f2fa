/* elementary_float32.h: the elementary functions of float32: ordinary arguments in float32 arithmetic, by the same
 * methods as in float64 (polynomials/float32.sollya); all others in float64, rounded once. */
#ifndef RVL_KERNEL_ELEMENTARY_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_FLOAT32_H

#include "elementary_atan2.h"
#include "elementary_exp.h"
#include "elementary_hypot.h"
#include "elementary_log.h"
#include "elementary_sin_cos.h"

/* A number plus this has its nearest integer in the low bits. */
#define RVL_ROUNDER_FLOAT32 0x1.8p23f

typedef struct rvl_pair_float32 {
    float high, low;
} rvl_pair_float32;

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

/* sin(x + quadrants * pi/2) for moderate x; see rvl_reduce_moderate_float64 and rvl_sin_cos_core_float64. */
RVL_ALWAYS_INLINE float rvl_sin_moderate_float32(float x, uint32_t quadrants)
{
    const float rounder = rvl_fma_float32(x, 0x1.45f306p-1f, RVL_ROUNDER_FLOAT32), n = rounder - RVL_ROUNDER_FLOAT32;
    const float first = rvl_fma_float32(-n, 0x1.921fb6p0f, x);
    const float second = n * 0x1.777a5cp-25f, second_low = rvl_fma_float32(n, 0x1.777a5cp-25f, -second);
    const float high = first + second, part = high - first;
    const float lost = (first - (high - part)) + (second - part);
    const float low = rvl_fma_float32(n, 0x1.ee59dap-50f, lost + second_low);
    const float square = high * high, cube = square * high, half = 0.5f * square;
    float s = -0x1.99258p-13f;
    s = rvl_fma_float32(s, square, 0x1.1106d8p-7f);
    s = rvl_fma_float32(s, square, -0x1.555544p-3f);
    float c = 0x1.99e6c2p-16f;
    c = rvl_fma_float32(c, square, -0x1.6c0c26p-10f);
    c = rvl_fma_float32(c, square, 0x1.55554ap-5f);
    const float one_minus_half = 1.0f - half, remainder = (1.0f - one_minus_half) - half;
    const float sin = high + rvl_fma_float32(cube, s, low * one_minus_half);
    const float cos = one_minus_half + rvl_fma_float32(square * square, c, remainder - high * low);
    const uint32_t quadrant = bits_float32(rounder) + quadrants;
    const uint32_t odd = UINT32_C(0) - (quadrant & 1), sign = (quadrant & 2) << 30;
    return from_bits_float32(((bits_float32(cos) & odd) | (bits_float32(sin) & ~odd)) ^ sign);
}

/* Up to where the reduced argument is right; and not where the low bits of squares underflow. */
RVL_ALWAYS_INLINE bool rvl_sin_is_ordinary_float32(float x)
{
    return __builtin_fabsf(x) <= 0x1p15f;
}

RVL_ALWAYS_INLINE float rvl_sin_ordinary_float32(float x)
{
    const float result = rvl_sin_moderate_float32(x, 0);
    return __builtin_fabsf(x) < 0x1p-13f ? x : result; /* also for the sign of zero */
}

RVL_ALWAYS_INLINE float rvl_sin_float32(float x)
{
    const float ordinary = rvl_sin_ordinary_float32(x), other = (float)rvl_sin_float64((double)x);
    return rvl_sin_is_ordinary_float32(x) ? ordinary : other;
}

RVL_ALWAYS_INLINE bool rvl_cos_is_ordinary_float32(float x)
{
    return rvl_sin_is_ordinary_float32(x);
}

RVL_ALWAYS_INLINE float rvl_cos_ordinary_float32(float x)
{
    return rvl_sin_moderate_float32(x, 1);
}

RVL_ALWAYS_INLINE float rvl_cos_float32(float x)
{
    const float ordinary = rvl_cos_ordinary_float32(x), other = (float)rvl_cos_float64((double)x);
    return rvl_sin_is_ordinary_float32(x) ? ordinary : other;
}

/* Where no intermediate overflows or loses bits. */
RVL_ALWAYS_INLINE bool rvl_atan2_is_ordinary_float32(float y, float x)
{
    const float abs_x = __builtin_fabsf(x), abs_y = __builtin_fabsf(y);
    const bool x_is = (abs_x >= 0x1p-60f) & (abs_x <= 0x1p60f), y_is = (abs_y >= 0x1p-60f) & (abs_y <= 0x1p60f);
    return (x_is & (y_is | (y == 0.0f))) | (y_is & (x == 0.0f));
}

RVL_ALWAYS_INLINE float rvl_atan2_ordinary_float32(float y, float x)
{
    const float abs_x = __builtin_fabsf(x), abs_y = __builtin_fabsf(y);
    const bool is_steep = abs_y > abs_x;
    const float a = is_steep ? abs_x : abs_y, b = is_steep ? abs_y : abs_x;
    const float reciprocal = 1.0f / b, q = a * reciprocal, q_low = rvl_fma_float32(-q, b, a) * reciprocal;
    const float square = q * q;
    float p = -0x1.d5a162p-10f;
    p = rvl_fma_float32(p, square, 0x1.6551e2p-7f);
    p = rvl_fma_float32(p, square, -0x1.fe7d24p-6f);
    p = rvl_fma_float32(p, square, 0x1.da9c2ep-5f);
    p = rvl_fma_float32(p, square, -0x1.5825f2p-4f);
    p = rvl_fma_float32(p, square, 0x1.c0946cp-4f);
    p = rvl_fma_float32(p, square, -0x1.24211ap-3f);
    p = rvl_fma_float32(p, square, 0x1.9991ecp-3f);
    /* The last steps keep their rounding errors. */
    const float cubic = -0x1.55553ep-2f, sum = rvl_fma_float32(p, square, cubic);
    const float sum_low = rvl_fma_float32(p, square, cubic - sum);
    const float term = square * sum, term_low = rvl_fma_float32(square, sum_low, rvl_fma_float32(square, sum, -term));
    const float slope = rvl_fma_float32(rvl_fma_float32(square, 0.33f, -0.83f), square, 1.0f);
    const float low = rvl_fma_float32(q, term, rvl_fma_float32(q, term_low, q_low * slope));
    const uint32_t sign_bit = UINT32_C(1) << 31, x_sign = bits_float32(x) & sign_bit;
    const uint32_t flip = x_sign ^ (is_steep ? sign_bit : UINT32_C(0));
    const float pi_or_0 = x_sign != 0 ? 0x1.921fb6p1f : 0.0f, pi_or_0_low = x_sign != 0 ? -0x1.777a5cp-24f : 0.0f;
    const float base = is_steep ? 0x1.921fb6p0f : pi_or_0, base_low = is_steep ? -0x1.777a5cp-25f : pi_or_0_low;
    const float signed_q = from_bits_float32(bits_float32(q) ^ flip);
    const float signed_low = from_bits_float32(bits_float32(low) ^ flip);
    const float high = base + signed_q, lost = signed_q - (high - base);
    const float angle = high + (lost + (base_low + signed_low));
    return from_bits_float32(bits_float32(angle) | (bits_float32(y) & sign_bit));
}

RVL_ALWAYS_INLINE float rvl_atan2_float32(float y, float x)
{
    const float ordinary = rvl_atan2_ordinary_float32(y, x), other = (float)rvl_atan2_float64((double)y, (double)x);
    return rvl_atan2_is_ordinary_float32(y, x) ? ordinary : other;
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
