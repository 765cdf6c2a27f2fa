/* division_real.h: quotients and remainders of floats. x = n * y + rest, n being x / y rounded to an integer: the rest
 * is a float, and one fused multiply-add gives it exactly; its sign tells on which side of the quotient n lies. Where
 * the quotient is so large that it has no fraction, x is first made smaller by multiples of y (division_far.h); the
 * loops try without. Infinities, NaNs and zeros go the same way, and meet the special cases of the Array API
 * standard.
 *
 * Fused multiply-adds in software want factors of middle size: there x, and with it the product, is scaled. */
#ifndef RVL_KERNEL_DIVISION_REAL_H
#define RVL_KERNEL_DIVISION_REAL_H

#include "division_far.h"

typedef uint32_t bits_of_float32;
typedef uint64_t bits_of_float64;
typedef RVL_PASTE(bits_of_, RVL_DTYPE) elem_bits;

#define FRACTIONLESS_float32 0x1p23f /* floats from here on are integers */
#define FRACTIONLESS_float64 0x1p52
#define FRACTIONLESS RVL_REAL(FRACTIONLESS)

RVL_ALWAYS_INLINE float copysign_float32(float size, float sign)
{
    return from_bits_float32((bits_float32(size) & 0x7fffffff) | (bits_float32(sign) & 0x80000000));
}

RVL_ALWAYS_INLINE double copysign_float64(double size, double sign)
{
    return from_bits_float64((bits_float64(size) & INT64_MAX) | (bits_float64(sign) & (UINT64_C(1) << 63)));
}

/* x - n * y, which is a float. */
RVL_ALWAYS_INLINE float rest_float32(float x, float n, float y)
{
    return rvl_fma_float32(-n, y, x);
}

RVL_ALWAYS_INLINE double rest_float64(double x, double n, double y)
{
#if RVL_HARDWARE_FMA
    return __builtin_fma(-n, y, x);
#else
    const int down = __builtin_fabs(x) > 0x1p700, up = __builtin_fabs(x) < 0x1p-700;
    const double scale = down ? 0x1p-300 : up ? 0x1p300 : 1.0, back = down ? 0x1p300 : up ? 0x1p-300 : 1.0;
    return rvl_software_fma_float64(-n, y * scale, x * scale) * back;
#endif
}

typedef struct division {
    elem quotient; /* x / y, rounded as floats are */
    elem whole;    /* an integer next to it; itself where that is not known */
    elem rest;     /* x less that times y */
} division;

RVL_ALWAYS_INLINE division divide(elem x, elem y)
{
    const elem quotient = x / y, size = RVL_REAL(fabs)(quotient);
    const elem nearest = RVL_REAL(copysign)((size + FRACTIONLESS) - FRACTIONLESS, quotient);
    const elem whole = size < FRACTIONLESS ? nearest : quotient;
    const elem rest = RVL_REAL(rest)(x, whole, y);
    return (division){quotient, whole, size < (elem)0.5 ? x : rest};
}

/* Whether there is a rest that has another sign. */
RVL_ALWAYS_INLINE int is_against(elem rest, elem sign)
{
    return ((rest < 0) & (sign > 0)) | ((rest > 0) & (sign < 0));
}

/* Exact below 2^24 (2^53); beyond, where the next smaller integer may be no float, the quotient itself. */
RVL_ALWAYS_INLINE elem floor_of(division of, elem y)
{
    const elem below = of.whole - (elem)(is_against(of.rest, y) ? 1 : 0);
    const elem result = below == 0 ? RVL_REAL(copysign)(0, of.quotient) : below;
    return RVL_REAL(fabs)(of.quotient) < 2 * FRACTIONLESS ? result : of.quotient;
}

/* With the sign of y; rounded where x had the other sign. */
RVL_ALWAYS_INLINE elem above_floor_of(elem rest, elem x, elem y)
{
    const elem result = rest + (is_against(rest, y) ? y : 0);
    (void)x;
    return rest == 0 ? RVL_REAL(copysign)(0, y) : result;
}

/* With the sign of x. */
RVL_ALWAYS_INLINE elem above_zero_of(elem rest, elem x, elem y)
{
    const elem result = rest + (is_against(rest, x) ? RVL_REAL(copysign)(y, x) : 0);
    return rest == 0 ? RVL_REAL(copysign)(0, x) : result;
}

