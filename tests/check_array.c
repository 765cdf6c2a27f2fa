/* check_array.c: what arrays tell of themselves, hand out, and point at. */
#include "support/run_suite.h"
#include <ravel/array.h>
#include <stdlib.h>
#include <string.h>

static ravel_context *context;
static unsigned char memory[1024] __attribute__((aligned(64)));

#define UNTOUCHED ((ravel_array *)(uintptr_t)0x5A5A5A5A)

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static void expect_error(ravel_status status, int32_t axis, const char *message)
{
    int32_t recorded = -1, recorded_axis = -7;
    char text[512] = "";
    ck_assert_int_eq(ravel_context_error(context, &recorded, NULL, &recorded_axis, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_str_eq(text, message);
    ck_assert_int_eq(recorded, status);
    ck_assert_int_eq(recorded_axis, axis);
}

static ravel_array *make(int64_t offset, int32_t dtype, int32_t ndim, const int64_t *shape, const int64_t *strides,
                         uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(
        ravel_array_create(context, memory, sizeof memory, offset, dtype, ndim, shape, strides, flags, &array),
        RAVEL_OK);
    return array;
}

START_TEST(arrays_tell_what_they_are)
{
    static const int64_t shape[] = {3, 4};
    ravel_array *array = make(0, RAVEL_INT32, 2, shape, NULL, RAVEL_WRITEABLE);
    int32_t dtype = 0, ndim = 0;
    int64_t size = 0, list[2] = {0, 0};
    size_t nbytes = 0;
    ck_assert_int_eq(ravel_array_dtype(array, &dtype), RAVEL_OK);
    ck_assert_int_eq(ravel_array_ndim(array, &ndim), RAVEL_OK);
    ck_assert_int_eq(ravel_array_size(array, &size), RAVEL_OK);
    ck_assert_int_eq(ravel_array_nbytes(array, &nbytes), RAVEL_OK);
    ck_assert(dtype == RAVEL_INT32 && ndim == 2 && size == 12 && nbytes == 48);
    ck_assert_int_eq(ravel_array_shape(array, 2, list), RAVEL_OK);
    ck_assert(list[0] == 3 && list[1] == 4);
    ck_assert_int_eq(ravel_array_strides(array, 9, list), RAVEL_OK);
    ck_assert(list[0] == 16 && list[1] == 4);
    ck_assert_int_eq(ravel_array_shape(array, 1, list), RAVEL_BUFFER_TOO_SMALL);
    ck_assert_int_eq(ravel_array_strides(array, -1, list), RAVEL_BUFFER_TOO_SMALL);
    ck_assert(list[0] == 16 && list[1] == 4);
    ck_assert_int_eq(ravel_array_shape(array, 2, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_strides(array, 2, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_dtype(array, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_ndim(array, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_size(array, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_nbytes(array, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_flags(array, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}
END_TEST

START_TEST(flags_tell_the_layout)
{
    static const struct {
        int64_t offset, shape[3], strides[3];
        int32_t dtype;
        uint64_t flags;
    } rows[] = {
        {0, {2, 3, 4}, {48, 16, 4}, RAVEL_INT32, RAVEL_C_CONTIGUOUS | RAVEL_ALIGNED},
        {0, {2, 3, 4}, {4, 8, 24}, RAVEL_INT32, RAVEL_F_CONTIGUOUS | RAVEL_ALIGNED},
        {0, {1, 3, 1}, {999, 4, -7}, RAVEL_INT32, RAVEL_C_CONTIGUOUS | RAVEL_F_CONTIGUOUS | RAVEL_ALIGNED},
        {0, {2, 3, 4}, {48, 16, 8}, RAVEL_INT32, RAVEL_ALIGNED},
        {4, {2, 3, 4}, {48, 16, 4}, RAVEL_INT32, RAVEL_C_CONTIGUOUS | RAVEL_ALIGNED},
        {2, {2, 3, 4}, {48, 16, 4}, RAVEL_INT32, RAVEL_C_CONTIGUOUS},
        {0, {2, 3, 4}, {48, 16, 6}, RAVEL_INT32, 0},
        {0, {1, 1, 4}, {3, 5, 8}, RAVEL_INT32, RAVEL_ALIGNED},
        {8, {1, 2, 3}, {0, 48, 16}, RAVEL_COMPLEX128, RAVEL_C_CONTIGUOUS | RAVEL_ALIGNED},
        {4, {1, 2, 3}, {0, 48, 16}, RAVEL_COMPLEX128, RAVEL_C_CONTIGUOUS},
        {4, {1, 2, 3}, {0, 24, 8}, RAVEL_COMPLEX64, RAVEL_C_CONTIGUOUS | RAVEL_ALIGNED},
        {3, {0, 2, 3}, {5, 7, 9}, RAVEL_INT32, RAVEL_C_CONTIGUOUS | RAVEL_F_CONTIGUOUS | RAVEL_ALIGNED},
        {0, {2, 3, 4}, {0, 0, 0}, RAVEL_INT8, RAVEL_ALIGNED},
        {100, {2, 3, 4}, {-12, -4, -1}, RAVEL_INT8, RAVEL_ALIGNED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t flags = 0;
        ravel_array *array = make(rows[i].offset, rows[i].dtype, 3, rows[i].shape, rows[i].strides, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_array_flags(array, &flags), RAVEL_OK);
        ck_assert_msg(flags == (rows[i].flags | RAVEL_WRITEABLE), "row %zu: %#llx", i, (unsigned long long)flags);
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    }
}
END_TEST

START_TEST(arrays_describe_themselves)
{
    static const int64_t shape[] = {3, 4}, strides[] = {40, -8};
    static const char whole[] = "float64 array of shape (3, 4), strides (40, -8), aligned, read-only, swapped bytes";
    char text[128];
    size_t needed = 0;
    ravel_array *array = make(64, RAVEL_FLOAT64, 2, shape, strides, RAVEL_SWAPPED);
    ck_assert_int_eq(ravel_array_describe(array, text, sizeof text, &needed), RAVEL_OK);
    ck_assert_str_eq(text, whole);
    ck_assert_uint_eq(needed, sizeof whole);
    ck_assert_int_eq(ravel_array_describe(array, text, 8, NULL), RAVEL_OK);
    ck_assert_str_eq(text, "float64");
    needed = 0;
    ck_assert_int_eq(ravel_array_describe(array, NULL, 0, &needed), RAVEL_OK);
    ck_assert_uint_eq(needed, sizeof whole);
    ck_assert_int_eq(ravel_array_describe(array, NULL, 1, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    array = make(0, RAVEL_INT8, 1, shape, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_describe(array, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_str_eq(text, "int8 array of shape (3,), strides (1,), C-contiguous, F-contiguous, aligned, writeable");
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_INT64, memory, RAVEL_WEAK, &array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_describe(array, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_str_eq(text,
                     "int64 scalar of shape (), strides (), C-contiguous, F-contiguous, aligned, read-only, weak");
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, memory, 0, 8, RAVEL_INT16, 1, shape, NULL, RAVEL_SIZE_UNKNOWN, &array),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_describe(array, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_str_eq(text, "int16 array of shape (3,), strides (2,), C-contiguous, F-contiguous, aligned, read-only, "
                           "size unknown");
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    /* The longest there can be. */
    int64_t long_shape[64], long_strides[64];
    char long_text[4096];
    for (int32_t i = 0; i < 64; i++) {
        long_shape[i] = 1;
        long_strides[i] = INT64_MIN;
    }
    array = make(0, RAVEL_COMPLEX128, 64, long_shape, long_strides, RAVEL_SWAPPED);
    ck_assert_int_eq(ravel_array_describe(array, long_text, sizeof long_text, &needed), RAVEL_OK);
    ck_assert_uint_eq(strlen(long_text) + 1, needed);
    ck_assert_ptr_nonnull(strstr(long_text, "swapped bytes"));
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}
END_TEST

/* ---- require, element, rebind ---- */

START_TEST(require_hands_out_only_what_fits)
{
    static const int64_t shape[] = {3, 4}, transposed[] = {4, 12}, odd[] = {17, 4};
    ravel_array *c_order = make(8, RAVEL_INT32, 2, shape, NULL, 0);
    ravel_array *f_order = make(8, RAVEL_INT32, 2, shape, transposed, RAVEL_WRITEABLE);
    ravel_array *swapped = make(0, RAVEL_INT32, 2, shape, NULL, RAVEL_SWAPPED);
    ravel_array *swapped_byte = make(0, RAVEL_INT8, 2, shape, NULL, RAVEL_SWAPPED);
    ravel_array *shifted = make(3, RAVEL_INT32, 2, shape, odd, 0);
    void *data = NULL;
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT32, 2, RAVEL_C_CONTIGUOUS, &data), RAVEL_OK);
    ck_assert_ptr_eq(data, memory + 8);
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT32, -1, 0, &data), RAVEL_OK);
    ck_assert_int_eq(ravel_array_require(context, f_order, RAVEL_INT32, 2, RAVEL_F_CONTIGUOUS | RAVEL_WRITEABLE, &data),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_require(context, swapped_byte, RAVEL_INT8, 2, RAVEL_C_CONTIGUOUS, &data), RAVEL_OK);
    data = UNTOUCHED;
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT64, 2, 0, &data), RAVEL_DTYPE_MISMATCH);
    expect_error(RAVEL_DTYPE_MISMATCH, -1,
                 "ravel_array_require: the array has dtype int32, but the function expects int64");
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT32, 1, 0, &data), RAVEL_INVALID_NDIM);
    expect_error(RAVEL_INVALID_NDIM, -1,
                 "ravel_array_require: the array has 2 dimensions, shape (3, 4), but the function expects 1");
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT32, 0, 0, &data), RAVEL_INVALID_NDIM);
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT32, -2, 0, &data), RAVEL_INVALID_NDIM);
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT32, 65, 0, &data), RAVEL_INVALID_NDIM);
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT32, 2, RAVEL_WRITEABLE, &data), RAVEL_READ_ONLY);
    expect_error(RAVEL_READ_ONLY, -1, "ravel_array_require: the array is read-only, but the function writes to it");
    ck_assert_int_eq(ravel_array_require(context, f_order, RAVEL_INT32, 2, RAVEL_C_CONTIGUOUS, &data),
                     RAVEL_NOT_CONTIGUOUS);
    expect_error(RAVEL_NOT_CONTIGUOUS, -1,
                 "ravel_array_require: shape (3, 4) of int32 with strides (4, 12) is not contiguous in C order");
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT32, 2, RAVEL_F_CONTIGUOUS, &data),
                     RAVEL_NOT_CONTIGUOUS);
    ck_assert_int_eq(ravel_array_require(context, swapped, RAVEL_INT32, 2, 0, &data), RAVEL_SWAPPED_BYTES);
    expect_error(RAVEL_SWAPPED_BYTES, -1,
                 "ravel_array_require: the int32 array has swapped bytes, but the function expects this machine's "
                 "order");
    ck_assert_int_eq(ravel_array_require(context, shifted, RAVEL_INT32, 2, 0, &data), RAVEL_UNALIGNED);
    expect_error(RAVEL_UNALIGNED, -1,
                 "ravel_array_require: not every element of the int32 array lies at a multiple of 4 bytes: first one "
                 "at 3 more, strides (17, 4)");
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT32, 2, RAVEL_ALIGNED, &data), RAVEL_UNKNOWN_FLAG);
    ck_assert_int_eq(ravel_array_require(context, c_order, 0, 2, 0, &data), RAVEL_INVALID_DTYPE);
    ck_assert_int_eq(ravel_array_require(context, c_order, RAVEL_INT32, 2, 0, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_require(context, NULL, RAVEL_INT32, 2, 0, &data), RAVEL_NULL_ARGUMENT);
    expect_error(RAVEL_NULL_ARGUMENT, -1, "ravel_array_require: array is NULL, expected a handle of type array");
    ck_assert_int_eq(ravel_array_require(context, (ravel_array *)context, RAVEL_INT32, 2, 0, &data),
                     RAVEL_WRONG_HANDLE_TYPE);
    expect_error(RAVEL_WRONG_HANDLE_TYPE, -1, "ravel_array_require: array is a handle of type context, expected array");
    ck_assert_int_eq(ravel_array_require(context, UNTOUCHED, RAVEL_INT32, 2, 0, &data), RAVEL_FORGED_HANDLE);
    expect_error(RAVEL_FORGED_HANDLE, -1,
                 "ravel_array_require: array is not a handle that this library gave out, expected array");
    ck_assert_ptr_eq(data, UNTOUCHED);
    ravel_array *all[] = {c_order, f_order, swapped, swapped_byte, shifted};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ck_assert_int_eq(ravel_array_destroy(all[i]), RAVEL_OK);
    ck_assert_int_eq(ravel_array_require(context, shifted, RAVEL_INT32, 2, 0, &data), RAVEL_STALE_HANDLE);
    expect_error(RAVEL_STALE_HANDLE, -1, "ravel_array_require: array is the handle of a destroyed array");
}
END_TEST

