/* check_apply_messages.c: an elementwise call's error names the operand that is to blame, and tells it as it came. */
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <ravel/elementwise.h>
#include <stdbool.h>
#include <stdlib.h>

enum { N = 15 };

static ravel_context *context;
static unsigned char memory[N * 16], before[N * 16];

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
    ck_assert_mem_eq(memory, before, sizeof memory);
}

static ravel_array *line(int32_t dtype)
{
    return wrong_call_line(memory, N, dtype, RAVEL_WRITEABLE);
}

static ravel_array *table(int32_t ndim, const int64_t *shape)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(context, memory, sizeof memory, 0, RAVEL_FLOAT64, ndim, shape, NULL,
                                        RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

static void destroy(int32_t n, ravel_array *const *arrays)
{
    for (int32_t i = 0; i < n; i++)
        ck_assert_int_eq(ravel_array_destroy(arrays[i]), RAVEL_OK);
}

START_TEST(the_dtype_that_does_not_fit_is_named)
{
    ravel_array *const int64 = line(RAVEL_INT64), *const uint64 = line(RAVEL_UINT64);
    ravel_array *const real = line(RAVEL_FLOAT64), *const complex128 = line(RAVEL_COMPLEX128);
    wrong_call_expect(context, ravel_clip(context, int64, int64, uint64, int64), RAVEL_NO_COMMON_DTYPE, "ravel_clip",
                      "input 0 of dtype int64 and input 2 of dtype uint64", 2);
    wrong_call_expect(context, ravel_maximum(context, real, complex128, complex128), RAVEL_NO_LOOP, "ravel_maximum",
                      "complex128, the dtype of input 1", 1);
    wrong_call_expect(context, ravel_maximum(context, complex128, real, complex128), RAVEL_NO_LOOP, "ravel_maximum",
                      "complex128, the dtype of input 0", 0);
    destroy(4, (ravel_array *const[]){int64, uint64, real, complex128});
}
END_TEST

START_TEST(an_output_is_named_by_its_number)
{
    ravel_array *const real = line(RAVEL_FLOAT64);
    wrong_call_expect(context, ravel_full(context, real, wrong_call_stale()), RAVEL_STALE_HANDLE, "ravel_full",
                      "ravel_full: output 0 is", 1);
    wrong_call_expect(context, ravel_negative(context, real, wrong_call_stale()), RAVEL_STALE_HANDLE, "ravel_negative",
                      "ravel_negative: output 0 is", 1);
    destroy(1, &real);
}
END_TEST

static int32_t never_called(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)n;
    (void)in;
    (void)out;
    (void)user;
    abort();
}

START_TEST(the_input_that_no_loop_takes_is_named)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT32, RAVEL_INT8,    RAVEL_FLOAT64,
                                     RAVEL_INT8,    RAVEL_FLOAT32, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {never_called, never_called};
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_create(context, "picky", 2, 1, 2, dtypes, loops, NULL, NULL, 0, NULL, &kernel),
                     RAVEL_OK);
    ravel_array *real = line(RAVEL_FLOAT32), *complex128 = line(RAVEL_COMPLEX128), *int64 = line(RAVEL_INT64);
    wrong_call_expect(
        context, ravel_apply(context, kernel, 2, (const ravel_array *const[]){real, complex128}, NULL, 0, 1, &real),
        RAVEL_NO_LOOP, "ravel_apply", "input 1 of dtype complex128", 1);
    wrong_call_expect(context,
                      ravel_apply(context, kernel, 2, (const ravel_array *const[]){int64, int64}, NULL, 0, 1, &real),
                      RAVEL_NO_LOOP, "ravel_apply", "input 0 of dtype int64", 0);
    wrong_call_expect(context,
                      ravel_apply(context, kernel, 2, (const ravel_array *const[]){real, real}, NULL, 0, 1, &real),
                      RAVEL_NO_LOOP, "ravel_apply", "dtypes (float32, float32)", -1);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
    destroy(3, (ravel_array *const[]){real, complex128, int64});
}
END_TEST

