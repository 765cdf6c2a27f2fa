/* pack.h: n-d strided boxes to and from contiguous blocks, on top of the movers. */
#ifndef RVL_RUN_PACK_H
#define RVL_RUN_PACK_H

#include "move/move.h"
#include <ravel/array.h>
#include <stdbool.h>

/* A box of memory: axes innermost first; the last axis has `last` elements instead of shape[n_axes - 1]. */
typedef struct rvl_box {
    int32_t n_axes; /* 0: one element */
    int64_t last;
    const int64_t *shape;
    const int64_t *strides;
    bool far; /* it comes from beyond the caches */
} rvl_box;

/* Loads a box of elements of 1 << size_class bytes into a contiguous aligned block, innermost axis first. */
void rvl_pack(const rvl_movers *movers, int32_t size_class, const rvl_box *box, const unsigned char *source,
              void *block);
/* Stores a block to a box; where mask is not NULL only where its byte, one for each element of the block, is not 0. */
void rvl_unpack(const rvl_movers *movers, int32_t size_class, const rvl_box *box, const void *block,
                const uint8_t *mask, unsigned char *destination);

#endif
