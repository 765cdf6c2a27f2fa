/* partial_fold.c: what a state of a reduction in parts keeps: appended to, merged, and joined to one value. */
#include "partial.h"

#include "core/dtype_table.h"
#include <string.h>

bool rvl_partial_adds(const rvl_kernel_use *use)
{
    return use->reduction >= 0 && rvl_reductions[use->reduction].rule == RVL_RULE_EXACT;
}

static rvl_partial_item item_of(int32_t dtype)
{
    const rvl_dtype_facts *facts = &rvl_dtypes[dtype];
    return (rvl_partial_item){.nbytes = (size_t)facts->itemsize,
                              .number_nbytes = (size_t)facts->part_size,
                              .n_numbers = facts->itemsize / facts->part_size,
                              .kind = facts->kind};
}

ravel_status rvl_partial_choose(rvl_call *call, const rvl_kernel_use *use, int32_t dtype, rvl_partial_fold *chosen)
{
    int32_t result;
    if (dtype < RAVEL_BOOL || dtype > RAVEL_COMPLEX128)
        return rvl_fail(call, RAVEL_INVALID_DTYPE, -1, -1, "dtype is %i, which is no dtype", dtype);
    ravel_status status = rvl_fold_default_dtype(call, use, RAVEL_VERB_REDUCE, dtype, &result);
    if (status == RAVEL_OK)
        status = rvl_fold_choose(call, use, RAVEL_VERB_REDUCE, dtype, result, &chosen->choice, &chosen->fold);
    if (status != RAVEL_OK)
        return status;
    if (!chosen->fold.reorderable)
        return rvl_fail(call, RAVEL_WRONG_VERB, -1, -1, "%s may not be reordered, so that it has no parts to merge",
                        rvl_kernel_name(use));
    if (rvl_rules[chosen->choice.rule].roots)
        rvl_fold_keep_norms(&chosen->fold);
    rvl_fold_set_identities(&chosen->choice, &chosen->fold);
    const rvl_state_loops *states = chosen->fold.states;
    chosen->element = item_of(chosen->fold.element);
    chosen->value = item_of(chosen->fold.dtype);
    if (states)
        chosen->value = (rvl_partial_item){.nbytes = states->nbytes,
                                           .number_nbytes = (size_t)states->number_nbytes,
                                           .n_numbers = states->n_numbers,
                                           .n_words = states->n_words,
                                           .kind = chosen->value.kind};
    if (states && chosen->fold.map) /* elements that are NaN are none that count */
        chosen->element.nan = chosen->fold.mark;
    return RAVEL_OK;
}

int32_t rvl_partial_run_size(int64_t block, int64_t end)
{
    int32_t size = 0;
    while (block % (INT64_C(2) << size) == 0 && (INT64_C(2) << size) <= end - block)
        size++;
    return size;
}

rvl_partial_parts rvl_partial_parts_of(bool adds, const rvl_partial_head *head, uint8_t *run_sizes)
{
    if (head->closed || adds) {
        run_sizes[0] = 0;
        return (rvl_partial_parts){0, 1, 0};
    }
    const int64_t to_block = (RVL_BLOCK - head->first % RVL_BLOCK) % RVL_BLOCK;
    const int64_t before = head->n < to_block ? head->n : to_block, rest = head->n - before;
    const int64_t end = (head->first + before + rest) / RVL_BLOCK;
    rvl_partial_parts parts = {(int32_t)before, 0, (int32_t)(rest % RVL_BLOCK)};
    if (rest == 0)
        return parts;
    for (int64_t block = (head->first + before) / RVL_BLOCK; block < end;) {
        const int32_t size = rvl_partial_run_size(block, end);
        run_sizes[parts.n_runs++] = (uint8_t)size;
        block += INT64_C(1) << size;
    }
    return parts;
}

static void *run_at(const rvl_folder *folder, rvl_partial *partial, int32_t index)
{
    return (unsigned char *)partial->runs + (size_t)index * folder->fold->itemsize;
}

static size_t element_size(const rvl_folder *folder)
{
    return (size_t)rvl_dtypes[folder->fold->element].itemsize;
}

/* Folds n contiguous elements: whole blocks, or less than one. */
static void fold_elements(rvl_folder *folder, size_t n, const void *elements, uint64_t *value)
{
    const rvl_fold *fold = folder->fold;
    if (fold->first)
        fold->first->rows(1, n, elements, 0, value);
    else
        rvl_fold_block(folder, NULL, n, 1, elements, (int64_t)fold->itemsize, value);
}

void rvl_partial_push_run(rvl_folder *folder, rvl_partial *partial, int32_t size, const void *value)
{
    rvl_partial_parts *parts = &partial->parts;
    rvl_partial_head *head = &partial->head;
    int64_t start = (head->first + head->n) / RVL_BLOCK; /* the block that the new run begins at */
    memcpy(run_at(folder, partial, parts->n_runs), value, folder->fold->itemsize);
    partial->run_sizes[parts->n_runs++] = (uint8_t)size;
    head->n += (int64_t)RVL_BLOCK << size;
    /* The second half of a node of the tree joins the first. */
    for (; parts->n_runs > 1 && partial->run_sizes[parts->n_runs - 2] == size && (start >> size & 1) == 1; size++) {
        void *left = run_at(folder, partial, parts->n_runs - 2);
        rvl_fold_join(folder, 1, left, run_at(folder, partial, parts->n_runs - 1), left);
        parts->n_runs--;
        partial->run_sizes[parts->n_runs - 1] = (uint8_t)(size + 1);
        start -= INT64_C(1) << size;
    }
}

/* Whether the state's end lies before its first block. */
static bool is_before(const rvl_partial_head *head)
{
    return head->n < (RVL_BLOCK - head->first % RVL_BLOCK) % RVL_BLOCK;
}

