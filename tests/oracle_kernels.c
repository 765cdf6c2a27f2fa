/* oracle_kernels.c: one element of every built-in kernel. */
#include "oracle.h"
#include <math.h>
#include <stdlib.h>

#define ORACLE_SHAPE_unary ORACLE_UNARY, 1, 1
#define ORACLE_SHAPE_binary ORACLE_BINARY, 2, 1
#define ORACLE_SHAPE_ternary ORACLE_TERNARY, 3, 1
#define ORACLE_SHAPE_compare ORACLE_COMPARE, 2, 1
#define ORACLE_SHAPE_predicate ORACLE_PREDICATE, 1, 1
#define ORACLE_SHAPE_magnitude ORACLE_MAGNITUDE, 1, 1
#define ORACLE_SHAPE_select ORACLE_SELECT, 3, 1
#define ORACLE_SHAPE_pair ORACLE_PAIR, 1, 2
#define ORACLE_SHAPE_binary_pair ORACLE_BINARY_PAIR, 2, 2
#define ORACLE_SHAPE_count ORACLE_COUNT, 1, 1
#define ORACLE_SHAPE_split ORACLE_SPLIT, 1, 2
#define ORACLE_SHAPE_scale ORACLE_SCALE, 2, 1
#define ORACLE_SHAPE_close ORACLE_CLOSE, 5, 1
#define ORACLE_SHAPE_replace ORACLE_REPLACE, 4, 1
#define ORACLE_SHAPE_move ORACLE_MOVE, 1, 1
#define IS_ELEMENTARY_MOVE false
#define IS_ELEMENTARY_BASIC false
#define IS_ELEMENTARY_DIVISION false
#define IS_ELEMENTARY_ELEMENTARY true
enum {
    REORDERABLE = 1,
    TO_FLOAT64 = 2,
    WIDE = 4,
    SKIPS_NAN = 1,
    SLOW = 0,
    SLOW_COMPLEX = 0,
    ONE_FOR_INTEGERS = 0,
    ONE_FOR_REALS = 0
};

const oracle_kernel_facts oracle_kernels[ORACLE_N_KERNELS] = {
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary)                        \
    [ORACLE_##name] = {#name,                                                                                   \
                       ORACLE_SHAPE_##loop,                                                                     \
                       IS_ELEMENTARY_##family,                                                                  \
                       {ORACLE_##boolean, ORACLE_##integer, ORACLE_##integer, ORACLE_##real, ORACLE_##complex}, \
                       ((properties)&REORDERABLE) != 0,                                                         \
                       ((properties)&TO_FLOAT64) != 0,                                                          \
                       ((properties)&WIDE) != 0},
#include "../src/kernel/kernels.def"
#undef KERNEL
};

bool oracle_is_elementary(oracle_kernel kernel, int32_t dtype)
{
    return (oracle_kernels[kernel].elementary && oracle_kinds[dtype] > RAVEL_KIND_UNSIGNED) ||
           (oracle_kinds[dtype] == RAVEL_KIND_COMPLEX &&
            (kernel == ORACLE_abs || kernel == ORACLE_sqrt || kernel == ORACLE_angle));
}

/* ---- orders ---- */

static bool truth(oracle_value x)
{
    return x.integer != 0 || x.real != 0 || x.imag != 0;
}

static bool nan_in(oracle_value x)
{
    return x.real != x.real || x.imag != x.imag;
}

static bool is_integer(oracle_value x)
{
    return oracle_kinds[x.dtype] <= RAVEL_KIND_UNSIGNED;
}

/* Both have the same kind of dtype, neither is complex. */
static bool less(oracle_value x, oracle_value y)
{
    return is_integer(x) ? x.integer < y.integer : x.real < y.real;
}

static bool equal(oracle_value x, oracle_value y)
{
    return x.integer == y.integer && x.real == y.real && x.imag == y.imag;
}

