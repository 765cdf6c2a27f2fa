/* division.c: the DIVISION family of kernels.def: quotients, remainders, common divisors. Compiled once per dtype and
 * instruction set; RVL_OPERATIONS names the header of the dtype's kind. */
#include "kernel.h"
#include RVL_OPERATIONS

#if RVL_KIND_COLUMN(0, 1, 0, 0)
#    include "division_integer.h"

#    include "division_gcd.h"
#else
#    include "division_real.h"
#endif

#define LOOP_binary(name) name##_loop(n, in, out)
#define LOOP_binary_pair(name) name##_loop(n, in, out)
#define DIVISION(...) __VA_ARGS__
#define RVL_TABLE RVL_NAME(rvl_division)
#include "wiring.h"
