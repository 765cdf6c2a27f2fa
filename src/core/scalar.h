/* scalar.h: one element cast from any dtype to any other, in integer arithmetic alone: no rounding mode matters. */
#ifndef RVL_CORE_SCALAR_H
#define RVL_CORE_SCALAR_H

#include <stdbool.h>
#include <stdint.h>

/* Copies one element, of any alignment and byte order, to native byte order. */
void rvl_scalar_load(int32_t dtype, const void *source, bool swapped, void *destination);

/* Casts one native element, of any alignment on both sides, as ravel's casts do: to bool: x != 0; between integers:
 * modulo 2^bits; float to integer: towards zero, saturating, NaN gives 0; to a float: rounded once, to nearest even;
 * complex to real: the real part. True if the destination holds the very value (-0.0 counts as 0; NaN as NaN). */
bool rvl_scalar_convert(int32_t from, const void *source, int32_t to, void *destination);

/* The same for a literal. True if the dtype can take its value: as it is, or rounded to a float or complex number, but
 * no part of it to infinity or away. */
bool rvl_scalar_take_literal(int32_t from, const void *source, int32_t to, void *destination);

#endif
