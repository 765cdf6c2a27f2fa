/* reduce.c: reductions by the fixed order, over contiguous elements and over rows of columns, and running folds.
 * Compiled once per compute dtype and instruction set; RVL_OPERATIONS names the header that holds the operations.
 *
 * The order: element i of a block of 128 goes to lane i mod 8; lanes are joined as l + 4, l + 2, l + 1; blocks as by a
 * binary counter. Every loop below runs over independent columns (of memory, or the 8 lanes of contiguous elements), so
 * that the compiler vectorises it without changing the order. Where an operation is exact (integers, maximum) any order
 * gives the same bits, and the widest one is taken. */
#include "kernel.h"
#include RVL_OPERATIONS

#include "reduce_tree.h"

#include "reduce_extreme.h"
#include "reduce_products.h"

/* Which operations give the same bits in any order. */
enum {
    EXACT_add = INTEGRAL,
    EXACT_multiply = EXACT_add,
    EXACT_maximum = 1,
    EXACT_minimum = 1,
    EXACT_fmax = 1,
    EXACT_fmin = 1,
    EXACT_logical_and = 1,
    EXACT_logical_or = 1,
    EXACT_logical_xor = 1,
    EXACT_bitwise_and = 1,
    EXACT_bitwise_or = 1,
    EXACT_bitwise_xor = 1
};

enum {
    IDEMPOTENT_add = 0,
    IDEMPOTENT_multiply = 0,
    IDEMPOTENT_maximum = 1,
    IDEMPOTENT_minimum = 1,
    IDEMPOTENT_fmax = 1,
    IDEMPOTENT_fmin = 1,
    IDEMPOTENT_logical_and = 1,
    IDEMPOTENT_logical_or = 1,
    IDEMPOTENT_logical_xor = 0,
    IDEMPOTENT_bitwise_and = 1,
    IDEMPOTENT_bitwise_or = 1,
    IDEMPOTENT_bitwise_xor = 0
};

#define ONLY(...) __VA_ARGS__
#define NOT(...)
RVL_KIND_COLUMN(NOT, NOT, ONLY, NOT)
(
    RVL_ALWAYS_INLINE elem larger_op(elem x, elem y) { return x > y ? x : y; }

    RVL_ALWAYS_INLINE elem smaller_op(elem x, elem y) { return x < y ? x : y; })

/* How an operation folds: the maximum and minimum of floats have a way of their own, and so have those that pass over
 * NaN, which of integers are the same. */
#define FOLD_PLAINLY(name) fold_steps(name##_op, width, source, stride, result)
#define FOLD_EXTREME(name, quick) fold_extremes(name##_op, quick, width, source, stride, result)
#define ROWS_PLAINLY(name)                                                                                        \
    reduce_rows(name##_op, &columns_##name, EXACT_##name, IDEMPOTENT_##name, RVL_NAME(rvl_rows_##name), count, n, \
                source, stride, result)
#define ROWS_EXTREME(name, quick) rows_to_extremes(name##_op, quick, count, n, source, stride, result)
#define FOLD_NUMBERS(name, quick, nothing) fold_numbers(name##_op, quick, nothing, width, source, stride, result)
#define ROWS_NUMBERS(name, quick, nothing) rows_to_numbers(name##_op, quick, nothing, count, n, source, stride, result)
#define BY_KIND(plain, extreme) RVL_KIND_COLUMN(plain, plain, extreme, plain)
#define FOLD_add FOLD_PLAINLY(add)
#define ROWS_add ROWS_PLAINLY(add)
#define FOLD_multiply FOLD_PLAINLY(multiply)
#define ROWS_multiply ROWS_PLAINLY(multiply)
#define FOLD_maximum BY_KIND(FOLD_PLAINLY(maximum), FOLD_EXTREME(maximum, larger_op))
#define ROWS_maximum BY_KIND(ROWS_PLAINLY(maximum), ROWS_EXTREME(maximum, larger_op))
#define FOLD_minimum BY_KIND(FOLD_PLAINLY(minimum), FOLD_EXTREME(minimum, smaller_op))
#define ROWS_minimum BY_KIND(ROWS_PLAINLY(minimum), ROWS_EXTREME(minimum, smaller_op))
#define FOLD_fmax FOLD_NUMBERS(fmax, larger_op, -infinity)
#define ROWS_fmax ROWS_NUMBERS(fmax, larger_op, -infinity)
#define FOLD_fmin FOLD_NUMBERS(fmin, smaller_op, infinity)
#define ROWS_fmin ROWS_NUMBERS(fmin, smaller_op, infinity)
#define FOLD_logical_and FOLD_PLAINLY(logical_and)
#define ROWS_logical_and ROWS_PLAINLY(logical_and)
#define FOLD_logical_or FOLD_PLAINLY(logical_or)
#define ROWS_logical_or ROWS_PLAINLY(logical_or)
#define FOLD_logical_xor FOLD_PLAINLY(logical_xor)
#define ROWS_logical_xor ROWS_PLAINLY(logical_xor)
#define FOLD_bitwise_and FOLD_PLAINLY(bitwise_and)
#define ROWS_bitwise_and ROWS_PLAINLY(bitwise_and)
#define FOLD_bitwise_or FOLD_PLAINLY(bitwise_or)
#define ROWS_bitwise_or ROWS_PLAINLY(bitwise_or)
#define FOLD_bitwise_xor FOLD_PLAINLY(bitwise_xor)
#define ROWS_bitwise_xor ROWS_PLAINLY(bitwise_xor)

