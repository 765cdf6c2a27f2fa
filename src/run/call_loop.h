/* call_loop.h: one call of a kernel's loop, and the failure of a user's. */
#ifndef RVL_RUN_CALL_LOOP_H
#define RVL_RUN_CALL_LOOP_H

#include "core/call.h"
#include "core/float_environment.h"
#include <ravel/kernel.h>
#include <stdbool.h>

/* Calls a loop; gives what a user's answers: not 0 is a failure. A built-in one's answer is event bits. */
static inline int32_t rvl_call_loop(ravel_kernel_fn loop, void *user, bool builtin, size_t n, const void *const *in,
                                    void *const *out, uint64_t *events)
{
    const int32_t answer = loop(n, in, out, user);
    if (builtin) {
        *events |= (uint64_t)answer;
        return 0;
    }
    rvl_float_environment_repair();
    return answer;
}

static inline ravel_status rvl_fail_loop(rvl_call *call, const char *kernel, int32_t answer)
{
    return rvl_fail(call, RAVEL_KERNEL_FAILED, -1, -1, "the loop of the kernel %s returned %i", kernel, answer);
}

#endif
