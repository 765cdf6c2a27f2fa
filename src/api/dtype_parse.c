/* dtype_parse.c: reads the name of an element type as C, NumPy, the array interface or PEP 3118 write it. */
#include "core/call.h"
#include "core/dtype_table.h"
#include "near_name.h"
#include <stdbool.h>
#include <string.h>
#include <sys/types.h>

/* What this compiler made of a C integer type. */
#define INTEGER(type) RAVEL_INTEGER_OF_SIZE_((type)-1 < (type)1, sizeof(type))

typedef struct name_row {
    const char *name;
    int32_t dtype;
} name_row;

/* Names of one word that are not C keywords. "int", "long", "bool" and the like are read as C has them. */
static const name_row names[] = {
#define DTYPE(NAME, name, kind, itemsize, part_size, compute) {#name, RAVEL_##NAME},
#include "core/dtypes.def"
#undef DTYPE
    {"int8_t", RAVEL_INT8},
    {"int16_t", RAVEL_INT16},
    {"int32_t", RAVEL_INT32},
    {"int64_t", RAVEL_INT64},
    {"uint8_t", RAVEL_UINT8},
    {"uint16_t", RAVEL_UINT16},
    {"uint32_t", RAVEL_UINT32},
    {"uint64_t", RAVEL_UINT64},
    {"size_t", INTEGER(size_t)},
    {"ssize_t", INTEGER(ssize_t)},
    {"ptrdiff_t", INTEGER(ptrdiff_t)},
    {"intptr_t", INTEGER(intptr_t)},
    {"uintptr_t", INTEGER(uintptr_t)},
    {"intmax_t", INTEGER(intmax_t)},
    {"uintmax_t", INTEGER(uintmax_t)},
    {"bool_", RAVEL_BOOL},
    {"byte", INTEGER(signed char)},
    {"ubyte", INTEGER(unsigned char)},
    {"ushort", INTEGER(unsigned short)},
    {"intc", INTEGER(int)},
    {"uintc", INTEGER(unsigned int)},
    {"ulong", INTEGER(unsigned long)},
    {"longlong", INTEGER(long long)},
    {"ulonglong", INTEGER(unsigned long long)},
    {"intp", INTEGER(intptr_t)},
    {"uintp", INTEGER(uintptr_t)},
    {"half", RAVEL_FLOAT16},
    {"single", RAVEL_FLOAT32},
    {"csingle", RAVEL_COMPLEX64},
    {"cdouble", RAVEL_COMPLEX128},
};

#define N_NAMES (sizeof names / sizeof *names)

/* PEP 3118: what a code is in native mode, and with a prefix that asks for standard sizes (0: not allowed there). */
typedef struct code_row {
    const char *code;
    int32_t native, standard;
} code_row;

static const code_row codes[] = {
    {"?", RAVEL_BOOL, RAVEL_BOOL},
    {"b", RAVEL_INT8, RAVEL_INT8},
    {"B", RAVEL_UINT8, RAVEL_UINT8},
    {"h", INTEGER(short), RAVEL_INT16},
    {"H", INTEGER(unsigned short), RAVEL_UINT16},
    {"i", INTEGER(int), RAVEL_INT32},
    {"I", INTEGER(unsigned int), RAVEL_UINT32},
    {"l", INTEGER(long), RAVEL_INT32},
    {"L", INTEGER(unsigned long), RAVEL_UINT32},
    {"q", INTEGER(long long), RAVEL_INT64},
    {"Q", INTEGER(unsigned long long), RAVEL_UINT64},
    {"n", INTEGER(ssize_t), 0},
    {"N", INTEGER(size_t), 0},
    {"e", RAVEL_FLOAT16, RAVEL_FLOAT16},
    {"f", RAVEL_FLOAT32, RAVEL_FLOAT32},
    {"d", RAVEL_FLOAT64, RAVEL_FLOAT64},
    {"Zf", RAVEL_COMPLEX64, RAVEL_COMPLEX64},
    {"Zd", RAVEL_COMPLEX128, RAVEL_COMPLEX128},
};

