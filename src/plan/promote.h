/* promote.h: which dtype operands meet in, and which casts a rule allows. */
#ifndef RVL_PLAN_PROMOTE_H
#define RVL_PLAN_PROMOTE_H

#include <stdbool.h>
#include <stdint.h>

/* The dtype in which two dtypes meet, 0 where there is none (int64 with uint64). */
int32_t rvl_promote(int32_t a, int32_t b);
/* The same for n operands; weak (or NULL) marks literals, of which only the kind counts. A weak bool is a bool;
 * literals alone meet in int64, float64, complex128. 0 where there is none. */
int32_t rvl_result_type(int32_t n, const int32_t *dtypes, const int32_t *weak);
/* Whether the casting rule lets `from` become `to`. */
bool rvl_can_cast(int32_t from, int32_t to, int32_t casting);

#endif
