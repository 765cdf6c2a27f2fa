/* fault_float_environment.c: the host rounds otherwise, drops denormals, traps: every call computes the same bits and
 * gives back what was set. Needs nothing but the library, so that a cross-built one runs under an emulator. */
#include "calls.h"
#include "control.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CALLS = 40000 };

static int32_t n_failures;
static uint64_t expected[MAX_CALLS];

static void fail(const char *setting, const char *what, const char *title)
{
    if (n_failures++ < 20)
        printf("host set: %s; %s: %s\n", setting, what, title);
}

static void must(bool holds, const char *what)
{
    if (!holds) {
        printf("fault_float_environment: %s\n", what);
        exit(1);
    }
}

/* A walk over all calls in one setting of the host's. */
typedef struct survey {
    ravel_context *context;
    const control_setting *setting; /* NULL: the results here are what is expected */
    int64_t n_calls;
} survey;

/* Never inlined: a compiler may move arithmetic past a change of its environment, but not a call. */
static __attribute__((noinline)) void run(const prepared_call *call, void *data)
{
    survey *s = data;
    if (s->context == NULL && call->scratch > 0)
        return;
    const int64_t number = s->n_calls++;
    must(number < MAX_CALLS, "more calls than there is room for");
    if (s->setting == NULL) {
        must(calls_run(s->context, call) == RAVEL_OK, call->title);
        expected[number] = calls_digest(call);
        return;
    }
    const uint64_t before = control_get();
    control_set(s->setting->bits);
    const uint64_t set = control_get();
    const ravel_status status = calls_run(s->context, call);
    const uint64_t after = control_get();
    control_set(before);
    if (status != RAVEL_OK)
        fail(s->setting->name, ravel_status_text(status), call->title);
    if (calls_digest(call) != expected[number])
        fail(s->setting->name, "other bits", call->title);
    /* Where nothing is set that matters to results, flags may be raised, and none is cleared. */
    if ((set & CONTROL_RULES) != (control_settings[0].bits & CONTROL_RULES) ? after != set : (after & set) != set)
        fail(s->setting->name, "not given back", call->title);
}

static void all_settings(ravel_context *context, const calls_plan *plan, const char *what)
{
    survey s = {context, NULL, 0};
    (void)calls_each(plan, run, &s);
    const int64_t n_calls = s.n_calls;
    must(n_calls > 400, "too few calls");
    for (int32_t i = 0; i < CONTROL_N_SETTINGS; i++) {
        s = (survey){context, &control_settings[i], 0};
        (void)calls_each(plan, run, &s);
        must(s.n_calls == n_calls, "not the same calls again");
    }
    printf("%s: %lld calls in each of %d settings\n", what, (long long)n_calls, CONTROL_N_SETTINGS);
    (void)fflush(stdout);
}

/* ---- a user's loop, which looks at its environment ---- */

static _Atomic int32_t n_blocks_right, n_blocks_wrong;

static __attribute__((noinline)) bool environment_is_right(void)
{
    volatile double one = 1, minus_one = -1, little = 1e-30, smallest = 2.2250738585072014e-308, zero = 0, sink;
    const bool nearest = one + little == 1 && one - little == 1 && minus_one - little == -1 && minus_one + little == -1;
    volatile double denormal = smallest / 4;
    const bool written = denormal > 0, read = denormal * 4 == smallest;
    sink = one / zero; /* must not trap */
    sink = zero / zero;
    (void)sink;
    return nearest && written && read;
}

static int32_t look(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    (void)atomic_fetch_add(environment_is_right() ? &n_blocks_right : &n_blocks_wrong, 1);
    memcpy(out[0], in[0], n * sizeof(double));
    return 0;
}

/* An executor whose threads have settings of their own. */
typedef struct errand {
    ravel_task_fn task;
    void *data;
    int64_t first, n_tasks;
    uint64_t bits;
    bool given_back;
} errand;

static void *run_errand(void *memory)
{
    errand *mine = memory;
    const uint64_t before = control_get();
    control_set(mine->bits);
    const uint64_t set = control_get();
    for (int64_t index = mine->first; index < mine->n_tasks; index += 2)
        mine->task(index, mine->data);
    mine->given_back = (control_get() & CONTROL_RULES) == (set & CONTROL_RULES);
    control_set(before);
    return NULL;
}

