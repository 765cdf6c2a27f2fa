/* elementary_pow.h: x to the power of y.
 *
 * float64: |x| = 2^k z with z in [sqrt(1/2), sqrt(2)), s = (z - 1) / (z + 1), log(z) = 2 s + s^3 (2/3 + s^2 p(s^2))
 * (polynomials/pow.sollya), where s, s^2 and the sum are pairs, so that log |x| has about 65 bits (as in F.
 * Gustavsson's and others' double-double logarithms: only p is plain). y times that is a pair, whose exponential is
 * that of elementary_exp.h. float32: the same in pairs of float32, to the base 2. */
#ifndef RVL_KERNEL_ELEMENTARY_POW_H
#define RVL_KERNEL_ELEMENTARY_POW_H

#include "elementary_exp2.h"

/* a + b as a pair; |a| >= |b| or a = 0. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_fast_two_sum_float64(double a, double b)
{
    const double sum = a + b;
    return (rvl_pair_float64){sum, b - (sum - a)};
}

/* log(x) + k_extra ln 2 for normal positive x. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pow_log_float64(double x, double k_extra)
{
    const uint64_t half_sqrt2 = UINT64_C(0x3fe6a09e667f3bcd), one = UINT64_C(0x3ff0000000000000);
    const uint64_t mantissa = (UINT64_C(1) << 52) - 1;
    const uint64_t shifted = bits_float64(x) + (one - half_sqrt2);
    const double k = from_bits_float64((shifted >> 52) | bits_float64(0x1p52)) - (0x1p52 + 1023.0) + k_extra;
    const double z = from_bits_float64((shifted & mantissa) + half_sqrt2), f = z - 1.0;
    const double divisor = z + 1.0, divisor_low = z - (divisor - 1.0), reciprocal = 1.0 / divisor;
    const double s = f * reciprocal;
    const double s_low = rvl_fma_float64(-s, divisor_low, rvl_fma_float64(-s, divisor, f)) * reciprocal;
    const rvl_pair_float64 square = rvl_two_product_float64(s, s);
    const rvl_pair_float64 u = {square.high, rvl_fma_float64(s + s, s_low, square.low)};
    double p = 0x1.eabf8f7f769e5p-4;
    p = rvl_fma_float64(p, u.high, 0x1.de3e33c16469fp-4);
    p = rvl_fma_float64(p, u.high, 0x1.11206a4a6a288p-3);
    p = rvl_fma_float64(p, u.high, 0x1.3b1364e9c64f1p-3);
    p = rvl_fma_float64(p, u.high, 0x1.745d1828e11e6p-3);
    p = rvl_fma_float64(p, u.high, 0x1.c71c71c59769p-3);
    p = rvl_fma_float64(p, u.high, 0x1.2492492492f4cp-2);
    p = rvl_fma_float64(p, u.high, 0x1.9999999999996p-2);
    const double two_thirds = 0x1.5555555555555p-1, w = rvl_fma_float64(u.high, p, two_thirds);
    const double w_lost = rvl_fma_float64(u.high, p, two_thirds - w);
    const double w_low = rvl_fma_float64(u.low, p, w_lost + 0x1.5555555555555p-55);
    const rvl_pair_float64 v = rvl_two_product_float64(u.high, w);
    const double v_low = rvl_fma_float64(u.high, w_low, rvl_fma_float64(u.low, w, v.low));
    const rvl_pair_float64 cubic = rvl_two_product_float64(s, v.high);
    const double cubic_low = rvl_fma_float64(s, v_low, rvl_fma_float64(s_low, v.high, cubic.low));
    const rvl_pair_float64 first = rvl_fast_two_sum_float64(k * 0x1.62e42fefa2p-1, s + s); /* the product is exact */
    const rvl_pair_float64 second = rvl_fast_two_sum_float64(first.high, cubic.high);
    const double low = rvl_fma_float64(2.0, s_low, cubic_low) + (first.low + second.low);
    return rvl_fast_two_sum_float64(second.high, rvl_fma_float64(k, 0x1.9ef35793c7673p-41, low));
}

