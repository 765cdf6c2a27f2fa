/* maps.h: what reductions make of elements before they fold them, where no elementwise kernel does it. */
#ifndef RVL_KERNEL_MAPS_H
#define RVL_KERNEL_MAPS_H

#include "kernel.h"

typedef enum {
    RVL_MAP_NONE,
    RVL_MAP_ABS,     /* the elementwise kernel */
    RVL_MAP_NUMBERS, /* x; +0 where it, or a part of it, is NaN */
    RVL_MAP_PRESENT, /* to bool: whether neither x nor a part of it is NaN */
    RVL_MAP_SQUARES, /* to reals: the squared magnitude of x times the real number that `user` points at */
    RVL_MAP_MARKS,   /* x; the real number that `user` points at where it, or a part of it, is NaN */
    RVL_MAP_PARTS,   /* x; the real number that `user` points at in place of each part of it that is NaN */
    RVL_N_MAPS
} rvl_map;

typedef ravel_kernel_fn rvl_map_table[RVL_N_MAPS];

#endif
