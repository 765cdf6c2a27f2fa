/* random.h: numbers for tests: the same from the same seed, on every machine. */
#ifndef TESTS_SUPPORT_RANDOM_H
#define TESTS_SUPPORT_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct random_source {
    uint64_t state;
} random_source;

/* Splitmix64. */
static inline uint64_t random_bits(random_source *source)
{
    source->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = source->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* In [0, n), n >= 1. */
static inline int64_t random_below(random_source *source, int64_t n)
{
    return (int64_t)((random_bits(source) >> 11) % (uint64_t)n);
}

/* In [low, high]. */
static inline int64_t random_between(random_source *source, int64_t low, int64_t high)
{
    return low + random_below(source, high - low + 1);
}

/* True once in n times. */
static inline bool random_once_in(random_source *source, int64_t n)
{
    return random_below(source, n) == 0;
}

#endif
