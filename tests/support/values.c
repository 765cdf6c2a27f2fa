/* values.c: elements worth testing. */
#include "values.h"
#include <math.h>
#include <string.h>

/* Rounded to each float dtype, and for each integer dtype wrapped where they are whole. */
static const double reals[] = {
    0.0,      -0.0,     1.0,    -1.0,    0.5,       -0.5,      2.0,      3.0,          -1.5,         0.1,
    127.5,    128.0,    -128.5, 255.0,   256.0,     32767.5,   32768.0,  -32769.0,     65504.0,      65519.0,
    65520.0,  -65536.0, 1e-3,   1e-8,    -6e-8,     3e-8,      1e10,     2147483647.0, 2147483648.0, -2147483649.0,
    0x1p32,   0x1p53,   0x1p63, -0x1p63, 0x1p64,    1e30,      -1e-30,   3e38,         3.5e38,       0x1p-126,
    0x1p-149, 0x1p-150, 1e300,  -1e308,  0x1p-1022, 0x1p-1074, 0x1p-537, INFINITY,     -INFINITY,    NAN,
};
enum { N_REALS = sizeof reals / sizeof *reals };

/* Offsets from the middle, the lowest and the highest value of an integer dtype. */
static const int32_t offsets[] = {0, 1, 2, 3, 10, -1, -2, -3, -10};
enum { N_OFFSETS = sizeof offsets / sizeof *offsets };
/* Pairs of parts of a complex number, as places in reals. */
enum { N_COMPLEX = 64 };

int32_t values_n_special(int32_t dtype)
{
    switch (oracle_kinds[dtype]) {
    case RAVEL_KIND_BOOL:
        return 3;
    case RAVEL_KIND_FLOAT:
        return N_REALS;
    case RAVEL_KIND_COMPLEX:
        return N_COMPLEX;
    default:
        return 3 * N_OFFSETS;
    }
}

static double rounded(int32_t dtype, double x)
{
    return oracle_round(dtype, (long double)x);
}

void values_special(int32_t dtype, int32_t index, void *bytes)
{
    const int32_t bits = 8 * (int32_t)oracle_itemsizes[dtype];
    switch (oracle_kinds[dtype]) {
    case RAVEL_KIND_BOOL:
        *(unsigned char *)bytes = (unsigned char)(index == 2 ? 0x80 : index);
        break;
    case RAVEL_KIND_FLOAT:
        oracle_store(oracle_float(dtype, rounded(dtype, reals[index]), 0), bytes, false);
        break;
    case RAVEL_KIND_COMPLEX: /* each real once as the real part, with others for the imaginary one */
        oracle_store(oracle_float(dtype, rounded(dtype, reals[index % N_REALS]),
                                  rounded(dtype, reals[(index * 17 + 5) % N_REALS])),
                     bytes, false);
        break;
    default: /* around 0, and around half of the range: the highest signed and, wrapped, the lowest; then a third */
        oracle_store(oracle_integer(dtype, ((__int128)(index / N_OFFSETS) << bits) / (index / N_OFFSETS == 2 ? 5 : 2) +
                                               offsets[index % N_OFFSETS]),
                     bytes, false);
        break;
    }
}

/* A float of moderate size, so that sums and products mean something. */
static double moderate(random_source *source)
{
    const double x = (double)random_between(source, -1000000, 1000000);
    return ldexp(x, (int32_t)random_between(source, -24, 0));
}

void values_random(int32_t dtype, random_source *source, void *bytes)
{
    const int64_t choice = random_below(source, 8);
    if (choice == 0) {
        values_special(dtype, (int32_t)random_below(source, values_n_special(dtype)), bytes);
    } else if (oracle_kinds[dtype] == RAVEL_KIND_BOOL) {
        *(unsigned char *)bytes = (unsigned char)(choice == 1 ? random_below(source, 256) : random_below(source, 2));
    } else if (choice == 1) {
        const uint64_t bits[2] = {random_bits(source), random_bits(source)};
        memcpy(bytes, bits, oracle_itemsizes[dtype]);
    } else if (oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED) {
        oracle_store(oracle_integer(dtype, (__int128)random_between(source, -100, 300)), bytes, false);
    } else {
        oracle_store(oracle_float(dtype, rounded(dtype, moderate(source)), rounded(dtype, moderate(source))), bytes,
                     false);
    }
}
