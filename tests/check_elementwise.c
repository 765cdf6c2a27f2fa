/* check_elementwise.c: each named function is ravel_apply with the kernel of its name. The list is the library's own.
 */
#include "support/run_suite.h"
#include <ravel/elementwise.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef const ravel_array *in_array;
typedef ravel_array *out_array;
typedef struct named_function {
    const char *name;
    int32_t n_in, n_out;
    ravel_status (*one)(ravel_context *, in_array, out_array);
    ravel_status (*two)(ravel_context *, in_array, in_array, out_array);
    ravel_status (*three)(ravel_context *, in_array, in_array, in_array, out_array);
    ravel_status (*four)(ravel_context *, in_array, in_array, in_array, in_array, out_array);
    ravel_status (*five)(ravel_context *, in_array, in_array, in_array, in_array, in_array, out_array);
    ravel_status (*one_to_two)(ravel_context *, in_array, out_array, out_array);
    ravel_status (*two_to_two)(ravel_context *, in_array, in_array, out_array, out_array);
} named_function;

#define ONE(name) {#name, 1, 1, .one = ravel_##name},
#define TWO(name) {#name, 2, 1, .two = ravel_##name},
#define THREE(name) {#name, 3, 1, .three = ravel_##name},
#define FOUR(name) {#name, 4, 1, .four = ravel_##name},
#define FIVE(name) {#name, 5, 1, .five = ravel_##name},
#define ONE_TO_TWO(name) {#name, 1, 2, .one_to_two = ravel_##name},
#define TWO_TO_TWO(name) {#name, 2, 2, .two_to_two = ravel_##name},
#define FUNCTION_move(name) ONE(name)
#define FUNCTION_unary(name) ONE(name)
#define FUNCTION_predicate(name) ONE(name)
#define FUNCTION_magnitude(name) ONE(name)
#define FUNCTION_count(name) ONE(name)
#define FUNCTION_binary(name) TWO(name)
#define FUNCTION_compare(name) TWO(name)
#define FUNCTION_scale(name) TWO(name)
#define FUNCTION_ternary(name) THREE(name)
#define FUNCTION_select(name) THREE(name)
#define FUNCTION_replace(name) FOUR(name)
#define FUNCTION_close(name) FIVE(name)
#define FUNCTION_pair(name) ONE_TO_TWO(name)
#define FUNCTION_split(name) ONE_TO_TWO(name)
#define FUNCTION_binary_pair(name) TWO_TO_TWO(name)
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) FUNCTION_##loop(name)
static const named_function functions[] = {
#include "kernel/kernels.def"
};
enum { N_FUNCTIONS = sizeof functions / sizeof functions[0], N = 5, MAX_IN = 5, MAX_OUT = 2 };

static ravel_context *context;
static ravel_array *in[MAX_IN], *out[MAX_OUT], *expected[MAX_OUT], *read_only;
static double floats[MAX_IN][N] = {
    {1, 2, 0.25, 3, 0.5}, {4, 0.5, 2, 3, 1}, {8, 4, 1, 3, 0}, {0, 1, 0.5, 2, 3}, {1, 0, 0, 1, 1}};
static int64_t integers[MAX_IN][N] = {
    {1, 2, 25, 3, 5}, {4, 1, 2, 3, 1}, {8, 4, 1, 3, 0}, {0, 1, 5, 2, 3}, {1, 0, 0, 1, 1}};
static uint8_t truths[N] = {1, 0, 1, 0, 1};
static unsigned char results[MAX_OUT][8 * N], expected_results[MAX_OUT][8 * N];

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

/* The dtypes of a loop that has no others than float64, int64 and bool among its inputs, floats rather than integers.
 */
static void choose_loop(const ravel_kernel *kernel, const named_function *function, int32_t *dtypes)
{
    int32_t n_loops = 0, row[RAVEL_MAX_OPERANDS];
    bool found = false;
    ck_assert_int_eq(ravel_kernel_loop_count(kernel, &n_loops), RAVEL_OK);
    for (int32_t i = 0; i < n_loops; i++) {
        ck_assert_int_eq(ravel_kernel_signature(kernel, i, RAVEL_MAX_OPERANDS, row), RAVEL_OK);
        bool fits = true, has_float = false;
        for (int32_t k = 0; k < function->n_in; k++) {
            fits &= row[k] == RAVEL_FLOAT64 || row[k] == RAVEL_INT64 || row[k] == RAVEL_BOOL;
            has_float |= row[k] == RAVEL_FLOAT64;
        }
        if (!fits || (found && !has_float))
            continue;
        found = true;
        memcpy(dtypes, row, sizeof row);
    }
    ck_assert_msg(found, "ravel_%s has no loop for float64, int64 or bool", function->name);
}

