/* list.c: the committed file of digests: a line is a digest, two spaces and a title; # begins a comment line. */
#include "golden.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
    char digest[SHA256_TEXT], title[160];
} entry;

struct golden_list {
    int32_t n;
    entry *entries;
};

static bool read_line(const char *line, entry *result)
{
    static const char digits[] = "0123456789abcdef";
    const size_t length = strcspn(line, "\n");
    if (strspn(line, digits) != SHA256_TEXT - 1 || strncmp(line + SHA256_TEXT - 1, "  ", 2) != 0)
        return false;
    const char *const title = line + SHA256_TEXT + 1;
    const size_t title_length = length - SHA256_TEXT - 1;
    if (title_length == 0 || title_length >= sizeof result->title)
        return false;
    memcpy(result->digest, line, SHA256_TEXT - 1);
    result->digest[SHA256_TEXT - 1] = 0;
    memcpy(result->title, title, title_length);
    result->title[title_length] = 0;
    return true;
}

golden_list *golden_list_read(const char *path)
{
    char line[400];
    FILE *const file = fopen(path, "r");
    if (!file)
        return NULL;
    golden_list *const list = calloc(1, sizeof *list);
    bool good = true;
    while (good && fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        list->entries = realloc(list->entries, (size_t)(list->n + 1) * sizeof *list->entries);
        good = read_line(line, &list->entries[list->n]) && golden_list_find(list, list->entries[list->n].title) < 0;
        list->n += good;
    }
    fclose(file);
    if (good)
        return list;
    fprintf(stderr, "%s: no line of a digest and a title that is not there yet: %s", path, line);
    golden_list_free(list);
    return NULL;
}

int32_t golden_list_size(const golden_list *list)
{
    return list->n;
}

int32_t golden_list_find(const golden_list *list, const char *title)
{
    for (int32_t i = 0; i < list->n; i++)
        if (strcmp(list->entries[i].title, title) == 0)
            return i;
    return -1;
}

const char *golden_list_title(const golden_list *list, int32_t place)
{
    return list->entries[place].title;
}

const char *golden_list_digest(const golden_list *list, int32_t place)
{
    return list->entries[place].digest;
}

void golden_list_free(golden_list *list)
{
    free(list->entries);
    free(list);
}
