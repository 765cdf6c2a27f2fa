/* operations_integer.h: conversion to RVL_DTYPE, an integer: integers wrap, floating-point numbers lose their fraction
 * and saturate, a NaN gives 0. */
#include "widen.h"
#include <float.h>

typedef RVL_PASTE(rvl_, RVL_DTYPE) integer;

#define IS_SIGNED ((integer)-1 < (integer)1)
#define N_BITS ((int)sizeof(integer) * 8)
/* 2^(N_BITS - 1), in steps that fit. */
#define HALF_RANGE (UINT64_C(1) << (N_BITS - 1))
#define LARGEST ((integer)(IS_SIGNED ? HALF_RANGE - 1 : HALF_RANGE - 1 + HALF_RANGE))
#define SMALLEST ((integer)(IS_SIGNED ? ~(HALF_RANGE - 1) : 0))
/* Between these two a number's integral part fits. The one below SMALLEST may need more digits than the type has. */
#define ABOVE ((IS_SIGNED ? 1.0 : 2.0) * (double)HALF_RANGE)
#define BELOW(digits, epsilon) \
    (!IS_SIGNED ? -1.0 : N_BITS <= (digits) ? -(double)HALF_RANGE - 1.0 : -(double)HALF_RANGE * (1.0 + (epsilon)))

RVL_ALWAYS_INLINE integer convert_int32(int32_t value, uint32_t *invalid)
{
    (void)invalid;
    return (integer)value;
}

RVL_ALWAYS_INLINE integer convert_uint32(uint32_t value, uint32_t *invalid)
{
    (void)invalid;
    return (integer)value;
}

RVL_ALWAYS_INLINE integer convert_int64(int64_t value, uint32_t *invalid)
{
    (void)invalid;
    return (integer)value;
}

RVL_ALWAYS_INLINE integer convert_uint64(uint64_t value, uint32_t *invalid)
{
    (void)invalid;
    return (integer)value;
}

RVL_ALWAYS_INLINE integer convert_float32(float value, uint32_t *invalid)
{
    const float below = (float)BELOW(FLT_MANT_DIG, FLT_EPSILON), above = (float)ABOVE;
    const float half_range = (float)HALF_RANGE;
    int32_t fits = (value > below) & (value < above);
    float safe = fits ? value : 0;
    integer saturated = value >= above ? LARGEST : value <= below ? SMALLEST : 0;
    integer truncated;
    if (N_BITS < 32 || (N_BITS == 32 && IS_SIGNED)) {
        truncated = (integer)(int32_t)safe;
    } else if (N_BITS == 32) {
        int32_t upper = safe >= half_range;
        truncated = (integer)((uint32_t)(int32_t)(upper ? safe - half_range : safe) ^ (uint32_t)upper << 31);
    } else {
        truncated = (integer)safe;
    }
    *invalid |= !fits;
    return fits ? truncated : saturated;
}

RVL_ALWAYS_INLINE integer convert_float64(double value, uint32_t *invalid)
{
    const double below = BELOW(DBL_MANT_DIG, DBL_EPSILON), above = ABOVE;
    const double half_range = (double)HALF_RANGE;
    int32_t fits = (value > below) & (value < above);
    double safe = fits ? value : 0;
    integer saturated = value >= above ? LARGEST : value <= below ? SMALLEST : 0;
    integer truncated;
    if (N_BITS < 32 || (N_BITS == 32 && IS_SIGNED)) {
        truncated = (integer)(int32_t)safe;
    } else if (N_BITS == 32) {
        int32_t upper = safe >= half_range;
        truncated = (integer)((uint32_t)(int32_t)(upper ? safe - half_range : safe) ^ (uint32_t)upper << 31);
    } else {
        truncated = (integer)safe;
    }
    *invalid |= !fits;
    return fits ? truncated : saturated;
}

RVL_ALWAYS_INLINE integer convert_complex64(rvl_complex64 value, uint32_t *invalid)
{
    return convert_float32(value.real, invalid);
}

RVL_ALWAYS_INLINE integer convert_complex128(rvl_complex128 value, uint32_t *invalid)
{
    return convert_float64(value.real, invalid);
}
