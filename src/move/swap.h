/* swap.h: reversal of the bytes of one part, for each size class. */
#ifndef RVL_MOVE_SWAP_H
#define RVL_MOVE_SWAP_H

#include "element.h"

RVL_ALWAYS_INLINE rvl_uint8 swap_uint8(rvl_uint8 part)
{
    return part;
}

RVL_ALWAYS_INLINE rvl_uint16 swap_uint16(rvl_uint16 part)
{
    return __builtin_bswap16(part);
}

RVL_ALWAYS_INLINE rvl_uint32 swap_uint32(rvl_uint32 part)
{
    return __builtin_bswap32(part);
}

RVL_ALWAYS_INLINE rvl_uint64 swap_uint64(rvl_uint64 part)
{
    return __builtin_bswap64(part);
}

/* No part is that large. */
RVL_ALWAYS_INLINE element swap_complex128(element part)
{
    return part;
}

#endif
