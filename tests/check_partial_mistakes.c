/* check_partial_mistakes.c: a state that is none, or does not fit, is an error, and stays as it was. */
#include "support/partial.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <stdlib.h>
#include <string.h>

static unsigned char states[2][PARTIAL_STATE_NBYTES];

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&partial_context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(partial_context), RAVEL_OK);
}

/* Puts the right checksum to a state that has been forged. */
static void sign(unsigned char *state, size_t nbytes)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t word = 0; word < nbytes; word += 8) {
        uint64_t bits = 0;
        for (size_t byte = 0; byte < 8; byte++)
            bits |= (uint64_t)state[word + byte] << 8 * byte;
        if (word != 8)
            hash = (hash ^ bits) * UINT64_C(0x100000001b3);
    }
    for (size_t byte = 0; byte < 8; byte++)
        state[8 + byte] = (unsigned char)(hash >> 8 * byte);
}

static int32_t answer;

static int32_t plus(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    const double *a = in[0], *b = in[1];
    double *sum = out[0];
    for (size_t i = 0; i < n; i++)
        sum[i] = a[i] + b[i];
    return answer;
}

static const ravel_kernel *kernel_of_user(uint64_t flags)
{
    static const int32_t dtypes[3] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[1] = {plus};
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(
        ravel_kernel_create(partial_context, "plus", 2, 1, 1, dtypes, loops, NULL, NULL, flags, NULL, &kernel),
        RAVEL_OK);
    return kernel;
}

START_TEST(a_users_kernel_that_fails)
{
    static const double memory[300] = {1, 2, 3};
    unsigned char result[16] = {0}, before[PARTIAL_STATE_NBYTES];
    partial_subject of;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    of.kernel = kernel_of_user(RAVEL_KERNEL_REORDERABLE);
    answer = 0;
    for (int32_t i = 0; i < 2; i++) {
        partial_start(&of, states[i]);
        partial_take(&of, memory, NULL, 0, 300, states[i]);
    }
    answer = 42;
    memcpy(before, states[0], of.state_nbytes);
    ravel_array *array = partial_line(memory, RAVEL_FLOAT64, 0, 300), *out = partial_result(result, RAVEL_FLOAT64);
    ravel_array *where = partial_line(memory, RAVEL_BOOL, 0, 300);
    wrong_call_expect(partial_context,
                      ravel_partial_update(partial_context, of.kernel, array, NULL, states[0], of.state_nbytes),
                      RAVEL_KERNEL_FAILED, "ravel_partial_update", "42", -1);
    wrong_call_expect(
        partial_context,
        ravel_partial_merge(partial_context, of.kernel, states[1], of.state_nbytes, states[0], of.state_nbytes),
        RAVEL_KERNEL_FAILED, "ravel_partial_merge", "42", -1);
    wrong_call_expect(partial_context,
                      ravel_partial_finish(partial_context, of.kernel, states[1], of.state_nbytes, NULL, 0, out),
                      RAVEL_KERNEL_FAILED, "ravel_partial_finish", "42", -1);
    answer = 0;
    wrong_call_expect(partial_context,
                      ravel_partial_update(partial_context, of.kernel, array, where, states[0], of.state_nbytes),
                      RAVEL_NO_IDENTITY, "ravel_partial_update", "where", 2);
    ck_assert_mem_eq(before, states[0], of.state_nbytes);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(where), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(of.kernel), RAVEL_OK);
}
END_TEST

/* States that have no place for what a mask leaves out. */
START_TEST(masks_that_a_state_has_no_place_for)
{
    static const char *const names[] = {"var", "std", "argmax", "ptp"};
    double x[2] = {1, 2};
    uint8_t mask[2] = {1, 0};
    unsigned char before[PARTIAL_STATE_NBYTES];
    ravel_array *array = partial_line(x, RAVEL_FLOAT64, 0, 2), *where = partial_line(mask, RAVEL_BOOL, 0, 2);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        partial_subject of;
        ck_assert(partial_subject_make(names[i], RAVEL_FLOAT64, &of));
        partial_start(&of, states[0]);
        memcpy(before, states[0], of.state_nbytes);
        wrong_call_expect(
            partial_context, ravel_partial_update(partial_context, of.kernel, array, where, states[0], of.state_nbytes),
            RAVEL_NO_IDENTITY, "ravel_partial_update", "has no place; update it with the elements that count", 2);
        ck_assert_mem_eq(before, states[0], of.state_nbytes);
    }
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(where), RAVEL_OK);
}
END_TEST

