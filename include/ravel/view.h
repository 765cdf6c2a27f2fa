/* view.h: new descriptors over the same memory. Nothing is copied; a view lives on its own: destroy it as any array,
 * before or after the one it came from.
 *
 * A view keeps dtype, byte order, buffer bounds and RAVEL_WRITEABLE unless the function says otherwise. `axes`: n_axes
 * numbers, negative ones count from the end; NULL = all axes, then n_axes must be 0; a non-NULL list with n_axes 0 =
 * none. Every function can answer, besides its own errors, those of array.h for its handles, RAVEL_NULL_ARGUMENT (a
 * list with entries, out), RAVEL_INVALID_AXIS, RAVEL_DUPLICATE_AXIS, RAVEL_INVALID_ARGUMENT (n_axes < 0, or n_axes > 0
 * with NULL axes), RAVEL_OUT_OF_MEMORY and RAVEL_TOO_MANY_HANDLES. All are thread-safe. */
#ifndef RAVEL_VIEW_H
#define RAVEL_VIEW_H

#include <ravel/array.h>

/* A slice's start or stop that is left open, Python's a[::step]. */
#define RAVEL_SLICE_OPEN INT64_MIN

/* Flags of ravel_array_reshape, ravel_multi_index and ravel_unravel_index: the order in which indices run. */
#define RAVEL_ORDER_C UINT64_C(0) /* last axis fastest */
#define RAVEL_ORDER_F UINT64_C(1) /* first axis fastest */

RAVEL_BEGIN_DECLARATIONS

/* For each of n_axes axes keeps start, start + step, … before stop, as Python's a[start:stop:step]: negative start and
 * stop count from the end, RAVEL_SLICE_OPEN leaves one open. start and stop must lie in
 * [-length, length], start with a negative step in [-length, length) (what Python would clip in silence is an error
 * here). NULL steps: all 1. Errors: RAVEL_INVALID_INDEX, RAVEL_INVALID_ARGUMENT (a step of 0 or INT64_MIN). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_slice(ravel_context *context, const ravel_array *array,
                                                            int32_t n_axes, const int32_t *axes, const int64_t *starts,
                                                            const int64_t *stops, const int64_t *steps,
                                                            ravel_array **out);

/* Fixes n_axes axes at one index each, and drops them: a[i], a[:, j]. Errors: RAVEL_INVALID_INDEX (not in [-length,
 * length)). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_index(ravel_context *context, const ravel_array *array,
                                                            int32_t n_axes, const int32_t *axes, const int64_t *indices,
                                                            ravel_array **out);

/* Puts axis axes[i] of the array at place i. All axes must be named; NULL: reversed order (the transpose). Errors:
 * RAVEL_INVALID_NDIM (n_axes is not ndim). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_permute(ravel_context *context, const ravel_array *array,
                                                              int32_t n_axes, const int32_t *axes, ravel_array **out);

/* Gives the elements another shape, in C order (RAVEL_ORDER_F: in F order); one length may be -1 and is then computed.
 * Errors: RAVEL_NEEDS_COPY (no strides can do it), RAVEL_SHAPE_MISMATCH (another number of elements, or -1 cannot be
 * computed), RAVEL_INVALID_SHAPE, RAVEL_INVALID_NDIM, RAVEL_SIZE_OVERFLOW (an empty array; zeros counted as 1),
 * RAVEL_UNKNOWN_FLAG. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_reshape(ravel_context *context, const ravel_array *array,
                                                              int32_t ndim, const int64_t *shape, uint64_t flags,
                                                              ravel_array **out);

/* Repeats axes of length 1 and adds leading ones, with stride 0. The view is read-only. Errors: RAVEL_SHAPE_MISMATCH,
 * RAVEL_INVALID_SHAPE, RAVEL_INVALID_NDIM, RAVEL_SIZE_OVERFLOW. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_broadcast_to(ravel_context *context, const ravel_array *array,
                                                                   int32_t ndim, const int64_t *shape,
                                                                   ravel_array **out);

/* Reverses the named axes; NULL: all. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_flip(ravel_context *context, const ravel_array *array,
                                                           int32_t n_axes, const int32_t *axes, ravel_array **out);

/* Drops the named axes, each of which must have length 1; NULL: every axis of length 1. Errors: RAVEL_SHAPE_MISMATCH.
 */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_squeeze(ravel_context *context, const ravel_array *array,
                                                              int32_t n_axes, const int32_t *axes, ravel_array **out);

/* Adds axes of length 1 at the named places of the result, which has ndim + n_axes axes; axes must not be NULL. Errors:
 * RAVEL_INVALID_NDIM (more than 64). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_expand_dims(ravel_context *context, const ravel_array *array,
                                                                  int32_t n_axes, const int32_t *axes,
                                                                  ravel_array **out);

/* The diagonal of axes axis1 and axis2 (element k at [k, k + offset], or [k - offset, k] for a negative offset) as the
 * last axis; both are dropped. Past the corner: length 0. Errors: RAVEL_INVALID_NDIM (ndim < 2). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_diagonal(ravel_context *context, const ravel_array *array,
                                                               int64_t offset, int32_t axis1, int32_t axis2,
                                                               ravel_array **out);

/* All windows of windows[i] elements along axis axes[i], as n_axes new last axes: element [i, …, k, …] is a[i + k]. The
 * view is read-only, as windows overlap. Errors: RAVEL_INVALID_SHAPE (a window < 1, or longer than its axis),
 * RAVEL_INVALID_NDIM, RAVEL_SIZE_OVERFLOW. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_sliding_window(ravel_context *context, const ravel_array *array,
                                                                     int32_t n_axes, const int32_t *axes,
                                                                     const int64_t *windows, ravel_array **out);

/* The real (imaginary) parts of a complex array, as floats. real of a real array is the array itself; imag of one is
 * RAVEL_DTYPE_MISMATCH, as there is no memory that holds it. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_real(ravel_context *context, const ravel_array *array,
                                                           ravel_array **out);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_imag(ravel_context *context, const ravel_array *array,
                                                           ravel_array **out);

/* Reads the same bytes as another dtype. Of another itemsize: only if the last axis is contiguous, and its bytes divide
 * evenly. Swapped arrays: only to a dtype with parts of the same size. Errors: RAVEL_INVALID_DTYPE, RAVEL_NEEDS_COPY,
 * RAVEL_INVALID_NDIM (a 0-d array of another itemsize), RAVEL_SIZE_OVERFLOW (an empty array; zeros counted as 1),
 * RAVEL_SWAPPED_BYTES. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_view(ravel_context *context, const ravel_array *array,
                                                           int32_t dtype, ravel_array **out);

/* The flat position of an index in an array of this shape, and back: NumPy's ravel_multi_index and unravel_index.
 * flags: RAVEL_ORDER_C or RAVEL_ORDER_F. Indices are not wrapped: each in [0, length), flat in [0, size). Errors:
 * RAVEL_NULL_ARGUMENT, RAVEL_INVALID_NDIM, RAVEL_INVALID_SHAPE, RAVEL_SIZE_OVERFLOW, RAVEL_INVALID_INDEX,
 * RAVEL_UNKNOWN_FLAG. Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_multi_index(ravel_context *context, int32_t ndim, const int64_t *shape,
                                                            const int64_t *index, uint64_t flags, int64_t *flat);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_unravel_index(ravel_context *context, int32_t ndim,
                                                              const int64_t *shape, int64_t flat, uint64_t flags,
                                                              int64_t *index);

RAVEL_END_DECLARATIONS

#endif
