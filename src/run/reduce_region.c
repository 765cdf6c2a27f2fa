/* reduce_region.c: one region from end to end: its place, its results, `initial`, the mean's division, the store. */
#include "reduce.h"

#include "core/dtype_table.h"
#include "pack.h"
#include <string.h>

void rvl_reducing_begin(rvl_reducing *worker, const rvl_reduce_job *job, unsigned char *memory)
{
    const rvl_reduce_layout *layout = &job->layout;
    *worker = (rvl_reducing){.job = job, .folder = {.fold = &job->fold}};
    for (int32_t i = 0; i < RVL_N_BUFFERS; i++) {
        worker->buffers[i] = memory;
        memory += layout->nbytes[i];
    }
    worker->room = (rvl_tile_room){.strip = layout->strip,
                                   .far = layout->far,
                                   .raw = worker->buffers[RVL_BUFFER_RAW],
                                   .given = worker->buffers[RVL_BUFFER_GIVEN],
                                   .mask = worker->buffers[RVL_BUFFER_MASK],
                                   .filler = worker->buffers[RVL_BUFFER_FILLER]};
    worker->folder.spare[0] = worker->buffers[RVL_BUFFER_SPARE];
    worker->folder.spare[1] = worker->buffers[RVL_BUFFER_SPARE2];
    worker->folder.spare_n = layout->tile;
    if (job->fold.states)
        worker->folder.parameter = job->fold.mark;
    else if (job->source.map)
        rvl_reduce_set_scale(worker, 1);
}

/* Where a region lies. */
typedef struct place {
    const unsigned char *data, *mask;
    unsigned char *out, *second;
    int64_t length; /* of the split axis */
} place;

static place place_of(const rvl_reduce_job *job, int64_t index)
{
    const rvl_reduce_layout *layout = &job->layout;
    place at = {job->data, job->mask, job->out, job->second ? job->second->data : NULL, 1};
    int32_t axis = layout->split;
    for (int64_t start; axis >= 0 && axis < job->n_kept; axis++) {
        if (axis == layout->split) {
            start = index % layout->n_steps * layout->step;
            index /= layout->n_steps;
            at.length = job->shape[axis] - start < layout->step ? job->shape[axis] - start : layout->step;
        } else {
            start = index % job->shape[axis];
            index /= job->shape[axis];
        }
        at.data += start * job->strides[axis];
        if (at.mask)
            at.mask += start * job->mask_strides[axis];
        if (at.out)
            at.out += start * job->out_strides[axis];
        if (at.second)
            at.second += start * job->second->strides[axis];
    }
    return at;
}

bool rvl_reduce_direct_output(const rvl_reduce_job *job)
{
    if (job->out_dtype != job->fold.dtype || job->out_swapped || !job->out_aligned ||
        (job->fold.states && !job->between))
        return false;
    int64_t stride = (int64_t)job->fold.itemsize;
    for (int32_t axis = 0; axis <= job->layout.split; axis++) {
        if (job->out_strides[axis] != stride)
            return false;
        stride *= job->shape[axis];
    }
    return true;
}

/* results = initial op results. */
static void join_initial(rvl_reducing *worker, size_t size, unsigned char *results)
{
    const rvl_reduce_job *job = worker->job;
    const size_t itemsize = job->fold.itemsize;
    unsigned char *initial = worker->buffers[RVL_BUFFER_OUTPUT];
    const size_t strip = size < job->layout.strip ? size : job->layout.strip;
    job->fold.movers->fill[rvl_size_class(itemsize)](strip, job->initial, initial);
    for (size_t done = 0; done < size; done += strip) {
        const size_t n = size - done < strip ? size - done : strip;
        rvl_fold_join(&worker->folder, n, initial, results + done * itemsize, results + done * itemsize);
    }
}

/* Divides sums by the number of elements; both parts of a complex sum alike. With a mask, by the counts that the other
 * job has left in its results. */
