/* oracle_reduction.c: what calls of reduce and accumulate compute, casts and means and empty slices included. */
#include "oracle.h"
#include <math.h>
#include <stdlib.h>

typedef enum { RULE_SUM, RULE_SAME, RULE_TRUTH, RULE_MEAN, RULE_COUNT, RULE_INDEX } rule;
enum { VERB_REDUCE, VERB_ACCUMULATE };

const char *const oracle_reduction_names[ORACLE_N_REDUCTIONS] = {
#define REDUCTION(name, verb, kernel, rule, summary) #name,
#include "../src/kernel/reductions.def"
#undef REDUCTION
};
const bool oracle_reduction_accumulates[ORACLE_N_REDUCTIONS] = {
#define REDUCTION(name, verb, kernel, rule, summary) VERB_##verb == VERB_ACCUMULATE,
#include "../src/kernel/reductions.def"
#undef REDUCTION
};
const oracle_kernel oracle_reduction_kernels[ORACLE_N_REDUCTIONS] = {
#define REDUCTION(name, verb, kernel, rule, summary) ORACLE_##kernel,
#include "../src/kernel/reductions.def"
#undef REDUCTION
};
static const rule reduction_rules[ORACLE_N_REDUCTIONS] = {
#define REDUCTION(name, verb, kernel, rule, summary) RULE_##rule,
#include "../src/kernel/reductions.def"
#undef REDUCTION
};

static bool is_integral(int32_t dtype)
{
    return oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED;
}

bool oracle_reduction_indexes(int32_t reduction)
{
    return reduction >= 0 && reduction_rules[reduction] == RULE_INDEX;
}

ravel_status oracle_plan_fold(bool accumulate, oracle_kernel kernel, int32_t reduction, int32_t in_dtype,
                              int32_t out_dtype, oracle_plan *plan)
{
    rule how = RULE_SAME;
    if (reduction >= 0) {
        if (oracle_reduction_accumulates[reduction] != accumulate)
            return RAVEL_WRONG_VERB;
        kernel = oracle_reduction_kernels[reduction];
        how = reduction_rules[reduction];
    }
    const oracle_kernel_facts *facts = &oracle_kernels[kernel];
    const bool joins_truths =
        kernel == ORACLE_logical_and || kernel == ORACLE_logical_or || kernel == ORACLE_logical_xor;
    if (facts->shape != ORACLE_BINARY && !joins_truths)
        return RAVEL_WRONG_VERB;
    const int32_t natural = is_integral(in_dtype) ? RAVEL_FLOAT64 : in_dtype; /* of a mean */
    *plan = (oracle_plan){.fold = {.kernel = kernel}, .dtype = out_dtype, .mean = how == RULE_MEAN};
    plan->no_initial = how == RULE_MEAN || how == RULE_COUNT || how == RULE_INDEX;
    if (how == RULE_INDEX) {
        if (!oracle_has_loop(facts, in_dtype))
            return RAVEL_NO_LOOP;
        plan->index = plan->any_input = true;
        plan->dtype = RAVEL_INT64;
        plan->fold.dtype = in_dtype == RAVEL_FLOAT16 || in_dtype == RAVEL_BFLOAT16 ? RAVEL_FLOAT32 : in_dtype;
        plan->element = plan->fold.dtype;
        return RAVEL_OK;
    }
    if (joins_truths) {
        plan->dtype = RAVEL_BOOL;
        plan->any_input = true;
    }
    if (how == RULE_COUNT) {
        plan->dtype = RAVEL_INT64;
        plan->any_input = true;
    }
    if (how == RULE_MEAN && is_integral(out_dtype))
        plan->dtype = natural;
    if (how == RULE_MEAN)
        plan->any_input = plan->dtype == natural;
    if (how == RULE_SUM && is_integral(in_dtype) && is_integral(out_dtype) && oracle_itemsizes[out_dtype] < 8)
        return RAVEL_DTYPE_MISMATCH;
    if (!oracle_has_loop(facts, plan->dtype))
        return RAVEL_NO_LOOP;
    plan->fold.dtype = plan->dtype == RAVEL_FLOAT16 || plan->dtype == RAVEL_BFLOAT16 ? RAVEL_FLOAT32 : plan->dtype;
    plan->element = how == RULE_COUNT ? RAVEL_BOOL : plan->fold.dtype;
    return RAVEL_OK;
}

static oracle_value divide(const oracle_plan *plan, oracle_value sum, int64_t n)
{
    const int32_t dtype = plan->fold.dtype;
    const double count = oracle_round(dtype, (long double)n);
    if (dtype == RAVEL_FLOAT64 || dtype == RAVEL_COMPLEX128)
        return oracle_float(dtype, sum.real / count, oracle_kinds[dtype] == RAVEL_KIND_COMPLEX ? sum.imag / count : 0);
    const float real = (float)sum.real / (float)count, imag = (float)sum.imag / (float)count;
    return oracle_float(dtype, (double)real, oracle_kinds[dtype] == RAVEL_KIND_COMPLEX ? (double)imag : 0);
}

