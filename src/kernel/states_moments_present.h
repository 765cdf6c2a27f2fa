/* states_moments_present.h: the moments of those elements that are not absent. Included by states.c alone, after
 * states_moments.h.
 *
 * An absent element keeps its place in the fixed tree, where it adds nothing to the sum, to the squares or to the
 * number. So where none is absent the bits are those of states_moments.h. */
#ifndef RVL_KERNEL_STATES_MOMENTS_PRESENT_H
#define RVL_KERNEL_STATES_MOMENTS_PRESENT_H

#include <stdbool.h>

RVL_ALWAYS_INLINE bool is_absent_float32(float x)
{
    return bits_float32(x) == RVL_ABSENT_FLOAT32;
}

RVL_ALWAYS_INLINE bool is_absent_float64(double x)
{
    return bits_float64(x) == RVL_ABSENT_FLOAT64;
}

#if RVL_KIND_COLUMN(0, 0, 1, 0)
RVL_ALWAYS_INLINE bool is_absent(elem x)
{
    return RVL_REAL(is_absent)(x);
}

RVL_ALWAYS_INLINE elem sum_term(elem x)
{
    return is_absent(x) ? moment_zero : x;
}
#else
RVL_ALWAYS_INLINE bool is_absent(elem x)
{
    return REAL_PART(is_absent)(x.real);
}

RVL_ALWAYS_INLINE elem sum_term(elem x)
{
    const bool absent = is_absent(x);
    return (elem){absent ? moment_zero.real : x.real, absent ? moment_zero.imag : x.imag};
}
#endif

RVL_ALWAYS_INLINE real square_term(elem x, elem mean)
{
    return is_absent(x) ? 0 : squared_distance(x, mean);
}

/* As many as are present; a block's number is exact in any real dtype. */
RVL_ALWAYS_INLINE real number_term(elem x)
{
    return is_absent(x) ? 0 : 1;
}

/* At most a block. Out of line: of whole blocks and of what is left it is the same. */
static __attribute__((noinline)) moments_state moments_of_present(size_t n, const elem *x)
{
    elem sums[MOMENT_LANES];
    real squares[MOMENT_LANES], numbers[MOMENT_LANES];
    for (size_t lane = 0; lane < MOMENT_LANES; lane++) {
        sums[lane] = moment_zero;
        squares[lane] = numbers[lane] = 0;
    }
    const size_t whole = n / MOMENT_LANES * MOMENT_LANES;
    for (size_t i = 0; i < whole; i += MOMENT_LANES)
        for (size_t lane = 0; lane < MOMENT_LANES; lane++) {
            sums[lane] = add_op(sums[lane], sum_term(x[i + lane]));
            numbers[lane] += number_term(x[i + lane]);
        }
    for (size_t lane = 0; lane < n - whole; lane++) {
        sums[lane] = add_op(sums[lane], sum_term(x[whole + lane]));
        numbers[lane] += number_term(x[whole + lane]);
    }
    const real number = join_square_lanes(numbers, 1);
    const elem sum = join_sum_lanes(sums, 1), mean = moment_mean(sum, number);
    for (size_t i = 0; i < whole; i += MOMENT_LANES)
        for (size_t lane = 0; lane < MOMENT_LANES; lane++)
            squares[lane] += square_term(x[i + lane], mean);
    for (size_t lane = 0; lane < n - whole; lane++)
        squares[lane] += square_term(x[whole + lane], mean);
    return (moments_state){sum, join_square_lanes(squares, 1), (int64_t)number};
}

static void present_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    moments_state *to = result, stack[64];
    for (size_t row = 0; row < count; row++)
        to[row] = moments_from(moments_of_present, moments_of_present, n, moment_row(source, stride, row), 0, stack, 0);
}

static void present_strip(size_t rows, size_t width, const unsigned char *source, int64_t stride, moments_state *result)
{
    elem sums[MOMENT_LANES * MOMENT_STRIP], means[MOMENT_STRIP], totals[MOMENT_STRIP];
    real squares[MOMENT_LANES * MOMENT_STRIP], numbers[MOMENT_STRIP];
    for (size_t j = 0; j < MOMENT_LANES * width; j++) {
        sums[j] = moment_zero;
        squares[j] = 0;
    }
    for (size_t j = 0; j < width; j++)
        numbers[j] = 0;
    for (size_t row = 0; row < rows; row++) {
        const elem *x = moment_row(source, stride, row);
        elem *lane = sums + row % MOMENT_LANES * width;
        for (size_t j = 0; j < width; j++) {
            lane[j] = add_op(lane[j], sum_term(x[j]));
            numbers[j] += number_term(x[j]);
        }
    }
    for (size_t j = 0; j < width; j++) {
        totals[j] = join_sum_lanes(sums + j, width);
        means[j] = moment_mean(totals[j], numbers[j]);
    }
    for (size_t row = 0; row < rows; row++) {
        const elem *x = moment_row(source, stride, row);
        real *lane = squares + row % MOMENT_LANES * width;
        for (size_t j = 0; j < width; j++)
            lane[j] += square_term(x[j], means[j]);
    }
    for (size_t j = 0; j < width; j++)
        result[j] = (moments_state){totals[j], join_square_lanes(squares + j, width), (int64_t)numbers[j]};
}

static void present_block(size_t rows, size_t width, const void *source, int64_t row_stride, void *result)
{
    moments_in_strips(present_strip, rows, width, source, row_stride, result);
}

#endif
