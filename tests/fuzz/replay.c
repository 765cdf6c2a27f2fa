/* replay.c: runs a fuzz target on the files it is given, and on those in the folders it is given: no libFuzzer needed.
 */
#include "fuzz.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static int64_t n_inputs;

static void give_up(const char *reason, const char *path)
{
    printf("replay: %s: %s\n", reason, path);
    exit(1);
}

/* In a block of exactly its size, so that a sanitizer sees a step too far. */
static void run_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    unsigned char *data = malloc(size > 0 ? size : 1);
    if (file == NULL || data == NULL || fread(data, 1, size, file) != size)
        give_up("cannot be read", path);
    (void)fclose(file);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    n_inputs++;
}

static void run_path(const char *path, bool enter)
{
    struct stat facts;
    if (stat(path, &facts) != 0)
        give_up("is not there", path);
    if (!S_ISDIR(facts.st_mode)) {
        run_file(path, (size_t)facts.st_size);
        return;
    }
    DIR *folder = enter ? opendir(path) : NULL;
    if (folder == NULL)
        give_up("cannot be opened", path);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char inside[4096];
        (void)snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            run_path(inside, false);
    }
    (void)closedir(folder);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        run_path(argv[i], true);
    printf("%lld inputs\n", (long long)n_inputs);
    return n_inputs == 0;
}
