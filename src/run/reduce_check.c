/* reduce_check.c: everything that can be wrong with a reduction. */
#include "reduce_call.h"

#include "apply.h"
#include "core/dtype_table.h"
#include "core/float_environment.h"
#include "core/scalar.h"
#include "plan/overlap.h"
#include "plan/promote.h"
#include <string.h>

/* What is known once the inputs have been checked. */
typedef struct checked_inputs {
    const rvl_descriptor *in;
    rvl_axes axes;
    int32_t casting;
    int32_t ndim; /* of the output */
    int64_t shape[RAVEL_MAX_NDIM];
} checked_inputs;

ravel_status rvl_reduce_check_cast(rvl_call *call, const rvl_descriptor *input, const char *role, int32_t argument,
                                   int32_t casting, const rvl_fold_choice *choice)
{
    const int32_t dtype = rvl_rules[choice->rule].magnitudes ? rvl_part_dtype(input->dtype) : input->dtype;
    if (dtype == choice->dtype || choice->any_input)
        return RAVEL_OK;
    if (!(input->flags & RAVEL_WEAK)) {
        if (rvl_can_cast(dtype, choice->dtype, casting))
            return RAVEL_OK;
        return rvl_fail(call, RAVEL_CASTING_FORBIDDEN, argument, -1,
                        "%s has dtype %d, which casting \"%s\" does not let become %d", role, input->dtype,
                        rvl_casting_name(casting), choice->dtype);
    }
    uint64_t value[2];
    bool fits = rvl_scalar_take_literal(input->dtype, input->data, choice->dtype, value);
    if (dtype != input->dtype && !fits) /* whose magnitude is taken: its parts have to fit */
        fits = rvl_scalar_take_literal(dtype, input->data, choice->dtype, value) &&
               rvl_scalar_take_literal(dtype, input->data + rvl_dtypes[dtype].itemsize, choice->dtype, value);
    if (fits)
        return RAVEL_OK;
    return rvl_fail(call, RAVEL_VALUE_OUT_OF_RANGE, argument, -1, "%s is the literal %v, which %d does not hold", role,
                    input->dtype, input->data, choice->dtype);
}

ravel_status rvl_reduce_check_output(rvl_call *call, const rvl_descriptor *out, int32_t casting,
                                     const rvl_fold_choice *choice)
{
    return rvl_reduce_check_named_output(call, out, "output", RVL_FOLD_OUTPUT, casting, choice->dtype);
}

ravel_status rvl_reduce_check_named_output(rvl_call *call, const rvl_descriptor *out, const char *role,
                                           int32_t argument, int32_t casting, int32_t dtype)
{
    if (!(out->flags & RAVEL_WRITEABLE))
        return rvl_fail(call, RAVEL_READ_ONLY, argument, -1, "%s is read-only", role);
    if (out->dtype != dtype && !rvl_can_cast(dtype, out->dtype, casting))
        return rvl_fail(call, RAVEL_CASTING_FORBIDDEN, argument, -1,
                        "%s has dtype %d, which casting \"%s\" does not let the result's %d become", role, out->dtype,
                        rvl_casting_name(casting), dtype);
    const rvl_extent extent = {out->data, out->ndim, rvl_dtypes[out->dtype].itemsize, out->shape, out->strides};
    const rvl_overlap within = rvl_overlap_within(&extent, RVL_OVERLAP_BUDGET);
    if (within == RVL_UNDECIDED)
        return rvl_fail(call, RAVEL_UNDECIDED_OVERLAP, argument, -1,
                        "whether %s overlaps itself could not be decided in the time allowed", role);
    if (within == RVL_OVERLAP)
        return rvl_fail(call, RAVEL_OVERLAP, argument, -1, "%s overlaps itself: two of its elements share memory",
                        role);
    return RAVEL_OK;
}

