/* masked.c: a block's elements to where a mask lets them. Compiled once per size class.
 *
 * Elements that are masked out may belong to somebody else: they are not even rewritten with what they hold. */
#include "class.h"
#include "element.h"

#define GROUP 8 /* mask bytes that are looked at together */

/* Stores `value` to `to`, or to `nowhere` if not wanted. The address is calculated, since a branch on a random mask is
 * guessed wrong half of the time. */
RVL_ALWAYS_INLINE void store_if(uint8_t wanted, element value, element *to, element *nowhere)
{
    const uintptr_t all = -(uintptr_t)(wanted != 0);
    *(element *)(((uintptr_t)to & all) | ((uintptr_t)nowhere & ~all)) = value;
}

RVL_ALWAYS_INLINE int32_t has_zero_byte(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    return ((bytes - ones) & ~bytes & ones << 7) != 0;
}

void RVL_NAME(rvl_scatter_masked)(size_t n, const void *source, const uint8_t *mask, void *destination, int64_t stride)
{
    const element *from = source;
    element nowhere;
    size_t i = 0;
    for (; i + GROUP <= n; i += GROUP) {
        uint64_t wanted;
        memcpy(&wanted, mask + i, GROUP);
        if (wanted == 0)
            continue;
        if (has_zero_byte(wanted))
            for (size_t k = i; k < i + GROUP; k++)
                store_if(mask[k], from[k], place_at(destination, k, stride), &nowhere);
        else if (stride == SIZE)
            memcpy(place_at(destination, i, SIZE), from + i, GROUP * SIZE);
        else
            for (size_t k = i; k < i + GROUP; k++)
                *place_at(destination, k, stride) = from[k];
    }
    for (; i < n; i++)
        store_if(mask[i], from[i], place_at(destination, i, stride), &nowhere);
}
