/* oracle_value.c: elements as bytes, as values, and rounded from one format to another. */
#include "oracle.h"
#include <math.h>
#include <string.h>

const int32_t oracle_kinds[ORACLE_N_DTYPES] = {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) [RAVEL_##NAME] = RAVEL_KIND_##kind,
#include "../src/core/dtypes.def"
#undef DTYPE
};
const size_t oracle_itemsizes[ORACLE_N_DTYPES] = {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) [RAVEL_##NAME] = itemsize,
#include "../src/core/dtypes.def"
#undef DTYPE
};
const size_t oracle_part_sizes[ORACLE_N_DTYPES] = {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) [RAVEL_##NAME] = part_size,
#include "../src/core/dtypes.def"
#undef DTYPE
};

/* A float dtype's format; of a complex one, its part's. */
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

static uint64_t read_part(const unsigned char *bytes, size_t nbytes, bool swapped)
{
    const uint16_t probe = 1;
    const bool little = *(const unsigned char *)&probe == 1;
    uint64_t bits = 0;
    for (size_t i = 0; i < nbytes; i++)
        bits = bits << 8 | bytes[(little != swapped) ? nbytes - 1 - i : i];
    return bits;
}

static void write_part(uint64_t bits, unsigned char *bytes, size_t nbytes, bool swapped)
{
    const uint16_t probe = 1;
    const bool little = *(const unsigned char *)&probe == 1;
    for (size_t i = 0; i < nbytes; i++, bits >>= 8)
        bytes[(little != swapped) ? i : nbytes - 1 - i] = (unsigned char)(bits & 255);
}

static double decode(uint64_t bits, format f)
{
    const int32_t bias = (1 << (f.exponent_bits - 1)) - 1, special = (1 << f.exponent_bits) - 1;
    const int32_t exponent = (int32_t)(bits >> f.fraction_bits) & special;
    const uint64_t fraction = bits & ((UINT64_C(1) << f.fraction_bits) - 1);
    const bool negative = bits >> (f.exponent_bits + f.fraction_bits) & 1;
    double magnitude;
    if (exponent == special)
        magnitude = fraction ? (double)NAN : (double)INFINITY;
    else if (exponent == 0)
        magnitude = ldexp((double)fraction, 1 - bias - f.fraction_bits);
    else
        magnitude = ldexp((double)(fraction | UINT64_C(1) << f.fraction_bits), exponent - bias - f.fraction_bits);
    return negative ? -magnitude : magnitude;
}

/* x is a value of the format. */
static uint64_t encode(double x, format f)
{
    const int32_t bias = (1 << (f.exponent_bits - 1)) - 1, special = (1 << f.exponent_bits) - 1;
    const uint64_t sign = (uint64_t)(signbit(x) && x == x) << (f.exponent_bits + f.fraction_bits);
    if (x != x)
        return (uint64_t)special << f.fraction_bits | UINT64_C(1) << (f.fraction_bits - 1);
    if (isinf(x))
        return sign | (uint64_t)special << f.fraction_bits;
    if (x == 0)
        return sign;
    int32_t exponent;
    const double fraction = frexp(fabs(x), &exponent); /* in [0.5, 1) */
    if (exponent + bias <= 1)
        return sign | (uint64_t)ldexp(fabs(x), bias - 1 + f.fraction_bits);
    const uint64_t mantissa = (uint64_t)ldexp(fraction, f.fraction_bits + 1);
    return sign |
           (((uint64_t)(exponent - 1 + bias) << f.fraction_bits) + (mantissa - (UINT64_C(1) << f.fraction_bits)));
}

double oracle_round(int32_t dtype, long double x)
{
    if (x != x || isinf(x) || x == 0)
        return (double)x;
    const format f = format_of(dtype);
    const int32_t bias = (1 << (f.exponent_bits - 1)) - 1;
    int32_t exponent;
    (void)frexpl(x, &exponent);
    int32_t last_place = exponent - 1 - f.fraction_bits;
    if (last_place < 1 - bias - f.fraction_bits)
        last_place = 1 - bias - f.fraction_bits;
    const long double rounded = ldexpl(rintl(ldexpl(x, -last_place)), last_place); /* all scalings are exact */
    return fabsl(rounded) >= ldexpl(1, bias + 1) ? (double)copysignl((long double)INFINITY, x) : (double)rounded;
}

oracle_value oracle_integer(int32_t dtype, __int128 integer)
{
    oracle_value value = {.dtype = dtype};
    const int32_t bits = 8 * (int32_t)oracle_itemsizes[dtype];
    const __int128 modulus = (__int128)1 << bits;
    if (oracle_kinds[dtype] == RAVEL_KIND_BOOL) {
        value.integer = integer != 0;
        return value;
    }
    value.integer = integer % modulus;
    if (value.integer < 0)
        value.integer += modulus;
    if (oracle_kinds[dtype] == RAVEL_KIND_SIGNED && value.integer >= modulus / 2)
        value.integer -= modulus;
    return value;
}

