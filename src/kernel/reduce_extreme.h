/* reduce_extreme.h: maximum and minimum of floats at the speed of one comparison an element. Included by reduce.c
 * alone.
 *
 * The operations proper carry NaN and order the zeros, which costs several instructions an element. A comparison alone
 * finds the same result wherever that is not zero and no element is NaN; and no element is NaN where the sum of them is
 * not. Where that is not sure, the operation proper is taken. */
#ifndef RVL_KERNEL_REDUCE_EXTREME_H
#define RVL_KERNEL_REDUCE_EXTREME_H

/* `quick` is the comparison alone. The extreme and the sum of each column of STEPS rows. */
RVL_ALWAYS_INLINE void extreme_and_sum(elem (*quick)(elem, elem), size_t width, const unsigned char *source,
                                       int64_t stride, elem *restrict extremes, elem *restrict sums)
{
    for (size_t j = 0; j < width; j++) {
        elem extreme = row_at(source, stride, 0)[j], sum = extreme;
#pragma GCC unroll 16
        for (size_t step = 1; step < STEPS; step++) {
            const elem x = row_at(source, stride, step)[j];
            extreme = quick(x, extreme);
            sum = add_op(sum, x);
        }
        extremes[j] = extreme;
        sums[j] = sum;
    }
}

RVL_ALWAYS_INLINE int is_sure(size_t n, const elem *extremes, const elem *sums)
{
    int sure = 1;
    for (size_t j = 0; j < n; j++)
        sure &= !(isnan_op(sums[j]) | logical_not_op(extremes[j]));
    return sure;
}

RVL_ALWAYS_INLINE void fold_extremes(elem (*op)(elem, elem), elem (*quick)(elem, elem), size_t width,
                                     const unsigned char *source, int64_t stride, elem *restrict result)
{
    elem sums[STRIP];
    for (size_t first = 0; first < width; first += STRIP) {
        const size_t n = width - first < STRIP ? width - first : STRIP;
        const unsigned char *strip = source + first * sizeof(elem);
        extreme_and_sum(quick, n, strip, stride, result + first, sums);
        if (!is_sure(n, result + first, sums))
            fold_steps(op, n, strip, stride, result + first);
    }
}

/* Takes `steps` more elements, a constant number that lie `step` apart, into each lane's extreme and sum. */
RVL_ALWAYS_INLINE void extend_extremes(elem (*quick)(elem, elem), size_t steps, size_t step, const elem *x,
                                       elem *restrict extremes, elem *restrict sums)
{
    for (size_t j = 0; j < WIDE; j++) {
        elem extreme = extremes[j], sum = sums[j];
#pragma GCC unroll 16
        for (size_t i = 0; i < steps; i++) {
            extreme = quick(x[i * step + j], extreme);
            sum = add_op(sum, x[i * step + j]);
        }
        extremes[j] = extreme;
        sums[j] = sum;
    }
}

RVL_ALWAYS_INLINE int are_numbers(size_t n, const elem *sums)
{
    int no_nan = 1;
    for (size_t j = 0; j < n; j++)
        no_nan &= !isnan_op(sums[j]);
    return no_nan;
}

RVL_ALWAYS_INLINE elem extreme_of_row(elem (*op)(elem, elem), elem (*quick)(elem, elem), size_t n, const elem *x)
{
    if (n < WIDE)
        return row_in_any_order(op, 1, n, x);
    elem extremes[WIDE], sums[WIDE];
    for (size_t j = 0; j < WIDE; j++)
        extremes[j] = sums[j] = x[j];
    const streams at = streams_of(WIDE, n);
    for (size_t i = 0; i < at.n; i++)
        extend_extremes(quick, STREAMS, at.step, x + i * at.advance, extremes, sums);
    for (size_t i = STREAMS * WIDE * at.n; i < n; i += WIDE) /* at the end some twice: that changes no extreme */
        extend_extremes(quick, 1, 0, x + (i + WIDE <= n ? i : n - WIDE), extremes, sums);
    const int sure = are_numbers(WIDE, sums);
#pragma GCC unroll 8 /* else each half goes through memory */
    for (size_t half = WIDE / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++)
            extremes[j] = quick(extremes[half + j], extremes[j]);
    return sure && !logical_not_op(extremes[0]) ? extremes[0] : row_in_any_order(op, 1, n, x);
}

