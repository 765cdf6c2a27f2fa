/* check_handle.c: handles that are stale, doubled, forged, of another type or NULL, given to every function that takes
 * one; and handles that die while others use them. */
#include "support/random.h"
#include <check.h>
#include <pthread.h>
#include <ravel/apply.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

/* As ck_assert, which writes to a pipe each time, but for loops that run millions of times. */
#define ASSERT(condition)         \
    do {                          \
        if (!(condition))         \
            ck_assert(condition); \
    } while (0)

/* A handle's fields, as src/core/handle.c lays them out. */
typedef struct handle_field {
    int32_t shift, bits;
} handle_field;

static const handle_field fields[] = {{0, 1}, {1, 2}, {3, 20}, {23, 21}, {44, 8}};
#define N_FIELDS 5
#define SLOT_OF(handle) ((handle) >> 3 & 0xFFFFF)

enum { CONTEXT, ARRAY, KERNEL, N_TYPES };

/* One function, given a handle that is wrong, all else right. Gives what the function answered. */
typedef ravel_status (*probe)(uint64_t handle);

static double element = 1.5;
static ravel_context *good_context;
static ravel_array *good_array;
static const ravel_kernel *good_kernel;
static int32_t n_releases;

static uint64_t value_of(const void *handle)
{
    return (uint64_t)(uintptr_t)handle;
}

static int32_t copy_loop(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    for (size_t i = 0; i < n; i++)
        ((double *)out[0])[i] = ((const double *)in[0])[i];
    return 0;
}

static void count_release(void *user)
{
    ++*(int32_t *)user;
}

static ravel_array *make_array(void)
{
    ravel_array *array = NULL;
    ASSERT(ravel_array_create(NULL, &element, sizeof element, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE,
                              &array) == RAVEL_OK);
    return array;
}

static const ravel_kernel *make_kernel(void)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64};
    const ravel_kernel_fn loop = copy_loop;
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(
        ravel_kernel_create(NULL, "copy of mine", 1, 1, 1, dtypes, &loop, &n_releases, count_release, 0, NULL, &kernel),
        RAVEL_OK);
    return kernel;
}

static ravel_context *make_context(void)
{
    ravel_context *context = NULL;
    ASSERT(ravel_context_create(&context) == RAVEL_OK);
    return context;
}

static void setup(void)
{
    good_context = make_context();
    good_array = make_array();
    good_kernel = make_kernel();
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_array_destroy(good_array), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(good_kernel), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(good_context), RAVEL_OK);
    ck_assert_int_eq(n_releases, 1);
    n_releases = 0;
}

/* What the probed functions would write to. No probe's handle is good, so none may change. */
static uint64_t written[2];
static char text[8];

#define C ((ravel_context *)(uintptr_t)handle)
#define A ((ravel_array *)(uintptr_t)handle)
#define K ((const ravel_kernel *)(uintptr_t)handle)
#define OUT ((void *)written)
#define PROBE(name, expression)                       \
    static ravel_status probe_##name(uint64_t handle) \
    {                                                 \
        return expression;                            \
    }

PROBE(set_casting, ravel_context_set_casting(C, RAVEL_CASTING_SAFE))
PROBE(set_threads, ravel_context_set_threads(C, 1))
PROBE(set_executor, ravel_context_set_executor(C, 1, NULL, NULL))
PROBE(set_allocator, ravel_context_set_allocator(C, NULL, NULL, NULL))
PROBE(set_isa_cap, ravel_context_set_isa_cap(C, NULL))
PROBE(set_scratch_limit, ravel_context_set_scratch_limit(C, 0))
PROBE(trim, ravel_context_trim(C))
PROBE(error, ravel_context_error(C, OUT, OUT, OUT, text, sizeof text, OUT))
PROBE(events, ravel_context_events(C, OUT))
PROBE(clear_events, ravel_context_clear_events(C))
PROBE(context_of_array_create, ravel_array_create(C, &element, 8, 0, RAVEL_FLOAT64, 0, NULL, NULL, 0, OUT))
PROBE(context_of_create_scalar, ravel_array_create_scalar(C, RAVEL_FLOAT64, &element, 0, OUT))
PROBE(context_of_rebind, ravel_array_rebind(C, good_array, &element, 8, 0))
PROBE(context_of_require, ravel_array_require(C, good_array, RAVEL_FLOAT64, 0, 0, OUT))
PROBE(context_of_element, ravel_array_element(C, good_array, 0, NULL, OUT))

