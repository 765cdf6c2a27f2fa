/* unit_fold_choice.c: which kernels fold, in which dtype, and with which identities; and how a refusal names what is to
 * blame. */
#include "core/dtype_table.h"
#include "run/fold_choice.h"
#include "run/loop.h"
#include "support/run_suite.h"
#include <string.h>

static int32_t never(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)n, (void)in, (void)out, (void)user;
    return 1;
}

static rvl_context context;
static rvl_call call = {.context = &context, .function = "unit"};
static rvl_user_kernel object;
static rvl_kernel_use use;
static rvl_fold_choice choice;

/* A user's kernel of up to four loops, of three dtypes each. */
static void start_user(int32_t n_loops, const int32_t *dtypes)
{
    static const ravel_kernel_fn loops[] = {never, never, never, never};
    object =
        (rvl_user_kernel){.name = "mine", .n_in = 2, .n_out = 1, .n_loops = n_loops, .loops = loops, .dtypes = dtypes};
    use = (rvl_kernel_use){-1, -1, &object, NULL};
    context.isa = rvl_isa_best();
}

static void start_builtin(int32_t number, int32_t reduction)
{
    use = (rvl_kernel_use){number, reduction, NULL, NULL};
    context.isa = rvl_isa_best();
}

static void expect_error(ravel_status got, ravel_status status, int32_t argument, const char *message)
{
    ck_assert_int_eq(got, status);
    ck_assert_int_eq(context.error.status, status);
    ck_assert_int_eq(context.error.argument, argument);
    ck_assert_int_eq(context.error.axis, -1);
    ck_assert_str_eq(context.error.message, message);
}

static ravel_status default_of(int32_t in_dtype, int32_t *dtype)
{
    return rvl_fold_default_dtype(&call, &use, RAVEL_VERB_REDUCE, in_dtype, dtype);
}

/* Some row must map two of a dtype to one of it: two dtypes that are the same are not enough, whichever they are. */
START_TEST(a_users_kernel_folds_by_a_row_of_one_dtype)
{
    static const int32_t rows[][3] = {{RAVEL_FLOAT32, RAVEL_INT64, RAVEL_INT64},
                                      {RAVEL_INT64, RAVEL_INT64, RAVEL_FLOAT32},
                                      {RAVEL_INT64, RAVEL_FLOAT32, RAVEL_INT64}};
    int32_t dtype;
    for (int32_t i = 0; i < 3; i++) {
        rvl_fold fold;
        start_user(1, rows[i]);
        ck_assert(!rvl_kernel_folds(&use));
        expect_error(default_of(RAVEL_INT64, &dtype), RAVEL_WRONG_VERB, -1,
                     "unit: mine has no loop T, T -> T; reduce takes a kernel that maps two elements to one of their "
                     "dtype");
        expect_error(
            rvl_fold_choose(&call, &use, RAVEL_VERB_ACCUMULATE, RAVEL_INT64, RAVEL_INT64, &choice, &fold),
            RAVEL_WRONG_VERB, -1,
            "unit: mine has no loop T, T -> T; accumulate takes a kernel that maps two elements to one of their dtype");
    }
    start_user(3, rows[0]);
    ck_assert(!rvl_kernel_folds(&use));
    static const int32_t last[] = {RAVEL_FLOAT32, RAVEL_INT64, RAVEL_INT64, RAVEL_INT8, RAVEL_INT8, RAVEL_INT8};
    start_user(2, last);
    ck_assert(rvl_kernel_folds(&use));
    object.n_out = 2;
    ck_assert(!rvl_kernel_folds(&use));
    object.n_in = 3;
    object.n_out = 1;
    ck_assert(!rvl_kernel_folds(&use));
    expect_error(default_of(RAVEL_INT64, &dtype), RAVEL_WRONG_VERB, -1,
                 "unit: mine has 3 inputs and 1 outputs; reduce takes a kernel with 2 inputs and 1 output");
}
END_TEST

