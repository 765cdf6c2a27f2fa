/* tile.h: transposes a few rows of elements in vector registers.
 *
 * The rows are as many as fit into 16 bytes of a column, the columns as many as fit into a vector. Every instruction
 * set can interleave the elements of two vectors within 16 bytes; what goes further is done by where the loads put
 * their 16 bytes. */
#ifndef RVL_MOVE_TILE_H
#define RVL_MOVE_TILE_H

#include "element.h"

/* As wide as the instruction set, or the compiler spills. */
#if defined __AVX512F__
#    define PIECES 4
#elif defined __AVX2__
#    define PIECES 2
#else
#    define PIECES 1
#endif
#define LANES (16 * PIECES / SIZE)
#define SQUARE_ROWS (16 / SIZE)

typedef uint64_t piece __attribute__((vector_size(16)));
typedef uint64_t wide_vector __attribute__((vector_size(16 * PIECES)));

RVL_ALWAYS_INLINE piece load_piece(const void *source)
{
    piece loaded;
    memcpy(&loaded, source, sizeof loaded);
    return loaded;
}

/* 16 bytes of each of some columns, `apart` bytes from one to the next. */
RVL_ALWAYS_INLINE wide_vector load_pieces(const void *source, int64_t apart)
{
#if PIECES == 1
    (void)apart;
    return load_piece(source);
#else
    typedef uint64_t two_pieces __attribute__((vector_size(32)));
    const piece second = load_piece(element_at(source, 1, apart));
    const two_pieces lower = __builtin_shufflevector(load_piece(source), second, 0, 1, 2, 3);
#    if PIECES == 2
    return lower;
#    else
    const piece third = load_piece(element_at(source, 2, apart)), fourth = load_piece(element_at(source, 3, apart));
    const two_pieces upper = __builtin_shufflevector(third, fourth, 0, 1, 2, 3);
    return __builtin_shufflevector(lower, upper, 0, 1, 2, 3, 4, 5, 6, 7);
#    endif
#endif
}

#if SIZE == 16
RVL_ALWAYS_INLINE void transpose_square(const void *source, int64_t source_column, void *destination,
                                        int64_t destination_row)
{
    (void)destination_row;
    const wide_vector row = load_pieces(source, source_column);
    memcpy(destination, &row, sizeof row);
}
#else

/* Indices of the lower and upper half of each 16 bytes from element b on, taken from both vectors in turn. */
#    define PAIR(i) (i), (i) + LANES
#    if SIZE == 8
#        define LOWER(b) PAIR(b)
#        define UPPER(b) PAIR((b) + 1)
#    elif SIZE == 4
#        define LOWER(b) PAIR(b), PAIR((b) + 1)
#        define UPPER(b) LOWER((b) + 2)
#    elif SIZE == 2
#        define LOWER(b) PAIR(b), PAIR((b) + 1), PAIR((b) + 2), PAIR((b) + 3)
#        define UPPER(b) LOWER((b) + 4)
#    else
#        define FOUR(b) PAIR(b), PAIR((b) + 1), PAIR((b) + 2), PAIR((b) + 3)
#        define LOWER(b) FOUR(b), FOUR((b) + 4)
#        define UPPER(b) LOWER((b) + 8)
#    endif
#    if PIECES == 1
#        define EACH(half) half(0)
#    elif PIECES == 2
#        define EACH(half) half(0), half(SQUARE_ROWS)
#    else
#        define EACH(half) half(0), half(SQUARE_ROWS), half(2 * SQUARE_ROWS), half(3 * SQUARE_ROWS)
#    endif

typedef RVL_PASTE(rvl_, RVL_DTYPE) vector __attribute__((vector_size(16 * PIECES)));

/* Interleaving vector i with vector i + SQUARE_ROWS / 2 moves the highest bit of an element's row to the lowest of its
 * column: after as many rounds as those have bits, they have changed places. */
RVL_ALWAYS_INLINE void transpose_square(const void *source, int64_t source_column, void *destination,
                                        int64_t destination_row)
{
    vector now[SQUARE_ROWS], next[SQUARE_ROWS];
    for (size_t i = 0; i < SQUARE_ROWS; i++)
        now[i] = (vector)load_pieces(element_at(source, i, source_column), SQUARE_ROWS * source_column);
    for (int round = 1; round < SQUARE_ROWS; round *= 2) {
        for (size_t i = 0; i < SQUARE_ROWS / 2; i++) {
            next[2 * i] = __builtin_shufflevector(now[i], now[i + SQUARE_ROWS / 2], EACH(LOWER));
            next[2 * i + 1] = __builtin_shufflevector(now[i], now[i + SQUARE_ROWS / 2], EACH(UPPER));
        }
        for (size_t i = 0; i < SQUARE_ROWS; i++)
            now[i] = next[i];
    }
    for (size_t i = 0; i < SQUARE_ROWS; i++)
        memcpy(place_at(destination, i, destination_row), &now[i], sizeof(vector));
}
#endif

#endif
