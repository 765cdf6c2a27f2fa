/* tile.c: loads tiles, strip by strip where a cast or a mask needs a buffer in between. */
#include "tile.h"

#include "core/dtype_table.h"
#include <string.h>

enum {
    WIDE_ROW = 64,         /* elements: rows of fewer are gathered before they are cast */
    LONG_ROW_NBYTES = 4096 /* along longer ones the hardware's prefetching does well */
};

void rvl_source_plan(rvl_source *source, const rvl_fold *fold, int32_t dtype, bool swapped, bool aligned, bool masked)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[dtype];
    /* Reducers take any byte that is not 0 for true. */
    const bool same = fold->given == RAVEL_BOOL ? facts->itemsize == 1 && fold->first : dtype == fold->given;
    *source = (rvl_source){.dtype = dtype,
                           .size_class = rvl_size_class((size_t)facts->itemsize),
                           .part_class = rvl_size_class((size_t)facts->part_size),
                           .itemsize = (size_t)facts->itemsize,
                           .n_parts = (size_t)(facts->itemsize / facts->part_size),
                           .swapped = swapped,
                           .aligned = aligned,
                           .masked = masked,
                           .accompanied = masked,
                           .cast = same ? NULL : fold->movers->cast[dtype][fold->given],
                           .map = fold->map,
                           .given = (size_t)rvl_dtypes[fold->given].itemsize,
                           .reducer = fold->first,
                           .loaded = (size_t)rvl_dtypes[fold->element].itemsize};
    source->direct = same && !source->swapped && aligned && !masked && !fold->map;
}

void rvl_source_multiply(rvl_source *source, const rvl_source *factor)
{
    source->factor = factor;
    source->accompanied = true;
    source->multiplies = source->direct && factor->direct && source->reducer->products;
    source->direct = false;
}

void rvl_source_plan_between(rvl_source *source, const rvl_fold *fold)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[fold->dtype];
    *source = (rvl_source){.dtype = fold->dtype,
                           .size_class = rvl_size_class(fold->itemsize),
                           .part_class = rvl_size_class((size_t)facts->part_size),
                           .itemsize = fold->itemsize,
                           .n_parts = (size_t)(facts->itemsize / facts->part_size),
                           .aligned = true,
                           .direct = true,
                           .reducer = fold->reducer,
                           .given = fold->itemsize,
                           .loaded = fold->itemsize};
}

static void gather(const rvl_movers *movers, const rvl_source *source, bool far, const rvl_tile *tile, void *block)
{
    const int64_t itemsize = (int64_t)source->itemsize;
    const int32_t size_class = source->size_class;
    if (tile->columns == 1)
        movers->gather[size_class](tile->rows, tile->data, tile->row_stride, block);
    else if (tile->rows == 1)
        (far ? movers->gather_far : movers->gather)[size_class](tile->columns, tile->data, tile->column_stride, block);
    else if (tile->row_stride == itemsize && tile->column_stride != itemsize)
        movers->transpose[size_class](tile->rows, tile->columns, tile->data, tile->column_stride, block,
                                      (int64_t)tile->columns * itemsize, 0);
    else
        movers->gather_rows[size_class](tile->rows, tile->columns, tile->data, tile->row_stride, tile->column_stride,
                                        block);
}

/* Casts n elements; masked ones raise nothing, so where something was raised the others are asked one by one. */
static void cast_strip(rvl_folder *folder, const rvl_source *source, const rvl_tile_room *room, size_t n,
                       const unsigned char *from, unsigned char *block)
{
    const uint64_t events = source->cast(n, from, block);
    if (events == 0 || !source->masked) {
        folder->events |= events;
        return;
    }
    for (size_t i = 0; i < n; i++)
        if (room->mask[i] == 0)
            folder->events |= source->cast(1, from + i * source->itemsize, block + i * source->given);
}

static bool is_contiguous(const rvl_source *source, const rvl_tile *tile)
{
    const int64_t itemsize = (int64_t)source->itemsize;
    return (tile->columns == 1 || tile->column_stride == itemsize) &&
           (tile->rows == 1 || tile->row_stride == (int64_t)tile->columns * itemsize);
}

/* Loads a tile whose elements, unless they can be used or cast where they lie, fit the buffer. */
static void load_strip(rvl_folder *folder, const rvl_source *source, const rvl_tile_room *room, const rvl_tile *tile,
                       unsigned char *block)
{
    const rvl_movers *movers = folder->fold->movers;
    const size_t n = tile->rows * tile->columns;
    if (!source->cast) {
        gather(movers, source, room->far, tile, block);
        if (source->swapped)
            movers->swap[source->part_class](n * source->n_parts, block);
        return;
    }
    if (is_contiguous(source, tile) && source->aligned && !source->swapped) {
        cast_strip(folder, source, room, n, tile->data, block);
        return;
    }
    gather(movers, source, room->far, tile, room->raw);
    if (source->swapped)
        movers->swap[source->part_class](n * source->n_parts, room->raw);
    cast_strip(folder, source, room, n, room->raw, block);
}

