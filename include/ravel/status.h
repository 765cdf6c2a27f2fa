/* status.h: what a call can answer.
 *
 * Every function that can fail returns a ravel_status: RAVEL_OK, or the number of the first mistake found. The context
 * keeps the sentence that explains it (ravel_context_error). Numbers are part of the ABI: never renumbered, never
 * reused. Accept numbers that you do not know. */
#ifndef RAVEL_STATUS_H
#define RAVEL_STATUS_H

#include <ravel/export.h>

typedef int32_t ravel_status;

#define RAVEL_OK 0                 /* done */
#define RAVEL_NULL_ARGUMENT 1      /* a pointer or handle that must not be NULL is NULL */
#define RAVEL_STALE_HANDLE 2       /* the handle's object has been destroyed */
#define RAVEL_DOUBLE_DESTROY 3     /* destroy of what has been destroyed already */
#define RAVEL_FORGED_HANDLE 4      /* a value that this copy of the library never gave out as a handle */
#define RAVEL_WRONG_HANDLE_TYPE 5  /* a live handle of another type (an array where a kernel is expected) */
#define RAVEL_BUSY 6               /* the context is in use by another thread, or by the call that called this kernel */
#define RAVEL_OUT_OF_MEMORY 7      /* the allocator gave nothing */
#define RAVEL_SCRATCH_LIMIT 8      /* the call needs more scratch memory than it may use */
#define RAVEL_INVALID_ARGUMENT 9   /* a value outside of the argument's range */
#define RAVEL_UNKNOWN_FLAG 10      /* a flag or option bit that is not defined for this function */
#define RAVEL_INVALID_DTYPE 11     /* no such dtype, or text that names none */
#define RAVEL_DTYPE_MISMATCH 12    /* a dtype other than the one asked for */
#define RAVEL_CASTING_FORBIDDEN 13 /* the casting rule in force forbids this cast */
#define RAVEL_NO_COMMON_DTYPE 14   /* the dtypes have no common dtype (int64 with uint64) */
#define RAVEL_NO_LOOP 15           /* the kernel has no loop for this dtype */
#define RAVEL_INVALID_SHAPE 16     /* a negative length */
#define RAVEL_SHAPE_MISMATCH 17    /* shapes that do not broadcast, or an output of another shape than the result */
#define RAVEL_INVALID_NDIM 18      /* a number of dimensions below 0, above RAVEL_MAX_NDIM, or not the one asked for */
#define RAVEL_SIZE_OVERFLOW 19     /* shape x strides x itemsize exceeds what an address can hold */
#define RAVEL_OUT_OF_BOUNDS 20     /* an element would lie outside of the buffer */
#define RAVEL_INVALID_AXIS 21      /* an axis outside of [-ndim, ndim), or more axes than there are */
#define RAVEL_DUPLICATE_AXIS 22    /* an axis named twice */
#define RAVEL_INVALID_INDEX 23     /* an index outside of its axis */
#define RAVEL_READ_ONLY 24         /* an output that is not writeable */
#define RAVEL_NOT_CONTIGUOUS 25    /* contiguous memory was asked for */
#define RAVEL_UNALIGNED 26         /* aligned memory was asked for */
#define RAVEL_SWAPPED_BYTES 27     /* native byte order was asked for */
#define RAVEL_OVERLAP 28           /* an output overlaps itself or another output */
#define RAVEL_UNDECIDED_OVERLAP 29 /* the exact overlap test of an output ran out of its budget */
#define RAVEL_NEEDS_COPY 30        /* no view can have this shape: the elements would have to be copied */
#define RAVEL_EMPTY_REDUCTION 31   /* a reduction without an identity (max, min) over no elements */
#define RAVEL_WRONG_ARITY 32       /* not the number of inputs or outputs that the kernel has */
#define RAVEL_NO_IDENTITY 33       /* a mask or INCLUDE_INITIAL needs an identity, and there is none */
#define RAVEL_KERNEL_FAILED 34     /* a user's kernel returned non-zero; the outputs' content is unspecified */
#define RAVEL_UNKNOWN_KERNEL 35    /* no built-in kernel has this name */
#define RAVEL_VALUE_OUT_OF_RANGE 36 /* a weak scalar's value does not fit the dtype it has to take */
#define RAVEL_WRONG_VERB 37         /* the kernel cannot be applied, reduced or accumulated this way */
#define RAVEL_EXECUTOR_FAILED 38    /* the host's executor returned non-zero; the outputs' content is unspecified */
#define RAVEL_TOO_MANY_HANDLES 39   /* the handle table is full (about a million live objects) */
#define RAVEL_UNKNOWN_ISA 40        /* no such instruction set in this build */
#define RAVEL_BUFFER_TOO_SMALL 41   /* a list or memory of the caller's has less room than there must be */

RAVEL_BEGIN_DECLARATIONS

/* Gives a short English text for a status ("array is read-only"), "unknown status" for numbers that are not defined.
 * Static memory: never freed, never NULL. Cannot fail. Thread-safe. */
RAVEL_API const char *ravel_status_text(ravel_status status);

RAVEL_END_DECLARATIONS

#endif
