/* pool.c: a few threads that wait for work, and what one thread gives them to do. */
#include "pool.h"
#include "core/float_environment.h"
#include "threads.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

/* A job is open while there are tasks to take. A worker joins an open job by adding itself to the state in one atomic
 * step, and leaves it when no task is left; the caller closes the job and waits for those who joined, so a worker that
 * sleeps, or that the system does not run, is never waited for. The job's fields change only while it is closed and
 * nobody is in it.
 *
 * State: bit 0 open, bits 1 to 15 workers in the job, the rest the job's number. */
#define JOB_OPEN UINT64_C(1)
#define ONE_WORKER UINT64_C(2)
#define WORKERS UINT64_C(0xfffe)
#define JOB_NUMBER_SHIFT 16

/* How many times to look before going to sleep. A look is a pause instruction of 10 to 50 ns, so that work which comes
 * every few microseconds finds its workers awake. */
#define N_LOOKS 500

#define WORKER_STACK_NBYTES ((size_t)262144)
#define CACHE_LINE 64

struct rvl_pool {
    /* What the caller writes at each job and the workers read. */
    _Atomic uint64_t state;
    ravel_task_fn task;
    void *data;
    int64_t n_tasks;
    unsigned char apart[CACHE_LINE]; /* so that taking tasks does not slow down those who look at the state */
    _Atomic int64_t next_task;
    unsigned char apart_too[CACHE_LINE];
    /* Who sleeps: both are written before the last look at the state, and read after a change of it, in one total
     * order, so that either the sleeper sees the change or the one who makes it sees the sleeper. */
    _Atomic int32_t n_asleep;
    _Atomic int32_t caller_asleep;
    _Atomic bool stop;
    pthread_mutex_t mutex;
    pthread_cond_t wake_workers, wake_caller;
    pid_t owner;
    int32_t n_looks;
    int32_t n_workers;
    pthread_t workers[];
};

static inline void look_again(void)
{
#if defined(__x86_64__)
    __asm__ volatile("pause" : : : "memory");
#elif defined(__aarch64__)
    __asm__ volatile("isb" : : : "memory");
#else
    __asm__ volatile("" : : : "memory");
#endif
}

static void run_tasks(rvl_pool *pool)
{
    const int64_t n_tasks = pool->n_tasks;
    for (;;) {
        const int64_t index = atomic_fetch_add_explicit(&pool->next_task, 1, memory_order_relaxed);
        if (index >= n_tasks)
            return;
        pool->task(index, pool->data);
    }
}

/* Whether there is an open job other than the one that this worker was in last. */
static bool is_news(uint64_t state, uint64_t last_job)
{
    return (state & JOB_OPEN) != 0 && state >> JOB_NUMBER_SHIFT != last_job;
}

/* Waits for an open job, or for the end of the pool; gives the state that it saw. */
static uint64_t wait_for_news(rvl_pool *pool, uint64_t last_job)
{
    uint64_t state = 0;
    for (int32_t i = 0; i < pool->n_looks; i++) {
        state = atomic_load(&pool->state);
        if (is_news(state, last_job) || atomic_load_explicit(&pool->stop, memory_order_relaxed))
            return state;
        look_again();
    }
    pthread_mutex_lock(&pool->mutex);
    atomic_fetch_add(&pool->n_asleep, 1);
    for (;;) {
        state = atomic_load(&pool->state);
        if (is_news(state, last_job) || atomic_load(&pool->stop))
            break;
        pthread_cond_wait(&pool->wake_workers, &pool->mutex);
    }
    atomic_fetch_sub(&pool->n_asleep, 1);
    pthread_mutex_unlock(&pool->mutex);
    return state;
}

/* Whoever said that it goes to sleep holds the mutex until it does: after this, a signal reaches it. */
static void wait_until_asleep(rvl_pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    pthread_mutex_unlock(&pool->mutex);
}

static void leave_job(rvl_pool *pool)
{
    const uint64_t state = atomic_fetch_sub(&pool->state, ONE_WORKER) - ONE_WORKER;
    if ((state & (WORKERS | JOB_OPEN)) == 0 && atomic_load(&pool->caller_asleep) != 0) {
        wait_until_asleep(pool);
        pthread_cond_signal(&pool->wake_caller);
    }
}

static void *work(void *memory)
{
    rvl_pool *const pool = memory;
    uint64_t last_job = 0;
    for (;;) {
        uint64_t state = wait_for_news(pool, last_job);
        if (atomic_load(&pool->stop))
            return NULL;
        while (is_news(state, last_job)) {
            if (!atomic_compare_exchange_weak(&pool->state, &state, state + ONE_WORKER))
                continue;
            last_job = state >> JOB_NUMBER_SHIFT;
            rvl_float_environment environment;
            rvl_float_environment_enter(&environment);
            run_tasks(pool);
            rvl_float_environment_leave(&environment);
            leave_job(pool);
            break;
        }
    }
}

