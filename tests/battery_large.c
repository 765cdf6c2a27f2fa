/* battery_large.c: calls of many blocks: in one thread and several, through an executor, past the cache, transposed. */
#include "battery.h"
#include <string.h>

enum { MANY = 100003, MAX_NBYTES = 1 << 23 };

/* Runs the tasks backwards: no task may need another's result. */
static int32_t backwards(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    (void)user;
    for (int64_t i = n_tasks - 1; i >= 0; i--)
        task(i, task_data);
    return 0;
}

static void many(battery *run, oracle_kernel kernel, const int32_t *dtypes, int32_t which)
{
    static const operand_layout plain = {.side = GUARD_AT_END};
    battery_pool pool;
    if (!battery_pool_make(run, &pool, kernel, dtypes, 0))
        return;
    const int64_t n = MANY, start = random_below(&run->random, BATTERY_POOL_LENGTH);
    battery_case call = {
        .kernel = kernel, .handle = pool.handle, .n_in = pool.n_in, .output = pool.output, .context = run->context};
    guard_arena_reset(run->arena);
    for (int32_t k = 0; k < pool.n_in; k++) {
        const operand_layout layout = which == 0 ? plain : operand_random_layout(&run->random, 1, false);
        call.in[k] = operand_place(run->arena, dtypes[k], 1, &n, &layout);
        battery_fill(&call.in[k], pool.in[k], start);
    }
    const operand_layout layout = which == 0 ? plain : operand_random_layout(&run->random, 1, false);
    call.out = operand_place(run->arena, pool.result, 1, &n, &layout);
    battery_run(run, &call, pool.out, start);
    battery_pool_free(&pool);
}

/* More than any cache level that decides over streaming, with every alignment of the output. */
static void streamed(battery *run, oracle_kernel kernel, const int32_t *dtypes, int64_t n, size_t slack)
{
    const operand_layout layout = {.side = GUARD_AT_START, .slack = slack};
    battery_pool pool;
    if (!battery_pool_make(run, &pool, kernel, dtypes, 0))
        return;
    battery_case call = {
        .kernel = kernel, .handle = pool.handle, .n_in = pool.n_in, .output = pool.output, .context = run->context};
    guard_arena_reset(run->arena);
    for (int32_t k = 0; k < pool.n_in; k++) {
        call.in[k] = operand_place(run->arena, dtypes[k], 1, &n, &layout);
        battery_fill(&call.in[k], pool.in[k], 7);
    }
    call.out = operand_place(run->arena, pool.result, 1, &n, &layout);
    battery_run(run, &call, pool.out, 7);
    battery_pool_free(&pool);
}

/* Large matrices with one operand or all transposed. */
static void transposed(battery *run, oracle_kernel kernel, int32_t dtype, int64_t rows, int64_t columns)
{
    for (int32_t which = 1; which < 8; which++) {
        const int64_t shape[2] = {rows, columns};
        battery_case call = {.kernel = kernel,
                             .handle = battery_kernel(kernel),
                             .n_in = oracle_kernels[kernel].n_in,
                             .output = battery_output(run, kernel),
                             .context = run->context};
        guard_arena_reset(run->arena);
        for (int32_t k = 0; k <= call.n_in; k++) {
            operand_layout layout = {.transposed = which >> k & 1, .side = GUARD_AT_END};
            layout.row_gap = which == 5 ? 24 : 0;
            layout.reversed = which == 6 ? 2 : 0;
            operand *const array = k < call.n_in ? &call.in[k] : &call.out;
            *array = operand_place(run->arena, dtype, 2, shape, &layout);
            if (k < call.n_in)
                battery_fill_random(run, array);
        }
        battery_run(run, &call, NULL, 0);
    }
}

static void all_kernels(battery *run, int32_t which)
{
    for (oracle_kernel kernel = 0; kernel < ORACLE_N_KERNELS; kernel++)
        for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++) {
            int32_t dtypes[BATTERY_MAX_IN];
            oracle_inputs(kernel, dtype, dtypes);
            many(run, kernel, dtypes, which);
        }
}

void battery_large(battery *run)
{
    run->arena = guard_arena_create(BATTERY_MAX_IN + 3, MAX_NBYTES);
    all_kernels(run, 0);
    battery_need(ravel_context_set_threads(run->context, 3), "ravel_context_set_threads");
    all_kernels(run, 1);
    transposed(run, ORACLE_add, RAVEL_FLOAT64, 257, 515);
    battery_need(ravel_context_set_executor(run->context, 4, backwards, NULL), "ravel_context_set_executor");
    transposed(run, ORACLE_copy, RAVEL_INT16, 403, 344);
    battery_need(ravel_context_set_threads(run->context, 1), "ravel_context_set_threads");
    transposed(run, ORACLE_copy, RAVEL_INT8, 301, 299);
    transposed(run, ORACLE_copy, RAVEL_FLOAT32, 129, 640);
    transposed(run, ORACLE_multiply, RAVEL_COMPLEX128, 130, 131);
    guard_arena_destroy(run->arena);

    static const int32_t pairs[][BATTERY_MAX_IN] = {{RAVEL_FLOAT64, RAVEL_FLOAT64, 0},
                                                    {RAVEL_INT8, RAVEL_INT8, 0},
                                                    {RAVEL_INT16, RAVEL_FLOAT32, 0},
                                                    {RAVEL_FLOAT16, RAVEL_FLOAT16, 0},
                                                    {RAVEL_COMPLEX64, RAVEL_FLOAT32, 0}};
    run->arena = guard_arena_create(BATTERY_MAX_IN + 1, (size_t)48 << 20);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (size_t slack = 0; slack < 3; slack++) {
            const int64_t n = ((int64_t)(slack == 2 ? 36 : 9) << 17) + 3; /* elements of 8 bytes at most */
            streamed(run, slack == 1 ? ORACLE_copy : ORACLE_add, pairs[i], n, slack * 5);
        }
    guard_arena_destroy(run->arena);
}
