/* reduce_copy.c: results that are collected in scratch memory, as an output overlaps an input, and copied when all of
 * them are there. */
#include "reduce.h"

#include "core/dtype_table.h"
#include "pack.h"
#include <string.h>

/* The size of an output that is contiguous in the order of the kept axes. */
static size_t set_strides(const rvl_reduce_job *job, int32_t dtype, int64_t *strides)
{
    int64_t stride = rvl_dtypes[dtype].itemsize;
    for (int32_t axis = 0; axis < job->n_kept; axis++) {
        strides[axis] = stride;
        stride *= job->shape[axis];
    }
    return ((size_t)stride + 63) / 64 * 64;
}

size_t rvl_reduce_redirect(rvl_reduce_job *job, rvl_reduce_kept *kept)
{
    kept->data = job->out;
    kept->swapped = job->out_swapped;
    memcpy(kept->strides, job->out_strides, sizeof kept->strides);
    job->out_swapped = false;
    job->out_aligned = true;
    const size_t first = set_strides(job, job->out_dtype, job->out_strides);
    if (!job->second)
        return first;
    kept->second = *job->second;
    job->second->swapped = false;
    return first + set_strides(job, job->second->dtype, job->second->strides);
}

void rvl_reduce_collect(rvl_reduce_job *job, unsigned char *memory)
{
    int64_t strides[RVL_REDUCE_AXES];
    job->out = memory;
    if (job->second)
        job->second->data = memory + set_strides(job, job->out_dtype, strides);
}

static void copy(const rvl_reduce_job *job, int32_t dtype, bool swapped, const int64_t *strides, unsigned char *from,
                 unsigned char *to)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[dtype];
    const rvl_movers *movers = job->fold.movers;
    size_t n = 1;
    for (int32_t axis = 0; axis < job->n_kept; axis++)
        n *= (size_t)job->shape[axis];
    if (swapped)
        movers->swap[rvl_size_class((size_t)facts->part_size)](n * (size_t)(facts->itemsize / facts->part_size), from);
    const rvl_box box = {job->n_kept, job->n_kept > 0 ? job->shape[job->n_kept - 1] : 1, job->shape, strides, false};
    rvl_unpack(movers, rvl_size_class((size_t)facts->itemsize), &box, from, NULL, to);
}

void rvl_reduce_copy_out(const rvl_reduce_job *job, const rvl_reduce_kept *kept)
{
    copy(job, job->out_dtype, kept->swapped, kept->strides, job->out, kept->data);
    if (job->second)
        copy(job, kept->second.dtype, kept->second.swapped, kept->second.strides, job->second->data, kept->second.data);
}
