/* norm_range.h: where the root of a sum of squares is sure, and what elements are taken times where it is not. */
#ifndef RVL_KERNEL_NORM_RANGE_H
#define RVL_KERNEL_NORM_RANGE_H

#include <stdbool.h>

/* A root below `least` comes of elements below it, and is taken from elements times `up`, an infinite one from elements
 * times `down`. Squares of the smallest elements times `up`, and sums of 2^64 of the largest times `down`, are normal
 * numbers. */
typedef struct rvl_norm_range {
    double least, up, down;
} rvl_norm_range;

static inline rvl_norm_range rvl_norm_range_of(bool is_float64)
{
    return is_float64 ? (rvl_norm_range){0x1p-450, 0x1p600, 0x1p-600} : (rvl_norm_range){0x1p-40, 0x1p90, 0x1p-100};
}

#endif
