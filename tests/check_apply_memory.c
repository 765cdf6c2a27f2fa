/* check_apply_memory.c: outputs that may not be written, operands that overlap, scratch memory, executors, events. */
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <ravel/elementwise.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { N = 64 };

static ravel_context *context;
static double memory[4 * N], before[4 * N];
static const ravel_kernel *add, *copy, *full;

/* An allocator that counts, and has nothing to give when told so. */
static struct {
    int64_t n_allocations, n_live;
    size_t nbytes, largest_alignment;
    bool refuses;
} counted;

static void *allocate(size_t nbytes, size_t alignment, void *user)
{
    ck_assert_ptr_eq(user, &counted);
    if (counted.refuses)
        return NULL;
    counted.n_allocations++;
    counted.n_live++;
    counted.nbytes = nbytes;
    counted.largest_alignment = alignment > counted.largest_alignment ? alignment : counted.largest_alignment;
    void *given = NULL;
    ck_assert_int_eq(posix_memalign(&given, alignment < sizeof(void *) ? sizeof(void *) : alignment, nbytes), 0);
    return given;
}

static void give_back(void *given, size_t nbytes, size_t alignment, void *user)
{
    ck_assert_ptr_eq(user, &counted);
    ck_assert_uint_eq(nbytes, counted.nbytes);
    ck_assert(alignment > 0 && (alignment & (alignment - 1)) == 0);
    counted.n_live--;
    free(given);
}

static void setup(void)
{
    memset(&counted, 0, sizeof counted);
    for (int32_t i = 0; i < 4 * N; i++)
        memory[i] = before[i] = 1.5 * i;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_allocator(context, allocate, give_back, &counted), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, "add", &add), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, "copy", &copy), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, "full", &full), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
    ck_assert_int_eq(counted.n_live, 0);
}

static ravel_array *at(int64_t first, int32_t ndim, const int64_t *shape, const int64_t *strides, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, sizeof memory, first * 8, RAVEL_FLOAT64, ndim, shape, strides, flags, &array),
        RAVEL_OK);
    return array;
}

static ravel_array *line(int64_t first, int64_t n, int64_t stride, uint64_t flags)
{
    return at(first, 1, &n, &stride, flags);
}

static void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

START_TEST(outputs_must_be_writeable)
{
    ravel_array *in = line(0, N, 8, 0), *read_only = line(N, N, 8, 0), *scalar = NULL;
    const double value = 2.5;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &value, 0, &scalar), RAVEL_OK);
    wrong_call_expect(context, ravel_copy(context, in, read_only), RAVEL_READ_ONLY, "ravel_copy", "output 0", 1);
    wrong_call_expect(context, ravel_copy(context, scalar, scalar), RAVEL_READ_ONLY, "ravel_copy", "output 0", 1);
    ck_assert_int_eq(ravel_copy(NULL, in, read_only), RAVEL_READ_ONLY);
    ck_assert_mem_eq(memory, before, sizeof memory);
    end(in);
    end(read_only);
    end(scalar);
}
END_TEST

START_TEST(outputs_must_not_overlap_themselves)
{
    static const struct {
        int64_t shape[2], strides[2];
        bool overlaps;
    } rows[] = {{{2, 8}, {0, 8}, true},    {{2, 8}, {8, 8}, true},  {{2, 8}, {64, 8}, false}, {{8, 2}, {8, 64}, false},
                {{8, 2}, {16, 8}, false},  {{2, 8}, {60, 8}, true}, {{2, 8}, {4, 16}, true},  {{3, 5}, {24, 40}, false},
                {{3, 4}, {32, 24}, false}, {{1, 8}, {0, 8}, false}, {{8, 1}, {8, 0}, false},  {{2, 1}, {0, 0}, true},
                {{2, 8}, {4, 8}, true},    {{0, 8}, {0, 0}, false}};
    const double value = 7;
    ravel_array *scalar = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &value, 0, &scalar), RAVEL_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ravel_array *out = at(0, 2, rows[i].shape, rows[i].strides, RAVEL_WRITEABLE);
        const ravel_status status = ravel_full(context, scalar, out);
        if (rows[i].overlaps) {
            wrong_call_expect(context, status, RAVEL_OVERLAP, "ravel_full", "output 0", 1);
            ck_assert_mem_eq(memory, before, sizeof memory);
        } else {
            ck_assert_msg(status == RAVEL_OK, "row %zu answers %d", i, status);
            memcpy(memory, before, sizeof memory);
        }
        end(out);
    }
    end(scalar);
}
END_TEST

/* An output of 24 axes whose strides are large numbers without a pattern: whether two of its elements meet is a
 * question of subset sums. The memory is never touched. */
