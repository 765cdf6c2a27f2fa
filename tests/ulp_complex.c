/* ulp_complex.c: the error of the elementary functions of complex numbers: the distance from the exact number in units
 * in the last place of its magnitude. */
#include "ulp.h"

typedef struct number {
    mpfr_t real, imag;
} number;

static number result, second; /* second: the second argument, of pow */
static mpfr_t x, y, a, b, c, d;

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

/* (x, y) exchanged: how circular and hyperbolic functions go over into each other. */
static void exchanged(void (*exact)(void))
{
    mpfr_swap(x, y);
    exact();
    mpfr_swap(x, y);
    mpfr_swap(result.real, result.imag);
}

static void exact_sinh(void)
{
    exchanged(exact_sin);
}

static void exact_cosh(void)
{
    mpfr_swap(x, y);
    mpfr_neg(y, y, MPFR_RNDN);
    exact_cos();
    mpfr_neg(y, y, MPFR_RNDN);
    mpfr_swap(x, y);
}

static void exact_tanh(void)
{
    limit(x);
    mpfr_sinh_cosh(a, b, x, MPFR_RNDN);
    mpfr_mul(result.real, a, b, MPFR_RNDN);
    mpfr_sqr(a, a, MPFR_RNDN);
    mpfr_sin_cos(result.imag, b, y, MPFR_RNDN);
    mpfr_mul(result.imag, result.imag, b, MPFR_RNDN);
    mpfr_sqr(b, b, MPFR_RNDN);
    mpfr_add(a, a, b, MPFR_RNDN);
    mpfr_div(result.real, result.real, a, MPFR_RNDN);
    mpfr_div(result.imag, result.imag, a, MPFR_RNDN);
}

static void exact_tan(void)
{
    exchanged(exact_tanh);
}

/* exp(x) cos y - 1 = (exp(x) - 1) cos y + (cos y - 1). */
static void exact_expm1(void)
{
    exact_exp();
    mpfr_div_ui(a, y, 2, MPFR_RNDN);
    mpfr_sin(a, a, MPFR_RNDN);
    mpfr_sqr(a, a, MPFR_RNDN);
    mpfr_mul_ui(a, a, 2, MPFR_RNDN);
    mpfr_cos(b, y, MPFR_RNDN);
    mpfr_expm1(result.real, x, MPFR_RNDN);
    mpfr_mul(result.real, result.real, b, MPFR_RNDN);
    mpfr_sub(result.real, result.real, a, MPFR_RNDN);
}

static void exact_exp2(void)
{
    limit(x);
    mpfr_exp2(a, x, MPFR_RNDN);
    mpfr_const_log2(b, MPFR_RNDN);
    mpfr_mul(b, b, y, MPFR_RNDN);
    mpfr_sin_cos(result.imag, result.real, b, MPFR_RNDN);
    mpfr_mul(result.real, result.real, a, MPFR_RNDN);
    mpfr_mul(result.imag, result.imag, a, MPFR_RNDN);
}

static void exact_log1p(void)
{
    mpfr_add_ui(a, x, 1, MPFR_RNDN);
    mpfr_atan2(result.imag, y, a, MPFR_RNDN);
    mpfr_add_ui(a, a, 1, MPFR_RNDN);
    mpfr_mul(a, a, x, MPFR_RNDN);
    mpfr_sqr(b, y, MPFR_RNDN);
    mpfr_add(a, a, b, MPFR_RNDN);
    mpfr_log1p(a, a, MPFR_RNDN);
    mpfr_div_ui(result.real, a, 2, MPFR_RNDN);
}

static void exact_log2(void)
{
    exact_log();
    mpfr_const_log2(a, MPFR_RNDN);
    mpfr_div(result.real, result.real, a, MPFR_RNDN);
    mpfr_div(result.imag, result.imag, a, MPFR_RNDN);
}

