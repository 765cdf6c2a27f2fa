/* write.c: writes the file of digests, if the scalar oracle gives the same bits for the same inputs.
 *
 *     golden_write FILE      writes nothing unless every row is right in every layout */
#include "judge.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int32_t find_name(const char *name)
{
    for (int32_t kernel = 0; kernel < ORACLE_N_KERNELS; kernel++)
        if (strcmp(oracle_kernels[kernel].name, name) == 0)
            return kernel;
    return -1;
}

static int32_t find_reduction(const char *name)
{
    for (int32_t reduction = 0; reduction < ORACLE_N_REDUCTIONS; reduction++)
        if (strcmp(oracle_reduction_names[reduction], name) == 0)
            return reduction;
    return -1;
}

bool golden_is_same(oracle_value value, int32_t dtype, const unsigned char *result)
{
    unsigned char native[16], canonical[16];
    oracle_store(value, native, false);
    golden_canonical(dtype, native, 1, false, canonical);
    return value.dtype == dtype && memcmp(canonical, result, oracle_itemsizes[dtype]) == 0;
}

static bool judge_apply(const golden_row *row, const golden_call *call, int32_t output, const unsigned char *results)
{
    const int32_t kernel = find_name(row->name), dtype = row->dtypes[row->n_in + output];
    const int64_t n = golden_call_size(call);
    int32_t loop[RAVEL_MAX_OPERANDS];
    if (kernel < 0 || oracle_kernels[kernel].n_in != row->n_in || oracle_kernels[kernel].n_out != row->n_out ||
        oracle_loop((oracle_kernel)kernel, row->dtypes, NULL, loop) != RAVEL_OK)
        return false;
    for (int64_t i = 0; i < n; i++) {
        oracle_value in[RAVEL_MAX_OPERANDS], result = oracle_integer(RAVEL_INT8, 0); /* what a mask leaves */
        uint64_t events = 0;
        for (int32_t k = 0; k < row->n_in; k++)
            in[k] = oracle_cast(
                oracle_load(row->dtypes[k], call->in[k] + (size_t)i * oracle_itemsizes[row->dtypes[k]], false), loop[k],
                &events);
        if (!call->where || call->where[i])
            result = oracle_compute((oracle_kernel)kernel, in, output, loop[row->n_in + output], &events);
        if (!golden_is_same(oracle_cast(result, dtype, &events), dtype, results + (size_t)i * oracle_itemsizes[dtype]))
            return false;
    }
    return true;
}

/* Makes the results in the place of the inputs' values; gives how many, or -1 where one has no value. */
static int64_t fold(const golden_row *row, const golden_call *call, const oracle_plan *plan, oracle_value *values)
{
    const int32_t from = row->dtypes[0], to = row->dtypes[1];
    const int64_t n = golden_call_size(call);
    uint64_t events = 0;
    for (int64_t i = 0; i < n; i++)
        values[i] = call->where && !call->where[i]
                        ? oracle_absent
                        : oracle_load(from, call->in[0] + (size_t)i * oracle_itemsizes[from], false);
    if (row->verb == GOLDEN_ACCUMULATE) {
        int32_t axis = 0;
        while (!(call->axes >> axis & 1))
            axis++;
        oracle_accumulate(plan, call->ndim, call->shape, axis, to, values, &events);
        return n;
    }
    oracle_value initial = oracle_absent;
    if (call->initial)
        initial = oracle_cast(oracle_load(to, call->initial, false), oracle_initial_dtype(plan), &events);
    if (!oracle_reduce(plan, call->ndim, call->shape, call->axes, initial, to, values, &events))
        return -1;
    int64_t n_results = 1;
    for (int32_t axis = 0; axis < call->ndim; axis++)
        n_results *= call->axes >> axis & 1 ? 1 : call->shape[axis];
    return n_results;
}

static bool judge_fold(const golden_row *row, const golden_call *call, const unsigned char *results)
{
    const int32_t kernel = find_name(row->name), reduction = find_reduction(row->name), dtype = row->dtypes[1];
    oracle_plan plan;
    if ((kernel < 0 && reduction < 0) || oracle_plan_fold(row->verb == GOLDEN_ACCUMULATE, (oracle_kernel)kernel,
                                                          reduction, row->dtypes[0], dtype, &plan) != RAVEL_OK)
        return false;
    int64_t room = 1; /* results of empty axes are more than their inputs */
    for (int32_t axis = 0; axis < call->ndim; axis++)
        room *= call->shape[axis] + 1;
    oracle_value *const values = malloc((size_t)room * sizeof *values);
    const int64_t n = fold(row, call, &plan, values);
    bool right = n >= 0;
    for (int64_t i = 0; i < n && right; i++)
        right = golden_is_same(values[i], dtype, results + (size_t)i * oracle_itemsizes[dtype]);
    free(values);
    return right;
}

static bool judge(const golden_row *row, const golden_call *call, int32_t output, const unsigned char *results)
{
    if (row->verb == GOLDEN_APPLY)
        return judge_apply(row, call, output, results);
    return row->verb < GOLDEN_DIFF ? judge_fold(row, call, results)
                                   : golden_judge_statistics(row, call, output, results);
}

static void write_row(golden_run *run, const golden_row *row, const char *digest)
{
    bool good = !row->refused;
    for (int32_t context = 0; context < GOLDEN_N_CONTEXTS; context++)
        good &= !row->differs[context];
    if (!good)
        printf("REFUSED %s\n", row->title);
    run->n_failures += !good;
    fprintf(run->user, "%s  %s\n", digest, row->title);
}

int main(int argc, char **argv)
{
    char path[4096];
    if (argc != 2 || snprintf(path, sizeof path, "%s.new", argv[1]) >= (int)sizeof path) {
        fprintf(stderr, "golden_write FILE\n");
        return 2;
    }
    FILE *const file = fopen(path, "w");
    if (!file) {
        fprintf(stderr, "%s cannot be written\n", path);
        return 1;
    }
    fputs("# SHA-256 of the results of each kernel and cast, the same everywhere: docs/bits.md. Written by ./dev "
          "golden.\n",
          file);
    golden_run run = {.judge = judge, .finish = write_row, .user = file};
    golden_run_all(&run);
    run.n_failures += oracle_n_failures;
    if (fclose(file) != 0 || run.n_failures > 0 || rename(path, argv[1]) != 0) {
        remove(path);
        printf("nothing written: %lld failures\n", (long long)run.n_failures);
        return 1;
    }
    return 0;
}
