/* kernel.h: what to compute. Built-in kernels are found by name; your own 1-D loop becomes one by ravel_kernel_create.
 * Both are the same type and serve every verb: ravel_apply (elementwise), ravel_reduce, ravel_accumulate.
 *
 * Every function that takes a kernel can answer RAVEL_NULL_ARGUMENT, RAVEL_STALE_HANDLE, RAVEL_FORGED_HANDLE and
 * RAVEL_WRONG_HANDLE_TYPE for it, and for its context what context.h says. */
#ifndef RAVEL_KERNEL_H
#define RAVEL_KERNEL_H

#include <ravel/array.h>

typedef struct ravel_kernel ravel_kernel;

/* Inputs and outputs of a kernel together, the mask not counted. */
#define RAVEL_MAX_OPERANDS 8

/* A kernel's loop: for i in [0, n): out[k][i] = f(in[0][i], in[1][i], …). Each operand is a contiguous, aligned block
 * of n elements of the loop's dtype in native byte order. A user's loop never sees n = 0, padding, a bool byte other
 * than 0 and 1, or operands that overlap (unless it has RAVEL_KERNEL_IN_PLACE: then out[k] may equal in[j]). It must
 * return: no longjmp, exception or panic may leave it. Non-zero stops the call, which answers RAVEL_KERNEL_FAILED. It
 * runs with rounding to nearest, no trap, denormals kept; what it changes there ends with its return. If it forks, the
 * call in the child answers RAVEL_KERNEL_FAILED where other threads took part in it; on a thread that is not the
 * caller's, the child must end without returning. */
typedef int32_t (*ravel_kernel_fn)(size_t n, const void *const *in, void *const *out, void *user);
/* Called once with `user` when the last use of a destroyed kernel has ended. */
typedef void (*ravel_kernel_release_fn)(void *user);

/* Flags of a kernel. */
#define RAVEL_KERNEL_REORDERABLE                                                                                       \
    UINT64_C(1) /* f(f(a, b), c) may be computed as f(a, f(b, c)) and in another order: reduce then uses ravel's fixed \
                   tree */
#define RAVEL_KERNEL_THREAD_SAFE \
    UINT64_C(2)                           /* may run on several threads at a time, and on others than the calling one */
#define RAVEL_KERNEL_IN_PLACE UINT64_C(4) /* works where an output is one of the inputs */

/* Verbs that take a kernel, as ravel_kernel_verbs tells. */
#define RAVEL_VERB_APPLY 1
#define RAVEL_VERB_REDUCE 2
#define RAVEL_VERB_ACCUMULATE 4

/* What else ravel_reduce takes with a kernel, as ravel_kernel_takes tells. */
#define RAVEL_TAKES_WHERE 1
#define RAVEL_TAKES_INITIAL 2
#define RAVEL_TAKES_CORRECTION 4 /* a number that the count of elements is less, in the place of initial */

RAVEL_BEGIN_DECLARATIONS

