/* fault_locale.c: under a locale with a decimal comma and another rule for capitals, names are read and messages are
 * written as ever. Makes the locales by localedef, in a folder of its own. */
#include <check.h>
#include <ctype.h>
#include <locale.h>
#include <ravel/ravel.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[1000];

enum { SKIP = 77 };

/* Compiles a locale into the folder; false where localedef or the locale's source is missing. */
static bool make_locale(const char *name)
{
    char source[32], target[sizeof folder + 32];
    (void)snprintf(source, sizeof source, "%.5s", name);
    (void)snprintf(target, sizeof target, "%s/%s", folder, name);
    const pid_t child = fork();
    if (child == 0) {
        /* It warns where it makes no archive: what counts is whether setlocale takes the result. */
        if (freopen("/dev/null", "w", stderr) != NULL)
            (void)execlp("localedef", "localedef", "--no-archive", "-i", source, "-f", "UTF-8", target, (char *)NULL);
        _exit(1);
    }
    int status = -1;
    return child > 0 && waitpid(child, &status, 0) == child && access(target, F_OK) == 0;
}

#define MAX_TEXT 60000
static char expected[MAX_TEXT], found[MAX_TEXT];

static void append(char *to, const char *text)
{
    ck_assert_uint_lt(strlen(to) + strlen(text) + 2, MAX_TEXT);
    (void)strcat(to, text);
    (void)strcat(to, "\n");
}

static void append_number(char *to, int64_t number)
{
    char digits[32];
    (void)snprintf(digits, sizeof digits, "%lld", (long long)number);
    append(to, digits);
}

static void append_error(char *to, ravel_context *context, ravel_status status)
{
    char text[512];
    append_number(to, status);
    ck_assert_int_eq(ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL), RAVEL_OK);
    append(to, text);
}

/* All that the library reads and writes as text. */
static void read_and_write(char *to)
{
    static const char *const names[] = {"int",        "INT",     "unsigned long int",
                                        "size_t",     "<f8",     ">i4",
                                        "float64",    "Zd",      "complex",
                                        "I",          "i",       "FLOAT",
                                        "1.5",        "1,5",     "int8 ",
                                        "\xc4\xb1nt", "double",  "intp",
                                        "|b1",        "float 64"};
    static const char *const kernels[] = {"add", "ADD", "min\xc4\xb1mum", "SIN", "s\xc4\xb1n", "isnan", "ISNAN"};
    static const double number = 1234567.875;
    static const int64_t shape[] = {1234567, 1000000}, large[] = {INT64_MAX, 8};
    ravel_context *context = NULL;
    ravel_array *array = NULL, *other = NULL;
    const ravel_kernel *kernel = NULL;
    char text[512];
    to[0] = 0;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int32_t dtype = -1, swapped = -1;
        append_error(to, context, ravel_dtype_parse(context, names[i], &dtype, &swapped));
        append_number(to, dtype);
        append_number(to, swapped);
    }
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
        append_error(to, context, ravel_kernel_find(context, kernels[i], &kernel));
    for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++)
        append(to, ravel_dtype_name(dtype));
    for (int32_t status = -1; status < 50; status++)
        append(to, ravel_status_text(status));
    append_error(to, context,
                 ravel_array_create(context, &array, 1234567890, 0, RAVEL_FLOAT64, 2, shape, NULL, 0, &array));
    append_error(to, context, ravel_array_create(context, &array, 8, 0, RAVEL_FLOAT64, 2, large, NULL, 0, &array));
    append_error(to, context, ravel_context_set_threads(context, 1234567));
    append_error(to, context, ravel_context_set_isa_cap(context, "GENERIC"));
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_FLOAT64, &number, 0, &array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(context, RAVEL_INT8, &number, 0, &other), RAVEL_OK);
    ck_assert_int_eq(ravel_array_describe(array, text, sizeof text, NULL), RAVEL_OK);
    append(to, text);
    append_error(to, context, ravel_copy(context, array, other));
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(other), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static bool has_decimal_comma(void)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%.1f", 1.5);
    return strcmp(text, "1,5") == 0;
}

START_TEST(german_for_the_process)
{
    read_and_write(expected);
    ck_assert_uint_gt(strlen(expected), 3000);
    ck_assert_ptr_nonnull(setlocale(LC_ALL, "de_DE.UTF-8"));
    ck_assert(has_decimal_comma());
    read_and_write(found);
    ck_assert_str_eq(found, expected);
    ck_assert(has_decimal_comma()); /* and it is still the host's */
}
END_TEST

/* Where the capital of i is not I. */
START_TEST(turkish_for_the_thread)
{
    read_and_write(expected);
    ck_assert_ptr_nonnull(setlocale(LC_ALL, "tr_TR.UTF-8"));
    const locale_t turkish = duplocale(LC_GLOBAL_LOCALE);
    ck_assert(turkish != (locale_t)0);
    ck_assert_ptr_nonnull(setlocale(LC_ALL, "C"));
    const locale_t before = uselocale(turkish);
    ck_assert_int_ne(tolower('I'), 'i');
    ck_assert(has_decimal_comma());
    read_and_write(found);
    (void)uselocale(before);
    freelocale(turkish);
    ck_assert_str_eq(found, expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fault_locale");
    TCase *tests = tcase_create("fault_locale");
    const char *const where = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%s/ravel-locales-XXXXXX", where ? where : "/tmp");
    if (mkdtemp(folder) == NULL)
        return EXIT_FAILURE;
    const bool made = make_locale("de_DE.UTF-8") && make_locale("tr_TR.UTF-8");
    (void)setenv("LOCPATH", folder, 1);
    tcase_add_test(tests, german_for_the_process);
    tcase_add_test(tests, turkish_for_the_thread);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    if (made)
        srunner_run_all(runner, CK_NORMAL);
    const int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    char command[sizeof folder + 16];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    const int removed = system(command);
    if (!made) {
        const char *required = getenv("RAVEL_REQUIRE_ALL");
        printf("fault_locale: no localedef, or no sources of locales (Debian: locales)\n");
        return required != NULL && strcmp(required, "1") == 0 ? EXIT_FAILURE : SKIP;
    }
    return n_failed == 0 && removed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
