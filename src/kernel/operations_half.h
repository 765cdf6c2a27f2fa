/* operations_half.h: what half.c computes for float16 and bfloat16, as the bits that they are. */
#ifndef RVL_KERNEL_OPERATIONS_HALF_H
#define RVL_KERNEL_OPERATIONS_HALF_H

#include "core/half.h"
#include "fma.h"

typedef RVL_PASTE(rvl_, RVL_DTYPE) elem;
typedef elem magnitude_elem;
typedef elem parameter_elem;

#define INFINITY_float16 0x7c00
#define INFINITY_bfloat16 0x7f80
#define HALF_INFINITY RVL_PASTE(INFINITY_, RVL_DTYPE)
#define HALF_SIGN 0x8000
#define ONE_float16 0x3c00
#define ONE_bfloat16 0x3f80
#define HALF_ONE RVL_PASTE(ONE_, RVL_DTYPE)
#define FLOAT32_FROM RVL_PASTE(rvl_float32_from_, RVL_DTYPE)
#define FROM_FLOAT32 RVL_PASTE(RVL_PASTE(rvl_, RVL_DTYPE), _from_float32)
#define FROM_FLOAT64 RVL_PASTE(RVL_PASTE(rvl_, RVL_DTYPE), _from_float64)

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

/* The dtype's numbers as integers in the same order, from -inf to inf, -0 before +0. NaN is beyond both ends. */
RVL_ALWAYS_INLINE int16_t order_of(elem x)
{
    const int16_t bits = (int16_t)x;
    return (int16_t)(bits ^ ((bits >> 15) & 0x7fff));
}

RVL_ALWAYS_INLINE elem positive_op(elem x)
{
    return x;
}

RVL_ALWAYS_INLINE elem conj_op(elem x)
{
    return x;
}

RVL_ALWAYS_INLINE elem real_op(elem x)
{
    return x;
}

RVL_ALWAYS_INLINE elem imag_op(elem x)
{
    (void)x;
    return 0;
}

RVL_ALWAYS_INLINE elem sign_op(elem x)
{
    const elem one = (elem)((x & HALF_SIGN) | HALF_ONE);
    const elem sign = isnan_op(x) ? x : one;
    return abs_op(x) == 0 ? 0 : sign;
}

RVL_ALWAYS_INLINE uint8_t signbit_op(elem x)
{
    return (uint8_t)(x >> 15);
}

RVL_ALWAYS_INLINE elem copysign_op(elem x, elem y)
{
    return (elem)(abs_op(x) | (y & HALF_SIGN));
}

RVL_ALWAYS_INLINE uint8_t isfinite_op(elem x)
{
    return abs_op(x) < HALF_INFINITY;
}

RVL_ALWAYS_INLINE uint8_t isinf_op(elem x)
{
    return abs_op(x) == HALF_INFINITY;
}

RVL_ALWAYS_INLINE elem fmax_op(elem x, elem y)
{
    const elem larger = order_of(x) > order_of(y) ? x : y;
    const elem unless_y = isnan_op(y) ? x : larger;
    return isnan_op(x) ? y : unless_y;
}

RVL_ALWAYS_INLINE elem fmin_op(elem x, elem y)
{
    const elem smaller = order_of(x) < order_of(y) ? x : y;
    const elem unless_y = isnan_op(y) ? x : smaller;
    return isnan_op(x) ? y : unless_y;
}

RVL_ALWAYS_INLINE elem maximum_op(elem x, elem y)
{
    const elem larger = order_of(x) > order_of(y) ? x : y;
    const elem unless_y = isnan_op(y) ? y : larger;
    return isnan_op(x) ? x : unless_y;
}

RVL_ALWAYS_INLINE elem minimum_op(elem x, elem y)
{
    const elem smaller = order_of(x) < order_of(y) ? x : y;
    const elem unless_y = isnan_op(y) ? y : smaller;
    return isnan_op(x) ? x : unless_y;
}

