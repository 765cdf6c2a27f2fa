/* reduce_axes.c: all reduced axes of a region. The first ones are reduced in passes, each over the whole results of the
 * one before; axes whose results would not fit the scratch memory are fed row by row to a running state of the fixed
 * order: 8 lanes and a binary counter. */
#include "reduce.h"

#include <string.h>

/* The state of one axis that is fed row by row; rows have the region's size. */
typedef struct running {
    int64_t n, done;
    unsigned char *lanes;
    uint64_t empty; /* lanes that hold nothing, all their elements being masked */
    rvl_counter counter;
} running;

size_t rvl_region_size(const rvl_reduce_job *job, int64_t length)
{
    size_t size = 1;
    for (int32_t axis = 0; axis < job->layout.split; axis++)
        size *= (size_t)job->shape[axis];
    return job->layout.split >= 0 ? size * (size_t)length : 1;
}

/* An axis's length within a region that spans `length` of the split axis. */
static int64_t length_of(const rvl_reduce_job *job, int32_t axis, int64_t length)
{
    return axis == job->layout.split ? length : job->shape[axis];
}

/* The first n_passes axes. Axes of later passes are sorted in among the kept ones; `reduced` says which they are. */
static void run_passes(rvl_reducing *worker, const unsigned char *data, const unsigned char *mask, int64_t length,
                       unsigned char *results)
{
    const rvl_reduce_job *job = worker->job;
    const int32_t n_passes = job->layout.n_passes, first = job->n_kept;
    rvl_pass pass = {&job->source, data, mask, job->shape[first], job->strides[first], job->mask_strides[first], 0,
                     {0},          {0},  {0}};
    int8_t from[RVL_REDUCE_AXES]; /* small: a call has 16 KiB of stack */
    for (int32_t axis = 0; axis <= job->layout.split; axis++)
        from[pass.ndim++] = (int8_t)axis;
    for (int32_t axis = first + 1; axis < first + n_passes; axis++) {
        int32_t place = pass.ndim++;
        for (; place > 0 && rvl_is_inner_axis(job->strides[axis], job->strides[from[place - 1]]); place--)
            from[place] = from[place - 1];
        from[place] = (int8_t)axis;
    }
    int32_t ndim = pass.ndim;
    for (int32_t i = 0; i < ndim; i++) {
        pass.shape[i] = length_of(job, from[i], length);
        pass.strides[i] = job->strides[from[i]];
        pass.mask_strides[i] = job->mask_strides[from[i]];
    }
    rvl_source between;
    rvl_source_plan_between(&between, &job->fold);
    for (int32_t i = 0; i < n_passes; i++) {
        unsigned char *to = i == n_passes - 1 ? results : worker->buffers[RVL_BUFFER_EVEN + i % 2];
        rvl_reduce_pass(worker, &pass, to);
        if (i == n_passes - 1)
            return;
        pass.source = &between;
        pass.data = to;
        pass.ndim = 0;
        int64_t stride = (int64_t)job->fold.itemsize;
        int32_t kept = 0;
        for (int32_t axis = 0; axis < ndim; axis++) {
            const int64_t n = length_of(job, from[axis], length);
            if (from[axis] == first + i + 1) {
                pass.n = n;
                pass.stride = stride;
            } else {
                pass.shape[pass.ndim] = n;
                pass.strides[pass.ndim++] = stride;
                from[kept++] = from[axis];
            }
            stride *= n;
        }
        ndim = kept;
    }
}

/* Where the next row must be written: a lane of its own, or a row to be joined to its lane. */
static unsigned char *next_row(const rvl_reducing *worker, const running *state)
{
    if (worker->folder.fold->concatenates)
        return rvl_counter_next(&state->counter);
    const int64_t place = state->done % RVL_BLOCK;
    return place < RVL_LANES ? state->lanes + (size_t)place * state->counter.slot_nbytes
                             : worker->buffers[RVL_BUFFER_ROW];
}

/* Joins a row into a lane; some: the row is not nothing. */
static void join_lane(rvl_reducing *worker, running *state, int32_t left, const unsigned char *right, bool some)
{
    unsigned char *to = state->lanes + (size_t)left * state->counter.slot_nbytes;
    const uint64_t bit = UINT64_C(1) << left;
    if (!some)
        return;
    if (state->empty & bit)
        memcpy(to, right, state->counter.slot_nbytes);
    else
        rvl_fold_join(&worker->folder, state->counter.width, to, right, to);
    state->empty &= ~bit;
}

