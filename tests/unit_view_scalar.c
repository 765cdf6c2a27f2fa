/* unit_view_scalar.c: the value that views of scalars hold, which lies in the descriptor. */
#include "core/descriptor.h"
#include "support/run_suite.h"
#include <ravel/view.h>
#include <stdlib.h>
#include <string.h>

/* The view holds these bytes, and nothing behind them; then it is destroyed. */
static void check_value(ravel_array *view, int32_t dtype, const void *bytes, size_t nbytes)
{
    rvl_descriptor descriptor;
    unsigned char expected[16] = {0};
    memcpy(expected, bytes, nbytes);
    ck_assert_int_eq(rvl_descriptor_peek(view, &descriptor), RAVEL_OK);
    ck_assert_int_eq(descriptor.dtype, dtype);
    ck_assert_ptr_eq(descriptor.data, descriptor.value);
    ck_assert_mem_eq(descriptor.value, expected, sizeof expected);
    for (int32_t axis = 0; axis < descriptor.ndim; axis++)
        ck_assert_int_eq(descriptor.shape[axis] > 1 ? descriptor.strides[axis] : 0, 0);
    ck_assert_int_eq(ravel_array_destroy(view), RAVEL_OK);
}

/* Checks the parts of a complex scalar, and of what it is repeated to. */
static void check_parts(int32_t dtype, int32_t part_dtype, const void *value, size_t part_size)
{
    const unsigned char *bytes = value;
    ravel_array *scalar, *repeated, *view;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, dtype, value, 0, &scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(NULL, scalar, 2, (const int64_t[]){3, 2}, &repeated), RAVEL_OK);
    const ravel_array *const arrays[] = {scalar, repeated};
    for (int32_t i = 0; i < 2; i++) {
        ck_assert_int_eq(ravel_array_real(NULL, arrays[i], &view), RAVEL_OK);
        check_value(view, part_dtype, bytes, part_size);
        ck_assert_int_eq(ravel_array_imag(NULL, arrays[i], &view), RAVEL_OK);
        check_value(view, part_dtype, bytes + part_size, part_size);
    }
    ck_assert_int_eq(ravel_array_destroy(scalar), RAVEL_OK);
    check_value(repeated, dtype, value, 2 * part_size);
}

START_TEST(parts_of_complex_scalars)
{
    check_parts(RAVEL_COMPLEX64, RAVEL_FLOAT32, (const float[]){1.5f, -2.5f}, sizeof(float));
    check_parts(RAVEL_COMPLEX128, RAVEL_FLOAT64, (const double[]){1.5, -2.5}, sizeof(double));
}
END_TEST

START_TEST(repeated_scalars_in_every_view)
{
    const double value = 0.1;
    const int64_t open[] = {RAVEL_SLICE_OPEN, RAVEL_SLICE_OPEN, RAVEL_SLICE_OPEN}, back[] = {-1, -2, 1};
    ravel_array *scalar, *repeated, *view;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &value, 0, &scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(NULL, scalar, 3, (const int64_t[]){4, 1, 6}, &repeated), RAVEL_OK);
    ck_assert_int_eq(ravel_array_slice(NULL, repeated, 0, NULL, open, open, back, &view), RAVEL_OK);
    check_value(view, RAVEL_FLOAT64, &value, sizeof value);
    ck_assert_int_eq(ravel_array_index(NULL, repeated, 0, NULL, (const int64_t[]){3, 0, -1}, &view), RAVEL_OK);
    check_value(view, RAVEL_FLOAT64, &value, sizeof value);
    ck_assert_int_eq(ravel_array_flip(NULL, repeated, 0, NULL, &view), RAVEL_OK);
    check_value(view, RAVEL_FLOAT64, &value, sizeof value);
    ck_assert_int_eq(ravel_array_permute(NULL, repeated, 0, NULL, &view), RAVEL_OK);
    check_value(view, RAVEL_FLOAT64, &value, sizeof value);
    ck_assert_int_eq(ravel_array_reshape(NULL, repeated, 3, (const int64_t[]){2, 3, 4}, 0, &view), RAVEL_OK);
    check_value(view, RAVEL_FLOAT64, &value, sizeof value);
    ck_assert_int_eq(ravel_array_diagonal(NULL, repeated, 1, 0, 2, &view), RAVEL_OK);
    check_value(view, RAVEL_FLOAT64, &value, sizeof value);
    ck_assert_int_eq(ravel_array_sliding_window(NULL, repeated, 0, NULL, (const int64_t[]){2, 1, 3}, &view), RAVEL_OK);
    check_value(view, RAVEL_FLOAT64, &value, sizeof value);
    ck_assert_int_eq(ravel_array_view(NULL, repeated, RAVEL_UINT64, &view), RAVEL_OK);
    check_value(view, RAVEL_UINT64, &value, sizeof value);
    ck_assert_int_eq(ravel_array_destroy(scalar), RAVEL_OK);
    check_value(repeated, RAVEL_FLOAT64, &value, sizeof value);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("view_scalar");
    TCase *cases = tcase_create("view_scalar");
    tcase_add_test(cases, parts_of_complex_scalars);
    tcase_add_test(cases, repeated_scalars_in_every_view);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
