/* elementary_atan2_float32.h: the angle of a point of float32, as in elementary_atan2.h, but with q up to 1. */
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

/* The angle of (x, y), of which only signs and order are looked at; size and b are the sizes in that order, scaled
 * alike so that they are ordinary. */
RVL_ALWAYS_INLINE float rvl_atan2_core_float32(float y, float x, bool is_steep, float size, float b)
{
    const float pi_2 = 2.0f * RVL_PI_4_FLOAT32, pi_2_low = 2.0f * RVL_PI_4_LOW_FLOAT32;
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

RVL_ALWAYS_INLINE float rvl_atan2_ordinary_float32(float y, float x)
{
    const float abs_x = __builtin_fabsf(x), abs_y = __builtin_fabsf(y);
    const bool is_steep = abs_y > abs_x;
    return rvl_atan2_core_float32(y, x, is_steep, is_steep ? abs_x : abs_y, is_steep ? abs_y : abs_x);
}

/* A tiny angle is the quotient, whose range float64 holds. Where it is subnormal, it is rounded as a multiple of 2^-149
 * and made by its bits. */
RVL_ALWAYS_INLINE float rvl_tiny_angle_float32(rvl_scaled_float32 a, rvl_scaled_float32 b, float apart)
{
    const double exponent = apart < 400.0f ? (double)apart : 400.0; /* that of 0 by anything */
    const double power = rvl_power_of_two_float64(-exponent), steps = 0x1p-97;
    const double quotient = (double)a.significand / (double)b.significand * power;
    const bool is_subnormal = quotient < 0x1p-126;
    const uint32_t subnormal = (uint32_t)(bits_float64(quotient + steps) - bits_float64(steps));
    return is_subnormal ? from_bits_float32(subnormal) : (float)(is_subnormal ? 1.0 : quotient);
}

RVL_ALWAYS_INLINE float rvl_atan2_float32(float y, float x)
{
    const float abs_x = __builtin_fabsf(x), abs_y = __builtin_fabsf(y), infinity = __builtin_inff();
    const bool is_steep = abs_y > abs_x;
    float a = is_steep ? abs_x : abs_y, b = is_steep ? abs_y : abs_x;
    /* Points on the axes and at infinity as finite points of the same angle. */
    const float a_at_infinity = a == infinity ? 1.0f : 0.0f;
    a = b == infinity ? a_at_infinity : a;
    b = ((b == infinity) | (b == 0.0f)) ? 1.0f : b;
    const rvl_scaled_float32 a_parts = rvl_scaled_of_float32(a), b_parts = rvl_scaled_of_float32(b);
    const float apart = b_parts.exponent - a_parts.exponent; /* at least 0 */
    const float a_power = rvl_power_of_two_float32(apart <= 40.0f ? -apart : -40.0f);
    const float a_scaled = apart <= 40.0f ? a_parts.significand * a_power : 0.0f;
    const float general = rvl_atan2_core_float32(y, x, is_steep, a_scaled, b_parts.significand);
    const bool is_tiny = (apart > 40.0f) & !is_steep & (bits_float32(x) >> 31 == 0);
    const float tiny = __builtin_copysignf(rvl_tiny_angle_float32(a_parts, b_parts, apart), y);
    const float finite = is_tiny ? tiny : general;
    return ((x != x) | (y != y)) ? x + y : finite;
}

#endif
