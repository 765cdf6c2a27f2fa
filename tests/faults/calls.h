/* calls.h: every built-in kernel with every verb, dtype and kind of layout, as calls that are ready to be made.
 *
 * The tests of faults make them where a fault is about to happen or has happened, and compare digests of the results.
 * Needs nothing but the library and libc, and no floating-point arithmetic of its own. */
#ifndef TESTS_FAULTS_CALLS_H
#define TESTS_FAULTS_CALLS_H

#include <ravel/apply.h>
#include <stdbool.h>

typedef enum calls_layout {
    CALLS_CONTIGUOUS,
    CALLS_STRIDED,
    CALLS_REVERSED,
    CALLS_TRANSPOSED,
    CALLS_SWAPPED, /* and unaligned */
    CALLS_REPEATED,
    CALLS_MASKED,
    CALLS_CAST,
    CALLS_IN_PLACE,
    CALLS_OVERLAPPING,
    CALLS_N_LAYOUTS
} calls_layout;

#define CALLS_ALL_LAYOUTS ((1U << CALLS_N_LAYOUTS) - 1)

/* Which calls: matrices of this shape, layouts by bit, all dtypes or those of float elements only. */
typedef struct calls_plan {
    int64_t rows, columns;
    uint32_t layouts;
    bool only_floats;
    const char *only_kernel; /* NULL: all */
} calls_plan;

typedef struct prepared_call {
    char title[160];
    const ravel_kernel *kernel;
    int32_t verb, n_in, n_axes, axes[2];
    calls_layout layout;
    int32_t n_out;
    ravel_array *in[5], *where, *out[2];
    size_t scratch; /* bytes that it takes: without a context it fails where there are any */
} prepared_call;

/* Prepares each call, resets it and visits it; gives how many there were. */
int64_t calls_each(const calls_plan *plan, void (*visit)(const prepared_call *call, void *data), void *data);
/* Puts the operands' elements back to what they were before the first run. */
void calls_reset(const prepared_call *call);
ravel_status calls_run(ravel_context *context, const prepared_call *call);
/* Of the outputs' elements, all NaN alike. */
uint64_t calls_digest(const prepared_call *call);

/* Resets, runs and digests every call of the plan in order; gives one digest of them all. Ends the program with a
 * message if a call fails. */
uint64_t calls_digest_of_all(const calls_plan *plan, ravel_context *context);

#endif
