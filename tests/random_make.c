/* random_make.c: random operands: any shape, strides of every sign, odd, shared memory, literals, mistakes. */
#include "random_cases.h"
#include "support/values.h"
#include <string.h>

int32_t random_dtype(random_case *call)
{
    return (int32_t)random_between(&call->source, RAVEL_BOOL, RAVEL_COMPLEX128);
}

/* Up to 6 axes and `largest` elements in all; a length of 0 now and then. */
void random_shape(random_case *call, int64_t largest)
{
    call->ndim = (int32_t)random_below(&call->source, 7);
    int64_t room = random_between(&call->source, 1, largest);
    for (int32_t axis = 0; axis < call->ndim; axis++) {
        const int64_t choice = random_below(&call->source, 12);
        int64_t length = choice == 0 ? 1 : random_between(&call->source, 1, 1 + random_below(&call->source, room));
        if (choice == 1 && random_once_in(&call->source, 4))
            length = 0;
        if (axis == call->ndim - 1 && choice > 6)
            length = room;
        call->shape[axis] = length;
        room /= length > 0 ? length : 1;
    }
    for (int32_t axis = call->ndim - 1; axis > 0; axis--) { /* the long axis anywhere */
        const int32_t other = (int32_t)random_below(&call->source, axis + 1);
        const int64_t length = call->shape[axis];
        call->shape[axis] = call->shape[other];
        call->shape[other] = length;
    }
}

void random_options(random_case *call, uint64_t known)
{
    call->options =
        random_once_in(&call->source, 3) ? RAVEL_OPTION_CASTING_UNSAFE : (uint64_t)random_below(&call->source, 5);
    if ((known & RAVEL_OPTION_KEEP_DIMS) && random_once_in(&call->source, 2))
        call->options |= RAVEL_OPTION_KEEP_DIMS;
    if (random_once_in(&call->source, 12))
        call->options |= RAVEL_OPTION_NO_SCRATCH;
    if (random_once_in(&call->source, 100)) {
        const uint64_t bit = UINT64_C(1) << random_below(&call->source, 64);
        call->options ^= bit & known & RAVEL_OPTION_INCLUDE_INITIAL ? 0 : bit; /* that one has a test of its own */
    }
}

/* Any strides, the elements on top of each other or not. */
static operand wild_plan(random_case *call, int32_t dtype, int32_t ndim, const int64_t *shape)
{
    operand array = {.dtype = dtype, .ndim = ndim, .swapped = random_once_in(&call->source, 4)};
    const int64_t itemsize = (int64_t)oracle_itemsizes[dtype];
    int64_t extent = itemsize;
    bool empty = false;
    for (int32_t axis = 0; axis < ndim; axis++) {
        array.shape[axis] = shape[axis];
        empty |= shape[axis] == 0;
        array.strides[axis] = random_between(&call->source, -3 * itemsize, 3 * itemsize);
        const int64_t reach = shape[axis] > 1 ? array.strides[axis] * (shape[axis] - 1) : 0;
        extent += reach < 0 ? -reach : reach;
        array.offset += reach < 0 ? -reach : 0;
    }
    array.block.nbytes = empty ? 0 : (size_t)extent;
    if (empty)
        array.offset = 0;
    return array;
}

/* A block of an operand before this one that is large enough, or NULL. */
static const guard_block *shared_block(random_case *call, int32_t which, size_t nbytes)
{
    if (nbytes == 0 || !random_once_in(&call->source, 5))
        return NULL;
    const int32_t other = (int32_t)random_below(&call->source, RANDOM_N_OPERANDS);
    const random_operand *holder = &call->operands[other];
    const bool fits = other != which && holder->present && !holder->scalar && holder->array.block.nbytes >= nbytes;
    return fits ? &holder->array.block : NULL;
}

static void fill(random_case *call, const operand *array)
{
    static int64_t offsets[RANDOM_MAX_SIZE];
    const int64_t size = operand_size(array);
    random_source values = random_branch(&call->source);
    operand_offsets(array, offsets);
    for (int64_t i = 0; i < size; i++) {
        unsigned char native[16];
        values_random(array->dtype, &values, native);
        operand_write(array, array->block.data + offsets[i], native);
    }
}

void random_place(random_case *call, guard_arena *arena, int32_t which, int32_t dtype, int32_t ndim,
                  const int64_t *shape)
{
    random_operand *to = &call->operands[which];
    const bool output = which == RANDOM_OUT;
    const operand_layout layout = operand_random_layout(&call->source, ndim, !output);
    to->present = true;
    to->array = random_once_in(&call->source, output ? 12 : 4) ? wild_plan(call, dtype, ndim, shape)
                                                               : operand_plan(dtype, ndim, shape, &layout);
    if (to->array.block.nbytes > RANDOM_BLOCK_NBYTES / 2) /* too far apart */
        to->array = operand_plan(dtype, ndim, shape, &(operand_layout){.side = layout.side});
    const size_t nbytes = to->array.block.nbytes;
    const guard_block *shared = shared_block(call, which, nbytes);
    if (shared) {
        to->array.offset += random_below(&call->source, (int64_t)(shared->nbytes - nbytes) + 1);
        to->array.block = *shared;
        return; /* filled as what it was first */
    }
    const size_t more = random_once_in(&call->source, 6) ? (size_t)random_below(&call->source, 60) : 0;
    to->array.block = guard_take(arena, nbytes + more, layout.side, layout.slack);
    to->array.offset += more ? random_below(&call->source, (int64_t)more + 1) : 0;
    if (!output)
        fill(call, &to->array);
}

void random_make(random_case *call, guard_arena *arena)
{
    const int64_t choice = random_below(&call->source, 10);
    guard_arena_reset(arena);
    memset(call->operands, 0, sizeof call->operands);
    call->reduction = -1;
    call->verb = choice < 6 ? RANDOM_APPLY : choice < 9 ? RANDOM_REDUCE : RANDOM_ACCUMULATE;
    if (call->verb == RANDOM_APPLY)
        random_make_apply(call, arena);
    else
        random_make_reduce(call, arena);
}
