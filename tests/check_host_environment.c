/* check_host_environment.c: whatever rounding, denormals and traps the host has set, on its own thread and on its
 * executor's: every verb gives the same bits, no trap fires, and the host finds its settings as they were. */
#include "oracle.h"
#include "support/run_suite.h"
#include <fenv.h>
#include <math.h>
#include <pthread.h>
#include <ravel/ravel.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Denormals are flushed by bits that <fenv.h> does not know. */
#if defined(__x86_64__)
enum { FLUSH = 0x8040 };

static uint64_t control(void)
{
    uint32_t value;
    __asm__ volatile("stmxcsr %0" : "=m"(value) : : "memory");
    return value & 0xffc0; /* without the flags */
}

static void flush_denormals(void)
{
    const uint32_t value = (uint32_t)control() | FLUSH;
    __asm__ volatile("ldmxcsr %0" : : "m"(value) : "memory");
}
#elif defined(__aarch64__)
static uint64_t control(void)
{
    uint64_t value;
    __asm__ volatile("mrs %0, fpcr" : "=r"(value) : : "memory");
    return value;
}

static void flush_denormals(void)
{
    __asm__ volatile("msr fpcr, %0" : : "r"(control() | UINT64_C(1) << 24) : "memory");
}
#else
static uint64_t control(void)
{
    return (uint64_t)fegetround() << 32 | (uint64_t)fegetexcept();
}

static void flush_denormals(void)
{
}
#endif

/* What a host may have set. */
typedef struct environment {
    int rounding;
    bool flushes, traps;
} environment;

static const environment environments[] = {{FE_UPWARD, false, false},     {FE_DOWNWARD, false, false},
                                           {FE_TOWARDZERO, false, false}, {FE_TONEAREST, true, false},
                                           {FE_TONEAREST, false, true},   {FE_UPWARD, true, true}};
enum { N_ENVIRONMENTS = sizeof environments / sizeof *environments };

static void set(const environment *wanted)
{
    (void)fesetround(wanted->rounding);
    if (wanted->flushes)
        flush_denormals();
    (void)feclearexcept(FE_ALL_EXCEPT);
    if (wanted->traps)
        (void)feenableexcept(FE_ALL_EXCEPT); /* some machines have none */
}

/* ---- an executor with two threads, in whatever environment the host's thread was ---- */

typedef struct errand {
    const environment *mine;
    ravel_task_fn task;
    void *data;
    int64_t first, n_tasks;
} errand;

static _Atomic int32_t n_changed, n_executed;

static void *run_errand(void *memory)
{
    const errand *mine = memory;
    fenv_t before;
    (void)fegetenv(&before);
    set(mine->mine);
    const uint64_t wanted = control();
    for (int64_t i = mine->first; i < mine->n_tasks; i += 2) {
        mine->task(i, mine->data);
        n_changed += control() != wanted;
        n_executed++;
    }
    (void)fesetenv(&before);
    return NULL;
}

static int32_t execute(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    pthread_t thread;
    errand errands[] = {{user, task, task_data, 0, n_tasks}, {user, task, task_data, 1, n_tasks}};
    if (pthread_create(&thread, NULL, run_errand, &errands[1]) != 0)
        return 1;
    (void)run_errand(&errands[0]);
    return pthread_join(thread, NULL);
}

/* ---- the calls ---- */

enum { SMALL = 90, LARGE = 1 << 17, LONG = (1 << 24) + 1 };

static ravel_context *context;
static double numbers[2][LARGE];
static float floats[LARGE];
static unsigned char mask_memory[LARGE], results[LARGE * 8];

/* Arrays of LARGE elements, of the first SMALL of them, of every second one; two axes; no axis. */
static ravel_array *large[2], *small[2], *sparse[2], *table[2], *large_float, *mask, *repeated, *literal, *zero;

static ravel_array *make(void *memory, size_t nbytes, int32_t dtype, int32_t ndim, const int64_t *shape,
                         const int64_t *strides, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, nbytes, 0, dtype, ndim, shape, strides, flags, &array), RAVEL_OK);
    return array;
}

