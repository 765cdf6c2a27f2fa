/* check_elementwise.c: each named function is ravel_apply with the kernel of its name. The list is the library's own.
 */
#include "support/run_suite.h"
#include <ravel/elementwise.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef ravel_status (*one_function)(ravel_context *, const ravel_array *, ravel_array *);
typedef ravel_status (*two_function)(ravel_context *, const ravel_array *, const ravel_array *, ravel_array *);
typedef ravel_status (*three_function)(ravel_context *, const ravel_array *, const ravel_array *, const ravel_array *,
                                       ravel_array *);
typedef struct named_function {
    const char *name;
    int32_t n_in;
    one_function one;
    two_function two;
    three_function three;
} named_function;

#define ONE(name) {#name, 1, ravel_##name, NULL, NULL},
#define TWO(name) {#name, 2, NULL, ravel_##name, NULL},
#define THREE(name) {#name, 3, NULL, NULL, ravel_##name},
#define FUNCTION_move(name) ONE(name)
#define FUNCTION_unary(name) ONE(name)
#define FUNCTION_predicate(name) ONE(name)
#define FUNCTION_magnitude(name) ONE(name)
#define FUNCTION_binary(name) TWO(name)
#define FUNCTION_compare(name) TWO(name)
#define FUNCTION_ternary(name) THREE(name)
#define FUNCTION_select(name) THREE(name)
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) FUNCTION_##loop(name)
static const named_function functions[] = {
#include "kernel/kernels.def"
};
enum { N_FUNCTIONS = sizeof functions / sizeof functions[0], N = 5, MAX_IN = 3 };

static ravel_context *context;
static ravel_array *in[MAX_IN], *out, *expected, *read_only;
static double inputs[MAX_IN][N] = {{1, 2, 0.25, 3, 0.5}, {4, 0.5, 2, 3, 1}, {8, 4, 1, 3, 0}};
static uint8_t condition[N] = {1, 0, 1, 0, 1};
static unsigned char results[8 * N], expected_results[8 * N];

static ravel_array *array_of(void *memory, int32_t dtype, uint64_t flags)
{
    const int64_t shape[1] = {N};
    ravel_array *array = NULL;
    size_t itemsize = 0;
    ck_assert_int_eq(ravel_dtype_itemsize(dtype, &itemsize), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, memory, N * itemsize, 0, dtype, 1, shape, NULL, flags, &array),
                     RAVEL_OK);
    return array;
}

/* Inputs of float64, for where a condition first; outputs of what the kernel says. */
static const ravel_kernel *prepare(const named_function *function)
{
    const ravel_kernel *kernel = NULL;
    int32_t dtype = 0, ndim = 0;
    int64_t shape[1] = {0};
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, function->name, &kernel), RAVEL_OK);
    for (int32_t i = 0; i < MAX_IN; i++)
        in[i] = i == 0 && strcmp(function->name, "where") == 0 ? array_of(condition, RAVEL_BOOL, 0)
                                                               : array_of(inputs[i], RAVEL_FLOAT64, 0);
    if (strcmp(function->name, "full") == 0) /* takes its shape from the output, so it cannot tell it */
        dtype = RAVEL_FLOAT64;
    else
        ck_assert_int_eq(ravel_apply_outputs(context, kernel, function->n_in, (const ravel_array *const *)in, NULL, 0,
                                             1, &dtype, 1, &ndim, shape),
                         RAVEL_OK);
    memset(results, 0xa5, sizeof results);
    memset(expected_results, 0xa5, sizeof expected_results);
    out = array_of(results, dtype, RAVEL_WRITEABLE);
    expected = array_of(expected_results, dtype, RAVEL_WRITEABLE);
    read_only = array_of(results, dtype, 0);
    return kernel;
}

static void clean_up(void)
{
    for (int32_t i = 0; i < MAX_IN; i++)
        ck_assert_int_eq(ravel_array_destroy(in[i]), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(expected), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(read_only), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static ravel_status call(const named_function *function, const ravel_array *first, ravel_array *output)
{
    if (function->n_in == 1)
        return function->one(context, first, output);
    if (function->n_in == 2)
        return function->two(context, first, in[1], output);
    return function->three(context, first, in[1], in[2], output);
}

START_TEST(does_what_apply_does)
{
    const named_function *function = &functions[_i];
    const ravel_kernel *kernel = prepare(function);
    ck_assert_int_eq(
        ravel_apply(context, kernel, function->n_in, (const ravel_array *const *)in, NULL, 0, 1, &expected), RAVEL_OK);
    ck_assert_msg(call(function, in[0], out) == RAVEL_OK, "ravel_%s fails", function->name);
    ck_assert_msg(memcmp(results, expected_results, sizeof results) == 0, "ravel_%s differs from ravel_apply",
                  function->name);
    clean_up();
}
END_TEST

START_TEST(fails_in_its_own_name)
{
    const named_function *function = &functions[_i];
    char text[256] = "", start[64];
    (void)prepare(function);
    ck_assert_int_eq(call(function, NULL, out), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(call(function, in[0], NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(call(function, in[0], read_only), RAVEL_READ_ONLY);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
    snprintf(start, sizeof start, "ravel_%s: ", function->name);
    ck_assert_msg(strncmp(text, start, strlen(start)) == 0, "the message is \"%s\"", text);
    for (size_t i = 0; i < sizeof results; i++)
        ck_assert_int_eq(results[i], 0xa5);
    clean_up();
}
END_TEST

START_TEST(takes_no_context)
{
    const named_function *function = &functions[_i];
    (void)prepare(function);
    ravel_context *const kept = context;
    context = NULL;
    ck_assert_msg(call(function, in[0], out) == RAVEL_OK, "ravel_%s fails without a context", function->name);
    context = kept;
    clean_up();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("elementwise");
    TCase *cases = tcase_create("functions");
    tcase_add_loop_test(cases, does_what_apply_does, 0, N_FUNCTIONS);
    tcase_add_loop_test(cases, fails_in_its_own_name, 0, N_FUNCTIONS);
    tcase_add_loop_test(cases, takes_no_context, 0, N_FUNCTIONS);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
