/* apply.c: from a checked elementwise call to its blocks. */
#include "apply.h"

#include "core/dtype_table.h"
#include "dispatch/dispatch.h"
#include <string.h>

/* Copies the inputs that overlap an output, and makes the nest read the copies. Repeated axes are stored once. */
static ravel_status copy_overlapping(rvl_call *call, rvl_apply *apply)
{
    rvl_nest *nest = &apply->run.nest;
    int64_t lengths[RAVEL_MAX_NDIM];
    void *memory;
    const ravel_status status = rvl_scratch(call, apply->scratch, &memory);
    if (status != RAVEL_OK)
        return status;
    unsigned char *copy = memory;
    for (int32_t k = 0; k < nest->n_operands; k++) {
        if (!(apply->copied >> k & 1))
            continue;
        int64_t *strides = nest->strides[k];
        int64_t stride = rvl_dtypes[apply->dtypes[k]].itemsize;
        const int32_t size_class = rvl_size_class((size_t)stride);
        for (int32_t axis = 0; axis < nest->ndim; axis++)
            lengths[axis] = strides[axis] ? nest->shape[axis] : 1;
        const rvl_box box = {nest->ndim, nest->ndim ? lengths[nest->ndim - 1] : 1, lengths, strides, false};
        rvl_pack(apply->run.movers, size_class, &box, nest->data[k], copy);
        for (int32_t axis = 0; axis < nest->ndim; axis++) {
            strides[axis] = strides[axis] ? stride : 0;
            stride *= lengths[axis];
        }
        nest->data[k] = copy;
        copy += (stride + 63) & ~INT64_C(63);
    }
    return RAVEL_OK;
}

/* The only input of a loop that gives the same for all: what would have to be gathered becomes a single zero. (What
 * overlaps the output is copied first even so: callers were told of the scratch memory.) */
static void forget_input(rvl_apply *apply)
{
    rvl_nest *nest = &apply->run.nest;
    if ((apply->copied & 1) || rvl_nest_is_contiguous(nest, 0, nest->ndim, rvl_dtypes[apply->dtypes[0]].itemsize))
        return;
    apply->values[0][0] = apply->values[0][1] = 0;
    nest->data[0] = (unsigned char *)apply->values[0];
    memset(nest->strides[0], 0, sizeof nest->strides[0]);
}

static bool is_aligned(const rvl_nest *nest, int32_t k, int32_t alignment)
{
    uint64_t bits = (uint64_t)(uintptr_t)nest->data[k];
    for (int32_t axis = 0; axis < nest->ndim; axis++)
        bits |= (uint64_t)nest->strides[k][axis];
    return (bits & (uint64_t)(alignment - 1)) == 0;
}

/* Whether input k may share memory with an input before it: a user's loop never sees that. */
static bool overlaps_earlier(const rvl_apply *apply, int32_t k)
{
    const rvl_extent extent = rvl_apply_extent(apply, k);
    for (int32_t i = 0; i < k; i++) {
        const rvl_extent earlier = rvl_apply_extent(apply, i);
        if (rvl_overlap_between(&earlier, &extent, RVL_OVERLAP_BUDGET) != RVL_DISJOINT)
            return true;
    }
    return false;
}

static void plan_operands(rvl_apply *apply)
{
    rvl_run *run = &apply->run;
    const rvl_loop *loop = &apply->loop;
    const int32_t end_out = loop->n_in + loop->n_out;
    run->far = run->streams = false;
    for (int32_t k = 0; k < run->nest.n_operands; k++) {
        rvl_operand *operand = &run->operands[k];
        const bool aligned = is_aligned(&run->nest, k, rvl_dtypes[apply->dtypes[k]].part_size);
        if (k >= end_out) { /* the mask: any byte that is not 0 is true */
            *operand = (rvl_operand){.dtype = RAVEL_BOOL, .itemsize = 1, .width = 1, .n_blocks = 1, .block_size = 1};
            operand->pack = apply->in_place; /* it may be an output, and is read until the last one is stored */
            continue;
        }
        rvl_operand_plan(operand, run->movers, loop, k, apply->dtypes[k], apply->flags[k] & RAVEL_SWAPPED, aligned);
        const bool far = (uint64_t)run->size >= RVL_FAR_NBYTES / (size_t)operand->itemsize;
        run->far |= far;
        if (k < loop->n_in) {
            operand->pack |= !loop->builtin && overlaps_earlier(apply, k);
            continue;
        }
        operand->absent = run->nest.data[k] == NULL;
        operand->pack |= run->masked || (apply->in_place && (!loop->in_place || !loop->function));
        operand->stream = !apply->in_place && !run->masked && far;
        run->streams |= operand->stream;
    }
}

ravel_status rvl_apply_run(rvl_call *call, rvl_apply *apply)
{
    rvl_run *run = &apply->run;
    if (run->size == 0)
        return RAVEL_OK;
    if (apply->loop.constant)
        forget_input(apply);
    if (apply->copied) {
        const ravel_status status = copy_overlapping(call, apply);
        if (status != RAVEL_OK)
            return status;
    }
    int32_t lead = apply->loop.n_in;
    while (!run->nest.data[lead])
        lead++;
    plan_operands(apply);
    rvl_nest_simplify(&run->nest, lead);
    return rvl_run_blocks(call, run);
}
