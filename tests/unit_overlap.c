/* unit_overlap.c: the overlap tests against brute force, against known answers, and against the clock. */
#include "plan/overlap.h"
#include "support/run_suite.h"
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MEMORY_NBYTES 512
#define MAX_SMALL_NDIM 5

static uint64_t random_state = UINT64_C(0x9e3779b97f4a7c15);

static uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static int64_t random_between(int64_t low, int64_t high)
{
    return low + (int64_t)(random_bits() % (uint64_t)(high - low + 1));
}

/* An array that lies in `memory`, which is never read: only addresses count. */
typedef struct small_array {
    int64_t shape[MAX_SMALL_NDIM], strides[MAX_SMALL_NDIM];
    rvl_extent extent;
} small_array;

static unsigned char memory[MEMORY_NBYTES];

/* Retries until the array fits. `grain` makes strides and offsets multiples, as real arrays have them. */
static void make_small_array(small_array *array, int64_t grain)
{
    for (;;) {
        const int32_t ndim = (int32_t)random_between(0, MAX_SMALL_NDIM);
        const int64_t itemsize = random_between(0, 3) == 0 ? random_between(1, 17) : grain;
        int64_t below = 0, above = itemsize;
        bool empty = false;
        for (int32_t i = 0; i < ndim; i++) {
            const int64_t length = random_between(0, 40) == 0 ? 0 : random_between(1, 6);
            const int64_t widest = 1 + MEMORY_NBYTES / grain / (2 << random_between(0, 6));
            const int64_t stride = random_between(-widest, widest) * grain;
            array->shape[i] = length;
            array->strides[i] = length == 1 && random_between(0, 3) == 0 ? INT64_MIN : stride;
            if (length == 0)
                empty = true;
            else if (length > 1 && stride < 0)
                below += (length - 1) * stride;
            else if (length > 1)
                above += (length - 1) * stride;
        }
        const int64_t room = MEMORY_NBYTES - (above - below);
        if (room < 0 && !empty)
            continue;
        const int64_t offset = room < 0 ? 0 : random_between(0, room / grain) * grain - below;
        array->extent = (rvl_extent){memory + (empty ? 0 : offset), ndim, itemsize, array->shape, array->strides};
        return;
    }
}

/* Counts, for each byte of memory, the elements that cover it. */
static void count_covers(const rvl_extent *array, uint16_t *covers)
{
    int64_t index[MAX_SMALL_NDIM] = {0};
    for (int32_t i = 0; i < array->ndim; i++)
        if (array->shape[i] == 0)
            return;
    for (;;) {
        int64_t at = array->data - memory;
        for (int32_t i = 0; i < array->ndim; i++)
            if (index[i] != 0)
                at += index[i] * array->strides[i];
        for (int64_t k = 0; k < array->itemsize; k++)
            covers[at + k]++;
        int32_t axis = array->ndim - 1;
        while (axis >= 0 && ++index[axis] == array->shape[axis])
            index[axis--] = 0;
        if (axis < 0)
            return;
    }
}

static int64_t n_random_cases(void)
{
    const char *const text = getenv("RAVEL_TEST_OVERLAP_CASES");
    return text != NULL ? strtoll(text, NULL, 10) : 1000000;
}