static oracle_value maximum(oracle_value x, oracle_value y)
{
    if (nan_in(x) || nan_in(y))
        return nan_in(x) ? x : y;
    if (equal(x, y))
        return signbit(x.real) ? y : x;
    return less(x, y) ? y : x;
}

static oracle_value minimum(oracle_value x, oracle_value y)
{
    if (nan_in(x) || nan_in(y))
        return nan_in(x) ? x : y;
    if (equal(x, y))
        return signbit(x.real) ? x : y;
    return less(x, y) ? x : y;
}

/* ---- arithmetic: integers exactly, then wrapped; floats in the format that the loop computes in, then rounded ---- */

/* On values, not on the bits of a dtype: a negative x has ones for ever. */
static oracle_value bitwise(oracle_kernel kernel, __int128 x, __int128 y, int32_t dtype)
{
    const bool boolean = dtype == RAVEL_BOOL;
    switch (kernel) {
    case ORACLE_bitwise_and:
        return oracle_integer(dtype, x & y);
    case ORACLE_bitwise_or:
        return oracle_integer(dtype, x | y);
    case ORACLE_bitwise_xor:
        return oracle_integer(dtype, x ^ y);
    case ORACLE_bitwise_invert:
        return oracle_integer(dtype, boolean ? 1 - x : -1 - x);
    case ORACLE_bitwise_left_shift:
        for (__int128 i = 0; i < (y < 0 || y > 64 ? 64 : y); i++)
            x = oracle_integer(dtype, 2 * x).integer;
        return oracle_integer(dtype, x);
    case ORACLE_bitwise_right_shift:
        for (__int128 i = 0; i < (y < 0 || y > 64 ? 64 : y); i++)
            x = (x - (x & 1)) / 2; /* towards minus infinity */
        return oracle_integer(dtype, x);
    case ORACLE_bitwise_count: {
        __int128 n = 0;
        for (x = x < 0 ? -x : x; x > 0; x /= 2)
            n += x % 2;
        return oracle_integer(dtype, n);
    }
    default:
        abort();
    }
}

/* The lowest value of a signed dtype. */
static __int128 lowest_of(int32_t dtype)
{
    return -((__int128)1 << (8 * oracle_itemsizes[dtype] - 1));
}

static oracle_value integer_division(oracle_kernel kernel, __int128 x, __int128 y, int32_t output, int32_t dtype,
                                     uint64_t *events)
{
    const bool gives_quotient = kernel == ORACLE_floor_divide || kernel == ORACLE_divmod;
    const bool asks_quotient = kernel == ORACLE_floor_divide || (kernel == ORACLE_divmod && output == 0);
    if (y == 0) {
        *events |= RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO;
        return oracle_integer(dtype, 0);
    }
    if (y == -1 && x == lowest_of(dtype) && gives_quotient)
        *events |= RAVEL_EVENT_INTEGER_OVERFLOW;
    __int128 quotient = x / y, remainder = x % y;
    if (kernel != ORACLE_fmod && remainder != 0 && (remainder < 0) != (y < 0)) {
        quotient -= 1;
        remainder += y;
    }
    return oracle_integer(dtype, asks_quotient ? quotient : remainder);
}

static __int128 common_divisor(__int128 x, __int128 y)
{
    while (y != 0) {
        const __int128 left = x % y;
        x = y;
        y = left;
    }
    return x < 0 ? -x : x;
}

/* By the bits of the exponent, from the highest down. A negative one asks for 1 / x^|y|, rounded towards zero. */
static oracle_value integer_power(__int128 x, __int128 y, int32_t dtype, uint64_t *events)
{
    if (y < 0 && (x == 1 || x == -1))
        return oracle_integer(dtype, y % 2 == 0 ? 1 : x);
    if (y < 0) {
        *events |= x == 0 ? RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO : RAVEL_EVENT_NEGATIVE_POWER;
        return oracle_integer(dtype, 0);
    }
    uint64_t power = 1;
    for (int32_t bit = 63; bit >= 0; bit--) {
        power *= power;
        if ((y >> bit & 1) != 0)
            power *= (uint64_t)(x & UINT64_MAX);
    }
    return oracle_integer(dtype, (__int128)power);
}

