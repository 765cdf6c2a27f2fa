/* kernel.c: finding kernels and asking what they are. */
#include <ravel/kernel.h>

#include "core/dtype_table.h"
#include "dispatch/dispatch.h"
#include "dispatch/facts.h"
#include "near_name.h"
#include "run/loop.h"
#include <string.h>

/* Built-in kernels are numbered: first kernels.def, then reductions.def. */
#define N_BUILTIN (RVL_N_KERNELS + RVL_N_REDUCTIONS)

static const char *builtin_name(int32_t number)
{
    return number < RVL_N_KERNELS ? rvl_kernels[number].name : rvl_reductions[number - RVL_N_KERNELS].name;
}

static const ravel_kernel *builtin(int32_t number)
{
    return (const ravel_kernel *)(uintptr_t)rvl_builtin_handle(number);
}

/* Functions over arrays that are no kernels. */
#define PAIR(name, kernel, rule, first, second) #name,
static const char *const functions[] = {
#include "kernel/pairs.def"
    "bincount", "diff", "histogram", "histogram_edges", "vecdot"};
#undef PAIR

#define N_FUNCTIONS ((int32_t)(sizeof functions / sizeof *functions))

static ravel_status fail_unknown(rvl_call *call, const char *name)
{
    char near[6 * 32] = "";
    size_t used = 0;
    int32_t n_near = 0;
    const char *bare = strncmp(name, "ravel_", 6) == 0 ? name + 6 : name; /* a function's name, not its kernel's */
    for (int32_t i = 0; i < N_FUNCTIONS; i++)
        if (strcmp(bare, functions[i]) == 0)
            return rvl_fail(call, RAVEL_UNKNOWN_KERNEL, -1, -1,
                            "no built-in kernel is named %n; ravel_%s is a function of its own, which is called "
                            "as such",
                            name, functions[i]);
    for (int32_t i = 0; i < N_BUILTIN + N_FUNCTIONS && n_near < 6 && used < sizeof near - 1; i++) {
        const bool is_kernel = i < N_BUILTIN;
        const char *right = is_kernel ? builtin_name(i) : functions[i - N_BUILTIN];
        if (rvl_names_are_near(bare, right))
            used += rvl_format(near + used, sizeof near - used, "%s%s%s", n_near++ > 0 ? ", " : "", right,
                               is_kernel ? "" : " (a function)") -
                    1;
    }
    if (n_near > 0)
        return rvl_fail(call, RAVEL_UNKNOWN_KERNEL, -1, -1, "no built-in kernel is named %n; near it are: %s", name,
                        near);
    return rvl_fail(call, RAVEL_UNKNOWN_KERNEL, -1, -1, "no built-in kernel is named %n; ravel_kernel_at lists all %i",
                    name, (int32_t)N_BUILTIN);
}

ravel_status ravel_kernel_find(ravel_context *context, const char *name, const ravel_kernel **out)
{
    rvl_call call;
    ravel_status status = rvl_call_enter(&call, context, "ravel_kernel_find");
    if (status != RAVEL_OK)
        return status;
    if (!name || !out) {
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "%s is NULL", name ? "out" : "name");
        return rvl_call_leave(&call, status);
    }
    for (int32_t i = 0; i < N_BUILTIN; i++)
        if (strcmp(builtin_name(i), name) == 0) {
            *out = builtin(i);
            return rvl_call_leave(&call, RAVEL_OK);
        }
    return rvl_call_leave(&call, fail_unknown(&call, name));
}

ravel_status ravel_kernel_count(int32_t *count)
{
    if (!count)
        return RAVEL_NULL_ARGUMENT;
    *count = N_BUILTIN;
    return RAVEL_OK;
}

