/* check_kernel_facts.c: what kernels tell of themselves: all that a binding needs to make its functions. */
#include "support/one_context.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <ravel/statistics.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The library's lists, from which a test may take names. */
static const char *const names[] = {
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) #name,
#include "../src/kernel/kernels.def"
#undef KERNEL
#define REDUCTION(name, verb, kernel, rule, summary) #name,
#include "../src/kernel/reductions.def"
#undef REDUCTION
};
enum { N_NAMES = sizeof names / sizeof *names };

START_TEST(every_kernel_is_counted_named_and_found)
{
    int32_t count = 0;
    ck_assert_int_eq(ravel_kernel_count(&count), RAVEL_OK);
    ck_assert_int_eq(count, N_NAMES);
    ck_assert_int_eq(ravel_kernel_count(NULL), RAVEL_NULL_ARGUMENT);
    bool met[N_NAMES] = {false};
    for (int32_t index = 0; index < count; index++) {
        const ravel_kernel *kernel = NULL;
        char name[64] = "", summary[200] = "";
        size_t needed = 0;
        ck_assert_int_eq(ravel_kernel_at(context, index, &kernel), RAVEL_OK);
        ck_assert_int_eq(ravel_kernel_name(kernel, name, sizeof name, &needed), RAVEL_OK);
        ck_assert_uint_eq(needed, strlen(name) + 1);
        ck_assert_ptr_eq(find(name), kernel);
        ck_assert_int_eq(ravel_kernel_summary(kernel, summary, sizeof summary, NULL), RAVEL_OK);
        ck_assert_uint_gt(strlen(summary), 5);
        for (int32_t i = 0; i < N_NAMES; i++)
            met[i] |= strcmp(names[i], name) == 0;
    }
    for (int32_t i = 0; i < N_NAMES; i++) {
        ck_assert_msg(met[i], "%s is not among the kernels", names[i]);
        ck_assert_uint_lt(strlen(names[i]), 30); /* as messages that list some have room for */
    }
    static const int32_t wrong[] = {-1, N_NAMES, INT32_MIN, INT32_MAX};
    const ravel_kernel *untouched = NULL;
    for (size_t i = 0; i < 4; i++)
        wrong_call_expect(context, ravel_kernel_at(context, wrong[i], &untouched), RAVEL_INVALID_INDEX,
                          "ravel_kernel_at", "index", -1);
    wrong_call_expect(context, ravel_kernel_at(context, 0, NULL), RAVEL_NULL_ARGUMENT, "ravel_kernel_at", "out", -1);
    ck_assert_ptr_null(untouched);
}
END_TEST

START_TEST(unknown_names_are_told_of_near_ones)
{
    static const struct {
        const char *name, *near;
    } rows[] = {{"ad", "add"},
                {"maximun", "maximum"},
                {"sine", "sin"},
                {"summ", "sum"},
                {"Sqrt", "sqrt"},
                {"qsrt", "sqrt"},
                {"mutliply", "multiply"},
                {"ravel_add", "near it are: add"},
                {"minmax", "min_max (a function)"},
                {"l", "less, less_equal, logical_and, logical_or, logical_xor, l"}};
    const ravel_kernel *untouched = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        wrong_call_expect(context, ravel_kernel_find(context, rows[i].name, &untouched), RAVEL_UNKNOWN_KERNEL,
                          "ravel_kernel_find", rows[i].near, -1);
    wrong_call_expect(context, ravel_kernel_find(context, "", &untouched), RAVEL_UNKNOWN_KERNEL, "ravel_kernel_find",
                      "\"\"", -1);
    wrong_call_expect(context, ravel_kernel_find(context, NULL, &untouched), RAVEL_NULL_ARGUMENT, "ravel_kernel_find",
                      "name", -1);
    wrong_call_expect(context, ravel_kernel_find(context, "add", NULL), RAVEL_NULL_ARGUMENT, "ravel_kernel_find", "out",
                      -1);
    char longest[5000];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    ck_assert_int_eq(ravel_kernel_find(context, longest, &untouched), RAVEL_UNKNOWN_KERNEL);
    ck_assert_int_eq(ravel_kernel_find(NULL, "ad", &untouched), RAVEL_UNKNOWN_KERNEL);
    ck_assert_ptr_null(untouched);
}
END_TEST

START_TEST(no_name_is_near_to_none_or_to_an_endless_one)
{
    char endless[66] = "add", text[512];
    const ravel_kernel *untouched = NULL;
    memset(endless + 3, 'd', sizeof endless - 4);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(ravel_kernel_find(context, i ? endless : "", &untouched), RAVEL_UNKNOWN_KERNEL);
        ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
        ck_assert_ptr_null(strstr(text, "near"));
    }
}
END_TEST

