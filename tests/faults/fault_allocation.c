/* fault_allocation.c: every public function with no memory, at each of its requests: RAVEL_OUT_OF_MEMORY and nothing
 * written, or all done without; and well again afterwards. Linked so that the library's requests come through here. */
#include "support/run_suite.h"
#include <errno.h>
#include <pthread.h>
#include <ravel/ravel.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t nbytes);
void *__real_calloc(size_t n, size_t nbytes);
int __real_posix_memalign(void **memory, size_t alignment, size_t nbytes);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument);
void *__wrap_malloc(size_t nbytes);
void *__wrap_calloc(size_t n, size_t nbytes);
int __wrap_posix_memalign(void **memory, size_t alignment, size_t nbytes);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument);

/* Which requests are refused, counted from 1 while `armed`: number refused_from and the next ones up to refused_to. */
static bool armed;
static _Atomic int64_t n_requests;
static int64_t refused_from, refused_to;

static bool refused(void)
{
    if (!armed)
        return false;
    const int64_t request = ++n_requests;
    return request >= refused_from && request <= refused_to;
}

static void arm(int64_t from, int64_t to)
{
    n_requests = 0;
    refused_from = from;
    refused_to = to;
    armed = true;
}

void *__wrap_malloc(size_t nbytes)
{
    return refused() ? NULL : __real_malloc(nbytes);
}

void *__wrap_calloc(size_t n, size_t nbytes)
{
    return refused() ? NULL : __real_calloc(n, nbytes);
}

int __wrap_posix_memalign(void **memory, size_t alignment, size_t nbytes)
{
    return refused() ? ENOMEM : __real_posix_memalign(memory, alignment, nbytes);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument)
{
    return refused() ? EAGAIN : __real_pthread_create(thread, attributes, start, argument);
}

/* ---- a good call of every function ---- */

/* Enough for threads in every function; outputs overlap inputs, which takes scratch memory. */
enum { ROWS = 300, COLUMNS = 400, N = ROWS * COLUMNS, SHIFT = 3 };

static double memory[N + SHIFT], before[N + SHIFT], other_memory[N];
static ravel_context *context, *made_context;
static ravel_array *in, *integers_in, *out, *line, *next_line, *running_out, *differences, *zeros, *nothing, *hundred,
    *edges, *counts, *complex_in, *total, *made;
static const ravel_kernel *add, *sum, *running_sum, *made_kernel;
static const int64_t shape[] = {ROWS, COLUMNS}, ones[] = {1, 1}, twos[] = {2, 2};
static const int32_t axes[] = {0, 1}, three_float64[] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
static int32_t numbers[RAVEL_MAX_NDIM];
static int64_t lengths[RAVEL_MAX_NDIM];
static uint64_t bits;
static size_t size;
static char text[500];
static void *address;
static unsigned char wide[16];
static unsigned char state[8192]; /* of a reduction in parts */
static const char *name;

static int32_t loop(size_t n, const void *const *from, void *const *to, void *user)
{
    (void)user;
    memcpy(to[0], from[0], n * sizeof(double));
    return 0;
}
static const ravel_kernel_fn loops[] = {loop};

static int32_t execute(int64_t n_tasks, ravel_task_fn task, void *data, void *user)
{
    (void)user;
    for (int64_t i = 0; i < n_tasks; i++)
        task(i, data);
    return 0;
}

static int32_t destroy_made(void)
{
    const bool well = ravel_array_destroy(made) == RAVEL_OK && ravel_kernel_destroy(made_kernel) == RAVEL_OK &&
                      ravel_context_destroy(made_context) == RAVEL_OK;
    made = NULL;
    made_kernel = NULL;
    made_context = NULL;
    return well;
}

#define C context
#define BOTH ((const ravel_array *[]){in, in})