oracle_value oracle_float(int32_t dtype, double real, double imag)
{
    return (oracle_value){.dtype = dtype, .real = real, .imag = imag};
}

oracle_value oracle_load(int32_t dtype, const void *bytes, bool swapped)
{
    const unsigned char *part = bytes;
    const size_t size = oracle_part_sizes[dtype];
    if (oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED)
        return oracle_integer(dtype, (__int128)read_part(part, size, swapped));
    const double real = decode(read_part(part, size, swapped), format_of(dtype));
    if (oracle_kinds[dtype] == RAVEL_KIND_FLOAT)
        return oracle_float(dtype, real, 0);
    return oracle_float(dtype, real, decode(read_part(part + size, size, swapped), format_of(dtype)));
}

void oracle_store(oracle_value value, void *bytes, bool swapped)
{
    unsigned char *part = bytes;
    const size_t size = oracle_part_sizes[value.dtype];
    if (oracle_kinds[value.dtype] <= RAVEL_KIND_UNSIGNED) {
        write_part((uint64_t)(value.integer & UINT64_MAX), part, size, swapped);
        return;
    }
    write_part(encode(value.real, format_of(value.dtype)), part, size, swapped);
    if (oracle_kinds[value.dtype] == RAVEL_KIND_COMPLEX)
        write_part(encode(value.imag, format_of(value.dtype)), part + size, size, swapped);
}

static bool is_nan(uint64_t bits, format f)
{
    const uint64_t special = ((UINT64_C(1) << f.exponent_bits) - 1) << f.fraction_bits;
    return (bits & special) == special && (bits & ((UINT64_C(1) << f.fraction_bits) - 1)) != 0;
}

bool oracle_same(int32_t dtype, const void *expected, const void *actual, bool swapped)
{
    const size_t itemsize = oracle_itemsizes[dtype], size = oracle_part_sizes[dtype];
    if (memcmp(expected, actual, itemsize) == 0)
        return true;
    if (oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED)
        return false;
    for (size_t part = 0; part < itemsize; part += size) {
        const uint64_t a = read_part((const unsigned char *)expected + part, size, swapped);
        const uint64_t b = read_part((const unsigned char *)actual + part, size, swapped);
        if (a != b && !(is_nan(a, format_of(dtype)) && is_nan(b, format_of(dtype))))
            return false;
    }
    return true;
}

static __int128 lowest(int32_t dtype)
{
    const int32_t bits = 8 * (int32_t)oracle_itemsizes[dtype];
    return oracle_kinds[dtype] == RAVEL_KIND_SIGNED ? -((__int128)1 << (bits - 1)) : 0;
}

static __int128 highest(int32_t dtype)
{
    const int32_t bits = 8 * (int32_t)oracle_itemsizes[dtype];
    return ((__int128)1 << (oracle_kinds[dtype] == RAVEL_KIND_SIGNED ? bits - 1 : bits)) - 1;
}

static oracle_value saturate(double x, int32_t dtype, uint64_t *events)
{
    __int128 integer = 0;
    if (x != x)
        *events |= RAVEL_EVENT_INVALID_CAST;
    else if (x >= ldexp(1, 64) || (fabs(x) < ldexp(1, 65) && (__int128)x > highest(dtype))) {
        *events |= RAVEL_EVENT_INVALID_CAST;
        integer = highest(dtype);
    } else if (x <= -ldexp(1, 64) || (__int128)x < lowest(dtype)) {
        *events |= RAVEL_EVENT_INVALID_CAST;
        integer = lowest(dtype);
    } else {
        integer = (__int128)x;
    }
    return oracle_integer(dtype, integer);
}

oracle_value oracle_cast(oracle_value value, int32_t dtype, uint64_t *events)
{
    const bool from_integer = oracle_kinds[value.dtype] <= RAVEL_KIND_UNSIGNED;
    if (oracle_kinds[dtype] == RAVEL_KIND_BOOL)
        return oracle_integer(dtype, from_integer ? value.integer != 0 : value.real != 0 || value.imag != 0);
    if (oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED)
        return from_integer ? oracle_integer(dtype, value.integer) : saturate(value.real, dtype, events);
    if (from_integer) /* a long double holds every 64-bit integer; not from 128 bits, where valgrind makes 0 of -1 */
        return oracle_float(dtype,
                            oracle_round(dtype, value.integer < 0 ? (long double)(int64_t)value.integer
                                                                  : (long double)(uint64_t)value.integer),
                            0);
    const double imag = oracle_kinds[dtype] == RAVEL_KIND_COMPLEX ? oracle_round(dtype, (long double)value.imag) : 0;
    return oracle_float(dtype, oracle_round(dtype, (long double)value.real), imag);
}
