/* unit_executor.c: tasks on the host's executor. */
#include "support/run_suite.h"
#include "support/tasks.h"
#include <fenv.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int32_t run_backwards(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    *(int64_t *)user += n_tasks;
    for (int64_t index = n_tasks - 1; index >= 0; index--)
        task(index, task_data);
    return 0;
}

static int32_t fail_after_all(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    return run_backwards(n_tasks, task, task_data, user) + 42;
}

static int32_t forget_one(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    return run_backwards(n_tasks - 1, task, task_data, user);
}

/* The right number of calls, but not of the right tasks. */
static int32_t repeat_one_for_another(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    task(0, task_data);
    return run_backwards(n_tasks - 1, task, task_data, user);
}

static int32_t invent_one(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    task(-1, task_data);
    task(n_tasks, task_data);
    return run_backwards(n_tasks, task, task_data, user);
}

typedef struct errand {
    ravel_task_fn task;
    void *data;
    int64_t first, n_tasks;
} errand;

static void *run_errand(void *memory)
{
    const errand *const mine = memory;
    (void)fesetround(FE_UPWARD);
    for (int64_t index = mine->first; index < mine->n_tasks; index += 2)
        mine->task(index, mine->data);
    return rounds_upwards() ? NULL : memory; /* the host's thread gets back its own environment */
}

static int32_t run_on_two_threads(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    (void)user;
    pthread_t threads[2];
    errand errands[2];
    int32_t n_bad = 0;
    for (int32_t i = 0; i < 2; i++) {
        errands[i] = (errand){task, task_data, i, n_tasks};
        if (pthread_create(&threads[i], NULL, run_errand, &errands[i]) != 0)
            abort();
    }
    for (int32_t i = 0; i < 2; i++) {
        void *result;
        (void)pthread_join(threads[i], &result);
        n_bad += result != NULL;
    }
    return n_bad;
}

static _Atomic int32_t n_wrong;

static void count_and_check_rounding(int64_t index, void *data)
{
    if (rounds_upwards())
        n_wrong++;
    count_task(index, data);
}

START_TEST(the_host_runs_the_tasks)
{
    int64_t n_given = 0;
    context.n_threads = 4;
    context.executor = run_backwards;
    context.executor_user = &n_given;
    for (int64_t n_tasks = 0; n_tasks < 20; n_tasks++)
        ck_assert(every_task_runs_once(n_tasks));
    ck_assert_int_eq(n_given, 189); /* a single task needs no executor */
    ck_assert_ptr_null(context.pool);
    context.executor = invent_one;
    ck_assert(every_task_runs_once(20));
    context.executor = run_on_two_threads;
    ck_assert(every_task_runs_once(100));
    ck_assert(tasks_run_once(100, count_and_check_rounding, &counts_of_main));
    ck_assert_int_eq(n_wrong, 0);
    context.executor = NULL;
}
END_TEST

START_TEST(a_failing_host_is_an_error)
{
    int64_t n_given = 0;
    context.n_threads = 4;
    context.executor_user = &n_given;
    context.executor = fail_after_all;
    ck_assert_int_eq(rvl_run_tasks(&call, 10, count_task, &counts_of_main), RAVEL_EXECUTOR_FAILED);
    ck_assert_int_eq(context.error.status, RAVEL_EXECUTOR_FAILED);
    ck_assert_int_eq(context.error.argument, -1);
    ck_assert_int_eq(context.error.axis, -1);
    ck_assert_str_eq(context.error.message, "unit_tasks: the host's executor returned 42");
    context.executor = forget_one;
    ck_assert_int_eq(rvl_run_tasks(&call, 10, count_task, &counts_of_main), RAVEL_EXECUTOR_FAILED);
    ck_assert_str_eq(context.error.message, "unit_tasks: the host's executor ran 9 tasks where it was given 10");
    context.executor = NULL;
}
END_TEST

/* Tasks are counted by their numbers, and none runs twice: the second run may come while outputs are in use. */
START_TEST(a_repeated_task_does_not_stand_in_for_another)
{
    int64_t n_given = 0;
    context.n_threads = 4;
    context.executor_user = &n_given;
    context.executor = repeat_one_for_another;
    for (int64_t n_tasks = 2; n_tasks <= 200; n_tasks += 66) {
        char expected[128];
        memset(&counts_of_main, 0, sizeof counts_of_main);
        ck_assert_int_eq(rvl_run_tasks(&call, n_tasks, count_task, &counts_of_main), RAVEL_EXECUTOR_FAILED);
        ck_assert_int_eq(context.error.axis, -1);
        (void)snprintf(expected, sizeof expected, "unit_tasks: the host's executor ran %d tasks where it was given %d",
                       (int)n_tasks - 1, (int)n_tasks);
        ck_assert_str_eq(context.error.message, expected);
        for (int64_t i = 0; i < n_tasks; i++)
            ck_assert_int_eq(counts_of_main.n_runs[i], i < n_tasks - 1);
    }
    context.executor = NULL;
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("executor");
    TCase *const tests = tcase_create("executor");
    tcase_add_test(tests, the_host_runs_the_tasks);
    tcase_add_test(tests, a_failing_host_is_an_error);
    tcase_add_test(tests, a_repeated_task_does_not_stand_in_for_another);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
