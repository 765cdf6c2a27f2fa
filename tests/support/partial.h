/* partial.h: what the tests of reductions in parts share. */
#ifndef TESTS_SUPPORT_PARTIAL_H
#define TESTS_SUPPORT_PARTIAL_H

#include <ravel/partial.h>
#include <stdbool.h>

enum { PARTIAL_STATE_NBYTES = 8192 };

/* Of the running test. */
extern ravel_context *partial_context;

/* A reduction over elements of one dtype. */
typedef struct partial_subject {
    const ravel_kernel *kernel;
    int32_t dtype, out; /* out: of its output by default */
    size_t itemsize, state_nbytes;
    bool exact; /* the same bits in any order */
} partial_subject;

const ravel_kernel *partial_kernel(const char *name);
/* False where the kernel has no loop for the dtype. */
bool partial_subject_make(const char *name, int32_t dtype, partial_subject *of);
/* Elements [first, first + n) of memory. */
ravel_array *partial_line(const void *memory, int32_t dtype, int64_t first, int64_t n);
/* A 0-d output. */
ravel_array *partial_result(void *memory, int32_t dtype);
/* ravel_reduce over a line, with a mask or without. */
void partial_reduce(const partial_subject *of, const void *memory, int64_t n, const uint8_t *mask,
                    unsigned char *result);
/* Calls that must succeed. start: without an order. */
void partial_start_at(const partial_subject *of, int64_t first, void *state);
void partial_start(const partial_subject *of, void *state);
void partial_take(const partial_subject *of, const void *memory, const uint8_t *mask, int64_t first, int64_t n,
                  void *state);
void partial_merge(const partial_subject *of, const void *right, void *state);
void partial_finish(const partial_subject *of, const void *state, unsigned char *result);

#endif
