/* oracle_elementary.c: elementary functions, of which the oracle has no bits of its own: one element at a time through
 * the library's generic instruction set, which must come near to what the C library computes in long double. */
#include "oracle.h"
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Far more than the library may be off: this is no test of accuracy, but of being the right function. */
#define TOLERANCE 16.0L

int64_t oracle_n_failures;

static void fail(oracle_kernel kernel, const oracle_value *in, const char *what)
{
    if (++oracle_n_failures > 10)
        return;
    printf("FAILED oracle: %s(%a%+ai, %a) of %s: %s\n", oracle_kernels[kernel].name, in[0].real, in[0].imag,
           in[oracle_kernels[kernel].n_in - 1].real, ravel_dtype_name(in[0].dtype), what);
}

static void need(ravel_status status, const char *what)
{
    if (status == RAVEL_OK)
        return;
    fprintf(stderr, "oracle: %s: %s\n", what, ravel_status_text(status));
    exit(1);
}

/* One-element arrays of every dtype, for two inputs and an output. */
static ravel_context *context;
static unsigned char memory[3][ORACLE_N_DTYPES][16] __attribute__((aligned(16)));
static ravel_array *arrays[3][ORACLE_N_DTYPES];
static const ravel_kernel *kernels[ORACLE_N_KERNELS];

static void prepare(void)
{
    need(ravel_context_create(&context), "ravel_context_create");
    need(ravel_context_set_isa_cap(context, "generic"), "ravel_context_set_isa_cap");
    for (int32_t operand = 0; operand < 3; operand++)
        for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++)
            need(ravel_array_create(context, memory[operand][dtype], oracle_itemsizes[dtype], 0, dtype, 0, NULL, NULL,
                                    RAVEL_WRITEABLE, &arrays[operand][dtype]),
                 "ravel_array_create");
    for (int32_t kernel = 0; kernel < ORACLE_N_KERNELS; kernel++)
        need(ravel_kernel_find(context, oracle_kernels[kernel].name, &kernels[kernel]), "ravel_kernel_find");
}

/* power: of the base, to minus the distance of x and y. */
static long double logaddexp_near(long double x, long double y, long double power, long double log_base)
{
    if (x != x || y != y)
        return x + y;
    return fmaxl(x, y) + log1pl(x == y ? 1 : power) / log_base;
}

static long double reference_real(oracle_kernel kernel, long double x, long double y)
{
    switch (kernel) {
    case ORACLE_sin:
        return sinl(x);
    case ORACLE_cos:
        return cosl(x);
    case ORACLE_exp:
        return expl(x);
    case ORACLE_log:
        return logl(x);
    case ORACLE_tan:
        return tanl(x);
    case ORACLE_asin:
        return asinl(x);
    case ORACLE_acos:
        return acosl(x);
    case ORACLE_atan:
        return atanl(x);
    case ORACLE_asinh:
        return asinhl(x);
    case ORACLE_acosh:
        return acoshl(x);
    case ORACLE_atanh:
        return atanhl(x);
    case ORACLE_cbrt:
        return cbrtl(x);
    case ORACLE_atan2:
        return atan2l(x, y);
    case ORACLE_hypot:
        return hypotl(x, y);
    case ORACLE_erf:
        return erfl(x);
    case ORACLE_erfc:
        return erfcl(x);
    case ORACLE_tgamma:
        return tgammal(x);
    case ORACLE_lgamma:
        return lgammal(x);
    case ORACLE_pow:
    case ORACLE_float_power:
        return powl(fabsl(y) >= 0x1p62L ? fabsl(x) : x, y); /* beyond, y is even; glibc takes it for odd */
    case ORACLE_exp2:
        return exp2l(x);
    case ORACLE_exp10:
        return powl(10, x);
    case ORACLE_expm1:
        return expm1l(x);
    case ORACLE_sinh:
        return sinhl(x);
    case ORACLE_cosh:
        return coshl(x);
    case ORACLE_tanh:
        return tanhl(x);
    case ORACLE_log1p:
        return log1pl(x);
    case ORACLE_log2:
        return log2l(x);
    case ORACLE_log10:
        return log10l(x);
    case ORACLE_logaddexp:
        return logaddexp_near(x, y, expl(-fabsl(x - y)), 1);
    case ORACLE_logaddexp2:
        return logaddexp_near(x, y, exp2l(-fabsl(x - y)), logl(2));
    default:
        return (long double)NAN;
    }
}

