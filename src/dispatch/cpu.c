/* cpu.c: which of the compiled instruction sets this CPU and its operating system run. */
#include "dispatch.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#if defined(__x86_64__)

#    include <cpuid.h>

/* One level of the x86-64 psABI: the feature bits that it adds, in the registers of CPUID leaves 1, 7 and 0x80000001,
 * and the register state that the operating system must save. */
typedef struct level {
    uint32_t leaf1_ecx, leaf7_ebx, extended_ecx;
    uint64_t saved_state;
} level;

/* SSE3, SSSE3, CMPXCHG16B, SSE4.1, SSE4.2, POPCNT; LAHF. */
static const level v2 = {1u << 0 | 1u << 9 | 1u << 13 | 1u << 19 | 1u << 20 | 1u << 23, 0, 1u << 0, 0};
/* FMA, MOVBE, OSXSAVE, AVX, F16C; BMI1, AVX2, BMI2; LZCNT; XMM and YMM. */
static const level v3 = {1u << 12 | 1u << 22 | 1u << 27 | 1u << 28 | 1u << 29, 1u << 3 | 1u << 5 | 1u << 8, 1u << 5,
                         0x6};
/* AVX-512 F, DQ, CD, BW, VL; opmask and ZMM. */
static const level v4 = {0, 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31, 0, 0xe6};

static uint64_t saved_state(void)
{
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

static bool has(const level *wanted)
{
    uint32_t eax, ebx, ecx, edx, leaf1_ecx = 0, leaf7_ebx = 0, extended_ecx = 0;
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx))
        leaf1_ecx = ecx;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx))
        leaf7_ebx = ebx;
    if (__get_cpuid(0x80000001u, &eax, &ebx, &ecx, &edx))
        extended_ecx = ecx;
    if ((leaf1_ecx & wanted->leaf1_ecx) != wanted->leaf1_ecx || (leaf7_ebx & wanted->leaf7_ebx) != wanted->leaf7_ebx ||
        (extended_ecx & wanted->extended_ecx) != wanted->extended_ecx)
        return false;
    if (!wanted->saved_state)
        return true;
    const bool os_saves = leaf1_ecx & (1u << 27);
    return os_saves && (saved_state() & wanted->saved_state) == wanted->saved_state;
}

enum { LEVEL_GENERIC, LEVEL_X86_64_V2, LEVEL_X86_64_V3, LEVEL_X86_64_V4 };

/* Of each instruction set of this build, which need not have all. */
static const int32_t levels[RVL_N_ISAS] = {
#    define ISA(NAME, suffix, text) LEVEL_##NAME,
#    include "core/isas.def"
#    undef ISA
};

static int32_t cpu_level(void)
{
    if (!has(&v2))
        return LEVEL_GENERIC;
    if (!has(&v3))
        return LEVEL_X86_64_V2;
    return has(&v4) ? LEVEL_X86_64_V4 : LEVEL_X86_64_V3;
}

static int32_t detect(void)
{
    const int32_t highest = cpu_level();
    int32_t best = RVL_ISA_GENERIC;
    while (best + 1 < RVL_N_ISAS && levels[best + 1] <= highest)
        best++;
    return best;
}

#else

/* Elsewhere each compiled instruction set is part of the architecture's baseline. */
static int32_t detect(void)
{
    return RVL_N_ISAS - 1;
}

#endif

/* What this process may use: found once, so that a later change of the environment changes nothing. */
static int32_t decide(bool *known)
{
    enum { UNKNOWN = 256 };
    static _Atomic int32_t cached = -1; /* every thread computes the same */
    int32_t decided = atomic_load_explicit(&cached, memory_order_relaxed);
    if (decided < 0) {
        decided = detect();
        const char *name = getenv("RAVEL_ISA");
        const int32_t cap = name && *name ? rvl_isa_find(name) : decided;
        if (cap < 0)
            decided += UNKNOWN;
        else if (cap < decided)
            decided = cap;
        atomic_store_explicit(&cached, decided, memory_order_relaxed);
    }
    *known = decided < UNKNOWN;
    return decided % UNKNOWN;
}

int32_t rvl_isa_best(void)
{
    bool known;
    return decide(&known);
}

bool rvl_isa_environment_is_known(void)
{
    bool known;
    (void)decide(&known);
    return known;
}
