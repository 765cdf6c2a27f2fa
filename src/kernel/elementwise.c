/* elementwise.c: the BASIC family of kernels.def. Compiled once per compute dtype and instruction set; RVL_OPERATIONS
 * names the header that holds the bodies for that dtype's kind. */
#include "kernel.h"
#include RVL_OPERATIONS
#include "loops.h"

#define BASIC(...) __VA_ARGS__
#define RVL_TABLE RVL_NAME(rvl_elementwise)
#include "wiring.h"
