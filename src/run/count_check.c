/* count_check.c: everything that can be wrong with a call that counts, but the numbers and the edges themselves. */
#include "count.h"

#include "apply.h"
#include "core/dtype_table.h"
#include "core/float_environment.h"
#include "core/scalar.h"
#include "reduce_call.h"
#include <string.h>

/* The arrays of a call, as long as it is checked. */
typedef struct arrays {
    rvl_descriptor in, where, out;
    rvl_descriptor other; /* weights or edges */
    rvl_nest nest;
    const rvl_descriptor *swept[RVL_SWEEP_OPERANDS];
    int32_t dtypes[RVL_SWEEP_OPERANDS];
} arrays;

static ravel_status take(rvl_call *call, arrays *all, const ravel_array *array, rvl_descriptor *descriptor,
                         const char *role, int32_t argument, int32_t dtype)
{
    const int32_t k = all->nest.n_operands;
    ravel_status status = rvl_descriptor_read(call, array, role, argument, descriptor);
    if (status == RAVEL_OK)
        status = rvl_nest_add(call, &all->nest, descriptor, k == 0 ? RVL_NEST_EXTEND : RVL_NEST_WITHIN, role, argument);
    all->swept[k] = descriptor;
    all->dtypes[k] = dtype;
    return status;
}

static ravel_status check_real(rvl_call *call, const rvl_descriptor *array, const char *role, int32_t argument)
{
    if (rvl_dtypes[array->dtype].kind != RAVEL_KIND_COMPLEX)
        return RAVEL_OK;
    return rvl_fail(call, RAVEL_DTYPE_MISMATCH, argument, -1, "%s has dtype %d; it must be real", role, array->dtype);
}

static ravel_status take_inputs(rvl_call *call, const rvl_count_request *request, arrays *all)
{
    const int32_t kind_of_numbers = RAVEL_KIND_UNSIGNED;
    rvl_nest_begin(&all->nest);
    ravel_status status = take(call, all, request->in, &all->in, "input", RVL_COUNT_INPUT, 0);
    if (status != RAVEL_OK)
        return status;
    const int32_t dtype = all->in.dtype;
    if (request->kind == RVL_COUNT_NUMBERS && rvl_dtypes[dtype].kind > kind_of_numbers)
        return rvl_fail(call, RAVEL_DTYPE_MISMATCH, RVL_COUNT_INPUT, -1,
                        "input has dtype %d; numbers of bins are integers or bools", dtype);
    status = check_real(call, &all->in, "input", RVL_COUNT_INPUT);
    /* What float64 does not hold is compared as it is. */
    all->dtypes[0] =
        request->kind == RVL_COUNT_NUMBERS || dtype == RAVEL_INT64 || dtype == RAVEL_UINT64 ? dtype : RAVEL_FLOAT64;
    if (status == RAVEL_OK && request->where) {
        status = take(call, all, request->where, &all->where, "where", RVL_COUNT_WHERE, RAVEL_BOOL);
        if (status == RAVEL_OK && all->where.dtype != RAVEL_BOOL)
            return rvl_fail(call, RAVEL_DTYPE_MISMATCH, RVL_COUNT_WHERE, -1, "where has dtype %d; a mask must be bool",
                            all->where.dtype);
    }
    if (status == RAVEL_OK && request->weights) {
        status = take(call, all, request->weights, &all->other, "weights", RVL_COUNT_WEIGHTS, RAVEL_FLOAT64);
        if (status == RAVEL_OK)
            status = check_real(call, &all->other, "weights", RVL_COUNT_WEIGHTS);
    }
    return status;
}

static ravel_status take_output(rvl_call *call, const rvl_count_request *request, rvl_descriptor *out)
{
    const int32_t dtype = request->weights ? RAVEL_FLOAT64 : RAVEL_INT64;
    const ravel_status status = rvl_descriptor_read(call, request->out, "output", RVL_COUNT_OUTPUT, out);
    if (status != RAVEL_OK)
        return status;
    if (out->ndim != 1)
        return rvl_fail(call, RAVEL_INVALID_NDIM, RVL_COUNT_OUTPUT, -1, "output has shape %S; bins have one axis",
                        out->ndim, out->shape);
    if (out->dtype != dtype)
        return rvl_fail(call, RAVEL_DTYPE_MISMATCH, RVL_COUNT_OUTPUT, -1, "output has dtype %d; it must be %d%s",
                        out->dtype, dtype, request->weights ? ", as there are weights" : "");
    if (request->kind != RVL_COUNT_NUMBERS && (out->shape[0] == 0 || out->shape[0] >= INT32_MAX))
        return rvl_fail(call, RAVEL_INVALID_SHAPE, RVL_COUNT_OUTPUT, 0,
                        "output has shape %S; a histogram has from 1 to 2**31 - 2 bins", out->ndim, out->shape);
    const rvl_fold_choice result = {.dtype = dtype};
    return rvl_reduce_check_output(call, out, RAVEL_CASTING_SAFE, &result);
}

