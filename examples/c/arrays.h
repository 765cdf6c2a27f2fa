/* arrays.h: memory with a descriptor, numbers, and what to do with a status: the few lines that each program needs. */
#ifndef ARRAYS_H
#define ARRAYS_H

#include <ravel/ravel.h>

/* An array that owns its memory. */
typedef struct {
    void *memory;
    ravel_array *array;
} owned_array;

/* Ends the program with ravel's sentence if the status is not RAVEL_OK. */
void must(ravel_context *context, ravel_status status);

/* New memory, all zero, in C order. Free it with owned_free. */
owned_array owned_zeros(ravel_context *context, int32_t dtype, int32_t ndim, const int64_t *shape);
void owned_free(owned_array *owned);

/* A number that promotes like a literal. Destroy it with ravel_array_destroy. */
ravel_array *literal(ravel_context *context, double value);

#endif
