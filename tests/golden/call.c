/* call.c: one call in many layouts and with several numbers of threads, all of which must give the same bytes. */
#include "golden.h"
#include <ravel/histogram.h>
#include <ravel/statistics.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static operand_layout layouts[] = {
    {.name = "contiguous", .side = GUARD_AT_END},
    {.name = "reversed", .side = GUARD_AT_START, .reversed = UINT64_MAX},
    {.name = "transposed", .side = GUARD_AT_END, .transposed = true},
    {.name = "unaligned", .side = GUARD_AT_START, .slack = 1},
    {.name = "strided", .side = GUARD_AT_END, .step = 1, .row_gap = 24},
    {.name = "odd strides", .side = GUARD_AT_START, .gap = 1, .row_gap = 3},
    {.name = "swapped", .side = GUARD_AT_END, .swapped = true},
    {.name = "swapped, reversed, odd", .side = GUARD_AT_START, .swapped = true, .reversed = 1, .gap = 3, .slack = 1},
    {.name = "rows with gaps", .side = GUARD_AT_END, .row_gap = 40, .reversed = 2},
    {.name = "transposed, swapped, strided", .side = GUARD_AT_END, .transposed = true, .swapped = true, .step = 1},
};
enum { N_LAYOUTS = sizeof layouts / sizeof *layouts, N_MIXED = 4, MAX_REPORTS = 20 };

void golden_place_at_start(void)
{
    for (int32_t i = 0; i < N_LAYOUTS; i++)
        layouts[i].side = GUARD_AT_START;
}

/* A call's operands in memory. */
typedef struct variant {
    int32_t number; /* below N_LAYOUTS: all in that layout; else each in another */
    int32_t over;   /* the input that the output lies over, or -1 */
    bool stepless;  /* repeated inputs have strides of 0 */
    bool broadcast; /* repeated inputs have lengths of 1 */
    guard_arena *arena;
    operand in[RAVEL_MAX_OPERANDS], out[RAVEL_MAX_OPERANDS], where, initial;
} variant;

static const operand_layout *layout_of(const variant *v, int32_t operand_number)
{
    const int32_t apart = v->number < N_LAYOUTS ? 0 : operand_number * 3;
    return &layouts[(v->number * (v->number < N_LAYOUTS ? 1 : 7) + apart) % N_LAYOUTS];
}

/* Room for the offsets of the largest operand, used again. */
static int64_t *room(int64_t n)
{
    static int64_t *offsets, most;
    if (n > most) {
        most = n;
        free(offsets);
        offsets = malloc((size_t)n * sizeof *offsets);
    }
    return offsets;
}

/* Whether the elements lie as they are given. */
static bool is_plain(const operand *array)
{
    int64_t expected = (int64_t)oracle_itemsizes[array->dtype];
    bool plain = !array->swapped;
    for (int32_t axis = array->ndim - 1; axis >= 0; axis--) {
        plain &= array->strides[axis] == expected;
        expected *= array->shape[axis];
    }
    return plain;
}

/* Writes logical elements, in C order of the call's shape, to an operand that may have lengths of 1 there. */
static void fill(const operand *array, const golden_call *call, const unsigned char *elements)
{
    operand whole = *array;
    for (int32_t axis = 0; axis < array->ndim; axis++) {
        whole.shape[axis] = call->shape[axis];
        if (array->shape[axis] == 1)
            whole.strides[axis] = 0;
    }
    const int64_t n = operand_size(&whole);
    const size_t itemsize = oracle_itemsizes[array->dtype];
    if (is_plain(&whole)) {
        memcpy(array->block.data, elements, (size_t)n * itemsize);
    } else {
        int64_t *const offsets = room(n);
        operand_offsets(&whole, offsets);
        for (int64_t i = 0; i < n; i++)
            operand_write(array, array->block.data + offsets[i], elements + (size_t)i * itemsize);
    }
    guard_seal(&array->block);
}

/* Zeros, for elements that a mask leaves as they are. */
static void clear(const operand *array)
{
    static const unsigned char zero[16];
    const int64_t n = operand_size(array);
    int64_t *const offsets = room(n);
    operand_offsets(array, offsets);
    for (int64_t i = 0; i < n; i++)
        memcpy(array->block.data + offsets[i], zero, oracle_itemsizes[array->dtype]);
}

