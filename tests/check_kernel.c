/* check_kernel.c: kernels asked what they are, and user kernels at work in every verb. */
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <fenv.h>
#include <pthread.h>
#include <ravel/statistics.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static ravel_context *context;

/* What a user's loops have seen. */
typedef struct seen {
    _Atomic int64_t n_calls, n_elements, n_wrong, n_elsewhere;
    int32_t answer; /* what the loops return */
    int64_t n_released;
    pthread_t home;
    bool may_alias;
    const ravel_kernel *self; /* destroyed from within, if set */
} seen;

static void release(void *user)
{
    ((seen *)user)->n_released++;
}

/* The promises that hold for every call of a user's loop. */
static void look(seen *record, size_t n, const void *const *in, void *const *out, size_t size, size_t n_in)
{
    record->n_calls++;
    record->n_elements += (int64_t)n;
    record->n_wrong += n == 0 || fegetround() != FE_TONEAREST;
    volatile double smallest = 5e-324;
    record->n_wrong += smallest * 1.0 == 0;
    for (size_t k = 0; k < n_in; k++) {
        record->n_wrong += (uintptr_t)in[k] % size != 0 || (uintptr_t)out[0] % size != 0;
        const uintptr_t from = (uintptr_t)in[k], to = (uintptr_t)out[0];
        record->n_wrong += !record->may_alias && from < to + n * size && to < from + n * size;
    }
    record->n_elsewhere += !pthread_equal(pthread_self(), record->home);
    if (record->self && record->n_calls == 1)
        record->n_wrong += ravel_kernel_destroy(record->self) != RAVEL_OK;
}

static int32_t weigh_float64(size_t n, const void *const *in, void *const *out, void *user)
{
    const double *a = in[0], *b = in[1];
    double *result = out[0];
    look(user, n, in, out, sizeof *a, 2);
    for (size_t i = 0; i < n; i++)
        result[i] = 10 * a[i] + b[i];
    return ((seen *)user)->answer;
}

static int32_t weigh_int16(size_t n, const void *const *in, void *const *out, void *user)
{
    const int16_t *a = in[0], *b = in[1];
    int16_t *result = out[0];
    look(user, n, in, out, sizeof *a, 2);
    for (size_t i = 0; i < n; i++)
        result[i] = (int16_t)(10 * a[i] + b[i]);
    return ((seen *)user)->answer;
}

/* Counts bool bytes that are neither 0 nor 1. */
static int32_t not_bool(size_t n, const void *const *in, void *const *out, void *user)
{
    const unsigned char *a = in[0];
    unsigned char *result = out[0];
    look(user, n, in, out, 1, 1);
    for (size_t i = 0; i < n; i++) {
        ((seen *)user)->n_wrong += a[i] > 1;
        result[i] = !a[i];
    }
    return ((seen *)user)->answer;
}

/* Two outputs: quotient and remainder by 7. */
static int32_t divide_by_seven(size_t n, const void *const *in, void *const *out, void *user)
{
    const int32_t *a = in[0];
    int32_t *quotient = out[0], *remainder = out[1];
    look(user, n, in, out, sizeof *a, 1);
    for (size_t i = 0; i < n; i++) {
        quotient[i] = a[i] / 7;
        remainder[i] = a[i] % 7;
    }
    return ((seen *)user)->answer;
}

static const ravel_kernel *make(const char *name, int32_t n_in, int32_t n_out, int32_t dtype, ravel_kernel_fn loop,
                                seen *record, uint64_t flags)
{
    int32_t dtypes[4];
    const ravel_kernel *kernel = NULL;
    for (int32_t i = 0; i < 4; i++)
        dtypes[i] = dtype;
    *record = (seen){.home = pthread_self(), .may_alias = flags & RAVEL_KERNEL_IN_PLACE};
    ck_assert_int_eq(
        ravel_kernel_create(context, name, n_in, n_out, 1, dtypes, &loop, record, release, flags, NULL, &kernel),
        RAVEL_OK);
    return kernel;
}

static void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

