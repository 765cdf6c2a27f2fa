/* operations_whole.h: what is written alike for integers and bool, which are whole, finite and real. Included by
 * operations_integer.h and operations_bool.h, which define elem and itself. */
#ifndef RVL_KERNEL_OPERATIONS_WHOLE_H
#define RVL_KERNEL_OPERATIONS_WHOLE_H

RVL_ALWAYS_INLINE elem positive_op(elem x)
{
    return itself(x);
}

RVL_ALWAYS_INLINE elem ceil_op(elem x)
{
    return itself(x);
}

RVL_ALWAYS_INLINE elem floor_op(elem x)
{
    return itself(x);
}

RVL_ALWAYS_INLINE elem trunc_op(elem x)
{
    return itself(x);
}

RVL_ALWAYS_INLINE elem round_op(elem x)
{
    return itself(x);
}

RVL_ALWAYS_INLINE elem rint_op(elem x)
{
    return itself(x);
}

RVL_ALWAYS_INLINE elem conj_op(elem x)
{
    return itself(x);
}

RVL_ALWAYS_INLINE elem real_op(elem x)
{
    return itself(x);
}

RVL_ALWAYS_INLINE elem imag_op(elem x)
{
    (void)x;
    return 0;
}

RVL_ALWAYS_INLINE elem nan_to_num_op(elem x, double nan, double posinf, double neginf)
{
    (void)nan;
    (void)posinf;
    (void)neginf;
    return itself(x);
}

#endif