int64_t golden_call_size(const golden_call *call)
{
    int64_t n = 1;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        n *= call->shape[axis];
    return n;
}

static int32_t result_shape(const golden_row *row, const golden_call *call, int64_t *shape)
{
    int32_t ndim = 0;
    if (row->verb >= GOLDEN_BINCOUNT) {
        shape[0] = call->n;
        return 1;
    }
    const bool drops = row->verb == GOLDEN_REDUCE || row->verb == GOLDEN_VECDOT || row->verb == GOLDEN_MIN_MAX ||
                       row->verb == GOLDEN_MEAN_VAR;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        if (!drops || !(call->axes >> axis & 1))
            shape[ndim++] = call->shape[axis];
    for (int32_t axis = 0; row->verb == GOLDEN_DIFF && axis < call->ndim; axis++)
        if (call->axes >> axis & 1)
            shape[axis] = shape[axis] > call->n ? shape[axis] - call->n : 0;
    return ndim;
}

static void place_inputs(variant *v, const golden_row *row, const golden_call *call)
{
    for (int32_t k = 0; k < row->n_in; k++) {
        operand_layout layout = *layout_of(v, k);
        int64_t shape[OPERAND_MAX_NDIM];
        for (int32_t axis = 0; axis < call->ndim; axis++)
            shape[axis] = v->broadcast && (call->repeated[k] >> axis & 1) ? 1 : call->shape[axis];
        layout.repeated = v->stepless ? call->repeated[k] : 0;
        v->in[k] = operand_place(v->arena, row->dtypes[k], call->ndim, shape, &layout);
    }
    if (call->where)
        v->where = operand_place(v->arena, RAVEL_BOOL, call->ndim, call->shape, layout_of(v, row->n_in));
    if (call->initial)
        v->initial = operand_place(v->arena, row->dtypes[row->n_in], 0, NULL, layout_of(v, 0));
}

static void place_outputs(variant *v, const golden_row *row, const golden_call *call)
{
    int64_t shape[OPERAND_MAX_NDIM];
    const int32_t ndim = result_shape(row, call, shape);
    for (int32_t k = 0; k < row->n_out; k++)
        v->out[k] = v->over >= 0 ? v->in[v->over]
                                 : operand_place(v->arena, row->dtypes[row->n_in + k], ndim, shape,
                                                 layout_of(v, row->n_in + 1 + k));
}

static void fill_inputs(const variant *v, const golden_row *row, const golden_call *call)
{
    for (int32_t k = 0; k < row->n_in; k++)
        fill(&v->in[k], call, call->in[k]);
    if (call->where)
        fill(&v->where, call, call->where);
    if (call->initial)
        fill(&v->initial, call, call->initial);
}

static void open_operands(variant *v, const golden_row *row, const golden_call *call)
{
    for (int32_t k = 0; k < row->n_in; k++)
        operand_open(&v->in[k], k == v->over ? RAVEL_WRITEABLE : 0);
    if (call->where)
        operand_open(&v->where, 0);
    if (call->initial)
        operand_open(&v->initial, 0);
    for (int32_t k = 0; k < row->n_out; k++) {
        if (v->over >= 0)
            v->out[k].handle = v->in[v->over].handle;
        else
            operand_open(&v->out[k], RAVEL_WRITEABLE);
    }
}

static void close_operands(variant *v, const golden_row *row)
{
    for (int32_t k = 0; k < row->n_in; k++)
        operand_close(&v->in[k]);
    operand_close(&v->where);
    operand_close(&v->initial);
    for (int32_t k = 0; k < row->n_out && v->over < 0; k++)
        operand_close(&v->out[k]);
}

/* Histograms, with their edges or the first and the last of them. */
static ravel_status count(const variant *v, const golden_row *row, const golden_call *call, ravel_context *context)
{
    const ravel_array *array = v->in[0].handle, *where = v->where.handle;
    const int64_t n_edges = call->n + 1;
    ravel_array *lower, *upper, *edges;
    golden_need(ravel_array_create_scalar(context, RAVEL_FLOAT64, &call->edges[0], 0, &lower), row->title);
    golden_need(ravel_array_create_scalar(context, RAVEL_FLOAT64, &call->edges[call->n], 0, &upper), row->title);
    golden_need(ravel_array_create(context, call->edges, (size_t)n_edges * sizeof *call->edges, 0, RAVEL_FLOAT64, 1,
                                   &n_edges, NULL, 0, &edges),
                row->title);
    const ravel_status status = row->verb == GOLDEN_HISTOGRAM
                                    ? ravel_histogram(context, array, where, lower, upper, 0, v->out[0].handle)
                                    : ravel_histogram_edges(context, array, where, edges, 0, v->out[0].handle);
    golden_need(ravel_array_destroy(lower), row->title);
    golden_need(ravel_array_destroy(upper), row->title);
    golden_need(ravel_array_destroy(edges), row->title);
    return status;
}

