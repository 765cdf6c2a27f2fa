/* bins.h: counting numbers and finding bins, over contiguous aligned native blocks. Knows no shapes; cannot fail. */
#ifndef RVL_KERNEL_BINS_H
#define RVL_KERNEL_BINS_H

#include "core/isa.h"
#include <stddef.h>
#include <stdint.h>

/* Counts of the same number in a row wait for each other's store; in this many tables they do not. */
enum { RVL_COUNT_TABLES = 4 };

/* n_bins bins between lower and upper, both finite, of this step = (upper - lower) / n_bins. The edges are
 * lower + k * step, rounded twice, for k < n_bins, and upper. A value is in the last bin whose edge is not above it, if
 * it is in [lower, upper] at all. */
typedef struct rvl_uniform_bins {
    double lower, upper, step;
    double scale; /* a guess of bins per unit */
    int32_t n_bins;
} rvl_uniform_bins;

/* The lower edge of bin k. */
static inline double rvl_uniform_edge(const rvl_uniform_bins *bins, double k)
{
    return bins->lower + k * bins->step;
}

/* n_bins bins between ascending edges, one more than bins; a value equal to the last edge is in the last bin. Cells
 * between the first and the last edge say where a search begins: edges in cells before a value's are below it, those in
 * later ones above it, as rounding keeps the order. */
typedef struct rvl_edge_bins {
    const double *edges;
    double start, scale;   /* cells per unit */
    const uint32_t *first; /* for each cell, how many edges are in cells before it */
    uint32_t n_bins, n_cells;
    uint32_t longest; /* the most edges that a cell has */
} rvl_edge_bins;

/* The cell of a value: of any; of NaN it is 0. */
static inline double rvl_edge_cell(const rvl_edge_bins *bins, double value)
{
    const double last = (double)(bins->n_cells - 1);
    double cell = (value - bins->start) * bins->scale;
    cell = cell > 0 ? cell : 0;
    return cell < last ? cell : last;
}

#define RVL_COUNT_SIZES 4 /* numbers of 1, 2, 4 and 8 bytes, by size class; none is negative or beyond the table */

typedef struct rvl_counters {
    /* table[number] += 1, the numbers in turn into RVL_COUNT_TABLES tables of `size` entries. */
    void (*spread[RVL_COUNT_SIZES])(size_t n, const void *numbers, size_t size, uint32_t *tables);
    /* counts[b] += what is in all tables, for b < n_bins <= size. */
    void (*collect)(size_t n_bins, size_t size, const uint32_t *tables, int64_t *counts);
    /* counts[number] += 1 */
    void (*count[RVL_COUNT_SIZES])(size_t n, const void *numbers, int64_t *counts);
    /* sums[number] += weight, from the first on. */
    void (*weigh[RVL_COUNT_SIZES])(size_t n, const void *numbers, const double *weights, double *sums);
    /* Moves the elements where the mask is 1, not 0, to the front of the block; gives how many they are. */
    size_t (*compress[RVL_COUNT_SIZES])(size_t n, const uint8_t *mask, void *block);
    /* Moves numbers below n_bins to the front; gives how many they are. */
    size_t (*drop)(size_t n, uint32_t n_bins, uint32_t *numbers);
    /* The bin of each value, n_bins for one outside of all, and for NaN. */
    void (*find_uniform)(size_t n, const double *values, const rvl_uniform_bins *bins, uint32_t *numbers);
    void (*find_between)(size_t n, const double *values, const rvl_edge_bins *bins, uint32_t *numbers);
} rvl_counters;

#define ISA(NAME, suffix, text) extern const rvl_counters rvl_counters_##suffix;
#include "core/isas.def"
#undef ISA

#endif
