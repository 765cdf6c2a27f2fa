/* kernel_object.h: what a ravel_kernel handle stands for while a call uses it. */
#ifndef RVL_CORE_KERNEL_OBJECT_H
#define RVL_CORE_KERNEL_OBJECT_H

#include "call.h"
#include "handle.h"
#include <ravel/kernel.h>

/* A user's kernel: one block of memory that lives until it has been destroyed and its last use has ended. */
typedef struct rvl_user_kernel {
    char name[64];
    int32_t n_in, n_out, n_loops;
    uint64_t flags;
    void *user;
    ravel_kernel_release_fn release;
    bool has_identity;
    const ravel_kernel_fn *loops; /* n_loops */
    const int32_t *dtypes;        /* n_loops rows of n_in + n_out */
    const uint64_t *identities;   /* n_loops rows of two words: the identity in the row's dtype */
} rvl_user_kernel;

/* A use of a kernel: exactly one of number, reduction and object says which kernel it is. */
typedef struct rvl_kernel_use {
    int32_t number;                /* a row of kernels.def, or -1 */
    int32_t reduction;             /* a row of reductions.def, or -1 */
    const rvl_user_kernel *object; /* or NULL */
    rvl_slot *slot;                /* of the object: pinned until release */
} rvl_kernel_use;

/* Pins a kernel for one call; RAVEL_OK must be followed by rvl_kernel_release. Handle errors name the argument
 * "kernel". */
ravel_status rvl_kernel_acquire(rvl_call *call, const ravel_kernel *kernel, rvl_kernel_use *use);
/* What every call of a kernel begins with: rvl_call_enter and rvl_kernel_acquire. RAVEL_OK must be followed by
 * rvl_kernel_leave; other statuses leave nothing to undo. */
ravel_status rvl_kernel_enter(rvl_call *call, rvl_kernel_use *use, const char *function, ravel_context *context,
                              const ravel_kernel *kernel);
/* What it ends with; gives `status` back. */
ravel_status rvl_kernel_leave(rvl_call *call, const rvl_kernel_use *use, ravel_status status);
/* Ends a kernel's handle and the use that every user's kernel starts with. */
ravel_status rvl_kernel_object_destroy(const ravel_kernel *kernel);
/* Makes a handle of a user's kernel, which from then on belongs to it. */
ravel_status rvl_kernel_object_publish(rvl_user_kernel *object, const ravel_kernel **out);
/* Ends a use; frees the user's kernel if it was destroyed meanwhile and this was the last one. */
void rvl_kernel_release(const rvl_kernel_use *use);
/* The kernel's name, as long as it is in use. */
const char *rvl_kernel_name(const rvl_kernel_use *use);

#endif
