/* elementary_integer.c: the ELEMENTARY family of kernels.def for integers: powers, modulo 2 to the number of bits, by
 * repeated squaring. A run of elements takes as many steps as its largest exponent has bits, all of them together, as
 * this is what vectorises. Compiled as elementary.c is. */
#include "kernel.h"
#include RVL_OPERATIONS

#include <ravel/context.h>

#define POWER_RUN 64

/* 1 or 0. */
RVL_ALWAYS_INLINE elem_bits is_below_zero(elem x)
{
    const int is_signed = (elem)-1 < (elem)1;
    return is_signed ? (elem_bits)((elem_bits)x >> (ELEM_BITS - 1)) : 0;
}

/* A negative exponent asks for 1 / x^|y|, rounded towards zero. Of x = 1 and -1 this is x or 1, as y is odd or even; of
 * others it is 0, which is 0 to the power of 1. So the steps need not know of it. */
RVL_ALWAYS_INLINE int32_t pow_loop(size_t n, const void *const *in, void *const *out)
{
    elem_bits square[POWER_RUN], exponent[POWER_RUN], power[POWER_RUN];
    elem_bits of_zero = 0, of_others = 0; /* whether there are such powers */
    for (size_t start = 0; start < n; start += POWER_RUN) {
        const elem *x = (const elem *)in[0] + start, *y = (const elem *)in[1] + start;
        elem *result = (elem *)out[0] + start;
        const size_t count = n - start < POWER_RUN ? n - start : POWER_RUN;
        elem_bits left = 0;
        for (size_t i = 0; i < count; i++) {
            const elem_bits is_negative = is_below_zero(y[i]), is_zero = x[i] == 0;
            const elem_bits vanishes = is_negative & (elem_bits)((x[i] != 1) & (x[i] != (elem)-1));
            const elem_bits odd = (elem_bits)y[i] & 1;
            square[i] = vanishes ? 0 : (elem_bits)x[i];
            exponent[i] = is_negative ? odd | vanishes : (elem_bits)y[i];
            power[i] = 1;
            left |= exponent[i];
            of_zero |= vanishes & is_zero;
            of_others |= vanishes & (is_zero ^ 1);
        }
        for (; left != 0; left >>= 1)
            for (size_t i = 0; i < count; i++) {
                const elem_bits product = (elem_bits)((wide)power[i] * (wide)square[i]);
                power[i] = exponent[i] & 1 ? product : power[i];
                square[i] = (elem_bits)((wide)square[i] * (wide)square[i]);
                exponent[i] = (elem_bits)(exponent[i] >> 1);
            }
        for (size_t i = 0; i < count; i++)
            result[i] = (elem)power[i];
    }
    return (of_zero != 0 ? (int32_t)RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO : 0) |
           (of_others != 0 ? (int32_t)RAVEL_EVENT_NEGATIVE_POWER : 0);
}

#define LOOP_binary(name) name##_loop(n, in, out)
#define ELEMENTARY(...) __VA_ARGS__
#define RVL_TABLE RVL_NAME(rvl_elementary)
#include "wiring.h"
