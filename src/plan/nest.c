/* nest.c: broadcasting arrays into one loop nest, and making the nest small. */
#include "nest.h"

/* Written out of line: only a failing call comes here. The nest's shape in the arrays' order. */
static ravel_status fail_shape(rvl_call *call, const rvl_nest *nest, const rvl_descriptor *array, rvl_nest_role rule,
                               const char *role, int32_t argument, int32_t axis)
{
    int64_t shape[RAVEL_MAX_NDIM];
    for (int32_t i = 0; i < nest->ndim; i++)
        shape[i] = nest->shape[nest->ndim - 1 - i];
    if (rule == RVL_NEST_EXACT)
        return rvl_fail(call, RAVEL_SHAPE_MISMATCH, argument, axis, "%s has shape %S; the result has shape %S", role,
                        array->ndim, array->shape, nest->ndim, shape);
    return rvl_fail(call, RAVEL_SHAPE_MISMATCH, argument, axis,
                    "%s has shape %S, which does not broadcast with %S at axis %i", role, array->ndim, array->shape,
                    nest->ndim, shape, axis);
}

void rvl_nest_begin(rvl_nest *nest)
{
    nest->ndim = 0;
    nest->n_operands = 0;
}

/* Gives the nest outer axes of length 1, in which all operands so far have stride 0. */
static void extend(rvl_nest *nest, int32_t ndim)
{
    for (int32_t i = nest->ndim; i < ndim; i++) {
        nest->shape[i] = 1;
        for (int32_t k = 0; k < nest->n_operands; k++)
            nest->strides[k][i] = 0;
    }
    nest->ndim = ndim;
}

/* Whether an array's axis goes with the nest's: `own` and `length` are their lengths. */
static bool goes_with(int64_t own, int64_t length, rvl_nest_role rule)
{
    return own == length || (own == 1 && rule != RVL_NEST_EXACT) || (length == 1 && rule == RVL_NEST_EXTEND);
}

ravel_status rvl_nest_add(rvl_call *call, rvl_nest *nest, const rvl_descriptor *array, rvl_nest_role rule,
                          const char *role, int32_t argument)
{
    if (rule == RVL_NEST_EXACT ? array->ndim != nest->ndim : array->ndim > nest->ndim && rule == RVL_NEST_WITHIN)
        return fail_shape(call, nest, array, rule, role, argument, 0);
    for (int32_t i = 0; i < nest->ndim && i < array->ndim; i++) /* first, for the message tells the nest's shape */
        if (!goes_with(array->shape[array->ndim - 1 - i], nest->shape[i], rule))
            return fail_shape(call, nest, array, rule, role, argument, array->ndim - 1 - i);
    if (array->ndim > nest->ndim)
        extend(nest, array->ndim);
    int64_t *strides = nest->strides[nest->n_operands];
    for (int32_t i = 0; i < nest->ndim; i++) {
        const int32_t axis = array->ndim - 1 - i;
        if (axis < 0 || array->shape[axis] == 1) {
            strides[i] = 0;
        } else {
            strides[i] = array->strides[axis];
            nest->shape[i] = array->shape[axis];
        }
    }
    nest->data[nest->n_operands++] = array->data;
    return RAVEL_OK;
}

ravel_status rvl_nest_size(rvl_call *call, const rvl_nest *nest, int64_t *size)
{
    int64_t product = 1;
    bool overflow = false;
    for (int32_t i = 0; i < nest->ndim; i++)
        if (nest->shape[i] == 0) {
            *size = 0;
            return RAVEL_OK;
        }
    for (int32_t i = 0; i < nest->ndim; i++)
        overflow |= __builtin_mul_overflow(product, nest->shape[i], &product);
    if (overflow)
        return rvl_fail(call, RAVEL_SIZE_OVERFLOW, -1, -1, "the broadcast shape has more than 2^63 - 1 elements");
    *size = product;
    return RAVEL_OK;
}

