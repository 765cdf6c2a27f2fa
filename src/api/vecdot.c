/* vecdot.c: ravel_vecdot, what its output must be, and what scratch it takes. */
#include <ravel/statistics.h>

#include "fold_call.h"
#include "run/vecdot.h"

ravel_status ravel_vecdot(ravel_context *context, const ravel_array *x1, const ravel_array *x2, int32_t n_axes,
                          const int32_t *axes, uint64_t options, ravel_array *out)
{
    const rvl_vecdot_request request = {x1, x2, n_axes, axes, options, out};
    rvl_call call;
    const ravel_status status = rvl_call_enter(&call, context, "ravel_vecdot");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, rvl_vecdot(&call, &request));
}

ravel_status ravel_vecdot_scratch(ravel_context *context, const ravel_array *x1, const ravel_array *x2, int32_t n_axes,
                                  const int32_t *axes, uint64_t options, ravel_array *out, size_t *nbytes)
{
    const rvl_vecdot_request request = {x1, x2, n_axes, axes, options & ~RAVEL_OPTION_NO_SCRATCH, out};
    rvl_call call;
    size_t needed = 0;
    ravel_status status = rvl_call_enter(&call, context, "ravel_vecdot_scratch");
    if (status != RAVEL_OK)
        return status;
    status = rvl_vecdot_scratch(&call, &request, &needed);
    if (status == RAVEL_OK && !nbytes)
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "nbytes is NULL");
    if (status == RAVEL_OK)
        *nbytes = needed;
    return rvl_call_leave(&call, status);
}

ravel_status ravel_vecdot_outputs(ravel_context *context, const ravel_array *x1, const ravel_array *x2, int32_t n_axes,
                                  const int32_t *axes, uint64_t options, int32_t *dtype, int32_t max_ndim,
                                  int32_t *ndim, int64_t *shape)
{
    const rvl_vecdot_request request = {x1, x2, n_axes, axes, options, NULL};
    rvl_call call;
    int32_t result_dtype, result_ndim;
    int64_t lengths[RAVEL_MAX_NDIM];
    ravel_status status = rvl_call_enter(&call, context, "ravel_vecdot_outputs");
    if (status != RAVEL_OK)
        return status;
    if (!dtype || !ndim)
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "%s is NULL", !dtype ? "dtype" : "ndim");
    if (status == RAVEL_OK)
        status = rvl_vecdot_outputs(&call, &request, &result_dtype, &result_ndim, lengths);
    if (status == RAVEL_OK)
        status = rvl_tell_shape(&call, result_ndim, lengths, max_ndim, ndim, shape);
    if (status == RAVEL_OK)
        *dtype = result_dtype;
    return rvl_call_leave(&call, status);
}
