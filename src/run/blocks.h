/* blocks.h: runs a loop over a nest, block by block: load → kernel → store. Everything has been checked before. */
#ifndef RVL_RUN_BLOCKS_H
#define RVL_RUN_BLOCKS_H

#include "operand.h"
#include "plan/nest.h"

/* A call that has been checked. Operands of the nest: the loop's inputs, its outputs, then the mask if there is one. */
typedef struct rvl_run {
    const rvl_loop *loop;
    const rvl_movers *movers;
    rvl_nest nest; /* simplified */
    rvl_operand operands[RVL_NEST_OPERANDS];
    bool masked;
    int64_t size; /* elements, not 0 */
} rvl_run;

/* Computes all elements, on several threads where the context has them and the work is worth it. Fails only with
 * RAVEL_KERNEL_FAILED and RAVEL_EXECUTOR_FAILED. */
ravel_status rvl_run_blocks(rvl_call *call, const rvl_run *run);

#endif
