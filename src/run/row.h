/* row.h: one row of a box: a call of the loop, a copy, or a cast. */
#ifndef RVL_RUN_ROW_H
#define RVL_RUN_ROW_H

#include "call_loop.h"
#include "cut.h"
#include <string.h>

/* Gives what a user's loop answers. */
static inline int32_t rvl_run_row(rvl_walk *walk, size_t n, const void *const *in, void *const *out)
{
    const rvl_run *run = walk->run;
    const rvl_loop *loop = run->loop;
    if (loop->function)
        return rvl_call_loop(loop->function, loop->user, loop->builtin, n, in, out, &walk->events);
    if (walk->cut->casts)
        walk->events |= run->operands[1].casts[0](n, in[0], out[0]);
    else
        memcpy(out[0], in[0], n * (size_t)run->operands[0].block_size);
    return 0;
}

#endif
