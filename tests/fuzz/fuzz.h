/* fuzz.h: what the fuzz targets share: an input that is read piece by piece, and a way to say that a promise is broken.
 *
 * A target is one file with one LLVMFuzzerTestOneInput. It runs under libFuzzer, or, in any build by any compiler, from
 * replay.c, which runs the inputs that it is given. Each byte decides something; where the input ends, numbers that are
 * made up follow. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "support/random.h"

/* One input. Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input as random numbers; more of them than it has are made up. */
random_source fuzz_source(const uint8_t *data, size_t size);
/* Whether there is input left. */
bool fuzz_more(const random_source *source);
/* An int64_t at or near an end of its range, a power of two or zero. */
int64_t fuzz_extreme(random_source *source);

/* Ends the program unless the condition holds. */
#define FUZZ_CHECK(condition) ((condition) ? (void)0 : fuzz_fail(#condition, __FILE__, __LINE__))
_Noreturn void fuzz_fail(const char *condition, const char *file, int line);

#endif
