/* diff.c: checks a call of ravel_diff, and takes differences of differences by way of scratch memory. */
#include "diff.h"

#include "core/dtype_table.h"
#include "core/index.h"
#include "reduce_call.h"
#include <string.h>

enum { ALIGNMENT = 64 };

/* A call that has passed its checks. */
typedef struct checked_diff {
    int32_t axis, dtype; /* dtype: of the differences */
    int64_t n;
    rvl_kernel_use use;
    rvl_descriptor in, out;
} checked_diff;

static ravel_status check_shape(rvl_call *call, const checked_diff *diff)
{
    const rvl_descriptor *in = &diff->in, *out = &diff->out;
    int64_t shape[RAVEL_MAX_NDIM];
    bool same = out->ndim == in->ndim;
    memcpy(shape, in->shape, (size_t)in->ndim * sizeof *shape);
    shape[diff->axis] = shape[diff->axis] > diff->n ? shape[diff->axis] - diff->n : 0;
    for (int32_t axis = 0; axis < in->ndim && same; axis++)
        same = out->shape[axis] == shape[axis];
    if (same)
        return RAVEL_OK;
    return rvl_fail(call, RAVEL_SHAPE_MISMATCH, RVL_FOLD_OUTPUT, -1, "output has shape %S; the result has shape %S",
                    out->ndim, out->shape, in->ndim, shape);
}

static ravel_status check(rvl_call *call, const rvl_diff_request *request, checked_diff *diff)
{
    int32_t casting;
    ravel_status status = rvl_casting_rule(call, request->options, RAVEL_OPTION_NO_SCRATCH, &casting);
    if (status == RAVEL_OK)
        status = rvl_descriptor_read(call, request->in, "input", RVL_FOLD_INPUT, &diff->in);
    if (status != RAVEL_OK)
        return status;
    if (diff->in.ndim == 0)
        return rvl_fail(call, RAVEL_INVALID_NDIM, RVL_FOLD_INPUT, -1,
                        "input is 0-d: there is no axis to take differences along");
    status = rvl_axis_read(call, diff->in.ndim, request->axis, &diff->axis);
    if (status != RAVEL_OK)
        return status;
    if (request->n < 0)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "n is %l; it must not be negative", request->n);
    diff->n = request->n;
    diff->dtype = diff->in.dtype;
    diff->use = (rvl_kernel_use){.number = request->n == 0             ? RVL_KERNEL_copy
                                           : diff->dtype == RAVEL_BOOL ? RVL_KERNEL_not_equal
                                                                       : RVL_KERNEL_subtract,
                                 .reduction = -1};
    status = rvl_descriptor_read(call, request->out, "output", RVL_FOLD_OUTPUT, &diff->out);
    if (status == RAVEL_OK)
        status = check_shape(call, diff);
    const rvl_fold_choice result = {.dtype = diff->dtype};
    return status == RAVEL_OK ? rvl_reduce_check_output(call, &diff->out, casting, &result) : status;
}

/* Takes an array into the call as operand k, from element `start` of the axis on. */
static ravel_status take(rvl_call *call, rvl_apply *apply, const rvl_descriptor *array, int32_t axis, int64_t start,
                         rvl_nest_role rule)
{
    rvl_nest *nest = &apply->run.nest;
    const int32_t k = nest->n_operands;
    rvl_descriptor view = *array;
    view.data = (unsigned char *)(uintptr_t)rvl_descriptor_data(array, apply->values[k]);
    view.data += start * array->strides[axis];
    apply->dtypes[k] = array->dtype;
    apply->flags[k] = array->flags;
    return rvl_nest_add(call, nest, &view, rule, "output", RVL_FOLD_OUTPUT);
}

/* Makes the call that writes the differences of neighbours in `in` to `out`, whose shape is theirs. */
static __attribute__((noinline)) ravel_status plan_level(rvl_call *call, const checked_diff *diff, rvl_descriptor *in,
                                                         const rvl_descriptor *out, rvl_apply *apply)
{
    const int32_t isa = rvl_call_isa(call), dtypes[2] = {in->dtype, in->dtype}, weak[2] = {0, 0};
    const int64_t length = in->shape[diff->axis];
    rvl_nest_begin(&apply->run.nest);
    apply->in_place = apply->run.masked = false;
    apply->copied = 0;
    apply->scratch = 0;
    apply->run.loop = &apply->loop;
    apply->run.movers = rvl_movers_of(isa);
    ravel_status status = rvl_loop_resolve(call, &diff->use, isa, dtypes, weak, &apply->loop);
    in->shape[diff->axis] = out->shape[diff->axis];
    if (status == RAVEL_OK && apply->loop.n_in == 2)
        status = take(call, apply, in, diff->axis, 1, RVL_NEST_EXTEND);
    if (status == RAVEL_OK)
        status = take(call, apply, in, diff->axis, 0, RVL_NEST_EXTEND);
    in->shape[diff->axis] = length;
    if (status == RAVEL_OK)
        status = take(call, apply, out, diff->axis, 0, RVL_NEST_EXACT);
    return status == RAVEL_OK ? rvl_nest_size(call, &apply->run.nest, &apply->run.size) : status;
}

