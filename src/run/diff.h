/* diff.h: n-th differences along one axis: views of an array that are subtracted, as an elementwise call. */
#ifndef RVL_RUN_DIFF_H
#define RVL_RUN_DIFF_H

#include "apply.h"

/* The arguments of ravel_diff. */
typedef struct rvl_diff_request {
    const ravel_array *in;
    int32_t axis;
    int64_t n;
    uint64_t options;
    ravel_array *out;
} rvl_diff_request;

/* Checks and computes. */
ravel_status rvl_diff(rvl_call *call, const rvl_diff_request *request);

#endif
