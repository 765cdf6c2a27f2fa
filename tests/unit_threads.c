/* unit_threads.c: tasks on the pool, with forks, signals and failures around them. */
#include "support/run_suite.h"
#include "support/tasks.h"
#include <fenv.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* gcc has a macro for each sanitizer, clang a question. */
#ifndef __has_feature
#    define __has_feature(name) 0
#endif
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#    define THREAD_SANITIZER 1
#else
#    define THREAD_SANITIZER 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#    define SANITIZED 1
#else
#    define SANITIZED THREAD_SANITIZER
#endif

static void set_threads(int32_t n)
{
    rvl_pool_destroy(context.pool);
    context.pool = NULL;
    context.n_threads = n;
}

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Keeps each task busy until as many threads as asked for have come, or ten seconds have passed. */
typedef struct meeting {
    int32_t n_expected;
    pthread_t main_thread;
    _Atomic int32_t n_come;
    void (*visit)(void); /* what each thread but the main one does */
} meeting;

static void meet(int64_t index, void *data)
{
    meeting *const place = data;
    const double deadline = seconds() + 10;
    (void)index;
    if (place->visit != NULL && pthread_equal(pthread_self(), place->main_thread) == 0)
        place->visit();
    atomic_fetch_add(&place->n_come, 1);
    while (atomic_load(&place->n_come) < place->n_expected && seconds() < deadline)
        (void)sched_yield();
}

/* One task per thread, none of which ends before all have started: so all threads take part. */
static bool all_threads_meet(void (*visit)(void))
{
    meeting place = {context.n_threads, pthread_self(), 0, visit};
    const double start = seconds();
    return rvl_run_tasks(&call, context.n_threads, meet, &place) == RAVEL_OK && seconds() - start < 10;
}

START_TEST(every_task_runs_exactly_once)
{
    for (int32_t n_threads = 1; n_threads <= 8; n_threads++) {
        set_threads(n_threads);
        for (int64_t n_tasks = 0; n_tasks < 40; n_tasks++)
            ck_assert(every_task_runs_once(n_tasks));
        ck_assert(every_task_runs_once(MAX_TASKS));
        ck_assert_int_eq(context.pool != NULL, n_threads > 1);
    }
    set_threads(1);
}
END_TEST

START_TEST(many_small_jobs)
{
    for (int32_t n_threads = 2; n_threads <= 8; n_threads += 3) {
        set_threads(n_threads);
        for (int32_t i = 0; i < (SANITIZED ? 3000 : 30000); i++) {
            ck_assert(every_task_runs_once(2 + i % 9));
            if (i % 1000 == 999)
                (void)usleep(200); /* so that workers go to sleep now and then */
        }
    }
    set_threads(1);
}
END_TEST

START_TEST(all_threads_take_part)
{
    for (int32_t n_threads = 2; n_threads <= 8; n_threads++) {
        set_threads(n_threads);
        ck_assert(all_threads_meet(NULL));
        (void)usleep(1000);
        ck_assert(all_threads_meet(NULL));
    }
    set_threads(1);
}
END_TEST

static void note_order(int64_t index, void *data)
{
    int64_t *const next = data;
    ck_assert_int_eq(index, (*next)++);
}

START_TEST(one_thread_or_no_context_runs_in_order)
{
    int64_t next = 0;
    rvl_call without_context = {.context = NULL, .function = "unit_threads"};
    ck_assert_int_eq(rvl_run_tasks(&without_context, 50, note_order, &next), RAVEL_OK);
    ck_assert_int_eq(next, 50);
    next = 0;
    set_threads(1);
    ck_assert_int_eq(rvl_run_tasks(&call, 50, note_order, &next), RAVEL_OK);
    ck_assert_int_eq(next, 50);
    ck_assert_ptr_null(context.pool);
}
END_TEST

static int32_t n_threads_of_process(void)
{
    char line[128];
    int n = -1;
    FILE *const status = fopen("/proc/self/status", "r");
    ck_assert_ptr_nonnull(status);
    while (fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, "Threads:", 8) == 0)
            n = (int)strtol(line + 8, NULL, 10);
    (void)fclose(status);
    return n;
}

