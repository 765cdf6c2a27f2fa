/* count.c: counts true elements, of bools: bytes of which any that is not 0 is true. Compiled once per instruction set.
 *
 * Counting is exact, so that any order gives the same result. Bytes are counted in lanes of bytes, as many as a vector
 * has, for as long as no lane can overflow. */
#include "kernel.h"

enum {
    LANES = 128,   /* two vectors of 64 bytes */
    STEPS = 15,    /* rows of LANES that are counted at a time */
    STRETCHES = 17 /* of STEPS rows each before a lane of 255 is full */
};

RVL_ALWAYS_INLINE uint8_t one(uint8_t x)
{
    return x < 1 ? x : 1;
}

/* Counts of the lanes over up to STRETCHES stretches. */
RVL_ALWAYS_INLINE int64_t count_stretches(size_t n, const uint8_t *x)
{
    uint8_t lanes[LANES] = {0};
    for (size_t stretch = 0; stretch < n; stretch++, x += STEPS * LANES)
        for (size_t j = 0; j < LANES; j++) {
            uint8_t sum = lanes[j];
#pragma GCC unroll 15
            for (size_t step = 0; step < STEPS; step++)
                sum = (uint8_t)(sum + one(x[step * LANES + j]));
            lanes[j] = sum;
        }
    uint32_t total = 0;
    for (size_t j = 0; j < LANES; j++)
        total += lanes[j];
    return total;
}

RVL_ALWAYS_INLINE int64_t count_row(size_t n, const uint8_t *x)
{
    int64_t count = 0;
    size_t stretches = n / (STEPS * LANES);
    while (stretches > 0) {
        const size_t now = stretches < STRETCHES ? stretches : STRETCHES;
        count += count_stretches(now, x);
        x += now * STEPS * LANES;
        stretches -= now;
    }
    n %= STEPS * LANES;
    uint32_t rest = 0;
    for (size_t i = 0; i < n; i++)
        rest += one(x[i]);
    return count + rest;
}

static void count_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    int64_t *const counts = result;
    for (size_t row = 0; row < count; row++)
        counts[row] = count_row(n, (const uint8_t *)source + stride * (int64_t)row);
}

/* A column of up to 128 rows does not overflow a byte. */
static void count_block(size_t rows, size_t width, const void *source, int64_t row_stride, void *result)
{
    int64_t *const counts = result;
    for (size_t first = 0; first < width; first += LANES) {
        const size_t n = width - first < LANES ? width - first : LANES;
        uint8_t sums[LANES];
        const uint8_t *x = (const uint8_t *)source + first;
        for (size_t j = 0; j < n; j++)
            sums[j] = one(x[j]);
        for (size_t row = 1; row < rows; row++) {
            x += row_stride;
            for (size_t j = 0; j < n; j++)
                sums[j] = (uint8_t)(sums[j] + one(x[j]));
        }
        for (size_t j = 0; j < n; j++)
            counts[first + j] = sums[j];
    }
}

extern const rvl_reducer RVL_ISA_NAME(rvl_count);
const rvl_reducer RVL_ISA_NAME(rvl_count) = {.rows = count_rows, .block = count_block};
