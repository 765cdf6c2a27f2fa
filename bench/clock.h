/* clock.h: the clock of the benchmarks. */
#ifndef RAVEL_BENCH_CLOCK_H
#define RAVEL_BENCH_CLOCK_H

#include <time.h>

/* Nanoseconds since some moment. */
static inline double ravel_bench_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

#endif
