/* reduce_run.c: runs a reduction's regions on the call's threads; where there are too few regions, the longest axis is
 * reduced first, in aligned runs of blocks, and the rest after it. */
#include "reduce.h"

#include "call_loop.h"
#include "core/dtype_table.h"
#include "pack.h"
#include "plan/threads.h"
#include <stdatomic.h>
#include <string.h>

enum {
    STACK_NBYTES = 3840,           /* a whole call takes less than 16 KiB */
    COUNTING_STACK_NBYTES = 2816,  /* where there is a counting job on the stack, too */
    ELEMENTS_PER_WORKER = 1 << 15, /* about 10 us of work */
    REGIONS_PER_WORKER = 4,
    RUNS_PER_WORKER = 16
};
/* Between the longest axis and the others. */
static const int64_t most_between = 4 << 20;

/* Workers take regions until none is left. */
typedef struct team {
    const rvl_reduce_job *job;
    unsigned char *memory;
    size_t nbytes; /* of one worker's memory */
    _Atomic int64_t next;
    _Atomic uint64_t events;
    _Atomic int32_t failed; /* what a user's loop answered */
} team;

static size_t worker_nbytes(const rvl_reduce_job *job)
{
    return job->layout.total + (job->counter ? job->counter->layout.total : 0);
}

static void work(int64_t index, void *data)
{
    team *all = data;
    const rvl_reduce_job *job = all->job;
    unsigned char *memory = all->nbytes > 0 ? all->memory + (size_t)index * all->nbytes : all->memory;
    rvl_reducing worker, counting;
    rvl_reducing_begin(&worker, job, memory);
    if (job->counter) {
        rvl_reducing_begin(&counting, job->counter, memory + job->layout.total);
        worker.counting = &counting;
    }
    while (!atomic_load_explicit(&all->failed, memory_order_relaxed)) {
        const int64_t region = atomic_fetch_add_explicit(&all->next, 1, memory_order_relaxed);
        if (region >= job->layout.n_regions)
            break;
        rvl_reduce_region(&worker, region);
        if (worker.folder.failed)
            atomic_store_explicit(&all->failed, worker.folder.failed, memory_order_relaxed);
    }
    atomic_fetch_or_explicit(&all->events, worker.folder.events, memory_order_relaxed);
}

