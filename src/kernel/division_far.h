/* division_far.h: x made smaller by multiples of y, of pairs whose quotient is so large that it has no fraction. With
 * both as significand and exponent, the rest of x's significand by y's takes the places that they are apart in steps of
 * 48: it is moved up so far, and a multiple of y's significand taken off, whose factor a product with the reciprocal
 * tells nearly enough. So all is exact: the rest stays an integer number of y's last places, at most 0.6 |y|.
 *
 * The pairs of a run that are so far apart are collected, lest a few hold up all. float32 in float64. */
#ifndef RVL_KERNEL_DIVISION_FAR_H
#define RVL_KERNEL_DIVISION_FAR_H

#include "fma.h"

#define DIVISION_RUN 64
#define DIVISION_FAR_RUN 16  /* of two vectors, for the sake of the stack */
#define DIVISION_PLACES 48.0 /* of a step */
#define DIVISION_ROUNDER 0x1.8p52

/* A positive number as significand in [1, 2) and exponent. Arithmetic on subnormal numbers is slow. */
typedef struct division_scaled {
    double significand, exponent;
} division_scaled;

RVL_ALWAYS_INLINE division_scaled division_scaled_of(double x)
{
    const uint64_t mantissa = (UINT64_C(1) << 52) - 1, bits = bits_float64(x) & INT64_MAX;
    const int is_subnormal = bits <= mantissa;
    const double as_integer = from_bits_float64((bits & mantissa) | bits_float64(0x1p52)) - 0x1p52;
    const uint64_t normal = is_subnormal ? bits_float64(as_integer) : bits;
    const double exponent = from_bits_float64((normal >> 52) | bits_float64(0x1p52)) - (0x1p52 + 1023.0);
    return (division_scaled){from_bits_float64((normal & mantissa) | bits_float64(1.0)),
                             exponent - (is_subnormal ? 1074.0 : 0.0)};
}

/* 2^n for an integer n in [-1022, 1023]. */
RVL_ALWAYS_INLINE double division_power_of_two(double n)
{
    return from_bits_float64(bits_float64(n + (DIVISION_ROUNDER + 1023.0)) << 52);
}

/* Of |x|, which is at least |y|, both finite and not 0; what comes has any sign. `filled`: a multiple of full vectors.
 */
RVL_ALWAYS_INLINE void division_make_smaller(size_t filled, double *x, const double *y)
{
    double rest[DIVISION_FAR_RUN], divisor[DIVISION_FAR_RUN], reciprocal[DIVISION_FAR_RUN], apart[DIVISION_FAR_RUN];
    for (size_t i = 0; i < filled; i++) {
        const division_scaled of_x = division_scaled_of(x[i]), of_y = division_scaled_of(y[i]);
        rest[i] = of_x.significand;
        divisor[i] = of_y.significand;
        reciprocal[i] = 1.0 / of_y.significand;
        apart[i] = of_x.exponent - of_y.exponent;
    }
    uint64_t pending = 1;
    while (pending != 0) {
        pending = 0;
        for (size_t i = 0; i < filled; i++) {
            const double places = apart[i] < DIVISION_PLACES ? apart[i] : DIVISION_PLACES;
            const double moved = rest[i] * division_power_of_two(places);
            const double factor = rvl_fma_float64(moved, reciprocal[i], DIVISION_ROUNDER) - DIVISION_ROUNDER;
            rest[i] = rvl_fma_float64(-factor, divisor[i], moved);
            apart[i] -= places;
            pending |= apart[i] > 0 ? 1 : 0;
        }
    }
    for (size_t i = 0; i < filled; i++) {
        const double exponent = division_scaled_of(y[i]).exponent, half = exponent < -1000.0 ? -200.0 : 0.0;
        x[i] = rest[i] * division_power_of_two(exponent - half) * division_power_of_two(half);
    }
}

#endif
