/* reduce_call.h: a call of reduce: checked, then run. */
#ifndef RVL_RUN_REDUCE_CALL_H
#define RVL_RUN_REDUCE_CALL_H

#include "core/index.h"
#include "fold_choice.h"
#include "reduce.h"
#include <ravel/apply.h>

/* What elements are multiplied by before they are summed, where a request is one of products. */
typedef struct rvl_reduce_factor {
    rvl_descriptor array; /* of the input's shape */
    int32_t dtype;        /* that both inputs promote to */
    rvl_source source;    /* filled by the check; the job points at it */
} rvl_reduce_factor;

/* The second output, where a request has two. */
typedef struct rvl_reduce_other {
    rvl_descriptor array;
    const char *const *roles;  /* how messages name the two */
    rvl_reduce_second *output; /* filled by the check; the job points at it */
} rvl_reduce_other;

/* The arguments of ravel_reduce. */
typedef struct rvl_reduce_request {
    const ravel_array *in;
    int32_t n_axes;
    const int32_t *axes;
    const ravel_array *where;
    const ravel_array *initial;
    double correction; /* of a variance, where there is no `initial` */
    uint64_t options;
    ravel_array *out;
    rvl_reduce_factor *factor; /* NULL: none; else there is no mask, and `where` is what messages number it as */
    rvl_reduce_other *other;   /* NULL: there is one output */
} rvl_reduce_request;

/* A call that has passed its checks. */
typedef struct rvl_reduce_checked {
    rvl_reduce_job job;
    rvl_fold_choice choice;
    uint64_t scalars[2][2];       /* the values of an input and a mask that are scalars */
    int64_t n_results, n_reduced; /* elements of the output, and elements that make one of them */
    uint64_t events;              /* raised by casting `initial` */
    bool copy;                    /* the output overlaps an input */
} rvl_reduce_checked;

/* What the output must be: checks all but the output. */
ravel_status rvl_reduce_outputs(rvl_call *call, const rvl_kernel_use *use, const rvl_reduce_request *request,
                                int32_t *dtype, int32_t *ndim, int64_t *shape);
/* The short way for few contiguous elements of one dtype that make one result of it, where nothing can be wrong. False
 * where it is not open. */
bool rvl_reduce_short(rvl_call *call, const rvl_kernel_use *use, const rvl_reduce_request *request,
                      const rvl_descriptor *in, const rvl_descriptor *out);
/* Makes all checks; in and out have been read. */
ravel_status rvl_reduce_check(rvl_call *call, const rvl_kernel_use *use, const rvl_reduce_request *request,
                              const rvl_descriptor *in, const rvl_descriptor *out, rvl_reduce_checked *checked);
/* Computes. */
ravel_status rvl_reduce_call_run(rvl_call *call, rvl_reduce_checked *checked);
/* The scratch memory that it takes. */
size_t rvl_reduce_call_scratch(const rvl_call *call, rvl_reduce_checked *checked);

/* Reads a 0-d `initial` into the dtype that a fold sees. */
ravel_status rvl_reduce_read_initial(rvl_call *call, const ravel_array *initial, int32_t casting,
                                     const rvl_fold_choice *choice, const rvl_fold *fold, uint64_t *value,
                                     uint64_t *events);
/* Whether an input may become what the fold takes: by the casting rule, or as a literal whose value fits. */
ravel_status rvl_reduce_check_cast(rvl_call *call, const rvl_descriptor *input, const char *role, int32_t argument,
                                   int32_t casting, const rvl_fold_choice *choice);
/* Whether `initial` is a correction: reads the number that a variance's divisor is less than the number of elements by.
 */
bool rvl_reduce_takes_correction(rvl_reduction_rule rule);
ravel_status rvl_reduce_read_correction(rvl_call *call, const ravel_array *initial, const rvl_fold_choice *choice,
                                        double *correction);
/* Reads a mask, and its strides along the input's axes: it stretches to the input's shape. role: how messages name the
 * input. */
ravel_status rvl_reduce_read_mask(rvl_call *call, const ravel_array *where, const char *role, const rvl_descriptor *in,
                                  rvl_descriptor *mask, int64_t *strides);
/* sum / n, both parts of a complex one alike; of a dtype that is its own accumulator. */
void rvl_reduce_divide(int32_t dtype, int32_t isa, int64_t n, uint64_t *sum);
/* Whether the output may be written: writeable, of a dtype that the fold's results may become, without overlap in
 * itself. */
ravel_status rvl_reduce_check_output(rvl_call *call, const rvl_descriptor *out, int32_t casting,
                                     const rvl_fold_choice *choice);
/* The same by name and number, for results of a dtype. */
ravel_status rvl_reduce_check_named_output(rvl_call *call, const rvl_descriptor *out, const char *role,
                                           int32_t argument, int32_t casting, int32_t dtype);
/* The dtype of outputs that two are computed for. Fails with RAVEL_DTYPE_MISMATCH where they have to have the same. */
ravel_status rvl_reduce_join_dtypes(rvl_call *call, const rvl_kernel_use *use, const rvl_descriptor *out,
                                    const rvl_reduce_other *other, int32_t *dtype);
/* Makes a state of the initial value, which stands for masked elements, too. */
void rvl_reduce_begin_extremes(rvl_reduce_job *job);
/* Whether the second output may be written, and does not overlap the first; fills what the job takes of it. */
ravel_status rvl_reduce_check_other(rvl_call *call, const rvl_reduce_request *request, const rvl_descriptor *out,
                                    int32_t casting, rvl_reduce_checked *checked);

#endif
