/* walk.c: from box to box. */
#include "cut.h"

void rvl_walk_begin(rvl_walk *walk, const rvl_run *run, const rvl_cut *cut, int64_t first_box, unsigned char *scratch)
{
    const rvl_nest *nest = &run->nest;
    walk->run = run;
    walk->cut = cut;
    walk->events = 0;
    walk->first = first_box % cut->n_firsts;
    walk->part = first_box / cut->n_firsts % cut->n_parts;
    int64_t outer = first_box / cut->n_firsts / cut->n_parts;
    for (int32_t k = 0; k < nest->n_operands; k++) {
        walk->base[k] = nest->data[k];
        walk->blocks[k].loaded = NULL;
        walk->blocks[k].loaded_events = 0;
        for (int32_t i = 0; i < 2; i++) {
            const bool exists = i < run->operands[k].n_blocks && cut->block_nbytes[k] > 0;
            walk->blocks[k].block[i] = exists ? scratch : NULL;
            if (exists && scratch)
                scratch += cut->block_nbytes[k];
        }
    }
    for (int32_t axis = cut->n_axes; axis < nest->ndim; axis++) {
        walk->index[axis] = outer % nest->shape[axis];
        outer /= nest->shape[axis];
        for (int32_t k = 0; k < nest->n_operands; k++)
            if (!run->operands[k].absent)
                walk->base[k] += walk->index[axis] * nest->strides[k][axis];
    }
}

void rvl_walk_next(rvl_walk *walk)
{
    const rvl_nest *nest = &walk->run->nest;
    if (++walk->first < walk->cut->n_firsts)
        return;
    walk->first = 0;
    if (++walk->part < walk->cut->n_parts)
        return;
    walk->part = 0;
    for (int32_t axis = walk->cut->n_axes; axis < nest->ndim; axis++) {
        const bool wrap = ++walk->index[axis] == nest->shape[axis];
        const int64_t steps = wrap ? 1 - nest->shape[axis] : 1;
        for (int32_t k = 0; k < nest->n_operands; k++)
            if (!walk->run->operands[k].absent)
                walk->base[k] += steps * nest->strides[k][axis];
        if (!wrap)
            return;
        walk->index[axis] = 0;
    }
}

void rvl_walk_place(const rvl_walk *walk, rvl_place *place)
{
    const rvl_cut *cut = walk->cut;
    const rvl_nest *nest = &walk->run->nest;
    const int32_t last = cut->n_axes - 1;
    const int64_t first = walk->first * cut->first;
    const int64_t start = walk->part * cut->part - cut->lead, end = start + cut->part, part = start < 0 ? 0 : start;
    place->first = cut->first;
    place->part = end - part;
    if (cut->n_axes > 1 && nest->shape[0] - first < place->first)
        place->first = nest->shape[0] - first;
    if (cut->n_axes > 0 && nest->shape[last] - part < place->part)
        place->part = nest->shape[last] - part;
    for (int32_t k = 0; k < nest->n_operands; k++) {
        place->base[k] = walk->base[k];
        if (cut->n_axes == 0 || walk->run->operands[k].absent)
            continue;
        place->base[k] += part * nest->strides[k][last];
        if (cut->n_axes > 1)
            place->base[k] += first * nest->strides[k][0];
    }
}
