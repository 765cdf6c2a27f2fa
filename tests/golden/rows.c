/* rows.c: the rows, as introspection gives them: every kernel with every verb and loop, and every cast. */
#include "golden.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for four operands of large calls. */
enum { N_BLOCKS = ORACLE_MAX_IN + 1 + ORACLE_MAX_OUT, SMALL_NBYTES = 1 << 18, LARGE_NBYTES = 331 * 701 * 33 };

const char *const golden_verbs[GOLDEN_N_VERBS] = {"apply",   "reduce",   "accumulate", "diff",      "vecdot",
                                                  "min_max", "mean_var", "bincount",   "histogram", "histogram_edges"};
const int32_t golden_thread_counts[GOLDEN_N_THREAD_COUNTS] = {1, 2, 3, 7};

void golden_need(ravel_status status, const char *what)
{
    if (status == RAVEL_OK)
        return;
    fprintf(stderr, "golden: %s: %s\n", what, ravel_status_text(status));
    exit(1);
}

/* The most tasks that a call of this row was made in. */
static int64_t most_tasks;

/* The executor: tasks may run in any order. */
static int32_t backwards(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    int64_t *const most = user;
    if (n_tasks > *most)
        *most = n_tasks;
    for (int64_t i = n_tasks - 1; i >= 0; i--)
        task(i, task_data);
    return 0;
}

/* The number that the environment gives for how much is left out, 1 where it gives none. */
static int64_t one_in(const char *name)
{
    const char *const text = getenv(name);
    const int64_t number = text ? atoi(text) : 1;
    if (number < 1) {
        fprintf(stderr, "%s=%s is no number from 1 on\n", name, text);
        exit(2);
    }
    return number;
}

static void begin(golden_run *run)
{
    for (int32_t i = 0; i < GOLDEN_N_CONTEXTS; i++) {
        golden_need(ravel_context_create(&run->contexts[i]), "ravel_context_create");
        if (i == GOLDEN_EXECUTOR)
            golden_need(ravel_context_set_executor(run->contexts[i], 7, backwards, &most_tasks),
                        "ravel_context_set_executor");
        else
            golden_need(ravel_context_set_threads(run->contexts[i], golden_thread_counts[i]),
                        "ravel_context_set_threads");
    }
    run->share = one_in("RAVEL_DIGEST_SHARE");
    run->row_step = one_in("RAVEL_DIGEST_ROWS");
    if (getenv("RAVEL_DIGEST_AT_START"))
        golden_place_at_start();
    run->small = guard_arena_create(N_BLOCKS, SMALL_NBYTES);
    run->large = guard_arena_create(N_BLOCKS, LARGE_NBYTES);
}

static void end(golden_run *run)
{
    for (int32_t i = 0; i < GOLDEN_N_CONTEXTS; i++)
        golden_need(ravel_context_destroy(run->contexts[i]), "ravel_context_destroy");
    guard_arena_destroy(run->small);
    guard_arena_destroy(run->large);
}

/* "cast int8->float16": a verb, a kernel's name where it has one, its input dtypes, its output dtypes. */
static void write_title(golden_row *row, const char *first_words)
{
    size_t length = (size_t)snprintf(row->title, sizeof row->title, "%s", first_words);
    for (int32_t k = 0; k < row->n_in + row->n_out && length < sizeof row->title; k++)
        length += (size_t)snprintf(row->title + length, sizeof row->title - length, "%s%s",
                                   k == 0           ? " "
                                   : k == row->n_in ? "->"
                                                    : ",",
                                   ravel_dtype_name(row->dtypes[k]));
}

/* Inputs depend on the title alone, so that a row keeps its digest whatever other rows there are (FNV-1a). */
static uint64_t seed_of(const char *title)
{
    uint64_t seed = UINT64_C(0xcbf29ce484222325);
    for (; *title; title++)
        seed = (seed ^ (uint64_t)(unsigned char)*title) * UINT64_C(0x100000001b3);
    return seed;
}

void golden_run_row(golden_run *run, golden_row *row, const char *first_words,
                    void (*make_calls)(golden_run *, golden_row *))
{
    char digest[SHA256_TEXT];
    write_title(row, first_words);
    if (run->n_rows++ % run->row_step != 0)
        return;
    row->random.state = seed_of(row->title);
    sha256_begin(&row->hash);
    most_tasks = 0;
    make_calls(run, row);
    run->split[row->verb] |= most_tasks > 1;
    sha256_end(&row->hash, digest);
    run->finish(run, row, digest);
}

/* Fills in the output dtypes that a verb gives for the inputs' dtypes; false where the kernel takes no such inputs. */
static bool complete(golden_row *row)
{
    static unsigned char memory[16];
    const int64_t length = 1;
    int64_t shape[1];
    int32_t ndim;
    ravel_array *in[RAVEL_MAX_OPERANDS];
    ravel_status status;
    for (int32_t k = 0; k < row->n_in; k++)
        golden_need(ravel_array_create(NULL, memory, sizeof memory, 0, row->dtypes[k], 1, &length, NULL, 0, &in[k]),
                    "ravel_array_create");
    if (row->verb == GOLDEN_APPLY)
        status = ravel_apply_outputs(NULL, row->kernel, row->n_in, (const ravel_array *const *)in, NULL, 0, row->n_out,
                                     row->dtypes + row->n_in, 1, &ndim, shape);
    else if (row->verb == GOLDEN_REDUCE)
        status =
            ravel_reduce_outputs(NULL, row->kernel, in[0], 0, NULL, NULL, NULL, 0, &row->dtypes[1], 1, &ndim, shape);
    else
        status = ravel_accumulate_outputs(NULL, row->kernel, in[0], 0, 0, &row->dtypes[1], 1, &ndim, shape);
    for (int32_t k = 0; k < row->n_in; k++)
        golden_need(ravel_array_destroy(in[k]), "ravel_array_destroy");
    return status == RAVEL_OK;
}