/* ROW(the function's name without ravel_, its arguments) */
#define PLAIN_ROWS(ROW)                                                                                        \
    ROW(apply, (C, add, 2, BOTH, NULL, 0, 1, &out))                                                            \
    ROW(reduce, (C, sum, in, 1, axes, NULL, NULL, 0, line))                                                    \
    ROW(accumulate, (C, running_sum, in, 1, 0, running_out))                                                   \
    ROW(apply_outputs, (C, add, 2, BOTH, NULL, 0, 1, numbers, 2, numbers, lengths))                            \
    ROW(reduce_outputs, (C, sum, in, 1, axes, NULL, NULL, 0, numbers, 2, numbers, lengths))                    \
    ROW(accumulate_outputs, (C, running_sum, in, 1, 0, numbers, 2, numbers, lengths))                          \
    ROW(apply_scratch, (C, add, 2, BOTH, NULL, 0, 1, &out, &size))                                             \
    ROW(reduce_scratch, (C, sum, in, 1, axes, NULL, NULL, 0, line, &size))                                     \
    ROW(accumulate_scratch, (C, running_sum, in, 1, 0, running_out, &size))                                    \
    ROW(diff, (C, in, 0, 2, 0, differences))                                                                   \
    ROW(vecdot, (C, in, in, 1, axes, 0, line))                                                                 \
    ROW(vecdot_scratch, (C, in, in, 1, axes, 0, line, &size))                                                  \
    ROW(min_max, (C, in, 1, axes, NULL, NULL, 0, line, next_line))                                             \
    ROW(mean_var, (C, in, 1, axes, NULL, 0, 0, line, next_line))                                               \
    ROW(vecdot_outputs, (C, in, in, 1, axes, 0, numbers, 2, numbers, lengths))                                 \
    ROW(partial_nbytes, (C, sum, RAVEL_FLOAT64, &size))                                                        \
    ROW(partial_init, (C, sum, RAVEL_FLOAT64, -1, state, sizeof state))                                        \
    ROW(partial_update, (C, sum, in, NULL, state, sizeof state))                                               \
    ROW(partial_merge, (C, sum, state, sizeof state, state, sizeof state))                                     \
    ROW(partial_count, (C, sum, state, sizeof state, lengths))                                                 \
    ROW(partial_finish, (C, sum, state, sizeof state, NULL, 0, total))                                         \
    ROW(bincount, (C, zeros, NULL, in, 0, line))                                                               \
    ROW(histogram, (C, in, NULL, nothing, hundred, 0, counts))                                                 \
    ROW(histogram_edges, (C, in, NULL, edges, 0, counts))                                                      \
    ROW(context_create, (&made_context))                                                                       \
    ROW(context_destroy, (NULL))                                                                               \
    ROW(context_set_casting, (C, RAVEL_CASTING_UNSAFE))                                                        \
    ROW(context_set_threads, (C, 3))                                                                           \
    ROW(context_set_executor, (C, 3, execute, NULL))                                                           \
    ROW(context_set_allocator, (C, NULL, NULL, NULL))                                                          \
    ROW(context_set_isa_cap, (C, NULL))                                                                        \
    ROW(context_set_scratch_limit, (C, SIZE_MAX))                                                              \
    ROW(context_trim, (C))                                                                                     \
    ROW(context_error, (C, numbers, numbers, numbers, text, sizeof text, &size))                               \
    ROW(context_events, (C, &bits))                                                                            \
    ROW(context_clear_events, (C))                                                                             \
    ROW(dtype_parse, (C, "unsigned long", numbers, numbers))                                                   \
    ROW(dtype_itemsize, (RAVEL_INT8, &size))                                                                   \
    ROW(dtype_limits, (RAVEL_FLOAT64, numbers, numbers, wide, wide, wide, wide))                               \
    ROW(result_type, (C, 2, three_float64, NULL, numbers))                                                     \
    ROW(can_cast, (RAVEL_INT8, RAVEL_INT16, RAVEL_CASTING_SAFE, numbers))                                      \
    ROW(array_create, (C, memory, sizeof memory, 0, RAVEL_FLOAT64, 2, shape, NULL, 0, &made))                  \
    ROW(array_create_scalar, (C, RAVEL_FLOAT64, memory, 0, &made))                                             \
    ROW(array_destroy, (NULL))                                                                                 \
    ROW(array_rebind, (C, in, memory, sizeof memory, 0))                                                       \
    ROW(array_require, (C, in, RAVEL_FLOAT64, 2, 0, &address))                                                 \
    ROW(array_dtype, (in, numbers))                                                                            \
    ROW(array_ndim, (in, numbers))                                                                             \
    ROW(array_size, (in, lengths))                                                                             \
    ROW(array_nbytes, (in, &size))                                                                             \
    ROW(array_flags, (in, &bits))                                                                              \
    ROW(array_shape, (in, 2, lengths))                                                                         \
    ROW(array_strides, (in, 2, lengths))                                                                       \
    ROW(array_element, (C, in, 2, ones, &address))                                                             \
    ROW(array_describe, (in, text, sizeof text, &size))                                                        \
    ROW(array_slice, (C, in, 2, axes, ones, shape, twos, &made))                                               \
    ROW(array_index, (C, in, 1, axes, ones, &made))                                                            \
    ROW(array_permute, (C, in, 0, NULL, &made))                                                                \
    ROW(array_reshape, (C, in, 1, (const int64_t[]){N}, 0, &made))                                             \
    ROW(array_broadcast_to, (C, in, 2, shape, &made))                                                          \
    ROW(array_flip, (C, in, 0, NULL, &made))                                                                   \
    ROW(array_squeeze, (C, in, 0, NULL, &made))                                                                \
    ROW(array_expand_dims, (C, in, 1, axes, &made))                                                            \
    ROW(array_diagonal, (C, in, 0, 0, 1, &made))                                                               \
    ROW(array_sliding_window, (C, in, 2, axes, twos, &made))                                                   \
    ROW(array_real, (C, complex_in, &made))                                                                    \
    ROW(array_imag, (C, complex_in, &made))                                                                    \
    ROW(array_view, (C, in, RAVEL_INT64, &made))                                                               \
    ROW(multi_index, (C, 2, shape, ones, 0, lengths))                                                          \
    ROW(unravel_index, (C, 2, shape, 7, 0, lengths))                                                           \
    ROW(kernel_find, (C, "add", &add))                                                                         \
    ROW(kernel_count, (numbers))                                                                               \
    ROW(kernel_at, (C, 0, (const ravel_kernel **)&address))                                                    \
    ROW(kernel_name, (add, text, sizeof text, &size))                                                          \
    ROW(kernel_summary, (add, text, sizeof text, &size))                                                       \
    ROW(kernel_arity, (add, numbers, numbers))                                                                 \
    ROW(kernel_verbs, (add, numbers))                                                                          \
    ROW(kernel_takes, (add, numbers))                                                                          \
    ROW(kernel_loop_count, (add, numbers))                                                                     \
    ROW(kernel_signature, (add, 0, RAVEL_MAX_NDIM, numbers))                                                   \
    ROW(kernel_isa, (C, add, &name))                                                                           \
    ROW(kernel_create,                                                                                         \
        (C, "mine", 2, 1, 1, three_float64, loops, NULL, NULL, RAVEL_KERNEL_REORDERABLE, total, &made_kernel)) \
    ROW(kernel_destroy, (NULL))

