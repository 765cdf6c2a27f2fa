/* elementary_pair_functions.h: the logarithm, the angle of a point, sine and cosine as pairs of doubles, to about 2^-68
 * (sine and cosine 2^-56), for the complex functions. Polynomials and tables: polynomials/pair.sollya. */
#ifndef RVL_KERNEL_ELEMENTARY_PAIR_FUNCTIONS_H
#define RVL_KERNEL_ELEMENTARY_PAIR_FUNCTIONS_H

#include "elementary_pair.h"
#include "elementary_sin_cos.h"

/* log(x) + k_extra ln 2, of x = 1 + f, both given: near 1 it is f that counts. x is normal, positive and below 2^1000.
 * With x = 2^k m, m in [sqrt(1/2), sqrt(2)), and s = (m - 1) / (m + 1): the series of log((1 + s) / (1 - s)), of which
 * the first terms are kept as pairs. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_log_pair(rvl_pair_float64 x, rvl_pair_float64 f, double k_extra)
{
    const uint64_t half_sqrt2 = UINT64_C(0x3fe6a09e667f3bcd), one = UINT64_C(0x3ff0000000000000);
    const uint64_t exponent = (bits_float64(x.high) + (one - half_sqrt2)) >> 52;
    const double k = from_bits_float64(exponent | bits_float64(0x1p52)) - (0x1p52 + 1023.0);
    const rvl_pair_float64 m = rvl_pair_scaled(x, from_bits_float64((2046 - (exponent & 2047)) << 52));
    const rvl_pair_float64 m_minus_1 = rvl_pair_choice(k == 0.0, f, rvl_pair_normal(m.high - 1.0, m.low));
    const rvl_pair_float64 s = rvl_pair_quotient(m_minus_1, rvl_pair_sum(rvl_pair_of(2.0, 0.0), m_minus_1));
    const rvl_pair_float64 square = rvl_pair_square(s);
    const double z = square.high;
    double r = -0x1.45e4a7d124a54p-7;
    r = rvl_fma_float64(r, z, 0x1.baf5f60e53bcap-4);
    r = rvl_fma_float64(r, z, 0x1.ac60b14dea3a3p-4);
    r = rvl_fma_float64(r, z, 0x1.e1f58a6156009p-4);
    r = rvl_fma_float64(r, z, 0x1.1110e9a544e99p-3);
    r = rvl_fma_float64(r, z, 0x1.3b13b19495a44p-3);
    r = rvl_fma_float64(r, z, 0x1.745d174565ccfp-3);
    r = rvl_fma_float64(r, z, 0x1.c71c71c71cabep-3);
    r = rvl_fma_float64(r, z, 0x1.2492492492492p-2);
    const rvl_pair_float64 two_fifths = {0x1.999999999999ap-2, -0x1.999999999999ap-56};
    const rvl_pair_float64 two_thirds = {0x1.5555555555555p-1, 0x1.5555555555555p-55};
    const rvl_pair_float64 inner = rvl_pair_sum(two_fifths, rvl_pair_of(z * r, 0.0));
    const rvl_pair_float64 outer = rvl_pair_sum(two_thirds, rvl_pair_product(square, inner));
    const rvl_pair_float64 tail = rvl_pair_product(s, rvl_pair_product(square, outer));
    const double n = k + k_extra;
    const rvl_pair_float64 n_ln2 = rvl_two_sum_float64(n * 0x1.62e42fefa2p-1, n * 0x1.9ef35793c7673p-41);
    return rvl_pair_sum(n_ln2, rvl_pair_sum(rvl_pair_scaled(s, 2.0), tail));
}

/* atan(i / 32). */
static const double rvl_atan_table[33][2] = {{0.0, 0.0},
                                             {0x1.ffd55bba97625p-6, -0x1.5ec431444912cp-60},
                                             {0x1.ff55bb72cfdeap-5, -0x1.c934d86d23f1dp-60},
                                             {0x1.7ee182602f10fp-4, -0x1.cfb654c0c3d98p-58},
                                             {0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59},
                                             {0x1.3d6eee8c6626cp-3, 0x1.61a3b0ce9281bp-57},
                                             {0x1.7b97b4bce5b02p-3, 0x1.347b0b4f881cap-58},
                                             {0x1.b90d7529260a2p-3, 0x1.17b10d2e0e5abp-61},
                                             {0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57},
                                             {0x1.18bf5a30bf178p-2, 0x1.30ca4748b1bf9p-57},
                                             {0x1.362773707ebccp-2, -0x1.963a544b672d8p-57},
                                             {0x1.530ad9951cd4ap-2, -0x1.2566480884082p-57},
                                             {0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56},
                                             {0x1.8b24d394a1b25p-2, 0x1.b6d0ba3748fa8p-56},
                                             {0x1.a64eec3cc23fdp-2, -0x1.24dec1b50b7ffp-56},
                                             {0x1.c0db4c94ec9fp-2, -0x1.cc1ce70934c34p-56},
                                             {0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56},
                                             {0x1.f40dd0b541418p-2, -0x1.a3992dc382a23p-57},
                                             {0x1.0657e94db30dp-1, -0x1.d5b495f6349e6p-56},
                                             {0x1.1255d9bfbd2a9p-1, -0x1.2bdaee1c0ee35p-58},
                                             {0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58},
                                             {0x1.2958e59308e31p-1, -0x1.09e73b0c6c087p-56},
                                             {0x1.345f01cce37bbp-1, 0x1.1021137c71102p-55},
                                             {0x1.3f13fb89e96f4p-1, 0x1.ecf8b492644fp-56},
                                             {0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56},
                                             {0x1.538f57b89061fp-1, -0x1.1bb74abda520cp-55},
                                             {0x1.5d58987169b18p-1, 0x1.0028e4bc5e7cap-57},
                                             {0x1.66d663923e087p-1, -0x1.6ea6febe8bbbap-56},
                                             {0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56},
                                             {0x1.78f6bbd5d315ep-1, 0x1.406a08980374p-55},
                                             {0x1.819d0b7158a4dp-1, -0x1.bf76229d3b917p-56},
                                             {0x1.89ff5ff57f1f8p-1, -0x1.55b9a5e177a1bp-55},
                                             {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55}};

