/* check_power.c: powers of integers: by a table, against products, and what negative exponents give and raise. */
#include "support/run_suite.h"
#include <ravel/elementwise.h>
#include <ravel/kernel.h>
#include <stdbool.h>
#include <string.h>

#define N_EXPONENTS 150 /* more than one run of the loop */
#define BY_ZERO RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO
#define NEGATIVE RAVEL_EVENT_NEGATIVE_POWER

static ravel_context *context;

static void set_up(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_casting(context, RAVEL_CASTING_UNSAFE), RAVEL_OK);
}

static void tear_down(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static ravel_array *row_of(void *memory, size_t nbytes, int32_t dtype, int64_t n)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(context, memory, nbytes, 0, dtype, 1, &n, NULL, RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

/* One power of two int64, which are cast to the dtype, and the result from it. */
static int64_t power_in(int32_t dtype, int64_t base, int64_t exponent, uint64_t *events)
{
    unsigned char stored[3][8];
    int64_t result = 99;
    ravel_array *wide[3] = {row_of(&base, 8, RAVEL_INT64, 1), row_of(&exponent, 8, RAVEL_INT64, 1),
                            row_of(&result, 8, RAVEL_INT64, 1)};
    ravel_array *own[3];
    for (int32_t i = 0; i < 3; i++)
        own[i] = row_of(stored[i], 8, dtype, 1);
    ck_assert_int_eq(ravel_copy(context, wide[0], own[0]), RAVEL_OK);
    ck_assert_int_eq(ravel_copy(context, wide[1], own[1]), RAVEL_OK);
    ck_assert_int_eq(ravel_pow(context, own[0], own[1], own[2]), RAVEL_OK);
    ck_assert_int_eq(ravel_copy(context, own[2], wide[2]), RAVEL_OK);
    ck_assert_int_eq(ravel_context_events(context, events), RAVEL_OK);
    ck_assert_int_eq(ravel_context_clear_events(context), RAVEL_OK);
    for (int32_t i = 0; i < 3; i++) {
        ck_assert_int_eq(ravel_array_destroy(wide[i]), RAVEL_OK);
        ck_assert_int_eq(ravel_array_destroy(own[i]), RAVEL_OK);
    }
    return result;
}

static const struct {
    int32_t dtype;
    int64_t x, y, result;
    uint64_t events;
} rows[] = {
    {RAVEL_INT8, 0, 0, 1, 0},
    {RAVEL_INT8, 0, 1, 0, 0},
    {RAVEL_INT8, 0, 127, 0, 0},
    {RAVEL_INT8, 1, 127, 1, 0},
    {RAVEL_INT8, -1, 126, 1, 0},
    {RAVEL_INT8, -1, 127, -1, 0},
    {RAVEL_INT8, 2, 6, 64, 0},
    {RAVEL_INT8, 2, 7, -128, 0},
    {RAVEL_INT8, -2, 7, -128, 0},
    {RAVEL_INT8, 2, 8, 0, 0},
    {RAVEL_INT8, 3, 4, 81, 0},
    {RAVEL_INT8, 3, 5, -13, 0}, /* 243 - 256 */
    {RAVEL_INT8, -3, 5, 13, 0},
    {RAVEL_INT8, -128, 1, -128, 0},
    {RAVEL_INT8, -128, 2, 0, 0},
    {RAVEL_INT8, -128, 0, 1, 0},
    {RAVEL_UINT8, 3, 5, 243, 0},
    {RAVEL_UINT8, 3, 6, 217, 0}, /* 729 - 2 * 256 */
    {RAVEL_UINT8, 255, 255, 255, 0},
    {RAVEL_UINT8, 255, 254, 1, 0},
    {RAVEL_UINT8, 2, 200, 0, 0},
    {RAVEL_INT16, 182, 2, -32412, 0}, /* 33124 - 65536 */
    {RAVEL_UINT16, 65535, 2, 1, 0},   /* a product beyond an int */
    {RAVEL_INT32, 46341, 2, -2147479015, 0},
    {RAVEL_INT32, -3, 19, -1162261467, 0},
    {RAVEL_UINT32, 3, 20, 3486784401, 0},
    {RAVEL_INT64, -2, 63, INT64_MIN, 0},
    {RAVEL_INT64, 2, 64, 0, 0},
    {RAVEL_INT64, 3, 40, -6289078614652622815, 0}, /* 3^40 - 2^64 */
    {RAVEL_INT64, 7, 22, 3909821048582988049, 0},
    {RAVEL_INT64, 5, INT64_MAX, -3689348814741910323, 0}, /* the inverse of 5 modulo 2^64, as its order divides 2^62 */
    /* negative exponents */
    {RAVEL_INT8, 1, -1, 1, 0},
    {RAVEL_INT8, 1, -128, 1, 0},
    {RAVEL_INT8, -1, -1, -1, 0},
    {RAVEL_INT8, -1, -2, 1, 0},
    {RAVEL_INT8, -1, -127, -1, 0},
    {RAVEL_INT8, -1, -128, 1, 0},
    {RAVEL_INT8, 0, -1, 0, BY_ZERO},
    {RAVEL_INT8, 0, -128, 0, BY_ZERO},
    {RAVEL_INT8, 2, -1, 0, NEGATIVE},
    {RAVEL_INT8, 2, -2, 0, NEGATIVE},
    {RAVEL_INT8, -2, -1, 0, NEGATIVE},
    {RAVEL_INT8, -128, -128, 0, NEGATIVE},
    {RAVEL_INT16, -1, -3, -1, 0},
    {RAVEL_INT16, 3, -2, 0, NEGATIVE},
    {RAVEL_INT32, -1, INT32_MIN, 1, 0},
    {RAVEL_INT32, 0, -7, 0, BY_ZERO},
    {RAVEL_INT64, -1, INT64_MIN, 1, 0},
    {RAVEL_INT64, -1, -INT64_MAX, -1, 0},
    {RAVEL_INT64, INT64_MAX, -1, 0, NEGATIVE},
};

START_TEST(table_of_powers)
{
    uint64_t events = 99;
    const int64_t result = power_in(rows[_i].dtype, rows[_i].x, rows[_i].y, &events);
    ck_assert_msg(result == rows[_i].result, "%jd ** %jd in %s is %jd, not %jd", (intmax_t)rows[_i].x,
                  (intmax_t)rows[_i].y, ravel_dtype_name(rows[_i].dtype), (intmax_t)result, (intmax_t)rows[_i].result);
    ck_assert_uint_eq(events, rows[_i].events);
}
END_TEST

START_TEST(powers_are_products)
{
    static const int64_t bases[] = {0, 1, -1, 2, -2, 3, -7, 10, 127, -128, INT64_MAX, INT64_MIN + 3};
    int64_t base = bases[_i], exponents[N_EXPONENTS];
    uint64_t products[N_EXPONENTS], product = 1;
    for (int32_t i = 0; i < N_EXPONENTS; i++) {
        exponents[i] = i < 127 ? i : 0; /* so that int8 has them */
        products[i] = i < 127 ? product : 1;
        product *= (uint64_t)base;
    }
    ravel_array *wide[3] = {row_of(&base, sizeof base, RAVEL_INT64, 1),
                            row_of(exponents, sizeof exponents, RAVEL_INT64, N_EXPONENTS),
                            row_of(products, sizeof products, RAVEL_UINT64, N_EXPONENTS)};
    for (int32_t dtype = RAVEL_INT8; dtype <= RAVEL_UINT64; dtype++) {
        unsigned char stored[4][N_EXPONENTS * 8] = {{0}};
        ravel_array *own[4];
        for (int32_t i = 0; i < 4; i++)
            own[i] = row_of(stored[i], sizeof stored[i], dtype, i == 0 ? 1 : N_EXPONENTS);
        for (int32_t i = 0; i < 3; i++)
            ck_assert_int_eq(ravel_copy(context, wide[i], own[i]), RAVEL_OK);
        ck_assert_int_eq(ravel_pow(context, own[0], own[1], own[3]), RAVEL_OK);
        ck_assert_msg(memcmp(stored[3], stored[2], sizeof stored[2]) == 0, "powers of %jd in %s", (intmax_t)base,
                      ravel_dtype_name(dtype));
        ck_assert_int_eq(ravel_pow(context, own[0], own[1], own[1]), RAVEL_OK); /* in place */
        ck_assert_msg(memcmp(stored[1], stored[2], sizeof stored[2]) == 0, "powers of %jd in %s, in place",
                      (intmax_t)base, ravel_dtype_name(dtype));
        for (int32_t i = 0; i < 4; i++)
            ck_assert_int_eq(ravel_array_destroy(own[i]), RAVEL_OK);
    }
    for (int32_t i = 0; i < 3; i++)
        ck_assert_int_eq(ravel_array_destroy(wide[i]), RAVEL_OK);
}
END_TEST

START_TEST(masked_powers_raise_nothing)
{
    int32_t x[3] = {0, 5, 7}, y[3] = {-1, -1, 2}, result[3] = {1, 2, 3};
    uint8_t where[3] = {0, 0, 1};
    ravel_array *in[2] = {row_of(x, sizeof x, RAVEL_INT32, 3), row_of(y, sizeof y, RAVEL_INT32, 3)};
    ravel_array *mask = row_of(where, sizeof where, RAVEL_BOOL, 3),
                *out = row_of(result, sizeof result, RAVEL_INT32, 3);
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(context, "pow", &kernel), RAVEL_OK);
    for (int32_t open = 0; open < 3; open++) {
        uint64_t events = 99;
        where[0] = open == 1;
        where[1] = open == 2;
        ck_assert_int_eq(ravel_context_clear_events(context), RAVEL_OK);
        ck_assert_int_eq(ravel_apply(context, kernel, 2, (const ravel_array *const *)in, mask, 0, 1, &out), RAVEL_OK);
        ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
        ck_assert_uint_eq(events, open == 0 ? 0 : open == 1 ? BY_ZERO : NEGATIVE);
        ck_assert_int_eq(result[0], open == 0 ? 1 : 0);
        ck_assert_int_eq(result[1], open == 2 ? 0 : 2);
        ck_assert_int_eq(result[2], 49);
    }
    ck_assert_int_eq(ravel_array_destroy(in[0]), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(in[1]), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(mask), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
}
END_TEST

/* Mixed integers meet in the dtype that holds both, with floats in a float dtype; float_power is always in float64. */
START_TEST(dtypes_of_powers)
{
    int8_t x = -3;
    uint8_t y = 5;
    int16_t power = 0;
    double real = 0, exponent = -1;
    bool truth = true;
    ravel_array *of_x = row_of(&x, sizeof x, RAVEL_INT8, 1), *of_y = row_of(&y, sizeof y, RAVEL_UINT8, 1);
    ravel_array *of_power = row_of(&power, sizeof power, RAVEL_INT16, 1);
    ravel_array *of_real = row_of(&real, sizeof real, RAVEL_FLOAT64, 1);
    ravel_array *of_exponent = row_of(&exponent, sizeof exponent, RAVEL_FLOAT64, 1);
    ravel_array *of_truth = row_of(&truth, sizeof truth, RAVEL_BOOL, 1);
    ck_assert_int_eq(ravel_context_set_casting(context, RAVEL_CASTING_SAFE), RAVEL_OK);
    ck_assert_int_eq(ravel_pow(context, of_x, of_y, of_power), RAVEL_OK);
    ck_assert_int_eq(power, -243);
    ck_assert_int_eq(ravel_pow(context, of_y, of_exponent, of_real), RAVEL_OK);
    ck_assert(real == 0.2);
    ck_assert_int_eq(ravel_float_power(context, of_x, of_y, of_real), RAVEL_OK);
    ck_assert(real == -243);
    ck_assert_int_eq(ravel_float_power(context, of_x, of_y, of_power), RAVEL_CASTING_FORBIDDEN);
    ck_assert_int_eq(ravel_pow(context, of_truth, of_truth, of_power), RAVEL_NO_LOOP);
    ck_assert_int_eq(ravel_pow(context, of_truth, of_x, of_power), RAVEL_OK);
    ck_assert_int_eq(power, 1);
    ravel_array *const all[] = {of_x, of_y, of_power, of_real, of_exponent, of_truth};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ck_assert_int_eq(ravel_array_destroy(all[i]), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("power");
    TCase *tests = tcase_create("power");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, table_of_powers, 0, (int32_t)(sizeof rows / sizeof *rows));
    tcase_add_loop_test(tests, powers_are_products, 0, 12);
    tcase_add_test(tests, masked_powers_raise_nothing);
    tcase_add_test(tests, dtypes_of_powers);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
