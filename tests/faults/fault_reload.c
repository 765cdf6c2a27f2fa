/* fault_reload.c: the library is loaded and unloaded a thousand times: nothing stays behind, and no handle outlives its
 * load. Not linked to the library. */
#include "fault.h"
#include "loaded.h"
#include "support/run_suite.h"

#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = 20000, N_LOADS = SANITIZED ? 60 : 1000, N_BEFORE = 20 };

static double numbers[N], results[N];
static loaded_objects given_out[N_LOADS];

static int64_t n_entries(const char *folder)
{
    DIR *directory = opendir(folder);
    int64_t n = 0;
    ck_assert_ptr_nonnull(directory);
    while (readdir(directory) != NULL)
        n++;
    (void)closedir(directory);
    return n;
}

static int64_t n_mappings(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    int64_t n = 0;
    ck_assert_ptr_nonnull(maps);
    for (int c = getc(maps); c != EOF; c = getc(maps))
        n += c == '\n';
    (void)fclose(maps);
    return n;
}

/* What a process has. */
typedef struct holdings {
    int64_t n_threads, n_files, n_mappings, nbytes;
} holdings;

static holdings count(void)
{
    const struct mallinfo2 heap = mallinfo2();
    return (holdings){n_entries("/proc/self/task"), n_entries("/proc/self/fd"), n_mappings(),
                      (int64_t)(heap.uordblks + heap.hblkhd)};
}

static void open_library(loaded *copy)
{
    copy->library = dlopen(RAVEL_SHARED_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (copy->library == NULL)
        ck_abort_msg("%s", dlerror());
    ck_assert(loaded_find(copy));
}

/* One load: refuses what earlier ones gave out, computes on two threads, ends all but an array. */
static void use_once(int32_t load)
{
    loaded copy;
    loaded_objects *mine = &given_out[load];
    open_library(&copy);
    ck_assert(loaded_make(&copy, N, numbers, results, mine));
    for (int32_t earlier = 0; earlier < load; earlier++)
        if (!loaded_refuses_all(&copy, &given_out[earlier]))
            ck_abort_msg("load %d takes a handle of load %d", load, earlier);
    const ravel_array *inputs[] = {mine->array};
    results[N - 1] = 99;
    ck_assert_int_eq(copy.context_set_threads(mine->context, 2), RAVEL_OK);
    ck_assert_int_eq(copy.apply(mine->context, mine->builtin, 1, inputs, NULL, 0, 1, &mine->out), RAVEL_OK);
    ck_assert(results[N - 1] == 0);
    ck_assert_int_eq(copy.apply(mine->context, mine->kernel, 1, inputs, NULL, 0, 1, &mine->out), RAVEL_OK);
    ck_assert_int_eq(copy.array_destroy(mine->out), RAVEL_OK);
    ck_assert_int_eq(copy.kernel_destroy(mine->kernel), RAVEL_OK);
    ck_assert_int_eq(copy.context_destroy(mine->context), RAVEL_OK);
    ck_assert_int_eq(dlclose(copy.library), 0);
}

START_TEST(a_thousand_loads_leave_nothing)
{
    holdings before = {0, 0, 0, 0};
    for (int32_t load = 0; load < N_LOADS; load++) {
        if (load == N_BEFORE)
            before = count();
        use_once(load);
    }
    const holdings after = count();
    ck_assert_ptr_null(dlopen(RAVEL_SHARED_LIBRARY, RTLD_NOW | RTLD_NOLOAD)); /* it does unload */
    printf("%d loads: %lld more threads, %lld files, %lld mappings, %lld bytes\n", N_LOADS - N_BEFORE,
           (long long)(after.n_threads - before.n_threads), (long long)(after.n_files - before.n_files),
           (long long)(after.n_mappings - before.n_mappings), (long long)(after.nbytes - before.nbytes));
    ck_assert_int_eq(after.n_threads, before.n_threads);
    ck_assert_int_eq(after.n_files, before.n_files);
    if (!SANITIZED) /* which keep maps of their own */
        ck_assert_int_eq(after.n_mappings, before.n_mappings);
    ck_assert_int_le(after.nbytes, before.nbytes + 4096);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault_reload");
    TCase *tests = tcase_create("fault_reload");
    tcase_set_timeout(tests, 280);
    tcase_add_test(tests, a_thousand_loads_leave_nothing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
