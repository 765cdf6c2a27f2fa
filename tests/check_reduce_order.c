/* check_reduce_order.c: the one order of reductions, seen through a kernel whose result tells it: h(a, b) = 31 a + b,
 * neither associative nor commutative. A user's kernel, built-in sums, every number of threads, little memory. */
#include "support/run_suite.h"
#include <ravel/statistics.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NDIM = 24 };
static ravel_context *context;

/* ---- the order, said as plainly as can be ---- */

typedef struct number {
    bool some;
    uint32_t hash;
    double sum;
} number;

static bool adds; /* what join does: add, or hash */

static number join(number left, number right)
{
    if (!left.some)
        return right;
    if (!right.some)
        return left;
    if (adds)
        return (number){true, 0, left.sum + right.sum};
    return (number){true, 31 * left.hash + right.hash, 0};
}

static number fold_block(int64_t n, const number *x, int64_t step)
{
    number lanes[8] = {{false, 0, 0}};
    for (int64_t i = 0; i < n; i++)
        lanes[i % 8] = join(lanes[i % 8], x[i * step]);
    for (int32_t half = 4; half > 0; half /= 2)
        for (int32_t lane = 0; lane < half; lane++)
            lanes[lane] = join(lanes[lane], lanes[lane + half]);
    return lanes[0];
}

/* Blocks first … first + n - 1 of a slice: the largest power of two that is there on the left, the rest on the right.
 */
static number fold_blocks(int64_t first, int64_t n, int64_t length, const number *x, int64_t step)
{
    if (n == 1) {
        const int64_t start = first * 128, left = length - start;
        return fold_block(left < 128 ? left : 128, x + start * step, step);
    }
    int64_t half = 1;
    while (half * 2 < n)
        half *= 2;
    return join(fold_blocks(first, half, length, x, step), fold_blocks(first + half, n - half, length, x, step));
}

static bool reorders;

static number fold_slice(int64_t n, const number *x, int64_t step)
{
    if (reorders)
        return fold_blocks(0, (n + 127) / 128, n, x, step);
    return n == 1 ? x[0] : join(fold_slice(n - 1, x, step), x[(n - 1) * step]);
}

/* Folds one axis of values in C order, in place. */
static void fold_axis(int32_t ndim, int64_t *shape, int32_t axis, number *values)
{
    int64_t outer = 1, inner = 1;
    for (int32_t i = 0; i < axis; i++)
        outer *= shape[i];
    for (int32_t i = axis + 1; i < ndim; i++)
        inner *= shape[i];
    for (int64_t i = 0; i < outer; i++)
        for (int64_t j = 0; j < inner; j++)
            values[i * inner + j] = fold_slice(shape[axis], values + i * shape[axis] * inner + j, inner);
    shape[axis] = 1;
}

static void fold_axes(int32_t ndim, const int64_t *lengths, uint64_t axes, number *values)
{
    int64_t shape[MAX_NDIM];
    memcpy(shape, lengths, (size_t)ndim * sizeof *shape);
    while (axes) {
        int32_t longest = -1;
        for (int32_t axis = 0; axis < ndim; axis++)
            if ((axes >> axis & 1) && (longest < 0 || shape[axis] >= shape[longest]))
                longest = axis;
        fold_axis(ndim, shape, longest, values);
        axes &= ~(UINT64_C(1) << longest);
    }
}

/* ---- the user's kernel ---- */

typedef struct watch {
    bool in_place;
    bool wrong;          /* called in a way that it should not be */
    int64_t fails_after; /* calls; negative: never */
} watch;

static int32_t hash_loop(size_t n, const void *const *in, void *const *out, void *user)
{
    watch *seen = user;
    const uint32_t *a = in[0], *b = in[1];
    uint32_t *result = out[0];
    if (n == 0 || (uintptr_t)a % 4 || (uintptr_t)b % 4 || (uintptr_t)result % 4)
        seen->wrong = true;
    const bool apart = (result + n <= a || a + n <= result) && (result + n <= b || b + n <= result);
    if (!apart && !(seen->in_place && (result == a || result == b)))
        seen->wrong = true;
    if (seen->fails_after >= 0 && seen->fails_after-- == 0)
        return 1;
    for (size_t i = 0; i < n; i++)
        result[i] = 31 * a[i] + b[i];
    return 0;
}

