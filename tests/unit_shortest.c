/* unit_shortest.c: decimal digits of float64, against the C library's conversions both ways. */
#include "core/shortest.h"
#include "support/random.h"
#include "support/run_suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_ROUNDS 20000

static void must_be(double value, const char *expected)
{
    char text[RVL_SHORTEST_SIZE];
    rvl_shortest(value, text);
    ck_assert_str_eq(text, expected);
}

START_TEST(known_numbers)
{
    must_be(0.0, "0");
    must_be(-0.0, "-0");
    must_be(1, "1");
    must_be(-3, "-3");
    must_be(0.1, "0.1");
    must_be(-0.30000000000000004, "-0.30000000000000004");
    must_be(0.001, "0.001");
    must_be(0.0001, "0.0001");
    must_be(0.00001234, "1.234e-5");
    must_be(1e15, "1000000000000000");
    must_be(1e16, "1e+16");
    must_be(123456.78125, "123456.78125");
    must_be(9007199254740993.0, "9007199254740992");
    must_be(1.5e308, "1.5e+308");
    must_be(0x1.fffffffffffffp1023, "1.7976931348623157e+308");
    must_be(0x1p-1022, "2.2250738585072014e-308");
    must_be(0x0.fffffffffffffp-1022, "2.225073858507201e-308");
    must_be(0x1p-1074, "5e-324");
    must_be(5e22, "5e+22");
    must_be(562949953421312.25, "562949953421312.2");
    must_be(562949953421312.75, "562949953421312.8");
    must_be(9.5367431640625e-7, "9.5367431640625e-7");
    must_be((double)INFINITY, "inf");
    must_be(-(double)INFINITY, "-inf");
    must_be((double)NAN, "NaN");
}
END_TEST

/* The digits of "-0.001230e+7" without the zeros at both ends; gives their number. */
static size_t digits_of(const char *text, char *digits)
{
    size_t n = 0, zeros = 0;
    for (text += strspn(text, "-0."); *text != 0 && *text != 'e'; text++) {
        zeros = *text == '0' ? zeros + 1 : *text == '.' ? zeros : 0;
        if (*text != '.')
            digits[n++] = *text;
    }
    digits[n - zeros] = 0;
    return n - zeros;
}

START_TEST(they_read_back_and_none_are_shorter_or_nearer)
{
    random_source random = {0};
    for (int32_t i = 0; i < N_ROUNDS; i++) {
        uint64_t bits = random_bits(&random);
        if (i % 4 == 1)
            bits &= ~UINT64_C(0xFFFFFFFFFFFFF); /* powers of two, whose neighbours are not equally far */
        if (i % 4 == 2)
            bits &= UINT64_C(0x800FFFFFFFFFFFFF); /* subnormal */
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        char text[RVL_SHORTEST_SIZE], shorter[RVL_SHORTEST_SIZE];
        rvl_shortest(value, text);
        const double read = strtod(text, NULL);
        ck_assert_msg(memcmp(&read, &value, sizeof value) == 0, "%a became %s", value, text);
        char digits[RVL_SHORTEST_SIZE], nearest[RVL_SHORTEST_SIZE];
        const size_t n = digits_of(text, digits);
        (void)snprintf(shorter, sizeof shorter, "%.*e", (int)n - 1, value);
        (void)digits_of(shorter, nearest);
        if (strtod(shorter, NULL) == value) /* next to a power of two the nearest may be another's */
            ck_assert_str_eq(digits, nearest);
        if (n > 1) {
            (void)snprintf(shorter, sizeof shorter, "%.*e", (int)n - 2, value);
            ck_assert_msg(strtod(shorter, NULL) != value, "%s has fewer digits than %s", shorter, text);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("shortest");
    TCase *all = tcase_create("shortest");
    tcase_set_timeout(all, 300);
    tcase_add_test(all, known_numbers);
    tcase_add_test(all, they_read_back_and_none_are_shorter_or_nearer);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
