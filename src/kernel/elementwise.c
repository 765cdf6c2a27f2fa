/* elementwise.c: the BASIC family of kernels.def. Compiled once per compute dtype and instruction set; RVL_OPERATIONS
 * names the header that holds the bodies for that dtype's kind.
 */
#include "kernel.h"
#include RVL_OPERATIONS
#include "loops.h"

/* Wiring: one function for each row whose column for this kind says YES, then one cell of the table. */
#define YES(...) __VA_ARGS__
#define NO(...)
#define NEVER(...)
#define BASIC(...) __VA_ARGS__
#define ELEMENTARY(...)
#define FUNCTION(name, loop)                                                                           \
    static int32_t RVL_NAME(rvl_##name)(size_t n, const void *const *in, void *const *out, void *user) \
    {                                                                                                  \
        (void)user;                                                                                    \
        loop(name##_op, n, in, out);                                                                   \
        return 0;                                                                                      \
    }
#define FUNCTION_move(name)
#define FUNCTION_unary(name) FUNCTION(name, unary_loop)
#define FUNCTION_binary(name) FUNCTION(name, binary_loop)
#define FUNCTION_ternary(name) FUNCTION(name, ternary_loop)
#define FUNCTION_compare(name) FUNCTION(name, compare_loop)
#define FUNCTION_predicate(name) FUNCTION(name, predicate_loop)
#define FUNCTION_magnitude(name) FUNCTION(name, magnitude_loop)
#define FUNCTION_select(name) FUNCTION(name, select_loop)
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) \
    RVL_KIND_COLUMN(boolean, integer, real, complex)(family(FUNCTION_##loop(name)))
#include "kernels.def"
#undef KERNEL

#define CELL_move(name)
#define CELL_unary(name) [RVL_KERNEL_##name] = RVL_NAME(rvl_##name),
#define CELL_binary(name) CELL_unary(name)
#define CELL_ternary(name) CELL_unary(name)
#define CELL_compare(name) CELL_unary(name)
#define CELL_predicate(name) CELL_unary(name)
#define CELL_magnitude(name) CELL_unary(name)
#define CELL_select(name) CELL_unary(name)
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) \
    RVL_KIND_COLUMN(boolean, integer, real, complex)(family(CELL_##loop(name)))
const rvl_loop_table RVL_NAME(rvl_elementwise) = {
#include "kernels.def"
};
