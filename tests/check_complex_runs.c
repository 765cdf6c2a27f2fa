/* check_complex_runs.c: an element of a complex function has the same bits alone as anywhere in a run of 64 of ordinary
 * and of extreme arguments, of which only the former take a function's faster form. */
#include "support/random.h"
#include "support/run_suite.h"
#include <math.h>
#include <ravel/ravel.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { RUN = 64, N_PARTS = 22, N_POINTS = N_PARTS * N_PARTS, MOST_KERNELS = 64 };

/* A part of a point: the ordinary ones first. */
static const double parts[N_PARTS] = {0.5,      -0.0,   1.25,  -3,    2,     -0.001,  6.5,    20,
                                      -40,      1e-9,   0,     1e22,  -1e19, 0x1p30,  710.25, -745.125,
                                      0x1p-140, 0x1p99, 3e38f, 1e-45, NAN,   INFINITY};
enum { N_ORDINARY = 11 };

static const char *const isas[] = {"generic", "x86-64-v2", "x86-64-v3", "x86-64-v4", "neon"};

static random_source randoms = {.state = 3};
static ravel_context *context;

/* The kernels that make complex numbers of one or two complex numbers. */
typedef struct subject {
    const ravel_kernel *kernel;
    char name[64];
    int32_t n_in;
} subject;

static subject subjects[MOST_KERNELS];
static int32_t n_subjects;

static void must(ravel_status status)
{
    ck_assert_int_eq(status, RAVEL_OK);
}

static bool is_subject(const ravel_kernel *kernel, int32_t *n_in)
{
    int32_t verbs, n_out, n_loops, row[RAVEL_MAX_OPERANDS];
    must(ravel_kernel_verbs(kernel, &verbs));
    must(ravel_kernel_arity(kernel, n_in, &n_out));
    must(ravel_kernel_loop_count(kernel, &n_loops));
    for (int32_t i = 0; i < n_loops && (verbs & RAVEL_VERB_APPLY) && *n_in <= 2 && n_out == 1; i++) {
        must(ravel_kernel_signature(kernel, i, RAVEL_MAX_OPERANDS, row));
        if (row[0] == RAVEL_COMPLEX128 && row[*n_in - 1] == RAVEL_COMPLEX128 && row[*n_in] == RAVEL_COMPLEX128)
            return true;
    }
    return false;
}

static void list_subjects(void)
{
    int32_t n;
    must(ravel_kernel_count(&n));
    n_subjects = 0;
    for (int32_t i = 0; i < n; i++) {
        subject *made = &subjects[n_subjects];
        must(ravel_kernel_at(NULL, i, &made->kernel));
        if (!is_subject(made->kernel, &made->n_in))
            continue;
        must(ravel_kernel_name(made->kernel, made->name, sizeof made->name, NULL));
        ck_assert_int_lt(++n_subjects, MOST_KERNELS);
    }
    ck_assert_int_ge(n_subjects, 20);
}

/* Arguments and results of a call, of complex64 or complex128. */
typedef union numbers {
    double wide[2 * N_POINTS];
    float narrow[2 * N_POINTS];
} numbers;

static void set(numbers *to, int32_t dtype, int32_t i, int32_t point)
{
    for (int32_t k = 0; k < 2; k++) {
        const double part = parts[k ? point % N_PARTS : point / N_PARTS];
        if (dtype == RAVEL_COMPLEX128)
            to->wide[2 * i + k] = part;
        else
            to->narrow[2 * i + k] = (float)part;
    }
}

static ravel_array *array_of(void *memory, int32_t dtype, int64_t n)
{
    ravel_array *array = NULL;
    const size_t itemsize = dtype == RAVEL_COMPLEX128 ? 16 : 8;
    must(ravel_array_create(NULL, memory, (size_t)n * itemsize, 0, dtype, 1, &n, NULL, RAVEL_WRITEABLE, &array));
    return array;
}

