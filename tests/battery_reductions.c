/* battery_reductions.c: reduce and accumulate: every kernel that folds, every dtype, all sets of axes, every layout, in
 * the one fixed order. */
#include "battery.h"
#include "support/values.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NBYTES = 1 << 20, LARGE_NBYTES = 1 << 24 };

typedef struct folding {
    oracle_kernel kernel;
    int32_t reduction; /* or -1 */
    const ravel_kernel *handle;
    const char *name;
    bool accumulate;
} folding;

typedef struct fold_case {
    const folding *how;
    int32_t in_dtype, out_dtype, ndim;
    const int64_t *shape;
    uint64_t axes;               /* accumulate: one */
    bool masked, initial, plain; /* plain: contiguous memory */
    bool stretched;              /* the input, and the mask, are scalars that were broadcast */
} fold_case;

static void report(battery *run, const fold_case *what, const operand *in, const operand *out, const char *text)
{
    if (++run->n_failures > 20)
        return;
    printf("FAILED %s: %s %s over axes %#llx%s%s%s: %s\n", run->section,
           what->how->accumulate ? "accumulate" : "reduce", what->how->name, (unsigned long long)what->axes,
           what->masked ? ", masked" : "", what->initial ? ", initial" : "", what->stretched ? ", of scalars" : "",
           text);
    operand_print("input", in);
    operand_print("output", out);
}

/* The likely output dtype. */
static int32_t default_output(const folding *how, int32_t dtype)
{
    if (oracle_kernels[how->kernel].shape == ORACLE_COMPARE)
        return RAVEL_BOOL;
    return how->reduction >= 0 ? oracle_reduction_output(how->reduction, dtype) : dtype;
}

static operand_layout layout_of(battery *run, const fold_case *what, int32_t ndim, bool input)
{
    static const operand_layout plain = {.side = GUARD_AT_END};
    return what->plain ? plain : operand_random_layout(&run->random, ndim, input);
}

/* Places an operand that is read, fills it, and makes its handle. */
static operand open_input(battery *run, const fold_case *what, int32_t dtype, const operand_layout *layout)
{
    operand array = what->stretched ? operand_place_scalar(run->arena, dtype, what->ndim, what->shape)
                                    : operand_place(run->arena, dtype, what->ndim, what->shape, layout);
    if (what->stretched)
        values_random(dtype, &run->random, array.block.data);
    else
        battery_fill_random(run, &array);
    guard_seal(&array.block);
    if (what->stretched)
        operand_open_scalar(&array, 0);
    else
        operand_open(&array, 0);
    return array;
}

/* What the results must be, in `values`, which has room for the input and the output; gives how many. */
static int64_t expect(const fold_case *what, const oracle_plan *plan, const operand *in, const operand *where,
                      const operand *initial, oracle_value *values)
{
    const int64_t size = operand_size(in);
    int64_t *offsets = malloc((size_t)(2 * size + 1) * sizeof *offsets), n_results = 1;
    uint64_t events = 0;
    operand_offsets(in, offsets);
    if (what->masked)
        operand_offsets(where, offsets + size);
    for (int64_t i = 0; i < size; i++)
        values[i] = !what->masked || where->block.expected[offsets[size + i]]
                        ? oracle_load(in->dtype, in->block.expected + offsets[i], in->swapped)
                        : oracle_absent;
    oracle_value start = oracle_absent;
    if (what->initial)
        start = oracle_cast(oracle_load(initial->dtype, initial->block.expected, initial->swapped),
                            oracle_initial_dtype(plan), &events);
    for (int32_t axis = 0; axis < what->ndim; axis++)
        n_results *= what->how->accumulate || !(what->axes >> axis & 1) ? what->shape[axis] : 1;
    int32_t along = 0;
    while (along < 63 && !(what->axes >> along & 1))
        along++;
    if (what->how->accumulate)
        oracle_accumulate(plan, what->ndim, what->shape, along, what->out_dtype, values, &events);
    else if (!oracle_reduce(plan, what->ndim, what->shape, what->axes, start, what->out_dtype, values, &events))
        n_results = -1;
    free(offsets);
    return n_results;
}