static void open_job(rvl_pool *pool, int64_t n_tasks, ravel_task_fn task, void *data)
{
    pool->task = task;
    pool->data = data;
    pool->n_tasks = n_tasks;
    atomic_store_explicit(&pool->next_task, 0, memory_order_relaxed);
    const uint64_t number = (atomic_load_explicit(&pool->state, memory_order_relaxed) >> JOB_NUMBER_SHIFT) + 1;
    atomic_store(&pool->state, number << JOB_NUMBER_SHIFT | JOB_OPEN);
    const int32_t n_asleep = atomic_load(&pool->n_asleep);
    if (n_asleep == 0)
        return;
    wait_until_asleep(pool);
    if (n_tasks - 1 >= n_asleep)
        pthread_cond_broadcast(&pool->wake_workers);
    else
        for (int64_t i = 1; i < n_tasks; i++)
            pthread_cond_signal(&pool->wake_workers);
}

/* Gives whether all who joined have left: in a child of fork, made by a task on this thread, they never will. */
static bool close_job(rvl_pool *pool)
{
    atomic_fetch_and(&pool->state, ~JOB_OPEN);
    for (int32_t i = 0; i < pool->n_looks; i++) {
        if ((atomic_load(&pool->state) & WORKERS) == 0)
            return true;
        look_again();
    }
    if (!rvl_pool_is_ours(pool))
        return (atomic_load(&pool->state) & WORKERS) == 0;
    pthread_mutex_lock(&pool->mutex);
    atomic_store(&pool->caller_asleep, 1);
    while ((atomic_load(&pool->state) & WORKERS) != 0)
        pthread_cond_wait(&pool->wake_caller, &pool->mutex);
    atomic_store(&pool->caller_asleep, 0);
    pthread_mutex_unlock(&pool->mutex);
    return true;
}

bool rvl_pool_run(rvl_pool *pool, int64_t n_tasks, ravel_task_fn task, void *data)
{
    open_job(pool, n_tasks, task, data);
    run_tasks(pool);
    return close_job(pool);
}

bool rvl_pool_is_ours(const rvl_pool *pool)
{
    return pool->owner == getpid();
}

/* Starts the workers with every signal blocked that another thread could take instead: a signal that a fault in the
 * thread itself raises must reach the host's handler. */
static void start_workers(rvl_pool *pool, int32_t n_workers)
{
    sigset_t blocked, before;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0)
        return;
    (void)pthread_attr_setstacksize(&attributes, WORKER_STACK_NBYTES);
    sigfillset(&blocked);
    sigdelset(&blocked, SIGSEGV);
    sigdelset(&blocked, SIGBUS);
    sigdelset(&blocked, SIGFPE);
    sigdelset(&blocked, SIGILL);
    if (pthread_sigmask(SIG_SETMASK, &blocked, &before) == 0) {
        while (pool->n_workers < n_workers &&
               pthread_create(&pool->workers[pool->n_workers], &attributes, work, pool) == 0)
            pool->n_workers++;
        (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    pthread_attr_destroy(&attributes);
}

static void stop_workers(rvl_pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    atomic_store(&pool->stop, true);
    pthread_cond_broadcast(&pool->wake_workers);
    pthread_mutex_unlock(&pool->mutex);
    for (int32_t i = 0; i < pool->n_workers; i++)
        (void)pthread_join(pool->workers[i], NULL);
    pthread_cond_destroy(&pool->wake_caller);
    pthread_cond_destroy(&pool->wake_workers);
    pthread_mutex_destroy(&pool->mutex);
}

rvl_pool *rvl_pool_create(int32_t n_workers)
{
    if (n_workers < 1)
        return NULL;
    if (n_workers > RVL_POOL_WORKERS)
        n_workers = RVL_POOL_WORKERS;
    rvl_pool *const pool = malloc(sizeof *pool + (size_t)n_workers * sizeof pool->workers[0]);
    if (pool == NULL)
        return NULL;
    atomic_init(&pool->state, 0);
    pool->task = NULL;
    pool->data = NULL;
    pool->n_tasks = 0;
    atomic_init(&pool->next_task, 0);
    atomic_init(&pool->n_asleep, 0);
    atomic_init(&pool->caller_asleep, 0);
    atomic_init(&pool->stop, false);
    pool->owner = getpid();
    /* Looking makes sense only where those who are looked for can run meanwhile. */
    pool->n_looks = sysconf(_SC_NPROCESSORS_ONLN) > n_workers ? N_LOOKS : 0;
    pool->n_workers = 0;
    /* With default attributes these three cannot fail on any system in use; where they do, there is no pool. */
    if (pthread_mutex_init(&pool->mutex, NULL) != 0)
        goto no_mutex;
    if (pthread_cond_init(&pool->wake_workers, NULL) != 0)
        goto no_wake_workers;
    if (pthread_cond_init(&pool->wake_caller, NULL) != 0)
        goto no_wake_caller;
    start_workers(pool, n_workers);
    if (pool->n_workers > 0)
        return pool;
    pthread_cond_destroy(&pool->wake_caller);
no_wake_caller:
    pthread_cond_destroy(&pool->wake_workers);
no_wake_workers:
    pthread_mutex_destroy(&pool->mutex);
no_mutex:
    free(pool);
    return NULL;
}

void rvl_pool_destroy(rvl_pool *pool)
{
    if (pool == NULL)
        return;
    /* In a child of fork the locks may be held by threads that do not exist: they are left as they are. */
    if (rvl_pool_is_ours(pool))
        stop_workers(pool);
    free(pool);
}
