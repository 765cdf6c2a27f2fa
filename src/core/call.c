/* call.c: one call's hold on its context: entering, leaving, scratch memory. */
#include "call.h"
#include "handle.h"

#define SCRATCH_ALIGNMENT 64

ravel_status rvl_call_enter(rvl_call *call, ravel_context *handle, const char *function)
{
    *call = (rvl_call){NULL, handle, NULL, function};
    if (handle == NULL)
        return RAVEL_OK;
    uint64_t value = (uint64_t)(uintptr_t)handle;
    rvl_slot *slot = rvl_slot_find(value, RVL_HANDLE_CONTEXT);
    if (slot == NULL)
        return rvl_handle_diagnose(value);
    /* Who destroys a context enters it first and never leaves, so whoever gets in finds it alive. */
    if (!rvl_slot_lock(slot, value, 0)) {
        return rvl_slot_find(value, RVL_HANDLE_CONTEXT) != NULL ? RAVEL_BUSY : rvl_handle_diagnose(value);
    }
    call->slot = slot;
    call->context = (rvl_context *)(uintptr_t)atomic_load_explicit(&slot->words[0], memory_order_acquire);
    return RAVEL_OK;
}

ravel_status rvl_call_leave(rvl_call *call, ravel_status status)
{
    if (call->slot != NULL)
        rvl_slot_unlock(call->slot);
    call->slot = NULL;
    call->context = NULL;
    return status;
}

void rvl_scratch_free(rvl_context *context)
{
    if (context->scratch != NULL)
        context->release(context->scratch, context->scratch_nbytes, SCRATCH_ALIGNMENT, context->allocator_user);
    context->scratch = NULL;
    context->scratch_nbytes = 0;
}

ravel_status rvl_scratch_ask(rvl_call *call, size_t nbytes, void **memory, const char **refusal)
{
    rvl_context *context = call->context;
    *refusal = "needs %z bytes of scratch memory, but the context allows %z";
    if (context == NULL || nbytes > context->scratch_limit)
        return RAVEL_SCRATCH_LIMIT;
    if (nbytes > context->scratch_nbytes) {
        /* Nothing of the old block is kept: freeing it first keeps the peak at what was asked for. */
        rvl_scratch_free(context);
        *refusal = "the allocator has no %z bytes of scratch memory";
        void *fresh = context->allocate(nbytes, SCRATCH_ALIGNMENT, context->allocator_user);
        if (fresh == NULL)
            return RAVEL_OUT_OF_MEMORY;
        if ((uintptr_t)fresh % SCRATCH_ALIGNMENT != 0) {
            *refusal = "the allocator gave memory that is not aligned to 64 bytes";
            context->release(fresh, nbytes, SCRATCH_ALIGNMENT, context->allocator_user);
            return RAVEL_OUT_OF_MEMORY;
        }
        context->scratch = fresh;
        context->scratch_nbytes = nbytes;
    }
    *memory = context->scratch;
    return RAVEL_OK;
}

ravel_status rvl_fail_scratch(rvl_call *call, ravel_status status, const char *refusal, size_t nbytes)
{
    return call->context ? rvl_fail(call, status, -1, -1, refusal, nbytes, call->context->scratch_limit) : status;
}

ravel_status rvl_scratch(rvl_call *call, size_t nbytes, void **memory)
{
    const char *refusal;
    const ravel_status status = rvl_scratch_ask(call, nbytes, memory, &refusal);
    return status == RAVEL_OK ? status : rvl_fail_scratch(call, status, refusal, nbytes);
}
