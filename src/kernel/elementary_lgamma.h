/* elementary_lgamma.h: the logarithm of the gamma function's absolute value.
 *
 * a = |x| = n + e, n the nearest integer. From 7.5 on, Stirling's formula. Below, log Gamma(2 + e) is a polynomial, to
 * which the logarithm of (2 + e) ... (n - 1 + e) is added, or from which that of a or a (a + 1) is subtracted if n is
 * less than 2. So it is accurate near the zeros 1 and 2: there the logarithm is that of a number without error. For
 * negative x, log |Gamma(-a)| = log |pi / (a sin(pi a))| - log Gamma(a), all the factors in one logarithm. */
#ifndef RVL_KERNEL_ELEMENTARY_LGAMMA_H
#define RVL_KERNEL_ELEMENTARY_LGAMMA_H

#include "elementary_gamma.h"

/* log Gamma(2 + e) for |e| <= 1/2. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_lgamma_near_2_float64(double e)
{
    double q = 0x1.3beab0fc5a0ddp-22;
    q = rvl_gamma_step(q, e, -0x1.38200c559a457p-21);
    q = rvl_gamma_step(q, e, 0x1.e5101a5fea5f2p-21);
    q = rvl_gamma_step(q, e, -0x1.08f38a83838afp-19);
    q = rvl_gamma_step(q, e, 0x1.26be0fd18b8dap-18);
    q = rvl_gamma_step(q, e, -0x1.3d4decee8c23cp-17);
    q = rvl_gamma_step(q, e, 0x1.57ff7cdd89cd8p-16);
    q = rvl_gamma_step(q, e, -0x1.78d8e8f29b83cp-15);
    q = rvl_gamma_step(q, e, 0x1.a1281c3a44627p-14);
    q = rvl_gamma_step(q, e, -0x1.d3fd6b158ce0fp-13);
    q = rvl_gamma_step(q, e, 0x1.0b36ae99bfed7p-11);
    q = rvl_gamma_step(q, e, -0x1.38ac5bfb9ed04p-10);
    q = rvl_gamma_step(q, e, 0x1.7add6eaff061ap-9);
    q = rvl_gamma_step(q, e, -0x1.e404fc21dc4cep-8);
    q = rvl_gamma_step(q, e, 0x1.51322ac7d709cp-6);
    q = rvl_fma_float64(q, e, -0x1.13e001a557546p-4);
    /* The last two steps keep their rounding errors. */
    const double inner = rvl_fma_float64(q, e, 0x1.4a34cc4a60fa8p-2);
    const double inner_low = rvl_fma_float64(q, e, 0x1.4a34cc4a60fa8p-2 - inner);
    const rvl_pair_float64 product = rvl_two_product_float64(e, inner);
    const rvl_pair_float64 sum = rvl_fast_two_sum_float64(0x1.b0ee6072093cep-2, product.high);
    const double sum_low = sum.low + rvl_fma_float64(e, inner_low, product.low);
    const rvl_pair_float64 result = rvl_two_product_float64(e, sum.high);
    return (rvl_pair_float64){result.high, rvl_fma_float64(e, sum_low, result.low)};
}

typedef struct rvl_lgamma_place {
    double a, n, e; /* a = n + e; e is 0 for a of 2^52 and more, and has the sign of x if n is 0 */
    bool is_negative, is_large;
} rvl_lgamma_place;

/* Where the result is -log |x|. By bits: there may be subnormal numbers. */
RVL_ALWAYS_INLINE bool rvl_lgamma_is_tiny_float64(double x)
{
    return bits_float64(__builtin_fabs(x)) < bits_float64(0x1p-60);
}

/* Tiny numbers are taken for 2^-60. */
RVL_ALWAYS_INLINE rvl_lgamma_place rvl_lgamma_place_float64(double x)
{
    const double abs_x = __builtin_fabs(x), a = rvl_gamma_choice(rvl_lgamma_is_tiny_float64(x), 0x1p-60, abs_x);
    const double n = (a + 0x1p52) - 0x1p52, e = rvl_gamma_choice(a < 0x1p52, a - n, 0.0);
    const bool is_negative = x < 0.0;
    return (rvl_lgamma_place){a, n, rvl_gamma_choice((n == 0.0) & is_negative, -e, e), is_negative, a >= 7.5};
}