static void exact_log10(void)
{
    exact_log();
    mpfr_log_ui(a, 10, MPFR_RNDN);
    mpfr_div(result.real, result.real, a, MPFR_RNDN);
    mpfr_div(result.imag, result.imag, a, MPFR_RNDN);
}

/* The roots of 1 - z and 1 + z, of which W. Kahan makes asin, acos and so on, in "Branch cuts for complex elementary
 * functions" (1987); the kernels use other formulas. */
static number below, above;

static void root_of_1_plus(number *root, int sign)
{
    mpfr_set(c, x, MPFR_RNDN);
    mpfr_set(d, y, MPFR_RNDN);
    mpfr_mul_si(x, x, sign, MPFR_RNDN);
    mpfr_mul_si(y, y, sign, MPFR_RNDN);
    mpfr_add_ui(x, x, 1, MPFR_RNDN);
    exact_sqrt();
    mpfr_set(root->real, result.real, MPFR_RNDN);
    mpfr_set(root->imag, result.imag, MPFR_RNDN);
    mpfr_set(x, c, MPFR_RNDN);
    mpfr_set(y, d, MPFR_RNDN);
}

static void exact_asin(void)
{
    root_of_1_plus(&below, -1);
    root_of_1_plus(&above, 1);
    mpfr_fmms(a, below.real, above.real, below.imag, above.imag, MPFR_RNDN);
    mpfr_atan2(result.real, x, a, MPFR_RNDN);
    mpfr_fmms(a, below.real, above.imag, below.imag, above.real, MPFR_RNDN);
    mpfr_asinh(result.imag, a, MPFR_RNDN);
}

static void exact_acos(void)
{
    root_of_1_plus(&below, -1);
    root_of_1_plus(&above, 1);
    mpfr_atan2(a, below.real, above.real, MPFR_RNDN);
    mpfr_mul_ui(result.real, a, 2, MPFR_RNDN);
    mpfr_fmms(a, above.real, below.imag, above.imag, below.real, MPFR_RNDN);
    mpfr_asinh(result.imag, a, MPFR_RNDN);
}

static void exact_asinh(void)
{
    exchanged(exact_asin);
}

static void exact_acosh(void)
{
    exact_acos();
    mpfr_swap(result.real, result.imag);
    mpfr_abs(result.real, result.real, MPFR_RNDN);
    mpfr_setsign(result.imag, result.imag, mpfr_signbit(y), MPFR_RNDN);
}

/* The logarithm of (1 + z) / (1 - z), which is that of (1 - |z|^2 + 2iy) / |1 - z|^2. */
static void exact_atanh(void)
{
    mpfr_sqr(a, x, MPFR_RNDN);
    mpfr_sqr(b, y, MPFR_RNDN);
    mpfr_add(a, a, b, MPFR_RNDN);
    mpfr_ui_sub(a, 1, a, MPFR_RNDN);
    mpfr_mul_ui(b, y, 2, MPFR_RNDN);
    mpfr_atan2(a, b, a, MPFR_RNDN);
    mpfr_div_ui(result.imag, a, 2, MPFR_RNDN);
    mpfr_ui_sub(a, 1, x, MPFR_RNDN);
    mpfr_hypot(a, a, y, MPFR_RNDN);
    mpfr_sqr(a, a, MPFR_RNDN);
    mpfr_mul_ui(b, x, 4, MPFR_RNDN);
    mpfr_div(a, b, a, MPFR_RNDN);
    mpfr_log1p(a, a, MPFR_RNDN);
    mpfr_div_ui(result.real, a, 4, MPFR_RNDN);
}

static void exact_atan(void)
{
    exchanged(exact_atanh);
}

/* exp(second log z). */
static void exact_pow(void)
{
    exact_log();
    mpfr_fmms(a, second.real, result.real, second.imag, result.imag, MPFR_RNDN);
    mpfr_fmma(b, second.real, result.imag, second.imag, result.real, MPFR_RNDN);
    mpfr_swap(a, x);
    mpfr_swap(b, y);
    exact_exp();
}

