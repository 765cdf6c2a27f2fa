/* relief.c: a shaded relief of the Jacksboro fault, as examples/README.md says.
 * Reads $RAVEL_DEM_DIR, writes $RAVEL_DEMO_OUT. */
#define _POSIX_C_SOURCE 199309L

#include "arrays.h"
#include "checksum.h"
#include "npy.h"
#include "png.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef ravel_status binary_function(ravel_context *, const ravel_array *, const ravel_array *, ravel_array *);

/* What is read, in the order of `names`. */
enum { ELEVATION, DX, DY, YMIN, N_FILES };
static const char *const names[N_FILES] = {"elevation.npy", "dx.npy", "dy.npy", "ymin.npy"};

static void with_literal(ravel_context *context, binary_function *function, const ravel_array *x, double value,
                         ravel_array *out)
{
    ravel_array *y = literal(context, value);
    must(context, function(context, x, y, out));
    ravel_array_destroy(y);
}

/* The neighbours of all inner points: the same memory, moved by so many rows and columns. */
static ravel_array *moved(ravel_context *context, const ravel_array *height, const int64_t *shape, int64_t rows,
                          int64_t columns)
{
    const int32_t axes[2] = {0, 1};
    const int64_t starts[2] = {1 + rows, 1 + columns};
    const int64_t stops[2] = {starts[0] + shape[0], starts[1] + shape[1]};
    ravel_array *view = NULL;
    must(context, ravel_array_slice(context, height, 2, axes, starts, stops, NULL, &view));
    return view;
}

/* The distance of two cells in metres: rows 1 to 5. */
static void measure_cells(ravel_context *context, const npy_file *files, ravel_array *span_east,
                          ravel_array *span_north)
{
    owned_array latitude = owned_zeros(context, RAVEL_FLOAT64, 0, NULL);
    owned_array shrink = owned_zeros(context, RAVEL_FLOAT64, 0, NULL);
    with_literal(context, ravel_multiply, files[YMIN].array, 0.017453292519943295, latitude.array);
    must(context, ravel_cos(context, latitude.array, shrink.array));
    with_literal(context, ravel_multiply, files[DX].array, 222400.0, span_east);
    must(context, ravel_multiply(context, span_east, shrink.array, span_east));
    with_literal(context, ravel_multiply, files[DY].array, 222400.0, span_north);
    owned_free(&latitude);
    owned_free(&shrink);
}

/* How steeply it rises to the east and to the north: rows 6 to 10. */
static void take_gradients(ravel_context *context, const npy_file *files, const int64_t *shape, ravel_array *rise_east,
                           ravel_array *rise_north)
{
    owned_array span_east = owned_zeros(context, RAVEL_FLOAT64, 0, NULL);
    owned_array span_north = owned_zeros(context, RAVEL_FLOAT64, 0, NULL);
    measure_cells(context, files, span_east.array, span_north.array);

    owned_array height = owned_zeros(context, RAVEL_FLOAT64, 2, files[ELEVATION].shape);
    with_literal(context, ravel_multiply, files[ELEVATION].array, 2.0, height.array);
    ravel_array *west = moved(context, height.array, shape, 0, -1);
    ravel_array *east = moved(context, height.array, shape, 0, 1);
    ravel_array *north = moved(context, height.array, shape, -1, 0);
    ravel_array *south = moved(context, height.array, shape, 1, 0);
    must(context, ravel_subtract(context, east, west, rise_east));
    must(context, ravel_divide(context, rise_east, span_east.array, rise_east));
    must(context, ravel_subtract(context, north, south, rise_north));
    must(context, ravel_divide(context, rise_north, span_north.array, rise_north));

    ravel_array_destroy(west);
    ravel_array_destroy(east);
    ravel_array_destroy(north);
    ravel_array_destroy(south);
    owned_free(&height);
    owned_free(&span_east);
    owned_free(&span_north);
}

/* The light of a sun in the north-west, 45 degrees high: rows 11 to 22. `rise_north` becomes the light. */
static void illuminate(ravel_context *context, const int64_t *shape, ravel_array *rise_east, ravel_array *rise_north)
{
    owned_array slope = owned_zeros(context, RAVEL_FLOAT64, 2, shape);
    owned_array aspect = owned_zeros(context, RAVEL_FLOAT64, 2, shape);
    must(context, ravel_hypot(context, rise_east, rise_north, slope.array));
    with_literal(context, ravel_atan2, slope.array, 1.0, slope.array);
    must(context, ravel_negative(context, rise_east, rise_east));
    must(context, ravel_negative(context, rise_north, rise_north));
    must(context, ravel_atan2(context, rise_east, rise_north, aspect.array));

    with_literal(context, ravel_subtract, aspect.array, 5.497787143782138, aspect.array);
    ravel_array *facing = aspect.array, *tilt = rise_east, *level = slope.array, *light = rise_north;
    must(context, ravel_cos(context, aspect.array, facing));
    must(context, ravel_sin(context, slope.array, tilt));
    must(context, ravel_cos(context, slope.array, level));
    must(context, ravel_multiply(context, tilt, facing, light));
    must(context, ravel_add(context, light, level, light));
    with_literal(context, ravel_multiply, light, 0.7071067811865476, light);
    owned_free(&slope);
    owned_free(&aspect);
}