size_t rvl_partial_room(const rvl_folder *folder, rvl_partial *partial, void **place)
{
    const rvl_partial_head *head = &partial->head;
    unsigned char *list = (unsigned char *)(is_before(head) ? partial->before : partial->after);
    const int32_t n = is_before(head) ? partial->parts.n_before : partial->parts.n_after;
    *place = list + (size_t)n * element_size(folder);
    return (size_t)(RVL_BLOCK - (head->first + head->n) % RVL_BLOCK);
}

void rvl_partial_took(rvl_folder *folder, rvl_partial *partial, size_t n)
{
    rvl_partial_parts *parts = &partial->parts;
    int32_t *kept = is_before(&partial->head) ? &parts->n_before : &parts->n_after;
    *kept += (int32_t)n;
    partial->head.n += (int64_t)n;
    if (parts->n_after == RVL_BLOCK) {
        uint64_t value[RVL_PARTIAL_WORDS];
        fold_elements(folder, RVL_BLOCK, partial->after, value);
        parts->n_after = 0;
        partial->head.n -= RVL_BLOCK; /* which the run counts */
        rvl_partial_push_run(folder, partial, 0, value);
    }
}

void rvl_partial_total(rvl_folder *folder, rvl_partial *partial, uint64_t *value)
{
    const rvl_partial_parts *parts = &partial->parts;
    const size_t itemsize = folder->fold->itemsize;
    uint64_t part[RVL_PARTIAL_WORDS];
    int32_t run = parts->n_runs;
    if (parts->n_after > 0)
        fold_elements(folder, (size_t)parts->n_after, partial->after, value);
    else if (run > 0)
        memcpy(value, run_at(folder, partial, --run), itemsize);
    for (run--; run >= 0; run--)
        rvl_fold_join(folder, 1, run_at(folder, partial, run), value, value);
    if (parts->n_before > 0) {
        fold_elements(folder, (size_t)parts->n_before, partial->before, part);
        if (parts->n_runs + parts->n_after > 0)
            rvl_fold_join(folder, 1, part, value, value);
        else
            memcpy(value, part, itemsize);
    }
}

void rvl_partial_close(rvl_folder *folder, rvl_partial *partial, int64_t n, const uint64_t *value)
{
    uint64_t total[RVL_PARTIAL_WORDS];
    rvl_partial_head *head = &partial->head;
    if (head->n > 0) {
        rvl_partial_total(folder, partial, total);
        rvl_fold_join(folder, 1, total, value, total);
    } else {
        memcpy(total, value, sizeof total);
    }
    head->n += n;
    head->ordered = false;
    head->closed = true;
    head->first = 0;
    partial->parts = rvl_partial_parts_of(false, head, partial->run_sizes);
    memcpy(partial->runs, total, folder->fold->itemsize);
}

static void push_element(rvl_folder *folder, rvl_partial *partial, const void *element)
{
    void *place;
    (void)rvl_partial_room(folder, partial, &place);
    memcpy(place, element, element_size(folder));
    rvl_partial_took(folder, partial, 1);
}

/* Appends all that a state keeps to one that it is a neighbour of. */
static void append(rvl_folder *folder, const rvl_partial_fold *chosen, const rvl_partial_head *right,
                   const void *memory, rvl_partial *partial)
{
    uint8_t run_sizes[RVL_PARTIAL_RUNS];
    const rvl_partial_parts parts = rvl_partial_parts_of(false, right, run_sizes);
    uint64_t value[RVL_PARTIAL_WORDS] = {0};
    for (int32_t i = 0; i < parts.n_before + parts.n_runs + parts.n_after; i++) {
        if (rvl_partial_read_one(chosen, &parts, memory, i, value))
            rvl_partial_push_run(folder, partial, run_sizes[i - parts.n_before], value);
        else
            push_element(folder, partial, value);
    }
}

/* Where the elements of a tree would be there is room for the other sum. */
static void merge_sums(rvl_folder *folder, const rvl_partial_fold *chosen, const rvl_partial_head *left,
                       const void *left_memory, const rvl_partial_head *right, const void *right_memory,
                       rvl_partial *partial)
{
    rvl_partial_read(chosen, left, left_memory, partial);
    (void)rvl_partial_read_one(chosen, &partial->parts, right_memory, 0, &partial->before[0][0]);
    rvl_fold_join(folder, 1, partial->runs, partial->before, partial->runs);
    rvl_partial_head *head = &partial->head;
    if (!right->ordered && right->n > 0) {
        head->ordered = false;
        head->first = 0;
    }
    head->n += right->n;
    head->n_counted += right->n_counted;
}

void rvl_partial_merge(rvl_folder *folder, const rvl_partial_fold *chosen, const rvl_partial_head *left,
                       const void *left_memory, const rvl_partial_head *right, const void *right_memory,
                       rvl_partial *partial)
{
    const bool appends = left->ordered ? right->ordered : left->n == 0 && !right->ordered && !right->closed;
    uint64_t value[RVL_PARTIAL_WORDS] = {0};
    if (rvl_fold_adds(folder->fold)) {
        merge_sums(folder, chosen, left, left_memory, right, right_memory, partial);
        return;
    }
    if (!appends && right->n > 0) {
        rvl_partial_read(chosen, right, right_memory, partial);
        rvl_partial_total(folder, partial, value);
    }
    rvl_partial_read(chosen, left, left_memory, partial);
    if (appends)
        append(folder, chosen, right, right_memory, partial);
    else if (right->n > 0)
        rvl_partial_close(folder, partial, right->n, value);
    partial->head.n_counted += right->n_counted;
}
