/* digest.c: prints a digest of what every built-in kernel and cast computes, one line each.
 *
 * The lines are the same on every machine and instruction set, so two runs are compared by diff. Inputs are
 * pseudo-random bits, moderate values and special values; each case is run on three layouts, which must agree. Uses the
 * public API and libc only, so that a cross-built one runs under an emulator.
 *
 *     RAVEL_ISA=neon digest neon      fails if the library would run another instruction set than the one named */
#include <ravel/apply.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = 1155, ROWS = 33, COLUMNS = 35, MAX_ITEM = 16, BUFFER = N * 3 * MAX_ITEM + MAX_ITEM };
enum { CONTIGUOUS, REVERSED, UNALIGNED_SWAPPED, N_LAYOUTS };

static ravel_context *context;
static int failures;

static uint64_t next_random(void)
{
    static uint64_t state = 2026;
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void must(ravel_status status, const char *what)
{
    if (status != RAVEL_OK) {
        char text[512] = "";
        if (ravel_context_error(context, NULL, NULL, NULL, text, sizeof text, NULL) != RAVEL_OK) {
            text[0] = 0;
        }
        fprintf(stderr, "digest: %s: status %d: %s\n", what, (int)status, text);
        exit(1);
    }
}

static size_t itemsize_of(int32_t dtype)
{
    size_t itemsize = 0;
    must(ravel_dtype_itemsize(dtype, &itemsize), "itemsize");
    return itemsize;
}

static int is_complex(int32_t dtype)
{
    return dtype == RAVEL_COMPLEX64 || dtype == RAVEL_COMPLEX128;
}

static size_t part_of(int32_t dtype)
{
    return is_complex(dtype) ? itemsize_of(dtype) / 2 : itemsize_of(dtype);
}

/* Bits of one part: for floats any bits, moderate values, zeros, infinities, the smallest and NaN in turns. */
static uint64_t random_part(int32_t dtype, size_t i)
{
    uint64_t bits = next_random();
    const uint64_t sign = bits & 1, moderate = i % 2, special = i % 37;
    if (dtype == RAVEL_BOOL) {
        return bits & 1;
    }
    if (dtype == RAVEL_FLOAT64 || dtype == RAVEL_COMPLEX128) {
        if (special < 4) {
            return (sign << 63) | (special == 0   ? 0
                                   : special == 1 ? 0x7ff0000000000000
                                   : special == 2 ? 1
                                                  : 0x7ff8000000000000);
        }
        return moderate ? (bits & 0x800fffffffffffff) | ((1016 + (bits >> 52) % 16) << 52) : bits;
    }
    if (dtype == RAVEL_FLOAT32 || dtype == RAVEL_COMPLEX64) {
        if (special < 4) {
            return (sign << 31) | (special == 0 ? 0 : special == 1 ? 0x7f800000 : special == 2 ? 1 : 0x7fc00000);
        }
        return moderate ? (bits & 0x807fffff) | ((120 + (bits >> 52) % 16) << 23) : bits & 0xffffffff;
    }
    return i % 5 ? bits : bits >> 56;
}

/* Fills n contiguous native elements. */
static void fill(int32_t dtype, size_t n, unsigned char *data)
{
    const size_t part = part_of(dtype), n_parts = n * itemsize_of(dtype) / part;
    for (size_t i = 0; i < n_parts; i++) {
        const uint64_t bits = random_part(dtype, i);
        const uint32_t bits32 = (uint32_t)bits;
        const uint16_t bits16 = (uint16_t)bits;
        const uint8_t bits8 = (uint8_t)bits;
        const void *source = part == 8   ? (const void *)&bits
                             : part == 4 ? (const void *)&bits32
                             : part == 2 ? (const void *)&bits16
                                         : (const void *)&bits8;
        memcpy(data + i * part, source, part);
    }
}

static void copy_element(unsigned char *out, const unsigned char *in, int32_t dtype, int swap)
{
    const size_t itemsize = itemsize_of(dtype), part = part_of(dtype);
    for (size_t i = 0; i < itemsize; i++) {
        out[i] = in[swap ? i / part * part + (part - 1 - i % part) : i];
    }
}

typedef struct operand {
    _Alignas(64) unsigned char memory[BUFFER];
    int32_t dtype;
    int layout;
    int64_t offset, stride;
} operand;

static void lay_out(operand *o, int32_t dtype, int layout, size_t n)
{
    const int64_t itemsize = (int64_t)itemsize_of(dtype);
    o->dtype = dtype;
    o->layout = layout;
    o->stride = layout == CONTIGUOUS ? itemsize : layout == REVERSED ? -3 * itemsize : itemsize + 1;
    o->offset = layout == CONTIGUOUS ? 0 : layout == REVERSED ? ((int64_t)n - 1) * 3 * itemsize : 1;
    memset(o->memory, 0xa5, sizeof o->memory);
}

static void put(operand *o, const unsigned char *elements, size_t n)
{
    const size_t itemsize = itemsize_of(o->dtype);
    for (size_t i = 0; i < n; i++) {
        copy_element(o->memory + o->offset + (int64_t)i * o->stride, elements + i * itemsize, o->dtype,
                     o->layout == UNALIGNED_SWAPPED);
    }
}

static void get(const operand *o, unsigned char *elements, size_t n)
{
    const size_t itemsize = itemsize_of(o->dtype);
    for (size_t i = 0; i < n; i++) {
        copy_element(elements + i * itemsize, o->memory + o->offset + (int64_t)i * o->stride, o->dtype,
                     o->layout == UNALIGNED_SWAPPED);
    }
}

/* A vector of n, or a matrix of ROWS x COLUMNS whose rows follow each other. */
static ravel_array *array_of(operand *o, int32_t ndim, const int64_t *shape)
{
    int64_t strides[2] = {o->stride, o->stride};
    if (ndim == 2) {
        strides[0] = shape[1] * o->stride;
    }
    const uint64_t swapped = o->layout == UNALIGNED_SWAPPED && part_of(o->dtype) > 1 ? RAVEL_SWAPPED : 0;
    ravel_array *array = NULL;
    must(ravel_array_create(context, o->memory, sizeof o->memory, o->offset, o->dtype, ndim, shape, strides,
                            RAVEL_WRITEABLE | swapped, &array),
         "array_create");
    return array;
}

/* FNV-1a over n elements, all NaN alike. */
static uint64_t digest_of(int32_t dtype, const unsigned char *elements, size_t n)
{
    const size_t part = part_of(dtype), n_parts = n * itemsize_of(dtype) / part;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < n_parts; i++) {
        uint64_t bits = 0;
        for (size_t j = 0; j < part; j++) { /* independent of the machine's byte order only on little-endian ones */
            bits |= (uint64_t)elements[i * part + j] << (8 * j);
        }
        const int is_float64 = dtype == RAVEL_FLOAT64 || dtype == RAVEL_COMPLEX128;
        const int is_float32 = dtype == RAVEL_FLOAT32 || dtype == RAVEL_COMPLEX64;
        if ((is_float64 && (bits & INT64_MAX) > 0x7ff0000000000000) ||
            (is_float32 && (bits & 0x7fffffff) > 0x7f800000) || (dtype == RAVEL_FLOAT16 && (bits & 0x7fff) > 0x7c00) ||
            (dtype == RAVEL_BFLOAT16 && (bits & 0x7fff) > 0x7f80)) {
            bits = 0x7ff8;
        }
        hash = (hash ^ bits) * UINT64_C(0x100000001b3);
        hash ^= hash >> 29;
    }
    return hash;
}

