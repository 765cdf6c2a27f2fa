/* table.c: the table of all that src/kernel compiles, by dtype. Compiled once per instruction set. A storage dtype
 * (float16) has the entries of the dtype it is computed in (float32). */
#include "table.h"

#define ELEMENTARY_BOOL(...)
#define ELEMENTARY_SIGNED(...)
#define ELEMENTARY_UNSIGNED(...)
#define ELEMENTARY_FLOAT(...) __VA_ARGS__
#define ELEMENTARY_COMPLEX(...) __VA_ARGS__

#define DTYPE(NAME, name, kind, itemsize, part_size, compute)            \
    extern const rvl_loop_table RVL_ISA_NAME(rvl_elementwise_##compute); \
    extern const rvl_reducer_table RVL_ISA_NAME(rvl_reducers_##compute); \
    ELEMENTARY_##kind(extern const rvl_loop_table RVL_ISA_NAME(rvl_elementary_##compute);)
#include "core/dtypes.def"
#undef DTYPE
extern const rvl_loop_table RVL_ISA_NAME(rvl_compare_int64_uint64);
extern const rvl_loop_table RVL_ISA_NAME(rvl_compare_uint64_int64);

const rvl_kernel_table RVL_ISA_NAME(rvl_kernels) = {
    .elementwise =
        {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) [RAVEL_##NAME] = &RVL_ISA_NAME(rvl_elementwise_##compute),
#include "core/dtypes.def"
#undef DTYPE
        },
    .elementary =
        {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) \
    ELEMENTARY_##kind([RAVEL_##NAME] = &RVL_ISA_NAME(rvl_elementary_##compute), )
#include "core/dtypes.def"
#undef DTYPE
        },
    .reducers =
        {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) [RAVEL_##NAME] = &RVL_ISA_NAME(rvl_reducers_##compute),
#include "core/dtypes.def"
#undef DTYPE
        },
    .compare_int64_uint64 = &RVL_ISA_NAME(rvl_compare_int64_uint64),
    .compare_uint64_int64 = &RVL_ISA_NAME(rvl_compare_uint64_int64),
};