/* The same, then maps it. */
static void load_mapped(rvl_folder *folder, const rvl_source *source, const rvl_tile_room *room, const rvl_tile *tile,
                        unsigned char *block)
{
    if (!source->map) {
        load_strip(folder, source, room, tile, block);
        return;
    }
    const void *in[1] = {tile->data};
    void *out[1] = {block};
    if (source->cast || source->swapped || !source->aligned || !is_contiguous(source, tile)) {
        load_strip(folder, source, room, tile, room->given);
        in[0] = room->given;
    }
    (void)source->map(tile->rows * tile->columns, in, out, &folder->parameter);
}

/* Brings a strip's elements into a block, but where they can be used as they lie; gives where they are. */
static const void *take_factors(rvl_folder *folder, const rvl_source *source, const rvl_tile_room *room,
                                const rvl_tile *tile, unsigned char *block)
{
    if (!source->cast && !source->swapped && source->aligned && is_contiguous(source, tile))
        return tile->data;
    load_strip(folder, source, room, tile, block);
    return block;
}

void rvl_tile_take_factors(rvl_folder *folder, const rvl_source *source, const rvl_tile_room *room,
                           const rvl_tile *tile, void *block, const void *factors[2])
{
    const rvl_tile others = {.rows = tile->rows,
                             .columns = tile->columns,
                             .data = tile->mask,
                             .row_stride = tile->mask_row_stride,
                             .column_stride = tile->mask_column_stride};
    factors[0] = take_factors(folder, source, room, tile, block);
    factors[1] = take_factors(folder, source->factor, room, &others, room->given);
}

/* Loads a strip of products, each rounded: the elements, or their conjugates, times the others. */
static void load_products(rvl_folder *folder, const rvl_source *source, const rvl_tile_room *room, const rvl_tile *tile,
                          unsigned char *block)
{
    const rvl_fold *fold = folder->fold;
    const size_t n = tile->rows * tile->columns;
    const void *in[2];
    rvl_tile_take_factors(folder, source, room, tile, block, in);
    void *out[1] = {block};
    if (rvl_dtypes[fold->given].kind == RAVEL_KIND_COMPLEX) {
        (void)rvl_builtin_loop(RVL_KERNEL_conj, fold->given, fold->isa)(n, in, out, NULL);
        in[0] = block;
    }
    (void)rvl_builtin_loop(RVL_KERNEL_multiply, fold->given, fold->isa)(n, in, out, NULL);
}

/* Loads the mask of a strip, 1 where an element is masked. */
static void load_mask(const rvl_folder *folder, const rvl_tile_room *room, const rvl_tile *tile)
{
    folder->fold->movers->gather_rows[0](tile->rows, tile->columns, tile->mask, tile->mask_row_stride,
                                         tile->mask_column_stride, room->mask);
    const void *in[1] = {room->mask};
    void *out[1] = {room->mask};
    (void)rvl_builtin_loop(RVL_KERNEL_logical_not, RAVEL_BOOL, folder->fold->isa)(tile->rows * tile->columns, in, out,
                                                                                  NULL);
}

/* Asks for the elements below a row of a tile: they come from beyond the caches, and the hardware's own prefetching
 * does not follow from a row to the next one. */
static void ask_for_next_row(const rvl_source *source, const rvl_tile *row)
{
    enum { LINE = 64 };
    const unsigned char *next = row->data + row->row_stride;
    for (size_t at = 0; at < row->columns * source->itemsize; at += LINE)
        __builtin_prefetch(next + at);
}

void rvl_tile_load(rvl_folder *folder, const rvl_source *source, const rvl_tile_room *room, const rvl_tile *tile,
                   void *block)
{
    if (!source->cast && !source->accompanied && !source->map) {
        load_strip(folder, source, room, tile, block);
        return;
    }
    const size_t width = tile->columns < room->strip ? tile->columns : room->strip;
    const bool by_rows = room->far && tile->rows > 1 && tile->column_stride == (int64_t)source->itemsize &&
                         width >= WIDE_ROW && tile->columns * source->itemsize <= LONG_ROW_NBYTES;
    const size_t height = by_rows ? 1 : room->strip / width;
    unsigned char *to = block;
    for (size_t row = 0; row < tile->rows; row += height) {
        for (size_t column = 0; column < tile->columns; column += width) {
            rvl_tile strip = *tile;
            strip.rows = tile->rows - row < height ? tile->rows - row : height;
            strip.columns = tile->columns - column < width ? tile->columns - column : width;
            strip.data += (int64_t)row * tile->row_stride + (int64_t)column * tile->column_stride;
            if (by_rows && row + 1 < tile->rows)
                ask_for_next_row(source, &strip);
            if (source->accompanied)
                strip.mask += (int64_t)row * tile->mask_row_stride + (int64_t)column * tile->mask_column_stride;
            if (source->masked)
                load_mask(folder, room, &strip);
            if (source->factor)
                load_products(folder, source, room, &strip, to);
            else
                load_mapped(folder, source, room, &strip, to);
            if (source->masked)
                folder->fold->movers->scatter_masked[rvl_size_class(source->loaded)](
                    strip.rows * strip.columns, room->filler, room->mask, to, (int64_t)source->loaded);
            to += strip.rows * strip.columns * source->loaded;
        }
    }
}
