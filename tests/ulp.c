/* ulp.c: the error of the elementary functions, measured against MPFR, on every instruction set of this CPU.
 *
 *     ulp [--quick | --full] [function]
 *
 * Quick: float32 functions of one argument at every 256th value, all others at about a million points that are spread
 * over all exponents and crowd at the hard places. Full: all values of float32, ten times the other points. The long
 * double functions of libm find the points that can matter; MPFR then judges these, and every 64th point besides. All
 * instruction sets must give the same bits. */
#include "dispatch/dispatch.h"
#include <float.h>
#include <math.h>
#include <mpfr.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 4096

typedef struct function {
    const char *name;
    int32_t kernel, n_in;
    int (*exact)(mpfr_t, const mpfr_t, mpfr_rnd_t);
    int (*exact_binary)(mpfr_t, const mpfr_t, const mpfr_t, mpfr_rnd_t);
    long double (*near)(long double);
    long double (*near_binary)(long double, long double);
} function;

static const function functions[] = {
    {"sin", RVL_KERNEL_sin, 1, mpfr_sin, NULL, sinl, NULL},
    {"cos", RVL_KERNEL_cos, 1, mpfr_cos, NULL, cosl, NULL},
    {"exp", RVL_KERNEL_exp, 1, mpfr_exp, NULL, expl, NULL},
    {"log", RVL_KERNEL_log, 1, mpfr_log, NULL, logl, NULL},
    {"atan2", RVL_KERNEL_atan2, 2, NULL, mpfr_atan2, NULL, atan2l},
    {"hypot", RVL_KERNEL_hypot, 2, NULL, mpfr_hypot, NULL, hypotl},
};
#define N_FUNCTIONS (sizeof functions / sizeof functions[0])

typedef struct format {
    const char *name;
    int32_t dtype;
    int digits, least_exponent, end_exponent;
} format;

static const format float32 = {"float32", RAVEL_FLOAT32, 24, -149, 128};
static const format float64 = {"float64", RAVEL_FLOAT64, 53, -1074, 1024};

typedef struct worst_case {
    double error, x, y, got;
    uint64_t points;
} worst_case;

static bool failed;
static mpfr_t exact, argument_x, argument_y, difference;

/* Random numbers */

static uint64_t random_state = 1;

