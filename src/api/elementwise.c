/* elementwise.c: one function per row of kernels.def, each one line over ravel_apply. */
#include <ravel/elementwise.h>

#include "apply_call.h"
#include "core/handle.h"
#include "kernel/kernel.h"

static ravel_status apply_builtin(const char *function, ravel_context *context, int32_t kernel, int32_t n_in,
                                  const ravel_array *const *in, int32_t n_out, ravel_array *const *out)
{
    const rvl_apply_request request = {n_in, in, NULL, 0, n_out, out};
    return rvl_apply_call(function, context, (const ravel_kernel *)(uintptr_t)rvl_builtin_handle(kernel), &request);
}

/* The functions of a shape: the parameters for its inputs and outputs, and the lists of them. */
#define X const ravel_array *x
#define Y const ravel_array *y
#define Z const ravel_array *z
#define V const ravel_array *v
#define W const ravel_array *w
#define OUT ravel_array *out
#define OUTS ravel_array *first, ravel_array *second
#define LIST(...) __VA_ARGS__

#define FUNCTION(name, n_in, in_parameters, in, n_out, out_parameters, out)                             \
    ravel_status ravel_##name(ravel_context *context, in_parameters, out_parameters)                    \
    {                                                                                                   \
        const ravel_array *const inputs[] = {in};                                                       \
        ravel_array *const outputs[] = {out};                                                           \
        return apply_builtin("ravel_" #name, context, RVL_KERNEL_##name, n_in, inputs, n_out, outputs); \
    }
#define ONE(name) FUNCTION(name, 1, X, x, 1, OUT, out)
#define TWO(name) FUNCTION(name, 2, LIST(X, Y), LIST(x, y), 1, OUT, out)
#define THREE(name) FUNCTION(name, 3, LIST(X, Y, Z), LIST(x, y, z), 1, OUT, out)
#define FOUR(name) FUNCTION(name, 4, LIST(X, Y, Z, V), LIST(x, y, z, v), 1, OUT, out)
#define FIVE(name) FUNCTION(name, 5, LIST(X, Y, Z, V, W), LIST(x, y, z, v, w), 1, OUT, out)
#define ONE_TO_TWO(name) FUNCTION(name, 1, X, x, 2, OUTS, LIST(first, second))
#define TWO_TO_TWO(name) FUNCTION(name, 2, LIST(X, Y), LIST(x, y), 2, OUTS, LIST(first, second))

#define FUNCTION_move(name) ONE(name)
#define FUNCTION_unary(name) ONE(name)
#define FUNCTION_predicate(name) ONE(name)
#define FUNCTION_magnitude(name) ONE(name)
#define FUNCTION_count(name) ONE(name)
#define FUNCTION_binary(name) TWO(name)
#define FUNCTION_compare(name) TWO(name)
#define FUNCTION_scale(name) TWO(name)
#define FUNCTION_ternary(name) THREE(name)
#define FUNCTION_select(name) THREE(name)
#define FUNCTION_replace(name) FOUR(name)
#define FUNCTION_close(name) FIVE(name)
#define FUNCTION_pair(name) ONE_TO_TWO(name)
#define FUNCTION_split(name) ONE_TO_TWO(name)
#define FUNCTION_binary_pair(name) TWO_TO_TWO(name)
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) FUNCTION_##loop(name)
#include "kernel/kernels.def"
