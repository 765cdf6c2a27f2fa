/* check_histogram.c: counts of bins against a comparison of each element with each edge: all real dtypes, layouts,
 * masks, numbers of bins, values on edges and beside them. */
#include "oracle.h"
#include "support/operand.h"
#include "support/run_suite.h"
#include "support/values.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/histogram.h>
#include <ravel/view.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BINS = 3000, MAX_NBYTES = 1 << 18, ROUNDS = 150 };

static ravel_context *context;
static guard_arena *arena;
static random_source numbers;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    arena = guard_arena_create(4, MAX_NBYTES);
}

static void teardown(void)
{
    guard_arena_destroy(arena);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

static ravel_array *number(double value)
{
    ravel_array *scalar = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &value, 0, &scalar), RAVEL_OK);
    return scalar;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Bounds of many sizes; among them such as make edges that rounding runs into each other. */
static void choose_bounds(double *lower, double *upper)
{
    static const double starts[] = {0, -1, 0.1, -10, 100, 1e16, -0x1p60, 0x1p63, 1e300, 0x1p-1070, -0x1p1023};
    static const double widths[] = {1, 0.3, 20, 256, 65536, 1e18, 0x1p-1074, 5e-324 * 7, 1e300, 2000};
    *lower = starts[random_below(&numbers, sizeof starts / sizeof *starts)];
    *upper = *lower + widths[random_below(&numbers, sizeof widths / sizeof *widths)];
    if (!(*lower < *upper))
        *upper = nextafter(*lower, INFINITY);
}

static void choose_edges(bool uniform, int64_t n, double *lower, double *upper, double *edges)
{
    choose_bounds(lower, upper);
    oracle_uniform_edges(*lower, *upper, n, edges);
    if (uniform)
        return;
    for (int64_t k = 0; k <= n; k++)
        if (random_once_in(&numbers, 3))
            values_random(RAVEL_FLOAT64, &numbers, &edges[k]);
    for (int64_t k = 0; k <= n; k++)
        if (isnan(edges[k]))
            edges[k] = INFINITY;
    if (n > 3)
        edges[2] = edges[3];
    qsort(edges, (size_t)n + 1, sizeof *edges, compare);
}

/* An element: any, or near an edge. */
static void choose_element(int32_t dtype, int64_t n, const double *edges, void *bytes)
{
    oracle_value value = oracle_float(RAVEL_FLOAT64, edges[random_below(&numbers, n + 1)], 0);
    if (random_once_in(&numbers, 3)) {
        values_random(dtype, &numbers, bytes);
        return;
    }
    if (random_once_in(&numbers, 2))
        value.real = nextafter(value.real, random_once_in(&numbers, 2) ? INFINITY : -INFINITY);
    uint64_t events = 0;
    value = oracle_cast(value, dtype, &events);
    if (oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED && dtype != RAVEL_BOOL && random_once_in(&numbers, 2))
        value =
            oracle_cast(oracle_integer(RAVEL_INT64, value.integer + random_between(&numbers, -3, 3)), dtype, &events);
    oracle_store(value, bytes, false);
}

/* An operand of any layout with these elements. */
static operand place(int32_t dtype, int32_t ndim, const int64_t *shape, const unsigned char *elements, uint64_t flags)
{
    const operand_layout plain = {.side = GUARD_AT_END};
    const operand_layout layout = random_once_in(&numbers, 3) ? plain : operand_random_layout(&numbers, ndim, false);
    operand array = operand_place(arena, dtype, ndim, shape, &layout);
    const int64_t n = operand_size(&array);
    int64_t *offsets = malloc((size_t)(n + 1) * sizeof *offsets);
    operand_offsets(&array, offsets);
    for (int64_t i = 0; i < n; i++)
        operand_write(&array, array.block.data + offsets[i], elements + (size_t)i * oracle_itemsizes[dtype]);
    free(offsets);
    guard_seal(&array.block);
    operand_open(&array, flags);
    return array;
}

static void expect(const operand *out, const int64_t *counts)
{
    const int64_t n = operand_size(out);
    int64_t *offsets = malloc((size_t)(n + 1) * sizeof *offsets);
    operand_offsets(out, offsets);
    for (int64_t k = 0; k < n; k++)
        operand_write(out, out->block.expected + offsets[k], &counts[k]);
    free(offsets);
    ck_assert_int_eq(guard_changed(&out->block), GUARD_INTACT);
}

