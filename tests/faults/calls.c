/* calls.c: every built-in kernel with every verb, dtype and kind of layout, as calls that are ready to be made. */
#include "calls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ITEM = 16, N_OPERANDS = 8, WHERE = 5, OUT = 6 };

/* One operand's memory: how its elements lie in it, and what they are in C order. */
typedef struct operand {
    unsigned char *memory, *elements;
    size_t nbytes; /* of the memory in use */
    int32_t dtype, ndim;
    int64_t shape[2], strides[2], offset;
    bool swapped;
} operand;

static operand operands[N_OPERANDS];
static unsigned char *memories[N_OPERANDS];
static size_t room; /* bytes of each memory */

static void must(ravel_status status, const char *what)
{
    if (status == RAVEL_OK)
        return;
    fprintf(stderr, "calls: %s: %s\n", what, ravel_status_text(status));
    exit(1);
}

static int64_t itemsize_of(int32_t dtype)
{
    size_t itemsize = 0;
    must(ravel_dtype_itemsize(dtype, &itemsize), "ravel_dtype_itemsize");
    return (int64_t)itemsize;
}

static bool is_complex(int32_t dtype)
{
    return dtype == RAVEL_COMPLEX64 || dtype == RAVEL_COMPLEX128;
}

static int64_t part_of(int32_t dtype)
{
    return is_complex(dtype) ? itemsize_of(dtype) / 2 : itemsize_of(dtype);
}

