/* operand.c: load and store of one operand. */
#include "operand.h"

#include "core/dtype_table.h"
#include "plan/promote.h"
#include <string.h>

static void add_cast(rvl_operand *operand, const rvl_movers *movers, int32_t from, int32_t to)
{
    operand->cast_from[operand->n_casts] = rvl_dtypes[from].itemsize;
    operand->casts[operand->n_casts++] = movers->cast[from][to];
    const int32_t widest =
        rvl_dtypes[from].itemsize > rvl_dtypes[to].itemsize ? rvl_dtypes[from].itemsize : rvl_dtypes[to].itemsize;
    if (widest > operand->width)
        operand->width = widest;
}

/* memory → nominal → compute; a safe cast to a half is exact, so it may go straight to float32. */
static void plan_load(rvl_operand *operand, const rvl_movers *movers, const rvl_loop *loop, int32_t dtype,
                      int32_t nominal, int32_t compute)
{
    if (dtype != nominal && rvl_can_cast(dtype, nominal, RAVEL_CASTING_SAFE))
        nominal = compute;
    if (dtype != nominal)
        add_cast(operand, movers, dtype, nominal);
    else if (dtype == RAVEL_BOOL && !loop->builtin)
        add_cast(operand, movers, dtype, dtype); /* a user's loop sees only 0 and 1 */
    if (nominal != compute)
        add_cast(operand, movers, nominal, compute);
}

static void plan_store(rvl_operand *operand, const rvl_movers *movers, const rvl_loop *loop, int32_t dtype,
                       int32_t nominal, int32_t compute)
{
    if (compute != nominal)
        add_cast(operand, movers, compute, nominal);
    if (nominal != dtype || (dtype == RAVEL_BOOL && (!loop->function || !loop->builtin)))
        add_cast(operand, movers, nominal, dtype); /* a copied bool, and a user's, becomes 0 or 1 */
}

void rvl_operand_plan(rvl_operand *operand, const rvl_movers *movers, const rvl_loop *loop, int32_t index,
                      int32_t dtype, bool swapped, bool aligned)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[dtype];
    const int32_t nominal = loop->dtypes[index];
    const int32_t compute = loop->widened ? rvl_dtypes[nominal].compute : nominal;
    *operand = (rvl_operand){.dtype = dtype,
                             .size_class = rvl_size_class((size_t)facts->itemsize),
                             .itemsize = facts->itemsize,
                             .part_class = rvl_size_class((size_t)facts->part_size),
                             .n_parts = facts->itemsize / facts->part_size,
                             .swapped = swapped,
                             .width = facts->itemsize,
                             .block_size = rvl_dtypes[compute].itemsize};
    operand->pack = operand->swapped || !aligned;
    if (index < loop->n_in)
        plan_load(operand, movers, loop, dtype, nominal, compute);
    else
        plan_store(operand, movers, loop, dtype, nominal, compute);
    operand->n_blocks = operand->n_casts == 0 ? 1 : 2;
}

void rvl_operand_pack(const rvl_operand *operand, const rvl_movers *movers, const rvl_box *box,
                      const unsigned char *base, size_t n, void *block)
{
    rvl_pack(movers, operand->size_class, box, base, block);
    if (operand->swapped)
        movers->swap[operand->part_class](n * (size_t)operand->n_parts, block);
}

/* The events of the elements that a mask lets through. Element by element: only a cast that raised some comes here. */
static __attribute__((noinline)) uint64_t masked_events(rvl_cast_fn cast, size_t n, const unsigned char *source,
                                                        int32_t itemsize, const uint8_t *mask)
{
    uint64_t events = 0, forgotten[2];
    for (size_t i = 0; i < n; i++)
        if (mask[i])
            events |= cast(1, source + i * (size_t)itemsize, forgotten);
    return events;
}

