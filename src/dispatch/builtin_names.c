/* builtin_names.c: the names of built-in kernels, by the numbers in their handles, and of what is no kernel. */
#include "core/handle.h"
#include "kernel/kernel.h"

const char *const rvl_builtin_names[] = {
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) #name,
#include "kernel/kernels.def"
#undef KERNEL
#define REDUCTION(name, verb, kernel, rule, summary) #name,
#include "kernel/reductions.def"
#undef REDUCTION
#define PAIR(name, kernel, rule, first, second) #name,
#include "kernel/pairs.def"
#undef PAIR
};

#define PAIR(name, kernel, rule, first, second) +1
enum {
    N_PAIRS = 0
#include "kernel/pairs.def"
};

const int32_t rvl_n_builtin_kernels = RVL_N_KERNELS;
const int32_t rvl_n_builtin_reductions =
    (int32_t)(sizeof rvl_builtin_names / sizeof *rvl_builtin_names) - RVL_N_KERNELS - N_PAIRS;
