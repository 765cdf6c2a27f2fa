/* dtype_table.c: facts about dtypes by number, from the list. */
#include "dtype_table.h"

/* The list names compute dtypes in lower case; these are their numbers. */
enum {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) number_of_##name = RAVEL_##NAME,
#include "dtypes.def"
#undef DTYPE
};

const rvl_dtype_facts rvl_dtypes[RVL_N_DTYPES] = {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) \
    [RAVEL_##NAME] = {#name, RAVEL_KIND_##kind, itemsize, part_size, number_of_##compute},
#include "dtypes.def"
#undef DTYPE
};
