/* statistics.c: statistics of an array that no process has whole, by MPI.
 *
 *     mpirun -n 4 statistics ELEMENTS CHUNK
 *
 * Each rank makes its share chunk by chunk and folds it into states; the states are merged by MPI_Reduce. Element i is
 * a number that follows from i alone, so any number of ranks sees the same array. The last line is a checksum of all
 * results: it is the same for any number of ranks and any chunks, and the one that statistics.py prints. */
#include <mpi.h>
#include <ravel/ravel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"exact_sum", "sum", "mean", "var", "min", "max", "count_nonzero"};
enum { N_NAMES = sizeof names / sizeof names[0], N_BINS = 16 };

static ravel_context *context;
static const ravel_kernel *kernels[N_NAMES];
static size_t nbytes[N_NAMES]; /* of the states */
static unsigned char *states[N_NAMES];
static int64_t histogram[N_BINS]; /* of what lies between -32768 and 32768 */

static void must(ravel_status status)
{
    if (status == RAVEL_OK)
        return;
    char text[512] = "";
    (void)ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL);
    fprintf(stderr, "%s: %s\n", ravel_status_text(status), text);
    (void)MPI_Abort(MPI_COMM_WORLD, 1);
}

/* A number in [-1, 1) times a power of two: the 64 bits of splitmix64 at i. */
static double element(uint64_t i)
{
    uint64_t z = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (double)((int64_t)z >> 11) * 0x1p-52 * (double)(1 << (z & 15));
}

static ravel_array *number(double value)
{
    ravel_array *array = NULL;
    must(ravel_array_create_scalar(context, RAVEL_FLOAT64, &value, 0, &array));
    return array;
}

static ravel_array *bins(int64_t *memory)
{
    const int64_t n = N_BINS;
    ravel_array *array = NULL;
    must(ravel_array_create(context, memory, N_BINS * sizeof *memory, 0, RAVEL_INT64, 1, &n, NULL, RAVEL_WRITEABLE,
                            &array));
    return array;
}

static void fold(int64_t first, int64_t end, int64_t chunk)
{
    double *memory = malloc((size_t)chunk * sizeof *memory);
    int64_t counted[N_BINS];
    ravel_array *lower = number(-32768), *upper = number(32768), *counts = bins(counted), *all = bins(histogram);
    if (memory == NULL)
        (void)MPI_Abort(MPI_COMM_WORLD, 1);
    for (int32_t k = 0; k < N_NAMES; k++)
        must(ravel_partial_init(context, kernels[k], RAVEL_FLOAT64, first, states[k], nbytes[k]));
    while (first < end) {
        const int64_t n = end - first < chunk ? end - first : chunk;
        ravel_array *array = NULL;
        for (int64_t i = 0; i < n; i++)
            memory[i] = element((uint64_t)(first + i));
        must(ravel_array_create(context, memory, (size_t)chunk * sizeof *memory, 0, RAVEL_FLOAT64, 1, &n, NULL, 0,
                                &array));
        for (int32_t k = 0; k < N_NAMES; k++)
            must(ravel_partial_update(context, kernels[k], array, NULL, states[k], nbytes[k]));
        must(ravel_histogram(context, array, NULL, lower, upper, 0, counts));
        must(ravel_add(context, all, counts, all));
        must(ravel_array_destroy(array));
        first += n;
    }
    ravel_array *const made[] = {lower, upper, counts, all};
    for (int32_t i = 0; i < 4; i++)
        must(ravel_array_destroy(made[i]));
    free(memory);
}

static int32_t merging; /* which reduction MPI_Reduce merges states of */

/* MPI's operation: what `left` has seen, then what `right` has. Not commutative. */
static void merge(void *left, void *right, int *n, MPI_Datatype *type)
{
    (void)n; /* one state, which is never split */
    (void)type;
    const size_t size = nbytes[merging];
    unsigned char *both = malloc(size);
    if (both == NULL)
        (void)MPI_Abort(MPI_COMM_WORLD, 1);
    memcpy(both, left, size);
    must(ravel_partial_merge(context, kernels[merging], right, size, both, size));
    memcpy(right, both, size);
    free(both);
}

