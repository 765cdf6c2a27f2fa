/* blocks.c: all boxes of a call, in tasks. */
#include "blocks.h"

#include "call_loop.h"
#include "core/float_environment.h"
#include "plan/threads.h"
#include "row.h"
#include <stdatomic.h>

/* Work below this many bytes (or elements of an elementary function) is not worth a hand-over to another thread. */
#define THREAD_NBYTES (INT64_C(1) << 18)
#define THREAD_HEAVY_SIZE INT64_C(4096)

/* A whole block, as a copy's loads would else wait between stores that bypass the cache; half of it where there are
 * more inputs than two, or they lie in reverse: the CPU drops what it is asked for beyond its means. */
#define PREFETCH_NBYTES 2048
#define PREFETCH_LESS_NBYTES 1024

typedef struct task_data {
    const rvl_run *run;
    const rvl_cut *cut;
    int64_t n_tasks;
    unsigned char *scratch; /* of the only task; NULL: each has its own on the stack */
    _Atomic uint64_t events;
    _Atomic int32_t failed; /* what a user's loop answered */
} task_data;

/* Asks for the next box's inputs while this one is written past the cache: the CPU does not look that far ahead by
 * itself, at least not along rows of small elements and rows in reverse. (It does at larger steps.) A prefetch may
 * reach beyond an operand: it never faults. (Not inlined it would count as a function without effect, and go.) */
RVL_ALWAYS_INLINE void prefetch_next(const rvl_walk *walk, const rvl_place *place, size_t n)
{
    const rvl_cut *cut = walk->cut;
    const rvl_nest *nest = &walk->run->nest;
    const bool row_ends = walk->part + 1 == cut->n_parts && cut->n_axes < nest->ndim;
    const uintptr_t reach = walk->run->loop->n_in <= 2 ? PREFETCH_NBYTES : PREFETCH_LESS_NBYTES;
    for (int32_t k = 0; k < walk->run->loop->n_in; k++) {
        const int64_t itemsize = walk->run->operands[k].itemsize, nbytes = (int64_t)n * itemsize;
        const bool reversed = cut->n_axes == 1 && nest->strides[k][0] == -itemsize && itemsize <= 8;
        const uintptr_t next = row_ends ? (uintptr_t)walk->base[k] + (uintptr_t)nest->strides[k][cut->n_axes]
                                        : (uintptr_t)place->base[k] + (uintptr_t)(reversed ? -nbytes : nbytes);
        for (uintptr_t line = 0; line < reach && cut->contiguous[k]; line += 64)
            __builtin_prefetch((const void *)(next + line));
        for (uintptr_t line = 0; line < PREFETCH_LESS_NBYTES && reversed; line += 64)
            __builtin_prefetch((const void *)(next - line));
    }
}

/* Element by element: only a loop that raised some comes here. */
__attribute__((noinline)) uint64_t rvl_masked_events(const rvl_run *run, size_t n, const void *const *in,
                                                     const uint8_t *mask)
{
    uint64_t events = 0, forgotten[RAVEL_MAX_OPERANDS][2];
    const void *element[RAVEL_MAX_OPERANDS];
    void *out[RAVEL_MAX_OPERANDS];
    for (int32_t k = 0; k < run->loop->n_out; k++)
        out[k] = forgotten[k];
    for (size_t i = 0; i < n; i++) {
        if (!mask[i])
            continue;
        for (int32_t k = 0; k < run->loop->n_in; k++)
            element[k] = (const unsigned char *)in[k] + i * (size_t)run->operands[k].block_size;
        events |= (uint64_t)run->loop->function(1, element, out, NULL);
    }
    return events;
}

__attribute__((noinline)) uint64_t rvl_masked_load_events(const rvl_walk *walk, size_t n, const uint8_t *mask)
{
    uint64_t events = 0;
    for (int32_t k = 0; k < walk->run->loop->n_in; k++)
        events |= rvl_operand_masked_events(&walk->run->operands[k], &walk->blocks[k], n, mask);
    return events;
}

