/* elementary_logaddexp.h: log(exp(x) + exp(y)), and the same to base 2.
 *
 * The larger argument plus log(1 + e), e = exp(d) for d = the smaller one less the larger: d is an unevaluated sum of
 * two, so is e; log(1 + e) as in elementary_log1p.h. Where the sum is near to 1, the larger argument and the logarithm
 * cancel, and the error of the latter, about 2^-57, remains. float32 is computed in float64 and rounded once. */
#ifndef RVL_KERNEL_ELEMENTARY_LOGADDEXP_H
#define RVL_KERNEL_ELEMENTARY_LOGADDEXP_H

#include "elementary_log1p.h"

typedef struct rvl_logaddexp_arguments {
    double larger, difference, difference_low;
} rvl_logaddexp_arguments;

/* In all cases but the ordinary one, a difference of 0 for equal infinities and of at least `least` for far ones; and
 * no more subnormal arithmetic than where the result is subnormal, as it is slow: what is tiny beside 1 is 0, and e is
 * no smaller than matters to the larger argument. */
RVL_ALWAYS_INLINE rvl_logaddexp_arguments rvl_logaddexp_arguments_float64(double x, double y, bool is_ordinary,
                                                                          double least)
{
    const double larger = x < y ? y : x, smaller = x < y ? x : y;
    const rvl_pair_float64 difference = rvl_two_sum_float64(smaller, -larger);
    if (is_ordinary)
        return (rvl_logaddexp_arguments){larger, difference.high, difference.low};
    const double high = rvl_flushed_float64(difference.high, 0x1p-300);
    const double low = rvl_flushed_float64(difference.low, 0x1p-300);
    const double limit = __builtin_fabs(larger) < 0x1p-300 ? least : 0.75 * least;
    const bool is_near = high > limit;
    return (rvl_logaddexp_arguments){larger, x == y ? 0.0 : is_near ? high : limit, is_near ? low : 0.0};
}

/* Sums with an e below 2^-900 are formed of numbers that are by 2^200 larger, so that they have all of their digits:
 * the larger argument is tiny then, or e would not be as small. */
typedef struct rvl_logaddexp_scale {
    double shift, up, down; /* up = 2^shift, down = 1 / up */
} rvl_logaddexp_scale;

RVL_ALWAYS_INLINE rvl_logaddexp_scale rvl_logaddexp_scale_float64(double rounder, bool is_ordinary)
{
    const bool is_tiny = !is_ordinary && rounder < RVL_ROUNDER_FLOAT64 - 900.0;
    const double shift = is_tiny ? 200.0 : 0.0;
    return (rvl_logaddexp_scale){shift, rvl_power_of_two(RVL_ROUNDER_FLOAT64 + shift),
                                 rvl_power_of_two(RVL_ROUNDER_FLOAT64 - shift)};
}

/* e and what its rounding lost. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_logaddexp_power_float64(rvl_exp_parts parts, rvl_logaddexp_scale scale)
{
    const double power = rvl_power_of_two(parts.rounder + scale.shift);
    return (rvl_pair_float64){parts.significand * power, parts.significand_low * power};
}

/* 1 + e = 2^k (1 + f), k 0 or 1; log(1 + e) = k ln 2 + f + rest. */
typedef struct rvl_logaddexp_parts {
    double k, f, rest;
} rvl_logaddexp_parts;

RVL_ALWAYS_INLINE rvl_logaddexp_parts rvl_logaddexp_log_float64(rvl_pair_float64 e, double k_factor_low,
                                                                bool is_ordinary)
{
    const bool is_upper = e.high > 0.5;
    const double f = is_upper ? 0.5 * e.high - 0.5 : e.high, f_low = is_upper ? 0.5 * e.low : e.low;
    const double something = rvl_fma_float64(f_low, rvl_fma_float64(f, f - 1.0, 1.0), is_upper ? k_factor_low : 0.0);
    const bool is_tiny = !is_ordinary && e.high < 0x1p-200; /* no ordinary one is; the square may underflow */
    return (rvl_logaddexp_parts){is_upper ? 1.0 : 0.0, f, rvl_log1p_rest_float64(is_tiny ? 0.0 : f, something)};
}

RVL_ALWAYS_INLINE double rvl_logaddexp_core_float64(double x, double y, bool is_ordinary)
{
    const rvl_logaddexp_arguments of = rvl_logaddexp_arguments_float64(x, y, is_ordinary, -746.0);
    rvl_exp_parts parts = rvl_exp_parts_float64(of.difference);
    parts.significand_low = rvl_fma_float64(parts.significand, of.difference_low, parts.significand_low);
    const rvl_logaddexp_scale scale = rvl_logaddexp_scale_float64(parts.rounder, is_ordinary);
    const rvl_pair_float64 e = rvl_logaddexp_power_float64(parts, scale);
    const rvl_logaddexp_parts log = rvl_logaddexp_log_float64(e, 0x1.abc9e3b39803fp-56, is_ordinary);
    const double k_ln2 = log.k * 0x1.62e42fefa39efp-1;
    const rvl_pair_float64 sum = rvl_two_sum_float64(of.larger * scale.up, k_ln2);
    const rvl_pair_float64 high = rvl_two_sum_float64(sum.high, log.f);
    return (high.high + (high.low + (sum.low + log.rest))) * scale.down;
}

