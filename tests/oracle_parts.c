/* oracle_parts.c: one element of the kernels that take numbers apart, round them to integers or ask what they are. By
 * the C library's functions of double, which holds every float dtype's values. */
#include "oracle.h"
#include <math.h>
#include <string.h>

static bool is_kind(oracle_value x, int32_t kind)
{
    return oracle_kinds[x.dtype] == kind;
}

static bool is_whole(oracle_value x)
{
    return oracle_kinds[x.dtype] <= RAVEL_KIND_UNSIGNED;
}

static bool nan_in(oracle_value x)
{
    return isnan(x.real) || isnan(x.imag);
}

static bool is_finite(oracle_value x)
{
    return isfinite(x.real) && isfinite(x.imag);
}

/* ---- integers and bool ---- */

static bool whole(oracle_kernel kernel, const oracle_value *in, int32_t result, oracle_value *value)
{
    const __int128 x = in[0].integer;
    switch (kernel) {
    case ORACLE_positive:
    case ORACLE_conj:
    case ORACLE_real:
    case ORACLE_ceil:
    case ORACLE_floor:
    case ORACLE_trunc:
    case ORACLE_round:
    case ORACLE_rint:
    case ORACLE_nan_to_num:
        *value = oracle_integer(result, x);
        return true;
    case ORACLE_imag:
    case ORACLE_isinf:
        *value = oracle_integer(result, 0);
        return true;
    case ORACLE_isfinite:
        *value = oracle_integer(result, 1);
        return true;
    case ORACLE_sign:
        *value = oracle_integer(result, x < 0 ? -1 : x == 0 ? 0 : 1);
        return true;
    case ORACLE_fmax:
        *value = oracle_integer(result, x < in[1].integer ? in[1].integer : x);
        return true;
    case ORACLE_fmin:
        *value = oracle_integer(result, x < in[1].integer ? x : in[1].integer);
        return true;
    case ORACLE_fma: { /* the product's low 64 bits are all that counts */
        const uint64_t product = (uint64_t)(x & UINT64_MAX) * (uint64_t)(in[1].integer & UINT64_MAX);
        *value = oracle_integer(result, (__int128)product + in[2].integer);
        return true;
    }
    default:
        return false;
    }
}

/* ---- neighbours ---- */

/* The next number of the dtype in the direction of y, which differs from x. */
static double next(int32_t dtype, double x, double y)
{
    if (dtype == RAVEL_FLOAT64)
        return nextafter(x, y);
    if (dtype == RAVEL_FLOAT32)
        return (double)nextafterf((float)x, (float)y);
    uint16_t bits;
    oracle_store(oracle_float(dtype, x, 0), &bits, false);
    if (x == 0)
        bits = y < 0 ? 0x8001 : 0x0001;
    else if (fabs(x) < fabs(y) && signbit(x) == signbit(y))
        bits++;
    else
        bits = (x < y) == (x > 0) ? (uint16_t)(bits + 1) : (uint16_t)(bits - 1);
    return oracle_load(dtype, &bits, false).real;
}

static double next_after(int32_t dtype, double x, double y)
{
    if (isnan(x) || isnan(y))
        return (double)NAN;
    return x == y ? y : next(dtype, x, y);
}

static double spacing_at(int32_t dtype, double x)
{
    if (!isfinite(x))
        return (double)NAN;
    const double size = next(dtype, fabs(x), (double)INFINITY) - fabs(x);
    return x < 0 ? -size : size;
}

/* ---- one rounding ---- */

static double scaled(int32_t dtype, double x, __int128 exponent)
{
    const int limit = 5000;
    const int held = exponent > limit ? limit : exponent < -limit ? -limit : (int)exponent;
    return oracle_round(dtype, ldexpl((long double)x, held));
}

/* Of halves: the product is exact, and where the sum is not, it lies between its double and a neighbour of that: so
 * does what is a little off on the same side, which rounds alike. */
