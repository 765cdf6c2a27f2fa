/* unit_knapsack.c: questions with their answers, and with what each answer takes of the budget.
 *
 * A search that prunes less gives the same answers and only takes longer, so the cost is part of what is tested. */
#include "plan/knapsack.h"
#include "support/run_suite.h"
#include <stdlib.h>

#define MAX_TERMS 4

typedef struct question {
    int64_t low, high;
    rvl_knapsack_term terms[MAX_TERMS]; /* up to the first without a coefficient */
    int64_t cost;
    rvl_knapsack_answer answer;
} question;

static const question questions[] = {
    /* divided by 26 it is all multiples of 1 up to 4, of which 2 is wanted */
    {52, 56, {{26, 4}}, 0, RVL_POSSIBLE},
    /* multiples of 3 leave no gap of three: absorbed, and the ends decide */
    {19, 21, {{3, 1}, {38, 1}}, 0, RVL_IMPOSSIBLE},
    /* after one 24 and two 20 are too many, and one is enough: all that is below may be taken */
    {35, 40, {{20, 2}, {24, 4}}, 1, RVL_POSSIBLE},
    /* two 28 are enough, at the lower end: nothing more has to be taken */
    {56, 58, {{22, 1}, {28, 2}}, 1, RVL_POSSIBLE},
    /* all is tried, and the budget is just enough */
    {69, 72, {{13, 3}, {20, 2}}, 7, RVL_IMPOSSIBLE},
    /* the congruences skip what cannot be */
    {84, 84, {{13, 3}, {19, 5}}, 7, RVL_IMPOSSIBLE},
    {109, 113, {{1, 1}, {24, 5}, {33, 5}}, 7, RVL_IMPOSSIBLE},
    /* a skip so long that its product has no 64 bits: beyond every bound */
    {1452510214830, 1452510781806, {{3372697559, 738}, {4324137605, 185}}, 11, RVL_POSSIBLE},
    /* out of reach, or met by nothing or everything */
    {1, 0, {{7, 3}}, 0, RVL_IMPOSSIBLE},
    {-5, -1, {{7, 3}}, 0, RVL_IMPOSSIBLE},
    {22, 30, {{7, 3}}, 0, RVL_IMPOSSIBLE},
    {21, 21, {{7, 3}}, 0, RVL_POSSIBLE},
    {0, 0, {{7, 3}}, 0, RVL_POSSIBLE},
    {0, 0, {{0, 0}}, 0, RVL_POSSIBLE},
    {1, 9, {{0, 0}}, 0, RVL_IMPOSSIBLE},
};

/* The terms that are not there hold what nobody may use. */
static rvl_knapsack make(const question *asked)
{
    rvl_knapsack knapsack = {asked->low, asked->high, 0, {{0, 0}}};
    for (int32_t i = 0; i < RVL_KNAPSACK_TERMS; i++)
        knapsack.terms[i] = (rvl_knapsack_term){1, -1000000};
    for (int32_t i = 0; i < MAX_TERMS && asked->terms[i].coefficient != 0; i++)
        ck_assert(rvl_knapsack_add(&knapsack, asked->terms[i].coefficient, asked->terms[i].bound));
    return knapsack;
}

START_TEST(answers_take_what_they_should)
{
    const question *asked = &questions[_i];
    rvl_knapsack knapsack = make(asked);
    int64_t budget = asked->cost;
    ck_assert_int_eq(rvl_knapsack_solve(&knapsack, &budget), asked->answer);
    ck_assert_int_eq(budget, 0);
    if (asked->cost > 0) {
        knapsack = make(asked);
        budget = asked->cost - 1;
        ck_assert_int_eq(rvl_knapsack_solve(&knapsack, &budget), RVL_TOO_HARD);
    }
}
END_TEST

START_TEST(terms_are_kept_in_order_and_joined)
{
    static const int64_t coefficients[] = {5, 3, 9, 3, 5, 9, 1, 1};
    static const rvl_knapsack_term expected[] = {{1, 15}, {3, 6}, {5, 6}, {9, 9}};
    rvl_knapsack knapsack = {0, 0, 0, {{0, 0}}};
    for (int32_t i = 0; i < 8; i++)
        ck_assert(rvl_knapsack_add(&knapsack, coefficients[i], i + 1));
    ck_assert_int_eq(knapsack.n_terms, 4);
    for (int32_t i = 0; i < 4; i++) {
        ck_assert_int_eq(knapsack.terms[i].coefficient, expected[i].coefficient);
        ck_assert_int_eq(knapsack.terms[i].bound, expected[i].bound);
    }
}
END_TEST

START_TEST(there_is_room_for_so_many_terms)
{
    rvl_knapsack knapsack = {0, 0, 0, {{0, 0}}};
    for (int64_t i = RVL_KNAPSACK_TERMS; i > 0; i--)
        ck_assert(rvl_knapsack_add(&knapsack, 2 * i, 1));
    ck_assert(!rvl_knapsack_add(&knapsack, 1, 1));
    ck_assert(!rvl_knapsack_add(&knapsack, 2 * RVL_KNAPSACK_TERMS + 1, 1));
    ck_assert(rvl_knapsack_add(&knapsack, 2, 1));
    ck_assert(rvl_knapsack_add(&knapsack, 2 * RVL_KNAPSACK_TERMS, 1));
    ck_assert_int_eq(knapsack.n_terms, RVL_KNAPSACK_TERMS);
    ck_assert_int_eq(knapsack.terms[0].bound, 2);
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("knapsack");
    TCase *const tests = tcase_create("knapsack");
    tcase_add_loop_test(tests, answers_take_what_they_should, 0, (int)(sizeof questions / sizeof *questions));
    tcase_add_test(tests, terms_are_kept_in_order_and_joined);
    tcase_add_test(tests, there_is_room_for_so_many_terms);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
