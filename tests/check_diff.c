/* check_diff.c: n-th differences against a loop over elements: dtypes, layouts, overlaps, mistakes. */
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/elementwise.h>
#include <ravel/statistics.h>
#include <ravel/view.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NBYTES = 1 << 17, MAX_NDIM = 3 };

static ravel_context *context;
static unsigned char memory[4][MAX_NBYTES];

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

static ravel_array *make(int32_t which, int32_t dtype, int32_t ndim, const int64_t *shape, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(context, memory[which], MAX_NBYTES, 0, dtype, ndim, shape, NULL,
                                        flags | RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

/* One difference after the other, by the elementwise function of two elements at a time. */
static void expect(const char *kernel_name, ravel_array *whole, int32_t axis, int64_t length, int64_t n)
{
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(context, kernel_name, &kernel), RAVEL_OK);
    for (int64_t level = 1; level <= n; level++)
        for (int64_t i = 0; i + level < length; i++) {
            ravel_array *here = NULL, *next = NULL;
            const int64_t after = i + 1;
            ck_assert_int_eq(ravel_array_index(context, whole, 1, &axis, &i, &here), RAVEL_OK);
            ck_assert_int_eq(ravel_array_index(context, whole, 1, &axis, &after, &next), RAVEL_OK);
            ck_assert_int_eq(
                ravel_apply(context, kernel, 2, (const ravel_array *const[]){next, here}, NULL, 0, 1, &here), RAVEL_OK);
            end(here);
            end(next);
        }
}

static const struct {
    int32_t ndim;
    int64_t shape[MAX_NDIM];
} shapes[] = {{1, {0}}, {1, {1}}, {1, {2}}, {1, {700}}, {2, {3, 5}}, {2, {0, 4}}, {3, {4, 5, 6}}, {2, {40, 33}}};
enum { N_SHAPES = sizeof shapes / sizeof *shapes };

START_TEST(every_dtype_and_layout)
{
    const int32_t dtype = RAVEL_BOOL + _i;
    for (size_t i = 0; i < MAX_NBYTES; i++)
        memory[0][i] = dtype == RAVEL_BOOL ? i % 3 == 0 : (unsigned char)(i * 89 % 251);
    for (size_t s = 0; s < N_SHAPES; s++)
        for (int32_t axis = 0; axis < shapes[s].ndim; axis++)
            for (int64_t n = 0; n <= 4; n++)
                for (int32_t way = 0; way < 4; way++) {
                    const int32_t ndim = shapes[s].ndim;
                    const int64_t length = shapes[s].shape[axis], start = 0, stop = length > n ? length - n : 0;
                    int64_t shape[MAX_NDIM];
                    memcpy(shape, shapes[s].shape, sizeof shape);
                    ravel_array *in = make(0, dtype, ndim, shapes[s].shape, 0), *out = NULL, *differences = NULL;
                    ravel_array *copy = make(1, dtype, ndim, shapes[s].shape, way & 1 ? RAVEL_SWAPPED : 0);
                    ravel_array *whole = make(2, dtype, ndim, shapes[s].shape, 0), *result = NULL;
                    shape[axis] = stop;
                    ck_assert_int_eq(ravel_copy(context, in, copy), RAVEL_OK);
                    ck_assert_int_eq(ravel_copy(context, in, whole), RAVEL_OK);
                    expect(dtype == RAVEL_BOOL ? "not_equal" : "subtract", whole, axis, length, n);
                    ck_assert_int_eq(ravel_array_slice(context, whole, 1, &axis, &start, &stop, NULL, &differences),
                                     RAVEL_OK);
                    memset(memory[3], 0xa5, MAX_NBYTES);
                    out = make(3, dtype, ndim, shape, 0);
                    ravel_array *from = copy, *to = out;
                    if (way & 2) { /* backwards along the other axes, which changes no difference */
                        for (int32_t other = 0; other < ndim; other++)
                            if (other != axis) {
                                ravel_array *flipped[2] = {NULL, NULL};
                                ck_assert_int_eq(ravel_array_flip(context, from, 1, &other, &flipped[0]), RAVEL_OK);
                                ck_assert_int_eq(ravel_array_flip(context, to, 1, &other, &flipped[1]), RAVEL_OK);
                                if (from != copy) {
                                    end(from);
                                    end(to);
                                }
                                from = flipped[0];
                                to = flipped[1];
                            }
                    }
                    ck_assert_int_eq(ravel_diff(context, from, axis - (way & 1 ? ndim : 0), n, 0, to), RAVEL_OK);
                    memset(memory[1], 0x5a, MAX_NBYTES);
                    result = make(1, dtype, ndim, shape, 0);
                    ck_assert_int_eq(ravel_copy(context, differences, result), RAVEL_OK);
                    size_t nbytes = 0;
                    ck_assert_int_eq(ravel_array_nbytes(result, &nbytes), RAVEL_OK);
                    ck_assert_mem_eq(memory[3], memory[1], nbytes);
                    ck_assert_uint_eq(memory[3][nbytes], 0xa5);
                    if (from != copy) {
                        end(from);
                        end(to);
                    }
                    ravel_array *const arrays[] = {in, copy, whole, differences, out, result};
                    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
                        end(arrays[k]);
                }
}
END_TEST

/* Wherever the output lies over the input, and with threads: what a copy of the input gives. */
START_TEST(an_output_over_its_input)
{
    enum { N = 60000 };
    static double numbers[N], copy[N], expected[N];
    static const int64_t shifts[] = {0, 1, 2, 5};
    ck_assert_int_eq(ravel_context_set_threads(context, 1 + _i), RAVEL_OK);
    for (int64_t n = 0; n <= 3; n++)
        for (int32_t i = 0; i < 4; i++)
            for (int32_t backwards = 0; backwards < 2; backwards++) {
                const int64_t from_shape[] = {N - 10}, to_shape[] = {N - 10 - n}, stride = backwards ? -8 : 8;
                const int64_t first = shifts[i] + (backwards ? to_shape[0] - 1 : 0);
                ravel_array *from = NULL, *to = NULL;
                for (int32_t k = 0; k < N; k++)
                    numbers[k] = copy[k] = sin(k);
                memcpy(expected, numbers, sizeof numbers);
                for (int64_t level = 0; level < n; level++)
                    for (int32_t k = 3; k < N - 1; k++)
                        copy[k] = copy[k + 1] - copy[k];
                for (int64_t k = 0; k < to_shape[0]; k++)
                    expected[first + k * (stride / 8)] = copy[3 + k];
                ck_assert_int_eq(ravel_array_create(context, numbers, sizeof numbers, 24, RAVEL_FLOAT64, 1, from_shape,
                                                    NULL, 0, &from),
                                 RAVEL_OK);
                ck_assert_int_eq(ravel_array_create(context, numbers, sizeof numbers, 8 * first, RAVEL_FLOAT64, 1,
                                                    to_shape, &stride, RAVEL_WRITEABLE, &to),
                                 RAVEL_OK);
                if (n < 2) {
                    ck_assert_int_eq(ravel_diff(context, from, 0, n, RAVEL_OPTION_NO_SCRATCH, to), RAVEL_SCRATCH_LIMIT);
                    ck_assert_double_eq(numbers[100], sin(100));
                }
                ck_assert_int_eq(ravel_diff(context, from, 0, n, 0, to), RAVEL_OK);
                ck_assert_mem_eq(numbers, expected, sizeof numbers);
                end(from);
                end(to);
            }
}
END_TEST

START_TEST(numbers_that_were_stretched_and_casts)
{
    static const int64_t shape[] = {4, 3};
    const double value = 2.5;
    float results[12], in[5] = {1, 2.5F, INFINITY, -0.0F, 0};
    double out[4];
    ravel_array *scalar = NULL, *many = NULL, *to = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_FLOAT64, &value, RAVEL_WEAK, &scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(context, scalar, 2, (const int64_t[]){5, 3}, &many), RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(context, results, sizeof results, 0, RAVEL_FLOAT32, 2, shape, NULL, RAVEL_WRITEABLE, &to),
        RAVEL_OK);
    memset(results, 1, sizeof results);
    wrong_call_expect(context, ravel_diff(context, many, 0, 1, 0, to), RAVEL_CASTING_FORBIDDEN, "ravel_diff", "output",
                      1);
    ck_assert_int_eq(ravel_diff(context, many, 0, 1, RAVEL_OPTION_CASTING_SAME_KIND, to), RAVEL_OK);
    for (int32_t i = 0; i < 12; i++)
        ck_assert(results[i] == 0 && !signbit(results[i]));
    end(to);
    end(many);
    end(scalar);
    ravel_array *from = wrong_call_line(in, 5, RAVEL_FLOAT32, 0);
    to = wrong_call_line(out, 4, RAVEL_FLOAT64, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_diff(NULL, from, 0, 1, 0, to), RAVEL_OK);
    ck_assert(out[0] == 1.5 && out[1] == (double)INFINITY && out[2] == -(double)INFINITY && out[3] == 0);
    ck_assert_int_eq(ravel_diff(NULL, to, 0, 4, 0, to), RAVEL_SHAPE_MISMATCH);
    end(from);
    end(to);
}
END_TEST

