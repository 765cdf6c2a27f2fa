/* partial.c: what the tests of reductions in parts share. */
#include "partial.h"

#include "oracle.h"
#include <check.h>
#include <string.h>

ravel_context *partial_context;

const ravel_kernel *partial_kernel(const char *name)
{
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_find(partial_context, name, &kernel), RAVEL_OK);
    return kernel;
}

bool partial_subject_make(const char *name, int32_t dtype, partial_subject *of)
{
    int32_t ndim;
    int64_t length = 1, shape[1];
    unsigned char element[16] = {0};
    ravel_array *array = NULL;
    *of = (partial_subject){.kernel = partial_kernel(name), .dtype = dtype, .itemsize = oracle_itemsizes[dtype]};
    ck_assert_int_eq(ravel_array_create(partial_context, element, 16, 0, dtype, 1, &length, NULL, 0, &array), RAVEL_OK);
    const ravel_status status =
        ravel_reduce_outputs(partial_context, of->kernel, array, 0, NULL, NULL, NULL, 0, &of->out, 1, &ndim, shape);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_nbytes(partial_context, of->kernel, dtype, &of->state_nbytes), status);
    if (status != RAVEL_OK)
        return false;
    ck_assert_uint_le(of->state_nbytes, PARTIAL_STATE_NBYTES);
    of->exact = oracle_kinds[of->out] <= RAVEL_KIND_UNSIGNED || strcmp(name, "max") == 0 || strcmp(name, "min") == 0 ||
                strcmp(name, "maximum") == 0;
    return true;
}

ravel_array *partial_line(const void *memory, int32_t dtype, int64_t first, int64_t n)
{
    const int64_t itemsize = (int64_t)oracle_itemsizes[dtype];
    ravel_array *array = NULL;
    union {
        const void *read;
        void *write;
    } place = {memory};
    ck_assert_int_eq(ravel_array_create(partial_context, place.write, (size_t)((first + n) * itemsize),
                                        first * itemsize, dtype, 1, &n, NULL, 0, &array),
                     RAVEL_OK);
    return array;
}

ravel_array *partial_result(void *memory, int32_t dtype)
{
    ravel_array *array = NULL;
    ck_assert_int_eq(ravel_array_create(partial_context, memory, 16, 0, dtype, 0, NULL, NULL, RAVEL_WRITEABLE, &array),
                     RAVEL_OK);
    return array;
}

void partial_reduce(const partial_subject *of, const void *memory, int64_t n, const uint8_t *mask,
                    unsigned char *result)
{
    ravel_array *array = partial_line(memory, of->dtype, 0, n), *out = partial_result(result, of->out);
    ravel_array *where = mask ? partial_line(mask, RAVEL_BOOL, 0, n) : NULL;
    ck_assert_int_eq(ravel_reduce(partial_context, of->kernel, array, 0, NULL, where, NULL, 0, out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    if (where)
        ck_assert_int_eq(ravel_array_destroy(where), RAVEL_OK);
}

void partial_start_at(const partial_subject *of, int64_t first, void *state)
{
    memset(state, 0xa5, of->state_nbytes);
    ck_assert_int_eq(ravel_partial_init(partial_context, of->kernel, of->dtype, first, state, of->state_nbytes),
                     RAVEL_OK);
}

void partial_start(const partial_subject *of, void *state)
{
    partial_start_at(of, -1, state);
}

void partial_take(const partial_subject *of, const void *memory, const uint8_t *mask, int64_t first, int64_t n,
                  void *state)
{
    ravel_array *array = partial_line(memory, of->dtype, first, n);
    ravel_array *where = mask ? partial_line(mask, RAVEL_BOOL, first, n) : NULL;
    ck_assert_int_eq(ravel_partial_update(partial_context, of->kernel, array, where, state, of->state_nbytes),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    if (where)
        ck_assert_int_eq(ravel_array_destroy(where), RAVEL_OK);
}

void partial_merge(const partial_subject *of, const void *right, void *state)
{
    ck_assert_int_eq(ravel_partial_merge(partial_context, of->kernel, right, of->state_nbytes, state, of->state_nbytes),
                     RAVEL_OK);
}

void partial_finish(const partial_subject *of, const void *state, unsigned char *result)
{
    ravel_array *out = partial_result(result, of->out);
    ck_assert_int_eq(ravel_partial_finish(partial_context, of->kernel, state, of->state_nbytes, NULL, 0, out),
                     RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
}
