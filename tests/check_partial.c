/* check_partial.c: reductions in parts have the bits of the whole. */
#include "support/operand.h"
#include "support/partial.h"
#include "support/run_suite.h"
#include "support/values.h"
#include "support/wrong_call.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 5000, MAX_CHUNKS = 64 };

static guard_arena *arena;
static random_source randoms;

static void setup(void)
{
    ck_assert_int_eq(ravel_context_create(&partial_context), RAVEL_OK);
    arena = guard_arena_create(4, 1 << 18);
    randoms = (random_source){.state = 20261127};
}

static void teardown(void)
{
    guard_arena_destroy(arena);
    ck_assert_int_eq(ravel_context_destroy(partial_context), RAVEL_OK);
}

/* NaNs are equal whatever their bits. */
static bool same(int32_t dtype, const unsigned char *a, const unsigned char *b)
{
    const oracle_value x = oracle_load(dtype, a, false), y = oracle_load(dtype, b, false);
    return memcmp(a, b, oracle_itemsizes[dtype]) == 0 ||
           ((x.real != x.real) == (y.real != y.real) && (x.imag != x.imag) == (y.imag != y.imag) &&
            (x.real != x.real || x.imag != x.imag));
}

/* Moderate numbers, so that rounding shows, or any. */
static void fill(const partial_subject *of, int64_t n, bool any, unsigned char *memory)
{
    for (int64_t i = 0; i < n; i++) {
        unsigned char *element = memory + (size_t)i * of->itemsize;
        if (any || oracle_kinds[of->dtype] < RAVEL_KIND_FLOAT)
            values_random(of->dtype, &randoms, element);
        else
            oracle_store(oracle_float(of->dtype, (double)random_between(&randoms, -1000, 1000) / 997,
                                      (double)random_between(&randoms, -1000, 1000) / 991),
                         element, false);
    }
}

static const char *const names[] = {
    "sum",     "prod",        "max",    "min",    "all",     "any",      "mean",      "count_nonzero", "add",
    "maximum", "bitwise_xor", "nansum", "nanmax", "norm1",   "norm_inf", "argmax",    "argmin",        "var",
    "std",     "ptp",         "nanvar", "nanstd", "nanmean", "norm2",    "logsumexp", "exact_sum"};
enum { N_NAMES = sizeof names / sizeof names[0] };

/* Whether ravel_reduce takes a mask without an initial value: where there is an identity. */
static bool takes_masks(const char *name, int32_t dtype)
{
    static const char *const none[] = {"max", "min", "nanmax", "maximum", "argmax", "argmin", "var", "std", "ptp"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        if (strcmp(name, none[i]) == 0)
            return false;
    if (strcmp(name, "nanvar") == 0 || strcmp(name, "nanstd") == 0)
        return oracle_kinds[dtype] >= RAVEL_KIND_FLOAT;
    return strcmp(name, "prod") != 0 || oracle_kinds[dtype] != RAVEL_KIND_COMPLEX;
}

static bool counts(const char *name, const partial_subject *of, const unsigned char *element)
{
    const oracle_value x = oracle_load(of->dtype, element, false);
    return strcmp(name, "nanmean") != 0 || (x.real == x.real && x.imag == x.imag);
}

static unsigned char states[MAX_CHUNKS][PARTIAL_STATE_NBYTES];

/* Merges the states of neighbours, in any grouping, into the first one. */
static void merge_all(const partial_subject *of, int32_t n)
{
    int32_t live[MAX_CHUNKS];
    for (int32_t i = 0; i < n; i++)
        live[i] = i;
    for (; n > 1; n--) {
        const int32_t left = (int32_t)random_below(&randoms, n - 1);
        partial_merge(of, states[live[left + 1]], states[live[left]]);
        memmove(live + left + 1, live + left + 2, (size_t)(n - left - 2) * sizeof live[0]);
    }
}

START_TEST(chunks_in_order_merge_to_the_bits_of_the_whole)
{
    static unsigned char memory[MOST * 16];
    static uint8_t mask[MOST];
    for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++) {
        partial_subject of;
        if (!partial_subject_make(names[_i], dtype, &of))
            continue;
        for (int32_t round = 0; round < 12; round++) {
            const int64_t n = random_between(&randoms, 1, MOST);
            const int64_t step = 1 + n / random_between(&randoms, 2, MAX_CHUNKS / 2);
            const bool masked = round % 3 == 2 && takes_masks(names[_i], dtype);
            unsigned char expected[16] = {0}, result[16] = {0};
            fill(&of, n, round % 2 == 1, memory);
            for (int64_t i = 0; i < n; i++)
                mask[i] = (uint8_t)random_below(&randoms, 3);
            int32_t n_chunks = 0;
            int64_t count, counted = 0;
            for (int64_t first = 0; first < n; n_chunks++) {
                const int64_t most = n - first, any = random_below(&randoms, 2 * step + 1);
                const int64_t length = n_chunks == MAX_CHUNKS - 1 || any > most ? most : any;
                partial_start_at(&of, first, states[n_chunks]);
                partial_take(&of, memory, masked ? mask : NULL, first, length, states[n_chunks]);
                first += length;
            }
            merge_all(&of, n_chunks);
            partial_finish(&of, states[0], result);
            partial_reduce(&of, memory, n, masked ? mask : NULL, expected);
            ck_assert_msg(same(of.out, result, expected), "%s of dtype %d, %d elements in %d chunks", names[_i],
                          (int)dtype, (int)n, (int)n_chunks);
            for (int64_t i = 0; i < n; i++)
                counted += (!masked || mask[i]) && counts(names[_i], &of, memory + (size_t)i * of.itemsize);
            ck_assert_int_eq(ravel_partial_count(partial_context, of.kernel, states[0], of.state_nbytes, &count),
                             RAVEL_OK);
            ck_assert_int_eq(count, counted);
        }
    }
}
END_TEST

