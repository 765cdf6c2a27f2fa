/* check_multi_index.c: flat positions of indices, and back, against counting. */
#include "support/run_suite.h"
#include <ravel/view.h>
#include <stdlib.h>
#include <string.h>

static ravel_context *context;

static void set_up(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void tear_down(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* Counts through a shape, the last axis (F order: the first) fastest; false after the last index. */
static int32_t count_on(int32_t ndim, const int64_t *shape, uint64_t order, int64_t *index)
{
    for (int32_t i = 0; i < ndim; i++) {
        const int32_t axis = order == RAVEL_ORDER_F ? i : ndim - 1 - i;
        if (++index[axis] < shape[axis])
            return 1;
        index[axis] = 0;
    }
    return 0;
}

START_TEST(both_ways_through_every_position)
{
    static const struct {
        int32_t ndim;
        int64_t shape[4];
    } shapes[] = {{0, {0}}, {1, {1}}, {1, {7}}, {2, {3, 4}}, {3, {2, 1, 5}}, {3, {4, 3, 2}}, {4, {2, 3, 1, 4}}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (uint64_t order = RAVEL_ORDER_C; order <= RAVEL_ORDER_F; order++) {
            int64_t index[4] = {0}, expected = 0;
            do {
                int64_t flat = -1, back[4] = {-1, -1, -1, -1};
                ck_assert_int_eq(ravel_multi_index(context, shapes[i].ndim, shapes[i].shape, index, order, &flat),
                                 RAVEL_OK);
                ck_assert_int_eq(flat, expected);
                ck_assert_int_eq(ravel_unravel_index(NULL, shapes[i].ndim, shapes[i].shape, flat, order, back),
                                 RAVEL_OK);
                for (int32_t axis = 0; axis < 4; axis++)
                    ck_assert_int_eq(back[axis], axis < shapes[i].ndim ? index[axis] : -1);
                expected++;
            } while (count_on(shapes[i].ndim, shapes[i].shape, order, index));
            int64_t back[4] = {-1, -1, -1, -1};
            ck_assert_int_eq(ravel_unravel_index(NULL, shapes[i].ndim, shapes[i].shape, expected, order, back),
                             RAVEL_INVALID_INDEX);
            ck_assert_int_eq(back[0], -1);
        }
}
END_TEST

START_TEST(as_far_as_int64_counts)
{
    const int64_t shape[] = {INT64_MAX}, index[] = {INT64_MAX - 1};
    const int64_t wide[] = {1 << 20, 1 << 20, (1 << 23) - 1}, last[] = {(1 << 20) - 1, (1 << 20) - 1, (1 << 23) - 2};
    int64_t flat = -1, back[3];
    ck_assert_int_eq(ravel_multi_index(context, 1, shape, index, 0, &flat), RAVEL_OK);
    ck_assert_int_eq(flat, INT64_MAX - 1);
    ck_assert_int_eq(ravel_multi_index(context, 3, wide, last, 0, &flat), RAVEL_OK);
    ck_assert_int_eq(flat, (INT64_C(1) << 40) * ((1 << 23) - 1) - 1);
    ck_assert_int_eq(ravel_unravel_index(context, 3, wide, flat, RAVEL_ORDER_F, back), RAVEL_OK);
    ck_assert_mem_eq(back, last, sizeof last);
    ck_assert_int_eq(ravel_multi_index(context, 0, NULL, NULL, 0, &flat), RAVEL_OK);
    ck_assert_int_eq(flat, 0);
    ck_assert_int_eq(ravel_unravel_index(context, 0, NULL, 0, 0, NULL), RAVEL_OK);
}
END_TEST

/* Both functions answer this; the message has `part` in it; outputs stay as they were. */
static void check_refused(int32_t ndim, const int64_t *shape, uint64_t flags, ravel_status expected, const char *part)
{
    const int64_t zeros[RAVEL_MAX_NDIM] = {0};
    int64_t flat = 99, index[RAVEL_MAX_NDIM] = {99};
    char message[1024];
    ck_assert_int_eq(ravel_multi_index(context, ndim, shape, zeros, flags, &flat), expected);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, message, sizeof message, NULL), RAVEL_OK);
    ck_assert_msg(strncmp(message, "ravel_multi_index: ", 19) == 0 && strstr(message, part), "%s", message);
    ck_assert_int_eq(ravel_unravel_index(context, ndim, shape, 0, flags, index), expected);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, message, sizeof message, NULL), RAVEL_OK);
    ck_assert_msg(strncmp(message, "ravel_unravel_index: ", 21) == 0 && strstr(message, part), "%s", message);
    ck_assert(flat == 99 && index[0] == 99);
}

START_TEST(bad_arguments)
{
    const int64_t shape[] = {3, 4}, large[] = {INT64_MAX, 2}, empty_large[] = {INT64_MAX, 0, 2}, empty[] = {3, 0};
    check_refused(-1, shape, 0, RAVEL_INVALID_NDIM, "ndim is -1");
    check_refused(65, shape, 0, RAVEL_INVALID_NDIM, "ndim is 65");
    check_refused(INT32_MAX, shape, 0, RAVEL_INVALID_NDIM, "ndim is 2147483647");
    check_refused(2, NULL, 0, RAVEL_NULL_ARGUMENT, "shape is NULL");
    check_refused(2, (const int64_t[]){3, -1}, 0, RAVEL_INVALID_SHAPE, "shape[1] is -1");
    check_refused(2, large, 0, RAVEL_SIZE_OVERFLOW, "2**63 - 1");
    check_refused(3, empty_large, 0, RAVEL_SIZE_OVERFLOW, "2**63 - 1");
    check_refused(2, empty, 0, RAVEL_INVALID_INDEX, "[0, 0)");
    for (int32_t bit = 1; bit < 64; bit++)
        check_refused(2, shape, UINT64_C(1) << bit, RAVEL_UNKNOWN_FLAG, "flags");

    int64_t flat = 99, index[2] = {99, 99};
    const int64_t bad[][2] = {{3, 0}, {-1, 0}, {0, 4}, {0, -1}, {INT64_MIN, 0}, {0, INT64_MAX}};
    for (size_t i = 0; i < 6; i++)
        ck_assert_int_eq(ravel_multi_index(context, 2, shape, bad[i], 0, &flat), RAVEL_INVALID_INDEX);
    const int64_t positions[] = {-1, 12, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(ravel_unravel_index(context, 2, shape, positions[i], 0, index), RAVEL_INVALID_INDEX);
    ck_assert_int_eq(ravel_multi_index(context, 2, shape, NULL, 0, &flat), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_multi_index(context, 2, shape, (const int64_t[]){0, 0}, 0, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_unravel_index(context, 2, shape, 0, 0, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert(flat == 99 && index[0] == 99 && index[1] == 99);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("multi_index");
    TCase *cases = tcase_create("multi_index");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, both_ways_through_every_position);
    tcase_add_test(cases, as_far_as_int64_counts);
    tcase_add_test(cases, bad_arguments);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