/* Grey values: rows 23 to 26. */
static void make_grey(ravel_context *context, ravel_array *light, ravel_array *grey)
{
    with_literal(context, ravel_multiply, light, 255.0, light);
    with_literal(context, ravel_add, light, 0.5, light);
    ravel_array *black = literal(context, 0.0), *white = literal(context, 255.0);
    must(context, ravel_clip(context, light, black, white, light));
    ravel_array_destroy(black);
    ravel_array_destroy(white);

    /* float64 to uint8 loses what the safe rule would keep, so this call alone asks for it. */
    const ravel_kernel *copy = NULL;
    const ravel_array *in[1] = {light};
    ravel_array *const out[1] = {grey};
    must(context, ravel_kernel_find(context, "copy", &copy));
    must(context, ravel_apply(context, copy, 1, in, NULL, RAVEL_OPTION_CASTING_UNSAFE, 1, out));
}

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Whether it is the picture of examples/README.md. */
static int check(ravel_context *context, const ravel_array *grey, const void *pixels, size_t nbytes)
{
    uint64_t total = 0;
    uint8_t low = 0, high = 0;
    ravel_array *sum = NULL, *min = NULL, *max = NULL;
    must(context, ravel_array_create(context, &total, sizeof total, 0, RAVEL_DTYPE_OF(&total), 0, NULL, NULL,
                                     RAVEL_WRITEABLE, &sum));
    must(context,
         ravel_array_create(context, &low, sizeof low, 0, RAVEL_DTYPE_OF(&low), 0, NULL, NULL, RAVEL_WRITEABLE, &min));
    must(context, ravel_array_create(context, &high, sizeof high, 0, RAVEL_DTYPE_OF(&high), 0, NULL, NULL,
                                     RAVEL_WRITEABLE, &max));
    must(context, ravel_sum(context, grey, 0, NULL, 0, sum));
    must(context, ravel_min(context, grey, 0, NULL, 0, min));
    must(context, ravel_max(context, grey, 0, NULL, 0, max));
    ravel_array_destroy(sum);
    ravel_array_destroy(min);
    ravel_array_destroy(max);
    printf("check   sum %" PRIu64 ", min %d, max %d, CRC-32 %08" PRIx32 "\n", total, low, high,
           crc32_of(0, pixels, nbytes));
    return total == 21781888 && low == 0 && high == 255;
}

static int write_picture(const char *folder, const unsigned char *pixels, const int64_t *shape)
{
    char raw[4096], picture[4096];
    if (snprintf(raw, sizeof raw, "%s/c.gray", folder) >= (int)sizeof raw ||
        snprintf(picture, sizeof picture, "%s/c.png", folder) >= (int)sizeof picture)
        return 0;
    size_t nbytes = (size_t)(shape[0] * shape[1]);
    FILE *stream = fopen(raw, "wb");
    int done = stream != NULL && fwrite(pixels, 1, nbytes, stream) == nbytes;
    done = stream != NULL && fclose(stream) == 0 && done;
    if (!done || !png_write(picture, pixels, (uint32_t)shape[1], (uint32_t)shape[0]))
        return 0;
    printf("wrote   %s (%" PRId64 " x %" PRId64 ")\n", picture, shape[1], shape[0]);
    return 1;
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

    npy_file files[N_FILES];
    for (int i = 0; i < N_FILES; i++) {
        const char *wrong = npy_read(context, source, names[i], &files[i]);
        if (wrong != NULL) {
            fprintf(stderr, "%s/%s: %s\n", source, names[i], wrong);
            return EXIT_FAILURE;
        }
    }
    int32_t dtype = 0;
    must(context, ravel_array_require(context, files[ELEVATION].array, RAVEL_INT16, 2, 0, &(void *){NULL}));
    must(context, ravel_array_dtype(files[ELEVATION].array, &dtype));
    const int64_t *lengths = files[ELEVATION].shape;
    printf("read    %s of %" PRId64 " x %" PRId64 "\n", ravel_dtype_name(dtype), lengths[0], lengths[1]);

    const int64_t shape[2] = {lengths[0] - 2, lengths[1] - 2};
    double began = milliseconds();
    owned_array rise_east = owned_zeros(context, RAVEL_FLOAT64, 2, shape);
    owned_array rise_north = owned_zeros(context, RAVEL_FLOAT64, 2, shape);
    owned_array grey = owned_zeros(context, RAVEL_UINT8, 2, shape);
    take_gradients(context, files, shape, rise_east.array, rise_north.array);
    illuminate(context, shape, rise_east.array, rise_north.array);
    make_grey(context, rise_north.array, grey.array);
    double took = milliseconds() - began;

    const ravel_kernel *atan2_kernel = NULL;
    const char *isa = NULL;
    must(context, ravel_kernel_find(context, "atan2", &atan2_kernel));
    must(context, ravel_kernel_isa(context, atan2_kernel, &isa));
    printf("made    26 calls of ravel's kernels in %.1f ms (instruction set %s)\n", took, isa);

    int done = 1;
    if (!check(context, grey.array, grey.memory, (size_t)(shape[0] * shape[1]))) {
        fprintf(stderr, "the picture is not the one of examples/README.md\n");
        done = 0;
    } else if (!write_picture(target, grey.memory, shape)) {
        fprintf(stderr, "%s: the picture cannot be written\n", target);
        done = 0;
    }

    owned_free(&rise_east);
    owned_free(&rise_north);
    owned_free(&grey);
    for (int i = 0; i < N_FILES; i++)
        npy_free(&files[i]);
    ravel_context_destroy(context);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
