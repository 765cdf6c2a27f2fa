/* check.c: compares what this library computes, on this machine, with the committed digests.
 *
 *     digest FILE ISA WHERE     fails unless the library runs the named instruction set; WHERE begins the lines it
 * prints
 *
 * Needs nothing but the library and libc, so that a cross-built one runs under an emulator. */
#include "golden.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct checking {
    golden_list *list;
    bool *seen;
    int32_t n_equal[GOLDEN_N_CONTEXTS];
} checking;

static void fail(golden_run *run, const char *title, const char *what)
{
    printf("FAILED %s: %s\n", title, what);
    run->n_failures++;
}

static void check_row(golden_run *run, const golden_row *row, const char *digest)
{
    checking *const all = run->user;
    const int32_t place = golden_list_find(all->list, row->title);
    if (place < 0) {
        fail(run, row->title, "has no committed digest: ./dev golden writes it");
        return;
    }
    all->seen[place] = true;
    if (strcmp(golden_list_digest(all->list, place), digest) != 0) {
        fail(run, row->title, "not the committed digest");
        return;
    }
    for (int32_t context = 0; context < GOLDEN_N_CONTEXTS; context++)
        all->n_equal[context] += !row->differs[context];
}

/* Another instruction set than the one that is to be tested would be tested in silence. */
static bool runs_isa(const char *wanted)
{
    const ravel_kernel *kernel = NULL;
    const char *isa = "";
    golden_need(ravel_kernel_find(NULL, "add", &kernel), "add");
    golden_need(ravel_kernel_isa(NULL, kernel, &isa), "ravel_kernel_isa");
    if (strcmp(isa, wanted) == 0)
        return true;
    printf("the library runs %s where %s is to be tested\n", isa, wanted);
    return false;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "digest FILE ISA WHERE\n");
        return 2;
    }
    if (!runs_isa(argv[2]))
        return 1;
    checking all = {.list = golden_list_read(argv[1])};
    if (!all.list) {
        fprintf(stderr, "%s cannot be read\n", argv[1]);
        return 1;
    }
    const int32_t n = golden_list_size(all.list);
    all.seen = calloc((size_t)n + 1, sizeof *all.seen);
    golden_run run = {.finish = check_row, .user = &all};
    golden_run_all(&run);
    for (int32_t place = 0; place < n; place++)
        if (!all.seen[place] && run.row_step == 1)
            fail(&run, golden_list_title(all.list, place), "a digest of what no kernel computes");
    int32_t n_seen = 0;
    for (int32_t place = 0; place < n; place++)
        n_seen += all.seen[place];
    for (int32_t i = 0; i < GOLDEN_N_THREAD_COUNTS; i++)
        printf("%s, %s, %d thread%s: %d of %d digests equal\n", argv[3], argv[2], (int)golden_thread_counts[i],
               golden_thread_counts[i] == 1 ? "" : "s", (int)all.n_equal[i], (int)n_seen);
    free(all.seen);
    golden_list_free(all.list);
    return run.n_failures != 0;
}
