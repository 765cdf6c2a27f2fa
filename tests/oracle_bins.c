/* oracle_bins.c: the bins of histograms, by a look at every edge. */
#include "oracle.h"

/* A long double holds every real dtype's values. */
static long double exact(oracle_value value)
{
    return oracle_kinds[value.dtype] <= RAVEL_KIND_UNSIGNED ? (long double)value.integer : (long double)value.real;
}

void oracle_uniform_edges(double lower, double upper, int64_t n, double *edges)
{
    const double step = (upper - lower) / (double)n;
    for (int64_t k = 0; k < n; k++)
        edges[k] = lower + (double)k * step;
    edges[n] = upper;
}

int64_t oracle_bin(oracle_value value, int64_t n, const double *edges)
{
    const long double x = exact(value);
    int64_t bin = n;
    if (!(x >= (long double)edges[0] && x <= (long double)edges[n]))
        return n;
    for (int64_t k = 0; k < n; k++)
        if ((long double)edges[k] <= x)
            bin = k;
    return bin;
}
