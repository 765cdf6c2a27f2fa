/* fuzz_bounds.c: descriptors and views with numbers near the ends of their range: what is accepted lies inside of the
 * buffer, by exact arithmetic, and nothing that does is refused. Memory is never read. */
#include "fuzz.h"
#include "oracle.h"
#include <ravel/view.h>

enum { MAX_NDIM = 6, MAX_STEPS = 8 };

static unsigned char buffer[4096];

/* Small, or anything. */
static int64_t number(random_source *source)
{
    return random_once_in(source, 3) ? fuzz_extreme(source) : random_between(source, -8, 24);
}

/* Elements, zero lengths counted as one; no more than INT64_MAX in bytes, or -1. */
static int64_t countable(int32_t ndim, const int64_t *shape, size_t itemsize)
{
    __int128 size = 1;
    for (int32_t axis = 0; axis < ndim; axis++) {
        if (shape[axis] > 0)
            size *= shape[axis];
        if (size * (__int128)itemsize > INT64_MAX)
            return -1;
    }
    return (int64_t)size;
}

/* Whether each byte of each element lies in [0, nbytes); a span of more than that ends the sum. */
static bool lies_inside(int32_t ndim, const int64_t *shape, const int64_t *strides, size_t itemsize, int64_t offset,
                        size_t nbytes)
{
    __int128 low = offset, high = (__int128)offset + (__int128)itemsize;
    for (int32_t axis = 0; axis < ndim; axis++) {
        const __int128 span = (__int128)(shape[axis] - 1) * strides[axis];
        low += span < 0 ? span : 0;
        high += span > 0 ? span : 0;
        if (low < 0 || high > (__int128)nbytes)
            return false;
    }
    return low >= 0 && high <= (__int128)nbytes;
}

static ravel_array *create(random_source *source, size_t *nbytes)
{
    int64_t shape[MAX_NDIM], strides[MAX_NDIM];
    const int32_t dtype = (int32_t)random_between(source, RAVEL_BOOL, RAVEL_COMPLEX128);
    const int32_t ndim = (int32_t)random_below(source, MAX_NDIM + 1);
    const size_t itemsize = oracle_itemsizes[dtype];
    bool valid = true, empty = false;
    for (int32_t axis = 0; axis < ndim; axis++) {
        shape[axis] = number(source);
        strides[axis] = number(source);
        valid &= shape[axis] >= 0;
        empty |= shape[axis] == 0;
    }
    const int64_t offset = random_once_in(source, 4) ? fuzz_extreme(source) : random_below(source, 4200);
    *nbytes = (size_t)random_below(source, sizeof buffer + 1);
    valid = valid && countable(ndim, shape, itemsize) >= 0;
    if (valid)
        valid = empty ? offset >= 0 && (uint64_t)offset <= *nbytes
                      : lies_inside(ndim, shape, strides, itemsize, offset, *nbytes);
    ravel_array *array = NULL;
    const ravel_status status =
        ravel_array_create(NULL, buffer, *nbytes, offset, dtype, ndim, shape, strides, RAVEL_WRITEABLE, &array);
    FUZZ_CHECK((status == RAVEL_OK) == valid && (array != NULL) == valid);
    return array;
}

/* By what the array says of itself. */
static void check(const ravel_array *array, size_t nbytes)
{
    int32_t ndim = 0, dtype = 0;
    int64_t shape[RAVEL_MAX_NDIM], strides[RAVEL_MAX_NDIM], size = -1;
    const int64_t origin[RAVEL_MAX_NDIM] = {0};
    void *first = NULL;
    FUZZ_CHECK(ravel_array_ndim(array, &ndim) == RAVEL_OK && ravel_array_dtype(array, &dtype) == RAVEL_OK);
    FUZZ_CHECK(ravel_array_shape(array, RAVEL_MAX_NDIM, shape) == RAVEL_OK);
    FUZZ_CHECK(ravel_array_strides(array, RAVEL_MAX_NDIM, strides) == RAVEL_OK);
    FUZZ_CHECK(ravel_array_size(array, &size) == RAVEL_OK && size >= 0);
    bool empty = false;
    for (int32_t axis = 0; axis < ndim; axis++) {
        FUZZ_CHECK(shape[axis] >= 0);
        empty |= shape[axis] == 0;
    }
    const int64_t count = countable(ndim, shape, oracle_itemsizes[dtype]);
    FUZZ_CHECK(count >= 0 && size == (empty ? 0 : count));
    if (empty)
        return;
    FUZZ_CHECK(ravel_array_element(NULL, array, ndim, origin, &first) == RAVEL_OK);
    const int64_t offset = (unsigned char *)first - buffer;
    FUZZ_CHECK(lies_inside(ndim, shape, strides, oracle_itemsizes[dtype], offset, nbytes));
}

