/* own_calls.c: apply, reduce and accumulate with a user's kernel: every element of every output, that an error writes
 * nothing, and a failing loop nothing but outputs. */
#include "own_calls.h"
#include "support/values.h"
#include <stdio.h>
#include <string.h>

enum { N_CONTEXTS = 5, MAX_CALLS = 3 };

static guard_arena *arena;
static ravel_context *contexts[N_CONTEXTS]; /* the first: none */

/* ---- contexts ---- */

/* An executor that starts with the last task. */
static int32_t run_backwards(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    (void)user;
    for (int64_t i = n_tasks - 1; i >= 0; i--)
        task(i, task_data);
    return 0;
}

static void begin(void)
{
    arena = guard_arena_create(OWN_N_OPERANDS, OWN_BLOCK_NBYTES);
    for (int32_t i = 1; i < N_CONTEXTS; i++) {
        FUZZ_CHECK(ravel_context_create(&contexts[i]) == RAVEL_OK);
        FUZZ_CHECK(ravel_context_set_threads(contexts[i], i < 4 ? i : 1) == RAVEL_OK);
    }
    FUZZ_CHECK(ravel_context_set_executor(contexts[4], 3, run_backwards, NULL) == RAVEL_OK);
}

/* ---- operands ---- */

static void fill(const operand *array, random_source values)
{
    static int64_t offsets[OWN_MAX_SIZE];
    const int64_t size = operand_size(array);
    operand_offsets(array, offsets);
    for (int64_t i = 0; i < size; i++) {
        unsigned char native[16];
        values_random(array->dtype, &values, native);
        operand_write(array, array->block.data + offsets[i], native);
    }
}

/* Now and then an array that is there already, or NULL. */
static const operand *other_array(const own_call *call, random_source *source)
{
    if (!random_once_in(source, 4))
        return NULL;
    const int32_t other = (int32_t)random_below(source, OWN_N_OPERANDS);
    return call->present[other] ? &call->arrays[other] : NULL;
}

/* Whether an operand of this dtype and shape may be just what another is: an output repeats no element. */
static bool may_be(const operand *other, int32_t dtype, int32_t ndim, const int64_t *shape, bool output)
{
    bool same = other->dtype == dtype && other->ndim == ndim;
    for (int32_t axis = 0; axis < ndim && same; axis++)
        same = other->shape[axis] == shape[axis] && !(output && shape[axis] > 1 && other->strides[axis] == 0);
    return same;
}

static void place(own_call *call, random_source *source, int32_t which, int32_t dtype, int32_t ndim,
                  const int64_t *shape)
{
    const bool output = which >= call->kernel->n_in && which < call->kernel->n_in + call->kernel->n_out;
    const operand *other = other_array(call, source);
    operand_layout layout = operand_random_layout(source, ndim, !output);
    operand *to = &call->arrays[which];
    call->present[which] = true;
    if (other && may_be(other, dtype, ndim, shape, output)) {
        *to = *other;
        return;
    }
    *to = operand_plan(dtype, ndim, shape, &layout);
    if (to->block.nbytes > OWN_BLOCK_NBYTES / 2)
        *to = operand_plan(dtype, ndim, shape, &(operand_layout){0});
    const size_t nbytes = to->block.nbytes;
    if (other && nbytes > 0 && nbytes <= other->block.nbytes) {
        to->offset += random_below(source, (int64_t)(other->block.nbytes - nbytes) + 1);
        to->block = other->block;
        return;
    }
    to->block = guard_take(arena, nbytes, layout.side, layout.slack);
    if (!output)
        fill(to, random_branch(source));
}

/* What broadcasts to the call's shape. */
static void place_part(own_call *call, random_source *source, int32_t which, int32_t dtype)
{
    int64_t shape[OPERAND_MAX_NDIM];
    const int32_t dropped = random_once_in(source, 4) ? (int32_t)random_below(source, call->ndim + 1) : 0;
    const int32_t ndim = call->ndim - dropped;
    memcpy(shape, call->shape + dropped, (size_t)ndim * sizeof *shape);
    for (int32_t axis = 0; axis < ndim; axis++)
        if (random_once_in(source, 8))
            shape[axis] = 1;
    place(call, source, which, dtype, ndim, shape);
}

static void choose_shape(own_call *call, random_source *source, int64_t largest)
{
    call->ndim = (int32_t)random_below(source, OWN_MAX_NDIM + 1);
    int64_t room = random_between(source, 1, largest);
    for (int32_t axis = 0; axis < call->ndim; axis++) {
        const bool all = random_once_in(source, 3);
        call->shape[axis] = all ? room : random_below(source, room < 20 ? room + 1 : 20);
        room /= call->shape[axis] > 0 ? call->shape[axis] : 1;
    }
}

static int32_t any_dtype(random_source *source)
{
    return (int32_t)random_between(source, RAVEL_BOOL, RAVEL_COMPLEX128);
}

