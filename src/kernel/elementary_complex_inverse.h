/* elementary_complex_inverse.h: the inverse sine, cosine and tangent of complex numbers, circular and hyperbolic.
 *
 * asin, acos: after T. E. Hull, T. F. Fairgrieve, P. T. P. Tang, "Implementing the complex arcsine and arccosine
 * functions using exception handling", ACM TOMS 23 (1997). For x, y >= 0, r and s the distances from -1 and 1, a = (r +
 * s) / 2: asin z = u + iv with sin u = x / a, cosh v = a. a - 1 and a - x are sums of r - (1 + x) = y^2 / (r + 1 + x)
 * and s -+ (1 - x), the smaller of which is y^2 over the larger: nothing cancels. What they did by cases, pairs do.
 *
 * atanh: after W. Kahan, "Branch cuts for complex elementary functions", in: The State of the Art in Numerical Analysis
 * (1987): log1p(4x / ((1 - x)^2 + y^2)) / 4 and the angle of ((1 - x)(1 + x) - y^2, 2y) / 2. */
#ifndef RVL_KERNEL_ELEMENTARY_COMPLEX_INVERSE_H
#define RVL_KERNEL_ELEMENTARY_COMPLEX_INVERSE_H

#include "elementary_complex_hyperbolic.h"

/* A NaN's sign is nobody's business. */
RVL_ALWAYS_INLINE double rvl_with_sign_of(double size, double side)
{
    return __builtin_copysign(size, side != side ? 1.0 : side);
}

/* log(1 + f) + k ln 2, of 0 <= f < 2^990. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_log1p_pair(rvl_pair_float64 f, double k)
{
    return rvl_log_pair(rvl_pair_sum(rvl_pair_of(1.0, 0.0), f), f, k);
}

typedef struct rvl_complex_arcs {
    double asin, acos, height; /* real parts of asin and acos; the imaginary part of asin, without sign */
} rvl_complex_arcs;

