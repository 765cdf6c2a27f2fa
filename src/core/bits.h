/* bits.h: floats as their bits, and back. */
#ifndef RVL_CORE_BITS_H
#define RVL_CORE_BITS_H

#include "types.h"
#include <string.h>

RVL_ALWAYS_INLINE uint32_t bits_float32(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

RVL_ALWAYS_INLINE uint64_t bits_float64(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

RVL_ALWAYS_INLINE float from_bits_float32(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

RVL_ALWAYS_INLINE double from_bits_float64(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

#endif
