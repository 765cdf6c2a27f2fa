/* check_array_create.c: what making an array proves, and the words it says. */
#include "support/random.h"
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
    int32_t recorded = -1, argument = -7, recorded_axis = -7;
    char text[512] = "";
    ck_assert_int_eq(ravel_context_error(context, &recorded, &argument, &recorded_axis, text, sizeof text, NULL),
                     RAVEL_OK);
    ck_assert_int_eq(argument, -1);
    ck_assert_str_eq(text, message);
    ck_assert_int_eq(recorded, status);
    ck_assert_int_eq(recorded_axis, axis);
}

/* One call of ravel_array_create: NULL message: it must succeed. */
typedef struct create_case {
    void *buffer;
    size_t nbytes;
    int64_t offset;
    int32_t dtype, ndim;
    int64_t shape[4], strides[4];
    bool c_order;
    uint64_t flags;
    ravel_status status;
    int32_t axis;
    const char *message;
} create_case;

#define LOWEST INT64_MIN
#define MOST INT64_MAX

/* clang-format off */
static const create_case cases[] = {
    /* fits, to the byte */
    {memory, 96, 0, RAVEL_FLOAT64, 2, {3, 4}, {0}, true, 0, RAVEL_OK, -1, NULL},
    {memory, 8, 0, RAVEL_FLOAT64, 0, {0}, {0}, true, 0, RAVEL_OK, -1, NULL},
    {memory, 9, 1, RAVEL_FLOAT64, 0, {0}, {0}, true, 0, RAVEL_OK, -1, NULL},
    {memory, 96, 88, RAVEL_FLOAT64, 2, {3, 4}, {-32, -8}, false, 0, RAVEL_OK, -1, NULL},
    {memory, 96, 64, RAVEL_FLOAT64, 2, {3, 4}, {-32, 8}, false, 0, RAVEL_OK, -1, NULL},
    {memory, 8, 0, RAVEL_FLOAT64, 2, {1000, 1000}, {0, 0}, false, 0, RAVEL_OK, -1, NULL},
    {memory, 11, 0, RAVEL_FLOAT64, 1, {4}, {1}, false, 0, RAVEL_OK, -1, NULL},
    {memory, 8, 0, RAVEL_FLOAT64, 1, {1}, {LOWEST}, false, 0, RAVEL_OK, -1, NULL},
    {memory, 16, 0, RAVEL_COMPLEX128, 0, {0}, {0}, true, RAVEL_WRITEABLE | RAVEL_SWAPPED, RAVEL_OK, -1, NULL},
    {memory, 0, 8, RAVEL_FLOAT64, 1, {4}, {0}, true, RAVEL_SIZE_UNKNOWN, RAVEL_OK, -1, NULL},
    {memory, 0, -8, RAVEL_FLOAT64, 1, {4}, {0}, true, RAVEL_SIZE_UNKNOWN, RAVEL_OK, -1, NULL},
    /* empty */
    {NULL, 0, 0, RAVEL_FLOAT64, 1, {0}, {0}, true, 0, RAVEL_OK, -1, NULL},
    {NULL, 0, 0, RAVEL_FLOAT64, 3, {5, 0, 7}, {LOWEST, MOST, LOWEST}, false, 0, RAVEL_OK, -1, NULL},
    {memory, 4, 4, RAVEL_FLOAT64, 2, {0, 5}, {0}, true, 0, RAVEL_OK, -1, NULL},
    {NULL, 0, 40, RAVEL_FLOAT64, 1, {0}, {0}, true, RAVEL_SIZE_UNKNOWN, RAVEL_OK, -1, NULL},
    {memory, 4, 5, RAVEL_FLOAT64, 2, {0, 5}, {0}, true, 0, RAVEL_OUT_OF_BOUNDS, -1, "offset = 5 lies beyond a buffer of 4 bytes"},
    {memory, 4, -1, RAVEL_FLOAT64, 2, {0, 5}, {0}, true, 0, RAVEL_OUT_OF_BOUNDS, -1, "offset = -1 lies before the buffer"},
    {memory, 4, 0, RAVEL_FLOAT64, 3, {0, MOST, 2}, {0}, true, 0, RAVEL_SIZE_OVERFLOW, -1, "shape (0, 9223372036854775807, 2) of float64 (zeros counted as 1) takes more bytes than an address can hold"},
    /* arguments that are wrong by themselves */
    {memory, 8, 0, 0, 0, {0}, {0}, true, 0, RAVEL_INVALID_DTYPE, -1, "dtype = 0, expected a RAVEL_* number from 1 to 15"},
    {memory, 8, 0, 16, 0, {0}, {0}, true, 0, RAVEL_INVALID_DTYPE, -1, "dtype = 16, expected a RAVEL_* number from 1 to 15"},
    {memory, 8, 0, INT32_MIN, 0, {0}, {0}, true, 0, RAVEL_INVALID_DTYPE, -1, "dtype = -2147483648, expected a RAVEL_* number from 1 to 15"},
    {memory, 8, 0, RAVEL_INT8, 0, {0}, {0}, true, RAVEL_WEAK, RAVEL_UNKNOWN_FLAG, -1, "flags has unknown bits 0x8, expected RAVEL_WRITEABLE, RAVEL_SWAPPED or RAVEL_SIZE_UNKNOWN"},
    {memory, 8, 0, RAVEL_INT8, 0, {0}, {0}, true, UINT64_C(1) << 63, RAVEL_UNKNOWN_FLAG, -1, "flags has unknown bits 0x8000000000000000, expected RAVEL_WRITEABLE, RAVEL_SWAPPED or RAVEL_SIZE_UNKNOWN"},
    {memory, 8, 0, RAVEL_INT8, 0, {0}, {0}, true, RAVEL_SIZE_UNKNOWN, RAVEL_INVALID_ARGUMENT, -1, "nbytes = 8 with RAVEL_SIZE_UNKNOWN, expected 0"},
    {NULL, 8, 0, RAVEL_FLOAT64, 1, {1}, {0}, true, 0, RAVEL_NULL_ARGUMENT, -1, "buffer is NULL, but shape (1,) has elements"},
    {NULL, 0, 0, RAVEL_FLOAT64, 0, {0}, {0}, true, RAVEL_SIZE_UNKNOWN, RAVEL_NULL_ARGUMENT, -1, "buffer is NULL, but shape () has elements"},
    /* out of bounds */
    {memory, 80, 0, RAVEL_FLOAT64, 2, {3, 4}, {0}, true, 0, RAVEL_OUT_OF_BOUNDS, -1, "shape (3, 4) of float64 takes 96 bytes from offset 0 on, but the buffer has 80 bytes"},
    {memory, 95, 0, RAVEL_FLOAT64, 2, {3, 4}, {0}, true, 0, RAVEL_OUT_OF_BOUNDS, -1, "shape (3, 4) of float64 takes 96 bytes from offset 0 on, but the buffer has 95 bytes"},
    {memory, 96, 1, RAVEL_FLOAT64, 2, {3, 4}, {0}, true, 0, RAVEL_OUT_OF_BOUNDS, -1, "shape (3, 4) of float64 takes 96 bytes from offset 1 on, but the buffer has 96 bytes"},
    {memory, 320, 0, RAVEL_FLOAT64, 2, {3, 4}, {40, 80}, false, 0, RAVEL_OUT_OF_BOUNDS, 1, "strides[1] = 80 of shape (3, 4) reaches byte 328 of a buffer of 320 bytes"},
    {memory, 96, 80, RAVEL_FLOAT64, 2, {3, 4}, {-32, -8}, false, 0, RAVEL_OUT_OF_BOUNDS, 0, "strides[0] = -32 of shape (3, 4) reaches byte -8 from offset 80, before the buffer"},
    {memory, 0, 0, RAVEL_FLOAT64, 0, {0}, {0}, true, 0, RAVEL_OUT_OF_BOUNDS, -1, "offset = 0 leaves no room for one float64 (8 bytes) in a buffer of 0 bytes"},
    {memory, 8, 1, RAVEL_FLOAT64, 0, {0}, {0}, true, 0, RAVEL_OUT_OF_BOUNDS, -1, "offset = 1 leaves no room for one float64 (8 bytes) in a buffer of 8 bytes"},
    {memory, 8, 900, RAVEL_FLOAT64, 0, {0}, {0}, true, 0, RAVEL_OUT_OF_BOUNDS, -1, "offset = 900 leaves no room for one float64 (8 bytes) in a buffer of 8 bytes"},
    {memory, 8, -1, RAVEL_FLOAT64, 0, {0}, {0}, true, 0, RAVEL_OUT_OF_BOUNDS, -1, "offset = -1 lies before the buffer"},
    {memory, 8, LOWEST, RAVEL_FLOAT64, 0, {0}, {0}, true, 0, RAVEL_OUT_OF_BOUNDS, -1, "offset = -9223372036854775808 lies before the buffer"},
    {memory, 1024, 0, RAVEL_INT8, 2, {2, 2}, {LOWEST, 0}, false, 0, RAVEL_OUT_OF_BOUNDS, 0, "strides[0] = -9223372036854775808 of shape (2, 2) reaches byte -9223372036854775808 from offset 0, before the buffer"},
    /* overflow */
    {memory, 1024, MOST, RAVEL_FLOAT64, 0, {0}, {0}, true, 0, RAVEL_SIZE_OVERFLOW, -1, "offset = 9223372036854775807 spans more bytes than an address can hold"},
    {memory, 1024, 0, RAVEL_INT8, 2, {3, 2}, {LOWEST, 0}, false, 0, RAVEL_SIZE_OVERFLOW, 0, "strides[0] = -9223372036854775808 of shape (3, 2) spans more bytes than an address can hold"},
    {memory, 1024, 0, RAVEL_INT8, 2, {2, 2}, {LOWEST, -1}, false, 0, RAVEL_SIZE_OVERFLOW, 1, "strides[1] = -1 of shape (2, 2) spans more bytes than an address can hold"},
    {memory, 1024, 1, RAVEL_INT8, 2, {2, 2}, {1, MOST}, false, 0, RAVEL_SIZE_OVERFLOW, 1, "strides[1] = 9223372036854775807 of shape (2, 2) spans more bytes than an address can hold"},
    {memory, 1024, 0, RAVEL_INT8, 2, {3, 3}, {MOST, 0}, false, 0, RAVEL_SIZE_OVERFLOW, 0, "strides[0] = 9223372036854775807 of shape (3, 3) spans more bytes than an address can hold"},
    {memory, 1024, 0, RAVEL_FLOAT64, 1, {INT64_C(1) << 60}, {0}, false, 0, RAVEL_SIZE_OVERFLOW, -1, "shape (1152921504606846976,) of float64 (zeros counted as 1) takes more bytes than an address can hold"},
    {memory, 1024, 0, RAVEL_INT8, 2, {INT64_C(1) << 32, INT64_C(1) << 32}, {0}, false, 0, RAVEL_SIZE_OVERFLOW, -1, "shape (4294967296, 4294967296) of int8 (zeros counted as 1) takes more bytes than an address can hold"},
    {memory, SIZE_MAX, 0, RAVEL_INT8, 1, {1}, {0}, true, 0, RAVEL_SIZE_OVERFLOW, -1, "no buffer at this address can have 18446744073709551615 bytes"},
    {(void *)(UINTPTR_MAX - 3), 8, 0, RAVEL_INT8, 1, {1}, {0}, true, 0, RAVEL_SIZE_OVERFLOW, -1, "no buffer at this address can have 8 bytes"},
    {(void *)(UINTPTR_MAX - 3), 0, 0, RAVEL_FLOAT64, 1, {1}, {0}, true, RAVEL_SIZE_UNKNOWN, RAVEL_SIZE_OVERFLOW, -1, "shape (1,) with strides (8,) takes bytes 0 to 8 of the buffer, past the ends of memory"},
    {(void *)(uintptr_t)16, 0, 0, RAVEL_FLOAT64, 1, {3}, {-8}, false, RAVEL_SIZE_UNKNOWN, RAVEL_SIZE_OVERFLOW, -1, "shape (3,) with strides (-8,) takes bytes -16 to 8 of the buffer, past the ends of memory"},
};
/* clang-format on */

