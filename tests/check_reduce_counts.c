/* check_reduce_counts.c: count_nonzero: what counts, what it refuses, and what it makes of nothing. That it does it in
 * every layout is the battery's business. */
#include "support/one_context.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/statistics.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 3, COLUMNS = 4, N = ROWS * COLUMNS };

static int64_t count(ravel_context *with, void *memory, size_t nbytes, int32_t dtype, int64_t n, uint64_t flags)
{
    int64_t result = -1;
    ravel_array *in = make(memory, nbytes, dtype, 1, &n, flags);
    ravel_array *out = make(&result, sizeof result, RAVEL_INT64, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_count_nonzero(with, in, 0, NULL, 0, out), RAVEL_OK);
    end(in);
    end(out);
    return result;
}

START_TEST(nan_counts_and_no_zero_does)
{
    double reals[] = {0.0, -0.0, NAN, -INFINITY, 5e-324, 1};
    float singles[] = {0.0F, -0.0F, NAN, 1e-45F};
    double parts[] = {0.0, -0.0, -0.0, 1, NAN, 0, 2, 3};
    uint16_t halves[] = {0, 0x8000, 1, 0x7e00, 0x3c00};
    int64_t integers[] = {0, INT64_MIN, INT64_C(1) << 32, 0};
    uint8_t truths[] = {0, 1, 0x80, 0xff, 0};
    for (int32_t without = 0; without < 2; without++) {
        ravel_context *const with = without ? NULL : context;
        for (uint64_t swapped = 0; swapped <= RAVEL_SWAPPED; swapped += RAVEL_SWAPPED) {
            /* The other way round the bytes of -0 are those of a tiny number. */
            ck_assert_int_eq(count(with, reals, sizeof reals, RAVEL_FLOAT64, 6, swapped), swapped ? 5 : 4);
            ck_assert_int_eq(count(with, integers, sizeof integers, RAVEL_INT64, 4, swapped), 2);
        }
        ck_assert_int_eq(count(with, singles, sizeof singles, RAVEL_FLOAT32, 4, 0), 2);
        ck_assert_int_eq(count(with, parts, sizeof parts, RAVEL_COMPLEX128, 4, 0), 3);
        ck_assert_int_eq(count(with, halves, sizeof halves, RAVEL_FLOAT16, 5, 0), 3);
        ck_assert_int_eq(count(with, halves, sizeof halves, RAVEL_BFLOAT16, 5, 0), 3);
        ck_assert_int_eq(count(with, truths, sizeof truths, RAVEL_BOOL, 5, 0), 3);
        ck_assert_int_eq(count(with, truths, sizeof truths, RAVEL_INT8, 5, 0), 3);
        ck_assert_int_eq(count(with, truths, sizeof truths, RAVEL_UINT8, 5, 0), 3);
        ck_assert_int_eq(count(with, truths, sizeof truths, RAVEL_BOOL, 0, 0), 0);
    }
}
END_TEST

/* More than a lane of bytes can hold, in each lane. */
START_TEST(long_rows_and_columns_do_not_overflow)
{
    enum { LENGTH = 3 * 32640 + 77, WIDTH = 3 };
    uint8_t *memory = malloc((size_t)LENGTH * WIDTH);
    const int64_t shape[] = {LENGTH, WIDTH};
    const int32_t axis = 0;
    int64_t results[WIDTH];
    memset(memory, 0xff, (size_t)LENGTH * WIDTH);
    for (int32_t dtype = 0; dtype < 2; dtype++) {
        const int32_t given = dtype ? RAVEL_BOOL : RAVEL_INT8;
        ck_assert_int_eq(count(context, memory, (size_t)LENGTH * WIDTH, given, LENGTH * WIDTH, 0), LENGTH * WIDTH);
        ravel_array *in = make(memory, (size_t)LENGTH * WIDTH, given, 2, shape, 0);
        ravel_array *out = make(results, sizeof results, RAVEL_INT64, 1, &shape[1], RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_count_nonzero(context, in, 1, &axis, 0, out), RAVEL_OK);
        for (int32_t i = 0; i < WIDTH; i++)
            ck_assert_int_eq(results[i], LENGTH);
        end(in);
        end(out);
    }
    free(memory);
}
END_TEST

