/* call.h: one call of a public function: which context it runs in, and how it fails. */
#ifndef RVL_CORE_CALL_H
#define RVL_CORE_CALL_H

#include <ravel/context.h>
#include <ravel/kernel.h>

#define RVL_MESSAGE_SIZE 512

/* Blocks of operands on their way through a kernel: more than a small stack has to give. */
#define RVL_CONTEXT_BLOCK_NBYTES 32768

/* What ravel_context_error tells of. */
typedef struct rvl_error {
    int32_t status, argument, axis;
    char message[RVL_MESSAGE_SIZE];
} rvl_error;

struct rvl_pool;

/* How calls of a kernel with inputs of these dtypes run where nothing but one call of its loop is to be done: see
 * run/at_once.h. The output comes after the inputs. */
#define RVL_AT_ONCE_OPERANDS 4
typedef struct rvl_at_once {
    const ravel_kernel *kernel; /* a built-in one's handle; NULL: none yet */
    ravel_kernel_fn loop;       /* NULL: a copy */
    int32_t isa, n_in;
    struct {
        int32_t dtype, itemsize;
        uintptr_t misaligned; /* bits that its address must not have */
    } operands[RVL_AT_ONCE_OPERANDS];
} rvl_at_once;

/* The state behind a ravel_context handle. Only the thread that has entered it touches it. */
typedef struct rvl_context {
    int32_t casting;
    int32_t isa;       /* an rvl_isa: the best that this context may use */
    int32_t n_threads; /* parts that large calls are split in */
    struct rvl_pool *pool;
    ravel_executor_fn executor;
    void *executor_user;
    ravel_allocate_fn allocate;
    ravel_release_fn release;
    void *allocator_user;
    void *scratch;
    size_t scratch_nbytes, scratch_limit;
    uint64_t events;
    rvl_at_once at_once; /* of the last call that went this way, for the next one */
    rvl_error error;
    unsigned char blocks[RVL_CONTEXT_BLOCK_NBYTES + 64]; /* for calls on one thread; aligned where it is used */
} rvl_context;

typedef struct rvl_call {
    rvl_context *context; /* NULL: the caller gave none */
    ravel_context *handle;
    struct rvl_slot *slot; /* of the context: left by rvl_call_leave */
    const char *function;  /* what messages call it: "ravel_add" */
} rvl_call;

/* Enters a context for one call, or makes a call without one where handle is NULL. RAVEL_OK must be followed by
 * rvl_call_leave. */
ravel_status rvl_call_enter(rvl_call *call, ravel_context *handle, const char *function);
/* Leaves the context; gives `status` back, so that a function can end in `return rvl_call_leave(&call, status);`. */
ravel_status rvl_call_leave(rvl_call *call, ravel_status status);

/* Records a failure and gives its status. The message is "<function>: " and the format, which knows:
 *   %s text   %n a name of the caller's, which is put in quotes   %% a per cent sign
 *   %i int32_t   %l int64_t   %z size_t   %x uint64_t, as 0x40   %g double
 *   %d a dtype's name   %S a shape: int32_t ndim, const int64_t *
 *   %v a native element: int32_t dtype, const void *
 * argument and axis: -1 where none is to blame. Takes no lock, allocates nothing, knows no locale. */
ravel_status rvl_fail(rvl_call *call, ravel_status status, int32_t argument, int32_t axis, const char *format, ...);

/* Records that a handle is bad (status: what rvl_handle_diagnose gave), in words that name its role ("input 1") and the
 * `noun` that it should stand for ("array"). */
ravel_status rvl_fail_handle(rvl_call *call, ravel_status status, uint64_t handle, const char *role, int32_t argument,
                             const char *noun);

/* The same formatter into any buffer: writes at most size bytes with the final NUL, gives the size of the whole text
 * with its NUL. */
size_t rvl_format(char *buffer, size_t size, const char *format, ...);
/* Copies text as the public functions that fill a buffer do. Gives RAVEL_NULL_ARGUMENT where buffer is NULL and size is
 * not 0. */
ravel_status rvl_copy_text(const char *text, char *buffer, size_t size, size_t *needed);

/* At least nbytes of scratch memory, 64-byte aligned, valid until the call leaves; NULL context: none. What an earlier
 * request of the same call gave is gone. Fails with RAVEL_SCRATCH_LIMIT or RAVEL_OUT_OF_MEMORY. */
ravel_status rvl_scratch(rvl_call *call, size_t nbytes, void **memory);
/* The same without a message, for those that know another way: gives that message's format, which takes nbytes and the
 * limit. */
ravel_status rvl_scratch_ask(rvl_call *call, size_t nbytes, void **memory, const char **refusal);
/* Fails with that message. */
ravel_status rvl_fail_scratch(rvl_call *call, ravel_status status, const char *refusal, size_t nbytes);
/* Frees the scratch memory that the context keeps. */
void rvl_scratch_free(rvl_context *context);

#endif
