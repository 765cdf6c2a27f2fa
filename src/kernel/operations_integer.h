/* operations_integer.h: what each kernel computes for integers. Arithmetic wraps: it is done in an unsigned type that C
 * does not promote to int, where overflow is defined. */
#ifndef RVL_KERNEL_OPERATIONS_INTEGER_H
#define RVL_KERNEL_OPERATIONS_INTEGER_H

#include "core/types.h"

typedef RVL_PASTE(rvl_, RVL_DTYPE) elem;
typedef RVL_PASTE(rvl_wide_, RVL_DTYPE) wide;
typedef RVL_PASTE(rvl_bits_, RVL_DTYPE) elem_bits;
typedef elem magnitude_elem;
typedef double parameter_elem;
#define RVL_KIND_COLUMN(boolean, integer, real, complex) integer

RVL_ALWAYS_INLINE elem add_op(elem x, elem y)
{
    return (elem)((wide)x + (wide)y);
}

RVL_ALWAYS_INLINE elem subtract_op(elem x, elem y)
{
    return (elem)((wide)x - (wide)y);
}

RVL_ALWAYS_INLINE elem multiply_op(elem x, elem y)
{
    return (elem)((wide)x * (wide)y);
}

RVL_ALWAYS_INLINE elem negative_op(elem x)
{
    return (elem)(0 - (wide)x);
}

RVL_ALWAYS_INLINE elem abs_op(elem x)
{
    return x > 0 ? x : negative_op(x);
}

RVL_ALWAYS_INLINE elem square_op(elem x)
{
    return multiply_op(x, x);
}

RVL_ALWAYS_INLINE elem maximum_op(elem x, elem y)
{
    return x > y ? x : y;
}

RVL_ALWAYS_INLINE elem minimum_op(elem x, elem y)
{
    return x < y ? x : y;
}

RVL_ALWAYS_INLINE uint8_t isnan_op(elem x)
{
    (void)x;
    return 0;
}

RVL_ALWAYS_INLINE uint8_t isfinite_op(elem x)
{
    (void)x;
    return 1;
}

RVL_ALWAYS_INLINE uint8_t isinf_op(elem x)
{
    (void)x;
    return 0;
}

RVL_ALWAYS_INLINE elem fmax_op(elem x, elem y)
{
    return maximum_op(x, y);
}

RVL_ALWAYS_INLINE elem fmin_op(elem x, elem y)
{
    return minimum_op(x, y);
}

RVL_ALWAYS_INLINE elem sign_op(elem x)
{
    return (elem)(2 * (x > 0) - (x != 0));
}

RVL_ALWAYS_INLINE elem fma_op(elem x, elem y, elem z)
{
    return add_op(multiply_op(x, y), z);
}

RVL_ALWAYS_INLINE elem itself(elem x)
{
    return x;
}

#include "operations_bitwise.h"
#include "operations_compare.h"
#include "operations_whole.h"

#endif
