/* unit_float_environment.c: whatever the host has set, the library computes in its own environment and gives back the
 * host's. */
#include "core/float_environment.h"
#include "support/run_suite.h"
#include <fenv.h>
#include <float.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* What the tests need of the machine beyond <fenv.h>: the control register, and bits in it that drop denormals. */
#if defined(__x86_64__)
static uint64_t control(void)
{
    uint32_t value;
    __asm__ volatile("stmxcsr %0" : "=m"(value) : : "memory");
    return value;
}

static void set_control(uint64_t wide)
{
    const uint32_t value = (uint32_t)wide;
    __asm__ volatile("ldmxcsr %0" : : "m"(value) : "memory");
}

static const uint64_t denormal_bits[] = {0x8000, 0x0040, 0x8040}; /* FTZ, DAZ, both */
#elif defined(__aarch64__)
static uint64_t control(void)
{
    uint64_t value;
    __asm__ volatile("mrs %0, fpcr" : "=r"(value) : : "memory");
    return value;
}

static void set_control(uint64_t value)
{
    __asm__ volatile("msr fpcr, %0" : : "r"(value) : "memory");
}

static const uint64_t denormal_bits[] = {UINT64_C(1) << 24}; /* FZ */
#else
static uint64_t control(void)
{
    return (uint64_t)fegetround();
}

static void set_control(uint64_t value)
{
    (void)fesetround((int)value);
}

static const uint64_t denormal_bits[] = {0};
#endif
#define N_DENORMAL_BITS (sizeof denormal_bits / sizeof denormal_bits[0])

/* Volatile, so that the machine and not the compiler computes. */
static volatile double one = 1, minus_one = -1, little = 1e-30, smallest = DBL_MIN, zero = 0;
static volatile double sink;

/* Never inlined, as no kernel is: a compiler may move a sum past a change of its environment, but not out of a call. */
__attribute__((noinline)) static double sum(double x, double y)
{
    return x + y;
}

__attribute__((noinline)) static bool environment_is_right(void)
{
    const bool nearest = one + little == 1 && one - little == 1 && minus_one - little == -1 && minus_one + little == -1;
    const double denormal = smallest / 4;
    const bool written = denormal > 0 || denormal < 0, read = denormal * 4 == smallest;
    sink = one / zero; /* must not trap */
    sink = zero / zero;
    return nearest && written && read;
}

START_TEST(the_default_is_left_alone)
{
    rvl_float_environment environment;
    const uint64_t before = control();
    rvl_float_environment_enter(&environment);
    ck_assert_int_eq(environment.changed, 0);
    ck_assert_uint_eq(control(), before);
    ck_assert(environment_is_right());
    rvl_float_environment_leave(&environment);
    /* Flags are no reason to change anything. */
    ck_assert_int_ne(fetestexcept(FE_DIVBYZERO), 0);
    rvl_float_environment_enter(&environment);
    ck_assert_int_eq(environment.changed, 0);
    rvl_float_environment_leave(&environment);
}
END_TEST

START_TEST(rounding_modes_are_put_right_and_back)
{
    const int modes[4] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO, FE_TONEAREST};
    for (int32_t i = 0; i < 4; i++) {
        rvl_float_environment environment;
        ck_assert_int_eq(fesetround(modes[i]), 0);
        const uint64_t before = control();
        rvl_float_environment_enter(&environment);
        const bool right = environment_is_right(), changed = environment.changed != 0;
        rvl_float_environment_leave(&environment);
        const uint64_t after = control();
        const int mode = fegetround();
        (void)fesetround(FE_TONEAREST);
        ck_assert(right);
        ck_assert_int_eq(changed, modes[i] != FE_TONEAREST);
        ck_assert_int_eq(mode, modes[i]);
        if (changed)
            ck_assert_uint_eq(after, before);
    }
}
END_TEST

