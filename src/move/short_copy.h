/* short_copy.h: copies of up to 64 bytes without a call. */
#ifndef RVL_MOVE_SHORT_COPY_H
#define RVL_MOVE_SHORT_COPY_H

#include "core/types.h"
#include <string.h>

/* The first and the last `part` bytes, which may overlap, are read before they are written. */
RVL_ALWAYS_INLINE void rvl_copy_ends(size_t nbytes, size_t part, const char *source, char *destination)
{
    char first[16], last[16];
    memcpy(first, source, part);
    memcpy(last, source + nbytes - part, part);
    memcpy(destination, first, part);
    memcpy(destination + nbytes - part, last, part);
}

/* 1 <= nbytes <= 64. */
RVL_ALWAYS_INLINE void rvl_copy_short(size_t nbytes, const char *source, char *destination)
{
    if (nbytes > 32) {
        rvl_copy_ends(32, 16, source, destination);
        rvl_copy_ends(32, 16, source + nbytes - 32, destination + nbytes - 32);
    } else if (nbytes >= 16) {
        rvl_copy_ends(nbytes, 16, source, destination);
    } else if (nbytes >= 8) {
        rvl_copy_ends(nbytes, 8, source, destination);
    } else if (nbytes >= 4) {
        rvl_copy_ends(nbytes, 4, source, destination);
    } else if (nbytes >= 2) {
        rvl_copy_ends(nbytes, 2, source, destination);
    } else {
        *destination = *source;
    }
}

#endif
