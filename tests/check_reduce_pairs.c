/* check_reduce_pairs.c: ravel_min_max and ravel_mean_var: random calls against the reductions with one output, bit for
 * bit, outputs that overlap the input or each other, and every mistake. */
#include "support/guard.h"
#include "support/one_context.h"
#include "support/operand.h"
#include "support/run_suite.h"
#include "support/values.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/statistics.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NDIM = 4, MAX_SIZE = 1 << 17, MAX_NBYTES = 16 << 20, N_CASES = 1500 };

static guard_arena *arena;
static int64_t offsets[MAX_SIZE];
static uint64_t singles[2][2 * MAX_SIZE], stored[2 * MAX_SIZE]; /* what one reduction gives, and as the output has it */

static void start(void)
{
    setup();
    arena = guard_arena_create(5, MAX_NBYTES);
}

static void stop(void)
{
    guard_arena_destroy(arena);
    teardown();
}

/* ---- random calls ---- */

typedef struct random_call {
    operand in, where, initial, out[2];
    int32_t ndim, n_axes, axes[MAX_NDIM], casting, out_ndim;
    int64_t shape[MAX_NDIM], out_shape[MAX_NDIM];
    bool moments, keep_dims, masked, has_initial;
    double correction;
    uint64_t options;
} random_call;

static int32_t random_dtype(random_source *source)
{
    return (int32_t)random_between(source, RAVEL_BOOL, RAVEL_COMPLEX128);
}

static void fill(random_source *source, const operand *array)
{
    unsigned char element[16];
    const int64_t size = operand_size(array);
    operand_offsets(array, offsets);
    for (int64_t i = 0; i < size; i++) {
        values_random(array->dtype, source, element);
        operand_write(array, array->block.data + offsets[i], element);
    }
    guard_seal(&array->block);
}

static operand input(random_source *source, int32_t dtype, int32_t ndim, const int64_t *shape)
{
    const operand_layout layout = operand_random_layout(source, ndim, true);
    operand array = operand_place(arena, dtype, ndim, shape, &layout);
    fill(source, &array);
    operand_open(&array, 0);
    return array;
}

static void choose_shape(random_source *source, random_call *call)
{
    int64_t room = random_once_in(source, 20) ? MAX_SIZE : random_once_in(source, 3) ? 4000 : 200;
    uint64_t set = 0;
    call->ndim = (int32_t)random_below(source, MAX_NDIM + 1);
    call->n_axes = call->out_ndim = 0;
    for (int32_t axis = 0; axis < call->ndim; axis++) {
        const int64_t most = call->ndim == 1 || random_once_in(source, 3) ? room : room < 12 ? room : 12;
        call->shape[axis] = random_once_in(source, 40) ? 0 : random_between(source, 1, most);
        room /= call->shape[axis] > 0 ? call->shape[axis] : 1;
        if (random_once_in(source, 2)) {
            call->axes[call->n_axes++] = random_once_in(source, 2) ? axis : axis - call->ndim;
            set |= UINT64_C(1) << axis;
        }
    }
    call->keep_dims = random_once_in(source, 2);
    for (int32_t axis = 0; axis < call->ndim; axis++)
        if (!(set >> axis & 1) || call->keep_dims)
            call->out_shape[call->out_ndim++] = set >> axis & 1 ? 1 : call->shape[axis];
}

static void choose_outputs(random_source *source, random_call *call)
{
    const int32_t in = call->in.dtype;
    int32_t dtypes[2] = {in, in};
    if (call->moments) {
        dtypes[0] = oracle_reduction_output(ORACLE_REDUCTION_mean, in);
        dtypes[1] = oracle_reduction_output(ORACLE_REDUCTION_var, in);
    }
    for (int32_t k = 0; k < 2; k++) {
        if (random_once_in(source, 5))
            dtypes[k] = random_dtype(source);
        if (k == 1 && !call->moments && !random_once_in(source, 20))
            dtypes[1] = dtypes[0];
    }
    for (int32_t k = 0; k < 2; k++) {
        const operand_layout layout = operand_random_layout(source, call->out_ndim, false);
        call->out[k] = operand_place(arena, dtypes[k], call->out_ndim, call->out_shape, &layout);
        operand_open(&call->out[k], RAVEL_WRITEABLE);
    }
}

