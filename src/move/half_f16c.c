/* half_f16c.c: float16 to float32 and back with the F16C instructions, which gcc does not use on its own. */
#include "by_hand.h"

#ifdef __F16C__
#    include "core/half.h"
#    include <immintrin.h>

#    ifdef __AVX512F__
#        define LANES 16
#    else
#        define LANES 8
#    endif

RVL_ALWAYS_INLINE void widen_vector(const rvl_float16 *from, float *to)
{
#    ifdef __AVX512F__
    _mm512_storeu_ps(to, _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i_u *)from)));
#    else
    _mm256_storeu_ps(to, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i_u *)from)));
#    endif
}

RVL_ALWAYS_INLINE void narrow_vector(const float *from, rvl_float16 *to)
{
#    ifdef __AVX512F__
    _mm256_storeu_si256((__m256i_u *)to, _mm512_cvtps_ph(_mm512_loadu_ps(from), _MM_FROUND_TO_NEAREST_INT));
#    else
    _mm_storeu_si128((__m128i_u *)to, _mm256_cvtps_ph(_mm256_loadu_ps(from), _MM_FROUND_TO_NEAREST_INT));
#    endif
}

uint64_t RVL_ISA_NAME(rvl_widen_f16c)(size_t n, const void *source, void *destination)
{
    const rvl_float16 *from = source;
    float *to = destination;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        widen_vector(from + i, to + i);
    if (n >= LANES && i < n)
        widen_vector(from + n - LANES, to + n - LANES); /* again some that are done */
    else
        for (; i < n; i++)
            to[i] = rvl_float32_from_float16(from[i]);
    return 0;
}

uint64_t RVL_ISA_NAME(rvl_narrow_f16c)(size_t n, const void *source, void *destination)
{
    const float *from = source;
    rvl_float16 *to = destination;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        narrow_vector(from + i, to + i);
    if (n >= LANES && i < n)
        narrow_vector(from + n - LANES, to + n - LANES); /* again some that are done */
    else
        for (; i < n; i++)
            to[i] = rvl_float16_from_float32(from[i]);
    return 0;
}
#endif
