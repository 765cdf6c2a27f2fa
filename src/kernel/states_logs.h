/* states_logs.h: the largest element, and the sum of the exponentials of what elements are less than it, in one pass
 * over memory. Included by states.c alone, after states_moments.h, for floats.
 *
 * Exponentials of a block of 128 elements are taken of their differences from its largest element, and added by the
 * fixed tree; where two states are joined, both sums are brought to the larger of their largest elements. So no
 * exponential overflows, and one is 1. Where the largest element is not finite it is the result, and the sum does not
 * matter. */
#ifndef RVL_KERNEL_STATES_LOGS_H
#define RVL_KERNEL_STATES_LOGS_H

#include "kernel.h"

extern const rvl_reducer_table RVL_NAME(rvl_reducers);
extern const rvl_loop_table RVL_NAME(rvl_elementary);

typedef struct logs_state {
    elem largest, sum;
} logs_state;

/* As much as the stack has room for. */
enum {
    LOGS_ROOM = 2048 / sizeof(elem),   /* elements whose exponentials are taken at a time */
    LOGS_ROWS = 32,                    /* short rows, or blocks */
    LOGS_GROUP = 64,                   /* blocks of a long row that are joined at a time: a power of two */
    LOGS_COLUMNS = 128 / sizeof(elem), /* of elements */
    LOGS_PAIRS = 32                    /* states that are joined at a time */
};

/* In a loop over states: there are few of them, and vectors would be much code. */
#define NO_VECTORS() __asm__ volatile("")

static void take_loop(rvl_kernel_number kernel, size_t n, elem *x)
{
    const void *in[1] = {x};
    void *out[1] = {x};
    (void)RVL_NAME(rvl_elementary)[kernel](n, in, out, NULL);
}

/* What elements are diminished by before exponentials are taken. */
RVL_ALWAYS_INLINE elem shift_of(elem largest)
{
    return __builtin_isfinite(largest) ? largest : 0;
}

/* The difference, or where its exponential is 1 in any case one that is an ordinary argument, which 0 is not. */
RVL_ALWAYS_INLINE elem exponent_of(elem x, elem shift)
{
    const elem least = sizeof(elem) == sizeof(double) ? (elem)-0x1p-60 : (elem)-0x1p-30, difference = x - shift;
    return least < difference ? least : difference;
}

/* Where the largest element is the result, the sum is 0. */
RVL_ALWAYS_INLINE logs_state logs_of(elem largest, elem sum)
{
    return (logs_state){largest, __builtin_isfinite(largest) ? sum : 0};
}

/* result[i] = left[i * step] and right[i * step], joined; result may be left or right. (In a frame of its own, as what
 * follows: no call has to make room for both.) */
static __attribute__((noinline)) void join_logs_apart(size_t n, const logs_state *left, const logs_state *right,
                                                      size_t step, logs_state *result)
{
    elem factors[LOGS_PAIRS];
    for (size_t first = 0; first < n; first += LOGS_PAIRS) {
        const size_t count = n - first < LOGS_PAIRS ? n - first : LOGS_PAIRS;
        const logs_state *x = left + first * step, *y = right + first * step;
        for (size_t i = 0; i < count; i++) {
            const elem a = x[i * step].largest, b = y[i * step].largest;
            factors[i] = exponent_of(a < b ? a : b, shift_of(maximum_op(a, b)));
            NO_VECTORS();
        }
        take_loop(RVL_KERNEL_exp, count, factors);
        for (size_t i = 0; i < count; i++) {
            const logs_state a = x[i * step], b = y[i * step];
            const elem sum = a.largest < b.largest ? a.sum * factors[i] + b.sum : a.sum + b.sum * factors[i];
            result[first + i] = logs_of(maximum_op(a.largest, b.largest), sum);
            NO_VECTORS();
        }
    }
}

static int32_t join_logs(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    join_logs_apart(n, in[0], in[1], 1, out[0]);
    return 0;
}

/* The binary counter: a node of the tree, of which `number` nodes of its size lie before it, is joined with those whose
 * other half it is. The last one, which may be of fewer elements, has to wait for join_stack: number 0. Gives the
 * stack's new top. */
static size_t push_node(size_t number, logs_state node, logs_state *stack, size_t top)
{
    for (size_t bit = 1; number & bit; bit <<= 1)
        join_logs_apart(1, &stack[--top], &node, 1, &node);
    stack[top] = node;
    return top + 1;
}

static logs_state join_stack(logs_state *stack, size_t top)
{
    logs_state all = stack[--top];
    while (top > 0)
        join_logs_apart(1, &stack[--top], &all, 1, &all);
    return all;
}

/* ---- rows ---- */