RVL_ALWAYS_INLINE elem clip_op(elem x, elem lower, elem upper)
{
    return minimum_op(maximum_op(x, lower), upper);
}

RVL_ALWAYS_INLINE uint8_t equal_op(elem x, elem y)
{
    return ((x == y) | (((x | y) & (HALF_SIGN - 1)) == 0)) & !isnan_op(x);
}

RVL_ALWAYS_INLINE uint8_t not_equal_op(elem x, elem y)
{
    return !equal_op(x, y);
}

RVL_ALWAYS_INLINE uint8_t less_op(elem x, elem y)
{
    const elem x_size = abs_op(x), y_size = abs_op(y);
    const int is_ordered = (x_size <= HALF_INFINITY) & (y_size <= HALF_INFINITY);
    const int16_t x_order = order_of(x), y_order = order_of(y);
    return (x_order < y_order) & is_ordered & (((x | y) & (HALF_SIGN - 1)) != 0);
}

RVL_ALWAYS_INLINE uint8_t less_equal_op(elem x, elem y)
{
    const elem x_size = abs_op(x), y_size = abs_op(y);
    const int is_ordered = (x_size <= HALF_INFINITY) & (y_size <= HALF_INFINITY);
    const int16_t x_order = order_of(x), y_order = order_of(y);
    const int is_not_above = (x_order <= y_order) | (((x | y) & (HALF_SIGN - 1)) == 0);
    return (uint8_t)(is_not_above & is_ordered);
}

RVL_ALWAYS_INLINE uint8_t greater_op(elem x, elem y)
{
    return less_op(y, x);
}

RVL_ALWAYS_INLINE uint8_t greater_equal_op(elem x, elem y)
{
    return less_equal_op(y, x);
}

RVL_ALWAYS_INLINE uint8_t logical_and_op(elem x, elem y)
{
    const elem x_size = abs_op(x), y_size = abs_op(y);
    return (x_size != 0) & (y_size != 0);
}

RVL_ALWAYS_INLINE uint8_t logical_or_op(elem x, elem y)
{
    return abs_op(x | y) != 0;
}

RVL_ALWAYS_INLINE uint8_t logical_not_op(elem x)
{
    return abs_op(x) == 0;
}

/* The bits of a number's neighbour away from zero are its own plus one. */
RVL_ALWAYS_INLINE elem nextafter_op(elem x, elem y)
{
    const int16_t x_order = order_of(x), y_order = order_of(y);
    const int grows = (x_order < y_order) == (x < HALF_SIGN);
    const elem step = (elem)(grows ? x + 1 : x - 1);
    const elem neighbour = abs_op(x) == 0 ? (elem)((y & HALF_SIGN) | 1) : step;
    const elem result = equal_op(x, y) ? y : neighbour;
    const elem unless_y = isnan_op(y) ? y : result;
    return isnan_op(x) ? x : unless_y;
}

RVL_ALWAYS_INLINE elem nan_to_num_op(elem x, elem nan, elem posinf, elem neginf)
{
    const elem number = x == HALF_INFINITY ? posinf : x, all = x == (HALF_SIGN | HALF_INFINITY) ? neginf : number;
    return isnan_op(x) ? nan : all;
}

/* The difference of neighbours, exact in float32. */
RVL_ALWAYS_INLINE elem spacing_op(elem x)
{
    const elem from = abs_op(x) == 0 ? 0 : x;
    return FROM_FLOAT32(FLOAT32_FROM((elem)(from + 1)) - FLOAT32_FROM(from));
}

/* The product is exact in float64; the sum, rounded to odd there, then rounds as the exact one would. */
RVL_ALWAYS_INLINE elem fma_op(elem x, elem y, elem z)
{
    const double product = (double)FLOAT32_FROM(x) * (double)FLOAT32_FROM(y);
    return FROM_FLOAT64(rvl_odd_sum_float64(product, (double)FLOAT32_FROM(z)));
}

#endif
