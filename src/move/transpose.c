/* transpose.c: transposed copies in tiles that the cache and the page tables' cache hold. Compiled once per size
 * class. */
#include "class.h"
#include "stream.h"
#include "tile.h"

/* A tile's rows are one or two cache lines of the source, so that each is read but once. */
#define TILE_ROWS (SIZE <= 2 ? 64 : 128 / SIZE)
#define TILE_COLUMNS 128
/* A tile that is streamed is put together in a buffer first, because lines must be written whole. */
#define BUFFER_NBYTES 4096
#define BUFFER_COLUMNS (BUFFER_NBYTES / SIZE / TILE_ROWS)

static void transpose_elements(size_t rows, size_t columns, const void *source, int64_t source_column,
                               void *destination, int64_t destination_row)
{
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            *place_at(place_at(destination, row, destination_row), column, SIZE) =
                *element_at(element_at(source, column, source_column), row, SIZE);
}

/* One tile by squares; the last ones of a side overlap those before. */
static void transpose_tile(size_t rows, size_t columns, const void *source, int64_t source_column, void *destination,
                           int64_t destination_row)
{
    if (rows < SQUARE_ROWS || columns < LANES) {
        transpose_elements(rows, columns, source, source_column, destination, destination_row);
        return;
    }
    for (size_t column = 0; column < columns; column += LANES) {
        size_t from_column = column + LANES <= columns ? column : columns - LANES;
        const void *part = element_at(source, from_column, source_column);
        void *to = place_at(destination, from_column, SIZE);
        for (size_t row = 0; row < rows; row += SQUARE_ROWS) {
            size_t from_row = row + SQUARE_ROWS <= rows ? row : rows - SQUARE_ROWS;
            transpose_square(element_at(part, from_row, SIZE), source_column, place_at(to, from_row, destination_row),
                             destination_row);
        }
    }
}

/* The smaller of `all` and what is left. */
static size_t part_of(size_t all, size_t left)
{
    return left < all ? left : all;
}

static void transpose_cached(size_t rows, size_t columns, const void *source, int64_t source_column, void *destination,
                             int64_t destination_row)
{
    for (size_t column = 0; column < columns; column += TILE_COLUMNS) {
        const size_t n_columns = part_of(TILE_COLUMNS, columns - column);
        const void *part = element_at(source, column, source_column);
        void *to = place_at(destination, column, SIZE);
        for (size_t row = 0; row < rows; row += TILE_ROWS)
            transpose_tile(part_of(TILE_ROWS, rows - row), n_columns, element_at(part, row, SIZE), source_column,
                           place_at(to, row, destination_row), destination_row);
    }
}

/* How far the bytes before an address reach into its cache line. */
static size_t into_line(const void *address)
{
    return (uintptr_t)address % RVL_LINE;
}

/* A tile's columns on their way: `before` of the last tile's come first, from which the lines that it left to this one
 * are made whole. */
typedef struct column_strip {
    size_t before, columns;
    const void *source; /* row 0 of the first of those before */
    int64_t source_column;
    void *destination; /* row 0 of the first after those before */
    int64_t destination_row;
    int32_t leave; /* the last line of a row, if not whole, to the next strip */
} column_strip;

/* Not inlined: tiles that are not streamed, which are loaded deep in a call, would have the buffer on their stack. */
static __attribute__((noinline)) void stream_tile(size_t rows, size_t row, const column_strip *strip)
{
    _Alignas(RVL_LINE) char buffer[TILE_ROWS * BUFFER_COLUMNS * SIZE];
    const int64_t buffer_row = BUFFER_COLUMNS * SIZE;
    transpose_tile(rows, strip->before + strip->columns, element_at(strip->source, row, SIZE), strip->source_column,
                   buffer, buffer_row);
    for (size_t i = 0; i < rows; i++) {
        char *to = (char *)place_at(strip->destination, row + i, strip->destination_row);
        const char *from = buffer + i * BUFFER_COLUMNS * SIZE + strip->before * SIZE;
        const size_t left = strip->before ? into_line(to) : 0, nbytes = strip->columns * SIZE;
        const size_t leave = strip->leave ? into_line(to + nbytes) : 0;
        rvl_stream_bytes(left + nbytes - leave, from - left, to - left);
    }
}

static void transpose_streamed(size_t rows, size_t columns, const void *source, int64_t source_column,
                               void *destination, int64_t destination_row)
{
    /* Where lines do not end with strips, the ends of some are stored twice or, cheaper, loaded twice. */
    const int32_t whole = SIZE >= 4 && (destination_row % RVL_LINE != 0 || into_line(destination) % SIZE != 0);
    const size_t before = whole ? RVL_LINE / SIZE : 0;
    size_t column = 0;
    /* Otherwise the first strip is shorter by what makes the others start with a line. */
    size_t first = BUFFER_COLUMNS - (whole ? 0 : into_line(destination) / SIZE);
    while (column < columns) {
        const size_t again = column ? before : 0;
        const size_t n_columns = part_of(column ? BUFFER_COLUMNS - again : first, columns - column);
        const column_strip strip = {again,
                                    n_columns,
                                    element_at(source, column - again, source_column),
                                    source_column,
                                    place_at(destination, column, SIZE),
                                    destination_row,
                                    whole && column + n_columns < columns};
        for (size_t row = 0; row < rows; row += TILE_ROWS)
            stream_tile(part_of(TILE_ROWS, rows - row), row, &strip);
        column += n_columns;
    }
}

void RVL_NAME(rvl_transpose)(size_t rows, size_t columns, const void *source, int64_t source_column, void *destination,
                             int64_t destination_row, int32_t stream)
{
    if (rows == 0 || columns == 0)
        return;
    if (stream)
        transpose_streamed(rows, columns, source, source_column, destination, destination_row);
    else
        transpose_cached(rows, columns, source, source_column, destination, destination_row);
}
