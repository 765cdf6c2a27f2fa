/* stream.h: stores that bypass the cache, one line at a time. */
#ifndef RVL_MOVE_STREAM_H
#define RVL_MOVE_STREAM_H

#include "core/types.h"
#include "short_copy.h"

#define RVL_LINE 64 /* bytes of a cache line */

#ifdef __x86_64__
#    include "stream_x86_64.h"
#else
/* No such stores: an ordinary copy. */
RVL_ALWAYS_INLINE void rvl_stream_line(const char *source, char *line)
{
    memcpy(line, source, RVL_LINE);
}

RVL_ALWAYS_INLINE void rvl_stream_fence(void)
{
}
#endif

void RVL_ISA_NAME(rvl_stream)(size_t nbytes, const void *source, void *destination);
void RVL_ISA_NAME(rvl_stream_end)(void);

/* Streams the whole lines among nbytes; what is left at the ends is stored as usual. */
RVL_ALWAYS_INLINE void rvl_stream_bytes(size_t nbytes, const char *source, char *destination)
{
    size_t head = -(uintptr_t)destination % RVL_LINE;
    if (head > nbytes)
        head = nbytes;
    if (head > 0)
        rvl_copy_short(head, source, destination);
    size_t i = head;
    for (; i + RVL_LINE <= nbytes; i += RVL_LINE)
        rvl_stream_line(source + i, destination + i);
    if (i < nbytes)
        rvl_copy_short(nbytes - i, source + i, destination + i);
}

#endif
