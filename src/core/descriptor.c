/* descriptor.c: an array's descriptor in its slot: written, copied out, proved. */
#include "descriptor.h"
#include "dtype_table.h"
#include "handle.h"
#include <string.h>

/* A slot's words. Only the two places and the meta word ever change, by repoint: it writes the place that is not in
 * use, then the meta word, whose count of changes says which place is. A scalar has no place and its value instead. */
#define WORD_META 0
#define WORD_PLACE 1 /* data, buffer, nbytes; twice */
#define PLACE_WORDS 3
#define WORD_VALUE 1
#define WORD_DENSE_SIZE 7 /* the elements of a dense array, else 0 */
#define WORD_SHAPE 8
#define WORD_STRIDES (WORD_SHAPE + RAVEL_MAX_NDIM)

_Static_assert(WORD_STRIDES + RAVEL_MAX_NDIM <= RVL_SLOT_WORDS, "a descriptor fits a slot");

/* The meta word, from bit 0 up: dtype, ndim, flags, how often the descriptor was repointed. */
#define META_CHANGE (UINT64_C(1) << 24)

static uint64_t meta_of(const rvl_descriptor *descriptor)
{
    return (uint64_t)descriptor->dtype | (uint64_t)descriptor->ndim << 8 | descriptor->flags << 16;
}

static int32_t place_of(uint64_t meta)
{
    return (meta & META_CHANGE) != 0 ? WORD_PLACE + PLACE_WORDS : WORD_PLACE;
}

static uint64_t load(rvl_slot *slot, int32_t word)
{
    return atomic_load_explicit(&slot->words[word], memory_order_acquire);
}

static void store(rvl_slot *slot, int32_t word, uint64_t value)
{
    atomic_store_explicit(&slot->words[word], value, memory_order_release);
}

static void *pointer_of(uint64_t word)
{
    return (void *)(uintptr_t)word;
}

static void store_place(rvl_slot *slot, int32_t place, const rvl_descriptor *descriptor)
{
    store(slot, place, (uint64_t)(uintptr_t)descriptor->data);
    store(slot, place + 1, (uint64_t)(uintptr_t)descriptor->buffer);
    store(slot, place + 2, descriptor->nbytes);
}

/* Whether all that was read is one descriptor's: neither word has changed since. */
static bool is_still(rvl_slot *slot, uint64_t handle, uint64_t meta)
{
    return load(slot, WORD_META) == meta && atomic_load_explicit(&slot->key, memory_order_relaxed) == handle;
}

ravel_status rvl_descriptor_peek(const ravel_array *array, rvl_descriptor *descriptor)
{
    uint64_t handle = (uint64_t)(uintptr_t)array;
    rvl_slot *slot;
    while ((slot = rvl_slot_find(handle, RVL_HANDLE_ARRAY)) != NULL) {
        uint64_t meta = load(slot, WORD_META);
        int32_t ndim = (int32_t)(meta >> 8 & 0xFF);
        if (ndim > RAVEL_MAX_NDIM)
            continue; /* another object's word: the array died just now */
        descriptor->dtype = (int32_t)(meta & 0xFF);
        descriptor->ndim = ndim;
        descriptor->flags = meta >> 16 & 0xFF;
        if ((descriptor->flags & RAVEL_SCALAR) != 0) {
            descriptor->value[0] = load(slot, WORD_VALUE);
            descriptor->value[1] = load(slot, WORD_VALUE + 1);
            descriptor->data = descriptor->buffer = (unsigned char *)descriptor->value;
            descriptor->nbytes = sizeof descriptor->value;
        } else {
            int32_t place = place_of(meta);
            descriptor->data = pointer_of(load(slot, place));
            descriptor->buffer = pointer_of(load(slot, place + 1));
            descriptor->nbytes = load(slot, place + 2);
        }
        for (int32_t axis = 0; axis < ndim; axis++) {
            descriptor->shape[axis] = (int64_t)load(slot, WORD_SHAPE + axis);
            descriptor->strides[axis] = (int64_t)load(slot, WORD_STRIDES + axis);
        }
        if (is_still(slot, handle, meta))
            return RAVEL_OK;
    }
    return rvl_handle_diagnose(handle);
}

