/* bins.c: counting numbers, and finding the bins of values. Compiled once per instruction set. */
#include "bins.h"

#include "core/types.h"

/* ---- counting ---- */

/* Wiring for one size of numbers: the loops below, of which each has one body. */
#define FOR_SIZES(DO) DO(uint8_t, 1) DO(uint16_t, 2) DO(uint32_t, 4) DO(uint64_t, 8)

typedef size_t (*number_at)(const void *numbers, size_t i);
#define NUMBER(type, size)                                                           \
    RVL_ALWAYS_INLINE size_t number_##size(const void *numbers, size_t i)            \
    {                                                                                \
        return (size_t)((const type *)numbers)[i];                                   \
    }                                                                                \
    RVL_ALWAYS_INLINE void move_##size(unsigned char *block, size_t to, size_t from) \
    {                                                                                \
        ((type *)(void *)block)[to] = ((const type *)(const void *)block)[from];     \
    }
FOR_SIZES(NUMBER)

RVL_ALWAYS_INLINE void spread(number_at number, size_t n, const void *numbers, size_t size, uint32_t *tables)
{
    uint32_t *const first = tables, *const second = first + size, *const third = second + size,
                    *const fourth = third + size;
    size_t i = 0;
    for (; i + RVL_COUNT_TABLES <= n; i += RVL_COUNT_TABLES) {
        const size_t a = number(numbers, i), b = number(numbers, i + 1), c = number(numbers, i + 2),
                     d = number(numbers, i + 3);
        first[a]++;
        second[b]++;
        third[c]++;
        fourth[d]++;
    }
    for (; i < n; i++)
        first[number(numbers, i)]++;
}

static void collect(size_t n_bins, size_t size, const uint32_t *tables, int64_t *counts)
{
    for (size_t bin = 0; bin < n_bins; bin++) {
        int64_t sum = counts[bin];
        for (size_t table = 0; table < RVL_COUNT_TABLES; table++)
            sum += tables[table * size + bin];
        counts[bin] = sum;
    }
}

RVL_ALWAYS_INLINE void count(number_at number, size_t n, const void *numbers, int64_t *counts)
{
    for (size_t i = 0; i < n; i++)
        counts[number(numbers, i)]++;
}

RVL_ALWAYS_INLINE void weigh(number_at number, size_t n, const void *numbers, const double *weights, double *sums)
{
    for (size_t i = 0; i < n; i++)
        sums[number(numbers, i)] += weights[i];
}

RVL_ALWAYS_INLINE size_t compress(void (*move)(unsigned char *, size_t, size_t), size_t n, const uint8_t *mask,
                                  unsigned char *block)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        move(block, kept, i);
        kept += mask[i];
    }
    return kept;
}

