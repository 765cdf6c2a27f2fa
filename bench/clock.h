/* clock.h: the clock of the benchmarks. */
#ifndef RAVEL_BENCH_CLOCK_H
#define RAVEL_BENCH_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds since some moment. Of one thread its own processor time, which other programs do not add to; of several
 * the time on the wall. */
static inline double ravel_bench_now(int32_t n_threads)
{
    struct timespec time;
    clock_gettime(n_threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

#endif