START_TEST(kernels_that_have_no_parts)
{
    size_t nbytes;
    const ravel_kernel *serial = kernel_of_user(0);
    wrong_call_expect(partial_context, ravel_partial_nbytes(partial_context, serial, RAVEL_FLOAT64, &nbytes),
                      RAVEL_WRONG_VERB, "ravel_partial_nbytes", "plus", -1);
    ck_assert_int_eq(ravel_kernel_destroy(serial), RAVEL_OK);
    static const char *const others[] = {"sin", "cumulative_sum", "subtract"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        wrong_call_expect(partial_context,
                          ravel_partial_init(partial_context, partial_kernel(others[i]), RAVEL_FLOAT64, -1, states[0],
                                             PARTIAL_STATE_NBYTES),
                          RAVEL_WRONG_VERB, "ravel_partial_init", others[i], -1);
    wrong_call_expect(partial_context,
                      ravel_partial_init(partial_context, partial_kernel("max"), RAVEL_COMPLEX64, -1, states[0],
                                         PARTIAL_STATE_NBYTES),
                      RAVEL_NO_LOOP, "ravel_partial_init", "complex64", 0);
    wrong_call_expect(partial_context, ravel_partial_nbytes(partial_context, partial_kernel("sum"), 99, &nbytes),
                      RAVEL_INVALID_DTYPE, "ravel_partial_nbytes", "99", -1);
    wrong_call_expect(
        partial_context,
        ravel_partial_init(partial_context, partial_kernel("sum"), 0, -1, states[0], PARTIAL_STATE_NBYTES),
        RAVEL_INVALID_DTYPE, "ravel_partial_init", "0", -1);
}
END_TEST

/* Each function that takes a state, with this one. */
static void expect_all(const partial_subject *of, void *state, size_t nbytes, ravel_status expected, const char *word)
{
    static const double x[1] = {1};
    static unsigned char good[PARTIAL_STATE_NBYTES];
    double result = 7;
    int64_t count = 7;
    ravel_array *array = partial_line(x, RAVEL_FLOAT64, 0, 1), *out = partial_result(&result, RAVEL_FLOAT64);
    partial_start(of, good);
    wrong_call_expect(partial_context, ravel_partial_update(partial_context, of->kernel, array, NULL, state, nbytes),
                      expected, "ravel_partial_update", word, -1);
    wrong_call_expect(partial_context,
                      ravel_partial_merge(partial_context, of->kernel, good, of->state_nbytes, state, nbytes), expected,
                      "ravel_partial_merge", word, -1);
    wrong_call_expect(partial_context,
                      ravel_partial_merge(partial_context, of->kernel, state, nbytes, good, of->state_nbytes), expected,
                      "ravel_partial_merge", expected == RAVEL_NULL_ARGUMENT ? "right" : word, -1);
    wrong_call_expect(partial_context, ravel_partial_count(partial_context, of->kernel, state, nbytes, &count),
                      expected, "ravel_partial_count", word, -1);
    wrong_call_expect(partial_context, ravel_partial_finish(partial_context, of->kernel, state, nbytes, NULL, 0, out),
                      expected, "ravel_partial_finish", word, -1);
    ck_assert_double_eq(result, 7);
    ck_assert_int_eq(count, 7);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
}

START_TEST(states_that_are_none)
{
    static const double x[300] = {1, 2, 3};
    static unsigned char state[PARTIAL_STATE_NBYTES], before[PARTIAL_STATE_NBYTES];
    partial_subject of, other;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    expect_all(&of, NULL, of.state_nbytes, RAVEL_NULL_ARGUMENT, "state");
    expect_all(&of, state, of.state_nbytes, RAVEL_INVALID_ARGUMENT, "ravel_partial_init");
    partial_start(&of, state);
    partial_take(&of, x, NULL, 0, 300, state);
    expect_all(&of, state, of.state_nbytes - 1, RAVEL_BUFFER_TOO_SMALL, "bytes");
    wrong_call_expect(partial_context,
                      ravel_partial_init(partial_context, of.kernel, RAVEL_FLOAT64, -1, state, of.state_nbytes - 1),
                      RAVEL_BUFFER_TOO_SMALL, "ravel_partial_init", "bytes", -1);
    wrong_call_expect(partial_context,
                      ravel_partial_init(partial_context, of.kernel, RAVEL_FLOAT64, -1, NULL, of.state_nbytes),
                      RAVEL_NULL_ARGUMENT, "ravel_partial_init", "state", -1);
    memcpy(before, state, of.state_nbytes);
    for (size_t i = 0; i < of.state_nbytes; i += i < 140 ? 1 : 97) {
        int64_t count;
        state[i] ^= 0x10;
        const ravel_status status = ravel_partial_count(partial_context, of.kernel, state, of.state_nbytes, &count);
        ck_assert_int_eq(status, i == 124 ? RAVEL_BUFFER_TOO_SMALL : RAVEL_INVALID_ARGUMENT); /* 124: a size */
        state[i] ^= 0x10;
    }
    ck_assert(partial_subject_make("prod", RAVEL_FLOAT64, &other));
    expect_all(&other, state, of.state_nbytes, RAVEL_INVALID_ARGUMENT, "state of sum");
    ck_assert_mem_eq(before, state, of.state_nbytes);
}
END_TEST

/* Words that contradict each other, under a checksum that is right. */
START_TEST(states_of_contradictions)
{
    static const double x[300] = {1, 2, 3};
    static unsigned char state[PARTIAL_STATE_NBYTES];
    static const struct {
        size_t at;
        unsigned char value;
    } forged[] = {{79, 'x'}, {80, 0}, {80, 99},    {84, 99},    {120, 0}, {88, 3},
                  {88, 4},   {96, 1}, {103, 0xff}, {111, 0xff}, {113, 9}, {119, 0xff}};
    partial_subject of;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    for (size_t i = 0; i < sizeof forged / sizeof forged[0]; i++) {
        int64_t count;
        partial_start(&of, state);
        partial_take(&of, x, NULL, 0, 300, state);
        state[forged[i].at] = forged[i].value;
        sign(state, of.state_nbytes);
        wrong_call_expect(partial_context,
                          ravel_partial_count(partial_context, of.kernel, state, of.state_nbytes, &count),
                          RAVEL_INVALID_ARGUMENT, "ravel_partial_count", "damaged", -1);
    }
}
END_TEST

/* The same of exact_sum, whose one value's form is known: words of 32 bits, what was seen, no masks. */
START_TEST(exact_sums_of_contradictions)
{
    static const double x[300] = {1, 2, 3};
    static unsigned char state[PARTIAL_STATE_NBYTES];
    enum { COUNTED = 112, WORD = 128 + 33 * 8, SEEN = 128 + 67 * 8 };
    static const struct {
        size_t at;
        unsigned char value;
        int64_t n; /* elements that the state is of */
    } forged[] = {{COUNTED, 0, 3},    {COUNTED + 1, 9, 300}, {WORD + 4, 1, 300}, {WORD + 7, 0x80, 300},
                  {SEEN, 0, 300},     {SEEN, 2, 300},        {SEEN, 0x10, 300},  {SEEN, 33, 300},
                  {SEEN + 7, 1, 300}, {SEEN, 1, 0},          {WORD, 1, 0}};
    partial_subject of;
    ck_assert(partial_subject_make("exact_sum", RAVEL_FLOAT64, &of));
    for (size_t i = 0; i < sizeof forged / sizeof forged[0]; i++) {
        int64_t count = 7;
        partial_start(&of, state);
        partial_take(&of, x, NULL, 0, forged[i].n, state);
        ck_assert_int_eq(ravel_partial_count(partial_context, of.kernel, state, of.state_nbytes, &count), RAVEL_OK);
        ck_assert_int_eq(count, forged[i].n);
        state[forged[i].at] = forged[i].value;
        sign(state, of.state_nbytes);
        wrong_call_expect(partial_context,
                          ravel_partial_count(partial_context, of.kernel, state, of.state_nbytes, &count),
                          RAVEL_INVALID_ARGUMENT, "ravel_partial_count", "damaged", -1);
    }
}
END_TEST

/* Kept as another dtype than this library keeps them: nothing may be read that is not there. */
START_TEST(a_forged_neighbour)
{
    static const double x[100] = {1, 2, 3};
    static unsigned char right[PARTIAL_STATE_NBYTES];
    partial_subject of;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    partial_start(&of, states[0]);
    partial_start(&of, right);
    partial_take(&of, x, NULL, 0, 100, right);
    right[84] = RAVEL_FLOAT32;
    const size_t nbytes = of.state_nbytes - (size_t)2 * 127 * 4;
    sign(right, nbytes);
    wrong_call_expect(partial_context,
                      ravel_partial_merge(partial_context, of.kernel, right, nbytes, states[0], of.state_nbytes),
                      RAVEL_DTYPE_MISMATCH, "ravel_partial_merge", "right", -1);
    wrong_call_expect(partial_context,
                      ravel_partial_merge(partial_context, of.kernel, states[0], of.state_nbytes, right, nbytes),
                      RAVEL_DTYPE_MISMATCH, "ravel_partial_merge", "values", -1);
    right[7] = 2;
    wrong_call_expect(partial_context,
                      ravel_partial_merge(partial_context, of.kernel, right, nbytes, states[0], of.state_nbytes),
                      RAVEL_INVALID_ARGUMENT, "ravel_partial_merge", "layout 2", -1);
}
END_TEST

START_TEST(an_output_within_the_state)
{
    partial_subject of;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    partial_start(&of, states[0]);
    for (size_t at = 0; at < of.state_nbytes; at += 1000) {
        ravel_array *out = partial_result(states[0] + at, RAVEL_FLOAT64);
        wrong_call_expect(partial_context,
                          ravel_partial_finish(partial_context, of.kernel, states[0], of.state_nbytes, NULL, 0, out),
                          RAVEL_OVERLAP, "ravel_partial_finish", "state", 1);
        ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    }
}
END_TEST

START_TEST(dtypes_that_differ)
{
    const float x = 1;
    partial_subject of, narrow;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT32, &narrow));
    ravel_array *array = partial_line(&x, RAVEL_FLOAT32, 0, 1);
    partial_start(&of, states[0]);
    partial_start(&narrow, states[1]);
    wrong_call_expect(partial_context,
                      ravel_partial_update(partial_context, of.kernel, array, NULL, states[0], of.state_nbytes),
                      RAVEL_DTYPE_MISMATCH, "ravel_partial_update", "float32", 0);
    wrong_call_expect(
        partial_context,
        ravel_partial_merge(partial_context, of.kernel, states[1], of.state_nbytes, states[0], of.state_nbytes),
        RAVEL_DTYPE_MISMATCH, "ravel_partial_merge", "float32", -1);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}
