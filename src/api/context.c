/* context.c: making, setting and asking contexts. */
#include <ravel/context.h>

#include "core/call.h"
#include "core/handle.h"
#include "dispatch/dispatch.h"
#include "plan/threads.h"
#include <stdlib.h>

#define MAX_WORKERS 1024

static void *default_allocate(size_t nbytes, size_t alignment, void *user)
{
    (void)user;
    void *memory = NULL;
    return posix_memalign(&memory, alignment, nbytes) == 0 ? memory : NULL;
}

static void default_release(void *memory, size_t nbytes, size_t alignment, void *user)
{
    (void)nbytes;
    (void)alignment;
    (void)user;
    free(memory);
}

/* Enters a context that must not be NULL. */
static ravel_status enter(rvl_call *call, ravel_context *context, const char *function)
{
    return context == NULL ? RAVEL_NULL_ARGUMENT : rvl_call_enter(call, context, function);
}

static void drop_threads(rvl_context *context)
{
    if (context->pool != NULL)
        rvl_pool_destroy(context->pool);
    context->pool = NULL;
}

ravel_status ravel_context_create(ravel_context **out)
{
    if (out == NULL)
        return RAVEL_NULL_ARGUMENT;
    if (!rvl_isa_environment_is_known())
        return RAVEL_UNKNOWN_ISA;
    rvl_context *context = calloc(1, sizeof *context);
    if (context == NULL)
        return RAVEL_OUT_OF_MEMORY;
    context->casting = RAVEL_CASTING_SAFE;
    context->isa = rvl_isa_best();
    context->n_threads = 1;
    context->allocate = default_allocate;
    context->release = default_release;
    context->scratch_limit = SIZE_MAX;
    context->error = (rvl_error){.status = RAVEL_OK, .argument = -1, .axis = -1};
    rvl_slot *slot;
    const ravel_status status = rvl_slot_take(&slot);
    if (status != RAVEL_OK) {
        free(context);
        return status;
    }
    atomic_store_explicit(&slot->words[0], (uint64_t)(uintptr_t)context, memory_order_release);
    *out = (ravel_context *)(uintptr_t)rvl_slot_publish(slot, RVL_HANDLE_CONTEXT);
    return RAVEL_OK;
}

ravel_status ravel_context_destroy(ravel_context *context)
{
    if (context == NULL)
        return RAVEL_OK;
    rvl_call call;
    ravel_status status = rvl_call_enter(&call, context, "ravel_context_destroy");
    if (status != RAVEL_OK)
        return status == RAVEL_STALE_HANDLE ? RAVEL_DOUBLE_DESTROY : status;
    /* Having entered, this thread is the only one that can retire the handle, so it does; and it never leaves. */
    rvl_slot *slot = call.slot;
    (void)rvl_slot_retire((uint64_t)(uintptr_t)context, RVL_HANDLE_CONTEXT, &slot);
    drop_threads(call.context);
    rvl_scratch_free(call.context);
    free(call.context);
    rvl_slot_give_back(slot);
    return RAVEL_OK;
}

ravel_status ravel_context_set_casting(ravel_context *context, int32_t casting)
{
    rvl_call call;
    ravel_status status = enter(&call, context, "ravel_context_set_casting");
    if (status != RAVEL_OK)
        return status;
    if (casting < RAVEL_CASTING_NO || casting > RAVEL_CASTING_UNSAFE) {
        status = rvl_fail(&call, RAVEL_INVALID_ARGUMENT, -1, -1,
                          "casting = %i, expected 1 (no), 2 (safe), 3 (same_kind) or 4 (unsafe)", casting);
    } else {
        call.context->casting = casting;
    }
    return rvl_call_leave(&call, status);
}

static ravel_status check_workers(rvl_call *call, const char *name, int32_t n)
{
    if (n < 1 || n > MAX_WORKERS)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "%s = %i, expected 1 to %i", name, n, MAX_WORKERS);
    return RAVEL_OK;
}

ravel_status ravel_context_set_threads(ravel_context *context, int32_t n)
{
    rvl_call call;
    ravel_status status = enter(&call, context, "ravel_context_set_threads");
    if (status != RAVEL_OK)
        return status;
    status = check_workers(&call, "n", n);
    if (status == RAVEL_OK) {
        drop_threads(call.context);
        call.context->n_threads = n;
        call.context->executor = NULL;
        call.context->executor_user = NULL;
    }
    return rvl_call_leave(&call, status);
}

ravel_status ravel_context_set_executor(ravel_context *context, int32_t n_workers, ravel_executor_fn executor,
                                        void *user)
{
    rvl_call call;
    ravel_status status = enter(&call, context, "ravel_context_set_executor");
    if (status != RAVEL_OK)
        return status;
    status = check_workers(&call, "n_workers", n_workers);
    if (status == RAVEL_OK) {
        drop_threads(call.context);
        call.context->n_threads = executor == NULL ? 1 : n_workers;
        call.context->executor = executor;
        call.context->executor_user = executor == NULL ? NULL : user;
    }
    return rvl_call_leave(&call, status);
}

