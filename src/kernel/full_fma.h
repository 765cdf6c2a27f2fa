/* full_fma.h: a * b + c with one rounding for all arguments, infinities, NaN and subnormal numbers among them, where
 * fma.h's has restrictions: by the instruction, else by integers. */
#ifndef RVL_KERNEL_FULL_FMA_H
#define RVL_KERNEL_FULL_FMA_H

#include "fma.h"

__extension__ typedef unsigned __int128 rvl_wide_bits;

/* A finite number other than 0: significand * 2^exponent, 2^52 <= significand < 2^53. */
typedef struct rvl_parts {
    uint64_t significand;
    int32_t exponent;
} rvl_parts;

RVL_ALWAYS_INLINE rvl_parts rvl_parts_of(double x)
{
    const uint64_t fraction_bits = (UINT64_C(1) << 52) - 1;
    const uint64_t bits = bits_float64(x), fraction = bits & fraction_bits;
    const int32_t exponent = (int32_t)(bits >> 52 & 0x7ff);
    if (exponent != 0)
        return (rvl_parts){fraction | (fraction_bits + 1), exponent - 1075};
    const int32_t shift = __builtin_clzll(fraction) - 11;
    return (rvl_parts){fraction << shift, -1074 - shift};
}

/* Of the bits that are shifted out, the last place keeps whether one was set. */
RVL_ALWAYS_INLINE rvl_wide_bits rvl_shift_sticky(rvl_wide_bits x, int32_t shift)
{
    if (shift > 127)
        return x != 0;
    const rvl_wide_bits rest = x & (((rvl_wide_bits)1 << shift) - 1);
    return x >> shift | (rest != 0);
}

RVL_ALWAYS_INLINE int32_t rvl_highest_bit(rvl_wide_bits x)
{
    const uint64_t high = (uint64_t)(x >> 64);
    return high != 0 ? 127 - __builtin_clzll(high) : 63 - __builtin_clzll((uint64_t)x);
}

/* x * 2^exponent, x > 0, rounded to nearest even, also where the result is subnormal or overflows. */
RVL_ALWAYS_INLINE double rvl_round_wide(rvl_wide_bits x, int32_t exponent, uint64_t sign)
{
    int32_t highest = rvl_highest_bit(x) + exponent;
    if (highest > 1023)
        return from_bits_float64(sign | UINT64_C(0x7ff) << 52);
    highest = highest < -1022 ? -1022 : highest;
    const int32_t shift = highest - 52 - exponent; /* to where the last place of the result is 1 */
    const rvl_wide_bits scaled = shift < 2 ? x << (2 - shift) : rvl_shift_sticky(x, shift - 2);
    const uint64_t quarters = (uint64_t)scaled, rounded = (quarters + 1 + (quarters >> 2 & 1)) >> 2;
    return from_bits_float64(sign | (((uint64_t)(highest + 1022) << 52) + rounded));
}

/* The product and c as 126 bits with one exponent: what the smaller one loses is less than a unit of the last of them,
 * and nothing where so much as to cancel more than the highest bit is possible. */
static inline double rvl_software_full_fma_float64(double a, double b, double c)
{
    const double infinity = __builtin_inf();
    if (!(__builtin_fabs(a) < infinity && __builtin_fabs(b) < infinity && __builtin_fabs(c) < infinity))
        return __builtin_fabs(a) < infinity && __builtin_fabs(b) < infinity ? c : a * b + c;
    if (a == 0 || b == 0)
        return a * b + c;
    if (c == 0)
        return a * b;
    const uint64_t sign_bit = UINT64_C(1) << 63;
    const uint64_t sign = (bits_float64(a) ^ bits_float64(b)) & sign_bit, c_sign = bits_float64(c) & sign_bit;
    const rvl_parts x = rvl_parts_of(a), y = rvl_parts_of(b), z = rvl_parts_of(c);
    rvl_wide_bits product = (rvl_wide_bits)x.significand * y.significand << 20;
    rvl_wide_bits addend = (rvl_wide_bits)z.significand << 73;
    const int32_t product_exponent = x.exponent + y.exponent - 20, addend_exponent = z.exponent - 73;
    const int32_t exponent = product_exponent > addend_exponent ? product_exponent : addend_exponent;
    product = rvl_shift_sticky(product, exponent - product_exponent);
    addend = rvl_shift_sticky(addend, exponent - addend_exponent);
    if (sign == c_sign)
        return rvl_round_wide(product + addend, exponent, sign);
    if (product == addend)
        return 0;
    return product > addend ? rvl_round_wide(product - addend, exponent, sign)
                            : rvl_round_wide(addend - product, exponent, c_sign);
}

RVL_ALWAYS_INLINE double rvl_full_fma_float64(double a, double b, double c)
{
#if RVL_HARDWARE_FMA
    return __builtin_fma(a, b, c);
#else
    return rvl_software_full_fma_float64(a, b, c);
#endif
}

RVL_ALWAYS_INLINE float rvl_full_fma_float32(float a, float b, float c)
{
    return rvl_fma_float32(a, b, c);
}

#endif