RVL_ALWAYS_INLINE int32_t floor_divide_loop(size_t n, const void *const *in, void *const *out)
{
    const elem *x = in[0], *y = in[1];
    elem *result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = floor_of(divide(x[i], y[i]), y[i]);
    return 0;
}

/* Whether x and y have a rest, but a quotient so large that it has no fraction, or overflows. */
RVL_ALWAYS_INLINE int is_far(elem x, elem y)
{
    const elem abs_x = RVL_REAL(fabs)(x), abs_y = RVL_REAL(fabs)(y);
    return (abs_x / abs_y >= FRACTIONLESS) & (abs_x < (elem)__builtin_inf()) & (abs_y > 0);
}

/* Makes all x of a run so small that their quotients have fractions. */
RVL_ALWAYS_INLINE void make_smaller(size_t count, elem *x, const elem *y)
{
    double far_x[DIVISION_FAR_RUN], far_y[DIVISION_FAR_RUN];
    elem_bits is_pending[DIVISION_RUN];
    uint8_t place[DIVISION_RUN];
    size_t pending = 0;
    for (size_t i = 0; i < count; i++)
        is_pending[i] = is_far(x[i], y[i]) ? 1 : 0;
    for (size_t i = 0; i < count; i++) {
        place[pending] = (uint8_t)i;
        pending += is_pending[i];
    }
    for (size_t first = 0; first < pending; first += DIVISION_FAR_RUN) {
        const size_t n = pending - first < DIVISION_FAR_RUN ? pending - first : DIVISION_FAR_RUN;
        const size_t filled = (n + 7) & ~(size_t)7;
        for (size_t i = 0; i < filled; i++) {
            far_x[i] = i < n ? (double)RVL_REAL(fabs)(x[place[first + i]]) : 1.0;
            far_y[i] = i < n ? (double)RVL_REAL(fabs)(y[place[first + i]]) : 1.0;
        }
        division_make_smaller(filled, far_x, far_y);
        for (size_t i = 0; i < n; i++) {
            elem *to = &x[place[first + i]];
            *to = *to < 0 ? (elem)-far_x[i] : (elem)far_x[i];
        }
    }
}

/* quotient: also asked for, unless NULL. A run's arguments are copied, as results may overwrite them. */
RVL_ALWAYS_INLINE int32_t remainder_runs(elem (*op)(elem, elem, elem), size_t n, const void *const *in, elem *quotient,
                                         elem *result)
{
    elem x[DIVISION_RUN], y[DIVISION_RUN], smaller[DIVISION_RUN];
    for (size_t start = 0; start < n; start += DIVISION_RUN) {
        const elem *source_x = (const elem *)in[0] + start, *source_y = (const elem *)in[1] + start;
        const size_t count = n - start < DIVISION_RUN ? n - start : DIVISION_RUN;
        elem_bits large = 0;
        for (size_t i = 0; i < count; i++) {
            x[i] = source_x[i];
            y[i] = source_y[i];
        }
        for (size_t i = 0; i < count; i++) {
            const division of = divide(x[i], y[i]);
            large |= RVL_REAL(fabs)(of.quotient) < FRACTIONLESS ? 0 : 1;
            result[start + i] = op(of.rest, x[i], y[i]);
            if (quotient)
                quotient[start + i] = floor_of(of, y[i]);
        }
        if (large == 0)
            continue;
        for (size_t i = 0; i < count; i++)
            smaller[i] = x[i];
        make_smaller(count, smaller, y);
        for (size_t i = 0; i < count; i++)
            result[start + i] = op(divide(smaller[i], y[i]).rest, x[i], y[i]);
    }
    return 0;
}

RVL_ALWAYS_INLINE int32_t remainder_loop(size_t n, const void *const *in, void *const *out)
{
    return remainder_runs(above_floor_of, n, in, NULL, out[0]);
}

RVL_ALWAYS_INLINE int32_t fmod_loop(size_t n, const void *const *in, void *const *out)
{
    return remainder_runs(above_zero_of, n, in, NULL, out[0]);
}

RVL_ALWAYS_INLINE int32_t divmod_loop(size_t n, const void *const *in, void *const *out)
{
    return remainder_runs(above_floor_of, n, in, out[0], out[1]);
}

#endif
