/* check_sum_error.c: the error of a sum along one axis is at most (12 + log2 n) eps sum |x|, measured against
 * exact_sum.
 *
 * Where the bound comes from: an element takes part in at most 15 additions of its lane, 3 of the lanes and one for
 * each level of the tree over ceil(n / 128) blocks, each of which rounds by at most half of eps. It is tested with that
 * half: eps is here 2^-53 for float64, 2^-24 for float32. What rounding did is computed without error: exact_sum of the
 * elements and of minus their sum. */
#include "oracle.h"
#include "support/random.h"
#include "support/run_suite.h"
#include <math.h>
#include <ravel/elementwise.h>
#include <ravel/statistics.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = (1 << 20) + 1 };

static ravel_context *context;
static random_source randoms = {.state = 5};
static double elements[MOST + 1];
static float singles[MOST + 1];
static unsigned char other[8 * (MOST + 1)];

static void must(ravel_status status)
{
    ck_assert_int_eq(status, RAVEL_OK);
}

static ravel_array *array_of(void *memory, int32_t dtype, int64_t n, uint64_t flags)
{
    ravel_array *array = NULL;
    must(ravel_array_create(NULL, memory, (size_t)n * oracle_itemsizes[dtype], 0, dtype, 1, &n, NULL, flags, &array));
    return array;
}

static double exact_sum_of(int64_t n, double *values)
{
    double result = 0;
    ravel_array *array = array_of(values, RAVEL_FLOAT64, n, 0), *out = NULL;
    must(ravel_array_create(NULL, &result, sizeof result, 0, RAVEL_FLOAT64, 0, NULL, NULL, RAVEL_WRITEABLE, &out));
    must(ravel_exact_sum(context, array, 0, NULL, 0, out));
    must(ravel_array_destroy(array));
    must(ravel_array_destroy(out));
    return result;
}

/* What part of the bound the error of a sum of the elements is. */
static double part_of_bound(int64_t n, double eps, double sum)
{
    elements[n] = -sum;
    const double error = fabs(exact_sum_of(n + 1, elements));
    for (int64_t i = 0; i < n; i++)
        ((double *)(void *)other)[i] = fabs(elements[i]);
    const double magnitude = exact_sum_of(n, (double *)(void *)other);
    const double bound = (12 + log2((double)n)) * eps * magnitude;
    return error == 0 ? 0 : error / bound;
}

/* The sum of n elements of a dtype: of the real parts, of complex numbers whose imaginary parts are the same. */
static double sum_of(int32_t dtype, int32_t out_dtype, int64_t n, void *memory)
{
    _Alignas(16) unsigned char result[16];
    ravel_array *array = array_of(memory, dtype, n, 0), *out = NULL;
    must(ravel_array_create(NULL, result, sizeof result, 0, out_dtype, 0, NULL, NULL, RAVEL_WRITEABLE, &out));
    must(ravel_sum(context, array, 0, NULL, 0, out));
    must(ravel_array_destroy(array));
    must(ravel_array_destroy(out));
    if (out_dtype == RAVEL_FLOAT64 || out_dtype == RAVEL_COMPLEX128) {
        double value;
        memcpy(&value, result, sizeof value);
        return value;
    }
    float value;
    memcpy(&value, result, sizeof value);
    return (double)value;
}

static double uniform(void)
{
    return (double)(int64_t)(random_bits(&randoms) >> 11) * 0x1p-53;
}

typedef enum { UNIFORM, SIGNED, SPREAD, EQUAL, STAGNANT, CANCELLING, ILL, N_KINDS } kind;

/* Exponents stay where float32 has neither overflow nor subnormal numbers: sums of those would be exact. */
static void fill(kind how, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        const double x = uniform(), y = i % 2 ? -1 : 1;
        switch (how) {
        case UNIFORM:
            elements[i] = x;
            break;
        case SIGNED:
            elements[i] = 2 * x - 1;
            break;
        case SPREAD:
            elements[i] = y * ldexp(x, (int)random_between(&randoms, -60, 60));
            break;
        case EQUAL:
            elements[i] = 0.1;
            break;
        case STAGNANT: /* each is less than half of the last bit of the first */
            elements[i] = i == 0 ? 1 : 0x1.fp-25;
            break;
        case CANCELLING: /* neighbours cancel but for their last bits */
            elements[i] = i % 2 ? -elements[i - 1] * (1 + 0x1p-22 * x) : 1 + x;
            break;
        case ILL: /* each has its opposite far away, and beside it a tiny number */
            elements[i] = i < n / 3           ? ldexp(1 + x, (int)random_between(&randoms, 0, 60))
                          : i < n / 3 + n / 3 ? -elements[n / 3 + n / 3 - 1 - i]
                                              : x * 0x1p-40;
            break;
        default:
            abort();
        }
    }
}

