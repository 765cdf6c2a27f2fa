/* reduce_pass.c: one axis reduced: as contiguous rows or as rows of columns, whichever the memory has, packed into
 * tiles where it has neither. */
#include "reduce.h"

#include <string.h>

/* A pass at one position of the outer axes but the innermost: `count` slices, `step` apart. */
typedef struct slices {
    const rvl_pass *pass;
    const unsigned char *data, *mask;
    size_t count;
    int64_t step, mask_step;
} slices;

static uint64_t magnitude(int64_t stride)
{
    return stride < 0 ? 0 - (uint64_t)stride : (uint64_t)stride;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Elements of a tile that are folded along its rows. Of elements with gaps between them, and of those from beyond the
 * caches, less is loaded at a time than there is room for: the turns are short then in which the CPU fetches nothing.
 */
static size_t row_room(const rvl_reduce_layout *layout, const rvl_pass *pass)
{
    const bool turns = layout->far || magnitude(pass->stride) != pass->source->itemsize;
    return turns ? smaller(layout->tile, pass->source->loaded < 8 ? 4096 / pass->source->loaded : 512) : layout->tile;
}

static rvl_counter counter_of(const rvl_reducing *worker, size_t width)
{
    return (rvl_counter){.slots = worker->buffers[RVL_BUFFER_SLOTS],
                         .slot_nbytes = width * worker->folder.fold->itemsize,
                         .width = width};
}

/* Elements [first, first + n) of the axis of slices [slice, slice + count), as a tile with the axis along its rows or
 * its columns. */
static rvl_tile tile_of(const slices *at, size_t slice, size_t count, int64_t first, size_t n, bool axis_along_rows)
{
    const rvl_pass *pass = at->pass;
    rvl_tile tile = {.rows = axis_along_rows ? count : n,
                     .columns = axis_along_rows ? n : count,
                     .data = at->data + (int64_t)slice * at->step + first * pass->stride,
                     .row_stride = axis_along_rows ? at->step : pass->stride,
                     .column_stride = axis_along_rows ? pass->stride : at->step};
    if (pass->source->accompanied) {
        tile.mask = at->mask + (int64_t)slice * at->mask_step + first * pass->mask_stride;
        tile.mask_row_stride = axis_along_rows ? at->mask_step : pass->mask_stride;
        tile.mask_column_stride = axis_along_rows ? pass->mask_stride : at->mask_step;
    }
    return tile;
}

/* Sums products of `count` slices of n elements from `first` on, together no more than a strip. */
static void sum_strip(rvl_reducing *worker, const slices *at, size_t slice, size_t count, size_t first, size_t n,
                      void *sums)
{
    const rvl_source *source = at->pass->source;
    const rvl_tile tile = tile_of(at, slice, count, (int64_t)first, n, true);
    const int64_t row = (int64_t)(n * source->loaded);
    const void *factors[2];
    rvl_tile_take_factors(&worker->folder, source, &worker->room, &tile, worker->buffers[RVL_BUFFER_TILE], factors);
    source->reducer->products(count, n, factors[0], row, factors[1], row, sums);
}

/* Slices of products, of which only the factors are packed: whole slices, or pieces of a power of two of blocks. */
static void sum_packed_products(rvl_reducing *worker, const slices *at, size_t room, unsigned char *results)
{
    rvl_folder *folder = &worker->folder;
    const size_t n = (size_t)at->pass->n, itemsize = folder->fold->itemsize;
    uint64_t blocks = 1;
    while (2 * blocks * RVL_BLOCK <= room)
        blocks *= 2;
    const size_t piece = blocks * RVL_BLOCK, height = n <= room ? room / n : 1;
    for (size_t slice = 0; slice < at->count; slice += height) {
        if (n <= room) {
            sum_strip(worker, at, slice, smaller(height, at->count - slice), 0, n, results + slice * itemsize);
            continue;
        }
        rvl_counter counter = counter_of(worker, 1);
        for (size_t first = 0; first < n; first += piece) {
            sum_strip(worker, at, slice, 1, first, smaller(piece, n - first), rvl_counter_next(&counter));
            rvl_counter_push(folder, &counter, blocks);
        }
        rvl_counter_finish(folder, &counter, results + slice * itemsize);
    }
}

/* Slices along which the elements are packed, as many as fit a tile. (In a frame of its own, as what follows: no call
 * has to make room for both.) */
static __attribute__((noinline)) void reduce_packed_rows(rvl_reducing *worker, const slices *at, unsigned char *results)
{
    rvl_folder *folder = &worker->folder;
    const rvl_fold *fold = folder->fold;
    const rvl_pass *pass = at->pass;
    const size_t n = (size_t)pass->n, room = row_room(&worker->job->layout, pass);
    const size_t strip = smaller(worker->room.strip, room);
    if (pass->source->factor && (n <= strip || strip >= RVL_BLOCK)) {
        sum_packed_products(worker, at, strip, results);
        return;
    }
    if (n <= room) {
        const size_t height = room / n;
        for (size_t slice = 0; slice < at->count; slice += height) {
            const rvl_tile tile = tile_of(at, slice, smaller(height, at->count - slice), 0, n, true);
            rvl_tile_load(folder, pass->source, &worker->room, &tile, worker->buffers[RVL_BUFFER_TILE]);
            pass->source->reducer->rows(tile.rows, n, worker->buffers[RVL_BUFFER_TILE],
                                        (int64_t)(n * pass->source->loaded), results + slice * fold->itemsize);
        }
        return;
    }
    uint64_t blocks = 1;
    while (2 * blocks * RVL_BLOCK <= room)
        blocks *= 2;
    const size_t piece = blocks * RVL_BLOCK;
    for (size_t slice = 0; slice < at->count; slice++) {
        rvl_counter counter = counter_of(worker, 1);
        for (size_t first = 0; first < n; first += piece) {
            const rvl_tile tile = tile_of(at, slice, 1, (int64_t)first, smaller(piece, n - first), true);
            rvl_tile_load(folder, pass->source, &worker->room, &tile, worker->buffers[RVL_BUFFER_TILE]);
            pass->source->reducer->rows(1, tile.columns, worker->buffers[RVL_BUFFER_TILE], 0,
                                        rvl_counter_next(&counter));
            rvl_counter_push(folder, &counter, blocks);
        }
        rvl_counter_finish(folder, &counter, results + slice * fold->itemsize);
    }
}

/* Folds rows [first, first + rows) of a span of columns to one row of results. */
static void reduce_rows_of_span(rvl_reducing *worker, const slices *at, size_t column, size_t width, int64_t first,
                                size_t rows, bool direct, void *result)
{
    rvl_folder *folder = &worker->folder;
    const rvl_pass *pass = at->pass;
    if (direct) {
        const unsigned char *source = at->data + (int64_t)column * at->step + first * pass->stride;
        rvl_fold_block(folder, pass->source->reducer, rows, width, source, pass->stride, result);
        return;
    }
    const rvl_tile tile = tile_of(at, column, width, first, rows, false);
    rvl_tile_load(folder, pass->source, &worker->room, &tile, worker->buffers[RVL_BUFFER_TILE]);
    rvl_fold_block(folder, pass->source->reducer, rows, width, worker->buffers[RVL_BUFFER_TILE],
                   (int64_t)(width * pass->source->loaded), result);
}

/* The same of 128 rows that lie far apart, of which many columns are read at a time: lane after lane. */
static void reduce_lanes_of_span(rvl_reducing *worker, const slices *at, size_t column, size_t width, int64_t first,
                                 bool direct, void *result)
{
    const rvl_pass *pass = at->pass;
    const rvl_reducer *reducer = pass->source->reducer;
    const size_t lane_nbytes = width * worker->folder.fold->itemsize;
    unsigned char *const lanes = worker->buffers[RVL_BUFFER_SPARE], *const packed = worker->buffers[RVL_BUFFER_TILE];
    for (int64_t lane = 0; lane < RVL_LANES; lane++) {
        rvl_tile tile = tile_of(at, column, width, first + lane, RVL_LANE, false);
        tile.row_stride *= RVL_LANES;
        tile.mask_row_stride *= RVL_LANES;
        if (!direct)
            rvl_tile_load(&worker->folder, pass->source, &worker->room, &tile, packed);
        reducer->columns->fold(width, direct ? tile.data : packed,
                               direct ? tile.row_stride : (int64_t)(width * pass->source->loaded),
                               lanes + (size_t)lane * lane_nbytes);
    }
    reducer->columns->join_lanes(width, lanes, result);
}

/* Slices side by side of a fold that may take rows in any order: few rows at a time, and as many columns of them as can
 * be, which is how memory is read fastest. */
static void reduce_columns_in_any_order(rvl_reducing *worker, const slices *at, bool direct, unsigned char *results)
{
    const rvl_reduce_layout *layout = &worker->job->layout;
    const size_t n = (size_t)at->pass->n, itemsize = worker->folder.fold->itemsize;
    const size_t most = direct ? layout->span : smaller(layout->span, layout->tile / smaller(n, RVL_LANE));
    const bool far = rvl_is_far(at->pass->stride);
    for (size_t column = 0; column < at->count; column += most) {
        const size_t width = smaller(most, at->count - column);
        size_t rows = RVL_BLOCK;
        while (rows > RVL_LANE && (direct ? far : rows * width > layout->tile))
            rows /= 2;
        unsigned char *result = results + column * itemsize, *part = worker->buffers[RVL_BUFFER_SLOTS];
        for (size_t first = 0; first < n; first += rows) {
            reduce_rows_of_span(worker, at, column, width, (int64_t)first, smaller(rows, n - first), direct,
                                first == 0 ? result : part);
            if (first > 0)
                rvl_fold_join(&worker->folder, width, result, part, result);
        }
    }
}

/* reduce_rows_of_span, where a tile has room for 16 rows of the span, and there may be more of them. */
static void reduce_last_rows_of_span(rvl_reducing *worker, const slices *at, size_t column, size_t width, int64_t first,
                                     size_t rows, bool direct, unsigned char *result)
{
    const size_t most = direct ? width : worker->job->layout.tile / rows;
    for (size_t done = 0; done < width; done += most)
        reduce_rows_of_span(worker, at, column + done, smaller(most, width - done), first, rows, direct,
                            result + done * worker->folder.fold->itemsize);
}

/* Slices side by side: each block of 128 rows is folded for a span of columns at a time. */
static __attribute__((noinline)) void reduce_columns(rvl_reducing *worker, const slices *at, bool direct,
                                                     unsigned char *results)
{
    rvl_folder *folder = &worker->folder;
    const rvl_reducer *reducer = at->pass->source->reducer;
    const rvl_reduce_layout *layout = &worker->job->layout;
    const int64_t n = at->pass->n;
    const size_t itemsize = folder->fold->itemsize, rows = n < RVL_BLOCK ? (size_t)n : RVL_BLOCK;
    if (reducer && reducer->columns && worker->job->exact) {
        reduce_columns_in_any_order(worker, at, direct, results);
        return;
    }
    const bool by_lanes =
        reducer && reducer->columns && layout->has_lanes && n > RVL_BLOCK && rvl_is_far(at->pass->stride);
    size_t span = layout->span;
    if (!direct || !reducer)
        span = smaller(span, layout->tile / (by_lanes ? RVL_LANE : rows));
    for (size_t column = 0; column < at->count && !folder->failed; column += span) {
        const size_t width = smaller(span, at->count - column);
        if (n <= RVL_BLOCK) {
            reduce_rows_of_span(worker, at, column, width, 0, rows, direct, results + column * itemsize);
            continue;
        }
        rvl_counter counter = counter_of(worker, width);
        for (int64_t first = 0; first < n && !folder->failed; first += RVL_BLOCK) {
            const size_t left = smaller(RVL_BLOCK, (size_t)(n - first));
            if (by_lanes && left == RVL_BLOCK)
                reduce_lanes_of_span(worker, at, column, width, first, direct, rvl_counter_next(&counter));
            else
                reduce_last_rows_of_span(worker, at, column, width, first, left, direct, rvl_counter_next(&counter));
            rvl_counter_push(folder, &counter, 1);
        }
        rvl_counter_finish(folder, &counter, results + column * itemsize);
    }
}

/* Few long slices for a user's kernel: the blocks of a slice are put side by side, so that a call gets many elements.
 */
static __attribute__((noinline)) void reduce_side_by_side(rvl_reducing *worker, const slices *at,
                                                          unsigned char *results)
{
    rvl_folder *folder = &worker->folder;
    const rvl_pass *pass = at->pass;
    const size_t itemsize = folder->fold->itemsize, most = worker->job->layout.tile / RVL_BLOCK;
    for (size_t slice = 0; slice < at->count; slice++) {
        rvl_counter counter = counter_of(worker, 1);
        size_t width = 1;
        while (2 * width <= most)
            width *= 2;
        for (int64_t first = 0; first < pass->n && !folder->failed;) {
            const int64_t left = pass->n - first;
            while (width > 1 && left < (int64_t)width * RVL_BLOCK)
                width /= 2;
            slices blocks = *at;
            blocks.data += (int64_t)slice * at->step;
            blocks.step = pass->stride * RVL_BLOCK;
            if (pass->source->accompanied) {
                blocks.mask += (int64_t)slice * at->mask_step;
                blocks.mask_step = pass->mask_stride * RVL_BLOCK;
            }
            const rvl_tile tile = tile_of(&blocks, 0, width, first, smaller(RVL_BLOCK, (size_t)left), false);
            rvl_tile_load(folder, pass->source, &worker->room, &tile, worker->buffers[RVL_BUFFER_TILE]);
            /* Blocks of 128 rows are folded in the folder's buffers, so the tile is free for their results. */
            void *joined = width == 1 ? rvl_counter_next(&counter) : worker->buffers[RVL_BUFFER_TILE];
            rvl_fold_block(folder, NULL, tile.rows, width, worker->buffers[RVL_BUFFER_TILE],
                           (int64_t)(width * itemsize), joined);
            if (width > 1) {
                rvl_fold_neighbours(folder, width, joined);
                memcpy(rvl_counter_next(&counter), joined, itemsize);
            }
            rvl_counter_push(folder, &counter, width);
            first += (int64_t)(width * RVL_BLOCK);
        }
        rvl_counter_finish(folder, &counter, results + slice * itemsize);
    }
}

static void reduce_slices(rvl_reducing *worker, const slices *at, unsigned char *results)
{
    const rvl_pass *pass = at->pass;
    const rvl_reducer *reducer = pass->source->reducer;
    const int64_t itemsize = (int64_t)pass->source->loaded;
    const bool direct = pass->source->direct, side_by_side = at->step == itemsize || at->count == 1;
    const bool adjacent = pass->stride == (int64_t)at->count * itemsize && side_by_side;
    if (!reducer) {
        if (at->count < 16 && pass->n >= 2 * RVL_BLOCK) {
            reduce_side_by_side(worker, at, results);
            return;
        }
        const size_t rows = pass->n < RVL_BLOCK ? (size_t)pass->n : RVL_BLOCK;
        const bool fits = at->count <= worker->job->layout.span && at->count * rows <= worker->job->layout.tile;
        reduce_columns(worker, at, direct && adjacent && fits, results);
        return;
    }
    if (direct && (pass->stride == itemsize || pass->n == 1)) {
        reducer->rows(at->count, (size_t)pass->n, at->data, at->step, results);
        return;
    }
    if (pass->source->multiplies && ((pass->stride == itemsize && pass->mask_stride == itemsize) || pass->n == 1)) {
        reducer->products(at->count, (size_t)pass->n, at->data, at->step, at->mask, at->mask_step, results);
        return;
    }
    if (worker->folder.fold->states && reducer == worker->folder.fold->reducer) { /* states: no tile is made of them */
        reduce_columns(worker, at, true, results);
        return;
    }
    const bool narrow = at->count * pass->source->loaded < 64 && !adjacent;
    if (direct && at->step == itemsize && at->count > 1 && (!narrow || worker->job->layout.tile == 0))
        reduce_columns(worker, at, true, results);
    else if (at->count > 1 && magnitude(at->step) < magnitude(pass->stride))
        reduce_columns(worker, at, false, results);
    else
        reduce_packed_rows(worker, at, results);
}

/* Joins axes that continue each other. */
static void join_axes(rvl_pass *pass)
{
    int32_t last = -1;
    for (int32_t axis = 0; axis < pass->ndim; axis++) {
        if (pass->shape[axis] == 1)
            continue;
        int64_t span, mask_span = 0;
        const bool joins = last >= 0 && !__builtin_mul_overflow(pass->strides[last], pass->shape[last], &span) &&
                           span == pass->strides[axis] &&
                           (!pass->source->accompanied ||
                            (!__builtin_mul_overflow(pass->mask_strides[last], pass->shape[last], &mask_span) &&
                             mask_span == pass->mask_strides[axis]));
        if (joins) {
            pass->shape[last] *= pass->shape[axis];
            continue;
        }
        last++;
        pass->shape[last] = pass->shape[axis];
        pass->strides[last] = pass->strides[axis];
        pass->mask_strides[last] = pass->mask_strides[axis];
    }
    pass->ndim = last + 1;
}

void rvl_reduce_pass(rvl_reducing *worker, rvl_pass *pass, unsigned char *results)
{
    join_axes(pass);
    slices at = {.pass = pass, .data = pass->data, .mask = pass->mask, .count = 1};
    if (pass->ndim > 0) {
        at.count = (size_t)pass->shape[0];
        at.step = pass->strides[0];
        at.mask_step = pass->mask_strides[0];
    }
    int64_t index[RVL_REDUCE_AXES];
    for (int32_t axis = 1; axis < pass->ndim; axis++)
        index[axis] = 0;
    const size_t nbytes = at.count * worker->folder.fold->itemsize;
    for (;;) {
        reduce_slices(worker, &at, results);
        results += nbytes;
        int32_t axis = 1;
        for (; axis < pass->ndim; axis++) {
            if (++index[axis] < pass->shape[axis]) {
                at.data += pass->strides[axis];
                if (pass->source->accompanied)
                    at.mask += pass->mask_strides[axis];
                break;
            }
            at.data -= pass->strides[axis] * (pass->shape[axis] - 1);
            if (pass->source->accompanied)
                at.mask -= pass->mask_strides[axis] * (pass->shape[axis] - 1);
            index[axis] = 0;
        }
        if (axis >= pass->ndim || worker->folder.failed)
            return;
    }
}