PROBE(rebind, ravel_array_rebind(good_context, A, &element, 8, 0))
PROBE(require, ravel_array_require(good_context, A, RAVEL_FLOAT64, 0, 0, OUT))
PROBE(dtype, ravel_array_dtype(A, OUT))
PROBE(ndim, ravel_array_ndim(A, OUT))
PROBE(size, ravel_array_size(A, OUT))
PROBE(nbytes, ravel_array_nbytes(A, OUT))
PROBE(flags, ravel_array_flags(A, OUT))
PROBE(shape, ravel_array_shape(A, 1, OUT))
PROBE(strides, ravel_array_strides(A, 1, OUT))
PROBE(element, ravel_array_element(good_context, A, 0, NULL, OUT))
PROBE(describe, ravel_array_describe(A, text, sizeof text, OUT))

/* An identity may be NULL, which is why it is not among the probes. */
static ravel_status probe_identity(uint64_t handle)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    const ravel_kernel_fn loop = copy_loop;
    return ravel_kernel_create(good_context, "name", 2, 1, 1, dtypes, &loop, NULL, NULL, 0, A, OUT);
}

static const probe probes[N_TYPES][24] = {
    [CONTEXT] = {probe_set_casting, probe_set_threads, probe_set_executor, probe_set_allocator, probe_set_isa_cap,
                 probe_set_scratch_limit, probe_trim, probe_error, probe_events, probe_clear_events,
                 probe_context_of_array_create, probe_context_of_create_scalar, probe_context_of_rebind,
                 probe_context_of_require, probe_context_of_element},
    [ARRAY] = {probe_rebind, probe_require, probe_dtype, probe_ndim, probe_size, probe_nbytes, probe_flags, probe_shape,
               probe_strides, probe_element, probe_describe, probe_identity},
};

static ravel_status destroy(int32_t type, uint64_t handle)
{
    return type == CONTEXT ? ravel_context_destroy(C)
           : type == ARRAY ? ravel_array_destroy(A)
                           : ravel_kernel_destroy(K);
}

/* Gives a handle to every function of a type: each must answer `expected` and write nothing. */
static void expect_everywhere(int32_t type, uint64_t handle, ravel_status expected)
{
    for (int32_t i = 0; i < 24 && probes[type][i] != NULL; i++) {
        written[0] = written[1] = UINT64_C(0x5A5A5A5A5A5A5A5A);
        text[0] = 'Z';
        const ravel_status status = probes[type][i](handle);
        if (status != expected)
            ck_abort_msg("function %d of type %d gave %d for %#llx, expected %d", i, type, status,
                         (unsigned long long)handle, expected);
        ASSERT(written[0] == UINT64_C(0x5A5A5A5A5A5A5A5A) && written[1] == written[0] && text[0] == 'Z');
    }
    const ravel_status destroyed = expected == RAVEL_STALE_HANDLE ? RAVEL_DOUBLE_DESTROY : expected;
    ASSERT(destroy(type, handle) == destroyed);
}

static uint64_t good(int32_t type)
{
    return type == CONTEXT ? value_of(good_context) : type == ARRAY ? value_of(good_array) : value_of(good_kernel);
}

START_TEST(values_are_odd_and_below_two_to_the_52)
{
    for (int32_t type = 0; type < N_TYPES; type++) {
        ck_assert_uint_eq(good(type) & 1, 1);
        ck_assert_uint_eq(good(type) >> 52, 0);
    }
}
END_TEST

START_TEST(every_bit_flipped_is_forged)
{
    for (int32_t type = 0; type < N_TYPES; type++)
        for (int32_t of = 0; of < N_TYPES; of++)
            for (int32_t bit = 0; bit < 64; bit++)
                expect_everywhere(type, good(of) ^ UINT64_C(1) << bit, RAVEL_FORGED_HANDLE);
}
END_TEST

START_TEST(every_field_bumped_is_forged)
{
    for (int32_t type = 0; type < N_TYPES; type++)
        for (int32_t of = 0; of < N_TYPES; of++)
            for (int32_t i = 0; i < N_FIELDS; i++)
                for (int32_t by = -1; by <= 1; by += 2) {
                    const uint64_t mask = ((UINT64_C(1) << fields[i].bits) - 1) << fields[i].shift;
                    const uint64_t bumped = good(of) + (uint64_t)(int64_t)by * (UINT64_C(1) << fields[i].shift);
                    expect_everywhere(type, (good(of) & ~mask) | (bumped & mask), RAVEL_FORGED_HANDLE);
                    expect_everywhere(type, bumped, RAVEL_FORGED_HANDLE);
                }
}
END_TEST