START_TEST(one_state_may_see_all_chunks)
{
    static unsigned char memory[MOST * 16], state[PARTIAL_STATE_NBYTES], whole[PARTIAL_STATE_NBYTES];
    partial_subject of;
    for (int32_t dtype = RAVEL_FLOAT16; dtype <= RAVEL_COMPLEX128; dtype++) {
        if (!partial_subject_make(names[_i], dtype, &of))
            continue;
        for (int32_t round = 0; round < 10; round++) {
            const int64_t n = random_between(&randoms, 200, MOST);
            fill(&of, n, round % 2 == 1, memory); /* NaN, too, whose bits must not show */
            const int64_t begin = random_below(&randoms, 300);
            partial_start_at(&of, begin, state);
            partial_start_at(&of, begin, whole);
            for (int64_t first = 0; first < n;) {
                int64_t length = random_between(&randoms, 0, 700);
                length = first + length < n ? length : n - first;
                partial_take(&of, memory, NULL, first, length, state);
                first += length;
            }
            partial_take(&of, memory, NULL, 0, n, whole);
            ck_assert_mem_eq(state, whole, of.state_nbytes);
        }
    }
}
END_TEST

START_TEST(exact_reductions_take_any_chunks)
{
    static unsigned char memory[MOST * 16];
    for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_FLOAT64; dtype++) {
        partial_subject of;
        if (!partial_subject_make(names[_i], dtype, &of) || !of.exact)
            continue;
        for (int32_t round = 0; round < 10; round++) {
            const int64_t n = random_between(&randoms, 1, 900);
            unsigned char expected[16] = {0}, result[16] = {0};
            int32_t n_chunks = 0;
            fill(&of, n, round % 2 == 1, memory);
            for (int64_t first = 0; first < n || n_chunks == 0; n_chunks++) {
                const int64_t left = n - first;
                const int64_t length = n_chunks == MAX_CHUNKS - 1 || left < 60 ? left : random_below(&randoms, 60);
                partial_start(&of, states[n_chunks]);
                partial_take(&of, memory, NULL, first, length, states[n_chunks]);
                first += length;
            }
            merge_all(&of, n_chunks);
            partial_finish(&of, states[0], result);
            partial_reduce(&of, memory, n, NULL, expected);
            ck_assert_msg(same(of.out, result, expected), "%s of dtype %d", names[_i], (int)dtype);
        }
    }
}
END_TEST

/* The same chunks in the same grouping: the same bits, also where the fixed order of the whole is another. */
START_TEST(uneven_chunks_are_added_in_pairs)
{
    static unsigned char memory[MOST * 8];
    partial_subject of;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    fill(&of, MOST, false, memory);
    double error = 0, total = 0;
    for (int64_t i = 0; i < MOST; i++) {
        double x;
        memcpy(&x, memory + 8 * i, 8);
        total += x;
        error += x < 0 ? -x : x;
    }
    unsigned char first[PARTIAL_STATE_NBYTES];
    for (int32_t round = 0; round < 2; round++) {
        double sum;
        partial_start(&of, states[0]);
        for (int64_t i = 0; i < MOST; i += 100) {
            partial_start(&of, states[1]);
            partial_take(&of, memory, NULL, i, 100, states[1]);
            partial_merge(&of, states[1], states[0]);
        }
        partial_finish(&of, states[0], (unsigned char *)&sum);
        ck_assert_double_eq_tol(sum, total, error * (20 + 13 + 50) * 0x1p-53);
        if (round == 0)
            memcpy(first, states[0], of.state_nbytes);
    }
    ck_assert_mem_eq(first, states[0], of.state_nbytes);
}
END_TEST