START_TEST(the_overlap_test_may_give_up)
{
    int64_t shape[24], strides[24];
    uint64_t state = 1;
    double one = 1;
    ravel_array *scalar = NULL, *out = NULL;
    for (int32_t axis = 0; axis < 24; axis++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        shape[axis] = 3;
        strides[axis] = (int64_t)(state >> 34) * 16 + 8;
    }
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &one, 0, &scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, 0, 0, RAVEL_FLOAT64, 24, shape, strides,
                                        RAVEL_WRITEABLE | RAVEL_SIZE_UNKNOWN, &out),
                     RAVEL_OK);
    wrong_call_expect(context, ravel_full(context, scalar, out), RAVEL_UNDECIDED_OVERLAP, "ravel_full", "output 0", 1);
    end(out);
    end(scalar);
}
END_TEST

/* out = a shifted view of itself: the input is copied first. */
static ravel_status shift(uint64_t options, ravel_context *where, size_t *needed)
{
    ravel_array *in = line(0, N, 8, 0), *out = line(3, N, 8, RAVEL_WRITEABLE);
    const ravel_array *inputs[] = {in};
    if (needed)
        ck_assert_int_eq(ravel_apply_scratch(where, copy, 1, inputs, NULL, options, 1, &out, needed), RAVEL_OK);
    const ravel_status status = ravel_apply(where, copy, 1, inputs, NULL, options, 1, &out);
    end(in);
    end(out);
    return status;
}

START_TEST(overlapping_inputs_are_copied_first)
{
    size_t needed = 0;
    ck_assert_int_eq(shift(0, context, &needed), RAVEL_OK);
    ck_assert_mem_eq(memory + 3, before, N * sizeof(double));
    ck_assert_mem_eq(memory + 3 + N, before + 3 + N, sizeof memory - (3 + N) * sizeof(double));
    ck_assert_int_eq(counted.n_allocations, 1);
    ck_assert_uint_eq(counted.nbytes, needed);
    ck_assert_uint_ge(needed, N * sizeof(double));
    ck_assert_int_eq(shift(0, context, NULL), RAVEL_OK); /* what is held is used again */
    ck_assert_int_eq(counted.n_allocations, 1);
    ck_assert_int_eq(ravel_context_trim(context), RAVEL_OK);
    ck_assert_int_eq(counted.n_live, 0);
}
END_TEST

START_TEST(scratch_may_be_forbidden_limited_or_refused)
{
    size_t needed = 0;
    wrong_call_expect(context, shift(RAVEL_OPTION_NO_SCRATCH, context, NULL), RAVEL_SCRATCH_LIMIT, "ravel_apply",
                      "NO_SCRATCH", -1);
    wrong_call_expect(context, shift(RAVEL_OPTION_NO_SCRATCH, context, &needed), RAVEL_SCRATCH_LIMIT, "ravel_apply",
                      "NO_SCRATCH", -1);
    ck_assert_uint_ge(needed, N * sizeof(double)); /* which may be asked for all the same */
    ck_assert_int_eq(shift(0, NULL, NULL), RAVEL_SCRATCH_LIMIT);
    ck_assert_mem_eq(memory, before, sizeof memory);
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, 100), RAVEL_OK);
    wrong_call_expect(context, shift(0, context, &needed), RAVEL_SCRATCH_LIMIT, "ravel_apply", "scratch", -1);
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, needed - 1), RAVEL_OK);
    wrong_call_expect(context, shift(0, context, NULL), RAVEL_SCRATCH_LIMIT, "ravel_apply", "scratch", -1);
    counted.refuses = true;
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, needed), RAVEL_OK);
    wrong_call_expect(context, shift(0, context, NULL), RAVEL_OUT_OF_MEMORY, "ravel_apply", "scratch", -1);
    ck_assert_mem_eq(memory, before, sizeof memory);
    counted.refuses = false;
    ck_assert_int_eq(shift(0, context, NULL), RAVEL_OK);
    ck_assert_mem_eq(memory + 3, before, N * sizeof(double));
}
END_TEST

