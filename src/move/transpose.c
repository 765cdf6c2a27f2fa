/* transpose.c: transposed copies in tiles that the cache and the page tables' cache hold. Compiled once per size
 * class. */
#include "class.h"
#include "stream.h"
#include "tile.h"

/* A tile's rows are one or two cache lines of the source, so that each is read but once. */
#define TILE_ROWS (SIZE <= 2 ? 64 : 128 / SIZE)
#define TILE_COLUMNS 64
/* A tile that is streamed is put together in a buffer first, because lines must be written whole. */
#define BUFFER_COLUMNS (8192 / SIZE / TILE_ROWS)

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

static void stream_tile(size_t rows, size_t columns, const void *source, int64_t source_column, void *destination,
                        int64_t destination_row)
{
    _Alignas(RVL_LINE) char buffer[TILE_ROWS * BUFFER_COLUMNS * SIZE];
    const int64_t buffer_row = BUFFER_COLUMNS * SIZE;
    transpose_tile(rows, columns, source, source_column, buffer, buffer_row);
    for (size_t row = 0; row < rows; row++)
        rvl_stream_bytes(columns * SIZE, (const char *)element_at(buffer, row, buffer_row),
                         (char *)place_at(destination, row, destination_row));
}

/* The smaller of `all` and what is left. */
static size_t part_of(size_t all, size_t left)
{
    return left < all ? left : all;
}

void RVL_NAME(rvl_transpose)(size_t rows, size_t columns, const void *source, int64_t source_column, void *destination,
                             int64_t destination_row, int32_t stream)
{
    const size_t tile_columns = stream ? BUFFER_COLUMNS : TILE_COLUMNS;
    for (size_t column = 0; column < columns; column += tile_columns) {
        size_t n_columns = part_of(tile_columns, columns - column);
        const void *part = element_at(source, column, source_column);
        void *to = place_at(destination, column, SIZE);
        for (size_t row = 0; row < rows; row += TILE_ROWS) {
            size_t n_rows = part_of(TILE_ROWS, rows - row);
            if (stream)
                stream_tile(n_rows, n_columns, element_at(part, row, SIZE), source_column,
                            place_at(to, row, destination_row), destination_row);
            else
                transpose_tile(n_rows, n_columns, element_at(part, row, SIZE), source_column,
                               place_at(to, row, destination_row), destination_row);
        }
    }
}
