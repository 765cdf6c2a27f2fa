/* accumulate.h: a running fold along one axis: checked, then run. */
#ifndef RVL_RUN_ACCUMULATE_H
#define RVL_RUN_ACCUMULATE_H

#include "fold_choice.h"
#include "tile.h"
#include <ravel/apply.h>

/* The arguments of ravel_accumulate. */
typedef struct rvl_accumulate_request {
    const ravel_array *in;
    int32_t axis;
    uint64_t options;
    ravel_array *out;
} rvl_accumulate_request;

/* A call that has passed its checks. */
typedef struct rvl_accumulate_job {
    rvl_fold fold;
    rvl_source source;
    const unsigned char *data;
    uint64_t scalar[2]; /* the value of an input that is a scalar */
    unsigned char *out;
    int32_t out_dtype;
    bool out_swapped, out_aligned;
    int64_t n, stride, out_stride; /* of the axis */
    int32_t n_others;              /* the other axes, innermost first */
    int64_t shape[RAVEL_MAX_NDIM], strides[RAVEL_MAX_NDIM], out_strides[RAVEL_MAX_NDIM];
    int64_t size;        /* elements */
    unsigned char *head; /* where the first initial element goes, NULL: there is none; the others: as in `out_strides`
                          */
    uint64_t initial[2]; /* the identity as the output holds it */
    bool copy;           /* the output overlaps the input and is not exactly it */
    bool direct_out;
    bool columns; /* walks rows of columns, not one slice after the other */
    int64_t step, n_steps, n_regions;
} rvl_accumulate_job;

/* What the output must be: checks all but the output. The shape is the input's. */
ravel_status rvl_accumulate_outputs(rvl_call *call, const rvl_kernel_use *use, const rvl_accumulate_request *request,
                                    int32_t *dtype, int32_t *ndim, int64_t *shape);
/* Makes all checks. */
ravel_status rvl_accumulate_check(rvl_call *call, const rvl_kernel_use *use, const rvl_accumulate_request *request,
                                  rvl_accumulate_job *job);
/* Writes the initial elements; the output's strides must be as rvl_accumulate_check left them, in any order. */
void rvl_accumulate_write_initial(const rvl_accumulate_job *job);
/* Computes. */
ravel_status rvl_accumulate_run(rvl_call *call, rvl_accumulate_job *job);
/* The scratch memory that it takes. */
size_t rvl_accumulate_scratch(const rvl_accumulate_job *job);

#endif
