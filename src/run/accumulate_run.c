/* accumulate_run.c: runs a running fold: along contiguous pieces of a slice with the last value in a register, or row
 * by row over columns, whichever the memory suits. Every other slice is independent, so they may go to threads. */
#include "accumulate.h"

#include "call_loop.h"
#include "core/dtype_table.h"
#include "core/float_environment.h"
#include "pack.h"
#include "plan/threads.h"
#include <stdatomic.h>
#include <string.h>

enum {
    BLOCK_NBYTES = 2048, /* of a block of the input, and of one of results */
    SPARE_NBYTES = 512,
    STRIP = 64,
    TOGETHER = 32,                /* slices that are walked together at most */
    IN_TURN = 64,                 /* elements of such a slice that are walked at a time where they lie */
    SHORT_SLICE = 8,              /* elements of a slice that is not worth a call of its own */
    SPAN_NBYTES = 8192,           /* of a row of columns that needs no block */
    ELEMENTS_PER_WORKER = 1 << 14 /* about 10 us of work */
};

/* One thread's work. */
typedef struct accumulating {
    const rvl_accumulate_job *job;
    rvl_folder folder;
    rvl_tile_room room;
    unsigned char *block, *results;
    size_t most; /* elements of a block */
} accumulating;

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool is_inner(int64_t stride, int64_t other)
{
    const uint64_t a = stride < 0 ? 0 - (uint64_t)stride : (uint64_t)stride;
    const uint64_t b = other < 0 ? 0 - (uint64_t)other : (uint64_t)other;
    return a - 1 < b - 1;
}

/* Stores n results, out_stride apart; `results` stays as it is. */
static void store(accumulating *worker, size_t n, const unsigned char *results, unsigned char *out, int64_t stride)
{
    const rvl_accumulate_job *job = worker->job;
    const rvl_movers *movers = job->fold.movers;
    const rvl_dtype_facts *facts = &rvl_dtypes[job->out_dtype];
    const unsigned char *from = results;
    if (job->out_dtype != job->fold.dtype) {
        worker->folder.events |= movers->cast[job->fold.dtype][job->out_dtype](n, results, worker->block);
        from = worker->block;
    }
    if (job->out_swapped) {
        if (from == results)
            memcpy(worker->block, results, n * (size_t)facts->itemsize);
        movers->swap[rvl_size_class((size_t)facts->part_size)](n * (size_t)(facts->itemsize / facts->part_size),
                                                               worker->block);
        from = worker->block;
    }
    movers->scatter[rvl_size_class((size_t)facts->itemsize)](n, from, out, stride);
}

/* n elements of the input, `stride` apart, where they lie or in the block. */
static const unsigned char *load(accumulating *worker, size_t n, const unsigned char *data, int64_t stride)
{
    const rvl_accumulate_job *job = worker->job;
    if (job->source.direct && (n == 1 || stride == (int64_t)job->fold.itemsize))
        return data;
    const rvl_tile tile = {.rows = 1, .columns = n, .data = data, .column_stride = stride};
    rvl_tile_load(&worker->folder, &job->source, &worker->room, &tile, worker->block);
    return worker->block;
}

/* A piece of a slice; `state` is the last result before it, and after it. */
static void accumulate_piece(accumulating *worker, size_t n, bool first, const unsigned char *data, unsigned char *out,
                             uint64_t *state)
{
    const rvl_accumulate_job *job = worker->job;
    const size_t itemsize = job->fold.itemsize;
    const bool direct = job->source.direct, direct_out = job->direct_out;
    const int64_t stride = direct ? job->stride : (int64_t)itemsize;
    const int64_t result_stride = direct_out ? job->out_stride : (int64_t)itemsize;
    const unsigned char *from = direct ? data : load(worker, n, data, job->stride);
    unsigned char *results = direct_out ? out : worker->results;
    if (first) {
        memcpy(state, from, itemsize);
        memmove(results, from, itemsize);
    }
    if (first && n > 1)
        job->fold.reducer->scan(n - 1, from + stride, stride, state, results + result_stride, result_stride);
    else if (!first)
        job->fold.reducer->scan(n, from, stride, state, results, result_stride);
    if (!direct_out)
        store(worker, n, results, out, job->out_stride);
}

