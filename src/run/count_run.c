/* count_run.c: checks the numbers or the edges, then counts block by block: into small tables where there are many more
 * elements than bins, else where the counts belong, or into scratch memory where they cannot be collected there. */
#include "count.h"

#include "core/dtype_table.h"
#include "core/float_environment.h"
#include "core/scalar.h"
#include "count_exact.h"
#include <string.h>

enum {
    SMALL_TABLE = 64,                                              /* entries, where there is no context */
    LARGE_TABLE = RVL_CONTEXT_BLOCK_NBYTES / 8 / RVL_COUNT_TABLES, /* where there is one: half of its blocks */
    CELLS = RVL_CONTEXT_BLOCK_NBYTES / 8,                          /* in the other half */
    WORTH = 4,                                                     /* elements for each bin that tables are worth */
    NUMBERS = 2                                                    /* size class of a bin's number in a histogram */
};

/* Counts that fit a table's entries. */
#define MOST_SPREAD (UINT64_C(1) << 31)

typedef struct counting {
    const rvl_count_job *job;
    const rvl_counters *counters;
    rvl_uniform_bins bins;
    rvl_edge_bins between;
    int64_t *counts;   /* or sums, float64 */
    uint32_t *tables;  /* NULL: none are used */
    size_t table_size; /* of one */
    uint64_t spread;   /* counts in the tables */
    rvl_sweep_place place;
} counting;

/* The context's blocks, aligned. */
static unsigned char *context_room(const rvl_call *call)
{
    return (unsigned char *)(((uintptr_t)call->context->blocks + 63) & ~(uintptr_t)63);
}

/* The next elements that a mask lets through, and their weights; false after the last ones. */
static bool next_elements(counting *at, size_t *n, const void **elements, const double **weights)
{
    const rvl_count_job *job = at->job;
    const int32_t size_class = rvl_size_class(job->sweep.operands[0].as.itemsize), last = job->sweep.n_operands - 1;
    const void *blocks[RVL_SWEEP_OPERANDS];
    if (!rvl_sweep_next(&job->sweep, &at->place, n, blocks))
        return false;
    *elements = blocks[0];
    *weights = job->weighted ? blocks[last] : NULL;
    if (!job->masked)
        return true;
    const size_t all = *n; /* a mask is never long */
    unsigned char *const own = at->place.blocks;
    if (blocks[0] != own)
        memcpy(own, blocks[0], all << size_class);
    *n = at->counters->compress[size_class](all, blocks[1], own);
    *elements = own;
    if (job->weighted) {
        unsigned char *const own_weights = own + job->sweep.operands[last].room;
        if (blocks[last] != own_weights)
            memcpy(own_weights, blocks[last], all * sizeof(double));
        (void)at->counters->compress[3](all, blocks[1], own_weights);
        *weights = (const double *)(const void *)own_weights;
    }
    return true;
}

/* ---- numbers ---- */

static bool is_signed(const rvl_count_job *job)
{
    return rvl_dtypes[job->dtype].kind == RAVEL_KIND_SIGNED;
}

/* Whether one number, in its dtype, is one of a bin; gives it as 64 bits. */
static bool is_number(const rvl_count_job *job, const void *element, uint64_t *number)
{
    (void)rvl_scalar_convert(job->dtype, element, is_signed(job) ? RAVEL_INT64 : RAVEL_UINT64, number);
    return *number < (uint64_t)job->n_bins; /* a negative one is a large one here */
}

