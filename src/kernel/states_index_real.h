/* states_index_real.h: where the largest or smallest float is, at the speed of one comparison an element. Included by
 * states.c alone.
 *
 * Keys carry NaN and order the zeros, which costs several instructions an element. A comparison alone finds the same
 * element wherever that is not zero and no element is NaN; and no element is NaN where the sum of them is not. Where
 * that is not sure, keys are taken. */
#ifndef RVL_KERNEL_STATES_INDEX_REAL_H
#define RVL_KERNEL_STATES_INDEX_REAL_H

RVL_ALWAYS_INLINE int is_larger(elem x, elem y)
{
    return x > y;
}

RVL_ALWAYS_INLINE int is_smaller(elem x, elem y)
{
    return x < y;
}

RVL_ALWAYS_INLINE int is_sure(size_t n, const elem *best, const elem *sums)
{
    int sure = 1;
    for (size_t j = 0; j < n; j++)
        sure &= (best[j] != 0) & (sums[j] == sums[j]);
    return sure;
}

/* Takes `steps` rows of INDEX_LANES elements into each lane's best and sum. */
RVL_ALWAYS_INLINE void extend_lanes(int (*is_after)(elem, elem), size_t steps, const elem *x, elem *restrict best,
                                    elem *restrict sums)
{
    for (size_t j = 0; j < INDEX_LANES; j++) {
        elem found = best[j], sum = sums[j];
#pragma GCC unroll 16
        for (size_t step = 0; step < steps; step++) {
            const elem next = x[step * INDEX_LANES + j];
            found = is_after(next, found) ? next : found;
            sum += next;
        }
        best[j] = found;
        sums[j] = sum;
    }
}

/* The best of n elements, if that is sure. Some are taken twice: that changes nothing. */
RVL_ALWAYS_INLINE int find_quickly(int (*is_after)(elem, elem), size_t n, const elem *x, elem *result)
{
    elem best[INDEX_LANES], sums[INDEX_LANES];
    if (n < INDEX_LANES)
        return 0;
    for (size_t j = 0; j < INDEX_LANES; j++)
        best[j] = sums[j] = x[j];
    size_t i = 0;
    for (; i + INDEX_STRETCH <= n; i += INDEX_STRETCH)
        extend_lanes(is_after, INDEX_STEPS, x + i, best, sums);
    if (i < n && n >= INDEX_STRETCH) {
        extend_lanes(is_after, INDEX_STEPS, x + n - INDEX_STRETCH, best, sums);
        i = n;
    }
#pragma GCC unroll 1
    for (; i + INDEX_STRETCH / 4 <= n; i += INDEX_STRETCH / 4)
        extend_lanes(is_after, INDEX_STEPS / 4, x + i, best, sums);
    if (i < n && n >= INDEX_STRETCH / 4)
        extend_lanes(is_after, INDEX_STEPS / 4, x + n - INDEX_STRETCH / 4, best, sums);
    else if (i < n)
        extend_lanes(is_after, 1, x + n - INDEX_LANES, best, sums);
    int are_numbers = 1;
    for (size_t j = 0; j < INDEX_LANES; j++)
        are_numbers &= sums[j] == sums[j];
#pragma GCC unroll 8 /* else each half goes through memory */
    for (size_t half = INDEX_LANES / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++)
            best[j] = is_after(best[half + j], best[j]) ? best[half + j] : best[j];
    *result = best[0];
    return are_numbers & (best[0] != 0);
}

RVL_ALWAYS_INLINE int equals_largest(elem x, key sought)
{
    return x == largest_elem(sought);
}

RVL_ALWAYS_INLINE int equals_smallest(elem x, key sought)
{
    return x == smallest_elem(sought);
}

RVL_ALWAYS_INLINE void extend_quickly(int (*is_after)(elem, elem), size_t steps, size_t width,
                                      const unsigned char *source, int64_t stride, row_number first,
                                      elem *restrict best, elem *restrict sums, row_number *restrict rows)
{
    for (size_t j = 0; j < width; j++) {
        elem found = best[j], sum = sums[j];
        row_number row = rows[j];
#pragma GCC unroll 16
        for (size_t step = 0; step < steps; step++) {
            const elem x = elements_at(source, stride, step)[j];
            row = is_after(x, found) ? (row_number)(first + (row_number)step) : row;
            found = is_after(x, found) ? x : found;
            sum += x;
        }
        best[j] = found;
        sums[j] = sum;
        rows[j] = row;
    }
}

RVL_ALWAYS_INLINE size_t extend_pieces(int (*is_after)(elem, elem), size_t steps, size_t piece, size_t n, size_t width,
                                       const unsigned char *source, int64_t stride, elem *best, elem *sums,
                                       row_number *rows)
{
    size_t row = 1;
    for (; row + steps <= n; row += steps)
        for (size_t j = 0; j < width; j = next_piece(j, piece, width))
            extend_quickly(is_after, steps, piece, source + stride * (int64_t)row + j * sizeof(elem), stride,
                           (row_number)row, best + j, sums + j, rows + j);
    return row;
}

/* The same of columns; 0 where that is not sure of one of them. */
RVL_ALWAYS_INLINE int find_columns_quickly(int (*is_after)(elem, elem), key (*key_of)(elem), size_t n, size_t width,
                                           const unsigned char *source, int64_t stride, key *keys,
                                           row_number *restrict rows)
{
    elem best[INDEX_STRIP], sums[INDEX_STRIP];
    for (size_t j = 0; j < width; j++) {
        best[j] = sums[j] = elements_at(source, stride, 0)[j];
        rows[j] = 0;
    }
    size_t row = 1;
    if (width >= INDEX_PIECE)
        row = extend_pieces(is_after, INDEX_FEW_STEPS, INDEX_PIECE, n, width, source, stride, best, sums, rows);
    else if (width >= INDEX_SMALL_PIECE)
        row = extend_pieces(is_after, INDEX_STEPS, INDEX_SMALL_PIECE, n, width, source, stride, best, sums, rows);
    for (; row < n; row++)
        extend_quickly(is_after, 1, width, source + stride * (int64_t)row, stride, (row_number)row, best, sums, rows);
    for (size_t j = 0; j < width; j++)
        keys[j] = key_of(best[j]);
    return is_sure(width, best, sums);
}

RVL_ALWAYS_INLINE void index_columns_of_floats(int (*is_after)(elem, elem), key (*key_of)(elem), size_t n, size_t width,
                                               const unsigned char *source, int64_t stride, key *best, row_number *rows)
{
    if (!find_columns_quickly(is_after, key_of, n, width, source, stride, best, rows))
        index_columns(key_of, n, width, source, stride, best, rows);
}

#endif
