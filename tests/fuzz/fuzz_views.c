/* fuzz_views.c: arrays and chains of views of them, right and wrong, against a model of addresses. */
#include "fuzz.h"
#include "oracle.h"
#include "view_steps.h"
#include <string.h>

enum { NBYTES = 2048, MAX_STEPS = 12 };

/* Two buffers, for arrays that are rebound. */
static unsigned char buffers[2][NBYTES] __attribute__((aligned(16)));
static size_t nbytes;

/* Makes an array and its model; checks that it can be made exactly if all of its elements are in the buffer. */
static ravel_array *create(random_source *source, view_model *model)
{
    int64_t strides[VIEW_MAX_NDIM], low = 0, high;
    const int64_t grain = INT64_C(1) << random_below(source, 5);
    const bool in_c_order = random_once_in(source, 3);
    *model = (view_model){.dtype = (int32_t)random_between(source, RAVEL_BOOL, RAVEL_COMPLEX128),
                          .ndim = (int32_t)random_below(source, 5),
                          .writeable = random_once_in(source, 2)};
    const int64_t itemsize = (int64_t)oracle_itemsizes[model->dtype];
    const bool swapped = random_once_in(source, 3);
    model->swapped = swapped && oracle_part_sizes[model->dtype] > 1;
    for (int32_t axis = 0; axis < model->ndim; axis++)
        model->shape[axis] = random_below(source, axis < 2 ? 7 : 4);
    int64_t next = itemsize;
    for (int32_t axis = model->ndim - 1; axis >= 0; axis--) {
        strides[axis] = in_c_order ? next : random_between(source, -20, 20) * grain;
        next *= model->shape[axis] > 0 ? model->shape[axis] : 1;
    }
    const int64_t size = view_size(model->ndim, model->shape);
    high = itemsize;
    for (int32_t axis = 0; axis < model->ndim && size > 0; axis++)
        *(strides[axis] < 0 ? &low : &high) += strides[axis] * (model->shape[axis] - 1);
    nbytes = (size_t)random_below(source, NBYTES + 1);
    int64_t offset = random_between(source, -1, 40) * grain - (random_once_in(source, 8) ? 0 : low);
    if (random_once_in(source, 16)) /* as far up as it can be, or one byte further */
        offset = (int64_t)nbytes - high + random_below(source, 2);
    const bool fits =
        size > 0 ? offset + low >= 0 && offset + high <= (int64_t)nbytes : offset >= 0 && offset <= (int64_t)nbytes;
    int64_t index[VIEW_MAX_NDIM] = {0};
    for (int64_t i = 0; i < size && fits; i++) {
        model->address[i] = buffers[0] + offset;
        for (int32_t axis = 0; axis < model->ndim; axis++)
            model->address[i] += index[axis] * strides[axis];
        view_next(model->ndim, model->shape, index);
    }
    ravel_array *array = NULL;
    const uint64_t flags = (model->writeable ? RAVEL_WRITEABLE : 0) | (swapped ? RAVEL_SWAPPED : 0);
    const ravel_status status = ravel_array_create(NULL, buffers[0], nbytes, offset, model->dtype, model->ndim,
                                                   model->shape, in_c_order ? NULL : strides, flags, &array);
    FUZZ_CHECK(fits ? status == RAVEL_OK : status == RAVEL_OUT_OF_BOUNDS && array == NULL);
    return array;
}

/* Points the array at the same place of the other buffer, or at any; it must be refused where an element would not be
 * in it. */
static void rebind(random_source *source, ravel_array *array, view_model *model, int32_t *buffer)
{
    const int64_t size = view_size(model->ndim, model->shape);
    const int64_t itemsize = (int64_t)oracle_itemsizes[model->dtype];
    int64_t low = 0, high = size > 0 ? itemsize : 0, offset = random_between(source, -1, 300);
    for (int64_t i = 0; i < size; i++) {
        const int64_t at = model->address[i] - model->address[0];
        low = at < low ? at : low;
        high = at + itemsize > high ? at + itemsize : high;
    }
    if (size > 0 && random_once_in(source, 2))
        offset = model->address[0] - buffers[*buffer];
    const size_t room = random_once_in(source, 4) ? (size_t)random_below(source, NBYTES + 1) : NBYTES;
    const bool fits = offset >= 0 && offset + low >= 0 && offset + high <= (int64_t)room;
    const ravel_status status = ravel_array_rebind(NULL, array, buffers[1 - *buffer], room, offset);
    FUZZ_CHECK(status == (fits ? RAVEL_OK : RAVEL_OUT_OF_BOUNDS));
    if (!fits)
        return;
    *buffer = 1 - *buffer;
    nbytes = room;
    for (int64_t i = size - 1; i >= 0; i--)
        model->address[i] = buffers[*buffer] + offset + (model->address[i] - model->address[0]);
}

static void require(random_source *source, const ravel_array *array, const view_model *model)
{
    static const uint64_t wanted[] = {RAVEL_C_CONTIGUOUS, RAVEL_F_CONTIGUOUS, RAVEL_WRITEABLE};
    const uint64_t have = view_flags(model);
    const int32_t dtype = random_once_in(source, 6) ? (int32_t)random_between(source, 0, 16) : model->dtype;
    const int32_t ndim = random_once_in(source, 6) ? (int32_t)random_between(source, -2, 5) : model->ndim;
    const int64_t choice = random_below(source, 8);
    uint64_t flags = 0;
    for (int32_t i = 0; i < 3; i++)
        flags |= choice >> i & 1 ? wanted[i] : 0;
    void *data = buffers;
    const ravel_status status = ravel_array_require(NULL, array, dtype, ndim, flags, &data);
    const bool fits = dtype == model->dtype && (ndim == model->ndim || ndim == -1) && (have & flags) == flags &&
                      (have & RAVEL_ALIGNED) != 0 && !model->swapped;
    if (view_size(model->ndim, model->shape) == 0) /* which has no address to be aligned, or to compare */
        return;
    FUZZ_CHECK((status == RAVEL_OK) == fits);
    FUZZ_CHECK(data == (fits ? (void *)model->address[0] : (void *)buffers));
}

static void check_inside(const view_model *model, int32_t buffer)
{
    const unsigned char *const first = buffers[buffer];
    const size_t itemsize = oracle_itemsizes[model->dtype];
    for (int64_t i = view_size(model->ndim, model->shape) - 1; i >= 0; i--)
        FUZZ_CHECK(model->address[i] >= first && model->address[i] + itemsize <= first + nbytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    random_source source = fuzz_source(data, size);
    static view_model model;
    int32_t buffer = 0;
    if (buffers[0][0] == 0) /* once */
        for (size_t i = 0; i < NBYTES; i++) {
            buffers[0][i] = (unsigned char)(1 + i % 251);
            buffers[1][i] = (unsigned char)(1 + i % 241);
        }
    ravel_array *array = create(&source, &model);
    if (array == NULL)
        return 0;
    view_check(array, &model);
    for (int32_t i = 0; i < MAX_STEPS && fuzz_more(&source); i++) {
        const int32_t step = (int32_t)random_below(&source, VIEW_N_STEPS + 2);
        if (step < VIEW_N_STEPS)
            view_step(step, &source, &array, &model);
        else if (step == VIEW_N_STEPS)
            rebind(&source, array, &model, &buffer);
        else
            require(&source, array, &model);
        check_inside(&model, buffer);
        view_check(array, &model);
    }
    FUZZ_CHECK(ravel_array_destroy(array) == RAVEL_OK);
    return 0;
}