/* Takes the row written there; some: it is not nothing. */
static void take_row(rvl_reducing *worker, running *state, bool some)
{
    if (worker->folder.fold->concatenates) {
        state->done++;
        rvl_counter_push(&worker->folder, &state->counter, 1);
        return;
    }
    const int64_t place = state->done++ % RVL_BLOCK;
    if (place >= RVL_LANES)
        join_lane(worker, state, (int32_t)(place % RVL_LANES), worker->buffers[RVL_BUFFER_ROW], some);
    else if (!some)
        state->empty |= UINT64_C(1) << place;
    if (place != RVL_BLOCK - 1 && state->done != state->n)
        return;
    int32_t used = place < RVL_LANES ? (int32_t)place + 1 : RVL_LANES;
    for (int32_t half = RVL_LANES / 2; half > 0; half /= 2) {
        for (int32_t lane = 0; lane + half < used; lane++)
            join_lane(worker, state, lane, state->lanes + (size_t)(lane + half) * state->counter.slot_nbytes,
                      !(state->empty >> (lane + half) & 1));
        used = used < half ? used : half;
    }
    rvl_counter *counter = &state->counter;
    memcpy(rvl_counter_next(counter), state->lanes, counter->slot_nbytes);
    counter->empty = (counter->empty & ~(UINT64_C(1) << counter->top)) | (state->empty & 1) << counter->top;
    rvl_counter_push(&worker->folder, counter, 1);
    state->empty = 0;
}

/* A row of the axes that are reduced in passes or, where there are none, one element. */
static bool compute_row(rvl_reducing *worker, const unsigned char *data, const unsigned char *mask, int64_t length,
                        unsigned char *row)
{
    const rvl_reduce_job *job = worker->job;
    if (job->layout.n_passes > 0) {
        run_passes(worker, data, mask, length, row);
        return true;
    }
    if (job->skips && *mask == 0)
        return false;
    const rvl_tile tile = {.rows = 1, .columns = 1, .data = data, .mask = mask};
    rvl_source source = job->source;
    source.masked = false;
    rvl_tile_load(&worker->folder, &source, &worker->room, &tile, row);
    return true;
}

static size_t heads_nbytes(int32_t n_axes)
{
    return ((size_t)n_axes * sizeof(running) + 63) / 64 * 64;
}

/* Rows of the state of an axis of n elements: its lanes and its counter's slots. */
static size_t state_rows(int64_t n)
{
    return (size_t)(n < RVL_LANES ? n : RVL_LANES) + (size_t)rvl_counter_slots((n + RVL_BLOCK - 1) / RVL_BLOCK);
}

size_t rvl_reduce_state_nbytes(const rvl_reduce_job *job, size_t size, int32_t n_passes)
{
    size_t rows = 0;
    for (int32_t axis = n_passes; axis < job->n_reduced; axis++)
        rows += state_rows(job->shape[job->n_kept + axis]);
    return heads_nbytes(job->n_reduced - n_passes) + rows * size * job->fold.itemsize;
}

/* Axes that are fed: an odometer over them, in which each full turn of an axis gives a row to the axis after it. */
static bool feed_axes(rvl_reducing *worker, const unsigned char *data, const unsigned char *mask, int64_t length,
                      unsigned char *results)
{
    const rvl_reduce_job *job = worker->job;
    const int32_t first = job->n_kept + job->layout.n_passes, last = job->n_kept + job->n_reduced - 1;
    const size_t size = rvl_region_size(job, length), nbytes = size * job->fold.itemsize;
    /* The states' small parts are kept in the scratch memory too, before the rows. */
    running *states = (running *)(void *)worker->buffers[RVL_BUFFER_STATE];
    unsigned char *rows = worker->buffers[RVL_BUFFER_STATE] + heads_nbytes(last - first + 1);
    for (int32_t axis = first; axis <= last; axis++) {
        running *state = &states[axis - first];
        const int64_t n = job->shape[axis];
        *state = (running){.n = n, .lanes = rows, .counter = {.slot_nbytes = nbytes, .width = size}};
        rows += nbytes * (size_t)(n < RVL_LANES ? n : RVL_LANES);
        /* Rows that are only to follow each other need no lanes, and find room for their slots there. */
        state->counter.slots = job->fold.concatenates ? state->lanes : rows;
        rows += nbytes * (size_t)rvl_counter_slots((n + RVL_BLOCK - 1) / RVL_BLOCK);
    }
    for (;;) {
        running *state = states;
        bool some = compute_row(worker, data, mask, length, next_row(worker, state));
        take_row(worker, state, some);
        int32_t axis = first;
        for (; state->done == state->n; state++, axis++) {
            data -= job->strides[axis] * (state->n - 1);
            if (mask)
                mask -= job->mask_strides[axis] * (state->n - 1);
            if (axis == last)
                return rvl_counter_finish(&worker->folder, &state->counter, results);
            some = rvl_counter_finish(&worker->folder, &state->counter, next_row(worker, state + 1));
            state->done = 0;
            take_row(worker, state + 1, some);
        }
        if (worker->folder.failed)
            return true;
        data += job->strides[axis];
        if (mask)
            mask += job->mask_strides[axis];
    }
}

