/* elementary_reduction.h: x = n pi/2 + high + low, for sine and cosine. */
#ifndef RVL_KERNEL_ELEMENTARY_REDUCTION_H
#define RVL_KERNEL_ELEMENTARY_REDUCTION_H

#include "elementary_two_over_pi.h"
#include "fma.h"
#include <stdbool.h>

typedef struct rvl_reduced {
    double high, low;  /* |high| <= pi/4 and a little */
    uint64_t quadrant; /* n modulo 4, and rubbish above */
} rvl_reduced;

/* Up to where pi/2 in three parts is enough (n below 2^30). */
#define RVL_MODERATE_ANGLE_FLOAT64 0x1p30

RVL_ALWAYS_INLINE bool rvl_is_moderate_float64(double x)
{
    return __builtin_fabs(x) <= RVL_MODERATE_ANGLE_FLOAT64;
}

/* Cody and Waite with exact products. x - n * part 1 is exact: its bits lie between 2^0 and 2^-53. */
RVL_ALWAYS_INLINE rvl_reduced rvl_reduce_moderate_float64(double x)
{
    const double rounder = rvl_fma_float64(x, 0x1.45f306dc9c883p-1, 0x1.8p52);
    const double n = rounder - 0x1.8p52;
    const double first = rvl_fma_float64(-n, 0x1.921fb54442d18p0, x);
    const rvl_pair_float64 second = rvl_two_product_float64(n, 0x1.1a62633145c07p-54);
    const rvl_pair_float64 sum = rvl_two_sum_float64(first, -second.high);
    const double low = rvl_fma_float64(n, 0x1.f1976b7ed8fbcp-110, sum.low - second.low);
    return (rvl_reduced){sum.high, low, bits_float64(rounder)};
}

/* The high word of a product, from 32-bit parts: the vector units have no 64-bit one. */
RVL_ALWAYS_INLINE uint64_t rvl_multiply_high(uint64_t a, uint64_t b)
{
    const uint64_t mask = UINT64_C(0xffffffff);
    const uint64_t a_low = a & mask, a_high = a >> 32, b_low = b & mask, b_high = b >> 32;
    const uint64_t low_high = a_low * b_high, high_low = a_high * b_low;
    const uint64_t middle = ((a_low * b_low) >> 32) + (low_high & mask) + (high_low & mask);
    return a_high * b_high + (low_high >> 32) + (high_low >> 32) + (middle >> 32);
}

/* An integer below 2^52 as a double. */
RVL_ALWAYS_INLINE double rvl_integer_to_float64(uint64_t integer)
{
    return from_bits_float64(integer | bits_float64(0x1p52)) - 0x1p52;
}

/* x << (count & 7), by constants: a variable count is an int, of which a vector holds twice as many as of x, and gcc
 * would unroll the loop for them. */
RVL_ALWAYS_INLINE uint64_t rvl_shift_left(uint64_t x, uint64_t count)
{
    const uint64_t by_1 = (count & 1) != 0 ? x << 1 : x;
    const uint64_t by_3 = (count & 2) != 0 ? by_1 << 2 : by_1;
    return (count & 4) != 0 ? by_3 << 4 : by_3;
}

/* Payne and Hanek for |x| in [2^20, inf): x is an integer times 2^e; of 2/pi only the 192 bits matter that give the
 * product modulo 4 to 126 places after the point; the integer is shifted so that they start at a byte. No double comes
 * nearer to a multiple of pi/2 than 2^-62. Integers only, up to the last step; no branches. Other x give rubbish, but
 * no harm. */
RVL_ALWAYS_INLINE rvl_reduced rvl_reduce_huge_by_float64(double x, const uint64_t *table)
{
    const uint64_t bits = bits_float64(x), exponent = (bits >> 52) & 2047;
    const uint64_t start = exponent < 1013 ? 0 : exponent - 1013, byte = start >> 3;
    const uint64_t integer = rvl_shift_left((bits & ((UINT64_C(1) << 52) - 1)) | (UINT64_C(1) << 52), start);
    const uint64_t window2 = table[byte], window1 = table[byte + 8], window0 = table[byte + 16];
    /* The top 128 of the low 192 bits of integer * window: quarters of the circle in bits 126 and 127. */
    const uint64_t partial = integer * window1;
    const uint64_t low = partial + rvl_multiply_high(integer, window0);
    const uint64_t high =
        integer * window2 + rvl_multiply_high(integer, window1) + (low < partial ? UINT64_C(1) : UINT64_C(0));
    const uint64_t quadrant = (high + (UINT64_C(1) << 61)) >> 62;
    /* What remains, as sign and magnitude. */
    const uint64_t rest = high - (quadrant << 62), negative = UINT64_C(0) - (rest >> 63);
    const uint64_t magnitude_low = (low ^ negative) - negative;
    const uint64_t magnitude = (rest ^ negative) + (negative & (magnitude_low == 0 ? UINT64_C(1) : UINT64_C(0)));
    const double part3 = rvl_integer_to_float64(magnitude >> 32) * 0x1p32;
    const double part2 = rvl_integer_to_float64(magnitude & UINT64_C(0xffffffff));
    const double part1 = rvl_integer_to_float64(magnitude_low >> 32) * 0x1p-32;
    const double part0 = rvl_integer_to_float64(magnitude_low & UINT64_C(0xffffffff)) * 0x1p-64;
    const rvl_pair_float64 upper = rvl_two_sum_float64(part3, part2);
    const rvl_pair_float64 turns = rvl_two_sum_float64(upper.high, upper.low + part1);
    const double turns_low = turns.low + part0;
    /* Times pi/2, of which the unit was 2^-62. */
    const rvl_pair_float64 product = rvl_two_product_float64(turns.high, 0x1.921fb54442d18p-62);
    const double product_low = product.low + (turns.high * 0x1.1a62633145c07p-116 + turns_low * 0x1.921fb54442d18p-62);
    const uint64_t sign = (bits ^ negative) & (UINT64_C(1) << 63);
    const uint64_t x_negative = UINT64_C(0) - (bits >> 63);
    return (rvl_reduced){from_bits_float64(bits_float64(product.high) ^ sign),
                         from_bits_float64(bits_float64(product_low) ^ sign), (quadrant ^ x_negative) - x_negative};
}

RVL_ALWAYS_INLINE rvl_reduced rvl_reduce_huge_float64(double x)
{
    return rvl_reduce_huge_by_float64(x, rvl_two_over_pi);
}

/* Either, by the size of x. */
RVL_ALWAYS_INLINE rvl_reduced rvl_reduce_float64(double x)
{
    const rvl_reduced moderate =
        rvl_reduce_moderate_float64(rvl_is_moderate_float64(x) ? rvl_flushed_float64(x, 0x1p-27) : 0.0);
    const rvl_reduced huge = rvl_reduce_huge_float64(x);
    const bool is_moderate = rvl_is_moderate_float64(x);
    return (rvl_reduced){is_moderate ? moderate.high : huge.high, is_moderate ? moderate.low : huge.low,
                         is_moderate ? moderate.quadrant : huge.quadrant};
}

#endif