static double multiply_add(int32_t dtype, double x, double y, double z)
{
    if (dtype == RAVEL_FLOAT64)
        return fma(x, y, z);
    if (dtype == RAVEL_FLOAT32)
        return (double)fmaf((float)x, (float)y, (float)z);
    const double product = x * y, sum = product + z;
    if (!isfinite(product) || !isfinite(z) || sum == 0)
        return sum;
    const double part = sum - product, lost = (product - (sum - part)) + (z - part);
    const long double nudge = lost == 0 ? 0 : copysignl(ldexpl(fabsl((long double)sum), -60), (long double)lost);
    return oracle_round(dtype, (long double)sum + nudge);
}

/* ---- complex numbers ---- */

/* z / |z|: by float64 of complex64, of complex128 between scaled parts. */
static oracle_value direction(oracle_value z, int32_t dtype)
{
    const bool wide = isinf(z.real), high = isinf(z.imag);
    if (nan_in(z) || (wide && high))
        return oracle_float(dtype, (double)NAN, (double)NAN);
    if (wide || high)
        return oracle_float(dtype, wide ? copysign(1, z.real) : 0, high ? copysign(1, z.imag) : 0);
    if (z.real == 0 && z.imag == 0)
        return oracle_float(dtype, 0, 0);
    double real = z.real, imag = z.imag;
    if (dtype == RAVEL_COMPLEX128) {
        int exponent;
        (void)frexp(fmax(fabs(real), fabs(imag)), &exponent);
        exponent = exponent - 1 < -1021 ? -1021 : exponent - 1 > 1022 ? 1022 : exponent - 1;
        real = ldexp(real, -exponent);
        imag = ldexp(imag, -exponent);
    }
    const double size = sqrt(real * real + imag * imag);
    return oracle_float(dtype, oracle_round(dtype, (long double)(real / size)),
                        oracle_round(dtype, (long double)(imag / size)));
}

/* ---- what is close ---- */

static double size_of(oracle_value x, int32_t part)
{
    return is_kind(x, RAVEL_KIND_COMPLEX) ? oracle_elementary(ORACLE_abs, &x, 0, part).real : fabs(x.real);
}

/* All but float64 and complex128 are compared in float32. */
static bool is_close(const oracle_value *in)
{
    const oracle_value x = in[0], y = in[1];
    if (x.real == y.real && x.imag == y.imag)
        return true;
    if (nan_in(x) && nan_in(y) && in[4].integer != 0)
        return true;
    if (!is_finite(y))
        return false;
    if (x.dtype == RAVEL_FLOAT64 || x.dtype == RAVEL_COMPLEX128) {
        const oracle_value difference = oracle_float(x.dtype, x.real - y.real, x.imag - y.imag);
        const double term = in[2].real * size_of(y, RAVEL_FLOAT64);
        return size_of(difference, RAVEL_FLOAT64) <= in[3].real + term;
    }
    const float real = (float)x.real - (float)y.real, imag = (float)x.imag - (float)y.imag;
    const oracle_value difference = oracle_float(x.dtype, (double)real, (double)imag);
    const float term = (float)in[2].real * (float)size_of(y, RAVEL_FLOAT32);
    return (float)size_of(difference, RAVEL_FLOAT32) <= (float)in[3].real + term;
}

static double number_for(double x, const oracle_value *in)
{
    return isnan(x) ? in[1].real : isinf(x) ? (x > 0 ? in[2].real : in[3].real) : x;
}

/* ---- one part of a float, and the kernels that go part by part ---- */

static bool part(oracle_kernel kernel, double x, const oracle_value *in, double *value)
{
    switch (kernel) {
    case ORACLE_positive:
        *value = x;
        return true;
    case ORACLE_round:
    case ORACLE_rint:
        *value = rint(x);
        return true;
    case ORACLE_nan_to_num:
        *value = number_for(x, in);
        return true;
    default:
        return false;
    }
}

