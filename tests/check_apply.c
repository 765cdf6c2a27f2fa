/* check_apply.c: every mistake in a call of ravel_apply is the status that it should be, says so, and writes nothing.
 */
#include "oracle.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/elementwise.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A call that is right, to be made wrong in one place. */
typedef struct apply_call {
    const ravel_kernel *kernel;
    int32_t n_in;
    const ravel_array *in[3];
    const ravel_array *where;
    uint64_t options;
    int32_t n_out;
    ravel_array *out[2];
} apply_call;

enum { N = 6 };

static ravel_context *context;
static double x_memory[N], y_memory[N], out_memory[2 * N], out_before[2 * N];
static unsigned char mask_memory[N];
static ravel_array *x, *y, *out, *mask;
static const ravel_kernel *add, *copy, *full;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    for (int32_t i = 0; i < N; i++) {
        x_memory[i] = i;
        y_memory[i] = 10 * i;
        mask_memory[i] = 1;
    }
    for (int32_t i = 0; i < 2 * N; i++)
        out_memory[i] = out_before[i] = 0.5 + i;
    x = wrong_call_line(x_memory, N, RAVEL_FLOAT64, 0);
    y = wrong_call_line(y_memory, N, RAVEL_FLOAT64, 0);
    out = wrong_call_line(out_memory, N, RAVEL_FLOAT64, RAVEL_WRITEABLE);
    mask = wrong_call_line(mask_memory, N, RAVEL_BOOL, 0);
    ck_assert_int_eq(ravel_kernel_find(context, "add", &add), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, "copy", &copy), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, "full", &full), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_array_destroy(x), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(y), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(mask), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static apply_call right(void)
{
    return (apply_call){.kernel = add, .n_in = 2, .in = {x, y}, .where = mask, .n_out = 1, .out = {out}};
}

static ravel_status run(const apply_call *call)
{
    return ravel_apply(context, call->kernel, call->n_in, call->in, call->where, call->options, call->n_out, call->out);
}

/* The call answers so, with and without a context, and the scratch query too; nothing is written. */
static void expect(const apply_call *call, ravel_status expected, const char *word, int32_t argument)
{
    size_t nbytes = 77;
    wrong_call_expect(context, run(call), expected, "ravel_apply", word, argument);
    wrong_call_expect(context,
                      ravel_apply_scratch(context, call->kernel, call->n_in, call->in, call->where, call->options,
                                          call->n_out, call->out, &nbytes),
                      expected, "ravel_apply_scratch", word, argument);
    ck_assert_uint_eq(nbytes, 77);
    ck_assert_int_eq(
        ravel_apply(NULL, call->kernel, call->n_in, call->in, call->where, call->options, call->n_out, call->out),
        expected);
    ck_assert_mem_eq(out_memory, out_before, sizeof out_memory);
}

static ravel_array *make(void *memory, size_t nbytes, int32_t dtype, int32_t ndim, const int64_t *shape,
                         const int64_t *strides, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, nbytes, 0, dtype, ndim, shape, strides, flags, &array), RAVEL_OK);
    return array;
}

START_TEST(a_right_call_is_right)
{
    const apply_call call = right();
    ck_assert_int_eq(run(&call), RAVEL_OK);
    for (int32_t i = 0; i < N; i++)
        ck_assert(out_memory[i] == 11.0 * i);
    ck_assert_mem_eq(out_memory + N, out_before + N, N * sizeof(double));
}
END_TEST

