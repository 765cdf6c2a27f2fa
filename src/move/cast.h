/* cast.h: how the functions that cast are named: rvl_cast_float64_to_int8_x86_64_v3. */
#ifndef RVL_MOVE_CAST_H
#define RVL_MOVE_CAST_H

#include "core/types.h"

#define RVL_CAST(source, destination) \
    RVL_PASTE(RVL_PASTE(RVL_PASTE(RVL_PASTE(rvl_cast_, source), _to_), destination), RVL_PASTE(_, RVL_ISA))

/* The public number of a dtype by its name. */
enum {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) rvl_number_##name = RAVEL_##NAME,
#include "core/dtypes.def"
#undef DTYPE
};
#define RVL_NUMBER(name) RVL_PASTE(rvl_number_, name)

#endif
