/* elementary_loops.h: the loops of the elementary functions. A function comes in two forms that give the same bits: one
 * for all arguments, and a faster one for the ordinary ones. A run of elements with no other than ordinary arguments
 * takes the faster form. So a result depends on its arguments alone, and neither form has a branch. A run's arguments
 * are copied first: then the compiler sees that results do not overwrite them, also in place, and vectorises. Needs
 * elem and elem_bits. The answer is that of a loop that raises no event. */
#ifndef RVL_KERNEL_ELEMENTARY_LOOPS_H
#define RVL_KERNEL_ELEMENTARY_LOOPS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define RVL_RUN 128 /* short: the copies are on the stack */

RVL_ALWAYS_INLINE int32_t split_unary_loop(elem (*ordinary)(elem), elem (*any)(elem), bool (*is_ordinary)(elem),
                                           size_t n, const void *const *in, void *const *out)
{
    elem x[RVL_RUN];
    for (size_t start = 0; start < n; start += RVL_RUN) {
        const elem *source = (const elem *)in[0] + start;
        elem *result = (elem *)out[0] + start;
        const size_t count = n - start < RVL_RUN ? n - start : RVL_RUN;
        elem_bits others = 0; /* of elem's width, as this is what vectorises */
        for (size_t i = 0; i < count; i++) {
            x[i] = source[i];
            others |= is_ordinary(x[i]) ? 0 : 1;
        }
        if (others == 0)
            for (size_t i = 0; i < count; i++)
                result[i] = ordinary(x[i]);
        else
            for (size_t i = 0; i < count; i++)
                result[i] = any(x[i]);
    }
    return 0;
}

RVL_ALWAYS_INLINE int32_t split_binary_loop(elem (*ordinary)(elem, elem), elem (*any)(elem, elem),
                                            bool (*is_ordinary)(elem, elem), size_t n, const void *const *in,
                                            void *const *out)
{
    elem x[RVL_RUN], y[RVL_RUN];
    for (size_t start = 0; start < n; start += RVL_RUN) {
        const elem *source_x = (const elem *)in[0] + start, *source_y = (const elem *)in[1] + start;
        elem *result = (elem *)out[0] + start;
        const size_t count = n - start < RVL_RUN ? n - start : RVL_RUN;
        elem_bits others = 0;
        for (size_t i = 0; i < count; i++) {
            x[i] = source_x[i];
            y[i] = source_y[i];
            others |= is_ordinary(x[i], y[i]) ? 0 : 1;
        }
        if (others == 0)
            for (size_t i = 0; i < count; i++)
                result[i] = ordinary(x[i], y[i]);
        else
            for (size_t i = 0; i < count; i++)
                result[i] = any(x[i], y[i]);
    }
    return 0;
}

RVL_ALWAYS_INLINE int32_t split_pair_loop(elem (*ordinary)(elem, elem *), elem (*any)(elem, elem *),
                                          bool (*is_ordinary)(elem), size_t n, const void *const *in, void *const *out)
{
    elem x[RVL_RUN], other[RVL_RUN];
    for (size_t start = 0; start < n; start += RVL_RUN) {
        const elem *source = (const elem *)in[0] + start;
        elem *first = (elem *)out[0] + start, *second = (elem *)out[1] + start;
        const size_t count = n - start < RVL_RUN ? n - start : RVL_RUN;
        elem_bits others = 0;
        for (size_t i = 0; i < count; i++) {
            x[i] = source[i];
            others |= is_ordinary(x[i]) ? 0 : 1;
        }
        if (others == 0)
            for (size_t i = 0; i < count; i++)
                first[i] = ordinary(x[i], &other[i]);
        else
            for (size_t i = 0; i < count; i++)
                first[i] = any(x[i], &other[i]);
        memcpy(second, other, count * sizeof *second); /* one result at a time is all that may be in the input's place
                                                        */
    }
    return 0;
}

RVL_ALWAYS_INLINE int32_t plain_unary_loop(elem (*function)(elem), size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = function(x[i]);
    return 0;
}

RVL_ALWAYS_INLINE int32_t plain_binary_loop(elem (*function)(elem, elem), size_t n, const void *const *in,
                                            void *const *out)
{
    const elem *x = in[0], *y = in[1];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = function(x[i], y[i]);
    return 0;
}

#endif