const void *rvl_operand_load(const rvl_operand *operand, const rvl_movers *movers, const rvl_box *box, bool contiguous,
                             const unsigned char *base, size_t n, rvl_operand_blocks *blocks, uint64_t *events)
{
    const bool pack = operand->pack || !contiguous;
    if (!pack && operand->n_casts == 0)
        return base;
    const int32_t first = box->n_axes > 1 ? (int32_t)box->shape[0] : 0; /* tiles at the nest's edge are narrower */
    if (blocks->loaded == base && blocks->loaded_n >= (int64_t)n && blocks->loaded_first == first) {
        *events |= blocks->loaded_events;
        return blocks->loaded_block; /* a broadcast operand: the same elements as for the block before */
    }
    const void *block = base;
    int32_t next = 0;
    if (pack) {
        rvl_operand_pack(operand, movers, box, base, n, blocks->block[0]);
        block = blocks->block[0];
        next = 1;
    }
    blocks->loaded_events = 0;
    for (int32_t i = 0; i < operand->n_casts; i++) {
        blocks->loaded_events |= (uint32_t)operand->casts[i](n, block, blocks->block[next]);
        block = blocks->block[next];
        next ^= 1;
    }
    *events |= blocks->loaded_events;
    blocks->loaded = base;
    blocks->loaded_n = (int64_t)n;
    blocks->loaded_first = first;
    blocks->loaded_block = block;
    return block;
}

/* Only a cast to integers raises events, and after it there is no other, which would have overwritten its source. */
uint64_t rvl_operand_masked_events(const rvl_operand *operand, const rvl_operand_blocks *blocks, size_t n,
                                   const uint8_t *mask)
{
    if (blocks->loaded_events == 0)
        return 0;
    const unsigned char *source = blocks->loaded_block == blocks->block[1] ? blocks->block[0] : blocks->loaded;
    return masked_events(operand->casts[0], n, source, operand->cast_from[0], mask);
}

void *rvl_operand_target(const rvl_operand *operand, bool contiguous, unsigned char *base,
                         const rvl_operand_blocks *blocks)
{
    const bool direct = contiguous && !operand->pack && !operand->stream && operand->n_casts == 0 && !operand->absent;
    return direct ? (void *)base : blocks->block[0];
}

const void *rvl_operand_cast(const rvl_operand *operand, bool contiguous, const void *block, const uint8_t *mask,
                             unsigned char *base, size_t n, rvl_operand_blocks *blocks, uint64_t *events)
{
    const bool in_place_cast = contiguous && !operand->pack && !operand->stream && !mask;
    int32_t next = 1;
    for (int32_t i = 0; i < operand->n_casts && !operand->absent; i++) {
        const bool last = i == operand->n_casts - 1;
        void *target = last && in_place_cast ? (void *)base : blocks->block[next];
        const uint64_t raised = operand->casts[i](n, block, target);
        *events |= raised && mask ? masked_events(operand->casts[i], n, block, operand->cast_from[i], mask) : raised;
        block = target;
        next ^= 1;
    }
    return block;
}

void rvl_operand_put(const rvl_operand *operand, const rvl_movers *movers, const rvl_box *box, bool contiguous,
                     const void *block, const uint8_t *mask, unsigned char *base, size_t n, rvl_operand_blocks *blocks)
{
    if (operand->absent || block == base)
        return;
    const size_t nbytes = n * (size_t)operand->itemsize;
    if (operand->swapped) {
        if (block != blocks->block[0] && block != blocks->block[1])
            block = memcpy(blocks->block[0], block, nbytes); /* a copy kernel's input, which is not ours to swap */
        movers->swap[operand->part_class](n * (size_t)operand->n_parts,
                                          block == blocks->block[0] ? blocks->block[0] : blocks->block[1]);
    }
    if (!contiguous || mask)
        rvl_unpack(movers, operand->size_class, box, block, mask, base);
    else if (operand->stream)
        movers->stream(nbytes, block, base);
    else
        memcpy(base, block, nbytes);
}

void rvl_operand_store(const rvl_operand *operand, const rvl_movers *movers, const rvl_box *box, bool contiguous,
                       const void *block, const uint8_t *mask, unsigned char *base, size_t n,
                       rvl_operand_blocks *blocks, uint64_t *events)
{
    block = rvl_operand_cast(operand, contiguous, block, mask, base, n, blocks, events);
    rvl_operand_put(operand, movers, box, contiguous, block, mask, base, n, blocks);
}
