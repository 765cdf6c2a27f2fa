/* lanes.h: vectors of float32, for functions whose coefficients come from tables. Of a loop with table[row] compilers
 * make loads one by one, or a gather, which is no faster; here a table is a register or two, and a permutation looks up
 * all lanes at once. What else such a function does is arithmetic on the vector types of gcc and clang, and reads the
 * same for all instruction sets. */
#ifndef RVL_KERNEL_LANES_H
#define RVL_KERNEL_LANES_H

#include "fma.h"

#if defined(__AVX512F__)
#    define RVL_LANES_NBYTES 64
#elif defined(__AVX2__)
#    define RVL_LANES_NBYTES 32
#else
#    define RVL_LANES_NBYTES 16
#endif
#define RVL_TABLE_ROWS 16
enum { RVL_N_LANES = RVL_LANES_NBYTES / sizeof(float) };

typedef float rvl_lanes __attribute__((vector_size(RVL_LANES_NBYTES)));
typedef uint32_t rvl_lanes_bits __attribute__((vector_size(RVL_LANES_NBYTES))); /* of comparisons: all of a lane's */

/* rvl_lanes_fma: a * b + c of each lane, rounded once; rvl_lanes_lookup: table[row] of each lane, by the row's low four
 * bits. */
#if defined(__AVX512F__)
#    include "lanes_avx512.h"
#elif defined(__AVX2__)
#    include "lanes_avx2.h"
#elif defined(__aarch64__)
#    include "lanes_neon.h"
#else
RVL_ALWAYS_INLINE rvl_lanes rvl_lanes_fma(rvl_lanes a, rvl_lanes b, rvl_lanes c)
{
    rvl_lanes result = c;
    for (int32_t i = 0; i < RVL_N_LANES; i++)
        result[i] = rvl_fma_float32(a[i], b[i], c[i]);
    return result;
}

RVL_ALWAYS_INLINE rvl_lanes rvl_lanes_lookup(const float *table, rvl_lanes_bits row)
{
    rvl_lanes result = {0};
    for (int32_t i = 0; i < RVL_N_LANES; i++)
        result[i] = table[row[i] % RVL_TABLE_ROWS];
    return result;
}
#endif

RVL_ALWAYS_INLINE rvl_lanes rvl_lanes_of(float all)
{
    return (rvl_lanes){0} + all;
}

/* x where the condition's lane has all bits set, else y. */
RVL_ALWAYS_INLINE rvl_lanes rvl_lanes_choose(rvl_lanes_bits condition, rvl_lanes x, rvl_lanes y)
{
    return (rvl_lanes)((condition & (rvl_lanes_bits)x) | (~condition & (rvl_lanes_bits)y));
}

#endif
