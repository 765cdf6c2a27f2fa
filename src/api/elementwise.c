/* elementwise.c: one function per row of kernels.def, each one line over ravel_apply. */
#include <ravel/elementwise.h>

#include "apply_call.h"
#include "core/handle.h"
#include "kernel/kernel.h"

static ravel_status apply_builtin(const char *function, ravel_context *context, int32_t kernel, int32_t n_in,
                                  const ravel_array *const *in, ravel_array *out)
{
    const rvl_apply_request request = {n_in, in, NULL, 0, 1, &out};
    return rvl_apply_call(function, context, (const ravel_kernel *)(uintptr_t)rvl_builtin_handle(kernel), &request);
}

#define ONE(name)                                                                                             \
    ravel_status ravel_##name(ravel_context *context, const ravel_array *x, ravel_array *out)                 \
    {                                                                                                         \
        return apply_builtin("ravel_" #name, context, RVL_KERNEL_##name, 1, (const ravel_array *[]){x}, out); \
    }
#define TWO(name)                                                                                                   \
    ravel_status ravel_##name(ravel_context *context, const ravel_array *x, const ravel_array *y, ravel_array *out) \
    {                                                                                                               \
        return apply_builtin("ravel_" #name, context, RVL_KERNEL_##name, 2, (const ravel_array *[]){x, y}, out);    \
    }
#define THREE(name)                                                                                                 \
    ravel_status ravel_##name(ravel_context *context, const ravel_array *x, const ravel_array *y,                   \
                              const ravel_array *z, ravel_array *out)                                               \
    {                                                                                                               \
        return apply_builtin("ravel_" #name, context, RVL_KERNEL_##name, 3, (const ravel_array *[]){x, y, z}, out); \
    }
#define FUNCTION_move(name) ONE(name)
#define FUNCTION_unary(name) ONE(name)
#define FUNCTION_predicate(name) ONE(name)
#define FUNCTION_magnitude(name) ONE(name)
#define FUNCTION_binary(name) TWO(name)
#define FUNCTION_compare(name) TWO(name)
#define FUNCTION_ternary(name) THREE(name)
#define FUNCTION_select(name) THREE(name)
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) FUNCTION_##loop(name)
#include "kernel/kernels.def"
