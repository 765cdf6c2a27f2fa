/* view_model.h: what a view must be: a shape, and where each element lies, found by index arithmetic alone. */
#ifndef TESTS_FUZZ_VIEW_MODEL_H
#define TESTS_FUZZ_VIEW_MODEL_H

#include <ravel/view.h>
#include <stdbool.h>

enum { VIEW_MAX_NDIM = 6, VIEW_MAX_SIZE = 512 };

typedef struct view_model {
    int32_t dtype, ndim;
    bool swapped, writeable;
    int64_t shape[VIEW_MAX_NDIM];
    unsigned char *address[VIEW_MAX_SIZE]; /* of each element, in C order */
} view_model;

/* A view by indices: index a of what is viewed is start[a] + the sum of step[a][j] * index j of the view. */
typedef struct view_map {
    int32_t ndim;
    int64_t shape[VIEW_MAX_NDIM], start[VIEW_MAX_NDIM], step[VIEW_MAX_NDIM][VIEW_MAX_NDIM];
} view_map;

int64_t view_size(int32_t ndim, const int64_t *shape);
/* The next index in C order, round and round. */
void view_next(int32_t ndim, const int64_t *shape, int64_t *index);
/* The place of an index among the elements, in C order. */
int64_t view_place(const view_model *model, const int64_t *index);
/* Whether a view of it could have been made by strides: each axis steps by the same number of bytes everywhere. */
bool view_is_strided(const view_model *model);
/* Makes the model that of a view. */
void view_apply(view_model *model, const view_map *map);
/* The array flags that hold for these addresses: contiguity, alignment, writeability, byte order. */
uint64_t view_flags(const view_model *model);
/* Ends the program unless the array is what the model says: facts, description, addresses, and what a copy reads. */
void view_check(const ravel_array *array, const view_model *expected);

#endif
