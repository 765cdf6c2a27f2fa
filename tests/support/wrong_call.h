/* wrong_call.h: what the tests of wrong calls share: an expectation of the status, the message and untouched bytes. */
#ifndef TESTS_SUPPORT_WRONG_CALL_H
#define TESTS_SUPPORT_WRONG_CALL_H

#include <ravel/array.h>

/* Fails the test unless `status` is `expected`, the context's message begins with "function: " and has the word, and
 * tells of this argument (or -1). */
void wrong_call_expect(ravel_context *context, ravel_status status, ravel_status expected, const char *function,
                       const char *word, int32_t argument);
/* A handle of an array that has been destroyed, one that was never given out, and one of a context. */
ravel_array *wrong_call_stale(void);
ravel_array *wrong_call_forged(void);
/* A float64 array of one dimension over memory. */
ravel_array *wrong_call_line(void *memory, int64_t n, int32_t dtype, uint64_t flags);

#endif
