/* half.c: loops on the bits of float16 and bfloat16 themselves: what only looks at bits or moves them, and what float32
 * would round wrongly. All other kernels compute halves in float32. Compiled once per dtype and instruction set. */
#include "kernel.h"
#include "operations_half.h"

#include "loops.h"

/* HALF(name, shape): a row of kernels.def that has a loop here. */
#define HALVES            \
    HALF(negative, unary) \
    HALF(abs, unary)      \
    HALF(where, select)   \
    HALF(isnan, predicate)

#define HALF(name, shape)                                                                              \
    static int32_t RVL_NAME(rvl_##name)(size_t n, const void *const *in, void *const *out, void *user) \
    {                                                                                                  \
        (void)user;                                                                                    \
        return shape##_loop(name##_op, n, in, out);                                                    \
    }
HALVES
#undef HALF

#define HALF(name, shape) [RVL_KERNEL_##name] = RVL_NAME(rvl_##name),
extern const rvl_loop_table RVL_NAME(rvl_half);
const rvl_loop_table RVL_NAME(rvl_half) = {HALVES};
