/* view_model.c: what a view must be: a shape, and where each element lies, found by index arithmetic alone. */
#include "view_model.h"
#include "fuzz.h"
#include "oracle.h"
#include <ravel/elementwise.h>
#include <stdio.h>
#include <string.h>

int64_t view_size(int32_t ndim, const int64_t *shape)
{
    int64_t size = 1;
    for (int32_t axis = 0; axis < ndim; axis++)
        size *= shape[axis];
    return size;
}

void view_next(int32_t ndim, const int64_t *shape, int64_t *index)
{
    for (int32_t axis = ndim - 1; axis >= 0; axis--) {
        if (++index[axis] < shape[axis])
            return;
        index[axis] = 0;
    }
}

int64_t view_place(const view_model *model, const int64_t *index)
{
    int64_t place = 0;
    for (int32_t axis = 0; axis < model->ndim; axis++)
        place = place * model->shape[axis] + index[axis];
    return place;
}

bool view_is_strided(const view_model *model)
{
    const int64_t size = view_size(model->ndim, model->shape);
    int64_t index[VIEW_MAX_NDIM] = {0}, stride[VIEW_MAX_NDIM] = {0}, next = 1;
    for (int32_t axis = model->ndim - 1; axis >= 0; axis--) {
        if (model->shape[axis] > 1 && size > 0)
            stride[axis] = model->address[next] - model->address[0];
        next *= model->shape[axis];
    }
    for (int64_t i = 0; i < size; i++) {
        int64_t offset = 0;
        for (int32_t axis = 0; axis < model->ndim; axis++)
            offset += index[axis] * stride[axis];
        if (model->address[i] - model->address[0] != offset)
            return false;
        view_next(model->ndim, model->shape, index);
    }
    return true;
}

void view_apply(view_model *model, const view_map *map)
{
    const view_model from = *model;
    int64_t index[VIEW_MAX_NDIM] = {0};
    const int64_t size = view_size(map->ndim, map->shape);
    model->ndim = map->ndim;
    memcpy(model->shape, map->shape, sizeof model->shape);
    for (int64_t i = 0; i < size; i++) {
        int64_t origin[VIEW_MAX_NDIM];
        for (int32_t axis = 0; axis < from.ndim; axis++) {
            origin[axis] = map->start[axis];
            for (int32_t j = 0; j < map->ndim; j++)
                origin[axis] += map->step[axis][j] * index[j];
        }
        model->address[i] = from.address[view_place(&from, origin)];
        view_next(map->ndim, map->shape, index);
    }
}

uint64_t view_flags(const view_model *model)
{
    const int64_t size = view_size(model->ndim, model->shape), itemsize = (int64_t)oracle_itemsizes[model->dtype];
    uint64_t flags = RAVEL_C_CONTIGUOUS | RAVEL_F_CONTIGUOUS | RAVEL_ALIGNED;
    int64_t index[VIEW_MAX_NDIM] = {0};
    for (int64_t i = 0; i < size; i++) {
        int64_t place_f = 0;
        for (int32_t axis = model->ndim - 1; axis >= 0; axis--)
            place_f = place_f * model->shape[axis] + index[axis];
        if (model->address[i] - model->address[0] != i * itemsize)
            flags &= ~RAVEL_C_CONTIGUOUS;
        if (model->address[i] - model->address[0] != place_f * itemsize)
            flags &= ~RAVEL_F_CONTIGUOUS;
        if ((uintptr_t)model->address[i] % oracle_part_sizes[model->dtype] != 0)
            flags &= ~RAVEL_ALIGNED;
        view_next(model->ndim, model->shape, index);
    }
    return flags | (model->writeable ? RAVEL_WRITEABLE : 0) | (model->swapped ? RAVEL_SWAPPED : 0);
}

static int32_t print_list(char *text, size_t size, int32_t n, const int64_t *list)
{
    int32_t length = snprintf(text, size, "(");
    for (int32_t i = 0; i < n; i++)
        length += snprintf(text + length, size - (size_t)length,
                           i + 1 < n ? "%lld, "
                           : n == 1  ? "%lld,"
                                     : "%lld",
                           (long long)list[i]);
    return length + snprintf(text + length, size - (size_t)length, ")");
}

