/* check_logsumexp.c: logarithms of sums of exponentials: their error against long double, what infinities and NaN give,
 * threads, the order, and what is refused. That they are the same in every layout is the battery's business.
 *
 * Where the bound comes from, in eps: a sum of positive terms is off by 12 + log2 n of itself, an exponential by 2 (1
 * ULP), where parts are joined one of them by 3 (1 ULP and a product's rounding), which along one axis is log2 n times
 * at most, and all differences on a term's way to the largest element by what they add up to, |x - m|, of which the
 * terms' mean is at most log n; the logarithm adds the sum's relative error, and 2 |log of the sum| (1 ULP), which is
 * at most 2 log n; the last sum |result|. With log n = 0.7 log2 n that is less than 16 + 7 log2 n + |result|. eps is
 * 2^-53 for float64, 2^-24 for float32. */
#include "oracle.h"
#include "support/one_context.h"
#include "support/random.h"
#include "support/run_suite.h"
#include "support/wrong_call.h"
#include <math.h>
#include <ravel/statistics.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 70001, WIDTH = 3 };

static double elements[MOST * WIDTH];
static float singles[MOST];

static double logsumexp(ravel_context *with, double *values, int64_t n)
{
    double result = 7;
    ravel_array *in = make(values, sizeof elements, RAVEL_FLOAT64, 1, &n, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_logsumexp(with, in, 0, NULL, 0, out), RAVEL_OK);
    end(in);
    end(out);
    return result;
}

static float logsumexp_of_singles(int64_t n)
{
    float result = 7;
    ravel_array *in = make(singles, sizeof singles, RAVEL_FLOAT32, 1, &n, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_logsumexp(context, in, 0, NULL, 0, out), RAVEL_OK);
    end(in);
    end(out);
    return result;
}

static long double reference(int64_t n)
{
    long double largest = (long double)elements[0], sum = 0;
    for (int64_t i = 1; i < n; i++)
        largest = fmaxl(largest, (long double)elements[i]);
    for (int64_t i = 0; i < n; i++)
        sum += expl((long double)elements[i] - largest);
    return largest + logl(sum);
}

/* Elements of many kinds: near each other, far apart, one far above the others, and such that the result is near 0. */
static void fill(random_source *source, int64_t n, int32_t kind)
{
    static const double spreads[] = {1e-3, 1, 30, 700};
    const double spread = spreads[kind % 4];
    for (int64_t i = 0; i < n; i++)
        elements[i] = spread * ((double)random_below(source, 1 << 30) / (1 << 29) - 1);
    if (kind / 4 == 1)
        elements[random_below(source, n)] = 2 * spread;
    if (kind / 4 == 2) {
        const double about = (double)reference(n);
        for (int64_t i = 0; i < n; i++)
            elements[i] -= about;
    }
}

START_TEST(the_error_is_within_its_bound)
{
    static const int64_t lengths[] = {1, 2, 3, 8, 9, 127, 128, 129, 1000, 4097, MOST};
    random_source source = {.state = 11};
    double worst = 0, worst_single = 0;
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++)
        for (int32_t kind = 0; kind < 12; kind++) {
            const int64_t n = lengths[l];
            fill(&source, n, kind);
            const double constant = 16 + 7 * log2((double)n);
            const long double exact = reference(n);
            const double error = (double)fabsl((long double)logsumexp(context, elements, n) - exact);
            const double part = error / ((constant + fabs((double)exact)) * 0x1p-53);
            ck_assert_msg(part <= 1, "%lld elements of kind %d: %g of the bound", (long long)n, kind, part);
            worst = part > worst ? part : worst;
            for (int64_t i = 0; i < n; i++)
                elements[i] = (double)(singles[i] = (float)elements[i]);
            const long double exact_single = reference(n);
            const double single_error = (double)fabsl((long double)logsumexp_of_singles(n) - exact_single);
            const double single_part = single_error / ((constant + fabs((double)exact_single)) * 0x1p-24);
            ck_assert_msg(single_part <= 1, "%lld float32 of kind %d: %g of the bound", (long long)n, kind,
                          single_part);
            worst_single = single_part > worst_single ? single_part : worst_single;
        }
    printf("logsumexp: at most %.2f of the bound in float64, %.2f in float32\n", worst, worst_single);
}
END_TEST