/* The number of the result that element i of the input belongs to. */
static int64_t result_of(int64_t i, int32_t ndim, const int64_t *shape, uint64_t axes)
{
    int64_t place = 0, step = 1;
    for (int32_t axis = ndim - 1; axis >= 0; axis--) {
        if (!(axes >> axis & 1)) {
            place += i % shape[axis] * step;
            step *= shape[axis];
        }
        i /= shape[axis];
    }
    return place;
}

/* Whether x takes the place of the best before it: that is not NaN, and the fold of the two is x and no other. */
static bool is_better(const oracle_fold *fold, oracle_value x, oracle_value best)
{
    const oracle_value picked = oracle_join(fold, best, x);
    unsigned char bits[2][16];
    oracle_store(best, bits[0], false);
    oracle_store(picked, bits[1], false);
    return !oracle_same(best.dtype, bits[0], bits[1], false);
}

/* The index along one axis, or in C order: how many elements of the result came before it. */
static bool find_indices(const oracle_plan *plan, int32_t ndim, const int64_t *shape, uint64_t axes, int64_t size,
                         int64_t n_results, int32_t out_dtype, oracle_value *values, uint64_t *events)
{
    oracle_value *best = calloc((size_t)n_results + 1, sizeof *best);
    int64_t *counts = calloc((size_t)n_results + 1, sizeof *counts),
            *index = calloc((size_t)n_results + 1, sizeof *index);
    for (int64_t i = 0; i < size; i++) {
        const int64_t place = result_of(i, ndim, shape, axes);
        const oracle_value x = oracle_cast(values[i], plan->fold.dtype, events);
        if (counts[place] == 0 || is_better(&plan->fold, x, best[place])) {
            best[place] = x;
            index[place] = counts[place];
        }
        counts[place]++;
    }
    for (int64_t i = 0; i < n_results; i++)
        values[i] = oracle_cast(oracle_integer(RAVEL_INT64, index[i]), out_dtype, events);
    free(index);
    free(counts);
    free(best);
    return size > 0 || n_results == 0;
}

bool oracle_reduce(const oracle_plan *plan, int32_t ndim, const int64_t *shape, uint64_t axes, oracle_value initial,
                   int32_t out_dtype, oracle_value *values, uint64_t *events)
{
    int64_t size = 1, n_results = 1, lengths[64];
    for (int32_t axis = 0; axis < ndim; axis++) {
        lengths[axis] = shape[axis];
        size *= shape[axis];
        if (!(axes >> axis & 1))
            n_results *= shape[axis];
    }
    if (plan->index)
        return find_indices(plan, ndim, shape, axes, size, n_results, out_dtype, values, events);
    int64_t *counts = calloc((size_t)n_results + 1, sizeof *counts);
    oracle_fold fold = plan->fold;
    fold.events = events;
    for (int64_t i = 0; i < size; i++) {
        if (values[i].dtype == 0)
            continue;
        values[i] = oracle_cast(oracle_cast(values[i], plan->element, events), plan->fold.dtype, events);
        counts[result_of(i, ndim, shape, axes)]++;
    }
    if (size > 0)
        oracle_fold_axes(&fold, ndim, lengths, axes, values);
    else
        for (int64_t i = 0; i < n_results; i++)
            values[i] = oracle_absent;
    bool complete = true;
    for (int64_t i = 0; i < n_results; i++) {
        if (values[i].dtype == 0)
            values[i] = oracle_identity(&fold);
        values[i] = oracle_join(&fold, initial, values[i]);
        if (values[i].dtype == 0) {
            complete = false;
            continue;
        }
        if (plan->mean)
            values[i] = divide(plan, values[i], counts[i]);
        values[i] = oracle_cast(values[i], out_dtype, events);
    }
    free(counts);
    return complete;
}

void oracle_accumulate(const oracle_plan *plan, int32_t ndim, const int64_t *shape, int32_t axis, int32_t out_dtype,
                       oracle_value *values, uint64_t *events)
{
    int64_t size = 1;
    oracle_fold fold = plan->fold;
    fold.events = events;
    for (int32_t i = 0; i < ndim; i++)
        size *= shape[i];
    for (int64_t i = 0; i < size; i++)
        values[i] = oracle_cast(values[i], plan->fold.dtype, events);
    oracle_accumulate_axis(&fold, ndim, shape, axis, values);
    for (int64_t i = 0; i < size; i++)
        values[i] = oracle_cast(values[i], out_dtype, events);
}
