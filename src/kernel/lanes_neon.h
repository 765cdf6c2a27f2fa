/* lanes_neon.h: what lanes.h cannot say without intrinsics, of NEON, which looks up bytes. */
#ifndef RVL_KERNEL_LANES_NEON_H
#define RVL_KERNEL_LANES_NEON_H

#include <arm_neon.h>

RVL_ALWAYS_INLINE rvl_lanes rvl_lanes_fma(rvl_lanes a, rvl_lanes b, rvl_lanes c)
{
    return (rvl_lanes)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
}

RVL_ALWAYS_INLINE rvl_lanes rvl_lanes_lookup(const float *table, rvl_lanes_bits row)
{
    const rvl_lanes_bits bytes = (row & 15) * UINT32_C(0x04040404) + UINT32_C(0x03020100);
    const uint8x16x4_t whole = vld1q_u8_x4((const uint8_t *)table);
    return (rvl_lanes)vqtbl4q_u8(whole, (uint8x16_t)bytes);
}

#endif