/* The angle of the point (x, y), y >= 0, in [0, pi]; the sign of a zero x counts. With q the quotient of the smaller
 * and the larger: atan(q) = atan(c) + atan((q - c) / (1 + q c)), where c is the nearest i / 32. */
RVL_ALWAYS_INLINE rvl_pair_float64 rvl_angle_pair(rvl_pair_float64 y, rvl_pair_float64 x)
{
    const bool is_left = bits_float64(x.high) >> 63 != 0;
    const rvl_pair_float64 abs_x = rvl_pair_choice(is_left, rvl_pair_negative(x), x);
    const bool is_steep = y.high > abs_x.high;
    const rvl_pair_float64 smaller = rvl_pair_choice(is_steep, abs_x, y);
    const rvl_pair_float64 larger_or_0 = rvl_pair_choice(is_steep, y, abs_x);
    const rvl_pair_float64 larger = rvl_pair_choice(larger_or_0.high == 0.0, rvl_pair_of(1.0, 0.0), larger_or_0);
    const double rounder = smaller.high / larger.high * 32.0 + 0x1.8p52, c = (rounder - 0x1.8p52) * 0x1p-5;
    const uint64_t unlimited = bits_float64(rounder) & 63, index = unlimited < 32 ? unlimited : 32;
    const rvl_pair_float64 t = rvl_pair_quotient(rvl_pair_difference(smaller, rvl_pair_times(larger, c)),
                                                 rvl_pair_sum(larger, rvl_pair_times(smaller, c)));
    const rvl_pair_float64 square = rvl_pair_square(t);
    const double z = square.high;
    double r = -0x1.743c908ae29f3p-4;
    r = rvl_fma_float64(r, z, 0x1.c71c710e0f3cap-4);
    r = rvl_fma_float64(r, z, -0x1.24924924935bcp-3);
    r = rvl_fma_float64(r, z, 0x1.999999999999ap-3);
    const rvl_pair_float64 minus_third = {-0x1.5555555555555p-2, -0x1.5555555555555p-56};
    const rvl_pair_float64 factor = rvl_pair_sum(minus_third, rvl_pair_of(z * r, 0.0));
    const rvl_pair_float64 rest = rvl_pair_sum(t, rvl_pair_product(t, rvl_pair_product(square, factor)));
    const rvl_pair_float64 nearest = {rvl_atan_table[index][0], rvl_atan_table[index][1]};
    const rvl_pair_float64 first = rvl_pair_choice(c == 0.0, rest, rvl_pair_sum(nearest, rest));
    const rvl_pair_float64 half_turn = {0x1.921fb54442d18p1, 0x1.1a62633145c07p-53};
    const rvl_pair_float64 quarter_turn = {0x1.921fb54442d18p0, 0x1.1a62633145c07p-54};
    const rvl_pair_float64 base = rvl_pair_choice(is_steep, quarter_turn, half_turn);
    const rvl_pair_float64 turned = rvl_pair_choice(is_left == is_steep, first, rvl_pair_negative(first));
    return rvl_pair_choice(is_left | is_steep, rvl_pair_sum(base, turned), first);
}

