/* context.h: where a call runs: error text, casting rule, scratch memory, threads, event flags.
 *
 * Use one context per host thread or task. A context that is in use, by another thread or by the very call that called
 * a user's kernel, answers RAVEL_BUSY: never a race. Every function that takes a context also takes NULL: defaults, one
 * thread, status without text, no heap, at most an 8 KiB block of stack; a call that needs more scratch than that
 * answers RAVEL_SCRATCH_LIMIT. A context that another thread is using while the process forks stays RAVEL_BUSY in the
 * child, for good; all others go on there.
 *
 * Every function here that takes a context can answer RAVEL_STALE_HANDLE, RAVEL_FORGED_HANDLE, RAVEL_WRONG_HANDLE_TYPE
 * and RAVEL_BUSY for it; a setter given NULL answers RAVEL_NULL_ARGUMENT. */
#ifndef RAVEL_CONTEXT_H
#define RAVEL_CONTEXT_H

#include <ravel/status.h>

typedef struct ravel_context ravel_context;

/* Casting rules, NumPy's words. The default is RAVEL_CASTING_SAFE, for inputs and outputs alike. The same numbers, as
 * RAVEL_OPTION_CASTING_*, are a call's option. */
#define RAVEL_CASTING_NO 1 /* no cast at all */
#define RAVEL_CASTING_SAFE \
    2 /* to dtypes that hold all values; of int64 and uint64 also float64 and complex128, which round */
#define RAVEL_CASTING_SAME_KIND \
    3                          /* also casts within a kind (float64 to float32, int64 to int8) or up to a higher kind */
#define RAVEL_CASTING_UNSAFE 4 /* any cast */

/* Event flags: things that have a defined result but that a host may want to hear of. */
#define RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO UINT64_C(1) /* integer x / 0, which gives 0, its remainder, 0 ** -y */
#define RAVEL_EVENT_INTEGER_OVERFLOW UINT64_C(2)       /* integer MIN / -1, which gives MIN */
#define RAVEL_EVENT_INVALID_CAST UINT64_C(4)           /* float to integer out of range (saturates) or NaN (gives 0) */
#define RAVEL_EVENT_NEGATIVE_POWER UINT64_C(8)         /* integer x ** y with |x| > 1 and y < 0, which gives 0 */

/* A task of an executor: to be called once for each index in [0, n_tasks), from any thread, in any order. */
typedef void (*ravel_task_fn)(int64_t index, void *task_data);
/* The host's executor: runs all tasks, returns when all are done: 0 for success. Called on the thread that called
 * ravel. */
typedef int32_t (*ravel_executor_fn)(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user);
/* The host's allocator for scratch memory: `alignment` is a power of two; allocate gives NULL when there is nothing to
 * give. */
typedef void *(*ravel_allocate_fn)(size_t nbytes, size_t alignment, void *user);
typedef void (*ravel_release_fn)(void *memory, size_t nbytes, size_t alignment, void *user);

RAVEL_BEGIN_DECLARATIONS

/* Makes a context with the defaults: casting "safe", one thread, malloc, no scratch limit, the best instruction set of
 * this CPU (or the one that the environment variable RAVEL_ISA names, if that is lower; empty it names none; read once
 * in a process). Writes the handle to *out. The caller owns it: ravel_context_destroy. Errors: RAVEL_NULL_ARGUMENT
 * (out), RAVEL_UNKNOWN_ISA (RAVEL_ISA names no instruction set of this build), RAVEL_OUT_OF_MEMORY,
 * RAVEL_TOO_MANY_HANDLES. Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_context_create(ravel_context **out);

/* Ends a context: joins its threads, frees its scratch memory. NULL does nothing. RAVEL_BUSY while it is in use, from
 * within its own kernels too: then it lives on. RAVEL_DOUBLE_DESTROY if it has been destroyed already. Any thread may
 * destroy. */
RAVEL_API ravel_status ravel_context_destroy(ravel_context *context);

/* Sets the casting rule of later calls: RAVEL_CASTING_*. Errors: RAVEL_INVALID_ARGUMENT. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_context_set_casting(ravel_context *context, int32_t casting);

/* Lets large calls use up to n threads, the calling one included; 1 = no others (the default). The other threads are
 * started by the first call that needs them, block all signals that can be blocked, and are joined by the next
 * set_threads or by destroy. After fork the child starts threads of its own. Where threads cannot be started the call
 * runs on the calling thread alone: results never depend on the number of threads. Replaces an executor. Errors:
 * RAVEL_INVALID_ARGUMENT (n < 1 or n > 1024). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_context_set_threads(ravel_context *context, int32_t n);

/* Lets the host run the parts of large calls: in up to n_workers parts at a time, through `executor`. NULL executor:
 * back to one thread. `user` is passed on untouched. Replaces set_threads. Errors: RAVEL_INVALID_ARGUMENT (n_workers <
 * 1 or n_workers > 1024). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_context_set_executor(ravel_context *context, int32_t n_workers,
                                                                     ravel_executor_fn executor, void *user);

/* Takes scratch memory from the host's allocator from now on (what is held now is freed first). Both functions NULL:
 * back to malloc. Errors: RAVEL_INVALID_ARGUMENT (only one of the two is NULL). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_context_set_allocator(ravel_context *context,
                                                                      ravel_allocate_fn allocate,
                                                                      ravel_release_fn release, void *user);

/* Lets later calls use no instruction set above the named one: "generic", "x86-64-v2", "x86-64-v3", "x86-64-v4",
 * "neon". NULL: the best again. Results do not change, only speed. Errors: RAVEL_UNKNOWN_ISA. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_context_set_isa_cap(ravel_context *context, const char *isa);

/* Lets a call hold at most nbytes of scratch memory; a call that needs more answers RAVEL_SCRATCH_LIMIT before it
 * writes anything. SIZE_MAX: no limit (the default). What is held beyond the new limit is freed. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_context_set_scratch_limit(ravel_context *context, size_t nbytes);

/* Frees the scratch memory that the context keeps for its next call. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_context_trim(ravel_context *context);

/* Tells of the last call that failed in this context (RAVEL_OK and an empty text if none has): its status; the array's
 * place (-1: none), inputs from 0, then outputs, `where`, `initial` (in ravel_add: 0, 1, 2; in ravel_reduce: in 0, out
 * 1, where 2, initial 3), or an entry of a list; the axis (-1: none); the sentence: one line, UTF-8, no newline, copied
 * to `buffer` and cut to `size` with its final NUL; *needed gets the size of the whole with its NUL. Any pointer may be
 * NULL, buffer only if size is 0. A success does not clear it, and a function without a context (ravel_array_destroy)
 * does not write it: compare *status with what the call returned. Where the context itself is NULL, busy or not alive,
 * that is what is told, and the answer. Errors: RAVEL_NULL_ARGUMENT (no context; buffer NULL with size > 0). */
RAVEL_API ravel_status ravel_context_error(ravel_context *context, int32_t *status, int32_t *argument, int32_t *axis,
                                           char *buffer, size_t size, size_t *needed);

/* Gives the RAVEL_EVENT_* bits raised by calls since the context was made or its events were cleared. Errors:
 * RAVEL_NULL_ARGUMENT. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_context_events(ravel_context *context, uint64_t *events);

/* Clears all event bits. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_context_clear_events(ravel_context *context);

RAVEL_END_DECLARATIONS

#endif
