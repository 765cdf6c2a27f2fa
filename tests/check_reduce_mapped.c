/* check_reduce_mapped.c: norms, and reductions that pass over NaN: what they see, what they refuse, and what they make
 * of nothing. That they do it in every layout is the battery's business. */
#include "support/one_context.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <float.h>
#include <math.h>
#include <ravel/statistics.h>
#include <stdlib.h>
#include <string.h>

/* ---- norms ---- */

static double reduce_to_double(const char *name, void *memory, size_t nbytes, int32_t dtype, int64_t n)
{
    double result = -1;
    ravel_array *in = make(memory, nbytes, dtype, 1, &n, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_reduce(context, find(name), in, 0, NULL, NULL, NULL, 0, out), RAVEL_OK);
    end(in);
    end(out);
    return result;
}

START_TEST(norms_of_all_kinds_of_numbers)
{
    double reals[] = {3, -4, -0.0}, parts[] = {3, 4, 0, -5}, nothing[1] = {7};
    int8_t integers[] = {-128, 3, 0};
    uint8_t truths[] = {0, 0x80, 1};
    uint16_t halves[] = {0xc200, 0x4400}; /* -3, 4 */
    ck_assert_double_eq(reduce_to_double("norm1", reals, sizeof reals, RAVEL_FLOAT64, 3), 7);
    ck_assert_double_eq(reduce_to_double("norm2", reals, sizeof reals, RAVEL_FLOAT64, 3), 5);
    ck_assert_double_eq(reduce_to_double("norm_inf", reals, sizeof reals, RAVEL_FLOAT64, 3), 4);
    ck_assert_double_eq(reduce_to_double("norm1", parts, sizeof parts, RAVEL_COMPLEX128, 2), 10);
    ck_assert_double_eq(reduce_to_double("norm2", parts, sizeof parts, RAVEL_COMPLEX128, 2), sqrt(50));
    ck_assert_double_eq(reduce_to_double("norm_inf", parts, sizeof parts, RAVEL_COMPLEX128, 2), 5);
    ck_assert_double_eq(reduce_to_double("norm1", integers, sizeof integers, RAVEL_INT8, 3), 131);
    ck_assert_double_eq(reduce_to_double("norm_inf", integers, sizeof integers, RAVEL_INT8, 3), 128);
    ck_assert_double_eq(reduce_to_double("norm2", truths, sizeof truths, RAVEL_BOOL, 3), sqrt(2));
    ck_assert_double_eq(reduce_to_double("norm2", halves, sizeof halves, RAVEL_FLOAT16, 2), 5);
    static const char *const names[] = {"norm1", "norm2", "norm_inf"};
    for (int32_t i = 0; i < 3; i++) {
        const double none = reduce_to_double(names[i], nothing, sizeof nothing, RAVEL_FLOAT64, 0);
        ck_assert(none == 0 && !signbit(none));
        reals[2] = NAN;
        ck_assert(isnan(reduce_to_double(names[i], reals, sizeof reals, RAVEL_FLOAT64, 3)));
        reals[2] = -INFINITY;
        ck_assert_double_eq(reduce_to_double(names[i], reals, sizeof reals, RAVEL_FLOAT64, 3), INFINITY);
        ck_assert_double_eq(reduce_to_double(names[i], reals, sizeof reals, RAVEL_FLOAT64, 2), i == 0 ? 7 : 5 - i / 2);
    }
}
END_TEST

/* Where squares or their sum leave the range, the norm of a multiple is the multiple of the norm, up to the borders. */
START_TEST(norms_neither_overflow_nor_underflow_in_between)
{
    static const int32_t exponents[] = {-1074, -1060, -700, -520, -449, 0, 500, 510, 1000, 1020};
    enum { LENGTH = 300 };
    static double memory[LENGTH];
    static float singles[LENGTH];
    for (size_t e = 0; e < sizeof exponents / sizeof *exponents; e++) {
        for (int32_t i = 0; i < LENGTH; i++)
            memory[i] = i < 4 ? ldexp(i == 3 ? 4 : 2, exponents[e]) : 0; /* 2, 2, 2, 4: 28 */
        memory[LENGTH - 1] = ldexp(6, exponents[e]);                     /* 64 */
        const double norm = reduce_to_double("norm2", memory, sizeof memory, RAVEL_FLOAT64, LENGTH);
        ck_assert_double_eq(norm, ldexp(8, exponents[e]));
    }
    memory[0] = memory[1] = DBL_MAX;
    ck_assert_double_eq(reduce_to_double("norm2", memory, sizeof memory, RAVEL_FLOAT64, 1), DBL_MAX);
    ck_assert_double_eq(reduce_to_double("norm2", memory, sizeof memory, RAVEL_FLOAT64, 2), INFINITY);
    for (int32_t exponent = -149; exponent < 125; exponent++) {
        singles[0] = ldexpf(3, exponent);
        singles[LENGTH - 1] = -ldexpf(4, exponent);
        int64_t n = LENGTH;
        float norm = 0;
        ravel_array *in = make(singles, sizeof singles, RAVEL_FLOAT32, 1, &n, 0);
        ravel_array *out = make(&norm, sizeof norm, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_norm2(context, in, 0, NULL, 0, out), RAVEL_OK);
        ck_assert_float_eq(norm, ldexpf(5, exponent));
        end(in);
        end(out);
    }
}
END_TEST

