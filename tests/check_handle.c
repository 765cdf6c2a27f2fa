/* check_handle.c: handles that are stale, doubled, forged, of another type or NULL, given to every function that takes
 * one. */
#include "support/handle_probes.h"
#include "support/random.h"
#include "support/run_suite.h"
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

static int32_t n_releases;

static uint64_t value_of(const void *handle)
{
    return (uint64_t)(uintptr_t)handle;
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
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(
        ravel_kernel_create(NULL, "copy of mine", 1, 1, 1, dtypes, loops, &n_releases, count_release, 0, NULL, &kernel),
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
    good_in[0] = good_out[0] = good_array;
    ck_assert_int_eq(
        ravel_array_create(NULL, &element, 8, 0, RAVEL_FLOAT64, 1, lengths, NULL, RAVEL_WRITEABLE, &good_line),
        RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "sum", &sum), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "cumulative_sum", &running_sum), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_array_destroy(good_array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(good_line), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(good_kernel), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(good_context), RAVEL_OK);
    ck_assert_int_eq(n_releases, 1);
    n_releases = 0;
}

static ravel_status destroy(int32_t type, uint64_t handle)
{
    return type == CONTEXT ? ravel_context_destroy(C)
           : type == ARRAY ? ravel_array_destroy(A)
                           : ravel_kernel_destroy(K);
}

/* Gives a handle to every function of a type: each must answer `expected` and write nothing. */
static void expect_everywhere(int32_t type, uint64_t handle, ravel_status expected)
{
    for (int32_t i = 0; i < 64 && probes[type][i] != NULL; i++) {
        written[0] = written[1] = UINT64_C(0x5A5A5A5A5A5A5A5A);
        text[0] = 'Z';
        const ravel_status status = probes[type][i](handle);
        if (status != expected)
            ck_abort_msg("function %d of type %d gave %d for %#llx, expected %d", i, type, status,
                         (unsigned long long)handle, expected);
        ASSERT(element == 1.5);
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

/* Of all checks one fits each type: the handle would have been another object's. */
START_TEST(no_check_makes_a_handle_of_another_type)
{
    for (int32_t of = 0; of < N_TYPES; of++)
        for (uint64_t type = 0; type < 4; type++)
            for (uint64_t check = 0; check < 256; check++) {
                const uint64_t forged =
                    (good(of) & ~(UINT64_C(0xFF) << 44 | UINT64_C(3) << 1)) | check << 44 | type << 1;
                for (int32_t as = 0; as < N_TYPES && (forged >> 1 & 3) != (good(of) >> 1 & 3); as++)
                    expect_everywhere(as, forged, RAVEL_FORGED_HANDLE);
            }
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
    for (int32_t type = 0; type < N_TYPES; type++) {
        for (int32_t i = 0; i < n_never_null[type]; i++)
            ck_assert_msg(probes[type][i](0) == RAVEL_NULL_ARGUMENT, "function %d of type %d", i, type);
        ck_assert_int_eq(destroy(type, 0), RAVEL_OK);
    }
}
END_TEST

/* Half of the values have the shape of a handle, which random 64 bits seldom have. */
START_TEST(a_million_random_values_are_errors)
{
    random_source random = {.state = UINT64_C(20240607)};
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
    tcase_add_test(values, no_check_makes_a_handle_of_another_type);
    tcase_add_test(values, destroyed_handles_are_stale_for_good);
    tcase_add_test(values, null_is_an_error_but_for_destroy);
    tcase_add_test(values, a_million_random_values_are_errors);
    tcase_add_test(values, a_slot_rests_when_its_generations_are_used_up);
    suite_add_tcase(suite, values);
    return run_suite(suite);
}
