/* own_kernel.h: a user's kernel of any signature, whose loops check what they are given, and a model of them. */
#ifndef TESTS_FUZZ_OWN_KERNEL_H
#define TESTS_FUZZ_OWN_KERNEL_H

#include "fuzz.h"
#include "support/operand.h"
#include <pthread.h>

#define OWN_MAX_LOOPS 3
/* The arrays of a call: inputs, outputs, then a mask and an initial value. */
enum { OWN_MASK = RAVEL_MAX_OPERANDS, OWN_INITIAL, OWN_N_OPERANDS };

typedef struct own_kernel {
    int32_t n_in, n_out, n_loops;
    int32_t dtypes[OWN_MAX_LOOPS * RAVEL_MAX_OPERANDS];
    uint64_t flags;
    bool folds;   /* every loop is T, T -> T, and has an order */
    bool ordered; /* which matters: else T, T -> T is a sum or a maximum, with an identity */
    bool has_identity;
    int64_t fails_at; /* the call of a loop that fails, counted from 0; -1: none */
    int32_t answer;   /* that it then gives */
    const ravel_kernel *handle;
    _Atomic int32_t n_releases;

    /* of one call */
    const operand *arrays; /* OWN_N_OPERANDS; without a handle: not there */
    int32_t row;           /* the loop that must be taken */
    pthread_t caller;
    _Atomic int64_t n_calls, n_elements, n_running;
} own_kernel;

/* Makes a kernel from the source; sometimes one to reduce and accumulate with. */
void own_create(own_kernel *own, random_source *source);
void own_destroy(own_kernel *own);
/* What the loop `row` makes of n_in elements as output number `which`. */
oracle_value own_compute(const own_kernel *own, int32_t row, int32_t which, const oracle_value *in);
/* The value that a reduction over nothing has; only with has_identity. */
oracle_value own_identity(int32_t dtype);

#endif
