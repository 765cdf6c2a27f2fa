/* check_dtype_parse.c: names of element types as C, NumPy, the array interface and PEP 3118 write them. */
#include "support/run_suite.h"
#include <ravel/dtype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/* The dtype of an integer type as this test was compiled, which is as the library was. */
#define INTEGER(type) RAVEL_INTEGER_OF_SIZE_((type)-1 < (type)1, sizeof(type))

static ravel_context *context;

static void set_up(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void tear_down(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

typedef struct known_row {
    const char *text;
    int32_t dtype;
} known_row;

static const known_row known[] = {
    /* C */
    {"_Bool", RAVEL_BOOL},
    {"bool", RAVEL_BOOL},
    {"char", INTEGER(char)},
    {"signed char", RAVEL_INT8},
    {"char signed", RAVEL_INT8},
    {"unsigned char", RAVEL_UINT8},
    {"char unsigned", RAVEL_UINT8},
    {"short", INTEGER(short)},
    {"short int", INTEGER(short)},
    {"int short", INTEGER(short)},
    {"signed short int", INTEGER(short)},
    {"unsigned short", INTEGER(unsigned short)},
    {"short unsigned int", INTEGER(unsigned short)},
    {"int", INTEGER(int)},
    {"signed", INTEGER(int)},
    {"signed int", INTEGER(int)},
    {"unsigned", INTEGER(unsigned int)},
    {"unsigned int", INTEGER(unsigned int)},
    {"int unsigned", INTEGER(unsigned int)},
    {"long", INTEGER(long)},
    {"long int", INTEGER(long)},
    {"long signed int", INTEGER(long)},
    {"unsigned long", INTEGER(unsigned long)},
    {"long unsigned", INTEGER(unsigned long)},
    {"unsigned long int", INTEGER(unsigned long)},
    {"int long unsigned", INTEGER(unsigned long)},
    {"long long", INTEGER(long long)},
    {"long int long", INTEGER(long long)},
    {"signed long long int", INTEGER(long long)},
    {"unsigned long long", INTEGER(unsigned long long)},
    {"long unsigned long", INTEGER(unsigned long long)},
    {"long long int unsigned", INTEGER(unsigned long long)},
    {"float", RAVEL_FLOAT32},
    {"double", RAVEL_FLOAT64},
    {"float complex", RAVEL_COMPLEX64},
    {"complex float", RAVEL_COMPLEX64},
    {"float _Complex", RAVEL_COMPLEX64},
    {"_Complex float", RAVEL_COMPLEX64},
    {"double complex", RAVEL_COMPLEX128},
    {"double _Complex", RAVEL_COMPLEX128},
    {"_Complex double", RAVEL_COMPLEX128},
    {"  \t long \n long\t", INTEGER(long long)},
    {" uint8_t ", RAVEL_UINT8},
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
    /* NumPy */
    {"bool_", RAVEL_BOOL},
    {"byte", RAVEL_INT8},
    {"ubyte", RAVEL_UINT8},
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
    {"bfloat16", RAVEL_BFLOAT16},
};

START_TEST(c_and_numpy_names)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        int32_t dtype = 99, swapped = 99;
        ck_assert_msg(ravel_dtype_parse(context, known[i].text, &dtype, &swapped) == RAVEL_OK, "%s", known[i].text);
        ck_assert_msg(dtype == known[i].dtype, "%s", known[i].text);
        ck_assert_int_eq(swapped, 0);
    }
}
END_TEST

START_TEST(every_dtype_parses_its_own_name)
{
    for (int32_t number = RAVEL_BOOL; number <= RAVEL_COMPLEX128; number++) {
        int32_t dtype = 99, swapped = 99;
        ck_assert_int_eq(ravel_dtype_parse(context, ravel_dtype_name(number), &dtype, &swapped), RAVEL_OK);
        ck_assert_int_eq(dtype, number);
        ck_assert_int_eq(swapped, 0);
    }
}
END_TEST

