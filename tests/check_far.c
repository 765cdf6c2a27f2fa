/* check_far.c: operands that the caches do not hold, and rows that lie far apart in memory, give the bits that near
 * ones give. */
#include "support/one_context.h"
#include "support/random.h"
#include "support/run_suite.h"
#include <math.h>
#include <ravel/statistics.h>
#include <stdlib.h>
#include <string.h>

static void *memory(int64_t nbytes)
{
    void *block = malloc((size_t)nbytes);
    ck_assert_ptr_nonnull(block);
    return block;
}

static ravel_array *strided(void *block, int64_t nbytes, int64_t offset, int32_t dtype, int32_t ndim,
                            const int64_t *shape, const int64_t *strides, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(
        ravel_array_create(context, block, (size_t)nbytes, offset, dtype, ndim, shape, strides, flags, &array),
        RAVEL_OK);
    return array;
}

/* ---- columns of rows that lie far apart ---- */

enum { COLUMNS = 700, MOST_ROWS = 300, ITEM = 16 };

static const struct {
    const char *kernel;
    int32_t dtype, out_dtype;
    int64_t itemsize;
} columns[] = {{"sum", RAVEL_FLOAT64, RAVEL_FLOAT64, 8},       {"sum", RAVEL_FLOAT32, RAVEL_FLOAT32, 4},
               {"sum", RAVEL_FLOAT16, RAVEL_FLOAT16, 2},       {"sum", RAVEL_COMPLEX128, RAVEL_COMPLEX128, 16},
               {"sum", RAVEL_INT32, RAVEL_INT64, 4},           {"sum", RAVEL_INT64, RAVEL_INT64, 8},
               {"prod", RAVEL_FLOAT32, RAVEL_FLOAT32, 4},      {"prod", RAVEL_INT64, RAVEL_INT64, 8},
               {"mean", RAVEL_INT16, RAVEL_FLOAT64, 2},        {"max", RAVEL_FLOAT64, RAVEL_FLOAT64, 8},
               {"min", RAVEL_FLOAT16, RAVEL_FLOAT16, 2},       {"max", RAVEL_INT8, RAVEL_INT8, 1},
               {"nanmax", RAVEL_FLOAT32, RAVEL_FLOAT32, 4},    {"nanmin", RAVEL_FLOAT64, RAVEL_FLOAT64, 8},
               {"any", RAVEL_FLOAT64, RAVEL_BOOL, 8},          {"all", RAVEL_UINT8, RAVEL_BOOL, 1},
               {"bitwise_xor", RAVEL_UINT32, RAVEL_UINT32, 4}, {"count_nonzero", RAVEL_FLOAT64, RAVEL_INT64, 8},
               {"norm2", RAVEL_FLOAT64, RAVEL_FLOAT64, 8},     {"var", RAVEL_FLOAT32, RAVEL_FLOAT32, 4}};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* Any bits, but of floats numbers of all sizes, a few zeros among them. */
static void fill(random_source *random, int32_t dtype, int64_t itemsize, void *to)
{
    const double number = random_below(random, 40) == 0 ? 0.0 : (double)(int64_t)(random_bits(random) >> 30) - 8.5e9;
    const float small = (float)(number / 8.5e9 + (random_below(random, 2) == 0 ? 1 : -1));
    const uint16_t half = (uint16_t)(random_bits(random) & 0xb3ff); /* at most 1 */
    const uint64_t bits = random_bits(random);
    const double parts[2] = {number, 1 / (number + 0.25)};
    switch (dtype) {
    case RAVEL_FLOAT64:
        memcpy(to, &number, 8);
        break;
    case RAVEL_FLOAT32:
        memcpy(to, &small, 4);
        break;
    case RAVEL_FLOAT16:
        memcpy(to, &half, 2);
        break;
    case RAVEL_COMPLEX128:
        memcpy(to, parts, 16);
        break;
    default:
        memcpy(to, &bits, (size_t)itemsize);
    }
}