static void count_once(int32_t dtype, bool uniform)
{
    static const int64_t lengths[] = {1, 2, 3, 10, 62, 63, 64, 65, 700, 1022, 1023, 1024, MAX_BINS};
    static double edges[MAX_BINS + 1];
    static int64_t counts[MAX_BINS];
    static unsigned char elements[1500 * 8], mask[1500];
    const int64_t n_bins = lengths[random_below(&numbers, sizeof lengths / sizeof *lengths)];
    const int32_t ndim = (int32_t)random_below(&numbers, 4);
    int64_t shape[3] = {0, 0, 0}, size = 1;
    double lower, upper;
    guard_arena_reset(arena);
    for (int32_t axis = 0; axis < ndim; axis++)
        size *= shape[axis] = random_below(&numbers, ndim == 1 ? 1500 : 12);
    choose_edges(uniform, n_bins, &lower, &upper, edges);
    const bool masked = random_once_in(&numbers, 3);
    memset(counts, 0, sizeof counts);
    for (int64_t i = 0; i < size; i++) {
        unsigned char *const element = elements + (size_t)i * oracle_itemsizes[dtype];
        choose_element(dtype, n_bins, edges, element);
        mask[i] = random_once_in(&numbers, 4) ? 0 : (unsigned char)random_between(&numbers, 1, 255);
        if (masked && mask[i] == 0)
            continue;
        const int64_t bin = oracle_bin(oracle_load(dtype, element, false), n_bins, edges);
        if (bin < n_bins)
            counts[bin]++;
    }
    operand in = place(dtype, ndim, shape, elements, 0), where = {0};
    if (masked)
        where = place(RAVEL_BOOL, ndim, shape, mask, 0);
    const int64_t n_edges = n_bins + 1;
    operand between = place(RAVEL_FLOAT64, 1, &n_edges, (const unsigned char *)edges, 0);
    const operand_layout layout = operand_random_layout(&numbers, 1, false), plain = {.side = GUARD_AT_END};
    operand out = operand_place(arena, RAVEL_INT64, 1, &n_bins, random_once_in(&numbers, 2) ? &plain : &layout);
    operand_open(&out, RAVEL_WRITEABLE);
    ravel_array *bounds[2] = {number(lower), number(upper)};
    ravel_context *with = random_once_in(&numbers, 3) ? NULL : context;
    for (int32_t attempt = 0; attempt < 2; attempt++) {
        const ravel_status status =
            uniform ? ravel_histogram(with, in.handle, where.handle, bounds[0], bounds[1], 0, out.handle)
                    : ravel_histogram_edges(with, in.handle, where.handle, between.handle, 0, out.handle);
        if (with == NULL && status == RAVEL_SCRATCH_LIMIT) { /* it has no scratch memory */
            ck_assert_int_eq(guard_changed(&out.block), GUARD_INTACT);
            with = context;
            continue;
        }
        ck_assert_int_eq(status, RAVEL_OK);
        break;
    }
    expect(&out, counts);
    ck_assert_int_eq(guard_changed(&in.block), GUARD_INTACT);
    end(bounds[0]);
    end(bounds[1]);
    operand_close(&in);
    operand_close(&where);
    operand_close(&between);
    operand_close(&out);
}

START_TEST(every_dtype_and_layout)
{
    static const int32_t dtypes[] = {RAVEL_BOOL,    RAVEL_INT8,    RAVEL_INT16,   RAVEL_INT32,  RAVEL_INT64,
                                     RAVEL_UINT8,   RAVEL_UINT16,  RAVEL_UINT32,  RAVEL_UINT64, RAVEL_FLOAT16,
                                     RAVEL_FLOAT32, RAVEL_FLOAT64, RAVEL_BFLOAT16};
    numbers.state = 77 + (uint64_t)_i;
    for (int32_t round = 0; round < ROUNDS; round++) {
        count_once(dtypes[_i], true);
        count_once(dtypes[_i], false);
    }
}
END_TEST

/* Many elements: long blocks that are used where they lie, tables that are full of one bin, with an axis to step over.
 */
