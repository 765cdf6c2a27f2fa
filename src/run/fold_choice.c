/* fold_choice.c: from a kernel, a verb and two dtypes to a fold. */
#include "fold_choice.h"

#include "core/dtype_table.h"
#include "core/scalar.h"
#include "loop.h"
#include "plan/promote.h"
#include <string.h>

static bool is_integral(int32_t dtype)
{
    return rvl_dtypes[dtype].kind <= RAVEL_KIND_UNSIGNED;
}

/* The binary kernel of kernels.def that folds, -1 for a user's; and the rule of a named reduction. */
static ravel_status resolve_kernel(rvl_call *call, const rvl_kernel_use *use, int32_t verb, int32_t *kernel,
                                   rvl_reduction_rule *rule)
{
    const char *verb_name = verb == RAVEL_VERB_REDUCE ? "reduce" : "accumulate";
    *kernel = use->number;
    *rule = RVL_RULE_SAME;
    if (use->reduction >= 0) {
        const rvl_reduction_facts *facts = &rvl_reductions[use->reduction];
        if (facts->verb != verb)
            return rvl_fail(call, RAVEL_WRONG_VERB, -1, -1, "%s is not for %s", facts->name, verb_name);
        *kernel = facts->kernel;
        *rule = facts->rule;
        return RAVEL_OK;
    }
    int32_t n_in, n_out;
    rvl_kernel_arity(use, &n_in, &n_out);
    if (n_in != 2 || n_out != 1)
        return rvl_fail(call, RAVEL_WRONG_VERB, -1, -1,
                        "%s has %i inputs and %i outputs; %s takes a kernel with 2 inputs and 1 output",
                        rvl_kernel_name(use), n_in, n_out, verb_name);
    if (!rvl_kernel_folds(use))
        return rvl_fail(call, RAVEL_WRONG_VERB, -1, -1,
                        "%s has no loop T, T -> T; %s takes a kernel that maps two elements to one of their dtype",
                        rvl_kernel_name(use), verb_name);
    return RAVEL_OK;
}

/* The row of a user's kernel whose three dtypes are `dtype`, or -1. */
static int32_t user_row(const rvl_user_kernel *object, int32_t dtype)
{
    for (int32_t row = 0; row < object->n_loops; row++) {
        const int32_t *dtypes = object->dtypes + 3 * row;
        if (dtypes[0] == dtype && dtypes[1] == dtype && dtypes[2] == dtype)
            return row;
    }
    return -1;
}

static ravel_status default_of_user(rvl_call *call, const rvl_user_kernel *object, int32_t in_dtype, int32_t *dtype)
{
    *dtype = in_dtype;
    if (user_row(object, in_dtype) >= 0)
        return RAVEL_OK;
    for (int32_t row = 0; row < object->n_loops; row++) {
        *dtype = object->dtypes[3 * row];
        if (user_row(object, *dtype) == row && rvl_can_cast(in_dtype, *dtype, RAVEL_CASTING_SAFE))
            return RAVEL_OK;
    }
    return rvl_fail(call, RAVEL_NO_LOOP, RVL_FOLD_INPUT, -1,
                    "the kernel %s has no loop T, T -> T for a T that %d casts to safely", object->name, in_dtype);
}

static ravel_status fail_inexact(rvl_call *call, const rvl_kernel_use *use, int32_t in_dtype)
{
    return rvl_fail(call, RAVEL_NO_LOOP, RVL_FOLD_INPUT, -1,
                    "input has dtype %d, but %s takes floats and complex numbers", in_dtype, rvl_kernel_name(use));
}

static ravel_status fail_complex(rvl_call *call, const rvl_kernel_use *use, int32_t in_dtype)
{
    return rvl_fail(call, RAVEL_NO_LOOP, RVL_FOLD_INPUT, -1, "input has dtype %d, but %s takes real numbers", in_dtype,
                    rvl_kernel_name(use));
}

/* The state that a reduction of a dtype to its extremes has, NULL where it has none. */
static const rvl_state_loops *extremes_of(rvl_reduction_rule rule, int32_t dtype, int32_t isa)
{
    const int32_t state = rule == RVL_RULE_PTP ? RVL_STATE_ptp : RVL_STATE_min_max;
    return rvl_builtin_states(state, rvl_dtypes[dtype].compute, isa);
}

static ravel_status fail_loop(rvl_call *call, const rvl_kernel_use *use, int32_t argument, const char *role,
                              int32_t dtype)
{
    return rvl_fail(call, RAVEL_NO_LOOP, argument, -1, "%s has no loop for the %s's dtype, %d", rvl_kernel_name(use),
                    role, dtype);
}

