/* check_dtype.c: names, sizes, limits, promotion and casting of element types. */
#include "support/run_suite.h"
#include <complex.h>
#include <float.h>
#include <math.h>
#include <ravel/dtype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

enum {
    NO,
    BO = RAVEL_BOOL,
    I1 = RAVEL_INT8,
    I2 = RAVEL_INT16,
    I4 = RAVEL_INT32,
    I8 = RAVEL_INT64,
    U1 = RAVEL_UINT8,
    U2 = RAVEL_UINT16,
    U4 = RAVEL_UINT32,
    U8 = RAVEL_UINT64,
    F2 = RAVEL_FLOAT16,
    BF = RAVEL_BFLOAT16,
    F4 = RAVEL_FLOAT32,
    F8 = RAVEL_FLOAT64,
    C8 = RAVEL_COMPLEX64,
    CX = RAVEL_COMPLEX128,
    N_DTYPES = 15,
};

/* NumPy 2.4's promote_types; bfloat16 as the float of 8 bits that it is; NO for uint64 with a signed integer. */
static const int32_t promotion[N_DTYPES][N_DTYPES] = {
    {BO, I1, I2, I4, I8, U1, U2, U4, U8, F2, BF, F4, F8, C8, CX}, /* bool */
    {I1, I1, I2, I4, I8, I2, I4, I8, NO, F2, BF, F4, F8, C8, CX}, /* int8 */
    {I2, I2, I2, I4, I8, I2, I4, I8, NO, F4, F4, F4, F8, C8, CX}, /* int16 */
    {I4, I4, I4, I4, I8, I4, I4, I8, NO, F8, F8, F8, F8, CX, CX}, /* int32 */
    {I8, I8, I8, I8, I8, I8, I8, I8, NO, F8, F8, F8, F8, CX, CX}, /* int64 */
    {U1, I2, I2, I4, I8, U1, U2, U4, U8, F2, BF, F4, F8, C8, CX}, /* uint8 */
    {U2, I4, I4, I4, I8, U2, U2, U4, U8, F4, F4, F4, F8, C8, CX}, /* uint16 */
    {U4, I8, I8, I8, I8, U4, U4, U4, U8, F8, F8, F8, F8, CX, CX}, /* uint32 */
    {U8, NO, NO, NO, NO, U8, U8, U8, U8, F8, F8, F8, F8, CX, CX}, /* uint64 */
    {F2, F2, F4, F8, F8, F2, F4, F8, F8, F2, F4, F4, F8, C8, CX}, /* float16 */
    {BF, BF, F4, F8, F8, BF, F4, F8, F8, F4, BF, F4, F8, C8, CX}, /* bfloat16 */
    {F4, F4, F4, F8, F8, F4, F4, F8, F8, F4, F4, F4, F8, C8, CX}, /* float32 */
    {F8, F8, F8, F8, F8, F8, F8, F8, F8, F8, F8, F8, F8, CX, CX}, /* float64 */
    {C8, C8, C8, CX, CX, C8, C8, CX, CX, C8, C8, C8, CX, C8, CX}, /* complex64 */
    {CX, CX, CX, CX, CX, CX, CX, CX, CX, CX, CX, CX, CX, CX, CX}, /* complex128 */
};

/* NumPy 2.4's can_cast: s safe, k same kind, u unsafe; a row for each source, a column for each target. */
static const char *const casting[N_DTYPES] = {
    "sssssssssssssss", /* bool */
    "ussssuuuussssss", /* int8 */
    "uksssuuuukkssss", /* int16 */
    "ukkssuuuukkksks", /* int32 */
    "ukkksuuuukkksks", /* int64 */
    "uksssssssssssss", /* uint8 */
    "ukksskssskkssss", /* uint16 */
    "ukkkskksskkksks", /* uint32 */
    "ukkkkkkkskkksks", /* uint64 */
    "uuuuuuuuuskssss", /* float16 */
    "uuuuuuuuuksssss", /* bfloat16 */
    "uuuuuuuuukkssss", /* float32 */
    "uuuuuuuuukkksks", /* float64 */
    "uuuuuuuuuuuuuss", /* complex64 */
    "uuuuuuuuuuuuuks", /* complex128 */
};