/* The kernels as functions: by the shape of their loops, on integers where they have none for floats. */
#define INPUT_YES in
#define INPUT_NO in
#define INPUT_NEVER integers_in
#define ARGUMENTS_unary(x) (C, x, out)
#define ARGUMENTS_predicate(x) ARGUMENTS_unary(x)
#define ARGUMENTS_magnitude(x) ARGUMENTS_unary(x)
#define ARGUMENTS_move(x) ARGUMENTS_unary(x)
#define ARGUMENTS_binary(x) (C, x, x, out)
#define ARGUMENTS_compare(x) ARGUMENTS_binary(x)
#define ARGUMENTS_ternary(x) (C, x, x, x, out)
#define ARGUMENTS_select(x) ARGUMENTS_ternary(x)
#define ARGUMENTS_count(x) ARGUMENTS_unary(x)
#define ARGUMENTS_scale(x) ARGUMENTS_binary(x)
#define ARGUMENTS_replace(x) (C, x, x, x, x, out)
#define ARGUMENTS_close(x) (C, x, x, x, x, x, out)
#define ARGUMENTS_pair(x) (C, x, out, NULL)
#define ARGUMENTS_split(x) ARGUMENTS_pair(x)
#define ARGUMENTS_binary_pair(x) (C, x, x, out, NULL)
#define ARGUMENTS_REDUCE (C, in, 1, axes, 0, line)
#define ARGUMENTS_REDUCE_CORRECTED (C, in, 1, axes, 1, 0, line)
#define ARGUMENTS_ACCUMULATE (C, in, 1, 0, running_out)

#define CALL(function, arguments)             \
    static ravel_status call_##function(void) \
    {                                         \
        return ravel_##function arguments;    \
    }
