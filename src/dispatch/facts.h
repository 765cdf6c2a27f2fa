/* facts.h: what kernels.def and reductions.def say of each kernel, as tables. */
#ifndef RVL_DISPATCH_FACTS_H
#define RVL_DISPATCH_FACTS_H

#include "kernel/kernel.h"
#include <stdbool.h>

/* The shape of a kernel's loop; T is the dtype that the call resolves to. */
typedef enum {
    RVL_LOOP_move,      /* T -> T, no function: load and store do it */
    RVL_LOOP_unary,     /* T -> T */
    RVL_LOOP_binary,    /* T, T -> T */
    RVL_LOOP_ternary,   /* T, T, T -> T */
    RVL_LOOP_compare,   /* T, T -> bool */
    RVL_LOOP_predicate, /* T -> bool */
    RVL_LOOP_magnitude, /* T -> the real type of T's parts */
    RVL_LOOP_select,    /* bool, T, T -> T */
} rvl_loop_shape;

typedef enum { RVL_SUPPORT_NO, RVL_SUPPORT_YES, RVL_SUPPORT_NEVER } rvl_support;

#define RVL_PROPERTY_REORDERABLE 1
#define RVL_PROPERTY_TO_FLOAT64 2

typedef struct rvl_kernel_facts {
    const char *name, *summary;
    rvl_loop_shape shape;
    int32_t n_in;           /* every built-in kernel has one output */
    rvl_support support[5]; /* by RAVEL_KIND_* */
    int32_t properties;
    bool elementary; /* its family: costs tens of instructions an element */
} rvl_kernel_facts;

extern const rvl_kernel_facts rvl_kernels[RVL_N_KERNELS];

typedef enum {
#define REDUCTION(name, verb, kernel, rule, summary) RVL_REDUCTION_##name,
#include "kernel/reductions.def"
#undef REDUCTION
    RVL_N_REDUCTIONS
} rvl_reduction_number;

typedef enum { RVL_RULE_SUM, RVL_RULE_SAME, RVL_RULE_TRUTH, RVL_RULE_MEAN } rvl_reduction_rule;

typedef struct rvl_reduction_facts {
    const char *name, *summary;
    int32_t verb;   /* RAVEL_VERB_REDUCE or RAVEL_VERB_ACCUMULATE */
    int32_t kernel; /* the binary kernel that folds */
    rvl_reduction_rule rule;
} rvl_reduction_facts;

extern const rvl_reduction_facts rvl_reductions[RVL_N_REDUCTIONS];

/* Whether a built-in kernel has a loop for a dtype (not: whether a call with that dtype finds one to cast to). */
bool rvl_kernel_supports(int32_t kernel, int32_t dtype);
/* The dtype that a reduction's output has where the caller has not chosen one; the input's for other than sums,
 * truths and means. */
int32_t rvl_reduction_default(rvl_reduction_rule rule, int32_t dtype);
/* The dtype of the output of a built-in kernel's loop for T. */
int32_t rvl_kernel_result(int32_t kernel, int32_t dtype);
/* The dtypes of a built-in kernel's loop for T: n_in inputs, then the output. */
void rvl_kernel_signature(int32_t kernel, int32_t dtype, int32_t *dtypes);

#endif
