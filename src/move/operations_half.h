/* operations_half.h: conversion to RVL_DTYPE, float16 or bfloat16, rounded once.
 *
 * Integers pass through float32 or float64. If one has more digits than that, its last bits are first folded into one,
 * which is far below what a half keeps, but still tells a tie from what is not one. */
#include "widen.h"

typedef RVL_PASTE(rvl_, RVL_DTYPE) half;

#define HALF_FROM_FLOAT32 RVL_PASTE(RVL_PASTE(rvl_, RVL_DTYPE), _from_float32)
#define HALF_FROM_FLOAT64 RVL_PASTE(RVL_PASTE(rvl_, RVL_DTYPE), _from_float64)

RVL_ALWAYS_INLINE uint32_t fold_to_float32(uint32_t bits, uint32_t magnitude)
{
    const uint32_t last = 0xff; /* 32 - 8 = 24 digits */
    uint32_t folded = (bits & ~last) | ((bits & last) != 0 ? last + 1 : 0);
    return magnitude >> 24 ? folded : bits;
}

RVL_ALWAYS_INLINE uint64_t fold_to_float64(uint64_t bits, uint64_t magnitude)
{
    const uint64_t last = 0x7ff; /* 64 - 11 = 53 digits */
    uint64_t folded = (bits & ~last) | ((bits & last) != 0 ? last + 1 : 0);
    return magnitude >> 53 ? folded : bits;
}

RVL_ALWAYS_INLINE half convert_int32(int32_t value, rvl_invalid *invalid)
{
    (void)invalid;
    uint32_t bits = (uint32_t)value;
    return HALF_FROM_FLOAT32((float)(int32_t)fold_to_float32(bits, value < 0 ? ~bits : bits));
}

RVL_ALWAYS_INLINE half convert_uint32(uint32_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return HALF_FROM_FLOAT32((float)fold_to_float32(value, value));
}

RVL_ALWAYS_INLINE half convert_int64(int64_t value, rvl_invalid *invalid)
{
    (void)invalid;
    uint64_t bits = (uint64_t)value;
    return HALF_FROM_FLOAT64((double)(int64_t)fold_to_float64(bits, value < 0 ? ~bits : bits));
}

RVL_ALWAYS_INLINE half convert_uint64(uint64_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return HALF_FROM_FLOAT64((double)fold_to_float64(value, value));
}

RVL_ALWAYS_INLINE half convert_float32(float value, rvl_invalid *invalid)
{
    (void)invalid;
    return HALF_FROM_FLOAT32(value);
}

RVL_ALWAYS_INLINE half convert_float64(double value, rvl_invalid *invalid)
{
    (void)invalid;
    return HALF_FROM_FLOAT64(value);
}

RVL_ALWAYS_INLINE half convert_complex64(rvl_complex64 value, rvl_invalid *invalid)
{
    return convert_float32(value.real, invalid);
}

RVL_ALWAYS_INLINE half convert_complex128(rvl_complex128 value, rvl_invalid *invalid)
{
    return convert_float64(value.real, invalid);
}