ravel_status rvl_reduce_read_initial(rvl_call *call, const ravel_array *initial, int32_t casting,
                                     const rvl_fold_choice *choice, const rvl_fold *fold, uint64_t *value,
                                     uint64_t *events)
{
    rvl_descriptor descriptor;
    rvl_fold_choice strict = *choice;
    strict.any_input &= choice->rule != RVL_RULE_INDEX; /* any input has an index, but not anything is one */
    ravel_status status = rvl_descriptor_read(call, initial, "initial", RVL_FOLD_INITIAL, &descriptor);
    if (status != RAVEL_OK)
        return status;
    if (descriptor.ndim != 0)
        return rvl_fail(call, RAVEL_INVALID_NDIM, RVL_FOLD_INITIAL, -1, "initial has shape %S, expected a 0-d array",
                        descriptor.ndim, descriptor.shape);
    status = rvl_reduce_check_cast(call, &descriptor, "initial", RVL_FOLD_INITIAL, casting, &strict);
    if (status != RAVEL_OK)
        return status;
    uint64_t loaded[2] = {0, 0};
    rvl_scalar_load(descriptor.dtype, descriptor.data, descriptor.flags & RAVEL_SWAPPED, loaded);
    value[0] = value[1] = 0;
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    *events = fold->movers->cast[descriptor.dtype][fold->dtype](1, loaded, value);
    rvl_float_environment_leave(&environment);
    return RAVEL_OK;
}

ravel_status rvl_reduce_read_mask(rvl_call *call, const ravel_array *where, const char *role, const rvl_descriptor *in,
                                  rvl_descriptor *mask, int64_t *strides)
{
    const ravel_status status = rvl_descriptor_read(call, where, "where", RVL_FOLD_WHERE, mask);
    if (status != RAVEL_OK)
        return status;
    if (mask->dtype != RAVEL_BOOL)
        return rvl_fail(call, RAVEL_DTYPE_MISMATCH, RVL_FOLD_WHERE, -1, "where has dtype %d; a mask must be bool",
                        mask->dtype);
    bool fits = mask->ndim <= in->ndim;
    for (int32_t axis = 0; axis < in->ndim && fits; axis++) {
        const int32_t own = axis - (in->ndim - mask->ndim);
        strides[axis] = own >= 0 && mask->shape[own] != 1 ? mask->strides[own] : 0;
        fits = own < 0 || mask->shape[own] == 1 || mask->shape[own] == in->shape[axis];
    }
    if (!fits)
        return rvl_fail(call, RAVEL_SHAPE_MISMATCH, RVL_FOLD_WHERE, -1,
                        "where has shape %S, which does not broadcast to the %s's shape %S", mask->ndim, mask->shape,
                        role, in->ndim, in->shape);
    return RAVEL_OK;
}

bool rvl_reduce_takes_correction(rvl_reduction_rule rule)
{
    return rvl_rules[rule].moments;
}

ravel_status rvl_reduce_read_correction(rvl_call *call, const ravel_array *initial, const rvl_fold_choice *choice,
                                        double *correction)
{
    rvl_descriptor descriptor;
    const ravel_status status = rvl_descriptor_read(call, initial, "initial", RVL_FOLD_INITIAL, &descriptor);
    if (status != RAVEL_OK)
        return status;
    if (descriptor.ndim != 0)
        return rvl_fail(call, RAVEL_INVALID_NDIM, RVL_FOLD_INITIAL, -1,
                        "initial, the correction of %s, has shape %S, expected a 0-d array",
                        rvl_kernel_name(choice->use), descriptor.ndim, descriptor.shape);
    if (rvl_dtypes[descriptor.dtype].kind == RAVEL_KIND_COMPLEX)
        return rvl_fail(call, RAVEL_CASTING_FORBIDDEN, RVL_FOLD_INITIAL, -1,
                        "initial, the correction of %s, has dtype %d, expected a real number",
                        rvl_kernel_name(choice->use), descriptor.dtype);
    uint64_t loaded[2] = {0, 0};
    rvl_scalar_load(descriptor.dtype, descriptor.data, descriptor.flags & RAVEL_SWAPPED, loaded);
    (void)rvl_scalar_convert(descriptor.dtype, loaded, RAVEL_FLOAT64, correction);
    if (*correction != *correction)
        return rvl_fail(
            call, RAVEL_INVALID_ARGUMENT, RVL_FOLD_INITIAL, -1,
            "initial, the correction of %s, is NaN; it is a number that the number of elements is diminished by",
            rvl_kernel_name(choice->use));
    return RAVEL_OK;
}

static ravel_status read_initial(rvl_call *call, const rvl_reduce_request *request, int32_t casting,
                                 rvl_reduce_checked *checked)
{
    rvl_reduce_job *job = &checked->job;
    job->correction = request->correction;
    if (job->correction != job->correction)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1,
                        "correction is NaN; it is a number that the number of elements is diminished by");
    if (!request->initial)
        return RAVEL_OK;
    if (rvl_reduce_takes_correction(checked->choice.rule))
        return rvl_reduce_read_correction(call, request->initial, &checked->choice, &job->correction);
    return rvl_reduce_read_initial(call, request->initial, casting, &checked->choice, &job->fold, job->initial,
                                   &checked->events);
}