/* A root that is the least safe one: whether it is taken again is for it to say, not for its neighbours. */
START_TEST(a_norm_at_the_border_is_the_same_anywhere)
{
    static const int64_t shape[] = {2, 8};
    float norms[2], rows[2][8] = {{0x1.6a09e6p-53F, 0x1.fffffep-41F, 0x1.fffffep-66F, 0x1p-52F}, {0}};
    const int32_t axis = 1;
    for (int32_t i = 0; i < 2; i++) {
        ravel_array *in = make(rows, sizeof rows, RAVEL_FLOAT32, 2, shape, 0);
        ravel_array *out = make(norms, sizeof norms, RAVEL_FLOAT32, 1, shape, RAVEL_WRITEABLE);
        rows[1][0] = (float)i;
        ck_assert_int_eq(ravel_norm2(context, in, 1, &axis, 0, out), RAVEL_OK);
        ck_assert(norms[0] == 0x1.fffffep-41F && norms[1] == (float)i);
        end(in);
        end(out);
    }
}
END_TEST

/* The same bits from any number of threads, from memory in any order, without a context. */
START_TEST(norms_beside_each_other_do_not_meet)
{
    enum { WIDTH = 5, LENGTH = 40000 };
    static const double scales[WIDTH] = {0, 1e-200, 1, 1e200, INFINITY};
    double *memory = malloc(sizeof(double) * WIDTH * LENGTH), results[4][WIDTH];
    const int64_t shape[] = {LENGTH, WIDTH}, strides[] = {8, 8 * LENGTH}, rows = LENGTH;
    const int32_t axis = 0;
    for (int32_t layout = 0; layout < 2; layout++) {
        for (int64_t i = 0; i < LENGTH; i++)
            for (int64_t j = 0; j < WIDTH; j++) {
                const double x = j == 0 ? 0 : (1 + (double)(i % 17)) * scales[j];
                memory[layout ? j * LENGTH + i : i * WIDTH + j] = x;
            }
        ravel_array *in = NULL;
        ck_assert_int_eq(ravel_array_create(NULL, memory, sizeof(double) * WIDTH * LENGTH, 0, RAVEL_FLOAT64, 2, shape,
                                            layout ? strides : NULL, 0, &in),
                         RAVEL_OK);
        for (int32_t threads = 1; threads <= 3; threads += 2) {
            double *const to = results[2 * layout + threads / 2];
            ravel_array *out = make(to, sizeof results[0], RAVEL_FLOAT64, 1, &shape[1], RAVEL_WRITEABLE);
            ck_assert_int_eq(ravel_context_set_threads(context, threads), RAVEL_OK);
            ck_assert_int_eq(ravel_norm2(context, in, 1, &axis, 0, out), RAVEL_OK);
            end(out);
            ck_assert_mem_eq(to, results[0], sizeof results[0]);
        }
        end(in);
    }
    ck_assert_double_eq(results[0][0], 0);
    ck_assert_double_eq_tol(results[0][1] / results[0][2], 1e-200, 1e-214);
    ck_assert_double_eq_tol(results[0][3] / results[0][2], 1e200, 1e186);
    ck_assert_double_eq(results[0][4], INFINITY);
    for (int32_t j = 0; j < 4; j++) { /* alone, by threads in runs of blocks */
        double norm = -1;
        ravel_array *in = make(memory + j * LENGTH, sizeof(double) * LENGTH, RAVEL_FLOAT64, 1, &rows, 0);
        ravel_array *out = make(&norm, sizeof norm, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_norm2(context, in, 0, NULL, 0, out), RAVEL_OK);
        ck_assert_double_eq(norm, results[0][j]);
        ck_assert_int_eq(ravel_norm2(NULL, in, 0, NULL, 0, out), RAVEL_OK);
        ck_assert_double_eq(norm, results[0][j]);
        end(in);
        end(out);
    }
    free(memory);
}
END_TEST

