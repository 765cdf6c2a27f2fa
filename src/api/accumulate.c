/* accumulate.c: ravel_accumulate, what its output must be, and what scratch it takes. */
#include "fold_call.h"

ravel_status rvl_accumulate_call(const char *function, ravel_context *context, const ravel_kernel *kernel,
                                 const rvl_accumulate_request *request)
{
    rvl_call call;
    rvl_kernel_use use;
    rvl_accumulate_job job;
    ravel_status status = rvl_kernel_enter(&call, &use, function, context, kernel);
    if (status != RAVEL_OK)
        return status;
    status = rvl_accumulate_check(&call, &use, request, &job);
    if (status == RAVEL_OK)
        status = rvl_accumulate_run(&call, &job);
    return rvl_kernel_leave(&call, &use, status);
}

ravel_status ravel_accumulate(ravel_context *context, const ravel_kernel *kernel, const ravel_array *in, int32_t axis,
                              uint64_t options, ravel_array *out)
{
    const rvl_accumulate_request request = {in, axis, options, out};
    return rvl_accumulate_call("ravel_accumulate", context, kernel, &request);
}

ravel_status ravel_accumulate_outputs(ravel_context *context, const ravel_kernel *kernel, const ravel_array *in,
                                      int32_t axis, uint64_t options, int32_t *dtype, int32_t max_ndim, int32_t *ndim,
                                      int64_t *shape)
{
    const rvl_accumulate_request request = {in, axis, options, NULL};
    rvl_call call;
    rvl_kernel_use use;
    int32_t result_dtype, result_ndim;
    int64_t lengths[RAVEL_MAX_NDIM];
    ravel_status status = rvl_kernel_enter(&call, &use, "ravel_accumulate_outputs", context, kernel);
    if (status != RAVEL_OK)
        return status;
    if (!dtype || !ndim)
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "%s is NULL", !dtype ? "dtype" : "ndim");
    if (status == RAVEL_OK)
        status = rvl_accumulate_outputs(&call, &use, &request, &result_dtype, &result_ndim, lengths);
    if (status == RAVEL_OK)
        status = rvl_tell_shape(&call, result_ndim, lengths, max_ndim, ndim, shape);
    if (status == RAVEL_OK)
        *dtype = result_dtype;
    return rvl_kernel_leave(&call, &use, status);
}

ravel_status ravel_accumulate_scratch(ravel_context *context, const ravel_kernel *kernel, const ravel_array *in,
                                      int32_t axis, uint64_t options, ravel_array *out, size_t *nbytes)
{
    const rvl_accumulate_request request = {in, axis, options & ~RAVEL_OPTION_NO_SCRATCH, out};
    rvl_call call;
    rvl_kernel_use use;
    rvl_accumulate_job job;
    ravel_status status = rvl_kernel_enter(&call, &use, "ravel_accumulate_scratch", context, kernel);
    if (status != RAVEL_OK)
        return status;
    status = rvl_accumulate_check(&call, &use, &request, &job);
    if (status == RAVEL_OK && !nbytes)
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "nbytes is NULL");
    if (status == RAVEL_OK)
        *nbytes = rvl_accumulate_scratch(&job);
    return rvl_kernel_leave(&call, &use, status);
}
