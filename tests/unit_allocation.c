/* unit_allocation.c: every allocation fails once, and from then on; and calls that need no memory take none. Linked so
 * that the library's allocations, and its threads, come from here. */
#include "support/run_suite.h"
#include <errno.h>
#include <pthread.h>
#include <ravel/elementwise.h>
#include <ravel/view.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void *__real_malloc(size_t nbytes);
void __real_free(void *block);
void *__real_calloc(size_t n, size_t nbytes);
int __real_posix_memalign(void **memory, size_t alignment, size_t nbytes);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument);
void *__wrap_malloc(size_t nbytes);
void __wrap_free(void *block);
void *__wrap_calloc(size_t n, size_t nbytes);
int __wrap_posix_memalign(void **memory, size_t alignment, size_t nbytes);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument);

/* Which requests fail: number fails_at, and with `persistent` all after it; counted from 1 while `armed`. */
static struct {
    bool armed, persistent;
    _Atomic int64_t n_requests;
    int64_t fails_at;
} plan;

static bool fails(void)
{
    if (!plan.armed)
        return false;
    const int64_t request = ++plan.n_requests;
    return request == plan.fails_at || (plan.persistent && plan.fails_at > 0 && request > plan.fails_at);
}

/* What malloc gave last; and a block that is waited for. */
static void *last_block, *watched;
static bool watched_is_free;

void *__wrap_malloc(size_t nbytes)
{
    return last_block = fails() ? NULL : __real_malloc(nbytes);
}

void __wrap_free(void *block)
{
    watched_is_free |= block != NULL && block == watched;
    __real_free(block);
}

/* What another thread does meanwhile, once. */
static void (*meanwhile)(void);

void *__wrap_calloc(size_t n, size_t nbytes)
{
    void (*happens)(void) = meanwhile;
    meanwhile = NULL;
    if (happens != NULL)
        happens();
    return fails() ? NULL : __real_calloc(n, nbytes);
}

int __wrap_posix_memalign(void **memory, size_t alignment, size_t nbytes)
{
    return fails() ? ENOMEM : __real_posix_memalign(memory, alignment, nbytes);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument)
{
    return fails() ? EAGAIN : __real_pthread_create(thread, attributes, start, argument);
}

enum { N = 200000, SHIFT = 5 };
static double memory[2 * N + SHIFT], untouched[2 * N + SHIFT];

static int32_t halve(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    for (size_t i = 0; i < n; i++)
        ((double *)out[0])[i] = ((const double *)in[0])[i] / 2;
    return 0;
}

/* What a scenario holds. */
typedef struct holdings {
    ravel_context *context;
    const ravel_kernel *kernel;
    ravel_array *in, *out, *over, *view;
} holdings;

/* Calls of every kind that may allocate, up to the first that has no memory. */
static ravel_status scenario(holdings *held)
{
    static const int64_t n[] = {N};
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {halve};
    ravel_status status = ravel_context_create(&held->context);
    if (status == RAVEL_OK)
        status = ravel_context_set_threads(held->context, 3);
    if (status == RAVEL_OK)
        status = ravel_array_create(held->context, memory, sizeof memory, 0, RAVEL_FLOAT64, 1, n, NULL, 0, &held->in);
    if (status == RAVEL_OK)
        status = ravel_array_create(held->context, memory, sizeof memory, N * 8, RAVEL_FLOAT64, 1, n, NULL,
                                    RAVEL_WRITEABLE, &held->out);
    if (status == RAVEL_OK)
        status = ravel_array_create(held->context, memory, sizeof memory, SHIFT * 8, RAVEL_FLOAT64, 1, n, NULL,
                                    RAVEL_WRITEABLE, &held->over);
    if (status == RAVEL_OK)
        status = ravel_array_flip(held->context, held->in, 0, NULL, &held->view);
    if (status == RAVEL_OK)
        status = ravel_kernel_create(held->context, "halve", 1, 1, 1, dtypes, loops, NULL, NULL,
                                     RAVEL_KERNEL_THREAD_SAFE, NULL, &held->kernel);
    if (status == RAVEL_OK)
        status =
            ravel_apply(held->context, held->kernel, 1, &(const ravel_array *){held->view}, NULL, 0, 1, &held->out);
    if (status == RAVEL_OK)
        status = ravel_copy(held->context, held->in, held->over);
    return status;
}

