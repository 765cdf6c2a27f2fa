/* states_moments.h: number, sum and sum of squared deviations from the mean, in one pass over memory. Included by
 * states.c alone, for floats and complex numbers.
 *
 * A block of 128 elements is summed by the fixed tree, and while it is in the cache the squared deviations from its own
 * mean are, by the same tree; two states are joined by the formula of Chan, Golub and LeVeque (1979). So the sum has
 * the bits of `sum`, and nothing cancels. */
#ifndef RVL_KERNEL_STATES_MOMENTS_H
#define RVL_KERNEL_STATES_MOMENTS_H

typedef magnitude_elem real;

typedef struct moments_state {
    elem sum;
    real squares; /* of the deviations */
    int64_t n;
} moments_state;

enum {
    MOMENT_LANES = 8,
    MOMENT_STEPS = 16,
    MOMENT_BLOCK = MOMENT_LANES * MOMENT_STEPS,
    MOMENT_STRIP = 128 / sizeof(elem) /* columns that are taken at a time: more would take too much of the stack */
};

#if RVL_KIND_COLUMN(0, 0, 1, 0)
static const elem moment_zero = (elem)-0.0; /* adding it changes nothing */
static const elem moment_of_none = (elem)__builtin_nan("");

RVL_ALWAYS_INLINE elem moment_mean(elem sum, real n)
{
    return sum / n;
}

RVL_ALWAYS_INLINE real squared_distance(elem x, elem y)
{
    const elem d = x - y;
    return d * d;
}

RVL_ALWAYS_INLINE real moment_root(real x)
{
    return RVL_REAL(sqrt)(x);
}
#else
static const elem moment_zero = {-0.0F, -0.0F};
static const elem moment_of_none = {(real)__builtin_nan(""), (real)__builtin_nan("")};

RVL_ALWAYS_INLINE elem moment_mean(elem sum, real n)
{
    return (elem){sum.real / n, sum.imag / n};
}

RVL_ALWAYS_INLINE real squared_distance(elem x, elem y)
{
    const real re = x.real - y.real, im = x.imag - y.imag;
    return RVL_ROUNDED(re * re) + RVL_ROUNDED(im * im);
}

RVL_ALWAYS_INLINE real moment_root(real x)
{
    return REAL_PART(sqrt)(x);
}
#endif

/* A state of no elements changes nothing. */
RVL_ALWAYS_INLINE moments_state join_two_moments(moments_state left, moments_state right)
{
    if (right.n == 0)
        return left;
    if (left.n == 0)
        return right;
    const real n = (real)left.n, m = (real)right.n;
    const real distance = squared_distance(moment_mean(right.sum, m), moment_mean(left.sum, n));
    return (moments_state){add_op(left.sum, right.sum),
                           (left.squares + right.squares) + distance * (n * m / (real)(left.n + right.n)),
                           left.n + right.n};
}

static int32_t join_moments(size_t n, const void *const *in, void *const *out, void *user)
{
    const moments_state *left = in[0], *right = in[1];
    moments_state *result = out[0];
    (void)user;
    for (size_t i = 0; i < n; i++)
        result[i] = join_two_moments(left[i], right[i]);
    return 0;
}

/* ---- contiguous elements ---- */

/* Lanes that are `step` apart. */
RVL_ALWAYS_INLINE elem join_sum_lanes(const elem *x, size_t step)
{
    const elem even = add_op(add_op(x[0], x[4 * step]), add_op(x[2 * step], x[6 * step]));
    const elem odd = add_op(add_op(x[step], x[5 * step]), add_op(x[3 * step], x[7 * step]));
    return add_op(even, odd);
}

RVL_ALWAYS_INLINE real join_square_lanes(const real *x, size_t step)
{
    const real even = (x[0] + x[4 * step]) + (x[2 * step] + x[6 * step]);
    const real odd = (x[step] + x[5 * step]) + (x[3 * step] + x[7 * step]);
    return even + odd;
}

