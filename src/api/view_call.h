/* view_call.h: what every function that makes a view begins and ends with.
 *
 * A view's descriptor is changed in place between the two. It needs no new proof of its bounds: what it can reach is a
 * part of what the array reaches, which was proved when that was made. Where nothing is ever reached, in empty arrays
 * and along axes of length 1, strides may be anything, so arithmetic on strides is checked, and empty arrays do not
 * move. */
#ifndef RVL_API_VIEW_CALL_H
#define RVL_API_VIEW_CALL_H

#include "core/call.h"
#include "core/descriptor.h"
#include "core/dtype_table.h"
#include "core/index.h"
#include <ravel/view.h>

typedef struct rvl_view {
    rvl_call call;
    rvl_descriptor array;
} rvl_view;

/* Enters the context and reads the array. RAVEL_OK must be followed by rvl_view_end. */
ravel_status rvl_view_begin(rvl_view *view, ravel_context *context, const char *function, const ravel_array *array,
                            ravel_array **out);
/* Makes a handle of the view if status is RAVEL_OK; leaves the context. */
ravel_status rvl_view_end(rvl_view *view, ravel_status status, ravel_array **out);

/* Moves element [0, …, 0] by `steps` steps of a stride to another element, which must be one if any is. */
void rvl_view_move(rvl_view *view, int64_t stride, int64_t steps);
/* stride times factor; 0 where that overflows, which only a stride that no element lies at can do. */
int64_t rvl_stride_times(int64_t stride, int64_t factor);
/* Removes the axes of a set. */
void rvl_view_drop_axes(rvl_view *view, const bool axes[RAVEL_MAX_NDIM]);
/* Fails with RAVEL_NULL_ARGUMENT if there should be n entries and there is no list. */
ravel_status rvl_view_list_check(rvl_view *view, int32_t n, const int64_t *list, const char *name);

#endif