/* Reads a 0-d bound of the bins. */
static ravel_status read_bound(rvl_call *call, const ravel_array *array, const char *role, int32_t argument,
                               double *bound)
{
    rvl_descriptor descriptor;
    uint64_t value[2];
    ravel_status status = rvl_descriptor_read(call, array, role, argument, &descriptor);
    if (status == RAVEL_OK && descriptor.ndim != 0)
        return rvl_fail(call, RAVEL_INVALID_NDIM, argument, -1, "%s has shape %S, expected a 0-d array", role,
                        descriptor.ndim, descriptor.shape);
    if (status == RAVEL_OK)
        status = check_real(call, &descriptor, role, argument);
    if (status != RAVEL_OK)
        return status;
    rvl_scalar_load(descriptor.dtype, descriptor.data, descriptor.flags & RAVEL_SWAPPED, value);
    (void)rvl_scalar_convert(descriptor.dtype, value, RAVEL_FLOAT64, bound);
    return RAVEL_OK;
}

static ravel_status take_bounds(rvl_call *call, const rvl_count_request *request, rvl_count_job *job)
{
    ravel_status status = read_bound(call, request->lower, "lower", RVL_COUNT_LOWER, &job->lower);
    if (status == RAVEL_OK)
        status = read_bound(call, request->upper, "upper", RVL_COUNT_UPPER, &job->upper);
    if (status != RAVEL_OK)
        return status;
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    /* volatile: compilers would else compute them where they are used, in the host's environment. */
    const volatile bool good = job->lower < job->upper && job->upper - job->lower <= 0x1.fffffffffffffp1023;
    const volatile bool upper_is_bad = __builtin_isfinite(job->lower) && !__builtin_isfinite(job->upper);
    rvl_float_environment_leave(&environment);
    if (good)
        return RAVEL_OK;
    const int32_t argument = upper_is_bad ? RVL_COUNT_UPPER : RVL_COUNT_LOWER;
    return rvl_fail(call, RAVEL_INVALID_ARGUMENT, argument, -1,
                    "lower is %g and upper is %g; lower must be less than upper, and upper - lower finite", job->lower,
                    job->upper);
}

static ravel_status take_edges(rvl_call *call, const rvl_count_request *request, arrays *all, rvl_count_job *job,
                               bool *overlaps)
{
    const rvl_descriptor *out = &all->out, *edges = &all->other;
    ravel_status status = rvl_descriptor_read(call, request->edges, "edges", RVL_COUNT_EDGES, &all->other);
    if (status != RAVEL_OK)
        return status;
    if (edges->ndim != 1)
        return rvl_fail(call, RAVEL_INVALID_NDIM, RVL_COUNT_EDGES, -1, "edges has shape %S, expected one axis",
                        edges->ndim, edges->shape);
    status = check_real(call, edges, "edges", RVL_COUNT_EDGES);
    if (status != RAVEL_OK)
        return status;
    if (edges->shape[0] - 1 != out->shape[0])
        return rvl_fail(call, RAVEL_SHAPE_MISMATCH, RVL_COUNT_EDGES, 0,
                        "edges has shape %S; output has %l bins, one less than there must be edges", edges->ndim,
                        edges->shape, out->shape[0]);
    const rvl_extent extent = {edges->data, 1, rvl_dtypes[edges->dtype].itemsize, edges->shape, edges->strides};
    const rvl_extent output = {out->data, 1, sizeof(int64_t), out->shape, out->strides};
    *overlaps |=
        !(edges->flags & RAVEL_SCALAR) && rvl_overlap_between(&output, &extent, RVL_OVERLAP_BUDGET) != RVL_DISJOINT;
    job->edges = rvl_descriptor_data(edges, job->edges_scalar);
    job->edges_dtype = edges->dtype;
    job->edges_stride = edges->strides[0];
    job->edges_swapped = edges->flags & RAVEL_SWAPPED;
    job->edges_direct = edges->dtype == RAVEL_FLOAT64 && !job->edges_swapped && edges->strides[0] == sizeof(double) &&
                        (uintptr_t)job->edges % sizeof(double) == 0;
    return RAVEL_OK;
}

