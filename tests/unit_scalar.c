/* unit_scalar.c: one element cast between all dtypes, against the compiler's own conversions and against a search. */
#include "core/scalar.h"
#include "core/types.h"
#include "support/random.h"
#include "support/run_suite.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_ROUNDS 300000

/* Random bits that are interesting more often than most. */
static uint64_t interesting(random_source *random)
{
    static const uint64_t edges[] = {0,
                                     1,
                                     0x7F,
                                     0x80,
                                     0xFF,
                                     0x7FFF,
                                     0x8000,
                                     0xFFFF,
                                     0x7FFFFFFF,
                                     0x80000000,
                                     0xFFFFFFFF,
                                     INT64_MAX,
                                     UINT64_C(1) << 63,
                                     UINT64_MAX};
    uint64_t bits = random_bits(random);
    if (random_once_in(random, 3))
        bits = edges[random_below(random, sizeof edges / sizeof *edges)] + (uint64_t)random_between(random, -2, 2);
    if (random_once_in(random, 3))
        bits >>= random_below(random, 64);
    return bits;
}

static double interesting_double(random_source *random)
{
    double value = (double)(int64_t)interesting(random);
    if (random_once_in(random, 3))
        value = ldexp(value, (int)random_between(random, -1140, 1030));
    if (random_once_in(random, 3)) {
        const uint64_t bits = random_bits(random);
        memcpy(&value, &bits, sizeof value);
    }
    return random_once_in(random, 3) ? value / 2 : value;
}

/* x as dtype `to`, by the compiler, and whether that lost nothing. Integers go through __int128. */
static bool reference_of_integer(__int128 x, int32_t to, void *out)
{
    switch (to) {
    case RAVEL_BOOL:
        return *(uint8_t *)out = x != 0, x == 0 || x == 1;
    case RAVEL_INT8:
        return *(int8_t *)out = (int8_t)x, *(int8_t *)out == x;
    case RAVEL_INT16:
        return *(int16_t *)out = (int16_t)x, *(int16_t *)out == x;
    case RAVEL_INT32:
        return *(int32_t *)out = (int32_t)x, *(int32_t *)out == x;
    case RAVEL_INT64:
        return *(int64_t *)out = (int64_t)x, *(int64_t *)out == x;
    case RAVEL_UINT8:
        return *(uint8_t *)out = (uint8_t)x, *(uint8_t *)out == x;
    case RAVEL_UINT16:
        return *(uint16_t *)out = (uint16_t)x, *(uint16_t *)out == x;
    case RAVEL_UINT32:
        return *(uint32_t *)out = (uint32_t)x, *(uint32_t *)out == x;
    case RAVEL_UINT64:
        return *(uint64_t *)out = (uint64_t)x, *(uint64_t *)out == x;
    case RAVEL_FLOAT32:
        return *(float *)out = (float)x, (__int128)*(float *)out == x;
    default:
        return *(double *)out = (double)x, (__int128)*(double *)out == x;
    }
}

static int32_t size_of(int32_t dtype)
{
    static const int32_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 8, 16};
    return sizes[dtype];
}

static __int128 integer_of(int32_t dtype, uint64_t bits)
{
    switch (dtype) {
    case RAVEL_BOOL:
        return (bits & 0xFF) != 0;
    case RAVEL_INT8:
        return (int8_t)bits;
    case RAVEL_INT16:
        return (int16_t)bits;
    case RAVEL_INT32:
        return (int32_t)bits;
    case RAVEL_INT64:
        return (int64_t)bits;
    case RAVEL_UINT8:
        return (uint8_t)bits;
    case RAVEL_UINT16:
        return (uint16_t)bits;
    case RAVEL_UINT32:
        return (uint32_t)bits;
    default:
        return bits;
    }
}

/* The low bytes of a word, where this machine has them. */
static void put_bits(uint64_t bits, int32_t nbytes, void *out)
{
    unsigned char bytes[8];
    memcpy(bytes, &bits, 8);
    const bool little = *(const unsigned char *)&(const uint16_t){1} == 1;
    memcpy(out, little ? bytes : bytes + 8 - nbytes, (size_t)nbytes);
}

static bool is_target(int32_t to)
{
    return to != RAVEL_FLOAT16 && to != RAVEL_BFLOAT16 && to < RAVEL_COMPLEX64;
}

