/* unit_guard.c: the test memory itself: that it faults, and that it sees what changed. */
#include "support/guard.h"
#include "support/run_suite.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static guard_arena *arena;

static void make_arena(void)
{
    arena = guard_arena_create(3, 5000);
    (void)signal(SIGSEGV, SIG_DFL); /* sanitizers make an exit of it */
}

static void drop_arena(void)
{
    guard_arena_destroy(arena);
}

START_TEST(reading_past_the_end_faults)
{
    const guard_block block = guard_take(arena, 100, GUARD_AT_END, 0);
    const volatile unsigned char *const data = block.data;
    (void)data[99];
    (void)data[100];
}
END_TEST

START_TEST(writing_before_the_start_faults)
{
    const guard_block block = guard_take(arena, 100, GUARD_AT_START, 0);
    volatile unsigned char *const data = block.data;
    data[0] = 1;
    *(data - 1) = 1;
}
END_TEST

START_TEST(every_changed_byte_is_seen)
{
    for (size_t nbytes = 0; nbytes < 300; nbytes += 7) {
        for (size_t slack = 0; slack < 3; slack++) {
            guard_arena_reset(arena);
            const guard_block blocks[2] = {guard_take(arena, nbytes, GUARD_AT_END, slack),
                                           guard_take(arena, nbytes, GUARD_AT_START, slack)};
            const int64_t room = (int64_t)slack, length = (int64_t)nbytes;
            for (int32_t k = 0; k < 2; k++) {
                const int64_t from = k == 0 ? -256 : -room, to = k == 0 ? length + room : length + 256;
                unsigned char *const data = blocks[k].data;
                ck_assert_int_eq(guard_changed(&blocks[k]), GUARD_INTACT);
                for (int64_t i = from; i < to; i++) {
                    data[i] ^= 0x10;
                    ck_assert_int_eq(guard_changed(&blocks[k]), i);
                    data[i] ^= 0x10;
                }
                ck_assert_int_eq(guard_changed(&blocks[k]), GUARD_INTACT);
            }
        }
    }
}
END_TEST

START_TEST(what_was_accepted_or_sealed_may_have_changed)
{
    const int64_t shape[2] = {3, 2}, strides[2] = {-20, 3};
    const guard_block block = guard_take(arena, 100, GUARD_AT_END, 0);
    memset(block.data, 7, 100);
    guard_seal(&block);
    ck_assert_int_eq(guard_changed(&block), GUARD_INTACT);
    for (int64_t i = 0; i < 3; i++)
        memset(block.data + 50 - 20 * i, 9, 5);
    ck_assert_int_eq(guard_changed(&block), 10);
    guard_accept_array(&block, 50, 2, 2, shape, strides);
    ck_assert_int_eq(guard_changed(&block), 12); /* between the elements */
    guard_accept(&block, 12, 1);
    ck_assert_int_eq(guard_changed(&block), 32);
    block.data[52] = block.data[32] = 7;
    ck_assert_int_eq(guard_changed(&block), GUARD_INTACT);
}
END_TEST

START_TEST(memory_is_canary_again_after_a_reset)
{
    unsigned char canary[5000];
    guard_block block = guard_take(arena, 5000, GUARD_AT_END, 0);
    memcpy(canary, block.data, 5000);
    memset(block.data, 0, 5000);
    guard_arena_reset(arena);
    block = guard_take(arena, 5000, GUARD_AT_END, 0);
    ck_assert_mem_eq(block.data, canary, 5000);
    ck_assert_mem_eq(block.expected, canary, 5000);
    /* A copy that lies one byte off does not look right. */
    memmove(block.data, block.data + 1, 4999);
    ck_assert_int_lt(guard_changed(&block), 10);
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("guard");
    TCase *const tests = tcase_create("guard");
    tcase_add_checked_fixture(tests, make_arena, drop_arena);
    tcase_add_test_raise_signal(tests, reading_past_the_end_faults, SIGSEGV);
    tcase_add_test_raise_signal(tests, writing_before_the_start_faults, SIGSEGV);
    tcase_add_test(tests, every_changed_byte_is_seen);
    tcase_add_test(tests, what_was_accepted_or_sealed_may_have_changed);
    tcase_add_test(tests, memory_is_canary_again_after_a_reset);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
