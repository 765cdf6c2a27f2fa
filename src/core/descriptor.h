/* descriptor.h: what a ravel_array handle stands for, as a call's own copy. */
#ifndef RVL_CORE_DESCRIPTOR_H
#define RVL_CORE_DESCRIPTOR_H

#include "call.h"
#include <ravel/array.h>
#include <ravel/kernel.h>
#include <stdbool.h>

/* A scalar's data points into the descriptor itself: who copies a scalar's descriptor points `data` at the copy's
 * value.
 */
typedef struct rvl_descriptor {
    unsigned char *data;   /* element [0, …, 0]; for a scalar, rvl_descriptor_read points it at `value` below */
    unsigned char *buffer; /* the bounds that the elements were proved to lie in */
    uint64_t nbytes;
    int32_t dtype, ndim;
    uint64_t flags;    /* RAVEL_WRITEABLE, SWAPPED, SIZE_UNKNOWN, WEAK, SCALAR: what is stored; contiguity and alignment
                          are computed. SWAPPED only where a part has several bytes */
    uint64_t value[2]; /* a scalar's value */
    int64_t shape[RAVEL_MAX_NDIM];
    int64_t strides[RAVEL_MAX_NDIM];
} rvl_descriptor;

/* Copies the descriptor of a live handle; valid ones only, also while other threads destroy. `role` is how messages
 * name it ("input 1", "array"); argument as in rvl_fail. */
ravel_status rvl_descriptor_read(rvl_call *call, const ravel_array *array, const char *role, int32_t argument,
                                 rvl_descriptor *descriptor);
/* The same without a message, for functions that take no context. */
ravel_status rvl_descriptor_peek(const ravel_array *array, rvl_descriptor *descriptor);
/* A dense array: in C order and native byte order, not a scalar, of 1 to RVL_DENSE_SIZE elements. */
#define RVL_DENSE_SIZE 4096
#define RVL_GLANCE_NDIM 4
typedef struct rvl_glance {
    unsigned char *data;
    int64_t size;
    int32_t dtype, ndim;
    bool writeable;
    int64_t shape[RVL_GLANCE_NDIM]; /* where ndim > 1; else it is the size */
} rvl_glance;

/* Reads a live dense array of at most RVL_GLANCE_NDIM axes, and of the shape of `like`, where that is given, in less
 * time than rvl_descriptor_peek takes. False for any other. */
bool rvl_descriptor_glance(const ravel_array *array, const rvl_glance *like, rvl_glance *glance);
/* The dtype of a live array, else -1. */
int32_t rvl_descriptor_dtype(const ravel_array *array);
/* Makes a handle of a descriptor that has been proved. */
ravel_status rvl_descriptor_publish(rvl_call *call, const rvl_descriptor *descriptor, ravel_array **out);

/* Gives the array of a live handle this descriptor's data, buffer and nbytes; calls that read it meanwhile get all of
 * the old or all of the new. RAVEL_BUSY while another thread does the same. */
ravel_status rvl_descriptor_repoint(rvl_call *call, const ravel_array *array, const rvl_descriptor *descriptor);
/* Ends an array's handle. */
ravel_status rvl_descriptor_destroy(const ravel_array *array);

/* Proves a descriptor, whose shape has been checked: overflow and bounds (offset: of data in buffer). Does not read
 * `data`. A zero-size array need not lie anywhere, but its offset must: in [0, nbytes]. */
ravel_status rvl_descriptor_prove(rvl_call *call, const rvl_descriptor *descriptor, int64_t offset);

/* Where the elements lie once the descriptor has gone: a scalar's value is copied to `scalar`, two words. */
const unsigned char *rvl_descriptor_data(const rvl_descriptor *descriptor, uint64_t *scalar);

/* Facts that follow from a descriptor. */
int64_t rvl_descriptor_size(const rvl_descriptor *descriptor);
uint64_t rvl_descriptor_flags(const rvl_descriptor *descriptor); /* with RAVEL_C_CONTIGUOUS, F_CONTIGUOUS, ALIGNED */

#endif
