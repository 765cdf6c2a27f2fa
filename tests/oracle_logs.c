/* oracle_logs.c: logarithms of sums of exponentials: the largest element of a block, and the sum of the exponentials of
 * what the others are less, joined in the one order of reductions. */
#include "oracle.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 128, LANES = 8, MAX_LEVELS = 64 };

typedef struct logs {
    bool some; /* not nothing */
    oracle_value largest, sum;
} logs;

static oracle_value compute(oracle_kernel kernel, int32_t dtype, oracle_value x, oracle_value y)
{
    uint64_t events = 0;
    const oracle_value in[2] = {x, y};
    return oracle_compute(kernel, in, 0, dtype, &events);
}

static oracle_value exponential(int32_t dtype, oracle_value x, oracle_value largest)
{
    const oracle_value shift = isfinite(largest.real) ? largest : oracle_float(dtype, 0, 0);
    return compute(ORACLE_exp, dtype, compute(ORACLE_subtract, dtype, x, shift), shift);
}

static logs join(int32_t dtype, logs x, logs y)
{
    if (!x.some || !y.some)
        return x.some ? x : y;
    const oracle_value largest = compute(ORACLE_maximum, dtype, x.largest, y.largest);
    const oracle_value left = compute(ORACLE_multiply, dtype, x.sum, exponential(dtype, x.largest, largest));
    const oracle_value right = compute(ORACLE_multiply, dtype, y.sum, exponential(dtype, y.largest, largest));
    return (logs){true, largest, compute(ORACLE_add, dtype, left, right)};
}

static logs join_lanes(int32_t dtype, logs *lanes)
{
    for (int32_t distance = LANES / 2; distance >= 1; distance /= 2)
        for (int32_t lane = 0; lane < distance; lane++)
            lanes[lane] = join(dtype, lanes[lane], lanes[lane + distance]);
    return lanes[0];
}

/* Of up to 128 elements; those that are absent count as -inf. */
static logs block_of_elements(int32_t dtype, int64_t n, const oracle_value *x)
{
    oracle_value largest = oracle_float(dtype, -(double)INFINITY, 0), lanes[LANES];
    for (int64_t i = 0; i < n; i++)
        if (x[i].dtype != 0)
            largest = compute(ORACLE_maximum, dtype, largest, x[i]);
    for (int32_t lane = 0; lane < LANES; lane++)
        lanes[lane] = oracle_float(dtype, 0, 0);
    for (int64_t i = 0; i < n; i++)
        if (x[i].dtype != 0)
            lanes[i % LANES] = compute(ORACLE_add, dtype, lanes[i % LANES], exponential(dtype, x[i], largest));
    for (int32_t distance = LANES / 2; distance >= 1; distance /= 2)
        for (int32_t lane = 0; lane < distance; lane++)
            lanes[lane] = compute(ORACLE_add, dtype, lanes[lane], lanes[lane + distance]);
    return (logs){true, largest, lanes[0]};
}

static logs block_of_states(int32_t dtype, int64_t n, const logs *x)
{
    logs lanes[LANES] = {{false}};
    for (int64_t i = 0; i < n; i++)
        lanes[i % LANES] = join(dtype, lanes[i % LANES], x[i]);
    return join_lanes(dtype, lanes);
}

/* Along one axis, of elements or, where those are NULL, of states. */
static logs fold_row(int32_t dtype, int64_t n, const oracle_value *elements, const logs *states)
{
    logs runs[MAX_LEVELS];
    int64_t lengths[MAX_LEVELS];
    int32_t n_runs = 0;
    for (int64_t start = 0; start < n; start += BLOCK) {
        const int64_t length = n - start < BLOCK ? n - start : BLOCK;
        runs[n_runs] = elements ? block_of_elements(dtype, length, elements + start)
                                : block_of_states(dtype, length, states + start);
        lengths[n_runs++] = 1;
        while (n_runs > 1 && lengths[n_runs - 2] == lengths[n_runs - 1]) {
            runs[n_runs - 2] = join(dtype, runs[n_runs - 2], runs[n_runs - 1]);
            lengths[n_runs - 2] *= 2;
            n_runs--;
        }
    }
    for (; n_runs > 1; n_runs--)
        runs[n_runs - 2] = join(dtype, runs[n_runs - 2], runs[n_runs - 1]);
    return runs[0];
}

static void fold_elements(const void *data, int64_t n, const void *row, void *state)
{
    *(logs *)state = fold_row(*(const int32_t *)data, n, row, NULL);
}

static void fold_states(const void *data, int64_t n, const void *row, void *state)
{
    *(logs *)state = fold_row(*(const int32_t *)data, n, NULL, row);
}

void oracle_logs(int32_t dtype, int32_t ndim, const int64_t *shape, uint64_t axes, oracle_value *values)
{
    int64_t size = 1, n_results = 1, lengths[64];
    for (int32_t axis = 0; axis < ndim; axis++) {
        size *= lengths[axis] = shape[axis];
        n_results *= axes >> axis & 1 ? 1 : shape[axis];
    }
    logs *states = calloc((size_t)size + 1, sizeof *states);
    const oracle_walk walk = {sizeof *values, sizeof *states, fold_elements, fold_states, &dtype};
    oracle_walk_axes(&walk, ndim, lengths, axes, values, states);
    for (int64_t i = 0; i < size && axes == 0; i++) /* of one element each */
        states[i] = block_of_elements(dtype, 1, values + i);
    for (int64_t i = 0; i < n_results; i++) {
        const oracle_value largest = states[i].largest, sum = states[i].sum;
        values[i] = isfinite(largest.real) ? compute(ORACLE_add, dtype, compute(ORACLE_log, dtype, sum, sum), largest)
                                           : largest;
    }
    free(states);
}
