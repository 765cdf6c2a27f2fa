/* apply.c: the elementwise calls of a row: lengths around the borders of blocks, axes, repeated inputs, masks, and one
 * that is worth several threads. */
#include "golden.h"
#include <stdlib.h>

/* What a call must have in bytes of all operands to be split; a little more. */
enum { LARGE_NBYTES = (1 << 18) + (1 << 14), LARGE_COLUMNS = 211 };

/* Chooses the inputs, and the mask where there is to be one, and makes the call. */
static void apply(golden_run *run, golden_row *row, golden_call *call, bool masked)
{
    unsigned char *elements[RAVEL_MAX_OPERANDS], *mask = NULL;
    const int64_t n = golden_call_size(call);
    for (int32_t k = 0; k < row->n_in; k++) {
        elements[k] = golden_choose_all(row->dtypes[k], &row->random, n);
        golden_repeat(call, row->dtypes[k], call->repeated[k], elements[k]);
        call->in[k] = elements[k];
    }
    if (masked)
        call->where = mask = golden_choose_all(RAVEL_BOOL, &row->random, n);
    golden_make_call(run, row, call);
    for (int32_t k = 0; k < row->n_in; k++)
        free(elements[k]);
    free(mask);
}

static void lengths(golden_run *run, golden_row *row)
{
    static const int64_t all[] = {0,  1,  2,   3,   7,   8,   9,   15,  16,  17,  31,  33,   63,
                                  64, 65, 127, 128, 129, 255, 257, 511, 513, 639, 641, 1023, 1025};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        apply(run, row, &(golden_call){.ndim = 1, .shape = {all[i]}}, false);
}

static void shapes(golden_run *run, golden_row *row)
{
    apply(run, row, &(golden_call){.ndim = 0}, false);
    apply(run, row, &(golden_call){.ndim = 2, .shape = {33, 35}}, false);
    apply(run, row, &(golden_call){.ndim = 2, .shape = {3, 260}}, false);
    apply(run, row, &(golden_call){.ndim = 3, .shape = {4, 9, 17}}, false);
    apply(run, row, &(golden_call){.ndim = 1, .shape = {700}}, true);
    apply(run, row, &(golden_call){.ndim = 2, .shape = {33, 35}}, true);
    for (int32_t k = 0; k < row->n_in; k++)
        for (uint64_t axes = 1; axes <= 3; axes++) {
            golden_call call = {.ndim = 2, .shape = {17, 40}};
            call.repeated[k] = axes;
            apply(run, row, &call, false);
        }
}

/* A matrix; where it is contiguous, to the library one axis. */
static void large(golden_run *run, golden_row *row)
{
    int64_t nbytes = 0;
    for (int32_t k = 0; k < row->n_in + row->n_out; k++)
        nbytes += (int64_t)oracle_itemsizes[row->dtypes[k]];
    const int64_t rows = LARGE_NBYTES / nbytes / LARGE_COLUMNS + 1;
    apply(run, row, &(golden_call){.ndim = 2, .shape = {rows, LARGE_COLUMNS}, .large = true}, false);
}

void golden_apply_row(golden_run *run, golden_row *row)
{
    lengths(run, row);
    shapes(run, row);
    large(run, row);
}
