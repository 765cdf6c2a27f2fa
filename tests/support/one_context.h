/* one_context.h: a suite's context, and the shortest ways to a kernel and to an array over given memory. */
#ifndef TESTS_SUPPORT_ONE_CONTEXT_H
#define TESTS_SUPPORT_ONE_CONTEXT_H

#include <check.h>
#include <ravel/ravel.h>

static ravel_context *context;

static inline void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static inline void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

static inline const ravel_kernel *find(const char *name)
{
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(NULL, name, &kernel), RAVEL_OK);
    return kernel;
}

static inline ravel_array *make(void *memory, size_t nbytes, int32_t dtype, int32_t ndim, const int64_t *shape,
                                uint64_t flags)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(NULL, memory, nbytes, 0, dtype, ndim, shape, NULL, flags, &array), RAVEL_OK);
    return array;
}

static inline void end(ravel_array *array)
{
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}

#endif