START_TEST(denormals_are_kept_and_the_host_gets_its_own_back)
{
    const uint64_t standard = control();
    for (size_t i = 0; i < N_DENORMAL_BITS; i++) {
        rvl_float_environment environment;
        set_control(standard | denormal_bits[i]);
        const uint64_t before = control();
        rvl_float_environment_enter(&environment);
        const bool right = environment_is_right();
        rvl_float_environment_leave(&environment);
        const uint64_t after = control();
        set_control(standard);
        ck_assert(right);
        ck_assert_uint_eq(after, before);
    }
}
END_TEST

START_TEST(the_hosts_flags_survive_and_ours_do_not_reach_it)
{
    rvl_float_environment environment;
    (void)feclearexcept(FE_ALL_EXCEPT);
    (void)feraiseexcept(FE_OVERFLOW);
    (void)fesetround(FE_UPWARD);
    rvl_float_environment_enter(&environment);
    const bool right = environment_is_right();
    rvl_float_environment_leave(&environment);
    (void)fesetround(FE_TONEAREST);
    ck_assert(right);
    ck_assert_int_ne(fetestexcept(FE_OVERFLOW), 0);
    ck_assert_int_eq(fetestexcept(FE_DIVBYZERO | FE_INVALID), 0);
}
END_TEST

START_TEST(traps_of_the_host_do_not_fire)
{
    rvl_float_environment environment;
    (void)feclearexcept(FE_ALL_EXCEPT);
    /* Some machines have no traps: then there is nothing to test. */
    if (feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW) == -1)
        return;
    rvl_float_environment_enter(&environment);
    const bool right = environment_is_right();
    rvl_float_environment_leave(&environment);
    sink = sum(one, one); /* a flag of ours would fire here at the latest */
    const int enabled = fegetexcept();
    (void)fedisableexcept(FE_ALL_EXCEPT);
    ck_assert(right);
    ck_assert_int_eq(enabled, FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW);
    ck_assert_int_eq(fetestexcept(FE_DIVBYZERO | FE_INVALID), 0);
}
END_TEST

START_TEST(environments_nest)
{
    rvl_float_environment outer, inner;
    (void)fesetround(FE_DOWNWARD);
    rvl_float_environment_enter(&outer);
    (void)fesetround(FE_UPWARD); /* as a user's kernel may, against the rules */
    rvl_float_environment_enter(&inner);
    const bool right = environment_is_right();
    rvl_float_environment_leave(&inner);
    const bool upwards = sum(one, little) > 1;
    rvl_float_environment_leave(&outer);
    const bool downwards = sum(one, -little) < 1 && sum(one, little) == 1;
    (void)fesetround(FE_TONEAREST);
    ck_assert(right);
    ck_assert(upwards);
    ck_assert(downwards);
}
END_TEST

START_TEST(what_others_change_is_repaired)
{
    rvl_float_environment environment;
    (void)feclearexcept(FE_ALL_EXCEPT);
    (void)fesetround(FE_DOWNWARD);
    rvl_float_environment_enter(&environment);
    const uint64_t ours = control();
    rvl_float_environment_repair();
    const uint64_t untouched = control();
    (void)fesetround(FE_UPWARD);
    set_control(control() | denormal_bits[0]);
    (void)feraiseexcept(FE_OVERFLOW);
    rvl_float_environment_repair();
    const bool right = environment_is_right(), flags = fetestexcept(FE_OVERFLOW) != 0;
    rvl_float_environment_leave(&environment);
    const bool downwards = sum(one, -little) < 1 && sum(one, little) == 1;
    (void)fesetround(FE_TONEAREST);
    ck_assert_uint_eq(untouched, ours);
    ck_assert(right);
    ck_assert(flags);
    ck_assert(downwards);
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("float_environment");
    TCase *const tests = tcase_create("float_environment");
    tcase_add_test(tests, the_default_is_left_alone);
    tcase_add_test(tests, rounding_modes_are_put_right_and_back);
    tcase_add_test(tests, denormals_are_kept_and_the_host_gets_its_own_back);
    tcase_add_test(tests, the_hosts_flags_survive_and_ours_do_not_reach_it);
    tcase_add_test(tests, traps_of_the_host_do_not_fire);
    tcase_add_test(tests, environments_nest);
    tcase_add_test(tests, what_others_change_is_repaired);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