typedef struct code_row {
    const char *code;
    int32_t native, standard; /* with @ or nothing, and with = < > ! */
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
    {"b1", RAVEL_BOOL, RAVEL_BOOL},
    {"i1", RAVEL_INT8, RAVEL_INT8},
    {"i2", RAVEL_INT16, RAVEL_INT16},
    {"i4", RAVEL_INT32, RAVEL_INT32},
    {"i8", RAVEL_INT64, RAVEL_INT64},
    {"u1", RAVEL_UINT8, RAVEL_UINT8},
    {"u2", RAVEL_UINT16, RAVEL_UINT16},
    {"u4", RAVEL_UINT32, RAVEL_UINT32},
    {"u8", RAVEL_UINT64, RAVEL_UINT64},
    {"f2", RAVEL_FLOAT16, RAVEL_FLOAT16},
    {"f4", RAVEL_FLOAT32, RAVEL_FLOAT32},
    {"f8", RAVEL_FLOAT64, RAVEL_FLOAT64},
    {"c8", RAVEL_COMPLEX64, RAVEL_COMPLEX64},
    {"c16", RAVEL_COMPLEX128, RAVEL_COMPLEX128},
};

START_TEST(codes_with_every_prefix)
{
    const uint16_t one = 1;
    const int32_t little = *(const unsigned char *)&one == 1;
    const char prefixes[] = "@=<>!|";
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        for (int32_t p = -1; p < 6; p++) {
            char text[8] = "";
            if (p >= 0)
                text[0] = prefixes[p];
            strcat(text, codes[i].code);
            const int32_t is_native = p <= 0 || prefixes[p] == '|';
            int32_t expected = is_native ? codes[i].native : codes[i].standard;
            const int32_t one_byte =
                codes[i].native == RAVEL_BOOL || codes[i].native == RAVEL_INT8 || codes[i].native == RAVEL_UINT8;
            if (p >= 0 && prefixes[p] == '|' && !one_byte)
                expected = 0;
            int32_t order =
                p >= 0 && !one_byte && (little ? prefixes[p] == '>' || prefixes[p] == '!' : prefixes[p] == '<');
            int32_t dtype = 99, swapped = 99;
            ravel_status status = ravel_dtype_parse(context, text, &dtype, &swapped);
            ck_assert_msg(status == (expected ? RAVEL_OK : RAVEL_INVALID_DTYPE), "%s", text);
            ck_assert_msg(dtype == (expected ? expected : 99), "%s", text);
            ck_assert_msg(swapped == (expected ? order : 99), "%s", text);
        }
    }
}
END_TEST

START_TEST(what_is_no_element_type)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "floot",
                                        "Int32",
                                        "INT",
                                        "long double",
                                        "long float",
                                        "short long",
                                        "long long long",
                                        "unsigned signed",
                                        "int int",
                                        "unsigned unsigned",
                                        "signed _Bool",
                                        "double double",
                                        "float double",
                                        "char int",
                                        "unsigned float",
                                        "complex",
                                        "_Complex",
                                        "complex int",
                                        "complex complex double",
                                        "float complex complex",
                                        "long double complex",
                                        "i3",
                                        "f16",
                                        "c4",
                                        "b2",
                                        "u",
                                        "c",
                                        "Zi",
                                        "Z",
                                        "<",
                                        "@",
                                        "<<i",
                                        "i<",
                                        "<n",
                                        ">N",
                                        "=n",
                                        "!N",
                                        "|i",
                                        "|f8",
                                        "2i",
                                        "i4 i4",
                                        "<int32",
                                        "< i4",
                                        "int32 long",
                                        "s",
                                        "P",
                                        "O",
                                        "x",
                                        "float128",
                                        "uint128_t",
                                        "long_double",
                                        "void",
                                        "int*",
                                        "\xff\xfe",
                                        "i4\n4"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int32_t dtype = 99, swapped = 99;
        ck_assert_msg(ravel_dtype_parse(context, texts[i], &dtype, &swapped) == RAVEL_INVALID_DTYPE, "\"%s\"",
                      texts[i]);
        ck_assert_int_eq(dtype, 99);
        ck_assert_int_eq(swapped, 99);
        ck_assert_int_eq(ravel_dtype_parse(NULL, texts[i], &dtype, &swapped), RAVEL_INVALID_DTYPE);
    }
}
END_TEST