static void divide(rvl_reducing *worker, size_t size, unsigned char *results)
{
    const rvl_reduce_job *job = worker->job;
    const rvl_movers *movers = job->fold.movers;
    const size_t part_size = (size_t)rvl_dtypes[job->real_dtype].itemsize, parts = job->fold.itemsize / part_size;
    unsigned char *divisors = worker->buffers[RVL_BUFFER_OUTPUT];
    const size_t strip = job->layout.strip / 2;
    for (size_t done = 0; done < size; done += strip) {
        const size_t n = size - done < strip ? size - done : strip;
        unsigned char *at = results + done * job->fold.itemsize;
        if (worker->counting) {
            const unsigned char *counts = worker->counting->buffers[RVL_BUFFER_RESULTS] + done * sizeof(int64_t);
            unsigned char *reals = divisors + n * job->fold.itemsize;
            (void)movers->cast[RAVEL_INT64][job->real_dtype](n, counts, parts == 1 ? divisors : reals);
            if (parts == 2) {
                movers->scatter[rvl_size_class(part_size)](n, reals, divisors, 2 * (int64_t)part_size);
                movers->scatter[rvl_size_class(part_size)](n, reals, divisors + part_size, 2 * (int64_t)part_size);
            }
        } else {
            movers->fill[rvl_size_class(part_size)](n * parts, job->count, divisors);
        }
        const void *in[2] = {at, divisors};
        void *out[1] = {at};
        (void)job->divide(n * parts, in, out, NULL);
    }
}

/* The mask of the first element of a region's result. */
static const unsigned char *mask_of(const rvl_reduce_job *job, const place *at, size_t result)
{
    const unsigned char *mask = at->mask;
    int64_t rest = (int64_t)result;
    for (int32_t axis = 0; axis <= job->layout.split; axis++) {
        const int64_t length = axis == job->layout.split ? at->length : job->shape[axis];
        mask += rest % length * job->mask_strides[axis];
        rest /= length;
    }
    return mask;
}

/* The place of the first element of one result that the mask is true for, in the order of the reduced axes; -1: of
 * none. In a frame of its own, which is gone when results are computed. */
static __attribute__((noinline)) int64_t first_counted(const rvl_reduce_job *job, const unsigned char *mask)
{
    const int32_t end = job->n_kept + job->n_reduced;
    int64_t index[RVL_REDUCE_AXES];
    memset(index, 0, sizeof index);
    int64_t first = 0;
    for (int32_t axis = job->n_kept; axis < end; first++) {
        if (*mask != 0)
            return first;
        for (axis = job->n_kept; axis < end; axis++) {
            if (++index[axis] < job->shape[axis]) {
                mask += job->mask_strides[axis];
                break;
            }
            mask -= job->mask_strides[axis] * (job->shape[axis] - 1);
            index[axis] = 0;
        }
    }
    return -1;
}

/* A sum that is -0 may be one over no elements, which is +0; so may any state of an exact sum, which is then zeros. */
static void find_nothing(const rvl_reduce_job *job, const place *at, size_t size, unsigned char *results)
{
    const size_t itemsize = job->fold.itemsize;
    for (size_t i = 0; i < size; i++) {
        unsigned char *result = results + i * itemsize;
        if (!job->fold.states && memcmp(result, job->fold.filler, itemsize) != 0)
            continue;
        if (first_counted(job, mask_of(job, at, i)) >= 0)
            continue;
        if (job->fold.states)
            memset(result, 0, itemsize);
        else
            memcpy(result, job->fold.empty, itemsize);
    }
}

/* Whether an index along the reduced axes is that of a masked element. */
static bool is_masked(const rvl_reduce_job *job, const unsigned char *mask, int64_t index)
{
    for (int32_t axis = job->n_kept; axis < job->n_kept + job->n_reduced; axis++) {
        mask += index % job->shape[axis] * job->mask_strides[axis];
        index /= job->shape[axis];
    }
    return *mask == 0;
}

