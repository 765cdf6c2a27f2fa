/* loop.c: from a kernel and the inputs' dtypes to one compiled function. */
#include "loop.h"

#include "core/dtype_table.h"
#include "dispatch/dispatch.h"
#include "dispatch/facts.h"
#include "plan/promote.h"

/* NumPy's order of loops: inputs without a loop of their own take the first that they cast to safely. */
static const int32_t search_order[] = {RAVEL_BOOL,    RAVEL_INT8,    RAVEL_UINT8,     RAVEL_INT16,      RAVEL_UINT16,
                                       RAVEL_INT32,   RAVEL_UINT32,  RAVEL_INT64,     RAVEL_UINT64,     RAVEL_FLOAT16,
                                       RAVEL_FLOAT32, RAVEL_FLOAT64, RAVEL_COMPLEX64, RAVEL_COMPLEX128, RAVEL_BFLOAT16};

#define N_SEARCH_ORDER ((int32_t)(sizeof search_order / sizeof search_order[0]))

int32_t rvl_call_isa(const rvl_call *call)
{
    return call->context ? call->context->isa : rvl_isa_best();
}

void rvl_kernel_arity(const rvl_kernel_use *use, int32_t *n_in, int32_t *n_out)
{
    *n_in = use->object ? use->object->n_in : use->number >= 0 ? rvl_kernels[use->number].n_in : 1;
    *n_out = use->object ? use->object->n_out : use->number >= 0 ? rvl_kernels[use->number].n_out : 1;
}

bool rvl_kernel_folds(const rvl_kernel_use *use)
{
    const rvl_user_kernel *object = use->object;
    if (!object)
        return rvl_kernels[use->number].shape == RVL_LOOP_binary ||
               rvl_kernels[use->number].properties & RVL_PROPERTY_REORDERABLE;
    if (object->n_in != 2 || object->n_out != 1)
        return false;
    for (const int32_t *row = object->dtypes; row < object->dtypes + 3 * object->n_loops; row += 3)
        if (row[0] == row[1] && row[1] == row[2])
            return true;
    return false;
}

/* Appends "int8, int16" …: the dtypes a built-in kernel has loops for. */
static void list_dtypes(int32_t kernel, char *text, size_t size)
{
    size_t used = 0;
    text[0] = 0;
    for (int32_t i = 0; i < N_SEARCH_ORDER; i++)
        if (rvl_kernel_supports(kernel, search_order[i]))
            used += rvl_format(text + used, size - used, "%s%d", used ? ", " : "", search_order[i]) - 1;
}

static bool is_integer(int32_t dtype)
{
    return rvl_dtypes[dtype].kind == RAVEL_KIND_SIGNED || rvl_dtypes[dtype].kind == RAVEL_KIND_UNSIGNED;
}

/* Comparisons of a signed integer with uint64 are exact: they have loops for int64 with uint64. */
static bool resolve_mixed(const rvl_kernel_use *use, int32_t isa, const int32_t *dtypes, rvl_loop *loop)
{
    if (rvl_kernels[use->number].n_in != 2 || !is_integer(dtypes[0]) || !is_integer(dtypes[1]))
        return false;
    const int32_t first = dtypes[0] == RAVEL_UINT64 ? RAVEL_UINT64 : RAVEL_INT64;
    loop->function = rvl_builtin_mixed_loop(use->number, first, isa);
    if (!loop->function)
        return false;
    loop->dtypes[0] = first;
    loop->dtypes[1] = first == RAVEL_INT64 ? RAVEL_UINT64 : RAVEL_INT64;
    loop->dtypes[2] = RAVEL_BOOL;
    return true;
}

/* The dtype T that a built-in kernel computes inputs of the common dtype in; 0 if there is none. */
static int32_t loop_dtype(int32_t kernel, int32_t common)
{
    const rvl_kernel_facts *facts = &rvl_kernels[kernel];
    const int32_t kind = rvl_dtypes[common].kind;
    if (facts->support[kind] == RVL_SUPPORT_NEVER)
        return 0;
    if (rvl_kernel_supports(kernel, common))
        return common;
    if ((facts->properties & RVL_PROPERTY_TO_FLOAT64) && kind < RAVEL_KIND_FLOAT)
        return RAVEL_FLOAT64;
    for (int32_t i = 0; i < N_SEARCH_ORDER; i++)
        if (rvl_kernel_supports(kernel, search_order[i]) && rvl_can_cast(common, search_order[i], RAVEL_CASTING_SAFE))
            return search_order[i];
    return 0;
}

