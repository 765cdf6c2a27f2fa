/* elementary_complex.h: the magnitude, square root, exponential, logarithm, sine and cosine of complex numbers.
 *
 * Special cases as in C's Annex G and the Array API. The error is that of the number as a whole. complex64 is computed
 * as complex128 and rounded once (elementary_widened.h). No intermediate overflows or underflows where the result
 * does not: what might is kept as a number of moderate size and a power of two. */
#ifndef RVL_KERNEL_ELEMENTARY_COMPLEX_H
#define RVL_KERNEL_ELEMENTARY_COMPLEX_H

#include "elementary_atan2.h"
#include "elementary_float32.h"
#include "elementary_hypot.h"
#include "elementary_log.h"
#include "elementary_one_form.h"
#include "elementary_sin_cos.h"
#include "elementary_sinh_cosh.h"

/* The largest exponent of e that matters: with it even the smallest double as a factor overflows. */
#define RVL_HUGE_EXPONENT 1500.0

/* a * b * 2^exponent, where rounder is RVL_ROUNDER_FLOAT64 + exponent, |exponent| < 2200 and |a| < 2^40. */
RVL_ALWAYS_INLINE double rvl_scaled_product(rvl_pair_float64 a, double b, double rounder)
{
    /* Tiny factors are scaled up, so that the product is exact in its high and low parts. */
    const double a_up = __builtin_fabs(a.high) < 0x1p-400 ? 600.0 : 0.0, a_factor = a_up > 0.0 ? 0x1p600 : 1.0;
    const double b_up = __builtin_fabs(b) < 0x1p-400 ? 600.0 : 0.0, b_factor = b_up > 0.0 ? 0x1p600 : 1.0;
    const double b_scaled = b * b_factor;
    const double product = rvl_fma_float64(a.high * a_factor, b_scaled, a.low * a_factor * b_scaled);
    /* The power of two in steps that fit; below 2^-1200 everything is 0. */
    const double exponent = rounder - RVL_ROUNDER_FLOAT64 - a_up - b_up;
    const double at_most = 1000.0 < exponent ? 1000.0 : exponent, first = -1000.0 > at_most ? -1000.0 : at_most;
    const double beyond = exponent - first, rest = -1000.0 > beyond ? -1000.0 : beyond;
    const double power = rvl_power_of_two(RVL_ROUNDER_FLOAT64 + first);
    const double scaled = rvl_scale_float64(product * power, RVL_ROUNDER_FLOAT64 + rest);
    const bool is_zero = (a.high == 0.0) | (b == 0.0); /* whose sign counts */
    return is_zero ? a.high * b : scaled;
}

RVL_ALWAYS_INLINE bool rvl_is_finite_float64(double x)
{
    return __builtin_fabs(x) < __builtin_inf();
}

RVL_ALWAYS_INLINE double rvl_complex_abs_complex128(rvl_complex128 z)
{
    return rvl_hypot_float64(z.real, z.imag);
}

RVL_ALWAYS_INLINE float rvl_complex_abs_complex64(rvl_complex64 z)
{
    return rvl_hypot_float32(z.real, z.imag);
}

/* t = sqrt((|x| + |z|) / 2) and |y| / 2t: the larger part, without cancellation, and from it the smaller. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_sqrt_complex128(rvl_complex128 z)
{
    const double x = __builtin_fabs(z.real), y = __builtin_fabs(z.imag), infinity = __builtin_inf();
    const double larger = x < y ? y : x;
    const double if_large = larger > 0x1p400 ? 0x1p-600 : 1.0, if_large_back = larger > 0x1p400 ? 0x1p300 : 1.0;
    const double factor = larger < 0x1p-400 ? 0x1p600 : if_large;
    const double back = larger < 0x1p-400 ? 0x1p-300 : if_large_back;
    const double length = rvl_hypot_ordinary_float64(x * factor, y * factor);
    const double first = __builtin_sqrt(0.5 * (x * factor + length)) * back;
    const bool is_zero = (x == 0.0) & (y == 0.0);
    const double second = is_zero ? 0.0 : y / (2.0 * first);
    const bool is_left = z.real < 0.0;
    const double real = is_left ? second : first, imag = is_left ? first : second;
    /* Annex G: an infinite imaginary part wins over all, then an infinite real part. */
    const bool x_is_infinite = x == infinity, y_is_infinite = y == infinity;
    const double zero_or_nan = 0.0 * y;
    const double finite_y_real = x_is_infinite ? (is_left ? zero_or_nan : infinity) : real;
    const double finite_y_imag = x_is_infinite ? (is_left ? infinity : zero_or_nan) : imag;
    const double side = z.imag != z.imag ? 1.0 : z.imag; /* a NaN's sign is nobody's business */
    return (rvl_complex128){y_is_infinite ? infinity : finite_y_real,
                            __builtin_copysign(y_is_infinite ? infinity : finite_y_imag, side)};
}

