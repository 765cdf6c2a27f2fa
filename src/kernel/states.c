/* states.c: reductions whose running value is a state of several numbers. Compiled once per compute dtype and
 * instruction set; RVL_OPERATIONS names the header that holds the operations. */
#include "states.h"
#include RVL_OPERATIONS

#include <string.h>

#define HAS_ORDER RVL_KIND_COLUMN(1, 1, 1, 0)
#define IS_REAL RVL_KIND_COLUMN(0, 0, 1, 0)
#define HAS_MOMENTS RVL_KIND_COLUMN(0, 0, 1, 1)

#if HAS_ORDER
#    include "states_keys.h"

#    include "states_index.h"
#    if IS_REAL
#        include "states_index_real.h"
#        define FIND_QUICKLY(...) find_quickly(__VA_ARGS__)
#        define INDEX_COLUMNS(is_after, ...) index_columns_of_floats(is_after, __VA_ARGS__)
/* Elements that compare equal have equal keys, unless they are zeros or NaN. */
#        define CAN_COMPARE(which, sought) ((sought) != LARGEST_KEY && which##_elem(sought) != 0)
#        define FIND_EQUAL(which, ...) find_first(equals_##which, __VA_ARGS__)
#    else
#        define FIND_QUICKLY(...) 0
#        define INDEX_COLUMNS(is_after, ...) index_columns(__VA_ARGS__)
#        define CAN_COMPARE(which, sought) 0
#        define FIND_EQUAL(which, ...) 0
#    endif

