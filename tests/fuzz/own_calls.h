/* own_calls.h: apply, reduce and accumulate with a user's kernel, against a model. */
#ifndef TESTS_FUZZ_OWN_CALLS_H
#define TESTS_FUZZ_OWN_CALLS_H

#include "own_kernel.h"
#include "random_cases.h"

enum { OWN_MAX_NDIM = 4, OWN_MAX_SIZE = 1 << 17, OWN_BLOCK_NBYTES = 1 << 22 };

/* A call: what goes in, and what must come out. */
typedef struct own_call {
    own_kernel *kernel;
    random_verb verb;
    operand arrays[OWN_N_OPERANDS];
    bool present[OWN_N_OPERANDS];
    int32_t ndim; /* of the result of apply, of the input of the others */
    int64_t shape[OPERAND_MAX_NDIM];
    uint64_t axes; /* by bit: reduced; or the one to go along */
    uint64_t options;
    int32_t casting;
    ravel_context *context;
    ravel_status status;      /* that it has answered */
    uint64_t allowed, events; /* statuses that it may answer, by bit; events that it must raise */
} own_call;

/* ---- own_calls.c ---- */

/* Makes a kernel and calls it a few times. */
void own_calls(random_source *source);

/* ---- own_model.c ---- */

int64_t own_call_size(const own_call *call);
/* The statuses that the call may answer, and the loop that it must take. */
void own_expect_status(own_call *call);
/* What its outputs' blocks must hold then, and the events. */
void own_expect_elements(own_call *call);

#endif
