/* count_exact.h: bins of 64-bit integers that float64 would round. */
#ifndef RVL_RUN_COUNT_EXACT_H
#define RVL_RUN_COUNT_EXACT_H

#include "kernel/bins.h"

/* Finds the bins again of those among n values of int64 or uint64 that their rounded ones do not stand for exactly.
 * edges: NULL for uniform bins. */
void rvl_find_exactly(size_t n, int32_t dtype, const void *values, const double *rounded, const rvl_uniform_bins *bins,
                      const double *edges, uint32_t n_bins, uint32_t *numbers);

#endif