/* exp(high + low) for |high| < 2^20, |low| small beside 1. */
RVL_ALWAYS_INLINE rvl_exp_parts rvl_exp_parts_of_pair_float64(double high, double low)
{
    const double rounder = rvl_fma_float64(high, 0x1.71547652b82fep0, RVL_ROUNDER_FLOAT64);
    const double n = rounder - RVL_ROUNDER_FLOAT64;
    const double first = high - n * 0x1.62e42fefa2p-1; /* exact */
    const double second = rvl_fma_float64(-n, 0x1.9ef35793c7673p-41, low);
    const double r = first + second;
    double q = 0x1.ad92c7db8ea48p-26;
    q = rvl_fma_float64(q, r, 0x1.28adf7a188bf3p-22);
    q = rvl_fma_float64(q, r, 0x1.71df18fbc77b8p-19);
    q = rvl_fma_float64(q, r, 0x1.a0199963c9d98p-16);
    q = rvl_fma_float64(q, r, 0x1.a01a012fec2f6p-13);
    q = rvl_fma_float64(q, r, 0x1.6c16c18475a18p-10);
    q = rvl_fma_float64(q, r, 0x1.1111111126b37p-7);
    q = rvl_fma_float64(q, r, 0x1.55555555506cp-5);
    q = rvl_fma_float64(q, r, 0x1.55555555554fep-3);
    q = rvl_fma_float64(q, r, 0x1.000000000000ap-1);
    const double one_plus = 1.0 + r, lost = (first - (one_plus - 1.0)) + second;
    const double rest = rvl_fma_float64(r * r, q, lost), significand = one_plus + rest;
    return (rvl_exp_parts){significand, rest - (significand - one_plus), rounder};
}

/* exp(high + low), low counting where |high| <= 800. */
RVL_ALWAYS_INLINE double rvl_pow_exp_float64(double high, double low)
{
    high = 710.0 < high ? 710.0 : high;
    high = -800.0 > high ? -800.0 : high;
    const rvl_exp_parts parts = rvl_exp_parts_of_pair_float64(high, low);
    return rvl_scale_positive_float64(parts.significand, parts.rounder);
}

/* x positive and normal; y 0 or at least 2^-66 in size, so that there is no subnormal arithmetic; and the result
 * normal, as |log2 x| is below its exponent's size + 1. */
RVL_ALWAYS_INLINE bool rvl_pow_is_ordinary_float64(double x, double y)
{
    const double abs_y = rvl_flushed_float64(__builtin_fabs(y), 0x1p-66);
    const double exponent = from_bits_float64((bits_float64(x) >> 52) | bits_float64(0x1p52)) - (0x1p52 + 1023.0);
    const bool x_is = (x >= 0x1p-1022) & (x <= 0x1.fffffffffffffp1023);
    const bool is_normal = abs_y * (__builtin_fabs(exponent) + 1.0) <= 1020.0;
    return x_is & is_normal & ((abs_y > 0.0) | (y == 0.0));
}

RVL_ALWAYS_INLINE double rvl_pow_ordinary_float64(double x, double y)
{
    const rvl_pair_float64 log = rvl_pow_log_float64(x, 0.0), product = rvl_two_product_float64(y, log.high);
    const double low = rvl_fma_float64(y, log.low, product.low);
    const rvl_exp_parts parts = rvl_exp_parts_of_pair_float64(product.high, low);
    return rvl_scale_normal_float64(parts.significand, parts.rounder);
}

/* Whether a number of at least 0 is an integer. */
RVL_ALWAYS_INLINE bool rvl_is_integer_float64(double x)
{
    return (x >= 0x1p52) | ((x + 0x1p52) - 0x1p52 == x);
}

/* The power of any x and y, where `power` is that of |x| if |x| is neither 0 nor infinite. */
RVL_ALWAYS_INLINE double rvl_pow_finish_float64(double x, double y, double power)
{
    const double infinity = __builtin_inf(), abs_x = __builtin_fabs(x);
    /* As good as |y|, as it is an integer where that is one, but for 0: without subnormal arithmetic. */
    const double abs_y = rvl_flushed_float64(__builtin_fabs(y), 0x1p-66) + 0x1p-66;
    const double of_0_or_infinity = (abs_x == infinity) == (y > 0.0) ? infinity : 0.0;
    double result = ((abs_x > 0.0) & (abs_x < infinity)) ? power : of_0_or_infinity;
    const bool is_integer = rvl_is_integer_float64(abs_y), is_even = rvl_is_integer_float64(0.5 * abs_y);
    const uint64_t flip = (is_integer & !is_even) ? UINT64_C(1) << 63 : UINT64_C(0);
    result = from_bits_float64(bits_float64(result) | (bits_float64(x) & flip));
    result = ((x < 0.0) & (x > -infinity) & !is_integer) ? __builtin_nan("") : result;
    result = ((x != x) | (y != y)) ? x + y : result;
    return ((x == 1.0) | (y == 0.0)) ? 1.0 : result;
}

