/* elementary_atan2.h: the angle of a point.
 *
 * With a <= b the smaller and larger of |x| and |y|: q = a / b with its rounding error, from one division; atan(q) = q
 * + q^3 p(q^2) on [0, 1] (polynomials/atan.sollya); then 0, pi/2 or pi plus or minus that, summed without error. */
#ifndef RVL_KERNEL_ELEMENTARY_ATAN2_H
#define RVL_KERNEL_ELEMENTARY_ATAN2_H

#include "fma.h"
#include <stdbool.h>

/* a / b; a and b in [2^-300, 2^300], or a = 0. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_quotient_float64(double a, double b)
{
    const double reciprocal = 1.0 / b, quotient = a * reciprocal;
    return (rvl_pair_float64){quotient, rvl_fma_float64(-quotient, b, a) * reciprocal};
}

/* The angle of (x, y), where the quotient is that of the smaller and larger of |x| and |y|. */
RVL_ALWAYS_INLINE double rvl_atan2_finish_float64(double y, double x, rvl_pair_float64 quotient)
{
    const double q = quotient.high, square = q * q;
    double p = 0x1.bbed9f7b04237p-17;
    p = rvl_fma_float64(p, square, -0x1.3f364d4b9695cp-13);
    p = rvl_fma_float64(p, square, 0x1.b3facbcd7bb8ap-11);
    p = rvl_fma_float64(p, square, -0x1.7a399ad4364a2p-9);
    p = rvl_fma_float64(p, square, 0x1.d7b927bbdceedp-8);
    p = rvl_fma_float64(p, square, -0x1.c78fcd542af16p-7);
    p = rvl_fma_float64(p, square, 0x1.683cc98472e13p-6);
    p = rvl_fma_float64(p, square, -0x1.e9fa0da6643e9p-6);
    p = rvl_fma_float64(p, square, 0x1.2c2e5ccfd4e26p-5);
    p = rvl_fma_float64(p, square, -0x1.59a3ff2ac6667p-5);
    p = rvl_fma_float64(p, square, 0x1.82dad79d1736p-5);
    p = rvl_fma_float64(p, square, -0x1.ae5e72c0e6984p-5);
    p = rvl_fma_float64(p, square, 0x1.e1bba66c1a4b8p-5);
    p = rvl_fma_float64(p, square, -0x1.110e5126fd02dp-4);
    p = rvl_fma_float64(p, square, 0x1.3b13669a2a047p-4);
    p = rvl_fma_float64(p, square, -0x1.745d11ae74c7ap-4);
    p = rvl_fma_float64(p, square, 0x1.c71c717fcf76dp-4);
    p = rvl_fma_float64(p, square, -0x1.249249237f57dp-3);
    p = rvl_fma_float64(p, square, 0x1.99999999955b4p-3);
    /* The last steps keep their rounding errors. */
    const double cubic = -0x1.5555555555526p-2, sum = rvl_fma_float64(p, square, cubic);
    const double sum_low = rvl_fma_float64(p, square, cubic - sum);
    const rvl_pair_float64 term = rvl_two_product_float64(square, sum);
    const double term_low = rvl_fma_float64(square, sum_low, term.low);
    /* The derivative, 1 / (1 + q^2), to two digits, as it multiplies an error only. */
    const double slope = rvl_fma_float64(rvl_fma_float64(square, 0.33, -0.83), square, 1.0);
    const double low = rvl_fma_float64(q, term.high, rvl_fma_float64(q, term_low, quotient.low * slope));
    const uint64_t sign_bit = UINT64_C(1) << 63;
    const bool is_steep = __builtin_fabs(y) > __builtin_fabs(x);
    const uint64_t x_sign = bits_float64(x) & sign_bit;
    const uint64_t flip = x_sign ^ (is_steep ? sign_bit : UINT64_C(0));
    const double pi_or_0 = x_sign != 0 ? 0x1.921fb54442d18p1 : 0.0;
    const double pi_or_0_low = x_sign != 0 ? 0x1.1a62633145c07p-53 : 0.0;
    const double base = is_steep ? 0x1.921fb54442d18p0 : pi_or_0;
    const double base_low = is_steep ? 0x1.1a62633145c07p-54 : pi_or_0_low;
    const double signed_q = from_bits_float64(bits_float64(q) ^ flip);
    const double signed_low = from_bits_float64(bits_float64(low) ^ flip);
    const double high = base + signed_q, lost = signed_q - (high - base);
    const double angle = high + (lost + (base_low + signed_low));
    return from_bits_float64(bits_float64(angle) | (bits_float64(y) & sign_bit));
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
    return rvl_atan2_finish_float64(y, x, rvl_quotient_float64(is_steep ? abs_x : abs_y, is_steep ? abs_y : abs_x));
}

RVL_ALWAYS_INLINE double rvl_atan2_factor_float64(double x)
{
    const double if_large = x > 0x1p300 ? 0x1p-600 : 1.0;
    return x < 0x1p-300 ? 0x1p600 : if_large;
}

RVL_ALWAYS_INLINE double rvl_atan2_float64(double y, double x)
{
    const double abs_x = __builtin_fabs(x), abs_y = __builtin_fabs(y), infinity = __builtin_inf();
    const bool is_steep = abs_y > abs_x;
    double a = is_steep ? abs_x : abs_y, b = is_steep ? abs_y : abs_x;
    /* Points on the axes and at infinity as finite points of the same angle. */
    const double a_at_infinity = a == infinity ? 1.0 : 0.0;
    a = b == infinity ? a_at_infinity : a;
    const bool b_is_replaced = (b == infinity) | (b == 0.0);
    b = b_is_replaced ? 1.0 : b;
    /* a and b scaled each by its own power of two; their quotient scaled back by one or two steps. */
    const double a_factor = rvl_atan2_factor_float64(a), b_factor = rvl_atan2_factor_float64(b);
    const double a_back = 1.0 / a_factor, back = a_back * b_factor; /* 1, 2^-600, or 2^-1200, which is 0 */
    const double back_first = back == 0.0 ? 0x1p-600 : back, back_last = back == 0.0 ? 0x1p-600 : 1.0;
    const rvl_pair_float64 scaled = rvl_quotient_float64(a * a_factor, b * b_factor);
    const rvl_pair_float64 quotient = {scaled.high * back_first * back_last, scaled.low * back_first * back_last};
    const double result = rvl_atan2_finish_float64(y, x, quotient);
    /* A tiny angle is the quotient, which may be subnormal: rounded once. */
    const double tiny = __builtin_copysign((scaled.high + scaled.low) * back_first * back_last, y);
    const bool is_tiny = (quotient.high < 0x1p-900) & !is_steep & (bits_float64(x) >> 63 == 0);
    const bool is_nan = (x != x) | (y != y);
    const double finite = is_tiny ? tiny : result;
    return is_nan ? x + y : finite;
}

#endif
