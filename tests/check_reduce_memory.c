/* check_reduce_memory.c: reductions and running folds into memory that their input or mask also lies in: as if those
 * had been copied first. */
#include "oracle.h"
#include "support/run_suite.h"
#include <ravel/apply.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 70, COLUMNS = 190, NBYTES = 3 * 8 * ROWS * COLUMNS };

static ravel_context *context;
static unsigned char memory[NBYTES], before[NBYTES], expected[NBYTES];

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* Two axes somewhere in the memory; offset and strides in bytes. Where an axis has gone, its stride is 0. */
typedef struct place {
    int32_t dtype;
    int64_t offset, strides[2];
} place;

static unsigned char *at(unsigned char *base, const place *where, int64_t i, int64_t j)
{
    return base + where->offset + i * where->strides[0] + j * where->strides[1];
}

static double load(unsigned char *base, const place *where, int64_t i, int64_t j)
{
    return oracle_load(where->dtype, at(base, where, i, j), false).real;
}

static void store(unsigned char *base, const place *where, int64_t i, int64_t j, double value)
{
    oracle_store(oracle_float(where->dtype, value, 0), at(base, where, i, j), false);
}

/* The array over the axes that are in `kept`, by bit. */
static ravel_array *open_place(const place *where, uint32_t kept)
{
    static const int64_t lengths[] = {ROWS, COLUMNS};
    int64_t shape[2], strides[2];
    int32_t ndim = 0;
    ravel_array *array = NULL;
    for (int32_t axis = 0; axis < 2; axis++)
        if (kept >> axis & 1) {
            shape[ndim] = lengths[axis];
            strides[ndim++] = where->strides[axis];
        }
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, where->offset, where->dtype, ndim, shape, strides,
                                        RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

static void end(ravel_array *array)
{
    if (array)
        ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

static const ravel_kernel *find(const char *name)
{
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(NULL, name, &kernel), RAVEL_OK);
    return kernel;
}

/* Small whole numbers everywhere, which fold without an error in any order. */
static void fill(const place *in)
{
    memset(memory, 1, sizeof memory);
    for (int64_t i = 0; i < ROWS; i++)
        for (int64_t j = 0; j < COLUMNS; j++)
            store(memory, in, i, j, (double)((i * 31 + j * 7) % 101 - 50));
    memcpy(before, memory, sizeof memory);
    memcpy(expected, memory, sizeof memory);
}

/* The axes in `kept` stay. */
static void reduce(const place *in, const place *mask, const place *out, uint32_t kept, bool subtracts)
{
    int32_t axes[2], n_axes = 0;
    bool begun[ROWS][COLUMNS] = {{false}};
    fill(in);
    for (int32_t axis = 0; axis < 2; axis++)
        if (!(kept >> axis & 1))
            axes[n_axes++] = axis;
    for (int64_t i = 0; i < ROWS; i++)
        for (int64_t j = 0; j < COLUMNS; j++) {
            bool *const some = &begun[kept & 1 ? i : 0][kept & 2 ? j : 0];
            const double x = mask && *at(before, mask, i, j) == 0 ? 0 : load(before, in, i, j);
            const double so_far = *some ? load(expected, out, i, j) : 0;
            store(expected, out, i, j, !*some ? x : subtracts ? so_far - x : so_far + x);
            *some = true;
        }
    ravel_array *from = open_place(in, 3), *where = mask ? open_place(mask, 3) : NULL, *to = open_place(out, kept);
    ck_assert_int_eq(
        ravel_reduce(context, find(subtracts ? "subtract" : "sum"), from, n_axes, axes, where, NULL, 0, to), RAVEL_OK);
    ck_assert_mem_eq(memory, expected, sizeof memory);
    end(from);
    end(where);
    end(to);
}

static void accumulate(const place *in, const place *out, int32_t axis)
{
    fill(in);
    for (int64_t i = 0; i < ROWS; i++)
        for (int64_t j = 0; j < COLUMNS; j++) {
            const bool first = (axis == 0 ? i : j) == 0;
            const double so_far = first ? 0 : load(expected, out, axis == 0 ? i - 1 : i, axis == 0 ? j : j - 1);
            store(expected, out, i, j, so_far + load(before, in, i, j));
        }
    ravel_array *from = open_place(in, 3), *to = open_place(out, 3);
    ck_assert_int_eq(ravel_accumulate(context, find("cumulative_sum"), from, axis, 0, to), RAVEL_OK);
    ck_assert_mem_eq(memory, expected, sizeof memory);
    end(from);
    end(to);
}

/* Inputs of either size and order in the middle of the memory. */
static place input(int32_t which)
{
    const int32_t dtype = which & 1 ? RAVEL_FLOAT32 : RAVEL_FLOAT64;
    const int64_t itemsize = (int64_t)oracle_itemsizes[dtype], offset = 8 * ROWS * COLUMNS;
    if (which & 2)
        return (place){dtype, offset, {itemsize, ROWS * itemsize}};
    return (place){dtype, offset, {COLUMNS * itemsize, itemsize}};
}

START_TEST(reduced_into_the_input_or_the_mask)
{
    const place in = input(_i >> 1);
    ck_assert_int_eq(ravel_context_set_threads(context, _i % 2 ? 3 : 1), RAVEL_OK);
    static const int64_t shifts[] = {-200, -8, -3, 0, 4, 8, 1000, 4 * ROWS * COLUMNS};
    static const int64_t strides[] = {8, -8, 24};
    for (size_t k = 0; k < sizeof shifts / sizeof *shifts * 3; k++)
        for (uint32_t kept = 0; kept < 4; kept++) {
            const int64_t step = strides[k % 3], shift = in.offset + shifts[k / 3] + (step < 0 ? 8 * 300 : 0);
            place out = {RAVEL_FLOAT64, shift, {kept & 1 ? step : 0, kept & 2 ? step : 0}};
            if (kept == 3) { /* nothing is folded: a copy */
                out.strides[0] = 8 * COLUMNS;
                out.strides[1] = 8;
            }
            const place mask = {RAVEL_BOOL, shift - 100, {COLUMNS, 1}};
            reduce(&in, NULL, &out, kept, false);
            reduce(&in, NULL, &out, kept, true);
            reduce(&in, &mask, &out, kept, false);
        }
}
END_TEST

START_TEST(accumulated_into_the_input)
{
    const place in = input(_i >> 1);
    ck_assert_int_eq(ravel_context_set_threads(context, _i % 2 ? 3 : 1), RAVEL_OK);
    static const int64_t shifts[] = {-8 * COLUMNS, -200, -8, -3, 0, 4, 8, 8 * COLUMNS + 8};
    for (size_t k = 0; k < sizeof shifts / sizeof *shifts; k++)
        for (int32_t axis = 0; axis < 2; axis++) {
            const place straight = {RAVEL_FLOAT64, in.offset + shifts[k], {8 * COLUMNS, 8}};
            const place turned = {RAVEL_FLOAT64, in.offset + shifts[k], {8, 8 * ROWS}};
            accumulate(&in, &straight, axis);
            accumulate(&in, &turned, axis);
        }
}
END_TEST

/* A line of n elements of the memory. */
static ravel_array *line(int32_t dtype, int32_t ndim, int64_t n, int64_t stride, uint64_t flags)
{
    const int64_t shape[] = {n, 1}, strides[] = {stride, stride};
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof memory, 0, dtype, ndim, shape, strides,
                                        RAVEL_WRITEABLE | flags, &array),
                     RAVEL_OK);
    return array;
}

