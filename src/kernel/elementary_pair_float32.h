/* elementary_pair_float32.h: a float32 with what its rounding lost, and what helps to tell that. */
#ifndef RVL_KERNEL_ELEMENTARY_PAIR_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_PAIR_FLOAT32_H

#include "fma.h"

typedef struct rvl_pair_float32 {
    float high, low;
} rvl_pair_float32;

/* 1 / x for normal positive x, but for an eighth: from the bits, which grow nearly as the logarithm does. 0 gives some
 * large number. */
RVL_ALWAYS_INLINE float rvl_rough_reciprocal_float32(float x)
{
    return from_bits_float32(UINT32_C(0x7ef311c7) - bits_float32(x));
}

#endif
