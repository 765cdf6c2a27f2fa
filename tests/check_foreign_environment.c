/* check_foreign_environment.c: a user's loop, or a host's executor, that leaves another rounding mode behind: neither
 * the rest of the call nor the host gets it. */
#include "support/run_suite.h"
#include <fenv.h>
#include <ravel/apply.h>
#include <string.h>

enum { N = 200000, ROWS = 400, COLUMNS = 500 };

static ravel_context *context;
static const ravel_kernel *kernel, *copy;
static double values[N], out[N];
static float narrow[N], expected[N];

/* a + b; then other code's rounding mode. */
static int32_t add_and_round_up(size_t n, const void *const *in, void *const *results, void *user)
{
    (void)user;
    for (size_t i = 0; i < n; i++)
        ((double *)results[0])[i] = ((const double *)in[0])[i] + ((const double *)in[1])[i];
    (void)fesetround(FE_UPWARD);
    return 0;
}

static int32_t executor_that_rounds_up(int64_t n_tasks, ravel_task_fn task, void *task_data, void *user)
{
    (void)user;
    for (int64_t i = 0; i < n_tasks; i++) {
        task(i, task_data);
        (void)fesetround(FE_UPWARD);
    }
    return 0;
}

static void setup(void)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {add_and_round_up};
    const double zero = 0;
    ravel_array *identity = NULL;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_FLOAT64, &zero, 0, &identity), RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_create(context, "adds", 2, 1, 1, dtypes, loops, NULL, NULL, RAVEL_KERNEL_REORDERABLE,
                                         identity, &kernel),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_kernel_find(context, "copy", &copy), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(identity), RAVEL_OK);
    for (int32_t i = 0; i < N; i++)
        values[i] = 1.0 / (i + 3);
    memset(narrow, 0, sizeof narrow);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static ravel_array *array_of(void *memory, int32_t dtype, int32_t ndim, const int64_t *shape, const int64_t *strides)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(context, memory, dtype == RAVEL_FLOAT32 ? sizeof narrow : sizeof values, 0,
                                        dtype, ndim, shape, strides, RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

/* The host rounds to nearest, or downwards: it must find that again. */
static int host_mode(int which)
{
    return which == 0 ? FE_TONEAREST : FE_DOWNWARD;
}

/* How sums of doubles round; fegetround tells of another register on some machines. */
__attribute__((noinline)) static int mode_in_force(void)
{
    static volatile double one = 1, little = 1e-30;
    return one + little > 1 ? FE_UPWARD : one - little < 1 ? FE_DOWNWARD : FE_TONEAREST;
}

static void end_call(int which, ravel_status status)
{
    const int mode = mode_in_force();
    (void)fesetround(FE_TONEAREST);
    ck_assert_int_eq(status, RAVEL_OK);
    ck_assert_int_eq(mode, host_mode(which));
}

static void run_apply(int which, const int64_t *strides, const float *wanted)
{
    static const int64_t shape[] = {ROWS, COLUMNS};
    ravel_array *a = array_of(values, RAVEL_FLOAT64, 2, shape, strides),
                *b = array_of(values, RAVEL_FLOAT64, 2, shape, NULL);
    ravel_array *to = array_of(narrow, RAVEL_FLOAT32, 2, shape, NULL);
    const ravel_array *in[] = {a, b};
    (void)fesetround(host_mode(which));
    end_call(which, ravel_apply(context, kernel, 2, in, NULL, RAVEL_OPTION_CASTING_SAME_KIND, 1, &to));
    ck_assert_mem_eq(narrow, wanted, sizeof narrow);
    ck_assert_int_eq(ravel_array_destroy(a), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(b), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(to), RAVEL_OK);
}

START_TEST(apply_in_blocks_and_in_tiles)
{
    static const int64_t turned[] = {8, 8 * ROWS};
    for (int32_t i = 0; i < N; i++)
        expected[i] = (float)(values[i] + values[i]);
    run_apply(_i, NULL, expected);
    for (int32_t i = 0; i < N; i++)
        expected[i] = (float)(values[i] + values[i / COLUMNS + i % COLUMNS * ROWS]);
    run_apply(_i, turned, expected);
}
END_TEST

/* Sums of the same numbers by a built-in kernel, whose environment nobody disturbs. */
START_TEST(reduce_and_accumulate)
{
    static const int64_t shape[] = {ROWS, COLUMNS};
    static const int32_t axis = 0;
    const ravel_kernel *add = NULL;
    static double sums[2][N];
    static float running[N];
    ravel_array *in = array_of(values, RAVEL_FLOAT64, 2, shape, NULL), *to = NULL, *all = NULL;
    ck_assert_int_eq(ravel_kernel_find(context, "add", &add), RAVEL_OK);
    for (int32_t i = 0; i < 2; i++) {
        to = array_of(sums[i], RAVEL_FLOAT64, 1, shape + 1, NULL);
        (void)fesetround(host_mode(_i));
        end_call(_i, ravel_reduce(context, i ? kernel : add, in, 1, &axis, NULL, NULL, 0, to));
        ck_assert_int_eq(ravel_array_destroy(to), RAVEL_OK);
    }
    ck_assert_mem_eq(sums[0], sums[1], sizeof sums[0]);
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    for (int32_t i = 0; i < N; i++) { /* cast on their way in, so that the mode shows */
        running[i] = (float)values[i];
        expected[i] = running[i];
    }
    in = array_of(running, RAVEL_FLOAT32, 2, shape, NULL);
    all = array_of(out, RAVEL_FLOAT64, 2, shape, NULL);
    (void)fesetround(host_mode(_i));
    end_call(_i, ravel_accumulate(context, kernel, in, 1, 0, all));
    for (int32_t row = 0; row < ROWS; row++) {
        double sum = 0;
        for (int32_t column = 0; column < COLUMNS; column++) {
            sum += (double)expected[row * COLUMNS + column];
            ck_assert(out[row * COLUMNS + column] == sum);
        }
    }
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(all), RAVEL_OK);
}
END_TEST

START_TEST(an_executor_that_changes_it)
{
    static const int64_t shape[] = {N};
    ravel_array *in = array_of(values, RAVEL_FLOAT64, 1, shape, NULL);
    ravel_array *to = array_of(narrow, RAVEL_FLOAT32, 1, shape, NULL);
    const ravel_array *inputs[] = {in};
    ck_assert_int_eq(ravel_context_set_executor(context, 4, executor_that_rounds_up, NULL), RAVEL_OK);
    (void)fesetround(host_mode(_i));
    end_call(_i, ravel_apply(context, copy, 1, inputs, NULL, RAVEL_OPTION_CASTING_SAME_KIND, 1, &to));
    for (int32_t i = 0; i < N; i++)
        ck_assert(narrow[i] == (float)values[i]);
    ck_assert_int_eq(ravel_array_destroy(in), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(to), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("foreign environment");
    TCase *tests = tcase_create("rounding modes");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, apply_in_blocks_and_in_tiles, 0, 2);
    tcase_add_loop_test(tests, reduce_and_accumulate, 0, 2);
    tcase_add_loop_test(tests, an_executor_that_changes_it, 0, 2);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
