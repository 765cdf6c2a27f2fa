/* random_cases.c: runs random calls against their model. A case follows from its seed alone.
 *
 *     random_cases                       RAVEL_RANDOM_CASES cases (two million if that is not set) from a seed that is
 *                                        printed
 *     random_cases --seed S              the same from a seed
 *     random_cases --seed S --count 1    one case: what a failure prints
 */
#include "random_cases.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int main(int argc, char **argv)
{
    const char *from_environment = getenv("RAVEL_RANDOM_CASES");
    uint64_t seed = (uint64_t)time(NULL) * 1000003;
    int64_t count = from_environment ? atoll(from_environment) : 2000000, n_refused = 0;
    for (int argument = 1; argument + 1 < argc; argument += 2) {
        if (strcmp(argv[argument], "--seed") == 0)
            seed = strtoull(argv[argument + 1], NULL, 10);
        else if (strcmp(argv[argument], "--count") == 0)
            count = atoll(argv[argument + 1]);
    }
    random_run_begin();
    guard_arena *arena = guard_arena_create(RANDOM_N_OPERANDS, RANDOM_BLOCK_NBYTES);
    printf("random_cases: %lld cases, --seed %" PRIu64 "\n", (long long)count, seed);
    fflush(stdout);
    for (int64_t i = 0; i < count && random_n_failures < 1000; i++) {
        const uint64_t own = seed + (uint64_t)i;
        random_case call = {.seed = own, .source = {.state = own * UINT64_C(0x2545f4914f6cdd1d)}};
        random_run(&call, arena);
    }
    const int64_t n_failures = random_n_failures + oracle_n_failures;
    for (int32_t status = 1; status < 64; status++)
        n_refused += random_n_statuses[status];
    printf("random_cases: %lld refused (by status:", (long long)n_refused);
    for (int32_t status = 1; status < 64; status++)
        if (random_n_statuses[status])
            printf(" %d: %lld", status, (long long)random_n_statuses[status]);
    printf("), %lld failures, --seed %" PRIu64 "\n", (long long)n_failures, seed);
    guard_arena_destroy(arena);
    random_run_end();
    return n_failures > 0;
}