START_TEST(handles_of_another_type_are_told_apart)
{
    const ravel_kernel *builtin = NULL;
    ck_assert_int_eq(ravel_kernel_find(NULL, "add", &builtin), RAVEL_OK);
    for (int32_t type = 0; type < N_TYPES; type++)
        for (int32_t of = 0; of < N_TYPES; of++)
            if (of != type)
                expect_everywhere(type, good(of), RAVEL_WRONG_HANDLE_TYPE);
    expect_everywhere(CONTEXT, value_of(builtin), RAVEL_WRONG_HANDLE_TYPE);
    expect_everywhere(ARRAY, value_of(builtin), RAVEL_WRONG_HANDLE_TYPE);
    ck_assert_int_eq(ravel_kernel_destroy(builtin), RAVEL_INVALID_ARGUMENT);
    for (int32_t bit = 0; bit < 64; bit++)
        for (int32_t type = 0; type < N_TYPES; type++)
            expect_everywhere(type, value_of(builtin) ^ UINT64_C(1) << bit, RAVEL_FORGED_HANDLE);
}
END_TEST

START_TEST(destroyed_handles_are_stale_for_good)
{
    enum { N = 200 };
    uint64_t handles[N_TYPES][N];
    const int32_t n_releases_before = n_releases;
    for (int32_t i = 0; i < N; i++) {
        handles[CONTEXT][i] = value_of(make_context());
        handles[ARRAY][i] = value_of(make_array());
        handles[KERNEL][i] = value_of(make_kernel());
        for (int32_t type = 0; type < N_TYPES; type++)
            ck_assert_int_eq(destroy(type, handles[type][i]), RAVEL_OK);
    }
    ck_assert_int_eq(n_releases, n_releases_before + N);
    for (int32_t of = 0; of < N_TYPES; of++)
        for (int32_t i = 0; i < N; i++)
            for (int32_t type = 0; type < N_TYPES; type++)
                expect_everywhere(type, handles[of][i], RAVEL_STALE_HANDLE);
    n_releases = n_releases_before;
}
END_TEST

START_TEST(null_is_an_error_but_for_destroy)
{
    for (int32_t i = 0; i < 24 && probes[ARRAY][i] != NULL; i++)
        ck_assert(probes[ARRAY][i] == probe_identity || probes[ARRAY][i](0) == RAVEL_NULL_ARGUMENT);
    for (int32_t i = 0; i < 10; i++)
        ck_assert_int_eq(probes[CONTEXT][i](0), RAVEL_NULL_ARGUMENT);
    for (int32_t type = 0; type < N_TYPES; type++)
        ck_assert_int_eq(destroy(type, 0), RAVEL_OK);
}
END_TEST

/* Half of the values have the shape of a handle, which random 64 bits seldom have. */
START_TEST(a_million_random_values_are_errors)
{
    random_source random = {UINT64_C(20240607)};
    for (int32_t i = 0; i < 1000000; i++) {
        uint64_t value = random_bits(&random);
        if (i % 2 == 1)
            value = (value & ((UINT64_C(1) << 52) - 1)) | 1;
        if (i % 8 == 7) /* in the slots that are alive */
            value = (value & ~(UINT64_C(0xFFFFF) << 3)) | SLOT_OF(good(i / 8 % N_TYPES)) << 3;
        int32_t ndim = -7;
        const ravel_status status = ravel_array_ndim((const ravel_array *)(uintptr_t)value, &ndim);
        /* Stale: by chance a handle that there has been. */
        if (status != RAVEL_FORGED_HANDLE && (i % 8 != 7 || status != RAVEL_STALE_HANDLE))
            ck_abort_msg("%#llx: %d", (unsigned long long)value, status);
        ASSERT(ndim == -7);
        if (i % 64 < 8)
            for (int32_t type = 0; type < N_TYPES; type++)
                expect_everywhere(type, value, status);
    }
}
END_TEST

START_TEST(a_slot_rests_when_its_generations_are_used_up)
{
    const uint64_t first = value_of(make_array());
    ck_assert_int_eq(destroy(ARRAY, first), RAVEL_OK);
    uint64_t last = first, n_in_slot = 1;
    while (SLOT_OF(last) == SLOT_OF(first) && n_in_slot <= UINT64_C(1) << 21) {
        last = value_of(make_array());
        ASSERT(destroy(ARRAY, last) == RAVEL_OK);
        n_in_slot += SLOT_OF(last) == SLOT_OF(first);
    }
    ck_assert_uint_ne(SLOT_OF(last), SLOT_OF(first));
    ck_assert_uint_gt(n_in_slot, 1000000);
    expect_everywhere(ARRAY, first, RAVEL_STALE_HANDLE);
    expect_everywhere(ARRAY, last, RAVEL_STALE_HANDLE);
}
END_TEST

