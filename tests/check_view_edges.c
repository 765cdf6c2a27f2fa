/* check_view_edges.c: views at the edges of what can be described: empty, endless strides, scalars, lives apart. */
#include "support/run_suite.h"
#include <ravel/view.h>
#include <stdlib.h>
#include <string.h>

static unsigned char memory[64];

static void destroy(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

/* The size of a view, which is destroyed. */
static int64_t size_and_destroy(ravel_status status, ravel_array **view)
{
    int64_t size = -1;
    ck_assert_int_eq(status, RAVEL_OK);
    ck_assert_int_eq(ravel_array_size(*view, &size), RAVEL_OK);
    destroy(*view);
    return size;
}

/* Makes every view there is of a 2-d int8 array. */
static void make_all_views(const ravel_array *array, int64_t expected_size)
{
    const int64_t open[] = {RAVEL_SLICE_OPEN, RAVEL_SLICE_OPEN}, back[] = {-1, -1}, far[] = {-INT64_MAX, INT64_MAX};
    int64_t shape[3] = {1, 0, 0};
    ravel_array *view;
    ck_assert_int_eq(ravel_array_shape(array, 2, shape + 1), RAVEL_OK);
    ck_assert_int_eq(size_and_destroy(ravel_array_slice(NULL, array, 0, NULL, open, open, back, &view), &view),
                     expected_size);
    ck_assert_int_le(size_and_destroy(ravel_array_slice(NULL, array, 0, NULL, open, open, far, &view), &view),
                     expected_size);
    ck_assert_int_eq(size_and_destroy(ravel_array_flip(NULL, array, 0, NULL, &view), &view), expected_size);
    ck_assert_int_eq(size_and_destroy(ravel_array_permute(NULL, array, 0, NULL, &view), &view), expected_size);
    ck_assert_int_eq(size_and_destroy(ravel_array_reshape(NULL, array, 3, shape, 0, &view), &view), expected_size);
    ck_assert_int_eq(size_and_destroy(ravel_array_reshape(NULL, array, 3, shape, RAVEL_ORDER_F, &view), &view),
                     expected_size);
    ck_assert_int_eq(size_and_destroy(ravel_array_broadcast_to(NULL, array, 3, shape, &view), &view), expected_size);
    ck_assert_int_le(size_and_destroy(ravel_array_diagonal(NULL, array, 0, 0, 1, &view), &view), expected_size);
    ck_assert_int_eq(size_and_destroy(ravel_array_real(NULL, array, &view), &view), expected_size);
    ck_assert_int_eq(size_and_destroy(ravel_array_view(NULL, array, RAVEL_BOOL, &view), &view), expected_size);
    if (expected_size > 0)
        ck_assert_int_eq(
            size_and_destroy(ravel_array_sliding_window(NULL, array, 0, NULL, (const int64_t[]){1, 1}, &view), &view),
            expected_size);
}

START_TEST(strides_that_no_element_lies_at)
{
    static const int64_t extremes[] = {INT64_MIN, INT64_MAX, INT64_MIN + 1, 0};
    static const int64_t shapes[][2] = {{1, 1}, {0, 5}, {5, 0}, {0, 0}, {1, 0}, {0, INT64_MAX}};
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++)
            for (size_t n = 0; n < sizeof shapes / sizeof *shapes; n++) {
                const int64_t strides[] = {extremes[i], extremes[j]};
                ravel_array *array;
                ck_assert_int_eq(ravel_array_create(NULL, n == 0 ? memory : NULL, n == 0 ? 1 : 0, 0, RAVEL_INT8, 2,
                                                    shapes[n], strides, 0, &array),
                                 RAVEL_OK);
                make_all_views(array, n == 0);
                destroy(array);
            }
}
END_TEST