START_TEST(arity_and_verbs)
{
    enum { ALL = RAVEL_VERB_APPLY | RAVEL_VERB_REDUCE | RAVEL_VERB_ACCUMULATE };
    static const struct {
        const char *name;
        int32_t n_in, n_out, verbs;
    } rows[] = {{"add", 2, 1, ALL},
                {"subtract", 2, 1, ALL},
                {"hypot", 2, 1, ALL},
                {"sin", 1, 1, RAVEL_VERB_APPLY},
                {"copy", 1, 1, RAVEL_VERB_APPLY},
                {"clip", 3, 1, RAVEL_VERB_APPLY},
                {"where", 3, 1, RAVEL_VERB_APPLY},
                {"sum", 1, 1, RAVEL_VERB_REDUCE},
                {"mean", 1, 1, RAVEL_VERB_REDUCE},
                {"cumulative_sum", 1, 1, RAVEL_VERB_ACCUMULATE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int32_t n_in = 0, n_out = 0, verbs = 0;
        const ravel_kernel *kernel = find(rows[i].name);
        ck_assert_int_eq(ravel_kernel_arity(kernel, &n_in, &n_out), RAVEL_OK);
        ck_assert(n_in == rows[i].n_in && n_out == rows[i].n_out);
        ck_assert_int_eq(ravel_kernel_arity(kernel, NULL, NULL), RAVEL_OK);
        ck_assert_int_eq(ravel_kernel_verbs(kernel, &verbs), RAVEL_OK);
        ck_assert_msg(verbs == rows[i].verbs, "%s has verbs %d", rows[i].name, verbs);
        ck_assert_int_eq(ravel_kernel_verbs(kernel, NULL), RAVEL_NULL_ARGUMENT);
    }
}
END_TEST

START_TEST(functions_that_are_no_kernels_are_told)
{
    static const char *const functions[][2] = {{"vecdot", "ravel_vecdot is a function"},
                                               {"ravel_diff", "ravel_diff is a function"},
                                               {"bincount", "ravel_bincount is a function"},
                                               {"min_max", "ravel_min_max is a function"},
                                               {"mean_var", "ravel_mean_var is a function"},
                                               {"histogram", "ravel_histogram is a function"},
                                               {"histogram_edges", "ravel_histogram_edges is a function"}};
    const ravel_kernel *untouched = NULL;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        wrong_call_expect(context, ravel_kernel_find(context, functions[i][0], &untouched), RAVEL_UNKNOWN_KERNEL,
                          "ravel_kernel_find", functions[i][1], -1);
    ck_assert_ptr_null(untouched);
}
END_TEST

/* Whether ravel_reduce takes three numbers with a mask, and with a first value. */
static int32_t taken(const ravel_kernel *kernel)
{
    double numbers[3] = {1, 2, 3}, start = 0;
    uint64_t out[2];
    bool mask[3] = {true, false, true};
    const int64_t shape[1] = {3};
    int32_t dtype, ndim, bits = 0;
    ravel_array *in, *where, *initial, *output;
    ck_assert_int_eq(ravel_array_create(context, numbers, sizeof numbers, 0, RAVEL_FLOAT64, 1, shape, NULL, 0, &in),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, mask, sizeof mask, 0, RAVEL_BOOL, 1, shape, NULL, 0, &where),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_FLOAT64, &start, RAVEL_WEAK, &initial), RAVEL_OK);
    ck_assert_int_eq(ravel_reduce_outputs(context, kernel, in, 0, NULL, NULL, NULL, 0, &dtype, 0, &ndim, NULL),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, out, sizeof out, 0, dtype, 0, NULL, NULL, RAVEL_WRITEABLE, &output),
                     RAVEL_OK);
    for (int32_t i = 0; i < 4; i++) {
        const uint64_t options = RAVEL_OPTION_CASTING_UNSAFE;
        const ravel_status status =
            ravel_reduce(context, kernel, in, 0, NULL, i & 1 ? where : NULL, i & 2 ? initial : NULL, options, output);
        if (status == RAVEL_OK)
            bits |= i;
        else
            ck_assert_msg(status == RAVEL_INVALID_ARGUMENT || status == RAVEL_NO_IDENTITY, "%s",
                          ravel_status_text(status));
    }
    ck_assert_int_eq(ravel_array_destroy(in) | ravel_array_destroy(where), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(initial) | ravel_array_destroy(output), RAVEL_OK);
    return bits;
}

