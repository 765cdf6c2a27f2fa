/* dtype.h: element types: their numbers, names, sizes, limits and promotion. */
#ifndef RAVEL_DTYPE_H
#define RAVEL_DTYPE_H

#include <ravel/context.h>

/* Numbers are part of the ABI. 0 is no dtype, so that forgotten memory is not one. */
#define RAVEL_BOOL 1 /* 1 byte; any non-zero byte is true, ravel writes 0 and 1 */
#define RAVEL_INT8 2
#define RAVEL_INT16 3
#define RAVEL_INT32 4
#define RAVEL_INT64 5
#define RAVEL_UINT8 6
#define RAVEL_UINT16 7
#define RAVEL_UINT32 8
#define RAVEL_UINT64 9
#define RAVEL_FLOAT16 10  /* IEEE 754 binary16; computed in float32, rounded once */
#define RAVEL_BFLOAT16 11 /* the upper half of a float32; computed in float32, rounded once */
#define RAVEL_FLOAT32 12
#define RAVEL_FLOAT64 13
#define RAVEL_COMPLEX64 14 /* two float32: real, imaginary */
#define RAVEL_COMPLEX128 15

/* Kinds, as ravel_dtype_limits gives them. */
#define RAVEL_KIND_BOOL 0
#define RAVEL_KIND_SIGNED 1
#define RAVEL_KIND_UNSIGNED 2
#define RAVEL_KIND_FLOAT 3
#define RAVEL_KIND_COMPLEX 4

RAVEL_BEGIN_DECLARATIONS

/* Reads the name of an element type. Takes C type names as this library was compiled ("int", "unsigned long", "size_t",
 * "double", …), fixed-width names ("int32_t"), NumPy's names ("int32", "intc", "longlong", "float64", …),
 * array-interface typestr ("<i4", ">f8", "|b1") and PEP 3118 codes ("i", "<d", "Zd", "?"). A code that is both is read
 * as PEP 3118 when it has no digits, as typestr when it has. *dtype gets a RAVEL_* number, *swapped 1 if the text asks
 * for the byte order that this machine has not, else 0. A pointer may be NULL. Errors: RAVEL_NULL_ARGUMENT (text),
 * RAVEL_INVALID_DTYPE (unknown; the message tells near names, or all; also sizes that no ravel dtype has, such as "long
 * double"). Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_dtype_parse(ravel_context *context, const char *text, int32_t *dtype,
                                                            int32_t *swapped);

/* Gives the NumPy name of a dtype ("float64"), NULL if the number is none. Static memory. Cannot fail. Thread-safe. */
RAVEL_API const char *ravel_dtype_name(int32_t dtype);

/* Gives the bytes of one element. Errors: RAVEL_INVALID_DTYPE, RAVEL_NULL_ARGUMENT. Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_dtype_itemsize(int32_t dtype, size_t *itemsize);

/* Gives the kind and the limits of a dtype as the Array API's iinfo and finfo do. Each limit is copied to `lowest` and
 * `highest`, as one element of the dtype itself (bool: 0 and 1; complex: those of a part, imaginary part 0), so each
 * points at `itemsize` bytes; `epsilon` and `smallest_normal` likewise, for floats and complex only (else untouched).
 * *bits gets the element's bits (of a part, for complex). Any pointer may be NULL. Errors: RAVEL_INVALID_DTYPE.
 * Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_dtype_limits(int32_t dtype, int32_t *kind, int32_t *bits, void *lowest,
                                                             void *highest, void *epsilon, void *smallest_normal);

/* Gives the dtype in which operands of these dtypes meet: the Array API's table, and NumPy's rules where that is silent
 * (int8 with uint8: int16; int32 with float32: float64; float16 with bfloat16: float32). `weak` is NULL or n numbers:
 * non-zero marks a literal, of which only the kind counts (bool, int64 or uint64, float64, complex128). Errors:
 * RAVEL_INVALID_ARGUMENT (n < 1), RAVEL_NULL_ARGUMENT, RAVEL_INVALID_DTYPE, RAVEL_NO_COMMON_DTYPE (int64 with uint64,
 * which no integer dtype holds). Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_result_type(ravel_context *context, int32_t n, const int32_t *dtypes,
                                                            const int32_t *weak, int32_t *dtype);

/* Tells whether a casting rule (RAVEL_CASTING_*) lets values of `from` become `to`: *yes gets 1 or 0.
 * Errors: RAVEL_INVALID_DTYPE, RAVEL_INVALID_ARGUMENT (casting), RAVEL_NULL_ARGUMENT. Thread-safe. */
RAVEL_API RAVEL_CHECK_STATUS ravel_status ravel_can_cast(int32_t from, int32_t to, int32_t casting, int32_t *yes);

RAVEL_END_DECLARATIONS

/* RAVEL_DTYPE_OF(pointer): the dtype of what a C11 pointer points at, as a constant; a compile error for any other
 * type; of double a[3][4] it is RAVEL_DTYPE_OF(a[0]). Only repeats what ravel_dtype_parse does at run time. */
#if !defined(__cplusplus) && defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#    define RAVEL_INTEGER_OF_SIZE_(signed_, size_)  \
        ((signed_) ? ((size_) == 1   ? RAVEL_INT8   \
                      : (size_) == 2 ? RAVEL_INT16  \
                      : (size_) == 4 ? RAVEL_INT32  \
                                     : RAVEL_INT64) \
                   : ((size_) == 1   ? RAVEL_UINT8  \
                      : (size_) == 2 ? RAVEL_UINT16 \
                      : (size_) == 4 ? RAVEL_UINT32 \
                                     : RAVEL_UINT64))
/* clang-format off */
#define RAVEL_DTYPE_OF(pointer)                                                       \
    _Generic(*(pointer),                                                              \
        _Bool: RAVEL_BOOL,                                                            \
        char: RAVEL_INTEGER_OF_SIZE_((char)-1 < 0, sizeof(char)),                     \
        signed char: RAVEL_INT8,                                                      \
        unsigned char: RAVEL_UINT8,                                                   \
        short: RAVEL_INTEGER_OF_SIZE_(1, sizeof(short)),                              \
        unsigned short: RAVEL_INTEGER_OF_SIZE_(0, sizeof(short)),                     \
        int: RAVEL_INTEGER_OF_SIZE_(1, sizeof(int)),                                  \
        unsigned int: RAVEL_INTEGER_OF_SIZE_(0, sizeof(int)),                         \
        long: RAVEL_INTEGER_OF_SIZE_(1, sizeof(long)),                                \
        unsigned long: RAVEL_INTEGER_OF_SIZE_(0, sizeof(long)),                       \
        long long: RAVEL_INTEGER_OF_SIZE_(1, sizeof(long long)),                      \
        unsigned long long: RAVEL_INTEGER_OF_SIZE_(0, sizeof(long long)),             \
        float: RAVEL_FLOAT32,                                                         \
        double: RAVEL_FLOAT64,                                                        \
        float _Complex: RAVEL_COMPLEX64,                                              \
        double _Complex: RAVEL_COMPLEX128)
/* clang-format on */
#endif

#endif
