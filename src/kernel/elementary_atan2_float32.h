/* elementary_atan2_float32.h: the angle of a point of float32, as in elementary_atan2.h; other than ordinary points in
 * float64, whose range holds all quotients. */
#ifndef RVL_KERNEL_ELEMENTARY_ATAN2_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_ATAN2_FLOAT32_H

#include "elementary_asin_float32.h"
#include "elementary_atan2.h"

/* Where no intermediate overflows, loses bits or is subnormal. */
RVL_ALWAYS_INLINE bool rvl_atan2_is_ordinary_float32(float y, float x)
{
    const float abs_x = __builtin_fabsf(x), abs_y = __builtin_fabsf(y);
    const bool x_is = (abs_x >= 0x1p-36f) & (abs_x <= 0x1p36f), y_is = (abs_y >= 0x1p-36f) & (abs_y <= 0x1p36f);
    return (x_is & (y_is | (y == 0.0f))) | (y_is & (x == 0.0f));
}

RVL_ALWAYS_INLINE float rvl_atan2_ordinary_float32(float y, float x)
{
    const float abs_x = __builtin_fabsf(x), abs_y = __builtin_fabsf(y);
    const bool is_steep = abs_y > abs_x;
    const float a = is_steep ? abs_x : abs_y, b = is_steep ? abs_y : abs_x;
    const uint32_t sign_bit = UINT32_C(1) << 31, x_sign = bits_float32(x) & sign_bit;
    const bool above_half = a + a > b;
    const float sum = a + b, numerator = above_half ? a - b : a; /* a - b is exact */
    const float divisor = above_half ? sum : b, divisor_low = above_half ? a - (sum - b) : 0.0f;
    const float reciprocal = 1.0f / divisor, q = numerator * reciprocal;
    const float q_or_0 = rvl_flushed_float32(q, 0x1p-30f), z = q_or_0 * q_or_0; /* lest it is subnormal, and slow */
    const float lacking = rvl_fma_float32(-q, divisor_low, rvl_fma_float32(-q, divisor, numerator));
    const float q_low = lacking * reciprocal, slope_low = rvl_fma_float32(-z, q_low, q_low);
    const float low = rvl_fma_float32(q * z, rvl_atan_polynomial_float32(z), slope_low);
    const uint32_t flip = x_sign ^ (is_steep ? sign_bit : UINT32_C(0));
    const float four_or_0 = x_sign != 0 ? 4.0f : 0.0f, one_or_0 = above_half ? 1.0f : 0.0f;
    const float eighths = (is_steep ? 2.0f : four_or_0) + from_bits_float32(bits_float32(one_or_0) ^ flip);
    const float base = eighths * RVL_PI_4_FLOAT32;
    const float base_low =
        rvl_fma_float32(eighths, RVL_PI_4_LOW_FLOAT32, rvl_fma_float32(eighths, RVL_PI_4_FLOAT32, -base));
    const float signed_q = from_bits_float32(bits_float32(q) ^ flip);
    const float signed_low = from_bits_float32(bits_float32(low) ^ flip);
    const float high = base + signed_q, lost = signed_q - (high - base);
    const float angle = high + (lost + (base_low + signed_low));
    return from_bits_float32(bits_float32(angle) | (bits_float32(y) & sign_bit));
}

RVL_ALWAYS_INLINE float rvl_atan2_float32(float y, float x)
{
    const double abs_x = (double)__builtin_fabsf(x), abs_y = (double)__builtin_fabsf(y), infinity = __builtin_inf();
    const bool is_steep = abs_y > abs_x;
    double a = is_steep ? abs_x : abs_y, b = is_steep ? abs_y : abs_x;
    const double a_at_infinity = a == infinity ? 1.0 : 0.0;
    a = b == infinity ? a_at_infinity : a;
    b = ((b == infinity) | (b == 0.0)) ? 1.0 : b;
    const float other = (float)rvl_atan2_core_float64((double)y, (double)x, is_steep, a, b).angle;
    const bool is_ordinary = rvl_atan2_is_ordinary_float32(y, x);
    const uint32_t mask = is_ordinary ? UINT32_MAX : UINT32_C(0);
    const float ordinary = rvl_atan2_ordinary_float32(from_bits_float32(bits_float32(y) & mask),
                                                      from_bits_float32(bits_float32(x) & mask));
    const float number = is_ordinary ? ordinary : other;
    return ((x != x) | (y != y)) ? x + y : number;
}

#endif