START_TEST(what_a_reduction_takes_is_true)
{
    int32_t n = 0, verbs, arguments;
    ck_assert_int_eq(ravel_kernel_count(&n), RAVEL_OK);
    for (int32_t i = 0; i < n; i++) {
        const ravel_kernel *kernel = NULL;
        ck_assert_int_eq(ravel_kernel_at(context, i, &kernel), RAVEL_OK);
        ck_assert_int_eq(ravel_kernel_verbs(kernel, &verbs), RAVEL_OK);
        ck_assert_int_eq(ravel_kernel_takes(kernel, &arguments), RAVEL_OK);
        ck_assert_int_eq(ravel_kernel_takes(kernel, NULL), RAVEL_NULL_ARGUMENT);
        if (!(verbs & RAVEL_VERB_REDUCE))
            ck_assert_int_eq(arguments, 0);
        else if (!(verbs & RAVEL_VERB_APPLY))
            ck_assert_int_eq((arguments & RAVEL_TAKES_WHERE) | (arguments & ~RAVEL_TAKES_WHERE ? 2 : 0), taken(kernel));
    }
    ck_assert_int_eq(ravel_kernel_takes(find("add"), &arguments), RAVEL_OK);
    ck_assert_int_eq(arguments, RAVEL_TAKES_WHERE | RAVEL_TAKES_INITIAL);
    ck_assert_int_eq(ravel_kernel_takes(find("nanstd"), &arguments), RAVEL_OK);
    ck_assert_int_eq(arguments, RAVEL_TAKES_WHERE | RAVEL_TAKES_CORRECTION);
    ck_assert_int_eq(ravel_kernel_takes(find("max"), &arguments), RAVEL_OK);
    ck_assert_int_eq(arguments, RAVEL_TAKES_WHERE | RAVEL_TAKES_INITIAL);
}
END_TEST

/* What a signature says is what a call does: inputs of just these dtypes give outputs of those dtypes. */
START_TEST(signatures_are_true)
{
    static unsigned char memory[16];
    for (int32_t i = 0; i < N_NAMES; i++) {
        const ravel_kernel *kernel = find(names[i]);
        int32_t n_loops = 0, n_in = 0, n_out = 0, verbs = 0, dtypes[8];
        ck_assert_int_eq(ravel_kernel_loop_count(kernel, &n_loops), RAVEL_OK);
        ck_assert_int_eq(ravel_kernel_arity(kernel, &n_in, &n_out), RAVEL_OK);
        ck_assert_int_eq(ravel_kernel_verbs(kernel, &verbs), RAVEL_OK);
        ck_assert_int_ge(n_loops, 1);
        ck_assert_int_eq(ravel_kernel_signature(kernel, n_loops, 8, dtypes), RAVEL_INVALID_INDEX);
        ck_assert_int_eq(ravel_kernel_signature(kernel, -1, 8, dtypes), RAVEL_INVALID_INDEX);
        ck_assert_int_eq(ravel_kernel_signature(kernel, 0, n_in + n_out - 1, dtypes), RAVEL_BUFFER_TOO_SMALL);
        ck_assert_int_eq(ravel_kernel_signature(kernel, 0, 8, NULL), RAVEL_NULL_ARGUMENT);
        for (int32_t index = 0; index < n_loops && (verbs & RAVEL_VERB_APPLY); index++) {
            ravel_array *inputs[5] = {NULL};
            int32_t results[2] = {0}, ndim = 0;
            ck_assert_int_eq(ravel_kernel_signature(kernel, index, n_in + n_out, dtypes), RAVEL_OK);
            for (int32_t k = 0; k < n_in; k++)
                ck_assert_int_eq(
                    ravel_array_create(NULL, memory, sizeof memory, 0, dtypes[k], 0, NULL, NULL, 0, &inputs[k]),
                    RAVEL_OK);
            ck_assert_int_eq(ravel_apply_outputs(context, kernel, n_in, (const ravel_array *const *)inputs, NULL,
                                                 RAVEL_OPTION_CASTING_NO, n_out, results, 0, &ndim, NULL),
                             RAVEL_OK);
            for (int32_t k = 0; k < n_out; k++)
                ck_assert_msg(results[k] == dtypes[n_in + k], "%s: loop %d says %s, apply_outputs %s", names[i], index,
                              ravel_dtype_name(dtypes[n_in + k]), ravel_dtype_name(results[k]));
            for (int32_t k = 0; k < n_in; k++)
                ck_assert_int_eq(ravel_array_destroy(inputs[k]), RAVEL_OK);
        }
    }
    int32_t n_loops = 0;
    ck_assert_int_eq(ravel_kernel_loop_count(find("add"), NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_kernel_loop_count(find("add"), &n_loops), RAVEL_OK);
    ck_assert_int_eq(n_loops, 15);
}
END_TEST

static int32_t loop(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)n, (void)in, (void)out, (void)user;
    return 0;
}

