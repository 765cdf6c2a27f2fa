/* elementwise.h: the built-in elementwise kernels as functions.
 *
 * Each is ravel_apply with that kernel, no mask and no options: inputs broadcast together, `out` has exactly the
 * broadcast shape, is written for every element, and may be one of the inputs. What apply.h says of shapes, dtypes,
 * casting, overlap, errors and threads holds for all of them. "T" is the common dtype of the inputs (for one input: its
 * dtype); inputs of a dtype that a function has no loop for take the first of int8 … uint64, float16, float32, float64,
 * complex64, complex128 that they cast to safely and that it has. float16 and bfloat16 are computed in float32 and
 * rounded once. */
#ifndef RAVEL_ELEMENTWISE_H
#define RAVEL_ELEMENTWISE_H

#include <ravel/apply.h>

RAVEL_BEGIN_DECLARATIONS

/* out = x, cast to out's dtype. Any dtype. bool: any non-zero byte gives 1. Casting follows the context's rule. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_copy(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = value, which broadcasts to out's shape. Any dtype; a literal (RAVEL_WEAK) takes out's dtype if its value fits.
 */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_full(ravel_context *context, const ravel_array *value,
                                                     ravel_array *out);

/* out = x + y. T → T. Integers wrap modulo 2 to the number of bits. bool: or. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_add(ravel_context *context, const ravel_array *x, const ravel_array *y,
                                                    ravel_array *out);

/* out = x - y. T → T, not for bool. Integers wrap. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_subtract(ravel_context *context, const ravel_array *x,
                                                         const ravel_array *y, ravel_array *out);

/* out = x * y. T → T. Integers wrap. bool: and. Complex: (ac - bd, ad + bc), each product and sum rounded once. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_multiply(ravel_context *context, const ravel_array *x,
                                                         const ravel_array *y, ravel_array *out);

/* out = x / y. Floats and complex: T → T. bool and integers: float64. By zero: IEEE 754's infinities and NaN. Complex:
 * no intermediate overflows where the result does not (R. L. Smith, CACM 5, 1962, on scaled operands); by zero: both
 * parts are divided by +0. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_divide(ravel_context *context, const ravel_array *x,
                                                       const ravel_array *y, ravel_array *out);

/* out = -x. T → T, not for bool. Integers wrap: the lowest is its own negative, unsigned x gives 2^bits - x. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_negative(ravel_context *context, const ravel_array *x,
                                                         ravel_array *out);

/* out = |x|. T → T; complex64 → float32, complex128 → float64 (no intermediate overflow; at most 1 ULP). The lowest
 * integer gives itself. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_abs(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = x * x. T → T, bool as int8. Integers wrap. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_square(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the square root of x. Floats: T → T, correctly rounded, NaN below zero, -0 for -0. Complex: the root with a
 * real part of at least 0. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_sqrt(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the larger of x and y. T → T, not for complex. NaN if one is NaN. -0 is smaller than +0. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_maximum(ravel_context *context, const ravel_array *x,
                                                        const ravel_array *y, ravel_array *out);

/* out = the smaller of x and y. T → T, not for complex. NaN if one is NaN. -0 is smaller than +0. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_minimum(ravel_context *context, const ravel_array *x,
                                                        const ravel_array *y, ravel_array *out);

/* out = minimum(maximum(x, lower), upper). T → T, not for complex; bool as int8. NaN if one is NaN. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_clip(ravel_context *context, const ravel_array *x,
                                                     const ravel_array *lower, const ravel_array *upper,
                                                     ravel_array *out);

/* out = x where condition is true, else y. condition is bool; x, y: T → T. Both are read everywhere. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_where(ravel_context *context, const ravel_array *condition,
                                                      const ravel_array *x, const ravel_array *y, ravel_array *out);

/* out = whether x equals y. T → bool, complex too. NaN equals nothing. int64 and uint64 are compared exactly. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_equal(ravel_context *context, const ravel_array *x,
                                                      const ravel_array *y, ravel_array *out);

/* out = whether x differs from y. T → bool, complex too. NaN differs from everything. int64 and uint64: exactly. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_not_equal(ravel_context *context, const ravel_array *x,
                                                          const ravel_array *y, ravel_array *out);

/* out = whether x < y. T → bool, not for complex. False with NaN. int64 and uint64 are compared exactly. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_less(ravel_context *context, const ravel_array *x, const ravel_array *y,
                                                     ravel_array *out);

/* out = whether x <= y. T → bool, not for complex. False with NaN. int64 and uint64 are compared exactly. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_less_equal(ravel_context *context, const ravel_array *x,
                                                           const ravel_array *y, ravel_array *out);

/* out = whether x > y. T → bool, not for complex. False with NaN. int64 and uint64 are compared exactly. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_greater(ravel_context *context, const ravel_array *x,
                                                        const ravel_array *y, ravel_array *out);

/* out = whether x >= y. T → bool, not for complex. False with NaN. int64 and uint64 are compared exactly. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_greater_equal(ravel_context *context, const ravel_array *x,
                                                              const ravel_array *y, ravel_array *out);

/* out = whether x and y are both non-zero (NaN is). T → bool. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_logical_and(ravel_context *context, const ravel_array *x,
                                                            const ravel_array *y, ravel_array *out);

/* out = whether x or y is non-zero (NaN is). T → bool. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_logical_or(ravel_context *context, const ravel_array *x,
                                                           const ravel_array *y, ravel_array *out);

/* out = whether one of x and y is non-zero (NaN is), but not both. T → bool. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_logical_xor(ravel_context *context, const ravel_array *x,
                                                            const ravel_array *y, ravel_array *out);

/* out = whether x is zero. T → bool. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_logical_not(ravel_context *context, const ravel_array *x,
                                                            ravel_array *out);

/* out = whether x is NaN; complex: whether a part is. T → bool; false for integers and bool. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_isnan(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = +x: x itself. T → T, not for bool. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_positive(ravel_context *context, const ravel_array *x,
                                                         ravel_array *out);

/* out = 1 / x. Floats and complex: T → T, as ravel_divide. bool and integers: float64. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_reciprocal(ravel_context *context, const ravel_array *x,
                                                           ravel_array *out);

/* out = -1, 0 or 1, as x is below, equal to or above 0; +0 for both zeros; NaN for NaN. T → T, not for bool. Complex: x
 * / |x| (at most 2 ULP, norm-wise), 0 for 0, an axis where one part is infinite, NaN where both are or one is NaN. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_sign(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = whether the sign of x is minus, also of -0. T → bool, not for complex; bool and integers as floats. The sign of
 * a NaN is that of its bits, which is outside of what is the same everywhere. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_signbit(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the magnitude of x with the sign of y. T → T, not for complex; bool and integers as floats. The sign of a NaN y
 * is that of its bits. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_copysign(ravel_context *context, const ravel_array *x,
                                                         const ravel_array *y, ravel_array *out);

/* out = whether x is neither infinite nor NaN; complex: whether both parts are. T → bool; true for integers and bool.
 * */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_isfinite(ravel_context *context, const ravel_array *x,
                                                         ravel_array *out);