static void merge_ranks(int rank)
{
    MPI_Op operation;
    MPI_Op_create(merge, 0, &operation);
    for (merging = 0; merging < N_NAMES; merging++) {
        MPI_Datatype type;
        unsigned char *all = rank == 0 ? malloc(nbytes[merging]) : NULL;
        MPI_Type_contiguous((int)nbytes[merging], MPI_BYTE, &type);
        MPI_Type_commit(&type);
        MPI_Reduce(states[merging], all, 1, type, operation, 0, MPI_COMM_WORLD);
        MPI_Type_free(&type);
        if (rank == 0)
            memcpy(states[merging], all, nbytes[merging]);
        free(all);
    }
    MPI_Op_free(&operation);
    MPI_Reduce(rank == 0 ? MPI_IN_PLACE : histogram, rank == 0 ? histogram : NULL, N_BINS, MPI_INT64_T, MPI_SUM, 0,
               MPI_COMM_WORLD);
}

/* FNV-1a of eight bytes, the lowest first. */
static uint64_t digest(uint64_t hash, uint64_t word)
{
    for (int32_t i = 0; i < 8; i++)
        hash = (hash ^ (word >> 8 * i & 0xff)) * UINT64_C(0x100000001b3);
    return hash;
}

static void print_results(void)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    int64_t count = 0;
    must(ravel_partial_count(context, kernels[0], states[0], nbytes[0], &count));
    printf("%-14s %lld\n", "count", (long long)count);
    hash = digest(hash, (uint64_t)count);
    for (int32_t k = 0; k < N_NAMES; k++) {
        const int32_t dtype = strcmp(names[k], "count_nonzero") == 0 ? RAVEL_INT64 : RAVEL_FLOAT64;
        uint64_t word = 0;
        ravel_array *out = NULL;
        must(ravel_array_create(context, &word, sizeof word, 0, dtype, 0, NULL, NULL, RAVEL_WRITEABLE, &out));
        must(ravel_partial_finish(context, kernels[k], states[k], nbytes[k], NULL, 0, out));
        must(ravel_array_destroy(out));
        if (dtype == RAVEL_INT64) {
            printf("%-14s %lld\n", names[k], (long long)word);
        } else {
            double value;
            memcpy(&value, &word, sizeof value);
            printf("%-14s %.17g\n", names[k], value);
        }
        hash = digest(hash, word);
    }
    printf("%-14s", "histogram");
    for (int32_t bin = 0; bin < N_BINS; bin++) {
        printf(" %lld", (long long)histogram[bin]);
        hash = digest(hash, (uint64_t)histogram[bin]);
    }
    printf("\n%-14s %016llx\n", "digest", (unsigned long long)hash);
}

int main(int argc, char **argv)
{
    int rank = 0, n_ranks = 1;
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
    const long long n = argc > 2 ? atoll(argv[1]) : 0, chunk = argc > 2 ? atoll(argv[2]) : 0;
    if (n <= 0 || chunk <= 0) {
        if (rank == 0)
            fprintf(stderr, "usage: mpirun -n RANKS %s ELEMENTS CHUNK\n", argv[0]);
        MPI_Finalize();
        return EXIT_FAILURE;
    }
    must(ravel_context_create(&context));
    for (int32_t k = 0; k < N_NAMES; k++) {
        must(ravel_kernel_find(context, names[k], &kernels[k]));
        must(ravel_partial_nbytes(context, kernels[k], RAVEL_FLOAT64, &nbytes[k]));
        states[k] = malloc(nbytes[k]);
        if (states[k] == NULL)
            (void)MPI_Abort(MPI_COMM_WORLD, 1);
    }
    fold(n * rank / n_ranks, n * (rank + 1) / n_ranks, chunk);
    merge_ranks(rank);
    if (rank == 0)
        print_results();
    for (int32_t k = 0; k < N_NAMES; k++)
        free(states[k]);
    must(ravel_context_destroy(context));
    MPI_Finalize();
    return EXIT_SUCCESS;
}
