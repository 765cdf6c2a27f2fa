/* blocks.c: the walk over blocks.
 *
 * A block is a box: some inner axes of the nest in full, and a part of the next one. It holds as many elements as the
 * operands' blocks have room for; where every operand can be used where it lies, as many as the axis has. */
#include "blocks.h"

#include "core/float_environment.h"
#include "plan/threads.h"
#include <stdatomic.h>

/* Work below this many bytes (or elements of an elementary function) is not worth a hand-over to another thread. */
#define THREAD_NBYTES (INT64_C(1) << 18)
#define THREAD_HEAVY_SIZE INT64_C(4096)

/* How the nest is cut into boxes; the same for all tasks. */
typedef struct block_cut {
    int32_t n_axes; /* of a box: 0 only in a nest without axes */
    int64_t part;   /* of the box's last axis */
    int64_t inner;  /* elements of the box's other axes */
    int64_t n_parts, n_boxes;
    bool contiguous[RVL_NEST_OPERANDS];
    int32_t block_nbytes[RVL_NEST_OPERANDS]; /* of each of an operand's blocks */
} block_cut;

typedef struct task_data {
    const rvl_run *run;
    const block_cut *cut;
    int64_t n_tasks;
    _Atomic uint64_t events;
    _Atomic int32_t failed; /* what a user's loop answered */
} task_data;

/* Whether the box's elements follow each other in operand k. */
static bool is_contiguous(const rvl_run *run, int32_t k, int32_t n_axes)
{
    int64_t expected = run->operands[k].itemsize;
    for (int32_t axis = 0; axis < n_axes; axis++) {
        if (run->nest.strides[k][axis] != expected)
            return false;
        expected *= run->nest.shape[axis]; /* fits: the elements before were proved to lie in memory */
    }
    return true;
}

static bool needs_block(const rvl_run *run, const block_cut *cut, int32_t k)
{
    const rvl_operand *operand = &run->operands[k];
    return operand->pack || operand->stream || operand->absent || operand->n_casts || !cut->contiguous[k];
}

/* Sets which operands are contiguous in boxes of n_axes axes; gives the elements that a block has room for, 0 for no
 * limit. */
static int64_t room(const rvl_run *run, block_cut *cut, int32_t n_axes)
{
    int64_t width = 0;
    for (int32_t k = 0; k < run->nest.n_operands; k++) {
        cut->contiguous[k] = is_contiguous(run, k, n_axes);
        if (needs_block(run, cut, k))
            width += run->operands[k].n_blocks * run->operands[k].width;
    }
    if (width == 0)
        return 0;
    const int64_t n = RVL_BLOCK_NBYTES / width;
    return n >= 128 ? n & ~INT64_C(63) : n & ~INT64_C(15);
}

static void cut_nest(const rvl_run *run, block_cut *cut)
{
    const rvl_nest *nest = &run->nest;
    *cut = (block_cut){.inner = 1, .part = 1, .n_parts = 1, .n_boxes = 1};
    int64_t capacity = room(run, cut, nest->ndim > 0);
    if (nest->ndim == 0)
        goto blocks;
    cut->n_axes = 1;
    /* A short inner axis: take whole rows of it, so that a kernel always has a fair number of elements. */
    if (nest->ndim > 1 && nest->shape[0] < 256) {
        const int64_t wide = room(run, cut, nest->ndim); /* most operands need a block then */
        const int64_t limit = wide ? wide : 1024;
        if (nest->shape[0] * 2 <= limit) {
            cut->inner = nest->shape[0];
            cut->n_axes = 2;
            while (cut->n_axes < nest->ndim && cut->inner * nest->shape[cut->n_axes - 1] * 2 <= limit)
                cut->inner *= nest->shape[cut->n_axes++ - 1];
        }
        capacity = room(run, cut, cut->n_axes);
    }
    const int64_t axis_length = nest->shape[cut->n_axes - 1];
    cut->part = capacity ? capacity / cut->inner : axis_length;
    if (cut->part > axis_length)
        cut->part = axis_length;
    cut->n_parts = (axis_length + cut->part - 1) / cut->part;
    cut->n_boxes = cut->n_parts;
    for (int32_t axis = cut->n_axes; axis < nest->ndim; axis++)
        cut->n_boxes *= nest->shape[axis];
blocks:
    for (int32_t k = 0; k < nest->n_operands; k++)
        cut->block_nbytes[k] = needs_block(run, cut, k)
                                   ? (int32_t)((cut->inner * cut->part * run->operands[k].width + 63) & ~INT64_C(63))
                                   : 0;
}

