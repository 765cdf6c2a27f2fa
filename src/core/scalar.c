/* scalar.c: one element cast from any dtype to any other, in integer arithmetic alone. */
#include "scalar.h"
#include "dtype_table.h"
#include <string.h>

/* A real number: (-1)^negative * mantissa * 2^exponent, or an infinity, or NaN. */
typedef struct number {
    bool negative, infinite, nan;
    int32_t exponent;
    uint64_t mantissa;
} number;

/* A binary floating-point format: how many bits its exponent and its fraction have. */
typedef struct float_format {
    int32_t exponent_bits, fraction_bits;
} float_format;

static float_format format_of(int32_t dtype)
{
    switch (dtype) {
    case RAVEL_FLOAT16:
        return (float_format){5, 10};
    case RAVEL_BFLOAT16:
        return (float_format){8, 7};
    case RAVEL_FLOAT32:
    case RAVEL_COMPLEX64:
        return (float_format){8, 23};
    default:
        return (float_format){11, 52};
    }
}

/* The bits of an unsigned integer of 1, 2, 4 or 8 bytes, and back. */
static uint64_t load_bits(const void *source, int32_t nbytes)
{
    uint8_t byte;
    uint16_t half;
    uint32_t word;
    uint64_t wide;
    switch (nbytes) {
    case 1:
        memcpy(&byte, source, sizeof byte);
        return byte;
    case 2:
        memcpy(&half, source, sizeof half);
        return half;
    case 4:
        memcpy(&word, source, sizeof word);
        return word;
    default:
        memcpy(&wide, source, sizeof wide);
        return wide;
    }
}

static void store_bits(uint64_t bits, void *destination, int32_t nbytes)
{
    const uint8_t byte = (uint8_t)bits;
    const uint16_t half = (uint16_t)bits;
    const uint32_t word = (uint32_t)bits;
    const void *source = nbytes == 1   ? (const void *)&byte
                         : nbytes == 2 ? (const void *)&half
                         : nbytes == 4 ? (const void *)&word
                                       : (const void *)&bits;
    memcpy(destination, source, (size_t)nbytes);
}

static uint64_t low_bits(int32_t n)
{
    return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

static number float_number(uint64_t bits, float_format format)
{
    const int32_t largest = (int32_t)low_bits(format.exponent_bits);
    const int32_t biased = (int32_t)(bits >> format.fraction_bits & low_bits(format.exponent_bits));
    const uint64_t fraction = bits & low_bits(format.fraction_bits);
    number value = {.negative = (bits >> (format.exponent_bits + format.fraction_bits) & 1) != 0};
    if (biased == largest) {
        value.infinite = fraction == 0;
        value.nan = fraction != 0;
        return value;
    }
    value.mantissa = biased == 0 ? fraction : fraction | UINT64_C(1) << format.fraction_bits;
    value.exponent = (biased == 0 ? 1 : biased) - (largest >> 1) - format.fraction_bits;
    return value;
}

/* value * 2^-shift, of a value other than 0, rounded to nearest, ties to even. */
static uint64_t round_shift(uint64_t value, int32_t shift, bool *exact)
{
    if (shift <= 0)
        return value << -shift;
    if (shift > 64) {
        *exact = false;
        return 0;
    }
    const uint64_t rest = value & low_bits(shift);
    const uint64_t half = UINT64_C(1) << (shift - 1);
    const uint64_t kept = shift == 64 ? 0 : value >> shift;
    *exact = *exact && rest == 0;
    return kept + (rest > half || (rest == half && (kept & 1) != 0));
}

static uint64_t number_float(number value, float_format format, bool *exact)
{
    const int32_t bias = (int32_t)(low_bits(format.exponent_bits) >> 1);
    const uint64_t infinity = low_bits(format.exponent_bits) << format.fraction_bits;
    const uint64_t sign = (uint64_t)value.negative << (format.exponent_bits + format.fraction_bits);
    if (value.nan)
        return sign | infinity | UINT64_C(1) << (format.fraction_bits - 1);
    if (value.infinite)
        return sign | infinity;
    if (value.mantissa == 0)
        return sign;
    /* The exponent of the last bit kept: fraction_bits below the leading one, or the subnormals'. */
    const int32_t top = 63 - __builtin_clzll(value.mantissa) + value.exponent;
    const int32_t lowest = 1 - bias;
    const int32_t kept_top = top < lowest ? lowest : top;
    const uint64_t rounded = round_shift(value.mantissa, kept_top - format.fraction_bits - value.exponent, exact);
    /* Without its leading one, and with a carry into the exponent where rounding made one more bit. */
    const uint64_t bits = ((uint64_t)(kept_top - lowest) << format.fraction_bits) + rounded;
    if (bits >= infinity) {
        *exact = false;
        return sign | infinity;
    }
    return sign | bits;
}

static number integer_number(uint64_t bits, bool negative)
{
    return (number){.negative = negative, .mantissa = negative ? 0 - bits : bits};
}

/* Towards zero, saturating. */
static uint64_t number_integer(number value, bool is_signed, int32_t nbits, bool *exact)
{
    const uint64_t most = is_signed ? low_bits(nbits - 1) + value.negative : value.negative ? 0 : low_bits(nbits);
    uint64_t magnitude = value.mantissa;
    if (value.nan) {
        *exact = false;
        return 0;
    }
    if (value.infinite || (magnitude != 0 && 63 - __builtin_clzll(magnitude) + value.exponent > 63)) {
        *exact = false;
        magnitude = most;
    } else if (value.exponent <= -64) {
        *exact = *exact && magnitude == 0;
        magnitude = 0;
    } else if (value.exponent < 0) {
        *exact = *exact && (magnitude & low_bits(-value.exponent)) == 0;
        magnitude >>= -value.exponent;
    } else if (magnitude != 0) {
        magnitude <<= value.exponent;
    }
    if (magnitude > most) {
        *exact = false;
        magnitude = most;
    }
    return value.negative ? 0 - magnitude : magnitude;
}

static bool is_nonzero(number value)
{
    return value.nan || value.infinite || value.mantissa != 0;
}

static number load_part(int32_t dtype, const void *source)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[dtype];
    const uint64_t bits = load_bits(source, facts->part_size);
    if (facts->kind == RAVEL_KIND_FLOAT || facts->kind == RAVEL_KIND_COMPLEX)
        return float_number(bits, format_of(dtype));
    if (facts->kind == RAVEL_KIND_BOOL)
        return integer_number(bits != 0, false);
    const int32_t nbits = 8 * facts->itemsize;
    if (facts->kind == RAVEL_KIND_SIGNED && (bits >> (nbits - 1) & 1) != 0)
        return integer_number(bits | ~low_bits(nbits), true);
    return integer_number(bits, false);
}