RVL_ALWAYS_INLINE void rows_to_extremes(elem (*op)(elem, elem), elem (*quick)(elem, elem), size_t count, size_t n,
                                        const unsigned char *source, int64_t stride, elem *result)
{
    for (size_t row = 0; row < count; row++)
        result[row] = extreme_of_row(op, quick, n, row_at(source, stride, row));
}

/* ---- extremes of numbers, which pass over NaN ----
 *
 * The comparison alone passes over an element that is NaN, if what it is compared with is not: so it begins with
 * `nothing`, the infinity that loses against all. The result is sure unless it is zero, or still that infinity. */

static const elem infinity = RVL_KIND_COLUMN(0, 0, (elem)__builtin_inf(), {0});

RVL_ALWAYS_INLINE int is_sure_number(size_t n, const elem *extremes, elem nothing)
{
    int sure = 1;
    for (size_t j = 0; j < n; j++)
        sure &= !(logical_not_op(extremes[j]) | equal_op(extremes[j], nothing));
    return sure;
}

/* Takes `steps` rows, a constant number, into the extremes of `width` columns. */
RVL_ALWAYS_INLINE void extend_numbers(elem (*quick)(elem, elem), size_t steps, size_t width,
                                      const unsigned char *source, int64_t stride, elem *restrict extremes)
{
    for (size_t j = 0; j < width; j++) {
        elem extreme = extremes[j];
#pragma GCC unroll 16
        for (size_t step = 0; step < steps; step++)
            extreme = quick(row_at(source, stride, step)[j], extreme);
        extremes[j] = extreme;
    }
}

RVL_ALWAYS_INLINE void fold_numbers(elem (*op)(elem, elem), elem (*quick)(elem, elem), elem nothing, size_t width,
                                    const unsigned char *source, int64_t stride, elem *restrict result)
{
    for (size_t j = 0; j < width; j++)
        result[j] = nothing;
    extend_numbers(quick, STEPS, width, source, stride, result);
    if (!is_sure_number(width, result, nothing))
        fold_steps(op, width, source, stride, result);
}

RVL_ALWAYS_INLINE elem number_of_row(elem (*op)(elem, elem), elem (*quick)(elem, elem), elem nothing, size_t n,
                                     const elem *x)
{
    if (n < WIDE)
        return row_in_any_order(op, 1, n, x);
    elem extremes[WIDE];
    for (size_t j = 0; j < WIDE; j++)
        extremes[j] = nothing;
    const streams at = streams_of(WIDE, n);
    for (size_t i = 0; i < at.n; i++)
        extend_numbers(quick, STREAMS, WIDE, (const unsigned char *)(x + i * at.advance),
                       (int64_t)(at.step * sizeof(elem)), extremes);
    for (size_t i = STREAMS * WIDE * at.n; i < n; i += WIDE) { /* at the end some twice: that changes no extreme */
        const elem *y = x + (i + WIDE <= n ? i : n - WIDE);
        for (size_t j = 0; j < WIDE; j++)
            extremes[j] = quick(y[j], extremes[j]);
    }
#pragma GCC unroll 8 /* else each half goes through memory */
    for (size_t half = WIDE / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++)
            extremes[j] = quick(extremes[half + j], extremes[j]);
    return is_sure_number(1, extremes, nothing) ? extremes[0] : row_in_any_order(op, 1, n, x);
}

RVL_ALWAYS_INLINE void rows_to_numbers(elem (*op)(elem, elem), elem (*quick)(elem, elem), elem nothing, size_t count,
                                       size_t n, const unsigned char *source, int64_t stride, elem *result)
{
    for (size_t row = 0; row < count; row++)
        result[row] = number_of_row(op, quick, nothing, n, row_at(source, stride, row));
}

#endif