static void choose_call(random_source *source, random_call *call)
{
    static const double corrections[] = {0, 1, -1, 0.5, 3, 1e9};
    guard_arena_reset(arena);
    choose_shape(source, call);
    call->moments = random_once_in(source, 2);
    call->in = input(source, random_dtype(source), call->ndim, call->shape);
    call->masked = random_once_in(source, 4);
    if (call->masked)
        call->where = input(source, RAVEL_BOOL, call->ndim, call->shape);
    call->has_initial = !call->moments && random_once_in(source, call->masked ? 1 : 4);
    if (call->has_initial)
        call->initial = input(source, random_once_in(source, 4) ? random_dtype(source) : call->in.dtype, 0, NULL);
    call->correction = corrections[random_below(source, 6)];
    call->casting = (int32_t)random_below(source, 5);
    call->options = (uint64_t)call->casting | (call->keep_dims ? RAVEL_OPTION_KEEP_DIMS : 0);
    choose_outputs(source, call);
}

/* The dtype that the variance, or the mean, is computed in, by the casting rule: float16 where that is float32. */
static int32_t computed(const random_call *call, int32_t k)
{
    int32_t wide = oracle_variance_dtype(call->in.dtype);
    for (int32_t each = 0; each < 2; each++)
        if (oracle_kinds[call->out[each].dtype] >= RAVEL_KIND_FLOAT)
            wide = oracle_promote(wide, oracle_variance_dtype(call->out[each].dtype));
    if (k == 0 && oracle_kinds[call->in.dtype] == RAVEL_KIND_COMPLEX)
        return wide == RAVEL_FLOAT32 ? RAVEL_COMPLEX64 : RAVEL_COMPLEX128;
    return wide;
}

/* What the reduction with one output gives, as the output should have it: in `stored`. */
static ravel_status reduce_singly(const random_call *call, int32_t k)
{
    static const char *const names[2][2] = {{"min", "max"}, {"mean", "var"}};
    const operand *out = &call->out[k];
    const int32_t casting = call->casting ? call->casting : RAVEL_CASTING_SAFE;
    int32_t dtype = call->moments ? computed(call, k) : out->dtype;
    if (call->moments && !oracle_can_cast(dtype, out->dtype, casting))
        return RAVEL_CASTING_FORBIDDEN;
    if (call->moments && oracle_itemsizes[dtype] == 2)
        dtype = RAVEL_FLOAT32; /* rounded to the output alone */
    ravel_array *correction = NULL;
    const ravel_array *initial = call->has_initial ? call->initial.handle : NULL;
    if (call->moments && k == 1) {
        ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &call->correction, 0, &correction), RAVEL_OK);
        initial = correction;
    }
    ravel_array *single = make(singles[k], sizeof singles[k], dtype, call->out_ndim, call->out_shape, RAVEL_WRITEABLE);
    ravel_array *as_out = make(stored, sizeof stored, out->dtype, call->out_ndim, call->out_shape, RAVEL_WRITEABLE);
    const uint64_t options =
        call->moments ? RAVEL_OPTION_CASTING_UNSAFE | (call->options & RAVEL_OPTION_KEEP_DIMS) : call->options;
    ravel_status status = ravel_reduce(context, find(names[call->moments][k]), call->in.handle, call->n_axes,
                                       call->axes, call->masked ? call->where.handle : NULL, initial, options, single);
    if (status == RAVEL_OK) {
        const ravel_array *in[1] = {single};
        status = ravel_apply(context, find("copy"), 1, in, NULL, RAVEL_OPTION_CASTING_UNSAFE, 1, &as_out);
    }
    end(single);
    end(as_out);
    if (correction)
        end(correction);
    return status;
}

