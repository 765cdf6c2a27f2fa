/* float_environment.c: the control register of each machine that ravel knows. */
#include "float_environment.h"

/* Each machine gives four things: reading and writing the register, its value in the library's environment, and which
 * bits that value rules (the others are sticky flags). No machine here raises a trap because a flag that is set already
 * becomes unmasked; and leave writes the host's flags back, so what the library raised meanwhile never reaches it. */

#if defined(__x86_64__)

/* MXCSR: bits 0 to 5 flags, 6 DAZ, 7 to 12 masks, 13 and 14 rounding, 15 FTZ. */
#    define RVL_STANDARD UINT64_C(0x1f80)
#    define RVL_RULED UINT64_C(0xffc0)

static uint64_t read_register(void)
{
    uint32_t value;
    __asm__ volatile("stmxcsr %0" : "=m"(value) : : "memory");
    return value;
}

static void write_register(uint64_t wide)
{
    const uint32_t value = (uint32_t)wide;
    __asm__ volatile("ldmxcsr %0" : : "m"(value) : "memory");
}

#elif defined(__aarch64__)

/* FPCR. The flags are another register here, FPSR: saved in the high half, and only where there is need. */
#    define RVL_FLAGS_APART
#    define RVL_STANDARD UINT64_C(0)
#    define RVL_RULED UINT64_C(0xffffffff)

static uint64_t read_register(void)
{
    uint64_t control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control) : : "memory");
    return control & UINT64_C(0xffffffff);
}

static uint64_t read_flags(void)
{
    uint64_t flags;
    __asm__ volatile("mrs %0, fpsr" : "=r"(flags) : : "memory");
    return flags << 32;
}

static void write_register(uint64_t wide)
{
    const uint64_t control = wide & UINT64_C(0xffffffff), flags = wide >> 32;
    __asm__ volatile("msr fpcr, %0\n\tmsr fpsr, %1" : : "r"(control), "r"(flags) : "memory");
}

#elif defined(__riscv) && __riscv_xlen == 64

/* fcsr: bits 0 to 4 flags, 5 to 7 rounding. There are no traps, and denormals are always kept. */
#    define RVL_STANDARD UINT64_C(0)
#    define RVL_RULED UINT64_C(0xe0)

static uint64_t read_register(void)
{
    uint64_t value;
    __asm__ volatile("frcsr %0" : "=r"(value) : : "memory");
    return value;
}

static void write_register(uint64_t value)
{
    __asm__ volatile("fscsr %0" : : "r"(value) : "memory");
}

#elif defined(__s390x__)

/* FPC: bits 26 to 31 masks, 18 to 23 flags, 8 to 15 data exception code, 4 to 6 decimal and 0 to 2 binary rounding. */
#    define RVL_STANDARD UINT64_C(0)
#    define RVL_RULED UINT64_C(0xfc000007)

static uint64_t read_register(void)
{
    uint64_t value = 0;
    __asm__ volatile("efpc %0" : "+d"(value) : : "memory");
    return value & UINT64_C(0xffffffff);
}

static void write_register(uint64_t value)
{
    __asm__ volatile("sfpc %0" : : "d"(value) : "memory");
}

#else
#    error "float_environment.c does not know the floating-point control register of this machine"
#endif

void rvl_float_environment_enter(rvl_float_environment *environment)
{
    environment->saved = read_register();
    environment->changed = (environment->saved & RVL_RULED) != RVL_STANDARD;
    if (environment->changed) {
#ifdef RVL_FLAGS_APART
        environment->saved |= read_flags();
#endif
        write_register(RVL_STANDARD);
    }
}

void rvl_float_environment_repair(void)
{
    const uint64_t found = read_register();
    if ((found & RVL_RULED) == RVL_STANDARD)
        return;
#ifdef RVL_FLAGS_APART
    write_register(RVL_STANDARD | read_flags());
#else
    write_register((found & ~RVL_RULED) | RVL_STANDARD);
#endif
}

void rvl_float_environment_leave(const rvl_float_environment *environment)
{
    if (environment->changed)
        write_register(environment->saved);
}
