/* elementary_complex64.h: the elementary functions of complex64: those of complex128, rounded once. */
#ifndef RVL_KERNEL_ELEMENTARY_COMPLEX64_H
#define RVL_KERNEL_ELEMENTARY_COMPLEX64_H

#include "elementary_complex_inverse.h"
#include "elementary_complex_pow.h"

#define RVL_COMPLEX64_FORM(name)                                                          \
    RVL_ALWAYS_INLINE rvl_complex64 rvl_complex_##name##_complex64(rvl_complex64 z)       \
    {                                                                                     \
        return rvl_narrow_complex(rvl_complex_##name##_complex128(rvl_widen_complex(z))); \
    }
RVL_COMPLEX64_FORM(exp)
RVL_COMPLEX64_FORM(exp2)
RVL_COMPLEX64_FORM(expm1)
RVL_COMPLEX64_FORM(log)
RVL_COMPLEX64_FORM(log1p)
RVL_COMPLEX64_FORM(log2)
RVL_COMPLEX64_FORM(log10)
RVL_COMPLEX64_FORM(sin)
RVL_COMPLEX64_FORM(cos)
RVL_COMPLEX64_FORM(tan)
RVL_COMPLEX64_FORM(sinh)
RVL_COMPLEX64_FORM(cosh)
RVL_COMPLEX64_FORM(tanh)
RVL_COMPLEX64_FORM(asin)
RVL_COMPLEX64_FORM(acos)
RVL_COMPLEX64_FORM(atan)
RVL_COMPLEX64_FORM(asinh)
RVL_COMPLEX64_FORM(acosh)
RVL_COMPLEX64_FORM(atanh)
#undef RVL_COMPLEX64_FORM

RVL_ALWAYS_INLINE rvl_complex64 rvl_complex_pow_complex64(rvl_complex64 x, rvl_complex64 y)
{
    return rvl_narrow_complex(rvl_complex_pow_complex128(rvl_widen_complex(x), rvl_widen_complex(y)));
}

#endif
