/* random_reduce.c: random reductions and accumulations, and what they must answer and write. */
#include "random_cases.h"
#include "support/values.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void choose_kernel(random_case *call)
{
    random_source *source = &call->source;
    if (random_once_in(source, 3)) {
        static const oracle_kernel folding[] = {ORACLE_add,         ORACLE_multiply,    ORACLE_subtract,
                                                ORACLE_maximum,     ORACLE_minimum,     ORACLE_divide,
                                                ORACLE_logical_and, ORACLE_logical_or,  ORACLE_hypot,
                                                ORACLE_bitwise_and, ORACLE_bitwise_xor, ORACLE_logical_xor};
        call->kernel = random_once_in(source, 20) ? (oracle_kernel)random_below(source, ORACLE_N_KERNELS)
                                                  : folding[random_below(source, sizeof folding / sizeof *folding)];
        call->name = oracle_kernels[call->kernel].name;
        return;
    }
    call->reduction = (int32_t)random_below(source, ORACLE_N_REDUCTIONS);
    const bool accumulates = oracle_reduction_accumulates[call->reduction];
    if (accumulates != (call->verb == RANDOM_ACCUMULATE) && !random_once_in(source, 50))
        call->verb = accumulates ? RANDOM_ACCUMULATE : RANDOM_REDUCE;
    call->name = oracle_reduction_names[call->reduction];
}

static void choose_axes(random_case *call)
{
    random_source *source = &call->source;
    const int32_t ndim = call->ndim;
    call->all_axes = random_once_in(source, 4);
    call->n_axes = 0;
    if (call->verb == RANDOM_ACCUMULATE) {
        call->n_axes = 1;
        call->axes[0] = ndim ? (int32_t)random_between(source, -ndim, ndim - 1) : 0;
    } else if (!call->all_axes) {
        for (int32_t axis = 0; axis < ndim; axis++)
            if (random_once_in(source, 2))
                call->axes[call->n_axes++] = random_once_in(source, 2) ? axis : axis - ndim;
    }
    if (call->n_axes > 0 && random_once_in(source, 50)) /* too far, or a second time */
        call->axes[random_below(source, call->n_axes)] = (int32_t)random_between(source, -ndim - 1, ndim);
}

/* The axes as a set; the mistakes in them. */
static uint64_t axes_of(const random_case *call, random_expectation *expected)
{
    uint64_t axes = 0;
    if (call->verb == RANDOM_REDUCE && call->all_axes)
        return (UINT64_C(1) << call->ndim) - 1;
    for (int32_t i = 0; i < call->n_axes; i++) {
        const int32_t axis = call->axes[i] < 0 ? call->axes[i] + call->ndim : call->axes[i];
        if (axis < 0 || axis >= call->ndim)
            expected->statuses |= UINT64_C(1) << RAVEL_INVALID_AXIS;
        else if (axes >> axis & 1)
            expected->statuses |= UINT64_C(1) << RAVEL_DUPLICATE_AXIS;
        else
            axes |= UINT64_C(1) << axis;
    }
    return axes;
}

/* The result's shape. */
static int32_t result_shape(const random_case *call, uint64_t axes, int64_t *shape)
{
    int32_t ndim = 0;
    for (int32_t axis = 0; axis < call->ndim; axis++) {
        const bool reduced = call->verb == RANDOM_REDUCE && (axes >> axis & 1);
        if (!reduced || (call->options & RAVEL_OPTION_KEEP_DIMS))
            shape[ndim++] = reduced ? 1 : call->shape[axis];
    }
    return ndim;
}

/* A likely output: of the dtype that `sum` and the others give, or of any. */
static int32_t choose_output(random_case *call, int32_t in_dtype)
{
    if (random_once_in(&call->source, 4))
        return random_dtype(call);
    return call->reduction >= 0 ? oracle_reduction_output(call->reduction, in_dtype) : in_dtype;
}

/* What is read: an array, or now and then a scalar stretched to its shape. */
static void place_input(random_case *call, guard_arena *arena, int32_t which, int32_t dtype, int32_t ndim,
                        const int64_t *shape)
{
    random_operand *to = &call->operands[which];
    if (!random_once_in(&call->source, 10)) {
        random_place(call, arena, which, dtype, ndim, shape);
        return;
    }
    to->present = to->scalar = true;
    to->array = operand_place_scalar(arena, dtype, ndim, shape);
    values_random(dtype, &call->source, to->array.block.data);
}

/* Seldom so many that threads take part. */
static int64_t large_size(random_source *source)
{
    return random_once_in(source, 10) ? 130000 : 3000;
}

