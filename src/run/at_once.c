/* at_once.c: one look at each operand, one call of the loop. */
#include "at_once.h"

#include "core/dtype_table.h"
#include "core/float_environment.h"
#include "dispatch/dispatch.h"
#include "dispatch/facts.h"

/* Larger calls may be worth threads or streaming. */
#define AT_ONCE_SIZE 4096
#define AT_ONCE_OPERANDS 3

/* An operand: where it lies, and what must agree with the others. */
typedef struct piece {
    unsigned char *data;
    size_t nbytes;
    int32_t dtype;
} piece;

/* Reads an array; false unless it is in C order, aligned, native, no literal, and of the shape of the first, if there
 * is one. */
static bool read_piece(const ravel_array *array, rvl_descriptor *descriptor, const rvl_descriptor *first, piece *result)
{
    if (rvl_descriptor_peek(array, descriptor) != RAVEL_OK || (first && descriptor->ndim != first->ndim) ||
        (descriptor->flags & (RAVEL_SWAPPED | RAVEL_WEAK | RAVEL_SCALAR)))
        return false;
    const rvl_dtype_facts *facts = &rvl_dtypes[descriptor->dtype];
    int64_t nbytes = facts->itemsize;
    for (int32_t axis = descriptor->ndim - 1; axis >= 0; axis--) {
        const int64_t length = descriptor->shape[axis];
        if ((first && length != first->shape[axis]) || (descriptor->strides[axis] != nbytes && length != 1) ||
            length > AT_ONCE_SIZE)
            return false;
        nbytes *= length;
        if (nbytes > (int64_t)AT_ONCE_SIZE * 16)
            return false;
    }
    *result = (piece){descriptor->data, (size_t)nbytes, descriptor->dtype};
    return nbytes > 0 && ((uintptr_t)descriptor->data & (uintptr_t)(facts->part_size - 1)) == 0;
}

/* Whether the output is exactly an input, or shares nothing with it. */
static bool is_apart(const piece *output, const piece *input)
{
    if (output->data == input->data)
        return output->dtype == input->dtype;
    return output->data + output->nbytes <= input->data || input->data + input->nbytes <= output->data;
}

bool rvl_apply_at_once(rvl_call *call, const rvl_kernel_use *use, const rvl_apply_request *request)
{
    rvl_descriptor first, other;
    piece pieces[AT_ONCE_OPERANDS];
    const int32_t n_in = request->n_in;
    if (use->number < 0 || request->options || request->where || !request->in || !request->out || n_in < 1 ||
        n_in >= AT_ONCE_OPERANDS || n_in != rvl_kernels[use->number].n_in || request->n_out != 1)
        return false;
    if (!read_piece(request->out[0], &first, NULL, &pieces[n_in]) || !(first.flags & RAVEL_WRITEABLE))
        return false;
    for (int32_t k = 0; k < n_in; k++)
        if (!read_piece(request->in[k], &other, &first, &pieces[k]) || !is_apart(&pieces[n_in], &pieces[k]) ||
            pieces[k].dtype != pieces[0].dtype)
            return false;
    const int32_t dtype = pieces[0].dtype;
    int32_t dtypes[RAVEL_MAX_OPERANDS];
    if (!rvl_kernel_supports(use->number, dtype) || rvl_dtypes[dtype].compute != dtype)
        return false;
    rvl_kernel_signature(use->number, dtype, dtypes);
    const ravel_kernel_fn loop = rvl_builtin_loop(use->number, dtype, rvl_call_isa(call));
    if (dtypes[n_in] != pieces[n_in].dtype || !loop)
        return false;
    const void *in[] = {pieces[0].data, pieces[n_in - 1].data};
    void *out[] = {pieces[n_in].data};
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    const int32_t events = loop(pieces[0].nbytes / (size_t)rvl_dtypes[dtype].itemsize, in, out, NULL);
    rvl_float_environment_leave(&environment);
    if (call->context)
        call->context->events |= (uint64_t)events;
    return true;
}
