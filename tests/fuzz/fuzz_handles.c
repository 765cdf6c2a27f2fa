/* fuzz_handles.c: up to three threads create, use, copy, forge and destroy each other's handles as the input says.
 *
 * Only the documented statuses may come, each object ends once, and what is read of one is never a mixture. */
#include "fuzz.h"
#include <pthread.h>
#include <ravel/apply.h>
#include <ravel/view.h>
#include <stdatomic.h>
#include <string.h>

enum { CONTEXT, ARRAY, KERNEL, N_TYPES, N_PLACES = 4, N_WORKERS = 2, MAX_NBYTES = 240 };

/* Where the threads find handles, by type. A handle that is taken out of its place is destroyed. */
static _Atomic uint64_t places[N_TYPES][N_PLACES];
static _Atomic int64_t n_created[N_TYPES], n_ended[N_TYPES], n_released;
static unsigned char bytes[2][216];

#define C ((ravel_context *)(uintptr_t)handle)
#define A ((ravel_array *)(uintptr_t)handle)
#define K ((const ravel_kernel *)(uintptr_t)handle)
#define BIT(status) (UINT64_C(1) << (status))

static void check_status(ravel_status status, uint64_t allowed)
{
    FUZZ_CHECK(status >= 0 && status < 64 && (BIT(status) & allowed) != 0);
}

/* What a handle that other threads may destroy can bring. */
static uint64_t usual(int32_t type, uint64_t handle)
{
    if (handle == 0) /* no context is one */
        return type == CONTEXT ? BIT(RAVEL_OK) : BIT(RAVEL_NULL_ARGUMENT);
    return BIT(RAVEL_OK) | BIT(RAVEL_STALE_HANDLE) | (type == CONTEXT ? BIT(RAVEL_BUSY) : 0);
}

static int32_t copy_loop(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    memcpy(out[0], in[0], n);
    return 0;
}

static void count_release(void *user)
{
    atomic_fetch_add((_Atomic int64_t *)user, 1);
}

/* All three lengths of an array are the same, so that a mixture of two shows. */
static uint64_t create(int32_t type, int64_t length)
{
    static const int32_t dtypes[] = {RAVEL_UINT8, RAVEL_UINT8};
    const ravel_kernel_fn loop = copy_loop;
    ravel_context *context = NULL;
    ravel_array *array = NULL;
    const ravel_kernel *kernel = NULL;
    ravel_status status;
    if (type == CONTEXT)
        status = ravel_context_create(&context);
    else if (type == ARRAY)
        status = ravel_array_create(NULL, bytes[0], sizeof bytes[0], 0, RAVEL_UINT8, 3,
                                    (const int64_t[]){length, length, length}, NULL, 0, &array);
    else
        status =
            ravel_kernel_create(NULL, "mine", 1, 1, 1, dtypes, &loop, &n_released, count_release, 0, NULL, &kernel);
    FUZZ_CHECK(status == RAVEL_OK);
    atomic_fetch_add(&n_created[type], 1);
    return type == CONTEXT ? (uintptr_t)context : type == ARRAY ? (uintptr_t)array : (uintptr_t)kernel;
}

static ravel_status destroy(int32_t type, uint64_t handle)
{
    const ravel_status status = type == CONTEXT ? ravel_context_destroy(C)
                                : type == ARRAY ? ravel_array_destroy(A)
                                                : ravel_kernel_destroy(K);
    check_status(status, handle == 0
                             ? BIT(RAVEL_OK)
                             : BIT(RAVEL_OK) | BIT(RAVEL_DOUBLE_DESTROY) | (type == CONTEXT ? BIT(RAVEL_BUSY) : 0));
    if (handle != 0 && status == RAVEL_OK)
        atomic_fetch_add(&n_ended[type], 1);
    return status;
}

static void put(int32_t type, int32_t place, uint64_t handle)
{
    const uint64_t old = atomic_exchange(&places[type][place], handle);
    while (destroy(type, old) == RAVEL_BUSY) /* in a call that will end */
        ;
}

