/* elements.c: elements to compute with, made from bits so that they are the same everywhere, and elements as hashed. */
#include "golden.h"
#include <stdlib.h>
#include <string.h>

/* A float's format. */
typedef struct format {
    int32_t exponent_bits, fraction_bits;
} format;

static format format_of(int32_t dtype)
{
    switch (dtype) {
    case RAVEL_FLOAT16:
        return (format){5, 10};
    case RAVEL_BFLOAT16:
        return (format){8, 7};
    case RAVEL_FLOAT32:
    case RAVEL_COMPLEX64:
        return (format){8, 23};
    default:
        return (format){11, 52};
    }
}

static uint64_t read_native(const unsigned char *bytes, size_t nbytes)
{
    uint8_t one;
    uint16_t two;
    uint32_t four;
    uint64_t eight;
    switch (nbytes) {
    case 1:
        memcpy(&one, bytes, sizeof one);
        return one;
    case 2:
        memcpy(&two, bytes, sizeof two);
        return two;
    case 4:
        memcpy(&four, bytes, sizeof four);
        return four;
    default:
        memcpy(&eight, bytes, sizeof eight);
        return eight;
    }
}

void golden_write_native(uint64_t bits, unsigned char *bytes, size_t nbytes)
{
    const uint8_t one = (uint8_t)bits;
    const uint16_t two = (uint16_t)bits;
    const uint32_t four = (uint32_t)bits;
    memcpy(bytes,
           nbytes == 1   ? (const void *)&one
           : nbytes == 2 ? (const void *)&two
           : nbytes == 4 ? (const void *)&four
                         : (const void *)&bits,
           nbytes);
}

/* Zeros, ones, denormals, both ends of the range, halves for rounding, and where integers end. */
static uint64_t special_float(format f, random_source *random)
{
    const uint64_t one_exponent = (UINT64_C(1) << (f.exponent_bits - 1)) - 1, infinity = 2 * one_exponent + 1;
    const uint64_t fractions = (UINT64_C(1) << f.fraction_bits) - 1;
    const uint64_t sign = (random_bits(random) >> 63) << (f.exponent_bits + f.fraction_bits);
    static const uint64_t powers[] = {7, 8, 15, 16, 31, 32, 63, 64};
    const uint64_t power = powers[random_below(random, 8)];
    switch (random_below(random, 10)) {
    case 0:
        return sign;
    case 1:
        return sign | infinity << f.fraction_bits;
    case 2:
        return sign | infinity << f.fraction_bits | UINT64_C(1) << (f.fraction_bits - 1);
    case 3: /* the smallest, or near */
        return sign | (random_bits(random) & 3);
    case 4: /* around the smallest normal number */
        return sign | ((UINT64_C(1) << f.fraction_bits) - (random_bits(random) & 1));
    case 5: /* the largest */
        return sign | ((infinity << f.fraction_bits) - 1 - (random_bits(random) & 1));
    case 6: /* around one */
        return sign | ((one_exponent << f.fraction_bits) + random_bits(random) % 3 - 1);
    case 7: { /* a small number and a half; the random numbers one after the other */
        const uint64_t exponent = one_exponent + (random_bits(random) & 3);
        return sign | exponent << f.fraction_bits | UINT64_C(1) << (f.fraction_bits - 1) >> (random_bits(random) & 3);
    }
    case 8: /* around where an integer dtype ends */
        return sign | (((power < one_exponent ? one_exponent + power : infinity - 1) << f.fraction_bits) -
                       (random_bits(random) & 1));
    default: /* denormal */
        return sign | (random_bits(random) & fractions);
    }
}

static uint64_t choose_float(int32_t dtype, random_source *random)
{
    const format f = format_of(dtype);
    const int64_t choice = random_below(random, 8);
    const uint64_t bits = random_bits(random), bias = (UINT64_C(1) << (f.exponent_bits - 1)) - 1;
    if (choice < 2)
        return special_float(f, random);
    if (choice < 4)
        return bits;
    const uint64_t exponent = bias - 8 + (uint64_t)random_below(random, 16), sign = bits >> 63;
    const uint64_t fraction = bits & ((UINT64_C(1) << f.fraction_bits) - 1);
    return sign << (f.exponent_bits + f.fraction_bits) | exponent << f.fraction_bits | fraction;
}