END_TEST

START_TEST(states_that_are_no_neighbours)
{
    static const double x[300] = {1, 2, 3};
    partial_subject of;
    double sum;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    const size_t n = of.state_nbytes;
    partial_start_at(&of, 100, states[0]);
    partial_take(&of, x, NULL, 0, 300, states[0]);
    partial_start_at(&of, 399, states[1]);
    wrong_call_expect(partial_context, ravel_partial_merge(partial_context, of.kernel, states[1], n, states[0], n),
                      RAVEL_INVALID_ARGUMENT, "ravel_partial_merge", "expected 400", -1);
    partial_start_at(&of, 400, states[1]);
    partial_merge(&of, states[1], states[0]);
    partial_start(&of, states[1]); /* a neighbour of all */
    partial_take(&of, x, NULL, 0, 2, states[1]);
    partial_merge(&of, states[1], states[0]);
    partial_finish(&of, states[0], (unsigned char *)&sum);
    ck_assert_double_eq(sum, 9);
    partial_take(&of, x, NULL, 0, 3, states[0]);
    partial_finish(&of, states[0], (unsigned char *)&sum);
    ck_assert_double_eq(sum, 15);
    partial_take(&of, x, NULL, 0, 0, states[0]);
    partial_finish(&of, states[0], (unsigned char *)&sum);
    ck_assert_double_eq(sum, 15);

    static const int64_t firsts[] = {-2, (INT64_C(1) << 62) + 1, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < 4; i++)
        wrong_call_expect(partial_context,
                          ravel_partial_init(partial_context, of.kernel, RAVEL_FLOAT64, firsts[i], states[0], n),
                          RAVEL_INVALID_ARGUMENT, "ravel_partial_init", "first", -1);
    ravel_array *array = partial_line(x, RAVEL_FLOAT64, 0, 300);
    partial_start_at(&of, (INT64_C(1) << 62) - 299, states[0]);
    wrong_call_expect(partial_context, ravel_partial_update(partial_context, of.kernel, array, NULL, states[0], n),
                      RAVEL_SIZE_OVERFLOW, "ravel_partial_update", "2^62", 0);
    partial_start_at(&of, (INT64_C(1) << 62) - 300, states[0]);
    partial_take(&of, x, NULL, 0, 300, states[0]);
    partial_start(&of, states[1]); /* as if it had been merged from all there can be */
    states[1][88] = 2;
    memset(states[1] + 104, 0xff, 16);
    states[1][111] = states[1][119] = 0x3f;
    sign(states[1], n);
    wrong_call_expect(partial_context, ravel_partial_merge(partial_context, of.kernel, states[1], n, states[0], n),
                      RAVEL_SIZE_OVERFLOW, "ravel_partial_merge", "2^62", -1);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}
