/* cut.c: choosing boxes.
 *
 * A box holds as many elements as the operands' blocks have room for; where every operand can be used where it lies, as
 * many as the axis has. */
#include "blocks.h"

#include <string.h>

/* Rows shorter than this are put together, several to a block. */
#define SHORT_ROW 256
#define RUN_NBYTES 16384
/* Of an input with gaps between its elements less is gathered at a time, so that the kernel's turns are short, in which
 * the CPU fetches nothing. */
#define GATHERED_NBYTES 4096
/* Each block of a run that is on its way past the cache: small, so that the CPU reads the next one while it writes this
 * one. */
#define STREAM_BLOCK_NBYTES 2048
/* The rows that are used where they lie are handed out by so many elements. */
#define ROWS_SIZE 65536
/* The elements of such a block where no operand needs one. */
#define DIRECT_BLOCK 1024

/* Whether the call is a copy that may cast from where its input is, be that a block, to where its output lies. */
static bool casts_straight(const rvl_run *run, const rvl_cut *cut)
{
    const rvl_operand *out = &run->operands[1];
    return !run->loop->function && !run->masked && cut->contiguous[1] && out->n_casts == 1 && !out->pack &&
           !out->stream && !out->absent;
}

/* Whether the call is a copy that may bring its input together where its output lies. */
static bool packs_straight(const rvl_run *run, const rvl_cut *cut)
{
    const rvl_operand *in = &run->operands[0], *out = &run->operands[1];
    const bool moves = !run->loop->function && !run->masked && in->n_casts == 0 && out->n_casts == 0;
    return moves && (in->pack || !cut->contiguous[0]) && cut->contiguous[1] && !out->pack && !out->stream &&
           !out->absent;
}

static bool needs_block(const rvl_run *run, const rvl_cut *cut, int32_t k)
{
    const rvl_operand *operand = &run->operands[k];
    const bool casts = operand->n_casts > 0 && (k != 1 || !casts_straight(run, cut));
    const bool apart = (operand->pack || !cut->contiguous[k]) && (k != 0 || !cut->packs);
    return apart || operand->stream || operand->absent || casts;
}

/* The elements of a tile's row, at most, where an input repeats one element: what room() reserves for such a row before
 * the tile has a length. The smallest tile has 16, where a task has its blocks on the stack. */
static int64_t row_limit(int64_t nbytes)
{
    return nbytes / 128 & ~INT64_C(15);
}

/* Sets which operands are contiguous in boxes of n_axes axes; gives the elements that a block has room for, 0 for no
 * limit. */
static int64_t room(const rvl_run *run, rvl_cut *cut, int32_t n_axes, int64_t nbytes)
{
    int64_t width = 0, padding = 0;
    for (int32_t k = 0; k < run->nest.n_operands; k++) {
        cut->contiguous[k] = rvl_nest_is_contiguous(&run->nest, k, n_axes, run->operands[k].itemsize);
        if (needs_block(run, cut, k)) {
            const int64_t each = run->operands[k].n_blocks * run->operands[k].width;
            padding += run->operands[k].n_blocks * (RVL_BLOCK_ALIGNMENT - 1);
            width += cut->repeats[k] ? 0 : each;
            padding += cut->repeats[k] ? row_limit(nbytes) * each : 0;
        }
    }
    if (width == 0)
        return 0;
    const int64_t n = (nbytes - padding) / width;
    return n >= 128 ? n & ~INT64_C(63) : n >= 16 ? n & ~INT64_C(15) : n;
}

/* The axis along which some input is contiguous while it is not along axis 0; 0 if no input is worth a transpose. */
static int32_t transposed_axis(const rvl_run *run)
{
    const rvl_nest *nest = &run->nest;
    if (nest->ndim < 2 || nest->shape[0] < 8)
        return 0;
    for (int32_t k = 0; k < run->loop->n_in; k++) {
        const int64_t itemsize = run->operands[k].itemsize, step = nest->strides[k][0];
        if (step == 0 || (step < 4 * itemsize && step > -4 * itemsize))
            continue;
        for (int32_t axis = 1; axis < nest->ndim; axis++)
            if (nest->strides[k][axis] == itemsize && nest->shape[axis] >= 8)
                return axis;
    }
    return 0;
}

