/* check_vecdot.c: sums of products: random calls against the oracle's products and sums, and mistakes. */
#include "support/guard.h"
#include "support/one_context.h"
#include "support/operand.h"
#include "support/run_suite.h"
#include "support/values.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/statistics.h>
#include <string.h>

enum { MAX_NDIM = 4, MAX_SIZE = 1 << 17, MAX_NBYTES = 16 << 20, N_CASES = 1500 };

static guard_arena *arena;
static int64_t offsets[2][MAX_SIZE];
static oracle_value values[MAX_SIZE];

static void start(void)
{
    setup();
    arena = guard_arena_create(3, MAX_NBYTES);
}

static void stop(void)
{
    guard_arena_destroy(arena);
    teardown();
}

/* ---- random calls ---- */

typedef struct random_call {
    operand in[2], out;
    int32_t ndim, n_axes, axes[MAX_NDIM], casting;
    int64_t shape[MAX_NDIM];
    uint64_t set; /* of the axes */
    bool keep_dims;
} random_call;

/* The shape of both inputs together, its summed axes, and of each input what broadcasts to it. */
static void choose_shapes(random_source *source, random_call *call, int64_t (*shapes)[MAX_NDIM], int32_t *ndims)
{
    int64_t room = random_once_in(source, 30) ? MAX_SIZE : random_once_in(source, 3) ? 4000 : 200;
    call->ndim = (int32_t)random_below(source, MAX_NDIM + 1);
    call->n_axes = 0;
    call->set = 0;
    for (int32_t axis = 0; axis < call->ndim; axis++) {
        const int64_t most = call->ndim == 1 || random_once_in(source, 3) ? room : room < 12 ? room : 12;
        call->shape[axis] = random_once_in(source, 40) ? 0 : random_between(source, 1, most);
        room /= call->shape[axis] > 0 ? call->shape[axis] : 1;
        if (random_once_in(source, 2)) {
            call->axes[call->n_axes++] = random_once_in(source, 2) ? axis : axis - call->ndim;
            call->set |= UINT64_C(1) << axis;
        }
    }
    for (int32_t k = 0; k < 2; k++) {
        int32_t dropped = 0;
        while (k == 1 && dropped < call->ndim && !(call->set >> dropped & 1) && random_once_in(source, 3))
            dropped++;
        ndims[k] = call->ndim - dropped;
        for (int32_t axis = dropped; axis < call->ndim; axis++) {
            const bool stretches = !(call->set >> axis & 1) && random_once_in(source, 4);
            shapes[k][axis - dropped] = stretches ? 1 : call->shape[axis];
        }
    }
    for (int32_t axis = 0; axis < call->ndim; axis++) /* both may be 1 */
        if (call->shape[axis] != 1 && shapes[0][axis] == 1) {
            const int32_t own = axis - (call->ndim - ndims[1]);
            call->shape[axis] = own < 0 ? 1 : shapes[1][own];
        }
}

static int32_t random_dtype(random_source *source)
{
    return (int32_t)random_between(source, RAVEL_BOOL, RAVEL_COMPLEX128);
}

static void fill(random_source *source, const operand *array)
{
    unsigned char element[16];
    const int64_t size = operand_size(array);
    operand_offsets(array, offsets[0]);
    for (int64_t i = 0; i < size; i++) {
        values_random(array->dtype, source, element);
        operand_write(array, array->block.data + offsets[0][i], element);
    }
    guard_seal(&array->block);
}