static void compare(const random_call *call, int32_t k, uint64_t number)
{
    const operand *out = &call->out[k];
    const size_t itemsize = (size_t)oracle_itemsizes[out->dtype];
    unsigned char expected[16];
    operand_offsets(out, offsets);
    for (int64_t i = 0; i < operand_size(out); i++) {
        operand_write(out, expected, (const unsigned char *)stored + (size_t)i * itemsize);
        if (!oracle_same(out->dtype, expected, out->block.data + offsets[i], out->swapped)) {
            operand_print("input", &call->in);
            operand_print("output", out);
            const oracle_value wanted = oracle_load(out->dtype, expected, out->swapped),
                               got = oracle_load(out->dtype, out->block.data + offsets[i], out->swapped);
            ck_abort_msg("case %llu: output %d of %s, mask %d, result %lld is %a, %a instead of %a, %a",
                         (unsigned long long)number, k, call->moments ? "mean_var" : "min_max", call->masked,
                         (long long)i, got.real, got.imag, wanted.real, wanted.imag);
        }
    }
    guard_accept_array(&out->block, out->offset, (int64_t)itemsize, out->ndim, out->shape, out->strides);
}

static ravel_status run(const random_call *call)
{
    const ravel_array *where = call->masked ? call->where.handle : NULL;
    const ravel_array *initial = call->has_initial ? call->initial.handle : NULL;
    if (call->moments)
        return ravel_mean_var(context, call->in.handle, call->n_axes, call->axes, where, call->correction,
                              call->options, call->out[0].handle, call->out[1].handle);
    return ravel_min_max(context, call->in.handle, call->n_axes, call->axes, where, initial, call->options,
                         call->out[0].handle, call->out[1].handle);
}

static void close_call(random_call *call)
{
    operand *const inputs[] = {&call->in, call->masked ? &call->where : NULL,
                               call->has_initial ? &call->initial : NULL};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        if (!inputs[i])
            continue;
        ck_assert_int_eq(guard_changed(&inputs[i]->block), GUARD_INTACT);
        operand_close(inputs[i]);
    }
    for (int32_t k = 0; k < 2; k++) {
        ck_assert_int_eq(guard_changed(&call->out[k].block), GUARD_INTACT);
        operand_close(&call->out[k]);
    }
}

START_TEST(two_outputs_are_two_reductions)
{
    static const char *const isas[] = {NULL, "generic", NULL, "x86-64-v3"};
    random_source source = {.state = (uint64_t)_i};
    int32_t n_right = 0;
    ck_assert_int_eq(ravel_context_set_threads(context, _i == 2 ? 3 : 1), RAVEL_OK);
    const ravel_status capped = ravel_context_set_isa_cap(context, isas[_i]);
    ck_assert(capped == RAVEL_OK || _i == 3); /* other machines do not know it */
    for (uint64_t number = 0; number < N_CASES; number++) {
        random_call call;
        choose_call(&source, &call);
        const ravel_status status = run(&call);
        bool right = true;
        for (int32_t k = 0; k < 2; k++) {
            const ravel_status single = reduce_singly(&call, k);
            right &= single == RAVEL_OK && (call.moments || call.out[0].dtype == call.out[1].dtype);
            if (status == RAVEL_OK) {
                ck_assert_msg(single == RAVEL_OK, "case %llu: one is refused: %s", (unsigned long long)number,
                              ravel_status_text(single));
                compare(&call, k, number);
            }
        }
        ck_assert_msg(!right || status == RAVEL_OK, "case %llu: %s", (unsigned long long)number,
                      ravel_status_text(status));
        n_right += right;
        close_call(&call);
    }
    ck_assert_int_gt(n_right, N_CASES / 3);
}
END_TEST

/* ---- overlaps ---- */