void random_make_reduce(random_case *call, guard_arena *arena)
{
    random_source *source = &call->source;
    int64_t shape[OPERAND_MAX_NDIM];
    choose_kernel(call);
    call->n_in = 1;
    random_shape(call, random_once_in(source, 20) ? large_size(source) : 300);
    random_options(call, call->verb == RANDOM_REDUCE ? RAVEL_OPTION_NO_SCRATCH | RAVEL_OPTION_KEEP_DIMS
                                                     : RAVEL_OPTION_NO_SCRATCH | RAVEL_OPTION_INCLUDE_INITIAL);
    choose_axes(call);
    const int32_t in_dtype = random_dtype(call);
    place_input(call, arena, 0, in_dtype, call->ndim, call->shape);
    if (call->verb == RANDOM_REDUCE && random_once_in(source, 4)) {
        const int32_t dropped = random_once_in(source, 3) ? (int32_t)random_below(source, call->ndim + 1) : 0;
        memcpy(shape, call->shape + dropped, (size_t)(call->ndim - dropped) * sizeof *shape);
        if (call->ndim > dropped && random_once_in(source, 5))
            shape[random_below(source, call->ndim - dropped)] = random_below(source, 3);
        place_input(call, arena, RANDOM_WHERE, random_once_in(source, 25) ? random_dtype(call) : RAVEL_BOOL,
                    call->ndim - dropped, shape);
    }
    const int32_t out_dtype = choose_output(call, in_dtype);
    if (call->verb == RANDOM_REDUCE && random_once_in(source, 4))
        place_input(call, arena, RANDOM_INITIAL, random_once_in(source, 2) ? out_dtype : random_dtype(call),
                    random_once_in(source, 50) ? 1 : 0, (const int64_t[]){1});
    random_expectation ignored = {0};
    const int32_t ndim = result_shape(call, axes_of(call, &ignored), shape);
    if (ndim > 0 && random_once_in(source, 50))
        shape[random_below(source, ndim)]++;
    random_place(call, arena, RANDOM_OUT, out_dtype, ndim, shape);
    call->operands[RANDOM_OUT].read_only = random_once_in(source, 60);
    call->operands[RANDOM_OUT].present = !random_once_in(source, 200);
    call->operands[0].present = !random_once_in(source, 200);
}

static void add(random_expectation *expected, ravel_status status)
{
    expected->statuses |= UINT64_C(1) << status;
}

static void check_dtypes(const random_case *call, oracle_plan *plan, random_expectation *expected)
{
    const random_operand *out = &call->operands[RANDOM_OUT], *initial = &call->operands[RANDOM_INITIAL];
    const random_operand *where = &call->operands[RANDOM_WHERE];
    const int32_t casting = random_casting(call), in_dtype = call->operands[0].array.dtype;
    if (where->present && where->array.dtype != RAVEL_BOOL)
        add(expected, RAVEL_DTYPE_MISMATCH);
    const ravel_status status = oracle_plan_fold(call->verb == RANDOM_ACCUMULATE, call->kernel, call->reduction,
                                                 in_dtype, out->array.dtype, plan);
    if (status != RAVEL_OK) {
        add(expected, status);
        return;
    }
    if (!plan->any_input && !oracle_can_cast(plan->source, plan->dtype, casting))
        add(expected, RAVEL_CASTING_FORBIDDEN);
    if (initial->present && (!plan->any_input || plan->index) &&
        !oracle_can_cast(initial->array.dtype, plan->dtype, casting))
        add(expected, RAVEL_CASTING_FORBIDDEN);
    if (!oracle_can_cast(plan->dtype, out->array.dtype, casting))
        add(expected, RAVEL_CASTING_FORBIDDEN);
}

static void check_shapes(const random_case *call, const oracle_plan *plan, uint64_t axes, random_expectation *expected)
{
    const random_operand *out = &call->operands[RANDOM_OUT], *where = &call->operands[RANDOM_WHERE];
    int64_t shape[OPERAND_MAX_NDIM];
    const int32_t ndim = result_shape(call, axes, shape);
    if (out->present && (out->array.ndim != ndim || memcmp(out->array.shape, shape, (size_t)ndim * sizeof *shape) != 0))
        add(expected, RAVEL_SHAPE_MISMATCH);
    if (where->present && !random_broadcasts_to(&where->array, call->ndim, call->shape))
        add(expected, RAVEL_SHAPE_MISMATCH);
    if (call->operands[RANDOM_INITIAL].present && call->operands[RANDOM_INITIAL].array.ndim != 0)
        add(expected, RAVEL_INVALID_NDIM);
    if (call->operands[RANDOM_INITIAL].present && plan->no_initial)
        add(expected, RAVEL_INVALID_ARGUMENT);
    if (oracle_reduction_is_variance(call->reduction)) {
        const random_operand *initial = &call->operands[RANDOM_INITIAL];
        if (initial->present && oracle_kinds[initial->array.dtype] == RAVEL_KIND_COMPLEX)
            add(expected, RAVEL_CASTING_FORBIDDEN);
        else if (initial->present && initial->array.ndim == 0 &&
                 oracle_kinds[initial->array.dtype] == RAVEL_KIND_FLOAT &&
                 isnan(random_load(initial, initial->array.offset).real))
            add(expected, RAVEL_INVALID_ARGUMENT);
    }
    if (plan->differences && where->present)
        add(expected, RAVEL_INVALID_ARGUMENT);
    if (oracle_reduction_indexes(call->reduction)) {
        const bool one = axes != 0 && (axes & (axes - 1)) == 0, all = axes == (UINT64_C(1) << call->ndim) - 1;
        if (!(one || all))
            add(expected, RAVEL_INVALID_ARGUMENT);
    }
    if (call->verb == RANDOM_ACCUMULATE && call->ndim == 0)
        add(expected, RAVEL_INVALID_NDIM);
}

