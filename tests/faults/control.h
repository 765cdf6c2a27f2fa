/* control.h: the register that rules floating-point arithmetic on this thread, and values to find in it. */
#ifndef TESTS_FAULTS_CONTROL_H
#define TESTS_FAULTS_CONTROL_H

#include <fenv.h>
#include <stdbool.h>
#include <stdint.h>

/* What a host may have set. The flags that are raised already are part of it. */
typedef struct control_setting {
    const char *name;
    uint64_t bits;
} control_setting;

#if defined(__x86_64__)

/* MXCSR: bits 0 to 5 flags, 6 DAZ, 7 to 12 masks of traps, 13 and 14 rounding, 15 FTZ. */
static inline uint64_t control_get(void)
{
    uint32_t value;
    __asm__ volatile("stmxcsr %0" : "=m"(value) : : "memory");
    return value;
}

static inline void control_set(uint64_t wide)
{
    const uint32_t value = (uint32_t)wide;
    __asm__ volatile("ldmxcsr %0" : : "m"(value) : "memory");
}

static const control_setting control_settings[] = {
    {"nothing", 0x1f80},           {"down", 0x3f80},         {"up", 0x5f80},
    {"towards zero", 0x7f80},      {"FTZ", 0x9f80},          {"DAZ", 0x1fc0},
    {"FTZ and DAZ", 0x9fc0},       {"all traps", 0x0000},    {"trap of invalid operations", 0x1f00},
    {"trap of denormals", 0x1e80}, {"inexact trap", 0x0f80}, {"all at once", 0xe040},
    {"up, flags raised", 0x5fbf},
};
#    define CONTROL_RULES UINT64_C(0xffc0)

#elif defined(__aarch64__)

/* FPCR in the lower half, FPSR with the flags in the upper. */
static inline uint64_t control_get(void)
{
    uint64_t control, flags;
    __asm__ volatile("mrs %0, fpcr\n\tmrs %1, fpsr" : "=r"(control), "=r"(flags) : : "memory");
    return (flags & UINT64_C(0x9f)) << 32 | (control & UINT64_C(0xffffffff));
}

static inline void control_set(uint64_t value)
{
    __asm__ volatile("msr fpcr, %0\n\tmsr fpsr, %1" : : "r"(value & UINT64_C(0xffffffff)), "r"(value >> 32) : "memory");
}

/* Traps too, where the processor has them: what it has not reads as zero. */
static const control_setting control_settings[] = {
    {"nothing", 0},
    {"up", UINT64_C(1) << 22},
    {"down", UINT64_C(2) << 22},
    {"towards zero", UINT64_C(3) << 22},
    {"FZ", UINT64_C(1) << 24},
    {"FZ16", UINT64_C(1) << 19},
    {"default NaN", UINT64_C(1) << 25},
    {"all traps", UINT64_C(0x9f00)},
    {"all at once", UINT64_C(0x39f00) | UINT64_C(7) << 22 | UINT64_C(1) << 19},
    {"up, flags raised", UINT64_C(1) << 22 | UINT64_C(0x1f) << 32},
};
#    define CONTROL_RULES UINT64_C(0xffffffff)

#else

/* What C knows of: rounding. */
static inline uint64_t control_get(void)
{
    return (uint64_t)fegetround();
}

static inline void control_set(uint64_t value)
{
    (void)fesetround((int)value);
}

static const control_setting control_settings[] = {
    {"nothing", FE_TONEAREST}, {"up", FE_UPWARD}, {"down", FE_DOWNWARD}, {"towards zero", FE_TOWARDZERO}};
#    define CONTROL_RULES UINT64_MAX

#endif

#define CONTROL_N_SETTINGS ((int32_t)(sizeof control_settings / sizeof control_settings[0]))

#endif
