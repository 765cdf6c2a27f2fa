/* operations_bitwise.h: what the kernels compute that look at the bits of integers. Included by operations_integer.h,
 * which defines elem and wide. */
#ifndef RVL_KERNEL_OPERATIONS_BITWISE_H
#define RVL_KERNEL_OPERATIONS_BITWISE_H

enum { ELEM_BITS = 8 * sizeof(elem) };

RVL_ALWAYS_INLINE elem bitwise_and_op(elem x, elem y)
{
    return x & y;
}

RVL_ALWAYS_INLINE elem bitwise_or_op(elem x, elem y)
{
    return x | y;
}

RVL_ALWAYS_INLINE elem bitwise_xor_op(elem x, elem y)
{
    return x ^ y;
}

RVL_ALWAYS_INLINE elem bitwise_invert_op(elem x)
{
    return (elem)~x;
}

/* Counts are compared as unsigned: a negative one is too large as well. */
RVL_ALWAYS_INLINE elem bitwise_left_shift_op(elem x, elem y)
{
    const elem_bits count = (elem_bits)y, within = count & (ELEM_BITS - 1);
    return (elem)(count < ELEM_BITS ? (elem_bits)((wide)(elem_bits)x << within) : 0);
}

RVL_ALWAYS_INLINE elem bitwise_right_shift_op(elem x, elem y)
{
    const elem_bits count = (elem_bits)y, within = count & (ELEM_BITS - 1);
    const elem beyond = (elem)((elem)(x >> (ELEM_BITS - 1)) >> 1);
    return (elem)(count < ELEM_BITS ? (elem)(x >> within) : beyond);
}

/* The ones in |x|: pairs of bits are counted, then fours, then bytes, whose counts are added up. For 64 bits the
 * processor's own instruction, where it has one, is at least as fast. */
RVL_ALWAYS_INLINE uint8_t bitwise_count_op(elem x)
{
    const elem_bits ones = (elem_bits)((elem_bits) ~(elem_bits)0 / 255); /* a 1 in each byte */
    const elem_bits magnitude = (elem_bits)abs_op(x);
#ifdef __POPCNT__
    if (ELEM_BITS == 64)
        return (uint8_t)__builtin_popcountll(magnitude);
#endif
    const elem_bits pairs = (elem_bits)(magnitude - (magnitude >> 1 & (elem_bits)(ones * 0x55)));
    const elem_bits fours = (elem_bits)((pairs & (elem_bits)(ones * 0x33)) + (pairs >> 2 & (elem_bits)(ones * 0x33)));
    uint64_t bytes = (elem_bits)((elem_bits)(fours + (fours >> 4)) & (elem_bits)(ones * 0x0f));
    bytes += ELEM_BITS > 32 ? bytes >> 32 : 0;
    bytes += ELEM_BITS > 16 ? bytes >> 16 : 0;
    bytes += ELEM_BITS > 8 ? bytes >> 8 : 0;
    return (uint8_t)bytes;
}

#endif
