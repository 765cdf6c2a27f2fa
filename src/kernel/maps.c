/* maps.c: the loops of maps.h, of floats and complex numbers. Compiled once per dtype and instruction set. */
#include "maps.h"

#include RVL_OPERATIONS

#include "scaled_square.h"

#define REAL_OR_COMPLEX(real, complex) RVL_KIND_COLUMN(, , real, complex)

RVL_ALWAYS_INLINE elem number(elem x)
{
    return isnan_op(x) ? REAL_OR_COMPLEX((elem)0, ((elem){0, 0})) : x;
}

static int32_t numbers(size_t n, const void *const *in, void *const *out, void *user)
{
    const elem *x = in[0];
    elem *restrict result = out[0];
    (void)user;
    for (size_t i = 0; i < n; i++)
        result[i] = number(x[i]);
    return 0;
}

static int32_t present(size_t n, const void *const *in, void *const *out, void *user)
{
    const elem *x = in[0];
    uint8_t *restrict result = out[0];
    (void)user;
    for (size_t i = 0; i < n; i++)
        result[i] = !isnan_op(x[i]);
    return 0;
}

static int32_t squares(size_t n, const void *const *in, void *const *out, void *user)
{
    const elem *x = in[0];
    const magnitude_elem scale = *(const magnitude_elem *)user;
    magnitude_elem *restrict result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = scaled_square(x[i], scale);
    return 0;
}

static int32_t marks(size_t n, const void *const *in, void *const *out, void *user)
{
    const elem *x = in[0];
    const magnitude_elem mark = *(const magnitude_elem *)user;
    const elem other = REAL_OR_COMPLEX(mark, ((elem){mark, mark}));
    elem *restrict result = out[0];
    for (size_t i = 0; i < n; i++)
        result[i] = isnan_op(x[i]) ? other : x[i];
    return 0;
}

static int32_t mark_parts(size_t n, const void *const *in, void *const *out, void *user)
{
    const magnitude_elem *x = in[0];
    const magnitude_elem mark = *(const magnitude_elem *)user;
    magnitude_elem *restrict result = out[0];
    for (size_t i = 0; i < n * (sizeof(elem) / sizeof(magnitude_elem)); i++)
        result[i] = x[i] != x[i] ? mark : x[i];
    return 0;
}

extern const rvl_map_table RVL_NAME(rvl_maps);
const rvl_map_table RVL_NAME(rvl_maps) = {[RVL_MAP_NUMBERS] = numbers,
                                          [RVL_MAP_PRESENT] = present,
                                          [RVL_MAP_SQUARES] = squares,
                                          [RVL_MAP_MARKS] = marks,
                                          [RVL_MAP_PARTS] = mark_parts};
