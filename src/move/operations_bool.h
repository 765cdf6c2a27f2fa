/* operations_bool.h: conversion to bool: is it not zero? A NaN is not. */
#include "widen.h"

RVL_ALWAYS_INLINE rvl_bool convert_int32(int32_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return value != 0;
}

RVL_ALWAYS_INLINE rvl_bool convert_uint32(uint32_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return value != 0;
}

RVL_ALWAYS_INLINE rvl_bool convert_int64(int64_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return value != 0;
}

RVL_ALWAYS_INLINE rvl_bool convert_uint64(uint64_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return value != 0;
}

RVL_ALWAYS_INLINE rvl_bool convert_float32(float value, rvl_invalid *invalid)
{
    (void)invalid;
    return value != 0;
}

RVL_ALWAYS_INLINE rvl_bool convert_float64(double value, rvl_invalid *invalid)
{
    (void)invalid;
    return value != 0;
}

RVL_ALWAYS_INLINE rvl_bool convert_complex64(rvl_complex64 value, rvl_invalid *invalid)
{
    (void)invalid;
    return (value.real != 0) | (value.imag != 0);
}

RVL_ALWAYS_INLINE rvl_bool convert_complex128(rvl_complex128 value, rvl_invalid *invalid)
{
    (void)invalid;
    return (value.real != 0) | (value.imag != 0);
}
