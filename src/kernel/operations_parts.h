/* operations_parts.h: float32 and float64 taken apart and put together: signs, exponents, neighbours, integers and the
 * rest; and which numbers are special. Included by operations_real.h, which defines elem. No form has a branch. */
#ifndef RVL_KERNEL_OPERATIONS_PARTS_H
#define RVL_KERNEL_OPERATIONS_PARTS_H

typedef uint32_t rvl_bits_of_float32;
typedef uint64_t rvl_bits_of_float64;
typedef RVL_PASTE(rvl_bits_of_, RVL_DTYPE) elem_bits;

#define FRACTION_BITS (sizeof(elem) == sizeof(double) ? 52 : 23)
#define EXPONENT_BITS (sizeof(elem) == sizeof(double) ? 11 : 8)
#define BIAS ((1 << (EXPONENT_BITS - 1)) - 1)
#define EXPONENT_MASK ((((elem_bits)1 << EXPONENT_BITS) - 1) << FRACTION_BITS)
#define SIGN_BIT ((elem_bits)1 << (8 * sizeof(elem) - 1))
#define ELEM_INFINITY ((elem)__builtin_inf())

RVL_ALWAYS_INLINE elem with_sign_of(elem magnitude, elem x)
{
    const elem_bits sign = RVL_REAL(bits)(x) & SIGN_BIT;
    return RVL_REAL(from_bits)((RVL_REAL(bits)(magnitude) & ~SIGN_BIT) | sign);
}

RVL_ALWAYS_INLINE elem positive_op(elem x)
{
    return x;
}

RVL_ALWAYS_INLINE elem conj_op(elem x)
{
    return x;
}

RVL_ALWAYS_INLINE elem real_op(elem x)
{
    return x;
}

RVL_ALWAYS_INLINE elem imag_op(elem x)
{
    (void)x;
    return 0;
}

RVL_ALWAYS_INLINE elem angle_op(elem x)
{
    const elem angle = RVL_REAL(bits)(x) >> (8 * sizeof(elem) - 1) != 0 ? (elem)0x1.921fb54442d18p1 : 0;
    return x != x ? x : angle;
}

RVL_ALWAYS_INLINE elem sign_op(elem x)
{
    const elem side = x < 0 ? (elem)-1 : x;
    const elem sign = x > 0 ? (elem)1 : side;
    return x == 0 ? 0 : sign;
}

RVL_ALWAYS_INLINE uint8_t signbit_op(elem x)
{
    return (uint8_t)(RVL_REAL(bits)(x) >> (8 * sizeof(elem) - 1));
}

RVL_ALWAYS_INLINE elem copysign_op(elem x, elem y)
{
    return with_sign_of(x, y);
}

RVL_ALWAYS_INLINE uint8_t isfinite_op(elem x)
{
    return RVL_REAL(fabs)(x) < ELEM_INFINITY;
}

RVL_ALWAYS_INLINE uint8_t isinf_op(elem x)
{
    return RVL_REAL(fabs)(x) == ELEM_INFINITY;
}

RVL_ALWAYS_INLINE elem ceil_op(elem x)
{
    return RVL_REAL(rvl_ceil)(x);
}

RVL_ALWAYS_INLINE elem floor_op(elem x)
{
    return RVL_REAL(rvl_floor)(x);
}

RVL_ALWAYS_INLINE elem trunc_op(elem x)
{
    return RVL_REAL(rvl_trunc)(x);
}

RVL_ALWAYS_INLINE elem rint_op(elem x)
{
    return RVL_REAL(rvl_rint)(x);
}

RVL_ALWAYS_INLINE elem round_op(elem x)
{
    return RVL_REAL(rvl_rint)(x);
}

RVL_ALWAYS_INLINE elem heaviside_op(elem x, elem at_zero)
{
    const elem side = x > 0 ? (elem)1 : x; /* NaN stays */
    const elem step = x < 0 ? (elem)0 : side;
    return x == 0 ? at_zero : step;
}

/* The bits of a number's neighbour away from zero are its own plus one, also from the largest to infinity. */
RVL_ALWAYS_INLINE elem nextafter_op(elem x, elem y)
{
    const elem_bits bits = RVL_REAL(bits)(x), y_bits = RVL_REAL(bits)(y), up = 1, down = ~(elem_bits)0;
    const elem_bits step = (x < y) == (x > 0) ? up : down;
    const elem_bits from_zero = (y_bits & SIGN_BIT) | 1;
    const elem_bits neighbour = x == 0 ? from_zero : bits + step;
    const elem result = RVL_REAL(from_bits)(x == y ? y_bits : neighbour);
    return __builtin_isunordered(x, y) ? x + y : result;
}

/* The last place of x, by its bits: processors are slow at subnormal numbers. Where it is subnormal, it is a power of
 * two of the smallest ones, made without a shift by a count of each element's own. From both zeros the distance is that
 * to the smallest number, from the largest number infinity. */
RVL_ALWAYS_INLINE elem spacing_op(elem x)
{
    const elem_bits bits = RVL_REAL(bits)(x) & ~SIGN_BIT, sign = x == 0 ? 0 : RVL_REAL(bits)(x) & SIGN_BIT;
    const elem_bits field = bits >> FRACTION_BITS, one = 1, steps = (elem_bits)(BIAS + FRACTION_BITS) << FRACTION_BITS;
    const elem_bits from_one = field == 0 ? one : field;
    const elem power = RVL_REAL(from_bits)((from_one - 1 + (elem_bits)BIAS) << FRACTION_BITS);
    const elem_bits subnormal = RVL_REAL(bits)(power + RVL_REAL(from_bits)(steps)) - steps;
    const elem_bits normal = (field - FRACTION_BITS) << FRACTION_BITS;
    const elem_bits distance = field > FRACTION_BITS ? normal : subnormal;
    const elem_bits finite = bits + 1 == EXPONENT_MASK ? EXPONENT_MASK : distance;
    const elem result = RVL_REAL(from_bits)(finite | sign);
    return bits < EXPONENT_MASK ? result : x - x;
}

