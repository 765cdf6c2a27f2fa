/* scaled_square.h: what norms are sums of, for the dtype of the operations that are included, and the ranges in which
 * such sums are sure. */
#ifndef RVL_KERNEL_SCALED_SQUARE_H
#define RVL_KERNEL_SCALED_SQUARE_H

#include "norm_range.h"

/* The magnitude of what has an infinite part is infinite, whatever the other part is. */
RVL_ALWAYS_INLINE magnitude_elem scaled_square(elem x, magnitude_elem scale)
{
#define OF_REAL (x * scale) * (x * scale)
#define SUM_OF_SQUARES ((x.real * scale) * (x.real * scale) + (x.imag * scale) * (x.imag * scale))
#define OF_COMPLEX (isinf_op(x) ? (magnitude_elem)__builtin_inf() : SUM_OF_SQUARES)
    return RVL_KIND_COLUMN(, , OF_REAL, OF_COMPLEX);
}

#endif
