/* accumulate_check.c: everything that can be wrong with an accumulation. */
#include "accumulate.h"

#include "apply.h"
#include "core/dtype_table.h"
#include "core/index.h"
#include "plan/overlap.h"
#include "reduce_call.h"
#include <string.h>

enum { KNOWN_OPTIONS = RAVEL_OPTION_NO_SCRATCH | RAVEL_OPTION_INCLUDE_INITIAL };

static ravel_status check_input(rvl_call *call, const rvl_accumulate_request *request, rvl_descriptor *in,
                                int32_t *axis, int32_t *casting)
{
    ravel_status status = rvl_casting_rule(call, request->options, KNOWN_OPTIONS, casting);
    if (status == RAVEL_OK)
        status = rvl_descriptor_read(call, request->in, "input", RVL_FOLD_INPUT, in);
    if (status != RAVEL_OK)
        return status;
    if (in->ndim == 0)
        return rvl_fail(call, RAVEL_INVALID_NDIM, RVL_FOLD_INPUT, -1,
                        "input is 0-d: there is no axis to accumulate along");
    return rvl_axis_read(call, in->ndim, request->axis, axis);
}

static bool is_aligned(const rvl_descriptor *array)
{
    uint64_t bits = (uint64_t)(uintptr_t)array->data;
    for (int32_t axis = 0; axis < array->ndim; axis++)
        if (array->shape[axis] != 1)
            bits |= (uint64_t)array->strides[axis];
    return (bits & (uint64_t)(rvl_dtypes[array->dtype].part_size - 1)) == 0;
}

/* The result's shape, and whether there is an identity where the result begins with it. */
static ravel_status result_shape(rvl_call *call, const rvl_accumulate_request *request, const rvl_fold *fold,
                                 const rvl_descriptor *in, int32_t axis, int32_t dtype, int64_t *shape)
{
    int64_t size;
    memcpy(shape, in->shape, (size_t)in->ndim * sizeof *shape);
    if (!(request->options & RAVEL_OPTION_INCLUDE_INITIAL))
        return RAVEL_OK;
    if (!fold->has_empty)
        return rvl_fail(call, RAVEL_NO_IDENTITY, -1, -1,
                        "%s has no identity that the output could begin with, as INCLUDE_INITIAL asks", fold->name);
    const bool is_longest = shape[axis] == INT64_MAX;
    shape[axis] += !is_longest;
    if (is_longest || !rvl_shape_size(in->ndim, shape, rvl_dtypes[dtype].itemsize, &size))
        return rvl_fail(
            call, RAVEL_SIZE_OVERFLOW, RVL_FOLD_INPUT, axis,
            "input has shape %S; one element more along axis %i and the result has more than 2**63 - 1 bytes", in->ndim,
            in->shape, axis);
    return RAVEL_OK;
}

static ravel_status check_shape(rvl_call *call, int32_t ndim, const int64_t *shape, const rvl_descriptor *out)
{
    bool same = out->ndim == ndim;
    for (int32_t axis = 0; axis < ndim && same; axis++)
        same = out->shape[axis] == shape[axis];
    if (same)
        return RAVEL_OK;
    return rvl_fail(call, RAVEL_SHAPE_MISMATCH, RVL_FOLD_OUTPUT, -1, "output has shape %S; the result has shape %S",
                    out->ndim, out->shape, ndim, shape);
}

static bool is_same(const rvl_descriptor *in, const rvl_descriptor *out)
{
    if (in->data != out->data || in->dtype != out->dtype || ((in->flags ^ out->flags) & RAVEL_SWAPPED))
        return false;
    for (int32_t axis = 0; axis < in->ndim; axis++)
        if (in->shape[axis] != out->shape[axis] || (in->shape[axis] != 1 && in->strides[axis] != out->strides[axis]))
            return false;
    return true;
}

static ravel_status check_overlap(rvl_call *call, const rvl_descriptor *in, const rvl_descriptor *out, uint64_t options,
                                  bool *copy)
{
    const rvl_extent from = {in->data, in->ndim, rvl_dtypes[in->dtype].itemsize, in->shape, in->strides};
    const rvl_extent to = {out->data, out->ndim, rvl_dtypes[out->dtype].itemsize, out->shape, out->strides};
    *copy = !is_same(in, out) && rvl_overlap_between(&to, &from, RVL_OVERLAP_BUDGET) != RVL_DISJOINT;
    if (*copy && (options & RAVEL_OPTION_NO_SCRATCH))
        return rvl_fail(call, RAVEL_SCRATCH_LIMIT, RVL_FOLD_OUTPUT, -1,
                        "output overlaps the input, so that results would have to be collected in scratch memory, "
                        "which NO_SCRATCH forbids");
    return RAVEL_OK;
}