static void drop_unit_axes(rvl_nest *nest)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < nest->ndim; i++) {
        if (nest->shape[i] == 1)
            continue;
        if (kept != i) {
            nest->shape[kept] = nest->shape[i];
            for (int32_t k = 0; k < nest->n_operands; k++)
                nest->strides[k][kept] = nest->strides[k][i];
        }
        kept++;
    }
    nest->ndim = kept;
}

static void flip(rvl_nest *nest, int32_t axis)
{
    for (int32_t k = 0; k < nest->n_operands; k++) {
        /* The last element's address: proved to lie in the operand's buffer when the array was made. */
        if (nest->data[k])
            nest->data[k] += nest->strides[k][axis] * (nest->shape[axis] - 1);
        nest->strides[k][axis] = -nest->strides[k][axis];
    }
}

static uint64_t magnitude(int64_t stride)
{
    return stride < 0 ? 0 - (uint64_t)stride : (uint64_t)stride;
}

/* Whether axis a belongs inside of axis b: by the lead's strides, then by those of the others in turn. */
static bool is_inner(const rvl_nest *nest, int32_t lead, int32_t a, int32_t b)
{
    if (magnitude(nest->strides[lead][a]) != magnitude(nest->strides[lead][b]))
        return magnitude(nest->strides[lead][a]) < magnitude(nest->strides[lead][b]);
    for (int32_t k = 0; k < nest->n_operands; k++)
        if (magnitude(nest->strides[k][a]) != magnitude(nest->strides[k][b]))
            return magnitude(nest->strides[k][a]) < magnitude(nest->strides[k][b]);
    return false;
}

bool rvl_nest_is_contiguous(const rvl_nest *nest, int32_t k, int32_t n_axes, int32_t itemsize)
{
    int64_t expected = itemsize;
    for (int32_t axis = 0; axis < n_axes; axis++) {
        if (nest->strides[k][axis] != expected && nest->shape[axis] != 1)
            return false;
        expected *= nest->shape[axis]; /* fits: the elements before were proved to lie in memory */
    }
    return true;
}

void rvl_nest_exchange(rvl_nest *nest, int32_t a, int32_t b)
{
    const int64_t length = nest->shape[a];
    nest->shape[a] = nest->shape[b];
    nest->shape[b] = length;
    for (int32_t k = 0; k < nest->n_operands; k++) {
        const int64_t stride = nest->strides[k][a];
        nest->strides[k][a] = nest->strides[k][b];
        nest->strides[k][b] = stride;
    }
}

/* Insertion sort: few axes, and mostly in order already. */
static void sort_axes(rvl_nest *nest, int32_t lead)
{
    for (int32_t i = 1; i < nest->ndim; i++)
        for (int32_t j = i; j > 0 && is_inner(nest, lead, j, j - 1); j--)
            rvl_nest_exchange(nest, j, j - 1);
}

/* Whether axis `outer` continues axis `inner` in every operand. */
static bool seamless(const rvl_nest *nest, int32_t inner, int32_t outer)
{
    for (int32_t k = 0; k < nest->n_operands; k++) {
        int64_t span;
        if (__builtin_mul_overflow(nest->strides[k][inner], nest->shape[inner], &span) ||
            span != nest->strides[k][outer])
            return false;
    }
    return true;
}

static void join_axes(rvl_nest *nest)
{
    int32_t last = 0;
    for (int32_t i = 1; i < nest->ndim; i++) {
        if (seamless(nest, last, i)) {
            nest->shape[last] *= nest->shape[i];
            continue;
        }
        last++;
        if (last != i)
            rvl_nest_exchange(nest, last, i);
    }
    if (nest->ndim > 0)
        nest->ndim = last + 1;
}

void rvl_nest_simplify(rvl_nest *nest, int32_t lead)
{
    drop_unit_axes(nest);
    for (int32_t i = 0; i < nest->ndim; i++)
        if (nest->strides[lead][i] < 0)
            flip(nest, i);
    if (nest->ndim > 1) {
        sort_axes(nest, lead);
        join_axes(nest);
    }
}