/* The two forms of a function one part of which is an angle: ordinary numbers have a moderate one. */
#define RVL_COMPLEX_FORMS(name, angle)                                                          \
    RVL_ALWAYS_INLINE bool rvl_complex_##name##_is_ordinary_complex128(rvl_complex128 z)        \
    {                                                                                           \
        return rvl_is_moderate_float64(z.angle);                                                \
    }                                                                                           \
    RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_##name##_ordinary_complex128(rvl_complex128 z) \
    {                                                                                           \
        return rvl_complex_##name##_within(z, true);                                            \
    }                                                                                           \
    RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_##name##_complex128(rvl_complex128 z)          \
    {                                                                                           \
        return rvl_complex_##name##_within(z, false);                                           \
    }

/* Sine and cosine of an angle; NaN for what is not finite. */
RVL_ALWAYS_INLINE rvl_sin_cos_pair rvl_sin_cos_within(double x, bool is_moderate)
{
    rvl_sin_cos_pair both;
    both.sin = is_moderate ? rvl_sincos_ordinary_float64(x, &both.cos) : rvl_sincos_float64(x, &both.cos);
    return both;
}

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_exp_within(rvl_complex128 z, bool is_moderate)
{
    const double at_most = RVL_HUGE_EXPONENT < z.real ? RVL_HUGE_EXPONENT : z.real;
    const rvl_exp_parts parts = rvl_exp_parts_float64(-RVL_HUGE_EXPONENT > at_most ? -RVL_HUGE_EXPONENT : at_most);
    const rvl_pair_float64 length = {parts.significand, parts.significand_low};
    const rvl_sin_cos_pair direction = rvl_sin_cos_within(z.imag, is_moderate);
    const double real = rvl_scaled_product(length, direction.cos, parts.rounder);
    const double imag = rvl_scaled_product(length, direction.sin, parts.rounder);
    const bool is_directed = rvl_is_finite_float64(z.imag);
    const bool vanishes = (z.real == -__builtin_inf()) & !is_directed;
    const bool explodes = (z.real == __builtin_inf()) & !is_directed;
    const double real_or_0 = vanishes ? 0.0 : real, imag_or_0 = vanishes ? 0.0 : imag;
    return (rvl_complex128){explodes ? z.real : real_or_0, z.imag == 0.0 ? z.imag : imag_or_0};
}
RVL_COMPLEX_FORMS(exp, imag)

