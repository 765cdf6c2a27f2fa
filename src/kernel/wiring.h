/* wiring.h: from the rows of kernels.def to the functions and the table of one family. Included at the end of a
 * family's file, which says by a macro of the family's name that its rows count, names the table by RVL_TABLE, and has
 * an operation NAME_op for each row. LOOP_SHAPE may name another loop than that of loops.h. */
#define MOVE(...) /* has no loops: load and store do it */
#ifndef BASIC
#    define BASIC(...)
#endif
#ifndef DIVISION
#    define DIVISION(...)
#endif
#ifndef ELEMENTARY
#    define ELEMENTARY(...)
#endif

#ifndef LOOP_unary
#    define LOOP_unary(name) unary_loop(name##_op, n, in, out)
#endif
#ifndef LOOP_binary
#    define LOOP_binary(name) binary_loop(name##_op, n, in, out)
#endif
#ifndef LOOP_pair
#    define LOOP_pair(name) pair_loop(name##_op, n, in, out)
#endif
#ifndef LOOP_binary_pair
#    define LOOP_binary_pair(name) binary_pair_loop(name##_op, n, in, out)
#endif
#define LOOP_ternary(name) ternary_loop(name##_op, n, in, out)
#define LOOP_compare(name) compare_loop(name##_op, n, in, out)
#define LOOP_predicate(name) predicate_loop(name##_op, n, in, out)
#define LOOP_magnitude(name) magnitude_loop(name##_op, n, in, out)
#define LOOP_select(name) select_loop(name##_op, n, in, out)
#define LOOP_count(name) count_loop(name##_op, n, in, out)
#define LOOP_split(name) split_loop(name##_op, n, in, out)
#define LOOP_scale(name) scale_loop(name##_op, n, in, out)
#define LOOP_close(name) close_loop(name##_op, n, in, out)
#define LOOP_replace(name) replace_loop(name##_op, n, in, out)

#define PROPERTY_0(...) __VA_ARGS__
#define PROPERTY_REORDERABLE(...) __VA_ARGS__
#define PROPERTY_TO_FLOAT64(...) __VA_ARGS__
#define PROPERTY_SLOW(...) __VA_ARGS__
#define PROPERTY_SLOW_COMPLEX(...) __VA_ARGS__
#define PROPERTY_ONE_FOR_INTEGERS(...) __VA_ARGS__
#define PROPERTY_ONE_FOR_REALS(...) __VA_ARGS__
#define PROPERTY_SKIPS_NAN(...) __VA_ARGS__
#ifndef PROPERTY_WIDE
#    define PROPERTY_WIDE(...) __VA_ARGS__
#endif

/* One function for each row whose column for this kind says YES, then one cell of the table. */
#define YES(...) __VA_ARGS__
#define NO(...)
#define NEVER(...)
#define FUNCTION(name, loop)                                                                           \
    static int32_t RVL_NAME(rvl_##name)(size_t n, const void *const *in, void *const *out, void *user) \
    {                                                                                                  \
        (void)user;                                                                                    \
        return LOOP_##loop(name);                                                                      \
    }
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) \
    RVL_KIND_COLUMN(boolean, integer, real, complex)(family(PROPERTY_##properties(FUNCTION(name, loop))))
#include "kernels.def"
#undef KERNEL

#define CELL(name) [RVL_KERNEL_##name] = RVL_NAME(rvl_##name),
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) \
    RVL_KIND_COLUMN(boolean, integer, real, complex)(family(PROPERTY_##properties(CELL(name))))
extern const rvl_loop_table RVL_TABLE;
const rvl_loop_table RVL_TABLE = {
#include "kernels.def"
};
