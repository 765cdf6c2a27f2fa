/* operations_half.h: conversion to RVL_DTYPE, float16 or bfloat16, rounded once.
 *
 * Integers pass through float64. Those of 64 bits do not fit there, so their last bits are first folded into one that
 * is far below what a half keeps, but still tells a tie from what is not one. */
#include "widen.h"

typedef RVL_PASTE(rvl_, RVL_DTYPE) half;

#define HALF_FROM_FLOAT32 RVL_PASTE(RVL_PASTE(rvl_, RVL_DTYPE), _from_float32)
#define HALF_FROM_FLOAT64 RVL_PASTE(RVL_PASTE(rvl_, RVL_DTYPE), _from_float64)
#define FOLDED_BITS UINT64_C(0x7ff) /* 64 - 11 = 53, the digits of a float64 */

RVL_ALWAYS_INLINE half convert_int32(int32_t value, uint32_t *invalid)
{
    (void)invalid;
    return HALF_FROM_FLOAT64((double)value);
}

RVL_ALWAYS_INLINE half convert_uint32(uint32_t value, uint32_t *invalid)
{
    (void)invalid;
    return HALF_FROM_FLOAT64((double)value);
}

/* Small numbers are exact as they are, and must keep their last bits. */
RVL_ALWAYS_INLINE uint64_t fold(uint64_t bits, uint64_t magnitude)
{
    uint64_t folded = (bits & ~FOLDED_BITS) | ((bits & FOLDED_BITS) != 0 ? FOLDED_BITS + 1 : 0);
    return magnitude >> 53 ? folded : bits;
}

RVL_ALWAYS_INLINE half convert_int64(int64_t value, uint32_t *invalid)
{
    (void)invalid;
    uint64_t bits = (uint64_t)value;
    return HALF_FROM_FLOAT64((double)(int64_t)fold(bits, value < 0 ? ~bits : bits));
}

RVL_ALWAYS_INLINE half convert_uint64(uint64_t value, uint32_t *invalid)
{
    (void)invalid;
    return HALF_FROM_FLOAT64((double)fold(value, value));
}

RVL_ALWAYS_INLINE half convert_float32(float value, uint32_t *invalid)
{
    (void)invalid;
    return HALF_FROM_FLOAT32(value);
}

RVL_ALWAYS_INLINE half convert_float64(double value, uint32_t *invalid)
{
    (void)invalid;
    return HALF_FROM_FLOAT64(value);
}

RVL_ALWAYS_INLINE half convert_complex64(rvl_complex64 value, uint32_t *invalid)
{
    return convert_float32(value.real, invalid);
}

RVL_ALWAYS_INLINE half convert_complex128(rvl_complex128 value, uint32_t *invalid)
{
    return convert_float64(value.real, invalid);
}
