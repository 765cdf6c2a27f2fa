/* stream_x86_64.h: non-temporal stores of x86-64, as wide as the instruction set has them. */
#include <immintrin.h>

/* line is aligned to 64 bytes. */
RVL_ALWAYS_INLINE void rvl_stream_line(const char *source, char *line)
{
#if defined __AVX512F__
    _mm512_stream_si512((void *)line, _mm512_loadu_si512(source));
#elif defined __AVX__
    for (size_t i = 0; i < RVL_LINE; i += 32)
        _mm256_stream_si256((void *)(line + i), _mm256_loadu_si256((const void *)(source + i)));
#else
    for (size_t i = 0; i < RVL_LINE; i += 16)
        _mm_stream_si128((void *)(line + i), _mm_loadu_si128((const void *)(source + i)));
#endif
}

RVL_ALWAYS_INLINE void rvl_stream_fence(void)
{
    _mm_sfence();
}