static ravel_status run_verb(const variant *v, const golden_row *row, const golden_call *call, ravel_context *context)
{
    const ravel_array *inputs[RAVEL_MAX_OPERANDS];
    ravel_array *outputs[RAVEL_MAX_OPERANDS];
    int32_t axes[OPERAND_MAX_NDIM], n_axes = 0;
    for (int32_t k = 0; k < row->n_in; k++)
        inputs[k] = v->in[k].handle;
    for (int32_t k = 0; k < row->n_out; k++)
        outputs[k] = v->out[k].handle;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        if (call->axes >> axis & 1)
            axes[n_axes++] = axis;
    if (row->verb == GOLDEN_APPLY)
        return ravel_apply(context, row->kernel, row->n_in, inputs, v->where.handle, row->options, row->n_out, outputs);
    if (row->verb == GOLDEN_ACCUMULATE)
        return ravel_accumulate(context, row->kernel, inputs[0], axes[0], row->options, outputs[0]);
    if (row->verb == GOLDEN_DIFF)
        return ravel_diff(context, inputs[0], axes[0], call->n, 0, outputs[0]);
    if (row->verb == GOLDEN_VECDOT)
        return ravel_vecdot(context, inputs[0], inputs[1], n_axes, axes, 0, outputs[0]);
    if (row->verb == GOLDEN_MIN_MAX)
        return ravel_min_max(context, inputs[0], n_axes, axes, v->where.handle, v->initial.handle, 0, outputs[0],
                             outputs[1]);
    if (row->verb == GOLDEN_MEAN_VAR)
        return ravel_mean_var(context, inputs[0], n_axes, axes, v->where.handle, 1, 0, outputs[0], outputs[1]);
    if (row->verb == GOLDEN_BINCOUNT)
        return ravel_bincount(context, inputs[0], v->where.handle, NULL, 0, outputs[0]);
    if (row->verb >= GOLDEN_HISTOGRAM)
        return count(v, row, call, context);
    return ravel_reduce(context, row->kernel, inputs[0], n_axes, axes, v->where.handle, v->initial.handle, row->options,
                        outputs[0]);
}

/* The output's elements as they are hashed, in C order. */
static unsigned char *read_results(const operand *out)
{
    const int64_t n = operand_size(out);
    const size_t itemsize = oracle_itemsizes[out->dtype];
    unsigned char *const results = malloc((size_t)n * itemsize + 1);
    if (is_plain(out)) {
        golden_canonical(out->dtype, out->block.data, n, false, results);
        return results;
    }
    int64_t *const offsets = room(n);
    operand_offsets(out, offsets);
    for (int64_t i = 0; i < n; i++)
        golden_canonical(out->dtype, out->block.data + offsets[i], 1, out->swapped, results + (size_t)i * itemsize);
    return results;
}

static void report(golden_run *run, const golden_row *row, const golden_call *call, const variant *v, int32_t context,
                   const char *what)
{
    if (++run->n_failures > MAX_REPORTS)
        return;
    printf("FAILED %s, shape (", row->title);
    for (int32_t axis = 0; axis < call->ndim; axis++)
        printf("%s%lld", axis ? ", " : "", (long long)call->shape[axis]);
    printf("), axes %#llx%s, %s%s%s, threads %d: %s\n", (unsigned long long)call->axes, call->where ? ", masked" : "",
           v->number < N_LAYOUTS ? layouts[v->number].name : "mixed layouts", v->over >= 0 ? ", in place" : "",
           v->stepless || v->broadcast ? ", repeated" : "",
           context == GOLDEN_EXECUTOR ? 0 : (int)golden_thread_counts[context], what);
}

