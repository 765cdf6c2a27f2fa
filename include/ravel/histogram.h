/* histogram.h: counting elements by number (bincount) or by the bin that their value lies in (histogram).
 *
 * Counts are the caller's: `out` has one axis, its length is the number of bins, and its dtype is int64; it is
 * overwritten. `array` has any shape and layout. `where` may be NULL; else it is a bool array that broadcasts to
 * `array`, and only elements where it is true count. Counts do not depend on any order, and so the counts of parts add
 * up to those of the whole. Of no elements they are 0.
 *
 * Strides, byte order, alignment, options (a casting option and RAVEL_OPTION_NO_SCRATCH are allowed, but nothing here
 * needs the first) are as in apply.h; calls run on the calling thread. An output that is not contiguous, native and
 * aligned, or that overlaps what is read (an error under NO_SCRATCH), and edges that are not contiguous, native and
 * aligned float64, take scratch memory of their size. Messages name the function, "input", "output", "where",
 * "weights", "lower", "upper", "edges". Before anything is written all is checked, the elements too. Each function can
 * answer: RAVEL_NULL_ARGUMENT and the handle errors; RAVEL_BUSY; RAVEL_UNKNOWN_FLAG; RAVEL_DTYPE_MISMATCH (of any of
 * the arrays); RAVEL_INVALID_NDIM, RAVEL_SHAPE_MISMATCH (shapes); RAVEL_READ_ONLY, RAVEL_OVERLAP,
 * RAVEL_UNDECIDED_OVERLAP (an output over itself); RAVEL_SCRATCH_LIMIT, RAVEL_OUT_OF_MEMORY. */
#ifndef RAVEL_HISTOGRAM_H
#define RAVEL_HISTOGRAM_H

#include <ravel/apply.h>

RAVEL_BEGIN_DECLARATIONS

/* out[k] = how many elements are k. The input is of bools or any integers. A number below 0 or from out's length on is
 * RAVEL_VALUE_OUT_OF_RANGE; the message names its index and value. With `weights` (may be NULL; else of any real dtype,
 * taken as float64; they broadcast to the input) out is float64, and out[k] is 0 plus the weights of the elements that
 * are k, added one after the other in C order. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_bincount(ravel_context *context, const ravel_array *array,
                                                         const ravel_array *where, const ravel_array *weights,
                                                         uint64_t options, ravel_array *out);

/* out[k] = how many elements lie in bin k of n equal ones between lower and upper (0-d arrays of real dtypes, taken as
 * float64; lower < upper, with a finite difference; else RAVEL_INVALID_ARGUMENT), n being out's length, from 1 to
 * 2^31 - 2 (else RAVEL_INVALID_SHAPE). The input is of any real dtype.
 *
 * Edge k is lower + k * step for k < n, where step is (upper - lower) / n, all in float64 and each operation rounded to
 * nearest; edge n is upper. An element is in the last bin k < n whose edge is not above it; below lower, above upper
 * and NaN are not counted. So bins are half open, but for the last one, which upper belongs to, as in NumPy. Elements
 * are compared with the edges exactly (64-bit integers too). */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_histogram(ravel_context *context, const ravel_array *array,
                                                          const ravel_array *where, const ravel_array *lower,
                                                          const ravel_array *upper, uint64_t options, ravel_array *out);

/* The same with bins of any width: `edges` has one axis, of n + 1 elements of a real dtype, taken as float64, none
 * smaller than the one before it and none NaN (else RAVEL_INVALID_ARGUMENT; the message names the index). Infinities
 * are edges as any other. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_histogram_edges(ravel_context *context, const ravel_array *array,
                                                                const ravel_array *where, const ravel_array *edges,
                                                                uint64_t options, ravel_array *out);

RAVEL_END_DECLARATIONS

#endif
