/* check_exact_sum.c: exact_sum: cancellation, overflow on the way, ties and subnormal numbers, any order of the
 * elements and any chunks, one rounding to narrow dtypes, zeros, infinities, layouts and threads against the oracle,
 * and every mistake of its own. */
#include "oracle.h"
#include "support/random.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/partial.h>
#include <ravel/statistics.h>
#include <ravel/view.h>
#include <stdlib.h>
#include <string.h>

static ravel_context *context;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static const ravel_kernel *find_exact_sum(void)
{
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(NULL, "exact_sum", &kernel), RAVEL_OK);
    return kernel;
}

static ravel_array *make(const void *memory, size_t nbytes, int32_t dtype, int32_t ndim, const int64_t *shape,
                         uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(
        ravel_array_create(NULL, (void *)(uintptr_t)memory, nbytes, 0, dtype, ndim, shape, NULL, flags, &array),
        RAVEL_OK);
    return array;
}

static void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

/* Sums n elements to one of out_dtype, without a context and with it. */
static void sum_to(int32_t dtype, int64_t n, const void *values, int32_t out_dtype, void *result)
{
    const size_t itemsize = oracle_itemsizes[dtype];
    unsigned char again[16];
    ravel_array *array = make(values, (size_t)n * itemsize + 1, dtype, 1, &n, 0);
    ravel_array *out = make(result, 16, out_dtype, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *other = make(again, 16, out_dtype, 0, NULL, RAVEL_WRITEABLE);
    const uint64_t options = RAVEL_OPTION_CASTING_SAME_KIND;
    ck_assert_int_eq(ravel_exact_sum(NULL, array, 0, NULL, options, out), RAVEL_OK);
    ck_assert_int_eq(ravel_exact_sum(context, array, 0, NULL, options, other), RAVEL_OK);
    ck_assert(oracle_same(out_dtype, result, again, false));
    end(array);
    end(out);
    end(other);
}

static double sum_of(int64_t n, const double *values)
{
    double result[2];
    sum_to(RAVEL_FLOAT64, n, values, RAVEL_FLOAT64, result);
    return result[0];
}

#define SUM(...) sum_of(sizeof((double[]){__VA_ARGS__}) / sizeof(double), (double[]){__VA_ARGS__})

START_TEST(known_sums)
{
    ck_assert_double_eq(SUM(1e308, 1, -1e308), 1);
    ck_assert_double_eq(SUM(1e308, 1e308, -1e308), 1e308);
    ck_assert_double_eq(SUM(-1e308, -1e308, -1e308, 1e308, 1e308, 5e-324), -1e308);
    ck_assert_double_eq(SUM(1, 1e100, 1, -1e100), 2);
    ck_assert_double_eq(SUM(1e308, 1e308), HUGE_VAL);
    ck_assert_double_eq(SUM(-1e308, -1e308), -HUGE_VAL);
    ck_assert_double_eq(SUM(5e-324, 5e-324, 5e-324), 1.5e-323);
    ck_assert_double_eq(SUM(0x1p-1022, -0x1p-1074), 0x0.fffffffffffffp-1022);
    /* The largest float64 and half of its last bit: a tie, to infinity; less of it, not. */
    ck_assert_double_eq(SUM(0x1.fffffffffffffp+1023, 0x1p970), HUGE_VAL);
    ck_assert_double_eq(SUM(0x1.fffffffffffffp+1023, 0x1p970, -0x1p-1074), 0x1.fffffffffffffp+1023);
    /* Ties go to even, and a bit far below breaks them. */
    ck_assert_double_eq(SUM(1, 0x1p-53), 1);
    ck_assert_double_eq(SUM(1, 0x1p-52, 0x1p-53), 1 + 0x1p-51);
    ck_assert_double_eq(SUM(1, 0x1p-53, 0x1p-1074), 1 + 0x1p-52);
    ck_assert_double_eq(SUM(-1, -0x1p-53, -0x1p-1074), -1 - 0x1p-52);
    ck_assert_double_eq(SUM(1, 0x1p-53, -0x1p-1074), 1);
}
END_TEST

static bool is_zero(double x, bool negative)
{
    return x == 0 && !signbit(x) == !negative;
}

START_TEST(zeros_and_infinities)
{
    double many[200] = {0};
    ck_assert(is_zero(sum_of(0, many), false));
    ck_assert(is_zero(SUM(-0.0, -0.0), true));
    ck_assert(is_zero(SUM(-0.0, 0.0, -0.0), false));
    ck_assert(is_zero(SUM(1, -1), false));
    ck_assert(is_zero(SUM(-0.0, 1, -1), false));
    ck_assert_double_eq(SUM(HUGE_VAL, -1e308, -1e308), HUGE_VAL);
    ck_assert_double_eq(SUM(1, -HUGE_VAL, 1e308, 1e308), -HUGE_VAL);
    ck_assert(isnan(SUM(1, HUGE_VAL, -HUGE_VAL)));
    ck_assert(isnan(SUM(1, (double)NAN, HUGE_VAL)));
    for (size_t i = 0; i < 200; i++)
        many[i] = -0.0;
    ck_assert(is_zero(sum_of(200, many), true));
    many[150] = 0.0;
    ck_assert(is_zero(sum_of(200, many), false));
    many[150] = HUGE_VAL;
    ck_assert_double_eq(sum_of(200, many), HUGE_VAL);
    many[3] = NAN;
    ck_assert(isnan(sum_of(200, many)));
}
END_TEST

START_TEST(narrow_results_are_rounded_once)
{
    /* Just above a tie of float32 by less than float64 keeps: through float64, it would be a tie. */
    const double values[] = {1, 0x1p-24, 0x1p-80};
    float narrow[4];
    sum_to(RAVEL_FLOAT64, 3, values, RAVEL_FLOAT32, narrow);
    ck_assert(narrow[0] == 1 + 0x1p-23F);
    sum_to(RAVEL_FLOAT64, 2, values, RAVEL_FLOAT32, narrow);
    ck_assert(narrow[0] == 1);
    uint16_t half[8];
    const double halves[] = {1, 0x1p-11, 0x1p-70};
    sum_to(RAVEL_FLOAT64, 3, halves, RAVEL_FLOAT16, half);
    ck_assert_uint_eq(half[0], 0x3c01);
    sum_to(RAVEL_FLOAT64, 2, halves, RAVEL_FLOAT16, half);
    ck_assert_uint_eq(half[0], 0x3c00);
    const double largest[] = {65520, -0x1p-60};
    sum_to(RAVEL_FLOAT64, 2, largest, RAVEL_FLOAT16, half);
    ck_assert_uint_eq(half[0], 0x7bff);
    /* 65504 twice and its opposite in float16; a wider output holds more of the sum. */
    const uint16_t large[] = {0x7bff, 0x7bff, 0xfbff, 0x0001};
    double wide[2];
    sum_to(RAVEL_FLOAT16, 4, large, RAVEL_FLOAT16, half);
    ck_assert_uint_eq(half[0], 0x7bff);
    sum_to(RAVEL_FLOAT16, 4, large, RAVEL_FLOAT64, wide);
    ck_assert_double_eq(wide[0], 65504 + 0x1p-24);
    const float singles[] = {1, 0x1p-60F, 0x1p-30F};
    sum_to(RAVEL_FLOAT32, 3, singles, RAVEL_FLOAT64, wide);
    ck_assert_double_eq(wide[0], 1 + 0x1p-30);
    sum_to(RAVEL_FLOAT32, 3, singles, RAVEL_COMPLEX64, narrow);
    ck_assert(narrow[0] == 1 && narrow[1] == 0);
}
END_TEST

static random_source randoms = {.state = 11};

/* Any finite float64, or all of about one magnitude. */
static void fill(int64_t n, double *values, bool any)
{
    for (int64_t i = 0; i < n; i++)
        do {
            const uint64_t bits = random_bits(&randoms);
            memcpy(&values[i], &bits, sizeof bits);
            if (!any)
                values[i] = ldexp((double)(int64_t)bits, (int)random_between(&randoms, -90, -30));
        } while (!isfinite(values[i]));
}

static void shuffle(int64_t n, double *values)
{
    for (int64_t i = n - 1; i > 0; i--) {
        const int64_t j = random_between(&randoms, 0, i);
        const double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}

static double expect_sum(int64_t n, const double *values)
{
    oracle_value *all = malloc((size_t)(n + 1) * sizeof *all);
    int64_t *places = calloc((size_t)n + 1, sizeof *places);
    uint64_t events = 0;
    for (int64_t i = 0; i < n; i++)
        all[i] = oracle_float(RAVEL_FLOAT64, values[i], 0);
    oracle_exact_sums(n, places, 1, RAVEL_FLOAT64, all, &events);
    const double result = all[0].real;
    free(places);
    free(all);
    return result;
}

enum { MOST = 20000 };
static double values[MOST];

START_TEST(order_does_not_matter)
{
    static const int64_t sizes[] = {1, 2, 3, 63, 64, 65, 127, 999, 3000, 3001, 5000, MOST};
    for (size_t i = 0; i < 2 * sizeof sizes / sizeof sizes[0]; i++) {
        const int64_t n = sizes[i / 2];
        fill(n, values, i % 2);
        if (n > 4) /* what is left is small */
            for (int64_t j = 0; j < n / 2; j++)
                values[n / 2 + j] = -values[j];
        const double expected = expect_sum(n, values);
        for (int32_t time = 0; time < 5; time++) {
            ck_assert_double_eq(sum_of(n, values), expected);
            shuffle(n, values);
        }
    }
    for (int64_t i = 0; i < MOST; i++) /* the fullest that limbs get before they carry */
        values[i] = i < MOST / 2 ? 0x1.fffffffffffffp+1023 : -0x1.fffffffffffffp+1023;
    values[MOST / 2] = -0x1.ffffffffffffep+1023;
    ck_assert_double_eq(sum_of(MOST, values), 0x1p971);
}
END_TEST

/* One whole array, by several threads and by one, along strides and backwards. */
START_TEST(layouts_and_threads)
{
    enum { ROWS = 500, COLUMNS = 400 };
    const int64_t shape[] = {ROWS, COLUMNS};
    double *table = malloc(ROWS * COLUMNS * sizeof *table);
    int64_t *places = malloc(ROWS * COLUMNS * sizeof *places);
    oracle_value *all = malloc(ROWS * COLUMNS * sizeof *all);
    double results[ROWS];
    uint64_t events = 0;
    fill(ROWS * COLUMNS, table, true);
    for (int32_t way = 0; way < 8; way++) { /* bit 0: threads; bits 1, 2: which axes */
        const bool threads = way & 1, over_rows = way & 2, over_columns = way & 4;
        const int32_t axes[] = {over_rows ? 0 : 1, 1}, n_axes = over_rows + over_columns;
        const int64_t kept[] = {over_rows ? COLUMNS : ROWS, COLUMNS};
        if (n_axes == 0)
            continue;
        for (int64_t i = 0; i < ROWS * COLUMNS; i++) {
            places[i] = n_axes == 2 ? 0 : over_rows ? i % COLUMNS : i / COLUMNS;
            all[i] = oracle_float(RAVEL_FLOAT64, table[i], 0);
        }
        const int64_t n_results = n_axes == 2 ? 1 : kept[0];
        oracle_exact_sums(ROWS * COLUMNS, places, n_results, RAVEL_FLOAT64, all, &events);
        ck_assert_int_eq(ravel_context_set_threads(context, threads ? 3 : 1), RAVEL_OK);
        ravel_array *array = make(table, ROWS * COLUMNS * sizeof *table, RAVEL_FLOAT64, 2, shape, 0), *view = NULL;
        ravel_array *out = make(results, sizeof results, RAVEL_FLOAT64, 2 - n_axes, kept, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_exact_sum(context, array, n_axes, axes, 0, out), RAVEL_OK);
        for (int64_t i = 0; i < n_results; i++)
            ck_assert_double_eq(results[i], all[i].real);
        if (n_axes == 2) { /* every other column: nothing lies together */
            const int32_t axis = 1;
            const int64_t stop = COLUMNS, step = 2;
            double halves[2];
            for (int64_t half = 0; half < 2; half++) {
                int64_t n = 0;
                ck_assert_int_eq(ravel_array_slice(NULL, array, 1, &axis, &half, &stop, &step, &view), RAVEL_OK);
                ck_assert_int_eq(ravel_exact_sum(context, view, 0, NULL, 0, out), RAVEL_OK);
                end(view);
                halves[half] = results[0];
                for (int64_t i = half; i < ROWS * COLUMNS; i += 2)
                    all[n++] = oracle_float(RAVEL_FLOAT64, table[i], 0);
                oracle_exact_sums(n, places, 1, RAVEL_FLOAT64, all, &events);
                ck_assert_double_eq(halves[half], all[0].real);
            }
        }
        end(array);
        end(out);
    }
    free(all);
    free(places);
    free(table);
}
END_TEST

/* The states of chunks, merged in any order, have the bytes of one state of all. */
START_TEST(parts_make_the_same_bytes)
{
    enum { CHUNKS = 7, ROOM = 1024 };
    static unsigned char states[CHUNKS + 1][ROOM];
    const ravel_kernel *kernel = find_exact_sum();
    size_t nbytes = 0;
    const int64_t n = 5000;
    ck_assert_int_eq(ravel_partial_nbytes(context, kernel, RAVEL_FLOAT64, &nbytes), RAVEL_OK);
    ck_assert_uint_le(nbytes, ROOM);
    fill(n, values, true);
    const double expected = expect_sum(n, values);
    ravel_array *all = make(values, sizeof values, RAVEL_FLOAT64, 1, &n, 0);
    ck_assert_int_eq(ravel_partial_init(context, kernel, RAVEL_FLOAT64, -1, states[CHUNKS], nbytes), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_update(context, kernel, all, NULL, states[CHUNKS], nbytes), RAVEL_OK);
    end(all);
    for (int32_t time = 0; time < 20; time++) {
        int64_t first = 0;
        for (int32_t chunk = 0; chunk < CHUNKS; chunk++) {
            const int64_t length = chunk == CHUNKS - 1 ? n - first : random_between(&randoms, 0, (n - first) / 2);
            ravel_array *array = make(values + first, (size_t)length * 8 + 8, RAVEL_FLOAT64, 1, &length, 0);
            ck_assert_int_eq(ravel_partial_init(context, kernel, RAVEL_FLOAT64, -1, states[chunk], nbytes), RAVEL_OK);
            ck_assert_int_eq(ravel_partial_update(context, kernel, array, NULL, states[chunk], nbytes), RAVEL_OK);
            end(array);
            first += length;
        }
        int32_t live[CHUNKS] = {0, 1, 2, 3, 4, 5, 6};
        for (int32_t left = CHUNKS; left > 1; left--) {
            const int32_t to = (int32_t)random_between(&randoms, 0, left - 2);
            ck_assert_int_eq(
                ravel_partial_merge(context, kernel, states[live[left - 1]], nbytes, states[live[to]], nbytes),
                RAVEL_OK);
            const int32_t kept = live[to]; /* so that the next one is merged to another */
            live[to] = live[left - 2];
            live[left - 2] = kept;
        }
        ck_assert_mem_eq(states[live[0]], states[CHUNKS], nbytes);
        shuffle(n, values);
    }
    double result = 0;
    int64_t count = 0;
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_partial_finish(context, kernel, states[CHUNKS], nbytes, NULL, 0, out), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_count(context, kernel, states[CHUNKS], nbytes, &count), RAVEL_OK);
    ck_assert_double_eq(result, expected);
    ck_assert_int_eq(count, n);
    end(out);
}
END_TEST

/* What is added after a merge, along strides and of another byte order; a wider result; itself; nothing. */
START_TEST(parts_go_on)
{
    unsigned char state[1024], other[1024];
    const ravel_kernel *kernel = find_exact_sum();
    size_t nbytes = 0;
    const float some[] = {1, 7, 0x1p-40F, 7};
    const int64_t n = 2, strides = 8;
    double wide = -7;
    float narrow = -7;
    ravel_array *array = NULL;
    ravel_array *out = make(&wide, sizeof wide, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *single = make(&narrow, sizeof narrow, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(
        ravel_array_create(NULL, (void *)(uintptr_t)some, sizeof some, 0, RAVEL_FLOAT32, 1, &n, &strides, 0, &array),
        RAVEL_OK);
    ck_assert_int_eq(ravel_partial_nbytes(context, kernel, RAVEL_FLOAT32, &nbytes), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_init(context, kernel, RAVEL_FLOAT32, 100, state, nbytes), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_finish(context, kernel, state, nbytes, NULL, 0, out), RAVEL_OK);
    ck_assert(is_zero(wide, false));
    ck_assert_int_eq(ravel_partial_update(context, kernel, array, NULL, state, nbytes), RAVEL_OK);
    memcpy(other, state, sizeof state);
    wrong_call_expect(context, ravel_partial_merge(context, kernel, other, nbytes, state, nbytes),
                      RAVEL_INVALID_ARGUMENT, "ravel_partial_merge", "right begins at element 100; expected 102", -1);
    ck_assert_int_eq(ravel_partial_init(context, kernel, RAVEL_FLOAT32, -1, other, nbytes), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_update(context, kernel, array, NULL, other, nbytes), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_merge(context, kernel, other, nbytes, state, nbytes), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_merge(context, kernel, state, nbytes, state, nbytes), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_update(context, kernel, array, NULL, state, nbytes), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_finish(context, kernel, state, nbytes, NULL, 0, out), RAVEL_OK);
    ck_assert_double_eq(wide, 5 * (1 + 0x1p-40));
    ck_assert_int_eq(ravel_partial_finish(context, kernel, state, nbytes, NULL, 0, single), RAVEL_OK);
    ck_assert(narrow == 5);
    wrong_call_expect(context, ravel_partial_finish(context, kernel, state, nbytes, single, 0, out),
                      RAVEL_INVALID_ARGUMENT, "ravel_partial_finish", "exact_sum takes no initial value", 3);
    state[200] ^= 1;
    wrong_call_expect(context, ravel_partial_finish(context, kernel, state, nbytes, NULL, 0, out),
                      RAVEL_INVALID_ARGUMENT, "ravel_partial_finish", "damaged", -1);
    wrong_call_expect(context, ravel_partial_nbytes(context, kernel, RAVEL_INT32, &nbytes), RAVEL_NO_LOOP,
                      "ravel_partial_nbytes", "exact_sum takes floats and complex numbers", 0);
    ravel_array *const every[] = {array, out, single};
    for (size_t i = 0; i < sizeof every / sizeof *every; i++)
        end(every[i]);
}
END_TEST

START_TEST(mistakes_are_told)
{
    double numbers[6] = {0}, result = -7;
    const int64_t shape[] = {2, 3};
    int32_t dtype, ndim;
    int64_t lengths[2];
    const ravel_kernel *kernel = find_exact_sum();
    ravel_array *array = make(numbers, sizeof numbers, RAVEL_FLOAT64, 2, shape, 0), *mask = NULL, *initial = NULL;
    ravel_array *integers = make(numbers, sizeof numbers, RAVEL_INT64, 2, shape, 0);
    ravel_array *complexes = make(numbers, sizeof numbers, RAVEL_COMPLEX128, 1, shape, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *narrow = make(&result, sizeof result, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *whole = make(&result, sizeof result, RAVEL_INT64, 0, NULL, RAVEL_WRITEABLE);
    const _Bool truth = 1;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_BOOL, &truth, 0, &mask), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, numbers, 0, &initial), RAVEL_OK);
    wrong_call_expect(context, ravel_exact_sum(context, integers, 0, NULL, 0, out), RAVEL_NO_LOOP, "ravel_exact_sum",
                      "input has dtype int64, but exact_sum takes floats and complex numbers", 0);
    wrong_call_expect(context, ravel_exact_sum(context, complexes, 0, NULL, 0, out), RAVEL_CASTING_FORBIDDEN,
                      "ravel_exact_sum", "output has dtype float64", 1);
    wrong_call_expect(
        context, ravel_reduce_outputs(context, kernel, integers, 0, NULL, NULL, NULL, 0, &dtype, 2, &ndim, lengths),
        RAVEL_NO_LOOP, "ravel_reduce_outputs", "input has dtype int64", 0);
    wrong_call_expect(context, ravel_reduce(context, kernel, array, 0, NULL, array, NULL, 0, out), RAVEL_DTYPE_MISMATCH,
                      "ravel_reduce", "a mask must be bool", 2);
    wrong_call_expect(context, ravel_reduce(context, kernel, array, 0, NULL, NULL, initial, 0, out),
                      RAVEL_INVALID_ARGUMENT, "ravel_reduce", "exact_sum takes no initial value", 3);
    wrong_call_expect(context, ravel_exact_sum(context, array, 0, NULL, 0, narrow), RAVEL_CASTING_FORBIDDEN,
                      "ravel_exact_sum", "output has dtype float32", 1);
    wrong_call_expect(context, ravel_exact_sum(context, array, 0, NULL, 0, whole), RAVEL_CASTING_FORBIDDEN,
                      "ravel_exact_sum", "output has dtype int64", 1);
    wrong_call_expect(context, ravel_exact_sum(context, array, 1, (const int32_t[]){-1}, 0, out), RAVEL_SHAPE_MISMATCH,
                      "ravel_exact_sum", "output has shape ()", 1);
    ck_assert_double_eq(result, -7);
    ck_assert_int_eq(
        ravel_reduce_outputs(context, kernel, array, 1, (const int32_t[]){0}, NULL, NULL, 0, &dtype, 2, &ndim, lengths),
        RAVEL_OK);
    ck_assert(dtype == RAVEL_FLOAT64 && ndim == 1 && lengths[0] == 3);
    numbers[5] = -2.75;
    ck_assert_int_eq(ravel_exact_sum(context, array, 0, NULL, RAVEL_OPTION_CASTING_UNSAFE, whole), RAVEL_OK);
    int64_t truncated;
    memcpy(&truncated, &result, sizeof truncated);
    ck_assert_int_eq(truncated, -2);
    ravel_array *const every[] = {array, mask, initial, integers, complexes, out, narrow, whole};
    for (size_t i = 0; i < sizeof every / sizeof *every; i++)
        end(every[i]);
}
END_TEST

/* What is masked has no part in the sum; a sum of none is +0, and of -0 and masked elements -0. */
START_TEST(masked_elements_have_no_part)
{
    static const double rows[4][3] = {{1e308, 1, 1e308}, {-0.0, 7, -0.0}, {-0.0, -0.0, -0.0}, {INFINITY, 2, NAN}};
    static const _Bool masks[4][3] = {{0, 1, 1}, {1, 0, 1}, {0, 0, 0}, {0, 1, 0}};
    static const double expected[4] = {1e308, -0.0, 0.0, 2};
    static const int64_t shape[] = {4, 3};
    double results[4], whole = -7;
    const ravel_kernel *kernel = find_exact_sum();
    ravel_array *array = make(rows, sizeof rows, RAVEL_FLOAT64, 2, shape, 0);
    ravel_array *mask = make(masks, sizeof masks, RAVEL_BOOL, 2, shape, 0);
    ravel_array *out = make(results, sizeof results, RAVEL_FLOAT64, 1, shape, RAVEL_WRITEABLE);
    ravel_array *one = make(&whole, sizeof whole, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    for (int32_t i = 0; i < 2; i++) {
        ravel_context *with = i ? context : NULL;
        ck_assert_int_eq(ravel_reduce(with, kernel, array, 1, (const int32_t[]){1}, mask, NULL, 0, out), RAVEL_OK);
        ck_assert_mem_eq(results, expected, sizeof results);
        ck_assert_int_eq(ravel_reduce(with, kernel, array, 0, NULL, mask, NULL, 0, one), RAVEL_OK);
        ck_assert_double_eq(whole, 1e308);
    }
    ravel_array *const every[] = {array, mask, out, one};
    for (size_t i = 0; i < sizeof every / sizeof *every; i++)
        end(every[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("exact sum");
    TCase *tests = tcase_create("exact_sum");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, known_sums);
    tcase_add_test(tests, zeros_and_infinities);
    tcase_add_test(tests, narrow_results_are_rounded_once);
    tcase_add_test(tests, order_does_not_matter);
    tcase_add_test(tests, masked_elements_have_no_part);
    tcase_add_test(tests, layouts_and_threads);
    tcase_add_test(tests, parts_make_the_same_bytes);
    tcase_add_test(tests, parts_go_on);
    tcase_add_test(tests, mistakes_are_told);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
