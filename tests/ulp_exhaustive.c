/* ulp_exhaustive.c: the error of a function of one argument at every float32. libm's double function finds the points
 * that can matter, which are judged as in ulp_real.c. The best instruction set computes all, the others some. */
#include "ulp.h"

typedef struct near_function {
    const char *name;
    double (*near)(double);
} near_function;

static double exp10_by_pow(double x)
{
    return pow(10, x);
}

static double degrees_by_product(double x)
{
    return x * (180 / M_PI);
}

static double radians_by_product(double x)
{
    return x * (M_PI / 180);
}

static const near_function near_functions[] = {
    {"sin", sin},
    {"cos", cos},
    {"exp", exp},
    {"log", log},
    {"tan", tan},
    {"asin", asin},
    {"acos", acos},
    {"atan", atan},
    {"asinh", asinh},
    {"acosh", acosh},
    {"atanh", atanh},
    {"cbrt", cbrt},
    {"degrees", degrees_by_product},
    {"radians", radians_by_product},
    {"erf", erf},
    {"erfc", erfc},
    {"exp2", exp2},
    {"exp10", exp10_by_pow},
    {"expm1", expm1},
    {"sinh", sinh},
    {"cosh", cosh},
    {"tanh", tanh},
    {"log1p", log1p},
    {"log2", log2},
    {"log10", log10},
    {"tgamma", tgamma},
    {"lgamma", lgamma},
};

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

static double (*near_function_of(const char *name))(double)
{
    for (size_t i = 0; i < sizeof near_functions / sizeof near_functions[0]; i++)
        if (strcmp(near_functions[i].name, name) == 0)
            return near_functions[i].near;
    return NULL;
}

/* The points of a batch that may be the worst, above half a unit, and a few others. */
static void judge_batch(const real_function *of, double (*near)(double), size_t n, const float *x, const float *got,
                        worst_case *worst)
{
    const double doubt = 0x1p-20; /* more than libm's errors */
    for (size_t i = 0; i < n; i++)
        if (worst->points % 65536 == 0 ||
            !(error_by_double(got[i], near((double)x[i])) <= fmax(worst->error, 0.5) - doubt))
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
    double (*const near)(double) = near_function_of(of->name);
    const ravel_kernel_fn loop = rvl_builtin_loop(of->kernel, RAVEL_FLOAT32, rvl_isa_best());
    worst_case worst = {0};
    if (!near) {
        printf("%s has no double function in ulp_exhaustive.c\n", of->name);
        failed = true;
        return;
    }
    for (uint64_t start = 0; start < UINT64_C(1) << 32; start += BATCH) {
        for (size_t i = 0; i < BATCH; i++)
            x[i] = float32_of((uint32_t)(start + i));
        (void)loop(BATCH, in, out, NULL);
        if (start / BATCH % 256 == 0) { /* the other instruction sets */
            for (size_t i = 0; i < BATCH; i++)
                wide_x[i] = (double)x[i];
            evaluate(&float32, of->kernel, of->name, 1, BATCH, wide_x, NULL, wide_got);
        }
        judge_batch(of, near, BATCH, x, got, &worst);
    }
    report(&float32, of->name, &worst, limit);
}
