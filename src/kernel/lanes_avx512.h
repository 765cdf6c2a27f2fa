/* lanes_avx512.h: what lanes.h cannot say without intrinsics, of AVX-512. */
#ifndef RVL_KERNEL_LANES_AVX512_H
#define RVL_KERNEL_LANES_AVX512_H

#include <immintrin.h>

RVL_ALWAYS_INLINE rvl_lanes rvl_lanes_fma(rvl_lanes a, rvl_lanes b, rvl_lanes c)
{
    return (rvl_lanes)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
}

RVL_ALWAYS_INLINE rvl_lanes rvl_lanes_lookup(const float *table, rvl_lanes_bits row)
{
    return (rvl_lanes)_mm512_permutexvar_ps((__m512i)row, _mm512_loadu_ps(table));
}

#endif
