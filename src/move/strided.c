/* strided.c: elements that lie at a stride, into a contiguous block and back. Compiled once per size class. */
#include "class.h"
#include "element.h"
#include "every.h"

void RVL_NAME(rvl_fill)(size_t n, const void *value, void *destination)
{
    const element each = *(const element *)value;
    element *to = destination;
    for (size_t i = 0; i < n; i++)
        to[i] = each;
}

/* Four at a time, which not every compiler does by itself. */
static void gather_any(size_t n, const void *source, int64_t stride, element *restrict to)
{
    size_t i = 0;
    int64_t offset = 0;
    for (; i + 4 <= n; i += 4, offset += 4 * stride) {
        const void *from = element_at(source, 1, offset);
        to[i] = *element_at(from, 0, stride);
        to[i + 1] = *element_at(from, 1, stride);
        to[i + 2] = *element_at(from, 2, stride);
        to[i + 3] = *element_at(from, 3, stride);
    }
    for (; i < n; i++)
        to[i] = *element_at(source, i, stride);
}

static void scatter_any(size_t n, const element *from, void *restrict destination, int64_t stride)
{
    size_t i = 0;
    int64_t offset = 0;
    for (; i + 4 <= n; i += 4, offset += 4 * stride) {
        void *to = place_at(destination, 1, offset);
        *place_at(to, 0, stride) = from[i];
        *place_at(to, 1, stride) = from[i + 1];
        *place_at(to, 2, stride) = from[i + 2];
        *place_at(to, 3, stride) = from[i + 3];
    }
    for (; i < n; i++)
        *place_at(destination, i, stride) = from[i];
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
        reverse(n, source, destination);
    else if (stride == 2 * SIZE)
        every_second(n, source, destination);
    else if (stride == 3 * SIZE)
        every_third(n, source, destination);
    else if (stride == 4 * SIZE)
        every_fourth(n, source, destination);
    else
        gather_any(n, source, stride, destination);
}

/* From beyond the caches, vectors whose elements are picked from several loads take longer than single elements, which
 * the hardware's prefetching follows better. */
void RVL_NAME(rvl_gather_far)(size_t n, const void *source, int64_t stride, void *destination)
{
    if ((SIZE == 4 || SIZE == 8) && stride >= 12)
        gather_any(n, source, stride, destination);
    else
        RVL_NAME(rvl_gather)(n, source, stride, destination);
}

void RVL_NAME(rvl_scatter)(size_t n, const void *source, void *destination, int64_t stride)
{
    if (n == 0)
        return;
    if (stride == SIZE)
        memcpy(destination, source, n * sizeof(element));
    else if (stride == -SIZE)
        reverse(n, element_at(source, n - 1, SIZE), place_at(destination, n - 1, -SIZE));
    else
        scatter_any(n, source, destination, stride);
}
