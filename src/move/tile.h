/* tile.h: transposes a square of elements in vector registers. */
#ifndef RVL_MOVE_TILE_H
#define RVL_MOVE_TILE_H

#include "element.h"

#define SIZE_uint8 1
#define SIZE_uint16 2
#define SIZE_uint32 4
#define SIZE_uint64 8
#define SIZE_complex128 16
#define SIZE RVL_PASTE(SIZE_, RVL_DTYPE)

/* Vectors are as wide as the instruction set, or the compiler spills; elements of 1 and 2 bytes have instructions that
 * interleave 16 bytes at a time only. */
#if SIZE <= 2 || SIZE == 16 || !defined __AVX2__
#    define LANES (16 / SIZE)
#elif defined __AVX512F__
#    define LANES (64 / SIZE)
#else
#    define LANES (32 / SIZE)
#endif

#if LANES == 1
/* A square of one element. */
RVL_ALWAYS_INLINE void transpose_square(const void *source, int64_t source_column, void *destination,
                                        int64_t destination_row)
{
    (void)source_column;
    (void)destination_row;
    *place_at(destination, 0, 0) = *element_at(source, 0, 0);
}
#else

#    if LANES == 2
#        define LOW 0, 2
#        define HIGH 1, 3
#    elif LANES == 4
#        define LOW 0, 4, 1, 5
#        define HIGH 2, 6, 3, 7
#    elif LANES == 8
#        define LOW 0, 8, 1, 9, 2, 10, 3, 11
#        define HIGH 4, 12, 5, 13, 6, 14, 7, 15
#    else
#        define LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#        define HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#    endif

typedef RVL_PASTE(rvl_, RVL_DTYPE) vector __attribute__((vector_size(SIZE * LANES)));

/* Interleaving vector i with vector i + LANES / 2 moves the highest bit of an element's row to the lowest bit of its
 * column: after as many rounds as those have bits they have changed places. */
RVL_ALWAYS_INLINE void transpose_square(const void *source, int64_t source_column, void *destination,
                                        int64_t destination_row)
{
    vector now[LANES], next[LANES];
    for (size_t i = 0; i < LANES; i++)
        memcpy(&now[i], element_at(source, i, source_column), sizeof(vector));
    for (int round = 1; round < LANES; round *= 2) {
        for (size_t i = 0; i < LANES / 2; i++) {
            next[2 * i] = __builtin_shufflevector(now[i], now[i + LANES / 2], LOW);
            next[2 * i + 1] = __builtin_shufflevector(now[i], now[i + LANES / 2], HIGH);
        }
        for (size_t i = 0; i < LANES; i++)
            now[i] = next[i];
    }
    for (size_t i = 0; i < LANES; i++)
        memcpy(place_at(destination, i, destination_row), &now[i], sizeof(vector));
}
#endif

#endif