static ravel_status check_inputs(rvl_call *call, const rvl_reduce_request *request, checked_inputs *inputs)
{
    ravel_status status =
        rvl_casting_rule(call, request->options, RAVEL_OPTION_KEEP_DIMS | RAVEL_OPTION_NO_SCRATCH, &inputs->casting);
    if (status == RAVEL_OK)
        status = rvl_axes_read(call, inputs->in->ndim, request->n_axes, request->axes, true, &inputs->axes);
    if (status != RAVEL_OK)
        return status;
    inputs->ndim = 0;
    for (int32_t axis = 0; axis < inputs->in->ndim; axis++) {
        if (!inputs->axes.contains[axis])
            inputs->shape[inputs->ndim++] = inputs->in->shape[axis];
        else if (request->options & RAVEL_OPTION_KEEP_DIMS)
            inputs->shape[inputs->ndim++] = 1;
    }
    return RAVEL_OK;
}

/* The reduced axes in the order in which they are reduced: the longest first, of equal ones the last first; where the
 * kernel may not be reordered, or indices are counted, C order's innermost first. */
static void order_axes(const checked_inputs *inputs, bool reorderable, int32_t *order)
{
    int32_t n = 0;
    for (int32_t axis = inputs->in->ndim - 1; axis >= 0; axis--)
        if (inputs->axes.contains[axis])
            order[n++] = axis;
    for (int32_t i = 1; i < n && reorderable; i++)
        for (int32_t j = i; j > 0 && inputs->in->shape[order[j]] > inputs->in->shape[order[j - 1]]; j--) {
            const int32_t axis = order[j];
            order[j] = order[j - 1];
            order[j - 1] = axis;
        }
}

static bool is_aligned(const void *data, int32_t ndim, const int64_t *shape, const int64_t *strides, int32_t alignment)
{
    uint64_t bits = (uint64_t)(uintptr_t)data;
    for (int32_t axis = 0; axis < ndim; axis++)
        if (shape[axis] != 1)
            bits |= (uint64_t)strides[axis];
    return (bits & (uint64_t)(alignment - 1)) == 0;
}

/* Lays the axes out as the job wants them; mask_strides may be NULL. */
static void fill_axes(const checked_inputs *inputs, const int64_t *mask_strides, const rvl_descriptor *out,
                      const rvl_reduce_other *other, bool keep_dims, rvl_reduce_checked *checked)
{
    rvl_reduce_job *job = &checked->job;
    const rvl_descriptor *in = inputs->in;
    int32_t order[RAVEL_MAX_NDIM], place = 0, out_axis = 0;
    checked->n_results = checked->n_reduced = 1;
    for (int32_t axis = 0; axis < in->ndim; axis++) {
        if (inputs->axes.contains[axis]) {
            out_axis += keep_dims;
            continue;
        }
        job->shape[place] = in->shape[axis];
        job->strides[place] = in->strides[axis];
        job->mask_strides[place] = mask_strides ? mask_strides[axis] : 0;
        if (job->second)
            job->second->strides[place] = other->array.strides[out_axis];
        job->out_strides[place++] = out->strides[out_axis++];
        checked->n_results *= in->shape[axis];
    }
    job->n_kept = place;
    job->n_reduced = inputs->axes.n;
    order_axes(inputs, checked->job.fold.reorderable && !checked->job.fold.concatenates, order);
    for (int32_t i = 0; i < job->n_reduced; i++, place++) {
        job->shape[place] = in->shape[order[i]];
        job->strides[place] = in->strides[order[i]];
        job->mask_strides[place] = mask_strides ? mask_strides[order[i]] : 0;
        job->out_strides[place] = 0;
        if (job->second)
            job->second->strides[place] = 0;
        checked->n_reduced *= in->shape[order[i]];
    }
}

/* An input that the output is exactly: nothing is folded, and each element is read before it is written. */
static bool in_place(const rvl_descriptor *in, const rvl_descriptor *out, const rvl_reduce_checked *checked)
{
    if (checked->n_reduced != 1 || in->data != out->data || in->dtype != out->dtype ||
        ((in->flags ^ out->flags) & RAVEL_SWAPPED))
        return false;
    for (int32_t axis = 0; axis < checked->job.n_kept; axis++)
        if (checked->job.shape[axis] != 1 && checked->job.strides[axis] != checked->job.out_strides[axis])
            return false;
    return true;
}