static long double _Complex complex_of(long double real, long double imag)
{
    const long double parts[2] = {real, imag};
    long double _Complex z;
    memcpy(&z, parts, sizeof z);
    return z;
}

/* exp(x) cos y - 1 = (exp(x) - 1) cos y - 2 sin(y / 2)^2. */
static long double _Complex reference_expm1(long double x, long double y)
{
    const long double half = sinl(y / 2);
    return complex_of(expm1l(x) * cosl(y) - 2 * half * half, expl(x) * sinl(y));
}

static long double _Complex reference_log1p(long double x, long double y)
{
    const long double beyond_1 = x == 0 && y == 0 ? x : x * (2 + x) + y * y; /* a zero keeps its sign */
    const long double size = hypotl(1 + x, y), near_1 = log1pl(beyond_1) / 2;
    return complex_of(size < 0.5L ? logl(size) : near_1, atan2l(y, 1 + x));
}

/* NaN, which is no reference, where long double has too few digits for the angle. */
static long double _Complex reference_power(long double _Complex exponent)
{
    return cabsl(exponent) < 256 ? cexpl(exponent) : (long double _Complex)NAN;
}

static long double _Complex reference_complex(oracle_kernel kernel, long double _Complex z, long double _Complex power)
{
    switch (kernel) {
    case ORACLE_sin:
        return csinl(z);
    case ORACLE_cos:
        return ccosl(z);
    case ORACLE_tan:
        return ctanl(z);
    case ORACLE_asin:
        return casinl(z);
    case ORACLE_acos:
        return cacosl(z);
    case ORACLE_atan:
        return catanl(z);
    case ORACLE_asinh:
        return casinhl(z);
    case ORACLE_acosh:
        return cacoshl(z);
    case ORACLE_atanh:
        return catanhl(z);
    case ORACLE_exp:
        return cexpl(z);
    case ORACLE_log:
        return clogl(z);
    case ORACLE_sinh:
        return csinhl(z);
    case ORACLE_cosh:
        return ccoshl(z);
    case ORACLE_tanh:
        return ctanhl(z);
    case ORACLE_exp2:
        return reference_power(z * logl(2));
    case ORACLE_expm1:
        return reference_expm1(creall(z), cimagl(z));
    case ORACLE_log1p:
        return reference_log1p(creall(z), cimagl(z));
    case ORACLE_log2:
        return clogl(z) / logl(2);
    case ORACLE_log10:
        return clogl(z) / logl(10);
    case ORACLE_pow:
    case ORACLE_float_power:
        return power == 0 ? 1 : reference_power(power * clogl(z));
    case ORACLE_sqrt:
        return csqrtl(z);
    case ORACLE_angle:
        return cargl(z);
    default:
        return cabsl(z);
    }
}

/* The distance between neighbours near a value of this size; precision: bits of the significand. */
static long double spacing(int32_t dtype, long double size)
{
    static const int32_t precisions[ORACLE_N_DTYPES] = {
        [RAVEL_FLOAT16] = 11, [RAVEL_BFLOAT16] = 8,   [RAVEL_FLOAT32] = 24,
        [RAVEL_FLOAT64] = 53, [RAVEL_COMPLEX64] = 24, [RAVEL_COMPLEX128] = 53};
    static const int32_t lowest[ORACLE_N_DTYPES] = {
        [RAVEL_FLOAT16] = -24,   [RAVEL_BFLOAT16] = -133,  [RAVEL_FLOAT32] = -149,
        [RAVEL_FLOAT64] = -1074, [RAVEL_COMPLEX64] = -149, [RAVEL_COMPLEX128] = -1074};
    int32_t exponent;
    (void)frexpl(size, &exponent);
    exponent -= precisions[dtype];
    return ldexpl(1, exponent < lowest[dtype] ? lowest[dtype] : exponent);
}

