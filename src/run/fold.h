/* fold.h: what a reduction folds with, and folding blocks of it: one kernel, one dtype. Knows no shapes. */
#ifndef RVL_RUN_FOLD_H
#define RVL_RUN_FOLD_H

#include "dispatch/dispatch.h"
#include <stdbool.h>

enum {
    RVL_LANES = 8,
    RVL_LANE = 16,  /* elements of a lane */
    RVL_BLOCK = 128 /* elements of a slice that are folded by lanes */
};

typedef struct rvl_fold {
    const char *name; /* of the kernel, as long as it is in use */
    ravel_kernel_fn loop;
    void *user;
    const rvl_reducer *reducer;    /* NULL: a user's kernel, or one that may not be reordered */
    const rvl_state_loops *states; /* NULL: the running value is an element of `dtype` */
    const rvl_movers *movers;
    int32_t dtype;        /* that the kernel sees: of accumulators; where these are states, of what comes of them */
    int32_t second_dtype; /* of what comes of states for a second output */
    int32_t isa;
    int32_t element; /* the dtype that inputs are loaded as: that of accumulators, but for counts, narrow sums */
    const rvl_reducer *first; /* folds loaded elements to accumulators: the reducer, but for these */
    int32_t given;            /* the dtype that inputs are cast to: `element`, but for a map that changes it */
    uint64_t mark;            /* states: what the map makes of NaN, in the dtype of its parts */
    ravel_kernel_fn map;      /* makes loaded elements of what is given; NULL: they are the same */
    size_t itemsize;          /* of accumulators */
    bool builtin;             /* the loop gives event bits and takes operands that alias */
    bool reorderable;         /* follows the fixed tree */
    bool concatenates;        /* any tree gives the same bits, but its operands have to be neighbours in C order */
    bool in_place, thread_safe;
    bool has_filler;
    uint64_t filler[2]; /* stands in for masked elements, and changes nothing: -0 for sums; of dtype `element` */
    bool has_empty;
    uint64_t empty[2]; /* the result over no elements: +0 for sums */
} rvl_fold;

/* Whether elements are added to states one by one, in any order. */
static inline bool rvl_fold_adds(const rvl_fold *fold)
{
    return fold->states && fold->states->add;
}

/* A fold at work on one thread. */
typedef struct rvl_folder {
    const rvl_fold *fold;
    uint64_t events;
    uint64_t parameter;      /* of the fold's map */
    int32_t failed;          /* what a user's loop answered, if not 0: nothing more is to be called */
    unsigned char *spare[2]; /* a user's kernel only: spare_n elements each */
    size_t spare_n;          /* elements in each */
} rvl_folder;

/* Lets a sum in 64 bits take elements of a narrower integer dtype as they are. */
void rvl_fold_take_narrow(rvl_fold *fold, int32_t in_dtype);
/* result = left op right, n >= 1 elements; result may be left or right. */
void rvl_fold_join(rvl_folder *folder, size_t n, const void *left, const void *right, void *result);
/* For each of `width` columns the 8-lane block over `rows` rows, by `reducer` or, where that is NULL, by a user's
 * kernel, for which the rows must follow each other and width may be at most spare_n / 8. */
void rvl_fold_block(rvl_folder *folder, const rvl_reducer *reducer, size_t rows, size_t width, const void *source,
                    int64_t row_stride, void *result);
/* Joins n neighbours, a power of two, pairwise to one: for a user's kernel, n <= spare_n. In place. */
void rvl_fold_neighbours(rvl_folder *folder, size_t n, void *values);

/* The binary counter that joins blocks. Slots hold `width` elements each; a slice of n blocks needs
 * rvl_counter_slots(n) of them. */
typedef struct rvl_counter {
    unsigned char *slots;
    size_t slot_nbytes, width;
    uint64_t blocks;
    int32_t top;
    uint64_t empty; /* bit i: slot i holds nothing, all its elements being masked (width 1) */
} rvl_counter;

int32_t rvl_counter_slots(int64_t blocks);
/* Where the next value must be written. */
static inline void *rvl_counter_next(const rvl_counter *counter)
{
    return counter->slots + counter->slot_nbytes * (size_t)counter->top;
}
/* Takes the value written there, which stands for `blocks` blocks: a power of two that divides the number so far. */
void rvl_counter_push(rvl_folder *folder, rvl_counter *counter, uint64_t blocks);
/* Joins what remains and writes it; false if it is nothing. Leaves the counter ready for the next slice. */
bool rvl_counter_finish(rvl_folder *folder, rvl_counter *counter, void *result);

#endif
