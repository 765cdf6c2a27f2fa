/* check_kernel_operands.c: what a user's loop is given, and what becomes of what it writes: no operand shares memory
 * with another, outputs may be absent, bools become 0 and 1, and a mask may be an output. */
#include "oracle.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <ravel/apply.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 48, COLUMNS = 80, ROOM = 3 * ROWS * COLUMNS };

static ravel_context *context;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* A view of memory: two axes; where the first element lies and the strides count elements. */
typedef struct view {
    int64_t start, strides[2];
} view;

static const view rows = {0, {COLUMNS, 1}}, next = {1, {COLUMNS, 1}}, turned = {0, {1, ROWS}},
                  backwards = {ROWS * COLUMNS - 1, {-COLUMNS, -1}}, sparse = {3, {2 * COLUMNS, 2}},
                  one_row = {COLUMNS, {0, 1}}, one_column = {2, {COLUMNS, 0}}, one_element = {5, {0, 0}};

static int64_t place(const view *where, int64_t i, int64_t j)
{
    return where->start + i * where->strides[0] + j * where->strides[1];
}

static ravel_array *open_view(void *memory, int32_t dtype, const view *where, uint64_t flags)
{
    static const int64_t shape[] = {ROWS, COLUMNS};
    const int64_t itemsize = (int64_t)oracle_itemsizes[dtype];
    const int64_t strides[] = {where->strides[0] * itemsize, where->strides[1] * itemsize};
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, (size_t)(ROOM * itemsize), where->start * itemsize, dtype, 2,
                                        shape, strides, flags, &array),
                     RAVEL_OK);
    return array;
}

static void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

static const ravel_kernel *make(int32_t n_in, int32_t n_out, const int32_t *dtypes, ravel_kernel_fn loop, void *user,
                                uint64_t flags)
{
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(
        ravel_kernel_create(context, "mine", n_in, n_out, 1, dtypes, &loop, user, NULL, flags, NULL, &kernel),
        RAVEL_OK);
    return kernel;
}

static void finish(const ravel_kernel *kernel)
{
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}

/* ---- no aliases ---- */

typedef struct seen {
    int64_t n_calls, n_aliases;
    bool in_place; /* the output may be one of the inputs */
} seen;

static bool share(const int32_t *a, const int32_t *b, size_t n)
{
    return (uintptr_t)a < (uintptr_t)(b + n) && (uintptr_t)b < (uintptr_t)(a + n);
}

/* 100 a + 10 b + c. */
static int32_t weigh(size_t n, const void *const *in, void *const *out, void *user)
{
    seen *record = user;
    const int32_t *a = in[0], *b = in[1], *c = in[2];
    int32_t *result = out[0];
    record->n_calls++;
    record->n_aliases += share(a, b, n) || share(a, c, n) || share(b, c, n);
    for (int32_t k = 0; k < 3; k++)
        record->n_aliases += share(in[k], result, n) && !(record->in_place && in[k] == out[0]);
    for (size_t i = 0; i < n; i++)
        result[i] = 100 * a[i] + 10 * b[i] + c[i];
    return 0;
}

/* All inputs and the output are views of the same memory, or the output is apart from them. */
static void weigh_views(const ravel_kernel *kernel, seen *record, const view *const *in, const view *out, bool apart)
{
    static int32_t memory[2][ROOM], expected[2][ROOM];
    int32_t *to = memory[apart], *wanted = expected[apart];
    for (int32_t i = 0; i < ROOM; i++)
        memory[0][i] = expected[0][i] = i * 7919 % 1009, memory[1][i] = expected[1][i] = -i;
    for (int64_t i = 0; i < ROWS; i++)
        for (int64_t j = 0; j < COLUMNS; j++)
            wanted[place(out, i, j)] = 100 * memory[0][place(in[0], i, j)] + 10 * memory[0][place(in[1], i, j)] +
                                       memory[0][place(in[2], i, j)];
    ravel_array *const arrays[] = {open_view(memory[0], RAVEL_INT32, in[0], 0),
                                   open_view(memory[0], RAVEL_INT32, in[1], 0),
                                   open_view(memory[0], RAVEL_INT32, in[2], 0)};
    ravel_array *result = open_view(to, RAVEL_INT32, out, RAVEL_WRITEABLE);
    const int64_t n_calls = record->n_calls;
    ck_assert_int_eq(ravel_apply(context, kernel, 3, (const ravel_array *const *)arrays, NULL, 0, 1, &result),
                     RAVEL_OK);
    ck_assert_mem_eq(memory, expected, sizeof memory);
    ck_assert_int_gt(record->n_calls, n_calls);
    ck_assert_int_eq(record->n_aliases, 0);
    for (int32_t k = 0; k < 3; k++)
        end(arrays[k]);
    end(result);
}

