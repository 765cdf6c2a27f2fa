/* reduce.h: runs a reduction that has been checked: along one axis at a time, in the fixed order, from any layout.
 *
 * Kept axes are walked in whatever order suits the memory; reduced axes are folded in the order in which they are
 * listed, so that the result depends on the shape alone. A region is a part of the kept axes small enough that what
 * lies between two axes (the results of the first, which the second reduces) fits the scratch memory. */
#ifndef RVL_RUN_REDUCE_H
#define RVL_RUN_REDUCE_H

#include "core/descriptor.h"
#include "fold.h"
#include "tile.h"

/* Kept axes, or reduced axes, and a reduced axis of length 1 where there is none. */
#define RVL_REDUCE_AXES (RAVEL_MAX_NDIM + 1)

/* A worker's buffers. */
typedef enum {
    RVL_BUFFER_TILE,    /* a packed tile */
    RVL_BUFFER_SLOTS,   /* of the binary counter of a span, or some of its rows, folded */
    RVL_BUFFER_EVEN,    /* results between passes */
    RVL_BUFFER_ODD,     /* the same, of every other pass */
    RVL_BUFFER_STATE,   /* of the axes that are fed row by row */
    RVL_BUFFER_ROW,     /* a row of a region */
    RVL_BUFFER_RESULTS, /* of a region */
    RVL_BUFFER_RAW,     /* a strip as it lies in memory, but contiguous */
    RVL_BUFFER_GIVEN,   /* a strip that is to be mapped */
    RVL_BUFFER_AGAIN,   /* results of scaled elements */
    RVL_BUFFER_FILLER,  /* a strip of identities */
    RVL_BUFFER_MASK,    /* a strip of the mask */
    RVL_BUFFER_SPARE,   /* lanes: of a user's kernel, and of columns whose rows lie far apart */
    RVL_BUFFER_SPARE2,
    RVL_BUFFER_FINISHED, /* results of states */
    RVL_BUFFER_OUTPUT,   /* a strip on its way to the output, or from `initial` */
    RVL_N_BUFFERS
} rvl_reduce_buffer;

enum {
    RVL_FAR_STRIDE = 4096 /* bytes between rows, 128 of which are more than the hardware's prefetching follows */
};

static inline bool rvl_is_far(int64_t stride)
{
    return stride >= RVL_FAR_STRIDE || stride <= -RVL_FAR_STRIDE;
}

/* How much scratch memory a worker needs, and what a region is. */
typedef struct rvl_reduce_layout {
    size_t nbytes[RVL_N_BUFFERS], total;
    size_t tile;      /* elements of a packed tile, 0: none */
    size_t strip;     /* elements that are loaded, or stored, at a time */
    size_t span;      /* columns that are reduced at a time */
    bool far;         /* the elements come from beyond the caches */
    bool has_lanes;   /* the spare buffer is for the 8 lanes of a span */
    int32_t n_passes; /* reduced axes that are reduced in passes; the others are fed row by row */
    int32_t split;    /* the outermost kept axis that a region spans, -1 if none is kept */
    int64_t step;     /* how much of that axis */
    int64_t n_steps;  /* along that axis */
    int64_t n_regions;
} rvl_reduce_layout;

/* The second output of a reduction that has two, over the same kept axes. */
typedef struct rvl_reduce_second {
    unsigned char *data;
    int32_t dtype;
    bool swapped;
    int64_t strides[RVL_REDUCE_AXES]; /* as the job's out_strides */
} rvl_reduce_second;

typedef struct rvl_reduce_job {
    rvl_fold fold;
    rvl_source source;
    const unsigned char *data;
    const unsigned char *mask; /* or factors, where the source has these and no mask; mask_strides too are theirs */
    /* Kept axes, innermost in memory first, then reduced axes in the order of reduction. */
    int32_t n_kept, n_reduced;
    int64_t shape[RVL_REDUCE_AXES], strides[RVL_REDUCE_AXES], mask_strides[RVL_REDUCE_AXES];
    int64_t out_strides[RVL_REDUCE_AXES]; /* of kept axes */
    unsigned char *out;
    int32_t out_dtype;
    bool out_swapped, out_aligned;
    rvl_reduce_second *second; /* NULL: there is one output */
    bool skips;                /* a mask without an identity: masked elements are passed over */
    bool exact;                /* any order of the reduced axes gives the same bits */
    bool runs; /* elements of the one reduced axis stand for runs of blocks: joined by a binary counter, no lanes */
    bool tells_nothing;  /* a masked sum: where all is masked, -0 becomes +0 */
    bool masked_indices; /* indices of masked elements are not to be results */
    bool between;        /* the output is scratch memory, for accumulators that another job folds */
    bool has_initial, mean;
    bool passes_nan; /* a mean of the elements that are not NaN */
    bool roots;      /* square roots of the results are taken; where those are not sure, of scaled elements once more */
    bool *unsure;    /* told where a result is not sure but the elements are out of reach */
    uint64_t initial[2];
    double correction; /* of a variance: by how much its divisor is less than the number of elements */
    uint64_t count[2]; /* mean: what sums are divided by, in the real dtype */
    /* Of a mean of some elements: the job that counts them, over the same kept axes. */
    struct rvl_reduce_job *counter;
    ravel_kernel_fn divide; /* mean: of the real dtype */
    int32_t real_dtype;     /* mean: of the accumulator's parts */
    rvl_reduce_layout layout;
} rvl_reduce_job;

