/* view_shape.c: views of another shape: reshape and broadcast_to. */
#include "view_call.h"

/* Replaces a length of -1 by what makes up the number of elements. */
static ravel_status complete_shape(rvl_view *view, int32_t ndim, const int64_t *given, int64_t *shape)
{
    int64_t size = rvl_descriptor_size(&view->array), known = 1;
    int32_t open = -1;
    bool too_large = false;
    for (int32_t axis = 0; axis < ndim; axis++) {
        shape[axis] = given[axis];
        if (given[axis] == -1 && open < 0)
            open = axis;
        else if (given[axis] < 0)
            return rvl_fail(&view->call, RAVEL_INVALID_SHAPE, -1, axis,
                            "shape[%i] is %l; a length must not be negative, but one may be -1", axis, given[axis]);
    }
    if (open >= 0)
        shape[open] = 1;
    too_large = !rvl_shape_size(ndim, shape, 1, &known);
    if (open >= 0 && !too_large && known > 0 && size % known == 0)
        shape[open] = size / known;
    else if (open >= 0)
        return rvl_fail(&view->call, RAVEL_SHAPE_MISMATCH, -1, open,
                        "no length for the -1 in %S makes up %l elements, as the array of shape %S has", ndim, given,
                        size, view->array.ndim, view->array.shape);
    else if (size > 0 ? too_large || known != size : !too_large && known != 0)
        return rvl_fail(&view->call, RAVEL_SHAPE_MISMATCH, -1, -1,
                        "shape %S has not the %l elements that the array of shape %S has", ndim, given, size,
                        view->array.ndim, view->array.shape);
    return RAVEL_OK;
}

/* C-order strides of a shape that has no elements; zero lengths count as 1. Overflow is caught when the view ends. */
static void contiguous_strides(int32_t ndim, const int64_t *shape, int64_t itemsize, int64_t *strides)
{
    int64_t stride = itemsize;
    for (int32_t axis = ndim - 1; axis >= 0; axis--) {
        strides[axis] = stride;
        stride = rvl_stride_times(stride, shape[axis] > 0 ? shape[axis] : 1);
    }
}

/* A run: neighbouring axes that together step evenly through memory, as one axis would. */
typedef struct run {
    int64_t length, stride;
} run;

/* Takes the longest run off the end of the first *ndim axes; length 1 if no axis is left. */
static run take_run(const rvl_descriptor *array, int32_t *ndim)
{
    run taken = {1, 0};
    for (; *ndim > 0; --*ndim) {
        int64_t length = array->shape[*ndim - 1], stride = array->strides[*ndim - 1], whole;
        if (length == 1)
            continue;
        if (taken.length == 1)
            taken = (run){length, stride};
        else if (!__builtin_mul_overflow(taken.stride, taken.length, &whole) && whole == stride)
            taken.length *= length;
        else
            break;
    }
    return taken;
}

/* C-order strides that give a non-empty array another shape. Every new axis must lie within one run: where a run ends
 * the step changes, so no single stride can go past it. False if one does not. */
static bool split_runs(const rvl_descriptor *array, int32_t ndim, const int64_t *shape, int64_t *strides)
{
    int32_t left = array->ndim;
    run rest = take_run(array, &left);
    for (int32_t axis = ndim - 1; axis >= 0; axis--) {
        if (rest.length == 1 && shape[axis] != 1)
            rest = take_run(array, &left);
        if (rest.length % shape[axis] != 0)
            return false;
        strides[axis] = rest.stride;
        rest.length /= shape[axis];
        rest.stride = rvl_stride_times(rest.stride, shape[axis]);
    }
    return true;
}

static void reverse(int32_t n, int64_t *list)
{
    for (int32_t i = 0; i < n / 2; i++) {
        int64_t other = list[n - 1 - i];
        list[n - 1 - i] = list[i];
        list[i] = other;
    }
}

