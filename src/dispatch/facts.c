/* facts.c: the two kernel lists as tables. */
#include "facts.h"

#include "core/dtype_table.h"

enum { ARITY_move = 1, ARITY_unary = 1, ARITY_binary = 2, ARITY_ternary = 3 };
enum { ARITY_compare = 2, ARITY_predicate = 1, ARITY_magnitude = 1, ARITY_select = 3 };

enum { FAMILY_BASIC = 0, FAMILY_ELEMENTARY = 1 };

#define REORDERABLE RVL_PROPERTY_REORDERABLE
#define TO_FLOAT64 RVL_PROPERTY_TO_FLOAT64
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary)                             \
    [RVL_KERNEL_##name] = {#name,                                                                                    \
                           summary,                                                                                  \
                           RVL_LOOP_##loop,                                                                          \
                           ARITY_##loop,                                                                             \
                           {RVL_SUPPORT_##boolean, RVL_SUPPORT_##integer, RVL_SUPPORT_##integer, RVL_SUPPORT_##real, \
                            RVL_SUPPORT_##complex},                                                                  \
                           properties,                                                                               \
                           FAMILY_##family},
const rvl_kernel_facts rvl_kernels[RVL_N_KERNELS] = {
#include "kernel/kernels.def"
};
#undef KERNEL

#define REDUCTION(name, verb, kernel, rule, summary) \
    [RVL_REDUCTION_##name] = {#name, summary, RAVEL_VERB_##verb, RVL_KERNEL_##kernel, RVL_RULE_##rule},
const rvl_reduction_facts rvl_reductions[RVL_N_REDUCTIONS] = {
#include "kernel/reductions.def"
};
#undef REDUCTION

bool rvl_kernel_supports(int32_t kernel, int32_t dtype)
{
    return rvl_kernels[kernel].support[rvl_dtypes[dtype].kind] == RVL_SUPPORT_YES;
}

int32_t rvl_reduction_default(rvl_reduction_rule rule, int32_t dtype)
{
    const int32_t kind = rvl_dtypes[dtype].kind;
    if (rule == RVL_RULE_TRUTH)
        return RAVEL_BOOL;
    if (rule == RVL_RULE_SAME || kind >= RAVEL_KIND_FLOAT)
        return dtype;
    return rule == RVL_RULE_MEAN ? RAVEL_FLOAT64 : kind == RAVEL_KIND_UNSIGNED ? RAVEL_UINT64 : RAVEL_INT64;
}

static int32_t part_dtype(int32_t dtype)
{
    return dtype == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : dtype == RAVEL_COMPLEX128 ? RAVEL_FLOAT64 : dtype;
}

int32_t rvl_kernel_result(int32_t kernel, int32_t dtype)
{
    const rvl_loop_shape shape = rvl_kernels[kernel].shape;
    if (shape == RVL_LOOP_magnitude)
        return part_dtype(dtype);
    return shape == RVL_LOOP_compare || shape == RVL_LOOP_predicate ? RAVEL_BOOL : dtype;
}

void rvl_kernel_signature(int32_t kernel, int32_t dtype, int32_t *dtypes)
{
    const rvl_kernel_facts *facts = &rvl_kernels[kernel];
    for (int32_t i = 0; i < facts->n_in; i++)
        dtypes[i] = dtype;
    if (facts->shape == RVL_LOOP_select)
        dtypes[0] = RAVEL_BOOL;
    dtypes[facts->n_in] = rvl_kernel_result(kernel, dtype);
}