/* Strided, cast, swapped, broadcast, masked, in place: nothing of that takes scratch memory. */
START_TEST(no_scratch_where_nothing_overlaps)
{
    static const int64_t shape[] = {4, 8}, rows[] = {64, 8}, columns[] = {8, 32};
    ravel_array *a = at(0, 2, shape, rows, RAVEL_WRITEABLE), *b = at(N, 2, shape, columns, RAVEL_SWAPPED);
    ravel_array *c = at(2 * N, 2, shape, columns, RAVEL_WRITEABLE), *narrow = NULL, *mask = NULL;
    static float floats[N];
    static unsigned char mask_bytes[32];
    ck_assert_int_eq(ravel_array_create(NULL, floats, sizeof floats, 4 * (N - 1), RAVEL_FLOAT32, 2, shape,
                                        (const int64_t[]){-32, -4}, RAVEL_WRITEABLE, &narrow),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, mask_bytes, sizeof mask_bytes, 0, RAVEL_BOOL, 2, shape, NULL, 0, &mask),
                     RAVEL_OK);
    const struct {
        const ravel_array *in[2], *where;
        ravel_array *out;
    } calls[] = {{{a, b}, NULL, c},
                 {{a, a}, NULL, a},
                 {{narrow, b}, mask, c},
                 {{a, narrow}, mask, a},
                 {{narrow, narrow}, NULL, narrow}};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        size_t needed = 1;
        ck_assert_int_eq(ravel_apply_scratch(context, add, 2, calls[i].in, calls[i].where, RAVEL_OPTION_NO_SCRATCH, 1,
                                             &calls[i].out, &needed),
                         RAVEL_OK);
        ck_assert_uint_eq(needed, 0);
        ck_assert_int_eq(
            ravel_apply(context, add, 2, calls[i].in, calls[i].where, RAVEL_OPTION_NO_SCRATCH, 1, &calls[i].out),
            RAVEL_OK);
        ck_assert_int_eq(ravel_apply(NULL, add, 2, calls[i].in, calls[i].where, 0, 1, &calls[i].out), RAVEL_OK);
    }
    ck_assert_int_eq(counted.n_allocations, 0);
    ravel_array *const all[] = {a, b, c, narrow, mask};
    for (size_t i = 0; i < 5; i++)
        end(all[i]);
}
END_TEST

static int32_t n_executed;

static int32_t execute(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    n_executed++;
    if (user) /* an executor that fails */
        return 5;
    for (int64_t i = n_tasks - 1; i >= 0; i--)
        task(i, task_data);
    return 0;
}

