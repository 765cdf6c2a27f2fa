/* families.h: the families of kernels: each a source file, compiled once per instruction set and for the compute dtypes
 * that kernel.cmake says. MOVE has no file: load and store do it. ELEMENTARY has one of its own for integers. */
#ifndef RVL_KERNEL_FAMILIES_H
#define RVL_KERNEL_FAMILIES_H

/* FAMILY(NAME, file, bool, integer, real, complex, ...): YES where the file is compiled for dtypes of that kind. */
#define RVL_FAMILIES(FAMILY, ...)                               \
    FAMILY(MOVE, none, NO, NO, NO, NO, __VA_ARGS__)             \
    FAMILY(BASIC, elementwise, YES, YES, YES, YES, __VA_ARGS__) \
    FAMILY(DIVISION, division, NO, YES, YES, NO, __VA_ARGS__)   \
    FAMILY(ELEMENTARY, elementary, NO, YES, YES, YES, __VA_ARGS__)

typedef enum {
#define FAMILY(NAME, file, boolean, integer, real, complex, ...) RVL_FAMILY_##NAME,
    RVL_FAMILIES(FAMILY, )
#undef FAMILY
        RVL_N_FAMILIES
} rvl_family;

#endif