START_TEST(create_proves_everything)
{
    const create_case *row = &cases[_i];
    for (int32_t with_context = 0; with_context <= 1; with_context++) {
        ravel_array *array = UNTOUCHED;
        const ravel_status status =
            ravel_array_create(with_context != 0 ? context : NULL, row->buffer, row->nbytes, row->offset, row->dtype,
                               row->ndim, row->shape, row->c_order ? NULL : row->strides, row->flags, &array);
        ck_assert_int_eq(status, row->status);
        if (row->message == NULL) {
            ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
            continue;
        }
        ck_assert_ptr_eq(array, UNTOUCHED);
        if (with_context != 0) {
            char message[512] = "ravel_array_create: ";
            expect_error(row->status, row->axis, strcat(message, row->message));
        }
    }
}
END_TEST

START_TEST(create_checks_shapes)
{
    static const int64_t negative[] = {3, -1};
    static int64_t ones[RAVEL_MAX_NDIM + 1];
    ravel_array *array = UNTOUCHED;
    int32_t axis = 0;
    for (int32_t i = 0; i <= RAVEL_MAX_NDIM; i++)
        ones[i] = 1;
    ck_assert_int_eq(ravel_array_create(context, memory, 8, 0, RAVEL_INT8, 2, negative, NULL, 0, &array),
                     RAVEL_INVALID_SHAPE);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, &axis, NULL, 0, NULL), RAVEL_OK);
    ck_assert_int_eq(axis, 1);
    ck_assert_int_eq(ravel_array_create(context, memory, 8, 0, RAVEL_INT8, -1, ones, NULL, 0, &array),
                     RAVEL_INVALID_NDIM);
    ck_assert_int_eq(ravel_array_create(context, memory, 8, 0, RAVEL_INT8, 65, ones, NULL, 0, &array),
                     RAVEL_INVALID_NDIM);
    ck_assert_int_eq(ravel_array_create(context, memory, 8, 0, RAVEL_INT8, INT32_MIN, NULL, NULL, 0, &array),
                     RAVEL_INVALID_NDIM);
    ck_assert_int_eq(ravel_array_create(context, memory, 8, 0, RAVEL_INT8, 1, NULL, NULL, 0, &array),
                     RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_create(context, memory, 8, 0, RAVEL_INT8, 0, NULL, NULL, 0, NULL),
                     RAVEL_NULL_ARGUMENT);
    expect_error(RAVEL_NULL_ARGUMENT, -1, "ravel_array_create: out is NULL");
    ck_assert_ptr_eq(array, UNTOUCHED);
    ck_assert_int_eq(ravel_array_create(context, memory, 1, 0, RAVEL_INT8, 64, ones, NULL, 0, &array), RAVEL_OK);
    int64_t shape[64];
    int32_t ndim = 0;
    ck_assert_int_eq(ravel_array_ndim(array, &ndim), RAVEL_OK);
    ck_assert_int_eq(ndim, 64);
    ck_assert_int_eq(ravel_array_shape(array, 64, shape), RAVEL_OK);
    ck_assert_mem_eq(shape, ones, sizeof shape);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}
