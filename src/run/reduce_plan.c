/* reduce_plan.c: makes a reduction's axes simple, and lays out its regions and scratch memory. */
#include "reduce.h"

#include "core/dtype_table.h"
#include <string.h>

static void move_axis(rvl_reduce_job *job, int32_t from, int32_t to)
{
    job->shape[to] = job->shape[from];
    job->strides[to] = job->strides[from];
    job->mask_strides[to] = job->mask_strides[from];
    job->out_strides[to] = job->out_strides[from];
    if (job->second)
        job->second->strides[to] = job->second->strides[from];
}

static void swap_axes(rvl_reduce_job *job, int32_t a, int32_t b)
{
    const int64_t axis[] = {job->shape[a], job->strides[a], job->mask_strides[a], job->out_strides[a],
                            job->second ? job->second->strides[a] : 0};
    move_axis(job, b, a);
    job->shape[b] = axis[0];
    job->strides[b] = axis[1];
    job->mask_strides[b] = axis[2];
    job->out_strides[b] = axis[3];
    if (job->second)
        job->second->strides[b] = axis[4];
}

static void drop_unit_axes(rvl_reduce_job *job)
{
    const int32_t all = job->n_kept + job->n_reduced;
    int32_t kept = 0, n = 0;
    for (int32_t axis = 0; axis < all; axis++) {
        if (job->shape[axis] == 1)
            continue;
        kept += axis < job->n_kept;
        move_axis(job, axis, n++);
    }
    job->n_kept = kept;
    job->n_reduced = n - kept;
    if (job->n_reduced > 0)
        return;
    /* Nothing is folded: as if over one element. */
    job->shape[n] = 1;
    job->strides[n] = job->mask_strides[n] = job->out_strides[n] = 0;
    if (job->second)
        job->second->strides[n] = 0;
    job->n_reduced = 1;
}

/* Walks an axis the other way round, so that its input stride is positive. */
static void flip(rvl_reduce_job *job, int32_t axis)
{
    const int64_t last = job->shape[axis] - 1;
    job->data += job->strides[axis] * last;
    if (job->mask)
        job->mask += job->mask_strides[axis] * last;
    if (job->out)
        job->out += job->out_strides[axis] * last;
    if (job->second) {
        job->second->data += job->second->strides[axis] * last;
        job->second->strides[axis] = -job->second->strides[axis];
    }
    job->strides[axis] = -job->strides[axis];
    job->mask_strides[axis] = -job->mask_strides[axis];
    job->out_strides[axis] = -job->out_strides[axis];
}

static bool continues(int64_t inner, int64_t shape, int64_t outer)
{
    int64_t span;
    return !__builtin_mul_overflow(inner, shape, &span) && span == outer;
}

/* Whether an axis continues another in the outputs. */
static bool outputs_continue(const rvl_reduce_job *job, int32_t last, int32_t axis)
{
    return continues(job->out_strides[last], job->shape[last], job->out_strides[axis]) &&
           (!job->second || continues(job->second->strides[last], job->shape[last], job->second->strides[axis]));
}

/* Sorts axes [first, first + n), innermost first, and joins those that continue each other; gives how many remain. */
static int32_t sort_and_join(rvl_reduce_job *job, int32_t first, int32_t n, bool kept)
{
    for (int32_t axis = first; axis < first + n; axis++)
        if (job->strides[axis] < 0)
            flip(job, axis);
    for (int32_t i = first + 1; i < first + n; i++)
        for (int32_t j = i; j > first && rvl_is_inner_axis(job->strides[j], job->strides[j - 1]); j--)
            swap_axes(job, j, j - 1);
    int32_t last = first;
    for (int32_t axis = first + 1; axis < first + n; axis++) {
        if (continues(job->strides[last], job->shape[last], job->strides[axis]) &&
            (!job->mask || continues(job->mask_strides[last], job->shape[last], job->mask_strides[axis])) &&
            (!kept || outputs_continue(job, last, axis)))
            job->shape[last] *= job->shape[axis];
        else
            move_axis(job, axis, ++last);
    }
    return n > 0 ? last - first + 1 : 0;
}

