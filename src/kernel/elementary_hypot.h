/* elementary_hypot.h: the length of a vector.
 *
 * x^2 + y^2 with the rounding errors of both squares and of the sum, rounded once; then the square root. */
#ifndef RVL_KERNEL_ELEMENTARY_HYPOT_H
#define RVL_KERNEL_ELEMENTARY_HYPOT_H

#include "fma.h"
#include <stdbool.h>

/* The larger of |x| and |y| in [2^-400, 2^400], or both 0. */
RVL_ALWAYS_INLINE double rvl_hypot_ordinary_float64(double x, double y)
{
    const double abs_x = __builtin_fabs(x), abs_y = __builtin_fabs(y);
    const double large = abs_x < abs_y ? abs_y : abs_x, small = abs_x < abs_y ? abs_x : abs_y;
    const rvl_pair_float64 large_square = rvl_two_product_float64(large, large);
    const rvl_pair_float64 small_square = rvl_two_product_float64(small, small);
    const double sum = large_square.high + small_square.high;
    const double lost = small_square.high - (sum - large_square.high);
    return __builtin_sqrt(sum + (lost + (large_square.low + small_square.low)));
}

RVL_ALWAYS_INLINE bool rvl_hypot_is_ordinary_float64(double x, double y)
{
    const double abs_x = __builtin_fabs(x), abs_y = __builtin_fabs(y);
    return (abs_x <= 0x1p400) & (abs_y <= 0x1p400) & ((abs_x >= 0x1p-400) | (abs_y >= 0x1p-400));
}

/* |x| factor; of a subnormal x, which processors are slow at, a multiple made of its bits, 2^54 |x|, times its own
 * factor. */
RVL_ALWAYS_INLINE double rvl_hypot_scaled_float64(double abs_x, double factor, double factor_of_multiple)
{
    const uint64_t one = UINT64_C(55) << 52;
    const double multiple = from_bits_float64(bits_float64(abs_x) | one) - from_bits_float64(one);
    const bool is_subnormal = abs_x < 0x1p-1022;
    return (is_subnormal ? multiple : abs_x) * (is_subnormal ? factor_of_multiple : factor);
}

/* 2^-600 result, which is subnormal: rounded to a whole number of the smallest ones, which are its bits. */
RVL_ALWAYS_INLINE double rvl_hypot_subnormal_float64(double result)
{
    const double steps = 0x1p52;
    return from_bits_float64(bits_float64(result * 0x1p474 + steps) - bits_float64(steps));
}

RVL_ALWAYS_INLINE double rvl_hypot_float64(double x, double y)
{
    const double abs_x = __builtin_fabs(x), abs_y = __builtin_fabs(y), infinity = __builtin_inf();
    const double large = abs_x < abs_y ? abs_y : abs_x;
    const bool is_small = large < 0x1p-400;
    const double if_large = large > 0x1p400 ? 0x1p-600 : 1.0, if_large_back = large > 0x1p400 ? 0x1p600 : 1.0;
    const double factor = is_small ? 0x1p600 : if_large, back = is_small ? 0x1p-600 : if_large_back;
    const double of_multiple = is_small ? 0x1p546 : 0.0; /* beside a large number it is nothing */
    const double scaled = rvl_hypot_ordinary_float64(rvl_hypot_scaled_float64(abs_x, factor, of_multiple),
                                                     rvl_hypot_scaled_float64(abs_y, factor, of_multiple));
    const bool is_subnormal = is_small & (scaled < 0x1p-422);
    const double result = is_subnormal ? rvl_hypot_subnormal_float64(scaled) : (is_subnormal ? 1.0 : scaled) * back;
    const bool is_infinite = (abs_x == infinity) | (abs_y == infinity), is_nan = (x != x) | (y != y);
    const double finite = is_nan ? x + y : result;
    return is_infinite ? infinity : finite;
}

#endif