/* The elements of a piece of `count` slices that are walked together. */
static size_t piece_of(const accumulating *worker, size_t count)
{
    const rvl_accumulate_job *job = worker->job;
    const int64_t itemsize = (int64_t)job->fold.itemsize;
    if (!job->direct_out || !job->source.direct)
        return worker->most;
    const bool contiguous = job->stride == itemsize && job->out_stride == itemsize;
    return count == 1 || contiguous ? (size_t)job->n : IN_TURN;
}

/* A few slices, piece by piece in turn, so that a cache line that they share is fetched once for all. */
static void accumulate_slices(accumulating *worker, size_t count, const unsigned char *data, unsigned char *out)
{
    const rvl_accumulate_job *job = worker->job;
    const size_t n = (size_t)job->n;
    const int64_t step = count > 1 ? job->strides[0] : 0, out_step = count > 1 ? job->out_strides[0] : 0;
    uint64_t states[TOGETHER][2] = {{0, 0}};
    const size_t most = piece_of(worker, count);
    for (size_t done = 0; done < n;) {
        const size_t piece = smaller(n - done, most);
        const int64_t offset = (int64_t)done * job->stride, out_offset = (int64_t)done * job->out_stride;
        for (size_t slice = 0; slice < count; slice++)
            accumulate_piece(worker, piece, done == 0, data + offset + (int64_t)slice * step,
                             out + out_offset + (int64_t)slice * out_step, states[slice]);
        done += piece;
    }
}

/* `width` slices side by side, row by row. */
static void accumulate_columns(accumulating *worker, const unsigned char *data, unsigned char *out, size_t width)
{
    const rvl_accumulate_job *job = worker->job;
    const int64_t itemsize = (int64_t)job->fold.itemsize;
    const int64_t step = job->n_others > 0 ? job->strides[0] : 0,
                  out_step = job->n_others > 0 ? job->out_strides[0] : 0;
    const bool direct_out = job->direct_out && (width == 1 || out_step == itemsize);
    const unsigned char *last = NULL;
    for (int64_t row = 0; row < job->n && !worker->folder.failed; row++) {
        const unsigned char *from = load(worker, width, data + row * job->stride, step);
        unsigned char *target = out + row * job->out_stride;
        unsigned char *results = direct_out ? target : worker->results;
        if (row == 0)
            memmove(results, from, width * (size_t)itemsize);
        else
            rvl_fold_join(&worker->folder, width, last, from, results);
        if (!direct_out)
            store(worker, width, results, target, out_step);
        last = results;
    }
}

static void accumulate_region(accumulating *worker, int64_t region)
{
    const rvl_accumulate_job *job = worker->job;
    const unsigned char *data = job->data;
    unsigned char *out = job->out;
    int64_t length = 1;
    for (int32_t axis = 0; axis < job->n_others; axis++) {
        int64_t start;
        if (axis == 0) {
            start = region % job->n_steps * job->step;
            region /= job->n_steps;
            length = job->shape[0] - start < job->step ? job->shape[0] - start : job->step;
        } else {
            start = region % job->shape[axis];
            region /= job->shape[axis];
        }
        data += start * job->strides[axis];
        out += start * job->out_strides[axis];
    }
    if (!job->columns) {
        for (int64_t slice = 0; slice < length; slice += TOGETHER)
            accumulate_slices(worker, smaller(TOGETHER, (size_t)(length - slice)),
                              slice > 0 ? data + slice * job->strides[0] : data,
                              slice > 0 ? out + slice * job->out_strides[0] : out);
        return;
    }
    const bool direct = job->source.direct && job->direct_out && job->n_others > 0 &&
                        job->strides[0] == (int64_t)job->fold.itemsize && job->out_strides[0] == job->strides[0];
    const size_t span = direct ? SPAN_NBYTES / job->fold.itemsize : worker->most;
    for (int64_t column = 0; column < length && !worker->folder.failed; column += (int64_t)span)
        accumulate_columns(worker, column > 0 ? data + column * job->strides[0] : data,
                           column > 0 ? out + column * job->out_strides[0] : out,
                           smaller(span, (size_t)(length - column)));
}