static ravel_status use_array(uint64_t handle, int64_t what)
{
    int64_t shape[3] = {0, 0, 0}, size = 0;
    char text[200];
    void *data = NULL;
    ravel_status status;
    switch (what % 4) {
    case 0:
        status = ravel_array_shape(A, 3, shape);
        FUZZ_CHECK(status != RAVEL_OK ||
                   (shape[0] >= 1 && shape[0] <= 6 && shape[1] == shape[0] && shape[2] == shape[0]));
        return status;
    case 1:
        status = ravel_array_size(A, &size);
        FUZZ_CHECK(status != RAVEL_OK ||
                   (size == 1 || size == 8 || size == 27 || size == 64 || size == 125 || size == 216));
        return status;
    case 2:
        status = ravel_array_describe(A, text, sizeof text, NULL);
        FUZZ_CHECK(status != RAVEL_OK || strncmp(text, "uint8 array of shape (", 22) == 0);
        return status;
    default:
        status = ravel_array_require(NULL, A, RAVEL_UINT8, 3, RAVEL_C_CONTIGUOUS, &data);
        FUZZ_CHECK(status != RAVEL_OK || data == bytes[0] || data == bytes[1]);
        return status;
    }
}

static ravel_status use(int32_t type, uint64_t handle, int64_t what)
{
    char text[100];
    int32_t n_in = 1, n_out = 1;
    ravel_status status;
    if (type == ARRAY)
        return use_array(handle, what);
    if (type == CONTEXT)
        return ravel_context_error(C, NULL, NULL, NULL, text, sizeof text, NULL);
    if (what % 2 == 0) {
        status = ravel_kernel_arity(K, &n_in, &n_out);
        FUZZ_CHECK(n_in == 1 && n_out == 1);
    } else {
        status = ravel_kernel_name(K, text, sizeof text, NULL);
        FUZZ_CHECK(status != RAVEL_OK || strcmp(text, "mine") == 0);
    }
    return status;
}

/* A call with handles of others: all of the output is written, or nothing. */
static void apply(uint64_t in, uint64_t kernel, uint64_t context)
{
    unsigned char written[216] = {0};
    ravel_array *out = NULL;
    const ravel_array *const inputs[] = {(const ravel_array *)(uintptr_t)in};
    int64_t shape[3];
    if (ravel_array_shape(inputs[0], 3, shape) != RAVEL_OK)
        return;
    FUZZ_CHECK(ravel_array_create(NULL, written, sizeof written, 0, RAVEL_UINT8, 3, shape, NULL, RAVEL_WRITEABLE,
                                  &out) == RAVEL_OK);
    const ravel_status status =
        ravel_apply((ravel_context *)(uintptr_t)context, (const ravel_kernel *)(uintptr_t)kernel, 1, inputs, NULL, 0, 1,
                    (ravel_array *const[]){out});
    const size_t size = status == RAVEL_OK ? (size_t)(shape[0] * shape[1] * shape[2]) : 0;
    check_status(status, usual(CONTEXT, context) | usual(KERNEL, kernel) | usual(ARRAY, in));
    for (size_t i = 0; i < sizeof written; i++)
        FUZZ_CHECK(written[i] == (i < size ? 7 : 0));
    FUZZ_CHECK(ravel_array_destroy(out) == RAVEL_OK);
}

/* A number that is no handle, or only looks like one; or it is one, which libFuzzer saw a comparison with. */
static void forge(int32_t type, uint64_t like, random_source *source)
{
    const uint64_t handle = random_once_in(source, 2) ? random_bits(source) : like ^ BIT(random_below(source, 64));
    int32_t fact = 0;
    if (handle == 0)
        return;
    const ravel_status status = type == CONTEXT ? ravel_context_trim(C)
                                : type == ARRAY ? ravel_array_ndim(A, &fact)
                                                : ravel_kernel_verbs(K, &fact);
    check_status(status, usual(type, handle) | BIT(RAVEL_FORGED_HANDLE) | BIT(RAVEL_WRONG_HANDLE_TYPE));
    FUZZ_CHECK(status == RAVEL_OK || fact == 0);
}