/* k + e for integers k below n, else 1. */
RVL_ALWAYS_INLINE double rvl_lgamma_factor_float64(rvl_lgamma_place x, double k)
{
    return rvl_gamma_choice((x.n > k) & !x.is_large, k + x.e, 1.0);
}

/* What the logarithm to be added or subtracted is of. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_lgamma_argument_float64(rvl_lgamma_place x)
{
    const rvl_pair_float64 two =
        rvl_two_product_float64(rvl_lgamma_factor_float64(x, 2.0), rvl_lgamma_factor_float64(x, 3.0));
    const rvl_pair_float64 four =
        rvl_two_product_float64(rvl_lgamma_factor_float64(x, 4.0), rvl_lgamma_factor_float64(x, 5.0));
    const rvl_pair_float64 six = {rvl_lgamma_factor_float64(x, 6.0), 0.0};
    const rvl_pair_float64 rising = rvl_gamma_product(rvl_gamma_product(two, four), six);
    const bool is_reflected = x.is_negative & (x.n > 0.0), has_a = (x.n == 0.0) | ((x.n > 1.0) == x.is_negative);
    const rvl_pair_float64 first = rvl_two_product_float64(rvl_gamma_choice(has_a, x.a, 1.0),
                                                           rvl_gamma_choice(is_reflected, __builtin_fabs(x.e), 1.0));
    const rvl_pair_float64 sine = rvl_gamma_sine_float64(x.e), one_more = rvl_two_sum_float64(1.0, x.e);
    rvl_pair_float64 factor = {rvl_gamma_choice(is_reflected, sine.high, 1.0),
                               rvl_gamma_choice(is_reflected, sine.low, 0.0)};
    factor.high = rvl_gamma_choice(x.n == 0.0, one_more.high, factor.high);
    factor.low = rvl_gamma_choice(x.n == 0.0, one_more.low, factor.low);
    return rvl_gamma_product(rvl_gamma_product(first, factor), rising);
}

/* base + log or base - log, or the negative of either. */
RVL_ALWAYS_INLINE double rvl_lgamma_sum_float64(rvl_lgamma_place x, rvl_pair_float64 base, rvl_pair_float64 log)
{
    const double base_sign = rvl_gamma_choice(x.is_negative & (x.n > 0.0), -1.0, 1.0);
    const double log_sign = rvl_gamma_choice((x.n > 1.0) & !x.is_negative, 1.0, -1.0);
    const rvl_pair_float64 sum = rvl_two_sum_float64(base_sign * base.high, log_sign * log.high);
    return sum.high + (sum.low + (base_sign * base.low + log_sign * log.low));
}

/* Positive numbers need one logarithm: that of a or of the product. */
RVL_ALWAYS_INLINE bool rvl_lgamma_is_ordinary_float64(double x)
{
    return (x >= 0x1p-60) & (x <= 0x1p60);
}

RVL_ALWAYS_INLINE double rvl_lgamma_ordinary_float64(double x)
{
    rvl_lgamma_place place = rvl_lgamma_place_float64(x);
    place.is_negative = false;
    const rvl_pair_float64 product = rvl_lgamma_argument_float64(place);
    const double argument = rvl_gamma_choice(place.is_large, place.a, product.high), inverse = 1.0 / argument;
    const rvl_pair_float64 log = rvl_pow_log_float64(argument, 0.0);
    const rvl_pair_float64 large = rvl_stirling_float64(argument, 0.0, log, inverse);
    const rvl_pair_float64 near_2 = rvl_lgamma_near_2_float64(place.e);
    const rvl_pair_float64 base = {rvl_gamma_choice(place.is_large, large.high, near_2.high),
                                   rvl_gamma_choice(place.is_large, large.low, near_2.low)};
    const rvl_pair_float64 other = {rvl_gamma_choice(place.is_large, 0.0, log.high),
                                    rvl_gamma_choice(place.is_large, 0.0, log.low + product.low * inverse)};
    return rvl_lgamma_sum_float64(place, base, other);
}