START_TEST(norms_are_real_and_take_no_initial_value)
{
    static const char *const names[] = {"norm1", "norm2", "norm_inf"};
    static const int64_t n = 2;
    double memory[4] = {3, 4, 0, 0}, result[2] = {-1, -1};
    ravel_array *in = make(memory, sizeof memory, RAVEL_COMPLEX128, 1, &n, 0), *start = NULL;
    ravel_array *narrow = make(result, sizeof result, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *integer = make(result, sizeof result, RAVEL_INT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *wide = make(result, sizeof result, RAVEL_COMPLEX128, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, memory, 0, &start), RAVEL_OK);
    for (int32_t i = 0; i < 3; i++) {
        const ravel_kernel *kernel = find(names[i]);
        wrong_call_expect(context, ravel_reduce(context, kernel, in, 0, NULL, NULL, NULL, 0, narrow),
                          RAVEL_CASTING_FORBIDDEN, "ravel_reduce", "input has dtype complex128", 0);
        wrong_call_expect(context, ravel_reduce(context, kernel, in, 0, NULL, NULL, NULL, 0, integer),
                          RAVEL_CASTING_FORBIDDEN, "ravel_reduce", "output has dtype int64", 1);
        wrong_call_expect(context, ravel_reduce(context, kernel, in, 0, NULL, NULL, start, 0, wide),
                          RAVEL_INVALID_ARGUMENT, "ravel_reduce", "takes no initial value", 3);
        ck_assert(result[0] == -1 && result[1] == -1);
    }
    ck_assert_int_eq(ravel_norm2(context, in, 0, NULL, 0, wide), RAVEL_OK);
    ck_assert(result[0] == 5 && result[1] == 0);
    ck_assert_int_eq(ravel_norm1(context, in, 0, NULL, RAVEL_OPTION_CASTING_UNSAFE, integer), RAVEL_OK);
    ck_assert_int_eq(ravel_norm_inf(context, in, 0, NULL, RAVEL_OPTION_CASTING_SAME_KIND, narrow), RAVEL_OK);
    ravel_array *const handles[] = {in, narrow, integer, wide, start};
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
        end(handles[i]);
}
END_TEST

/* The magnitude of a number with an infinite part is infinite, whatever the other part is; that of NaN alone is NaN. */
START_TEST(infinite_parts_win_over_nan)
{
    static const char *const names[] = {"norm1", "norm2", "norm_inf"};
    static const int64_t n = 3;
    const double inf = (double)INFINITY, nan = (double)NAN;
    double numbers[] = {3, 4, inf, nan, 1, 2}, other[] = {nan, -inf, -inf, inf, 0, 0}, bad[] = {3, 4, nan, 7, 1, 2};
    float singles[] = {3, 4, (float)NAN, -INFINITY, 1, 2}, single = 0;
    ravel_array *in = make(singles, sizeof singles, RAVEL_COMPLEX64, 1, &n, 0);
    ravel_array *out = make(&single, sizeof single, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    for (int32_t i = 0; i < 3; i++) {
        ck_assert_double_eq(reduce_to_double(names[i], numbers, sizeof numbers, RAVEL_COMPLEX128, n), inf);
        ck_assert_double_eq(reduce_to_double(names[i], other, sizeof other, RAVEL_COMPLEX128, n), inf);
        ck_assert_double_nan(reduce_to_double(names[i], bad, sizeof bad, RAVEL_COMPLEX128, n));
        ck_assert_int_eq(ravel_reduce(context, find(names[i]), in, 0, NULL, NULL, NULL, 0, out), RAVEL_OK);
        ck_assert_float_eq(single, INFINITY);
    }
    end(in);
    end(out);
}
END_TEST

/* A literal whose magnitude is taken fits where its parts do. */
START_TEST(norms_of_complex_literals)
{
    static const char *const names[] = {"norm1", "norm2", "norm_inf"};
    const double small[] = {3, -4}, real[] = {5, 0}, large[][2] = {{1, 1e300}, {1e300, 1}};
    float norm = -1;
    ravel_array *literals[2] = {NULL, NULL}, *too_large[2] = {NULL, NULL};
    ravel_array *out = make(&norm, sizeof norm, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_COMPLEX128, small, RAVEL_WEAK, &literals[0]), RAVEL_OK);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_COMPLEX128, real, RAVEL_WEAK, &literals[1]), RAVEL_OK);
    for (int32_t k = 0; k < 2; k++)
        ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_COMPLEX128, large[k], RAVEL_WEAK, &too_large[k]),
                         RAVEL_OK);
    for (int32_t i = 0; i < 3; i++)
        for (int32_t k = 0; k < 2; k++) {
            const ravel_kernel *kernel = find(names[i]);
            wrong_call_expect(context, ravel_reduce(context, kernel, too_large[k], 0, NULL, NULL, NULL, 0, out),
                              RAVEL_VALUE_OUT_OF_RANGE, "ravel_reduce", "literal", 0);
            ck_assert_float_eq(norm, -1);
            ck_assert_int_eq(ravel_reduce(context, kernel, literals[k], 0, NULL, NULL, NULL, 0, out), RAVEL_OK);
            ck_assert_float_eq(norm, 5);
            norm = -1;
        }
    for (int32_t k = 0; k < 2; k++) {
        end(literals[k]);
        end(too_large[k]);
    }
    end(out);
}
END_TEST

