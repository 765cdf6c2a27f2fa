/* statistics.c: the rows of diff, vecdot, the reductions with two outputs, bincount and the histograms, which are no
 * kernels. */
#include "golden.h"
#include <stdlib.h>

enum { MAX_BINS = 300 };

/* Chooses the inputs, and the mask where there is to be one, and makes the call. Of bincount the elements are the
 * numbers of bins. */
static void make(golden_run *run, golden_row *row, golden_call call, bool masked)
{
    const int64_t n = golden_call_size(&call);
    unsigned char *elements[2] = {NULL, NULL}, *const mask =
                                                   masked ? golden_choose_all(RAVEL_BOOL, &row->random, n) : NULL;
    for (int32_t k = 0; k < row->n_in; k++) {
        elements[k] = golden_choose_all(row->dtypes[k], &row->random, n);
        golden_repeat(&call, row->dtypes[k], call.repeated[k], elements[k]);
        call.in[k] = elements[k];
    }
    if (row->verb == GOLDEN_BINCOUNT) {
        const size_t itemsize = oracle_itemsizes[row->dtypes[0]];
        for (int64_t i = 0; i < n; i++)
            golden_write_native((uint64_t)random_below(&row->random, call.n), elements[0] + (size_t)i * itemsize,
                                itemsize);
    }
    call.where = mask;
    golden_make_call(run, row, &call);
    free(elements[0]);
    free(elements[1]);
    free(mask);
}

static void diff_row(golden_run *run, golden_row *row)
{
    static const int64_t lengths[] = {0, 1, 2, 3, 17, 64, 129, 1025};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (int64_t n = 1; n <= 3; n++)
            make(run, row, (golden_call){.ndim = 1, .shape = {lengths[i]}, .axes = 1, .n = n}, false);
    for (uint64_t axes = 1; axes <= 4; axes *= 2)
        make(run, row, (golden_call){.ndim = 3, .shape = {5, 17, 9}, .axes = axes, .n = 2}, false);
    make(run, row, (golden_call){.ndim = 2, .shape = {331, 701}, .axes = 1, .n = 1, .large = true}, false);
}

static void vecdot_row(golden_run *run, golden_row *row)
{
    static const int64_t lengths[] = {0, 1, 7, 8, 9, 127, 128, 129, 255, 257, 1025, 2177};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        make(run, row, (golden_call){.ndim = 1, .shape = {lengths[i]}, .axes = 1}, false);
    for (uint64_t axes = 1; axes < 8; axes++)
        make(run, row, (golden_call){.ndim = 3, .shape = {5, 17, 9}, .axes = axes}, false);
    /* One vector by many, each way. */
    make(run, row, (golden_call){.ndim = 2, .shape = {9, 140}, .axes = 2, .repeated = {0, 1}}, false);
    make(run, row, (golden_call){.ndim = 2, .shape = {140, 9}, .axes = 1, .repeated = {2, 0}}, false);
    make(run, row, (golden_call){.ndim = 2, .shape = {331, 701}, .axes = 2, .large = true}, false);
}

static void pair_row(golden_run *run, golden_row *row)
{
    static const int64_t lengths[] = {1, 7, 8, 9, 127, 128, 129, 255, 257, 1025, 2177};
    unsigned char start[16];
    golden_choose(row->dtypes[1], &row->random, start);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        make(run, row, (golden_call){.ndim = 1, .shape = {lengths[i]}, .axes = 1}, false);
        make(run, row,
             (golden_call){
                 .ndim = 1, .shape = {lengths[i]}, .axes = 1, .initial = row->verb == GOLDEN_MIN_MAX ? start : NULL},
             true);
    }
    for (uint64_t axes = 0; axes < 8; axes++)
        make(run, row, (golden_call){.ndim = 3, .shape = {5, 17, 9}, .axes = axes}, false);
    make(run, row, (golden_call){.ndim = 2, .shape = {331, 701}, .axes = 1, .large = true}, false);
    make(run, row, (golden_call){.ndim = 2, .shape = {331, 701}, .axes = 2, .large = true}, false);
    make(run, row, (golden_call){.ndim = 2, .shape = {331, 701}, .axes = 3, .large = true}, false);
}

