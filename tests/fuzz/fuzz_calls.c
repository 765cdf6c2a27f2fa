/* fuzz_calls.c: calls of apply, reduce and accumulate, good and bad, on operands between guard pages, against the model
 * of random_cases: status, every element, no byte written elsewhere, none at all on an error, events. */
#include "fuzz.h"
#include "random_cases.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static guard_arena *arena;
    if (arena == NULL) {
        arena = guard_arena_create(RANDOM_N_OPERANDS, RANDOM_BLOCK_NBYTES);
        random_run_begin();
    }
    random_case call = {.source = fuzz_source(data, size)};
    random_run(&call, arena);
    FUZZ_CHECK(random_n_failures + oracle_n_failures == 0);
    return 0;
}