typedef struct function {
    const char *name;
    int32_t kernel;
    void (*exact)(void);
} function;

#define FUNCTION(name)                         \
    {                                          \
#        name, RVL_KERNEL_##name, exact_##name \
    }
static const function functions[] = {
    FUNCTION(sqrt),  FUNCTION(abs),   FUNCTION(exp),   FUNCTION(exp2), FUNCTION(expm1), FUNCTION(log),
    FUNCTION(log1p), FUNCTION(log2),  FUNCTION(log10), FUNCTION(sin),  FUNCTION(cos),   FUNCTION(tan),
    FUNCTION(sinh),  FUNCTION(cosh),  FUNCTION(tanh),  FUNCTION(asin), FUNCTION(acos),  FUNCTION(atan),
    FUNCTION(asinh), FUNCTION(acosh), FUNCTION(atanh), FUNCTION(pow),
};

static mpfr_ptr const all[] = {result.real, result.imag, second.real, second.imag, below.real, below.imag, above.real,
                               above.imag,  x,           y,           a,           b,          c,          d};
#define N_NUMBERS (sizeof all / sizeof all[0])

static mpfr_prec_t precision_for(const function *of, const double *point)
{
    const double size = hypot(point[0], point[1]);
    const bool is_log = of->kernel == RVL_KERNEL_log || of->kernel == RVL_KERNEL_log2 ||
                        of->kernel == RVL_KERNEL_log10 || of->kernel == RVL_KERNEL_pow;
    if (is_log && size > 0.9 && size < 1.1) /* the logarithm of the magnitude may be very small */
        return 2300;
    return of->kernel == RVL_KERNEL_exp2 && fabs(point[1]) > 1e15 ? 1300 : 200;
}

/* Negative where there is no finite result to compare with. */
static double error_of(const format *in, const function *of, const double *point, const double *power,
                       const double *got)
{
    const mpfr_prec_t precision = precision_for(of, point);
    for (size_t i = 0; i < N_NUMBERS; i++)
        mpfr_set_prec(all[i], precision);
    mpfr_set_d(x, point[0], MPFR_RNDN);
    mpfr_set_d(y, point[1], MPFR_RNDN);
    mpfr_set_d(second.real, power[0], MPFR_RNDN);
    mpfr_set_d(second.imag, power[1], MPFR_RNDN);
    of->exact();
    mpfr_hypot(a, result.real, result.imag, MPFR_RNDN);
    /* Far beyond overflow a part of no account overflows too, or pow has lost it. */
    const bool is_beyond = of->kernel == RVL_KERNEL_pow && !mpfr_zero_p(a) && mpfr_get_exp(a) > in->end_exponent + 40;
    if (!mpfr_number_p(a) || is_beyond)
        return -1;
    const long unit = last_place(in, mpfr_zero_p(a) ? in->least_exponent : mpfr_get_exp(a));
    return hypot(distance(in, got[0], result.real, unit), distance(in, got[1], result.imag, unit));
}

static double random_small(void)
{
    return scalbn(random_between(-1, 1), -(int)(random_bits() % 60));
}