/* Inputs and outputs as one of the kernel's loops has them. */
static const ravel_kernel *prepare(const named_function *function)
{
    const ravel_kernel *kernel = NULL;
    int32_t dtypes[RAVEL_MAX_OPERANDS];
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, function->name, &kernel), RAVEL_OK);
    choose_loop(kernel, function, dtypes);
    for (int32_t i = 0; i < function->n_in; i++)
        in[i] = array_of(dtypes[i] == RAVEL_BOOL    ? (void *)truths
                         : dtypes[i] == RAVEL_INT64 ? (void *)integers[i]
                                                    : (void *)floats[i],
                         dtypes[i], 0);
    memset(results, 0xa5, sizeof results);
    memset(expected_results, 0xa5, sizeof expected_results);
    for (int32_t i = 0; i < function->n_out; i++) {
        out[i] = array_of(results[i], dtypes[function->n_in + i], RAVEL_WRITEABLE);
        expected[i] = array_of(expected_results[i], dtypes[function->n_in + i], RAVEL_WRITEABLE);
    }
    read_only = array_of(results[0], dtypes[function->n_in], 0);
    return kernel;
}

static void clean_up(const named_function *function)
{
    for (int32_t i = 0; i < function->n_in; i++)
        ck_assert_int_eq(ravel_array_destroy(in[i]), RAVEL_OK);
    for (int32_t i = 0; i < function->n_out; i++) {
        ck_assert_int_eq(ravel_array_destroy(out[i]), RAVEL_OK);
        ck_assert_int_eq(ravel_array_destroy(expected[i]), RAVEL_OK);
    }
    ck_assert_int_eq(ravel_array_destroy(read_only), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static ravel_status call(const named_function *of, const ravel_array *first, ravel_array *output)
{
    if (of->one)
        return of->one(context, first, output);
    if (of->two)
        return of->two(context, first, in[1], output);
    if (of->three)
        return of->three(context, first, in[1], in[2], output);
    if (of->four)
        return of->four(context, first, in[1], in[2], in[3], output);
    if (of->five)
        return of->five(context, first, in[1], in[2], in[3], in[4], output);
    return of->one_to_two ? of->one_to_two(context, first, output, out[1])
                          : of->two_to_two(context, first, in[1], output, out[1]);
}

START_TEST(does_what_apply_does)
{
    const named_function *function = &functions[_i];
    const ravel_kernel *kernel = prepare(function);
    ck_assert_int_eq(ravel_apply(context, kernel, function->n_in, (const ravel_array *const *)in, NULL, 0,
                                 function->n_out, expected),
                     RAVEL_OK);
    ck_assert_msg(call(function, in[0], out[0]) == RAVEL_OK, "ravel_%s fails", function->name);
    ck_assert_msg(memcmp(results, expected_results, sizeof results) == 0, "ravel_%s differs from ravel_apply",
                  function->name);
    clean_up(function);
}
END_TEST

START_TEST(fails_in_its_own_name)
{
    const named_function *function = &functions[_i];
    char text[256] = "", start[64];
    (void)prepare(function);
    ck_assert_int_eq(call(function, NULL, out[0]), RAVEL_NULL_ARGUMENT);
    if (function->n_out == 1) /* else one of several, which may be NULL */
        ck_assert_int_eq(call(function, in[0], NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(call(function, in[0], read_only), RAVEL_READ_ONLY);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
    snprintf(start, sizeof start, "ravel_%s: ", function->name);
    ck_assert_msg(strncmp(text, start, strlen(start)) == 0, "the message is \"%s\"", text);
    for (size_t i = 0; i < sizeof results[0]; i++)
        ck_assert_int_eq(results[0][i], 0xa5);
    clean_up(function);
}
END_TEST

START_TEST(takes_no_context)
{
    const named_function *function = &functions[_i];
    (void)prepare(function);
    ravel_context *const kept = context;
    context = NULL;
    ck_assert_msg(call(function, in[0], out[0]) == RAVEL_OK, "ravel_%s fails without a context", function->name);
    context = kept;
    clean_up(function);
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
