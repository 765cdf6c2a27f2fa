/* own_model.c: what calls of a user's kernel must answer and write, element by element. */
#include "own_calls.h"
#include <stdlib.h>
#include <string.h>

int64_t own_call_size(const own_call *call)
{
    int64_t size = 1;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        size *= call->shape[axis];
    return size;
}

static void allow(own_call *call, ravel_status status)
{
    call->allowed |= UINT64_C(1) << status;
}

/* ---- statuses ---- */

/* The loop that a call of apply takes: the one of the common dtype, else the first that all inputs cast to safely. */
static int32_t find_row(const own_call *call)
{
    const own_kernel *kernel = call->kernel;
    const int32_t width = kernel->n_in + kernel->n_out;
    const bool weak[RAVEL_MAX_OPERANDS] = {false};
    int32_t dtypes[RAVEL_MAX_OPERANDS], first = -1;
    for (int32_t k = 0; k < kernel->n_in; k++)
        dtypes[k] = call->arrays[k].dtype;
    const int32_t common = oracle_result_type(kernel->n_in, dtypes, weak);
    for (int32_t row = 0; row < kernel->n_loops; row++) {
        bool fits = true, all_common = common != 0;
        for (int32_t k = 0; k < kernel->n_in; k++) {
            const int32_t wanted = kernel->dtypes[row * width + k];
            fits &= oracle_can_cast(dtypes[k], wanted, RAVEL_CASTING_SAFE);
            all_common &= wanted == common;
        }
        if (fits && all_common)
            return row;
        if (fits && first < 0)
            first = row;
    }
    return first;
}

static void count_bytes(const operand *array, unsigned char *counts)
{
    static int64_t offsets[OWN_MAX_SIZE];
    const int64_t size = operand_size(array);
    operand_offsets(array, offsets);
    for (int64_t i = 0; i < size; i++)
        for (size_t byte = 0; byte < oracle_itemsizes[array->dtype]; byte++)
            counts[(size_t)offsets[i] + byte]++;
}

/* Outputs that share a byte are an error. */
static void check_overlaps(own_call *call)
{
    const int32_t n_in = call->kernel->n_in, end = n_in + call->kernel->n_out;
    static unsigned char counts[OWN_BLOCK_NBYTES];
    for (int32_t k = n_in; k < end; k++)
        for (int32_t other = n_in; other < end; other++) {
            const operand *out = &call->arrays[k], *with = &call->arrays[other];
            if (other == k || !call->present[k] || !call->present[other] || out->block.data != with->block.data ||
                operand_size(out) == 0)
                continue;
            bool shares = false;
            memset(counts, 0, out->block.nbytes);
            count_bytes(out, counts);
            count_bytes(with, counts);
            for (size_t byte = 0; byte < out->block.nbytes; byte++)
                shares |= counts[byte] > 1;
            if (shares)
                call->allowed = UINT64_C(1) << RAVEL_OVERLAP | UINT64_C(1) << RAVEL_UNDECIDED_OVERLAP;
        }
}

static void check_apply(own_call *call)
{
    own_kernel *kernel = call->kernel;
    const int32_t end = kernel->n_in + kernel->n_out, row = find_row(call);
    kernel->row = row;
    check_overlaps(call);
    uint64_t refused = 0;
    for (int32_t k = 0; k < end && row >= 0; k++) {
        const int32_t own = call->arrays[k].dtype, loop = kernel->dtypes[row * end + k];
        if (call->present[k] &&
            !oracle_can_cast(k < kernel->n_in ? own : loop, k < kernel->n_in ? loop : own, call->casting))
            refused |= UINT64_C(1) << RAVEL_CASTING_FORBIDDEN;
    }
    if (row < 0)
        refused = UINT64_C(1) << RAVEL_NO_LOOP;
    if (refused)
        call->allowed = refused | (call->allowed & UINT64_C(1) << RAVEL_OVERLAP ? call->allowed : 0);
}

static void check_fold(own_call *call)
{
    own_kernel *kernel = call->kernel;
    const int32_t dtype = call->arrays[kernel->n_in].dtype;
    int64_t n_reduced = 1;
    for (kernel->row = 0; kernel->dtypes[3 * kernel->row] != dtype;)
        kernel->row++;
    check_overlaps(call);
    uint64_t refused = 0;
    if (!oracle_can_cast(call->arrays[0].dtype, dtype, call->casting))
        refused |= UINT64_C(1) << RAVEL_CASTING_FORBIDDEN;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        n_reduced *= call->axes >> axis & 1 ? call->shape[axis] : 1;
    const bool none = call->verb == RANDOM_REDUCE && !kernel->has_identity && !call->present[OWN_INITIAL];
    if (none && call->present[OWN_MASK])
        refused |= UINT64_C(1) << RAVEL_NO_IDENTITY;
    if (none && n_reduced == 0 && operand_size(&call->arrays[kernel->n_in]) > 0)
        refused |= UINT64_C(1) << RAVEL_EMPTY_REDUCTION;
    if (refused)
        call->allowed = refused;
}