START_TEST(handles_must_be_live_and_of_their_type)
{
    ravel_array *const stale = wrong_call_stale(), *const forged = wrong_call_forged();
    ravel_array *const kernel = (ravel_array *)(uintptr_t)add, *const other = (ravel_array *)(uintptr_t)context;
    const struct {
        ravel_array *handle;
        ravel_status status;
    } wrong[] = {{NULL, RAVEL_NULL_ARGUMENT},
                 {stale, RAVEL_STALE_HANDLE},
                 {forged, RAVEL_FORGED_HANDLE},
                 {kernel, RAVEL_WRONG_HANDLE_TYPE},
                 {other, RAVEL_WRONG_HANDLE_TYPE}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        apply_call call = right();
        call.in[0] = wrong[i].handle;
        expect(&call, wrong[i].status, "input 0", 0);
        call = right();
        call.in[1] = wrong[i].handle;
        expect(&call, wrong[i].status, "input 1", 1);
        call = right();
        call.out[0] = wrong[i].handle;
        expect(&call, wrong[i].status, "output 0", 2);
        if (wrong[i].handle) {
            call = right();
            call.where = wrong[i].handle;
            expect(&call, wrong[i].status, "where", 3);
        }
        if (wrong[i].handle != kernel) {
            call = right();
            call.kernel = (const ravel_kernel *)(uintptr_t)wrong[i].handle;
            expect(&call, wrong[i].status, "kernel", -1);
        }
    }
}
END_TEST

START_TEST(numbers_of_operands_are_the_kernels)
{
    static const int32_t numbers[] = {0, 1, 3, -1, 8, 9, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        apply_call call = right();
        call.n_in = numbers[i];
        expect(&call, RAVEL_WRONG_ARITY, "n_in", -1);
        call = right();
        call.n_out = numbers[i];
        if (numbers[i] != 1)
            expect(&call, RAVEL_WRONG_ARITY, "n_out", -1);
    }
    const apply_call call = right();
    wrong_call_expect(context, ravel_apply(context, add, 2, NULL, NULL, 0, 1, call.out), RAVEL_NULL_ARGUMENT,
                      "ravel_apply", "in is NULL", -1);
    wrong_call_expect(context, ravel_apply(context, add, 2, call.in, NULL, 0, 1, NULL), RAVEL_NULL_ARGUMENT,
                      "ravel_apply", "out is NULL", -1);
    wrong_call_expect(context, ravel_apply(context, full, 1, call.in, NULL, 0, 1, NULL), RAVEL_NULL_ARGUMENT,
                      "ravel_apply", "out is NULL", -1);
}
END_TEST

START_TEST(options_are_known_bits)
{
    for (int32_t bit = 3; bit < 64; bit++) {
        apply_call call = right();
        call.options = UINT64_C(1) << bit;
        if (call.options == RAVEL_OPTION_NO_SCRATCH)
            continue; /* KEEP_DIMS is no option of apply */
        expect(&call, RAVEL_UNKNOWN_FLAG, "options", -1);
    }
    for (uint64_t casting = 5; casting < 8; casting++) {
        apply_call call = right();
        call.options = casting;
        expect(&call, RAVEL_UNKNOWN_FLAG, "options", -1);
    }
}
END_TEST

