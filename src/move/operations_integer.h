/* operations_integer.h: conversion to RVL_DTYPE, an integer: integers wrap, floating-point numbers lose their fraction
 * and saturate, a NaN gives 0. */
#include "widen.h"
#include <float.h>

typedef RVL_PASTE(rvl_, RVL_DTYPE) integer;

#define IS_SIGNED ((integer)-1 < (integer)1)
#define N_BITS ((int)sizeof(integer) * 8)
#define HALF_RANGE (UINT64_C(1) << (N_BITS - 1))
#define LARGEST ((integer)(IS_SIGNED ? HALF_RANGE - 1 : HALF_RANGE - 1 + HALF_RANGE))
/* The first and the last floating-point number whose integral part fits. epsilon is the spacing at 1; where it is more
 * than 1 at HALF_RANGE, there is none between the smallest integer and the next lower one. */
#define HIGHEST(epsilon) ((IS_SIGNED ? 1.0 : 2.0) * (double)HALF_RANGE * (1.0 - (epsilon) / 2))
#define SPACING(epsilon) ((double)HALF_RANGE * (epsilon))
#define LOWEST(epsilon) \
    (!IS_SIGNED ? (epsilon) / 2 - 1.0 : -(double)HALF_RANGE - (SPACING(epsilon) < 1.0 ? 1.0 - SPACING(epsilon) : 0.0))
/* Few instruction sets make vectors of 64-bit integers from floats, and x86-64 without SSE4 has nothing to do the rest
 * with. Where there will be no vectors, branches are faster than masks. */
#if defined __AVX512DQ__ || defined __aarch64__
#    define BRANCH_32 0
#    define BRANCH_64 0
#else
#    define BRANCH_32 (N_BITS == 64)
#    ifdef __SSE4_2__
#        define BRANCH_64 (N_BITS == 64)
#    else
#        define BRANCH_64 1
#    endif
#endif

RVL_ALWAYS_INLINE integer convert_int32(int32_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return (integer)value;
}

RVL_ALWAYS_INLINE integer convert_uint32(uint32_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return (integer)value;
}

RVL_ALWAYS_INLINE integer convert_int64(int64_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return (integer)value;
}

RVL_ALWAYS_INLINE integer convert_uint64(uint64_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return (integer)value;
}

/* Masks, not conditions: gcc makes branches of those, which it cannot turn back into vectors. */
RVL_ALWAYS_INLINE integer convert_float32(float value, rvl_invalid *invalid)
{
    const float lowest = (float)LOWEST(FLT_EPSILON), highest = (float)HIGHEST(FLT_EPSILON),
                half_range = (float)HALF_RANGE;
    if (BRANCH_32 && value >= lowest && value <= highest)
        return (integer)value;
    const int32_t inside = -(int32_t)((value >= lowest) & (value <= highest));
    const int32_t above = -(int32_t)(value > highest), below = -(int32_t)(value < lowest);
    int32_t bits = (rvl_float32_bits(value) & inside) | (rvl_float32_bits(highest) & above);
    if (IS_SIGNED)
        bits |= rvl_float32_bits(lowest) & below;
    float nearest = rvl_float32_from_bits(bits);
    invalid->narrow |= (uint32_t)~inside;
    /* Vectors of floats become vectors of signed integers only. */
    const int32_t upper = -(int32_t)(N_BITS >= 32 && !IS_SIGNED && nearest >= half_range);
    nearest -= rvl_float32_from_bits(rvl_float32_bits(half_range) & upper);
    integer truncated = (integer)(N_BITS <= 32 ? (int32_t)nearest : (int64_t)nearest);
    truncated ^= (integer)((uint64_t)upper & HALF_RANGE);
    if (N_BITS > FLT_MANT_DIG) /* the highest is not the largest */
        truncated |= (integer)above & LARGEST;
    return truncated;
}

RVL_ALWAYS_INLINE integer convert_float64(double value, rvl_invalid *invalid)
{
    const double lowest = (double)LOWEST(DBL_EPSILON), highest = (double)HIGHEST(DBL_EPSILON),
                 half_range = (double)HALF_RANGE;
    if (BRANCH_64 && value >= lowest && value <= highest)
        return (integer)value;
    const int64_t inside = -(int64_t)((value >= lowest) & (value <= highest));
    const int64_t above = -(int64_t)(value > highest), below = -(int64_t)(value < lowest);
    int64_t bits = (rvl_float64_bits(value) & inside) | (rvl_float64_bits(highest) & above);
    if (IS_SIGNED)
        bits |= rvl_float64_bits(lowest) & below;
    double nearest = rvl_float64_from_bits(bits);
    invalid->wide |= (uint64_t)~inside;
    /* Vectors of floats become vectors of signed integers only. */
    const int64_t upper = -(int64_t)(N_BITS >= 32 && !IS_SIGNED && nearest >= half_range);
    nearest -= rvl_float64_from_bits(rvl_float64_bits(half_range) & upper);
    integer truncated = (integer)(N_BITS <= 32 ? (int32_t)nearest : (int64_t)nearest);
    truncated ^= (integer)((uint64_t)upper & HALF_RANGE);
    if (N_BITS > DBL_MANT_DIG) /* the highest is not the largest */
        truncated |= (integer)above & LARGEST;
    return truncated;
}

RVL_ALWAYS_INLINE integer convert_complex64(rvl_complex64 value, rvl_invalid *invalid)
{
    return convert_float32(value.real, invalid);
}

RVL_ALWAYS_INLINE integer convert_complex128(rvl_complex128 value, rvl_invalid *invalid)
{
    return convert_float64(value.real, invalid);
}
