/* judge.h: whether results are the scalar oracle's. */
#ifndef TESTS_GOLDEN_JUDGE_H
#define TESTS_GOLDEN_JUDGE_H

#include "golden.h"
#include "oracle.h"

/* Whether a value is the canonical result. */
bool golden_is_same(oracle_value value, int32_t dtype, const unsigned char *result);
bool golden_judge_statistics(const golden_row *row, const golden_call *call, int32_t output,
                             const unsigned char *results);

#endif