/* Workers take regions until none is left. */
typedef struct team {
    const rvl_accumulate_job *job;
    _Atomic int64_t next;
    _Atomic uint64_t events;
    _Atomic int32_t failed; /* what a user's loop answered */
} team;

static __attribute__((noinline)) void work(int64_t index, void *data)
{
    _Alignas(64) unsigned char memory[2 * BLOCK_NBYTES + 2 * SPARE_NBYTES + STRIP * 16];
    team *all = data;
    const rvl_accumulate_job *job = all->job;
    (void)index;
    const size_t itemsize = job->fold.itemsize, out_itemsize = (size_t)rvl_dtypes[job->out_dtype].itemsize;
    accumulating worker = {.job = job,
                           .block = memory,
                           .results = memory + BLOCK_NBYTES,
                           .most = BLOCK_NBYTES / (itemsize > out_itemsize ? itemsize : out_itemsize)};
    unsigned char *rest = memory + 2 * BLOCK_NBYTES;
    worker.folder =
        (rvl_folder){.fold = &job->fold, .spare = {rest, rest + SPARE_NBYTES}, .spare_n = SPARE_NBYTES / itemsize};
    worker.room = (rvl_tile_room){.strip = STRIP, .raw = rest + 2 * SPARE_NBYTES};
    while (!atomic_load_explicit(&all->failed, memory_order_relaxed)) {
        const int64_t region = atomic_fetch_add_explicit(&all->next, 1, memory_order_relaxed);
        if (region >= job->n_regions)
            break;
        accumulate_region(&worker, region);
        if (worker.folder.failed)
            atomic_store_explicit(&all->failed, worker.folder.failed, memory_order_relaxed);
    }
    atomic_fetch_or_explicit(&all->events, worker.folder.events, memory_order_relaxed);
}

static void swap_axes(rvl_accumulate_job *job, int32_t a, int32_t b)
{
    int64_t *const lists[] = {job->shape, job->strides, job->out_strides};
    for (int32_t i = 0; i < 3; i++) {
        const int64_t value = lists[i][a];
        lists[i][a] = lists[i][b];
        lists[i][b] = value;
    }
}

/* Sorts the other axes, decides how to walk, and cuts the first of them into parts for the workers. */
static int64_t plan(const rvl_call *call, rvl_accumulate_job *job)
{
    for (int32_t i = 1; i < job->n_others; i++)
        for (int32_t j = i; j > 0 && is_inner(job->strides[j], job->strides[j - 1]); j--)
            swap_axes(job, j, j - 1);
    job->direct_out = job->out_dtype == job->fold.dtype && !job->out_swapped && job->out_aligned;
    const bool beside = (job->n_others > 0 && is_inner(job->strides[0], job->stride)) || job->n <= SHORT_SLICE;
    job->columns = !job->fold.reducer || (job->n_others > 0 && job->shape[0] >= 8 && beside);
    const int64_t most = call->context && job->fold.thread_safe ? call->context->n_threads : 1;
    int64_t n_workers = job->size / ELEMENTS_PER_WORKER;
    n_workers = n_workers < 1 ? 1 : n_workers < most ? n_workers : most;
    job->step = job->n_others > 0 ? job->shape[0] : 1;
    job->n_steps = 1;
    int64_t rest = 1;
    for (int32_t axis = 1; axis < job->n_others; axis++)
        rest *= job->shape[axis];
    const int64_t parts = n_workers > 1 && rest < 4 * n_workers ? (4 * n_workers + rest - 1) / rest : 1;
    if (parts > 1 && job->n_others > 0) {
        const int64_t line = job->columns && job->shape[0] / parts >= 64 ? 64 : 1;
        job->step = (job->shape[0] + parts - 1) / parts;
        job->step = (job->step + line - 1) / line * line;
        job->n_steps = (job->shape[0] + job->step - 1) / job->step;
    }
    job->n_regions = job->n_steps * rest;
    return n_workers < job->n_regions ? n_workers : job->n_regions;
}