START_TEST(no_operand_shares_memory_with_another)
{
    static const int32_t dtypes[] = {RAVEL_INT32, RAVEL_INT32, RAVEL_INT32, RAVEL_INT32};
    static const view *const inputs[] = {&rows,   &next,    &turned,     &backwards,
                                         &sparse, &one_row, &one_column, &one_element};
    static const view *const outputs[] = {&rows, &next, &turned, &backwards, &sparse};
    for (uint64_t flags = 0; flags <= RAVEL_KERNEL_IN_PLACE; flags += RAVEL_KERNEL_IN_PLACE) {
        seen record = {.in_place = flags != 0};
        const ravel_kernel *kernel = make(3, 1, dtypes, weigh, &record, flags);
        for (int32_t i = 0; i < 8 * 8 * 8; i++) {
            const view *const in[] = {inputs[i & 7], inputs[i >> 3 & 7], inputs[i >> 6]};
            weigh_views(kernel, &record, in, outputs[i % 5], false);
            weigh_views(kernel, &record, in, outputs[i % 5], true);
        }
        finish(kernel);
    }
}
END_TEST

/* ---- bools ---- */

static int32_t write_the_byte(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    memcpy(out[0], in[0], n);
    return 0;
}

/* Whatever bytes a loop writes as bools, memory gets 0 and 1. */
START_TEST(bools_become_0_and_1)
{
    static const int32_t dtypes[] = {RAVEL_UINT8, RAVEL_BOOL};
    static const view *const outputs[] = {&rows, &turned, &backwards, &sparse};
    static unsigned char numbers[ROOM], results[ROOM], masks[ROOM], expected[ROOM];
    const ravel_kernel *kernel = make(1, 1, dtypes, write_the_byte, NULL, 0);
    ravel_array *const in = open_view(numbers, RAVEL_UINT8, &rows, 0);
    ravel_array *const mask = open_view(masks, RAVEL_BOOL, &rows, 0);
    for (int32_t i = 0; i < ROOM; i++) {
        numbers[i] = (unsigned char)(i * 5);
        masks[i] = (unsigned char)(i % 3 * 77);
    }
    for (int32_t i = 0; i < 16; i++) {
        const bool masked = i & 1, without_context = i & 2;
        const view *to = outputs[i >> 2];
        memset(results, 0xA5, sizeof results);
        memset(expected, 0xA5, sizeof expected);
        for (int64_t row = 0; row < ROWS; row++)
            for (int64_t column = 0; column < COLUMNS; column++)
                if (!masked || masks[place(&rows, row, column)])
                    expected[place(to, row, column)] = numbers[place(&rows, row, column)] != 0;
        ravel_array *out = open_view(results, RAVEL_BOOL, to, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_apply(without_context ? NULL : context, kernel, 1, (const ravel_array *[]){in},
                                     masked ? mask : NULL, 0, 1, &out),
                         RAVEL_OK);
        ck_assert_mem_eq(results, expected, sizeof results);
        end(out);
    }
    end(in);
    end(mask);
    finish(kernel);
}
END_TEST

/* ---- two outputs ---- */

/* Whether a number is odd, and its half. */
static int32_t halve(size_t n, const void *const *in, void *const *out, void *user)
{
    const uint8_t *a = in[0];
    uint8_t *odd = out[0], *half = out[1];
    (void)user;
    for (size_t i = 0; i < n; i++) {
        odd[i] = a[i] & 1;
        half[i] = a[i] >> 1;
    }
    return 0;
}