static void choose_call(random_source *source, random_call *call)
{
    static const int32_t castings[] = {0, RAVEL_CASTING_NO, RAVEL_CASTING_SAFE, RAVEL_CASTING_SAME_KIND,
                                       RAVEL_CASTING_UNSAFE};
    int64_t shapes[2][MAX_NDIM], out_shape[MAX_NDIM];
    int32_t ndims[2], out_ndim = 0;
    guard_arena_reset(arena);
    choose_shapes(source, call, shapes, ndims);
    const int32_t dtype = random_dtype(source);
    for (int32_t k = 0; k < 2; k++) {
        const operand_layout layout = operand_random_layout(source, ndims[k], true);
        const int32_t own = random_once_in(source, 3) ? random_dtype(source) : dtype;
        call->in[k] = operand_place(arena, own, ndims[k], shapes[k], &layout);
        fill(source, &call->in[k]);
        operand_open(&call->in[k], 0);
    }
    call->casting = castings[random_below(source, 5)];
    call->keep_dims = random_once_in(source, 2);
    for (int32_t axis = 0; axis < call->ndim; axis++)
        if (!(call->set >> axis & 1) || call->keep_dims)
            out_shape[out_ndim++] = call->set >> axis & 1 ? 1 : call->shape[axis];
    const int32_t common = oracle_promote(call->in[0].dtype, call->in[1].dtype);
    const int32_t natural = common ? oracle_reduction_output(ORACLE_REDUCTION_sum, common) : RAVEL_FLOAT64;
    const operand_layout layout = operand_random_layout(source, out_ndim, false);
    call->out =
        operand_place(arena, random_once_in(source, 4) ? random_dtype(source) : natural, out_ndim, out_shape, &layout);
    operand_open(&call->out, RAVEL_WRITEABLE);
}

/* Where the elements of an input lie, stretched to the shape of both. */
static void stretched_offsets(const random_call *call, int32_t k)
{
    operand stretched = call->in[k];
    stretched.ndim = call->ndim;
    for (int32_t axis = 0; axis < call->ndim; axis++) {
        const int32_t own = axis - (call->ndim - call->in[k].ndim);
        stretched.shape[axis] = call->shape[axis];
        stretched.strides[axis] = own < 0 || call->in[k].shape[own] == 1 ? 0 : call->in[k].strides[own];
    }
    operand_offsets(&stretched, offsets[k]);
}

/* The results as the oracle has them, where the call is right; else its statuses as a set. */
static uint64_t expect(const random_call *call, uint64_t *events)
{
    oracle_plan plan;
    const int32_t casting = call->casting ? call->casting : RAVEL_CASTING_SAFE;
    const int32_t common = oracle_promote(call->in[0].dtype, call->in[1].dtype);
    if (common == 0 || common == RAVEL_BOOL)
        return UINT64_C(1) << (common ? RAVEL_NO_LOOP : RAVEL_NO_COMMON_DTYPE);
    const ravel_status status =
        oracle_plan_fold(false, ORACLE_add, ORACLE_REDUCTION_sum, common, call->out.dtype, &plan);
    if (status != RAVEL_OK)
        return UINT64_C(1) << status;
    if (!oracle_can_cast(call->in[0].dtype, plan.dtype, casting) ||
        !oracle_can_cast(call->in[1].dtype, plan.dtype, casting) ||
        !oracle_can_cast(plan.dtype, call->out.dtype, casting))
        return UINT64_C(1) << RAVEL_CASTING_FORBIDDEN;
    const int32_t kind = oracle_kinds[common], out_kind = oracle_kinds[call->out.dtype];
    if (out_kind == RAVEL_KIND_BOOL || (kind == RAVEL_KIND_COMPLEX && out_kind != RAVEL_KIND_COMPLEX) ||
        (kind == RAVEL_KIND_FLOAT && out_kind <= RAVEL_KIND_UNSIGNED))
        return UINT64_C(1) << RAVEL_DTYPE_MISMATCH;
    int64_t size = 1;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        size *= call->shape[axis];
    stretched_offsets(call, 0);
    stretched_offsets(call, 1);
    const int32_t dtype = plan.fold.dtype;
    for (int64_t i = 0; i < size; i++) {
        oracle_value in[2];
        for (int32_t k = 0; k < 2; k++) {
            const operand *from = &call->in[k];
            in[k] =
                oracle_cast(oracle_load(from->dtype, from->block.data + offsets[k][i], from->swapped), dtype, events);
        }
        in[0] = oracle_compute(ORACLE_conj, in, 0, dtype, events);
        values[i] = oracle_compute(ORACLE_multiply, in, 0, dtype, events);
    }
    ck_assert(oracle_reduce(&plan, call->ndim, call->shape, call->set, oracle_absent, call->out.dtype, values, events));
    return 0;
}

