/* ulp_exhaustive.c: the error of a function of one argument at every float32. libm's double function, which is quick,
 * finds the points that can matter, which are judged as in ulp_real.c. The best instruction set computes all, the
 * others some. */
#include "ulp.h"

/* The error by a double; infinite where it cannot tell. */
static double error_by_double(float got, double near)
{
    if (isnan(near) || isnan(got))
        return isnan(near) && isnan(got) ? 0 : INFINITY;
    if (near == 0)
        return got == 0 && signbit(got) == signbit(near) ? 0 : INFINITY;
    if (isinf(got) || isinf(near))
        return (double)got * near > 0 && fabs(near) >= 0x1p129 && isinf(got) ? 0 : INFINITY;
    uint64_t bits, unit_bits;
    double per_unit;
    memcpy(&bits, &near, sizeof bits);
    const int64_t exponent = (int64_t)(bits >> 52 & 0x7ff) - 1023, unit = exponent < -126 ? -149 : exponent - 23;
    unit_bits = (uint64_t)(1023 - unit) << 52; /* scalbn(1, -unit), which takes longer than all else here */
    memcpy(&per_unit, &unit_bits, sizeof per_unit);
    return fabs((double)got - near) * per_unit;
}

/* The points of a batch that may be the worst, above half a unit, and a few others. */
static void judge_batch(const real_function *of, size_t n, const float *x, const float *got, worst_case *worst)
{
    const double doubt = 0x1p-20; /* more than libm's errors */
    for (size_t i = 0; i < n; i++)
        if (worst->points % 65536 == 0 ||
            !(error_by_double(got[i], of->quick((double)x[i])) <= fmax(worst->error, 0.5) - doubt))
            judge(&float32, of, (double)x[i], 0, (double)got[i], worst);
        else
            worst->points++;
}

void measure_every_float32(const real_function *of, double limit)
{
    static float x[BATCH], got[BATCH];
    static double wide_x[BATCH], wide_got[BATCH];
    const void *const in[] = {x};
    void *const out[] = {got};
    const ravel_kernel_fn loop = rvl_builtin_loop(of->kernel, RAVEL_FLOAT32, rvl_isa_best());
    worst_case worst = {0};
    for (uint64_t start = 0; start < UINT64_C(1) << 32; start += BATCH) {
        for (size_t i = 0; i < BATCH; i++)
            x[i] = float32_of((uint32_t)(start + i));
        (void)loop(BATCH, in, out, NULL);
        if (start / BATCH % 256 == 0) { /* the other instruction sets */
            for (size_t i = 0; i < BATCH; i++)
                wide_x[i] = (double)x[i];
            evaluate(&float32, of->kernel, of->name, 1, BATCH, wide_x, NULL, wide_got);
        }
        judge_batch(of, BATCH, x, got, &worst);
    }
    report(&float32, of->name, &worst, limit);
}
