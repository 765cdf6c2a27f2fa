/* elementary_tgamma.h: the gamma function.
 *
 * For a = |x| below 8, Gamma(a) = Gamma(a + 8) / (a (a + 1) ... (a + 7)); from 8 on, Stirling's formula as a pair and
 * the exponential of that; for negative x, Gamma(-a) = -pi / (a sin(pi a) Gamma(a)). The result is one quotient of
 * pairs. */
#ifndef RVL_KERNEL_ELEMENTARY_TGAMMA_H
#define RVL_KERNEL_ELEMENTARY_TGAMMA_H

#include "elementary_gamma.h"
#include "elementary_one_form.h"

/* a (a + 1) ... (a + 7): with t = a (a + 7) it is t (t + 6) (t + 10) (t + 12). */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_tgamma_divisor_float64(double a)
{
    const rvl_pair_float64 t = rvl_gamma_product((rvl_pair_float64){a, 0.0}, rvl_two_sum_float64(a, 7.0));
    rvl_pair_float64 t_6 = rvl_two_sum_float64(t.high, 6.0), t_10 = rvl_two_sum_float64(t.high, 10.0),
                     t_12 = rvl_two_sum_float64(t.high, 12.0);
    t_6.low += t.low;
    t_10.low += t.low;
    t_12.low += t.low;
    return rvl_gamma_product(rvl_gamma_product(t, t_6), rvl_gamma_product(t_10, t_12));
}

RVL_ALWAYS_INLINE double rvl_tgamma_float64(double x)
{
    const double abs_x = __builtin_fabs(x);
    const bool is_tiny = bits_float64(abs_x) < bits_float64(0x1p-60), is_negative = x < 0.0;
    /* Beyond 186 the result is infinite or 0. NaN stays. */
    const double raised = rvl_gamma_choice(is_tiny, 0x1p-60, abs_x);
    const double a = rvl_gamma_choice(186.0 < raised, 186.0, raised);
    const bool is_small = a < 8.0;
    const rvl_pair_float64 shifted = rvl_two_sum_float64(a, rvl_gamma_choice(is_small, 8.0, 0.0));
    const double inverse = 1.0 / shifted.high;
    const rvl_pair_float64 log = rvl_pow_log_float64(shifted.high, 0.0);
    const rvl_pair_float64 exponent = rvl_stirling_float64(shifted.high, shifted.low, log, inverse);
    const rvl_exp_parts power = rvl_exp_parts_of_pair_float64(exponent.high, exponent.low);
    const rvl_pair_float64 gamma = {power.significand, power.significand_low};
    const rvl_pair_float64 product = rvl_tgamma_divisor_float64(a);
    const rvl_pair_float64 divisor = {rvl_gamma_choice(is_small, product.high, 1.0),
                                      rvl_gamma_choice(is_small, product.low, 0.0)};
    /* a sin(pi a) Gamma(a) / pi, but for the sign that the nearest integer n gives to sin(pi a). */
    const double rounder = raised + 0x1p52, n = rounder - 0x1p52;
    const double r = rvl_gamma_choice(raised < 0x1p52, raised - n, 0.0);
    const rvl_pair_float64 reflected =
        rvl_gamma_product(rvl_gamma_product(rvl_two_product_float64(a, r), rvl_gamma_sine_float64(r)), gamma);
    const uint64_t sign = is_negative ? (~bits_float64(rounder) & 1) << 63 : UINT64_C(0);
    const rvl_pair_float64 above = {rvl_gamma_choice(is_negative, divisor.high, gamma.high),
                                    rvl_gamma_choice(is_negative, divisor.low, gamma.low)};
    const rvl_pair_float64 below = {rvl_gamma_choice(is_negative, reflected.high, divisor.high),
                                    rvl_gamma_choice(is_negative, reflected.low, divisor.low)};
    const double reciprocal = 1.0 / rvl_gamma_choice(is_tiny, x, below.high), first = above.high * reciprocal;
    const double lacking = rvl_fma_float64(-first, below.low, rvl_fma_float64(-first, below.high, above.high));
    const double quotient = rvl_fma_float64(lacking + above.low, reciprocal, first);
    const double scale = rvl_gamma_choice(is_negative, 2.0 * RVL_ROUNDER_FLOAT64 - power.rounder, power.rounder);
    const double scaled = rvl_scale_float64(from_bits_float64(bits_float64(quotient) ^ sign), scale);
    const double result = rvl_gamma_choice(is_negative & (r == 0.0), __builtin_nan(""), scaled);
    return rvl_gamma_choice(is_tiny, reciprocal, result);
}

/* float32: the same without pairs, in float64. */
RVL_ALWAYS_INLINE float rvl_tgamma_float32(float x)
{
    const double abs_x = (double)__builtin_fabsf(x);
    const bool is_tiny = bits_float64(abs_x) < bits_float64(0x1p-60), is_negative = x < 0.0f;
    const double raised = rvl_gamma_choice(is_tiny, 0x1p-60, abs_x);
    const double a = rvl_gamma_choice(60.0 < raised, 60.0, raised);
    const bool is_small = a < 8.0;
    const double shifted = a + rvl_gamma_choice(is_small, 8.0, 0.0), inverse = 1.0 / shifted;
    const rvl_pair_float64 log = rvl_log_core_float64(shifted, 0.0);
    const rvl_exp_parts power = rvl_exp_parts_float64(rvl_stirling_float32(shifted, log, inverse));
    const double gamma = rvl_scale_normal_float64(power.significand, power.rounder);
    const double divisor = rvl_gamma_choice(is_small, rvl_tgamma_divisor_float64(a).high, 1.0);
    const double rounder = raised + 0x1p52, n = rounder - 0x1p52;
    const double r = rvl_gamma_choice(raised < 0x1p52, raised - n, 0.0);
    const double reflected = a * r * rvl_gamma_sine_float64(r).high * gamma;
    const uint64_t sign = is_negative ? (~bits_float64(rounder) & 1) << 63 : UINT64_C(0);
    const double below = rvl_gamma_choice(is_negative, reflected, divisor);
    const double quotient = rvl_gamma_choice(is_negative, divisor, gamma) / below;
    const double result = from_bits_float64(bits_float64(quotient) ^ sign);
    const double other = rvl_gamma_choice(is_negative & (r == 0.0), __builtin_nan(""), result);
    return (float)rvl_gamma_choice(is_tiny, 1.0 / (double)x, other);
}

RVL_ONE_FORM(tgamma, float64)
RVL_ONE_FORM(tgamma, float32)

#endif