static void swap_bytes(unsigned char *bytes, int64_t n)
{
    for (int64_t i = 0; i < n / 2; i++) {
        const unsigned char byte = bytes[i];
        bytes[i] = bytes[n - 1 - i];
        bytes[n - 1 - i] = byte;
    }
}

static void reduce(const char *kernel, const ravel_array *in, int32_t axis, ravel_array *out)
{
    ck_assert_msg(ravel_reduce(context, find(kernel), in, 1, &axis, NULL, NULL, 0, out) == RAVEL_OK, "%s", kernel);
}

static void compare_masked_columns(int64_t rows)
{
    enum { STRIDE = 16384, N = MOST_ROWS * COLUMNS };
    unsigned char *far = memory(MOST_ROWS * STRIDE), *factors = memory(MOST_ROWS * STRIDE);
    double *near = memory(N * 8), *near_factors = memory(N * 8), got[COLUMNS], expected[COLUMNS];
    uint8_t *mask = memory(N), *near_mask = memory(N);
    random_source random = {.state = (uint64_t)rows};
    for (int64_t row = 0; row < rows; row++)
        for (int64_t column = 0; column < COLUMNS; column++) {
            const int64_t at = column * rows + row;
            fill(&random, RAVEL_FLOAT64, 8, &near[at]);
            fill(&random, RAVEL_FLOAT64, 8, &near_factors[at]);
            mask[row * COLUMNS + column] = near_mask[at] = random_below(&random, 3) > 0;
            memcpy(far + row * STRIDE + column * 8, &near[at], 8);
            memcpy(factors + row * STRIDE + column * 8, &near_factors[at], 8);
        }
    const int64_t shape[] = {rows, COLUMNS}, other[] = {COLUMNS, rows}, kept[] = {COLUMNS}, strides[] = {STRIDE, 8};
    const int32_t axes[] = {0, 1};
    ravel_array *const in[] = {strided(far, MOST_ROWS * STRIDE, 0, RAVEL_FLOAT64, 2, shape, strides, 0),
                               strided(factors, MOST_ROWS * STRIDE, 0, RAVEL_FLOAT64, 2, shape, strides, 0),
                               make(mask, (size_t)(rows * COLUMNS), RAVEL_BOOL, 2, shape, 0)};
    ravel_array *const copies[] = {make(near, (size_t)(rows * COLUMNS) * 8, RAVEL_FLOAT64, 2, other, 0),
                                   make(near_factors, (size_t)(rows * COLUMNS) * 8, RAVEL_FLOAT64, 2, other, 0),
                                   make(near_mask, (size_t)(rows * COLUMNS), RAVEL_BOOL, 2, other, 0)};
    ravel_array *out = make(got, sizeof got, RAVEL_FLOAT64, 1, kept, RAVEL_WRITEABLE);
    ravel_array *wanted = make(expected, sizeof expected, RAVEL_FLOAT64, 1, kept, RAVEL_WRITEABLE);
    static const char *const kernels[] = {"sum", "mean", "var"};
    for (int32_t without = 0; without < 2; without++) {
        ravel_context *const with = without ? NULL : context;
        for (int32_t k = 0; k < (without ? 1 : 3); k++) { /* the others take more memory than is on the stack */
            ck_assert_int_eq(ravel_reduce(with, find(kernels[k]), in[0], 1, axes, in[2], NULL, 0, out), RAVEL_OK);
            ck_assert_int_eq(ravel_reduce(with, find(kernels[k]), copies[0], 1, axes + 1, copies[2], NULL, 0, wanted),
                             RAVEL_OK);
            ck_assert_mem_eq(got, expected, sizeof got);
        }
        ck_assert_int_eq(ravel_vecdot(with, in[0], in[1], 1, axes, 0, out), RAVEL_OK);
        ck_assert_int_eq(ravel_vecdot(with, copies[0], copies[1], 1, axes + 1, 0, wanted), RAVEL_OK);
        ck_assert_mem_eq(got, expected, sizeof got);
    }
    for (int32_t i = 0; i < 3; i++) {
        end(in[i]);
        end(copies[i]);
    }
    end(out);
    end(wanted);
    free(far);
    free(factors);
    free(near);
    free(near_factors);
    free(mask);
    free(near_mask);
}

