/* every.h: every second, third or fourth element, and elements in reverse, in forms that become vector code.
 *
 * n is not 0; `from` is the first element to be taken. */
#ifndef RVL_MOVE_EVERY_H
#define RVL_MOVE_EVERY_H

#include "element.h"

/* The constant step is what makes vector code of it. */
RVL_ALWAYS_INLINE void every(size_t n, const element *from, ptrdiff_t step, element *restrict to)
{
    for (size_t i = 0; i < n; i++)
        to[i] = from[(ptrdiff_t)i * step];
}

#if SIZE <= 4
#    if SIZE == 1
typedef rvl_element_uint16 pair;
#    elif SIZE == 2
typedef rvl_element_uint32 pair;
#    else
typedef rvl_element_uint64 pair;
#    endif

/* Two elements are loaded as one number, whose half is kept; but nothing after the last element. */
RVL_ALWAYS_INLINE void every_second(size_t n, const element *from, element *restrict to)
{
    const int shift = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 0 : 8 * SIZE;
    for (size_t i = 0; i + 1 < n; i++)
        to[i] = (element)(*(const pair *)(from + 2 * i) >> shift);
    to[n - 1] = from[2 * (n - 1)];
}
#else
RVL_ALWAYS_INLINE void every_second(size_t n, const element *from, element *restrict to)
{
    every(n, from, 2, to);
}
#endif

/* Small elements are better taken one by one, and so are all where vectors can be shuffled in few ways only. */
RVL_ALWAYS_INLINE void every_third(size_t n, const element *from, element *restrict to)
{
#if SIZE <= 2 || (defined __x86_64__ && !defined __SSSE3__)
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++)
            to[i + k] = from[3 * (i + k)];
    for (; i < n; i++)
        to[i] = from[3 * i];
#else
    every(n, from, 3, to);
#endif
}

#if SIZE <= 2
#    if SIZE == 1
typedef rvl_element_uint32 four;
#    else
typedef rvl_element_uint64 four;
#    endif

RVL_ALWAYS_INLINE void every_fourth(size_t n, const element *from, element *restrict to)
{
    const int shift = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 0 : 24 * SIZE;
    for (size_t i = 0; i + 1 < n; i++)
        to[i] = (element)(*(const four *)(from + 4 * i) >> shift);
    to[n - 1] = from[4 * (n - 1)];
}
#else
RVL_ALWAYS_INLINE void every_fourth(size_t n, const element *from, element *restrict to)
{
    every(n, from, 4, to);
}
#endif

/* to[i] = from[-i]. */
RVL_ALWAYS_INLINE void reverse(size_t n, const element *from, element *restrict to)
{
#if SIZE == 1
    size_t i = 0;
    for (; i + 8 <= n; i += 8)
        *(rvl_element_uint64 *)(to + i) = __builtin_bswap64(*(const rvl_element_uint64 *)(from - i - 7));
    for (; i < n; i++)
        to[i] = from[-(ptrdiff_t)i];
#else
    every(n, from, -1, to);
#endif
}

#endif