static void finish(const ravel_kernel *kernel, const seen *record)
{
    ck_assert_int_eq(record->n_released, 0);
    ck_assert_int_eq(record->n_wrong, 0);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
    ck_assert_int_eq(record->n_released, 1);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_DOUBLE_DESTROY);
    ck_assert_int_eq(record->n_released, 1);
}

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static ravel_array *grid(void *memory, size_t nbytes, int64_t offset, int32_t dtype, const int64_t *strides,
                         uint64_t flags)
{
    static const int64_t shape[] = {3, 5};
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, nbytes, offset, dtype, 2, shape, strides, flags, &array),
                     RAVEL_OK);
    return array;
}

/* An n-d, strided, broadcast, byte-swapped, cast call of a loop that knows nothing of all that. */
START_TEST(a_loop_becomes_an_n_d_function)
{
    static const int32_t dtypes[] = {RAVEL_INT16,   RAVEL_INT16,   RAVEL_INT16,
                                     RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {weigh_int16, weigh_float64};
    seen record = {.home = pthread_self()};
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_create(context, "weigh", 2, 1, 2, dtypes, loops, &record, release, 0, NULL, &kernel),
                     RAVEL_OK);
    static unsigned char bytes[200];
    int16_t rows[15], row[5];
    double results[15];
    for (int32_t i = 0; i < 15; i++)
        rows[i] = (int16_t)(i * 3 - 20);
    for (int32_t i = 0; i < 5; i++) {
        row[i] = (int16_t)(100 + i);
        bytes[2 * i + 1] = (unsigned char)(row[i] >> 8); /* odd addresses, in the other order */
        bytes[2 * i + 2] = (unsigned char)row[i];
    }
    const uint16_t probe = 1;
    const uint64_t swapped = *(const unsigned char *)&probe == 1 ? RAVEL_SWAPPED : 0;
    ravel_array *a = grid(rows, sizeof rows, 28, RAVEL_INT16, (const int64_t[]){-10, -2}, 0);
    ravel_array *b = grid(bytes, sizeof bytes, 1, RAVEL_INT16, (const int64_t[]){0, 2}, swapped);
    ravel_array *out = grid(results, sizeof results, 0, RAVEL_FLOAT64, (const int64_t[]){8, 24}, RAVEL_WRITEABLE);
    const ravel_array *inputs[] = {a, b};
    for (int32_t with_context = 0; with_context < 2; with_context++) {
        memset(results, 0, sizeof results);
        ck_assert_int_eq(ravel_apply(with_context ? context : NULL, kernel, 2, inputs, NULL, 0, 1, &out), RAVEL_OK);
        for (int32_t i = 0; i < 3; i++)
            for (int32_t j = 0; j < 5; j++)
                ck_assert(results[3 * j + i] == 10 * rows[14 - 5 * i - j] + row[j]);
    }
    ck_assert_int_eq(record.n_elements, 30);
    ck_assert_int_le(record.n_calls, 6);
    const float half = 0.5F;
    ravel_array *scalar = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT32, &half, 0, &scalar), RAVEL_OK);
    inputs[0] = scalar; /* float32 with int16 takes the float64 loop */
    ck_assert_int_eq(ravel_apply(context, kernel, 2, inputs, NULL, 0, 1, &out), RAVEL_OK);
    ck_assert(results[0] == 5 + row[0] && results[14] == 5 + row[4]);
    ravel_array *const all[] = {a, b, out, scalar};
    for (size_t i = 0; i < 4; i++)
        end(all[i]);
    finish(kernel, &record);
}
END_TEST

START_TEST(no_operand_is_another_unless_the_kernel_says_so)
{
    enum { N = 5000 };
    static double memory[N];
    for (uint64_t flags = 0; flags <= RAVEL_KERNEL_IN_PLACE; flags += RAVEL_KERNEL_IN_PLACE) {
        seen record;
        const ravel_kernel *kernel = make("weigh", 2, 1, RAVEL_FLOAT64, weigh_float64, &record, flags);
        ravel_array *both = wrong_call_line(memory, N, RAVEL_FLOAT64, RAVEL_WRITEABLE);
        const ravel_array *inputs[] = {both, both};
        for (int32_t i = 0; i < N; i++)
            memory[i] = i;
        ck_assert_int_eq(ravel_apply(context, kernel, 2, inputs, NULL, 0, 1, &both), RAVEL_OK);
        for (int32_t i = 0; i < N; i++)
            ck_assert(memory[i] == 11.0 * i);
        end(both);
        finish(kernel, &record);
    }
}
END_TEST

