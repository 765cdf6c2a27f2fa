/* fault_fork.c: fork before, during and after threaded calls, from kernels and executors: parent and child go on. */
#include "fault.h"
#include "support/run_suite.h"
#include <pthread.h>
#include <ravel/elementwise.h>
#include <ravel/statistics.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { N = 60000 }; /* enough for threads, in elementary functions and in sums */

static double numbers[N], sines[N], total, expected_sines[N], expected_total;
static ravel_array *in, *sine_out, *total_out;
static ravel_context *context;

static ravel_array *line(double *memory, int32_t ndim, int64_t n)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, (size_t)n * sizeof *memory, 0, RAVEL_FLOAT64, ndim, &n, NULL,
                                        RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

/* Whether calls in this context give what they must. */
static bool computes(ravel_context *with)
{
    memset(sines, 0, sizeof sines);
    total = 0;
    return ravel_sin(with, in, sine_out) == RAVEL_OK && ravel_sum(with, in, 0, NULL, 0, total_out) == RAVEL_OK &&
           memcmp(sines, expected_sines, sizeof sines) == 0 && memcmp(&total, &expected_total, sizeof total) == 0;
}

static void setup(void)
{
    for (int32_t i = 0; i < N; i++)
        numbers[i] = 0.37 * i - 9000;
    in = line(numbers, 1, N);
    sine_out = line(sines, 1, N);
    total_out = line(&total, 0, 1);
    ck_assert_int_eq(ravel_sin(NULL, in, sine_out), RAVEL_OK);
    ck_assert_int_eq(ravel_sum(NULL, in, 0, NULL, 0, total_out), RAVEL_OK);
    memcpy(expected_sines, sines, sizeof sines);
    expected_total = total;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_threads(context, 3), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert(computes(context));
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(sine_out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(total_out), RAVEL_OK);
}

/* Whether the library works in a child: in the context that it has from its parent, in a new one, and in none. Under a
 * sanitizer it works there on one thread: the thread sanitizer takes a thread of the child's for one of the parent's
 * and gives up, and clang's address sanitizer waits for ever in a new thread of the child's if at the fork a starting
 * thread of the parent's held the lock of its allocator (until LLVM 17 it does not take that lock before it forks). */
static bool child_works(void)
{
    ravel_context *fresh = NULL;
    const int32_t n_threads = SANITIZED ? 1 : 2;
    if (SANITIZED && ravel_context_set_threads(context, 1) != RAVEL_OK)
        return false;
    return computes(context) && computes(NULL) && ravel_context_set_threads(context, n_threads) == RAVEL_OK &&
           computes(context) && ravel_context_create(&fresh) == RAVEL_OK &&
           ravel_context_set_threads(fresh, n_threads) == RAVEL_OK && computes(fresh) &&
           ravel_context_destroy(fresh) == RAVEL_OK;
}

static bool child_works_and_destroys(void)
{
    return child_works() && ravel_context_destroy(context) == RAVEL_OK &&
           ravel_context_destroy(context) == RAVEL_DOUBLE_DESTROY && computes(NULL);
}

static bool child_only_destroys(void)
{
    return ravel_context_destroy(context) == RAVEL_OK;
}

static bool child_has_a_child(void)
{
    return child_succeeds(child_works_and_destroys) && child_works() && child_succeeds(child_only_destroys) &&
           child_works_and_destroys();
}

START_TEST(before_the_first_threaded_call)
{
    ck_assert(child_succeeds(child_works_and_destroys));
    ck_assert(child_succeeds(child_only_destroys));
    ck_assert(computes(context));
}
END_TEST

START_TEST(after_a_threaded_call)
{
    for (int32_t i = 0; i < 20; i++) {
        ck_assert(computes(context));
        ck_assert(child_succeeds(child_works_and_destroys));
        ck_assert(child_succeeds(child_only_destroys));
    }
    ck_assert(child_succeeds(child_has_a_child));
}
END_TEST

/* ---- while another thread is in a threaded call ---- */

static ravel_context *others_context;
static _Atomic bool enough;
static _Atomic int64_t n_calls, n_wrong;

