/* reduce_add.c: reduced axes whose elements are added to states in any order, as they lie in memory. */
#include "reduce.h"

#include <string.h>

/* A row of the innermost reduced axis, for all columns of a region. */
typedef struct adding {
    rvl_reducing *worker;
    size_t columns; /* kept elements, each with a state */
    int64_t step;   /* from one to the next */
    int64_t n, stride;
    int64_t mask_step, mask_stride;
    unsigned char *states;
} adding;

/* Elements that are states themselves. */
static void join_row(const adding *row, const unsigned char *data)
{
    const size_t itemsize = row->worker->folder.fold->itemsize;
    for (size_t column = 0; column < row->columns; column++)
        for (int64_t i = 0; i < row->n; i++) {
            unsigned char *state = row->states + column * itemsize;
            rvl_fold_join(&row->worker->folder, 1, state, data + (int64_t)column * row->step + i * row->stride, state);
        }
}

/* Elements that lie one after the other as the fold wants them. */
static void add_in_place(const adding *row, const unsigned char *data)
{
    const rvl_fold *fold = row->worker->folder.fold;
    for (size_t column = 0; column < row->columns; column++)
        fold->states->add((size_t)row->n, data + (int64_t)column * row->step, row->states + column * fold->itemsize);
}

/* All others, as many at a time as the tile has room for. */
static void add_packed(const adding *row, const unsigned char *data, const unsigned char *mask)
{
    rvl_reducing *worker = row->worker;
    const rvl_fold *fold = worker->folder.fold;
    const rvl_source *source = &worker->job->source;
    const int64_t room = (int64_t)(worker->job->layout.tile / row->columns);
    unsigned char *block = worker->buffers[RVL_BUFFER_TILE];
    for (int64_t first = 0; first < row->n; first += room) {
        const int64_t left = row->n - first;
        const rvl_tile tile = {.rows = row->columns,
                               .columns = (size_t)(left < room ? left : room),
                               .data = data + first * row->stride,
                               .mask = mask ? mask + first * row->mask_stride : NULL,
                               .row_stride = row->step,
                               .column_stride = row->stride,
                               .mask_row_stride = row->mask_step,
                               .mask_column_stride = row->mask_stride};
        rvl_tile_load(&worker->folder, source, &worker->room, &tile, block);
        for (size_t column = 0; column < row->columns; column++)
            fold->states->add(tile.columns, block + column * tile.columns * source->loaded,
                              row->states + column * fold->itemsize);
    }
}

void rvl_reduce_add(rvl_reducing *worker, const unsigned char *data, const unsigned char *mask, int64_t length,
                    unsigned char *states)
{
    const rvl_reduce_job *job = worker->job;
    const rvl_source *source = &job->source;
    const int32_t inner = job->n_kept, end = job->n_kept + job->n_reduced;
    const adding row = {.worker = worker,
                        .columns = rvl_region_size(job, length),
                        .step = job->n_kept > 0 ? job->strides[0] : 0,
                        .n = job->shape[inner],
                        .stride = job->strides[inner],
                        .mask_step = job->n_kept > 0 ? job->mask_strides[0] : 0,
                        .mask_stride = job->mask_strides[inner],
                        .states = states};
    int64_t index[RVL_REDUCE_AXES];
    memset(index, 0, sizeof index);
    memset(states, 0, row.columns * job->fold.itemsize);
    for (;;) {
        if (source->loaded == job->fold.itemsize)
            join_row(&row, data);
        else if (source->direct && (row.stride == (int64_t)source->loaded || row.n == 1))
            add_in_place(&row, data);
        else
            add_packed(&row, data, mask);
        int32_t axis = inner + 1;
        for (; axis < end; axis++) {
            data += job->strides[axis];
            if (mask)
                mask += job->mask_strides[axis];
            if (++index[axis] < job->shape[axis])
                break;
            data -= job->strides[axis] * job->shape[axis];
            if (mask)
                mask -= job->mask_strides[axis] * job->shape[axis];
            index[axis] = 0;
        }
        if (axis >= end)
            return;
    }
}
