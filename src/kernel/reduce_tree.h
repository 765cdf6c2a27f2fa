/* reduce_tree.h: the fixed order itself, for one element type `elem` and any operation. Included by reduce.c alone. */
#ifndef RVL_KERNEL_REDUCE_TREE_H
#define RVL_KERNEL_REDUCE_TREE_H

enum {
    LANES = 8,
    STEPS = 16, /* a block has STEPS rows of LANES elements */
    BLOCK = LANES * STEPS,
    STRIP = 256 / sizeof(elem), /* columns that are reduced at a time: four cache lines */
    INTEGRAL = RVL_KIND_COLUMN(1, 1, 0, 0),
    WIDE = 128 / sizeof(elem),       /* lanes of an exact operation: two vectors of 64 bytes */
    LONG = (2 << 20) / sizeof(elem), /* elements of a row that has no place in the near caches */
    FOLDED = 1024 / sizeof(elem),    /* what a long row is folded to at first */
    STREAMS = 4,                     /* vectors that a row is read in at a time */
    NARROW = 32                      /* lanes of a short row's, of bytes */
};

/* A reducer's rows. */
typedef void rows_function(size_t count, size_t n, const void *source, int64_t stride, void *result);

/* What a reduction over one element gives: itself, a bool as 0 or 1. */
RVL_ALWAYS_INLINE elem normal(elem x)
{
    return RVL_KIND_COLUMN(x != 0, x, x, x);
}

RVL_ALWAYS_INLINE const elem *row_at(const unsigned char *source, int64_t stride, size_t row)
{
    return (const elem *)(const void *)(source + stride * (int64_t)row);
}

RVL_ALWAYS_INLINE void fold_steps(elem (*op)(elem, elem), size_t width, const unsigned char *source, int64_t stride,
                                  elem *restrict result)
{
    for (size_t j = 0; j < width; j++) {
        elem x = row_at(source, stride, 0)[j];
#pragma GCC unroll 16
        for (size_t step = 1; step < STEPS; step++)
            x = op(x, row_at(source, stride, step)[j]);
        result[j] = x;
    }
}

RVL_ALWAYS_INLINE void extend_by_four(elem (*op)(elem, elem), size_t width, const unsigned char *source, int64_t stride,
                                      elem *restrict result)
{
    for (size_t j = 0; j < width; j++) {
        const elem two = op(op(result[j], row_at(source, stride, 0)[j]), row_at(source, stride, 1)[j]);
        result[j] = op(op(two, row_at(source, stride, 2)[j]), row_at(source, stride, 3)[j]);
    }
}

RVL_ALWAYS_INLINE void join_columns(elem (*op)(elem, elem), size_t width, const elem *left, const elem *right,
                                    elem *result)
{
    for (size_t j = 0; j < width; j++)
        result[j] = op(left[j], right[j]);
}

RVL_ALWAYS_INLINE void join_all_lanes(elem (*op)(elem, elem), size_t width, const elem *restrict lanes,
                                      elem *restrict result)
{
    for (size_t j = 0; j < width; j++) {
        const elem even = op(op(lanes[j], lanes[4 * width + j]), op(lanes[2 * width + j], lanes[6 * width + j]));
        const elem odd = op(op(lanes[width + j], lanes[5 * width + j]), op(lanes[3 * width + j], lanes[7 * width + j]));
        result[j] = op(even, odd);
    }
}

/* Joins the first `used` <= 8 lanes, which lie anywhere, into result. */
static void join_some_lanes(const rvl_column_loops *loops, size_t used, size_t width, const elem **lane, elem *lanes,
                            elem *result)
{
    for (size_t half = LANES / 2; half > 0; half /= 2) {
        if (used <= half)
            continue;
        for (size_t l = 0; l + half < used; l++) {
            elem *to = half == 1 ? result : lanes + l * width;
            loops->join(width, lane[l], lane[l + half], to);
            lane[l] = to;
        }
        used = half;
    }
}

/* Any number of rows in [1, 128]. */
static void part_of_block(const rvl_column_loops *loops, size_t rows, size_t width, const unsigned char *source,
                          int64_t stride, elem *lanes, elem *result)
{
    const elem *lane[LANES];
    const size_t used = rows < LANES ? rows : LANES;
    for (size_t l = 0; l < used; l++) {
        elem *to = lanes + l * width;
        size_t row = l + LANES;
        lane[l] = row_at(source, stride, l);
        if (row >= rows)
            continue;
        loops->join(width, lane[l], row_at(source, stride, row), to);
        lane[l] = to;
        for (row += LANES; row + 3 * LANES < rows; row += 4 * LANES)
            loops->extend(width, source + stride * (int64_t)row, stride * LANES, to);
        for (; row < rows; row += LANES)
            loops->join(width, to, row_at(source, stride, row), to);
    }
    if (rows == 1)
        for (size_t j = 0; j < width; j++)
            result[j] = normal(lane[0][j]);
    else
        join_some_lanes(loops, used, width, lane, lanes, result);
}

