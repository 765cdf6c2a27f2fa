/* fold.c: the calls of reduce and accumulate of a row: lengths around the borders of the fixed order, all kinds of
 * axes, masks, and one that is worth several threads. */
#include "golden.h"
#include <stdlib.h>

typedef struct fold_shape {
    int32_t ndim;
    int64_t shape[3];
    uint64_t axes;
} fold_shape;

static int64_t size_of(const fold_shape *of)
{
    int64_t n = 1;
    for (int32_t axis = 0; axis < of->ndim; axis++)
        n *= of->shape[axis];
    return n;
}

/* Whether there is a result of such a call: some kernels have none over nothing, or under a mask. */
static bool is_defined(const golden_run *run, const golden_row *row, const golden_call *call)
{
    static unsigned char memory[16];
    static const int64_t strides[OPERAND_MAX_NDIM];
    ravel_context *const context = run->contexts[0];
    ravel_array *in = NULL, *where = NULL, *initial = NULL;
    int64_t shape[OPERAND_MAX_NDIM];
    int32_t axes[OPERAND_MAX_NDIM], n_axes = 0, dtype, ndim;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        if (call->axes >> axis & 1)
            axes[n_axes++] = axis;
    golden_need(
        ravel_array_create(context, memory, sizeof memory, 0, row->dtypes[0], call->ndim, call->shape, strides, 0, &in),
        row->title);
    if (call->where)
        golden_need(ravel_array_create(context, memory, sizeof memory, 0, RAVEL_BOOL, call->ndim, call->shape, strides,
                                       0, &where),
                    row->title);
    if (call->initial)
        golden_need(ravel_array_create_scalar(context, row->dtypes[1], call->initial, 0, &initial), row->title);
    const ravel_status status = ravel_reduce_outputs(context, row->kernel, in, n_axes, axes, where, initial, 0, &dtype,
                                                     OPERAND_MAX_NDIM, &ndim, shape);
    golden_need(ravel_array_destroy(in), row->title);
    golden_need(ravel_array_destroy(where), row->title);
    golden_need(ravel_array_destroy(initial), row->title);
    return status == RAVEL_OK;
}

enum { MASKED = 1, REPEATED = 2, LARGE = 4 };

static void fold(golden_run *run, golden_row *row, const fold_shape *what, int32_t flags)
{
    golden_call call = {.ndim = what->ndim, .axes = what->axes, .large = flags & LARGE};
    const int64_t n = size_of(what);
    for (int32_t axis = 0; axis < what->ndim; axis++)
        call.shape[axis] = what->shape[axis];
    unsigned char *const elements = golden_choose_all(row->dtypes[0], &row->random, n);
    unsigned char *const mask = golden_choose_all(RAVEL_BOOL, &row->random, flags & MASKED ? n : 0);
    unsigned char *const initial = golden_choose_all(row->dtypes[1], &row->random, 1);
    call.in[0] = elements;
    if (flags & REPEATED)
        call.repeated[0] = 1;
    golden_repeat(&call, row->dtypes[0], call.repeated[0], elements);
    if (flags & MASKED) {
        call.where = mask;
        call.initial = initial;
    }
    if (call.initial && !is_defined(run, row, &call))
        call.initial = NULL; /* a mean takes none, and a variance no NaN */
    if (row->verb == GOLDEN_ACCUMULATE || is_defined(run, row, &call))
        golden_make_call(run, row, &call);
    free(elements);
    free(mask);
    free(initial);
}

/* Rows of every length up to where lanes of vectors are full: three of them, so that each starts elsewhere. */
void golden_fold_short_row(golden_run *run, golden_row *row)
{
    for (int64_t n = 2; n <= 40; n += n < 18 ? 1 : 3)
        fold(run, row, &(fold_shape){2, {3, n}, 2}, 0);
}

void golden_fold_row(golden_run *run, golden_row *row)
{
    static const int64_t lengths[] = {0, 1, 2, 7, 8, 9, 16, 127, 128, 129, 255, 257, 385, 1023, 1025, 2177};
    static const fold_shape shapes[] = {{2, {33, 35}, 1},   {2, {33, 35}, 2},   {2, {33, 35}, 3},   {2, {130, 3}, 1},
                                        {2, {3, 130}, 2},   {2, {3, 0}, 2},     {2, {9, 9}, 3},     {3, {5, 17, 9}, 2},
                                        {3, {5, 17, 9}, 5}, {3, {5, 17, 9}, 7}, {3, {2, 300, 3}, 2}};
    /* Enough for seven threads: of each verb, one for each row in turns. */
    static const fold_shape large[][4] = {
        {{2, {331, 701}, 1}, {2, {331, 701}, 2}, {2, {331, 701}, 3}, {1, {331 * 701}, 1}},
        {{2, {331, 353}, 1}, {2, {331, 353}, 2}, {2, {117, 1009}, 1}, {3, {61, 31, 67}, 2}}};
    const bool reduces = row->verb == GOLDEN_REDUCE;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        fold(run, row, &(fold_shape){1, {lengths[i]}, 1}, 0);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (!reduces && (shapes[i].axes & (shapes[i].axes - 1)))
            continue;
        fold(run, row, &shapes[i], 0);
        fold(run, row, &shapes[i], REPEATED);
        if (reduces)
            fold(run, row, &shapes[i], MASKED);
    }
    fold(run, row, &large[reduces ? 0 : 1][random_below(&row->random, 4)], LARGE);
}
