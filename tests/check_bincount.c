/* check_bincount.c: counts and sums by number against a loop over elements: all integer dtypes, layouts, masks and
 * weights; numbers that are none. */
#include "oracle.h"
#include "support/operand.h"
#include "support/run_suite.h"
#include "support/values.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/histogram.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BINS = 70000, MAX_SIZE = 3000, MAX_NBYTES = 1 << 21, ROUNDS = 250 };

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

static operand place(int32_t dtype, int32_t ndim, const int64_t *shape, const unsigned char *elements)
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
    operand_open(&array, 0);
    return array;
}

static void expect(const operand *out, const void *results)
{
    const int64_t n = operand_size(out);
    int64_t *offsets = malloc((size_t)(n + 1) * sizeof *offsets);
    operand_offsets(out, offsets);
    for (int64_t k = 0; k < n; k++)
        operand_write(out, out->block.expected + offsets[k], (const unsigned char *)results + 8 * k);
    free(offsets);
    ck_assert_int_eq(guard_changed(&out->block), GUARD_INTACT);
}

static void count_once(int32_t dtype)
{
    static const int64_t lengths[] = {1, 2, 3, 63, 64, 65, 255, 256, 1024, 1025, 65536, MAX_BINS};
    static const int32_t weight_dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT32, RAVEL_FLOAT16, RAVEL_INT64, RAVEL_UINT8};
    static int64_t counts[MAX_BINS];
    static double sums[MAX_BINS];
    static unsigned char elements[MAX_SIZE * 8], mask[MAX_SIZE], weights[MAX_SIZE * 8];
    const int64_t n_bins = lengths[random_below(&numbers, sizeof lengths / sizeof *lengths)];
    const int32_t ndim = (int32_t)random_below(&numbers, 4);
    const bool masked = random_once_in(&numbers, 3), weighted = random_once_in(&numbers, 3);
    const bool wrong = random_once_in(&numbers, 3);
    const int32_t weight_dtype = weight_dtypes[random_below(&numbers, 5)];
    int64_t shape[3] = {0, 0, 0}, size = 1, most = dtype == RAVEL_INT8 ? 128 : n_bins;
    guard_arena_reset(arena);
    for (int32_t axis = 0; axis < ndim; axis++)
        size *= shape[axis] = random_below(&numbers, ndim == 1 ? MAX_SIZE : 14);
    memset(counts, 0, sizeof counts);
    memset(sums, 0, sizeof sums);
    bool all_numbers = true;
    for (int64_t i = 0; i < size; i++) {
        unsigned char *const element = elements + (size_t)i * oracle_itemsizes[dtype];
        unsigned char *const weight = weights + (size_t)i * oracle_itemsizes[weight_dtype];
        uint64_t events = 0;
        if (wrong && random_once_in(&numbers, 500))
            values_random(dtype, &numbers, element);
        else
            oracle_store(oracle_cast(oracle_integer(RAVEL_INT64, random_below(&numbers, most < n_bins ? most : n_bins)),
                                     dtype, &events),
                         element, false);
        const __int128 number = oracle_load(dtype, element, false).integer;
        oracle_store(oracle_cast(oracle_float(RAVEL_FLOAT64, (double)random_between(&numbers, 0, 200) / 7, 0),
                                 weight_dtype, &events),
                     weight, false);
        mask[i] = random_once_in(&numbers, 4) ? 0 : (unsigned char)random_between(&numbers, 1, 255);
        if (masked && mask[i] == 0)
            continue;
        if (number < 0 || number >= n_bins) {
            all_numbers = false;
            continue;
        }
        counts[number]++;
        sums[number] += oracle_cast(oracle_load(weight_dtype, weight, false), RAVEL_FLOAT64, &events).real;
    }
    operand in = place(dtype, ndim, shape, elements), where = {0}, heavy = {0};
    if (masked)
        where = place(RAVEL_BOOL, ndim, shape, mask);
    if (weighted)
        heavy = place(weight_dtype, ndim, shape, weights);
    const operand_layout layout = operand_random_layout(&numbers, 1, false), plain = {.side = GUARD_AT_END};
    operand out = operand_place(arena, weighted ? RAVEL_FLOAT64 : RAVEL_INT64, 1, &n_bins,
                                n_bins > 4000 || random_once_in(&numbers, 2) ? &plain : &layout);
    operand_open(&out, RAVEL_WRITEABLE);
    ravel_status status = RAVEL_SCRATCH_LIMIT;
    if (random_once_in(&numbers, 3))
        status = ravel_bincount(NULL, in.handle, where.handle, heavy.handle, 0, out.handle);
    if (status == RAVEL_SCRATCH_LIMIT) {
        ck_assert_int_eq(guard_changed(&out.block), GUARD_INTACT);
        status = ravel_bincount(context, in.handle, where.handle, heavy.handle, 0, out.handle);
    }
    ck_assert_int_eq(status, all_numbers ? RAVEL_OK : RAVEL_VALUE_OUT_OF_RANGE);
    if (all_numbers)
        expect(&out, weighted ? (const void *)sums : counts);
    ck_assert_int_eq(guard_changed(&out.block), GUARD_INTACT);
    ck_assert_int_eq(guard_changed(&in.block), GUARD_INTACT);
    operand_close(&in);
    operand_close(&where);
    operand_close(&heavy);
    operand_close(&out);
}

