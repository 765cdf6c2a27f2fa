/* division_gcd.h: greatest common divisors and least common multiples of integers. Up to 32 bits by Euclid's algorithm
 * with the remainder of least size, in floats, where a whole run of elements takes a step at a time; 64 bits by halving
 * (J. Stein, "Computational problems associated with Racah algebra", Journal of Computational Physics 1, 1967). */
#ifndef RVL_KERNEL_DIVISION_GCD_H
#define RVL_KERNEL_DIVISION_GCD_H

#define GCD_RUN 64

typedef float gcd_float_int8, gcd_float_int16, gcd_float_uint8, gcd_float_uint16;
typedef double gcd_float_int32, gcd_float_int64, gcd_float_uint32, gcd_float_uint64;
typedef RVL_PASTE(gcd_float_, RVL_DTYPE) gcd_float;
typedef uint32_t gcd_bits_int8, gcd_bits_int16, gcd_bits_uint8, gcd_bits_uint16;
typedef uint64_t gcd_bits_int32, gcd_bits_int64, gcd_bits_uint32, gcd_bits_uint64;
typedef RVL_PASTE(gcd_bits_, RVL_DTYPE) gcd_bits; /* of gcd_float's width, as this is what vectorises */

#define truncated_bits_int8 truncated_uint8
#define truncated_bits_int16 truncated_uint16
#define truncated_bits_int32 truncated_uint32
#define truncated_bits_int64 truncated_uint64
#define truncated_bits_uint8 truncated_uint8
#define truncated_bits_uint16 truncated_uint16
#define truncated_bits_uint32 truncated_uint32
#define truncated_bits_uint64 truncated_uint64

/* |x|, of the lowest integer itself as an unsigned one. */
RVL_ALWAYS_INLINE elem_bits size_of(elem x)
{
    return (elem_bits)(x < 1 ? 0 - (wide)x : (wide)x);
}

RVL_ALWAYS_INLINE gcd_float float_of(elem_bits x)
{
    return ELEM_BITS == 32 ? (gcd_float)float64_of_uint32((uint32_t)x) : (gcd_float)x;
}

RVL_ALWAYS_INLINE elem integer_of(gcd_float x)
{
    return ELEM_BITS == 32 ? (elem)truncated_float64((double)x) : (elem)(int32_t)x;
}

/* The common divisors of a run of at most GCD_RUN elements. A quotient rounds to the nearest integer where a number is
 * added that has no room for fractions; all numbers are integers that are exact. */
RVL_ALWAYS_INLINE void euclid(size_t count, const elem *x, const elem *y, elem *result)
{
    const gcd_float no_fractions = sizeof(gcd_float) == 4 ? (gcd_float)0x1.8p23 : (gcd_float)0x1.8p52;
    gcd_float a[GCD_RUN], b[GCD_RUN];
    gcd_bits pending = 1;
    for (size_t i = 0; i < count; i++) {
        a[i] = float_of(size_of(x[i]));
        b[i] = float_of(size_of(y[i]));
    }
    while (pending != 0) {
        pending = 0;
        for (size_t i = 0; i < count; i++) {
            const gcd_float divisor = b[i] > 0 ? b[i] : 1;
            const gcd_float quotient = (a[i] / divisor + no_fractions) - no_fractions;
            const gcd_float left = a[i] - quotient * divisor, size = left < 0 ? -left : left;
            a[i] = b[i] > 0 ? b[i] : a[i];
            b[i] = b[i] > 0 ? size : 0;
            pending |= b[i] > 0 ? 1 : 0;
        }
    }
    for (size_t i = 0; i < count; i++)
        result[i] = integer_of(a[i]);
}

RVL_ALWAYS_INLINE uint64_t halving_gcd(uint64_t a, uint64_t b)
{
    if (a == 0 || b == 0)
        return a | b;
    const int32_t shared = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    b >>= __builtin_ctzll(b);
    while (a != b) { /* both are odd: their difference is even, and has the trailing zeros of its opposite */
        const uint64_t difference = b - a, is_negative = 0 - (uint64_t)(b < a);
        const int32_t zeros = __builtin_ctzll(difference);
        a += difference & is_negative;
        b = ((difference ^ is_negative) - is_negative) >> zeros;
    }
    return a << shared;
}

RVL_ALWAYS_INLINE void common_divisors(size_t count, const elem *x, const elem *y, elem *result)
{
    if (ELEM_BITS < 64)
        euclid(count, x, y, result);
    else
        for (size_t i = 0; i < count; i++)
            result[i] = (elem)halving_gcd(size_of(x[i]), size_of(y[i]));
}

RVL_ALWAYS_INLINE int32_t gcd_loop(size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0], *y = in[1];
    elem *result = out[0];
    for (size_t start = 0; start < n; start += GCD_RUN)
        common_divisors(n - start < GCD_RUN ? n - start : GCD_RUN, x + start, y + start, result + start);
    return 0;
}

/* |x| / gcd * |y|, which wraps; 0 of 0. */
RVL_ALWAYS_INLINE int32_t lcm_loop(size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0], *y = in[1];
    elem *result = out[0];
    elem divisor[GCD_RUN];
    for (size_t start = 0; start < n; start += GCD_RUN) {
        const size_t count = n - start < GCD_RUN ? n - start : GCD_RUN;
        common_divisors(count, x + start, y + start, divisor);
        for (size_t i = 0; i < count; i++) {
            const elem_bits by = (elem_bits)(divisor[i] != 0 ? divisor[i] : 1);
            const wide quotient = RVL_PASTE(truncated_bits_, RVL_DTYPE)(size_of(x[start + i]), by);
            result[start + i] = (elem)(quotient * size_of(y[start + i]));
        }
    }
    return 0;
}

#endif
