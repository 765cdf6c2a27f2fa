/* swap.c: reversal of the bytes of each part of a block, in place. Compiled once per size class. */
#include "swap.h"
#include "class.h"

void RVL_NAME(rvl_swap)(size_t n, void *block)
{
    element *part = block;
    for (size_t i = 0; i < n; i++)
        part[i] = RVL_PASTE(swap_, RVL_DTYPE)(part[i]);
}
