/* shortest.c: Steele and White's free-format algorithm (How to Print Floating-Point Numbers Accurately, 1990), with
 * numbers of as many words as a float64's fraction can need. */
#include "shortest.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { N_WORDS = 36, MAX_DIGITS = 17 }; /* 1152 bits: 2^1024 and 10 * 2^1076 fit */

typedef struct natural {
    uint32_t words[N_WORDS]; /* the lowest first */
} natural;

static natural natural_of(uint64_t value, int32_t shift)
{
    natural result = {{0}};
    const int32_t word = shift / 32, bit = shift % 32;
    result.words[word] = (uint32_t)(value << bit);
    result.words[word + 1] = (uint32_t)(value << bit >> 32);
    result.words[word + 2] = bit > 0 ? (uint32_t)(value >> (64 - bit)) : 0;
    return result;
}

static void multiply(natural *number, uint32_t factor)
{
    uint64_t carry = 0;
    for (int32_t i = 0; i < N_WORDS; i++) {
        carry += (uint64_t)number->words[i] * factor;
        number->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

static natural sum(const natural *a, const natural *b)
{
    natural result;
    uint64_t carry = 0;
    for (int32_t i = 0; i < N_WORDS; i++) {
        carry += (uint64_t)a->words[i] + b->words[i];
        result.words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return result;
}

/* a -= b, where b <= a. */
static void subtract(natural *a, const natural *b)
{
    uint64_t borrow = 0;
    for (int32_t i = 0; i < N_WORDS; i++) {
        const uint64_t difference = (uint64_t)a->words[i] - b->words[i] - borrow;
        a->words[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
}

/* Below 0, 0 or above 0, as a is to b. */
static int32_t compare(const natural *a, const natural *b)
{
    for (int32_t i = N_WORDS - 1; i >= 0; i--)
        if (a->words[i] != b->words[i])
            return a->words[i] < b->words[i] ? -1 : 1;
    return 0;
}

/* The digits of significand * 2^exponent; gives the power of ten of the point before the first one. */
static int32_t find_digits(uint64_t significand, int32_t exponent, bool is_lowest, char *digits, int32_t *n_digits)
{
    /* The number is rest / scale; up to `above` more and `below` less are nearer to it than to its neighbours. */
    const int32_t up = (exponent > 0 ? exponent : 0) + is_lowest, down = (exponent < 0 ? -exponent : 0) + is_lowest;
    natural rest = natural_of(significand, up + 1), scale = natural_of(1, down + 1);
    natural above = natural_of(1, up), below = natural_of(1, up - is_lowest);
    const bool even = significand % 2 == 0; /* then the reader rounds what lies half way to it */
    int32_t power = 0;
    for (natural upper = sum(&rest, &above); compare(&upper, &scale) >= !even; power++)
        multiply(&scale, 10);
    for (;;) {
        natural upper = sum(&rest, &above);
        multiply(&upper, 10);
        if (compare(&upper, &scale) >= !even)
            break;
        multiply(&rest, 10);
        multiply(&above, 10);
        multiply(&below, 10);
        power--;
    }
    *n_digits = 0;
    for (bool low = false, high = false; !low && !high;) {
        char digit = '0';
        multiply(&rest, 10);
        multiply(&above, 10);
        multiply(&below, 10);
        for (; compare(&rest, &scale) >= 0; digit++)
            subtract(&rest, &scale);
        const natural upper = sum(&rest, &above), twice = sum(&rest, &rest);
        low = compare(&rest, &below) < even;
        high = compare(&upper, &scale) >= !even;
        const int32_t half = compare(&twice, &scale); /* a tie goes to the even digit */
        const bool nearer_up = low && high ? half + (digit & 1) > 0 : high;
        digits[(*n_digits)++] = (char)(digit + nearer_up);
    }
    return power;
}

static char *put(char *text, const char *from, int32_t n)
{
    memcpy(text, from, (size_t)n);
    return text + n;
}

static char *put_zeros(char *text, int32_t n)
{
    for (; n > 0; n--)
        *text++ = '0';
    return text;
}

/* 10^power, as e+7 or e-324. */
static char *put_power(char *text, int32_t power)
{
    const int32_t magnitude = power < 0 ? -power : power;
    *text++ = 'e';
    *text++ = power < 0 ? '-' : '+';
    if (magnitude >= 100)
        *text++ = (char)('0' + magnitude / 100);
    if (magnitude >= 10)
        *text++ = (char)('0' + magnitude / 10 % 10);
    *text++ = (char)('0' + magnitude % 10);
    return text;
}

void rvl_shortest(double value, char *text)
{
    const uint64_t hidden = UINT64_C(1) << 52;
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    const uint64_t fraction = bits & (hidden - 1);
    const int32_t biased = (int32_t)(bits >> 52 & 0x7FF);
    if (biased == 0x7FF && fraction != 0) {
        memcpy(text, "NaN", 4);
        return;
    }
    if (bits >> 63)
        *text++ = '-';
    if (biased == 0x7FF || (bits << 1) == 0) {
        memcpy(text, biased ? "inf" : "0", biased ? 4 : 2);
        return;
    }
    char digits[MAX_DIGITS + 1];
    int32_t n = 0;
    const int32_t point = find_digits(biased ? fraction | hidden : fraction, (biased ? biased : 1) - 1075,
                                      fraction == 0 && biased > 1, digits, &n);
    if (point > 16 || point < -3) {
        text = put(text, digits, 1);
        if (n > 1) {
            *text++ = '.';
            text = put(text, digits + 1, n - 1);
        }
        text = put_power(text, point - 1);
    } else if (point <= 0) {
        text = put_zeros(put(text, "0.", 2), -point);
        text = put(text, digits, n);
    } else {
        const int32_t before = n < point ? n : point;
        text = put_zeros(put(text, digits, before), point - before);
        if (n > point) {
            *text++ = '.';
            text = put(text, digits + point, n - point);
        }
    }
    *text = 0;
}
