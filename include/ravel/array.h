/* array.h: a descriptor over memory that the caller owns.
 *
 * An array is its dtype, shape, byte strides, the bounds of its buffer, and flags. Creating one proves that every
 * element lies inside of the buffer; nothing is read or written. The memory must stay where it is until the descriptor
 * is destroyed or rebound. A descriptor never changes (but for ravel_array_rebind), so threads may share it freely;
 * destroying it in one thread while another uses it gives that one an error or the right result.
 *
 * Every function that takes an array can answer RAVEL_NULL_ARGUMENT, RAVEL_STALE_HANDLE, RAVEL_FORGED_HANDLE and
 * RAVEL_WRONG_HANDLE_TYPE for it, and the same and RAVEL_BUSY for its context; both are left out below. */
#ifndef RAVEL_ARRAY_H
#define RAVEL_ARRAY_H

#include <ravel/dtype.h>

typedef struct ravel_array ravel_array;

#define RAVEL_MAX_NDIM 64

/* Flags of an array. The first three are given to create, RAVEL_WEAK to create_scalar; the others are only told by
 * ravel_array_flags. */
#define RAVEL_WRITEABLE UINT64_C(1) /* may be an output */
#define RAVEL_SWAPPED UINT64_C(2)   /* bytes in the order that this machine has not; one byte has none: dropped */
#define RAVEL_SIZE_UNKNOWN \
    UINT64_C(4)                   /* the buffer's size is not known: nbytes must be 0, bounds are the caller's word */
#define RAVEL_WEAK UINT64_C(8)    /* a scalar that promotes like a literal: only its kind counts */
#define RAVEL_SCALAR UINT64_C(16) /* made by create_scalar: the value lives in the descriptor */
#define RAVEL_C_CONTIGUOUS                                                                                         \
    UINT64_C(32) /* the elements follow each other, last axis fastest (axes of length 1 do not count; empty arrays \
                    are) */
#define RAVEL_F_CONTIGUOUS UINT64_C(64) /* the same, first axis fastest */
#define RAVEL_ALIGNED UINT64_C(128)     /* every element at a multiple of its part's size */

RAVEL_BEGIN_DECLARATIONS

/* Describes memory. `buffer` and `nbytes`: the whole buffer. `offset`: where in it, in bytes, element [0, …, 0] lies
 * (negative strides start further in). `shape`: ndim lengths. `strides`: ndim steps in BYTES (not elements, as some
 * languages have them), NULL for C order. Any stride is fine: negative, zero, not a multiple of the itemsize; so what
 * is proved is that each element lies in the buffer, not that it is where the caller meant. flags: RAVEL_WRITEABLE,
 * RAVEL_SWAPPED, RAVEL_SIZE_UNKNOWN. Shape and strides are copied. ndim 0 is one element. A zero-size array may have
 * any buffer, NULL too, but its offset must be in [0, nbytes] and its shape must not overflow (zeros counted as 1).
 * Errors: RAVEL_NULL_ARGUMENT (buffer of a non-empty array, shape with ndim > 0, out), RAVEL_INVALID_DTYPE,
 * RAVEL_INVALID_NDIM (not 0 … 64), RAVEL_INVALID_SHAPE (a negative length), RAVEL_SIZE_OVERFLOW, RAVEL_OUT_OF_BOUNDS,
 * RAVEL_UNKNOWN_FLAG, RAVEL_INVALID_ARGUMENT (nbytes with RAVEL_SIZE_UNKNOWN), RAVEL_OUT_OF_MEMORY,
 * RAVEL_TOO_MANY_HANDLES. Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_create(ravel_context *context, void *buffer, size_t nbytes,
                                                             int64_t offset, int32_t dtype, int32_t ndim,
                                                             const int64_t *shape, const int64_t *strides,
                                                             uint64_t flags, ravel_array **out);

/* Makes a 0-d, read-only array that holds a copy of *value (itemsize bytes, native byte order, any alignment). With
 * RAVEL_WEAK it promotes like a literal: dtype must be bool, int64, uint64, float64 or complex128. Errors:
 * RAVEL_NULL_ARGUMENT, RAVEL_INVALID_DTYPE, RAVEL_UNKNOWN_FLAG, RAVEL_INVALID_ARGUMENT (WEAK with another dtype),
 * RAVEL_OUT_OF_MEMORY, RAVEL_TOO_MANY_HANDLES. Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_create_scalar(ravel_context *context, int32_t dtype,
                                                                    const void *value, uint64_t flags,
                                                                    ravel_array **out);

/* Ends a descriptor; the memory it describes is not touched. NULL does nothing. Answers RAVEL_DOUBLE_DESTROY if it has
 * been destroyed already. Any thread may destroy. */
