/* reduce_pair.c: what a reduction with two outputs asks beyond what one with one does. */
#include "reduce_call.h"

#include "core/dtype_table.h"
#include "plan/overlap.h"
#include "plan/promote.h"
#include <string.h>

ravel_status rvl_reduce_join_dtypes(rvl_call *call, const rvl_kernel_use *use, const rvl_descriptor *out,
                                    const rvl_reduce_other *other, int32_t *dtype)
{
    const int32_t first = rvl_part_dtype(out->dtype), second = rvl_part_dtype(other->array.dtype);
    if (rvl_rules[rvl_reductions[use->reduction].rule].extremes) {
        if (out->dtype != other->array.dtype)
            return rvl_fail(call, RAVEL_DTYPE_MISMATCH, RVL_FOLD_SECOND, -1,
                            "%s has dtype %d, %s has dtype %d; both are computed in the one that they have",
                            other->roles[1], other->array.dtype, other->roles[0], out->dtype);
        return RAVEL_OK;
    }
    /* In the wider one of floats; integers get a cast. */
    if (rvl_dtypes[first].kind < RAVEL_KIND_FLOAT)
        *dtype = second;
    else
        *dtype = rvl_dtypes[second].kind < RAVEL_KIND_FLOAT ? first : rvl_promote(first, second);
    return RAVEL_OK;
}

static ravel_status check_apart(rvl_call *call, const rvl_descriptor *out, const rvl_reduce_other *other)
{
    const rvl_descriptor *second = &other->array;
    const rvl_extent a = {out->data, out->ndim, rvl_dtypes[out->dtype].itemsize, out->shape, out->strides};
    const rvl_extent b = {second->data, second->ndim, rvl_dtypes[second->dtype].itemsize, second->shape,
                          second->strides};
    const rvl_overlap between = rvl_overlap_between(&a, &b, RVL_OVERLAP_BUDGET);
    if (between == RVL_UNDECIDED)
        return rvl_fail(call, RAVEL_UNDECIDED_OVERLAP, RVL_FOLD_SECOND, -1,
                        "whether %s and %s overlap could not be decided in the time allowed", other->roles[0],
                        other->roles[1]);
    if (between == RVL_OVERLAP)
        return rvl_fail(call, RAVEL_OVERLAP, RVL_FOLD_SECOND, -1, "%s and %s overlap; each needs memory of its own",
                        other->roles[0], other->roles[1]);
    return RAVEL_OK;
}

ravel_status rvl_reduce_check_other(rvl_call *call, const rvl_reduce_request *request, const rvl_descriptor *out,
                                    int32_t casting, rvl_reduce_checked *checked)
{
    const rvl_reduce_other *other = request->other;
    const rvl_descriptor *second = &other->array;
    ravel_status status = rvl_reduce_check_named_output(call, second, other->roles[1], RVL_FOLD_SECOND, casting,
                                                        checked->choice.second_dtype);
    if (status == RAVEL_OK)
        status = check_apart(call, out, other);
    if (status != RAVEL_OK)
        return status;
    other->output->data = second->data;
    other->output->dtype = second->dtype;
    other->output->swapped = second->flags & RAVEL_SWAPPED;
    return RAVEL_OK;
}

void rvl_reduce_begin_extremes(rvl_reduce_job *job)
{
    rvl_fold *fold = &job->fold;
    const size_t itemsize = (size_t)rvl_dtypes[fold->element].itemsize;
    memcpy(fold->filler, job->initial, sizeof fold->filler);
    fold->has_filler = true;
    memcpy((unsigned char *)job->initial + itemsize, fold->filler, itemsize);
}
