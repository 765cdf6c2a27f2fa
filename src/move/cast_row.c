/* cast_row.c: the casts from RVL_DTYPE, by the dtype they go to. */
#include "cast.h"
#include "move.h"

#define DTYPE(NAME, name, kind, itemsize, part_size, compute) \
    uint64_t RVL_CAST(RVL_DTYPE, name)(size_t n, const void *source, void *destination);
#include "core/dtypes.def"
#undef DTYPE

extern const rvl_cast_fn RVL_NAME(rvl_cast_row)[RVL_N_DTYPES];
const rvl_cast_fn RVL_NAME(rvl_cast_row)[RVL_N_DTYPES] = {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) [RAVEL_##NAME] = RVL_CAST(RVL_DTYPE, name),
#include "core/dtypes.def"
#undef DTYPE
};
