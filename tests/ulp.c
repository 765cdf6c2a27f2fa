/* ulp.c: the error of the elementary functions, measured against MPFR, on every instruction set of this CPU.
 *
 *     ulp [--quick | --full | --float32] [--table FILE] [function]
 *
 * Quick: float32 functions of one argument at every 256th value, those of float16 and bfloat16 at all, all others at
 * about a million points that are spread over all exponents and crowd at the hard places. Full: all values of float32,
 * which takes an hour (--float32: that alone), and ten times the other points. All instruction sets must give the same
 * bits: quick looks in every fourth batch, as those without fused multiply-add take longer than MPFR. The table is the
 * page docs/accuracy.md. */
#include "ulp.h"

bool failed;
static bool all_batches; /* on all instruction sets; single elements, the special cases, are always */

const format float16 = {"float16", RAVEL_FLOAT16, 11, -24, 16, 1};
const format bfloat16 = {"bfloat16", RAVEL_BFLOAT16, 8, -133, 128, 1};
const format float32 = {"float32", RAVEL_FLOAT32, 24, -149, 128, 1};
const format float64 = {"float64", RAVEL_FLOAT64, 53, -1074, 1024, 1};
const format complex64 = {"complex64", RAVEL_COMPLEX64, 24, -149, 128, 2};
const format complex128 = {"complex128", RAVEL_COMPLEX128, 53, -1074, 1024, 2};

/* Random numbers */

