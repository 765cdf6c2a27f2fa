/* check_handle_threads.c: handles that die in one thread while others use them: an error or the right result. */
#include "support/run_suite.h"
#include <pthread.h>
#include <ravel/apply.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

/* As ck_assert, which writes to a pipe each time, but for loops that run millions of times. */
#define ASSERT(condition)         \
    do {                          \
        if (!(condition))         \
            ck_assert(condition); \
    } while (0)

enum { CONTEXT, ARRAY, KERNEL, N_TYPES };

static double element = 1.5;
static _Atomic int32_t n_releases;

#define C ((ravel_context *)(uintptr_t)handle)
#define A ((ravel_array *)(uintptr_t)handle)
#define K ((const ravel_kernel *)(uintptr_t)handle)

static uint64_t value_of(const void *handle)
{
    return (uint64_t)(uintptr_t)handle;
}

static int32_t copy_loop(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    for (size_t i = 0; i < n; i++)
        ((double *)out[0])[i] = ((const double *)in[0])[i];
    return 0;
}

static void count_release(void *user)
{
    atomic_fetch_add((_Atomic int32_t *)user, 1);
}

static ravel_array *make_array(void)
{
    ravel_array *array = NULL;
    ASSERT(ravel_array_create(NULL, &element, sizeof element, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE,
                              &array) == RAVEL_OK);
    return array;
}

static const ravel_kernel *make_kernel(void)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64};
    const ravel_kernel_fn loop = copy_loop;
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(
        ravel_kernel_create(NULL, "copy of mine", 1, 1, 1, dtypes, &loop, &n_releases, count_release, 0, NULL, &kernel),
        RAVEL_OK);
    return kernel;
}

static ravel_context *make_context(void)
{
    ravel_context *context = NULL;
    ASSERT(ravel_context_create(&context) == RAVEL_OK);
    return context;
}

static ravel_status destroy(int32_t type, uint64_t handle)
{
    return type == CONTEXT ? ravel_context_destroy(C)
           : type == ARRAY ? ravel_array_destroy(A)
                           : ravel_kernel_destroy(K);
}

#define N_READERS 2

static int64_t n_iterations(void)
{
    const char *wanted = getenv("RAVEL_TEST_ITERATIONS");
    return wanted != NULL ? strtoll(wanted, NULL, 10) : 1000000;
}

static _Atomic uint64_t shared; /* the handle that is being used */
static _Atomic bool stop;
static _Atomic int64_t n_right, n_stale, n_busy, n_wrong;

static void count(ravel_status status, bool right)
{
    if (status == RAVEL_OK && right)
        atomic_fetch_add(&n_right, 1);
    else if (status == RAVEL_STALE_HANDLE)
        atomic_fetch_add(&n_stale, 1);
    else if (status == RAVEL_BUSY)
        atomic_fetch_add(&n_busy, 1);
    else
        atomic_fetch_add(&n_wrong, 1);
}

/* Every array here has four equal lengths, so a mixture of two shows. */
static void *read_arrays(void *unused)
{
    while (!atomic_load(&stop)) {
        const uint64_t handle = atomic_load(&shared);
        int64_t shape[4] = {0, 0, 0, 0};
        int64_t size = 0;
        ravel_status status = ravel_array_shape(A, 4, shape);
        count(status,
              shape[0] >= 1 && shape[0] <= 7 && shape[1] == shape[0] && shape[2] == shape[0] && shape[3] == shape[0]);
        status = ravel_array_size(A, &size);
        count(status,
              size == 1 || size == 16 || size == 81 || size == 256 || size == 625 || size == 1296 || size == 2401);
    }
    return unused;
}

static void *use_contexts(void *unused)
{
    while (!atomic_load(&stop)) {
        const uint64_t handle = atomic_load(&shared);
        count(ravel_context_set_casting(C, RAVEL_CASTING_UNSAFE), true);
    }
    return unused;
}

