/* partial_bytes.c: the state of a reduction in parts as bytes of the caller's memory, which are proved before use. */
#include "partial.h"

#include "core/dtype_table.h"
#include <string.h>

/* Where things are. All numbers are little-endian. */
enum {
    AT_CHECKSUM = 8,
    AT_NAME = 16,
    AT_DTYPE = 80,
    AT_ELEMENT = 84,
    AT_KIND = 88, /* bit 0: ordered; bit 1: closed */
    AT_FIRST = 96,
    AT_N = 104,
    AT_N_COUNTED = 112,
    AT_VALUE = 120,
    AT_VALUE_NBYTES = 124,
    AT_VALUES = 128
};
/* The name of the layout, and its version. */
static const unsigned char magic[8] = {'r', 'a', 'v', 'e', 'l', ' ', 'p', 1};

static bool is_big_endian(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 0;
}

static uint64_t read_word(const unsigned char *from, size_t nbytes)
{
    uint64_t word = 0;
    for (size_t i = 0; i < nbytes; i++)
        word |= (uint64_t)from[i] << 8 * i;
    return word;
}

static void write_word(uint64_t word, size_t nbytes, unsigned char *to)
{
    for (size_t i = 0; i < nbytes; i++)
        to[i] = (unsigned char)(word >> 8 * i);
}

size_t rvl_partial_nbytes(bool adds, size_t element_nbytes, size_t value_nbytes)
{
    if (adds)
        return (AT_VALUES + value_nbytes + 7) / 8 * 8;
    return (AT_VALUES + 2 * (RVL_BLOCK - 1) * element_nbytes + RVL_PARTIAL_RUNS * value_nbytes + 7) / 8 * 8;
}

/* FNV-1a over words (Fowler, Noll and Vo), of all but itself. */
static uint64_t checksum(const unsigned char *memory, size_t nbytes)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < nbytes; i += 8)
        if (i != AT_CHECKSUM)
            hash = (hash ^ read_word(memory + i, 8)) * UINT64_C(0x100000001b3);
    return hash;
}

ravel_status rvl_partial_check_memory(rvl_call *call, const void *memory, size_t nbytes, size_t needed,
                                      const char *role)
{
    if (!memory)
        return rvl_fail(call, RAVEL_NULL_ARGUMENT, -1, -1, "%s is NULL", role);
    if (nbytes < needed)
        return rvl_fail(call, RAVEL_BUFFER_TOO_SMALL, -1, -1, "%s has %z bytes, expected at least %z", role, nbytes,
                        needed);
    return RAVEL_OK;
}

static ravel_status fail_damaged(rvl_call *call, const char *role, const char *how)
{
    return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "%s is damaged: %s", role, how);
}

static bool is_dtype(int32_t dtype)
{
    return dtype >= RAVEL_BOOL && dtype <= RAVEL_COMPLEX128;
}

/* Whether the numbers make sense together. */
static bool is_sound(const rvl_partial_head *head, uint64_t kind)
{
    return kind <= 2 && head->first >= 0 && head->first <= RVL_PARTIAL_END && head->n >= 0 &&
           head->n <= RVL_PARTIAL_END - head->first && head->n_counted >= 0 && head->n_counted <= head->n &&
           (head->ordered || head->first == 0) && (!head->closed || head->n > 0);
}

/* Whether an exact sum has the form that include/ravel/partial.h tells: words of 32 bits but the last, which has the
 * sign, and of elements that counted, something that was seen. */
static bool is_sound_sum(const rvl_partial_head *head, const unsigned char *value)
{
    enum { OTHERS = 1, ANY_ZERO_OR_OTHERS = 3, ALL_SEEN = 31 };
    const size_t last = RVL_EXACT_WORDS - 1;
    const uint64_t seen = read_word(value + 8 * last, 8);
    uint64_t high = 0, any = 0;
    for (size_t i = 0; i < last; i++) {
        const uint64_t word = read_word(value + 8 * i, 8);
        high |= i + 1 < last ? word >> 32 : 0;
        any |= word;
    }
    return high == 0 && seen <= ALL_SEEN && (head->n_counted > 0) == ((seen & ANY_ZERO_OR_OTHERS) != 0) &&
           ((seen & OTHERS) || (any == 0 && seen <= ANY_ZERO_OR_OTHERS));
}