/* One that becomes what the loop wants; rarely any. */
static int32_t input_dtype(random_source *source, int32_t wanted)
{
    const int32_t dtype = any_dtype(source);
    return oracle_can_cast(dtype, wanted, RAVEL_CASTING_SAFE) || random_once_in(source, 50) ? dtype : wanted;
}

static void make_apply(own_call *call, random_source *source)
{
    const own_kernel *kernel = call->kernel;
    const int32_t end = kernel->n_in + kernel->n_out;
    const int32_t *wanted = kernel->dtypes + end * random_below(source, kernel->n_loops);
    choose_shape(call, source, random_once_in(source, 12) ? 20000 : 200);
    for (int32_t k = 0; k < kernel->n_in; k++) {
        const int32_t dtype = input_dtype(source, wanted[k]);
        if (k == 0)
            place(call, source, k, dtype, call->ndim, call->shape);
        else
            place_part(call, source, k, dtype);
    }
    if (random_once_in(source, 4))
        place_part(call, source, OWN_MASK, RAVEL_BOOL);
    const int32_t needed = (int32_t)random_between(source, kernel->n_in, end - 1);
    for (int32_t k = kernel->n_in; k < end; k++)
        if (k == needed || !random_once_in(source, 5))
            place(call, source, k, random_once_in(source, 4) ? any_dtype(source) : wanted[k], call->ndim, call->shape);
}

static void make_fold(own_call *call, random_source *source)
{
    const own_kernel *kernel = call->kernel;
    const int32_t dtype = kernel->dtypes[3 * random_below(source, kernel->n_loops)];
    int64_t shape[OPERAND_MAX_NDIM];
    int32_t ndim = 0;
    choose_shape(call, source, random_once_in(source, 12) ? OWN_MAX_SIZE : 600);
    if (call->verb == RANDOM_ACCUMULATE && call->ndim == 0)
        call->shape[call->ndim++] = 7;
    call->axes = call->verb == RANDOM_REDUCE ? (uint64_t)random_below(source, 1 << OWN_MAX_NDIM)
                                             : UINT64_C(1) << random_below(source, call->ndim);
    if (call->verb == RANDOM_REDUCE && random_once_in(source, 2))
        call->options |= RAVEL_OPTION_KEEP_DIMS;
    place(call, source, 0, input_dtype(source, dtype), call->ndim, call->shape);
    if (call->verb == RANDOM_REDUCE && random_once_in(source, 4))
        place_part(call, source, OWN_MASK, RAVEL_BOOL);
    if (call->verb == RANDOM_REDUCE && random_once_in(source, 4))
        place(call, source, OWN_INITIAL, dtype, 0, call->shape);
    for (int32_t axis = 0; axis < call->ndim; axis++) {
        const bool reduced = call->verb == RANDOM_REDUCE && (call->axes >> axis & 1);
        if (!reduced || (call->options & RAVEL_OPTION_KEEP_DIMS))
            shape[ndim++] = reduced ? 1 : call->shape[axis];
    }
    place(call, source, kernel->n_in, dtype, ndim, shape);
}

/* ---- running ---- */

static ravel_status run(own_call *call)
{
    const own_kernel *kernel = call->kernel;
    const ravel_array *in[RAVEL_MAX_OPERANDS];
    ravel_array *out[RAVEL_MAX_OPERANDS];
    int32_t n_axes = 0, axes[OWN_MAX_NDIM];
    for (int32_t k = 0; k < kernel->n_in; k++)
        in[k] = call->arrays[k].handle;
    for (int32_t k = 0; k < kernel->n_out; k++)
        out[k] = call->arrays[kernel->n_in + k].handle;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        if (call->axes >> axis & 1)
            axes[n_axes++] = axis;
    if (call->verb == RANDOM_APPLY)
        return ravel_apply(call->context, kernel->handle, kernel->n_in, in, call->arrays[OWN_MASK].handle,
                           call->options, kernel->n_out, out);
    if (call->verb == RANDOM_REDUCE)
        return ravel_reduce(call->context, kernel->handle, in[0], n_axes, axes, call->arrays[OWN_MASK].handle,
                            call->arrays[OWN_INITIAL].handle, call->options, out[0]);
    return ravel_accumulate(call->context, kernel->handle, in[0], axes[0], call->options, out[0]);
}