END_TEST

/* The proof against the plain meaning of the words: go to every element, look where it lies. */
START_TEST(create_agrees_with_a_walk)
{
    random_source random = {.state = UINT64_C(7)};
    int64_t n_good = 0;
    for (int32_t round = 0; round < 200000; round++) {
        const int32_t ndim = (int32_t)random_below(&random, 4);
        const size_t nbytes = (size_t)random_below(&random, 80);
        const int64_t offset = random_between(&random, -4, 60);
        int64_t shape[3] = {1, 1, 1}, strides[3] = {0, 0, 0};
        for (int32_t i = 0; i < ndim; i++) {
            shape[i] = random_below(&random, 5);
            strides[i] = random_between(&random, -20, 20);
        }
        bool inside = true;
        for (int64_t i = 0; i < shape[0]; i++)
            for (int64_t j = 0; j < shape[1]; j++)
                for (int64_t k = 0; k < shape[2]; k++) {
                    const int64_t start = offset + i * strides[0] + j * strides[1] + k * strides[2];
                    inside = inside && start >= 0 && start + 4 <= (int64_t)nbytes;
                }
        if (shape[0] * shape[1] * shape[2] == 0)
            inside = offset >= 0 && offset <= (int64_t)nbytes;
        ravel_array *array = NULL;
        const ravel_status status =
            ravel_array_create(NULL, memory, nbytes, offset, RAVEL_FLOAT32, ndim, shape, strides, 0, &array);
        if (status != (inside ? RAVEL_OK : RAVEL_OUT_OF_BOUNDS) || (inside && ravel_array_destroy(array) != RAVEL_OK))
            ck_abort_msg("round %d: status %d", round, status);
        n_good += inside;
    }
    ck_assert_int_gt(n_good, 10000);
}
END_TEST