START_TEST(infinities_and_nan)
{
    static const double inf = (double)INFINITY;
    static const struct {
        double values[3];
        int64_t n;
        double result;
    } rows[] = {{{0}, 1, 0},
                {{-3.5}, 1, -3.5},
                {{1e308, 1e308}, 2, 1e308},
                {{-1e308, -1e308}, 2, -1e308},
                {{-1e308, 1e308}, 2, 1e308},
                {{710, 3}, 2, 710},
                {{-inf}, 1, -inf},
                {{-inf, -inf, -inf}, 3, -inf},
                {{-inf, 2, -inf}, 3, 2},
                {{inf}, 1, inf},
                {{inf, inf}, 2, inf},
                {{-inf, inf, 5}, 3, inf},
                {{(double)NAN, 1}, 2, (double)NAN},
                {{inf, (double)NAN, -inf}, 3, (double)NAN},
                {{1e300, (double)NAN}, 2, (double)NAN},
                {{0}, 0, -inf}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int32_t without = 0; without < 2; without++) {
            memcpy(elements, rows[i].values, sizeof rows[i].values);
            const double result = logsumexp(without ? NULL : context, elements, rows[i].n);
            ck_assert_msg(isnan(rows[i].result) ? isnan(result) : result == rows[i].result, "row %zu gives %g", i,
                          result);
        }
    elements[0] = elements[1] = 1000;
    ck_assert_double_eq(logsumexp(context, elements, 2), 1000.693147180559945);
}
END_TEST

/* Results beside each other have each its own largest element; whatever the threads, and without a context. */
START_TEST(results_beside_each_other_do_not_meet)
{
    const int64_t rows[] = {MOST, WIDTH}, columns[] = {WIDTH, MOST}, strides[] = {8, 8 * WIDTH};
    const int32_t first = 0, last = 1;
    double alone[WIDTH], results[WIDTH];
    random_source source = {.state = 3};
    for (int32_t j = 0; j < WIDTH; j++) {
        static double column[MOST];
        for (int32_t i = 0; i < MOST; i++)
            elements[i * WIDTH + j] = column[i] =
                1e3 * j + (double)random_below(&source, 1000) / 50 - (j == 2 ? (double)INFINITY : 0);
        alone[j] = logsumexp(context, column, MOST);
    }
    ck_assert(alone[0] > 25 && alone[0] < 32 && alone[1] > 1025 && alone[1] < 1032 && isinf(alone[2]));
    for (int32_t threads = 0; threads < 4; threads++) {
        ravel_context *const with = threads ? context : NULL;
        if (threads)
            ck_assert_int_eq(ravel_context_set_threads(context, threads), RAVEL_OK);
        ravel_array *down = make(elements, sizeof elements, RAVEL_FLOAT64, 2, rows, 0), *across = NULL;
        ck_assert_int_eq(
            ravel_array_create(NULL, elements, sizeof elements, 0, RAVEL_FLOAT64, 2, columns, strides, 0, &across),
            RAVEL_OK);
        ravel_array *out = make(results, sizeof results, RAVEL_FLOAT64, 1, columns, RAVEL_WRITEABLE);
        ck_assert_int_eq(ravel_logsumexp(with, down, 1, &first, 0, out), RAVEL_OK);
        ck_assert_mem_eq(results, alone, sizeof alone);
        memset(results, 1, sizeof results);
        ck_assert_int_eq(ravel_logsumexp(with, across, 1, &last, 0, out), RAVEL_OK);
        ck_assert_mem_eq(results, alone, sizeof alone);
        end(down);
        end(across);
        end(out);
    }
}
END_TEST

/* Of moderate elements, whose order shows; that of the digests' elements, which have any bits, does not. */
START_TEST(the_order_is_the_oracles)
{
    static const int64_t shapes[][2] = {{1, 300},  {1, 8192}, {1, 8193}, {1, 20000}, {5, 128},   {7, 129},
                                        {40, 400}, {129, 40}, {300, 3},  {3, 3000},  {200, 200}, {70, 1000}};
    static oracle_value values[MOST];
    random_source source = {.state = 5};
    int32_t reduction = 0;
    while (strcmp(oracle_reduction_names[reduction], "logsumexp") != 0)
        reduction++;
    oracle_plan plan;
    ck_assert_int_eq(
        oracle_plan_fold(false, oracle_reduction_kernels[reduction], reduction, RAVEL_FLOAT64, RAVEL_FLOAT64, &plan),
        RAVEL_OK);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (uint64_t axes = 1; axes < 4; axes++) {
            const int64_t size = shapes[i][0] * shapes[i][1];
            const int64_t kept = axes == 1 ? shapes[i][1] : axes == 2 ? shapes[i][0] : 1;
            const int32_t list[2] = {axes == 2, 1}, n_axes = axes == 3 ? 2 : 1;
            static double results[MOST];
            uint64_t events = 0;
            for (int64_t j = 0; j < size; j++) {
                elements[j] = (double)random_below(&source, 4000) / 100 - 20;
                values[j] = oracle_float(RAVEL_FLOAT64, elements[j], 0);
            }
            ravel_array *in = make(elements, sizeof elements, RAVEL_FLOAT64, 2, shapes[i], 0);
            ravel_array *out = make(results, sizeof results, RAVEL_FLOAT64, axes == 3 ? 0 : 1, &kept, RAVEL_WRITEABLE);
            ck_assert_int_eq(ravel_logsumexp(context, in, n_axes, list, 0, out), RAVEL_OK);
            ck_assert(oracle_reduce(&plan, 2, shapes[i], axes, oracle_absent, RAVEL_FLOAT64, values, &events));
            for (int64_t j = 0; j < kept; j++)
                if (memcmp(&results[j], &values[j].real, sizeof results[j]) != 0)
                    ck_abort_msg("shape %zu, axes %d: result %d is %a, the oracle's %a", i, (int)axes, (int)j,
                                 results[j], values[j].real);
            end(in);
            end(out);
        }
}
END_TEST

