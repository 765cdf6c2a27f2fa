/* view.c: views that choose, order, drop and add axes: slice, index, permute, flip, squeeze, expand_dims. */
#include "view_call.h"

/* Resolves a start or stop: open, or in [-length, highest]. */
static ravel_status read_bound(rvl_view *view, const char *name, int32_t axis, int64_t bound, int64_t open,
                               int64_t highest, int64_t *result)
{
    int64_t length = view->array.shape[axis];
    if (bound == RAVEL_SLICE_OPEN) {
        *result = open;
        return RAVEL_OK;
    }
    if (bound < -length || bound > highest)
        return rvl_fail(&view->call, RAVEL_INVALID_INDEX, -1, axis, "axis %i: %s = %l is outside of [%l, %l]", axis,
                        name, bound, -length, highest);
    *result = bound < 0 ? bound + length : bound;
    return RAVEL_OK;
}

/* The first element of a slice, and how many there are. */
static ravel_status read_slice(rvl_view *view, int32_t axis, int64_t start, int64_t stop, int64_t step, int64_t *first,
                               int64_t *count)
{
    if (step == 0 || step == INT64_MIN)
        return rvl_fail(&view->call, RAVEL_INVALID_ARGUMENT, -1, axis, "axis %i: a step of %l is not possible", axis,
                        step);
    int64_t length = view->array.shape[axis], end;
    bool forward = step > 0;
    ravel_status status =
        read_bound(view, "start", axis, start, forward ? 0 : length - 1, forward ? length : length - 1, first);
    if (status == RAVEL_OK)
        status = read_bound(view, "stop", axis, stop, forward ? length : -1, length, &end);
    if (status != RAVEL_OK)
        return status;
    int64_t distance = forward ? end - *first : *first - end;
    *count = distance > 0 ? (distance - 1) / (forward ? step : -step) + 1 : 0;
    return RAVEL_OK;
}

static ravel_status slice(rvl_view *view, int32_t n_axes, const int32_t *axes, const int64_t *starts,
                          const int64_t *stops, const int64_t *steps)
{
    rvl_descriptor *array = &view->array;
    rvl_axes chosen;
    ravel_status status = rvl_axes_read(&view->call, array->ndim, n_axes, axes, true, &chosen);
    if (status == RAVEL_OK)
        status = rvl_view_list_check(view, chosen.n, starts, "starts");
    if (status == RAVEL_OK)
        status = rvl_view_list_check(view, chosen.n, stops, "stops");
    for (int32_t i = 0; status == RAVEL_OK && i < chosen.n; i++) {
        int32_t axis = chosen.list[i];
        int64_t step = steps == NULL ? 1 : steps[i], first = 0, count = 0;
        status = read_slice(view, axis, starts[i], stops[i], step, &first, &count);
        if (status != RAVEL_OK)
            break;
        if (count > 0)
            rvl_view_move(view, array->strides[axis], first);
        array->shape[axis] = count;
        array->strides[axis] = rvl_stride_times(array->strides[axis], step);
    }
    return status;
}

ravel_status ravel_array_slice(ravel_context *context, const ravel_array *array, int32_t n_axes, const int32_t *axes,
                               const int64_t *starts, const int64_t *stops, const int64_t *steps, ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_slice", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, slice(&view, n_axes, axes, starts, stops, steps), out);
}

static ravel_status fix_axes(rvl_view *view, int32_t n_axes, const int32_t *axes, const int64_t *indices)
{
    rvl_descriptor *array = &view->array;
    rvl_axes chosen;
    ravel_status status = rvl_axes_read(&view->call, array->ndim, n_axes, axes, true, &chosen);
    if (status == RAVEL_OK)
        status = rvl_view_list_check(view, chosen.n, indices, "indices");
    if (status != RAVEL_OK)
        return status;
    for (int32_t i = 0; i < chosen.n; i++) {
        int32_t axis = chosen.list[i];
        int64_t length = array->shape[axis], index;
        if (length == 0)
            return rvl_fail(&view->call, RAVEL_INVALID_INDEX, -1, axis, "axis %i: index %l into an axis of length 0",
                            axis, indices[i]);
        if (!rvl_index_read(length, indices[i], &index))
            return rvl_fail(&view->call, RAVEL_INVALID_INDEX, -1, axis, "axis %i: index %l is outside of [%l, %l]",
                            axis, indices[i], -length, length - 1);
        rvl_view_move(view, array->strides[axis], index);
    }
    rvl_view_drop_axes(view, chosen.contains);
    return RAVEL_OK;
}

ravel_status ravel_array_index(ravel_context *context, const ravel_array *array, int32_t n_axes, const int32_t *axes,
                               const int64_t *indices, ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_index", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, fix_axes(&view, n_axes, axes, indices), out);
}

