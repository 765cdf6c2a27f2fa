/* kernel.h: the numbers of built-in kernels and the shapes of what src/kernel compiles for each dtype and instruction
 * set. */
#ifndef RVL_KERNEL_KERNEL_H
#define RVL_KERNEL_KERNEL_H

#include "core/isa.h"
#include "core/types.h"
#include <ravel/kernel.h>

typedef enum {
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) RVL_KERNEL_##name,
#include "kernels.def"
#undef KERNEL
    RVL_N_KERNELS
} rvl_kernel_number;

/* A built-in loop answers with RAVEL_EVENT_* bits instead of a failure. Its blocks may alias (in place). */
typedef ravel_kernel_fn rvl_loop_table[RVL_N_KERNELS];

/* Loops over `width` columns of contiguous rows of one dtype, which an operation's reductions are made of. */
typedef struct rvl_column_loops {
    /* result[j] = the fold from the left of column j of 16 rows: a lane of it. */
    void (*fold)(size_t width, const void *source, int64_t row_stride, void *restrict result);
    /* Folds four more rows into result. */
    void (*extend)(size_t width, const void *source, int64_t row_stride, void *restrict result);
    /* result[j] = op(left[j], right[j]); result may be left. */
    void (*join)(size_t width, const void *left, const void *right, void *result);
    /* Joins 8 lanes, lane l of column j at lanes[l * width + j]. */
    void (*join_lanes)(size_t width, const void *restrict lanes, void *restrict result);
    /* Whether any order gives the same bits, and whether op(x, x) is x besides: then rows may be folded twice. */
    int exact, idempotent;
} rvl_column_loops;

/* Reductions of aligned native elements by the fixed order of the README's "The same bits", for one kernel and dtype.
 * Accumulators and results are of the same dtype, of counts int64, of narrow sums int64 or uint64. Results may not
 * overlap the source. */
typedef struct rvl_reducer {
    /* result[r] = the fixed tree over the n >= 1 contiguous elements of row r, which starts at source + r * stride. */
    void (*rows)(size_t count, size_t n, const void *source, int64_t stride, void *result);
    /* For each of `width` columns: result[j] = the 8-lane block over `rows` rows, 1 <= rows <= 128; row r is contiguous
     * and starts at source + r * row_stride (any stride). */
    void (*block)(size_t rows, size_t width, const void *source, int64_t row_stride, void *result);
    /* What blocks are made of, or NULL. */
    const rvl_column_loops *columns;
    /* result[i] = op(op(*state, source[0]), …, source[i]), elements lying `stride` bytes apart, results
     * `result_stride`; *state becomes the last of them. May be in place. */
    void (*scan)(size_t n, const void *source, int64_t stride, void *state, void *result, int64_t result_stride);
    /* rows, of sums only: the tree over the products of the elements of two rows, each rounded; of complex numbers the
     * conjugates of x are multiplied. NULL for other kernels. */
    void (*products)(size_t count, size_t n, const void *x, int64_t x_stride, const void *y, int64_t y_stride,
                     void *result);
} rvl_reducer;

typedef rvl_reducer rvl_reducer_table[RVL_N_KERNELS];

#endif
