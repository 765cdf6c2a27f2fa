/* shortest.h: a float64 in decimal digits, as few as tell it from all others; in integers alone, so that no locale,
 * rounding mode or trap matters. */
#ifndef RVL_CORE_SHORTEST_H
#define RVL_CORE_SHORTEST_H

/* "-0.30000000000000004", "5e-324", "inf", "NaN", with the final NUL. */
#define RVL_SHORTEST_SIZE 32
void rvl_shortest(double value, char *text);

#endif