/* The input's own dtype if there is a row of it, else the first row's that it casts to safely. */
START_TEST(a_users_rows_are_chosen_in_order)
{
    static const int32_t rows[] = {RAVEL_INT8,    RAVEL_FLOAT32, RAVEL_INT8,    RAVEL_FLOAT64,
                                   RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_INT64,   RAVEL_INT64,
                                   RAVEL_INT64,   RAVEL_FLOAT32, RAVEL_FLOAT32, RAVEL_FLOAT32};
    static const int32_t expected[][3] = {{RAVEL_INT8, RAVEL_FLOAT64, 1},
                                          {RAVEL_INT64, RAVEL_INT64, 2},
                                          {RAVEL_FLOAT32, RAVEL_FLOAT32, 3},
                                          {RAVEL_FLOAT16, RAVEL_FLOAT64, 1}};
    int32_t dtype = 0;
    rvl_fold fold;
    start_user(4, rows);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        ck_assert_int_eq(default_of(expected[i][0], &dtype), RAVEL_OK);
        ck_assert_int_eq(dtype, expected[i][1]);
        ck_assert_int_eq(rvl_fold_choose(&call, &use, RAVEL_VERB_REDUCE, expected[i][0], dtype, &choice, &fold),
                         RAVEL_OK);
        ck_assert_int_eq(choice.kernel, expected[i][2]);
        ck_assert(choice.dtype == dtype && fold.dtype == dtype && !choice.exact && !fold.reducer && !fold.builtin);
    }
    expect_error(default_of(RAVEL_COMPLEX64, &dtype), RAVEL_NO_LOOP, RVL_FOLD_INPUT,
                 "unit: the kernel mine has no loop T, T -> T for a T that complex64 casts to safely");
    expect_error(rvl_fold_choose(&call, &use, RAVEL_VERB_REDUCE, RAVEL_INT8, RAVEL_INT8, &choice, &fold), RAVEL_NO_LOOP,
                 RVL_FOLD_OUTPUT, "unit: the kernel mine has no loop int8, int8 -> int8, as the output asks for");
}
END_TEST

/* The flags and the identity of the kernel, and of the row that was chosen. */
START_TEST(a_users_fold_has_the_kernels_properties)
{
    static const int32_t rows[] = {RAVEL_INT64,     RAVEL_INT64,     RAVEL_INT64,
                                   RAVEL_COMPLEX64, RAVEL_COMPLEX64, RAVEL_COMPLEX64};
    static const uint64_t identities[] = {11, 22, 0, 44};
    static const uint64_t flags[] = {RAVEL_KERNEL_REORDERABLE, RAVEL_KERNEL_IN_PLACE, RAVEL_KERNEL_THREAD_SAFE};
    for (int32_t i = 0; i < 4; i++) {
        for (int32_t row = 0; row < 2; row++) {
            struct {
                rvl_fold fold;
                uint64_t after[2]; /* what lies behind a fold in a job */
            } job = {.after = {1, 2}};
            start_user(2, rows);
            object.flags = i < 3 ? flags[i] : 0;
            object.has_identity = i != 1;
            object.identities = identities;
            const int32_t dtype = rows[3 * row];
            ck_assert_int_eq(rvl_fold_choose(&call, &use, RAVEL_VERB_REDUCE, dtype, dtype, &choice, &job.fold),
                             RAVEL_OK);
            ck_assert(job.fold.reorderable == (i == 0) && job.fold.in_place == (i == 1));
            ck_assert(job.fold.thread_safe == (i == 2));
            ck_assert(job.fold.has_filler == (i != 1) && job.fold.has_empty == (i != 1));
            rvl_fold_set_identities(&choice, &job.fold);
            ck_assert(job.fold.has_filler == (i != 1) && job.fold.has_empty == (i != 1));
            for (int32_t word = 0; word < 2 && i != 1; word++) {
                ck_assert_uint_eq(job.fold.filler[word], identities[2 * row + word]);
                ck_assert_uint_eq(job.fold.empty[word], identities[2 * row + word]);
            }
            ck_assert(job.after[0] == 1 && job.after[1] == 2);
            ck_assert_str_eq(job.fold.name, "mine");
        }
    }
}
END_TEST