static ravel_status reshape(rvl_view *view, int32_t ndim, const int64_t *given, uint64_t flags)
{
    rvl_descriptor *array = &view->array;
    if ((flags & ~RAVEL_ORDER_F) != 0)
        return rvl_fail(&view->call, RAVEL_UNKNOWN_FLAG, -1, -1, "flags has bits other than RAVEL_ORDER_F");
    if (ndim < 0 || ndim > RAVEL_MAX_NDIM)
        return rvl_fail(&view->call, RAVEL_INVALID_NDIM, -1, -1, "ndim is %i; it must be in [0, %i]", ndim,
                        RAVEL_MAX_NDIM);
    int64_t shape[RAVEL_MAX_NDIM], strides[RAVEL_MAX_NDIM];
    if (ndim > 0 && given == NULL)
        return rvl_fail(&view->call, RAVEL_NULL_ARGUMENT, -1, -1, "shape is NULL, but ndim is %i", ndim);
    ravel_status status = complete_shape(view, ndim, given, shape);
    if (status != RAVEL_OK)
        return status;
    /* F order is C order with all axes the other way round. */
    bool is_reversed = flags == RAVEL_ORDER_F, is_possible = true;
    if (is_reversed) {
        reverse(array->ndim, array->shape);
        reverse(array->ndim, array->strides);
        reverse(ndim, shape);
    }
    if (rvl_descriptor_size(array) == 0)
        contiguous_strides(ndim, shape, rvl_dtypes[array->dtype].itemsize, strides);
    else
        is_possible = split_runs(array, ndim, shape, strides);
    if (is_reversed) {
        reverse(ndim, shape);
        reverse(ndim, strides);
        reverse(array->ndim, array->shape);
        reverse(array->ndim, array->strides);
    }
    if (!is_possible)
        return rvl_fail(&view->call, RAVEL_NEEDS_COPY, 0, -1,
                        "no strides give the array of shape %S and strides %S the shape %S; copy it first", array->ndim,
                        array->shape, array->ndim, array->strides, ndim, shape);
    array->ndim = ndim;
    for (int32_t axis = 0; axis < ndim; axis++) {
        array->shape[axis] = shape[axis];
        array->strides[axis] = strides[axis];
    }
    return RAVEL_OK;
}

ravel_status ravel_array_reshape(ravel_context *context, const ravel_array *array, int32_t ndim, const int64_t *shape,
                                 uint64_t flags, ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_reshape", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, reshape(&view, ndim, shape, flags), out);
}

static ravel_status broadcast_to(rvl_view *view, int32_t ndim, const int64_t *shape)
{
    rvl_descriptor *array = &view->array;
    ravel_status status = rvl_shape_check(&view->call, ndim, shape);
    if (status != RAVEL_OK)
        return status;
    int32_t n_new = ndim - array->ndim;
    if (n_new < 0)
        return rvl_fail(&view->call, RAVEL_SHAPE_MISMATCH, -1, -1, "shape %S has fewer axes than the array's %S", ndim,
                        shape, array->ndim, array->shape);
    /* From the last axis down, so that none is overwritten before it has moved. */
    for (int32_t axis = ndim - 1; axis >= 0; axis--) {
        int64_t length = axis < n_new ? 1 : array->shape[axis - n_new];
        if (length != shape[axis] && length != 1)
            return rvl_fail(&view->call, RAVEL_SHAPE_MISMATCH, -1, axis - n_new,
                            "axis %i of the array has length %l; it cannot become %l, only a length of 1 can be "
                            "repeated",
                            axis - n_new, length, shape[axis]);
        array->strides[axis] = axis < n_new || length != shape[axis] ? 0 : array->strides[axis - n_new];
        array->shape[axis] = shape[axis];
    }
    array->ndim = ndim;
    array->flags &= ~RAVEL_WRITEABLE;
    return RAVEL_OK;
}

ravel_status ravel_array_broadcast_to(ravel_context *context, const ravel_array *array, int32_t ndim,
                                      const int64_t *shape, ravel_array **out)
{
    rvl_view view;
    ravel_status status = rvl_view_begin(&view, context, "ravel_array_broadcast_to", array, out);
    if (status != RAVEL_OK)
        return status;
    return rvl_view_end(&view, broadcast_to(&view, ndim, shape), out);
}
