/* kernel_create.c: a user's loops become a kernel, and end. */
#include <ravel/kernel.h>

#include "core/descriptor.h"
#include "core/dtype_table.h"
#include "core/kernel_object.h"
#include "core/scalar.h"
#include <stdlib.h>
#include <string.h>

#define MAX_LOOPS 256
#define IDENTITY_WORDS 2

/* What the caller gave, in one piece. */
typedef struct wanted_kernel {
    const char *name;
    int32_t n_in, n_out, n_loops;
    const int32_t *dtypes;
    const ravel_kernel_fn *loops;
    void *user;
    ravel_kernel_release_fn release;
    uint64_t flags;
    const ravel_array *identity;
} wanted_kernel;

static ravel_status fail_null(rvl_call *call, const char *name)
{
    return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "%s is NULL", name);
}

static ravel_status check_numbers(rvl_call *call, const wanted_kernel *wanted)
{
    if (wanted->n_in < 1 || wanted->n_out < 1 || wanted->n_in > RAVEL_MAX_OPERANDS ||
        wanted->n_out > RAVEL_MAX_OPERANDS - wanted->n_in) {
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1,
                        "n_in = %i and n_out = %i, expected at least 1 each and at most %i together", wanted->n_in,
                        wanted->n_out, RAVEL_MAX_OPERANDS);
    }
    if (wanted->n_loops < 1 || wanted->n_loops > MAX_LOOPS) {
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "n_loops = %i, expected 1 to %i", wanted->n_loops,
                        MAX_LOOPS);
    }
    return RAVEL_OK;
}

static ravel_status check_flags(rvl_call *call, uint64_t flags)
{
    const uint64_t unknown = flags & ~(RAVEL_KERNEL_REORDERABLE | RAVEL_KERNEL_THREAD_SAFE | RAVEL_KERNEL_IN_PLACE);
    if (unknown != 0) {
        return rvl_fail(call, RAVEL_UNKNOWN_FLAG, -1, -1,
                        "flags has unknown bits %x, expected RAVEL_KERNEL_REORDERABLE, "
                        "RAVEL_KERNEL_THREAD_SAFE or RAVEL_KERNEL_IN_PLACE",
                        unknown);
    }
    return RAVEL_OK;
}

/* Checks the rows of dtypes; a kernel that folds has two inputs and one output of one dtype in each. */
static ravel_status check_loops(rvl_call *call, const wanted_kernel *wanted)
{
    const bool folds = (wanted->flags & RAVEL_KERNEL_REORDERABLE) != 0 || wanted->identity != NULL;
    const char *why = (wanted->flags & RAVEL_KERNEL_REORDERABLE) != 0 ? "RAVEL_KERNEL_REORDERABLE" : "an identity";
    const int32_t n_operands = wanted->n_in + wanted->n_out;
    if (folds && (wanted->n_in != 2 || wanted->n_out != 1)) {
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1,
                        "%s needs 2 inputs and 1 output, but n_in = %i and n_out = %i", why, wanted->n_in,
                        wanted->n_out);
    }
    for (int32_t row = 0; row < wanted->n_loops; row++) {
        const int32_t *dtypes = wanted->dtypes + row * n_operands;
        if (wanted->loops[row] == NULL)
            return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "loops[%i] is NULL", row);
        for (int32_t i = 0; i < n_operands; i++) {
            if (!rvl_dtype_valid(dtypes[i])) {
                return rvl_fail(call, RAVEL_INVALID_DTYPE, -1, -1,
                                "dtypes[%i] = %i (%s %i of loop %i), expected a RAVEL_* number from 1 to %i",
                                row * n_operands + i, dtypes[i], i < wanted->n_in ? "input" : "output",
                                i < wanted->n_in ? i : i - wanted->n_in, row, RAVEL_COMPLEX128);
            }
            if (folds && dtypes[i] != dtypes[0]) {
                return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1,
                                "%s needs one dtype in each loop, but loop %i takes %d and %d and gives %d", why, row,
                                dtypes[0], dtypes[1], dtypes[2]);
            }
        }
    }
    return RAVEL_OK;
}

/* Casts the identity to each row's dtype. */
static ravel_status fill_identities(rvl_call *call, const wanted_kernel *wanted, const rvl_descriptor *identity,
                                    uint64_t *identities)
{
    uint64_t value[2];
    rvl_scalar_load(identity->dtype, identity->data, (identity->flags & RAVEL_SWAPPED) != 0, value);
    for (int32_t row = 0; row < wanted->n_loops; row++) {
        const int32_t dtype = wanted->dtypes[row * (wanted->n_in + wanted->n_out)];
        if (!rvl_scalar_convert(identity->dtype, value, dtype, identities + row * IDENTITY_WORDS)) {
            return rvl_fail(call, RAVEL_VALUE_OUT_OF_RANGE, -1, -1,
                            "the identity is %v, of dtype %d, which the %d of loop %i cannot hold", identity->dtype,
                            value, identity->dtype, dtype, row);
        }
    }
    return RAVEL_OK;
}

