/* vecdot.c: what a sum of products asks of its two inputs, beyond what any sum does. */
#include "vecdot.h"

#include "apply.h"
#include "core/dtype_table.h"
#include "loop.h"
#include "plan/nest.h"
#include <string.h>

/* Arrays are numbered as ravel_apply numbers them. */
enum { INPUT_0, INPUT_1, OUTPUT };

/* The dtype in which the inputs meet: one of numbers. */
static ravel_status check_dtypes(rvl_call *call, const rvl_descriptor *x1, const rvl_descriptor *x2, int32_t *dtype)
{
    const rvl_kernel_use multiply = {RVL_KERNEL_multiply, -1, NULL, NULL};
    const int32_t dtypes[2] = {x1->dtype, x2->dtype};
    const int32_t weak[2] = {(x1->flags & RAVEL_WEAK) != 0, (x2->flags & RAVEL_WEAK) != 0};
    rvl_loop loop;
    const ravel_status status = rvl_loop_resolve(call, &multiply, rvl_call_isa(call), dtypes, weak, &loop);
    if (status != RAVEL_OK)
        return status;
    *dtype = loop.dtypes[0];
    if (*dtype != RAVEL_BOOL)
        return RAVEL_OK;
    return rvl_fail(call, RAVEL_NO_LOOP, INPUT_0, -1,
                    "input 0 and input 1 have dtype bool; products of numbers are summed, not of truths");
}

/* Gives an array the shape that both broadcast to. */
static void broadcast(rvl_descriptor *array, const rvl_nest *nest, int32_t k)
{
    array->ndim = nest->ndim;
    for (int32_t axis = 0; axis < nest->ndim; axis++) {
        array->shape[axis] = nest->shape[nest->ndim - 1 - axis];
        array->strides[axis] = nest->strides[k][nest->ndim - 1 - axis];
    }
}

/* An axis that is summed over must be there in both inputs: a vector does not stretch. */
static ravel_status check_summed(rvl_call *call, const rvl_vecdot_request *request, const rvl_descriptor *x1,
                                 const rvl_descriptor *x2, int32_t ndim)
{
    const rvl_descriptor *const inputs[2] = {x1, x2};
    rvl_axes axes;
    const ravel_status status = rvl_axes_read(call, ndim, request->n_axes, request->axes, true, &axes);
    if (status != RAVEL_OK)
        return status;
    for (int32_t axis = 0; axis < ndim; axis++) {
        if (!axes.contains[axis])
            continue;
        int64_t lengths[2];
        for (int32_t k = 0; k < 2; k++) {
            const int32_t own = axis - (ndim - inputs[k]->ndim);
            lengths[k] = own < 0 ? 1 : inputs[k]->shape[own];
            if (own < 0 || (k == 1 && lengths[0] != lengths[1]))
                return rvl_fail(call, RAVEL_SHAPE_MISMATCH, k, own < 0 ? -1 : own,
                                "input 0 has shape %S, input 1 has shape %S: axis %i of the two together is summed "
                                "over, along which neither may be stretched",
                                x1->ndim, x1->shape, x2->ndim, x2->shape, axis);
        }
    }
    return RAVEL_OK;
}

/* Broadcasts the inputs against each other. The nest is gone when the call goes on. */
static __attribute__((noinline)) ravel_status broadcast_inputs(rvl_call *call, const rvl_vecdot_request *request,
                                                               rvl_descriptor *x1, rvl_descriptor *x2)
{
    rvl_nest nest;
    int64_t size;
    rvl_nest_begin(&nest);
    ravel_status status = rvl_nest_add(call, &nest, x1, RVL_NEST_EXTEND, "input 0", INPUT_0);
    if (status == RAVEL_OK)
        status = rvl_nest_add(call, &nest, x2, RVL_NEST_EXTEND, "input 1", INPUT_1);
    if (status == RAVEL_OK)
        status = rvl_nest_size(call, &nest, &size);
    if (status == RAVEL_OK)
        status = check_summed(call, request, x1, x2, nest.ndim);
    if (status != RAVEL_OK)
        return status;
    broadcast(x1, &nest, 0);
    broadcast(x2, &nest, 1);
    return RAVEL_OK;
}

static const rvl_kernel_use sum = {.number = -1, .reduction = RVL_REDUCTION_sum};

static ravel_status read_inputs(rvl_call *call, const rvl_vecdot_request *request, rvl_descriptor *x1,
                                rvl_reduce_factor *x2)
{
    ravel_status status = rvl_descriptor_read(call, request->x1, "input 0", INPUT_0, x1);
    if (status == RAVEL_OK)
        status = rvl_descriptor_read(call, request->x2, "input 1", INPUT_1, &x2->array);
    if (status == RAVEL_OK)
        status = check_dtypes(call, x1, &x2->array, &x2->dtype);
    return status == RAVEL_OK ? broadcast_inputs(call, request, x1, &x2->array) : status;
}

