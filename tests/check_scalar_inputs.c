/* check_scalar_inputs.c: scalars as inputs: their values live in the call, whatever happens to the descriptors. */
#include "oracle.h"
#include "support/run_suite.h"
#include <math.h>
#include <pthread.h>
#include <ravel/elementwise.h>
#include <ravel/statistics.h>
#include <ravel/view.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { N = 40000 };

static ravel_context *context;
static double memory[N], results[N];

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static ravel_array *scalar(int32_t dtype, const void *value)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, dtype, value, 0, &array), RAVEL_OK);
    return array;
}

static ravel_array *make(void *data, int32_t dtype, int32_t ndim, uint64_t flags)
{
    static const int64_t shape[] = {N};
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, data, (ndim ? N : 1) * oracle_itemsizes[dtype], 0, dtype, ndim, shape,
                                        NULL, flags, &array),
                     RAVEL_OK);
    return array;
}

static void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

static const ravel_kernel *find(const char *name)
{
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(NULL, name, &kernel), RAVEL_OK);
    return kernel;
}

START_TEST(scalars_reduce_to_themselves)
{
    static const double value = -7.25, start = -100;
    static const unsigned char yes = 0x40, no = 0;
    static const struct {
        const char *kernel;
        const unsigned char *mask;
        const double *initial;
        double expected;
    } rows[] = {{"add", NULL, NULL, -7.25},         {"add", &yes, &start, -107.25}, {"add", &no, NULL, 0},
                {"add", &no, &start, -100},         {"mean", NULL, NULL, -7.25},    {"mean", &yes, NULL, -7.25},
                {"maximum", NULL, NULL, -7.25},     {"maximum", &no, &start, -100}, {"maximum", &yes, &start, -7.25},
                {"subtract", NULL, &start, -92.75}, {"subtract", NULL, NULL, -7.25}};
    ravel_array *const in = scalar(RAVEL_FLOAT64, &value), *const out =
                                                               make(results, RAVEL_FLOAT64, 0, RAVEL_WRITEABLE);
    for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
        ravel_array *const mask = rows[i / 2].mask ? scalar(RAVEL_BOOL, rows[i / 2].mask) : NULL;
        ravel_array *const initial = rows[i / 2].initial ? scalar(RAVEL_FLOAT64, rows[i / 2].initial) : NULL;
        results[0] = 99;
        ck_assert_int_eq(
            ravel_reduce(i % 2 ? NULL : context, find(rows[i / 2].kernel), in, 0, NULL, mask, initial, 0, out),
            RAVEL_OK);
        ck_assert_msg(results[0] == rows[i / 2].expected, "row %zu: %g", i / 2, results[0]);
        ck_assert_int_eq(ravel_array_destroy(mask), RAVEL_OK);
        ck_assert_int_eq(ravel_array_destroy(initial), RAVEL_OK);
    }
    end(in);
    end(out);
}
END_TEST

/* ---- destroyed while the call runs ---- */

typedef struct doomed {
    ravel_array *arrays[2];
    int64_t n_calls;
} doomed;

/* a + b; its first call destroys what the outer call was given, and lets others take the places. */
static int32_t add_and_destroy(size_t n, const void *const *in, void *const *out, void *user)
{
    const double *a = in[0], *b = in[1];
    double *sum = out[0];
    doomed *scalars = user;
    for (int32_t k = 0; k < 2 && scalars->n_calls == 0; k++) {
        const double other = 1e9;
        ravel_array *next = NULL;
        if (scalars->arrays[k] && (ravel_array_destroy(scalars->arrays[k]) != RAVEL_OK ||
                                   ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &other, 0, &next) != RAVEL_OK))
            return 1;
        scalars->arrays[k] = next;
    }
    scalars->n_calls++;
    for (size_t i = 0; i < n; i++)
        sum[i] = a[i] + b[i];
    return 0;
}

START_TEST(a_call_outlives_its_scalars)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {add_and_destroy};
    static const double value = 0.5, zero = 0;
    static const unsigned char truth = 1;
    doomed scalars;
    const ravel_kernel *kernel = NULL;
    ravel_array *const identity = scalar(RAVEL_FLOAT64, &zero), *const in = make(memory, RAVEL_FLOAT64, 1, 0);
    ravel_array *out = make(results, RAVEL_FLOAT64, 1, RAVEL_WRITEABLE);
    ravel_array *const total = make(results, RAVEL_FLOAT64, 0, RAVEL_WRITEABLE);
    for (int32_t i = 0; i < N; i++)
        memory[i] = i % 100;
    ck_assert_int_eq(ravel_kernel_create(context, "doom", 2, 1, 1, dtypes, loops, &scalars, NULL, 0, identity, &kernel),
                     RAVEL_OK);
    for (int32_t i = 0; i < 4; i++) {
        ravel_context *const where = i & 1 ? context : NULL;
        scalars = (doomed){{scalar(RAVEL_FLOAT64, &value), scalar(RAVEL_BOOL, &truth)}, 0};
        if (i & 2) {
            ck_assert_int_eq(ravel_reduce(where, kernel, in, 0, NULL, scalars.arrays[1], scalars.arrays[0], 0, total),
                             RAVEL_OK);
            ck_assert(results[0] == 0.5 + 49.5 * N);
        } else {
            ck_assert_int_eq(ravel_apply(where, kernel, 2, (const ravel_array *[]){in, scalars.arrays[0]},
                                         scalars.arrays[1], 0, 1, &out),
                             RAVEL_OK);
            for (int32_t k = 0; k < N; k++)
                ck_assert(results[k] == memory[k] + 0.5);
        }
        ck_assert_int_gt(scalars.n_calls, 1);
        end(scalars.arrays[0]);
        end(scalars.arrays[1]);
    }
    end(identity);
    end(in);
    end(out);
    end(total);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}