/* S. Vigna's splitmix64. */
static uint64_t random_bits(void)
{
    uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static double random_between(double low, double high)
{
    return low + (high - low) * ((double)(random_bits() >> 11) * 0x1p-53);
}

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Any number of the format, all exponents alike. */
static double random_number(const format *in)
{
    if (in->dtype == RAVEL_FLOAT64)
        return from_bits(random_bits());
    const uint32_t bits = (uint32_t)random_bits();
    float x;
    memcpy(&x, &bits, sizeof x);
    return (double)x;
}

static double rounded(const format *in, double x)
{
    return in->dtype == RAVEL_FLOAT64 ? x : (double)(float)x;
}

/* A few units in the last place away. */
static double nearby(const format *in, double x)
{
    for (uint64_t steps = random_bits() % 4; steps > 0; steps--)
        x = in->dtype == RAVEL_FLOAT64 ? nextafter(x, INFINITY) : (double)nextafterf((float)x, INFINITY);
    return x;
}

static double random_unary(const format *in, const function *of)
{
    const int largest = in->end_exponent;
    switch (random_bits() % 8) {
    case 0:
    case 1:
        return random_number(in);
    case 2:
        return rounded(in, scalbn(random_between(-2, 2), (int)(random_bits() % 41) - 20));
    case 3:
        if (of->kernel == RVL_KERNEL_exp)
            return rounded(in, random_between(in->least_exponent, largest) * M_LN2);
        if (of->kernel == RVL_KERNEL_log)
            return nearby(in, rounded(in, scalbn(1.0 + random_between(-0x1p-8, 0x1p-8), (int)(random_bits() % 3) - 1)));
        return nearby(in, rounded(in, (double)(random_bits() >> (34 + random_bits() % 30)) * M_PI_2));
    case 4:
        if (of->kernel == RVL_KERNEL_exp) /* the edges of overflow and of the subnormal results */
            return rounded(in, (random_bits() & 1 ? largest : in->least_exponent + (int)(random_bits() % 54)) * M_LN2 +
                                   random_between(-1, 1));
        if (of->kernel == RVL_KERNEL_log) /* where the significand's range is split, and subnormals */
            return nearby(in, rounded(in, scalbn(M_SQRT2, (int)(random_bits() % 2100) - 1076)));
        return rounded(in, random_between(-0x1p31, 0x1p31));
    case 5:
        if (of->kernel == RVL_KERNEL_exp)
            return rounded(in, ((double)(random_bits() % 200) - 100 + 0.5) * M_LN2 + random_between(-0x1p-20, 0x1p-20));
        if (of->kernel == RVL_KERNEL_log)
            return rounded(in, random_between(0.4, 2.5));
        return rounded(in, random_between(-4, 4));
    case 6:
        if (of->kernel == RVL_KERNEL_sin || of->kernel == RVL_KERNEL_cos)
            return rounded(in, scalbn(random_between(-2, 2), (int)(random_bits() % (uint64_t)largest)));
        return rounded(in, random_between(-1, 1));
    default:
        return rounded(in, random_between(-750, 750));
    }
}

/* The hardest known arguments: J.-M. Muller et al., "Handbook of Floating-Point Arithmetic", and of sine and cosine the
 * doubles and floats nearest to a multiple of pi/2. */
static const double hard_arguments[] = {
    0x1.6ac5b262ca1ffp849,
    0x1.6ac5b262ca1ffp+850,
    0x1.4a1e0e3be1c57p0,
    0x1.921fb54442d18p0,
    0x1.921fb54442d18p1,
    0x1.921fb54442d18p30,
    0x1.fffffffffffffp1023,
    0x1.fffffep127,
    0x1.c0e31ep29,
    0x1.921fb6p0,
    0x1.e3b60d1ad5e2fp-1,
    0x1.62e42fefa39efp9,
    0x1.62e42fefa39eep9,
    -0x1.74910d52d3052p9,
    -0x1.74910d52d3051p9,
    -0x1.6232bdd7abcd2p9,
    0x1p-1074,
    0x1p-1022,
    0x0.fffffffffffffp-1022,
    0x1.0000000000001p0,
    0x1.fffffffffffffp-1,
    0x1p30,
    0x1.0000000000001p30,
    0x1.fffffffffffffp29,
    0x1.3p7,
};

static void random_pair(const format *in, double *y, double *x)
{
    *x = random_number(in);
    switch (random_bits() % 6) {
    case 0:
        *y = random_number(in);
        return;
    case 1: /* of about one size */
        *y = rounded(in, *x * scalbn(random_between(-2, 2), (int)(random_bits() % 5) - 2));
        return;
    case 2: /* quotients down to the smallest */
        *y = rounded(in, *x * scalbn(random_between(-2, 2), (int)(random_bits() % 140) - 70));
        return;
    case 3: /* nearly equal */
        *y = nearby(in, random_bits() & 1 ? *x : -*x);
        return;
    case 4: /* everyday sizes */
        *x = rounded(in, random_between(-10, 10));
        *y = rounded(in, random_between(-10, 10));
        return;
    default: /* exact quotients, and the corners of the number range */
        *x = scalbn(random_bits() & 1 ? -1.0 : 1.0,
                    in->least_exponent + (int)(random_bits() % (uint64_t)(in->end_exponent - in->least_exponent)));
        *y = rounded(in, *x * (double)(random_bits() % 64) * 0.0625);
        return;
    }
}

/* Errors */

static double exact_error(const format *in, double got)
{
    if (mpfr_nan_p(exact))
        return isnan(got) ? 0 : INFINITY;
    if (isnan(got))
        return INFINITY;
    if (mpfr_zero_p(exact) || mpfr_inf_p(exact))
        return mpfr_cmp_d(exact, got) == 0 ? 0 : INFINITY;
    long unit = (long)mpfr_get_exp(exact) - in->digits;
    if (unit < in->least_exponent)
        unit = in->least_exponent;
    if (mpfr_get_exp(exact) > in->end_exponent) { /* infinity counts as the power of two after the largest number */
        mpfr_set_ui_2exp(exact, 1, in->end_exponent, MPFR_RNDN);
        if (got < 0)
            mpfr_neg(exact, exact, MPFR_RNDN);
        unit = in->end_exponent - in->digits;
    }
    if (isinf(got)) {
        mpfr_set_ui_2exp(difference, 1, in->end_exponent, MPFR_RNDN);
        mpfr_mul_d(difference, difference, got < 0 ? -1 : 1, MPFR_RNDN);
        mpfr_sub(difference, difference, exact, MPFR_RNDN);
    } else {
        mpfr_d_sub(difference, got, exact, MPFR_RNDN);
    }
    mpfr_mul_2si(difference, difference, -unit, MPFR_RNDN);
    return fabs(mpfr_get_d(difference, MPFR_RNDN));
}

/* The same from a long double; infinite where it cannot tell. */
static double near_error(const format *in, double got, long double near)
{
    int exponent;
    if (isnan(near) && isnan(got))
        return 0;
    if (!isfinite(near) || !isfinite(got) || near == 0 || LDBL_MANT_DIG < in->digits + 10)
        return INFINITY;
    frexpl(near, &exponent);
    const int unit = exponent - in->digits < in->least_exponent ? in->least_exponent : exponent - in->digits;
    return fabs((double)scalbnl((long double)got - near, -unit));
}

static double mpfr_error(const format *in, const function *of, double x, double y, double got)
{
    mpfr_set_d(argument_x, x, MPFR_RNDN);
    mpfr_set_d(argument_y, y, MPFR_RNDN);
    if (of->n_in == 1)
        of->exact(exact, argument_x, MPFR_RNDN);
    else
        of->exact_binary(exact, argument_x, argument_y, MPFR_RNDN);
    return exact_error(in, got);
}

static void judge(const format *in, const function *of, double x, double y, double got, worst_case *worst)
{
    const long double near = of->n_in == 1 ? of->near((long double)x) : of->near_binary((long double)x, (long double)y);
    double error = near_error(in, got, near);
    const double doubt = scalbn(8, in->digits - LDBL_MANT_DIG);
    if (error > worst->error - doubt || worst->points % 64 == 0)
        error = mpfr_error(in, of, x, y, got);
    worst->points++;
    if (error > worst->error) {
        worst->error = error;
        worst->x = x;
        worst->y = y;
        worst->got = got;
    }
}

/* Running the kernels */

static bool same(const format *in, const void *a, const void *b, size_t i)
{
    if (in->dtype == RAVEL_FLOAT64) {
        const double x = ((const double *)a)[i], y = ((const double *)b)[i];
        return memcmp(&x, &y, sizeof x) == 0 || (isnan(x) && isnan(y));
    }
    const float x = ((const float *)a)[i], y = ((const float *)b)[i];
    return memcmp(&x, &y, sizeof x) == 0 || (isnan(x) && isnan(y));
}

/* Evaluates n points on all instruction sets. x and y hold doubles; so does got. */
static void evaluate(const format *in, const function *of, size_t n, const double *x, const double *y, double *got)
{
    static double first[BATCH], second[BATCH], results[2][BATCH]; /* room for either format */
    for (size_t i = 0; i < n; i++)
        if (in->dtype == RAVEL_FLOAT64) {
            first[i] = x[i];
            second[i] = y[i];
        } else {
            ((float *)first)[i] = (float)x[i];
            ((float *)second)[i] = (float)y[i];
        }
    const void *const inputs[] = {first, second};
    for (int32_t isa = 0; isa <= rvl_isa_best(); isa++) {
        void *const outputs[] = {results[isa > 0]};
        const ravel_kernel_fn loop = rvl_builtin_loop(of->kernel, in->dtype, isa);
        loop(n, inputs, outputs, NULL);
        for (size_t i = 0; i < n; i++)
            if (isa > 0 && !same(in, results[0], results[1], i)) {
                printf("%s of %s differs between instruction sets at %a, %a\n", of->name, in->name, x[i], y[i]);
                failed = true;
            }
    }
    for (size_t i = 0; i < n; i++)
        got[i] = in->dtype == RAVEL_FLOAT64 ? results[0][i] : (double)((const float *)results[0])[i];
}

static double points_x[BATCH], points_y[BATCH], points_got[BATCH];

static void measure_batch(const format *in, const function *of, size_t n, worst_case *worst)
{
    evaluate(in, of, n, points_x, points_y, points_got);
    for (size_t i = 0; i < n; i++)
        judge(in, of, points_x[i], points_y[i], points_got[i], worst);
}

static void report(const format *in, const function *of, const worst_case *worst)
{
    const bool good = worst->error <= 1.0;
    printf("%-6s %-10s %11llu points   max %.4f ULP at %a", of->name, in->name, (unsigned long long)worst->points,
           worst->error, worst->x);
    if (of->n_in == 2)
        printf(", %a", worst->y);
    printf(" -> %a%s\n", worst->got, good ? "" : "   TOO MUCH");
    fflush(stdout);
    if (!good)
        failed = true;
}

static void measure_random(const format *in, const function *of, uint64_t n_points)
{
    worst_case worst = {0};
    size_t n = 0;
    for (size_t i = 0; i < sizeof hard_arguments / sizeof hard_arguments[0]; i++)
        for (int negative = 0; negative < 2; negative++) {
            points_x[n] = rounded(in, negative ? -hard_arguments[i] : hard_arguments[i]);
            points_y[n++] = rounded(in, hard_arguments[random_bits() % 20]);
        }
    measure_batch(in, of, n, &worst);
    for (uint64_t done = 0; done < n_points; done += BATCH) {
        for (size_t i = 0; i < BATCH; i++)
            if (of->n_in == 1)
                points_x[i] = random_unary(in, of);
            else
                random_pair(in, &points_x[i], &points_y[i]);
        measure_batch(in, of, BATCH, &worst);
    }
    report(in, of, &worst);
}

/* Every `step`th float32, from a random one on. */
static void measure_all(const function *of, uint64_t step)
{
    worst_case worst = {0};
    for (uint64_t bits = random_bits() % step; bits < UINT64_C(1) << 32;) {
        size_t n = 0;
        for (; n < BATCH && bits < UINT64_C(1) << 32; bits += step) {
            const uint32_t word = (uint32_t)bits;
            float x;
            memcpy(&x, &word, sizeof x);
            points_x[n++] = (double)x;
        }
        measure_batch(&float32, of, n, &worst);
    }
    report(&float32, of, &worst);
}

int main(int argc, char **argv)
{
    const char *only = NULL;
    bool full = false;
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--full") == 0)
            full = true;
        else if (strcmp(argv[i], "--quick") != 0)
            only = argv[i];
    const uint64_t n_points = full ? 10000000 : 1000000;
    mpfr_inits2(160, exact, argument_x, argument_y, difference, (mpfr_ptr)0);
    for (size_t i = 0; i < N_FUNCTIONS; i++) {
        const function *of = &functions[i];
        if (only != NULL && strcmp(only, of->name) != 0)
            continue;
        measure_random(&float64, of, n_points);
        if (of->n_in == 1)
            measure_all(of, full ? 1 : 256);
        else
            measure_random(&float32, of, n_points);
    }
    mpfr_clears(exact, argument_x, argument_y, difference, (mpfr_ptr)0);
    mpfr_free_cache();
    return failed ? 1 : 0;
}
