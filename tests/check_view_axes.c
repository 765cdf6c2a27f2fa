/* check_view_axes.c: slice, index, permute, flip, squeeze and expand_dims against the model. */
#include "support/model.h"
#include "support/run_suite.h"
#include <stdlib.h>
#include <string.h>

/* Where element `index` of a view lies in the array it was made from. */
typedef void (*index_map)(const model *source, const int64_t *index, int64_t *source_index, const void *how);

/* Fills in the addresses of a model whose shape is set. */
static void map_model(const model *source, model *result, index_map map, const void *how)
{
    int64_t index[MODEL_MAX_NDIM] = {0}, source_index[MODEL_MAX_NDIM], i = 0;
    result->dtype = source->dtype;
    result->writeable = source->writeable;
    if (model_size(result) > 0)
        do {
            map(source, index, source_index, how);
            result->address[i++] = model_at(source, source_index);
        } while (model_next(result->ndim, result->shape, index));
}

/* Takes a pointer to the view, as the call that makes it is an argument too. */
static void check_and_destroy(ravel_status status, ravel_array **view, const model *of)
{
    ck_assert_int_eq(status, RAVEL_OK);
    model_check(*view, of);
    ck_assert_int_eq(ravel_array_destroy(*view), RAVEL_OK);
    *view = NULL;
}

static model source, expected;

/* ---- slice ---- */

typedef struct slice_of_axis {
    int32_t axis;
    int64_t first, step;
} slice_of_axis;

static void map_slice(const model *of, const int64_t *index, int64_t *source_index, const void *how)
{
    const slice_of_axis *slice = how;
    for (int32_t axis = 0; axis < of->ndim; axis++)
        source_index[axis] = axis == slice->axis ? slice->first + index[axis] * slice->step : index[axis];
}

/* Counts start, start + step, … before stop, one by one. */
static int64_t count_slice(int64_t length, int64_t start, int64_t stop, int64_t step, int64_t *first)
{
    if (start == RAVEL_SLICE_OPEN)
        start = step > 0 ? 0 : length - 1;
    else if (start < 0)
        start += length;
    if (stop == RAVEL_SLICE_OPEN)
        stop = step > 0 ? length : -1;
    else if (stop < 0)
        stop += length;
    int64_t count = 0;
    *first = start;
    for (int64_t i = start; step > 0 ? i < stop : i > stop; i += step)
        count++;
    return count;
}

static void try_slice(const ravel_array *array, int32_t axis, int64_t start, int64_t stop, int64_t step)
{
    const int64_t length = source.shape[axis];
    ravel_array *view = NULL;
    ravel_status status = ravel_array_slice(NULL, array, 1, &axis, &start, &stop, &step, &view);
    const int64_t highest_start = step > 0 ? length : length - 1;
    if ((start != RAVEL_SLICE_OPEN && (start < -length || start > highest_start)) ||
        (stop != RAVEL_SLICE_OPEN && (stop < -length || stop > length))) {
        ck_assert_int_eq(status, RAVEL_INVALID_INDEX);
        ck_assert_ptr_null(view);
        return;
    }
    slice_of_axis slice = {axis, 0, step};
    expected.ndim = source.ndim;
    memcpy(expected.shape, source.shape, sizeof expected.shape);
    expected.shape[axis] = count_slice(length, start, stop, step, &slice.first);
    map_model(&source, &expected, map_slice, &slice);
    check_and_destroy(status, &view, &expected);
}

START_TEST(slices_of_one_axis)
{
    static const int64_t steps[10] = {1, 2, 3, 7, -1, -2, -3, -7, INT64_MAX / 2, -INT64_MAX / 2};
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_INT16, &source);
        for (int32_t axis = 0; axis < source.ndim; axis++) {
            const int64_t length = source.shape[axis];
            const int64_t past = length + 2;
            for (int64_t start = -past; start <= past; start++)
                for (int64_t stop = -past; stop <= past; stop++)
                    for (int32_t i = which % 3; i < 10; i += 3)
                        try_slice(array, axis, start == -past ? RAVEL_SLICE_OPEN : start,
                                  stop == -past ? RAVEL_SLICE_OPEN : stop, steps[i]);
        }
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

static void map_every_axis(const model *of, const int64_t *index, int64_t *source_index, const void *how)
{
    const slice_of_axis *slices = how;
    for (int32_t axis = 0; axis < of->ndim; axis++)
        source_index[axis] = slices[axis].first + index[axis] * slices[axis].step;
}

