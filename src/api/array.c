/* array.c: making arrays, asking them, and handing out what they describe. */
#include <ravel/array.h>

#include "core/descriptor.h"
#include "core/dtype_table.h"
#include "core/index.h"
#include <string.h>

static bool has_elements(const rvl_descriptor *descriptor)
{
    bool empty = false;
    for (int32_t axis = 0; axis < descriptor->ndim; axis++)
        empty = empty || descriptor->shape[axis] == 0;
    return !empty;
}

static ravel_status fail_null(rvl_call *call, const char *name)
{
    return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "%s is NULL", name);
}

/* What a descriptor's memory is: the part of create that rebind repeats. */
static ravel_status point_at(rvl_call *call, rvl_descriptor *descriptor, void *buffer, size_t nbytes, int64_t offset)
{
    descriptor->buffer = buffer;
    descriptor->nbytes = nbytes;
    if ((descriptor->flags & RAVEL_SIZE_UNKNOWN) != 0 && nbytes != 0) {
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "nbytes = %z with RAVEL_SIZE_UNKNOWN, expected 0",
                        nbytes);
    }
    if (buffer == NULL && has_elements(descriptor)) {
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "buffer is NULL, but shape %S has elements",
                        descriptor->ndim, descriptor->shape);
    }
    const ravel_status status = rvl_descriptor_prove(call, descriptor, offset);
    if (status != RAVEL_OK)
        return status;
    /* An integer's arithmetic: of an empty array any buffer is fine, and adding to NULL is not. */
    descriptor->data = (unsigned char *)(buffer == NULL ? 0 : (uintptr_t)buffer + (uintptr_t)offset);
    return RAVEL_OK;
}

static void fill_c_strides(rvl_descriptor *descriptor)
{
    int64_t step = rvl_dtypes[descriptor->dtype].itemsize;
    for (int32_t axis = descriptor->ndim - 1; axis >= 0; axis--) {
        const int64_t length = descriptor->shape[axis] < 1 ? 1 : descriptor->shape[axis];
        descriptor->strides[axis] = step;
        if (__builtin_mul_overflow(step, length, &step))
            step = 0; /* the proof is going to say so */
    }
}

static ravel_status check_dtype(rvl_call *call, int32_t dtype)
{
    if (!rvl_dtype_valid(dtype)) {
        return rvl_fail(call, RAVEL_INVALID_DTYPE, -1, -1, "dtype = %i, expected a RAVEL_* number from 1 to %i", dtype,
                        RAVEL_COMPLEX128);
    }
    return RAVEL_OK;
}

static ravel_status check_flags(rvl_call *call, uint64_t flags, uint64_t known, const char *names)
{
    if ((flags & ~known) != 0) {
        return rvl_fail(call, RAVEL_UNKNOWN_FLAG, -1, -1, "flags has unknown bits %x, expected %s", flags & ~known,
                        names);
    }
    return RAVEL_OK;
}

static ravel_status create(rvl_call *call, void *buffer, size_t nbytes, int64_t offset, int32_t dtype, int32_t ndim,
                           const int64_t *shape, const int64_t *strides, uint64_t flags, ravel_array **out)
{
    if (out == NULL)
        return fail_null(call, "out");
    ravel_status status = check_dtype(call, dtype);
    if (status == RAVEL_OK) {
        status = check_flags(call, flags, RAVEL_WRITEABLE | RAVEL_SWAPPED | RAVEL_SIZE_UNKNOWN,
                             "RAVEL_WRITEABLE, RAVEL_SWAPPED or RAVEL_SIZE_UNKNOWN");
    }
    if (status == RAVEL_OK)
        status = rvl_shape_check(call, ndim, shape);
    if (status != RAVEL_OK)
        return status;
    rvl_descriptor descriptor;
    descriptor.dtype = dtype;
    descriptor.ndim = ndim;
    /* An order of bytes that elements of one byte do not have. */
    descriptor.flags = rvl_dtypes[dtype].part_size == 1 ? flags & ~RAVEL_SWAPPED : flags;
    if (ndim > 0)
        memcpy(descriptor.shape, shape, (size_t)ndim * sizeof *shape);
    if (ndim > 0 && strides != NULL)
        memcpy(descriptor.strides, strides, (size_t)ndim * sizeof *strides);
    else
        fill_c_strides(&descriptor);
    status = point_at(call, &descriptor, buffer, nbytes, offset);
    return status == RAVEL_OK ? rvl_descriptor_publish(call, &descriptor, out) : status;
}