static void setup(void)
{
    static const double specials[] = {5e-324, 0, -0.0, 1e308, 1.0 / 3, 3e-310, -1.5, 1e-40, 700, 1e9};
    static const double tenth = 0.1;
    static const float none = 0;
    static const int64_t n_large[] = {LARGE}, n_small[] = {SMALL}, n_sparse[] = {LARGE / 2}, n_long[] = {LONG};
    static const int64_t two[] = {LARGE / 256, 256};
    for (int32_t i = 0; i < LARGE; i++) {
        numbers[0][i] = i < SMALL ? specials[i % 10] : 0.1 * (i % 1001) - 40;
        numbers[1][i] = i < SMALL ? specials[i / 10] : 0.7 * (i % 997) - 30;
        floats[i] = (float)(i % 1009) * 0.1F;
        mask_memory[i] = i % 7 != 0;
    }
    for (int32_t i = 0; i < 2; i++) {
        large[i] = make(numbers[i], sizeof numbers[i], RAVEL_FLOAT64, 1, n_large, NULL, 0);
        small[i] = make(numbers[i], sizeof numbers[i], RAVEL_FLOAT64, 1, n_small, NULL, 0);
        sparse[i] = make(numbers[i], sizeof numbers[i], RAVEL_FLOAT64, 1, n_sparse, (const int64_t[]){16}, 0);
        table[i] = make(numbers[i], sizeof numbers[i], RAVEL_FLOAT64, 2, two, NULL, 0);
    }
    large_float = make(floats, sizeof floats, RAVEL_FLOAT32, 1, n_large, NULL, 0);
    mask = make(mask_memory, sizeof mask_memory, RAVEL_BOOL, 1, n_large, NULL, 0);
    repeated = make(floats + 10, 4, RAVEL_FLOAT32, 1, n_long, (const int64_t[]){0}, 0);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &tenth, RAVEL_WEAK, &literal), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT32, &none, 0, &zero), RAVEL_OK);
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ravel_array *const all[] = {large[0], large[1], small[0],    small[1], sparse[0], sparse[1], table[0],
                                table[1], mask,     large_float, repeated, literal,   zero};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ck_assert_int_eq(ravel_array_destroy(all[i]), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

typedef enum { APPLY, REDUCE, ACCUMULATE } verb;

/* One call: of a kernel, on arrays, into an array of a dtype; axis -1: all. */
typedef struct row {
    verb verb;
    const char *kernel;
    ravel_array *const *in[2];
    ravel_array *const *where, *const *initial;
    int32_t axis, dtype;
} row;

static const row calls[] = {
    {APPLY, "add", {&small[0], &small[1]}, NULL, NULL, 0, RAVEL_FLOAT64},
    {APPLY, "divide", {&small[0], &small[1]}, NULL, NULL, 0, RAVEL_FLOAT64},
    {APPLY, "divide", {&large[0], &large[1]}, NULL, NULL, 0, RAVEL_FLOAT64},
    {APPLY, "multiply", {&sparse[0], &sparse[1]}, NULL, NULL, 0, RAVEL_FLOAT64},
    {APPLY, "multiply", {&sparse[0], &literal}, NULL, NULL, 0, RAVEL_FLOAT32},
    {APPLY, "exp", {&large[0], NULL}, &mask, NULL, 0, RAVEL_FLOAT64},
    {APPLY, "sin", {&small[0], NULL}, NULL, NULL, 0, RAVEL_FLOAT64},
    {APPLY, "log", {&large[1], NULL}, NULL, NULL, 0, RAVEL_FLOAT16},
    {APPLY, "copy", {&large[0], NULL}, NULL, NULL, 0, RAVEL_FLOAT32},
    {APPLY, "copy", {&large[0], NULL}, NULL, NULL, 0, RAVEL_INT8},
    {APPLY, "copy", {&small[0], NULL}, NULL, NULL, 0, RAVEL_BFLOAT16},
    {APPLY, "add", {&large_float, &literal}, NULL, NULL, 0, RAVEL_FLOAT32},
    {APPLY, "full", {&literal, NULL}, NULL, NULL, 0, RAVEL_FLOAT32},
    {APPLY, "full", {&literal, NULL}, NULL, NULL, 0, RAVEL_FLOAT16},
    {REDUCE, "sum", {&small[0], NULL}, NULL, NULL, -1, RAVEL_FLOAT64},
    {REDUCE, "sum", {&large[0], NULL}, NULL, NULL, -1, RAVEL_FLOAT64},
    {REDUCE, "sum", {&large[0], NULL}, NULL, NULL, -1, RAVEL_FLOAT32},
    {REDUCE, "sum", {&table[0], NULL}, NULL, NULL, 0, RAVEL_FLOAT64},
    {REDUCE, "sum", {&table[1], NULL}, NULL, NULL, 1, RAVEL_FLOAT16},
    {REDUCE, "sum", {&zero, NULL}, NULL, &literal, -1, RAVEL_FLOAT32},
    {REDUCE, "prod", {&sparse[1], NULL}, NULL, &literal, -1, RAVEL_FLOAT64},
    {REDUCE, "mean", {&large_float, NULL}, &mask, NULL, -1, RAVEL_FLOAT32},
    {REDUCE, "mean", {&repeated, NULL}, NULL, NULL, -1, RAVEL_FLOAT32},
    {REDUCE, "mean", {&table[1], NULL}, NULL, NULL, 1, RAVEL_FLOAT64},
    {ACCUMULATE, "cumulative_sum", {&small[0], NULL}, NULL, NULL, 0, RAVEL_FLOAT64},
    {ACCUMULATE, "cumulative_sum", {&table[0], NULL}, NULL, NULL, 0, RAVEL_FLOAT64},
    {ACCUMULATE, "cumulative_sum", {&table[1], NULL}, NULL, NULL, 1, RAVEL_FLOAT32},
    {ACCUMULATE, "multiply", {&large[1], NULL}, NULL, NULL, 0, RAVEL_FLOAT64},
};
enum { N_CALLS = sizeof calls / sizeof *calls };

/* The output that a call wants, over `results`. */
static ravel_array *output_of(const row *call)
{
    int64_t shape[2], others[1];
    int32_t ndim = 0;
    const ravel_array *in = *(call->kernel[0] == 'f' ? large : call->in[0]);
    ck_assert_int_eq(ravel_array_ndim(in, &ndim), RAVEL_OK);
    ck_assert_int_eq(ravel_array_shape(in, 2, shape), RAVEL_OK);
    others[0] = shape[1 - (call->axis > 0)];
    if (call->verb == REDUCE)
        return make(results, sizeof results, call->dtype, call->axis < 0 ? 0 : 1, others, NULL, RAVEL_WRITEABLE);
    return make(results, sizeof results, call->dtype, ndim, shape, NULL, RAVEL_WRITEABLE);
}

static ravel_status make_call(ravel_context *where, const row *call, const ravel_kernel *kernel, ravel_array *out)
{
    const ravel_array *inputs[] = {*call->in[0], call->in[1] ? *call->in[1] : NULL};
    const ravel_array *masked = call->where ? *call->where : NULL, *initial = call->initial ? *call->initial : NULL;
    /* The short ways of small calls know no options. */
    const uint64_t options = call->dtype == RAVEL_FLOAT64 ? 0 : RAVEL_OPTION_CASTING_UNSAFE;
    if (call->verb == APPLY)
        return ravel_apply(where, kernel, call->in[1] ? 2 : 1, inputs, masked, options, 1, &out);
    if (call->verb == ACCUMULATE)
        return ravel_accumulate(where, kernel, inputs[0], call->axis, options, out);
    return ravel_reduce(where, kernel, inputs[0], call->axis < 0 ? 0 : 1, call->axis < 0 ? NULL : &call->axis, masked,
                        initial, options, out);
}

/* Every call in one environment, against the same call in the default one. */
static void compare(ravel_context *where, const environment *hosts)
{
    static unsigned char expected[sizeof results];
    for (int32_t i = 0; i < N_CALLS; i++) {
        const ravel_kernel *kernel = NULL;
        ravel_array *out = output_of(&calls[i]);
        fenv_t standard;
        ck_assert_int_eq(ravel_kernel_find(NULL, calls[i].kernel, &kernel), RAVEL_OK);
        memset(results, 0, sizeof results);
        ck_assert_int_eq(make_call(NULL, &calls[i], kernel, out), RAVEL_OK);
        memcpy(expected, results, sizeof expected);
        memset(results, 0, sizeof results);
        (void)fegetenv(&standard);
        set(hosts);
        const uint64_t before = control();
        const ravel_status status = make_call(where, &calls[i], kernel, out);
        const uint64_t after = control();
        (void)fesetenv(&standard);
        ck_assert_int_eq(status, RAVEL_OK);
        ck_assert_uint_eq(after, before);
        ck_assert_msg(memcmp(results, expected, sizeof expected) == 0, "call %d (%s to dtype %d) has other bits", i,
                      calls[i].kernel, calls[i].dtype);
        ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    }
}

START_TEST(the_hosts_thread_may_be_in_any_environment)
{
    compare(NULL, &environments[_i]);
    compare(context, &environments[_i]);
    ck_assert_int_eq(ravel_context_set_threads(context, 3), RAVEL_OK);
    compare(context, &environments[_i]);
}
END_TEST

START_TEST(the_executors_threads_may_be_too)
{
    const environment *hosts = &environments[_i];
    ck_assert_int_eq(ravel_context_set_executor(context, 4, execute, (void *)(uintptr_t)hosts), RAVEL_OK);
    compare(context, hosts);
    ck_assert_int_gt(n_executed, 20);
    ck_assert_int_eq(n_changed, 0);
}
END_TEST

/* Messages tell of numbers that a comparison would trap at. */
START_TEST(refusals_trap_nothing)
{
    static const double limits[] = {(double)NAN, (double)INFINITY, 1e308, -1e308, 0x1p-1074};
    static const double odd[2] = {1e300, (double)NAN};
    static const float narrow[2] = {1, 2};
    static float complex_result[2];
    int64_t counts[3] = {7, 7, 7};
    ravel_array *bounds[5], *odd_literal = NULL;
    ravel_array *array = make((void *)(uintptr_t)narrow, 8, RAVEL_COMPLEX64, 1, (const int64_t[]){1}, NULL, 0);
    ravel_array *out = make(counts, sizeof counts, RAVEL_INT64, 1, (const int64_t[]){3}, NULL, RAVEL_WRITEABLE);
    ravel_array *sum = make(complex_result, 8, RAVEL_COMPLEX64, 1, (const int64_t[]){1}, NULL, RAVEL_WRITEABLE);
    ravel_array *edges = make((void *)(uintptr_t)(limits + 1), 32, RAVEL_FLOAT64, 1, (const int64_t[]){4}, NULL, 0);
    for (int32_t i = 0; i < 5; i++)
        ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &limits[i], 0, &bounds[i]), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_COMPLEX128, odd, RAVEL_WEAK, &odd_literal), RAVEL_OK);
    fenv_t standard;
    (void)fegetenv(&standard);
    set(&environments[_i]);
    int32_t n_other = 0;
    for (int32_t i = 0; i < 25; i++)
        if (i != 19 && i != 22) /* which are right */
            n_other += ravel_histogram(context, bounds[4], NULL, bounds[i / 5], bounds[i % 5], 0, out) !=
                       RAVEL_INVALID_ARGUMENT;
    n_other += ravel_histogram_edges(context, bounds[4], NULL, edges, 0, out) != RAVEL_INVALID_ARGUMENT;
    n_other += ravel_add(context, array, odd_literal, sum) != RAVEL_VALUE_OUT_OF_RANGE;
    (void)fesetenv(&standard);
    char text[512];
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_str_eq(text, "ravel_add: input 1 is the literal 1e+300 + NaNi, which complex64 does not hold");
    ck_assert_int_eq(n_other, 0);
    ck_assert(counts[0] == 7 && counts[1] == 7 && counts[2] == 7);
    ravel_array *const all[] = {array,     out,       sum,       edges,     odd_literal,
                                bounds[0], bounds[1], bounds[2], bounds[3], bounds[4]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ck_assert_int_eq(ravel_array_destroy(all[i]), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("host_environment");
    TCase *tests = tcase_create("host_environment");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, the_hosts_thread_may_be_in_any_environment, 0, N_ENVIRONMENTS);
    tcase_add_loop_test(tests, the_executors_threads_may_be_too, 0, N_ENVIRONMENTS);
    tcase_add_loop_test(tests, refusals_trap_nothing, 0, N_ENVIRONMENTS);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