/* ---- one thread makes and destroys, others use ---- */

#define N_READERS 2

static int64_t n_iterations(void)
{
    const char *wanted = getenv("RAVEL_TEST_ITERATIONS");
    return wanted != NULL ? strtoll(wanted, NULL, 10) : 1000000;
}

static _Atomic uint64_t shared; /* the handle that is being used */
static _Atomic bool stop;
static _Atomic int64_t n_right, n_stale, n_busy, n_wrong;

static void count(ravel_status status, bool right)
{
    if (status == RAVEL_OK && right)
        atomic_fetch_add(&n_right, 1);
    else if (status == RAVEL_STALE_HANDLE)
        atomic_fetch_add(&n_stale, 1);
    else if (status == RAVEL_BUSY)
        atomic_fetch_add(&n_busy, 1);
    else
        atomic_fetch_add(&n_wrong, 1);
}

/* Every array here has four equal lengths, so a mixture of two shows. */
static void *read_arrays(void *unused)
{
    while (!atomic_load(&stop)) {
        const uint64_t handle = atomic_load(&shared);
        int64_t shape[4] = {0, 0, 0, 0};
        int64_t size = 0;
        ravel_status status = ravel_array_shape(A, 4, shape);
        count(status,
              shape[0] >= 1 && shape[0] <= 7 && shape[1] == shape[0] && shape[2] == shape[0] && shape[3] == shape[0]);
        status = ravel_array_size(A, &size);
        count(status,
              size == 1 || size == 16 || size == 81 || size == 256 || size == 625 || size == 1296 || size == 2401);
    }
    return unused;
}

static void *use_contexts(void *unused)
{
    while (!atomic_load(&stop)) {
        const uint64_t handle = atomic_load(&shared);
        count(ravel_context_set_casting(C, RAVEL_CASTING_UNSAFE), true);
    }
    return unused;
}

static void *destroy_too(void *unused)
{
    while (!atomic_load(&stop)) {
        const ravel_status status = destroy(ARRAY, atomic_load(&shared));
        count(status == RAVEL_DOUBLE_DESTROY ? RAVEL_STALE_HANDLE : status, true);
    }
    return unused;
}

static void start(pthread_t *threads, void *(*body)(void *))
{
    atomic_store(&stop, false);
    n_right = n_stale = n_busy = n_wrong = 0;
    for (int32_t i = 0; i < N_READERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, body, NULL), 0);
}

static void finish(const pthread_t *threads)
{
    atomic_store(&stop, true);
    for (int32_t i = 0; i < N_READERS; i++)
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
    ck_assert_int_eq(n_wrong, 0);
}

START_TEST(arrays_die_while_others_read_them)
{
    pthread_t threads[N_READERS];
    const int64_t n = n_iterations();
    static unsigned char memory[2401];
    atomic_store(&shared, value_of(make_array()));
    ck_assert_int_eq(destroy(ARRAY, atomic_load(&shared)), RAVEL_OK);
    start(threads, read_arrays);
    for (int64_t i = 0; i < n; i++) {
        const int64_t length = 1 + i % 7;
        const int64_t shape[4] = {length, length, length, length};
        ravel_array *array = NULL;
        ASSERT(ravel_array_create(NULL, memory, sizeof memory, 0, RAVEL_UINT8, 4, shape, NULL, 0, &array) == RAVEL_OK);
        atomic_store(&shared, value_of(array));
        ASSERT(ravel_array_destroy(array) == RAVEL_OK);
    }
    finish(threads);
    ck_assert_int_eq(n_busy, 0);
}
END_TEST

START_TEST(arrays_are_destroyed_by_one_thread_only)
{
    pthread_t threads[N_READERS];
    const int64_t n = n_iterations() / 10;
    int64_t n_mine = 0;
    atomic_store(&shared, value_of(make_array()));
    ck_assert_int_eq(destroy(ARRAY, atomic_load(&shared)), RAVEL_OK);
    start(threads, destroy_too);
    for (int64_t i = 0; i < n; i++) {
        const uint64_t handle = value_of(make_array());
        atomic_store(&shared, handle);
        const ravel_status status = destroy(ARRAY, handle);
        ASSERT(status == RAVEL_OK || status == RAVEL_DOUBLE_DESTROY);
        n_mine += status == RAVEL_OK;
    }
    finish(threads);
    ck_assert_int_eq(n_right + n_mine, n);
}
END_TEST

