/* apply_check.c: everything that can be wrong with an elementwise call. */
#include "apply.h"

#include "core/dtype_table.h"
#include "core/scalar.h"
#include "dispatch/dispatch.h"
#include "dispatch/facts.h"
#include "plan/promote.h"

static const char *const input_roles[RAVEL_MAX_OPERANDS] = {"input 0", "input 1", "input 2", "input 3",
                                                            "input 4", "input 5", "input 6", "input 7"};
static const char *const output_roles[RAVEL_MAX_OPERANDS] = {"output 0", "output 1", "output 2", "output 3",
                                                             "output 4", "output 5", "output 6", "output 7"};

const char *rvl_casting_name(int32_t casting)
{
    static const char *const names[] = {"no", "safe", "same_kind", "unsafe"};
    return names[casting - RAVEL_CASTING_NO];
}

ravel_status rvl_casting_rule(rvl_call *call, uint64_t options, uint64_t known_options, int32_t *casting)
{
    const uint64_t bits = options & 7;
    if (options & ~(known_options | 7))
        return rvl_fail(call, RAVEL_UNKNOWN_FLAG, -1, -1, "options has unknown bits %x",
                        options & ~(known_options | 7));
    if (bits > RAVEL_OPTION_CASTING_UNSAFE)
        return rvl_fail(call, RAVEL_UNKNOWN_FLAG, -1, -1, "options has more than one casting option, in bits %x", bits);
    *casting = bits ? (int32_t)bits : call->context ? call->context->casting : RAVEL_CASTING_SAFE;
    return RAVEL_OK;
}

static ravel_status check_arity(rvl_call *call, const rvl_kernel_use *use, const rvl_apply_request *request)
{
    int32_t n_in, n_out;
    rvl_kernel_arity(use, &n_in, &n_out);
    if (request->n_in != n_in)
        return rvl_fail(call, RAVEL_WRONG_ARITY, -1, -1, "the kernel %s has %i inputs, got n_in = %i",
                        rvl_kernel_name(use), n_in, request->n_in);
    if (request->n_out != n_out)
        return rvl_fail(call, RAVEL_WRONG_ARITY, -1, -1, "the kernel %s has %i outputs, got n_out = %i",
                        rvl_kernel_name(use), n_out, request->n_out);
    if (!request->in)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "in is NULL");
    return RAVEL_OK;
}

/* Takes an array into the call: its shape into the nest, the rest into the tables of operand k. */
static ravel_status take(rvl_call *call, rvl_apply *apply, const ravel_array *array, rvl_nest_role rule,
                         const char *role, int32_t argument)
{
    rvl_descriptor descriptor;
    const int32_t k = apply->run.nest.n_operands;
    ravel_status status = rvl_descriptor_read(call, array, role, argument, &descriptor);
    if (status == RAVEL_OK)
        status = rvl_nest_add(call, &apply->run.nest, &descriptor, rule, role, argument);
    if (status != RAVEL_OK)
        return status;
    apply->dtypes[k] = descriptor.dtype;
    apply->flags[k] = descriptor.flags;
    if (descriptor.flags & RAVEL_SCALAR) {
        apply->values[k][0] = descriptor.value[0];
        apply->values[k][1] = descriptor.value[1];
        apply->run.nest.data[k] = (unsigned char *)apply->values[k];
    }
    return RAVEL_OK;
}

/* The output of "full" gives the shape, its input only has to broadcast to it; a literal takes its dtype. Without
 * outputs (ravel_apply_outputs) the input's own shape is as good as any. */
static ravel_status take_output_of_full(rvl_call *call, const rvl_apply_request *request, rvl_apply *apply,
                                        int32_t *dtype)
{
    rvl_descriptor descriptor;
    *dtype = 0;
    if (!request->out)
        return RAVEL_OK;
    const ravel_status status = rvl_descriptor_read(call, request->out[0], output_roles[0], request->n_in, &descriptor);
    if (status != RAVEL_OK)
        return status;
    apply->run.nest.ndim = descriptor.ndim;
    for (int32_t i = 0; i < descriptor.ndim; i++)
        apply->run.nest.shape[i] = descriptor.shape[descriptor.ndim - 1 - i];
    *dtype = descriptor.dtype;
    return RAVEL_OK;
}

/* A literal takes the loop's dtype, if its value can: an integer as it is, a float rounded but not to infinity. */
static ravel_status take_literal(rvl_call *call, rvl_apply *apply, int32_t k)
{
    const int32_t dtype = apply->loop.dtypes[k];
    uint64_t value[2] = {0, 0};
    if (!rvl_scalar_take_literal(apply->dtypes[k], apply->values[k], dtype, value))
        return rvl_fail(call, RAVEL_VALUE_OUT_OF_RANGE, k, -1, "%s is the literal %v, which %d does not hold",
                        input_roles[k], apply->dtypes[k], apply->values[k], dtype);
    apply->values[k][0] = value[0];
    apply->values[k][1] = value[1];
    apply->dtypes[k] = dtype;
    return RAVEL_OK;
}