START_TEST(any_layout_in_c_order)
{
    static unsigned char line[MOST * 16];
    static unsigned char state[PARTIAL_STATE_NBYTES], expected[PARTIAL_STATE_NBYTES];
    for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++) {
        partial_subject of;
        if (!partial_subject_make(names[_i], dtype, &of))
            continue;
        for (int32_t round = 0; round < 25; round++) {
            const int32_t ndim = (int32_t)random_below(&randoms, 4);
            int64_t shape[3], offsets[MOST], n = 1;
            for (int32_t axis = 0; axis < ndim; axis++) {
                shape[axis] = random_once_in(&randoms, 12) ? 0 : random_between(&randoms, 1, axis == 0 ? 40 : 10);
                n *= shape[axis];
            }
            const operand_layout layout = operand_random_layout(&randoms, ndim, true);
            guard_arena_reset(arena);
            operand array = operand_place(arena, dtype, ndim, shape, &layout);
            operand_offsets(&array, offsets);
            fill(&of, n, false, line);
            for (int64_t i = 0; i < n; i++)
                operand_write(&array, array.block.data + offsets[i], line + (size_t)i * of.itemsize);
            for (int64_t i = 0; i < n; i++) /* repeated axes: what was written last */
                oracle_store(oracle_load(dtype, array.block.data + offsets[i], array.swapped),
                             line + (size_t)i * of.itemsize, false);
            operand_open(&array, 0);
            partial_start(&of, state);
            partial_start(&of, expected);
            if (round % 2)
                partial_take(&of, line, NULL, 0, n / 2, state), partial_take(&of, line, NULL, 0, n / 2, expected);
            ck_assert_int_eq(
                ravel_partial_update(partial_context, of.kernel, array.handle, NULL, state, of.state_nbytes), RAVEL_OK);
            partial_take(&of, line, NULL, 0, n, expected);
            ck_assert_msg(memcmp(state, expected, of.state_nbytes) == 0, "%s of dtype %d in layout %s", names[_i],
                          (int)dtype, layout.name ? layout.name : "random");
            operand_close(&array);
        }
    }
}
END_TEST

START_TEST(a_mask_broadcasts)
{
    int64_t x[2][3] = {{1, 2, 4}, {8, 16, 32}};
    const uint8_t mask[3] = {1, 0, 7};
    int64_t sum;
    int64_t count;
    const int64_t shape[] = {2, 3};
    partial_subject of;
    ravel_array *array = NULL, *where = partial_line(mask, RAVEL_BOOL, 0, 3);
    ck_assert(partial_subject_make("sum", RAVEL_INT64, &of));
    ck_assert_int_eq(ravel_array_create(partial_context, x, sizeof x, 0, RAVEL_INT64, 2, shape, NULL, 0, &array),
                     RAVEL_OK);
    partial_start(&of, states[0]);
    ck_assert_int_eq(ravel_partial_update(partial_context, of.kernel, array, where, states[0], of.state_nbytes),
                     RAVEL_OK);
    partial_finish(&of, states[0], (unsigned char *)&sum);
    ck_assert_int_eq(sum, 1 + 4 + 8 + 32);
    ck_assert_int_eq(ravel_partial_count(partial_context, of.kernel, states[0], of.state_nbytes, &count), RAVEL_OK);
    ck_assert_int_eq(count, 4);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(where), RAVEL_OK);
}
END_TEST