/* Whether the call is nothing but a transposed copy of bytes. */
static bool is_transpose(const rvl_run *run)
{
    const rvl_operand *in = &run->operands[0], *out = &run->operands[1];
    return !run->loop->function && !run->masked && out->n_casts == 0 && in->swapped == out->swapped &&
           run->nest.strides[0][1] == in->itemsize && run->nest.strides[1][0] == out->itemsize;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The bytes of a run's blocks: they stay in the L1 cache beside the operands that are used where they lie. */
static int64_t run_nbytes(const rvl_run *run)
{
    int64_t nbytes = 0;
    if (!run->streams)
        return smaller(run->block_nbytes, RUN_NBYTES);
    for (int32_t k = 0; k < run->nest.n_operands; k++) {
        const rvl_operand *operand = &run->operands[k];
        if (operand->stream || operand->pack || operand->n_casts || run->nest.strides[k][0] != operand->itemsize)
            nbytes += STREAM_BLOCK_NBYTES;
    }
    return smaller(run->block_nbytes, nbytes);
}

/* Storing past the caches takes turns with computing. A kernel that is slow, or a cast of the output, gains more where
 * both go on at once: where all inputs are read where they lie. */
static void store_as_computed(rvl_run *run)
{
    bool casts = false;
    for (int32_t k = 0; k < run->loop->n_in; k++) {
        const rvl_operand *in = &run->operands[k];
        if (in->pack || run->nest.strides[k][0] != in->itemsize)
            return;
        casts = casts || in->n_casts;
    }
    run->streams = false;
    for (int32_t k = run->loop->n_in; k < run->loop->n_in + run->loop->n_out; k++) {
        rvl_operand *out = &run->operands[k];
        if ((run->loop->slow && !casts) || out->n_casts)
            out->stream = false;
        run->streams = run->streams || out->stream;
    }
}

/* As many elements as a block should have of the inputs with gaps, `capacity` at most. */
static int64_t gathered(const rvl_run *run, int64_t capacity)
{
    for (int32_t k = 0; k < run->loop->n_in; k++) {
        const int64_t itemsize = run->operands[k].itemsize, step = run->nest.strides[k][0];
        if (step > itemsize || step < -itemsize)
            capacity = smaller(capacity, GATHERED_NBYTES / itemsize);
    }
    return capacity;
}

/* Boxes of several rows where rows are short, else of a part of a row. */
static void cut_blocks(rvl_cut *cut, const rvl_run *run)
{
    const rvl_nest *nest = &run->nest;
    cut->n_axes = 1;
    int64_t capacity = room(run, cut, 1, run_nbytes(run));
    if (nest->ndim > 1 && nest->shape[0] < SHORT_ROW) {
        const int64_t all = room(run, cut, nest->ndim, run_nbytes(run)); /* most operands need a block then */
        const int64_t limit = all ? all : DIRECT_BLOCK;
        if (nest->shape[0] * 2 <= limit) {
            cut->inner = nest->shape[0];
            cut->n_axes = 2;
            while (cut->n_axes < nest->ndim && cut->inner * nest->shape[cut->n_axes - 1] * 2 <= limit)
                cut->inner *= nest->shape[cut->n_axes++ - 1];
        }
        capacity = room(run, cut, cut->n_axes, run_nbytes(run));
    }
    cut->packs = packs_straight(run, cut);
    if (cut->n_axes == 1)
        capacity = cut->packs ? 0 : gathered(run, capacity);
    cut->first = nest->shape[0];
    const int64_t length = nest->shape[cut->n_axes - 1];
    cut->part = capacity ? smaller(capacity / cut->inner, length) : length;
}

/* Tiles as near to square as the blocks have room for, axis 0 at least 16 elements long. False, and nothing cut, where
 * there is no room for that. */
static bool cut_tiles(rvl_cut *cut, rvl_run *run)
{
    const rvl_nest *nest = &run->nest;
    for (int32_t k = 0; k < nest->n_operands; k++)
        run->operands[k].stream = false; /* a tile's rows are too short to bypass the cache */
    run->streams = false;
    if (run->masked)
        run->operands[nest->n_operands - 1].pack = true; /* a tile is stored under a contiguous mask */
    bool any_repeats = false;
    /* Not under a mask: what a cast raises is then looked up element by element. */
    for (int32_t k = 0; k < run->loop->n_in && !run->masked; k++) {
        cut->repeats[k] = nest->strides[k][0] == 0 && nest->strides[k][1] == 0;
        any_repeats = any_repeats || cut->repeats[k];
    }
    const int64_t capacity = room(run, cut, 1, run->block_nbytes);
    int64_t side = 16;
    if (capacity < side * side) {
        memset(cut->repeats, 0, sizeof cut->repeats);
        return false;
    }
    while (side * side * 4 <= capacity)
        side *= 2;
    cut->kind = RVL_CUT_TILES;
    cut->n_axes = 2;
    cut->first = smaller(side * side * 2 <= capacity ? 2 * side : side, nest->shape[0]);
    if (any_repeats)
        cut->first = smaller(cut->first, row_limit(run->block_nbytes));
    cut->part = smaller(capacity / cut->first, nest->shape[1]);
    cut->inner = cut->first;
    return true;
}

static void cut_rows(rvl_cut *cut, const rvl_run *run)
{
    const rvl_nest *nest = &run->nest;
    (void)room(run, cut, 1, run->block_nbytes);
    cut->kind = RVL_CUT_ROWS;
    cut->n_axes = 2;
    cut->first = cut->inner = nest->shape[0];
    cut->part = smaller((ROWS_SIZE + nest->shape[0] - 1) / nest->shape[0], nest->shape[1]);
}

/* Whole rows would leave threads without work: cuts them smaller, in multiples of a cache line. */
static void cut_for_threads(rvl_cut *cut, const rvl_run *run, int64_t n_threads)
{
    const int64_t length = run->nest.shape[cut->n_axes - 1];
    int64_t others = cut->n_firsts;
    for (int32_t axis = cut->n_axes; axis < run->nest.ndim; axis++)
        others *= run->nest.shape[axis];
    const int64_t wanted = (4 * n_threads + others - 1) / others;
    const int64_t part = ((length + wanted - 1) / wanted + 63) & ~INT64_C(63);
    if (n_threads > 1 && part < cut->part)
        cut->part = part;
}

/* How many elements parts should begin earlier, so that outputs that are stored past the cache are stored line by line:
 * a line that is stored in two parts is read first. */
static int64_t lead_of(const rvl_cut *cut, const rvl_run *run)
{
    const rvl_nest *nest = &run->nest;
    int64_t lead = 0;
    for (int32_t k = run->loop->n_in; k < run->loop->n_in + run->loop->n_out; k++) {
        const int64_t itemsize = run->operands[k].itemsize;
        uint64_t outer = (uint64_t)(cut->part * itemsize);
        for (int32_t axis = 1; axis < nest->ndim; axis++)
            outer |= (uint64_t)nest->strides[k][axis];
        if (!run->operands[k].stream || cut->n_axes != 1 || !cut->contiguous[k] || outer % 64 != 0)
            return 0;
        lead = (int64_t)((uintptr_t)nest->data[k] % 64) / itemsize;
    }
    return lead;
}

void rvl_cut_nest(rvl_cut *cut, rvl_run *run, int64_t n_threads)
{
    rvl_nest *nest = &run->nest;
    *cut = (rvl_cut){.first = 1, .n_firsts = 1, .part = 1, .n_parts = 1, .inner = 1, .n_boxes = 1};
    if (nest->ndim == 0) {
        room(run, cut, 0, run->block_nbytes);
    } else {
        if (run->streams)
            store_as_computed(run);
        const int32_t axis = transposed_axis(run);
        if (axis > 1)
            rvl_nest_exchange(nest, 1, axis);
        if (axis && is_transpose(run)) {
            cut->kind = RVL_CUT_TRANSPOSE;
            cut->n_axes = 2;
            cut->first = cut->inner = nest->shape[0];
            cut->part = nest->shape[1];
        } else if (!axis && rvl_rows_fit(run)) {
            cut_rows(cut, run);
        } else if (!axis || !cut_tiles(cut, run)) {
            cut_blocks(cut, run);
        }
        cut->n_firsts = (nest->shape[0] + cut->first - 1) / cut->first;
        cut_for_threads(cut, run, n_threads);
        cut->lead = lead_of(cut, run);
        cut->n_parts = (nest->shape[cut->n_axes - 1] + cut->lead + cut->part - 1) / cut->part;
        cut->n_boxes = cut->n_firsts * cut->n_parts;
        for (int32_t outer = cut->n_axes; outer < nest->ndim; outer++)
            cut->n_boxes *= nest->shape[outer];
    }
    cut->casts = casts_straight(run, cut);
    for (int32_t k = 0; k < nest->n_operands && cut->kind != RVL_CUT_TRANSPOSE; k++) {
        const bool is_row = cut->kind == RVL_CUT_ROWS || cut->repeats[k];
        const int64_t size = is_row ? cut->inner : cut->inner * cut->part;
        if (needs_block(run, cut, k))
            cut->block_nbytes[k] =
                (int32_t)((size * run->operands[k].width + RVL_BLOCK_ALIGNMENT - 1) & -(int64_t)RVL_BLOCK_ALIGNMENT);
    }
}
