/* unit_cast.c: all casts on every instruction set, between guard pages, bit for bit against arithmetic on exact values:
 * a number is decoded into a long double, and encoded again by scaling and rounding as the formats' definitions say. */
#include "dispatch/dispatch.h"
#include "support/guard.h"
#include "support/run_suite.h"
#include <math.h>
#include <ravel/context.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_N 520
#define MAX_VALUES 700000

static const rvl_movers *const all_movers[] = {
#define ISA(NAME, suffix, text) &rvl_movers_##suffix,
#include "core/isas.def"
#undef ISA
};

/* A binary floating-point format of IEEE 754's kind. */
typedef struct float_format {
    int digits, exponent_bits;
} float_format;

typedef struct dtype_facts {
    const char *name;
    size_t itemsize, part_size;
    char kind; /* b, i, u, f, c */
} dtype_facts;

#define BOOL 'b'
#define SIGNED 'i'
#define UNSIGNED 'u'
#define FLOAT 'f'
#define COMPLEX 'c'
static const dtype_facts facts[RVL_N_DTYPES] = {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) [RAVEL_##NAME] = {#name, itemsize, part_size, kind},
#include "core/dtypes.def"
#undef DTYPE
};

static float_format format_of(int32_t dtype)
{
    if (dtype == RAVEL_BFLOAT16)
        return (float_format){8, 8};
    const size_t size = facts[dtype].part_size;
    return size == 2 ? (float_format){11, 5} : size == 4 ? (float_format){24, 8} : (float_format){53, 11};
}

static long double decode(float_format format, uint64_t bits)
{
    const int bias = (1 << (format.exponent_bits - 1)) - 1;
    const uint64_t fraction = bits & ((UINT64_C(1) << (format.digits - 1)) - 1);
    const int exponent = (int)(bits >> (format.digits - 1)) & (2 * bias + 1);
    const bool negative = bits >> (format.digits - 1 + format.exponent_bits) & 1;
    long double value;
    if (exponent == 2 * bias + 1)
        value = fraction ? (long double)NAN : (long double)INFINITY;
    else if (exponent == 0)
        value = ldexpl((long double)fraction, 1 - bias - (format.digits - 1));
    else
        value =
            ldexpl((long double)(fraction + (UINT64_C(1) << (format.digits - 1))), exponent - bias - format.digits + 1);
    return negative ? -value : value;
}

/* A NaN gives all ones above the fraction, and its highest bit. */
static uint64_t encode(float_format format, long double value)
{
    const int bias = (1 << (format.exponent_bits - 1)) - 1;
    const uint64_t infinity = (uint64_t)(2 * bias + 1) << (format.digits - 1);
    const uint64_t sign = signbit(value) ? UINT64_C(1) << (format.digits - 1 + format.exponent_bits) : 0;
    const long double magnitude = fabsl(value);
    if (isnan(value))
        return infinity | UINT64_C(1) << (format.digits - 2);
    if (isinf(value))
        return sign | infinity;
    int exponent;
    frexpl(magnitude, &exponent); /* magnitude < 2^exponent */
    int unit = exponent - format.digits;
    if (unit < 1 - bias - (format.digits - 1) || magnitude == 0)
        unit = 1 - bias - (format.digits - 1);
    const long double scaled = ldexpl(magnitude, -unit);
    long double whole = floorl(scaled);
    const long double rest = scaled - whole;
    uint64_t digits = (uint64_t)whole;
    if (rest > 0.5L || (rest == 0.5L && digits % 2 == 1))
        digits++;
    /* The fraction's carry goes into the exponent, as the formats are made for. */
    const int field = unit + format.digits - 1 + bias; /* of a normal number; 1 for subnormals, whose top digit is 0 */
    const uint64_t bits = ((uint64_t)(field - 1) << (format.digits - 1)) + digits;
    return sign | (bits >= infinity ? infinity : bits);
}

static uint64_t load(const unsigned char *from, size_t nbytes)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < nbytes; i++)
        bits |= (uint64_t)from[__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? i : nbytes - 1 - i] << 8 * i;
    return bits;
}

static void store(unsigned char *to, size_t nbytes, uint64_t bits)
{
    for (size_t i = 0; i < nbytes; i++)
        to[__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? i : nbytes - 1 - i] = (unsigned char)(bits >> 8 * i);
}

/* Part `part` of an element as an exact number. */
static long double number_of(int32_t dtype, const unsigned char *from, size_t part)
{
    const dtype_facts *fact = &facts[dtype];
    const uint64_t bits = load(from + part * fact->part_size, fact->part_size);
    if (fact->kind == BOOL)
        return bits != 0;
    if (fact->kind == UNSIGNED)
        return (long double)bits;
    if (fact->kind == SIGNED)
        return (long double)(int64_t)(bits << (64 - 8 * fact->itemsize)) / ldexpl(1, 64 - 8 * (int)fact->itemsize);
    return decode(format_of(dtype), bits);
}

