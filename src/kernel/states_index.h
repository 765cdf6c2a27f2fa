/* states_index.h: where the largest or smallest element is. Included by states.c alone, for dtypes that have an order.
 *
 * Elements are compared by keys: integers of the elements' size, the largest of which is the one sought, with NaN above
 * everything and -0 below +0 as in maximum. The first of equal keys wins. A state counts the elements that it stands
 * for, so that the index of a joined one follows: states must be joined in the order of their elements. */
#ifndef RVL_KERNEL_STATES_INDEX_H
#define RVL_KERNEL_STATES_INDEX_H

typedef struct index_state {
    key best;
    int64_t index, count;
} index_state;

enum {
    INDEX_BLOCK = 128, /* rows of columns that are taken at a time: their numbers fit any key */
    INDEX_STEPS = 8,   /* rows in a loop without a branch */
    INDEX_KEY_STEPS = IS_REAL ? 4 : INDEX_STEPS, /* the same of keys: of floats these are the exception, and cost code
                                                  */
    INDEX_STRIP = 256 / sizeof(key),             /* columns in it: four cache lines */
    INDEX_PIECE = 64 / sizeof(key),              /* columns of it that a loop takes */
    INDEX_FEW_STEPS = 4, /* rows of a piece in a loop without a branch (INDEX_STEPS of a small one of floats) */
    INDEX_SMALL_PIECE = 16 / sizeof(key), /* that of fewer columns */
    INDEX_NARROW = 8,                     /* short rows that are seen as one, at least */
    INDEX_CHUNK = 4096 / sizeof(key),     /* elements of a row whose largest key is found before it is looked for */
    INDEX_LANES = 128 / sizeof(key),      /* of such a chunk */
    INDEX_STRETCH = INDEX_STEPS * INDEX_LANES, /* elements of a loop without a branch */
    INDEX_KEY_STRETCH = INDEX_KEY_STEPS * INDEX_LANES,
    INDEX_KEY_PAIR = 2 * INDEX_LANES,
    INDEX_WINDOW = 64 /* elements that are searched at a time */
};

/* Called, not inlined: blocks of elements leave few states to join, and vectors of them would be code to no avail. */
static __attribute__((noinline)) index_state first_of(index_state left, index_state right)
{
    const int after = right.best > left.best;
    return (index_state){after ? right.best : left.best, after ? left.count + right.index : left.index,
                         left.count + right.count};
}

static int32_t join_indices(size_t n, const void *const *in, void *const *out, void *user)
{
    const index_state *left = in[0], *right = in[1];
    index_state *result = out[0];
    (void)user;
    for (size_t i = 0; i < n; i++)
        result[i] = first_of(left[i], right[i]);
    return 0;
}

static const index_state *states_at(const void *source, int64_t stride, size_t row)
{
    return (const index_state *)(const void *)((const unsigned char *)source + stride * (int64_t)row);
}

static void join_index_rows(size_t count, size_t n, const void *source, int64_t stride, void *result)
{
    index_state *to = result;
    for (size_t row = 0; row < count; row++) {
        const index_state *from = states_at(source, stride, row);
        index_state all = from[0];
        for (size_t i = 1; i < n; i++)
            all = first_of(all, from[i]);
        to[row] = all;
    }
}

static void join_index_block(size_t rows, size_t width, const void *source, int64_t row_stride, void *result)
{
    index_state *to = result;
    memcpy(to, source, width * sizeof *to);
    for (size_t row = 1; row < rows; row++) {
        const index_state *from = states_at(source, row_stride, row);
        for (size_t j = 0; j < width; j++)
            to[j] = first_of(to[j], from[j]);
    }
}

static void finish_indices(size_t n, const void *states, double correction, void *results)
{
    (void)correction;
    const index_state *from = states;
    int64_t *to = results;
    for (size_t i = 0; i < n; i++)
        to[i] = from[i].index;
}

/* The largest key of n >= 1 elements. */
typedef key (*key_finder)(size_t n, const elem *x);
/* The index of the first element of that key, which there is. */
typedef size_t (*index_finder)(key sought, size_t n, const elem *x);
/* The largest key and its row of each of `width` <= INDEX_STRIP columns of n <= INDEX_BLOCK rows. */
typedef void (*column_finder)(size_t n, size_t width, const unsigned char *source, int64_t stride, key *best,
                              row_number *rows);

/* Takes `steps` rows of INDEX_LANES elements into each lane's largest key. */
RVL_ALWAYS_INLINE void extend_keys(key (*key_of)(elem), size_t steps, const elem *x, key *restrict lanes)
{
    for (size_t j = 0; j < INDEX_LANES; j++) {
        key largest = lanes[j];
#pragma GCC unroll 16
        for (size_t step = 0; step < steps; step++) {
            const key other = key_of(x[step * INDEX_LANES + j]);
            largest = other > largest ? other : largest;
        }
        lanes[j] = largest;
    }
}

