/* table.h: all compiled kernels of one instruction set, by dtype. */
#ifndef RVL_KERNEL_TABLE_H
#define RVL_KERNEL_TABLE_H

#include "families.h"
#include "maps.h"
#include "states.h"

typedef struct rvl_kernel_table {
    const rvl_loop_table *loops[RVL_N_FAMILIES][RVL_N_DTYPES];
    const rvl_loop_table *halves[RVL_N_DTYPES]; /* loops on a half's own bits, not on float32 */
    const rvl_reducer_table *reducers[RVL_N_DTYPES];
    const rvl_state_table *states[RVL_N_DTYPES];
    const rvl_map_table *maps[RVL_N_DTYPES];
    const rvl_reducer *count;                     /* of true elements: of bools, to int64 */
    const rvl_reducer *narrow_sums[RVL_N_DTYPES]; /* of integers, to 64 bits; NULL: none */
    const rvl_loop_table *compare_int64_uint64;
    const rvl_loop_table *compare_uint64_int64;
} rvl_kernel_table;

#define ISA(NAME, suffix, text) extern const rvl_kernel_table rvl_kernels_##suffix;
#include "core/isas.def"
#undef ISA

#endif
