/* near_name.c: the distance of two names. */
#include "near_name.h"

#include <string.h>

#define MAX_LENGTH 64

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter + ('a' - 'A')) : letter;
}

static size_t common_prefix(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && lower(a[n]) == lower(b[n]))
        n++;
    return n;
}

static size_t least(size_t a, size_t b, size_t c)
{
    const size_t least_of_two = a < b ? a : b;
    return least_of_two < c ? least_of_two : c;
}

/* The letters to insert, remove or replace to make one name of the other: Levenshtein's distance, row by row. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t row[MAX_LENGTH + 1];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            const size_t above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1, diagonal + (lower(a[i - 1]) != lower(b[j - 1])));
            diagonal = above;
        }
    }
    return row[b_length];
}

bool rvl_names_are_near(const char *wrong, const char *right)
{
    const size_t n_wrong = strlen(wrong), n_right = strlen(right);
    if (n_wrong == 0 || n_wrong > MAX_LENGTH || n_right > MAX_LENGTH)
        return false;
    const size_t prefix = n_wrong < 3 ? n_wrong : 3;
    return common_prefix(wrong, right) >= prefix || distance(wrong, n_wrong, right, n_right) <= (n_wrong < 4 ? 1 : 2);
}