#define KERNEL(function, family, shape, boolean, integer, real, complex, properties, summary) \
    CALL(function, ARGUMENTS_##shape(INPUT_##real))
#define REDUCTION(function, verb, kernel, rule, summary) CALL(function, ARGUMENTS_##verb)
PLAIN_ROWS(CALL)
#include "kernel/kernels.def"
#include "kernel/reductions.def"
#undef KERNEL
#undef REDUCTION

#define NAMED(function, arguments) {"ravel_" #function, call_##function},
#define KERNEL(function, family, shape, boolean, integer, real, complex, properties, summary) NAMED(function, )
#define REDUCTION(function, verb, kernel, rule, summary) NAMED(function, )
static const struct {
    const char *name;
    ravel_status (*call)(void);
} functions[] = {PLAIN_ROWS(NAMED)
#include "kernel/kernels.def"
#include "kernel/reductions.def"
};
#define N_FUNCTIONS ((int32_t)(sizeof functions / sizeof functions[0]))

/* ---- the tests ---- */

static ravel_array *array(void *at, size_t nbytes, int64_t offset, int32_t dtype, int32_t ndim, uint64_t flags)
{
    ravel_array *result = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, at, nbytes, offset, dtype, ndim, shape, NULL, flags, &result), RAVEL_OK);
    return result;
}

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    in = array(memory, sizeof memory, 0, RAVEL_FLOAT64, 2, RAVEL_WRITEABLE);
    integers_in = array(memory, sizeof memory, 0, RAVEL_INT64, 2, RAVEL_WRITEABLE);
    out = array(memory, sizeof memory, SHIFT * sizeof *memory, RAVEL_FLOAT64, 2, RAVEL_WRITEABLE);
    running_out = array(memory, sizeof memory, SHIFT * sizeof *memory, RAVEL_FLOAT64, 2, RAVEL_WRITEABLE);
    complex_in = array(other_memory, sizeof other_memory, 0, RAVEL_COMPLEX64, 2, 0);
    total = array(other_memory, sizeof other_memory, 0, RAVEL_FLOAT64, 0, RAVEL_WRITEABLE);
    line = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, SHIFT * sizeof *memory, RAVEL_FLOAT64, 1,
                                        &shape[1], NULL, RAVEL_WRITEABLE, &line),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, (SHIFT + COLUMNS) * sizeof *memory, RAVEL_FLOAT64,
                                        1, &shape[1], NULL, RAVEL_WRITEABLE, &next_line),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, SHIFT * sizeof *memory, RAVEL_FLOAT64, 2,
                                        (const int64_t[]){ROWS - 2, COLUMNS}, NULL, RAVEL_WRITEABLE, &differences),
                     RAVEL_OK);
    static const double bounds[] = {0, 100};
    static int64_t zero[N];
    const int64_t n_edges = COLUMNS + 1;
    zeros = array(zero, sizeof zero, 0, RAVEL_INT64, 2, 0);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &bounds[0], 0, &nothing), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &bounds[1], 0, &hundred), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, zero, sizeof zero, 0, RAVEL_INT32, 1, &n_edges, NULL, 0, &edges),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, SHIFT * sizeof *memory, RAVEL_INT64, 1, &shape[1],
                                        NULL, RAVEL_WRITEABLE, &counts),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "add", &add), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "sum", &sum), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "cumulative_sum", &running_sum), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_init(NULL, sum, RAVEL_FLOAT64, -1, state, sizeof state), RAVEL_OK);
    for (int32_t i = 0; i < N + SHIFT; i++)
        before[i] = i % 100 + 0.5;
}

/* As before any call: three threads that are not started, no scratch memory, and no slot left for an object. */
static void reset(void)
{
    ravel_array *unused = NULL;
    ck_assert_int_eq(ravel_context_set_threads(context, 3), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_casting(context, RAVEL_CASTING_UNSAFE), RAVEL_OK);
    ck_assert_int_eq(ravel_context_trim(context), RAVEL_OK);
    memcpy(memory, before, sizeof memory);
    arm(1, INT64_MAX);
    while (ravel_array_create_scalar(NULL, RAVEL_FLOAT64, before, 0, &unused) == RAVEL_OK)
        n_requests = 0;
    armed = false;
}

static ravel_status call_refusing(int32_t function, int64_t from, int64_t to)
{
    reset();
    arm(from, to);
    const ravel_status status = functions[function].call();
    armed = false;
    return status;
}

START_TEST(every_request_may_be_refused)
{
    static double expected[N + SHIFT];
    ck_assert_int_eq(call_refusing(_i, 0, 0), RAVEL_OK);
    const int64_t n = n_requests;
    memcpy(expected, memory, sizeof memory);
    ck_assert(destroy_made());
    for (int64_t request = 1; request <= n; request++)
        for (int32_t all_later = 0; all_later < 2; all_later++) {
            const ravel_status status = call_refusing(_i, request, all_later ? INT64_MAX : request);
            if (status == RAVEL_OK) {
                ck_assert_mem_eq(memory, expected, sizeof memory);
            } else {
                ck_assert_msg(status == RAVEL_OUT_OF_MEMORY, "%s: request %lld: %s", functions[_i].name,
                              (long long)request, ravel_status_text(status));
                ck_assert_mem_eq(memory, before, sizeof memory);
                ck_assert(made == NULL && made_kernel == NULL && made_context == NULL);
            }
            ck_assert(destroy_made());
        }
    ck_assert_int_eq(call_refusing(_i, 0, 0), RAVEL_OK);
    ck_assert_mem_eq(memory, expected, sizeof memory);
    ck_assert(destroy_made());
}
END_TEST

