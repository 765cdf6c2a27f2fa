/* fuzz_text.c: arbitrary text where the name of an element type or of a kernel is expected. */
#include "fuzz.h"
#include "support/guard.h"
#include <ravel/kernel.h>
#include <stdio.h>
#include <string.h>

enum { MAX_NBYTES = 1000, MAX_MESSAGE = 2000 };

static guard_arena *arena;
static ravel_context *context;

/* The text ends where memory ends. */
static const char *place(const char *text, size_t nbytes)
{
    guard_block block = guard_take(arena, nbytes + 1, GUARD_AT_END, 0);
    memcpy(block.data, text, nbytes);
    block.data[nbytes] = 0;
    return (const char *)block.data;
}

/* The bytes of the character that text starts with; 0 where it is no strict UTF-8, or ends the line. */
static size_t character(const unsigned char *text)
{
    static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (*text < 0x80)
        return *text >= ' ' && *text != 0x7F;
    const size_t length = *text >= 0xF0 ? 4 : *text >= 0xE0 ? 3 : 2;
    uint32_t code = *text & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (text[i] & 0x3FU);
    }
    const bool valid = *text >= 0xC2 && *text <= 0xF4 && code >= lowest[length] && code <= 0x10FFFF;
    return valid && (code < 0xD800 || code > 0xDFFF) ? length : 0;
}

static void check_line(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at != 0) {
        const size_t length = character(at);
        FUZZ_CHECK(length > 0);
        at += length;
    }
}

/* The last error's sentence: one line of text, whatever it quotes, and the same when cut short. */
static void check_message(ravel_status status, const char *function, const char *word)
{
    char text[MAX_MESSAGE], cut[64];
    size_t needed = 0;
    int32_t told = 0;
    FUZZ_CHECK(ravel_context_error(context, &told, NULL, NULL, text, sizeof text, &needed) == RAVEL_OK);
    FUZZ_CHECK(told == status && needed <= sizeof text && strlen(text) + 1 == needed);
    FUZZ_CHECK(strncmp(text, function, strlen(function)) == 0 && strstr(text, word) != NULL);
    check_line(text);
    FUZZ_CHECK(ravel_context_error(context, NULL, NULL, NULL, cut, sizeof cut, NULL) == RAVEL_OK);
    FUZZ_CHECK(strlen(cut) < sizeof cut && strncmp(cut, text, strlen(cut)) == 0);
    check_line(cut);
}

static void check_dtype(int32_t dtype, int32_t swapped)
{
    size_t itemsize = 0;
    int32_t again = 0, order = -1, kind = -1;
    const char *name = ravel_dtype_name(dtype);
    FUZZ_CHECK(name != NULL && (swapped == 0 || swapped == 1));
    FUZZ_CHECK(ravel_dtype_parse(NULL, place(name, strlen(name)), &again, &order) == RAVEL_OK);
    FUZZ_CHECK(again == dtype && order == 0);
    FUZZ_CHECK(ravel_dtype_itemsize(dtype, &itemsize) == RAVEL_OK);
    FUZZ_CHECK(ravel_dtype_limits(dtype, &kind, NULL, NULL, NULL, NULL, NULL) == RAVEL_OK);
    FUZZ_CHECK(itemsize > 1 || swapped == 0);
}

enum { MAX_WORDS = 5, MAX_WORD = 12 };

/* A text's words in alphabetical order; how many, more than MAX_WORDS or with longer ones counted as MAX_WORDS + 1. */
static int32_t sorted_words(const char *text, char words[MAX_WORDS][MAX_WORD])
{
    int32_t n = 0;
    for (text += strspn(text, " \t\n\v\f\r"); *text != 0; text += strspn(text, " \t\n\v\f\r")) {
        const size_t length = strcspn(text, " \t\n\v\f\r");
        char word[MAX_WORD] = "";
        if (n == MAX_WORDS || length >= MAX_WORD)
            return MAX_WORDS + 1;
        memcpy(word, text, length);
        int32_t at = n++;
        for (; at > 0 && strcmp(words[at - 1], word) > 0; at--)
            memcpy(words[at], words[at - 1], MAX_WORD);
        memcpy(words[at], word, MAX_WORD);
        text += length;
    }
    return n;
}

static int32_t of_size(bool is_unsigned, size_t size)
{
    const int32_t first = is_unsigned ? RAVEL_UINT8 : RAVEL_INT8;
    return first + (size == 8 ? 3 : size == 4 ? 2 : size == 2 ? 1 : 0);
}