static ravel_status permute(rvl_view *view, int32_t n_axes, const int32_t *axes)
{
    rvl_descriptor *array = &view->array;
    if (axes != NULL && n_axes >= 0 && n_axes != array->ndim)
        return rvl_fail(&view->call, RAVEL_INVALID_NDIM, -1, -1, "%i axes are named, but the array has %i", n_axes,
                        array->ndim);
    rvl_axes chosen;
    ravel_status status = rvl_axes_read(&view->call, array->ndim, n_axes, axes, true, &chosen);
    if (status != RAVEL_OK)
        return status;
    int64_t shape[RAVEL_MAX_NDIM], strides[RAVEL_MAX_NDIM];
    for (int32_t i = 0; i < array->ndim; i++) {
        int32_t axis = axes == NULL ? array->ndim - 1 - i : chosen.list[i];
        shape[i] = array->shape[axis];
        strides[i] = array->strides[axis];
    }
    for (int32_t i = 0; i < array->ndim; i++) {
        array->shape[i] = shape[i];
        array->strides[i] = strides[i];
    }
    return RAVEL_OK;
}

ravel_status ravel_array_permute(ravel_context *context, const ravel_array *array, int32_t n_axes, const int32_t *axes,
                                 ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_permute", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, permute(&view, n_axes, axes), out);
}

static ravel_status flip(rvl_view *view, int32_t n_axes, const int32_t *axes)
{
    rvl_descriptor *array = &view->array;
    rvl_axes chosen;
    ravel_status status = rvl_axes_read(&view->call, array->ndim, n_axes, axes, true, &chosen);
    if (status != RAVEL_OK)
        return status;
    for (int32_t i = 0; i < chosen.n; i++) {
        int32_t axis = chosen.list[i];
        rvl_view_move(view, array->strides[axis], array->shape[axis] - 1);
        array->strides[axis] = rvl_stride_times(array->strides[axis], -1);
    }
    return RAVEL_OK;
}

ravel_status ravel_array_flip(ravel_context *context, const ravel_array *array, int32_t n_axes, const int32_t *axes,
                              ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_flip", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, flip(&view, n_axes, axes), out);
}

static ravel_status squeeze(rvl_view *view, int32_t n_axes, const int32_t *axes)
{
    rvl_descriptor *array = &view->array;
    rvl_axes chosen;
    ravel_status status = rvl_axes_read(&view->call, array->ndim, n_axes, axes, true, &chosen);
    if (status != RAVEL_OK)
        return status;
    for (int32_t i = 0; i < chosen.n; i++) {
        int32_t axis = chosen.list[i];
        if (axes == NULL)
            chosen.contains[axis] = array->shape[axis] == 1;
        else if (array->shape[axis] != 1)
            return rvl_fail(&view->call, RAVEL_SHAPE_MISMATCH, -1, axis,
                            "axis %i has length %l; only axes of length 1 can be dropped", axis, array->shape[axis]);
    }
    rvl_view_drop_axes(view, chosen.contains);
    return RAVEL_OK;
}

ravel_status ravel_array_squeeze(ravel_context *context, const ravel_array *array, int32_t n_axes, const int32_t *axes,
                                 ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_squeeze", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, squeeze(&view, n_axes, axes), out);
}

static ravel_status expand_dims(rvl_view *view, int32_t n_axes, const int32_t *axes)
{
    rvl_descriptor *array = &view->array;
    if (n_axes > RAVEL_MAX_NDIM - array->ndim)
        return rvl_fail(&view->call, RAVEL_INVALID_NDIM, -1, -1,
                        "%i axes and %i new ones are more than %i, the most there can be", array->ndim, n_axes,
                        RAVEL_MAX_NDIM);
    rvl_axes chosen;
    int32_t ndim = n_axes > 0 ? array->ndim + n_axes : array->ndim;
    ravel_status status = rvl_axes_read(&view->call, ndim, n_axes, axes, false, &chosen);
    if (status != RAVEL_OK)
        return status;
    /* From the last axis down, so that none is overwritten before it has moved. */
    int32_t source = array->ndim - 1;
    for (int32_t axis = ndim - 1; axis >= 0; axis--) {
        array->shape[axis] = chosen.contains[axis] ? 1 : array->shape[source];
        array->strides[axis] = chosen.contains[axis] ? 0 : array->strides[source];
        source -= !chosen.contains[axis];
    }
    array->ndim = ndim;
    return RAVEL_OK;
}

ravel_status ravel_array_expand_dims(ravel_context *context, const ravel_array *array, int32_t n_axes,
                                     const int32_t *axes, ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_expand_dims", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, expand_dims(&view, n_axes, axes), out);
}