static uint64_t saturate(int32_t dtype, long double value, uint64_t *events)
{
    const int width = 8 * (int)facts[dtype].itemsize;
    const bool is_signed = facts[dtype].kind == SIGNED;
    const long double low = is_signed ? -ldexpl(1, width - 1) : 0;
    const long double high = ldexpl(1, is_signed ? width - 1 : width) - 1;
    const long double whole = truncl(value);
    if (!(whole >= low && whole <= high))
        *events |= RAVEL_EVENT_INVALID_CAST;
    if (isnan(value))
        return 0;
    const long double fits = whole < low ? low : whole > high ? high : whole;
    return fits < 0 ? -(uint64_t)-fits : (uint64_t)fits;
}

static void cast_one(int32_t source, int32_t destination, const unsigned char *from, unsigned char *to,
                     uint64_t *events)
{
    const dtype_facts *in = &facts[source], *out = &facts[destination];
    const long double real = number_of(source, from, 0);
    const long double imaginary = in->kind == COMPLEX ? number_of(source, from, 1) : 0;
    if (out->kind == BOOL) {
        to[0] = real != 0 || imaginary != 0;
    } else if (source == destination) {
        memcpy(to, from, in->itemsize);
    } else if (out->kind == FLOAT || out->kind == COMPLEX) {
        store(to, out->part_size, encode(format_of(destination), real));
        if (out->kind == COMPLEX)
            store(to + out->part_size, out->part_size, encode(format_of(destination), imaginary));
    } else if (in->kind == FLOAT || in->kind == COMPLEX) {
        store(to, out->itemsize, saturate(destination, real, events));
    } else { /* wraps */
        store(to, out->itemsize, real < 0 ? -(uint64_t)-real : (uint64_t)real);
    }
}

/* The bits of a NaN are not promised, but it must be one, and quiet unless it was merely copied. */
static bool same_element(int32_t source, int32_t destination, const unsigned char *got, const unsigned char *expected)
{
    const dtype_facts *out = &facts[destination];
    for (size_t part = 0; part < out->itemsize; part += out->part_size) {
        if (memcmp(got + part, expected + part, out->part_size) == 0)
            continue;
        if ((out->kind != FLOAT && out->kind != COMPLEX) || source == destination)
            return false;
        const uint64_t quiet = encode(format_of(destination), NAN), bits = load(got + part, out->part_size);
        if (load(expected + part, out->part_size) != quiet || !isnan(decode(format_of(destination), bits)))
            return false;
        if ((bits & quiet) != quiet && facts[source].part_size != out->part_size)
            return false;
    }
    return true;
}

static unsigned char *values, *results; /* MAX_VALUES elements */
static guard_arena *arena;
static uint64_t random_state = UINT64_C(0x9e3779b97f4a7c15);

static uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static size_t add_value(int32_t dtype, size_t n, uint64_t bits)
{
    ck_assert_uint_lt(n, MAX_VALUES);
    const dtype_facts *fact = &facts[dtype];
    store(values + n * fact->itemsize, fact->part_size, bits);
    if (fact->kind == COMPLEX)
        store(values + n * fact->itemsize + fact->part_size, fact->part_size, n % 3 ? bits * 7 + n % 5 : 0);
    return n + 1;
}

/* Around a number: itself and its two neighbours in the format. */
static size_t add_around(int32_t dtype, size_t n, long double number)
{
    const uint64_t bits = encode(format_of(dtype), number);
    for (uint64_t i = 0; i < 3; i++)
        n = add_value(dtype, n, bits + i - 1);
    return n;
}

static size_t make_float_values(int32_t dtype, size_t n)
{
    /* Every value of both halves, and the middle between it and the next. */
    static const float_format halves[] = {{11, 5}, {8, 8}};
    for (int i = 0; i < 2; i++)
        for (uint64_t bits = 0; bits < 0x10000; bits++) {
            const long double low = decode(halves[i], bits), high = decode(halves[i], bits + 1);
            n = add_value(dtype, n, encode(format_of(dtype), low));
            if (isfinite(low))
                n = add_around(dtype, n,
                               isinf(high) ? low + (low - decode(halves[i], bits - 1)) / 2 : (low + high) / 2);
        }
    /* The ends of the integers, and where float32's spacing passes them. */
    for (int power = -2; power <= 65; power++)
        for (int64_t i = -8; i <= 8; i++) {
            n = add_around(dtype, n, ldexpl(1, power) + (long double)i / 4);
            n = add_around(dtype, n, -ldexpl(1, power) + (long double)i / 4);
        }
    /* Where float32 rounds. */
    for (int i = 0; i < 20000; i++) {
        const uint32_t bits = (uint32_t)random_bits();
        const float_format single = {24, 8};
        const long double low = decode(single, bits), high = decode(single, bits + 1);
        if (isfinite(low) && isfinite(high) && facts[dtype].part_size > 4)
            n = add_around(dtype, n, (low + high) / 2);
    }
    for (int i = 0; i < 20000; i++)
        n = add_value(dtype, n, random_bits());
    return n;
}

