/* elementary_root.h: square roots in twice the precision, without division.
 *
 * r = 1 / sqrt(x) from a linear guess at its logarithm (C. Lomont, "Fast inverse square root", 2003), then steps of
 * Halley's kind, r (1 + e/2 + 3 e^2/8 + ...) with e = 1 - x r^2; the root is x r, and what its square lacks, times r/2.
 */
#ifndef RVL_KERNEL_ELEMENTARY_ROOT_H
#define RVL_KERNEL_ELEMENTARY_ROOT_H

#include "fma.h"
#include <stdbool.h>

/* The square root of high + low, |low| at most the last place of high, high zero or in [2^-900, 2^900]. To 2^-95. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_sqrt_pair_float64(double high, double low)
{
    double r = from_bits_float64(UINT64_C(0x5fe6eb50c7b537a9) - (bits_float64(high) >> 1));
    double e = rvl_fma_float64(-(high * r), r, 1.0);
    double p = rvl_fma_float64(rvl_fma_float64(0.3125, e, 0.375), e, 0.5);
    r = rvl_fma_float64(r * e, p, r);
    e = rvl_fma_float64(-(high * r), r, 1.0);
    p = rvl_fma_float64(0.375, e, 0.5);
    r = rvl_fma_float64(r * e, p, r);
    const double root = high * r, rest = rvl_fma_float64(-root, root, high) + low, part = rest * (0.5 * r);
    const double sum = root + part;
    return (rvl_pair_float64){sum, part - (sum - root)};
}

#endif