START_TEST(a_users_kernel_tells_as_much)
{
    static const int32_t rows[][3] = {{RAVEL_INT8, RAVEL_BOOL, RAVEL_INT8}, {RAVEL_FLOAT32, RAVEL_BOOL, RAVEL_FLOAT64}};
    const ravel_kernel_fn loops[] = {loop, loop};
    const ravel_kernel *kernel = NULL;
    int32_t n_in = 0, n_out = 0, verbs = 0, n_loops = 0, dtypes[3] = {0};
    char text[16] = "";
    const char *isa = NULL;
    ck_assert_int_eq(ravel_kernel_create(context, "mine", 2, 1, 2, rows[0], loops, NULL, NULL, 0, NULL, &kernel),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_name(kernel, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_str_eq(text, "mine");
    ck_assert_int_eq(ravel_kernel_summary(kernel, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_str_eq(text, "");
    ck_assert_int_eq(ravel_kernel_arity(kernel, &n_in, &n_out), RAVEL_OK);
    ck_assert(n_in == 2 && n_out == 1);
    ck_assert_int_eq(ravel_kernel_verbs(kernel, &verbs), RAVEL_OK);
    ck_assert_int_eq(verbs, RAVEL_VERB_APPLY);
    ck_assert_int_eq(ravel_kernel_loop_count(kernel, &n_loops), RAVEL_OK);
    ck_assert_int_eq(n_loops, 2);
    for (int32_t i = 0; i < 2; i++) {
        ck_assert_int_eq(ravel_kernel_signature(kernel, i, 3, dtypes), RAVEL_OK);
        ck_assert_mem_eq(dtypes, rows[i], sizeof dtypes);
    }
    ck_assert_int_eq(ravel_kernel_signature(kernel, 2, 3, dtypes), RAVEL_INVALID_INDEX);
    ck_assert_int_eq(ravel_kernel_isa(context, kernel, &isa), RAVEL_OK);
    ck_assert_str_eq(isa, "user");
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}
END_TEST

START_TEST(texts_are_cut_to_any_size)
{
    const ravel_kernel *kernel = find("maximum");
    for (size_t size = 0; size < 12; size++) {
        char text[16];
        size_t needed = 0;
        memset(text, '#', sizeof text);
        ck_assert_int_eq(ravel_kernel_name(kernel, size ? text : NULL, size, &needed), RAVEL_OK);
        ck_assert_uint_eq(needed, sizeof "maximum");
        if (size > 0) {
            ck_assert_uint_eq(strlen(text), size < needed ? size - 1 : needed - 1);
            ck_assert(strncmp(text, "maximum", strlen(text)) == 0);
        }
        ck_assert_int_eq(text[size < needed ? size : needed], '#');
    }
    ck_assert_int_eq(ravel_kernel_name(kernel, NULL, 1, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_kernel_summary(kernel, NULL, 1, NULL), RAVEL_NULL_ARGUMENT);
}
END_TEST

START_TEST(instruction_sets_are_told)
{
    const char *isa = NULL;
    ck_assert_int_eq(ravel_context_set_isa_cap(context, "generic"), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_isa(context, find("add"), &isa), RAVEL_OK);
    ck_assert_str_eq(isa, "generic");
    ck_assert_int_eq(ravel_kernel_isa(context, find("sum"), &isa), RAVEL_OK);
    ck_assert_str_eq(isa, "generic");
    ck_assert_int_eq(ravel_kernel_isa(NULL, find("add"), &isa), RAVEL_OK);
    wrong_call_expect(context, ravel_kernel_isa(context, find("add"), NULL), RAVEL_NULL_ARGUMENT, "ravel_kernel_isa",
                      "isa", -1);
    wrong_call_expect(context, ravel_context_set_isa_cap(context, "x86-64-v9"), RAVEL_UNKNOWN_ISA,
                      "ravel_context_set_isa_cap", "x86-64-v9", -1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kernel_facts");
    TCase *tests = tcase_create("kernel_facts");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, every_kernel_is_counted_named_and_found);
    tcase_add_test(tests, unknown_names_are_told_of_near_ones);
    tcase_add_test(tests, no_name_is_near_to_none_or_to_an_endless_one);
    tcase_add_test(tests, arity_and_verbs);
    tcase_add_test(tests, functions_that_are_no_kernels_are_told);
    tcase_add_test(tests, what_a_reduction_takes_is_true);
    tcase_add_test(tests, signatures_are_true);
    tcase_add_test(tests, a_users_kernel_tells_as_much);
    tcase_add_test(tests, texts_are_cut_to_any_size);
    tcase_add_test(tests, instruction_sets_are_told);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
