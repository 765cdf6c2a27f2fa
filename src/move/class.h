/* class.h: the movers that are compiled once per size class, under the name of one dtype of that size.
 *
 * Declares those of RVL_DTYPE; the table of all includes it once for each class. */
#include "core/types.h"

void RVL_NAME(rvl_gather)(size_t n, const void *source, int64_t stride, void *destination);
void RVL_NAME(rvl_gather_far)(size_t n, const void *source, int64_t stride, void *destination);
void RVL_NAME(rvl_scatter)(size_t n, const void *source, void *destination, int64_t stride);
void RVL_NAME(rvl_gather_rows)(size_t rows, size_t n, const void *source, int64_t row_stride, int64_t stride,
                               void *destination);
void RVL_NAME(rvl_scatter_rows)(size_t rows, size_t n, const void *source, void *destination, int64_t row_stride,
                                int64_t stride);
void RVL_NAME(rvl_scatter_masked)(size_t n, const void *source, const uint8_t *mask, void *destination, int64_t stride);
void RVL_NAME(rvl_fill)(size_t n, const void *value, void *destination);
void RVL_NAME(rvl_swap)(size_t n, void *block);
void RVL_NAME(rvl_transpose)(size_t rows, size_t columns, const void *source, int64_t source_column, void *destination,
                             int64_t destination_row, int32_t stream);