/* Outputs in the input's rows: results are collected first; without scratch memory that is an error. */
START_TEST(outputs_in_the_input_are_as_if_it_were_copied)
{
    static const int64_t shape[] = {3, 4}, rows[] = {3};
    static const double given[12] = {3, 1, 2, 9, 8, 7, 4, 6, 5, 0, 1, 2};
    for (int32_t which = 0; which < 4; which++) {
        double memory[12], apart[2][3];
        memcpy(memory, given, sizeof given);
        const int32_t axis = 1;
        double *const first = which & 1 ? memory : apart[0], *const second = which & 2 ? memory + 5 : apart[1];
        ravel_array *array = make(memory, sizeof memory, RAVEL_FLOAT64, 2, shape, 0);
        ravel_array *a = make(first, 24, RAVEL_FLOAT64, 1, rows, RAVEL_WRITEABLE);
        ravel_array *b = make(second, 24, RAVEL_FLOAT64, 1, rows, RAVEL_WRITEABLE);
        if (which > 0) {
            wrong_call_expect(context,
                              ravel_min_max(context, array, 1, &axis, NULL, NULL, RAVEL_OPTION_NO_SCRATCH, a, b),
                              RAVEL_SCRATCH_LIMIT, "ravel_min_max", which & 2 ? "maximum overlaps" : "minimum overlaps",
                              which & 2 ? 4 : 1);
            ck_assert_mem_eq(memory, given, sizeof given);
        }
        ck_assert_int_eq(ravel_min_max(context, array, 1, &axis, NULL, NULL, 0, a, b), RAVEL_OK);
        ck_assert(first[0] == 1 && first[1] == 4 && first[2] == 0);
        ck_assert(second[0] == 9 && second[1] == 8 && second[2] == 5);
        memcpy(memory, given, sizeof given);
        ck_assert_int_eq(ravel_mean_var(context, array, 1, &axis, NULL, 1, 0, a, b), RAVEL_OK);
        ck_assert(first[0] == 3.75 && first[1] == 6.25 && first[2] == 2);
        ck_assert(fabs(second[0] - 38.75 / 3) < 1e-14 && fabs(second[2] - 14.0 / 3) < 1e-14);
        end(array);
        end(a);
        end(b);
    }
}
END_TEST

/* Over no axes the minimum may be the input itself. */
START_TEST(in_place_over_no_axes)
{
    static float memory[200], other[200];
    static const int64_t n[] = {200};
    const int32_t none = 0;
    for (int32_t i = 0; i < 200; i++)
        memory[i] = (float)(i * 7 % 31);
    ravel_array *array = make(memory, sizeof memory, RAVEL_FLOAT32, 1, n, RAVEL_WRITEABLE);
    ravel_array *out = make(other, sizeof other, RAVEL_FLOAT32, 1, n, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_min_max(context, array, 0, &none, NULL, NULL, RAVEL_OPTION_NO_SCRATCH, array, out),
                     RAVEL_OK);
    ck_assert_mem_eq(memory, other, sizeof memory);
    ck_assert_int_eq(ravel_mean_var(context, array, 0, &none, NULL, 0, RAVEL_OPTION_NO_SCRATCH, array, out), RAVEL_OK);
    for (int32_t i = 0; i < 200; i++)
        ck_assert(memory[i] == (float)(i * 7 % 31) && other[i] == 0);
    end(array);
    end(out);
}
END_TEST

/* ---- mistakes ---- */

