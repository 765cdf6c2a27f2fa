/* fault_stack.c: on a thread with a stack of 32 KiB and a page that faults below it, every call works, and takes less
 * than 16 KiB of it. */
#include "calls.h"
#include "fault.h"
#include "support/run_suite.h"

#include <pthread.h>
#include <ravel/histogram.h>
#include <ravel/statistics.h>
#include <ravel/view.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define STACK_NBYTES 32768
#define MOST_NBYTES 16384
#define OWN_NBYTES 96 /* of the test's own functions between measure and the library, and of its executor */
#define PAINT UINT64_C(0x5aa5c33c5aa5c33c)

static uint64_t *stack_end; /* its lowest word */
static ptrdiff_t deepest;
static char deepest_title[200];

/* Gives where, but for a few words, the stack of the next call begins. */
static __attribute__((noinline)) uint64_t *paint(void)
{
    uint64_t *here = __builtin_frame_address(0);
    for (volatile uint64_t *word = stack_end; word < here - 64; word++)
        *word = PAINT;
    return here;
}

static __attribute__((noinline)) ptrdiff_t used_below(const uint64_t *here)
{
    const volatile uint64_t *word = stack_end;
    while (*word == PAINT)
        word++;
    return (ptrdiff_t)sizeof *word * (here - (const uint64_t *)word) - OWN_NBYTES;
}

static void note(ptrdiff_t nbytes, const char *title)
{
    if (nbytes > deepest) {
        deepest = nbytes;
        (void)snprintf(deepest_title, sizeof deepest_title, "%s", title);
    }
    if (nbytes >= MOST_NBYTES)
        printf("%ld bytes of stack: %s\n", (long)nbytes, title);
}

static __attribute__((noinline)) void measure(const prepared_call *call, void *data)
{
    if (data == NULL && call->scratch > 0)
        return;
    const uint64_t *here = paint();
    const ravel_status status = calls_run(data, call);
    note(used_below(here), call->title);
    if (status != RAVEL_OK)
        ck_abort_msg("%s: %s", call->title, ravel_status_text(status));
}

/* What runs on the small stack. */
typedef struct small_thread {
    void (*body)(void *data);
    void *data;
} small_thread;

static void *run_body(void *memory)
{
    const small_thread *thread = memory;
    thread->body(thread->data);
    return NULL;
}

/* Runs the body on a thread of its own; gives the most that a measured call took. */
static ptrdiff_t on_a_small_stack(void (*body)(void *data), void *data)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *memory = mmap(NULL, page + STACK_NBYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(memory, MAP_FAILED);
    ck_assert_int_eq(mprotect(memory, page, PROT_NONE), 0);
    stack_end = (uint64_t *)(void *)(memory + page);
    pthread_attr_t attributes;
    pthread_t thread;
    small_thread small = {body, data};
    deepest = 0;
    ck_assert_int_eq(pthread_attr_init(&attributes), 0);
    ck_assert_int_eq(pthread_attr_setstack(&attributes, stack_end, STACK_NBYTES), 0);
    ck_assert_int_eq(pthread_create(&thread, &attributes, run_body, &small), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_int_eq(pthread_attr_destroy(&attributes), 0);
    ck_assert_int_eq(munmap(memory, page + STACK_NBYTES), 0);
    return deepest;
}

static void expect_little(ptrdiff_t nbytes, const char *what)
{
    printf("%s: at most %ld bytes of stack (%s)\n", what, (long)nbytes, deepest_title);
    (void)fflush(stdout);
    ck_assert_int_gt(nbytes, 100);
    ck_assert_int_lt(nbytes, MOST_NBYTES);
}

/* Calls of a plan in a context. */
typedef struct batch {
    const calls_plan *plan;
    ravel_context *context;
    int64_t n_calls;
} batch;

static void run_batch(void *data)
{
    batch *all = data;
    all->n_calls = calls_each(all->plan, measure, all->context);
}

static void measure_batch(const calls_plan *plan, ravel_context *with, int64_t n_at_least, const char *what)
{
    batch all = {plan, with, 0};
    expect_little(on_a_small_stack(run_batch, &all), what);
    ck_assert_int_ge(all.n_calls, n_at_least);
}

static const calls_plan everything = {33, 35, CALLS_ALL_LAYOUTS, false, NULL};
static const calls_plan few_elements = {2, 3, CALLS_ALL_LAYOUTS, false, NULL};
static ravel_context *context;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

START_TEST(every_call_without_a_context)
{
    measure_batch(&everything, NULL, 10000, "no context");
    measure_batch(&few_elements, NULL, 10000, "no context, 6 elements");
}
END_TEST

START_TEST(every_call_on_every_instruction_set)
{
    static const char *const isas[] = {"generic", "x86-64-v2", "x86-64-v3", "x86-64-v4", "neon"};
    int32_t n_isas = 0;
    for (size_t i = 0; i < sizeof isas / sizeof *isas; i++) {
        if (ravel_context_set_isa_cap(context, isas[i]) != RAVEL_OK)
            continue;
        measure_batch(&everything, context, 10000, isas[i]);
        n_isas++;
    }
    ck_assert_int_ge(n_isas, 1);
}
END_TEST

/* Tasks have blocks on their own stacks: here this one. */
static int32_t run_here(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    (void)user;
    for (int64_t index = 0; index < n_tasks; index++)
        task(index, task_data);
    return 0;
}

START_TEST(tasks_on_a_small_stack)
{
    static const calls_plan large = {300, 440, 1U << CALLS_CONTIGUOUS | 1U << CALLS_TRANSPOSED | 1U << CALLS_CAST, true,
                                     NULL};
    static const calls_plan integers = {300, 880, CALLS_ALL_LAYOUTS, false, "add"};
    ck_assert_int_eq(ravel_context_set_executor(context, 3, run_here, NULL), RAVEL_OK);
    measure_batch(&large, context, 600, "an executor's tasks");
    measure_batch(&integers, context, 100, "an executor's tasks of integers");
    ck_assert_int_eq(ravel_context_set_threads(context, 3), RAVEL_OK);
    measure_batch(&integers, context, 100, "three threads");
    /* Few slices: each is cut into runs. */
    static const char *const folds[] = {"sum", "var", "nanmean", "nanvar", "norm2", "exact_sum", "logsumexp"};
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
        const calls_plan slices = {2, 70000, 1U << CALLS_STRIDED | 1U << CALLS_TRANSPOSED | 1U << CALLS_OVERLAPPING,
                                   true, folds[i]};
        measure_batch(&slices, context, 1, folds[i]);
    }
}
END_TEST

