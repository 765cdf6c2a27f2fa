/* operations_complex.h: conversion to RVL_DTYPE, a complex type: the real part is converted, the imaginary part too or
 * it is 0. */
#include "widen.h"

typedef RVL_PASTE(rvl_, RVL_DTYPE) complex_number;
typedef RVL_PASTE(rvl_real_, RVL_DTYPE) real;

RVL_ALWAYS_INLINE complex_number convert_int32(int32_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return (complex_number){(real)value, 0};
}

RVL_ALWAYS_INLINE complex_number convert_uint32(uint32_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return (complex_number){(real)value, 0};
}

RVL_ALWAYS_INLINE complex_number convert_int64(int64_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return (complex_number){sizeof(real) == sizeof(double) ? (real)rvl_float64_from_int64(value) : (real)value, 0};
}

RVL_ALWAYS_INLINE complex_number convert_uint64(uint64_t value, rvl_invalid *invalid)
{
    (void)invalid;
    return (complex_number){sizeof(real) == sizeof(double) ? (real)rvl_float64_from_uint64(value) : (real)value, 0};
}

RVL_ALWAYS_INLINE complex_number convert_float32(float value, rvl_invalid *invalid)
{
    (void)invalid;
    return (complex_number){(real)value, 0};
}

RVL_ALWAYS_INLINE complex_number convert_float64(double value, rvl_invalid *invalid)
{
    (void)invalid;
    return (complex_number){(real)value, 0};
}

RVL_ALWAYS_INLINE complex_number convert_complex64(rvl_complex64 value, rvl_invalid *invalid)
{
    (void)invalid;
    return (complex_number){(real)value.real, (real)value.imag};
}

RVL_ALWAYS_INLINE complex_number convert_complex128(rvl_complex128 value, rvl_invalid *invalid)
{
    (void)invalid;
    return (complex_number){(real)value.real, (real)value.imag};
}
