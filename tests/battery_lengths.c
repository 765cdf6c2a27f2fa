/* battery_lengths.c: one dimension, all sizes from 0 to 520, every layout. Where a share is asked for, each kernel and
 * dtype takes its own part of the sizes beyond 140. */
#include "battery.h"
#include <stdio.h>

enum { LONGEST = 520, SHORT = 140, N_CONTIGUOUS = 2 };

/* All operands of a call in one layout. */
static const operand_layout layouts[] = {
    {.name = "contiguous", .side = GUARD_AT_END},
    {.name = "contiguous, at a start", .side = GUARD_AT_START},
    {.name = "unaligned", .side = GUARD_AT_END, .slack = 1},
    {.name = "unaligned, at a start", .side = GUARD_AT_START, .slack = 7},
    {.name = "strided", .side = GUARD_AT_END, .step = 1},
    {.name = "strided, wide", .side = GUARD_AT_START, .step = 4},
    {.name = "odd stride", .side = GUARD_AT_END, .gap = 1},
    {.name = "reversed", .side = GUARD_AT_START, .reversed = 1},
    {.name = "reversed, strided", .side = GUARD_AT_END, .reversed = 1, .step = 2},
    {.name = "swapped", .side = GUARD_AT_END, .swapped = true},
    {.name = "swapped, reversed, odd", .side = GUARD_AT_START, .swapped = true, .reversed = 1, .gap = 3, .slack = 1},
};
enum { N_LAYOUTS = sizeof layouts / sizeof *layouts };

static void alike(const operand_layout *layout, const operand_layout **all)
{
    for (int32_t k = 0; k <= BATTERY_MAX_IN; k++)
        all[k] = layout;
}

static battery_case case_of(battery *run, const battery_pool *pool, int64_t n, const operand_layout *const *layout,
                            int64_t start)
{
    battery_case call = {.kernel = pool->kernel,
                         .handle = pool->handle,
                         .n_in = pool->n_in,
                         .output = pool->output,
                         .context = run->context};
    guard_arena_reset(run->arena);
    for (int32_t k = 0; k < pool->n_in; k++) {
        call.in[k] = operand_place(run->arena, pool->dtypes[k], 1, &n, layout[k]);
        battery_fill(&call.in[k], pool->in[k], start);
    }
    call.out = operand_place(run->arena, pool->result, 1, &n, layout[BATTERY_MAX_IN]);
    return call;
}

/* Everything in the same layout, without and with a mask; and no context where it is the plainest. Of the longer ones,
 * each length has some of the layouts that are not contiguous. */
static void uniform(battery *run, const battery_pool *pool, int64_t n)
{
    for (int32_t i = 0; i < N_LAYOUTS; i++) {
        if (i >= N_CONTIGUOUS && n > SHORT && run->scale == 1 && (n + i) % 4 != 0)
            continue;
        const operand_layout *same[BATTERY_MAX_IN + 1];
        alike(&layouts[i], same);
        const int64_t start = n * 31 + i * 251;
        battery_case call = case_of(run, pool, n, same, start);
        if (i == 0)
            call.context = NULL;
        if (i % 3 == n % 3) {
            call.masked = true;
            call.where = operand_place(run->arena, RAVEL_BOOL, 1, &n, &layouts[(n + i) % N_LAYOUTS]);
            battery_fill_random(run, &call.where);
        }
        battery_run(run, &call, pool->out, start);
    }
}

/* Each operand in a layout of its own. */
static void mixed(battery *run, const battery_pool *pool, int64_t n)
{
    const operand_layout *chosen[BATTERY_MAX_IN + 1];
    for (int32_t k = 0; k <= BATTERY_MAX_IN; k++)
        chosen[k] = &layouts[random_below(&run->random, N_LAYOUTS)];
    const int64_t start = random_below(&run->random, BATTERY_POOL_LENGTH);
    battery_case call = case_of(run, pool, n, chosen, start);
    battery_run(run, &call, pool->out, start);
}

/* The output is one of the inputs. */
static void in_place(battery *run, const battery_pool *pool, int64_t n)
{
    for (int32_t k = 0; k < pool->n_in; k++) {
        if (pool->dtypes[k] != pool->result)
            continue;
        const operand_layout *const layout = &layouts[(n + k) % N_LAYOUTS];
        const operand_layout *same[BATTERY_MAX_IN + 1];
        alike(layout, same);
        battery_case call = case_of(run, pool, n, same, n);
        call.out = call.in[k];
        call.in_place = true;
        battery_run(run, &call, pool->out, n);
    }
}

/* One input repeated: a stride of 0, or an array of no dimensions. */
static void repeated(battery *run, const battery_pool *pool, int32_t k, int64_t n)
{
    static const operand_layout once = {.repeated = 1, .side = GUARD_AT_END, .slack = 1};
    static const operand_layout once_swapped = {.repeated = 1, .side = GUARD_AT_START, .swapped = true};
    const operand_layout *chosen[BATTERY_MAX_IN + 1];
    for (int32_t i = 0; i <= BATTERY_MAX_IN; i++)
        chosen[i] = &layouts[random_below(&run->random, N_LAYOUTS)];
    chosen[k] = n % 3 == 1 ? &once_swapped : &once;
    battery_case call = case_of(run, pool, n, chosen, n);
    if (n % 3 == 2 && (pool->n_in > 1 || pool->kernel == ORACLE_full)) {
        call.in[k] = operand_place(run->arena, pool->dtypes[k], 0, NULL, &layouts[0]);
        battery_fill(&call.in[k], pool->in[k], 0);
    }
    battery_run(run, &call, pool->out, n);
}

static void all_lengths(battery *run, oracle_kernel kernel, const int32_t *dtypes)
{
    battery_pool pool;
    if (!battery_pool_make(run, &pool, kernel, dtypes, 0))
        return;
    for (int64_t n = 0; n <= LONGEST; n++) {
        if (n > SHORT && (n + kernel + dtypes[0]) % run->lengths_share != 0)
            continue;
        uniform(run, &pool, n);
        mixed(run, &pool, n);
        in_place(run, &pool, n);
    }
    battery_pool_free(&pool);
    for (int32_t k = 0; k < oracle_kernels[kernel].n_in; k++) {
        battery_need(battery_pool_make(run, &pool, kernel, dtypes, 1U << k) ? RAVEL_OK : RAVEL_NO_LOOP, "a pool");
        for (int64_t n = 0; n <= LONGEST; n += n < SHORT || run->scale > 1 ? 1 : 3)
            repeated(run, &pool, k, n);
        battery_pool_free(&pool);
    }
}

void battery_lengths(battery *run)
{
    run->arena = guard_arena_create(BATTERY_MAX_IN + 3, LONGEST * 16 * 6);
    for (oracle_kernel kernel = 0; kernel < ORACLE_N_KERNELS; kernel++)
        for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++) {
            int32_t dtypes[BATTERY_MAX_IN];
            oracle_inputs(kernel, dtype, dtypes);
            all_lengths(run, kernel, dtypes);
        }
    guard_arena_destroy(run->arena);
}
