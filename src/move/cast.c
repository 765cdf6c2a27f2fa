/* cast.c: casts of contiguous elements from every dtype to RVL_DTYPE. */
#include "cast.h"
#include "by_hand.h"
#include "widen.h"
#include <ravel/context.h>

#include RVL_OPERATIONS

#define CONVERT(value, invalid)                  \
    _Generic((value), int32_t                    \
             : convert_int32, uint32_t           \
             : convert_uint32, int64_t           \
             : convert_int64, uint64_t           \
             : convert_uint64, float             \
             : convert_float32, double           \
             : convert_float64, rvl_complex64    \
             : convert_complex64, rvl_complex128 \
             : convert_complex128)(value, invalid)

/* One function for each source dtype: the pairs of dtypes are the one thing that only a macro can list. */
#define DTYPE(NAME, name, kind, itemsize, part_size, compute)                              \
    uint64_t RVL_CAST(name, RVL_DTYPE)(size_t n, const void *source, void *destination);   \
    uint64_t RVL_CAST(name, RVL_DTYPE)(size_t n, const void *source, void *destination)    \
    {                                                                                      \
        if (n == 0)                                                                        \
            return 0;                                                                      \
        const rvl_##name *from = source;                                                   \
        RVL_PASTE(rvl_, RVL_DTYPE) *restrict to = destination;                             \
        rvl_invalid invalid = {0, 0};                                                      \
        rvl_cast_fn by_hand = rvl_cast_by_hand(RVL_NUMBER(name), RVL_NUMBER(RVL_DTYPE));   \
        if (by_hand)                                                                       \
            return by_hand(n, source, destination);                                        \
        if (RVL_NUMBER(name) == RVL_NUMBER(RVL_DTYPE) && RVL_NUMBER(name) != RAVEL_BOOL) { \
            memcpy(destination, source, n * sizeof *to);                                   \
            return 0;                                                                      \
        }                                                                                  \
        for (size_t i = 0; i < n; i++)                                                     \
            to[i] = CONVERT(widen_##name(from[i]), &invalid);                              \
        return invalid.narrow | invalid.wide ? RAVEL_EVENT_INVALID_CAST : 0;               \
    }
#include "core/dtypes.def"
#undef DTYPE