/* Whether an axis belongs inside of another: its stride is smaller, but not 0. */
static inline bool rvl_is_inner_axis(int64_t stride, int64_t other)
{
    const uint64_t a = stride < 0 ? 0 - (uint64_t)stride : (uint64_t)stride;
    const uint64_t b = other < 0 ? 0 - (uint64_t)other : (uint64_t)other;
    return a - 1 < b - 1;
}

/* Drops axes of length 1, sorts and joins the kept ones, and where the fold is exact the reduced ones too. No axis may
 * be empty. */
void rvl_reduce_simplify(rvl_reduce_job *job);
/* Plans the layout, and that of the counting job: `small`: for a block of stack, else for about 1 MiB. parts: in how
 * many regions at least the kept axes should be cut, where they can be. */
void rvl_reduce_plan(rvl_reduce_job *job, bool small, int64_t parts);
/* Whether a region's results can be written where the output lies. */
bool rvl_reduce_direct_output(const rvl_reduce_job *job);
/* Bytes of state for a region of `size` elements: of the axes that are fed row by row. */
size_t rvl_reduce_state_nbytes(const rvl_reduce_job *job, size_t size, int32_t n_passes);

/* One thread's work: its scratch memory, cut as the layout says, and its fold. */
typedef struct rvl_reducing {
    const rvl_reduce_job *job;
    rvl_folder folder;
    rvl_tile_room room;
    unsigned char *buffers[RVL_N_BUFFERS];
    struct rvl_reducing *counting; /* of the job's counter */
} rvl_reducing;

void rvl_reducing_begin(rvl_reducing *worker, const rvl_reduce_job *job, unsigned char *memory);
/* Reduces region `index` in [0, n_regions) and stores its results. */
void rvl_reduce_region(rvl_reducing *worker, int64_t index);

/* What elements are multiplied by before they are squared. */
void rvl_reduce_set_scale(rvl_reducing *worker, double scale);
/* Takes the square roots of a region's sums of squares. */
void rvl_reduce_take_roots(rvl_reducing *worker, const unsigned char *data, const unsigned char *mask, int64_t length,
                           unsigned char *results);

/* Outputs as the caller has them, while results are collected in memory of the call's own. */
typedef struct rvl_reduce_kept {
    unsigned char *data;
    bool swapped;
    int64_t strides[RVL_REDUCE_AXES];
    rvl_reduce_second second;
} rvl_reduce_kept;

/* Lets results be collected; gives the size of the memory. */
size_t rvl_reduce_redirect(rvl_reduce_job *job, rvl_reduce_kept *kept);
/* Says where. */
void rvl_reduce_collect(rvl_reduce_job *job, unsigned char *memory);
/* Copies them to the outputs. */
void rvl_reduce_copy_out(const rvl_reduce_job *job, const rvl_reduce_kept *kept);

/* One axis of n elements reduced for all elements of the others, results contiguous in the others' order. */
typedef struct rvl_pass {
    const rvl_source *source;
    const unsigned char *data, *mask;
    int64_t n, stride, mask_stride;
    int32_t ndim; /* the others, innermost first */
    int64_t shape[RVL_REDUCE_AXES], strides[RVL_REDUCE_AXES], mask_strides[RVL_REDUCE_AXES];
} rvl_pass;
void rvl_reduce_pass(rvl_reducing *worker, rvl_pass *pass, unsigned char *results);

/* Reduces all listed axes for a region that starts at data and mask and spans `length` of the split axis. Gives false
 * where every element was passed over (one kept element only). */
bool rvl_reduce_axes(rvl_reducing *worker, const unsigned char *data, const unsigned char *mask, int64_t length,
                     unsigned char *results);
/* The same for states that elements are added to in any order: reduce_add.c. */
void rvl_reduce_add(rvl_reducing *worker, const unsigned char *data, const unsigned char *mask, int64_t length,
                    unsigned char *states);
/* The elements of such a region. */
size_t rvl_region_size(const rvl_reduce_job *job, int64_t length);

/* Runs the whole job on the call's threads. Fails only with RAVEL_SCRATCH_LIMIT, RAVEL_OUT_OF_MEMORY (nothing has been
 * written), RAVEL_KERNEL_FAILED and RAVEL_EXECUTOR_FAILED. copy: the output overlaps an input, so that results are
 * collected in scratch memory first. */
ravel_status rvl_reduce_run(rvl_call *call, rvl_reduce_job *job, bool copy);
/* The scratch memory that such a run takes from the context. */
size_t rvl_reduce_scratch_needed(const rvl_call *call, rvl_reduce_job *job, bool copy);

#endif