START_TEST(integers)
{
    random_source random = {.state = 1};
    for (int32_t from = RAVEL_BOOL; from <= RAVEL_UINT64; from++)
        for (int32_t to = RAVEL_BOOL; to <= RAVEL_FLOAT64; to++)
            for (int32_t round = 0; is_target(to) && round < N_ROUNDS / 30; round++) {
                const uint64_t bits = interesting(&random);
                uint64_t expected = 0, got = 0;
                unsigned char source[9];
                put_bits(bits, size_of(from), source + 1);
                const bool exact = reference_of_integer(integer_of(from, bits), to, &expected);
                const bool says = rvl_scalar_convert(from, source + 1, to, &got);
                if (exact != says || memcmp(&expected, &got, sizeof got) != 0)
                    ck_abort_msg("%d to %d of %#llx: %#llx", from, to, (unsigned long long)bits,
                                 (unsigned long long)got);
            }
}
END_TEST

/* Saturates by hand: `lowest` and 2^bits, the first value that is too large, are exact in a double. */
static bool reference_of_double(double x, int32_t to, uint64_t *out)
{
    static const int32_t bits_of[] = {0, 1, 7, 15, 31, 63, 8, 16, 32, 64};
    *out = 0;
    if (to == RAVEL_FLOAT64)
        return memcpy(out, &x, 8), true;
    if (to == RAVEL_FLOAT32) {
        const float narrow = (float)x;
        memcpy(out, &narrow, sizeof narrow);
        return (double)narrow == x;
    }
    if (to == RAVEL_BOOL)
        return *out = x != 0, x == 0 || x == 1;
    const double too_large = ldexp(1, bits_of[to]), lowest = to >= RAVEL_UINT8 ? 0 : -too_large;
    __int128 whole = 0;
    if (!isnan(x))
        whole = x >= too_large ? ((__int128)1 << bits_of[to]) - 1 : x < lowest ? (__int128)lowest : (__int128)x;
    reference_of_integer(whole, to, out);
    return x == trunc(x) && x >= lowest && x < too_large;
}

START_TEST(doubles_and_floats)
{
    random_source random = {.state = 2};
    for (int32_t to = RAVEL_BOOL; to <= RAVEL_FLOAT64; to++)
        for (int32_t round = 0; is_target(to) && round < N_ROUNDS; round++) {
            const double x = interesting_double(&random);
            uint64_t expected, got = 0;
            if (isnan(x) && to >= RAVEL_FLOAT32)
                continue;
            bool exact = reference_of_double(x, to, &expected);
            bool says = rvl_scalar_convert(RAVEL_FLOAT64, &x, to, &got);
            if (exact != says || expected != got)
                ck_abort_msg("%a to %d: %#llx, not %#llx", x, to, (unsigned long long)got,
                             (unsigned long long)expected);
            const float narrow = (float)x;
            got = 0;
            exact = reference_of_double((double)narrow, to, &expected);
            says = rvl_scalar_convert(RAVEL_FLOAT32, &narrow, to, &got);
            if (exact != says || expected != got)
                ck_abort_msg("%a (float) to %d", (double)narrow, to);
        }
}
END_TEST

