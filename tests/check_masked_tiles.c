/* check_masked_tiles.c: masks beside operands that are loaded as tiles, at every length around their edges. */
#include "oracle.h"
#include "support/random.h"
#include "support/run_suite.h"
#include <ravel/elementwise.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 300, OTHER = 37, ROOM = MOST * OTHER * 3 };

static ravel_context *context;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* Small whole numbers: sums of them are exact, in whatever order. */
static double number(int64_t i)
{
    return (double)(i * 7919 % 1009 - 504);
}

static double load(int32_t dtype, const unsigned char *memory, int64_t i)
{
    return oracle_load(dtype, memory + (size_t)i * oracle_itemsizes[dtype], false).real;
}

static void store(int32_t dtype, unsigned char *memory, int64_t i, double value)
{
    oracle_store(oracle_float(dtype, value, 0), memory + (size_t)i * oracle_itemsizes[dtype], false);
}

/* An array over the whole of some memory; strides in elements, NULL for C order. */
static ravel_array *make(void *memory, int32_t dtype, int32_t ndim, const int64_t *shape, const int64_t *strides,
                         uint64_t flags)
{
    const int64_t itemsize = (int64_t)oracle_itemsizes[dtype];
    int64_t bytes[3];
    ravel_array *array = NULL;
    for (int32_t axis = 0; axis < ndim && strides; axis++)
        bytes[axis] = strides[axis] * itemsize;
    ck_assert_int_eq(ravel_array_create(NULL, memory, (size_t)(ROOM * itemsize), 0, dtype, ndim, shape,
                                        strides ? bytes : NULL, flags, &array),
                     RAVEL_OK);
    return array;
}

static void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

static unsigned char in_memory[ROOM * 8], out_memory[ROOM * 8], expected[ROOM * 8], mask_memory[ROOM];

static void fill(int32_t dtype, uint64_t seed)
{
    random_source source = {.state = seed};
    for (int64_t i = 0; i < ROOM; i++) {
        store(dtype, in_memory, i, number(i));
        mask_memory[i] = (unsigned char)(random_bits(&source) & 0x80); /* any byte that is not 0 is true */
    }
}

/* A transposed input, stored where a contiguous mask says so. */
static void apply_to_transposed(int32_t dtype, int64_t rows, int64_t columns, ravel_context *where)
{
    const int64_t shape[] = {rows, columns}, turned[] = {1, rows};
    ravel_array *const in = make(in_memory, dtype, 2, shape, turned, 0);
    ravel_array *const mask = make(mask_memory, RAVEL_BOOL, 2, shape, NULL, 0);
    ravel_array *const out = make(out_memory, dtype, 2, shape, NULL, RAVEL_WRITEABLE);
    const ravel_kernel *negative = NULL;
    memset(out_memory, 0xA5, sizeof out_memory);
    memset(expected, 0xA5, sizeof expected);
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < columns; j++)
            if (mask_memory[i * columns + j])
                store(dtype, expected, i * columns + j, -load(dtype, in_memory, j * rows + i));
    ck_assert_int_eq(ravel_kernel_find(NULL, "negative", &negative), RAVEL_OK);
    ck_assert_int_eq(ravel_apply(where, negative, 1, (const ravel_array *[]){in}, mask, 0, 1, (ravel_array *[]){out}),
                     RAVEL_OK);
    ck_assert_msg(memcmp(out_memory, expected, sizeof expected) == 0, "dtype %d, %d by %d", dtype, (int)rows,
                  (int)columns);
    end(in);
    end(mask);
    end(out);
}

START_TEST(contiguous_masks_of_transposed_inputs)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT32, RAVEL_FLOAT64};
    for (int32_t i = 0; i < 2; i++) {
        fill(dtypes[i], 1);
        for (int64_t length = 1; length <= MOST; length += length < 140 ? 1 : 13) {
            apply_to_transposed(dtypes[i], length, OTHER, context);
            apply_to_transposed(dtypes[i], OTHER, length, NULL);
        }
    }
}
END_TEST

/* The events of a kernel under the mask in memory, over OTHER by OTHER elements. */
static uint64_t events_of(const char *name, int32_t n_in, const ravel_array *const *in, int32_t out_dtype)
{
    const int64_t shape[] = {OTHER, OTHER};
    ravel_array *const mask = make(mask_memory, RAVEL_BOOL, 2, shape, NULL, 0);
    ravel_array *const out = make(out_memory, out_dtype, 2, shape, NULL, RAVEL_WRITEABLE);
    const ravel_kernel *kernel = NULL;
    uint64_t events = 99;
    ck_assert_int_eq(ravel_kernel_find(NULL, name, &kernel), RAVEL_OK);
    ck_assert_int_eq(
        ravel_apply(context, kernel, n_in, in, mask, RAVEL_OPTION_CASTING_UNSAFE, 1, (ravel_array *[]){out}), RAVEL_OK);
    ck_assert_int_eq(ravel_context_events(context, &events), RAVEL_OK);
    ck_assert_int_eq(ravel_context_clear_events(context), RAVEL_OK);
    end(mask);
    end(out);
    return events;
}

/* A divisor that is 0 where the mask is false raises nothing, one that is 0 where it is true does. */
START_TEST(events_under_the_mask)
{
    for (int64_t zero = 0; zero < 2; zero++) {
        const int64_t shape[] = {OTHER, OTHER}, turned[] = {1, OTHER};
        for (int64_t i = 0; i < OTHER * OTHER; i++) {
            mask_memory[i] = i % 3 == 0;
            const int16_t divisor = i % 3 == (zero ? 0 : 1) ? 0 : 5;
            memcpy(in_memory + 2 * (i / OTHER + i % OTHER * OTHER), &divisor, 2);
        }
        ravel_array *const in = make(in_memory, RAVEL_INT16, 2, shape, turned, 0);
        ck_assert_uint_eq(events_of("floor_divide", 2, (const ravel_array *[]){in, in}, RAVEL_INT16),
                          zero ? RAVEL_EVENT_INTEGER_DIVIDE_BY_ZERO : 0);
        end(in);
    }
}
END_TEST