static bool overlaps(const rvl_descriptor *a, const rvl_descriptor *b)
{
    const rvl_extent first = {a->data, a->ndim, rvl_dtypes[a->dtype].itemsize, a->shape, a->strides};
    const rvl_extent second = {b->data, b->ndim, rvl_dtypes[b->dtype].itemsize, b->shape, b->strides};
    return rvl_overlap_between(&first, &second, RVL_OVERLAP_BUDGET) != RVL_DISJOINT;
}

static ravel_status check_overlap(rvl_call *call, const rvl_descriptor *in, const rvl_descriptor *mask,
                                  const rvl_descriptor *out, const rvl_reduce_request *request,
                                  rvl_reduce_checked *checked)
{
    const rvl_descriptor *const read[] = {in, mask};
    const rvl_reduce_other *other = request->other;
    const char *role = other ? other->roles[0] : "output";
    int32_t argument = RVL_FOLD_OUTPUT;
    checked->copy = false;
    for (int32_t i = 0; i < 2; i++) {
        const rvl_descriptor *from = read[i];
        if (!from || checked->n_reduced == 0)
            continue;
        if (other && overlaps(&other->array, from)) {
            checked->copy = true;
            role = other->roles[1];
            argument = RVL_FOLD_SECOND;
        }
        if (!overlaps(out, from))
            continue;
        if (i == 0 && in_place(in, out, checked))
            checked->job.out_aligned = false; /* through a buffer */
        else
            checked->copy = true;
    }
    if (checked->copy && (request->options & RAVEL_OPTION_NO_SCRATCH))
        return rvl_fail(call, RAVEL_SCRATCH_LIMIT, argument, -1,
                        "%s overlaps an input, so that results would have to be collected in scratch memory, which "
                        "NO_SCRATCH forbids",
                        role);
    return RAVEL_OK;
}

/* Whether there is a result where there is nothing to fold. */
static ravel_status check_identities(rvl_call *call, const rvl_reduce_request *request, rvl_reduce_checked *checked)
{
    const rvl_fold_choice *choice = &checked->choice;
    if (request->initial && !rvl_rules[choice->rule].takes_initial)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, RVL_FOLD_INITIAL, -1, "%s takes no initial value",
                        rvl_kernel_name(choice->use));
    if (request->where && !rvl_rules[choice->rule].takes_where)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, RVL_FOLD_WHERE, -1, "%s takes no mask",
                        rvl_kernel_name(choice->use));
    if (request->initial || checked->job.fold.has_empty)
        return RAVEL_OK;
    if (request->where && choice->rule == RVL_RULE_INDEX)
        return rvl_fail(call, RAVEL_NO_IDENTITY, -1, -1,
                        "%s has no index to give where all elements are masked; give one as the initial value",
                        rvl_kernel_name(choice->use));
    if (request->where)
        return rvl_fail(call, RAVEL_NO_IDENTITY, -1, -1,
                        "%s has no identity for masked elements to count as; give an initial value",
                        rvl_kernel_name(choice->use));
    if (checked->n_reduced == 0 && checked->n_results > 0)
        return rvl_fail(call, RAVEL_EMPTY_REDUCTION, RVL_FOLD_INPUT, -1,
                        "input has no elements along the reduced axes, and %s has no identity",
                        rvl_kernel_name(choice->use));
    return RAVEL_OK;
}

/* An index is one along an axis, or one in the C order of all elements. */
static ravel_status check_axes(rvl_call *call, const checked_inputs *inputs, const rvl_fold_choice *choice)
{
    if (choice->rule != RVL_RULE_INDEX || inputs->axes.n == 1 || inputs->axes.n == inputs->in->ndim)
        return RAVEL_OK;
    return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1,
                    "axes names %i of the %i axes of input; %s takes one axis, or all of them", inputs->axes.n,
                    inputs->in->ndim, rvl_kernel_name(choice->use));
}

static void plan_mean(rvl_reduce_checked *checked)
{
    rvl_reduce_job *job = &checked->job;
    const int32_t dtype = job->fold.dtype;
    job->mean = true;
    job->count[0] = job->count[1] = 0;
    job->real_dtype = dtype == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : dtype == RAVEL_COMPLEX128 ? RAVEL_FLOAT64 : dtype;
    job->divide = rvl_builtin_loop(RVL_KERNEL_divide, job->real_dtype, job->fold.isa);
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    (void)job->fold.movers->cast[RAVEL_INT64][job->real_dtype](1, &checked->n_reduced, job->count);
    rvl_float_environment_leave(&environment);
}