static void bincount_row(golden_run *run, golden_row *row)
{
    static const int64_t lengths[] = {0, 1, 7, 129, 3000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        make(run, row, (golden_call){.ndim = 1, .shape = {lengths[i]}, .n = 5 + (int64_t)i * 30}, i % 2 == 1);
    make(run, row, (golden_call){.ndim = 2, .shape = {33, 35}, .n = 100}, true);
}

/* Edges where elements are, and where rounding has to decide. */
static void histogram_row(golden_run *run, golden_row *row)
{
    static const double bounds[][2] = {{0, 1}, {-1, 1}, {-10, 117.3}, {0.1, 0.4}, {-0x1p40, 0x1p63}, {0, 255}};
    static const int64_t counts[] = {1, 2, 10, 64, 65, MAX_BINS};
    double edges[MAX_BINS + 1];
    for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            const int64_t n = counts[c];
            oracle_uniform_edges(bounds[b][0], bounds[b][1], n, edges);
            make(run, row, (golden_call){.ndim = 1, .shape = {1300}, .n = n, .edges = edges}, false);
            make(run, row, (golden_call){.ndim = 2, .shape = {17, 40}, .n = n, .edges = edges}, c % 2 == 0);
        }
}

static void run_dtype(golden_run *run, golden_verb verb, int32_t in, int32_t out,
                      void (*make_calls)(golden_run *, golden_row *))
{
    const int32_t n_in = verb == GOLDEN_VECDOT ? 2 : 1;
    golden_row row = {.verb = verb, .n_in = n_in, .n_out = 1, .dtypes = {in, n_in == 2 ? in : out, out}};
    golden_run_row(run, &row, golden_verbs[verb], make_calls);
}

/* The sum's dtype by default. */
static int32_t sum_dtype(int32_t dtype)
{
    const int32_t of_unsigned = oracle_kinds[dtype] == RAVEL_KIND_UNSIGNED ? RAVEL_UINT64 : dtype;
    return oracle_kinds[dtype] == RAVEL_KIND_SIGNED ? RAVEL_INT64 : of_unsigned;
}

static void run_pair(golden_run *run, golden_verb verb, int32_t in, int32_t first, int32_t second)
{
    golden_row row = {.verb = verb, .n_in = 1, .n_out = 2, .dtypes = {in, first, second}};
    golden_run_row(run, &row, golden_verbs[verb], pair_row);
}

/* The dtypes of a mean and of a variance by default. */
static int32_t mean_dtype(int32_t dtype)
{
    return oracle_kinds[dtype] < RAVEL_KIND_FLOAT ? RAVEL_FLOAT64 : dtype;
}

static int32_t variance_dtype(int32_t dtype)
{
    const int32_t mean = mean_dtype(dtype);
    return mean == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : mean == RAVEL_COMPLEX128 ? RAVEL_FLOAT64 : mean;
}

void golden_run_statistics(golden_run *run)
{
    for (int32_t dtype = RAVEL_BOOL; ravel_dtype_name(dtype); dtype++) {
        const int32_t kind = oracle_kinds[dtype];
        run_dtype(run, GOLDEN_DIFF, dtype, dtype, diff_row);
        if (kind != RAVEL_KIND_BOOL)
            run_dtype(run, GOLDEN_VECDOT, dtype, sum_dtype(dtype), vecdot_row);
        if (kind != RAVEL_KIND_COMPLEX)
            run_pair(run, GOLDEN_MIN_MAX, dtype, dtype, dtype);
        run_pair(run, GOLDEN_MEAN_VAR, dtype, mean_dtype(dtype), variance_dtype(dtype));
        if (kind == RAVEL_KIND_SIGNED || kind == RAVEL_KIND_UNSIGNED)
            run_dtype(run, GOLDEN_BINCOUNT, dtype, RAVEL_INT64, bincount_row);
        if (kind != RAVEL_KIND_COMPLEX) {
            run_dtype(run, GOLDEN_HISTOGRAM, dtype, RAVEL_INT64, histogram_row);
            run_dtype(run, GOLDEN_HISTOGRAM_EDGES, dtype, RAVEL_INT64, histogram_row);
        }
    }
}