static void apply(const subject *of, int32_t dtype, int64_t n, numbers *x, numbers *y, numbers *out)
{
    ravel_array *inputs[2] = {array_of(x, dtype, n), array_of(y, dtype, n)}, *output = array_of(out, dtype, n);
    must(ravel_apply(context, of->kernel, of->n_in, (const ravel_array *const *)inputs, NULL,
                     RAVEL_OPTION_CASTING_UNSAFE, 1, &output));
    must(ravel_array_destroy(inputs[0]));
    must(ravel_array_destroy(inputs[1]));
    must(ravel_array_destroy(output));
}

static bool same_part(const numbers *a, int32_t i, const numbers *b, int32_t j, int32_t dtype)
{
    const double x = dtype == RAVEL_COMPLEX128 ? a->wide[i] : (double)a->narrow[i];
    const double y = dtype == RAVEL_COMPLEX128 ? b->wide[j] : (double)b->narrow[j];
    return isnan(x) ? isnan(y) : x == y && !signbit(x) == !signbit(y);
}

/* The second argument that goes with a point. */
static int32_t partner(int32_t point)
{
    return (int32_t)((7 * (int64_t)point + 95) % N_POINTS);
}

static numbers alone, x, y, got;

static void check_run(const subject *of, int32_t dtype, const int32_t *points, const char *isa)
{
    for (int32_t i = 0; i < RUN; i++) {
        set(&x, dtype, i, points[i]);
        set(&y, dtype, i, partner(points[i]));
    }
    apply(of, dtype, RUN, &x, &y, &got);
    for (int32_t i = 0; i < RUN; i++)
        for (int32_t k = 0; k < 2; k++)
            ck_assert_msg(same_part(&got, 2 * i + k, &alone, 2 * points[i] + k, dtype),
                          "%s(%g%+gi) of %d-byte parts by %s: part %d at place %d of a run is not what it is alone",
                          of->name, parts[points[i] / N_PARTS], parts[points[i] % N_PARTS],
                          dtype == RAVEL_COMPLEX128 ? 8 : 4, isa, k, i);
}

static int32_t ordinary_point(void)
{
    return (int32_t)(random_below(&randoms, N_ORDINARY) * N_PARTS + random_below(&randoms, N_ORDINARY));
}

static int32_t any_point(void)
{
    return (int32_t)random_below(&randoms, N_POINTS);
}

static void check_subject(const subject *of, int32_t dtype, const char *isa)
{
    int32_t points[RUN];
    for (int32_t point = 0; point < N_POINTS; point++) {
        numbers one;
        set(&x, dtype, 0, point);
        set(&y, dtype, 0, partner(point));
        apply(of, dtype, 1, &x, &y, &one);
        for (int32_t k = 0; k < 2; k++)
            if (dtype == RAVEL_COMPLEX128)
                alone.wide[2 * point + k] = one.wide[k];
            else
                alone.narrow[2 * point + k] = one.narrow[k];
    }
    for (int32_t place = 0; place < RUN; place++) { /* one that may be extreme, among ordinary ones */
        for (int32_t i = 0; i < RUN; i++)
            points[i] = ordinary_point();
        check_run(of, dtype, points, isa);
        points[place] = any_point();
        check_run(of, dtype, points, isa);
    }
    for (int32_t time = 0; time < 64; time++) {
        for (int32_t i = 0; i < RUN; i++)
            points[i] = any_point();
        check_run(of, dtype, points, isa);
    }
}

START_TEST(a_run_gives_the_bits_of_its_elements)
{
    const char *const isa = isas[_i];
    list_subjects();
    must(ravel_context_create(&context));
    if (ravel_context_set_isa_cap(context, isa) == RAVEL_OK)
        for (int32_t i = 0; i < n_subjects; i++) {
            check_subject(&subjects[i], RAVEL_COMPLEX64, isa);
            check_subject(&subjects[i], RAVEL_COMPLEX128, isa);
        }
    must(ravel_context_destroy(context));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("complex_runs");
    TCase *tests = tcase_create("complex_runs");
    tcase_add_loop_test(tests, a_run_gives_the_bits_of_its_elements, 0, sizeof isas / sizeof *isas);
    tcase_set_timeout(tests, 120);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
