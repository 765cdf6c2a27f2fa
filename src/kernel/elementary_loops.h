/* elementary_loops.h: the loops of the elementary functions. A function comes in two forms that give the same bits: one
 * for all arguments, and a faster one for the ordinary ones. A run of elements with no other than ordinary arguments
 * takes the faster form. So a result depends on its arguments alone, and neither form has a branch. The last run is
 * copied and filled up with its first element, so that no loop has a remainder: that would be twice as much code, and
 * slow for short rows. Needs elem and elem_bits. The answer is that of a loop that raises no event. */
#ifndef RVL_KERNEL_ELEMENTARY_LOOPS_H
#define RVL_KERNEL_ELEMENTARY_LOOPS_H

#include "lanes.h"
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifndef RVL_RUN
#    define RVL_RUN 128
#    define RVL_PARTS 1 /* vectors that a run of elements needs: complex ones two, of real and of imaginary parts */
#endif

/* As many as full vectors have. Software fma is no vector's. */
#if defined(__AVX512F__)
#    define RVL_LANES (64 / sizeof(elem) * RVL_PARTS)
#elif defined(__AVX2__)
#    define RVL_LANES (32 / sizeof(elem) * RVL_PARTS)
#elif defined(__aarch64__)
#    define RVL_LANES (16 / sizeof(elem) * RVL_PARTS)
#else
#    define RVL_LANES 1
#endif

_Static_assert(RVL_RUN % RVL_LANES == 0, "what a run is filled up to has room in a copy");

/* Says that a loop's iterations are independent, also where results overwrite the arguments, and is not to be unrolled:
 * the bodies are long. */
#if defined(__clang__) /* which warns where software fma or a sanitizer leaves no vectors */
#    if (defined(__FMA__) || defined(__aarch64__)) && !__has_feature(address_sanitizer) && \
        !__has_feature(thread_sanitizer)
#        define RVL_INDEPENDENT _Pragma("clang loop vectorize(assume_safety) interleave(disable) unroll(disable)")
#    else
#        define RVL_INDEPENDENT _Pragma("clang loop unroll(disable)")
#    endif
#else
#    define RVL_INDEPENDENT _Pragma("GCC ivdep") _Pragma("GCC unroll 1")
#endif

/* i < count, said so that compilers do not make two loops of one. */
RVL_ALWAYS_INLINE bool is_below(elem_bits i, elem_bits count)
{
    return (i - count) >> (8 * sizeof i - 1) != 0;
}

/* A run's arguments, or a copy of them that is filled up. Of numbers that fit a lane the condition makes masked loads
 * of the copy. */
RVL_ALWAYS_INLINE const elem *filled_run(const elem *source, elem_bits count, elem_bits filled, elem *copy)
{
    if (count == RVL_RUN)
        return source;
    const elem first = source[0];
#if RVL_PARTS == 1
    RVL_INDEPENDENT
    for (elem_bits i = 0; i < filled; i++)
        copy[i] = is_below(i, count) ? source[i] : first;
#else
    memcpy(copy, source, count * sizeof *copy);
    for (elem_bits i = count; i < filled; i++)
        copy[i] = first;
#endif
    return copy;
}

/* Of a run whose results were put into the copy. */
RVL_ALWAYS_INLINE void store_run(elem *to, elem_bits count, elem_bits filled, const elem *copy)
{
    if (count == RVL_RUN)
        return;
#if RVL_PARTS == 1
    RVL_INDEPENDENT
    for (elem_bits i = 0; i < filled; i++)
        if (is_below(i, count))
            to[i] = copy[i];
#else
    (void)filled;
    memcpy(to, copy, count * sizeof *copy);
#endif
}

RVL_ALWAYS_INLINE int32_t split_unary_loop(elem (*ordinary)(elem), elem (*any)(elem), bool (*is_ordinary)(elem),
                                           size_t n, const void *const *in, void *const *out)
{
    elem copy[RVL_RUN];
    for (size_t start = 0; start < n; start += RVL_RUN) {
        const elem_bits count = (elem_bits)(n - start < RVL_RUN ? n - start : RVL_RUN);
        const elem_bits filled = (count + (RVL_LANES - 1)) & ~(elem_bits)(RVL_LANES - 1);
        const elem *x = filled_run((const elem *)in[0] + start, count, filled, copy);
        elem *result = count == RVL_RUN ? (elem *)out[0] + start : copy;
        elem_bits others = 0; /* of elem's width, as this is what vectorises */
        RVL_INDEPENDENT
        for (elem_bits i = 0; i < filled; i++)
            others |= is_ordinary(x[i]) ? 0 : 1;
        if (others == 0) {
            RVL_INDEPENDENT
            for (elem_bits i = 0; i < filled; i++)
                result[i] = ordinary(x[i]);
        } else {
            RVL_INDEPENDENT
            for (elem_bits i = 0; i < filled; i++)
                result[i] = any(x[i]);
        }
        store_run((elem *)out[0] + start, count, filled, copy);
    }
    return 0;
}