/* Nothing but the output's elements may have changed. */
static void check_memory(golden_run *run, const golden_row *row, const golden_call *call, const variant *v,
                         int32_t context)
{
    bool intact = true;
    for (int32_t k = 0; k < row->n_out; k++) {
        const operand *const out = &v->out[k];
        if (operand_size(out) > 0)
            guard_accept_array(&out->block, out->offset, (int64_t)oracle_itemsizes[out->dtype], out->ndim, out->shape,
                               out->strides);
        intact &= guard_changed(&out->block) == GUARD_INTACT;
    }
    for (int32_t k = 0; k < row->n_in; k++)
        intact &= guard_changed(&v->in[k].block) == GUARD_INTACT;
    if (!intact)
        report(run, row, call, v, context, "bytes were written that are no results");
}

/* The results of the first layout, one list for each output. */
typedef struct reference {
    unsigned char *results[RAVEL_MAX_OPERANDS];
} reference;

static void settle(golden_run *run, golden_row *row, const golden_call *call, const variant *v, int32_t context,
                   reference *first)
{
    for (int32_t k = 0; k < row->n_out; k++) {
        unsigned char *const results = read_results(&v->out[k]);
        const size_t nbytes = (size_t)operand_size(&v->out[k]) * oracle_itemsizes[v->out[k].dtype];
        if (!first->results[k]) {
            first->results[k] = results;
            sha256_add(&row->hash, results, nbytes);
            if (run->judge && !run->judge(row, call, k, results)) {
                row->refused = true;
                report(run, row, call, v, context, "not what the oracle says");
            }
            continue;
        }
        if (memcmp(results, first->results[k], nbytes) != 0) {
            row->differs[context] = true;
            report(run, row, call, v, context, "not the bits of the contiguous arrays");
        }
        free(results);
    }
}

static void run_variant(golden_run *run, golden_row *row, const golden_call *call, variant *v, int32_t first_context,
                        int32_t context_step, reference *first)
{
    v->arena = call->large ? run->large : run->small;
    guard_arena_reset(v->arena);
    place_inputs(v, row, call);
    place_outputs(v, row, call);
    open_operands(v, row, call);
    for (int32_t context = first_context; context < GOLDEN_N_CONTEXTS; context += context_step) {
        if (context == first_context || v->over >= 0)
            fill_inputs(v, row, call);
        for (int32_t k = 0; k < row->n_out && call->where && v->over < 0; k++)
            clear(&v->out[k]);
        golden_need(run_verb(v, row, call, run->contexts[context]), row->title);
        settle(run, row, call, v, context, first);
        if (!call->large)
            check_memory(run, row, call, v, context);
    }
    close_operands(v, row);
}

/* The input that the output of a variant lies over, or -1. */
static int32_t chosen_input(const golden_row *row, const golden_call *call, int32_t number)
{
    const int32_t k = number % row->n_in;
    const bool possible = row->verb == GOLDEN_APPLY && row->n_out == 1 && row->dtypes[k] == row->dtypes[row->n_in] &&
                          !call->repeated[k] && !call->where;
    return possible ? k : -1;
}

void golden_make_call(golden_run *run, golden_row *row, const golden_call *call)
{
    reference first = {{NULL}};
    uint64_t repeated = 0;
    for (int32_t k = 0; k < row->n_in; k++)
        repeated |= call->repeated[k];
    if (call->large) { /* two layouts, each with half of the thread counts */
        variant plain = {.over = -1};
        variant other = {.over = -1, .number = (int32_t)random_between(&row->random, 1, N_LAYOUTS - 1)};
        run_variant(run, row, call, &plain, 0, 2, &first);
        run_variant(run, row, call, &other, 1, 2, &first);
    } else {
        const int64_t turn = run->n_calls++;
        for (int32_t i = 0; i < N_LAYOUTS + N_MIXED; i++) { /* thread counts in turns: they must not matter */
            if (i > 0 && (turn + i) % run->share != 0)
                continue;
            variant v = {.number = i, .over = -1, .stepless = repeated && i % 3 == 1};
            v.broadcast = repeated && i % 3 == 2 && row->n_in > 1;
            run_variant(run, row, call, &v, i % GOLDEN_N_CONTEXTS, GOLDEN_N_CONTEXTS, &first);
            v.over = chosen_input(row, call, i);
            if (v.over >= 0 && i % 2 == 1)
                run_variant(run, row, call, &v, i % GOLDEN_N_CONTEXTS, GOLDEN_N_CONTEXTS, &first);
        }
    }
    for (int32_t k = 0; k < row->n_out; k++)
        free(first.results[k]);
}
