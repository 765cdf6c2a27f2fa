/* unit_at_once.c: which calls go the short way, and that all others are left alone. */
#include "core/dtype_table.h"
#include "core/handle.h"
#include "dispatch/facts.h"
#include "run/at_once.h"
#include "support/run_suite.h"
#include <string.h>

enum { N = 24 };

static ravel_context *context;
static _Alignas(64) double memory[4][2 * N];

static void set_up(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    for (int32_t i = 0; i < 4 * 2 * N; i++)
        memory[i / (2 * N)][i % (2 * N)] = 1 + i;
}

static void tear_down(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static ravel_array *array_at(void *data, int32_t dtype, int64_t n, const int64_t *strides, uint64_t flags)
{
    ravel_array *array = NULL;
    unsigned char *const start = (unsigned char *)memory;
    ck_assert_int_eq(ravel_array_create(context, start, sizeof memory, (unsigned char *)data - start, dtype, 1,
                                        (int64_t[]){n}, strides, flags, &array),
                     RAVEL_OK);
    return array;
}

/* Whether a call of a built-in kernel goes the short way; the arrays are destroyed. Whatever the context remembers of
 * the call before, no other call is taken for one like it; and right after a call of its own kind, each is. */
static bool goes(int32_t number, rvl_apply_request request, ravel_array *x, ravel_array *y, ravel_array *out)
{
    rvl_call call;
    const rvl_kernel_use use = {number, -1, NULL, NULL};
    const ravel_array *in[] = {x, y, y};
    ck_assert_int_eq(rvl_call_enter(&call, context, "unit"), RAVEL_OK);
    request.in = request.n_in > 0 ? in : NULL;
    request.n_in = request.n_in > 0 ? request.n_in : 2;
    request.out = request.n_out > 0 ? &out : NULL;
    request.n_out = request.n_out > 0 ? request.n_out : 1;
    const ravel_kernel *const kernel = number < 0 ? NULL : (const ravel_kernel *)(uintptr_t)rvl_builtin_handle(number);
    const bool again = rvl_apply_again(&call, kernel, &request),
               went = rvl_apply_at_once(&call, kernel, &use, &request);
    ck_assert(went || !again);
    ck_assert_int_eq(rvl_apply_again(&call, kernel, &request), went);
    ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OK), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(x), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(y), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    return went;
}

static const rvl_apply_request two_to_one = {.n_in = 2, .n_out = 1};

/* A sum of two arrays of N float64, at places in memory. */
static bool sum_goes(void *x, void *y, void *out)
{
    return goes(RVL_KERNEL_add, two_to_one, array_at(x, RAVEL_FLOAT64, N, NULL, 0),
                array_at(y, RAVEL_FLOAT64, N, NULL, 0), array_at(out, RAVEL_FLOAT64, N, NULL, RAVEL_WRITEABLE));
}

/* Every kernel whose inputs are all of the loop's dtype, and whose one output has what it gives. */
START_TEST(all_kernels_of_one_dtype_go)
{
    int32_t n_kernels = 0;
    for (int32_t number = 0; number < RVL_N_KERNELS; number++) {
        const rvl_kernel_facts *facts = &rvl_kernels[number];
        for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++) {
            if (facts->n_in > 2 || facts->n_out != 1 || facts->n_common != facts->n_in ||
                !rvl_kernel_supports(number, dtype) || rvl_dtypes[dtype].compute != dtype ||
                (facts->shape == RVL_LOOP_move && dtype == RAVEL_BOOL))
                continue;
            memset(memory, 0, sizeof memory);
            const rvl_apply_request request = {.n_in = facts->n_in, .n_out = 1};
            ck_assert_msg(goes(number, request, array_at(memory[0], dtype, N, NULL, 0),
                               array_at(memory[1], dtype, N, NULL, 0),
                               array_at(memory[2], rvl_kernel_result(number, dtype), N, NULL, RAVEL_WRITEABLE)),
                          "%s of dtype %d", facts->name, dtype);
            n_kernels++;
        }
    }
    ck_assert_int_gt(n_kernels, 100);
}
END_TEST