/* What n > 1 differences are computed with, at the start of the scratch memory. */
typedef struct levels {
    checked_diff diff;
    rvl_descriptor from, to;
    unsigned char *rooms[2];
} levels;

/* Gets the scratch memory: the first differences need one room, those between them and the last ones another. */
static ravel_status prepare_levels(rvl_call *call, const checked_diff *diff, levels **all)
{
    const size_t head = (sizeof **all + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    const int64_t length = diff->in.shape[diff->axis];
    size_t room = (size_t)rvl_dtypes[diff->dtype].itemsize, nbytes;
    void *memory;
    for (int32_t axis = 0; axis < diff->in.ndim; axis++)
        room *= (size_t)(axis == diff->axis ? length - 1 : diff->in.shape[axis]);
    room = (room + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (__builtin_mul_overflow(room, diff->n > 2 ? 2 : 1, &nbytes) || __builtin_add_overflow(nbytes, head, &nbytes))
        nbytes = SIZE_MAX; /* more than there is */
    const ravel_status status = rvl_scratch(call, nbytes, &memory);
    if (status != RAVEL_OK)
        return status;
    *all = memory;
    (*all)->diff = *diff;
    (*all)->from = diff->in;
    (*all)->rooms[0] = (unsigned char *)memory + head;
    (*all)->rooms[1] = (*all)->rooms[0] + (diff->n > 2 ? room : 0);
    return RAVEL_OK;
}

/* Makes `to` the place of the differences of `from` in a room, in C order. */
static void place(levels *all, unsigned char *room)
{
    int64_t stride = rvl_dtypes[all->diff.dtype].itemsize;
    all->to =
        (rvl_descriptor){.data = room, .dtype = all->diff.dtype, .ndim = all->from.ndim, .flags = RAVEL_WRITEABLE};
    for (int32_t axis = all->from.ndim - 1; axis >= 0; axis--) {
        all->to.shape[axis] = all->from.shape[axis] - (axis == all->diff.axis);
        all->to.strides[axis] = stride;
        stride *= all->to.shape[axis];
    }
}

static ravel_status run_levels(rvl_call *call, rvl_apply *apply, levels *all)
{
    ravel_status status = RAVEL_OK;
    for (int64_t level = 1; level <= all->diff.n && status == RAVEL_OK; level++) {
        if (level == all->diff.n)
            all->to = all->diff.out;
        else
            place(all, all->rooms[level % 2]);
        status = plan_level(call, &all->diff, &all->from, &all->to, apply);
        if (status == RAVEL_OK)
            status = rvl_apply_run(call, apply);
        all->from = all->to;
    }
    return status;
}

/* Reads the caller's arrays, and makes the only call there is to run, or prepares the levels. A function of its own, so
 * that its stack is free when they run. */
static __attribute__((noinline)) ravel_status plan(rvl_call *call, const rvl_diff_request *request, rvl_apply *apply,
                                                   levels **all)
{
    checked_diff diff;
    *all = NULL;
    apply->run.size = 0;
    ravel_status status = check(call, request, &diff);
    if (status != RAVEL_OK || rvl_descriptor_size(&diff.out) == 0)
        return status;
    if (diff.n > 1)
        return prepare_levels(call, &diff, all);
    status = plan_level(call, &diff, &diff.in, &diff.out, apply);
    for (int32_t k = 0; k < apply->loop.n_in && status == RAVEL_OK; k++)
        rvl_apply_note_overlap(apply, apply->loop.n_in, k);
    return status == RAVEL_OK ? rvl_apply_check_scratch(call, request->options, apply) : status;
}

ravel_status rvl_diff(rvl_call *call, const rvl_diff_request *request)
{
    rvl_apply apply;
    levels *all;
    const ravel_status status = plan(call, request, &apply, &all);
    if (status != RAVEL_OK)
        return status;
    return all ? run_levels(call, &apply, all) : rvl_apply_run(call, &apply);
}