START_TEST(masks_and_factors_go_with_far_rows)
{
    static const int64_t rows[] = {17, 128, 129, MOST_ROWS};
    compare_masked_columns(rows[_i]);
}
END_TEST

/* Rows of a matrix `row_stride` apart, against a copy whose columns are contiguous, where no row is far from any. */
static void compare_columns(int32_t which, int64_t rows, int64_t row_stride, bool swapped)
{
    const int64_t itemsize = columns[which].itemsize, nbytes = MOST_ROWS * llabs(row_stride);
    const int64_t offset = row_stride < 0 ? (rows - 1) * -row_stride : 0;
    unsigned char *far = memory(nbytes), *near = memory(MOST_ROWS * COLUMNS * itemsize);
    _Alignas(16) unsigned char got[COLUMNS * ITEM], expected[COLUMNS * ITEM];
    random_source random = {.state = (uint64_t)which * 1000 + (uint64_t)rows};
    memset(far, 0x5a, (size_t)nbytes);
    for (int64_t row = 0; row < rows; row++)
        for (int64_t column = 0; column < COLUMNS; column++) {
            unsigned char *at = near + (column * rows + row) * itemsize;
            fill(&random, columns[which].dtype, itemsize, at);
            unsigned char *to = memcpy(far + offset + row * row_stride + column * itemsize, at, (size_t)itemsize);
            if (swapped)
                swap_bytes(to, itemsize);
        }
    const int64_t shape[] = {rows, COLUMNS}, other[] = {COLUMNS, rows}, kept[] = {COLUMNS};
    const int64_t strides[] = {row_stride, itemsize};
    ravel_array *in =
        strided(far, nbytes, offset, columns[which].dtype, 2, shape, strides, swapped ? RAVEL_SWAPPED : 0);
    ravel_array *copy = make(near, (size_t)(COLUMNS * rows * itemsize), columns[which].dtype, 2, other, 0);
    ravel_array *out = make(got, sizeof got, columns[which].out_dtype, 1, kept, RAVEL_WRITEABLE);
    ravel_array *wanted = make(expected, sizeof expected, columns[which].out_dtype, 1, kept, RAVEL_WRITEABLE);
    memset(got, 0, sizeof got);
    memset(expected, 0, sizeof expected);
    reduce(columns[which].kernel, in, 0, out);
    reduce(columns[which].kernel, copy, 1, wanted);
    ck_assert_msg(memcmp(got, expected, sizeof got) == 0, "%s, %d: %d rows %d bytes apart", columns[which].kernel,
                  (int)columns[which].dtype, (int)rows, (int)row_stride);
    end(in);
    end(copy);
    end(out);
    end(wanted);
    free(far);
    free(near);
}

START_TEST(far_rows_are_reduced_as_near_ones)
{
    static const int64_t rows[] = {15, 16, 17, 33, 127, 128, 129, MOST_ROWS};
    const int64_t row_strides[] = {COLUMNS * columns[_i].itemsize, 16384, -12288};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < sizeof row_strides / sizeof *row_strides; k++) {
            compare_columns(_i, rows[i], row_strides[k], false);
            if (columns[_i].itemsize > 1 && columns[_i].dtype != RAVEL_COMPLEX128)
                compare_columns(_i, rows[i], row_strides[k], true);
        }
}
END_TEST

/* ---- long rows ---- */

