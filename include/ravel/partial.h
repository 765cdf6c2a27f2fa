/* partial.h: reductions in parts. Threads, processes, MPI ranks or the tasks of a scheduler each fold their share of
 * the elements into a state in their own memory; states are merged, in any grouping, and one is finished.
 *
 *     size_t nbytes;
 *     ravel_partial_nbytes(context, sum, RAVEL_FLOAT64, &nbytes);
 *     ravel_partial_init(context, sum, RAVEL_FLOAT64, first, state, nbytes);   first: where this share begins
 *     ravel_partial_update(context, sum, chunk, NULL, state, nbytes);          … for each chunk, in order
 *     ravel_partial_merge(context, sum, next, nbytes, state, nbytes);          `next` begins where `state` ends
 *     ravel_partial_finish(context, sum, state, nbytes, NULL, 0, out);
 *
 * The elements are those of one long axis: of each array in C order, one array after the other. An ordered state knows
 * which elements of the axis it has seen, [first, first + n): it grows at its end, and is merged with the one that
 * begins there. A state without an order (first = -1) is merged with any. It works for the reductions of
 * <ravel/statistics.h> (of min_max and mean_var, take the states of min, max, mean and var), for the kernels that these
 * fold (add, multiply, maximum, minimum, fmax, fmin, logical_and, logical_or, logical_xor, bitwise_and, bitwise_or,
 * bitwise_xor), and for your own kernels that are declared reorderable. A state knows its kernel by its name. Values
 * have the dtype that ravel_reduce gives the output by default; float16 and bfloat16 are kept as float32. argmax and
 * argmin count from the state's first element: give them an
 * order, or their indices depend on that of the merges.
 *
 * What merging guarantees. Ordered states: the bits of ravel_reduce over the whole axis, and equal bytes of the states
 * themselves, for any chunks and any grouping of the merges. Without an order: these bits for whatever is exact (sums
 * and products of integers, counts, max, min, ptp, all, any, bit operations); sums, products, means, variances and
 * logarithms of floats have the same bits whenever the chunks and the grouping are the same; the sum's error is then at
 * most (20 + log2 n + m) eps sum |x|, of n elements merged m deep. exact_sum: these bits for any chunks in any order,
 * ordered or not; and equal bytes of states that are equal in kind and first.
 *
 * The state is plain memory of any alignment, with no pointers: copy it, send it, write it to a file. Numbers are
 * little-endian on every machine, and each NaN is the positive quiet one. Layout, in bytes from the start:
 *
 *       0  "ravel p" and the layout's version, 1
 *       8  uint64 checksum of all other bytes: FNV-1a over words of 8 bytes
 *      16  the kernel's name, 64 bytes, NUL-padded
 *      80  int32 dtype of the elements, int32 dtype that they are kept as
 *      88  uint64 kind: 0 not ordered, 1 ordered, 2 not ordered and merged
 *      96  int64 first, int64 number of elements, int64 of them those that no mask left out (of nanmean: nor NaN)
 *     120  int32 dtype of the result, int32 size of a run's value
 *     128  the elements before the first multiple of 128; the values of the runs; the elements after the last whole
 *          block of 128; (kind 2: one value for all); what is left is zero, and is not looked at. Of exact_sum
 *          there is one value and no more: 67 words of 32 bits of the sum's two's complement, the lowest first, in
 *          units of 2^-1075, 2^-1043, ..., each in 8 bytes (the last with the sign), and a word of what was seen: 1
 *          other numbers than -0, 2 a -0, 4 infinity, 8 -infinity, 16 NaN; of complex numbers these of the real parts,
 *          and then of the imaginary ones
 *
 * There is a run for each largest node of the tree of blocks that the state has seen whole: a number of blocks that is
 * a power of two and divides the run's place. Its value is a number; of ptp the smallest and the largest; of argmax and
 * argmin a key, its index and the number of elements; of var, std, nanvar and nanstd the sum, the squared distances
 * from the mean, and the number of elements; of logsumexp the largest element, and the sum of the exponentials of what
 * elements are less than it; of norm2 the sum of squares, and those of the elements times 2^90 and 2^-100 (float64:
 * 2^600 and 2^-600). A state that was never made, is cut short or damaged, or is of another
 * kernel or dtype, is an error.
 *
 * Every function can answer RAVEL_NULL_ARGUMENT, the handle errors of its handles, RAVEL_BUSY; RAVEL_WRONG_VERB (the
 * kernel is no reduction, or may not be reordered) and RAVEL_NO_LOOP; for a state RAVEL_BUFFER_TOO_SMALL and
 * RAVEL_INVALID_ARGUMENT (no state, damaged, of another kernel). On an error the state is as it was. Thread-safe with
 * one context and one state per thread. */