static bool real_number(oracle_kernel kernel, const oracle_value *in, int32_t output, int32_t dtype, double *value)
{
    const double x = in[0].real, y = oracle_kernels[kernel].n_in > 1 ? in[1].real : x;
    int exponent = 0;
    double integer;
    switch (kernel) {
    case ORACLE_sign:
        *value = isnan(x) ? x : x > 0 ? 1 : x < 0 ? -1 : 0;
        return true;
    case ORACLE_copysign:
        *value = copysign(x, y);
        return true;
    case ORACLE_angle:
        *value = isnan(x) ? x : signbit(x) ? oracle_round(dtype, (long double)M_PI) : 0;
        return true;
    case ORACLE_ceil:
        *value = ceil(x);
        return true;
    case ORACLE_floor:
        *value = floor(x);
        return true;
    case ORACLE_trunc:
        *value = trunc(x);
        return true;
    case ORACLE_fmax:
        *value = isnan(x) ? y : isnan(y) ? x : x == y ? (signbit(x) ? y : x) : x > y ? x : y;
        return true;
    case ORACLE_fmin:
        *value = isnan(x) ? y : isnan(y) ? x : x == y ? (signbit(x) ? x : y) : x < y ? x : y;
        return true;
    case ORACLE_heaviside:
        *value = isnan(x) ? x : x == 0 ? y : x < 0 ? 0 : 1;
        return true;
    case ORACLE_nextafter:
        *value = next_after(dtype, x, y);
        return true;
    case ORACLE_spacing:
        *value = spacing_at(dtype, x);
        return true;
    case ORACLE_ldexp:
        *value = scaled(dtype, x, in[1].integer);
        return true;
    case ORACLE_fma:
        *value = multiply_add(dtype, x, y, in[2].real);
        return true;
    case ORACLE_modf:
        *value = modf(x, &integer);
        *value = output == 0 ? *value : integer;
        return true;
    case ORACLE_frexp:
        *value = isfinite(x) ? frexp(x, &exponent) : x;
        *value = output == 0 ? *value : (double)exponent;
        return true;
    default:
        return part(kernel, x, in, value);
    }
}

/* Whether it asks something: then *answer. */
static bool question(oracle_kernel kernel, const oracle_value *in, bool *answer)
{
    switch (kernel) {
    case ORACLE_signbit:
        *answer = signbit(in[0].real);
        return true;
    case ORACLE_isfinite:
        *answer = is_finite(in[0]);
        return true;
    case ORACLE_isinf:
        *answer = isinf(in[0].real) || isinf(in[0].imag);
        return true;
    case ORACLE_isclose:
        *answer = is_close(in);
        return true;
    default:
        return false;
    }
}

bool oracle_parts(oracle_kernel kernel, const oracle_value *in, int32_t output, int32_t result, oracle_value *value)
{
    const oracle_value z = in[0];
    bool answer;
    double real, imag;
    if (is_whole(z))
        return whole(kernel, in, result, value);
    if (question(kernel, in, &answer)) {
        *value = oracle_integer(RAVEL_BOOL, answer);
        return true;
    }
    if (kernel == ORACLE_conj || kernel == ORACLE_real || kernel == ORACLE_imag) {
        const bool turns = kernel == ORACLE_conj && is_kind(z, RAVEL_KIND_COMPLEX);
        *value = oracle_float(result, kernel == ORACLE_imag ? z.imag : z.real, turns ? -z.imag : 0);
        return true;
    }
    if (!is_kind(z, RAVEL_KIND_COMPLEX)) {
        if (!real_number(kernel, in, output, result, &real))
            return false;
        *value = result == RAVEL_INT32 ? oracle_integer(result, (__int128)real) : oracle_float(result, real, 0);
        return true;
    }
    if (kernel == ORACLE_sign) {
        *value = direction(z, result);
        return true;
    }
    if (!part(kernel, z.real, in, &real) || !part(kernel, z.imag, in, &imag))
        return false;
    *value = oracle_float(result, real, imag);
    return true;
}
