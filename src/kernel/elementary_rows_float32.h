/* elementary_rows_float32.h: tanh and erf of float32, by tables of polynomials.
 *
 * |x| is b + d, with b in the row of a table that its power of two and the place after that tell: f(b + d) is c0 + d
 * times a polynomial of d with coefficients c1 to c7, in the row of 0 d + d times that. The b are such that c0 = f(b)
 * is nearly exact (after S. Gal, "Computing elementary functions: a new approach for achieving high accuracy and good
 * performance", 1986), so that the error is that of the last sum and of a summand of a fifth of it at most.
 * polynomials/rows_float32.sollya. */
#ifndef RVL_KERNEL_ELEMENTARY_ROWS_FLOAT32_H
#define RVL_KERNEL_ELEMENTARY_ROWS_FLOAT32_H

#include "elementary_one_form.h"
#include "lanes.h"

/* b and c0 to c7. */
typedef float rvl_rows_table[9][RVL_TABLE_ROWS];

/* Rows from 0, 1/4, 3/8, 1/2, 3/4, 1, 3/2 and so on, to 8. */
static const rvl_rows_table rvl_tanh_rows = {
    {0.0f, 0x1.3efa8p-2f, 0x1.c0f38p-2f, 0x1.410ep-1f, 0x1.c0e6p-1f, 0x1.3ef68p0f, 0x1.bf598p0f, 0x1.3e808p1f,
     0x1.c0788p1f, 0x1.3f52p2f, 0x1.c10dp2f, 0x1.149c4p3f},
    {0.0f, 0x1.350beep-2f, 0x1.a63cccp-2f, 0x1.1caf3cp-1f, 0x1.68da36p-1f, 0x1.b1bcd2p-1f, 0x1.e1d5fcp-1f,
     0x1.f8fc3ep-1f, 0x1.ff12ecp-1f, 0x1.fff3d8p-1f, 0x1.ffffcap-1f, 0x1.fffffep-1f},
    {0.0f, 0x1.d15d46p-1f, 0x1.a8f27p-1f, 0x1.61b55ep-1f, 0x1.01acc8p-1f, 0x1.211fb6p-2f, 0x1.d468cp-4f, 0x1.bddd38p-6f,
     0x1.d9ba34p-9f, 0x1.84f94ap-13f, 0x1.aff9bap-19f, 0x1.0ab2aep-23f},
    {0.0f, -0x1.18e59ep-2f, -0x1.5e723ep-2f, -0x1.895752p-2f, -0x1.6b36a4p-2f, -0x1.e9dbeap-3f, -0x1.b8d022p-4f,
     -0x1.b7c0d6p-6f, -0x1.d8dfb6p-9f, -0x1.853034p-13f, -0x1.b0492cp-19f, -0x1.00541ep-22f},
    {-0x1.55550cp-2f, -0x1.c2e42ap-3f, -0x1.1592e8p-3f, -0x1.11acd6p-6f, 0x1.50c458p-4f, 0x1.bc773ep-4f, 0x1.02b524p-4f,
     0x1.1d1b5p-6f, 0x1.3a1c0ap-9f, 0x1.035bfep-13f, 0x1.2052dep-19f, 0x1.30a9b4p-24f},
    {-0x1.62ec98p-15f, 0x1.4347e6p-3f, 0x1.5bde88p-3f, 0x1.193f4ap-3f, 0x1.ee0494p-5f, -0x1.8f77e6p-7f, -0x1.822c2ep-6f,
     -0x1.0d57eap-7f, -0x1.37aadp-10f, -0x1.003aa6p-14f, -0x1.1ca7f2p-20f, 0x1.91e23p-21f},
    {0x1.1241e4p-3f, 0x1.225816p-5f, -0x1.4ee5b8p-7f, -0x1.c096dcp-5f, -0x1.d2e802p-5f, -0x1.40e9fp-6f, 0x1.df9a62p-9f,
     0x1.7d8068p-9f, 0x1.eb5974p-12f, 0x1.9b130ap-16f, 0x1.c5094ap-22f, 0x1.70251ep-23f},
    {-0x1.cea8b8p-9f, -0x1.15fc86p-4f, -0x1.59abecp-5f, -0x1.84c438p-6f, 0x1.8539ccp-7f, 0x1.f23194p-7f, 0x1.15c874p-9f,
     -0x1.70fee6p-11f, -0x1.471556p-13f, -0x1.3b7d68p-17f, -0x1.60122cp-23f, -0x1.6ff3e4p-20f},
    {-0x1.73d858p-5f, 0x1.842cc6p0f, 0x1.29248p-1f, 0x1.c9ad82p-8f, -0x1.a5e6b2p-5f, -0x1.1b048ap-8f, -0x1.f5f474p-10f,
     0x1.f3ae92p-15f, 0x1.5f9366p-15f, 0x1.5f0cbp-19f, 0x1.9f3072p-25f, -0x1.a6196ep-22f},
};

