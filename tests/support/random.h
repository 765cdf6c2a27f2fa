/* random.h: numbers for tests: the same from the same seed, on every machine. */
#ifndef TESTS_SUPPORT_RANDOM_H
#define TESTS_SUPPORT_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct random_source {
    uint64_t state;
    const unsigned char *input; /* a fuzzer's bytes, which are used up first */
    size_t input_nbytes;
} random_source;

/* Up to nbytes of the input, as a number. */
static inline uint64_t random_input(random_source *source, size_t nbytes)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < nbytes && source->input_nbytes > 0; i++, source->input_nbytes--)
        bits |= (uint64_t)*source->input++ << (8 * i);
    return bits;
}

/* Splitmix64. */
static inline uint64_t random_bits(random_source *source)
{
    if (source->input_nbytes > 0)
        return random_input(source, sizeof(uint64_t));
    source->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = source->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* In [0, n), n >= 1. */
static inline int64_t random_below(random_source *source, int64_t n)
{
    if (source->input_nbytes > 0) /* no more bytes than it takes, so that each of them matters */
        return (int64_t)(random_input(source, n <= 256 ? 1 : n <= 65536 ? 2 : 8) % (uint64_t)n);
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

/* A source of its own, for what is many numbers: it takes two bytes of a fuzzer's input, not all of them. */
static inline random_source random_branch(random_source *source)
{
    return (random_source){.state = source->input_nbytes > 0 ? random_input(source, 2) : random_bits(source)};
}

#endif