/* A view with any numbers; it may be refused. */
static ravel_status view(random_source *source, const ravel_array *array, ravel_array **out)
{
    int32_t ndim = 0, axes[MAX_NDIM] = {0};
    int64_t a[MAX_NDIM] = {0}, b[MAX_NDIM] = {0}, c[MAX_NDIM] = {0};
    FUZZ_CHECK(ravel_array_ndim(array, &ndim) == RAVEL_OK);
    const int64_t choice = random_below(source, 9);
    const int32_t n = (int32_t)random_below(source, 4);
    for (int32_t i = 0; i < n; i++) {
        axes[i] = (int32_t)(random_once_in(source, 8) ? number(source) : random_between(source, -ndim, ndim));
        a[i] = random_once_in(source, 4) ? RAVEL_SLICE_OPEN : number(source);
        b[i] = random_once_in(source, 4) ? RAVEL_SLICE_OPEN : number(source);
        c[i] = number(source);
    }
    switch (choice) {
    case 0:
        return ravel_array_slice(NULL, array, n, axes, a, b, c, out);
    case 1:
        return ravel_array_index(NULL, array, n, axes, c, out);
    case 2:
        return ravel_array_reshape(NULL, array, n, c, (uint64_t)random_below(source, 2), out);
    case 3:
        return ravel_array_broadcast_to(NULL, array, n, c, out);
    case 4:
        return ravel_array_expand_dims(NULL, array, n, axes, out);
    case 5:
        return ravel_array_diagonal(NULL, array, number(source), n > 0 ? axes[0] : 0, n > 1 ? axes[1] : 1, out);
    case 6:
        return ravel_array_sliding_window(NULL, array, n, axes, c, out);
    case 7:
        return ravel_array_view(NULL, array, (int32_t)random_below(source, 17), out);
    default:
        return random_once_in(source, 2) ? ravel_array_flip(NULL, array, n, axes, out)
                                         : ravel_array_permute(NULL, array, 0, NULL, out);
    }
}

/* There and back; a flat position is in its range exactly if its index is. */
static void try_positions(random_source *source)
{
    int64_t shape[MAX_NDIM], index[MAX_NDIM], again[MAX_NDIM], flat = -1, back = -1;
    const int32_t ndim = (int32_t)random_below(source, MAX_NDIM + 1);
    const uint64_t order = (uint64_t)random_below(source, 2);
    bool valid = true, inside = true;
    for (int32_t axis = 0; axis < ndim; axis++) {
        shape[axis] = number(source);
        index[axis] = number(source);
        valid &= shape[axis] >= 0;
        inside &= index[axis] >= 0 && index[axis] < shape[axis];
    }
    valid = valid && countable(ndim, shape, 1) >= 0;
    const ravel_status status = ravel_multi_index(NULL, ndim, shape, index, order, &flat);
    FUZZ_CHECK((status == RAVEL_OK) == (valid && inside));
    if (status != RAVEL_OK)
        return;
    FUZZ_CHECK(flat >= 0 && flat < countable(ndim, shape, 1));
    FUZZ_CHECK(ravel_unravel_index(NULL, ndim, shape, flat, order, again) == RAVEL_OK);
    for (int32_t axis = 0; axis < ndim; axis++)
        FUZZ_CHECK(again[axis] == index[axis]);
    FUZZ_CHECK(ravel_multi_index(NULL, ndim, shape, again, order, &back) == RAVEL_OK && back == flat);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    random_source source = fuzz_source(data, size);
    size_t nbytes = 0;
    if (random_once_in(&source, 8))
        try_positions(&source);
    ravel_array *array = create(&source, &nbytes);
    if (array == NULL)
        return 0;
    check(array, nbytes);
    for (int32_t i = 0; i < MAX_STEPS && fuzz_more(&source); i++) {
        ravel_array *out = NULL;
        const ravel_status status = view(&source, array, &out);
        FUZZ_CHECK((out != NULL) == (status == RAVEL_OK));
        if (out == NULL)
            continue;
        check(out, nbytes);
        FUZZ_CHECK(ravel_array_destroy(array) == RAVEL_OK);
        array = out;
    }
    FUZZ_CHECK(ravel_array_destroy(array) == RAVEL_OK);
    return 0;
}
