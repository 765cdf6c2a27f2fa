/* check_context.c: contexts: settings, the recorded error, BUSY from within a kernel and from another thread. */
#include <check.h>
#include <pthread.h>
#include <ravel/apply.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static ravel_context *context;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* The last error is this one, to the letter. */
static void expect_error(ravel_status expected, const char *message)
{
    int32_t status = -1, argument = -7, axis = -7;
    char text[512] = "";
    size_t needed = 0;
    ck_assert_int_eq(ravel_context_error(context, &status, &argument, &axis, text, sizeof text, &needed), RAVEL_OK);
    ck_assert_int_eq(status, expected);
    ck_assert_str_eq(text, message);
    ck_assert_uint_eq(needed, strlen(message) + 1);
    ck_assert_int_eq(argument, -1);
    ck_assert_int_eq(axis, -1);
}

START_TEST(a_new_context_has_no_error_and_no_events)
{
    uint64_t events = 99;
    expect_error(RAVEL_OK, "");
    ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
    ck_assert_uint_eq(events, 0);
    ck_assert_int_eq(ravel_context_clear_events(context), RAVEL_OK);
}
END_TEST

START_TEST(create_needs_somewhere_to_write)
{
    ck_assert_int_eq(ravel_context_create(NULL), RAVEL_NULL_ARGUMENT);
}
END_TEST

