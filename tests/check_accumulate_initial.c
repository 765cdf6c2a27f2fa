/* check_accumulate_initial.c: RAVEL_OPTION_INCLUDE_INITIAL: the identity, then what comes without the option. */
#include "support/run_suite.h"
#include <ravel/statistics.h>
#include <ravel/view.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NBYTES = 1 << 16, OPTION = RAVEL_OPTION_INCLUDE_INITIAL };

static ravel_context *context;
static unsigned char memory[3][MAX_NBYTES];

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    for (size_t i = 0; i < MAX_NBYTES; i++)
        memory[0][i] = (unsigned char)(i * 37 % 61);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static ravel_array *open(int32_t which, int32_t dtype, int32_t ndim, const int64_t *shape, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(context, memory[which], MAX_NBYTES, 0, dtype, ndim, shape, NULL,
                                        flags | RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

static void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

/* The elements from `start` on of one axis. */
static ravel_array *part(const ravel_array *whole, int32_t axis, int64_t start, int64_t stop)
{
    ravel_array *view = NULL;
    ck_assert_int_eq(ravel_array_slice(context, whole, 1, &axis, &start, &stop, NULL, &view), RAVEL_OK);
    return view;
}

/* Everything that the option gives is what the identity of ravel_reduce and a call without it give. */
static void compare(const char *name, const ravel_kernel *kernel, int32_t in_dtype, uint64_t flags, int32_t ndim,
                    const int64_t *shape, int32_t axis)
{
    int64_t longer[3] = {0, 0, 0}, empty[3] = {0, 0, 0};
    int32_t dtype = 0, n = 0;
    ravel_array *in = open(0, in_dtype, ndim, shape, flags);
    const ravel_status status = ravel_accumulate_outputs(context, kernel, in, axis, OPTION, &dtype, 3, &n, longer);
    if (status == RAVEL_NO_LOOP || status == RAVEL_NO_IDENTITY) {
        end(in);
        return;
    }
    ck_assert_int_eq(status, RAVEL_OK);
    ck_assert_int_eq(n, ndim);
    for (int32_t i = 0; i < ndim; i++) {
        ck_assert_int_eq(longer[i], shape[i] + (i == axis));
        empty[i] = i == axis ? 0 : shape[i];
    }
    memset(memory[1], 0xa5, MAX_NBYTES);
    memset(memory[2], 0xa5, MAX_NBYTES);
    ravel_array *out = open(1, dtype, ndim, longer, flags), *expected = open(2, dtype, ndim, longer, flags);
    ravel_array *none = open(0, in_dtype, ndim, empty, flags);
    ravel_array *head = part(expected, axis, 0, 1), *tail = part(expected, axis, 1, longer[axis]);
    const ravel_kernel *folding = kernel;
    int32_t verbs = 0;
    ck_assert_int_eq(ravel_kernel_verbs(kernel, &verbs), RAVEL_OK);
    if (!(verbs & RAVEL_VERB_REDUCE))
        ck_assert_int_eq(ravel_kernel_find(context, strcmp(name, "cumulative_sum") == 0 ? "sum" : "prod", &folding),
                         RAVEL_OK);
    ck_assert_int_eq(ravel_reduce(context, folding, none, 1, &axis, NULL, NULL, RAVEL_OPTION_KEEP_DIMS, head),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_accumulate(context, kernel, in, axis, 0, tail), RAVEL_OK);
    ck_assert_int_eq(ravel_accumulate(context, kernel, in, axis, OPTION, out), RAVEL_OK);
    ck_assert_mem_eq(memory[1], memory[2], MAX_NBYTES);
    ravel_array *const arrays[] = {in, out, expected, none, head, tail};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        end(arrays[i]);
}

static const struct {
    int32_t ndim;
    int64_t shape[3];
} shapes[] = {{1, {0}},       {1, {1}},      {1, {300}},     {2, {0, 3}},      {2, {3, 0}},
              {2, {1, 5}},    {2, {20, 33}}, {2, {3, 200}},  {3, {4, 5, 6}},   {3, {1, 1, 1}},
              {3, {7, 1, 9}}, {2, {70, 2}},  {3, {2, 0, 2}}, {3, {2, 300, 2}}, {2, {2, 600}}};
enum { N_SHAPES = sizeof shapes / sizeof *shapes };

START_TEST(the_identity_comes_before_the_rest)
{
    static const char *const names[] = {"cumulative_sum", "cumulative_prod", "add",         "multiply",   "logical_and",
                                        "logical_or",     "bitwise_and",     "bitwise_xor", "logical_xor"};
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(context, names[_i], &kernel), RAVEL_OK);
    for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++)
        for (size_t i = 0; i < N_SHAPES; i++)
            for (int32_t axis = 0; axis < shapes[i].ndim; axis++)
                for (int32_t swapped = 0; swapped < 2; swapped++)
                    compare(names[_i], kernel, dtype, swapped ? RAVEL_SWAPPED : 0, shapes[i].ndim, shapes[i].shape,
                            axis);
}
END_TEST

/* The larger of two numbers, with 0 as the identity: for numbers that are not negative. */
static int32_t larger(size_t n, const void *const *in, void *const *out, void *user)
{
    const double *a = in[0], *b = in[1];
    (void)user;
    for (size_t i = 0; i < n; i++)
        ((double *)out[0])[i] = a[i] > b[i] ? a[i] : b[i];
    return 0;
}

