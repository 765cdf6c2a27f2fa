/* reduce_short.c: a reduction of few contiguous elements, for which the general way would be most of the time. */
#include "reduce_call.h"

#include "core/dtype_table.h"
#include "core/float_environment.h"
#include <string.h>

/* Above this size threads come in. */
static const int64_t most = 1 << 15;

/* The kernel that folds, where the dtype is its own accumulator and result; -1 where it is not. */
static int32_t kernel_of(const rvl_kernel_use *use, int32_t dtype, bool *mean)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[dtype];
    *mean = false;
    if (facts->compute != dtype || use->object)
        return -1;
    if (use->reduction < 0)
        return rvl_kernels[use->number].properties & RVL_PROPERTY_REORDERABLE ? use->number : -1;
    const rvl_reduction_facts *reduction = &rvl_reductions[use->reduction];
    const bool integral = facts->kind <= RAVEL_KIND_UNSIGNED;
    *mean = reduction->rule == RVL_RULE_MEAN;
    if (!rvl_rules[reduction->rule].as_they_are)
        return -1;
    if (reduction->verb != RAVEL_VERB_REDUCE || (*mean && integral) ||
        (reduction->rule == RVL_RULE_SUM && integral && facts->itemsize < 8))
        return -1;
    return reduction->kernel;
}

static bool is_simple(const rvl_reduce_request *request, const rvl_descriptor *in, const rvl_descriptor *out)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[in->dtype];
    if (request->where || request->initial || request->options || in->ndim != 1 || out->ndim != 0 ||
        in->dtype != out->dtype || ((in->flags | out->flags) & (RAVEL_SWAPPED | RAVEL_SCALAR)) ||
        !(out->flags & RAVEL_WRITEABLE) || in->shape[0] < 1 || in->shape[0] > most || in->strides[0] != facts->itemsize)
        return false;
    if (request->axes ? request->n_axes != 1 || (request->axes[0] != 0 && request->axes[0] != -1) : request->n_axes)
        return false;
    const uintptr_t from = (uintptr_t)in->data, to = (uintptr_t)out->data, itemsize = (uintptr_t)facts->itemsize;
    return ((from | to) & (uintptr_t)(facts->part_size - 1)) == 0 &&
           (to + itemsize <= from || from + itemsize * (uintptr_t)in->shape[0] <= to);
}

void rvl_reduce_divide(int32_t dtype, int32_t isa, int64_t n, uint64_t *sum)
{
    const bool complex = rvl_dtypes[dtype].kind == RAVEL_KIND_COMPLEX;
    const int32_t real = !complex ? dtype : dtype == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : RAVEL_FLOAT64;
    const size_t part_size = (size_t)rvl_dtypes[dtype].part_size;
    _Alignas(16) unsigned char divisors[16];
    (void)rvl_movers_of(isa)->cast[RAVEL_INT64][real](1, &n, divisors);
    if (complex)
        memcpy(divisors + part_size, divisors, part_size);
    const void *in[2] = {sum, divisors};
    void *out[1] = {sum};
    (void)rvl_builtin_loop(RVL_KERNEL_divide, real, isa)(complex ? 2 : 1, in, out, NULL);
}

bool rvl_reduce_short(rvl_call *call, const rvl_kernel_use *use, const rvl_reduce_request *request,
                      const rvl_descriptor *in, const rvl_descriptor *out)
{
    bool mean;
    if (!is_simple(request, in, out))
        return false;
    const int32_t kernel = kernel_of(use, in->dtype, &mean), isa = call->context ? call->context->isa : rvl_isa_best();
    const rvl_reducer *reducer = kernel < 0 ? NULL : rvl_builtin_reducer(kernel, in->dtype, isa);
    if (!reducer)
        return false;
    uint64_t result[2];
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    reducer->rows(1, (size_t)in->shape[0], in->data, 0, result);
    if (mean)
        rvl_reduce_divide(in->dtype, isa, in->shape[0], result);
    memcpy(out->data, result, (size_t)rvl_dtypes[in->dtype].itemsize);
    rvl_float_environment_leave(&environment);
    return true;
}
