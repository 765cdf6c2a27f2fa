/* statistics.h: the named reductions and accumulations.
 *
 * Those that take n_axes are ravel_reduce with that reduction, no mask and no initial value (of ravel_var and its kin
 * the correction): it folds `array` over n_axes axes (NULL with 0: all; a list with 0: none; negative ones count from
 * the end) into `out`. What apply.h says of options, layouts, casting, overlap, errors (RAVEL_INVALID_ARGUMENT for
 * n_axes and axes among them) and threads holds for all of them. Messages name the function, "input" and "output". The
 * cumulative ones are ravel_accumulate, along one axis; theirs is RAVEL_OPTION_INCLUDE_INITIAL too.
 *
 * The result's bits depend on the values and the shape alone. Along one axis, element i of a block of 128 goes to lane
 * i mod 8; lanes are joined as l + 4, l + 2, l + 1; blocks are joined pairwise as by a binary counter, the earlier one
 * on the left; what remains is joined from the newest up. Over several axes: one axis at a time, the longest first, of
 * equal ones the last first. float16 and bfloat16 are folded in float32 over all axes and rounded once. A sum of n
 * floats along one axis, without overflow, is off by at most (12 + log2 n) eps times the sum of the absolute values,
 * where eps is 2^-53 for float64 and 2^-24 for float32 (tests/check_sum_error.c measures it). */
#ifndef RAVEL_STATISTICS_H
#define RAVEL_STATISTICS_H

#include <ravel/apply.h>

RAVEL_BEGIN_DECLARATIONS