static void round_to_float32(int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        singles[i] = (float)elements[i];
        elements[i] = (double)singles[i];
    }
}

/* Casts the elements to float16 or bfloat16 and back. */
static void round_to_half(int32_t dtype, int64_t n, unsigned char *halves)
{
    ravel_array *array = array_of(elements, RAVEL_FLOAT64, n, RAVEL_WRITEABLE);
    ravel_array *half = array_of(halves, dtype, n, RAVEL_WRITEABLE);
    must(ravel_copy(context, array, half));
    must(ravel_copy(context, half, array));
    must(ravel_array_destroy(array));
    must(ravel_array_destroy(half));
}

static double worst;

static void measure(int32_t dtype, int32_t out_dtype, int64_t n, void *memory, double eps, kind how)
{
    const double part = part_of_bound(n, eps, sum_of(dtype, out_dtype, n, memory));
    ck_assert_msg(part <= 1, "the sum of %lld elements of dtype %d, kind %d, has an error of %.3f of the bound",
                  (long long)n, (int)dtype, (int)how, part);
    worst = part > worst ? part : worst;
}

static void measure_all(kind how, int64_t n)
{
    static unsigned char halves[2 * MOST];
    fill(how, n);
    measure(RAVEL_FLOAT64, RAVEL_FLOAT64, n, elements, 0x1p-53, how);
    round_to_float32(n);
    measure(RAVEL_FLOAT32, RAVEL_FLOAT32, n, singles, 0x1p-24, how);
    if (how == SPREAD || how == ILL) /* float16 has not their exponents */
        return;
    for (int32_t dtype = RAVEL_FLOAT16; dtype <= RAVEL_BFLOAT16; dtype++) {
        round_to_half(dtype, n, halves);
        measure(dtype, RAVEL_FLOAT32, n, halves, 0x1p-24, how);
    }
}

static void measure_complex(kind how, int64_t n)
{
    double *pairs = malloc((size_t)n * 2 * sizeof *pairs);
    float *single_pairs = malloc((size_t)n * 2 * sizeof *single_pairs);
    fill(how, n);
    for (int64_t i = 0; i < n; i++) {
        pairs[2 * i] = elements[i];
        pairs[2 * i + 1] = -3 * elements[i];
    }
    measure(RAVEL_COMPLEX128, RAVEL_COMPLEX128, n, pairs, 0x1p-53, how);
    round_to_float32(n);
    for (int64_t i = 0; i < n; i++) {
        single_pairs[2 * i] = singles[i];
        single_pairs[2 * i + 1] = -singles[i];
    }
    measure(RAVEL_COMPLEX64, RAVEL_COMPLEX64, n, single_pairs, 0x1p-24, how);
    free(single_pairs);
    free(pairs);
}

START_TEST(no_sum_is_further_off)
{
    const kind how = (kind)_i;
    must(ravel_context_create(&context));
    must(ravel_context_set_casting(context, RAVEL_CASTING_SAME_KIND));
    worst = 0;
    for (int64_t n = 1; n <= 300; n++)
        measure_all(how, n);
    for (int64_t power = 512; power < MOST; power *= 2)
        for (int64_t n = power - 1; n <= power + 1; n++)
            measure_all(how, n);
    for (int32_t time = 0; time < 20; time++)
        measure_all(how, random_between(&randoms, 300, 100000));
    for (int64_t n = 1; n < 100000; n = n * 3 + 1)
        measure_complex(how, n);
    printf("kind %d: the largest error is %.3f of the bound\n", (int)how, worst);
    ck_assert(worst > 0); /* there was something to measure */
    must(ravel_context_destroy(context));
}
END_TEST

/* What the bound is for: a sum from the left breaks it. */
START_TEST(a_sum_from_the_left_is_further_off)
{
    const int64_t n = 1000000;
    must(ravel_context_create(&context));
    fill(EQUAL, n);
    round_to_float32(n);
    ravel_array *array = array_of(singles, RAVEL_FLOAT32, n, 0);
    ravel_array *out = array_of(other, RAVEL_FLOAT32, n, RAVEL_WRITEABLE);
    must(ravel_cumulative_sum(context, array, 0, 0, out));
    float last;
    memcpy(&last, other + (n - 1) * 4, sizeof last);
    ck_assert(part_of_bound(n, 0x1p-24, (double)last) > 1);
    must(ravel_array_destroy(array));
    must(ravel_array_destroy(out));
    must(ravel_context_destroy(context));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("error of sums");
    TCase *tests = tcase_create("the bound");
    tcase_add_loop_test(tests, no_sum_is_further_off, 0, N_KINDS);
    tcase_add_test(tests, a_sum_from_the_left_is_further_off);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
