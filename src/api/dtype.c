/* dtype.c: sizes, limits and promotion of element types. */
#include "core/call.h"
#include "core/dtype_table.h"
#include "plan/promote.h"
#include <float.h>
#include <string.h>

const char *ravel_dtype_name(int32_t dtype)
{
    return rvl_dtype_valid(dtype) ? rvl_dtypes[dtype].name : NULL;
}

ravel_status ravel_dtype_itemsize(int32_t dtype, size_t *itemsize)
{
    if (!rvl_dtype_valid(dtype))
        return RAVEL_INVALID_DTYPE;
    if (itemsize == NULL)
        return RAVEL_NULL_ARGUMENT;
    *itemsize = (size_t)rvl_dtypes[dtype].itemsize;
    return RAVEL_OK;
}

/* One element of any dtype. */
typedef union element {
    rvl_bool bool_;
    rvl_int8 int8;
    rvl_int16 int16;
    rvl_int32 int32;
    rvl_int64 int64;
    rvl_uint8 uint8;
    rvl_uint16 uint16;
    rvl_uint32 uint32;
    rvl_uint64 uint64;
    rvl_float16 float16;
    rvl_bfloat16 bfloat16;
    rvl_float32 float32;
    rvl_float64 float64;
    rvl_complex64 complex64;
    rvl_complex128 complex128;
} element;

typedef struct limits {
    element lowest, highest, epsilon, smallest_normal;
} limits;

static const limits limits_of[RVL_N_DTYPES] = {
    [RAVEL_BOOL] = {.highest.bool_ = 1},
    [RAVEL_INT8] = {.lowest.int8 = INT8_MIN, .highest.int8 = INT8_MAX},
    [RAVEL_INT16] = {.lowest.int16 = INT16_MIN, .highest.int16 = INT16_MAX},
    [RAVEL_INT32] = {.lowest.int32 = INT32_MIN, .highest.int32 = INT32_MAX},
    [RAVEL_INT64] = {.lowest.int64 = INT64_MIN, .highest.int64 = INT64_MAX},
    [RAVEL_UINT8] = {.highest.uint8 = UINT8_MAX},
    [RAVEL_UINT16] = {.highest.uint16 = UINT16_MAX},
    [RAVEL_UINT32] = {.highest.uint32 = UINT32_MAX},
    [RAVEL_UINT64] = {.highest.uint64 = UINT64_MAX},
    /* As bits: -65504, 65504, 2**-10, 2**-14. */
    [RAVEL_FLOAT16] = {{.float16 = 0xFBFF}, {.float16 = 0x7BFF}, {.float16 = 0x1400}, {.float16 = 0x0400}},
    /* As bits: about -3.39e38, 3.39e38, 2**-7, 2**-126. */
    [RAVEL_BFLOAT16] = {{.bfloat16 = 0xFF7F}, {.bfloat16 = 0x7F7F}, {.bfloat16 = 0x3C00}, {.bfloat16 = 0x0080}},
    [RAVEL_FLOAT32] = {{.float32 = -FLT_MAX}, {.float32 = FLT_MAX}, {.float32 = FLT_EPSILON}, {.float32 = FLT_MIN}},
    [RAVEL_FLOAT64] = {{.float64 = -DBL_MAX}, {.float64 = DBL_MAX}, {.float64 = DBL_EPSILON}, {.float64 = DBL_MIN}},
    [RAVEL_COMPLEX64] = {{.complex64 = {-FLT_MAX, 0}},
                         {.complex64 = {FLT_MAX, 0}},
                         {.complex64 = {FLT_EPSILON, 0}},
                         {.complex64 = {FLT_MIN, 0}}},
    [RAVEL_COMPLEX128] = {{.complex128 = {-DBL_MAX, 0}},
                          {.complex128 = {DBL_MAX, 0}},
                          {.complex128 = {DBL_EPSILON, 0}},
                          {.complex128 = {DBL_MIN, 0}}},
};

/* The caller's element may lie anywhere, aligned or not. */
static void copy_element(void *destination, const element *source, int32_t dtype)
{
    if (destination != NULL)
        memcpy(destination, source, (size_t)rvl_dtypes[dtype].itemsize);
}

ravel_status ravel_dtype_limits(int32_t dtype, int32_t *kind, int32_t *bits, void *lowest, void *highest, void *epsilon,
                                void *smallest_normal)
{
    if (!rvl_dtype_valid(dtype))
        return RAVEL_INVALID_DTYPE;
    const rvl_dtype_facts *facts = &rvl_dtypes[dtype];
    const limits *limit = &limits_of[dtype];
    if (kind != NULL)
        *kind = facts->kind;
    if (bits != NULL)
        *bits = 8 * facts->part_size;
    copy_element(lowest, &limit->lowest, dtype);
    copy_element(highest, &limit->highest, dtype);
    if (facts->kind == RAVEL_KIND_FLOAT || facts->kind == RAVEL_KIND_COMPLEX) {
        copy_element(epsilon, &limit->epsilon, dtype);
        copy_element(smallest_normal, &limit->smallest_normal, dtype);
    }
    return RAVEL_OK;
}

static ravel_status result_type(rvl_call *call, int32_t n, const int32_t *dtypes, const int32_t *weak, int32_t *dtype)
{
    if (n < 1)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "n is %i; at least one dtype is needed", n);
    if (dtypes == NULL || dtype == NULL)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "%s is NULL", dtypes == NULL ? "dtypes" : "dtype");
    for (int32_t i = 0; i < n; i++)
        if (!rvl_dtype_valid(dtypes[i]))
            return rvl_fail(call, RAVEL_INVALID_DTYPE, i, -1, "dtypes[%i] is %i, which is no dtype", i, dtypes[i]);
    int32_t result = rvl_result_type(n, dtypes, weak);
    if (result == 0)
        return rvl_fail(call, RAVEL_NO_COMMON_DTYPE, -1, -1,
                        "uint64 and signed integers have no common dtype, as no integer holds both; cast one of them");
    *dtype = result;
    return RAVEL_OK;
}

ravel_status ravel_result_type(ravel_context *context, int32_t n, const int32_t *dtypes, const int32_t *weak,
                               int32_t *dtype)
{
    rvl_call call;
    ravel_status status = rvl_call_enter(&call, context, "ravel_result_type");
    if (status != RAVEL_OK)
        return status;
    return rvl_call_leave(&call, result_type(&call, n, dtypes, weak, dtype));
}

ravel_status ravel_can_cast(int32_t from, int32_t to, int32_t casting, int32_t *yes)
{
    if (!rvl_dtype_valid(from) || !rvl_dtype_valid(to))
        return RAVEL_INVALID_DTYPE;
    if (casting < RAVEL_CASTING_NO || casting > RAVEL_CASTING_UNSAFE)
        return RAVEL_INVALID_ARGUMENT;
    if (yes == NULL)
        return RAVEL_NULL_ARGUMENT;
    *yes = rvl_can_cast(from, to, casting);
    return RAVEL_OK;
}