START_TEST(of_no_elements)
{
    static const struct {
        const char *name;
        double value;
    } identities[] = {{"sum", 0}, {"prod", 1}, {"mean", NAN}, {"var", NAN}, {"std", NAN}};
    const double x = 3;
    const uint8_t none = 0;
    partial_subject of;
    for (size_t i = 0; i < 5; i++)
        for (int32_t masked = 0; masked < (i < 3 ? 2 : 1); masked++) { /* variances take no mask */
            double result;
            ck_assert(partial_subject_make(identities[i].name, RAVEL_FLOAT64, &of));
            partial_start(&of, states[0]);
            partial_take(&of, &x, i < 3 ? &none : NULL, 0, masked, states[0]);
            partial_start(&of, states[1]);
            partial_merge(&of, states[1], states[0]);
            partial_finish(&of, states[0], (unsigned char *)&result);
            if (isnan(identities[i].value))
                ck_assert_double_nan(result);
            else
                ck_assert_double_eq(result, identities[i].value);
            ck_assert(!__builtin_signbit(result) || result != result);
        }
    double result = 5;
    ravel_array *out = partial_result(&result, RAVEL_FLOAT64);
    ck_assert(partial_subject_make("max", RAVEL_FLOAT64, &of));
    partial_start(&of, states[0]);
    wrong_call_expect(partial_context,
                      ravel_partial_finish(partial_context, of.kernel, states[0], of.state_nbytes, NULL, 0, out),
                      RAVEL_EMPTY_REDUCTION, "ravel_partial_finish", "max", -1);
    ck_assert_double_eq(result, 5);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
}
END_TEST

START_TEST(initial_is_as_in_reduce)
{
    static const double x[5] = {1, 2, 4, 8, 16}, start = 0.5, one = 1;
    static const char *const kernels[] = {"sum", "max", "var", "mean"};
    for (size_t i = 0; i < 4; i++) {
        double result = 0, expected = 0;
        partial_subject of;
        ravel_array *array = partial_line(x, RAVEL_FLOAT64, 0, 5), *initial = NULL;
        ravel_array *out = partial_result(&result, RAVEL_FLOAT64), *wanted = partial_result(&expected, RAVEL_FLOAT64);
        ck_assert(partial_subject_make(kernels[i], RAVEL_FLOAT64, &of));
        ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, i == 2 ? &one : &start, 0, &initial), RAVEL_OK);
        partial_start(&of, states[0]);
        partial_take(&of, x, NULL, 0, 5, states[0]);
        const ravel_status status =
            ravel_partial_finish(partial_context, of.kernel, states[0], of.state_nbytes, initial, 0, out);
        ck_assert_int_eq(status, i == 3 ? RAVEL_INVALID_ARGUMENT : RAVEL_OK);
        ck_assert_int_eq(ravel_reduce(partial_context, of.kernel, array, 0, NULL, NULL, initial, 0, wanted), status);
        ck_assert_double_eq(result, expected);
        partial_start(&of, states[0]); /* of nothing, initial itself, where it is none of the elements' business */
        if (i == 1) {
            ck_assert_int_eq(
                ravel_partial_finish(partial_context, of.kernel, states[0], of.state_nbytes, initial, 0, out),
                RAVEL_OK);
            ck_assert_double_eq(result, 0.5);
        }
        ravel_array *const all[] = {array, initial, out, wanted};
        for (size_t k = 0; k < 4; k++)
            ck_assert_int_eq(ravel_array_destroy(all[k]), RAVEL_OK);
    }
}
END_TEST

START_TEST(a_state_may_be_merged_with_itself)
{
    const double x[3] = {1, 2, 4};
    double sum;
    partial_subject of;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    partial_start(&of, states[0]);
    partial_take(&of, x, NULL, 0, 3, states[0]);
    partial_merge(&of, states[0], states[0]);
    partial_finish(&of, states[0], (unsigned char *)&sum);
    ck_assert_double_eq(sum, 14);
}
END_TEST

/* The layout that partial.h tells, byte by byte; the same on a big-endian machine. */
START_TEST(states_are_little_endian)
{
    static unsigned char memory[8 * 200], moved[PARTIAL_STATE_NBYTES + 1];
    for (int32_t i = 0; i < 200; i++) {
        const double x = i < 129 ? 2 : 0.5;
        memcpy(memory + 8 * i, &x, 8);
    }
    static const unsigned char start_of_all[8] = {'r', 'a', 'v', 'e', 'l', ' ', 'p', 1};
    static const unsigned char values[] = {0, 0, 0, 0, 0, 0, 0,    0x40,  /* 2: before block 1 */
                                           0, 0, 0, 0, 0, 0, 0x70, 0x40,  /* 256: block 1 */
                                           0, 0, 0, 0, 0, 0, 0xe0, 0x3f}; /* 0.5: of block 2 */
    double sum;
    partial_subject of;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    partial_start_at(&of, 127, states[0]);
    partial_take(&of, memory, NULL, 0, 130, states[0]);
    ck_assert_mem_eq(states[0], start_of_all, 8);
    ck_assert_str_eq((char *)states[0] + 16, "sum");
    ck_assert_int_eq(states[0][80], RAVEL_FLOAT64);
    ck_assert_int_eq(states[0][84], RAVEL_FLOAT64);
    ck_assert_int_eq(states[0][88], 1);
    ck_assert_int_eq(states[0][96], 127);
    ck_assert_int_eq(states[0][104], 130);
    ck_assert_int_eq(states[0][112], 130);
    ck_assert_int_eq(states[0][120], RAVEL_FLOAT64);
    ck_assert_mem_eq(states[0] + 128, values, sizeof values);
    memcpy(moved + 1, states[0], of.state_nbytes); /* anywhere */
    partial_finish(&of, moved + 1, (unsigned char *)&sum);
    ck_assert_double_eq(sum, 2 + 256 + 0.5);
}
END_TEST

