/* check_elementary_forms.c: a run of 128 ordinary arguments takes a real function's faster form, and one among them
 * that is not makes all take the other: the 127 results are the same bits. */
#include "support/random.h"
#include "support/run_suite.h"
#include <math.h>
#include <ravel/ravel.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { RUN = 128, MOST_IN = 2, MOST_OUT = 2 };

static const char *const isas[] = {"generic", "x86-64-v2", "x86-64-v3", "x86-64-v4", "neon"};

static random_source randoms = {.state = 5};
static ravel_context *context;

typedef union numbers {
    double wide[RUN];
    float narrow[RUN];
} numbers;

typedef struct subject {
    const ravel_kernel *kernel;
    char name[64];
    int32_t n_in, n_out, dtype;
    size_t itemsize;
    ravel_array *inputs[MOST_IN], *outputs[MOST_OUT];
} subject;

static numbers in[MOST_IN], out[MOST_OUT], ordinary[MOST_OUT];

/* Check tells its parent of each assertion, which takes longer than a run: here only of those that fail. */
static void must(ravel_status status)
{
    if (status != RAVEL_OK)
        ck_abort_msg("status %d", status);
}

/* A kernel of one or two numbers of a dtype whose results have it, too. */
static bool is_subject(subject *of)
{
    int32_t verbs, n_loops, row[RAVEL_MAX_OPERANDS];
    must(ravel_kernel_verbs(of->kernel, &verbs));
    must(ravel_kernel_arity(of->kernel, &of->n_in, &of->n_out));
    must(ravel_kernel_loop_count(of->kernel, &n_loops));
    for (int32_t i = 0; i < n_loops && (verbs & RAVEL_VERB_APPLY) && of->n_in <= MOST_IN && of->n_out <= MOST_OUT;
         i++) {
        bool fits = true;
        must(ravel_kernel_signature(of->kernel, i, RAVEL_MAX_OPERANDS, row));
        for (int32_t k = 0; k < of->n_in + of->n_out; k++)
            fits = fits && row[k] == of->dtype;
        if (fits)
            return true;
    }
    return false;
}

static ravel_array *array_of(numbers *memory, const subject *of)
{
    ravel_array *array = NULL;
    const int64_t n = RUN;
    must(ravel_array_create(NULL, memory, RUN * of->itemsize, 0, of->dtype, 1, &n, NULL, RAVEL_WRITEABLE, &array));
    return array;
}

static void apply(const subject *of)
{
    must(ravel_apply(context, of->kernel, of->n_in, (const ravel_array *const *)of->inputs, NULL, 0, of->n_out,
                     of->outputs));
}

static void set(const subject *of, numbers *to, int32_t i, double value)
{
    if (of->dtype == RAVEL_FLOAT64)
        to->wide[i] = value;
    else
        to->narrow[i] = (float)value;
}

static double get(const subject *of, const numbers *from, int32_t i)
{
    return of->dtype == RAVEL_FLOAT64 ? from->wide[i] : (double)from->narrow[i];
}

/* In [0, 1). */
static double uniform(void)
{
    return (double)(random_bits(&randoms) >> 11) * 0x1p-53;
}

/* Where the arguments of a run lie: in narrow ranges, as among numbers of all sizes there is one that is not ordinary.
 */
typedef struct range {
    int32_t form, exponent, n_exponents, n_digits;
    double most;
} range;

static range random_range(int32_t dtype)
{
    const int32_t lowest = dtype == RAVEL_FLOAT64 ? 1070 : 140;
    range made = {.form = (int32_t)random_below(&randoms, 6)};
    made.exponent = random_once_in(&randoms, 2) ? (int32_t)random_between(&randoms, -14, 9)
                                                : (int32_t)random_between(&randoms, -lowest, lowest - 120);
    made.n_exponents = (int32_t)random_between(&randoms, 1, 6);
    made.n_digits = random_once_in(&randoms, 3) ? (int32_t)random_between(&randoms, 1, 30) : 53;
    made.most = ldexp(1 + uniform(), (int)random_between(&randoms, -2, 9));
    return made;
}

static double number_of(const range *from)
{
    static const double steps[] = {0x1.62e42fefa39efp-1, 0x1.921fb54442d18p0, 1, 0.5, 0.03125};
    const double sign = random_once_in(&randoms, 2) ? -1 : 1;
    double value;
    switch (from->form) {
    case 0: /* of both signs */
    case 1: /* of one sign */
        value = ldexp(1 + uniform(), from->exponent + (int)random_below(&randoms, from->n_exponents));
        value = from->form == 0 ? sign * value : value;
        break;
    case 2:
        value = sign * uniform() * from->most;
        break;
    case 3:
        value = uniform() * from->most;
        break;
    case 4: /* near a multiple of what functions reduce their arguments by */
        value = (double)random_between(&randoms, -500, 500) * steps[random_below(&randoms, 5)];
        return value * (1 + ldexp(uniform() - 0.5, -(int)random_below(&randoms, 56)));
    default: /* near 1 */
        return 1 + sign * ldexp(1 + uniform(), -(int)random_between(&randoms, 1, 55));
    }
    int exponent;
    const double significand = frexp(value, &exponent);
    return ldexp(rint(ldexp(significand, from->n_digits)), exponent - from->n_digits);
}

