/* fuzz.c: what the fuzz targets share. */
#include "fuzz.h"
#include <stdio.h>
#include <stdlib.h>

random_source fuzz_source(const uint8_t *data, size_t size)
{
    return (random_source){.input = data, .input_nbytes = size};
}

bool fuzz_more(const random_source *source)
{
    return source->input_nbytes > 0;
}

int64_t fuzz_extreme(random_source *source)
{
    const int64_t near = random_between(source, -128, 127);
    const int32_t power = (int32_t)random_below(source, 130);
    if (power >= 128)
        return power == 128 ? INT64_MIN : INT64_MAX;
    const int64_t base = (int64_t)(UINT64_C(1) << (power & 63));
    return (int64_t)((uint64_t)(power & 64 ? base : (int64_t)(0 - (uint64_t)base)) + (uint64_t)near);
}

_Noreturn void fuzz_fail(const char *condition, const char *file, int line)
{
    (void)fflush(stdout);
    (void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort();
}
