/* states_norm.h: the root of the sum of squares, for elements that are gone when it turns out that the sum is not sure.
 * Included by states.c alone, after states_moments.h, for floats and complex numbers.
 *
 * A state has the sum of squares, and those of the elements times two powers of two, one of which is sure where the
 * first is not (norm_range.h). Each follows the fixed tree, so that the root has the bits of the one that is taken of
 * all elements. */
#ifndef RVL_KERNEL_STATES_NORM_H
#define RVL_KERNEL_STATES_NORM_H

#include "scaled_square.h"

enum { NORM_PLAIN, NORM_UP, NORM_DOWN, NORM_SUMS };

typedef struct norm_state {
    real sums[NORM_SUMS];
} norm_state;

static norm_state join_two_norms(norm_state left, norm_state right)
{
    for (size_t i = 0; i < NORM_SUMS; i++)
        left.sums[i] += right.sums[i];
    return left;
}

static int32_t join_norms(size_t n, const void *const *in, void *const *out, void *user)
{
    const norm_state *left = in[0], *right = in[1];
    norm_state *result = out[0];
    (void)user;
    for (size_t i = 0; i < n; i++)
        result[i] = join_two_norms(left[i], right[i]);
    return 0;
}

/* Of at most a block. Lanes start at +0, which changes nothing: squares are never -0. */
static real sum_of_squares(size_t n, const elem *x, real scale)
{
    real lanes[MOMENT_LANES];
    for (size_t lane = 0; lane < MOMENT_LANES; lane++)
        lanes[lane] = 0;
    const size_t whole = n / MOMENT_LANES * MOMENT_LANES;
    for (size_t i = 0; i < whole; i += MOMENT_LANES)
        for (size_t lane = 0; lane < MOMENT_LANES; lane++)
            lanes[lane] += scaled_square(x[i + lane], scale);
    for (size_t lane = 0; lane < n - whole; lane++)
        lanes[lane] += scaled_square(x[whole + lane], scale);
    return join_square_lanes(lanes, 1);
}

static norm_state norm_of_part(size_t n, const elem *x)
{
    const rvl_norm_range range = rvl_norm_range_of(sizeof(real) == sizeof(double));
    return (norm_state){
        {sum_of_squares(n, x, 1), sum_of_squares(n, x, (real)range.up), sum_of_squares(n, x, (real)range.down)}};
}

/* Blocks, and what is left after them, joined by a binary counter. */
static norm_state norm_of_row(size_t n, const elem *x)
{
    norm_state stack[64], result;
    size_t top = 0;
    for (size_t block = 0; block * MOMENT_BLOCK < n; block++) {
        const size_t left = n - block * MOMENT_BLOCK;
        result = norm_of_part(left < MOMENT_BLOCK ? left : MOMENT_BLOCK, x + block * MOMENT_BLOCK);
        for (size_t bit = 1; (block & bit) && left >= MOMENT_BLOCK; bit <<= 1)
            result = join_two_norms(stack[--top], result);
        stack[top++] = result;
    }
    result = stack[--top];
    while (top > 0)
        result = join_two_norms(stack[--top], result);
    return result;
}

static void norm_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    norm_state *to = result;
    for (size_t row = 0; row < count; row++)
        to[row] = norm_of_row(n, moment_row(source, stride, row));
}

static void finish_norm2(size_t n, const void *states, double correction, void *results)
{
    const rvl_norm_range range = rvl_norm_range_of(sizeof(real) == sizeof(double));
    const norm_state *from = states;
    real *to = results;
    (void)correction;
    for (size_t i = 0; i < n; i++) {
        const real root = moment_root(from[i].sums[NORM_PLAIN]);
        to[i] = root <= (real)range.least       ? moment_root(from[i].sums[NORM_UP]) * (real)(1 / range.up)
                : root == (real)__builtin_inf() ? moment_root(from[i].sums[NORM_DOWN]) * (real)(1 / range.down)
                                                : root;
    }
}

#endif
