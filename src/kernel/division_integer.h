/* division_integer.h: quotients and remainders of integers. x / 0 is 0, with remainder 0, and an event; the lowest
 * integer / -1 is itself, with remainder 0, and an event of kernels that give the quotient. Such divisors are replaced
 * by 1 first; so there is no branch. Events are gathered in elements' width, as this is what vectorises. */
#ifndef RVL_KERNEL_DIVISION_INTEGER_H
#define RVL_KERNEL_DIVISION_INTEGER_H

#include "fma.h"

#include <ravel/context.h>

enum { IS_SIGNED = (elem)-1 < (elem)1 };
#define DIVISION_RUN 128
#define LOWEST ((elem)((elem_bits)1 << (ELEM_BITS - 1)))

/* Divisions of floats, which are the faster ones. A quotient of two integers that rounds to an integer although it is
 * none is nearer to it than 2^-p of itself, p bits being the float's precision, but further than 1 / divisor: so it is
 * none where dividend + divisor < 2^(p + 1). */
RVL_ALWAYS_INLINE int8_t truncated_int8(int8_t x, int8_t y)
{
    return (int8_t)((float)x / (float)y);
}

RVL_ALWAYS_INLINE uint8_t truncated_uint8(uint8_t x, uint8_t y)
{
    return (uint8_t)((float)x / (float)y);
}

RVL_ALWAYS_INLINE int16_t truncated_int16(int16_t x, int16_t y)
{
    return (int16_t)(int32_t)((float)x / (float)y);
}

RVL_ALWAYS_INLINE uint16_t truncated_uint16(uint16_t x, uint16_t y)
{
    return (uint16_t)(int32_t)((float)x / (float)y);
}

RVL_ALWAYS_INLINE int32_t truncated_int32(int32_t x, int32_t y)
{
    return (int32_t)((double)x / (double)y);
}

/* Between uint32 and float64 through the low bits of 2^52 + x, as there are no such instructions before AVX-512. */
RVL_ALWAYS_INLINE double float64_of_uint32(uint32_t x)
{
    return from_bits_float64(x | bits_float64(0x1p52)) - 0x1p52;
}

RVL_ALWAYS_INLINE uint32_t truncated_float64(double x)
{
    const double nearest = x + 0x1p52;
    return (uint32_t)bits_float64(nearest) - (nearest - 0x1p52 > x ? 1 : 0);
}

RVL_ALWAYS_INLINE uint32_t truncated_uint32(uint32_t x, uint32_t y)
{
    return truncated_float64(float64_of_uint32(x) / float64_of_uint32(y));
}

/* 64 bits. Where there are vectors of conversions and products: the quotient in float64, off by less than 2^14; that of
 * what it leaves; and a last correction by 1. Divisors from 2^63 on go once or not at all. */
RVL_ALWAYS_INLINE uint64_t truncated_uint64(uint64_t x, uint64_t y)
{
#ifdef __AVX512DQ__
    const double reciprocal = 1.0 / (double)y, first = (double)x * reciprocal + 0.5;
    const uint64_t high = (uint64_t)(first < 0x1.fffffffffffffp63 ? first : 0x1.fffffffffffffp63);
    const int64_t rest = (int64_t)(x - high * y);
    const int64_t low = (int64_t)((double)rest * reciprocal);
    const int64_t left = rest - (int64_t)((uint64_t)low * y);
    const int64_t step = left < 0 ? -1 : (uint64_t)left >= y ? 1 : 0;
    return (int64_t)y < 0 ? (uint64_t)(x >= y) : high + (uint64_t)(low + step);
#else
    return x / y;
#endif
}

RVL_ALWAYS_INLINE int64_t truncated_int64(int64_t x, int64_t y)
{
#ifdef __AVX512DQ__
    const uint64_t sign = (uint64_t)((x ^ y) >> 63);
    const uint64_t size_x = x < 0 ? 0 - (uint64_t)x : (uint64_t)x, size_y = y < 0 ? 0 - (uint64_t)y : (uint64_t)y;
    return (int64_t)((truncated_uint64(size_x, size_y) ^ sign) - sign);
#else
    return x / y;
#endif
}

