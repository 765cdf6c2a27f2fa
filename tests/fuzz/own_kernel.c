/* own_kernel.c: a user's kernel whose loops check what they are given. */
#include "own_kernel.h"
#include <math.h>
#include <string.h>

static int32_t width_of(const own_kernel *own)
{
    return own->n_in + own->n_out;
}

/* ---- what the loops compute ---- */

/* A number of an element's value: the same for all NaNs. */
static uint64_t bits_of(double part)
{
    uint64_t bits = 1;
    if (!isnan(part))
        memcpy(&bits, &part, sizeof bits);
    return bits;
}

static oracle_value scatter(int32_t dtype, uint64_t bits)
{
    if (dtype == RAVEL_BOOL)
        return oracle_integer(dtype, (int64_t)(bits >> 63));
    if (oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED)
        return oracle_load(dtype, &bits, false);
    const double scale = bits >> 32 & 1 ? 256 : 1, imag = (double)(int8_t)(bits >> 16);
    const double real = bits >> 40 & 15 ? (double)(int8_t)(bits >> 8) * scale : NAN;
    return oracle_float(dtype, real, oracle_kinds[dtype] == RAVEL_KIND_COMPLEX ? imag : 0);
}

/* Any function of all inputs. */
static oracle_value mix(int32_t dtype, int32_t n, int32_t which, const oracle_value *in)
{
    uint64_t bits = (uint64_t)which + 1;
    for (int32_t k = 0; k < n; k++) {
        const bool integer = oracle_kinds[in[k].dtype] <= RAVEL_KIND_UNSIGNED;
        bits = (bits ^ (integer ? (uint64_t)in[k].integer : bits_of(in[k].real) + 3 * bits_of(in[k].imag))) *
               UINT64_C(0x9e3779b97f4a7c15);
        bits ^= bits >> 29;
    }
    return scatter(dtype, bits);
}

/* Where a part stands in an order of all floats: -inf first, -0 before +0, NaN last. */
static int32_t compare(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (isnan(a) != 0) - (isnan(b) != 0);
    if (a == b)
        return (signbit(a) == 0) - (signbit(b) == 0);
    return a < b ? -1 : 1;
}

/* The sum of integers, else the maximum: in any order the same. */
static oracle_value join(int32_t dtype, const oracle_value *in)
{
    if (oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED)
        return scatter(dtype, dtype == RAVEL_BOOL ? (uint64_t)(in[0].integer ^ in[1].integer) << 63
                                                  : (uint64_t)in[0].integer + (uint64_t)in[1].integer);
    const int32_t order = compare(in[0].real, in[1].real);
    return (order ? order : compare(in[0].imag, in[1].imag)) < 0 ? in[1] : in[0];
}

oracle_value own_identity(int32_t dtype)
{
    if (oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED)
        return oracle_integer(dtype, 0);
    return oracle_float(dtype, -INFINITY, oracle_kinds[dtype] == RAVEL_KIND_COMPLEX ? -INFINITY : 0);
}

oracle_value own_compute(const own_kernel *own, int32_t row, int32_t which, const oracle_value *in)
{
    const int32_t dtype = own->dtypes[row * width_of(own) + own->n_in + which];
    return own->folds && !own->ordered ? join(dtype, in) : mix(dtype, own->n_in, which, in);
}

/* ---- what the loops are given ---- */

typedef struct stretch {
    uintptr_t first, end;
} stretch;

static stretch stretch_of(const void *memory, size_t nbytes)
{
    return (stretch){(uintptr_t)memory, (uintptr_t)memory + nbytes};
}

static bool share(stretch a, stretch b)
{
    return a.first < b.end && b.first < a.end;
}

/* Operand k of a loop lies in its own array, or in no array at all. In a fold each may be anywhere in the arrays. */
static void check_place(const own_kernel *own, int32_t k, stretch place)
{
    for (int32_t other = 0; other < OWN_N_OPERANDS; other++) {
        const guard_block *block = &own->arrays[other].block;
        const stretch whole = stretch_of(block->data, block->nbytes);
        if (own->arrays[other].handle == NULL || !share(place, whole))
            continue;
        FUZZ_CHECK(place.first >= whole.first && place.end <= whole.end);
        FUZZ_CHECK(own->folds || (own->arrays[k].handle && own->arrays[k].block.data == block->data));
    }
}

static void check_operands(const own_kernel *own, const int32_t *dtypes, size_t n, const void *const *in,
                           void *const *out)
{
    stretch places[RAVEL_MAX_OPERANDS];
    for (int32_t k = 0; k < width_of(own); k++) {
        const unsigned char *const data = k < own->n_in ? in[k] : out[k - own->n_in];
        places[k] = stretch_of(data, n * oracle_itemsizes[dtypes[k]]);
        FUZZ_CHECK(places[k].first % oracle_part_sizes[dtypes[k]] == 0);
        check_place(own, k, places[k]);
        for (size_t i = 0; i < n && k < own->n_in && dtypes[k] == RAVEL_BOOL; i++)
            FUZZ_CHECK(data[i] <= 1);
        for (int32_t other = 0; other < k; other++) {
            const bool in_place = (own->flags & RAVEL_KERNEL_IN_PLACE) && other < own->n_in && k >= own->n_in &&
                                  places[other].first == places[k].first && places[other].end == places[k].end;
            FUZZ_CHECK(in_place || !share(places[other], places[k]));
        }
    }
}