static const ravel_kernel *hash_kernel(watch *seen, uint64_t flags, const ravel_array *identity)
{
    static const int32_t dtypes[] = {RAVEL_UINT32, RAVEL_UINT32, RAVEL_UINT32};
    static const ravel_kernel_fn loops[] = {hash_loop};
    const ravel_kernel *kernel = NULL;
    *seen = (watch){flags & RAVEL_KERNEL_IN_PLACE, false, -1};
    ck_assert_int_eq(ravel_kernel_create(context, "hash", 2, 1, 1, dtypes, loops, seen, NULL, flags, identity, &kernel),
                     RAVEL_OK);
    return kernel;
}

/* ---- calls ---- */

/* A call on an array of uint32 (hashes) or float64 (sums). */
typedef enum { C_ORDER, F_ORDER, GAPS, REVERSED, N_LAYOUTS } layout;
typedef struct reduction {
    int32_t ndim;
    const int64_t *shape;
    uint64_t axes;
    layout layout;
    const uint8_t *mask;     /* in C order, or NULL */
    const uint32_t *initial; /* or NULL */
} reduction;

static int64_t size_of(int32_t ndim, const int64_t *shape)
{
    int64_t size = 1;
    for (int32_t axis = 0; axis < ndim; axis++)
        size *= shape[axis];
    return size;
}

static void lay_out(const reduction *what, int64_t itemsize, int64_t *strides, int64_t *offset)
{
    int64_t stride = what->layout == GAPS ? 3 * itemsize : itemsize;
    *offset = 0;
    for (int32_t i = 0; i < what->ndim; i++) {
        const int32_t axis = what->layout == F_ORDER ? i : what->ndim - 1 - i;
        strides[axis] = what->layout == REVERSED ? -stride : stride;
        if (what->layout == REVERSED)
            *offset += stride * (what->shape[axis] - 1);
        stride *= what->shape[axis];
        if (what->layout == GAPS)
            stride += itemsize;
    }
}

static double value_at(int64_t i)
{
    const uint64_t bits = (uint64_t)i * UINT64_C(0x9e3779b97f4a7c15) >> 20;
    return (double)(int64_t)(bits & 0xffffff) * 1e-3 - 7000;
}

/* The array's memory, filled so that element i in C order is value i; values gets what they are. */
static unsigned char *fill(const reduction *what, size_t itemsize, const int64_t *strides, int64_t offset,
                           size_t *nbytes, number *values)
{
    const int64_t size = size_of(what->ndim, what->shape);
    *nbytes = (size_t)(4 * size + 1024) * itemsize;
    unsigned char *memory = malloc(*nbytes);
    for (int64_t i = 0; i < size; i++) {
        unsigned char *at = memory + offset;
        int64_t rest = i;
        for (int32_t axis = what->ndim - 1; axis >= 0; axis--) {
            at += rest % what->shape[axis] * strides[axis];
            rest /= what->shape[axis];
        }
        values[i] = (number){!what->mask || what->mask[i], (uint32_t)i * 2654435761u + 12345, value_at(i)};
        if (itemsize == 8)
            memcpy(at, &values[i].sum, 8);
        else
            memcpy(at, &values[i].hash, 4);
    }
    return memory;
}

/* The call's arrays. */
typedef struct arrays {
    unsigned char *memory, *results;
    number *values;
    int64_t n_results;
    int32_t n_axes, axes[MAX_NDIM];
    ravel_array *in, *out, *where, *initial;
} arrays;

static arrays open_arrays(const reduction *what)
{
    arrays all = {.in = NULL};
    const int32_t dtype = adds ? RAVEL_FLOAT64 : RAVEL_UINT32;
    const size_t itemsize = adds ? 8 : 4;
    int64_t strides[MAX_NDIM], offset, kept[MAX_NDIM];
    size_t nbytes;
    int32_t n_kept = 0;
    lay_out(what, (int64_t)itemsize, strides, &offset);
    all.values = malloc((size_t)(size_of(what->ndim, what->shape) + 1) * sizeof *all.values);
    all.memory = fill(what, itemsize, strides, offset, &nbytes, all.values);
    for (int32_t axis = 0; axis < what->ndim; axis++)
        if (what->axes >> axis & 1)
            all.axes[all.n_axes++] = axis;
        else
            kept[n_kept++] = what->shape[axis];
    all.n_results = size_of(n_kept, kept);
    all.results = malloc((size_t)all.n_results * itemsize);
    memset(all.results, 0xa5, (size_t)all.n_results * itemsize);
    ck_assert_int_eq(
        ravel_array_create(NULL, all.memory, nbytes, offset, dtype, what->ndim, what->shape, strides, 0, &all.in),
        RAVEL_OK);
    ck_assert_int_eq(ravel_array_create(NULL, all.results, (size_t)all.n_results * itemsize, 0, dtype, n_kept, kept,
                                        NULL, RAVEL_WRITEABLE, &all.out),
                     RAVEL_OK);
    if (what->mask)
        ck_assert_int_eq(ravel_array_create(NULL, (void *)(uintptr_t)what->mask,
                                            (size_t)size_of(what->ndim, what->shape), 0, RAVEL_BOOL, what->ndim,
                                            what->shape, NULL, 0, &all.where),
                         RAVEL_OK);
    if (what->initial)
        ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_UINT32, what->initial, 0, &all.initial), RAVEL_OK);
    return all;
}