/* The bits of a float part's exponent, shifted to its place; 0 for other dtypes. */
static uint64_t exponent_mask(int32_t dtype)
{
    switch (dtype) {
    case RAVEL_FLOAT16:
        return UINT64_C(0x7c00);
    case RAVEL_BFLOAT16:
        return UINT64_C(0x7f80);
    case RAVEL_FLOAT32:
    case RAVEL_COMPLEX64:
        return UINT64_C(0x7f800000);
    case RAVEL_FLOAT64:
    case RAVEL_COMPLEX128:
        return UINT64_C(0x7ff0000000000000);
    default:
        return 0;
    }
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint64_t load_part(const unsigned char *bytes, int64_t part)
{
    uint8_t byte;
    uint16_t half;
    uint32_t word;
    uint64_t wide;
    switch (part) {
    case 1:
        memcpy(&byte, bytes, sizeof byte);
        return byte;
    case 2:
        memcpy(&half, bytes, sizeof half);
        return half;
    case 4:
        memcpy(&word, bytes, sizeof word);
        return word;
    default:
        memcpy(&wide, bytes, sizeof wide);
        return wide;
    }
}

static void store_part(unsigned char *bytes, uint64_t bits, int64_t part)
{
    const uint8_t byte = (uint8_t)bits;
    const uint16_t half = (uint16_t)bits;
    const uint32_t word = (uint32_t)bits;
    const void *source = part == 8   ? (const void *)&bits
                         : part == 4 ? (const void *)&word
                         : part == 2 ? (const void *)&half
                                     : (const void *)&byte;
    memcpy(bytes, source, (size_t)part);
}

/* Any bits, moderate values, denormals, and few of the rest: a part of number `index`. */
static uint64_t random_part(int32_t dtype, uint64_t *state, int64_t index)
{
    const uint64_t bits = next_random(state), mask = exponent_mask(dtype);
    if (dtype == RAVEL_BOOL)
        return bits & 1;
    if (mask == 0)
        return index % 5 == 0 ? bits & 15 : bits;
    if (index % 4 == 1)
        return bits & ~mask; /* a denormal */
    if (index % 41 == 2)
        return bits | mask; /* NaN, most likely */
    if (index % 4 == 3)
        return bits;
    const uint64_t lowest = mask & (0 - mask);
    return (bits & ~mask) | ((mask >> 1 & mask) + (bits >> 3 & 7) * lowest - 4 * lowest);
}

static void make_elements(operand *o, uint64_t seed)
{
    const int64_t part = part_of(o->dtype), n_parts = o->shape[0] * o->shape[1] * itemsize_of(o->dtype) / part;
    for (int64_t i = 0; i < n_parts; i++)
        store_part(o->elements + i * part, random_part(o->dtype, &seed, i), part);
}

static void copy_element(unsigned char *to, const unsigned char *from, int64_t itemsize, int64_t part, bool swap)
{
    if (!swap) {
        memcpy(to, from, (size_t)itemsize);
        return;
    }
    for (int64_t i = 0; i < itemsize; i++)
        to[i] = from[i / part * part + (part - 1 - i % part)];
}

/* Copies the elements to where they lie in memory. */
static void put(const operand *o)
{
    const int64_t itemsize = itemsize_of(o->dtype), part = part_of(o->dtype);
    const unsigned char *from = o->elements;
    for (int64_t i = 0; i < o->shape[0]; i++)
        for (int64_t j = 0; j < o->shape[1]; j++, from += itemsize)
            copy_element(o->memory + o->offset + i * o->strides[0] + j * o->strides[1], from, itemsize, part,
                         o->swapped);
}

/* Lays out a matrix, or the vector or scalar that a reduction leaves (lengths of 1, ndim less). */
static void lay_out(operand *o, int32_t dtype, calls_layout layout, int32_t ndim, int64_t rows, int64_t columns)
{
    const int64_t s = itemsize_of(dtype);
    const int64_t step = layout == CALLS_STRIDED ? 3 * s : layout == CALLS_SWAPPED ? s + 1 : s;
    o->memory = memories[o - operands];
    o->dtype = dtype;
    o->ndim = ndim;
    o->shape[0] = rows;
    o->shape[1] = columns;
    o->swapped = layout == CALLS_SWAPPED && part_of(dtype) > 1;
    o->nbytes = (size_t)(rows * columns * step + MAX_ITEM);
    o->offset = layout == CALLS_SWAPPED ? 1 : 0;
    o->strides[0] = columns * step;
    o->strides[1] = step;
    if (layout == CALLS_REVERSED) {
        o->offset = (rows * columns - 1) * s;
        o->strides[0] = -columns * s;
        o->strides[1] = -s;
    } else if (layout == CALLS_TRANSPOSED) {
        o->strides[0] = s;
        o->strides[1] = rows * s;
    } else if (layout == CALLS_REPEATED) {
        o->strides[0] = 0;
    }
}

static ravel_array *array_of(const operand *o, uint64_t flags)
{
    int64_t shape[2], strides[2];
    int32_t ndim = 0;
    for (int32_t axis = 0; axis < 2; axis++) {
        if (o->ndim < 2 && o->shape[axis] == 1)
            continue; /* reduced */
        shape[ndim] = o->shape[axis];
        strides[ndim++] = o->strides[axis];
    }
    ravel_array *array = NULL;
    must(ravel_array_create(NULL, o->memory, room, o->offset, o->dtype, o->ndim, shape, strides,
                            flags | (o->swapped ? RAVEL_SWAPPED : 0), &array),
         "ravel_array_create");
    return array;
}

void calls_reset(const prepared_call *call)
{
    for (int32_t i = 0; i < N_OPERANDS; i++)
        if (operands[i].nbytes > 0)
            memset(operands[i].memory, 0xa5, operands[i].nbytes);
    for (int32_t i = 0; i < call->n_in; i++)
        put(&operands[i]);
    if (call->where != NULL)
        put(&operands[WHERE]);
}

ravel_status calls_run(ravel_context *context, const prepared_call *call)
{
    const uint64_t options = RAVEL_OPTION_CASTING_UNSAFE;
    if (call->verb == RAVEL_VERB_APPLY)
        return ravel_apply(context, call->kernel, call->n_in, (const ravel_array *const *)call->in, call->where,
                           options, call->n_out, call->out);
    if (call->verb == RAVEL_VERB_REDUCE)
        return ravel_reduce(context, call->kernel, call->in[0], call->n_axes, call->axes, call->where, NULL, options,
                            call->out[0]);
    return ravel_accumulate(context, call->kernel, call->in[0], call->axes[0], options, call->out[0]);
}

/* Whether the library can make the call: its own checks, without running it. */
static bool is_possible(prepared_call *call)
{
    const uint64_t options = RAVEL_OPTION_CASTING_UNSAFE;
    ravel_status status;
    if (call->verb == RAVEL_VERB_APPLY)
        status = ravel_apply_scratch(NULL, call->kernel, call->n_in, (const ravel_array *const *)call->in, call->where,
                                     options, call->n_out, call->out, &call->scratch);
    else if (call->verb == RAVEL_VERB_REDUCE)
        status = ravel_reduce_scratch(NULL, call->kernel, call->in[0], call->n_axes, call->axes, call->where, NULL,
                                      options, call->out[0], &call->scratch);
    else
        status = ravel_accumulate_scratch(NULL, call->kernel, call->in[0], call->axes[0], options, call->out[0],
                                          &call->scratch);
    return status == RAVEL_OK;
}

static uint64_t mix(uint64_t digest, uint64_t bits)
{
    digest = (digest ^ bits) * UINT64_C(0x100000001b3);
    return digest ^ digest >> 29;
}

static uint64_t digest_of(const operand *o, uint64_t digest)
{
    const int64_t itemsize = itemsize_of(o->dtype), part = part_of(o->dtype);
    const uint64_t mask = exponent_mask(o->dtype), fraction = mask == 0 ? 0 : (mask & (0 - mask)) - 1;
    unsigned char element[MAX_ITEM];
    for (int64_t i = 0; i < o->shape[0]; i++)
        for (int64_t j = 0; j < o->shape[1]; j++) {
            copy_element(element, o->memory + o->offset + i * o->strides[0] + j * o->strides[1], itemsize, part,
                         o->swapped);
            for (int64_t k = 0; k < itemsize; k += part) {
                const uint64_t bits = load_part(element + k, part);
                const bool is_nan = mask != 0 && (bits & mask) == mask && (bits & fraction) != 0;
                digest = mix(digest, is_nan ? mask + 1 : bits);
            }
        }
    return digest;
}

uint64_t calls_digest(const prepared_call *call)
{
    uint64_t digest = (uint64_t)call->verb;
    for (int32_t k = 0; k < call->n_out; k++)
        digest = digest_of(&operands[OUT + k], digest);
    return digest;
}

/* What a walk over all calls carries. */
typedef struct walk {
    const calls_plan *plan;
    void (*visit)(const prepared_call *call, void *data);
    void *data;
    int64_t n_visits;
    char kernel[64];
    prepared_call call;
} walk;

/* Visits the call, the operands of which are laid out. */
static void visit_call(walk *w, const char *dtype, const char *detail)
{
    static const char *const layouts[CALLS_N_LAYOUTS] = {"contiguous", "strided",    "reversed", "transposed",
                                                         "swapped",    "repeated",   "masked",   "cast",
                                                         "in place",   "overlapping"};
    prepared_call *call = &w->call;
    (void)snprintf(call->title, sizeof call->title, "%s %s, %s, %s, %d x %d", w->kernel, dtype, detail,
                   layouts[call->layout], (int)w->plan->rows, (int)w->plan->columns);
    operand *out = &operands[OUT];
    if (call->layout == CALLS_IN_PLACE || call->layout == CALLS_OVERLAPPING) {
        out->memory = operands[0].memory;
        out->offset += call->layout == CALLS_OVERLAPPING ? MAX_ITEM : 0;
        out->nbytes = 0;
        operands[0].nbytes += MAX_ITEM;
    }
    for (int32_t i = 0; i < call->n_in; i++)
        call->in[i] = array_of(&operands[i], 0);
    call->where = NULL;
    operands[WHERE].nbytes = 0;
    if (call->layout == CALLS_MASKED) {
        lay_out(&operands[WHERE], RAVEL_BOOL, CALLS_CONTIGUOUS, 2, w->plan->rows, w->plan->columns);
        make_elements(&operands[WHERE], 77);
        call->where = array_of(&operands[WHERE], 0);
    }
    for (int32_t k = 0; k < call->n_out; k++)
        call->out[k] = array_of(&operands[OUT + k], RAVEL_WRITEABLE);
    const bool maybe_not = call->layout == CALLS_CAST || call->layout == CALLS_MASKED;
    if (is_possible(call) || !maybe_not) {
        calls_reset(call);
        w->visit(call, w->data);
        w->n_visits++;
    }
    for (int32_t i = 0; i < call->n_in; i++)
        must(ravel_array_destroy(call->in[i]), "ravel_array_destroy");
    must(ravel_array_destroy(call->where), "ravel_array_destroy");
    for (int32_t k = 0; k < call->n_out; k++)
        must(ravel_array_destroy(call->out[k]), "ravel_array_destroy");
}

static void lay_out_inputs(const walk *w, const int32_t *dtypes)
{
    for (int32_t i = 0; i < N_OPERANDS; i++)
        operands[i].nbytes = 0;
    for (int32_t i = 0; i < w->call.n_in; i++) {
        lay_out(&operands[i], dtypes[i], w->call.layout, 2, w->plan->rows, w->plan->columns);
        make_elements(&operands[i], (uint64_t)i + 1);
    }
}

/* The layout of an output beside inputs of this one. */
static calls_layout output_layout(calls_layout layout)
{
    return layout == CALLS_TRANSPOSED || layout == CALLS_REPEATED ? CALLS_CONTIGUOUS : layout;
}

static void visit_apply(walk *w, const int32_t *dtypes)
{
    int32_t cast[RAVEL_MAX_OPERANDS];
    memcpy(cast, dtypes, sizeof cast);
    int32_t *out = &cast[w->call.n_in];
    if (w->call.layout == CALLS_CAST) {
        cast[w->call.n_in - 1] = w->call.n_in > 1 ? RAVEL_BOOL : cast[0];
        *out = *out == RAVEL_FLOAT32 ? RAVEL_INT16 : RAVEL_FLOAT32;
    }
    if (w->call.layout == CALLS_IN_PLACE && *out != cast[0])
        return;
    lay_out_inputs(w, cast);
    for (int32_t k = 0; k < w->call.n_out; k++)
        lay_out(&operands[OUT + k], out[k], output_layout(w->call.layout), 2, w->plan->rows, w->plan->columns);
    visit_call(w, ravel_dtype_name(dtypes[w->call.n_in > 1 ? 1 : 0]), "apply");
}

/* Along axis 0, 1 or, as number 2, both at once. */
static void visit_reduce(walk *w, int32_t dtype, int32_t axis)
{
    static const char *const details[] = {"reduce axis 0", "reduce axis 1", "reduce all"};
    if (w->call.layout == CALLS_IN_PLACE)
        return; /* an output in the input's memory is one that overlaps */
    w->call.n_in = 1;
    w->call.n_axes = axis == 2 ? 2 : 1;
    w->call.axes[0] = axis == 2 ? 0 : axis;
    w->call.axes[1] = 1;
    lay_out_inputs(w, &dtype);
    ravel_array *in = array_of(&operands[0], 0);
    int32_t out_dtype = 0, ndim = 0;
    int64_t shape[2] = {1, 1};
    const ravel_status status = ravel_reduce_outputs(NULL, w->call.kernel, in, w->call.n_axes, w->call.axes, NULL, NULL,
                                                     0, &out_dtype, 2, &ndim, shape);
    must(ravel_array_destroy(in), "ravel_array_destroy");
    must(status, w->kernel);
    if (w->call.layout == CALLS_CAST)
        out_dtype = out_dtype == RAVEL_FLOAT64 ? RAVEL_INT64 : RAVEL_FLOAT64;
    lay_out(&operands[OUT], out_dtype, output_layout(w->call.layout), ndim, axis == 1 ? w->plan->rows : 1,
            axis == 0 ? w->plan->columns : 1);
    visit_call(w, ravel_dtype_name(dtype), details[axis]);
}

static void visit_accumulate(walk *w, int32_t dtype, int32_t axis)
{
    if (w->call.layout == CALLS_MASKED)
        return;
    w->call.n_in = 1;
    w->call.axes[0] = axis;
    lay_out_inputs(w, &dtype);
    ravel_array *in = array_of(&operands[0], 0);
    int32_t out_dtype = 0, ndim = 0;
    int64_t shape[2];
    must(ravel_accumulate_outputs(NULL, w->call.kernel, in, axis, 0, &out_dtype, 2, &ndim, shape), w->kernel);
    must(ravel_array_destroy(in), "ravel_array_destroy");
    if (w->call.layout == CALLS_IN_PLACE && out_dtype != dtype)
        return;
    if (w->call.layout == CALLS_CAST)
        out_dtype = out_dtype == RAVEL_FLOAT64 ? RAVEL_INT64 : RAVEL_FLOAT64;
    lay_out(&operands[OUT], out_dtype, output_layout(w->call.layout), 2, w->plan->rows, w->plan->columns);
    visit_call(w, ravel_dtype_name(dtype), axis == 0 ? "accumulate axis 0" : "accumulate axis 1");
}

/* All calls of one kernel's loop. */
static void visit_loop(walk *w, int32_t index)
{
    int32_t n_in = 0, n_out = 0, verbs = 0, dtypes[RAVEL_MAX_OPERANDS] = {0};
    must(ravel_kernel_arity(w->call.kernel, &n_in, &n_out), w->kernel);
    must(ravel_kernel_verbs(w->call.kernel, &verbs), w->kernel);
    must(ravel_kernel_signature(w->call.kernel, index, n_in + n_out, dtypes), w->kernel);
    if (w->plan->only_floats && exponent_mask(dtypes[n_in > 1 ? 1 : 0]) == 0)
        return;
    for (int32_t layout = 0; layout < CALLS_N_LAYOUTS; layout++) {
        if ((w->plan->layouts >> layout & 1) == 0)
            continue;
        w->call.layout = (calls_layout)layout;
        if (verbs & RAVEL_VERB_APPLY) {
            w->call.verb = RAVEL_VERB_APPLY;
            w->call.n_in = n_in;
            w->call.n_out = n_out;
            visit_apply(w, dtypes);
        }
        w->call.n_out = 1;
        w->call.verb = RAVEL_VERB_REDUCE;
        for (int32_t axis = 0; axis < 3 && (verbs & RAVEL_VERB_REDUCE); axis++)
            visit_reduce(w, dtypes[0], axis);
        w->call.verb = RAVEL_VERB_ACCUMULATE;
        for (int32_t axis = 0; axis < 2 && (verbs & RAVEL_VERB_ACCUMULATE); axis++)
            visit_accumulate(w, dtypes[0], axis);
    }
}

static unsigned char *take_memory(size_t nbytes)
{
    void *memory = NULL;
    if (posix_memalign(&memory, 64, nbytes) != 0)
        must(RAVEL_OUT_OF_MEMORY, "posix_memalign");
    return memory;
}

int64_t calls_each(const calls_plan *plan, void (*visit)(const prepared_call *call, void *data), void *data)
{
    walk w = {.plan = plan, .visit = visit, .data = data};
    int32_t n_kernels = 0;
    room = (size_t)(plan->rows * plan->columns * 3 * MAX_ITEM + 2 * MAX_ITEM);
    for (int32_t i = 0; i < N_OPERANDS; i++) {
        memories[i] = take_memory(room);
        operands[i].elements = take_memory(room);
    }
    must(ravel_kernel_count(&n_kernels), "ravel_kernel_count");
    for (int32_t k = 0; k < n_kernels; k++) {
        int32_t n_loops = 0;
        must(ravel_kernel_at(NULL, k, &w.call.kernel), "ravel_kernel_at");
        must(ravel_kernel_name(w.call.kernel, w.kernel, sizeof w.kernel, NULL), "ravel_kernel_name");
        must(ravel_kernel_loop_count(w.call.kernel, &n_loops), w.kernel);
        if (plan->only_kernel != NULL && strcmp(plan->only_kernel, w.kernel) != 0)
            continue;
        for (int32_t index = 0; index < n_loops; index++)
            visit_loop(&w, index);
    }
    for (int32_t i = 0; i < N_OPERANDS; i++) {
        free(memories[i]);
        free(operands[i].elements);
    }
    return w.n_visits;
}

/* What calls_digest_of_all carries. */
typedef struct digest_of_all {
    ravel_context *context;
    uint64_t digest;
} digest_of_all;

static void run_and_digest(const prepared_call *call, void *data)
{
    digest_of_all *all = data;
    if (all->context == NULL && call->scratch > 0)
        return;
    must(calls_run(all->context, call), call->title);
    all->digest = mix(all->digest, calls_digest(call));
}

uint64_t calls_digest_of_all(const calls_plan *plan, ravel_context *context)
{
    digest_of_all all = {context, 0};
    (void)calls_each(plan, run_and_digest, &all);
    return all.digest;
}
