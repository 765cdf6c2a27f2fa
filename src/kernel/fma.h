/* fma.h: a * b + c with one rounding, on every machine the same bits: by the instruction where the target has one, else
 * in software.
 *
 * Software, after S. Boldo and G. Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using
 * rounding to odd", IEEE Transactions on Computers 57 (2008): the exact product and the exact sum as pairs, their low
 * parts joined by a sum that is rounded to odd. It has no branches. Restrictions of the float64 one: |a|, |b| and
 * |a * b| below 2^995, and |a * b| zero or above 2^-968, else low bits of the product may be lost; no infinities;
 * where the result is zero, its sign may differ. Callers stay inside, or do not use the result. The float32 one has no
 * restrictions. */
#ifndef RVL_KERNEL_FMA_H
#define RVL_KERNEL_FMA_H

#include "real_bits.h"

#if defined(__FMA__) || defined(__aarch64__) || defined(__FP_FAST_FMA)
#    define RVL_HARDWARE_FMA 1
#else
#    define RVL_HARDWARE_FMA 0
#endif

typedef struct rvl_pair_float64 {
    double high, low;
} rvl_pair_float64;

/* Software fma is no part of the loops that call it, or they would be ten times as long, and no faster. */
#define RVL_OUT_OF_LINE __attribute__((noinline, const, unused)) static

/* high + low = a + b exactly (Knuth). */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_two_sum_float64(double a, double b)
{
    const double high = a + b, part = high - a;
    return (rvl_pair_float64){high, (a - (high - part)) + (b - part)};
}

/* The sum rounded to odd: exact, or the one of the two neighbours whose last bit is 1. */
RVL_ALWAYS_INLINE double rvl_odd_sum_float64(double a, double b)
{
    const rvl_pair_float64 sum = rvl_two_sum_float64(a, b);
    const uint64_t bits = bits_float64(sum.high);
    const uint64_t inexact_and_even = (__builtin_fabs(sum.low) > 0.0 ? UINT64_C(1) : UINT64_C(0)) & ~bits;
    const uint64_t towards_zero = (bits ^ bits_float64(sum.low)) >> 63;
    return from_bits_float64(bits + inexact_and_even - ((inexact_and_even & towards_zero) << 1));
}

/* high + low = a * b exactly (Veltkamp, Dekker). */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_software_product_float64(double a, double b)
{
    const double splitter = 0x1.0000002p27;
    const double a_split = splitter * a, a_high = a_split - (a_split - a), a_low = a - a_high;
    const double b_split = splitter * b, b_high = b_split - (b_split - b), b_low = b - b_high;
    const double product = a * b;
    return (rvl_pair_float64){product,
                              a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)};
}

RVL_OUT_OF_LINE double rvl_software_fma_float64(double a, double b, double c)
{
    const rvl_pair_float64 product = rvl_software_product_float64(a, b);
    const rvl_pair_float64 low = rvl_two_sum_float64(c, product.low);
    const rvl_pair_float64 high = rvl_two_sum_float64(product.high, low.high);
    return high.high + rvl_odd_sum_float64(low.low, high.low);
}

/* The product is exact in float64; the sum, rounded to odd there, then rounds to float32 as the exact one would. */
RVL_OUT_OF_LINE float rvl_software_fma_float32(float a, float b, float c)
{
    return (float)rvl_odd_sum_float64((double)a * (double)b, (double)c);
}

RVL_ALWAYS_INLINE double rvl_fma_float64(double a, double b, double c)
{
#if RVL_HARDWARE_FMA
    return __builtin_fma(a, b, c);
#else
    return rvl_software_fma_float64(a, b, c);
#endif
}

RVL_ALWAYS_INLINE float rvl_fma_float32(float a, float b, float c)
{
#if RVL_HARDWARE_FMA
    return __builtin_fmaf(a, b, c);
#else
    return rvl_software_fma_float32(a, b, c);
#endif
}

/* high + low = a * b exactly, under the restrictions above. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_two_product_float64(double a, double b)
{
#if RVL_HARDWARE_FMA
    const double product = a * b;
    return (rvl_pair_float64){product, __builtin_fma(a, b, -product)};
#else
    return rvl_software_product_float64(a, b);
#endif
}

#endif