/* The result's shape: kept axes. */
static int32_t kept_axes(const fold_case *what, int64_t *shape)
{
    int32_t ndim = 0;
    for (int32_t axis = 0; axis < what->ndim; axis++)
        if (what->how->accumulate || !(what->axes >> axis & 1))
            shape[ndim++] = what->shape[axis];
    return ndim;
}

static void compare(battery *run, const fold_case *what, const operand *in, const operand *out,
                    const oracle_value *values)
{
    const int64_t n = operand_size(out);
    int64_t *offsets = malloc((size_t)(n + 1) * sizeof *offsets);
    bool right = true;
    operand_offsets(out, offsets);
    for (int64_t i = 0; i < n && right; i++) {
        unsigned char *const expected = out->block.expected + offsets[i];
        const unsigned char *const actual = out->block.data + offsets[i];
        oracle_store(values[i], expected, out->swapped);
        right = oracle_same(out->dtype, expected, actual, out->swapped);
        if (!right) {
            const oracle_value got = oracle_load(out->dtype, actual, out->swapped);
            char text[200];
            snprintf(text, sizeof text, "result %lld: expected %lld %a%+ai, got %lld %a%+ai", (long long)i,
                     (long long)values[i].integer, values[i].real, values[i].imag, (long long)got.integer, got.real,
                     got.imag);
            report(run, what, in, out, text);
        }
        memcpy(expected, actual, oracle_itemsizes[out->dtype]);
    }
    if (right && (guard_changed(&out->block) != GUARD_INTACT || guard_changed(&in->block) != GUARD_INTACT))
        report(run, what, in, out, "bytes were written that are no results");
    free(offsets);
}

static ravel_status call(battery *run, const fold_case *what, const operand *in, const operand *where,
                         const operand *initial, operand *out)
{
    int32_t axes[OPERAND_MAX_NDIM], n_axes = 0;
    for (int32_t axis = 0; axis < what->ndim; axis++)
        if (what->axes >> axis & 1)
            axes[n_axes++] = axis;
    if (what->how->accumulate)
        return ravel_accumulate(run->context, what->how->handle, in->handle, axes[0], 0, out->handle);
    return ravel_reduce(run->context, what->how->handle, in->handle, n_axes, axes, what->masked ? where->handle : NULL,
                        what->initial ? initial->handle : NULL, 0, out->handle);
}

/* A correction that is no number is refused, and nothing is written. */
static bool is_refused(const fold_case *what, const oracle_plan *plan, const operand *initial)
{
    return what->initial && plan->moments &&
           isnan(oracle_load(initial->dtype, initial->block.expected, initial->swapped).real);
}