START_TEST(a_users_kernel_has_its_own)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {larger};
    static const int64_t shape[] = {4, 3}, longer[] = {5, 3};
    const double seven = 7;
    double in[12], out[15];
    const ravel_kernel *kernel = NULL, *without = NULL;
    ravel_array *identity = NULL, *from = NULL, *to = NULL;
    for (int32_t i = 0; i < 12; i++)
        in[i] = i * 5 % 12;
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_FLOAT64, &seven, 0, &identity), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_create(context, "larger", 2, 1, 1, dtypes, loops, NULL, NULL, 0, identity, &kernel),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_create(context, "largest", 2, 1, 1, dtypes, loops, NULL, NULL, 0, NULL, &without),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, in, sizeof in, 0, RAVEL_FLOAT64, 2, shape, NULL, 0, &from), RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(context, out, sizeof out, 0, RAVEL_FLOAT64, 2, longer, NULL, RAVEL_WRITEABLE, &to),
        RAVEL_OK);
    ck_assert_int_eq(ravel_accumulate(context, without, from, 0, OPTION, to), RAVEL_NO_IDENTITY);
    ck_assert_int_eq(ravel_accumulate(context, kernel, from, 0, OPTION, to), RAVEL_OK);
    for (int32_t i = 0; i < 15; i++) {
        double expected = i < 3 ? 7 : in[i - 3];
        if (i >= 6 && out[i - 3] > expected)
            expected = out[i - 3];
        ck_assert_double_eq(out[i], expected);
    }
    end(identity);
    end(from);
    end(to);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(without), RAVEL_OK);
}
END_TEST

/* The output lies over the input, so that the identity would be read as an element if it were written first. */
START_TEST(an_output_over_its_input)
{
    static const int64_t shape[] = {3, 4}, longer[2][2] = {{4, 4}, {3, 5}};
    for (int32_t axis = 0; axis < 2; axis++)
        for (int64_t start = 0; start < 5; start++) {
            double numbers[24], before[24];
            ravel_array *from = NULL, *to = NULL;
            for (int32_t i = 0; i < 24; i++)
                numbers[i] = before[i] = i * 7 % 23;
            ck_assert_int_eq(ravel_array_create(context, numbers, sizeof numbers, 8 * start, RAVEL_FLOAT64, 2, shape,
                                                NULL, 0, &from),
                             RAVEL_OK);
            ck_assert_int_eq(ravel_array_create(context, numbers, sizeof numbers, 8, RAVEL_FLOAT64, 2, longer[axis],
                                                NULL, RAVEL_WRITEABLE, &to),
                             RAVEL_OK);
            ck_assert_int_eq(ravel_cumulative_sum(context, from, axis, OPTION | RAVEL_OPTION_NO_SCRATCH, to),
                             RAVEL_SCRATCH_LIMIT);
            ck_assert_mem_eq(numbers, before, sizeof numbers);
            ck_assert_int_eq(ravel_cumulative_sum(context, from, axis, OPTION, to), RAVEL_OK);
            for (int64_t i = 0; i < longer[axis][0]; i++)
                for (int64_t j = 0; j < longer[axis][1]; j++) {
                    double sum = 0;
                    for (int64_t k = 0; k < (axis == 0 ? i : j); k++)
                        sum += before[start + (axis == 0 ? 4 * k + j : 4 * i + k)];
                    ck_assert_double_eq(numbers[1 + i * longer[axis][1] + j], sum);
                }
            end(from);
            end(to);
        }
}
END_TEST

/* A broadcast number has as many elements as fit in memory; one more do not. */
START_TEST(one_more_than_there_can_be)
{
    const int64_t shape[] = {INT64_MAX};
    const uint8_t one = 1;
    int64_t length = 5;
    int32_t dtype = 5, ndim = 5;
    const ravel_kernel *any = NULL;
    ravel_array *scalar = NULL, *many = NULL, *out = open(1, RAVEL_BOOL, 0, NULL, 0);
    ck_assert_int_eq(ravel_kernel_find(context, "logical_or", &any), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_BOOL, &one, 0, &scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(context, scalar, 1, shape, &many), RAVEL_OK);
    ck_assert_int_eq(ravel_accumulate_outputs(context, any, many, 0, OPTION, &dtype, 1, &ndim, &length),
                     RAVEL_SIZE_OVERFLOW);
    ck_assert(length == 5 && dtype == 5 && ndim == 5);
    ck_assert_int_eq(ravel_accumulate(context, any, many, 0, OPTION, out), RAVEL_SIZE_OVERFLOW);
    ck_assert_int_eq(ravel_accumulate_outputs(context, any, many, 0, 0, &dtype, 1, &ndim, &length), RAVEL_OK);
    ck_assert_int_eq(length, INT64_MAX);
    /* Nor is there room for one more that is wider than the input's. */
    const int64_t eighth = INT64_MAX / 8;
    const ravel_kernel *sum = NULL;
    ravel_array *fewer = NULL;
    ck_assert_int_eq(ravel_kernel_find(context, "cumulative_sum", &sum), RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(context, scalar, 1, &eighth, &fewer), RAVEL_OK);
    ck_assert_int_eq(ravel_accumulate_outputs(context, sum, fewer, 0, OPTION, &dtype, 1, &ndim, &length),
                     RAVEL_SIZE_OVERFLOW);
    ck_assert_int_eq(ravel_accumulate_outputs(context, sum, fewer, 0, 0, &dtype, 1, &ndim, &length), RAVEL_OK);
    ck_assert_int_eq(length, eighth);
    end(scalar);
    end(many);
    end(fewer);
    end(out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("accumulate, initial");
    TCase *tests = tcase_create("initial elements");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, the_identity_comes_before_the_rest, 0, 9);
    tcase_add_test(tests, a_users_kernel_has_its_own);
    tcase_add_test(tests, an_output_over_its_input);
    tcase_add_test(tests, one_more_than_there_can_be);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