START_TEST(bools_are_0_or_1)
{
    enum { N = 300 };
    static unsigned char in_memory[N], out_memory[N];
    seen record;
    const ravel_kernel *kernel = make("not", 1, 1, RAVEL_BOOL, not_bool, &record, 0);
    ravel_array *in = wrong_call_line(in_memory, N, RAVEL_BOOL, 0);
    ravel_array *out = wrong_call_line(out_memory, N, RAVEL_BOOL, RAVEL_WRITEABLE);
    ravel_array *row = NULL;
    for (int32_t i = 0; i < N; i++)
        in_memory[i] = (unsigned char)i;
    const ravel_array *inputs[] = {in};
    ck_assert_int_eq(ravel_apply(context, kernel, 1, inputs, NULL, 0, 1, &out), RAVEL_OK);
    for (int32_t i = 0; i < N; i++)
        ck_assert_int_eq(out_memory[i], i % 256 == 0);
    ck_assert_int_eq(
        ravel_array_create(NULL, in_memory, N, 9, RAVEL_BOOL, 1, (const int64_t[]){N}, (const int64_t[]){0}, 0, &row),
        RAVEL_OK);
    inputs[0] = row;
    ck_assert_int_eq(ravel_apply(context, kernel, 1, inputs, NULL, 0, 1, &out), RAVEL_OK);
    ck_assert_int_eq(out_memory[N - 1], 0);
    end(in);
    end(out);
    end(row);
    finish(kernel, &record);
}
END_TEST

START_TEST(empty_calls_call_nothing)
{
    static const int64_t shape[] = {0};
    seen record;
    const ravel_kernel *kernel = make("weigh", 2, 1, RAVEL_FLOAT64, weigh_float64, &record, 0);
    ravel_array *empty = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, NULL, 0, 0, RAVEL_FLOAT64, 1, shape, NULL, RAVEL_WRITEABLE, &empty),
                     RAVEL_OK);
    const ravel_array *inputs[] = {empty, empty};
    ck_assert_int_eq(ravel_apply(context, kernel, 2, inputs, NULL, 0, 1, &empty), RAVEL_OK);
    ck_assert_int_eq(record.n_calls, 0);
    end(empty);
    finish(kernel, &record);
}
END_TEST

START_TEST(outputs_may_be_several_and_some_unwanted)
{
    enum { N = 1000 };
    static int32_t numbers[N], quotients[N], remainders[N];
    static double wide[N];
    seen record;
    const ravel_kernel *kernel = make("divide_by_seven", 1, 2, RAVEL_INT32, divide_by_seven, &record, 0);
    ravel_array *in = wrong_call_line(numbers, N, RAVEL_INT32, 0);
    ravel_array *first = wrong_call_line(quotients, N, RAVEL_INT32, RAVEL_WRITEABLE);
    ravel_array *second = wrong_call_line(remainders, N, RAVEL_INT32, RAVEL_WRITEABLE);
    ravel_array *cast = wrong_call_line(wide, N, RAVEL_FLOAT64, RAVEL_WRITEABLE);
    const ravel_array *inputs[] = {in};
    for (int32_t i = 0; i < N; i++)
        numbers[i] = 5 * i;
    ravel_array *outputs[] = {first, second};
    ck_assert_int_eq(ravel_apply(context, kernel, 1, inputs, NULL, 0, 2, outputs), RAVEL_OK);
    ck_assert(quotients[N - 1] == 713 && remainders[N - 1] == 4);
    memset(quotients, 0, sizeof quotients);
    memset(remainders, 0, sizeof remainders);
    outputs[0] = NULL;
    ck_assert_int_eq(ravel_apply(context, kernel, 1, inputs, NULL, 0, 2, outputs), RAVEL_OK);
    ck_assert(quotients[N - 1] == 0 && remainders[N - 1] == 4);
    outputs[0] = cast;
    outputs[1] = NULL;
    ck_assert_int_eq(ravel_apply(context, kernel, 1, inputs, NULL, 0, 2, outputs), RAVEL_OK);
    ck_assert(wide[N - 1] == 713);
    outputs[0] = NULL;
    wrong_call_expect(context, ravel_apply(context, kernel, 1, inputs, NULL, 0, 2, outputs), RAVEL_NULL_ARGUMENT,
                      "ravel_apply", "output 0", 1);
    outputs[0] = in;
    outputs[1] = second;
    wrong_call_expect(context, ravel_apply(context, kernel, 1, inputs, NULL, 0, 2, outputs), RAVEL_READ_ONLY,
                      "ravel_apply", "output 0", 1);
    outputs[0] = outputs[1] = first;
    wrong_call_expect(context, ravel_apply(context, kernel, 1, inputs, NULL, 0, 2, outputs), RAVEL_OVERLAP,
                      "ravel_apply", "output 1", 2);
    ravel_array *const all[] = {in, first, second, cast};
    for (size_t i = 0; i < 4; i++)
        end(all[i]);
    finish(kernel, &record);
}
END_TEST

