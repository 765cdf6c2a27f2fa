/* check_reduce.c: every mistake in a call of ravel_reduce and ravel_accumulate; what they make of nothing, of masks and
 * of initial values. */
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/statistics.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 3, COLUMNS = 4, N = ROWS * COLUMNS };

/* A call that is right, to be made wrong in one place. */
typedef struct reduce_call {
    const ravel_kernel *kernel;
    const ravel_array *in;
    int32_t n_axes;
    const int32_t *axes;
    const ravel_array *where, *initial;
    uint64_t options;
    ravel_array *out;
} reduce_call;

static ravel_context *context;
static double in_memory[N], out_memory[N], out_before[N];
static unsigned char mask_memory[N];
static ravel_array *in, *out, *mask, *initial;
static const ravel_kernel *sum, *maximum, *mean, *sine, *running_sum;
static const int32_t last_axis[] = {1};

static ravel_array *make(void *memory, size_t nbytes, int32_t dtype, int32_t ndim, const int64_t *shape, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, nbytes, 0, dtype, ndim, shape, NULL, flags, &array), RAVEL_OK);
    return array;
}

static const ravel_kernel *find(const char *name)
{
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(NULL, name, &kernel), RAVEL_OK);
    return kernel;
}

static void setup(void)
{
    static const int64_t shape[] = {ROWS, COLUMNS}, kept[] = {ROWS};
    static const double start = 100;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    for (int32_t i = 0; i < N; i++) {
        in_memory[i] = i;
        out_memory[i] = out_before[i] = -0.5 - i;
        mask_memory[i] = i % COLUMNS < 2;
    }
    in = make(in_memory, sizeof in_memory, RAVEL_FLOAT64, 2, shape, 0);
    mask = make(mask_memory, sizeof mask_memory, RAVEL_BOOL, 2, shape, 0);
    out = make(out_memory, sizeof out_memory, RAVEL_FLOAT64, 1, kept, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &start, 0, &initial), RAVEL_OK);
    sum = find("sum");
    maximum = find("maximum");
    mean = find("mean");
    sine = find("sin");
    running_sum = find("cumulative_sum");
}

static void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