static void *call_often(void *unused)
{
    static double own_sines[N];
    ravel_array *out = line(own_sines, 1, N);
    while (!atomic_load(&enough)) {
        if (ravel_sin(others_context, in, out) != RAVEL_OK || memcmp(own_sines, expected_sines, sizeof own_sines) != 0)
            n_wrong++;
        n_calls++;
    }
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    return unused;
}

/* The other thread's context is free in the child, or in use for good by a thread that is not there: BUSY, never a
 * wait. */
static bool child_meets_the_others_context(void)
{
    const ravel_status status = ravel_context_set_threads(others_context, SANITIZED ? 1 : 2);
    if (status == RAVEL_BUSY)
        return ravel_sin(others_context, in, sine_out) == RAVEL_BUSY &&
               ravel_context_destroy(others_context) == RAVEL_BUSY && child_works_and_destroys();
    return status == RAVEL_OK && computes(others_context) && ravel_context_destroy(others_context) == RAVEL_OK &&
           child_works_and_destroys();
}

START_TEST(while_another_thread_is_in_a_threaded_call)
{
    pthread_t other;
    ck_assert_int_eq(ravel_context_create(&others_context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_threads(others_context, 3), RAVEL_OK);
    ck_assert(computes(context));
    ck_assert_int_eq(pthread_create(&other, NULL, call_often, NULL), 0);
    while (atomic_load(&n_calls) < 3) /* threads that start hold locks of a sanitizer's */
        (void)sched_yield();
    for (int32_t i = 0; i < (SANITIZED ? 20 : 60); i++) {
        ck_assert(child_succeeds(i % 3 == 2 ? child_works_and_destroys : child_meets_the_others_context));
        ck_assert(computes(context));
    }
    atomic_store(&enough, true);
    ck_assert_int_eq(pthread_join(other, NULL), 0);
    ck_assert_int_eq(n_wrong, 0);
    ck_assert_int_eq(ravel_context_destroy(others_context), RAVEL_OK);
}
END_TEST

/* ---- from a kernel ---- */

/* How a kernel forks, and what came of it. */
typedef struct fork_plan {
    pthread_t caller;
    bool by_worker, waits_for_company;
    _Atomic bool begun, done;
    _Atomic int32_t n_threads_in;
    pid_t child; /* what fork gave */
} fork_plan;

static void fork_as_planned(fork_plan *plan)
{
    const bool is_caller = pthread_equal(pthread_self(), plan->caller) != 0;
    if (atomic_load(&plan->done))
        return;
    /* Another one forks, with this one in the call: one only, of several workers. */
    if (is_caller == plan->by_worker || atomic_exchange(&plan->begun, true)) {
        atomic_fetch_add(&plan->n_threads_in, 1);
        while (!atomic_load(&plan->done))
            (void)sched_yield();
        return;
    }
    if (plan->waits_for_company)
        while (atomic_load(&plan->n_threads_in) == 0)
            (void)sched_yield();
    plan->child = fork();
    if (plan->child == 0)
        end_if_it_hangs();
    atomic_store(&plan->done, true);
    if (plan->child == 0 && plan->by_worker) /* the thread that made the call is not in this process */
        _exit(computes(NULL) ? 0 : 1);
}

static int32_t negate_and_fork(size_t n, const void *const *from, void *const *to, void *user)
{
    fork_as_planned(user);
    for (size_t i = 0; i < n; i++)
        ((double *)to[0])[i] = -((const double *)from[0])[i];
    return 0;
}

static const ravel_kernel *forking_kernel(fork_plan *plan)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {negate_and_fork};
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_create(NULL, "negate_and_fork", 1, 1, 1, dtypes, loops, plan, NULL,
                                         RAVEL_KERNEL_THREAD_SAFE, NULL, &kernel),
                     RAVEL_OK);
    return kernel;
}

static bool negated(const double *values)
{
    for (int32_t i = 0; i < N; i++)
        if (values[i] != -numbers[i])
            return false;
    return true;
}