static int32_t run_on_two_threads(int64_t n_tasks, ravel_task_fn task, void *data, void *user)
{
    const control_setting *setting = user;
    pthread_t threads[2];
    errand errands[2];
    for (int32_t i = 0; i < 2; i++) {
        errands[i] = (errand){task, data, i, n_tasks, setting->bits, false};
        must(pthread_create(&threads[i], NULL, run_errand, &errands[i]) == 0, "pthread_create");
    }
    for (int32_t i = 0; i < 2; i++)
        must(pthread_join(threads[i], NULL) == 0, "pthread_join");
    return errands[0].given_back && errands[1].given_back ? 0 : 1;
}

static void users_loops(ravel_context *context, const char *what)
{
    enum { N = 200000 };
    static double from[N], to[N];
    static const int32_t dtypes[] = {RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[] = {look};
    static const int64_t n = N;
    const ravel_kernel *kernel = NULL;
    ravel_array *in = NULL, *out = NULL;
    must(ravel_kernel_create(NULL, "look", 1, 1, 1, dtypes, loops, NULL, NULL, RAVEL_KERNEL_THREAD_SAFE, NULL,
                             &kernel) == RAVEL_OK &&
             ravel_array_create(NULL, from, sizeof from, 0, RAVEL_FLOAT64, 1, &n, NULL, 0, &in) == RAVEL_OK &&
             ravel_array_create(NULL, to, sizeof to, 0, RAVEL_FLOAT64, 1, &n, NULL, RAVEL_WRITEABLE, &out) == RAVEL_OK,
         "a user's kernel");
    for (int32_t i = 0; i < CONTROL_N_SETTINGS; i++) {
        const ravel_array *inputs[] = {in};
        const uint64_t before = control_get();
        control_set(control_settings[i].bits);
        const uint64_t set = control_get();
        const ravel_status status = ravel_apply(context, kernel, 1, inputs, NULL, 0, 1, &out);
        const uint64_t after = control_get();
        control_set(before);
        if (status != RAVEL_OK)
            fail(control_settings[i].name, ravel_status_text(status), what);
        if ((after & CONTROL_RULES) != (set & CONTROL_RULES))
            fail(control_settings[i].name, "not given back by a user's loop", what);
    }
    if (n_blocks_wrong != 0 || n_blocks_right == 0)
        fail("any", "a user's loop saw another environment", what);
    n_blocks_right = n_blocks_wrong = 0;
    must(ravel_kernel_destroy(kernel) == RAVEL_OK && ravel_array_destroy(in) == RAVEL_OK &&
             ravel_array_destroy(out) == RAVEL_OK,
         "destroy");
}

/* With any argument fewer calls, for where each takes long. */
int main(int argc, char **argv)
{
    const bool few = argc > 1;
    const calls_plan small = {9, 37, few ? 1U << CALLS_CONTIGUOUS | 1U << CALLS_CAST : CALLS_ALL_LAYOUTS, false, NULL};
    static const calls_plan copied_first = {9, 37, 1U << CALLS_OVERLAPPING | 1U << CALLS_MASKED, false, NULL};
    const calls_plan large = {few ? 64 : 200, few ? 65 : 201, 1U << CALLS_CONTIGUOUS, true, NULL};
    const control_setting *last = &control_settings[CONTROL_N_SETTINGS - 1];
    ravel_context *context = NULL;
    (void)argv;
    must(ravel_context_create(&context) == RAVEL_OK, "ravel_context_create");
    all_settings(NULL, &small, "no context");
    all_settings(context, &copied_first, "one thread");
    users_loops(NULL, "no context");
    users_loops(context, "one thread");
    must(ravel_context_set_threads(context, 3) == RAVEL_OK, "ravel_context_set_threads");
    all_settings(context, &large, "three threads");
    users_loops(context, "three threads");
    for (const control_setting *setting = control_settings + 1; setting <= last; setting++) {
        must(ravel_context_set_executor(context, 3, run_on_two_threads, (void *)(uintptr_t)setting) == RAVEL_OK,
             "ravel_context_set_executor");
        users_loops(context, "an executor");
    }
    must(ravel_context_destroy(context) == RAVEL_OK, "ravel_context_destroy");
    printf("%d failures\n", n_failures);
    return n_failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
