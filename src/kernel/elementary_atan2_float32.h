/* elementary_atan2_float32.h: the angle of a point of float32, as in elementary_atan2.h, but with q up to 1; other than
 * ordinary points in float64, whose range holds all quotients. */
#ifndef RVL_KERNEL_ELEMENTARY_ATAN2_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_ATAN2_FLOAT32_H

#include "elementary_asin_float32.h"
#include "elementary_atan2.h"

/* Where no intermediate overflows, loses bits or is subnormal. */
RVL_ALWAYS_INLINE bool rvl_atan2_is_ordinary_float32(float y, float x)
{
    const float abs_x = __builtin_fabsf(x), abs_y = __builtin_fabsf(y);
    const bool x_is = (abs_x >= 0x1p-20f) & (abs_x <= 0x1p20f), y_is = (abs_y >= 0x1p-20f) & (abs_y <= 0x1p20f);
    return (x_is & (y_is | (y == 0.0f))) | (y_is & (x == 0.0f));
}

RVL_ALWAYS_INLINE float rvl_atan2_ordinary_float32(float y, float x)
{
    const float abs_x = __builtin_fabsf(x), abs_y = __builtin_fabsf(y);
    const float pi_2 = 2.0f * RVL_PI_4_FLOAT32, pi_2_low = 2.0f * RVL_PI_4_LOW_FLOAT32;
    const bool is_steep = abs_y > abs_x;
    const float size = is_steep ? abs_x : abs_y, b = is_steep ? abs_y : abs_x;
    const uint32_t sign_bit = UINT32_C(1) << 31, x_sign = bits_float32(x) & sign_bit;
    /* The angle is a sum with the smaller number's sign: 0 + q, pi - q, pi/2 - q or pi/2 + q. */
    const uint32_t flip = is_steep ? x_sign ^ sign_bit : x_sign;
    const float a = from_bits_float32(bits_float32(size) ^ flip);
    const float q = a / b, z = q * q, lacking = rvl_fma_float32(-q, b, a);
    /* Divided, and times the derivative, 1 / (1 + q^2), both roughly. */
    const float q_low = rvl_rough_reciprocal_float32(b) * rvl_fma_float32(-0.5f, z, 1.0f);
    const float base = is_steep ? pi_2 : (x_sign != 0 ? 2.0f * pi_2 : 0.0f);
    const float high = base + q, lost = q - (high - base);
    const float first = rvl_fma_float32(q_low, lacking, rvl_fma_float32(base, pi_2_low / pi_2, lost)), cube = q * z;
    const float low = rvl_fma_float32(cube, z * rvl_atan_polynomial_float32(z), first);
    const float angle = high + rvl_fma_float32(cube, RVL_ATAN_THIRD_FLOAT32, low);
    return __builtin_copysignf(angle, y);
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