static void close_arrays(arrays *all)
{
    ravel_array *const handles[] = {all->in, all->out, all->where, all->initial};
    for (int32_t i = 0; i < 4; i++)
        ck_assert_int_eq(ravel_array_destroy(handles[i]), RAVEL_OK);
    free(all->memory);
    free(all->results);
    free(all->values);
}

static ravel_status call(ravel_context *in_context, const ravel_kernel *kernel, arrays *all)
{
    return ravel_reduce(in_context, kernel, all->in, all->n_axes, all->axes, all->where, all->initial, 0, all->out);
}

/* Ends the test unless the results are those of the order. */
static void check_results(const reduction *what, const arrays *all, const number *expected)
{
    for (int64_t i = 0; i < all->n_results; i++) {
        number wanted = expected[i];
        if (what->initial)
            wanted = join((number){true, *what->initial, 0}, wanted);
        const bool right = adds ? memcmp(all->results + 8 * i, &wanted.sum, 8) == 0
                                : memcmp(all->results + 4 * i, &wanted.hash, 4) == 0;
        ck_assert_msg(right, "result %lld of %d axes in layout %d, first length %lld, axes %llx", (long long)i,
                      what->ndim, (int)what->layout, (long long)(what->ndim ? what->shape[0] : 0),
                      (unsigned long long)what->axes);
    }
}

static void reduce_and_check(const ravel_kernel *kernel, const reduction *what)
{
    arrays all = open_arrays(what);
    number *expected = malloc((size_t)(size_of(what->ndim, what->shape) + 1) * sizeof *expected);
    memcpy(expected, all.values, (size_t)size_of(what->ndim, what->shape) * sizeof *expected);
    if (what->axes)
        fold_axes(what->ndim, what->shape, what->axes, expected);
    ck_assert_int_eq(call(context, kernel, &all), RAVEL_OK);
    check_results(what, &all, expected);
    free(expected);
    close_arrays(&all);
}

static void setup(void)
{
    adds = false;
    reorders = true;
    ck_assert_int_eq(ravel_context_create(&context), RAVEL_OK);
}

static void teardown(void)
{
    ck_assert_int_eq(ravel_context_destroy(context), RAVEL_OK);
}

/* ---- a user's kernel ---- */

static const uint64_t user_flags[] = {RAVEL_KERNEL_REORDERABLE, RAVEL_KERNEL_REORDERABLE | RAVEL_KERNEL_IN_PLACE,
                                      RAVEL_KERNEL_REORDERABLE | RAVEL_KERNEL_THREAD_SAFE};

START_TEST(users_kernels_see_the_order_at_every_length)
{
    watch seen;
    const ravel_kernel *kernel = hash_kernel(&seen, user_flags[_i], NULL);
    for (int64_t n = 1; n <= 520; n++)
        for (layout way = C_ORDER; way < N_LAYOUTS; way++) {
            const int64_t alone[] = {n}, beside[] = {n, 5}, under[] = {3, n};
            reduce_and_check(kernel, &(reduction){1, alone, 1, way, NULL, NULL});
            if (n % 13 == 0 || n < 20) {
                reduce_and_check(kernel, &(reduction){2, beside, 1, way, NULL, NULL});
                reduce_and_check(kernel, &(reduction){2, under, 2, way, NULL, NULL});
            }
        }
    reduce_and_check(kernel, &(reduction){1, (const int64_t[]){123456}, 1, C_ORDER, NULL, NULL});
    ck_assert(!seen.wrong);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}
END_TEST

static const struct {
    int32_t ndim;
    int64_t shape[8];
} shapes[] = {{2, {7, 300}},           {2, {300, 7}},     {2, {130, 140}},    {3, {5, 6, 7}},
              {3, {129, 2, 131}},      {3, {16, 17, 18}}, {4, {3, 1, 40, 5}}, {5, {2, 3, 4, 5, 6}},
              {6, {2, 2, 2, 2, 2, 2}}, {3, {4, 400, 4}},  {2, {1, 200}},      {4, {9, 9, 9, 9}}};
enum { N_SHAPES = sizeof shapes / sizeof shapes[0] };