ravel_status ravel_context_set_allocator(ravel_context *context, ravel_allocate_fn allocate, ravel_release_fn release,
                                         void *user)
{
    rvl_call call;
    ravel_status status = enter(&call, context, "ravel_context_set_allocator");
    if (status != RAVEL_OK)
        return status;
    if ((allocate == NULL) != (release == NULL)) {
        status = rvl_fail(&call, RAVEL_INVALID_ARGUMENT, -1, -1, "%s is NULL and %s is not, expected both or neither",
                          allocate == NULL ? "allocate" : "release", allocate == NULL ? "release" : "allocate");
    } else {
        rvl_scratch_free(call.context);
        call.context->allocate = allocate == NULL ? default_allocate : allocate;
        call.context->release = release == NULL ? default_release : release;
        call.context->allocator_user = allocate == NULL ? NULL : user;
    }
    return rvl_call_leave(&call, status);
}

ravel_status ravel_context_set_isa_cap(ravel_context *context, const char *isa)
{
    rvl_call call;
    ravel_status status = enter(&call, context, "ravel_context_set_isa_cap");
    if (status != RAVEL_OK)
        return status;
    const int32_t best = rvl_isa_best();
    const int32_t cap = isa == NULL ? best : rvl_isa_find(isa);
    if (cap < 0) {
        char have[128];
        size_t length = 0;
        for (int32_t i = 0; i <= best; i++)
            length += rvl_format(have + length, sizeof have - length, i ? ", \"%s\"" : "\"%s\"", rvl_isa_name(i)) - 1;
        status = rvl_fail(&call, RAVEL_UNKNOWN_ISA, -1, -1, "%n is no instruction set of this build; here it has %s",
                          isa, have);
    } else {
        call.context->isa = cap < best ? cap : best;
    }
    return rvl_call_leave(&call, status);
}

ravel_status ravel_context_set_scratch_limit(ravel_context *context, size_t nbytes)
{
    rvl_call call;
    const ravel_status status = enter(&call, context, "ravel_context_set_scratch_limit");
    if (status != RAVEL_OK)
        return status;
    call.context->scratch_limit = nbytes;
    if (call.context->scratch_nbytes > nbytes)
        rvl_scratch_free(call.context);
    return rvl_call_leave(&call, status);
}

ravel_status ravel_context_trim(ravel_context *context)
{
    rvl_call call;
    const ravel_status status = enter(&call, context, "ravel_context_trim");
    if (status != RAVEL_OK)
        return status;
    rvl_scratch_free(call.context);
    return rvl_call_leave(&call, status);
}

/* The functions below tell of the context: a mistake in asking is not recorded, so that the record stays. */

static ravel_status tell(int32_t told_status, int32_t told_argument, int32_t told_axis, const char *text,
                         int32_t *status, int32_t *argument, int32_t *axis, char *buffer, size_t size, size_t *needed)
{
    const ravel_status answer = rvl_copy_text(text, buffer, size, needed);
    if (answer != RAVEL_OK)
        return answer;
    if (status != NULL)
        *status = told_status;
    if (argument != NULL)
        *argument = told_argument;
    if (axis != NULL)
        *axis = told_axis;
    return RAVEL_OK;
}

ravel_status ravel_context_error(ravel_context *context, int32_t *status, int32_t *argument, int32_t *axis,
                                 char *buffer, size_t size, size_t *needed)
{
    rvl_call call;
    const ravel_status entered = enter(&call, context, "ravel_context_error");
    if (entered != RAVEL_OK) { /* whoever prints the buffer all the same prints something true */
        const char *why = context == NULL         ? "no text without a context: the status of the call is all there is"
                          : entered == RAVEL_BUSY ? "no text: the context is in use"
                                                  : "no text: the context's handle is not of a live context";
        (void)tell(entered, -1, -1, why, status, argument, axis, buffer, size, needed);
        return entered;
    }
    const rvl_error *error = &call.context->error;
    return rvl_call_leave(&call, tell(error->status, error->argument, error->axis, error->message, status, argument,
                                      axis, buffer, size, needed));
}

ravel_status ravel_context_events(ravel_context *context, uint64_t *events)
{
    rvl_call call;
    ravel_status status = enter(&call, context, "ravel_context_events");
    if (status != RAVEL_OK)
        return status;
    if (events == NULL)
        status = RAVEL_NULL_ARGUMENT;
    else
        *events = call.context->events;
    return rvl_call_leave(&call, status);
}

ravel_status ravel_context_clear_events(ravel_context *context)
{
    rvl_call call;
    const ravel_status status = enter(&call, context, "ravel_context_clear_events");
    if (status != RAVEL_OK)
        return status;
    call.context->events = 0;
    return rvl_call_leave(&call, status);
}