static void fill_second(const subject *of)
{
    const int64_t form = random_below(&randoms, 4);
    const range its = random_range(of->dtype);
    for (int32_t i = 0; i < RUN; i++) {
        const double near = get(of, &in[0], i) * (1 + ldexp(uniform() - 0.5, -(int)random_below(&randoms, 50)));
        set(of, &in[1], i, form == 0 ? near : form == 1 ? (double)random_below(&randoms, 2) : number_of(&its));
    }
}

static void fill(const subject *of)
{
    const range its = random_range(of->dtype);
    for (int32_t i = 0; i < RUN; i++)
        set(of, &in[0], i, number_of(&its));
    fill_second(of);
    if (random_once_in(&randoms, 2)) {
        const numbers first = in[0];
        in[0] = in[1];
        in[1] = first;
    }
}

/* The run in `in`, and then with another argument at one place. */
static void check_run(const subject *of, const char *isa)
{
    static const double others[] = {NAN, INFINITY, -INFINITY, 0, 1e-310, 1e-42, 1e300, -1e30};
    apply(of);
    memcpy(ordinary, out, sizeof out);
    const int32_t place = (int32_t)random_below(&randoms, RUN);
    for (int32_t k = 0; k < MOST_IN; k++)
        set(of, &in[k], place, others[random_below(&randoms, sizeof others / sizeof *others)]);
    apply(of);
    for (int32_t k = 0; k < of->n_out; k++)
        for (int32_t i = 0; i < RUN; i++) {
            const double a = get(of, &ordinary[k], i), b = get(of, &out[k], i);
            if (i != place && !(isnan(a) && isnan(b)) && (a != b || !signbit(a) != !signbit(b)))
                ck_abort_msg("%s(%a, %a) of %d-byte numbers by %s is %a in a run, but %a beside %a, %a", of->name,
                             get(of, &in[0], i), get(of, &in[1], i), (int)of->itemsize, isa, a, b,
                             get(of, &in[0], place), get(of, &in[1], place));
        }
}

/* Arguments of which the two forms once made different bits. */
static const struct {
    const char *kernel;
    double x, y;
} known[] = {
    {"logaddexp", 0, -0x1.24038fed77d5ap+6}, {"logaddexp", -0x1.1969b73fde1a8p+6, 0},
    {"logaddexp", 0, -0x1.1ee8a1a60132cp+6}, {"logaddexp", -0x1.1bac09701c1b8p+6, 0},
    {"logaddexp", 0, -0x1.21354ff50b1b1p+6},
};

static void check_known(const subject *of, const char *isa)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].kernel, of->name) != 0)
            continue;
        for (int32_t k = 0; k < RUN; k++) {
            set(of, &in[0], k, known[i].x);
            set(of, &in[1], k, known[i].y);
        }
        check_run(of, isa);
    }
}

static int32_t check_dtype(int32_t dtype, const char *isa, int32_t n_runs)
{
    int32_t n_kernels, n_subjects = 0;
    must(ravel_kernel_count(&n_kernels));
    for (int32_t i = 0; i < n_kernels; i++) {
        subject of = {.dtype = dtype, .itemsize = dtype == RAVEL_FLOAT64 ? 8 : 4};
        must(ravel_kernel_at(NULL, i, &of.kernel));
        if (!is_subject(&of))
            continue;
        n_subjects++;
        must(ravel_kernel_name(of.kernel, of.name, sizeof of.name, NULL));
        for (int32_t k = 0; k < 2; k++) {
            of.inputs[k] = array_of(&in[k], &of);
            of.outputs[k] = array_of(&out[k], &of);
        }
        check_known(&of, isa);
        for (int32_t run = 0; run < n_runs; run++) {
            fill(&of);
            check_run(&of, isa);
        }
        for (int32_t k = 0; k < 2; k++) {
            must(ravel_array_destroy(of.inputs[k]));
            must(ravel_array_destroy(of.outputs[k]));
        }
    }
    return n_subjects;
}

/* A form is the same operations on every instruction set: the best one, which is also the fastest, has most runs. */
START_TEST(both_forms_of_a_function_give_the_same_bits)
{
    const bool is_best = _i == (int)(sizeof isas / sizeof *isas);
    const char *const isa = is_best ? "the best instruction set" : isas[_i];
    const int32_t n_runs = is_best ? 3000 : 60;
    must(ravel_context_create(&context));
    if (is_best || ravel_context_set_isa_cap(context, isa) == RAVEL_OK) {
        ck_assert_int_ge(check_dtype(RAVEL_FLOAT64, isa, n_runs), 60);
        ck_assert_int_ge(check_dtype(RAVEL_FLOAT32, isa, n_runs), 60);
    }
    must(ravel_context_destroy(context));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("elementary_forms");
    TCase *tests = tcase_create("elementary_forms");
    tcase_add_loop_test(tests, both_forms_of_a_function_give_the_same_bits, 0, sizeof isas / sizeof *isas + 1);
    tcase_set_timeout(tests, 120);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
