/* states_extremes.h: the smallest and the largest element, in one pass over memory. Included by states.c alone, for
 * dtypes that have an order and differences.
 *
 * What is in the cache is reduced twice, by the reductions `minimum` and `maximum`: these run at the cache's speed, and
 * what waits is the memory. Both are exact, so that any order gives the same bits. */
#ifndef RVL_KERNEL_STATES_EXTREMES_H
#define RVL_KERNEL_STATES_EXTREMES_H

extern const rvl_reducer_table RVL_NAME(rvl_reducers);

typedef struct extremes_state {
    elem smallest, largest;
} extremes_state;

enum {
    EXTREMES_CHUNK = 16384 / sizeof(elem), /* elements of a row that are taken twice at a time */
    EXTREMES_STRIP = 256 / sizeof(elem)    /* columns, or short rows: of a block of 128 rows 32 KiB */
};

/* Called, not inlined, and no vectors: blocks of elements leave few states, and that would be code to no avail. */
static __attribute__((noinline)) extremes_state extremes_of_both(extremes_state left, extremes_state right)
{
    return (extremes_state){minimum_op(left.smallest, right.smallest), maximum_op(left.largest, right.largest)};
}

static __attribute__((noinline)) void pair_extremes(size_t n, const elem *smallest, const elem *largest,
                                                    extremes_state *to)
{
    for (size_t i = 0; i < n; i++) {
        to[i] = (extremes_state){smallest[i], largest[i]};
        __asm__ volatile("");
    }
}

/* ---- elements ---- */

/* At least one row of few elements each. */
static void extremes_of_rows(size_t count, size_t n, const unsigned char *source, int64_t stride,
                             extremes_state *result)
{
    const rvl_reducer *reducers = RVL_NAME(rvl_reducers);
    elem smallest[EXTREMES_STRIP], largest[EXTREMES_STRIP];
    reducers[RVL_KERNEL_minimum].rows(count, n, source, stride, smallest);
    reducers[RVL_KERNEL_maximum].rows(count, n, source, stride, largest);
    pair_extremes(count, smallest, largest, result);
}

static extremes_state extremes_of_chunks(size_t n, const unsigned char *source)
{
    extremes_state all, chunk;
    extremes_of_rows(1, EXTREMES_CHUNK, source, 0, &all);
    for (size_t first = EXTREMES_CHUNK; first < n; first += EXTREMES_CHUNK) {
        extremes_of_rows(1, n - first < EXTREMES_CHUNK ? n - first : EXTREMES_CHUNK, source + first * sizeof(elem), 0,
                         &chunk);
        all = extremes_of_both(all, chunk);
    }
    return all;
}

static void extremes_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    const unsigned char *from = source;
    extremes_state *to = result;
    if (n > EXTREMES_CHUNK) {
        for (size_t row = 0; row < count; row++)
            to[row] = extremes_of_chunks(n, from + stride * (int64_t)row);
        return;
    }
    const size_t fit = EXTREMES_CHUNK / n, most = fit < EXTREMES_STRIP ? fit : EXTREMES_STRIP;
    for (size_t row = 0; row < count; row += most)
        extremes_of_rows(count - row < most ? count - row : most, n, from + stride * (int64_t)row, stride, to + row);
}

static void extremes_block(size_t rows, size_t width, const void *source, int64_t row_stride, void *result)
{
    const rvl_reducer *reducers = RVL_NAME(rvl_reducers);
    const unsigned char *from = source;
    extremes_state *to = result;
    elem smallest[EXTREMES_STRIP], largest[EXTREMES_STRIP];
    for (size_t first = 0; first < width; first += EXTREMES_STRIP) {
        const size_t n = width - first < EXTREMES_STRIP ? width - first : EXTREMES_STRIP;
        reducers[RVL_KERNEL_minimum].block(rows, n, from + first * sizeof(elem), row_stride, smallest);
        reducers[RVL_KERNEL_maximum].block(rows, n, from + first * sizeof(elem), row_stride, largest);
        pair_extremes(n, smallest, largest, to + first);
    }
}

/* ---- states ---- */

static int32_t join_extremes(size_t n, const void *const *in, void *const *out, void *user)
{
    const extremes_state *left = in[0], *right = in[1];
    extremes_state *result = out[0];
    (void)user;
    for (size_t i = 0; i < n; i++)
        result[i] = extremes_of_both(left[i], right[i]);
    return 0;
}

/* Of n states that lie `stride` bytes apart. */
static extremes_state join_all_extremes(size_t n, const unsigned char *source, int64_t stride)
{
    extremes_state all = *(const extremes_state *)(const void *)source;
    for (size_t i = 1; i < n; i++)
        all = extremes_of_both(all, *(const extremes_state *)(const void *)(source + stride * (int64_t)i));
    return all;
}

static void join_extremes_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    extremes_state *to = result;
    for (size_t row = 0; row < count; row++)
        to[row] = join_all_extremes(n, (const unsigned char *)source + stride * (int64_t)row,
                                    (int64_t)sizeof(extremes_state));
}

static void join_extremes_block(size_t rows, size_t width, const void *source, int64_t row_stride, void *result)
{
    extremes_state *to = result;
    for (size_t column = 0; column < width; column++)
        to[column] =
            join_all_extremes(rows, (const unsigned char *)source + column * sizeof(extremes_state), row_stride);
}

/* ---- results ---- */

static void finish_ptp(size_t n, const void *states, double correction, void *results)
{
    const extremes_state *from = states;
    elem *to = results;
    (void)correction;
    for (size_t i = 0; i < n; i++)
        to[i] = subtract_op(from[i].largest, from[i].smallest);
}

#endif
