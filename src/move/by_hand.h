/* by_hand.h: which casts have a function of their own on this instruction set, because the compiler's loop is slow. */
#ifndef RVL_MOVE_BY_HAND_H
#define RVL_MOVE_BY_HAND_H

#include "move.h"

#ifdef __F16C__
uint64_t RVL_ISA_NAME(rvl_widen_f16c)(size_t n, const void *source, void *destination);
uint64_t RVL_ISA_NAME(rvl_narrow_f16c)(size_t n, const void *source, void *destination);
#endif

#ifdef __AVX__
uint64_t RVL_ISA_NAME(rvl_truncate_avx)(size_t n, const void *source, void *destination);
#endif

/* NULL where there is none. The compiler knows the answer. */
RVL_ALWAYS_INLINE rvl_cast_fn rvl_cast_by_hand(int32_t source, int32_t destination)
{
#ifdef __F16C__
    if (source == RAVEL_FLOAT16 && destination == RAVEL_FLOAT32)
        return RVL_ISA_NAME(rvl_widen_f16c);
    if (source == RAVEL_FLOAT32 && destination == RAVEL_FLOAT16)
        return RVL_ISA_NAME(rvl_narrow_f16c);
#endif
#ifdef __AVX__
    if (source == RAVEL_FLOAT64 && destination == RAVEL_INT32)
        return RVL_ISA_NAME(rvl_truncate_avx);
#endif
    (void)source;
    (void)destination;
    return NULL;
}

#endif
