/* oracle_reduce.c: the one order of reductions, over values that may be absent (masked). */
#include "oracle.h"
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 128, LANES = 8, MAX_LEVELS = 64 };

const oracle_value oracle_absent = {.dtype = 0};

oracle_value oracle_join(const oracle_fold *fold, oracle_value left, oracle_value right)
{
    if (left.dtype == 0)
        return right;
    if (right.dtype == 0)
        return left;
    const oracle_value operands[2] = {left, right};
    uint64_t ignored = 0;
    return oracle_compute(fold->kernel, operands, 0, fold->dtype, fold->events ? fold->events : &ignored);
}

oracle_value oracle_identity(const oracle_fold *fold)
{
    if (fold->magnitudes)
        return oracle_float(fold->dtype, 0, 0);
    const bool one = fold->kernel == ORACLE_multiply || fold->kernel == ORACLE_logical_and;
    const bool zero = fold->kernel == ORACLE_add || fold->kernel == ORACLE_logical_or ||
                      fold->kernel == ORACLE_logical_xor || fold->kernel == ORACLE_bitwise_or ||
                      fold->kernel == ORACLE_bitwise_xor;
    if (fold->kernel == ORACLE_bitwise_and)
        return oracle_integer(fold->dtype, fold->dtype == RAVEL_BOOL ? 1 : -1);
    if (!zero && !one)
        return oracle_absent;
    return oracle_kinds[fold->dtype] <= RAVEL_KIND_UNSIGNED ? oracle_integer(fold->dtype, one)
                                                            : oracle_float(fold->dtype, one ? 1 : 0, 0);
}

/* Element i goes to lane i mod 8; lanes are joined as l + 4, l + 2, l + 1. */
static oracle_value fold_block(const oracle_fold *fold, int64_t n, const oracle_value *values)
{
    oracle_value lanes[LANES];
    for (int32_t lane = 0; lane < LANES; lane++)
        lanes[lane] = oracle_absent;
    for (int64_t i = 0; i < n; i++)
        lanes[i % LANES] = oracle_join(fold, lanes[i % LANES], values[i]);
    for (int32_t distance = LANES / 2; distance >= 1; distance /= 2)
        for (int32_t lane = 0; lane < distance; lane++)
            lanes[lane] = oracle_join(fold, lanes[lane], lanes[lane + distance]);
    return lanes[0];
}

/* Blocks are joined as a binary counter adds ones: a run of 2^k blocks with the run of 2^k before it; in the end, from
 * the newest run up. */
static oracle_value fold_tree(const oracle_fold *fold, int64_t n, const oracle_value *values)
{
    oracle_value runs[MAX_LEVELS];
    int64_t lengths[MAX_LEVELS];
    int32_t n_runs = 0;
    for (int64_t start = 0; start < n; start += BLOCK) {
        runs[n_runs] = fold_block(fold, n - start < BLOCK ? n - start : BLOCK, values + start);
        lengths[n_runs++] = 1;
        while (n_runs > 1 && lengths[n_runs - 2] == lengths[n_runs - 1]) {
            runs[n_runs - 2] = oracle_join(fold, runs[n_runs - 2], runs[n_runs - 1]);
            lengths[n_runs - 2] *= 2;
            n_runs--;
        }
    }
    for (; n_runs > 1; n_runs--)
        runs[n_runs - 2] = oracle_join(fold, runs[n_runs - 2], runs[n_runs - 1]);
    return runs[0];
}

oracle_value oracle_fold_row(const oracle_fold *fold, int64_t n, const oracle_value *values)
{
    if (n == 0)
        return oracle_absent;
    if (oracle_kernels[fold->kernel].reorderable)
        return fold_tree(fold, n, values);
    oracle_value result = values[0];
    for (int64_t i = 1; i < n; i++)
        result = oracle_join(fold, result, values[i]);
    return result;
}

static void fold_values(const void *data, int64_t n, const void *row, void *state)
{
    *(oracle_value *)state = oracle_fold_row(data, n, row);
}

/* A kernel that may not be reordered takes the elements of all axes in C order: those axes are moved to the end, where
 * they are one. */
static void fold_serially(const oracle_fold *fold, int32_t ndim, int64_t *shape, uint64_t axes, oracle_value *values)
{
    int64_t n_kept = 1, size = 1;
    for (int32_t axis = 0; axis < ndim; axis++) {
        size *= shape[axis];
        if (!(axes >> axis & 1))
            n_kept *= shape[axis];
    }
    oracle_value *results = malloc((size_t)(n_kept + 1) * sizeof *results);
    for (int64_t i = 0; i < n_kept; i++)
        results[i] = oracle_absent;
    for (int64_t i = 0; i < size; i++) {
        int64_t rest = i, place = 0, step = 1;
        for (int32_t axis = ndim - 1; axis >= 0; axis--) {
            if (!(axes >> axis & 1)) {
                place += rest % shape[axis] * step;
                step *= shape[axis];
            }
            rest /= shape[axis];
        }
        results[place] = oracle_join(fold, results[place], values[i]);
    }
    for (int64_t i = 0; i < n_kept; i++)
        values[i] = results[i];
    for (int32_t axis = 0; axis < ndim; axis++)
        if (axes >> axis & 1)
            shape[axis] = 1;
    free(results);
}

void oracle_fold_axes(const oracle_fold *fold, int32_t ndim, int64_t *shape, uint64_t axes, oracle_value *values)
{
    if (!oracle_kernels[fold->kernel].reorderable) {
        fold_serially(fold, ndim, shape, axes, values);
        return;
    }
    const oracle_walk walk = {sizeof *values, sizeof *values, fold_values, fold_values, fold};
    oracle_walk_axes(&walk, ndim, shape, axes, values, values);
}

void oracle_accumulate_axis(const oracle_fold *fold, int32_t ndim, const int64_t *shape, int32_t axis,
                            oracle_value *values)
{
    int64_t outer = 1, inner = 1;
    for (int32_t i = 0; i < axis; i++)
        outer *= shape[i];
    for (int32_t i = axis + 1; i < ndim; i++)
        inner *= shape[i];
    for (int64_t i = 0; i < outer; i++)
        for (int64_t k = 1; k < shape[axis]; k++)
            for (int64_t j = 0; j < inner; j++) {
                const int64_t place = (i * shape[axis] + k) * inner + j;
                values[place] = oracle_join(fold, values[place - inner], values[place]);
            }
}

void oracle_fold_to_differences(const oracle_fold *fold, int32_t ndim, const int64_t *shape, uint64_t axes,
                                int64_t size, int64_t n_results, oracle_value *values)
{
    int64_t lengths[2][64];
    oracle_fold other = *fold;
    other.kernel = ORACLE_minimum;
    oracle_value *smallest = malloc((size_t)size * sizeof *values + 1);
    memcpy(smallest, values, (size_t)size * sizeof *values);
    for (int32_t axis = 0; axis < ndim; axis++)
        lengths[0][axis] = lengths[1][axis] = shape[axis];
    oracle_fold_axes(fold, ndim, lengths[0], axes, values);
    oracle_fold_axes(&other, ndim, lengths[1], axes, smallest);
    for (int64_t i = 0; i < n_results; i++) {
        const oracle_value in[2] = {values[i], smallest[i]};
        values[i] = oracle_compute(ORACLE_subtract, in, 0, fold->dtype, fold->events);
    }
    free(smallest);
}
