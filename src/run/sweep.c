/* sweep.c: walks a nest in its order, and loads what cannot be used where it lies. */
#include "sweep.h"

#include "core/dtype_table.h"
#include <string.h>

/* Whether axis i + 1 continues axis i in all operands. */
static bool is_seamless(const rvl_sweep *sweep, const rvl_nest *nest, int32_t axis)
{
    for (int32_t k = 0; k < sweep->n_operands; k++) {
        const int32_t last = sweep->ndim - 1;
        int64_t span;
        if (__builtin_mul_overflow(sweep->operands[k].strides[last], sweep->shape[last], &span) ||
            span != nest->strides[k][axis])
            return false;
    }
    return true;
}

static void take_shape(rvl_sweep *sweep, const rvl_nest *nest)
{
    sweep->ndim = 1;
    sweep->size = sweep->shape[0] = 1;
    for (int32_t k = 0; k < sweep->n_operands; k++)
        sweep->operands[k].strides[0] = 0;
    for (int32_t axis = 0; axis < nest->ndim; axis++) {
        sweep->size *= nest->shape[axis];
        if (nest->shape[axis] == 1)
            continue;
        const int32_t last = sweep->ndim - 1;
        if (sweep->shape[last] != 1 && is_seamless(sweep, nest, axis)) {
            sweep->shape[last] *= nest->shape[axis];
            continue;
        }
        const int32_t next = sweep->shape[last] == 1 ? last : sweep->ndim++;
        sweep->shape[next] = nest->shape[axis];
        for (int32_t k = 0; k < sweep->n_operands; k++)
            sweep->operands[k].strides[next] = nest->strides[k][axis];
    }
}

static bool is_aligned(const rvl_sweep *sweep, const rvl_sweep_operand *operand, int32_t dtype)
{
    uint64_t bits = (uint64_t)(uintptr_t)operand->data;
    for (int32_t axis = 0; axis < sweep->ndim; axis++)
        bits |= (uint64_t)operand->strides[axis];
    return (bits & (uint64_t)(rvl_dtypes[dtype].part_size - 1)) == 0;
}

void rvl_sweep_plan(rvl_sweep *sweep, const rvl_nest *nest, const rvl_descriptor *const *arrays, const int32_t *dtypes,
                    int32_t isa)
{
    size_t room = 0;
    sweep->n_operands = nest->n_operands;
    take_shape(sweep, nest);
    for (int32_t k = 0; k < sweep->n_operands; k++) {
        rvl_sweep_operand *operand = &sweep->operands[k];
        const rvl_descriptor *array = arrays[k];
        operand->as = (rvl_fold){.dtype = dtypes[k],
                                 .element = dtypes[k],
                                 .given = dtypes[k],
                                 .isa = isa,
                                 .movers = rvl_movers_of(isa),
                                 .itemsize = (size_t)rvl_dtypes[dtypes[k]].itemsize};
        operand->data = nest->data[k];
        operand->room = room;
        room += RVL_SWEEP_BLOCK * operand->as.itemsize;
        if (array->flags & RAVEL_SCALAR)
            memcpy(operand->scalar, array->value, sizeof operand->scalar);
        rvl_source_plan(&operand->source, &operand->as, array->dtype, array->flags & RAVEL_SWAPPED,
                        array->flags & RAVEL_SCALAR || is_aligned(sweep, operand, array->dtype), false);
        if (array->flags & RAVEL_SCALAR)
            operand->data = NULL; /* in the sweep itself, wherever that is by then */
    }
}

void rvl_sweep_begin(const rvl_sweep *sweep, rvl_sweep_place *place)
{
    place->done = 0;
    memset(place->index, 0, (size_t)sweep->ndim * sizeof *place->index);
    for (int32_t k = 0; k < sweep->n_operands; k++) {
        const rvl_sweep_operand *operand = &sweep->operands[k];
        place->data[k] = operand->data ? operand->data : (const unsigned char *)operand->scalar;
    }
}

/* A part of the first two axes, from where the sweep is. */
typedef struct part {
    int64_t rows, columns;
} part;

static bool is_direct(const rvl_sweep_operand *operand, const part *of)
{
    return operand->source.direct && of->rows == 1 &&
           (of->columns == 1 || operand->strides[0] == (int64_t)operand->as.itemsize);
}

/* The next part: of one row, or of several whole rows that are short. */
static part choose_part(const rvl_sweep *sweep, const rvl_sweep_place *place)
{
    const int64_t columns = sweep->shape[0] - place->index[0];
    part next = {1, columns < RVL_SWEEP_LONG ? columns : RVL_SWEEP_LONG};
    bool direct = true;
    for (int32_t k = 0; k < sweep->n_operands; k++)
        direct &= is_direct(&sweep->operands[k], &next);
    if (direct && (sweep->ndim == 1 || next.columns >= RVL_SWEEP_BLOCK / 8))
        return next;
    next.columns = columns < RVL_SWEEP_BLOCK ? columns : RVL_SWEEP_BLOCK;
    if (sweep->ndim > 1 && columns == sweep->shape[0] && columns <= RVL_SWEEP_BLOCK / 2) {
        const int64_t rows = sweep->shape[1] - place->index[1], most = RVL_SWEEP_BLOCK / columns;
        next.rows = rows < most ? rows : most;
    }
    return next;
}

static void move_on(const rvl_sweep *sweep, rvl_sweep_place *place, int32_t axis, int64_t steps)
{
    place->index[axis] += steps;
    for (int32_t k = 0; k < sweep->n_operands; k++)
        place->data[k] += steps * sweep->operands[k].strides[axis];
}

/* Steps on by a part, and to the start of the next row where one has ended. */
static void advance(const rvl_sweep *sweep, rvl_sweep_place *place, const part *by)
{
    int32_t axis = by->rows > 1 ? 1 : 0;
    move_on(sweep, place, axis, axis == 1 ? by->rows : by->columns);
    for (; axis + 1 < sweep->ndim && place->index[axis] == sweep->shape[axis]; axis++) {
        move_on(sweep, place, axis, -sweep->shape[axis]);
        move_on(sweep, place, axis + 1, 1);
    }
}

bool rvl_sweep_next(const rvl_sweep *sweep, rvl_sweep_place *place, size_t *n, const void **blocks)
{
    if (place->done == sweep->size)
        return false;
    const part next = choose_part(sweep, place);
    for (int32_t k = 0; k < sweep->n_operands; k++) {
        const rvl_sweep_operand *operand = &sweep->operands[k];
        if (is_direct(operand, &next)) {
            blocks[k] = place->data[k];
            continue;
        }
        const rvl_tile tile = {.rows = (size_t)next.rows,
                               .columns = (size_t)next.columns,
                               .data = place->data[k],
                               .row_stride = sweep->ndim > 1 ? operand->strides[1] : 0,
                               .column_stride = operand->strides[0]};
        const rvl_tile_room room = {.strip = RVL_SWEEP_BLOCK, .raw = place->raw};
        rvl_folder folder = {.fold = &operand->as};
        blocks[k] = place->blocks + operand->room;
        rvl_tile_load(&folder, &operand->source, &room, &tile, place->blocks + operand->room);
    }
    *n = (size_t)(next.rows * next.columns);
    place->done += next.rows * next.columns;
    advance(sweep, place, &next);
    return true;
}