/* The results of runs of blocks, which a binary counter joins. */
static void join_runs(rvl_reducing *worker, const unsigned char *data, int64_t length, unsigned char *results)
{
    const rvl_reduce_job *job = worker->job;
    const size_t size = rvl_region_size(job, length);
    rvl_counter counter = {
        .slots = worker->buffers[RVL_BUFFER_SLOTS], .slot_nbytes = size * job->fold.itemsize, .width = size};
    for (int64_t run = 0; run < job->shape[job->n_kept]; run++, data += job->strides[job->n_kept]) {
        memcpy(rvl_counter_next(&counter), data, counter.slot_nbytes);
        rvl_counter_push(&worker->folder, &counter, 1);
    }
    (void)rvl_counter_finish(&worker->folder, &counter, results);
}

/* A kernel that may not be reordered: all reduced axes together, in C order, from the left. The region is a row. In a
 * frame of its own, which no other way pays for. */
static __attribute__((noinline)) bool fold_from_left(rvl_reducing *worker, const unsigned char *data,
                                                     const unsigned char *mask, int64_t length, unsigned char *results)
{
    const rvl_reduce_job *job = worker->job;
    const rvl_source *source = &job->source;
    const int32_t end = job->n_kept + job->n_reduced;
    const size_t size = rvl_region_size(job, length);
    rvl_tile tile = {.rows = 1,
                     .columns = size,
                     .data = data,
                     .mask = mask,
                     .column_stride = job->strides[0],
                     .mask_column_stride = job->mask_strides[0]};
    const bool direct = source->direct && (size == 1 || tile.column_stride == (int64_t)job->fold.itemsize);
    rvl_source bare = *source;
    if (job->skips)
        bare.masked = false;
    int64_t index[RVL_REDUCE_AXES];
    for (int32_t axis = job->n_kept; axis < end; axis++)
        index[axis] = 0;
    bool some = false;
    for (;;) {
        if (!job->skips || *tile.mask != 0) {
            const void *row = direct && some ? tile.data : some ? worker->buffers[RVL_BUFFER_ROW] : results;
            if (row != tile.data)
                rvl_tile_load(&worker->folder, &bare, &worker->room, &tile,
                              some ? worker->buffers[RVL_BUFFER_ROW] : results);
            if (some)
                rvl_fold_join(&worker->folder, size, results, row, results);
            some = true;
        }
        int32_t axis = job->n_kept;
        for (; axis < end; axis++) {
            if (++index[axis] < job->shape[axis]) {
                tile.data += job->strides[axis];
                if (mask)
                    tile.mask += job->mask_strides[axis];
                break;
            }
            tile.data -= job->strides[axis] * (job->shape[axis] - 1);
            if (mask)
                tile.mask -= job->mask_strides[axis] * (job->shape[axis] - 1);
            index[axis] = 0;
        }
        if (axis == end || worker->folder.failed)
            return some;
    }
}

bool rvl_reduce_axes(rvl_reducing *worker, const unsigned char *data, const unsigned char *mask, int64_t length,
                     unsigned char *results)
{
    const rvl_reduce_job *job = worker->job;
    if (!job->fold.reorderable)
        return fold_from_left(worker, data, mask, length, results);
    if (job->runs) {
        join_runs(worker, data, length, results);
        return true;
    }
    if (rvl_fold_adds(&job->fold)) {
        rvl_reduce_add(worker, data, mask, length, results);
        return true;
    }
    if (job->layout.n_passes < job->n_reduced)
        return feed_axes(worker, data, mask, length, results);
    run_passes(worker, data, mask, length, results);
    return true;
}