/* Finds the first number that is none, of which it is known that there is one. */
static ravel_status fail_number(rvl_call *call, counting *at)
{
    const rvl_count_job *job = at->job;
    const size_t itemsize = job->sweep.operands[0].as.itemsize;
    const void *blocks[RVL_SWEEP_OPERANDS];
    uint64_t number = 0;
    int64_t place = 0, index[RAVEL_MAX_NDIM];
    size_t n, i = 0;
    bool found = false;
    rvl_sweep_begin(&job->sweep, &at->place);
    while (!found && rvl_sweep_next(&job->sweep, &at->place, &n, blocks)) {
        for (i = 0; i < n && !found; i++)
            found = !(job->masked && ((const uint8_t *)blocks[1])[i] == 0) &&
                    !is_number(job, (const unsigned char *)blocks[0] + i * itemsize, &number);
        place += (int64_t)i;
    }
    place--;
    for (int32_t axis = job->ndim - 1; axis >= 0; axis--) {
        index[axis] = place % job->shape[axis];
        place /= job->shape[axis];
    }
    if (is_signed(job))
        return rvl_fail(call, RAVEL_VALUE_OUT_OF_RANGE, RVL_COUNT_INPUT, -1,
                        "input at index %S is %l; output has %l bins", job->ndim, index, (int64_t)number, job->n_bins);
    return rvl_fail(call, RAVEL_VALUE_OUT_OF_RANGE, RVL_COUNT_INPUT, -1, "input at index %S is %z; output has %l bins",
                    job->ndim, index, (size_t)number, job->n_bins);
}

/* Whether some numbers may be none. */
static bool must_check(const rvl_count_job *job)
{
    const int32_t bits = 8 * rvl_dtypes[job->dtype].itemsize;
    if (job->dtype == RAVEL_BOOL)
        return job->n_bins < 2;
    return is_signed(job) || bits == 64 || job->n_bins >> bits == 0;
}

static bool are_numbers(const rvl_count_job *job, size_t n, const void *elements)
{
    uint64_t extreme, number;
    if (n == 0)
        return true;
    rvl_builtin_reducer(RVL_KERNEL_maximum, job->dtype, job->isa)->rows(1, n, elements, 0, &extreme);
    if (!is_number(job, &extreme, &number))
        return false;
    if (!is_signed(job))
        return true;
    rvl_builtin_reducer(RVL_KERNEL_minimum, job->dtype, job->isa)->rows(1, n, elements, 0, &extreme);
    return is_number(job, &extreme, &number);
}

static bool check_numbers(counting *at)
{
    const void *elements;
    const double *weights;
    size_t n;
    bool good = true;
    rvl_sweep_begin(&at->job->sweep, &at->place);
    while (good && next_elements(at, &n, &elements, &weights))
        good = are_numbers(at->job, n, elements);
    return good;
}

/* ---- edges ---- */

static ravel_status load_edges(rvl_call *call, counting *at, double *room)
{
    const rvl_count_job *job = at->job;
    const int64_t n = job->n_bins + 1;
    const double *const edges = job->edges_direct ? (const double *)(const void *)job->edges : room;
    for (int64_t i = 0; i < n && !job->edges_direct; i++) {
        uint64_t value[2];
        rvl_scalar_load(job->edges_dtype, job->edges + i * job->edges_stride, job->edges_swapped, value);
        (void)rvl_scalar_convert(job->edges_dtype, value, RAVEL_FLOAT64, &room[i]);
    }
    for (int64_t i = 0; i < n; i++)
        if (edges[i] != edges[i])
            return rvl_fail(call, RAVEL_INVALID_ARGUMENT, RVL_COUNT_EDGES, -1, "edges[%l] is NaN", i);
    for (int64_t i = 0; i + 1 < n; i++)
        if (edges[i] > edges[i + 1])
            return rvl_fail(call, RAVEL_INVALID_ARGUMENT, RVL_COUNT_EDGES, -1,
                            "edges[%l] is %g, and edges[%l] is %g; edges must ascend", i, edges[i], i + 1,
                            edges[i + 1]);
    at->between.edges = edges;
    return RAVEL_OK;
}

static void prepare_bins(counting *at)
{
    const rvl_count_job *job = at->job;
    const double width = job->upper - job->lower;
    at->bins = (rvl_uniform_bins){.lower = job->lower,
                                  .upper = job->upper,
                                  .step = width / (double)job->n_bins,
                                  .scale = (double)job->n_bins / width,
                                  .n_bins = (int32_t)job->n_bins};
}

