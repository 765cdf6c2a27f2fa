/* elementary_tan.h: the tangent.
 *
 * x = n pi/2 + 2 y with |y| <= pi/8; t = tan(y) = y + y^3 p(y^2) (polynomials/tan.sollya); tan(2 y) = 2 t / (1 - t^2),
 * and for odd n minus the reciprocal: one division either way, of numbers that are kept with their rounding errors. */
#ifndef RVL_KERNEL_ELEMENTARY_TAN_H
#define RVL_KERNEL_ELEMENTARY_TAN_H

#include "elementary_reduction.h"

RVL_ALWAYS_INLINE double rvl_tan_reduced_float64(rvl_reduced angle)
{
    const double y = 0.5 * angle.high, y_low = 0.5 * angle.low, z = y * y;
    double p = 0x1.59368cbffe7acp-12;
    p = rvl_fma_float64(p, z, 0x1.24f95def1d53ap-11);
    p = rvl_fma_float64(p, z, 0x1.7f28b3377d05bp-10);
    p = rvl_fma_float64(p, z, 0x1.d6be4a14d1a42p-9);
    p = rvl_fma_float64(p, z, 0x1.226e92a1e52efp-7);
    p = rvl_fma_float64(p, z, 0x1.664f469c9c1d6p-6);
    p = rvl_fma_float64(p, z, 0x1.ba1ba1bfb0f16p-5);
    p = rvl_fma_float64(p, z, 0x1.111111110d0dcp-3);
    p = rvl_fma_float64(p, z, 0x1.5555555555575p-2);
    const double rest = rvl_fma_float64(y * z, p, rvl_fma_float64(z, y_low, y_low));
    const double t = y + rest, t_low = rest - (t - y);
    const rvl_pair_float64 square = rvl_two_product_float64(t, t);
    const double two_t = t + t, two_t_low = t_low + t_low;
    const double other = 1.0 - square.high;
    const double other_low = (1.0 - other - square.high) - rvl_fma_float64(two_t, t_low, square.low);
    const bool is_odd = (angle.quadrant & 1) != 0;
    const double a = is_odd ? other : two_t, a_low = is_odd ? other_low : two_t_low;
    const double b = is_odd ? two_t : other, b_low = is_odd ? two_t_low : other_low;
    const double reciprocal = 1.0 / b, q = a * reciprocal;
    const double lacking = rvl_fma_float64(-q, b, a) + rvl_fma_float64(-q, b_low, a_low);
    const double result = rvl_fma_float64(lacking, reciprocal, q);
    return from_bits_float64(bits_float64(result) ^ (angle.quadrant << 63));
}

/* Where x itself is the nearest tangent; the sign of zero stays. */
RVL_ALWAYS_INLINE double rvl_tan_small_float64(double x, double result)
{
    return __builtin_fabs(x) < 0x1p-27 ? x : result;
}

RVL_ALWAYS_INLINE bool rvl_tan_is_ordinary_float64(double x)
{
    return rvl_is_moderate_float64(x);
}

RVL_ALWAYS_INLINE double rvl_tan_ordinary_float64(double x)
{
    return rvl_tan_small_float64(x,
                                 rvl_tan_reduced_float64(rvl_reduce_moderate_float64(rvl_flushed_float64(x, 0x1p-27))));
}

RVL_ALWAYS_INLINE double rvl_tan_float64(double x)
{
    const double result = rvl_tan_reduced_float64(rvl_reduce_float64(x));
    return __builtin_fabs(x) < __builtin_inf() ? rvl_tan_small_float64(x, result) : x - x;
}

#endif
