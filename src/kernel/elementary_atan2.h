/* elementary_atan2.h: the angle of a point.
 *
 * With a <= b the smaller and larger of |x| and |y|: q = a / b, or where that is above 1/2, (a - b) / (a + b), with its
 * rounding error, from one division; the angle is 0, 1, 2, 3 or 4 times pi/4 plus or minus atan(q), summed without
 * error. */
#ifndef RVL_KERNEL_ELEMENTARY_ATAN2_H
#define RVL_KERNEL_ELEMENTARY_ATAN2_H

#include "elementary_atan.h"
#include "scaled_real.h"

typedef struct rvl_angle_float64 {
    double angle, reciprocal; /* of what was divided by: b itself for a up to b / 2 */
} rvl_angle_float64;

/* The angle of (x, y), of which only signs and order are looked at; a and b are the sizes in that order, scaled alike,
 * b in [2^-300, 2^300], a 0 or at least 2^-900. */
RVL_ALWAYS_INLINE rvl_angle_float64 rvl_atan2_core_float64(double y, double x, bool is_steep, double a, double b)
{
    const uint64_t sign_bit = UINT64_C(1) << 63, x_sign = bits_float64(x) & sign_bit;
    const bool above_half = a + a > b;
    const double sum = a + b, numerator = above_half ? a - b : a; /* a - b is exact */
    const double divisor = above_half ? sum : b, divisor_low = above_half ? a - (sum - b) : 0.0;
    const double reciprocal = 1.0 / divisor, q = numerator * reciprocal;
    const double q_or_0 = rvl_flushed_float64(q, 0x1p-60), z = q_or_0 * q_or_0; /* lest it is subnormal, and slow */
    const double lacking = rvl_fma_float64(-q, divisor_low, rvl_fma_float64(-q, divisor, numerator));
    /* The derivative, 1 / (1 + q^2), to a digit, as it multiplies an error only. */
    const double q_low = lacking * reciprocal, slope_low = rvl_fma_float64(-z, q_low, q_low);
    const double low = rvl_fma_float64(q * z, rvl_atan_polynomial_float64(z), slope_low);
    const uint64_t flip = x_sign ^ (is_steep ? sign_bit : UINT64_C(0));
    const double four_or_0 = x_sign != 0 ? 4.0 : 0.0, one_or_0 = above_half ? 1.0 : 0.0;
    const double eighths = (is_steep ? 2.0 : four_or_0) + from_bits_float64(bits_float64(one_or_0) ^ flip);
    const double pi_4 = 0x1.921fb54442d18p-1, base = eighths * pi_4;
    const double base_low = rvl_fma_float64(eighths, 0x1.1a62633145c07p-55, rvl_fma_float64(eighths, pi_4, -base));
    const double signed_q = from_bits_float64(bits_float64(q) ^ flip);
    const double signed_low = from_bits_float64(bits_float64(low) ^ flip);
    const double high = base + signed_q, lost = signed_q - (high - base);
    const double angle = high + (lost + (base_low + signed_low));
    return (rvl_angle_float64){from_bits_float64(bits_float64(angle) | (bits_float64(y) & sign_bit)), reciprocal};
}

RVL_ALWAYS_INLINE bool rvl_atan2_is_ordinary_float64(double y, double x)
{
    const double abs_x = __builtin_fabs(x), abs_y = __builtin_fabs(y);
    const bool x_is = (abs_x >= 0x1p-300) & (abs_x <= 0x1p300), y_is = (abs_y >= 0x1p-300) & (abs_y <= 0x1p300);
    return (x_is & (y_is | (y == 0.0))) | (y_is & (x == 0.0));
}

RVL_ALWAYS_INLINE double rvl_atan2_ordinary_float64(double y, double x)
{
    const double abs_x = __builtin_fabs(x), abs_y = __builtin_fabs(y);
    const bool is_steep = abs_y > abs_x;
    return rvl_atan2_core_float64(y, x, is_steep, is_steep ? abs_x : abs_y, is_steep ? abs_y : abs_x).angle;
}

RVL_ALWAYS_INLINE double rvl_atan2_float64(double y, double x)
{
    const double abs_x = __builtin_fabs(x), abs_y = __builtin_fabs(y), infinity = __builtin_inf();
    const bool is_steep = abs_y > abs_x;
    double a = is_steep ? abs_x : abs_y, b = is_steep ? abs_y : abs_x;
    /* Points on the axes and at infinity as finite points of the same angle. */
    const double a_at_infinity = a == infinity ? 1.0 : 0.0;
    a = b == infinity ? a_at_infinity : a;
    b = ((b == infinity) | (b == 0.0)) ? 1.0 : b;
    const rvl_scaled_float64 a_parts = rvl_scaled_of_float64(a), b_parts = rvl_scaled_of_float64(b);
    const double apart = b_parts.exponent - a_parts.exponent; /* at least 0 */
    const double a_power = rvl_power_of_two_float64(apart <= 800.0 ? -apart : -800.0);
    const double a_scaled = apart <= 800.0 ? a_parts.significand * a_power : 0.0;
    const rvl_angle_float64 general = rvl_atan2_core_float64(y, x, is_steep, a_scaled, b_parts.significand);
    /* A tiny angle is the quotient. Where that is subnormal, it is rounded as an integer, and made by its bits. */
    const double q = a_parts.significand * general.reciprocal;
    const double lacking = rvl_fma_float64(-q, b_parts.significand, a_parts.significand);
    const double quotient = rvl_fma_float64(lacking, general.reciprocal, q);
    const bool is_subnormal = (apart > 1022.0) | ((apart == 1022.0) & (quotient < 1.0));
    const double places = apart < 1200.0 ? 1074.0 - apart : -126.0;
    const double integer = quotient * rvl_power_of_two_float64(places) + 0x1p52;
    const uint64_t subnormal = bits_float64(integer) - bits_float64(0x1p52);
    const uint64_t normal = bits_float64(quotient) - (bits_float64(apart + 0x1p52) << 52);
    const double tiny = __builtin_copysign(from_bits_float64(is_subnormal ? subnormal : normal), y);
    const bool is_tiny = (apart > 800.0) & !is_steep & (bits_float64(x) >> 63 == 0);
    const double finite = is_tiny ? tiny : general.angle;
    return ((x != x) | (y != y)) ? x + y : finite;
}

#endif
