/* elementary_erf.h: the error function (of float32: elementary_rows_float32.h) and its complement.
 *
 * |x| < 1: erf(x) = x + x p(x^2). Else, and for erfc: with q = (a - 4) / (a + 4), a = |x|, (a + 4) exp(a^2) erfc(a) is
 * one polynomial of q for all a (M. M. Shepherd and J. G. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x^2)
 * erfc x in 0 <= x < infinity", Mathematics of Computation 36, 1981, with another factor; polynomials/erf.sollya),
 * divided by a + 4 and multiplied by exp(-a^2); quotient, exponent and products are pairs. */
#ifndef RVL_KERNEL_ELEMENTARY_ERF_H
#define RVL_KERNEL_ELEMENTARY_ERF_H

#include "elementary_pow.h"

/* erfc(a) as a pair times 2^exponent, for a in [2^-100, 28], or NaN. */
typedef struct rvl_erfc_parts {
    rvl_pair_float64 significand;
    double rounder; /* RVL_ROUNDER_FLOAT64 + exponent */
} rvl_erfc_parts;

RVL_ALWAYS_INLINE rvl_erfc_parts rvl_erfc_core_float64(double a)
{
    const rvl_pair_float64 divisor = rvl_two_sum_float64(a, 4.0);
    const double r = 1.0 / divisor.high;
    const double r_low = rvl_fma_float64(-r, divisor.low, rvl_fma_float64(-r, divisor.high, 1.0)) * r;
    const double q = rvl_fma_float64(-8.0, r, 1.0),
                 q_low = rvl_fma_float64(-8.0, r_low, rvl_fma_float64(-8.0, r, 1.0 - q));
    double p = 0x1.39f58c45a129dp-30;
    p = rvl_fma_float64(p, q, -0x1.ddf8c12a6f616p-35);
    p = rvl_fma_float64(p, q, -0x1.0a4f2b444f5e1p-26);
    p = rvl_fma_float64(p, q, 0x1.d2b1f9b5ef2d1p-30);
    p = rvl_fma_float64(p, q, 0x1.098ecc8218a44p-23);
    p = rvl_fma_float64(p, q, -0x1.4a4a429626d6p-24);
    p = rvl_fma_float64(p, q, -0x1.c5e1e4b4e3e44p-21);
    p = rvl_fma_float64(p, q, 0x1.7e9ff627ab17bp-20);
    p = rvl_fma_float64(p, q, 0x1.3affae28f99dcp-18);
    p = rvl_fma_float64(p, q, -0x1.3c718c2a6f5b4p-16);
    p = rvl_fma_float64(p, q, -0x1.e7df2a0369338p-19);
    p = rvl_fma_float64(p, q, 0x1.72cdc40f5a448p-13);
    p = rvl_fma_float64(p, q, -0x1.dd284adb71146p-12);
    p = rvl_fma_float64(p, q, -0x1.269b54f3306bbp-12);
    p = rvl_fma_float64(p, q, 0x1.908f47334ea74p-8);
    p = rvl_fma_float64(p, q, -0x1.b00c052ae34a5p-6);
    p = rvl_fma_float64(p, q, 0x1.38dbd2c8cb64ap-4);
    p = rvl_fma_float64(p, q, -0x1.645fd8a4bec92p-3);
    p = rvl_fma_float64(p, q, 0x1.52cac237105bcp-2);
    p = rvl_fma_float64(p, q, -0x1.14eacb1ad02e9p-1);
    p = rvl_fma_float64(p, q, 0x1.8be202d26c6fbp-1);
    /* The polynomial's derivative to two digits, as it multiplies an error only. */
    double slope = 0x1.59ep-1;
    slope = rvl_fma_float64(slope, q, -0x1.096p0);
    slope = rvl_fma_float64(slope, q, 0x1.3p0);
    slope = rvl_fma_float64(slope, q, -0x1.94ep0);
    slope = rvl_fma_float64(slope, q, 0x1.908p0);
    slope = rvl_fma_float64(slope, q, -0x1.f4ep-1);
    /* The last two steps keep their rounding errors. */
    const rvl_pair_float64 inner = rvl_two_product_float64(q, p),
                           linear = rvl_two_sum_float64(-0x1.f3fe31ecb49cp-1, inner.high);
    const double linear_low = linear.low + inner.low;
    const rvl_pair_float64 outer = rvl_two_product_float64(q, linear.high);
    const rvl_pair_float64 sum = rvl_two_sum_float64(0x1.18932bf08e154p0, outer.high);
    const double outer_low = rvl_fma_float64(q, linear_low, outer.low) + 0x1.1b109337da497p-54;
    const double sum_low = rvl_fma_float64(q_low, slope, sum.low + outer_low);
    const rvl_pair_float64 ratio = rvl_two_product_float64(sum.high, r);
    const double ratio_low = rvl_fma_float64(sum.high, r_low, rvl_fma_float64(sum_low, r, ratio.low));
    const rvl_pair_float64 square = rvl_two_product_float64(a, a);
    const rvl_exp_parts power = rvl_exp_parts_of_pair_float64(-square.high, -square.low);
    const rvl_pair_float64 result = rvl_two_product_float64(power.significand, ratio.high);
    const double low =
        rvl_fma_float64(power.significand, ratio_low, rvl_fma_float64(power.significand_low, ratio.high, result.low));
    return (rvl_erfc_parts){{result.high, low}, power.rounder};
}

