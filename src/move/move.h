/* move.h: load and store: bytes from where and how they lie to contiguous, aligned, native blocks, and back.
 *
 * One table of functions per instruction set. None of them knows shapes, descriptors or kernels; none can fail. Sources
 * may be unaligned where it says so; n may be 0. "Size class" c stands for elements of 1 << c bytes: 1, 2, 4, 8, 16. */
#ifndef RVL_MOVE_MOVE_H
#define RVL_MOVE_MOVE_H

#include "core/isa.h"
#include "core/types.h"

#define RVL_N_SIZE_CLASSES 5

/* Casts n contiguous aligned native elements; source and destination do not overlap. Gives RAVEL_EVENT_* bits
 * (RAVEL_EVENT_INVALID_CAST, or 0). */
typedef uint64_t (*rvl_cast_fn)(size_t n, const void *source, void *destination);

/* From this size on operands are taken to lie beyond the caches, and outputs are stored past them. Smaller ones lose by
 * it where an L3 is large and idle. */
#define RVL_FAR_NBYTES ((size_t)32 << 20)

typedef struct rvl_movers {
    /* cast[source][destination], by dtype; the diagonal copies (bool writes 0 and 1). Rounds once, straight from the
     * source. */
    const rvl_cast_fn *cast[RVL_N_DTYPES];
    /* Loads n elements that lie `stride` bytes apart (any, 0 and negative too; any alignment) into a contiguous aligned
     * block, and the other way round. No element is read or written but those n. */
    void (*gather[RVL_N_SIZE_CLASSES])(size_t n, const void *source, int64_t stride, void *destination);
    void (*scatter[RVL_N_SIZE_CLASSES])(size_t n, const void *source, void *destination, int64_t stride);
    /* gather, of elements that come from beyond the caches. */
    void (*gather_far[RVL_N_SIZE_CLASSES])(size_t n, const void *source, int64_t stride, void *destination);
    /* Gathers `rows` rows of n elements: row r starts at source + r * row_stride, elements are `stride` apart; the
     * destination is contiguous, row after row. For short rows. And the other way round. */
    void (*gather_rows[RVL_N_SIZE_CLASSES])(size_t rows, size_t n, const void *source, int64_t row_stride,
                                            int64_t stride, void *destination);
    void (*scatter_rows[RVL_N_SIZE_CLASSES])(size_t rows, size_t n, const void *source, void *destination,
                                             int64_t row_stride, int64_t stride);
    /* As scatter, only where the mask's byte is not zero (mask contiguous). */
    void (*scatter_masked[RVL_N_SIZE_CLASSES])(size_t n, const void *source, const uint8_t *mask, void *destination,
                                               int64_t stride);
    /* Sets n elements of a contiguous block to *value. */
    void (*fill[RVL_N_SIZE_CLASSES])(size_t n, const void *value, void *destination);
    /* Reverses the bytes of each of n contiguous parts, in place (class 0 does nothing). Class 4 is not used:
     * complex128 has parts of class 3. */
    void (*swap[RVL_N_SIZE_CLASSES])(size_t n, void *block);
    /* Transposes a matrix in cache-blocked tiles: destination[r * destination_row + c * itemsize] = source[r * itemsize
     * + c * source_column] for r < rows, c < columns. So both sides have a contiguous axis, and it is not the same one.
     * Any alignment, any strides. stream: bypass the cache when writing. */
    void (*transpose[RVL_N_SIZE_CLASSES])(size_t rows, size_t columns, const void *source, int64_t source_column,
                                          void *destination, int64_t destination_row, int32_t stream);
    /* Copies nbytes to memory past the cache; any alignment. rvl_stream_end must follow before others read. */
    void (*stream)(size_t nbytes, const void *source, void *destination);
    /* Makes streamed stores visible. */
    void (*stream_end)(void);
} rvl_movers;

#define ISA(NAME, suffix, text) extern const rvl_movers rvl_movers_##suffix;
#include "core/isas.def"
#undef ISA

/* The size class of 1, 2, 4, 8 and 16 bytes. */
static inline int32_t rvl_size_class(size_t nbytes)
{
    return nbytes <= 1 ? 0 : nbytes == 2 ? 1 : nbytes == 4 ? 2 : nbytes == 8 ? 3 : 4;
}

#endif
