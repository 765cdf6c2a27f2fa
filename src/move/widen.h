/* widen.h: the few types in which elements of all dtypes are held exactly while they are converted. */
#ifndef RVL_MOVE_WIDEN_H
#define RVL_MOVE_WIDEN_H

#include "core/half.h"

/* Not 0 if a cast was invalid; as wide as the elements that it is found in, so that it stays in the same lanes. */
typedef struct rvl_invalid {
    uint32_t narrow;
    uint64_t wide;
} rvl_invalid;

/* Any byte but 0 is true. */
RVL_ALWAYS_INLINE int32_t widen_bool(rvl_bool value)
{
    return value != 0;
}

RVL_ALWAYS_INLINE int32_t widen_int8(rvl_int8 value)
{
    return value;
}

RVL_ALWAYS_INLINE int32_t widen_int16(rvl_int16 value)
{
    return value;
}

RVL_ALWAYS_INLINE int32_t widen_int32(rvl_int32 value)
{
    return value;
}

RVL_ALWAYS_INLINE int64_t widen_int64(rvl_int64 value)
{
    return value;
}

RVL_ALWAYS_INLINE int32_t widen_uint8(rvl_uint8 value)
{
    return value;
}

RVL_ALWAYS_INLINE int32_t widen_uint16(rvl_uint16 value)
{
    return value;
}

RVL_ALWAYS_INLINE uint32_t widen_uint32(rvl_uint32 value)
{
    return value;
}

RVL_ALWAYS_INLINE uint64_t widen_uint64(rvl_uint64 value)
{
    return value;
}

RVL_ALWAYS_INLINE float widen_float16(rvl_float16 value)
{
    return rvl_float32_from_float16(value);
}

RVL_ALWAYS_INLINE float widen_bfloat16(rvl_bfloat16 value)
{
    return rvl_float32_from_bfloat16(value);
}

RVL_ALWAYS_INLINE float widen_float32(rvl_float32 value)
{
    return value;
}

RVL_ALWAYS_INLINE double widen_float64(rvl_float64 value)
{
    return value;
}

RVL_ALWAYS_INLINE rvl_complex64 widen_complex64(rvl_complex64 value)
{
    return value;
}

RVL_ALWAYS_INLINE rvl_complex128 widen_complex128(rvl_complex128 value)
{
    return value;
}

/* AVX2 has no conversion of 64-bit integers. The upper 16 bits, at least 0 by their bias, and the lower 48 are put
 * behind a 1 as multiples of 2^48 and of 1; the difference of the former and of what was added to both is exact, so
 * that only the sum is rounded. */
#if defined __AVX2__ && !defined __AVX512DQ__
RVL_ALWAYS_INLINE double rvl_float64_from_parts(uint64_t biased, double bias)
{
    const uint64_t lower_bits = biased & UINT64_C(0xffffffffffff);
    const double upper = rvl_float64_from_bits((int64_t)(biased >> 48) | rvl_float64_bits(0x1p100));
    const double lower = rvl_float64_from_bits((int64_t)lower_bits | rvl_float64_bits(0x1p52));
    return (upper - (0x1p100 + bias + 0x1p52)) + lower;
}

RVL_ALWAYS_INLINE double rvl_float64_from_int64(int64_t value)
{
    return rvl_float64_from_parts((uint64_t)value ^ UINT64_C(1) << 63, 0x1p63);
}

RVL_ALWAYS_INLINE double rvl_float64_from_uint64(uint64_t value)
{
    return rvl_float64_from_parts(value, 0.0);
}
#else
RVL_ALWAYS_INLINE double rvl_float64_from_int64(int64_t value)
{
    return (double)value;
}

RVL_ALWAYS_INLINE double rvl_float64_from_uint64(uint64_t value)
{
    return (double)value;
}
#endif

#endif
