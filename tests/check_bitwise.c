/* check_bitwise.c: shifts by any count, counts of bits, and reductions of bits over nothing. */
#include "support/run_suite.h"
#include <ravel/elementwise.h>
#include <stdbool.h>
#include <stdlib.h>

static ravel_array *number(void *memory, size_t nbytes, int32_t dtype)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, nbytes, 0, dtype, 0, NULL, NULL, RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

/* In int16 and, of the same bits, in uint16: x, the count, x shifted left, x shifted right as a signed number and as an
 * unsigned one, the bits of |x| and of the unsigned x. */
static const int16_t rows[][7] = {
    {1, 0, 1, 1, 1, 1, 1},
    {1, 15, -32768, 0, 0, 1, 1},
    {1, 16, 0, 0, 0, 1, 1},
    {1, -1, 0, 0, 0, 1, 1},
    {1, 32767, 0, 0, 0, 1, 1},
    {-1, 1, -2, -1, 32767, 1, 16},
    {-1, 15, -32768, -1, 1, 1, 16},
    {-1, 16, 0, -1, 0, 1, 16},
    {-1, -1, 0, -1, 0, 1, 16},
    {-32768, 1, 0, -16384, 16384, 1, 1},
    {-32768, 17, 0, -1, 0, 1, 1},
    {-7, 1, -14, -4, 32764, 3, 14},
    {32767, 2, -4, 8191, 8191, 15, 15},
    {0, 255, 0, 0, 0, 0, 0},
};

START_TEST(shifts_take_any_count)
{
    static const int32_t dtypes[2] = {RAVEL_INT16, RAVEL_UINT16};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int16_t x = rows[i][0], y = rows[i][1], result = 99;
        uint8_t count = 99;
        ravel_array *in = number(&x, sizeof x, dtypes[_i]), *by = number(&y, sizeof y, dtypes[_i]);
        ravel_array *out = number(&result, sizeof result, dtypes[_i]), *counted = number(&count, 1, RAVEL_UINT8);
        ck_assert_int_eq(ravel_bitwise_left_shift(NULL, in, by, out), RAVEL_OK);
        ck_assert_msg(result == rows[i][2], "%d << %d is %d", x, y, result);
        ck_assert_int_eq(ravel_bitwise_right_shift(NULL, in, by, out), RAVEL_OK);
        ck_assert_msg(result == rows[i][3 + _i], "%d >> %d is %d", x, y, result);
        ck_assert_int_eq(ravel_bitwise_count(NULL, in, counted), RAVEL_OK);
        ck_assert_msg(count == rows[i][5 + _i], "the count of %d is %d", x, count);
        ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
        ck_assert_int_eq(ravel_array_destroy(by), RAVEL_OK);
        ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
        ck_assert_int_eq(ravel_array_destroy(counted), RAVEL_OK);
    }
}
END_TEST

START_TEST(reductions_over_nothing_keep_all_or_no_bits)
{
    static const struct {
        const char *name;
        int64_t of_integers;
        uint8_t of_bools;
    } kernels[] = {{"bitwise_and", -1, 1}, {"bitwise_or", 0, 0}, {"bitwise_xor", 0, 0}};
    const int64_t nothing = 0;
    const int32_t axis = 0;
    int64_t integer = 99;
    uint8_t truth = 99;
    const ravel_kernel *kernel = NULL;
    ravel_array *integers = NULL, *truths = NULL;
    ravel_array *out = number(&integer, sizeof integer, RAVEL_INT64), *true_out = number(&truth, 1, RAVEL_BOOL);
    ck_assert_int_eq(ravel_array_create(NULL, &integer, 8, 0, RAVEL_INT64, 1, &nothing, NULL, 0, &integers), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, &truth, 1, 0, RAVEL_BOOL, 1, &nothing, NULL, 0, &truths), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, kernels[_i].name, &kernel), RAVEL_OK);
    ck_assert_int_eq(ravel_reduce(NULL, kernel, integers, 1, &axis, NULL, NULL, 0, out), RAVEL_OK);
    ck_assert_int_eq(ravel_reduce(NULL, kernel, truths, 1, &axis, NULL, NULL, 0, true_out), RAVEL_OK);
    ck_assert_int_eq(integer, kernels[_i].of_integers);
    ck_assert_int_eq(truth, kernels[_i].of_bools);
    ck_assert_int_eq(ravel_array_destroy(integers), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(truths), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(true_out), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bitwise");
    TCase *tests = tcase_create("bitwise");
    tcase_add_loop_test(tests, shifts_take_any_count, 0, 2);
    tcase_add_loop_test(tests, reductions_over_nothing_keep_all_or_no_bits, 0, 3);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
