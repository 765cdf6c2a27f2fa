/* elementary_asinh.h: the inverse hyperbolic functions.
 *
 * asinh(x) = log(x + sqrt(x^2 + 1)), acosh(x) = log(x + sqrt(x^2 - 1)), with squares, roots, sums and the logarithm's
 * argument in twice the precision, so that nothing cancels; both are log(2 x) for huge x. atanh(x) = log((1 + x) /
 * (1 - x)) / 2: with 2^k near that quotient it is k ln 2 / 2 + atanh(s), s = (1 + x - 2^k (1 - x)) / (1 + x + 2^k (1 -
 * x)), and atanh(s) = s + s^3 p(s^2) (polynomials/atanh.sollya). */
#ifndef RVL_KERNEL_ELEMENTARY_ASINH_H
#define RVL_KERNEL_ELEMENTARY_ASINH_H

#include "elementary_log.h"
#include "elementary_root.h"

/* log(high + low) + k_extra ln 2, as rvl_log_core_float64; high normal, low at most its last place. */
RVL_ALWAYS_INLINE double rvl_log_of_pair_float64(double high, double low, double k_extra)
{
    const uint64_t half_sqrt2 = UINT64_C(0x3fe6a09e667f3bcd), one = UINT64_C(0x3ff0000000000000);
    const uint64_t mantissa = (UINT64_C(1) << 52) - 1;
    const uint64_t shifted = bits_float64(high) + (one - half_sqrt2);
    const double k = from_bits_float64((shifted >> 52) | bits_float64(0x1p52)) - (0x1p52 + 1023.0) + k_extra;
    const double scale = from_bits_float64((UINT64_C(2046) << 52) - (shifted & ~mantissa)); /* 2^-k */
    const double f_high = from_bits_float64((shifted & mantissa) + half_sqrt2) - 1.0, scaled_low = low * scale;
    const double f = f_high + scaled_low, f_rest = scaled_low - (f - f_high);
    const double s = f / (2.0 + f), z = s * s, half_f = 0.5 * f;
    const double r = rvl_log_polynomial_float64(z);
    const double k_ln2 = k * 0x1.62e42fefa2p-1; /* exact */
    const double sum = k_ln2 + f, lost = f - (sum - k_ln2);
    const double rest = rvl_fma_float64(k, 0x1.9ef35793c7673p-41, lost + rvl_fma_float64(-f, f_rest, f_rest));
    const double tail = rvl_fma_float64(s, rvl_fma_float64(r, z, half_f * f), rest);
    return sum + rvl_fma_float64(-half_f, f, tail);
}

/* Up to where squares stay far from overflow. */
RVL_ALWAYS_INLINE bool rvl_asinh_is_ordinary_float64(double x)
{
    return __builtin_fabs(x) <= 0x1p400;
}

/* The argument of asinh's logarithm; |x| at most 2^400. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_asinh_argument_float64(double size)
{
    const rvl_pair_float64 square = rvl_two_product_float64(size, size), sum = rvl_two_sum_float64(1.0, square.high);
    const rvl_pair_float64 root = rvl_sqrt_pair_float64(sum.high, sum.low + square.low);
    const double high = root.high + size;
    return (rvl_pair_float64){high, size - (high - root.high) + root.low};
}

/* Where x itself is the nearest; the sign of zero stays. */
RVL_ALWAYS_INLINE double rvl_asinh_small_float64(double x, double result)
{
    return __builtin_fabs(x) < 0x1p-27 ? x : __builtin_copysign(result, x);
}

RVL_ALWAYS_INLINE double rvl_asinh_ordinary_float64(double x)
{
    const double size = __builtin_fabs(x);
    const rvl_pair_float64 argument = rvl_asinh_argument_float64(rvl_flushed_float64(size, 0x1p-27));
    return rvl_asinh_small_float64(x, rvl_log_of_pair_float64(argument.high, argument.low, 0.0));
}

RVL_ALWAYS_INLINE double rvl_asinh_float64(double x)
{
    const double size = __builtin_fabs(x);
    const bool is_ordinary = rvl_asinh_is_ordinary_float64(x);
    const rvl_pair_float64 argument =
        rvl_asinh_argument_float64(is_ordinary ? rvl_flushed_float64(size, 0x1p-27) : 0.0);
    const double result =
        rvl_log_of_pair_float64(is_ordinary ? argument.high : 0.5 * rvl_flushed_float64(size, 0x1p-60),
                                is_ordinary ? argument.low : 0.0, is_ordinary ? 0.0 : 2.0);
    return size < __builtin_inf() ? rvl_asinh_small_float64(x, result) : x + x;
}

