/* loops.h: the loops of kernels over contiguous blocks, each written once. A loop takes its body as an argument and is
 * inlined into one function per kernel, so that the compiler vectorises body and loop together. Blocks may alias: no
 * restrict. They answer with the events that they raise: none. Needs elem, magnitude_elem (of the parts of a complex
 * number, else elem) and parameter_elem (magnitude_elem of floats and complex numbers, else double); of complex numbers
 * distance_op and tolerance_op. */
#ifndef RVL_KERNEL_LOOPS_H
#define RVL_KERNEL_LOOPS_H

RVL_ALWAYS_INLINE int32_t unary_loop(elem (*op)(elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i]);
    return 0;
}

RVL_ALWAYS_INLINE int32_t binary_loop(elem (*op)(elem, elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0], *y = in[1];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i], y[i]);
    return 0;
}

RVL_ALWAYS_INLINE int32_t ternary_loop(elem (*op)(elem, elem, elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0], *y = in[1], *z = in[2];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i], y[i], z[i]);
    return 0;
}

RVL_ALWAYS_INLINE int32_t compare_loop(uint8_t (*op)(elem, elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0], *y = in[1];
    uint8_t *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i], y[i]);
    return 0;
}

RVL_ALWAYS_INLINE int32_t predicate_loop(uint8_t (*op)(elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0];
    uint8_t *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i]);
    return 0;
}

RVL_ALWAYS_INLINE int32_t magnitude_loop(magnitude_elem (*op)(elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0];
    magnitude_elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i]);
    return 0;
}

RVL_ALWAYS_INLINE int32_t select_loop(elem (*op)(uint8_t, elem, elem), size_t n, const void *const *in,
                                      void *const *out)
{
    const uint8_t *condition = in[0];
    const elem *x = in[1], *y = in[2];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(condition[i], x[i], y[i]);
    return 0;
}

RVL_ALWAYS_INLINE int32_t count_loop(uint8_t (*op)(elem), size_t n, const void *const *in, void *const *out)
{
    return predicate_loop(op, n, in, out);
}

RVL_ALWAYS_INLINE int32_t pair_loop(elem (*op)(elem, elem *), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0];
    elem *first = out[0], *second = out[1];
    for (size_t i = 0; i < n; i++) {
        elem other;
        first[i] = op(x[i], &other);
        second[i] = other;
    }
    return 0;
}

RVL_ALWAYS_INLINE int32_t binary_pair_loop(elem (*op)(elem, elem, elem *), size_t n, const void *const *in,
                                           void *const *out)
{
    const elem *x = in[0], *y = in[1];
    elem *first = out[0], *second = out[1];
    for (size_t i = 0; i < n; i++) {
        elem other;
        first[i] = op(x[i], y[i], &other);
        second[i] = other;
    }
    return 0;
}

RVL_ALWAYS_INLINE int32_t split_loop(elem (*op)(elem, int32_t *), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0];
    elem *first = out[0];
    int32_t *second = out[1];
    for (size_t i = 0; i < n; i++) {
        int32_t other;
        first[i] = op(x[i], &other);
        second[i] = other;
    }
    return 0;
}

RVL_ALWAYS_INLINE int32_t scale_loop(elem (*op)(elem, int64_t), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0];
    const int64_t *y = in[1];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i], y[i]);
    return 0;
}

#ifdef REAL_PART /* complex */
/* Some elements at a time, one length after the other: both in one loop make the compiler spill 7 KiB of vectors. */
RVL_ALWAYS_INLINE int32_t close_loop(uint8_t (*op)(elem, elem, magnitude_elem, magnitude_elem, uint8_t), size_t n,
                                     const void *const *in, void *const *out)
{
    enum { CLOSE_BLOCK = 64 };
    const elem *x = in[0], *y = in[1];
    const parameter_elem *relative = in[2], *absolute = in[3];
    const uint8_t *equal_nan = in[4];
    uint8_t *result = out[0];
    magnitude_elem distances[CLOSE_BLOCK], tolerances[CLOSE_BLOCK];
    for (size_t first = 0; first < n; first += CLOSE_BLOCK) {
        const size_t length = n - first < CLOSE_BLOCK ? n - first : CLOSE_BLOCK;
        for (size_t i = 0; i < length; i++)
            distances[i] = distance_op(x[first + i], y[first + i]);
        for (size_t i = 0; i < length; i++)
            tolerances[i] = tolerance_op(y[first + i], relative[first + i], absolute[first + i]);
        for (size_t i = 0; i < length; i++)
            result[first + i] = op(x[first + i], y[first + i], distances[i], tolerances[i], equal_nan[first + i]);
    }
    return 0;
}
#else
RVL_ALWAYS_INLINE int32_t close_loop(uint8_t (*op)(elem, elem, parameter_elem, parameter_elem, uint8_t), size_t n,
                                     const void *const *in, void *const *out)
{
    const elem *x = in[0], *y = in[1];
    const parameter_elem *relative = in[2], *absolute = in[3];
    const uint8_t *equal_nan = in[4];
    uint8_t *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i], y[i], relative[i], absolute[i], equal_nan[i]);
    return 0;
}
#endif

RVL_ALWAYS_INLINE int32_t replace_loop(elem (*op)(elem, parameter_elem, parameter_elem, parameter_elem), size_t n,
                                       const void *const *in, void *const *out)
{
    const elem *x = in[0];
    const parameter_elem *first = in[1], *second = in[2], *third = in[3];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = op(x[i], first[i], second[i], third[i]);
    return 0;
}

#endif
