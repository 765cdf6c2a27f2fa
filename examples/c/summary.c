/* summary.c: statistics of the elevation model, whole, by row and by column, as examples/README.md says.
 * Reads $RAVEL_DEM_DIR, writes $RAVEL_DEMO_OUT. */
#include "arrays.h"
#include "checksum.h"
#include "npy.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { N_STATISTICS = 4 };
static const char *const names[N_STATISTICS] = {"min", "max", "mean", "std"};

/* One of the parts that the model is taken in: all axes are folded, or one. */
typedef struct {
    const char *name;
    int32_t n_axes;
    const int32_t *axes; /* NULL: all */
    int64_t n;           /* results of each statistic */
} part;

/* The statistics of a part, one after the other: n minima, n maxima, n means, n standard deviations. */
static void summarise(ravel_context *context, const ravel_array *elevation, const part *of, double *results)
{
    for (int i = 0; i < N_STATISTICS; i++) {
        const ravel_kernel *kernel = NULL;
        ravel_array *out = NULL;
        must(context, ravel_kernel_find(context, names[i], &kernel));
        must(context, ravel_array_create(context, &results[i * of->n], (size_t)of->n * sizeof *results, 0,
                                         RAVEL_FLOAT64, of->n_axes == 0 ? 0 : 1, &of->n, NULL, RAVEL_WRITEABLE, &out));
        must(context, ravel_reduce(context, kernel, elevation, of->n_axes, of->axes, NULL, NULL, 0, out));
        ravel_array_destroy(out);
    }
}

/* Which of n numbers is the largest, by ravel. */
static int64_t largest(ravel_context *context, double *numbers, int64_t n)
{
    int64_t index = 0;
    ravel_array *all = NULL, *out = NULL;
    must(context,
         ravel_array_create(context, numbers, (size_t)n * sizeof *numbers, 0, RAVEL_FLOAT64, 1, &n, NULL, 0, &all));
    must(context,
         ravel_array_create(context, &index, sizeof index, 0, RAVEL_INT64, 0, NULL, NULL, RAVEL_WRITEABLE, &out));
    must(context, ravel_argmax(context, all, 0, NULL, 0, out));
    ravel_array_destroy(all);
    ravel_array_destroy(out);
    return index;
}

static int write_results(const char *folder, const double *results, size_t nbytes)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/c.summary", folder) >= (int)sizeof path)
        return 0;
    FILE *stream = fopen(path, "wb");
    const int done = stream != NULL && fwrite(results, 1, nbytes, stream) == nbytes;
    return stream != NULL && fclose(stream) == 0 && done;
}

int main(void)
{
    const char *source = getenv("RAVEL_DEM_DIR"), *target = getenv("RAVEL_DEMO_OUT");
    if (source == NULL || target == NULL) {
        fprintf(stderr, "RAVEL_DEM_DIR and RAVEL_DEMO_OUT must name folders; `./dev demo` sets them\n");
        return EXIT_FAILURE;
    }
    ravel_context *context = NULL;
    must(NULL, ravel_context_create(&context));
    npy_file elevation;
    const char *wrong = npy_read(context, source, "elevation.npy", &elevation);
    if (wrong != NULL) {
        fprintf(stderr, "%s/elevation.npy: %s\n", source, wrong);
        return EXIT_FAILURE;
    }
    must(context, ravel_array_require(context, elevation.array, RAVEL_INT16, 2, 0, &(void *){NULL}));

    const part parts[] = {
        {"whole", 0, NULL, 1},
        {"row", 1, &(int32_t){1}, elevation.shape[0]},
        {"column", 1, &(int32_t){0}, elevation.shape[1]},
    };
    const size_t n = (size_t)(N_STATISTICS * (1 + elevation.shape[0] + elevation.shape[1]));
    double *results = calloc(n, sizeof *results), *at = results;
    if (results == NULL) {
        fprintf(stderr, "out of memory\n");
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const int64_t lines = parts[i].n;
        summarise(context, elevation.array, &parts[i], at);
        if (parts[i].n_axes == 0)
            printf("whole   min %g, max %g, mean %.3f, std %.3f\n", at[0], at[1], at[2], at[3]);
        else
            printf("%-7s %" PRId64 " is the highest on average, %" PRId64 " the most rugged\n", parts[i].name,
                   largest(context, &at[2 * lines], lines), largest(context, &at[3 * lines], lines));
        at += N_STATISTICS * lines;
    }
    const uint32_t crc = crc32_of(0, results, n * sizeof *results);
    printf("check   CRC-32 %08" PRIx32 " of %zu numbers\n", crc, n);

    int done = 1;
    if (!write_results(target, results, n * sizeof *results)) {
        fprintf(stderr, "%s: the statistics cannot be written\n", target);
        done = 0;
    }
    free(results);
    npy_free(&elevation);
    ravel_context_destroy(context);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
