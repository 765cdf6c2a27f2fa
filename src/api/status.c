/* status.c: a short text for each status. */
#include <ravel/status.h>

static const char *const texts[] = {
    [RAVEL_OK] = "done",
    [RAVEL_NULL_ARGUMENT] = "a pointer or handle that must not be NULL is NULL",
    [RAVEL_STALE_HANDLE] = "the handle's object has been destroyed",
    [RAVEL_DOUBLE_DESTROY] = "the object has been destroyed already",
    [RAVEL_FORGED_HANDLE] = "the value was never given out as a handle",
    [RAVEL_WRONG_HANDLE_TYPE] = "the handle is of another type",
    [RAVEL_BUSY] = "in use by another thread, or by the call that runs the kernel",
    [RAVEL_OUT_OF_MEMORY] = "out of memory",
    [RAVEL_SCRATCH_LIMIT] = "the call needs more scratch memory than it may use",
    [RAVEL_INVALID_ARGUMENT] = "an argument is out of its range",
    [RAVEL_UNKNOWN_FLAG] = "a flag or option is not defined for this function",
    [RAVEL_INVALID_DTYPE] = "no such dtype",
    [RAVEL_DTYPE_MISMATCH] = "the dtype is not the one asked for",
    [RAVEL_CASTING_FORBIDDEN] = "the casting rule forbids this cast",
    [RAVEL_NO_COMMON_DTYPE] = "the dtypes have no common dtype",
    [RAVEL_NO_LOOP] = "the kernel has no loop for this dtype",
    [RAVEL_INVALID_SHAPE] = "a length is negative or out of its range",
    [RAVEL_SHAPE_MISMATCH] = "the shapes do not match",
    [RAVEL_INVALID_NDIM] = "the number of dimensions is not valid here",
    [RAVEL_SIZE_OVERFLOW] = "the size exceeds what an address can hold",
    [RAVEL_OUT_OF_BOUNDS] = "an element would lie outside of the buffer",
    [RAVEL_INVALID_AXIS] = "the array has no such axis",
    [RAVEL_DUPLICATE_AXIS] = "an axis is named twice",
    [RAVEL_INVALID_INDEX] = "an index lies outside of its axis",
    [RAVEL_READ_ONLY] = "array is read-only",
    [RAVEL_NOT_CONTIGUOUS] = "array is not contiguous",
    [RAVEL_UNALIGNED] = "array is not aligned",
    [RAVEL_SWAPPED_BYTES] = "array is not in native byte order",
    [RAVEL_OVERLAP] = "an output overlaps itself or another output",
    [RAVEL_UNDECIDED_OVERLAP] = "the overlap test of an output ran out of its budget",
    [RAVEL_NEEDS_COPY] = "the elements would have to be copied",
    [RAVEL_EMPTY_REDUCTION] = "a reduction without an identity over no elements",
    [RAVEL_WRONG_ARITY] = "not the number of inputs or outputs that the kernel has",
    [RAVEL_NO_IDENTITY] = "a mask or an initial element needs an identity, and the kernel has none",
    [RAVEL_KERNEL_FAILED] = "the kernel failed; the outputs are unspecified",
    [RAVEL_UNKNOWN_KERNEL] = "no built-in kernel has this name",
    [RAVEL_VALUE_OUT_OF_RANGE] = "the value does not fit the dtype",
    [RAVEL_WRONG_VERB] = "the kernel cannot be used this way",
    [RAVEL_EXECUTOR_FAILED] = "the executor failed; the outputs are unspecified",
    [RAVEL_TOO_MANY_HANDLES] = "the handle table is full",
    [RAVEL_UNKNOWN_ISA] = "no such instruction set in this build",
    [RAVEL_BUFFER_TOO_SMALL] = "the memory given has less room than there must be",
};

const char *ravel_status_text(ravel_status status)
{
    if (status < 0 || status >= (int32_t)(sizeof texts / sizeof *texts))
        return "unknown status";
    return texts[status];
}