START_TEST(users_kernels_see_the_order_over_all_axes)
{
    watch seen;
    const ravel_kernel *kernel = hash_kernel(&seen, user_flags[_i], NULL);
    for (int32_t i = 0; i < N_SHAPES; i++)
        for (uint64_t axes = 0; axes < UINT64_C(1) << shapes[i].ndim; axes++)
            for (layout way = C_ORDER; way < N_LAYOUTS; way++)
                reduce_and_check(kernel, &(reduction){shapes[i].ndim, shapes[i].shape, axes, way, NULL, NULL});
    ck_assert(!seen.wrong);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}
END_TEST

/* One axis only: over several, C order is not one axis after the other. */
START_TEST(others_are_folded_from_the_left)
{
    watch seen;
    const ravel_kernel *kernel = hash_kernel(&seen, _i ? RAVEL_KERNEL_IN_PLACE : 0, NULL);
    reorders = false;
    for (int32_t i = 0; i < N_SHAPES; i++)
        for (int32_t axis = 0; axis < shapes[i].ndim; axis++)
            for (layout way = C_ORDER; way < N_LAYOUTS; way++)
                reduce_and_check(kernel,
                                 &(reduction){shapes[i].ndim, shapes[i].shape, UINT64_C(1) << axis, way, NULL, NULL});
    const int64_t both[] = {30, 40};
    int64_t one[] = {1200};
    arrays all = open_arrays(&(reduction){2, both, 3, F_ORDER, NULL, NULL});
    ck_assert_int_eq(call(context, kernel, &all), RAVEL_OK);
    fold_axis(1, one, 0, all.values);
    ck_assert_int_eq(memcmp(all.results, &all.values[0].hash, 4), 0);
    close_arrays(&all);
    ck_assert(!seen.wrong);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}
END_TEST

/* Without an identity, masked elements are passed over. */
START_TEST(masked_elements_are_passed_over)
{
    watch seen;
    static const uint32_t initial = 77;
    const ravel_kernel *kernel = hash_kernel(&seen, _i ? RAVEL_KERNEL_REORDERABLE : 0, NULL);
    reorders = _i;
    for (int32_t i = 0; i < N_SHAPES; i++) {
        const int64_t size = size_of(shapes[i].ndim, shapes[i].shape);
        uint8_t *mask = malloc((size_t)size);
        for (int32_t dense = 0; dense < 3; dense++) {
            for (int64_t k = 0; k < size; k++)
                mask[k] = (uint64_t)k * UINT64_C(0x9e3779b97f4a7c15) >> 62 < (uint64_t)(2 * dense) ? 0x80 : 0;
            for (int32_t axis = 0; axis < shapes[i].ndim; axis++)
                reduce_and_check(kernel, &(reduction){shapes[i].ndim, shapes[i].shape, UINT64_C(1) << axis,
                                                      (layout)(dense % N_LAYOUTS), mask, &initial});
            if (reorders)
                reduce_and_check(kernel, &(reduction){shapes[i].ndim, shapes[i].shape,
                                                      (UINT64_C(1) << shapes[i].ndim) - 1, C_ORDER, mask, &initial});
        }
        free(mask);
    }
    ck_assert(!seen.wrong);
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}
END_TEST

START_TEST(a_failing_kernel_stops_the_call)
{
    watch seen;
    const ravel_kernel *kernel = hash_kernel(&seen, user_flags[0], NULL);
    const int64_t shape[] = {5000};
    const reduction what = {1, shape, 1, C_ORDER, NULL, NULL};
    for (int64_t calls = 0; calls < 5; calls++) {
        arrays all = open_arrays(&what);
        seen.fails_after = calls;
        ck_assert_int_eq(call(context, kernel, &all), RAVEL_KERNEL_FAILED);
        ck_assert_int_eq(seen.fails_after, -1);
        close_arrays(&all);
    }
    ck_assert_int_eq(ravel_kernel_destroy(kernel), RAVEL_OK);
}
END_TEST

/* ---- sums: many elements, many axes, threads, little memory ---- */

static const struct {
    int32_t ndim;
    int64_t shape[MAX_NDIM];
} large[] = {{1, {300003}},      {1, {131072}},         {2, {3, 100007}},
             {2, {100007, 3}},   {2, {500, 600}},       {3, {100, 70, 40}},
             {3, {40, 2, 4000}}, {4, {17, 32, 33, 15}}, {18, {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}}};
enum { N_LARGE = sizeof large / sizeof large[0] };