ravel_status ravel_kernel_at(ravel_context *context, int32_t index, const ravel_kernel **out)
{
    rvl_call call;
    ravel_status status = rvl_call_enter(&call, context, "ravel_kernel_at");
    if (status != RAVEL_OK)
        return status;
    if (!out)
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "out is NULL");
    else if (index < 0 || index >= N_BUILTIN)
        status =
            rvl_fail(&call, RAVEL_INVALID_INDEX, -1, -1, "index = %i is outside of [0, %i)", index, (int32_t)N_BUILTIN);
    else
        *out = builtin(index);
    return rvl_call_leave(&call, status);
}

/* Pins a kernel for a function that takes no context. */
static ravel_status acquire(const ravel_kernel *kernel, rvl_kernel_use *use)
{
    rvl_call call = {.function = ""};
    return rvl_kernel_acquire(&call, kernel, use);
}

ravel_status ravel_kernel_name(const ravel_kernel *kernel, char *buffer, size_t size, size_t *needed)
{
    rvl_kernel_use use;
    ravel_status status = acquire(kernel, &use);
    if (status != RAVEL_OK)
        return status;
    status = rvl_copy_text(rvl_kernel_name(&use), buffer, size, needed);
    rvl_kernel_release(&use);
    return status;
}

ravel_status ravel_kernel_summary(const ravel_kernel *kernel, char *buffer, size_t size, size_t *needed)
{
    rvl_kernel_use use;
    ravel_status status = acquire(kernel, &use);
    if (status != RAVEL_OK)
        return status;
    const char *summary = use.object           ? ""
                          : use.reduction >= 0 ? rvl_reductions[use.reduction].summary
                                               : rvl_kernels[use.number].summary;
    status = rvl_copy_text(summary, buffer, size, needed);
    rvl_kernel_release(&use);
    return status;
}

ravel_status ravel_kernel_arity(const ravel_kernel *kernel, int32_t *n_in, int32_t *n_out)
{
    rvl_kernel_use use;
    const ravel_status status = acquire(kernel, &use);
    if (status != RAVEL_OK)
        return status;
    int32_t inputs, outputs;
    rvl_kernel_arity(&use, &inputs, &outputs);
    if (n_in)
        *n_in = inputs;
    if (n_out)
        *n_out = outputs;
    rvl_kernel_release(&use);
    return RAVEL_OK;
}

ravel_status ravel_kernel_verbs(const ravel_kernel *kernel, int32_t *verbs)
{
    rvl_kernel_use use;
    ravel_status status = acquire(kernel, &use);
    if (status != RAVEL_OK)
        return status;
    if (!verbs)
        status = RAVEL_NULL_ARGUMENT;
    else if (use.reduction >= 0)
        *verbs = rvl_reductions[use.reduction].verb;
    else
        *verbs = RAVEL_VERB_APPLY | (rvl_kernel_folds(&use) ? RAVEL_VERB_REDUCE | RAVEL_VERB_ACCUMULATE : 0);
    rvl_kernel_release(&use);
    return status;
}

static int32_t taken_by_rule(const rvl_rule_facts *rule)
{
    const int32_t initial = rule->moments ? RAVEL_TAKES_CORRECTION : RAVEL_TAKES_INITIAL;
    return (rule->takes_where ? RAVEL_TAKES_WHERE : 0) | (rule->takes_initial ? initial : 0);
}

ravel_status ravel_kernel_takes(const ravel_kernel *kernel, int32_t *arguments)
{
    rvl_kernel_use use;
    ravel_status status = acquire(kernel, &use);
    if (status != RAVEL_OK)
        return status;
    if (!arguments)
        status = RAVEL_NULL_ARGUMENT;
    else if (use.reduction < 0)
        *arguments = rvl_kernel_folds(&use) ? RAVEL_TAKES_WHERE | RAVEL_TAKES_INITIAL : 0;
    else if (rvl_reductions[use.reduction].verb == RAVEL_VERB_REDUCE)
        *arguments = taken_by_rule(&rvl_rules[rvl_reductions[use.reduction].rule]);
    else
        *arguments = 0;
    rvl_kernel_release(&use);
    return status;
}

