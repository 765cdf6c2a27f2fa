/* nest.h: the loop nest of a call: one shape, and for each operand an address and a byte stride per axis.
 *
 * Axes are kept innermost first: axis 0 here is the arrays' last one, until rvl_nest_simplify reorders them. Knows no
 * kernel and no dtype but their sizes. */
#ifndef RVL_PLAN_NEST_H
#define RVL_PLAN_NEST_H

#include "core/descriptor.h"
#include <stdbool.h>

/* Inputs and outputs of a kernel, and the mask. */
#define RVL_NEST_OPERANDS (RAVEL_MAX_OPERANDS + 1)

typedef struct rvl_nest {
    int32_t ndim, n_operands;
    int64_t shape[RAVEL_MAX_NDIM];
    unsigned char *data[RVL_NEST_OPERANDS];
    int64_t strides[RVL_NEST_OPERANDS][RAVEL_MAX_NDIM];
} rvl_nest;

/* What an operand may do to the shape of the nest. */
typedef enum {
    RVL_NEST_EXTEND, /* an input: axes of length 1 stretch, both ways */
    RVL_NEST_WITHIN, /* a mask: stretches to the nest's shape, and does not stretch it */
    RVL_NEST_EXACT,  /* an output: has the nest's shape */
} rvl_nest_role;

/* Starts a nest of no operands and shape (). */
void rvl_nest_begin(rvl_nest *nest);
/* Adds an operand. `role` is how messages name it ("input 1"). Fails with RAVEL_SHAPE_MISMATCH. */
ravel_status rvl_nest_add(rvl_call *call, rvl_nest *nest, const rvl_descriptor *array, rvl_nest_role rule,
                          const char *role, int32_t argument);
/* The number of elements; fails with RAVEL_SIZE_OVERFLOW where shapes that are small each broadcast to a huge one. */
ravel_status rvl_nest_size(rvl_call *call, const rvl_nest *nest, int64_t *size);

/* Drops axes of length 1, flips and sorts axes so that operand `lead` is walked forwards with its smallest stride
 * innermost, and joins axes that lie seamlessly in every operand. For nests whose order of elements does not matter.
 * The nest must not be empty. */
void rvl_nest_simplify(rvl_nest *nest, int32_t lead);
/* Whether the elements of operand k follow each other along axes 0 … n_axes - 1. */
bool rvl_nest_is_contiguous(const rvl_nest *nest, int32_t k, int32_t n_axes, int32_t itemsize);
/* Exchanges two axes. */
void rvl_nest_exchange(rvl_nest *nest, int32_t a, int32_t b);

#endif
