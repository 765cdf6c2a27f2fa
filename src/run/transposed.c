/* transposed.c: boxes of two axes, for inputs whose contiguous axis is not the output's.
 *
 * Operands that are contiguous along axis 0 are used row by row where they lie; the transposed ones are loaded as a
 * tile, so that each cache line that is touched is used in full; of a number a row is loaded that serves all rows. */
#include "blocks.h"

#include "row.h"

/* An operand's rows in a tile: in its block or in the caller's memory. */
typedef struct tile_rows {
    unsigned char *start;
    int64_t step;
} tile_rows;

static bool is_direct(const rvl_walk *walk, int32_t k)
{
    const rvl_operand *operand = &walk->run->operands[k];
    const bool as_it_is = operand->n_casts == 0 || (k == 1 && walk->cut->casts);
    return walk->cut->contiguous[k] && !operand->pack && !operand->stream && !operand->absent && as_it_is;
}

static tile_rows rows_of(rvl_walk *walk, int32_t k, const rvl_box *box, const rvl_place *place, bool output,
                         uint64_t *events)
{
    const rvl_operand *operand = &walk->run->operands[k];
    const int64_t step = place->first * operand->block_size;
    if (is_direct(walk, k))
        return (tile_rows){place->base[k], box->strides[1]};
    if (output)
        return (tile_rows){walk->blocks[k].block[0], step};
    if (walk->cut->repeats[k]) {
        const rvl_box row = {1, place->first, NULL, box->strides, false};
        const void *numbers = rvl_operand_load(operand, walk->run->movers, &row, false, place->base[k],
                                               (size_t)place->first, &walk->blocks[k], events);
        return (tile_rows){(unsigned char *)(uintptr_t)numbers, 0};
    }
    const void *block = rvl_operand_load(operand, walk->run->movers, box, false, place->base[k],
                                         (size_t)(place->first * place->part), &walk->blocks[k], events);
    return (tile_rows){(unsigned char *)(uintptr_t)block, step};
}

int32_t rvl_run_tile(rvl_walk *walk)
{
    const rvl_run *run = walk->run;
    const int32_t end_in = run->loop->n_in, end_out = end_in + run->loop->n_out;
    rvl_place place;
    rvl_walk_place(walk, &place);
    const size_t n = (size_t)(place.first * place.part);
    tile_rows rows[RVL_NEST_OPERANDS];
    rvl_box box = {2, place.part, &place.first, NULL, false};
    uint64_t uncounted = 0;
    for (int32_t k = 0; k < run->nest.n_operands; k++) {
        box.strides = run->nest.strides[k];
        if (k < end_out) {
            rows[k] = rows_of(walk, k, &box, &place, k >= end_in, run->masked ? &uncounted : &walk->events);
            continue;
        }
        const void *mask = rvl_operand_load(&run->operands[k], run->movers, &box, false, place.base[k], n,
                                            &walk->blocks[k], &walk->events);
        rows[k] = (tile_rows){(unsigned char *)(uintptr_t)mask, place.first};
        if (uncounted)
            walk->events |= rvl_masked_load_events(walk, n, mask);
    }
    for (int64_t row = 0; row < place.part; row++) {
        const void *in[RAVEL_MAX_OPERANDS];
        void *out[RAVEL_MAX_OPERANDS];
        const uint8_t *mask = run->masked ? rows[end_out].start + row * rows[end_out].step : NULL;
        for (int32_t k = 0; k < end_out; k++) {
            unsigned char *address = rows[k].start + row * rows[k].step;
            if (k < end_in)
                in[k] = address;
            else
                out[k - end_in] = address;
        }
        const int32_t answer = rvl_run_row(walk, (size_t)place.first, in, out, mask);
        if (answer)
            return answer;
    }
    for (int32_t k = end_in; k < end_out; k++) {
        box.strides = run->nest.strides[k];
        if (!is_direct(walk, k))
            rvl_operand_store(&run->operands[k], run->movers, &box, false, rows[k].start,
                              run->masked ? rows[end_out].start : NULL, place.base[k], n, &walk->blocks[k],
                              &walk->events);
    }
    return 0;
}

void rvl_run_transpose(rvl_walk *walk)
{
    const rvl_run *run = walk->run;
    const rvl_operand *out = &run->operands[1];
    rvl_place place;
    rvl_walk_place(walk, &place);
    run->movers->transpose[out->size_class]((size_t)place.part, (size_t)place.first, place.base[0],
                                            run->nest.strides[0][0], place.base[1], run->nest.strides[1][1],
                                            out->stream);
}