static ravel_status check_input_casts(rvl_call *call, rvl_apply *apply)
{
    for (int32_t k = 0; k < apply->loop.n_in; k++) {
        const int32_t from = apply->dtypes[k], to = apply->loop.dtypes[k];
        if (from == to)
            continue;
        if (apply->flags[k] & RAVEL_WEAK) {
            const ravel_status status = take_literal(call, apply, k);
            if (status != RAVEL_OK)
                return status;
        } else if (!rvl_can_cast(from, to, apply->casting)) {
            return rvl_fail(call, RAVEL_CASTING_FORBIDDEN, k, -1,
                            "%s has dtype %d, which casting \"%s\" does not let become %d", input_roles[k], from,
                            rvl_casting_name(apply->casting), to);
        }
    }
    return RAVEL_OK;
}

ravel_status rvl_apply_check_inputs(rvl_call *call, const rvl_kernel_use *use, const rvl_apply_request *request,
                                    rvl_apply *apply)
{
    const bool full = use->number == RVL_KERNEL_full;
    const int32_t isa = rvl_call_isa(call);
    int32_t weak[RAVEL_MAX_OPERANDS], filled = 0;
    rvl_nest_begin(&apply->run.nest);
    ravel_status status = rvl_casting_rule(call, request->options, RAVEL_OPTION_NO_SCRATCH, &apply->casting);
    if (status == RAVEL_OK)
        status = check_arity(call, use, request);
    if (status == RAVEL_OK && full)
        status = take_output_of_full(call, request, apply, &filled);
    for (int32_t k = 0; k < request->n_in && status == RAVEL_OK; k++) {
        status = take(call, apply, request->in[k], filled ? RVL_NEST_WITHIN : RVL_NEST_EXTEND, input_roles[k], k);
        weak[k] = status == RAVEL_OK && (apply->flags[k] & RAVEL_WEAK);
    }
    if (status == RAVEL_OK)
        status = rvl_loop_resolve(call, use, isa, apply->dtypes, weak, &apply->loop);
    if (status == RAVEL_OK && filled && weak[0])
        apply->loop.dtypes[0] = apply->loop.dtypes[1] =
            rvl_result_type(2, (int32_t[]){apply->dtypes[0], filled}, (int32_t[]){1, 0});
    if (status == RAVEL_OK)
        status = check_input_casts(call, apply);
    if (status == RAVEL_OK)
        status = rvl_nest_size(call, &apply->run.nest, &apply->run.size);
    apply->run.loop = &apply->loop;
    apply->run.movers = rvl_movers_of(isa);
    return status;
}

static ravel_status take_output(rvl_call *call, const rvl_apply_request *request, rvl_apply *apply, int32_t i)
{
    rvl_nest *nest = &apply->run.nest;
    const int32_t k = nest->n_operands, nominal = apply->loop.dtypes[apply->loop.n_in + i];
    if (!request->out[i]) {
        apply->dtypes[k] = nominal;
        apply->flags[k] = 0;
        nest->data[k] = NULL;
        for (int32_t axis = 0; axis < nest->ndim; axis++)
            nest->strides[k][axis] = 0;
        nest->n_operands++;
        return RAVEL_OK;
    }
    const ravel_status status = take(call, apply, request->out[i], RVL_NEST_EXACT, output_roles[i], k);
    if (status != RAVEL_OK)
        return status;
    if (!(apply->flags[k] & RAVEL_WRITEABLE))
        return rvl_fail(call, RAVEL_READ_ONLY, k, -1, "%s is read-only", output_roles[i]);
    if (!rvl_can_cast(nominal, apply->dtypes[k], apply->casting))
        return rvl_fail(call, RAVEL_CASTING_FORBIDDEN, k, -1,
                        "%s has dtype %d, which casting \"%s\" does not let the result's %d become", output_roles[i],
                        apply->dtypes[k], rvl_casting_name(apply->casting), nominal);
    return RAVEL_OK;
}

rvl_extent rvl_apply_extent(const rvl_apply *apply, int32_t k)
{
    const rvl_nest *nest = &apply->run.nest;
    return (rvl_extent){nest->data[k], nest->ndim, rvl_dtypes[apply->dtypes[k]].itemsize, nest->shape,
                        nest->strides[k]};
}

/* Output operand k, which overlaps. */
static ravel_status fail_overlap(rvl_call *call, const rvl_apply *apply, rvl_overlap overlap, int32_t k,
                                 const char *what)
{
    const char *const role = output_roles[k - apply->loop.n_in];
    if (overlap == RVL_UNDECIDED)
        return rvl_fail(call, RAVEL_UNDECIDED_OVERLAP, k, -1,
                        "whether %s overlaps %s could not be decided in the time allowed", role, what);
    return rvl_fail(call, RAVEL_OVERLAP, k, -1, "%s overlaps %s", role, what);
}