static oracle_value integer_arithmetic(oracle_kernel kernel, __int128 x, __int128 y, int32_t output, int32_t dtype,
                                       uint64_t *events)
{
    const bool boolean = dtype == RAVEL_BOOL;
    switch (kernel) {
    case ORACLE_add:
        return oracle_integer(dtype, x + y);
    case ORACLE_subtract:
        return oracle_integer(dtype, x - y);
    case ORACLE_square:
    case ORACLE_multiply: /* of 64-bit factors' lower halves: the product may not fit 127 bits */
        return oracle_integer(dtype,
                              boolean ? x * y : (__int128)((uint64_t)(x & UINT64_MAX) * (uint64_t)(y & UINT64_MAX)));
    case ORACLE_negative:
        return oracle_integer(dtype, -x);
    case ORACLE_abs:
        return oracle_integer(dtype, x < 0 ? -x : x);
    case ORACLE_floor_divide:
    case ORACLE_remainder:
    case ORACLE_fmod:
    case ORACLE_divmod:
        return integer_division(kernel, x, y, output, dtype, events);
    case ORACLE_pow:
        return integer_power(x, y, dtype, events);
    case ORACLE_gcd:
        return oracle_integer(dtype, common_divisor(x, y));
    case ORACLE_lcm: {
        if (x == 0 || y == 0)
            return oracle_integer(dtype, 0);
        const __int128 part = x / common_divisor(x, y);
        const unsigned __int128 multiple =
            (unsigned __int128)(part < 0 ? -part : part) * (unsigned __int128)(y < 0 ? -y : y);
        return oracle_integer(dtype, (__int128)(multiple & UINT64_MAX));
    }
    default:
        return bitwise(kernel, x, y, dtype);
    }
}

static float float32_arithmetic(oracle_kernel kernel, float x, float y)
{
    switch (kernel) {
    case ORACLE_add:
        return x + y;
    case ORACLE_subtract:
        return x - y;
    case ORACLE_multiply:
        return x * y;
    case ORACLE_divide:
        return x / y;
    case ORACLE_negative:
        return -x;
    case ORACLE_abs:
        return fabsf(x);
    case ORACLE_square:
        return x * x;
    case ORACLE_sqrt:
        return sqrtf(x);
    case ORACLE_degrees:
        return x * (float)(180 / M_PI);
    case ORACLE_radians:
        return x * (float)(M_PI / 180);
    default:
        abort();
    }
}

static double float64_arithmetic(oracle_kernel kernel, double x, double y)
{
    switch (kernel) {
    case ORACLE_add:
        return x + y;
    case ORACLE_subtract:
        return x - y;
    case ORACLE_multiply:
        return x * y;
    case ORACLE_divide:
        return x / y;
    case ORACLE_negative:
        return -x;
    case ORACLE_abs:
        return fabs(x);
    case ORACLE_square:
        return x * x;
    case ORACLE_sqrt:
        return sqrt(x);
    case ORACLE_degrees:
        return x * (180 / M_PI);
    case ORACLE_radians:
        return x * (M_PI / 180);
    default:
        abort();
    }
}

static double real_arithmetic(oracle_kernel kernel, double x, double y, int32_t dtype)
{
    if (dtype == RAVEL_FLOAT64 || dtype == RAVEL_COMPLEX128)
        return float64_arithmetic(kernel, x, y);
    const float result = float32_arithmetic(kernel, (float)x, (float)y);
    return dtype == RAVEL_FLOAT32 || dtype == RAVEL_COMPLEX64 ? (double)result
                                                              : oracle_round(dtype, (long double)result);
}

