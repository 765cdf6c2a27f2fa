/* states_exact.h: the sum of floats without any rounding, in any order: a superaccumulator. Included by states.c alone,
 * for float32 and float64.
 *
 * Source of the method: R. M. Neal, Fast exact summation using small and large superaccumulators, 2015 (the small one).
 * A fixed-point number wide enough for every float64, in limbs that lie 32 bits apart and are 64 bits wide, so that
 * about a thousand numbers can be added before carries have to go on. Integers only: no rounding mode matters. */
#ifndef RVL_KERNEL_STATES_EXACT_H
#define RVL_KERNEL_STATES_EXACT_H

#include "core/bits.h"
#include <stdbool.h>

enum {
    EXACT_LIMBS = 67, /* limb i counts units of 2^(32 i - 1075); the last ones have room for the sum of 2^63 numbers */
    LIMB_BITS = 32,
    TABLES = 3,             /* so that neighbours of one magnitude need not wait for each other's store */
    SHORT = 64,             /* fewer numbers than this do without */
    MOST_OF_A_TABLE = 1000, /* a limb takes 2^53 from each number, and holds 2^63 */
    PIECE = TABLES * MOST_OF_A_TABLE
};

/* What no limb can hold. */
enum {
    SEEN_SOME = 1,          /* something other than -0 was added */
    SEEN_NEGATIVE_ZERO = 2, /* -0 was added */
    SEEN_INFINITY = 4,
    SEEN_NEGATIVE_INFINITY = 8,
    SEEN_NAN = 16
};

/* Limbs are in [0, 2^32) in two's complement, but the last one, which has the sign: equal sums have equal bytes. Zero
 * bytes are the sum of nothing. */
typedef struct exact_state {
    uint64_t limbs[EXACT_LIMBS];
    uint64_t seen;
} exact_state;

_Static_assert(sizeof(exact_state) == 8 * RVL_EXACT_WORDS, "states of parts lie one after the other");

#define MANTISSA_MASK ((UINT64_C(1) << 52) - 1)
#define SIGN (UINT64_C(1) << 63)
#define EXPONENT_OF_INFINITY 0x7ff
#define INFINITE_BITS ((uint64_t)EXPONENT_OF_INFINITY << 52)

/* A finite number: its 53 bits go to two limbs. */
RVL_ALWAYS_INLINE void add_to(uint64_t *limbs, elem value)
{
    const uint64_t bits = bits_float64((double)value);
    const uint64_t exponent = bits >> 52 & EXPONENT_OF_INFINITY, normal = exponent != 0;
    const uint64_t mantissa = (bits & MANTISSA_MASK) | normal << 52;
    const uint64_t position = exponent + 1 - normal, shift = position % LIMB_BITS;
    const uint64_t sign = 0 - (bits >> 63);
    const uint64_t low = (uint32_t)(mantissa << shift), high = mantissa >> (LIMB_BITS - shift);
    limbs[position / LIMB_BITS] += (low ^ sign) - sign;
    limbs[position / LIMB_BITS + 1] += (high ^ sign) - sign;
}

/* Brings limbs back to [0, 2^32) where only those in [first, last] have left it. */
static __attribute__((noinline)) void carry_between(uint64_t *limbs, size_t first, size_t last)
{
    uint64_t over = 0;
    size_t i = first;
    for (; i + 1 < EXACT_LIMBS && (i <= last || over != 0); i++) {
        const uint64_t limb = limbs[i] + over, sign = 0 - (limb >> 63);
        over = limb >> LIMB_BITS | sign << LIMB_BITS; /* towards minus infinity */
        limbs[i] = limb & UINT32_MAX;
    }
    limbs[i] += over;
}

static void carry(uint64_t *limbs)
{
    carry_between(limbs, 0, EXACT_LIMBS - 1);
}

/* Notes what a number is besides a value; whether it has one. */
static bool note(exact_state *state, elem value)
{
    const uint64_t bits = bits_float64((double)value);
    if ((bits & ~SIGN) < INFINITE_BITS)
        return true;
    state->seen |= bits & MANTISSA_MASK ? SEEN_NAN : bits & SIGN ? SEEN_NEGATIVE_INFINITY : SEEN_INFINITY;
    return false;
}

/* Whether all of a piece is finite; notes zeros. */
static bool all_finite(exact_state *state, size_t n, const elem *values)
{
    uint64_t infinite = 0, others = 0, negative_zeros = 0;
    for (size_t i = 0; i < n; i++) {
        const uint64_t bits = bits_float64((double)values[i]);
        infinite |= (bits & ~SIGN) >= INFINITE_BITS;
        others |= bits ^ SIGN;
        negative_zeros |= bits == SIGN;
    }
    state->seen |= (others ? SEEN_SOME : 0) | (negative_zeros ? SEEN_NEGATIVE_ZERO : 0);
    return !infinite;
}

static __attribute__((noinline)) void add_finite(exact_state *state, size_t n, const elem *values)
{
    uint64_t tables[TABLES][EXACT_LIMBS];
    memset(tables, 0, sizeof tables);
    size_t i = 0;
    for (; i + TABLES <= n; i += TABLES)
        for (size_t table = 0; table < TABLES; table++)
            add_to(tables[table], values[i + table]);
    for (size_t table = 0; i < n; i++, table++)
        add_to(tables[table], values[i]);
    for (size_t table = 0; table < TABLES; table++) {
        carry(tables[table]);
        for (size_t limb = 0; limb < EXACT_LIMBS; limb++)
            state->limbs[limb] += tables[table][limb];
    }
}