static void check_description(const ravel_array *array, const view_model *expected, const int64_t *strides)
{
    char text[600], start[500];
    size_t needed = 0;
    FUZZ_CHECK(ravel_array_describe(array, text, sizeof text, &needed) == RAVEL_OK && needed == strlen(text) + 1);
    int32_t length = snprintf(start, sizeof start, "%s array of shape ", ravel_dtype_name(expected->dtype));
    length += print_list(start + length, sizeof start - (size_t)length, expected->ndim, expected->shape);
    length += snprintf(start + length, sizeof start - (size_t)length, ", strides ");
    length += print_list(start + length, sizeof start - (size_t)length, expected->ndim, strides);
    FUZZ_CHECK(strncmp(text, start, (size_t)length) == 0);
    FUZZ_CHECK((strstr(text, ", writeable") != NULL) == expected->writeable);
    FUZZ_CHECK((strstr(text, ", swapped bytes") != NULL) == expected->swapped);
}

static void check_addresses(const ravel_array *array, const view_model *expected, const int64_t *strides)
{
    const int64_t size = view_size(expected->ndim, expected->shape);
    int64_t index[VIEW_MAX_NDIM] = {0};
    for (int64_t i = 0; i < size; i++) {
        void *address = NULL;
        int64_t offset = 0;
        for (int32_t axis = 0; axis < expected->ndim; axis++)
            offset += index[axis] * strides[axis];
        FUZZ_CHECK(expected->address[0] + offset == expected->address[i]);
        if (i % 7 == 0 || i == size - 1) {
            FUZZ_CHECK(ravel_array_element(NULL, array, expected->ndim, index, &address) == RAVEL_OK);
            FUZZ_CHECK(address == expected->address[i]);
        }
        view_next(expected->ndim, expected->shape, index);
    }
}

/* A copy to contiguous memory holds the bytes at those addresses, in native order; a true bool is 1. */
static void check_copy(const ravel_array *array, const view_model *expected)
{
    static unsigned char copied[VIEW_MAX_SIZE * 16], walked[VIEW_MAX_SIZE * 16];
    const int64_t size = view_size(expected->ndim, expected->shape);
    const size_t itemsize = oracle_itemsizes[expected->dtype], part = oracle_part_sizes[expected->dtype];
    ravel_array *to = NULL;
    FUZZ_CHECK(ravel_array_create(NULL, copied, (size_t)size * itemsize, 0, expected->dtype, expected->ndim,
                                  expected->shape, NULL, RAVEL_WRITEABLE, &to) == RAVEL_OK);
    FUZZ_CHECK(ravel_copy(NULL, array, to) == RAVEL_OK);
    FUZZ_CHECK(ravel_array_destroy(to) == RAVEL_OK);
    for (int64_t i = 0; i < size; i++)
        for (size_t byte = 0; byte < itemsize; byte++) {
            const size_t in_part = byte % part;
            const size_t from = expected->swapped ? byte - in_part + part - 1 - in_part : byte;
            const unsigned char value = expected->address[i][from];
            walked[(size_t)i * itemsize + byte] = expected->dtype == RAVEL_BOOL ? value != 0 : value;
        }
    FUZZ_CHECK(memcmp(copied, walked, (size_t)size * itemsize) == 0);
}

void view_check(const ravel_array *array, const view_model *expected)
{
    int32_t dtype = 0, ndim = -1;
    int64_t shape[VIEW_MAX_NDIM] = {0}, strides[VIEW_MAX_NDIM] = {0}, size = -1;
    size_t nbytes = 1;
    uint64_t flags = 0;
    FUZZ_CHECK(ravel_array_dtype(array, &dtype) == RAVEL_OK && dtype == expected->dtype);
    FUZZ_CHECK(ravel_array_ndim(array, &ndim) == RAVEL_OK && ndim == expected->ndim);
    FUZZ_CHECK(ravel_array_shape(array, ndim, shape) == RAVEL_OK);
    FUZZ_CHECK(memcmp(shape, expected->shape, (size_t)ndim * sizeof *shape) == 0);
    FUZZ_CHECK(ravel_array_strides(array, ndim, strides) == RAVEL_OK);
    FUZZ_CHECK(ravel_array_size(array, &size) == RAVEL_OK && size == view_size(ndim, shape));
    FUZZ_CHECK(ravel_array_nbytes(array, &nbytes) == RAVEL_OK && nbytes == (size_t)size * oracle_itemsizes[dtype]);
    FUZZ_CHECK(ravel_array_flags(array, &flags) == RAVEL_OK);
    FUZZ_CHECK(size == 0 || flags == view_flags(expected));
    check_description(array, expected, strides);
    check_addresses(array, expected, strides);
    check_copy(array, expected);
}
