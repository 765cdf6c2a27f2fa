/* bounds.c: the proof that every element of a descriptor lies inside of its buffer. */
#include "descriptor.h"
#include "dtype_table.h"
#include "index.h"

/* The bytes that an array's elements reach, counted from the start of the buffer: [low, high). */
typedef struct reach {
    int64_t low, high;
} reach;

static ravel_status fail_overflow(rvl_call *call, const rvl_descriptor *descriptor, int32_t axis)
{
    return rvl_fail(call, RAVEL_SIZE_OVERFLOW, -1, axis,
                    "strides[%i] = %l of shape %S spans more bytes than an address can hold", axis,
                    descriptor->strides[axis], descriptor->ndim, descriptor->shape);
}

static ravel_status find_reach(rvl_call *call, const rvl_descriptor *descriptor, int64_t offset, reach *found)
{
    int64_t low = offset, high = offset;
    for (int32_t axis = 0; axis < descriptor->ndim; axis++) {
        int64_t span, *end;
        if (__builtin_mul_overflow(descriptor->shape[axis] - 1, descriptor->strides[axis], &span))
            return fail_overflow(call, descriptor, axis);
        end = span < 0 ? &low : &high;
        if (__builtin_add_overflow(*end, span, end))
            return fail_overflow(call, descriptor, axis);
    }
    if (__builtin_add_overflow(high, rvl_dtypes[descriptor->dtype].itemsize, &high)) {
        return rvl_fail(call, RAVEL_SIZE_OVERFLOW, -1, -1, "offset = %l spans more bytes than an address can hold",
                        offset);
    }
    found->low = low;
    found->high = high;
    return RAVEL_OK;
}

/* The axis that goes furthest up, or down. */
static int32_t widest_axis(const rvl_descriptor *descriptor, bool down)
{
    int32_t widest = 0;
    int64_t most = 0;
    for (int32_t axis = 0; axis < descriptor->ndim; axis++) {
        int64_t span = (descriptor->shape[axis] - 1) * descriptor->strides[axis]; /* find_reach saw no overflow */
        if (down ? span < most : span > most) {
            most = span;
            widest = axis;
        }
    }
    return widest;
}

/* The buffer's size is not known: all that can be proved is that no address wraps around. */
static ravel_status prove_addresses(rvl_call *call, const rvl_descriptor *descriptor, reach bytes)
{
    uint64_t base = (uint64_t)(uintptr_t)descriptor->buffer;
    uint64_t below = bytes.low < 0 ? 0 - (uint64_t)bytes.low : 0;
    uint64_t above = bytes.high > 0 ? (uint64_t)bytes.high : 0;
    if (below >= base || __builtin_add_overflow(base, above, &base)) {
        return rvl_fail(call, RAVEL_SIZE_OVERFLOW, -1, -1,
                        "shape %S with strides %S takes bytes %l to %l of the buffer, past the ends of memory",
                        descriptor->ndim, descriptor->shape, descriptor->ndim, descriptor->strides, bytes.low,
                        bytes.high);
    }
    return RAVEL_OK;
}

ravel_status rvl_descriptor_prove(rvl_call *call, const rvl_descriptor *descriptor, int64_t offset)
{
    const bool bounded = (descriptor->flags & RAVEL_SIZE_UNKNOWN) == 0;
    const uint64_t nbytes = descriptor->nbytes;
    const int32_t itemsize = rvl_dtypes[descriptor->dtype].itemsize;
    int64_t size;
    if (!rvl_shape_size(descriptor->ndim, descriptor->shape, itemsize, &size)) {
        return rvl_fail(call, RAVEL_SIZE_OVERFLOW, -1, -1,
                        "shape %S of %d (zeros counted as 1) takes more bytes than an address can hold",
                        descriptor->ndim, descriptor->shape, descriptor->dtype);
    }
    uint64_t end;
    if (nbytes > INT64_MAX || __builtin_add_overflow((uint64_t)(uintptr_t)descriptor->buffer, nbytes, &end)) {
        return rvl_fail(call, RAVEL_SIZE_OVERFLOW, -1, -1, "no buffer at this address can have %z bytes",
                        (size_t)nbytes);
    }
    if (bounded && offset < 0)
        return rvl_fail(call, RAVEL_OUT_OF_BOUNDS, -1, -1, "offset = %l lies before the buffer", offset);
    if (size == 0) {
        if (bounded && (uint64_t)offset > nbytes) {
            return rvl_fail(call, RAVEL_OUT_OF_BOUNDS, -1, -1, "offset = %l lies beyond a buffer of %z bytes", offset,
                            (size_t)nbytes);
        }
        return RAVEL_OK;
    }
    reach bytes = {offset, offset};
    const ravel_status status = find_reach(call, descriptor, offset, &bytes);
    if (status != RAVEL_OK)
        return status;
    if (!bounded)
        return prove_addresses(call, descriptor, bytes);
    if (bytes.low < 0) {
        int32_t axis = widest_axis(descriptor, true);
        return rvl_fail(call, RAVEL_OUT_OF_BOUNDS, -1, axis,
                        "strides[%i] = %l of shape %S reaches byte %l from offset %l, before the buffer", axis,
                        descriptor->strides[axis], descriptor->ndim, descriptor->shape, bytes.low, offset);
    }
    if ((uint64_t)bytes.high <= nbytes)
        return RAVEL_OK;
    if ((uint64_t)offset > nbytes || nbytes - (uint64_t)offset < (uint64_t)itemsize) {
        return rvl_fail(call, RAVEL_OUT_OF_BOUNDS, -1, -1,
                        "offset = %l leaves no room for one %d (%i bytes) in a buffer of %z bytes", offset,
                        descriptor->dtype, itemsize, (size_t)nbytes);
    }
    if (bytes.low == offset && bytes.high - bytes.low == size * itemsize) {
        return rvl_fail(call, RAVEL_OUT_OF_BOUNDS, -1, -1,
                        "shape %S of %d takes %l bytes from offset %l on, but the buffer has %z bytes",
                        descriptor->ndim, descriptor->shape, descriptor->dtype, size * itemsize, offset,
                        (size_t)nbytes);
    }
    int32_t axis = widest_axis(descriptor, false);
    return rvl_fail(call, RAVEL_OUT_OF_BOUNDS, -1, axis,
                    "strides[%i] = %l of shape %S reaches byte %l of a buffer of %z bytes", axis,
                    descriptor->strides[axis], descriptor->ndim, descriptor->shape, bytes.high, (size_t)nbytes);
}
