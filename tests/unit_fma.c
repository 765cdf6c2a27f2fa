/* unit_fma.c: the software fused multiply-add against the C library's, bit for bit. */
#include "kernel/full_fma.h"
#include "support/run_suite.h"
#include <math.h>
#include <stdlib.h>

#define N_POINTS 3000000

/* S. Vigna's splitmix64. */
static uint64_t random_bits(void)
{
    static uint64_t state = 7;
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A double with a random sign, an exponent in [low, high], and a significand that often has few bits set or missing:
 * products and sums near midpoints and powers of two come from those. */
static double random_float64(int low, int high)
{
    uint64_t significand = random_bits() >> 12;
    switch (random_bits() % 4) {
    case 0:
        significand &= ~UINT64_C(0) << (random_bits() % 52);
        break;
    case 1:
        significand |= (UINT64_C(1) << (random_bits() % 52)) - 1;
        break;
    case 2:
        significand = UINT64_C(1) << (random_bits() % 52);
        break;
    default:
        break;
    }
    significand &= (UINT64_C(1) << 52) - 1;
    const uint64_t exponent = (uint64_t)(low + 1023) + random_bits() % (uint64_t)(high - low + 1);
    return from_bits_float64((random_bits() & UINT64_C(1) << 63) | exponent << 52 | significand);
}

static void check_float64(double a, double b, double c)
{
    const double expected = fma(a, b, c), got = rvl_software_fma_float64(a, b, c);
    if (expected != got)
        ck_abort_msg("fma(%a, %a, %a) is %a, not %a", a, b, c, expected, got);
}

START_TEST(test_float64)
{
    for (int i = 0; i < N_POINTS; i++) {
        const double a = random_float64(-450, 450), b = random_float64(-450, 450);
        const double product = a * b;
        check_float64(a, b, product * random_float64(-110, 110)); /* of any size that matters */
        check_float64(a, b, -product);                            /* the rounding error alone */
        check_float64(a, b, -product * (1 + 0x1p-52));
        check_float64(a, b, ldexp(product, 53 - (int)(random_bits() % 4))); /* the product as half a unit */
        check_float64(a, b, 0.0);
        check_float64(a, b, random_float64(-1000, 900));
        check_float64(0.0, b, a);
    }
}
END_TEST

static void check_full(double a, double b, double c)
{
    const double expected = fma(a, b, c), got = rvl_software_full_fma_float64(a, b, c);
    if (bits_float64(expected) != bits_float64(got) && !(isnan(expected) && isnan(got)))
        ck_abort_msg("fma(%a, %a, %a) is %a, not %a", a, b, c, expected, got);
}

/* Any bits; and numbers whose product and sum meet, cancel, overflow or end among the subnormal ones. */
START_TEST(test_full)
{
    static const double special[] = {0.0,
                                     -0.0,
                                     1.0,
                                     -1.0,
                                     0x1p-1074,
                                     -0x1p-1074,
                                     INFINITY,
                                     -INFINITY,
                                     (double)NAN,
                                     0x1p-1022,
                                     0x1.fffffffffffffp1023,
                                     0x1p1023};
    enum { N_SPECIAL = sizeof special / sizeof *special };
    for (int i = 0; i < N_SPECIAL * N_SPECIAL * N_SPECIAL; i++)
        check_full(special[i % N_SPECIAL], special[i / N_SPECIAL % N_SPECIAL], special[i / N_SPECIAL / N_SPECIAL]);
    for (int i = 0; i < N_POINTS; i++) {
        const double a = random_float64(-1022, 1023), b = random_float64(-1022, 1023), x = random_float64(-200, 200);
        const double tiny = random_float64(-1022, -980) * 0x1p-40, small = random_float64(-40, 2);
        check_full(from_bits_float64(random_bits()), from_bits_float64(random_bits()),
                   from_bits_float64(random_bits()));
        check_full(a, b, a * b * random_float64(-110, 110));
        check_full(a, b, -(a * b));
        check_full(a, x, -(a * x) * (1 + 0x1p-52));
        check_full(a, x, ldexp(a * x, 53 - (int)(random_bits() % 4)));
        check_full(tiny, small, random_float64(-1022, -1000) * 0x1p-50);
        check_full(tiny, small, special[i % N_SPECIAL]);
        check_full(x * 0x1p823, small * 0x1p200, -(x * 0x1p823 * (small * 0x1p199)));
    }
}
END_TEST

static void check_float32(float a, float b, float c)
{
    const float expected = fmaf(a, b, c), got = rvl_software_fma_float32(a, b, c);
    if (bits_float32(expected) != bits_float32(got) && !(isnan(expected) && isnan(got)))
        ck_abort_msg("fmaf(%a, %a, %a) is %a, not %a", (double)a, (double)b, (double)c, (double)expected, (double)got);
}

START_TEST(test_float32)
{
    for (int i = 0; i < N_POINTS; i++) {
        const float a = from_bits_float32((uint32_t)random_bits()), b = from_bits_float32((uint32_t)random_bits());
        const float c = from_bits_float32((uint32_t)random_bits());
        const float x = (float)random_float64(-40, 40), y = (float)random_float64(-40, 40);
        check_float32(a, b, c);
        check_float32(x, y, x * y * (float)random_float64(-60, 60));
        check_float32(x, y, -(x * y));
        check_float32(x, y, ldexpf(x * y, 24 - (int)(random_bits() % 4)));
        check_float32(x, y, 0.0f);
        check_float32(x, y * 0x1p-100f, c * 0x1p-40f);
    }
}
END_TEST

/* The pair is exact: its parts and an addend that cancels the product say so. */
START_TEST(test_product)
{
    for (int i = 0; i < N_POINTS; i++) {
        const double a = random_float64(-450, 450), b = random_float64(-450, 450);
        const rvl_pair_float64 pair = rvl_software_product_float64(a, b);
        ck_assert(pair.high == a * b);
        ck_assert(pair.low == fma(a, b, -pair.high));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fma");
    TCase *cases = tcase_create("fma");
    tcase_set_timeout(cases, 300);
    tcase_add_test(cases, test_float64);
    tcase_add_test(cases, test_full);
    tcase_add_test(cases, test_float32);
    tcase_add_test(cases, test_product);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
