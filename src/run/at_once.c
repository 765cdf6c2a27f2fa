/* at_once.c: one look at each operand, one call of the loop. */
#include "at_once.h"

#include "core/dtype_table.h"
#include "core/float_environment.h"
#include "dispatch/dispatch.h"
#include "dispatch/facts.h"
#include <string.h>

#define AT_ONCE_INPUTS 3

/* Whether the output is exactly an input, or shares nothing with it. */
static bool is_apart(const unsigned char *output, int64_t output_nbytes, const unsigned char *input,
                     int64_t input_nbytes, bool same_dtype)
{
    if (output == input)
        return same_dtype;
    return output + output_nbytes <= input || input + input_nbytes <= output;
}

bool rvl_apply_at_once(rvl_call *call, const rvl_kernel_use *use, const rvl_apply_request *request)
{
    rvl_glance output, input = {.dtype = RAVEL_BOOL};
    const void *in[AT_ONCE_INPUTS];
    const int32_t n_in = request->n_in;
    if (use->number < 0 || request->options || request->where || !request->in || !request->out ||
        n_in > AT_ONCE_INPUTS || n_in != rvl_kernels[use->number].n_in || request->n_out != 1 ||
        rvl_kernels[use->number].first + rvl_kernels[use->number].n_common != n_in ||
        rvl_kernels[use->number].n_out != 1)
        return false;
    if (!rvl_descriptor_glance(request->out[0], NULL, &output) || !output.writeable)
        return false;
    int32_t dtypes[AT_ONCE_INPUTS];
    for (int32_t k = 0; k < n_in; k++) {
        if (!rvl_descriptor_glance(request->in[k], &output, &input))
            return false;
        in[k] = input.data;
        dtypes[k] = input.dtype;
    }
    const int32_t dtype = input.dtype; /* the last one decides: a condition comes first */
    const rvl_dtype_facts *facts = &rvl_dtypes[dtype], *result = &rvl_dtypes[output.dtype];
    uintptr_t misaligned = (uintptr_t)output.data & (uintptr_t)(result->part_size - 1);
    for (int32_t k = 0; k < n_in; k++) {
        const bool condition = k < rvl_kernels[use->number].first;
        misaligned |= condition ? 0 : (uintptr_t)in[k] & (uintptr_t)(facts->part_size - 1);
        if (dtypes[k] != (condition ? RAVEL_BOOL : dtype) ||
            !is_apart(output.data, output.size * result->itemsize, in[k],
                      output.size * (condition ? 1 : facts->itemsize), dtypes[k] == output.dtype))
            return false;
    }
    if (misaligned || !rvl_kernel_supports(use->number, dtype) || output.dtype != rvl_kernel_result(use->number, dtype))
        return false;
    const int32_t isa = rvl_call_isa(call);
    const ravel_kernel_fn loop = facts->compute == dtype ? rvl_builtin_loop(use->number, dtype, isa)
                                                         : rvl_builtin_half_loop(use->number, dtype, isa);
    if (!loop && facts->compute != dtype)
        return false; /* a half, computed in float32 */
    if (!loop && dtype == RAVEL_BOOL)
        return false; /* a copy makes every true byte a 1 */
    if (!loop) {      /* a copy */
        memmove(output.data, in[0], (size_t)(output.size * facts->itemsize));
        return true;
    }
    void *out[] = {output.data};
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    const int32_t events = loop((size_t)output.size, in, out, NULL);
    rvl_float_environment_leave(&environment);
    if (call->context)
        call->context->events |= (uint64_t)events;
    return true;
}