START_TEST(mistakes)
{
    static const int64_t square[] = {3, 3}, less[] = {2, 3};
    double in_memory[9] = {1, 2, 4}, out_memory[9] = {7, 7, 7, 7, 7, 7, 7, 7, 7}, before[9];
    const int64_t none[] = {0, 8};
    ravel_array *in = NULL, *out = NULL, *read_only = NULL, *repeated = NULL, *point = NULL;
    ravel_array *ints = wrong_call_line(out_memory, 2, RAVEL_INT32, RAVEL_WRITEABLE);
    ravel_array *line = wrong_call_line(in_memory, 3, RAVEL_FLOAT64, 0);
    ck_assert_int_eq(ravel_array_create(NULL, in_memory, 72, 0, RAVEL_FLOAT64, 2, square, NULL, 0, &in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, out_memory, 72, 0, RAVEL_FLOAT64, 2, less, NULL, RAVEL_WRITEABLE, &out),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, out_memory, 72, 0, RAVEL_FLOAT64, 2, less, NULL, 0, &read_only),
                     RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(NULL, out_memory, 72, 0, RAVEL_FLOAT64, 2, less, none, RAVEL_WRITEABLE, &repeated),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, in_memory, 72, 0, RAVEL_FLOAT64, 0, NULL, NULL, 0, &point), RAVEL_OK);
    const struct {
        const ravel_array *in;
        int32_t axis;
        int64_t n;
        uint64_t options;
        ravel_array *out;
        ravel_status status;
        const char *word;
        int32_t argument;
    } rows[] = {{NULL, 0, 1, 0, out, RAVEL_NULL_ARGUMENT, "input", 0},
                {in, 0, 1, 0, NULL, RAVEL_NULL_ARGUMENT, "output", 1},
                {wrong_call_stale(), 0, 1, 0, out, RAVEL_STALE_HANDLE, "input", 0},
                {in, 2, 1, 0, out, RAVEL_INVALID_AXIS, "axis 2", -1},
                {in, -3, 1, 0, out, RAVEL_INVALID_AXIS, "axis -3", -1},
                {in, 0, -1, 0, out, RAVEL_INVALID_ARGUMENT, "n is -1", -1},
                {in, 0, 1, RAVEL_OPTION_KEEP_DIMS, out, RAVEL_UNKNOWN_FLAG, "options", -1},
                {in, 0, 2, 0, out, RAVEL_SHAPE_MISMATCH, "output has shape (2, 3); the result has shape (1, 3)", 1},
                {in, 0, 9, 0, out, RAVEL_SHAPE_MISMATCH, "the result has shape (0, 3)", 1},
                {in, 1, 1, 0, out, RAVEL_SHAPE_MISMATCH, "the result has shape (3, 2)", 1},
                {in, 0, 1, 0, read_only, RAVEL_READ_ONLY, "output", 1},
                {in, 0, 1, 0, repeated, RAVEL_OVERLAP, "output", 1},
                {line, 0, 1, 0, ints, RAVEL_CASTING_FORBIDDEN, "output", 1},
                {point, 0, 1, 0, out, RAVEL_INVALID_NDIM, "input", 0}};
    memcpy(before, out_memory, sizeof before);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        wrong_call_expect(context,
                          ravel_diff(context, rows[i].in, rows[i].axis, rows[i].n, rows[i].options, rows[i].out),
                          rows[i].status, "ravel_diff", rows[i].word, rows[i].argument);
        ck_assert_int_eq(ravel_diff(NULL, rows[i].in, rows[i].axis, rows[i].n, rows[i].options, rows[i].out),
                         rows[i].status);
    }
    ck_assert_int_eq(ravel_diff(NULL, line, 0, 2, 0, line), RAVEL_SHAPE_MISMATCH);
    ravel_array *last = wrong_call_line(out_memory, 1, RAVEL_FLOAT64, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_diff(NULL, line, 0, 2, 0, last), RAVEL_SCRATCH_LIMIT);
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, 100), RAVEL_OK);
    ck_assert_int_eq(ravel_diff((ravel_context *)(uintptr_t)line, line, 0, 1, 0, last), RAVEL_WRONG_HANDLE_TYPE);
    wrong_call_expect(context, ravel_diff(context, line, 0, 2, 0, last), RAVEL_SCRATCH_LIMIT, "ravel_diff", "scratch",
                      -1);
    ck_assert_mem_eq(out_memory, before, sizeof before);
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, 1 << 20), RAVEL_OK);
    ck_assert_int_eq(ravel_diff(context, line, 0, 2, RAVEL_OPTION_NO_SCRATCH, last), RAVEL_OK);
    ck_assert_double_eq(out_memory[0], 1);
    ravel_array *const arrays[] = {in, out, read_only, repeated, point, ints, line, last};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        end(arrays[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("diff");
    TCase *tests = tcase_create("differences");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, every_dtype_and_layout, 0, RAVEL_COMPLEX128 - RAVEL_BOOL + 1);
    tcase_add_loop_test(tests, an_output_over_its_input, 0, 3);
    tcase_add_test(tests, numbers_that_were_stretched_and_casts);
    tcase_add_test(tests, mistakes);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