/* Ones, and here and there a number that no integer is. The mask is false there, but once if it `counts`. */
static void plant(const int64_t *strides, int64_t bad, bool counts)
{
    for (int64_t i = 0; i < ROOM; i++)
        store(RAVEL_FLOAT32, in_memory, i, i % OTHER == bad ? 1e30 : 1);
    for (int64_t i = 0; i < OTHER; i++)
        for (int64_t j = 0; j < OTHER; j++) {
            const bool is_bad = (i * strides[0] + j * strides[1]) % OTHER == bad;
            mask_memory[i * OTHER + j] = !is_bad || counts;
            counts &= !is_bad;
        }
}

/* Casts of the output, and of an input: ldexp's exponents. */
static void cast_under_mask(const int64_t *strides, int64_t bad, bool counts)
{
    const int64_t shape[] = {OTHER, OTHER};
    const uint64_t expected_events = counts ? RAVEL_EVENT_INVALID_CAST : 0;
    static const double one = 1;
    ravel_array *number = NULL;
    plant(strides, bad, counts);
    ravel_array *const in = make(in_memory, RAVEL_FLOAT32, 2, shape, strides, 0);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &one, 0, &number), RAVEL_OK);
    ck_assert_uint_eq(events_of("copy", 1, (const ravel_array *[]){in}, RAVEL_INT16), expected_events);
    ck_assert_uint_eq(events_of("ldexp", 2, (const ravel_array *[]){number, in}, RAVEL_FLOAT64), expected_events);
    end(in);
    end(number);
}

START_TEST(events_of_casts_under_the_mask)
{
    static const int64_t layouts[][2] = {{OTHER, 1}, {1, OTHER}, {OTHER * 2, 2}, {0, 1}};
    for (size_t i = 0; i < 4; i++)
        for (int64_t counts = 0; counts < 2; counts++)
            for (int64_t bad = 0; bad < OTHER; bad += 6)
                cast_under_mask(layouts[i], bad, counts);
}
END_TEST

/* Sums over the middle (0) or the last axis (1) of two by three or so, with the input's axes in one of four orders. */
static void reduce(int32_t dtype, int64_t length, bool last, int32_t order, int32_t mask_kind, ravel_context *where)
{
    const int64_t across = length < 64 ? OTHER : 5;
    const int64_t shape[] = {3, last ? across : length, last ? length : across};
    const int64_t a = shape[0], b = shape[1], c = shape[2], kept[] = {3, across};
    const int64_t orders[4][3] = {{b * c, c, 1}, {b * c, 1, b}, {1, a, a * b}, {c, a * c, 1}};
    const int64_t c_order[] = {b * c, c, 1}, *strides = orders[order], *mask_strides = mask_kind ? strides : c_order;
    static const double start = -1000;
    ravel_array *const in = make(in_memory, dtype, 3, shape, strides, 0);
    ravel_array *const mask = make(mask_memory, RAVEL_BOOL, 3, shape, mask_strides, 0);
    ravel_array *const out = make(out_memory, dtype, 2, kept, NULL, RAVEL_WRITEABLE);
    ravel_array *initial = NULL;
    const ravel_kernel *sum = NULL, *max = NULL;
    memset(out_memory, 0xA5, sizeof out_memory);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &start, RAVEL_WEAK, &initial), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "sum", &sum), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "max", &max), RAVEL_OK);
    for (int32_t verb = 0; verb < 2; verb++) {
        const int32_t axis = last ? 2 : 1;
        ck_assert_int_eq(ravel_reduce(where, verb ? max : sum, in, 1, &axis, mask, initial, 0, out), RAVEL_OK);
        for (int64_t i = 0; i < a * across; i++) {
            double wanted = start;
            for (int64_t k = 0; k < length; k++) {
                const int64_t j = last ? i % across : k, l = last ? k : i % across, row = i / across;
                const int64_t at = row * strides[0] + j * strides[1] + l * strides[2];
                const double value = load(dtype, in_memory, at);
                if (!mask_memory[row * mask_strides[0] + j * mask_strides[1] + l * mask_strides[2]])
                    continue;
                wanted = verb == 0 ? wanted + value : value > wanted ? value : wanted;
            }
            const double got = load(dtype, out_memory, i);
            ck_assert_msg(got == wanted, "dtype %d, length %d, order %d, result %d: %g, expected %g", dtype,
                          (int)length, order, (int)i, got, wanted);
        }
    }
    end(in);
    end(mask);
    end(out);
    end(initial);
}

START_TEST(masked_sums_of_packed_axes)
{
    const int32_t dtype = _i % 2 ? RAVEL_FLOAT64 : RAVEL_FLOAT32;
    const bool last = _i / 2;
    fill(dtype, 2);
    for (int64_t length = 1; length <= MOST; length += length < 140 ? 1 : 13)
        for (int32_t order = 0; order < 4; order++) {
            reduce(dtype, length, last, order, (int32_t)length % 2, context);
            reduce(dtype, length, last, order, 1 - (int32_t)length % 2, NULL);
        }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("masked_tiles");
    TCase *tests = tcase_create("masked_tiles");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, contiguous_masks_of_transposed_inputs);
    tcase_add_test(tests, events_under_the_mask);
    tcase_add_test(tests, events_of_casts_under_the_mask);
    tcase_add_loop_test(tests, masked_sums_of_packed_axes, 0, 4);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
