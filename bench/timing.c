/* timing.c: times one prepared call from C. Built as a small shared library of its own, which figures.py loads beside
 * libravel, so that NumPy and ravel are measured in turn in one process. */
#define _POSIX_C_SOURCE 200809L
#include <ravel/ravel.h>
#include <time.h>

double ravel_bench_apply(ravel_context *context, const ravel_kernel *kernel, int32_t n_in, const ravel_array *const *in,
                         ravel_array *out, int64_t n_calls);
double ravel_bench_reduce(ravel_context *context, const ravel_kernel *kernel, const ravel_array *in, ravel_array *out,
                          int64_t n_calls);
double ravel_bench_lookup(const ravel_array *array, int64_t n_calls);

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Nanoseconds of one call of n_calls in a row; below zero: minus the status of a call that failed. */
double ravel_bench_apply(ravel_context *context, const ravel_kernel *kernel, int32_t n_in, const ravel_array *const *in,
                         ravel_array *out, int64_t n_calls)
{
    const double start = now();
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_apply(context, kernel, n_in, in, NULL, 0, 1, &out);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (now() - start) / (double)n_calls;
}

/* The same for a reduction over all axes. */
double ravel_bench_reduce(ravel_context *context, const ravel_kernel *kernel, const ravel_array *in, ravel_array *out,
                          int64_t n_calls)
{
    const double start = now();
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_reduce(context, kernel, in, 0, NULL, NULL, NULL, 0, out);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (now() - start) / (double)n_calls;
}

/* Nanoseconds of one look-up of a handle: the cheapest function that makes one. */
double ravel_bench_lookup(const ravel_array *array, int64_t n_calls)
{
    const double start = now();
    for (int64_t i = 0; i < n_calls; i++) {
        int32_t ndim;
        const ravel_status status = ravel_array_ndim(array, &ndim);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (now() - start) / (double)n_calls;
}
