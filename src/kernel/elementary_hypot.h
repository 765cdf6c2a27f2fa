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

RVL_ALWAYS_INLINE double rvl_hypot_float64(double x, double y)
{
    const double abs_x = __builtin_fabs(x), abs_y = __builtin_fabs(y), infinity = __builtin_inf();
    const double large = abs_x < abs_y ? abs_y : abs_x;
    const double if_large = large > 0x1p400 ? 0x1p-600 : 1.0, if_large_back = large > 0x1p400 ? 0x1p600 : 1.0;
    const double factor = large < 0x1p-400 ? 0x1p600 : if_large, back = large < 0x1p-400 ? 0x1p-600 : if_large_back;
    const double result = rvl_hypot_ordinary_float64(x * factor, y * factor) * back;
    const bool is_infinite = (abs_x == infinity) | (abs_y == infinity), is_nan = (x != x) | (y != y);
    const double finite = is_nan ? x + y : result;
    return is_infinite ? infinity : finite;
}

#endif