RVL_ALWAYS_INLINE double rvl_pow_float64(double x, double y)
{
    const double abs_x = __builtin_fabs(x), infinity = __builtin_inf();
    const bool is_subnormal = bits_float64(abs_x) < bits_float64(0x1p-1022);
    const bool is_plain = (bits_float64(abs_x) != 0) & (abs_x < infinity);
    /* A subnormal number without its exponent: without subnormal arithmetic, which is slow. */
    const double unscaled = from_bits_float64(bits_float64(abs_x) | bits_float64(0x1p52)) - 0x1p52;
    const double scaled = is_subnormal ? unscaled : abs_x;
    const rvl_pair_float64 log = rvl_pow_log_float64(is_plain ? scaled : 2.0, is_subnormal ? -1074.0 : 0.0);
    /* Beyond 2^66 all powers but those of 1 are 0 or infinite; below 2^-66 all are 1. */
    const double bounded = bits_float64(__builtin_fabs(y)) > bits_float64(0x1p66) ? __builtin_copysign(0x1p66, y) : y;
    const double exponent = bits_float64(__builtin_fabs(y)) < bits_float64(0x1p-66) ? 0.0 : bounded;
    const rvl_pair_float64 product = rvl_two_product_float64(exponent, log.high);
    const double low = rvl_fma_float64(exponent, log.low, product.low);
    return rvl_pow_finish_float64(x, y,
                                  rvl_pow_exp_float64(product.high, __builtin_fabs(product.high) > 800.0 ? 0.0 : low));
}

/* x normal and positive; the result normal, which the bits of x tell, as they grow nearly as its logarithm does; y not
 * so small that what products lose is subnormal. */
RVL_ALWAYS_INLINE bool rvl_pow_is_ordinary_float32(float x, float y)
{
    const float abs_y = __builtin_fabsf(y);
    const float log2_bits = (float)(int32_t)(bits_float32(x) - bits_float32(1.0f));
    const bool is_normal_result = abs_y * (__builtin_fabsf(log2_bits) + 0x1p20f) <= 0x1.ep29f;
    return (x >= 0x1p-126f) & (x < __builtin_inff()) & is_normal_result & (abs_y >= 0x1p-30f);
}

/* log2(x) + k_extra for normal positive x. As float64, in pairs of float32: log2(z) = s (2 / ln 2 + s^2 p(s^2)). */
RVL_ALWAYS_INLINE rvl_pair_float32 rvl_pow_log2_float32(float x, float k_extra)
{
    const uint32_t half_sqrt2 = UINT32_C(0x3f3504f3), mantissa = UINT32_C(0x7fffff);
    const uint32_t exponent = (bits_float32(x) - half_sqrt2) & ~mantissa; /* k, where it stands in a float32 */
    const float k = (float)((int32_t)exponent >> 23) + k_extra,
                f = from_bits_float32(bits_float32(x) - exponent) - 1.0f;
    const float divisor = 2.0f + f, divisor_low = f - (divisor - 2.0f), reciprocal = 1.0f / divisor;
    const float s = f * reciprocal;
    const float s_low = rvl_fma_float32(-s, divisor_low, rvl_fma_float32(-s, divisor, f)) * reciprocal, z = s * s;
    const float z_low = rvl_fma_float32(s + s, s_low, rvl_fma_float32(s, s, -z));
    const float cube = s * z, cube_lost = rvl_fma_float32(s, z, -cube);
    const float cube_low = rvl_fma_float32(s, z_low, rvl_fma_float32(s_low, z, cube_lost));
    float p = 0x1.5905e2p-2f;
    p = rvl_fma_float32(p, z, 0x1.a5cac2p-2f);
    p = rvl_fma_float32(p, z, 0x1.2776e8p-1f);
    const float scale = 0x1.715476p1f, third = 0x1.ec709ep-1f;
    const float main = s * scale, main_low = rvl_fma_float32(s, scale, -main);
    const float low = rvl_fma_float32(s, 0x1.4ae0cp-25f, rvl_fma_float32(s_low, scale, main_low));
    const float rest_low = rvl_fma_float32(cube * z, p, rvl_fma_float32(cube_low, third, low));
    const float cubic = cube * third, cubic_low = rvl_fma_float32(cube, third, -cubic) + rest_low;
    const float first = k + main, first_lost = main - (first - k);
    const float log = first + cubic, log_low = (first_lost + (cubic - (log - first))) + cubic_low;
    return (rvl_pair_float32){log, log_low};
}