/* Half the logarithm of the squared magnitude, which is kept as a pair: exact enough near the unit circle. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_log_complex128(rvl_complex128 z)
{
    const double x = __builtin_fabs(z.real), y = __builtin_fabs(z.imag), infinity = __builtin_inf();
    const double unscaled = x < y ? y : x;
    const double if_large = unscaled > 0x1p400 ? 0x1p-600 : 1.0, if_large_k = unscaled > 0x1p400 ? 1200.0 : 0.0;
    const double factor = unscaled < 0x1p-400 ? 0x1p600 : if_large;
    const double k = unscaled < 0x1p-400 ? -1200.0 : if_large_k;
    const double larger = unscaled * factor, smaller = (x < y ? x : y) * factor;
    const rvl_pair_float64 larger_square = rvl_two_product_float64(larger, larger);
    const rvl_pair_float64 smaller_square = rvl_two_product_float64(smaller, smaller);
    const double smaller_low = smaller < 0x1p-480 ? 0.0 : smaller_square.low; /* below, it is too small to count */
    const double square = larger_square.high + smaller_square.high;
    const double lost = smaller_square.high - (square - larger_square.high);
    const double square_low = lost + (larger_square.low + smaller_low);
    const rvl_pair_float64 sum = rvl_log_core_float64(square, k);
    const double real = 0.5 * (sum.high + (sum.low + square_low / square));
    const bool is_infinite = (x == infinity) | (y == infinity), is_nan = (x != x) | (y != y);
    const double finite = unscaled == 0.0 ? -infinity : real, not_infinite = is_nan ? x + y : finite;
    return (rvl_complex128){is_infinite ? infinity : not_infinite, rvl_atan2_float64(z.imag, z.real)};
}
RVL_ONE_FORM(complex_log, complex128)

/* sin x cosh y + i cos x sinh y. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_sin_within(rvl_complex128 z, bool is_moderate)
{
    const double y = __builtin_fabs(z.imag);
    const rvl_sin_cos_pair circular = rvl_sin_cos_within(z.real, is_moderate);
    const rvl_sinh_cosh_pair hyperbolic = rvl_sinh_cosh_float64(RVL_HUGE_EXPONENT < y ? RVL_HUGE_EXPONENT : y);
    const double real = rvl_scaled_product(hyperbolic.cosh, circular.sin, hyperbolic.rounder);
    const double imag = rvl_scaled_product(hyperbolic.sinh, circular.cos, hyperbolic.rounder);
    const double flipped = __builtin_copysign(1.0, z.imag) * imag;
    const bool imag_stays = ((z.imag == 0.0) | (y == __builtin_inf())) & !rvl_is_finite_float64(z.real);
    return (rvl_complex128){z.real == 0.0 ? z.real : real, imag_stays ? z.imag : flipped};
}
RVL_COMPLEX_FORMS(sin, real)

/* cos x cosh y - i sin x sinh y. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_cos_within(rvl_complex128 z, bool is_moderate)
{
    const double y = __builtin_fabs(z.imag);
    const rvl_sin_cos_pair circular = rvl_sin_cos_within(z.real, is_moderate);
    const rvl_sinh_cosh_pair hyperbolic = rvl_sinh_cosh_float64(RVL_HUGE_EXPONENT < y ? RVL_HUGE_EXPONENT : y);
    const double real = rvl_scaled_product(hyperbolic.cosh, circular.cos, hyperbolic.rounder);
    const double imag = rvl_scaled_product(hyperbolic.sinh, circular.sin, hyperbolic.rounder);
    const double flipped = -__builtin_copysign(1.0, z.imag) * imag;
    const bool has_no_angle = !rvl_is_finite_float64(z.real);
    const bool imag_is_zero = (z.real == 0.0) | ((z.imag == 0.0) & has_no_angle);
    /* A NaN's sign is nobody's business. */
    const double side = z.real != z.real ? 1.0 : z.real, turn = z.imag != z.imag ? 1.0 : z.imag;
    const double zero = __builtin_copysign(0.0, side) * -__builtin_copysign(1.0, turn);
    const bool real_is_infinite = (y == __builtin_inf()) & has_no_angle;
    return (rvl_complex128){real_is_infinite ? y : real, imag_is_zero ? zero : flipped};
}
RVL_COMPLEX_FORMS(cos, real)

RVL_ALWAYS_INLINE rvl_complex128 rvl_widen_complex(rvl_complex64 z)
{
    return (rvl_complex128){(double)z.real, (double)z.imag};
}

RVL_ALWAYS_INLINE rvl_complex64 rvl_narrow_complex(rvl_complex128 z)
{
    return (rvl_complex64){(float)z.real, (float)z.imag};
}

RVL_ALWAYS_INLINE rvl_complex64 rvl_complex_sqrt_complex64(rvl_complex64 z)
{
    return rvl_narrow_complex(rvl_complex_sqrt_complex128(rvl_widen_complex(z)));
}

#endif