/* Of a finite x and y >= 0; acos z is pi - acos(-z). */
RVL_ALWAYS_INLINE rvl_complex_arcs rvl_complex_arcs_of_finite(double signed_x, double unscaled_y)
{
    const double unscaled_x = __builtin_fabs(signed_x);
    /* Far from 1, scaling only adds to the height. */
    const double length = unscaled_x < unscaled_y ? unscaled_y : unscaled_x;
    const double if_large = length > 0x1p450 ? 380.0 : 0.0, k = length > 0x1p830 ? 760.0 : if_large;
    const double factor = rvl_power_of_two(RVL_ROUNDER_FLOAT64 - k);
    const double x = unscaled_x * factor, y = unscaled_y * factor;
    const bool is_inside = x <= 1.0, y_is_tiny = y < 0x1p-400;
    const rvl_pair_float64 y_pair = {y, 0.0}, y_square = rvl_pair_exact_product(y, y);
    const rvl_pair_float64 to_left = rvl_two_sum_float64(1.0, x);
    const rvl_pair_float64 signed_to_right = rvl_two_sum_float64(1.0, -x);
    const rvl_pair_float64 to_right = rvl_pair_choice(is_inside, signed_to_right, rvl_pair_negative(signed_to_right));
    const rvl_pair_float64 r = rvl_pair_sqrt(rvl_pair_sum(rvl_pair_square(to_left), y_square));
    const rvl_pair_float64 ordinary_s = rvl_pair_sqrt(rvl_pair_sum(rvl_pair_square(to_right), y_square));
    const rvl_pair_float64 s = rvl_pair_choice(y_is_tiny & (to_right.high == 0.0), y_pair, ordinary_s);
    const rvl_pair_float64 a = rvl_pair_scaled(rvl_pair_sum(r, s), 0.5);
    const rvl_pair_float64 left_rest = rvl_pair_times(rvl_pair_quotient(y_pair, rvl_pair_sum(r, to_left)), y);
    const rvl_pair_float64 right_sum = rvl_pair_sum(s, to_right);
    const bool is_branch_point = right_sum.high == 0.0;
    const rvl_pair_float64 right_divisor = rvl_pair_choice(is_branch_point, rvl_pair_of(1.0, 0.0), right_sum);
    const rvl_pair_float64 right_rest = rvl_pair_times(rvl_pair_quotient(y_pair, right_divisor), y);
    const rvl_pair_float64 twice_less_1 = rvl_pair_sum(left_rest, rvl_pair_choice(is_inside, right_rest, right_sum));
    const rvl_pair_float64 twice_less_x = rvl_pair_sum(left_rest, rvl_pair_choice(is_inside, right_sum, right_rest));
    const rvl_pair_float64 less_1 = rvl_pair_scaled(twice_less_1, 0.5);
    const rvl_pair_float64 half_a_and_1 = rvl_pair_scaled(rvl_pair_sum(a, rvl_pair_of(1.0, 0.0)), 0.5);
    const rvl_pair_float64 half_a_and_x = rvl_pair_scaled(rvl_pair_sum(a, rvl_pair_of(x, 0.0)), 0.5);
    /* a cos u and sinh v; of which the product is y a. */
    const rvl_pair_float64 ordinary_across = rvl_pair_sqrt(rvl_pair_product(twice_less_x, half_a_and_x));
    const rvl_pair_float64 ordinary_sinh = rvl_pair_sqrt(rvl_pair_product(twice_less_1, half_a_and_1));
    const bool is_below = y_is_tiny & (x < 1.0), is_beside = y_is_tiny & (x > 1.0);
    const double sinh_divisor = is_below ? ordinary_across.high : 1.0;
    const double across_divisor = is_beside ? ordinary_sinh.high : 1.0;
    const rvl_pair_float64 sinh = rvl_pair_choice(is_below, rvl_pair_of(y / sinh_divisor, 0.0), ordinary_sinh);
    const rvl_pair_float64 across =
        rvl_pair_choice(is_beside, rvl_pair_of(y * (x / across_divisor), 0.0), ordinary_across);
    const rvl_pair_float64 x_pair = {x, 0.0}, signed_x_pair = {__builtin_copysign(x, signed_x), 0.0};
    const bool is_low = is_below & (sinh.high < 0x1p-400);
    const double height = rvl_log1p_pair(rvl_pair_sum(less_1, sinh), k).high;
    return (rvl_complex_arcs){rvl_angle_pair(x_pair, across).high, rvl_angle_pair(across, signed_x_pair).high,
                              is_low ? sinh.high : height};
}