ravel_status ravel_array_create(ravel_context *context, void *buffer, size_t nbytes, int64_t offset, int32_t dtype,
                                int32_t ndim, const int64_t *shape, const int64_t *strides, uint64_t flags,
                                ravel_array **out)
{
    rvl_call call;
    const ravel_status status = rvl_call_enter(&call, context, "ravel_array_create");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, create(&call, buffer, nbytes, offset, dtype, ndim, shape, strides, flags, out));
}

static ravel_status create_scalar(rvl_call *call, int32_t dtype, const void *value, uint64_t flags, ravel_array **out)
{
    if (out == NULL || value == NULL)
        return fail_null(call, out == NULL ? "out" : "value");
    ravel_status status = check_dtype(call, dtype);
    if (status == RAVEL_OK)
        status = check_flags(call, flags, RAVEL_WEAK, "RAVEL_WEAK");
    if (status != RAVEL_OK)
        return status;
    if ((flags & RAVEL_WEAK) != 0 && dtype != RAVEL_BOOL && dtype != RAVEL_INT64 && dtype != RAVEL_UINT64 &&
        dtype != RAVEL_FLOAT64 && dtype != RAVEL_COMPLEX128) {
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1,
                        "a weak scalar of dtype %d, expected bool, int64, uint64, float64 or complex128", dtype);
    }
    rvl_descriptor descriptor;
    descriptor.dtype = dtype;
    descriptor.ndim = 0;
    descriptor.flags = flags | RAVEL_SCALAR;
    descriptor.value[0] = descriptor.value[1] = 0;
    memcpy(descriptor.value, value, (size_t)rvl_dtypes[dtype].itemsize);
    return rvl_descriptor_publish(call, &descriptor, out);
}

ravel_status ravel_array_create_scalar(ravel_context *context, int32_t dtype, const void *value, uint64_t flags,
                                       ravel_array **out)
{
    rvl_call call;
    const ravel_status status = rvl_call_enter(&call, context, "ravel_array_create_scalar");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, create_scalar(&call, dtype, value, flags, out));
}

ravel_status ravel_array_destroy(ravel_array *array)
{
    if (array == NULL)
        return RAVEL_OK;
    const ravel_status status = rvl_descriptor_destroy(array);
    return status == RAVEL_STALE_HANDLE ? RAVEL_DOUBLE_DESTROY : status;
}

static ravel_status rebind(rvl_call *call, ravel_array *array, void *buffer, size_t nbytes, int64_t offset)
{
    rvl_descriptor descriptor;
    ravel_status status = rvl_descriptor_read(call, array, "array", -1, &descriptor);
    if (status != RAVEL_OK)
        return status;
    if ((descriptor.flags & RAVEL_SCALAR) != 0)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "array is a scalar, which holds its value itself");
    status = point_at(call, &descriptor, buffer, nbytes, offset);
    return status == RAVEL_OK ? rvl_descriptor_repoint(call, array, &descriptor) : status;
}

ravel_status ravel_array_rebind(ravel_context *context, ravel_array *array, void *buffer, size_t nbytes, int64_t offset)
{
    rvl_call call;
    const ravel_status status = rvl_call_enter(&call, context, "ravel_array_rebind");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, rebind(&call, array, buffer, nbytes, offset));
}

/* Whether the memory is laid out as a C function asks for. */
static ravel_status check_layout(rvl_call *call, const rvl_descriptor *descriptor, uint64_t flags)
{
    const uint64_t has = rvl_descriptor_flags(descriptor);
    const rvl_dtype_facts *facts = &rvl_dtypes[descriptor->dtype];
    if ((has & RAVEL_SWAPPED) != 0) {
        return rvl_fail(call, RAVEL_SWAPPED_BYTES, -1, -1,
                        "the %d array has swapped bytes, but the function expects this machine's order",
                        descriptor->dtype);
    }
    if ((has & RAVEL_ALIGNED) == 0) {
        return rvl_fail(call, RAVEL_UNALIGNED, -1, -1,
                        "not every element of the %d array lies at a multiple of %i bytes: first one at %i more, "
                        "strides %S",
                        descriptor->dtype, facts->part_size,
                        (int32_t)((uintptr_t)descriptor->data % (uintptr_t)facts->part_size), descriptor->ndim,
                        descriptor->strides);
    }
    const uint64_t missing = flags & ~has;
    if ((missing & (RAVEL_C_CONTIGUOUS | RAVEL_F_CONTIGUOUS)) != 0) {
        return rvl_fail(call, RAVEL_NOT_CONTIGUOUS, -1, -1,
                        "shape %S of %d with strides %S is not contiguous in %s order", descriptor->ndim,
                        descriptor->shape, descriptor->dtype, descriptor->ndim, descriptor->strides,
                        (missing & RAVEL_C_CONTIGUOUS) != 0 ? "C" : "F");
    }
    if (missing != 0)
        return rvl_fail(call, RAVEL_READ_ONLY, -1, -1, "the array is read-only, but the function writes to it");
    return RAVEL_OK;
}