/* Lanes start at -0 and at +0, which change nothing: squares are never -0. */
RVL_ALWAYS_INLINE moments_state moments_of_part(size_t n, const elem *x)
{
    elem sums[MOMENT_LANES];
    real squares[MOMENT_LANES];
    for (size_t lane = 0; lane < MOMENT_LANES; lane++) {
        sums[lane] = moment_zero;
        squares[lane] = 0;
    }
    const size_t whole = n / MOMENT_LANES * MOMENT_LANES;
    for (size_t i = 0; i < whole; i += MOMENT_LANES)
        for (size_t lane = 0; lane < MOMENT_LANES; lane++)
            sums[lane] = add_op(sums[lane], x[i + lane]);
    for (size_t lane = 0; lane < n - whole; lane++)
        sums[lane] = add_op(sums[lane], x[whole + lane]);
    const elem sum = join_sum_lanes(sums, 1), mean = moment_mean(sum, (real)n);
    for (size_t i = 0; i < whole; i += MOMENT_LANES)
        for (size_t lane = 0; lane < MOMENT_LANES; lane++)
            squares[lane] += squared_distance(x[i + lane], mean);
    for (size_t lane = 0; lane < n - whole; lane++)
        squares[lane] += squared_distance(x[whole + lane], mean);
    return (moments_state){sum, join_square_lanes(squares, 1), (int64_t)n};
}

RVL_ALWAYS_INLINE elem sum_of_block(const elem *x)
{
    elem sums[MOMENT_LANES];
    for (size_t lane = 0; lane < MOMENT_LANES; lane++) {
        elem sum = x[lane];
#pragma GCC unroll 16
        for (size_t step = 1; step < MOMENT_STEPS; step++)
            sum = add_op(sum, x[step * MOMENT_LANES + lane]);
        sums[lane] = sum;
    }
    return join_sum_lanes(sums, 1);
}

RVL_ALWAYS_INLINE real squares_of_block(const elem *x, elem mean)
{
    real squares[MOMENT_LANES];
    for (size_t lane = 0; lane < MOMENT_LANES; lane++) {
        real square = squared_distance(x[lane], mean);
#pragma GCC unroll 16
        for (size_t step = 1; step < MOMENT_STEPS; step++)
            square += squared_distance(x[step * MOMENT_LANES + lane], mean);
        squares[lane] = square;
    }
    return join_square_lanes(squares, 1);
}

RVL_ALWAYS_INLINE moments_state moments_of_block(size_t n, const elem *x)
{
    (void)n; /* MOMENT_BLOCK */
    const elem sum = sum_of_block(x);
    return (moments_state){sum, squares_of_block(x, moment_mean(sum, MOMENT_BLOCK)), MOMENT_BLOCK};
}

/* Of four blocks, joined. Each step is taken of all of them before the next one, which waits for it. */
static moments_state moments_of_four_blocks(const elem *x)
{
    elem sums[4];
    moments_state blocks[4];
#pragma GCC unroll 4
    for (size_t block = 0; block < 4; block++)
        sums[block] = sum_of_block(x + block * MOMENT_BLOCK);
#pragma GCC unroll 4
    for (size_t block = 0; block < 4; block++)
        blocks[block] = (moments_state){
            sums[block], squares_of_block(x + block * MOMENT_BLOCK, moment_mean(sums[block], MOMENT_BLOCK)),
            MOMENT_BLOCK};
    return join_two_moments(join_two_moments(blocks[0], blocks[1]), join_two_moments(blocks[2], blocks[3]));
}

typedef moments_state (*moments_of_elements)(size_t n, const elem *x);

/* Blocks from `blocks` on, those before them being on the stack, and what is left, joined by a binary counter. */
RVL_ALWAYS_INLINE moments_state moments_from(moments_of_elements of_block, moments_of_elements of_part, size_t n,
                                             const elem *x, size_t blocks, moments_state *stack, size_t top)
{
    for (; (blocks + 1) * MOMENT_BLOCK <= n; blocks++) {
        moments_state block = of_block(MOMENT_BLOCK, x + blocks * MOMENT_BLOCK);
        for (size_t bit = 1; blocks & bit; bit <<= 1)
            block = join_two_moments(stack[--top], block);
        stack[top++] = block;
    }
    moments_state result = n % MOMENT_BLOCK != 0 ? of_part(n % MOMENT_BLOCK, x + blocks * MOMENT_BLOCK) : stack[--top];
    while (top > 0)
        result = join_two_moments(stack[--top], result);
    return result;
}