/* Whether two operands are the same elements in the same places, read alike. */
static bool is_same(const rvl_apply *apply, int32_t a, int32_t b)
{
    const rvl_nest *nest = &apply->run.nest;
    if (nest->data[a] != nest->data[b] || apply->dtypes[a] != apply->dtypes[b] ||
        ((apply->flags[a] ^ apply->flags[b]) & RAVEL_SWAPPED))
        return false;
    for (int32_t axis = 0; axis < nest->ndim; axis++)
        if (nest->strides[a][axis] != nest->strides[b][axis])
            return false;
    return true;
}

/* Bytes of an operand whose repeated axes are stored once. */
static size_t copy_nbytes(const rvl_apply *apply, int32_t k)
{
    const rvl_nest *nest = &apply->run.nest;
    size_t nbytes = (size_t)rvl_dtypes[apply->dtypes[k]].itemsize;
    for (int32_t axis = 0; axis < nest->ndim; axis++)
        if (nest->strides[k][axis] != 0)
            nbytes *= (size_t)nest->shape[axis];
    return (nbytes + 63) & ~(size_t)63;
}

void rvl_apply_note_overlap(rvl_apply *apply, int32_t k, int32_t other)
{
    if (is_same(apply, k, other)) {
        apply->in_place = true;
        return;
    }
    const rvl_extent output = rvl_apply_extent(apply, k), extent = rvl_apply_extent(apply, other);
    if (rvl_overlap_between(&output, &extent, RVL_OVERLAP_BUDGET) != RVL_DISJOINT)
        apply->copied |= UINT64_C(1) << other;
}

/* Output operand k against itself, the outputs before it, and all that is read. */
static ravel_status check_overlap(rvl_call *call, rvl_apply *apply, int32_t k)
{
    const int32_t first_out = apply->loop.n_in;
    const rvl_extent output = rvl_apply_extent(apply, k);
    const rvl_overlap within = rvl_overlap_within(&output, RVL_OVERLAP_BUDGET);
    if (within != RVL_DISJOINT)
        return fail_overlap(call, apply, within, k, "itself: two of its elements share memory");
    for (int32_t other = 0; other < apply->run.nest.n_operands; other++) {
        const bool is_output = other >= first_out && other < first_out + apply->loop.n_out;
        if (!apply->run.nest.data[other] || (is_output && other >= k))
            continue;
        if (!is_output) {
            rvl_apply_note_overlap(apply, k, other);
            continue;
        }
        const rvl_extent extent = rvl_apply_extent(apply, other);
        const rvl_overlap overlap = rvl_overlap_between(&output, &extent, RVL_OVERLAP_BUDGET);
        if (overlap != RVL_DISJOINT)
            return fail_overlap(call, apply, overlap, k, output_roles[other - first_out]);
    }
    return RAVEL_OK;
}

ravel_status rvl_apply_check_scratch(rvl_call *call, uint64_t options, rvl_apply *apply)
{
    for (int32_t k = 0; k < apply->run.nest.n_operands; k++)
        if (apply->copied >> k & 1)
            apply->scratch += copy_nbytes(apply, k);
    if (apply->scratch && (options & RAVEL_OPTION_NO_SCRATCH))
        return rvl_fail(call, RAVEL_SCRATCH_LIMIT, -1, -1,
                        "an input overlaps an output and would have to be copied first, which NO_SCRATCH forbids");
    return RAVEL_OK;
}

ravel_status rvl_apply_check_mask(rvl_call *call, const rvl_apply_request *request, rvl_apply *apply)
{
    const int32_t k = apply->run.nest.n_operands, argument = apply->loop.n_in + apply->loop.n_out;
    apply->run.masked = request->where != NULL;
    if (!request->where)
        return RAVEL_OK;
    const ravel_status status = take(call, apply, request->where, RVL_NEST_WITHIN, "where", argument);
    if (status == RAVEL_OK && apply->dtypes[k] != RAVEL_BOOL)
        return rvl_fail(call, RAVEL_DTYPE_MISMATCH, argument, -1, "where has dtype %d; a mask must be bool",
                        apply->dtypes[k]);
    return status;
}

ravel_status rvl_apply_check_outputs(rvl_call *call, const rvl_apply_request *request, rvl_apply *apply)
{
    apply->in_place = false;
    apply->copied = 0;
    apply->scratch = 0;
    bool any = false;
    if (!request->out)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "out is NULL");
    ravel_status status = RAVEL_OK;
    for (int32_t i = 0; i < request->n_out && status == RAVEL_OK; i++) {
        any |= request->out[i] != NULL;
        status = take_output(call, request, apply, i);
    }
    if (status == RAVEL_OK && !any)
        status =
            rvl_fail(call, RAVEL_NULL_ARGUMENT, request->n_in, -1, "output 0 is NULL, and no other output is wanted");
    if (status == RAVEL_OK)
        status = rvl_apply_check_mask(call, request, apply);
    for (int32_t i = 0; i < request->n_out && status == RAVEL_OK && apply->run.size > 0; i++)
        if (request->out[i])
            status = check_overlap(call, apply, apply->loop.n_in + i);
    return status == RAVEL_OK ? rvl_apply_check_scratch(call, request->options, apply) : status;
}