ravel_status rvl_fold_default_dtype(rvl_call *call, const rvl_kernel_use *use, int32_t verb, int32_t in_dtype,
                                    int32_t *dtype)
{
    int32_t kernel;
    rvl_reduction_rule rule;
    const ravel_status status = resolve_kernel(call, use, verb, &kernel, &rule);
    if (status != RAVEL_OK)
        return status;
    if (use->object)
        return default_of_user(call, use->object, in_dtype, dtype);
    if ((rule == RVL_RULE_INDEX || rule == RVL_RULE_NANSAME) && !rvl_kernel_supports(kernel, in_dtype))
        return fail_loop(call, use, RVL_FOLD_INPUT, "input", in_dtype);
    if (rvl_rules[rule].extremes && !extremes_of(rule, in_dtype, rvl_call_isa(call)))
        return fail_loop(call, use, RVL_FOLD_INPUT, "input", in_dtype);
    if (rule == RVL_RULE_EXACT && is_integral(in_dtype))
        return fail_inexact(call, use, in_dtype);
    if (rvl_rules[rule].logs && rvl_dtypes[in_dtype].kind == RAVEL_KIND_COMPLEX)
        return fail_complex(call, use, in_dtype);
    if (rvl_rules[rule].floats || rule == RVL_RULE_COUNT || rule == RVL_RULE_INDEX ||
        (rvl_rules[rule].sums && is_integral(in_dtype))) {
        *dtype = rvl_reduction_default(rule, in_dtype);
        return RAVEL_OK;
    }
    if (rvl_kernels[kernel].shape == RVL_LOOP_compare) {
        *dtype = RAVEL_BOOL;
        return RAVEL_OK;
    }
    const rvl_kernel_use binary = {kernel, -1, NULL, NULL};
    const int32_t dtypes[2] = {in_dtype, in_dtype}, weak[2] = {0, 0};
    rvl_loop loop;
    const ravel_status found = rvl_loop_resolve(call, &binary, rvl_call_isa(call), dtypes, weak, &loop);
    if (found == RAVEL_OK)
        *dtype = loop.dtypes[2];
    return found;
}

/* Writes a small number, or an infinity as the dtype's extreme. */
static void set_value(double value, int32_t dtype, uint64_t *words)
{
    words[0] = words[1] = 0;
    (void)rvl_scalar_convert(RAVEL_FLOAT64, &value, dtype, words);
}

static void set_builtin_identities(int32_t kernel, rvl_fold *fold)
{
    const bool boolean = fold->element == RAVEL_BOOL;
    double filler, empty;
    switch (kernel) {
    case RVL_KERNEL_add:
    case RVL_KERNEL_logical_or:
    case RVL_KERNEL_logical_xor:
    case RVL_KERNEL_bitwise_or:
    case RVL_KERNEL_bitwise_xor:
        filler = -0.0;
        empty = 0;
        break;
    case RVL_KERNEL_multiply:
    case RVL_KERNEL_logical_and:
        filler = empty = 1;
        break;
    case RVL_KERNEL_bitwise_and: /* every bit */
        memset(fold->filler, boolean ? 1 : 0xff, boolean ? 1 : sizeof fold->filler);
        memcpy(fold->empty, fold->filler, sizeof fold->empty);
        return;
    case RVL_KERNEL_fmax:
    case RVL_KERNEL_fmin:
        if (rvl_dtypes[fold->dtype].kind == RAVEL_KIND_FLOAT) {
            filler = empty = __builtin_nan("");
            break;
        }
        filler = empty = kernel == RVL_KERNEL_fmin ? __builtin_inf() : boolean ? 0 : -__builtin_inf();
        break;
    case RVL_KERNEL_maximum:
        filler = empty = boolean ? 0 : -__builtin_inf();
        break;
    case RVL_KERNEL_minimum:
        filler = empty = __builtin_inf(); /* of bools: true */
        break;
    default:
        return;
    }
    set_value(filler, fold->element, fold->filler);
    set_value(empty, fold->dtype, fold->empty);
    if (rvl_dtypes[fold->element].kind == RAVEL_KIND_COMPLEX && kernel == RVL_KERNEL_add) {
        const size_t part_size = (size_t)rvl_dtypes[fold->element].part_size;
        memcpy((unsigned char *)fold->filler + part_size, fold->filler, part_size);
    }
}