static moments_state moments_of_row(size_t n, const elem *x)
{
    moments_state stack[64];
    size_t top = 0, blocks = 0;
    for (; IS_REAL && (blocks + 4) * MOMENT_BLOCK <= n; blocks += 4) { /* complex numbers have twice the sums */
        moments_state four = moments_of_four_blocks(x + blocks * MOMENT_BLOCK);
        for (size_t bit = 4; blocks & bit; bit <<= 1)
            four = join_two_moments(stack[--top], four);
        stack[top++] = four;
    }
    return moments_from(moments_of_block, moments_of_part, n, x, blocks, stack, top);
}

RVL_ALWAYS_INLINE const elem *moment_row(const unsigned char *source, int64_t stride, size_t row)
{
    return (const elem *)(const void *)(source + stride * (int64_t)row);
}

static void moment_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    moments_state *to = result;
    for (size_t row = 0; row < count; row++)
        to[row] = moments_of_row(n, moment_row(source, stride, row));
}

/* ---- rows of columns ---- */

/* Adds `steps` rows, `stride` apart, into one lane's sums. */
RVL_ALWAYS_INLINE void add_rows(size_t steps, size_t width, const unsigned char *source, int64_t stride,
                                elem *restrict sums)
{
    for (size_t j = 0; j < width; j++) {
        elem sum = sums[j];
#pragma GCC unroll 16
        for (size_t step = 0; step < steps; step++)
            sum = add_op(sum, moment_row(source, stride, step)[j]);
        sums[j] = sum;
    }
}

RVL_ALWAYS_INLINE void add_squares(size_t steps, size_t width, const unsigned char *source, int64_t stride,
                                   const elem *restrict means, real *restrict squares)
{
    for (size_t j = 0; j < width; j++) {
        real square = squares[j];
#pragma GCC unroll 16
        for (size_t step = 0; step < steps; step++)
            square += squared_distance(moment_row(source, stride, step)[j], means[j]);
        squares[j] = square;
    }
}

static void moments_of_strip(size_t rows, size_t width, const unsigned char *source, int64_t stride,
                             moments_state *result)
{
    elem sums[MOMENT_LANES * MOMENT_STRIP], means[MOMENT_STRIP], totals[MOMENT_STRIP];
    real squares[MOMENT_LANES * MOMENT_STRIP];
    for (size_t j = 0; j < MOMENT_LANES * width; j++) {
        sums[j] = moment_zero;
        squares[j] = 0;
    }
    const size_t quarters = rows / (4 * MOMENT_LANES);
    for (size_t lane = 0; lane < MOMENT_LANES; lane++)
        for (size_t part = 0; part < quarters; part++)
            add_rows(4, width, source + stride * (int64_t)(part * 4 * MOMENT_LANES + lane), stride * MOMENT_LANES,
                     sums + lane * width);
    for (size_t row = quarters * 4 * MOMENT_LANES; row < rows; row++)
        add_rows(1, width, source + stride * (int64_t)row, stride, sums + row % MOMENT_LANES * width);
    for (size_t j = 0; j < width; j++) {
        totals[j] = join_sum_lanes(sums + j, width);
        means[j] = moment_mean(totals[j], (real)rows);
    }
    for (size_t lane = 0; lane < MOMENT_LANES; lane++)
        for (size_t part = 0; part < quarters; part++)
            add_squares(4, width, source + stride * (int64_t)(part * 4 * MOMENT_LANES + lane), stride * MOMENT_LANES,
                        means, squares + lane * width);
    for (size_t row = quarters * 4 * MOMENT_LANES; row < rows; row++)
        add_squares(1, width, source + stride * (int64_t)row, stride, means, squares + row % MOMENT_LANES * width);
    for (size_t j = 0; j < width; j++)
        result[j] = (moments_state){totals[j], join_square_lanes(squares + j, width), (int64_t)rows};
}

