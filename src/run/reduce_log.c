/* reduce_log.c: logarithms of sums of exponentials, without overflow: the largest element of each result is taken from
 * the elements first, and added to the logarithm. Where it is not finite nothing is taken: then what the exponentials
 * add up to is 0, infinite or NaN as the result is to be. */
#include "reduce.h"

#include <string.h>

const unsigned char *rvl_reduce_find_shifts(rvl_reducing *worker, int64_t index, size_t size)
{
    const rvl_fold *fold = worker->folder.fold;
    unsigned char *shifts = worker->counting->buffers[RVL_BUFFER_RESULTS];
    rvl_reduce_region(worker->counting, index);
    for (size_t i = 0; i < size; i++) {
        if (fold->dtype == RAVEL_FLOAT32) {
            float shift;
            memcpy(&shift, shifts + i * sizeof shift, sizeof shift);
            shift = __builtin_isfinite(shift) ? shift : 0;
            memcpy(shifts + i * sizeof shift, &shift, sizeof shift);
        } else {
            double shift;
            memcpy(&shift, shifts + i * sizeof shift, sizeof shift);
            shift = __builtin_isfinite(shift) ? shift : 0;
            memcpy(shifts + i * sizeof shift, &shift, sizeof shift);
        }
    }
    return shifts;
}

void rvl_reduce_take_logs(rvl_reducing *worker, size_t size, const unsigned char *shifts, unsigned char *results)
{
    const rvl_fold *fold = worker->folder.fold;
    const void *in[2] = {results, shifts};
    void *out[1] = {results};
    (void)rvl_builtin_loop(RVL_KERNEL_log, fold->dtype, fold->isa)(size, in, out, NULL);
    (void)rvl_builtin_loop(RVL_KERNEL_add, fold->dtype, fold->isa)(size, in, out, NULL);
}