/* The sum; +0 of none. It is computed in out's dtype: by default int64 for bool and signed integers, uint64 for
 * unsigned ones (integers wrap; narrower integer outputs answer RAVEL_DTYPE_MISMATCH), else the input's dtype. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_sum(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                    const int32_t *axes, uint64_t options, ravel_array *out);

/* The correctly rounded sum: the sum of the exact values of the elements, rounded once to out's dtype, to nearest, ties
 * to even; +0 of none. The same bits for any order of the elements. It overflows only where the sum does, not where one
 * of some of the elements does. NaN if an element is NaN or both infinities are among them, an infinity if one is; -0
 * if all elements are, else +0 where the sum is 0. For floats, and for complex numbers, whose parts are summed each for
 * itself (others: RAVEL_NO_LOOP; a sum of integers is exact anyway); by default out has the input's dtype, and a wider
 * one gets more of the sum. Outputs of integers get a cast of the float64. ravel_reduce takes a mask here, but no
 * initial value (RAVEL_INVALID_ARGUMENT). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_exact_sum(ravel_context *context, const ravel_array *array,
                                                          int32_t n_axes, const int32_t *axes, uint64_t options,
                                                          ravel_array *out);

/* The product; 1 of none. dtypes as in ravel_sum, but complex numbers have no product in an output that is not
 * (RAVEL_DTYPE_MISMATCH, whatever the casting): their imaginary parts count for its real part. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_prod(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                     const int32_t *axes, uint64_t options, ravel_array *out);

/* The largest element; NaN if one is NaN; -0 is smaller than +0. out has the input's dtype by default. Not for complex
 * numbers (RAVEL_NO_LOOP). Of none: RAVEL_EMPTY_REDUCTION. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_max(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                    const int32_t *axes, uint64_t options, ravel_array *out);

/* The smallest element; as ravel_max. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_min(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                    const int32_t *axes, uint64_t options, ravel_array *out);

/* The largest element minus the smallest; NaN if one is NaN, and where both are the same infinity. The difference is
 * taken in the dtype that the elements are compared in, as ravel_max's are: out's, by default the input's, so that
 * integers wrap. For integers and floats: an output of bools or complex numbers, which is the default one for an input
 * of them, answers RAVEL_NO_LOOP. Of none:
 * RAVEL_EMPTY_REDUCTION. ravel_reduce takes neither a mask nor an initial value here (RAVEL_INVALID_ARGUMENT). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_ptp(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                    const int32_t *axes, uint64_t options, ravel_array *out);

/* The index of the first largest element, of ravel_max's value: of the first NaN if there is one, and -0 is smaller
 * than +0 (which NumPy does not tell apart). Along one axis, or over all axes (NULL, or a list of all): then the index
 * counts elements in C order, whatever the layout; some axes of several: RAVEL_INVALID_ARGUMENT. out is int64 by
 * default. Not for complex numbers (RAVEL_NO_LOOP). Of none: RAVEL_EMPTY_REDUCTION. In ravel_reduce, `initial` is the
 * index of none: an integer such as -1, which the casting rule lets become int64. With a mask, which leaves elements
 * out but their places in, it has to be given (RAVEL_NO_IDENTITY). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_argmax(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                       const int32_t *axes, uint64_t options, ravel_array *out);

/* The index of the first smallest element; as ravel_argmax, but of ravel_min's value. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_argmin(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                       const int32_t *axes, uint64_t options, ravel_array *out);

/* Whether all elements are non-zero (a NaN is); true of none. Any dtype counts, whatever the casting rule; out is bool
 * by default. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_all(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                    const int32_t *axes, uint64_t options, ravel_array *out);

/* Whether an element is non-zero; false of none. As ravel_all. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_any(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                    const int32_t *axes, uint64_t options, ravel_array *out);

/* The sum divided by the number of elements (rounded to the dtype; both parts of a complex sum alike); NaN of none. By
 * default out is float64 for bool and integers, else of the input's dtype. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_mean(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                     const int32_t *axes, uint64_t options, ravel_array *out);

/* The variance: the sum of the squared distances from the mean (of complex numbers, of their absolute values), divided
 * by the number n of elements less the correction (0 for all that there is, 1 for a sample), which need not be whole
 * and may be negative; NaN where that divisor is not above 0, and of none; a correction of NaN is an error
 * (RAVEL_INVALID_ARGUMENT). Computed in one pass over memory: number, sum and squared distances of each
 * block of 128, joined by the formula of Chan, Golub and LeVeque in the fixed order. By default out is float64 for bool
 * and integers, the real dtype for complex numbers, else of the input's dtype; a wider output is computed in.
 * ravel_reduce takes the correction (0-d, real) as `initial`; of a mask's elements n is the number of those that it is
 * true for: the others keep their place in the order and add nothing to sums.
 *
 * Where the sum of the elements, or that of the squared distances, is beyond the largest number of the dtype that is
 * computed in, the result is inf or NaN: of float64 not where no element exceeds 2^511 / n. Else the variance V of n
 * real numbers along one axis, of which the mean square is M, is off by at most 2 r V + 2 r Q sqrt(V) + (r Q)^2, where
 * r is (13 + log2 n) eps, eps half the distance from 1 to the next number (2^-53 for float64), and Q^2 is
 * (1 + 2 log2 n) M: so of data far from 0, for their spread, digits are lost in proportion to Q / sqrt(V). Where V is
 * tiny (below about 2^-1022 / eps for float64), the spacing of the smallest numbers adds to it. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_var(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                    const int32_t *axes, double correction, uint64_t options,
                                                    ravel_array *out);

/* The standard deviation: the square root of ravel_var, and as that in all else. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_std(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                    const int32_t *axes, double correction, uint64_t options,
                                                    ravel_array *out);

/* How many elements are non-zero (a NaN is); 0 of none. Any dtype counts, whatever the casting rule; out is int64 by
 * default. Takes no initial value. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_count_nonzero(ravel_context *context, const ravel_array *array,
                                                              int32_t n_axes, const int32_t *axes, uint64_t options,
                                                              ravel_array *out);

/* The 1-norm: the sum of the absolute values (infinite where a part is, whatever the other part is); 0 of none. It is
 * computed in out's dtype, which is real: by default float64 for bool and integers, of the parts of a complex input,
 * else the input's. Takes no initial value. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_norm1(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                      const int32_t *axes, uint64_t options, ravel_array *out);

/* The 2-norm: the square root of the sum of the squared absolute values; 0 of none. It overflows or underflows only
 * where the result does: where the plain sum of squares is infinite, or so small (below 2^-900; of float32 2^-80) that
 * squares may have lost digits, it is taken once more of the elements times a power of two (2^-600 or 2^600; of float32
 * 2^-100 or 2^90). dtypes as in ravel_norm1. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_norm2(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                      const int32_t *axes, uint64_t options, ravel_array *out);

/* The infinity norm: the largest absolute value; NaN if one is NaN; 0 of none. dtypes as in ravel_norm1. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_norm_inf(ravel_context *context, const ravel_array *array,
                                                         int32_t n_axes, const int32_t *axes, uint64_t options,
                                                         ravel_array *out);

/* The logarithm of the sum of the exponentials, which overflows nowhere: m + log(sum of exp(x - m)), where m is the
 * largest element. NaN if one is NaN, else inf if one is; -inf if all are, and of none. In one pass: a block of 128
 * elements has an m of its own and the sum that ravel_sum would give; where two parts a and b of the tree are joined, m
 * is the larger one of theirs, and the sum s_a exp(m_a - m) + s_b exp(m_b - m), of the elementwise functions, in out's
 * dtype: by default float64 for bool and integers, else the input's. Without overflow the result along one axis is off
 * by at most (16 + 7 log2 n + |result|) eps, where n is the number of elements and eps as above
 * (tests/check_logsumexp.c measures it). Not for complex numbers (RAVEL_NO_LOOP). ravel_reduce takes a mask here, but
 * no initial value (RAVEL_INVALID_ARGUMENT). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_logsumexp(ravel_context *context, const ravel_array *array,
                                                          int32_t n_axes, const int32_t *axes, uint64_t options,
                                                          ravel_array *out);

/* The sum of the elements that are not NaN, which count as +0 (and so do complex numbers with a part that is); +0 of
 * none. dtypes as in ravel_sum, but floats are summed as such for an output of integers too, and complex numbers
 * for a real one, as which the sum is stored. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_nansum(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                       const int32_t *axes, uint64_t options, ravel_array *out);

/* That sum divided by the number of elements that are not NaN; NaN of none. dtypes as in ravel_mean, but as
 * ravel_nansum it computes complex numbers as such for a real output. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_nanmean(ravel_context *context, const ravel_array *array,
                                                        int32_t n_axes, const int32_t *axes, uint64_t options,
                                                        ravel_array *out);

/* The variance of the elements that are not NaN (complex numbers: that have no part that is), whose number the
 * correction diminishes; NaN of none. The others keep their place in the order, as if they were masked; else as
 * ravel_var. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_nanvar(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                       const int32_t *axes, double correction, uint64_t options,
                                                       ravel_array *out);

/* Their standard deviation: the square root of ravel_nanvar, and as that in all else. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_nanstd(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                       const int32_t *axes, double correction, uint64_t options,
                                                       ravel_array *out);

/* The largest element that is not NaN; NaN if all are: that follows from the data, not from a mistake in the call. Else
 * as ravel_max: of no elements, RAVEL_EMPTY_REDUCTION. Floats are compared as such for an output of integers too, as
 * which the result is stored: of nothing but NaN 0, which raises RAVEL_EVENT_INVALID_CAST. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_nanmax(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                       const int32_t *axes, uint64_t options, ravel_array *out);

/* The smallest element that is not NaN; as ravel_nanmax. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_nanmin(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                                       const int32_t *axes, uint64_t options, ravel_array *out);

/* The smallest and the largest element in one pass over memory, with the bits of ravel_min and ravel_max, into two
 * outputs of one dtype (RAVEL_DTYPE_MISMATCH), by default the input's. `where` and `initial`, which may be NULL, are as
 * in ravel_reduce with min and max: the initial value is joined to both, and a mask asks for one (RAVEL_NO_IDENTITY).
 *
 * Of this and ravel_mean_var: they are no kernels, so that neither ravel_reduce nor partial states know them; each of
 * the two has states of its own. What an output must be ravel_reduce_outputs tells of the one reduction. Messages say
 * "input", "minimum" and "maximum", "mean" and "variance"; ravel_context_error numbers the input 0, the first output 1,
 * `where` 2, `initial` 3, the second output 4. Neither output may be NULL. They may overlap the input, as apply.h says;
 * where they overlap each other that is an error (RAVEL_OVERLAP). On an error nothing is written to either. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_min_max(ravel_context *context, const ravel_array *array,
                                                        int32_t n_axes, const int32_t *axes, const ravel_array *where,
                                                        const ravel_array *initial, uint64_t options,
                                                        ravel_array *minimum, ravel_array *maximum);

/* The mean and the variance in one pass over memory. Both are computed in the dtype that ravel_var takes for the wider
 * of the two outputs, and have the bits of ravel_mean and ravel_var with outputs of that dtype (of complex numbers: the
 * mean in the complex dtype of such parts), each cast once to the output's own. By default the mean has the dtype of
 * ravel_mean's output and the variance that of ravel_var's. `where`, which may be NULL, and the correction are as in
 * ravel_var. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_mean_var(ravel_context *context, const ravel_array *array,
                                                         int32_t n_axes, const int32_t *axes, const ravel_array *where,
                                                         double correction, uint64_t options, ravel_array *mean,
                                                         ravel_array *variance);

/* Sums of products: conj(x1) * x2, summed over n_axes axes (as above, and counted in the shape that x1 and x2 broadcast
 * to together) into out. Other axes broadcast; one that is summed over must have the same length in both
 * (RAVEL_SHAPE_MISMATCH). The bits are those of ravel_sum of those products, computed in the sum's dtype, where each
 * product is rounded (no fused steps): in out's dtype, which has to hold the sum as ravel_sum's has, and is by default
 * that of ravel_sum for what x1 and x2 promote to; of float16 and bfloat16 in float32. For numbers: two bools answer
 * RAVEL_NO_LOOP; and an output that has no place for products, of bools, of reals where one of the inputs is complex,
 * of integers where one has floats, RAVEL_DTYPE_MISMATCH, whatever the casting. +0 of none. No array is made of them.
 * Inputs are "input 0" and "input 1" in messages; other errors are apply.h's, RAVEL_INVALID_AXIS, RAVEL_DUPLICATE_AXIS
 * and RAVEL_INVALID_ARGUMENT (n_axes). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_vecdot(ravel_context *context, const ravel_array *x1,
                                                       const ravel_array *x2, int32_t n_axes, const int32_t *axes,
                                                       uint64_t options, ravel_array *out);

/* How many bytes of scratch memory such a call would take in this context, as ravel_reduce_scratch tells it of a
 * reduction. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_vecdot_scratch(ravel_context *context, const ravel_array *x1,
                                                               const ravel_array *x2, int32_t n_axes,
                                                               const int32_t *axes, uint64_t options, ravel_array *out,
                                                               size_t *nbytes);

/* What the output of such a call must be, as ravel_reduce_outputs tells it of a reduction: its default dtype, and its
 * shape, written to a list with room for max_ndim lengths. Errors besides the call's own: RAVEL_BUFFER_TOO_SMALL,
 * RAVEL_NULL_ARGUMENT. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_vecdot_outputs(ravel_context *context, const ravel_array *x1,
                                                               const ravel_array *x2, int32_t n_axes,
                                                               const int32_t *axes, uint64_t options, int32_t *dtype,
                                                               int32_t max_ndim, int32_t *ndim, int64_t *shape);

/* The running sum along one axis, from the left: ravel_accumulate. out has the input's shape and may be the input;
 * dtypes as in ravel_sum. The running sum of float16 and bfloat16 is a float32, from which each element of out is
 * rounded once. Errors besides apply.h's: RAVEL_INVALID_AXIS, RAVEL_INVALID_NDIM (a 0-d array). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_cumulative_sum(ravel_context *context, const ravel_array *array,
                                                               int32_t axis, uint64_t options, ravel_array *out);

/* The running product; as ravel_cumulative_sum, but complex numbers have none in an output that is not, as in
 * ravel_prod. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_cumulative_prod(ravel_context *context, const ravel_array *array,
                                                                int32_t axis, uint64_t options, ravel_array *out);

/* The largest element so far along one axis; NaN from the first NaN on; -0 is smaller than +0. out has the input's
 * dtype by default. Not for complex numbers (RAVEL_NO_LOOP); RAVEL_OPTION_INCLUDE_INITIAL answers RAVEL_NO_IDENTITY. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_cumulative_max(ravel_context *context, const ravel_array *array,
                                                               int32_t axis, uint64_t options, ravel_array *out);

/* The smallest element so far; as ravel_cumulative_max. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_cumulative_min(ravel_context *context, const ravel_array *array,
                                                               int32_t axis, uint64_t options, ravel_array *out);

/* The n-th differences along one axis: n times in a row array[i + 1] - array[i], of bools whether the two differ. Each
 * is rounded to the input's dtype, integers wrap; the last one is cast to out's dtype. out is n shorter along the axis,
 * of length 0 where there are not so many elements; n = 0 copies. The standard's prepend and append are the caller's to
 * write in front and behind. n > 1 takes scratch memory (of one or two arrays like the first differences), which
 * RAVEL_OPTION_NO_SCRATCH does not forbid. Errors besides apply.h's: RAVEL_INVALID_AXIS, RAVEL_INVALID_NDIM (a 0-d
 * array), RAVEL_INVALID_ARGUMENT (n < 0). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_diff(ravel_context *context, const ravel_array *array, int32_t axis,
                                                     int64_t n, uint64_t options, ravel_array *out);

RAVEL_END_DECLARATIONS

#endif