static uint64_t choose_integer(random_source *random, size_t nbytes)
{
    const uint64_t bits = random_bits(random), middle = UINT64_C(1) << (8 * nbytes - 1);
    switch (random_below(random, 8)) {
    case 0: /* around 0, which is also around the ends of unsigned ones */
        return bits % 5 - 2;
    case 1: /* around the ends of signed ones */
        return middle + bits % 5 - 2;
    case 2:
    case 3:
        return bits;
    default:
        return (bits >> 56) - 100;
    }
}

void golden_choose(int32_t dtype, random_source *random, unsigned char *native)
{
    const size_t part = oracle_part_sizes[dtype];
    for (size_t i = 0; i < oracle_itemsizes[dtype]; i += part) {
        uint64_t bits;
        if (oracle_kinds[dtype] == RAVEL_KIND_BOOL) /* any byte that is not 0 is true */
            bits = random_once_in(random, 8) ? random_bits(random) : random_bits(random) >> 63;
        else if (oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED)
            bits = choose_integer(random, part);
        else
            bits = choose_float(dtype, random);
        golden_write_native(bits, native + i, part);
    }
}

unsigned char *golden_choose_all(int32_t dtype, random_source *random, int64_t n)
{
    enum { PERIOD = 8209 }; /* a prime, so that no axis falls in step with it */
    const size_t itemsize = oracle_itemsizes[dtype];
    unsigned char *const elements = malloc((size_t)n * itemsize + 1);
    for (int64_t i = 0; i < n && i < PERIOD; i++)
        golden_choose(dtype, random, elements + (size_t)i * itemsize);
    for (int64_t i = PERIOD; i < n; i += PERIOD)
        memcpy(elements + (size_t)i * itemsize, elements, (size_t)(n - i < PERIOD ? n - i : PERIOD) * itemsize);
    return elements;
}

void golden_repeat(const golden_call *call, int32_t dtype, uint64_t axes, unsigned char *elements)
{
    const size_t itemsize = oracle_itemsizes[dtype];
    int64_t n = axes ? 1 : 0;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        n *= call->shape[axis];
    for (int64_t i = 0; i < n; i++) {
        int64_t rest = i, from = 0, step = 1;
        for (int32_t axis = call->ndim - 1; axis >= 0; axis--) {
            if (!(axes >> axis & 1))
                from += rest % call->shape[axis] * step;
            rest /= call->shape[axis];
            step *= call->shape[axis];
        }
        if (from != i)
            memcpy(elements + (size_t)i * itemsize, elements + (size_t)from * itemsize, itemsize);
    }
}

void golden_canonical(int32_t dtype, const unsigned char *elements, int64_t n, bool swapped, unsigned char *canonical)
{
    const size_t part = oracle_part_sizes[dtype], nbytes = (size_t)n * oracle_itemsizes[dtype];
    const format f = format_of(dtype);
    const bool is_float = oracle_kinds[dtype] >= RAVEL_KIND_FLOAT;
    const uint64_t infinity = ((UINT64_C(1) << f.exponent_bits) - 1) << f.fraction_bits;
    const uint64_t nan = infinity | UINT64_C(1) << (f.fraction_bits - 1);
    const uint64_t magnitude = (UINT64_C(1) << (f.exponent_bits + f.fraction_bits)) - 1;
    for (size_t i = 0; i < nbytes; i += part) {
        uint64_t bits = read_native(elements + i, part);
        if (swapped)
            bits = __builtin_bswap64(bits) >> (64 - 8 * part);
        if (is_float && (bits & magnitude) > infinity)
            bits = nan;
        for (size_t k = 0; k < part; k++, bits >>= 8)
            canonical[i + k] = (unsigned char)(bits & 255);
    }
}