/* One block of memory: the object, the identities, the loops, the dtypes. */
static rvl_user_kernel *allocate_object(const wanted_kernel *wanted, size_t name_nbytes, uint64_t **identities)
{
    const size_t n_loops = (size_t)wanted->n_loops;
    const size_t n_dtypes = n_loops * (size_t)(wanted->n_in + wanted->n_out);
    const size_t identities_nbytes = n_loops * IDENTITY_WORDS * sizeof(uint64_t);
    const size_t loops_nbytes = n_loops * sizeof *wanted->loops;
    const size_t dtypes_nbytes = n_dtypes * sizeof *wanted->dtypes;
    rvl_user_kernel *object = calloc(1, sizeof *object + identities_nbytes + loops_nbytes + dtypes_nbytes);
    if (object == NULL)
        return NULL;
    unsigned char *rest = (unsigned char *)(object + 1);
    *identities = (void *)rest;
    memcpy(rest + identities_nbytes, wanted->loops, loops_nbytes);
    memcpy(rest + identities_nbytes + loops_nbytes, wanted->dtypes, dtypes_nbytes);
    memcpy(object->name, wanted->name, name_nbytes);
    object->n_in = wanted->n_in;
    object->n_out = wanted->n_out;
    object->n_loops = wanted->n_loops;
    object->flags = wanted->flags;
    object->user = wanted->user;
    object->release = wanted->release;
    object->identities = *identities;
    object->loops = (const void *)(rest + identities_nbytes);
    object->dtypes = (const void *)(rest + identities_nbytes + loops_nbytes);
    return object;
}

_Static_assert(sizeof(rvl_user_kernel) % sizeof(uint64_t) == 0 && sizeof(ravel_kernel_fn) % sizeof(int32_t) == 0,
               "what follows the object in its block is aligned");

static ravel_status make_object(rvl_call *call, const wanted_kernel *wanted, size_t name_nbytes,
                                const ravel_kernel **out)
{
    rvl_descriptor identity;
    if (wanted->identity != NULL) {
        const ravel_status status = rvl_descriptor_read(call, wanted->identity, "identity", -1, &identity);
        if (status != RAVEL_OK)
            return status;
        if (identity.ndim != 0) {
            return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "the identity has shape %S, expected a 0-d array",
                            identity.ndim, identity.shape);
        }
    }
    uint64_t *identities;
    rvl_user_kernel *object = allocate_object(wanted, name_nbytes, &identities);
    if (object == NULL)
        return rvl_fail(call, RAVEL_OUT_OF_MEMORY, -1, -1, "no memory for a kernel of %i loops", wanted->n_loops);
    ravel_status status = RAVEL_OK;
    if (wanted->identity != NULL) {
        object->has_identity = true;
        status = fill_identities(call, wanted, &identity, identities);
    }
    if (status == RAVEL_OK) {
        status = rvl_kernel_object_publish(object, out);
        if (status != RAVEL_OK) {
            (void)rvl_fail(call, status, -1, -1,
                           status == RAVEL_OUT_OF_MEMORY ? "no memory for another kernel handle"
                                                         : "no handle is left: too many objects are alive");
        }
    }
    if (status != RAVEL_OK)
        free(object);
    return status;
}

static ravel_status create(rvl_call *call, const wanted_kernel *wanted, const ravel_kernel **out)
{
    if (wanted->name == NULL || wanted->dtypes == NULL || wanted->loops == NULL || out == NULL) {
        return fail_null(call, wanted->name == NULL     ? "name"
                               : wanted->dtypes == NULL ? "dtypes"
                               : wanted->loops == NULL  ? "loops"
                                                        : "out");
    }
    const size_t most = sizeof((rvl_user_kernel *)NULL)->name;
    const char *name_end = memchr(wanted->name, 0, most);
    if (name_end == NULL || name_end == wanted->name) {
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "name has %s bytes, expected 1 to 63",
                        name_end == NULL ? "more than 63" : "0");
    }
    ravel_status status = check_numbers(call, wanted);
    if (status == RAVEL_OK)
        status = check_flags(call, wanted->flags);
    if (status == RAVEL_OK)
        status = check_loops(call, wanted);
    return status != RAVEL_OK ? status : make_object(call, wanted, (size_t)(name_end - wanted->name), out);
}

ravel_status ravel_kernel_create(ravel_context *context, const char *name, int32_t n_in, int32_t n_out, int32_t n_loops,
                                 const int32_t *dtypes, const ravel_kernel_fn *loops, void *user,
                                 ravel_kernel_release_fn release, uint64_t flags, const ravel_array *identity,
                                 const ravel_kernel **out)
{
    rvl_call call;
    const ravel_status status = rvl_call_enter(&call, context, "ravel_kernel_create");
    if (status != RAVEL_OK)
        return status;
    const wanted_kernel wanted = {name, n_in, n_out, n_loops, dtypes, loops, user, release, flags, identity};
    return rvl_call_leave(&call, create(&call, &wanted, out));
}

ravel_status ravel_kernel_destroy(const ravel_kernel *kernel)
{
    if (kernel == NULL)
        return RAVEL_OK;
    if (rvl_builtin_number((uint64_t)(uintptr_t)kernel) >= 0)
        return RAVEL_INVALID_ARGUMENT;
    const ravel_status status = rvl_kernel_object_destroy(kernel);
    return status == RAVEL_STALE_HANDLE ? RAVEL_DOUBLE_DESTROY : status;
}
