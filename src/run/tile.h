/* tile.h: loads a two-dimensional part of an array, however it lies, into a contiguous block of the dtype that a fold
 * sees; masked elements become the identity. Where a fold is one of products, elements of a second array take the place
 * of the mask, and products are loaded. */
#ifndef RVL_RUN_TILE_H
#define RVL_RUN_TILE_H

#include "fold.h"

typedef struct rvl_source {
    int32_t dtype, size_class, part_class;
    size_t itemsize, n_parts;
    bool swapped, aligned, masked;
    bool accompanied;                /* masked, or multiplied: where `mask` is moves with the elements */
    bool direct;                     /* what the fold sees, apart from its strides: may be used where it lies */
    bool multiplies;                 /* both of its factors would be direct, and the reducer sums products of rows */
    rvl_cast_fn cast;                /* NULL: none */
    const rvl_reducer *reducer;      /* folds loaded elements to accumulators; NULL: a user's kernel does */
    size_t given, loaded;            /* the size of an element before and after `map` */
    ravel_kernel_fn map;             /* NULL: none */
    const struct rvl_source *factor; /* of what elements, or their conjugates, are multiplied by; NULL: nothing */
} rvl_source;

/* Says how elements of `dtype` become what the fold sees. aligned: all of them are. */
void rvl_source_plan(rvl_source *source, const rvl_fold *fold, int32_t dtype, bool swapped, bool aligned, bool masked);
/* Makes a source whose elements are multiplied by those of another one of the same fold. */
void rvl_source_multiply(rvl_source *source, const rvl_source *factor);
/* The same for accumulators that the fold itself has written. */
void rvl_source_plan_between(rvl_source *source, const rvl_fold *fold);

/* Buffers of `strip` elements each. */
typedef struct rvl_tile_room {
    size_t strip;
    bool far;             /* elements come from beyond the caches */
    unsigned char *raw;   /* of the source's dtype */
    unsigned char *given; /* cast, not yet mapped; of products the second factors */
    uint8_t *mask;
    unsigned char *filler; /* the identity, repeated */
} rvl_tile_room;

/* A part of a source: rows and columns, and where element [0, 0] and its mask, or its factor, are. */
typedef struct rvl_tile {
    size_t rows, columns;
    const unsigned char *data, *mask;
    int64_t row_stride, column_stride;
    int64_t mask_row_stride, mask_column_stride;
} rvl_tile;

/* Of products: brings the elements of both arrays, in rows × columns <= room->strip, to where factors[0] and [1] say:
 * as they lie, if they can be used there, else to `block` and the room. */
void rvl_tile_take_factors(rvl_folder *folder, const rvl_source *source, const rvl_tile_room *room,
                           const rvl_tile *tile, void *block, const void *factors[2]);

/* Loads rows × columns elements, row after row. */
void rvl_tile_load(rvl_folder *folder, const rvl_source *source, const rvl_tile_room *room, const rvl_tile *tile,
                   void *block);

#endif
