/* battery_overlaps.c: outputs that share memory with inputs or the mask, in every way: as if those had been copied
 * first. */
#include "battery.h"

enum { MAX_NBYTES = 200000 };

typedef struct extent {
    int32_t ndim;
    int64_t shape[3];
} extent;

static const extent extents[] = {{1, {1}},      {1, {5}},       {1, {64}},       {1, {300}},
                                 {1, {1500}},   {2, {3, 4}},    {2, {16, 16}},   {2, {40, 7}},
                                 {2, {33, 34}}, {3, {3, 4, 5}}, {3, {6, 17, 2}}, {3, {2, 2, 70}}};
enum { N_EXTENTS = sizeof extents / sizeof *extents };

/* Puts the array somewhere in a block that others share. */
static void put(battery *run, operand *array, const guard_block *block)
{
    const int64_t room = (int64_t)(block->nbytes - array->block.nbytes);
    array->offset += random_below(&run->random, room + 1);
    array->block = *block;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Some of the operands, at least one, share the output's block. */
static void shared(battery *run, battery_case *call, const int32_t *dtypes, const extent *whole)
{
    const int32_t lucky = (int32_t)random_below(&run->random, call->n_in + (call->masked ? 1 : 0));
    operand *operands[BATTERY_MAX_IN + 1];
    bool shares[BATTERY_MAX_IN + 1];
    size_t nbytes = call->out.block.nbytes;
    for (int32_t k = 0; k <= call->n_in; k++) {
        const operand_layout layout = operand_random_layout(&run->random, whole->ndim, true);
        operands[k] = k < call->n_in ? &call->in[k] : &call->where;
        *operands[k] = operand_plan(k < call->n_in ? dtypes[k] : RAVEL_BOOL, whole->ndim, whole->shape, &layout);
        shares[k] = k == lucky || random_once_in(&run->random, 3);
        if (shares[k])
            nbytes = larger(nbytes, operands[k]->block.nbytes);
    }
    nbytes += (size_t)random_below(&run->random, random_once_in(&run->random, 2) ? 40 : 4);
    const guard_block block = guard_take(run->arena, nbytes, GUARD_AT_END, (size_t)random_below(&run->random, 4));
    for (int32_t k = 0; k < call->n_in + (call->masked ? 1 : 0); k++) {
        if (shares[k])
            put(run, operands[k], &block);
        else
            operands[k]->block = guard_take(run->arena, operands[k]->block.nbytes, GUARD_AT_START, 1);
        battery_fill_random(run, operands[k]);
    }
    put(run, &call->out, &block);
}

static void overlap(battery *run, oracle_kernel kernel, const int32_t *dtypes, const extent *whole)
{
    int32_t loop[BATTERY_MAX_LOOP];
    if (oracle_loop(kernel, dtypes, NULL, loop) != RAVEL_OK)
        return;
    battery_case call = {.kernel = kernel,
                         .handle = battery_kernel(kernel),
                         .n_in = oracle_kernels[kernel].n_in,
                         .output = battery_output(run, kernel),
                         .context = run->context,
                         .in_place = true,
                         .masked = random_once_in(&run->random, 3)};
    const operand_layout layout = operand_random_layout(&run->random, whole->ndim, false);
    guard_arena_reset(run->arena);
    call.out = operand_plan(loop[call.n_in + call.output], whole->ndim, whole->shape, &layout);
    shared(run, &call, dtypes, whole);
    battery_run(run, &call, NULL, 0);
}

/* The same memory, shifted by whole elements: what a careless in-place would smear. */
static void shifted(battery *run, oracle_kernel kernel, const int32_t *dtypes, int64_t n, int64_t shift, bool reversed)
{
    int32_t loop[BATTERY_MAX_LOOP];
    if (oracle_loop(kernel, dtypes, NULL, loop) != RAVEL_OK)
        return;
    battery_case call = {.kernel = kernel,
                         .handle = battery_kernel(kernel),
                         .n_in = oracle_kernels[kernel].n_in,
                         .output = battery_output(run, kernel),
                         .context = run->context,
                         .in_place = true};
    const int32_t k = call.n_in - 1;
    if (dtypes[k] != loop[call.n_in + call.output])
        return;
    static const operand_layout forward, backward = {.reversed = 1};
    const int64_t bytes = shift * (int64_t)oracle_itemsizes[dtypes[k]];
    guard_arena_reset(run->arena);
    call.out = operand_plan(dtypes[k], 1, &n, reversed ? &backward : &forward);
    const guard_block block =
        guard_take(run->arena, call.out.block.nbytes + (size_t)(bytes < 0 ? -bytes : bytes), GUARD_AT_END, 0);
    for (int32_t i = 0; i <= k; i++) {
        call.in[i] = operand_plan(dtypes[i], 1, &n, &forward);
        call.in[i].block = i < k ? guard_take(run->arena, call.in[i].block.nbytes, GUARD_AT_END, 0) : block;
    }
    call.in[k].offset += bytes < 0 ? -bytes : 0;
    call.out.offset += bytes > 0 ? bytes : 0;
    call.out.block = block;
    for (int32_t i = 0; i <= k; i++)
        battery_fill_random(run, &call.in[i]);
    battery_run(run, &call, NULL, 0);
}

void battery_overlaps(battery *run)
{
    static const int64_t sizes[] = {2, 9, 64, 513, 2100};
    run->arena = guard_arena_create(BATTERY_MAX_IN + 3, MAX_NBYTES);
    for (oracle_kernel kernel = 0; kernel < ORACLE_N_KERNELS; kernel++)
        for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++) {
            int32_t dtypes[BATTERY_MAX_IN];
            oracle_inputs(kernel, dtype, dtypes);
            for (int64_t repeat = 0; repeat < run->scale; repeat++)
                for (int32_t i = 0; i < N_EXTENTS; i++)
                    overlap(run, kernel, dtypes, &extents[i]);
            for (int64_t i = 0; i < 5; i++) {
                shifted(run, kernel, dtypes, sizes[i], 1, false);
                shifted(run, kernel, dtypes, sizes[i], -1, false);
                shifted(run, kernel, dtypes, sizes[i], i, true);
            }
        }
    guard_arena_destroy(run->arena);
}
