/* fault_kernels.c: a user's loop that calls ravel again, ends what its own call uses, or fails in the middle of it, by
 * every verb, on one thread and on several. */
#include "fault.h"
#include "support/run_suite.h"

#include <pthread.h>
#include <ravel/apply.h>
#include <ravel/elementwise.h>
#include <ravel/view.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { N = 200000 };

static double numbers[N], results[N], total;
static ravel_context *context, *other;
static ravel_array *in, *out, *total_out;
static const ravel_kernel *kernel;

/* What a loop does before it adds, and what it has seen. */
typedef struct mischief {
    void (*act)(struct mischief *mine);
    int32_t fails_at; /* the number of the call that fails, from 1 */
    int32_t answer;
    _Atomic int32_t n_calls, n_acts, n_wrong, n_released;
} mischief;

static mischief plan;

static int32_t add_and_act(size_t n, const void *const *from, void *const *to, void *user)
{
    mischief *mine = user;
    const int32_t number = atomic_fetch_add(&mine->n_calls, 1) + 1;
    if (mine->act != NULL && atomic_fetch_add(&mine->n_acts, 1) == 0)
        mine->act(mine);
    if (number == mine->fails_at)
        return mine->answer;
    for (size_t i = 0; i < n; i++)
        ((double *)to[0])[i] = ((const double *)from[0])[i] + ((const double *)from[1])[i];
    return 0;
}

static void count_release(void *user)
{
    ((mischief *)user)->n_released++;
}

static ravel_array *array(double *at, int32_t ndim, int64_t n)
{
    ravel_array *made = NULL;
    ck_assert_int_eq(
        ravel_array_create(NULL, at, (size_t)n * sizeof *at, 0, RAVEL_FLOAT64, ndim, &n, NULL, RAVEL_WRITEABLE, &made),
        RAVEL_OK);
    return made;
}

static void setup(void)
{
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {add_and_act};
    for (int32_t i = 0; i < N; i++)
        numbers[i] = i;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_context_create(&other), RAVEL_OK);
    in = array(numbers, 1, N);
    out = array(results, 1, N);
    total_out = array(&total, 0, 1);
    ck_assert_int_eq(ravel_kernel_create(NULL, "add_and_act", 2, 1, 1, dtypes, loops, &plan, count_release,
                                         RAVEL_KERNEL_THREAD_SAFE | RAVEL_KERNEL_REORDERABLE, NULL, &kernel),
                     RAVEL_OK);
}

enum { APPLY, REDUCE, ACCUMULATE, N_VERBS };

static ravel_status run(int32_t verb)
{
    const ravel_array *inputs[] = {in, in};
    memset(results, 0, sizeof results);
    total = 0;
    return verb == APPLY    ? ravel_apply(context, kernel, 2, inputs, NULL, 0, 1, &out)
           : verb == REDUCE ? ravel_reduce(context, kernel, in, 0, NULL, NULL, NULL, 0, total_out)
                            : ravel_accumulate(context, kernel, in, 0, 0, out);
}

/* The numbers are whole, so that their sums are exact in any order. */
static bool is_right(int32_t verb)
{
    double sum = 0;
    bool right = true;
    for (int32_t i = 0; i < N; i++) {
        sum += i;
        right = right && (verb == REDUCE || results[i] == (verb == APPLY ? 2.0 * i : sum));
    }
    return right && (verb != REDUCE || total == sum);
}

/* ---- loops that call ravel ---- */

static void call_again(mischief *mine)
{
    static double inner_memory[2 * N];
    static const int32_t thread_counts[] = {1, 3};
    ravel_array *inner_in = array(numbers, 1, N), *inner_out = array(inner_memory, 1, N);
    ravel_context *fresh = NULL;
    ravel_array *unused = NULL;
    mine->n_wrong += ravel_context_create(&fresh) != RAVEL_OK;
    ravel_context *const free_ones[] = {NULL, other, fresh};
    for (int32_t i = 0; i < 3; i++)
        for (int32_t k = 0; k < 2; k++) {
            if (free_ones[i] != NULL)
                mine->n_wrong += ravel_context_set_threads(free_ones[i], THREAD_SANITIZER ? 1 : thread_counts[k]) != 0;
            memset(inner_memory, 0, sizeof inner_memory);
            mine->n_wrong += ravel_negative(free_ones[i], inner_in, inner_out) != RAVEL_OK;
            mine->n_wrong += inner_memory[N - 1] != 1 - N;
        }
    mine->n_wrong += ravel_negative(context, inner_in, inner_out) != RAVEL_BUSY;
    mine->n_wrong += ravel_context_set_threads(context, 2) != RAVEL_BUSY;
    mine->n_wrong += ravel_context_trim(context) != RAVEL_BUSY;
    mine->n_wrong += ravel_array_flip(context, inner_in, 0, NULL, &unused) != RAVEL_BUSY;
    mine->n_wrong += ravel_context_destroy(context) != RAVEL_BUSY;
    mine->n_wrong += ravel_context_destroy(fresh) != RAVEL_OK;
    mine->n_wrong += ravel_array_destroy(inner_in) != RAVEL_OK;
    mine->n_wrong += ravel_array_destroy(inner_out) != RAVEL_OK;
}

