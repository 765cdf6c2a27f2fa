/* operand.c: one operand of a test call: an array of some layout in guarded memory. */
#include "operand.h"
#include <ravel/view.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t operand_size(const operand *array)
{
    int64_t size = 1;
    for (int32_t axis = 0; axis < array->ndim; axis++)
        size *= array->shape[axis];
    return size;
}

operand operand_plan(int32_t dtype, int32_t ndim, const int64_t *shape, const operand_layout *layout)
{
    operand array = {.dtype = dtype, .ndim = ndim, .swapped = layout->swapped};
    const int64_t itemsize = (int64_t)oracle_itemsizes[dtype];
    int64_t stride = itemsize * (1 + layout->step) + layout->gap, last = 0;
    bool empty = false;
    for (int32_t i = 0; i < ndim; i++) {
        const int32_t place = (i + layout->rotation) % ndim;
        const int32_t axis = layout->transposed ? place : ndim - 1 - place;
        array.shape[axis] = shape[axis];
        empty |= shape[axis] == 0;
        if (layout->repeated >> axis & 1)
            continue; /* stride 0 */
        array.strides[axis] = stride;
        if (shape[axis] > 1)
            last += stride * (shape[axis] - 1);
        if ((layout->reversed >> axis & 1) && shape[axis] > 1)
            array.offset += stride * (shape[axis] - 1);
        if (layout->reversed >> axis & 1)
            array.strides[axis] = -stride;
        stride = stride * (shape[axis] > 0 ? shape[axis] : 1) + layout->row_gap;
    }
    array.block.nbytes = empty ? 0 : (size_t)(last + itemsize);
    if (empty)
        array.offset = 0;
    return array;
}

operand operand_place(guard_arena *arena, int32_t dtype, int32_t ndim, const int64_t *shape,
                      const operand_layout *layout)
{
    operand array = operand_plan(dtype, ndim, shape, layout);
    array.block = guard_take(arena, array.block.nbytes, layout->side, layout->slack);
    return array;
}

operand operand_place_scalar(guard_arena *arena, int32_t dtype, int32_t ndim, const int64_t *shape)
{
    operand array = operand_plan(dtype, ndim, shape, &(operand_layout){.repeated = UINT64_MAX});
    array.block = guard_take(arena, oracle_itemsizes[dtype], GUARD_AT_END, 0);
    return array;
}

operand_layout operand_random_layout(random_source *source, int32_t ndim, bool may_repeat)
{
    operand_layout layout = {.name = "random"};
    if (random_once_in(source, 3))
        layout.step = random_between(source, 1, 3);
    if (random_once_in(source, 4))
        layout.gap = random_between(source, 1, 9);
    if (random_once_in(source, 2))
        layout.row_gap = random_between(source, 1, 40);
    layout.transposed = random_once_in(source, 3);
    layout.rotation = ndim > 1 && random_once_in(source, 3) ? (int32_t)random_below(source, ndim) : 0;
    layout.reversed = random_once_in(source, 3) ? random_bits(source) : 0;
    layout.repeated = may_repeat && random_once_in(source, 4) ? random_bits(source) & random_bits(source) : 0;
    layout.swapped = random_once_in(source, 3);
    layout.side = random_once_in(source, 2) ? GUARD_AT_END : GUARD_AT_START;
    layout.slack = random_once_in(source, 2) ? (size_t)random_below(source, 16) : 0;
    return layout;
}

static void need(ravel_status status, const operand *array)
{
    if (status == RAVEL_OK)
        return;
    operand_print("operand that cannot be made", array);
    printf("%s\n", ravel_status_text(status));
    exit(1);
}

void operand_open(operand *array, uint64_t flags)
{
    const uint64_t all = flags | (array->swapped ? RAVEL_SWAPPED : 0);
    need(ravel_array_create(NULL, array->block.data, array->block.nbytes, array->offset, array->dtype, array->ndim,
                            array->shape, array->strides, all, &array->handle),
         array);
}

void operand_open_scalar(operand *array, uint64_t flags)
{
    ravel_array *scalar = NULL;
    need(ravel_array_create_scalar(NULL, array->dtype, array->block.data, flags, &scalar), array);
    if (array->ndim == 0) {
        array->handle = scalar;
        return;
    }
    need(ravel_array_broadcast_to(NULL, scalar, array->ndim, array->shape, &array->handle), array);
    need(ravel_array_destroy(scalar), array);
}

void operand_close(operand *array)
{
    if (array->handle && ravel_array_destroy(array->handle) != RAVEL_OK) {
        printf("a live array cannot be destroyed\n");
        exit(1);
    }
    array->handle = NULL;
}

void operand_offsets(const operand *array, int64_t *offsets)
{
    const int64_t size = operand_size(array);
    int64_t index[OPERAND_MAX_NDIM] = {0}, offset = array->offset;
    for (int64_t i = 0; i < size; i++) {
        offsets[i] = offset;
        for (int32_t axis = array->ndim - 1; axis >= 0; axis--) {
            offset += array->strides[axis];
            if (++index[axis] < array->shape[axis])
                break;
            offset -= array->strides[axis] * array->shape[axis];
            index[axis] = 0;
        }
    }
}

void operand_write(const operand *array, void *destination, const void *native)
{
    const size_t itemsize = oracle_itemsizes[array->dtype], part = oracle_part_sizes[array->dtype];
    unsigned char *to = destination;
    const unsigned char *from = native;
    if (!array->swapped) {
        memcpy(to, from, itemsize);
        return;
    }
    for (size_t start = 0; start < itemsize; start += part)
        for (size_t i = 0; i < part; i++)
            to[start + i] = from[start + part - 1 - i];
}

void operand_print(const char *role, const operand *array)
{
    printf("  %s: %s%s, shape (", role, ravel_dtype_name(array->dtype), array->swapped ? " swapped" : "");
    for (int32_t axis = 0; axis < array->ndim; axis++)
        printf("%s%lld", axis ? ", " : "", (long long)array->shape[axis]);
    printf("), strides (");
    for (int32_t axis = 0; axis < array->ndim; axis++)
        printf("%s%lld", axis ? ", " : "", (long long)array->strides[axis]);
    printf("), offset %lld of %zu bytes at %p\n", (long long)array->offset, array->block.nbytes,
           (void *)array->block.data);
}