/* A half's value by its definition. */
static double half_value(uint16_t bits, int32_t exponent_bits)
{
    const int32_t fraction_bits = 15 - exponent_bits, bias = (1 << (exponent_bits - 1)) - 1;
    const int32_t exponent = (bits & 0x7FFF) >> fraction_bits;
    const double fraction = ldexp(bits & ((1 << fraction_bits) - 1), -fraction_bits);
    const double magnitude = exponent == 2 * bias + 1 ? (fraction > 0 ? NAN : INFINITY)
                             : exponent == 0          ? ldexp(fraction, 1 - bias)
                                                      : ldexp(1 + fraction, exponent - bias);
    return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

/* The nearest half of a finite number >= 0, by bisection; ties go to the even one. One step past the largest finite
 * half counts as if the exponents went on. */
static uint16_t nearest_half(double x, int32_t exponent_bits)
{
    const int32_t fraction_bits = 15 - exponent_bits, bias = (1 << (exponent_bits - 1)) - 1;
    const uint16_t infinity = (uint16_t)(((1 << exponent_bits) - 1) << fraction_bits);
    uint16_t low = 0, high = infinity;
    while (high - low > 1) {
        const uint16_t middle = (uint16_t)((low + high) / 2);
        if (half_value(middle, exponent_bits) <= x)
            low = middle;
        else
            high = middle;
    }
    const double above = high == infinity ? ldexp(1, bias + 1) : half_value(high, exponent_bits);
    const double below = half_value(low, exponent_bits);
    const double to_low = x - below, to_high = above - x;
    return to_low < to_high || (to_low == to_high && low % 2 == 0) ? low : high;
}

START_TEST(halves)
{
    static const int32_t exponent_bits[] = {5, 8};
    random_source random = {.state = 3};
    for (int32_t which = 0; which < 2; which++) {
        const int32_t half = which == 0 ? RAVEL_FLOAT16 : RAVEL_BFLOAT16;
        for (int32_t bits = 0; bits <= 0xFFFF; bits++) {
            const uint16_t source = (uint16_t)bits;
            const double expected = half_value(source, exponent_bits[which]);
            double got = 0;
            uint16_t back = 0;
            ck_assert(rvl_scalar_convert(half, &source, RAVEL_FLOAT64, &got));
            if (isnan(expected) ? !isnan(got) : memcmp(&expected, &got, 8) != 0)
                ck_abort_msg("%#x", bits);
            if (!rvl_scalar_convert(RAVEL_FLOAT64, &got, half, &back) || (!isnan(expected) && back != source))
                ck_abort_msg("%#x back: %#x", bits, back);
        }
        for (int32_t round = 0; round < N_ROUNDS; round++) {
            double x = interesting_double(&random);
            if (random_once_in(&random, 2)) /* near a tie */
                x = half_value((uint16_t)random_bits(&random), exponent_bits[which]) *
                    (1 + ldexp((double)random_between(&random, -3, 3), -(int)random_between(&random, 7, 52)));
            if (isnan(x) || isinf(x))
                continue;
            uint16_t expected = nearest_half(fabs(x), exponent_bits[which]), got = 0;
            expected = (uint16_t)(expected | (signbit(x) ? 0x8000 : 0));
            const bool says = rvl_scalar_convert(RAVEL_FLOAT64, &x, half, &got);
            if (got != expected || says != (half_value(got, exponent_bits[which]) == x))
                ck_abort_msg("%a to %d: %#x, not %#x", x, half, got, expected);
        }
    }
}
END_TEST

/* 2^60 + 2^36 + 1 is just above a tie of float32 that rounding to double first would hide. */
START_TEST(rounding_happens_once)
{
    const int64_t wide = (INT64_C(1) << 60) + (INT64_C(1) << 36) + 1;
    float got = 0;
    ck_assert(!rvl_scalar_convert(RAVEL_INT64, &wide, RAVEL_FLOAT32, &got));
    ck_assert(got == ldexpf(1, 60) + ldexpf(1, 37));
    const int32_t narrow = 2049 * 1024 + 1; /* the same for float16, of which 65504 is the largest */
    uint16_t half = 0;
    ck_assert(!rvl_scalar_convert(RAVEL_INT32, &narrow, RAVEL_FLOAT16, &half));
    ck_assert_int_eq(half, 0x7C00);
    const double tie = 1 + ldexp(1, -11) + ldexp(1, -40);
    ck_assert(!rvl_scalar_convert(RAVEL_FLOAT64, &tie, RAVEL_FLOAT16, &half));
    ck_assert_int_eq(half, 0x3C01);
}
END_TEST

START_TEST(complex_numbers)
{
    const double value[2] = {1.5, -2.0}, real_only[2] = {3.0, -0.0}, imaginary_only[2] = {0.0, 1.0};
    float narrow[2] = {0, 0};
    double real = 0;
    uint8_t truth = 7;
    int32_t integer = 0;
    ck_assert(rvl_scalar_convert(RAVEL_COMPLEX128, value, RAVEL_COMPLEX64, narrow));
    ck_assert(narrow[0] == 1.5f && narrow[1] == -2.0f);
    ck_assert(!rvl_scalar_convert(RAVEL_COMPLEX128, value, RAVEL_FLOAT64, &real));
    ck_assert(real == 1.5);
    ck_assert(rvl_scalar_convert(RAVEL_COMPLEX128, real_only, RAVEL_INT32, &integer));
    ck_assert_int_eq(integer, 3);
    ck_assert(!rvl_scalar_convert(RAVEL_COMPLEX128, imaginary_only, RAVEL_BOOL, &truth));
    ck_assert_int_eq(truth, 1);
    ck_assert(rvl_scalar_convert(RAVEL_INT32, &integer, RAVEL_COMPLEX64, narrow));
    ck_assert(narrow[0] == 3.0f && narrow[1] == 0.0f);
    static const double half_and_one[2] = {0.5, 1.0};
    uint64_t neither_part_fits[2];
    memcpy(neither_part_fits, half_and_one, sizeof neither_part_fits);
    integer = 1;
    ck_assert(!rvl_scalar_convert(RAVEL_COMPLEX128, neither_part_fits, RAVEL_INT32, &integer));
    ck_assert_int_eq(integer, 0);
}
END_TEST

START_TEST(nan_and_infinity)
{
    const double nan = NAN, infinity = -INFINITY;
    uint16_t half = 0;
    int16_t integer = 7;
    uint8_t truth = 7;
    ck_assert(rvl_scalar_convert(RAVEL_FLOAT64, &nan, RAVEL_FLOAT16, &half));
    ck_assert(isnan(half_value(half, 5)));
    ck_assert(!rvl_scalar_convert(RAVEL_FLOAT64, &nan, RAVEL_INT16, &integer));
    ck_assert_int_eq(integer, 0);
    ck_assert(!rvl_scalar_convert(RAVEL_FLOAT64, &nan, RAVEL_BOOL, &truth));
    ck_assert_int_eq(truth, 1);
    ck_assert(rvl_scalar_convert(RAVEL_FLOAT64, &infinity, RAVEL_BFLOAT16, &half));
    ck_assert_int_eq(half, 0xFF80);
    ck_assert(!rvl_scalar_convert(RAVEL_FLOAT64, &infinity, RAVEL_INT16, &integer));
    ck_assert_int_eq(integer, INT16_MIN);
}
END_TEST

/* A literal is rounded to floats and complex numbers, but no part of it to infinity or away. */
START_TEST(literals_are_rounded_but_not_to_infinity)
{
    const double big = 1e300, tenth = 0.1, one = 1, infinity = INFINITY;
    const struct {
        double parts[2];
        int32_t to;
        bool taken;
    } rows[] = {{{one, one}, RAVEL_COMPLEX64, true},
                {{tenth, one}, RAVEL_COMPLEX64, true},
                {{big, one}, RAVEL_COMPLEX64, false},
                {{one, big}, RAVEL_COMPLEX64, false},
                {{tenth, infinity}, RAVEL_COMPLEX64, true},
                {{infinity, tenth}, RAVEL_COMPLEX64, true},
                {{infinity, big}, RAVEL_COMPLEX64, false},
                {{one, one}, RAVEL_FLOAT32, false},
                {{one, 0}, RAVEL_FLOAT32, true},
                {{one, 0}, RAVEL_INT32, true},
                {{tenth, 0}, RAVEL_INT32, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t narrow[2] = {0, 0};
        ck_assert_msg(rvl_scalar_take_literal(RAVEL_COMPLEX128, rows[i].parts, rows[i].to, narrow) == rows[i].taken,
                      "row %zu", i);
    }
    uint64_t wide[2] = {0, 0};
    ck_assert(!rvl_scalar_take_literal(RAVEL_FLOAT64, &big, RAVEL_COMPLEX64, wide));
    ck_assert(rvl_scalar_take_literal(RAVEL_FLOAT64, &tenth, RAVEL_COMPLEX64, wide));
    ck_assert(rvl_scalar_take_literal(RAVEL_FLOAT64, &infinity, RAVEL_COMPLEX64, wide));
}
END_TEST

START_TEST(bytes_are_swapped_by_parts)
{
    static const unsigned char source[17] = {99, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    static const unsigned char swapped[16] = {8, 7, 6, 5, 4, 3, 2, 1, 16, 15, 14, 13, 12, 11, 10, 9};
    unsigned char got[16] = {0};
    rvl_scalar_load(RAVEL_COMPLEX128, source + 1, true, got);
    ck_assert_mem_eq(got, swapped, 16);
    rvl_scalar_load(RAVEL_COMPLEX128, source + 1, false, got);
    ck_assert_mem_eq(got, source + 1, 16);
    rvl_scalar_load(RAVEL_FLOAT16, source + 1, true, got);
    ck_assert(got[0] == 2 && got[1] == 1 && got[2] == 3);
    rvl_scalar_load(RAVEL_BOOL, source + 1, true, got);
    ck_assert(got[0] == 1 && got[1] == 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scalar");
    TCase *all = tcase_create("scalar");
    tcase_set_timeout(all, 300);
    tcase_add_test(all, integers);
    tcase_add_test(all, doubles_and_floats);
    tcase_add_test(all, halves);
    tcase_add_test(all, rounding_happens_once);
    tcase_add_test(all, complex_numbers);
    tcase_add_test(all, nan_and_infinity);
    tcase_add_test(all, literals_are_rounded_but_not_to_infinity);
    tcase_add_test(all, bytes_are_swapped_by_parts);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
