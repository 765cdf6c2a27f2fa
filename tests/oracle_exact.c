/* oracle_exact.c: sums of floats that are rounded once, by counting how often each power of two occurs. */
#include "oracle.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOWEST = -1074, /* the exponent of a float64's lowest bit */
    N_BITS = 2200   /* from there up: the sum of 2^100 of the largest */
};

typedef struct exact {
    int64_t counts[N_BITS]; /* of 2^(LOWEST + i); after settling 0 or 1 */
    bool nan, positive, negative, other_than_negative_zero, any;
} exact;

static void add(exact *sum, double x)
{
    sum->any = true;
    sum->other_than_negative_zero |= x != 0 || !signbit(x);
    sum->nan |= x != x;
    if (isinf(x))
        *(x > 0 ? &sum->positive : &sum->negative) = true;
    if (!isfinite(x) || x == 0)
        return;
    int exponent;
    const double part = frexp(fabs(x), &exponent);
    int64_t digits = (int64_t)ldexp(part, 53);
    for (int place = exponent - 53 - LOWEST; digits; place++, digits /= 2)
        if (digits % 2) /* a subnormal number's places below the lowest hold no digits */
            sum->counts[place] += x < 0 ? -1 : 1;
}

/* Makes counts digits of 0 or 1; gives how often 2^(LOWEST + N_BITS) is left over: -1 where the sum was negative. */
static int64_t carry(exact *sum)
{
    int64_t over = 0;
    for (int i = 0; i < N_BITS; i++) {
        const int64_t count = sum->counts[i] + over, digit = count & 1;
        over = (count - digit) / 2;
        sum->counts[i] = digit;
    }
    return over;
}

/* Makes counts digits of the magnitude; whether the sum was negative. */
static bool settle(exact *sum)
{
    if (carry(sum) == 0)
        return false;
    for (int i = 0; i < N_BITS; i++) /* the opposite of what is left over, 2^(LOWEST + N_BITS), less these */
        sum->counts[i] = -sum->counts[i];
    (void)carry(sum);
    return true;
}

/* The sum, of at most `precision` digits and none below 2^lowest; infinite from 2^beyond on. */
static double rounded(exact *sum, int precision, int lowest, int beyond)
{
    if (sum->nan || (sum->positive && sum->negative))
        return (double)NAN;
    if (sum->positive || sum->negative)
        return sum->positive ? HUGE_VAL : -HUGE_VAL;
    const double sign = settle(sum) ? -1 : 1;
    int top = N_BITS - 1;
    while (top >= 0 && sum->counts[top] == 0)
        top--;
    if (top < 0)
        return sum->any && !sum->other_than_negative_zero ? -0.0 : 0.0;
    int last = top - precision + 1;
    if (last < lowest - LOWEST)
        last = lowest - LOWEST;
    double result = 0;
    for (int i = top; i >= last; i--)
        result = 2 * result + (double)sum->counts[i];
    bool less = false;
    for (int i = 0; i < last - 1; i++)
        less |= sum->counts[i] != 0;
    if (last > 0 && sum->counts[last - 1] && (less || fmod(result, 2) == 1))
        result++;
    const int exponent = last + LOWEST;
    return sign * (result >= ldexp(1, 53) * 2 || ilogb(result == 0 ? 1 : result) + exponent >= beyond
                       ? HUGE_VAL
                       : ldexp(result, exponent));
}

/* Rounded to what a dtype, or the parts of one, keep. */
static double rounded_to(int32_t dtype, exact *sum)
{
    switch (dtype) {
    case RAVEL_FLOAT16:
        return rounded(sum, 11, -24, 16);
    case RAVEL_BFLOAT16:
        return rounded(sum, 8, -133, 128);
    case RAVEL_FLOAT32:
    case RAVEL_COMPLEX64:
        return rounded(sum, 24, -149, 128);
    default:
        return rounded(sum, 53, LOWEST, 1024);
    }
}

/* Of a few results at a time: an exact sum takes 16 KiB. */
void oracle_exact_sums(int64_t n, const int64_t *places, int64_t n_results, int32_t out_dtype, oracle_value *values,
                       uint64_t *events)
{
    enum { TOGETHER = 1024 };
    exact *sums = malloc((size_t)TOGETHER * sizeof *sums), *others = malloc((size_t)TOGETHER * sizeof *others);
    oracle_value *results = malloc((size_t)(n_results + 1) * sizeof *results);
    bool complex = false;
    for (int64_t i = 0; i < n; i++)
        complex |= values[i].dtype != 0 && oracle_kinds[values[i].dtype] == RAVEL_KIND_COMPLEX;
    for (int64_t first = 0; first < n_results; first += TOGETHER) {
        const int64_t end = n_results - first < TOGETHER ? n_results : first + TOGETHER;
        memset(sums, 0, (size_t)(end - first) * sizeof *sums);
        memset(others, 0, (size_t)(end - first) * sizeof *others);
        for (int64_t i = 0; i < n; i++)
            if (values[i].dtype != 0 && places[i] >= first && places[i] < end) {
                add(&sums[places[i] - first], values[i].real);
                add(&others[places[i] - first], values[i].imag);
            }
        for (int64_t i = first; i < end; i++) {
            const double real = rounded_to(out_dtype, &sums[i - first]);
            const double imag = complex ? rounded_to(out_dtype, &others[i - first]) : 0;
            results[i] =
                oracle_cast(oracle_float(complex ? RAVEL_COMPLEX128 : RAVEL_FLOAT64, real, imag), out_dtype, events);
        }
    }
    memcpy(values, results, (size_t)n_results * sizeof *results);
    free(results);
    free(others);
    free(sums);
}
