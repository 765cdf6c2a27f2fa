/* row.h: one row of a box: a call of the loop, a copy, or a cast. */
#ifndef RVL_RUN_ROW_H
#define RVL_RUN_ROW_H

#include "blocks.h"
#include "call_loop.h"
#include "cut.h"
#include <string.h>

/* One call of the run's loop; gives what a user's answers. The mask, or NULL, is contiguous: it says whose events
 * count.
 */
static inline int32_t rvl_run_loop(rvl_walk *walk, size_t n, const void *const *in, void *const *out,
                                   const uint8_t *mask)
{
    const rvl_loop *loop = walk->run->loop;
    uint64_t raised = 0;
    const int32_t answer = rvl_call_loop(loop->function, loop->user, loop->builtin, n, in, out, &raised);
    walk->events |= raised && mask ? rvl_masked_events(walk->run, n, in, mask) : raised;
    return answer;
}

/* The same for any row. */
static inline int32_t rvl_run_row(rvl_walk *walk, size_t n, const void *const *in, void *const *out,
                                  const uint8_t *mask)
{
    const rvl_run *run = walk->run;
    if (run->loop->function)
        return rvl_run_loop(walk, n, in, out, mask);
    if (walk->cut->casts)
        walk->events |= run->operands[1].casts[0](n, in[0], out[0]);
    else
        memcpy(out[0], in[0], n * (size_t)run->operands[0].block_size);
    return 0;
}

#endif
