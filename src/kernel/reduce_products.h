/* reduce_products.h: sums of products of two rows, in the fixed order, without the products between. Included by
 * reduce.c alone. */
#ifndef RVL_KERNEL_REDUCE_PRODUCTS_H
#define RVL_KERNEL_REDUCE_PRODUCTS_H

/* What is summed: x, of complex numbers its conjugate, times y, rounded. */
RVL_ALWAYS_INLINE elem product(elem x, elem y)
{
#define OF_COMPLEX                                                       \
    ((elem){RVL_ROUNDED(x.real * y.real) + RVL_ROUNDED(x.imag * y.imag), \
            RVL_ROUNDED(x.real * y.imag) - RVL_ROUNDED(x.imag * y.real)})
    return RVL_KIND_COLUMN(multiply_op(x, y), multiply_op(x, y), multiply_op(x, y), OF_COMPLEX);
#undef OF_COMPLEX
}

/* Complex products are so many instructions that the processor does not see the next block's loads in time: it is
 * asked for. It may lie beyond the row: a prefetch never faults. */
RVL_ALWAYS_INLINE void prefetch_complex(const elem *x)
{
    const uintptr_t next = (uintptr_t)x + BLOCK * sizeof(elem);
    for (uintptr_t line = 0; line != RVL_KIND_COLUMN(0, 0, 0, BLOCK) * sizeof(elem); line += 64)
        __builtin_prefetch((const void *)(next + line));
}

RVL_ALWAYS_INLINE elem block_of_products(const elem *x, const elem *y)
{
    elem lanes[LANES], result;
    prefetch_complex(x);
    prefetch_complex(y);
    for (size_t lane = 0; lane < LANES; lane++) {
        elem sum = product(x[lane], y[lane]);
#pragma GCC unroll 16
        for (size_t step = 1; step < STEPS; step++)
            sum = add_op(sum, product(x[step * LANES + lane], y[step * LANES + lane]));
        lanes[lane] = sum;
    }
    join_all_lanes(add_op, 1, lanes, &result);
    return result;
}

/* How many rows of lanes a part takes at a time: gcc vectorises one of reals, more of complex numbers. */
enum { PART_STEPS = RVL_KIND_COLUMN(1, 1, 1, 4) };

/* Takes `steps` more products into each lane. */
RVL_ALWAYS_INLINE void extend_by_products(size_t steps, const elem *x, const elem *y, elem *lanes)
{
    for (size_t lane = 0; lane < LANES; lane++) {
        elem sum = lanes[lane];
#pragma GCC unroll 4
        for (size_t step = 0; step < steps; step++)
            sum = add_op(sum, product(x[step * LANES + lane], y[step * LANES + lane]));
        lanes[lane] = sum;
    }
}

/* 1 <= n < 128. */
RVL_ALWAYS_INLINE elem part_of_products(size_t n, const elem *x, const elem *y)
{
    elem lanes[LANES], result;
    for (size_t lane = 0; lane < (n < LANES ? n : LANES); lane++)
        lanes[lane] = product(x[lane], y[lane]);
    if (n < LANES)
        return short_row(add_op, n, lanes);
    size_t i = LANES;
    for (; i + PART_STEPS * LANES <= n; i += PART_STEPS * LANES)
        extend_by_products(PART_STEPS, x + i, y + i, lanes);
    for (; i + LANES <= n; i += LANES)
        extend_by_products(1, x + i, y + i, lanes);
    for (size_t lane = 0; lane < (n & (LANES - 1)); lane++)
        lanes[lane] = add_op(lanes[lane], product(x[i + lane], y[i + lane]));
    join_all_lanes(add_op, 1, lanes, &result);
    return result;
}

RVL_ALWAYS_INLINE elem products_in_order(size_t n, const elem *x, const elem *y)
{
    block_counter counter;
    counter.top = counter.blocks = 0;
    for (; n >= BLOCK; n -= BLOCK, x += BLOCK, y += BLOCK)
        take_block(add_op, &counter, block_of_products(x, y));
    const elem last = n > 0 ? part_of_products(n, x, y) : counter.values[--counter.top];
    return join_blocks(add_op, &counter, last);
}

/* Rows of n < 8, which is a constant. */
RVL_ALWAYS_INLINE void sum_short_products(size_t count, size_t n, const void *x, int64_t x_stride, const void *y,
                                          int64_t y_stride, elem *sums)
{
    for (size_t row = 0; row < count; row++)
        sums[row] = part_of_products(n, row_at(x, x_stride, row), row_at(y, y_stride, row));
}

static void sum_products(size_t count, size_t n, const void *x, int64_t x_stride, const void *y, int64_t y_stride,
                         void *result)
{
    elem *const sums = result;
    switch (n) {
    case 1:
        sum_short_products(count, 1, x, x_stride, y, y_stride, sums);
        return;
    case 2:
        sum_short_products(count, 2, x, x_stride, y, y_stride, sums);
        return;
    case 3:
        sum_short_products(count, 3, x, x_stride, y, y_stride, sums);
        return;
    case 4:
        sum_short_products(count, 4, x, x_stride, y, y_stride, sums);
        return;
    default:
        for (size_t row = 0; row < count; row++)
            sums[row] = products_in_order(n, row_at(x, x_stride, row), row_at(y, y_stride, row));
    }
}

#endif
