/* elementary_widened.h: the loop of the elementary functions of complex64: those of complex128, rounded once. */
#ifndef RVL_KERNEL_ELEMENTARY_WIDENED_H
#define RVL_KERNEL_ELEMENTARY_WIDENED_H

#include "elementary_complex.h"

#define RVL_WIDENED_RUN 16 /* short: the wide copies are on the stack */

/* loop is that of complex128. One function for all kernels: it takes no time worth inlining it for. */
static int32_t widened_loop(ravel_kernel_fn loop, size_t n_in, size_t n, const void *const *in, void *const *out)
{
    rvl_complex128 wide[2][RVL_WIDENED_RUN], wide_result[RVL_WIDENED_RUN];
    const void *const wide_in[2] = {wide[0], wide[1]};
    void *const wide_out[1] = {wide_result};
    for (size_t start = 0; start < n; start += RVL_WIDENED_RUN) {
        const size_t count = n - start < RVL_WIDENED_RUN ? n - start : RVL_WIDENED_RUN;
        for (size_t k = 0; k < n_in; k++) {
            const rvl_complex64 *source = (const rvl_complex64 *)in[k] + start;
            for (size_t i = 0; i < count; i++)
                wide[k][i] = rvl_widen_complex(source[i]);
        }
        (void)loop(count, wide_in, wide_out, NULL);
        rvl_complex64 *result = (rvl_complex64 *)out[0] + start;
        for (size_t i = 0; i < count; i++)
            result[i] = rvl_narrow_complex(wide_result[i]);
    }
    return 0;
}

#endif
