/* check_statistics.c: each named function is ravel_reduce or ravel_accumulate with the reduction of its name, and says
 * its own name when it fails. The list is the library's own. */
#include "support/run_suite.h"
#include <ravel/statistics.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef ravel_status (*reduce_function)(ravel_context *, const ravel_array *, int32_t, const int32_t *, uint64_t,
                                        ravel_array *);
typedef ravel_status (*accumulate_function)(ravel_context *, const ravel_array *, int32_t, uint64_t, ravel_array *);
typedef ravel_status (*corrected_function)(ravel_context *, const ravel_array *, int32_t, const int32_t *, double,
                                           uint64_t, ravel_array *);
typedef struct named_function {
    const char *name;
    reduce_function reduce;
    corrected_function corrected;
    accumulate_function accumulate;
} named_function;

#define VERB_REDUCE(name) {#name, ravel_##name, NULL, NULL},
#define VERB_REDUCE_CORRECTED(name) {#name, NULL, ravel_##name, NULL},
#define VERB_ACCUMULATE(name) {#name, NULL, NULL, ravel_##name},
#define REDUCTION(name, verb, kernel, rule, summary) VERB_##verb(name)
static const named_function functions[] = {
#include "kernel/reductions.def"
};
enum { N_FUNCTIONS = sizeof functions / sizeof functions[0], ROWS = 3, COLUMNS = 5, N = ROWS * COLUMNS };

static ravel_context *context;

static ravel_array *array_of(void *memory, int32_t dtype, int32_t ndim, const int64_t *shape, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(
        ravel_array_create(context, memory, N * sizeof(double), 0, dtype, ndim, shape, NULL, flags, &array), RAVEL_OK);
    return array;
}

static ravel_status call_named(const named_function *function, const ravel_array *array, int32_t axis, uint64_t options,
                               ravel_array *out)
{
    if (function->accumulate)
        return function->accumulate(context, array, axis, options, out);
    if (function->corrected)
        return function->corrected(context, array, 1, &axis, 0, options, out);
    return function->reduce(context, array, 1, &axis, options, out);
}

static ravel_status call_verb(const named_function *function, const ravel_array *array, int32_t axis, uint64_t options,
                              ravel_array *out)
{
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(context, function->name, &kernel), RAVEL_OK);
    if (function->accumulate)
        return ravel_accumulate(context, kernel, array, axis, options, out);
    return ravel_reduce(context, kernel, array, 1, &axis, NULL, NULL, options, out);
}

/* The dtype and shape of what the function gives for the array; 0 where it takes none of that dtype. */
static int32_t result_of(const named_function *function, const ravel_array *array, int32_t axis, uint64_t options,
                         int64_t *shape, int32_t *ndim)
{
    const ravel_kernel *kernel = NULL;
    int32_t dtype = 0;
    ck_assert_int_eq(ravel_kernel_find(context, function->name, &kernel), RAVEL_OK);
    if (function->accumulate)
        ck_assert_int_eq(ravel_accumulate_outputs(context, kernel, array, axis, options, &dtype, 2, ndim, shape),
                         RAVEL_OK);
    else {
        const ravel_status status =
            ravel_reduce_outputs(context, kernel, array, 1, &axis, NULL, NULL, options, &dtype, 2, ndim, shape);
        int32_t of = 0;
        ck_assert_int_eq(ravel_array_dtype(array, &of), RAVEL_OK);
        const bool refused = (strcmp(function->name, "exact_sum") == 0 && of < RAVEL_FLOAT16) ||
                             (strcmp(function->name, "ptp") == 0 && of == RAVEL_BOOL);
        ck_assert_int_eq(status, refused ? RAVEL_NO_LOOP : RAVEL_OK);
    }
    return dtype;
}

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