static void check_default(int32_t number, int32_t reduction, int32_t in_dtype, int32_t expected)
{
    int32_t dtype = 0;
    start_builtin(number, reduction);
    ck_assert_int_eq(default_of(in_dtype, &dtype), RAVEL_OK);
    ck_assert_int_eq(dtype, expected);
}

START_TEST(outputs_have_the_dtypes_that_the_rules_say)
{
    check_default(-1, RVL_REDUCTION_sum, RAVEL_INT8, RAVEL_INT64);
    check_default(-1, RVL_REDUCTION_sum, RAVEL_BOOL, RAVEL_INT64);
    check_default(-1, RVL_REDUCTION_sum, RAVEL_UINT16, RAVEL_UINT64);
    check_default(-1, RVL_REDUCTION_sum, RAVEL_FLOAT16, RAVEL_FLOAT16);
    check_default(-1, RVL_REDUCTION_sum, RAVEL_COMPLEX64, RAVEL_COMPLEX64);
    check_default(-1, RVL_REDUCTION_mean, RAVEL_INT8, RAVEL_FLOAT64);
    check_default(-1, RVL_REDUCTION_mean, RAVEL_FLOAT32, RAVEL_FLOAT32);
    check_default(-1, RVL_REDUCTION_max, RAVEL_INT8, RAVEL_INT8);
    check_default(-1, RVL_REDUCTION_any, RAVEL_FLOAT64, RAVEL_BOOL);
    check_default(RVL_KERNEL_add, -1, RAVEL_INT8, RAVEL_INT8);
    check_default(RVL_KERNEL_maximum, -1, RAVEL_BOOL, RAVEL_BOOL);
    check_default(RVL_KERNEL_logical_and, -1, RAVEL_FLOAT64, RAVEL_BOOL);
    check_default(RVL_KERNEL_divide, -1, RAVEL_INT8, RAVEL_FLOAT64);
}
END_TEST

static void choose(int32_t number, int32_t reduction, int32_t in_dtype, int32_t out_dtype, rvl_fold *fold)
{
    start_builtin(number, reduction);
    ck_assert_int_eq(rvl_fold_choose(&call, &use, RAVEL_VERB_REDUCE, in_dtype, out_dtype, &choice, fold), RAVEL_OK);
}

/* Sums in integers and extremes are exact in any order, sums of floats are not. */
START_TEST(integers_and_extremes_may_go_in_any_order)
{
    rvl_fold fold;
    choose(RVL_KERNEL_add, -1, RAVEL_INT32, RAVEL_INT32, &fold);
    ck_assert(choice.exact && fold.reorderable && fold.builtin && fold.has_filler && fold.has_empty);
    choose(RVL_KERNEL_add, -1, RAVEL_FLOAT32, RAVEL_FLOAT32, &fold);
    ck_assert(!choice.exact && fold.has_filler && fold.has_empty);
    choose(RVL_KERNEL_multiply, -1, RAVEL_FLOAT32, RAVEL_FLOAT32, &fold);
    ck_assert(!choice.exact && fold.has_filler && fold.has_empty);
    choose(RVL_KERNEL_multiply, -1, RAVEL_INT8, RAVEL_INT8, &fold);
    ck_assert(choice.exact);
    choose(RVL_KERNEL_maximum, -1, RAVEL_FLOAT32, RAVEL_FLOAT32, &fold);
    ck_assert(choice.exact && fold.has_filler && !fold.has_empty);
    choose(RVL_KERNEL_minimum, -1, RAVEL_FLOAT32, RAVEL_FLOAT32, &fold);
    ck_assert(choice.exact && fold.has_filler && !fold.has_empty);
    choose(RVL_KERNEL_multiply, -1, RAVEL_COMPLEX64, RAVEL_COMPLEX64, &fold); /* 1 + 0i changes infinities */
    ck_assert(!choice.exact && !fold.has_filler && fold.has_empty);
    choose(RVL_KERNEL_add, -1, RAVEL_COMPLEX64, RAVEL_COMPLEX64, &fold);
    ck_assert(!choice.exact && fold.has_filler && fold.has_empty);
    choose(RVL_KERNEL_add, -1, RAVEL_FLOAT16, RAVEL_FLOAT16, &fold);
    ck_assert(choice.dtype == RAVEL_FLOAT16 && fold.dtype == RAVEL_FLOAT32 && fold.itemsize == 4);
    choose(RVL_KERNEL_subtract, -1, RAVEL_FLOAT32, RAVEL_FLOAT32, &fold);
    ck_assert(!fold.reorderable && !fold.reducer && !fold.has_filler && !fold.has_empty);
}
END_TEST

