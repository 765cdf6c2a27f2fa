/* roofline.c: how fast this machine moves memory, by one thread: the plainest loops there are, to hold the kernels
 * against. Stores go through the cache or past it. */
#define _POSIX_C_SOURCE 200809L
#include <stddef.h>
#include <stdint.h>

#ifdef __x86_64__
#    include <emmintrin.h>
#endif

#include "clock.h"

/* The widest vectors of this CPU, chosen when the library is loaded. */
#if defined(__x86_64__) && defined(__GLIBC__)
#    define WIDE __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#    define WIDE
#endif

double ravel_bench_roofline(int32_t what, int32_t streaming, size_t n, const void *a, const void *b, void *out,
                            int64_t n_passes);

/* What a pass does, as roofline.py numbers it. */
enum { READ, WRITE, COPY, TRIAD };

/* Where a sum goes that nobody wants but the compiler must not leave out. */
static volatile uint64_t unwanted;

WIDE static uint64_t read_all(size_t n, const uint64_t *a)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i];
    return sum;
}

WIDE static void write_all(size_t n, double *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = 1.5;
}

/* A loop that no compiler turns into a call of memcpy, which has its own ideas of streaming. */
WIDE static void copy(size_t n, const double *restrict a, double *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = -a[i];
}

WIDE static void triad(size_t n, const double *restrict a, const double *restrict b, double *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = a[i] + 3.0 * b[i];
}

#ifdef __x86_64__
static void write_all_past(size_t n, double *out)
{
    const __m128d value = _mm_set1_pd(1.5);
    for (size_t i = 0; i + 2 <= n; i += 2)
        _mm_stream_pd(out + i, value);
}

static void copy_past(size_t n, const double *a, double *out)
{
    for (size_t i = 0; i + 2 <= n; i += 2)
        _mm_stream_pd(out + i, _mm_load_pd(a + i));
}

static void triad_past(size_t n, const double *a, const double *b, double *out)
{
    const __m128d three = _mm_set1_pd(3.0);
    for (size_t i = 0; i + 2 <= n; i += 2)
        _mm_stream_pd(out + i, _mm_add_pd(_mm_load_pd(a + i), _mm_mul_pd(three, _mm_load_pd(b + i))));
}

static int pass_past(int32_t what, size_t n, const double *a, const double *b, double *out)
{
    if (what == READ)
        return 0;
    if (what == WRITE)
        write_all_past(n, out);
    else if (what == COPY)
        copy_past(n, a, out);
    else
        triad_past(n, a, b, out);
    _mm_sfence();
    return 1;
}
#else
static int pass_past(int32_t what, size_t n, const double *a, const double *b, double *out)
{
    (void)what, (void)n, (void)a, (void)b, (void)out;
    return 0;
}
#endif

/* Nanoseconds of one pass over arrays of n doubles on 64-byte boundaries; below zero where there is no such pass. */
double ravel_bench_roofline(int32_t what, int32_t streaming, size_t n, const void *a, const void *b, void *out,
                            int64_t n_passes)
{
    const double start = ravel_bench_now(1);
    for (int64_t i = 0; i < n_passes; i++) {
        if (streaming) {
            if (!pass_past(what, n, a, b, out))
                return -1;
        } else if (what == READ)
            unwanted = read_all(n, a);
        else if (what == WRITE)
            write_all(n, out);
        else if (what == COPY)
            copy(n, a, out);
        else
            triad(n, a, b, out);
    }
    return (ravel_bench_now(1) - start) / (double)n_passes;
}