/* Whether something that is read shares memory with the output. */
static bool overlaps_inputs(const arrays *all)
{
    const rvl_extent output = {all->out.data, 1, sizeof(int64_t), all->out.shape, all->out.strides};
    for (int32_t k = 0; k < all->nest.n_operands; k++) {
        const rvl_descriptor *array = all->swept[k];
        const rvl_extent extent = {all->nest.data[k], all->nest.ndim, rvl_dtypes[array->dtype].itemsize,
                                   all->nest.shape, all->nest.strides[k]};
        if (!(array->flags & RAVEL_SCALAR) && rvl_overlap_between(&output, &extent, RVL_OVERLAP_BUDGET) != RVL_DISJOINT)
            return true;
    }
    return false;
}

static ravel_status check(rvl_call *call, const rvl_count_request *request, arrays *all, rvl_count_job *job)
{
    int64_t size = 0;
    bool overlaps = false;
    ravel_status status = take_inputs(call, request, all);
    if (status == RAVEL_OK)
        status = take_output(call, request, &all->out);
    if (status == RAVEL_OK && request->kind == RVL_COUNT_BETWEEN)
        status = take_edges(call, request, all, job, &overlaps);
    if (status == RAVEL_OK)
        status = rvl_nest_size(call, &all->nest, &size);
    if (status != RAVEL_OK)
        return status;
    if (size > 0 && all->out.shape[0] > 0)
        overlaps |= overlaps_inputs(all);
    if (overlaps && (request->options & RAVEL_OPTION_NO_SCRATCH))
        return rvl_fail(call, RAVEL_SCRATCH_LIMIT, RVL_COUNT_OUTPUT, -1,
                        "output overlaps what is read, so that counts would have to be collected in scratch memory, "
                        "which NO_SCRATCH forbids");
    job->direct_out = !overlaps && !(all->out.flags & RAVEL_SWAPPED) &&
                      (all->out.shape[0] == 1 || all->out.strides[0] == sizeof(int64_t)) &&
                      (uintptr_t)all->out.data % sizeof(int64_t) == 0;
    return RAVEL_OK;
}

static __attribute__((noinline)) ravel_status check_arrays(rvl_call *call, const rvl_count_request *request,
                                                           rvl_count_job *job)
{
    arrays all;
    const ravel_status status = check(call, request, &all, job);
    if (status != RAVEL_OK)
        return status;
    job->kind = request->kind;
    job->isa = rvl_call_isa(call);
    job->dtype = all.in.dtype;
    job->masked = request->where != NULL;
    job->weighted = request->weights != NULL;
    job->n_bins = all.out.shape[0];
    job->out = all.out.data;
    job->out_stride = all.out.strides[0];
    job->out_swapped = all.out.flags & RAVEL_SWAPPED;
    job->ndim = all.in.ndim;
    memcpy(job->shape, all.in.shape, (size_t)all.in.ndim * sizeof *job->shape);
    if (request->kind != RVL_COUNT_NUMBERS && rvl_descriptor_size(&all.in) > 0) /* counts know no order */
        rvl_nest_simplify(&all.nest, 0);
    rvl_sweep_plan(&job->sweep, &all.nest, all.swept, all.dtypes, job->isa);
    return RAVEL_OK;
}

/* The bounds come before what takes much of the stack. */
ravel_status rvl_count_check(rvl_call *call, const rvl_count_request *request, rvl_count_job *job)
{
    int32_t casting;
    ravel_status status = rvl_casting_rule(call, request->options, RAVEL_OPTION_NO_SCRATCH, &casting);
    if (status == RAVEL_OK && request->kind == RVL_COUNT_UNIFORM)
        status = take_bounds(call, request, job);
    return status == RAVEL_OK ? check_arrays(call, request, job) : status;
}
