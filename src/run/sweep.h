/* sweep.h: the elements of an array, and of arrays that go with it, as contiguous blocks of the dtypes that are wanted,
 * one block after the other. */
#ifndef RVL_RUN_SWEEP_H
#define RVL_RUN_SWEEP_H

#include "plan/nest.h"
#include "tile.h"

enum {
    RVL_SWEEP_OPERANDS = 3,
    RVL_SWEEP_BLOCK = 256,    /* elements of a block that is loaded */
    RVL_SWEEP_LONG = 1 << 14, /* elements of a block that is used where it lies */
    RVL_SWEEP_WIDTH = 8       /* bytes of the widest element that is swept, before and after its cast */
};

typedef struct rvl_sweep_operand {
    rvl_fold as; /* what elements are loaded as; says no more than rvl_source_plan asks for */
    rvl_source source;
    const unsigned char *data;
    uint64_t scalar[2];
    size_t room; /* where its block starts among the blocks */
    int64_t strides[RAVEL_MAX_NDIM];
} rvl_sweep_operand;

typedef struct rvl_sweep {
    int32_t n_operands, ndim; /* ndim >= 1 */
    int64_t size;
    int64_t shape[RAVEL_MAX_NDIM]; /* innermost first */
    rvl_sweep_operand operands[RVL_SWEEP_OPERANDS];
} rvl_sweep;

/* Where a sweep is, and its blocks: of two operands of any width, and of a mask. */
typedef struct rvl_sweep_place {
    int64_t done;
    int64_t index[RAVEL_MAX_NDIM];
    const unsigned char *data[RVL_SWEEP_OPERANDS];
    _Alignas(64) unsigned char blocks[RVL_SWEEP_BLOCK * (2 * RVL_SWEEP_WIDTH + 1)];
    _Alignas(64) unsigned char raw[RVL_SWEEP_BLOCK * RVL_SWEEP_WIDTH];
} rvl_sweep_place;

/* Makes a sweep of the operands of a nest, which are loaded as these dtypes, by casts that raise no events. Elements
 * come in the order of the nest, its axis 0 innermost. arrays: the descriptors of the operands. */
void rvl_sweep_plan(rvl_sweep *sweep, const rvl_nest *nest, const rvl_descriptor *const *arrays, const int32_t *dtypes,
                    int32_t isa);
void rvl_sweep_begin(const rvl_sweep *sweep, rvl_sweep_place *place);
/* Gives the next n elements of all operands, in the blocks or where they lie; false after the last ones. */
bool rvl_sweep_next(const rvl_sweep *sweep, rvl_sweep_place *place, size_t *n, const void **blocks);

#endif