static void add_some_infinite(exact_state *state, size_t n, const elem *values)
{
    size_t since = 0;
    for (size_t i = 0; i < n; i++) {
        if (!note(state, values[i]))
            continue;
        add_to(state->limbs, values[i]);
        if (++since % MOST_OF_A_TABLE == 0)
            carry(state->limbs);
    }
}

static void add_few_finite(exact_state *state, size_t n, const elem *values)
{
    size_t first = EXACT_LIMBS, last = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t limb = (bits_float64((double)values[i]) >> 52 & EXPONENT_OF_INFINITY) / LIMB_BITS;
        first = limb < first ? limb : first;
        last = limb + 1 > last ? limb + 1 : last;
        add_to(state->limbs, values[i]);
    }
    carry_between(state->limbs, first, last);
}

static void add_exactly(size_t n, const void *elements, void *into)
{
    const elem *values = elements;
    exact_state *state = into;
    while (n > 0) {
        const size_t piece = n < PIECE ? n : PIECE;
        if (!all_finite(state, piece, values)) {
            add_some_infinite(state, piece, values);
            carry(state->limbs);
        } else if (piece < SHORT) {
            add_few_finite(state, piece, values);
        } else {
            add_finite(state, piece, values);
            carry(state->limbs);
        }
        values += piece;
        n -= piece;
    }
}

static int32_t join_exact(size_t n, const void *const *in, void *const *out, void *user)
{
    const exact_state *left = in[0], *right = in[1];
    exact_state *result = out[0];
    (void)user;
    for (size_t i = 0; i < n; i++) {
        for (size_t limb = 0; limb < EXACT_LIMBS; limb++)
            result[i].limbs[limb] = left[i].limbs[limb] + right[i].limbs[limb];
        result[i].seen = left[i].seen | right[i].seen;
        carry(result[i].limbs);
    }
    return 0;
}

/* 64 bits of a magnitude from bit `from` up. */
static uint64_t bits_from(const uint64_t *limbs, int32_t from)
{
    uint64_t result = 0;
    const int32_t first = from / LIMB_BITS, shift = from % LIMB_BITS;
    for (int32_t i = 0; i < 3 && first + i < EXACT_LIMBS; i++) {
        const int32_t left = i * LIMB_BITS - shift;
        result |= left < 0 ? limbs[first + i] >> -left : left < 64 ? limbs[first + i] << left : 0;
    }
    return result;
}

/* Whether a bit below `below` is set. */
static bool any_below(const uint64_t *limbs, int32_t below)
{
    const int32_t last = below / LIMB_BITS;
    for (int32_t i = 0; i < last; i++)
        if (limbs[i])
            return true;
    return (limbs[last] & ((UINT64_C(1) << below % LIMB_BITS) - 1)) != 0;
}

/* The highest bit that is set, -1 if none is. */
static int32_t highest_bit(const uint64_t *limbs)
{
    for (int32_t i = EXACT_LIMBS - 1; i >= 0; i--)
        if (limbs[i])
            return i * LIMB_BITS + 63 - __builtin_clzll(limbs[i]);
    return -1;
}

/* The sum, rounded once: to the nearest float64, ties to even; or to odd: cut to 53 bits, of which the last is set
 * where anything was cut off, so that a cast to a narrower dtype rounds as the sum itself would be rounded. */
static double rounded(const exact_state *state, bool to_odd)
{
    const uint64_t infinite = state->seen & (SEEN_INFINITY | SEEN_NEGATIVE_INFINITY);
    if ((state->seen & SEEN_NAN) || infinite == (SEEN_INFINITY | SEEN_NEGATIVE_INFINITY))
        return __builtin_nan("");
    if (infinite)
        return infinite == SEEN_INFINITY ? __builtin_inf() : -__builtin_inf();
    uint64_t opposite[EXACT_LIMBS];
    const uint64_t *limbs = state->limbs;
    const bool negative = limbs[EXACT_LIMBS - 1] >> 63;
    if (negative) {
        for (size_t i = 0; i < EXACT_LIMBS; i++)
            opposite[i] = 0 - limbs[i];
        carry(opposite);
        limbs = opposite;
    }
    const int32_t top = highest_bit(limbs);
    if (top < 0)
        return state->seen == SEEN_NEGATIVE_ZERO ? -0.0 : 0.0;
    const uint64_t sign = negative ? SIGN : 0;
    /* The last bit that a float64 keeps: of 53, or bit 1, the smallest subnormal number. It is also the exponent. */
    const int32_t last = top - 52 > 1 ? top - 52 : 1;
    if (last >= EXPONENT_OF_INFINITY)
        return from_bits_float64(sign | (to_odd ? INFINITE_BITS - 1 : INFINITE_BITS));
    uint64_t mantissa = bits_from(limbs, last) & ((MANTISSA_MASK << 1) | 1);
    const bool half = bits_from(limbs, last - 1) & 1, less = any_below(limbs, last - 1);
    if (to_odd)
        mantissa |= half || less;
    else
        mantissa += half && (less || (mantissa & 1));
    return from_bits_float64(sign | (((uint64_t)(last - 1) << 52) + mantissa));
}

static void finish_exact_sum(size_t n, const void *states, double correction, void *results)
{
    const exact_state *from = states;
    double *to = results;
    (void)correction;
    for (size_t i = 0; i < n; i++)
        to[i] = rounded(&from[i], false);
}

static void finish_exact_sum_to_cast(size_t n, const void *states, double correction, void *results)
{
    const exact_state *from = states;
    double *to = results;
    (void)correction;
    for (size_t i = 0; i < n; i++)
        to[i] = rounded(&from[i], true);
}

#endif