/* Runs one box with one call of the kernel; gives what a user's loop answers. */
static int32_t run_block(rvl_walk *walk)
{
    const rvl_run *run = walk->run;
    const rvl_cut *cut = walk->cut;
    const rvl_nest *nest = &run->nest;
    const rvl_loop *loop = run->loop;
    const int32_t end_in = loop->n_in, end_out = end_in + loop->n_out;
    const void *in[RAVEL_MAX_OPERANDS];
    void *out[RAVEL_MAX_OPERANDS];
    const void *stored[RAVEL_MAX_OPERANDS];
    const uint8_t *mask = NULL;
    rvl_place place;
    rvl_walk_place(walk, &place);
    const size_t n = (size_t)(cut->inner * place.part);
    uint64_t uncounted = 0;
    rvl_box box = {cut->n_axes, place.part, nest->shape, nest->strides[0], run->far};
    if (cut->packs) {
        rvl_operand_pack(&run->operands[0], run->movers, &box, place.base[0], n, place.base[1]);
        return 0;
    }
    for (int32_t k = 0; k < nest->n_operands; k++) {
        box.strides = nest->strides[k];
        if (k >= end_in && k < end_out) {
            out[k - end_in] =
                rvl_operand_target(&run->operands[k], cut->contiguous[k], place.base[k], &walk->blocks[k]);
            continue;
        }
        const void *block = rvl_operand_load(&run->operands[k], run->movers, &box, cut->contiguous[k], place.base[k], n,
                                             &walk->blocks[k], run->masked ? &uncounted : &walk->events);
        if (k < end_in)
            in[k] = block;
        else
            mask = block;
    }
    if (uncounted)
        walk->events |= rvl_masked_load_events(walk, n, mask);
    if (loop->function) {
        const int32_t answer = rvl_run_loop(walk, n, in, out, mask);
        if (answer)
            return answer;
    } else {
        out[0] = (void *)(uintptr_t)in[0];
    }
    for (int32_t k = end_in; k < end_out; k++)
        stored[k - end_in] = rvl_operand_cast(&run->operands[k], cut->contiguous[k], out[k - end_in], mask,
                                              place.base[k], n, &walk->blocks[k], &walk->events);
    if (run->streams)
        prefetch_next(walk, &place, n);
    for (int32_t k = end_in; k < end_out; k++) {
        box.strides = nest->strides[k];
        rvl_operand_put(&run->operands[k], run->movers, &box, cut->contiguous[k], stored[k - end_in], mask,
                        place.base[k], n, &walk->blocks[k]);
    }
    return 0;
}

static int32_t run_box(rvl_walk *walk)
{
    switch (walk->cut->kind) {
    case RVL_CUT_ROWS:
        return rvl_run_rows(walk);
    case RVL_CUT_TILES:
        return rvl_run_tile(walk);
    case RVL_CUT_TRANSPOSE:
        rvl_run_transpose(walk);
        return 0;
    case RVL_CUT_BLOCKS:
    default:
        return run_block(walk);
    }
}

/* A task's share of the boxes. */
static void run_boxes(int64_t task, task_data *shared, unsigned char *scratch)
{
    const int64_t n = shared->cut->n_boxes / shared->n_tasks, rest = shared->cut->n_boxes % shared->n_tasks;
    const int64_t begin = n * task + (task < rest ? task : rest);
    const int64_t end = begin + n + (task < rest);
    rvl_walk walk;
    rvl_walk_begin(&walk, shared->run, shared->cut, begin, scratch);
    for (int64_t box = begin; box < end; box++) {
        if (atomic_load_explicit(&shared->failed, memory_order_relaxed))
            break;
        const int32_t answer = run_box(&walk);
        if (answer)
            atomic_store_explicit(&shared->failed, answer, memory_order_relaxed);
        rvl_walk_next(&walk);
    }
    if (shared->run->streams)
        shared->run->movers->stream_end();
    if (walk.events)
        atomic_fetch_or_explicit(&shared->events, walk.events, memory_order_relaxed);
}

static __attribute__((noinline)) void run_on_stack(int64_t task, task_data *shared)
{
    _Alignas(64) unsigned char scratch[RVL_STACK_BLOCK_NBYTES];
    run_boxes(task, shared, scratch);
}

static void run_task(int64_t task, void *data)
{
    task_data *shared = data;
    if (shared->scratch || shared->cut->kind == RVL_CUT_TRANSPOSE)
        run_boxes(task, shared, shared->scratch);
    else
        run_on_stack(task, shared);
}

/* The threads that a call is worth. */
static int64_t thread_count(const rvl_call *call, const rvl_run *run)
{
    if (!call->context || call->context->n_threads <= 1 || !run->loop->thread_safe)
        return 1;
    int64_t nbytes = 0;
    for (int32_t k = 0; k < run->nest.n_operands; k++)
        nbytes += run->operands[k].itemsize;
    const bool worth = run->size >= THREAD_NBYTES / nbytes || (run->loop->heavy && run->size >= THREAD_HEAVY_SIZE);
    return worth ? call->context->n_threads : 1;
}

ravel_status rvl_run_blocks(rvl_call *call, rvl_run *run)
{
    rvl_cut cut;
    const int64_t n_threads = thread_count(call, run);
    unsigned char *scratch = NULL;
    run->block_nbytes = RVL_STACK_BLOCK_NBYTES;
    if (call->context && n_threads == 1) {
        run->block_nbytes = RVL_CONTEXT_BLOCK_NBYTES;
        scratch = call->context->blocks + (-(uintptr_t)call->context->blocks & 63);
    }
    rvl_cut_nest(&cut, run, n_threads);
    task_data shared = {
        .run = run, .cut = &cut, .n_tasks = n_threads < cut.n_boxes ? n_threads : cut.n_boxes, .scratch = scratch};
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    const ravel_status status = rvl_run_tasks(call, shared.n_tasks, run_task, &shared);
    rvl_float_environment_leave(&environment);
    if (call->context)
        call->context->events |= atomic_load_explicit(&shared.events, memory_order_relaxed);
    if (status != RAVEL_OK)
        return status;
    const int32_t failed = atomic_load_explicit(&shared.failed, memory_order_relaxed);
    return failed ? rvl_fail_loop(call, run->loop->name, failed) : RAVEL_OK;
}