START_TEST(empty_arrays_do_not_move)
{
    ravel_array *array, *view;
    int64_t address = -1;
    void *data = &address;
    ck_assert_int_eq(ravel_array_create(NULL, NULL, 0, 0, RAVEL_COMPLEX64, 2, (const int64_t[]){0, 3}, NULL, 0, &array),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_imag(NULL, array, &view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_require(NULL, view, RAVEL_FLOAT32, 2, 0, &data), RAVEL_OK);
    ck_assert_ptr_null(data);
    destroy(view);
    data = &address;
    ck_assert_int_eq(ravel_array_index(NULL, array, 1, (const int32_t[]){1}, (const int64_t[]){2}, &view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_require(NULL, view, RAVEL_COMPLEX64, 1, 0, &data), RAVEL_OK);
    ck_assert_ptr_null(data);
    destroy(view);
    destroy(array);
}
END_TEST

START_TEST(empty_shapes_must_not_overflow)
{
    ravel_array *array, *view = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, NULL, 0, 0, RAVEL_INT64, 1, (const int64_t[]){0}, NULL, 0, &array),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_reshape(NULL, array, 2, (const int64_t[]){INT64_MAX, 0}, 0, &view),
                     RAVEL_SIZE_OVERFLOW);
    ck_assert_int_eq(ravel_array_reshape(NULL, array, 3, (const int64_t[]){INT64_MAX, 0, 2}, RAVEL_ORDER_F, &view),
                     RAVEL_SIZE_OVERFLOW);
    ck_assert_int_eq(ravel_array_reshape(NULL, array, 2, (const int64_t[]){INT64_MAX / 8, 0}, 0, &view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(NULL, array, 2, (const int64_t[]){INT64_MAX, 0}, &view),
                     RAVEL_SIZE_OVERFLOW);
    destroy(view);
    destroy(array);
    ck_assert_int_eq(
        ravel_array_create(NULL, NULL, 0, 0, RAVEL_INT8, 2, (const int64_t[]){INT64_MAX, 0}, NULL, 0, &array),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_view(NULL, array, RAVEL_INT16, &view), RAVEL_SIZE_OVERFLOW);
    ck_assert_int_eq(ravel_array_view(NULL, array, RAVEL_UINT8, &view), RAVEL_OK);
    destroy(view);
    destroy(array);
}
END_TEST

/* Two axes whose second spans 2**63 bytes do not step evenly, whatever the first one's stride. */
START_TEST(steps_that_overflow_are_not_even)
{
    const int64_t shape[] = {2, 2}, strides[] = {INT64_MIN, INT64_C(1) << 62};
    const int64_t near_strides[] = {8, INT64_C(1) << 62};
    ravel_array *array, *view = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, 0, 0, RAVEL_INT8, 2, shape, strides, RAVEL_SIZE_UNKNOWN, &array),
                     RAVEL_SIZE_OVERFLOW);
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, 0, 0, RAVEL_INT8, 2, shape, near_strides, RAVEL_SIZE_UNKNOWN, &array),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_reshape(NULL, array, 1, (const int64_t[]){4}, 0, &view), RAVEL_NEEDS_COPY);
    ck_assert_int_eq(ravel_array_reshape(NULL, array, 3, (const int64_t[]){2, 1, 2}, 0, &view), RAVEL_OK);
    destroy(view);
    destroy(array);
}
END_TEST

START_TEST(repeated_axes_may_be_as_long_as_bytes_count)
{
    ravel_array *array, *view, *windows = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, 1, 0, RAVEL_INT8, 0, NULL, NULL, RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(NULL, array, 1, (const int64_t[]){INT64_MAX}, &view), RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_sliding_window(NULL, view, 1, (const int32_t[]){0}, (const int64_t[]){INT64_MAX / 2}, &windows),
        RAVEL_SIZE_OVERFLOW);
    ck_assert_int_eq(
        ravel_array_sliding_window(NULL, view, 1, (const int32_t[]){0}, (const int64_t[]){INT64_MAX}, &windows),
        RAVEL_OK);
    destroy(windows);
    destroy(view);
    destroy(array);
}
END_TEST

/* ---- scalars ---- */

static void check_flags(const ravel_array *array, uint64_t with, uint64_t without)
{
    uint64_t flags = 0;
    ck_assert_int_eq(ravel_array_flags(array, &flags), RAVEL_OK);
    ck_assert_uint_eq(flags & with, with);
    ck_assert_uint_eq(flags & without, 0);
}

