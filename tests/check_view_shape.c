/* check_view_shape.c: reshape, broadcast_to, diagonal, sliding_window, real, imag and view against the model. */
#include "support/model.h"
#include "support/run_suite.h"
#include <stdlib.h>
#include <string.h>

static model source, expected;

/* Takes a pointer to the view, as the call that makes it is an argument too. */
static void check_and_destroy(ravel_status status, ravel_array **view, const model *of)
{
    ck_assert_int_eq(status, RAVEL_OK);
    model_check(*view, of);
    ck_assert_int_eq(ravel_array_destroy(*view), RAVEL_OK);
    *view = NULL;
}

/* ---- reshape ---- */

/* Whether strides can reach these addresses: each index's share must be the same everywhere. */
static bool is_strided(const model *of)
{
    if (model_size(of) == 0)
        return true;
    int64_t index[MODEL_MAX_NDIM] = {0}, strides[MODEL_MAX_NDIM] = {0};
    for (int32_t axis = 0; axis < of->ndim; axis++) {
        int64_t one[MODEL_MAX_NDIM] = {0};
        one[axis] = 1;
        if (of->shape[axis] > 1)
            strides[axis] = model_at(of, one) - of->address[0];
    }
    do {
        int64_t place = 0;
        for (int32_t axis = 0; axis < of->ndim; axis++)
            place += index[axis] * strides[axis];
        if (model_at(of, index) != of->address[0] + place)
            return false;
    } while (model_next(of->ndim, of->shape, index));
    return true;
}

/* Puts the addresses in the order in which they lie when the first axis runs fastest. */
static void reverse_axes(const model *of, model *reversed)
{
    int64_t index[MODEL_MAX_NDIM] = {0}, i = 0;
    *reversed = *of;
    for (int32_t axis = 0; axis < of->ndim; axis++)
        reversed->shape[axis] = of->shape[of->ndim - 1 - axis];
    if (model_size(of) > 0)
        do {
            int64_t turned[MODEL_MAX_NDIM] = {0};
            for (int32_t axis = 0; axis < of->ndim; axis++)
                turned[axis] = index[of->ndim - 1 - axis];
            reversed->address[i++] = model_at(of, turned);
        } while (model_next(reversed->ndim, reversed->shape, index));
}

static int32_t n_possible, n_impossible;

static void try_reshape(const ravel_array *array, int32_t ndim, const int64_t *shape)
{
    static model turned;
    for (uint64_t order = RAVEL_ORDER_C; order <= RAVEL_ORDER_F; order++) {
        /* The F-order reshape: turn the axes round, reshape in C order to the shape turned round, turn back. */
        if (order == RAVEL_ORDER_C)
            expected = source;
        else
            reverse_axes(&source, &expected);
        expected.ndim = ndim;
        for (int32_t axis = 0; axis < ndim; axis++)
            expected.shape[axis] = shape[order == RAVEL_ORDER_C ? axis : ndim - 1 - axis];
        if (order == RAVEL_ORDER_F) {
            reverse_axes(&expected, &turned);
            expected = turned;
        }
        const bool possible = is_strided(&expected);
        *(possible ? &n_possible : &n_impossible) += 1;
        for (int32_t open = -1; open < ndim; open++) {
            int64_t asked[MODEL_MAX_NDIM] = {0}, others = 1;
            for (int32_t axis = 0; axis < ndim; axis++) {
                asked[axis] = axis == open ? -1 : shape[axis];
                others *= axis == open ? 1 : shape[axis];
            }
            ravel_array *view = NULL;
            ravel_status status = ravel_array_reshape(NULL, array, ndim, asked, order, &view);
            if (open >= 0 && others == 0)
                ck_assert_int_eq(status, RAVEL_SHAPE_MISMATCH);
            else if (possible)
                check_and_destroy(status, &view, &expected);
            else
                ck_assert_int_eq(status, RAVEL_NEEDS_COPY);
        }
    }
}