void own_expect_status(own_call *call)
{
    call->allowed = UINT64_C(1) << RAVEL_OK;
    if (call->context == NULL) /* to copy what overlaps, or to fold in */
        allow(call, RAVEL_SCRATCH_LIMIT);
    if (call->verb == RANDOM_APPLY)
        check_apply(call);
    else
        check_fold(call);
}

/* ---- elements ---- */

static oracle_value load(const operand *from, int64_t offset)
{
    return oracle_load(from->dtype, from->block.expected + offset, from->swapped);
}

static void expect_apply(own_call *call)
{
    const own_kernel *kernel = call->kernel;
    const int32_t end = kernel->n_in + kernel->n_out;
    const int64_t size = own_call_size(call);
    int64_t *const offsets = malloc((size_t)(OWN_N_OPERANDS * size + 1) * sizeof *offsets);
    unsigned char *const results = malloc((size_t)(kernel->n_out * size) * 16 + 1);
    for (int32_t k = 0; k < OWN_N_OPERANDS; k++)
        if (call->present[k])
            random_broadcast(&call->arrays[k], call->ndim, call->shape, offsets + k * size);
    for (int64_t i = 0; i < size; i++) {
        oracle_value values[RAVEL_MAX_OPERANDS];
        const bool masked =
            call->present[OWN_MASK] && load(&call->arrays[OWN_MASK], offsets[OWN_MASK * size + i]).integer == 0;
        for (int32_t k = 0; k < kernel->n_in; k++)
            values[k] = oracle_cast(load(&call->arrays[k], offsets[k * size + i]),
                                    kernel->dtypes[kernel->row * end + k], &call->events);
        for (int32_t k = kernel->n_in; k < end; k++) {
            const operand *out = &call->arrays[k];
            unsigned char *const to = results + (size_t)((k - kernel->n_in) * size + i) * 16;
            if (masked && call->present[k])
                memcpy(to, out->block.expected + offsets[k * size + i], oracle_itemsizes[out->dtype]);
            else if (call->present[k])
                oracle_store(
                    oracle_cast(own_compute(kernel, kernel->row, k - kernel->n_in, values), out->dtype, &call->events),
                    to, out->swapped);
        }
    }
    for (int32_t k = kernel->n_in; k < end; k++)
        for (int64_t i = 0; i < size && call->present[k]; i++)
            memcpy(call->arrays[k].block.expected + offsets[k * size + i],
                   results + (size_t)((k - kernel->n_in) * size + i) * 16, oracle_itemsizes[call->arrays[k].dtype]);
    free(results);
    free(offsets);
}

/* f(left, right); what is not there (dtype 0) leaves the other. */
static oracle_value fold(const own_call *call, oracle_value left, oracle_value right)
{
    if (left.dtype == 0)
        return right;
    return right.dtype == 0 ? left
                            : own_compute(call->kernel, call->kernel->row, 0, (const oracle_value[]){left, right});
}

/* Where in C order the result of element i lies: without the folded axes. */
static int64_t result_of(const own_call *call, int64_t i)
{
    int64_t result = 0, step = 1;
    for (int32_t axis = call->ndim - 1; axis >= 0; axis--) {
        if (!(call->axes >> axis & 1)) {
            result += i % call->shape[axis] * step;
            step *= call->shape[axis];
        }
        i /= call->shape[axis];
    }
    return result;
}

static void expect_fold(own_call *call)
{
    static int64_t in_offsets[OWN_MAX_SIZE], out_offsets[OWN_MAX_SIZE], mask_offsets[OWN_MAX_SIZE];
    static oracle_value folded[OWN_MAX_SIZE], each[OWN_MAX_SIZE];
    const operand *in = &call->arrays[0], *mask = &call->arrays[OWN_MASK], *out = &call->arrays[call->kernel->n_in];
    const bool accumulates = call->verb == RANDOM_ACCUMULATE;
    const int64_t size = operand_size(in), n_results = operand_size(out);
    uint64_t ignored = 0;
    operand_offsets(in, in_offsets);
    operand_offsets(out, out_offsets);
    if (call->present[OWN_MASK])
        random_broadcast(mask, call->ndim, call->shape, mask_offsets);
    memset(folded, 0, sizeof folded[0] * (size_t)(size > n_results ? size : n_results));
    for (int64_t i = 0; i < size; i++) {
        const int64_t to = result_of(call, i);
        if (call->present[OWN_MASK] && load(mask, mask_offsets[i]).integer == 0)
            continue;
        folded[to] = fold(call, folded[to], oracle_cast(load(in, in_offsets[i]), out->dtype, &ignored));
        each[i] = folded[to];
    }
    oracle_value initial = oracle_absent;
    if (call->present[OWN_INITIAL])
        initial = load(&call->arrays[OWN_INITIAL], call->arrays[OWN_INITIAL].offset);
    for (int64_t i = 0; i < n_results; i++) {
        if (!accumulates && folded[i].dtype == 0 && call->kernel->has_identity)
            folded[i] = own_identity(out->dtype);
        oracle_store(accumulates ? each[i] : fold(call, initial, folded[i]), out->block.expected + out_offsets[i],
                     out->swapped);
    }
}

void own_expect_elements(own_call *call)
{
    if (call->verb == RANDOM_APPLY)
        expect_apply(call);
    else
        expect_fold(call);
}