START_TEST(long_rows_are_folded_whole)
{
    static const int64_t more[] = {0, 1, 3, 126, 127, 128, 129, 515, 100001};
    const int64_t least = (2 << 20) / 8, most = least + 100001;
    uint64_t *values = memory(most * 8);
    random_source random = {.state = 1};
    for (int64_t i = 0; i < most; i++)
        values[i] = random_bits(&random) | 1;
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        const int64_t n = least + more[i];
        uint64_t sum = 0, product = 1, difference = 0, largest = 0, result = 0;
        for (int64_t j = 0; j < n; j++) {
            sum += values[j];
            product *= values[j];
            difference ^= values[j];
            largest = values[j] > largest ? values[j] : largest;
        }
        ravel_array *in = make(values, (size_t)n * 8, RAVEL_UINT64, 1, &n, 0);
        ravel_array *out = make(&result, sizeof result, RAVEL_UINT64, 0, NULL, RAVEL_WRITEABLE);
        reduce("sum", in, 0, out);
        ck_assert_uint_eq(result, sum);
        reduce("prod", in, 0, out);
        ck_assert_uint_eq(result, product);
        reduce("bitwise_xor", in, 0, out);
        ck_assert_uint_eq(result, difference);
        reduce("max", in, 0, out);
        ck_assert_uint_eq(result, largest);
        end(in);
        end(out);
    }
    free(values);
}
END_TEST

/* The extreme, and then a NaN, in each quarter of a long row and behind them. */
START_TEST(long_rows_show_their_extremes)
{
    static const int64_t more[] = {0, 1, 63, 64, 65};
    const int64_t least = (2 << 20) / 8;
    double *values = memory((least + 65) * 8), result;
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        const int64_t n = least + more[i];
        ravel_array *in = make(values, (size_t)n * 8, RAVEL_FLOAT64, 1, &n, 0);
        ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
        for (int64_t place = 5; place < n + least / 4; place += least / 4) {
            const int64_t at = place < n ? place : n - 1;
            for (int64_t j = 0; j < n; j++)
                values[j] = 1 + (double)(j % 100);
            values[at] = 1000;
            reduce("max", in, 0, out);
            ck_assert_double_eq(result, 1000);
            reduce("nanmax", in, 0, out);
            ck_assert_double_eq(result, 1000);
            values[at] = -1000;
            reduce("min", in, 0, out);
            ck_assert_double_eq(result, -1000);
            reduce("nanmin", in, 0, out);
            ck_assert_double_eq(result, -1000);
            values[at] = NAN;
            reduce("max", in, 0, out);
            ck_assert(isnan(result));
            reduce("nanmin", in, 0, out);
            ck_assert_double_eq(result, 1);
        }
        end(in);
        end(out);
    }
    free(values);
}
END_TEST

/* The same for elements of one byte. */
START_TEST(long_rows_of_bytes_are_folded_whole)
{
    static const char *const kernels[] = {"max", "bitwise_xor", "bitwise_or"};
    const int64_t least = 2 << 20, n = least + 77;
    uint8_t *values = memory(n), result;
    random_source random = {.state = 3};
    uint8_t expected[3] = {0};
    for (int64_t i = 0; i < n; i++) {
        values[i] = (uint8_t)(random_bits(&random) & 0x3e);
        values[i] = i == n - 1 ? 0x80 : i == least / 2 ? 0x41 : values[i];
        expected[0] = values[i] > expected[0] ? values[i] : expected[0];
        expected[1] ^= values[i];
        expected[2] |= values[i];
    }
    ravel_array *in = make(values, (size_t)n, RAVEL_UINT8, 1, &n, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_UINT8, 0, NULL, RAVEL_WRITEABLE);
    for (int32_t k = 0; k < 3; k++) {
        reduce(kernels[k], in, 0, out);
        ck_assert_uint_eq(result, expected[k]);
    }
    end(in);
    end(out);
    free(values);
}
END_TEST

/* ---- more than the caches hold ---- */

enum { FAR_ROWS = 1100, FAR_COLUMNS = 4001, FAR = FAR_ROWS * FAR_COLUMNS };