RVL_ALWAYS_INLINE double rvl_lgamma_float64(double x)
{
    const double infinity = __builtin_inf(), abs_x = __builtin_fabs(x);
    const rvl_lgamma_place place = rvl_lgamma_place_float64(x);
    /* Huge numbers are scaled, so that products stay finite: then only a log a - a counts. */
    const bool is_tiny = rvl_lgamma_is_tiny_float64(x), is_huge = place.a > 0x1p500;
    const double a = rvl_gamma_choice(place.is_large, place.a, 8.0);
    const double inverse = 1.0 / rvl_gamma_choice(a < 0x1p60, a, 0x1p60);
    const double scaled = a * rvl_gamma_choice(is_huge, 0x1p-200, 1.0);
    const rvl_pair_float64 large = rvl_stirling_float64(scaled, 0.0, rvl_pow_log_float64(a, 0.0), inverse);
    const rvl_pair_float64 near_2 = rvl_lgamma_near_2_float64(place.e);
    const rvl_pair_float64 base = {rvl_gamma_choice(place.is_large, large.high, near_2.high),
                                   rvl_gamma_choice(place.is_large, large.low, near_2.low)};
    const rvl_pair_float64 product = rvl_lgamma_argument_float64(place);
    const double argument = rvl_gamma_choice(is_tiny, rvl_log_normal_float64(abs_x), product.high);
    rvl_pair_float64 log = rvl_pow_log_float64(argument, rvl_log_normal_extra_float64(abs_x));
    log.low = log.low + rvl_gamma_choice(is_tiny, 0.0, product.low * (1.0 / product.high));
    const double result = rvl_lgamma_sum_float64(place, base, log);
    const bool is_pole = (x <= 0.0) & ((place.e == 0.0) | (x == 0.0));
    const double finite = result * rvl_gamma_choice(is_huge, 0x1p200, 1.0);
    return rvl_gamma_choice(x != x, x, rvl_gamma_choice(is_pole | (abs_x == infinity), infinity, finite));
}

/* float32: the same without pairs, in float64. */

RVL_ALWAYS_INLINE bool rvl_lgamma_is_ordinary_float32(float x)
{
    return (x >= 0x1p-60f) & (x < __builtin_inff());
}

RVL_ALWAYS_INLINE float rvl_lgamma_ordinary_float32(float x)
{
    rvl_lgamma_place place = rvl_lgamma_place_float64((double)x);
    place.is_negative = false;
    const double argument = rvl_gamma_choice(place.is_large, place.a, rvl_lgamma_argument_float64(place).high);
    const rvl_pair_float64 log = rvl_log_core_float64(argument, 0.0);
    const double near_2 = rvl_lgamma_near_2_float64(place.e).high;
    const double base = rvl_gamma_choice(place.is_large, rvl_stirling_float32(argument, log, 1.0 / argument), near_2);
    const rvl_pair_float64 other = {rvl_gamma_choice(place.is_large, 0.0, log.high),
                                    rvl_gamma_choice(place.is_large, 0.0, log.low)};
    return (float)rvl_lgamma_sum_float64(place, (rvl_pair_float64){base, 0.0}, other);
}

RVL_ALWAYS_INLINE float rvl_lgamma_float32(float x)
{
    const double infinity = __builtin_inf(), abs_x = (double)__builtin_fabsf(x);
    const rvl_lgamma_place place = rvl_lgamma_place_float64((double)x);
    const double a = rvl_gamma_choice(place.is_large, place.a, 8.0), near_2 = rvl_lgamma_near_2_float64(place.e).high;
    const double large = rvl_stirling_float32(a, rvl_log_core_float64(a, 0.0), 1.0 / a);
    const double base = rvl_gamma_choice(place.is_large, large, near_2);
    const double product = rvl_lgamma_argument_float64(place).high;
    const double argument = rvl_gamma_choice(rvl_lgamma_is_tiny_float64((double)x), abs_x, product);
    const rvl_pair_float64 log = rvl_log_core_float64(argument, 0.0);
    const double finite = rvl_lgamma_sum_float64(place, (rvl_pair_float64){base, 0.0}, log);
    const bool is_pole = (x <= 0.0f) & ((place.e == 0.0) | (x == 0.0f));
    const double result = rvl_gamma_choice(is_pole | (abs_x == infinity), infinity, finite);
    return (float)rvl_gamma_choice(x != x, (double)x, result);
}

#endif
