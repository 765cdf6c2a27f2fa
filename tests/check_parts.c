/* check_parts.c: the special cases that the Array API standard and C's Annex F list for the kernels that take numbers
 * apart, round them to integers or ask what they are: row by row, in every float dtype, on every instruction set. */
#include "support/run_suite.h"
#include <math.h>
#include <ravel/elementwise.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define INF INFINITY
#define PI 0x1.921fb54442d18p1
#define MAX 0x1.fffffffffffffp1023
#define TINY 0x1p-1074

enum { N = 37, MAX_IN = 5, MAX_OUT = 2 }; /* so many copies: in whole vectors and in what remains after them */

/* Inputs and outputs as doubles; parts of complex numbers one after the other. */
typedef struct row {
    const char *kernel;
    int32_t n_in, n_out;
    double in[MAX_IN], out[MAX_OUT];
} row;

#define ONE(name, x, result) \
    {                        \
#        name, 1, 1, {x },   \
        {                    \
            result           \
        }                    \
    }
#define TWO(name, x, y, result) \
    {                           \
#        name, 2, 1, {x, y },   \
        {                       \
            result              \
        }                       \
    }
#define PAIR(name, x, first, second) \
    {                                \
#        name, 1, 2, {x },           \
        {                            \
            first, second            \
        }                            \
    }

