/* pool.h: a few threads that wait for work, and what one thread gives them to do. */
#ifndef RVL_PLAN_POOL_H
#define RVL_PLAN_POOL_H

#include <ravel/context.h>
#include <stdbool.h>

typedef struct rvl_pool rvl_pool;

/* Starts up to n_workers threads, at most RVL_POOL_WORKERS; gives NULL if there is no memory, or not even one could be
 * started. */
rvl_pool *rvl_pool_create(int32_t n_workers);
/* Whether this process started the pool's threads: a child of fork has the pool, but not the threads. */
bool rvl_pool_is_ours(const rvl_pool *pool);
/* Runs task(index, data) for each index in [0, n_tasks), on this thread and the workers. One thread at a time may call
 * it, and only where the pool is ours. False where a task forked and this is the child: what the workers had begun is
 * not done, for they are not there. */
bool rvl_pool_run(rvl_pool *pool, int64_t n_tasks, ravel_task_fn task, void *data);

/* A context of 1024 threads has one less. */
#define RVL_POOL_WORKERS 1023

#endif