/* out = whether x is infinite; complex: whether a part is. T → bool; false for integers and bool. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_isinf(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the complex conjugate of x. T → T; x itself where it is not complex, bool as int8. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_conj(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the real part of x. T → T, complex64 → float32, complex128 → float64. Without a copy: ravel_array_real. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_real(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the imaginary part of x. T → T, where it is 0; complex64 → float32, complex128 → float64. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_imag(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the angle of x in radians, in [-pi, pi]. Complex: atan2(imag, real), at most 1 ULP; complex64 → float32,
 * complex128 → float64. Floats: T → T, pi where the sign is minus (also of -0), else 0; NaN for NaN. bool and integers
 * as floats. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_angle(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the smallest integer that is not below x. T → T, not for complex; -0 from -1 (exclusive) up to -0; integers and
 * bool, infinities and NaN stay. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_ceil(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the largest integer that is not above x. T → T, not for complex; -0 for -0; integers, bool, infinities and NaN
 * stay. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_floor(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the integer next to x towards 0, with the sign of x. T → T, not for complex; integers, bool, infinities and NaN
 * stay. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_trunc(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the integer nearest to x, the even one of two, with the sign of x. T → T; complex part by part; integers, bool,
 * infinities and NaN stay. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_round(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = round(x): the name that C and NumPy have for it. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_rint(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the larger of x and y; where one is NaN, the other. T → T, not for complex. -0 is smaller than +0. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_fmax(ravel_context *context, const ravel_array *x, const ravel_array *y,
                                                     ravel_array *out);

/* out = the smaller of x and y; where one is NaN, the other. T → T, not for complex. -0 is smaller than +0. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_fmin(ravel_context *context, const ravel_array *x, const ravel_array *y,
                                                     ravel_array *out);

/* out = 0 where x is negative, 1 where it is positive, at_zero where it is zero, NaN where it is NaN. T → T, not for
 * complex; bool and integers as floats. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_heaviside(ravel_context *context, const ravel_array *x,
                                                          const ravel_array *at_zero, ravel_array *out);

/* out = the number of T next to x in the direction of y; y where they are equal; NaN if one is NaN. From a zero: the
 * smallest number with the sign of y. T → T, not for complex; bool and integers as floats. float16 and bfloat16: their
 * own neighbours. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_nextafter(ravel_context *context, const ravel_array *x,
                                                          const ravel_array *y, ravel_array *out);

/* out = the distance from x to its neighbour away from zero, with the sign of x; from both zeros the smallest number;
 * inf from the largest; NaN for infinities and NaN. T → T, not for complex; bool and integers as floats. float16 and
 * bfloat16: their own neighbours. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_spacing(ravel_context *context, const ravel_array *x, ravel_array *out);

/* x = fraction * 2^exponent with 0.5 <= |fraction| < 1. T → T and int32, not for complex; bool and integers as floats.
 * Zeros, infinities and NaN are their own fractions, with exponent 0. One of the outputs may be NULL. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_frexp(ravel_context *context, const ravel_array *x,
                                                      ravel_array *fraction, ravel_array *exponent);

/* out = x * 2^exponent, rounded once, also to a subnormal number; any exponent. T and int64 → T, not for complex; bool
 * and integer x as floats. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_ldexp(ravel_context *context, const ravel_array *x,
                                                      const ravel_array *exponent, ravel_array *out);

/* x = fraction + integer, both with the sign of x; of infinities the fraction is 0. T → T and T, not for complex; bool
 * and integers as floats. One of the outputs may be NULL. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_modf(ravel_context *context, const ravel_array *x,
                                                     ravel_array *fraction, ravel_array *integer);

/* out = x * y + z, rounded once. T → T, not for complex; bool as int8. Integers wrap. float16 and bfloat16 are rounded
 * once, too. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_fma(ravel_context *context, const ravel_array *x, const ravel_array *y,
                                                    const ravel_array *z, ravel_array *out);

/* out = whether |x - y| <= atol + rtol * |y|, y being finite, or x equals y, or both are NaN (a part of both, of
 * complex numbers) and equal_nan is true. T → bool; bool and integers are compared in float64. rtol and atol have T, of
 * complex T the dtype of its parts; equal_nan is bool. float16 and bfloat16 are computed in float32. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_isclose(ravel_context *context, const ravel_array *x,
                                                        const ravel_array *y, const ravel_array *rtol,
                                                        const ravel_array *atol, const ravel_array *equal_nan,
                                                        ravel_array *out);

/* out = x, but nan for NaN, posinf for inf, neginf for -inf; complex: for each part. T → T. The numbers have T, of
 * complex T the dtype of its parts; of bool and integers, which stay as they are, float64. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_nan_to_num(ravel_context *context, const ravel_array *x,
                                                           const ravel_array *nan, const ravel_array *posinf,
                                                           const ravel_array *neginf, ravel_array *out);
/* out = the bits that are set in x and in y. Integers: T → T. bool: logical_and. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_bitwise_and(ravel_context *context, const ravel_array *x,
                                                            const ravel_array *y, ravel_array *out);

/* out = the bits that are set in x or in y. Integers: T → T. bool: logical_or. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_bitwise_or(ravel_context *context, const ravel_array *x,
                                                           const ravel_array *y, ravel_array *out);

/* out = the bits that are set in one of x and y. Integers: T → T. bool: logical_xor. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_bitwise_xor(ravel_context *context, const ravel_array *x,
                                                            const ravel_array *y, ravel_array *out);

/* out = x with every bit inverted. Integers: T → T. bool: logical_not. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_bitwise_invert(ravel_context *context, const ravel_array *x,
                                                               ravel_array *out);

/* out = x with its bits moved up by y places; those that leave are lost. Integers: T → T, bool as int8. 0 where y is
 * negative or at least the number of bits. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_bitwise_left_shift(ravel_context *context, const ravel_array *x,
                                                                   const ravel_array *y, ravel_array *out);

/* out = x with its bits moved down by y places, copies of the sign coming after: x / 2^y, rounded towards -inf.
 * Integers: T → T, bool as int8. Where y is negative or at least the number of bits: 0, and -1 for negative x. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_bitwise_right_shift(ravel_context *context, const ravel_array *x,
                                                                    const ravel_array *y, ravel_array *out);

/* out = how many bits of |x| are set. Integers: T → uint8, bool as int8. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_bitwise_count(ravel_context *context, const ravel_array *x,
                                                              ravel_array *out);

/* out = x / y rounded towards -inf. Not for complex; others: T → T, bool as int8. Integers: x / 0 gives 0 and raises
 * RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO; the lowest integer / -1 gives itself and raises RAVEL_EVENT_INTEGER_OVERFLOW.
 * Floats: exact below 2^24 (float64: 2^53), beyond x / y, where every float is an integer; x / 0, infinities and NaN as
 * the Array API standard says: ±inf / finite is ±inf, finite / ±inf is +0, -0 or -1. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_floor_divide(ravel_context *context, const ravel_array *x,
                                                             const ravel_array *y, ravel_array *out);

/* out = x - floor(x / y) * y: what floor division leaves, with the sign of y, rounded once. Not for complex; others: T
 * → T, bool as int8. Integers: x / 0 gives 0 and raises RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO; the lowest integer and -1
 * give 0, which is exact and no event. Floats: NaN for an infinite x or a y of 0; y infinite: x if the signs are the
 * same or x is 0 (which takes y's sign), else y. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_remainder(ravel_context *context, const ravel_array *x,
                                                          const ravel_array *y, ravel_array *out);

/* out = x - trunc(x / y) * y: C's fmod and %, with the sign of x, exact. Not for complex; others: T → T, bool as int8.
 * Integers: as ravel_remainder. Floats: NaN for an infinite x or a y of 0; x for an infinite y. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_fmod(ravel_context *context, const ravel_array *x, const ravel_array *y,
                                                     ravel_array *out);

/* first = floor_divide(x, y), second = remainder(x, y), with the dtypes and events of both. Each may be NULL. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_divmod(ravel_context *context, const ravel_array *x,
                                                       const ravel_array *y, ravel_array *first, ravel_array *second);

/* out = the greatest common divisor of |x| and |y|: of 0 and y it is |y|. Integers: T → T. It is not negative, but for
 * the lowest integer with itself or 0, where it wraps to the lowest integer. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_gcd(ravel_context *context, const ravel_array *x, const ravel_array *y,
                                                    ravel_array *out);

/* out = the least common multiple of |x| and |y|; 0 if one of them is 0. Integers: T → T. It wraps. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_lcm(ravel_context *context, const ravel_array *x, const ravel_array *y,
                                                    ravel_array *out);

/* out = sin(x), x in radians. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). NaN for real
 * infinities. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_sin(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = cos(x), x in radians. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). NaN for real
 * infinities. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_cos(ravel_context *context, const ravel_array *x, ravel_array *out);

/* sin and cos of x at once, with the same bits as ravel_sin and ravel_cos. Floats: T → T and T, not for complex. One of
 * the outputs may be NULL. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_sincos(ravel_context *context, const ravel_array *x, ravel_array *sin,
                                                       ravel_array *cos);

/* out = e to the power of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_exp(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the natural logarithm of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). Real: -inf at
 * zero, NaN below. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_log(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = tan(x), x in radians. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). NaN for real
 * infinities. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_tan(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the inverse sine of x in radians, in [-pi/2, pi/2]. Floats and complex: T → T, at most 1 ULP (complex: 2,
 * norm-wise). Real: NaN where |x| > 1. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_asin(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the inverse cosine of x in radians, in [0, pi]. Floats and complex: T → T, at most 1 ULP (complex: 2,
 * norm-wise). Real: NaN where |x| > 1. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_acos(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the inverse tangent of x in radians, in [-pi/2, pi/2]. Floats and complex: T → T, at most 1 ULP (complex: 2,
 * norm-wise). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_atan(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the inverse hyperbolic sine of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_asinh(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the inverse hyperbolic cosine of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). Real: NaN
 * where x < 1. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_acosh(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the inverse hyperbolic tangent of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). Real:
 * inf at 1, -inf at -1, NaN beyond. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_atanh(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the cube root of x, with its sign. Floats: T → T, at most 1 ULP. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_cbrt(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = x * 180 / pi: radians in degrees. Floats: T → T, at most 1 ULP. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_degrees(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = x * pi / 180: degrees in radians. Floats: T → T, at most 1 ULP. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_radians(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the angle of the point (x, y) in radians, in [-pi, pi], by the signs of both. Floats: T → T, at most 1 ULP. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_atan2(ravel_context *context, const ravel_array *y,
                                                      const ravel_array *x, ravel_array *out);

/* out = the square root of x*x + y*y. Floats: T → T, at most 1 ULP, no intermediate overflow or underflow. inf if one
 * is infinite, even with NaN. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_hypot(ravel_context *context, const ravel_array *x,
                                                      const ravel_array *y, ravel_array *out);

/* out = x to the power of y. Not for bool; others: T → T. Integers wrap, and 0 to the power of 0 is 1; a negative y
 * asks for the quotient 1 / x^|y| rounded towards 0: 1 or -1 if x is, else 0, which raises RAVEL_EVENT_NEGATIVE_POWER,
 * and RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO if x is 0. Floats: at most 1 ULP; 1 where x is 1 or y is 0, even with NaN; NaN
 * for a finite x below zero with a y that is no integer; else the limits and signs of C's pow. Complex: exp(y log x), 1
 * where y is 0; 2 ULP, norm-wise, where |y log x| is below 2^12, and less good beyond. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_pow(ravel_context *context, const ravel_array *x, const ravel_array *y,
                                                    ravel_array *out);

/* out = x to the power of y in float64, or complex128 if one is complex, whatever dtypes x and y have. As pow. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_float_power(ravel_context *context, const ravel_array *x,
                                                            const ravel_array *y, ravel_array *out);

/* out = 2 to the power of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_exp2(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = 10 to the power of x. Floats: T → T, at most 1 ULP. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_exp10(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = e to the power of x, minus 1, without cancellation near zero. Floats and complex: T → T, at most 1 ULP
 * (complex: 2, norm-wise). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_expm1(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the hyperbolic sine of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_sinh(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the hyperbolic cosine of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_cosh(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the hyperbolic tangent of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_tanh(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = log(1 + x), without cancellation near zero. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise).
 * Real: -inf at -1, NaN below. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_log1p(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the logarithm of x to base 2. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). Real: -inf at
 * zero, NaN below. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_log2(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the logarithm of x to base 10. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise). Real: -inf at
 * zero, NaN below. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_log10(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = log(exp(x) + exp(y)). Floats: T → T, at most 1 ULP, but where the result is nearer to zero than the larger
 * argument, 1 ULP of that. No intermediate overflow or underflow. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_logaddexp(ravel_context *context, const ravel_array *x,
                                                          const ravel_array *y, ravel_array *out);

/* out = the logarithm to base 2 of 2^x + 2^y. Floats: T → T, with the accuracy of ravel_logaddexp. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_logaddexp2(ravel_context *context, const ravel_array *x,
                                                           const ravel_array *y, ravel_array *out);
/* out = the error function of x, 2 / sqrt(pi) times the integral of exp(-t*t) from 0 to x. Floats: T → T, at most 1
 * ULP.
 */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_erf(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = 1 - erf(x), accurate where that is small. Floats: T → T, at most 1.5 ULP. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_erfc(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = the gamma function of x, (x - 1)! for positive integers. Floats: T → T, at most 2 ULP. Infinite at zero, with
 * its sign; NaN at negative integers and -inf. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_tgamma(ravel_context *context, const ravel_array *x, ravel_array *out);

/* out = log(abs(tgamma(x))) without its overflow. Floats: T → T, at most 2 ULP, also near the zeros 1 and 2; below 0,
 * where the result is less than 1/2, 2 ULP of that. inf at zero, at negative integers and for both infinities. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_lgamma(ravel_context *context, const ravel_array *x, ravel_array *out);

RAVEL_END_DECLARATIONS

#endif
