/* oracle_reduction.c: what calls of reduce and accumulate compute, casts and means and empty slices included. */
#include "oracle.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum {
    RULE_SUM,
    RULE_SAME,
    RULE_TRUTH,
    RULE_MEAN,
    RULE_COUNT,
    RULE_INDEX,
    RULE_NANSUM,
    RULE_NANMEAN,
    RULE_NANSAME,
    RULE_NORM,
    RULE_NORM2,
    RULE_LOGSUMEXP,
    RULE_VAR,
    RULE_STD,
    RULE_NANVAR,
    RULE_NANSTD,
    RULE_EXACT,
    RULE_PTP
} rule;
enum { VERB_REDUCE, VERB_REDUCE_CORRECTED, VERB_ACCUMULATE };

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

static bool is_variance(rule how)
{
    return how == RULE_VAR || how == RULE_STD || how == RULE_NANVAR || how == RULE_NANSTD;
}

bool oracle_reduction_is_variance(int32_t reduction)
{
    return reduction >= 0 && is_variance(reduction_rules[reduction]);
}

int32_t oracle_variance_dtype(int32_t dtype)
{
    if (is_integral(dtype))
        return RAVEL_FLOAT64;
    return dtype == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : dtype == RAVEL_COMPLEX128 ? RAVEL_FLOAT64 : dtype;
}

/* Variances are computed in the wider of the default dtype and the output's. */
static void plan_moments(rule how, int32_t in_dtype, int32_t out_dtype, oracle_plan *plan)
{
    const int32_t natural_dtype = oracle_variance_dtype(in_dtype);
    plan->moments = how == RULE_VAR || how == RULE_NANVAR ? ORACLE_VAR : ORACLE_STD;
    plan->map = how == RULE_NANVAR || how == RULE_NANSTD ? ORACLE_MAP_NUMBERS : ORACLE_MAP_NONE;
    plan->dtype =
        is_integral(out_dtype) ? natural_dtype : oracle_promote(natural_dtype, oracle_variance_dtype(out_dtype));
    plan->any_input = true;
    const bool wide = plan->dtype == RAVEL_FLOAT64;
    if (oracle_kinds[in_dtype] == RAVEL_KIND_COMPLEX)
        plan->given = wide ? RAVEL_COMPLEX128 : RAVEL_COMPLEX64;
    else
        plan->given = wide ? RAVEL_FLOAT64 : RAVEL_FLOAT32;
    plan->fold.dtype = RAVEL_FLOAT64; /* of the correction */
}

static bool takes_initial(rule how)
{
    return how == RULE_SUM || how == RULE_SAME || how == RULE_TRUTH || how == RULE_NANSUM || how == RULE_NANSAME ||
           how == RULE_INDEX || is_variance(how);
}

static int32_t part_of(int32_t dtype)
{
    return dtype == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : dtype == RAVEL_COMPLEX128 ? RAVEL_FLOAT64 : dtype;
}

static int32_t computed(int32_t dtype)
{
    return dtype == RAVEL_FLOAT16 || dtype == RAVEL_BFLOAT16 ? RAVEL_FLOAT32 : dtype;
}

int32_t oracle_reduction_output(int32_t reduction, int32_t in_dtype)
{
    const bool integral = is_integral(in_dtype);
    switch (reduction_rules[reduction]) {
    case RULE_COUNT:
    case RULE_INDEX:
        return RAVEL_INT64;
    case RULE_NORM:
    case RULE_NORM2:
        return integral ? RAVEL_FLOAT64 : part_of(in_dtype);
    case RULE_VAR:
    case RULE_STD:
    case RULE_NANVAR:
    case RULE_NANSTD:
        return oracle_variance_dtype(in_dtype);
    case RULE_MEAN:
    case RULE_NANMEAN:
    case RULE_LOGSUMEXP:
        return integral ? RAVEL_FLOAT64 : in_dtype;
    case RULE_SUM:
    case RULE_NANSUM:
        return !integral ? in_dtype : oracle_kinds[in_dtype] == RAVEL_KIND_UNSIGNED ? RAVEL_UINT64 : RAVEL_INT64;
    case RULE_TRUTH:
        return RAVEL_BOOL;
    case RULE_SAME:
    case RULE_EXACT:
    case RULE_PTP:
    case RULE_NANSAME:
        break;
    }
    return in_dtype;
}