/* Of every float dtype. */
static const row real_rows[] = {
    ONE(ceil, NAN, NAN),
    ONE(ceil, INF, INF),
    ONE(ceil, -INF, -INF),
    ONE(ceil, 0.0, 0.0),
    ONE(ceil, -0.0, -0.0),
    ONE(ceil, -0.5, -0.0),
    ONE(ceil, 0.25, 1.0),
    ONE(ceil, -1.5, -1.0),
    ONE(floor, NAN, NAN),
    ONE(floor, INF, INF),
    ONE(floor, -INF, -INF),
    ONE(floor, 0.0, 0.0),
    ONE(floor, -0.0, -0.0),
    ONE(floor, 0.75, 0.0),
    ONE(floor, -0.25, -1.0),
    ONE(floor, 1.5, 1.0),
    ONE(trunc, NAN, NAN),
    ONE(trunc, INF, INF),
    ONE(trunc, -INF, -INF),
    ONE(trunc, 0.0, 0.0),
    ONE(trunc, -0.0, -0.0),
    ONE(trunc, 0.75, 0.0),
    ONE(trunc, -0.75, -0.0),
    ONE(trunc, 2.5, 2.0),
    ONE(trunc, -2.5, -2.0),
    ONE(round, NAN, NAN),
    ONE(round, INF, INF),
    ONE(round, -INF, -INF),
    ONE(round, 0.0, 0.0),
    ONE(round, -0.0, -0.0),
    ONE(round, 0.5, 0.0),
    ONE(round, -0.5, -0.0),
    ONE(round, 0.75, 1.0),
    ONE(round, -0.75, -1.0),
    ONE(round, 1.5, 2.0),
    ONE(round, 2.5, 2.0),
    ONE(round, -2.5, -2.0),
    ONE(round, -3.5, -4.0),
    ONE(rint, 4.5, 4.0),
    ONE(rint, -0.25, -0.0),
    ONE(rint, INF, INF),
    ONE(sign, NAN, NAN),
    ONE(sign, INF, 1.0),
    ONE(sign, -INF, -1.0),
    ONE(sign, 0.0, 0.0),
    ONE(sign, -0.0, 0.0),
    ONE(sign, 0.25, 1.0),
    ONE(sign, -3.0, -1.0),
    ONE(signbit, 0.0, 0),
    ONE(signbit, -0.0, 1),
    ONE(signbit, INF, 0),
    ONE(signbit, -INF, 1),
    ONE(signbit, 2.0, 0),
    ONE(signbit, -2.0, 1),
    ONE(isfinite, NAN, 0),
    ONE(isfinite, INF, 0),
    ONE(isfinite, -INF, 0),
    ONE(isfinite, -0.0, 1),
    ONE(isfinite, 3.0, 1),
    ONE(isinf, NAN, 0),
    ONE(isinf, INF, 1),
    ONE(isinf, -INF, 1),
    ONE(isinf, 3.0, 0),
    ONE(positive, -0.0, -0.0),
    ONE(positive, NAN, NAN),
    ONE(conj, -0.0, -0.0),
    ONE(real, -0.0, -0.0),
    ONE(imag, NAN, 0.0),
    ONE(reciprocal, INF, 0.0),
    ONE(reciprocal, -INF, -0.0),
    ONE(reciprocal, 0.0, INF),
    ONE(reciprocal, -0.0, -INF),
    ONE(reciprocal, NAN, NAN),
    ONE(reciprocal, 4.0, 0.25),
    ONE(angle, 0.0, 0.0),
    ONE(angle, INF, 0.0),
    ONE(angle, NAN, NAN),
    ONE(spacing, INF, NAN),
    ONE(spacing, -INF, NAN),
    ONE(spacing, NAN, NAN),
    TWO(copysign, 0.0, -3.0, -0.0),
    TWO(copysign, -0.0, 0.0, 0.0),
    TWO(copysign, 2.0, -0.0, -2.0),
    TWO(copysign, INF, -INF, -INF),
    TWO(copysign, -INF, 1.0, INF),
    TWO(copysign, NAN, -1.0, NAN),
    TWO(fmax, NAN, 1.0, 1.0),
    TWO(fmax, 1.0, NAN, 1.0),
    TWO(fmax, NAN, NAN, NAN),
    TWO(fmax, NAN, -INF, -INF),
    TWO(fmax, -0.0, 0.0, 0.0),
    TWO(fmax, 0.0, -0.0, 0.0),
    TWO(fmax, -0.0, -0.0, -0.0),
    TWO(fmax, -2.0, -3.0, -2.0),
    TWO(fmax, INF, 3.0, INF),
    TWO(fmin, NAN, 1.0, 1.0),
    TWO(fmin, 1.0, NAN, 1.0),
    TWO(fmin, NAN, NAN, NAN),
    TWO(fmin, INF, NAN, INF),
    TWO(fmin, -0.0, 0.0, -0.0),
    TWO(fmin, 0.0, -0.0, -0.0),
    TWO(fmin, 0.0, 0.0, 0.0),
    TWO(fmin, -2.0, -3.0, -3.0),
    TWO(heaviside, NAN, 1.0, NAN),
    TWO(heaviside, 0.0, 0.5, 0.5),
    TWO(heaviside, -0.0, NAN, NAN),
    TWO(heaviside, -0.0, -0.0, -0.0),
    TWO(heaviside, -INF, NAN, 0.0),
    TWO(heaviside, 0.25, NAN, 1.0),
    TWO(nextafter, NAN, 1.0, NAN),
    TWO(nextafter, 1.0, NAN, NAN),
    TWO(nextafter, 0.0, -0.0, -0.0),
    TWO(nextafter, -0.0, 0.0, 0.0),
    TWO(nextafter, 3.0, 3.0, 3.0),
    TWO(nextafter, INF, INF, INF),
    TWO(ldexp, 0.0, 5, 0.0),
    TWO(ldexp, -0.0, -5, -0.0),
    TWO(ldexp, INF, -3000, INF),
    TWO(ldexp, -INF, 3000, -INF),
    TWO(ldexp, NAN, 1, NAN),
    TWO(ldexp, 1.5, 3, 12.0),
    TWO(ldexp, -1.5, -3, -0.1875),
    TWO(ldexp, 1.0, 0x1p62, INF),
    TWO(ldexp, -1.0, 0x1p62, -INF),
    TWO(ldexp, 1.0, -0x1p62, 0.0),
    TWO(ldexp, -1.0, -0x1p62, -0.0),
    PAIR(frexp, NAN, NAN, 0),
    PAIR(frexp, INF, INF, 0),
    PAIR(frexp, -INF, -INF, 0),
    PAIR(frexp, 0.0, 0.0, 0),
    PAIR(frexp, -0.0, -0.0, 0),
    PAIR(frexp, 1.0, 0.5, 1),
    PAIR(frexp, -3.0, -0.75, 2),
    PAIR(frexp, 0.375, 0.75, -1),
    PAIR(modf, NAN, NAN, NAN),
    PAIR(modf, INF, 0.0, INF),
    PAIR(modf, -INF, -0.0, -INF),
    PAIR(modf, 0.0, 0.0, 0.0),
    PAIR(modf, -0.0, -0.0, -0.0),
    PAIR(modf, 2.5, 0.5, 2.0),
    PAIR(modf, -2.5, -0.5, -2.0),
    PAIR(modf, -3.0, -0.0, -3.0),
    PAIR(modf, -0.25, -0.25, -0.0),
    PAIR(sincos, 0.0, 0.0, 1.0),
    PAIR(sincos, -0.0, -0.0, 1.0),
    PAIR(sincos, INF, NAN, NAN),
    PAIR(sincos, -INF, NAN, NAN),
    PAIR(sincos, NAN, NAN, NAN),
    {"fma", 3, 1, {INF, 0.0, 1.0}, {NAN}},
    {"fma", 3, 1, {0.0, -INF, NAN}, {NAN}},
    {"fma", 3, 1, {INF, 1.0, -INF}, {NAN}},
    {"fma", 3, 1, {-INF, 2.0, INF}, {NAN}},
    {"fma", 3, 1, {INF, -2.0, -INF}, {-INF}},
    {"fma", 3, 1, {2.0, 3.0, -INF}, {-INF}},
    {"fma", 3, 1, {NAN, 1.0, 1.0}, {NAN}},
    {"fma", 3, 1, {1.0, NAN, INF}, {NAN}},
    {"fma", 3, 1, {2.0, 3.0, NAN}, {NAN}},
    {"fma", 3, 1, {2.0, 3.0, -6.0}, {0.0}},
    {"fma", 3, 1, {-2.0, 0.0, -0.0}, {-0.0}},
    {"fma", 3, 1, {-2.0, 0.0, 0.0}, {0.0}},
    {"fma", 3, 1, {2.0, 3.0, 0.5}, {6.5}},
    {"isclose", 5, 1, {1.0, 1.0, 0, 0, 0}, {1}},
    {"isclose", 5, 1, {1.0, 1.25, 0.25, 0, 0}, {1}},
    {"isclose", 5, 1, {1.25, 1.0, 0.125, 0.125, 0}, {1}},
    {"isclose", 5, 1, {1.5, 1.0, 0.25, 0, 0}, {0}},
    {"isclose", 5, 1, {INF, INF, 0, 0, 0}, {1}},
    {"isclose", 5, 1, {INF, -INF, 1, 1, 0}, {0}},
    {"isclose", 5, 1, {1.0, INF, 1, 1, 0}, {0}},
    {"isclose", 5, 1, {-INF, 1.0, 1, 1, 0}, {0}},
    {"isclose", 5, 1, {NAN, NAN, 1, 1, 0}, {0}},
    {"isclose", 5, 1, {NAN, NAN, 0, 0, 1}, {1}},
    {"isclose", 5, 1, {NAN, 1.0, 1, 1, 1}, {0}},
    {"isclose", 5, 1, {1.0, NAN, 1, INF, 1}, {0}},
    {"isclose", 5, 1, {0.0, -0.0, 0, 0, 0}, {1}},
    {"nan_to_num", 4, 1, {NAN, 1.0, 2.0, 3.0}, {1.0}},
    {"nan_to_num", 4, 1, {INF, 1.0, 2.0, 3.0}, {2.0}},
    {"nan_to_num", 4, 1, {-INF, 1.0, 2.0, 3.0}, {3.0}},
    {"nan_to_num", 4, 1, {-0.0, 1.0, 2.0, 3.0}, {-0.0}},
    {"nan_to_num", 4, 1, {NAN, INF, 2.0, 3.0}, {INF}},
};