typedef struct rvl_sin_cos_pairs {
    rvl_pair_float64 sin, cos;
} rvl_sin_cos_pairs;

/* Of an angle reduced. */
RVL_ALWAYS_INLINE rvl_sin_cos_pairs rvl_sin_cos_of_reduced(rvl_reduced reduced)
{
    const rvl_pair_float64 rest = rvl_pair_normal(reduced.high, reduced.low);
    const rvl_sin_cos_sums sums = rvl_sin_cos_sums_float64(rest.high, rest.low);
    const double sin_low = __builtin_fabs(rest.high) < 0x1p-300 ? 0.0 : sums.sin.low;
    const rvl_sin_cos_pairs first = {rvl_pair_normal(sums.sin.high, sin_low),
                                     rvl_pair_normal(sums.cos.high, sums.cos.low)};
    const bool is_odd = (reduced.quadrant & 1) != 0;
    const bool sin_is_negative = (reduced.quadrant & 2) != 0, cos_is_negative = ((reduced.quadrant + 1) & 2) != 0;
    const rvl_pair_float64 sin = rvl_pair_choice(is_odd, first.cos, first.sin);
    const rvl_pair_float64 cos = rvl_pair_choice(is_odd, first.sin, first.cos);
    const double sin_sign = sin_is_negative ? -1.0 : 1.0, cos_sign = cos_is_negative ? -1.0 : 1.0;
    return (rvl_sin_cos_pairs){rvl_pair_scaled(sin, sin_sign), rvl_pair_scaled(cos, cos_sign)};
}

/* Of a moderate angle, or any; NaN for what is not finite. The angle's low part counts up to 2^40. */
RVL_ALWAYS_INLINE rvl_sin_cos_pairs rvl_sin_cos_of_pair(rvl_pair_float64 angle, bool is_moderate)
{
    const rvl_reduced high = is_moderate ? rvl_reduce_moderate_float64(rvl_flushed_float64(angle.high, 0x1p-27))
                                         : rvl_reduce_float64(angle.high);
    const double low = __builtin_fabs(angle.high) < 0x1p40 ? angle.low : 0.0;
    const rvl_sin_cos_pairs pairs = rvl_sin_cos_of_reduced((rvl_reduced){high.high, high.low + low, high.quadrant});
    const rvl_pair_float64 none = {__builtin_nan(""), 0.0};
    const rvl_pair_float64 sin = rvl_pair_choice(__builtin_fabs(angle.high) < 0x1p-27, angle, pairs.sin);
    const bool is_finite = __builtin_fabs(angle.high) < __builtin_inf();
    return (rvl_sin_cos_pairs){rvl_pair_choice(is_finite, sin, none), rvl_pair_choice(is_finite, pairs.cos, none)};
}

#endif