/* What elements are made of before they are folded. */
static void plan_map(rule how, int32_t in_dtype, oracle_plan *plan)
{
    plan->given = plan->fold.dtype;
    if (how == RULE_COUNT) {
        plan->given = RAVEL_BOOL;
        plan->map = ORACLE_MAP_TRUTHS;
    }
    if (plan->fold.magnitudes) {
        plan->map = how == RULE_NORM ? ORACLE_MAP_ABS : ORACLE_MAP_SQUARES;
        plan->source = part_of(in_dtype);
        if (oracle_kinds[in_dtype] == RAVEL_KIND_COMPLEX)
            plan->given = plan->fold.dtype == RAVEL_FLOAT32 ? RAVEL_COMPLEX64 : RAVEL_COMPLEX128;
    }
    if (how == RULE_NANSUM || how == RULE_NANMEAN)
        plan->map = ORACLE_MAP_NUMBERS;
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
    const bool magnitudes = how == RULE_NORM || how == RULE_NORM2, mean = how == RULE_MEAN || how == RULE_NANMEAN;
    *plan = (oracle_plan){.fold = {.kernel = kernel, .magnitudes = magnitudes},
                          .dtype = out_dtype,
                          .source = in_dtype,
                          .mean = mean,
                          .roots = how == RULE_NORM2,
                          .logs = how == RULE_LOGSUMEXP,
                          .differences = how == RULE_PTP,
                          .no_initial = !takes_initial(how)};
    if (is_variance(how)) {
        plan_moments(how, in_dtype, out_dtype, plan);
        return RAVEL_OK;
    }
    if (how == RULE_EXACT) {
        if (is_integral(in_dtype))
            return RAVEL_NO_LOOP;
        plan->exact = plan->any_input = true;
        plan->dtype = is_integral(out_dtype) ? in_dtype : oracle_promote(in_dtype, part_of(out_dtype));
        return RAVEL_OK;
    }
    if (how == RULE_INDEX) {
        if (!oracle_has_loop(facts, in_dtype))
            return RAVEL_NO_LOOP;
        plan->index = plan->any_input = true;
        plan->dtype = RAVEL_INT64;
        plan->given = plan->fold.dtype = computed(in_dtype);
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
    if (plan->logs && oracle_kinds[in_dtype] == RAVEL_KIND_COMPLEX)
        return RAVEL_NO_LOOP;
    if (mean || magnitudes || plan->logs) {
        const int32_t natural = oracle_reduction_output(reduction, in_dtype);
        if (is_integral(out_dtype))
            plan->dtype = natural;
        else if (magnitudes || plan->logs)
            plan->dtype = part_of(out_dtype);
        plan->any_input = plan->dtype == natural;
    }
    if ((how == RULE_NANSUM || how == RULE_NANSAME) && is_integral(out_dtype) && !is_integral(in_dtype))
        plan->dtype = in_dtype;
    if ((how == RULE_NANSUM || how == RULE_NANMEAN) && oracle_kinds[in_dtype] == RAVEL_KIND_COMPLEX &&
        oracle_kinds[out_dtype] == RAVEL_KIND_FLOAT) {
        plan->dtype = oracle_promote(in_dtype, out_dtype);
        plan->any_input = plan->dtype == in_dtype;
    }
    if (oracle_kinds[in_dtype] == RAVEL_KIND_COMPLEX && oracle_kinds[plan->dtype] != RAVEL_KIND_COMPLEX &&
        !magnitudes && !joins_truths && kernel != ORACLE_add && kernel != ORACLE_subtract &&
        oracle_has_loop(facts, in_dtype))
        return RAVEL_DTYPE_MISMATCH; /* imaginary parts count for real ones */
    if ((how == RULE_SUM || how == RULE_NANSUM) && is_integral(in_dtype) && is_integral(out_dtype) &&
        oracle_itemsizes[out_dtype] < 8)
        return RAVEL_DTYPE_MISMATCH;
    if (!oracle_has_loop(facts, plan->dtype) ||
        (plan->differences && !oracle_has_loop(&oracle_kernels[ORACLE_subtract], plan->dtype)))
        return RAVEL_NO_LOOP;
    plan->fold.dtype = computed(plan->dtype);
    plan_map(how, in_dtype, plan);
    return RAVEL_OK;
}

/* x * y, rounded to the dtype. */
static double product(int32_t dtype, double x, double y)
{
    return dtype == RAVEL_FLOAT32 ? (double)((float)x * (float)y) : x * y;
}

/* A given element as the fold takes it; `scale` is what is squared after multiplication by it. */
static oracle_value map(const oracle_plan *plan, oracle_value x, double scale, uint64_t *events)
{
    const int32_t dtype = plan->fold.dtype;
    const bool complex = oracle_kinds[plan->given] == RAVEL_KIND_COMPLEX;
    switch (plan->map) {
    case ORACLE_MAP_TRUTHS:
        return oracle_cast(x, dtype, events);
    case ORACLE_MAP_NUMBERS:
        return x.real != x.real || x.imag != x.imag ? oracle_float(dtype, 0, 0) : x;
    case ORACLE_MAP_ABS:
        return oracle_compute(ORACLE_abs, &x, 0, dtype, events);
    case ORACLE_MAP_SQUARES: {
        const double real = product(dtype, x.real, scale), imag = product(dtype, x.imag, scale);
        const double first = product(dtype, real, real), second = product(dtype, imag, imag);
        if (!complex)
            return oracle_float(dtype, first, 0);
        if (isinf(x.real) || isinf(x.imag))
            return oracle_float(dtype, (double)INFINITY, 0);
        return oracle_float(dtype, dtype == RAVEL_FLOAT32 ? (double)((float)first + (float)second) : first + second, 0);
    }
    case ORACLE_MAP_NONE:
        break;
    }
    return x;
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

/* The index along one axis, or in C order: how many elements of the result came before it. `initial`, which may be
 * absent, is the index where no element counts. */
static bool find_indices(const oracle_plan *plan, int32_t ndim, const int64_t *shape, uint64_t axes, int64_t size,
                         int64_t n_results, oracle_value initial, int32_t out_dtype, oracle_value *values,
                         uint64_t *events)
{
    bool complete = true;
    oracle_value *best = calloc((size_t)n_results + 1, sizeof *best);
    int64_t *counts = calloc((size_t)n_results + 1, sizeof *counts),
            *index = calloc((size_t)n_results + 1, sizeof *index);
    for (int64_t i = 0; i < size; i++) {
        const int64_t place = result_of(i, ndim, shape, axes);
        const int64_t own = counts[place]++;
        if (values[i].dtype == 0)
            continue;
        const oracle_value x = oracle_cast(values[i], plan->fold.dtype, events);
        if (best[place].dtype == 0 || is_better(&plan->fold, x, best[place])) {
            best[place] = x;
            index[place] = own;
        }
    }
    for (int64_t i = 0; i < n_results; i++) {
        const oracle_value found = best[i].dtype != 0 ? oracle_integer(RAVEL_INT64, index[i]) : initial;
        complete = complete && found.dtype != 0;
        values[i] = found.dtype != 0 ? oracle_cast(found, out_dtype, events) : found;
    }
    free(index);
    free(counts);
    free(best);
    return complete;
}

/* Folds the given elements, mapped, to n_results values. */
static void fold_mapped(const oracle_plan *plan, const oracle_fold *fold, int32_t ndim, const int64_t *shape,
                        uint64_t axes, double scale, int64_t size, oracle_value *values)
{
    int64_t lengths[64];
    for (int32_t axis = 0; axis < ndim; axis++)
        lengths[axis] = shape[axis];
    for (int64_t i = 0; i < size; i++)
        if (values[i].dtype != 0)
            values[i] = map(plan, values[i], scale, fold->events);
    oracle_fold_axes(fold, ndim, lengths, axes, values);
}

static oracle_value root(oracle_value x, double scale)
{
    const double value = x.dtype == RAVEL_FLOAT32 ? (double)sqrtf((float)x.real) : sqrt(x.real);
    return oracle_float(x.dtype, product(x.dtype, value, scale), 0);
}

/* Roots of sums of squares; those that are infinite or tiny are taken of the elements times a power of two. */
static void fold_to_roots(const oracle_plan *plan, const oracle_fold *fold, int32_t ndim, const int64_t *shape,
                          uint64_t axes, int64_t size, int64_t n_results, oracle_value *values)
{
    enum { PLAIN, SMALL, LARGE, N_WAYS };
    static const double powers[][N_WAYS] = {{0, 90, -100}, {0, 600, -600}};
    const double *power = powers[fold->dtype == RAVEL_FLOAT64];
    const double least = fold->dtype == RAVEL_FLOAT64 ? 0x1p-450 : 0x1p-40;
    oracle_value *ways[N_WAYS];
    for (int32_t way = 0; way < N_WAYS; way++) {
        ways[way] = malloc((size_t)size * sizeof *values + 1);
        memcpy(ways[way], values, (size_t)size * sizeof *values);
        fold_mapped(plan, fold, ndim, shape, axes, exp2(power[way]), size, ways[way]);
    }
    for (int64_t i = 0; i < n_results; i++) {
        values[i] = ways[PLAIN][i];
        if (values[i].dtype == 0)
            continue;
        values[i] = root(values[i], 1);
        const int32_t way = isinf(values[i].real) ? LARGE : values[i].real < least ? SMALL : PLAIN;
        values[i] = root(ways[way][i], exp2(-power[way]));
    }
    for (int32_t way = 0; way < N_WAYS; way++)
        free(ways[way]);
}

bool oracle_reduce(const oracle_plan *plan, int32_t ndim, const int64_t *shape, uint64_t axes, oracle_value initial,
                   int32_t out_dtype, oracle_value *values, uint64_t *events)
{
    int64_t size = 1, n_results = 1;
    for (int32_t axis = 0; axis < ndim; axis++) {
        size *= shape[axis];
        if (!(axes >> axis & 1))
            n_results *= shape[axis];
    }
    if (plan->moments) {
        int64_t lengths[64];
        memcpy(lengths, shape, (size_t)ndim * sizeof *shape);
        oracle_moments(plan, ndim, lengths, axes, initial, out_dtype, values, events);
        return true;
    }
    if (plan->exact) {
        int64_t *places = calloc((size_t)size + 1, sizeof *places);
        for (int64_t i = 0; i < size; i++)
            places[i] = result_of(i, ndim, shape, axes);
        oracle_exact_sums(size, places, n_results, out_dtype, values, events);
        free(places);
        return true;
    }
    if (plan->index)
        return find_indices(plan, ndim, shape, axes, size, n_results, initial, out_dtype, values, events);
    int64_t *counts = calloc((size_t)n_results + 1, sizeof *counts);
    oracle_fold fold = plan->fold;
    fold.events = events;
    for (int64_t i = 0; i < size; i++) {
        if (values[i].dtype == 0)
            continue;
        values[i] = oracle_cast(values[i], plan->given, events);
        const bool is_nan = values[i].real != values[i].real || values[i].imag != values[i].imag;
        counts[result_of(i, ndim, shape, axes)] += plan->map != ORACLE_MAP_NUMBERS || !is_nan;
    }
    if (size > 0 && plan->logs)
        oracle_logs(fold.dtype, ndim, shape, axes, values);
    else if (size > 0 && plan->differences)
        oracle_fold_to_differences(&fold, ndim, shape, axes, size, n_results, values);
    else if (size > 0 && plan->roots)
        fold_to_roots(plan, &fold, ndim, shape, axes, size, n_results, values);
    else if (size > 0)
        fold_mapped(plan, &fold, ndim, shape, axes, 1, size, values);
    else
        for (int64_t i = 0; i < n_results; i++)
            values[i] = oracle_absent;
    bool complete = true;
    for (int64_t i = 0; i < n_results; i++) {
        if (values[i].dtype == 0)
            values[i] = plan->logs ? oracle_float(fold.dtype, -(double)INFINITY, 0) : oracle_identity(&fold);
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
