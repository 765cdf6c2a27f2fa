/* check_reduce_answers.c: mistakes in what ravel_reduce_outputs and ravel_reduce_scratch are given, and inputs that
 * cannot become what is folded. */
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <ravel/apply.h>
#include <stdlib.h>

enum { N = 4 };

static ravel_context *context;
static double in_memory[N], out_memory[N];
static ravel_array *in, *out;
static const ravel_kernel *sum, *maximum;
static const int32_t axis = 0;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "sum", &sum), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "max", &maximum), RAVEL_OK);
    in = wrong_call_line(in_memory, N, RAVEL_INT8, 0);
    ck_assert_int_eq(
        ravel_array_create(NULL, out_memory, sizeof out_memory, 0, RAVEL_INT8, 0, NULL, NULL, RAVEL_WRITEABLE, &out),
        RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

START_TEST(answers_need_a_place)
{
    int32_t dtype = -1, ndim = -1;
    size_t nbytes = 77;
    wrong_call_expect(context, ravel_reduce_outputs(context, sum, in, 1, &axis, NULL, NULL, 0, NULL, 0, &ndim, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_reduce_outputs", "dtype is NULL", -1);
    wrong_call_expect(context, ravel_reduce_outputs(context, sum, in, 1, &axis, NULL, NULL, 0, &dtype, 0, NULL, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_reduce_outputs", "ndim is NULL", -1);
    wrong_call_expect(context, ravel_reduce_scratch(context, maximum, in, 1, &axis, NULL, NULL, 0, out, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_reduce_scratch", "nbytes is NULL", -1);
    ck_assert_int_eq(dtype, -1);
    ck_assert_int_eq(ndim, -1);
    ck_assert_int_eq(ravel_reduce_scratch(context, maximum, in, 1, &axis, NULL, NULL, 0, out, &nbytes), RAVEL_OK);
    ck_assert_uint_ne(nbytes, 77);
}
END_TEST

START_TEST(literals_must_fit)
{
    static const int64_t values[] = {127, 128, -128, -129};
    for (int32_t i = 0; i < 4; i++) {
        ravel_array *literal = NULL;
        ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_INT64, &values[i], RAVEL_WEAK, &literal), RAVEL_OK);
        const ravel_status status = ravel_reduce(context, maximum, literal, 0, NULL, NULL, NULL, 0, out);
        if (i % 2)
            wrong_call_expect(context, status, RAVEL_VALUE_OUT_OF_RANGE, "ravel_reduce", "int8", 0);
        else
            ck_assert_int_eq(status, RAVEL_OK);
        ck_assert_int_eq(ravel_array_destroy(literal), RAVEL_OK);
    }
}
END_TEST

START_TEST(inputs_must_be_castable)
{
    int32_t dtype = -1, ndim = -1;
    wrong_call_expect(
        context,
        ravel_reduce_outputs(context, sum, in, 1, &axis, NULL, NULL, RAVEL_OPTION_CASTING_NO, &dtype, 0, &ndim, NULL),
        RAVEL_CASTING_FORBIDDEN, "ravel_reduce_outputs", "input has dtype int8", 0);
}
END_TEST

static int32_t never_called(size_t n, const void *const *inputs, void *const *outputs, void *user)
{
    (void)n;
    (void)inputs;
    (void)outputs;
    (void)user;
    abort();
}

/* Of a user's loops the first that folds and that the input casts to. */
START_TEST(results_have_the_dtype_of_the_first_loop_that_fits)
{
    static const int32_t dtypes[] = {RAVEL_INT32,   RAVEL_INT32,   RAVEL_BOOL,    RAVEL_UINT8,
                                     RAVEL_UINT8,   RAVEL_UINT8,   RAVEL_FLOAT32, RAVEL_FLOAT32,
                                     RAVEL_FLOAT32, RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {never_called, never_called, never_called, never_called};
    const ravel_kernel *kernel = NULL;
    int32_t dtype = -1, ndim = -1;
    ck_assert_int_eq(ravel_kernel_create(context, "fold", 2, 1, 4, dtypes, loops, NULL, NULL, 0, NULL, &kernel),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_reduce_outputs(context, kernel, in, 1, &axis, NULL, NULL, 0, &dtype, 0, &ndim, NULL),
                     RAVEL_OK);
    ck_assert_int_eq(dtype, RAVEL_FLOAT32);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduce_answers");
    TCase *tests = tcase_create("reduce_answers");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, answers_need_a_place);
    tcase_add_test(tests, literals_must_fit);
    tcase_add_test(tests, inputs_must_be_castable);
    tcase_add_test(tests, results_have_the_dtype_of_the_first_loop_that_fits);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
