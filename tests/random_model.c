/* random_model.c: what all verbs check alike. */
#include "random_cases.h"
#include <stdlib.h>
#include <string.h>

int32_t random_casting(const random_case *call)
{
    const int32_t chosen = (int32_t)(call->options & 7);
    return chosen ? chosen : call->context ? call->casting : RAVEL_CASTING_SAFE;
}

void random_check_options(const random_case *call, uint64_t known, random_expectation *expected)
{
    if ((call->options & 7) > RAVEL_OPTION_CASTING_UNSAFE || (call->options & ~(known | 7)))
        expected->statuses |= UINT64_C(1) << RAVEL_UNKNOWN_FLAG;
}

void random_broadcast(const operand *array, int32_t ndim, const int64_t *shape, int64_t *offsets)
{
    operand broadcast = {.ndim = ndim, .offset = array->offset};
    for (int32_t axis = 0; axis < ndim; axis++) {
        const int32_t own = axis - (ndim - array->ndim);
        broadcast.shape[axis] = shape[axis];
        broadcast.strides[axis] = own >= 0 && array->shape[own] != 1 ? array->strides[own] : 0;
    }
    operand_offsets(&broadcast, offsets);
}

bool random_broadcasts_to(const operand *array, int32_t ndim, const int64_t *shape)
{
    if (array->ndim > ndim)
        return false;
    for (int32_t axis = 0; axis < array->ndim; axis++)
        if (array->shape[axis] != 1 && array->shape[axis] != shape[ndim - array->ndim + axis])
            return false;
    return true;
}

oracle_value random_load(const random_operand *from, int64_t offset)
{
    return oracle_load(from->array.dtype, from->array.block.expected + offset, !from->scalar && from->array.swapped);
}

/* How often each byte of the output's block belongs to an element of the array. */
static void count_bytes(const operand *array, unsigned char *counts)
{
    const int64_t size = operand_size(array);
    int64_t *offsets = malloc((size_t)(size + 1) * sizeof *offsets);
    operand_offsets(array, offsets);
    for (int64_t i = 0; i < size; i++)
        for (size_t byte = 0; byte < oracle_itemsizes[array->dtype]; byte++)
            if (counts[(size_t)offsets[i] + byte] < 2)
                counts[(size_t)offsets[i] + byte]++;
    free(offsets);
}

/* Whether an input is the output: the same elements in the same places. */
static bool is_same(const operand *in, const operand *out, int32_t ndim, const int64_t *shape)
{
    const bool swapped = in->swapped != out->swapped && oracle_itemsizes[in->dtype] > 1;
    if (in->dtype != out->dtype || swapped || in->offset != out->offset || out->ndim != ndim)
        return false;
    for (int32_t axis = 0; axis < ndim; axis++) {
        const int32_t own = axis - (ndim - in->ndim);
        const int64_t stride = own >= 0 && in->shape[own] != 1 ? in->strides[own] : 0;
        if (shape[axis] > 1 && stride != out->strides[axis])
            return false;
    }
    return true;
}

void random_check_overlaps(const random_case *call, int32_t ndim, const int64_t *shape, random_expectation *expected)
{
    const random_operand *out = &call->operands[RANDOM_OUT];
    const size_t nbytes = out->array.block.nbytes;
    if (!out->present || operand_size(&out->array) == 0)
        return;
    unsigned char *written = calloc(nbytes, 1), *read = malloc(nbytes);
    count_bytes(&out->array, written);
    for (size_t byte = 0; byte < nbytes; byte++)
        if (written[byte] > 1)
            expected->statuses |= UINT64_C(1) << RAVEL_OVERLAP | UINT64_C(1) << RAVEL_UNDECIDED_OVERLAP;
    for (int32_t k = 0; k < RANDOM_OUT; k++) {
        const random_operand *in = &call->operands[k];
        if (!in->present || in->scalar || in->array.block.data != out->array.block.data ||
            operand_size(&in->array) == 0)
            continue;
        if (call->verb == RANDOM_APPLY && is_same(&in->array, &out->array, ndim, shape))
            continue;
        if (call->verb == RANDOM_ACCUMULATE && is_same(&in->array, &out->array, ndim, shape))
            continue;
        memset(read, 0, nbytes);
        count_bytes(&in->array, read);
        bool shares = false;
        for (size_t byte = 0; byte < nbytes; byte++)
            shares |= written[byte] && read[byte];
        if (call->context && !(call->options & RAVEL_OPTION_NO_SCRATCH))
            continue;
        /* Without sharing: where the exact test runs out of its budget. */
        if (shares && call->verb == RANDOM_APPLY && operand_size(&out->array) > 1) /* one element is read, then written
                                                                                    */
            expected->statuses |= UINT64_C(1) << RAVEL_SCRATCH_LIMIT;
        else
            expected->may_lack_scratch = true;
    }
    free(read);
    free(written);
}