/* Reads a shape of several axes, where it is like the other. */
static bool glance_at_shape(rvl_slot *slot, const rvl_glance *like, rvl_glance *glance)
{
    if (glance->ndim > RVL_GLANCE_NDIM)
        return false;
    for (int32_t axis = 0; axis < glance->ndim; axis++) {
        glance->shape[axis] = (int64_t)load(slot, WORD_SHAPE + axis);
        if (like && glance->shape[axis] != like->shape[axis])
            return false;
    }
    return true;
}

bool rvl_descriptor_glance(const ravel_array *array, const rvl_glance *like, rvl_glance *glance)
{
    const uint64_t handle = (uint64_t)(uintptr_t)array;
    rvl_slot *slot = rvl_slot_find(handle, RVL_HANDLE_ARRAY);
    if (slot == NULL)
        return false;
    const uint64_t meta = load(slot, WORD_META);
    glance->data = pointer_of(load(slot, place_of(meta)));
    glance->size = (int64_t)load(slot, WORD_DENSE_SIZE);
    glance->dtype = (int32_t)(meta & 0xFF);
    glance->ndim = (int32_t)(meta >> 8 & 0xFF);
    glance->writeable = (meta >> 16 & RAVEL_WRITEABLE) != 0;
    if (glance->size == 0 || (like && (glance->size != like->size || glance->ndim != like->ndim)) ||
        (glance->ndim > 1 && !glance_at_shape(slot, like, glance)))
        return false;
    return is_still(slot, handle, meta);
}

int32_t rvl_descriptor_dtype(const ravel_array *array)
{
    const uint64_t handle = (uint64_t)(uintptr_t)array;
    rvl_slot *slot = rvl_slot_find(handle, RVL_HANDLE_ARRAY);
    if (slot == NULL)
        return -1;
    const uint64_t meta = load(slot, WORD_META);
    return is_still(slot, handle, meta) ? (int32_t)(meta & 0xFF) : -1;
}

ravel_status rvl_descriptor_read(rvl_call *call, const ravel_array *array, const char *role, int32_t argument,
                                 rvl_descriptor *descriptor)
{
    ravel_status status = rvl_descriptor_peek(array, descriptor);
    if (status != RAVEL_OK)
        return rvl_fail_handle(call, status, (uint64_t)(uintptr_t)array, role, argument, "array");
    return RAVEL_OK;
}

int64_t rvl_descriptor_size(const rvl_descriptor *descriptor)
{
    int64_t size = 1;
    for (int32_t axis = 0; axis < descriptor->ndim; axis++) {
        if (descriptor->shape[axis] == 0)
            return 0;
        size *= descriptor->shape[axis];
    }
    return size;
}

/* Whether elements follow each other, the axes taken from the fastest on. */
static bool contiguous(const rvl_descriptor *descriptor, bool last_axis_fastest)
{
    int64_t step = rvl_dtypes[descriptor->dtype].itemsize;
    for (int32_t i = 0; i < descriptor->ndim; i++) {
        int32_t axis = last_axis_fastest ? descriptor->ndim - 1 - i : i;
        if (descriptor->shape[axis] != 1) {
            if (descriptor->strides[axis] != step)
                return false;
            step *= descriptor->shape[axis];
        }
    }
    return true;
}

static uint64_t dense_size(const rvl_descriptor *descriptor)
{
    const int64_t size = rvl_descriptor_size(descriptor);
    const bool ordinary = (descriptor->flags & (RAVEL_SWAPPED | RAVEL_WEAK | RAVEL_SCALAR)) == 0;
    return ordinary && size <= RVL_DENSE_SIZE && contiguous(descriptor, true) ? (uint64_t)size : 0;
}