#ifndef RAVEL_PARTIAL_H
#define RAVEL_PARTIAL_H

#include <ravel/apply.h>

RAVEL_BEGIN_DECLARATIONS

/* How many bytes the state of a reduction over elements of `dtype` takes. Errors besides the shared ones:
 * RAVEL_INVALID_DTYPE. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_partial_nbytes(ravel_context *context, const ravel_kernel *kernel,
                                                               int32_t dtype, size_t *nbytes);

/* Makes `state` one that has seen no elements. first: the number of the element of the axis that it will begin with, at
 * most 2^62, or -1 for a state without an order. What was there does not matter. Errors besides the shared ones:
 * RAVEL_INVALID_DTYPE, RAVEL_INVALID_ARGUMENT (first). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_partial_init(ravel_context *context, const ravel_kernel *kernel,
                                                             int32_t dtype, int64_t first, void *state, size_t nbytes);

/* Appends the elements of an array of the state's dtype, in C order, from any layout. `where` may be NULL; else it is a
 * bool array that broadcasts to the array: other elements keep their place and count as the identity, or, of max and
 * min, as the smallest and the largest value there is. Runs on the calling thread. Errors besides the shared ones:
 * RAVEL_DTYPE_MISMATCH, RAVEL_SHAPE_MISMATCH (where), RAVEL_NO_IDENTITY (a mask, and a kernel that nothing can stand
 * for the elements of: products of complex numbers, ptp, argmax, argmin, var, std, of integers also nanvar and nanstd,
 * your own without an identity), RAVEL_SIZE_OVERFLOW (beyond element 2^62), RAVEL_KERNEL_FAILED. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_partial_update(ravel_context *context, const ravel_kernel *kernel,
                                                               const ravel_array *array, const ravel_array *where,
                                                               void *state, size_t nbytes);

/* Appends the elements that another state has seen; `right` stays as it is, and may be the state itself. Where only one
 * of the two is ordered, the result is not, unless the other one has seen nothing. Errors besides the shared ones:
 * RAVEL_DTYPE_MISMATCH, RAVEL_INVALID_ARGUMENT (both are ordered, and right does not begin where the state ends),
 * RAVEL_SIZE_OVERFLOW, RAVEL_KERNEL_FAILED. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_partial_merge(ravel_context *context, const ravel_kernel *kernel,
                                                              const void *right, size_t right_nbytes, void *state,
                                                              size_t nbytes);

/* How many elements the state has counted; what a mask left out is not among them, nor, of nanmean, NaN. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_partial_count(ravel_context *context, const ravel_kernel *kernel,
                                                              const void *state, size_t nbytes, int64_t *count);

/* Writes the result to `out`, a 0-d array; the state stays as it is, and may go on. `initial` is as in ravel_reduce:
 * NULL, or 0-d, and joined on the left of the result, or for var and std the correction, for argmax and argmin the
 * index of none (RAVEL_INVALID_ARGUMENT where the reduction takes none). options: a casting option. Over no elements
 * what ravel_reduce gives: the identity (sum +0, prod 1, all true, any false, mean NaN), else RAVEL_EMPTY_REDUCTION.
 * Errors besides the shared ones: RAVEL_UNKNOWN_FLAG, RAVEL_INVALID_NDIM, RAVEL_CASTING_FORBIDDEN,
 * RAVEL_VALUE_OUT_OF_RANGE (initial is a literal that the result's dtype cannot hold), RAVEL_READ_ONLY, RAVEL_OVERLAP
 * (out lies in the state), RAVEL_KERNEL_FAILED. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_partial_finish(ravel_context *context, const ravel_kernel *kernel,
                                                               const void *state, size_t nbytes,
                                                               const ravel_array *initial, uint64_t options,
                                                               ravel_array *out);

RAVEL_END_DECLARATIONS

#endif
