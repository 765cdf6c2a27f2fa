/* judge_statistics.c: what diff, vecdot, the reductions with two outputs, bincount and the histograms must give, by the
 * scalar oracle. */
#include "judge.h"
#include <stdlib.h>
#include <string.h>

static oracle_value element(const golden_row *row, const golden_call *call, int32_t input, int64_t i)
{
    const int32_t dtype = row->dtypes[input];
    return oracle_load(dtype, call->in[input] + (size_t)i * oracle_itemsizes[dtype], false);
}

/* One difference after the other. */
static void diff(const golden_row *row, const golden_call *call, int64_t n, oracle_value *values)
{
    const int32_t dtype = row->dtypes[0];
    const oracle_kernel kernel = dtype == RAVEL_BOOL ? ORACLE_not_equal : ORACLE_subtract;
    int32_t axis = 0;
    int64_t inner = 1, n_results = 0;
    uint64_t events = 0;
    while (!(call->axes >> axis & 1))
        axis++;
    for (int32_t after = axis + 1; after < call->ndim; after++)
        inner *= call->shape[after];
    const int64_t length = call->shape[axis];
    for (int64_t i = 0; i < n; i++)
        values[i] = element(row, call, 0, i);
    for (int64_t level = 1; level <= call->n; level++)
        for (int64_t i = 0; i < n; i++)
            if (i / inner % length + level < length) {
                const oracle_value in[2] = {values[i + inner], values[i]};
                values[i] = oracle_compute(kernel, in, 0, dtype, &events);
            }
    for (int64_t i = 0; i < n; i++)
        if (i / inner % length + call->n < length)
            values[n_results++] = values[i];
}

/* False where the oracle has no such sum. */
static bool vecdot(const golden_row *row, const golden_call *call, int64_t n, oracle_value *values)
{
    oracle_plan plan;
    uint64_t events = 0;
    if (oracle_plan_fold(false, ORACLE_add, ORACLE_REDUCTION_sum, row->dtypes[0], row->dtypes[2], &plan) != RAVEL_OK)
        return false;
    for (int64_t i = 0; i < n; i++) {
        oracle_value in[2];
        for (int32_t k = 0; k < 2; k++)
            in[k] = oracle_cast(element(row, call, k, i), plan.fold.dtype, &events);
        in[0] = oracle_compute(ORACLE_conj, in, 0, plan.fold.dtype, &events);
        values[i] = oracle_compute(ORACLE_multiply, in, 0, plan.fold.dtype, &events);
    }
    return oracle_reduce(&plan, call->ndim, call->shape, call->axes, oracle_absent, row->dtypes[2], values, &events);
}

/* One output by the reduction that has it alone. */
static bool one_of_two(const golden_row *row, const golden_call *call, int32_t output, int64_t n, oracle_value *values)
{
    static const oracle_reduction reductions[2][2] = {{ORACLE_REDUCTION_min, ORACLE_REDUCTION_max},
                                                      {ORACLE_REDUCTION_mean, ORACLE_REDUCTION_var}};
    const bool moments = row->verb == GOLDEN_MEAN_VAR;
    const oracle_reduction reduction = reductions[moments][output];
    const int32_t dtype = row->dtypes[1 + output];
    oracle_plan plan;
    oracle_value initial = oracle_absent;
    uint64_t events = 0;
    if (oracle_plan_fold(false, oracle_reduction_kernels[reduction], (int32_t)reduction, row->dtypes[0], dtype,
                         &plan) != RAVEL_OK)
        return false;
    for (int64_t i = 0; i < n; i++)
        values[i] = !call->where || call->where[i] ? element(row, call, 0, i) : oracle_absent;
    if (call->initial)
        initial = oracle_cast(oracle_load(row->dtypes[1], call->initial, false), plan.fold.dtype, &events);
    if (moments && output == 1)
        initial = oracle_float(RAVEL_FLOAT64, 1, 0);
    return oracle_reduce(&plan, call->ndim, call->shape, call->axes, initial, dtype, values, &events);
}

static void count(const golden_row *row, const golden_call *call, int64_t n, oracle_value *values)
{
    int64_t *const counts = calloc((size_t)call->n, sizeof *counts);
    for (int64_t i = 0; i < n; i++) {
        const oracle_value value = element(row, call, 0, i);
        if (call->where && !call->where[i])
            continue;
        const int64_t bin =
            row->verb == GOLDEN_BINCOUNT ? (int64_t)value.integer : oracle_bin(value, call->n, call->edges);
        if (bin < call->n)
            counts[bin]++;
    }
    for (int64_t k = 0; k < call->n; k++)
        values[k] = oracle_integer(RAVEL_INT64, counts[k]);
    free(counts);
}

bool golden_judge_statistics(const golden_row *row, const golden_call *call, int32_t output,
                             const unsigned char *results)
{
    const int32_t dtype = row->dtypes[row->n_in + output];
    const bool has_two = row->verb == GOLDEN_MIN_MAX || row->verb == GOLDEN_MEAN_VAR;
    const int64_t n = golden_call_size(call);
    int64_t n_results = 1, room = 1;
    for (int32_t axis = 0; axis < call->ndim; axis++) {
        const int64_t length = call->shape[axis];
        const bool is_chosen = call->axes >> axis & 1;
        const int64_t chosen = row->verb == GOLDEN_VECDOT || has_two ? 1 : length > call->n ? length - call->n : 0;
        n_results *= is_chosen ? chosen : length;
        room *= length + 1;
    }
    if (row->verb >= GOLDEN_BINCOUNT)
        n_results = call->n;
    oracle_value *const values = malloc((size_t)(room + call->n) * sizeof *values);
    bool right = true;
    if (row->verb == GOLDEN_DIFF)
        diff(row, call, n, values);
    else if (row->verb == GOLDEN_VECDOT)
        right = vecdot(row, call, n, values);
    else if (has_two)
        right = one_of_two(row, call, output, n, values);
    else
        count(row, call, n, values);
    for (int64_t i = 0; i < n_results && right; i++)
        right = golden_is_same(values[i], dtype, results + (size_t)i * oracle_itemsizes[dtype]);
    free(values);
    return right;
}