/* NaN stays. */
RVL_ALWAYS_INLINE double rvl_erf_bounded_float64(double x, double limit)
{
    double a = __builtin_fabs(x);
    a = limit < a ? limit : a;
    return bits_float64(a) < bits_float64(0x1p-100) ? 0x1p-100 : a;
}

RVL_ALWAYS_INLINE bool rvl_erfc_is_ordinary_float64(double x)
{
    return (x > -7.0) & (x <= 26.0);
}

/* Where the result is a normal number. */
RVL_ALWAYS_INLINE double rvl_erfc_ordinary_float64(double x)
{
    const rvl_erfc_parts parts = rvl_erfc_core_float64(rvl_erf_bounded_float64(x, 28.0));
    const double sum = parts.significand.high + parts.significand.low;
    const double right = rvl_scale_normal_float64(sum, parts.rounder);
    return x < 0.0 ? 2.0 - right : right;
}

RVL_ALWAYS_INLINE double rvl_erfc_float64(double x)
{
    const rvl_erfc_parts parts = rvl_erfc_core_float64(rvl_erf_bounded_float64(x, 28.0));
    const double right = rvl_scale_positive_float64(parts.significand.high + parts.significand.low, parts.rounder);
    return x < 0.0 ? 2.0 - right : right;
}

/* Where nothing underflows. */
RVL_ALWAYS_INLINE bool rvl_erf_is_normal_float64(double x)
{
    return __builtin_fabs(x) >= 0x1p-900;
}

RVL_ALWAYS_INLINE double rvl_erf_normal_float64(double x)
{
    const double a = rvl_erf_bounded_float64(x, 6.0), square = a * a;
    double p = 0x1.29782ab0063ecp-34;
    p = rvl_fma_float64(p, square, -0x1.46794e3cbba4fp-30);
    p = rvl_fma_float64(p, square, 0x1.fc78cb5fd1bcdp-27);
    p = rvl_fma_float64(p, square, -0x1.5f9828bdd7a16p-23);
    p = rvl_fma_float64(p, square, 0x1.b9ee958473f0cp-20);
    p = rvl_fma_float64(p, square, -0x1.f4d3338844087p-17);
    p = rvl_fma_float64(p, square, 0x1.f9a335388cffbp-14);
    p = rvl_fma_float64(p, square, -0x1.c02db49b094fep-11);
    p = rvl_fma_float64(p, square, 0x1.565bcd12991cp-8);
    p = rvl_fma_float64(p, square, -0x1.b82ce312abf08p-6);
    p = rvl_fma_float64(p, square, 0x1.ce2f21a04362dp-4);
    p = rvl_fma_float64(p, square, -0x1.812746b0379fdp-2);
    p = rvl_fma_float64(p, square, 0x1.06eba8214db69p-3);
    const double small = rvl_fma_float64(x, p, x);
    const rvl_erfc_parts parts = rvl_erfc_core_float64(a);
    const double complement = parts.significand.high + parts.significand.low;
    const double large = 1.0 - rvl_scale_normal_float64(complement, parts.rounder);
    return a < 1.0 ? small : __builtin_copysign(large, x);
}

/* Tiny x: x times 2 / sqrt(pi); a subnormal one as the integer that its bits are, without subnormal arithmetic, which
 * is slow. */
RVL_ALWAYS_INLINE double rvl_erf_tiny_float64(double x)
{
    const uint64_t bits = bits_float64(__builtin_fabs(x)), normal = bits_float64(0x1p-1022);
    const bool is_subnormal = bits < normal;
    const double integer = from_bits_float64(bits | bits_float64(0x1p52)) - 0x1p52;
    const double larger = from_bits_float64(bits | (is_subnormal ? bits_float64(1.0) : UINT64_C(0))) * 0x1p300;
    const double scaled = is_subnormal ? integer : larger;
    const double product = rvl_fma_float64(scaled, 0x1.06eba8214db69p-3, scaled);
    const uint64_t below = bits_float64(product + 0x1p52) - bits_float64(0x1p52);
    const uint64_t above = bits_float64(product) - bits_float64(0x1p52) + normal;
    const uint64_t subnormal = product < 0x1p52 ? below : above;
    const double result = is_subnormal ? from_bits_float64(subnormal) : product * 0x1p-300;
    return __builtin_copysign(result, x);
}

RVL_ALWAYS_INLINE double rvl_erf_float64(double x)
{
    const bool is_ordinary = rvl_erf_is_normal_float64(x);
    const double ordinary = rvl_erf_normal_float64(is_ordinary ? x : 1.0), tiny = rvl_erf_tiny_float64(x);
    const double result = is_ordinary ? ordinary : tiny;
    return x != x ? x : result;
}

RVL_ALWAYS_INLINE bool rvl_erfc_is_ordinary_float32(float x)
{
    return (x > -7.0f) & (x <= 26.0f);
}

RVL_ALWAYS_INLINE float rvl_erfc_ordinary_float32(float x)
{
    return (float)rvl_erfc_ordinary_float64((double)x);
}

RVL_ALWAYS_INLINE float rvl_erfc_float32(float x)
{
    return (float)rvl_erfc_float64((double)x);
}

/* erf has one form for all arguments: a second one of its size in the loop would take 2 KiB more of the stack. */
RVL_ALWAYS_INLINE bool rvl_erf_is_ordinary_float64(double x)
{
    (void)x;
    return true;
}

RVL_ALWAYS_INLINE double rvl_erf_ordinary_float64(double x)
{
    return rvl_erf_float64(x);
}

#endif
