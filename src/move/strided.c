/* strided.c: elements that lie at a stride, into a contiguous block and back. Compiled once per size class. */
#include "class.h"
#include "element.h"

#define SIZE ((int64_t)sizeof(element))

/* The steps for which a constant makes the loop vector code. */
RVL_ALWAYS_INLINE void gather_every(size_t n, const element *from, ptrdiff_t step, element *restrict to)
{
    for (size_t i = 0; i < n; i++)
        to[i] = from[(ptrdiff_t)i * step];
}

RVL_ALWAYS_INLINE void scatter_every(size_t n, const element *from, element *restrict to, ptrdiff_t step)
{
    for (size_t i = 0; i < n; i++)
        to[(ptrdiff_t)i * step] = from[i];
}

void RVL_NAME(rvl_fill)(size_t n, const void *value, void *destination)
{
    const element each = *(const element *)value;
    element *to = destination;
    for (size_t i = 0; i < n; i++)
        to[i] = each;
}

void RVL_NAME(rvl_gather)(size_t n, const void *source, int64_t stride, void *destination)
{
    if (n == 0)
        return;
    if (stride == SIZE)
        memcpy(destination, source, n * sizeof(element));
    else if (stride == 0)
        RVL_NAME(rvl_fill)(n, source, destination);
    else if (stride == -SIZE)
        gather_every(n, source, -1, destination);
    else if (stride == 2 * SIZE)
        gather_every(n, source, 2, destination);
    else if (stride == 3 * SIZE)
        gather_every(n, source, 3, destination);
    else if (stride == 4 * SIZE)
        gather_every(n, source, 4, destination);
    else
        for (size_t i = 0; i < n; i++)
            *place_at(destination, i, SIZE) = *element_at(source, i, stride);
}

void RVL_NAME(rvl_scatter)(size_t n, const void *source, void *destination, int64_t stride)
{
    if (n == 0)
        return;
    if (stride == SIZE)
        memcpy(destination, source, n * sizeof(element));
    else if (stride == -SIZE)
        scatter_every(n, source, destination, -1);
    else
        for (size_t i = 0; i < n; i++)
            *place_at(destination, i, stride) = *element_at(source, i, SIZE);
}

/* Elements that are masked out may belong to somebody else: they are not even rewritten with what they hold. What would
 * go there goes nowhere, without a branch that a random mask would make the processor guess wrong. */
void RVL_NAME(rvl_scatter_masked)(size_t n, const void *source, const uint8_t *mask, void *destination, int64_t stride)
{
    element nowhere;
    for (size_t i = 0; i < n; i++) {
        element *to = mask[i] ? place_at(destination, i, stride) : &nowhere;
        *to = *element_at(source, i, SIZE);
    }
}