/* Some elements are taken twice: that changes nothing. */
RVL_ALWAYS_INLINE key largest_of(key (*key_of)(elem), size_t n, const elem *x)
{
    key lanes[INDEX_LANES];
    if (n < INDEX_LANES) {
        key largest = key_of(x[0]);
        for (size_t i = 1; i < n; i++) {
            const key other = key_of(x[i]);
            largest = other > largest ? other : largest;
        }
        return largest;
    }
    for (size_t j = 0; j < INDEX_LANES; j++)
        lanes[j] = key_of(x[j]);
    size_t i = 0;
    for (; i + INDEX_KEY_STRETCH <= n; i += INDEX_KEY_STRETCH)
        extend_keys(key_of, INDEX_KEY_STEPS, x + i, lanes);
    if (i < n && n >= INDEX_KEY_STRETCH) {
        extend_keys(key_of, INDEX_KEY_STEPS, x + n - INDEX_KEY_STRETCH, lanes);
        i = n;
    }
#pragma GCC unroll 1
    for (; i + INDEX_KEY_PAIR <= n; i += INDEX_KEY_PAIR)
        extend_keys(key_of, 2, x + i, lanes);
    if (i < n && n >= INDEX_KEY_PAIR)
        extend_keys(key_of, 2, x + n - INDEX_KEY_PAIR, lanes);
    else if (i < n)
        extend_keys(key_of, 1, x + n - INDEX_LANES, lanes);
#pragma GCC unroll 8 /* else each half goes through memory */
    for (size_t half = INDEX_LANES / 2; half > 0; half /= 2)
        for (size_t j = 0; j < half; j++)
            lanes[j] = lanes[half + j] > lanes[j] ? lanes[half + j] : lanes[j];
    return lanes[0];
}

/* The index of the first element that `has` the key sought; there is one. The last window begins among elements that
 * have been seen: none of them has it. */
RVL_ALWAYS_INLINE size_t find_first(int (*has)(elem, key), key sought, size_t n, const elem *x)
{
    size_t i = 0;
    while (n >= INDEX_WINDOW) {
        row_number first = INDEX_WINDOW;
        for (size_t j = 0; j < INDEX_WINDOW; j++) {
            const row_number place = has(x[i + j], sought) ? (row_number)j : INDEX_WINDOW;
            first = place < first ? place : first;
        }
        if (first < INDEX_WINDOW)
            return i + (size_t)first;
        i = i + 2 * INDEX_WINDOW <= n ? i + INDEX_WINDOW : n - INDEX_WINDOW;
    }
    while (!has(x[i], sought))
        i++;
    return i;
}

/* A short row is taken as it comes. */
RVL_ALWAYS_INLINE index_state index_of_short(key (*key_of)(elem), size_t n, const elem *x)
{
    key best = key_of(x[0]);
    size_t index = 0;
    for (size_t i = 1; i < n; i++) {
        const key other = key_of(x[i]);
        const int after = other > best;
        best = after ? other : best;
        index = after ? i : index;
    }
    return (index_state){best, (int64_t)index, (int64_t)n};
}

/* The largest key is found first, chunk by chunk, and then looked for in the first chunk that has it. */
RVL_ALWAYS_INLINE index_state index_of_row(key (*key_of)(elem), key_finder largest_in, index_finder find, size_t n,
                                           const elem *x)
{
    if (n <= 2 * INDEX_NARROW)
        return index_of_short(key_of, n, x);
    key best = 0;
    size_t place = 0;
    for (size_t first = 0; first < n; first += INDEX_CHUNK) {
        const size_t length = n - first < INDEX_CHUNK ? n - first : INDEX_CHUNK;
        const key largest = largest_in(length, x + first);
        if (first > 0 && largest <= best)
            continue;
        best = largest;
        place = first;
        if (best == LARGEST_KEY)
            break;
    }
    return (index_state){best, (int64_t)(place + find(best, n - place, x + place)), (int64_t)n};
}

RVL_ALWAYS_INLINE const elem *elements_at(const unsigned char *source, int64_t stride, size_t row)
{
    return (const elem *)(const void *)(source + stride * (int64_t)row);
}

/* Takes `steps` rows, the first of which has number `first`, into each column's largest key and its row. */
RVL_ALWAYS_INLINE void extend_columns(key (*key_of)(elem), size_t steps, size_t width, const unsigned char *source,
                                      int64_t stride, row_number first, key *restrict best, row_number *restrict rows)
{
    for (size_t j = 0; j < width; j++) {
        key largest = best[j];
        row_number row = rows[j];
#pragma GCC unroll 16
        for (size_t step = 0; step < steps; step++) {
            const key other = key_of(elements_at(source, stride, step)[j]);
            row = other > largest ? (row_number)(first + (row_number)step) : row;
            largest = other > largest ? other : largest;
        }
        best[j] = largest;
        rows[j] = row;
    }
}

/* Where the piece of columns after the one at `j` starts: the last one is taken with some of those before it once more,
 * which changes no result. So the loops know their length, and need no code for what is left. */
RVL_ALWAYS_INLINE size_t next_piece(size_t j, size_t piece, size_t width)
{
    const size_t next = j + piece;
    return next < width && next + piece > width ? width - piece : next;
}

