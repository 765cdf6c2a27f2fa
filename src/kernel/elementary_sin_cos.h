/* elementary_sin_cos.h: sine and cosine, from both polynomials of the reduced angle (polynomials/sin_cos.sollya). */
#ifndef RVL_KERNEL_ELEMENTARY_SIN_COS_H
#define RVL_KERNEL_ELEMENTARY_SIN_COS_H

#include "elementary_reduction.h"

typedef struct rvl_sin_cos_pair {
    double sin, cos;
} rvl_sin_cos_pair;

typedef struct rvl_sin_cos_sums {
    rvl_pair_float64 sin, cos; /* each still the sum of two */
} rvl_sin_cos_sums;

/* Of high + low in [-pi/4, pi/4] and a little. */
RVL_ALWAYS_INLINE rvl_sin_cos_sums rvl_sin_cos_sums_float64(double high, double low)
{
    const double square = high * high, cube = square * high, half = 0.5 * square;
    double s = 0x1.5d8cd8ffa7aa3p-33;
    s = rvl_fma_float64(s, square, -0x1.ae5e503ade2bep-26);
    s = rvl_fma_float64(s, square, 0x1.71de355a62744p-19);
    s = rvl_fma_float64(s, square, -0x1.a01a019bede9ep-13);
    s = rvl_fma_float64(s, square, 0x1.111111110f748p-7);
    s = rvl_fma_float64(s, square, -0x1.5555555555548p-3);
    double c = -0x1.8faff1bdba8ffp-37;
    c = rvl_fma_float64(c, square, 0x1.1ee9ef42895c6p-29);
    c = rvl_fma_float64(c, square, -0x1.27e4f81041929p-22);
    c = rvl_fma_float64(c, square, 0x1.a01a019cbce9ap-16);
    c = rvl_fma_float64(c, square, -0x1.6c16c16c15211p-10);
    c = rvl_fma_float64(c, square, 0x1.555555555554cp-5);
    const double one_minus_half = 1.0 - half;
    const double lost = (1.0 - one_minus_half) - half;
    const double cos_low = rvl_fma_float64(square * square, c, lost - high * low);
    return (rvl_sin_cos_sums){{high, rvl_fma_float64(cube, s, low * one_minus_half)}, {one_minus_half, cos_low}};
}

RVL_ALWAYS_INLINE rvl_sin_cos_pair rvl_sin_cos_core_float64(double high, double low)
{
    const rvl_sin_cos_sums sums = rvl_sin_cos_sums_float64(high, low);
    return (rvl_sin_cos_pair){sums.sin.high + sums.sin.low, sums.cos.high + sums.cos.low};
}

/* sin(angle + quadrants * pi/2). */
RVL_ALWAYS_INLINE double rvl_sin_reduced_float64(rvl_reduced angle, uint64_t quadrants)
{
    const rvl_sin_cos_pair pair = rvl_sin_cos_core_float64(angle.high, angle.low);
    const uint64_t quadrant = angle.quadrant + quadrants;
    const uint64_t odd = UINT64_C(0) - (quadrant & 1), sign = (quadrant & 2) << 62;
    return from_bits_float64(((bits_float64(pair.cos) & odd) | (bits_float64(pair.sin) & ~odd)) ^ sign);
}

/* Where x itself is the nearest sine; the sign of zero stays. */
RVL_ALWAYS_INLINE double rvl_sin_small_float64(double x, double result)
{
    return __builtin_fabs(x) < 0x1p-27 ? x : result;
}

RVL_ALWAYS_INLINE bool rvl_sin_is_ordinary_float64(double x)
{
    return rvl_is_moderate_float64(x);
}

RVL_ALWAYS_INLINE double rvl_sin_ordinary_float64(double x)
{
    return rvl_sin_small_float64(
        x, rvl_sin_reduced_float64(rvl_reduce_moderate_float64(rvl_flushed_float64(x, 0x1p-27)), 0));
}

RVL_ALWAYS_INLINE bool rvl_cos_is_ordinary_float64(double x)
{
    return rvl_is_moderate_float64(x);
}

RVL_ALWAYS_INLINE double rvl_cos_ordinary_float64(double x)
{
    return rvl_sin_reduced_float64(rvl_reduce_moderate_float64(rvl_flushed_float64(x, 0x1p-27)), 1);
}

RVL_ALWAYS_INLINE double rvl_sin_float64(double x)
{
    const double result = rvl_sin_reduced_float64(rvl_reduce_float64(x), 0);
    return __builtin_fabs(x) < __builtin_inf() ? rvl_sin_small_float64(x, result) : x - x;
}

RVL_ALWAYS_INLINE double rvl_cos_float64(double x)
{
    const double result = rvl_sin_reduced_float64(rvl_reduce_float64(x), 1);
    return __builtin_fabs(x) < __builtin_inf() ? result : x - x;
}

/* Both at once, with the bits that each alone has. */
RVL_ALWAYS_INLINE bool rvl_sincos_is_ordinary_float64(double x)
{
    return rvl_is_moderate_float64(x);
}

RVL_ALWAYS_INLINE double rvl_sincos_reduced_float64(double x, rvl_reduced angle, double *cos)
{
    *cos = rvl_sin_reduced_float64(angle, 1);
    return rvl_sin_small_float64(x, rvl_sin_reduced_float64(angle, 0));
}

RVL_ALWAYS_INLINE double rvl_sincos_ordinary_float64(double x, double *cos)
{
    return rvl_sincos_reduced_float64(x, rvl_reduce_moderate_float64(rvl_flushed_float64(x, 0x1p-27)), cos);
}

RVL_ALWAYS_INLINE double rvl_sincos_float64(double x, double *cos)
{
    const double sin = rvl_sincos_reduced_float64(x, rvl_reduce_float64(x), cos);
    const bool is_finite = __builtin_fabs(x) < __builtin_inf();
    *cos = is_finite ? *cos : x - x;
    return is_finite ? sin : x - x;
}

#endif
