/* random_cases.h: random calls, good and bad, against a model of what they must answer and write. */
#ifndef TESTS_RANDOM_CASES_H
#define TESTS_RANDOM_CASES_H

#include "oracle.h"
#include "support/operand.h"
#include "support/random.h"

#define RANDOM_MAX_IN ORACLE_MAX_IN
/* The dtypes of a loop. */
#define RANDOM_MAX_LOOP (ORACLE_MAX_IN + ORACLE_MAX_OUT)
/* Elements of an operand, an axis of which may be too long by mistake. */
#define RANDOM_MAX_SIZE (1 << 18)
#define RANDOM_N_OPERANDS (RANDOM_MAX_IN + 3)
/* Bytes that a block of an operand may have. */
#define RANDOM_BLOCK_NBYTES (1 << 22)

typedef enum { RANDOM_APPLY, RANDOM_REDUCE, RANDOM_ACCUMULATE } random_verb;

typedef struct random_operand {
    operand array;
    bool present;      /* else the call gets NULL */
    bool scalar, weak; /* made by create_scalar, and stretched to its shape */
    bool read_only;    /* of an output */
} random_operand;

/* Places in random_case.operands. */
enum { RANDOM_WHERE = RANDOM_MAX_IN, RANDOM_INITIAL, RANDOM_OUT };

typedef struct random_case {
    uint64_t seed;
    random_source source;
    random_verb verb;
    oracle_kernel kernel;
    int32_t reduction; /* an oracle_reduction, or -1 */
    const char *name;  /* of the kernel */
    const ravel_kernel *handle;
    int32_t n_in;          /* as given to the call */
    int32_t n_out, output; /* how many outputs it has, and which is wanted; the others are NULL */
    random_operand operands[RANDOM_N_OPERANDS];
    int32_t ndim; /* of the result of apply, of the input of the others */
    int64_t shape[OPERAND_MAX_NDIM];
    int32_t n_axes, axes[OPERAND_MAX_NDIM + 1];
    bool all_axes; /* axes NULL */
    uint64_t options;
    int32_t casting;        /* of the context */
    ravel_context *context; /* or NULL */
} random_case;

/* What the model expects: one of these statuses, by bit; none: RAVEL_OK. Each output's expected bytes are then in its
 * block. */
typedef struct random_expectation {
    uint64_t statuses;
    bool may_lack_scratch; /* may answer RAVEL_SCRATCH_LIMIT instead of RAVEL_OK */
    uint64_t events;
} random_expectation;

/* ---- random_run.c ---- */

/* What did not match the model, with a report of each on standard output; how many calls gave each status. */
extern int64_t random_n_failures, random_n_statuses[64];
/* The contexts that calls run in. */
void random_run_begin(void);
void random_run_end(void);
/* Makes the case from its source, runs it and compares. The arena is for RANDOM_N_OPERANDS blocks. */
void random_run(random_case *call, guard_arena *arena);

/* ---- random_make.c ---- */

/* Fills the case from its source: operands are laid out and filled, handles not made yet. */
void random_make(random_case *call, guard_arena *arena);
/* For the parts that make one verb's case. */
void random_place(random_case *call, guard_arena *arena, int32_t which, int32_t dtype, int32_t ndim,
                  const int64_t *shape);
int32_t random_dtype(random_case *call);
void random_shape(random_case *call, int64_t largest);
void random_options(random_case *call, uint64_t known);

/* ---- random_apply.c, random_reduce.c ---- */

void random_make_apply(random_case *call, guard_arena *arena);
random_expectation random_expect_apply(random_case *call);
void random_make_reduce(random_case *call, guard_arena *arena);
random_expectation random_expect_reduce(random_case *call);

/* ---- random_model.c ---- */

/* The casting rule in force. */
int32_t random_casting(const random_case *call);
/* Adds the statuses for options and casting that all verbs share. */
void random_check_options(const random_case *call, uint64_t known, random_expectation *expected);
/* Adds those for overlaps of the output with itself and with what is read: `result` is the shape. */
void random_check_overlaps(const random_case *call, int32_t ndim, const int64_t *shape, random_expectation *expected);
/* Byte offsets in its block of each element of an operand broadcast to a shape. */
void random_broadcast(const operand *array, int32_t ndim, const int64_t *shape, int64_t *offsets);
bool random_broadcasts_to(const operand *array, int32_t ndim, const int64_t *shape);
/* Element of an operand as it was before the call. */
oracle_value random_load(const random_operand *from, int64_t offset);

#endif