START_TEST(threads_change_nothing)
{
    static const int32_t n_threads[] = {1, 2, 3, 7};
    const ravel_kernel *sum = NULL;
    ck_assert_int_eq(ravel_kernel_find(context, "sum", &sum), RAVEL_OK);
    adds = true;
    const int32_t ndim = large[_i].ndim;
    const uint64_t all_axes = (UINT64_C(1) << ndim) - 1;
    const uint64_t sets[] = {all_axes, 1, UINT64_C(1) << (ndim - 1), all_axes & ~UINT64_C(1), all_axes & ~UINT64_C(2)};
    for (size_t set = 0; set < (ndim > 2 ? 5 : 3); set++)
        for (layout way = C_ORDER; way < N_LAYOUTS; way++) {
            const reduction what = {ndim, large[_i].shape, sets[set], way, NULL, NULL};
            arrays all = open_arrays(&what);
            number *expected = malloc((size_t)size_of(ndim, what.shape) * sizeof *expected);
            memcpy(expected, all.values, (size_t)size_of(ndim, what.shape) * sizeof *expected);
            fold_axes(ndim, what.shape, what.axes, expected);
            for (int32_t i = 0; i < 4; i++) {
                ck_assert_int_eq(ravel_context_set_threads(context, n_threads[i]), RAVEL_OK);
                memset(all.results, 0xa5, (size_t)all.n_results * 8);
                ck_assert_int_eq(call(context, sum, &all), RAVEL_OK);
                check_results(&what, &all, expected);
            }
            free(expected);
            close_arrays(&all);
        }
}
END_TEST

START_TEST(little_memory_is_enough)
{
    const ravel_kernel *sum = NULL;
    ck_assert_int_eq(ravel_kernel_find(context, "sum", &sum), RAVEL_OK);
    adds = true;
    const int32_t ndim = large[_i].ndim;
    const uint64_t all_axes = (UINT64_C(1) << ndim) - 1, sets[] = {all_axes, 1, UINT64_C(1) << (ndim - 1)};
    for (int32_t set = 0; set < 3; set++)
        for (layout way = C_ORDER; way < N_LAYOUTS; way++) {
            const reduction what = {ndim, large[_i].shape, sets[set], way, NULL, NULL};
            arrays all = open_arrays(&what);
            fold_axes(ndim, what.shape, what.axes, all.values);
            ck_assert_int_eq(call(NULL, sum, &all), RAVEL_OK);
            check_results(&what, &all, all.values);
            size_t nbytes = 1;
            ck_assert_int_eq(
                ravel_reduce_scratch(context, sum, all.in, all.n_axes, all.axes, NULL, NULL, 0, all.out, &nbytes),
                RAVEL_OK);
            ck_assert_uint_le(nbytes, (size_t)3 << 20);
            ck_assert_int_eq(ravel_context_set_scratch_limit(context, nbytes), RAVEL_OK);
            memset(all.results, 0xa5, (size_t)all.n_results * 8);
            ck_assert_int_eq(call(context, sum, &all), RAVEL_OK);
            check_results(&what, &all, all.values);
            ck_assert_int_eq(ravel_context_set_scratch_limit(context, nbytes / 2), RAVEL_OK); /* as without a context */
            memset(all.results, 0xa5, (size_t)all.n_results * 8);
            ck_assert_int_eq(call(context, sum, &all), RAVEL_OK);
            check_results(&what, &all, all.values);
            ck_assert_int_eq(
                ravel_reduce_scratch(context, sum, all.in, all.n_axes, all.axes, NULL, NULL, 0, all.out, &nbytes),
                RAVEL_OK);
            ck_assert_uint_eq(nbytes, 0);
            ck_assert_int_eq(ravel_context_set_scratch_limit(context, SIZE_MAX), RAVEL_OK);
            close_arrays(&all);
        }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduce_order");
    TCase *tests = tcase_create("order");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, users_kernels_see_the_order_at_every_length, 0, 3);
    tcase_add_loop_test(tests, users_kernels_see_the_order_over_all_axes, 0, 3);
    tcase_add_loop_test(tests, others_are_folded_from_the_left, 0, 2);
    tcase_add_loop_test(tests, masked_elements_are_passed_over, 0, 2);
    tcase_add_test(tests, a_failing_kernel_stops_the_call);
    tcase_add_loop_test(tests, little_memory_is_enough, 0, N_LARGE);
    TCase *threads = tcase_create("threads");
    tcase_add_checked_fixture(threads, setup, teardown);
    tcase_add_loop_test(threads, threads_change_nothing, 0, N_LARGE);
    suite_add_tcase(suite, tests);
    suite_add_tcase(suite, threads);
    return run_suite(suite);
}
