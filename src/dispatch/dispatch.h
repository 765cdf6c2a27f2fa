/* dispatch.h: which compiled functions a call runs: built-in kernels, reductions, counting loops and movers by
 * instruction set. */
#ifndef RVL_DISPATCH_DISPATCH_H
#define RVL_DISPATCH_DISPATCH_H

#include "core/isa.h"
#include "kernel/bins.h"
#include "kernel/maps.h"
#include "kernel/states.h"
#include "move/move.h"
#include <stdbool.h>

/* The best instruction set of this CPU, no higher than the environment variable RAVEL_ISA names. */
int32_t rvl_isa_best(void);
/* Whether RAVEL_ISA is absent or names an instruction set of this build; if not, rvl_isa_best ignores it. */
bool rvl_isa_environment_is_known(void);
/* The number of the instruction set of that public name, -1 if this build has none. */
int32_t rvl_isa_find(const char *name);
const char *rvl_isa_name(int32_t isa);

/* The loop of built-in kernel `kernel` for compute dtype `dtype`, NULL if it has none. */
ravel_kernel_fn rvl_builtin_loop(int32_t kernel, int32_t dtype, int32_t isa);
/* Its loop on the bits of float16 or bfloat16 themselves, NULL if it has none, or for any other dtype. */
ravel_kernel_fn rvl_builtin_half_loop(int32_t kernel, int32_t dtype, int32_t isa);
/* The loop of a comparison of int64 with uint64 (first_dtype says which comes first), NULL if it is no comparison. */
ravel_kernel_fn rvl_builtin_mixed_loop(int32_t kernel, int32_t first_dtype, int32_t isa);
/* The fast paths of a reorderable built-in kernel's reductions, NULL if it has none. */
const rvl_reducer *rvl_builtin_reducer(int32_t kernel, int32_t dtype, int32_t isa);
/* A map over elements of float32, float64, complex64 or complex128. */
ravel_kernel_fn rvl_builtin_map(rvl_map map, int32_t dtype, int32_t isa);
/* Counts true elements: folds bools to int64. */
const rvl_reducer *rvl_builtin_count(int32_t isa);
/* Sums integers of less than 64 bits, or bools, to int64 or uint64; NULL for other dtypes. */
const rvl_reducer *rvl_builtin_narrow_sum(int32_t dtype, int32_t isa);
/* The loops of a reduction with states over elements of a compute dtype, NULL if it has none. */
const rvl_state_loops *rvl_builtin_states(int32_t state, int32_t dtype, int32_t isa);
const rvl_movers *rvl_movers_of(int32_t isa);
const rvl_counters *rvl_counters_of(int32_t isa);

#endif
