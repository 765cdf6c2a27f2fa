//! The one table of named functions. This crate declares them from it, the crate `ravel` makes its methods of it, and a
//! test compares it with the library's introspection.

/// Calls the macro `$callback` with all rows: the Rust name, the C name, and the names of the inputs, and of two outputs,
/// where they differ from row to row. The text of each row is the header's.
#[macro_export]
macro_rules! for_each_function {
    ($callback:ident) => {
        $callback! {
            elementwise {
                /// out = x, cast to out's dtype. Any dtype. bool: any non-zero byte gives 1. Casting follows the
                /// context's rule.
                copy ravel_copy (x);
                /// out = value, which broadcasts to out's shape. Any dtype.
                full ravel_full (value);
                /// out = x + y. T → T. Integers wrap modulo 2 to the number of bits. bool: or.
                add ravel_add (x, y);
                /// out = x - y. T → T, not for bool. Integers wrap.
                subtract ravel_subtract (x, y);
                /// out = x * y. T → T. Integers wrap. bool: and. Complex: (ac - bd, ad + bc), each product and sum
                /// rounded once.
                multiply ravel_multiply (x, y);
                /// out = x / y. Floats and complex: T → T. bool and integers: float64. By zero: IEEE 754's
                /// infinities and NaN. Complex: no intermediate overflows where the result does not (R. L. Smith,
                /// CACM 5, 1962, on scaled operands); by zero: both parts are divided by +0.
                divide ravel_divide (x, y);
                /// out = -x. T → T, not for bool. Integers wrap: the lowest is its own negative, unsigned x gives
                /// 2^bits - x.
                negative ravel_negative (x);
                /// out = |x|. T → T; complex64 → float32, complex128 → float64 (no intermediate overflow; at most 1
                /// ULP). The lowest integer gives itself.
                abs ravel_abs (x);
                /// out = x * x. T → T, bool as int8. Integers wrap.
                square ravel_square (x);
                /// out = the square root of x. Floats: T → T, correctly rounded, NaN below zero, -0 for -0.
                /// Complex: the root with a real part of at least 0.
                sqrt ravel_sqrt (x);
                /// out = the larger of x and y. T → T, not for complex. NaN if one is NaN. -0 is smaller than +0.
                maximum ravel_maximum (x, y);
                /// out = the smaller of x and y. T → T, not for complex. NaN if one is NaN. -0 is smaller than +0.
                minimum ravel_minimum (x, y);
                /// out = minimum(maximum(x, lower), upper). T → T, not for complex; bool as int8. NaN if one is
                /// NaN.
                clip ravel_clip (x, lower, upper);
                /// out = x where condition is true, else y. condition is bool; x, y: T → T. Both are read
                /// everywhere.
                where_ ravel_where (condition, x, y);
                /// out = whether x equals y. T → bool, complex too. NaN equals nothing. int64 and uint64 are
                /// compared exactly.
                equal ravel_equal (x, y);
                /// out = whether x differs from y. T → bool, complex too. NaN differs from everything. int64 and
                /// uint64: exactly.
                not_equal ravel_not_equal (x, y);
                /// out = whether x < y. T → bool, not for complex. False with NaN. int64 and uint64 are compared
                /// exactly.
                less ravel_less (x, y);
                /// out = whether x <= y. T → bool, not for complex. False with NaN. int64 and uint64 are compared
                /// exactly.
                less_equal ravel_less_equal (x, y);
                /// out = whether x > y. T → bool, not for complex. False with NaN. int64 and uint64 are compared
                /// exactly.
                greater ravel_greater (x, y);
                /// out = whether x >= y. T → bool, not for complex. False with NaN. int64 and uint64 are compared
                /// exactly.
                greater_equal ravel_greater_equal (x, y);
                /// out = whether x and y are both non-zero (NaN is). T → bool.
                logical_and ravel_logical_and (x, y);
                /// out = whether x or y is non-zero (NaN is). T → bool.
                logical_or ravel_logical_or (x, y);
                /// out = whether one of x and y is non-zero (NaN is), but not both. T → bool.
                logical_xor ravel_logical_xor (x, y);
                /// out = whether x is zero. T → bool.
                logical_not ravel_logical_not (x);
                /// out = whether x is NaN; complex: whether a part is. T → bool; false for integers and bool.
                isnan ravel_isnan (x);
                /// out = +x: x itself. T → T, not for bool.
                positive ravel_positive (x);
                /// out = 1 / x. Floats and complex: T → T, as ravel_divide. bool and integers: float64.
                reciprocal ravel_reciprocal (x);
                /// out = -1, 0 or 1, as x is below, equal to or above 0; +0 for both zeros; NaN for NaN. T → T, not for
                /// bool. Complex: x / |x| (at most 2 ULP, norm-wise), 0 for 0, an axis where one part is infinite, NaN
                /// where both are or one is NaN.
                sign ravel_sign (x);
                /// out = whether the sign of x is minus, also of -0. T → bool, not for complex; bool and integers as
                /// floats. The sign of a NaN is that of its bits, which is outside of what is the same everywhere.
                signbit ravel_signbit (x);
                /// out = the magnitude of x with the sign of y. T → T, not for complex; bool and integers as floats.
                /// The sign of a NaN y is that of its bits.
                copysign ravel_copysign (x, y);
                /// out = whether x is neither infinite nor NaN; complex: whether both parts are. T → bool; true for
                /// integers and bool.
                isfinite ravel_isfinite (x);
                /// out = whether x is infinite; complex: whether a part is. T → bool; false for integers and bool.
                isinf ravel_isinf (x);
                /// out = the complex conjugate of x. T → T; x itself where it is not complex, bool as int8.
                conj ravel_conj (x);
                /// out = the real part of x. T → T, complex64 → float32, complex128 → float64. Without a copy:
                /// ravel_array_real.
                real ravel_real (x);
                /// out = the imaginary part of x. T → T, where it is 0; complex64 → float32, complex128 → float64.
                imag ravel_imag (x);
                /// out = the angle of x in radians, in [-pi, pi]. Complex: atan2(imag, real), at most 1 ULP; complex64
                /// → float32, complex128 → float64. Floats: T → T, pi where the sign is minus (also of -0), else 0; NaN
                /// for NaN. bool and integers as floats.
                angle ravel_angle (x);
                /// out = the smallest integer that is not below x. T → T, not for complex; -0 from -1 (exclusive) up to
                /// -0; integers and bool, infinities and NaN stay.
                ceil ravel_ceil (x);
                /// out = the largest integer that is not above x. T → T, not for complex; -0 for -0; integers, bool,
                /// infinities and NaN stay.
                floor ravel_floor (x);
                /// out = the integer next to x towards 0, with the sign of x. T → T, not for complex; integers, bool,
                /// infinities and NaN stay.
                trunc ravel_trunc (x);
                /// out = the integer nearest to x, the even one of two, with the sign of x. T → T; complex part by
                /// part; integers, bool, infinities and NaN stay.
                round ravel_round (x);
                /// out = round(x): the name that C and NumPy have for it.
                rint ravel_rint (x);
                /// out = the larger of x and y; where one is NaN, the other. T → T, not for complex. -0 is smaller than
                /// +0.
                fmax ravel_fmax (x, y);
                /// out = the smaller of x and y; where one is NaN, the other. T → T, not for complex. -0 is smaller
                /// than +0.
                fmin ravel_fmin (x, y);
                /// out = 0 where x is negative, 1 where it is positive, at_zero where it is zero, NaN where it is NaN.
                /// T → T, not for complex; bool and integers as floats.
                heaviside ravel_heaviside (x, at_zero);
                /// out = the number of T next to x in the direction of y; y where they are equal; NaN if one is NaN.
                /// From a zero: the smallest number with the sign of y. T → T, not for complex; bool and integers as
                /// floats. float16 and bfloat16: their own neighbours.
                nextafter ravel_nextafter (x, y);
                /// out = the distance from x to its neighbour away from zero, with the sign of x; from both zeros the
                /// smallest number; inf from the largest; NaN for infinities and NaN. T → T, not for complex; bool and
                /// integers as floats. float16 and bfloat16: their own neighbours.
                spacing ravel_spacing (x);
                /// out = x * 2^exponent, rounded once, also to a subnormal number; any exponent. T and int64 → T, not
                /// for complex; bool and integer x as floats.
                ldexp ravel_ldexp (x, exponent);
                /// out = x * y + z, rounded once. T → T, not for complex; bool as int8. Integers wrap. float16 and
                /// bfloat16 are rounded once, too.
                fma ravel_fma (x, y, z);
                /// out = whether |x - y| <= atol + rtol * |y|, y being finite, or x equals y, or both are NaN (a part
                /// of both, of complex numbers) and equal_nan is true. T → bool; bool and integers are compared in
                /// float64. rtol and atol have T, of complex T the dtype of its parts; equal_nan is bool. float16 and
                /// bfloat16 are computed in float32.
                isclose ravel_isclose (x, y, rtol, atol, equal_nan);
                /// out = x, but nan for NaN, posinf for inf, neginf for -inf; complex: for each part. T → T. The
                /// numbers have T, of complex T the dtype of its parts; of bool and integers, which stay as they are,
                /// float64.
                nan_to_num ravel_nan_to_num (x, nan, posinf, neginf);
                /// out = the bits that are set in x and in y. Integers: T → T. bool: logical_and.
                bitwise_and ravel_bitwise_and (x, y);
                /// out = the bits that are set in x or in y. Integers: T → T. bool: logical_or.
                bitwise_or ravel_bitwise_or (x, y);
                /// out = the bits that are set in one of x and y. Integers: T → T. bool: logical_xor.
                bitwise_xor ravel_bitwise_xor (x, y);
                /// out = x with every bit inverted. Integers: T → T. bool: logical_not.
                bitwise_invert ravel_bitwise_invert (x);
                /// out = x with its bits moved up by y places; those that leave are lost. Integers: T → T, bool as
                /// int8. 0 where y is negative or at least the number of bits.
                bitwise_left_shift ravel_bitwise_left_shift (x, y);
                /// out = x with its bits moved down by y places, copies of the sign coming after: x / 2^y, rounded
                /// towards -inf. Integers: T → T, bool as int8. Where y is negative or at least the number of bits:
                /// 0, and -1 for negative x.
                bitwise_right_shift ravel_bitwise_right_shift (x, y);
                /// out = how many bits of |x| are set. Integers: T → uint8, bool as int8.
                bitwise_count ravel_bitwise_count (x);
                /// out = x / y rounded towards -inf. Not for complex; others: T → T, bool as int8. Integers: x / 0
                /// gives 0 and raises RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO; the lowest integer / -1 gives itself and
                /// raises RAVEL_EVENT_INTEGER_OVERFLOW. Floats: exact below 2^24 (float64: 2^53), beyond x / y, where
                /// every float is an integer; x / 0, infinities and NaN as the Array API standard says: ±inf / finite
                /// is ±inf, finite / ±inf is +0, -0 or -1.
                floor_divide ravel_floor_divide (x, y);
                /// out = x - floor(x / y) * y: what floor division leaves, with the sign of y, rounded once. Not for
                /// complex; others: T → T, bool as int8. Integers: x / 0 gives 0 and raises
                /// RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO; the lowest integer and -1 give 0, which is exact and no event.
                /// Floats: NaN for an infinite x or a y of 0; y infinite: x if the signs are the same or x is 0
                /// (which takes y's sign), else y.
                remainder ravel_remainder (x, y);
                /// out = x - trunc(x / y) * y: C's fmod and %, with the sign of x, exact. Not for complex; others: T
                /// → T, bool as int8. Integers: as ravel_remainder. Floats: NaN for an infinite x or a y of 0; x for
                /// an infinite y.
                fmod ravel_fmod (x, y);
                /// out = the greatest common divisor of |x| and |y|: of 0 and y it is |y|. Integers: T → T. It is
                /// not negative, but for the lowest integer with itself or 0, where it wraps to the
                /// lowest integer.
                gcd ravel_gcd (x, y);
                /// out = the least common multiple of |x| and |y|; 0 if one of them is 0. Integers: T → T. It wraps.
                lcm ravel_lcm (x, y);
                /// out = sin(x), x in radians. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise).
                /// NaN for infinities.
                sin ravel_sin (x);
                /// out = cos(x), x in radians. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise).
                /// NaN for infinities.
                cos ravel_cos (x);
                /// out = e to the power of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-wise).
                exp ravel_exp (x);
                /// out = the natural logarithm of x. Floats and complex: T → T, at most 1 ULP (complex: 2, norm-
                /// wise). Real: -inf at zero, NaN below.
                log ravel_log (x);
                /// out = tan(x), x in radians. Floats: T → T, at most 1 ULP. NaN for infinities.
                tan ravel_tan (x);
                /// out = the inverse sine of x in radians, in [-pi/2, pi/2]. Floats: T → T, at most 1 ULP. NaN where
                /// |x| > 1.
                asin ravel_asin (x);
                /// out = the inverse cosine of x in radians, in [0, pi]. Floats: T → T, at most 1 ULP. NaN where |x| >
                /// 1.
                acos ravel_acos (x);
                /// out = the inverse tangent of x in radians, in [-pi/2, pi/2]. Floats: T → T, at most 1 ULP.
                atan ravel_atan (x);
                /// out = the inverse hyperbolic sine of x. Floats: T → T, at most 1 ULP.
                asinh ravel_asinh (x);
                /// out = the inverse hyperbolic cosine of x. Floats: T → T, at most 1 ULP. NaN where x < 1.
                acosh ravel_acosh (x);
                /// out = the inverse hyperbolic tangent of x. Floats: T → T, at most 1 ULP. inf at 1, -inf at -1, NaN
                /// beyond.
                atanh ravel_atanh (x);
                /// out = the cube root of x, with its sign. Floats: T → T, at most 1 ULP.
                cbrt ravel_cbrt (x);
                /// out = x * 180 / pi: radians in degrees. Floats: T → T, at most 1 ULP.
                degrees ravel_degrees (x);
                /// out = x * pi / 180: degrees in radians. Floats: T → T, at most 1 ULP.
                radians ravel_radians (x);
                /// out = x to the power of y. Not for bool; others: T → T. Integers wrap, and 0 to the power of 0 is
                /// 1; a negative y asks for the quotient 1 / x^|y| rounded towards 0: 1 or -1 if x is, else 0, which
                /// raises RAVEL_EVENT_NEGATIVE_POWER, and RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO if x is 0. Floats: at most
                /// 1 ULP; 1 where x is 1 or y is 0, even with NaN; NaN for a finite x below zero with a y that is no
                /// integer; else the limits and signs of C's pow.
                pow ravel_pow (x, y);
                /// out = x to the power of y in float64, whatever real dtypes x and y have. As pow of float64.
                float_power ravel_float_power (x, y);
                /// out = the error function of x, 2 / sqrt(pi) times the integral of exp(-t*t) from 0 to x. Floats: T →
                /// T, at most 1 ULP.
                erf ravel_erf (x);
                /// out = 1 - erf(x), accurate where that is small. Floats: T → T, at most 1.5 ULP.
                erfc ravel_erfc (x);
                /// out = the gamma function of x, (x - 1)! for positive integers. Floats: T → T, at most 2 ULP. Infinite
                /// at zero, with its sign; NaN at negative integers and -inf.
                tgamma ravel_tgamma (x);
                /// out = log(abs(tgamma(x))) without its overflow. Floats: T → T, at most 2 ULP, also near the zeros 1
                /// and 2; below 0, where the result is less than 1/2, 2 ULP of that. inf at zero, at negative integers
                /// and for both infinities.
                lgamma ravel_lgamma (x);
                /// out = the angle of the point (x, y) in radians, in [-pi, pi], by the signs of both. Floats: T →
                /// T, at most 1 ULP.
                atan2 ravel_atan2 (y, x);
                /// out = the square root of x*x + y*y. Floats: T → T, at most 1 ULP, no intermediate overflow or
                /// underflow. inf if one is infinite, even with NaN.
                hypot ravel_hypot (x, y);
                /// out = 2 to the power of x. Floats: T → T, at most 1 ULP.
                exp2 ravel_exp2 (x);
                /// out = 10 to the power of x. Floats: T → T, at most 1 ULP.
                exp10 ravel_exp10 (x);
                /// out = e to the power of x, minus 1, without cancellation near zero. Floats: T → T, at most 1 ULP.
                expm1 ravel_expm1 (x);
                /// out = the hyperbolic sine of x. Floats: T → T, at most 1 ULP.
                sinh ravel_sinh (x);
                /// out = the hyperbolic cosine of x. Floats: T → T, at most 1 ULP.
                cosh ravel_cosh (x);
                /// out = the hyperbolic tangent of x. Floats: T → T, at most 1 ULP.
                tanh ravel_tanh (x);
                /// out = log(1 + x), without cancellation near zero. Floats: T → T, at most 1 ULP. -inf at -1, NaN
                /// below.
                log1p ravel_log1p (x);
                /// out = the logarithm of x to base 2. Floats: T → T, at most 1 ULP. -inf at zero, NaN below.
                log2 ravel_log2 (x);
                /// out = the logarithm of x to base 10. Floats: T → T, at most 1 ULP. -inf at zero, NaN below.
                log10 ravel_log10 (x);
                /// out = log(exp(x) + exp(y)). Floats: T → T, at most 1 ULP, but where the result is nearer to zero
                /// than the larger argument, 1 ULP of that. No intermediate overflow or underflow.
                logaddexp ravel_logaddexp (x, y);
                /// out = the logarithm to base 2 of 2^x + 2^y. Floats: T → T, with the accuracy of ravel_logaddexp.
                logaddexp2 ravel_logaddexp2 (x, y);
            }
            pairs {
                /// first = floor_divide(x, y), second = remainder(x, y), with the dtypes and events of both. Each may
                /// be NULL.
                divmod ravel_divmod (x, y) -> (first, second);
                /// x = fraction * 2^exponent with 0.5 <= |fraction| < 1. T → T and int32, not for complex; bool and
                /// integers as floats. Zeros, infinities and NaN are their own fractions, with exponent 0. One of the
                /// outputs may be NULL.
                frexp ravel_frexp (x) -> (fraction, exponent);
                /// x = fraction + integer, both with the sign of x; of infinities the fraction is 0. T → T and T, not
                /// for complex; bool and integers as floats. One of the outputs may be NULL.
                modf ravel_modf (x) -> (fraction, integer);
                /// sin and cos of x at once, with the same bits as ravel_sin and ravel_cos. Floats: T → T and T, not
                /// for complex. One of the outputs may be NULL.
                sincos ravel_sincos (x) -> (sin, cos);
            }
            reduce {
                /// The sum; +0 of none. It is computed in out's dtype: by default int64 for bool and signed
                /// integers, uint64 for unsigned ones (integers wrap; narrower integer outputs answer
                /// RAVEL_DTYPE_MISMATCH), else the input's dtype.
                sum ravel_sum;
                /// The correctly rounded sum: the sum of the exact values of the elements, rounded once to out's
                /// dtype, to nearest, ties to even; +0 of none. The same bits for any order of the elements. It
                /// overflows only where the sum does, not where one of some of the elements does. NaN if an element
                /// is NaN or both infinities are among them, an infinity if one is; -0 if all elements are, else +0
                /// where the sum is 0. For floats, and for complex numbers, whose parts are summed each for itself
                /// (others: RAVEL_NO_LOOP; a sum of integers is exact anyway); by default out has the input's
                /// dtype, and a wider one gets more of the sum. Outputs of integers get a cast of the float64.
                /// ravel_reduce takes a mask here, but no initial value (RAVEL_INVALID_ARGUMENT).
                exact_sum ravel_exact_sum;
                /// The product; 1 of none. dtypes as in ravel_sum.
                prod ravel_prod;
                /// The largest element; NaN if one is NaN; -0 is smaller than +0. out has the input's dtype by
                /// default. Not for complex numbers (RAVEL_NO_LOOP). Of none: RAVEL_EMPTY_REDUCTION.
                max ravel_max;
                /// The smallest element; as ravel_max.
                min ravel_min;
                /// The largest element minus the smallest; NaN if one is NaN, and where both are the same infinity.
                /// The difference is taken in the dtype that the elements are compared in, as ravel_max's are: out's,
                /// by default the input's, so that integers wrap. For integers and floats: bool and complex numbers
                /// answer RAVEL_NO_LOOP. Of none: RAVEL_EMPTY_REDUCTION.
                ptp ravel_ptp;
                /// The index of the first largest element, of ravel_max's value: of the first NaN if there is one, and
                /// -0 is smaller than +0 (which NumPy does not tell apart). Along one axis, or over all axes: then the
                /// index counts elements in C order, whatever the layout; some axes of several:
                /// RAVEL_INVALID_ARGUMENT. out is int64 by default. Not for complex numbers (RAVEL_NO_LOOP). Of none:
                /// RAVEL_EMPTY_REDUCTION. In ravel_reduce, `initial` is the index of none: an integer such as -1,
                /// which the casting rule lets become int64. With a mask, which leaves elements out but their places
                /// in, it has to be given (RAVEL_NO_IDENTITY).
                argmax ravel_argmax;
                /// The index of the first smallest element; as ravel_argmax, but of ravel_min's value.
                argmin ravel_argmin;
                /// Whether all elements are non-zero (a NaN is); true of none. Any dtype counts, whatever the
                /// casting rule; out is bool by default.
                all ravel_all;
                /// Whether an element is non-zero; false of none. As ravel_all.
                any ravel_any;
                /// The sum divided by the number of elements (rounded to the dtype; both parts of a complex sum
                /// alike); NaN of none. By default out is float64 for bool and integers, else of the input's dtype.
                mean ravel_mean;
                /// How many elements are non-zero (a NaN is); 0 of none. Any dtype counts, whatever the casting
                /// rule; out is int64 by default. Takes no initial value.
                count_nonzero ravel_count_nonzero;
                /// The 1-norm: the sum of the absolute values; 0 of none. It is computed in out's dtype, which is
                /// real: by default float64 for bool and integers, of the parts of a complex input, else the
                /// input's. Takes no initial value.
                norm1 ravel_norm1;
                /// The 2-norm: the square root of the sum of the squared absolute values; 0 of none. It overflows
                /// or underflows only where the result does. dtypes as in ravel_norm1.
                norm2 ravel_norm2;
                /// The infinity norm: the largest absolute value; NaN if one is NaN; 0 of none. dtypes as in
                /// ravel_norm1.
                norm_inf ravel_norm_inf;
                /// The logarithm of the sum of the exponentials, which overflows nowhere. NaN if an element is NaN,
                /// else inf if one is; -inf if all are, and of none. By default out is float64 for bool and integers,
                /// else of the input's dtype. Not for complex numbers (RAVEL_NO_LOOP). ravel_reduce takes a mask here, but
                /// no initial value (RAVEL_INVALID_ARGUMENT).
                logsumexp ravel_logsumexp;
                /// The sum of the elements that are not NaN, which count as +0 (and so do complex numbers with a
                /// part that is); +0 of none. dtypes as in ravel_sum, but floats are summed as such for an output of
                /// integers too, as which the sum is stored.
                nansum ravel_nansum;
                /// That sum divided by the number of elements that are not NaN; NaN of none. dtypes as in
                /// ravel_mean.
                nanmean ravel_nanmean;
                /// The largest element that is not NaN; NaN if all are. Else as ravel_max: of no elements,
                /// RAVEL_EMPTY_REDUCTION. Floats are compared as such for an output of integers too, as which the
                /// result is stored: of nothing but NaN 0, which raises RAVEL_EVENT_INVALID_CAST.
                nanmax ravel_nanmax;
                /// The smallest element that is not NaN; as ravel_nanmax.
                nanmin ravel_nanmin;
            }
            corrected {
                /// The variance: the sum of the squared distances from the mean (of complex numbers, of their absolute
                /// values), divided by the number of elements less the correction (0 for all that there is, 1 for a
                /// sample), which need not be whole and may be negative; NaN where that divisor is not above 0, and of
                /// none; a correction of NaN is an error (RAVEL_INVALID_ARGUMENT). By default out is float64 for bool
                /// and integers, the real dtype for complex numbers, else of the input's dtype. `reduce` takes the
                /// correction as `initial`; with a mask the number is that of the elements it is true for.
                var ravel_var;
                /// The standard deviation: the square root of ravel_var, and as that in all else.
                std ravel_std;
                /// The variance of the elements that are not NaN (complex numbers: that have no part that is), whose
                /// number the correction diminishes; NaN of none; else as ravel_var.
                nanvar ravel_nanvar;
                /// Their standard deviation: the square root of ravel_nanvar, and as that in all else.
                nanstd ravel_nanstd;
            }
            accumulate {
                /// The running sum along one axis, from the left: ravel_accumulate. out has the input's shape and
                /// may be the input; dtypes as in ravel_sum. The running sum of float16 and bfloat16 is a float32,
                /// from which each element of out is rounded once. Errors besides apply.h's: RAVEL_INVALID_AXIS,
                /// RAVEL_INVALID_NDIM (a 0-d array).
                cumulative_sum ravel_cumulative_sum;
                /// The running product; as ravel_cumulative_sum.
                cumulative_prod ravel_cumulative_prod;
                /// The largest element so far along one axis; NaN from the first NaN on; -0 is smaller than +0. out
                /// has the input's dtype by default. Not for complex numbers (RAVEL_NO_LOOP);
                /// RAVEL_OPTION_INCLUDE_INITIAL answers RAVEL_NO_IDENTITY.
                cumulative_max ravel_cumulative_max;
                /// The smallest element so far; as ravel_cumulative_max.
                cumulative_min ravel_cumulative_min;
            }
        }
    };
}
