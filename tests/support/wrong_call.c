/* wrong_call.c: what the tests of wrong calls share. */
#include "wrong_call.h"
#include "oracle.h"
#include <check.h>
#include <string.h>

void wrong_call_expect(ravel_context *context, ravel_status status, ravel_status expected, const char *function,
                       const char *word, int32_t argument)
{
    char text[600] = "";
    int32_t recorded = 0, position = -2, axis = -2;
    ck_assert_int_eq(ravel_context_error(context, &recorded, &position, &axis, text, sizeof text, NULL), RAVEL_OK);
    ck_assert_msg(status == expected, "answers %d (%s), expected %d (%s); the last message: %s", status,
                  ravel_status_text(status), expected, ravel_status_text(expected), text);
    ck_assert_int_eq(recorded, expected);
    ck_assert_msg(strncmp(text, function, strlen(function)) == 0 && text[strlen(function)] == ':',
                  "\"%s\" does not begin with %s", text, function);
    ck_assert_msg(strstr(text, word) != NULL, "\"%s\" does not name %s", text, word);
    ck_assert_msg(position == argument, "\"%s\" blames argument %d, expected %d", text, position, argument);
    ck_assert_msg(expected != RAVEL_OVERLAP || axis == -1, "\"%s\" blames axis %d for an overlap", text, axis);
}

ravel_array *wrong_call_stale(void)
{
    static double memory[1];
    ravel_array *array = wrong_call_line(memory, 1, RAVEL_FLOAT64, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    return array;
}

ravel_array *wrong_call_forged(void)
{
    return (ravel_array *)(uintptr_t)0x1234567890AB;
}

ravel_array *wrong_call_line(void *memory, int64_t n, int32_t dtype, uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(
        ravel_array_create(NULL, memory, (size_t)n * oracle_itemsizes[dtype], 0, dtype, 1, &n, NULL, flags, &array),
        RAVEL_OK);
    return array;
}