static const int32_t dtypes_of_halve[] = {RAVEL_UINT8, RAVEL_BOOL, RAVEL_UINT8};

/* The mask is read until the last output is stored, wherever and however it lies. */
START_TEST(a_mask_may_be_an_output)
{
    static const view *const views[] = {&rows, &turned, &backwards, &sparse};
    static unsigned char numbers[ROOM], masks[ROOM], masks_expected[ROOM], halves[ROOM], halves_expected[ROOM];
    const ravel_kernel *kernel = make(1, 2, dtypes_of_halve, halve, NULL, 0);
    for (int32_t i = 0; i < 4 * 4 * 2; i++) {
        const view *from = views[i & 3], *mask = views[i >> 2 & 3];
        ravel_context *const where = i & 16 ? context : NULL;
        for (int32_t k = 0; k < ROOM; k++) {
            numbers[k] = (unsigned char)(k * 37 >> 2);
            masks[k] = masks_expected[k] = k % 5 < 3;
            halves[k] = halves_expected[k] = 0xA5;
        }
        for (int64_t row = 0; row < ROWS; row++)
            for (int64_t column = 0; column < COLUMNS; column++) {
                const uint8_t number = numbers[place(from, row, column)];
                const int64_t at = place(mask, row, column);
                halves_expected[place(&rows, row, column)] = masks[at] ? number >> 1 : 0xA5;
                masks_expected[at] = masks[at] ? number & 1 : 0;
            }
        ravel_array *const in = open_view(numbers, RAVEL_UINT8, from, 0);
        ravel_array *const outputs[] = {open_view(masks, RAVEL_BOOL, mask, RAVEL_WRITEABLE),
                                        open_view(halves, RAVEL_UINT8, &rows, RAVEL_WRITEABLE)};
        ck_assert_int_eq(ravel_apply(where, kernel, 1, (const ravel_array *[]){in}, outputs[0], 0, 2, outputs),
                         RAVEL_OK);
        ck_assert_mem_eq(halves, halves_expected, sizeof halves);
        ck_assert_mem_eq(masks, masks_expected, sizeof masks);
        end(in);
        end(outputs[0]);
        end(outputs[1]);
    }
    finish(kernel);
}
END_TEST

/* An output that nobody wants, while the others lie backwards: only a sanitizer tells of an address made from NULL. */
START_TEST(an_output_may_be_absent_whichever_way_the_others_lie)
{
    static const view *const views[] = {&rows, &turned, &backwards, &sparse};
    static unsigned char numbers[ROOM], results[ROOM], expected[ROOM];
    const ravel_kernel *kernel = make(1, 2, dtypes_of_halve, halve, NULL, 0);
    for (int32_t k = 0; k < ROOM; k++)
        numbers[k] = (unsigned char)(k * 37 >> 2);
    for (int32_t i = 0; i < 4 * 4 * 2 * 2; i++) {
        const view *from = views[i & 3], *to = views[i >> 2 & 3];
        const int32_t wanted = i >> 4 & 1;
        memset(results, 0xA5, sizeof results);
        memset(expected, 0xA5, sizeof expected);
        for (int64_t row = 0; row < ROWS; row++)
            for (int64_t column = 0; column < COLUMNS; column++) {
                const uint8_t number = numbers[place(from, row, column)];
                expected[place(to, row, column)] = wanted ? number >> 1 : number & 1;
            }
        ravel_array *const in = open_view(numbers, RAVEL_UINT8, from, 0);
        ravel_array *outputs[] = {NULL, NULL};
        outputs[wanted] = open_view(results, dtypes_of_halve[1 + wanted], to, RAVEL_WRITEABLE);
        ck_assert_int_eq(
            ravel_apply(i & 32 ? context : NULL, kernel, 1, (const ravel_array *[]){in}, NULL, 0, 2, outputs),
            RAVEL_OK);
        ck_assert_mem_eq(results, expected, sizeof results);
        end(in);
        end(outputs[wanted]);
    }
    finish(kernel);
}
END_TEST

/* ---- many operands ---- */