/* ---- what is not NaN ---- */

START_TEST(nan_is_passed_over)
{
    enum { LENGTH = 300 };
    static double memory[LENGTH];
    static const char *const names[] = {"nansum", "nanmean", "nanmax", "nanmin"};
    for (int64_t n = 1; n <= LENGTH; n++) {
        double sum = 0, count = 0, most = NAN, least = NAN;
        for (int64_t i = 0; i < n; i++) {
            memory[i] = i % 3 == n % 3 || n % 50 == 7 ? NAN : (double)((i * 7) % 64 - 40);
            if (isnan(memory[i]))
                continue;
            sum += memory[i];
            count++;
            most = fmax(most, memory[i]);
            least = fmin(least, memory[i]);
        }
        const double expected[] = {sum, sum / count, most, least};
        for (int32_t k = 0; k < 4; k++) {
            const double result = reduce_to_double(names[k], memory, sizeof memory, RAVEL_FLOAT64, n);
            ck_assert_msg(result == expected[k] || (isnan(result) && isnan(expected[k])), "%s of %d: %g, expected %g",
                          names[k], (int)n, result, expected[k]);
        }
    }
}
END_TEST

/* Nothing but NaN; zeros and infinities beside NaN; masks; none at all. */
START_TEST(what_is_left_may_be_nothing)
{
    static const int64_t n = 3, none = 0;
    static const uint8_t masked[] = {0, 1, 1};
    double memory[3] = {NAN, NAN, NAN};
    ck_assert_double_eq(reduce_to_double("nansum", memory, sizeof memory, RAVEL_FLOAT64, 3), 0);
    ck_assert(!signbit(reduce_to_double("nansum", memory, sizeof memory, RAVEL_FLOAT64, 3)));
    ck_assert(isnan(reduce_to_double("nanmean", memory, sizeof memory, RAVEL_FLOAT64, 3)));
    ck_assert(isnan(reduce_to_double("nanmax", memory, sizeof memory, RAVEL_FLOAT64, 3)));
    ck_assert(isnan(reduce_to_double("nanmin", memory, sizeof memory, RAVEL_FLOAT64, 3)));
    ck_assert(isnan(reduce_to_double("nanmean", memory, sizeof memory, RAVEL_FLOAT64, 0)));
    memory[1] = -0.0;
    ck_assert(signbit(reduce_to_double("nanmax", memory, sizeof memory, RAVEL_FLOAT64, 3)));
    memory[2] = 0.0;
    ck_assert(!signbit(reduce_to_double("nanmax", memory, sizeof memory, RAVEL_FLOAT64, 3)));
    ck_assert(signbit(reduce_to_double("nanmin", memory, sizeof memory, RAVEL_FLOAT64, 3)));
    memory[1] = -INFINITY;
    ck_assert_double_eq(reduce_to_double("nansum", memory, sizeof memory, RAVEL_FLOAT64, 3), -INFINITY);
    memory[2] = INFINITY;
    ck_assert(isnan(reduce_to_double("nansum", memory, sizeof memory, RAVEL_FLOAT64, 3)));
    memory[0] = 8;
    memory[1] = NAN;
    memory[2] = 3;
    double result = -1, start_value = 2;
    ravel_array *in = make(memory, sizeof memory, RAVEL_FLOAT64, 1, &n, 0), *start = NULL;
    ravel_array *empty = make(memory, sizeof memory, RAVEL_FLOAT64, 1, &none, 0);
    uint8_t mask_memory[3];
    memcpy(mask_memory, masked, sizeof masked);
    ravel_array *mask = make(mask_memory, sizeof mask_memory, RAVEL_BOOL, 1, &n, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_array_create_scalar(NULL, RAVEL_FLOAT64, &start_value, 0, &start), RAVEL_OK);
    ck_assert_int_eq(ravel_reduce(context, find("nanmean"), in, 0, NULL, mask, NULL, 0, out), RAVEL_OK);
    ck_assert_double_eq(result, 3);
    ck_assert_int_eq(ravel_reduce(context, find("nansum"), in, 0, NULL, mask, start, 0, out), RAVEL_OK);
    ck_assert_double_eq(result, 5);
    ck_assert_int_eq(ravel_reduce(context, find("nanmin"), in, 0, NULL, mask, start, 0, out), RAVEL_OK);
    ck_assert_double_eq(result, 2);
    result = -1;
    wrong_call_expect(context, ravel_reduce(context, find("nanmean"), in, 0, NULL, NULL, start, 0, out),
                      RAVEL_INVALID_ARGUMENT, "ravel_reduce", "nanmean takes no initial value", 3);
    wrong_call_expect(context, ravel_reduce(context, find("nanmax"), in, 0, NULL, mask, NULL, 0, out),
                      RAVEL_NO_IDENTITY, "ravel_reduce", "nanmax", -1);
    wrong_call_expect(context, ravel_nanmax(context, empty, 0, NULL, 0, out), RAVEL_EMPTY_REDUCTION, "ravel_nanmax",
                      "no elements", 0);
    wrong_call_expect(context, ravel_nanmin(context, empty, 0, NULL, 0, out), RAVEL_EMPTY_REDUCTION, "ravel_nanmin",
                      "no elements", 0);
    ck_assert_double_eq(result, -1);
    ravel_array *const handles[] = {in, empty, mask, out, start};
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
        end(handles[i]);
}
END_TEST