START_TEST(every_dtype_and_layout)
{
    static const int32_t dtypes[] = {RAVEL_BOOL,  RAVEL_INT8,   RAVEL_INT16,  RAVEL_INT32, RAVEL_INT64,
                                     RAVEL_UINT8, RAVEL_UINT16, RAVEL_UINT32, RAVEL_UINT64};
    numbers.state = 99 + (uint64_t)_i;
    for (int32_t round = 0; round < ROUNDS; round++)
        count_once(dtypes[_i]);
}
END_TEST

/* More than one table holds in a lane is collected; here by many elements of one number. */
START_TEST(large_arrays)
{
    enum { N = 1 << 20 };
    const int64_t n = N, two = 2, ten = 10;
    uint8_t *ones = malloc(N);
    int64_t counts[10];
    ravel_array *in = NULL, *out = NULL;
    memset(ones, 1, N);
    ones[N - 1] = 9;
    ck_assert_int_eq(ravel_array_create(NULL, ones, N, 0, RAVEL_UINT8, 1, &n, NULL, 0, &in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, counts, 80, 0, RAVEL_INT64, 1, &ten, NULL, RAVEL_WRITEABLE, &out),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_bincount(context, in, NULL, NULL, 0, out), RAVEL_OK);
    ck_assert(counts[1] == N - 1 && counts[9] == 1 && counts[0] == 0 && counts[8] == 0);
    end(out);
    ck_assert_int_eq(ravel_array_create(NULL, counts, 80, 0, RAVEL_INT64, 1, &two, NULL, RAVEL_WRITEABLE, &out),
                     RAVEL_OK);
    wrong_call_expect(context, ravel_bincount(context, in, NULL, NULL, 0, out), RAVEL_VALUE_OUT_OF_RANGE,
                      "ravel_bincount", "input at index (1048575,) is 9; output has 2 bins", 0);
    ck_assert(counts[1] == N - 1);
    end(in);
    end(out);
    free(ones);
}
END_TEST

