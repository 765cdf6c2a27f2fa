/* fuzz_overlap.c: the exact overlap tests against the bytes themselves, and with numbers near the ends of their range.
 */
#include "fuzz.h"
#include "plan/overlap.h"
#include <string.h>

enum { MAX_NDIM = 6, MAX_SIZE = 4096, NBYTES = 8192 };

typedef struct array {
    int64_t shape[MAX_NDIM], strides[MAX_NDIM];
    rvl_extent extent;
} array;

/* Never read: only addresses count. */
static unsigned char memory[NBYTES];

static int64_t size_of(const rvl_extent *extent)
{
    int64_t size = 1;
    for (int32_t axis = 0; axis < extent->ndim; axis++)
        size *= extent->shape[axis];
    return size;
}

/* Strides and offset are multiples of a grain, as real arrays have them, or of nothing. False where it does not fit. */
static bool make_small(random_source *source, array *to)
{
    const int32_t ndim = (int32_t)random_below(source, MAX_NDIM + 1);
    const int64_t grain = INT64_C(1) << random_below(source, 5);
    const int64_t itemsize = random_once_in(source, 4) ? random_between(source, 1, 17) : grain;
    int64_t below = 0, above = itemsize, room = MAX_SIZE;
    for (int32_t axis = 0; axis < ndim; axis++) {
        const int64_t length = random_below(source, 1 + (room < 40 ? room : 40));
        to->shape[axis] = length;
        to->strides[axis] = random_between(source, -128, 127) * (random_once_in(source, 5) ? 1 : grain);
        if (length == 1 && random_once_in(source, 8))
            to->strides[axis] = fuzz_extreme(source);
        if (length > 1 && to->strides[axis] < 0)
            below += (length - 1) * to->strides[axis];
        else if (length > 1)
            above += (length - 1) * to->strides[axis];
        room /= length > 0 ? length : 1;
    }
    const int64_t free_nbytes = NBYTES - (above - below);
    if (free_nbytes < 0)
        return false;
    const int64_t offset = random_below(source, free_nbytes / grain + 1) * grain - below;
    to->extent = (rvl_extent){memory + offset, ndim, itemsize, to->shape, to->strides};
    return true;
}

/* For each byte, how many elements cover it, up to 2. */
static void count_covers(const rvl_extent *extent, unsigned char *covers)
{
    int64_t index[MAX_NDIM] = {0}, at = extent->data - memory;
    memset(covers, 0, NBYTES);
    for (int64_t left = size_of(extent); left > 0; left--) {
        for (int64_t byte = at; byte < at + extent->itemsize; byte++)
            covers[byte] = covers[byte] ? 2 : 1;
        for (int32_t axis = extent->ndim - 1; axis >= 0 && left > 1; axis--) {
            if (++index[axis] < extent->shape[axis]) {
                at += extent->strides[axis];
                break;
            }
            index[axis] = 0;
            if (extent->shape[axis] > 1)
                at -= extent->strides[axis] * (extent->shape[axis] - 1);
        }
    }
}

/* A small budget may leave it undecided, and never makes it wrong. */
static void check_answer(rvl_overlap answer, bool truth)
{
    FUZZ_CHECK(answer == RVL_UNDECIDED || answer == (truth ? RVL_OVERLAP : RVL_DISJOINT));
}

static void try_small(random_source *source)
{
    array a, b;
    static unsigned char of_a[NBYTES], of_b[NBYTES];
    const int64_t budget = random_once_in(source, 4) ? random_below(source, 256) : RVL_OVERLAP_BUDGET;
    if (!make_small(source, &a) || !make_small(source, &b))
        return;
    count_covers(&a.extent, of_a);
    count_covers(&b.extent, of_b);
    bool between = false;
    for (int32_t byte = 0; byte < NBYTES; byte++)
        between |= of_a[byte] && of_b[byte];
    check_answer(rvl_overlap_between(&a.extent, &b.extent, budget), between);
    check_answer(rvl_overlap_between(&b.extent, &a.extent, budget), between);
    check_answer(rvl_overlap_within(&a.extent, budget), memchr(of_a, 2, NBYTES) != NULL);
    check_answer(rvl_overlap_within(&b.extent, budget), memchr(of_b, 2, NBYTES) != NULL);
}

static void make_extreme(random_source *source, array *to)
{
    const int32_t ndim = (int32_t)random_below(source, MAX_NDIM + 1);
    for (int32_t axis = 0; axis < ndim; axis++) {
        const int64_t length = random_once_in(source, 2) ? fuzz_extreme(source) : random_below(source, 256);
        to->shape[axis] = length < 0 ? 0 : length;
        to->strides[axis] = random_once_in(source, 2) ? fuzz_extreme(source) : random_between(source, -128, 127);
    }
    const uintptr_t data = (uintptr_t)(random_once_in(source, 2) ? fuzz_extreme(source) : random_below(source, 65536));
    to->extent = (rvl_extent){(const unsigned char *)data, ndim, random_between(source, 1, 16), to->shape, to->strides};
}

/* Too large to try out: the answer does not depend on which comes first, and an array of many axes of one length is its
 * own neighbour. */
static void try_extreme(random_source *source)
{
    array a, b;
    make_extreme(source, &a);
    make_extreme(source, &b);
    const rvl_overlap answer = rvl_overlap_between(&a.extent, &b.extent, RVL_OVERLAP_BUDGET);
    const rvl_overlap other = rvl_overlap_between(&b.extent, &a.extent, RVL_OVERLAP_BUDGET);
    FUZZ_CHECK(answer == other || answer == RVL_UNDECIDED || other == RVL_UNDECIDED);
    (void)rvl_overlap_within(&a.extent, RVL_OVERLAP_BUDGET);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    random_source source = fuzz_source(data, size);
    if (random_once_in(&source, 4))
        try_extreme(&source);
    else
        try_small(&source);
    return 0;
}
