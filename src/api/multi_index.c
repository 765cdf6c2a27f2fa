/* multi_index.c: from indices to flat positions, and back. */
#include "core/call.h"
#include "core/index.h"
#include <ravel/view.h>

/* Checks what both ways have in common; gives the number of elements. */
static ravel_status check(rvl_call *call, int32_t ndim, const int64_t *shape, const int64_t *index, const int64_t *flat,
                          uint64_t flags, int64_t *size)
{
    ravel_status status = rvl_shape_check(call, ndim, shape);
    if (status != RAVEL_OK)
        return status;
    if ((flags & ~RAVEL_ORDER_F) != 0)
        return rvl_fail(call, RAVEL_UNKNOWN_FLAG, -1, -1, "flags has bits other than RAVEL_ORDER_F");
    if (index == NULL && ndim > 0)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "index is NULL, but ndim is %i", ndim);
    if (flat == NULL)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "flat is NULL");
    if (!rvl_shape_size(ndim, shape, 1, size))
        return rvl_fail(call, RAVEL_SIZE_OVERFLOW, -1, -1, "shape %S has more than 2**63 - 1 elements", ndim, shape);
    return RAVEL_OK;
}

/* The axis that runs i-th fastest. */
static int32_t axis_by_speed(int32_t i, int32_t ndim, uint64_t flags)
{
    return flags == RAVEL_ORDER_F ? i : ndim - 1 - i;
}

static ravel_status to_flat(rvl_call *call, int32_t ndim, const int64_t *shape, const int64_t *index, uint64_t flags,
                            int64_t *flat)
{
    int64_t size, position = 0, step = 1;
    ravel_status status = check(call, ndim, shape, index, flat, flags, &size);
    if (status != RAVEL_OK)
        return status;
    for (int32_t axis = 0; axis < ndim; axis++)
        if (index[axis] < 0 || index[axis] >= shape[axis])
            return rvl_fail(call, RAVEL_INVALID_INDEX, -1, axis, "axis %i: index %l is outside of [0, %l)", axis,
                            index[axis], shape[axis]);
    for (int32_t i = 0; i < ndim; i++) {
        int32_t axis = axis_by_speed(i, ndim, flags);
        position += index[axis] * step;
        step *= shape[axis];
    }
    *flat = position;
    return RAVEL_OK;
}

ravel_status ravel_multi_index(ravel_context *context, int32_t ndim, const int64_t *shape, const int64_t *index,
                               uint64_t flags, int64_t *flat)
{
    rvl_call call;
    ravel_status status = rvl_call_enter(&call, context, "ravel_multi_index");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, to_flat(&call, ndim, shape, index, flags, flat));
}

static ravel_status from_flat(rvl_call *call, int32_t ndim, const int64_t *shape, int64_t flat, uint64_t flags,
                              int64_t *index)
{
    int64_t size;
    ravel_status status = check(call, ndim, shape, index, &flat, flags, &size);
    if (status != RAVEL_OK)
        return status;
    if (flat < 0 || flat >= size)
        return rvl_fail(call, RAVEL_INVALID_INDEX, -1, -1, "flat position %l is outside of [0, %l), shape %S", flat,
                        size, ndim, shape);
    for (int32_t i = 0; i < ndim; i++) {
        int32_t axis = axis_by_speed(i, ndim, flags);
        index[axis] = flat % shape[axis];
        flat /= shape[axis];
    }
    return RAVEL_OK;
}

ravel_status ravel_unravel_index(ravel_context *context, int32_t ndim, const int64_t *shape, int64_t flat,
                                 uint64_t flags, int64_t *index)
{
    rvl_call call;
    ravel_status status = rvl_call_enter(&call, context, "ravel_unravel_index");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, from_flat(&call, ndim, shape, flat, flags, index));
}