static bool is_integral(int32_t dtype)
{
    int32_t kind = RAVEL_KIND_COMPLEX;
    golden_need(ravel_dtype_limits(dtype, &kind, NULL, NULL, NULL, NULL, NULL), "ravel_dtype_limits");
    return kind <= RAVEL_KIND_UNSIGNED;
}

/* A row of a kernel; `dtypes` of the inputs. Of the verbs that fold, the one input is an operand of a binary kernel. */
static void run_verb(golden_run *run, const ravel_kernel *kernel, golden_verb verb, const int32_t *dtypes)
{
    char first_words[96];
    golden_row row = {.verb = verb, .kernel = kernel, .n_in = 1, .n_out = 1};
    golden_need(ravel_kernel_name(kernel, row.name, sizeof row.name, NULL), "ravel_kernel_name");
    if (verb == GOLDEN_APPLY)
        golden_need(ravel_kernel_arity(kernel, &row.n_in, &row.n_out), row.name);
    memcpy(row.dtypes, dtypes, (size_t)row.n_in * sizeof *dtypes);
    snprintf(first_words, sizeof first_words, "%s %s", golden_verbs[verb], row.name);
    if (!complete(&row))
        return;
    golden_run_row(run, &row, first_words, verb == GOLDEN_APPLY ? golden_apply_row : golden_fold_row);
    if (verb == GOLDEN_REDUCE && is_integral(row.dtypes[0])) {
        /* The shapes of all rows have few lengths of so few elements, and compilers have got others wrong. */
        snprintf(first_words, sizeof first_words, "reduce short rows %s", row.name);
        golden_run_row(run, &row, first_words, golden_fold_short_row);
    }
}

/* Two dtypes that have none in common: no loop has both, but comparisons take them. */
static void run_mixed(golden_run *run, const ravel_kernel *kernel)
{
    static const int32_t pairs[][2] = {{RAVEL_INT64, RAVEL_UINT64}, {RAVEL_UINT64, RAVEL_INT64}};
    for (int32_t i = 0; i < 2; i++)
        run_verb(run, kernel, GOLDEN_APPLY, pairs[i]);
}

static void run_kernel(golden_run *run, const ravel_kernel *kernel)
{
    int32_t n_loops, n_in, n_out, verbs, dtypes[RAVEL_MAX_OPERANDS];
    golden_need(ravel_kernel_arity(kernel, &n_in, &n_out), "ravel_kernel_arity");
    golden_need(ravel_kernel_verbs(kernel, &verbs), "ravel_kernel_verbs");
    golden_need(ravel_kernel_loop_count(kernel, &n_loops), "ravel_kernel_loop_count");
    for (int32_t loop = 0; loop < n_loops; loop++) {
        golden_need(ravel_kernel_signature(kernel, loop, RAVEL_MAX_OPERANDS, dtypes), "ravel_kernel_signature");
        if (verbs & RAVEL_VERB_APPLY)
            run_verb(run, kernel, GOLDEN_APPLY, dtypes);
        if (verbs & RAVEL_VERB_REDUCE)
            run_verb(run, kernel, GOLDEN_REDUCE, dtypes);
        if (verbs & RAVEL_VERB_ACCUMULATE)
            run_verb(run, kernel, GOLDEN_ACCUMULATE, dtypes);
    }
    if (n_in == 2 && (verbs & RAVEL_VERB_APPLY))
        run_mixed(run, kernel);
}

static void run_casts(golden_run *run)
{
    const ravel_kernel *copy = NULL;
    golden_need(ravel_kernel_find(NULL, "copy", &copy), "copy");
    for (int32_t from = RAVEL_BOOL; ravel_dtype_name(from); from++)
        for (int32_t to = RAVEL_BOOL; ravel_dtype_name(to); to++) {
            golden_row row = {.verb = GOLDEN_APPLY,
                              .name = "copy",
                              .kernel = copy,
                              .n_in = 1,
                              .n_out = 1,
                              .dtypes = {from, to},
                              .options = RAVEL_OPTION_CASTING_UNSAFE};
            golden_run_row(run, &row, "cast", golden_apply_row);
        }
}

void golden_run_all(golden_run *run)
{
    int32_t count = 0;
    begin(run);
    golden_need(ravel_kernel_count(&count), "ravel_kernel_count");
    for (int32_t i = 0; i < count; i++) {
        const ravel_kernel *kernel = NULL;
        golden_need(ravel_kernel_at(NULL, i, &kernel), "ravel_kernel_at");
        run_kernel(run, kernel);
    }
    run_casts(run);
    golden_run_statistics(run);
    for (int32_t verb = 0; verb < GOLDEN_BINCOUNT; verb++)
        if (!run->split[verb] && run->row_step == 1) {
            printf("FAILED: no large call of %s was made in several tasks, so threads were not tested\n",
                   golden_verbs[verb]);
            run->n_failures++;
        }
    end(run);
}
