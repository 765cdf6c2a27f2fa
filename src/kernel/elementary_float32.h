/* elementary_float32.h: the elementary functions of float32, computed in float64 and rounded once. */
#ifndef RVL_KERNEL_ELEMENTARY_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_FLOAT32_H

#include "elementary_atan2.h"
#include "elementary_exp.h"
#include "elementary_hypot.h"
#include "elementary_log.h"
#include "elementary_sin_cos.h"

RVL_ALWAYS_INLINE bool rvl_exp_is_ordinary_float32(float x)
{
    return __builtin_fabsf(x) <= 700.0f;
}

RVL_ALWAYS_INLINE float rvl_exp_ordinary_float32(float x)
{
    return (float)rvl_exp_ordinary_float64((double)x);
}

RVL_ALWAYS_INLINE float rvl_exp_float32(float x)
{
    return (float)rvl_exp_float64((double)x);
}

RVL_ALWAYS_INLINE bool rvl_log_is_ordinary_float32(float x)
{
    return (x > 0.0f) & (x < __builtin_inff());
}

RVL_ALWAYS_INLINE float rvl_log_ordinary_float32(float x)
{
    return (float)rvl_log_ordinary_float64((double)x);
}

RVL_ALWAYS_INLINE float rvl_log_float32(float x)
{
    return (float)rvl_log_float64((double)x);
}

RVL_ALWAYS_INLINE bool rvl_sin_is_ordinary_float32(float x)
{
    return __builtin_fabsf(x) <= (float)RVL_MODERATE_ANGLE_FLOAT64;
}

RVL_ALWAYS_INLINE float rvl_sin_ordinary_float32(float x)
{
    return (float)rvl_sin_ordinary_float64((double)x);
}

RVL_ALWAYS_INLINE float rvl_sin_float32(float x)
{
    return (float)rvl_sin_float64((double)x);
}

RVL_ALWAYS_INLINE bool rvl_cos_is_ordinary_float32(float x)
{
    return rvl_sin_is_ordinary_float32(x);
}

RVL_ALWAYS_INLINE float rvl_cos_ordinary_float32(float x)
{
    return (float)rvl_cos_ordinary_float64((double)x);
}

RVL_ALWAYS_INLINE float rvl_cos_float32(float x)
{
    return (float)rvl_cos_float64((double)x);
}

RVL_ALWAYS_INLINE bool rvl_atan2_is_ordinary_float32(float y, float x)
{
    const float abs_x = __builtin_fabsf(x), abs_y = __builtin_fabsf(y);
    return (abs_x < __builtin_inff()) & (abs_y < __builtin_inff()) & ((abs_x > 0.0f) | (abs_y > 0.0f));
}

RVL_ALWAYS_INLINE float rvl_atan2_ordinary_float32(float y, float x)
{
    return (float)rvl_atan2_ordinary_float64((double)y, (double)x);
}

RVL_ALWAYS_INLINE float rvl_atan2_float32(float y, float x)
{
    return (float)rvl_atan2_float64((double)y, (double)x);
}

/* The squares are exact in float64, and nothing overflows. */
RVL_ALWAYS_INLINE float rvl_hypot_ordinary_float32(float x, float y)
{
    return (float)__builtin_sqrt((double)x * (double)x + (double)y * (double)y);
}

RVL_ALWAYS_INLINE bool rvl_hypot_is_ordinary_float32(float x, float y)
{
    const float infinity = __builtin_inff();
    return (__builtin_fabsf(x) < infinity) & (__builtin_fabsf(y) < infinity);
}

RVL_ALWAYS_INLINE float rvl_hypot_float32(float x, float y)
{
    const float infinity = __builtin_inff();
    const bool is_infinite = (__builtin_fabsf(x) == infinity) | (__builtin_fabsf(y) == infinity);
    return is_infinite ? infinity : rvl_hypot_ordinary_float32(x, y);
}

#endif