static void compare(const random_call *call, uint64_t number)
{
    const int64_t n_results = operand_size(&call->out);
    const operand *out = &call->out;
    unsigned char expected[16];
    operand_offsets(out, offsets[0]);
    for (int64_t i = 0; i < n_results; i++) {
        oracle_store(values[i], expected, out->swapped);
        if (!oracle_same(out->dtype, expected, out->block.data + offsets[0][i], out->swapped)) {
            operand_print("input 0", &call->in[0]);
            operand_print("input 1", &call->in[1]);
            operand_print("output", out);
            ck_abort_msg("case %llu, result %lld differs", (unsigned long long)number, (long long)i);
        }
    }
    guard_accept_array(&out->block, out->offset, (int64_t)oracle_itemsizes[out->dtype], out->ndim, out->shape,
                       out->strides);
}

START_TEST(products_and_their_sum)
{
    static const char *const isas[] = {NULL, "generic", NULL, "x86-64-v3"};
    random_source source = {.state = (uint64_t)_i};
    ck_assert_int_eq(ravel_context_set_threads(context, _i == 2 ? 3 : 1), RAVEL_OK);
    const ravel_status capped = ravel_context_set_isa_cap(context, isas[_i]);
    ck_assert(capped == RAVEL_OK || _i == 3); /* other machines do not know it */
    for (uint64_t number = 0; number < N_CASES; number++) {
        random_call call;
        uint64_t events = 0, raised = 0;
        choose_call(&source, &call);
        const uint64_t statuses = expect(&call, &events);
        const uint64_t options = (uint64_t)call.casting | (call.keep_dims ? RAVEL_OPTION_KEEP_DIMS : 0);
        const bool all = call.n_axes == call.ndim;
        const int32_t *axes = all ? NULL : call.axes;
        int32_t dtype = 0, ndim = -1;
        int64_t shape[MAX_NDIM];
        ck_assert_int_eq(ravel_context_clear_events(context), RAVEL_OK);
        const ravel_status status = ravel_vecdot(context, call.in[0].handle, call.in[1].handle, all ? 0 : call.n_axes,
                                                 axes, options, call.out.handle);
        ck_assert_int_eq(ravel_context_events(context, &raised), RAVEL_OK);
        if (statuses) {
            ck_assert_msg(statuses >> status & 1, "case %llu: %s", (unsigned long long)number,
                          ravel_status_text(status));
        } else {
            ck_assert_msg(status == RAVEL_OK, "case %llu: %s", (unsigned long long)number, ravel_status_text(status));
            compare(&call, number);
            ck_assert_uint_eq(raised, events);
        }
        const ravel_status told =
            ravel_vecdot_outputs(context, call.in[0].handle, call.in[1].handle, all ? 0 : call.n_axes, axes, options,
                                 &dtype, MAX_NDIM, &ndim, shape);
        if (told == RAVEL_OK) {
            const int32_t common = oracle_promote(call.in[0].dtype, call.in[1].dtype);
            ck_assert_int_eq(dtype, oracle_reduction_output(ORACLE_REDUCTION_sum, common));
            ck_assert_int_eq(ndim, call.out.ndim);
            ck_assert_mem_eq(shape, call.out.shape, (size_t)ndim * sizeof *shape);
        } else {
            ck_assert_int_ne(status, RAVEL_OK);
        }
        ck_assert_int_eq(guard_changed(&call.out.block), GUARD_INTACT);
        for (int32_t k = 0; k < 2; k++) {
            ck_assert_int_eq(guard_changed(&call.in[k].block), GUARD_INTACT);
            operand_close(&call.in[k]);
        }
        operand_close(&call.out);
    }
}
END_TEST

/* ---- single values ---- */

