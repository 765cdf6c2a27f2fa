/* view_window.c: views whose axes step through several others, or overlap: diagonal and sliding_window. */
#include "view_call.h"

static int64_t minimum(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static ravel_status diagonal(rvl_view *view, int64_t offset, int32_t axis1, int32_t axis2)
{
    rvl_descriptor *array = &view->array;
    if (array->ndim < 2)
        return rvl_fail(&view->call, RAVEL_INVALID_NDIM, 0, -1, "the array has %i axes; a diagonal needs two",
                        array->ndim);
    const int32_t both[2] = {axis1, axis2};
    rvl_axes axes;
    ravel_status status = rvl_axes_read(&view->call, array->ndim, 2, both, false, &axes);
    if (status != RAVEL_OK)
        return status;
    int32_t first = axes.list[0], second = axes.list[1];
    int64_t rows = array->shape[first], columns = array->shape[second], length = 0, stride;
    if (offset >= 0 && offset < columns)
        length = minimum(rows, columns - offset);
    else if (offset < 0 && offset > -rows)
        length = minimum(rows + offset, columns);
    if (length > 0 && offset >= 0)
        rvl_view_move(view, array->strides[second], offset);
    else if (length > 0)
        rvl_view_move(view, array->strides[first], -offset);
    if (__builtin_add_overflow(array->strides[first], array->strides[second], &stride))
        stride = 0; /* not a step between two elements */
    rvl_view_drop_axes(view, axes.contains);
    array->shape[array->ndim] = length;
    array->strides[array->ndim] = stride;
    array->ndim++;
    return RAVEL_OK;
}

ravel_status ravel_array_diagonal(ravel_context *context, const ravel_array *array, int64_t offset, int32_t axis1,
                                  int32_t axis2, ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_diagonal", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, diagonal(&view, offset, axis1, axis2), out);
}

static ravel_status sliding_window(rvl_view *view, int32_t n_axes, const int32_t *axes, const int64_t *windows)
{
    rvl_descriptor *array = &view->array;
    rvl_axes chosen;
    ravel_status status = rvl_axes_read(&view->call, array->ndim, n_axes, axes, true, &chosen);
    if (status == RAVEL_OK)
        status = rvl_view_list_check(view, chosen.n, windows, "windows");
    if (status != RAVEL_OK)
        return status;
    if (chosen.n > RAVEL_MAX_NDIM - array->ndim)
        return rvl_fail(&view->call, RAVEL_INVALID_NDIM, -1, -1,
                        "%i axes and %i of windows are more than %i, the most there can be", array->ndim, chosen.n,
                        RAVEL_MAX_NDIM);
    for (int32_t i = 0; i < chosen.n; i++) {
        int32_t axis = chosen.list[i];
        if (windows[i] < 1 || windows[i] > array->shape[axis])
            return rvl_fail(&view->call, RAVEL_INVALID_SHAPE, -1, axis,
                            "axis %i: a window of %l elements is outside of [1, %l]", axis, windows[i],
                            array->shape[axis]);
        array->shape[axis] -= windows[i] - 1;
        array->shape[array->ndim + i] = windows[i];
        array->strides[array->ndim + i] = array->strides[axis];
    }
    array->ndim += chosen.n;
    array->flags &= ~RAVEL_WRITEABLE;
    return RAVEL_OK;
}

ravel_status ravel_array_sliding_window(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                        const int32_t *axes, const int64_t *windows, ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_sliding_window", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, sliding_window(&view, n_axes, axes, windows), out);
}