/* What all kernels here need of one division, which rounds towards zero. */
typedef struct division {
    elem y, quotient, remainder;
    elem_bits by_zero, overflows; /* 1 or 0 */
} division;

RVL_ALWAYS_INLINE division divide(elem x, elem y)
{
    const elem_bits by_zero = y == 0;
    const elem_bits overflows = IS_SIGNED ? (elem_bits)((x == LOWEST) & (y == (elem)-1)) : 0;
    const elem divisor = (by_zero | overflows) != 0 ? 1 : y;
    const elem quotient = RVL_PASTE(truncated_, RVL_DTYPE)(x, divisor);
    const elem remainder = (elem)((wide)x - (wide)quotient * (wide)divisor);
    return (division){y, by_zero != 0 ? 0 : quotient, remainder, by_zero, overflows};
}

/* All bits where rounding towards -inf gives another quotient, as the remainder has the wrong sign; else 0. */
RVL_ALWAYS_INLINE elem_bits is_above(division of)
{
    const elem_bits differs = (elem_bits)((elem_bits)(of.remainder ^ of.y) >> (ELEM_BITS - 1));
    return IS_SIGNED ? (elem_bits)(0 - (wide)(differs & (elem_bits)(of.remainder != 0))) : 0;
}

RVL_ALWAYS_INLINE elem floor_of(division of)
{
    return (elem)((wide)of.quotient + is_above(of));
}

RVL_ALWAYS_INLINE elem above_floor_of(division of)
{
    return (elem)((wide)of.remainder + ((wide)of.y & is_above(of)));
}

RVL_ALWAYS_INLINE elem remainder_of(division of)
{
    return of.remainder;
}

RVL_ALWAYS_INLINE int32_t event_bits(elem_bits by_zero, elem_bits overflow)
{
    return (by_zero != 0 ? (int32_t)RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO : 0) |
           (overflow != 0 ? (int32_t)RAVEL_EVENT_INTEGER_OVERFLOW : 0);
}

RVL_ALWAYS_INLINE int32_t division_loop(elem (*op)(division), int gives_quotient, size_t n, const void *const *in,
                                        void *const *out)
{
    const elem *x = in[0], *y = in[1];
    elem *result = out[0];
    elem_bits by_zero = 0, overflow = 0;
    for (size_t i = 0; i < n; i++) {
        const division of = divide(x[i], y[i]);
        result[i] = op(of);
        by_zero |= of.by_zero;
        overflow |= of.overflows;
    }
    return event_bits(by_zero, gives_quotient ? overflow : 0);
}

RVL_ALWAYS_INLINE int32_t floor_divide_loop(size_t n, const void *const *in, void *const *out)
{
    return division_loop(floor_of, 1, n, in, out);
}

RVL_ALWAYS_INLINE int32_t remainder_loop(size_t n, const void *const *in, void *const *out)
{
    return division_loop(above_floor_of, 0, n, in, out);
}

RVL_ALWAYS_INLINE int32_t fmod_loop(size_t n, const void *const *in, void *const *out)
{
    return division_loop(remainder_of, 0, n, in, out);
}

/* A run's arguments and one of its results are copied: then the compiler sees that no two arrays overlap. */
RVL_ALWAYS_INLINE int32_t divmod_loop(size_t n, const void *const *in, void *const *out)
{
    elem x[DIVISION_RUN], y[DIVISION_RUN], remainders[DIVISION_RUN];
    elem_bits by_zero = 0, overflow = 0;
    for (size_t start = 0; start < n; start += DIVISION_RUN) {
        const size_t count = n - start < DIVISION_RUN ? n - start : DIVISION_RUN;
        elem *quotient = (elem *)out[0] + start, *remainder = (elem *)out[1] + start;
        for (size_t i = 0; i < count; i++) {
            x[i] = ((const elem *)in[0] + start)[i];
            y[i] = ((const elem *)in[1] + start)[i];
        }
        for (size_t i = 0; i < count; i++) {
            const division of = divide(x[i], y[i]);
            quotient[i] = floor_of(of);
            remainders[i] = above_floor_of(of);
            by_zero |= of.by_zero;
            overflow |= of.overflows;
        }
        for (size_t i = 0; i < count; i++)
            remainder[i] = remainders[i];
    }
    return event_bits(by_zero, overflow);
}

#endif
