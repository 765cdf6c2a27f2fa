/* rows.c: boxes of whole rows that the kernel may use where they lie: one call for each, and no more work between two
 * than moving the pointers. An input that repeats one element along the row is spread in a block first. */
#include "blocks.h"

#include "row.h"

/* Shorter rows are better put together, several to a block. */
#define SHORTEST_ROW_NBYTES 256

static bool repeats(const rvl_run *run, int32_t k)
{
    const rvl_operand *operand = &run->operands[k];
    return k < run->loop->n_in && run->nest.strides[k][0] == 0 && !operand->pack && operand->n_casts == 0;
}

/* Whether the call copies one element to all places of a row. */
static bool fills_rows(const rvl_run *run)
{
    return !run->loop->function && repeats(run, 0);
}

/* Whether an operand is used where it lies, in rows along axis 0. A copy casts to there. */
static bool lies_right(const rvl_run *run, int32_t k)
{
    const rvl_operand *operand = &run->operands[k];
    const bool copied = k == 1 && !run->loop->function;
    return run->nest.strides[k][0] == operand->itemsize && !operand->pack && !operand->stream && !operand->absent &&
           (operand->n_casts == 0 || copied);
}

static void fill_row(rvl_walk *walk, size_t n, const void *element, void *row)
{
    const rvl_operand *out = &walk->run->operands[1];
    _Alignas(16) unsigned char value[16];
    if (walk->cut->casts) { /* once, and then it is repeated */
        walk->events |= out->casts[0](1, element, value);
        element = value;
    }
    walk->run->movers->fill[out->size_class](n, element, row);
}

bool rvl_rows_fit(const rvl_run *run)
{
    const rvl_nest *nest = &run->nest;
    int64_t nbytes = 0;
    if (run->masked || nest->ndim < 2 || nest->shape[0] < SHORTEST_ROW_NBYTES / run->operands[run->loop->n_in].itemsize)
        return false;
    for (int32_t k = 0; k < nest->n_operands; k++) {
        if (lies_right(run, k))
            continue;
        if (!repeats(run, k) || nest->shape[0] > run->block_nbytes)
            return false;
        nbytes += nest->shape[0] * run->operands[k].itemsize + RVL_BLOCK_ALIGNMENT;
    }
    return nbytes <= run->block_nbytes;
}

int32_t rvl_run_rows(rvl_walk *walk)
{
    const rvl_run *run = walk->run;
    const int32_t n_in = run->loop->n_in, n_operands = run->nest.n_operands;
    const void *in[RAVEL_MAX_OPERANDS];
    void *out[RAVEL_MAX_OPERANDS];
    rvl_place place;
    rvl_walk_place(walk, &place);
    const size_t n = (size_t)place.first;
    const bool fills = fills_rows(run);
    for (int64_t row = 0; row < place.part; row++) {
        for (int32_t k = 0; k < n_operands; k++) {
            unsigned char *const address = place.base[k] + row * run->nest.strides[k][1];
            if (k >= n_in)
                out[k - n_in] = address;
            else if (walk->cut->contiguous[k] || fills)
                in[k] = address;
            else {
                in[k] = walk->blocks[k].block[0];
                if (row == 0 || run->nest.strides[k][1] != 0)
                    run->movers->fill[run->operands[k].size_class](n, address, walk->blocks[k].block[0]);
            }
        }
        if (fills) {
            fill_row(walk, n, in[0], out[0]);
            continue;
        }
        const int32_t answer = rvl_run_row(walk, n, in, out, NULL);
        if (answer)
            return answer;
    }
    return 0;
}