static void fold(battery *run, const fold_case *what)
{
    oracle_plan plan;
    if (oracle_plan_fold(what->how->accumulate, what->how->kernel, what->how->reduction, what->in_dtype,
                         what->out_dtype, &plan) != RAVEL_OK ||
        !oracle_can_cast(plan.dtype, what->out_dtype, RAVEL_CASTING_SAFE))
        return;
    if (plan.index && what->axes != (UINT64_C(1) << what->ndim) - 1 &&
        (what->axes == 0 || (what->axes & (what->axes - 1))))
        return; /* refused, as check_reduce_indices says */
    fold_case that = *what;
    that.initial &= !plan.no_initial && !what->how->accumulate;
    that.masked &= !what->how->accumulate;
    that.initial &= !plan.moments || oracle_kinds[what->out_dtype] != RAVEL_KIND_COMPLEX;
    that.masked &= that.initial || plan.moments || plan.exact || oracle_identity(&plan.fold).dtype != 0;
    int64_t shape[OPERAND_MAX_NDIM];
    const operand_layout in_layout = layout_of(run, what, what->ndim, true);
    const operand_layout where_layout = layout_of(run, what, what->ndim, true);
    guard_arena_reset(run->arena);
    operand in = open_input(run, what, what->in_dtype, &in_layout), where = {0}, initial = {0};
    if (that.masked)
        where = open_input(run, what, RAVEL_BOOL, &where_layout);
    if (that.initial) {
        initial = operand_place(run->arena, what->out_dtype, 0, NULL, &(operand_layout){.side = GUARD_AT_END});
        battery_fill_random(run, &initial);
        guard_seal(&initial.block);
        operand_open(&initial, 0);
    }
    const int32_t ndim = kept_axes(what, shape);
    const operand_layout out_layout = layout_of(run, what, ndim, false);
    operand out = operand_place(run->arena, what->out_dtype, ndim, shape, &out_layout);
    operand_open(&out, RAVEL_WRITEABLE);
    const int64_t room = operand_size(&in) + operand_size(&out) + 1;
    oracle_value *values = malloc((size_t)room * sizeof *values);
    const int64_t n_results = expect(&that, &plan, &in, &where, &initial, values);
    const ravel_status status = call(run, &that, &in, &where, &initial, &out);
    run->n_cases++;
    run->n_elements += operand_size(&in);
    if (is_refused(&that, &plan, &initial)) {
        if (status != RAVEL_INVALID_ARGUMENT || guard_changed(&out.block) != GUARD_INTACT)
            report(run, &that, &in, &out, "a correction that is NaN is not refused before anything is written");
    } else if (n_results < 0 && status != RAVEL_EMPTY_REDUCTION && status != RAVEL_NO_IDENTITY)
        report(run, &that, &in, &out, "a reduction over nothing that has no value is no error");
    else if (n_results >= 0 && status != RAVEL_OK)
        report(run, &that, &in, &out, ravel_status_text(status));
    else if (n_results >= 0)
        compare(run, &that, &in, &out, values);
    free(values);
    operand_close(&in);
    operand_close(&where);
    operand_close(&initial);
    operand_close(&out);
}

/* One dimension: all sizes up to a few blocks, and around where runs of blocks join. */
static void lengths(battery *run, const folding *how, int32_t dtype)
{
    static const int64_t edges[] = {511, 513, 767, 769, 1023, 1024, 1025, 1151, 1153, 2047, 2049, 4097, 6500};
    fold_case what = {.how = how, .in_dtype = dtype, .out_dtype = default_output(how, dtype), .ndim = 1, .axes = 1};
    for (int64_t n = 0; n <= 290; n += n < 140 || run->scale > 1 ? 1 : 3) {
        what.shape = &n;
        what.masked = n % 5 == 2;
        what.initial = n % 7 == 3;
        what.plain = n % 4 == 0;
        what.stretched = n % 11 == 5;
        fold(run, &what);
    }
    what.stretched = false;
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        what.shape = &edges[i];
        what.masked = i % 4 == 1;
        what.plain = i % 2 == 0;
        fold(run, &what);
    }
}

/* More dimensions, every set of axes. */
static void shapes(battery *run, const folding *how, int32_t dtype)
{
    static const struct {
        int32_t ndim;
        int64_t shape[5];
    } all[] = {{0, {0}},         {2, {0, 3}},      {2, {3, 0}},       {2, {1, 1}},
               {2, {5, 7}},      {2, {130, 3}},    {2, {3, 130}},     {2, {9, 9}},
               {2, {20, 33}},    {3, {2, 0, 3}},   {3, {4, 5, 6}},    {3, {5, 4, 4}},
               {3, {3, 140, 2}}, {3, {17, 1, 17}}, {4, {2, 3, 4, 3}}, {5, {2, 2, 3, 1, 2}}};
    fold_case what = {.how = how, .in_dtype = dtype, .out_dtype = default_output(how, dtype)};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (what.axes = 0; what.axes < UINT64_C(1) << all[i].ndim; what.axes++) {
            if (how->accumulate && (what.axes == 0 || (what.axes & (what.axes - 1))))
                continue;
            what.ndim = all[i].ndim;
            what.shape = all[i].shape;
            what.masked = random_once_in(&run->random, 4);
            what.initial = random_once_in(&run->random, 4);
            what.plain = random_once_in(&run->random, 3);
            what.stretched = random_once_in(&run->random, 6);
            fold(run, &what);
        }
}

