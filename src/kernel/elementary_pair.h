/* elementary_pair.h: arithmetic on numbers of twice the precision, each the unevaluated sum of two doubles.
 *
 * After T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18
 * (1971). Relative errors are a few units of 2^-104, but where a result is below 2^-900, where its low part is 0: what
 * fma.h restricts is not reached, so that all instruction sets have the same bits. Numbers are below 2^995; a zero may
 * lose its sign. */
#ifndef RVL_KERNEL_ELEMENTARY_PAIR_H
#define RVL_KERNEL_ELEMENTARY_PAIR_H

#include "fma.h"
#include <stdbool.h>

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_of(double high, double low)
{
    return (rvl_pair_float64){high, low};
}

/* high + low, where |low| <= |high| or high is 0, with the high part as near as it can be. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_normal(double high, double low)
{
    const double sum = high + low;
    return rvl_pair_of(sum, low - (sum - high));
}

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_negative(rvl_pair_float64 a)
{
    return rvl_pair_of(-a.high, -a.low);
}

/* Times a power of two. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_scaled(rvl_pair_float64 a, double power)
{
    return rvl_pair_of(a.high * power, a.low * power);
}

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_choice(bool first, rvl_pair_float64 a, rvl_pair_float64 b)
{
    return rvl_pair_of(first ? a.high : b.high, first ? a.low : b.low);
}

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_sum(rvl_pair_float64 a, rvl_pair_float64 b)
{
    const rvl_pair_float64 high = rvl_two_sum_float64(a.high, b.high), low = rvl_two_sum_float64(a.low, b.low);
    const rvl_pair_float64 first = rvl_pair_normal(high.high, high.low + low.high);
    return rvl_pair_normal(first.high, first.low + low.low);
}

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_difference(rvl_pair_float64 a, rvl_pair_float64 b)
{
    return rvl_pair_sum(a, rvl_pair_negative(b));
}

/* The product of two doubles. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_exact_product(double a, double b)
{
    const rvl_pair_float64 product = rvl_two_product_float64(a, b);
    return rvl_pair_of(product.high, __builtin_fabs(product.high) < 0x1p-900 ? 0.0 : product.low);
}

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_product(rvl_pair_float64 a, rvl_pair_float64 b)
{
    const rvl_pair_float64 product = rvl_pair_exact_product(a.high, b.high);
    return rvl_pair_normal(product.high, product.low + (a.high * b.low + a.low * b.high));
}

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_times(rvl_pair_float64 a, double b)
{
    const rvl_pair_float64 product = rvl_pair_exact_product(a.high, b);
    return rvl_pair_normal(product.high, product.low + a.low * b);
}

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_square(rvl_pair_float64 a)
{
    return rvl_pair_product(a, a);
}

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_quotient(rvl_pair_float64 a, rvl_pair_float64 b)
{
    const double first = a.high / b.high;
    const rvl_pair_float64 product = rvl_pair_exact_product(first, b.high);
    const double rest = ((a.high - product.high) - product.low) + (a.low - first * b.low);
    const bool is_tiny = (__builtin_fabs(first) < 0x1p-900) | (__builtin_fabs(a.high) < 0x1p-900);
    return rvl_pair_normal(first, is_tiny ? 0.0 : rest / b.high);
}

RVL_ALWAYS_INLINE rvl_pair_float64 rvl_pair_sqrt(rvl_pair_float64 a)
{
    const double root = __builtin_sqrt(a.high);
    const rvl_pair_float64 square = rvl_pair_exact_product(root, root);
    const double rest = ((a.high - square.high) - square.low) + a.low;
    return rvl_pair_normal(root, a.high < 0x1p-900 ? 0.0 : rest / (2.0 * root));
}

#endif
