/* check_reduce_queries.c: what a reduction or a running fold foretells of its output and scratch memory, or refuses to;
 * and rare mistakes and rights in its calls. */
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <ravel/statistics.h>
#include <ravel/view.h>
#include <stdlib.h>

static ravel_context *context;
static const ravel_kernel *sum, *add, *running_sum;
static const int64_t lengths[] = {3, 4};
static int8_t memory[12];
static ravel_array *in;

static const ravel_kernel *find(const char *name)
{
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(context, name, &kernel), RAVEL_OK);
    return kernel;
}

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    sum = find("sum");
    add = find("add");
    running_sum = find("cumulative_sum");
    ck_assert_int_eq(ravel_array_create(context, memory, sizeof memory, 0, RAVEL_INT8, 2, lengths, NULL, 0, &in),
                     RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* The arguments of ravel_reduce_outputs that a row changes. */
typedef struct query {
    const ravel_kernel *kernel;
    int32_t n_axes;
    const int32_t *axes;
    const ravel_array *where, *initial;
    int32_t max_ndim;
} query;

static const int32_t first[] = {0}, outside[] = {2};

static query right(void)
{
    return (query){sum, 1, first, NULL, NULL, 2};
}

static void refuse(query what, ravel_status expected, const char *word, int32_t argument)
{
    int32_t dtype = -7, ndim = -7;
    int64_t shape[2] = {-7, -7};
    wrong_call_expect(context,
                      ravel_reduce_outputs(context, what.kernel, in, what.n_axes, what.axes, what.where, what.initial,
                                           0, &dtype, what.max_ndim, &ndim, shape),
                      expected, "ravel_reduce_outputs", word, argument);
    ck_assert(dtype == -7 && ndim == -7 && shape[0] == -7 && shape[1] == -7);
}

START_TEST(results_are_foretold)
{
    int32_t dtype = 0, ndim = 0;
    int64_t shape[2] = {0};
    ck_assert_int_eq(ravel_reduce_outputs(context, sum, in, 1, first, NULL, NULL, 0, &dtype, 1, &ndim, shape),
                     RAVEL_OK);
    ck_assert(dtype == RAVEL_INT64 && ndim == 1 && shape[0] == 4);
    ck_assert_int_eq(
        ravel_reduce_outputs(context, sum, in, 0, NULL, NULL, NULL, RAVEL_OPTION_KEEP_DIMS, &dtype, 2, &ndim, shape),
        RAVEL_OK);
    ck_assert(ndim == 2 && shape[0] == 1 && shape[1] == 1);
    /* A result without axes has no lengths to tell. */
    ck_assert_int_eq(ravel_reduce_outputs(context, sum, in, 0, NULL, NULL, NULL, 0, &dtype, 0, &ndim, NULL), RAVEL_OK);
    ck_assert_int_eq(ndim, 0);
    ck_assert_int_eq(ravel_accumulate_outputs(context, running_sum, in, 1, 0, &dtype, 2, &ndim, shape), RAVEL_OK);
    ck_assert(dtype == RAVEL_INT64 && ndim == 2 && shape[0] == 3 && shape[1] == 4);
}
END_TEST

START_TEST(pointers_must_be_there)
{
    int32_t dtype = -7, ndim = -7;
    int64_t shape[2] = {-7, -7};
    double result = 0;
    ravel_array *out = NULL, *running = NULL;
    int64_t results[12];
    ck_assert_int_eq(ravel_array_create(context, &result, 8, 0, RAVEL_INT64, 0, NULL, NULL, RAVEL_WRITEABLE, &out),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, results, sizeof results, 0, RAVEL_INT64, 2, lengths, NULL,
                                        RAVEL_WRITEABLE, &running),
                     RAVEL_OK);
    const struct {
        int32_t *dtype, *ndim;
        int64_t *shape;
        const char *word;
    } rows[] = {{NULL, &ndim, shape, "dtype"}, {&dtype, NULL, shape, "ndim"}, {&dtype, &ndim, NULL, "shape"}};
    for (size_t i = 0; i < 3; i++) {
        wrong_call_expect(context,
                          ravel_reduce_outputs(context, sum, in, 1, first, NULL, NULL, 0, rows[i].dtype, 2,
                                               rows[i].ndim, rows[i].shape),
                          RAVEL_NULL_ARGUMENT, "ravel_reduce_outputs", rows[i].word, -1);
        wrong_call_expect(
            context,
            ravel_accumulate_outputs(context, running_sum, in, 1, 0, rows[i].dtype, 2, rows[i].ndim, rows[i].shape),
            RAVEL_NULL_ARGUMENT, "ravel_accumulate_outputs", rows[i].word, -1);
    }
    wrong_call_expect(context, ravel_accumulate_outputs(context, running_sum, in, 1, 0, &dtype, 1, &ndim, shape),
                      RAVEL_BUFFER_TOO_SMALL, "ravel_accumulate_outputs", "max_ndim", -1);
    wrong_call_expect(context, ravel_reduce_scratch(context, sum, in, 0, NULL, NULL, NULL, 0, out, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_reduce_scratch", "nbytes", -1);
    wrong_call_expect(context, ravel_accumulate_scratch(context, running_sum, in, 1, 0, running, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_accumulate_scratch", "nbytes", -1);
    ck_assert(dtype == -7 && ndim == -7 && shape[0] == -7 && shape[1] == -7);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(running), RAVEL_OK);
}
END_TEST

START_TEST(what_the_call_would_refuse)
{
    query what = right();
    what.max_ndim = 0;
    refuse(what, RAVEL_BUFFER_TOO_SMALL, "max_ndim", -1);
    what = right();
    what.where = in;
    refuse(what, RAVEL_DTYPE_MISMATCH, "int8", 2);
    what.axes = outside; /* the first mistake is told */
    what.initial = in;
    refuse(what, RAVEL_INVALID_AXIS, "axis 2", -1);
    what = right();
    what.initial = in;
    refuse(what, RAVEL_INVALID_NDIM, "initial", 3);
}
END_TEST

/* Sums all numbers from 0 to 11 into an output of this dtype, after a literal. */
static ravel_status sum_after(int32_t literal_dtype, const void *literal, int32_t dtype, void *result)
{
    ravel_array *initial = NULL, *out = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(context, literal_dtype, literal, RAVEL_WEAK, &initial), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, result, 8, 0, dtype, 0, NULL, NULL, RAVEL_WRITEABLE, &out), RAVEL_OK);
    for (int8_t i = 0; i < 12; i++)
        memory[i] = i;
    const ravel_status status =
        ravel_reduce(context, add, in, 0, NULL, NULL, initial, RAVEL_OPTION_CASTING_UNSAFE, out);
    ck_assert_int_eq(ravel_array_destroy(initial), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    return status;
}

/* A literal takes the result's dtype: an integer as it is, a float rounded. */
START_TEST(literals_start_where_they_fit)
{
    const int64_t ten = 10, large = 300;
    const double tenth = 0.1, half = 0.5, complex_value[] = {1, 2};
    union {
        int8_t integer;
        float number;
        double room;
    } result = {.room = 0};
    ck_assert_int_eq(sum_after(RAVEL_INT64, &ten, RAVEL_INT8, &result), RAVEL_OK);
    ck_assert_int_eq(result.integer, 76);
    wrong_call_expect(context, sum_after(RAVEL_INT64, &large, RAVEL_INT8, &result), RAVEL_VALUE_OUT_OF_RANGE,
                      "ravel_reduce", "initial", 3);
    wrong_call_expect(context, sum_after(RAVEL_FLOAT64, &half, RAVEL_INT8, &result), RAVEL_VALUE_OUT_OF_RANGE,
                      "ravel_reduce", "int8", 3);
    ck_assert_int_eq(result.integer, 76);
    ck_assert_int_eq(sum_after(RAVEL_FLOAT64, &tenth, RAVEL_FLOAT32, &result), RAVEL_OK);
    ck_assert(result.number == 0.1f + 66.0f);
    wrong_call_expect(context, sum_after(RAVEL_COMPLEX128, complex_value, RAVEL_FLOAT32, &result),
                      RAVEL_VALUE_OUT_OF_RANGE, "ravel_reduce", "float32", 3);
    ck_assert(result.number == 0.1f + 66.0f);
}
END_TEST

/* An output of 24 axes whose strides are large numbers without a pattern: whether two of its elements meet is a
 * question of subset sums. The memory is never touched. */
START_TEST(the_overlap_test_may_give_up)
{
    int64_t shape[24], strides[24];
    uint64_t state = 1;
    const double one = 1;
    ravel_array *scalar = NULL, *wide = NULL, *out = NULL;
    for (int32_t axis = 0; axis < 24; axis++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        shape[axis] = 3;
        strides[axis] = (int64_t)(state >> 34) * 16 + 8;
    }
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_FLOAT64, &one, 0, &scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(context, scalar, 24, shape, &wide), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, memory, 0, 0, RAVEL_FLOAT64, 24, shape, strides,
                                        RAVEL_WRITEABLE | RAVEL_SIZE_UNKNOWN, &out),
                     RAVEL_OK);
    wrong_call_expect(context, ravel_reduce(context, sum, wide, 0, first, NULL, NULL, 0, out), RAVEL_UNDECIDED_OVERLAP,
                      "ravel_reduce", "output", 1);
    wrong_call_expect(context, ravel_accumulate(context, running_sum, wide, 0, 0, out), RAVEL_UNDECIDED_OVERLAP,
                      "ravel_accumulate", "output", 1);
    ck_assert_int_eq(ravel_array_destroy(scalar), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(wide), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
}
END_TEST

/* Nothing is folded along an axis of one element, so that the output may be the input; the strides of axes of one
 * element do not matter. */
START_TEST(an_output_may_be_the_input_where_nothing_is_folded)
{
    static const int64_t shape[] = {5, 1, 1}, kept[] = {5, 1}, strides[] = {8, 999};
    double numbers[5] = {1, 2, 3, 4, 5};
    const int32_t axis = 2;
    ravel_array *from = NULL, *to = NULL;
    ck_assert_int_eq(ravel_array_create(context, numbers, sizeof numbers, 0, RAVEL_FLOAT64, 3, shape, NULL, 0, &from),
                     RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(context, numbers, sizeof numbers, 0, RAVEL_FLOAT64, 2, kept, strides, RAVEL_WRITEABLE, &to),
        RAVEL_OK);
    ck_assert_int_eq(ravel_reduce(context, sum, from, 1, &axis, NULL, NULL, RAVEL_OPTION_NO_SCRATCH, to), RAVEL_OK);
    for (int32_t i = 0; i < 5; i++)
        ck_assert(numbers[i] == i + 1);
    ck_assert_int_eq(ravel_array_destroy(from), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(to), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduce_queries");
    TCase *tests = tcase_create("reduce_queries");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, results_are_foretold);
    tcase_add_test(tests, pointers_must_be_there);
    tcase_add_test(tests, what_the_call_would_refuse);
    tcase_add_test(tests, literals_start_where_they_fit);
    tcase_add_test(tests, the_overlap_test_may_give_up);
    tcase_add_test(tests, an_output_may_be_the_input_where_nothing_is_folded);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
