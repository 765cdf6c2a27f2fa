/* check_kernel_create.c: making and ending kernels of one's own. */
#include "support/run_suite.h"
#include <ravel/apply.h>
#include <stdlib.h>
#include <string.h>

static ravel_context *context;
static int32_t n_releases;

static int32_t loop(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)n;
    (void)in;
    (void)out;
    (void)user;
    return 0;
}

static void count_release(void *user)
{
    ++*(int32_t *)user;
}

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static void expect_error(ravel_status status, const char *message)
{
    int32_t recorded = -1, argument = -7, axis = -7;
    char text[512] = "", whole[512] = "ravel_kernel_create: ";
    ck_assert_int_eq(ravel_context_error(context, &recorded, &argument, &axis, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_int_eq(argument, -1);
    ck_assert_int_eq(axis, -1);
    ck_assert_str_eq(text, strcat(whole, message));
    ck_assert_int_eq(recorded, status);
}

/* The arguments of one call, right unless changed. */
typedef struct wanted {
    const char *name;
    int32_t n_in, n_out, n_loops;
    const int32_t *dtypes;
    const ravel_kernel_fn *loops;
    uint64_t flags;
    const ravel_array *identity;
} wanted;

static const int32_t three_of[][3] = {{RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64},
                                      {RAVEL_INT8, RAVEL_INT8, RAVEL_INT8},
                                      {RAVEL_UINT64, RAVEL_UINT64, RAVEL_UINT64},
                                      {RAVEL_COMPLEX64, RAVEL_COMPLEX64, RAVEL_COMPLEX64}};
static const ravel_kernel_fn four_loops[] = {loop, loop, loop, loop};

static wanted right(void)
{
    return (wanted){"mine", 2, 1, 4, three_of[0], four_loops, 0, NULL};
}

#define UNTOUCHED ((const ravel_kernel *)(uintptr_t)0x5A5A5A5A)

/* Calls, and ends what was made; on failure nothing may be written or released. */
static ravel_status create(wanted with)
{
    const ravel_kernel *kernel = UNTOUCHED;
    const int32_t before = n_releases;
    const ravel_status status =
        ravel_kernel_create(context, with.name, with.n_in, with.n_out, with.n_loops, with.dtypes, with.loops,
                            &n_releases, count_release, with.flags, with.identity, &kernel);
    ck_assert_int_eq(n_releases, before);
    if (status != RAVEL_OK) {
        ck_assert_ptr_eq(kernel, UNTOUCHED);
        return status;
    }
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
    ck_assert_int_eq(n_releases, before + 1);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_DOUBLE_DESTROY);
    ck_assert_int_eq(n_releases, before + 1);
    return RAVEL_OK;
}

START_TEST(kernels_are_made_and_end)
{
    wanted with = right();
    ck_assert_int_eq(create(with), RAVEL_OK);
    with.flags = RAVEL_KERNEL_REORDERABLE | RAVEL_KERNEL_THREAD_SAFE | RAVEL_KERNEL_IN_PLACE;
    ck_assert_int_eq(create(with), RAVEL_OK);
    with.name = "a name of exactly sixty-three bytes, as long as there may be one";
    with.name += strlen(with.name) - 63;
    ck_assert_int_eq(create(with), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(NULL), RAVEL_OK);
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_create(NULL, "n", 2, 1, 1, three_of[0], four_loops, NULL, NULL, 0, NULL, &kernel),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}
END_TEST

START_TEST(null_arguments_are_named)
{
    wanted with = right();
    with.name = NULL;
    ck_assert_int_eq(create(with), RAVEL_NULL_ARGUMENT);
    expect_error(RAVEL_NULL_ARGUMENT, "name is NULL");
    with = right();
    with.dtypes = NULL;
    ck_assert_int_eq(create(with), RAVEL_NULL_ARGUMENT);
    expect_error(RAVEL_NULL_ARGUMENT, "dtypes is NULL");
    with = right();
    with.loops = NULL;
    ck_assert_int_eq(create(with), RAVEL_NULL_ARGUMENT);
    expect_error(RAVEL_NULL_ARGUMENT, "loops is NULL");
    with = right();
    const ravel_kernel_fn with_gap[] = {loop, loop, NULL, loop};
    with.loops = with_gap;
    ck_assert_int_eq(create(with), RAVEL_NULL_ARGUMENT);
    expect_error(RAVEL_NULL_ARGUMENT, "loops[2] is NULL");
    ck_assert_int_eq(ravel_kernel_create(context, "n", 2, 1, 1, three_of[0], four_loops, NULL, NULL, 0, NULL, NULL),
                     RAVEL_NULL_ARGUMENT);
    expect_error(RAVEL_NULL_ARGUMENT, "out is NULL");
}
END_TEST

START_TEST(numbers_are_checked)
{
    static const int32_t arities[][2] = {{0, 1}, {1, 0}, {8, 1}, {1, 8}, {-1, 1}, {INT32_MAX, INT32_MAX}, {2, -1}};
    static const int32_t counts[] = {0, -1, 257, INT32_MAX, INT32_MIN};
    wanted with = right();
    for (size_t i = 0; i < sizeof arities / sizeof *arities; i++) {
        with.n_in = arities[i][0];
        with.n_out = arities[i][1];
        ck_assert_int_eq(create(with), RAVEL_INVALID_ARGUMENT);
    }
    expect_error(RAVEL_INVALID_ARGUMENT, "n_in = 2 and n_out = -1, expected at least 1 each and at most 8 together");
    with = right();
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        with.n_loops = counts[i];
        ck_assert_int_eq(create(with), RAVEL_INVALID_ARGUMENT);
    }
    expect_error(RAVEL_INVALID_ARGUMENT, "n_loops = -2147483648, expected 1 to 256");
    with = right();
    with.name = "";
    ck_assert_int_eq(create(with), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT, "name has 0 bytes, expected 1 to 63");
    with.name = "0123456789012345678901234567890123456789012345678901234567890123";
    ck_assert_int_eq(create(with), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT, "name has more than 63 bytes, expected 1 to 63");
    with = right();
    with.flags = 8;
    ck_assert_int_eq(create(with), RAVEL_UNKNOWN_FLAG);
    expect_error(RAVEL_UNKNOWN_FLAG, "flags has unknown bits 0x8, expected RAVEL_KERNEL_REORDERABLE, "
                                     "RAVEL_KERNEL_THREAD_SAFE or RAVEL_KERNEL_IN_PLACE");
}
END_TEST