static void *destroy_too(void *unused)
{
    while (!atomic_load(&stop)) {
        const ravel_status status = destroy(ARRAY, atomic_load(&shared));
        count(status == RAVEL_DOUBLE_DESTROY ? RAVEL_STALE_HANDLE : status, true);
    }
    return unused;
}

static void start(pthread_t *threads, void *(*body)(void *))
{
    atomic_store(&stop, false);
    n_right = n_stale = n_busy = n_wrong = 0;
    for (int32_t i = 0; i < N_READERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, body, NULL), 0);
}

static void finish(const pthread_t *threads)
{
    atomic_store(&stop, true);
    for (int32_t i = 0; i < N_READERS; i++)
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
    ck_assert_int_eq(n_wrong, 0);
}

START_TEST(arrays_die_while_others_read_them)
{
    pthread_t threads[N_READERS];
    const int64_t n = n_iterations();
    static unsigned char memory[2401];
    atomic_store(&shared, value_of(make_array()));
    ck_assert_int_eq(destroy(ARRAY, atomic_load(&shared)), RAVEL_OK);
    start(threads, read_arrays);
    for (int64_t i = 0; i < n; i++) {
        const int64_t length = 1 + i % 7;
        const int64_t shape[4] = {length, length, length, length};
        ravel_array *array = NULL;
        ASSERT(ravel_array_create(NULL, memory, sizeof memory, 0, RAVEL_UINT8, 4, shape, NULL, 0, &array) == RAVEL_OK);
        atomic_store(&shared, value_of(array));
        ASSERT(ravel_array_destroy(array) == RAVEL_OK);
    }
    finish(threads);
    ck_assert_int_eq(n_busy, 0);
}
END_TEST

START_TEST(arrays_are_destroyed_by_one_thread_only)
{
    pthread_t threads[N_READERS];
    const int64_t n = n_iterations() / 10;
    int64_t n_mine = 0;
    atomic_store(&shared, value_of(make_array()));
    ck_assert_int_eq(destroy(ARRAY, atomic_load(&shared)), RAVEL_OK);
    start(threads, destroy_too);
    for (int64_t i = 0; i < n; i++) {
        const uint64_t handle = value_of(make_array());
        atomic_store(&shared, handle);
        const ravel_status status = destroy(ARRAY, handle);
        ASSERT(status == RAVEL_OK || status == RAVEL_DOUBLE_DESTROY);
        n_mine += status == RAVEL_OK;
    }
    finish(threads);
    ck_assert_int_eq(n_right + n_mine, n);
}
END_TEST

START_TEST(contexts_die_while_others_use_them)
{
    pthread_t threads[N_READERS];
    const int64_t n = n_iterations() / 10;
    atomic_store(&shared, value_of(make_context()));
    ck_assert_int_eq(destroy(CONTEXT, atomic_load(&shared)), RAVEL_OK);
    start(threads, use_contexts);
    for (int64_t i = 0; i < n; i++) {
        ravel_context *context = make_context();
        atomic_store(&shared, value_of(context));
        ravel_status status;
        do
            status = ravel_context_destroy(context);
        while (status == RAVEL_BUSY);
        ASSERT(status == RAVEL_OK);
    }
    finish(threads);
}
END_TEST

/* A kernel lives until its last use has ended, and its release is called once. */
static void *apply_kernels(void *unused)
{
    ravel_context *context = make_context();
    ravel_array *in = make_array(), *out = NULL;
    double result = 0;
    ASSERT(ravel_array_create(NULL, &result, sizeof result, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE, &out) ==
           RAVEL_OK);
    const ravel_array *const inputs[] = {in};
    while (!atomic_load(&stop)) {
        const uint64_t handle = atomic_load(&shared);
        result = 0;
        const ravel_status status = ravel_apply(context, K, 1, inputs, NULL, 0, 1, &out);
        count(status, result == element);
        ASSERT(status == RAVEL_OK || result == 0);
    }
    ASSERT(ravel_array_destroy(in) == RAVEL_OK && ravel_array_destroy(out) == RAVEL_OK);
    ASSERT(ravel_context_destroy(context) == RAVEL_OK);
    return unused;
}

