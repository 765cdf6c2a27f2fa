/* kernel_object.c: what a kernel's handle stands for: a row of a list, or a user's object, pinned while in use. */
#include "kernel_object.h"
#include <stdlib.h>

ravel_status rvl_kernel_object_publish(rvl_user_kernel *object, const ravel_kernel **out)
{
    rvl_slot *slot;
    ravel_status status = rvl_slot_take(&slot);
    if (status != RAVEL_OK)
        return status;
    atomic_store_explicit(&slot->words[0], (uint64_t)(uintptr_t)object, memory_order_release);
    *out = (const ravel_kernel *)(uintptr_t)rvl_slot_publish(slot, RVL_HANDLE_KERNEL);
    return RAVEL_OK;
}

static rvl_user_kernel *object_of(rvl_slot *slot)
{
    return (rvl_user_kernel *)(uintptr_t)atomic_load_explicit(&slot->words[0], memory_order_acquire);
}

/* Ends one use; the last one ends the object. */
static void end_use(rvl_slot *slot)
{
    if (rvl_slot_unpin(slot) > 0)
        return;
    rvl_user_kernel *object = object_of(slot);
    if (object->release != NULL)
        object->release(object->user);
    free(object);
    rvl_slot_give_back(slot);
}

ravel_status rvl_kernel_acquire(rvl_call *call, const ravel_kernel *kernel, rvl_kernel_use *use)
{
    const uint64_t handle = (uint64_t)(uintptr_t)kernel;
    const int32_t builtin = rvl_builtin_number(handle);
    *use = (rvl_kernel_use){-1, -1, NULL, NULL};
    if (builtin >= rvl_n_builtin_kernels) {
        use->reduction = builtin - rvl_n_builtin_kernels;
        return RAVEL_OK;
    }
    if (builtin >= 0) {
        use->number = builtin;
        return RAVEL_OK;
    }
    rvl_slot *slot = rvl_slot_find(handle, RVL_HANDLE_KERNEL);
    if (slot == NULL || !rvl_slot_pin(slot, handle)) {
        const ravel_status status = rvl_handle_diagnose(handle);
        return rvl_fail_handle(call, status, handle, "kernel", -1, "kernel");
    }
    use->slot = slot;
    use->object = object_of(slot);
    return RAVEL_OK;
}

void rvl_kernel_release(const rvl_kernel_use *use)
{
    if (use->slot != NULL)
        end_use(use->slot);
}

ravel_status rvl_kernel_enter(rvl_call *call, rvl_kernel_use *use, const char *function, ravel_context *context,
                              const ravel_kernel *kernel)
{
    ravel_status status = rvl_call_enter(call, context, function);
    if (status != RAVEL_OK)
        return status;
    status = rvl_kernel_acquire(call, kernel, use);
    return status == RAVEL_OK ? RAVEL_OK : rvl_call_leave(call, status);
}

ravel_status rvl_kernel_leave(rvl_call *call, const rvl_kernel_use *use, ravel_status status)
{
    rvl_kernel_release(use);
    return rvl_call_leave(call, status);
}

const char *rvl_kernel_name(const rvl_kernel_use *use)
{
    return use->object != NULL
               ? use->object->name
               : rvl_builtin_names[use->number >= 0 ? use->number : rvl_n_builtin_kernels + use->reduction];
}

ravel_status rvl_kernel_object_destroy(const ravel_kernel *kernel)
{
    rvl_slot *slot;
    const ravel_status status = rvl_slot_retire((uint64_t)(uintptr_t)kernel, RVL_HANDLE_KERNEL, &slot);
    if (status == RAVEL_OK)
        end_use(slot);
    return status;
}
