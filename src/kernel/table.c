/* table.c: the table of all that src/kernel compiles, by dtype. Compiled once per instruction set. A storage dtype
 * (float16) has the entries of the dtype it is computed in (float32), and a few loops of its own. */
#include "table.h"

/* What a family's column for a dtype's kind says. */
#define KIND_BOOL(boolean, integer, real, complex) boolean
#define KIND_SIGNED(boolean, integer, real, complex) integer
#define KIND_UNSIGNED(boolean, integer, real, complex) integer
#define KIND_FLOAT(boolean, integer, real, complex) real
#define KIND_COMPLEX(boolean, integer, real, complex) complex
#define YES(...) __VA_ARGS__
#define NO(...)

/* The instruction set of what kernel.cmake compiles for some of them only. */
#ifndef RVL_BORROWED_ISA
#    define RVL_BORROWED_ISA RVL_ISA
#endif
#define BORROWED(name) RVL_PASTE(name##_, RVL_BORROWED_ISA)
#define ISA_OF_elementwise RVL_ISA
#define ISA_OF_division RVL_ISA
#define ISA_OF_elementary RVL_BORROWED_ISA
#define LOOPS(file, compute) RVL_PASTE(rvl_##file##_##compute##_, ISA_OF_##file)

#define FAMILY(FAMILY, file, boolean, integer, real, complex, NAME, kind, compute) \
    KIND_##kind(boolean, integer, real, complex)(extern const rvl_loop_table LOOPS(file, compute);)
#define DTYPE(NAME, name, kind, itemsize, part_size, compute)        \
    RVL_FAMILIES(FAMILY, NAME, kind, compute)                        \
    extern const rvl_reducer_table BORROWED(rvl_reducers_##compute); \
    extern const rvl_state_table BORROWED(rvl_states_##compute);
#include "core/dtypes.def"
#undef DTYPE
#undef FAMILY
extern const rvl_loop_table BORROWED(rvl_half_float16);
extern const rvl_loop_table BORROWED(rvl_half_bfloat16);
extern const rvl_map_table BORROWED(rvl_maps_float32);
extern const rvl_map_table BORROWED(rvl_maps_float64);
extern const rvl_map_table BORROWED(rvl_maps_complex64);
extern const rvl_map_table BORROWED(rvl_maps_complex128);
extern const rvl_reducer RVL_ISA_NAME(rvl_count);
extern const rvl_reducer BORROWED(rvl_narrow_sum_int8), BORROWED(rvl_narrow_sum_uint8);
extern const rvl_reducer BORROWED(rvl_narrow_sum_int16), BORROWED(rvl_narrow_sum_uint16);
extern const rvl_reducer BORROWED(rvl_narrow_sum_int32), BORROWED(rvl_narrow_sum_uint32);
extern const rvl_loop_table BORROWED(rvl_compare_int64_uint64);
extern const rvl_loop_table BORROWED(rvl_compare_uint64_int64);

const rvl_kernel_table RVL_ISA_NAME(rvl_kernels) = {
    .loops =
        {
#define FAMILY(FAMILY, file, boolean, integer, real, complex, NAME, kind, compute) \
    KIND_##kind(boolean, integer, real, complex)([RVL_FAMILY_##FAMILY][RAVEL_##NAME] = &LOOPS(file, compute), )
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) RVL_FAMILIES(FAMILY, NAME, kind, compute)
#include "core/dtypes.def"
#undef DTYPE
#undef FAMILY
        },
    .halves =
        {
            [RAVEL_FLOAT16] = &BORROWED(rvl_half_float16),
            [RAVEL_BFLOAT16] = &BORROWED(rvl_half_bfloat16),
        },
    .reducers =
        {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) [RAVEL_##NAME] = &BORROWED(rvl_reducers_##compute),
#include "core/dtypes.def"
#undef DTYPE
        },
    .maps =
        {
            [RAVEL_FLOAT32] = &BORROWED(rvl_maps_float32),
            [RAVEL_FLOAT64] = &BORROWED(rvl_maps_float64),
            [RAVEL_COMPLEX64] = &BORROWED(rvl_maps_complex64),
            [RAVEL_COMPLEX128] = &BORROWED(rvl_maps_complex128),
        },
    .count = &RVL_ISA_NAME(rvl_count),
    .narrow_sums =
        {
            [RAVEL_BOOL] = &RVL_ISA_NAME(rvl_count),
            [RAVEL_INT8] = &BORROWED(rvl_narrow_sum_int8),
            [RAVEL_UINT8] = &BORROWED(rvl_narrow_sum_uint8),
            [RAVEL_INT16] = &BORROWED(rvl_narrow_sum_int16),
            [RAVEL_UINT16] = &BORROWED(rvl_narrow_sum_uint16),
            [RAVEL_INT32] = &BORROWED(rvl_narrow_sum_int32),
            [RAVEL_UINT32] = &BORROWED(rvl_narrow_sum_uint32),
        },
    .states =
        {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) [RAVEL_##NAME] = &BORROWED(rvl_states_##compute),
#include "core/dtypes.def"
#undef DTYPE
        },
    .compare_int64_uint64 = &BORROWED(rvl_compare_int64_uint64),
    .compare_uint64_int64 = &BORROWED(rvl_compare_uint64_int64),
};
