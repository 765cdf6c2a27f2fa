/* fold_choice.h: which fold a reduction or an accumulation runs, and in which dtype. */
#ifndef RVL_RUN_FOLD_CHOICE_H
#define RVL_RUN_FOLD_CHOICE_H

#include "core/kernel_object.h"
#include "dispatch/facts.h"
#include "fold.h"

/* What ravel_context_error calls the arrays of a reduction or an accumulation. */
enum { RVL_FOLD_INPUT, RVL_FOLD_OUTPUT, RVL_FOLD_WHERE, RVL_FOLD_INITIAL, RVL_FOLD_SECOND };

typedef struct rvl_fold_choice {
    const rvl_kernel_use *use;
    rvl_reduction_rule rule; /* RVL_RULE_SAME for a kernel itself */
    int32_t kernel;          /* the row of kernels.def that folds, or the row of the user's kernel */
    int32_t dtype;           /* that inputs become by the casting rule: float16 where the fold sees float32 */
    int32_t second_dtype;    /* that a second output's results have by the casting rule; the first's have `dtype` */
    bool any_input;          /* no casting rule for inputs: they count as x != 0, or mean chose the dtype */
    bool exact;              /* any order gives the same bits */
} rvl_fold_choice;

/* The default output dtype for an input. Fails with RAVEL_WRONG_VERB and RAVEL_NO_LOOP. */
ravel_status rvl_fold_default_dtype(rvl_call *call, const rvl_kernel_use *use, int32_t verb, int32_t in_dtype,
                                    int32_t *dtype);
/* The fold for an input and an output, but for its identities' values. Fails with RAVEL_WRONG_VERB, RAVEL_NO_LOOP, and
 * RAVEL_DTYPE_MISMATCH where an output is too narrow for a sum. */
ravel_status rvl_fold_choose(rvl_call *call, const rvl_kernel_use *use, int32_t verb, int32_t in_dtype,
                             int32_t out_dtype, rvl_fold_choice *choice, rvl_fold *fold);
/* Lets states make results for an output of this dtype, where that matters to them. */
void rvl_fold_finish_as(int32_t out_dtype, rvl_fold_choice *choice, rvl_fold *fold);
/* Sets the values of the fold's identities, which few calls need. */
void rvl_fold_set_identities(const rvl_fold_choice *choice, rvl_fold *fold);
/* Lets a variance that has been chosen pass over the elements that are masked and, where the rule says so, NaN. */
void rvl_fold_pass_over(const rvl_fold_choice *choice, rvl_fold *fold);
/* Lets a norm2 that has been chosen take elements as they are, and keep all the sums that its root may come of. */
void rvl_fold_keep_norms(rvl_fold *fold);

#endif