static void teardown(void)
{
    end(in);
    end(out);
    end(mask);
    end(initial);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static reduce_call right(void)
{
    return (reduce_call){
        .kernel = sum, .in = in, .n_axes = 1, .axes = last_axis, .where = mask, .initial = initial, .out = out};
}

static ravel_status run(const reduce_call *call)
{
    return ravel_reduce(context, call->kernel, call->in, call->n_axes, call->axes, call->where, call->initial,
                        call->options, call->out);
}

static void expect(const reduce_call *call, ravel_status expected, const char *word, int32_t argument)
{
    size_t nbytes = 77;
    wrong_call_expect(context, run(call), expected, "ravel_reduce", word, argument);
    wrong_call_expect(context,
                      ravel_reduce_scratch(context, call->kernel, call->in, call->n_axes, call->axes, call->where,
                                           call->initial, call->options, call->out, &nbytes),
                      expected, "ravel_reduce_scratch", word, argument);
    ck_assert_uint_eq(nbytes, 77);
    ck_assert_int_eq(ravel_reduce(NULL, call->kernel, call->in, call->n_axes, call->axes, call->where, call->initial,
                                  call->options, call->out),
                     expected);
    ck_assert_mem_eq(out_memory, out_before, sizeof out_memory);
}

START_TEST(a_right_call_is_right)
{
    const reduce_call call = right();
    ck_assert_int_eq(run(&call), RAVEL_OK);
    for (int32_t row = 0; row < ROWS; row++)
        ck_assert(out_memory[row] == 100 + 2 * (row * COLUMNS) + 1);
    ck_assert_mem_eq(out_memory + ROWS, out_before + ROWS, (N - ROWS) * sizeof(double));
}
END_TEST

START_TEST(handles_must_be_live_and_of_their_type)
{
    ravel_array *const forged = wrong_call_forged(), *const kernel = (ravel_array *)(uintptr_t)sum;
    const struct {
        ravel_array *handle;
        ravel_status status;
    } wrong[] = {{NULL, RAVEL_NULL_ARGUMENT},
                 {wrong_call_stale(), RAVEL_STALE_HANDLE},
                 {forged, RAVEL_FORGED_HANDLE},
                 {kernel, RAVEL_WRONG_HANDLE_TYPE}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        reduce_call call = right();
        call.in = wrong[i].handle;
        expect(&call, wrong[i].status, "input", 0);
        call = right();
        call.out = wrong[i].handle;
        expect(&call, wrong[i].status, "output", 1);
        if (wrong[i].handle) {
            call = right();
            call.where = wrong[i].handle;
            expect(&call, wrong[i].status, "where", 2);
            call = right();
            call.initial = wrong[i].handle;
            expect(&call, wrong[i].status, "initial", 3);
        }
        if (wrong[i].handle != kernel) {
            call = right();
            call.kernel = (const ravel_kernel *)(uintptr_t)wrong[i].handle;
            expect(&call, wrong[i].status, "kernel", -1);
        }
    }
}
END_TEST

START_TEST(axes_must_be_axes)
{
    static const int32_t twice[] = {1, 1}, twice_differently[] = {0, -2}, three[] = {0, 1, 0};
    static const int32_t wrong[] = {2, -3, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        reduce_call call = right();
        call.axes = &wrong[i];
        expect(&call, RAVEL_INVALID_AXIS, "axis", -1);
    }
    reduce_call call = right();
    call.n_axes = 2;
    call.axes = twice;
    expect(&call, RAVEL_DUPLICATE_AXIS, "axis", -1);
    call.axes = twice_differently;
    expect(&call, RAVEL_DUPLICATE_AXIS, "axis", -1);
    call.n_axes = 3;
    call.axes = three;
    expect(&call, RAVEL_INVALID_AXIS, "3 axes are named, but the array has 2", -1);
    call.n_axes = INT32_MAX; /* the list is not read */
    expect(&call, RAVEL_INVALID_AXIS, "2147483647 axes are named, but the array has 2", -1);
    call.n_axes = -1;
    expect(&call, RAVEL_INVALID_ARGUMENT, "n_axes", -1);
    call.n_axes = 1;
    call.axes = NULL;
    expect(&call, RAVEL_INVALID_ARGUMENT, "axes", -1);
}
END_TEST

START_TEST(options_are_known_bits)
{
    for (int32_t bit = 5; bit < 64; bit++) {
        reduce_call call = right();
        call.options = UINT64_C(1) << bit;
        expect(&call, RAVEL_UNKNOWN_FLAG, "options", -1);
    }
    for (uint64_t casting = 5; casting < 8; casting++) {
        reduce_call call = right();
        call.options = casting;
        expect(&call, RAVEL_UNKNOWN_FLAG, "options", -1);
    }
}
END_TEST

START_TEST(shapes_must_be_the_results)
{
    static const int64_t four[] = {COLUMNS}, kept[] = {ROWS, 1}, three[] = {3}, one[] = {1}, larger[] = {2, 3, 4};
    static double other[24];
    ravel_array *columns = make(other, sizeof other, RAVEL_FLOAT64, 1, four, RAVEL_WRITEABLE);
    ravel_array *keeping = make(other, sizeof other, RAVEL_FLOAT64, 2, kept, RAVEL_WRITEABLE);
    ravel_array *short_mask = make(other, sizeof other, RAVEL_BOOL, 1, three, 0);
    ravel_array *large_mask = make(other, sizeof other, RAVEL_BOOL, 3, larger, 0);
    ravel_array *list = make(other, sizeof other, RAVEL_FLOAT64, 1, one, 0);
    ravel_array *number_mask = make(other, sizeof other, RAVEL_UINT8, 1, four, 0);
    reduce_call call = right();
    call.out = columns;
    expect(&call, RAVEL_SHAPE_MISMATCH, "output", 1);
    call.out = keeping;
    expect(&call, RAVEL_SHAPE_MISMATCH, "output", 1);
    call = right();
    call.options = RAVEL_OPTION_KEEP_DIMS;
    expect(&call, RAVEL_SHAPE_MISMATCH, "output", 1);
    call.out = keeping;
    ck_assert_int_eq(run(&call), RAVEL_OK);
    call = right();
    call.where = short_mask;
    expect(&call, RAVEL_SHAPE_MISMATCH, "where", 2);
    call.where = large_mask;
    expect(&call, RAVEL_SHAPE_MISMATCH, "where", 2);
    call.where = number_mask;
    expect(&call, RAVEL_DTYPE_MISMATCH, "where", 2);
    call = right();
    call.initial = list;
    expect(&call, RAVEL_INVALID_NDIM, "initial", 3);
    ravel_array *const all[] = {columns, keeping, short_mask, large_mask, list, number_mask};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        end(all[i]);
}
END_TEST

START_TEST(kernels_must_fold)
{
    static int32_t narrow_memory[ROWS], wide_memory[N];
    static const int64_t kept[] = {ROWS}, shape[] = {ROWS, COLUMNS};
    ravel_array *narrow = make(narrow_memory, sizeof narrow_memory, RAVEL_INT32, 1, kept, RAVEL_WRITEABLE);
    ravel_array *integers = make(wide_memory, sizeof wide_memory, RAVEL_INT32, 2, shape, 0);
    ravel_array *complex64 = make(in_memory, sizeof in_memory, RAVEL_COMPLEX64, 2, shape, 0);
    ravel_array *complex_out = make(out_memory, sizeof out_memory, RAVEL_COMPLEX64, 1, kept, RAVEL_WRITEABLE);
    reduce_call call = right();
    call.kernel = sine;
    expect(&call, RAVEL_WRONG_VERB, "sin", -1);
    call.kernel = running_sum;
    expect(&call, RAVEL_WRONG_VERB, "cumulative_sum", -1);
    call = right();
    call.initial = NULL;
    call.in = integers;
    call.out = narrow;
    expect(&call, RAVEL_DTYPE_MISMATCH, "output", 1);
    call.kernel = find("divide");
    call.where = NULL;
    expect(&call, RAVEL_NO_LOOP, "divide", 1);
    call.kernel = maximum;
    call.in = complex64;
    call.out = complex_out;
    expect(&call, RAVEL_NO_LOOP, "maximum", 1);
    call = right();
    call.in = complex64; /* to float64 */
    expect(&call, RAVEL_CASTING_FORBIDDEN, "input", 0);
    call = right();
    call.kernel = mean;
    expect(&call, RAVEL_INVALID_ARGUMENT, "initial", 3);
    call.initial = NULL;
    call.where = NULL;
    call.out = narrow;
    expect(&call, RAVEL_CASTING_FORBIDDEN, "output", 1);
    ravel_array *const all[] = {narrow, integers, complex64, complex_out};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        end(all[i]);
}
END_TEST

START_TEST(outputs_must_be_free_to_write)
{
    static const int64_t kept[] = {ROWS}, none[] = {0};
    ravel_array *read_only = make(out_memory, sizeof out_memory, RAVEL_FLOAT64, 1, kept, 0), *repeated = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, out_memory, sizeof out_memory, 0, RAVEL_FLOAT64, 1, kept, none,
                                        RAVEL_WRITEABLE, &repeated),
                     RAVEL_OK);
    reduce_call call = right();
    call.out = read_only;
    expect(&call, RAVEL_READ_ONLY, "output", 1);
    call.out = repeated;
    expect(&call, RAVEL_OVERLAP, "output", 1);
    ravel_array *over = make(in_memory, sizeof in_memory, RAVEL_FLOAT64, 1, kept, RAVEL_WRITEABLE);
    call = right();
    call.out = over;
    call.options = RAVEL_OPTION_NO_SCRATCH;
    wrong_call_expect(context, run(&call), RAVEL_SCRATCH_LIMIT, "ravel_reduce", "NO_SCRATCH", 1);
    call.options = 0;
    ck_assert_int_eq(run(&call), RAVEL_OK);
    for (int32_t row = 0; row < ROWS; row++)
        ck_assert(in_memory[row] == 100 + 2 * (row * COLUMNS) + 1);
    end(read_only);
    end(repeated);
    end(over);
}
END_TEST