START_TEST(the_message_lists_what_is_known)
{
    static const char *const parts[] = {"ravel_dtype_parse: ",  "int8",   "bfloat16", "complex64", "long long",
                                        "float|double complex", "size_t", "intp",     "Zd",        "c8"};
    char text[4096], message[1024];
    size_t needed = 0;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    text[0] = '\n';
    text[1] = 'y';
    text[2] = '\n';
    ck_assert_int_eq(ravel_dtype_parse(context, text, NULL, NULL), RAVEL_INVALID_DTYPE);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, message, sizeof message, &needed), RAVEL_OK);
    ck_assert_uint_lt(needed, 512); /* not cut, however long the text */
    ck_assert_ptr_null(strchr(message, '\n'));
    ck_assert_ptr_nonnull(strstr(message, "\"y?xxx"));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ck_assert_msg(strstr(message, parts[i]) != NULL, "%s in %s", parts[i], message);
    ck_assert_str_eq(message + strlen(message) - 5, " or |");
}
END_TEST

START_TEST(the_message_tells_what_is_near)
{
    static const char *const rows[][2] = {{"flaot64", "float64"},
                                          {"INT32", "int8, int16, int32, int64, uint32"},
                                          {"int128", "int8, int16, int32, int64"},
                                          {"sizet", "size_t"},
                                          {"uitn8_t", "uint8_t"},
                                          {"boolean", "bool"},
                                          {"complex", "complex64, complex128"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char message[512], expected[512];
        ck_assert_int_eq(ravel_dtype_parse(context, rows[i][0], NULL, NULL), RAVEL_INVALID_DTYPE);
        ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, message, sizeof message, NULL), RAVEL_OK);
        (void)snprintf(expected, sizeof expected, "ravel_dtype_parse: \"%s\" names no element type; near it are: %s",
                       rows[i][0], rows[i][1]);
        ck_assert_str_eq(message, expected);
    }
}
END_TEST

START_TEST(pointers_may_be_null)
{
    int32_t dtype = 99, swapped = 99;
    ck_assert_int_eq(ravel_dtype_parse(context, NULL, &dtype, &swapped), RAVEL_NULL_ARGUMENT);
    ck_assert_int_eq(ravel_dtype_parse(NULL, NULL, NULL, NULL), RAVEL_NULL_ARGUMENT);
    ck_assert(dtype == 99 && swapped == 99);
    ck_assert_int_eq(ravel_dtype_parse(context, "f8", NULL, &swapped), RAVEL_OK);
    ck_assert_int_eq(ravel_dtype_parse(context, "f8", &dtype, NULL), RAVEL_OK);
    ck_assert_int_eq(ravel_dtype_parse(NULL, "f8", NULL, NULL), RAVEL_OK);
    ck_assert_int_eq(dtype, RAVEL_FLOAT64);
    ck_assert_int_eq(swapped, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dtype_parse");
    TCase *cases = tcase_create("dtype_parse");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, c_and_numpy_names);
    tcase_add_test(cases, every_dtype_parses_its_own_name);
    tcase_add_test(cases, codes_with_every_prefix);
    tcase_add_test(cases, what_is_no_element_type);
    tcase_add_test(cases, the_message_lists_what_is_known);
    tcase_add_test(cases, the_message_tells_what_is_near);
    tcase_add_test(cases, pointers_may_be_null);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