START_TEST(a_function_is_the_verb_with_its_reduction)
{
    static const int64_t shape[] = {ROWS, COLUMNS};
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_INT32, RAVEL_UINT8, RAVEL_BOOL, RAVEL_FLOAT32};
    double memory[N], results[2][N];
    const named_function *function = &functions[_i];
    for (int32_t i = 0; i < N; i++)
        memory[i] = 0.1 * i - 0.7;
    for (size_t d = 0; d < sizeof dtypes / sizeof dtypes[0]; d++)
        for (int32_t axis = -2; axis < 2; axis++)
            for (int32_t keep = 0; keep < (function->accumulate ? 1 : 2); keep++) {
                const uint64_t options = keep ? RAVEL_OPTION_KEEP_DIMS : 0;
                int64_t result_shape[2];
                int32_t ndim = 0;
                memset(results, 0xa5, sizeof results);
                ravel_array *array = array_of(memory, dtypes[d], 2, shape, 0);
                const int32_t dtype = result_of(function, array, axis, options, result_shape, &ndim);
                if (dtype == 0) {
                    ck_assert_int_eq(call_named(function, array, axis, options, array), RAVEL_NO_LOOP);
                    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
                    continue;
                }
                ravel_array *out = array_of(results[0], dtype, ndim, result_shape, RAVEL_WRITEABLE);
                ravel_array *expected = array_of(results[1], dtype, ndim, result_shape, RAVEL_WRITEABLE);
                ck_assert_int_eq(call_named(function, array, axis, options, out), RAVEL_OK);
                ck_assert_int_eq(call_verb(function, array, axis, options, expected), RAVEL_OK);
                ck_assert_mem_eq(results[0], results[1], sizeof results[0]);
                ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
                ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
                ck_assert_int_eq(ravel_array_destroy(expected), RAVEL_OK);
            }
}
END_TEST

START_TEST(mistakes_name_the_function)
{
    static const int64_t shape[] = {ROWS, COLUMNS};
    double memory[N] = {0}, result[N] = {0};
    const named_function *function = &functions[_i];
    char text[200] = "", wanted[200] = "";
    int32_t status = 0;
    ravel_array *array = array_of(memory, RAVEL_FLOAT64, 2, shape, 0);
    ravel_array *out = array_of(result, RAVEL_FLOAT64, 2, shape, RAVEL_WRITEABLE);
    ck_assert_int_eq(call_named(function, array, 2, 0, out), RAVEL_INVALID_AXIS);
    ck_assert_int_eq(ravel_context_error(context, &status, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
    snprintf(wanted, sizeof wanted, "ravel_%s: axis 2 ", function->name);
    ck_assert_int_eq(status, RAVEL_INVALID_AXIS);
    ck_assert_int_eq(strncmp(text, wanted, strlen(wanted)), 0);
    ck_assert_int_eq(call_named(function, NULL, 0, 0, out), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(call_named(function, array, 0, 0, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(call_named(function, array, 0, UINT64_C(1) << 40, out), RAVEL_UNKNOWN_FLAG);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
}
END_TEST

START_TEST(small_calls_take_the_values_as_they_are)
{
    static const int64_t shape[] = {8};
    double x[8] = {1, 2, 3, 4, 5, 6, 7, 8.5}, result = 0;
    uint8_t truth = 7, flags[8] = {0, 0, 0, 0, 0x80, 0, 0, 0};
    ravel_array *array = NULL, *out = NULL, *bools = NULL, *one = NULL;
    ck_assert_int_eq(ravel_array_create(context, x, sizeof x, 0, RAVEL_FLOAT64, 1, shape, NULL, 0, &array), RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(context, &result, sizeof result, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE, &out),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, flags, 8, 0, RAVEL_BOOL, 1, shape, NULL, 0, &bools), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, &truth, 1, 0, RAVEL_BOOL, 0, NULL, NULL, RAVEL_WRITEABLE, &one),
                     RAVEL_OK);
    for (int32_t without = 0; without < 2; without++) {
        ravel_context *const given = without ? NULL : context;
        ck_assert_int_eq(ravel_sum(given, array, 0, NULL, 0, out), RAVEL_OK);
        ck_assert_double_eq(result, 36.5);
        ck_assert_int_eq(ravel_mean(given, array, 0, NULL, 0, out), RAVEL_OK);
        ck_assert_double_eq(result, 36.5 / 8);
        ck_assert_int_eq(ravel_max(given, array, 0, NULL, 0, out), RAVEL_OK);
        ck_assert_double_eq(result, 8.5);
        ck_assert_int_eq(ravel_any(given, bools, 0, NULL, 0, one), RAVEL_OK);
        ck_assert_uint_eq(truth, 1);
        ck_assert_int_eq(ravel_all(given, bools, 0, NULL, 0, one), RAVEL_OK);
        ck_assert_uint_eq(truth, 0);
    }
    ravel_array *const handles[] = {array, out, bools, one};
    for (int32_t i = 0; i < 4; i++)
        ck_assert_int_eq(ravel_array_destroy(handles[i]), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("statistics");
    TCase *tests = tcase_create("functions");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, a_function_is_the_verb_with_its_reduction, 0, N_FUNCTIONS);
    tcase_add_loop_test(tests, mistakes_name_the_function, 0, N_FUNCTIONS);
    tcase_add_test(tests, small_calls_take_the_values_as_they_are);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
