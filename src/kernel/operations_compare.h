/* operations_compare.h: what is written alike for every ordered kind: comparisons, truth, clip. Included by
 * operations_integer.h and operations_real.h, which define elem, maximum_op and minimum_op. */
#ifndef RVL_KERNEL_OPERATIONS_COMPARE_H
#define RVL_KERNEL_OPERATIONS_COMPARE_H

RVL_ALWAYS_INLINE uint8_t equal_op(elem x, elem y)
{
    return x == y;
}

RVL_ALWAYS_INLINE uint8_t not_equal_op(elem x, elem y)
{
    return x != y;
}

RVL_ALWAYS_INLINE uint8_t less_op(elem x, elem y)
{
    return x < y;
}

RVL_ALWAYS_INLINE uint8_t less_equal_op(elem x, elem y)
{
    return x <= y;
}

RVL_ALWAYS_INLINE uint8_t greater_op(elem x, elem y)
{
    return x > y;
}

RVL_ALWAYS_INLINE uint8_t greater_equal_op(elem x, elem y)
{
    return x >= y;
}

RVL_ALWAYS_INLINE uint8_t logical_and_op(elem x, elem y)
{
    return (x != 0) & (y != 0);
}

RVL_ALWAYS_INLINE uint8_t logical_or_op(elem x, elem y)
{
    return (x != 0) | (y != 0);
}

RVL_ALWAYS_INLINE uint8_t logical_xor_op(elem x, elem y)
{
    return (x != 0) != (y != 0);
}

RVL_ALWAYS_INLINE uint8_t logical_not_op(elem x)
{
    return x == 0;
}

RVL_ALWAYS_INLINE elem clip_op(elem x, elem lower, elem upper)
{
    return minimum_op(maximum_op(x, lower), upper);
}

RVL_ALWAYS_INLINE elem where_op(uint8_t condition, elem x, elem y)
{
    return condition ? x : y;
}

#endif