START_TEST(the_results_are_the_calls)
{
    ck_assert(sum_goes(memory[0], memory[1], memory[2]));
    for (int32_t i = 0; i < N; i++)
        ck_assert(memory[2][i] == memory[0][i] + memory[1][i]);
    ck_assert(memory[2][N] == 1 + 4 * N + N);
    ck_assert(goes(RVL_KERNEL_copy, (rvl_apply_request){.n_in = 1, .n_out = 1},
                   array_at(memory[0], RAVEL_FLOAT64, N, NULL, 0), array_at(memory[1], RAVEL_FLOAT64, N, NULL, 0),
                   array_at(memory[3], RAVEL_FLOAT64, N, NULL, RAVEL_WRITEABLE)));
    ck_assert_mem_eq(memory[3], memory[0], N * sizeof(double));
}
END_TEST

/* An output may be exactly an input of its dtype, or share nothing with it. */
START_TEST(operands_are_the_same_or_apart)
{
    double *const data = memory[0];
    ck_assert(sum_goes(data, data + N, data + 2 * N));
    ck_assert(sum_goes(data, data, data + N));
    ck_assert(sum_goes(data + N, data + 2 * N, data));
    ck_assert(sum_goes(data, data + N, data));
    ck_assert(sum_goes(data + N, data, data));
    ck_assert(!sum_goes(data, data + N, data + 1));
    ck_assert(!sum_goes(data + 1, data + 2 * N, data));
    ck_assert(!sum_goes(data, data + N, data + N - 1));
    ck_assert(!sum_goes(data + N - 1, data + 3 * N, data));
    ck_assert(!sum_goes(data + 3 * N, data + N - 1, data));
    const rvl_apply_request request = {.n_in = 2, .n_out = 1}; /* bools over the floats that they are made of */
    ck_assert(!goes(RVL_KERNEL_less, request, array_at(data, RAVEL_FLOAT64, N, NULL, 0),
                    array_at(data + N, RAVEL_FLOAT64, N, NULL, 0),
                    array_at(data, RAVEL_BOOL, N, NULL, RAVEL_WRITEABLE)));
    ck_assert(goes(RVL_KERNEL_less, request, array_at(data, RAVEL_FLOAT64, N, NULL, 0),
                   array_at(data + N, RAVEL_FLOAT64, N, NULL, 0),
                   array_at(data + 2 * N, RAVEL_BOOL, N, NULL, RAVEL_WRITEABLE)));
}
END_TEST

static ravel_array *floats_of_shape(int32_t where, int32_t ndim, const int64_t *shape)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(context, memory[where], sizeof memory[where], 0, RAVEL_FLOAT64, ndim, shape,
                                        NULL, where == 2 ? RAVEL_WRITEABLE : 0, &array),
                     RAVEL_OK);
    return array;
}

/* One shape for all, of up to four axes. */
START_TEST(operands_have_one_shape)
{
    static const int64_t shapes[][5] = {{N}, {4, 6}, {2, 3, 4}, {2, 3, 2, 2}, {2, 3, 2, 2, 1}, {6, 4}, {2, 4, 3}};
    static const int32_t ndims[] = {1, 2, 3, 4, 5, 2, 3};
    for (int32_t i = 0; i < 7; i++)
        for (int32_t other = 0; other < 7; other++)
            for (int32_t where = 0; where < 3; where++) {
                int32_t of[3] = {i, i, i};
                of[where] = other;
                ck_assert_int_eq(goes(RVL_KERNEL_add, two_to_one, floats_of_shape(0, ndims[of[0]], shapes[of[0]]),
                                      floats_of_shape(1, ndims[of[1]], shapes[of[1]]),
                                      floats_of_shape(2, ndims[of[2]], shapes[of[2]])),
                                 i == other && ndims[i] < 5);
            }
}
END_TEST

static ravel_array *floats(int32_t where)
{
    return array_at(memory[where], RAVEL_FLOAT64, N, NULL, where == 2 ? RAVEL_WRITEABLE : 0);
}

