/* partial_update.c: appends an array's elements to a state, in C order, from any layout.
 *
 * What lies in memory as the fold wants it is folded there, in the longest runs that the fixed order allows; everything
 * else goes block by block through the state's own room. */
#include "partial.h"
#include "tile.h"

#include "core/dtype_table.h"
#include <string.h>

enum { STRIP = 32 };

/* The array as a list of axes, innermost first, neighbours joined where they can be. */
typedef struct walk_axes {
    int32_t ndim;
    int64_t shape[RAVEL_MAX_NDIM + 1], strides[RAVEL_MAX_NDIM + 1], mask_strides[RAVEL_MAX_NDIM + 1];
} walk_axes;

typedef struct updating {
    rvl_folder *folder;
    uint64_t *n_numbers; /* NULL, or the elements are truths, of which the true ones are to be counted here */
    rvl_partial *partial;
    rvl_source source;
    rvl_tile_room room;
} updating;

static void list_axes(const rvl_descriptor *array, const int64_t *mask_strides, walk_axes *axes)
{
    axes->ndim = 0;
    for (int32_t axis = array->ndim - 1; axis >= 0; axis--) {
        const int64_t length = array->shape[axis], stride = array->strides[axis];
        const int64_t mask_stride = mask_strides ? mask_strides[axis] : 0;
        const int32_t last = axes->ndim - 1;
        if (length == 1)
            continue;
        if (last >= 0 && stride == axes->strides[last] * axes->shape[last] &&
            mask_stride == axes->mask_strides[last] * axes->shape[last]) {
            axes->shape[last] *= length;
            continue;
        }
        axes->shape[axes->ndim] = length;
        axes->strides[axes->ndim] = stride;
        axes->mask_strides[axes->ndim++] = mask_stride;
    }
    if (axes->ndim == 0) {
        axes->shape[0] = 1;
        axes->strides[0] = 0;
        axes->mask_strides[0] = 0;
        axes->ndim = 1;
    }
}

/* Folds whole blocks of n contiguous elements, at a block's start, by as many at once as the fixed order allows; gives
 * how many elements these were. */
static size_t take_blocks(updating *update, size_t n, const unsigned char *elements)
{
    const rvl_fold *fold = update->folder->fold;
    const rvl_partial_head *head = &update->partial->head;
    size_t done = 0;
    while (n - done >= RVL_BLOCK && !update->folder->failed) {
        const unsigned char *from = elements + done * (size_t)rvl_dtypes[fold->element].itemsize;
        uint64_t value[RVL_PARTIAL_WORDS];
        int32_t size = 0;
        if (fold->first) {
            const int64_t block = (head->first + head->n) / RVL_BLOCK;
            size = rvl_partial_run_size(block, block + (int64_t)((n - done) / RVL_BLOCK));
            fold->first->rows(1, (size_t)RVL_BLOCK << size, from, 0, value);
        } else {
            rvl_fold_block(update->folder, NULL, RVL_BLOCK, 1, from, (int64_t)fold->itemsize, value);
        }
        rvl_partial_push_run(update->folder, update->partial, size, value);
        done += (size_t)RVL_BLOCK << size;
    }
    return done;
}

/* Loads at most as many of n elements as there are to the end of a block; gives how many. */
static size_t take_some(updating *update, size_t n, const rvl_tile *from)
{
    void *place;
    rvl_tile tile = *from;
    const size_t room = rvl_partial_room(update->folder, update->partial, &place);
    tile.columns = n < room ? n : room;
    rvl_tile_load(update->folder, &update->source, &update->room, &tile, place);
    rvl_partial_took(update->folder, update->partial, tile.columns);
    return tile.columns;
}

/* Moves the elements that a mask lets through together; gives how many. */
static size_t keep_counted(size_t n, size_t itemsize, const unsigned char *mask, int64_t mask_stride, void *elements)
{
    unsigned char *const to = elements;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (mask[(int64_t)i * mask_stride] != 0)
            memmove(to + kept++ * itemsize, to + i * itemsize, itemsize);
    return kept;
}

/* Adds the n elements of a row to the only value; what has to be loaded goes through the room for a tree's elements. */
static void add_row(updating *update, size_t n, const unsigned char *data, int64_t stride, const unsigned char *mask,
                    int64_t mask_stride)
{
    const rvl_fold *fold = update->folder->fold;
    rvl_partial *partial = update->partial;
    if (!mask && update->source.direct && (stride == (int64_t)update->source.loaded || n == 1)) {
        fold->states->add(n, data, partial->runs);
        return;
    }
    for (size_t done = 0; done < n;) {
        const size_t left = n - done, room = sizeof partial->before / update->source.loaded;
        const rvl_tile tile = {.rows = 1,
                               .columns = left < room ? left : room,
                               .data = data + (int64_t)done * stride,
                               .column_stride = stride};
        rvl_tile_load(update->folder, &update->source, &update->room, &tile, partial->before);
        const size_t kept = mask ? keep_counted(tile.columns, update->source.loaded, mask + (int64_t)done * mask_stride,
                                                mask_stride, partial->before)
                                 : tile.columns;
        fold->states->add(kept, partial->before, partial->runs);
        done += tile.columns;
    }
}

/* Counts the true ones of n elements of a row. */
static void count_row(updating *update, size_t n, const rvl_tile *from)
{
    uint8_t truths[STRIP];
    rvl_tile tile = *from;
    for (size_t done = 0; done < n; done += tile.columns) {
        tile.columns = n - done < STRIP ? n - done : STRIP;
        tile.data = from->data + (int64_t)done * from->column_stride;
        tile.mask = from->mask ? from->mask + (int64_t)done * from->mask_column_stride : NULL;
        rvl_tile_load(update->folder, &update->source, &update->room, &tile, truths);
        for (size_t i = 0; i < tile.columns; i++)
            *update->n_numbers += truths[i];
    }
}

