/* lanes_avx2.h: what lanes.h cannot say without intrinsics, of AVX2 with FMA: a permutation of each half of the table,
 * and a choice by the row's fourth bit. */
#ifndef RVL_KERNEL_LANES_AVX2_H
#define RVL_KERNEL_LANES_AVX2_H

#include <immintrin.h>

RVL_ALWAYS_INLINE rvl_lanes rvl_lanes_fma(rvl_lanes a, rvl_lanes b, rvl_lanes c)
{
    return (rvl_lanes)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}

RVL_ALWAYS_INLINE rvl_lanes rvl_lanes_lookup(const float *table, rvl_lanes_bits row)
{
    const __m256 low = _mm256_permutevar8x32_ps(_mm256_loadu_ps(table), (__m256i)row);
    const __m256 high = _mm256_permutevar8x32_ps(_mm256_loadu_ps(table + 8), (__m256i)row);
    return (rvl_lanes)_mm256_blendv_ps(low, high, (__m256)(row << 28)); /* by the sign bit */
}

#endif
