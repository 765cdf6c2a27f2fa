/* reduce_root.c: square roots of sums of squares, without overflow or underflow where the root has none.
 *
 * A sum of squares is sure if it is finite and large enough for what squares have lost to underflow to be nothing
 * beside it. Where it is not, the elements are taken again, times a power of two that brings any such sum into range.
 * Which results are taken again follows from the plain sums, result by result, so that the bits depend on the values
 * alone. */
#include "reduce.h"

#include "core/dtype_table.h"
#include "kernel/norm_range.h"
#include <string.h>

static double value_at(int32_t dtype, const unsigned char *values, size_t i)
{
    if (dtype == RAVEL_FLOAT32) {
        float value;
        memcpy(&value, values + i * sizeof value, sizeof value);
        return (double)value;
    }
    double value;
    memcpy(&value, values + i * sizeof value, sizeof value);
    return value;
}

void rvl_reduce_set_scale(rvl_reducing *worker, double scale)
{
    const rvl_fold *fold = worker->folder.fold;
    worker->folder.parameter = 0;
    (void)fold->movers->cast[RAVEL_FLOAT64][fold->dtype](1, &scale, &worker->folder.parameter);
}

static void take_roots(const rvl_fold *fold, size_t n, unsigned char *values)
{
    const void *in[1] = {values};
    void *out[1] = {values};
    (void)rvl_builtin_loop(RVL_KERNEL_sqrt, fold->dtype, fold->isa)(n, in, out, NULL);
}

/* A region, and the roots of its plain sums. */
typedef struct roots {
    const unsigned char *data, *mask;
    int64_t length;
    size_t size;
    unsigned char *results;
} roots;

/* Takes the elements times `scale` for the roots in [low, high], and writes theirs over them. */
static void take_again(rvl_reducing *worker, const roots *of, double scale, double low, double high)
{
    const rvl_fold *fold = worker->folder.fold;
    const double inverse = 1 / scale;
    unsigned char *again = worker->buffers[RVL_BUFFER_AGAIN];
    uint64_t back = 0;
    rvl_reduce_set_scale(worker, scale);
    (void)rvl_reduce_axes(worker, of->data, of->mask, of->length, again);
    rvl_reduce_set_scale(worker, 1);
    take_roots(fold, of->size, again);
    (void)fold->movers->cast[RAVEL_FLOAT64][fold->dtype](1, &inverse, &back);
    for (size_t i = 0; i < of->size; i++) {
        const double root = value_at(fold->dtype, of->results, i);
        if (!(low <= root && root <= high))
            continue;
        const void *in[2] = {again + i * fold->itemsize, &back};
        void *out[1] = {of->results + i * fold->itemsize};
        (void)rvl_builtin_loop(RVL_KERNEL_multiply, fold->dtype, fold->isa)(1, in, out, NULL);
    }
}

void rvl_reduce_take_roots(rvl_reducing *worker, const unsigned char *data, const unsigned char *mask, int64_t length,
                           unsigned char *results)
{
    const rvl_reduce_job *job = worker->job;
    const roots of = {data, mask, length, rvl_region_size(job, length), results};
    const rvl_norm_range safe = rvl_norm_range_of(job->fold.dtype == RAVEL_FLOAT64);
    const double infinity = __builtin_inf();
    bool small = false, large = false;
    take_roots(&job->fold, of.size, results);
    for (size_t i = 0; i < of.size; i++) {
        const double root = value_at(job->fold.dtype, results, i);
        small |= root <= safe.least;
        large |= root == infinity;
    }
    if ((small || large) && !job->source.map) { /* these are sums of sums */
        *job->unsure = true;
        return;
    }
    if (large)
        take_again(worker, &of, safe.down, infinity, infinity);
    if (small)
        take_again(worker, &of, safe.up, 0, safe.least);
}
