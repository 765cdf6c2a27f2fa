/* check_exhaustion.c: no memory is left, or no handle: an error that says so, and all is well when there is again. */
#include <check.h>
#include <ravel/kernel.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* Sanitizers keep memory of their own, several times what the program asks for. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    define SANITIZED 1
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define SANITIZED 1
#    endif
#endif
#ifndef SANITIZED
#    define SANITIZED 0
#endif

static int32_t loop(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)n;
    (void)in;
    (void)out;
    (void)user;
    return 0;
}

static double one = 1;

static ravel_status make_array(void **handle)
{
    return ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &one, 0, (ravel_array **)handle);
}

static ravel_status make_context(void **handle)
{
    return ravel_context_create((ravel_context **)handle);
}

static ravel_status make_kernel(void **handle)
{
    static const int32_t row[] = {RAVEL_INT8, RAVEL_INT8};
    const ravel_kernel_fn loops[] = {loop};
    return ravel_kernel_create(NULL, "mine", 1, 1, 1, row, loops, NULL, NULL, 0, NULL, (const ravel_kernel **)handle);
}

static ravel_status end_array(void *handle)
{
    return ravel_array_destroy(handle);
}

static ravel_status end_context(void *handle)
{
    return ravel_context_destroy(handle);
}

static ravel_status end_kernel(void *handle)
{
    return ravel_kernel_destroy(handle);
}

static const struct {
    ravel_status (*make)(void **handle);
    ravel_status (*end)(void *handle);
} kinds[] = {{make_array, end_array}, {make_context, end_context}, {make_kernel, end_kernel}};

#define MOST_HANDLES (1 << 20)

/* Makes objects until that fails; ends them all; makes and ends one more. */
static ravel_status fill(int32_t kind, int32_t *n_made)
{
    void **handles = malloc(MOST_HANDLES * sizeof *handles);
    ravel_status status = RAVEL_OK;
    *n_made = 0;
    ck_assert_ptr_nonnull(handles);
    while (*n_made < MOST_HANDLES) {
        handles[*n_made] = (void *)&one;
        status = kinds[kind].make(&handles[*n_made]);
        if (status != RAVEL_OK)
            break;
        ++*n_made;
    }
    ck_assert_ptr_eq(handles[*n_made], &one);
    for (int32_t i = 0; i < *n_made; i++)
        if (kinds[kind].end(handles[i]) != RAVEL_OK)
            ck_abort();
    ck_assert_int_eq(kinds[kind].make(&handles[0]), RAVEL_OK);
    ck_assert_int_eq(kinds[kind].end(handles[0]), RAVEL_OK);
    free(handles);
    return status;
}

START_TEST(handles_run_out)
{
    /* A million slots take 1.2 GB. */
    const double available = (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    int32_t n_made = 0;
    if (SANITIZED || available < 2e9) {
        printf("handles_run_out: not run, too little memory\n");
        return;
    }
    ck_assert_int_eq(fill(2 * _i, &n_made), RAVEL_TOO_MANY_HANDLES); /* contexts would take 34 GB */
    ck_assert_int_gt(n_made, 1000000);
}
END_TEST

START_TEST(memory_runs_out)
{
    const struct rlimit limit = {UINT64_C(300) << 20, UINT64_C(300) << 20};
    int32_t n_made = 0;
    if (SANITIZED)
        return;
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
    ck_assert_int_eq(fill(_i, &n_made), RAVEL_OUT_OF_MEMORY);
    ck_assert_int_gt(n_made, 1000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("exhaustion");
    TCase *all = tcase_create("exhaustion");
    tcase_set_timeout(all, 300);
    tcase_add_loop_test(all, handles_run_out, 0, 2);
    tcase_add_loop_test(all, memory_runs_out, 0, 3);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_FORK); /* limits end with the process */
    srunner_run_all(runner, CK_NORMAL);
    const int32_t n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
