/* elementary_complex_hyperbolic.h: the hyperbolic sine, cosine and tangent, and the tangent, of complex numbers.
 *
 * tanh(x + iy) = (sinh x cosh x + i sin y cos y) / (sinh(x)^2 + cos(y)^2), in which nothing cancels, after W. Kahan,
 * "Branch cuts for complex elementary functions", in: The State of the Art in Numerical Analysis (1987). */
#ifndef RVL_KERNEL_ELEMENTARY_COMPLEX_HYPERBOLIC_H
#define RVL_KERNEL_ELEMENTARY_COMPLEX_HYPERBOLIC_H

#include "elementary_complex.h"
#include "elementary_pair_functions.h"

/* f(z) = conj(i g(conj(z) i)), which exchanges the parts: how sine and hyperbolic sine, tangent and hyperbolic tangent
 * and their inverses go over into each other. */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_exchanged(rvl_complex128 z)
{
    return (rvl_complex128){z.imag, z.real};
}

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_sinh_within(rvl_complex128 z, bool is_moderate)
{
    return rvl_complex_exchanged(rvl_complex_sin_within(rvl_complex_exchanged(z), is_moderate));
}
RVL_COMPLEX_FORMS(sinh, imag)

/* cos(iz) = cos(y - ix). */
RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_cosh_within(rvl_complex128 z, bool is_moderate)
{
    return rvl_complex_cos_within((rvl_complex128){z.imag, -z.real}, is_moderate);
}
RVL_COMPLEX_FORMS(cosh, imag)

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_tanh_within(rvl_complex128 z, bool is_moderate)
{
    const double x = __builtin_fabs(z.real), y = z.imag;
    const bool is_large = x > 22.0, y_is_finite = rvl_is_finite_float64(y);
    const rvl_sinh_cosh_pair hyperbolic = rvl_sinh_cosh_float64(22.0 < x ? 22.0 : x);
    const rvl_pair_float64 sinh = rvl_pair_normal(hyperbolic.sinh.high, hyperbolic.sinh.low);
    const rvl_pair_float64 cosh = rvl_pair_normal(hyperbolic.cosh.high, hyperbolic.cosh.low);
    const rvl_sin_cos_pairs circular = rvl_sin_cos_of_pair(rvl_pair_of(y, 0.0), is_moderate);
    const rvl_pair_float64 divisor = rvl_pair_sum(rvl_pair_square(sinh), rvl_pair_square(circular.cos));
    const rvl_pair_float64 sin_cos = rvl_pair_product(circular.sin, circular.cos);
    const double small_real = rvl_pair_quotient(rvl_pair_product(sinh, cosh), divisor).high;
    const double small_imag = rvl_pair_quotient(sin_cos, divisor).high;
    /* Beyond 22 the divisor is exp(2x) / 4. */
    const rvl_exp_parts parts = rvl_exp_parts_float64(-2.0 * (RVL_HUGE_EXPONENT < x ? RVL_HUGE_EXPONENT : x));
    const double large_imag =
        rvl_scaled_product(rvl_pair_of(parts.significand, 0.0), 4.0 * sin_cos.high, parts.rounder);
    const double real = is_large ? 1.0 : small_real, imag = is_large ? large_imag : small_imag;
    /* At infinity the angle does not count; elsewhere, but on the imaginary axis, it must be one. */
    const bool is_infinite = x == __builtin_inf(), is_nan = !y_is_finite & !is_infinite & (x != 0.0);
    const double real_or_nan = is_nan ? y - y : real, real_or_0 = x == 0.0 ? 0.0 : real_or_nan;
    const bool has_no_angle = is_infinite & !y_is_finite;
    const double imag_at_infinity = has_no_angle ? 0.0 : imag;
    const double side = z.real != z.real ? 1.0 : z.real; /* a NaN's sign is nobody's business */
    return (rvl_complex128){__builtin_copysign(real_or_0, side), y == 0.0 ? y : imag_at_infinity};
}
RVL_COMPLEX_FORMS(tanh, imag)

RVL_ALWAYS_INLINE rvl_complex128 rvl_complex_tan_within(rvl_complex128 z, bool is_moderate)
{
    return rvl_complex_exchanged(rvl_complex_tanh_within(rvl_complex_exchanged(z), is_moderate));
}
RVL_COMPLEX_FORMS(tan, real)

#endif
