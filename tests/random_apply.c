/* random_apply.c: random elementwise calls, and what they must answer and write. */
#include "random_cases.h"
#include "support/values.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What broadcasts to the shape, or, rarely, does not. */
static void place_part(random_case *call, guard_arena *arena, int32_t which, int32_t dtype, bool whole)
{
    int64_t shape[OPERAND_MAX_NDIM];
    int32_t ndim = call->ndim;
    memcpy(shape, call->shape, sizeof shape);
    if (!whole && random_once_in(&call->source, 3)) {
        const int32_t dropped = (int32_t)random_below(&call->source, ndim + 1);
        ndim -= dropped;
        memmove(shape, shape + dropped, (size_t)ndim * sizeof *shape);
        for (int32_t axis = 0; axis < ndim; axis++)
            if (random_once_in(&call->source, 3))
                shape[axis] = 1;
    }
    if (ndim > 0 && random_once_in(&call->source, 60))
        shape[random_below(&call->source, ndim)] = random_between(&call->source, 0, 5);
    random_place(call, arena, which, dtype, ndim, shape);
}

/* A scalar that lives in its descriptor; a weak one has one of the dtypes that literals have. */
static void place_scalar(random_case *call, guard_arena *arena, int32_t which, int32_t dtype)
{
    static const int32_t literals[] = {RAVEL_BOOL, RAVEL_INT64, RAVEL_FLOAT64, RAVEL_COMPLEX128};
    random_operand *to = &call->operands[which];
    to->present = to->scalar = true;
    to->weak = random_once_in(&call->source, 2);
    const int32_t own = to->weak ? literals[random_below(&call->source, 4)] : dtype;
    to->array = operand_place_scalar(arena, own, 0, NULL);
    values_random(own, &call->source, to->array.block.data);
    if (own == RAVEL_INT64 && !random_once_in(&call->source, 8))
        oracle_store(oracle_integer(own, random_between(&call->source, 0, 100)), to->array.block.data, false);
}

/* Seldom so many that threads take part. */
static int64_t large_size(random_source *source)
{
    return random_once_in(source, 8) ? 16000 : 3000;
}

void random_make_apply(random_case *call, guard_arena *arena)
{
    random_source *source = &call->source;
    call->kernel = (oracle_kernel)random_below(source, ORACLE_N_KERNELS);
    call->name = oracle_kernels[call->kernel].name;
    call->n_in = oracle_kernels[call->kernel].n_in;
    call->n_out = oracle_kernels[call->kernel].n_out;
    call->output = call->n_out == 1 ? 0 : (int32_t)random_below(source, call->n_out);
    random_shape(call, random_once_in(source, 40) ? large_size(source) : 150);
    random_options(call, RAVEL_OPTION_NO_SCRATCH);
    const int32_t common = random_dtype(call);
    const int32_t whole = call->kernel == ORACLE_full ? -1 : (int32_t)random_below(source, call->n_in);
    int32_t dtypes[RANDOM_MAX_IN], loop[RANDOM_MAX_LOOP];
    bool weak[RANDOM_MAX_IN];
    oracle_inputs(call->kernel, common, dtypes);
    for (int32_t k = 0; k < call->n_in; k++) {
        const bool fixed = dtypes[k] != common; /* of a dtype that few others cast to */
        if (random_once_in(source, fixed ? 20 : 3))
            dtypes[k] = random_dtype(call);
        if (k != whole && random_once_in(source, 8))
            place_scalar(call, arena, k, dtypes[k]);
        else
            place_part(call, arena, k, dtypes[k], k == whole);
        dtypes[k] = call->operands[k].array.dtype;
        weak[k] = call->operands[k].weak;
    }
    if (random_once_in(source, 4))
        place_part(call, arena, RANDOM_WHERE, random_once_in(source, 25) ? random_dtype(call) : RAVEL_BOOL, false);
    int32_t result = random_dtype(call);
    if (!random_once_in(source, 4) && oracle_loop(call->kernel, dtypes, weak, loop) == RAVEL_OK)
        result = loop[call->n_in + call->output];
    place_part(call, arena, RANDOM_OUT, result, !random_once_in(source, 50));
    call->operands[RANDOM_OUT].read_only = random_once_in(source, 60);
    call->operands[RANDOM_OUT].present = !random_once_in(source, 200);
    if (random_once_in(source, 200))
        call->n_in += random_once_in(source, 2) ? 1 : -1;
    if (call->n_in > 0 && call->n_in <= RANDOM_MAX_IN && random_once_in(source, 200))
        call->operands[random_below(source, call->n_in)].present = false;
}

