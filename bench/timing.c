/* timing.c: times calls from C through prepared handles. Built, with roofline.c, as a small shared library of its own,
 * which run.py loads beside libravel, so that NumPy and ravel are measured in turn in one process.
 *
 * Each function gives the nanoseconds of one call of n_calls in a row; below zero: minus the status of a call that
 * failed. The context lets a call use n_threads. */
#define _POSIX_C_SOURCE 200809L
#include <ravel/ravel.h>

#include "clock.h"

double ravel_bench_apply(int32_t n_threads, ravel_context *context, const ravel_kernel *kernel, int32_t n_in,
                         const ravel_array *const *in, int32_t n_out, ravel_array *const *out, int64_t n_calls);
double ravel_bench_reduce(int32_t n_threads, ravel_context *context, const ravel_kernel *kernel, const ravel_array *in,
                          int32_t n_axes, const int32_t *axes, ravel_array *out, int64_t n_calls);
double ravel_bench_accumulate(int32_t n_threads, ravel_context *context, const ravel_kernel *kernel,
                              const ravel_array *in, int32_t axis, ravel_array *out, int64_t n_calls);
double ravel_bench_vecdot(int32_t n_threads, ravel_context *context, const ravel_array *const *in, int32_t n_axes,
                          const int32_t *axes, ravel_array *out, int64_t n_calls);
double ravel_bench_min_max(int32_t n_threads, ravel_context *context, const ravel_array *const *in, int32_t n_axes,
                           const int32_t *axes, ravel_array *const *out, int64_t n_calls);
double ravel_bench_mean_var(int32_t n_threads, ravel_context *context, const ravel_array *const *in, int32_t n_axes,
                            const int32_t *axes, ravel_array *const *out, int64_t n_calls);
double ravel_bench_diff(int32_t n_threads, ravel_context *context, const ravel_array *const *in, int32_t axis,
                        ravel_array *out, int64_t n_calls);
double ravel_bench_bincount(int32_t n_threads, ravel_context *context, const ravel_array *const *in, ravel_array *out,
                            int64_t n_calls);
double ravel_bench_histogram(int32_t n_threads, ravel_context *context, const ravel_array *const *in, ravel_array *out,
                             int64_t n_calls);
double ravel_bench_histogram_edges(int32_t n_threads, ravel_context *context, const ravel_array *const *in,
                                   ravel_array *out, int64_t n_calls);
double ravel_bench_lookup(const ravel_array *array, int64_t n_calls);

double ravel_bench_apply(int32_t n_threads, ravel_context *context, const ravel_kernel *kernel, int32_t n_in,
                         const ravel_array *const *in, int32_t n_out, ravel_array *const *out, int64_t n_calls)
{
    const double start = ravel_bench_now(n_threads);
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_apply(context, kernel, n_in, in, NULL, 0, n_out, out);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(n_threads) - start) / (double)n_calls;
}

double ravel_bench_reduce(int32_t n_threads, ravel_context *context, const ravel_kernel *kernel, const ravel_array *in,
                          int32_t n_axes, const int32_t *axes, ravel_array *out, int64_t n_calls)
{
    const double start = ravel_bench_now(n_threads);
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_reduce(context, kernel, in, n_axes, axes, NULL, NULL, 0, out);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(n_threads) - start) / (double)n_calls;
}

double ravel_bench_accumulate(int32_t n_threads, ravel_context *context, const ravel_kernel *kernel,
                              const ravel_array *in, int32_t axis, ravel_array *out, int64_t n_calls)
{
    const double start = ravel_bench_now(n_threads);
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_accumulate(context, kernel, in, axis, 0, out);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(n_threads) - start) / (double)n_calls;
}

double ravel_bench_vecdot(int32_t n_threads, ravel_context *context, const ravel_array *const *in, int32_t n_axes,
                          const int32_t *axes, ravel_array *out, int64_t n_calls)
{
    const double start = ravel_bench_now(n_threads);
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_vecdot(context, in[0], in[1], n_axes, axes, 0, out);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(n_threads) - start) / (double)n_calls;
}

double ravel_bench_min_max(int32_t n_threads, ravel_context *context, const ravel_array *const *in, int32_t n_axes,
                           const int32_t *axes, ravel_array *const *out, int64_t n_calls)
{
    const double start = ravel_bench_now(n_threads);
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_min_max(context, in[0], n_axes, axes, NULL, NULL, 0, out[0], out[1]);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(n_threads) - start) / (double)n_calls;
}

double ravel_bench_mean_var(int32_t n_threads, ravel_context *context, const ravel_array *const *in, int32_t n_axes,
                            const int32_t *axes, ravel_array *const *out, int64_t n_calls)
{
    const double start = ravel_bench_now(n_threads);
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_mean_var(context, in[0], n_axes, axes, NULL, 0, 0, out[0], out[1]);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(n_threads) - start) / (double)n_calls;
}

double ravel_bench_diff(int32_t n_threads, ravel_context *context, const ravel_array *const *in, int32_t axis,
                        ravel_array *out, int64_t n_calls)
{
    const double start = ravel_bench_now(n_threads);
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_diff(context, in[0], axis, 1, 0, out);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(n_threads) - start) / (double)n_calls;
}

double ravel_bench_bincount(int32_t n_threads, ravel_context *context, const ravel_array *const *in, ravel_array *out,
                            int64_t n_calls)
{
    const double start = ravel_bench_now(n_threads);
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_bincount(context, in[0], NULL, NULL, 0, out);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(n_threads) - start) / (double)n_calls;
}

double ravel_bench_histogram(int32_t n_threads, ravel_context *context, const ravel_array *const *in, ravel_array *out,
                             int64_t n_calls)
{
    const double start = ravel_bench_now(n_threads);
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_histogram(context, in[0], NULL, in[1], in[2], 0, out);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(n_threads) - start) / (double)n_calls;
}

double ravel_bench_histogram_edges(int32_t n_threads, ravel_context *context, const ravel_array *const *in,
                                   ravel_array *out, int64_t n_calls)
{
    const double start = ravel_bench_now(n_threads);
    for (int64_t i = 0; i < n_calls; i++) {
        const ravel_status status = ravel_histogram_edges(context, in[0], NULL, in[1], 0, out);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(n_threads) - start) / (double)n_calls;
}

/* One look-up of a handle: the cheapest function that makes one. */
double ravel_bench_lookup(const ravel_array *array, int64_t n_calls)
{
    const double start = ravel_bench_now(1);
    for (int64_t i = 0; i < n_calls; i++) {
        int32_t ndim;
        const ravel_status status = ravel_array_ndim(array, &ndim);
        if (status != RAVEL_OK)
            return -(double)status;
    }
    return (ravel_bench_now(1) - start) / (double)n_calls;
}
