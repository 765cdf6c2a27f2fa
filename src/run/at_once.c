/* at_once.c: one look at each operand, one call of the loop. */
#include "at_once.h"

#include "core/dtype_table.h"
#include "core/float_environment.h"
#include "dispatch/dispatch.h"
#include "dispatch/facts.h"
#include <string.h>

/* Whether the output is exactly an input, or shares nothing with it. */
static bool is_apart(const unsigned char *output, int64_t output_nbytes, const unsigned char *input,
                     int64_t input_nbytes, bool same_dtype)
{
    if (output == input)
        return same_dtype;
    return output + output_nbytes <= input || input + input_nbytes <= output;
}

static bool is_plain(const rvl_apply_request *request)
{
    return !request->options && !request->where && request->in && request->out && request->n_out == 1;
}

/* What the loop of a kernel for a dtype takes and gives; false where one call of it would not be all. */
static bool find(rvl_at_once *way, int32_t number, int32_t dtype, int32_t isa)
{
    const rvl_kernel_facts *kernel = &rvl_kernels[number];
    const rvl_dtype_facts *facts = &rvl_dtypes[dtype];
    if (!rvl_kernel_supports(number, dtype))
        return false;
    way->isa = isa;
    way->n_in = kernel->n_in;
    way->loop =
        facts->compute == dtype ? rvl_builtin_loop(number, dtype, isa) : rvl_builtin_half_loop(number, dtype, isa);
    if (!way->loop && (facts->compute != dtype || dtype == RAVEL_BOOL))
        return false; /* a half, computed in float32; or a copy, which makes every true byte a 1 */
    for (int32_t k = 0; k <= kernel->n_in; k++) {
        const int32_t its = k == kernel->n_in   ? rvl_kernel_result(number, dtype)
                            : k < kernel->first ? RAVEL_BOOL
                                                : dtype;
        way->operands[k].dtype = its;
        way->operands[k].itemsize = (int32_t)rvl_dtypes[its].itemsize;
        way->operands[k].misaligned = (uintptr_t)rvl_dtypes[its].part_size - 1;
    }
    return true;
}

/* Goes this way with these operands, if they allow it. */
static bool run(rvl_call *call, const rvl_at_once *way, const rvl_apply_request *request)
{
    rvl_glance output, input;
    const void *in[RVL_AT_ONCE_OPERANDS];
    const int32_t n_in = way->n_in, result = way->operands[n_in].dtype;
    if (request->n_in != n_in || !rvl_descriptor_glance(request->out[0], NULL, &output) || !output.writeable ||
        output.dtype != result)
        return false;
    uintptr_t misaligned = (uintptr_t)output.data & way->operands[n_in].misaligned;
    const int64_t output_nbytes = output.size * way->operands[n_in].itemsize;
    for (int32_t k = 0; k < n_in; k++) {
        const int32_t dtype = way->operands[k].dtype;
        if (!rvl_descriptor_glance(request->in[k], &output, &input) || input.dtype != dtype ||
            !is_apart(output.data, output_nbytes, input.data, output.size * way->operands[k].itemsize, dtype == result))
            return false;
        misaligned |= (uintptr_t)input.data & way->operands[k].misaligned;
        in[k] = input.data;
    }
    if (misaligned)
        return false;
    if (!way->loop) {
        memmove(output.data, in[0], (size_t)output_nbytes);
        return true;
    }
    void *out[] = {output.data};
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    const int32_t events = way->loop((size_t)output.size, in, out, NULL);
    rvl_float_environment_leave(&environment);
    if (call->context)
        call->context->events |= (uint64_t)events;
    return true;
}

bool rvl_apply_again(rvl_call *call, const ravel_kernel *handle, const rvl_apply_request *request)
{
    const rvl_at_once *way = call->context ? &call->context->at_once : NULL;
    return way && handle && way->kernel == handle && way->isa == call->context->isa && is_plain(request) &&
           run(call, way, request);
}

bool rvl_apply_at_once(rvl_call *call, const ravel_kernel *handle, const rvl_kernel_use *use,
                       const rvl_apply_request *request)
{
    if (use->number < 0 || !is_plain(request))
        return false;
    const rvl_kernel_facts *kernel = &rvl_kernels[use->number];
    if (request->n_in != kernel->n_in || kernel->n_in >= RVL_AT_ONCE_OPERANDS ||
        kernel->first + kernel->n_common != kernel->n_in || kernel->n_out != 1)
        return false;
    /* The last input decides: a condition comes first. */
    const int32_t dtype = kernel->n_in > 0 ? rvl_descriptor_dtype(request->in[kernel->n_in - 1]) : RAVEL_BOOL;
    rvl_at_once way;
    way.kernel = handle;
    if (dtype < 0 || !find(&way, use->number, dtype, rvl_call_isa(call)) || !run(call, &way, request))
        return false;
    if (call->context)
        call->context->at_once = way;
    return true;
}
