/* model.c: what a view must be: a shape and the address of every element, found by index arithmetic alone. */
#include "model.h"
#include <check.h>
#include <stdlib.h>

_Alignas(16) unsigned char model_memory[MODEL_NBYTES];

int64_t model_size(const model *of)
{
    int64_t size = 1;
    for (int32_t axis = 0; axis < of->ndim; axis++)
        size *= of->shape[axis];
    return size;
}

bool model_next(int32_t ndim, const int64_t *shape, int64_t *index)
{
    for (int32_t axis = ndim - 1; axis >= 0; axis--) {
        if (++index[axis] < shape[axis])
            return true;
        index[axis] = 0;
    }
    return false;
}

unsigned char *model_at(const model *of, const int64_t *index)
{
    int64_t flat = 0;
    for (int32_t axis = 0; axis < of->ndim; axis++) {
        ck_assert(index[axis] >= 0 && index[axis] < of->shape[axis]);
        flat = flat * of->shape[axis] + index[axis];
    }
    return of->address[flat];
}

ravel_array *model_create(int32_t dtype, int32_t ndim, const int64_t *shape, const int64_t *strides, model *result)
{
    result->dtype = dtype;
    result->ndim = ndim;
    result->writeable = true;
    for (int32_t axis = 0; axis < ndim; axis++)
        result->shape[axis] = shape[axis];
    const int64_t size = model_size(result);
    ck_assert(size <= MODEL_MAX_SIZE);
    int64_t index[MODEL_MAX_NDIM] = {0}, i = 0;
    const int64_t offset = MODEL_NBYTES / 2;
    if (size > 0)
        do {
            int64_t place = offset;
            for (int32_t axis = 0; axis < ndim; axis++)
                place += index[axis] * strides[axis];
            ck_assert(place >= 0 && place + 16 <= MODEL_NBYTES);
            result->address[i++] = model_memory + place;
        } while (model_next(ndim, shape, index));
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, model_memory, sizeof model_memory, offset, dtype, ndim, shape, strides,
                                        RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

static const struct {
    int32_t ndim;
    int64_t shape[5];
} shapes[] = {
    {0, {0}},       {1, {0}},       {1, {1}},          {1, {2}},          {1, {5}},
    {1, {12}},      {2, {0, 3}},    {2, {3, 0}},       {2, {1, 1}},       {2, {1, 4}},
    {2, {4, 1}},    {2, {3, 4}},    {2, {4, 4}},       {2, {5, 2}},       {3, {0, 0, 0}},
    {3, {2, 0, 3}}, {3, {2, 3, 4}}, {3, {1, 3, 2}},    {3, {3, 1, 2}},    {3, {3, 2, 1}},
    {3, {2, 2, 2}}, {3, {4, 3, 4}}, {4, {2, 1, 3, 2}}, {4, {2, 2, 3, 2}}, {5, {2, 1, 2, 1, 3}},
};
enum { N_SHAPES = sizeof shapes / sizeof *shapes, N_LAYOUTS = 10 };

/* Strides of layout `which`: a line of the fastest axis steps by `step`, each further axis goes on after `gap` bytes.
 */
static void lay_out(int32_t which, int32_t ndim, const int64_t *shape, int64_t itemsize, int64_t *strides)
{
    const bool first_axis_fastest = which == 1 || which == 6;
    int64_t stride = which == 2 ? 2 * itemsize : which == 3 ? itemsize + 3 : itemsize;
    const int64_t gap = which == 4 || which == 6 ? 16 : 0;
    for (int32_t i = 0; i < ndim; i++) {
        const int32_t axis = first_axis_fastest ? i : ndim - 1 - i;
        strides[axis] = stride;
        if (which == 5 || (which == 7 && axis % 2 == 0)) /* all axes reversed, or every other one */
            strides[axis] = -stride;
        if ((which == 8 && axis == 0) || which == 9) /* the first axis repeated, or all */
            strides[axis] = 0;
        stride = stride * (shape[axis] > 0 ? shape[axis] : 1) + gap;
    }
}

int32_t model_n_samples(void)
{
    return N_SHAPES * N_LAYOUTS;
}

ravel_array *model_sample(int32_t which, int32_t dtype, model *result)
{
    const int32_t ndim = shapes[which / N_LAYOUTS].ndim;
    const int64_t *shape = shapes[which / N_LAYOUTS].shape;
    int64_t strides[MODEL_MAX_NDIM] = {0};
    size_t itemsize;
    ck_assert_int_eq(ravel_dtype_itemsize(dtype, &itemsize), RAVEL_OK);
    lay_out(which % N_LAYOUTS, ndim, shape, (int64_t)itemsize, strides);
    return model_create(dtype, ndim, shape, strides, result);
}

void model_check(const ravel_array *view, const model *expected)
{
    int32_t dtype = -1, ndim = -1;
    int64_t shape[RAVEL_MAX_NDIM], size = -1;
    uint64_t flags = 0;
    ck_assert_int_eq(ravel_array_dtype(view, &dtype), RAVEL_OK);
    ck_assert_int_eq(ravel_array_ndim(view, &ndim), RAVEL_OK);
    ck_assert_int_eq(ravel_array_size(view, &size), RAVEL_OK);
    ck_assert_int_eq(ravel_array_flags(view, &flags), RAVEL_OK);
    ck_assert_int_eq(ravel_array_shape(view, RAVEL_MAX_NDIM, shape), RAVEL_OK);
    ck_assert_int_eq(dtype, expected->dtype);
    ck_assert_int_eq(ndim, expected->ndim);
    for (int32_t axis = 0; axis < ndim; axis++)
        ck_assert_int_eq(shape[axis], expected->shape[axis]);
    ck_assert_int_eq(size, model_size(expected));
    ck_assert_int_eq((flags & RAVEL_WRITEABLE) != 0, expected->writeable);
    if (size == 0)
        return;
    int64_t index[RAVEL_MAX_NDIM] = {0};
    do {
        void *address = NULL;
        ck_assert_int_eq(ravel_array_element(NULL, view, ndim, index, &address), RAVEL_OK);
        ck_assert_ptr_eq(address, model_at(expected, index));
    } while (model_next(ndim, shape, index));
}