static void need(const own_call *call, bool condition, const char *what)
{
    static const char *const verbs[] = {"apply", "reduce", "accumulate"};
    const own_kernel *kernel = call->kernel;
    const int32_t width = kernel->n_in + kernel->n_out;
    if (condition)
        return;
    printf("own_calls: ravel_%s with flags %d, casting %d, axes %d, row %d of", verbs[call->verb], (int)kernel->flags,
           call->casting, (int)call->axes, kernel->row);
    for (int32_t i = 0; i < kernel->n_loops * width; i++)
        printf("%s %s",
               i % width == 0              ? ";"
               : i % width == kernel->n_in ? " ->"
                                           : "",
               ravel_dtype_name(kernel->dtypes[i]));
    printf("\n  answers %d (allowed %#llx), after %lld calls of the loop (one fails: %lld) for %lld elements\n",
           call->status, (unsigned long long)call->allowed, (long long)kernel->n_calls, (long long)kernel->fails_at,
           (long long)kernel->n_elements);
    for (int32_t k = 0; k < OWN_N_OPERANDS; k++)
        if (call->present[k])
            operand_print(k == OWN_MASK      ? "mask"
                          : k == OWN_INITIAL ? "initial"
                          : k < kernel->n_in ? "input"
                                             : "output",
                          &call->arrays[k]);
    fuzz_fail(what, __FILE__, __LINE__);
}

/* Takes what may have been written as it is: NaNs that the model has, and all elements after a failure. */
static void accept(const own_call *call, const operand *out, bool all)
{
    static int64_t offsets[OWN_MAX_SIZE];
    const size_t itemsize = oracle_itemsizes[out->dtype];
    const int64_t size = operand_size(out);
    operand_offsets(out, offsets);
    for (int64_t i = 0; i < size; i++) {
        unsigned char *const expected = out->block.expected + offsets[i];
        const unsigned char *const actual = out->block.data + offsets[i];
        const bool kept = call->present[OWN_MASK] && memcmp(expected, actual, itemsize) == 0; /* whatever it was */
        need(call, all || kept || oracle_same(out->dtype, expected, actual, out->swapped), "an element is the model's");
        memcpy(expected, actual, itemsize);
    }
}

static void settle(own_call *call)
{
    const own_kernel *kernel = call->kernel;
    const bool failed = kernel->fails_at >= 0 && kernel->n_calls > kernel->fails_at, ok = call->status == RAVEL_OK;
    if (failed)
        need(call, call->status == RAVEL_KERNEL_FAILED, "a failing loop fails the call");
    else
        need(call, call->status >= 0 && (call->allowed >> call->status & 1), "the status is one of the model's");
    need(call, ok || failed || kernel->n_calls == 0, "an error runs no loop");
    if (ok)
        own_expect_elements(call);
    for (int32_t k = kernel->n_in; k < kernel->n_in + kernel->n_out && (ok || failed); k++)
        if (call->present[k])
            accept(call, &call->arrays[k], failed);
    for (int32_t k = 0; k < OWN_N_OPERANDS; k++)
        need(call, !call->present[k] || guard_changed(&call->arrays[k].block) == GUARD_INTACT,
             "nothing else is written");
    if (!ok || call->verb != RANDOM_APPLY)
        return;
    uint64_t events = call->events;
    need(call, kernel->n_elements == own_call_size(call), "each element is computed once");
    need(call, call->context == NULL || ravel_context_events(call->context, &events) == RAVEL_OK, "events are told");
    need(call, events == call->events, "events are the model's");
}

static void open_arrays(own_call *call)
{
    const own_kernel *kernel = call->kernel;
    for (int32_t k = 0; k < OWN_N_OPERANDS; k++) {
        const bool output = k >= kernel->n_in && k < kernel->n_in + kernel->n_out;
        if (!call->present[k])
            continue;
        guard_seal(&call->arrays[k].block);
        operand_open(&call->arrays[k], output ? RAVEL_WRITEABLE : 0);
    }
}

static void run_one(own_kernel *kernel, random_source *source)
{
    static own_call call;
    guard_arena_reset(arena);
    call = (own_call){.kernel = kernel, .casting = RAVEL_CASTING_SAFE};
    call.context = contexts[random_below(source, N_CONTEXTS)];
    if (random_once_in(source, 3))
        call.casting = RAVEL_CASTING_NO + (int32_t)random_below(source, 4);
    call.options = (uint64_t)call.casting; /* the numbers are the same */
    call.verb = kernel->folds ? (random_verb)random_below(source, 3) : RANDOM_APPLY;
    if (call.verb == RANDOM_APPLY)
        make_apply(&call, source);
    else
        make_fold(&call, source);
    open_arrays(&call);
    own_expect_status(&call);
    FUZZ_CHECK(call.context == NULL || ravel_context_clear_events(call.context) == RAVEL_OK);
    kernel->arrays = call.arrays;
    kernel->n_calls = kernel->n_elements = kernel->n_running = 0;
    call.status = run(&call);
    settle(&call);
    for (int32_t k = 0; k < OWN_N_OPERANDS; k++)
        operand_close(&call.arrays[k]);
}

void own_calls(random_source *source)
{
    static own_kernel kernel;
    if (arena == NULL)
        begin();
    own_create(&kernel, source);
    for (int32_t i = 0; i < MAX_CALLS && (i == 0 || fuzz_more(source)); i++)
        run_one(&kernel, source);
    own_destroy(&kernel);
}
