/* reduce.c: ravel_reduce, what its output must be, and what scratch it takes. */
#include "fold_call.h"

/* Reads the arrays, and takes the short way, if `done` asks for it, or checks the call for the general one. In a frame
 * of its own, which is gone when the call runs. */
static __attribute__((noinline)) ravel_status check(rvl_call *call, const rvl_kernel_use *use,
                                                    const rvl_reduce_request *request, rvl_reduce_checked *checked,
                                                    bool *done)
{
    rvl_descriptor in, out;
    ravel_status status = rvl_descriptor_read(call, request->in, "input", RVL_FOLD_INPUT, &in);
    if (status == RAVEL_OK)
        status = rvl_descriptor_read(call, request->out, "output", RVL_FOLD_OUTPUT, &out);
    if (status != RAVEL_OK)
        return status;
    if (done) {
        *done = rvl_reduce_short(call, use, request, &in, &out);
        if (*done)
            return RAVEL_OK;
    }
    return rvl_reduce_check(call, use, request, &in, &out, checked);
}

ravel_status rvl_reduce_call(const char *function, ravel_context *context, const ravel_kernel *kernel,
                             const rvl_reduce_request *request)
{
    rvl_call call;
    rvl_kernel_use use;
    rvl_reduce_checked checked;
    bool done = false;
    ravel_status status = rvl_kernel_enter(&call, &use, function, context, kernel);
    if (status != RAVEL_OK)
        return status;
    status = check(&call, &use, request, &checked, &done);
    if (status == RAVEL_OK && !done)
        status = rvl_reduce_call_run(&call, &checked);
    return rvl_kernel_leave(&call, &use, status);
}

ravel_status ravel_reduce(ravel_context *context, const ravel_kernel *kernel, const ravel_array *in, int32_t n_axes,
                          const int32_t *axes, const ravel_array *where, const ravel_array *initial, uint64_t options,
                          ravel_array *out)
{
    const rvl_reduce_request request = {in, n_axes, axes, where, initial, 0, options, out, NULL, NULL};
    return rvl_reduce_call("ravel_reduce", context, kernel, &request);
}

static ravel_status check_lists(rvl_call *call, const int32_t *dtype, const int32_t *ndim)
{
    if (!dtype || !ndim)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "%s is NULL", !dtype ? "dtype" : "ndim");
    return RAVEL_OK;
}

ravel_status rvl_tell_shape(rvl_call *call, int32_t n, const int64_t *lengths, int32_t max_ndim, int32_t *ndim,
                            int64_t *shape)
{
    if (!shape && n > 0)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "shape is NULL");
    if (max_ndim < n)
        return rvl_fail(call, RAVEL_BUFFER_TOO_SMALL, -1, -1,
                        "shape has room for max_ndim = %i lengths, the result has %i", max_ndim, n);
    *ndim = n;
    for (int32_t axis = 0; axis < n; axis++)
        shape[axis] = lengths[axis];
    return RAVEL_OK;
}

ravel_status ravel_reduce_outputs(ravel_context *context, const ravel_kernel *kernel, const ravel_array *in,
                                  int32_t n_axes, const int32_t *axes, const ravel_array *where,
                                  const ravel_array *initial, uint64_t options, int32_t *dtype, int32_t max_ndim,
                                  int32_t *ndim, int64_t *shape)
{
    const rvl_reduce_request request = {in, n_axes, axes, where, initial, 0, options, NULL, NULL, NULL};
    rvl_call call;
    rvl_kernel_use use;
    int32_t result_dtype, result_ndim;
    int64_t lengths[RAVEL_MAX_NDIM];
    ravel_status status = rvl_kernel_enter(&call, &use, "ravel_reduce_outputs", context, kernel);
    if (status != RAVEL_OK)
        return status;
    status = check_lists(&call, dtype, ndim);
    if (status == RAVEL_OK)
        status = rvl_reduce_outputs(&call, &use, &request, &result_dtype, &result_ndim, lengths);
    if (status == RAVEL_OK)
        status = rvl_tell_shape(&call, result_ndim, lengths, max_ndim, ndim, shape);
    if (status == RAVEL_OK)
        *dtype = result_dtype;
    return rvl_kernel_leave(&call, &use, status);
}

ravel_status ravel_reduce_scratch(ravel_context *context, const ravel_kernel *kernel, const ravel_array *in,
                                  int32_t n_axes, const int32_t *axes, const ravel_array *where,
                                  const ravel_array *initial, uint64_t options, ravel_array *out, size_t *nbytes)
{
    const rvl_reduce_request request = {in,  n_axes, axes, where, initial, 0, options & ~RAVEL_OPTION_NO_SCRATCH,
                                        out, NULL,   NULL};
    rvl_call call;
    rvl_kernel_use use;
    rvl_reduce_checked checked;
    ravel_status status = rvl_kernel_enter(&call, &use, "ravel_reduce_scratch", context, kernel);
    if (status != RAVEL_OK)
        return status;
    status = check(&call, &use, &request, &checked, NULL);
    if (status == RAVEL_OK && !nbytes)
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "nbytes is NULL");
    if (status == RAVEL_OK)
        *nbytes = rvl_reduce_call_scratch(&call, &checked);
    return rvl_kernel_leave(&call, &use, status);
}