/* The array interface: kind and bytes of an element. */
static const name_row typestrs[] = {
    {"b1", RAVEL_BOOL},      {"i1", RAVEL_INT8},        {"i2", RAVEL_INT16},   {"i4", RAVEL_INT32},
    {"i8", RAVEL_INT64},     {"u1", RAVEL_UINT8},       {"u2", RAVEL_UINT16},  {"u4", RAVEL_UINT32},
    {"u8", RAVEL_UINT64},    {"f2", RAVEL_FLOAT16},     {"f4", RAVEL_FLOAT32}, {"f8", RAVEL_FLOAT64},
    {"c8", RAVEL_COMPLEX64}, {"c16", RAVEL_COMPLEX128},
};

/* A piece of the text: no copy is made. */
typedef struct piece {
    const char *start;
    size_t length;
} piece;

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool equals(piece text, const char *word)
{
    return strlen(word) == text.length && memcmp(text.start, word, text.length) == 0;
}

static piece trim(const char *text)
{
    while (is_space(*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && is_space(text[length - 1]))
        length--;
    return (piece){text, length};
}

/* Takes the first word off a text; the empty word at its end. */
static piece take_word(piece *text)
{
    while (text->length > 0 && is_space(*text->start)) {
        text->start++;
        text->length--;
    }
    piece word = {text->start, 0};
    while (word.length < text->length && !is_space(word.start[word.length]))
        word.length++;
    text->start += word.length;
    text->length -= word.length;
    return word;
}

static int32_t find_name(const name_row *rows, size_t n, piece text)
{
    for (size_t i = 0; i < n; i++)
        if (equals(text, rows[i].name))
            return rows[i].dtype;
    return 0;
}

/* The words of a C type, which may stand in any order. */
enum { SIGNED, UNSIGNED, CHAR, SHORT, INT, LONG, FLOAT, DOUBLE, COMPLEX, BOOL, N_KEYWORDS };

typedef struct keyword_row {
    const char *name;
    int32_t keyword;
} keyword_row;

static const keyword_row keywords[] = {
    {"signed", SIGNED},   {"unsigned", UNSIGNED}, {"char", CHAR},   {"short", SHORT},
    {"int", INT},         {"long", LONG},         {"float", FLOAT}, {"double", DOUBLE},
    {"complex", COMPLEX}, {"_Complex", COMPLEX},  {"bool", BOOL},   {"_Bool", BOOL},
};

/* Counts the keywords; false if the text has any other word, or one of them three times. */
static bool count_keywords(piece text, int32_t count[N_KEYWORDS])
{
    for (int32_t i = 0; i < N_KEYWORDS; i++)
        count[i] = 0;
    for (piece word = take_word(&text); word.length > 0; word = take_word(&text)) {
        size_t i = 0;
        while (i < sizeof keywords / sizeof *keywords && !equals(word, keywords[i].name))
            i++;
        if (i == sizeof keywords / sizeof *keywords || ++count[keywords[i].keyword] > 2)
            return false;
    }
    return true;
}

/* The dtype of a C type's words, 0 if they make no C type, or one that no dtype is. */
static int32_t dtype_of_keywords(const int32_t count[N_KEYWORDS])
{
    int32_t n_words = 0;
    for (int32_t i = 0; i < N_KEYWORDS; i++) {
        if (count[i] > 1 && i != LONG)
            return 0;
        n_words += count[i];
    }
    if (count[BOOL])
        return n_words == 1 ? RAVEL_BOOL : 0;
    if (count[FLOAT] || count[DOUBLE]) {
        if (n_words != 1 + count[COMPLEX])
            return 0;
        if (count[COMPLEX])
            return count[FLOAT] ? RAVEL_COMPLEX64 : RAVEL_COMPLEX128;
        return count[FLOAT] ? RAVEL_FLOAT32 : RAVEL_FLOAT64;
    }
    if (n_words == 0 || count[COMPLEX] || count[SIGNED] + count[UNSIGNED] > 1)
        return 0;
    bool is_unsigned = count[UNSIGNED];
    if (count[CHAR]) {
        if (n_words != 1 + count[SIGNED] + count[UNSIGNED])
            return 0;
        return is_unsigned ? RAVEL_UINT8 : count[SIGNED] ? RAVEL_INT8 : INTEGER(char);
    }
    if (count[SHORT])
        return count[LONG] ? 0 : is_unsigned ? INTEGER(unsigned short) : INTEGER(short);
    if (count[LONG] == 2)
        return is_unsigned ? INTEGER(unsigned long long) : INTEGER(long long);
    if (count[LONG] == 1)
        return is_unsigned ? INTEGER(unsigned long) : INTEGER(long);
    return is_unsigned ? INTEGER(unsigned int) : INTEGER(int);
}

static bool is_little_endian(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 1;
}

/* Reads typestr and PEP 3118 codes: [prefix] code. With digits it is a typestr, without a PEP 3118 code. */
static int32_t find_code(piece text, bool *swapped)
{
    char prefix = '@'; /* native order, native sizes */
    if (text.length > 0 && memchr("@=<>!|", *text.start, 6) != NULL) {
        prefix = *text.start++;
        text.length--;
    }
    int32_t dtype = find_name(typestrs, sizeof typestrs / sizeof *typestrs, text);
    for (size_t i = 0; dtype == 0 && i < sizeof codes / sizeof *codes; i++)
        if (equals(text, codes[i].code))
            dtype = prefix == '@' || prefix == '|' ? codes[i].native : codes[i].standard;
    bool has_order = rvl_dtypes[dtype].part_size > 1;
    if (prefix == '|' && has_order)
        return 0; /* "order does not matter", but it does */
    bool little = prefix == '<', big = prefix == '>' || prefix == '!';
    *swapped = has_order && (little || big) && big == is_little_endian();
    return dtype;
}

/* The text as a message can show it: short, one line, plain ASCII. */
static void quote(piece text, char *quoted, size_t size)
{
    size_t n = 0;
    for (; n < text.length && n < size - 4; n++)
        quoted[n] = text.start[n] >= ' ' && text.start[n] <= '~' ? text.start[n] : '?';
    const char *end = n < text.length ? "..." : "";
    memcpy(quoted + n, end, strlen(end) + 1);
}

static ravel_status fail_unknown(rvl_call *call, piece text)
{
    char quoted[48], near[128] = "";
    size_t used = 0;
    const bool one_word = memchr(text.start, ' ', text.length) == NULL; /* of C's types of several words none is near */
    quote(text, quoted, sizeof quoted);
    for (size_t i = 0; i < N_NAMES && used < sizeof near - 1 && one_word; i++)
        if (rvl_names_are_near(quoted, names[i].name) && (i < RAVEL_COMPLEX128 || !used)) /* dtypes' own names first */
            used += rvl_format(near + used, sizeof near - used, "%s%s", used ? ", " : "", names[i].name) - 1;
    if (used)
        return rvl_fail(call, RAVEL_INVALID_DTYPE, -1, -1, "\"%s\" names no element type; near it are: %s", quoted,
                        near);
    return rvl_fail(call, RAVEL_INVALID_DTYPE, -1, -1,
                    "\"%s\" names no element type. Known: bool, [u]int8 16 32 64 [_t], float16 32 64, bfloat16, "
                    "complex64 128; C's [un]signed char, short, int, long, long long, float, double, float|double "
                    "complex, [s]size_t, ptrdiff_t, [u]intptr_t, [u]intmax_t; NumPy's [u]byte, [u]short, [u]intc, "
                    "[u]long, [u]longlong, [u]intp, half, single, csingle, cdouble; codes ? b B h H i I l L q Q n N e "
                    "f d Zf Zd, b1 i1 2 4 8 u1 2 4 8 f2 4 8 c8 16, after @ = < > ! or |",
                    quoted);
}

static ravel_status parse(rvl_call *call, const char *text, int32_t *dtype, int32_t *swapped)
{
    if (text == NULL)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "text is NULL");
    piece trimmed = trim(text);
    int32_t count[N_KEYWORDS];
    bool is_swapped = false;
    int32_t found = find_name(names, N_NAMES, trimmed);
    if (found == 0 && count_keywords(trimmed, count))
        found = dtype_of_keywords(count);
    if (found == 0)
        found = find_code(trimmed, &is_swapped);
    if (found == 0)
        return fail_unknown(call, trimmed);
    if (dtype != NULL)
        *dtype = found;
    if (swapped != NULL)
        *swapped = is_swapped;
    return RAVEL_OK;
}

ravel_status ravel_dtype_parse(ravel_context *context, const char *text, int32_t *dtype, int32_t *swapped)
{
    rvl_call call;
    ravel_status status = rvl_call_enter(&call, context, "ravel_dtype_parse");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, parse(&call, text, dtype, swapped));
}