/* Writes the element that stands for an absent one. */
static void set_absent(int32_t dtype, uint64_t *words)
{
    const uint32_t narrow[2] = {RVL_ABSENT_FLOAT32, RVL_ABSENT_FLOAT32};
    words[0] = words[1] = RVL_ABSENT_FLOAT64;
    if (rvl_dtypes[dtype].part_size == sizeof *narrow)
        memcpy(words, narrow, sizeof narrow);
}

void rvl_fold_set_identities(const rvl_fold_choice *choice, rvl_fold *fold)
{
    const rvl_user_kernel *object = choice->use->object;
    if (rvl_rules[choice->rule].extremes)
        return; /* what stands for masked elements is the initial value */
    if (rvl_rules[choice->rule].moments) {
        set_absent(fold->element, fold->filler);
        fold->empty[0] = fold->empty[1] = 0;   /* what is finished as NaN */
    } else if (rvl_rules[choice->rule].logs) { /* the logarithm of nothing */
        set_value(-__builtin_inf(), fold->element, fold->filler);
        set_value(-__builtin_inf(), fold->dtype, fold->empty);
    } else if (rvl_rules[choice->rule].magnitudes)
        fold->filler[0] = fold->filler[1] = fold->empty[0] = fold->empty[1] = 0;
    else if (!object)
        set_builtin_identities(choice->kernel, fold);
    else if (object->has_identity)
        for (int32_t word = 0; word < 2; word++)
            fold->filler[word] = fold->empty[word] = object->identities[2 * choice->kernel + word];
}

static bool takes_root(rvl_reduction_rule rule)
{
    return rule == RVL_RULE_STD || rule == RVL_RULE_NANSTD;
}

static int32_t moments_state(rvl_reduction_rule rule, bool of_present)
{
    if (rule == RVL_RULE_MEAN_VAR)
        return of_present ? RVL_STATE_mean_var_of_present : RVL_STATE_mean_var;
    if (takes_root(rule))
        return of_present ? RVL_STATE_std_of_present : RVL_STATE_std;
    return of_present ? RVL_STATE_var_of_present : RVL_STATE_var;
}

/* Variances are computed in the dtype that is the default, or in the output's where that is wider. */
static ravel_status choose_moments(int32_t isa, int32_t in_dtype, int32_t out_dtype, rvl_fold_choice *choice,
                                   rvl_fold *fold)
{
    const rvl_reduction_rule rule = choice->rule;
    const int32_t natural = rvl_reduction_default(rule, in_dtype);
    const int32_t real = is_integral(out_dtype) ? natural : rvl_reduction_default(rule, out_dtype);
    const bool complex = rvl_dtypes[in_dtype].kind == RAVEL_KIND_COMPLEX;
    choice->dtype = rvl_promote(natural, real);
    fold->dtype = rvl_dtypes[choice->dtype].compute;
    fold->element = !complex ? fold->dtype : fold->dtype == RAVEL_FLOAT32 ? RAVEL_COMPLEX64 : RAVEL_COMPLEX128;
    choice->second_dtype = choice->dtype;
    fold->second_dtype = fold->dtype;
    if (rule == RVL_RULE_MEAN_VAR && complex)
        choice->dtype = fold->dtype = fold->element;
    fold->states = rvl_builtin_states(moments_state(rule, false), fold->element, isa);
    choice->any_input = true;
    choice->exact = fold->concatenates = false;
    fold->has_empty = true; /* NaN */
    return RAVEL_OK;
}

static ravel_status choose_indices(rvl_call *call, int32_t isa, int32_t in_dtype, rvl_fold_choice *choice,
                                   rvl_fold *fold)
{
    const int32_t state = choice->kernel == RVL_KERNEL_maximum ? RVL_STATE_argmax : RVL_STATE_argmin;
    fold->element = rvl_dtypes[in_dtype].compute;
    fold->states = rvl_builtin_states(state, fold->element, isa);
    if (!fold->states)
        return fail_loop(call, choice->use, RVL_FOLD_INPUT, "input", in_dtype);
    choice->dtype = fold->dtype = RAVEL_INT64;
    choice->any_input = choice->exact = fold->concatenates = true;
    fold->has_empty = false;
    return RAVEL_OK;
}

