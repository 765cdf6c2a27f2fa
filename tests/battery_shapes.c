/* battery_shapes.c: several dimensions, broadcasting, each operand in a layout of its own; and the edges of the blocks
 * that calls are cut into. */
#include "battery.h"
#include <string.h>

#define MAX_SIZE 9000

typedef struct shape {
    int32_t ndim;
    int64_t lengths[OPERAND_MAX_NDIM];
} shape;

/* Short and long axes in every place, lengths of 0 and 1 among them. */
static const shape shapes[] = {
    {0, {0}},
    {1, {1}},
    {2, {0, 3}},
    {2, {3, 0}},
    {2, {1, 1}},
    {2, {1, 40}},
    {2, {40, 1}},
    {2, {2, 3}},
    {2, {3, 2}},
    {2, {61, 3}},
    {2, {3, 61}},
    {2, {17, 16}},
    {2, {16, 33}},
    {2, {5, 130}},
    {2, {70, 9}},
    {2, {65, 67}},
    {3, {2, 3, 4}},
    {3, {1, 7, 9}},
    {3, {7, 1, 9}},
    {3, {7, 9, 1}},
    {3, {9, 2, 17}},
    {3, {3, 33, 5}},
    {3, {33, 5, 3}},
    {4, {2, 3, 1, 5}},
    {4, {3, 2, 5, 4}},
    {5, {2, 2, 3, 2, 3}},
    {6, {2, 1, 2, 3, 2, 2}},
    {8, {2, 1, 2, 1, 2, 1, 3, 2}},
};
enum { N_SHAPES = sizeof shapes / sizeof *shapes };

/* A shape that broadcasts to `whole`: leading axes missing, others of length 1. */
static shape broadcastable(battery *run, const shape *whole)
{
    shape part = *whole;
    if (!random_once_in(&run->random, 3))
        return part;
    const int32_t dropped = (int32_t)random_below(&run->random, whole->ndim + 1);
    part.ndim -= dropped;
    memmove(part.lengths, whole->lengths + dropped, (size_t)part.ndim * sizeof *part.lengths);
    for (int32_t axis = 0; axis < part.ndim; axis++)
        if (random_once_in(&run->random, 3))
            part.lengths[axis] = 1;
    return part;
}

static void one_shape(battery *run, oracle_kernel kernel, const int32_t *dtypes, const shape *whole)
{
    int32_t loop[BATTERY_MAX_LOOP];
    if (oracle_loop(kernel, dtypes, NULL, loop) != RAVEL_OK)
        return;
    battery_case call = {.kernel = kernel,
                         .handle = battery_kernel(kernel),
                         .n_in = oracle_kernels[kernel].n_in,
                         .output = battery_output(run, kernel),
                         .context = run->context};
    const int32_t whole_input = (int32_t)random_below(&run->random, call.n_in);
    guard_arena_reset(run->arena);
    for (int32_t k = 0; k < call.n_in; k++) { /* one input has the whole shape, so that the result has it */
        const shape part = k == whole_input && kernel != ORACLE_full ? *whole : broadcastable(run, whole);
        const operand_layout layout = operand_random_layout(&run->random, part.ndim, true);
        call.in[k] = operand_place(run->arena, dtypes[k], part.ndim, part.lengths, &layout);
        battery_fill_random(run, &call.in[k]);
    }
    call.masked = random_once_in(&run->random, 3);
    if (call.masked) {
        const shape part = broadcastable(run, whole);
        const operand_layout layout = operand_random_layout(&run->random, part.ndim, true);
        call.where = operand_place(run->arena, RAVEL_BOOL, part.ndim, part.lengths, &layout);
        battery_fill_random(run, &call.where);
    }
    const operand_layout layout = operand_random_layout(&run->random, whole->ndim, false);
    call.out = operand_place(run->arena, loop[call.n_in + call.output], whole->ndim, whole->lengths, &layout);
    battery_run(run, &call, NULL, 0);
}

/* Sizes next to where a block of 4 KiB ends, for elements of 1 to 16 bytes, and of a few blocks. */
static void edges(battery *run, oracle_kernel kernel, const int32_t *dtypes)
{
    battery_pool pool;
    if (!battery_pool_make(run, &pool, kernel, dtypes, 0))
        return;
    for (int64_t power = 256; power <= 8192; power *= 2)
        for (int64_t i = -2; i <= 5; i++) { /* 3 and 5 quarters of the next power too */
            const int64_t n = i <= 2 ? power + i : i == 3 ? power + power / 2 : power + power / 4 + i;
            const int64_t start = random_below(&run->random, BATTERY_POOL_LENGTH);
            if (n > MAX_SIZE)
                continue;
            battery_case call = {.kernel = kernel,
                                 .handle = pool.handle,
                                 .n_in = pool.n_in,
                                 .output = pool.output,
                                 .context = run->context};
            guard_arena_reset(run->arena);
            for (int32_t k = 0; k < pool.n_in; k++) {
                const operand_layout layout = operand_random_layout(&run->random, 1, false);
                call.in[k] = operand_place(run->arena, dtypes[k], 1, &n, &layout);
                battery_fill(&call.in[k], pool.in[k], start);
            }
            const operand_layout layout = operand_random_layout(&run->random, 1, false);
            call.out = operand_place(run->arena, pool.result, 1, &n, &layout);
            if (i == 1) {
                call.masked = true;
                call.where = operand_place(run->arena, RAVEL_BOOL, 1, &n, &layout);
                battery_fill_random(run, &call.where);
            }
            battery_run(run, &call, pool.out, start);
        }
    battery_pool_free(&pool);
}

void battery_shapes(battery *run)
{
    run->arena = guard_arena_create(BATTERY_MAX_IN + 3, 16 * 6 * MAX_SIZE);
    for (oracle_kernel kernel = 0; kernel < ORACLE_N_KERNELS; kernel++)
        for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++) {
            int32_t dtypes[BATTERY_MAX_IN];
            oracle_inputs(kernel, dtype, dtypes);
            edges(run, kernel, dtypes);
            for (int64_t repeat = 0; repeat < 2 * run->scale; repeat++)
                for (int32_t i = 0; i < N_SHAPES; i++)
                    one_shape(run, kernel, dtypes, &shapes[i]);
        }
    guard_arena_destroy(run->arena);
}