/* Names the first input that has no loop, or the dtype that all promote to. */
static ravel_status fail_no_loop(rvl_call *call, int32_t kernel, int32_t first, int32_t end, const int32_t *dtypes,
                                 int32_t common)
{
    char have[256];
    list_dtypes(kernel, have, sizeof have);
    for (int32_t i = first; i < end; i++)
        if (!loop_dtype(kernel, dtypes[i]))
            return rvl_fail(call, RAVEL_NO_LOOP, i, -1,
                            "the kernel %s has no loop for %d, the dtype of input %i; it has loops for %s",
                            rvl_kernels[kernel].name, dtypes[i], i, have);
    return rvl_fail(call, RAVEL_NO_LOOP, -1, -1,
                    "the kernel %s has no loop for %d, which its inputs promote to; it has loops for %s",
                    rvl_kernels[kernel].name, common, have);
}

/* Names the first pair of inputs from number `first` on that does not go together. */
static ravel_status fail_no_common(rvl_call *call, int32_t first, int32_t n, const int32_t *dtypes, const int32_t *weak)
{
    for (int32_t j = first + 1; j < n; j++)
        for (int32_t i = first; i < j; i++)
            if (!rvl_result_type(2, (int32_t[]){dtypes[i], dtypes[j]}, (int32_t[]){weak[i], weak[j]}))
                return rvl_fail(call, RAVEL_NO_COMMON_DTYPE, j, -1,
                                "input %i of dtype %d and input %i of dtype %d have no common dtype; cast one of them "
                                "first",
                                i, dtypes[i], j, dtypes[j]);
    return rvl_fail(call, RAVEL_NO_COMMON_DTYPE, -1, -1, "the dtypes of the inputs have no common dtype");
}

/* As rvl_result_type, at once where all are the same. */
static int32_t common_dtype(int32_t n, const int32_t *dtypes, const int32_t *weak)
{
    for (int32_t i = 1; i < n; i++)
        if (dtypes[i] != dtypes[0])
            return rvl_result_type(n, dtypes, weak);
    return dtypes[0];
}

static ravel_status resolve_builtin(rvl_call *call, const rvl_kernel_use *use, int32_t isa, const int32_t *dtypes,
                                    const int32_t *weak, rvl_loop *loop)
{
    const rvl_kernel_facts *facts = &rvl_kernels[use->number];
    const int32_t first = facts->first, end = first + facts->n_common;
    const int32_t common = common_dtype(facts->n_common, dtypes + first, weak + first);
    *loop = (rvl_loop){.name = facts->name,
                       .builtin = true,
                       .in_place = true,
                       .thread_safe = true,
                       .n_in = facts->n_in,
                       .n_out = facts->n_out};
    if (!common) {
        if (resolve_mixed(use, isa, dtypes, loop))
            return RAVEL_OK;
        return fail_no_common(call, first, end, dtypes, weak);
    }
    const int32_t dtype = loop_dtype(use->number, common);
    if (!dtype)
        return fail_no_loop(call, use->number, first, end, dtypes, common);
    rvl_kernel_signature(use->number, dtype, loop->dtypes);
    if (facts->shape == RVL_LOOP_move)
        return RAVEL_OK;
    loop->function = rvl_builtin_half_loop(use->number, dtype, isa);
    loop->widened = !loop->function;
    if (loop->widened)
        loop->function = rvl_builtin_loop(use->number, dtype, isa);
    loop->heavy = facts->family == RVL_FAMILY_ELEMENTARY;
    loop->slow = rvl_kernel_is_slow(use->number, dtype);
    loop->constant = rvl_kernel_is_constant(use->number, dtype);
    return RAVEL_OK;
}

/* Whether an input may become what a user's loop takes: safely, or as a literal of no higher kind. */
static bool fits(int32_t dtype, bool weak, int32_t wanted)
{
    if (!weak)
        return rvl_can_cast(dtype, wanted, RAVEL_CASTING_SAFE);
    const int32_t from = rvl_dtypes[dtype].kind, to = rvl_dtypes[wanted].kind;
    return from == to || from < to || (is_integer(dtype) && is_integer(wanted));
}

