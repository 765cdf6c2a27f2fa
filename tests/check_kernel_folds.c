/* check_kernel_folds.c: kernels of the user's own under ravel_reduce and ravel_accumulate. */
#include "support/run_suite.h"
#include <ravel/ravel.h>
#include <stdlib.h>

static ravel_context *context;

static int32_t add(size_t n, const void *const *in, void *const *out, void *user)
{
    const float *x = in[0], *y = in[1];
    float *result = out[0];
    (void)user;
    for (size_t i = 0; i < n; i++)
        result[i] = x[i] + y[i];
    return 0;
}

static int32_t subtract(size_t n, const void *const *in, void *const *out, void *user)
{
    const float *x = in[0], *y = in[1];
    float *result = out[0];
    (void)user;
    for (size_t i = 0; i < n; i++)
        result[i] = x[i] - y[i];
    return 0;
}

static const ravel_kernel *make(const char *name, ravel_kernel_fn loop, uint64_t flags)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT32, RAVEL_FLOAT32, RAVEL_FLOAT32};
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_create(context, name, 2, 1, 1, dtypes, &loop, NULL, NULL, flags, NULL, &kernel),
                     RAVEL_OK);
    return kernel;
}

static ravel_array *floats(void *memory, size_t nbytes, int32_t ndim, const int64_t *shape)
{
    ravel_array *made = NULL;
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, nbytes, 0, RAVEL_FLOAT32, ndim, shape, NULL, RAVEL_WRITEABLE, &made),
        RAVEL_OK);
    return made;
}

/* A user's addition, declared reorderable, follows the same tree as the built-in one; a subtraction goes from the left.
 */
START_TEST(user_kernels_reduce_like_built_in_ones)
{
    enum { ROWS = 301, COLUMNS = 7, N = ROWS * COLUMNS };
    static float numbers[N], results[2][N];
    static const int64_t shape[] = {ROWS, COLUMNS};
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    const ravel_kernel *builtin[2] = {NULL, NULL}, *own[2];
    ck_assert_int_eq(ravel_kernel_find(NULL, "add", &builtin[0]), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(NULL, "subtract", &builtin[1]), RAVEL_OK);
    own[0] = make("own_add", add, RAVEL_KERNEL_REORDERABLE);
    own[1] = make("own_subtract", subtract, 0);
    uint32_t state = 7;
    for (int32_t i = 0; i < N; i++) {
        state = state * 1664525U + 1013904223U;
        numbers[i] = (float)(int32_t)state / 1000.0F;
    }
    for (int32_t transposed = 0; transposed < 2; transposed++) {
        ravel_array *in = NULL;
        const int64_t lengths[] = {shape[transposed], shape[1 - transposed]};
        const int64_t strides[] = {transposed ? 4 : 4 * COLUMNS, transposed ? 4 * COLUMNS : 4};
        ck_assert_int_eq(
            ravel_array_create(NULL, numbers, sizeof numbers, 0, RAVEL_FLOAT32, 2, lengths, strides, 0, &in), RAVEL_OK);
        for (int32_t set = 0; set < 4; set++) {
            int32_t axes[2], n_axes = 0;
            int64_t kept[2];
            int32_t ndim = 0;
            for (int32_t axis = 0; axis < 2; axis++)
                if (set >> axis & 1)
                    axes[n_axes++] = axis;
                else
                    kept[ndim++] = lengths[axis];
            for (int32_t which = 0; which < 2; which++) {
                for (int32_t by = 0; by < 2; by++) {
                    ravel_array *out = floats(results[by], sizeof results[by], ndim, kept);
                    ck_assert_int_eq(
                        ravel_reduce(context, by ? own[which] : builtin[which], in, n_axes, axes, NULL, NULL, 0, out),
                        RAVEL_OK);
                    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
                }
                ck_assert_mem_eq(results[0], results[1], sizeof results[0]);
            }
        }
        for (int32_t which = 0; which < 2; which++)
            for (int32_t axis = 0; axis < 2; axis++) {
                for (int32_t by = 0; by < 2; by++) {
                    ravel_array *out = floats(results[by], sizeof results[by], 2, lengths);
                    ck_assert_int_eq(ravel_accumulate(context, by ? own[which] : builtin[which], in, axis, 0, out),
                                     RAVEL_OK);
                    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
                }
                ck_assert_mem_eq(results[0], results[1], sizeof results[0]);
            }
        ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    }
    ck_assert_int_eq(ravel_kernel_destroy(own[0]), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_destroy(own[1]), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kernel folds");
    TCase *tests = tcase_create("kernel folds");
    tcase_add_test(tests, user_kernels_reduce_like_built_in_ones);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