START_TEST(counts_want_an_output_that_holds_them)
{
    static const int64_t shape[] = {ROWS, COLUMNS}, kept[] = {ROWS}, wrong[] = {COLUMNS};
    static const int32_t axis = -1;
    double in_memory[N] = {1, 0, 2, NAN}, out_memory[N], before[N];
    memset(out_memory, 0x5a, sizeof out_memory);
    memcpy(before, out_memory, sizeof before);
    ravel_array *in = make(in_memory, sizeof in_memory, RAVEL_FLOAT64, 2, shape, 0);
    ravel_array *narrow = make(out_memory, sizeof out_memory, RAVEL_INT32, 1, kept, RAVEL_WRITEABLE);
    ravel_array *wide = make(out_memory, sizeof out_memory, RAVEL_FLOAT64, 1, kept, RAVEL_WRITEABLE);
    ravel_array *readable = make(out_memory, sizeof out_memory, RAVEL_INT64, 1, kept, 0);
    ravel_array *long_one = make(out_memory, sizeof out_memory, RAVEL_INT64, 1, wrong, RAVEL_WRITEABLE);
    static const char name[] = "ravel_count_nonzero";
    wrong_call_expect(context, ravel_count_nonzero(context, in, 1, &axis, 0, narrow), RAVEL_CASTING_FORBIDDEN, name,
                      "output has dtype int32", 1);
    wrong_call_expect(context, ravel_count_nonzero(context, in, 1, &axis, 0, readable), RAVEL_READ_ONLY, name, "output",
                      1);
    wrong_call_expect(context, ravel_count_nonzero(context, in, 1, &axis, 0, long_one), RAVEL_SHAPE_MISMATCH, name,
                      "output has shape (4,)", 1);
    ravel_array *start = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_INT64, &shape[0], 0, &start), RAVEL_OK);
    wrong_call_expect(context, ravel_reduce(context, find("count_nonzero"), in, 1, &axis, NULL, start, 0, long_one),
                      RAVEL_SHAPE_MISMATCH, "ravel_reduce", "output", 1);
    wrong_call_expect(context, ravel_reduce(context, find("count_nonzero"), in, 1, &axis, NULL, start, 0, wide),
                      RAVEL_INVALID_ARGUMENT, "ravel_reduce", "count_nonzero takes no initial value", 3);
    wrong_call_expect(context, ravel_accumulate(context, find("count_nonzero"), in, 0, 0, wide), RAVEL_WRONG_VERB,
                      "ravel_accumulate", "count_nonzero is not for accumulate", -1);
    ck_assert_mem_eq(out_memory, before, sizeof before);
    ck_assert_int_eq(ravel_count_nonzero(context, in, 1, &axis, RAVEL_OPTION_CASTING_SAME_KIND, narrow), RAVEL_OK);
    int32_t narrowed;
    memcpy(&narrowed, out_memory, sizeof narrowed);
    ck_assert_int_eq(narrowed, 3);
    ck_assert_int_eq(ravel_count_nonzero(context, in, 1, &axis, 0, wide), RAVEL_OK);
    ck_assert_double_eq(out_memory[0], 3);
    ck_assert_double_eq(out_memory[1], 0);
    ravel_array *const handles[] = {in, narrow, wide, readable, long_one, start};
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
        end(handles[i]);
}
END_TEST

/* Of no elements 0; of all masked ones 0; an output in the input's place is computed as if from a copy. */
START_TEST(counts_of_nothing_and_over_the_input)
{
    static const int64_t shape[] = {ROWS, 0, 2}, kept[] = {ROWS, 2}, square[] = {4, 4}, line[] = {4};
    static const int32_t axes[] = {1, 0};
    int64_t results[ROWS * 2], memory[16];
    unsigned char mask_memory[16] = {0};
    memset(results, 0x5a, sizeof results);
    ravel_array *in = make(memory, sizeof memory, RAVEL_INT64, 3, shape, 0);
    ravel_array *out = make(results, sizeof results, RAVEL_INT64, 2, kept, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_count_nonzero(context, in, 1, axes, 0, out), RAVEL_OK);
    for (int32_t i = 0; i < ROWS * 2; i++)
        ck_assert_int_eq(results[i], 0);
    end(in);
    end(out);
    for (int32_t i = 0; i < 16; i++)
        memory[i] = i % 3;
    in = make(memory, sizeof memory, RAVEL_INT64, 2, square, 0);
    out = make(memory, sizeof memory, RAVEL_INT64, 1, line, RAVEL_WRITEABLE);
    ravel_array *mask = make(mask_memory, sizeof mask_memory, RAVEL_BOOL, 2, square, 0);
    ck_assert_int_eq(ravel_count_nonzero(context, in, 1, axes, 0, out), RAVEL_OK);
    for (int32_t i = 0; i < 4; i++)
        ck_assert_int_eq(memory[i], i % 3 == 0 ? 2 : 3);
    ck_assert_int_eq(ravel_reduce(context, find("count_nonzero"), in, 1, axes, mask, NULL, 0, out), RAVEL_OK);
    for (int32_t i = 0; i < 4; i++)
        ck_assert_int_eq(memory[i], 0);
    end(in);
    end(out);
    end(mask);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduce_counts");
    TCase *tests = tcase_create("count_nonzero");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, nan_counts_and_no_zero_does);
    tcase_add_test(tests, long_rows_and_columns_do_not_overflow);
    tcase_add_test(tests, counts_want_an_output_that_holds_them);
    tcase_add_test(tests, counts_of_nothing_and_over_the_input);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