START_TEST(require_gives_null_of_an_empty_array_over_null)
{
    static const int64_t shape[] = {0};
    ravel_array *array;
    void *data = memory;
    ck_assert_int_eq(ravel_array_create(context, NULL, 0, 0, RAVEL_FLOAT64, 1, shape, NULL, RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_require(context, array, RAVEL_FLOAT64, 1,
                                         RAVEL_C_CONTIGUOUS | RAVEL_F_CONTIGUOUS | RAVEL_WRITEABLE, &data),
                     RAVEL_OK);
    ck_assert_ptr_null(data);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}
END_TEST

START_TEST(elements_have_addresses)
{
    static const int64_t shape[] = {3, 4}, strides[] = {-40, 9};
    ravel_array *array = make(80, RAVEL_INT8, 2, shape, strides, 0);
    void *address = NULL;
    for (int64_t i = -3; i < 3; i++)
        for (int64_t j = -4; j < 4; j++) {
            const int64_t index[] = {i, j};
            ck_assert_int_eq(ravel_array_element(context, array, 2, index, &address), RAVEL_OK);
            ck_assert_ptr_eq(address, memory + 80 - 40 * (i < 0 ? i + 3 : i) + 9 * (j < 0 ? j + 4 : j));
        }
    static const int64_t outside[][2] = {{3, 0}, {-4, 0}, {0, 4}, {0, -5}, {INT64_MIN, 0}, {0, INT64_MAX}};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        address = UNTOUCHED;
        ck_assert_int_eq(ravel_array_element(context, array, 2, outside[i], &address), RAVEL_INVALID_INDEX);
        ck_assert_ptr_eq(address, UNTOUCHED);
    }
    expect_error(RAVEL_INVALID_INDEX, 1,
                 "ravel_array_element: index[1] = 9223372036854775807 is outside of shape (3, 4)");
    ck_assert_int_eq(ravel_array_element(context, array, 1, outside[0], &address), RAVEL_INVALID_NDIM);
    expect_error(RAVEL_INVALID_NDIM, -1, "ravel_array_element: index has n = 1 entries, expected 2 for shape (3, 4)");
    ck_assert_int_eq(ravel_array_element(context, array, -1, outside[0], &address), RAVEL_INVALID_NDIM);
    ck_assert_int_eq(ravel_array_element(context, array, 2, NULL, &address), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_element(context, array, 2, outside[0], NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}
END_TEST

START_TEST(rebind_proves_again)
{
    static const int64_t shape[] = {4}, empty_shape[] = {0};
    static unsigned char other[64];
    ravel_array *array = make(0, RAVEL_INT32, 1, shape, NULL, RAVEL_WRITEABLE);
    void *data = NULL;
    for (int32_t i = 0; i < 5; i++) {
        ck_assert_int_eq(ravel_array_rebind(context, array, other, sizeof other, 4 * i), RAVEL_OK);
        ck_assert_int_eq(ravel_array_require(context, array, RAVEL_INT32, 1, RAVEL_WRITEABLE, &data), RAVEL_OK);
        ck_assert_ptr_eq(data, other + 4 * i);
    }
    ck_assert_int_eq(ravel_array_rebind(context, array, memory, 15, 0), RAVEL_OUT_OF_BOUNDS);
    expect_error(
        RAVEL_OUT_OF_BOUNDS, -1,
        "ravel_array_rebind: shape (4,) of int32 takes 16 bytes from offset 0 on, but the buffer has 15 bytes");
    ck_assert_int_eq(ravel_array_rebind(context, array, memory, 64, -4), RAVEL_OUT_OF_BOUNDS);
    ck_assert_int_eq(ravel_array_rebind(context, array, NULL, 64, 0), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_rebind(context, array, memory, SIZE_MAX, 0), RAVEL_SIZE_OVERFLOW);
    ck_assert_int_eq(ravel_array_require(context, array, RAVEL_INT32, 1, RAVEL_WRITEABLE, &data), RAVEL_OK);
    ck_assert_ptr_eq(data, other + 16);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_rebind(context, array, memory, 64, 0), RAVEL_STALE_HANDLE);
    array = make(0, RAVEL_INT32, 1, empty_shape, NULL, 0);
    ck_assert_int_eq(ravel_array_rebind(context, array, NULL, 0, 0), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, memory, 0, 0, RAVEL_INT32, 1, shape, NULL, RAVEL_SIZE_UNKNOWN, &array),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_rebind(context, array, other, 64, 0), RAVEL_INVALID_ARGUMENT);
    ck_assert_int_eq(ravel_array_rebind(context, array, other, 0, 0), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("array");
    TCase *all = tcase_create("array");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_set_timeout(all, 300);
    tcase_add_test(all, arrays_tell_what_they_are);
    tcase_add_test(all, flags_tell_the_layout);
    tcase_add_test(all, arrays_describe_themselves);
    tcase_add_test(all, require_hands_out_only_what_fits);
    tcase_add_test(all, require_gives_null_of_an_empty_array_over_null);
    tcase_add_test(all, elements_have_addresses);
    tcase_add_test(all, rebind_proves_again);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
