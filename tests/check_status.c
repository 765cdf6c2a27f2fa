/* check_status.c: every status has a text of its own, every other number the same one. */
#include "support/run_suite.h"
#include <ravel/status.h>
#include <stdlib.h>
#include <string.h>

#define HIGHEST_STATUS RAVEL_BUFFER_TOO_SMALL

START_TEST(every_status_has_its_own_text)
{
    for (ravel_status status = 0; status <= HIGHEST_STATUS; status++) {
        const char *text = ravel_status_text(status);
        ck_assert_ptr_nonnull(text);
        ck_assert_int_gt((int)strlen(text), 3);
        ck_assert_int_lt((int)strlen(text), 80);
        ck_assert_ptr_null(strchr(text, '\n'));
        ck_assert_str_ne(text, "unknown status");
        ck_assert_ptr_eq(text, ravel_status_text(status));
        for (ravel_status other = 0; other < status; other++)
            ck_assert_str_ne(text, ravel_status_text(other));
    }
}
END_TEST

START_TEST(texts_say_what_the_header_promises)
{
    ck_assert_str_eq(ravel_status_text(RAVEL_OK), "done");
    ck_assert_str_eq(ravel_status_text(RAVEL_READ_ONLY), "array is read-only");
}
END_TEST

START_TEST(other_numbers_are_unknown)
{
    static const ravel_status numbers[] = {-1, INT32_MIN, HIGHEST_STATUS + 1, 1000, INT32_MAX};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        ck_assert_str_eq(ravel_status_text(numbers[i]), "unknown status");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("status");
    TCase *cases = tcase_create("status");
    tcase_add_test(cases, every_status_has_its_own_text);
    tcase_add_test(cases, texts_say_what_the_header_promises);
    tcase_add_test(cases, other_numbers_are_unknown);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
