/* array_facts.c: what an array is: the getters, which need no context. */
#include <ravel/array.h>

#include "core/descriptor.h"
#include "core/dtype_table.h"
#include <string.h>

ravel_status ravel_array_dtype(const ravel_array *array, int32_t *dtype)
{
    rvl_descriptor descriptor;
    const ravel_status status = rvl_descriptor_peek(array, &descriptor);
    if (status != RAVEL_OK)
        return status;
    if (dtype == NULL)
        return RAVEL_NULL_ARGUMENT;
    *dtype = descriptor.dtype;
    return RAVEL_OK;
}

ravel_status ravel_array_ndim(const ravel_array *array, int32_t *ndim)
{
    rvl_descriptor descriptor;
    const ravel_status status = rvl_descriptor_peek(array, &descriptor);
    if (status != RAVEL_OK)
        return status;
    if (ndim == NULL)
        return RAVEL_NULL_ARGUMENT;
    *ndim = descriptor.ndim;
    return RAVEL_OK;
}

ravel_status ravel_array_size(const ravel_array *array, int64_t *size)
{
    rvl_descriptor descriptor;
    const ravel_status status = rvl_descriptor_peek(array, &descriptor);
    if (status != RAVEL_OK)
        return status;
    if (size == NULL)
        return RAVEL_NULL_ARGUMENT;
    *size = rvl_descriptor_size(&descriptor);
    return RAVEL_OK;
}

ravel_status ravel_array_nbytes(const ravel_array *array, size_t *nbytes)
{
    rvl_descriptor descriptor;
    const ravel_status status = rvl_descriptor_peek(array, &descriptor);
    if (status != RAVEL_OK)
        return status;
    if (nbytes == NULL)
        return RAVEL_NULL_ARGUMENT;
    *nbytes = (size_t)rvl_descriptor_size(&descriptor) * (size_t)rvl_dtypes[descriptor.dtype].itemsize;
    return RAVEL_OK;
}

ravel_status ravel_array_flags(const ravel_array *array, uint64_t *flags)
{
    rvl_descriptor descriptor;
    const ravel_status status = rvl_descriptor_peek(array, &descriptor);
    if (status != RAVEL_OK)
        return status;
    if (flags == NULL)
        return RAVEL_NULL_ARGUMENT;
    *flags = rvl_descriptor_flags(&descriptor);
    return RAVEL_OK;
}

static ravel_status copy_list(const int64_t *list, int32_t ndim, int32_t n, int64_t *out)
{
    if (out == NULL && ndim > 0)
        return RAVEL_NULL_ARGUMENT;
    if (n < ndim)
        return RAVEL_BUFFER_TOO_SMALL;
    if (ndim > 0)
        memcpy(out, list, (size_t)ndim * sizeof *list);
    return RAVEL_OK;
}

ravel_status ravel_array_shape(const ravel_array *array, int32_t n, int64_t *shape)
{
    rvl_descriptor descriptor;
    const ravel_status status = rvl_descriptor_peek(array, &descriptor);
    return status != RAVEL_OK ? status : copy_list(descriptor.shape, descriptor.ndim, n, shape);
}

ravel_status ravel_array_strides(const ravel_array *array, int32_t n, int64_t *strides)
{
    rvl_descriptor descriptor;
    const ravel_status status = rvl_descriptor_peek(array, &descriptor);
    return status != RAVEL_OK ? status : copy_list(descriptor.strides, descriptor.ndim, n, strides);
}

/* Room for two lists of 64 numbers of up to 20 characters, and the words around them. */
#define DESCRIPTION_SIZE 3072

ravel_status ravel_array_describe(const ravel_array *array, char *buffer, size_t size, size_t *needed)
{
    rvl_descriptor descriptor;
    const ravel_status status = rvl_descriptor_peek(array, &descriptor);
    if (status != RAVEL_OK)
        return status;
    const uint64_t flags = rvl_descriptor_flags(&descriptor);
    char text[DESCRIPTION_SIZE];
    (void)rvl_format(text, sizeof text, "%d %s of shape %S, strides %S%s%s%s%s%s%s%s", descriptor.dtype,
                     (flags & RAVEL_SCALAR) != 0 ? "scalar" : "array", descriptor.ndim, descriptor.shape,
                     descriptor.ndim, descriptor.strides, (flags & RAVEL_C_CONTIGUOUS) != 0 ? ", C-contiguous" : "",
                     (flags & RAVEL_F_CONTIGUOUS) != 0 ? ", F-contiguous" : "",
                     (flags & RAVEL_ALIGNED) != 0 ? ", aligned" : ", unaligned",
                     (flags & RAVEL_WRITEABLE) != 0 ? ", writeable" : ", read-only",
                     (flags & RAVEL_SWAPPED) != 0 ? ", swapped bytes" : "",
                     (flags & RAVEL_SIZE_UNKNOWN) != 0 ? ", size unknown" : "",
                     (flags & RAVEL_WEAK) != 0 ? ", weak" : "");
    return rvl_copy_text(text, buffer, size, needed);
}