START_TEST(mistakes)
{
    int16_t memory[6] = {0, 1, 2, -3, 4, 1};
    uint64_t large[2] = {1, UINT64_MAX};
    int64_t counts[5] = {7, 7, 7, 7, 7}, before[5];
    double weight_memory[6] = {1, 2, 3, 4, 5, 6};
    unsigned char mask_memory[6] = {1, 1, 1, 0, 1, 1};
    const int64_t six = 6, five = 5, four = 4, none = 0, rows_columns[] = {2, 3};
    memcpy(before, counts, sizeof before);
    ravel_array *in = NULL, *out = NULL, *sums = NULL, *shorter = NULL, *empty = NULL, *mask = NULL, *square = NULL;
    ravel_array *floats = wrong_call_line(weight_memory, 6, RAVEL_FLOAT64, 0), *imaginary = NULL, *nothing = NULL;
    ravel_array *few = wrong_call_line(weight_memory, 4, RAVEL_FLOAT64, 0);
    ravel_array *read_only = wrong_call_line(counts, 5, RAVEL_INT64, 0);
    ravel_array *unsigned_in = wrong_call_line(large, 2, RAVEL_UINT64, 0);
    ck_assert_int_eq(ravel_array_create(NULL, memory, 12, 0, RAVEL_INT16, 1, &six, NULL, 0, &in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, 12, 0, RAVEL_INT16, 2, rows_columns, NULL, 0, &square), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, 12, 0, RAVEL_INT16, 1, &none, NULL, 0, &nothing), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, counts, 40, 0, RAVEL_INT64, 1, &five, NULL, RAVEL_WRITEABLE, &out),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, counts, 40, 0, RAVEL_FLOAT64, 1, &five, NULL, RAVEL_WRITEABLE, &sums),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, counts, 40, 0, RAVEL_INT64, 1, &four, NULL, RAVEL_WRITEABLE, &shorter),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, counts, 40, 0, RAVEL_INT64, 1, &none, NULL, RAVEL_WRITEABLE, &empty),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, mask_memory, 6, 0, RAVEL_BOOL, 1, &six, NULL, 0, &mask), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, weight_memory, 48, 0, RAVEL_COMPLEX64, 1, &six, NULL, 0, &imaginary),
                     RAVEL_OK);
    const struct {
        const ravel_array *in, *where, *weights;
        uint64_t options;
        ravel_array *out;
        ravel_status status;
        const char *word;
        int32_t argument;
    } rows[] = {
        {NULL, mask, NULL, 0, out, RAVEL_NULL_ARGUMENT, "input", 0},
        {in, wrong_call_stale(), NULL, 0, out, RAVEL_STALE_HANDLE, "where", 2},
        {in, mask, wrong_call_stale(), 0, sums, RAVEL_STALE_HANDLE, "weights", 3},
        {in, mask, NULL, 0, NULL, RAVEL_NULL_ARGUMENT, "output", 1},
        {in, mask, NULL, RAVEL_OPTION_KEEP_DIMS, out, RAVEL_UNKNOWN_FLAG, "options", -1},
        {floats, mask, NULL, 0, out, RAVEL_DTYPE_MISMATCH, "input has dtype float64", 0},
        {in, mask, imaginary, 0, sums, RAVEL_DTYPE_MISMATCH, "weights has dtype complex64", 3},
        {in, mask, few, 0, sums, RAVEL_SHAPE_MISMATCH, "weights", 3},
        {in, mask, floats, 0, out, RAVEL_DTYPE_MISMATCH, "it must be float64, as there are weights", 1},
        {in, mask, NULL, 0, sums, RAVEL_DTYPE_MISMATCH, "output has dtype float64; it must be int64", 1},
        {in, mask, NULL, 0, read_only, RAVEL_READ_ONLY, "output", 1},
        {in, NULL, NULL, 0, out, RAVEL_VALUE_OUT_OF_RANGE, "input at index (3,) is -3; output has 5 bins", 0},
        {square, NULL, NULL, 0, out, RAVEL_VALUE_OUT_OF_RANGE, "input at index (1, 0) is -3", 0},
        {in, mask, NULL, 0, shorter, RAVEL_VALUE_OUT_OF_RANGE, "input at index (4,) is 4; output has 4 bins", 0},
        {unsigned_in, NULL, NULL, 0, out, RAVEL_VALUE_OUT_OF_RANGE, "(1,) is 18446744073709551615", 0},
        {in, mask, NULL, 0, empty, RAVEL_VALUE_OUT_OF_RANGE, "input at index (0,) is 0; output has 0 bins", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        wrong_call_expect(
            context, ravel_bincount(context, rows[i].in, rows[i].where, rows[i].weights, rows[i].options, rows[i].out),
            rows[i].status, "ravel_bincount", rows[i].word, rows[i].argument);
        ck_assert_int_eq(ravel_bincount(NULL, rows[i].in, rows[i].where, rows[i].weights, rows[i].options, rows[i].out),
                         rows[i].status);
        ck_assert_mem_eq(counts, before, sizeof counts);
    }
    ck_assert_int_eq(ravel_bincount(context, nothing, NULL, NULL, 0, empty), RAVEL_OK);
    ck_assert_mem_eq(counts, before, sizeof counts);
    ck_assert_int_eq(ravel_bincount(context, nothing, NULL, NULL, 0, shorter), RAVEL_OK);
    ck_assert(counts[0] == 0 && counts[3] == 0 && counts[4] == 7);
    ck_assert_int_eq(ravel_bincount(context, in, mask, NULL, 0, out), RAVEL_OK);
    ck_assert(counts[0] == 1 && counts[1] == 2 && counts[2] == 1 && counts[3] == 0 && counts[4] == 1);
    ravel_array *const arrays[] = {in,     out,       sums,    shorter, empty,     mask,       square,
                                   floats, imaginary, nothing, few,     read_only, unsigned_in};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        end(arrays[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bincount");
    TCase *tests = tcase_create("numbers");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, every_dtype_and_layout, 0, 9);
    tcase_add_test(tests, large_arrays);
    tcase_add_test(tests, mistakes);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