/* The functions for one order of elements: the keys of it, and the comparison of floats alone. */
#    define FUNCTIONS(which, is_after)                                                                           \
        static key find_##which(size_t n, const elem *x)                                                         \
        {                                                                                                        \
            elem found = x[0];                                                                                   \
            return FIND_QUICKLY(is_after, n, x, &found) ? which##_key(found) : largest_of(which##_key, n, x);    \
        }                                                                                                        \
        RVL_ALWAYS_INLINE int has_##which##_key(elem x, key sought)                                              \
        {                                                                                                        \
            return which##_key(x) == sought;                                                                     \
        }                                                                                                        \
        static size_t index_##which(key sought, size_t n, const elem *x)                                         \
        {                                                                                                        \
            return CAN_COMPARE(which, sought) ? FIND_EQUAL(which, sought, n, x)                                  \
                                              : find_first(has_##which##_key, sought, n, x);                     \
        }                                                                                                        \
        static void find_columns_##which(size_t n, size_t width, const unsigned char *source, int64_t stride,    \
                                         key *best, row_number *rows)                                            \
        {                                                                                                        \
            INDEX_COLUMNS(is_after, which##_key, n, width, source, stride, best, rows);                          \
        }                                                                                                        \
        static void index_rows_##which(size_t count, size_t n, const void *source, int64_t stride, void *result) \
        {                                                                                                        \
            index_rows(which##_key, find_##which, index_##which, count, n, source, stride, result);              \
        }                                                                                                        \
        static void index_block_##which(size_t rows, size_t width, const void *source, int64_t row_stride,       \
                                        void *result)                                                            \
        {                                                                                                        \
            index_block(which##_key, find_columns_##which, rows, width, source, row_stride, result);             \
        }
FUNCTIONS(largest, is_larger)
FUNCTIONS(smallest, is_smaller)

#    include "states_extremes.h"
#endif

#if HAS_MOMENTS
#    include "states_moments.h"

#    include "states_moments_present.h"

#    include "states_norm.h"
#endif
#if IS_REAL
#    include "states_exact.h"

#    include "states_logs.h"
#elif HAS_MOMENTS
#    include "states_exact_complex.h"
#endif

/* Wiring: a cell of the table for each state that this dtype has. */
#define YES(...) __VA_ARGS__
#define NO(...)
#define ORDERED(...) RVL_KIND_COLUMN(YES, YES, YES, NO)(__VA_ARGS__)
#define NBYTES(state, number, numbers, words) \
    .nbytes = sizeof(state), .number_nbytes = (int32_t)(number), .n_numbers = (int32_t)(numbers), .n_words = (words)
#define INDEX(which)                                                                              \
    {                                                                                             \
        NBYTES(index_state, sizeof(key), 1, 2),                                                   \
            .elements = {.rows = index_rows_##which, .block = index_block_##which},               \
            .states = {.rows = join_index_rows, .block = join_index_block}, .join = join_indices, \
            .finish = finish_indices                                                              \
    }
#define MEASURED(...) RVL_KIND_COLUMN(NO, NO, YES, YES)(__VA_ARGS__)
#define MOMENTS(elements_of, ...)                                                                               \
    {                                                                                                           \
        NBYTES(moments_state, sizeof(real), sizeof(elem) / sizeof(real) + 1, 1),                                \
            .elements = {.rows = elements_of##_rows, .block = elements_of##_block},                             \
            .states = {.rows = join_moment_rows, .block = join_moment_block}, .join = join_moments, __VA_ARGS__ \
    }

#define NORM                                                                                                 \
    {                                                                                                        \
        NBYTES(norm_state, sizeof(real), NORM_SUMS, 0), .elements = {.rows = norm_rows}, .join = join_norms, \
                                                        .finish = finish_norm2                               \
    }

#define SUBTRACTED(...) RVL_KIND_COLUMN(NO, YES, YES, NO)(__VA_ARGS__)
#define EXTREMES(...)                                                                                                \
    {                                                                                                                \
        NBYTES(extremes_state, sizeof(elem), 2, 0),                                                                  \
            .elements = {.rows = extremes_rows, .block = extremes_block},                                            \
            .states = {.rows = join_extremes_rows, .block = join_extremes_block}, .join = join_extremes, __VA_ARGS__ \
    }

#define REAL(...) RVL_KIND_COLUMN(NO, NO, YES, NO)(__VA_ARGS__)
#define EXACT_STATE RVL_KIND_COLUMN(, , exact_state, exact_pair)
#define EXACT(name)                                                                                                \
    {                                                                                                              \
        NBYTES(EXACT_STATE, 0, 0, sizeof(EXACT_STATE) / sizeof(uint64_t)), .add = add_exactly, .join = join_exact, \
                                                                           .finish = finish_##name                 \
    }

#define LOGS                                                                                                \
    {                                                                                                       \
        NBYTES(logs_state, sizeof(elem), 2, 0), .elements = {.rows = logs_rows, .block = logs_block},       \
                                                .states = {.rows = join_log_rows, .block = join_log_block}, \
                                                .join = join_logs, .finish = finish_logs                    \
    }

extern const rvl_state_table RVL_NAME(rvl_states);
const rvl_state_table RVL_NAME(rvl_states) = {
    ORDERED([RVL_STATE_argmax] = INDEX(largest), [RVL_STATE_argmin] = INDEX(smallest), )
        MEASURED([RVL_STATE_var] = MOMENTS(moment, .finish = finish_var),
                 [RVL_STATE_std] = MOMENTS(moment, .finish = finish_std),
                 [RVL_STATE_var_of_present] = MOMENTS(present, .finish = finish_var),
                 [RVL_STATE_std_of_present] = MOMENTS(present, .finish = finish_std),
                 [RVL_STATE_mean_var] = MOMENTS(moment, .finish = finish_mean, .finish_second = finish_var),
                 [RVL_STATE_mean_var_of_present] = MOMENTS(present, .finish = finish_mean, .finish_second = finish_var),
                 [RVL_STATE_norm2] = NORM, ) SUBTRACTED([RVL_STATE_ptp] = EXTREMES(.finish = finish_ptp), )
            ORDERED([RVL_STATE_min_max] = EXTREMES(.finish = finish_min, .finish_second = finish_max), ) MEASURED(
                [RVL_STATE_exact_sum] = EXACT(exact_sum), [RVL_STATE_exact_sum_to_cast] = EXACT(exact_sum_to_cast), )
                REAL([RVL_STATE_logsumexp] = LOGS, )};
