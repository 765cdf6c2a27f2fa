/* index.c: axes and shapes as callers give them, checked and normalised. */
#include "index.h"
#include <string.h>

/* Tells which axes there are; no axis of the array is to blame, so the error names none. */
static ravel_status fail_axis(rvl_call *call, int32_t ndim, int32_t axis)
{
    if (ndim == 0)
        return rvl_fail(call, RAVEL_INVALID_AXIS, -1, -1, "axis %i of a 0-d array, which has no axes", axis);
    return rvl_fail(call, RAVEL_INVALID_AXIS, -1, -1, "axis %i is outside of [%i, %i]", axis, -ndim, ndim - 1);
}

ravel_status rvl_axis_read(rvl_call *call, int32_t ndim, int32_t axis, int32_t *result)
{
    if (axis < -ndim || axis >= ndim)
        return fail_axis(call, ndim, axis);
    *result = axis < 0 ? axis + ndim : axis;
    return RAVEL_OK;
}

ravel_status rvl_axes_read(rvl_call *call, int32_t ndim, int32_t n_axes, const int32_t *axes, bool null_means_all,
                           rvl_axes *result)
{
    if (n_axes < 0)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "n_axes is %i; it must not be negative", n_axes);
    if (axes == NULL && !null_means_all)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "axes is NULL");
    if (axes == NULL && n_axes > 0)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1,
                        "axes is NULL, which means all axes, but n_axes is %i; it must be 0 then", n_axes);
    if (n_axes > 0 && ndim == 0)
        return fail_axis(call, ndim, axes[0]);
    if (n_axes > ndim) /* before the list is read, which may not be as long as that */
        return rvl_fail(call, RAVEL_INVALID_AXIS, -1, -1, "%i axes are named, but the array has %i", n_axes, ndim);
    result->n = axes == NULL ? ndim : n_axes;
    memset(result->contains, 0, sizeof result->contains);
    if (axes == NULL)
        memset(result->contains, 1, (size_t)ndim);
    for (int32_t i = 0; i < result->n; i++) {
        if (axes == NULL) {
            result->list[i] = i;
            continue;
        }
        int32_t axis = 0;
        ravel_status status = rvl_axis_read(call, ndim, axes[i], &axis);
        if (status != RAVEL_OK)
            return status;
        if (result->contains[axis])
            return rvl_fail(call, RAVEL_DUPLICATE_AXIS, -1, axis, "axis %i is named twice (axes[%i] = %i)", axis, i,
                            axes[i]);
        result->contains[axis] = true;
        result->list[i] = axis;
    }
    return RAVEL_OK;
}

bool rvl_index_read(int64_t length, int64_t index, int64_t *result)
{
    if (index < -length || index >= length)
        return false;
    *result = index < 0 ? index + length : index;
    return true;
}

ravel_status rvl_shape_check(rvl_call *call, int32_t ndim, const int64_t *shape)
{
    if (ndim < 0 || ndim > RAVEL_MAX_NDIM)
        return rvl_fail(call, RAVEL_INVALID_NDIM, -1, -1, "ndim is %i; it must be in [0, %i]", ndim, RAVEL_MAX_NDIM);
    if (shape == NULL && ndim > 0)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "shape is NULL, but ndim is %i", ndim);
    for (int32_t axis = 0; axis < ndim; axis++)
        if (shape[axis] < 0)
            return rvl_fail(call, RAVEL_INVALID_SHAPE, -1, axis, "shape[%i] is %l; a length must not be negative", axis,
                            shape[axis]);
    return RAVEL_OK;
}

bool rvl_shape_size(int32_t ndim, const int64_t *shape, int64_t itemsize, int64_t *size)
{
    int64_t nbytes = itemsize;
    bool empty = false;
    for (int32_t axis = 0; axis < ndim; axis++) {
        if (shape[axis] == 0)
            empty = true;
        else if (__builtin_mul_overflow(nbytes, shape[axis], &nbytes))
            return false;
    }
    *size = empty ? 0 : nbytes / itemsize;
    return true;
}
