/* partial.c: reductions in parts: each call reads the state, works on a copy, and writes it where all went well. */
#include <ravel/partial.h>

#include "core/dtype_table.h"
#include "core/float_environment.h"
#include "core/scalar.h"
#include "run/apply.h"
#include "run/call_loop.h"
#include "run/partial.h"
#include "run/reduce_call.h"
#include <string.h>

enum { SPARE_NBYTES = 2 * RVL_LANES * 16 }; /* a user's kernel: the lanes of a block */

static rvl_folder folder_of(const rvl_fold *fold, unsigned char *spare)
{
    const size_t half = SPARE_NBYTES / 2;
    return (rvl_folder){.fold = fold,
                        .parameter = fold->states && fold->map ? fold->mark : 0,
                        .spare = {spare, spare + half},
                        .spare_n = half / fold->itemsize};
}

static size_t nbytes_of(const rvl_partial_fold *chosen)
{
    return rvl_partial_nbytes(rvl_fold_adds(&chosen->fold), chosen->element.nbytes, chosen->value.nbytes);
}

/* What a fold raised, and how it failed. */
static ravel_status end_folding(rvl_call *call, const rvl_folder *folder)
{
    if (call->context)
        call->context->events |= folder->events;
    return folder->failed ? rvl_fail_loop(call, folder->fold->name, folder->failed) : RAVEL_OK;
}

/* Proves a state, and chooses its fold. */
static ravel_status read_state(rvl_call *call, const rvl_kernel_use *use, const void *state, size_t nbytes,
                               rvl_partial_head *head, rvl_partial_fold *chosen)
{
    ravel_status status = rvl_partial_read_head(call, use, state, nbytes, "state", head);
    if (status == RAVEL_OK)
        status = rvl_partial_choose(call, use, head->dtype, chosen);
    if (status == RAVEL_OK && (chosen->fold.dtype != head->value || chosen->fold.element != head->element ||
                               chosen->value.nbytes != (size_t)head->value_nbytes))
        return rvl_fail(call, RAVEL_DTYPE_MISMATCH, -1, -1, "state has values of dtype %d, where %s of %d has %d",
                        head->value, rvl_kernel_name(use), head->dtype, chosen->fold.dtype);
    return status;
}

ravel_status ravel_partial_nbytes(ravel_context *context, const ravel_kernel *kernel, int32_t dtype, size_t *nbytes)
{
    rvl_call call;
    rvl_kernel_use use;
    rvl_partial_fold chosen;
    ravel_status status = rvl_kernel_enter(&call, &use, "ravel_partial_nbytes", context, kernel);
    if (status != RAVEL_OK)
        return status;
    if (!nbytes)
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "nbytes is NULL");
    if (status == RAVEL_OK)
        status = rvl_partial_choose(&call, &use, dtype, &chosen);
    if (status == RAVEL_OK)
        *nbytes = nbytes_of(&chosen);
    return rvl_kernel_leave(&call, &use, status);
}

/* A state that has seen nothing. */
static void clear(const rvl_partial_fold *chosen, int32_t dtype, int64_t first, rvl_partial_head *head)
{
    const size_t length = strlen(chosen->fold.name);
    *head = (rvl_partial_head){.dtype = dtype,
                               .element = chosen->fold.element,
                               .value = chosen->fold.dtype,
                               .value_nbytes = (int32_t)chosen->value.nbytes,
                               .ordered = first >= 0,
                               .first = first >= 0 ? first : 0};
    memcpy(head->name, chosen->fold.name, length < RVL_PARTIAL_NAME ? length : RVL_PARTIAL_NAME - 1);
}

ravel_status ravel_partial_init(ravel_context *context, const ravel_kernel *kernel, int32_t dtype, int64_t first,
                                void *state, size_t nbytes)
{
    rvl_call call;
    rvl_kernel_use use;
    rvl_partial_fold chosen;
    rvl_partial partial = {.parts = {0, 0, 0}};
    ravel_status status = rvl_kernel_enter(&call, &use, "ravel_partial_init", context, kernel);
    if (status != RAVEL_OK)
        return status;
    status = rvl_partial_choose(&call, &use, dtype, &chosen);
    if (status == RAVEL_OK)
        status = rvl_partial_check_memory(&call, state, nbytes, nbytes_of(&chosen), "state");
    if (status == RAVEL_OK && (first < -1 || first > RVL_PARTIAL_END))
        status = rvl_fail(&call, RAVEL_INVALID_ARGUMENT, -1, -1,
                          "first is %l, expected the number of an element, at most 2^62, or -1 for no order", first);
    if (status == RAVEL_OK) {
        clear(&chosen, dtype, first, &partial.head);
        rvl_partial_write(&chosen, &partial, state);
    }
    return rvl_kernel_leave(&call, &use, status);
}

