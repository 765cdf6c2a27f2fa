/* check_accumulate.c: running folds: in place, over shifted memory, with threads, by a user's kernel, of halves and
 * scalars. */
#include "support/run_suite.h"
#include <ravel/statistics.h>
#include <ravel/view.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static ravel_context *context;
static const ravel_kernel *subtract;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, "subtract", &subtract), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* Three axes of float64 somewhere in a buffer; strides in elements. */
typedef struct cube {
    int64_t shape[3], strides[3], start;
} cube;

static double *at(double *memory, const cube *where, int64_t i, int64_t j, int64_t k)
{
    return memory + where->start + i * where->strides[0] + j * where->strides[1] + k * where->strides[2];
}

static ravel_array *open_cube(double *memory, size_t n, const cube *where)
{
    int64_t strides[3];
    ravel_array *array = NULL;
    for (int32_t axis = 0; axis < 3; axis++)
        strides[axis] = 8 * where->strides[axis];
    ck_assert_int_eq(ravel_array_create(context, memory, 8 * n, 8 * where->start, RAVEL_FLOAT64, 3, where->shape,
                                        strides, RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

/* One element after the other, from a copy of the input. */
static void expect(double *memory, size_t n, const cube *in, const cube *out, int32_t axis, bool subtracts,
                   double *expected)
{
    double *copy = malloc(8 * n);
    memcpy(copy, memory, 8 * n);
    memcpy(expected, memory, 8 * n);
    for (int64_t i = 0; i < in->shape[0]; i++)
        for (int64_t j = 0; j < in->shape[1]; j++)
            for (int64_t k = 0; k < in->shape[2]; k++) {
                const double x = *at(copy, in, i, j, k);
                const int64_t along = axis == 0 ? i : axis == 1 ? j : k;
                double *result = at(expected, out, i, j, k);
                const double *before = along > 0 ? result - out->strides[axis] : result;
                *result = along == 0 ? x : subtracts ? *before - x : *before + x;
            }
    free(copy);
}

static void run(const cube *in, const cube *out, size_t n, int32_t axis, uint64_t options, ravel_status wanted)
{
    double *memory = malloc(8 * n), *expected = malloc(8 * n), *before = malloc(8 * n);
    for (int32_t subtracts = 0; subtracts < 2; subtracts++) {
        for (size_t i = 0; i < n; i++)
            before[i] = memory[i] = (double)(i * 7919 % 1009) * 0.1 - 40;
        ravel_array *from = open_cube(memory, n, in), *to = open_cube(memory, n, out);
        expect(memory, n, in, out, axis, subtracts, expected);
        const ravel_status status = subtracts ? ravel_accumulate(context, subtract, from, axis, options, to)
                                              : ravel_cumulative_sum(context, from, axis, options, to);
        size_t nbytes = 0;
        ck_assert_int_eq(ravel_accumulate_scratch(context, subtract, from, axis, options, to, &nbytes), RAVEL_OK);
        if (wanted == RAVEL_SCRATCH_LIMIT)
            ck_assert_uint_gt(nbytes, 0);
        ck_assert_int_eq(status, wanted);
        ck_assert_int_eq(memcmp(memory, wanted == RAVEL_OK ? expected : before, 8 * n), 0);
        ck_assert_int_eq(ravel_array_destroy(from), RAVEL_OK);
        ck_assert_int_eq(ravel_array_destroy(to), RAVEL_OK);
    }
    free(memory);
    free(expected);
    free(before);
}

static cube c_order(int64_t a, int64_t b, int64_t c, int64_t start)
{
    return (cube){{a, b, c}, {b * c, c, 1}, start};
}

static cube f_order(int64_t a, int64_t b, int64_t c, int64_t start)
{
    return (cube){{a, b, c}, {1, a, a * b}, start};
}

static const int64_t shapes[][3] = {{3, 4, 5},     {1, 1, 600},   {600, 1, 1},   {2, 300, 3},   {40, 50, 60},
                                    {3, 2, 20000}, {20000, 2, 3}, {300, 200, 2}, {2, 1, 70000}, {1, 1, 0}};
enum { N_SHAPES = sizeof shapes / sizeof shapes[0] };

START_TEST(every_axis_and_layout_and_number_of_threads)
{
    const int64_t *shape = shapes[_i], size = shape[0] * shape[1] * shape[2];
    static const int32_t n_threads[] = {1, 2, 7};
    for (int32_t i = 0; i < 3; i++) {
        ck_assert_int_eq(ravel_context_set_threads(context, n_threads[i]), RAVEL_OK);
        for (int32_t axis = 0; axis < 3; axis++) {
            const size_t room = (size_t)(6 * size) + 64;
            const cube c = c_order(shape[0], shape[1], shape[2], 0), f = f_order(shape[0], shape[1], shape[2], size);
            cube reversed = c_order(shape[0], shape[1], shape[2], size);
            cube gaps = c_order(shape[0], shape[1], shape[2], 2 * size);
            for (int32_t k = 0; k < 3; k++) {
                reversed.start += size > 0 ? reversed.strides[k] * (shape[k] - 1) : 0;
                reversed.strides[k] = -reversed.strides[k];
                gaps.strides[k] *= 3;
            }
            run(&c, &f, room, axis, 0, RAVEL_OK);
            run(&f, &c, room, axis, RAVEL_OPTION_NO_SCRATCH, RAVEL_OK);
            run(&c, &reversed, room, axis, 0, RAVEL_OK);
            run(&gaps, &c, room, axis, 0, RAVEL_OK);
            run(&c, &gaps, room, axis, 0, RAVEL_OK);
            run(&c, &c, room, axis, RAVEL_OPTION_NO_SCRATCH, RAVEL_OK);
            run(&gaps, &gaps, room, axis, RAVEL_OPTION_NO_SCRATCH, RAVEL_OK);
        }
    }
}
END_TEST

START_TEST(shifted_memory_is_copied_or_refused)
{
    const cube here = c_order(7, 8, 9, 10), there = c_order(7, 8, 9, 13), turned = f_order(7, 8, 9, 10);
    for (int32_t axis = 0; axis < 3; axis++) {
        run(&here, &there, 600, axis, 0, RAVEL_OK);
        run(&there, &here, 600, axis, 0, RAVEL_OK);
        run(&here, &turned, 600, axis, 0, RAVEL_OK);
        run(&here, &there, 600, axis, RAVEL_OPTION_NO_SCRATCH, RAVEL_SCRATCH_LIMIT);
    }
}
END_TEST

/* h(a, b) = 31 a + b, and whether it was called as it should be. */
static int32_t hash_loop(size_t n, const void *const *in, void *const *out, void *user)
{
    const uint32_t *a = in[0], *b = in[1];
    uint32_t *result = out[0];
    if (n == 0 || (result < a + n && a < result + n) || (result < b + n && b < result + n))
        *(bool *)user = true;
    for (size_t i = 0; i < n; i++)
        result[i] = 31 * a[i] + b[i];
    return 0;
}

START_TEST(a_users_kernel_sees_no_aliases)
{
    static const int32_t dtypes[] = {RAVEL_UINT32, RAVEL_UINT32, RAVEL_UINT32};
    static const ravel_kernel_fn loops[] = {hash_loop};
    const ravel_kernel *kernel = NULL;
    bool wrong = false;
    uint32_t memory[20][30], expected[20][30];
    const int64_t shape[] = {20, 30};
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_kernel_create(context, "hash", 2, 1, 1, dtypes, loops, &wrong, NULL, 0, NULL, &kernel),
                     RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(context, memory, sizeof memory, 0, RAVEL_UINT32, 2, shape, NULL, RAVEL_WRITEABLE, &array),
        RAVEL_OK);
    for (int32_t axis = 0; axis < 2; axis++) {
        for (uint32_t i = 0; i < 20; i++)
            for (uint32_t j = 0; j < 30; j++) {
                memory[i][j] = expected[i][j] = i * 77 + j * 1001;
                if (axis == 0 && i > 0)
                    expected[i][j] += 31 * expected[i - 1][j];
                if (axis == 1 && j > 0)
                    expected[i][j] += 31 * expected[i][j - 1];
            }
        ck_assert_int_eq(ravel_accumulate(context, kernel, array, axis, 0, array), RAVEL_OK);
        ck_assert_mem_eq(memory, expected, sizeof memory);
    }
    ck_assert(!wrong);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}
END_TEST

/* 2048 + 1 + 1 is 2050 in float32; in float16 each addition would be lost. */
START_TEST(halves_are_summed_in_float32)
{
    uint16_t in[3] = {0x6800, 0x3c00, 0x3c00}, out[3] = {0};
    const int64_t shape[] = {3};
    ravel_array *from = NULL, *to = NULL;
    ck_assert_int_eq(ravel_array_create(context, in, sizeof in, 0, RAVEL_FLOAT16, 1, shape, NULL, 0, &from), RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(context, out, sizeof out, 0, RAVEL_FLOAT16, 1, shape, NULL, RAVEL_WRITEABLE, &to), RAVEL_OK);
    ck_assert_int_eq(ravel_cumulative_sum(context, from, 0, 0, to), RAVEL_OK);
    ck_assert_uint_eq(out[0], 0x6800);
    ck_assert_uint_eq(out[1], 0x6800); /* 2049, rounded to even */
    ck_assert_uint_eq(out[2], 0x6801);
    ck_assert_int_eq(ravel_array_destroy(from), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(to), RAVEL_OK);
}
END_TEST

/* Overwrites the stack before it adds, as a user's loop may. */
static int32_t add_over_junk(size_t n, const void *const *in, void *const *out, void *user)
{
    volatile unsigned char junk[8192];
    (void)user;
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = 0x77;
    for (size_t i = 0; i < n; i++)
        ((double *)out[0])[i] = ((const double *)in[0])[i] + ((const double *)in[1])[i];
    return 0;
}

/* A scalar's value lives in the call's own copy of its descriptor, and must do so until the call ends. */
START_TEST(a_scalar_that_was_stretched)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {add_over_junk};
    static double out[3000];
    const double value = 2.5;
    const int64_t shape[] = {30, 100};
    const ravel_kernel *users = NULL, *sum = NULL;
    ravel_array *scalar = NULL, *from = NULL, *to = NULL;
    ck_assert_int_eq(ravel_kernel_create(context, "adds", 2, 1, 1, dtypes, loops, NULL, NULL, 0, NULL, &users),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, "cumulative_sum", &sum), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_FLOAT64, &value, 0, &scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(context, scalar, 2, shape, &from), RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(context, out, sizeof out, 0, RAVEL_FLOAT64, 2, shape, NULL, RAVEL_WRITEABLE, &to), RAVEL_OK);
    for (int32_t axis = 0; axis < 2; axis++)
        for (int32_t with_users = 0; with_users < 2; with_users++) {
            ck_assert_int_eq(ravel_accumulate(context, with_users ? users : sum, from, axis, 0, to), RAVEL_OK);
            for (int32_t i = 0; i < 3000; i++)
                ck_assert_double_eq(out[i], value * (axis == 0 ? i / 100 + 1 : i % 100 + 1));
        }
    ck_assert_int_eq(ravel_array_destroy(scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(from), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(to), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(users), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("accumulate");
    TCase *tests = tcase_create("running folds");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, every_axis_and_layout_and_number_of_threads, 0, N_SHAPES);
    tcase_add_test(tests, shifted_memory_is_copied_or_refused);
    tcase_add_test(tests, a_users_kernel_sees_no_aliases);
    tcase_add_test(tests, halves_are_summed_in_float32);
    tcase_add_test(tests, a_scalar_that_was_stretched);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
