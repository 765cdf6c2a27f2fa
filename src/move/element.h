/* element.h: elements of 1, 2, 4, 8 and 16 bytes as they lie in the caller's memory: of any type, at any address. */
#ifndef RVL_MOVE_ELEMENT_H
#define RVL_MOVE_ELEMENT_H

#include "core/types.h"
#include <string.h>

typedef uint8_t rvl_element_uint8;
typedef uint16_t rvl_element_uint16 __attribute__((aligned(1), may_alias));
typedef uint32_t rvl_element_uint32 __attribute__((aligned(1), may_alias));
typedef uint64_t rvl_element_uint64 __attribute__((aligned(1), may_alias));
typedef uint64_t rvl_element_complex128 __attribute__((vector_size(16), aligned(1), may_alias));

/* Files that include this are compiled once per size class: RVL_DTYPE stands for all dtypes of its size. */
typedef RVL_PASTE(rvl_element_, RVL_DTYPE) element;

/* Its size, for #if. */
#define SIZE_uint8 1
#define SIZE_uint16 2
#define SIZE_uint32 4
#define SIZE_uint64 8
#define SIZE_complex128 16
#define SIZE RVL_PASTE(SIZE_, RVL_DTYPE)

/* Where element i of those `stride` bytes apart lies. */
RVL_ALWAYS_INLINE const element *element_at(const void *start, size_t i, int64_t stride)
{
    return (const element *)((const char *)start + (ptrdiff_t)i * (ptrdiff_t)stride);
}

RVL_ALWAYS_INLINE element *place_at(void *start, size_t i, int64_t stride)
{
    return (element *)((char *)start + (ptrdiff_t)i * (ptrdiff_t)stride);
}

#endif