/* Computed in the output's dtype, as the maximum is. */
static ravel_status choose_extremes(rvl_call *call, int32_t isa, int32_t out_dtype, rvl_fold_choice *choice,
                                    rvl_fold *fold)
{
    choice->dtype = choice->second_dtype = out_dtype;
    fold->dtype = fold->second_dtype = fold->element = rvl_dtypes[out_dtype].compute;
    fold->states = extremes_of(choice->rule, out_dtype, isa);
    if (!fold->states)
        return fail_loop(call, choice->use, RVL_FOLD_OUTPUT, "output", out_dtype);
    choice->exact = true;
    fold->concatenates = fold->has_empty = false;
    return RAVEL_OK;
}

void rvl_fold_finish_as(int32_t out_dtype, rvl_fold_choice *choice, rvl_fold *fold)
{
    const int32_t part = rvl_part_dtype(out_dtype);
    const bool narrower = rvl_dtypes[part].kind == RAVEL_KIND_FLOAT && part != RAVEL_FLOAT64;
    if (choice->rule == RVL_RULE_EXACT)
        fold->states =
            rvl_builtin_states(narrower ? RVL_STATE_exact_sum_to_cast : RVL_STATE_exact_sum, fold->element, fold->isa);
}

static ravel_status choose_exact(rvl_call *call, int32_t isa, int32_t in_dtype, int32_t out_dtype,
                                 rvl_fold_choice *choice, rvl_fold *fold)
{
    if (is_integral(in_dtype))
        return fail_inexact(call, choice->use, in_dtype);
    choice->dtype = is_integral(out_dtype) ? in_dtype : rvl_promote(in_dtype, rvl_part_dtype(out_dtype));
    fold->dtype = rvl_dtypes[in_dtype].kind == RAVEL_KIND_COMPLEX ? RAVEL_COMPLEX128 : RAVEL_FLOAT64;
    fold->element = rvl_dtypes[in_dtype].compute;
    fold->isa = isa;
    rvl_fold_finish_as(out_dtype, choice, fold);
    choice->any_input = choice->exact = true;
    fold->concatenates = false;
    fold->has_empty = true;
    return RAVEL_OK;
}

/* Computed in the output's dtype, or for integers in the default one. */
static ravel_status choose_logs(rvl_call *call, int32_t isa, int32_t in_dtype, int32_t out_dtype,
                                rvl_fold_choice *choice, rvl_fold *fold)
{
    const int32_t natural = rvl_reduction_default(choice->rule, in_dtype);
    if (rvl_dtypes[in_dtype].kind == RAVEL_KIND_COMPLEX)
        return fail_complex(call, choice->use, in_dtype);
    choice->dtype = is_integral(out_dtype) ? natural : rvl_part_dtype(out_dtype);
    choice->any_input = choice->dtype == natural;
    fold->dtype = fold->element = rvl_dtypes[choice->dtype].compute;
    fold->states = rvl_builtin_states(RVL_STATE_logsumexp, fold->element, isa);
    choice->exact = fold->concatenates = false;
    fold->has_empty = true;
    return RAVEL_OK;
}

static void fold_states(rvl_fold *fold)
{
    fold->loop = fold->states->join;
    fold->first = &fold->states->elements;
    fold->reducer = &fold->states->states;
}

void rvl_fold_pass_over(const rvl_fold_choice *choice, rvl_fold *fold)
{
    const rvl_reduction_rule rule = choice->rule;
    fold->states = rvl_builtin_states(moments_state(rule, true), fold->element, fold->isa);
    fold_states(fold);
    const bool passes_nan = rvl_rules[rule].map != RVL_MAP_NONE;
    fold->map = rvl_builtin_map(passes_nan ? RVL_MAP_MARKS : RVL_MAP_PARTS, fold->element, fold->isa);
    fold->has_filler = true;
    uint64_t words[2];
    if (passes_nan)
        set_absent(fold->element, words);
    else
        set_value(__builtin_nan(""), rvl_part_dtype(fold->element), words);
    fold->mark = words[0];
}

void rvl_fold_keep_norms(rvl_fold *fold)
{
    fold->element = fold->given;
    fold->map = NULL;
    fold->states = rvl_builtin_states(RVL_STATE_norm2, fold->element, fold->isa);
    fold->itemsize = fold->states->nbytes;
    fold_states(fold);
}