START_TEST(shapes_must_broadcast)
{
    static const int64_t three[] = {3}, two_by_six[] = {2, 6}, one_by_six[] = {1, 6}, zero[] = {0};
    static double more[12];
    ravel_array *short_one = make(more, sizeof more, RAVEL_FLOAT64, 1, three, NULL, RAVEL_WRITEABLE);
    ravel_array *rows = make(more, sizeof more, RAVEL_FLOAT64, 2, two_by_six, NULL, RAVEL_WRITEABLE);
    ravel_array *row = make(more, sizeof more, RAVEL_FLOAT64, 2, one_by_six, NULL, RAVEL_WRITEABLE);
    ravel_array *empty = make(more, sizeof more, RAVEL_FLOAT64, 1, zero, NULL, RAVEL_WRITEABLE);
    ravel_array *large_mask = make(more, sizeof more, RAVEL_BOOL, 2, two_by_six, NULL, 0);
    ravel_array *short_mask = make(more, sizeof more, RAVEL_BOOL, 1, three, NULL, 0);
    const ravel_array *const bad_inputs[] = {short_one, empty};
    for (size_t i = 0; i < 2; i++) {
        apply_call call = right();
        call.in[1] = bad_inputs[i];
        expect(&call, RAVEL_SHAPE_MISMATCH, "input 1", 1);
    }
    ravel_array *const bad_outputs[] = {short_one, rows, row, empty};
    for (size_t i = 0; i < 4; i++) {
        apply_call call = right();
        call.out[0] = bad_outputs[i];
        expect(&call, RAVEL_SHAPE_MISMATCH, "output 0", 2);
    }
    apply_call call = right();
    call.in[0] = rows; /* the result has two rows, the output has one */
    expect(&call, RAVEL_SHAPE_MISMATCH, "output 0", 2);
    call = right();
    call.where = large_mask; /* a mask does not make the result larger */
    expect(&call, RAVEL_SHAPE_MISMATCH, "where", 3);
    call.where = short_mask;
    expect(&call, RAVEL_SHAPE_MISMATCH, "where", 3);
    call = (apply_call){.kernel = full, .n_in = 1, .in = {rows}, .n_out = 1, .out = {out}};
    expect(&call, RAVEL_SHAPE_MISMATCH, "input 0", 0);
    ravel_array *const all[] = {short_one, rows, row, empty, large_mask, short_mask};
    for (size_t i = 0; i < 6; i++)
        ck_assert_int_eq(ravel_array_destroy(all[i]), RAVEL_OK);
}
END_TEST

START_TEST(the_result_must_fit_an_address)
{
    static const int64_t tall[] = {INT64_C(1) << 40, 1}, wide[] = {INT64_C(1) << 40}, none[] = {0, 0};
    static double one;
    ravel_array *column = make(&one, sizeof one, RAVEL_FLOAT64, 2, tall, none, 0);
    ravel_array *row = make(&one, sizeof one, RAVEL_FLOAT64, 1, wide, none, 0);
    apply_call call = right();
    call.in[0] = column;
    call.in[1] = row;
    expect(&call, RAVEL_SIZE_OVERFLOW, "broadcast shape", -1);
    ck_assert_int_eq(ravel_array_destroy(column), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(row), RAVEL_OK);
}
END_TEST

START_TEST(dtypes_must_meet)
{
    static unsigned char memory[8 * N];
    const ravel_kernel *subtract = NULL, *sum = NULL, *running_sum = NULL, *maximum = NULL;
    ck_assert_int_eq(ravel_kernel_find(NULL, "subtract", &subtract), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "maximum", &maximum), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "sum", &sum), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "cumulative_sum", &running_sum), RAVEL_OK);
    ravel_array *int64 = wrong_call_line(memory, N, RAVEL_INT64, 0);
    ravel_array *uint64 = wrong_call_line(memory, N, RAVEL_UINT64, 0);
    ravel_array *boolean = wrong_call_line(memory, N, RAVEL_BOOL, 0);
    ravel_array *int8 = wrong_call_line(memory, N, RAVEL_INT8, 0);
    ravel_array *complex64 = wrong_call_line(memory, N, RAVEL_COMPLEX64, 0);
    apply_call call = right();
    call.in[0] = int64;
    call.in[1] = uint64;
    expect(&call, RAVEL_NO_COMMON_DTYPE, "input 0 of dtype int64 and input 1 of dtype uint64", 1);
    call = right();
    call.kernel = subtract;
    call.in[0] = call.in[1] = boolean;
    expect(&call, RAVEL_NO_LOOP, "subtract", 0);
    call.kernel = maximum;
    call.in[0] = call.in[1] = complex64;
    expect(&call, RAVEL_NO_LOOP, "maximum", 0);
    call = right();
    call.kernel = sum;
    call.n_in = 1;
    expect(&call, RAVEL_WRONG_VERB, "sum", -1);
    call.kernel = running_sum;
    expect(&call, RAVEL_WRONG_VERB, "cumulative_sum", -1);
    call = right();
    call.where = int8;
    expect(&call, RAVEL_DTYPE_MISMATCH, "where", 3);
    ravel_array *const all[] = {int64, uint64, boolean, int8, complex64};
    for (size_t i = 0; i < 5; i++)
        ck_assert_int_eq(ravel_array_destroy(all[i]), RAVEL_OK);
}
END_TEST

