/* operations_half.h: what half.c computes for float16 and bfloat16, as the bits that they are. */
#ifndef RVL_KERNEL_OPERATIONS_HALF_H
#define RVL_KERNEL_OPERATIONS_HALF_H

#include "core/types.h"

typedef RVL_PASTE(rvl_, RVL_DTYPE) elem;
typedef elem magnitude_elem;
typedef elem parameter_elem;

#define INFINITY_float16 0x7c00
#define INFINITY_bfloat16 0x7f80
#define HALF_INFINITY RVL_PASTE(INFINITY_, RVL_DTYPE)
#define HALF_SIGN 0x8000

RVL_ALWAYS_INLINE elem negative_op(elem x)
{
    return (elem)(x ^ HALF_SIGN);
}

RVL_ALWAYS_INLINE elem abs_op(elem x)
{
    return x & (HALF_SIGN - 1);
}

RVL_ALWAYS_INLINE uint8_t isnan_op(elem x)
{
    return abs_op(x) > HALF_INFINITY;
}

RVL_ALWAYS_INLINE elem where_op(uint8_t condition, elem x, elem y)
{
    return condition ? x : y;
}

#endif
