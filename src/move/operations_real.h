/* operations_real.h: conversion to RVL_DTYPE, float32 or float64, rounded once. */
#include "widen.h"

typedef RVL_PASTE(rvl_, RVL_DTYPE) real;

RVL_ALWAYS_INLINE real convert_int32(int32_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return (real)value;
}

RVL_ALWAYS_INLINE real convert_uint32(uint32_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return (real)value;
}

RVL_ALWAYS_INLINE real convert_int64(int64_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return sizeof(real) == sizeof(double) ? (real)rvl_float64_from_int64(value) : (real)value;
}

RVL_ALWAYS_INLINE real convert_uint64(uint64_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return sizeof(real) == sizeof(double) ? (real)rvl_float64_from_uint64(value) : (real)value;
}

RVL_ALWAYS_INLINE real convert_float32(float value, rvl_invalid *invalid)
{
    (void)invalid;
    return (real)value;
}

RVL_ALWAYS_INLINE real convert_float64(double value, rvl_invalid *invalid)
{
    (void)invalid;
    return (real)value;
}

RVL_ALWAYS_INLINE real convert_complex64(rvl_complex64 value, rvl_invalid *invalid)
{
    return convert_float32(value.real, invalid);
}

RVL_ALWAYS_INLINE real convert_complex128(rvl_complex128 value, rvl_invalid *invalid)
{
    return convert_float64(value.real, invalid);
}