#define LOOPS(type, size)                                                                         \
    static void spread_##size(size_t n, const void *numbers, size_t table_size, uint32_t *tables) \
    {                                                                                             \
        spread(number_##size, n, numbers, table_size, tables);                                    \
    }                                                                                             \
    static void count_##size(size_t n, const void *numbers, int64_t *counts)                      \
    {                                                                                             \
        count(number_##size, n, numbers, counts);                                                 \
    }                                                                                             \
    static void weigh_##size(size_t n, const void *numbers, const double *weights, double *sums)  \
    {                                                                                             \
        weigh(number_##size, n, numbers, weights, sums);                                          \
    }                                                                                             \
    static size_t compress_##size(size_t n, const uint8_t *mask, void *block)                     \
    {                                                                                             \
        return compress(move_##size, n, mask, block);                                             \
    }
FOR_SIZES(LOOPS)

static size_t drop(size_t n, uint32_t n_bins, uint32_t *numbers)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t number = numbers[i];
        numbers[kept] = number;
        kept += number < n_bins;
    }
    return kept;
}

/* ---- equal bins ---- */

/* By halves: the last bin whose edge is not above the value, which is in [lower, upper]. */
static uint32_t search_uniform(double value, const rvl_uniform_bins *bins)
{
    uint32_t low = 0, n = (uint32_t)bins->n_bins;
    while (n > 1) {
        const uint32_t half = n / 2;
        if (rvl_uniform_edge(bins, (double)(low + half)) <= value)
            low += half;
        n -= half;
    }
    return low;
}

/* The bin is guessed by a multiplication, and compared with its edges: the guess may be one off. Where it is further
 * off, which takes edges that rounding has made uneven, the bins of all values are searched for. Each condition chooses
 * between two doubles, which is what compilers make vectors of. */
static void find_uniform(size_t n, const double *restrict values, const rvl_uniform_bins *bins,
                         uint32_t *restrict numbers)
{
    const rvl_uniform_bins all = *bins;
    const double last = (double)(all.n_bins - 1), outside = (double)all.n_bins;
    int64_t any_wrong = 0;
    for (size_t i = 0; i < n; i++) {
        const double value = values[i];
        double guess = (value - all.lower) * all.scale;
        guess = guess > 0 ? guess : 0; /* of NaN too */
        guess = guess < last ? guess : last;
        double k = (double)(int32_t)guess;
        k += value < rvl_uniform_edge(&all, k) ? -1.0 : 0.0;
        k += value >= rvl_uniform_edge(&all, k + 1) ? 1.0 : 0.0;
        k = k < last ? k : last;
        const double below = rvl_uniform_edge(&all, k);
        const double above = k < last ? rvl_uniform_edge(&all, k + 1) : __builtin_inf();
        const double reached = value <= all.upper ? k : outside;
        k = value >= all.lower ? reached : outside;
        const double low = value >= below ? 0.0 : 1.0;
        const double wrong = value < above ? low : 1.0;
        const double wrong_bin = k < outside ? wrong : 0.0;
        any_wrong |= wrong_bin > 0 ? 1 : 0;
        numbers[i] = (uint32_t)(int32_t)k;
    }
    if (any_wrong)
        for (size_t i = 0; i < n; i++)
            numbers[i] = values[i] >= all.lower && values[i] <= all.upper ? search_uniform(values[i], &all)
                                                                          : (uint32_t)all.n_bins;
}

/* ---- bins between edges ---- */

enum { TOGETHER = 32 }; /* searches that wait for memory side by side */

/* All searches halve the same lengths: from the first edge of the value's cell on, as many as the longest cell has. */
static void find_some(size_t n, const double *restrict values, const rvl_edge_bins *bins, uint32_t *restrict numbers)
{
    const rvl_edge_bins all = *bins;
    const double *const edges = all.edges;
    const double lowest = edges[0], highest = edges[all.n_bins];
    const uint32_t last_start = all.n_bins + 1 - all.longest, last = all.n_bins - 1;
    uint32_t below[TOGETHER]; /* edges that are not above the value */
    for (size_t i = 0; i < n; i++)
        below[i] = (uint32_t)(int32_t)rvl_edge_cell(&all, values[i]);
    for (size_t i = 0; i < n; i++) {
        const uint32_t start = all.first[below[i]];
        below[i] = start < last_start ? start : last_start;
    }
    for (uint32_t left = all.longest; left > 1;) {
        const uint32_t half = left / 2;
        for (size_t i = 0; i < n; i++)
            below[i] += edges[below[i] + half - 1] <= values[i] ? half : 0;
        left -= half;
    }
    for (size_t i = 0; i < n; i++) {
        const uint32_t count = below[i] + (edges[below[i]] <= values[i] ? 1 : 0);
        const uint32_t number = count - 1 < last ? count - 1 : last;
        const uint32_t reached = values[i] <= highest ? number : all.n_bins;
        numbers[i] = values[i] >= lowest ? reached : all.n_bins;
    }
}

static void find_between(size_t n, const double *values, const rvl_edge_bins *bins, uint32_t *numbers)
{
    for (; n > TOGETHER; n -= TOGETHER) {
        find_some(TOGETHER, values, bins, numbers);
        values += TOGETHER;
        numbers += TOGETHER;
    }
    find_some(n, values, bins, numbers);
}

#define CELLS(loop)                            \
    {                                          \
        loop##_1, loop##_2, loop##_4, loop##_8 \
    }
const rvl_counters RVL_ISA_NAME(rvl_counters) = {
    .spread = CELLS(spread),
    .collect = collect,
    .count = CELLS(count),
    .weigh = CELLS(weigh),
    .compress = CELLS(compress),
    .drop = drop,
    .find_uniform = find_uniform,
    .find_between = find_between,
};
