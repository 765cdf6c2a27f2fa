/* ulp_complex.c: the error of the elementary functions of complex numbers: the distance from the exact number in units
 * in the last place of its magnitude. */
#include "ulp.h"

typedef struct number {
    mpfr_t real, imag;
} number;

static number result;
static mpfr_t x, y, a, b;

/* Larger arguments have the same results where these are numbers at all, and cost MPFR much. */
static void limit(mpfr_t to)
{
    if (mpfr_cmp_si(to, 3000) > 0)
        mpfr_set_si(to, 3000, MPFR_RNDN);
    if (mpfr_cmp_si(to, -3000) < 0)
        mpfr_set_si(to, -3000, MPFR_RNDN);
}

static void exact_exp(void)
{
    limit(x);
    mpfr_exp(a, x, MPFR_RNDN);
    mpfr_sin_cos(result.imag, result.real, y, MPFR_RNDN);
    mpfr_mul(result.real, result.real, a, MPFR_RNDN);
    mpfr_mul(result.imag, result.imag, a, MPFR_RNDN);
}

static void exact_log(void)
{
    mpfr_atan2(result.imag, y, x, MPFR_RNDN);
    mpfr_sqr(a, x, MPFR_RNDN);
    mpfr_sqr(b, y, MPFR_RNDN);
    mpfr_add(a, a, b, MPFR_RNDN);
    mpfr_log(a, a, MPFR_RNDN);
    mpfr_div_ui(result.real, a, 2, MPFR_RNDN);
}

static void exact_sin(void)
{
    limit(y);
    mpfr_sin_cos(result.real, result.imag, x, MPFR_RNDN);
    mpfr_sinh_cosh(a, b, y, MPFR_RNDN);
    mpfr_mul(result.real, result.real, b, MPFR_RNDN);
    mpfr_mul(result.imag, result.imag, a, MPFR_RNDN);
}

static void exact_cos(void)
{
    limit(y);
    mpfr_sin_cos(result.imag, result.real, x, MPFR_RNDN);
    mpfr_sinh_cosh(a, b, y, MPFR_RNDN);
    mpfr_mul(result.real, result.real, b, MPFR_RNDN);
    mpfr_mul(result.imag, result.imag, a, MPFR_RNDN);
    mpfr_neg(result.imag, result.imag, MPFR_RNDN);
}

static void exact_sqrt(void)
{
    mpfr_hypot(a, x, y, MPFR_RNDN);
    mpfr_abs(b, x, MPFR_RNDN);
    mpfr_add(a, a, b, MPFR_RNDN);
    mpfr_div_ui(a, a, 2, MPFR_RNDN);
    mpfr_sqrt(a, a, MPFR_RNDN);
    mpfr_div(b, y, a, MPFR_RNDN);
    mpfr_div_ui(b, b, 2, MPFR_RNDN);
    if (mpfr_zero_p(a))
        mpfr_set_zero(b, 1);
    if (mpfr_sgn(x) >= 0) {
        mpfr_set(result.real, a, MPFR_RNDN);
        mpfr_set(result.imag, b, MPFR_RNDN);
    } else {
        mpfr_abs(result.real, b, MPFR_RNDN);
        mpfr_setsign(result.imag, a, mpfr_signbit(y), MPFR_RNDN);
    }
}

static void exact_abs(void)
{
    mpfr_hypot(result.real, x, y, MPFR_RNDN);
    mpfr_set_zero(result.imag, 1);
}

typedef struct function {
    const char *name;
    int32_t kernel;
    void (*exact)(void);
} function;

static const function functions[] = {
    {"sqrt", RVL_KERNEL_sqrt, exact_sqrt}, {"abs", RVL_KERNEL_abs, exact_abs}, {"exp", RVL_KERNEL_exp, exact_exp},
    {"log", RVL_KERNEL_log, exact_log},    {"sin", RVL_KERNEL_sin, exact_sin}, {"cos", RVL_KERNEL_cos, exact_cos},
};