static void check_real(oracle_kernel kernel, const oracle_value *in, oracle_value result)
{
    const long double expected = reference_real(kernel, (long double)in[0].real, (long double)in[1].real);
    const long double limit = (long double)oracle_round(result.dtype, expected);
    if ((expected != expected) != (result.real != result.real))
        fail(kernel, in, "NaN, or not NaN, where it should not be");
    if (expected != expected || (double)limit == result.real)
        return;
    if (isinf(expected) || isinf(result.real)) /* near the largest float, that or infinity will do */
        fail(kernel, in, "infinite, or not infinite, where it should not be");
    const long double larger = fmaxl((long double)in[0].real, (long double)in[1].real);
    const bool may_cancel = kernel == ORACLE_logaddexp || kernel == ORACLE_logaddexp2;
    const long double least = kernel == ORACLE_lgamma && in[0].real < 0 ? 0.5L : may_cancel ? fabsl(larger) : 0;
    const long double size = fmaxl(fabsl(expected), least);
    if (fabsl(expected - (long double)result.real) > TOLERANCE * spacing(result.dtype, size))
        fail(kernel, in, "far from the C library's value");
}

static bool differs_in_zeros_sign(double result, long double expected)
{
    return result == 0 && expected == 0 && !signbit(result) != !signbit(expected);
}

/* Special values of complex functions are other tests' business: here, finite ones. */
static void check_complex(oracle_kernel kernel, const oracle_value *in, oracle_value result)
{
    const long double _Complex z = complex_of((long double)in[0].real, (long double)in[0].imag);
    const long double _Complex power = complex_of((long double)in[1].real, (long double)in[1].imag);
    const long double _Complex expected = reference_complex(kernel, z, power);
    const long double size = cabsl(expected);
    if (!isfinite(in[0].real) || !isfinite(in[0].imag) || !isfinite(size) ||
        isinf(oracle_round(result.dtype, size * 1.0001L)))
        return;
    const long double _Complex difference = complex_of((long double)result.real, (long double)result.imag) - expected;
    if (!(cabsl(difference) <= TOLERANCE * spacing(result.dtype, size)))
        fail(kernel, in, "far from the C library's value");
    if (kernel == ORACLE_pow || kernel == ORACLE_float_power) /* whose angle has been rounded */
        return;
    if (differs_in_zeros_sign(result.real, creall(expected)) || differs_in_zeros_sign(result.imag, cimagl(expected)))
        fail(kernel, in, "a zero without the C library's sign");
}

oracle_value oracle_elementary(oracle_kernel kernel, const oracle_value *in, int32_t output, int32_t result)
{
    if (kernel == ORACLE_sincos) /* the very bits of the two */
        return oracle_elementary(output == 0 ? ORACLE_sin : ORACLE_cos, in, 0, result);
    if (!context)
        prepare();
    const int32_t n_in = oracle_kernels[kernel].n_in, dtype = in[0].dtype;
    const ravel_array *inputs[2] = {arrays[0][dtype], arrays[1][dtype]};
    const int32_t n_out = oracle_kernels[kernel].n_out;
    ravel_array *outputs[ORACLE_MAX_OUT] = {NULL};
    outputs[output] = arrays[2][result];
    oracle_value operands[2] = {in[0], in[n_in - 1]};
    oracle_store(operands[0], memory[0][dtype], false);
    oracle_store(operands[1], memory[1][dtype], false);
    need(ravel_apply(context, kernels[kernel], n_in, inputs, NULL, 0, n_out, outputs), oracle_kernels[kernel].name);
    const oracle_value value = oracle_load(result, memory[2][result], false);
    if (oracle_kinds[dtype] == RAVEL_KIND_COMPLEX)
        check_complex(kernel, operands, value);
    else
        check_real(kernel, operands, value);
    return value;
}