START_TEST(outputs_past_the_cache)
{
    static const char *const kernels[] = {"copy", "add", "abs", "where"};
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++) {
        const calls_plan plan = {1100, 1000, 1U << CALLS_CONTIGUOUS | 1U << CALLS_TRANSPOSED, true, kernels[i]};
        measure_batch(&plan, NULL, 10, kernels[i]);
    }
}
END_TEST

/* ---- as many axes and operands as there may be ---- */

static double memory[2000];

static int32_t add_all(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (int32_t k = 0; k < RAVEL_MAX_OPERANDS - 1; k++)
            sum += ((const double *)in[k])[i];
        ((double *)out[0])[i] = sum;
    }
    return 0;
}

static __attribute__((noinline)) ravel_status apply_wide(ravel_context *with, const ravel_kernel *kernel,
                                                         ravel_array *const *arrays, const char *title)
{
    const uint64_t *here = paint();
    const ravel_status status = ravel_apply(with, kernel, RAVEL_MAX_OPERANDS - 1, (const ravel_array *const *)arrays,
                                            arrays[RAVEL_MAX_OPERANDS], 0, 1, &arrays[RAVEL_MAX_OPERANDS - 1]);
    note(used_below(here), title);
    return status;
}

static __attribute__((noinline)) ravel_status view_wide(ravel_context *with, const ravel_array *array)
{
    static const int64_t line[] = {8, 625};
    ravel_array *view = NULL;
    static char text[2000];
    size_t needed = 0;
    const uint64_t *here = paint();
    ravel_status status = ravel_array_permute(with, array, 0, NULL, &view);
    if (status == RAVEL_OK)
        status = ravel_array_describe(view, text, sizeof text, &needed);
    if (status == RAVEL_OK)
        status = ravel_array_destroy(view);
    if (status == RAVEL_OK && ravel_array_reshape(with, array, 2, line, 0, &view) != RAVEL_NEEDS_COPY)
        status = RAVEL_INVALID_ARGUMENT;
    note(used_below(here), "views of 64 axes");
    return status;
}