/* What stands for masked elements is the first of the best where no element that counts is better: then these are all
 * equal to it, or there are none. */
static void find_counted(const rvl_reduce_job *job, const place *at, size_t size, int64_t *indices)
{
    for (size_t i = 0; i < size; i++) {
        const unsigned char *mask = mask_of(job, at, i);
        if (!is_masked(job, mask, indices[i]))
            continue;
        indices[i] = first_counted(job, mask);
        if (indices[i] < 0)
            memcpy(&indices[i], job->fold.empty, sizeof indices[i]);
    }
}

/* Where results go: of which dtype they are, and become. */
typedef struct target {
    int32_t from, dtype;
    bool swapped;
    const int64_t *strides;
    unsigned char *out;
} target;

/* Casts results to the output's dtype and stores them; `block` is used up. */
static void store_to(rvl_reducing *worker, const place *at, size_t size, unsigned char *block, const target *to)
{
    const rvl_reduce_job *job = worker->job;
    const rvl_movers *movers = job->fold.movers;
    const rvl_dtype_facts *facts = &rvl_dtypes[to->dtype];
    const size_t itemsize = (size_t)facts->itemsize;
    if (to->dtype != to->from) {
        unsigned char *cast = worker->buffers[RVL_BUFFER_OUTPUT];
        worker->folder.events |= movers->cast[to->from][to->dtype](size, block, cast);
        block = cast;
    }
    if (to->swapped)
        movers->swap[rvl_size_class((size_t)facts->part_size)](size * (size_t)(facts->itemsize / facts->part_size),
                                                               block);
    const rvl_box box = {job->layout.split + 1, at->length, job->shape, to->strides, false};
    rvl_unpack(movers, rvl_size_class(itemsize), &box, block, NULL, to->out);
}

/* Makes results of states, and stores them. */
static void store(rvl_reducing *worker, const place *at, size_t size, unsigned char *results)
{
    const rvl_reduce_job *job = worker->job;
    const rvl_state_loops *states = job->fold.states;
    const target first = {job->fold.dtype, job->out_dtype, job->out_swapped, job->out_strides, at->out};
    unsigned char *block = states ? worker->buffers[RVL_BUFFER_FINISHED] : results;
    if (states)
        states->finish(size, results, job->correction, block);
    if (job->masked_indices)
        find_counted(job, at, size, (int64_t *)(void *)block);
    store_to(worker, at, size, block, &first);
    if (!job->second)
        return;
    const target second = {job->fold.second_dtype, job->second->dtype, job->second->swapped, job->second->strides,
                           at->second};
    states->finish_second(size, results, job->correction, block);
    store_to(worker, at, size, block, &second);
}

void rvl_reduce_region(rvl_reducing *worker, int64_t index)
{
    const rvl_reduce_job *job = worker->job;
    const place at = place_of(job, index);
    const size_t size = rvl_region_size(job, at.length);
    const bool direct = job->layout.nbytes[RVL_BUFFER_RESULTS] == 0;
    unsigned char *results = direct ? at.out : worker->buffers[RVL_BUFFER_RESULTS];
    if (job->source.masked && !job->skips)
        job->fold.movers->fill[rvl_size_class(job->source.loaded)](job->layout.strip, job->fold.filler,
                                                                   worker->room.filler);
    const bool some = rvl_reduce_axes(worker, at.data, at.mask, at.length, results);
    if (!some)
        memcpy(results, job->fold.has_empty ? job->fold.empty : job->initial, job->fold.itemsize);
    else if (job->tells_nothing)
        find_nothing(job, &at, size, results);
    if (job->has_initial && (some || job->fold.has_empty))
        join_initial(worker, size, results);
    if (job->roots)
        rvl_reduce_take_roots(worker, at.data, at.mask, at.length, results);
    if (job->mean) {
        if (worker->counting)
            rvl_reduce_region(worker->counting, index);
        divide(worker, size, results);
    }
    if (!direct && job->out)
        store(worker, &at, size, results);
}
