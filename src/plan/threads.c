/* threads.c: runs the parts of a large call on the context's threads or the host's executor. */
#include "threads.h"
#include "core/float_environment.h"
#include "pool.h"
#include <stdatomic.h>

static void run_serially(int64_t n_tasks, ravel_task_fn task, void *data)
{
    for (int64_t index = 0; index < n_tasks; index++)
        task(index, data);
}

/* No context has more threads or workers, nor a call more parts than they are. */
#define MAX_TASKS 1024

/* What the host's executor gets for a task: it may run it on any thread, in whatever environment. */
typedef struct executor_job {
    ravel_task_fn task;
    void *data;
    int64_t n_tasks;
    _Atomic int64_t n_done;
    _Atomic uint64_t started[MAX_TASKS / 64]; /* a bit for each task: one that is run again does nothing */
} executor_job;

static void run_for_executor(int64_t index, void *memory)
{
    executor_job *const job = memory;
    if (index < 0 || index >= job->n_tasks)
        return;
    const uint64_t bit = UINT64_C(1) << (index & 63);
    if (atomic_fetch_or(&job->started[index >> 6], bit) & bit)
        return;
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    job->task(index, job->data);
    rvl_float_environment_leave(&environment);
    atomic_fetch_add(&job->n_done, 1);
}

static ravel_status run_by_executor(rvl_call *call, int64_t n_tasks, ravel_task_fn task, void *data)
{
    const rvl_context *const context = call->context;
    executor_job job = {.task = task, .data = data, .n_tasks = n_tasks};
    const int32_t result = context->executor(n_tasks, run_for_executor, &job, context->executor_user);
    rvl_float_environment_repair();
    if (result != 0)
        return rvl_fail(call, RAVEL_EXECUTOR_FAILED, -1, -1, "the host's executor returned %i", result);
    const int64_t n_done = atomic_load(&job.n_done);
    if (n_done != n_tasks)
        return rvl_fail(call, RAVEL_EXECUTOR_FAILED, -1, -1, "the host's executor ran %l tasks where it was given %l",
                        n_done, n_tasks);
    return RAVEL_OK;
}

/* The context's pool, started if need be; NULL where there can be none. */
static rvl_pool *pool_of(rvl_context *context)
{
    if (context->pool != NULL && !rvl_pool_is_ours(context->pool)) {
        rvl_pool_destroy(context->pool);
        context->pool = NULL;
    }
    if (context->pool == NULL)
        context->pool = rvl_pool_create(context->n_threads - 1);
    return context->pool;
}

ravel_status rvl_run_tasks(rvl_call *call, int64_t n_tasks, ravel_task_fn task, void *data)
{
    rvl_context *const context = call->context;
    rvl_pool *pool = NULL;
    if (context != NULL && n_tasks > 1) {
        if (context->executor != NULL)
            return run_by_executor(call, n_tasks, task, data);
        if (context->n_threads > 1)
            pool = pool_of(context);
    }
    if (pool == NULL)
        run_serially(n_tasks, task, data);
    else if (!rvl_pool_run(pool, n_tasks, task, data))
        return rvl_fail(call, RAVEL_KERNEL_FAILED, -1, -1,
                        "the process was forked during the call, and this is the child, which lacks the threads that "
                        "took part in it");
    return RAVEL_OK;
}