/* Takes all rows but the first and a few last, in pieces of a constant number of columns; gives the first row left. */
RVL_ALWAYS_INLINE size_t index_pieces(key (*key_of)(elem), size_t piece, size_t n, size_t width,
                                      const unsigned char *source, int64_t stride, key *best, row_number *rows)
{
    size_t row = 1;
    for (; row + INDEX_FEW_STEPS <= n; row += INDEX_FEW_STEPS)
        for (size_t j = 0; j < width; j = next_piece(j, piece, width))
            extend_columns(key_of, INDEX_FEW_STEPS, piece, source + stride * (int64_t)row + j * sizeof(elem), stride,
                           (row_number)row, best + j, rows + j);
    return row;
}

RVL_ALWAYS_INLINE void index_columns(key (*key_of)(elem), size_t n, size_t width, const unsigned char *source,
                                     int64_t stride, key *restrict best, row_number *restrict rows)
{
    for (size_t j = 0; j < width; j++) {
        best[j] = key_of(elements_at(source, stride, 0)[j]);
        rows[j] = 0;
    }
    size_t row = 1;
    if (width >= INDEX_PIECE)
        row = index_pieces(key_of, INDEX_PIECE, n, width, source, stride, best, rows);
    else if (width >= INDEX_SMALL_PIECE && !IS_REAL) /* keys of floats are the exception, and cost code */
        row = index_pieces(key_of, INDEX_SMALL_PIECE, n, width, source, stride, best, rows);
    for (; row < n; row++)
        extend_columns(key_of, 1, width, source + stride * (int64_t)row, stride, (row_number)row, best, rows);
}

/* Joins the halves of `all` columns until `width` are left, which came side by side a power of two of times. */
RVL_ALWAYS_INLINE void join_side_by_side(size_t all, size_t width, key *restrict best, row_number *restrict rows)
{
    for (size_t half = all / 2; half >= width; half /= 2)
        for (size_t j = 0; j < half; j++) {
            const key other = best[half + j];
            const row_number row = rows[half + j];
            const int better = (other > best[j]) | ((other == best[j]) & (row < rows[j]));
            best[j] = better ? other : best[j];
            rows[j] = better ? row : rows[j];
        }
}

/* The states of columns of n rows. They are few beside the elements: called, not inlined, and no vectors of them. */
static __attribute__((noinline)) void states_of_columns(size_t width, const key *best, const row_number *rows, size_t n,
                                                        index_state *result)
{
    for (size_t j = 0; j < width; j++) {
        result[j] = (index_state){best[j], (int64_t)rows[j], (int64_t)n};
        __asm__ volatile("");
    }
}

/* Short rows that follow each other in memory: `group` of them, a power of two, are one row. */
RVL_ALWAYS_INLINE void index_narrow(key (*key_of)(elem), column_finder columns, size_t n, size_t width, size_t group,
                                    const unsigned char *source, index_state *result)
{
    key best[INDEX_STRIP];
    row_number rows[INDEX_STRIP];
    const size_t all = group * width, wholes = n / group;
    const elem *x = elements_at(source, 0, 0);
    columns(wholes, all, source, (int64_t)(all * sizeof(elem)), best, rows);
    const uint32_t quotient = 65536 / (uint32_t)width + 1; /* j * quotient >> 16 is j / width */
    for (uint32_t j = 0; j < (uint32_t)all; j++)
        rows[j] = (row_number)(rows[j] * (row_number)group + (row_number)(j * quotient >> 16));
    join_side_by_side(all, width, best, rows);
    for (size_t j = 0; j < width; j++) {
        key largest = best[j];
        size_t index = rows[j];
        for (size_t row = wholes * group; row < n; row++) {
            const key other = key_of(x[row * width + j]);
            index = other > largest ? row : index;
            largest = other > largest ? other : largest;
        }
        result[j] = (index_state){largest, (int64_t)index, (int64_t)n};
    }
}

RVL_ALWAYS_INLINE void index_block(key (*key_of)(elem), column_finder columns, size_t n, size_t width,
                                   const unsigned char *source, int64_t stride, index_state *result)
{
    if (n >= INDEX_NARROW && INDEX_NARROW * width <= INDEX_STRIP && stride == (int64_t)(width * sizeof(elem))) {
        size_t group = INDEX_NARROW;
        while (4 * group <= n && 2 * group * width <= INDEX_STRIP)
            group *= 2;
        index_narrow(key_of, columns, n, width, group, source, result);
        return;
    }
    key best[INDEX_STRIP];
    row_number rows[INDEX_STRIP];
    for (size_t first = 0; first < width; first += INDEX_STRIP) {
        const size_t n_columns = width - first < INDEX_STRIP ? width - first : INDEX_STRIP;
        columns(n, n_columns, source + first * sizeof(elem), stride, best, rows);
        states_of_columns(n_columns, best, rows, n, result + first);
    }
}

RVL_ALWAYS_INLINE void index_rows(key (*key_of)(elem), key_finder largest_in, index_finder find, size_t count, size_t n,
                                  const unsigned char *source, int64_t stride, index_state *result)
{
    for (size_t row = 0; row < count; row++)
        result[row] = index_of_row(key_of, largest_in, find, n, elements_at(source, stride, row));
}

#endif
