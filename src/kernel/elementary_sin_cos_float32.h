/* elementary_sin_cos_float32.h: sine and cosine of float32; the reduction of angles to quadrants. */
#ifndef RVL_KERNEL_ELEMENTARY_SIN_COS_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_SIN_COS_FLOAT32_H

#include "elementary_pair_float32.h"
#include "elementary_reduction.h"

/* A number plus this has its nearest integer in the low bits. */
#define RVL_ROUNDER_FLOAT32 0x1.8p23f

typedef struct rvl_reduced_float32 {
    float high, low;
    uint32_t quadrant;
} rvl_reduced_float32;

/* |x| at most 2^15; see rvl_reduce_moderate_float64. */
RVL_ALWAYS_INLINE rvl_reduced_float32 rvl_reduce_moderate_float32(float x)
{
    const float rounder = rvl_fma_float32(x, 0x1.45f306p-1f, RVL_ROUNDER_FLOAT32), n = rounder - RVL_ROUNDER_FLOAT32;
    const float first = rvl_fma_float32(-n, 0x1.921fb6p0f, x);
    const float second = n * 0x1.777a5cp-25f, second_low = rvl_fma_float32(n, 0x1.777a5cp-25f, -second);
    const float high = first + second, part = high - first;
    const float lost = (first - (high - part)) + (second - part);
    const float low = rvl_fma_float32(n, 0x1.ee59dap-50f, lost + second_low);
    return (rvl_reduced_float32){high, low, bits_float32(rounder)};
}

/* Payne and Hanek for float32 of at least 1: as rvl_reduce_huge_float64, but that 64 bits of the product modulo 4 are
 * enough, as no float32 comes nearer to a multiple of pi/2 than 2^-31. As an integer of
 * 24 to 31 bits, x has an exponent that lets the window of 2/pi start at a byte. */
RVL_ALWAYS_INLINE rvl_reduced_float32 rvl_reduce_huge_float32(float x)
{
    const uint64_t bits = bits_float32(x), exponent = (bits >> 23) & 255, mantissa = (UINT64_C(1) << 23) - 1;
    const uint64_t start = exponent < 88 ? 0 : exponent - 88;
    const uint64_t integer = ((bits & mantissa) | (mantissa + 1)) << (start & 7);
    const uint64_t window = rvl_two_over_pi[start >> 3], next = rvl_two_over_pi[(start >> 3) + 8];
    const uint64_t mask = UINT64_C(0xffffffff);
    const uint64_t product =
        ((integer * (window >> 32)) << 32) + integer * (window & mask) + ((integer * (next >> 32)) >> 32);
    const uint64_t quadrant = (product + (UINT64_C(1) << 61)) >> 62, rest = product - (quadrant << 62);
    /* What remains as a signed number of 2^-62 turns of a quarter, its halves put together as doubles. */
    const double upper = rvl_integer_to_float64((rest >> 32) ^ (UINT64_C(1) << 31)) - 0x1p31;
    const double turns = upper * 0x1p32 + rvl_integer_to_float64(rest & mask);
    const double angle = turns * 0x1.921fb54442d18p-62;
    const float high = (float)angle, low = (float)(angle - (double)high);
    const uint32_t sign = bits_float32(x) & (UINT32_C(1) << 31), x_negative = UINT32_C(0) - (sign >> 31);
    return (rvl_reduced_float32){from_bits_float32(bits_float32(high) ^ sign),
                                 from_bits_float32(bits_float32(low) ^ sign),
                                 ((uint32_t)quadrant ^ x_negative) - x_negative};
}

/* Either, by the size of x. */
RVL_ALWAYS_INLINE rvl_reduced_float32 rvl_reduce_float32(float x)
{
    const bool is_moderate = __builtin_fabsf(x) <= 0x1p15f;
    const rvl_reduced_float32 moderate =
        rvl_reduce_moderate_float32(is_moderate ? rvl_flushed_float32(x, 0x1p-13f) : 0.0f);
    const rvl_reduced_float32 huge = rvl_reduce_huge_float32(x);
    return (rvl_reduced_float32){is_moderate ? moderate.high : huge.high, is_moderate ? moderate.low : huge.low,
                                 is_moderate ? moderate.quadrant : huge.quadrant};
}