/* An integer cast to a narrower one keeps its low bits. */
static uint64_t wrap_integer(number value, bool is_signed, int32_t nbits, bool *exact)
{
    (void)number_integer(value, is_signed, nbits, exact);
    return value.negative ? 0 - value.mantissa : value.mantissa;
}

void rvl_scalar_load(int32_t dtype, const void *source, bool swapped, void *destination)
{
    const int32_t itemsize = rvl_dtypes[dtype].itemsize, part_size = rvl_dtypes[dtype].part_size;
    unsigned char bytes[16];
    memcpy(bytes, source, (size_t)itemsize);
    for (int32_t part = 0; swapped && part < itemsize; part += part_size) {
        for (int32_t i = 0; i < part_size / 2; i++) {
            const unsigned char byte = bytes[part + i];
            bytes[part + i] = bytes[part + part_size - 1 - i];
            bytes[part + part_size - 1 - i] = byte;
        }
    }
    memcpy(destination, bytes, (size_t)itemsize);
}

bool rvl_scalar_convert(int32_t from, const void *source, int32_t to, void *destination)
{
    const rvl_dtype_facts *source_facts = &rvl_dtypes[from], *facts = &rvl_dtypes[to];
    const bool from_float = source_facts->kind == RAVEL_KIND_FLOAT || source_facts->kind == RAVEL_KIND_COMPLEX;
    const int32_t nbits = 8 * facts->part_size;
    const number real = load_part(from, source);
    number imaginary = {.negative = false};
    bool exact = true;
    if (source_facts->kind == RAVEL_KIND_COMPLEX)
        imaginary = load_part(from, (const unsigned char *)source + source_facts->part_size);
    if (facts->kind == RAVEL_KIND_COMPLEX) {
        store_bits(number_float(real, format_of(to), &exact), destination, facts->part_size);
        store_bits(number_float(imaginary, format_of(to), &exact), (unsigned char *)destination + facts->part_size,
                   facts->part_size);
        return exact;
    }
    exact = !is_nonzero(imaginary);
    uint64_t bits;
    if (facts->kind == RAVEL_KIND_BOOL) {
        bits = is_nonzero(real) || is_nonzero(imaginary);
        (void)number_integer(real, false, 1, &exact);
    } else if (facts->kind == RAVEL_KIND_FLOAT) {
        bits = number_float(real, format_of(to), &exact);
    } else if (from_float) {
        bits = number_integer(real, facts->kind == RAVEL_KIND_SIGNED, nbits, &exact);
    } else {
        bits = wrap_integer(real, facts->kind == RAVEL_KIND_SIGNED, nbits, &exact);
    }
    store_bits(bits, destination, facts->part_size);
    return exact;
}

/* Whether a conversion to a float or complex, to complex if from one, made an infinity of a finite number. */
static bool overflowed(int32_t from, const void *source, int32_t to, const void *destination)
{
    const rvl_dtype_facts *source_facts = &rvl_dtypes[from], *facts = &rvl_dtypes[to];
    const bool both_complex = source_facts->kind == RAVEL_KIND_COMPLEX;
    if (load_part(to, destination).infinite && !load_part(from, source).infinite)
        return true;
    return both_complex && load_part(to, (const unsigned char *)destination + facts->part_size).infinite &&
           !load_part(from, (const unsigned char *)source + source_facts->part_size).infinite;
}

bool rvl_scalar_take_literal(int32_t from, const void *source, int32_t to, void *destination)
{
    if (rvl_scalar_convert(from, source, to, destination))
        return true;
    const bool rounds = rvl_dtypes[to].kind >= RAVEL_KIND_FLOAT && rvl_dtypes[to].kind >= rvl_dtypes[from].kind;
    return rounds && !overflowed(from, source, to, destination);
}