START_TEST(as_many_operands_and_loops_as_there_may_be)
{
    static int32_t dtypes[256 * 8];
    static ravel_kernel_fn loops[256];
    for (int32_t i = 0; i < 256 * 8; i++)
        dtypes[i] = RAVEL_BOOL + i % 15;
    for (int32_t i = 0; i < 256; i++)
        loops[i] = loop;
    ck_assert_int_eq(create((wanted){"most", 7, 1, 256, dtypes, loops, 0, NULL}), RAVEL_OK);
    dtypes[256 * 8 - 1] = 16;
    ck_assert_int_eq(create((wanted){"most", 7, 1, 256, dtypes, loops, 0, NULL}), RAVEL_INVALID_DTYPE);
    expect_error(RAVEL_INVALID_DTYPE,
                 "dtypes[2047] = 16 (output 0 of loop 255), expected a RAVEL_* number from 1 to 15");
    dtypes[3] = 0;
    ck_assert_int_eq(create((wanted){"most", 7, 1, 256, dtypes, loops, 0, NULL}), RAVEL_INVALID_DTYPE);
    expect_error(RAVEL_INVALID_DTYPE, "dtypes[3] = 0 (input 3 of loop 0), expected a RAVEL_* number from 1 to 15");
}
END_TEST

START_TEST(what_folds_has_one_dtype)
{
    static const int32_t mixed[] = {RAVEL_INT8, RAVEL_INT8, RAVEL_INT16};
    wanted with = right();
    with.n_loops = 1;
    with.dtypes = mixed;
    ck_assert_int_eq(create(with), RAVEL_OK);
    with.flags = RAVEL_KERNEL_REORDERABLE;
    ck_assert_int_eq(create(with), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT,
                 "RAVEL_KERNEL_REORDERABLE needs one dtype in each loop, but loop 0 takes int8 and int8 and gives "
                 "int16");
    with = right();
    with.n_in = 1;
    with.n_out = 2;
    with.flags = RAVEL_KERNEL_REORDERABLE;
    ck_assert_int_eq(create(with), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT,
                 "RAVEL_KERNEL_REORDERABLE needs 2 inputs and 1 output, but n_in = 1 and n_out = 2");
    with.n_in = 2;
    ck_assert_int_eq(create(with), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT,
                 "RAVEL_KERNEL_REORDERABLE needs 2 inputs and 1 output, but n_in = 2 and n_out = 2");
}
END_TEST