/* Where float64 ends, and where a sum or a product of it has to be rounded once. */
static const row float64_rows[] = {
    ONE(angle, -0.0, PI),
    ONE(angle, -2.0, PI),
    ONE(angle, -INF, PI),
    ONE(spacing, 1.0, 0x1p-52),
    ONE(spacing, -1.0, -0x1p-52),
    ONE(spacing, 0.0, TINY),
    ONE(spacing, -0.0, TINY),
    ONE(spacing, 0x1p-1022, TINY),
    ONE(spacing, MAX, INF),
    ONE(ceil, 0x1.fffffffffffffp51, 0x1p52),
    ONE(floor, -0x1.fffffffffffffp51, -0x1p52),
    ONE(round, 0x1.fffffffffffffp-2, 0.0),
    ONE(round, 0x1.0000000000001p-1, 1.0),
    ONE(round, 0x1.fffffffffffffp51, 0x1p52),
    ONE(round, -0x1.0000000000001p52, -0x1.0000000000001p52),
    ONE(trunc, 0x1.fffffffffffffp-1, 0.0),
    ONE(ceil, TINY, 1.0),
    ONE(floor, -TINY, -1.0),
    TWO(nextafter, 1.0, 2.0, 0x1.0000000000001p0),
    TWO(nextafter, 1.0, -INF, 0x1.fffffffffffffp-1),
    TWO(nextafter, -1.0, INF, -0x1.fffffffffffffp-1),
    TWO(nextafter, 0.0, 1.0, TINY),
    TWO(nextafter, -0.0, 1.0, TINY),
    TWO(nextafter, 0.0, -1.0, -TINY),
    TWO(nextafter, TINY, -1.0, 0.0),
    TWO(nextafter, -TINY, 1.0, -0.0),
    TWO(nextafter, MAX, INF, INF),
    TWO(nextafter, INF, 0.0, MAX),
    TWO(ldexp, 0x1.8p0, -1075, 0x1p-1074),
    TWO(ldexp, 0x1p0, -1075, 0.0),
    TWO(ldexp, 0x1.0000000000001p0, -1075, TINY),
    TWO(ldexp, 0x1.8p0, -1074, 0x1p-1073),
    TWO(ldexp, 0x1.fffffffffffffp-1, -1022, 0x1p-1022),
    TWO(ldexp, MAX, -2097, 2 * TINY),
    TWO(ldexp, MAX, -2098, TINY),
    TWO(ldexp, MAX, -2099, 0.0),
    TWO(ldexp, TINY, 2097, 0x1p1023),
    TWO(ldexp, TINY, 2098, INF),
    TWO(ldexp, -TINY, -1, -0.0),
    PAIR(frexp, TINY, 0.5, -1073),
    PAIR(frexp, -0x0.fffffffffffffp-1022, -0x1.ffffffffffffep-1, -1022),
    PAIR(frexp, MAX, 0x1.fffffffffffffp-1, 1024),
    PAIR(modf, 0x1.8000000000001p0, 0x1.0000000000002p-1, 1.0),
    {"fma", 3, 1, {0x1p1023, 2.0, -0x1p1023}, {0x1p1023}},
    {"fma", 3, 1, {0x1p1023, 2.0, -MAX}, {0x1p971}},
    {"fma", 3, 1, {0x1p1023, 4.0, -MAX}, {INF}},
    {"fma", 3, 1, {0x1.0000000000001p0, 0x1.fffffffffffffp-1, -1.0}, {0x1.ffffffffffffep-54}},
    {"fma", 3, 1, {TINY, TINY, 1.0}, {1.0}},
    {"fma", 3, 1, {TINY, TINY, -TINY}, {-TINY}},
    {"fma", 3, 1, {TINY, -0.5, 0.0}, {-0.0}},
    {"fma", 3, 1, {TINY, -0.5, TINY}, {0.0}},
    {"fma", 3, 1, {2 * TINY, 0.5, TINY}, {0x1p-1073}},
};