static void add(random_expectation *expected, ravel_status status)
{
    expected->statuses |= UINT64_C(1) << status;
}

/* The broadcast shape of the inputs into call->shape; false where there is none. */
static bool join_shapes(random_case *call)
{
    call->ndim = 0;
    for (int32_t k = 0; k < call->n_in; k++)
        if (call->operands[k].array.ndim > call->ndim)
            call->ndim = call->operands[k].array.ndim;
    for (int32_t axis = 0; axis < call->ndim; axis++) {
        call->shape[axis] = 1;
        for (int32_t k = 0; k < call->n_in; k++) {
            const operand *in = &call->operands[k].array;
            const int32_t own = axis - (call->ndim - in->ndim);
            if (own < 0 || in->shape[own] == 1)
                continue;
            if (call->shape[axis] != 1 && call->shape[axis] != in->shape[own])
                return false;
            call->shape[axis] = in->shape[own];
        }
    }
    return true;
}

static bool same_shape(const operand *array, int32_t ndim, const int64_t *shape)
{
    return array->ndim == ndim && memcmp(array->shape, shape, (size_t)ndim * sizeof *shape) == 0;
}

static void check_shapes(random_case *call, random_expectation *expected)
{
    const random_operand *out = &call->operands[RANDOM_OUT], *where = &call->operands[RANDOM_WHERE];
    if (call->kernel == ORACLE_full && out->present) {
        call->ndim = out->array.ndim;
        memcpy(call->shape, out->array.shape, sizeof call->shape);
        if (!random_broadcasts_to(&call->operands[0].array, call->ndim, call->shape))
            add(expected, RAVEL_SHAPE_MISMATCH);
    } else if (!join_shapes(call)) {
        add(expected, RAVEL_SHAPE_MISMATCH);
        return;
    }
    if (out->present && !same_shape(&out->array, call->ndim, call->shape))
        add(expected, RAVEL_SHAPE_MISMATCH);
    if (where->present && !random_broadcasts_to(&where->array, call->ndim, call->shape))
        add(expected, RAVEL_SHAPE_MISMATCH);
}

/* What a literal becomes that fills an output: the dtype in which the two would be added. */
static void fill_dtype(int32_t literal, int32_t out, int32_t *loop)
{
    int32_t sum[3];
    if (oracle_loop(ORACLE_add, (int32_t[]){literal, out}, (bool[]){true, false}, sum) == RAVEL_OK)
        loop[0] = loop[1] = sum[0];
}

/* Whether a bool or an integer is the very value of a literal, and a float no infinity that was none. Of a float beyond
 * an integer's range the event tells: the largest int64, which it becomes, is 2^63 as a float. */
static bool is_kept(oracle_value literal, oracle_value taken, uint64_t events)
{
    if (oracle_kinds[taken.dtype] == RAVEL_KIND_FLOAT && oracle_kinds[literal.dtype] == RAVEL_KIND_COMPLEX)
        return literal.imag == 0 && (taken.real == literal.real || (isnan(taken.real) && isnan(literal.real)));
    if (oracle_kinds[taken.dtype] > RAVEL_KIND_UNSIGNED)
        return oracle_kinds[literal.dtype] <= RAVEL_KIND_UNSIGNED
                   ? !isinf(taken.real)
                   : isinf(taken.real) == isinf(literal.real) &&
                         (oracle_kinds[taken.dtype] != RAVEL_KIND_COMPLEX || isinf(taken.imag) == isinf(literal.imag));
    if (oracle_kinds[literal.dtype] <= RAVEL_KIND_UNSIGNED)
        return taken.integer == literal.integer;
    return events == 0 && (double)taken.integer == literal.real && literal.imag == 0;
}