START_TEST(unwanted_outputs_make_no_more_blocks)
{
    static int32_t numbers[15], remainders[15];
    seen record;
    const ravel_kernel *kernel = make("divide_by_seven", 1, 2, RAVEL_INT32, divide_by_seven, &record, 0);
    ravel_array *in = grid(numbers, sizeof numbers, 0, RAVEL_INT32, NULL, 0);
    ravel_array *out[] = {NULL, grid(remainders, sizeof remainders, 0, RAVEL_INT32, NULL, RAVEL_WRITEABLE)};
    ck_assert_int_eq(ravel_apply(context, kernel, 1, (const ravel_array *[]){in}, NULL, 0, 2, out), RAVEL_OK);
    ck_assert_int_eq(record.n_calls, 1);
    end(in);
    end(out[1]);
    finish(kernel, &record);
}
END_TEST

START_TEST(a_failing_loop_stops_the_call)
{
    enum { N = 100000 };
    static const char message[] = "the loop of the kernel weigh returned 42";
    static double memory[2 * N];
    seen record;
    const ravel_kernel *kernel = make("weigh", 2, 1, RAVEL_FLOAT64, weigh_float64, &record, RAVEL_KERNEL_THREAD_SAFE);
    record.answer = 42;
    ravel_array *in = NULL, *out = wrong_call_line(memory + N, N, RAVEL_FLOAT64, RAVEL_WRITEABLE);
    const int64_t n = N, stride = 0;
    ck_assert_int_eq(ravel_array_create(NULL, memory, 8, 0, RAVEL_FLOAT64, 1, &n, &stride, 0, &in), RAVEL_OK);
    const ravel_array *inputs[] = {in, in};
    wrong_call_expect(context, ravel_apply(context, kernel, 2, inputs, NULL, 0, 1, &out), RAVEL_KERNEL_FAILED,
                      "ravel_apply", message, -1);
    ck_assert_int_eq(record.n_calls, 1);
    ck_assert_int_eq(ravel_apply(NULL, kernel, 2, inputs, NULL, 0, 1, &out), RAVEL_KERNEL_FAILED);
    ravel_array *total = wrong_call_line(memory + N, 1, RAVEL_FLOAT64, RAVEL_WRITEABLE);
    const int32_t axis = 0;
    wrong_call_expect(context, ravel_reduce(context, kernel, in, 1, &axis, NULL, NULL, RAVEL_OPTION_KEEP_DIMS, total),
                      RAVEL_KERNEL_FAILED, "ravel_reduce", message, -1);
    wrong_call_expect(context, ravel_accumulate(context, kernel, in, 0, 0, out), RAVEL_KERNEL_FAILED,
                      "ravel_accumulate", message, -1);
    ck_assert_int_eq(ravel_context_set_threads(context, 3), RAVEL_OK);
    wrong_call_expect(context, ravel_apply(context, kernel, 2, inputs, NULL, 0, 1, &out), RAVEL_KERNEL_FAILED,
                      "ravel_apply", message, -1);
    wrong_call_expect(context, ravel_reduce(context, kernel, in, 1, &axis, NULL, NULL, RAVEL_OPTION_KEEP_DIMS, total),
                      RAVEL_KERNEL_FAILED, "ravel_reduce", message, -1);
    record.answer = 0;
    ck_assert_int_eq(ravel_apply(context, kernel, 2, inputs, NULL, 0, 1, &out), RAVEL_OK);
    end(in);
    end(out);
    end(total);
    finish(kernel, &record);
}
END_TEST