static int32_t run(own_kernel *own, int32_t row, size_t n, const void *const *in, void *const *out)
{
    const int32_t *dtypes = own->dtypes + row * width_of(own);
    const int64_t number = own->n_calls++;
    FUZZ_CHECK(n > 0 && row == own->row);
    if (!(own->flags & RAVEL_KERNEL_THREAD_SAFE))
        FUZZ_CHECK(pthread_equal(pthread_self(), own->caller) && own->n_running++ == 0);
    check_operands(own, dtypes, n, in, out);
    own->n_elements += (int64_t)n;
    for (size_t i = 0; i < n && number != own->fails_at; i++) {
        oracle_value values[RAVEL_MAX_OPERANDS];
        for (int32_t k = 0; k < own->n_in; k++)
            values[k] = oracle_load(dtypes[k], (const unsigned char *)in[k] + i * oracle_itemsizes[dtypes[k]], false);
        for (int32_t k = 0; k < own->n_out; k++)
            oracle_store(own_compute(own, row, k, values),
                         (unsigned char *)out[k] + i * oracle_itemsizes[dtypes[own->n_in + k]], false);
    }
    if (!(own->flags & RAVEL_KERNEL_THREAD_SAFE))
        own->n_running--;
    return number == own->fails_at ? own->answer : 0;
}

static int32_t loop_0(size_t n, const void *const *in, void *const *out, void *user)
{
    return run(user, 0, n, in, out);
}

static int32_t loop_1(size_t n, const void *const *in, void *const *out, void *user)
{
    return run(user, 1, n, in, out);
}

static int32_t loop_2(size_t n, const void *const *in, void *const *out, void *user)
{
    return run(user, 2, n, in, out);
}

/* ---- making one ---- */

static void count_release(void *user)
{
    ((own_kernel *)user)->n_releases++;
}

/* A dtype that has the same identity as the others of its kernel. */
static int32_t folding_dtype(random_source *source, int32_t family)
{
    static const int32_t first[] = {RAVEL_BOOL, RAVEL_FLOAT16, RAVEL_COMPLEX64};
    static const int32_t last[] = {RAVEL_UINT64, RAVEL_FLOAT64, RAVEL_COMPLEX128};
    return (int32_t)random_between(source, first[family], last[family]);
}

static void choose_signature(own_kernel *own, random_source *source)
{
    own->folds = random_once_in(source, 2);
    own->ordered = own->folds && random_once_in(source, 3);
    own->n_in = own->folds ? 2 : (int32_t)random_between(source, 1, RAVEL_MAX_OPERANDS - 1);
    own->n_out = own->folds ? 1 : (int32_t)random_between(source, 1, RAVEL_MAX_OPERANDS - own->n_in);
    own->n_loops = (int32_t)random_between(source, 1, OWN_MAX_LOOPS);
    const int32_t family = (int32_t)random_below(source, 3);
    for (int32_t row = 0; row < own->n_loops; row++) {
        const int32_t same = folding_dtype(source, family);
        for (int32_t k = 0; k < width_of(own); k++)
            own->dtypes[row * width_of(own) + k] =
                own->folds ? same : (int32_t)random_between(source, RAVEL_BOOL, RAVEL_COMPLEX128);
    }
}

void own_create(own_kernel *own, random_source *source)
{
    static const ravel_kernel_fn loops[OWN_MAX_LOOPS] = {loop_0, loop_1, loop_2};
    *own = (own_kernel){.fails_at = -1, .caller = pthread_self()};
    choose_signature(own, source);
    own->flags = random_once_in(source, 3) ? 0 : RAVEL_KERNEL_THREAD_SAFE;
    own->flags |= random_once_in(source, 2) ? RAVEL_KERNEL_IN_PLACE : 0;
    if (own->folds && !own->ordered && !random_once_in(source, 3))
        own->flags |= RAVEL_KERNEL_REORDERABLE;
    own->has_identity = own->folds && !own->ordered && random_once_in(source, 2);
    own->answer = random_once_in(source, 2) ? 1 : -1;
    if (random_once_in(source, 6))
        own->fails_at = random_below(source, 4);
    ravel_array *identity = NULL;
    if (own->has_identity) {
        const int32_t kind = oracle_kinds[own->dtypes[0]];
        const int32_t dtype = kind == RAVEL_KIND_COMPLEX ? RAVEL_COMPLEX128
                              : kind == RAVEL_KIND_FLOAT ? RAVEL_FLOAT64
                                                         : RAVEL_INT64;
        unsigned char value[16];
        oracle_store(own_identity(dtype), value, false);
        FUZZ_CHECK(ravel_array_create_scalar(NULL, dtype, value, 0, &identity) == RAVEL_OK);
    }
    FUZZ_CHECK(ravel_kernel_create(NULL, "own", own->n_in, own->n_out, own->n_loops, own->dtypes, loops, own,
                                   count_release, own->flags, identity, &own->handle) == RAVEL_OK);
    FUZZ_CHECK(ravel_array_destroy(identity) == RAVEL_OK);
}

void own_destroy(own_kernel *own)
{
    FUZZ_CHECK(own->n_releases == 0);
    FUZZ_CHECK(ravel_kernel_destroy(own->handle) == RAVEL_OK);
    FUZZ_CHECK(own->n_releases == 1);
    FUZZ_CHECK(ravel_kernel_destroy(own->handle) == RAVEL_DOUBLE_DESTROY);
}
