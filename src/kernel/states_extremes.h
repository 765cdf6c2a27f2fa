/* states_extremes.h: the smallest and the largest element, in one pass over memory. Included by states.c alone, for
 * dtypes that have an order.
 *
 * Rows are compared with both at once. Columns and short rows are in the cache when they are reduced a second time: by
 * the reductions `minimum` and `maximum`, which have ways for all shapes. Both are exact, so that any order gives the
 * same bits. */
#ifndef RVL_KERNEL_STATES_EXTREMES_H
#define RVL_KERNEL_STATES_EXTREMES_H

extern const rvl_reducer_table RVL_NAME(rvl_reducers);

typedef struct extremes_state {
    elem smallest, largest;
} extremes_state;

enum {
    EXTREMES_CHUNK = 16384 / sizeof(elem), /* elements of a row that are taken twice at a time, if they are */
    EXTREMES_STRIP = 256 / sizeof(elem),   /* columns, or short rows: of a block of 128 rows 32 KiB */
    EXTREMES_WIDE = 128 / sizeof(elem),    /* lanes of a row */
    EXTREMES_STEPS = 4                     /* elements of a lane in a loop without a branch */
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

#if RVL_KIND_COLUMN(0, 0, 1, 0)
/* Comparisons alone, as in reduce_extreme.h: what they find is right unless it is zero, or an element is NaN, which no
 * sum loses. */
RVL_ALWAYS_INLINE elem lesser(elem x, elem y)
{
    return x < y ? x : y;
}

RVL_ALWAYS_INLINE elem greater(elem x, elem y)
{
    return x > y ? x : y;
}

RVL_ALWAYS_INLINE elem sum_of(elem x, elem y)
{
    return x + y;
}

RVL_ALWAYS_INLINE int is_right(elem smallest, elem largest, elem sum)
{
    return !(isnan_op(sum) | logical_not_op(smallest) | logical_not_op(largest));
}
#else
RVL_ALWAYS_INLINE elem lesser(elem x, elem y)
{
    return minimum_op(x, y);
}

RVL_ALWAYS_INLINE elem greater(elem x, elem y)
{
    return maximum_op(x, y);
}

RVL_ALWAYS_INLINE elem sum_of(elem x, elem y)
{
    (void)y;
    return x;
}

RVL_ALWAYS_INLINE int is_right(elem smallest, elem largest, elem sum)
{
    (void)smallest;
    (void)largest;
    (void)sum;
    return 1;
}
#endif

typedef struct extremes_lanes {
    elem smallest[EXTREMES_WIDE], largest[EXTREMES_WIDE], sums[EXTREMES_WIDE];
} extremes_lanes;

/* Takes `steps` more elements into each lane. */
RVL_ALWAYS_INLINE void extend_extremes_lanes(size_t steps, const elem *x, extremes_lanes *restrict lanes)
{
    for (size_t j = 0; j < EXTREMES_WIDE; j++) {
        elem smallest = lanes->smallest[j], largest = lanes->largest[j], sum = lanes->sums[j];
#pragma GCC unroll 16
        for (size_t step = 0; step < steps; step++) {
            const elem next = x[step * EXTREMES_WIDE + j];
            smallest = lesser(next, smallest);
            largest = greater(next, largest);
            sum = sum_of(sum, next);
        }
        lanes->smallest[j] = smallest;
        lanes->largest[j] = largest;
        lanes->sums[j] = sum;
    }
}

/* Of n >= EXTREMES_WIDE elements; gives 0 where the result is not sure. */
static int find_extremes(size_t n, const elem *x, extremes_state *result)
{
    extremes_lanes lanes;
    for (size_t j = 0; j < EXTREMES_WIDE; j++)
        lanes.smallest[j] = lanes.largest[j] = lanes.sums[j] = x[j];
    size_t i = EXTREMES_WIDE;
    for (; i + EXTREMES_STEPS * EXTREMES_WIDE <= n; i += EXTREMES_STEPS * EXTREMES_WIDE)
        extend_extremes_lanes(EXTREMES_STEPS, x + i, &lanes);
    for (; i + EXTREMES_WIDE <= n; i += EXTREMES_WIDE)
        extend_extremes_lanes(1, x + i, &lanes);
    extend_extremes_lanes(1, x + n - EXTREMES_WIDE, &lanes); /* some twice: that changes no extreme */
#pragma GCC unroll 8                                         /* else each half goes through memory */
    for (size_t half = EXTREMES_WIDE / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++) {
            lanes.smallest[j] = lesser(lanes.smallest[half + j], lanes.smallest[j]);
            lanes.largest[j] = greater(lanes.largest[half + j], lanes.largest[j]);
            lanes.sums[j] = sum_of(lanes.sums[j], lanes.sums[half + j]);
        }
    *result = (extremes_state){lanes.smallest[0], lanes.largest[0]};
    return is_right(lanes.smallest[0], lanes.largest[0], lanes.sums[0]);
}

/* At least one row of few elements each, or one whose elements are to be compared with care. */
static void extremes_of_rows(size_t count, size_t n, const unsigned char *source, int64_t stride,
                             extremes_state *result)
{
    const rvl_reducer *reducers = RVL_NAME(rvl_reducers);
    elem smallest[EXTREMES_STRIP], largest[EXTREMES_STRIP];
    reducers[RVL_KERNEL_minimum].rows(count, n, source, stride, smallest);
    reducers[RVL_KERNEL_maximum].rows(count, n, source, stride, largest);
    pair_extremes(count, smallest, largest, result);
}

static extremes_state extremes_of_row(size_t n, const elem *x)
{
    extremes_state all, chunk;
    for (size_t first = 0; first < n; first += EXTREMES_CHUNK) {
        const size_t length = n - first < EXTREMES_CHUNK ? n - first : EXTREMES_CHUNK;
        if (length < EXTREMES_WIDE || !find_extremes(length, x + first, &chunk))
            extremes_of_rows(1, length, (const unsigned char *)(x + first), 0, &chunk);
        all = first == 0 ? chunk : extremes_of_both(all, chunk);
    }
    return all;
}

static void extremes_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    const unsigned char *from = source;
    extremes_state *to = result;
    if (n >= 2 * EXTREMES_WIDE) {
        for (size_t row = 0; row < count; row++)
            to[row] = extremes_of_row(n, (const elem *)(const void *)(from + stride * (int64_t)row));
        return;
    }
    for (size_t row = 0; row < count; row += EXTREMES_STRIP)
        extremes_of_rows(count - row < EXTREMES_STRIP ? count - row : EXTREMES_STRIP, n, from + stride * (int64_t)row,
                         stride, to + row);
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

static void finish_min(size_t n, const void *states, double correction, void *results)
{
    const extremes_state *from = states;
    elem *to = results;
    (void)correction;
    for (size_t i = 0; i < n; i++) {
        to[i] = from[i].smallest;
        __asm__ volatile(""); /* no vectors: as for pair_extremes */
    }
}

static void finish_max(size_t n, const void *states, double correction, void *results)
{
    const extremes_state *from = states;
    elem *to = results;
    (void)correction;
    for (size_t i = 0; i < n; i++) {
        to[i] = from[i].largest;
        __asm__ volatile(""); /* no vectors: as for pair_extremes */
    }
}

#if RVL_KIND_COLUMN(0, 1, 1, 0)
static void finish_ptp(size_t n, const void *states, double correction, void *results)
{
    const extremes_state *from = states;
    elem *to = results;
    (void)correction;
    for (size_t i = 0; i < n; i++)
        to[i] = subtract_op(from[i].largest, from[i].smallest);
}
#endif

#endif
