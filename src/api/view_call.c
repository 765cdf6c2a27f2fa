/* view_call.c: what every function that makes a view begins and ends with. */
#include "view_call.h"

ravel_status rvl_view_begin(rvl_view *view, ravel_context *context, const char *function, const ravel_array *array,
                            ravel_array **out)
{
    ravel_status status = rvl_call_enter(&view->call, context, function);
    if (status != RAVEL_OK)
        return status;
    status = rvl_descriptor_read(&view->call, array, "array", 0, &view->array);
    if (status == RAVEL_OK && out == NULL)
        status = rvl_fail(&view->call, RAVEL_NULL_ARGUMENT, -1, -1, "out is NULL");
    return status == RAVEL_OK ? RAVEL_OK : rvl_call_leave(&view->call, status);
}

/* Only a view that repeats elements, or one of an empty array, can be too large. */
static ravel_status check_size(rvl_view *view)
{
    const rvl_descriptor *array = &view->array;
    int64_t size;
    if (rvl_shape_size(array->ndim, array->shape, rvl_dtypes[array->dtype].itemsize, &size))
        return RAVEL_OK;
    return rvl_fail(&view->call, RAVEL_SIZE_OVERFLOW, -1, -1, "%d elements of shape %S are more than 2**63 - 1 bytes",
                    array->dtype, array->ndim, array->shape);
}

ravel_status rvl_view_end(rvl_view *view, ravel_status status, ravel_array **out)
{
    if (status == RAVEL_OK)
        status = check_size(view);
    if (status == RAVEL_OK)
        status = rvl_descriptor_publish(&view->call, &view->array, out);
    return rvl_call_leave(&view->call, status);
}

void rvl_view_move(rvl_view *view, int64_t stride, int64_t steps)
{
    for (int32_t axis = 0; axis < view->array.ndim; axis++)
        if (view->array.shape[axis] == 0)
            return;
    view->array.data += rvl_stride_times(stride, steps);
}

int64_t rvl_stride_times(int64_t stride, int64_t factor)
{
    int64_t product;
    return __builtin_mul_overflow(stride, factor, &product) ? 0 : product;
}

void rvl_view_drop_axes(rvl_view *view, const bool axes[RAVEL_MAX_NDIM])
{
    rvl_descriptor *array = &view->array;
    int32_t kept = 0;
    for (int32_t axis = 0; axis < array->ndim; axis++) {
        if (axes[axis])
            continue;
        array->shape[kept] = array->shape[axis];
        array->strides[kept] = array->strides[axis];
        kept++;
    }
    array->ndim = kept;
}

ravel_status rvl_view_list_check(rvl_view *view, int32_t n, const int64_t *list, const char *name)
{
    if (n > 0 && list == NULL)
        return rvl_fail(&view->call, RAVEL_NULL_ARGUMENT, -1, -1, "%s is NULL, but %i axes are named", name, n);
    return RAVEL_OK;
}
