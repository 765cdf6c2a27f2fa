/* check_view_errors.c: what views refuse, and what they say; and views at the edges of what can be described. */
#include "support/run_suite.h"
#include <ravel/view.h>
#include <stdlib.h>
#include <string.h>

static ravel_context *context;
static ravel_array *matrix; /* float64, 3 x 4 */
static double memory[12];

static void set_up(void)
{
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, memory, sizeof memory, 0, RAVEL_FLOAT64, 2, (const int64_t[]){3, 4},
                                        NULL, RAVEL_WRITEABLE, &matrix),
                     RAVEL_OK);
}

static void tear_down(void)
{
    ck_assert_int_eq(ravel_array_destroy(matrix), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* ---- one call of each function that would do ---- */

typedef ravel_status (*view_call)(ravel_context *in, const ravel_array *of, ravel_array **out);

static const int32_t axis_0[] = {0}, new_axis[] = {1};
static const int64_t one[] = {1}, two[] = {2}, shape_12[] = {12}, shape_3_4[] = {3, 4};

static ravel_status do_slice(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_slice(in, of, 1, axis_0, one, two, NULL, out);
}

static ravel_status do_index(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_index(in, of, 1, axis_0, one, out);
}

static ravel_status do_permute(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_permute(in, of, 0, NULL, out);
}

static ravel_status do_reshape(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_reshape(in, of, 1, shape_12, RAVEL_ORDER_C, out);
}

static ravel_status do_broadcast_to(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_broadcast_to(in, of, 2, shape_3_4, out);
}

static ravel_status do_flip(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_flip(in, of, 0, NULL, out);
}

static ravel_status do_squeeze(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_squeeze(in, of, 0, NULL, out);
}

static ravel_status do_expand_dims(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_expand_dims(in, of, 1, new_axis, out);
}

static ravel_status do_diagonal(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_diagonal(in, of, 0, 0, 1, out);
}

static ravel_status do_sliding_window(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_sliding_window(in, of, 1, axis_0, two, out);
}

static ravel_status do_real(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_real(in, of, out);
}

static ravel_status do_view(ravel_context *in, const ravel_array *of, ravel_array **out)
{
    return ravel_array_view(in, of, RAVEL_INT64, out);
}

static const struct {
    const char *name;
    view_call call;
} functions[] = {
    {"ravel_array_slice", do_slice},
    {"ravel_array_index", do_index},
    {"ravel_array_permute", do_permute},
    {"ravel_array_reshape", do_reshape},
    {"ravel_array_broadcast_to", do_broadcast_to},
    {"ravel_array_flip", do_flip},
    {"ravel_array_squeeze", do_squeeze},
    {"ravel_array_expand_dims", do_expand_dims},
    {"ravel_array_diagonal", do_diagonal},
    {"ravel_array_sliding_window", do_sliding_window},
    {"ravel_array_real", do_real},
    {"ravel_array_imag", ravel_array_imag},
    {"ravel_array_view", do_view},
};
enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

/* What *out is before a call that must leave it alone. */
static ravel_array *const untouched = (ravel_array *)(uintptr_t)0x5A5A;

/* The call failed with this status, did not touch out, and the context's message begins with its function's name and
 * has `part` in it; axis is what the context tells. */
static void check_failed(ravel_status status, ravel_status expected, ravel_array *const *out, const char *function,
                         const char *part, int32_t expected_axis)
{
    char message[1024];
    int32_t told = -2, axis = -2;
    ck_assert_int_eq(ravel_context_error(context, &told, NULL, &axis, message, sizeof message, NULL), RAVEL_OK);
    ck_assert_msg(status == expected, "%d, not %d: %s", status, expected, message);
    ck_assert_ptr_eq(*out, untouched);
    ck_assert_int_eq(told, expected);
    ck_assert_msg(strncmp(message, function, strlen(function)) == 0, "%s", message);
    ck_assert_msg(strncmp(message + strlen(function), ": ", 2) == 0, "%s", message);
    ck_assert_msg(strstr(message, part) != NULL, "\"%s\" in \"%s\"", part, message);
    ck_assert_msg(axis == expected_axis, "axis %d: %s", axis, message);
}

START_TEST(bad_handles)
{
    ravel_array *stale, *out = untouched;
    ck_assert_int_eq(do_flip(context, matrix, &stale), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(stale), RAVEL_OK);
    const struct {
        const void *handle;
        ravel_status status;
    } bad[] = {{NULL, RAVEL_NULL_ARGUMENT},
               {stale, RAVEL_STALE_HANDLE},
               {context, RAVEL_WRONG_HANDLE_TYPE},
               {memory, RAVEL_FORGED_HANDLE},
               {untouched, RAVEL_FORGED_HANDLE}};
    for (int32_t i = 0; i < N_FUNCTIONS; i++)
        for (size_t n = 0; n < sizeof bad / sizeof *bad; n++) {
            check_failed(functions[i].call(context, bad[n].handle, &out), bad[n].status, &out, functions[i].name,
                         "array", -1);
            ck_assert_int_eq(functions[i].call(NULL, bad[n].handle, &out), bad[n].status);
        }
}
END_TEST

START_TEST(bad_contexts)
{
    ravel_context *stale;
    ravel_array *out = untouched;
    ck_assert_int_eq(ravel_context_create(&stale), RAVEL_OK);
    ck_assert_int_eq(ravel_context_destroy(stale), RAVEL_OK);
    for (int32_t i = 0; i < N_FUNCTIONS; i++) {
        ck_assert_int_eq(functions[i].call(stale, matrix, &out), RAVEL_STALE_HANDLE);
        ck_assert_int_eq(functions[i].call((ravel_context *)matrix, matrix, &out), RAVEL_WRONG_HANDLE_TYPE);
        ck_assert_int_eq(functions[i].call((ravel_context *)memory, matrix, &out), RAVEL_FORGED_HANDLE);
        ck_assert_ptr_eq(out, untouched);
    }
}
END_TEST

START_TEST(no_place_for_the_view)
{
    ravel_array *out = untouched;
    for (int32_t i = 0; i < N_FUNCTIONS; i++)
        check_failed(functions[i].call(context, matrix, NULL), RAVEL_NULL_ARGUMENT, &out, functions[i].name, "out", -1);
}
END_TEST

/* ---- axes ---- */

typedef ravel_status (*axes_call)(int32_t n_axes, const int32_t *axes, ravel_array **out);

static ravel_status slice_axes(int32_t n_axes, const int32_t *axes, ravel_array **out)
{
    return ravel_array_slice(context, matrix, n_axes, axes, (const int64_t[]){0, 0}, (const int64_t[]){1, 1}, NULL,
                             out);
}

static ravel_status index_axes(int32_t n_axes, const int32_t *axes, ravel_array **out)
{
    return ravel_array_index(context, matrix, n_axes, axes, (const int64_t[]){0, 0}, out);
}

static ravel_status permute_axes(int32_t n_axes, const int32_t *axes, ravel_array **out)
{
    return ravel_array_permute(context, matrix, n_axes, axes, out);
}

static ravel_status flip_axes(int32_t n_axes, const int32_t *axes, ravel_array **out)
{
    return ravel_array_flip(context, matrix, n_axes, axes, out);
}

static ravel_status squeeze_axes(int32_t n_axes, const int32_t *axes, ravel_array **out)
{
    return ravel_array_squeeze(context, matrix, n_axes, axes, out);
}

static ravel_status expand_axes(int32_t n_axes, const int32_t *axes, ravel_array **out)
{
    return ravel_array_expand_dims(context, matrix, n_axes, axes, out);
}

static ravel_status window_axes(int32_t n_axes, const int32_t *axes, ravel_array **out)
{
    return ravel_array_sliding_window(context, matrix, n_axes, axes, (const int64_t[]){1, 1}, out);
}

static const struct {
    const char *name;
    axes_call call;
    int32_t ndim; /* that axes count in */
} lists[] = {{"ravel_array_slice", slice_axes, 2},          {"ravel_array_index", index_axes, 2},
             {"ravel_array_permute", permute_axes, 2},      {"ravel_array_flip", flip_axes, 2},
             {"ravel_array_squeeze", squeeze_axes, 2},      {"ravel_array_expand_dims", expand_axes, 4},
             {"ravel_array_sliding_window", window_axes, 2}};
enum { N_LISTS = sizeof lists / sizeof *lists };

START_TEST(bad_axes)
{
    for (int32_t i = 0; i < N_LISTS; i++) {
        const char *name = lists[i].name;
        const int32_t ndim = lists[i].ndim;
        ravel_array *out = untouched;
        const int32_t bad[] = {ndim, -ndim - 1, INT32_MAX, INT32_MIN};
        for (size_t n = 0; n < 4; n++)
            check_failed(lists[i].call(2, (const int32_t[]){bad[n], 0}, &out), RAVEL_INVALID_AXIS, &out, name,
                         ndim == 2 ? "is outside of [-2, 1]" : "is outside of [-4, 3]", -1);
        check_failed(lists[i].call(2, (const int32_t[]){1, 1}, &out), RAVEL_DUPLICATE_AXIS, &out, name,
                     "axis 1 is named twice (axes[1] = 1)", 1);
        check_failed(lists[i].call(2, (const int32_t[]){1, 1 - ndim}, &out), RAVEL_DUPLICATE_AXIS, &out, name,
                     "axis 1 is named twice", 1);
        check_failed(lists[i].call(-1, axis_0, &out), RAVEL_INVALID_ARGUMENT, &out, name, "n_axes is -1", -1);
        check_failed(lists[i].call(INT32_MIN, NULL, &out), RAVEL_INVALID_ARGUMENT, &out, name, "n_axes is -2147483648",
                     -1);
        if (lists[i].call != expand_axes && lists[i].call != permute_axes)
            check_failed(lists[i].call(INT32_MAX, axis_0, &out), RAVEL_INVALID_AXIS, &out, name,
                         "2147483647 axes are named, but the array has", -1);
        if (lists[i].call == expand_axes)
            check_failed(lists[i].call(1, NULL, &out), RAVEL_NULL_ARGUMENT, &out, name, "axes is NULL", -1);
        else
            check_failed(lists[i].call(1, NULL, &out), RAVEL_INVALID_ARGUMENT, &out, name, "n_axes is 1", -1);
    }
    ravel_array *out = untouched;
    check_failed(expand_axes(0, NULL, &out), RAVEL_NULL_ARGUMENT, &out, "ravel_array_expand_dims", "axes is NULL", -1);
    check_failed(permute_axes(1, axis_0, &out), RAVEL_INVALID_NDIM, &out, "ravel_array_permute",
                 "1 axes are named, but the array has 2", -1);
    check_failed(permute_axes(0, axis_0, &out), RAVEL_INVALID_NDIM, &out, "ravel_array_permute", "0 axes", -1);
    check_failed(ravel_array_diagonal(context, matrix, 0, 0, 2, &out), RAVEL_INVALID_AXIS, &out, "ravel_array_diagonal",
                 "axis 2 is outside of [-2, 1]", -1);
    check_failed(ravel_array_diagonal(context, matrix, 0, 1, -1, &out), RAVEL_DUPLICATE_AXIS, &out,
                 "ravel_array_diagonal", "named twice", 1);
}
END_TEST

START_TEST(lists_that_are_null)
{
    ravel_array *out = untouched;
    check_failed(ravel_array_slice(context, matrix, 1, axis_0, NULL, two, NULL, &out), RAVEL_NULL_ARGUMENT, &out,
                 "ravel_array_slice", "starts is NULL", -1);
    check_failed(ravel_array_slice(context, matrix, 0, NULL, two, NULL, NULL, &out), RAVEL_NULL_ARGUMENT, &out,
                 "ravel_array_slice", "stops is NULL", -1);
    check_failed(ravel_array_index(context, matrix, 1, axis_0, NULL, &out), RAVEL_NULL_ARGUMENT, &out,
                 "ravel_array_index", "indices is NULL", -1);
    check_failed(ravel_array_sliding_window(context, matrix, 0, NULL, NULL, &out), RAVEL_NULL_ARGUMENT, &out,
                 "ravel_array_sliding_window", "windows is NULL", -1);
    check_failed(ravel_array_reshape(context, matrix, 1, NULL, 0, &out), RAVEL_NULL_ARGUMENT, &out,
                 "ravel_array_reshape", "shape is NULL", -1);
    check_failed(ravel_array_broadcast_to(context, matrix, 2, NULL, &out), RAVEL_NULL_ARGUMENT, &out,
                 "ravel_array_broadcast_to", "shape is NULL", -1);
}
END_TEST

/* ---- values ---- */

START_TEST(bad_slices_and_indices)
{
    ravel_array *out = untouched;
    const struct {
        int64_t start, stop, step;
        ravel_status status;
        const char *part;
    } slices[] = {
        {0, 12, 1, RAVEL_INVALID_INDEX, "axis 1: stop = 12 is outside of [-4, 4]"},
        {0, -5, 1, RAVEL_INVALID_INDEX, "stop = -5 is outside of [-4, 4]"},
        {5, 4, 1, RAVEL_INVALID_INDEX, "start = 5 is outside of [-4, 4]"},
        {-5, 4, 1, RAVEL_INVALID_INDEX, "start = -5 is outside of [-4, 4]"},
        {4, RAVEL_SLICE_OPEN, -1, RAVEL_INVALID_INDEX, "start = 4 is outside of [-4, 3]"},
        {INT64_MAX, INT64_MAX, 1, RAVEL_INVALID_INDEX, "start = 9223372036854775807"},
        {INT64_MIN + 1, 0, -1, RAVEL_INVALID_INDEX, "start = -9223372036854775807"},
        {0, 4, 0, RAVEL_INVALID_ARGUMENT, "axis 1: a step of 0"},
        {0, 4, INT64_MIN, RAVEL_INVALID_ARGUMENT, "axis 1: a step of -9223372036854775808"},
    };
    for (size_t i = 0; i < sizeof slices / sizeof *slices; i++)
        check_failed(ravel_array_slice(context, matrix, 2, (const int32_t[]){0, -1},
                                       (const int64_t[]){0, slices[i].start}, (const int64_t[]){3, slices[i].stop},
                                       (const int64_t[]){1, slices[i].step}, &out),
                     slices[i].status, &out, "ravel_array_slice", slices[i].part, 1);
    const int64_t indices[] = {3, -4, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < 4; i++)
        check_failed(ravel_array_index(context, matrix, 1, axis_0, &indices[i], &out), RAVEL_INVALID_INDEX, &out,
                     "ravel_array_index", "is outside of [-3, 2]", 0);
}
END_TEST

START_TEST(bad_shapes)
{
    ravel_array *out = untouched, *turned, *point;
    const char *reshape = "ravel_array_reshape", *broadcast = "ravel_array_broadcast_to";
    const struct {
        int32_t ndim;
        int64_t shape[3];
        ravel_status status;
        const char *part;
        int32_t axis;
    } shapes[] = {
        {2, {3, 5}, RAVEL_SHAPE_MISMATCH, "has not the 12 elements", -1},
        {2, {0, 5}, RAVEL_SHAPE_MISMATCH, "has not the 12 elements", -1},
        {0, {0}, RAVEL_SHAPE_MISMATCH, "has not the 12 elements", -1},
        {3, {INT64_MAX, INT64_MAX, 2}, RAVEL_SHAPE_MISMATCH, "has not the 12 elements", -1},
        {2, {-1, 5}, RAVEL_SHAPE_MISMATCH, "no length for the -1", 0},
        {2, {0, -1}, RAVEL_SHAPE_MISMATCH, "no length for the -1", 1},
        {3, {-1, INT64_MAX, 3}, RAVEL_SHAPE_MISMATCH, "no length for the -1", 0},
        {2, {-1, -1}, RAVEL_INVALID_SHAPE, "shape[1] is -1", 1},
        {2, {-2, -6}, RAVEL_INVALID_SHAPE, "shape[0] is -2", 0},
        {1, {INT64_MIN}, RAVEL_INVALID_SHAPE, "shape[0] is -9223372036854775808", 0},
        {-1, {12}, RAVEL_INVALID_NDIM, "ndim is -1", -1},
        {65, {12}, RAVEL_INVALID_NDIM, "ndim is 65", -1},
        {INT32_MIN, {12}, RAVEL_INVALID_NDIM, "ndim is", -1},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        check_failed(ravel_array_reshape(context, matrix, shapes[i].ndim, shapes[i].shape, 0, &out), shapes[i].status,
                     &out, reshape, shapes[i].part, shapes[i].axis);
    for (int32_t bit = 1; bit < 64; bit++)
        check_failed(ravel_array_reshape(context, matrix, 1, shape_12, UINT64_C(1) << bit, &out), RAVEL_UNKNOWN_FLAG,
                     &out, reshape, "flags", -1);
    ck_assert_int_eq(ravel_array_permute(context, matrix, 0, NULL, &turned), RAVEL_OK);
    check_failed(ravel_array_reshape(context, turned, 1, shape_12, 0, &out), RAVEL_NEEDS_COPY, &out, reshape, "copy",
                 -1);
    ck_assert_int_eq(ravel_array_destroy(turned), RAVEL_OK);

    check_failed(ravel_array_broadcast_to(context, matrix, 1, shape_12, &out), RAVEL_SHAPE_MISMATCH, &out, broadcast,
                 "fewer axes", -1);
    check_failed(ravel_array_broadcast_to(context, matrix, 3, (const int64_t[]){2, 3, 8}, &out), RAVEL_SHAPE_MISMATCH,
                 &out, broadcast, "axis 1 of the array has length 4; it cannot become 8", 1);
    check_failed(ravel_array_broadcast_to(context, matrix, 3, (const int64_t[]){2, -3, 4}, &out), RAVEL_INVALID_SHAPE,
                 &out, broadcast, "shape[1] is -3", 1);
    check_failed(ravel_array_broadcast_to(context, matrix, -1, shape_12, &out), RAVEL_INVALID_NDIM, &out, broadcast,
                 "ndim is -1", -1);
    check_failed(ravel_array_broadcast_to(context, matrix, 65, shape_12, &out), RAVEL_INVALID_NDIM, &out, broadcast,
                 "ndim is 65", -1);
    const int64_t large[] = {INT64_MAX / 64, 3, 4};
    check_failed(ravel_array_broadcast_to(context, matrix, 3, large, &out), RAVEL_SIZE_OVERFLOW, &out, broadcast,
                 "2**63 - 1 bytes", -1);
    check_failed(ravel_array_squeeze(context, matrix, 1, new_axis, &out), RAVEL_SHAPE_MISMATCH, &out,
                 "ravel_array_squeeze", "axis 1 has length 4", 1);
    ck_assert_int_eq(ravel_array_index(context, matrix, 1, axis_0, one, &point), RAVEL_OK);
    check_failed(ravel_array_diagonal(context, point, 0, 0, 0, &out), RAVEL_INVALID_NDIM, &out, "ravel_array_diagonal",
                 "1 axes", -1);
    ck_assert_int_eq(ravel_array_destroy(point), RAVEL_OK);
    const int64_t windows[] = {4, 0, -1, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < 5; i++)
        check_failed(ravel_array_sliding_window(context, matrix, 1, axis_0, &windows[i], &out), RAVEL_INVALID_SHAPE,
                     &out, "ravel_array_sliding_window", "is outside of [1, 3]", 0);
}
END_TEST

START_TEST(bad_dtypes)
{
    ravel_array *out = untouched, *point, *swapped;
    const char *view = "ravel_array_view";
    check_failed(ravel_array_imag(context, matrix, &out), RAVEL_DTYPE_MISMATCH, &out, "ravel_array_imag", "float64",
                 -1);
    const int32_t bad[] = {0, -1, 16, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < 5; i++)
        check_failed(ravel_array_view(context, matrix, bad[i], &out), RAVEL_INVALID_DTYPE, &out, view, "no dtype", -1);
    ck_assert_int_eq(ravel_array_index(context, matrix, 0, NULL, (const int64_t[]){0, 0}, &point), RAVEL_OK);
    check_failed(ravel_array_view(context, point, RAVEL_INT8, &out), RAVEL_INVALID_NDIM, &out, view, "0-d", -1);
    ck_assert_int_eq(ravel_array_destroy(point), RAVEL_OK);
    ck_assert_int_eq(ravel_array_index(context, matrix, 1, new_axis, one, &point), RAVEL_OK);
    check_failed(ravel_array_view(context, point, RAVEL_INT8, &out), RAVEL_NEEDS_COPY, &out, view,
                 "axis 0 has a stride of 32 bytes", 0);
    ck_assert_int_eq(ravel_array_destroy(point), RAVEL_OK);
    ck_assert_int_eq(ravel_array_slice(context, matrix, 1, new_axis, one, (const int64_t[]){4}, NULL, &point),
                     RAVEL_OK);
    check_failed(ravel_array_view(context, point, RAVEL_COMPLEX128, &out), RAVEL_NEEDS_COPY, &out, view,
                 "axis 1 has 3 elements", 1);
    ck_assert_int_eq(ravel_array_destroy(point), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(context, memory, sizeof memory, 0, RAVEL_FLOAT64, 1, shape_12, NULL,
                                        RAVEL_SWAPPED, &swapped),
                     RAVEL_OK);
    check_failed(ravel_array_view(context, swapped, RAVEL_FLOAT32, &out), RAVEL_SWAPPED_BYTES, &out, view, "float32",
                 -1);
    ck_assert_int_eq(ravel_array_destroy(swapped), RAVEL_OK);
}
END_TEST

START_TEST(too_many_axes)
{
    int64_t ones[RAVEL_MAX_NDIM], starts[RAVEL_MAX_NDIM] = {0};
    int32_t axes[RAVEL_MAX_NDIM];
    for (int32_t axis = 0; axis < RAVEL_MAX_NDIM; axis++) {
        ones[axis] = 1;
        axes[axis] = RAVEL_MAX_NDIM - 1 - axis;
    }
    ravel_array *array, *view, *out = untouched;
    ck_assert_int_eq(
        ravel_array_create(context, memory, sizeof memory, 0, RAVEL_FLOAT64, RAVEL_MAX_NDIM, ones, NULL, 0, &array),
        RAVEL_OK);
    check_failed(ravel_array_expand_dims(context, array, 1, axis_0, &out), RAVEL_INVALID_NDIM, &out,
                 "ravel_array_expand_dims", "64", -1);
    check_failed(ravel_array_expand_dims(context, matrix, INT32_MAX, axis_0, &out), RAVEL_INVALID_NDIM, &out,
                 "ravel_array_expand_dims", "64", -1);
    check_failed(ravel_array_sliding_window(context, array, 1, axis_0, one, &out), RAVEL_INVALID_NDIM, &out,
                 "ravel_array_sliding_window", "64", -1);
    /* What goes with 64 axes. */
    ck_assert_int_eq(ravel_array_permute(context, array, RAVEL_MAX_NDIM, axes, &view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_slice(context, array, 0, NULL, starts, ones, NULL, &view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_reshape(context, array, RAVEL_MAX_NDIM, ones, RAVEL_ORDER_F, &view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_squeeze(context, array, 0, NULL, &view), RAVEL_OK);
    int32_t ndim = -1;
    ck_assert_int_eq(ravel_array_ndim(view, &ndim), RAVEL_OK);
    ck_assert_int_eq(ndim, 0);
    ck_assert_int_eq(ravel_array_expand_dims(context, view, RAVEL_MAX_NDIM, axes, &out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(view), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("view_errors");
    TCase *cases = tcase_create("view_errors");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, bad_handles);
    tcase_add_test(cases, bad_contexts);
    tcase_add_test(cases, no_place_for_the_view);
    tcase_add_test(cases, bad_axes);
    tcase_add_test(cases, lists_that_are_null);
    tcase_add_test(cases, bad_slices_and_indices);
    tcase_add_test(cases, bad_shapes);
    tcase_add_test(cases, bad_dtypes);
    tcase_add_test(cases, too_many_axes);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