START_TEST(large_arrays)
{
    enum { N = 300000 };
    double *values = malloc(N * sizeof *values);
    int64_t counts[50], expected[2][50] = {{0}};
    double edges[51];
    const int64_t shape[2][2] = {{N, 1}, {N / 40, 20}}, n_bins = 50, strides[] = {320, 8};
    ravel_array *in = NULL, *out = NULL, *lower = number(-1), *upper = number(1.5), *between = NULL;
    for (int64_t k = 0; k <= n_bins; k++)
        edges[k] = k < n_bins ? -1 + (double)k * (2.5 / 50) : 1.5;
    for (int32_t i = 0; i < N; i++) {
        values[i] = _i == 0 ? sin(i) * 1.6 : 0.25 * (i % 7 == 0);
        const int64_t bin = oracle_bin(oracle_float(RAVEL_FLOAT64, values[i], 0), n_bins, edges);
        for (int32_t way = 0; way < 2; way++)
            if (bin < n_bins && (way == 0 || i % 40 < 20))
                expected[way][bin]++;
    }
    ck_assert_int_eq(
        ravel_array_create(NULL, counts, sizeof counts, 0, RAVEL_INT64, 1, &n_bins, NULL, RAVEL_WRITEABLE, &out),
        RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(NULL, edges, sizeof edges, 0, RAVEL_FLOAT64, 1, (const int64_t[]){51}, NULL, 0, &between),
        RAVEL_OK);
    for (int32_t way = 0; way < 2; way++) {
        ck_assert_int_eq(ravel_array_create(NULL, values, N * sizeof *values, 0, RAVEL_FLOAT64, 2, shape[way],
                                            way ? strides : NULL, 0, &in),
                         RAVEL_OK);
        for (int32_t without = 0; without < 2; without++) {
            memset(counts, 0xa5, sizeof counts);
            ck_assert_int_eq(ravel_histogram(without ? NULL : context, in, NULL, lower, upper, 0, out), RAVEL_OK);
            ck_assert_mem_eq(counts, expected[way], sizeof counts);
            memset(counts, 0xa5, sizeof counts);
            ck_assert_int_eq(ravel_histogram_edges(without ? NULL : context, in, NULL, between, 0, out), RAVEL_OK);
            ck_assert_mem_eq(counts, expected[way], sizeof counts);
        }
        end(in);
    }
    end(out);
    end(lower);
    end(upper);
    end(between);
    free(values);
}
END_TEST

/* Many values and edges of all kinds, so that edges are put into cells. */
START_TEST(many_values_between_edges)
{
    enum { N = 9000, MOST = 2500 };
    static double values[N], edges[MOST + 1];
    static int64_t counts[MOST], expected[MOST];
    static const int64_t lengths[] = {3, 4, 40, 1000, MOST};
    numbers.state = 5 + (uint64_t)_i;
    const int64_t n_bins = lengths[_i % 5], n_edges = n_bins + 1, n = N;
    ravel_array *in = NULL, *between = NULL, *out = NULL;
    for (int64_t k = 0; k <= n_bins; k++) {
        const double x = (double)random_between(&numbers, -1000, 1000);
        edges[k] = _i / 5 == 0 ? (double)k / 8 : _i / 5 == 1 ? x / 7 : _i / 5 == 2 ? exp(x / 3) : x * 1e290;
        if (_i / 5 == 3 && random_once_in(&numbers, 20))
            values_random(RAVEL_FLOAT64, &numbers, &edges[k]);
        if (isnan(edges[k]))
            edges[k] = 0;
    }
    qsort(edges, (size_t)n_edges, sizeof *edges, compare);
    memset(expected, 0, sizeof expected);
    for (int64_t i = 0; i < n; i++) {
        choose_element(RAVEL_FLOAT64, n_bins, edges, &values[i]);
        const int64_t bin = oracle_bin(oracle_float(RAVEL_FLOAT64, values[i], 0), n_bins, edges);
        if (bin < n_bins)
            expected[bin]++;
    }
    ck_assert_int_eq(ravel_array_create(NULL, values, sizeof values, 0, RAVEL_FLOAT64, 1, &n, NULL, 0, &in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, edges, sizeof edges, 0, RAVEL_FLOAT64, 1, &n_edges, NULL, 0, &between),
                     RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(NULL, counts, sizeof counts, 0, RAVEL_INT64, 1, &n_bins, NULL, RAVEL_WRITEABLE, &out),
        RAVEL_OK);
    for (int32_t without = 0; without < 2; without++) {
        memset(counts, 0xa5, sizeof counts);
        ck_assert_int_eq(ravel_histogram_edges(without ? NULL : context, in, NULL, between, 0, out), RAVEL_OK);
        ck_assert_mem_eq(counts, expected, (size_t)n_bins * sizeof *counts);
    }
    end(in);
    end(between);
    end(out);
}
END_TEST

