/* operations_complex.h: what each kernel computes for complex64 and complex128. */
#ifndef RVL_KERNEL_OPERATIONS_COMPLEX_H
#define RVL_KERNEL_OPERATIONS_COMPLEX_H

#include "complex_divide.h"
#include "elementary_complex.h"

typedef RVL_PASTE(rvl_, RVL_DTYPE) elem;
typedef RVL_PASTE(rvl_real_, RVL_DTYPE) magnitude_elem;
typedef magnitude_elem parameter_elem;
#define RVL_KIND_COLUMN(boolean, integer, real, complex) complex

RVL_ALWAYS_INLINE elem add_op(elem x, elem y)
{
    return (elem){x.real + y.real, x.imag + y.imag};
}

RVL_ALWAYS_INLINE elem subtract_op(elem x, elem y)
{
    return (elem){x.real - y.real, x.imag - y.imag};
}

/* The textbook formula, unfused. */
RVL_ALWAYS_INLINE elem multiply_op(elem x, elem y)
{
    return (elem){RVL_ROUNDED(x.real * y.real) - RVL_ROUNDED(x.imag * y.imag),
                  RVL_ROUNDED(x.real * y.imag) + RVL_ROUNDED(x.imag * y.real)};
}

RVL_ALWAYS_INLINE elem divide_op(elem x, elem y)
{
    return RVL_PASTE(divide_, RVL_DTYPE)(x, y);
}

RVL_ALWAYS_INLINE elem negative_op(elem x)
{
    return (elem){-x.real, -x.imag};
}

RVL_ALWAYS_INLINE magnitude_elem abs_op(elem x)
{
    return RVL_PASTE(rvl_complex_abs_, RVL_DTYPE)(x);
}

RVL_ALWAYS_INLINE elem square_op(elem x)
{
    return multiply_op(x, x);
}

RVL_ALWAYS_INLINE elem sqrt_op(elem x)
{
    return RVL_PASTE(rvl_complex_sqrt_, RVL_DTYPE)(x);
}

RVL_ALWAYS_INLINE uint8_t logical_not_op(elem x)
{
    return (x.real == 0) & (x.imag == 0);
}

RVL_ALWAYS_INLINE uint8_t logical_and_op(elem x, elem y)
{
    return !(logical_not_op(x) | logical_not_op(y));
}

RVL_ALWAYS_INLINE uint8_t logical_or_op(elem x, elem y)
{
    return !(logical_not_op(x) & logical_not_op(y));
}

RVL_ALWAYS_INLINE uint8_t equal_op(elem x, elem y)
{
    return (x.real == y.real) & (x.imag == y.imag);
}

RVL_ALWAYS_INLINE uint8_t not_equal_op(elem x, elem y)
{
    return !equal_op(x, y);
}

RVL_ALWAYS_INLINE uint8_t isnan_op(elem x)
{
    return (x.real != x.real) | (x.imag != x.imag);
}

RVL_ALWAYS_INLINE elem where_op(uint8_t condition, elem x, elem y)
{
    return condition ? x : y;
}

#endif