static int32_t plus(size_t n, const void *const *in, void *const *out, void *user)
{
    (void)user;
    const double *a = in[0], *b = in[1];
    double *sum = out[0];
    for (size_t i = 0; i < n; i++)
        sum[i] = a[i] + b[i];
    return 0;
}

static const ravel_kernel *kernel_of_user(void)
{
    static const int32_t dtypes[3] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    static const ravel_kernel_fn loops[1] = {plus};
    const ravel_kernel *kernel = NULL;
    ck_assert_int_eq(ravel_kernel_create(partial_context, "plus", 2, 1, 1, dtypes, loops, NULL, NULL,
                                         RAVEL_KERNEL_REORDERABLE, NULL, &kernel),
                     RAVEL_OK);
    return kernel;
}

START_TEST(a_users_kernel_folds_in_parts)
{
    static unsigned char memory[8 * MOST];
    unsigned char expected[16], result[16];
    partial_subject of, sum;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &sum));
    of = sum;
    of.kernel = kernel_of_user();
    fill(&of, MOST, false, memory);
    partial_start(&of, states[0]);
    partial_start(&of, states[1]);
    partial_take(&of, memory, NULL, 0, 2048, states[0]);
    partial_take(&of, memory, NULL, 2048, MOST - 2048, states[1]);
    partial_merge(&of, states[1], states[0]);
    partial_finish(&of, states[0], result);
    partial_reduce(&sum, memory, MOST, NULL, expected);
    ck_assert_mem_eq(result, expected, 8);
    ck_assert_int_eq(ravel_kernel_destroy(of.kernel), RAVEL_OK);
}
END_TEST

/* Nothing is taken from the heap, and no context is needed. */
START_TEST(without_a_context)
{
    static const double x[1000] = {1, 2, 3};
    double sum = 0;
    partial_subject of;
    ck_assert(partial_subject_make("sum", RAVEL_FLOAT64, &of));
    const size_t n = of.state_nbytes;
    ravel_array *array = partial_line(x, RAVEL_FLOAT64, 0, 1000), *out = partial_result(&sum, RAVEL_FLOAT64);
    ck_assert_int_eq(ravel_partial_init(NULL, of.kernel, RAVEL_FLOAT64, -1, states[0], n), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_update(NULL, of.kernel, array, NULL, states[0], n), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_merge(NULL, of.kernel, states[0], n, states[0], n), RAVEL_OK);
    ck_assert_int_eq(ravel_partial_finish(NULL, of.kernel, states[0], n, NULL, 0, out), RAVEL_OK);
    ck_assert_double_eq(sum, 12);
    ck_assert_int_eq(ravel_array_destroy(array), RAVEL_OK);
    ck_assert_int_eq(ravel_array_destroy(out), RAVEL_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("partial");
    TCase *bits = tcase_create("bits");
    tcase_add_checked_fixture(bits, setup, teardown);
    tcase_add_loop_test(bits, chunks_in_order_merge_to_the_bits_of_the_whole, 0, N_NAMES);
    tcase_add_loop_test(bits, one_state_may_see_all_chunks, 0, N_NAMES);
    tcase_add_loop_test(bits, exact_reductions_take_any_chunks, 0, N_NAMES);
    tcase_add_loop_test(bits, any_layout_in_c_order, 0, N_NAMES);
    tcase_add_test(bits, uneven_chunks_are_added_in_pairs);
    tcase_add_test(bits, a_mask_broadcasts);
    tcase_add_test(bits, of_no_elements);
    tcase_add_test(bits, initial_is_as_in_reduce);
    tcase_add_test(bits, a_state_may_be_merged_with_itself);
    tcase_add_test(bits, states_are_little_endian);
    tcase_add_test(bits, a_users_kernel_folds_in_parts);
    tcase_add_test(bits, without_a_context);
    suite_add_tcase(suite, bits);
    return run_suite(suite);
}