/* A mask or an empty slice wants an identity or an initial value. */
static void check_identity(const random_case *call, const oracle_plan *plan, uint64_t axes,
                           random_expectation *expected)
{
    int64_t n_folded = 1;
    if (plan->exact || oracle_identity(&plan->fold).dtype != 0 || call->operands[RANDOM_INITIAL].present)
        return;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        if (axes >> axis & 1)
            n_folded *= call->shape[axis];
    if (call->operands[RANDOM_WHERE].present && !plan->differences)
        add(expected, RAVEL_NO_IDENTITY);
    if (n_folded == 0 && operand_size(&call->operands[RANDOM_OUT].array) > 0)
        add(expected, RAVEL_EMPTY_REDUCTION);
}

static void expect_elements(const random_case *call, const oracle_plan *plan, uint64_t axes,
                            random_expectation *expected)
{
    const random_operand *in = &call->operands[0], *out = &call->operands[RANDOM_OUT];
    const random_operand *where = &call->operands[RANDOM_WHERE], *initial = &call->operands[RANDOM_INITIAL];
    const int64_t size = operand_size(&in->array), n_results = operand_size(&out->array);
    const int64_t room = size > n_results ? size : n_results;
    int64_t *offsets = malloc((size_t)(2 * room + 1) * sizeof *offsets), *mask = offsets + room;
    oracle_value *values = malloc((size_t)(room + 1) * sizeof *values), start = oracle_absent;
    operand_offsets(&in->array, offsets);
    if (where->present)
        random_broadcast(&where->array, call->ndim, call->shape, mask);
    for (int64_t i = 0; i < size; i++) {
        const bool counts = !where->present || random_load(where, mask[i]).integer != 0;
        values[i] = counts ? random_load(in, offsets[i]) : oracle_absent;
    }
    if (initial->present)
        start = oracle_cast(random_load(initial, initial->array.offset), oracle_initial_dtype(plan), &expected->events);
    if (call->verb == RANDOM_REDUCE)
        (void)oracle_reduce(plan, call->ndim, call->shape, axes, start, out->array.dtype, values, &expected->events);
    else
        oracle_accumulate(plan, call->ndim, call->shape, call->axes[0] < 0 ? call->axes[0] + call->ndim : call->axes[0],
                          out->array.dtype, values, &expected->events);
    operand_offsets(&out->array, offsets);
    for (int64_t i = 0; i < n_results; i++)
        oracle_store(values[i], out->array.block.expected + offsets[i], out->array.swapped);
    free(values);
    free(offsets);
}

random_expectation random_expect_reduce(random_case *call)
{
    random_expectation expected = {.may_lack_scratch = !call->context || (call->options & RAVEL_OPTION_NO_SCRATCH)};
    oracle_plan plan = {.fold = {.kernel = ORACLE_add}};
    random_check_options(
        call, call->verb == RANDOM_REDUCE ? RAVEL_OPTION_NO_SCRATCH | RAVEL_OPTION_KEEP_DIMS : RAVEL_OPTION_NO_SCRATCH,
        &expected);
    const uint64_t axes = axes_of(call, &expected);
    const bool complete = call->operands[0].present && call->operands[RANDOM_OUT].present;
    if (!complete)
        add(&expected, RAVEL_NULL_ARGUMENT);
    if (call->operands[RANDOM_OUT].present && call->operands[RANDOM_OUT].read_only)
        add(&expected, RAVEL_READ_ONLY);
    check_dtypes(call, &plan, &expected);
    check_shapes(call, &plan, axes, &expected);
    if (call->verb == RANDOM_REDUCE)
        check_identity(call, &plan, axes, &expected);
    if (complete)
        random_check_overlaps(call, call->ndim, call->shape, &expected);
    if (expected.statuses == 0)
        expect_elements(call, &plan, axes, &expected);
    return expected;
}