/* ---- quotients and remainders of floats: special cases as the Array API standard lists them ---- */

/* The C library's fmod is exact. */
static double float_remainder(oracle_kernel kernel, double x, double y, int32_t dtype)
{
    if (isnan(x) || isnan(y) || isinf(x) || y == 0)
        return NAN;
    const double left = fmod(x, y);
    if (kernel == ORACLE_fmod)
        return left;
    if (left == 0)
        return copysign(0, y);
    return signbit(left) == signbit(y) ? left : real_arithmetic(ORACLE_add, left, y, dtype);
}

static double float_floor_divide(double x, double y, int32_t dtype)
{
    const bool is_float64 = dtype == RAVEL_FLOAT64;
    const double quotient = is_float64 ? x / y : (double)((float)x / (float)y);
    if (isnan(quotient) || isinf(x) || y == 0 || x == 0 || fabs(quotient) >= (is_float64 ? 0x1p53 : 0x1p24))
        return oracle_round(dtype, (long double)quotient);
    if (isinf(y))
        return signbit(x) == signbit(y) ? 0 : -1;
    /* x - left is a multiple of y, and 64 bits tell which */
    const double left = fmod(x, y);
    long double whole = roundl(((long double)x - (long double)left) / (long double)y);
    if (left != 0 && signbit(left) != signbit(y))
        whole -= 1;
    return whole == 0 ? copysign(0, quotient) : oracle_round(dtype, whole);
}

/* ---- complex ---- */

/* Smith's quotient in float64: divides by the larger part of the divisor first; of a zero divisor, each part by +0. */
static oracle_value smith(int32_t dtype, double a, double b, double c, double d)
{
    if (c == 0 && d == 0)
        return oracle_float(dtype, a / 0.0, b / 0.0);
    if (fabs(c) >= fabs(d)) {
        const double ratio = d / c, denominator = c + d * ratio;
        return oracle_float(dtype, (a + b * ratio) / denominator, (b - a * ratio) / denominator);
    }
    const double ratio = c / d, denominator = d + c * ratio;
    return oracle_float(dtype, (a * ratio + b) / denominator, (b * ratio - a) / denominator);
}

/* The exponent of the larger part, in [-1021, 1022]; the highest where a part is not finite. */
static int32_t scale_of(oracle_value x)
{
    if (!isfinite(x.real) || !isfinite(x.imag))
        return 1022;
    const double larger = fmax(fabs(x.real), fabs(x.imag));
    int32_t exponent;
    (void)frexp(larger, &exponent);
    exponent -= 1;
    return larger == 0 || exponent < -1021 ? -1021 : exponent > 1022 ? 1022 : exponent;
}

/* complex64 in float64, whose range holds all; complex128 between operands scaled near to 1. The result is scaled back
 * in two steps, of which each is a power of two that a double holds. */
static oracle_value complex_divide(oracle_value x, oracle_value y, int32_t dtype)
{
    if (dtype == RAVEL_COMPLEX64) {
        const oracle_value wide = smith(RAVEL_COMPLEX128, x.real, x.imag, y.real, y.imag);
        return oracle_float(dtype, (double)(float)wide.real, (double)(float)wide.imag);
    }
    if (y.real == 0 && y.imag == 0)
        return smith(dtype, x.real, x.imag, 0, 0);
    const int32_t up = scale_of(x), down = scale_of(y), exponent = up - down, half = exponent / 2;
    oracle_value result =
        smith(dtype, ldexp(x.real, -up), ldexp(x.imag, -up), ldexp(y.real, -down), ldexp(y.imag, -down));
    result.real = ldexp(ldexp(result.real, half), exponent - half);
    result.imag = ldexp(ldexp(result.imag, half), exponent - half);
    return result;
}

