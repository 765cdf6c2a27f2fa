/* knapsack.c: bounded knapsack feasibility by reduction, then depth-first search that skips by congruence.
 *
 * The question, whether sum(c_k * x_k) hits [low, high] with 0 <= x_k <= b_k, is NP-complete, hence the budget. It is
 * the bounded linear Diophantine equation of "Do two strided arrays overlap?", with the bytes of an element made into
 * the interval's width. Searching it depth first over a Euclidean chain of greatest common divisors is the approach of
 * P. Ramachandran, "Use of Extended Euclidean Algorithm in Solving a System of Linear Diophantine Equations with
 * Bounded Variables", ANTS-VII, LNCS 4076 (2006), 182-192. Here the interval stays an interval all the way, so that two
 * terms are decided in logarithmic time whatever its width, and three things make most questions trivial before any
 * search:
 *
 *   division   all c_k are multiples of g: the interval shrinks to the multiples of g in it
 *   absorption c <= width + 1: the multiples of c leave no gap, so that the term only widens the interval
 *   the ends   0 or the largest sum lies in the interval */
#include "knapsack.h"

bool rvl_knapsack_add(rvl_knapsack *knapsack, int64_t coefficient, int64_t bound)
{
    rvl_knapsack_term *const terms = knapsack->terms;
    int32_t place = knapsack->n_terms;
    while (place > 0 && terms[place - 1].coefficient > coefficient)
        place--;
    if (place > 0 && terms[place - 1].coefficient == coefficient) {
        terms[place - 1].bound += bound;
        return true;
    }
    if (knapsack->n_terms == RVL_KNAPSACK_TERMS)
        return false;
    for (int32_t i = knapsack->n_terms++; i > place; i--)
        terms[i] = terms[i - 1];
    terms[place] = (rvl_knapsack_term){coefficient, bound};
    return true;
}

static int64_t greatest_common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* For a positive divisor. */
static int64_t divide_down(int64_t a, int64_t divisor)
{
    return a / divisor - (a % divisor < 0);
}

static int64_t divide_up(int64_t a, int64_t divisor)
{
    return a / divisor + (a % divisor > 0);
}

static int64_t largest_sum(const rvl_knapsack *knapsack)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < knapsack->n_terms; i++)
        sum += knapsack->terms[i].coefficient * knapsack->terms[i].bound;
    return sum;
}

/* Whether the interval is empty, out of reach, or holds one of the two sums that always exist. */
static bool decided_by_ends(const rvl_knapsack *knapsack, rvl_knapsack_answer *answer)
{
    const int64_t most = largest_sum(knapsack);
    if (knapsack->low > knapsack->high || knapsack->high < 0 || knapsack->low > most)
        *answer = RVL_IMPOSSIBLE;
    else if (knapsack->low <= 0 || knapsack->high >= most)
        *answer = RVL_POSSIBLE;
    else
        return false;
    return true;
}

/* Removes the smallest terms as long as their multiples leave no gaps. */
static bool absorb(rvl_knapsack *knapsack)
{
    rvl_knapsack_term *const terms = knapsack->terms;
    int32_t n = 0;
    while (n < knapsack->n_terms && terms[n].coefficient <= knapsack->high - knapsack->low + 1) {
        knapsack->low -= terms[n].coefficient * terms[n].bound;
        n++;
    }
    if (n == 0)
        return false;
    knapsack->n_terms -= n;
    for (int32_t i = 0; i < knapsack->n_terms; i++)
        terms[i] = terms[i + n];
    return true;
}

static bool divide(rvl_knapsack *knapsack)
{
    int64_t divisor = 0;
    for (int32_t i = 0; i < knapsack->n_terms && divisor != 1; i++)
        divisor = greatest_common_divisor(knapsack->terms[i].coefficient, divisor);
    if (divisor <= 1)
        return false;
    for (int32_t i = 0; i < knapsack->n_terms; i++)
        knapsack->terms[i].coefficient /= divisor;
    knapsack->low = divide_up(knapsack->low, divisor);
    knapsack->high = divide_down(knapsack->high, divisor);
    return true;
}

/* A step of the descent takes about as long as this many steps of the search: it is all divisions. */
#define DESCENT_COST 3

/* One step of the descent in first_in_window. */
typedef struct descent {
    int64_t factor, modulus, low;
} descent;

/* The smallest x >= 0 with low <= (factor * x) mod modulus <= high, where 0 < low <= high < modulus and 0 <= factor <
 * modulus; -1 if there is none, or none with factor * x < 2^63.
 *
 * If a multiple of the factor lies in the window, the first one is the answer. If not, factor * x - modulus * y in the
 * window means, modulo the factor, modulus * y in [-high, -low]: the same question for y with smaller numbers, and the
 * smallest y gives the smallest x. Taking modulus - factor and the mirrored window where that is smaller halves the
 * modulus at every step, so 63 steps suffice. */
