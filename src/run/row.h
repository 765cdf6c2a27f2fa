/* row.h: one row of a box: a call of the loop, a copy, or a cast. */
#ifndef RVL_RUN_ROW_H
#define RVL_RUN_ROW_H

#include "blocks.h"
#include "call_loop.h"
#include "cut.h"
#include <string.h>

/* Gives what a user's loop answers. The mask, or NULL, is contiguous: it says whose events count. */
static inline int32_t rvl_run_row(rvl_walk *walk, size_t n, const void *const *in, void *const *out,
                                  const uint8_t *mask)
{
    const rvl_run *run = walk->run;
    const rvl_loop *loop = run->loop;
    if (loop->function) {
        uint64_t raised = 0;
        const int32_t answer = rvl_call_loop(loop->function, loop->user, loop->builtin, n, in, out, &raised);
        walk->events |= raised && mask ? rvl_masked_events(run, n, in, mask) : raised;
        return answer;
    }
    if (walk->cut->casts)
        walk->events |= run->operands[1].casts[0](n, in[0], out[0]);
    else
        memcpy(out[0], in[0], n * (size_t)run->operands[0].block_size);
    return 0;
}

#endif