/* Of complex numbers: a part that the row does not name is that of a real result. */
typedef struct complex_row {
    const char *kernel;
    double in[2], out[2];
} complex_row;

static const complex_row complex_rows[] = {
    {"sign", {0.0, 0.0}, {0.0, 0.0}},
    {"sign", {-0.0, -0.0}, {0.0, 0.0}},
    {"sign", {3.0, -4.0}, {0.6, -0.8}},
    {"sign", {-2.0, 0.0}, {-1.0, 0.0}},
    {"sign", {0.0, 5.0}, {0.0, 1.0}},
    {"sign", {NAN, 1.0}, {NAN, NAN}},
    {"sign", {0.0, NAN}, {NAN, NAN}},
    {"sign", {INF, NAN}, {NAN, NAN}},
    {"sign", {INF, -3.0}, {1.0, 0.0}},
    {"sign", {-INF, 3.0}, {-1.0, 0.0}},
    {"sign", {3.0, -INF}, {0.0, -1.0}},
    {"sign", {INF, INF}, {NAN, NAN}},
    {"conj", {1.0, 0.0}, {1.0, -0.0}},
    {"conj", {1.0, -INF}, {1.0, INF}},
    {"positive", {-0.0, NAN}, {-0.0, NAN}},
    {"round", {0.5, -1.5}, {0.0, -2.0}},
    {"round", {-0.25, INF}, {-0.0, INF}},
    {"rint", {NAN, 2.5}, {NAN, 2.0}},
    {"reciprocal", {4.0, 0.0}, {0.25, -0.0}},
    {"reciprocal", {-0.0, 4.0}, {-0.0, -0.25}},
    {"reciprocal", {0.0, 0.0}, {INF, NAN}},
    {"isfinite", {1.0, 2.0}, {1}},
    {"isfinite", {1.0, -INF}, {0}},
    {"isfinite", {NAN, 2.0}, {0}},
    {"isinf", {1.0, 2.0}, {0}},
    {"isinf", {NAN, -INF}, {1}},
    {"isinf", {NAN, NAN}, {0}},
    {"real", {-0.0, NAN}, {-0.0}},
    {"imag", {NAN, -0.0}, {-0.0}},
    {"angle", {1.0, 0.0}, {0.0}},
    {"angle", {1.0, -0.0}, {-0.0}},
    {"angle", {-0.0, 0.0}, {PI}},
    {"angle", {-1.0, -0.0}, {-PI}},
    {"angle", {-INF, INF}, {0x1.2d97c7f3321d2p1}},
    {"angle", {0.0, 3.0}, {0x1.921fb54442d18p0}},
    {"angle", {NAN, 1.0}, {NAN}},
};

