/* movers.c: the table of movers of one instruction set. */
#include "move.h"
#include "stream.h"

#define RVL_DTYPE uint8
#include "class.h"
#undef RVL_DTYPE
#define RVL_DTYPE uint16
#include "class.h"
#undef RVL_DTYPE
#define RVL_DTYPE uint32
#include "class.h"
#undef RVL_DTYPE
#define RVL_DTYPE uint64
#include "class.h"
#undef RVL_DTYPE
#define RVL_DTYPE complex128
#include "class.h"
#undef RVL_DTYPE

#define NAME(name, dtype) RVL_PASTE(RVL_PASTE(name##_, dtype), RVL_PASTE(_, RVL_ISA))
#define CLASSES(name) \
    NAME(name, uint8), NAME(name, uint16), NAME(name, uint32), NAME(name, uint64), NAME(name, complex128)

#define DTYPE(NUMBER, name, kind, itemsize, part_size, compute) \
    extern const rvl_cast_fn NAME(rvl_cast_row, name)[RVL_N_DTYPES];
#include "core/dtypes.def"
#undef DTYPE

const rvl_movers RVL_ISA_NAME(rvl_movers) = {
    .cast =
        {
#define DTYPE(NUMBER, name, kind, itemsize, part_size, compute) [RAVEL_##NUMBER] = NAME(rvl_cast_row, name),
#include "core/dtypes.def"
#undef DTYPE
        },
    .gather = {CLASSES(rvl_gather)},
    .gather_far = {CLASSES(rvl_gather_far)},
    .scatter = {CLASSES(rvl_scatter)},
    .gather_rows = {CLASSES(rvl_gather_rows)},
    .scatter_rows = {CLASSES(rvl_scatter_rows)},
    .scatter_masked = {CLASSES(rvl_scatter_masked)},
    .fill = {CLASSES(rvl_fill)},
    .swap = {CLASSES(rvl_swap)},
    .transpose = {CLASSES(rvl_transpose)},
    .stream = RVL_ISA_NAME(rvl_stream),
    .stream_end = RVL_ISA_NAME(rvl_stream_end),
};
