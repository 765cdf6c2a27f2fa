/* reduce_call.c: a checked reduction, run: nothing to fold, few elements, a mean with a mask, or the general way. */
#include "reduce_call.h"

#include "call_loop.h"
#include "core/dtype_table.h"
#include "core/float_environment.h"
#include "core/scalar.h"
#include "pack.h"
#include <string.h>

enum { MAX_STATE_WORDS = 6 };

/* Above this size threads come in. */
static const int64_t at_once_size = 1 << 15;

/* One result, as the fold makes it of a value, and where it goes. */
typedef struct one_result {
    int32_t from, dtype;
    bool swapped;
} one_result;

static one_result first_of(const rvl_reduce_job *job)
{
    return (one_result){job->fold.dtype, job->out_dtype, job->out_swapped};
}

static one_result second_of(const rvl_reduce_job *job)
{
    return (one_result){job->fold.second_dtype, job->second->dtype, job->second->swapped};
}

/* Makes one value what the output wants; gives events. */
static uint64_t convert_result(const rvl_movers *movers, one_result result, const void *value, void *element)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[result.dtype];
    uint64_t events = 0;
    if (result.dtype == result.from)
        memcpy(element, value, (size_t)facts->itemsize);
    else
        events = movers->cast[result.from][result.dtype](1, value, element);
    if (result.swapped)
        movers->swap[rvl_size_class((size_t)facts->part_size)]((size_t)(facts->itemsize / facts->part_size), element);
    return events;
}

/* The values of both outputs over no elements, of states. */
static void finish_none(const rvl_reduce_job *job, uint64_t *value, uint64_t *second)
{
    uint64_t state[MAX_STATE_WORDS] = {0};
    if (job->has_initial)
        memcpy(state, job->initial, sizeof job->initial);
    job->fold.states->finish(1, state, job->correction, value);
    if (job->second)
        job->fold.states->finish_second(1, state, job->correction, second);
}

/* The result over no elements, in the fold's dtype. Gives RAVEL_KERNEL_FAILED where a user's kernel does. */
static ravel_status result_of_none(rvl_call *call, const rvl_reduce_job *job, uint64_t *value, uint64_t *second)
{
    const rvl_fold *fold = &job->fold;
    memcpy(value, fold->has_empty ? fold->empty : job->initial, 2 * sizeof *value);
    if (fold->states && !rvl_fold_adds(fold) && !fold->concatenates) {
        finish_none(job, value, second);
        return RAVEL_OK;
    }
    if (job->has_initial && fold->has_empty) {
        uint64_t right[2] = {value[0], value[1]};
        const void *in[2] = {job->initial, right};
        void *out[1] = {value};
        uint64_t events = 0; /* none from kernels that have an identity */
        const int32_t answer = rvl_call_loop(fold->loop, fold->user, fold->builtin, 1, in, out, &events);
        if (answer)
            return rvl_fail_loop(call, fold->name, answer);
    }
    if (job->mean) {
        const double parts[2] = {__builtin_nan(""), __builtin_nan("")};
        (void)rvl_scalar_convert(RAVEL_COMPLEX128, parts, job->fold.dtype, value);
    }
    return RAVEL_OK;
}

/* Writes one element everywhere in an output. */
static void fill(const rvl_reduce_job *job, size_t itemsize, const int64_t *strides, const void *element,
                 unsigned char *out)
{
    int64_t index[RAVEL_MAX_NDIM] = {0};
    for (int32_t axis = 0; axis < job->n_kept;) {
        memcpy(out, element, itemsize);
        for (axis = 0; axis < job->n_kept; axis++) {
            if (++index[axis] < job->shape[axis]) {
                out += strides[axis];
                break;
            }
            out -= strides[axis] * (index[axis] - 1);
            index[axis] = 0;
        }
    }
    if (job->n_kept == 0)
        memcpy(out, element, itemsize);
}

/* Writes the result over no elements everywhere. */
static ravel_status fill_output(rvl_call *call, const rvl_reduce_checked *checked)
{
    const rvl_reduce_job *job = &checked->job;
    uint64_t value[2], second[2], element[2] = {0, 0};
    const ravel_status status = result_of_none(call, job, value, second);
    if (status != RAVEL_OK)
        return status;
    uint64_t events = convert_result(job->fold.movers, first_of(job), value, element);
    fill(job, (size_t)rvl_dtypes[job->out_dtype].itemsize, job->out_strides, element, job->out);
    if (job->second) {
        events |= convert_result(job->fold.movers, second_of(job), second, element);
        fill(job, (size_t)rvl_dtypes[job->second->dtype].itemsize, job->second->strides, element, job->second->data);
    }
    if (events && call->context)
        call->context->events |= events;
    return RAVEL_OK;
}

/* Adds elements to a state of its own frame, which is gone when the call goes on. */
static __attribute__((noinline)) void add_at_once(const rvl_reduce_job *job, uint64_t *result)
{
    uint64_t state[RVL_ADDED_STATE_WORDS];
    memset(state, 0, sizeof state);
    job->fold.states->add((size_t)job->shape[0], job->data, state);
    job->fold.states->finish(1, state, job->correction, result);
}