START_TEST(destroy_twice_is_told)
{
    ravel_context *other;
    ck_assert_int_eq(ravel_context_create(&other), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(other), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(other), RAVEL_DOUBLE_DESTROY);
    ck_assert_int_eq(ravel_context_destroy(NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_context_trim(other), RAVEL_STALE_HANDLE);
}
END_TEST

START_TEST(casting_is_checked)
{
    for (int32_t casting = RAVEL_CASTING_NO; casting <= RAVEL_CASTING_UNSAFE; casting++)
        ck_assert_int_eq(ravel_context_set_casting(context, casting), RAVEL_OK);
    expect_error(RAVEL_OK, "");
    ck_assert_int_eq(ravel_context_set_casting(context, 0), RAVEL_INVALID_ARGUMENT);
    ck_assert_int_eq(ravel_context_set_casting(context, 5), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT, "ravel_context_set_casting: casting = 5, expected 1 (no), 2 (safe), "
                                         "3 (same_kind) or 4 (unsafe)");
    ck_assert_int_eq(ravel_context_set_casting(context, INT32_MIN), RAVEL_INVALID_ARGUMENT);
}
END_TEST

static int32_t executor(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    (void)user;
    for (int64_t i = 0; i < n_tasks; i++)
        task(i, task_data);
    return 0;
}

START_TEST(numbers_of_threads_are_checked)
{
    static const int32_t bad[] = {0, -1, 1025, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_int_eq(ravel_context_set_threads(context, bad[i]), RAVEL_INVALID_ARGUMENT);
        ck_assert_int_eq(ravel_context_set_executor(context, bad[i], executor, NULL), RAVEL_INVALID_ARGUMENT);
    }
    expect_error(RAVEL_INVALID_ARGUMENT, "ravel_context_set_executor: n_workers = 2147483647, expected 1 to 1024");
    ck_assert_int_eq(ravel_context_set_threads(context, 1025), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT, "ravel_context_set_threads: n = 1025, expected 1 to 1024");
    ck_assert_int_eq(ravel_context_set_threads(context, 1024), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_executor(context, 3, executor, NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_executor(context, 1, NULL, NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_threads(context, 1), RAVEL_OK);
}
END_TEST

START_TEST(instruction_sets_are_checked)
{
    ck_assert_int_eq(ravel_context_set_isa_cap(context, "generic"), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_isa_cap(context, NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_isa_cap(context, "pdp\t11\xFF\xC3\xA9"), RAVEL_UNKNOWN_ISA);
    /* Foreign text becomes one line of UTF-8. */
    char message[512];
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, message, sizeof message, NULL), RAVEL_OK);
    ck_assert_ptr_nonnull(strstr(message, "ravel_context_set_isa_cap: \"pdp?11?\xC3\xA9\" is no instruction set"));
    ck_assert_int_eq(ravel_context_set_isa_cap(context, ""), RAVEL_UNKNOWN_ISA);
}
END_TEST

static void *allocate(size_t nbytes, size_t alignment, void *user)
{
    (void)user;
    return aligned_alloc(alignment, (nbytes + alignment - 1) / alignment * alignment);
}

static void release(void *memory, size_t nbytes, size_t alignment, void *user)
{
    (void)nbytes;
    (void)alignment;
    (void)user;
    free(memory);
}

START_TEST(allocators_come_in_pairs)
{
    ck_assert_int_eq(ravel_context_set_allocator(context, allocate, release, NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_allocator(context, NULL, NULL, NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_allocator(context, NULL, release, NULL), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT,
                 "ravel_context_set_allocator: allocate is NULL and release is not, expected both or neither");
    ck_assert_int_eq(ravel_context_set_allocator(context, allocate, NULL, NULL), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT,
                 "ravel_context_set_allocator: release is NULL and allocate is not, expected both or neither");
}
END_TEST

START_TEST(scratch_is_set_and_trimmed)
{
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, 0), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, SIZE_MAX), RAVEL_OK);
    ck_assert_int_eq(ravel_context_trim(context), RAVEL_OK);
}
END_TEST

START_TEST(the_error_stays_until_the_next_one)
{
    uint64_t events;
    ck_assert_int_eq(ravel_context_set_threads(context, 0), RAVEL_INVALID_ARGUMENT);
    ck_assert_int_eq(ravel_context_set_threads(context, 1), RAVEL_OK);
    ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
    ck_assert_int_eq(ravel_context_events(context, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, NULL, 1, NULL), RAVEL_NULL_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT, "ravel_context_set_threads: n = 0, expected 1 to 1024");
    ck_assert_int_eq(ravel_context_set_casting(context, 9), RAVEL_INVALID_ARGUMENT);
    expect_error(RAVEL_INVALID_ARGUMENT, "ravel_context_set_casting: casting = 9, expected 1 (no), 2 (safe), "
                                         "3 (same_kind) or 4 (unsafe)");
}
END_TEST

START_TEST(the_error_is_cut_to_any_size)
{
    static const char whole[] = "ravel_context_set_threads: n = 0, expected 1 to 1024";
    ck_assert_int_eq(ravel_context_set_threads(context, 0), RAVEL_INVALID_ARGUMENT);
    for (size_t size = 0; size < sizeof whole + 3; size++) {
        char text[sizeof whole + 3];
        memset(text, 'Z', sizeof text);
        size_t needed = 0;
        ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, text, size, &needed), RAVEL_OK);
        ck_assert_uint_eq(needed, sizeof whole);
        const size_t length = size == 0 ? 0 : size < sizeof whole ? size - 1 : sizeof whole - 1;
        ck_assert_mem_eq(text, whole, length);
        ck_assert(size == 0 || text[length] == 0);
        for (size_t i = size == 0 ? 0 : length + 1; i < sizeof text; i++)
            ck_assert_int_eq(text[i], 'Z');
    }
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, NULL, 0, NULL), RAVEL_OK);
}
END_TEST

START_TEST(a_failed_question_writes_nothing)
{
    int32_t status = -7, argument = -7, axis = -7;
    size_t needed = 77;
    ck_assert_int_eq(ravel_context_error(context, &status, &argument, &axis, NULL, 5, &needed), RAVEL_NULL_ARGUMENT);
    ck_assert(status == -7 && argument == -7 && axis == -7 && needed == 77);
}
END_TEST

START_TEST(whoever_prints_without_asking_prints_something_true)
{
    const struct {
        ravel_context *context;
        ravel_status answer;
        const char *word;
    } rows[] = {{NULL, RAVEL_NULL_ARGUMENT, "without a context"},
                {(ravel_context *)(uintptr_t)0x12345, RAVEL_FORGED_HANDLE, "not of a live context"}};
    for (size_t i = 0; i < 2; i++) {
        char text[80];
        int32_t status = -7, argument = -7, axis = -7;
        size_t needed = 0;
        memset(text, 'Z', sizeof text);
        ck_assert_int_eq(ravel_context_error(rows[i].context, &status, &argument, &axis, text, sizeof text, &needed),
                         rows[i].answer);
        ck_assert_ptr_nonnull(strstr(text, rows[i].word));
        ck_assert_uint_eq(needed, strlen(text) + 1);
        ck_assert(status == (int32_t)rows[i].answer && argument == -1 && axis == -1);
    }
}
END_TEST

