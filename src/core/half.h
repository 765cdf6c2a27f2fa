/* half.h: float16 and bfloat16 to float32 and back, without branches, so that loops over them become vector code.
 *
 * Values are exact on the way up and rounded once, to nearest even, on the way down. A NaN stays a NaN, made quiet,
 * with the upper bits of its payload. */
#ifndef RVL_CORE_HALF_H
#define RVL_CORE_HALF_H

#include "bits.h"

/* Signed bits: vectors of signed integers are compared by one instruction. */
RVL_ALWAYS_INLINE int32_t rvl_float32_bits(float value)
{
    return (int32_t)bits_float32(value);
}

RVL_ALWAYS_INLINE float rvl_float32_from_bits(int32_t bits)
{
    return from_bits_float32((uint32_t)bits);
}

RVL_ALWAYS_INLINE int64_t rvl_float64_bits(double value)
{
    return (int64_t)bits_float64(value);
}

RVL_ALWAYS_INLINE double rvl_float64_from_bits(int64_t bits)
{
    return from_bits_float64((uint64_t)bits);
}

RVL_ALWAYS_INLINE float rvl_float32_from_float16(rvl_float16 half)
{
    const int32_t bias = 112 << 23;            /* from float16's exponent to float32's */
    const int32_t smallest_normal = 113 << 23; /* 2^-14 */
    uint32_t sign = (uint32_t)(half & 0x8000) << 16;
    int32_t magnitude = (half & 0x7fff) << 13;
    int32_t normal = magnitude + bias;
    int32_t special = (normal + bias) | (magnitude > 0x7c00 << 13 ? 0x400000 : 0);
    float subnormal = rvl_float32_from_bits(magnitude + smallest_normal) - rvl_float32_from_bits(smallest_normal);
    int32_t bits = magnitude < 0x0400 << 13 ? rvl_float32_bits(subnormal) : normal;
    bits = magnitude >= 0x7c00 << 13 ? special : bits;
    return rvl_float32_from_bits((int32_t)((uint32_t)bits | sign));
}

RVL_ALWAYS_INLINE rvl_float16 rvl_float16_from_float32(float value)
{
    const int32_t bias = 112 << 23;
    int32_t bits = rvl_float32_bits(value);
    int32_t magnitude = bits & 0x7fffffff;
    int32_t normal = (magnitude - bias + 0xfff + (magnitude >> 13 & 1)) >> 13;
    /* 0.5 has float16's smallest subnormal as its last place, so the addition rounds. */
    int32_t subnormal = rvl_float32_bits(rvl_float32_from_bits(magnitude) + 0.5f) - rvl_float32_bits(0.5f);
    int32_t not_a_number = 0x7e00 | (magnitude >> 13 & 0x3ff);
    int32_t half = magnitude < 113 << 23 ? subnormal : normal;
    half = magnitude >= 143 << 23 ? 0x7c00 : half; /* 65536 and more */
    half = magnitude > 0x7f800000 ? not_a_number : half;
    return (rvl_float16)(half | (bits >> 16 & 0x8000));
}

RVL_ALWAYS_INLINE float rvl_float32_from_bfloat16(rvl_bfloat16 half)
{
    int32_t quiet = (half & 0x7fff) > 0x7f80 ? 0x400000 : 0;
    return rvl_float32_from_bits((int32_t)((uint32_t)half << 16) | quiet);
}

RVL_ALWAYS_INLINE rvl_bfloat16 rvl_bfloat16_from_float32(float value)
{
    uint32_t bits = (uint32_t)rvl_float32_bits(value);
    uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    uint32_t not_a_number = bits >> 16 | 0x40;
    return (rvl_bfloat16)((int32_t)(bits & 0x7fffffff) > 0x7f800000 ? not_a_number : rounded);
}

/* The value with 24 significant bits, the last of which is set if any bit was lost: rounding that to 21 bits or fewer
 * gives what rounding the value itself would. */
RVL_ALWAYS_INLINE double rvl_round_to_odd(double value)
{
    int64_t bits = rvl_float64_bits(value);
    int64_t lost = bits & 0x1fffffff;
    return rvl_float64_from_bits((bits ^ lost) | (lost != 0 ? 0x20000000 : 0));
}

RVL_ALWAYS_INLINE rvl_float16 rvl_float16_from_float64(double value)
{
    return rvl_float16_from_float32((float)rvl_round_to_odd(value));
}

RVL_ALWAYS_INLINE rvl_bfloat16 rvl_bfloat16_from_float64(double value)
{
    const double smallest_normal = 0x1p-126;
    const double subnormal_unit = 0x1p-81; /* its last place is bfloat16's smallest subnormal, 2^-133 */
    double shift = rvl_float64_from_bits(rvl_float64_bits(subnormal_unit) | (rvl_float64_bits(value) & INT64_MIN));
    double magnitude = rvl_float64_from_bits(rvl_float64_bits(value) & INT64_MAX);
    double subnormal = (value + shift) - shift;
    /* The sign of a value that rounds to zero. */
    subnormal = rvl_float64_from_bits(rvl_float64_bits(subnormal) | (rvl_float64_bits(value) & INT64_MIN));
    return rvl_bfloat16_from_float32((float)(magnitude < smallest_normal ? subnormal : rvl_round_to_odd(value)));
}

#endif