/* 2^(high + low), by a polynomial. */
RVL_ALWAYS_INLINE rvl_exp_pieces rvl_pow_exp2_float32(float high, float low)
{
    const float rounder = (high + low) + RVL_ROUNDER_FLOAT32, r = (high - (rounder - RVL_ROUNDER_FLOAT32)) + low;
    float q = 0x1.3f9c08p-13f;
    q = rvl_fma_float32(q, r, 0x1.5f0b98p-10f);
    q = rvl_fma_float32(q, r, 0x1.3b30a6p-7f);
    q = rvl_fma_float32(q, r, 0x1.c6af76p-5f);
    q = rvl_fma_float32(q, r, 0x1.ebfbd8p-3f);
    q = rvl_fma_float32(q, r, 0x1.62e43p-1f);
    return (rvl_exp_pieces){rvl_fma_float32(q, r, 1.0f), rounder};
}

RVL_ALWAYS_INLINE float rvl_pow_ordinary_float32(float x, float y)
{
    const rvl_pair_float32 log = rvl_pow_log2_float32(x, 0.0f);
    const float power = y * log.high, power_low = rvl_fma_float32(y, log.low, rvl_fma_float32(y, log.high, -power));
    return rvl_scale_normal_float32(rvl_pow_exp2_float32(power, power_low));
}

/* See rvl_pow_finish_float64. */
RVL_ALWAYS_INLINE bool rvl_is_integer_float32(float x)
{
    return (x >= 0x1p23f) | ((x + 0x1p23f) - 0x1p23f == x);
}

RVL_ALWAYS_INLINE float rvl_pow_finish_float32(float x, float y, float power)
{
    const float infinity = __builtin_inff(), abs_x = __builtin_fabsf(x);
    const float abs_y = rvl_flushed_float32(__builtin_fabsf(y), 0x1p-35f) + 0x1p-35f;
    const float of_0_or_infinity = (abs_x == infinity) == (y > 0.0f) ? infinity : 0.0f;
    float result = ((abs_x > 0.0f) & (abs_x < infinity)) ? power : of_0_or_infinity;
    const bool is_integer = rvl_is_integer_float32(abs_y), is_even = rvl_is_integer_float32(0.5f * abs_y);
    const uint32_t flip = (is_integer & !is_even) ? UINT32_C(1) << 31 : UINT32_C(0);
    result = from_bits_float32(bits_float32(result) | (bits_float32(x) & flip));
    result = ((x < 0.0f) & (x > -infinity) & !is_integer) ? __builtin_nanf("") : result;
    result = ((x != x) | (y != y)) ? x + y : result;
    return ((x == 1.0f) | (y == 0.0f)) ? 1.0f : result;
}

/* As of float64; beyond 2^32 all powers but those of 1 are 0 or infinite, below 2^-35 all are 1. */
RVL_ALWAYS_INLINE float rvl_pow_float32(float x, float y)
{
    const float abs_x = __builtin_fabsf(x), infinity = __builtin_inff();
    const bool is_subnormal = bits_float32(abs_x) < bits_float32(0x1p-126f);
    const bool is_plain = (bits_float32(abs_x) != 0) & (abs_x < infinity);
    const float unscaled = from_bits_float32(bits_float32(abs_x) | bits_float32(0x1p23f)) - 0x1p23f;
    const float scaled = is_subnormal ? unscaled : abs_x;
    const rvl_pair_float32 log = rvl_pow_log2_float32(is_plain ? scaled : 2.0f, is_subnormal ? -149.0f : 0.0f);
    const float bounded =
        bits_float32(__builtin_fabsf(y)) > bits_float32(0x1p32f) ? __builtin_copysignf(0x1p32f, y) : y;
    const float exponent = bits_float32(__builtin_fabsf(y)) < bits_float32(0x1p-35f) ? 0.0f : bounded;
    const float product = exponent * log.high;
    const float product_low = rvl_fma_float32(exponent, log.low, rvl_fma_float32(exponent, log.high, -product));
    float power = 128.5f < product ? 128.5f : product;
    power = -200.0f > power ? -200.0f : power;
    const rvl_exp_pieces parts = rvl_pow_exp2_float32(power, __builtin_fabsf(product) > 200.0f ? 0.0f : product_low);
    return rvl_pow_finish_float32(x, y, rvl_scale_positive_float32(parts.significand, parts.rounder));
}

/* float_power has loops for float64 alone: there it is pow. */
RVL_ALWAYS_INLINE bool rvl_float_power_is_ordinary_float64(double x, double y)
{
    return rvl_pow_is_ordinary_float64(x, y);
}

RVL_ALWAYS_INLINE double rvl_float_power_ordinary_float64(double x, double y)
{
    return rvl_pow_ordinary_float64(x, y);
}

RVL_ALWAYS_INLINE double rvl_float_power_float64(double x, double y)
{
    return rvl_pow_float64(x, y);
}

#endif