/* Folds the array, and writes the state where all went well. In a frame of its own: the caller's has the descriptors.
 */
static __attribute__((noinline)) ravel_status fold_array(rvl_call *call, const rvl_partial_fold *chosen,
                                                         const rvl_partial_head *head, const rvl_descriptor *array,
                                                         const unsigned char *mask, const int64_t *mask_strides,
                                                         void *state)
{
    _Alignas(16) unsigned char spare[SPARE_NBYTES];
    rvl_folder folder = folder_of(&chosen->fold, spare);
    rvl_partial partial;
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    if (!head->closed) {
        rvl_partial_read(chosen, head, state, &partial);
        rvl_partial_update(&folder, chosen->choice.rule == RVL_RULE_NANMEAN, array, mask, mask_strides, &partial);
    } else if (rvl_descriptor_size(array) > 0) { /* as if it were alone, and then merged */
        uint64_t value[RVL_PARTIAL_WORDS] = {0};
        clear(chosen, head->dtype, -1, &partial.head);
        partial.parts = (rvl_partial_parts){0, 0, 0};
        rvl_partial_update(&folder, chosen->choice.rule == RVL_RULE_NANMEAN, array, mask, mask_strides, &partial);
        rvl_partial_total(&folder, &partial, value);
        const int64_t n = partial.head.n, n_counted = partial.head.n_counted;
        rvl_partial_read(chosen, head, state, &partial);
        rvl_partial_close(&folder, &partial, n, value);
        partial.head.n_counted += n_counted;
    } else {
        rvl_partial_read(chosen, head, state, &partial);
    }
    rvl_float_environment_leave(&environment);
    const ravel_status status = end_folding(call, &folder);
    if (status == RAVEL_OK)
        rvl_partial_write(chosen, &partial, state);
    return status;
}

static ravel_status update(rvl_call *call, const rvl_kernel_use *use, const ravel_array *array,
                           const ravel_array *where, void *state, size_t nbytes)
{
    rvl_partial_head head;
    rvl_partial_fold chosen;
    rvl_descriptor elements, mask;
    int64_t mask_strides[RAVEL_MAX_NDIM];
    ravel_status status = read_state(call, use, state, nbytes, &head, &chosen);
    if (status == RAVEL_OK)
        status = rvl_descriptor_read(call, array, "array", RVL_FOLD_INPUT, &elements);
    if (status != RAVEL_OK)
        return status;
    if (elements.dtype != head.dtype)
        return rvl_fail(call, RAVEL_DTYPE_MISMATCH, RVL_FOLD_INPUT, -1, "array has dtype %d, but the state is of %d",
                        elements.dtype, head.dtype);
    if (rvl_descriptor_size(&elements) > RVL_PARTIAL_END - head.first - head.n)
        return rvl_fail(call, RAVEL_SIZE_OVERFLOW, RVL_FOLD_INPUT, -1, "state would go beyond element 2^62");
    if (where) {
        status = rvl_reduce_read_mask(call, where, "array", &elements, &mask, mask_strides);
        const bool leaves_out = chosen.fold.has_filler || rvl_fold_adds(&chosen.fold);
        if (status == RAVEL_OK && !leaves_out && chosen.fold.states)
            status = rvl_fail(call, RAVEL_NO_IDENTITY, RVL_FOLD_WHERE, -1,
                              "where leaves elements out, for which a state of %s has no place; update it with the "
                              "elements that count",
                              rvl_kernel_name(use));
        else if (status == RAVEL_OK && !leaves_out)
            status = rvl_fail(call, RAVEL_NO_IDENTITY, RVL_FOLD_WHERE, -1,
                              "where leaves elements out, and %s of %d has no identity to stand for them",
                              rvl_kernel_name(use), head.dtype);
    }
    if (status != RAVEL_OK)
        return status;
    return fold_array(call, &chosen, &head, &elements, where ? mask.data : NULL, mask_strides, state);
}

ravel_status ravel_partial_update(ravel_context *context, const ravel_kernel *kernel, const ravel_array *array,
                                  const ravel_array *where, void *state, size_t nbytes)
{
    rvl_call call;
    rvl_kernel_use use;
    const ravel_status status = rvl_kernel_enter(&call, &use, "ravel_partial_update", context, kernel);
    if (status != RAVEL_OK)
        return status;
    return rvl_kernel_leave(&call, &use, update(&call, &use, array, where, state, nbytes));
}