START_TEST(kernels_die_while_others_apply_them)
{
    pthread_t threads[N_READERS];
    const int64_t n = n_iterations() / 10;
    atomic_store(&shared, value_of(make_kernel()));
    ck_assert_int_eq(destroy(KERNEL, atomic_load(&shared)), RAVEL_OK);
    start(threads, apply_kernels);
    for (int64_t i = 0; i < n; i++) {
        const ravel_kernel *kernel = make_kernel();
        atomic_store(&shared, value_of(kernel));
        ASSERT(ravel_kernel_destroy(kernel) == RAVEL_OK);
    }
    finish(threads);
    ck_assert_int_eq(n_busy, 0);
    ck_assert_int_eq(n_releases, n + 1);
}
END_TEST

/* Readers see the one buffer or the other, and never a mixture. */
static unsigned char first_buffer[4], second_buffer[8];

static void *read_rebound(void *unused)
{
    while (!atomic_load(&stop)) {
        const uint64_t handle = atomic_load(&shared);
        void *data = NULL;
        const ravel_status status = ravel_array_require(NULL, A, RAVEL_UINT8, 1, RAVEL_C_CONTIGUOUS, &data);
        count(status, data == first_buffer || data == second_buffer + 4);
    }
    return unused;
}

static void *rebind_too(void *unused)
{
    while (!atomic_load(&stop)) {
        const uint64_t handle = atomic_load(&shared);
        count(ravel_array_rebind(NULL, A, first_buffer, 4, 0), true);
        void *data = NULL;
        const ravel_status status = ravel_array_require(NULL, A, RAVEL_UINT8, 1, RAVEL_C_CONTIGUOUS, &data);
        count(status, data == first_buffer || data == second_buffer + 4);
    }
    return unused;
}

static void rebind_and_destroy(void *(*body)(void *))
{
    static const int64_t shape[] = {4};
    pthread_t threads[N_READERS];
    const int64_t n = n_iterations() / 10;
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, first_buffer, 4, 0, RAVEL_UINT8, 1, shape, NULL, 0, &array), RAVEL_OK);
    atomic_store(&shared, value_of(array));
    start(threads, body);
    for (int64_t i = 0; i < n; i++) {
        const ravel_status status = i % 2 == 0 ? ravel_array_rebind(NULL, array, second_buffer, 8, 4)
                                               : ravel_array_rebind(NULL, array, first_buffer, 4, 0);
        ASSERT(status == RAVEL_OK || status == RAVEL_BUSY);
        if (i % 64 == 63) {
            ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
            ck_assert_int_eq(ravel_array_create(NULL, first_buffer, 4, 0, RAVEL_UINT8, 1, shape, NULL, 0, &array),
                             RAVEL_OK);
            atomic_store(&shared, value_of(array));
        }
    }
    finish(threads);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

START_TEST(arrays_are_rebound_while_others_read_them)
{
    rebind_and_destroy(read_rebound);
    ck_assert_int_eq(n_busy, 0);
}
END_TEST

START_TEST(arrays_are_rebound_by_several_threads_and_destroyed)
{
    rebind_and_destroy(rebind_too);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("handle_threads");
    TCase *threads = tcase_create("threads");
    tcase_set_timeout(threads, 1200);
    tcase_add_test(threads, arrays_die_while_others_read_them);
    tcase_add_test(threads, arrays_are_destroyed_by_one_thread_only);
    tcase_add_test(threads, contexts_die_while_others_use_them);
    tcase_add_test(threads, kernels_die_while_others_apply_them);
    tcase_add_test(threads, arrays_are_rebound_while_others_read_them);
    tcase_add_test(threads, arrays_are_rebound_by_several_threads_and_destroyed);
    suite_add_tcase(suite, threads);
    return run_suite(suite);
}