static ravel_status fail_scalar(rvl_call *call)
{
    return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "array is a scalar, which has no memory to hand out");
}

static ravel_status require(rvl_call *call, const ravel_array *array, int32_t dtype, int32_t ndim, uint64_t flags,
                            void **data)
{
    rvl_descriptor descriptor;
    ravel_status status = rvl_descriptor_read(call, array, "array", -1, &descriptor);
    if (status == RAVEL_OK && data == NULL)
        status = fail_null(call, "data");
    if (status == RAVEL_OK)
        status = check_dtype(call, dtype);
    if (status == RAVEL_OK) {
        status = check_flags(call, flags, RAVEL_C_CONTIGUOUS | RAVEL_F_CONTIGUOUS | RAVEL_WRITEABLE,
                             "RAVEL_C_CONTIGUOUS, RAVEL_F_CONTIGUOUS or RAVEL_WRITEABLE");
    }
    if (status != RAVEL_OK)
        return status;
    if (ndim < -1 || ndim > RAVEL_MAX_NDIM) {
        return rvl_fail(call, RAVEL_INVALID_NDIM, -1, -1, "ndim = %i, expected 0 to %i, or -1 for any", ndim,
                        RAVEL_MAX_NDIM);
    }
    if ((descriptor.flags & RAVEL_SCALAR) != 0)
        return fail_scalar(call);
    if (descriptor.dtype != dtype) {
        return rvl_fail(call, RAVEL_DTYPE_MISMATCH, -1, -1, "the array has dtype %d, but the function expects %d",
                        descriptor.dtype, dtype);
    }
    if (ndim >= 0 && descriptor.ndim != ndim) {
        return rvl_fail(call, RAVEL_INVALID_NDIM, -1, -1,
                        "the array has %i dimensions, shape %S, but the function expects %i", descriptor.ndim,
                        descriptor.ndim, descriptor.shape, ndim);
    }
    status = check_layout(call, &descriptor, flags);
    if (status == RAVEL_OK)
        *data = descriptor.data;
    return status;
}

ravel_status ravel_array_require(ravel_context *context, const ravel_array *array, int32_t dtype, int32_t ndim,
                                 uint64_t flags, void **data)
{
    rvl_call call;
    const ravel_status status = rvl_call_enter(&call, context, "ravel_array_require");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, require(&call, array, dtype, ndim, flags, data));
}

static ravel_status element(rvl_call *call, const ravel_array *array, int32_t n, const int64_t *index, void **address)
{
    rvl_descriptor descriptor;
    const ravel_status status = rvl_descriptor_read(call, array, "array", -1, &descriptor);
    if (status != RAVEL_OK)
        return status;
    if (address == NULL || (index == NULL && n > 0))
        return fail_null(call, address == NULL ? "address" : "index");
    if ((descriptor.flags & RAVEL_SCALAR) != 0)
        return fail_scalar(call);
    if (n != descriptor.ndim) {
        return rvl_fail(call, RAVEL_INVALID_NDIM, -1, -1, "index has n = %i entries, expected %i for shape %S", n,
                        descriptor.ndim, descriptor.ndim, descriptor.shape);
    }
    uintptr_t place = (uintptr_t)descriptor.data;
    for (int32_t axis = 0; axis < n; axis++) {
        int64_t position;
        if (!rvl_index_read(descriptor.shape[axis], index[axis], &position)) {
            return rvl_fail(call, RAVEL_INVALID_INDEX, -1, axis, "index[%i] = %l is outside of shape %S", axis,
                            index[axis], descriptor.ndim, descriptor.shape);
        }
        place += (uintptr_t)position * (uintptr_t)descriptor.strides[axis];
    }
    *address = (void *)place;
    return RAVEL_OK;
}

ravel_status ravel_array_element(ravel_context *context, const ravel_array *array, int32_t n, const int64_t *index,
                                 void **address)
{
    rvl_call call;
    const ravel_status status = rvl_call_enter(&call, context, "ravel_array_element");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, element(&call, array, n, index, address));
}