/* A task's walk: where it is, and its blocks. */
typedef struct block_walk {
    const rvl_run *run;
    const block_cut *cut;
    unsigned char *base[RVL_NEST_OPERANDS]; /* of the row of boxes */
    int64_t index[RAVEL_MAX_NDIM];          /* of the axes outside of the box */
    int64_t part;                           /* in the row of boxes */
    rvl_operand_blocks blocks[RVL_NEST_OPERANDS];
    uint64_t events;
} block_walk;

static void walk_begin(block_walk *walk, const rvl_run *run, const block_cut *cut, int64_t first_box,
                       unsigned char *scratch)
{
    const rvl_nest *nest = &run->nest;
    walk->run = run;
    walk->cut = cut;
    walk->events = 0;
    walk->part = first_box % cut->n_parts;
    int64_t row = first_box / cut->n_parts;
    for (int32_t k = 0; k < nest->n_operands; k++) {
        walk->base[k] = nest->data[k];
        walk->blocks[k].loaded = NULL;
        for (int32_t i = 0; i < run->operands[k].n_blocks; i++) {
            walk->blocks[k].block[i] = scratch;
            scratch += cut->block_nbytes[k];
        }
    }
    for (int32_t axis = cut->n_axes; axis < nest->ndim; axis++) {
        walk->index[axis] = row % nest->shape[axis];
        row /= nest->shape[axis];
        for (int32_t k = 0; k < nest->n_operands; k++)
            if (!run->operands[k].absent)
                walk->base[k] += walk->index[axis] * nest->strides[k][axis];
    }
}

static void walk_next(block_walk *walk)
{
    const rvl_nest *nest = &walk->run->nest;
    if (++walk->part < walk->cut->n_parts)
        return;
    walk->part = 0;
    for (int32_t axis = walk->cut->n_axes; axis < nest->ndim; axis++) {
        const bool wrap = ++walk->index[axis] == nest->shape[axis];
        const int64_t steps = wrap ? 1 - nest->shape[axis] : 1;
        for (int32_t k = 0; k < nest->n_operands; k++)
            if (!walk->run->operands[k].absent)
                walk->base[k] += steps * nest->strides[k][axis];
        if (!wrap)
            return;
        walk->index[axis] = 0;
    }
}

/* Runs one box; gives what a user's loop answers. */
static int32_t run_box(block_walk *walk)
{
    const rvl_run *run = walk->run;
    const block_cut *cut = walk->cut;
    const rvl_nest *nest = &run->nest;
    const rvl_loop *loop = run->loop;
    const int32_t last_axis = cut->n_axes - 1;
    const int64_t start = walk->part * cut->part;
    int64_t part = cut->part;
    if (cut->n_axes > 0 && nest->shape[last_axis] - start < part)
        part = nest->shape[last_axis] - start;
    const size_t n = (size_t)(cut->inner * part);
    const int32_t first_out = loop->n_in, mask = nest->n_operands - 1;
    const void *in[RAVEL_MAX_OPERANDS];
    void *out[RAVEL_MAX_OPERANDS];
    unsigned char *base[RVL_NEST_OPERANDS];
    const uint8_t *mask_block = NULL;
    rvl_box boxes[RVL_NEST_OPERANDS];
    for (int32_t k = 0; k < nest->n_operands; k++) {
        boxes[k] = (rvl_box){cut->n_axes, part, nest->shape, nest->strides[k]};
        base[k] = walk->base[k];
        if (cut->n_axes > 0 && !run->operands[k].absent)
            base[k] += start * nest->strides[k][last_axis];
        if (k < first_out || (run->masked && k == mask)) {
            const void *block = rvl_operand_load(&run->operands[k], run->movers, &boxes[k], cut->contiguous[k], base[k],
                                                 n, &walk->blocks[k], &walk->events);
            if (k < first_out)
                in[k] = block;
            else
                mask_block = block;
        } else {
            out[k - first_out] = rvl_operand_target(&run->operands[k], cut->contiguous[k], base[k], &walk->blocks[k]);
        }
    }
    if (!loop->function) {
        out[0] = (void *)(uintptr_t)in[0];
    } else {
        const int32_t answer = loop->function(n, in, out, loop->user);
        if (loop->builtin)
            walk->events |= (uint64_t)answer;
        else if (answer)
            return answer;
    }
    for (int32_t k = first_out; k < first_out + loop->n_out; k++)
        rvl_operand_store(&run->operands[k], run->movers, &boxes[k], cut->contiguous[k], out[k - first_out], mask_block,
                          base[k], n, &walk->blocks[k], &walk->events);
    return 0;
}