static void set_precision(mpfr_prec_t precision)
{
    mpfr_ptr all[] = {result.real, result.imag, a, b};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        mpfr_set_prec(all[i], precision);
}

static double error_of(const format *in, const function *of, const double *point, const double *got)
{
    const double size = hypot(point[0], point[1]);
    /* Near the unit circle the logarithm of the magnitude may be very small. */
    set_precision(of->kernel == RVL_KERNEL_log && size > 0.9 && size < 1.1 ? 2300 : 200);
    mpfr_set_d(x, point[0], MPFR_RNDN);
    mpfr_set_d(y, point[1], MPFR_RNDN);
    of->exact();
    mpfr_hypot(a, result.real, result.imag, MPFR_RNDN);
    const long unit = last_place(in, mpfr_zero_p(a) ? in->least_exponent : mpfr_get_exp(a));
    return hypot(distance(in, got[0], result.real, unit), distance(in, got[1], result.imag, unit));
}

static void random_point(const format *in, int32_t kernel, double *point)
{
    const double largest = in->end_exponent * M_LN2;
    double real = random_number(in), imag = random_number(in), angle;
    switch (random_bits() % 6) {
    case 0:
        break;
    case 1:
        real = random_between(-4, 4);
        imag = random_between(-4, 4);
        break;
    case 2: /* near the edges of overflow and underflow of exp, sin and cos */
        real = kernel == RVL_KERNEL_exp ? random_between(-1.1, 1.1) * largest : random_between(-100, 100);
        imag = kernel == RVL_KERNEL_exp ? random_between(-100, 100) : random_between(-1.1, 1.1) * largest;
        break;
    case 3: /* near the unit circle */
        angle = random_between(-4, 4) * (random_bits() & 1 ? 1.0 : scalbn(1, -(int)(random_bits() % 600)));
        real = cos(angle);
        imag = sin(angle);
        break;
    case 4: /* parts of one size */
        imag = real * random_between(-2, 2);
        break;
    default: /* small */
        real = scalbn(random_between(-1, 1), -(int)(random_bits() % 60));
        imag = scalbn(random_between(-1, 1), -(int)(random_bits() % 60));
        break;
    }
    point[0] = rounded(in, real);
    point[1] = rounded(in, imag);
}

static void measure(const format *in, const function *of, uint64_t n_points)
{
    static double points[2 * BATCH], got[2 * BATCH];
    worst_case worst = {0};
    const size_t stride = of->kernel == RVL_KERNEL_abs ? 1 : 2;
    for (uint64_t done = 0; done < n_points; done += BATCH) {
        for (size_t i = 0; i < BATCH; i++)
            random_point(in, of->kernel, &points[2 * i]);
        evaluate(in, of->kernel, of->name, 1, BATCH, points, NULL, got);
        for (size_t i = 0; i < BATCH; i++) {
            const double *point = &points[2 * i];
            const double parts[2] = {got[stride * i], stride == 2 ? got[2 * i + 1] : 0.0};
            if (!isfinite(point[0]) || !isfinite(point[1])) /* the special cases have their own test */
                continue;
            const double error = error_of(in, of, point, parts);
            worst.points++;
            if (!(error <= worst.error)) {
                worst.error = error;
                memcpy(worst.arguments, point, sizeof worst.arguments);
                memcpy(worst.got, parts, sizeof worst.got);
            }
        }
    }
    report(in, of->name, &worst, 2.0);
}

void measure_complex(const char *only, bool full)
{
    const uint64_t n_points = full ? 2000000 : 100000;
    mpfr_inits2(200, result.real, result.imag, a, b, (mpfr_ptr)0);
    mpfr_inits2(53, x, y, (mpfr_ptr)0);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (only == NULL || strcmp(only, functions[i].name) == 0) {
            measure(&complex128, &functions[i], n_points);
            measure(&complex64, &functions[i], n_points);
        }
    mpfr_clears(result.real, result.imag, a, b, x, y, (mpfr_ptr)0);
}
