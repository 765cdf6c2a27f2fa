/* blocks.h: runs a loop over a nest, block by block: load → kernel → store. Everything has been checked before. */
#ifndef RVL_RUN_BLOCKS_H
#define RVL_RUN_BLOCKS_H

#include "cut.h"

/* Computes all elements, on several threads where the context has them and the work is worth it. Fails only with
 * RAVEL_KERNEL_FAILED and RAVEL_EXECUTOR_FAILED. */
ravel_status rvl_run_blocks(rvl_call *call, rvl_run *run);

/* The events of a built-in loop over the elements that a contiguous mask lets through. */
uint64_t rvl_masked_events(const rvl_run *run, size_t n, const void *const *in, const uint8_t *mask);

/* The same of the casts of the inputs, as they were last loaded. */
uint64_t rvl_masked_load_events(const rvl_walk *walk, size_t n, const uint8_t *mask);

/* Whether the kernel can take rows along axis 0 where they lie. */
bool rvl_rows_fit(const rvl_run *run);
/* Runs one box of such rows; gives what a user's loop answers. */
int32_t rvl_run_rows(rvl_walk *walk);
/* Runs one box of a tiled cut; gives what a user's loop answers. */
int32_t rvl_run_tile(rvl_walk *walk);
/* Runs one box that is a transposed copy. */
void rvl_run_transpose(rvl_walk *walk);

#endif
