/* apply.c: ravel_apply, what its outputs must be, and what scratch it takes. */
#include "apply_call.h"
#include "run/at_once.h"

/* A function of its own: a call that goes the short way does not pay for its stack. */
static __attribute__((noinline)) ravel_status apply_in_general(rvl_call *call, const rvl_kernel_use *use,
                                                               const rvl_apply_request *request)
{
    rvl_apply apply;
    ravel_status status = rvl_apply_check_inputs(call, use, request, &apply);
    if (status == RAVEL_OK)
        status = rvl_apply_check_outputs(call, request, &apply);
    return status == RAVEL_OK ? rvl_apply_run(call, &apply) : status;
}

ravel_status rvl_apply_call(const char *function, ravel_context *context, const ravel_kernel *kernel,
                            const rvl_apply_request *request)
{
    rvl_call call;
    rvl_kernel_use use;
    ravel_status status = rvl_call_enter(&call, context, function);
    if (status != RAVEL_OK)
        return status;
    if (rvl_apply_again(&call, kernel, request))
        return rvl_call_leave(&call, RAVEL_OK);
    status = rvl_kernel_acquire(&call, kernel, &use);
    if (status != RAVEL_OK)
        return rvl_call_leave(&call, status);
    if (!rvl_apply_at_once(&call, kernel, &use, request))
        status = apply_in_general(&call, &use, request);
    return rvl_kernel_leave(&call, &use, status);
}

ravel_status ravel_apply(ravel_context *context, const ravel_kernel *kernel, int32_t n_in, const ravel_array *const *in,
                         const ravel_array *where, uint64_t options, int32_t n_out, ravel_array *const *out)
{
    const rvl_apply_request request = {n_in, in, where, options, n_out, out};
    return rvl_apply_call("ravel_apply", context, kernel, &request);
}

/* Copies what a call's outputs must be to the caller's lists. */
static ravel_status tell_outputs(rvl_call *call, const rvl_apply *apply, int32_t *dtypes, int32_t max_ndim,
                                 int32_t *ndim, int64_t *shape)
{
    const rvl_nest *nest = &apply->run.nest;
    if (!dtypes || !ndim || (!shape && nest->ndim > 0))
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "%s is NULL", !dtypes ? "dtypes" : !ndim ? "ndim" : "shape");
    if (max_ndim < nest->ndim)
        return rvl_fail(call, RAVEL_BUFFER_TOO_SMALL, -1, -1,
                        "shape has room for max_ndim = %i lengths, the result has %i", max_ndim, nest->ndim);
    for (int32_t i = 0; i < apply->loop.n_out; i++)
        dtypes[i] = apply->loop.dtypes[apply->loop.n_in + i];
    *ndim = nest->ndim;
    for (int32_t i = 0; i < nest->ndim; i++)
        shape[i] = nest->shape[nest->ndim - 1 - i];
    return RAVEL_OK;
}

ravel_status ravel_apply_outputs(ravel_context *context, const ravel_kernel *kernel, int32_t n_in,
                                 const ravel_array *const *in, const ravel_array *where, uint64_t options,
                                 int32_t n_out, int32_t *dtypes, int32_t max_ndim, int32_t *ndim, int64_t *shape)
{
    const rvl_apply_request request = {n_in, in, where, options, n_out, NULL};
    rvl_call call;
    rvl_kernel_use use;
    rvl_apply apply;
    ravel_status status = rvl_kernel_enter(&call, &use, "ravel_apply_outputs", context, kernel);
    if (status != RAVEL_OK)
        return status;
    status = rvl_apply_check_inputs(&call, &use, &request, &apply);
    if (status == RAVEL_OK)
        status = rvl_apply_check_mask(&call, &request, &apply);
    if (status == RAVEL_OK)
        status = tell_outputs(&call, &apply, dtypes, max_ndim, ndim, shape);
    return rvl_kernel_leave(&call, &use, status);
}

ravel_status ravel_apply_scratch(ravel_context *context, const ravel_kernel *kernel, int32_t n_in,
                                 const ravel_array *const *in, const ravel_array *where, uint64_t options,
                                 int32_t n_out, ravel_array *const *out, size_t *nbytes)
{
    const rvl_apply_request request = {n_in, in, where, options & ~RAVEL_OPTION_NO_SCRATCH, n_out, out};
    rvl_call call;
    rvl_kernel_use use;
    rvl_apply apply;
    ravel_status status = rvl_kernel_enter(&call, &use, "ravel_apply_scratch", context, kernel);
    if (status != RAVEL_OK)
        return status;
    status = rvl_apply_check_inputs(&call, &use, &request, &apply);
    if (status == RAVEL_OK)
        status = rvl_apply_check_outputs(&call, &request, &apply);
    if (status == RAVEL_OK && !nbytes)
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "nbytes is NULL");
    if (status == RAVEL_OK)
        *nbytes = apply.scratch;
    return rvl_kernel_leave(&call, &use, status);
}