/* Appends the n elements of a row of the innermost axis. */
static void take_row(updating *update, size_t n, const unsigned char *data, int64_t stride, const unsigned char *mask,
                     int64_t mask_stride)
{
    const bool direct = update->source.direct && stride == rvl_dtypes[update->folder->fold->element].itemsize;
    const rvl_partial_head *head = &update->partial->head;
    if (update->n_numbers) {
        const rvl_tile whole = {
            .rows = 1, .data = data, .mask = mask, .column_stride = stride, .mask_column_stride = mask_stride};
        count_row(update, n, &whole);
        return;
    }
    if (rvl_fold_adds(update->folder->fold)) {
        add_row(update, n, data, stride, mask, mask_stride);
        update->partial->head.n += (int64_t)n;
        return;
    }
    for (size_t done = 0; done < n && !update->folder->failed;) {
        const rvl_tile tile = {.rows = 1,
                               .data = data + (int64_t)done * stride,
                               .mask = mask ? mask + (int64_t)done * mask_stride : NULL,
                               .column_stride = stride,
                               .mask_column_stride = mask_stride};
        if (direct && n - done >= RVL_BLOCK && (head->first + head->n) % RVL_BLOCK == 0)
            done += take_blocks(update, n - done, tile.data);
        else
            done += take_some(update, n - done, &tile);
    }
}

static void take_array(updating *update, const walk_axes *axes, const unsigned char *data, const unsigned char *mask)
{
    int64_t index[RAVEL_MAX_NDIM + 1] = {0};
    for (;;) {
        take_row(update, (size_t)axes->shape[0], data, axes->strides[0], mask, axes->mask_strides[0]);
        int32_t axis = 1;
        for (; axis < axes->ndim; axis++) {
            data += axes->strides[axis];
            mask = mask ? mask + axes->mask_strides[axis] : NULL;
            if (++index[axis] < axes->shape[axis])
                break;
            index[axis] = 0;
            data -= axes->strides[axis] * axes->shape[axis];
            mask = mask ? mask - axes->mask_strides[axis] * axes->shape[axis] : NULL;
        }
        if (axis >= axes->ndim || update->folder->failed)
            break;
    }
}

/* The elements that a mask lets through. */
static uint64_t count_mask(const walk_axes *axes, const unsigned char *mask)
{
    int64_t index[RAVEL_MAX_NDIM + 1] = {0};
    uint64_t n = 0;
    for (;;) {
        for (int64_t i = 0; i < axes->shape[0]; i++)
            n += mask[i * axes->mask_strides[0]] != 0;
        int32_t axis = 1;
        for (; axis < axes->ndim; axis++) {
            mask += axes->mask_strides[axis];
            if (++index[axis] < axes->shape[axis])
                break;
            index[axis] = 0;
            mask -= axes->mask_strides[axis] * axes->shape[axis];
        }
        if (axis >= axes->ndim)
            return n;
    }
}

/* The elements that are neither NaN nor masked, which have been folded. */
static uint64_t count_numbers(const updating *folded, const walk_axes *axes, const rvl_descriptor *array,
                              const unsigned char *mask)
{
    uint64_t n = 0;
    rvl_fold fold = *folded->folder->fold;
    rvl_folder folder = {.fold = &fold};
    updating update = *folded;
    update.folder = &folder;
    update.n_numbers = &n;
    fold.element = RAVEL_BOOL;
    fold.map = rvl_builtin_map(RVL_MAP_PRESENT, fold.given, fold.isa);
    memset(update.room.filler, 0, STRIP);
    rvl_source_plan(&update.source, &fold, array->dtype, array->flags & RAVEL_SWAPPED,
                    rvl_descriptor_flags(array) & RAVEL_ALIGNED, mask != NULL);
    take_array(&update, axes, array->data, mask);
    return n;
}

void rvl_partial_update(rvl_folder *folder, bool counts_numbers, const rvl_descriptor *array, const unsigned char *mask,
                        const int64_t *mask_strides, rvl_partial *partial)
{
    _Alignas(16) unsigned char memory[STRIP * (16 + 16 + 16 + 1)];
    const rvl_fold *fold = folder->fold;
    const int64_t n = rvl_descriptor_size(array);
    walk_axes axes;
    if (n == 0)
        return;
    list_axes(array, mask ? mask_strides : NULL, &axes);
    updating update = {.folder = folder,
                       .partial = partial,
                       .room = {.strip = STRIP,
                                .raw = memory,
                                .given = memory + 16 * STRIP,
                                .filler = memory + 32 * STRIP,
                                .mask = memory + 48 * STRIP}};
    rvl_source_plan(&update.source, fold, array->dtype, array->flags & RAVEL_SWAPPED,
                    rvl_descriptor_flags(array) & RAVEL_ALIGNED, mask && !rvl_fold_adds(fold));
    if (mask && !rvl_fold_adds(fold))
        fold->movers->fill[rvl_size_class((size_t)rvl_dtypes[fold->element].itemsize)](STRIP, fold->filler,
                                                                                       update.room.filler);
    take_array(&update, &axes, array->data, mask);
    if (counts_numbers && fold->map)
        partial->head.n_counted += (int64_t)count_numbers(&update, &axes, array, mask);
    else
        partial->head.n_counted += mask ? (int64_t)count_mask(&axes, mask) : n;
}
