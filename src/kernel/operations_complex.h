/* operations_complex.h: what each kernel computes for complex64 and complex128. */
#ifndef RVL_KERNEL_OPERATIONS_COMPLEX_H
#define RVL_KERNEL_OPERATIONS_COMPLEX_H

#include "complex_direction.h"
#include "complex_divide.h"
#include "core/bits.h"
#include "elementary_complex.h"
#include "rounding.h"

typedef RVL_PASTE(rvl_, RVL_DTYPE) elem;
typedef RVL_PASTE(rvl_real_, RVL_DTYPE) magnitude_elem;
typedef magnitude_elem parameter_elem;
#define RVL_KIND_COLUMN(boolean, integer, real, complex) complex

/* The function of the dtype of the parts. */
#define PART_complex64 float32
#define PART_complex128 float64
#define REAL_PART(name) RVL_PASTE(RVL_PASTE(name, _), RVL_PASTE(PART_, RVL_DTYPE))
#define BITS_complex64 uint32_t
#define BITS_complex128 uint64_t
typedef RVL_PASTE(BITS_, RVL_DTYPE) part_bits;

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

RVL_ALWAYS_INLINE uint8_t logical_xor_op(elem x, elem y)
{
    return ((x.real != 0) | (x.imag != 0)) != ((y.real != 0) | (y.imag != 0));
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

/* By bits: compilers make a branch of a choice between structs, which a random condition makes slow. */
RVL_ALWAYS_INLINE magnitude_elem where_part(part_bits mask, magnitude_elem x, magnitude_elem y)
{
    return REAL_PART(from_bits)((mask & REAL_PART(bits)(x)) | (~mask & REAL_PART(bits)(y)));
}

RVL_ALWAYS_INLINE elem where_op(uint8_t condition, elem x, elem y)
{
    const part_bits mask = 0 - (part_bits)(condition != 0);
    return (elem){where_part(mask, x.real, y.real), where_part(mask, x.imag, y.imag)};
}

RVL_ALWAYS_INLINE uint8_t isfinite_op(elem x)
{
    const magnitude_elem infinity = (magnitude_elem)__builtin_inf();
    const magnitude_elem real = REAL_PART(fabs)(x.real), imag = REAL_PART(fabs)(x.imag);
    return (real < infinity) & (imag < infinity);
}

RVL_ALWAYS_INLINE uint8_t isinf_op(elem x)
{
    const magnitude_elem infinity = (magnitude_elem)__builtin_inf();
    const magnitude_elem real = REAL_PART(fabs)(x.real), imag = REAL_PART(fabs)(x.imag);
    return (real == infinity) | (imag == infinity);
}

RVL_ALWAYS_INLINE elem positive_op(elem x)
{
    return x;
}

/* conj(x) / |x|^2, also in the signs of zeros: 1 - 0i over x. */
RVL_ALWAYS_INLINE elem reciprocal_op(elem x)
{
    return divide_op((elem){1, -(magnitude_elem)0}, x);
}

RVL_ALWAYS_INLINE elem sign_op(elem x)
{
    return RVL_PASTE(direction_, RVL_DTYPE)(x);
}

RVL_ALWAYS_INLINE elem conj_op(elem x)
{
    return (elem){x.real, -x.imag};
}

RVL_ALWAYS_INLINE magnitude_elem real_op(elem x)
{
    return x.real;
}

RVL_ALWAYS_INLINE magnitude_elem imag_op(elem x)
{
    return x.imag;
}

RVL_ALWAYS_INLINE magnitude_elem angle_op(elem x)
{
    return REAL_PART(rvl_atan2)(x.imag, x.real);
}

RVL_ALWAYS_INLINE elem rint_op(elem x)
{
    return (elem){REAL_PART(rvl_rint)(x.real), REAL_PART(rvl_rint)(x.imag)};
}

RVL_ALWAYS_INLINE elem round_op(elem x)
{
    return rint_op(x);
}

RVL_ALWAYS_INLINE magnitude_elem distance_op(elem x, elem y)
{
    return abs_op(subtract_op(x, y));
}

RVL_ALWAYS_INLINE magnitude_elem tolerance_op(elem y, parameter_elem relative, parameter_elem absolute)
{
    return absolute + RVL_ROUNDED(relative * abs_op(y));
}

RVL_ALWAYS_INLINE uint8_t isclose_op(elem x, elem y, magnitude_elem distance, magnitude_elem tolerance,
                                     uint8_t equal_nan)
{
    const uint8_t is_near = (distance <= tolerance) & isfinite_op(y);
    return is_near | equal_op(x, y) | ((equal_nan != 0) & isnan_op(x) & isnan_op(y));
}

RVL_ALWAYS_INLINE magnitude_elem part_to_num(magnitude_elem x, parameter_elem nan, parameter_elem posinf,
                                             parameter_elem neginf)
{
    const magnitude_elem infinity = (magnitude_elem)__builtin_inf();
    const magnitude_elem number = x == infinity ? posinf : x, all = x == -infinity ? neginf : number;
    return x != x ? nan : all;
}

RVL_ALWAYS_INLINE elem nan_to_num_op(elem x, parameter_elem nan, parameter_elem posinf, parameter_elem neginf)
{
    return (elem){part_to_num(x.real, nan, posinf, neginf), part_to_num(x.imag, nan, posinf, neginf)};
}

#endif
