/* truncate_avx.c: float64 to int32 with the conversion of AVX, which marks what does not fit. The compiler's loop
 * compares each element with both ends of the range before it converts. */
#include "by_hand.h"

#ifdef __AVX__
#    define RVL_DTYPE int32
#    include "operations_integer.h"
#    include <immintrin.h>
#    include <ravel/context.h>

#    define GROUP 32 /* elements that are looked at together */

/* Converts a group; gives whether some element of it may not fit: it became the smallest integer. */
RVL_ALWAYS_INLINE int truncate_group(const double *from, int32_t *to)
{
#    ifdef __AVX512F__
    const __m256i marker = _mm256_set1_epi32(INT32_MIN);
    __m256i marked = _mm256_setzero_si256();
#        pragma GCC unroll 4
    for (size_t i = 0; i < GROUP; i += 8) {
        const __m256i truncated = _mm512_cvttpd_epi32(_mm512_loadu_pd(from + i));
        marked = _mm256_or_si256(marked, _mm256_cmpeq_epi32(truncated, marker));
        _mm256_storeu_si256((__m256i_u *)(to + i), truncated);
    }
    return !_mm256_testz_si256(marked, marked);
#    else
    const __m128i marker = _mm_set1_epi32(INT32_MIN);
    __m128i marked = _mm_setzero_si128();
#        pragma GCC unroll 8
    for (size_t i = 0; i < GROUP; i += 4) {
        const __m128i truncated = _mm256_cvttpd_epi32(_mm256_loadu_pd(from + i));
        marked = _mm_or_si128(marked, _mm_cmpeq_epi32(truncated, marker));
        _mm_storeu_si128((__m128i_u *)(to + i), truncated);
    }
    return !_mm_testz_si128(marked, marked);
#    endif
}

uint64_t RVL_ISA_NAME(rvl_truncate_avx)(size_t n, const void *source, void *destination)
{
    const double *from = source;
    int32_t *restrict to = destination;
    rvl_invalid invalid = {0, 0};
    size_t i = 0;
    for (; i + GROUP <= n; i += GROUP)
        if (truncate_group(from + i, to + i))
            for (size_t k = i; k < i + GROUP; k++)
                to[k] = convert_float64(from[k], &invalid);
    for (; i < n; i++)
        to[i] = convert_float64(from[i], &invalid);
    return invalid.wide ? RAVEL_EVENT_INVALID_CAST : 0;
}
#endif