START_TEST(random_arrays_agree_with_brute_force)
{
    int64_t n_overlapping = 0, n_disjoint = 0, n_within = 0, n_not_within = 0;
    const int64_t n_cases = n_random_cases();
    for (int64_t n = 0; n < n_cases; n++) {
        const uint64_t seed = random_state;
        small_array a, b;
        const int64_t grain = INT64_C(1) << random_between(0, 4);
        make_small_array(&a, grain);
        make_small_array(&b, grain);
        uint16_t covers_a[MEMORY_NBYTES] = {0}, covers_b[MEMORY_NBYTES] = {0};
        count_covers(&a.extent, covers_a);
        count_covers(&b.extent, covers_b);
        bool shared = false, twice = false;
        for (int32_t i = 0; i < MEMORY_NBYTES; i++) {
            shared |= covers_a[i] != 0 && covers_b[i] != 0;
            twice |= covers_a[i] > 1;
        }
        const rvl_overlap between = rvl_overlap_between(&a.extent, &b.extent, RVL_OVERLAP_BUDGET);
        const rvl_overlap swapped = rvl_overlap_between(&b.extent, &a.extent, RVL_OVERLAP_BUDGET);
        const rvl_overlap within = rvl_overlap_within(&a.extent, RVL_OVERLAP_BUDGET);
        const rvl_overlap expected_between = shared ? RVL_OVERLAP : RVL_DISJOINT;
        const rvl_overlap expected_within = twice ? RVL_OVERLAP : RVL_DISJOINT;
        if (between != expected_between || swapped != expected_between || within != expected_within)
            ck_abort_msg("case %lld (state %llx): between %d, swapped %d, expected %d; within %d, expected %d",
                         (long long)n, (unsigned long long)seed, (int)between, (int)swapped, (int)expected_between,
                         (int)within, (int)expected_within);
        *(shared ? &n_overlapping : &n_disjoint) += 1;
        *(twice ? &n_within : &n_not_within) += 1;
    }
    /* All four answers were really asked for. */
    ck_assert_int_gt(n_overlapping, n_cases / 20);
    ck_assert_int_gt(n_disjoint, n_cases / 20);
    ck_assert_int_gt(n_within, n_cases / 20);
    ck_assert_int_gt(n_not_within, n_cases / 20);
}
END_TEST

/* An address that nothing is read from. */
static const unsigned char *address(uint64_t value)
{
    return (const unsigned char *)(uintptr_t)value;
}

#define BASE (UINT64_C(1) << 40)

START_TEST(one_dimension_is_exact_whatever_the_strides)
{
    /* Two combs of large coprime strides: 1000003 * x = 1000033 * y + 1 has exactly one small solution. */
    const int64_t shape_a[1] = {1000033}, strides_a[1] = {1000003};
    const int64_t shape_b[1] = {1000003}, strides_b[1] = {1000033};
    rvl_extent a = {address(BASE), 1, 1, shape_a, strides_a}, b = {address(BASE + 1), 1, 1, shape_b, strides_b};
    ck_assert_int_eq(rvl_overlap_between(&a, &b, 100), RVL_OVERLAP);
    /* The inverse of 1000003 modulo 1000033 is the x at which they meet: one element fewer and they do not. */
    int64_t x = 0;
    while (x * 1000003 % 1000033 != 1)
        x++;
    const int64_t shape_before[1] = {x};
    rvl_extent before = {address(BASE), 1, 1, shape_before, strides_a};
    ck_assert_int_eq(rvl_overlap_between(&before, &b, 100), RVL_DISJOINT);
    const int64_t shape_until[1] = {x + 1};
    rvl_extent until = {address(BASE), 1, 1, shape_until, strides_a};
    ck_assert_int_eq(rvl_overlap_between(&until, &b, 100), RVL_OVERLAP);
}
END_TEST

