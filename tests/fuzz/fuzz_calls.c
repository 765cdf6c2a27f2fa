/* fuzz_calls.c: calls of apply, reduce and accumulate, good and bad, on operands between guard pages. Of the library's
 * kernels, against the model of random_cases: status, every element, no byte written elsewhere, none at all on an
 * error, events. Of kernels that the input makes, against that of own_calls. */
#include "fuzz.h"
#include "own_calls.h"
#include "random_cases.h"

/* Inputs that begin with such a byte make kernels of their own. */
#define FIRST_OF_OWN 224

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static guard_arena *arena;
    if (arena == NULL) {
        arena = guard_arena_create(RANDOM_N_OPERANDS, RANDOM_BLOCK_NBYTES);
        random_run_begin();
    }
    if (size > 0 && data[0] >= FIRST_OF_OWN) {
        random_source source = fuzz_source(data + 1, size - 1);
        own_calls(&source);
        return 0;
    }
    random_case call = {.source = fuzz_source(data, size)};
    random_run(&call, arena);
    FUZZ_CHECK(random_n_failures + oracle_n_failures == 0);
    return 0;
}