static void one_step(random_source *source)
{
    const int64_t choice = random_below(source, 10 * N_TYPES);
    const int32_t type = (int32_t)(choice % N_TYPES), place = (int32_t)random_below(source, N_PLACES);
    const int32_t other = (int32_t)random_below(source, N_PLACES);
    const uint64_t handle = atomic_load(&places[type][place]);
    ravel_array *view = NULL;
    switch (choice / N_TYPES) {
    case 0:
    case 1:
        put(type, place, create(type, 1 + other));
        break;
    case 2:
        (void)destroy(type, handle);
        break;
    case 3:
        put(type, other, handle);
        break;
    case 4:
        forge(type, handle, source);
        break;
    case 5: /* as something that it is not */
        if (handle != 0)
            check_status(use((type + 1 + other % 2) % N_TYPES, handle, other),
                         BIT(RAVEL_WRONG_HANDLE_TYPE) | BIT(RAVEL_STALE_HANDLE));
        break;
    case 6:
        apply(atomic_load(&places[ARRAY][place]), atomic_load(&places[KERNEL][other]),
              atomic_load(&places[CONTEXT][(place + other) % N_PLACES]));
        break;
    case 7: {
        const uint64_t array = atomic_load(&places[ARRAY][place]);
        const ravel_status status = ravel_array_permute(NULL, (ravel_array *)(uintptr_t)array, 0, NULL, &view);
        check_status(status, usual(ARRAY, array));
        if (status == RAVEL_OK) {
            atomic_fetch_add(&n_created[ARRAY], 1);
            FUZZ_CHECK(destroy(ARRAY, (uintptr_t)view) == RAVEL_OK); /* nobody else knows it */
        }
        break;
    }
    case 8: {
        const uint64_t array = atomic_load(&places[ARRAY][place]);
        check_status(ravel_array_rebind(NULL, (ravel_array *)(uintptr_t)array, bytes[other % 2], sizeof *bytes, 0),
                     usual(ARRAY, array) | BIT(RAVEL_BUSY));
        break;
    }
    default:
        check_status(use(type, handle, other), handle == 0 ? BIT(RAVEL_NULL_ARGUMENT) : usual(type, handle));
    }
}

/* ---- the threads, which wait for work ---- */

static pthread_barrier_t begin, end;
static random_source programs[N_WORKERS + 1];

static void run(random_source *program)
{
    while (fuzz_more(program))
        one_step(program);
}

static void *work(void *program)
{
    for (;;) {
        (void)pthread_barrier_wait(&begin);
        run(program);
        (void)pthread_barrier_wait(&end);
    }
    return NULL;
}

static void start(void)
{
    memset(bytes, 7, sizeof bytes);
    (void)pthread_barrier_init(&begin, NULL, N_WORKERS + 1);
    (void)pthread_barrier_init(&end, NULL, N_WORKERS + 1);
    for (int32_t i = 0; i < N_WORKERS; i++) {
        pthread_t thread;
        FUZZ_CHECK(pthread_create(&thread, NULL, work, &programs[i + 1]) == 0);
        FUZZ_CHECK(pthread_detach(thread) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    if (size == 0 || size > MAX_NBYTES)
        return 0;
    if (!started)
        start();
    started = true;
    const size_t n_threads = 1 + data[0] % (N_WORKERS + 1), share = (size - 1) / n_threads;
    for (size_t i = 0; i <= N_WORKERS; i++)
        programs[i] = fuzz_source(data + 1 + i * share, i < n_threads ? share : 0);
    if (n_threads > 1)
        (void)pthread_barrier_wait(&begin);
    run(&programs[0]);
    if (n_threads > 1)
        (void)pthread_barrier_wait(&end);
    for (int32_t type = 0; type < N_TYPES; type++) {
        for (int32_t place = 0; place < N_PLACES; place++)
            put(type, place, 0);
        FUZZ_CHECK(atomic_load(&n_created[type]) == atomic_load(&n_ended[type]));
    }
    FUZZ_CHECK(atomic_load(&n_released) == atomic_load(&n_created[KERNEL]));
    return 0;
}