/* What a reduction over no elements gives: with axes that are empty, and with a mask that is false everywhere. */
START_TEST(nothing_has_a_value_or_is_an_error)
{
    static const int64_t shape[] = {ROWS, 0};
    static const struct {
        const char *name;
        double value;
        bool defined;
    } rows[] = {{"sum", 0, true},  {"prod", 1, true}, {"add", 0, true},      {"multiply", 1, true}, {"mean", 0, true},
                {"max", 0, false}, {"min", 0, false}, {"maximum", 0, false}, {"subtract", 0, false}};
    ravel_array *empty = make(in_memory, 0, RAVEL_FLOAT64, 2, shape, 0);
    memset(mask_memory, 0, sizeof mask_memory);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        reduce_call call = right();
        call.kernel = find(rows[i].name);
        for (int32_t masked = 0; masked < 2; masked++) {
            call.in = masked ? in : empty;
            call.where = masked ? mask : NULL;
            call.initial = NULL;
            if (!rows[i].defined) {
                expect(&call, masked ? RAVEL_NO_IDENTITY : RAVEL_EMPTY_REDUCTION, "identity", masked ? -1 : 0);
            } else {
                ck_assert_int_eq(run(&call), RAVEL_OK);
                const bool is_mean = strcmp(rows[i].name, "mean") == 0;
                ck_assert(is_mean ? isnan(out_memory[1]) : out_memory[1] == rows[i].value && !signbit(out_memory[1]));
            }
            call.initial = initial;
            if (call.kernel != mean) {
                ck_assert_int_eq(run(&call), RAVEL_OK);
                ck_assert(out_memory[0] == 100 + (rows[i].defined ? rows[i].value : 0) -
                                               (rows[i].defined && rows[i].value == 1 ? 1 : 0));
            }
            memcpy(out_memory, out_before, sizeof out_memory);
        }
    }
    end(empty);
}
END_TEST