/* What makes an object asks for memory, and so does what overlaps and what starts threads; what only asks does not. */
START_TEST(requests_are_where_they_are_expected)
{
    int32_t n_requesting = 0, n_refused = 0;
    for (int32_t i = 0; i < N_FUNCTIONS; i++) {
        ck_assert_int_eq(call_refusing(i, 0, 0), RAVEL_OK);
        ck_assert(destroy_made());
        const int64_t n = n_requests;
        if (strstr(functions[i].name, "_create") != NULL)
            ck_assert_int_ge(n, 1);
        if (strstr(functions[i].name, "_set_") != NULL || strstr(functions[i].name, "ravel_dtype") != NULL)
            ck_assert_int_eq(n, 0);
        n_requesting += n > 0;
        n_refused += n > 0 && call_refusing(i, 1, INT64_MAX) == RAVEL_OUT_OF_MEMORY;
        ck_assert(destroy_made());
    }
    ck_assert_int_ge(n_requesting, 40);
    ck_assert_int_ge(n_refused, 30);
}
END_TEST

/* But for those that have nothing to answer. */
START_TEST(no_public_function_is_left_out)
{
    static const char *const others[] = {"ravel_status_text", "ravel_version", "ravel_dtype_name"};
    char symbol[128];
    FILE *symbols = fopen(RAVEL_SYMBOLS, "r");
    int32_t n_symbols = 0;
    ck_assert_ptr_nonnull(symbols);
    while (fgets(symbol, sizeof symbol, symbols) != NULL) {
        bool found = false;
        symbol[strcspn(symbol, "@\n")] = 0;
        for (int32_t i = 0; i < N_FUNCTIONS; i++)
            found = found || strcmp(symbol, functions[i].name) == 0;
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            found = found || strcmp(symbol, others[i]) == 0;
        ck_assert_msg(found, "%s is not tested", symbol);
        n_symbols++;
    }
    (void)fclose(symbols);
    ck_assert_int_ge(n_symbols, 100);
}
END_TEST

/* ---- a host's allocator ---- */

typedef struct crooked {
    size_t slack;
    int32_t n_given, n_back;
} crooked;

static void *allocate_crooked(size_t nbytes, size_t alignment, void *user)
{
    crooked *mine = user;
    void *start = NULL;
    if (__real_posix_memalign(&start, alignment, nbytes + alignment) != 0)
        return NULL;
    mine->n_given++;
    return (unsigned char *)start + mine->slack;
}

static void release_crooked(void *start, size_t nbytes, size_t alignment, void *user)
{
    crooked *mine = user;
    (void)nbytes;
    (void)alignment;
    mine->n_back++;
    free((unsigned char *)start - mine->slack);
}

START_TEST(misaligned_memory_is_given_back)
{
    crooked mine = {0, 0, 0};
    reset();
    for (mine.slack = 0; mine.slack < 64; mine.slack += mine.slack < 8 ? 1 : 8) {
        memcpy(memory, before, sizeof memory);
        ck_assert_int_eq(ravel_context_set_allocator(context, allocate_crooked, release_crooked, &mine), RAVEL_OK);
        const ravel_status status = ravel_add(context, in, in, out);
        ck_assert_int_eq(status, mine.slack == 0 ? RAVEL_OK : RAVEL_OUT_OF_MEMORY);
        if (mine.slack > 0)
            ck_assert_mem_eq(memory, before, sizeof memory);
        ck_assert_int_eq(ravel_context_set_allocator(context, NULL, NULL, NULL), RAVEL_OK);
        ck_assert_int_eq(mine.n_back, mine.n_given);
        ck_assert_int_ge(mine.n_given, 1);
        mine.n_back = mine.n_given = 0;
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault_allocation");
    TCase *tests = tcase_create("fault_allocation");
    tcase_set_timeout(tests, 280);
    tcase_add_unchecked_fixture(tests, setup, NULL);
    tcase_add_loop_test(tests, every_request_may_be_refused, 0, N_FUNCTIONS);
    tcase_add_test(tests, requests_are_where_they_are_expected);
    tcase_add_test(tests, no_public_function_is_left_out);
    tcase_add_test(tests, misaligned_memory_is_given_back);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