/* A reduction whose running value is a state. */
static ravel_status choose_states(rvl_call *call, int32_t isa, int32_t in_dtype, int32_t out_dtype,
                                  rvl_fold_choice *choice, rvl_fold *fold)
{
    const ravel_status status =
        choice->rule == RVL_RULE_INDEX     ? choose_indices(call, isa, in_dtype, choice, fold)
        : rvl_rules[choice->rule].extremes ? choose_extremes(call, isa, out_dtype, choice, fold)
        : rvl_rules[choice->rule].logs     ? choose_logs(call, isa, in_dtype, out_dtype, choice, fold)
        : choice->rule == RVL_RULE_EXACT   ? choose_exact(call, isa, in_dtype, out_dtype, choice, fold)
                                           : choose_moments(isa, in_dtype, out_dtype, choice, fold);
    if (status != RAVEL_OK)
        return status;
    fold->given = fold->element;
    fold->map = NULL;
    fold->user = NULL;
    fold_states(fold);
    fold->builtin = fold->in_place = fold->thread_safe = fold->reorderable = true;
    fold->has_filler = rvl_rules[choice->rule].logs;
    fold->isa = isa;
    if (rvl_rules[choice->rule].map != RVL_MAP_NONE && !is_integral(in_dtype))
        rvl_fold_pass_over(choice, fold);
    return RAVEL_OK;
}

/* Whether a kernel picks one of its operands, so that nothing has no result. */
static bool is_extreme(int32_t kernel)
{
    return kernel == RVL_KERNEL_maximum || kernel == RVL_KERNEL_minimum || kernel == RVL_KERNEL_fmax ||
           kernel == RVL_KERNEL_fmin;
}

/* Whether both parts of a complex number count for the real part of the result: for all but sums and differences. */
static bool mixes_parts(const rvl_kernel_facts *facts, int32_t kernel)
{
    return facts->shape != RVL_LOOP_compare && kernel != RVL_KERNEL_add && kernel != RVL_KERNEL_subtract;
}

static ravel_status choose_builtin(rvl_call *call, int32_t isa, int32_t in_dtype, int32_t out_dtype,
                                   rvl_fold_choice *choice, rvl_fold *fold)
{
    const int32_t kernel = choice->kernel;
    const rvl_kernel_facts *facts = &rvl_kernels[kernel];
    const rvl_rule_facts *rule = &rvl_rules[choice->rule];
    int32_t dtype = out_dtype;
    if (choice->rule == RVL_RULE_INDEX || choice->rule == RVL_RULE_EXACT || rule->moments || rule->extremes ||
        rule->logs)
        return choose_states(call, isa, in_dtype, out_dtype, choice, fold);
    if (facts->shape == RVL_LOOP_compare) {
        dtype = RAVEL_BOOL;
        choice->any_input = true; /* as truths */
    } else if (choice->rule == RVL_RULE_COUNT) {
        dtype = RAVEL_INT64;
        choice->any_input = true;
    } else if (rule->floats) {
        const int32_t natural = rvl_reduction_default(choice->rule, in_dtype);
        if (is_integral(out_dtype) || rule->magnitudes)
            dtype = is_integral(out_dtype) ? natural : rvl_part_dtype(out_dtype);
        choice->any_input = dtype == natural;
    } else if (rule->folds_floats && is_integral(out_dtype) && !is_integral(in_dtype)) {
        dtype = in_dtype;
    }
    /* Whether a complex number is NaN is to be known before a part of it is lost. */
    if (rule->map == RVL_MAP_NUMBERS && rvl_dtypes[in_dtype].kind == RAVEL_KIND_COMPLEX &&
        rvl_dtypes[out_dtype].kind == RAVEL_KIND_FLOAT) {
        dtype = rvl_promote(in_dtype, out_dtype);
        choice->any_input = dtype == in_dtype;
    }
    if (rvl_dtypes[in_dtype].kind == RAVEL_KIND_COMPLEX && rvl_dtypes[dtype].kind != RAVEL_KIND_COMPLEX &&
        !rule->magnitudes && mixes_parts(facts, kernel) && rvl_kernel_supports(kernel, in_dtype))
        return rvl_fail(call, RAVEL_DTYPE_MISMATCH, RVL_FOLD_OUTPUT, -1,
                        "output has dtype %d, in which %s of %d would lose imaginary parts that count; store it as %d "
                        "first",
                        out_dtype, rvl_kernel_name(choice->use), in_dtype, in_dtype);
    if (rule->sums && is_integral(in_dtype) && is_integral(out_dtype) && rvl_dtypes[out_dtype].itemsize < 8)
        return rvl_fail(call, RAVEL_DTYPE_MISMATCH, RVL_FOLD_OUTPUT, -1,
                        "output has dtype %d, in which %s of %d could wrap; it must be %d or a float", out_dtype,
                        rvl_kernel_name(choice->use), in_dtype,
                        rvl_dtypes[in_dtype].kind == RAVEL_KIND_UNSIGNED ? RAVEL_UINT64 : RAVEL_INT64);
    if (!rvl_kernel_supports(kernel, dtype))
        return rvl_fail(call, RAVEL_NO_LOOP, RVL_FOLD_OUTPUT, -1, "%s has no loop that folds in the output's dtype, %d",
                        rvl_kernel_name(choice->use), dtype);
    choice->dtype = dtype;
    fold->dtype = rvl_dtypes[dtype].compute;
    fold->user = NULL;
    fold->loop = rvl_builtin_loop(kernel, fold->dtype, isa);
    fold->reducer = rvl_builtin_reducer(kernel, fold->dtype, isa);
    fold->element = choice->rule == RVL_RULE_COUNT ? RAVEL_BOOL : fold->dtype;
    fold->first = choice->rule == RVL_RULE_COUNT ? rvl_builtin_count(isa) : fold->reducer;
    fold->reorderable = facts->properties & RVL_PROPERTY_REORDERABLE;
    fold->builtin = fold->in_place = fold->thread_safe = true;
    fold->given = fold->element;
    fold->map = NULL;
    if (rule->map != RVL_MAP_NONE && !is_integral(fold->dtype) && (rule->magnitudes || !is_integral(in_dtype))) {
        const bool complex = rule->magnitudes && rvl_dtypes[in_dtype].kind == RAVEL_KIND_COMPLEX;
        if (complex)
            fold->given = fold->dtype == RAVEL_FLOAT32 ? RAVEL_COMPLEX64 : RAVEL_COMPLEX128;
        fold->map = rvl_builtin_map(rule->map, fold->given, isa);
    }
    choice->exact = is_integral(fold->dtype) || (kernel != RVL_KERNEL_add && kernel != RVL_KERNEL_multiply);
    /* 1 + 0i is no identity for infinities and signed zeros: masked factors are passed over. */
    fold->has_filler =
        fold->reducer && !(kernel == RVL_KERNEL_multiply && rvl_dtypes[dtype].kind == RAVEL_KIND_COMPLEX);
    fold->has_empty = fold->reducer && (rule->magnitudes || !is_extreme(kernel));
    return RAVEL_OK;
}