static bool row_fits(const int32_t *row, int32_t n, const int32_t *dtypes, const int32_t *weak, int32_t exactly)
{
    for (int32_t i = 0; i < n; i++)
        if (!fits(dtypes[i], weak[i], row[i]) || (exactly && row[i] != exactly))
            return false;
    return true;
}

/* Whether some loop of a user's kernel takes this input. */
static bool some_row_fits(const rvl_user_kernel *object, int32_t input, int32_t dtype, bool weak)
{
    for (int32_t row = 0; row < object->n_loops; row++)
        if (fits(dtype, weak, object->dtypes[row * (object->n_in + object->n_out) + input]))
            return true;
    return false;
}

/* Appends "float32, float64". */
static void name_dtypes(int32_t n, const int32_t *dtypes, char *text, size_t size)
{
    size_t used = 0;
    for (int32_t i = 0; i < n; i++)
        used += rvl_format(text + used, size - used, "%s%d", used ? ", " : "", dtypes[i]) - 1;
}

/* Names the first input that no loop takes, or the inputs that no loop takes together. */
static ravel_status fail_no_row(rvl_call *call, const rvl_user_kernel *object, const int32_t *dtypes,
                                const int32_t *weak)
{
    char inputs[128], first_loop[128];
    for (int32_t i = 0; i < object->n_in; i++)
        if (!some_row_fits(object, i, dtypes[i], weak[i]))
            return rvl_fail(call, RAVEL_NO_LOOP, i, -1,
                            "the kernel %s has no loop that input %i of dtype %d casts to safely; its first loop takes "
                            "%d",
                            object->name, i, dtypes[i], object->dtypes[i]);
    name_dtypes(object->n_in, dtypes, inputs, sizeof inputs);
    name_dtypes(object->n_in, object->dtypes, first_loop, sizeof first_loop);
    return rvl_fail(call, RAVEL_NO_LOOP, -1, -1,
                    "the kernel %s has no loop that inputs of dtypes (%s) cast to safely; its first loop takes (%s)",
                    object->name, inputs, first_loop);
}

static ravel_status resolve_user(rvl_call *call, const rvl_user_kernel *object, const int32_t *dtypes,
                                 const int32_t *weak, rvl_loop *loop)
{
    const int32_t width = object->n_in + object->n_out;
    const int32_t common = rvl_result_type(object->n_in, dtypes, weak);
    int32_t chosen = -1;
    for (int32_t row = object->n_loops - 1; row >= 0; row--)
        if (row_fits(object->dtypes + row * width, object->n_in, dtypes, weak, 0))
            chosen = row;
    for (int32_t row = object->n_loops - 1; row >= 0 && common; row--)
        if (row_fits(object->dtypes + row * width, object->n_in, dtypes, weak, common))
            chosen = row;
    if (chosen < 0)
        return fail_no_row(call, object, dtypes, weak);
    *loop = (rvl_loop){.name = object->name,
                       .function = object->loops[chosen],
                       .user = object->user,
                       .in_place = object->flags & RAVEL_KERNEL_IN_PLACE,
                       .thread_safe = object->flags & RAVEL_KERNEL_THREAD_SAFE,
                       .n_in = object->n_in,
                       .n_out = object->n_out};
    for (int32_t i = 0; i < width; i++)
        loop->dtypes[i] = object->dtypes[chosen * width + i];
    return RAVEL_OK;
}

ravel_status rvl_loop_resolve(rvl_call *call, const rvl_kernel_use *use, int32_t isa, const int32_t *dtypes,
                              const int32_t *weak, rvl_loop *loop)
{
    if (use->reduction >= 0)
        return rvl_fail(call, RAVEL_WRONG_VERB, -1, -1, "%s cannot be applied: it is a %s",
                        rvl_reductions[use->reduction].name,
                        rvl_reductions[use->reduction].verb == RAVEL_VERB_REDUCE ? "reduction" : "accumulation");
    if (use->object)
        return resolve_user(call, use->object, dtypes, weak, loop);
    return resolve_builtin(call, use, isa, dtypes, weak, loop);
}
