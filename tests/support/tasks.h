/* tasks.h: tasks that are counted, for the tests of what runs them. */
#ifndef TESTS_SUPPORT_TASKS_H
#define TESTS_SUPPORT_TASKS_H

#include "plan/threads.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

static rvl_context context;
static rvl_call call = {.context = &context, .function = "unit_tasks"};

#define MAX_TASKS 1000

/* Counts how often each task ran; the plain sums are for the thread sanitizer to watch. */
typedef struct tally {
    int64_t n_runs[MAX_TASKS];
    _Atomic int64_t n_total;
} tally;

static inline void count_task(int64_t index, void *data)
{
    tally *const counts = data;
    counts->n_runs[index]++;
    atomic_fetch_add(&counts->n_total, 1);
}

static inline bool tasks_run_once(int64_t n_tasks, ravel_task_fn task, tally *counts)
{
    memset(counts->n_runs, 0, sizeof counts->n_runs);
    atomic_store(&counts->n_total, 0);
    if (rvl_run_tasks(&call, n_tasks, task, counts) != RAVEL_OK || counts->n_total != n_tasks)
        return false;
    for (int64_t i = 0; i < n_tasks; i++)
        if (counts->n_runs[i] != 1)
            return false;
    return true;
}

static tally counts_of_main;

static inline bool every_task_runs_once(int64_t n_tasks)
{
    return tasks_run_once(n_tasks, count_task, &counts_of_main);
}

/* By doing it: on x86-64 fegetround tells of a register that no C code here computes with. By a conversion: valgrind
 * rounds sums to nearest, whatever is asked for. */
__attribute__((noinline, unused)) static bool rounds_upwards(void)
{
    volatile double more_than_one = 1 + 0x1p-40;
    volatile float rounded = (float)more_than_one;
    return rounded > 1;
}

#endif
