/* partial.h: a reduction in parts: what has been folded so far of one long axis, as values and as bytes of the
 * caller's.
 *
 * A state covers the elements [first, first + n) of the axis. The fixed order folds blocks of 128 and joins them as the
 * leaves of a binary tree, so a state keeps: the elements before its first block's start, one value for each largest
 * node of the tree that it covers whole (a run), and the elements after its last whole block. How many there are of
 * each follows from first and n. What two neighbours keep is what their union keeps, after a few joins: so the result
 * has the bits of the whole for any chunks and any grouping. Where elements are added to one value in any order, there
 * is that value alone. */
#ifndef RVL_RUN_PARTIAL_H
#define RVL_RUN_PARTIAL_H

#include "core/descriptor.h"
#include "fold_choice.h"

enum {
    RVL_PARTIAL_NAME = 64,
    RVL_PARTIAL_RUNS = 116,     /* each power of two twice, of 2^55 blocks at most */
    RVL_PARTIAL_WORDS = 4,      /* of the largest value of a run */
    RVL_PARTIAL_SUM_WORDS = 256 /* of a state that elements are added to: the only value, where runs would be */
};

/* The elements of the axis that no state can go beyond. */
#define RVL_PARTIAL_END (INT64_C(1) << 62)

typedef struct rvl_partial_head {
    char name[RVL_PARTIAL_NAME]; /* of the kernel */
    int32_t dtype;               /* of elements in memory */
    int32_t element, value;      /* the dtypes of elements as they are kept, and of what comes of them */
    int32_t value_nbytes;        /* of what they are folded to */
    bool ordered;                /* the axis has a beginning, and `first` counts from it; else it is 0 */
    bool closed;                 /* not ordered, and merged: one value stands for all elements */
    int64_t first, n;
    int64_t n_counted; /* elements that no mask left out */
} rvl_partial_head;

/* How many values of each kind a state keeps. */
typedef struct rvl_partial_parts {
    int32_t n_before, n_runs, n_after;
} rvl_partial_parts;

typedef struct rvl_partial {
    rvl_partial_head head;
    rvl_partial_parts parts;
    uint8_t run_sizes[RVL_PARTIAL_RUNS]; /* the power of two of blocks */
    uint64_t before[RVL_BLOCK][2];       /* each list lies close together, whatever its dtype's size */
    uint64_t runs[RVL_PARTIAL_RUNS][RVL_PARTIAL_WORDS];
    uint64_t after[RVL_BLOCK][2];
} rvl_partial;

/* How something lies in memory: numbers of one size, and at its end words of 8 bytes. */
typedef struct rvl_partial_item {
    size_t nbytes, number_nbytes;
    int32_t n_numbers, n_words;
    int32_t kind; /* RAVEL_KIND_* of the numbers */
    uint64_t nan; /* the bits of NaN in native memory, 0: those that it has in a state */
} rvl_partial_item;

/* What a call needs to fold with. */
typedef struct rvl_partial_fold {
    rvl_fold_choice choice;
    rvl_fold fold;
    rvl_partial_item element, value;
} rvl_partial_fold;

/* Whether a reduction adds elements to one value. */
bool rvl_partial_adds(const rvl_kernel_use *use);

/* Chooses the fold for elements of a dtype, whose values have the reduction's default dtype. */
ravel_status rvl_partial_choose(rvl_call *call, const rvl_kernel_use *use, int32_t dtype, rvl_partial_fold *chosen);

/* ---- the caller's memory: partial_bytes.c; include/ravel/partial.h tells the layout ---- */

/* How many bytes a state with elements and values of these sizes has; adds: one value, no elements. */
size_t rvl_partial_nbytes(bool adds, size_t element_nbytes, size_t value_nbytes);
/* Fails with RAVEL_NULL_ARGUMENT and RAVEL_BUFFER_TOO_SMALL. `role`: how messages name it. */
ravel_status rvl_partial_check_memory(rvl_call *call, const void *memory, size_t nbytes, size_t needed,
                                      const char *role);
/* Proves a state, which is then safe to read; fails also with RAVEL_INVALID_ARGUMENT (no state, a damaged one, one of
 * another kernel). */
ravel_status rvl_partial_read_head(rvl_call *call, const rvl_kernel_use *use, const void *memory, size_t nbytes,
                                   const char *role, rvl_partial_head *head);
void rvl_partial_read(const rvl_partial_fold *chosen, const rvl_partial_head *head, const void *memory,
                      rvl_partial *partial);
void rvl_partial_write(const rvl_partial_fold *chosen, const rvl_partial *partial, void *memory);
/* One of the things that a state keeps, whose parts are known: the index counts elements before, runs, and elements
 * after. Whether it is a run. */
bool rvl_partial_read_one(const rvl_partial_fold *chosen, const rvl_partial_parts *parts, const void *memory,
                          int32_t index, uint64_t *value);

/* ---- folding: partial_fold.c ---- */

/* The largest power of two of blocks that may begin at a block and end by another. */
int32_t rvl_partial_run_size(int64_t block, int64_t end);
rvl_partial_parts rvl_partial_parts_of(bool adds, const rvl_partial_head *head, uint8_t *run_sizes);
/* Where the next elements are to be put, and how many of them at most; then they must be taken. */
size_t rvl_partial_room(const rvl_folder *folder, rvl_partial *partial, void **place);
void rvl_partial_took(rvl_folder *folder, rvl_partial *partial, size_t n);
/* Appends whole blocks, 2^size of them, where their place is a multiple of that and the state ends at a block's end. */
void rvl_partial_push_run(rvl_folder *folder, rvl_partial *partial, int32_t size, const void *value);
/* Joins all that a state with elements keeps. */
void rvl_partial_total(rvl_folder *folder, rvl_partial *partial, uint64_t *value);
/* Lets one value stand for all elements, and for n more that have this value. */
void rvl_partial_close(rvl_folder *folder, rvl_partial *partial, int64_t n, const uint64_t *value);
/* Makes what stands for the elements of both: neighbours, if both are ordered. The states themselves stay. */
void rvl_partial_merge(rvl_folder *folder, const rvl_partial_fold *chosen, const rvl_partial_head *left,
                       const void *left_memory, const rvl_partial_head *right, const void *right_memory,
                       rvl_partial *partial);

/* ---- elements: partial_update.c ---- */

/* Appends an array's elements, in C order, to a state that is not closed. counts_numbers: only those that are not NaN
 * are counted. mask may be NULL; mask_strides: along the array's axes. */
void rvl_partial_update(rvl_folder *folder, bool counts_numbers, const rvl_descriptor *array, const unsigned char *mask,
                        const int64_t *mask_strides, rvl_partial *partial);

#endif
