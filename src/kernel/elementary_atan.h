/* elementary_atan.h: the inverse tangent.
 *
 * q = x, (x - 1) / (x + 1) or -1 / x, so that |q| is at most 1/2; atan(x) is 0, pi/4 or pi/2 plus atan(q) = q + q^3
 * p(q^2) (polynomials/atan.sollya). One division, whose rounding error is kept. */
#ifndef RVL_KERNEL_ELEMENTARY_ATAN_H
#define RVL_KERNEL_ELEMENTARY_ATAN_H

#include "elementary_one_form.h"
#include "fma.h"

/* p, for z = q^2 in [0, 1/4]. */
RVL_ALWAYS_INLINE double rvl_atan_polynomial_float64(double z)
{
    double p = 0x1.4b83dc72b9bd8p-7;
    p = rvl_fma_float64(p, z, -0x1.c17fb6841076fp-6);
    p = rvl_fma_float64(p, z, 0x1.56f5c01d1b1dfp-5);
    p = rvl_fma_float64(p, z, -0x1.a39864e2a5774p-5);
    p = rvl_fma_float64(p, z, 0x1.dfe977c65de56p-5);
    p = rvl_fma_float64(p, z, -0x1.10f31f1da6304p-4);
    p = rvl_fma_float64(p, z, 0x1.3b113dc14eecfp-4);
    p = rvl_fma_float64(p, z, -0x1.745cf4cb3976ep-4);
    p = rvl_fma_float64(p, z, 0x1.c71c7090e8ec7p-4);
    p = rvl_fma_float64(p, z, -0x1.249249215de3bp-3);
    p = rvl_fma_float64(p, z, 0x1.9999999991142p-3);
    return rvl_fma_float64(p, z, -0x1.5555555555516p-2);
}

RVL_ALWAYS_INLINE double rvl_atan_float64(double x)
{
    const double pi_4 = 0x1.921fb54442d18p-1, pi_4_low = 0x1.1a62633145c07p-55;
    const double abs_x = __builtin_fabs(x), at_most = abs_x > 0x1p60 ? 0x1p60 : abs_x; /* beyond, all angles round alike
                                                                                        */
    const double size = rvl_flushed_float64(at_most, 0x1p-60); /* arithmetic on subnormal numbers is slow */
    const bool above_half = size > 0.5, above_two = size > 2.0;
    const double if_above_half = above_two ? -1.0 : size - 1.0, a = above_half ? if_above_half : size;
    const double one_or_0 = above_two ? 0.0 : 1.0;
    const double b_sum = size + one_or_0, b_rest = size - (b_sum - one_or_0);
    const double b = above_half ? b_sum : 1.0, b_low = above_half ? b_rest : 0.0;
    const double reciprocal = 1.0 / b, q = a * reciprocal;
    const double q_low = rvl_fma_float64(-q, b_low, rvl_fma_float64(-q, b, a)) * reciprocal;
    const double z = q * q;
    const double base_above = above_two ? 2.0 * pi_4 : pi_4, base_above_low = above_two ? 2.0 * pi_4_low : pi_4_low;
    const double base = above_half ? base_above : 0.0, base_low = above_half ? base_above_low : 0.0;
    const double low = rvl_fma_float64(q * z, rvl_atan_polynomial_float64(z), q_low);
    const double high = base + q, lost = (base - high) + q; /* where base is 0, nothing is lost */
    const double result = __builtin_copysign(high + (lost + (base_low + low)), x);
    return abs_x < 0x1p-60 ? x : result;
}

RVL_ONE_FORM(atan, float64)

#endif