static const char *const isas[] = {"generic", "x86-64-v2", "x86-64-v3", "x86-64-v4", "neon"};
enum { N_ISAS = sizeof isas / sizeof *isas };

/* Elements of any dtype, in room for the largest. */
typedef struct column {
    double numbers[2 * N];
    ravel_array *array;
} column;

static void open_column(column *made, int32_t dtype)
{
    const int64_t shape[1] = {N};
    size_t itemsize = 0;
    ck_assert_int_eq(ravel_dtype_itemsize(dtype, &itemsize), RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(NULL, made->numbers, N * itemsize, 0, dtype, 1, shape, NULL, RAVEL_WRITEABLE, &made->array),
        RAVEL_OK);
}

/* Fills it with one number, rounded to its dtype; of complex dtypes with two parts. */
static void fill(column *made, ravel_context *context, int32_t dtype, const double *parts)
{
    const bool is_complex = dtype == RAVEL_COMPLEX64 || dtype == RAVEL_COMPLEX128;
    ravel_array *number = NULL;
    open_column(made, dtype);
    ck_assert_int_eq(
        ravel_array_create_scalar(context, is_complex ? RAVEL_COMPLEX128 : RAVEL_FLOAT64, parts, 0, &number), RAVEL_OK);
    ck_assert_int_eq(ravel_full(context, number, made->array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(number), RAVEL_OK);
}

/* The column's numbers as float64, or complex128. */
static void read_numbers(const column *made, ravel_context *context, bool is_complex, double *numbers)
{
    column wide;
    open_column(&wide, is_complex ? RAVEL_COMPLEX128 : RAVEL_FLOAT64);
    ck_assert_int_eq(ravel_copy(context, made->array, wide.array), RAVEL_OK);
    memcpy(numbers, wide.numbers, sizeof wide.numbers);
    ck_assert_int_eq(ravel_array_destroy(wide.array), RAVEL_OK);
}

static bool same(double x, double y)
{
    return isnan(x) ? isnan(y) : x == y && signbit(x) == signbit(y);
}

/* As a number of the dtype. */
static double in_dtype(ravel_context *context, int32_t dtype, double x)
{
    column rounded;
    double numbers[2 * N];
    fill(&rounded, context, dtype, &x);
    read_numbers(&rounded, context, false, numbers);
    ck_assert_int_eq(ravel_array_destroy(rounded.array), RAVEL_OK);
    return numbers[0];
}

static ravel_context *context_of(const char *isa)
{
    ravel_context *context = NULL;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_casting(context, RAVEL_CASTING_UNSAFE), RAVEL_OK);
    if (ravel_context_set_isa_cap(context, isa) == RAVEL_OK)
        return context;
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK); /* of another machine */
    return NULL;
}

