/* half.c: loops on the bits of float16 and bfloat16 themselves: what only looks at bits or moves them, and what float32
 * would round wrongly. All other kernels compute halves in float32. Compiled once per dtype and instruction set. */
#include "kernel.h"
#include "operations_half.h"

#include "loops.h"

/* HALF(name, shape): a row of kernels.def that has a loop here. */
#define HALVES                   \
    HALF(negative, unary)        \
    HALF(positive, unary)        \
    HALF(abs, magnitude)         \
    HALF(sign, unary)            \
    HALF(conj, unary)            \
    HALF(real, magnitude)        \
    HALF(imag, magnitude)        \
    HALF(spacing, unary)         \
    HALF(copysign, binary)       \
    HALF(nextafter, binary)      \
    HALF(maximum, binary)        \
    HALF(minimum, binary)        \
    HALF(fmax, binary)           \
    HALF(fmin, binary)           \
    HALF(clip, ternary)          \
    HALF(fma, ternary)           \
    HALF(where, select)          \
    HALF(nan_to_num, replace)    \
    HALF(equal, compare)         \
    HALF(not_equal, compare)     \
    HALF(less, compare)          \
    HALF(less_equal, compare)    \
    HALF(greater, compare)       \
    HALF(greater_equal, compare) \
    HALF(logical_and, compare)   \
    HALF(logical_or, compare)    \
    HALF(logical_not, predicate) \
    HALF(isnan, predicate)       \
    HALF(isfinite, predicate)    \
    HALF(isinf, predicate)       \
    HALF(signbit, predicate)

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