static ravel_status check_shape(rvl_call *call, const checked_inputs *inputs, const rvl_descriptor *out,
                                const char *role, int32_t argument)
{
    bool same = out->ndim == inputs->ndim;
    for (int32_t axis = 0; axis < inputs->ndim && same; axis++)
        same = out->shape[axis] == inputs->shape[axis];
    if (same)
        return RAVEL_OK;
    return rvl_fail(call, RAVEL_SHAPE_MISMATCH, argument, -1, "%s has shape %S; the result has shape %S", role,
                    out->ndim, out->shape, inputs->ndim, inputs->shape);
}

/* Whether what is folded of masked elements alone is not yet the result of none. */
static bool tells_nothing(rvl_reduction_rule rule, const rvl_fold *fold)
{
    if (rule == RVL_RULE_EXACT)
        return true;
    return !rvl_rules[rule].divides && !fold->states && fold->has_filler && fold->has_empty &&
           memcmp(fold->filler, fold->empty, fold->itemsize) != 0;
}

ravel_status rvl_reduce_check(rvl_call *call, const rvl_kernel_use *use, const rvl_reduce_request *request,
                              const rvl_descriptor *in, const rvl_descriptor *out, rvl_reduce_checked *checked)
{
    rvl_descriptor mask;
    checked_inputs inputs;
    inputs.in = in;
    int64_t mask_strides[RAVEL_MAX_NDIM];
    rvl_reduce_job *job = &checked->job;
    rvl_fold_choice *choice = &checked->choice;
    rvl_reduce_factor *factor = request->factor;
    rvl_reduce_other *other = request->other;
    const char *role = other ? other->roles[0] : "output";
    int32_t out_dtype = out->dtype;
    /* What goes along with the input. */
    const rvl_descriptor *beside = factor ? &factor->array : request->where ? &mask : NULL;
    const int64_t *beside_strides = factor ? factor->array.strides : request->where ? mask_strides : NULL;
    checked->events = 0;
    job->second = other ? other->output : NULL;
    ravel_status status = check_inputs(call, request, &inputs);
    if (status == RAVEL_OK && other)
        status = rvl_reduce_join_dtypes(call, use, out, other, &out_dtype);
    if (status == RAVEL_OK)
        status = rvl_fold_choose(call, use, RAVEL_VERB_REDUCE, factor ? factor->dtype : in->dtype, out_dtype, choice,
                                 &job->fold);
    if (status == RAVEL_OK)
        status = check_axes(call, &inputs, choice);
    if (status == RAVEL_OK)
        status = rvl_reduce_check_cast(call, in, factor ? "input 0" : "input", RVL_FOLD_INPUT, inputs.casting, choice);
    if (status == RAVEL_OK && factor)
        status = rvl_reduce_check_cast(call, &factor->array, "input 1", RVL_FOLD_WHERE, inputs.casting, choice);
    if (status == RAVEL_OK && request->where)
        status = rvl_reduce_read_mask(call, request->where, "input", in, &mask, mask_strides);
    if (status == RAVEL_OK)
        status = read_initial(call, request, inputs.casting, checked);
    if (status == RAVEL_OK)
        status = check_shape(call, &inputs, out, role, RVL_FOLD_OUTPUT);
    if (status == RAVEL_OK && other)
        status = check_shape(call, &inputs, &other->array, other->roles[1], RVL_FOLD_SECOND);
    if (status == RAVEL_OK)
        status = rvl_reduce_check_named_output(call, out, role, RVL_FOLD_OUTPUT, inputs.casting, choice->dtype);
    if (status == RAVEL_OK && other)
        status = rvl_reduce_check_other(call, request, out, inputs.casting, checked);
    if (status != RAVEL_OK)
        return status;
    if (rvl_rules[choice->rule].sums && choice->kernel == RVL_KERNEL_add && !factor)
        rvl_fold_take_narrow(&job->fold, in->dtype);
    fill_axes(&inputs, beside_strides, out, other, request->options & RAVEL_OPTION_KEEP_DIMS, checked);
    job->data = rvl_descriptor_data(in, checked->scalars[0]);
    job->mask = beside ? rvl_descriptor_data(beside, checked->scalars[1]) : NULL;
    job->out = out->data;
    job->out_dtype = out->dtype;
    job->out_swapped = out->flags & RAVEL_SWAPPED;
    job->out_aligned = is_aligned(out->data, out->ndim, out->shape, out->strides, rvl_dtypes[out->dtype].part_size);
    if (request->where && rvl_rules[choice->rule].moments)
        rvl_fold_pass_over(choice, &job->fold);
    if (rvl_rules[choice->rule].extremes && request->initial)
        rvl_reduce_begin_extremes(job);
    if (request->where && (choice->rule == RVL_RULE_INDEX || choice->rule == RVL_RULE_EXACT))
        job->fold.has_filler = true;
    job->skips = request->where && !job->fold.has_filler;
    job->exact = choice->exact;
    job->runs = job->mean = job->between = false;
    job->roots = rvl_rules[choice->rule].roots;
    job->passes_nan = rvl_rules[choice->rule].map == RVL_MAP_NUMBERS && job->fold.map;
    job->unsure = NULL;
    job->has_initial = request->initial && !rvl_reduce_takes_correction(choice->rule) && choice->rule != RVL_RULE_INDEX;
    job->counter = NULL;
    if (job->mask || checked->n_reduced == 0)
        rvl_fold_set_identities(choice, &job->fold);
    if (choice->rule == RVL_RULE_INDEX && request->initial) {
        job->fold.has_empty = true;
        memcpy(job->fold.empty, job->initial, sizeof job->fold.empty);
    }
    job->masked_indices = request->where && choice->rule == RVL_RULE_INDEX;
    job->tells_nothing = request->where && tells_nothing(choice->rule, &job->fold);
    const bool aligned = is_aligned(in->data, in->ndim, in->shape, in->strides, rvl_dtypes[in->dtype].part_size);
    rvl_source_plan(&job->source, &job->fold, in->dtype, in->flags & RAVEL_SWAPPED, aligned, request->where != NULL);
    if (factor) {
        rvl_source_plan(
            &factor->source, &job->fold, beside->dtype, beside->flags & RAVEL_SWAPPED,
            is_aligned(beside->data, beside->ndim, beside->shape, beside->strides, rvl_dtypes[beside->dtype].part_size),
            false);
        rvl_source_multiply(&job->source, &factor->source);
    }
    status = check_identities(call, request, checked);
    if (status != RAVEL_OK)
        return status;
    if (rvl_rules[choice->rule].divides)
        plan_mean(checked);
    return checked->n_results == 0 ? RAVEL_OK : check_overlap(call, in, beside, out, request, checked);
}