/* One task: its share of the boxes, in a noinline function of its own so that the stack holds the scratch only while
 * it runs. */
static __attribute__((noinline)) void run_task(int64_t task, void *data)
{
    _Alignas(64) unsigned char scratch[RVL_BLOCK_NBYTES];
    task_data *shared = data;
    const block_cut *cut = shared->cut;
    const int64_t first =
        cut->n_boxes / shared->n_tasks * task + (cut->n_boxes % shared->n_tasks) * task / shared->n_tasks;
    const int64_t end =
        cut->n_boxes / shared->n_tasks * (task + 1) + (cut->n_boxes % shared->n_tasks) * (task + 1) / shared->n_tasks;
    block_walk walk;
    walk_begin(&walk, shared->run, cut, first, scratch);
    for (int64_t box = first; box < end; box++) {
        if (atomic_load_explicit(&shared->failed, memory_order_relaxed))
            break;
        const int32_t answer = run_box(&walk);
        if (answer)
            atomic_store_explicit(&shared->failed, answer, memory_order_relaxed);
        walk_next(&walk);
    }
    for (int32_t k = 0; k < shared->run->nest.n_operands; k++)
        if (shared->run->operands[k].stream) {
            shared->run->movers->stream_end();
            break;
        }
    if (walk.events)
        atomic_fetch_or_explicit(&shared->events, walk.events, memory_order_relaxed);
}

static int64_t task_count(const rvl_call *call, const rvl_run *run)
{
    if (!call->context || call->context->n_threads <= 1 || !run->loop->thread_safe)
        return 1;
    int64_t nbytes = 0;
    for (int32_t k = 0; k < run->nest.n_operands; k++)
        nbytes += run->operands[k].itemsize;
    const bool worth = run->size >= THREAD_NBYTES / nbytes || (run->loop->heavy && run->size >= THREAD_HEAVY_SIZE);
    return worth ? call->context->n_threads : 1;
}

ravel_status rvl_run_blocks(rvl_call *call, const rvl_run *run)
{
    block_cut cut;
    cut_nest(run, &cut);
    const int64_t n_threads = task_count(call, run);
    if (n_threads > 1 && cut.n_boxes < 4 * n_threads && cut.n_axes > 0) {
        /* Whole rows would leave threads without work: cut them, in multiples of a cache line. */
        const int64_t rows = cut.n_boxes / cut.n_parts;
        const int64_t wanted = (4 * n_threads + rows - 1) / rows;
        const int64_t part = ((run->nest.shape[cut.n_axes - 1] + wanted - 1) / wanted + 63) & ~INT64_C(63);
        if (part < cut.part) {
            cut.part = part;
            cut.n_parts = (run->nest.shape[cut.n_axes - 1] + part - 1) / part;
            cut.n_boxes = cut.n_parts * rows;
        }
    }
    task_data shared = {.run = run, .cut = &cut, .n_tasks = n_threads < cut.n_boxes ? n_threads : cut.n_boxes};
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    const ravel_status status = rvl_run_tasks(call, shared.n_tasks, run_task, &shared);
    rvl_float_environment_leave(&environment);
    if (call->context)
        call->context->events |= atomic_load_explicit(&shared.events, memory_order_relaxed);
    if (status != RAVEL_OK)
        return status;
    const int32_t failed = atomic_load_explicit(&shared.failed, memory_order_relaxed);
    if (failed)
        return rvl_fail(call, RAVEL_KERNEL_FAILED, -1, -1, "the kernel's loop returned %i", failed);
    return RAVEL_OK;
}