START_TEST(views_of_scalars_stay_scalars)
{
    const double value[] = {1.5, 2.5};
    ravel_array *scalar, *row, *view;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_COMPLEX128, value, RAVEL_WEAK, &scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(NULL, scalar, 2, (const int64_t[]){2, 3}, &row), RAVEL_OK);
    check_flags(row, RAVEL_SCALAR | RAVEL_WEAK, RAVEL_WRITEABLE);
    int64_t strides[2] = {-1, -1};
    ck_assert_int_eq(ravel_array_strides(row, 2, strides), RAVEL_OK);
    ck_assert(strides[0] == 0 && strides[1] == 0);
    /* Another itemsize would need the bytes of neighbours, which a scalar has not; another dtype is no literal. */
    ck_assert_int_eq(ravel_array_view(NULL, row, RAVEL_FLOAT64, &view), RAVEL_NEEDS_COPY);
    ck_assert_int_eq(ravel_array_view(NULL, scalar, RAVEL_FLOAT64, &view), RAVEL_INVALID_NDIM);
    destroy(row);
    ck_assert_int_eq(ravel_array_broadcast_to(NULL, scalar, 1, (const int64_t[]){1}, &row), RAVEL_OK);
    ck_assert_int_eq(ravel_array_view(NULL, row, RAVEL_FLOAT64, &view), RAVEL_NEEDS_COPY);
    ck_assert_int_eq(ravel_array_expand_dims(NULL, scalar, 1, (const int32_t[]){0}, &view), RAVEL_OK);
    check_flags(view, RAVEL_SCALAR | RAVEL_WEAK, 0);
    destroy(view);
    ck_assert_int_eq(ravel_array_imag(NULL, row, &view), RAVEL_OK);
    check_flags(view, RAVEL_SCALAR | RAVEL_WEAK, RAVEL_WRITEABLE);
    destroy(view);
    destroy(row);
    destroy(scalar);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, value, RAVEL_WEAK, &scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_view(NULL, scalar, RAVEL_COMPLEX64, &view), RAVEL_OK);
    check_flags(view, RAVEL_SCALAR, RAVEL_WEAK);
    destroy(view);
    ck_assert_int_eq(ravel_array_flip(NULL, scalar, 0, NULL, &view), RAVEL_OK);
    check_flags(view, RAVEL_SCALAR | RAVEL_WEAK, 0);
    destroy(view);
    destroy(scalar);
}
END_TEST

/* ---- lives of their own ---- */

START_TEST(views_outlive_their_array)
{
    ravel_array *array, *row;
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, 0, RAVEL_INT32, 2, (const int64_t[]){4, 4}, NULL,
                                        RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_index(NULL, array, 1, (const int32_t[]){0}, (const int64_t[]){3}, &row), RAVEL_OK);
    destroy(array);
    void *data = NULL;
    ck_assert_int_eq(ravel_array_require(NULL, row, RAVEL_INT32, 1, RAVEL_C_CONTIGUOUS | RAVEL_WRITEABLE, &data),
                     RAVEL_OK);
    ck_assert_ptr_eq(data, memory + 48);
    destroy(row);
}
END_TEST

START_TEST(a_view_may_replace_its_array)
{
    ravel_array *array, *first;
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, sizeof memory, 0, RAVEL_INT8, 2, (const int64_t[]){4, 16}, NULL, 0, &array),
        RAVEL_OK);
    first = array;
    ck_assert_int_eq(ravel_array_permute(NULL, array, 0, NULL, &array), RAVEL_OK);
    ck_assert_ptr_ne(array, first);
    int64_t shape[2];
    ck_assert_int_eq(ravel_array_shape(array, 2, shape), RAVEL_OK);
    ck_assert(shape[0] == 16 && shape[1] == 4);
    check_flags(array, RAVEL_F_CONTIGUOUS, RAVEL_WRITEABLE | RAVEL_C_CONTIGUOUS);
    destroy(first);
    destroy(array);
}
END_TEST

