/* count_exact.c: compares integers with edges without rounding either. */
#include "count_exact.h"

#include <ravel/dtype.h>
#include <stdbool.h>

/* An int64 or a uint64. */
typedef struct wide_integer {
    bool negative;
    uint64_t bits;
} wide_integer;

/* Gives the integer below or at an edge; false where it is below (*least: the edge is below them all) or above all. */
static bool floor_of(double edge, wide_integer *floor, bool *least)
{
    *least = edge < -0x1p63;
    if (*least || edge >= 0x1p64)
        return false;
    if (edge >= 0) {
        *floor = (wide_integer){false, (uint64_t)edge};
        return true;
    }
    int64_t whole = (int64_t)edge;
    whole -= (double)whole > edge;
    *floor = (wide_integer){whole < 0, (uint64_t)whole};
    return true;
}

/* Whether a is less than b. */
static bool is_less(wide_integer a, wide_integer b)
{
    return a.negative != b.negative ? a.negative : a.bits < b.bits; /* two's complement keeps the order */
}

static bool is_whole(double edge, wide_integer floor)
{
    return (floor.negative ? (double)(int64_t)floor.bits : (double)floor.bits) == edge;
}

/* Whether edge <= value. */
static bool is_at_or_below(double edge, wide_integer value)
{
    wide_integer floor;
    bool least;
    if (!floor_of(edge, &floor, &least))
        return least;
    return is_less(floor, value) || (!is_less(value, floor) && is_whole(edge, floor));
}

/* Whether value <= edge. */
static bool reaches(wide_integer value, double edge)
{
    wide_integer floor;
    bool least;
    if (!floor_of(edge, &floor, &least))
        return !least;
    return !is_less(floor, value);
}

static double edge_of(uint32_t bin, const rvl_uniform_bins *bins, const double *edges)
{
    return edges ? edges[bin] : rvl_uniform_edge(bins, (double)bin);
}

static uint32_t search(wide_integer value, const rvl_uniform_bins *bins, const double *edges, uint32_t n_bins)
{
    const double highest = edges ? edges[n_bins] : bins->upper;
    if (!is_at_or_below(edge_of(0, bins, edges), value) || !reaches(value, highest))
        return n_bins;
    uint32_t low = 0;
    for (uint32_t left = n_bins; left > 1;) {
        const uint32_t half = left / 2;
        if (is_at_or_below(edge_of(low + half, bins, edges), value))
            low += half;
        left -= half;
    }
    return low;
}

void rvl_find_exactly(size_t n, int32_t dtype, const void *values, const double *rounded, const rvl_uniform_bins *bins,
                      const double *edges, uint32_t n_bins, uint32_t *numbers)
{
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any |= rounded[i] >= 0x1p53 || rounded[i] <= -0x1p53;
    for (size_t i = 0; i < n && any; i++) {
        if (rounded[i] < 0x1p53 && rounded[i] > -0x1p53)
            continue;
        const uint64_t bits = ((const uint64_t *)values)[i];
        numbers[i] = search((wide_integer){dtype == RAVEL_INT64 && bits >> 63, bits}, bins, edges, n_bins);
    }
}