/* Tries every shape with this many elements and up to ndim axes; of none with up to one axis, 0 and 2. */
static void try_shapes(const ravel_array *array, int64_t size, int32_t ndim, int32_t max_ndim, int64_t *shape)
{
    if (size == 1)
        try_reshape(array, ndim, shape);
    if (ndim == max_ndim)
        return;
    for (shape[ndim] = 1; shape[ndim] <= size; shape[ndim]++)
        if (size % shape[ndim] == 0) {
            const int64_t length = shape[ndim];
            try_shapes(array, size / length, ndim + 1, max_ndim, shape);
            shape[ndim] = length;
        }
}

START_TEST(reshapes_to_every_shape)
{
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_INT32, &source);
        int64_t shape[MODEL_MAX_NDIM];
        if (model_size(&source) > 0)
            try_shapes(array, model_size(&source), 0, 4, shape);
        else
            for (int32_t ndim = 1; ndim <= 3; ndim++)
                for (int32_t zero = 0; zero < ndim; zero++) {
                    for (int32_t axis = 0; axis < ndim; axis++)
                        shape[axis] = axis == zero ? 0 : 2 + axis;
                    try_reshape(array, ndim, shape);
                }
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
    ck_assert_int_gt(n_possible, 1000);
    ck_assert_int_gt(n_impossible, 1000);
}
END_TEST

/* ---- broadcast_to ---- */

START_TEST(broadcasts_to_more_and_longer_axes)
{
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_UINT8, &source), *view = NULL;
        for (int32_t n_new = 0; n_new <= 2; n_new++)
            for (int64_t repeats = 0; repeats <= 3; repeats++) {
                expected.dtype = source.dtype;
                expected.writeable = false;
                expected.ndim = source.ndim + n_new;
                for (int32_t axis = 0; axis < expected.ndim; axis++) {
                    const int64_t length = axis < n_new ? 1 : source.shape[axis - n_new];
                    expected.shape[axis] = length == 1 ? repeats : length;
                }
                int64_t index[MODEL_MAX_NDIM] = {0}, i = 0;
                if (model_size(&expected) > 0)
                    do {
                        int64_t from[MODEL_MAX_NDIM] = {0};
                        for (int32_t axis = 0; axis < source.ndim; axis++)
                            from[axis] = source.shape[axis] == 1 ? 0 : index[axis + n_new];
                        expected.address[i++] = model_at(&source, from);
                    } while (model_next(expected.ndim, expected.shape, index));
                check_and_destroy(ravel_array_broadcast_to(NULL, array, expected.ndim, expected.shape, &view), &view,
                                  &expected);
                /* No other length will do. */
                for (int32_t axis = 0; axis < source.ndim; axis++) {
                    int64_t shape[MODEL_MAX_NDIM];
                    memcpy(shape, expected.shape, sizeof shape);
                    shape[axis + n_new] = source.shape[axis] == 1 ? -1 : source.shape[axis] + 1;
                    ck_assert_int_eq(ravel_array_broadcast_to(NULL, array, expected.ndim, shape, &view),
                                     source.shape[axis] == 1 ? RAVEL_INVALID_SHAPE : RAVEL_SHAPE_MISMATCH);
                }
            }
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

/* ---- diagonal and sliding_window ---- */

static void try_diagonal(const ravel_array *array, int64_t offset, int32_t axis1, int32_t axis2)
{
    expected.dtype = source.dtype;
    expected.writeable = source.writeable;
    expected.ndim = 0;
    for (int32_t axis = 0; axis < source.ndim; axis++)
        if (axis != axis1 && axis != axis2)
            expected.shape[expected.ndim++] = source.shape[axis];
    int64_t length = 0, row = offset < 0 ? -offset : 0, column = offset > 0 ? offset : 0;
    while (row + length < source.shape[axis1] && column + length < source.shape[axis2])
        length++;
    expected.shape[expected.ndim++] = length;
    int64_t index[MODEL_MAX_NDIM] = {0}, i = 0;
    if (model_size(&expected) > 0)
        do {
            int64_t from[MODEL_MAX_NDIM] = {0};
            int32_t kept = 0;
            for (int32_t axis = 0; axis < source.ndim; axis++)
                if (axis != axis1 && axis != axis2)
                    from[axis] = index[kept++];
            from[axis1] = row + index[kept];
            from[axis2] = column + index[kept];
            expected.address[i++] = model_at(&source, from);
        } while (model_next(expected.ndim, expected.shape, index));
    ravel_array *view = NULL;
    check_and_destroy(ravel_array_diagonal(NULL, array, offset, axis1, axis2, &view), &view, &expected);
    check_and_destroy(ravel_array_diagonal(NULL, array, offset, axis1 - source.ndim, axis2, &view), &view, &expected);
}