/* The same where the rows follow each other in memory, so that 8 of them are one row of 8 * width columns. */
static void narrow_block(const rvl_column_loops *loops, size_t rows, size_t width, const elem *source, elem *lanes,
                         elem *result)
{
    const size_t all = LANES * width, n = rows * width;
    size_t i = all;
    if (n < 2 * all) {
        part_of_block(loops, rows, width, (const unsigned char *)source, (int64_t)(width * sizeof(elem)), lanes,
                      result);
        return;
    }
    if (rows == BLOCK) {
        loops->fold(all, (const unsigned char *)source, (int64_t)(all * sizeof(elem)), lanes);
        i = n;
    } else {
        loops->join(all, source, source + all, lanes);
        i = 2 * all;
    }
    for (; i + 4 * all <= n; i += 4 * all)
        loops->extend(all, (const unsigned char *)(source + i), (int64_t)(all * sizeof(elem)), lanes);
    for (; i + all <= n; i += all)
        loops->join(all, lanes, source + i, lanes);
    if (i < n)
        loops->join(n - i, lanes, source + i, lanes);
    loops->join_lanes(width, lanes, result);
}

/* An idempotent operation over STEPS rows or more. The last fold takes some rows again. */
static void idempotent_block(const rvl_column_loops *loops, size_t rows, size_t width, const unsigned char *source,
                             int64_t stride, elem *part, elem *result)
{
    loops->fold(width, source, stride, result);
    for (size_t row = STEPS; row < rows; row += STEPS) {
        const size_t first = row + STEPS <= rows ? row : rows - STEPS;
        loops->fold(width, source + stride * (int64_t)first, stride, part);
        loops->join(width, result, part, result);
    }
}

static void reduce_block(const rvl_column_loops *loops, size_t rows, size_t width, const unsigned char *source,
                         int64_t stride, elem *result)
{
    elem lanes[LANES * STRIP];
    if (width <= STRIP / 2 && stride == (int64_t)(width * sizeof(elem))) {
        narrow_block(loops, rows, width, (const elem *)(const void *)source, lanes, result);
        return;
    }
    if (loops->exact && rows == STEPS) {
        loops->fold(width, source, stride, result);
        return;
    }
    for (size_t first = 0; first < width; first += STRIP) {
        const size_t n = width - first < STRIP ? width - first : STRIP;
        const unsigned char *strip = source + first * sizeof(elem);
        if (loops->idempotent && rows >= STEPS) {
            idempotent_block(loops, rows, n, strip, stride, lanes, result + first);
            continue;
        }
        if (rows < BLOCK) {
            part_of_block(loops, rows, n, strip, stride, lanes, result + first);
            continue;
        }
        for (size_t lane = 0; lane < LANES; lane++)
            loops->fold(n, strip + stride * (int64_t)lane, stride * LANES, lanes + lane * n);
        loops->join_lanes(n, lanes, result + first);
    }
}

RVL_ALWAYS_INLINE elem whole_block_of_row(elem (*op)(elem, elem), const elem *x)
{
    elem lanes[LANES], result;
    fold_steps(op, LANES, (const unsigned char *)x, LANES * sizeof(elem), lanes);
    join_all_lanes(op, 1, lanes, &result);
    return result;
}

/* n < 8. */
RVL_ALWAYS_INLINE elem short_row(elem (*op)(elem, elem), size_t n, const elem *x)
{
    switch (n) {
    case 1:
        return normal(x[0]);
    case 2:
        return op(x[0], x[1]);
    case 3:
        return op(op(x[0], x[2]), x[1]);
    case 4:
        return op(op(x[0], x[2]), op(x[1], x[3]));
    case 5:
        return op(op(op(x[0], x[4]), x[2]), op(x[1], x[3]));
    case 6:
        return op(op(op(x[0], x[4]), x[2]), op(op(x[1], x[5]), x[3]));
    default:
        return op(op(op(x[0], x[4]), op(x[2], x[6])), op(op(x[1], x[5]), x[3]));
    }
}