START_TEST(a_few_numbers)
{
    double x[] = {1, 2, 3, 4}, y[] = {0.5, -1, 2, INFINITY}, result = -1;
    float complex_x[] = {1, 2, 3, -1}, complex_y[] = {5, -3, 0.5F, 4}, sum[2];
    int8_t small[] = {-128, 127, 100, -128};
    int64_t wide = 0;
    const int64_t two = 2, three = 3, none = 0;
    for (int32_t without = 0; without < 2; without++) {
        ravel_context *const with = without ? NULL : context;
        ravel_array *a = make(x, sizeof x, RAVEL_FLOAT64, 1, &three, 0);
        ravel_array *b = make(y, sizeof y, RAVEL_FLOAT64, 1, &three, 0);
        ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_vecdot(with, a, b, 0, NULL, 0, out), RAVEL_OK);
        ck_assert_double_eq(result, 4.5);
        end(a);
        end(b);
        a = make(x, sizeof x, RAVEL_FLOAT64, 1, &none, 0);
        b = make(y, sizeof y, RAVEL_FLOAT64, 1, &none, 0);
        ck_assert_int_eq(ravel_vecdot(with, a, b, 0, NULL, 0, out), RAVEL_OK);
        ck_assert(result == 0 && !signbit(result));
        end(a);
        end(b);
        end(out);
        a = make(complex_x, sizeof complex_x, RAVEL_COMPLEX64, 1, &two, 0);
        b = make(complex_y, sizeof complex_y, RAVEL_COMPLEX64, 1, &two, 0);
        out = make(sum, sizeof sum, RAVEL_COMPLEX64, 0, NULL, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_vecdot(with, a, b, 0, NULL, 0, out), RAVEL_OK);
        /* (1 - 2i)(5 - 3i) + (3 + i)(0.5 + 4i) */
        ck_assert(sum[0] == -1 - 2.5F && sum[1] == -13 + 12.5F);
        end(a);
        end(b);
        end(out);
        a = make(small, sizeof small, RAVEL_INT8, 1, (const int64_t[]){4}, 0);
        out = make(&wide, sizeof wide, RAVEL_INT64, 0, NULL, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_vecdot(with, a, a, 0, NULL, 0, out), RAVEL_OK);
        ck_assert_int_eq(wide, 2 * 16384 + 16129 + 10000);
        end(a);
        end(out);
    }
}
END_TEST

/* A literal takes the dtype that the two promote to; nothing is summed over here. */
START_TEST(literals)
{
    const double half = 0.5;
    const int64_t two = 2, huge = INT64_C(1) << 40;
    float x[] = {3, -4}, results[2];
    int8_t small[] = {3, -4};
    int64_t wide[2];
    ravel_array *number = NULL, *integer = NULL, *a = make(x, sizeof x, RAVEL_FLOAT32, 1, &two, 0);
    ravel_array *out = make(results, sizeof results, RAVEL_FLOAT32, 1, &two, RAVEL_WRITEABLE);
    ravel_array *b = make(small, sizeof small, RAVEL_INT8, 1, &two, 0);
    ravel_array *wide_out = make(wide, sizeof wide, RAVEL_INT64, 1, &two, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_FLOAT64, &half, RAVEL_WEAK, &number), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_INT64, &huge, RAVEL_WEAK, &integer), RAVEL_OK);
    const int32_t nothing = 0;
    ck_assert_int_eq(ravel_vecdot(context, a, number, 0, &nothing, 0, out), RAVEL_OK);
    ck_assert(results[0] == 1.5F && results[1] == -2);
    ck_assert_int_eq(ravel_vecdot(context, number, a, 0, &nothing, 0, out), RAVEL_OK);
    ck_assert(results[0] == 1.5F && results[1] == -2);
    ck_assert_int_eq(ravel_vecdot(context, b, integer, 0, &nothing, 0, wide_out), RAVEL_OK);
    ck_assert(wide[0] == 3 * huge && wide[1] == -4 * huge);
    wrong_call_expect(context, ravel_vecdot(context, number, number, 0, NULL, 0, out), RAVEL_SHAPE_MISMATCH,
                      "ravel_vecdot", "output has shape", 2);
    ravel_array *const arrays[] = {a, b, number, integer, out, wide_out};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        end(arrays[i]);
}
END_TEST