static oracle_value complex_multiply(oracle_value x, oracle_value y, int32_t dtype)
{
    const double ac = real_arithmetic(ORACLE_multiply, x.real, y.real, dtype);
    const double bd = real_arithmetic(ORACLE_multiply, x.imag, y.imag, dtype);
    const double ad = real_arithmetic(ORACLE_multiply, x.real, y.imag, dtype);
    const double bc = real_arithmetic(ORACLE_multiply, x.imag, y.real, dtype);
    return oracle_float(dtype, real_arithmetic(ORACLE_subtract, ac, bd, dtype),
                        real_arithmetic(ORACLE_add, ad, bc, dtype));
}

static oracle_value complex_arithmetic(oracle_kernel kernel, oracle_value x, oracle_value y, int32_t dtype)
{
    switch (kernel) {
    case ORACLE_square:
    case ORACLE_multiply:
        return complex_multiply(x, y, dtype);
    case ORACLE_divide:
        return complex_divide(x, y, dtype);
    default: /* part by part */
        return oracle_float(dtype, real_arithmetic(kernel, x.real, y.real, dtype),
                            real_arithmetic(kernel, x.imag, y.imag, dtype));
    }
}

static oracle_value boolean(bool truth_value)
{
    return oracle_integer(RAVEL_BOOL, truth_value);
}

oracle_value oracle_compute(oracle_kernel kernel, const oracle_value *in, int32_t output, int32_t result,
                            uint64_t *events)
{
    const oracle_value x = in[0], y = oracle_kernels[kernel].n_in > 1 ? in[1] : in[0];
    if (oracle_is_elementary(kernel, x.dtype))
        return oracle_elementary(kernel, in, output, result);
    switch (kernel) {
    case ORACLE_copy:
    case ORACLE_full:
        return x;
    case ORACLE_maximum:
        return maximum(x, y);
    case ORACLE_minimum:
        return minimum(x, y);
    case ORACLE_clip:
        return minimum(maximum(x, in[1]), in[2]);
    case ORACLE_where:
        return truth(x) ? in[1] : in[2];
    case ORACLE_equal:
        return boolean(equal(x, y));
    case ORACLE_not_equal:
        return boolean(!equal(x, y));
    case ORACLE_less:
        return boolean(less(x, y));
    case ORACLE_less_equal:
        return boolean(less(x, y) || equal(x, y));
    case ORACLE_greater:
        return boolean(less(y, x));
    case ORACLE_greater_equal:
        return boolean(less(y, x) || equal(x, y));
    case ORACLE_logical_and:
        return boolean(truth(x) && truth(y));
    case ORACLE_logical_or:
        return boolean(truth(x) || truth(y));
    case ORACLE_logical_xor:
        return boolean(truth(x) != truth(y));
    case ORACLE_logical_not:
        return boolean(!truth(x));
    case ORACLE_isnan:
        return boolean(nan_in(x));
    case ORACLE_reciprocal:
        return oracle_kinds[x.dtype] == RAVEL_KIND_COMPLEX
                   ? complex_divide(oracle_float(result, 1, -0.0), x, result)
                   : oracle_float(result, real_arithmetic(ORACLE_divide, 1, x.real, result), 0);
    default:
        break;
    }
    oracle_value value;
    if (oracle_parts(kernel, in, output, result, &value))
        return value;
    if (is_integer(x))
        return integer_arithmetic(kernel, x.integer, y.integer, output, result, events);
    if (oracle_kinds[x.dtype] == RAVEL_KIND_COMPLEX)
        return complex_arithmetic(kernel, x, y, result);
    if (kernel == ORACLE_fmod || kernel == ORACLE_remainder || (kernel == ORACLE_divmod && output == 1))
        return oracle_float(result, float_remainder(kernel, x.real, y.real, result), 0);
    if (kernel == ORACLE_floor_divide || kernel == ORACLE_divmod)
        return oracle_float(result, float_floor_divide(x.real, y.real, result), 0);
    return oracle_float(result, real_arithmetic(kernel, x.real, y.real, result), 0);
}
