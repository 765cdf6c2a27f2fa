/* oracle_moments.c: variances: number, sum and squared deviations of blocks, joined in the one order of reductions. */
#include "oracle.h"
#include <math.h>
#include <stdlib.h>

enum { BLOCK = 128, LANES = 8, MAX_LEVELS = 64 };

typedef struct moments {
    int64_t n; /* 0: nothing */
    double real, imag, squares;
} moments;

/* Results of one operation on doubles that hold floats, rounded to float, are those of floats. Out of line: inlined,
 * gcc 12 at -O3 takes some of the roundings away. */
static __attribute__((noinline)) double rounded(bool narrow, double x)
{
    return narrow ? (double)(float)x : x;
}

static double square_of(bool narrow, double real, double imag)
{
    return rounded(narrow, rounded(narrow, real * real) + rounded(narrow, imag * imag));
}

static moments join(bool narrow, moments x, moments y)
{
    if (x.n == 0 || y.n == 0)
        return x.n == 0 ? y : x;
    const double n = (double)x.n, m = (double)y.n;
    const double real = rounded(narrow, rounded(narrow, y.real / m) - rounded(narrow, x.real / n));
    const double imag = rounded(narrow, rounded(narrow, y.imag / m) - rounded(narrow, x.imag / n));
    const double weight = rounded(narrow, rounded(narrow, n * m) / (n + m));
    const double between = rounded(narrow, square_of(narrow, real, imag) * weight);
    return (moments){x.n + y.n, rounded(narrow, x.real + y.real), rounded(narrow, x.imag + y.imag),
                     rounded(narrow, rounded(narrow, x.squares + y.squares) + between)};
}

static double join_lanes(bool narrow, double *lanes)
{
    for (int32_t distance = LANES / 2; distance >= 1; distance /= 2)
        for (int32_t lane = 0; lane < distance; lane++)
            lanes[lane] = rounded(narrow, lanes[lane] + lanes[lane + distance]);
    return lanes[0];
}

/* Of up to 128 elements, those that are absent left out: the sum, and about its mean the squares. */
static moments block_of_elements(bool narrow, int64_t n, const oracle_value *x)
{
    double real[LANES], imag[LANES], squares[LANES];
    for (int32_t lane = 0; lane < LANES; lane++) {
        real[lane] = imag[lane] = -0.0;
        squares[lane] = 0;
    }
    int64_t present = 0;
    for (int64_t i = 0; i < n; i++) {
        if (x[i].dtype == 0)
            continue;
        present++;
        real[i % LANES] = rounded(narrow, real[i % LANES] + x[i].real);
        imag[i % LANES] = rounded(narrow, imag[i % LANES] + x[i].imag);
    }
    moments all = {present, join_lanes(narrow, real), join_lanes(narrow, imag), 0};
    const double mean = rounded(narrow, all.real / (double)present),
                 other = rounded(narrow, all.imag / (double)present);
    for (int64_t i = 0; i < n; i++) {
        if (x[i].dtype == 0)
            continue;
        squares[i % LANES] = rounded(narrow, squares[i % LANES] + square_of(narrow, rounded(narrow, x[i].real - mean),
                                                                            rounded(narrow, x[i].imag - other)));
    }
    all.squares = join_lanes(narrow, squares);
    return all;
}

static moments block_of_states(bool narrow, int64_t n, const moments *x)
{
    moments lanes[LANES] = {{0}};
    for (int64_t i = 0; i < n; i++)
        lanes[i % LANES] = join(narrow, lanes[i % LANES], x[i]);
    for (int32_t distance = LANES / 2; distance >= 1; distance /= 2)
        for (int32_t lane = 0; lane < distance; lane++)
            lanes[lane] = join(narrow, lanes[lane], lanes[lane + distance]);
    return lanes[0];
}

/* Along one axis, of elements or, where those are NULL, of states. */
static moments fold_row(bool narrow, int64_t n, const oracle_value *elements, const moments *states)
{
    moments runs[MAX_LEVELS];
    int64_t lengths[MAX_LEVELS];
    int32_t n_runs = 0;
    for (int64_t start = 0; start < n; start += BLOCK) {
        const int64_t length = n - start < BLOCK ? n - start : BLOCK;
        runs[n_runs] = elements ? block_of_elements(narrow, length, elements + start)
                                : block_of_states(narrow, length, states + start);
        lengths[n_runs++] = 1;
        while (n_runs > 1 && lengths[n_runs - 2] == lengths[n_runs - 1]) {
            runs[n_runs - 2] = join(narrow, runs[n_runs - 2], runs[n_runs - 1]);
            lengths[n_runs - 2] *= 2;
            n_runs--;
        }
    }
    for (; n_runs > 1; n_runs--)
        runs[n_runs - 2] = join(narrow, runs[n_runs - 2], runs[n_runs - 1]);
    return runs[0];
}

static void fold_elements(const void *data, int64_t n, const void *row, void *state)
{
    *(moments *)state = fold_row(*(const bool *)data, n, row, NULL);
}

static void fold_states(const void *data, int64_t n, const void *row, void *state)
{
    *(moments *)state = fold_row(*(const bool *)data, n, NULL, row);
}

void oracle_moments(const oracle_plan *plan, int32_t ndim, int64_t *shape, uint64_t axes, oracle_value correction,
                    int32_t out_dtype, oracle_value *values, uint64_t *events)
{
    const bool narrow = plan->given == RAVEL_FLOAT32 || plan->given == RAVEL_COMPLEX64;
    const int32_t real = narrow ? RAVEL_FLOAT32 : RAVEL_FLOAT64;
    int64_t size = 1, n_results = 1;
    for (int32_t axis = 0; axis < ndim; axis++) {
        size *= shape[axis];
        if (!(axes >> axis & 1))
            n_results *= shape[axis];
    }
    moments *states = calloc((size_t)(size + n_results) + 1, sizeof *states);
    for (int64_t i = 0; i < size; i++) {
        const bool is_nan = values[i].real != values[i].real || values[i].imag != values[i].imag;
        if (values[i].dtype != 0)
            values[i] =
                plan->map == ORACLE_MAP_NUMBERS && is_nan ? oracle_absent : oracle_cast(values[i], plan->given, events);
    }
    const oracle_walk walk = {sizeof *values, sizeof *states, fold_elements, fold_states, &narrow};
    if (size > 0)
        oracle_walk_axes(&walk, ndim, shape, axes, values, states);
    for (int64_t i = 0; i < size && axes == 0; i++) /* of one element each */
        states[i] = block_of_elements(narrow, 1, values + i);
    for (int64_t i = 0; i < n_results; i++) {
        const double divisor = (double)states[i].n - (correction.dtype ? correction.real : 0);
        double result = states[i].n > 0 && divisor > 0 ? rounded(narrow, states[i].squares / rounded(narrow, divisor))
                                                       : (double)NAN;
        if (plan->moments == ORACLE_STD)
            result = rounded(narrow, sqrt(result));
        values[i] = oracle_cast(oracle_float(real, result, 0), out_dtype, events);
    }
    free(states);
}
