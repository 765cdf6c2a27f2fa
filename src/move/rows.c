/* rows.c: many short rows of elements, into a contiguous block and back. Compiled once per size class. */
#include "class.h"
#include "element.h"
#include "short_copy.h"

/* Below this a row is not worth a call. */
#define SHORT_ROW 16

/* Where n is a constant the inner loop disappears. */
RVL_ALWAYS_INLINE void gather_short(size_t rows, size_t n, const void *source, int64_t row_stride, int64_t stride,
                                    element *restrict to)
{
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < n; i++)
            to[row * n + i] = *element_at(element_at(source, row, row_stride), i, stride);
}

RVL_ALWAYS_INLINE void scatter_short(size_t rows, size_t n, const element *from, void *restrict destination,
                                     int64_t row_stride, int64_t stride)
{
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < n; i++)
            *place_at(place_at(destination, row, row_stride), i, stride) = from[row * n + i];
}

RVL_ALWAYS_INLINE void copy_row(size_t nbytes, const void *source, void *destination)
{
    if (nbytes <= 64)
        rvl_copy_short(nbytes, source, destination);
    else
        memcpy(destination, source, nbytes);
}

/* The first row is there: it is doubled until all are. */
static void repeat_row(size_t rows, size_t nbytes, char *block)
{
    size_t done = nbytes, all = rows * nbytes;
    while (done < all) {
        size_t more = done < all - done ? done : all - done;
        memcpy(block + done, block, more);
        done += more;
    }
}

void RVL_NAME(rvl_gather_rows)(size_t rows, size_t n, const void *source, int64_t row_stride, int64_t stride,
                               void *destination)
{
    if (rows == 0 || n == 0)
        return;
    if (n == 1) {
        RVL_NAME(rvl_gather)(rows, source, row_stride, destination);
    } else if (row_stride == 0) {
        RVL_NAME(rvl_gather)(n, source, stride, destination);
        repeat_row(rows, n * sizeof(element), destination);
    } else if (row_stride == (int64_t)n * stride) {
        RVL_NAME(rvl_gather)(rows * n, source, stride, destination);
    } else if (n == 2) {
        gather_short(rows, 2, source, row_stride, stride, destination);
    } else if (n == 3) {
        gather_short(rows, 3, source, row_stride, stride, destination);
    } else if (n == 4) {
        gather_short(rows, 4, source, row_stride, stride, destination);
    } else if (stride == SIZE) {
        for (size_t row = 0; row < rows; row++)
            copy_row(n * sizeof(element), element_at(source, row, row_stride), place_at(destination, row * n, SIZE));
    } else if (n < SHORT_ROW) {
        gather_short(rows, n, source, row_stride, stride, destination);
    } else {
        for (size_t row = 0; row < rows; row++)
            RVL_NAME(rvl_gather)(n, element_at(source, row, row_stride), stride, place_at(destination, row * n, SIZE));
    }
}

void RVL_NAME(rvl_scatter_rows)(size_t rows, size_t n, const void *source, void *destination, int64_t row_stride,
                                int64_t stride)
{
    if (rows == 0 || n == 0)
        return;
    if (n == 1) {
        RVL_NAME(rvl_scatter)(rows, source, destination, row_stride);
    } else if (row_stride == (int64_t)n * stride) {
        RVL_NAME(rvl_scatter)(rows * n, source, destination, stride);
    } else if (n == 2) {
        scatter_short(rows, 2, source, destination, row_stride, stride);
    } else if (n == 3) {
        scatter_short(rows, 3, source, destination, row_stride, stride);
    } else if (n == 4) {
        scatter_short(rows, 4, source, destination, row_stride, stride);
    } else if (stride == SIZE) {
        for (size_t row = 0; row < rows; row++)
            copy_row(n * sizeof(element), element_at(source, row * n, SIZE), place_at(destination, row, row_stride));
    } else if (n < SHORT_ROW) {
        scatter_short(rows, n, source, destination, row_stride, stride);
    } else {
        for (size_t row = 0; row < rows; row++)
            RVL_NAME(rvl_scatter)(n, element_at(source, row * n, SIZE), place_at(destination, row, row_stride), stride);
    }
}