/* Joins reduced axes that continue each other in C order, the order that they are in. */
static void join_in_order(rvl_reduce_job *job)
{
    const int32_t first = job->n_kept;
    int32_t last = first;
    for (int32_t axis = first + 1; axis < first + job->n_reduced; axis++) {
        if (continues(job->strides[last], job->shape[last], job->strides[axis]) &&
            (!job->mask || continues(job->mask_strides[last], job->shape[last], job->mask_strides[axis])))
            job->shape[last] *= job->shape[axis];
        else
            move_axis(job, axis, ++last);
    }
    job->n_reduced = last - first + 1;
}

void rvl_reduce_simplify(rvl_reduce_job *job)
{
    drop_unit_axes(job);
    const int32_t kept = sort_and_join(job, 0, job->n_kept, true);
    for (int32_t axis = 0; axis < job->n_reduced && kept < job->n_kept; axis++)
        move_axis(job, job->n_kept + axis, kept + axis);
    job->n_kept = kept;
    if (job->fold.concatenates)
        join_in_order(job);
    else if (job->exact && job->fold.reorderable)
        job->n_reduced = sort_and_join(job, kept, job->n_reduced, false);
}

/* a * b, or SIZE_MAX / 4 if that is less. */
static size_t times(size_t a, size_t b)
{
    size_t product;
    return __builtin_mul_overflow(a, b, &product) || product > SIZE_MAX / 4 ? SIZE_MAX / 4 : product;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Elements between two kept elements' passes: of reduced axes [first, end). */
static size_t reduced_size(const rvl_reduce_job *job, int32_t first, int32_t end)
{
    size_t size = 1;
    for (int32_t axis = first; axis < end; axis++)
        size = times(size, (size_t)job->shape[job->n_kept + axis]);
    return size;
}

static size_t kept_size(const rvl_reduce_job *job)
{
    size_t size = 1;
    for (int32_t axis = 0; axis < job->n_kept; axis++)
        size = times(size, (size_t)job->shape[axis]);
    return size;
}

/* How many kept elements a region may have if n_passes axes are reduced in passes. */
static size_t room_of_passes(const rvl_reduce_job *job, size_t budget, int32_t n_passes)
{
    const size_t itemsize = job->fold.itemsize;
    size_t size = SIZE_MAX;
    if (n_passes > 1)
        size = budget / 2 / times(itemsize, reduced_size(job, 1, n_passes));
    if (n_passes < job->n_reduced)
        size = smaller(size, budget / rvl_reduce_state_nbytes(job, 1, n_passes));
    return size;
}

/* How many axes are reduced in passes, and how many kept elements a region then has: at least `least`, unless no choice
 * has room for that many, and at most `most`. */
static size_t choose_passes(rvl_reduce_job *job, bool small, size_t least, size_t most)
{
    if (rvl_fold_adds(&job->fold) && !job->runs) {
        job->layout.n_passes = 0;
        return smaller(most, small ? larger(1200 / job->fold.itemsize, 1) : 64);
    }
    if (job->skips || !job->fold.reorderable || job->runs) {
        job->layout.n_passes = 0;
        return job->skips ? 1 : smaller(most, small ? 64 : 1024);
    }
    const size_t budget = !small ? 1 << 20 : job->fold.states ? 1024 : 2048;
    for (int32_t n_passes = job->n_reduced; n_passes > 1; n_passes--) {
        const size_t size = smaller(most, room_of_passes(job, budget, n_passes));
        job->layout.n_passes = n_passes;
        if (size >= least)
            return size;
    }
    job->layout.n_passes = 1;
    return larger(smaller(most, room_of_passes(job, budget, 1)), 1);
}

/* Cuts the kept axes into regions of at most `size` elements. */
static size_t cut_regions(rvl_reduce_job *job, size_t size)
{
    rvl_reduce_layout *layout = &job->layout;
    size_t region = 1;
    /* A kernel that may not be reordered is fed single rows, and so are states that elements are added to. */
    const bool whole = job->fold.reorderable && !rvl_fold_adds(&job->fold);
    const int32_t most = whole ? job->n_kept : smaller(1, (size_t)job->n_kept) == 1;
    layout->split = -1;
    layout->step = layout->n_steps = layout->n_regions = 1;
    for (int32_t axis = 0; axis < most; axis++) {
        const size_t room = size / region;
        if (axis > 0 && room < 2)
            break;
        layout->split = axis;
        layout->step = job->shape[axis];
        if ((size_t)layout->step > room) {
            const size_t line = axis == 0 && room / 64 > 1 ? 64 : 1;
            layout->step = (int64_t)(room / line * line); /* more than half of it: no axis after this one fits */
        }
        region *= (size_t)layout->step;
    }
    if (layout->split >= 0)
        layout->n_steps = (job->shape[layout->split] + layout->step - 1) / layout->step;
    layout->n_regions = layout->n_steps;
    for (int32_t axis = layout->split + 1; axis < job->n_kept; axis++)
        layout->n_regions *= job->shape[axis];
    return region;
}

/* What the elements that are added to states take; gives false where states are not made so. */
static bool plan_adding(rvl_reduce_job *job, bool small, size_t all)
{
    rvl_reduce_layout *layout = &job->layout;
    if (!rvl_fold_adds(&job->fold) || job->runs)
        return false;
    const bool packed = !job->source.direct ||
                        (job->strides[job->n_kept] != (int64_t)job->source.loaded && job->shape[job->n_kept] > 1);
    layout->tile = packed ? smaller((small ? 1024 : 131072) / job->source.loaded, all) : 0;
    layout->nbytes[RVL_BUFFER_TILE] = layout->tile * job->source.loaded;
    return true;
}

/* Whether the first pass packs its source. */
static bool packs(const rvl_reduce_job *job)
{
    const int64_t itemsize = (int64_t)job->source.loaded;
    if (job->source.multiplies)
        return (job->strides[job->n_kept] != itemsize || job->mask_strides[job->n_kept] != itemsize) &&
               job->shape[job->n_kept] > 1;
    return !job->source.direct || !job->source.reducer ||
           (job->strides[job->n_kept] != itemsize && job->shape[job->n_kept] > 1);
}

static void plan_buffers(rvl_reduce_job *job, bool small, size_t region)
{
    rvl_reduce_layout *layout = &job->layout;
    const size_t itemsize = job->fold.itemsize, loaded = job->source.loaded;
    const size_t first = (size_t)job->shape[job->n_kept];
    const size_t rows = times(region, reduced_size(job, 1, layout->n_passes));
    const size_t all = times(rows, first);
    size_t *nbytes = layout->nbytes;
    memset(nbytes, 0, sizeof layout->nbytes);
    /* Between passes a tile has accumulators, but no states. */
    const size_t widest = layout->n_passes > 1 && !job->fold.states ? larger(loaded, itemsize) : loaded;
    layout->tile = smaller(larger((small ? 1024 : job->source.factor ? 16384 : 32768) / widest, RVL_BLOCK), all);
    layout->strip = larger(smaller(small ? (job->source.map ? 16 : 32) : 512, all), 8);
    layout->span = smaller(larger((small ? 64 : 8192) / itemsize, 1), rows);
    layout->far = times(kept_size(job), reduced_size(job, 0, job->n_reduced)) >= RVL_FAR_NBYTES / job->source.itemsize;
    const bool adds = plan_adding(job, small, all);
    if (layout->n_passes > 0 && !packs(job))
        layout->tile = 0;
    if (layout->n_passes > 0) {
        nbytes[RVL_BUFFER_TILE] = layout->tile * widest;
        int64_t longest = (int64_t)first; /* of the passes' axes: those of an exact fold are sorted otherwise */
        for (int32_t i = 1; i < layout->n_passes; i++)
            longest = job->shape[job->n_kept + i] > longest ? job->shape[job->n_kept + i] : longest;
        const bool counts = longest > (job->exact ? RVL_LANE : RVL_BLOCK) && (layout->tile > 0 || layout->n_passes > 1);
        if (counts)
            nbytes[RVL_BUFFER_SLOTS] =
                (size_t)rvl_counter_slots((longest + RVL_BLOCK - 1) / RVL_BLOCK) * layout->span * itemsize;
        if (layout->n_passes > 1)
            nbytes[RVL_BUFFER_EVEN] = rows * itemsize;
        if (layout->n_passes > 2)
            nbytes[RVL_BUFFER_ODD] = rows / (size_t)job->shape[job->n_kept + 1] * itemsize;
    }
    if (job->runs)
        nbytes[RVL_BUFFER_SLOTS] = (size_t)rvl_counter_slots(job->shape[job->n_kept]) * region * itemsize;
    else if (!adds && job->fold.reorderable && layout->n_passes < job->n_reduced)
        nbytes[RVL_BUFFER_STATE] = rvl_reduce_state_nbytes(job, region, layout->n_passes);
    if (!adds && (!job->fold.reorderable || layout->n_passes < job->n_reduced))
        nbytes[RVL_BUFFER_ROW] = region * itemsize;
    if (!job->out || !rvl_reduce_direct_output(job))
        nbytes[RVL_BUFFER_RESULTS] = region * itemsize;
    if (job->roots && job->source.map)
        nbytes[RVL_BUFFER_AGAIN] = region * itemsize;
    if (!job->source.direct) {
        const rvl_source *factor = job->source.factor;
        nbytes[RVL_BUFFER_RAW] = layout->strip * larger(job->source.itemsize, factor ? factor->itemsize : 0);
        if (job->source.map || factor)
            nbytes[RVL_BUFFER_GIVEN] = layout->strip * job->source.given;
        if (job->source.masked) {
            nbytes[RVL_BUFFER_FILLER] = layout->strip * loaded;
            nbytes[RVL_BUFFER_MASK] = layout->strip;
        }
    }
    /* A narrow span would read as little of each row at a time as a block does without lanes. */
    layout->has_lanes = !small && job->fold.builtin && !job->exact && !job->fold.states && layout->n_passes > 0 &&
                        layout->span * itemsize >= RVL_FAR_STRIDE / 4 && rvl_is_far(job->strides[job->n_kept]);
    if (layout->has_lanes)
        nbytes[RVL_BUFFER_SPARE] = RVL_LANES * layout->span * itemsize;
    if (!job->fold.builtin)
        nbytes[RVL_BUFFER_SPARE] = nbytes[RVL_BUFFER_SPARE2] = layout->tile * itemsize;
    if (job->has_initial || job->mean)
        nbytes[RVL_BUFFER_OUTPUT] = smaller(layout->strip, larger(region, 2) * 2) * itemsize;
    if (job->fold.states && !job->between)
        nbytes[RVL_BUFFER_FINISHED] = region * (size_t)rvl_dtypes[job->fold.dtype].itemsize;
    if (job->out && job->out_dtype != job->fold.dtype)
        nbytes[RVL_BUFFER_OUTPUT] =
            larger(nbytes[RVL_BUFFER_OUTPUT], region * (size_t)rvl_dtypes[job->out_dtype].itemsize);
    if (job->second && job->second->dtype != job->fold.second_dtype)
        nbytes[RVL_BUFFER_OUTPUT] =
            larger(nbytes[RVL_BUFFER_OUTPUT], region * (size_t)rvl_dtypes[job->second->dtype].itemsize);
    layout->total = 0;
    for (int32_t i = 0; i < RVL_N_BUFFERS; i++) {
        nbytes[i] = (nbytes[i] + 63) / 64 * 64;
        layout->total += nbytes[i];
    }
}

/* The counting job has the same regions. */
static void plan_counter(rvl_reduce_job *counter, const rvl_reduce_job *job, bool small, size_t region)
{
    rvl_reduce_layout *layout = &counter->layout;
    (void)choose_passes(counter, small, region, region);
    layout->split = job->layout.split;
    layout->step = job->layout.step;
    layout->n_steps = job->layout.n_steps;
    layout->n_regions = job->layout.n_regions;
    plan_buffers(counter, small, region);
}

void rvl_reduce_plan(rvl_reduce_job *job, bool small, int64_t parts)
{
    const size_t kept = kept_size(job);
    const bool wide = job->fold.itemsize > 2 * sizeof(double);
    const bool has_more = job->roots || job->second; /* of each result, than its state and itself */
    size_t most = smaller(kept, small ? (wide || has_more ? 16 : 64) : (wide ? 4096 : 16384));
    most = smaller(most, larger((kept + (size_t)parts - 1) / (size_t)parts, 1));
    const size_t least = smaller(small ? 8 : 256, most);
    const size_t region = cut_regions(job, choose_passes(job, small, least, most));
    plan_buffers(job, small, region);
    if (job->counter)
        plan_counter(job->counter, job, small, region);
}
