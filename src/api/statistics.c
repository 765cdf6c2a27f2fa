/* statistics.c: one function per row of reductions.def, each one line over ravel_reduce or ravel_accumulate. */
#include <ravel/statistics.h>

#include "fold_call.h"

static const ravel_kernel *reduction(rvl_reduction_number number)
{
    return (const ravel_kernel *)(uintptr_t)rvl_builtin_handle(RVL_N_KERNELS + (int32_t)number);
}

#define VERB_REDUCE(name)                                                                                            \
    ravel_status ravel_##name(ravel_context *context, const ravel_array *array, int32_t n_axes, const int32_t *axes, \
                              uint64_t options, ravel_array *out)                                                    \
    {                                                                                                                \
        const rvl_reduce_request request = {array, n_axes, axes, NULL, NULL, 0, options, out, NULL, NULL};           \
        return rvl_reduce_call("ravel_" #name, context, reduction(RVL_REDUCTION_##name), &request);                  \
    }
#define VERB_REDUCE_CORRECTED(name)                                                                                  \
    ravel_status ravel_##name(ravel_context *context, const ravel_array *array, int32_t n_axes, const int32_t *axes, \
                              double correction, uint64_t options, ravel_array *out)                                 \
    {                                                                                                                \
        const rvl_reduce_request request = {array, n_axes, axes, NULL, NULL, correction, options, out, NULL, NULL};  \
        return rvl_reduce_call("ravel_" #name, context, reduction(RVL_REDUCTION_##name), &request);                  \
    }
#define VERB_ACCUMULATE(name)                                                                                   \
    ravel_status ravel_##name(ravel_context *context, const ravel_array *array, int32_t axis, uint64_t options, \
                              ravel_array *out)                                                                 \
    {                                                                                                           \
        const rvl_accumulate_request request = {array, axis, options, out};                                     \
        return rvl_accumulate_call("ravel_" #name, context, reduction(RVL_REDUCTION_##name), &request);         \
    }
#define REDUCTION(name, verb, kernel, rule, summary) VERB_##verb(name)
#include "kernel/reductions.def"