START_TEST(contexts_die_while_others_use_them)
{
    pthread_t threads[N_READERS];
    const int64_t n = n_iterations() / 10;
    atomic_store(&shared, value_of(make_context()));
    ck_assert_int_eq(destroy(CONTEXT, atomic_load(&shared)), RAVEL_OK);
    start(threads, use_contexts);
    for (int64_t i = 0; i < n; i++) {
        ravel_context *context = make_context();
        atomic_store(&shared, value_of(context));
        ravel_status status;
        do
            status = ravel_context_destroy(context);
        while (status == RAVEL_BUSY);
        ASSERT(status == RAVEL_OK);
    }
    finish(threads);
}
END_TEST

/* Readers see the one buffer or the other, and never a mixture. */
static unsigned char first_buffer[4], second_buffer[8];

static void *read_rebound(void *unused)
{
    while (!atomic_load(&stop)) {
        const uint64_t handle = atomic_load(&shared);
        void *data = NULL;
        const ravel_status status = ravel_array_require(NULL, A, RAVEL_UINT8, 1, RAVEL_C_CONTIGUOUS, &data);
        count(status, data == first_buffer || data == second_buffer + 4);
    }
    return unused;
}

static void *rebind_too(void *unused)
{
    while (!atomic_load(&stop)) {
        const uint64_t handle = atomic_load(&shared);
        count(ravel_array_rebind(NULL, A, first_buffer, 4, 0), true);
        void *data = NULL;
        const ravel_status status = ravel_array_require(NULL, A, RAVEL_UINT8, 1, RAVEL_C_CONTIGUOUS, &data);
        count(status, data == first_buffer || data == second_buffer + 4);
    }
    return unused;
}

static void rebind_and_destroy(void *(*body)(void *))
{
    static const int64_t shape[] = {4};
    pthread_t threads[N_READERS];
    const int64_t n = n_iterations() / 10;
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, first_buffer, 4, 0, RAVEL_UINT8, 1, shape, NULL, 0, &array), RAVEL_OK);
    atomic_store(&shared, value_of(array));
    start(threads, body);
    for (int64_t i = 0; i < n; i++) {
        const ravel_status status = i % 2 == 0 ? ravel_array_rebind(NULL, array, second_buffer, 8, 4)
                                               : ravel_array_rebind(NULL, array, first_buffer, 4, 0);
        ASSERT(status == RAVEL_OK || status == RAVEL_BUSY);
        if (i % 64 == 63) {
            ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
            ck_assert_int_eq(ravel_array_create(NULL, first_buffer, 4, 0, RAVEL_UINT8, 1, shape, NULL, 0, &array),
                             RAVEL_OK);
            atomic_store(&shared, value_of(array));
        }
    }
    finish(threads);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

START_TEST(arrays_are_rebound_while_others_read_them)
{
    rebind_and_destroy(read_rebound);
    ck_assert_int_eq(n_busy, 0);
}
END_TEST

START_TEST(arrays_are_rebound_by_several_threads_and_destroyed)
{
    rebind_and_destroy(rebind_too);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("handle");
    TCase *values = tcase_create("values");
    tcase_add_checked_fixture(values, setup, teardown);
    tcase_set_timeout(values, 300);
    tcase_add_test(values, values_are_odd_and_below_two_to_the_52);
    tcase_add_test(values, every_bit_flipped_is_forged);
    tcase_add_test(values, every_field_bumped_is_forged);
    tcase_add_test(values, handles_of_another_type_are_told_apart);
    tcase_add_test(values, destroyed_handles_are_stale_for_good);
    tcase_add_test(values, null_is_an_error_but_for_destroy);
    tcase_add_test(values, a_million_random_values_are_errors);
    tcase_add_test(values, a_slot_rests_when_its_generations_are_used_up);
    suite_add_tcase(suite, values);
    TCase *threads = tcase_create("threads");
    tcase_set_timeout(threads, 1200);
    tcase_add_test(threads, arrays_die_while_others_read_them);
    tcase_add_test(threads, arrays_are_destroyed_by_one_thread_only);
    tcase_add_test(threads, contexts_die_while_others_use_them);
    tcase_add_test(threads, arrays_are_rebound_while_others_read_them);
    tcase_add_test(threads, arrays_are_rebound_by_several_threads_and_destroyed);
    suite_add_tcase(suite, threads);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int32_t n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
