/* index.h: axes and shapes as callers give them, checked and normalised. */
#ifndef RVL_CORE_INDEX_H
#define RVL_CORE_INDEX_H

#include "call.h"
#include <ravel/array.h>
#include <stdbool.h>

/* A list of axes, each in [0, ndim), none twice. */
typedef struct rvl_axes {
    int32_t n;
    int32_t list[RAVEL_MAX_NDIM];  /* in the order in which they were named; all: ascending */
    bool contains[RAVEL_MAX_NDIM]; /* the same as a set */
} rvl_axes;

/* Reads one axis: negative ones count from the end. RAVEL_INVALID_AXIS; the message names the axis and its range. */
ravel_status rvl_axis_read(rvl_call *call, int32_t ndim, int32_t axis, int32_t *result);
/* Reads a list of axes. NULL with n_axes 0 means all axes where null_means_all, else it is RAVEL_NULL_ARGUMENT.
 * RAVEL_INVALID_ARGUMENT (n_axes < 0; or n_axes > 0 with NULL, where that means all), RAVEL_INVALID_AXIS,
 * RAVEL_DUPLICATE_AXIS. */
ravel_status rvl_axes_read(rvl_call *call, int32_t ndim, int32_t n_axes, const int32_t *axes, bool null_means_all,
                           rvl_axes *result);

/* Reads an index of an axis of this length: in [-length, length), negative ones count from the end. False if it is not
 * in range. */
bool rvl_index_read(int64_t length, int64_t index, int64_t *result);

/* Checks ndim (RAVEL_INVALID_NDIM), the pointer (RAVEL_NULL_ARGUMENT) and the lengths (RAVEL_INVALID_SHAPE) of a shape
 * that a caller gives. */
ravel_status rvl_shape_check(rvl_call *call, int32_t ndim, const int64_t *shape);
/* Multiplies the lengths; false if elements of itemsize bytes would be more than INT64_MAX bytes, zero lengths counted
 * as 1. *size is right for empty shapes too. The lengths are not negative. */
bool rvl_shape_size(int32_t ndim, const int64_t *shape, int64_t itemsize, int64_t *size);

#endif