/* Eight lanes over n >= 1 elements: a block, where n <= 128. */
RVL_ALWAYS_INLINE elem part_of_row(elem (*op)(elem, elem), size_t n, const elem *x)
{
    elem lanes[LANES], result;
    if (n < LANES)
        return short_row(op, n, x);
    for (size_t lane = 0; lane < LANES; lane++)
        lanes[lane] = x[lane];
    size_t i = LANES;
    for (; i + LANES <= n; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            lanes[lane] = op(lanes[lane], x[i + lane]);
    for (size_t lane = 0; lane < (n & (LANES - 1)); lane++)
        lanes[lane] = op(lanes[lane], x[i + lane]);
    join_all_lanes(op, 1, lanes, &result);
    return result;
}

/* The binary counter that joins blocks. */
typedef struct block_counter {
    elem values[64];
    size_t top, blocks;
} block_counter;

RVL_ALWAYS_INLINE void take_block(elem (*op)(elem, elem), block_counter *counter, elem block)
{
    for (size_t bit = 1; counter->blocks & bit; bit <<= 1)
        block = op(counter->values[--counter->top], block);
    counter->values[counter->top++] = block;
    counter->blocks++;
}

/* What is there, and after it `last`. */
RVL_ALWAYS_INLINE elem join_blocks(elem (*op)(elem, elem), block_counter *counter, elem last)
{
    while (counter->top > 0)
        last = op(counter->values[--counter->top], last);
    return last;
}

/* The whole tree over n >= 1 elements. */
RVL_ALWAYS_INLINE elem row_in_order(elem (*op)(elem, elem), size_t n, const elem *x)
{
    block_counter counter;
    counter.top = counter.blocks = 0;
    for (; n >= BLOCK; n -= BLOCK, x += BLOCK)
        take_block(op, &counter, whole_block_of_row(op, x));
    const elem last = n > 0 ? part_of_row(op, n, x) : counter.values[--counter.top];
    return join_blocks(op, &counter, last);
}

/* From the left. Compilers know how to vectorise this for integers (and gcc 12 gets eight lanes of them wrong). */
RVL_ALWAYS_INLINE elem plain_row(elem (*op)(elem, elem), size_t n, const elem *x)
{
    elem result = normal(x[0]);
    for (size_t i = 1; i < n; i++)
        result = op(result, x[i]);
    return result;
}

/* How a row of an operation that may take any order is read in STREAMS vectors of WIDE elements at a time: one after
 * the other, or, of a long row, from its quarters: of one stream alone the hardware does not ask for as much as the
 * memory gives. */
typedef struct streams {
    size_t n;       /* times */
    size_t step;    /* from vector to vector */
    size_t advance; /* from time to time */
} streams;

RVL_ALWAYS_INLINE streams streams_of(size_t width, size_t n)
{
    const size_t times = n / (STREAMS * width);
    return n >= LONG ? (streams){times, times * width, width} : (streams){times, width, STREAMS * width};
}

/* An exact operation over n >= 2 * width elements, in `width` lanes. Of an idempotent one some elements are taken again
 * rather than less than all lanes. (gcc makes the best code of each of the two forms for the operations it is for.) */
RVL_ALWAYS_INLINE elem row_in_lanes(elem (*op)(elem, elem), int idempotent, size_t width, size_t n, const elem *x)
{
    elem lanes[WIDE] = {0}, part[WIDE]; /* gcc does not see that the first `width` are enough */
    const streams at = idempotent ? streams_of(width, n) : (streams){0};
    const size_t stretch = STEPS * width;
    size_t i = width;
    for (size_t j = 0; j < width; j++)
        lanes[j] = x[j];
    for (size_t k = 0; k < at.n; k++) {
        const elem *y = x + k * at.advance;
        for (size_t j = 0; j < width; j++)
            part[j] = op(op(y[j], y[at.step + j]), op(y[2 * at.step + j], y[3 * at.step + j]));
        for (size_t j = 0; j < width; j++)
            lanes[j] = op(lanes[j], part[j]);
    }
    if (at.n > 0)
        i = STREAMS * width * at.n;
    for (; !idempotent && i + stretch <= n; i += stretch) {
        fold_steps(op, width, (const unsigned char *)(x + i), (int64_t)(width * sizeof(elem)), part);
        for (size_t j = 0; j < width; j++)
            lanes[j] = op(lanes[j], part[j]);
    }
#pragma GCC unroll 1 /* clang unrolls it into spills of 12 KiB */
    for (; i + width <= n; i += width)
        for (size_t j = 0; j < width; j++)
            lanes[j] = op(lanes[j], x[i + j]);
    if (idempotent)
        for (size_t j = 0; j < width; j++)
            lanes[j] = op(lanes[j], x[n - width + j]);
    else
        for (size_t j = 0; j < n - i; j++)
            lanes[j] = op(lanes[j], x[i + j]);
#pragma GCC unroll 8 /* else each half goes through memory */
    for (size_t half = width / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++)
            lanes[j] = op(lanes[j], lanes[half + j]);
    return lanes[0];
}

/* An exact operation, in the order that the hardware likes best. */
RVL_ALWAYS_INLINE elem row_in_any_order(elem (*op)(elem, elem), int idempotent, size_t n, const elem *x)
{
    if (n >= 2 * WIDE)
        return row_in_lanes(op, idempotent, WIDE, n, x);
    if (sizeof(elem) == 1 && n >= 2 * NARROW)
        return row_in_lanes(op, idempotent, NARROW, n, x);
    return INTEGRAL ? plain_row(op, n, x) : part_of_row(op, n, x);
}

/* Rows of n < 8: where n is a constant, a loop without a decision in it. */
RVL_ALWAYS_INLINE void reduce_short_rows(elem (*op)(elem, elem), size_t count, size_t n, const unsigned char *source,
                                         int64_t stride, elem *result)
{
    for (size_t row = 0; row < count; row++)
        result[row] = short_row(op, n, row_at(source, stride, row));
}

RVL_ALWAYS_INLINE void reduce_rows_in_order(elem (*op)(elem, elem), size_t count, size_t n, const unsigned char *source,
                                            int64_t stride, elem *result)
{
    switch (n) {
    case 2:
        reduce_short_rows(op, count, 2, source, stride, result);
        return;
    case 3:
        reduce_short_rows(op, count, 3, source, stride, result);
        return;
    case 4:
        reduce_short_rows(op, count, 4, source, stride, result);
        return;
    default:
        for (size_t row = 0; row < count; row++)
            result[row] = row_in_order(op, n, row_at(source, stride, row));
    }
}

/* Folds a long row of an exact operation to FOLDED elements. */
static void fold_long_row(const rvl_column_loops *loops, size_t n, const elem *x, elem *folded)
{
    const size_t quarter = n / 4;
    loops->join(FOLDED, x, x + quarter, folded);
    loops->join(FOLDED, folded, x + 2 * quarter, folded);
    loops->join(FOLDED, folded, x + 3 * quarter, folded);
    for (size_t i = FOLDED; i < quarter; i += FOLDED)
        loops->extend(quarter - i < FOLDED ? quarter - i : FOLDED, x + i, (int64_t)(quarter * sizeof(elem)), folded);
    loops->join(n - 4 * quarter, folded, x + 4 * quarter, folded);
}

/* Long rows of an exact operation, whose quarters are read side by side. */
static void reduce_long_rows(const rvl_column_loops *loops, rows_function *rows, size_t count, size_t n,
                             const unsigned char *source, int64_t stride, elem *result)
{
    elem folded[FOLDED];
    for (size_t row = 0; row < count; row++) {
        fold_long_row(loops, n, row_at(source, stride, row), folded);
        rows(1, FOLDED, folded, 0, result + row);
    }
}

/* `rows` is the function that this becomes. */
RVL_ALWAYS_INLINE void reduce_rows(elem (*op)(elem, elem), const rvl_column_loops *loops, int exact, int idempotent,
                                   rows_function *rows, size_t count, size_t n, const unsigned char *source,
                                   int64_t stride, elem *result)
{
    if (!exact) {
        reduce_rows_in_order(op, count, n, source, stride, result);
        return;
    }
    if (!idempotent && n >= LONG) {
        reduce_long_rows(loops, rows, count, n, source, stride, result);
        return;
    }
    for (size_t row = 0; row < count; row++)
        result[row] = row_in_any_order(op, idempotent, n, row_at(source, stride, row));
}

/* A running fold over elements that are `stride` bytes apart, results `result_stride`: *state is what came before, and
 * holds the last result afterwards. In place is fine. */
RVL_ALWAYS_INLINE void scan_apart(elem (*op)(elem, elem), size_t n, const unsigned char *source, int64_t stride,
                                  elem *state, unsigned char *result, int64_t result_stride)
{
    elem running = *state;
#pragma GCC unroll 4
    for (size_t i = 0; i < n; i++) {
        running = op(running, *(const elem *)(const void *)source);
        *(elem *)(void *)result = running;
        source += stride;
        result += result_stride;
    }
    *state = running;
}

/* The same where both are contiguous. */
RVL_ALWAYS_INLINE void scan_row(elem (*op)(elem, elem), size_t n, const elem *source, elem *state, elem *result)
{
    elem running = *state;
#pragma GCC unroll 4 /* the loop is so short that it takes twice the time where it crosses a line of code */
    for (size_t i = 0; i < n; i++) {
        running = op(running, source[i]);
        result[i] = running;
    }
    *state = running;
}

RVL_ALWAYS_INLINE void scan(elem (*op)(elem, elem), size_t n, const void *source, int64_t stride, void *state,
                            void *result, int64_t result_stride)
{
    if (stride == sizeof(elem) && result_stride == sizeof(elem))
        scan_row(op, n, source, state, result);
    else
        scan_apart(op, n, source, stride, state, result, result_stride);
}

#endif