START_TEST(dtypes)
{
    const int64_t two = 2;
    int8_t integers[] = {100, 100};
    uint16_t halves[] = {0x4900, 0x4900}, half = 0; /* 10, 10 */
    double result = 0;
    int64_t whole = 0;
    ravel_array *in = make(integers, sizeof integers, RAVEL_INT8, 1, &two, 0);
    ravel_array *out = make(&result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *integer = make(&whole, sizeof whole, RAVEL_INT64, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_logsumexp(context, in, 0, NULL, 0, out), RAVEL_OK);
    ck_assert_double_eq(result, 100 + 0x1.62e42fefa39efp-1);
    ck_assert_int_eq(ravel_logsumexp(context, in, 0, NULL, RAVEL_OPTION_CASTING_UNSAFE, integer), RAVEL_OK);
    ck_assert_int_eq(whole, 100);
    end(in);
    in = make(halves, sizeof halves, RAVEL_FLOAT16, 1, &two, 0);
    ravel_array *narrow = make(&half, sizeof half, RAVEL_FLOAT16, 0, NULL, RAVEL_WRITEABLE);
    ck_assert_int_eq(ravel_logsumexp(context, in, 0, NULL, 0, narrow), RAVEL_OK);
    ck_assert_uint_eq(half, 0x4959); /* 10.695 */
    ravel_array *const handles[] = {in, out, integer, narrow};
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
        end(handles[i]);
}
END_TEST

/* A masked element is one that is -inf, whatever it is: by rows, by columns, of all; -inf where all are masked. */
START_TEST(masked_elements_have_no_part)
{
    enum { ROWS = 301, COLUMNS = 150 };
    static double values[ROWS][COLUMNS], without[ROWS][COLUMNS], results[2][ROWS];
    static bool mask[ROWS][COLUMNS];
    static const int64_t shape[] = {ROWS, COLUMNS}, columns = COLUMNS;
    const ravel_kernel *kernel = find("logsumexp");
    random_source source = {.state = 4};
    for (int32_t i = 0; i < ROWS; i++)
        for (int32_t j = 0; j < COLUMNS; j++) {
            mask[i][j] = i != 7 && j != 8 && !random_once_in(&source, 3);
            values[i][j] = (double)random_below(&source, 2000) - 1000;
            without[i][j] = mask[i][j] ? values[i][j] : -(double)INFINITY;
            if (!mask[i][j])
                values[i][j] = random_once_in(&source, 2) ? (double)NAN : (double)INFINITY;
        }
    ravel_array *in = make(values, sizeof values, RAVEL_FLOAT64, 2, shape, 0);
    ravel_array *replaced = make(without, sizeof without, RAVEL_FLOAT64, 2, shape, 0);
    ravel_array *where = make(mask, sizeof mask, RAVEL_BOOL, 2, shape, 0);
    ck_assert_int_eq(ravel_context_set_threads(context, 3), RAVEL_OK);
    for (int32_t axis = -1; axis < 2; axis++) {
        const int32_t n_axes = axis < 0 ? 0 : 1, ndim = n_axes;
        const int64_t *lengths = axis == 0 ? &columns : shape;
        const size_t nbytes = axis < 0 ? 8 : axis == 0 ? COLUMNS * 8 : ROWS * 8;
        ravel_array *expected = make(results[0], sizeof results[0], RAVEL_FLOAT64, ndim, lengths, RAVEL_WRITEABLE);
        ravel_array *out = make(results[1], sizeof results[1], RAVEL_FLOAT64, ndim, lengths, RAVEL_WRITEABLE);
        const int32_t *axes = axis < 0 ? NULL : &axis;
        ck_assert_int_eq(ravel_logsumexp(context, replaced, n_axes, axes, 0, expected), RAVEL_OK);
        ck_assert_int_eq(ravel_reduce(context, kernel, in, n_axes, axes, where, NULL, 0, out), RAVEL_OK);
        ck_assert_mem_eq(results[0], results[1], nbytes);
        ck_assert(axis < 0 || results[1][axis == 0 ? 8 : 7] == -(double)INFINITY);
        memset(results[1], 0, sizeof results[1]);
        if (axis >= 0) /* in a block of stack */
            ck_assert_int_eq(ravel_reduce(NULL, kernel, in, n_axes, axes, where, NULL, 0, out), RAVEL_OK);
        ck_assert(axis < 0 || memcmp(results[0], results[1], nbytes) == 0);
        end(expected);
        end(out);
    }
    end(in);
    end(replaced);
    end(where);
}
END_TEST

START_TEST(mistakes)
{
    const ravel_kernel *kernel = find("logsumexp");
    const int64_t three = 3;
    const int32_t last = -1;
    double memory[6] = {1, 2, 3}, result[2] = {-1, -1};
    int32_t dtype = -5, ndim = -5, verbs = 0, loops = 0;
    ravel_array *in = make(memory, sizeof memory, RAVEL_FLOAT64, 1, &three, 0);
    ravel_array *complexes = make(memory, sizeof memory, RAVEL_COMPLEX128, 1, &three, 0);
    ravel_array *out = make(result, sizeof result, RAVEL_FLOAT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *narrow = make(result, sizeof result, RAVEL_FLOAT32, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *integer = make(result, sizeof result, RAVEL_INT64, 0, NULL, RAVEL_WRITEABLE);
    ravel_array *complex_out = make(result, sizeof result, RAVEL_COMPLEX128, 0, NULL, RAVEL_WRITEABLE);
    wrong_call_expect(context, ravel_logsumexp(context, complexes, 0, NULL, 0, complex_out), RAVEL_NO_LOOP,
                      "ravel_logsumexp", "input has dtype complex128, but logsumexp takes real numbers", 0);
    wrong_call_expect(context,
                      ravel_reduce_outputs(context, kernel, complexes, 0, NULL, NULL, NULL, 0, &dtype, 0, &ndim, NULL),
                      RAVEL_NO_LOOP, "ravel_reduce_outputs", "takes real numbers", 0);
    wrong_call_expect(context, ravel_reduce(context, kernel, in, 0, NULL, in, NULL, 0, out), RAVEL_DTYPE_MISMATCH,
                      "ravel_reduce", "a mask must be bool", 2);
    wrong_call_expect(context, ravel_reduce(context, kernel, in, 0, NULL, NULL, out, 0, out), RAVEL_INVALID_ARGUMENT,
                      "ravel_reduce", "logsumexp takes no initial value", 3);
    wrong_call_expect(context, ravel_logsumexp(context, in, 0, NULL, 0, narrow), RAVEL_CASTING_FORBIDDEN,
                      "ravel_logsumexp", "input has dtype float64", 0);
    wrong_call_expect(context, ravel_logsumexp(context, in, 0, NULL, 0, integer), RAVEL_CASTING_FORBIDDEN,
                      "ravel_logsumexp", "output has dtype int64", 1);
    wrong_call_expect(context, ravel_logsumexp(context, in, 1, &last, RAVEL_OPTION_KEEP_DIMS, out),
                      RAVEL_SHAPE_MISMATCH, "ravel_logsumexp", "output has shape ()", 1);
    ck_assert(result[0] == -1 && result[1] == -1 && dtype == -5 && ndim == -5);
    ck_assert_int_eq(ravel_kernel_verbs(kernel, &verbs), RAVEL_OK);
    ck_assert_int_eq(verbs, RAVEL_VERB_REDUCE);
    ck_assert_int_eq(ravel_kernel_loop_count(kernel, &loops), RAVEL_OK);
    ck_assert_int_eq(loops, 13); /* all but the complex ones */
    ck_assert_int_eq(ravel_logsumexp(context, in, 0, NULL, 0, complex_out), RAVEL_OK);
    ck_assert(fabs(result[0] - 3.4076059644443806) < 1e-15 && result[1] == 0);
    ravel_array *const handles[] = {in, complexes, out, narrow, integer, complex_out};
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
        end(handles[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("logsumexp");
    TCase *tests = tcase_create("logsumexp");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, the_error_is_within_its_bound);
    tcase_add_test(tests, infinities_and_nan);
    tcase_add_test(tests, masked_elements_have_no_part);
    tcase_add_test(tests, results_beside_each_other_do_not_meet);
    tcase_add_test(tests, the_order_is_the_oracles);
    tcase_add_test(tests, dtypes);
    tcase_add_test(tests, mistakes);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