static ravel_status check_neighbours(rvl_call *call, const rvl_partial_head *left, const rvl_partial_head *right)
{
    const bool ordered = left->ordered && right->ordered;
    if (right->dtype != left->dtype || right->element != left->element || right->value != left->value ||
        right->value_nbytes != left->value_nbytes)
        return rvl_fail(call, RAVEL_DTYPE_MISMATCH, -1, -1, "right is of dtype %d, but the state is of %d",
                        right->dtype, left->dtype);
    if (ordered && right->first != left->first + left->n)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1,
                        "right begins at element %l; expected %l, where the state ends", right->first,
                        left->first + left->n);
    if (right->n > RVL_PARTIAL_END - (ordered ? left->first : 0) - left->n)
        return rvl_fail(call, RAVEL_SIZE_OVERFLOW, -1, -1, "state would go beyond element 2^62");
    return RAVEL_OK;
}

static ravel_status merge(rvl_call *call, const rvl_kernel_use *use, const void *right, size_t right_nbytes,
                          void *state, size_t nbytes)
{
    _Alignas(16) unsigned char spare[SPARE_NBYTES];
    rvl_partial_head left_head, right_head;
    rvl_partial partial;
    rvl_partial_fold chosen;
    ravel_status status = read_state(call, use, state, nbytes, &left_head, &chosen);
    if (status == RAVEL_OK)
        status = rvl_partial_read_head(call, use, right, right_nbytes, "right", &right_head);
    if (status == RAVEL_OK)
        status = check_neighbours(call, &left_head, &right_head);
    if (status != RAVEL_OK)
        return status;
    rvl_folder folder = folder_of(&chosen.fold, spare);
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    rvl_partial_merge(&folder, &chosen, &left_head, state, &right_head, right, &partial);
    rvl_float_environment_leave(&environment);
    status = end_folding(call, &folder);
    if (status == RAVEL_OK)
        rvl_partial_write(&chosen, &partial, state);
    return status;
}

ravel_status ravel_partial_merge(ravel_context *context, const ravel_kernel *kernel, const void *right,
                                 size_t right_nbytes, void *state, size_t nbytes)
{
    rvl_call call;
    rvl_kernel_use use;
    const ravel_status status = rvl_kernel_enter(&call, &use, "ravel_partial_merge", context, kernel);
    if (status != RAVEL_OK)
        return status;
    return rvl_kernel_leave(&call, &use, merge(&call, &use, right, right_nbytes, state, nbytes));
}

ravel_status ravel_partial_count(ravel_context *context, const ravel_kernel *kernel, const void *state, size_t nbytes,
                                 int64_t *count)
{
    rvl_call call;
    rvl_kernel_use use;
    rvl_partial_head head;
    ravel_status status = rvl_kernel_enter(&call, &use, "ravel_partial_count", context, kernel);
    if (status != RAVEL_OK)
        return status;
    if (!count)
        status = rvl_fail(&call, RAVEL_NULL_ARGUMENT, -1, -1, "count is NULL");
    if (status == RAVEL_OK)
        status = rvl_partial_read_head(&call, &use, state, nbytes, "state", &head);
    if (status == RAVEL_OK)
        *count = head.n_counted;
    return rvl_kernel_leave(&call, &use, status);
}

/* What `initial` says: the value, or for variances the correction. */
typedef struct starting {
    bool given;
    uint64_t value[2];
    double correction;
} starting;

static ravel_status read_starting(rvl_call *call, const rvl_partial_fold *chosen, const ravel_array *initial,
                                  int32_t casting, starting *start)
{
    uint64_t events = 0;
    *start = (starting){.given = false};
    if (!initial)
        return RAVEL_OK;
    if (rvl_reduce_takes_correction(chosen->choice.rule))
        return rvl_reduce_read_correction(call, initial, &chosen->choice, &start->correction);
    if (!rvl_rules[chosen->choice.rule].takes_initial)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, RVL_FOLD_INITIAL, -1, "%s takes no initial value",
                        chosen->fold.name);
    start->given = true;
    const ravel_status status =
        rvl_reduce_read_initial(call, initial, casting, &chosen->choice, &chosen->fold, start->value, &events);
    if (status == RAVEL_OK && call->context)
        call->context->events |= events;
    return status;
}

/* Makes a result of what the state keeps. In a frame of its own. */
static __attribute__((noinline)) void finish_values(rvl_folder *folder, const rvl_partial_fold *chosen,
                                                    const rvl_partial_head *head, const void *state,
                                                    const starting *start, uint64_t *value)
{
    const rvl_fold *fold = &chosen->fold;
    rvl_partial partial;
    uint64_t all[RVL_PARTIAL_WORDS] = {0};
    rvl_partial_read(chosen, head, state, &partial);
    if (rvl_fold_adds(fold)) {
        fold->states->finish(1, partial.runs, 0, value);
        return;
    }
    rvl_partial_total(folder, &partial, all);
    if (fold->states)
        fold->states->finish(1, all, start->correction, value);
    else
        memcpy(value, all, fold->itemsize);
}