RVL_ALWAYS_INLINE bool rvl_acosh_is_ordinary_float64(double x)
{
    return (x >= 1.0) & (x <= 0x1p400);
}

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_acosh_argument_float64(double x)
{
    const rvl_pair_float64 square = rvl_two_product_float64(x, x), difference = rvl_two_sum_float64(square.high, -1.0);
    const double low = difference.low + square.low, sum = difference.high + low;
    const rvl_pair_float64 root = rvl_sqrt_pair_float64(sum, low - (sum - difference.high));
    const double high = x + root.high;
    return (rvl_pair_float64){high, root.high - (high - x) + root.low};
}

RVL_ALWAYS_INLINE double rvl_acosh_ordinary_float64(double x)
{
    const rvl_pair_float64 argument = rvl_acosh_argument_float64(x);
    return rvl_log_of_pair_float64(argument.high, argument.low, 0.0);
}

RVL_ALWAYS_INLINE double rvl_acosh_float64(double x)
{
    const bool is_huge = x > 0x1p400;
    const rvl_pair_float64 argument = rvl_acosh_argument_float64(rvl_acosh_is_ordinary_float64(x) ? x : 1.0);
    const double result = rvl_log_of_pair_float64(is_huge ? 0.5 * rvl_flushed_float64(x, 0x1p-60) : argument.high,
                                                  is_huge ? 0.0 : argument.low, is_huge ? 2.0 : 0.0);
    const double at_least_one = x < __builtin_inf() ? result : x;
    return x >= 1.0 ? at_least_one : __builtin_nan("");
}

RVL_ALWAYS_INLINE bool rvl_atanh_is_ordinary_float64(double x)
{
    return __builtin_fabs(x) < 1.0;
}

RVL_ALWAYS_INLINE double rvl_atanh_ordinary_float64(double x)
{
    const double abs_x = __builtin_fabs(x), size = rvl_flushed_float64(abs_x, 0x1p-60);
    const double a = 1.0 + size, a_low = size - (a - 1.0), b = 1.0 - size, b_low = (1.0 - b) - size;
    /* The integer next to the quotient's logarithm, or nearly so: the bits of a number grow as its logarithm does. */
    const uint64_t one = UINT64_C(1) << 52;
    const uint64_t k = (bits_float64(a) - bits_float64(b) + (one >> 1)) >> 52;
    const double power = from_bits_float64((k + 1023) << 52),
                 k_float = from_bits_float64(k | bits_float64(0x1p52)) - 0x1p52;
    const double b_scaled = b * power, difference = a - b_scaled, sum = a + b_scaled; /* the difference is exact */
    const double b_scaled_low = b_low * power, sum_low = (a - sum) + b_scaled + (a_low + b_scaled_low);
    const double reciprocal = 1.0 / sum, quotient = difference * reciprocal;
    const double lacking =
        rvl_fma_float64(-quotient, sum, difference) + rvl_fma_float64(-quotient, sum_low, a_low - b_scaled_low);
    const double s = k == 0 ? size : quotient, s_low = k == 0 ? 0.0 : lacking * reciprocal, z = s * s;
    double p = 0x1.3b2d53477b9d8p-4;
    p = rvl_fma_float64(p, z, 0x1.38448963bf84ap-4);
    p = rvl_fma_float64(p, z, 0x1.747599c2586dap-4);
    p = rvl_fma_float64(p, z, 0x1.c71bfcecf399bp-4);
    p = rvl_fma_float64(p, z, 0x1.249249b91fa0ap-3);
    p = rvl_fma_float64(p, z, 0x1.99999998e6d06p-3);
    p = rvl_fma_float64(p, z, 0x1.555555555579bp-2);
    const double k_ln2 = k_float * 0x1.62e42fefa2p-2; /* exact; half of k ln 2 */
    const double high = k_ln2 + s, lost = s - (high - k_ln2);
    const double rest = rvl_fma_float64(k_float, 0x1.9ef35793c7673p-42, lost + s_low);
    const double result = __builtin_copysign(high + rvl_fma_float64(s * z, p, rest), x);
    return abs_x < 0x1p-60 ? x : result;
}

RVL_ALWAYS_INLINE double rvl_atanh_float64(double x)
{
    const double ordinary = rvl_atanh_ordinary_float64(rvl_atanh_is_ordinary_float64(x) ? x : 0.0);
    const double at_one = __builtin_fabs(x) == 1.0 ? __builtin_copysign(__builtin_inf(), x) : __builtin_nan("");
    return rvl_atanh_is_ordinary_float64(x) ? ordinary : at_one;
}

#endif