static double value_of(int32_t dtype, const void *element)
{
    const oracle_value value = oracle_load(dtype, element, false);
    return oracle_kinds[dtype] == RAVEL_KIND_FLOAT || oracle_kinds[dtype] == RAVEL_KIND_COMPLEX ? value.real
                                                                                                : (double)value.integer;
}

/* The sum of (k + 1) times input k, as a complex128; user: the dtypes. */
static int32_t weigh_many(size_t n, const void *const *in, void *const *out, void *user)
{
    const int32_t *dtypes = user;
    double *result = out[0];
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (int32_t k = 0; k < RAVEL_MAX_OPERANDS - 1; k++)
            sum += (k + 1) * value_of(dtypes[k], (const char *)in[k] + i * oracle_itemsizes[dtypes[k]]);
        result[2 * i] = sum;
        result[2 * i + 1] = 0;
    }
    return 0;
}

enum { SIDE = 45, MANY = SIDE * SIDE };

/* Seven inputs of some dtypes, for a loop of other dtypes. */
typedef struct many {
    int32_t arrays[7], loop[8];
    bool swapped, unaligned, masked, turned;
} many;

/* Elements of SIDE × SIDE, from byte `offset` on; the operand's parts swapped by the test's own hand. */
static ravel_array *open_many(unsigned char *memory, size_t nbytes, int32_t dtype, const many *call, bool turn,
                              uint64_t flags)
{
    static const int64_t shape[] = {SIDE, SIDE};
    const int64_t step = 2 * (int64_t)oracle_itemsizes[dtype] + call->unaligned;
    const int64_t strides[] = {turn ? step : SIDE * step, turn ? SIDE * step : step};
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, nbytes, call->unaligned, dtype, 2, shape, strides,
                                        flags | (call->swapped ? RAVEL_SWAPPED : 0), &array),
                     RAVEL_OK);
    return array;
}

static unsigned char *element_of(unsigned char *memory, int32_t dtype, const many *call, bool turn, int32_t i)
{
    const size_t step = 2 * oracle_itemsizes[dtype] + call->unaligned;
    return memory + call->unaligned + (size_t)(turn ? i % SIDE * SIDE + i / SIDE : i) * step;
}

static void run_many(const many *call, ravel_context *where)
{
    static unsigned char memory[9][MANY * 33 + 1];
    int32_t loop[8];
    double expected[MANY];
    ravel_array *arrays[9];
    memcpy(loop, call->loop, sizeof loop);
    const ravel_kernel *kernel = make(7, 1, loop, weigh_many, loop, 0);
    memset(expected, 0, sizeof expected);
    memset(memory[7], 0xA5, sizeof memory[7]);
    for (int32_t k = 0; k < 7; k++) {
        const int32_t dtype = call->arrays[k];
        const bool turn = call->turned && k % 2 == 1, is_float = oracle_kinds[dtype] >= RAVEL_KIND_FLOAT;
        for (int32_t i = 0; i < MANY; i++) {
            const int32_t value = (i * (k + 3) + k) % 97;
            oracle_store(is_float ? oracle_float(dtype, value, 0) : oracle_integer(dtype, value),
                         element_of(memory[k], dtype, call, turn, i), call->swapped && oracle_part_sizes[dtype] > 1);
            expected[i] += (k + 1) * value;
        }
        arrays[k] = open_many(memory[k], sizeof memory[k], dtype, call, turn, 0);
    }
    for (int32_t i = 0; i < MANY; i++)
        *element_of(memory[8], RAVEL_BOOL, call, false, i) = i % 3 == 0;
    arrays[7] = open_many(memory[7], sizeof memory[7], RAVEL_COMPLEX128, call, false, RAVEL_WRITEABLE);
    arrays[8] = open_many(memory[8], sizeof memory[8], RAVEL_BOOL, call, false, 0);
    ck_assert_int_eq(ravel_apply(where, kernel, 7, (const ravel_array *const *)arrays, call->masked ? arrays[8] : NULL,
                                 0, 1, &arrays[7]),
                     RAVEL_OK);
    for (int32_t i = 0; i < MANY; i++) {
        unsigned char wanted[16];
        memset(wanted, 0xA5, sizeof wanted);
        if (!call->masked || i % 3 == 0)
            oracle_store(oracle_float(RAVEL_COMPLEX128, expected[i], 0), wanted, call->swapped);
        ck_assert_mem_eq(element_of(memory[7], RAVEL_COMPLEX128, call, false, i), wanted, 16);
    }
    for (int32_t k = 0; k < 9; k++)
        end(arrays[k]);
    finish(kernel);
}