ravel_status rvl_partial_read_head(rvl_call *call, const rvl_kernel_use *use, const void *memory, size_t nbytes,
                                   const char *role, rvl_partial_head *head)
{
    const unsigned char *from = memory;
    ravel_status status = rvl_partial_check_memory(call, memory, nbytes, AT_VALUES, role);
    if (status != RAVEL_OK)
        return status;
    if (memcmp(from, magic, sizeof magic - 1) == 0 && from[sizeof magic - 1] != magic[sizeof magic - 1])
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "%s has layout %i, but this version knows layout %i",
                        role, from[sizeof magic - 1], magic[sizeof magic - 1]);
    if (memcmp(from, magic, sizeof magic) != 0)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1,
                        "%s is no state: ravel_partial_init has not been called for it", role);
    const int32_t dtype = (int32_t)read_word(from + AT_DTYPE, 4), element = (int32_t)read_word(from + AT_ELEMENT, 4),
                  value = (int32_t)read_word(from + AT_VALUE, 4);
    const size_t value_nbytes = (size_t)read_word(from + AT_VALUE_NBYTES, 4);
    const bool adds =
        rvl_partial_adds(use) && strncmp((const char *)from + AT_NAME, rvl_kernel_name(use), RVL_PARTIAL_NAME) == 0;
    const size_t most = 8 * (size_t)(adds ? RVL_PARTIAL_SUM_WORDS : RVL_PARTIAL_WORDS);
    if (!is_dtype(dtype) || !is_dtype(element) || !is_dtype(value) || value_nbytes > most)
        return fail_damaged(call, role, "it names dtypes or sizes that there are not");
    const size_t needed = rvl_partial_nbytes(adds, (size_t)rvl_dtypes[element].itemsize, value_nbytes);
    status = rvl_partial_check_memory(call, memory, nbytes, needed, role);
    if (status != RAVEL_OK)
        return status;
    if (read_word(from + AT_CHECKSUM, 8) != checksum(from, needed))
        return fail_damaged(call, role, "its checksum is not that of its bytes");
    const uint64_t kind = read_word(from + AT_KIND, 8);
    *head = (rvl_partial_head){.dtype = dtype,
                               .element = element,
                               .value = value,
                               .value_nbytes = (int32_t)value_nbytes,
                               .ordered = kind & 1,
                               .closed = kind & 2,
                               .first = (int64_t)read_word(from + AT_FIRST, 8),
                               .n = (int64_t)read_word(from + AT_N, 8),
                               .n_counted = (int64_t)read_word(from + AT_N_COUNTED, 8)};
    memcpy(head->name, from + AT_NAME, sizeof head->name);
    if (!is_sound(head, kind) || (adds && head->closed) || head->name[RVL_PARTIAL_NAME - 1] != '\0')
        return fail_damaged(call, role, "its numbers contradict each other");
    const size_t sum_nbytes = 8 * (size_t)RVL_EXACT_WORDS;
    for (size_t at = 0; adds && at + sum_nbytes <= value_nbytes; at += sum_nbytes)
        if (!is_sound_sum(head, from + AT_VALUES + at))
            return fail_damaged(call, role, "its sum is none that elements make");
    if (strcmp(head->name, rvl_kernel_name(use)) != 0)
        return rvl_fail(call, RAVEL_INVALID_ARGUMENT, -1, -1, "%s is a state of %s, but the kernel is %s", role,
                        head->name, rvl_kernel_name(use));
    return RAVEL_OK;
}

/* Each NaN becomes the positive quiet one, whose bits depend on nothing, or what it is to be in native memory; each
 * true becomes 1. */
static void make_plain(const rvl_partial_item *item, bool native, unsigned char *number)
{
    uint64_t bits = 0;
    const size_t nbytes = item->number_nbytes;
    const bool reversed = native && is_big_endian();
    for (size_t i = 0; i < nbytes; i++)
        bits |= (uint64_t)number[reversed ? nbytes - 1 - i : i] << 8 * i;
    const uint64_t infinity = nbytes == 4 ? UINT64_C(0xff) << 23 : UINT64_C(0x7ff) << 52;
    const uint64_t magnitude = bits & ~(UINT64_C(1) << (8 * nbytes - 1));
    if (item->kind == RAVEL_KIND_BOOL)
        bits = bits != 0;
    else if (item->kind >= RAVEL_KIND_FLOAT && magnitude > infinity)
        bits = native && item->nan ? item->nan : infinity | (nbytes == 4 ? UINT64_C(1) << 22 : UINT64_C(1) << 51);
    for (size_t i = 0; i < nbytes; i++)
        number[reversed ? nbytes - 1 - i : i] = (unsigned char)(bits >> 8 * i);
}