/* What several words are, as C has them: 0 where they are no type. */
static int32_t type_of_words(int32_t n, char words[MAX_WORDS][MAX_WORD])
{
    static const char *const signs[] = {"", "signed", "unsigned"};
    static const struct {
        const char *words;
        size_t size;
    } bases[] = {{"", sizeof(int)},
                 {"int", sizeof(int)},
                 {"char", 1},
                 {"short", sizeof(short)},
                 {"short int", sizeof(short)},
                 {"long", sizeof(long)},
                 {"long int", sizeof(long)},
                 {"long long", sizeof(long long)},
                 {"long long int", sizeof(long long)}};
    static const struct {
        const char *words;
        int32_t dtype;
    } complexes[] = {{"float complex", RAVEL_COMPLEX64},
                     {"float _Complex", RAVEL_COMPLEX64},
                     {"double complex", RAVEL_COMPLEX128},
                     {"double _Complex", RAVEL_COMPLEX128}};
    char text[40], own[MAX_WORDS][MAX_WORD] = {{0}};
    for (size_t base = 0; base < sizeof bases / sizeof *bases; base++)
        for (int32_t sign = 0; sign < 3; sign++) {
            (void)snprintf(text, sizeof text, "%s %s", signs[sign], bases[base].words);
            if (sorted_words(text, own) == n && memcmp(own, words, (size_t)n * MAX_WORD) == 0)
                return of_size(sign == 2, bases[base].size);
        }
    for (size_t i = 0; i < sizeof complexes / sizeof *complexes; i++)
        if (sorted_words(complexes[i].words, own) == n && memcmp(own, words, (size_t)n * MAX_WORD) == 0)
            return complexes[i].dtype;
    return 0;
}

/* Several words are a C type, in any order, or nothing. */
static void check_words(const char *text, ravel_status status, int32_t dtype)
{
    char words[MAX_WORDS][MAX_WORD] = {{0}};
    const int32_t n = sorted_words(text, words);
    if (n < 2)
        return;
    const int32_t expected = n <= MAX_WORDS ? type_of_words(n, words) : 0;
    FUZZ_CHECK(expected == 0 ? status == RAVEL_INVALID_DTYPE : status == RAVEL_OK && dtype == expected);
}

static void try_dtype(const char *text, size_t nbytes)
{
    int32_t dtype = -7, swapped = -7;
    const char *const placed = place(text, nbytes);
    const ravel_status status = ravel_dtype_parse(context, placed, &dtype, &swapped);
    check_words(placed, status, dtype);
    if (status == RAVEL_OK) {
        check_dtype(dtype, swapped);
    } else {
        FUZZ_CHECK(status == RAVEL_INVALID_DTYPE && dtype == -7 && swapped == -7);
        check_message(status, "ravel_dtype_parse: ", "names no element type");
    }
    /* Blanks around it, no context and unwanted results change nothing. */
    char padded[MAX_NBYTES + 3] = "\t";
    const size_t length = strlen(placed);
    memcpy(padded + 1, placed, length);
    padded[length + 1] = ' ';
    int32_t again = -7, order = -7;
    FUZZ_CHECK(ravel_dtype_parse(NULL, place(padded, length + 2), &again, NULL) == status);
    FUZZ_CHECK(ravel_dtype_parse(NULL, placed, NULL, &order) == status);
    FUZZ_CHECK(again == dtype && order == swapped);
}

static void try_kernel(const char *text, size_t nbytes)
{
    const ravel_kernel *kernel = NULL;
    const char *const placed = place(text, nbytes);
    const ravel_status status = ravel_kernel_find(context, placed, &kernel);
    if (status == RAVEL_OK) {
        char name[64];
        FUZZ_CHECK(ravel_kernel_name(kernel, name, sizeof name, NULL) == RAVEL_OK && strcmp(name, placed) == 0);
    } else {
        FUZZ_CHECK(status == RAVEL_UNKNOWN_KERNEL && kernel == NULL);
        check_message(status, "ravel_kernel_find: ", "");
    }
}

/* Each byte of the input as a word of C: letters alone seldom make one. */
static void try_words(const uint8_t *data, size_t size)
{
    static const char *const words[] = {"long",  "int",    "short",   "char",     "signed", "unsigned",
                                        "float", "double", "complex", "_Complex", "bool",   "_Bool"};
    char text[100] = "";
    size_t length = 0;
    for (size_t i = 0; i < size && i < MAX_WORDS; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s ", words[data[i] % 12]);
    try_dtype(text, length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > MAX_NBYTES)
        return 0;
    if (arena == NULL) {
        arena = guard_arena_create(12, MAX_NBYTES + 3);
        FUZZ_CHECK(ravel_context_create(&context) == RAVEL_OK);
    }
    guard_arena_reset(arena);
    try_dtype((const char *)data, size);
    try_kernel((const char *)data, size);
    try_words(data, size);
    return 0;
}