START_TEST(diagonals_of_every_two_axes)
{
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_INT16, &source), *view = NULL;
        for (int32_t axis1 = 0; axis1 < source.ndim; axis1++)
            for (int32_t axis2 = 0; axis2 < source.ndim; axis2++) {
                if (axis1 == axis2) {
                    ck_assert_int_eq(ravel_array_diagonal(NULL, array, 0, axis1, axis2, &view),
                                     source.ndim < 2 ? RAVEL_INVALID_NDIM : RAVEL_DUPLICATE_AXIS);
                    continue;
                }
                for (int64_t offset = -6; offset <= 6; offset++)
                    try_diagonal(array, offset, axis1, axis2);
                expected.shape[expected.ndim - 1] = 0;
                check_and_destroy(ravel_array_diagonal(NULL, array, INT64_MIN, axis1, axis2, &view), &view, &expected);
                check_and_destroy(ravel_array_diagonal(NULL, array, INT64_MAX, axis1, axis2, &view), &view, &expected);
            }
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

START_TEST(windows_along_every_set_of_axes)
{
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_FLOAT16, &source), *view = NULL;
        for (uint32_t set = 0; set < 1u << source.ndim && source.ndim < 5; set++)
            for (int64_t width = 0; width <= 5; width++) {
                int32_t axes[MODEL_MAX_NDIM] = {0}, n_axes = 0;
                int64_t windows[MODEL_MAX_NDIM] = {0}, index[MODEL_MAX_NDIM] = {0}, i = 0;
                bool possible = true;
                expected.dtype = source.dtype;
                expected.writeable = false;
                memcpy(expected.shape, source.shape, sizeof expected.shape);
                for (int32_t axis = source.ndim - 1; axis >= 0; axis--)
                    if (set >> axis & 1) {
                        windows[n_axes] = (width + axis) % 6;
                        possible &= windows[n_axes] >= 1 && windows[n_axes] <= source.shape[axis];
                        expected.shape[axis] -= windows[n_axes] - 1;
                        expected.shape[source.ndim + n_axes] = windows[n_axes];
                        axes[n_axes++] = width % 2 ? axis : axis - source.ndim;
                    }
                expected.ndim = source.ndim + n_axes;
                ravel_status status = ravel_array_sliding_window(NULL, array, n_axes, axes, windows, &view);
                if (!possible) {
                    ck_assert_int_eq(status, RAVEL_INVALID_SHAPE);
                    continue;
                }
                if (model_size(&expected) > 0)
                    do {
                        int64_t from[MODEL_MAX_NDIM];
                        memcpy(from, index, sizeof from);
                        for (int32_t n = 0; n < n_axes; n++)
                            from[(axes[n] + source.ndim) % source.ndim] += index[source.ndim + n];
                        expected.address[i++] = model_at(&source, from);
                    } while (model_next(expected.ndim, expected.shape, index));
                check_and_destroy(status, &view, &expected);
            }
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

/* ---- real, imag and view ---- */

START_TEST(parts_of_complex_numbers)
{
    for (int32_t which = 0; which < model_n_samples(); which++)
        for (int32_t dtype = RAVEL_FLOAT32; dtype <= RAVEL_COMPLEX128; dtype++) {
            ravel_array *array = model_sample(which, dtype, &source), *view = NULL;
            expected = source;
            if (dtype < RAVEL_COMPLEX64) {
                check_and_destroy(ravel_array_real(NULL, array, &view), &view, &expected);
                ck_assert_int_eq(ravel_array_imag(NULL, array, &view), RAVEL_DTYPE_MISMATCH);
            } else {
                expected.dtype = dtype == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : RAVEL_FLOAT64;
                check_and_destroy(ravel_array_real(NULL, array, &view), &view, &expected);
                for (int64_t i = 0; i < model_size(&expected); i++)
                    expected.address[i] += dtype == RAVEL_COMPLEX64 ? 4 : 8;
                check_and_destroy(ravel_array_imag(NULL, array, &view), &view, &expected);
            }
            ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
        }
}
END_TEST