static void drop(holdings *held)
{
    ck_assert_int_eq(ravel_array_destroy(held->in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(held->out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(held->over), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(held->view), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(held->kernel), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(held->context), RAVEL_OK);
    *held = (holdings){.context = NULL};
}

static void fill(void)
{
    for (int32_t i = 0; i < 2 * N + SHIFT; i++)
        memory[i] = untouched[i] = i;
}

static void check_results(void)
{
    for (int32_t i = 0; i < N; i++)
        ck_assert(memory[SHIFT + i] == i);
    for (int32_t i = SHIFT; i < N; i++)
        ck_assert(memory[N + i] == (N - 1 - i) / 2.0);
}

/* Where a request fails the call answers RAVEL_OUT_OF_MEMORY, or does without (a thread that cannot be started): never
 * anything else. Gives the number of requests. */
static int64_t fail_at(int64_t request, bool persistent)
{
    holdings held = {.context = NULL};
    fill();
    plan.fails_at = request;
    plan.persistent = persistent;
    plan.n_requests = 0;
    plan.armed = true;
    const ravel_status status = scenario(&held);
    plan.armed = false;
    if (status == RAVEL_OK) {
        check_results();
    } else {
        ck_assert_msg(status == RAVEL_OUT_OF_MEMORY, "request %lld: answers %d", (long long)request, status);
        if (held.context) {
            int32_t recorded = 0;
            ck_assert_int_eq(ravel_context_error(held.context, &recorded, NULL, NULL, NULL, 0, NULL), RAVEL_OK);
            ck_assert_int_eq(recorded, status);
        }
        if (held.over) /* the copy had no scratch memory: it wrote nothing */
            ck_assert_mem_eq(memory, untouched, SHIFT * sizeof *memory);
    }
    drop(&held);
    return plan.n_requests;
}

START_TEST(every_request_may_fail)
{
    const int64_t n_requests = fail_at(0, false);
    ck_assert_int_ge(n_requests, 5);
    bool refused = false;
    for (int64_t request = 1; request <= n_requests; request++) {
        (void)fail_at(request, false);
        refused |= plan.n_requests < n_requests;
        (void)fail_at(request, true);
        ck_assert_int_ge(fail_at(0, false), 1); /* and all is well again */
    }
    ck_assert(refused);
}
END_TEST

/* ---- slots ---- */

enum { MOST_ARRAYS = 1024 };
static ravel_array *arrays[MOST_ARRAYS];
static int32_t n_arrays;

static void make_array(void)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, memory, 0, &array), RAVEL_OK);
    ck_assert_int_lt(n_arrays, MOST_ARRAYS);
    arrays[n_arrays++] = array; /* another thread may have added its own */
}

/* Two threads find that the next slots have no memory yet: the second to bring some takes the first one's. */
START_TEST(another_thread_brings_the_same_slots)
{
    for (int32_t times = 0; times < 2; times++) {
        meanwhile = make_array;
        while (meanwhile != NULL)
            make_array();
    }
    ck_assert_int_gt(n_arrays, 256);
    for (int32_t i = 0; i < n_arrays; i++) {
        for (int32_t other = 0; other < i; other++)
            ck_assert_ptr_ne(arrays[i], arrays[other]);
        int32_t ndim = -1;
        ck_assert_int_eq(ravel_array_ndim(arrays[i], &ndim), RAVEL_OK);
        ck_assert_int_eq(ndim, 0);
    }
    while (n_arrays > 0)
        ck_assert_int_eq(ravel_array_destroy(arrays[--n_arrays]), RAVEL_OK);
}
END_TEST