START_TEST(slices_of_all_axes)
{
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_FLOAT64, &source), *view = NULL;
        int64_t starts[MODEL_MAX_NDIM] = {0}, stops[MODEL_MAX_NDIM] = {0}, steps[MODEL_MAX_NDIM] = {0};
        slice_of_axis slices[MODEL_MAX_NDIM];
        int32_t axes[MODEL_MAX_NDIM] = {0};
        expected.ndim = source.ndim;
        for (int32_t axis = 0; axis < source.ndim; axis++) {
            starts[axis] = axis % 2 ? RAVEL_SLICE_OPEN : source.shape[axis] / 3;
            stops[axis] = RAVEL_SLICE_OPEN;
            steps[axis] = axis % 2 ? -2 : 2;
            slices[axis].step = steps[axis];
            expected.shape[axis] =
                count_slice(source.shape[axis], starts[axis], stops[axis], steps[axis], &slices[axis].first);
            axes[axis] = axis - source.ndim;
        }
        map_model(&source, &expected, map_every_axis, slices);
        check_and_destroy(ravel_array_slice(NULL, array, 0, NULL, starts, stops, steps, &view), &view, &expected);
        check_and_destroy(ravel_array_slice(NULL, array, source.ndim, axes, starts, stops, steps, &view), &view,
                          &expected);
        /* No steps are steps of 1; no axes leave the array as it is. */
        for (int32_t axis = 0; axis < source.ndim; axis++) {
            starts[axis] = RAVEL_SLICE_OPEN;
            slices[axis].step = 1;
            slices[axis].first = 0;
        }
        check_and_destroy(ravel_array_slice(NULL, array, 0, NULL, starts, stops, NULL, &view), &view, &source);
        check_and_destroy(ravel_array_slice(NULL, array, 0, axes, NULL, NULL, NULL, &view), &view, &source);
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

/* ---- index ---- */

typedef struct fixed_axes {
    int64_t index[MODEL_MAX_NDIM]; /* -1: not fixed */
} fixed_axes;

static void map_fixed(const model *of, const int64_t *index, int64_t *source_index, const void *how)
{
    const fixed_axes *fixed = how;
    int32_t kept = 0;
    for (int32_t axis = 0; axis < of->ndim; axis++)
        source_index[axis] = fixed->index[axis] >= 0 ? fixed->index[axis] : index[kept++];
}

/* Fixes the axes of a bit set, named from the last to the first and alternately counted from the end. */
static void try_index(const ravel_array *array, uint32_t set, int64_t nth)
{
    fixed_axes fixed;
    int32_t axes[MODEL_MAX_NDIM] = {0}, n_axes = 0;
    int64_t indices[MODEL_MAX_NDIM] = {0};
    bool possible = true;
    expected.ndim = 0;
    for (int32_t axis = source.ndim - 1; axis >= 0; axis--)
        if (set >> axis & 1) {
            const int64_t length = source.shape[axis], index = length ? (nth + axis) % length : 0;
            possible &= length > 0;
            fixed.index[axis] = index;
            axes[n_axes] = n_axes % 2 ? axis - source.ndim : axis;
            indices[n_axes++] = nth % 2 ? index - length : index;
        }
    for (int32_t axis = 0; axis < source.ndim; axis++)
        if (!(set >> axis & 1)) {
            fixed.index[axis] = -1;
            expected.shape[expected.ndim++] = source.shape[axis];
        }
    ravel_array *view = NULL;
    ravel_status status = ravel_array_index(NULL, array, n_axes, axes, indices, &view);
    if (!possible) {
        ck_assert_int_eq(status, RAVEL_INVALID_INDEX);
        return;
    }
    map_model(&source, &expected, map_fixed, &fixed);
    check_and_destroy(status, &view, &expected);
}

START_TEST(indices_of_every_set_of_axes)
{
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_INT32, &source);
        for (uint32_t set = 0; set < 1u << source.ndim; set++)
            for (int64_t nth = 0; nth < 4; nth++)
                try_index(array, set, nth);
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

START_TEST(indices_of_all_axes)
{
    ravel_array *array = model_create(RAVEL_INT8, 2, (const int64_t[]){3, 4}, (const int64_t[]){7, -1}, &source);
    ravel_array *view = NULL;
    expected = source;
    expected.ndim = 0;
    expected.address[0] = source.address[2 * 4 + 1];
    check_and_destroy(ravel_array_index(NULL, array, 0, NULL, (const int64_t[]){-1, 1}, &view), &view, &expected);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}
END_TEST

/* ---- permute and flip ---- */

static void map_permuted(const model *of, const int64_t *index, int64_t *source_index, const void *how)
{
    const int32_t *axes = how;
    for (int32_t i = 0; i < of->ndim; i++)
        source_index[axes[i]] = index[i];
}

static bool next_permutation(int32_t n, int32_t *list)
{
    int32_t i = n - 2, j = n - 1;
    while (i >= 0 && list[i] > list[i + 1])
        i--;
    if (i < 0)
        return false;
    while (list[j] < list[i])
        j--;
    int32_t other = list[i];
    list[i] = list[j];
    list[j] = other;
    for (i++, j = n - 1; i < j; i++, j--) {
        other = list[i];
        list[i] = list[j];
        list[j] = other;
    }
    return true;
}