END_TEST

/* ---- two threads ---- */

static ravel_array *shared;
static _Atomic int64_t n_wrong;

/* Calls with a scalar that both threads use, and with ones that are destroyed as soon as the call is over. */
static void *call_often(void *number)
{
    enum { FEW = 50 };
    const double own = *(const double *)number;
    double sums[FEW] = {0}, total = 0;
    const int64_t shape[] = {FEW};
    ravel_context *mine = NULL;
    ravel_array *out = NULL, *one = NULL, *value = NULL;
    bool right = ravel_context_create(&mine) == RAVEL_OK &&
                 ravel_array_create(NULL, sums, sizeof sums, 0, RAVEL_FLOAT64, 1, shape, NULL, RAVEL_WRITEABLE, &out) ==
                     RAVEL_OK &&
                 ravel_array_create(NULL, &total, sizeof total, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE,
                                    &one) == RAVEL_OK;
    for (int32_t i = 0; i < 5000 && right; i++) {
        const double expected = own + i, operand = i;
        right = ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &operand, 0, &value) == RAVEL_OK &&
                ravel_full(mine, value, out) == RAVEL_OK && ravel_array_destroy(value) == RAVEL_OK &&
                ravel_add(mine, out, shared, out) == RAVEL_OK && sums[0] == i + 0.25 && sums[FEW - 1] == i + 0.25 &&
                ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &expected, 0, &value) == RAVEL_OK &&
                ravel_sum(mine, value, 0, NULL, 0, one) == RAVEL_OK && ravel_array_destroy(value) == RAVEL_OK &&
                total == expected && ravel_sum(NULL, shared, 0, NULL, 0, one) == RAVEL_OK && total == 0.25;
    }
    n_wrong += !right || ravel_array_destroy(out) != RAVEL_OK || ravel_array_destroy(one) != RAVEL_OK ||
               ravel_context_destroy(mine) != RAVEL_OK;
    return NULL;
}

START_TEST(two_threads_use_scalars_at_once)
{
    static double numbers[] = {1e6, -3e6}, quarter = 0.25;
    pthread_t threads[2];
    shared = scalar(RAVEL_FLOAT64, &quarter);
    for (int32_t i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, call_often, &numbers[i]), 0);
    for (int32_t i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
    ck_assert_int_eq(n_wrong, 0);
    end(shared);
}
END_TEST

/* A literal becomes what the fold computes in, but never infinite. */
START_TEST(literals_keep_their_values_in_folds)
{
    static const double values[] = {1e300, -1e300, 3.5e38, 1e38, INFINITY, 0.1};
    static float number[] = {-0.0f}, result[] = {7.0f};
    const int64_t one = 1;
    ravel_array *in = make(number, RAVEL_FLOAT32, 0, 0), *out = make(result, RAVEL_FLOAT32, 0, RAVEL_WRITEABLE);
    const ravel_kernel *add = NULL;
    ck_assert_int_eq(ravel_kernel_find(NULL, "add", &add), RAVEL_OK);
    for (int32_t i = 0; i < 6; i++) {
        ravel_array *literal = NULL, *row = NULL, *row_out = NULL;
        ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &values[i], RAVEL_WEAK, &literal), RAVEL_OK);
        ck_assert_int_eq(ravel_array_broadcast_to(NULL, literal, 1, &one, &row), RAVEL_OK);
        ck_assert_int_eq(
            ravel_array_create(NULL, result, 4, 0, RAVEL_FLOAT32, 1, &one, NULL, RAVEL_WRITEABLE, &row_out), RAVEL_OK);
        const ravel_status reduced[] = {ravel_reduce(context, add, in, 0, NULL, NULL, literal, 0, out),
                                        ravel_reduce(context, add, literal, 0, NULL, NULL, NULL, 0, out),
                                        ravel_accumulate(context, add, row, 0, 0, row_out)};
        for (int32_t k = 0; k < 3; k++)
            ck_assert_msg(reduced[k] == (i < 3 ? RAVEL_VALUE_OUT_OF_RANGE : RAVEL_OK), "value %d, call %d: %d", i, k,
                          reduced[k]);
        ck_assert(i < 3 ? result[0] == 7.0f : result[0] == (float)values[i]);
        end(literal);
        end(row);
        end(row_out);
    }
    end(in);
    end(out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scalar_inputs");
    TCase *tests = tcase_create("scalar_inputs");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, scalars_reduce_to_themselves);
    tcase_add_test(tests, a_call_outlives_its_scalars);
    tcase_add_test(tests, two_threads_use_scalars_at_once);
    tcase_add_test(tests, literals_keep_their_values_in_folds);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