typedef void (*moments_of_columns)(size_t rows, size_t width, const unsigned char *source, int64_t stride,
                                   moments_state *result);

RVL_ALWAYS_INLINE void moments_in_strips(moments_of_columns of_strip, size_t rows, size_t width,
                                         const unsigned char *source, int64_t stride, moments_state *result)
{
    for (size_t first = 0; first < width; first += MOMENT_STRIP) {
        const size_t n = width - first < MOMENT_STRIP ? width - first : MOMENT_STRIP;
        of_strip(rows, n, source + first * sizeof(elem), stride, result + first);
    }
}

static void moment_block(size_t rows, size_t width, const void *source, int64_t row_stride, void *result)
{
    moments_in_strips(moments_of_strip, rows, width, source, row_stride, result);
}

/* ---- states ---- */

static const moments_state *moments_at(const void *source, int64_t stride, size_t row)
{
    return (const moments_state *)(const void *)((const unsigned char *)source + stride * (int64_t)row);
}

/* The block over rows [0, rows) of one column of states: 8 lanes, joined as l + 4, l + 2, l + 1. */
static moments_state join_moment_column(size_t rows, const void *source, int64_t stride, size_t column)
{
    moments_state lanes[MOMENT_LANES];
    size_t used = rows < MOMENT_LANES ? rows : MOMENT_LANES;
    for (size_t row = 0; row < rows; row++) {
        const moments_state next = moments_at(source, stride, row)[column];
        const size_t lane = row % MOMENT_LANES;
        lanes[lane] = row < MOMENT_LANES ? next : join_two_moments(lanes[lane], next);
    }
    for (size_t half = MOMENT_LANES / 2; half > 0; half /= 2) {
        for (size_t lane = 0; lane + half < used; lane++)
            lanes[lane] = join_two_moments(lanes[lane], lanes[lane + half]);
        used = used < half ? used : half;
    }
    return lanes[0];
}

static void join_moment_block(size_t rows, size_t width, const void *source, int64_t row_stride, void *result)
{
    moments_state *to = result;
    for (size_t j = 0; j < width; j++)
        to[j] = join_moment_column(rows, source, row_stride, j);
}

static void join_moment_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    moments_state *to = result, stack[64];
    for (size_t row = 0; row < count; row++) {
        const moments_state *x = moments_at(source, stride, row);
        size_t top = 0;
        for (size_t block = 0; block * MOMENT_BLOCK < n; block++) {
            const size_t first = block * MOMENT_BLOCK, left = n - first;
            moments_state joined =
                join_moment_column(left < MOMENT_BLOCK ? left : MOMENT_BLOCK, x + first, sizeof *x, 0);
            for (size_t bit = 1; (block & bit) && left >= MOMENT_BLOCK; bit <<= 1)
                joined = join_two_moments(stack[--top], joined);
            stack[top++] = joined;
        }
        moments_state all = stack[--top];
        while (top > 0)
            all = join_two_moments(stack[--top], all);
        to[row] = all;
    }
}

RVL_ALWAYS_INLINE real variance_of(moments_state state, double correction)
{
    const double divisor = (double)state.n - correction;
    return state.n > 0 && divisor > 0 ? state.squares / (real)divisor : (real)__builtin_nan("");
}

static void finish_mean(size_t n, const void *states, double correction, void *results)
{
    const moments_state *from = states;
    elem *to = results;
    (void)correction;
    for (size_t i = 0; i < n; i++)
        to[i] = from[i].n > 0 ? moment_mean(from[i].sum, (real)from[i].n) : moment_of_none;
}

static void finish_var(size_t n, const void *states, double correction, void *results)
{
    const moments_state *from = states;
    real *to = results;
    for (size_t i = 0; i < n; i++)
        to[i] = variance_of(from[i], correction);
}

static void finish_std(size_t n, const void *states, double correction, void *results)
{
    const moments_state *from = states;
    real *to = results;
    for (size_t i = 0; i < n; i++)
        to[i] = moment_root(variance_of(from[i], correction));
}

#endif