static ravel_array *scalar(int32_t dtype, const void *value)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(context, dtype, value, RAVEL_WEAK, &array), RAVEL_OK);
    return array;
}

START_TEST(identities_must_fit_every_loop)
{
    static const struct {
        int32_t dtype;
        double value;
        ravel_status status;
    } rows[] = {
        {RAVEL_FLOAT64, 1, RAVEL_OK},
        {RAVEL_FLOAT64, 0.0, RAVEL_OK},
        {RAVEL_FLOAT64, -0.0, RAVEL_OK},
        {RAVEL_FLOAT64, 127, RAVEL_OK},
        {RAVEL_FLOAT64, 128, RAVEL_VALUE_OUT_OF_RANGE},
        {RAVEL_FLOAT64, -1, RAVEL_VALUE_OUT_OF_RANGE},
        {RAVEL_FLOAT64, 0.5, RAVEL_VALUE_OUT_OF_RANGE},
        {RAVEL_INT64, 127, RAVEL_OK},
        {RAVEL_INT64, 128, RAVEL_VALUE_OUT_OF_RANGE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int64_t integer = (int64_t)rows[i].value;
        ravel_array *identity =
            scalar(rows[i].dtype, rows[i].dtype == RAVEL_INT64 ? (const void *)&integer : &rows[i].value);
        wanted with = right();
        with.identity = identity;
        ck_assert_int_eq(create(with), rows[i].status);
        ck_assert_int_eq(ravel_array_destroy(identity), RAVEL_OK);
    }
    expect_error(RAVEL_VALUE_OUT_OF_RANGE, "the identity is 128, of dtype int64, which the int8 of loop 1 cannot hold");
}
END_TEST

START_TEST(identities_are_0_d_arrays_of_any_layout)
{
    /* 1.0 in the other byte order, at an odd address. */
    const double one = 1.0;
    const int64_t length = 1;
    unsigned char bytes[8], memory[9];
    memcpy(bytes, &one, 8);
    for (int32_t i = 0; i < 8; i++)
        memory[1 + i] = bytes[7 - i];
    wanted with = right();
    ravel_array *identity;
    ck_assert_int_eq(ravel_array_create(context, memory, 9, 1, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_SWAPPED, &identity),
                     RAVEL_OK);
    with.identity = identity;
    ck_assert_int_eq(create(with), RAVEL_OK);
    with.n_in = 1;
    ck_assert_int_eq(create(with), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT, "an identity needs 2 inputs and 1 output, but n_in = 1 and n_out = 1");
    ck_assert_int_eq(ravel_array_destroy(identity), RAVEL_OK);
    with.n_in = 2;
    ck_assert_int_eq(create(with), RAVEL_STALE_HANDLE);
    expect_error(RAVEL_STALE_HANDLE, "identity is the handle of a destroyed array");
    ck_assert_int_eq(ravel_array_create(context, memory, 9, 0, RAVEL_FLOAT64, 1, &length, NULL, 0, &identity),
                     RAVEL_OK);
    with.identity = identity;
    ck_assert_int_eq(create(with), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT, "the identity has shape (1,), expected a 0-d array");
    ck_assert_int_eq(ravel_array_destroy(identity), RAVEL_OK);
    with.identity = (const ravel_array *)context;
    ck_assert_int_eq(create(with), RAVEL_WRONG_HANDLE_TYPE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kernel_create");
    TCase *all = tcase_create("kernel_create");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, kernels_are_made_and_end);
    tcase_add_test(all, null_arguments_are_named);
    tcase_add_test(all, numbers_are_checked);
    tcase_add_test(all, as_many_operands_and_loops_as_there_may_be);
    tcase_add_test(all, what_folds_has_one_dtype);
    tcase_add_test(all, identities_must_fit_every_loop);
    tcase_add_test(all, identities_are_0_d_arrays_of_any_layout);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