/* Tells the digest of the results on one layout; the first layout's counts, the others must give the same. */
static void compare(const char *title, int layout, uint64_t hash, uint64_t *first)
{
    if (layout == 0) {
        *first = hash;
        printf("%s %016llx\n", title, (unsigned long long)hash);
    } else if (hash != *first) {
        fprintf(stderr, "digest: %s: layout %d gives another result than layout 0\n", title, layout);
        failures++;
    }
}

static operand operands[RAVEL_MAX_OPERANDS];
static unsigned char values[RAVEL_MAX_OPERANDS][N * MAX_ITEM];
static unsigned char results[N * MAX_ITEM];

static void run_apply(const ravel_kernel *kernel, const char *title, int32_t n_in, int32_t n_out, const int32_t *dtypes)
{
    const int64_t shape[1] = {N};
    uint64_t first[RAVEL_MAX_OPERANDS] = {0};
    for (int32_t i = 0; i < n_in; i++) {
        fill(dtypes[i], N, values[i]);
    }
    for (int layout = 0; layout < N_LAYOUTS; layout++) {
        ravel_array *arrays[RAVEL_MAX_OPERANDS];
        for (int32_t i = 0; i < n_in + n_out; i++) {
            lay_out(&operands[i], dtypes[i], layout, N);
            if (i < n_in) {
                put(&operands[i], values[i], N);
            }
            arrays[i] = array_of(&operands[i], 1, shape);
        }
        must(ravel_apply(context, kernel, n_in, (const ravel_array *const *)arrays, NULL, RAVEL_OPTION_CASTING_UNSAFE,
                         n_out, arrays + n_in),
             title);
        for (int32_t i = n_in; i < n_in + n_out; i++) {
            get(&operands[i], results, N);
            compare(title, layout, digest_of(dtypes[i], results, N), &first[i]);
        }
        for (int32_t i = 0; i < n_in + n_out; i++) {
            must(ravel_array_destroy(arrays[i]), "array_destroy");
        }
    }
}

