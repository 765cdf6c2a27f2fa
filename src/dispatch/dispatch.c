/* dispatch.c: the tables of each instruction set, and the look-ups in them. */
#include "dispatch.h"

#include "core/dtype_table.h"
#include "facts.h"
#include "kernel/table.h"
#include <string.h>

static const rvl_kernel_table *const kernel_tables[RVL_N_ISAS] = {
#define ISA(NAME, suffix, text) [RVL_ISA_##NAME] = &rvl_kernels_##suffix,
#include "core/isas.def"
#undef ISA
};

static const rvl_movers *const mover_tables[RVL_N_ISAS] = {
#define ISA(NAME, suffix, text) [RVL_ISA_##NAME] = &rvl_movers_##suffix,
#include "core/isas.def"
#undef ISA
};

static const rvl_counters *const counter_tables[RVL_N_ISAS] = {
#define ISA(NAME, suffix, text) [RVL_ISA_##NAME] = &rvl_counters_##suffix,
#include "core/isas.def"
#undef ISA
};

static const char *const isa_names[RVL_N_ISAS] = {
#define ISA(NAME, suffix, text) [RVL_ISA_##NAME] = text,
#include "core/isas.def"
#undef ISA
};

ravel_kernel_fn rvl_builtin_loop(int32_t kernel, int32_t dtype, int32_t isa)
{
    const rvl_loop_table *loops = kernel_tables[isa]->loops[rvl_kernels[kernel].family][dtype];
    return loops ? (*loops)[kernel] : NULL;
}

ravel_kernel_fn rvl_builtin_half_loop(int32_t kernel, int32_t dtype, int32_t isa)
{
    const rvl_loop_table *loops = kernel_tables[isa]->halves[dtype];
    return loops ? (*loops)[kernel] : NULL;
}

ravel_kernel_fn rvl_builtin_mixed_loop(int32_t kernel, int32_t first_dtype, int32_t isa)
{
    const rvl_kernel_table *table = kernel_tables[isa];
    return (first_dtype == RAVEL_INT64 ? *table->compare_int64_uint64 : *table->compare_uint64_int64)[kernel];
}

const rvl_reducer *rvl_builtin_reducer(int32_t kernel, int32_t dtype, int32_t isa)
{
    if ((rvl_kernels[kernel].properties & RVL_PROPERTY_SKIPS_NAN) && rvl_dtypes[dtype].kind < RAVEL_KIND_FLOAT)
        kernel = kernel == RVL_KERNEL_fmax ? RVL_KERNEL_maximum : RVL_KERNEL_minimum; /* the same of integers */
    const rvl_reducer *reducer = &(*kernel_tables[isa]->reducers[dtype])[kernel];
    return reducer->rows ? reducer : NULL;
}

ravel_kernel_fn rvl_builtin_map(rvl_map map, int32_t dtype, int32_t isa)
{
    return map == RVL_MAP_ABS ? rvl_builtin_loop(RVL_KERNEL_abs, dtype, isa) : (*kernel_tables[isa]->maps[dtype])[map];
}

const rvl_reducer *rvl_builtin_count(int32_t isa)
{
    return kernel_tables[isa]->count;
}

const rvl_reducer *rvl_builtin_narrow_sum(int32_t dtype, int32_t isa)
{
    return kernel_tables[isa]->narrow_sums[dtype];
}

const rvl_state_loops *rvl_builtin_states(int32_t state, int32_t dtype, int32_t isa)
{
    const rvl_state_loops *loops = &(*kernel_tables[isa]->states[dtype])[state];
    return loops->join ? loops : NULL;
}

const rvl_movers *rvl_movers_of(int32_t isa)
{
    return mover_tables[isa];
}

const rvl_counters *rvl_counters_of(int32_t isa)
{
    return counter_tables[isa];
}

int32_t rvl_isa_find(const char *name)
{
    for (int32_t isa = 0; isa < RVL_N_ISAS; isa++)
        if (strcmp(isa_names[isa], name) == 0)
            return isa;
    return -1;
}

const char *rvl_isa_name(int32_t isa)
{
    return isa_names[isa];
}
