/* pairs.c: reductions with two outputs: ravel_min_max and ravel_mean_var. */
#include <ravel/statistics.h>

#include "run/reduce_call.h"

/* Reads the arrays and checks the call. In a frame of its own, which is gone when the call runs. */
static __attribute__((noinline)) ravel_status check(rvl_call *call, const rvl_kernel_use *use,
                                                    const rvl_reduce_request *request, ravel_array *second,
                                                    rvl_reduce_second *output, rvl_reduce_checked *checked)
{
    rvl_descriptor in, out;
    rvl_reduce_other other = {.roles = rvl_reductions[use->reduction].outputs, .output = output};
    rvl_reduce_request both = *request;
    both.other = &other;
    ravel_status status = rvl_descriptor_read(call, request->in, "input", RVL_FOLD_INPUT, &in);
    if (status == RAVEL_OK)
        status = rvl_descriptor_read(call, request->out, other.roles[0], RVL_FOLD_OUTPUT, &out);
    if (status == RAVEL_OK)
        status = rvl_descriptor_read(call, second, other.roles[1], RVL_FOLD_SECOND, &other.array);
    return status == RAVEL_OK ? rvl_reduce_check(call, use, &both, &in, &out, checked) : status;
}

static ravel_status reduce_to_two(const char *function, ravel_context *context, rvl_pair_number pair,
                                  const rvl_reduce_request *request, ravel_array *second)
{
    const rvl_kernel_use use = {.number = -1, .reduction = (int32_t)pair};
    rvl_call call;
    rvl_reduce_checked checked;
    rvl_reduce_second output;
    ravel_status status = rvl_call_enter(&call, context, function);
    if (status != RAVEL_OK)
        return status;
    status = check(&call, &use, request, second, &output, &checked);
    if (status == RAVEL_OK)
        status = rvl_reduce_call_run(&call, &checked);
    return rvl_call_leave(&call, status);
}

ravel_status ravel_min_max(ravel_context *context, const ravel_array *array, int32_t n_axes, const int32_t *axes,
                           const ravel_array *where, const ravel_array *initial, uint64_t options, ravel_array *minimum,
                           ravel_array *maximum)
{
    const rvl_reduce_request request = {.in = array,
                                        .n_axes = n_axes,
                                        .axes = axes,
                                        .where = where,
                                        .initial = initial,
                                        .options = options,
                                        .out = minimum};
    return reduce_to_two("ravel_min_max", context, RVL_PAIR_min_max, &request, maximum);
}

ravel_status ravel_mean_var(ravel_context *context, const ravel_array *array, int32_t n_axes, const int32_t *axes,
                            const ravel_array *where, double correction, uint64_t options, ravel_array *mean,
                            ravel_array *variance)
{
    const rvl_reduce_request request = {.in = array,
                                        .n_axes = n_axes,
                                        .axes = axes,
                                        .where = where,
                                        .correction = correction,
                                        .options = options,
                                        .out = mean};
    return reduce_to_two("ravel_mean_var", context, RVL_PAIR_mean_var, &request, variance);
}
