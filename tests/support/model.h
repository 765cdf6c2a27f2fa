/* model.h: what a view must be: a shape and the address of every element, found by index arithmetic alone.
 *
 * A model knows no strides: each step makes a new list of addresses, element by element, from the indices that the
 * step's definition names. model_check then asks the library for the address of every element of a view. */
#ifndef TESTS_SUPPORT_MODEL_H
#define TESTS_SUPPORT_MODEL_H

#include <ravel/view.h>
#include <stdbool.h>

#define MODEL_MAX_NDIM 8
#define MODEL_MAX_SIZE 4096
#define MODEL_NBYTES 8192

typedef struct model {
    int32_t dtype, ndim;
    bool writeable;
    int64_t shape[MODEL_MAX_NDIM];
    unsigned char *address[MODEL_MAX_SIZE]; /* in C order */
} model;

/* An array in `model_memory`, and its model. */
extern unsigned char model_memory[MODEL_NBYTES];
ravel_array *model_create(int32_t dtype, int32_t ndim, const int64_t *shape, const int64_t *strides, model *result);

/* How many arrays of different ndim, lengths (0, 1, …) and strides (C and F order, negative, zero, odd, gaps)
 * model_sample makes; it gives number `which`. The itemsize divides 16. */
int32_t model_n_samples(void);
ravel_array *model_sample(int32_t which, int32_t dtype, model *result);

int64_t model_size(const model *of);
/* The next index in C order; false after the last. Start with zeros, in a shape without zero lengths. */
bool model_next(int32_t ndim, const int64_t *shape, int64_t *index);
unsigned char *model_at(const model *of, const int64_t *index);

/* Ends the test unless the view is what the model says. */
void model_check(const ravel_array *view, const model *expected);

#endif
