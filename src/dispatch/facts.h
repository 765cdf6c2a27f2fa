/* facts.h: what kernels.def and reductions.def say of each kernel, as tables. */
#ifndef RVL_DISPATCH_FACTS_H
#define RVL_DISPATCH_FACTS_H

#include "kernel/families.h"
#include "kernel/maps.h"
#include <stdbool.h>

/* The shape of a kernel's loop; T is the dtype that the call resolves to. */
typedef enum {
#define SHAPE(name, n_in, n_out, first, n_common, ...) RVL_LOOP_##name,
#include "kernel/shapes.def"
#undef SHAPE
} rvl_loop_shape;

typedef enum { RVL_SUPPORT_NO, RVL_SUPPORT_YES, RVL_SUPPORT_NEVER } rvl_support;

#define RVL_PROPERTY_REORDERABLE 1
#define RVL_PROPERTY_TO_FLOAT64 2
#define RVL_PROPERTY_WIDE 4
#define RVL_PROPERTY_SKIPS_NAN 8
#define RVL_PROPERTY_SLOW 16
#define RVL_PROPERTY_SLOW_COMPLEX 32
#define RVL_PROPERTY_ONE_FOR_INTEGERS 64
#define RVL_PROPERTY_ONE_FOR_REALS 128

typedef struct rvl_kernel_facts {
    const char *name, *summary;
    rvl_loop_shape shape;
    int32_t n_in, n_out;
    int32_t first, n_common; /* the inputs that T is resolved from: n_common of them, from number `first` on */
    rvl_support support[5];  /* by RAVEL_KIND_* */
    int32_t properties;
    rvl_family family;
} rvl_kernel_facts;

extern const rvl_kernel_facts rvl_kernels[RVL_N_KERNELS];

typedef enum {
#define REDUCTION(name, verb, kernel, rule, summary) RVL_REDUCTION_##name,
#include "kernel/reductions.def"
#undef REDUCTION
    RVL_N_REDUCTIONS
} rvl_reduction_number;

/* Reductions with two outputs have numbers above those. */
typedef enum {
    RVL_BEFORE_PAIRS = RVL_N_REDUCTIONS - 1,
#define PAIR(name, kernel, rule, first, second) RVL_PAIR_##name,
#include "kernel/pairs.def"
#undef PAIR
    RVL_END_OF_PAIRS
} rvl_pair_number;

typedef enum {
    RVL_RULE_SUM,
    RVL_RULE_SAME,
    RVL_RULE_TRUTH,
    RVL_RULE_MEAN,
    RVL_RULE_COUNT,
    RVL_RULE_INDEX,
    RVL_RULE_NANSUM,
    RVL_RULE_NANMEAN,
    RVL_RULE_NANSAME,
    RVL_RULE_NORM,
    RVL_RULE_NORM2,
    RVL_RULE_LOGSUMEXP,
    RVL_RULE_VAR,
    RVL_RULE_STD,
    RVL_RULE_NANVAR,
    RVL_RULE_NANSTD,
    RVL_RULE_EXACT,
    RVL_RULE_PTP,
    RVL_RULE_MIN_MAX,
    RVL_RULE_MEAN_VAR,
    RVL_N_RULES
} rvl_reduction_rule;

/* What else the rules say. */
typedef struct rvl_rule_facts {
    rvl_map map;       /* of floats and complex numbers, before they are folded */
    bool sums;         /* the accumulator of integers has 64 bits */
    bool floats;       /* integers are computed in float64 */
    bool folds_floats; /* floats are folded before they become integers, among which NaN would be 0 */
    bool divides;      /* by the number of elements */
    bool magnitudes;   /* folds real numbers, none below +0 */
    bool moments;      /* a variance, or its root, which take a correction */
    bool roots;        /* the square root of the result is taken */
    bool extremes;     /* of the smallest and the largest element */
    bool logs;         /* of sums of exponentials of real numbers */
    bool as_they_are;  /* what is folded are the elements themselves */
    bool takes_where;
    bool takes_initial;
} rvl_rule_facts;

extern const rvl_rule_facts rvl_rules[RVL_N_RULES];

typedef struct rvl_reduction_facts {
    const char *name, *summary; /* of pairs there is no summary */
    const char *outputs[2];     /* of pairs: what messages call them */
    int32_t verb;               /* RAVEL_VERB_REDUCE or RAVEL_VERB_ACCUMULATE */
    int32_t kernel;             /* the binary kernel that folds */
    rvl_reduction_rule rule;
} rvl_reduction_facts;

extern const rvl_reduction_facts rvl_reductions[RVL_END_OF_PAIRS];

/* Whether an element takes a built-in kernel longer than it takes the memory: storing past the caches would then
 * only take turns with computing. */
bool rvl_kernel_is_slow(int32_t kernel, int32_t dtype);
/* Whether a built-in kernel gives the same result for all elements of a dtype. */
bool rvl_kernel_is_constant(int32_t kernel, int32_t dtype);
/* Whether a built-in kernel has a loop for a dtype (not: whether a call with that dtype finds one to cast to). */
bool rvl_kernel_supports(int32_t kernel, int32_t dtype);
/* The dtype of a complex dtype's parts; other dtypes are their own. */
int32_t rvl_part_dtype(int32_t dtype);
/* The dtype that a reduction's output has where the caller has not chosen one; the input's for other than sums,
 * truths, means, counts, indices, variances and norms. */
int32_t rvl_reduction_default(rvl_reduction_rule rule, int32_t dtype);
/* The dtype of the first output of a built-in kernel's loop for T. */
int32_t rvl_kernel_result(int32_t kernel, int32_t dtype);
/* The dtypes of a built-in kernel's loop for T: inputs, then outputs. */
void rvl_kernel_signature(int32_t kernel, int32_t dtype, int32_t *dtypes);

#endif
