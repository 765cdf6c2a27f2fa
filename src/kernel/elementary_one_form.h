/* elementary_one_form.h: what elementary_loops.h wants of a function whose one form serves all arguments. */
#ifndef RVL_KERNEL_ELEMENTARY_ONE_FORM_H
#define RVL_KERNEL_ELEMENTARY_ONE_FORM_H

#include "core/types.h"
#include <stdbool.h>

#define RVL_ONE_FORM(name, dtype)                                              \
    RVL_ALWAYS_INLINE bool rvl_##name##_is_ordinary_##dtype(rvl_##dtype x)     \
    {                                                                          \
        (void)x;                                                               \
        return true;                                                           \
    }                                                                          \
    RVL_ALWAYS_INLINE rvl_##dtype rvl_##name##_ordinary_##dtype(rvl_##dtype x) \
    {                                                                          \
        return rvl_##name##_##dtype(x);                                        \
    }

/* The same of a function of lanes of float32. */
#define RVL_ONE_FORM_IN_LANES(name)                                        \
    RVL_ALWAYS_INLINE bool rvl_##name##_is_ordinary_float32(float x)       \
    {                                                                      \
        (void)x;                                                           \
        return true;                                                       \
    }                                                                      \
    RVL_ALWAYS_INLINE rvl_lanes rvl_##name##_ordinary_float32(rvl_lanes x) \
    {                                                                      \
        return rvl_##name##_float32(x);                                    \
    }

#define RVL_ONE_FORM_OF_TWO(name, dtype)                                                      \
    RVL_ALWAYS_INLINE bool rvl_##name##_is_ordinary_##dtype(rvl_##dtype x, rvl_##dtype y)     \
    {                                                                                         \
        (void)x;                                                                              \
        (void)y;                                                                              \
        return true;                                                                          \
    }                                                                                         \
    RVL_ALWAYS_INLINE rvl_##dtype rvl_##name##_ordinary_##dtype(rvl_##dtype x, rvl_##dtype y) \
    {                                                                                         \
        return rvl_##name##_##dtype(x, y);                                                    \
    }

#endif
