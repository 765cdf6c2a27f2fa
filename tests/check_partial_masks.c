/* check_partial_masks.c: states that leave out what a mask is false for, as if it had not been there, and states of
 * nothing that have a result all the same. */
#include "support/partial.h"
#include "support/random.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <string.h>

enum { MOST = 5000 };

static random_source randoms = {.state = 6};
static unsigned char states[2][PARTIAL_STATE_NBYTES];

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&partial_context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(partial_context), RAVEL_OK);
}

/* Exact sums of masked chunks: the bytes of the sum of what counts; +0 of none. */
START_TEST(exact_sums_leave_masked_elements_out)
{
    enum { AT_SUM = 128 };
    static float elements[MOST], kept[MOST];
    static uint8_t mask[MOST];
    int64_t n_kept = 0, count = 0;
    double none[2] = {-7, -7};
    partial_subject of;
    ck_assert(partial_subject_make("exact_sum", RAVEL_FLOAT32, &of));
    for (int64_t i = 0; i < MOST; i++) {
        mask[i] = (uint8_t)random_below(&randoms, 3);
        elements[i] = (float)ldexp((double)random_between(&randoms, -999, 999), (int)random_between(&randoms, -90, 90));
        if (mask[i])
            kept[n_kept++] = elements[i];
        else if (random_once_in(&randoms, 2))
            elements[i] = NAN;
    }
    partial_start(&of, states[0]);
    partial_start(&of, states[1]);
    partial_take(&of, elements, mask, 0, MOST, states[0]);
    partial_take(&of, kept, NULL, 0, n_kept, states[1]);
    ck_assert_mem_eq(states[0] + AT_SUM, states[1] + AT_SUM, of.state_nbytes - AT_SUM);
    ck_assert_int_eq(ravel_partial_count(partial_context, of.kernel, states[0], of.state_nbytes, &count), RAVEL_OK);
    ck_assert_int_eq(count, n_kept);
    memset(mask, 0, sizeof mask);
    partial_start(&of, states[0]);
    partial_take(&of, elements, mask, 0, MOST, states[0]);
    partial_finish(&of, states[0], (unsigned char *)none);
    ck_assert_mem_eq(none, &(float){0}, sizeof(float));
    partial_merge(&of, states[1], states[0]);
    ck_assert_mem_eq(states[0] + AT_SUM, states[1] + AT_SUM, of.state_nbytes - AT_SUM);
}
END_TEST

START_TEST(initial_is_the_index_of_none)
{
    static const double x[3] = {1, 4, 2}, real = 0.5;
    static const int64_t none = -1;
    int64_t index[2] = {-7, -7};
    partial_subject of;
    ravel_array *initial = NULL, *wrong = NULL, *out = partial_result(index, RAVEL_INT64);
    ck_assert(partial_subject_make("argmax", RAVEL_FLOAT64, &of));
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_INT64, &none, 0, &initial), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &real, 0, &wrong), RAVEL_OK);
    partial_start(&of, states[0]);
    for (int64_t n = 0; n <= 3; n += 3) {
        partial_take(&of, x, NULL, 0, n, states[0]);
        wrong_call_expect(partial_context,
                          ravel_partial_finish(partial_context, of.kernel, states[0], of.state_nbytes, wrong, 0, out),
                          RAVEL_CASTING_FORBIDDEN, "ravel_partial_finish", "initial has dtype float64", 3);
        ck_assert_int_eq(ravel_partial_finish(partial_context, of.kernel, states[0], of.state_nbytes, initial, 0, out),
                         RAVEL_OK);
        ck_assert_int_eq(index[0], n ? 1 : -1);
    }
    ravel_array *const all[] = {initial, wrong, out};
    for (size_t k = 0; k < 3; k++)
        ck_assert_int_eq(ravel_array_destroy(all[k]), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("partial_masks");
    TCase *tests = tcase_create("masks");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, exact_sums_leave_masked_elements_out);
    tcase_add_test(tests, initial_is_the_index_of_none);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
