/* pack.c: walks the rows of a box. */
#include "pack.h"

/* The rows of a box: as many inner axes as lie seamlessly make one row, the next ones make equally spaced rows, and
 * what is left is walked by an odometer. */
typedef struct rows {
    int64_t n, stride;        /* elements of a row, and the step between them */
    int64_t n_rows, row_step; /* rows that are equally spaced */
    int32_t axis;             /* the first axis of the odometer */
} rows;

static int64_t length(const rvl_box *box, int32_t axis)
{
    return axis == box->n_axes - 1 ? box->last : box->shape[axis];
}

/* Joins axes from `axis` on to a run of *n steps of `stride`, as far as they continue it. */
static int32_t join(const rvl_box *box, int32_t axis, int64_t *n, int64_t stride)
{
    for (int64_t span; axis < box->n_axes; axis++) {
        if (__builtin_mul_overflow(stride, *n, &span) || span != box->strides[axis])
            break;
        *n *= length(box, axis);
    }
    return axis;
}

static rows rows_of(const rvl_box *box)
{
    rows result = {.n = 1, .n_rows = 1};
    if (box->n_axes == 0)
        return result;
    result.n = length(box, 0);
    result.stride = box->strides[0];
    result.axis = join(box, 1, &result.n, result.stride);
    if (result.axis < box->n_axes) {
        result.n_rows = length(box, result.axis);
        result.row_step = box->strides[result.axis];
        result.axis = join(box, result.axis + 1, &result.n_rows, result.row_step);
    }
    return result;
}

/* Steps the odometer over axes first …; gives the byte offset to move by, and false after the last position. */
static bool advance(const rvl_box *box, int32_t first, int64_t *index, int64_t *step)
{
    *step = 0;
    for (int32_t axis = first; axis < box->n_axes; axis++) {
        if (++index[axis] < length(box, axis)) {
            *step += box->strides[axis];
            return true;
        }
        *step -= box->strides[axis] * (index[axis] - 1);
        index[axis] = 0;
    }
    return false;
}

/* Whether a 2-d box is contiguous along its outer axis and not along its inner one. */
static bool is_transposed(const rvl_box *box, int32_t size_class)
{
    return box->n_axes == 2 && box->strides[1] == 1 << size_class && box->strides[0] != 1 << size_class &&
           box->strides[0] != 0 && box->shape[0] >= 8 && box->last >= 8;
}

void rvl_pack(const rvl_movers *movers, int32_t size_class, const rvl_box *box, const unsigned char *source,
              void *block)
{
    if (is_transposed(box, size_class)) {
        movers->transpose[size_class]((size_t)box->last, (size_t)box->shape[0], source, box->strides[0], block,
                                      box->shape[0] << size_class, 0);
        return;
    }
    const rows row = rows_of(box);
    const size_t n = (size_t)row.n, n_rows = (size_t)row.n_rows;
    if (row.axis >= box->n_axes && n_rows == 1) {
        (box->far ? movers->gather_far : movers->gather)[size_class](n, source, row.stride, block);
        return;
    }
    int64_t index[RAVEL_MAX_NDIM], step = 0;
    for (int32_t axis = row.axis; axis < box->n_axes; axis++)
        index[axis] = 0;
    unsigned char *destination = block;
    do {
        source += step;
        movers->gather_rows[size_class](n_rows, n, source, row.row_step, row.stride, destination);
        destination += (n * n_rows) << size_class;
    } while (advance(box, row.axis, index, &step));
}

static void unpack_masked(const rvl_movers *movers, int32_t size_class, const rows *row, const unsigned char *source,
                          const uint8_t *mask, unsigned char *destination)
{
    for (int64_t i = 0; i < row->n_rows; i++) {
        movers->scatter_masked[size_class]((size_t)row->n, source, mask, destination + i * row->row_step, row->stride);
        source += (size_t)row->n << size_class;
        mask += row->n;
    }
}

void rvl_unpack(const rvl_movers *movers, int32_t size_class, const rvl_box *box, const void *block,
                const uint8_t *mask, unsigned char *destination)
{
    const rows row = rows_of(box);
    const size_t n = (size_t)row.n, n_rows = (size_t)row.n_rows;
    int64_t index[RAVEL_MAX_NDIM], step = 0;
    for (int32_t axis = row.axis; axis < box->n_axes; axis++)
        index[axis] = 0;
    const unsigned char *source = block;
    do {
        destination += step;
        if (mask)
            unpack_masked(movers, size_class, &row, source, mask, destination);
        else if (n_rows == 1)
            movers->scatter[size_class](n, source, destination, row.stride);
        else
            movers->scatter_rows[size_class](n_rows, n, source, destination, row.row_step, row.stride);
        source += (n * n_rows) << size_class;
        mask = mask ? mask + n * n_rows : NULL;
    } while (advance(box, row.axis, index, &step));
}