START_TEST(loops_stay_at_home_unless_they_are_thread_safe)
{
    enum { N = 1 << 19 };
    double *memory = calloc(2 * N, sizeof *memory);
    ravel_array *in = wrong_call_line(memory, N, RAVEL_FLOAT64, 0);
    ravel_array *out = wrong_call_line(memory + N, N, RAVEL_FLOAT64, RAVEL_WRITEABLE);
    const ravel_array *inputs[] = {in, in};
    ck_assert_int_eq(ravel_context_set_threads(context, 4), RAVEL_OK);
    for (int32_t safe = 0; safe < 2; safe++) {
        seen record;
        const ravel_kernel *kernel =
            make("weigh", 2, 1, RAVEL_FLOAT64, weigh_float64, &record, safe ? RAVEL_KERNEL_THREAD_SAFE : 0);
        ck_assert_int_eq(ravel_apply(context, kernel, 2, inputs, NULL, 0, 1, &out), RAVEL_OK);
        ck_assert_int_eq(record.n_elements, N);
        if (!safe)
            ck_assert_int_eq(record.n_elsewhere, 0);
        finish(kernel, &record);
    }
    end(in);
    end(out);
    free(memory);
}
END_TEST

START_TEST(a_kernel_destroyed_in_its_call_ends_with_it)
{
    enum { N = 50000 };
    double *memory = calloc(3 * N, sizeof *memory);
    seen record;
    const ravel_kernel *kernel = make("weigh", 2, 1, RAVEL_FLOAT64, weigh_float64, &record, 0);
    record.self = kernel;
    const int64_t n = N, stride = 16;
    ravel_array *in = NULL, *out = wrong_call_line(memory + 2 * N, N, RAVEL_FLOAT64, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_create(NULL, memory, 2 * N * sizeof *memory, 0, RAVEL_FLOAT64, 1, &n, &stride, 0, &in),
                     RAVEL_OK);
    const ravel_array *inputs[] = {in, in};
    ck_assert_int_eq(ravel_apply(context, kernel, 2, inputs, NULL, 0, 1, &out), RAVEL_OK);
    ck_assert_int_gt(record.n_calls, 1); /* it went on */
    ck_assert_int_eq(record.n_wrong, 0);
    ck_assert_int_eq(record.n_released, 1);
    wrong_call_expect(context, ravel_apply(context, kernel, 2, inputs, NULL, 0, 1, &out), RAVEL_STALE_HANDLE,
                      "ravel_apply", "kernel", -1);
    end(in);
    end(out);
    free(memory);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kernel");
    TCase *tests = tcase_create("kernel");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_loop_becomes_an_n_d_function);
    tcase_add_test(tests, no_operand_is_another_unless_the_kernel_says_so);
    tcase_add_test(tests, bools_are_0_or_1);
    tcase_add_test(tests, empty_calls_call_nothing);
    tcase_add_test(tests, outputs_may_be_several_and_some_unwanted);
    tcase_add_test(tests, unwanted_outputs_make_no_more_blocks);
    tcase_add_test(tests, a_failing_loop_stops_the_call);
    tcase_add_test(tests, loops_stay_at_home_unless_they_are_thread_safe);
    tcase_add_test(tests, a_kernel_destroyed_in_its_call_ends_with_it);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
