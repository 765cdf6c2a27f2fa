/* unit_cut.h: runs to be cut, and what must hold of every cut: each element in one box, each box in the blocks that it
 * has. */
#ifndef RVL_TESTS_UNIT_CUT_H
#define RVL_TESTS_UNIT_CUT_H

#include "dispatch/dispatch.h"
#include "run/blocks.h"
#include <check.h>
#include <string.h>

#define RAW_NBYTES 32768

static inline int32_t negate(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)n, (void)in, (void)out, (void)user;
    return 0;
}

static _Alignas(64) unsigned char memory[64];
static rvl_loop loop;
static rvl_run run;
static rvl_cut cut;

/* A run of a loop with inputs and one output of float64 over a nest whose output is contiguous. The inputs are so at
 * first; memory is not read, so that any address does. */
static inline void start(int32_t n_in, int32_t ndim, const int64_t *shape)
{
    const int32_t isa = rvl_isa_best();
    loop = (rvl_loop){.name = "unit", .function = negate, .builtin = true, .n_in = n_in, .n_out = 1};
    memset(&run, 0xA5, sizeof run); /* what nobody sets is not to be used */
    run.loop = &loop;
    run.movers = rvl_movers_of(isa);
    run.masked = run.streams = false;
    run.block_nbytes = RAW_NBYTES;
    run.size = 1;
    run.nest.ndim = ndim;
    run.nest.n_operands = n_in + 1;
    for (int32_t axis = 0; axis < ndim; axis++) {
        run.nest.shape[axis] = shape[axis];
        for (int32_t k = 0; k <= n_in; k++)
            run.nest.strides[k][axis] = 8 * run.size;
        run.size *= shape[axis];
    }
    for (int32_t k = 0; k <= n_in; k++) {
        loop.dtypes[k] = RAVEL_FLOAT64;
        run.nest.data[k] = memory;
    }
    for (int32_t k = 0; k <= n_in; k++)
        rvl_operand_plan(&run.operands[k], run.movers, &loop, k, RAVEL_FLOAT64, false, true);
}

static inline void set_strides(int32_t k, int64_t first, int64_t second, int64_t third)
{
    run.nest.strides[k][0] = first;
    run.nest.strides[k][1] = second;
    run.nest.strides[k][2] = third;
}

static inline void add_mask(void)
{
    const int32_t k = run.nest.n_operands++;
    int64_t stride = 1;
    run.masked = true;
    run.nest.data[k] = memory;
    for (int32_t axis = 0; axis < run.nest.ndim; axis++) {
        run.nest.strides[k][axis] = stride;
        stride *= run.nest.shape[axis];
    }
    run.operands[k] = (rvl_operand){.dtype = RAVEL_BOOL, .itemsize = 1, .width = 1, .n_blocks = 1, .block_size = 1};
}

static inline void set_stream(void)
{
    run.streams = run.operands[loop.n_in].stream = true;
}

static inline int64_t ceiling(int64_t a, int64_t b)
{
    return (a + b - 1) / b;
}

/* How many boxes have each element: counts by its number in the output. */
static unsigned char n_boxes_of[220000];

static inline void count_box(const rvl_place *place)
{
    int64_t index[RAVEL_MAX_NDIM] = {0}, shape[RAVEL_MAX_NDIM];
    const int64_t *strides = run.nest.strides[loop.n_in];
    const int64_t start = (int64_t)((uintptr_t)place->base[loop.n_in] - (uintptr_t)memory);
    for (int32_t axis = 0; axis < cut.n_axes; axis++)
        shape[axis] = run.nest.shape[axis];
    if (cut.n_axes > 1)
        shape[0] = place->first;
    if (cut.n_axes > 0)
        shape[cut.n_axes - 1] = place->part;
    for (int32_t axis = 0; axis < cut.n_axes || cut.n_axes == 0;) {
        int64_t offset = start;
        for (int32_t i = 0; i < cut.n_axes; i++)
            offset += index[i] * strides[i];
        if (offset < 0 || offset >= 8 * run.size || offset % 8 != 0)
            ck_abort_msg("a box reaches out of the nest");
        n_boxes_of[offset / 8]++;
        if (cut.n_axes == 0)
            return;
        for (axis = 0; axis < cut.n_axes && ++index[axis] == shape[axis]; axis++)
            index[axis] = 0;
    }
}

/* Each element lies in exactly one box, also for a walk that starts in the middle; blocks hold their boxes, and all of
 * them fit. */
static inline void check_boxes(void)
{
    ck_assert_int_le(run.size, (int64_t)sizeof n_boxes_of);
    for (int64_t middle = 0; middle < cut.n_boxes; middle += cut.n_boxes / 2 + 1) {
        memset(n_boxes_of, 0, (size_t)run.size);
        rvl_walk walk;
        rvl_place place;
        rvl_walk_begin(&walk, &run, &cut, middle, NULL);
        for (int64_t box = middle; box < cut.n_boxes; box++, rvl_walk_next(&walk)) {
            rvl_walk_place(&walk, &place);
            count_box(&place);
        }
        rvl_walk_begin(&walk, &run, &cut, 0, NULL);
        for (int64_t box = 0; box < middle; box++, rvl_walk_next(&walk)) {
            rvl_walk_place(&walk, &place);
            count_box(&place);
        }
        int64_t n_once = 0;
        for (int64_t i = 0; i < run.size; i++)
            n_once += n_boxes_of[i] == 1;
        ck_assert_int_eq(n_once, run.size);
    }
    int64_t nbytes = 0;
    for (int32_t k = 0; k < run.nest.n_operands; k++) {
        const rvl_operand *operand = &run.operands[k];
        const bool is_row = cut.kind == RVL_CUT_ROWS || cut.repeats[k];
        const int64_t elements = is_row ? cut.inner : cut.inner * cut.part;
        const bool apart = (operand->pack || !cut.contiguous[k]) && !(k == 0 && cut.packs);
        const bool casts = operand->n_casts > 0 && !(k == 1 && cut.casts);
        const bool block = cut.kind != RVL_CUT_TRANSPOSE && (apart || operand->stream || casts);
        ck_assert_int_eq(cut.block_nbytes[k], block ? ceiling(elements * operand->width, 64) * 64 : 0);
        nbytes += (int64_t)operand->n_blocks * cut.block_nbytes[k];
    }
    ck_assert_int_le(nbytes, run.block_nbytes);
}

static inline void cut_for(int64_t n_threads)
{
    rvl_cut_nest(&cut, &run, n_threads);
    check_boxes();
}

#endif