static int64_t place(int64_t i, int32_t layout)
{
    const int64_t row = i / FAR_COLUMNS, column = i % FAR_COLUMNS;
    return layout == 0 ? 2 * i : layout == 1 ? row * FAR_COLUMNS + FAR_COLUMNS - 1 - column : 2 * (FAR - 1 - i);
}

/* Every second element, rows in reverse, every second from the end on: as a 2-d array. */
static ravel_array *layout_of(double *values, int32_t layout)
{
    static const int64_t shape[] = {FAR_ROWS, FAR_COLUMNS};
    const int64_t strides[][2] = {{FAR_COLUMNS * 16, 16}, {FAR_COLUMNS * 8, -8}, {FAR_COLUMNS * -16, -16}};
    return strided(values, INT64_C(16) * FAR, 8 * place(0, layout), RAVEL_FLOAT64, 2, shape, strides[layout], 0);
}

START_TEST(what_is_far_is_computed_as_what_is_near)
{
    static const int64_t shape[] = {FAR_ROWS, FAR_COLUMNS};
    double *values = memory(INT64_C(16) * FAR), *near = memory(INT64_C(8) * FAR), *results = memory(INT64_C(8) * FAR);
    random_source random = {.state = 2};
    for (int64_t i = 0; i < INT64_C(2) * FAR; i++)
        fill(&random, RAVEL_FLOAT64, 8, &values[i]);
    for (int64_t i = 0; i < FAR; i++)
        near[i] = values[place(i, _i)];
    ravel_array *in = layout_of(values, _i), *same = make(near, (size_t)8 * FAR, RAVEL_FLOAT64, 2, shape, 0);
    ravel_array *out = make(results, (size_t)8 * FAR, RAVEL_FLOAT64, 2, shape, RAVEL_WRITEABLE);
    const ravel_array *const operands[] = {in, same};
    for (int32_t threads = 1; threads < 4; threads += 2) {
        ck_assert_int_eq(ravel_context_set_threads(context, threads), RAVEL_OK);
        ck_assert_int_eq(ravel_apply(context, find("copy"), 1, operands, NULL, 0, 1, &out), RAVEL_OK);
        ck_assert_mem_eq(results, near, (size_t)8 * FAR);
        ck_assert_int_eq(ravel_apply(context, find("add"), 2, operands, NULL, 0, 1, &out), RAVEL_OK);
        for (int64_t i = 0; i < FAR; i++)
            if (results[i] != near[i] + near[i])
                ck_abort_msg("element %d", (int)i);
    }
    static const char *const kernels[] = {"sum", "max", "nanmin", "norm2"};
    for (int32_t k = 0; k < 4; k++)
        for (int32_t axis = 0; axis < 2; axis++) {
            double *const expected = results + 5000;
            ravel_array *one = make(results, 8 * 4500, RAVEL_FLOAT64, 1, &shape[1 - axis], RAVEL_WRITEABLE);
            ravel_array *other = make(expected, 8 * 4500, RAVEL_FLOAT64, 1, &shape[1 - axis], RAVEL_WRITEABLE);
            reduce(kernels[k], in, axis, one);
            reduce(kernels[k], same, axis, other);
            ck_assert_mem_eq(results, expected, (size_t)(8 * shape[1 - axis]));
            end(one);
            end(other);
        }
    end(in);
    end(same);
    end(out);
    free(values);
    free(near);
    free(results);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("far");
    TCase *tests = tcase_create("far");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, far_rows_are_reduced_as_near_ones, 0, N_COLUMNS);
    tcase_add_loop_test(tests, masks_and_factors_go_with_far_rows, 0, 4);
    tcase_add_test(tests, long_rows_are_folded_whole);
    tcase_add_test(tests, long_rows_show_their_extremes);
    tcase_add_test(tests, long_rows_of_bytes_are_folded_whole);
    tcase_add_loop_test(tests, what_is_far_is_computed_as_what_is_near, 0, 3);
    tcase_set_timeout(tests, 300);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
