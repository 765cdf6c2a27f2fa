/* overlap.c: do two arrays share a byte? */
#include "overlap.h"
#include "knapsack.h"

/* No array in an address space of 2^61 bytes reaches further; what claims to is undecided. */
#define REACH_LIMIT (INT64_C(1) << 60)

typedef enum { EMPTY, NEAR, TOO_FAR } reach_kind;

/* How far an array's bytes reach from data: [below, above). */
typedef struct reach {
    int64_t below, above;
} reach;

static inline reach_kind find_reach(const rvl_extent *array, reach *result)
{
    int64_t below = 0, above = array->itemsize;
    bool overflow = false;
    for (int32_t i = 0; i < array->ndim; i++) {
        int64_t span;
        if (array->shape[i] == 0)
            return EMPTY;
        overflow |= __builtin_mul_overflow(array->shape[i] - 1, array->strides[i], &span);
        overflow |= __builtin_add_overflow(below, span < 0 ? span : 0, &below);
        overflow |= __builtin_add_overflow(above, span < 0 ? 0 : span, &above);
    }
    result->below = below;
    result->above = above;
    return overflow || below < -REACH_LIMIT || above > REACH_LIMIT ? TOO_FAR : NEAR;
}

/* b.data - a.data, cut to a range in which it can be added to a reach: further apart than both reach is far enough. */
static inline int64_t distance(const rvl_extent *a, const rvl_extent *b)
{
    const uintptr_t from = (uintptr_t)a->data, to = (uintptr_t)b->data;
    const uint64_t far = (uint64_t)(2 * REACH_LIMIT);
    if (to >= from)
        return to - from > far ? (int64_t)far : (int64_t)(to - from);
    return from - to > far ? -(int64_t)far : -(int64_t)(from - to);
}

static int64_t magnitude(int64_t stride)
{
    return stride < 0 ? -stride : stride;
}

/* Adds the axes that move at all as terms. Their reach is known to be near, so no stride of them is INT64_MIN. */
static bool add_axes(rvl_knapsack *knapsack, const rvl_extent *array)
{
    bool room = true;
    for (int32_t i = array->ndim - 1; i >= 0; i--)
        if (array->shape[i] > 1 && array->strides[i] != 0)
            room &= rvl_knapsack_add(knapsack, magnitude(array->strides[i]), array->shape[i] - 1);
    return room;
}

static rvl_overlap overlap_of(rvl_knapsack_answer answer)
{
    return answer == RVL_POSSIBLE ? RVL_OVERLAP : answer == RVL_IMPOSSIBLE ? RVL_DISJOINT : RVL_UNDECIDED;
}

/* Counting bytes of a from its lowest one up, and those of b from its highest one down, turns "the same address" into
 * one sum of non-negative terms: with x over the axes of a, y over those of b, and p, q over the bytes of an element,
 *
 *     a.low + sum(s * x) + p = b.high - sum(t * y) - q,
 *
 * and p + q takes every value up to the two itemsizes - 2, which makes it the width of an interval. */
static rvl_overlap search_between(const rvl_extent *a, const rvl_extent *b, int64_t reach_between, int64_t budget)
{
    rvl_knapsack knapsack;
    knapsack.high = reach_between - 1;
    knapsack.low = knapsack.high - (a->itemsize + b->itemsize - 2);
    knapsack.n_terms = 0;
    (void)add_axes(&knapsack, a); /* there is a term for each axis of one array */
    if (!add_axes(&knapsack, b))
        return RVL_UNDECIDED;
    return overlap_of(rvl_knapsack_solve(&knapsack, &budget));
}

rvl_overlap rvl_overlap_between(const rvl_extent *a, const rvl_extent *b, int64_t budget)
{
    reach of_a = {0, 0}, of_b = {0, 0};
    const reach_kind kind_a = find_reach(a, &of_a), kind_b = find_reach(b, &of_b);
    if (kind_a == EMPTY || kind_b == EMPTY)
        return RVL_DISJOINT;
    if (kind_a == TOO_FAR || kind_b == TOO_FAR)
        return RVL_UNDECIDED;
    const int64_t apart = distance(a, b);
    if (apart + of_b.below >= of_a.above || apart + of_b.above <= of_a.below)
        return RVL_DISJOINT;
    return search_between(a, b, apart + of_b.above - of_a.below, budget);
}

/* Two elements differ first, from the largest stride down, on some axis k, by d_k >= 1 (else swap them). They share a
 * byte if |s_k * d_k + sum over the smaller strides of s_j * d_j| < itemsize with |d_j| <= n_j - 1. Adding n_j - 1 to
 * each d_j and taking 1 off d_k makes all of them start at 0. */
static rvl_knapsack_answer search_below(const rvl_knapsack *axes, int32_t k, int64_t spread, int64_t itemsize,
                                        int64_t *budget)
{
    rvl_knapsack knapsack;
    const int64_t middle = spread - axes->terms[k].coefficient;
    knapsack.low = middle - (itemsize - 1);
    knapsack.high = middle + (itemsize - 1);
    knapsack.n_terms = k + 1;
    for (int32_t j = 0; j < k; j++)
        knapsack.terms[j] = (rvl_knapsack_term){axes->terms[j].coefficient, 2 * axes->terms[j].bound};
    knapsack.terms[k] = (rvl_knapsack_term){axes->terms[k].coefficient, axes->terms[k].bound - 1};
    return rvl_knapsack_solve(&knapsack, budget);
}

rvl_overlap rvl_overlap_within(const rvl_extent *a, int64_t budget)
{
    reach reach_of_a;
    const reach_kind kind = find_reach(a, &reach_of_a);
    if (kind == EMPTY)
        return RVL_DISJOINT;
    rvl_knapsack axes; /* a sorted list here */
    int32_t n_moving = 0;
    axes.n_terms = 0;
    for (int32_t i = a->ndim - 1; i >= 0; i--) {
        if (a->shape[i] <= 1)
            continue;
        if (a->strides[i] == 0)
            return RVL_OVERLAP;
        n_moving++;
        if (kind == NEAR)
            (void)rvl_knapsack_add(&axes, magnitude(a->strides[i]), a->shape[i] - 1);
    }
    if (kind == TOO_FAR)
        return RVL_UNDECIDED;
    if (axes.n_terms < n_moving) /* axes of the same stride became one: a step back on one undoes a step on the other */
        return RVL_OVERLAP;
    /* An axis that steps over all that the smaller ones span cannot bring two elements together. */
    int64_t spread = 0;
    for (int32_t k = 0; k < axes.n_terms; k++) {
        if (axes.terms[k].coefficient < spread + a->itemsize) {
            const rvl_knapsack_answer answer = search_below(&axes, k, spread, a->itemsize, &budget);
            if (answer != RVL_IMPOSSIBLE)
                return overlap_of(answer);
        }
        spread += axes.terms[k].coefficient * axes.terms[k].bound;
    }
    return RVL_DISJOINT;
}
