/* facts.c: the two kernel lists as tables. */
#include "facts.h"

#include "core/dtype_table.h"

/* What an operand's dtype is where it is no fixed one: as shapes.def says. */
enum { OPERAND_SAME = -1, OPERAND_PART = -2, OPERAND_FLOAT = -3 };

enum {
#define SHAPE(name, inputs, outputs, first_common, common, ...) \
    N_IN_##name = inputs, N_OUT_##name = outputs, FIRST_##name = first_common, N_COMMON_##name = common,
#include "kernel/shapes.def"
#undef SHAPE
};

#define SAME OPERAND_SAME
#define PART OPERAND_PART
#define FLOAT OPERAND_FLOAT
#define BOOL RAVEL_BOOL
#define UINT8 RAVEL_UINT8
#define INT32 RAVEL_INT32
#define INT64 RAVEL_INT64
#define SHAPE(name, n_in, n_out, first, n_common, ...) [RVL_LOOP_##name] = {__VA_ARGS__},
static const int32_t shape_operands[][RAVEL_MAX_OPERANDS] = {
#include "kernel/shapes.def"
};
#undef SHAPE
#undef SAME
#undef PART
#undef FLOAT
#undef BOOL
#undef UINT8
#undef INT32
#undef INT64

#define REORDERABLE RVL_PROPERTY_REORDERABLE
#define TO_FLOAT64 (RVL_PROPERTY_TO_FLOAT64 | RVL_PROPERTY_SLOW_COMPLEX)
#define SLOW RVL_PROPERTY_SLOW
#define SLOW_COMPLEX RVL_PROPERTY_SLOW_COMPLEX
#define ONE_FOR_INTEGERS RVL_PROPERTY_ONE_FOR_INTEGERS
#define ONE_FOR_REALS RVL_PROPERTY_ONE_FOR_REALS
#define WIDE RVL_PROPERTY_WIDE
#define SKIPS_NAN (RVL_PROPERTY_SKIPS_NAN | RVL_PROPERTY_REORDERABLE)
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary)                             \
    [RVL_KERNEL_##name] = {#name,                                                                                    \
                           summary,                                                                                  \
                           RVL_LOOP_##loop,                                                                          \
                           N_IN_##loop,                                                                              \
                           N_OUT_##loop,                                                                             \
                           FIRST_##loop,                                                                             \
                           N_COMMON_##loop,                                                                          \
                           {RVL_SUPPORT_##boolean, RVL_SUPPORT_##integer, RVL_SUPPORT_##integer, RVL_SUPPORT_##real, \
                            RVL_SUPPORT_##complex},                                                                  \
                           properties,                                                                               \
                           RVL_FAMILY_##family},
const rvl_kernel_facts rvl_kernels[RVL_N_KERNELS] = {
#include "kernel/kernels.def"
};
#undef KERNEL

enum {
    VERB_REDUCE = RAVEL_VERB_REDUCE,
    VERB_REDUCE_CORRECTED = RAVEL_VERB_REDUCE,
    VERB_ACCUMULATE = RAVEL_VERB_ACCUMULATE
};
#define REDUCTION(name, verb, kernel, rule, summary) \
    [RVL_REDUCTION_##name] = {#name, summary, {NULL, NULL}, VERB_##verb, RVL_KERNEL_##kernel, RVL_RULE_##rule},
#define PAIR(name, kernel, rule, first, second) \
    [RVL_PAIR_##name] = {#name, NULL, {first, second}, RAVEL_VERB_REDUCE, RVL_KERNEL_##kernel, RVL_RULE_##rule},
const rvl_reduction_facts rvl_reductions[RVL_END_OF_PAIRS] = {
#include "kernel/reductions.def"

#include "kernel/pairs.def"
};
#undef REDUCTION
#undef PAIR

int32_t rvl_part_dtype(int32_t dtype)
{
    return dtype == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : dtype == RAVEL_COMPLEX128 ? RAVEL_FLOAT64 : dtype;
}

const rvl_rule_facts rvl_rules[RVL_N_RULES] = {
    [RVL_RULE_SUM] = {.sums = true, .as_they_are = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_SAME] = {.as_they_are = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_TRUTH] = {.as_they_are = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_MEAN] = {.floats = true, .divides = true, .as_they_are = true, .takes_where = true},
    [RVL_RULE_COUNT] = {.map = RVL_MAP_NONE, .takes_where = true},
    [RVL_RULE_INDEX] = {.map = RVL_MAP_NONE, .takes_where = true, .takes_initial = true},
    [RVL_RULE_VAR] = {.floats = true, .moments = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_STD] = {.floats = true, .moments = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_NANVAR] =
        {.map = RVL_MAP_MARKS, .floats = true, .moments = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_NANSTD] =
        {.map = RVL_MAP_MARKS, .floats = true, .moments = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_EXACT] = {.map = RVL_MAP_NONE, .takes_where = true},
    [RVL_RULE_PTP] = {.extremes = true},
    [RVL_RULE_MIN_MAX] = {.extremes = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_MEAN_VAR] = {.floats = true, .moments = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_NANSUM] =
        {.map = RVL_MAP_NUMBERS, .sums = true, .folds_floats = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_NANMEAN] = {.map = RVL_MAP_NUMBERS, .floats = true, .divides = true, .takes_where = true},
    [RVL_RULE_NANSAME] = {.folds_floats = true, .as_they_are = true, .takes_where = true, .takes_initial = true},
    [RVL_RULE_NORM] = {.map = RVL_MAP_ABS, .floats = true, .magnitudes = true, .takes_where = true},
    [RVL_RULE_LOGSUMEXP] = {.floats = true, .logs = true, .takes_where = true},
    [RVL_RULE_NORM2] = {.map = RVL_MAP_SQUARES, .floats = true, .magnitudes = true, .roots = true, .takes_where = true},
};

bool rvl_kernel_supports(int32_t kernel, int32_t dtype)
{
    const rvl_kernel_facts *facts = &rvl_kernels[kernel];
    if ((facts->properties & RVL_PROPERTY_WIDE) && rvl_dtypes[dtype].part_size < 8)
        return false;
    return facts->support[rvl_dtypes[dtype].kind] == RVL_SUPPORT_YES;
}

bool rvl_kernel_is_slow(int32_t kernel, int32_t dtype)
{
    const rvl_kernel_facts *facts = &rvl_kernels[kernel];
    const int32_t properties =
        RVL_PROPERTY_SLOW | (rvl_dtypes[dtype].kind == RAVEL_KIND_COMPLEX ? RVL_PROPERTY_SLOW_COMPLEX : 0);
    return facts->family == RVL_FAMILY_DIVISION || facts->family == RVL_FAMILY_ELEMENTARY ||
           (facts->properties & properties);
}

bool rvl_kernel_is_constant(int32_t kernel, int32_t dtype)
{
    const int32_t kind = rvl_dtypes[dtype].kind, properties = rvl_kernels[kernel].properties;
    return ((properties & RVL_PROPERTY_ONE_FOR_INTEGERS) && kind < RAVEL_KIND_FLOAT) ||
           ((properties & RVL_PROPERTY_ONE_FOR_REALS) && kind < RAVEL_KIND_COMPLEX);
}

int32_t rvl_reduction_default(rvl_reduction_rule rule, int32_t dtype)
{
    const int32_t kind = rvl_dtypes[dtype].kind;
    if (rule == RVL_RULE_TRUTH)
        return RAVEL_BOOL;
    if (rule == RVL_RULE_COUNT || rule == RVL_RULE_INDEX)
        return RAVEL_INT64;
    if (kind == RAVEL_KIND_COMPLEX && (rvl_rules[rule].magnitudes || rvl_rules[rule].moments))
        return rvl_part_dtype(dtype);
    if (rule == RVL_RULE_SAME || rule == RVL_RULE_NANSAME || rvl_rules[rule].extremes || kind >= RAVEL_KIND_FLOAT)
        return dtype;
    return rvl_rules[rule].floats ? RAVEL_FLOAT64 : kind == RAVEL_KIND_UNSIGNED ? RAVEL_UINT64 : RAVEL_INT64;
}

/* The dtype of an operand of a loop for T. */
static int32_t operand_dtype(int32_t operand, int32_t dtype)
{
    if (operand == OPERAND_SAME)
        return dtype;
    if (operand > 0)
        return operand;
    if (operand == OPERAND_FLOAT && rvl_dtypes[dtype].kind < RAVEL_KIND_FLOAT)
        return RAVEL_FLOAT64;
    return rvl_part_dtype(dtype);
}

int32_t rvl_kernel_result(int32_t kernel, int32_t dtype)
{
    const rvl_kernel_facts *facts = &rvl_kernels[kernel];
    return operand_dtype(shape_operands[facts->shape][facts->n_in], dtype);
}

void rvl_kernel_signature(int32_t kernel, int32_t dtype, int32_t *dtypes)
{
    const rvl_kernel_facts *facts = &rvl_kernels[kernel];
    for (int32_t i = 0; i < facts->n_in + facts->n_out; i++)
        dtypes[i] = operand_dtype(shape_operands[facts->shape][i], dtype);
}