static void check_row(ravel_context *context, const char *isa, int32_t dtype, const row *of)
{
    const ravel_kernel *kernel = NULL;
    column in[MAX_IN], out[MAX_OUT];
    const ravel_array *inputs[MAX_IN];
    ravel_array *outputs[MAX_OUT];
    int32_t dtypes[RAVEL_MAX_OPERANDS], first = 0;
    ck_assert_int_eq(ravel_kernel_find(context, of->kernel, &kernel), RAVEL_OK);
    for (int32_t i = 0; first != dtype; i++) { /* the loop whose first input has the dtype */
        ck_assert_int_eq(ravel_kernel_signature(kernel, i, RAVEL_MAX_OPERANDS, dtypes), RAVEL_OK);
        first = dtypes[0];
    }
    for (int32_t k = 0; k < of->n_in; k++) {
        fill(&in[k], context, dtypes[k], &of->in[k]);
        inputs[k] = in[k].array;
    }
    for (int32_t k = 0; k < of->n_out; k++) {
        open_column(&out[k], dtypes[of->n_in + k]);
        outputs[k] = out[k].array;
    }
    ck_assert_int_eq(ravel_apply(context, kernel, of->n_in, inputs, NULL, 0, of->n_out, outputs), RAVEL_OK);
    for (int32_t k = 0; k < of->n_out; k++) {
        double numbers[2 * N];
        const double expected = in_dtype(context, dtypes[of->n_in + k], of->out[k]);
        read_numbers(&out[k], context, false, numbers);
        for (int32_t i = 0; i < N; i++)
            ck_assert_msg(same(expected, numbers[i]), "%s(%a, %a) of %s, %s, output %d: %a, not %a", of->kernel,
                          of->in[0], of->in[1], ravel_dtype_name(dtype), isa, k, numbers[i], expected);
        ck_assert_int_eq(ravel_array_destroy(out[k].array), RAVEL_OK);
    }
    for (int32_t k = 0; k < of->n_in; k++)
        ck_assert_int_eq(ravel_array_destroy(in[k].array), RAVEL_OK);
}

START_TEST(special_cases_of_floats)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT16, RAVEL_BFLOAT16, RAVEL_FLOAT32, RAVEL_FLOAT64};
    ravel_context *const context = context_of(isas[_i]);
    for (size_t d = 0; context && d < sizeof dtypes / sizeof *dtypes; d++)
        for (size_t i = 0; i < sizeof real_rows / sizeof *real_rows; i++)
            check_row(context, isas[_i], dtypes[d], &real_rows[i]);
    if (context)
        ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}
END_TEST

START_TEST(edges_of_float64)
{
    ravel_context *const context = context_of(isas[_i]);
    for (size_t i = 0; context && i < sizeof float64_rows / sizeof *float64_rows; i++)
        check_row(context, isas[_i], RAVEL_FLOAT64, &float64_rows[i]);
    if (context)
        ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}
END_TEST

static void check_complex_row(ravel_context *context, const char *isa, int32_t dtype, const complex_row *of)
{
    const ravel_kernel *kernel = NULL;
    const int32_t part = dtype == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : RAVEL_FLOAT64;
    int32_t told = 0, ndim = 0;
    int64_t shape[1];
    column in, out;
    double numbers[2 * N];
    fill(&in, context, dtype, of->in);
    const ravel_array *inputs[1] = {in.array};
    ck_assert_int_eq(ravel_kernel_find(context, of->kernel, &kernel), RAVEL_OK);
    ck_assert_int_eq(ravel_apply_outputs(context, kernel, 1, inputs, NULL, 0, 1, &told, 1, &ndim, shape), RAVEL_OK);
    open_column(&out, told);
    ck_assert_int_eq(ravel_apply(context, kernel, 1, inputs, NULL, 0, 1, &out.array), RAVEL_OK);
    read_numbers(&out, context, told == dtype, numbers);
    const int32_t n_parts = told == dtype ? 2 : 1;
    for (int32_t i = 0; i < n_parts * N; i++)
        ck_assert_msg(same(in_dtype(context, part, of->out[i % n_parts]), numbers[i]),
                      "%s(%g, %g) of %s, %s: part %d is %a", of->kernel, of->in[0], of->in[1], ravel_dtype_name(dtype),
                      isa, i % n_parts, numbers[i]);
    ck_assert_int_eq(ravel_array_destroy(in.array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out.array), RAVEL_OK);
}

START_TEST(special_cases_of_complex_numbers)
{
    ravel_context *const context = context_of(isas[_i]);
    for (size_t i = 0; context && i < sizeof complex_rows / sizeof *complex_rows; i++) {
        check_complex_row(context, isas[_i], RAVEL_COMPLEX64, &complex_rows[i]);
        check_complex_row(context, isas[_i], RAVEL_COMPLEX128, &complex_rows[i]);
    }
    if (context)
        ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parts");
    TCase *cases = tcase_create("parts");
    tcase_set_timeout(cases, 120);
    tcase_add_loop_test(cases, special_cases_of_floats, 0, N_ISAS);
    tcase_add_loop_test(cases, edges_of_float64, 0, N_ISAS);
    tcase_add_loop_test(cases, special_cases_of_complex_numbers, 0, N_ISAS);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