/* Dtypes of inputs that a reduction folds. */
static bool reduction_supports(const rvl_reduction_facts *facts, int32_t dtype)
{
    if (facts->rule == RVL_RULE_EXACT)
        return rvl_dtypes[dtype].kind >= RAVEL_KIND_FLOAT;
    if (rvl_rules[facts->rule].logs)
        return rvl_dtypes[dtype].kind != RAVEL_KIND_COMPLEX;
    if (facts->rule == RVL_RULE_PTP && dtype == RAVEL_BOOL)
        return false;
    const bool any = !rvl_rules[facts->rule].extremes && facts->rule != RVL_RULE_SAME &&
                     facts->rule != RVL_RULE_NANSAME && facts->rule != RVL_RULE_INDEX;
    return any || rvl_kernel_supports(facts->kernel, dtype);
}

static bool supports(const rvl_kernel_use *use, int32_t dtype)
{
    return use->reduction >= 0 ? reduction_supports(&rvl_reductions[use->reduction], dtype)
                               : rvl_kernel_supports(use->number, dtype);
}

static int32_t loop_count(const rvl_kernel_use *use)
{
    if (use->object)
        return use->object->n_loops;
    int32_t n = 0;
    for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++)
        n += supports(use, dtype);
    return n;
}

ravel_status ravel_kernel_loop_count(const ravel_kernel *kernel, int32_t *n_loops)
{
    rvl_kernel_use use;
    ravel_status status = acquire(kernel, &use);
    if (status != RAVEL_OK)
        return status;
    if (!n_loops)
        status = RAVEL_NULL_ARGUMENT;
    else
        *n_loops = loop_count(&use);
    rvl_kernel_release(&use);
    return status;
}

/* The dtypes of a built-in kernel's loop `index`, in the order of the dtypes. */
static void builtin_signature(const rvl_kernel_use *use, int32_t index, int32_t *dtypes)
{
    int32_t dtype = RAVEL_BOOL;
    for (;; dtype++)
        if (supports(use, dtype) && index-- == 0)
            break;
    if (use->reduction < 0) {
        rvl_kernel_signature(use->number, dtype, dtypes);
        return;
    }
    dtypes[0] = dtype;
    dtypes[1] = rvl_reduction_default(rvl_reductions[use->reduction].rule, dtype);
}

static ravel_status tell_signature(const rvl_kernel_use *use, int32_t index, int32_t n, int32_t *dtypes)
{
    int32_t n_in, n_out, row[RAVEL_MAX_OPERANDS];
    rvl_kernel_arity(use, &n_in, &n_out);
    const int32_t width = n_in + n_out;
    if (!dtypes)
        return RAVEL_NULL_ARGUMENT;
    if (index < 0 || index >= loop_count(use))
        return RAVEL_INVALID_INDEX;
    if (n < width)
        return RAVEL_BUFFER_TOO_SMALL;
    if (use->object)
        memcpy(row, use->object->dtypes + index * width, (size_t)width * sizeof *row);
    else
        builtin_signature(use, index, row);
    memcpy(dtypes, row, (size_t)width * sizeof *row);
    return RAVEL_OK;
}

ravel_status ravel_kernel_signature(const ravel_kernel *kernel, int32_t index, int32_t n, int32_t *dtypes)
{
    rvl_kernel_use use;
    ravel_status status = acquire(kernel, &use);
    if (status != RAVEL_OK)
        return status;
    status = tell_signature(&use, index, n, dtypes);
    rvl_kernel_release(&use);
    return status;
}

ravel_status ravel_kernel_isa(ravel_context *context, const ravel_kernel *kernel, const char **isa)
{
    rvl_call call;
    rvl_kernel_use use;
    ravel_status status = rvl_kernel_enter(&call, &use, "ravel_kernel_isa", context, kernel);
    if (status != RAVEL_OK)
        return status;
    if (!isa)
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "isa is NULL");
    else
        *isa = use.object ? "user" : rvl_isa_name(rvl_call_isa(&call));
    return rvl_kernel_leave(&call, &use, status);
}
