/* check_reduce_pairs_memory.c: ravel_min_max and ravel_mean_var without scratch memory. */
#include "support/one_context.h"
#include "support/run_suite.h"
#include <ravel/statistics.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Where two reductions with one output need no scratch memory, one with two needs none. */
START_TEST(little_memory_is_enough)
{
    static const struct {
        int32_t ndim, n_axes, axes[2];
        int64_t shape[4];
    } calls[] = {
        {2, 1, {0}, {1000, 300}}, {2, 1, {0}, {300, 65}}, {2, 1, {1}, {300, 400}}, {4, 2, {1, 2}, {20, 50, 30, 7}}};
    double *const memory = malloc(400 * 1000 * sizeof(double)), results[2][1000], expected[2][1000];
    bool *const mask = malloc(400 * 1000);
    const int32_t dtype = _i & 1 ? RAVEL_INT64 : RAVEL_FLOAT64;
    const uint64_t flags = _i & 2 ? RAVEL_SWAPPED : 0, start_value = 7;
    for (size_t i = 0; i < 400 * 1000; i++) {
        const uint64_t number = i * UINT64_C(0x9e3779b97f4a7c15) & UINT64_C(0xbfbfbfbfbfbfbfbf); /* never NaN */
        memcpy(&memory[i], &number, sizeof number);
        mask[i] = i % 3 != 0;
    }
    ravel_array *initial = NULL;
    ck_assert_int_eq(ravel_array_create_scalar(NULL, dtype, &start_value, 0, &initial), RAVEL_OK);
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, 0), RAVEL_OK);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        const int32_t n_axes = calls[i].n_axes, *axes = calls[i].axes, ndim = calls[i].ndim;
        int64_t size = 1, kept = 1;
        for (int32_t axis = 0; axis < ndim; axis++) {
            size *= calls[i].shape[axis];
            kept *= axis == axes[0] || (n_axes > 1 && axis == axes[1]) ? 1 : calls[i].shape[axis];
        }
        ravel_array *array = make(memory, (size_t)size * 8, dtype, ndim, calls[i].shape, flags);
        ravel_array *where = make(mask, (size_t)size, RAVEL_BOOL, ndim, calls[i].shape, 0), *out[2], *alone[2];
        const int64_t shape[] = {ndim == 4 ? 20 : kept, 7};
        for (int32_t k = 0; k < 2; k++) {
            out[k] = make(results[k], sizeof results[k], dtype, ndim / 2, shape, RAVEL_WRITEABLE);
            alone[k] = make(expected[k], sizeof expected[k], dtype, ndim / 2, shape, RAVEL_WRITEABLE);
            ck_assert_int_eq(
                ravel_reduce(NULL, find(k ? "max" : "min"), array, n_axes, axes, where, initial, 0, alone[k]),
                RAVEL_OK);
        }
        for (int32_t limited = 0; limited < 2; limited++) {
            memset(results, 0, sizeof results);
            ck_assert_int_eq(
                ravel_min_max(limited ? context : NULL, array, n_axes, axes, where, initial, 0, out[0], out[1]),
                RAVEL_OK);
            ck_assert_mem_eq(results[0], expected[0], (size_t)kept * 8);
            ck_assert_mem_eq(results[1], expected[1], (size_t)kept * 8);
            ck_assert_int_eq(ravel_mean_var(limited ? context : NULL, array, n_axes, axes, where, 0,
                                            RAVEL_OPTION_CASTING_UNSAFE, out[0], out[1]),
                             RAVEL_OK);
        }
        ravel_array *const all[] = {array, where, out[0], out[1], alone[0], alone[1]};
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            end(all[k]);
    }
    ck_assert_int_eq(ravel_context_set_scratch_limit(context, SIZE_MAX), RAVEL_OK);
    end(initial);
    free(memory);
    free(mask);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pairs_memory");
    TCase *tests = tcase_create("no memory");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, little_memory_is_enough, 0, 4);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