/* S. Vigna's splitmix64. */
uint64_t random_bits(void)
{
    static uint64_t state = 1;
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

double random_between(double low, double high)
{
    return low + (high - low) * ((double)(random_bits() >> 11) * 0x1p-53);
}

float float32_of(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

double random_number(const format *in)
{
    const uint64_t bits = random_bits();
    double x;
    memcpy(&x, &bits, sizeof x);
    return in->digits == 53 ? x : (double)float32_of((uint32_t)bits);
}

double rounded(const format *in, double x)
{
    return in->digits == 53 ? x : (double)(float)x;
}

double nearby(const format *in, double x)
{
    for (uint64_t steps = random_bits() % 4; steps > 0; steps--)
        x = in->digits == 53 ? nextafter(x, INFINITY) : (double)nextafterf((float)x, INFINITY);
    return x;
}

/* Evaluation */

/* As the kernels have them: n numbers of the format's width. */
static void pack(const format *in, size_t n, const double *numbers, double *packed)
{
    for (size_t i = 0; i < n; i++)
        if (in->digits == 53)
            packed[i] = numbers[i];
        else
            ((float *)packed)[i] = (float)numbers[i];
}

static void unpack(const format *in, size_t n, const double *packed, double *numbers)
{
    for (size_t i = 0; i < n; i++)
        numbers[i] = in->digits == 53 ? packed[i] : (double)((const float *)packed)[i];
}

/* Halves are computed in float32, and then rounded to what they are stored as. */
static void round_to_half(const format *in, int32_t isa, size_t n, double *packed)
{
    static uint16_t halves[2 * BATCH];
    const rvl_movers *const movers = rvl_movers_of(isa);
    (void)movers->cast[RAVEL_FLOAT32][in->dtype](n, packed, halves);
    (void)movers->cast[in->dtype][RAVEL_FLOAT32](n, halves, packed);
}

static bool same(double x, double y)
{
    return memcmp(&x, &y, sizeof x) == 0 || (isnan(x) && isnan(y));
}

void evaluate(const format *in, int32_t kernel, const char *name, int32_t n_in, size_t n, const double *x,
              const double *y, double *got)
{
    static double first[2 * BATCH], second[2 * BATCH], output[2 * BATCH], other[2 * BATCH];
    static uint64_t n_batches;
    const size_t n_results = n * (kernel == RVL_KERNEL_abs ? 1 : in->parts);
    const void *const inputs[] = {first, second};
    void *const outputs[] = {output};
    pack(in, n * in->parts, x, first);
    if (n_in == 2)
        pack(in, n * in->parts, y, second);
    const int32_t best = rvl_isa_best(), last = all_batches || n == 1 || n_batches++ % 4 == 0 ? 0 : best;
    for (int32_t isa = best; isa >= last; isa--) {
        const ravel_kernel_fn loop = rvl_builtin_loop(kernel, in->dtype, isa);
        loop(n, inputs, outputs, NULL);
        if (in->digits < 24)
            round_to_half(in, isa, n, output);
        unpack(in, n_results, output, isa == best ? got : other);
        for (size_t i = 0; isa < best && i < n_results; i++)
            if (!same(got[i], other[i])) {
                const size_t element = i * n / n_results * in->parts;
                printf("%s of %s: %s gives %a, not %a at %a, %a\n", name, in->name, rvl_isa_name(isa), other[i], got[i],
                       x[element], n_in == 2 ? y[element] : x[element + in->parts - 1]);
                failed = true;
            }
    }
}

/* Errors */

long last_place(const format *in, long exponent)
{
    const long end = exponent > in->end_exponent ? in->end_exponent : exponent;
    return end - in->digits < in->least_exponent ? in->least_exponent : end - in->digits;
}

static void set_at_most(mpfr_t to, const format *in)
{
    if (mpfr_zero_p(to) || (!mpfr_inf_p(to) && mpfr_get_exp(to) <= in->end_exponent))
        return;
    const int sign = mpfr_sgn(to);
    mpfr_set_si_2exp(to, sign < 0 ? -1 : 1, in->end_exponent, MPFR_RNDN);
}

double distance(const format *in, double got, const mpfr_t exact, long unit)
{
    mpfr_t difference, value;
    if (isnan(got) || mpfr_nan_p(exact))
        return isnan(got) && mpfr_nan_p(exact) ? 0 : INFINITY;
    mpfr_init2(difference, mpfr_get_prec(exact));
    mpfr_init2(value, mpfr_get_prec(exact));
    mpfr_set(value, exact, MPFR_RNDN);
    set_at_most(value, in);
    mpfr_set_d(difference, got, MPFR_RNDN);
    set_at_most(difference, in);
    mpfr_sub(difference, difference, value, MPFR_RNDN);
    mpfr_mul_2si(difference, difference, -unit, MPFR_RNDN);
    const double result = fabs(mpfr_get_d(difference, MPFR_RNDN));
    mpfr_clear(difference);
    mpfr_clear(value);
    return result;
}

void report(const format *in, const char *name, const worst_case *worst, double limit)
{
    const bool good = worst->error <= limit;
    printf("%-6s %-10s %11llu points   max %.4f ULP at %a, %a", name, in->name, (unsigned long long)worst->points,
           worst->error, worst->arguments[0], worst->arguments[1]);
    if (worst->arguments[2] != 0 || worst->arguments[3] != 0)
        printf("; %a, %a", worst->arguments[2], worst->arguments[3]);
    printf(" -> %a", worst->got[0]);
    if (in->parts == 2)
        printf(", %a", worst->got[1]);
    printf("%s\n", good ? "" : "   TOO MUCH");
    fflush(stdout);
    if (!good)
        failed = true;
    add_to_table(name, in, worst->error);
}

int main(int argc, char **argv)
{
    const char *only = NULL, *table = NULL;
    bool full = false, float32_alone = false;
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--full") == 0)
            full = all_batches = true;
        else if (strcmp(argv[i], "--float32") == 0)
            float32_alone = all_batches = true;
        else if (strcmp(argv[i], "--table") == 0 && i + 1 < argc)
            table = argv[++i];
        else if (strcmp(argv[i], "--quick") != 0)
            only = argv[i];
    if (float32_alone) {
        measure_float32(only);
    } else {
        check_special_real(only);
        check_special_complex(only);
        measure_complex(only, full);
        measure_real(only, full);
    }
    mpfr_free_cache();
    if (table && !write_table(table)) {
        printf("%s cannot be written\n", table);
        failed = true;
    }
    return failed ? 1 : 0;
}
