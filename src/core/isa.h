/* isa.h: the instruction sets of this build, as numbers that index tables. */
#ifndef RVL_CORE_ISA_H
#define RVL_CORE_ISA_H

typedef enum {
#define ISA(NAME, suffix, text) RVL_ISA_##NAME,
#include "isas.def"
#undef ISA
    RVL_N_ISAS
} rvl_isa;

#endif
