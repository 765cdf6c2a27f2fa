/* vecdot.h: sums of products of two arrays: a sum whose elements are loaded as products. */
#ifndef RVL_RUN_VECDOT_H
#define RVL_RUN_VECDOT_H

#include "reduce_call.h"

/* The arguments of ravel_vecdot. */
typedef struct rvl_vecdot_request {
    const ravel_array *x1, *x2;
    int32_t n_axes;
    const int32_t *axes;
    uint64_t options;
    ravel_array *out;
} rvl_vecdot_request;

/* Checks and computes. */
ravel_status rvl_vecdot(rvl_call *call, const rvl_vecdot_request *request);

/* The scratch memory that it takes: makes all checks. */
ravel_status rvl_vecdot_scratch(rvl_call *call, const rvl_vecdot_request *request, size_t *nbytes);

/* What the output must be, by default: checks all but the output. */
ravel_status rvl_vecdot_outputs(rvl_call *call, const rvl_vecdot_request *request, int32_t *dtype, int32_t *ndim,
                                int64_t *shape);

#endif
