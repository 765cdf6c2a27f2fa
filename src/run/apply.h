/* apply.h: an elementwise call: checked, then run. */
#ifndef RVL_RUN_APPLY_H
#define RVL_RUN_APPLY_H

#include "blocks.h"
#include "plan/overlap.h"
#include <ravel/apply.h>

/* What a caller asks for: the arguments of ravel_apply. */
typedef struct rvl_apply_request {
    int32_t n_in;
    const ravel_array *const *in;
    const ravel_array *where;
    uint64_t options;
    int32_t n_out;
    ravel_array *const *out;
} rvl_apply_request;

/* A call that has passed its checks. */
typedef struct rvl_apply {
    rvl_loop loop;
    rvl_run run;
    int32_t casting;
    int32_t dtypes[RVL_NEST_OPERANDS];
    uint64_t flags[RVL_NEST_OPERANDS];     /* of the arrays */
    uint64_t values[RVL_NEST_OPERANDS][2]; /* of the scalars among them */
    bool in_place;                         /* an output is exactly an input */
    uint64_t copied;                       /* bit k: operand k overlaps an output and must be copied first */
    size_t scratch;                        /* bytes that those copies take */
} rvl_apply;

/* Checks the kernel and the inputs: arity, dtypes, shapes. Afterwards the loop and the nest's shape are known. */
ravel_status rvl_apply_check_inputs(rvl_call *call, const rvl_kernel_use *use, const rvl_apply_request *request,
                                    rvl_apply *apply);
/* Checks the mask: bool, and within the nest's shape. Part of check_outputs. */
ravel_status rvl_apply_check_mask(rvl_call *call, const rvl_apply_request *request, rvl_apply *apply);
/* Checks the mask, the outputs and all overlaps. */
ravel_status rvl_apply_check_outputs(rvl_call *call, const rvl_apply_request *request, rvl_apply *apply);
/* Notes what output operand k shares with an operand that is read: it is computed in place, or that one is copied. */
void rvl_apply_note_overlap(rvl_apply *apply, int32_t k, int32_t other);
/* Sums up the copies; fails with RAVEL_SCRATCH_LIMIT where the options forbid them. Part of check_outputs. */
ravel_status rvl_apply_check_scratch(rvl_call *call, uint64_t options, rvl_apply *apply);
/* The bytes of operand k, before the nest is simplified. */
rvl_extent rvl_apply_extent(const rvl_apply *apply, int32_t k);
/* Computes. */
ravel_status rvl_apply_run(rvl_call *call, rvl_apply *apply);

/* The casting rule of a call: its option's, else its context's. */
ravel_status rvl_casting_rule(rvl_call *call, uint64_t options, uint64_t known_options, int32_t *casting);
/* The rule's name, for messages. */
const char *rvl_casting_name(int32_t casting);

#endif