END_TEST

START_TEST(other_mistakes)
{
    double x[2] = {1, 2};
    uint8_t mask[3] = {1, 1, 1};
    partial_subject of;
    size_t nbytes;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    partial_start(&of, states[0]);
    const size_t n = of.state_nbytes;
    ravel_array *array = partial_line(x, RAVEL_FLOAT64, 0, 2), *where = partial_line(mask, RAVEL_BOOL, 0, 3);
    ravel_array *out = partial_result(x, RAVEL_FLOAT64), *narrow = partial_result(x, RAVEL_FLOAT32);
    wrong_call_expect(partial_context, ravel_partial_nbytes(partial_context, of.kernel, RAVEL_FLOAT64, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_partial_nbytes", "nbytes", -1);
    ck_assert_int_eq(ravel_partial_nbytes(partial_context, NULL, RAVEL_FLOAT64, &nbytes), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_partial_init(partial_context, NULL, RAVEL_FLOAT64, -1, states[0], n), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_partial_update(partial_context, NULL, array, NULL, states[0], n), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_partial_merge(partial_context, NULL, states[0], n, states[0], n), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_partial_finish(partial_context, NULL, states[0], n, NULL, 0, out), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_partial_count(partial_context, NULL, states[0], n, NULL), RAVEL_NULL_ARGUMENT);
    wrong_call_expect(partial_context, ravel_partial_count(partial_context, of.kernel, states[0], n, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_partial_count", "count", -1);
    wrong_call_expect(partial_context, ravel_partial_update(partial_context, of.kernel, NULL, NULL, states[0], n),
                      RAVEL_NULL_ARGUMENT, "ravel_partial_update", "array", 0);
    wrong_call_expect(partial_context, ravel_partial_update(partial_context, of.kernel, array, where, states[0], n),
                      RAVEL_SHAPE_MISMATCH, "ravel_partial_update", "(3,)", 2);
    wrong_call_expect(partial_context, ravel_partial_update(partial_context, of.kernel, array, array, states[0], n),
                      RAVEL_DTYPE_MISMATCH, "ravel_partial_update", "bool", 2);
    wrong_call_expect(partial_context, ravel_partial_finish(partial_context, of.kernel, states[0], n, NULL, 0, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_partial_finish", "output", 1);
    wrong_call_expect(partial_context,
                      ravel_partial_finish(partial_context, of.kernel, states[0], n, NULL, RAVEL_OPTION_KEEP_DIMS, out),
                      RAVEL_UNKNOWN_FLAG, "ravel_partial_finish", "option", -1);
    wrong_call_expect(partial_context, ravel_partial_finish(partial_context, of.kernel, states[0], n, NULL, 0, array),
                      RAVEL_INVALID_NDIM, "ravel_partial_finish", "0-d", 1);
    wrong_call_expect(partial_context, ravel_partial_finish(partial_context, of.kernel, states[0], n, NULL, 0, narrow),
                      RAVEL_CASTING_FORBIDDEN, "ravel_partial_finish", "float32", 1);
    ck_assert_int_eq(
        ravel_partial_finish(partial_context, of.kernel, states[0], n, NULL, RAVEL_OPTION_CASTING_SAME_KIND, narrow),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(partial_context, x, 16, 0, RAVEL_FLOAT64, 0, NULL, NULL, 0, &out), RAVEL_OK);
    wrong_call_expect(partial_context, ravel_partial_finish(partial_context, of.kernel, states[0], n, NULL, 0, out),
                      RAVEL_READ_ONLY, "ravel_partial_finish", "read-only", 1);
    ravel_array *const all[] = {array, where, out, narrow};
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(ravel_array_destroy(all[i]), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("partial_mistakes");
    TCase *mistakes = tcase_create("mistakes");
    tcase_add_checked_fixture(mistakes, setup, teardown);
    tcase_add_test(mistakes, masks_that_a_state_has_no_place_for);
    tcase_add_test(mistakes, kernels_that_have_no_parts);
    tcase_add_test(mistakes, states_that_are_none);
    tcase_add_test(mistakes, states_of_contradictions);
    tcase_add_test(mistakes, exact_sums_of_contradictions);
    tcase_add_test(mistakes, a_forged_neighbour);
    tcase_add_test(mistakes, an_output_within_the_state);
    tcase_add_test(mistakes, dtypes_that_differ);
    tcase_add_test(mistakes, states_that_are_no_neighbours);
    tcase_add_test(mistakes, other_mistakes);
    tcase_add_test(mistakes, a_users_kernel_that_fails);
    suite_add_tcase(suite, mistakes);
    return run_suite(suite);
}