/* ---- scalars ---- */

START_TEST(scalars_hold_their_value)
{
    static const uint64_t value[3] = {1, 2, 3};
    for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++) {
        const bool may_be_weak = dtype == RAVEL_BOOL || dtype == RAVEL_INT64 || dtype == RAVEL_UINT64 ||
                                 dtype == RAVEL_FLOAT64 || dtype == RAVEL_COMPLEX128;
        ravel_array *array = UNTOUCHED;
        uint64_t flags = 0;
        int64_t size = 0;
        void *data = memory;
        ck_assert_int_eq(ravel_array_create_scalar(context, dtype, (const char *)value + 1, 0, &array), RAVEL_OK);
        ck_assert_int_eq(ravel_array_flags(array, &flags), RAVEL_OK);
        ck_assert_uint_eq(flags, RAVEL_SCALAR | RAVEL_C_CONTIGUOUS | RAVEL_F_CONTIGUOUS | RAVEL_ALIGNED);
        ck_assert_int_eq(ravel_array_size(array, &size), RAVEL_OK);
        ck_assert_int_eq(size, 1);
        ck_assert_int_eq(ravel_array_shape(array, 0, NULL), RAVEL_OK);
        ck_assert_int_eq(ravel_array_rebind(context, array, memory, 16, 0), RAVEL_INVALID_ARGUMENT);
        expect_error(RAVEL_INVALID_ARGUMENT, -1, "ravel_array_rebind: array is a scalar, which holds its value itself");
        ck_assert_int_eq(ravel_array_require(context, array, dtype, 0, 0, &data), RAVEL_INVALID_ARGUMENT);
        ck_assert_int_eq(ravel_array_element(context, array, 0, NULL, &data), RAVEL_INVALID_ARGUMENT);
        expect_error(RAVEL_INVALID_ARGUMENT, -1,
                     "ravel_array_element: array is a scalar, which has no memory to hand out");
        ck_assert_ptr_eq(data, memory);
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
        array = UNTOUCHED;
        ck_assert_int_eq(ravel_array_create_scalar(context, dtype, value, RAVEL_WEAK, &array),
                         may_be_weak ? RAVEL_OK : RAVEL_INVALID_ARGUMENT);
        if (may_be_weak) {
            ck_assert_int_eq(ravel_array_flags(array, &flags), RAVEL_OK);
            ck_assert_uint_ne(flags & RAVEL_WEAK, 0);
            ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
        } else
            ck_assert_ptr_eq(array, UNTOUCHED);
    }
}
END_TEST

