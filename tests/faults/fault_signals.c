/* fault_signals.c: signals rain on the host's thread and on the process during calls: results are right, and no thread
 * of the library's takes one. */
#include "calls.h"
#include "fault.h"
#include "support/run_suite.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

/* How many signals make a rain. ThreadSanitizer holds them back until the next system call, and calls make few. */
#ifdef __SANITIZE_THREAD__
enum { N_SIGNALS = 2 };
#else
enum { N_SIGNALS = 20 };
#endif

static pthread_t host_thread;
static _Atomic int64_t n_taken, n_elsewhere;
static _Atomic bool enough;

static void on_signal(int number)
{
    (void)number;
    atomic_fetch_add(pthread_equal(pthread_self(), host_thread) ? &n_taken : &n_elsewhere, 1);
}

/* One signal after the other: at the host's thread, and at the process, of which any thread may take it that lets it.
 */
static void *rain(void *unused)
{
    sigset_t all;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, NULL);
    while (!atomic_load(&enough)) {
        (void)pthread_kill(host_thread, SIGUSR1);
        (void)kill(getpid(), SIGUSR2);
        (void)usleep(20);
    }
    return unused;
}

static void expect_same(const calls_plan *plan, ravel_context *context)
{
    pthread_t rainer;
    const uint64_t expected = calls_digest_of_all(plan, context);
    n_taken = 0;
    atomic_store(&enough, false);
    ck_assert_int_eq(pthread_create(&rainer, NULL, rain, NULL), 0);
    while (atomic_load(&n_taken) == 0)
        (void)sched_yield();
    do
        ck_assert_uint_eq(calls_digest_of_all(plan, context), expected);
    while (atomic_load(&n_taken) < N_SIGNALS);
    atomic_store(&enough, true);
    ck_assert_int_eq(pthread_join(rainer, NULL), 0);
    ck_assert_int_eq(n_elsewhere, 0);
}

static void setup(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    host_thread = pthread_self();
    (void)sigemptyset(&action.sa_mask);
    ck_assert_int_eq(sigaction(SIGUSR1, &action, NULL), 0);
    ck_assert_int_eq(sigaction(SIGUSR2, &action, NULL), 0);
}

START_TEST(on_one_thread)
{
    static const calls_plan plan = {9, 37, CALLS_ALL_LAYOUTS, false, NULL};
    expect_same(&plan, NULL);
}
END_TEST

START_TEST(on_three_threads)
{
    static const calls_plan plan = {200, 201, 1U << CALLS_CONTIGUOUS, true, NULL};
    ravel_context *context = NULL;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_threads(context, 3), RAVEL_OK);
    expect_same(&plan, context);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault_signals");
    TCase *tests = tcase_create("fault_signals");
    tcase_set_timeout(tests, 280);
    tcase_add_checked_fixture(tests, setup, NULL);
    tcase_add_test(tests, on_one_thread);
    tcase_add_test(tests, on_three_threads);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