/* Puts the edges into cells, where there is room for them and many values to find. */
static void prepare_cells(rvl_call *call, counting *at)
{
    static const uint32_t start = 0;
    const uint32_t n_edges = (uint32_t)at->job->n_bins + 1;
    rvl_edge_bins *bins = &at->between;
    bins->n_bins = n_edges - 1;
    bins->n_cells = 1;
    bins->first = &start;
    bins->longest = n_edges;
    bins->start = bins->edges[0];
    bins->scale = 0;
    const double width = bins->edges[n_edges - 1] - bins->start;
    if (!call->context || n_edges < 4 || at->job->sweep.size < CELLS || !(width <= 0x1.fffffffffffffp1023))
        return;
    uint32_t *const first = (uint32_t *)(void *)(context_room(call) + RVL_CONTEXT_BLOCK_NBYTES / 2);
    bins->n_cells = CELLS - 1;
    bins->scale = (double)bins->n_cells / width;
    memset(first, 0, CELLS * sizeof *first);
    for (uint32_t edge = 0; edge < n_edges; edge++)
        first[(uint32_t)rvl_edge_cell(bins, bins->edges[edge]) + 1]++;
    bins->longest = 0;
    for (uint32_t cell = 1; cell < CELLS; cell++) {
        bins->longest = first[cell] > bins->longest ? first[cell] : bins->longest;
        first[cell] += first[cell - 1];
    }
    bins->first = first;
}

/* The bins of n values, at most a block. */
static void find_bins(counting *at, size_t n, const void *values, uint32_t *numbers)
{
    const rvl_count_job *job = at->job;
    const bool wide = job->sweep.operands[0].as.dtype != RAVEL_FLOAT64;
    const double *const edges = job->kind == RVL_COUNT_BETWEEN ? at->between.edges : NULL;
    const double *rounded = values;
    if (wide) {
        rounded = (const double *)(const void *)at->place.raw;
        (void)rvl_movers_of(job->isa)->cast[job->dtype][RAVEL_FLOAT64](n, values, at->place.raw);
    }
    if (edges)
        at->counters->find_between(n, rounded, &at->between, numbers);
    else
        at->counters->find_uniform(n, rounded, &at->bins, numbers);
    if (wide)
        rvl_find_exactly(n, job->dtype, values, rounded, &at->bins, edges, (uint32_t)job->n_bins, numbers);
}

/* ---- counting ---- */

static void collect(counting *at)
{
    at->counters->collect((size_t)at->job->n_bins, at->table_size, at->tables, at->counts);
    memset(at->tables, 0, at->table_size * RVL_COUNT_TABLES * sizeof *at->tables);
    at->spread = 0;
}

static void count_numbers(counting *at, int32_t size_class, size_t n, const void *numbers, const double *weights)
{
    const rvl_counters *counters = at->counters;
    if (weights) {
        counters->weigh[size_class](n, numbers, weights, (double *)(void *)at->counts);
        return;
    }
    if (!at->tables) {
        counters->count[size_class](n, numbers, at->counts);
        return;
    }
    if (at->spread + n > MOST_SPREAD)
        collect(at);
    counters->spread[size_class](n, numbers, at->table_size, at->tables);
    at->spread += n;
}

/* Bins are found and counted a block at a time. */
static void count_values(counting *at, size_t n, const double *values)
{
    uint32_t numbers[RVL_SWEEP_BLOCK];
    for (; n > 0; values += RVL_SWEEP_BLOCK) {
        const size_t part = n < RVL_SWEEP_BLOCK ? n : RVL_SWEEP_BLOCK;
        size_t inside = part;
        find_bins(at, part, values, numbers);
        if (!at->tables) /* which have an entry for what is outside */
            inside = at->counters->drop(part, (uint32_t)at->job->n_bins, numbers);
        count_numbers(at, NUMBERS, inside, numbers, NULL);
        n -= part;
    }
}

/* Counts all; numbers that are `unchecked` only as far as there are bins for them, which it gives. */
static bool count_all(counting *at, bool unchecked)
{
    const rvl_count_job *job = at->job;
    const int32_t size_class = rvl_size_class(job->sweep.operands[0].as.itemsize);
    const void *elements;
    const double *weights;
    size_t n;
    rvl_sweep_begin(&job->sweep, &at->place);
    while (next_elements(at, &n, &elements, &weights)) {
        if (unchecked && !are_numbers(job, n, elements))
            return false;
        if (job->kind == RVL_COUNT_NUMBERS)
            count_numbers(at, size_class, n, elements, weights);
        else
            count_values(at, n, elements);
    }
    return true;
}