/* To 3. */
static const rvl_rows_table rvl_erf_rows = {
    {0.0f, 0x1.40e68p-2f, 0x1.c048p-2f, 0x1.3e3ep-1f, 0x1.bf178p-1f, 0x1.3ea48p0f, 0x1.bf95p0f, 0x1.3ea78p1f,
     0x1.c0acp1f},
    {0.0f, 0x1.5e95c8p-2f, 0x1.db4b32p-2f, 0x1.3dc11ep-1f, 0x1.90f818p-1f, 0x1.d7e0e4p-1f, 0x1.f921b4p-1f,
     0x1.ffc794p-1f, 0x1.ffffe8p-1f},
    {0x1.06eba8p-3f, 0x1.05d858p0f, 0x1.dcf92p-1f, 0x1.88969ep-1f, 0x1.0d81p-1f, 0x1.ead86ap-3f, 0x1.b2cf28p-5f,
     0x1.2ce45cp-9f, 0x1.5d00e2p-18f},
    {0x1.a6ee4ap-24f, -0x1.483a28p-2f, -0x1.a19d0ap-2f, -0x1.e80a2ep-2f, -0x1.d6acfep-2f, -0x1.317a3p-2f,
     -0x1.7c1a5ep-4f, -0x1.76786ap-8f, -0x1.33ccc6p-16f},
    {-0x1.8127fep-2f, -0x1.188106p-2f, -0x1.881e38p-3f, -0x1.dbebcp-5f, 0x1.796238p-4f, 0x1.575adcp-3f, 0x1.729282p-4f,
     0x1.1dac9cp-7f, 0x1.58bd3ep-15f},
    {0x1.eec3a4p-16f, 0x1.32787ep-3f, 0x1.6c1e4p-3f, 0x1.6a5822p-3f, 0x1.ced518p-4f, -0x1.3f77e6p-8f, -0x1.8a842ap-5f,
     -0x1.25f04ep-7f, -0x1.08ba78p-14f},
    {0x1.cdb44ap-4f, 0x1.40986ep-5f, 0x1.675f6ep-8f, -0x1.b855bap-6f, -0x1.18518p-4f, -0x1.882862p-5f, 0x1.abd91ep-8f,
     0x1.9dfbf4p-8f, 0x1.43e3d8p-14f},
    {-0x1.9d7e38p-15f, -0x1.4867fp-6f, -0x1.3a9352p-5f, -0x1.55c502p-5f, -0x1.6578fap-7f, 0x1.4f8548p-6f,
     0x1.2a9d14p-7f, -0x1.60a0bcp-9f, -0x1.83dc86p-14f},
    {-0x1.a5ffeep-6f, 0x1.c2eb1cp1f, 0x1.82ee7cp1f, 0x1.9e2b7ap-6f, 0x1.11f374p-4f, 0x1.0624e8p-8f, -0x1.84194ep-8f,
     0x1.9a6fbep-12f, 0x1.1bba4ep-14f},
};

/* Of |x| at most `last`; NaN stays. Tiny ones count as 0: their result is the first term alone. It is computed apart,
 * lest subnormal numbers slow down the rest. */
RVL_ALWAYS_INLINE rvl_lanes rvl_by_rows(const rvl_rows_table table, float last, rvl_lanes size, rvl_lanes if_tiny)
{
    const rvl_lanes_bits is_tiny = (rvl_lanes_bits)(size < 0x1p-30f), has_row = (rvl_lanes_bits)(size >= 0.25f);
    const rvl_lanes bounded = rvl_lanes_choose((rvl_lanes_bits)(size > last), rvl_lanes_of(last), size);
    const rvl_lanes_bits row = (((rvl_lanes_bits)bounded >> 22) - (UINT32_C(0x3e800000) >> 22) + 1) & has_row;
    const rvl_lanes d = (rvl_lanes)((rvl_lanes_bits)bounded & ~is_tiny) - rvl_lanes_lookup(table[0], row);
    rvl_lanes sum = rvl_lanes_lookup(table[8], row);
    for (int32_t i = 7; i > 1; i--)
        sum = rvl_lanes_fma(sum, d, rvl_lanes_lookup(table[i], row));
    const rvl_lanes_bits first = (rvl_lanes_bits)rvl_lanes_lookup(table[1], row) | ((rvl_lanes_bits)d & ~has_row);
    return rvl_lanes_choose(is_tiny, if_tiny, rvl_lanes_fma(sum, d, (rvl_lanes)first));
}

RVL_ALWAYS_INLINE rvl_lanes rvl_tanh_float32(rvl_lanes x)
{
    const rvl_lanes_bits sign = (rvl_lanes_bits)x & UINT32_C(0x80000000);
    const rvl_lanes size = (rvl_lanes)((rvl_lanes_bits)x ^ sign);
    return (rvl_lanes)((rvl_lanes_bits)rvl_by_rows(rvl_tanh_rows, 9.25f, size, size) | sign);
}

RVL_ALWAYS_INLINE rvl_lanes rvl_erf_float32(rvl_lanes x)
{
    const rvl_lanes_bits sign = (rvl_lanes_bits)x & UINT32_C(0x80000000);
    const rvl_lanes size = (rvl_lanes)((rvl_lanes_bits)x ^ sign);
    const rvl_lanes if_tiny = rvl_lanes_fma(size, rvl_lanes_of(rvl_erf_rows[2][0]), size);
    return (rvl_lanes)((rvl_lanes_bits)rvl_by_rows(rvl_erf_rows, 0x1.fffffep1f, size, if_tiny) | sign);
}

RVL_ONE_FORM_IN_LANES(tanh)
RVL_ONE_FORM_IN_LANES(erf)

#endif