/* Applies the kernel; in the child that it makes, ends: well if the call answered one of the two, with right results
 * where it was RAVEL_OK, and all works afterwards. */
static void call_and_fork(ravel_context *with, fork_plan *plan, ravel_status one, ravel_status other)
{
    const ravel_kernel *kernel = forking_kernel(plan);
    const ravel_array *inputs[] = {in};
    plan->caller = pthread_self();
    memset(sines, 0, sizeof sines);
    const ravel_status status = ravel_apply(with, kernel, 1, inputs, NULL, 0, 1, &sine_out);
    if (plan->child == 0) {
        bool well = (status == one || status == other) && (status != RAVEL_OK || negated(sines));
        well &= ravel_kernel_destroy(kernel) == RAVEL_OK;
        _exit(well && child_works_and_destroys() ? 0 : 1);
    }
    ck_assert_int_eq(status, RAVEL_OK);
    ck_assert(negated(sines));
    ck_assert(ended_well(plan->child));
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}

START_TEST(in_a_kernel_on_one_thread)
{
    for (int32_t i = 0; i < 2; i++) {
        fork_plan plan = {.child = -1};
        ck_assert_int_eq(ravel_context_set_threads(context, 1), RAVEL_OK);
        call_and_fork(i == 0 ? NULL : context, &plan, RAVEL_OK, RAVEL_OK);
    }
}
END_TEST

/* The child has no workers: what they had begun is not done there, and the call must say so. */
START_TEST(in_a_kernel_while_workers_are_in_the_call)
{
    ck_assert(computes(context));
    for (int32_t i = 0; i < 10; i++) {
        fork_plan plan = {.child = -1, .waits_for_company = true};
        call_and_fork(context, &plan, RAVEL_KERNEL_FAILED, RAVEL_KERNEL_FAILED);
        ck_assert(computes(context));
    }
}
END_TEST

START_TEST(in_a_kernel_at_any_moment)
{
    ck_assert(computes(context));
    for (int32_t i = 0; i < 10; i++) {
        fork_plan plan = {.child = -1};
        call_and_fork(context, &plan, RAVEL_OK, RAVEL_KERNEL_FAILED);
        ck_assert(computes(context));
    }
}
END_TEST

/* There the child is the worker's thread alone: it may compute, and must end. */
START_TEST(in_a_kernel_on_a_worker)
{
    ck_assert(computes(context));
    for (int32_t i = 0; i < 10; i++) {
        fork_plan plan = {.child = -1, .by_worker = true};
        call_and_fork(context, &plan, RAVEL_OK, RAVEL_OK);
        ck_assert(computes(context));
    }
}
END_TEST

/* ---- from an executor ---- */

static int32_t fork_and_run(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    fork_plan *plan = user;
    for (int64_t index = 0; index < n_tasks; index++) {
        if (index == 1 && !atomic_exchange(&plan->done, true)) {
            plan->child = fork();
            if (plan->child == 0)
                end_if_it_hangs();
        }
        task(index, task_data);
    }
    return 0;
}

START_TEST(in_an_executor)
{
    static fork_plan plan = {.child = -1};
    ck_assert_int_eq(ravel_context_set_executor(context, 3, fork_and_run, &plan), RAVEL_OK);
    const bool well = computes(context);
    if (plan.child == 0)
        _exit(well && child_works_and_destroys() ? 0 : 1);
    ck_assert(well);
    ck_assert(ended_well(plan.child));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault_fork");
    TCase *tests = tcase_create("fault_fork");
    tcase_set_timeout(tests, 280);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, before_the_first_threaded_call);
    tcase_add_test(tests, after_a_threaded_call);
    tcase_add_test(tests, while_another_thread_is_in_a_threaded_call);
    tcase_add_test(tests, in_a_kernel_on_one_thread);
    tcase_add_test(tests, in_a_kernel_while_workers_are_in_the_call);
    tcase_add_test(tests, in_a_kernel_at_any_moment);
    tcase_add_test(tests, in_a_kernel_on_a_worker);
    tcase_add_test(tests, in_an_executor);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
