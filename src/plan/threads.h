/* threads.h: runs the parts of a large call on the context's threads or the host's executor. */
#ifndef RVL_PLAN_THREADS_H
#define RVL_PLAN_THREADS_H

#include "core/call.h"

/* Runs task(index, data) for each index in [0, n_tasks): on the calling thread and the context's others, or through its
 * executor; serially in index order where there are none, where they cannot be started, or where n_tasks is 1. Returns
 * when all are done. Workers have the library's floating-point environment. Fails only with RAVEL_EXECUTOR_FAILED, or
 * RAVEL_KERNEL_FAILED in a child of fork that a task made. */
ravel_status rvl_run_tasks(rvl_call *call, int64_t n_tasks, ravel_task_fn task, void *data);
/* Joins and frees the context's threads, if any. In a child of fork, whose parent started them, only forgets them. */
void rvl_pool_destroy(struct rvl_pool *pool);

#endif