/* The output is the memory that is read, or part of it. */
START_TEST(an_output_over_what_is_read)
{
    const int64_t n_bins = 4;
    double memory[5], edges[5] = {0, 1, 2, 3, 4};
    int64_t counts[4];
    for (int32_t over_edges = 0; over_edges < 2; over_edges++) {
        memcpy(memory, edges, sizeof memory);
        ravel_array *in = wrong_call_line(over_edges ? edges : memory, 5, RAVEL_FLOAT64, 0);
        ravel_array *between = wrong_call_line(over_edges ? memory : edges, 5, RAVEL_FLOAT64, 0);
        ravel_array *out = NULL;
        ck_assert_int_eq(
            ravel_array_create(NULL, memory, sizeof memory, 8, RAVEL_INT64, 1, &n_bins, NULL, RAVEL_WRITEABLE, &out),
            RAVEL_OK);
        wrong_call_expect(context, ravel_histogram_edges(context, in, NULL, between, RAVEL_OPTION_NO_SCRATCH, out),
                          RAVEL_SCRATCH_LIMIT, "ravel_histogram_edges", "output", 1);
        ck_assert_mem_eq(memory, edges, sizeof memory);
        ck_assert_int_eq(ravel_histogram_edges(NULL, in, NULL, between, 0, out), RAVEL_SCRATCH_LIMIT);
        ck_assert_int_eq(ravel_histogram_edges(context, in, NULL, between, 0, out), RAVEL_OK);
        memcpy(counts, memory + 1, sizeof counts);
        ck_assert(counts[0] == 1 && counts[1] == 1 && counts[2] == 1 && counts[3] == 2);
        end(in);
        end(between);
        end(out);
    }
}
END_TEST

/* Uses the stack that the call before it has left. */
static void *dirty(size_t nbytes, size_t alignment, void *user)
{
    volatile unsigned char stack[16384];
    (void)user;
    for (size_t i = 0; i < sizeof stack; i++)
        stack[i] = 0xa5;
    return aligned_alloc(alignment, (nbytes + alignment - 1) / alignment * alignment);
}

static void release(void *memory, size_t nbytes, size_t alignment, void *user)
{
    (void)nbytes;
    (void)alignment;
    (void)user;
    free(memory);
}

START_TEST(edges_that_are_one_scalar)
{
    static const int64_t three = 3, two = 2;
    double x[3] = {1, 1, 2};
    int64_t counts[2] = {7, 7};
    ravel_array *one = number(1), *edges = NULL, *array = NULL, *out = NULL;
    ck_assert_int_eq(ravel_context_set_allocator(context, dirty, release, NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_array_broadcast_to(context, one, 1, &three, &edges), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, x, sizeof x, 0, RAVEL_FLOAT64, 1, &three, NULL, 0, &array), RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(context, counts, sizeof counts, 0, RAVEL_INT64, 1, &two, NULL, RAVEL_WRITEABLE, &out),
        RAVEL_OK);
    ck_assert_int_eq(ravel_histogram_edges(context, array, NULL, edges, 0, out), RAVEL_OK);
    ck_assert_int_eq(counts[0], 0);
    ck_assert_int_eq(counts[1], 2);
    ravel_array *lower = number(0), *upper = number(4); /* and an input that is a scalar */
    ck_assert_int_eq(ravel_histogram(context, one, NULL, lower, upper, 0, out), RAVEL_OK);
    ck_assert_int_eq(counts[0], 1);
    ck_assert_int_eq(counts[1], 0);
    end(lower);
    end(upper);
    end(one);
    end(edges);
    end(array);
    end(out);
}
END_TEST

