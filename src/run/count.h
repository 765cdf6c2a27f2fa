/* count.h: bincount and histograms: checked, then run. */
#ifndef RVL_RUN_COUNT_H
#define RVL_RUN_COUNT_H

#include "sweep.h"
#include <ravel/apply.h>

/* What ravel_context_error calls the arrays. */
enum {
    RVL_COUNT_INPUT,
    RVL_COUNT_OUTPUT,
    RVL_COUNT_WHERE,
    RVL_COUNT_WEIGHTS,
    RVL_COUNT_EDGES = RVL_COUNT_WEIGHTS,
    RVL_COUNT_LOWER = RVL_COUNT_WEIGHTS,
    RVL_COUNT_UPPER
};

typedef enum { RVL_COUNT_NUMBERS, RVL_COUNT_UNIFORM, RVL_COUNT_BETWEEN } rvl_count_kind;

/* The arguments of ravel_bincount, ravel_histogram and ravel_histogram_edges. */
typedef struct rvl_count_request {
    rvl_count_kind kind;
    const ravel_array *in, *where;
    const ravel_array *weights;       /* of numbers, may be NULL */
    const ravel_array *lower, *upper; /* of uniform bins */
    const ravel_array *edges;         /* that bins lie between */
    uint64_t options;
    ravel_array *out;
} rvl_count_request;

/* A call that has passed its checks, but those of the numbers and edges themselves. */
typedef struct rvl_count_job {
    rvl_count_kind kind;
    int32_t isa, dtype; /* dtype: of the input */
    bool masked, weighted, direct_out, out_swapped, edges_direct, edges_swapped;
    int64_t n_bins;
    unsigned char *out;
    int64_t out_stride;
    double lower, upper;
    const unsigned char *edges;
    uint64_t edges_scalar[2]; /* what they point at where they are a scalar's */
    int32_t edges_dtype;
    int64_t edges_stride;
    int32_t ndim; /* of the input, for messages */
    int64_t shape[RAVEL_MAX_NDIM];
    rvl_sweep sweep; /* the input; the mask; the weights */
} rvl_count_job;

ravel_status rvl_count_check(rvl_call *call, const rvl_count_request *request, rvl_count_job *job);
/* Checks numbers and edges, then counts. */
ravel_status rvl_count_run(rvl_call *call, const rvl_count_job *job);

#endif