static __attribute__((noinline)) ravel_status diff_wide(ravel_context *with, const ravel_array *array,
                                                        const int64_t *lengths, double *results)
{
    int64_t shorter[RAVEL_MAX_NDIM];
    size_t nbytes = sizeof *results;
    ravel_array *out = NULL;
    for (int32_t axis = 0; axis < RAVEL_MAX_NDIM; axis++) {
        shorter[axis] = axis == 0 ? lengths[axis] - 1 : lengths[axis];
        nbytes *= (size_t)shorter[axis];
    }
    ravel_status status = ravel_array_create(NULL, results, nbytes, 0, RAVEL_FLOAT64, RAVEL_MAX_NDIM, shorter, NULL,
                                             RAVEL_WRITEABLE, &out);
    if (status != RAVEL_OK)
        return status;
    const uint64_t *here = paint();
    status = ravel_diff(with, array, 0, 1, 0, out);
    note(used_below(here), "differences of 64 axes");
    const ravel_status ended = ravel_array_destroy(out);
    return status == RAVEL_OK ? ended : status;
}

/* Sums products of arrays of 64 axes: over some of them, and all. */
static __attribute__((noinline)) ravel_status multiply_wide(ravel_context *with, const ravel_array *const *in,
                                                            const int64_t *lengths, double *results)
{
    static const int32_t axes[] = {16, 31, 48};
    int64_t kept[RAVEL_MAX_NDIM];
    int32_t ndim = 0;
    size_t nbytes = sizeof *results;
    ravel_array *some = NULL, *all = NULL;
    for (int32_t axis = 0; axis < RAVEL_MAX_NDIM; axis++)
        if (axis != axes[0] && axis != axes[1] && axis != axes[2]) {
            nbytes *= (size_t)lengths[axis];
            kept[ndim++] = lengths[axis];
        }
    ravel_status status =
        ravel_array_create(NULL, results, nbytes, 0, RAVEL_FLOAT64, ndim, kept, NULL, RAVEL_WRITEABLE, &some);
    if (status == RAVEL_OK)
        status = ravel_array_create(NULL, results, nbytes, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE, &all);
    if (status != RAVEL_OK)
        return status;
    const uint64_t *here = paint();
    status = ravel_vecdot(with, in[0], in[1], 3, axes, 0, some);
    note(used_below(here), "products of 64 axes");
    if (status == RAVEL_OK) {
        here = paint();
        status = ravel_vecdot(with, in[0], in[1], 0, NULL, 0, all);
        note(used_below(here), "products of 64 axes, all summed");
    }
    if (status == RAVEL_OK)
        status = ravel_array_destroy(some);
    const ravel_status ended = ravel_array_destroy(all);
    return status == RAVEL_OK ? ended : status;
}

/* Reduces an array of 64 axes to two outputs, with a mask of as many. */
static __attribute__((noinline)) ravel_status reduce_wide(ravel_context *with, const ravel_array *array,
                                                          const ravel_array *mask)
{
    static double results[2];
    ravel_array *first = NULL, *second = NULL;
    ravel_status status =
        ravel_array_create(NULL, &results[0], 8, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE, &first);
    if (status == RAVEL_OK)
        status = ravel_array_create(NULL, &results[1], 8, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE, &second);
    if (status != RAVEL_OK)
        return status;
    const uint64_t *here = paint();
    status = ravel_min_max(with, array, 0, NULL, mask, first, 0, first, second);
    note(used_below(here), "extremes of 64 axes");
    if (status == RAVEL_OK) {
        here = paint();
        status = ravel_mean_var(with, array, 0, NULL, mask, 0, 0, first, second);
        note(used_below(here), "moments of 64 axes");
    }
    if (status == RAVEL_OK)
        status = ravel_array_destroy(first);
    const ravel_status ended = ravel_array_destroy(second);
    return status == RAVEL_OK ? ended : status;
}

/* Counts an array of 64 axes, with a mask of as many. */
static __attribute__((noinline)) ravel_status count_wide(ravel_context *with, const ravel_array *array,
                                                         const ravel_array *mask)
{
    static int64_t counts[100];
    static const double bounds[] = {-5, 5};
    static const int64_t n_bins = 100;
    ravel_array *out = NULL, *ends[2] = {NULL, NULL};
    ravel_status status =
        ravel_array_create(NULL, counts, sizeof counts, 0, RAVEL_INT64, 1, &n_bins, NULL, RAVEL_WRITEABLE, &out);
    for (int32_t i = 0; i < 2 && status == RAVEL_OK; i++)
        status = ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &bounds[i], 0, &ends[i]);
    if (status != RAVEL_OK)
        return status;
    const uint64_t *here = paint();
    status = ravel_histogram(with, array, mask, ends[0], ends[1], 0, out);
    note(used_below(here), "a histogram of 64 axes");
    if (status == RAVEL_OK) {
        here = paint();
        status = ravel_bincount(with, mask, mask, NULL, 0, out);
        note(used_below(here), "numbers of 64 axes");
    }
    for (int32_t i = 0; i < 2 && status == RAVEL_OK; i++)
        status = ravel_array_destroy(ends[i]);
    const ravel_status ended = ravel_array_destroy(out);
    return status == RAVEL_OK ? ended : status;
}