static size_t make_integer_values(int32_t dtype, size_t n)
{
    for (int i = 0; i < 20000; i++)
        n = add_value(dtype, n, random_bits() >> random_bits() % 64);
    for (int top = 0; top < 64; top++)
        for (int bottom = 0; bottom <= top; bottom++)
            for (uint64_t i = 0; i < 7; i++) {
                /* Ones from top to bottom, and single ones: ties and what is next to them. */
                n = add_value(dtype, n, (UINT64_MAX >> (63 - top) & UINT64_MAX << bottom) + i - 3);
                n = add_value(dtype, n, -(UINT64_MAX >> (63 - top) & UINT64_MAX << bottom) + i - 3);
                n = add_value(dtype, n, (UINT64_C(1) << top | UINT64_C(1) << bottom) + i - 3);
                n = add_value(dtype, n, -(UINT64_C(1) << top | UINT64_C(1) << bottom) + i - 3);
            }
    return n;
}

static size_t make_values(int32_t dtype)
{
    const dtype_facts *fact = &facts[dtype];
    size_t n = 0;
    if (fact->itemsize <= 2) {
        for (uint64_t bits = 0; bits < UINT64_C(1) << 8 * fact->itemsize; bits++)
            n = add_value(dtype, n, bits);
        return n;
    }
    return fact->kind == FLOAT || fact->kind == COMPLEX ? make_float_values(dtype, n) : make_integer_values(dtype, n);
}

static void cast_block(const rvl_movers *movers, int isa, int32_t source, int32_t destination, size_t first, size_t n,
                       uint64_t events)
{
    const size_t in_size = facts[source].itemsize, out_size = facts[destination].itemsize;
    const guard_side side = n % 2 ? GUARD_AT_START : GUARD_AT_END;
    guard_arena_reset(arena);
    guard_block in = guard_take(arena, n * in_size, side, 0);
    guard_block out = guard_take(arena, n * out_size, side, 0);
    memcpy(in.data, values + first * in_size, n * in_size);
    guard_seal(&in);
    const uint64_t got_events = movers->cast[source][destination](n, in.data, out.data);
    ck_assert_msg(got_events == events, "events of %s to %s, isa %d, at %zu: %llu", facts[source].name,
                  facts[destination].name, isa, first, (unsigned long long)got_events);
    ck_assert(guard_changed(&in) == GUARD_INTACT);
    const unsigned char *expected = results + first * out_size;
    if (memcmp(out.data, expected, n * out_size) != 0)
        for (size_t i = 0; i < n; i++)
            ck_assert_msg(same_element(source, destination, out.data + i * out_size, expected + i * out_size),
                          "%s %llx to %s, isa %d: %llx, not %llx", facts[source].name,
                          (unsigned long long)load(in.data + i * in_size, facts[source].part_size),
                          facts[destination].name, isa,
                          (unsigned long long)load(out.data + i * out_size, facts[destination].part_size),
                          (unsigned long long)load(expected + i * out_size, facts[destination].part_size));
    guard_accept(&out, 0, n * out_size);
    ck_assert(guard_changed(&out) == GUARD_INTACT);
}

/* All values in blocks of all lengths; where single events are wanted, in blocks of one. */
static void cast_all(int32_t source, int32_t destination, size_t n_values)
{
    static uint64_t events[MAX_VALUES];
    for (size_t i = 0; i < n_values; i++) {
        events[i] = 0;
        cast_one(source, destination, values + i * facts[source].itemsize, results + i * facts[destination].itemsize,
                 &events[i]);
    }
    for (int isa = 0; isa <= rvl_isa_best(); isa++) {
        size_t n = 0;
        for (size_t first = 0; first < n_values; n = (n + 1) % (MAX_N + 1)) {
            const size_t part = n < n_values - first ? n : n_values - first;
            uint64_t all = 0;
            for (size_t i = 0; i < part; i++)
                all |= events[first + i];
            cast_block(all_movers[isa], isa, source, destination, first, part, all);
            first += part;
        }
        for (size_t first = 0; first < n_values; first += 1 + n_values / 3000)
            cast_block(all_movers[isa], isa, source, destination, first, 1, events[first]);
    }
}

START_TEST(test_casts)
{
    const int32_t source = _i;
    values = malloc(MAX_VALUES * 16);
    results = malloc(MAX_VALUES * 16);
    arena = guard_arena_create(2, MAX_N * 16);
    ck_assert(values && results);
    const size_t n_values = make_values(source);
    for (int32_t destination = RAVEL_BOOL; destination <= RAVEL_COMPLEX128; destination++)
        cast_all(source, destination, n_values);
    guard_arena_destroy(arena);
    free(values);
    free(results);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cast");
    TCase *cases = tcase_create("cast");
    tcase_set_timeout(cases, 600);
    tcase_add_loop_test(cases, test_casts, RAVEL_BOOL, RAVEL_COMPLEX128 + 1);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
