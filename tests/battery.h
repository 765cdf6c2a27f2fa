/* battery.h: every kernel with every dtype in every layout against the oracle, bit for bit.
 *
 * Values come from pools: so many elements of each input, and the result of each, worked out once by the oracle. A case
 * lays out a window of them in guarded memory, calls the library, and compares all bytes, those between elements too.
 */
#ifndef TESTS_BATTERY_H
#define TESTS_BATTERY_H

#include "oracle.h"
#include "support/operand.h"
#include "support/random.h"

#define BATTERY_MAX_IN ORACLE_MAX_IN
/* The dtypes of a loop. */
#define BATTERY_MAX_LOOP (ORACLE_MAX_IN + ORACLE_MAX_OUT)

typedef struct battery {
    ravel_context *context;
    guard_arena *arena; /* of the running section */
    const char *section;
    random_source random;
    int64_t scale;         /* RAVEL_TEST_SCALE */
    int64_t lengths_share; /* RAVEL_BATTERY_SHARE: one in so many of the longer sizes */
    bool borrowed; /* the elementary functions are those of another instruction set, which has a battery of its own */
    int64_t n_cases, n_elements, n_failures;
} battery;

/* Values for each input and what the kernel makes of them, in native byte order; used again from the start when they
 * run out. */
typedef struct battery_pool {
    oracle_kernel kernel;
    const ravel_kernel *handle;
    int32_t n_in, dtypes[BATTERY_MAX_IN];
    int32_t output, result; /* which of the kernel's outputs is wanted, and its dtype */
    unsigned char *in[BATTERY_MAX_IN], *out;
} battery_pool;

/* A prime, so that no length or stride falls in step with it. */
#define BATTERY_POOL_LENGTH 2503

/* A call that is being put together. */
typedef struct battery_case {
    oracle_kernel kernel;
    const ravel_kernel *handle;
    operand in[BATTERY_MAX_IN], where, out;
    int32_t n_in;
    int32_t output;        /* which of the kernel's outputs is wanted; the others are NULL */
    bool masked, in_place; /* in_place: out has the block of an input */
    uint64_t options;
    ravel_context *context;
} battery_case;

/* ---- battery_case.c ---- */

/* Ends the program if the library cannot do what the battery itself needs. */
void battery_need(ravel_status status, const char *what);
const ravel_kernel *battery_kernel(oracle_kernel kernel);
/* Makes a pool for inputs of these dtypes; false where the kernel has no loop for them, or a borrowed one. constant:
 * inputs, by bit, of which all elements are equal. */
bool battery_pool_make(battery *run, battery_pool *pool, oracle_kernel kernel, const int32_t *dtypes,
                       uint32_t constant);
/* Any of the kernel's outputs. */
int32_t battery_output(battery *run, oracle_kernel kernel);
void battery_pool_free(battery_pool *pool);

/* Fills an operand with elements start, start + 1, … of pool values. */
void battery_fill(const operand *array, const unsigned char *values, int64_t start);
/* Fills an operand with random values; a mask with bools. */
void battery_fill_random(battery *run, const operand *array);

/* Opens the handles, calls, checks that the status is OK, that the output's elements are `expected` (native, in C
 * order; NULL: what the oracle makes of the inputs as they lie), and that no other byte has changed; closes the
 * handles. Inputs must be filled. */
void battery_run(battery *run, battery_case *call, const unsigned char *expected, int64_t start);

/* Reports a failure of a case; the first few in full. */
void battery_report(battery *run, const battery_case *call, const char *what);

/* ---- the sections ---- */

void battery_lengths(battery *run);    /* battery_lengths.c: sizes 0 to 520 in one dimension, every layout */
void battery_shapes(battery *run);     /* battery_shapes.c: more dimensions, broadcasting, mixed layouts, block edges */
void battery_overlaps(battery *run);   /* battery_overlaps.c: outputs over inputs */
void battery_casts(battery *run);      /* battery_casts.c: dtypes that differ */
void battery_large(battery *run);      /* battery_large.c: large calls, on one thread and several */
void battery_reductions(battery *run); /* battery_reductions.c: reduce and accumulate */

#endif