/* A complex number is NaN if a part is; integers and bools have none. */
START_TEST(complex_numbers_and_integers_pass_over_nan_too)
{
    double parts[] = {1, 2, NAN, 5, 7, NAN, 3, 4}, result[2];
    int16_t integers[] = {-3, 5, 7};
    static const int64_t n = 4;
    ravel_array *in = make(parts, sizeof parts, RAVEL_COMPLEX128, 1, &n, 0);
    ravel_array *out = make(result, sizeof result, RAVEL_COMPLEX128, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_nansum(context, in, 0, NULL, 0, out), RAVEL_OK);
    ck_assert(result[0] == 4 && result[1] == 6);
    ck_assert_int_eq(ravel_nanmean(context, in, 0, NULL, 0, out), RAVEL_OK);
    ck_assert(result[0] == 2 && result[1] == 3);
    wrong_call_expect(context, ravel_nanmax(context, in, 0, NULL, 0, out), RAVEL_NO_LOOP, "ravel_nanmax", "complex128",
                      1);
    end(in);
    end(out);
    ck_assert_double_eq(reduce_to_double("nansum", integers, sizeof integers, RAVEL_INT16, 3), 9);
    ck_assert_double_eq(reduce_to_double("nanmean", integers, sizeof integers, RAVEL_INT16, 3), 3);
    ck_assert_double_eq(reduce_to_double("nanmax", integers, sizeof integers, RAVEL_INT16, 3), 7);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduce_mapped");
    TCase *norms = tcase_create("norms");
    tcase_add_checked_fixture(norms, setup, teardown);
    tcase_add_test(norms, norms_of_all_kinds_of_numbers);
    tcase_add_test(norms, norms_neither_overflow_nor_underflow_in_between);
    tcase_add_test(norms, norms_beside_each_other_do_not_meet);
    tcase_add_test(norms, a_norm_at_the_border_is_the_same_anywhere);
    tcase_add_test(norms, norms_are_real_and_take_no_initial_value);
    tcase_add_test(norms, infinite_parts_win_over_nan);
    tcase_add_test(norms, norms_of_complex_literals);
    suite_add_tcase(suite, norms);
    TCase *numbers = tcase_create("numbers");
    tcase_add_checked_fixture(numbers, setup, teardown);
    tcase_add_test(numbers, nan_is_passed_over);
    tcase_add_test(numbers, what_is_left_may_be_nothing);
    tcase_add_test(numbers, complex_numbers_and_integers_pass_over_nan_too);
    suite_add_tcase(suite, numbers);
    return run_suite(suite);
}
