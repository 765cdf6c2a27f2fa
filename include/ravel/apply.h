/* apply.h: the verbs. Each checks everything first; when a check fails, nothing has been written.
 *
 * Shared rules. Inputs broadcast together. Any dtype goes with any, by the context's casting rule or by the call's
 * option. Inputs may be strided, reversed, transposed, unaligned or byte-swapped, and so may outputs. An output that is
 * exactly one of the inputs (same memory, shape, strides, dtype, byte order) is computed in place; any other overlap of
 * an input and an output behaves as if the input had been copied first, in scratch memory; an output that overlaps
 * itself or another output is an error. `where` may be NULL; else it is a bool array that broadcasts to the result, and
 * only elements where it is true are written (apply) or counted (reduce). A literal (RAVEL_WEAK), as an input or as
 * `initial`, takes the loop's dtype: a bool or an integer as it is, a float rounded; what cannot be held so, or would
 * become infinite, is RAVEL_VALUE_OUT_OF_RANGE.
 *
 * Every function here can answer: RAVEL_NULL_ARGUMENT; the handle errors of its handles; RAVEL_BUSY; RAVEL_WRONG_VERB;
 * RAVEL_WRONG_ARITY; RAVEL_UNKNOWN_FLAG (options); RAVEL_NO_COMMON_DTYPE, RAVEL_NO_LOOP, RAVEL_CASTING_FORBIDDEN,
 * RAVEL_VALUE_OUT_OF_RANGE (dtypes); RAVEL_DTYPE_MISMATCH (a mask that is not bool); RAVEL_SHAPE_MISMATCH,
 * RAVEL_INVALID_NDIM, RAVEL_SIZE_OVERFLOW (shapes); RAVEL_READ_ONLY, RAVEL_OVERLAP, RAVEL_UNDECIDED_OVERLAP (outputs);
 * RAVEL_SCRATCH_LIMIT, RAVEL_OUT_OF_MEMORY (scratch); RAVEL_KERNEL_FAILED, RAVEL_EXECUTOR_FAILED (after which, alone,
 * outputs are unspecified). All are thread-safe with one context per thread; outputs of calls at the same time must not
 * overlap. */
#ifndef RAVEL_APPLY_H
#define RAVEL_APPLY_H

#include <ravel/kernel.h>

/* Options of one call, combined by |; at most one of the casting options, which overrides the context's rule and has
 * the number of RAVEL_CASTING_*: two of them together are the number of another rule. */
#define RAVEL_OPTION_CASTING_NO UINT64_C(1)
#define RAVEL_OPTION_CASTING_SAFE UINT64_C(2)
#define RAVEL_OPTION_CASTING_SAME_KIND UINT64_C(3)
#define RAVEL_OPTION_CASTING_UNSAFE UINT64_C(4)
#define RAVEL_OPTION_KEEP_DIMS UINT64_C(8) /* reduce: reduced axes stay, with length 1 */
#define RAVEL_OPTION_NO_SCRATCH \
    UINT64_C(16) /* an overlap that would have to copy an input is an error: RAVEL_SCRATCH_LIMIT */
#define RAVEL_OPTION_INCLUDE_INITIAL UINT64_C(32) /* accumulate: the output begins with the kernel's identity */

RAVEL_BEGIN_DECLARATIONS