/* Copies between native memory and a state's: what is between numbers and words becomes zero. */
static void copy_item(const rvl_partial_item *item, bool to_native, const unsigned char *from, unsigned char *to)
{
    const size_t words = item->nbytes - 8 * (size_t)item->n_words;
    memset(to, 0, item->nbytes);
    for (int32_t i = 0; i < item->n_numbers + item->n_words; i++) {
        const bool word = i >= item->n_numbers;
        const size_t nbytes = word ? 8 : item->number_nbytes;
        const size_t at = word ? words + 8 * (size_t)(i - item->n_numbers) : item->number_nbytes * (size_t)i;
        for (size_t byte = 0; byte < nbytes; byte++)
            to[at + byte] = from[is_big_endian() ? at + nbytes - 1 - byte : at + byte];
        if (!word)
            make_plain(item, to_native, to + at);
    }
}

bool rvl_partial_read_one(const rvl_partial_fold *chosen, const rvl_partial_parts *parts, const void *memory,
                          int32_t index, uint64_t *value)
{
    const unsigned char *from = (const unsigned char *)memory + AT_VALUES;
    const int32_t run = index - parts->n_before, after = run - parts->n_runs;
    const bool is_run = run >= 0 && after < 0;
    if (run < 0)
        from += (size_t)index * chosen->element.nbytes;
    else
        from += (size_t)parts->n_before * chosen->element.nbytes +
                (size_t)(is_run ? run : parts->n_runs) * chosen->value.nbytes;
    if (after > 0)
        from += (size_t)after * chosen->element.nbytes;
    copy_item(is_run ? &chosen->value : &chosen->element, true, from, (unsigned char *)value);
    return is_run;
}

/* Copies a list; gives where the source's next one is. */
static const unsigned char *read_list(const rvl_partial_item *item, int32_t n, const unsigned char *from, void *list)
{
    for (int32_t i = 0; i < n; i++)
        copy_item(item, true, from + (size_t)i * item->nbytes, (unsigned char *)list + (size_t)i * item->nbytes);
    return from + (size_t)n * item->nbytes;
}

void rvl_partial_read(const rvl_partial_fold *chosen, const rvl_partial_head *head, const void *memory,
                      rvl_partial *partial)
{
    const unsigned char *from = (const unsigned char *)memory + AT_VALUES;
    partial->head = *head;
    partial->parts = rvl_partial_parts_of(rvl_fold_adds(&chosen->fold), head, partial->run_sizes);
    from = read_list(&chosen->element, partial->parts.n_before, from, partial->before);
    from = read_list(&chosen->value, partial->parts.n_runs, from, partial->runs);
    (void)read_list(&chosen->element, partial->parts.n_after, from, partial->after);
}

static unsigned char *write_list(const rvl_partial_item *item, int32_t n, const void *list, unsigned char *to)
{
    const unsigned char *from = list;
    for (int32_t i = 0; i < n; i++, from += item->nbytes, to += item->nbytes)
        copy_item(item, false, from, to);
    return to;
}

void rvl_partial_write(const rvl_partial_fold *chosen, const rvl_partial *partial, void *memory)
{
    const rvl_partial_head *head = &partial->head;
    const bool adds = rvl_fold_adds(&chosen->fold);
    const size_t nbytes = rvl_partial_nbytes(adds, chosen->element.nbytes, chosen->value.nbytes);
    unsigned char *const to = memory;
    memset(to, 0, nbytes);
    memcpy(to, magic, sizeof magic);
    memcpy(to + AT_NAME, head->name, sizeof head->name);
    write_word((uint64_t)head->dtype, 4, to + AT_DTYPE);
    write_word((uint64_t)head->element, 4, to + AT_ELEMENT);
    write_word((uint64_t)head->value, 4, to + AT_VALUE);
    write_word((uint64_t)head->value_nbytes, 4, to + AT_VALUE_NBYTES);
    write_word((head->ordered ? 1 : 0) | (head->closed ? 2 : 0), 8, to + AT_KIND);
    write_word((uint64_t)head->first, 8, to + AT_FIRST);
    write_word((uint64_t)head->n, 8, to + AT_N);
    write_word((uint64_t)head->n_counted, 8, to + AT_N_COUNTED);
    unsigned char *list = to + AT_VALUES;
    list = write_list(&chosen->element, partial->parts.n_before, partial->before, list);
    list = write_list(&chosen->value, partial->parts.n_runs, partial->runs, list);
    (void)write_list(&chosen->element, partial->parts.n_after, partial->after, list);
    write_word(checksum(to, nbytes), 8, to + AT_CHECKSUM);
}