START_TEST(shapes_are_told_as_they_came)
{
    ravel_array *const column = table(2, (const int64_t[]){2, 1}), *const wide = table(2, (const int64_t[]){3, 5});
    ravel_array *const deep = table(3, (const int64_t[]){1, 3, 5}), *const out = line(RAVEL_FLOAT64);
    ravel_array *const flat = table(2, (const int64_t[]){2, 3}), *const tall = table(2, (const int64_t[]){3, 2});
    wrong_call_expect(context, ravel_add(context, column, wide, out), RAVEL_SHAPE_MISMATCH, "ravel_add",
                      "input 1 has shape (3, 5), which does not broadcast with (2, 1) at axis 0", 1);
    wrong_call_expect(context, ravel_add(context, column, deep, out), RAVEL_SHAPE_MISMATCH, "ravel_add",
                      "input 1 has shape (1, 3, 5), which does not broadcast with (2, 1) at axis 1", 1);
    wrong_call_expect(context, ravel_add(context, flat, tall, flat), RAVEL_SHAPE_MISMATCH, "ravel_add",
                      "input 1 has shape (3, 2), which does not broadcast with (2, 3) at axis 1", 1);
    destroy(6, (ravel_array *const[]){column, wide, deep, out, flat, tall});
}
END_TEST

/* A comparison maps two elements to a truth: folding it would compare truths with elements. */
START_TEST(verbs_are_those_that_work)
{
    static const char *const names[] = {"equal", "less", "add", "logical_and", "sin"};
    static const bool fold[] = {false, false, true, true, false};
    ravel_array *const truths = line(RAVEL_BOOL);
    ravel_array *out = NULL;
    ck_assert_int_eq(ravel_array_create(context, memory, 1, 0, RAVEL_BOOL, 0, NULL, NULL, RAVEL_WRITEABLE, &out),
                     RAVEL_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const ravel_kernel *kernel = NULL;
        int32_t verbs = 0;
        size_t nbytes;
        ck_assert_int_eq(ravel_kernel_find(context, names[i], &kernel), RAVEL_OK);
        ck_assert_int_eq(ravel_kernel_verbs(kernel, &verbs), RAVEL_OK);
        const ravel_status status = ravel_reduce_scratch(context, kernel, truths, 0, NULL, NULL, NULL, 0, out, &nbytes);
        ck_assert_int_eq(verbs, RAVEL_VERB_APPLY | (fold[i] ? RAVEL_VERB_REDUCE | RAVEL_VERB_ACCUMULATE : 0));
        ck_assert_msg((status == RAVEL_WRONG_VERB) == !fold[i], "%s: %d", names[i], status);
    }
    destroy(2, (ravel_array *const[]){truths, out});
}
END_TEST

START_TEST(any_loop_of_a_users_kernel_may_fold)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT32, RAVEL_FLOAT64, RAVEL_FLOAT64,
                                     RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {never_called, never_called};
    const ravel_kernel *kernel = NULL;
    int32_t verbs = 0;
    for (int32_t n = 1; n <= 2; n++) {
        ck_assert_int_eq(ravel_kernel_create(context, "mixed", 2, 1, n, dtypes, loops, NULL, NULL, 0, NULL, &kernel),
                         RAVEL_OK);
        ck_assert_int_eq(ravel_kernel_verbs(kernel, &verbs), RAVEL_OK);
        ck_assert_int_eq(verbs, RAVEL_VERB_APPLY | (n == 2 ? RAVEL_VERB_REDUCE | RAVEL_VERB_ACCUMULATE : 0));
        ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("apply_messages");
    TCase *tests = tcase_create("apply_messages");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, the_dtype_that_does_not_fit_is_named);
    tcase_add_test(tests, an_output_is_named_by_its_number);
    tcase_add_test(tests, the_input_that_no_loop_takes_is_named);
    tcase_add_test(tests, shapes_are_told_as_they_came);
    tcase_add_test(tests, verbs_are_those_that_work);
    tcase_add_test(tests, any_loop_of_a_users_kernel_may_fold);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