static void random_point(const format *in, double *point)
{
    static const double centres[][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {M_PI_2, 0}, {0, M_PI_2}};
    const double largest = in->end_exponent * M_LN2, *centre = centres[random_bits() % 6];
    double real = random_number(in), imag = random_number(in), angle, turns;
    switch (random_bits() % 8) {
    case 0:
        break;
    case 1:
        real = random_between(-4, 4);
        imag = random_between(-4, 4);
        break;
    case 2: /* near the edges of overflow and underflow of exp, */
        real = random_between(-1.1, 1.1) * largest;
        imag = random_between(-100, 100);
        break;
    case 3: /* and of sin and cos */
        real = random_between(-100, 100);
        imag = random_between(-1.1, 1.1) * largest;
        break;
    case 4: /* near the unit circle */
        angle = random_between(-4, 4) * (random_bits() & 1 ? 1.0 : scalbn(1, -(int)(random_bits() % 600)));
        real = cos(angle);
        imag = sin(angle);
        break;
    case 5: /* parts of one size */
        imag = real * random_between(-2, 2);
        break;
    case 6: /* near branch points, zeros and poles */
        turns = nearbyint(random_between(-5, 5));
        real = (fabs(centre[0]) > 1 ? turns : 1) * centre[0] + random_small();
        imag = (fabs(centre[1]) > 1 ? turns : 1) * centre[1] + random_small();
        break;
    default: /* small */
        real = random_small();
        imag = random_small();
        break;
    }
    point[0] = rounded(in, real);
    point[1] = rounded(in, imag);
}

/* The second argument of pow: such that the logarithm of the result is of moderate size, beyond which pow promises
 * less. False: let it be. */
static bool random_power(const format *in, const double *point, double *power)
{
    const double length = log(hypot(point[0], point[1])), angle = atan2(point[1], point[0]);
    const double largest = in->end_exponent * M_LN2, size = hypot(length, angle);
    const double real = random_between(-1.1, 1.1) * (random_bits() & 1 ? largest : 2), imag = random_between(-100, 100);
    const double quotient_real = (real * length + imag * angle) / size / size;
    const double quotient_imag = (imag * length - real * angle) / size / size;
    const bool is_whole = random_bits() % 4 == 0;
    power[0] = rounded(in, is_whole ? nearbyint(random_between(-9, 9)) : quotient_real);
    power[1] = rounded(in, is_whole ? 0.0 : quotient_imag);
    return hypot(power[0], power[1]) * size < 4096;
}

static void measure(const format *in, const function *of, uint64_t n_points)
{
    static double points[2 * BATCH], powers[2 * BATCH], got[2 * BATCH];
    static bool counts[BATCH];
    const bool is_pow = of->kernel == RVL_KERNEL_pow;
    worst_case worst = {0};
    const size_t stride = of->kernel == RVL_KERNEL_abs ? 1 : 2;
    for (uint64_t done = 0; done < n_points; done += BATCH) {
        for (size_t i = 0; i < BATCH; i++) {
            const double *point = &points[2 * i];
            random_point(in, &points[2 * i]);
            counts[i] = isfinite(point[0]) && isfinite(point[1]); /* the special cases have their own test */
            if (is_pow && !random_power(in, point, &powers[2 * i]))
                counts[i] = false;
        }
        evaluate(in, of->kernel, of->name, is_pow ? 2 : 1, BATCH, points, powers, got);
        for (size_t i = 0; i < BATCH; i++) {
            const double *point = &points[2 * i];
            const double parts[2] = {got[stride * i], stride == 2 ? got[2 * i + 1] : 0.0};
            const double error = counts[i] ? error_of(in, of, point, &powers[2 * i], parts) : -1;
            if (error < 0)
                continue;
            worst.points++;
            if (!(error <= worst.error)) {
                worst.error = error;
                memcpy(worst.arguments, point, 2 * sizeof *point);
                memcpy(&worst.arguments[2], &powers[2 * i], 2 * sizeof *powers);
                memcpy(worst.got, parts, sizeof worst.got);
            }
        }
    }
    report(in, of->name, &worst, 2.0);
}

void measure_complex(const char *only, bool full)
{
    const uint64_t n_points = full ? 2000000 : 50000;
    for (size_t i = 0; i < N_NUMBERS; i++)
        mpfr_init2(all[i], 200);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (only == NULL || strcmp(only, functions[i].name) == 0) {
            measure(&complex128, &functions[i], n_points);
            measure(&complex64, &functions[i], n_points);
        }
    for (size_t i = 0; i < N_NUMBERS; i++)
        mpfr_clear(all[i]);
}