/* Finite, so near to each other that e is no power of two below 2^-200, and their difference not tiny. */
RVL_ALWAYS_INLINE bool rvl_logaddexp_is_ordinary_float64(double x, double y)
{
    const double abs_x = __builtin_fabs(x), abs_y = __builtin_fabs(y);
    const bool x_is = ((abs_x >= 0x1p-300) & (abs_x <= 0x1p900)) | (x == 0.0), y_is = (abs_y >= 0x1p-300) | (y == 0.0);
    return (__builtin_fabs(x - y) <= 100.0) & x_is & y_is;
}

RVL_ALWAYS_INLINE double rvl_logaddexp_ordinary_float64(double x, double y)
{
    return rvl_logaddexp_core_float64(x, y, true);
}

/* The result for all arguments from that for finite ones. */
RVL_ALWAYS_INLINE double rvl_logaddexp_result_float64(double x, double y, double result)
{
    const double larger = x < y ? y : x;
    result = __builtin_fabs(larger) == __builtin_inf() ? larger : result;
    return ((x != x) | (y != y)) ? x + y : result;
}

RVL_ALWAYS_INLINE double rvl_logaddexp_float64(double x, double y)
{
    return rvl_logaddexp_result_float64(x, y, rvl_logaddexp_core_float64(x, y, false));
}

RVL_ALWAYS_INLINE double rvl_logaddexp2_core_float64(double x, double y, bool is_ordinary)
{
    const rvl_logaddexp_arguments of = rvl_logaddexp_arguments_float64(x, y, is_ordinary, -1080.0);
    const double rounder = of.difference + RVL_ROUNDER_FLOAT64;
    const double r = of.difference - (rounder - RVL_ROUNDER_FLOAT64);
    const double z = r * 0x1.62e42fefa39efp-1, product_low = rvl_fma_float64(r, 0x1.62e42fefa39efp-1, -z);
    const double z_low = rvl_fma_float64(r, 0x1.abc9e3b39803fp-56,
                                         rvl_fma_float64(of.difference_low, 0x1.62e42fefa39efp-1, product_low));
    const double one_plus = 1.0 + z, lost = z - (one_plus - 1.0);
    const double rest = rvl_fma_float64(z * z, rvl_exp_polynomial_float64(z), lost);
    const double significand = one_plus + rest;
    const double significand_low = rvl_fma_float64(significand, z_low, rest - (significand - one_plus));
    const rvl_logaddexp_scale scale = rvl_logaddexp_scale_float64(rounder, is_ordinary);
    const rvl_pair_float64 e =
        rvl_logaddexp_power_float64((rvl_exp_parts){significand, significand_low, rounder}, scale);
    const rvl_logaddexp_parts log = rvl_logaddexp_log_float64(e, 0.0, is_ordinary);
    const double product = log.f * 0x1.71547652b82fep0;
    const double small =
        rvl_fma_float64(log.f, 0x1.777d0ffda0d24p-56, rvl_fma_float64(log.f, 0x1.71547652b82fep0, -product));
    const rvl_pair_float64 sum = rvl_two_sum_float64(of.larger * scale.up, log.k);
    const rvl_pair_float64 high = rvl_two_sum_float64(sum.high, product);
    const double low = sum.low + rvl_fma_float64(log.rest, 0x1.71547652b82fep0, small);
    return (high.high + (high.low + low)) * scale.down;
}

RVL_ALWAYS_INLINE bool rvl_logaddexp2_is_ordinary_float64(double x, double y)
{
    return rvl_logaddexp_is_ordinary_float64(x, y);
}

RVL_ALWAYS_INLINE double rvl_logaddexp2_ordinary_float64(double x, double y)
{
    return rvl_logaddexp2_core_float64(x, y, true);
}

RVL_ALWAYS_INLINE double rvl_logaddexp2_float64(double x, double y)
{
    return rvl_logaddexp_result_float64(x, y, rvl_logaddexp2_core_float64(x, y, false));
}

RVL_ALWAYS_INLINE bool rvl_logaddexp_is_ordinary_float32(float x, float y)
{
    return (__builtin_fabsf(x - y) <= 100.0f) & (__builtin_fabsf(x) < __builtin_inff());
}

RVL_ALWAYS_INLINE float rvl_logaddexp_ordinary_float32(float x, float y)
{
    return (float)rvl_logaddexp_ordinary_float64((double)x, (double)y);
}

RVL_ALWAYS_INLINE float rvl_logaddexp_float32(float x, float y)
{
    return (float)rvl_logaddexp_float64((double)x, (double)y);
}

RVL_ALWAYS_INLINE bool rvl_logaddexp2_is_ordinary_float32(float x, float y)
{
    return rvl_logaddexp_is_ordinary_float32(x, y);
}

RVL_ALWAYS_INLINE float rvl_logaddexp2_ordinary_float32(float x, float y)
{
    return (float)rvl_logaddexp2_ordinary_float64((double)x, (double)y);
}

RVL_ALWAYS_INLINE float rvl_logaddexp2_float32(float x, float y)
{
    return (float)rvl_logaddexp2_float64((double)x, (double)y);
}

#endif
