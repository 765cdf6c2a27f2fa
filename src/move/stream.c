/* stream.c: copies past the cache. */
#include "stream.h"

void RVL_ISA_NAME(rvl_stream)(size_t nbytes, const void *source, void *destination)
{
    if (nbytes != 0)
        rvl_stream_bytes(nbytes, source, destination);
}

void RVL_ISA_NAME(rvl_stream_end)(void)
{
    rvl_stream_fence();
}
