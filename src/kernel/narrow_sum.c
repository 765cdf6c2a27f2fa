/* narrow_sum.c: sums of integers of less than 64 bits, in 64 bits, without a cast beforehand. Compiled once per such
 * dtype and instruction set.
 *
 * Sums of integers are exact modulo 2^64, so that any order gives the same result. Each stretch of a row, and each
 * block of a column, is summed in the narrowest integer that it cannot overflow. */
#include "kernel.h"

#define STRETCH_int8 int32_t
#define STRETCH_int16 int32_t
#define STRETCH_int32 int64_t
#define STRETCH_uint8 uint32_t
#define STRETCH_uint16 uint32_t
#define STRETCH_uint32 uint64_t
#define COLUMN_int8 int16_t
#define COLUMN_int16 int32_t
#define COLUMN_int32 int64_t
#define COLUMN_uint8 uint16_t
#define COLUMN_uint16 uint32_t
#define COLUMN_uint32 uint64_t

typedef RVL_PASTE(rvl_, RVL_DTYPE) elem;
typedef RVL_PASTE(STRETCH_, RVL_DTYPE) stretch_sum;
typedef RVL_PASTE(COLUMN_, RVL_DTYPE) column_sum;

enum {
    STRETCH = 1 << 15,                   /* elements of 16 bits in 32 */
    SHORT = sizeof(elem) == 1 ? 32 : 16, /* rows of fewer elements are no work for vectors */
    STRIP = 64,                          /* columns that are summed at a time */
    NARROW_STRIP = 8
};

RVL_ALWAYS_INLINE uint64_t sum_stretch(size_t n, const elem *x)
{
    stretch_sum sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return (uint64_t)(int64_t)sum;
}

static uint64_t sum_row(size_t n, const elem *x)
{
    uint64_t sum = 0;
    for (size_t first = 0; first < n; first += STRETCH)
        sum += sum_stretch(n - first < STRETCH ? n - first : STRETCH, x + first);
    return sum;
}

static uint64_t sum_short_row(size_t n, const elem *x)
{
    stretch_sum sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        __asm__ volatile(""); /* no vectors */
    }
    return (uint64_t)(int64_t)sum;
}

static void sum_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    const unsigned char *from = source;
    uint64_t *sums = result;
    for (size_t row = 0; row < count; row++) {
        const elem *x = (const elem *)(const void *)(from + stride * (int64_t)row);
        sums[row] = n < SHORT ? sum_short_row(n, x) : sum_row(n, x);
    }
}

/* Of `width` columns, a number that the compiler knows: else it makes twice as much code for the rest of a vector. */
RVL_ALWAYS_INLINE void sum_strip(size_t width, size_t rows, const unsigned char *source, int64_t stride, uint64_t *to)
{
    column_sum sums[STRIP];
    for (size_t j = 0; j < width; j++)
        sums[j] = 0;
    for (size_t row = 0; row < rows; row++) {
        const elem *x = (const elem *)(const void *)(source + stride * (int64_t)row);
        for (size_t j = 0; j < width; j++)
            sums[j] = (column_sum)(sums[j] + x[j]);
    }
    for (size_t j = 0; j < width; j++)
        to[j] = (uint64_t)(int64_t)sums[j];
}

static void sum_block(size_t rows, size_t width, const void *source, int64_t row_stride, void *result)
{
    const elem *x = source;
    uint64_t *to = result, *const end = to + width;
    for (; end - to >= STRIP; x += STRIP, to += STRIP)
        sum_strip(STRIP, rows, (const unsigned char *)x, row_stride, to);
    for (; end - to >= NARROW_STRIP; x += NARROW_STRIP, to += NARROW_STRIP)
        sum_strip(NARROW_STRIP, rows, (const unsigned char *)x, row_stride, to);
    for (; to < end; x++, to++)
        sum_strip(1, rows, (const unsigned char *)x, row_stride, to);
}

extern const rvl_reducer RVL_NAME(rvl_narrow_sum);
const rvl_reducer RVL_NAME(rvl_narrow_sum) = {.rows = sum_rows, .block = sum_block};