ravel_status rvl_reduce_outputs(rvl_call *call, const rvl_kernel_use *use, const rvl_reduce_request *request,
                                int32_t *dtype, int32_t *ndim, int64_t *shape)
{
    rvl_descriptor in, mask;
    checked_inputs inputs;
    int64_t mask_strides[RAVEL_MAX_NDIM];
    rvl_reduce_checked checked;
    rvl_fold_choice *choice = &checked.choice;
    inputs.in = &in;
    ravel_status status = rvl_descriptor_read(call, request->in, "input", RVL_FOLD_INPUT, &in);
    if (status == RAVEL_OK)
        status = check_inputs(call, request, &inputs);
    if (status == RAVEL_OK)
        status = rvl_fold_default_dtype(call, use, RAVEL_VERB_REDUCE, in.dtype, dtype);
    if (status == RAVEL_OK)
        status = rvl_fold_choose(call, use, RAVEL_VERB_REDUCE, in.dtype, *dtype, choice, &checked.job.fold);
    if (status == RAVEL_OK)
        status = check_axes(call, &inputs, choice);
    if (status == RAVEL_OK)
        status = rvl_reduce_check_cast(call, &in, "input", RVL_FOLD_INPUT, inputs.casting, choice);
    if (status == RAVEL_OK && request->where)
        status = rvl_reduce_read_mask(call, request->where, "input", &in, &mask, mask_strides);
    if (status == RAVEL_OK)
        status = read_initial(call, request, inputs.casting, &checked);
    if (status != RAVEL_OK)
        return status;
    checked.n_results = checked.n_reduced = 1;
    for (int32_t axis = 0; axis < in.ndim; axis++)
        *(inputs.axes.contains[axis] ? &checked.n_reduced : &checked.n_results) *= in.shape[axis];
    *ndim = inputs.ndim;
    memcpy(shape, inputs.shape, (size_t)inputs.ndim * sizeof *shape);
    return check_identities(call, request, &checked);
}