START_TEST(destroy_joins_the_threads)
{
    set_threads(2);
    ck_assert(all_threads_meet(NULL)); /* the thread sanitizer starts a thread of its own with the first one */
    set_threads(1);
    const int32_t n_before = n_threads_of_process();
    set_threads(4);
    ck_assert_int_eq(n_threads_of_process(), n_before);
    ck_assert(all_threads_meet(NULL));
    ck_assert_int_eq(n_threads_of_process(), n_before + 3);
    set_threads(1);
    ck_assert_int_eq(n_threads_of_process(), n_before);
}
END_TEST

static _Atomic int32_t n_wrong;

static void check_environment(void)
{
    if (rounds_upwards())
        n_wrong++;
    (void)fesetround(FE_UPWARD); /* as a user's kernel may, against the rules */
}

START_TEST(workers_round_to_nearest)
{
    (void)fesetround(FE_UPWARD);
    set_threads(3);
    for (int32_t i = 0; i < 10; i++)
        ck_assert(all_threads_meet(check_environment));
    ck_assert(rounds_upwards());
    (void)fesetround(FE_TONEAREST);
    set_threads(1);
    ck_assert_int_eq(n_wrong, 0);
}
END_TEST

static void check_signal_mask(void)
{
    sigset_t mask;
    (void)pthread_sigmask(SIG_SETMASK, NULL, &mask);
    const int faults[4] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    const int others[8] = {SIGINT, SIGTERM, SIGALRM, SIGUSR1, SIGCHLD, SIGPROF, SIGVTALRM, SIGHUP};
    for (int32_t i = 0; i < 4; i++)
        n_wrong += sigismember(&mask, faults[i]) != 0;
    for (int32_t i = 0; i < 8; i++)
        n_wrong += sigismember(&mask, others[i]) != 1;
    pthread_attr_t attributes;
    size_t nbytes = 0;
    (void)pthread_getattr_np(pthread_self(), &attributes);
    (void)pthread_attr_getstacksize(&attributes, &nbytes);
    (void)pthread_attr_destroy(&attributes);
    n_wrong += nbytes > 1048576; /* sanitizers add to the stack */
}

static pthread_t main_thread;
static _Atomic int32_t n_signals;

static void on_signal(int number)
{
    (void)number;
    n_signals++;
    if (pthread_equal(pthread_self(), main_thread) == 0)
        n_wrong++;
}

START_TEST(signals_are_not_delivered_to_workers)
{
    sigset_t before, after;
    main_thread = pthread_self();
    const struct sigaction action = {.sa_handler = on_signal};
    (void)sigaction(SIGUSR1, &action, NULL);
    (void)pthread_sigmask(SIG_SETMASK, NULL, &before);
    set_threads(4);
    ck_assert(all_threads_meet(check_signal_mask));
    (void)pthread_sigmask(SIG_SETMASK, NULL, &after);
    for (int number = 1; number < 32; number++)
        ck_assert_int_eq(sigismember(&before, number), sigismember(&after, number));
    for (int32_t i = 0; i < 200; i++) {
        (void)kill(getpid(), SIGUSR1);
        ck_assert(every_task_runs_once(20));
    }
    set_threads(1);
    ck_assert_int_gt(n_signals, 0);
    ck_assert_int_eq(n_wrong, 0);
}
END_TEST

