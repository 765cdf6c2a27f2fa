/* loops.h: the loops of kernels over contiguous blocks, each written once. A loop takes its body as an argument and is
 * inlined into one function per kernel, so that the compiler vectorises body and loop together. Blocks may alias: no
 * restrict. Needs elem and magnitude_elem. */
#ifndef RVL_KERNEL_LOOPS_H
#define RVL_KERNEL_LOOPS_H

RVL_ALWAYS_INLINE void unary_loop(elem (*op)(elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i]);
}

RVL_ALWAYS_INLINE void binary_loop(elem (*op)(elem, elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0], *y = in[1];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i], y[i]);
}

RVL_ALWAYS_INLINE void ternary_loop(elem (*op)(elem, elem, elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0], *y = in[1], *z = in[2];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i], y[i], z[i]);
}

RVL_ALWAYS_INLINE void compare_loop(uint8_t (*op)(elem, elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0], *y = in[1];
    uint8_t *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i], y[i]);
}

RVL_ALWAYS_INLINE void predicate_loop(uint8_t (*op)(elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0];
    uint8_t *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i]);
}

RVL_ALWAYS_INLINE void magnitude_loop(magnitude_elem (*op)(elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0];
    magnitude_elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i]);
}

RVL_ALWAYS_INLINE void select_loop(elem (*op)(uint8_t, elem, elem), size_t n, const void *const *in, void *const *out)
{
    const uint8_t *condition = in[0];
    const elem *x = in[1], *y = in[2];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(condition[i], x[i], y[i]);
}

#endif
