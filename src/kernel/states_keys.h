/* states_keys.h: integers of the size of bools, integers and floats that are in the elements' order, from the smallest
 * up and from the largest down. Included by states.c alone. */
#ifndef RVL_KERNEL_STATES_KEYS_H
#define RVL_KERNEL_STATES_KEYS_H

#include "core/bits.h"

#define KEY_bool uint8_t
#define KEY_int8 int8_t
#define KEY_int16 int16_t
#define KEY_int32 int32_t
#define KEY_int64 int64_t
#define KEY_uint8 uint8_t
#define KEY_uint16 uint16_t
#define KEY_uint32 uint32_t
#define KEY_uint64 uint64_t
#define KEY_float32 int32_t
#define KEY_float64 int64_t
typedef RVL_PASTE(KEY_, RVL_DTYPE) key;

/* Numbers rows of a block, in as many bytes as a key. */
#define ROW_bool uint8_t
#define ROW_int8 uint8_t
#define ROW_int16 uint16_t
#define ROW_int32 uint32_t
#define ROW_int64 uint64_t
#define ROW_uint8 uint8_t
#define ROW_uint16 uint16_t
#define ROW_uint32 uint32_t
#define ROW_uint64 uint64_t
#define ROW_float32 uint32_t
#define ROW_float64 uint64_t
typedef RVL_PASTE(ROW_, RVL_DTYPE) row_number;

/* The largest key that there is: of true, of the last integer, of NaN. */
#define LARGEST_bool 1
#define LARGEST_int8 INT8_MAX
#define LARGEST_int16 INT16_MAX
#define LARGEST_int32 INT32_MAX
#define LARGEST_int64 INT64_MAX
#define LARGEST_uint8 UINT8_MAX
#define LARGEST_uint16 UINT16_MAX
#define LARGEST_uint32 UINT32_MAX
#define LARGEST_uint64 UINT64_MAX
#define LARGEST_float32 INT32_MAX
#define LARGEST_float64 INT64_MAX
#define LARGEST_KEY ((key)RVL_PASTE(LARGEST_, RVL_DTYPE))

#if RVL_KIND_COLUMN(1, 0, 0, 0)
RVL_ALWAYS_INLINE key largest_key(elem x)
{
    return x != 0;
}

RVL_ALWAYS_INLINE key smallest_key(elem x)
{
    return x == 0;
}
#elif RVL_KIND_COLUMN(0, 1, 0, 0)
RVL_ALWAYS_INLINE key largest_key(elem x)
{
    return x;
}

RVL_ALWAYS_INLINE key smallest_key(elem x)
{
    return (key)~x;
}
#else
/* Two's complement runs the other way round than the magnitudes of negative floats. */
RVL_ALWAYS_INLINE key ordered_key(key bits)
{
    return bits < 0 ? bits ^ LARGEST_KEY : bits;
}

RVL_ALWAYS_INLINE int is_nan_key(key bits)
{
    return (bits & LARGEST_KEY) > (key)RVL_PASTE(bits_, RVL_DTYPE)((elem)__builtin_inf());
}

RVL_ALWAYS_INLINE key largest_key(elem x)
{
    const key bits = (key)RVL_PASTE(bits_, RVL_DTYPE)(x);
    return is_nan_key(bits) ? LARGEST_KEY : ordered_key(bits);
}

RVL_ALWAYS_INLINE key smallest_key(elem x)
{
    const key bits = (key)RVL_PASTE(bits_, RVL_DTYPE)(x);
    return is_nan_key(bits) ? LARGEST_KEY : ~ordered_key(bits);
}

/* The element of a key, which is not that of NaN. */
RVL_ALWAYS_INLINE elem largest_elem(key x)
{
    return RVL_PASTE(from_bits_, RVL_DTYPE)((row_number)ordered_key(x));
}

RVL_ALWAYS_INLINE elem smallest_elem(key x)
{
    return largest_elem(~x);
}
#endif

#endif