START_TEST(more_bins_than_there_may_be)
{
    const int64_t n = INT32_MAX;
    double x[1] = {1};
    int64_t counts[1] = {7};
    ravel_array *array = wrong_call_line(x, 1, RAVEL_FLOAT64, 0), *lower = number(0), *upper = number(1), *out = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, counts, (size_t)n * sizeof *counts, 0, RAVEL_INT64, 1, &n, NULL,
                                        RAVEL_WRITEABLE, &out),
                     RAVEL_OK);
    wrong_call_expect(context, ravel_histogram(context, array, NULL, lower, upper, 0, out), RAVEL_INVALID_SHAPE,
                      "ravel_histogram", "bins", 1);
    ck_assert_int_eq(counts[0], 7);
    ck_assert_int_eq(ravel_histogram((ravel_context *)(uintptr_t)array, array, NULL, lower, upper, 0, out),
                     RAVEL_WRONG_HANDLE_TYPE);
    end(array);
    end(lower);
    end(upper);
    end(out);
}
END_TEST

START_TEST(mistakes)
{
    static const double values[6] = {1, 2, 3, 4, 5, 6};
    double falling[4] = {0, 2, 1, 3}, unknown[4] = {0, 1, NAN, 3}, fine[4] = {0, 1, 2, 3}, memory[6];
    int64_t counts[3] = {7, 7, 7}, before[3];
    float complex_memory[2] = {1, 2};
    const int64_t three = 3, two[] = {2, 2}, none = 0, zero_stride = 0, one = 1;
    memcpy(memory, values, sizeof memory);
    memcpy(before, counts, sizeof before);
    ravel_array *in = wrong_call_line(memory, 6, RAVEL_FLOAT64, 0), *out = NULL, *square = NULL, *repeated = NULL;
    ravel_array *read_only = wrong_call_line(counts, 3, RAVEL_INT64, 0), *empty = NULL, *imaginary = NULL;
    ravel_array *floats = wrong_call_line(counts, 3, RAVEL_FLOAT64, RAVEL_WRITEABLE), *short_mask = NULL;
    ravel_array *lower = number(0), *upper = number(3), *nan = number(NAN), *inf = number(INFINITY);
    ravel_array *huge = number(1.5e308), *deep = number(-1.5e308);
    ravel_array *edges = wrong_call_line(fine, 4, RAVEL_FLOAT64, 0), *few = wrong_call_line(fine, 3, RAVEL_FLOAT64, 0);
    ravel_array *down = wrong_call_line(falling, 4, RAVEL_FLOAT64, 0);
    ravel_array *no_edge = wrong_call_line(unknown, 4, RAVEL_FLOAT64, 0);
    ck_assert_int_eq(
        ravel_array_create(NULL, counts, sizeof counts, 0, RAVEL_INT64, 1, &three, NULL, RAVEL_WRITEABLE, &out),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, 32, 0, RAVEL_INT64, 2, two, NULL, RAVEL_WRITEABLE, &square),
                     RAVEL_OK);
    ck_assert_int_eq(
        ravel_array_create(NULL, counts, 24, 0, RAVEL_INT64, 1, &three, &zero_stride, RAVEL_WRITEABLE, &repeated),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, counts, 24, 0, RAVEL_INT64, 1, &none, NULL, RAVEL_WRITEABLE, &empty),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, complex_memory, 8, 0, RAVEL_COMPLEX64, 1, &one, NULL, 0, &imaginary),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, 5, 0, RAVEL_BOOL, 1, (const int64_t[]){5}, NULL, 0, &short_mask),
                     RAVEL_OK);
    const struct {
        const ravel_array *in, *where, *lower, *upper; /* upper NULL: lower are the edges */
        uint64_t options;
        ravel_array *out;
        ravel_status status;
        const char *word;
        int32_t argument;
    } rows[] = {
        {NULL, NULL, lower, upper, 0, out, RAVEL_NULL_ARGUMENT, "input", 0},
        {wrong_call_stale(), NULL, lower, upper, 0, out, RAVEL_STALE_HANDLE, "input", 0},
        {in, NULL, lower, upper, 0, NULL, RAVEL_NULL_ARGUMENT, "output", 1},
        {in, NULL, lower, upper, RAVEL_OPTION_KEEP_DIMS, out, RAVEL_UNKNOWN_FLAG, "options", -1},
        {in, NULL, NULL, upper, 0, out, RAVEL_NULL_ARGUMENT, "lower", 3},
        {in, NULL, lower, wrong_call_stale(), 0, out, RAVEL_STALE_HANDLE, "upper", 4},
        {imaginary, NULL, lower, upper, 0, out, RAVEL_DTYPE_MISMATCH, "input has dtype complex64", 0},
        {in, in, lower, upper, 0, out, RAVEL_DTYPE_MISMATCH, "where has dtype float64", 2},
        {in, short_mask, lower, upper, 0, out, RAVEL_SHAPE_MISMATCH, "where", 2},
        {in, NULL, lower, upper, 0, floats, RAVEL_DTYPE_MISMATCH, "output has dtype float64; it must be int64", 1},
        {in, NULL, lower, upper, 0, square, RAVEL_INVALID_NDIM, "output", 1},
        {in, NULL, lower, upper, 0, read_only, RAVEL_READ_ONLY, "output", 1},
        {in, NULL, lower, upper, 0, repeated, RAVEL_OVERLAP, "output", 1},
        {in, NULL, lower, upper, 0, empty, RAVEL_INVALID_SHAPE, "output", 1},
        {in, NULL, in, upper, 0, out, RAVEL_INVALID_NDIM, "lower", 3},
        {in, NULL, upper, lower, 0, out, RAVEL_INVALID_ARGUMENT, "lower is 3 and upper is 0; lower must", 3},
        {in, NULL, lower, lower, 0, out, RAVEL_INVALID_ARGUMENT, "lower", 3},
        {in, NULL, lower, nan, 0, out, RAVEL_INVALID_ARGUMENT, "upper is NaN", 4},
        {in, NULL, nan, upper, 0, out, RAVEL_INVALID_ARGUMENT, "lower is NaN", 3},
        {in, NULL, lower, inf, 0, out, RAVEL_INVALID_ARGUMENT, "upper is inf", 4},
        {in, NULL, deep, huge, 0, out, RAVEL_INVALID_ARGUMENT, "lower", 3},
        {in, NULL, few, NULL, 0, out, RAVEL_SHAPE_MISMATCH, "edges has shape (3,); output has 3 bins", 3},
        {in, NULL, lower, NULL, 0, out, RAVEL_INVALID_NDIM, "edges", 3},
        {in, NULL, imaginary, NULL, 0, out, RAVEL_DTYPE_MISMATCH, "edges", 3},
        {in, NULL, wrong_call_stale(), NULL, 0, out, RAVEL_STALE_HANDLE, "edges", 3},
        {in, NULL, down, NULL, 0, out, RAVEL_INVALID_ARGUMENT, "edges[1] is 2, and edges[2] is 1; edges must", 3},
        {in, NULL, no_edge, NULL, 0, out, RAVEL_INVALID_ARGUMENT, "edges[2] is NaN", 3}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ravel_status status = rows[i].upper ? ravel_histogram(context, rows[i].in, rows[i].where, rows[i].lower,
                                                                    rows[i].upper, rows[i].options, rows[i].out)
                                                  : ravel_histogram_edges(context, rows[i].in, rows[i].where,
                                                                          rows[i].lower, rows[i].options, rows[i].out);
        wrong_call_expect(context, status, rows[i].status, rows[i].upper ? "ravel_histogram" : "ravel_histogram_edges",
                          rows[i].word, rows[i].argument);
        int32_t axis;
        ck_assert_int_eq(ravel_context_error(context, NULL, NULL, &axis, NULL, 0, NULL), RAVEL_OK);
        ck_assert(axis == 0 || rows[i].upper || rows[i].status != RAVEL_SHAPE_MISMATCH);
        ck_assert_mem_eq(counts, before, sizeof counts);
    }
    ck_assert_int_eq(ravel_histogram_edges(context, in, NULL, edges, 0, out), RAVEL_OK);
    ck_assert(counts[0] == 0 && counts[1] == 1 && counts[2] == 2);
    ravel_array *const arrays[] = {in,    out, square, repeated, read_only, empty, imaginary, floats, short_mask, lower,
                                   upper, nan, inf,    huge,     deep,      edges, few,       down,   no_edge};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        end(arrays[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("histogram");
    TCase *tests = tcase_create("histograms");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, every_dtype_and_layout, 0, 13);
    tcase_add_loop_test(tests, large_arrays, 0, 2);
    tcase_add_loop_test(tests, many_values_between_edges, 0, 20);
    tcase_add_test(tests, an_output_over_what_is_read);
    tcase_add_test(tests, edges_that_are_one_scalar);
    tcase_add_test(tests, more_bins_than_there_may_be);
    tcase_add_test(tests, mistakes);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
