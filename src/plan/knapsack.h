/* knapsack.h: the bounded knapsack question, exactly: can a sum of multiples of some numbers hit an interval? */
#ifndef RVL_PLAN_KNAPSACK_H
#define RVL_PLAN_KNAPSACK_H

#include <stdbool.h>
#include <stdint.h>

/* More different coefficients than this that do not reduce to fewer count as undecidable; memory that an address space
 * can hold makes far fewer. */
#define RVL_KNAPSACK_TERMS 64

typedef enum { RVL_IMPOSSIBLE, RVL_POSSIBLE, RVL_TOO_HARD } rvl_knapsack_answer;

/* 0 <= x <= bound copies of a coefficient > 0. Coefficient * bound, summed over all terms, must not exceed 2^62, nor
 * may the ends of the interval, either side of 0. */
typedef struct rvl_knapsack_term {
    int64_t coefficient, bound;
} rvl_knapsack_term;

typedef struct rvl_knapsack {
    int64_t low, high; /* the interval to hit, both ends included */
    int32_t n_terms;
    rvl_knapsack_term terms[RVL_KNAPSACK_TERMS]; /* by coefficient, ascending, no two the same */
} rvl_knapsack;

/* Adds a term, in its place. False: there is no room for it. */
bool rvl_knapsack_add(rvl_knapsack *knapsack, int64_t coefficient, int64_t bound);
/* Whether x in the terms' bounds exist with low <= sum of coefficient * x <= high. Takes what it spends off *budget;
 * too hard when that is used up. Leaves the knapsack unspecified. */
rvl_knapsack_answer rvl_knapsack_solve(rvl_knapsack *knapsack, int64_t *budget);

#endif