ravel_status rvl_descriptor_publish(rvl_call *call, const rvl_descriptor *descriptor, ravel_array **out)
{
    rvl_slot *slot;
    ravel_status status = rvl_slot_take(&slot);
    if (status != RAVEL_OK) {
        return rvl_fail(call, status, -1, -1,
                        status == RAVEL_OUT_OF_MEMORY ? "no memory for another array handle"
                                                      : "no handle is left: too many objects are alive");
    }
    store(slot, WORD_META, meta_of(descriptor));
    store(slot, WORD_DENSE_SIZE, dense_size(descriptor));
    if ((descriptor->flags & RAVEL_SCALAR) != 0) {
        store(slot, WORD_VALUE, descriptor->value[0]);
        store(slot, WORD_VALUE + 1, descriptor->value[1]);
    } else {
        store_place(slot, WORD_PLACE, descriptor);
    }
    for (int32_t axis = 0; axis < descriptor->ndim; axis++) {
        store(slot, WORD_SHAPE + axis, (uint64_t)descriptor->shape[axis]);
        store(slot, WORD_STRIDES + axis, (uint64_t)descriptor->strides[axis]);
    }
    *out = pointer_of(rvl_slot_publish(slot, RVL_HANDLE_ARRAY));
    return RAVEL_OK;
}

/* Ends a use of an array's slot: repoint's, or the one that it starts with. */
static void end_use(rvl_slot *slot)
{
    if (rvl_slot_unpin(slot) == 0)
        rvl_slot_give_back(slot);
}

ravel_status rvl_descriptor_repoint(rvl_call *call, const ravel_array *array, const rvl_descriptor *descriptor)
{
    uint64_t handle = (uint64_t)(uintptr_t)array;
    rvl_slot *slot = rvl_slot_find(handle, RVL_HANDLE_ARRAY);
    bool locked = slot != NULL && rvl_slot_lock(slot, handle, 1);
    ravel_status status = RAVEL_OK;
    if (slot == NULL || atomic_load_explicit(&slot->key, memory_order_acquire) != handle) {
        status = rvl_handle_diagnose(handle);
        status = rvl_fail_handle(call, status, handle, "array", -1, "array");
    } else if (!locked) {
        status = rvl_fail(call, RAVEL_BUSY, -1, -1, "array is being rebound by another thread");
    } else {
        /* The use keeps the slot from another owner, even if the array is destroyed now. */
        uint64_t meta = load(slot, WORD_META) + META_CHANGE;
        store_place(slot, place_of(meta), descriptor);
        store(slot, WORD_META, meta);
    }
    if (locked)
        end_use(slot);
    return status;
}

ravel_status rvl_descriptor_destroy(const ravel_array *array)
{
    rvl_slot *slot;
    ravel_status status = rvl_slot_retire((uint64_t)(uintptr_t)array, RVL_HANDLE_ARRAY, &slot);
    if (status == RAVEL_OK)
        end_use(slot);
    return status;
}

const unsigned char *rvl_descriptor_data(const rvl_descriptor *descriptor, uint64_t *scalar)
{
    if (!(descriptor->flags & RAVEL_SCALAR))
        return descriptor->data;
    return memcpy(scalar, descriptor->value, sizeof descriptor->value);
}

static bool aligned(const rvl_descriptor *descriptor)
{
    uint64_t steps = (uint64_t)(uintptr_t)descriptor->data;
    for (int32_t axis = 0; axis < descriptor->ndim; axis++)
        steps |= descriptor->shape[axis] == 1 ? 0 : (uint64_t)descriptor->strides[axis];
    return steps % (uint64_t)rvl_dtypes[descriptor->dtype].part_size == 0;
}

uint64_t rvl_descriptor_flags(const rvl_descriptor *descriptor)
{
    if (rvl_descriptor_size(descriptor) == 0)
        return descriptor->flags | RAVEL_C_CONTIGUOUS | RAVEL_F_CONTIGUOUS | RAVEL_ALIGNED;
    return descriptor->flags | (contiguous(descriptor, true) ? RAVEL_C_CONTIGUOUS : 0) |
           (contiguous(descriptor, false) ? RAVEL_F_CONTIGUOUS : 0) | (aligned(descriptor) ? RAVEL_ALIGNED : 0);
}