/* Factors become what the sum is computed in, the output's dtype: where that loses parts of them or fractions, what is
 * left of the products is no part of the sum. */
static ravel_status check_output(rvl_call *call, const rvl_descriptor *out, int32_t dtype)
{
    const int32_t kind = rvl_dtypes[dtype].kind, out_kind = rvl_dtypes[out->dtype].kind;
    if (out_kind != RAVEL_KIND_BOOL &&
        (out_kind >= kind || (kind <= RAVEL_KIND_UNSIGNED && out_kind <= RAVEL_KIND_UNSIGNED)))
        return RAVEL_OK;
    return rvl_fail(call, RAVEL_DTYPE_MISMATCH, OUTPUT, -1,
                    "output has dtype %d, as which products of %d cannot be computed; store their sum as %d first",
                    out->dtype, dtype, dtype);
}

/* All checks, in a frame of its own, which is gone when the call runs. */
static __attribute__((noinline)) ravel_status check(rvl_call *call, const rvl_vecdot_request *request,
                                                    rvl_source *factor_source, rvl_reduce_checked *checked)
{
    rvl_descriptor x1, out;
    rvl_reduce_factor x2;
    ravel_status status = read_inputs(call, request, &x1, &x2);
    if (status == RAVEL_OK)
        status = rvl_descriptor_read(call, request->out, "output", OUTPUT, &out);
    if (status != RAVEL_OK)
        return status;
    const rvl_reduce_request reduction = {
        .n_axes = request->n_axes, .axes = request->axes, .options = request->options, .factor = &x2};
    status = rvl_reduce_check(call, &sum, &reduction, &x1, &out, checked);
    if (status == RAVEL_OK) {
        *factor_source = x2.source;
        checked->job.source.factor = factor_source;
        return check_output(call, &out, x2.dtype);
    }
    if (call->context) { /* ravel_reduce numbers the output 1, and what goes along with the input 2 */
        int32_t *argument = &call->context->error.argument;
        *argument = *argument == RVL_FOLD_OUTPUT ? OUTPUT : *argument == RVL_FOLD_WHERE ? INPUT_1 : *argument;
    }
    return status;
}

ravel_status rvl_vecdot(rvl_call *call, const rvl_vecdot_request *request)
{
    rvl_reduce_checked checked;
    rvl_source factor;
    const ravel_status status = check(call, request, &factor, &checked);
    return status == RAVEL_OK ? rvl_reduce_call_run(call, &checked) : status;
}

ravel_status rvl_vecdot_scratch(rvl_call *call, const rvl_vecdot_request *request, size_t *nbytes)
{
    rvl_reduce_checked checked;
    rvl_source factor;
    const ravel_status status = check(call, request, &factor, &checked);
    if (status == RAVEL_OK)
        *nbytes = rvl_reduce_call_scratch(call, &checked);
    return status;
}

ravel_status rvl_vecdot_outputs(rvl_call *call, const rvl_vecdot_request *request, int32_t *dtype, int32_t *ndim,
                                int64_t *shape)
{
    rvl_descriptor x1;
    rvl_reduce_factor x2;
    rvl_axes axes;
    int32_t casting;
    rvl_fold_choice choice;
    rvl_fold fold;
    const bool keep_dims = request->options & RAVEL_OPTION_KEEP_DIMS;
    ravel_status status =
        rvl_casting_rule(call, request->options, RAVEL_OPTION_KEEP_DIMS | RAVEL_OPTION_NO_SCRATCH, &casting);
    if (status == RAVEL_OK)
        status = read_inputs(call, request, &x1, &x2);
    if (status == RAVEL_OK)
        status = rvl_axes_read(call, x1.ndim, request->n_axes, request->axes, true, &axes);
    if (status == RAVEL_OK)
        status = rvl_fold_default_dtype(call, &sum, RAVEL_VERB_REDUCE, x2.dtype, dtype);
    if (status == RAVEL_OK)
        status = rvl_fold_choose(call, &sum, RAVEL_VERB_REDUCE, x2.dtype, *dtype, &choice, &fold);
    if (status == RAVEL_OK)
        status = rvl_reduce_check_cast(call, &x1, "input 0", INPUT_0, casting, &choice);
    if (status == RAVEL_OK)
        status = rvl_reduce_check_cast(call, &x2.array, "input 1", INPUT_1, casting, &choice);
    if (status != RAVEL_OK)
        return status;
    *ndim = 0;
    for (int32_t axis = 0; axis < x1.ndim; axis++)
        if (!axes.contains[axis] || keep_dims)
            shape[(*ndim)++] = axes.contains[axis] ? 1 : x1.shape[axis];
    return RAVEL_OK;
}