START_TEST(mistakes_are_told)
{
    static double memory[24], results[2][24];
    static unsigned char bools[24];
    static const int64_t shape[] = {2, 3, 4}, empty[] = {2, 0, 4}, four[] = {4}, two[] = {2};
    static const double start_value = 1;
    const int32_t last = 2, beyond = 3, same[] = {0, -3}, *const nothing_listed = NULL;
    memset(results, 0x5a, sizeof results);
    static double untouched[2][24];
    memcpy(untouched, results, sizeof results);
    ravel_array *array = make(memory, sizeof memory, RAVEL_FLOAT64, 3, shape, 0);
    ravel_array *mask = make(bools, sizeof bools, RAVEL_BOOL, 3, shape, 0);
    ravel_array *nothing = make(memory, sizeof memory, RAVEL_FLOAT64, 3, empty, 0);
    ravel_array *complex = make(memory, sizeof memory, RAVEL_COMPLEX64, 3, shape, 0);
    ravel_array *a = make(results[0], sizeof results[0], RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *b = make(results[1], sizeof results[1], RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *narrow = make(results[1], sizeof results[1], RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *line = make(results[1], sizeof results[1], RAVEL_FLOAT64, 1, four, RAVEL_WRITEABLE);
    ravel_array *pair = make(results[0], sizeof results[0], RAVEL_COMPLEX64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *other_pair = make(results[1], sizeof results[1], RAVEL_COMPLEX64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *whole = make(results[1], sizeof results[1], RAVEL_INT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *constant = make(results[1], sizeof results[1], RAVEL_FLOAT64, 0, NULL, 0);
    ravel_array *gone = wrong_call_stale(), *initial = NULL, *short_mask = make(bools, 2, RAVEL_BOOL, 1, two, 0);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &start_value, 0, &initial), RAVEL_OK);
    const struct {
        const ravel_array *in;
        int32_t n_axes;
        const int32_t *axes;
        const ravel_array *where, *initial;
        uint64_t options;
        ravel_array *minimum, *maximum;
        ravel_status status;
        const char *word;
        int32_t argument;
    } rows[] = {
        {NULL, 0, NULL, NULL, NULL, 0, a, b, RAVEL_NULL_ARGUMENT, "input", 0},
        {array, 0, NULL, NULL, NULL, 0, NULL, b, RAVEL_NULL_ARGUMENT, "minimum", 1},
        {array, 0, NULL, NULL, NULL, 0, a, NULL, RAVEL_NULL_ARGUMENT, "maximum", 4},
        {gone, 0, NULL, NULL, NULL, 0, a, b, RAVEL_STALE_HANDLE, "input", 0},
        {array, 0, NULL, NULL, NULL, 0, a, gone, RAVEL_STALE_HANDLE, "maximum", 4},
        {array, 0, NULL, NULL, NULL, UINT64_C(1) << 40, a, b, RAVEL_UNKNOWN_FLAG, "options", -1},
        {array, -1, NULL, NULL, NULL, 0, a, b, RAVEL_INVALID_ARGUMENT, "n_axes", -1},
        {array, 1, nothing_listed, NULL, NULL, 0, a, b, RAVEL_INVALID_ARGUMENT, "axes", -1},
        {array, 1, &beyond, NULL, NULL, 0, a, b, RAVEL_INVALID_AXIS, "axis", -1},
        {array, 2, same, NULL, NULL, 0, a, b, RAVEL_DUPLICATE_AXIS, "axis", -1},
        {array, 0, NULL, NULL, NULL, 0, a, narrow, RAVEL_DTYPE_MISMATCH, "maximum has dtype float32", 4},
        {array, 0, NULL, NULL, NULL, 0, a, line, RAVEL_SHAPE_MISMATCH, "maximum has shape", 4},
        {array, 1, &last, NULL, NULL, 0, a, b, RAVEL_SHAPE_MISMATCH, "minimum has shape", 1},
        {array, 0, NULL, NULL, NULL, 0, a, constant, RAVEL_READ_ONLY, "maximum is read-only", 4},
        {array, 0, NULL, NULL, NULL, 0, a, a, RAVEL_OVERLAP, "minimum and maximum overlap", 4},
        {complex, 0, NULL, NULL, NULL, 0, pair, other_pair, RAVEL_NO_LOOP, "complex64", 1},
        {nothing, 0, NULL, NULL, NULL, 0, a, b, RAVEL_EMPTY_REDUCTION, "no elements", 0},
        {array, 0, NULL, mask, NULL, 0, a, b, RAVEL_NO_IDENTITY, "initial", -1},
        {array, 0, NULL, array, initial, 0, a, b, RAVEL_DTYPE_MISMATCH, "where", 2},
        {array, 0, NULL, short_mask, initial, 0, a, b, RAVEL_SHAPE_MISMATCH, "where", 2},
        {array, 0, NULL, NULL, array, 0, a, b, RAVEL_INVALID_NDIM, "initial", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        wrong_call_expect(context,
                          ravel_min_max(context, rows[i].in, rows[i].n_axes, rows[i].axes, rows[i].where,
                                        rows[i].initial, rows[i].options, rows[i].minimum, rows[i].maximum),
                          rows[i].status, "ravel_min_max", rows[i].word, rows[i].argument);
        ck_assert_int_eq(ravel_min_max(NULL, rows[i].in, rows[i].n_axes, rows[i].axes, rows[i].where, rows[i].initial,
                                       rows[i].options, rows[i].minimum, rows[i].maximum),
                         rows[i].status);
    }
    wrong_call_expect(context, ravel_mean_var(context, array, 0, NULL, NULL, (double)NAN, 0, a, b),
                      RAVEL_INVALID_ARGUMENT, "ravel_mean_var", "correction is NaN", -1);
    wrong_call_expect(context, ravel_mean_var(context, array, 0, NULL, NULL, 0, 0, a, line), RAVEL_SHAPE_MISMATCH,
                      "ravel_mean_var", "variance has shape", 4);
    wrong_call_expect(context, ravel_mean_var(context, array, 0, NULL, NULL, 0, 0, a, whole), RAVEL_CASTING_FORBIDDEN,
                      "ravel_mean_var", "variance has dtype int64", 4);
    wrong_call_expect(context, ravel_mean_var(context, complex, 0, NULL, NULL, 0, 0, b, pair), RAVEL_CASTING_FORBIDDEN,
                      "ravel_mean_var", "mean has dtype float64", 1);
    wrong_call_expect(context, ravel_mean_var(context, array, 0, NULL, NULL, 0, 0, b, b), RAVEL_OVERLAP,
                      "ravel_mean_var", "mean and variance overlap", 4);
    wrong_call_expect(context, ravel_mean_var(context, array, 0, NULL, NULL, 0, 0, NULL, b), RAVEL_NULL_ARGUMENT,
                      "ravel_mean_var", "mean", 1);
    ck_assert_int_eq(ravel_mean_var((ravel_context *)(uintptr_t)array, array, 0, NULL, NULL, 0, 0, a, b),
                     RAVEL_WRONG_HANDLE_TYPE);
    ck_assert_mem_eq(results, untouched, sizeof results);
    ravel_array *const all[] = {array, mask, nothing,    complex, a,        b,       narrow,
                                line,  pair, other_pair, whole,   constant, initial, short_mask};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        end(all[i]);
}
END_TEST

/* They are functions, not kernels. */
START_TEST(there_are_no_kernels_of_these_names)
{
    const ravel_kernel *kernel = NULL;
    wrong_call_expect(context, ravel_kernel_find(context, "min_max", &kernel), RAVEL_UNKNOWN_KERNEL,
                      "ravel_kernel_find", "min_max", -1);
    wrong_call_expect(context, ravel_kernel_find(context, "mean_var", &kernel), RAVEL_UNKNOWN_KERNEL,
                      "ravel_kernel_find", "mean_var", -1);
}
END_TEST

/* Over nothing: NaN of moments, the initial value of extremes; and no results at all. */
START_TEST(nothing_to_reduce)
{
    static double results[2][3];
    static const int64_t shape[] = {3, 0}, rows[] = {3}, none[] = {0};
    static const float start_value = 2.5F;
    const int32_t first = 0, last = 1;
    ravel_array *array = make(results, 0, RAVEL_FLOAT64, 2, shape, 0), *initial = NULL;
    ravel_array *a = make(results[0], sizeof results[0], RAVEL_FLOAT64, 1, rows, RAVEL_WRITEABLE);
    ravel_array *b = make(results[1], sizeof results[1], RAVEL_FLOAT64, 1, rows, RAVEL_WRITEABLE);
    ravel_array *no = make(results, 0, RAVEL_FLOAT64, 1, none, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT32, &start_value, 0, &initial), RAVEL_OK);
    ck_assert_int_eq(ravel_mean_var(context, array, 1, &last, NULL, 0, 0, a, b), RAVEL_OK);
    for (int32_t i = 0; i < 3; i++)
        ck_assert(isnan(results[0][i]) && isnan(results[1][i]));
    ck_assert_int_eq(ravel_min_max(context, array, 1, &last, NULL, initial, 0, a, b), RAVEL_OK);
    for (int32_t i = 0; i < 3; i++)
        ck_assert(results[0][i] == 2.5 && results[1][i] == 2.5);
    ck_assert_int_eq(ravel_min_max(context, array, 1, &first, NULL, NULL, 0, no, no), RAVEL_OK);
    ck_assert_int_eq(ravel_mean_var(context, array, 1, &first, NULL, 0, 0, no, no), RAVEL_OK);
    ravel_array *const all[] = {array, a, b, no, initial};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        end(all[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pairs");
    TCase *tests = tcase_create("min_max and mean_var");
    tcase_set_timeout(tests, 600);
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_loop_test(tests, two_outputs_are_two_reductions, 0, 4);
    tcase_add_test(tests, outputs_in_the_input_are_as_if_it_were_copied);
    tcase_add_test(tests, in_place_over_no_axes);
    tcase_add_test(tests, mistakes_are_told);
    tcase_add_test(tests, there_are_no_kernels_of_these_names);
    tcase_add_test(tests, nothing_to_reduce);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
