/* elementary.c: the ELEMENTARY family of kernels.def, but for integers. Compiled once per dtype and instruction set
 * that kernel.cmake names. */
#include "kernel.h"

#define IS_COMPLEX_float32 0
#define IS_COMPLEX_float64 0
#define IS_COMPLEX_complex128 1

#define IS_WIDENED_float32 0
#define IS_WIDENED_float64 0
#define IS_WIDENED_complex64 1
#define IS_WIDENED_complex128 0

typedef uint32_t bits_of_float32, bits_of_complex64;
typedef uint64_t bits_of_float64, bits_of_complex128;
typedef RVL_PASTE(rvl_, RVL_DTYPE) elem;
typedef RVL_PASTE(bits_of_, RVL_DTYPE) elem_bits;

#define TYPED(name) RVL_PASTE(name, RVL_DTYPE)
#define FORMS(name) TYPED(rvl_##name##_ordinary_), TYPED(rvl_##name##_), TYPED(rvl_##name##_is_ordinary_)
#if RVL_PASTE(IS_WIDENED_, RVL_DTYPE)
#    include "elementary_widened.h"
#    define COLUMN(real, complex) complex
extern const rvl_loop_table RVL_ISA_NAME(rvl_elementary_complex128);
#    define WIDE_LOOP(name) RVL_ISA_NAME(rvl_elementary_complex128)[RVL_KERNEL_##name]
#    define LOOP_unary(name) widened_loop(WIDE_LOOP(name), 1, n, in, out)
#    define LOOP_binary(name) widened_loop(WIDE_LOOP(name), 2, n, in, out)
#elif RVL_PASTE(IS_COMPLEX_, RVL_DTYPE)
#    include "elementary_complex_inverse.h"
#    include "elementary_complex_pow.h"
#    define RVL_RUN 16 /* that of complex64, too: bodies spill to the stack */
#    define RVL_PARTS 2
#    include "elementary_loops.h"
#    define COLUMN(real, complex) complex
#    define LOOP_unary(name) split_unary_loop(FORMS(complex_##name), n, in, out)
#    define LOOP_binary(name) split_binary_loop(FORMS(complex_##name), n, in, out)
#else
#    include "elementary_asin.h"
#    include "elementary_asinh.h"
#    include "elementary_atan.h"
#    include "elementary_cbrt.h"
#    include "elementary_erf.h"
#    include "elementary_expm1.h"
#    include "elementary_float32.h"
#    include "elementary_hyperbolic.h"
#    include "elementary_lgamma.h"
#    include "elementary_logaddexp.h"
#    include "elementary_loops.h"
#    include "elementary_pow.h"
#    include "elementary_rows_float32.h"
#    include "elementary_sin_cos.h"
#    include "elementary_tgamma.h"
#    define COLUMN(real, complex) real
/* By what the function takes: lanes or elements. */
#    define UNARY_LOOP(function) _Generic(&function, rvl_lanes(*)(rvl_lanes) : lanes_loop, default : split_unary_loop)
#    define LOOP_unary(name) UNARY_LOOP(TYPED(rvl_##name##_))(FORMS(name), n, in, out)
#    define LOOP_pair(name) split_pair_loop(FORMS(name), n, in, out)
#    define LOOP_binary(name) split_binary_loop(FORMS(name), n, in, out)
#endif

#define IS_WIDE_float32 0
#define IS_WIDE_float64 1
#define IS_WIDE_complex64 0
#define IS_WIDE_complex128 1
#if !RVL_PASTE(IS_WIDE_, RVL_DTYPE)
#    define PROPERTY_WIDE(...)
#endif

#define RVL_KIND_COLUMN(boolean, integer, real, complex) COLUMN(real, complex)
#define ELEMENTARY(...) __VA_ARGS__
#define RVL_TABLE RVL_NAME(rvl_elementary)
#include "wiring.h"