/* Of a function of lanes: its one form. The others are what a loop of elements wants. */
RVL_ALWAYS_INLINE int32_t lanes_loop(rvl_lanes (*ordinary)(rvl_lanes), rvl_lanes (*any)(rvl_lanes),
                                     bool (*is_ordinary)(float), size_t n, const void *const *in, void *const *out)
{
    const float *source = in[0];
    float *result = out[0];
    (void)ordinary;
    (void)is_ordinary;
    rvl_lanes x = {0};
    for (; n >= RVL_N_LANES; n -= RVL_N_LANES) {
        memcpy(&x, source, sizeof x);
        x = any(x);
        memcpy(result, &x, sizeof x);
        source += RVL_N_LANES;
        result += RVL_N_LANES;
    }
    if (n > 0) {
        memcpy(&x, source, n * sizeof(float));
        x = any(x);
        memcpy(result, &x, n * sizeof(float));
    }
    return 0;
}

RVL_ALWAYS_INLINE int32_t split_binary_loop(elem (*ordinary)(elem, elem), elem (*any)(elem, elem),
                                            bool (*is_ordinary)(elem, elem), size_t n, const void *const *in,
                                            void *const *out)
{
    elem x_copy[RVL_RUN], y_copy[RVL_RUN];
    for (size_t start = 0; start < n; start += RVL_RUN) {
        const elem_bits count = (elem_bits)(n - start < RVL_RUN ? n - start : RVL_RUN);
        const elem_bits filled = (count + (RVL_LANES - 1)) & ~(elem_bits)(RVL_LANES - 1);
        const elem *x = filled_run((const elem *)in[0] + start, count, filled, x_copy);
        const elem *y = filled_run((const elem *)in[1] + start, count, filled, y_copy);
        elem *result = count == RVL_RUN ? (elem *)out[0] + start : x_copy;
        elem_bits others = 0;
        RVL_INDEPENDENT
        for (elem_bits i = 0; i < filled; i++)
            others |= is_ordinary(x[i], y[i]) ? 0 : 1;
        if (others == 0) {
            RVL_INDEPENDENT
            for (elem_bits i = 0; i < filled; i++)
                result[i] = ordinary(x[i], y[i]);
        } else {
            RVL_INDEPENDENT
            for (elem_bits i = 0; i < filled; i++)
                result[i] = any(x[i], y[i]);
        }
        store_run((elem *)out[0] + start, count, filled, x_copy);
    }
    return 0;
}

/* One result at a time is all that may be in the input's place: the other waits. */
RVL_ALWAYS_INLINE int32_t split_pair_loop(elem (*ordinary)(elem, elem *), elem (*any)(elem, elem *),
                                          bool (*is_ordinary)(elem), size_t n, const void *const *in, void *const *out)
{
    elem copy[RVL_RUN], other[RVL_RUN];
    for (size_t start = 0; start < n; start += RVL_RUN) {
        const elem_bits count = (elem_bits)(n - start < RVL_RUN ? n - start : RVL_RUN);
        const elem_bits filled = (count + (RVL_LANES - 1)) & ~(elem_bits)(RVL_LANES - 1);
        const elem *x = filled_run((const elem *)in[0] + start, count, filled, copy);
        elem *result = count == RVL_RUN ? (elem *)out[0] + start : copy;
        elem_bits others = 0;
        RVL_INDEPENDENT
        for (elem_bits i = 0; i < filled; i++)
            others |= is_ordinary(x[i]) ? 0 : 1;
        if (others == 0) {
            RVL_INDEPENDENT
            for (elem_bits i = 0; i < filled; i++)
                result[i] = ordinary(x[i], &other[i]);
        } else {
            RVL_INDEPENDENT
            for (elem_bits i = 0; i < filled; i++)
                result[i] = any(x[i], &other[i]);
        }
        store_run((elem *)out[0] + start, count, filled, copy);
        memcpy((elem *)out[1] + start, other, count * sizeof *other);
    }
    return 0;
}

#endif
