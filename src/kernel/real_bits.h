/* real_bits.h: float32 and float64 helpers that C spells differently for each; RVL_REAL(name) picks by RVL_DTYPE. */
#ifndef RVL_KERNEL_REAL_BITS_H
#define RVL_KERNEL_REAL_BITS_H

#include "core/bits.h"

#define RVL_REAL(name) RVL_PASTE(RVL_PASTE(name, _), RVL_DTYPE)

/* A product that is rounded before anything is added to it or subtracted from it. -ffp-contract=off says so for all,
 * but where one lane adds and its neighbour subtracts, as in complex products, gcc from 12 on vectorises both to one
 * fused multiply-add-subtract all the same. */
#ifdef __has_builtin
#    if __has_builtin(__builtin_assoc_barrier)
#        define RVL_ROUNDED(product) __builtin_assoc_barrier(product)
#    endif
#endif
#ifndef RVL_ROUNDED
#    define RVL_ROUNDED(product) (product)
#endif

RVL_ALWAYS_INLINE float fabs_float32(float x)
{
    return __builtin_fabsf(x);
}

RVL_ALWAYS_INLINE double fabs_float64(double x)
{
    return __builtin_fabs(x);
}

RVL_ALWAYS_INLINE float sqrt_float32(float x)
{
    return __builtin_sqrtf(x);
}

RVL_ALWAYS_INLINE double sqrt_float64(double x)
{
    return __builtin_sqrt(x);
}

/* x, or 0 where it is smaller than a limit: for functions that tell such results without arithmetic on subnormal
 * numbers, which is slow. By bits, as a choice between x and 0 is one that compilers move behind the arithmetic. */
RVL_ALWAYS_INLINE float rvl_flushed_float32(float x, float limit)
{
    return from_bits_float32(bits_float32(x) & (__builtin_fabsf(x) < limit ? UINT32_C(0) : UINT32_MAX));
}

RVL_ALWAYS_INLINE double rvl_flushed_float64(double x, double limit)
{
    return from_bits_float64(bits_float64(x) & (__builtin_fabs(x) < limit ? UINT64_C(0) : UINT64_MAX));
}

RVL_ALWAYS_INLINE float and_float32(float x, float y)
{
    return from_bits_float32(bits_float32(x) & bits_float32(y));
}

RVL_ALWAYS_INLINE double and_float64(double x, double y)
{
    return from_bits_float64(bits_float64(x) & bits_float64(y));
}

RVL_ALWAYS_INLINE float or_float32(float x, float y)
{
    return from_bits_float32(bits_float32(x) | bits_float32(y));
}

RVL_ALWAYS_INLINE double or_float64(double x, double y)
{
    return from_bits_float64(bits_float64(x) | bits_float64(y));
}

#endif
