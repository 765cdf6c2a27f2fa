/* check_version.c: the version of the library is that of the header it was built from. */
#include "support/run_suite.h"
#include <ravel/version.h>
#include <stdlib.h>

START_TEST(tells_all_three_numbers)
{
    int32_t major = -1, minor = -1, patch = -1;
    ravel_version(&major, &minor, &patch);
    ck_assert_int_eq(major, RAVEL_VERSION_MAJOR);
    ck_assert_int_eq(minor, RAVEL_VERSION_MINOR);
    ck_assert_int_eq(patch, RAVEL_VERSION_PATCH);
}
END_TEST

START_TEST(tells_any_one_number)
{
    int32_t major = -1, minor = -1, patch = -1;
    ravel_version(NULL, NULL, NULL);
    ravel_version(&major, NULL, NULL);
    ravel_version(NULL, &minor, NULL);
    ravel_version(NULL, NULL, &patch);
    ck_assert_int_eq(major, RAVEL_VERSION_MAJOR);
    ck_assert_int_eq(minor, RAVEL_VERSION_MINOR);
    ck_assert_int_eq(patch, RAVEL_VERSION_PATCH);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("version");
    TCase *cases = tcase_create("version");
    tcase_add_test(cases, tells_all_three_numbers);
    tcase_add_test(cases, tells_any_one_number);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