/* Numbers are checked before anything is written; where tables take all counts first, in the same go. */
static ravel_status count_checked(rvl_call *call, counting *at)
{
    const rvl_count_job *job = at->job;
    const bool check = job->kind == RVL_COUNT_NUMBERS && must_check(job);
    const bool at_once = at->tables && (uint64_t)job->sweep.size <= MOST_SPREAD;
    if (check && !at_once && !check_numbers(at))
        return fail_number(call, at);
    if (job->n_bins == 0 || at->counts == NULL) /* which only no bins have */
        return RAVEL_OK;
    if (at->tables)
        memset(at->tables, 0, at->table_size * RVL_COUNT_TABLES * sizeof *at->tables);
    if (!at_once)
        memset(at->counts, 0, (size_t)job->n_bins * sizeof *at->counts);
    if (!count_all(at, check && at_once))
        return fail_number(call, at);
    if (at_once)
        memset(at->counts, 0, (size_t)job->n_bins * sizeof *at->counts);
    if (at->tables)
        collect(at);
    return RAVEL_OK;
}

/* Chooses tables, if they are worth it and there is room. */
static void choose_tables(rvl_call *call, counting *at, uint32_t *small)
{
    const rvl_count_job *job = at->job;
    const int64_t size = job->n_bins + (job->kind != RVL_COUNT_NUMBERS);
    at->tables = NULL;
    at->spread = 0;
    at->table_size = (size_t)size;
    if (size == 0 || job->weighted || size > (call->context ? LARGE_TABLE : SMALL_TABLE) ||
        job->sweep.size / WORTH < size)
        return;
    at->tables = call->context ? (uint32_t *)(void *)context_room(call) : small;
}

static void store(const counting *at)
{
    const rvl_count_job *job = at->job;
    const rvl_movers *movers = rvl_movers_of(job->isa);
    if (job->out_swapped)
        movers->swap[3]((size_t)job->n_bins, at->counts);
    movers->scatter[3]((size_t)job->n_bins, at->counts, job->out, job->out_stride);
}

static __attribute__((noinline)) ravel_status run(rvl_call *call, const rvl_count_job *job, unsigned char *memory)
{
    counting at;
    uint32_t small[RVL_COUNT_TABLES * SMALL_TABLE];
    const size_t table = job->direct_out ? 0 : (size_t)job->n_bins * sizeof(int64_t);
    at.job = job;
    at.counters = rvl_counters_of(job->isa);
    at.counts = (int64_t *)(void *)(job->direct_out ? job->out : memory);
    ravel_status status = RAVEL_OK;
    if (job->kind == RVL_COUNT_UNIFORM)
        prepare_bins(&at);
    if (job->kind == RVL_COUNT_BETWEEN)
        status = load_edges(call, &at, memory ? (double *)(void *)(memory + table) : NULL);
    if (status == RAVEL_OK && job->kind == RVL_COUNT_BETWEEN)
        prepare_cells(call, &at);
    if (status != RAVEL_OK)
        return status;
    choose_tables(call, &at, small);
    status = count_checked(call, &at);
    if (status == RAVEL_OK && !job->direct_out && job->n_bins > 0)
        store(&at);
    return status;
}

ravel_status rvl_count_run(rvl_call *call, const rvl_count_job *job)
{
    const size_t n_bins = (size_t)job->n_bins;
    const size_t nbytes = (job->direct_out ? 0 : n_bins) * sizeof(int64_t) +
                          (job->kind == RVL_COUNT_BETWEEN && !job->edges_direct ? n_bins + 1 : 0) * sizeof(double);
    void *memory = NULL;
    if (nbytes > 0) {
        const ravel_status status = rvl_scratch(call, nbytes, &memory);
        if (status != RAVEL_OK)
            return status;
    }
    rvl_float_environment environment;
    rvl_float_environment_enter(&environment);
    const ravel_status status = run(call, job, memory);
    rvl_float_environment_leave(&environment);
    return status;
}