/* Whatever else there is to look at, or to say, is for the general way; nothing has been written then. */
START_TEST(all_other_calls_are_left_alone)
{
    double before[2 * N];
    ck_assert(sum_goes(memory[0], memory[1], memory[2])); /* which the context remembers */
    memcpy(before, memory[2], sizeof before);
    rvl_apply_request request = two_to_one;
    ck_assert(!goes(-1, request, floats(0), floats(1), floats(2)));
    request.options = RAVEL_OPTION_CASTING_SAFE;
    ck_assert(!goes(RVL_KERNEL_add, request, floats(0), floats(1), floats(2)));
    request = two_to_one;
    ravel_array *const mask = array_at(memory[3], RAVEL_BOOL, N, NULL, 0);
    request.where = mask;
    ck_assert(!goes(RVL_KERNEL_add, request, floats(0), floats(1), floats(2)));
    ck_assert_int_eq(ravel_array_destroy(mask), RAVEL_OK);
    ck_assert(!goes(RVL_KERNEL_add, (rvl_apply_request){.n_in = 1, .n_out = 1}, floats(0), floats(1), floats(2)));
    ck_assert(!goes(RVL_KERNEL_add, (rvl_apply_request){.n_in = 3, .n_out = 1}, floats(0), floats(1), floats(2)));
    ck_assert(!goes(RVL_KERNEL_add, (rvl_apply_request){.n_in = 2, .n_out = 2}, floats(0), floats(1), floats(2)));
    ck_assert(!goes(RVL_KERNEL_add, (rvl_apply_request){.n_in = 0, .n_out = 1}, floats(0), floats(1), floats(2)));
    ck_assert(!goes(RVL_KERNEL_add, (rvl_apply_request){.n_in = 2, .n_out = 0}, floats(0), floats(1), floats(2)));
    /* read-only, shorter, strided, swapped, unaligned, of other dtypes */
    ck_assert(!goes(RVL_KERNEL_add, two_to_one, floats(0), floats(1), floats(1)));
    ck_assert(
        !goes(RVL_KERNEL_add, two_to_one, floats(0), array_at(memory[1], RAVEL_FLOAT64, N - 1, NULL, 0), floats(2)));
    ck_assert(!goes(RVL_KERNEL_add, two_to_one, array_at(memory[0], RAVEL_FLOAT64, N, (int64_t[]){16}, 0), floats(1),
                    floats(2)));
    ck_assert(!goes(RVL_KERNEL_add, two_to_one, floats(0), floats(1),
                    array_at(memory[2], RAVEL_FLOAT64, N, (int64_t[]){16}, RAVEL_WRITEABLE)));
    ck_assert(!goes(RVL_KERNEL_add, two_to_one, floats(0), array_at(memory[1], RAVEL_FLOAT64, N, NULL, RAVEL_SWAPPED),
                    floats(2)));
    for (int32_t moved = 0; moved < 3; moved++)
        ck_assert(!goes(RVL_KERNEL_add, two_to_one,
                        array_at((char *)memory[0] + 4 * (moved == 0), RAVEL_FLOAT64, N, NULL, 0),
                        array_at((char *)memory[1] + 4 * (moved == 1), RAVEL_FLOAT64, N, NULL, 0),
                        array_at((char *)memory[2] + 4 * (moved == 2), RAVEL_FLOAT64, N, NULL, RAVEL_WRITEABLE)));
    for (int32_t other = 0; other < 3; other++)
        ck_assert(!goes(RVL_KERNEL_add, two_to_one,
                        array_at(memory[0], other == 0 ? RAVEL_FLOAT32 : RAVEL_FLOAT64, N, NULL, 0),
                        array_at(memory[1], other == 1 ? RAVEL_FLOAT32 : RAVEL_FLOAT64, N, NULL, 0),
                        array_at(memory[2], other == 2 ? RAVEL_FLOAT32 : RAVEL_FLOAT64, N, NULL, RAVEL_WRITEABLE)));
    ck_assert(!goes(RVL_KERNEL_copy, (rvl_apply_request){.n_in = 1, .n_out = 1},
                    array_at(memory[0], RAVEL_BOOL, N, NULL, 0), floats(1),
                    array_at(memory[2], RAVEL_BOOL, N, NULL, RAVEL_WRITEABLE))); /* makes every true byte a 1 */
    ck_assert_mem_eq(memory[2], before, sizeof before);
}
END_TEST