/* Truths take any input; means of what they would choose themselves too. */
START_TEST(truths_and_means_take_inputs_by_no_casting_rule)
{
    rvl_fold fold;
    choose(-1, RVL_REDUCTION_any, RAVEL_FLOAT64, RAVEL_BOOL, &fold);
    ck_assert(choice.any_input && choice.dtype == RAVEL_BOOL);
    choose(RVL_KERNEL_logical_and, -1, RAVEL_COMPLEX64, RAVEL_INT8, &fold);
    ck_assert(choice.any_input && choice.dtype == RAVEL_BOOL);
    choose(RVL_KERNEL_add, -1, RAVEL_INT8, RAVEL_FLOAT32, &fold);
    ck_assert(!choice.any_input && choice.dtype == RAVEL_FLOAT32);
    choose(-1, RVL_REDUCTION_mean, RAVEL_INT8, RAVEL_FLOAT64, &fold);
    ck_assert(choice.any_input && choice.dtype == RAVEL_FLOAT64);
    choose(-1, RVL_REDUCTION_mean, RAVEL_INT8, RAVEL_INT64, &fold); /* computed in floats all the same */
    ck_assert(choice.any_input && choice.dtype == RAVEL_FLOAT64);
    choose(-1, RVL_REDUCTION_mean, RAVEL_FLOAT32, RAVEL_INT64, &fold);
    ck_assert(choice.any_input && choice.dtype == RAVEL_FLOAT32);
    choose(-1, RVL_REDUCTION_mean, RAVEL_FLOAT64, RAVEL_FLOAT32, &fold);
    ck_assert(!choice.any_input && choice.dtype == RAVEL_FLOAT32);
}
END_TEST

/* The value that a fold's words begin with. */
static int32_t int32_of(const uint64_t *words)
{
    int32_t value;
    memcpy(&value, words, sizeof value);
    return value;
}

static int32_t byte_of(const uint64_t *words)
{
    return *(const unsigned char *)words;
}

/* The values of identities, as the fold's dtype has them; of sums -0 for masked elements and +0 for none at all. */
START_TEST(identities_change_nothing)
{
    rvl_fold fold;
    choose(RVL_KERNEL_add, -1, RAVEL_FLOAT64, RAVEL_FLOAT64, &fold);
    rvl_fold_set_identities(&choice, &fold);
    ck_assert(fold.filler[0] == UINT64_C(1) << 63 && fold.filler[1] == 0 && fold.empty[0] == 0 && fold.empty[1] == 0);
    choose(RVL_KERNEL_add, -1, RAVEL_COMPLEX128, RAVEL_COMPLEX128, &fold);
    rvl_fold_set_identities(&choice, &fold);
    ck_assert(fold.filler[0] == UINT64_C(1) << 63 && fold.filler[1] == UINT64_C(1) << 63);
    ck_assert(fold.empty[0] == 0 && fold.empty[1] == 0);
    choose(RVL_KERNEL_multiply, -1, RAVEL_INT32, RAVEL_INT32, &fold);
    rvl_fold_set_identities(&choice, &fold);
    ck_assert(int32_of(fold.filler) == 1 && int32_of(fold.empty) == 1);
    choose(RVL_KERNEL_maximum, -1, RAVEL_INT32, RAVEL_INT32, &fold);
    rvl_fold_set_identities(&choice, &fold);
    ck_assert(int32_of(fold.filler) == INT32_MIN);
    choose(RVL_KERNEL_minimum, -1, RAVEL_INT32, RAVEL_INT32, &fold);
    rvl_fold_set_identities(&choice, &fold);
    ck_assert(int32_of(fold.filler) == INT32_MAX);
    choose(RVL_KERNEL_maximum, -1, RAVEL_BOOL, RAVEL_BOOL, &fold);
    rvl_fold_set_identities(&choice, &fold);
    ck_assert_int_eq(byte_of(fold.filler), 0);
    choose(RVL_KERNEL_minimum, -1, RAVEL_BOOL, RAVEL_BOOL, &fold);
    rvl_fold_set_identities(&choice, &fold);
    ck_assert_int_eq(byte_of(fold.filler), 1);
}
END_TEST

