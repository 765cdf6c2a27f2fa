/* view_dtype.c: views that read the same bytes otherwise: real, imag and view. */
#include "view_call.h"
#include <string.h>

/* Part 0 or 1 of each complex number. */
static void take_part(rvl_view *view, int32_t part)
{
    rvl_descriptor *array = &view->array;
    int32_t part_size = rvl_dtypes[array->dtype].part_size;
    if (array->flags & RAVEL_SCALAR) { /* its value is in the descriptor, always at the start */
        unsigned char value[sizeof array->value];
        memcpy(value, array->value, sizeof value);
        memset(array->value, 0, sizeof array->value);
        memcpy(array->value, value + part * part_size, (size_t)part_size);
    } else {
        rvl_view_move(view, part_size, part);
    }
    array->dtype = part_size == 4 ? RAVEL_FLOAT32 : RAVEL_FLOAT64;
}

ravel_status ravel_array_real(ravel_context *context, const ravel_array *array, ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_real", array, out);
    if (status != RAVEL_OK)
        return status;
    if (rvl_dtypes[view.array.dtype].kind == RAVEL_KIND_COMPLEX)
        take_part(&view, 0);
    return rvl_view_end(&view, RAVEL_OK, out);
}

ravel_status ravel_array_imag(ravel_context *context, const ravel_array *array, ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_imag", array, out);
    if (status != RAVEL_OK)
        return status;
    if (rvl_dtypes[view.array.dtype].kind == RAVEL_KIND_COMPLEX)
        take_part(&view, 1);
    else
        status = rvl_fail(&view.call, RAVEL_DTYPE_MISMATCH, 0, -1,
                          "the array is of %d, which has no imaginary parts; complex64 or complex128 was expected",
                          view.array.dtype);
    return rvl_view_end(&view, status, out);
}

/* Makes the bytes of the last axis elements of another itemsize. */
static ravel_status change_itemsize(rvl_view *view, int32_t dtype)
{
    rvl_descriptor *array = &view->array;
    int64_t old_size = rvl_dtypes[array->dtype].itemsize, new_size = rvl_dtypes[dtype].itemsize;
    if (array->ndim == 0)
        return rvl_fail(&view->call, RAVEL_INVALID_NDIM, 0, -1,
                        "a 0-d array of %d cannot be viewed as %d, which has another itemsize", array->dtype, dtype);
    int32_t last = array->ndim - 1;
    int64_t *length = &array->shape[last], *stride = &array->strides[last];
    /* A scalar has one element's bytes, wherever it has been repeated to. */
    bool is_contiguous = *stride == old_size || (*length == 1 && !(array->flags & RAVEL_SCALAR));
    if (!is_contiguous && rvl_descriptor_size(array) > 0)
        return rvl_fail(&view->call, RAVEL_NEEDS_COPY, 0, last,
                        "axis %i has a stride of %l bytes; it must be contiguous to view %d as %d, which has another "
                        "itemsize",
                        last, *stride, array->dtype, dtype);
    if (old_size > new_size) { /* itemsizes are powers of two; an address can hold the axis' bytes, so no overflow */
        *length *= old_size / new_size;
    } else if (*length % (new_size / old_size) != 0) {
        return rvl_fail(&view->call, RAVEL_NEEDS_COPY, 0, last,
                        "axis %i has %l elements of %d, whose bytes do not divide into elements of %d", last, *length,
                        array->dtype, dtype);
    } else {
        *length /= new_size / old_size;
    }
    *stride = new_size;
    return RAVEL_OK;
}

static ravel_status view_as(rvl_view *view, int32_t dtype)
{
    rvl_descriptor *array = &view->array;
    if (!rvl_dtype_valid(dtype))
        return rvl_fail(&view->call, RAVEL_INVALID_DTYPE, -1, -1, "dtype is %i, which is no dtype", dtype);
    if ((array->flags & RAVEL_SWAPPED) && rvl_dtypes[dtype].part_size != rvl_dtypes[array->dtype].part_size)
        return rvl_fail(&view->call, RAVEL_SWAPPED_BYTES, 0, -1,
                        "the array is byte-swapped, and the parts of %d are not of the same size as those of %d", dtype,
                        array->dtype);
    if (rvl_dtypes[dtype].itemsize != rvl_dtypes[array->dtype].itemsize) {
        ravel_status status = change_itemsize(view, dtype);
        if (status != RAVEL_OK)
            return status;
    }
    if (dtype != array->dtype)
        array->flags &= ~RAVEL_WEAK; /* bytes of something else are no literal */
    array->dtype = dtype;
    return RAVEL_OK;
}

ravel_status ravel_array_view(ravel_context *context, const ravel_array *array, int32_t dtype, ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_view", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, view_as(&view, dtype), out);
}