START_TEST(flags_go_with_the_view)
{
    ravel_array *array, *view;
    ck_assert_int_eq(ravel_array_create(NULL, memory, 0, 0, RAVEL_INT16, 1, (const int64_t[]){8}, NULL,
                                        RAVEL_WRITEABLE | RAVEL_SWAPPED | RAVEL_SIZE_UNKNOWN, &array),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_flip(NULL, array, 0, NULL, &view), RAVEL_OK);
    check_flags(view, RAVEL_WRITEABLE | RAVEL_SWAPPED | RAVEL_SIZE_UNKNOWN, 0);
    destroy(view);
    ck_assert_int_eq(ravel_array_broadcast_to(NULL, array, 1, (const int64_t[]){8}, &view), RAVEL_OK);
    check_flags(view, RAVEL_SWAPPED | RAVEL_SIZE_UNKNOWN, RAVEL_WRITEABLE);
    destroy(view);
    destroy(array);
}
END_TEST

START_TEST(as_many_axes_as_there_may_be_are_permuted)
{
    int64_t shape[RAVEL_MAX_NDIM], strides[RAVEL_MAX_NDIM], got[RAVEL_MAX_NDIM];
    int32_t axes[RAVEL_MAX_NDIM];
    ravel_array *array, *view;
    for (int32_t i = 0; i < RAVEL_MAX_NDIM; i++) {
        shape[i] = 1;
        strides[i] = 1000 + i;
        axes[i] = RAVEL_MAX_NDIM - 1 - i;
    }
    ck_assert_int_eq(ravel_array_create(NULL, memory, 1, 0, RAVEL_INT8, RAVEL_MAX_NDIM, shape, strides, 0, &array),
                     RAVEL_OK);
    for (int32_t listed = 0; listed < 2; listed++) {
        ck_assert_int_eq(ravel_array_permute(NULL, array, listed ? RAVEL_MAX_NDIM : 0, listed ? axes : NULL, &view),
                         RAVEL_OK);
        ck_assert_int_eq(ravel_array_strides(view, RAVEL_MAX_NDIM, got), RAVEL_OK);
        for (int32_t i = 0; i < RAVEL_MAX_NDIM; i++)
            ck_assert_int_eq(got[i], strides[RAVEL_MAX_NDIM - 1 - i]);
        destroy(view);
    }
    destroy(array);
}
END_TEST

START_TEST(strides_of_axes_of_length_1_are_no_obstacle)
{
    static const int64_t shape[] = {2, 1, 3}, strides[] = {12, 17, 4}, whole[] = {6}, lone[] = {1, 1};
    int64_t got[2];
    ravel_array *array, *view, *element;
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, 0, RAVEL_INT32, 3, shape, strides, 0, &array),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_reshape(NULL, array, 1, whole, 0, &view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_strides(view, 1, got), RAVEL_OK);
    ck_assert_int_eq(got[0], 4);
    destroy(view);
    destroy(array);
    ck_assert_int_eq(ravel_array_create(NULL, memory, 4, 0, RAVEL_INT32, 0, NULL, NULL, 0, &element), RAVEL_OK);
    ck_assert_int_eq(ravel_array_reshape(NULL, element, 2, lone, 0, &view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_strides(view, 2, got), RAVEL_OK);
    ck_assert(got[0] == 0 && got[1] == 0);
    destroy(view);
    destroy(element);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("view_edges");
    TCase *cases = tcase_create("view_edges");
    tcase_add_test(cases, strides_that_no_element_lies_at);
    tcase_add_test(cases, empty_arrays_do_not_move);
    tcase_add_test(cases, empty_shapes_must_not_overflow);
    tcase_add_test(cases, steps_that_overflow_are_not_even);
    tcase_add_test(cases, repeated_axes_may_be_as_long_as_bytes_count);
    tcase_add_test(cases, views_of_scalars_stay_scalars);
    tcase_add_test(cases, views_outlive_their_array);
    tcase_add_test(cases, a_view_may_replace_its_array);
    tcase_add_test(cases, flags_go_with_the_view);
    tcase_add_test(cases, as_many_axes_as_there_may_be_are_permuted);
    tcase_add_test(cases, strides_of_axes_of_length_1_are_no_obstacle);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
