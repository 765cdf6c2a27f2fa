/* types.h: the C types behind the dtypes, and how names of per-dtype and per-instruction-set symbols are made. */
#ifndef RVL_CORE_TYPES_H
#define RVL_CORE_TYPES_H

#include <ravel/dtype.h>

typedef uint8_t rvl_bool;
typedef int8_t rvl_int8;
typedef int16_t rvl_int16;
typedef int32_t rvl_int32;
typedef int64_t rvl_int64;
typedef uint8_t rvl_uint8;
typedef uint16_t rvl_uint16;
typedef uint32_t rvl_uint32;
typedef uint64_t rvl_uint64;
typedef uint16_t rvl_float16;  /* storage only */
typedef uint16_t rvl_bfloat16; /* storage only */
typedef float rvl_float32;
typedef double rvl_float64;
typedef struct {
    float real, imag;
} rvl_complex64;
typedef struct {
    double real, imag;
} rvl_complex128;

/* The type that a complex type's parts have, any other type itself. */
typedef float rvl_real_complex64;
typedef double rvl_real_complex128;

/* The unsigned type in which integers of a dtype are computed: it wraps, and C does not promote it to int. */
typedef uint32_t rvl_wide_int8;
typedef uint32_t rvl_wide_int16;
typedef uint32_t rvl_wide_int32;
typedef uint64_t rvl_wide_int64;
typedef uint32_t rvl_wide_uint8;
typedef uint32_t rvl_wide_uint16;
typedef uint32_t rvl_wide_uint32;
typedef uint64_t rvl_wide_uint64;

/* The unsigned type of the same size as an integer. */
typedef uint8_t rvl_bits_int8;
typedef uint16_t rvl_bits_int16;
typedef uint32_t rvl_bits_int32;
typedef uint64_t rvl_bits_int64;
typedef uint8_t rvl_bits_uint8;
typedef uint16_t rvl_bits_uint16;
typedef uint32_t rvl_bits_uint32;
typedef uint64_t rvl_bits_uint64;

#define RVL_N_DTYPES 16 /* the highest number + 1; entry 0 of a table by dtype is unused */

#define RVL_PASTE_(a, b) a##b
#define RVL_PASTE(a, b) RVL_PASTE_(a, b)

/* The build defines RVL_ISA (x86_64_v3) and, for files compiled once per dtype, RVL_DTYPE (float32). */
#define RVL_ISA_NAME(name) RVL_PASTE(name##_, RVL_ISA)
#define RVL_NAME(name) RVL_PASTE(RVL_PASTE(RVL_PASTE(name##_, RVL_DTYPE), _), RVL_ISA)

#ifndef RVL_ALWAYS_INLINE /* a build that counts branches wants them counted once */
#    define RVL_ALWAYS_INLINE static inline __attribute__((always_inline))
#endif

#endif
