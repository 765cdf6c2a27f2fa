/* operand.h: one operand of a test call: an array of some layout in guarded memory. */
#ifndef TESTS_SUPPORT_OPERAND_H
#define TESTS_SUPPORT_OPERAND_H

#include "guard.h"
#include "oracle.h"
#include "random.h"

#define OPERAND_MAX_NDIM 8

/* How the elements of a shape lie in a buffer. All zero: C order, native byte order, aligned. */
typedef struct operand_layout {
    const char *name;
    int64_t step;      /* elements from one to the next along the fastest axis, less one */
    int64_t gap;       /* bytes more than that */
    int64_t row_gap;   /* bytes more from the end of each axis to its next line */
    bool transposed;   /* first axis fastest */
    int32_t rotation;  /* the axis to begin with, counted from the fastest */
    uint64_t reversed; /* axes with a negative stride, by bit */
    uint64_t repeated; /* axes with stride 0, by bit; only for inputs */
    bool swapped;
    guard_side side;
    size_t slack; /* bytes off the guard, so off alignment */
} operand_layout;

typedef struct operand {
    guard_block block;
    int32_t dtype, ndim;
    int64_t shape[OPERAND_MAX_NDIM], strides[OPERAND_MAX_NDIM];
    int64_t offset; /* of element [0, …] in the block */
    bool swapped;
    ravel_array *handle;
} operand;

/* The number of elements of a shape. */
int64_t operand_size(const operand *array);
/* Lays out an array at the start of a block that is still to be taken, of block.nbytes at least. */
operand operand_plan(int32_t dtype, int32_t ndim, const int64_t *shape, const operand_layout *layout);
/* Lays out an array in a block of its own from the arena. Its handle is not made yet. */
operand operand_place(guard_arena *arena, int32_t dtype, int32_t ndim, const int64_t *shape,
                      const operand_layout *layout);
/* Lays out a scalar that is stretched to a shape: the block has its one element, all strides are 0. */
operand operand_place_scalar(guard_arena *arena, int32_t dtype, int32_t ndim, const int64_t *shape);
/* Any layout of ndim axes; repeats axes only where asked to. */
operand_layout operand_random_layout(random_source *source, int32_t ndim, bool may_repeat);
/* Makes the handle; ends the program if that fails. */
void operand_open(operand *array, uint64_t flags);
/* The same for a scalar, whose value the handle has a copy of. */
void operand_open_scalar(operand *array, uint64_t flags);
void operand_close(operand *array);
/* Where in the block each element lies, in C order of the indices. */
void operand_offsets(const operand *array, int64_t *offsets);
/* Copies one element from native byte order to the operand's. */
void operand_write(const operand *array, void *destination, const void *native);
/* Describes the operand on one line. */
void operand_print(const char *role, const operand *array);

#endif
