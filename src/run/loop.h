/* loop.h: which compiled function a call runs, and on which dtypes. */
#ifndef RVL_RUN_LOOP_H
#define RVL_RUN_LOOP_H

#include "core/kernel_object.h"

typedef struct rvl_loop {
    const char *name;         /* of the kernel, as long as it is in use */
    ravel_kernel_fn function; /* NULL: the output is the input (copy, full) */
    void *user;
    bool builtin;     /* the function answers with event bits, and takes any non-zero bool byte */
    bool widened;     /* it computes halves in float32 */
    bool in_place;    /* an output block may be an input block */
    bool thread_safe; /* may run on several threads */
    bool heavy;       /* an elementary function: worth a thread sooner */
    bool slow;        /* takes longer to compute than memory takes */
    bool constant;    /* gives the same result for all elements, and so need not read them */
    int32_t n_in, n_out;
    int32_t dtypes[RAVEL_MAX_OPERANDS]; /* inputs, then outputs */
} rvl_loop;

/* Chooses the loop for inputs of these dtypes; weak[i] marks literals. Fails with RAVEL_NO_COMMON_DTYPE or
 * RAVEL_NO_LOOP, whose message lists what the kernel has, or RAVEL_WRONG_VERB for a named reduction. */
ravel_status rvl_loop_resolve(rvl_call *call, const rvl_kernel_use *use, int32_t isa, const int32_t *dtypes,
                              const int32_t *weak, rvl_loop *loop);

/* The numbers of inputs and outputs of a kernel. */
void rvl_kernel_arity(const rvl_kernel_use *use, int32_t *n_in, int32_t *n_out);
/* Whether a kernel that is no named reduction folds: it maps two of a dtype to one; built in: its loop is binary or
 * joins truths. */
bool rvl_kernel_folds(const rvl_kernel_use *use);
/* The instruction set that a call runs with. */
int32_t rvl_call_isa(const rvl_call *call);

#endif