/* Rows of at most a block each; results lie `step` apart. */
static __attribute__((noinline)) void logs_of_blocks(size_t count, size_t n, const unsigned char *source,
                                                     int64_t stride, size_t step, logs_state *result)
{
    const rvl_reducer *reducers = RVL_NAME(rvl_reducers);
    const size_t fit = LOGS_ROOM / n, most = fit < LOGS_ROWS ? fit : LOGS_ROWS;
    elem room[LOGS_ROOM], largest[LOGS_ROWS], sums[LOGS_ROWS];
    for (size_t first = 0; first < count; first += most) {
        const size_t rows = count - first < most ? count - first : most;
        const unsigned char *from = source + stride * (int64_t)first;
        reducers[RVL_KERNEL_maximum].rows(rows, n, from, stride, largest);
        for (size_t row = 0; row < rows; row++) {
            const elem *x = moment_row(from, stride, row), shift = shift_of(largest[row]);
            for (size_t i = 0; i < n; i++)
                room[row * n + i] = exponent_of(x[i], shift);
        }
        take_loop(RVL_KERNEL_exp, rows * n, room);
        reducers[RVL_KERNEL_add].rows(rows, n, room, (int64_t)(n * sizeof *room), sums);
        for (size_t row = 0; row < rows; row++) {
            result[(first + row) * step] = logs_of(largest[row], sums[row]);
            NO_VECTORS();
        }
    }
}

/* Rows of at most a group of blocks each, which is filled up with states of nothing: these change nothing. */
static __attribute__((noinline)) void logs_of_groups(size_t count, size_t n, const unsigned char *source,
                                                     int64_t stride, logs_state *result)
{
    const size_t whole = n / MOMENT_BLOCK, rest = n % MOMENT_BLOCK, used = whole + (rest > 0);
    logs_state blocks[LOGS_GROUP];
    size_t leaves = 1;
    while (leaves < used)
        leaves *= 2;
    const size_t most = LOGS_GROUP / leaves;
    for (size_t first = 0; first < count; first += most) {
        const size_t rows = count - first < most ? count - first : most;
        const unsigned char *from = source + stride * (int64_t)first;
        for (size_t row = 0; row < rows; row++) {
            logs_of_blocks(whole, MOMENT_BLOCK, from + stride * (int64_t)row, MOMENT_BLOCK * (int64_t)sizeof(elem), 1,
                           blocks + row * leaves);
            for (size_t i = used; i < leaves; i++) {
                blocks[row * leaves + i] = (logs_state){-(elem)__builtin_inf(), 0};
                NO_VECTORS();
            }
        }
        if (rest > 0)
            logs_of_blocks(rows, rest, from + whole * MOMENT_BLOCK * sizeof(elem), stride, leaves, blocks + whole);
        for (size_t n_states = rows * leaves; n_states > rows; n_states /= 2)
            join_logs_apart(n_states / 2, blocks, blocks + 1, 2, blocks);
        memcpy(result + first, blocks, rows * sizeof *blocks);
    }
}

/* Groups, of which all but the last one are nodes of the tree, joined by a binary counter. */
static logs_state logs_of_row(size_t n, const elem *x)
{
    logs_state stack[64];
    const size_t most = (size_t)LOGS_GROUP * MOMENT_BLOCK;
    size_t top = 0;
    for (size_t group = 0; group * most < n; group++) {
        const size_t left = n - group * most, length = left < most ? left : most;
        logs_state joined;
        logs_of_groups(1, length, (const unsigned char *)(x + group * most), 0, &joined);
        top = push_node(length == most ? group : 0, joined, stack, top);
    }
    return join_stack(stack, top);
}

static void logs_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    logs_state *to = result;
    if (n <= MOMENT_BLOCK)
        logs_of_blocks(count, n, source, stride, 1, to);
    else if (n <= (size_t)LOGS_GROUP * MOMENT_BLOCK)
        logs_of_groups(count, n, source, stride, to);
    else
        for (size_t row = 0; row < count; row++)
            to[row] = logs_of_row(n, moment_row(source, stride, row));
}

/* ---- columns ---- */

RVL_ALWAYS_INLINE void add_to_lanes(size_t n, const elem *restrict x, elem *restrict lanes)
{
    for (size_t i = 0; i < n; i++)
        lanes[i] += x[i];
}