START_TEST(permutations_of_all_axes)
{
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_UINT16, &source), *view = NULL;
        int32_t axes[MODEL_MAX_NDIM] = {0, 1, 2, 3, 4}, named[MODEL_MAX_NDIM] = {0}, is_last;
        expected.ndim = source.ndim;
        do {
            is_last = 1;
            for (int32_t i = 0; i < source.ndim; i++) {
                expected.shape[i] = source.shape[axes[i]];
                named[i] = i % 2 ? axes[i] - source.ndim : axes[i];
                is_last &= axes[i] == source.ndim - 1 - i;
            }
            map_model(&source, &expected, map_permuted, axes);
            check_and_destroy(ravel_array_permute(NULL, array, source.ndim, named, &view), &view, &expected);
        } while (next_permutation(source.ndim, axes));
        ck_assert_int_eq(is_last, 1); /* the last permutation is the reversed order */
        check_and_destroy(ravel_array_permute(NULL, array, 0, NULL, &view), &view, &expected);
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

static void map_flipped(const model *of, const int64_t *index, int64_t *source_index, const void *how)
{
    const uint32_t set = *(const uint32_t *)how;
    for (int32_t axis = 0; axis < of->ndim; axis++)
        source_index[axis] = set >> axis & 1 ? of->shape[axis] - 1 - index[axis] : index[axis];
}

START_TEST(flips_of_every_set_of_axes)
{
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_COMPLEX128, &source), *view = NULL;
        const uint32_t all = (1u << source.ndim) - 1;
        expected.ndim = source.ndim;
        memcpy(expected.shape, source.shape, sizeof expected.shape);
        for (uint32_t set = 0; set <= all; set++) {
            int32_t axes[MODEL_MAX_NDIM] = {0}, n_axes = 0;
            for (int32_t axis = 0; axis < source.ndim; axis++)
                if (set >> axis & 1)
                    axes[n_axes++] = set % 2 ? axis : axis - source.ndim;
            map_model(&source, &expected, map_flipped, &set);
            check_and_destroy(ravel_array_flip(NULL, array, n_axes, axes, &view), &view, &expected);
        }
        map_model(&source, &expected, map_flipped, &all);
        check_and_destroy(ravel_array_flip(NULL, array, 0, NULL, &view), &view, &expected);
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

/* ---- squeeze and expand_dims: the same addresses in the same order ---- */

START_TEST(squeezes_of_every_set_of_axes)
{
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_INT64, &source), *view = NULL;
        for (uint32_t set = 0; set <= 1u << source.ndim; set++) {
            const bool every = set == 1u << source.ndim; /* the last round: NULL */
            int32_t axes[MODEL_MAX_NDIM] = {0}, n_axes = 0;
            bool possible = true;
            expected = source;
            expected.ndim = 0;
            for (int32_t axis = 0; axis < source.ndim; axis++) {
                const bool drop = every ? source.shape[axis] == 1 : set >> axis & 1;
                if (drop)
                    axes[n_axes++] = set % 2 ? axis : axis - source.ndim;
                else
                    expected.shape[expected.ndim++] = source.shape[axis];
                possible &= !drop || source.shape[axis] == 1;
            }
            ravel_status status = ravel_array_squeeze(NULL, array, every ? 0 : n_axes, every ? NULL : axes, &view);
            if (possible)
                check_and_destroy(status, &view, &expected);
            else
                ck_assert_int_eq(status, RAVEL_SHAPE_MISMATCH);
        }
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

START_TEST(expansions_at_every_set_of_places)
{
    for (int32_t which = 0; which < model_n_samples(); which++) {
        ravel_array *array = model_sample(which, RAVEL_FLOAT32, &source), *view = NULL;
        for (int32_t n_axes = 0; n_axes <= 2; n_axes++) {
            const int32_t ndim = source.ndim + n_axes;
            for (int32_t first = 0; first < (n_axes > 0 ? ndim : 1); first++)
                for (int32_t second = 0; second < (n_axes > 1 ? ndim : 1); second++) {
                    if (n_axes > 1 && second == first)
                        continue;
                    const int32_t axes[] = {first, second - ndim};
                    expected = source;
                    expected.ndim = 0;
                    int32_t from = 0;
                    while (expected.ndim < ndim) {
                        const int32_t place = expected.ndim++;
                        const bool is_new = (n_axes > 0 && place == first) || (n_axes > 1 && place == second);
                        expected.shape[place] = is_new ? 1 : source.shape[from++];
                    }
                    check_and_destroy(ravel_array_expand_dims(NULL, array, n_axes, axes, &view), &view, &expected);
                }
        }
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("view_axes");
    TCase *cases = tcase_create("view_axes");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, slices_of_one_axis);
    tcase_add_test(cases, slices_of_all_axes);
    tcase_add_test(cases, indices_of_every_set_of_axes);
    tcase_add_test(cases, indices_of_all_axes);
    tcase_add_test(cases, permutations_of_all_axes);
    tcase_add_test(cases, flips_of_every_set_of_axes);
    tcase_add_test(cases, squeezes_of_every_set_of_axes);
    tcase_add_test(cases, expansions_at_every_set_of_places);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