START_TEST(interleaved_arrays_are_disjoint)
{
    const int64_t shape[3] = {1000, 500, 20}, strides[3] = {80000, 160, 8};
    const rvl_extent even = {address(BASE), 3, 8, shape, strides};
    const rvl_extent odd = {address(BASE + 40000 * 2), 3, 8, shape, strides};
    ck_assert_int_eq(rvl_overlap_between(&even, &odd, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
    const int64_t pairs[2] = {1000, 1000}, every_other[2] = {16000, 16};
    const rvl_extent left = {address(BASE), 2, 8, pairs, every_other};
    const rvl_extent right = {address(BASE + 8), 2, 8, pairs, every_other};
    const rvl_extent between = {address(BASE + 7), 2, 8, pairs, every_other};
    ck_assert_int_eq(rvl_overlap_between(&left, &right, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    ck_assert_int_eq(rvl_overlap_between(&left, &between, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
    /* Column halves of one matrix, one of them upside down. */
    const int64_t half[2] = {1000, 50}, rows[2] = {800, 8}, reversed[2] = {-800, -8};
    const rvl_extent west = {address(BASE), 2, 8, half, rows};
    const rvl_extent east = {address(BASE + 999 * 800 + 99 * 8), 2, 8, half, reversed};
    ck_assert_int_eq(rvl_overlap_between(&west, &east, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
}
END_TEST

START_TEST(many_dimensions_are_decided)
{
    int64_t shape[64], c_order[64], f_order[64], sparse[64];
    for (int32_t i = 0; i < 64; i++) {
        shape[i] = i < 40 ? 2 : 1;
        c_order[i] = i < 40 ? INT64_C(8) << (39 - i) : INT64_MAX;
        f_order[i] = i < 40 ? INT64_C(8) << i : INT64_MIN;
        sparse[i] = i < 40 ? INT64_C(16) << i : 0;
    }
    const rvl_extent c = {address(BASE), 64, 8, shape, c_order}, f = {address(BASE + 8), 64, 8, shape, f_order};
    const rvl_extent even = {address(BASE), 64, 8, shape, sparse}, odd = {address(BASE + 8), 64, 8, shape, sparse};
    ck_assert_int_eq(rvl_overlap_within(&c, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    ck_assert_int_eq(rvl_overlap_within(&f, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    ck_assert_int_eq(rvl_overlap_within(&even, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    ck_assert_int_eq(rvl_overlap_between(&c, &f, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
    ck_assert_int_eq(rvl_overlap_between(&even, &odd, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    ck_assert_int_eq(rvl_overlap_between(&even, &f, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
}
END_TEST

START_TEST(arrays_that_meet_within_themselves)
{
    const int64_t shape[2] = {10, 10}, windows[2] = {8, 8}, broadcast[2] = {80, 0}, dense[2] = {80, 8};
    const int64_t close[2] = {72, 8}, skewed[2] = {88, 80}, bytes_short[2] = {80, 7};
    const rvl_extent sliding = {address(BASE), 2, 8, shape, windows};
    const rvl_extent repeated = {address(BASE), 2, 8, shape, broadcast};
    const rvl_extent plain = {address(BASE), 2, 8, shape, dense};
    const rvl_extent touching = {address(BASE), 2, 8, shape, close};
    const rvl_extent lattice = {address(BASE), 2, 8, shape, skewed};
    const rvl_extent narrow = {address(BASE), 2, 8, shape, bytes_short};
    ck_assert_int_eq(rvl_overlap_within(&sliding, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
    ck_assert_int_eq(rvl_overlap_within(&repeated, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
    ck_assert_int_eq(rvl_overlap_within(&plain, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    ck_assert_int_eq(rvl_overlap_within(&touching, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
    /* 88 * 10 = 80 * 11, but neither axis is that long. */
    ck_assert_int_eq(rvl_overlap_within(&lattice, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    ck_assert_int_eq(rvl_overlap_within(&narrow, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
}
END_TEST

START_TEST(impossible_claims_are_undecided_and_empty_arrays_disjoint)
{
    const int64_t two[2] = {2, 2}, none[2] = {2, 0};
    const int64_t extremes[4] = {INT64_MIN, INT64_MAX, INT64_MIN + 1, INT64_C(1) << 61};
    const rvl_extent here = {address(BASE), 0, 8, NULL, NULL};
    for (int32_t i = 0; i < 4; i++) {
        const int64_t strides[2] = {extremes[i], extremes[3 - i]};
        const rvl_extent huge = {address(BASE), 2, 8, two, strides};
        const rvl_extent empty = {NULL, 2, 8, none, strides};
        ck_assert_int_eq(rvl_overlap_between(&huge, &here, RVL_OVERLAP_BUDGET), RVL_UNDECIDED);
        ck_assert_int_eq(rvl_overlap_between(&here, &huge, RVL_OVERLAP_BUDGET), RVL_UNDECIDED);
        ck_assert_int_eq(rvl_overlap_within(&huge, RVL_OVERLAP_BUDGET), RVL_UNDECIDED);
        ck_assert_int_eq(rvl_overlap_between(&empty, &huge, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
        ck_assert_int_eq(rvl_overlap_within(&empty, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    }
    for (int32_t sign = -1; sign <= 1; sign += 2) {
        const int64_t stride = sign * (INT64_C(1) << 61);
        const rvl_extent far = {address(BASE), 1, 8, two, &stride};
        ck_assert_int_eq(rvl_overlap_within(&far, RVL_OVERLAP_BUDGET), RVL_UNDECIDED);
        ck_assert_int_eq(rvl_overlap_between(&far, &here, RVL_OVERLAP_BUDGET), RVL_UNDECIDED);
    }
    const rvl_extent first = {address(0), 0, 8, NULL, NULL}, last = {address(UINT64_MAX - 7), 0, 8, NULL, NULL};
    ck_assert_int_eq(rvl_overlap_between(&first, &last, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    ck_assert_int_eq(rvl_overlap_between(&last, &first, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    ck_assert_int_eq(rvl_overlap_between(&last, &last, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
}
END_TEST

START_TEST(products_that_wrap_around_are_undecided)
{
    const int64_t three[1] = {3}, strides[1] = {INT64_MAX}; /* 2 * INT64_MAX wraps around to -2 */
    const rvl_extent wrapped = {address(BASE), 1, 8, three, strides}, far = {address(BASE + 100), 0, 8, NULL, NULL};
    ck_assert_int_eq(rvl_overlap_between(&wrapped, &far, RVL_OVERLAP_BUDGET), RVL_UNDECIDED);
    ck_assert_int_eq(rvl_overlap_within(&wrapped, RVL_OVERLAP_BUDGET), RVL_UNDECIDED);
}
END_TEST

START_TEST(high_addresses_are_as_good_as_low_ones)
{
    const uint64_t bases[] = {BASE, UINT64_C(1) << 62, UINT64_C(1) << 63, UINT64_MAX - 1000};
    const int64_t shape[1] = {10}, strides[1] = {16};
    for (int32_t i = 0; i < 4; i++) {
        const rvl_extent even = {address(bases[i] + 16), 1, 8, shape, strides};
        const rvl_extent odd = {address(bases[i] + 8), 1, 8, shape, strides};
        const rvl_extent before = {address(bases[i]), 1, 8, shape, strides};
        ck_assert_int_eq(rvl_overlap_between(&even, &before, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
        ck_assert_int_eq(rvl_overlap_between(&before, &even, RVL_OVERLAP_BUDGET), RVL_OVERLAP);
        ck_assert_int_eq(rvl_overlap_between(&even, &odd, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
        ck_assert_int_eq(rvl_overlap_between(&odd, &even, RVL_OVERLAP_BUDGET), RVL_DISJOINT);
    }
}
END_TEST

START_TEST(more_axes_than_can_be_decided_are_undecided)
{
    enum { N = 64 };
    int64_t shape[N], odd[N], even[N];
    for (int32_t i = 0; i < N; i++) {
        shape[i] = 2;
        odd[i] = 1001 + 2 * i;
        even[i] = 2002 + 2 * i;
    }
    const rvl_extent a = {address(BASE), N, 1, shape, odd}, b = {address(BASE + 1), N, 1, shape, even};
    ck_assert_int_eq(rvl_overlap_between(&a, &b, RVL_OVERLAP_BUDGET), RVL_UNDECIDED);
}
END_TEST

/* Of this thread, for the machine may be busy. */
static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* V. Chvatal, "Hard knapsack problems", Operations Research 28 (1980): coefficients n (n + 1) + j, of which some are to
 * sum to (n - 1) / 2 times n (n + 1) plus n (n - 1) / 2 (Avis). There is no solution, and every search of this kind
 * takes exponential time to see it. As an array: n axes of length 2, in a quarter of a megabyte. */
START_TEST(a_hard_instance_is_undecided_in_time)
{
    enum { N = 59 };
    int64_t shape[N], strides[N];
    for (int32_t j = 0; j < N; j++) {
        shape[j] = 2;
        strides[j] = N * (N + 1) + j + 1;
    }
    const rvl_extent sums = {address(BASE), N, 1, shape, strides};
    const rvl_extent target = {address(BASE + (uint64_t)((N - 1) / 2 * N * (N + 1) + N * (N - 1) / 2)), 0, 1, NULL,
                               NULL};
    double best = 1;
    for (int32_t i = 0; i < 5; i++) {
        const double start = seconds();
        ck_assert_int_eq(rvl_overlap_between(&sums, &target, RVL_OVERLAP_BUDGET), RVL_UNDECIDED);
        const double took = seconds() - start;
        best = took < best ? took : best;
    }
    printf("overlap: a hard instance is given up after %.0f us\n", best * 1e6);
    /* A sanitizer or a slow machine may take longer; a search without end would not come back at all. */
    ck_assert(best < 0.02);
}
END_TEST

/* Strides at random make hard problems, harder than arrays do. There is no brute force for them, but whatever is
 * answered must not depend on the order of the arguments. */
START_TEST(large_random_problems_come_back)
{
    int32_t n_undecided = 0;
    double worst = 0;
    for (int32_t n = 0; n < 3000; n++) {
        int64_t shape[2][6], strides[2][6];
        const int64_t widest = INT64_C(1) << random_between(4, 30);
        const int32_t ndim = (int32_t)random_between(1, 6);
        for (int32_t k = 0; k < 2; k++)
            for (int32_t i = 0; i < ndim; i++) {
                shape[k][i] = random_between(1, 20);
                strides[k][i] = random_between(-widest, widest);
            }
        const rvl_extent a = {address(BASE), ndim, random_between(1, 16), shape[0], strides[0]};
        const rvl_extent b = {address(BASE + (uint64_t)random_between(0, widest)), ndim, 1, shape[1], strides[1]};
        const double start = seconds();
        const rvl_overlap answer = rvl_overlap_between(&a, &b, RVL_OVERLAP_BUDGET);
        const double took = seconds() - start;
        worst = took > worst ? took : worst;
        const rvl_overlap swapped = rvl_overlap_between(&b, &a, RVL_OVERLAP_BUDGET);
        ck_assert(answer == swapped || answer == RVL_UNDECIDED || swapped == RVL_UNDECIDED);
        n_undecided += answer == RVL_UNDECIDED;
        ck_assert(ndim > 1 || answer != RVL_UNDECIDED);
        (void)rvl_overlap_within(&a, RVL_OVERLAP_BUDGET);
    }
    printf("overlap: %d of 3000 large random pairs undecided, the longest took %.0f us\n", n_undecided, worst * 1e6);
    ck_assert_int_lt(n_undecided, 1500);
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("overlap");
    TCase *const tests = tcase_create("overlap");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, random_arrays_agree_with_brute_force);
    tcase_add_test(tests, one_dimension_is_exact_whatever_the_strides);
    tcase_add_test(tests, interleaved_arrays_are_disjoint);
    tcase_add_test(tests, many_dimensions_are_decided);
    tcase_add_test(tests, arrays_that_meet_within_themselves);
    tcase_add_test(tests, impossible_claims_are_undecided_and_empty_arrays_disjoint);
    tcase_add_test(tests, products_that_wrap_around_are_undecided);
    tcase_add_test(tests, high_addresses_are_as_good_as_low_ones);
    tcase_add_test(tests, more_axes_than_can_be_decided_are_undecided);
    tcase_add_test(tests, a_hard_instance_is_undecided_in_time);
    tcase_add_test(tests, large_random_problems_come_back);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