START_TEST(refusals_name_what_is_to_blame)
{
    int32_t dtype;
    rvl_fold fold;
    rvl_loop loop;
    start_builtin(-1, RVL_REDUCTION_sum);
    expect_error(rvl_fold_choose(&call, &use, RAVEL_VERB_ACCUMULATE, RAVEL_INT8, RAVEL_INT64, &choice, &fold),
                 RAVEL_WRONG_VERB, -1, "unit: sum is not for accumulate");
    expect_error(rvl_fold_choose(&call, &use, RAVEL_VERB_REDUCE, RAVEL_INT8, RAVEL_INT32, &choice, &fold),
                 RAVEL_DTYPE_MISMATCH, RVL_FOLD_OUTPUT,
                 "unit: output has dtype int32, in which sum of int8 could wrap; it must be int64 or a float");
    expect_error(rvl_fold_choose(&call, &use, RAVEL_VERB_REDUCE, RAVEL_UINT8, RAVEL_INT32, &choice, &fold),
                 RAVEL_DTYPE_MISMATCH, RVL_FOLD_OUTPUT,
                 "unit: output has dtype int32, in which sum of uint8 could wrap; it must be uint64 or a float");
    ck_assert_int_eq(rvl_fold_choose(&call, &use, RAVEL_VERB_REDUCE, RAVEL_INT8, RAVEL_INT64, &choice, &fold),
                     RAVEL_OK);
    ck_assert_int_eq(rvl_fold_choose(&call, &use, RAVEL_VERB_REDUCE, RAVEL_INT8, RAVEL_FLOAT16, &choice, &fold),
                     RAVEL_OK);
    expect_error(rvl_loop_resolve(&call, &use, context.isa, &(int32_t){RAVEL_INT8}, &(int32_t){0}, &loop),
                 RAVEL_WRONG_VERB, -1, "unit: sum cannot be applied: it is a reduction");
    start_builtin(RVL_KERNEL_negative, -1);
    expect_error(default_of(RAVEL_INT8, &dtype), RAVEL_WRONG_VERB, -1,
                 "unit: negative has 1 inputs and 1 outputs; reduce takes a kernel with 2 inputs and 1 output");
    start_builtin(RVL_KERNEL_less, -1);
    expect_error(
        default_of(RAVEL_INT8, &dtype), RAVEL_WRONG_VERB, -1,
        "unit: less has no loop T, T -> T; reduce takes a kernel that maps two elements to one of their dtype");
    start_builtin(RVL_KERNEL_divide, -1);
    expect_error(rvl_fold_choose(&call, &use, RAVEL_VERB_REDUCE, RAVEL_INT8, RAVEL_INT8, &choice, &fold), RAVEL_NO_LOOP,
                 RVL_FOLD_OUTPUT, "unit: divide has no loop that folds in the output's dtype, int8");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fold_choice");
    TCase *all = tcase_create("fold_choice");
    tcase_add_test(all, a_users_kernel_folds_by_a_row_of_one_dtype);
    tcase_add_test(all, a_users_rows_are_chosen_in_order);
    tcase_add_test(all, a_users_fold_has_the_kernels_properties);
    tcase_add_test(all, outputs_have_the_dtypes_that_the_rules_say);
    tcase_add_test(all, integers_and_extremes_may_go_in_any_order);
    tcase_add_test(all, truths_and_means_take_inputs_by_no_casting_rule);
    tcase_add_test(all, identities_change_nothing);
    tcase_add_test(all, refusals_name_what_is_to_blame);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