/* Makes the first element along the axis the identity, and the rest the output. */
static void take_head(const rvl_fold_choice *choice, const rvl_descriptor *out, int32_t axis, rvl_accumulate_job *job)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[out->dtype];
    const rvl_movers *movers = job->fold.movers;
    rvl_fold_set_identities(choice, &job->fold);
    job->initial[0] = job->initial[1] = 0;
    (void)movers->cast[job->fold.dtype][out->dtype](1, job->fold.empty, job->initial);
    if (out->flags & RAVEL_SWAPPED)
        movers->swap[rvl_size_class((size_t)facts->part_size)]((size_t)(facts->itemsize / facts->part_size),
                                                               job->initial);
    job->head = out->data;
    if (out->shape[axis] > 1)
        job->out += out->strides[axis];
}

static void fill_job(const rvl_descriptor *in, const rvl_descriptor *out, int32_t axis, rvl_accumulate_job *job)
{
    job->data = rvl_descriptor_data(in, job->scalar);
    job->out = out->data;
    job->out_dtype = out->dtype;
    job->out_swapped = out->flags & RAVEL_SWAPPED;
    job->out_aligned = is_aligned(out);
    job->n = in->shape[axis];
    job->stride = in->strides[axis];
    job->out_stride = out->strides[axis];
    job->n_others = 0;
    job->size = 1;
    for (int32_t i = in->ndim - 1; i >= 0; i--) {
        job->size *= in->shape[i];
        if (i == axis || in->shape[i] == 1)
            continue;
        job->shape[job->n_others] = in->shape[i];
        job->strides[job->n_others] = in->strides[i];
        job->out_strides[job->n_others++] = out->strides[i];
    }
    rvl_source_plan(&job->source, &job->fold, in->dtype, in->flags & RAVEL_SWAPPED, is_aligned(in), false);
    if (job->fold.dtype == RAVEL_BOOL && !job->source.cast) { /* the first element is stored as 0 or 1 too */
        job->source.direct = false;
        job->source.cast = job->fold.movers->cast[in->dtype][RAVEL_BOOL];
    }
}

ravel_status rvl_accumulate_check(rvl_call *call, const rvl_kernel_use *use, const rvl_accumulate_request *request,
                                  rvl_accumulate_job *job)
{
    rvl_descriptor in, out;
    rvl_fold_choice choice;
    int32_t axis, casting;
    int64_t shape[RAVEL_MAX_NDIM];
    ravel_status status = check_input(call, request, &in, &axis, &casting);
    if (status == RAVEL_OK)
        status = rvl_descriptor_read(call, request->out, "output", RVL_FOLD_OUTPUT, &out);
    if (status == RAVEL_OK)
        status = rvl_fold_choose(call, use, RAVEL_VERB_ACCUMULATE, in.dtype, out.dtype, &choice, &job->fold);
    if (status == RAVEL_OK)
        status = rvl_reduce_check_cast(call, &in, "input", RVL_FOLD_INPUT, casting, &choice);
    if (status == RAVEL_OK)
        status = result_shape(call, request, &job->fold, &in, axis, out.dtype, shape);
    if (status == RAVEL_OK)
        status = check_shape(call, in.ndim, shape, &out);
    if (status == RAVEL_OK)
        status = rvl_reduce_check_output(call, &out, casting, &choice);
    if (status != RAVEL_OK)
        return status;
    job->copy = false;
    job->head = NULL;
    fill_job(&in, &out, axis, job);
    if (request->options & RAVEL_OPTION_INCLUDE_INITIAL)
        take_head(&choice, &out, axis, job);
    return job->size == 0 ? RAVEL_OK : check_overlap(call, &in, &out, request->options, &job->copy);
}

ravel_status rvl_accumulate_outputs(rvl_call *call, const rvl_kernel_use *use, const rvl_accumulate_request *request,
                                    int32_t *dtype, int32_t *ndim, int64_t *shape)
{
    rvl_descriptor in;
    rvl_fold_choice choice;
    rvl_fold fold;
    int32_t axis, casting;
    ravel_status status = check_input(call, request, &in, &axis, &casting);
    if (status == RAVEL_OK)
        status = rvl_fold_default_dtype(call, use, RAVEL_VERB_ACCUMULATE, in.dtype, dtype);
    if (status == RAVEL_OK)
        status = rvl_fold_choose(call, use, RAVEL_VERB_ACCUMULATE, in.dtype, *dtype, &choice, &fold);
    if (status == RAVEL_OK)
        status = rvl_reduce_check_cast(call, &in, "input", RVL_FOLD_INPUT, casting, &choice);
    if (status == RAVEL_OK)
        status = result_shape(call, request, &fold, &in, axis, *dtype, shape);
    if (status == RAVEL_OK)
        *ndim = in.ndim;
    return status;
}