static void check_dtypes(random_case *call, int32_t *loop, random_expectation *expected)
{
    const random_operand *out = &call->operands[RANDOM_OUT], *where = &call->operands[RANDOM_WHERE];
    const int32_t casting = random_casting(call);
    int32_t dtypes[RANDOM_MAX_IN];
    bool weak[RANDOM_MAX_IN];
    for (int32_t k = 0; k < call->n_in; k++) {
        dtypes[k] = call->operands[k].array.dtype;
        weak[k] = call->operands[k].weak;
    }
    if (where->present && where->array.dtype != RAVEL_BOOL)
        add(expected, RAVEL_DTYPE_MISMATCH);
    const ravel_status status = oracle_loop(call->kernel, dtypes, weak, loop);
    if (status != RAVEL_OK) {
        add(expected, status);
        return;
    }
    if (call->kernel == ORACLE_full && weak[0] && out->present)
        fill_dtype(dtypes[0], out->array.dtype, loop);
    for (int32_t k = 0; k < call->n_in; k++) {
        if (!weak[k]) {
            if (!oracle_can_cast(dtypes[k], loop[k], casting))
                add(expected, RAVEL_CASTING_FORBIDDEN);
            continue;
        }
        uint64_t events = 0;
        const oracle_value value = random_load(&call->operands[k], 0);
        const oracle_value taken = oracle_cast(value, loop[k], &events);
        if (!is_kept(value, taken, events))
            add(expected, RAVEL_VALUE_OUT_OF_RANGE);
    }
    if (out->present && !oracle_can_cast(loop[call->n_in + call->output], out->array.dtype, casting))
        add(expected, RAVEL_CASTING_FORBIDDEN);
}

static void expect_elements(random_case *call, const int32_t *loop, random_expectation *expected)
{
    const random_operand *out = &call->operands[RANDOM_OUT], *where = &call->operands[RANDOM_WHERE];
    const int64_t size = operand_size(&out->array);
    const size_t itemsize = oracle_itemsizes[out->array.dtype];
    int64_t *offsets = malloc((size_t)((RANDOM_MAX_IN + 2) * size + 1) * sizeof *offsets);
    int64_t *const mask = offsets + RANDOM_MAX_IN * size, *const to = mask + size;
    unsigned char *results = malloc((size_t)size * itemsize + 1);
    for (int32_t k = 0; k < call->n_in; k++)
        random_broadcast(&call->operands[k].array, call->ndim, call->shape, offsets + k * size);
    if (where->present)
        random_broadcast(&where->array, call->ndim, call->shape, mask);
    operand_offsets(&out->array, to);
    for (int64_t i = 0; i < size; i++) {
        oracle_value operands[RANDOM_MAX_IN];
        if (where->present && random_load(where, mask[i]).integer == 0) {
            memcpy(results + (size_t)i * itemsize, out->array.block.expected + to[i], itemsize);
            continue;
        }
        for (int32_t k = 0; k < call->n_in; k++)
            operands[k] =
                oracle_cast(random_load(&call->operands[k], offsets[k * size + i]), loop[k], &expected->events);
        const oracle_value result =
            oracle_compute(call->kernel, operands, call->output, loop[call->n_in + call->output], &expected->events);
        oracle_store(oracle_cast(result, out->array.dtype, &expected->events), results + (size_t)i * itemsize,
                     out->array.swapped);
    }
    for (int64_t i = 0; i < size; i++)
        memcpy(out->array.block.expected + to[i], results + (size_t)i * itemsize, itemsize);
    free(results);
    free(offsets);
}

random_expectation random_expect_apply(random_case *call)
{
    random_expectation expected = {0};
    int32_t loop[RANDOM_MAX_LOOP];
    bool complete = call->operands[RANDOM_OUT].present;
    random_check_options(call, RAVEL_OPTION_NO_SCRATCH, &expected);
    if (call->n_in != oracle_kernels[call->kernel].n_in) {
        add(&expected, RAVEL_WRONG_ARITY);
        return expected;
    }
    for (int32_t k = 0; k < call->n_in; k++)
        complete &= call->operands[k].present;
    if (!complete)
        add(&expected, RAVEL_NULL_ARGUMENT);
    if (call->operands[RANDOM_OUT].present && call->operands[RANDOM_OUT].read_only)
        add(&expected, RAVEL_READ_ONLY);
    check_shapes(call, &expected);
    check_dtypes(call, loop, &expected);
    if (complete)
        random_check_overlaps(call, call->ndim, call->shape, &expected);
    if (expected.statuses == 0)
        expect_elements(call, loop, &expected);
    return expected;
}