#define SEVEN(dtype)                                    \
    {                                                   \
        dtype, dtype, dtype, dtype, dtype, dtype, dtype \
    }
#define EIGHT(dtype)                                                      \
    {                                                                     \
        dtype, dtype, dtype, dtype, dtype, dtype, dtype, RAVEL_COMPLEX128 \
    }

/* As many blocks as a call may need, of which a call without a context has few bytes. In the last row their sizes fill
 * those bytes to the last one, so that there is none for what aligns them. */
START_TEST(many_operands_fit_little_memory)
{
    static const struct {
        int32_t arrays[7], loop[8];
    } dtypes[] = {
        {SEVEN(RAVEL_FLOAT64), EIGHT(RAVEL_COMPLEX128)},
        {SEVEN(RAVEL_COMPLEX128), EIGHT(RAVEL_COMPLEX128)},
        {SEVEN(RAVEL_INT16), EIGHT(RAVEL_INT16)},
        {SEVEN(RAVEL_UINT8), EIGHT(RAVEL_FLOAT32)},
        {{RAVEL_UINT8, RAVEL_INT16, RAVEL_FLOAT32, RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64},
         {RAVEL_UINT8, RAVEL_INT16, RAVEL_FLOAT32, RAVEL_FLOAT64, RAVEL_COMPLEX128, RAVEL_COMPLEX128, RAVEL_COMPLEX128,
          RAVEL_COMPLEX128}}};
    for (size_t i = 0; i < sizeof dtypes / sizeof *dtypes; i++)
        for (int32_t how = 0; how < 32; how++) {
            many call = {.swapped = how & 1, .unaligned = how & 2, .masked = how & 4, .turned = how & 8};
            memcpy(call.arrays, dtypes[i].arrays, sizeof call.arrays);
            memcpy(call.loop, dtypes[i].loop, sizeof call.loop);
            run_many(&call, how & 16 ? context : NULL);
        }
}
END_TEST

/* ---- no elements ---- */

static int32_t refuse(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)n;
    (void)in;
    (void)out;
    (void)user;
    return -7;
}

/* `initial` is joined with the identity, by the loop. */
START_TEST(a_loop_may_fail_over_no_elements)
{
    static const int32_t dtypes[] = {RAVEL_INT32, RAVEL_INT32, RAVEL_INT32};
    static const int64_t shape[] = {0, 1};
    static int32_t memory[1];
    const ravel_kernel_fn loop = refuse;
    const ravel_kernel *kernel = NULL;
    ravel_array *initial = NULL, *none = NULL, *total = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_INT32, memory, 0, &initial), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, 4, 0, RAVEL_INT32, 1, shape, NULL, 0, &none), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, memory, 4, 0, RAVEL_INT32, 1, shape + 1, NULL, RAVEL_WRITEABLE, &total),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_create(context, "no", 2, 1, 1, dtypes, &loop, NULL, NULL, 0, initial, &kernel),
                     RAVEL_OK);
    wrong_call_expect(context,
                      ravel_reduce(context, kernel, none, 0, NULL, NULL, initial, RAVEL_OPTION_KEEP_DIMS, total),
                      RAVEL_KERNEL_FAILED, "ravel_reduce", "the loop of the kernel no returned -7", -1);
    end(none);
    end(total);
    end(initial);
    finish(kernel);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kernel_operands");
    TCase *tests = tcase_create("kernel_operands");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, no_operand_shares_memory_with_another);
    tcase_add_test(tests, bools_become_0_and_1);
    tcase_add_test(tests, a_mask_may_be_an_output);
    tcase_add_test(tests, an_output_may_be_absent_whichever_way_the_others_lie);
    tcase_add_test(tests, many_operands_fit_little_memory);
    tcase_add_test(tests, a_loop_may_fail_over_no_elements);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