/* What a sum has besides. */
#define SUMS_OF_add .products = sum_products,
#define SUMS_OF_multiply
#define SUMS_OF_maximum
#define SUMS_OF_minimum
#define SUMS_OF_fmax
#define SUMS_OF_fmin
#define SUMS_OF_logical_and
#define SUMS_OF_logical_or
#define SUMS_OF_logical_xor
#define SUMS_OF_bitwise_and
#define SUMS_OF_bitwise_or
#define SUMS_OF_bitwise_xor

/* Wiring: the functions and one cell of the table for each reorderable row of kernels.def that has a loop from this
 * dtype to itself. */
#define YES(...) __VA_ARGS__
#define NO(...)
#define NEVER(...)
#define PROPERTY_0(...)
#define PROPERTY_TO_FLOAT64(...)
#define PROPERTY_SLOW(...)
#define PROPERTY_SLOW_COMPLEX(...)
#define PROPERTY_ONE_FOR_INTEGERS(...)
#define PROPERTY_ONE_FOR_REALS(...)
#define PROPERTY_WIDE(...)
#define PROPERTY_REORDERABLE(...) __VA_ARGS__
#define PROPERTY_SKIPS_NAN(...) RVL_KIND_COLUMN(NO, NO, YES, NO)(__VA_ARGS__)
#define LOOP_move(...)
#define LOOP_unary(...)
#define LOOP_binary(...) __VA_ARGS__
#define LOOP_ternary(...)
#define LOOP_compare(...) RVL_KIND_COLUMN(YES, NO, NO, NO)(__VA_ARGS__)
#define LOOP_predicate(...)
#define LOOP_magnitude(...)
#define LOOP_select(...)
#define LOOP_pair(...)
#define LOOP_binary_pair(...)
#define LOOP_count(...)
#define LOOP_split(...)
#define LOOP_scale(...)
#define LOOP_close(...)
#define LOOP_replace(...)
#define FUNCTIONS(name)                                                                                             \
    static void fold_##name(size_t width, const void *source, int64_t stride, void *restrict result)                \
    {                                                                                                               \
        FOLD_##name;                                                                                                \
    }                                                                                                               \
    static void extend_##name(size_t width, const void *source, int64_t stride, void *restrict result)              \
    {                                                                                                               \
        extend_by_four(name##_op, width, source, stride, result);                                                   \
    }                                                                                                               \
    static void join_##name(size_t width, const void *left, const void *right, void *result)                        \
    {                                                                                                               \
        join_columns(name##_op, width, left, right, result);                                                        \
    }                                                                                                               \
    static void join_lanes_##name(size_t width, const void *restrict lanes, void *restrict result)                  \
    {                                                                                                               \
        join_all_lanes(name##_op, width, lanes, result);                                                            \
    }                                                                                                               \
    static const rvl_column_loops columns_##name = {fold_##name,       extend_##name, join_##name,                  \
                                                    join_lanes_##name, EXACT_##name,  IDEMPOTENT_##name};           \
    static void RVL_NAME(rvl_rows_##name)(size_t count, size_t n, const void *source, int64_t stride, void *result) \
    {                                                                                                               \
        ROWS_##name;                                                                                                \
    }                                                                                                               \
    static void RVL_NAME(rvl_block_##name)(size_t rows, size_t width, const void *source, int64_t row_stride,       \
                                           void *result)                                                            \
    {                                                                                                               \
        reduce_block(&columns_##name, rows, width, source, row_stride, result);                                     \
    }                                                                                                               \
    static void RVL_NAME(rvl_scan_##name)(size_t n, const void *source, int64_t stride, void *state, void *result,  \
                                          int64_t result_stride)                                                    \
    {                                                                                                               \
        scan(name##_op, n, source, stride, state, result, result_stride);                                           \
    }
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) \
    RVL_KIND_COLUMN(boolean, integer, real, complex)(LOOP_##loop(PROPERTY_##properties(FUNCTIONS(name))))
#include "kernels.def"
#undef KERNEL

#define CELL(name)                                              \
    [RVL_KERNEL_##name] = {.rows = RVL_NAME(rvl_rows_##name),   \
                           .block = RVL_NAME(rvl_block_##name), \
                           .columns = &columns_##name,          \
                           .scan = RVL_NAME(rvl_scan_##name),   \
                           SUMS_OF_##name},
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) \
    RVL_KIND_COLUMN(boolean, integer, real, complex)(LOOP_##loop(PROPERTY_##properties(CELL(name))))
    const rvl_reducer_table RVL_NAME(rvl_reducers) = {
#include "kernels.def"
};