/* The result in the fold's dtype. */
static ravel_status total(rvl_call *call, const rvl_partial_fold *chosen, const rvl_partial_head *head,
                          const void *state, const starting *start, uint64_t *value)
{
    _Alignas(16) unsigned char spare[SPARE_NBYTES];
    const rvl_fold *fold = &chosen->fold;
    rvl_folder folder = folder_of(fold, spare);
    const double nan[2] = {__builtin_nan(""), __builtin_nan("")};
    const bool none = head->n_counted == 0, is_index = chosen->choice.rule == RVL_RULE_INDEX;
    if (none && !fold->has_empty && !start->given)
        return rvl_fail(call, RAVEL_EMPTY_REDUCTION, -1, -1, "state has counted no elements, and %s has no identity",
                        fold->name);
    if (!none)
        finish_values(&folder, chosen, head, state, start, value);
    else if (rvl_rules[chosen->choice.rule].moments)
        (void)rvl_scalar_convert(RAVEL_COMPLEX128, nan, fold->dtype, value);
    else
        memcpy(value, fold->has_empty ? fold->empty : start->value, 2 * sizeof *value);
    if (start->given && !is_index && (!none || fold->has_empty))
        rvl_fold_join(&folder, 1, start->value, value, value);
    if (rvl_rules[chosen->choice.rule].divides)
        rvl_reduce_divide(fold->dtype, fold->isa, head->n_counted, value);
    return end_folding(call, &folder);
}

static bool lies_in(const rvl_descriptor *result, const void *memory, size_t nbytes)
{
    const uintptr_t first = (uintptr_t)result->data, itemsize = (uintptr_t)rvl_dtypes[result->dtype].itemsize;
    return first < (uintptr_t)memory + nbytes && (uintptr_t)memory < first + itemsize;
}

static ravel_status finish(rvl_call *call, const rvl_kernel_use *use, const void *state, size_t nbytes,
                           const ravel_array *initial, uint64_t options, const ravel_array *out)
{
    rvl_partial_head head;
    rvl_partial_fold chosen;
    rvl_descriptor result;
    starting start;
    int32_t casting;
    uint64_t value[2] = {0, 0}, cast[2] = {0, 0};
    ravel_status status = read_state(call, use, state, nbytes, &head, &chosen);
    if (status == RAVEL_OK)
        status = rvl_casting_rule(call, options, 0, &casting);
    if (status == RAVEL_OK)
        status = rvl_descriptor_read(call, out, "output", RVL_FOLD_OUTPUT, &result);
    if (status == RAVEL_OK && result.ndim != 0)
        status = rvl_fail(call, RAVEL_INVALID_NDIM, RVL_FOLD_OUTPUT, -1, "output has shape %S, expected a 0-d array",
                          result.ndim, result.shape);
    if (status == RAVEL_OK)
        status = rvl_reduce_check_output(call, &result, casting, &chosen.choice);
    if (status == RAVEL_OK)
        rvl_fold_finish_as(result.dtype, &chosen.choice, &chosen.fold);
    if (status == RAVEL_OK && lies_in(&result, state, nbytes_of(&chosen)))
        status = rvl_fail(call, RAVEL_OVERLAP, RVL_FOLD_OUTPUT, -1, "output lies in the memory of state");
    if (status == RAVEL_OK)
        status = read_starting(call, &chosen, initial, casting, &start);
    if (status != RAVEL_OK)
        return status;
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    status = total(call, &chosen, &head, state, &start, value);
    if (status == RAVEL_OK) {
        const uint64_t events = chosen.fold.movers->cast[chosen.fold.dtype][result.dtype](1, value, cast);
        rvl_scalar_load(result.dtype, cast, result.flags & RAVEL_SWAPPED, result.data);
        if (call->context)
            call->context->events |= events;
    }
    rvl_float_environment_leave(&environment);
    return status;
}

ravel_status ravel_partial_finish(ravel_context *context, const ravel_kernel *kernel, const void *state, size_t nbytes,
                                  const ravel_array *initial, uint64_t options, ravel_array *out)
{
    rvl_call call;
    rvl_kernel_use use;
    const ravel_status status = rvl_kernel_enter(&call, &use, "ravel_partial_finish", context, kernel);
    if (status != RAVEL_OK)
        return status;
    return rvl_kernel_leave(&call, &use, finish(&call, &use, state, nbytes, initial, options, out));
}