START_TEST(accumulate_checks_too)
{
    static const int64_t shape[] = {ROWS, COLUMNS};
    ravel_array *whole = make(out_memory, sizeof out_memory, RAVEL_FLOAT64, 2, shape, RAVEL_WRITEABLE);
    ravel_array *read_only = make(out_memory, sizeof out_memory, RAVEL_FLOAT64, 2, shape, 0);
    ravel_array *point = make(in_memory, sizeof in_memory, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    static const int64_t one_longer[] = {ROWS, COLUMNS + 1};
    double longer_memory[ROWS * (COLUMNS + 1)] = {0};
    ravel_array *longer = make(longer_memory, sizeof longer_memory, RAVEL_FLOAT64, 2, one_longer, RAVEL_WRITEABLE);
    const struct {
        const ravel_kernel *kernel;
        const ravel_array *in;
        int32_t axis;
        uint64_t options;
        ravel_array *out;
        ravel_status status;
        const char *word;
        int32_t argument;
    } rows[] = {
        {NULL, in, 1, 0, whole, RAVEL_NULL_ARGUMENT, "kernel", -1},
        {running_sum, NULL, 1, 0, whole, RAVEL_NULL_ARGUMENT, "input", 0},
        {running_sum, in, 1, 0, NULL, RAVEL_NULL_ARGUMENT, "output", 1},
        {running_sum, in, 2, 0, whole, RAVEL_INVALID_AXIS, "axis", -1},
        {running_sum, in, -3, 0, whole, RAVEL_INVALID_AXIS, "axis", -1},
        {running_sum, in, 1, RAVEL_OPTION_KEEP_DIMS, whole, RAVEL_UNKNOWN_FLAG, "options", -1},
        {running_sum, in, 1, 0, out, RAVEL_SHAPE_MISMATCH, "output", 1},
        {running_sum, in, 1, 0, read_only, RAVEL_READ_ONLY, "output", 1},
        {sum, in, 1, 0, whole, RAVEL_WRONG_VERB, "sum", -1},
        {sine, in, 1, 0, whole, RAVEL_WRONG_VERB, "sin", -1},
        {running_sum, point, 0, 0, point, RAVEL_INVALID_NDIM, "input", 0},
        {running_sum, in, 1, RAVEL_OPTION_INCLUDE_INITIAL, whole, RAVEL_SHAPE_MISMATCH, "output", 1},
        {running_sum, in, 0, RAVEL_OPTION_INCLUDE_INITIAL, whole, RAVEL_SHAPE_MISMATCH, "output", 1},
        {running_sum, in, 1, 0, longer, RAVEL_SHAPE_MISMATCH, "output", 1},
        {maximum, in, 1, RAVEL_OPTION_INCLUDE_INITIAL, longer, RAVEL_NO_IDENTITY, "maximum", -1},
        {find("cumulative_min"), in, 1, RAVEL_OPTION_INCLUDE_INITIAL, longer, RAVEL_NO_IDENTITY, "cumulative_min", -1},
        {find("subtract"), in, 1, RAVEL_OPTION_INCLUDE_INITIAL, longer, RAVEL_NO_IDENTITY, "INCLUDE_INITIAL", -1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t nbytes = 5;
        wrong_call_expect(
            context, ravel_accumulate(context, rows[i].kernel, rows[i].in, rows[i].axis, rows[i].options, rows[i].out),
            rows[i].status, "ravel_accumulate", rows[i].word, rows[i].argument);
        wrong_call_expect(context,
                          ravel_accumulate_scratch(context, rows[i].kernel, rows[i].in, rows[i].axis, rows[i].options,
                                                   rows[i].out, &nbytes),
                          rows[i].status, "ravel_accumulate_scratch", rows[i].word, rows[i].argument);
        ck_assert_uint_eq(nbytes, 5);
    }
    ck_assert_mem_eq(out_memory, out_before, sizeof out_memory);
    ck_assert_int_eq(ravel_accumulate(context, running_sum, in, -1, 0, whole), RAVEL_OK);
    ck_assert(out_memory[3] == 6 && out_memory[7] == 22);
    for (size_t i = 0; i < sizeof longer_memory / sizeof *longer_memory; i++)
        ck_assert(longer_memory[i] == 0);
    end(longer);
    end(whole);
    end(read_only);
    end(point);
}
END_TEST

static void *no_memory(size_t nbytes, size_t alignment, void *user)
{
    (void)nbytes;
    (void)alignment;
    (void)user;
    return NULL;
}

static void no_release(void *pointer, size_t nbytes, size_t alignment, void *user)
{
    (void)pointer;
    (void)nbytes;
    (void)alignment;
    (void)user;
}

/* What an overlap takes can be asked for where it is forbidden. */
START_TEST(scratch_that_is_forbidden)
{
    static double memory[12];
    static const int64_t shape[] = {3, 4}, kept[] = {4};
    ravel_array *whole = make(memory, sizeof memory, RAVEL_FLOAT64, 2, shape, 0);
    ravel_array *line = make(memory, sizeof memory, RAVEL_FLOAT64, 1, kept, RAVEL_WRITEABLE);
    const int32_t axis = 0;
    size_t nbytes = 0;
    wrong_call_expect(context, ravel_reduce(context, sum, whole, 1, &axis, NULL, NULL, RAVEL_OPTION_NO_SCRATCH, line),
                      RAVEL_SCRATCH_LIMIT, "ravel_reduce", "NO_SCRATCH", 1);
    ck_assert_int_eq(
        ravel_reduce_scratch(context, sum, whole, 1, &axis, NULL, NULL, RAVEL_OPTION_NO_SCRATCH, line, &nbytes),
        RAVEL_OK);
    ck_assert_uint_ge(nbytes, 4 * sizeof(double));
    end(whole);
    end(line);
}
END_TEST

/* Scratch memory makes this faster, on two threads, and is not needed. */
START_TEST(an_allocator_that_refuses)
{
    static const int64_t shape[] = {10, 40, 300}, kept[] = {40};
    static const int32_t axes[] = {0, 2};
    static double values[10 * 40 * 300], sums[2][40];
    int32_t recorded = -1;
    for (int32_t i = 0; i < 10 * 40 * 300; i++)
        values[i] = 1.0 / (i + 1);
    ravel_array *cube = NULL, *lines[2] = {NULL, NULL};
    ck_assert_int_eq(ravel_array_create(NULL, values, sizeof values, 0, RAVEL_FLOAT64, 3, shape, NULL, 0, &cube),
                     RAVEL_OK);
    for (int32_t i = 0; i < 2; i++)
        ck_assert_int_eq(ravel_array_create(NULL, sums[i], sizeof sums[i], 0, RAVEL_FLOAT64, 1, kept, NULL,
                                            RAVEL_WRITEABLE, &lines[i]),
                         RAVEL_OK);
    ravel_context *other = NULL;
    ck_assert_int_eq(ravel_context_create(&other), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_threads(other, 2), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_allocator(other, no_memory, no_release, NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_sum(NULL, cube, 2, axes, 0, lines[0]), RAVEL_OK);
    ck_assert_int_eq(ravel_sum(other, cube, 2, axes, 0, lines[1]), RAVEL_OK);
    ck_assert_mem_eq(sums[0], sums[1], sizeof sums[0]);
    ck_assert_int_eq(ravel_context_error(other, &recorded, NULL, NULL, NULL, 0, NULL), RAVEL_OK);
    ck_assert_int_eq(recorded, RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(other), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(cube), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(lines[0]), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(lines[1]), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduce");
    TCase *tests = tcase_create("reduce");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_right_call_is_right);
    tcase_add_test(tests, handles_must_be_live_and_of_their_type);
    tcase_add_test(tests, axes_must_be_axes);
    tcase_add_test(tests, options_are_known_bits);
    tcase_add_test(tests, shapes_must_be_the_results);
    tcase_add_test(tests, kernels_must_fold);
    tcase_add_test(tests, outputs_must_be_free_to_write);
    tcase_add_test(tests, nothing_has_a_value_or_is_an_error);
    tcase_add_test(tests, accumulate_checks_too);
    tcase_add_test(tests, an_allocator_that_refuses);
    tcase_add_test(tests, scratch_that_is_forbidden);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
