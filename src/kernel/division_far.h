/* division_far.h: x made smaller by multiples of y, of pairs whose quotient is so large that it has no fraction. With
 * both as significand and exponent, the rest of x's significand by y's takes the places that they are apart in steps of
 * 48: it is moved up so far, and a multiple of y's significand taken off, whose factor a product with the reciprocal
 * tells nearly enough. So all is exact: the rest stays an integer number of y's last places, at most 0.6 |y|.
 *
 * The pairs of a run that are so far apart are collected, lest a few hold up all. float32 in float64. */
#ifndef RVL_KERNEL_DIVISION_FAR_H
#define RVL_KERNEL_DIVISION_FAR_H

#include "fma.h"
#include "scaled_real.h"

#define DIVISION_RUN 64
#define DIVISION_FAR_RUN 16  /* of two vectors, for the sake of the stack */
#define DIVISION_PLACES 48.0 /* of a step */
#define DIVISION_ROUNDER 0x1.8p52

/* x and y positive and finite, x at least y; what comes has any sign. `filled`: a multiple of full vectors. */
RVL_ALWAYS_INLINE void division_make_smaller(size_t filled, double *x, const double *y)
{
    double rest[DIVISION_FAR_RUN], divisor[DIVISION_FAR_RUN], reciprocal[DIVISION_FAR_RUN], apart[DIVISION_FAR_RUN];
    for (size_t i = 0; i < filled; i++) {
        const rvl_scaled_float64 of_x = rvl_scaled_of_float64(x[i]), of_y = rvl_scaled_of_float64(y[i]);
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
            const double moved = rest[i] * rvl_power_of_two_float64(places);
            const double factor = rvl_fma_float64(moved, reciprocal[i], DIVISION_ROUNDER) - DIVISION_ROUNDER;
            rest[i] = rvl_fma_float64(-factor, divisor[i], moved);
            apart[i] -= places;
            pending |= apart[i] > 0 ? 1 : 0;
        }
    }
    for (size_t i = 0; i < filled; i++) {
        /* In two factors, as the first alone might be subnormal. */
        const double exponent = rvl_scaled_of_float64(y[i]).exponent, last = exponent < -1000.0 ? -200.0 : 0.0;
        x[i] = rest[i] * rvl_power_of_two_float64(exponent - last) * rvl_power_of_two_float64(last);
    }
}

#endif