/* The short way for few contiguous elements that make one result. */
static bool run_at_once(rvl_call *call, const rvl_reduce_checked *checked)
{
    const rvl_reduce_job *job = &checked->job;
    uint64_t running[MAX_STATE_WORDS] = {0}, finished[2] = {0, 0}, element[2] = {0, 0}, *result = running;
    if (job->n_kept > 0 || job->n_reduced != 1 || !job->source.direct || !job->source.reducer || checked->copy ||
        job->shape[0] > at_once_size || (job->strides[0] != (int64_t)job->source.loaded && job->shape[0] != 1))
        return false;
    uint64_t events = 0;
    if (rvl_fold_adds(&job->fold))
        add_at_once(job, finished);
    else
        job->source.reducer->rows(1, (size_t)job->shape[0], job->data, 0, running);
    if (job->has_initial) {
        const void *in[2] = {job->initial, running};
        void *out[1] = {running};
        events |= (uint64_t)job->fold.loop(1, in, out, NULL);
    }
    if (job->fold.states) {
        if (!rvl_fold_adds(&job->fold))
            job->fold.states->finish(1, running, job->correction, finished);
        result = finished;
    }
    if (job->mean) {
        const size_t parts = job->fold.dtype == job->real_dtype ? 1 : 2;
        const size_t part_size = (size_t)rvl_dtypes[job->real_dtype].itemsize;
        _Alignas(16) unsigned char divisors[16];
        memcpy(divisors, job->count, part_size);
        memcpy(divisors + part_size, job->count, part_size);
        const void *in[2] = {result, divisors};
        void *out[1] = {result};
        events |= (uint64_t)job->divide(parts, in, out, NULL);
    }
    events |= convert_result(job->fold.movers, first_of(job), result, element);
    memcpy(job->out, element, (size_t)rvl_dtypes[job->out_dtype].itemsize);
    if (job->second) {
        job->fold.states->finish_second(1, running, job->correction, finished);
        events |= convert_result(job->fold.movers, second_of(job), finished, element);
        memcpy(job->second->data, element, (size_t)rvl_dtypes[job->second->dtype].itemsize);
    }
    if (events && call->context)
        call->context->events |= events;
    return true;
}

/* The job that counts the elements of a mean, over the same regions. */
static void counting_job(const rvl_reduce_job *job, rvl_reduce_job *counting)
{
    *counting = *job;
    rvl_fold *fold = &counting->fold;
    fold->dtype = RAVEL_INT64;
    fold->itemsize = sizeof(int64_t);
    fold->loop = rvl_builtin_loop(RVL_KERNEL_add, RAVEL_INT64, fold->isa);
    fold->reducer = rvl_builtin_reducer(RVL_KERNEL_add, RAVEL_INT64, fold->isa);
    fold->element = RAVEL_BOOL;
    fold->first = rvl_builtin_count(fold->isa);
    counting->passes_nan = false;
    if (job->passes_nan) { /* counts elements that are numbers; masked ones are not */
        const rvl_source *source = &job->source;
        fold->map = rvl_builtin_map(RVL_MAP_PRESENT, fold->given, fold->isa);
        fold->filler[0] = fold->filler[1] = 0;
        rvl_source_plan(&counting->source, fold, source->dtype, source->swapped, source->aligned, source->masked);
    } else { /* counts the mask */
        fold->given = RAVEL_BOOL;
        fold->map = NULL;
        rvl_source_plan(&counting->source, fold, RAVEL_BOOL, false, true, false);
        counting->data = job->mask;
        counting->mask = NULL;
        memcpy(counting->strides, job->mask_strides, sizeof counting->strides);
        memset(counting->mask_strides, 0, sizeof counting->mask_strides);
    }
    counting->out = NULL;
    counting->out_dtype = RAVEL_INT64;
    counting->has_initial = counting->mean = counting->tells_nothing = false;
}

static __attribute__((noinline)) ravel_status run_counting(rvl_call *call, rvl_reduce_checked *checked, size_t *nbytes)
{
    rvl_reduce_job counting;
    counting_job(&checked->job, &counting);
    checked->job.counter = &counting;
    if (nbytes)
        *nbytes = rvl_reduce_scratch_needed(call, &checked->job, checked->copy);
    const ravel_status status = nbytes ? RAVEL_OK : rvl_reduce_run(call, &checked->job, checked->copy);
    checked->job.counter = NULL;
    return status;
}

/* Whether the elements of a mean are not just all. */
static bool has_to_count(const rvl_reduce_job *job)
{
    return job->mean && (job->mask || job->passes_nan);
}

static ravel_status run(rvl_call *call, rvl_reduce_checked *checked)
{
    if (checked->n_reduced == 0)
        return fill_output(call, checked);
    if (run_at_once(call, checked))
        return RAVEL_OK;
    rvl_reduce_simplify(&checked->job);
    if (run_at_once(call, checked))
        return RAVEL_OK;
    if (has_to_count(&checked->job))
        return run_counting(call, checked, NULL);
    return rvl_reduce_run(call, &checked->job, checked->copy);
}

ravel_status rvl_reduce_call_run(rvl_call *call, rvl_reduce_checked *checked)
{
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    const ravel_status status = checked->n_results == 0 ? RAVEL_OK : run(call, checked);
    rvl_float_environment_leave(&environment);
    if (status == RAVEL_OK && checked->events && call->context)
        call->context->events |= checked->events;
    return status;
}

size_t rvl_reduce_call_scratch(const rvl_call *call, rvl_reduce_checked *checked)
{
    if (checked->n_results == 0 || checked->n_reduced == 0)
        return 0;
    size_t nbytes;
    rvl_reduce_simplify(&checked->job);
    if (has_to_count(&checked->job)) {
        rvl_call quiet = *call;
        (void)run_counting(&quiet, checked, &nbytes);
        return nbytes;
    }
    return rvl_reduce_scratch_needed(call, &checked->job, checked->copy);
}