START_TEST(casts_follow_the_rule)
{
    ravel_array *narrow =
        make(out_memory, sizeof out_memory, RAVEL_FLOAT32, 1, (const int64_t[]){N}, NULL, RAVEL_WRITEABLE);
    ravel_array *whole =
        make(out_memory, sizeof out_memory, RAVEL_INT64, 1, (const int64_t[]){N}, NULL, RAVEL_WRITEABLE);
    apply_call call = right();
    call.out[0] = narrow;
    expect(&call, RAVEL_CASTING_FORBIDDEN, "output 0", 2);
    call.options = RAVEL_OPTION_CASTING_NO;
    expect(&call, RAVEL_CASTING_FORBIDDEN, "output 0", 2);
    call.out[0] = whole;
    call.options = RAVEL_OPTION_CASTING_SAME_KIND;
    expect(&call, RAVEL_CASTING_FORBIDDEN, "output 0", 2);
    ck_assert_int_eq(ravel_context_set_casting(context, RAVEL_CASTING_UNSAFE), RAVEL_OK);
    call.options = RAVEL_OPTION_CASTING_SAFE; /* the call's own rule */
    expect(&call, RAVEL_CASTING_FORBIDDEN, "output 0", 2);
    call = right();
    call.in[0] = mask;
    call.options = RAVEL_OPTION_CASTING_NO;
    expect(&call, RAVEL_CASTING_FORBIDDEN, "input 0", 0);
    call.options = 0;
    call.in[0] = x;
    call.out[0] = whole;
    ck_assert_int_eq(run(&call), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(narrow), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(whole), RAVEL_OK);
}
END_TEST

START_TEST(literals_must_fit)
{
    static int8_t small[N];
    static uint8_t natural[N];
    ravel_array *int8 = wrong_call_line(small, N, RAVEL_INT8, RAVEL_WRITEABLE);
    ravel_array *uint8 = wrong_call_line(natural, N, RAVEL_UINT8, RAVEL_WRITEABLE);
    ravel_array *literal = NULL;
    const int64_t values[] = {127, -128, 128, -129, 255, -1, 256};
    const bool fits_int8[] = {true, true, false, false, false, true, false};
    const bool fits_uint8[] = {true, false, true, false, true, false, false};
    for (size_t i = 0; i < 7; i++) {
        ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_INT64, &values[i], RAVEL_WEAK, &literal), RAVEL_OK);
        apply_call call = {.kernel = add, .n_in = 2, .in = {int8, literal}, .n_out = 1, .out = {int8}};
        if (fits_int8[i])
            ck_assert_int_eq(run(&call), RAVEL_OK);
        else
            expect(&call, RAVEL_VALUE_OUT_OF_RANGE, "input 1", 1);
        call = (apply_call){.kernel = add, .n_in = 2, .in = {literal, uint8}, .n_out = 1, .out = {uint8}};
        if (fits_uint8[i])
            ck_assert_int_eq(run(&call), RAVEL_OK);
        else
            expect(&call, RAVEL_VALUE_OUT_OF_RANGE, "input 0", 0);
        ck_assert_int_eq(ravel_array_destroy(literal), RAVEL_OK);
    }
    ck_assert_int_eq(ravel_array_destroy(int8), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(uint8), RAVEL_OK);
}
END_TEST

/* The kinds of literals, in their order: bool, integer, float, complex. */
static int32_t rank_of(int32_t dtype)
{
    const int32_t kind = oracle_kinds[dtype];
    return kind <= RAVEL_KIND_SIGNED ? kind : kind - 1;
}