RAVEL_API ravel_status ravel_array_destroy(ravel_array *array);

/* Points a descriptor at another buffer with the same dtype, shape, strides and flags, after proving the bounds again.
 * Needs exclusive use of the descriptor; views made of it keep the old buffer. On error nothing changes. Errors: as
 * ravel_array_create; RAVEL_INVALID_ARGUMENT for a scalar; RAVEL_BUSY while another thread rebinds the same array. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_rebind(ravel_context *context, ravel_array *array, void *buffer,
                                                             size_t nbytes, int64_t offset);

/* Hands out the address of element [0, …, 0], only if the array is what a C function was written for: this dtype, ndim
 * dimensions (-1: any), native byte order, aligned, and all of `flags`: RAVEL_C_CONTIGUOUS, RAVEL_F_CONTIGUOUS,
 * RAVEL_WRITEABLE. Without a contiguity flag the function must honour ravel_array_strides. *data is NULL for an empty
 * array over NULL. Errors: RAVEL_NULL_ARGUMENT (data), RAVEL_INVALID_DTYPE, RAVEL_DTYPE_MISMATCH, RAVEL_INVALID_NDIM,
 * RAVEL_NOT_CONTIGUOUS, RAVEL_READ_ONLY, RAVEL_SWAPPED_BYTES, RAVEL_UNALIGNED, RAVEL_UNKNOWN_FLAG,
 * RAVEL_INVALID_ARGUMENT (a scalar, which has no memory of the caller's). The message says what differs. Thread-safe.
 */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_require(ravel_context *context, const ravel_array *array,
                                                              int32_t dtype, int32_t ndim, uint64_t flags, void **data);

/* What the array is. Errors: RAVEL_NULL_ARGUMENT (the output). Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_dtype(const ravel_array *array, int32_t *dtype);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_ndim(const ravel_array *array, int32_t *ndim);
/* The number of elements. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_size(const ravel_array *array, int64_t *size);
/* The bytes of the elements: size times itemsize, not the buffer's. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_nbytes(const ravel_array *array, size_t *nbytes);
/* All RAVEL_* array flags that hold. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_flags(const ravel_array *array, uint64_t *flags);
/* Copies the lengths (the byte strides) to a list with room for n entries. Errors: RAVEL_BUFFER_TOO_SMALL (n < ndim),
 * RAVEL_NULL_ARGUMENT (shape or strides with ndim > 0). Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_shape(const ravel_array *array, int32_t n, int64_t *shape);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_strides(const ravel_array *array, int32_t n, int64_t *strides);

/* Gives the address of one element: `index` has n = ndim entries, each in [-length, length), negative from the end.
 * Errors: RAVEL_INVALID_NDIM (n), RAVEL_INVALID_INDEX, RAVEL_NULL_ARGUMENT, RAVEL_INVALID_ARGUMENT (a scalar).
 * Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_element(ravel_context *context, const ravel_array *array,
                                                              int32_t n, const int64_t *index, void **address);

/* Writes a line for people: dtype, shape, strides, flags. As ravel_context_error fills its text: cut to size with a
 * final NUL, *needed gets the whole size with its NUL. Errors: RAVEL_NULL_ARGUMENT (buffer with size > 0). Thread-safe.
 */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_array_describe(const ravel_array *array, char *buffer, size_t size,
                                                               size_t *needed);

RAVEL_END_DECLARATIONS

#endif
