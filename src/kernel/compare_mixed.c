/* compare_mixed.c: exact comparisons of int64 with uint64, which no common dtype holds. Compiled once per instruction
 * set. */
#include "kernel.h"

/* Both orders of operands; a negative number is below every unsigned one. */
RVL_ALWAYS_INLINE int signed_less(int64_t x, uint64_t y)
{
    return (x < 0) | ((uint64_t)x < y);
}

RVL_ALWAYS_INLINE int signed_equal(int64_t x, uint64_t y)
{
    return (x >= 0) & ((uint64_t)x == y);
}

RVL_ALWAYS_INLINE uint8_t equal_op(int64_t x, uint64_t y)
{
    return signed_equal(x, y) != 0;
}

RVL_ALWAYS_INLINE uint8_t not_equal_op(int64_t x, uint64_t y)
{
    return signed_equal(x, y) == 0;
}

RVL_ALWAYS_INLINE uint8_t less_op(int64_t x, uint64_t y)
{
    return signed_less(x, y) != 0;
}

RVL_ALWAYS_INLINE uint8_t greater_equal_op(int64_t x, uint64_t y)
{
    return signed_less(x, y) == 0;
}

RVL_ALWAYS_INLINE uint8_t less_equal_op(int64_t x, uint64_t y)
{
    return (signed_less(x, y) | signed_equal(x, y)) != 0;
}

RVL_ALWAYS_INLINE uint8_t greater_op(int64_t x, uint64_t y)
{
    return (signed_less(x, y) | signed_equal(x, y)) == 0;
}

RVL_ALWAYS_INLINE void loop(uint8_t (*op)(int64_t, uint64_t), size_t n, const int64_t *x, const uint64_t *y,
                            uint8_t *result)
{
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i], y[i]);
}

/* Wiring: COMPARISON(name, its mirror: x name y is y mirror x). */
#define COMPARISONS                       \
    COMPARISON(equal, equal)              \
    COMPARISON(not_equal, not_equal)      \
    COMPARISON(less, greater)             \
    COMPARISON(less_equal, greater_equal) \
    COMPARISON(greater, less)             \
    COMPARISON(greater_equal, less_equal)

#define COMPARISON(name, mirror)                                                                              \
    static int32_t RVL_ISA_NAME(rvl_##name##_int64_uint64)(size_t n, const void *const *in, void *const *out, \
                                                           void *user)                                        \
    {                                                                                                         \
        (void)user;                                                                                           \
        loop(name##_op, n, in[0], in[1], out[0]);                                                             \
        return 0;                                                                                             \
    }                                                                                                         \
    static int32_t RVL_ISA_NAME(rvl_##name##_uint64_int64)(size_t n, const void *const *in, void *const *out, \
                                                           void *user)                                        \
    {                                                                                                         \
        (void)user;                                                                                           \
        loop(mirror##_op, n, in[1], in[0], out[0]);                                                           \
        return 0;                                                                                             \
    }
COMPARISONS
#undef COMPARISON

#define COMPARISON(name, mirror) [RVL_KERNEL_##name] = RVL_ISA_NAME(rvl_##name##_int64_uint64),
const rvl_loop_table RVL_ISA_NAME(rvl_compare_int64_uint64) = {COMPARISONS};
#undef COMPARISON

#define COMPARISON(name, mirror) [RVL_KERNEL_##name] = RVL_ISA_NAME(rvl_##name##_uint64_int64),
const rvl_loop_table RVL_ISA_NAME(rvl_compare_uint64_int64) = {COMPARISONS};
#undef COMPARISON
