/* elementary_loops_complex.h: as elementary_loops.h, for complex numbers. Runs are short, as bodies spill to the stack.
 */
#ifndef RVL_KERNEL_ELEMENTARY_LOOPS_COMPLEX_H
#define RVL_KERNEL_ELEMENTARY_LOOPS_COMPLEX_H

#include "elementary_loops.h"

#define RVL_COMPLEX_RUN 32
#define RVL_COMPLEX_LANES (2 * RVL_LANES) /* vectors of real and of imaginary parts */

/* count, and so many more that vectors are full. */
RVL_ALWAYS_INLINE size_t filled_complex_count(size_t count)
{
    return (count + (RVL_COMPLEX_LANES - 1)) & ~(size_t)(RVL_COMPLEX_LANES - 1);
}

/* A run's arguments, or a copy of them that is filled up. */
RVL_ALWAYS_INLINE const elem *filled_complex_run(const elem *source, size_t count, size_t filled, elem *copy)
{
    if (count == filled)
        return source;
    memcpy(copy, source, count * sizeof *copy);
    for (size_t i = count; i < filled; i++)
        copy[i] = source[0];
    return copy;
}

RVL_ALWAYS_INLINE int32_t complex_unary_loop(elem (*ordinary)(elem), elem (*any)(elem), bool (*is_ordinary)(elem),
                                             size_t n, const void *const *in, void *const *out)
{
    elem copy[RVL_COMPLEX_RUN];
    for (size_t start = 0; start < n; start += RVL_COMPLEX_RUN) {
        const size_t count = n - start < RVL_COMPLEX_RUN ? n - start : RVL_COMPLEX_RUN;
        const size_t filled = filled_complex_count(count);
        const elem *x = filled_complex_run((const elem *)in[0] + start, count, filled, copy);
        elem *result = count == filled ? (elem *)out[0] + start : copy;
        elem_bits others = 0;
        RVL_INDEPENDENT
        for (size_t i = 0; i < filled; i++)
            others |= is_ordinary(x[i]) ? 0 : 1;
        if (others == 0) {
            RVL_INDEPENDENT
            for (size_t i = 0; i < filled; i++)
                result[i] = ordinary(x[i]);
        } else {
            RVL_INDEPENDENT
            for (size_t i = 0; i < filled; i++)
                result[i] = any(x[i]);
        }
        if (count != filled)
            memcpy((elem *)out[0] + start, copy, count * sizeof *copy);
    }
    return 0;
}

/* Functions of two complex numbers have one form. */
RVL_ALWAYS_INLINE int32_t complex_binary_loop(elem (*function)(elem, elem), size_t n, const void *const *in,
                                              void *const *out)
{
    elem x_copy[RVL_COMPLEX_RUN], y_copy[RVL_COMPLEX_RUN];
    for (size_t start = 0; start < n; start += RVL_COMPLEX_RUN) {
        const size_t count = n - start < RVL_COMPLEX_RUN ? n - start : RVL_COMPLEX_RUN;
        const size_t filled = filled_complex_count(count);
        const elem *x = filled_complex_run((const elem *)in[0] + start, count, filled, x_copy);
        const elem *y = filled_complex_run((const elem *)in[1] + start, count, filled, y_copy);
        elem *result = count == filled ? (elem *)out[0] + start : x_copy;
        RVL_INDEPENDENT
        for (size_t i = 0; i < filled; i++)
            result[i] = function(x[i], y[i]);
        if (count != filled)
            memcpy((elem *)out[0] + start, x_copy, count * sizeof *x_copy);
    }
    return 0;
}

#endif
