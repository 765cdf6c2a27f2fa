/* accumulate_initial.c: the identity as the first element of every slice of a running fold. */
#include "accumulate.h"

#include "core/dtype_table.h"

enum { BLOCK_NBYTES = 512 };

/* Repeats the identity along a row of the output, a block at a time. */
static void write_row(const rvl_accumulate_job *job, const unsigned char *block, int64_t n, unsigned char *row,
                      int64_t stride)
{
    const int32_t itemsize = rvl_dtypes[job->out_dtype].itemsize;
    const int64_t most = BLOCK_NBYTES / itemsize;
    for (int64_t done = 0; done < n; done += most)
        job->fold.movers->scatter[rvl_size_class((size_t)itemsize)]((size_t)(n - done < most ? n - done : most), block,
                                                                    row + done * stride, stride);
}

void rvl_accumulate_write_initial(const rvl_accumulate_job *job)
{
    _Alignas(64) unsigned char block[BLOCK_NBYTES];
    const size_t itemsize = (size_t)rvl_dtypes[job->out_dtype].itemsize;
    int64_t index[RAVEL_MAX_NDIM] = {0};
    unsigned char *row = job->head;
    job->fold.movers->fill[rvl_size_class(itemsize)](BLOCK_NBYTES / itemsize, job->initial, block);
    for (int32_t axis = 0; axis < job->n_others; axis++)
        if (job->shape[axis] == 0)
            return;
    for (;;) {
        write_row(job, block, job->n_others > 0 ? job->shape[0] : 1, row, job->n_others > 0 ? job->out_strides[0] : 0);
        int32_t axis = 1;
        for (; axis < job->n_others && ++index[axis] == job->shape[axis]; axis++) {
            row -= job->out_strides[axis] * (job->shape[axis] - 1);
            index[axis] = 0;
        }
        if (axis >= job->n_others)
            return;
        row += job->out_strides[axis];
    }
}