static int64_t first_in_window(int64_t factor, int64_t modulus, int64_t low, int64_t high, int64_t *budget)
{
    descent stack[64];
    int32_t depth = 0;
    int64_t x;
    for (;;) {
        *budget -= DESCENT_COST;
        if (factor == 0)
            return -1;
        if (factor > modulus - factor) {
            const int64_t mirrored = modulus - high;
            factor = modulus - factor;
            high = modulus - low;
            low = mirrored;
        }
        x = divide_up(low, factor);
        if (x <= high / factor)
            break;
        stack[depth++] = (descent){factor, modulus, low};
        /* No multiple of the factor lies in [low, high], so neither residue is 0, and they are in order. */
        const int64_t new_low = factor - high % factor, new_high = factor - low % factor, rest = modulus % factor;
        modulus = factor;
        factor = rest;
        low = new_low;
        high = new_high;
    }
    while (depth > 0) {
        const descent *const step = &stack[--depth];
        int64_t product;
        if (__builtin_mul_overflow(step->modulus, x, &product) || __builtin_add_overflow(product, step->low, &product))
            return -1;
        x = divide_up(product, step->factor);
    }
    return x;
}

/* A level of the search: the term that it chooses a multiple of, and what the terms below it can do. */
typedef struct level {
    int64_t most_below, divisor_below; /* the largest sum of the levels below, and what divides all their sums */
    int64_t high;                      /* the interval's upper end after the choices above; its width never changes */
    int64_t next, last;                /* the multiples not tried yet */
} level;

/* Sets the range of multiples that a level may take, given its interval. */
static void open_level(level *current, const rvl_knapsack_term *term, int64_t high, int64_t width)
{
    const int64_t least = divide_up(high - width - current->most_below, term->coefficient);
    const int64_t most = high / term->coefficient;
    current->high = high;
    current->next = least > 0 ? least : 0;
    current->last = most < term->bound ? most : term->bound;
}

/* Moves a level on to its next multiple after which some sum of the divisor's multiples lies in the interval. */
static bool next_multiple(level *current, const rvl_knapsack_term *term, int64_t width, int64_t *budget)
{
    const int64_t divisor = current->divisor_below;
    if (current->next > current->last)
        return false;
    if (divisor <= width + 1)
        return true;
    const int64_t rest = (current->high - term->coefficient * current->next) % divisor;
    if (rest <= width)
        return true;
    const int64_t skip = first_in_window(term->coefficient % divisor, divisor, rest - width, rest, budget);
    if (skip < 0 || skip > current->last - current->next)
        return false;
    current->next += skip;
    return true;
}

/* Chooses multiples from the largest coefficient down. Every interval that it opens has high >= 0. */
static rvl_knapsack_answer search(const rvl_knapsack *knapsack, int64_t *budget)
{
    level levels[RVL_KNAPSACK_TERMS]; /* level i belongs to term i: the largest term is the last one */
    const rvl_knapsack_term *const terms = knapsack->terms;
    const int64_t width = knapsack->high - knapsack->low;
    const int32_t top = knapsack->n_terms - 1;
    int64_t most = 0, divisor = 0;
    for (int32_t i = 0; i <= top; i++) {
        levels[i].most_below = most;
        levels[i].divisor_below = divisor;
        most += terms[i].coefficient * terms[i].bound;
        divisor = greatest_common_divisor(terms[i].coefficient, divisor);
    }
    int32_t i = top;
    open_level(&levels[top], &terms[top], knapsack->high, width);
    while (i <= top) {
        level *const current = &levels[i];
        if (--*budget < 0)
            return RVL_TOO_HARD;
        if (!next_multiple(current, &terms[i], width, budget)) {
            i++;
            continue;
        }
        const int64_t high = current->high - terms[i].coefficient * current->next;
        /* Taking nothing more, or all there is, may already do. */
        if (high <= width || high >= current->most_below)
            return RVL_POSSIBLE;
        current->next++;
        i--;
        open_level(&levels[i], &terms[i], high, width);
    }
    return *budget < 0 ? RVL_TOO_HARD : RVL_IMPOSSIBLE;
}

rvl_knapsack_answer rvl_knapsack_solve(rvl_knapsack *knapsack, int64_t *budget)
{
    rvl_knapsack_answer answer;
    bool smaller;
    do {
        if (decided_by_ends(knapsack, &answer))
            return answer;
        smaller = absorb(knapsack);
        if (divide(knapsack))
            smaller = true;
    } while (smaller);
    return search(knapsack, budget);
}
