/* fold.c: folding blocks, for built-in kernels by their compiled reductions, for users' by calls on many blocks at
 * once. */
#include "fold.h"

#include "call_loop.h"
#include <string.h>

static void call_loop(rvl_folder *folder, size_t n, const void *left, const void *right, void *result)
{
    const rvl_fold *fold = folder->fold;
    if (folder->failed)
        return;
    const void *in[2] = {left, right};
    void *out[1] = {result};
    folder->failed = rvl_call_loop(fold->loop, fold->user, fold->builtin, n, in, out, &folder->events);
}

void rvl_fold_take_narrow(rvl_fold *fold, int32_t in_dtype)
{
    const bool wide = fold->dtype == RAVEL_INT64 || fold->dtype == RAVEL_UINT64;
    const rvl_reducer *narrow = wide ? rvl_builtin_narrow_sum(in_dtype, fold->isa) : NULL;
    if (!narrow)
        return;
    fold->element = fold->given = in_dtype;
    fold->first = narrow;
}

void rvl_fold_join(rvl_folder *folder, size_t n, const void *left, const void *right, void *result)
{
    const rvl_fold *fold = folder->fold;
    if ((left != result && right != result) || fold->builtin || fold->in_place) {
        call_loop(folder, n, left, right, result);
        return;
    }
    const unsigned char *a = left, *b = right;
    unsigned char *to = result;
    while (n > 0) {
        const size_t part = n < folder->spare_n ? n : folder->spare_n;
        call_loop(folder, part, a, b, folder->spare[0]);
        memcpy(to, folder->spare[0], part * fold->itemsize);
        a += part * fold->itemsize;
        b += part * fold->itemsize;
        to += part * fold->itemsize;
        n -= part;
    }
}

/* Folds the rows of a user's kernel 8 at a time, so that a call gets as many elements as there are: `lanes` becomes
 * the lanes, one after the other. Gives the buffer that holds them. */
static unsigned char *fold_lanes(rvl_folder *folder, size_t n, size_t all, const unsigned char *source)
{
    const size_t itemsize = folder->fold->itemsize;
    const bool in_place = folder->fold->in_place;
    unsigned char *lanes = folder->spare[0], *other = folder->spare[1];
    call_loop(folder, n - all < all ? n - all : all, source, source + all * itemsize, lanes);
    if (n < 2 * all) {
        memcpy(lanes + (n - all) * itemsize, source + (n - all) * itemsize, (2 * all - n) * itemsize);
        return lanes;
    }
    for (size_t done = 2 * all; done < n; done += all) {
        const size_t part = n - done < all ? n - done : all;
        call_loop(folder, part, lanes, source + done * itemsize, in_place ? lanes : other);
        if (in_place)
            continue;
        memcpy(other + part * itemsize, lanes + part * itemsize, (all - part) * itemsize);
        unsigned char *swap = lanes;
        lanes = other;
        other = swap;
    }
    return lanes;
}

/* Joins `used` lanes of `width` elements, which lie one after the other, as l + 4, l + 2, l + 1. */
static void join_lanes(rvl_folder *folder, size_t used, size_t width, const unsigned char *lanes, void *result)
{
    const size_t itemsize = folder->fold->itemsize;
    for (size_t half = RVL_LANES / 2; half > 0; half /= 2) {
        if (used <= half)
            continue;
        const size_t joined = (used - half) * width;
        unsigned char *to = half == 1 ? result : lanes == folder->spare[0] ? folder->spare[1] : folder->spare[0];
        call_loop(folder, joined, lanes, lanes + half * width * itemsize, to);
        if (half > 1)
            memcpy(to + joined * itemsize, lanes + joined * itemsize, (half * width - joined) * itemsize);
        lanes = to;
        used = half;
    }
}

void rvl_fold_block(rvl_folder *folder, const rvl_reducer *reducer, size_t rows, size_t width, const void *source,
                    int64_t row_stride, void *result)
{
    const rvl_fold *fold = folder->fold;
    if (reducer) {
        reducer->block(rows, width, source, row_stride, result);
        return;
    }
    const size_t all = RVL_LANES * width, n = rows * width;
    if (rows == 1)
        memcpy(result, source, width * fold->itemsize);
    else if (n <= all)
        join_lanes(folder, rows, width, source, result);
    else
        join_lanes(folder, RVL_LANES, width, fold_lanes(folder, n, all, source), result);
}

void rvl_fold_neighbours(rvl_folder *folder, size_t n, void *values)
{
    const rvl_fold *fold = folder->fold;
    const int32_t size_class = rvl_size_class(fold->itemsize);
    const int64_t step = 2 * (int64_t)fold->itemsize;
    for (; n > 1; n /= 2) {
        fold->movers->gather[size_class](n / 2, values, step, folder->spare[0]);
        fold->movers->gather[size_class](n / 2, (unsigned char *)values + fold->itemsize, step, folder->spare[1]);
        call_loop(folder, n / 2, folder->spare[0], folder->spare[1], values);
    }
}

int32_t rvl_counter_slots(int64_t blocks)
{
    int32_t slots = 1;
    for (; blocks > 0; blocks /= 2)
        slots++;
    return slots;
}

/* Joins slot `top` into the slot before it. */
static void join_slots(rvl_folder *folder, rvl_counter *counter)
{
    unsigned char *right = rvl_counter_next(counter), *left = right - counter->slot_nbytes;
    const uint64_t right_bit = UINT64_C(1) << counter->top, left_bit = right_bit >> 1;
    if (counter->empty & left_bit)
        memcpy(left, right, counter->width * folder->fold->itemsize);
    else if (!(counter->empty & right_bit))
        rvl_fold_join(folder, counter->width, left, right, left);
    if ((counter->empty & left_bit) && !(counter->empty & right_bit))
        counter->empty &= ~left_bit;
}

void rvl_counter_push(rvl_folder *folder, rvl_counter *counter, uint64_t blocks)
{
    for (uint64_t bit = blocks; counter->blocks & bit; bit <<= 1) {
        join_slots(folder, counter);
        counter->top--;
    }
    counter->top++;
    counter->blocks += blocks;
}

bool rvl_counter_finish(rvl_folder *folder, rvl_counter *counter, void *result)
{
    for (counter->top--; counter->top > 0; counter->top--)
        join_slots(folder, counter);
    const bool some = !(counter->empty & 1);
    memcpy(result, counter->slots, counter->width * folder->fold->itemsize);
    counter->blocks = 0;
    counter->top = 0;
    counter->empty = 0;
    return some;
}