/* Prepared calls that need no scratch memory: no request at all, whether they succeed or fail. */
START_TEST(calls_request_nothing)
{
    static const int64_t shape[] = {100, 30}, columns[] = {8, 800}, kept[] = {30};
    static unsigned char mask_bytes[3000];
    ravel_context *context = NULL;
    ravel_array *a = NULL, *b = NULL, *c = NULL, *swapped = NULL, *mask = NULL, *narrow = NULL, *row = NULL;
    const ravel_kernel *sum = NULL, *running_sum = NULL, *add = NULL;
    fill();
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, 0, RAVEL_FLOAT64, 2, shape, NULL, 0, &a),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, 0, RAVEL_FLOAT64, 2, shape, columns, 0, &b),
                     RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, sizeof memory, N * 8, RAVEL_FLOAT64, 2, shape, NULL, RAVEL_WRITEABLE, &c),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, N * 8 + 30003, RAVEL_FLOAT64, 2, shape, columns,
                                        RAVEL_WRITEABLE | RAVEL_SWAPPED, &swapped),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, 80000, RAVEL_INT32, 2, shape, NULL, 0, &narrow),
                     RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, sizeof memory, N * 8, RAVEL_FLOAT64, 1, kept, NULL, RAVEL_WRITEABLE, &row),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, mask_bytes, sizeof mask_bytes, 0, RAVEL_BOOL, 2, shape, NULL, 0, &mask),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "add", &add), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "sum", &sum), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "cumulative_sum", &running_sum), RAVEL_OK);
    plan.fails_at = 0;
    plan.n_requests = 0;
    plan.armed = true;
    for (int32_t i = 0; i < 3; i++) {
        const ravel_array *inputs[] = {a, i == 0 ? a : i == 1 ? b : narrow};
        ravel_status status[8] = {0};
        status[0] = ravel_apply(context, add, 2, inputs, NULL, 0, 1, &c);
        status[1] = ravel_apply(context, add, 2, inputs, mask, 0, 1, &swapped);
        status[2] = ravel_apply(NULL, add, 2, inputs, mask, 0, 1, &swapped);
        status[3] = ravel_reduce(context, sum, inputs[1], 1, &(int32_t){0}, NULL, NULL, RAVEL_OPTION_CASTING_SAFE, row);
        status[4] = ravel_accumulate(context, running_sum, a, 1, 0, c);
        status[5] = ravel_apply(context, add, 1, inputs, NULL, 0, 1, &c);
        status[6] = ravel_apply(context, add, 2, inputs, NULL, 0, 1, &row);
        plan.armed = false;
        for (int32_t k = 0; k < 3; k++)
            ck_assert_int_eq(status[k], RAVEL_OK);
        ck_assert_int_eq(status[4], RAVEL_OK);
        ck_assert_int_eq(status[5], RAVEL_WRONG_ARITY);
        ck_assert_int_eq(status[6], RAVEL_SHAPE_MISMATCH);
        size_t needed = 0;
        ck_assert_int_eq(status[3], RAVEL_OK);
        ck_assert_int_eq(ravel_reduce_scratch(context, sum, inputs[1], 1, &(int32_t){0}, NULL, NULL,
                                              RAVEL_OPTION_CASTING_SAFE, row, &needed),
                         RAVEL_OK);
        ck_assert_msg(plan.n_requests == 0 || needed > 0, "%lld requests", (long long)plan.n_requests);
        plan.n_requests = 0;
        plan.armed = true;
    }
    plan.armed = false;
    ravel_array *const all[] = {a, b, c, swapped, mask, narrow, row};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ck_assert_int_eq(ravel_array_destroy(all[i]), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}
END_TEST

/* A context's threads are started by its first large call, and started anew in a child of fork, which has none of them:
 * what stood for them there is freed. */
START_TEST(a_child_frees_its_parents_threads)
{
    static const int64_t n[] = {N};
    ravel_context *context = NULL;
    ravel_array *in = NULL, *out = NULL;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_threads(context, 3), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, 0, RAVEL_FLOAT64, 1, n, NULL, 0, &in), RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, sizeof memory, N * 8, RAVEL_FLOAT64, 1, n, NULL, RAVEL_WRITEABLE, &out),
        RAVEL_OK);
    last_block = NULL;
    const ravel_status first = ravel_negative(context, in, out);
    void *const of_parent = last_block; /* before Check takes memory */
    ck_assert_int_eq(first, RAVEL_OK);
    ck_assert_ptr_nonnull(of_parent);
    const pid_t child = fork();
    if (child == 0) {
        watched = of_parent;
        const ravel_status status = ravel_negative(context, in, out);
        _exit(status == RAVEL_OK && watched_is_free ? 0 : 1);
    }
    int status = -1;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    watched = of_parent;
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
    ck_assert(watched_is_free);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("allocation");
    TCase *tests = tcase_create("allocation");
    tcase_set_timeout(tests, 200);
    tcase_add_test(tests, every_request_may_fail);
    tcase_add_test(tests, another_thread_brings_the_same_slots);
    tcase_add_test(tests, calls_request_nothing);
    tcase_add_test(tests, a_child_frees_its_parents_threads);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