/* A literal takes the output's dtype where its kind and its value can, whatever is the smallest dtype that holds it. */
START_TEST(literals_fill_any_dtype_that_holds_them)
{
    static const int64_t integers[] = {0, 1, -1, 127, 128, -129, 255, 256, 65535, 65536, INT64_MAX, INT64_MIN};
    static const uint64_t naturals[] = {7, UINT64_MAX};
    static const double floats[] = {0.1, -0.0, 1e300}, complexes[] = {0.1, -3};
    static const unsigned char truth = 1;
    const struct {
        int32_t dtype;
        const void *value;
    } literals[] = {{RAVEL_BOOL, &truth},          {RAVEL_UINT64, naturals},    {RAVEL_UINT64, naturals + 1},
                    {RAVEL_FLOAT64, floats},       {RAVEL_FLOAT64, floats + 1}, {RAVEL_FLOAT64, floats + 2},
                    {RAVEL_COMPLEX128, complexes}, {RAVEL_INT64, integers},     {RAVEL_INT64, integers + 1},
                    {RAVEL_INT64, integers + 2},   {RAVEL_INT64, integers + 3}, {RAVEL_INT64, integers + 4},
                    {RAVEL_INT64, integers + 5},   {RAVEL_INT64, integers + 6}, {RAVEL_INT64, integers + 7},
                    {RAVEL_INT64, integers + 8},   {RAVEL_INT64, integers + 9}, {RAVEL_INT64, integers + 10},
                    {RAVEL_INT64, integers + 11}};
    static _Alignas(16) unsigned char memory[2][N * 16];
    for (int32_t to = RAVEL_BOOL; to <= RAVEL_COMPLEX128; to++)
        for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
            const int32_t from = literals[i].dtype;
            const size_t itemsize = oracle_itemsizes[to];
            uint64_t events = 0;
            ravel_array *literal = NULL, *target = wrong_call_line(memory[0], N, to, RAVEL_WRITEABLE);
            ck_assert_int_eq(ravel_array_create_scalar(NULL, from, literals[i].value, RAVEL_WEAK, &literal), RAVEL_OK);
            memset(memory, 0xA5, sizeof memory);
            const oracle_value value = oracle_load(from, literals[i].value, false);
            const oracle_value filled = oracle_cast(value, to, &events);
            const ravel_status status = ravel_full(context, literal, target);
            if (rank_of(from) > rank_of(to)) {
                wrong_call_expect(context, status, RAVEL_CASTING_FORBIDDEN, "ravel_full", "output 0", 1);
            } else if ((rank_of(to) == 1 && filled.integer != value.integer) ||
                       (rank_of(to) > 1 && isinf(filled.real))) { /* of finite literals */
                wrong_call_expect(context, status, RAVEL_VALUE_OUT_OF_RANGE, "ravel_full", "literal", 0);
            } else {
                ck_assert_msg(status == RAVEL_OK, "literal %zu, dtype %d: %d", i, to, status);
                for (size_t k = 0; k < N; k++)
                    oracle_store(filled, memory[1] + k * itemsize, false);
            }
            ck_assert_msg(memcmp(memory[0], memory[1], sizeof memory[0]) == 0, "literal %zu, dtype %d", i, to);
            ck_assert_int_eq(ravel_array_destroy(literal), RAVEL_OK);
            ck_assert_int_eq(ravel_array_destroy(target), RAVEL_OK);
        }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_right_call_is_right);
    tcase_add_test(tests, handles_must_be_live_and_of_their_type);
    tcase_add_test(tests, numbers_of_operands_are_the_kernels);
    tcase_add_test(tests, options_are_known_bits);
    tcase_add_test(tests, shapes_must_broadcast);
    tcase_add_test(tests, the_result_must_fit_an_address);
    tcase_add_test(tests, dtypes_must_meet);
    tcase_add_test(tests, casts_follow_the_rule);
    tcase_add_test(tests, literals_must_fit);
    tcase_add_test(tests, literals_fill_any_dtype_that_holds_them);
}

int main(void)
{
    Suite *suite = suite_create("apply");
    TCase *tests = tcase_create("apply");
    add_tests(tests);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
