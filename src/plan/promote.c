/* promote.c: which dtype operands meet in, and which casts a rule allows. */
#include "promote.h"
#include "core/dtype_table.h"
#include <ravel/context.h>

/* What a float dtype can hold: bits of the significand, and the largest exponent. Smallest first. */
typedef struct float_format {
    int32_t dtype, precision, exponent;
} float_format;

static const float_format float_formats[] = {
    {RAVEL_FLOAT16, 11, 15}, {RAVEL_BFLOAT16, 8, 127}, {RAVEL_FLOAT32, 24, 127}, {RAVEL_FLOAT64, 53, 1023}};
enum { N_FLOAT_FORMATS = sizeof float_formats / sizeof *float_formats };

/* What operands need together. Each field is a maximum, so neither order nor grouping of the operands matters; joining
 * dtypes pair by pair would not do (int16 with uint16 is int32, and with float16 then float64, but the three need no
 * more than float32). */
typedef struct needs {
    bool any, integer, inexact, complex;
    int32_t signed_bits, unsigned_bits; /* of the widest integers */
    int32_t precision, exponent;        /* of a float that holds all of them */
} needs;

static int32_t maximum(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static void add_integer(needs *all, int32_t kind, int32_t bits)
{
    bool is_signed = kind == RAVEL_KIND_SIGNED;
    int32_t value_bits = is_signed ? bits - 1 : bits;
    if (is_signed)
        all->signed_bits = maximum(all->signed_bits, bits);
    else
        all->unsigned_bits = maximum(all->unsigned_bits, bits);
    all->integer = true;
    all->precision = maximum(all->precision, value_bits);
    all->exponent = maximum(all->exponent, value_bits - 1);
}

/* A complex number needs what its parts need. */
static void add_inexact(needs *all, int32_t dtype)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[dtype];
    if (facts->kind == RAVEL_KIND_COMPLEX) {
        all->complex = true;
        dtype = facts->part_size == 4 ? RAVEL_FLOAT32 : RAVEL_FLOAT64;
    }
    all->inexact = true;
    for (int32_t i = 0; i < N_FLOAT_FORMATS; i++)
        if (float_formats[i].dtype == dtype) {
            all->precision = maximum(all->precision, float_formats[i].precision);
            all->exponent = maximum(all->exponent, float_formats[i].exponent);
        }
}

static void add_dtype(needs *all, int32_t dtype)
{
    int32_t kind = rvl_dtypes[dtype].kind;
    all->any = true;
    if (kind == RAVEL_KIND_SIGNED || kind == RAVEL_KIND_UNSIGNED)
        add_integer(all, kind, 8 * rvl_dtypes[dtype].itemsize);
    else if (kind != RAVEL_KIND_BOOL)
        add_inexact(all, dtype);
}

static int32_t integer_of(bool is_signed, int32_t bits)
{
    switch (bits) {
    case 8:
        return is_signed ? RAVEL_INT8 : RAVEL_UINT8;
    case 16:
        return is_signed ? RAVEL_INT16 : RAVEL_UINT16;
    case 32:
        return is_signed ? RAVEL_INT32 : RAVEL_UINT32;
    case 64:
        return is_signed ? RAVEL_INT64 : RAVEL_UINT64;
    default:
        return 0; /* a signed integer that would hold uint64 */
    }
}

/* The smallest dtype that meets all needs; 0 if there is none. 64-bit integers meet floats in float64, which is as
 * close as it gets. */
static int32_t smallest(const needs *all)
{
    if (all->inexact) {
        int32_t i = 0;
        while (i < N_FLOAT_FORMATS - 1 &&
               (float_formats[i].precision < all->precision || float_formats[i].exponent < all->exponent))
            i++;
        if (all->complex)
            return float_formats[i].dtype == RAVEL_FLOAT64 ? RAVEL_COMPLEX128 : RAVEL_COMPLEX64;
        return float_formats[i].dtype;
    }
    if (!all->integer)
        return all->any ? RAVEL_BOOL : 0;
    if (all->signed_bits == 0)
        return integer_of(false, all->unsigned_bits);
    return integer_of(true, maximum(all->signed_bits, 2 * all->unsigned_bits));
}

int32_t rvl_promote(int32_t a, int32_t b)
{
    needs both = {0};
    add_dtype(&both, a);
    add_dtype(&both, b);
    return smallest(&both);
}

/* Adds what literals need, of which only the highest kind counts: nothing where the other operands have that kind or a
 * higher one, else the kind's widest dtype; but a complex literal only makes floats complex. */
static void add_literals(needs *all, int32_t kind, int32_t integer)
{
    if ((kind == RAVEL_KIND_SIGNED || kind == RAVEL_KIND_UNSIGNED) && !all->integer && !all->inexact)
        add_dtype(all, integer);
    else if (kind == RAVEL_KIND_FLOAT && !all->inexact)
        add_dtype(all, RAVEL_FLOAT64);
    else if (kind == RAVEL_KIND_COMPLEX && !all->inexact)
        add_dtype(all, RAVEL_COMPLEX128);
    else if (kind == RAVEL_KIND_COMPLEX)
        all->complex = true;
}

int32_t rvl_result_type(int32_t n, const int32_t *dtypes, const int32_t *weak)
{
    needs all = {0};
    int32_t literal_kind = RAVEL_KIND_BOOL, literal_integer = RAVEL_INT64;
    for (int32_t i = 0; i < n; i++) {
        int32_t kind = rvl_dtypes[dtypes[i]].kind;
        if (weak == NULL || !weak[i] || kind == RAVEL_KIND_BOOL) {
            add_dtype(&all, dtypes[i]);
            continue;
        }
        literal_kind = maximum(literal_kind, kind); /* both integer kinds are above bool and below float */
        if (dtypes[i] == RAVEL_UINT64)
            literal_integer = RAVEL_UINT64; /* a literal that int64 does not hold */
    }
    if (all.any && smallest(&all) == 0)
        return 0; /* a literal does not make signed integers and uint64 meet */
    add_literals(&all, literal_kind, literal_integer);
    return smallest(&all);
}

/* The order of kinds that "same_kind" casts may go up. */
static int32_t rank_of_kind(int32_t kind)
{
    switch (kind) {
    case RAVEL_KIND_UNSIGNED:
        return RAVEL_KIND_SIGNED;
    case RAVEL_KIND_SIGNED:
        return RAVEL_KIND_UNSIGNED;
    default:
        return kind;
    }
}

bool rvl_can_cast(int32_t from, int32_t to, int32_t casting)
{
    switch (casting) {
    case RAVEL_CASTING_NO:
        return from == to;
    case RAVEL_CASTING_SAFE:
        return rvl_promote(from, to) == to;
    case RAVEL_CASTING_SAME_KIND:
        return rank_of_kind(rvl_dtypes[from].kind) <= rank_of_kind(rvl_dtypes[to].kind);
    default:
        return true;
    }
}