/* sin(angle + quadrants * pi/2); see rvl_sin_cos_core_float64. */
RVL_ALWAYS_INLINE float rvl_sin_reduced_float32(rvl_reduced_float32 angle, uint32_t quadrants)
{
    const float high = angle.high, low = angle.low, square = high * high, cube = square * high, half = 0.5f * square;
    float s = -0x1.99258p-13f;
    s = rvl_fma_float32(s, square, 0x1.1106d8p-7f);
    s = rvl_fma_float32(s, square, -0x1.555544p-3f);
    float c = 0x1.99e6c2p-16f;
    c = rvl_fma_float32(c, square, -0x1.6c0c26p-10f);
    c = rvl_fma_float32(c, square, 0x1.55554ap-5f);
    const float one_minus_half = 1.0f - half, remainder = (1.0f - one_minus_half) - half;
    const float sin = high + rvl_fma_float32(cube, s, low * one_minus_half);
    const float cos = one_minus_half + rvl_fma_float32(square * square, c, remainder - high * low);
    const uint32_t quadrant = angle.quadrant + quadrants;
    const uint32_t odd = UINT32_C(0) - (quadrant & 1), sign = (quadrant & 2) << 30;
    return from_bits_float32(((bits_float32(cos) & odd) | (bits_float32(sin) & ~odd)) ^ sign);
}

/* Up to where the reduced argument is right. */
RVL_ALWAYS_INLINE bool rvl_sin_is_ordinary_float32(float x)
{
    return __builtin_fabsf(x) <= 0x1p15f;
}

RVL_ALWAYS_INLINE float rvl_sin_ordinary_float32(float x)
{
    const float result = rvl_sin_reduced_float32(rvl_reduce_moderate_float32(rvl_flushed_float32(x, 0x1p-13f)), 0);
    return __builtin_fabsf(x) < 0x1p-13f ? x : result; /* also for the sign of zero */
}

RVL_ALWAYS_INLINE float rvl_sin_float32(float x)
{
    const float result = rvl_sin_reduced_float32(rvl_reduce_float32(x), 0);
    const float finite = __builtin_fabsf(x) < 0x1p-13f ? x : result;
    return __builtin_fabsf(x) < __builtin_inff() ? finite : x - x;
}

RVL_ALWAYS_INLINE bool rvl_cos_is_ordinary_float32(float x)
{
    return rvl_sin_is_ordinary_float32(x);
}

RVL_ALWAYS_INLINE float rvl_cos_ordinary_float32(float x)
{
    return rvl_sin_reduced_float32(rvl_reduce_moderate_float32(rvl_flushed_float32(x, 0x1p-13f)), 1);
}

RVL_ALWAYS_INLINE float rvl_cos_float32(float x)
{
    const float result = rvl_sin_reduced_float32(rvl_reduce_float32(x), 1);
    return __builtin_fabsf(x) < __builtin_inff() ? result : x - x;
}

/* Both at once, with the bits that each alone has: the compiler reduces the angle once. */
RVL_ALWAYS_INLINE bool rvl_sincos_is_ordinary_float32(float x)
{
    return rvl_sin_is_ordinary_float32(x);
}

RVL_ALWAYS_INLINE float rvl_sincos_ordinary_float32(float x, float *cos)
{
    *cos = rvl_cos_ordinary_float32(x);
    return rvl_sin_ordinary_float32(x);
}

RVL_ALWAYS_INLINE float rvl_sincos_float32(float x, float *cos)
{
    *cos = rvl_cos_float32(x);
    return rvl_sin_float32(x);
}

#endif