/* Runs tasks in a child of fork and gives whether all went well there. */
static bool child_succeeds(bool (*body)(void))
{
    const pid_t child = fork();
    if (child == 0) {
        (void)alarm(SANITIZED ? 100 : 20);
        _exit(body() ? 0 : 1);
    }
    int status = -1;
    ck_assert_int_gt(child, 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool only_forget(void)
{
    set_threads(1);
    return every_task_runs_once(100);
}

static bool use_threads(void)
{
    if (THREAD_SANITIZER) /* which takes a thread of the child's for one of the parent's, and gives up */
        return only_forget();
    const int32_t n_threads = context.n_threads;
    if (!every_task_runs_once(100) || !all_threads_meet(NULL))
        return false;
    set_threads(n_threads + 1);
    const bool met = all_threads_meet(NULL);
    set_threads(1);
    return met;
}

static bool fork_again(void)
{
    return use_threads() && child_succeeds(use_threads);
}

START_TEST(fork_before_and_after_the_threads_start)
{
    set_threads(3);
    ck_assert(child_succeeds(use_threads));
    ck_assert(child_succeeds(only_forget));
    ck_assert(all_threads_meet(NULL));
    for (int32_t i = 0; i < 20; i++) {
        ck_assert(child_succeeds(use_threads));
        ck_assert(child_succeeds(only_forget));
        ck_assert(child_succeeds(fork_again));
        ck_assert(all_threads_meet(NULL));
    }
    set_threads(1);
}
END_TEST

static _Atomic bool enough;
static _Atomic int64_t n_jobs;

static void *run_jobs(void *unused)
{
    (void)unused;
    while (!atomic_load(&enough)) {
        if (!every_task_runs_once(10))
            n_wrong++;
        n_jobs++;
    }
    return NULL;
}

START_TEST(fork_while_another_thread_runs_tasks)
{
    pthread_t other;
    set_threads(3);
    ck_assert(every_task_runs_once(10));
    if (SANITIZED) /* a thread that starts holds locks of the sanitizer's, which a child would find locked forever */
        ck_assert(all_threads_meet(NULL));
    ck_assert_int_eq(pthread_create(&other, NULL, run_jobs, NULL), 0);
    while (SANITIZED && atomic_load(&n_jobs) < 10)
        (void)sched_yield();
    for (int32_t i = 0; i < (SANITIZED ? 30 : 200); i++)
        ck_assert(child_succeeds(i % 2 == 0 ? use_threads : only_forget));
    atomic_store(&enough, true);
    ck_assert_int_eq(pthread_join(other, NULL), 0);
    ck_assert(all_threads_meet(NULL));
    set_threads(1);
    ck_assert_int_eq(n_wrong, 0);
}
END_TEST

/* With no address space left for stacks, the call runs on the calling thread alone; with some left, on more. */
START_TEST(threads_that_cannot_be_started_are_done_without)
{
    struct rlimit limit;
    (void)getrlimit(RLIMIT_AS, &limit);
    const rlim_t unlimited = limit.rlim_cur;
    set_threads(8);
    limit.rlim_cur = 0;
    (void)setrlimit(RLIMIT_AS, &limit);
    const bool alone = every_task_runs_once(100);
    const bool no_pool = context.pool == NULL;
    limit.rlim_cur = unlimited;
    (void)setrlimit(RLIMIT_AS, &limit);
    ck_assert(alone);
    ck_assert(no_pool);
    ck_assert(all_threads_meet(NULL));
    set_threads(1);
}
END_TEST

static void wait_for_both(int64_t index, void *data)
{
    _Atomic int32_t *const n_come = data;
    (void)index;
    atomic_fetch_add(n_come, 1);
    for (int32_t i = 0; i < 100000000 && atomic_load(n_come) < 2; i++)
        if (i >= 1000)
            (void)sched_yield(); /* the other thread may need this very processor */
}

START_TEST(handing_over_is_quick)
{
    set_threads(2);
    double best = 1;
    for (int32_t i = 0; i < 20; i++) {
        const double start = seconds();
        for (int32_t k = 0; k < 1000; k++) {
            _Atomic int32_t n_come = 0;
            (void)rvl_run_tasks(&call, 2, wait_for_both, &n_come);
        }
        const double took = (seconds() - start) / 1000;
        best = took < best ? took : best;
    }
    printf("threads: handing a task to another thread takes %.2f us\n", best * 1e6);
    set_threads(1);
    ck_assert(best < 0.1);
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("threads");
    TCase *const tests = tcase_create("threads");
    tcase_set_timeout(tests, 200);
    context.n_threads = 1;
    tcase_add_test(tests, every_task_runs_exactly_once);
    tcase_add_test(tests, many_small_jobs);
    tcase_add_test(tests, all_threads_take_part);
    tcase_add_test(tests, one_thread_or_no_context_runs_in_order);
    tcase_add_test(tests, destroy_joins_the_threads);
    tcase_add_test(tests, workers_round_to_nearest);
    tcase_add_test(tests, signals_are_not_delivered_to_workers);
    tcase_add_test(tests, fork_before_and_after_the_threads_start);
    tcase_add_test(tests, fork_while_another_thread_runs_tasks);
    if (!SANITIZED) /* whose own memory counts too */
        tcase_add_test(tests, threads_that_cannot_be_started_are_done_without);
    tcase_add_test(tests, handing_over_is_quick);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