/* The same kernel, from within itself. */
static void recurse(mischief *mine)
{
    ravel_array *inner = array(numbers, 1, 100);
    static double inner_memory[100];
    ravel_array *inner_out = array(inner_memory, 1, 100);
    const ravel_array *inputs[] = {inner, inner};
    mine->n_wrong += ravel_apply(other, kernel, 2, inputs, NULL, 0, 1, &inner_out) != RAVEL_OK;
    mine->n_wrong += inner_memory[99] != 198;
    mine->n_wrong += ravel_array_destroy(inner) != RAVEL_OK;
    mine->n_wrong += ravel_array_destroy(inner_out) != RAVEL_OK;
}

/* ---- loops that end what their call uses ---- */

static void end_everything(mischief *mine)
{
    mine->n_wrong += ravel_array_destroy(in) != RAVEL_OK;
    mine->n_wrong += ravel_array_destroy(out) != RAVEL_OK;
    mine->n_wrong += ravel_array_destroy(total_out) != RAVEL_OK;
    mine->n_wrong += ravel_kernel_destroy(kernel) != RAVEL_OK;
    mine->n_wrong += ravel_kernel_destroy(kernel) != RAVEL_DOUBLE_DESTROY;
    mine->n_wrong += ravel_context_destroy(context) != RAVEL_BUSY;
    mine->n_wrong += mine->n_released != 0;
}

/* Other descriptors take the slots: the call must have copies of its own. */
static void end_everything_and_make_others(mischief *mine)
{
    static double elsewhere[100];
    end_everything(mine);
    for (int32_t i = 0; i < 50; i++)
        (void)array(elsewhere, 1, 100 - i);
}

static const struct {
    void (*act)(mischief *mine);
    bool ends;
} acts[] = {{call_again, false}, {recurse, false}, {end_everything, true}, {end_everything_and_make_others, true}};

START_TEST(loops_may_call_and_end)
{
    const int32_t verb = _i % N_VERBS, act = _i / N_VERBS % 4, n_threads = _i / N_VERBS / 4 == 0 ? 1 : 3;
    ck_assert_int_eq(ravel_context_set_threads(context, n_threads), RAVEL_OK);
    plan = (mischief){.act = acts[act].act};
    ck_assert_int_eq(run(verb), RAVEL_OK);
    ck_assert(is_right(verb));
    ck_assert_int_ge(plan.n_acts, 1);
    ck_assert_int_eq(plan.n_wrong, 0);
    ck_assert_int_eq(plan.n_released, acts[act].ends);
    ck_assert_int_eq(run(verb), acts[act].ends ? RAVEL_STALE_HANDLE : RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}
END_TEST

/* The status reaches the caller, with the context free again; no more calls than threads come after. */
START_TEST(a_failure_ends_the_call)
{
    const int32_t verb = _i % N_VERBS, n_threads = _i / N_VERBS == 0 ? 1 : 3;
    static const int32_t answers[] = {1, -1, INT32_MAX, INT32_MIN};
    char text[256];
    ck_assert_int_eq(ravel_context_set_threads(context, n_threads), RAVEL_OK);
    plan = (mischief){.act = NULL};
    ck_assert_int_eq(run(verb), RAVEL_OK);
    const int32_t n_calls = plan.n_calls;
    for (int32_t i = 0; i < 4; i++)
        for (int32_t fails_at = 1; fails_at <= n_calls; fails_at = fails_at < 3 ? fails_at + 1 : 2 * fails_at) {
            int32_t status = 0;
            plan = (mischief){.fails_at = fails_at, .answer = answers[i]};
            ck_assert_int_eq(run(verb), RAVEL_KERNEL_FAILED);
            ck_assert_int_eq(ravel_context_error(context, &status, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
            ck_assert_int_eq(status, RAVEL_KERNEL_FAILED);
            if (n_threads == 1)
                ck_assert_int_eq(plan.n_calls, fails_at);
            ck_assert_int_le(plan.n_calls, n_calls);
        }
    plan = (mischief){.act = NULL};
    ck_assert_int_eq(run(verb), RAVEL_OK);
    ck_assert(is_right(verb));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault_kernels");
    TCase *tests = tcase_create("fault_kernels");
    tcase_set_timeout(tests, 280);
    tcase_add_checked_fixture(tests, setup, NULL);
    tcase_add_loop_test(tests, loops_may_call_and_end, 0, N_VERBS * 4 * 2);
    tcase_add_loop_test(tests, a_failure_ends_the_call, 0, N_VERBS * 2);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