START_TEST(a_cut_never_splits_a_character)
{
    /* U+20AC is three bytes. */
    char text[64], shorter[64];
    size_t needed, start;
    ck_assert_int_eq(ravel_context_set_isa_cap(context, "\xE2\x82\xAC"), RAVEL_UNKNOWN_ISA);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, &needed), RAVEL_OK);
    start = (size_t)(strchr(text, '\xE2') - text);
    for (size_t i = 0; i <= 3; i++) {
        ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, shorter, start + 1 + i, &needed), RAVEL_OK);
        ck_assert_uint_eq(strlen(shorter), i < 3 ? start : start + 3);
    }
}
END_TEST

START_TEST(null_is_no_context_to_set_or_ask)
{
    uint64_t events = 99;
    ck_assert_int_eq(ravel_context_set_casting(NULL, RAVEL_CASTING_SAFE), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_context_set_threads(NULL, 1), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_context_set_executor(NULL, 1, executor, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_context_set_allocator(NULL, NULL, NULL, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_context_set_isa_cap(NULL, "generic"), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_context_set_scratch_limit(NULL, 0), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_context_trim(NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_context_error(NULL, NULL, NULL, NULL, NULL, 0, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_context_events(NULL, &events), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_context_clear_events(NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_uint_eq(events, 99);
}
END_TEST

/* The environment is read once, so these run in processes of their own, which have made no context yet. */
START_TEST(an_empty_environment_names_no_instruction_set)
{
    ck_assert_int_eq(setenv("RAVEL_ISA", "", 1), 0);
    ravel_context *made = NULL;
    ck_assert_int_eq(ravel_context_create(&made), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(made), RAVEL_OK);
}
END_TEST

START_TEST(the_environment_must_name_an_instruction_set)
{
    ck_assert_int_eq(setenv("RAVEL_ISA", "x86-64-v9", 1), 0);
    ravel_context *none = NULL;
    ck_assert_int_eq(ravel_context_create(&none), RAVEL_UNKNOWN_ISA);
    ck_assert_ptr_null(none);
    ck_assert_int_eq(setenv("RAVEL_ISA", "generic", 1), 0);
    ck_assert_int_eq(ravel_context_create(&none), RAVEL_UNKNOWN_ISA);
}
END_TEST

/* ---- in use ---- */

/* What a kernel got that turned to the context that it runs in. */
typedef struct answers {
    const ravel_kernel *kernel;
    ravel_status set_casting, error, events, destroy, create, kernel_destroy;
} answers;

static double memory_in[1] = {2.5}, memory_out[1];

static int32_t ask_from_within(size_t n, const void *const *in, void *const *out, void *user)
{
    answers *got = user;
    uint64_t events;
    ravel_array *array = NULL;
    got->set_casting = ravel_context_set_casting(context, RAVEL_CASTING_NO);
    got->error = ravel_context_error(context, NULL, NULL, NULL, NULL, 0, NULL);
    got->events = ravel_context_events(context, &events);
    got->create = ravel_array_create(context, memory_in, 8, 0, RAVEL_FLOAT64, 0, NULL, NULL, 0, &array);
    got->destroy = ravel_context_destroy(context);
    /* The kernel that runs may be destroyed meanwhile: it lives until its use ends. */
    got->kernel_destroy = ravel_kernel_destroy(got->kernel);
    for (size_t i = 0; i < n; i++)
        ((double *)out[0])[i] = ((const double *)in[0])[i];
    return 0;
}

static void count_release(void *user)
{
    ++*(int32_t *)user;
}

static answers got;
static int32_t n_releases;

static int32_t ask_and_count(size_t n, const void *const *in, void *const *out, void *user)
{
    ck_assert_ptr_eq(user, &n_releases);
    ck_assert_int_eq(n_releases, 0);
    const int32_t result = ask_from_within(n, in, out, &got);
    ck_assert_int_eq(n_releases, 0);
    return result;
}

START_TEST(a_context_is_busy_within_its_own_kernel)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64};
    const ravel_kernel_fn loop = ask_and_count;
    ravel_array *in, *out;
    const ravel_kernel *kernel;
    ck_assert_int_eq(ravel_array_create(context, memory_in, 8, 0, RAVEL_FLOAT64, 0, NULL, NULL, 0, &in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, memory_out, 8, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE, &out),
                     RAVEL_OK);
    ck_assert_int_eq(
        ravel_kernel_create(context, "asker", 1, 1, 1, dtypes, &loop, &n_releases, count_release, 0, NULL, &kernel),
        RAVEL_OK);
    got.kernel = kernel;
    const ravel_array *const inputs[] = {in};
    ck_assert_int_eq(ravel_apply(context, kernel, 1, inputs, NULL, 0, 1, &out), RAVEL_OK);
    ck_assert_int_eq(got.set_casting, RAVEL_BUSY);
    ck_assert_int_eq(got.error, RAVEL_BUSY);
    ck_assert_int_eq(got.events, RAVEL_BUSY);
    ck_assert_int_eq(got.create, RAVEL_BUSY);
    ck_assert_int_eq(got.destroy, RAVEL_BUSY);
    ck_assert_int_eq(got.kernel_destroy, RAVEL_OK);
    ck_assert_int_eq(n_releases, 1);
    ck_assert_double_eq(memory_out[0], 2.5);
    /* It lives on. */
    expect_error(RAVEL_OK, "");
    ck_assert_int_eq(ravel_apply(context, kernel, 1, inputs, NULL, 0, 1, &out), RAVEL_STALE_HANDLE);
    expect_error(RAVEL_STALE_HANDLE, "ravel_apply: kernel is the handle of a destroyed kernel");
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
}
END_TEST

static _Atomic int32_t n_ok, n_busy, n_other;

static void *set_often(void *unused)
{
    for (int32_t i = 0; i < 200000; i++) {
        const ravel_status status = ravel_context_set_threads(context, i % 2 == 0 ? 0 : 1);
        if (status == RAVEL_BUSY)
            n_busy++;
        else if (status == (i % 2 == 0 ? RAVEL_INVALID_ARGUMENT : RAVEL_OK))
            n_ok++;
        else
            n_other++;
    }
    return unused;
}

START_TEST(two_threads_in_one_context_never_race)
{
    pthread_t threads[2];
    for (int32_t i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, set_often, NULL), 0);
    for (int32_t i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
    ck_assert_int_eq(n_other, 0);
    ck_assert_int_eq(n_ok + n_busy, 400000);
    ck_assert_int_gt(n_ok, 0);
    expect_error(RAVEL_INVALID_ARGUMENT, "ravel_context_set_threads: n = 0, expected 1 to 1024");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("context");
    TCase *settings = tcase_create("settings");
    tcase_add_checked_fixture(settings, setup, teardown);
    tcase_add_test(settings, a_new_context_has_no_error_and_no_events);
    tcase_add_test(settings, create_needs_somewhere_to_write);
    tcase_add_test(settings, destroy_twice_is_told);
    tcase_add_test(settings, casting_is_checked);
    tcase_add_test(settings, numbers_of_threads_are_checked);
    tcase_add_test(settings, instruction_sets_are_checked);
    tcase_add_test(settings, allocators_come_in_pairs);
    tcase_add_test(settings, scratch_is_set_and_trimmed);
    tcase_add_test(settings, the_error_stays_until_the_next_one);
    tcase_add_test(settings, the_error_is_cut_to_any_size);
    tcase_add_test(settings, a_failed_question_writes_nothing);
    tcase_add_test(settings, whoever_prints_without_asking_prints_something_true);
    tcase_add_test(settings, a_cut_never_splits_a_character);
    tcase_add_test(settings, null_is_no_context_to_set_or_ask);
    suite_add_tcase(suite, settings);
    TCase *environment = tcase_create("environment");
    tcase_add_test(environment, an_empty_environment_names_no_instruction_set);
    tcase_add_test(environment, the_environment_must_name_an_instruction_set);
    suite_add_tcase(suite, environment);
    TCase *use = tcase_create("use");
    tcase_add_checked_fixture(use, setup, teardown);
    tcase_set_timeout(use, 300);
    tcase_add_test(use, a_context_is_busy_within_its_own_kernel);
    tcase_add_test(use, two_threads_in_one_context_never_race);
    suite_add_tcase(suite, use);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_FORK);
    srunner_run_all(runner, CK_NORMAL);
    const int32_t n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
