/* elementary_log2.h: the logarithms to the bases 2 and 10.
 *
 * x = 2^k (1 + f) and log(1 + f) = f + rest as in elementary_log.h; that, as an unevaluated sum, times 1 / log(base),
 * the product with f without error; k log_b 2 is added without error too. So powers of the base have exact results.
 * Constants: polynomials/log2.sollya. */
#ifndef RVL_KERNEL_ELEMENTARY_LOG2_H
#define RVL_KERNEL_ELEMENTARY_LOG2_H

#include "elementary_float32.h"

/* Of a normal positive x times 2^k_extra. */
RVL_ALWAYS_INLINE double rvl_log2_core_float64(double x, double k_extra)
{
    const rvl_log_parts parts = rvl_log_split_float64(x);
    const double k = parts.k + k_extra, f = parts.f, rest = rvl_log_rest_float64(f, 0.0);
    const double product = f * 0x1.71547652b82fep0, product_low = rvl_fma_float64(f, 0x1.71547652b82fep0, -product);
    const double high = k + product, low = product - (high - k);
    const double small = rvl_fma_float64(f, 0x1.777d0ffda0d24p-56, product_low + low);
    return high + rvl_fma_float64(rest, 0x1.71547652b82fep0, small);
}

RVL_ALWAYS_INLINE double rvl_log10_core_float64(double x, double k_extra)
{
    const rvl_log_parts parts = rvl_log_split_float64(x);
    const double k = parts.k + k_extra, f = parts.f, rest = rvl_log_rest_float64(f, 0.0);
    const double product = f * 0x1.bcb7b1526e50ep-2, product_low = rvl_fma_float64(f, 0x1.bcb7b1526e50ep-2, -product);
    const double k_log = k * 0x1.34413509f8p-2; /* exact */
    const double high = k_log + product, low = product - (high - k_log);
    const double small = rvl_fma_float64(f, 0x1.95355baaafad3p-57, product_low + low);
    return high + rvl_fma_float64(rest, 0x1.bcb7b1526e50ep-2, rvl_fma_float64(k, -0x1.80433b83b532ap-44, small));
}

/* The result of a logarithm for any x from that for positive numbers. */
RVL_ALWAYS_INLINE double rvl_log_result_float64(double x, double result)
{
    const double infinity = __builtin_inf();
    result = x < infinity ? result : x; /* inf and NaN */
    result = x == 0.0 ? -infinity : result;
    return x < 0.0 ? __builtin_nan("") : result;
}

RVL_ALWAYS_INLINE bool rvl_log2_is_ordinary_float64(double x)
{
    return rvl_log_is_ordinary_float64(x);
}

RVL_ALWAYS_INLINE double rvl_log2_ordinary_float64(double x)
{
    return rvl_log2_core_float64(x, 0.0);
}

RVL_ALWAYS_INLINE double rvl_log2_float64(double x)
{
    return rvl_log_result_float64(x, rvl_log2_core_float64(rvl_log_normal_float64(x), rvl_log_normal_extra_float64(x)));
}

RVL_ALWAYS_INLINE bool rvl_log10_is_ordinary_float64(double x)
{
    return rvl_log_is_ordinary_float64(x);
}

RVL_ALWAYS_INLINE double rvl_log10_ordinary_float64(double x)
{
    return rvl_log10_core_float64(x, 0.0);
}

RVL_ALWAYS_INLINE double rvl_log10_float64(double x)
{
    return rvl_log_result_float64(x,
                                  rvl_log10_core_float64(rvl_log_normal_float64(x), rvl_log_normal_extra_float64(x)));
}

/* float32: the same, but the polynomial has a term more than that of log */

/* log(1 + f) - f for 1 + f in [sqrt(1/2), sqrt(2)). */
RVL_ALWAYS_INLINE float rvl_log2_rest_float32(float f)
{
    float r = 0x1.13be0cp-4f;
    r = rvl_fma_float32(r, f, -0x1.dd992ap-4f);
    r = rvl_fma_float32(r, f, 0x1.e6dd24p-4f);
    r = rvl_fma_float32(r, f, -0x1.fc3e3ap-4f);
    r = rvl_fma_float32(r, f, 0x1.233af6p-3f);
    r = rvl_fma_float32(r, f, -0x1.555b8cp-3f);
    r = rvl_fma_float32(r, f, 0x1.99a478p-3f);
    r = rvl_fma_float32(r, f, -0x1.000008p-2f);
    r = rvl_fma_float32(r, f, 0x1.555548p-2f);
    return rvl_fma_float32(-0.5f * f, f, f * f * f * r);
}

RVL_ALWAYS_INLINE float rvl_log2_core_float32(float x, float k_extra)
{
    const rvl_log_parts_float32 parts = rvl_log_split_float32(x);
    const float k = parts.k + k_extra, f = parts.f, rest = rvl_log2_rest_float32(f);
    const float product = f * 0x1.715476p0f, product_low = rvl_fma_float32(f, 0x1.715476p0f, -product);
    const float high = k + product, low = product - (high - k);
    const float small = rvl_fma_float32(f, 0x1.4ae0cp-26f, product_low + low);
    return high + rvl_fma_float32(rest, 0x1.715476p0f, small);
}

RVL_ALWAYS_INLINE float rvl_log10_core_float32(float x, float k_extra)
{
    const rvl_log_parts_float32 parts = rvl_log_split_float32(x);
    const float k = parts.k + k_extra, f = parts.f, rest = rvl_log2_rest_float32(f);
    const float product = f * 0x1.bcb7b2p-2f, product_low = rvl_fma_float32(f, 0x1.bcb7b2p-2f, -product);
    const float k_log = k * 0x1.344p-2f; /* exact */
    const float high = k_log + product, low = product - (high - k_log);
    const float small = rvl_fma_float32(f, -0x1.5b235ep-27f, product_low + low);
    return high + rvl_fma_float32(rest, 0x1.bcb7b2p-2f, rvl_fma_float32(k, 0x1.3509f8p-18f, small));
}

RVL_ALWAYS_INLINE bool rvl_log2_is_ordinary_float32(float x)
{
    return rvl_log_is_ordinary_float32(x);
}

RVL_ALWAYS_INLINE float rvl_log2_ordinary_float32(float x)
{
    return rvl_log2_core_float32(x, 0.0f);
}

RVL_ALWAYS_INLINE float rvl_log2_float32(float x)
{
    return rvl_log_result_float32(x, rvl_log2_core_float32(rvl_log_normal_float32(x), rvl_log_normal_extra_float32(x)));
}

RVL_ALWAYS_INLINE bool rvl_log10_is_ordinary_float32(float x)
{
    return rvl_log_is_ordinary_float32(x);
}

RVL_ALWAYS_INLINE float rvl_log10_ordinary_float32(float x)
{
    return rvl_log10_core_float32(x, 0.0f);
}

RVL_ALWAYS_INLINE float rvl_log10_float32(float x)
{
    return rvl_log_result_float32(x,
                                  rvl_log10_core_float32(rvl_log_normal_float32(x), rvl_log_normal_extra_float32(x)));
}

#endif
