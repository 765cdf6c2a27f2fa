/* operations_bool.h: what each kernel computes for bools: any non-zero byte is true, results are 0 and 1. */
#ifndef RVL_KERNEL_OPERATIONS_BOOL_H
#define RVL_KERNEL_OPERATIONS_BOOL_H

#include "core/types.h"

typedef rvl_bool elem;
typedef rvl_bool magnitude_elem;
typedef double parameter_elem;
#define RVL_KIND_COLUMN(boolean, integer, real, complex) boolean

RVL_ALWAYS_INLINE elem logical_or_op(elem x, elem y)
{
    return (x | y) != 0;
}

RVL_ALWAYS_INLINE elem logical_and_op(elem x, elem y)
{
    return (x != 0) & (y != 0);
}

RVL_ALWAYS_INLINE elem logical_xor_op(elem x, elem y)
{
    return (x != 0) != (y != 0);
}

RVL_ALWAYS_INLINE elem logical_not_op(elem x)
{
    return x == 0;
}

RVL_ALWAYS_INLINE elem bitwise_and_op(elem x, elem y)
{
    return logical_and_op(x, y);
}

RVL_ALWAYS_INLINE elem bitwise_or_op(elem x, elem y)
{
    return logical_or_op(x, y);
}

RVL_ALWAYS_INLINE elem bitwise_xor_op(elem x, elem y)
{
    return logical_xor_op(x, y);
}

RVL_ALWAYS_INLINE elem bitwise_invert_op(elem x)
{
    return logical_not_op(x);
}

RVL_ALWAYS_INLINE elem add_op(elem x, elem y)
{
    return logical_or_op(x, y);
}

RVL_ALWAYS_INLINE elem multiply_op(elem x, elem y)
{
    return logical_and_op(x, y);
}

RVL_ALWAYS_INLINE elem maximum_op(elem x, elem y)
{
    return logical_or_op(x, y);
}

RVL_ALWAYS_INLINE elem minimum_op(elem x, elem y)
{
    return logical_and_op(x, y);
}

RVL_ALWAYS_INLINE elem abs_op(elem x)
{
    return x != 0;
}

RVL_ALWAYS_INLINE elem equal_op(elem x, elem y)
{
    return (x != 0) == (y != 0);
}

RVL_ALWAYS_INLINE elem not_equal_op(elem x, elem y)
{
    return (x != 0) != (y != 0);
}

RVL_ALWAYS_INLINE elem less_op(elem x, elem y)
{
    return (x == 0) & (y != 0);
}

RVL_ALWAYS_INLINE elem less_equal_op(elem x, elem y)
{
    return (x == 0) | (y != 0);
}

RVL_ALWAYS_INLINE elem greater_op(elem x, elem y)
{
    return less_op(y, x);
}

RVL_ALWAYS_INLINE elem greater_equal_op(elem x, elem y)
{
    return less_equal_op(y, x);
}

RVL_ALWAYS_INLINE elem isnan_op(elem x)
{
    (void)x;
    return 0;
}

RVL_ALWAYS_INLINE elem where_op(uint8_t condition, elem x, elem y)
{
    return (condition ? x : y) != 0;
}

RVL_ALWAYS_INLINE elem isfinite_op(elem x)
{
    (void)x;
    return 1;
}

RVL_ALWAYS_INLINE elem isinf_op(elem x)
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

RVL_ALWAYS_INLINE elem itself(elem x)
{
    return x != 0;
}

#include "operations_whole.h"

#endif