static ravel_status choose_user(rvl_call *call, int32_t out_dtype, rvl_fold_choice *choice, rvl_fold *fold)
{
    const rvl_user_kernel *object = choice->use->object;
    const int32_t row = user_row(object, out_dtype);
    if (row < 0)
        return rvl_fail(call, RAVEL_NO_LOOP, RVL_FOLD_OUTPUT, -1,
                        "the kernel %s has no loop %d, %d -> %d, as the output asks for", object->name, out_dtype,
                        out_dtype, out_dtype);
    choice->kernel = row;
    choice->dtype = fold->dtype = out_dtype;
    choice->exact = false;
    fold->loop = object->loops[row];
    fold->user = object->user;
    fold->element = fold->given = out_dtype;
    fold->map = NULL;
    fold->reducer = fold->first = NULL;
    fold->builtin = false;
    fold->reorderable = object->flags & RAVEL_KERNEL_REORDERABLE;
    fold->in_place = object->flags & RAVEL_KERNEL_IN_PLACE;
    fold->thread_safe = object->flags & RAVEL_KERNEL_THREAD_SAFE;
    fold->has_filler = fold->has_empty = object->has_identity;
    return RAVEL_OK;
}

ravel_status rvl_fold_choose(rvl_call *call, const rvl_kernel_use *use, int32_t verb, int32_t in_dtype,
                             int32_t out_dtype, rvl_fold_choice *choice, rvl_fold *fold)
{
    const int32_t isa = rvl_call_isa(call);
    choice->use = use;
    choice->any_input = false;
    fold->states = NULL;
    fold->concatenates = false;
    ravel_status status = resolve_kernel(call, use, verb, &choice->kernel, &choice->rule);
    if (status != RAVEL_OK)
        return status;
    status = use->object ? choose_user(call, out_dtype, choice, fold)
                         : choose_builtin(call, isa, in_dtype, out_dtype, choice, fold);
    if (status != RAVEL_OK)
        return status;
    fold->name = rvl_kernel_name(use);
    fold->isa = isa;
    fold->movers = rvl_movers_of(isa);
    fold->itemsize = fold->states ? fold->states->nbytes : (size_t)rvl_dtypes[fold->dtype].itemsize;
    return RAVEL_OK;
}