START_TEST(large_calls_go_to_the_executor)
{
    enum { LARGE = 1 << 18 };
    double *large = calloc(2 * LARGE, sizeof *large);
    ravel_array *in = wrong_call_line(large, LARGE, RAVEL_FLOAT64, 0);
    ravel_array *out = wrong_call_line(large + LARGE, LARGE, RAVEL_FLOAT64, RAVEL_WRITEABLE);
    for (int32_t i = 0; i < LARGE; i++)
        large[i] = i;
    n_executed = 0;
    ck_assert_int_eq(ravel_context_set_executor(context, 4, execute, NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_add(context, in, in, out), RAVEL_OK);
    ck_assert_int_ge(n_executed, 1);
    for (int32_t i = 0; i < LARGE; i++)
        ck_assert(large[LARGE + i] == 2.0 * i);
    ck_assert_int_eq(ravel_context_set_executor(context, 4, execute, large), RAVEL_OK);
    wrong_call_expect(context, ravel_add(context, in, in, out), RAVEL_EXECUTOR_FAILED, "ravel_add", "executor", -1);
    ck_assert_int_eq(ravel_context_set_executor(context, 1, NULL, NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_add(context, in, in, out), RAVEL_OK);
    end(in);
    end(out);
    free(large);
}
END_TEST

/* An event is of an element that is written, not of one that the mask leaves out. */
START_TEST(events_are_told_until_cleared)
{
    static double values[] = {1, 2, 3e10, 4};
    static int32_t integers[4];
    static unsigned char all_but_one[] = {1, 1, 0, 1};
    ravel_array *in = wrong_call_line(values, 4, RAVEL_FLOAT64, 0);
    ravel_array *out = wrong_call_line(integers, 4, RAVEL_INT32, RAVEL_WRITEABLE);
    ravel_array *mask = wrong_call_line(all_but_one, 4, RAVEL_BOOL, 0);
    const ravel_array *inputs[] = {in};
    uint64_t events = 1;
    ck_assert_int_eq(ravel_apply(context, copy, 1, inputs, mask, RAVEL_OPTION_CASTING_UNSAFE, 1, &out), RAVEL_OK);
    ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
    ck_assert_uint_eq(events, 0);
    ck_assert_int_eq(ravel_apply(context, copy, 1, inputs, NULL, RAVEL_OPTION_CASTING_UNSAFE, 1, &out), RAVEL_OK);
    ck_assert_int_eq(integers[2], INT32_MAX);
    ck_assert_int_eq(ravel_copy(context, in, in), RAVEL_READ_ONLY);
    ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
    ck_assert_uint_eq(events, RAVEL_EVENT_INVALID_CAST);
    ck_assert_int_eq(ravel_context_clear_events(context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
    ck_assert_uint_eq(events, 0);
    end(in);
    end(out);
    end(mask);
}
END_TEST

/* Leaves a pointer in the stack that the next call uses: what the call forgets to set has that value. */
static __attribute__((noinline)) void paint_stack(const void *pointer)
{
    const void *volatile painted[1024];
    for (size_t i = 0; i < sizeof painted / sizeof *painted; i++)
        painted[i] = pointer;
    ck_assert_ptr_eq(painted[0], pointer);
}

START_TEST(inputs_are_not_swapped_where_they_lie)
{
    ravel_array *in = line(0, 3, 8, 0), *out = line(N, 3, 8, RAVEL_WRITEABLE | RAVEL_SWAPPED);
    paint_stack(memory);
    ck_assert_int_eq(ravel_copy(context, in, out), RAVEL_OK);
    ck_assert_mem_eq(memory, before, 3 * sizeof *memory);
    for (int32_t i = 0; i < 3; i++) {
        uint64_t bits, swapped;
        memcpy(&bits, before + i, sizeof bits);
        memcpy(&swapped, memory + N + i, sizeof swapped);
        ck_assert_uint_eq(__builtin_bswap64(swapped), bits);
    }
    end(in);
    end(out);
}
END_TEST

START_TEST(outputs_are_foretold)
{
    static const int64_t column[] = {5, 1}, row[] = {3};
    ravel_array *a = at(0, 2, column, (const int64_t[]){8, 8}, 0), *b = at(0, 1, row, (const int64_t[]){8}, 0);
    ravel_array *out = at(N, 2, (const int64_t[]){5, 3}, (const int64_t[]){24, 8}, RAVEL_WRITEABLE);
    const ravel_array *inputs[] = {a, b};
    int32_t dtype = 0, ndim = 0;
    int64_t shape[2] = {0, 0};
    const ravel_kernel *equal = NULL;
    ck_assert_int_eq(ravel_kernel_find(NULL, "equal", &equal), RAVEL_OK);
    ck_assert_int_eq(ravel_apply_outputs(context, equal, 2, inputs, NULL, 0, 1, &dtype, 2, &ndim, shape), RAVEL_OK);
    ck_assert(dtype == RAVEL_BOOL && ndim == 2 && shape[0] == 5 && shape[1] == 3);
    ndim = -1;
    shape[0] = 99;
    wrong_call_expect(context, ravel_apply_outputs(context, equal, 2, inputs, NULL, 0, 1, &dtype, 1, &ndim, shape),
                      RAVEL_BUFFER_TOO_SMALL, "ravel_apply_outputs", "max_ndim", -1);
    wrong_call_expect(context, ravel_apply_outputs(context, equal, 2, inputs, NULL, 0, 1, NULL, 2, &ndim, shape),
                      RAVEL_NULL_ARGUMENT, "ravel_apply_outputs", "dtypes", -1);
    wrong_call_expect(context, ravel_apply_outputs(context, equal, 2, inputs, NULL, 0, 1, &dtype, 2, NULL, shape),
                      RAVEL_NULL_ARGUMENT, "ravel_apply_outputs", "ndim", -1);
    wrong_call_expect(context, ravel_apply_outputs(context, equal, 2, inputs, NULL, 0, 1, &dtype, 2, &ndim, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_apply_outputs", "shape", -1);
    wrong_call_expect(context, ravel_apply_outputs(context, equal, 2, inputs, NULL, 0, 2, &dtype, 2, &ndim, shape),
                      RAVEL_WRONG_ARITY, "ravel_apply_outputs", "n_out", -1);
    wrong_call_expect(context, ravel_apply_scratch(context, add, 2, inputs, NULL, 0, 1, &out, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_apply_scratch", "nbytes", -1);
    ck_assert(shape[0] == 99 && dtype == RAVEL_BOOL);
    end(a);
    end(b);
    end(out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("apply_memory");
    TCase *tests = tcase_create("apply_memory");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, outputs_must_be_writeable);
    tcase_add_test(tests, outputs_must_not_overlap_themselves);
    tcase_add_test(tests, the_overlap_test_may_give_up);
    tcase_add_test(tests, overlapping_inputs_are_copied_first);
    tcase_add_test(tests, scratch_may_be_forbidden_limited_or_refused);
    tcase_add_test(tests, no_scratch_where_nothing_overlaps);
    tcase_add_test(tests, large_calls_go_to_the_executor);
    tcase_add_test(tests, events_are_told_until_cleared);
    tcase_add_test(tests, inputs_are_not_swapped_where_they_lie);
    tcase_add_test(tests, outputs_are_foretold);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