/* Large ones, for threads to share. */
static void large(battery *run, const folding *how, int32_t dtype)
{
    static const struct {
        int32_t ndim;
        int64_t shape[3];
        uint64_t axes;
    } all[] = {{1, {100003}, 1},     {1, {131072}, 1},     {2, {301, 407}, 1},   {2, {301, 407}, 2},
               {2, {301, 407}, 3},   {2, {3, 40001}, 2},   {2, {40001, 3}, 1},   {2, {3, 40001}, 1},
               {3, {50, 60, 70}, 5}, {3, {50, 60, 70}, 2}, {3, {50, 60, 70}, 7}, {2, {90000, 1}, 1}};
    fold_case what = {.how = how, .in_dtype = dtype, .out_dtype = default_output(how, dtype)};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (how->accumulate && (all[i].axes & (all[i].axes - 1)))
            continue;
        what.ndim = all[i].ndim;
        what.shape = all[i].shape;
        what.axes = all[i].axes;
        what.masked = i % 5 == 4;
        what.plain = i % 3 != 2;
        what.stretched = i % 4 == 3;
        battery_need(ravel_context_set_threads(run->context, 1 + (int32_t)(i % 3)), "ravel_context_set_threads");
        fold(run, &what);
    }
    battery_need(ravel_context_set_threads(run->context, 1), "ravel_context_set_threads");
}

/* Sums and products whose dtypes are given, casts on the way in and out. */
static void outputs(battery *run, const folding *how)
{
    static const int64_t shape[2] = {37, 5};
    for (int32_t from = RAVEL_BOOL; from <= RAVEL_COMPLEX128; from++)
        for (int32_t to = RAVEL_BOOL; to <= RAVEL_COMPLEX128; to++) {
            fold_case what = {.how = how, .in_dtype = from, .out_dtype = to, .ndim = 2, .shape = shape, .axes = 1};
            if (!oracle_can_cast(from, to, RAVEL_CASTING_SAFE))
                continue;
            fold(run, &what);
        }
}

void battery_reductions(battery *run)
{
    static const oracle_kernel folding_kernels[] = {
        ORACLE_add,      ORACLE_multiply, ORACLE_maximum,     ORACLE_logical_or,  ORACLE_divide,
        ORACLE_subtract, ORACLE_hypot,    ORACLE_bitwise_and, ORACLE_bitwise_xor, ORACLE_logical_xor};
    static const int32_t threaded[] = {RAVEL_INT16, RAVEL_FLOAT16, RAVEL_FLOAT32, RAVEL_FLOAT64, RAVEL_COMPLEX64};
    enum { N_KERNELS = sizeof folding_kernels / sizeof *folding_kernels };
    for (int32_t i = 0; i < ORACLE_N_REDUCTIONS + 2 * N_KERNELS; i++) {
        const int32_t place = (i - ORACLE_N_REDUCTIONS) / 2;
        folding how = {.reduction = i < ORACLE_N_REDUCTIONS ? i : -1};
        if (how.reduction >= 0) {
            how.accumulate = oracle_reduction_accumulates[i];
            how.name = oracle_reduction_names[i];
        } else {
            how.kernel = folding_kernels[place];
            how.accumulate = (i - ORACLE_N_REDUCTIONS) % 2 == 1;
            how.name = oracle_kernels[how.kernel].name;
        }
        if (how.reduction >= 0)
            how.kernel = oracle_reduction_kernels[i];
        battery_need(ravel_kernel_find(NULL, how.name, &how.handle), "ravel_kernel_find");
        run->arena = guard_arena_create(4, MAX_NBYTES);
        for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++) {
            lengths(run, &how, dtype);
            shapes(run, &how, dtype);
        }
        outputs(run, &how);
        guard_arena_destroy(run->arena);
        run->arena = guard_arena_create(4, LARGE_NBYTES);
        for (size_t k = 0; k < sizeof threaded / sizeof *threaded && i <= ORACLE_N_REDUCTIONS + 1; k++)
            large(run, &how, threaded[k]);
        guard_arena_destroy(run->arena);
    }
}