static const char *const numpy_names[N_DTYPES + 1] = {
    NULL,     "bool",   "int8",    "int16",    "int32",   "int64",   "uint8",     "uint16",
    "uint32", "uint64", "float16", "bfloat16", "float32", "float64", "complex64", "complex128"};
static const size_t itemsizes[N_DTYPES + 1] = {0, 1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 8, 16};

static ravel_context *context;

static void set_up(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void tear_down(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* The last message of the context. */
static const char *message(void)
{
    static char text[1024];
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
    return text;
}

/* What operands give; 0 where that is RAVEL_NO_COMMON_DTYPE, and then *dtype must stay as it was. */
static int32_t result_of(int32_t n, const int32_t *dtypes, const int32_t *weak)
{
    int32_t dtype = 99;
    ravel_status status = ravel_result_type(context, n, dtypes, weak, &dtype);
    if (status == RAVEL_NO_COMMON_DTYPE) {
        ck_assert_int_eq(dtype, 99);
        return 0;
    }
    ck_assert_int_eq(status, RAVEL_OK);
    return dtype;
}

START_TEST(names_and_sizes)
{
    for (int32_t dtype = 1; dtype <= N_DTYPES; dtype++) {
        size_t itemsize = 0;
        ck_assert_str_eq(ravel_dtype_name(dtype), numpy_names[dtype]);
        ck_assert_int_eq(ravel_dtype_itemsize(dtype, &itemsize), RAVEL_OK);
        ck_assert_uint_eq(itemsize, itemsizes[dtype]);
        ck_assert_int_eq(ravel_dtype_itemsize(dtype, NULL), RAVEL_NULL_ARGUMENT);
    }
}
END_TEST

static const int32_t no_dtypes[] = {0, -1, N_DTYPES + 1, 255, INT32_MIN, INT32_MAX};
#define N_NO_DTYPES (sizeof no_dtypes / sizeof *no_dtypes)

START_TEST(numbers_that_are_no_dtype)
{
    for (size_t i = 0; i < N_NO_DTYPES; i++) {
        int32_t bad = no_dtypes[i], dtypes[2] = {F8, bad}, dtype = 99, yes = 99, kind = 99;
        size_t itemsize = 99;
        ck_assert_ptr_null(ravel_dtype_name(bad));
        ck_assert_int_eq(ravel_dtype_itemsize(bad, &itemsize), RAVEL_INVALID_DTYPE);
        ck_assert_int_eq(ravel_dtype_limits(bad, &kind, NULL, NULL, NULL, NULL, NULL), RAVEL_INVALID_DTYPE);
        ck_assert_int_eq(ravel_can_cast(bad, F8, RAVEL_CASTING_SAFE, &yes), RAVEL_INVALID_DTYPE);
        ck_assert_int_eq(ravel_can_cast(F8, bad, RAVEL_CASTING_SAFE, &yes), RAVEL_INVALID_DTYPE);
        ck_assert_int_eq(ravel_result_type(context, 2, dtypes, NULL, &dtype), RAVEL_INVALID_DTYPE);
        ck_assert_ptr_nonnull(strstr(message(), "dtypes[1]"));
        ck_assert(dtype == 99 && yes == 99 && kind == 99 && itemsize == 99);
    }
}
END_TEST

START_TEST(pairs_promote_as_numpy_has_them)
{
    for (int32_t a = 1; a <= N_DTYPES; a++)
        for (int32_t b = 1; b <= N_DTYPES; b++) {
            const int32_t pair[] = {a, b}, strong[] = {0, 0};
            ck_assert_msg(result_of(2, pair, NULL) == promotion[a - 1][b - 1], "%s with %s", numpy_names[a],
                          numpy_names[b]);
            ck_assert_int_eq(result_of(2, pair, strong), promotion[a - 1][b - 1]);
        }
}
END_TEST

static int32_t safe(int32_t from, int32_t to)
{
    return promotion[from - 1][to - 1] == to;
}

static int32_t rank_of(int32_t dtype)
{
    return dtype == BO ? 0 : dtype >= C8 ? 4 : dtype >= F2 ? 3 : dtype >= U1 ? 1 : 2;
}

/* NumPy's result_type: the smallest dtype of the highest kind that is safe for all. */
static int32_t smallest_for(int32_t n, const int32_t *dtypes)
{
    int32_t rank = 0, best = 0;
    for (int32_t i = 0; i < n; i++)
        rank = rank_of(dtypes[i]) > rank ? rank_of(dtypes[i]) : rank;
    for (int32_t dtype = 1; dtype <= N_DTYPES; dtype++) {
        int32_t holds = rank_of(dtype) == rank;
        for (int32_t i = 0; i < n; i++)
            holds &= safe(dtypes[i], dtype);
        if (holds && (best == 0 || safe(dtype, best)))
            best = dtype;
    }
    return best;
}

START_TEST(any_order_of_operands_gives_the_same)
{
    static const int32_t orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int32_t a = 1; a <= N_DTYPES; a++)
        for (int32_t b = 1; b <= N_DTYPES; b++)
            for (int32_t c = 1; c <= N_DTYPES; c++) {
                const int32_t all[] = {a, b, c};
                for (int32_t order = 0; order < 6; order++) {
                    const int32_t *places = orders[order];
                    const int32_t turned[] = {all[places[0]], all[places[1]], all[places[2]]};
                    ck_assert_int_eq(result_of(3, turned, NULL), smallest_for(3, all));
                }
            }
    ck_assert_int_eq(result_of(3, (const int32_t[]){I2, U2, F2}, NULL), F4);
    ck_assert_int_eq(result_of(3, (const int32_t[]){I8, U8, F2}, NULL), F8);
}
END_TEST

/* What a literal does to the dtype of the others, as NumPy has it for Python's int, float and complex. */
static int32_t with_literal(int32_t strong, int32_t literal)
{
    int32_t rank = rank_of(strong);
    switch (literal) {
    case BO:
        return strong;
    case I8:
    case U8:
        return rank == 0 ? literal : strong;
    case F8:
        return rank < 3 ? F8 : strong;
    default:
        return rank < 3 || strong == F8 || strong == CX ? CX : C8;
    }
}

START_TEST(literals_count_by_their_kind)
{
    static const int32_t literals[] = {BO, I8, U8, F8, CX}, alike[] = {BO, I4, U8, F2, C8};
    for (int32_t i = 0; i < 5; i++) {
        for (int32_t dtype = 1; dtype <= N_DTYPES; dtype++) {
            const int32_t expected = with_literal(dtype, literals[i]);
            ck_assert_int_eq(result_of(2, (const int32_t[]){dtype, literals[i]}, (const int32_t[]){0, 1}), expected);
            ck_assert_int_eq(result_of(2, (const int32_t[]){literals[i], dtype}, (const int32_t[]){-7, 0}), expected);
            ck_assert_int_eq(result_of(2, (const int32_t[]){dtype, alike[i]}, (const int32_t[]){0, 1}), expected);
            /* Of several literals the highest kind counts. */
            for (int32_t j = 0; j <= i; j++)
                if (literals[j] != I8 || literals[i] != U8)
                    ck_assert_int_eq(
                        result_of(3, (const int32_t[]){literals[i], dtype, literals[j]}, (const int32_t[]){1, 0, 1}),
                        expected);
        }
        ck_assert_int_eq(result_of(1, &literals[i], (const int32_t[]){1}), literals[i]);
        ck_assert_int_eq(result_of(2, (const int32_t[]){literals[i], BO}, (const int32_t[]){1, 1}), literals[i]);
    }
    ck_assert_int_eq(result_of(2, (const int32_t[]){I8, U8}, (const int32_t[]){1, 1}), U8);
    ck_assert_int_eq(result_of(3, (const int32_t[]){I8, F8, CX}, (const int32_t[]){1, 1, 1}), CX);
    ck_assert_int_eq(result_of(3, (const int32_t[]){I8, U8, F8}, (const int32_t[]){0, 0, 1}), NO);
    ck_assert_int_eq(result_of(1, (const int32_t[]){F2}, (const int32_t[]){1}), F8);
}
END_TEST

START_TEST(result_type_refuses_bad_arguments)
{
    const int32_t dtypes[] = {I8, U8};
    int32_t dtype = 99;
    ck_assert_int_eq(ravel_result_type(context, 0, dtypes, NULL, &dtype), RAVEL_INVALID_ARGUMENT);
    ck_assert_int_eq(ravel_result_type(context, INT32_MIN, dtypes, NULL, &dtype), RAVEL_INVALID_ARGUMENT);
    ck_assert_int_eq(ravel_result_type(context, 1, NULL, NULL, &dtype), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_result_type(context, 1, dtypes, NULL, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_result_type(context, 2, dtypes, NULL, &dtype), RAVEL_NO_COMMON_DTYPE);
    ck_assert_ptr_nonnull(strstr(message(), "ravel_result_type: "));
    ck_assert_ptr_nonnull(strstr(message(), "uint64"));
    ck_assert_int_eq(ravel_result_type(NULL, 2, dtypes, NULL, &dtype), RAVEL_NO_COMMON_DTYPE);
    ck_assert_int_eq(dtype, 99);
    ck_assert_int_eq(ravel_result_type(NULL, 1, dtypes, NULL, &dtype), RAVEL_OK);
    ck_assert_int_eq(dtype, I8);
}
END_TEST

START_TEST(casts_are_as_numpy_allows_them)
{
    for (int32_t from = 1; from <= N_DTYPES; from++)
        for (int32_t to = 1; to <= N_DTYPES; to++) {
            const char cast = casting[from - 1][to - 1];
            const int32_t expected[] = {from == to, cast == 's', cast != 'u', 1};
            for (int32_t rule = RAVEL_CASTING_NO; rule <= RAVEL_CASTING_UNSAFE; rule++) {
                int32_t yes = -1;
                ck_assert_int_eq(ravel_can_cast(from, to, rule, &yes), RAVEL_OK);
                ck_assert_msg(yes == expected[rule - RAVEL_CASTING_NO], "%s to %s by rule %d", numpy_names[from],
                              numpy_names[to], rule);
            }
        }
}
END_TEST

START_TEST(can_cast_refuses_bad_arguments)
{
    int32_t yes = 99;
    ck_assert_int_eq(ravel_can_cast(F4, F8, 0, &yes), RAVEL_INVALID_ARGUMENT);
    ck_assert_int_eq(ravel_can_cast(F4, F8, 5, &yes), RAVEL_INVALID_ARGUMENT);
    ck_assert_int_eq(ravel_can_cast(F4, F8, INT32_MIN, &yes), RAVEL_INVALID_ARGUMENT);
    ck_assert_int_eq(ravel_can_cast(F4, F8, RAVEL_CASTING_SAFE, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(yes, 99);
}
END_TEST

static int32_t little_endian(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 1;
}

/* The bits of float16 and bfloat16, given by what they must widen to. */
static double widen(uint16_t bits, int32_t dtype)
{
    const int32_t fraction_bits = dtype == F2 ? 10 : 7, bias = dtype == F2 ? 15 : 127;
    const int32_t exponent = (bits & 0x7FFF) >> fraction_bits, fraction = bits & ((1 << fraction_bits) - 1);
    return copysign(ldexp(1 + ldexp(fraction, -fraction_bits), exponent - bias), bits & 0x8000 ? -1 : 1);
}

START_TEST(limits_of_bool_and_integers)
{
    static const int64_t lowest[] = {0, 0, INT8_MIN, INT16_MIN, INT32_MIN, INT64_MIN};
    static const int64_t highest[] = {0, 1, INT8_MAX, INT16_MAX, INT32_MAX, INT64_MAX};
    static const uint64_t highest_unsigned[] = {UINT8_MAX, UINT16_MAX, UINT32_MAX, UINT64_MAX};
    for (int32_t dtype = BO; dtype <= U8; dtype++) {
        int32_t kind = -1, bits = -1;
        unsigned char low[17], high[17], epsilon[17], normal[17], untouched[17];
        memset(untouched, 0xA5, sizeof untouched);
        memset(low, 0xA5, sizeof low);
        memset(high, 0xA5, sizeof high);
        memset(epsilon, 0xA5, sizeof epsilon);
        memset(normal, 0xA5, sizeof normal);
        /* One byte off: limits need no alignment. */
        ck_assert_int_eq(ravel_dtype_limits(dtype, &kind, &bits, low + 1, high + 1, epsilon, normal), RAVEL_OK);
        ck_assert_int_eq(kind, dtype == BO ? RAVEL_KIND_BOOL : dtype <= I8 ? RAVEL_KIND_SIGNED : RAVEL_KIND_UNSIGNED);
        ck_assert_int_eq(bits, (int)(8 * itemsizes[dtype]));
        ck_assert_mem_eq(epsilon, untouched, sizeof untouched);
        ck_assert_mem_eq(normal, untouched, sizeof untouched);
        ck_assert_mem_eq(low + 1 + itemsizes[dtype], untouched, 16 - itemsizes[dtype]);
        ck_assert_mem_eq(high + 1 + itemsizes[dtype], untouched, 16 - itemsizes[dtype]);
        int64_t low_value = dtype <= I8 ? lowest[dtype] : 0;
        uint64_t high_value = dtype <= I8 ? (uint64_t)highest[dtype] : highest_unsigned[dtype - U1];
        for (size_t i = 0; i < itemsizes[dtype]; i++) {
            size_t place = little_endian() ? i : itemsizes[dtype] - 1 - i;
            ck_assert_uint_eq(low[1 + place], (uint64_t)low_value >> (8 * i) & 0xFF);
            ck_assert_uint_eq(high[1 + place], high_value >> (8 * i) & 0xFF);
        }
        ck_assert_int_eq(ravel_dtype_limits(dtype, NULL, NULL, NULL, NULL, NULL, NULL), RAVEL_OK);
    }
}
END_TEST

START_TEST(limits_of_floats)
{
    static const double expected[][4] = {
        [F2] = {-65504, 65504, 0x1p-10, 0x1p-14},
        [BF] = {-0x1.FEp127, 0x1.FEp127, 0x1p-7, 0x1p-126},
        [F4] = {-(double)FLT_MAX, (double)FLT_MAX, (double)FLT_EPSILON, (double)FLT_MIN},
        [F8] = {-DBL_MAX, DBL_MAX, DBL_EPSILON, DBL_MIN},
        [C8] = {-(double)FLT_MAX, (double)FLT_MAX, (double)FLT_EPSILON, (double)FLT_MIN},
        [CX] = {-DBL_MAX, DBL_MAX, DBL_EPSILON, DBL_MIN},
    };
    for (int32_t dtype = F2; dtype <= CX; dtype++) {
        int32_t kind = -1, bits = -1;
        unsigned char limit[4][16];
        memset(limit, 0xA5, sizeof limit);
        ck_assert_int_eq(ravel_dtype_limits(dtype, &kind, &bits, limit[0], limit[1], limit[2], limit[3]), RAVEL_OK);
        ck_assert_int_eq(kind, dtype >= C8 ? RAVEL_KIND_COMPLEX : RAVEL_KIND_FLOAT);
        ck_assert_int_eq(bits, (int)(8 * itemsizes[dtype]) / (dtype >= C8 ? 2 : 1));
        for (int32_t i = 0; i < 4; i++) {
            uint16_t half;
            float single[2] = {0, 0};
            double twice[2] = {0, 0};
            memcpy(&half, limit[i], sizeof half);
            memcpy(single, limit[i], dtype == C8 ? 8 : 4);
            memcpy(twice, limit[i], dtype == CX ? 16 : 8);
            double value = bits == 16 ? widen(half, dtype) : bits == 32 ? (double)single[0] : twice[0];
            ck_assert_double_eq(value, expected[dtype][i]);
            ck_assert_double_eq(bits == 32 ? (double)single[1] : dtype == CX ? twice[1] : 0, 0);
            for (size_t place = itemsizes[dtype]; place < 16; place++)
                ck_assert_uint_eq(limit[i][place], 0xA5);
        }
    }
}
END_TEST

START_TEST(dtype_of_a_pointer)
{
    ck_assert_int_eq(RAVEL_DTYPE_OF((_Bool *)NULL), BO);
    ck_assert_int_eq(RAVEL_DTYPE_OF((int8_t *)NULL), I1);
    ck_assert_int_eq(RAVEL_DTYPE_OF((int16_t *)NULL), I2);
    ck_assert_int_eq(RAVEL_DTYPE_OF((int32_t *)NULL), I4);
    ck_assert_int_eq(RAVEL_DTYPE_OF((int64_t *)NULL), I8);
    ck_assert_int_eq(RAVEL_DTYPE_OF((const uint8_t *)NULL), U1);
    ck_assert_int_eq(RAVEL_DTYPE_OF((uint16_t *)NULL), U2);
    ck_assert_int_eq(RAVEL_DTYPE_OF((uint32_t *)NULL), U4);
    ck_assert_int_eq(RAVEL_DTYPE_OF((uint64_t *)NULL), U8);
    ck_assert_int_eq(RAVEL_DTYPE_OF((long long *)NULL), I8);
    ck_assert_int_eq(RAVEL_DTYPE_OF((unsigned long long *)NULL), U8);
    ck_assert_int_eq(RAVEL_DTYPE_OF((float *)NULL), F4);
    ck_assert_int_eq(RAVEL_DTYPE_OF((double *)NULL), F8);
    ck_assert_int_eq(RAVEL_DTYPE_OF((float complex *)NULL), C8);
    ck_assert_int_eq(RAVEL_DTYPE_OF((double complex *)NULL), CX);
    int32_t dtype;
    ck_assert_int_eq(ravel_dtype_parse(context, "char", &dtype, NULL), RAVEL_OK);
    ck_assert_int_eq(RAVEL_DTYPE_OF((char *)NULL), dtype);
    ck_assert_int_eq(ravel_dtype_parse(context, "long", &dtype, NULL), RAVEL_OK);
    ck_assert_int_eq(RAVEL_DTYPE_OF((long *)NULL), dtype);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dtype");
    TCase *cases = tcase_create("dtype");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, names_and_sizes);
    tcase_add_test(cases, numbers_that_are_no_dtype);
    tcase_add_test(cases, pairs_promote_as_numpy_has_them);
    tcase_add_test(cases, any_order_of_operands_gives_the_same);
    tcase_add_test(cases, literals_count_by_their_kind);
    tcase_add_test(cases, result_type_refuses_bad_arguments);
    tcase_add_test(cases, casts_are_as_numpy_allows_them);
    tcase_add_test(cases, can_cast_refuses_bad_arguments);
    tcase_add_test(cases, limits_of_bool_and_integers);
    tcase_add_test(cases, limits_of_floats);
    tcase_add_test(cases, dtype_of_a_pointer);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
