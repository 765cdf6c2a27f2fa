/* battery.c: runs the battery in the instruction set that RAVEL_ISA names, or the best, and sums up. */
#include "battery.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct {
    const char *name;
    void (*run)(battery *run);
} sections[] = {
    {"lengths", battery_lengths}, {"shapes", battery_shapes}, {"overlaps", battery_overlaps},
    {"casts", battery_casts},     {"large", battery_large},   {"reductions", battery_reductions},
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* An environment that promises an instruction set gets it, or the battery would test another one in silence. */
static void say_isa(battery *run)
{
    const char *isa = NULL, *wanted = getenv("RAVEL_ISA");
    battery_need(ravel_kernel_isa(run->context, battery_kernel(ORACLE_add), &isa), "ravel_kernel_isa");
    printf("battery: instruction set %s\n", isa);
    if (wanted && strcmp(wanted, isa) != 0) {
        printf("battery: RAVEL_ISA asks for %s\n", wanted);
        exit(1);
    }
    run->borrowed = strcmp(isa, "x86-64-v2") == 0; /* kernel.cmake compiles no elementary functions for it */
}

/* A number of at least 1 from the environment. */
static int64_t setting(const char *name)
{
    const char *text = getenv(name);
    const int64_t number = text ? atoi(text) : 1;
    return number < 1 ? 1 : number;
}

/* battery [section...] */
int main(int argc, char **argv)
{
    battery run = {.scale = setting("RAVEL_TEST_SCALE"),
                   .lengths_share = setting("RAVEL_BATTERY_SHARE"),
                   .random = {.state = 20240607}};
    battery_need(ravel_context_create(&run.context), "ravel_context_create");
    say_isa(&run);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        bool wanted = argc == 1;
        for (int argument = 1; argument < argc; argument++)
            wanted |= strcmp(argv[argument], sections[i].name) == 0;
        if (!wanted)
            continue;
        const int64_t n_cases = run.n_cases, n_elements = run.n_elements;
        const double start = seconds();
        run.section = sections[i].name;
        sections[i].run(&run);
        printf("battery: %-10s %9lld calls, %11lld elements, %6.1f s\n", sections[i].name,
               (long long)(run.n_cases - n_cases), (long long)(run.n_elements - n_elements), seconds() - start);
        fflush(stdout);
    }
    run.n_failures += oracle_n_failures;
    printf("battery: %lld calls, %lld failures\n", (long long)run.n_cases, (long long)run.n_failures);
    battery_need(ravel_context_destroy(run.context), "ravel_context_destroy");
    return run.n_failures > 0;
}