/* The output over an input, exactly or not: as if the inputs had been copied first. */
START_TEST(an_output_over_its_inputs)
{
    enum { ROWS = 30, COLUMNS = 20 };
    static double memory[2 * ROWS * COLUMNS], before[2 * ROWS * COLUMNS], expected[ROWS * COLUMNS];
    const int64_t shape[] = {ROWS, COLUMNS}, line[] = {ROWS};
    const int32_t last = 1, nothing = 0;
    for (int32_t i = 0; i < 2 * ROWS * COLUMNS; i++)
        before[i] = sin(i);
    ravel_array *a = make(memory, sizeof memory / 2, RAVEL_FLOAT64, 2, shape, RAVEL_WRITEABLE), *b = NULL, *out = NULL;
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, sizeof memory, 80, RAVEL_FLOAT64, 2, shape, NULL, RAVEL_WRITEABLE, &b),
        RAVEL_OK);
    for (int32_t which = 0; which < 2; which++) {
        memcpy(memory, before, sizeof memory);
        for (int32_t i = 0; i < ROWS * COLUMNS; i++)
            expected[i] = before[i] * before[i + 10];
        wrong_call_expect(context, ravel_vecdot(context, a, b, 0, &nothing, RAVEL_OPTION_NO_SCRATCH, b),
                          RAVEL_SCRATCH_LIMIT, "ravel_vecdot", "output", 2);
        size_t nbytes = 0;
        ck_assert_int_eq(ravel_vecdot_scratch(context, a, b, 0, &nothing, RAVEL_OPTION_NO_SCRATCH, b, &nbytes),
                         RAVEL_OK);
        ck_assert_uint_ge(nbytes, sizeof expected);
        ck_assert_int_eq(ravel_context_trim(context), RAVEL_OK);
        ck_assert_int_eq(ravel_context_set_scratch_limit(context, nbytes - 1), RAVEL_OK);
        ck_assert_int_eq(ravel_vecdot(context, a, b, 0, &nothing, 0, b), RAVEL_SCRATCH_LIMIT);
        ck_assert_mem_eq(memory, before, sizeof memory);
        ck_assert_int_eq(ravel_vecdot_scratch(context, a, b, 0, &nothing, 0, which ? b : a, &nbytes), RAVEL_OK);
        ck_assert_int_eq(ravel_context_set_scratch_limit(context, nbytes), RAVEL_OK);
        ck_assert_int_eq(ravel_vecdot(context, a, b, 0, &nothing, 0, which ? b : a), RAVEL_OK);
        ck_assert_int_eq(ravel_context_set_scratch_limit(context, SIZE_MAX), RAVEL_OK);
        ck_assert_mem_eq(memory + (which ? 10 : 0), expected, sizeof expected);
    }
    double apart[ROWS];
    out = make(apart, sizeof apart, RAVEL_FLOAT64, 1, line, RAVEL_WRITEABLE);
    memcpy(memory, before, sizeof memory);
    ck_assert_int_eq(ravel_vecdot(context, a, b, 1, &last, 0, out), RAVEL_OK);
    end(out);
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, sizeof memory, 88, RAVEL_FLOAT64, 1, line, NULL, RAVEL_WRITEABLE, &out),
        RAVEL_OK);
    ck_assert_int_eq(ravel_vecdot(context, a, b, 1, &last, 0, out), RAVEL_OK);
    ck_assert_mem_eq(memory + 11, apart, sizeof apart);
    end(a);
    end(b);
    end(out);
}
END_TEST

/* ---- mistakes ---- */

