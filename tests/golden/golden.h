/* golden.h: digests of what every kernel computes, the same on every machine.
 *
 * A row is one line of digests.txt: a verb, a kernel, dtypes, and the SHA-256 of the results of many calls. Each call
 * is made with its operands laid out in memory in several ways and with several numbers of threads; all must give the
 * same bytes, which are hashed once: in C order, little-endian, every NaN the positive quiet one without payload.
 * Inputs follow from the row's title alone. Two programs share this: check.c compares with the committed file; write.c,
 * which has the scalar oracle, writes it. */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

#include "support/operand.h"
#include "support/sha256.h"

typedef enum {
    GOLDEN_APPLY,
    GOLDEN_REDUCE,
    GOLDEN_ACCUMULATE,
    GOLDEN_DIFF,
    GOLDEN_VECDOT,
    GOLDEN_MIN_MAX,
    GOLDEN_MEAN_VAR,
    GOLDEN_BINCOUNT, /* it and the others count on one thread */
    GOLDEN_HISTOGRAM,
    GOLDEN_HISTOGRAM_EDGES,
    GOLDEN_N_VERBS
} golden_verb;
extern const char *const golden_verbs[GOLDEN_N_VERBS];

/* The thread counts; and last the host's executor, which runs tasks backwards and counts them. */
enum { GOLDEN_N_THREAD_COUNTS = 4, GOLDEN_EXECUTOR = GOLDEN_N_THREAD_COUNTS, GOLDEN_N_CONTEXTS };
extern const int32_t golden_thread_counts[GOLDEN_N_THREAD_COUNTS];

typedef struct golden_row {
    char title[160];
    golden_verb verb;
    char name[64]; /* the kernel's */
    const ravel_kernel *kernel;
    int32_t n_in, n_out, dtypes[RAVEL_MAX_OPERANDS]; /* inputs, then outputs */
    uint64_t options;
    random_source random;
    sha256 hash;
    bool differs[GOLDEN_N_CONTEXTS]; /* from the first results, with these threads */
    bool refused;                    /* by the judge */
} golden_row;

/* One call's logical operands: native elements in C order of the shape that the inputs broadcast to. */
typedef struct golden_call {
    int32_t ndim;
    int64_t shape[OPERAND_MAX_NDIM];
    const unsigned char *in[RAVEL_MAX_OPERANDS];
    uint64_t repeated[RAVEL_MAX_OPERANDS]; /* axes, by bit, along which an input's elements are equal */
    const unsigned char *where, *initial;  /* or NULL */
    uint64_t axes;                         /* reductions: by bit; accumulate, diff: one of them */
    int64_t n;                             /* differences one after the other; bins */
    double *edges;                         /* n + 1: of histograms' bins */
    bool large;                            /* worth several threads */
} golden_call;

/* Whether one output of a call is right. `results` are canonical: little-endian, in C order. NULL: nobody judges. */
typedef bool golden_judge(const golden_row *row, const golden_call *call, int32_t output, const unsigned char *results);

typedef struct golden_run {
    ravel_context *contexts[GOLDEN_N_CONTEXTS];
    guard_arena *small, *large;
    golden_judge *judge;
    /* Given each row's digest when all of its calls are done. */
    void (*finish)(struct golden_run *run, const golden_row *row, const char *digest);
    void *user;                 /* its */
    bool split[GOLDEN_N_VERBS]; /* some call of the verb was made in several tasks */
    int64_t share; /* each call is made in one of so many layouts, in turns: RAVEL_DIGEST_SHARE, else all */
    int64_t n_calls;
    int64_t row_step; /* only one in so many rows is computed: RAVEL_DIGEST_ROWS, else all */
    int64_t n_rows;   /* met */
    int64_t n_failures;
} golden_run;

/* ---- call.c ---- */

/* Has every operand behind a guard page, none before one: for an emulator that reads more than an instruction does. */
void golden_place_at_start(void);

/* ---- rows.c ---- */

/* Goes through all rows that introspection gives. */
void golden_run_all(golden_run *run);
/* A row whose title begins so: its calls are made, its digest finished. */
void golden_run_row(golden_run *run, golden_row *row, const char *first_words,
                    void (*make_calls)(golden_run *, golden_row *));
/* Ends the program where something fails that must work. */
void golden_need(ravel_status status, const char *what);

/* ---- apply.c, fold.c: the calls of a row ---- */

void golden_apply_row(golden_run *run, golden_row *row);
void golden_fold_row(golden_run *run, golden_row *row);
void golden_fold_short_row(golden_run *run, golden_row *row);

/* ---- statistics.c ---- */

/* The rows of the functions that are no kernels'. */
void golden_run_statistics(golden_run *run);

/* ---- call.c ---- */

/* Elements of the inputs. */
int64_t golden_call_size(const golden_call *call);
/* Makes a call in all layouts, and adds its results to the row's hash. */
void golden_make_call(golden_run *run, golden_row *row, const golden_call *call);

/* ---- elements.c ---- */

/* The lowest nbytes, 1, 2, 4 or 8, of a number as this machine has them. */
void golden_write_native(uint64_t bits, unsigned char *bytes, size_t nbytes);
/* Writes one element that is worth computing with. */
void golden_choose(int32_t dtype, random_source *random, unsigned char *native);
/* n of them, in memory to be freed; some thousands, then these again. */
unsigned char *golden_choose_all(int32_t dtype, random_source *random, int64_t n);
/* Makes elements of a call equal along axes, by bit: each becomes that of index 0 there. */
void golden_repeat(const golden_call *call, int32_t dtype, uint64_t axes, unsigned char *elements);
/* Writes n contiguous elements as they are hashed. */
void golden_canonical(int32_t dtype, const unsigned char *elements, int64_t n, bool swapped, unsigned char *canonical);

/* ---- list.c: the committed file ---- */

typedef struct golden_list golden_list;
/* NULL where the file cannot be read or a line is none. */
golden_list *golden_list_read(const char *path);
int32_t golden_list_size(const golden_list *list);
/* The place of a title, or -1. */
int32_t golden_list_find(const golden_list *list, const char *title);
const char *golden_list_title(const golden_list *list, int32_t place);
const char *golden_list_digest(const golden_list *list, int32_t place);
void golden_list_free(golden_list *list);

#endif