/* Finds a built-in kernel by its name ("add", "sin", "sum"). The handle is never destroyed. Errors:
 * RAVEL_NULL_ARGUMENT, RAVEL_UNKNOWN_KERNEL (the message gives the nearest names, or the function that has this name
 * and takes no kernel). Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_find(ravel_context *context, const char *name,
                                                            const ravel_kernel **out);

/* The number of built-in kernels, and each of them by its place in [0, count): the way for a binding to make all
 * functions. The order may change between versions. Errors: RAVEL_NULL_ARGUMENT, RAVEL_INVALID_INDEX. Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_count(int32_t *count);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_at(ravel_context *context, int32_t index,
                                                          const ravel_kernel **out);

/* The name of a kernel, and one line that says what it computes (empty for a user's); text as in ravel_context_error.
 * Errors: RAVEL_NULL_ARGUMENT (buffer with size > 0). Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_name(const ravel_kernel *kernel, char *buffer, size_t size,
                                                            size_t *needed);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_summary(const ravel_kernel *kernel, char *buffer, size_t size,
                                                               size_t *needed);

/* The numbers of inputs and outputs of its loops; of a reduction such as "sum": 1 and 1. Either pointer may be NULL.
 * Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_arity(const ravel_kernel *kernel, int32_t *n_in, int32_t *n_out);

/* RAVEL_VERB_* bits: "add" has all three, "sin" only apply, "sum" only reduce, "cumulative_sum" only accumulate.
 * Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_verbs(const ravel_kernel *kernel, int32_t *verbs);

/* RAVEL_TAKES_* bits of ravel_reduce: "sum" takes a mask and an initial value, "mean" a mask, "ptp" neither, "var" a
 * mask and a correction; 0 where the verb takes not even the kernel. Errors: RAVEL_NULL_ARGUMENT. Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_takes(const ravel_kernel *kernel, int32_t *arguments);

/* The number of loops, and the dtypes of loop `index`: n_in inputs then n_out outputs into a list with room for n.
 * Inputs of other dtypes take the first loop that they cast to safely. Of a reduction: a dtype that it folds, and the
 * default one of its output. Errors: RAVEL_NULL_ARGUMENT,
 * RAVEL_INVALID_INDEX, RAVEL_BUFFER_TOO_SMALL. Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_loop_count(const ravel_kernel *kernel, int32_t *n_loops);
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_signature(const ravel_kernel *kernel, int32_t index, int32_t n,
                                                                 int32_t *dtypes);

/* The instruction set that a call in this context would run this kernel with: "x86-64-v3", or "user" for a user's
 * kernel. Where a higher one brings a kernel nothing, its code may be that of a lower one. Static memory. Errors:
 * RAVEL_NULL_ARGUMENT. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_isa(ravel_context *context, const ravel_kernel *kernel,
                                                           const char **isa);

/* Makes a kernel of the user's loops. `name`: for messages, 1 to 63 bytes, copied. dtypes: n_loops rows of n_in + n_out
 * dtypes; loops: n_loops functions; a call takes the first row that its inputs cast to safely, the row of their common
 * dtype before all others. `user` is passed to each loop; `release` (may be NULL) is called with it once, when the
 * kernel has been destroyed and its last use has ended; not when this call fails. flags: RAVEL_KERNEL_*. `identity`:
 * NULL, or a 0-d array whose value, cast to each row's dtype without loss, is the start of a reduction over nothing and
 * stands in for masked elements. Errors: RAVEL_NULL_ARGUMENT (name, dtypes, loops or one of them, out),
 * RAVEL_INVALID_ARGUMENT (name's length; n_in < 1, n_out < 1, more than RAVEL_MAX_OPERANDS, n_loops < 1 or > 256;
 * REORDERABLE or an identity without 2 inputs and 1 output of one dtype; an identity that is not 0-d),
 * RAVEL_VALUE_OUT_OF_RANGE (an identity that a dtype cannot hold), RAVEL_INVALID_DTYPE, RAVEL_UNKNOWN_FLAG,
 * RAVEL_OUT_OF_MEMORY, RAVEL_TOO_MANY_HANDLES. Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_kernel_create(ravel_context *context, const char *name, int32_t n_in,
                                                              int32_t n_out, int32_t n_loops, const int32_t *dtypes,
                                                              const ravel_kernel_fn *loops, void *user,
                                                              ravel_kernel_release_fn release, uint64_t flags,
                                                              const ravel_array *identity, const ravel_kernel **out);

/* Ends a user's kernel; calls under way finish with it. NULL does nothing. RAVEL_DOUBLE_DESTROY if it has been
 * destroyed already, RAVEL_INVALID_ARGUMENT for a built-in one. Any thread may destroy. */
RAVEL_API ravel_status ravel_kernel_destroy(const ravel_kernel *kernel);

RAVEL_END_DECLARATIONS

#endif