/* Sums follow the lanes of a block. Lanes without a row stay 0, which changes nothing: exponentials are never -0. */
static __attribute__((noinline)) void logs_of_strip(size_t rows, size_t width, const unsigned char *source,
                                                    int64_t stride, const elem *largest, logs_state *result)
{
    elem shifts[LOGS_COLUMNS], lanes[MOMENT_LANES * LOGS_COLUMNS], room[MOMENT_LANES * LOGS_COLUMNS];
    for (size_t j = 0; j < width; j++)
        shifts[j] = shift_of(largest[j]);
    for (size_t i = 0; i < MOMENT_LANES * width; i++)
        lanes[i] = 0;
    const size_t strip = MOMENT_LANES * width, most = LOGS_COLUMNS / width * MOMENT_LANES;
    for (size_t first = 0; first < rows; first += most) {
        const size_t count = rows - first < most ? rows - first : most;
        for (size_t row = 0; row < count; row++) {
            const elem *x = moment_row(source, stride, first + row);
            for (size_t j = 0; j < width; j++)
                room[row * width + j] = exponent_of(x[j], shifts[j]);
        }
        take_loop(RVL_KERNEL_exp, count * width, room);
        for (size_t i = 0; i < count * width; i += strip)
            add_to_lanes(count * width - i < strip ? count * width - i : strip, room + i, lanes);
    }
    for (size_t j = 0; j < width; j++) {
        result[j] = logs_of(largest[j], join_sum_lanes(lanes + j, width));
        NO_VECTORS();
    }
}

static void logs_block(size_t rows, size_t width, const void *source, int64_t row_stride, void *result)
{
    const elem *x = source;
    elem largest[LOGS_COLUMNS];
    logs_state *to = result;
    for (size_t first = 0; first < width; first += LOGS_COLUMNS) {
        const size_t count = width - first < LOGS_COLUMNS ? width - first : LOGS_COLUMNS;
        RVL_NAME(rvl_reducers)[RVL_KERNEL_maximum].block(rows, count, x + first, row_stride, largest);
        logs_of_strip(rows, count, (const unsigned char *)(x + first), row_stride, largest, to + first);
    }
}

/* ---- states ---- */

static const logs_state *logs_at(const void *source, int64_t stride, size_t row)
{
    return (const logs_state *)(const void *)((const unsigned char *)source + stride * (int64_t)row);
}

/* Joins `used` lanes of `width` states each, as l + 4, l + 2, l + 1, to the first one. */
static void join_log_lanes(size_t used, size_t width, logs_state *lanes)
{
    for (size_t half = MOMENT_LANES / 2; half > 0; half /= 2) {
        if (used > half)
            join_logs_apart((used - half) * width, lanes, lanes + half * width, 1, lanes);
        used = used < half ? used : half;
    }
}

/* The block over rows of columns of states. */
static void join_log_block(size_t rows, size_t width, const void *source, int64_t row_stride, void *result)
{
    enum { COLUMNS = 16 };
    logs_state lanes[MOMENT_LANES * COLUMNS], *to = result;
    for (size_t first = 0; first < width; first += COLUMNS) {
        const size_t count = width - first < COLUMNS ? width - first : COLUMNS;
        for (size_t row = 0; row < rows; row++) {
            logs_state *const lane = lanes + row % MOMENT_LANES * count;
            const logs_state *x = logs_at(source, row_stride, row) + first;
            if (row < MOMENT_LANES)
                memcpy(lane, x, count * sizeof *x);
            else
                join_logs_apart(count, lane, x, 1, lane);
        }
        join_log_lanes(rows < MOMENT_LANES ? rows : MOMENT_LANES, count, lanes);
        memcpy(to + first, lanes, count * sizeof *to);
    }
}

/* The block over at most 128 neighbours. */
static logs_state join_log_neighbours(size_t n, const logs_state *x)
{
    logs_state lanes[MOMENT_LANES];
    const size_t used = n < MOMENT_LANES ? n : MOMENT_LANES;
    memcpy(lanes, x, used * sizeof *x);
    for (size_t i = MOMENT_LANES; i < n; i += MOMENT_LANES)
        join_logs_apart(n - i < MOMENT_LANES ? n - i : MOMENT_LANES, lanes, x + i, 1, lanes);
    join_log_lanes(used, 1, lanes);
    return lanes[0];
}

static void join_log_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    logs_state *to = result, stack[64];
    for (size_t row = 0; row < count; row++) {
        const logs_state *x = logs_at(source, stride, row);
        size_t top = 0;
        for (size_t block = 0; block * MOMENT_BLOCK < n; block++) {
            const size_t first = block * MOMENT_BLOCK, left = n - first;
            const bool whole = left >= MOMENT_BLOCK;
            const logs_state joined = join_log_neighbours(whole ? MOMENT_BLOCK : left, x + first);
            top = push_node(whole ? block : 0, joined, stack, top);
        }
        to[row] = join_stack(stack, top);
    }
}

/* A state of zeros, which is that of no elements, gives -inf. */
static void finish_logs(size_t n, const void *states, double correction, void *results)
{
    const logs_state *from = states;
    elem *to = results;
    (void)correction;
    for (size_t i = 0; i < n; i++) {
        to[i] = from[i].sum;
        NO_VECTORS();
    }
    take_loop(RVL_KERNEL_log, n, to);
    for (size_t i = 0; i < n; i++) {
        to[i] = __builtin_isfinite(from[i].largest) ? to[i] + from[i].largest : from[i].largest;
        NO_VECTORS();
    }
}

#endif
