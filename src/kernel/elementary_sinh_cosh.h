/* elementary_sinh_cosh.h: hyperbolic sine and cosine as products of a pair and a power of two, for complex functions.
 */
#ifndef RVL_KERNEL_ELEMENTARY_SINH_COSH_H
#define RVL_KERNEL_ELEMENTARY_SINH_COSH_H

#include "elementary_exp.h"

typedef struct rvl_sinh_cosh_pair {
    rvl_pair_float64 sinh, cosh;
    double rounder; /* RVL_ROUNDER_FLOAT64 + the exponent that both are to be scaled by */
} rvl_sinh_cosh_pair;

/* Of y in [0, 1500], or NaN. Near 0 by a polynomial (polynomials/sinh.sollya); else from exp(y) and its reciprocal,
 * where that still counts. */
RVL_ALWAYS_INLINE rvl_sinh_cosh_pair rvl_sinh_cosh_float64(double y)
{
    const rvl_exp_parts parts = rvl_exp_parts_float64(y);
    const bool is_large = y > 22.0;
    const double unscaled_high = 0.5 * parts.significand, unscaled_low = 0.5 * parts.significand_low;
    const double power = is_large ? 1.0 : rvl_power_of_two(parts.rounder);
    const double high = unscaled_high * power, low = unscaled_low * power;
    const double reciprocal = is_large ? 0.0 : 0.25 / high;
    const double reciprocal_low = rvl_fma_float64(-reciprocal, high, is_large ? 0.0 : 0.25) * (4.0 * reciprocal);
    const double cosh = high + reciprocal, cosh_low = (reciprocal - (cosh - high)) + (low + reciprocal_low);
    const double sinh = high - reciprocal, sinh_low = (-reciprocal - (sinh - high)) + (low - reciprocal_low);
    const double square = y * y;
    double p = 0x1.b52ebddfb4fbp-41;
    p = rvl_fma_float64(p, square, 0x1.6118df7177367p-33);
    p = rvl_fma_float64(p, square, 0x1.ae646b4d5f194p-26);
    p = rvl_fma_float64(p, square, 0x1.71de3a40565e2p-19);
    p = rvl_fma_float64(p, square, 0x1.a01a01a0318d8p-13);
    p = rvl_fma_float64(p, square, 0x1.111111111104p-7);
    p = rvl_fma_float64(p, square, 0x1.5555555555556p-3);
    const bool is_small = y < 1.0;
    const double cubic = y < 0x1p-27 ? 0.0 : (square * y) * p;
    return (rvl_sinh_cosh_pair){{is_small ? y : sinh, is_small ? cubic : sinh_low},
                                {cosh, cosh_low},
                                is_large ? parts.rounder : RVL_ROUNDER_FLOAT64};
}

#endif