START_TEST(scalars_are_checked)
{
    ravel_array *array = UNTOUCHED;
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_INT8, NULL, 0, &array), RAVEL_NULL_ARGUMENT);
    expect_error(RAVEL_NULL_ARGUMENT, -1, "ravel_array_create_scalar: value is NULL");
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_INT8, memory, 0, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_array_create_scalar(context, 99, memory, 0, &array), RAVEL_INVALID_DTYPE);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_INT8, memory, RAVEL_WRITEABLE, &array),
                     RAVEL_UNKNOWN_FLAG);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_INT8, memory, RAVEL_SCALAR, &array), RAVEL_UNKNOWN_FLAG);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_INT8, memory, RAVEL_WEAK, &array),
                     RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT, -1,
                 "ravel_array_create_scalar: a weak scalar of dtype int8, expected bool, int64, uint64, float64 or "
                 "complex128");
    ck_assert_ptr_eq(array, UNTOUCHED);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("array_create");
    TCase *all = tcase_create("array_create");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_set_timeout(all, 300);
    tcase_add_loop_test(all, create_proves_everything, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(all, create_checks_shapes);
    tcase_add_test(all, create_agrees_with_a_walk);
    tcase_add_test(all, scalars_hold_their_value);
    tcase_add_test(all, scalars_are_checked);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