/* x as a normal number, 2^(FRACTION_BITS + 2) times as large where it is subnormal; its exponent, if it is finite. */
RVL_ALWAYS_INLINE elem normal_of(elem x, elem_bits *exponent)
{
    const elem smallest = RVL_REAL(from_bits)((elem_bits)1 << FRACTION_BITS), size = RVL_REAL(fabs)(x);
    const int is_subnormal = size < smallest;
    /* By its bits, put behind a 1: processors are slow at subnormal operands. */
    const elem_bits one = (elem_bits)(FRACTION_BITS + 3) << FRACTION_BITS;
    const elem multiple = RVL_REAL(from_bits)(RVL_REAL(bits)(size) | one) - RVL_REAL(from_bits)(one);
    const elem normal = is_subnormal ? with_sign_of(multiple, x) : x;
    const elem_bits field = (RVL_REAL(bits)(normal) & EXPONENT_MASK) >> FRACTION_BITS;
    *exponent = field - (elem_bits)BIAS - (is_subnormal ? (elem_bits)(FRACTION_BITS + 2) : 0);
    return normal;
}

RVL_ALWAYS_INLINE elem with_exponent(elem normal, elem_bits exponent)
{
    return RVL_REAL(from_bits)((RVL_REAL(bits)(normal) & ~EXPONENT_MASK) |
                               ((exponent + (elem_bits)BIAS) << FRACTION_BITS));
}

/* Zeros, infinities and NaN are returned as they are. */
RVL_ALWAYS_INLINE int has_exponent(elem x)
{
    const elem magnitude = RVL_REAL(fabs)(x);
    return (magnitude > 0) & (magnitude < ELEM_INFINITY);
}

RVL_ALWAYS_INLINE elem frexp_op(elem x, int32_t *exponent)
{
    elem_bits own;
    const elem normal = normal_of(x, &own), fraction = with_exponent(normal, ~(elem_bits)0);
    const int32_t count = (int32_t)(own + 1);
    *exponent = has_exponent(x) ? count : 0;
    return has_exponent(x) ? fraction : x;
}

/* Both factors and their product are normal numbers, as all else is slow. A subnormal result, times 2^1022, is below 1:
 * its sum with 1 is rounded as it has to be, and has its bits. */
RVL_ALWAYS_INLINE double scaled_float64(double x, int64_t exponent, double normal, int64_t own)
{
    const int64_t limit = 2200, most = 1100;
    const int64_t at_most = exponent > limit ? limit : exponent, asked = at_most < -limit ? -limit : at_most;
    const int64_t sum = own + asked, not_above = sum > most ? most : sum, whole = not_above < -most ? -most : not_above;
    const uint64_t is_tiny = 0 - (uint64_t)(whole < -1022), one_or_0 = bits_float64(1.0) & is_tiny;
    const int64_t up = (int64_t)(1022 & is_tiny), back = whole < 0 ? -200 : 200;
    const uint64_t fraction = bits_float64(normal) & ((UINT64_C(1) << 52) - 1);
    const double first = from_bits_float64(fraction | (uint64_t)(whole + up - back + 1023) << 52);
    const double size = first * from_bits_float64((uint64_t)(back + 1023) << 52);
    const uint64_t result_size = bits_float64(size + from_bits_float64(one_or_0)) - one_or_0;
    const double result = from_bits_float64(result_size | (bits_float64(x) & (UINT64_C(1) << 63)));
    const double magnitude = __builtin_fabs(x);
    return ((magnitude > 0) & (magnitude < __builtin_inf())) ? result : x;
}

/* Exact in float64, then rounded once. */
RVL_ALWAYS_INLINE float scaled_float32(float x, int64_t exponent, float normal, int64_t own)
{
    (void)normal;
    (void)own;
    const int64_t limit = 400, at_most = exponent > limit ? limit : exponent;
    const int64_t asked = at_most < -limit ? -limit : at_most;
    return (float)((double)x * from_bits_float64((uint64_t)(asked + 1023) << 52));
}

RVL_ALWAYS_INLINE elem ldexp_op(elem x, int64_t exponent)
{
    elem_bits own;
    const elem normal = normal_of(x, &own);
    return RVL_REAL(scaled)(x, exponent, normal, (int64_t)own);
}

/* The fraction; the integer goes to *whole. Both have the sign of x. */
RVL_ALWAYS_INLINE elem modf_op(elem x, elem *whole)
{
    const elem integer = trunc_op(x), rest = x - integer; /* exact; NaN of infinities */
    *whole = integer;
    return with_sign_of(RVL_REAL(fabs)(x) == ELEM_INFINITY ? 0 : rest, x);
}

RVL_ALWAYS_INLINE uint8_t isclose_op(elem x, elem y, elem relative, elem absolute, uint8_t equal_nan)
{
    const elem limit = absolute + RVL_ROUNDED(relative * RVL_REAL(fabs)(y));
    const elem distance = RVL_REAL(fabs)(x - y), size = RVL_REAL(fabs)(y);
    const int is_near = (distance <= limit) & (size < ELEM_INFINITY);
    return (uint8_t)(is_near | (x == y) | ((equal_nan != 0) & (x != x) & (y != y)));
}

RVL_ALWAYS_INLINE elem nan_to_num_op(elem x, elem nan, elem posinf, elem neginf)
{
    const elem number = x == ELEM_INFINITY ? posinf : x, all = x == -ELEM_INFINITY ? neginf : number;
    return x != x ? nan : all;
}

#endif
