/* dtype_table.h: facts about dtypes by number. */
#ifndef RVL_CORE_DTYPE_TABLE_H
#define RVL_CORE_DTYPE_TABLE_H

#include "types.h"
#include <stdbool.h>

typedef struct rvl_dtype_facts {
    const char *name;
    int32_t kind;      /* RAVEL_KIND_* */
    int32_t itemsize;  /* bytes of an element */
    int32_t part_size; /* bytes of what is byte-swapped and aligned: a complex number's part */
    int32_t compute;   /* the dtype that kernels see: float32 for float16 and bfloat16 */
} rvl_dtype_facts;

extern const rvl_dtype_facts rvl_dtypes[RVL_N_DTYPES];

static inline bool rvl_dtype_valid(int32_t dtype)
{
    return dtype >= RAVEL_BOOL && dtype <= RAVEL_COMPLEX128;
}

#endif
