/* overlap.h: do two arrays share a byte? Exact, within a budget, with no allocation. */
#ifndef RVL_PLAN_OVERLAP_H
#define RVL_PLAN_OVERLAP_H

#include <stdint.h>

typedef enum { RVL_DISJOINT, RVL_OVERLAP, RVL_UNDECIDED } rvl_overlap;

/* The bytes of an array: element [i, j, …] covers itemsize bytes from data + i * strides[0] + … . */
typedef struct rvl_extent {
    const unsigned char *data;
    int32_t ndim;
    int64_t itemsize;
    const int64_t *shape;
    const int64_t *strides;
} rvl_extent;

/* Whether any byte belongs to both. */
rvl_overlap rvl_overlap_between(const rvl_extent *a, const rvl_extent *b, int64_t budget);
/* Whether two different elements of one array share a byte. */
rvl_overlap rvl_overlap_within(const rvl_extent *a, int64_t budget);

/* Steps of search that a call spends on a pair before it answers RVL_UNDECIDED: well under a millisecond. */
#define RVL_OVERLAP_BUDGET 20000

#endif