/* Reduces, or accumulates, along one axis of a matrix; axis 2 stands for both at once. */
static void run_fold(const ravel_kernel *kernel, int accumulate, const char *title, int32_t dtype, int32_t axis)
{
    const int64_t shape[2] = {ROWS, COLUMNS};
    uint64_t first = 0;
    fill(dtype, N, values[0]);
    for (int layout = 0; layout < N_LAYOUTS; layout++) {
        lay_out(&operands[0], dtype, layout, N);
        put(&operands[0], values[0], N);
        ravel_array *in = array_of(&operands[0], 2, shape);
        int32_t out_dtype = 0, ndim = 0;
        int64_t out_shape[2] = {0, 0};
        const int32_t axes[2] = {axis == 2 ? 0 : axis, 1};
        const int32_t n_axes = axis == 2 ? 2 : 1;
        if (accumulate) {
            must(ravel_accumulate_outputs(context, kernel, in, axis, 0, &out_dtype, 2, &ndim, out_shape), title);
        } else {
            must(
                ravel_reduce_outputs(context, kernel, in, n_axes, axes, NULL, NULL, 0, &out_dtype, 2, &ndim, out_shape),
                title);
        }
        size_t n = 1;
        for (int32_t i = 0; i < ndim; i++) {
            n *= (size_t)out_shape[i];
        }
        lay_out(&operands[1], out_dtype, layout, n);
        ravel_array *out = array_of(&operands[1], ndim, out_shape);
        if (accumulate) {
            must(ravel_accumulate(context, kernel, in, axis, 0, out), title);
        } else {
            must(ravel_reduce(context, kernel, in, n_axes, axes, NULL, NULL, 0, out), title);
        }
        get(&operands[1], results, n);
        compare(title, layout, digest_of(out_dtype, results, n), &first);
        must(ravel_array_destroy(in), "array_destroy");
        must(ravel_array_destroy(out), "array_destroy");
    }
}

static void run_kernel(const ravel_kernel *kernel)
{
    char name[64] = "", title[256] = "";
    int32_t n_in = 0, n_out = 0, verbs = 0, n_loops = 0;
    must(ravel_kernel_name(kernel, name, sizeof name, NULL), "kernel_name");
    must(ravel_kernel_arity(kernel, &n_in, &n_out), name);
    must(ravel_kernel_verbs(kernel, &verbs), name);
    must(ravel_kernel_loop_count(kernel, &n_loops), name);
    for (int32_t loop = 0; loop < n_loops; loop++) {
        int32_t dtypes[RAVEL_MAX_OPERANDS] = {0};
        must(ravel_kernel_signature(kernel, loop, n_in + n_out, dtypes), name);
        const char *dtype = ravel_dtype_name(dtypes[0]);
        if (verbs & RAVEL_VERB_APPLY) {
            snprintf(title, sizeof title, "apply %s %s", name, dtype);
            run_apply(kernel, title, n_in, n_out, dtypes);
        }
        for (int32_t axis = 0; axis < 3 && (verbs & RAVEL_VERB_REDUCE); axis++) {
            snprintf(title, sizeof title, "reduce %s %s axis %d", name, dtype, (int)axis);
            run_fold(kernel, 0, title, dtypes[0], axis);
        }
        for (int32_t axis = 0; axis < 2 && (verbs & RAVEL_VERB_ACCUMULATE); axis++) {
            snprintf(title, sizeof title, "accumulate %s %s axis %d", name, dtype, (int)axis);
            run_fold(kernel, 1, title, dtypes[0], axis);
        }
    }
}

static void run_casts(void)
{
    const ravel_kernel *copy = NULL;
    must(ravel_kernel_find(context, "copy", &copy), "copy");
    for (int32_t from = RAVEL_BOOL; from <= RAVEL_COMPLEX128; from++) {
        for (int32_t to = RAVEL_BOOL; to <= RAVEL_COMPLEX128; to++) {
            const int32_t dtypes[2] = {from, to};
            char title[128];
            snprintf(title, sizeof title, "cast %s to %s", ravel_dtype_name(from), ravel_dtype_name(to));
            run_apply(copy, title, 1, 1, dtypes);
        }
    }
}

int main(int argc, char **argv)
{
    const ravel_kernel *kernel = NULL;
    const char *isa = "";
    int32_t count = 0;
    must(ravel_context_create(&context), "context_create");
    must(ravel_kernel_find(context, "add", &kernel), "add");
    must(ravel_kernel_isa(context, kernel, &isa), "kernel_isa");
    if (argc > 1 && strcmp(argv[1], isa) != 0) {
        fprintf(stderr, "digest: the library runs %s where %s was asked for\n", isa, argv[1]);
        return 1;
    }
    must(ravel_kernel_count(&count), "kernel_count");
    for (int32_t i = 0; i < count; i++) {
        must(ravel_kernel_at(context, i, &kernel), "kernel_at");
        run_kernel(kernel);
    }
    run_casts();
    must(ravel_context_destroy(context), "context_destroy");
    return failures != 0;
}