static ravel_status run_regions(rvl_call *call, const rvl_reduce_job *job, unsigned char *memory, int64_t n_workers)
{
    team all = {.job = job, .memory = memory, .nbytes = worker_nbytes(job)};
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

static size_t round_up(size_t nbytes)
{
    return (nbytes + 63) / 64 * 64;
}

static int64_t size_of_axes(const rvl_reduce_job *job, int32_t first, int32_t n)
{
    int64_t size = 1;
    for (int32_t axis = first; axis < first + n; axis++)
        if (__builtin_mul_overflow(size, job->shape[axis], &size))
            return INT64_MAX;
    return size;
}

static int64_t workers_for(const rvl_call *call, const rvl_reduce_job *job)
{
    if (!call->context || !job->fold.thread_safe)
        return 1;
    const int64_t size = size_of_axes(job, 0, job->n_kept + job->n_reduced) / ELEMENTS_PER_WORKER;
    const int64_t most = call->context->n_threads;
    return size < 1 ? 1 : size < most ? size : most;
}

/* Makes `part` a job that writes what the fold has got so far, contiguous in the order of its kept axes. */
static void write_between(rvl_reduce_job *part, unsigned char *out)
{
    part->has_initial = part->mean = part->tells_nothing = part->masked_indices = part->roots = false;
    part->between = true;
    part->second = NULL;
    part->out = out;
    part->out_dtype = part->fold.dtype;
    part->out_swapped = false;
    part->out_aligned = true;
    int64_t stride = (int64_t)part->fold.itemsize;
    for (int32_t axis = 0; axis < part->n_kept; axis++) {
        part->out_strides[axis] = stride;
        stride *= part->shape[axis];
    }
}

/* Makes `part` a job that reads what such a job has written: the axes that it kept, `n_kept` of which stay. */
static void read_between(rvl_reduce_job *part, const rvl_reduce_job *job, int32_t n_axes, const unsigned char *data)
{
    rvl_source_plan_between(&part->source, &job->fold);
    part->data = data;
    part->mask = NULL;
    int64_t stride = (int64_t)job->fold.itemsize;
    for (int32_t axis = 0; axis < n_axes; axis++) {
        part->strides[axis] = stride;
        part->mask_strides[axis] = 0;
        stride *= part->shape[axis];
    }
    part->n_reduced = n_axes - part->n_kept;
}

static void copy_axis(rvl_reduce_job *to, int32_t at, const rvl_reduce_job *from, int32_t axis)
{
    to->shape[at] = from->shape[axis];
    to->strides[at] = from->strides[axis];
    to->mask_strides[at] = from->mask_strides[axis];
}

/* ---- too few regions, several axes: the first ones for all elements of the others, then the others ---- */

static void first_axes_job(const rvl_reduce_job *job, int32_t n_first, unsigned char *out, rvl_reduce_job *part)
{
    *part = *job;
    const int32_t first = job->n_kept, n_others = job->n_reduced - n_first;
    for (int32_t axis = 0; axis < n_others; axis++)
        copy_axis(part, first + axis, job, first + n_first + axis);
    for (int32_t axis = 0; axis < n_first; axis++)
        copy_axis(part, first + n_others + axis, job, first + axis);
    part->n_kept += n_others;
    part->n_reduced = n_first;
    write_between(part, out);
}

static void other_axes_job(const rvl_reduce_job *job, int32_t n_first, const unsigned char *data, rvl_reduce_job *part)
{
    *part = *job;
    const int32_t n_axes = job->n_kept + job->n_reduced - n_first;
    for (int32_t axis = job->n_kept; axis < n_axes; axis++)
        copy_axis(part, axis, job, axis + n_first);
    read_between(part, job, n_axes, data);
}

/* ---- too few regions, one axis: in aligned runs of blocks, which a binary counter joins ---- */

/* Elements of a run: a power of two of blocks, so that there is enough for all workers. */
static int64_t run_length(int64_t n, int64_t n_workers)
{
    int64_t length = RVL_BLOCK;
    while (n / length > RUNS_PER_WORKER * n_workers)
        length *= 2;
    return length;
}

/* The whole runs, as one more kept axis. */
static void whole_runs_job(const rvl_reduce_job *job, int64_t length, unsigned char *out, rvl_reduce_job *part)
{
    *part = *job;
    const int32_t axis = job->n_kept;
    copy_axis(part, axis + 1, job, axis);
    part->shape[axis + 1] = length;
    part->shape[axis] = job->shape[axis] / length;
    part->strides[axis] *= length;
    part->mask_strides[axis] *= length;
    part->n_kept++;
    write_between(part, out);
}

/* What is left after them. */
static void last_run_job(const rvl_reduce_job *job, int64_t length, unsigned char *out, rvl_reduce_job *part)
{
    *part = *job;
    const int32_t axis = job->n_kept;
    const int64_t start = job->shape[axis] / length * length;
    part->shape[axis] = job->shape[axis] - start;
    part->data += start * job->strides[axis];
    if (part->mask)
        part->mask += start * job->mask_strides[axis];
    write_between(part, out);
}

static void join_runs_job(const rvl_reduce_job *job, int64_t length, const unsigned char *data, rvl_reduce_job *part)
{
    *part = *job;
    part->shape[job->n_kept] = (job->shape[job->n_kept] + length - 1) / length;
    part->runs = true;
    read_between(part, job, job->n_kept + 1, data);
}

/* ---- which of these ---- */

/* Plans a job for n_workers; gives how many of its axes should be reduced first (0: all of them together), or -1 where
 * its only axis should be cut into runs. */
static int32_t choose_course(rvl_reduce_job *job, int64_t n_workers)
{
    rvl_reduce_plan(job, false, n_workers > 1 ? n_workers * REGIONS_PER_WORKER : 1);
    if (job->layout.n_regions >= n_workers || !job->fold.reorderable || job->skips || job->counter ||
        job->tells_nothing || job->masked_indices)
        return 0;
    if (job->n_reduced == 1)
        return job->shape[job->n_kept] >= 2 * RVL_BLOCK * n_workers ? -1 : 0;
    for (int32_t n_first = 1; n_first < job->n_reduced; n_first++) {
        const int64_t others =
            size_of_axes(job, 0, job->n_kept) * size_of_axes(job, job->n_kept + n_first, job->n_reduced - n_first);
        if (others <= most_between / (int64_t)job->fold.itemsize)
            return n_first;
    }
    return 0;
}

/* Each of these two runs a job in several, `part` being the one at work, or, without a call, gives in *nbytes what that
 * takes. While jobs run, `part` lies in the scratch memory: the stack has not room for two. */
static const size_t part_nbytes = (sizeof(rvl_reduce_job) + 63) / 64 * 64;

static ravel_status do_in_runs(rvl_call *call, const rvl_reduce_job *job, int64_t n_workers, unsigned char *memory,
                               size_t *nbytes, rvl_reduce_job *part)
{
    const int64_t n = job->shape[job->n_kept], length = run_length(n, n_workers);
    const size_t row = (size_t)size_of_axes(job, 0, job->n_kept) * job->fold.itemsize;
    const size_t between = round_up((size_t)((n + length - 1) / length) * row);
    unsigned char *room = call ? memory + between : NULL;
    ravel_status status = RAVEL_OK;
    size_t most = 0;
    for (int32_t step = 0; step < 3 && status == RAVEL_OK; step++) {
        if (step == 1 && n % length == 0)
            continue;
        if (step == 0)
            whole_runs_job(job, length, memory, part);
        else if (step == 1)
            last_run_job(job, length, call ? memory + (size_t)(n / length) * row : NULL, part);
        else
            join_runs_job(job, length, memory, part);
        const int64_t workers = step == 0 ? n_workers : 1;
        rvl_reduce_plan(part, false, workers > 1 ? workers * REGIONS_PER_WORKER : 1);
        const size_t needed = worker_nbytes(part) * (size_t)workers;
        most = needed > most ? needed : most;
        if (call)
            status = run_regions(call, part, room, workers);
    }
    if (nbytes)
        *nbytes = part_nbytes + between + most;
    return status;
}

static __attribute__((noinline)) ravel_status plan_in_runs(const rvl_reduce_job *job, int64_t n_workers, size_t *nbytes)
{
    rvl_reduce_job part;
    return do_in_runs(NULL, job, n_workers, NULL, nbytes, &part);
}

static ravel_status run_in_runs(rvl_call *call, const rvl_reduce_job *job, int64_t n_workers, unsigned char *memory,
                                size_t *nbytes)
{
    if (!call)
        return plan_in_runs(job, n_workers, nbytes);
    return do_in_runs(call, job, n_workers, memory + part_nbytes, nbytes, (rvl_reduce_job *)(void *)memory);
}

static ravel_status run_whole(rvl_call *call, const rvl_reduce_job *job, int64_t n_workers, unsigned char *memory,
                              size_t *nbytes)
{
    if (nbytes)
        *nbytes = worker_nbytes(job) * (size_t)n_workers;
    return call ? run_regions(call, job, memory, n_workers) : RAVEL_OK;
}

/* Runs a part of a job that is reduced in two. */
static ravel_status run_part(rvl_call *call, rvl_reduce_job *part, int64_t n_workers, unsigned char *memory,
                             size_t *nbytes)
{
    return choose_course(part, n_workers) < 0 ? run_in_runs(call, part, n_workers, memory, nbytes)
                                              : run_whole(call, part, n_workers, memory, nbytes);
}

static ravel_status do_in_two(rvl_call *call, const rvl_reduce_job *job, int32_t n_first, int64_t n_workers,
                              unsigned char *memory, size_t *nbytes, rvl_reduce_job *part)
{
    const int64_t others =
        size_of_axes(job, 0, job->n_kept) * size_of_axes(job, job->n_kept + n_first, job->n_reduced - n_first);
    const size_t between = round_up((size_t)others * job->fold.itemsize);
    unsigned char *room = call ? memory + between : NULL;
    size_t first = 0, second = 0;
    first_axes_job(job, n_first, memory, part);
    ravel_status status = run_part(call, part, n_workers, room, nbytes ? &first : NULL);
    if (status != RAVEL_OK)
        return status;
    other_axes_job(job, n_first, memory, part);
    status = run_part(call, part, 1, room, nbytes ? &second : NULL);
    if (nbytes)
        *nbytes = part_nbytes + between + (first > second ? first : second);
    return status;
}

static __attribute__((noinline)) ravel_status plan_in_two(const rvl_reduce_job *job, int32_t n_first, int64_t n_workers,
                                                          size_t *nbytes)
{
    rvl_reduce_job part;
    return do_in_two(NULL, job, n_first, n_workers, NULL, nbytes, &part);
}

static ravel_status run_in_two(rvl_call *call, const rvl_reduce_job *job, int32_t n_first, int64_t n_workers,
                               unsigned char *memory, size_t *nbytes)
{
    if (!call)
        return plan_in_two(job, n_first, n_workers, nbytes);
    return do_in_two(call, job, n_first, n_workers, memory + part_nbytes, nbytes, (rvl_reduce_job *)(void *)memory);
}

/* Runs a job as choose_course has said, and whole where that leaves roots unsure, or, without a call, gives in *nbytes
 * what that takes. */
static ravel_status run_job(rvl_call *call, rvl_reduce_job *job, int32_t course, int64_t n_workers,
                            unsigned char *memory, size_t *nbytes)
{
    bool unsure = false;
    size_t whole = 0;
    if (course == 0)
        return run_whole(call, job, n_workers, memory, nbytes);
    job->unsure = &unsure;
    ravel_status status = course < 0 ? run_in_runs(call, job, n_workers, memory, nbytes)
                                     : run_in_two(call, job, course, n_workers, memory, nbytes);
    if (job->roots && (nbytes || unsure) && status == RAVEL_OK)
        status = run_whole(unsure ? call : NULL, job, n_workers, memory, nbytes ? &whole : NULL);
    if (nbytes && whole > *nbytes)
        *nbytes = whole;
    job->unsure = NULL;
    return status;
}

/* Plans a job, with the one that counts for it; gives the course. */
static int32_t plan(rvl_reduce_job *job, bool small, int64_t n_workers, size_t *nbytes)
{
    int32_t course = 0;
    if (small)
        rvl_reduce_plan(job, true, 1);
    else
        course = choose_course(job, n_workers);
    (void)run_job(NULL, job, course, n_workers, NULL, nbytes);
    return course;
}

static size_t stack_nbytes(const rvl_reduce_job *job)
{
    return job->counter ? COUNTING_STACK_NBYTES : STACK_NBYTES;
}

/* Runs a planned job in a block of stack. */
static __attribute__((noinline)) ravel_status run_in_block(rvl_call *call, rvl_reduce_job *job)
{
    _Alignas(64) unsigned char memory[STACK_NBYTES];
    return run_regions(call, job, memory, 1);
}

static __attribute__((noinline)) ravel_status run_counting_in_block(rvl_call *call, rvl_reduce_job *job)
{
    _Alignas(64) unsigned char memory[COUNTING_STACK_NBYTES];
    return run_regions(call, job, memory, 1);
}

static ravel_status run_on_stack(rvl_call *call, rvl_reduce_job *job)
{
    return job->counter ? run_counting_in_block(call, job) : run_in_block(call, job);
}

/* Whether a job can do with a block of stack and one thread: slower, the same bits. Leaves it planned so. */
static bool fits_stack(rvl_reduce_job *job)
{
    size_t nbytes;
    (void)plan(job, true, 1, &nbytes);
    return nbytes <= stack_nbytes(job);
}

static ravel_status run_in_scratch(rvl_call *call, rvl_reduce_job *job)
{
    const int64_t n_workers = workers_for(call, job);
    size_t nbytes;
    const int32_t course = plan(job, false, n_workers, &nbytes);
    if (nbytes <= stack_nbytes(job) && course == 0 && n_workers == 1)
        return run_on_stack(call, job);
    void *memory;
    const char *refusal;
    const ravel_status status = rvl_scratch_ask(call, nbytes, &memory, &refusal);
    if (status == RAVEL_OK)
        return run_job(call, job, course, n_workers, memory, NULL);
    if (fits_stack(job))
        return run_on_stack(call, job);
    return rvl_fail_scratch(call, status, refusal, nbytes);
}

static __attribute__((noinline)) ravel_status run_and_copy(rvl_call *call, rvl_reduce_job *job)
{
    rvl_reduce_kept kept;
    const size_t copy = rvl_reduce_redirect(job, &kept);
    const int64_t n_workers = workers_for(call, job);
    size_t nbytes;
    const int32_t course = plan(job, false, n_workers, &nbytes);
    void *memory;
    ravel_status status = rvl_scratch(call, copy + nbytes, &memory);
    if (status != RAVEL_OK)
        return status;
    rvl_reduce_collect(job, memory);
    status = run_job(call, job, course, n_workers, (unsigned char *)memory + copy, NULL);
    if (status == RAVEL_OK)
        rvl_reduce_copy_out(job, &kept);
    return status;
}

ravel_status rvl_reduce_run(rvl_call *call, rvl_reduce_job *job, bool copy)
{
    return copy ? run_and_copy(call, job) : run_in_scratch(call, job);
}

size_t rvl_reduce_scratch_needed(const rvl_call *call, rvl_reduce_job *job, bool copy)
{
    rvl_reduce_kept kept;
    const size_t copy_nbytes = copy ? rvl_reduce_redirect(job, &kept) : 0;
    const int64_t n_workers = workers_for(call, job);
    size_t nbytes;
    const int32_t course = plan(job, false, n_workers, &nbytes);
    if (!copy && nbytes <= stack_nbytes(job) && course == 0 && n_workers == 1)
        return 0;
    if (!copy && (!call->context || nbytes > call->context->scratch_limit) && fits_stack(job))
        return 0;
    return copy_nbytes + nbytes;
}