/* Special cases as in Annex G: points at infinity as far ones of the same angle, then what is NaN. */
RVL_ALWAYS_INLINE rvl_complex_arcs rvl_complex_arcs_of(rvl_complex128 z)
{
    const double x = z.real, y = __builtin_fabs(z.imag), infinity = __builtin_inf(), far = 0x1p500;
    const bool is_infinite = (__builtin_fabs(x) == infinity) | (y == infinity), is_nan = (x != x) | (y != y);
    const double x_at_infinity = __builtin_copysign(__builtin_fabs(x) == infinity ? far : 0.0, is_nan ? 1.0 : x);
    const double y_at_infinity = y == infinity ? far : 0.0;
    const rvl_complex_arcs arcs =
        rvl_complex_arcs_of_finite(is_infinite ? x_at_infinity : x, is_infinite ? y_at_infinity : y);
    const double if_nan = x == 0.0 ? 0.0 : x + y, acos_if_nan = x == 0.0 ? 0x1.921fb54442d18p0 : x + y;
    const double height = is_nan ? x + y : arcs.height;
    return (rvl_complex_arcs){is_nan ? if_nan : arcs.asin, is_nan ? acos_if_nan : arcs.acos,
                              is_infinite ? infinity : height};
}

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_asin_complex128(rvl_complex128 z)
{
    const rvl_complex_arcs arcs = rvl_complex_arcs_of(z);
    return (rvl_complex128){rvl_with_sign_of(arcs.asin, z.real), rvl_with_sign_of(arcs.height, z.imag)};
}
RVL_ONE_FORM(complex_asin, complex128)

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_acos_complex128(rvl_complex128 z)
{
    const rvl_complex_arcs arcs = rvl_complex_arcs_of(z);
    return (rvl_complex128){arcs.acos, -rvl_with_sign_of(arcs.height, z.imag)};
}
RVL_ONE_FORM(complex_acos, complex128)

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_asinh_complex128(rvl_complex128 z)
{
    return rvl_complex_exchanged(rvl_complex_asin_complex128(rvl_complex_exchanged(z)));
}
RVL_ONE_FORM(complex_asinh, complex128)

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_acosh_complex128(rvl_complex128 z)
{
    const rvl_complex_arcs arcs = rvl_complex_arcs_of(z);
    return (rvl_complex128){arcs.height, rvl_with_sign_of(arcs.acos, z.imag)};
}
RVL_ONE_FORM(complex_acosh, complex128)

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_atanh_complex128(rvl_complex128 z)
{
    const double x = __builtin_fabs(z.real), y = __builtin_fabs(z.imag), infinity = __builtin_inf();
    const bool is_large = (x > 0x1p400) | (y > 0x1p400), is_pole = (x == 1.0) & (y < 0x1p-400);
    const bool is_at_pole = (x == 1.0) & (y == 0.0);
    const double factor = is_large ? 0x1p-600 : 1.0, one = is_large ? 0.0 : 1.0;
    const double scaled_x = x * factor, scaled_y = y * factor;
    const rvl_pair_float64 right = rvl_two_sum_float64(one, -scaled_x), left = rvl_two_sum_float64(one, scaled_x);
    const rvl_pair_float64 y_square = rvl_pair_exact_product(scaled_y, scaled_y);
    const rvl_pair_float64 distance = rvl_pair_sum(rvl_pair_square(right), y_square);
    const rvl_pair_float64 divisor = rvl_pair_choice(is_pole, rvl_pair_of(y == 0.0 ? 1.0 : y, 0.0), distance);
    const double dividend = is_pole ? 0x1p-99 : 4.0 * scaled_x;
    const rvl_pair_float64 quotient = rvl_pair_quotient(rvl_pair_of(dividend, 0.0), divisor);
    /* At the pole 1 the logarithm of 2 / y, half of it. */
    const double log = rvl_log1p_pair(quotient, is_pole ? 100.0 : 0.0).high * (is_pole ? 0.5 : 0.25);
    const double large = 0.25 * quotient.high * factor, small = quotient.high < 0x1p-400 ? 0.25 * quotient.high : log;
    const double not_pole = is_large ? large : small, height = is_at_pole ? infinity : not_pole;
    const rvl_pair_float64 across = rvl_pair_difference(rvl_pair_product(right, left), y_square);
    const double angle = 0.5 * rvl_angle_pair(rvl_pair_of(2.0 * scaled_y * one, 0.0), across).high;
    const double ordinary_angle = is_large ? 0x1.921fb54442d18p0 : angle;
    const bool is_infinite = (x == infinity) | (y == infinity), is_nan = (x != x) | (y != y);
    const bool is_0_anyhow = is_infinite | (x == 0.0);
    const double real_if_nan = is_0_anyhow ? 0.0 : x + y;
    const double imag_if_nan = y == infinity ? 0x1.921fb54442d18p0 : x + y;
    const double real_if_not = is_infinite ? 0.0 : height,
                 imag_if_not = is_infinite ? 0x1.921fb54442d18p0 : ordinary_angle;
    const double real = is_nan ? real_if_nan : real_if_not, imag = is_nan ? imag_if_nan : imag_if_not;
    return (rvl_complex128){rvl_with_sign_of(real, z.real), rvl_with_sign_of(imag, z.imag)};
}
RVL_ONE_FORM(complex_atanh, complex128)

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_atan_complex128(rvl_complex128 z)
{
    return rvl_complex_exchanged(rvl_complex_atanh_complex128(rvl_complex_exchanged(z)));
}
RVL_ONE_FORM(complex_atan, complex128)

#endif