static ravel_status run_workers(rvl_call *call, const rvl_accumulate_job *job, int64_t n_workers)
{
    team all = {.job = job};
    ravel_status status = RAVEL_OK;
    if (n_workers == 1)
        work(0, &all);
    else
        status = rvl_run_tasks(call, n_workers, work, &all);
    if (call->context)
        call->context->events |= atomic_load(&all.events);
    const int32_t failed = atomic_load(&all.failed);
    return status == RAVEL_OK && failed ? rvl_fail_loop(call, job->fold.name, failed) : status;
}

size_t rvl_accumulate_scratch(const rvl_accumulate_job *job)
{
    return job->copy ? (size_t)job->size * (size_t)rvl_dtypes[job->out_dtype].itemsize : 0;
}

/* Collects the results in scratch memory, in the order of the axes, then copies them to the output. */
static ravel_status run_and_copy(rvl_call *call, rvl_accumulate_job *job)
{
    void *memory;
    ravel_status status = rvl_scratch(call, rvl_accumulate_scratch(job), &memory);
    if (status != RAVEL_OK)
        return status;
    const int64_t n_workers = plan(call, job);
    const rvl_dtype_facts *facts = &rvl_dtypes[job->out_dtype];
    const bool swapped = job->out_swapped;
    unsigned char *const out = job->out;
    int64_t shape[RAVEL_MAX_NDIM + 1], strides[RAVEL_MAX_NDIM + 1];
    int64_t stride = facts->itemsize;
    shape[0] = job->n;
    strides[0] = job->out_stride;
    job->out_stride = stride;
    stride *= job->n;
    for (int32_t axis = 0; axis < job->n_others; axis++) {
        shape[axis + 1] = job->shape[axis];
        strides[axis + 1] = job->out_strides[axis];
        job->out_strides[axis] = stride;
        stride *= job->shape[axis];
    }
    job->out = memory;
    job->out_swapped = false;
    job->out_aligned = true;
    job->direct_out = job->out_dtype == job->fold.dtype;
    status = run_workers(call, job, n_workers);
    if (status != RAVEL_OK)
        return status;
    const rvl_movers *movers = job->fold.movers;
    if (swapped)
        movers->swap[rvl_size_class((size_t)facts->part_size)](
            (size_t)job->size * (size_t)(facts->itemsize / facts->part_size), memory);
    const rvl_box box = {job->n_others + 1, shape[job->n_others], shape, strides, false};
    rvl_unpack(movers, rvl_size_class((size_t)facts->itemsize), &box, memory, NULL, out);
    memcpy(job->out_strides, strides + 1, (size_t)job->n_others * sizeof *strides);
    return RAVEL_OK;
}

ravel_status rvl_accumulate_run(rvl_call *call, rvl_accumulate_job *job)
{
    ravel_status status = RAVEL_OK;
    if (job->size > 0) {
        rvl_float_environment environment;
        rvl_float_environment_enter(&environment);
        status = job->copy ? run_and_copy(call, job) : run_workers(call, job, plan(call, job));
        rvl_float_environment_leave(&environment);
    }
    if (status == RAVEL_OK && job->head) /* last: it may overlap the input */
        rvl_accumulate_write_initial(job);
    return status;
}