/* 64 axes, of which few can be put together; a mask; more operands than a built-in kernel has. */
static void wide_calls(void *data)
{
    int32_t dtypes[RAVEL_MAX_OPERANDS];
    int64_t shape[RAVEL_MAX_NDIM], strides[RAVEL_MAX_NDIM];
    static unsigned char mask[1] = {1};
    static const ravel_kernel_fn loops[] = {add_all};
    ravel_array *arrays[RAVEL_MAX_OPERANDS + 1] = {NULL};
    const ravel_kernel *kernel = NULL;
    for (int32_t i = 0; i < RAVEL_MAX_OPERANDS; i++)
        dtypes[i] = RAVEL_FLOAT64;
    for (int32_t axis = 0; axis < RAVEL_MAX_NDIM; axis++) {
        shape[axis] = axis % 16 == 0 ? 5 : axis % 30 == 1 ? 2 : 1;
        strides[axis] = 0;
    }
    ck_assert_int_eq(
        ravel_kernel_create(NULL, "add_all", RAVEL_MAX_OPERANDS - 1, 1, 1, dtypes, loops, NULL, NULL, 0, NULL, &kernel),
        RAVEL_OK);
    int64_t size = 1;
    for (int32_t axis = 0; axis < RAVEL_MAX_NDIM; axis++)
        size *= shape[axis];
    double *results = calloc((size_t)size, sizeof *results);
    ck_assert_ptr_nonnull(results);
    for (int32_t k = 0; k < RAVEL_MAX_OPERANDS - 1; k++) {
        strides[16 * (k % 4)] = 8 * (k + 1);
        strides[1] = 8 * (3 - k);
        ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, 4000, RAVEL_FLOAT64, RAVEL_MAX_NDIM, shape,
                                            strides, 0, &arrays[k]),
                         RAVEL_OK);
    }
    ck_assert_int_eq(ravel_array_create(NULL, results, (size_t)size * sizeof *results, 0, RAVEL_FLOAT64, RAVEL_MAX_NDIM,
                                        shape, NULL, RAVEL_WRITEABLE, &arrays[RAVEL_MAX_OPERANDS - 1]),
                     RAVEL_OK);
    ck_assert_int_eq(apply_wide(data, kernel, arrays, "8 operands of 64 axes"), RAVEL_OK);
    memset(strides, 0, sizeof strides);
    ck_assert_int_eq(ravel_array_create(NULL, mask, 1, 0, RAVEL_BOOL, RAVEL_MAX_NDIM, shape, strides, 0,
                                        &arrays[RAVEL_MAX_OPERANDS]),
                     RAVEL_OK);
    ck_assert_int_eq(apply_wide(data, kernel, arrays, "8 operands of 64 axes and a mask"), RAVEL_OK);
    ck_assert_int_eq(view_wide(data, arrays[0]), RAVEL_OK);
    ck_assert_int_eq(diff_wide(data, arrays[0], shape, results), RAVEL_OK);
    ck_assert_int_eq(multiply_wide(data, (const ravel_array *const *)arrays, shape, results), RAVEL_OK);
    ck_assert_int_eq(reduce_wide(data, arrays[0], arrays[RAVEL_MAX_OPERANDS]), RAVEL_OK);
    ck_assert_int_eq(count_wide(data, arrays[0], arrays[RAVEL_MAX_OPERANDS]), RAVEL_OK);
    for (int32_t k = 0; k <= RAVEL_MAX_OPERANDS; k++)
        ck_assert_int_eq(ravel_array_destroy(arrays[k]), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
    free(results);
}

START_TEST(as_many_axes_and_operands_as_there_may_be)
{
    expect_little(on_a_small_stack(wide_calls, NULL), "64 axes, no context");
    expect_little(on_a_small_stack(wide_calls, context), "64 axes");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault_stack");
    TCase *tests = tcase_create("fault_stack");
    tcase_set_timeout(tests, 280);
    tcase_add_checked_fixture(tests, setup, teardown);
    if (!SANITIZED) { /* which need stacks of their own size */
        tcase_add_test(tests, every_call_without_a_context);
        tcase_add_test(tests, every_call_on_every_instruction_set);
        tcase_add_test(tests, tasks_on_a_small_stack);
        tcase_add_test(tests, outputs_past_the_cache);
        tcase_add_test(tests, as_many_axes_and_operands_as_there_may_be);
    }
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
