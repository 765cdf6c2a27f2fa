/* operations_real.h: what each kernel computes for float32 and float64. */
#ifndef RVL_KERNEL_OPERATIONS_REAL_H
#define RVL_KERNEL_OPERATIONS_REAL_H

#include "full_fma.h"
#include "rounding.h"

typedef RVL_PASTE(rvl_, RVL_DTYPE) elem;
typedef elem magnitude_elem;
typedef elem parameter_elem;
#define RVL_KIND_COLUMN(boolean, integer, real, complex) real

RVL_ALWAYS_INLINE elem add_op(elem x, elem y)
{
    return x + y;
}

RVL_ALWAYS_INLINE elem subtract_op(elem x, elem y)
{
    return x - y;
}

RVL_ALWAYS_INLINE elem multiply_op(elem x, elem y)
{
    return x * y;
}

RVL_ALWAYS_INLINE elem divide_op(elem x, elem y)
{
    return x / y;
}

RVL_ALWAYS_INLINE elem negative_op(elem x)
{
    return -x;
}

RVL_ALWAYS_INLINE elem abs_op(elem x)
{
    return RVL_REAL(fabs)(x);
}

RVL_ALWAYS_INLINE elem square_op(elem x)
{
    return x * x;
}

RVL_ALWAYS_INLINE elem sqrt_op(elem x)
{
    return RVL_REAL(sqrt)(x);
}

/* The quotients 180 / pi and pi / 180 are so near to numbers of either format that the product is off by at most 0.82
 * ULP.
 */
RVL_ALWAYS_INLINE elem degrees_op(elem x)
{
    return x * (elem)57.29577951308232;
}

RVL_ALWAYS_INLINE elem radians_op(elem x)
{
    return x * (elem)0.017453292519943295;
}

RVL_ALWAYS_INLINE uint8_t isnan_op(elem x)
{
    return x != x;
}

/* Each of the two comparisons is one instruction that gives its second operand where x and y are equal; equal values
 * differ only as zeros: and-ing their bits keeps -0 only if both are, or-ing if one is. x + y is NaN where one is. */
RVL_ALWAYS_INLINE elem maximum_op(elem x, elem y)
{
    const elem larger = RVL_REAL(and)(x > y ? x : y, y > x ? y : x);
    return __builtin_isunordered(x, y) ? x + y : larger;
}

RVL_ALWAYS_INLINE elem minimum_op(elem x, elem y)
{
    const elem smaller = RVL_REAL(or)(x < y ? x : y, y < x ? y : x);
    return __builtin_isunordered(x, y) ? x + y : smaller;
}

RVL_ALWAYS_INLINE elem fmax_op(elem x, elem y)
{
    const elem larger = RVL_REAL(and)(x > y ? x : y, y > x ? y : x);
    const elem unless_y = y != y ? x : larger;
    return x != x ? y : unless_y;
}

RVL_ALWAYS_INLINE elem fmin_op(elem x, elem y)
{
    const elem smaller = RVL_REAL(or)(x < y ? x : y, y < x ? y : x);
    const elem unless_y = y != y ? x : smaller;
    return x != x ? y : unless_y;
}

RVL_ALWAYS_INLINE elem reciprocal_op(elem x)
{
    return 1 / x;
}

RVL_ALWAYS_INLINE elem fma_op(elem x, elem y, elem z)
{
    return RVL_REAL(rvl_full_fma)(x, y, z);
}

#include "operations_compare.h"
#include "operations_parts.h"

#endif
