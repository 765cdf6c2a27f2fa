/* elementary.c: the ELEMENTARY family of kernels.def. Compiled once per dtype and instruction set. */
#include "kernel.h"

#define IS_COMPLEX_float32 0
#define IS_COMPLEX_float64 0
#define IS_COMPLEX_complex64 1
#define IS_COMPLEX_complex128 1

typedef uint32_t bits_of_float32, bits_of_complex64;
typedef uint64_t bits_of_float64, bits_of_complex128;
typedef RVL_PASTE(rvl_, RVL_DTYPE) elem;
typedef RVL_PASTE(bits_of_, RVL_DTYPE) elem_bits;

#define TYPED(name) RVL_PASTE(name, RVL_DTYPE)
#if RVL_PASTE(IS_COMPLEX_, RVL_DTYPE)
#    include "elementary_complex.h"
#    include "elementary_loops.h"
#    define COLUMN(real, complex) complex
#    define LOOP_unary(name) plain_unary_loop(TYPED(rvl_complex_##name##_), n, in, out)
#else
#    include "elementary_float32.h"
#    include "elementary_loops.h"
#    define COLUMN(real, complex) real
#    define FORMS(name) TYPED(rvl_##name##_ordinary_), TYPED(rvl_##name##_), TYPED(rvl_##name##_is_ordinary_)
#    define LOOP_unary(name) split_unary_loop(FORMS(name), n, in, out)
#    define LOOP_binary(name) split_binary_loop(FORMS(name), n, in, out)
#endif

/* Wiring: one function for each row whose column for this kind says YES, then one cell of the table. */
#define YES(...) __VA_ARGS__
#define NO(...)
#define NEVER(...)
#define BASIC(...)
#define ELEMENTARY(...) __VA_ARGS__
#define FUNCTION(name, loop)                                                                           \
    static int32_t RVL_NAME(rvl_##name)(size_t n, const void *const *in, void *const *out, void *user) \
    {                                                                                                  \
        (void)user;                                                                                    \
        LOOP_##loop(name);                                                                             \
        return 0;                                                                                      \
    }
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) \
    family(COLUMN(real, complex)(FUNCTION(name, loop)))
#include "kernels.def"
#undef KERNEL

#define CELL(name) [RVL_KERNEL_##name] = RVL_NAME(rvl_##name),
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) \
    family(COLUMN(real, complex)(CELL(name)))
extern const rvl_loop_table RVL_NAME(rvl_elementary);
const rvl_loop_table RVL_NAME(rvl_elementary) = {
#include "kernels.def"
};