/* Whether a call of `second` goes right after one of `first` did, which has left on the stack what would do for it. */
static bool goes_after(int32_t first, int32_t second, int32_t dtype)
{
    rvl_call call;
    ravel_array *x = array_at(memory[0], dtype, N, NULL, 0),
                *out = array_at(memory[1], dtype, N, NULL, RAVEL_WRITEABLE);
    const rvl_apply_request request = {.in = (const ravel_array *[]){x}, .n_in = 1, .out = &out, .n_out = 1};
    const rvl_kernel_use uses[] = {{first, -1, NULL, NULL}, {second, -1, NULL, NULL}};
    const ravel_kernel *kernels[2];
    for (int32_t i = 0; i < 2; i++)
        kernels[i] = (const ravel_kernel *)(uintptr_t)rvl_builtin_handle(uses[i].number);
    ck_assert_int_eq(rvl_call_enter(&call, context, "unit"), RAVEL_OK);
    const bool went_first = rvl_apply_at_once(&call, kernels[0], &uses[0], &request),
               went = rvl_apply_at_once(&call, kernels[1], &uses[1], &request);
    ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OK), RAVEL_OK);
    ck_assert(went_first);
    ck_assert_int_eq(ravel_array_destroy(x), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    return went;
}

START_TEST(halves_without_a_loop_and_copied_bools_do_not_go)
{
    ck_assert(goes_after(RVL_KERNEL_logical_not, RVL_KERNEL_logical_not, RAVEL_BOOL));
    ck_assert(!goes_after(RVL_KERNEL_logical_not, RVL_KERNEL_copy, RAVEL_BOOL));
    ck_assert(!goes_after(RVL_KERNEL_negative, RVL_KERNEL_exp, RAVEL_FLOAT16));
}
END_TEST

/* A context whose instruction set is capped does not go on with the loops of a better one; without a context, nothing
 * is remembered. */
START_TEST(what_is_remembered_is_of_the_contexts_instruction_set)
{
    rvl_call call;
    const ravel_kernel *const kernel = (const ravel_kernel *)(uintptr_t)rvl_builtin_handle(RVL_KERNEL_add);
    ravel_array *const x = floats(0), *const y = floats(1), *const out = floats(2);
    const ravel_array *const in[] = {x, y};
    const rvl_apply_request request = {2, in, NULL, 0, 1, &out};
    ck_assert(sum_goes(memory[0], memory[1], memory[2]));
    for (int32_t i = 0; i < 3; i++) {
        const char *const caps[] = {"generic", NULL, NULL};
        ck_assert_int_eq(ravel_context_set_isa_cap(context, caps[i]), RAVEL_OK);
        ck_assert_int_eq(rvl_call_enter(&call, context, "unit"), RAVEL_OK);
        const bool same = call.context->isa == call.context->at_once.isa;
        ck_assert_int_eq(rvl_apply_again(&call, kernel, &request), same);
        ck_assert(i == 0 || same);
        ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OK), RAVEL_OK);
    }
    ck_assert_int_eq(rvl_call_enter(&call, context, "unit"), RAVEL_OK);
    call.context->at_once = (rvl_at_once){.isa = call.context->isa}; /* as a new context's */
    ck_assert(!rvl_apply_again(&call, NULL, &request));
    ck_assert_int_eq(rvl_call_leave(&call, RAVEL_OK), RAVEL_OK);
    ck_assert_int_eq(rvl_call_enter(&call, NULL, "unit"), RAVEL_OK);
    ck_assert(!rvl_apply_again(&call, kernel, &request));
    ck_assert_int_eq(ravel_array_destroy(x), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(y), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("at_once");
    TCase *all = tcase_create("at_once");
    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all, all_kernels_of_one_dtype_go);
    tcase_add_test(all, the_results_are_the_calls);
    tcase_add_test(all, operands_are_the_same_or_apart);
    tcase_add_test(all, operands_have_one_shape);
    tcase_add_test(all, all_other_calls_are_left_alone);
    tcase_add_test(all, halves_without_a_loop_and_copied_bools_do_not_go);
    tcase_add_test(all, what_is_remembered_is_of_the_contexts_instruction_set);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