/* Whether the last axis's elements follow each other; an axis of one element's do. */
static bool is_last_axis_contiguous(int64_t itemsize)
{
    if (model_size(&source) == 0 || source.shape[source.ndim - 1] == 1)
        return true;
    return source.address[1] - source.address[0] == itemsize;
}

static void try_view(const ravel_array *array, int32_t dtype)
{
    size_t old_size, new_size;
    ck_assert_int_eq(ravel_dtype_itemsize(source.dtype, &old_size), RAVEL_OK);
    ck_assert_int_eq(ravel_dtype_itemsize(dtype, &new_size), RAVEL_OK);
    ravel_array *view = NULL;
    ravel_status status = ravel_array_view(NULL, array, dtype, &view);
    expected = source;
    expected.dtype = dtype;
    if (old_size == new_size) {
        check_and_destroy(status, &view, &expected);
        return;
    }
    if (source.ndim == 0) {
        ck_assert_int_eq(status, RAVEL_INVALID_NDIM);
        return;
    }
    const int32_t last = source.ndim - 1;
    const int64_t row_nbytes = source.shape[last] * (int64_t)old_size, length = row_nbytes / (int64_t)new_size;
    if (!is_last_axis_contiguous((int64_t)old_size) || row_nbytes % (int64_t)new_size != 0) {
        ck_assert_int_eq(status, RAVEL_NEEDS_COPY);
        return;
    }
    expected.shape[last] = length;
    for (int64_t i = 0; i < model_size(&expected); i++)
        expected.address[i] = source.address[i / length * source.shape[last]] + i % length * (int64_t)new_size;
    check_and_destroy(status, &view, &expected);
}

START_TEST(views_as_every_dtype)
{
    for (int32_t which = 0; which < model_n_samples(); which++)
        for (int32_t from = RAVEL_BOOL; from <= RAVEL_COMPLEX128; from++) {
            ravel_array *array = model_sample(which, from, &source);
            for (int32_t to = RAVEL_BOOL; to <= RAVEL_COMPLEX128; to++)
                try_view(array, to);
            ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
        }
}
END_TEST

START_TEST(swapped_arrays_keep_the_size_of_their_parts)
{
    static const int32_t part_size[] = {0, 1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 4, 8};
    const int64_t shape[] = {4};
    for (int32_t from = RAVEL_BOOL; from <= RAVEL_COMPLEX128; from++) {
        ravel_array *array, *view = NULL;
        ck_assert_int_eq(ravel_array_create(NULL, model_memory, sizeof model_memory, 16, from, 1, shape, NULL,
                                            RAVEL_SWAPPED, &array),
                         RAVEL_OK);
        for (int32_t to = RAVEL_BOOL; to <= RAVEL_COMPLEX128; to++) {
            ravel_status status = ravel_array_view(NULL, array, to, &view);
            if (part_size[from] == part_size[to]) {
                uint64_t flags = 0, source_flags = 0;
                ck_assert_int_eq(status, RAVEL_OK);
                ck_assert_int_eq(ravel_array_flags(array, &source_flags), RAVEL_OK);
                ck_assert_int_eq(ravel_array_flags(view, &flags), RAVEL_OK);
                ck_assert_uint_eq(flags, source_flags);
                ck_assert_int_eq(ravel_array_destroy(view), RAVEL_OK);
            } else if (part_size[from] > 1) {
                ck_assert_int_eq(status, RAVEL_SWAPPED_BYTES);
            }
        }
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("view_shape");
    TCase *cases = tcase_create("view_shape");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, reshapes_to_every_shape);
    tcase_add_test(cases, broadcasts_to_more_and_longer_axes);
    tcase_add_test(cases, diagonals_of_every_two_axes);
    tcase_add_test(cases, windows_along_every_set_of_axes);
    tcase_add_test(cases, parts_of_complex_numbers);
    tcase_add_test(cases, views_as_every_dtype);
    tcase_add_test(cases, swapped_arrays_keep_the_size_of_their_parts);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
