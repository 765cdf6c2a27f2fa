/* check_fork.c: a child of fork goes on with the contexts that its parent made, whose threads it does not have. */
#include "support/run_suite.h"
#include <ravel/elementwise.h>
#include <ravel/statistics.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The thread sanitizer takes a thread of the child's for one of the parent's, and gives up. */
#ifndef __has_feature
#    define __has_feature(name) 0
#endif
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#    define CHILDREN_HAVE_THREADS 0
#else
#    define CHILDREN_HAVE_THREADS 1
#endif

enum { N = 1 << 18 };

static ravel_context *context;
static double numbers[N], results[N], doubled[N], running[N];
static ravel_array *in, *out, *total;
static double total_memory, total_expected;

static bool call_all(void)
{
    memset(results, 0, sizeof results);
    total_memory = 0;
    if (ravel_add(context, in, in, out) != RAVEL_OK || memcmp(results, doubled, sizeof results) != 0)
        return false;
    if (ravel_cumulative_sum(context, in, 0, 0, out) != RAVEL_OK || memcmp(results, running, sizeof results) != 0)
        return false;
    return ravel_sum(context, in, 0, NULL, 0, total) == RAVEL_OK && total_memory == total_expected;
}

static bool destroy_context(void)
{
    return ravel_context_destroy(context) == RAVEL_OK && ravel_context_destroy(context) == RAVEL_DOUBLE_DESTROY;
}

static bool compute_and_destroy(void)
{
    if (!CHILDREN_HAVE_THREADS && ravel_context_set_threads(context, 1) != RAVEL_OK)
        return false;
    return call_all() && call_all() && destroy_context();
}

static bool change_threads_compute_and_destroy(void)
{
    return ravel_context_set_threads(context, CHILDREN_HAVE_THREADS ? 5 : 1) == RAVEL_OK && compute_and_destroy();
}

static bool child_succeeds(bool (*body)(void))
{
    const pid_t child = fork();
    if (child == 0) {
        (void)alarm(100); /* for one that waits for threads that are not there */
        _exit(body() ? 0 : 1);
    }
    int status = -1;
    ck_assert_int_gt(child, 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool fork_compute_and_destroy(void)
{
    return child_succeeds(compute_and_destroy) && compute_and_destroy();
}

static ravel_array *make(void *memory, int32_t ndim, uint64_t flags)
{
    static const int64_t shape[] = {N};
    ravel_array *array = NULL;
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, ndim ? sizeof numbers : 8, 0, RAVEL_FLOAT64, ndim, shape, NULL, flags, &array),
        RAVEL_OK);
    return array;
}

START_TEST(a_child_computes_and_destroys_its_parents_context)
{
    static bool (*const bodies[])(void) = {destroy_context, compute_and_destroy, change_threads_compute_and_destroy,
                                           fork_compute_and_destroy};
    in = make(numbers, 1, 0);
    out = make(results, 1, RAVEL_WRITEABLE);
    total = make(&total_memory, 0, RAVEL_WRITEABLE);
    for (int32_t i = 0; i < N; i++) {
        numbers[i] = i % 1000 - 300;
        doubled[i] = 2 * numbers[i];
        total_expected += numbers[i];
        running[i] = total_expected;
    }
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_threads(context, 3), RAVEL_OK);
    for (int32_t started = 0; started < 2; started++) { /* before the threads are, and after */
        for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
            ck_assert_msg(child_succeeds(bodies[i]), "child %zu fails", i);
        ck_assert(call_all());
    }
    ck_assert(destroy_context());
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(total), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fork");
    TCase *tests = tcase_create("fork");
    tcase_add_test(tests, a_child_computes_and_destroys_its_parents_context);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