START_TEST(mistakes)
{
    static const int64_t square[] = {3, 3}, one_row[] = {1, 3}, line[] = {3}, twice[] = {0}, two[] = {2},
                         columns[] = {3, 1};
    static const int32_t first[] = {0}, last[] = {-1}, far[] = {2}, same[] = {0, -2};
    double x[9] = {1, 2, 4}, memory[9] = {7, 7, 7, 7, 7, 7, 7, 7, 7}, before[9];
    ravel_array *a = make(x, sizeof x, RAVEL_FLOAT64, 2, square, 0),
                *row = make(x, sizeof x, RAVEL_FLOAT64, 2, one_row, 0);
    ravel_array *v = make(x, sizeof x, RAVEL_FLOAT64, 1, line, 0),
                *short_one = make(x, sizeof x, RAVEL_FLOAT64, 1, two, 0);
    ravel_array *column = make(x, sizeof x, RAVEL_FLOAT64, 2, columns, 0);
    ravel_array *truths = make(x, sizeof x, RAVEL_BOOL, 1, line, 0), *bytes = make(x, sizeof x, RAVEL_INT8, 1, line, 0);
    ravel_array *longs = make(x, sizeof x, RAVEL_INT64, 1, line, 0);
    ravel_array *unsigned_longs = make(x, sizeof x, RAVEL_UINT64, 1, line, 0);
    ravel_array *out = make(memory, sizeof memory, RAVEL_FLOAT64, 1, line, RAVEL_WRITEABLE);
    ravel_array *point = make(memory, sizeof memory, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *narrow = make(memory, sizeof memory, RAVEL_INT16, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *single = make(memory, sizeof memory, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *read_only = make(memory, sizeof memory, RAVEL_FLOAT64, 1, line, 0), *repeated = NULL;
    ravel_array *whole = make(memory, sizeof memory, RAVEL_INT64, 1, line, RAVEL_WRITEABLE);
    ravel_array *truth = make(memory, sizeof memory, RAVEL_BOOL, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *turns = make(x, sizeof x, RAVEL_COMPLEX64, 1, line, 0);
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, sizeof memory, 0, RAVEL_FLOAT64, 1, line, twice, RAVEL_WRITEABLE, &repeated),
        RAVEL_OK);
    const struct {
        const ravel_array *x1, *x2;
        int32_t n_axes;
        const int32_t *axes;
        uint64_t options;
        ravel_array *out;
        ravel_status status;
        const char *word;
        int32_t argument;
    } rows[] = {
        {NULL, a, 1, last, 0, out, RAVEL_NULL_ARGUMENT, "input 0", 0},
        {a, NULL, 1, last, 0, out, RAVEL_NULL_ARGUMENT, "input 1", 1},
        {a, a, 1, last, 0, NULL, RAVEL_NULL_ARGUMENT, "output", 2},
        {a, wrong_call_stale(), 1, last, 0, out, RAVEL_STALE_HANDLE, "input 1", 1},
        {a, a, 1, far, 0, out, RAVEL_INVALID_AXIS, "axis 2", -1},
        {a, a, 2, same, 0, out, RAVEL_DUPLICATE_AXIS, "axis", -1},
        {a, a, -1, last, 0, out, RAVEL_INVALID_ARGUMENT, "n_axes", -1},
        {a, a, 1, NULL, 0, out, RAVEL_INVALID_ARGUMENT, "axes", -1},
        {a, a, 1, last, RAVEL_OPTION_INCLUDE_INITIAL, out, RAVEL_UNKNOWN_FLAG, "options", -1},
        {a, short_one, 1, last, 0, out, RAVEL_SHAPE_MISMATCH, "input 1 has shape (2,)", 1},
        {a, column, 1, last, 0, out, RAVEL_SHAPE_MISMATCH, "axis 1", 1},
        {a, row, 1, first, 0, out, RAVEL_SHAPE_MISMATCH, "axis 0", 1},
        {a, v, 1, first, 0, out, RAVEL_SHAPE_MISMATCH, "axis 0", 1},
        {v, a, 1, first, 0, out, RAVEL_SHAPE_MISMATCH, "axis 0", 0},
        {a, v, 0, NULL, 0, point, RAVEL_SHAPE_MISMATCH, "neither may be stretched", 1},
        {a, a, 0, NULL, 0, out, RAVEL_SHAPE_MISMATCH, "the result has shape ()", 2},
        {a, a, 1, last, RAVEL_OPTION_KEEP_DIMS, out, RAVEL_SHAPE_MISMATCH, "the result has shape (3, 1)", 2},
        {truths, truths, 0, NULL, 0, point, RAVEL_NO_LOOP, "bool", 0},
        {longs, unsigned_longs, 0, NULL, 0, point, RAVEL_NO_COMMON_DTYPE, "input 1 of dtype uint64", 1},
        {bytes, bytes, 0, NULL, 0, narrow, RAVEL_DTYPE_MISMATCH, "in which sum of int8 could wrap; it must be int64",
         2},
        {a, a, 1, last, RAVEL_OPTION_CASTING_UNSAFE, whole, RAVEL_DTYPE_MISMATCH, "products of float64", 2},
        {bytes, bytes, 0, NULL, RAVEL_OPTION_CASTING_UNSAFE, truth, RAVEL_DTYPE_MISMATCH, "output has dtype bool", 2},
        {turns, bytes, 0, NULL, RAVEL_OPTION_CASTING_UNSAFE, point, RAVEL_DTYPE_MISMATCH, "products of complex64", 2},
        {v, v, 0, NULL, 0, single, RAVEL_CASTING_FORBIDDEN, "input 0", 0},
        {bytes, v, 0, NULL, 0, single, RAVEL_CASTING_FORBIDDEN, "input 1", 1},
        {a, a, 1, last, 0, read_only, RAVEL_READ_ONLY, "output", 2},
        {a, a, 1, last, 0, repeated, RAVEL_OVERLAP, "output", 2}};
    memcpy(before, memory, sizeof before);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        wrong_call_expect(
            context,
            ravel_vecdot(context, rows[i].x1, rows[i].x2, rows[i].n_axes, rows[i].axes, rows[i].options, rows[i].out),
            rows[i].status, "ravel_vecdot", rows[i].word, rows[i].argument);
        ck_assert_int_eq(
            ravel_vecdot(NULL, rows[i].x1, rows[i].x2, rows[i].n_axes, rows[i].axes, rows[i].options, rows[i].out),
            rows[i].status);
        size_t nbytes = 5;
        wrong_call_expect(context,
                          ravel_vecdot_scratch(context, rows[i].x1, rows[i].x2, rows[i].n_axes, rows[i].axes,
                                               rows[i].options, rows[i].out, &nbytes),
                          rows[i].status, "ravel_vecdot_scratch", rows[i].word, rows[i].argument);
        ck_assert_uint_eq(nbytes, 5);
    }
    ck_assert_mem_eq(memory, before, sizeof before);
    int32_t dtype = -5, ndim = -5;
    int64_t shape[2] = {-5, -5};
    wrong_call_expect(context, ravel_vecdot_outputs(context, a, a, 1, last, 0, NULL, 2, &ndim, shape),
                      RAVEL_NULL_ARGUMENT, "ravel_vecdot_outputs", "dtype is NULL", -1);
    wrong_call_expect(context, ravel_vecdot_outputs(context, a, a, 1, last, 0, &dtype, 2, NULL, shape),
                      RAVEL_NULL_ARGUMENT, "ravel_vecdot_outputs", "ndim is NULL", -1);
    wrong_call_expect(context, ravel_vecdot_outputs(context, a, a, 1, last, 0, &dtype, 2, &ndim, NULL),
                      RAVEL_NULL_ARGUMENT, "ravel_vecdot_outputs", "shape is NULL", -1);
    wrong_call_expect(context, ravel_vecdot_outputs(context, a, a, 1, last, 0, &dtype, 0, &ndim, shape),
                      RAVEL_BUFFER_TOO_SMALL, "ravel_vecdot_outputs", "max_ndim", -1);
    wrong_call_expect(context, ravel_vecdot_outputs(context, a, a, 1, last, 1 << 20, &dtype, 2, &ndim, shape),
                      RAVEL_UNKNOWN_FLAG, "ravel_vecdot_outputs", "options", -1);
    wrong_call_expect(
        context, ravel_vecdot_outputs(context, v, bytes, 0, NULL, RAVEL_OPTION_CASTING_NO, &dtype, 2, &ndim, shape),
        RAVEL_CASTING_FORBIDDEN, "ravel_vecdot_outputs", "input 1", 1);
    wrong_call_expect(context, ravel_vecdot_scratch(context, v, v, 0, NULL, 0, point, NULL), RAVEL_NULL_ARGUMENT,
                      "ravel_vecdot_scratch", "nbytes is NULL", -1);
    ravel_context *const no_context = (ravel_context *)(uintptr_t)v;
    size_t nbytes = 5;
    ck_assert_int_eq(ravel_vecdot(no_context, v, v, 0, NULL, 0, point), RAVEL_WRONG_HANDLE_TYPE);
    ck_assert_int_eq(ravel_vecdot_scratch(no_context, v, v, 0, NULL, 0, point, &nbytes), RAVEL_WRONG_HANDLE_TYPE);
    ck_assert_int_eq(ravel_vecdot_outputs(no_context, v, v, 0, NULL, 0, &dtype, 0, &ndim, NULL),
                     RAVEL_WRONG_HANDLE_TYPE);
    ck_assert(nbytes == 5);
    ck_assert(dtype == -5 && ndim == -5 && shape[0] == -5);
    ck_assert_int_eq(ravel_vecdot_outputs(context, bytes, bytes, 0, NULL, 0, &dtype, 0, &ndim, NULL), RAVEL_OK);
    ck_assert(dtype == RAVEL_INT64 && ndim == 0);
    ravel_array *const arrays[] = {a,   row,   v,      short_one, column,    truths,   bytes, longs, unsigned_longs,
                                   out, point, narrow, single,    read_only, repeated, whole, truth, turns};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        end(arrays[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("vecdot");
    TCase *tests = tcase_create("sums of products");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, products_and_their_sum, 0, 4);
    tcase_add_test(tests, a_few_numbers);
    tcase_add_test(tests, literals);
    tcase_add_test(tests, an_output_over_its_inputs);
    tcase_add_test(tests, mistakes);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
