/* elementary_cbrt.h: the cube root.
 *
 * |x| = 2^(3 k) z with z = 2^j m, m in [1, 2), j = 0, 1 or 2; r = z^(-1/3) from a polynomial in m (polynomials/
 * cbrt.sollya) and one in j, then a step of third order; y = z r^2, and a last step with z - y^3 in twice the
 * precision.
 */
#ifndef RVL_KERNEL_ELEMENTARY_CBRT_H
#define RVL_KERNEL_ELEMENTARY_CBRT_H

#include "fma.h"
#include <stdbool.h>

RVL_ALWAYS_INLINE bool rvl_cbrt_is_ordinary_float64(double x)
{
    return (__builtin_fabs(x) >= 0x1p-1022) & (__builtin_fabs(x) < __builtin_inf());
}

/* The cube root of x * 2^(3 k_extra), times 2^-k_extra taken back; x normal. */
RVL_ALWAYS_INLINE double rvl_cbrt_core_float64(double x, uint64_t k_extra)
{
    const uint64_t sign_bit = UINT64_C(1) << 63, bits = bits_float64(x) & ~sign_bit, one = bits_float64(1.0);
    const uint64_t mantissa = (UINT64_C(1) << 52) - 1, exponent = bits >> 52;
    /* A third of the exponent, rounded down: that of one less, to nearest. */
    const double biased = from_bits_float64(exponent | bits_float64(0x1p52)) - 0x1p52;
    const double rounder = rvl_fma_float64(biased - 1.0, 0x1.5555555555555p-2, 0x1.8p52);
    const double k = rounder - 0x1.8p52, j = rvl_fma_float64(-3.0, k, biased);
    const double m = from_bits_float64((bits & mantissa) | one);
    const double z = m * rvl_fma_float64(rvl_fma_float64(j, 0.5, 0.5), j, 1.0); /* 1, 2, 4 */
    double r = -0x1.991545e670b8bp-5;
    r = rvl_fma_float64(r, m, 0x1.45621f98e4d92p-2);
    r = rvl_fma_float64(r, m, -0x1.9eb31e901a9abp-1);
    r = rvl_fma_float64(r, m, 0x1.8ab91b7f08394p0);
    r = r * rvl_fma_float64(rvl_fma_float64(j, 0x1.5ca5af129611ep-6, -0x1.d2150c92f7332p-3), j, 1.0);
    const double e = rvl_fma_float64(-(z * r), r * r, 1.0);
    r = rvl_fma_float64(r * e, rvl_fma_float64(e, 0x1.c71c71c71c71cp-3, 0x1.5555555555555p-2), r);
    const double r_square = r * r, y = z * r_square;
    const rvl_pair_float64 square = rvl_two_product_float64(y, y);
    const double lacking = rvl_fma_float64(-y, square.low, rvl_fma_float64(-y, square.high, z));
    const double root = rvl_fma_float64(lacking, r_square * 0x1.5555555555555p-2, y);
    const uint64_t power = (bits_float64(rounder) + (1023 - 341) - k_extra) << 52;
    return from_bits_float64(bits_float64(root * from_bits_float64(power)) | (bits_float64(x) & sign_bit));
}

RVL_ALWAYS_INLINE double rvl_cbrt_ordinary_float64(double x)
{
    return rvl_cbrt_core_float64(x, 0);
}

RVL_ALWAYS_INLINE double rvl_cbrt_float64(double x)
{
    const uint64_t mantissa = (UINT64_C(1) << 52) - 1;
    const bool is_subnormal = __builtin_fabs(x) < 0x1p-1022;
    /* x * 2^1074, without arithmetic on subnormal numbers, which is slow. */
    const double scaled = from_bits_float64((bits_float64(x) & mantissa) | bits_float64(0x1p52)) - 0x1p52;
    const double result =
        rvl_cbrt_core_float64(is_subnormal ? __builtin_copysign(scaled, x) : x, is_subnormal ? 358 : 0);
    const bool is_itself = (x == 0.0) | !(__builtin_fabs(x) < __builtin_inf());
    return is_itself ? x + x : result;
}

#endif