/* An output that is exactly the input takes no scratch memory; one that only begins there does. */
START_TEST(in_place_is_without_scratch)
{
    static const struct {
        int32_t dtype;
        int64_t stride;
        uint64_t flags;
        ravel_status status;
    } outputs[] = {{RAVEL_FLOAT64, 8, 0, RAVEL_OK},
                   {RAVEL_FLOAT64, 16, 0, RAVEL_SCRATCH_LIMIT},
                   {RAVEL_COMPLEX128, 16, 0, RAVEL_SCRATCH_LIMIT},
                   {RAVEL_COMPLEX64, 8, 0, RAVEL_SCRATCH_LIMIT},
                   {RAVEL_FLOAT64, 8, RAVEL_SWAPPED, RAVEL_SCRATCH_LIMIT}};
    const int32_t last = 1;
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        for (int32_t accumulates = 0; accumulates < 2; accumulates++) {
            const place where = {RAVEL_FLOAT64, 0, {8 * COLUMNS, 8}};
            fill(&where);
            const uint64_t options = RAVEL_OPTION_NO_SCRATCH | RAVEL_OPTION_CASTING_SAME_KIND;
            ravel_array *in = line(RAVEL_FLOAT64, 2, 3, 8, 0);
            ravel_array *out = line(outputs[i].dtype, accumulates ? 2 : 1, 3, outputs[i].stride, outputs[i].flags);
            const ravel_status status =
                accumulates ? ravel_accumulate(context, find("cumulative_sum"), in, 1, options, out)
                            : ravel_reduce(context, find("sum"), in, 1, &last, NULL, NULL, options, out);
            ck_assert_int_eq(status, outputs[i].status);
            ck_assert_mem_eq(memory, before, sizeof memory);
            end(in);
            end(out);
        }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduce_memory");
    TCase *tests = tcase_create("reduce_memory");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, reduced_into_the_input_or_the_mask, 0, 8);
    tcase_add_loop_test(tests, accumulated_into_the_input, 0, 8);
    tcase_add_test(tests, in_place_is_without_scratch);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
