/* battery_casts.c: dtypes that differ: every cast, every pair of inputs, every output. */
#include "battery.h"
#include "support/values.h"

enum { MAX_NBYTES = 16 * 65536 };

static void one(battery *run, oracle_kernel kernel, const int32_t *dtypes, int32_t result, int64_t n, uint64_t options)
{
    int32_t loop[BATTERY_MAX_LOOP];
    if (oracle_loop(kernel, dtypes, NULL, loop) != RAVEL_OK)
        return;
    for (int32_t k = 0; k < oracle_kernels[kernel].n_in; k++) /* what is not of T may not fit */
        if (!options && !oracle_can_cast(dtypes[k], loop[k], RAVEL_CASTING_SAFE))
            return;
    battery_case call = {.kernel = kernel,
                         .handle = battery_kernel(kernel),
                         .n_in = oracle_kernels[kernel].n_in,
                         .output = battery_output(run, kernel),
                         .context = run->context,
                         .options = options,
                         .masked = random_once_in(&run->random, 5)};
    guard_arena_reset(run->arena);
    for (int32_t k = 0; k < call.n_in; k++) {
        const operand_layout layout = operand_random_layout(&run->random, 1, k > 0);
        call.in[k] = operand_place(run->arena, dtypes[k], 1, &n, &layout);
        battery_fill_random(run, &call.in[k]);
    }
    const operand_layout layout = operand_random_layout(&run->random, 1, false);
    call.out = operand_place(run->arena, result ? result : loop[call.n_in + call.output], 1, &n, &layout);
    if (call.masked) {
        call.where = operand_place(run->arena, RAVEL_BOOL, 1, &n, &layout);
        battery_fill_random(run, &call.where);
    }
    battery_run(run, &call, NULL, 0);
}

/* Every special value of every dtype to every other, in one call; then all lengths. */
static void every_cast(battery *run, int32_t from, int32_t to)
{
    static const operand_layout plain = {.side = GUARD_AT_END};
    const int64_t n = values_n_special(from);
    battery_case call = {.kernel = ORACLE_copy,
                         .handle = battery_kernel(ORACLE_copy),
                         .n_in = 1,
                         .context = run->context,
                         .options = RAVEL_OPTION_CASTING_UNSAFE};
    guard_arena_reset(run->arena);
    call.in[0] = operand_place(run->arena, from, 1, &n, &plain);
    call.out = operand_place(run->arena, to, 1, &n, &plain);
    for (int32_t i = 0; i < n; i++)
        values_special(from, i, call.in[0].block.data + (size_t)i * oracle_itemsizes[from]);
    battery_run(run, &call, NULL, 0);
    for (int64_t length = 0; length <= 140; length++)
        one(run, ORACLE_copy, &from, to, length, RAVEL_OPTION_CASTING_UNSAFE);
    for (int64_t power = 256; power <= 4096; power *= 2)
        one(run, ORACLE_copy, &from, to, power + random_between(&run->random, -2, 2), RAVEL_OPTION_CASTING_UNSAFE);
}

/* All 65,536 values of the 16-bit floats, and all that a 16-bit integer has. */
static void every_half(battery *run, int32_t from, int32_t to)
{
    static const operand_layout plain = {.side = GUARD_AT_END};
    const int64_t n = 65536;
    battery_case call = {.kernel = ORACLE_copy,
                         .handle = battery_kernel(ORACLE_copy),
                         .n_in = 1,
                         .context = run->context,
                         .options = RAVEL_OPTION_CASTING_UNSAFE};
    guard_arena_reset(run->arena);
    call.in[0] = operand_place(run->arena, from, 1, &n, &plain);
    call.out = operand_place(run->arena, to, 1, &n, &plain);
    for (int64_t i = 0; i < n; i++) {
        const unsigned char bytes[2] = {(unsigned char)(i & 255), (unsigned char)(i >> 8)};
        call.in[0].block.data[2 * i] = bytes[0];
        call.in[0].block.data[2 * i + 1] = bytes[1];
    }
    battery_run(run, &call, NULL, 0);
}

/* All pairs of input dtypes, into the loop's own output dtype and into every other. */
static void every_pair(battery *run, oracle_kernel kernel)
{
    for (int32_t x = RAVEL_BOOL; x <= RAVEL_COMPLEX128; x++)
        for (int32_t y = RAVEL_BOOL; y <= RAVEL_COMPLEX128; y++) {
            int32_t dtypes[BATTERY_MAX_IN];
            oracle_inputs(kernel, y, dtypes);
            dtypes[kernel == ORACLE_where ? 1 : 0] = x;
            if (oracle_kernels[kernel].n_in == 1 && x != y)
                continue;
            one(run, kernel, dtypes, 0, random_between(&run->random, 1, 300), 0);
            for (int32_t result = RAVEL_BOOL; result <= RAVEL_COMPLEX128; result++)
                one(run, kernel, dtypes, result, random_between(&run->random, 1, 40), RAVEL_OPTION_CASTING_UNSAFE);
        }
}

void battery_casts(battery *run)
{
    run->arena = guard_arena_create(BATTERY_MAX_IN + 3, MAX_NBYTES);
    for (int32_t from = RAVEL_BOOL; from <= RAVEL_COMPLEX128; from++)
        for (int32_t to = RAVEL_BOOL; to <= RAVEL_COMPLEX128; to++) {
            every_cast(run, from, to);
            if (oracle_itemsizes[from] == 2)
                every_half(run, from, to);
        }
    for (oracle_kernel kernel = 0; kernel < ORACLE_N_KERNELS; kernel++)
        every_pair(run, kernel);
    guard_arena_destroy(run->arena);
}
