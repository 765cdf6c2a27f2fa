/* elementary_gamma.h: what tgamma and lgamma have in common: Stirling's formula, the sine of the reflection formula,
 * products. Polynomials: polynomials/gamma.sollya, fitted to Stirling's series with Bernoulli's
 * numbers (NIST Digital Library of Mathematical Functions, 5.11) at shifted arguments. */
#ifndef RVL_KERNEL_ELEMENTARY_GAMMA_H
#define RVL_KERNEL_ELEMENTARY_GAMMA_H

#include "elementary_log.h"
#include "elementary_pow.h"

/* A choice by bits: one between an expression and a constant is one that compilers make early, and then compute what
 * follows for either, with branches. */
RVL_ALWAYS_INLINE double rvl_gamma_choice(bool first, double a, double b)
{
    const uint64_t mask = first ? UINT64_MAX : UINT64_C(0);
    return from_bits_float64((bits_float64(a) & mask) | (bits_float64(b) & ~mask));
}

/* A step of Horner's scheme for terms so small that two roundings do no harm: fma in software is forty instructions. */
RVL_ALWAYS_INLINE double rvl_gamma_step(double sum, double x, double coefficient)
{
    return sum * x + coefficient;
}

/* The product of two pairs, to about 2^-103; its parts may overlap by a few bits. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_gamma_product(rvl_pair_float64 a, rvl_pair_float64 b)
{
    const rvl_pair_float64 product = rvl_two_product_float64(a.high, b.high);
    return (rvl_pair_float64){product.high,
                              rvl_fma_float64(a.high, b.low, rvl_fma_float64(a.low, b.high, product.low))};
}

/* The rest of Stirling's formula for an argument of at least 7.5, of which this is the inverse. */
RVL_ALWAYS_INLINE double rvl_stirling_rest_float64(double inverse)
{
    const double u = inverse * inverse;
    double s = -0x1.ae9fd5a833321p0;
    s = rvl_gamma_step(s, u, 0x1.b8b0b1dd142ecp-4);
    s = rvl_gamma_step(s, u, 0x1.1d133c5b8141fp-9);
    s = rvl_gamma_step(s, u, -0x1.e466b9d1205p-10);
    s = rvl_gamma_step(s, u, 0x1.b8fa1e38d5ad5p-11);
    s = rvl_gamma_step(s, u, -0x1.38130986a5d6fp-11);
    s = rvl_gamma_step(s, u, 0x1.a01a0149817b3p-11);
    s = rvl_gamma_step(s, u, -0x1.6c16c16c0fb8cp-9);
    s = rvl_gamma_step(s, u, 0x1.5555555555555p-4);
    return s * inverse;
}

/* log Gamma(a + a_low) = (a - 1/2) log a - a + log(2 pi) / 2 + rest for a of at least 7.5; the logarithm and the
 * inverse are those of a alone. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_stirling_float64(double a, double a_low, rvl_pair_float64 log, double inverse)
{
    const double factor = a - 0.5;
    const rvl_pair_float64 product = rvl_two_product_float64(factor, log.high);
    const rvl_pair_float64 first = rvl_fast_two_sum_float64(product.high, -a);
    const rvl_pair_float64 second = rvl_fast_two_sum_float64(first.high, 0x1.d67f1c864beb5p-1);
    const double slope = rvl_fma_float64(-0.5, inverse, log.high);
    const double low = rvl_fma_float64(factor, log.low, product.low) + (first.low + second.low);
    const double lower = rvl_fma_float64(a_low, slope, low) - 0x1.65b5a1b7ff5dfp-55;
    return rvl_fast_two_sum_float64(second.high, lower + rvl_stirling_rest_float64(inverse));
}

/* The same without pairs, for float32. */
RVL_ALWAYS_INLINE double rvl_stirling_float32(double a, rvl_pair_float64 log, double inverse)
{
    return rvl_fma_float64(a - 0.5, log.high + log.low, 0x1.d67f1c864beb5p-1 - a) + rvl_stirling_rest_float64(inverse);
}

/* sin(pi r) / (pi r) for |r| <= 1/2. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_gamma_sine_float64(double r)
{
    const rvl_pair_float64 exact_square = rvl_two_product_float64(r, r);
    const double square = exact_square.high;
    double w = -0x1.a6dc495f2705ep-28;
    w = rvl_gamma_step(w, square, 0x1.0e7cfb8f4a448p-22);
    w = rvl_gamma_step(w, square, -0x1.d41aca6b080a7p-18);
    w = rvl_gamma_step(w, square, 0x1.3747057df5cb5p-13);
    w = rvl_gamma_step(w, square, -0x1.33816a719b1b8p-9);
    w = rvl_gamma_step(w, square, 0x1.ac6805ce9ec83p-6);
    w = rvl_gamma_step(w, square, -0x1.86a8e4720cb84p-3);
    w = rvl_fma_float64(w, square, 0x1.9f9cb402bc451p-1);
    w = rvl_fma_float64(w, square, -0x1.a51a6625307d3p0);
    const rvl_pair_float64 rest = rvl_two_product_float64(w, square);
    const rvl_pair_float64 sum = rvl_fast_two_sum_float64(1.0, rest.high);
    return (rvl_pair_float64){sum.high, sum.low + rvl_fma_float64(w, exact_square.low, rest.low)};
}

#endif
