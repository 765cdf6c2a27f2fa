/* check_var_error.c: the error of a variance along one axis is at most what statistics.h says: 2 r V + 2 r Q sqrt(V) +
 * (r Q)^2, where r = (13 + log2 n) eps and Q^2 = (1 + 2 log2 n) mean(x^2).
 *
 * Where the bound comes from: a mean is off by at most r times the mean of |x|, as sums are (check_sum_error.c), so the
 * distance of two runs' means by e <= r (|a| + |b|). The formula that joins runs adds w d^2, w <= min(n_a, n_b), of
 * that distance d: the sum of all w d^2 is at most n V, that of all w e^2 at most 2 r^2 n M for each of at most log2 n
 * levels, and 2 w d e by Cauchy and Schwarz at most twice the root of their product. The distances from the means of
 * blocks add (r^2) n M once more. The squares are sums of positive numbers, rounded fewer than 2 (13 + log2 n) times.
 * The variance is compared with one in two passes of long doubles. */
#include "oracle.h"
#include "support/random.h"
#include "support/run_suite.h"
#include <float.h>
#include <math.h>
#include <ravel/statistics.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 100001 };

typedef enum { NEAR_ZERO, FAR, FARTHER, EQUAL, WIDE, DRIFTING, N_KINDS } kind;

static random_source randoms = {.state = 11};
static double elements[MOST];
static float singles[MOST];

static double uniform(void)
{
    return (double)(random_bits(&randoms) >> 11) * 0x1p-53;
}

static void fill(kind how, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        const double noise = uniform() + uniform() + uniform() - 1.5;
        elements[i] = how == FAR        ? 1000 + noise
                      : how == FARTHER  ? -3e5 + noise
                      : how == EQUAL    ? 0.1
                      : how == WIDE     ? ldexp(noise, (int)random_between(&randoms, -30, 30))
                      : how == DRIFTING ? 0.01 * (double)i + noise
                                        : noise;
    }
}

static double variance_of(void *memory, int32_t dtype, int64_t n)
{
    double result = 0;
    ravel_array *array = NULL, *out = NULL;
    float narrow = 0;
    void *const to = dtype == RAVEL_FLOAT32 ? (void *)&narrow : (void *)&result;
    const size_t itemsize = oracle_itemsizes[dtype];
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, (size_t)n * itemsize, 0, dtype, 1, &n, NULL, RAVEL_WRITEABLE, &array),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, to, itemsize, 0, dtype, 0, NULL, NULL, RAVEL_WRITEABLE, &out), RAVEL_OK);
    ck_assert_int_eq(ravel_var(NULL, array, 0, NULL, 0, 0, out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    return dtype == RAVEL_FLOAT32 ? (double)narrow : result;
}

/* The sum of the elements, less a number, to a power, by blocks. */
static long double sum_of_powers(int64_t n, long double less, int32_t power)
{
    long double total = 0;
    for (int64_t start = 0; start < n; start += 256) {
        long double block = 0;
        for (int64_t i = start; i < n && i < start + 256; i++) {
            const long double x = (long double)elements[i] - less;
            block += power == 2 ? x * x : x;
        }
        total += block;
    }
    return total;
}

static double part_of_bound(int64_t n, long double eps, double got)
{
    const long double count = (long double)n, mean = sum_of_powers(n, 0, 1) / count;
    const long double slip = sum_of_powers(n, mean, 1) / count; /* of the mean */
    const long double exact = sum_of_powers(n, mean, 2) / count - slip * slip;
    const long double levels = log2l(count), r = (13 + levels) * eps;
    const long double q = sqrtl((1 + 2 * levels) * sum_of_powers(n, 0, 2) / count);
    const long double bound = 2 * r * exact + 2 * r * q * sqrtl(exact) + r * q * r * q;
    const long double error = fabsl((long double)got - exact);
    return error == 0 ? 0 : (double)(error / bound);
}

static double larger(double x, double y)
{
    return x > y || x != x ? x : y;
}

static double measure(kind how, int64_t n)
{
    fill(how, n);
    const double wide = part_of_bound(n, 0x1p-53L, variance_of(elements, RAVEL_FLOAT64, n));
    for (int64_t i = 0; i < n; i++) {
        singles[i] = (float)elements[i];
        elements[i] = (double)singles[i];
    }
    return larger(wide, part_of_bound(n, 0x1p-24L, variance_of(singles, RAVEL_FLOAT32, n)));
}

START_TEST(no_variance_is_further_off)
{
    const kind how = (kind)_i;
    double worst = 0;
    for (int64_t n = 2; n < 300; n += 7)
        worst = larger(measure(how, n), worst);
    for (int64_t n = 128; n < MOST; n *= 2)
        for (int64_t at = n - 1; at <= n + 1; at++)
            worst = larger(measure(how, at), worst);
    for (int32_t time = 0; time < 30; time++)
        worst = larger(measure(how, random_between(&randoms, 300, MOST)), worst);
    printf("kind %d: the largest error is %.4f of the bound\n", (int)how, worst);
    ck_assert(worst > 0 && worst <= 1);
}
END_TEST

/* What the bound is for: sum(x^2) / n - mean^2 breaks it. */
START_TEST(the_textbook_formula_is_further_off)
{
    const int64_t n = 10000;
    fill(FARTHER, n);
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += elements[i];
        squares += elements[i] * elements[i];
    }
    const double mean = sum / (double)n;
    ck_assert(part_of_bound(n, 0x1p-53L, squares / (double)n - mean * mean) > 1);
}
END_TEST

/* Nor is anything inf or NaN where no element exceeds 2^511 / n; beyond, sums and squares may be. */
START_TEST(large_numbers)
{
    const double most = 0x1p511 / 1000, largest = DBL_MAX;
    for (int32_t i = 0; i < 1000; i++)
        elements[i] = i % 2 ? most : -most;
    ck_assert_double_le(fabs(variance_of(elements, RAVEL_FLOAT64, 1000) / (most * most) - 1), 1e-13);
    elements[0] = 0x1p600;
    elements[1] = -0x1p600;
    ck_assert(isinf(variance_of(elements, RAVEL_FLOAT64, 2)));
    elements[0] = elements[1] = largest;
    ck_assert(!isfinite(variance_of(elements, RAVEL_FLOAT64, 2)));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("error of variances");
    TCase *tests = tcase_create("the bound");
    tcase_add_loop_test(tests, no_variance_is_further_off, 0, N_KINDS);
    tcase_add_test(tests, the_textbook_formula_is_further_off);
    tcase_add_test(tests, large_numbers);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
