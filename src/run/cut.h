/* cut.h: how a nest is cut into boxes, each of which fits the blocks of its operands. */
#ifndef RVL_RUN_CUT_H
#define RVL_RUN_CUT_H

#include "operand.h"
#include "plan/nest.h"

/* A call that has been checked. Operands of the nest: the loop's inputs, its outputs, then the mask if there is one. */
typedef struct rvl_run {
    const rvl_loop *loop;
    const rvl_movers *movers;
    rvl_nest nest; /* simplified */
    rvl_operand operands[RVL_NEST_OPERANDS];
    bool masked;
    bool far;             /* operands have no place in the caches */
    bool streams;         /* some output is stored past the cache */
    int64_t size;         /* elements, not 0 */
    int64_t block_nbytes; /* that a task has for the blocks of all operands */
} rvl_run;

typedef enum {
    RVL_CUT_BLOCKS,    /* a box is a run of elements: one call of the kernel */
    RVL_CUT_ROWS,      /* a box is a few rows that are used where they lie: a call for each */
    RVL_CUT_TILES,     /* an input is transposed: a box is a 2-d tile: a call for each of its rows */
    RVL_CUT_TRANSPOSE, /* nothing but a transposed copy: a mover does the whole box */
} rvl_cut_kind;

/* A box spans the inner axes 0 … n_axes - 2 (axis 0 of a tile: `first` elements of it), and `part` of the last. */
typedef struct rvl_cut {
    rvl_cut_kind kind;
    int32_t n_axes; /* 0 only in a nest without axes */
    int64_t first, n_firsts;
    int64_t part, n_parts;
    int64_t lead;  /* by so much parts begin earlier, the first one excepted: on cache lines of the output */
    int64_t inner; /* elements of the box's axes but the last */
    int64_t n_boxes;
    bool packs;                         /* a copy's input goes straight to where the output lies: it needs no block */
    bool casts;                         /* a copy's cast writes to where the output lies: that needs no block */
    bool contiguous[RVL_NEST_OPERANDS]; /* the elements of a box (of a tile's row) follow each other */
    bool repeats[RVL_NEST_OPERANDS];    /* an input of which a tile has one element: one row of it serves all */
    int32_t block_nbytes[RVL_NEST_OPERANDS]; /* of each of an operand's blocks */
} rvl_cut;

/* Each block starts on a cache line. */
#define RVL_BLOCK_ALIGNMENT 64

/* Cuts a nest; may exchange its outer axes. n_threads: into at least a few boxes for each. */
void rvl_cut_nest(rvl_cut *cut, rvl_run *run, int64_t n_threads);

/* A walk over boxes: where it is, and its blocks. */
typedef struct rvl_walk {
    const rvl_run *run;
    const rvl_cut *cut;
    unsigned char *base[RVL_NEST_OPERANDS]; /* of the box at the start of axes 0 and n_axes - 1 */
    int64_t index[RAVEL_MAX_NDIM];          /* of the axes outside of the box */
    int64_t first, part;                    /* numbers of the box along those axes */
    rvl_operand_blocks blocks[RVL_NEST_OPERANDS];
    uint64_t events;
} rvl_walk;

/* Starts at a box; `scratch` has the run's block_nbytes, 64-byte aligned; NULL where no operand needs a block. */
void rvl_walk_begin(rvl_walk *walk, const rvl_run *run, const rvl_cut *cut, int64_t first_box, unsigned char *scratch);
void rvl_walk_next(rvl_walk *walk);

/* Where the walk is: the box's lengths along axis 0 and the last axis, and each operand's address. */
typedef struct rvl_place {
    int64_t first, part;
    unsigned char *base[RVL_NEST_OPERANDS];
} rvl_place;
void rvl_walk_place(const rvl_walk *walk, rvl_place *place);

#endif