/* For every index i of the broadcast shape: out[…][i] = kernel(in[0][i], in[1][i], …), where where[i] is true.
 * The loop's dtype follows from the inputs (their common dtype, or the first loop that casts safely); outputs are cast
 * on store. n_in and n_out are the kernel's; an entry of `out` may be NULL (not wanted) as long as one is not. Outputs
 * must have exactly the broadcast shape. The message counts inputs from 0, then outputs ("output 0"). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_apply(ravel_context *context, const ravel_kernel *kernel, int32_t n_in,
                                                      const ravel_array *const *in, const ravel_array *where,
                                                      uint64_t options, int32_t n_out, ravel_array *const *out);

/* Folds the input with a binary kernel over n_axes axes (NULL with 0: all; a list with 0: none), or with a reduction
 * ("sum", "max", "mean"), into out. The loop's dtype is the output's dtype (mean of integers: float64; float16 and
 * bfloat16 are summed in float32). Output shape: the input's without those axes, or with length 1 there under
 * RAVEL_OPTION_KEEP_DIMS. `initial` (0-d, may be NULL) is joined on the left of the result. Order: a reorderable kernel
 * follows one fixed tree that depends on the shape alone (<ravel/statistics.h> tells it), any other kernel is folded
 * from the left in C order. With `where`, masked elements count as the identity; those that have none (argmax, var)
 * pass over them. Over no elements: the identity (sum +0, prod 1, all true, any false, mean NaN), else `initial`, else
 * an error. Errors besides the shared ones:
 * RAVEL_INVALID_AXIS, RAVEL_DUPLICATE_AXIS, RAVEL_INVALID_ARGUMENT (n_axes < 0, or > 0 with NULL axes; `initial` with
 * mean, nanmean, count_nonzero, norms, exact_sum and logsumexp; it or a mask with ptp), RAVEL_EMPTY_REDUCTION,
 * RAVEL_NO_IDENTITY (a mask, no identity, no initial); "argmax" and "argmin" take one axis or all
 * (RAVEL_INVALID_ARGUMENT), and their `initial` is the index of none; of "var", "std", "nanvar" and "nanstd" it is the
 * correction: a real number, not NaN (RAVEL_INVALID_ARGUMENT), that the divisor is less than the number of elements by;
 * "sum" and "prod" of small integers into an output narrower than int64 (uint64) answer RAVEL_DTYPE_MISMATCH; and so do
 * folds of complex numbers into an output that is not, whatever the casting, of which imaginary parts count for the
 * real one: by "prod", "multiply", "divide", "pow" and "float_power", but not by sums. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_reduce(ravel_context *context, const ravel_kernel *kernel,
                                                       const ravel_array *in, int32_t n_axes, const int32_t *axes,
                                                       const ravel_array *where, const ravel_array *initial,
                                                       uint64_t options, ravel_array *out);

/* out[0] = in[0]; out[i] = kernel(out[i - 1], in[i]) along one axis, from the left; out has the input's shape, the
 * loop's dtype is the output's. With RAVEL_OPTION_INCLUDE_INITIAL the output is one longer along the axis: the kernel's
 * identity (what ravel_reduce gives for no elements), then the same results. Errors besides the shared ones:
 * RAVEL_INVALID_AXIS, RAVEL_INVALID_NDIM (a 0-d input), RAVEL_NO_IDENTITY (that option with a kernel such as maximum,
 * which has none), RAVEL_DTYPE_MISMATCH (products, quotients and powers of complex numbers into an output that is
 * not, as in ravel_reduce). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_accumulate(ravel_context *context, const ravel_kernel *kernel,
                                                           const ravel_array *in, int32_t axis, uint64_t options,
                                                           ravel_array *out);

/* What the outputs of such a call must be, so that a host can allocate them: a dtype for each of n_out outputs, and
 * their shape (in reduce and accumulate: of the one output; the dtype is the default one, int64 for the sum of int8).
 * *ndim gets the number of dimensions, shape the lengths; shape has room for max_ndim entries (64 always suffices).
 * Errors besides the call's own: RAVEL_BUFFER_TOO_SMALL. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_apply_outputs(ravel_context *context, const ravel_kernel *kernel,
                                                              int32_t n_in, const ravel_array *const *in,
                                                              const ravel_array *where, uint64_t options, int32_t n_out,
                                                              int32_t *dtypes, int32_t max_ndim, int32_t *ndim,
                                                              int64_t *shape);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_reduce_outputs(ravel_context *context, const ravel_kernel *kernel,
                                                               const ravel_array *in, int32_t n_axes,
                                                               const int32_t *axes, const ravel_array *where,
                                                               const ravel_array *initial, uint64_t options,
                                                               int32_t *dtype, int32_t max_ndim, int32_t *ndim,
                                                               int64_t *shape);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_accumulate_outputs(ravel_context *context, const ravel_kernel *kernel,
                                                                   const ravel_array *in, int32_t axis,
                                                                   uint64_t options, int32_t *dtype, int32_t max_ndim,
                                                                   int32_t *ndim, int64_t *shape);

/* How many bytes of scratch memory such a call would take in this context, 0: none; makes all of the call's checks but
 * those of the scratch limit and RAVEL_OPTION_NO_SCRATCH. A reduction that may not have what it would take goes a
 * slower way without, if there is one; there is none where its output shares memory with an input or the mask. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_apply_scratch(ravel_context *context, const ravel_kernel *kernel,
                                                              int32_t n_in, const ravel_array *const *in,
                                                              const ravel_array *where, uint64_t options, int32_t n_out,
                                                              ravel_array *const *out, size_t *nbytes);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_reduce_scratch(ravel_context *context, const ravel_kernel *kernel,
                                                               const ravel_array *in, int32_t n_axes,
                                                               const int32_t *axes, const ravel_array *where,
                                                               const ravel_array *initial, uint64_t options,
                                                               ravel_array *out, size_t *nbytes);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_accumulate_scratch(ravel_context *context, const ravel_kernel *kernel,
                                                                   const ravel_array *in, int32_t axis,
                                                                   uint64_t options, ravel_array *out, size_t *nbytes);

RAVEL_END_DECLARATIONS

#endif
