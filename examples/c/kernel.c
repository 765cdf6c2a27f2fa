/* kernel.c: a loop over one block becomes a function of whole arrays: any layout and dtype, broadcast, checked.
 *
 * The loop is the exponent of a bell curve over the plane: -(x^2 + y^2) / (2 width^2). */
#include "arrays.h"

#include <stdio.h>
#include <stdlib.h>

/* The block's operands are contiguous, aligned float64, whatever the caller's arrays are. */
static int32_t exponent_loop(size_t n, const void *const *in, void *const *out, void *user)
{
    const double *x = in[0], *y = in[1], *width = user;
    double *result = out[0];
    double scale = -0.5 / (*width * *width);
    for (size_t i = 0; i < n; i++)
        result[i] = scale * (x[i] * x[i] + y[i] * y[i]);
    return 0;
}

/* Joins two numbers, so that whole axes can be reduced with it. Any non-zero answer would stop the call. */
static int32_t larger_magnitude_loop(size_t n, const void *const *in, void *const *out, void *user)
{
    const double *x = in[0], *y = in[1];
    double *result = out[0];
    (void)user;
    for (size_t i = 0; i < n; i++) {
        double a = x[i] < 0 ? -x[i] : x[i], b = y[i] < 0 ? -y[i] : y[i];
        result[i] = a > b ? a : b;
    }
    return 0;
}

static const ravel_kernel *make_kernel(ravel_context *context, const char *name, ravel_kernel_fn loop, void *user,
                                       uint64_t flags)
{
    const int32_t dtypes[3] = {RAVEL_FLOAT64, RAVEL_FLOAT64, RAVEL_FLOAT64};
    const ravel_kernel *kernel = NULL;
    must(context, ravel_kernel_create(context, name, 2, 1, 1, dtypes, &loop, user, NULL, flags, NULL, &kernel));
    return kernel;
}

static void expect(const char *what, double value, double expected)
{
    printf("%-44s %g\n", what, value);
    if (value != expected) {
        fprintf(stderr, "expected %g\n", expected);
        exit(EXIT_FAILURE);
    }
}

int main(void)
{
    enum { ROWS = 3, COLUMNS = 4 };
    /* A column of short and a row of float, backwards: neither is what the loop takes, nor of its shape. */
    short column[ROWS] = {0, 1, 2};
    float row[COLUMNS] = {3, 2, 1, 0};
    double result[COLUMNS][ROWS], highest[ROWS], width = 2;
    ravel_context *context = NULL;
    ravel_array *x = NULL, *y = NULL, *out = NULL, *most = NULL;
    must(NULL, ravel_context_create(&context));
    must(context, ravel_array_create(context, column, sizeof column, 0, RAVEL_DTYPE_OF(column), 2, (int64_t[]){ROWS, 1},
                                     NULL, 0, &x));
    must(context,
         ravel_array_create(context, row, sizeof row, (COLUMNS - 1) * (int64_t)sizeof *row, RAVEL_DTYPE_OF(row), 1,
                            (int64_t[]){COLUMNS}, (int64_t[]){-(int64_t)sizeof *row}, 0, &y));
    /* The output is transposed: element [i, j] is result[j][i]. */
    must(context, ravel_array_create(
                      context, result, sizeof result, 0, RAVEL_DTYPE_OF(&result[0][0]), 2, (int64_t[]){ROWS, COLUMNS},
                      (int64_t[]){(int64_t)sizeof(double), (int64_t)sizeof *result}, RAVEL_WRITEABLE, &out));
    must(context, ravel_array_create(context, highest, sizeof highest, 0, RAVEL_DTYPE_OF(highest), 1, (int64_t[]){ROWS},
                                     NULL, RAVEL_WRITEABLE, &most));

    const ravel_kernel *exponent = make_kernel(context, "exponent", exponent_loop, &width, RAVEL_KERNEL_THREAD_SAFE);
    const ravel_array *in[2] = {x, y};
    ravel_array *const outs[1] = {out};
    must(context, ravel_apply(context, exponent, 2, in, NULL, 0, 1, outs));
    expect("exponent of [2, 3]: (2^2 + 3^2) / -8", result[3][2], -1.625);
    expect("exponent of [0, 1]: 1 / -8", result[1][0], -0.125);

    const ravel_kernel *larger =
        make_kernel(context, "larger_magnitude", larger_magnitude_loop, NULL, RAVEL_KERNEL_REORDERABLE);
    must(context, ravel_reduce(context, larger, out, 1, (int32_t[]){1}, NULL, NULL, 0, most));
    expect("the largest of row 1 in magnitude", highest[1], 1.25);

    /* A kernel of one's own is checked as the others are. */
    const ravel_array *one[1] = {x};
    ravel_status status = ravel_apply(context, exponent, 1, one, NULL, 0, 1, outs);
    char text[512] = "";
    ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL);
    printf("one operand too few: %s\n", text);
    if (status != RAVEL_WRONG_ARITY)
        return EXIT_FAILURE;

    ravel_kernel_destroy(exponent);
    ravel_kernel_destroy(larger);
    ravel_array_destroy(x);
    ravel_array_destroy(y);
    ravel_array_destroy(out);
    ravel_array_destroy(most);
    ravel_context_destroy(context);
    return EXIT_SUCCESS;
}
