/* oracle_axes.c: the order in which reductions take axes, and the rows along each, whatever rows are folded to. */
#include "oracle.h"
#include <stdlib.h>
#include <string.h>

/* Folds the rows along one axis of items in C order, which may be in the states' place; shape[axis] becomes 1. */
static void walk_axis(size_t nbytes, oracle_row_fold *fold, const oracle_walk *walk, int32_t ndim, int64_t *shape,
                      int32_t axis, const unsigned char *items, unsigned char *states)
{
    int64_t outer = 1, inner = 1;
    for (int32_t i = 0; i < axis; i++)
        outer *= shape[i];
    for (int32_t i = axis + 1; i < ndim; i++)
        inner *= shape[i];
    const int64_t n = shape[axis];
    const size_t n_folded = (size_t)(outer * inner);
    unsigned char *row = malloc((size_t)(n + 1) * nbytes);
    unsigned char *folded = malloc((n_folded + 1) * walk->state_nbytes);
    for (int64_t i = 0; i < outer; i++)
        for (int64_t j = 0; j < inner; j++) {
            for (int64_t k = 0; k < n; k++)
                memcpy(row + (size_t)k * nbytes, items + (size_t)((i * n + k) * inner + j) * nbytes, nbytes);
            fold(walk->data, n, row, folded + (size_t)(i * inner + j) * walk->state_nbytes);
        }
    memcpy(states, folded, n_folded * walk->state_nbytes);
    shape[axis] = 1;
    free(folded);
    free(row);
}

void oracle_walk_axes(const oracle_walk *walk, int32_t ndim, int64_t *shape, uint64_t axes, const void *elements,
                      void *states)
{
    while (axes) { /* the longest first, of equal ones the last */
        int32_t longest = -1;
        for (int32_t axis = 0; axis < ndim; axis++)
            if ((axes >> axis & 1) && (longest < 0 || shape[axis] >= shape[longest]))
                longest = axis;
        if (elements)
            walk_axis(walk->element_nbytes, walk->fold_elements, walk, ndim, shape, longest, elements, states);
        else
            walk_axis(walk->state_nbytes, walk->fold_states, walk, ndim, shape, longest, states, states);
        elements = NULL;
        axes &= ~(UINT64_C(1) << longest);
    }
}
