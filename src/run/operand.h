/* operand.h: how one operand of a call gets from the caller's memory into a block, or back.
 *
 * Load: pack (strided, unaligned, swapped) → cast to the loop's dtype → widen a half. Store: the same the other way
 * round. An operand that is already contiguous, aligned and right is used where it lies. */
#ifndef RVL_RUN_OPERAND_H
#define RVL_RUN_OPERAND_H

#include "loop.h"
#include "pack.h"

/* The blocks of all operands of a task, where they are on the stack: a call may use 16 KiB of it in all. */
#define RVL_STACK_BLOCK_NBYTES 2176

typedef struct rvl_operand {
    int32_t dtype;      /* in memory */
    int32_t size_class; /* of an element in memory */
    int32_t itemsize;
    int32_t part_class; /* of what is swapped: a complex number's part */
    int32_t n_parts;    /* of an element */
    bool swapped;
    bool absent; /* an output that nobody wants: computed into a block and forgotten */
    bool pack;   /* must go through a block even where it is contiguous */
    bool stream; /* stored past the cache */
    int32_t n_casts;
    rvl_cast_fn casts[2];
    int32_t cast_from[2]; /* bytes of an element that each cast reads */
    int32_t width;        /* bytes of an element in the operand's blocks: the widest on its way */
    int32_t n_blocks;     /* it needs when it cannot be used where it lies */
    int32_t block_size;   /* bytes of an element as the kernel sees it */
} rvl_operand;

/* Plans the way between `dtype` in memory and what loop operand `index` sees. `aligned`: of all addresses of the
 * operand. Knows inputs from outputs by the index. */
void rvl_operand_plan(rvl_operand *operand, const rvl_movers *movers, const rvl_loop *loop, int32_t index,
                      int32_t dtype, bool swapped, bool aligned);

/* Where an operand's blocks are in a task's scratch, and what they hold. */
typedef struct rvl_operand_blocks {
    unsigned char *block[2];
    const unsigned char *loaded; /* the address that block was loaded from, NULL for none */
    int64_t loaded_n;            /* elements in all */
    int32_t loaded_first;        /* elements along axis 0 */
    uint32_t loaded_events;      /* what its casts raised */
    const void *loaded_block;
} rvl_operand_blocks;

/* Brings n elements of a box next to each other, in native byte order, but still of the dtype in memory. */
void rvl_operand_pack(const rvl_operand *operand, const rvl_movers *movers, const rvl_box *box,
                      const unsigned char *base, size_t n, void *block);
/* Loads n elements of a box into a block that the kernel may read; gives it. Raises bits in *events. */
const void *rvl_operand_load(const rvl_operand *operand, const rvl_movers *movers, const rvl_box *box, bool contiguous,
                             const unsigned char *base, size_t n, rvl_operand_blocks *blocks, uint64_t *events);
/* The events of that load over the n elements that a contiguous mask lets through. */
uint64_t rvl_operand_masked_events(const rvl_operand *operand, const rvl_operand_blocks *blocks, size_t n,
                                   const uint8_t *mask);
/* Where the kernel writes n elements of an output. */
void *rvl_operand_target(const rvl_operand *operand, bool contiguous, unsigned char *base,
                         const rvl_operand_blocks *blocks);
/* Stores what the kernel has written to `block`, in two steps: casts it, to another block or to the output; gives
 * which. Then puts that where the output lies; does nothing where it is there. */
const void *rvl_operand_cast(const rvl_operand *operand, bool contiguous, const void *block, const uint8_t *mask,
                             unsigned char *base, size_t n, rvl_operand_blocks *blocks, uint64_t *events);
void rvl_operand_put(const rvl_operand *operand, const rvl_movers *movers, const rvl_box *box, bool contiguous,
                     const void *block, const uint8_t *mask, unsigned char *base, size_t n, rvl_operand_blocks *blocks);
/* Both steps. */
void rvl_operand_store(const rvl_operand *operand, const rvl_movers *movers, const rvl_box *box, bool contiguous,
                       const void *block, const uint8_t *mask, unsigned char *base, size_t n,
                       rvl_operand_blocks *blocks, uint64_t *events);

#endif
