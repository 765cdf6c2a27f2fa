/* battery_case.c: one call of the battery: its values, and whether memory is as the oracle says afterwards. */
#include "battery.h"
#include "support/values.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_REPORTS = 20 };

void battery_need(ravel_status status, const char *what)
{
    if (status == RAVEL_OK)
        return;
    printf("battery: %s: %s\n", what, ravel_status_text(status));
    exit(1);
}

const ravel_kernel *battery_kernel(oracle_kernel kernel)
{
    static const ravel_kernel *handles[ORACLE_N_KERNELS];
    if (!handles[kernel])
        battery_need(ravel_kernel_find(NULL, oracle_kernels[kernel].name, &handles[kernel]), "ravel_kernel_find");
    return handles[kernel];
}

/* Element i of input k: first all combinations of two special values, then random ones. */
static void choose(battery *run, int32_t dtype, int32_t k, int64_t i, int64_t n_first, void *bytes)
{
    const int64_t n = values_n_special(dtype);
    if (k == 0 && i < n * n_first)
        values_special(dtype, (int32_t)(i % n), bytes);
    else if (k > 0 && i < n * n_first)
        values_special(dtype, (int32_t)((i / n_first + (k - 1) * i) % n), bytes);
    else
        values_random(dtype, &run->random, bytes);
}

int32_t battery_output(battery *run, oracle_kernel kernel)
{
    const int32_t n_out = oracle_kernels[kernel].n_out;
    return n_out == 1 ? 0 : (int32_t)random_below(&run->random, n_out);
}

bool battery_pool_make(battery *run, battery_pool *pool, oracle_kernel kernel, const int32_t *dtypes, uint32_t constant)
{
    int32_t loop[BATTERY_MAX_LOOP];
    if (oracle_loop(kernel, dtypes, NULL, loop) != RAVEL_OK || (run->borrowed && oracle_kernels[kernel].elementary))
        return false;
    const int32_t n_in = oracle_kernels[kernel].n_in;
    *pool = (battery_pool){
        .kernel = kernel, .handle = battery_kernel(kernel), .n_in = n_in, .output = battery_output(run, kernel)};
    pool->result = loop[n_in + pool->output];
    for (int32_t k = 0; k < n_in; k++) {
        const size_t itemsize = oracle_itemsizes[dtypes[k]];
        pool->dtypes[k] = dtypes[k];
        pool->in[k] = calloc(BATTERY_POOL_LENGTH, itemsize);
        for (int64_t i = 0; i < BATTERY_POOL_LENGTH; i++) {
            unsigned char *const bytes = pool->in[k] + (size_t)i * itemsize;
            if ((constant >> k & 1) && i > 0)
                memcpy(bytes, pool->in[k], itemsize);
            else if (constant >> k & 1)
                values_random(dtypes[k], &run->random, bytes);
            else
                choose(run, dtypes[k], k, i, values_n_special(dtypes[0]), bytes);
        }
    }
    pool->out = calloc(BATTERY_POOL_LENGTH, oracle_itemsizes[pool->result]);
    for (int64_t i = 0; i < BATTERY_POOL_LENGTH; i++) {
        oracle_value operands[BATTERY_MAX_IN];
        uint64_t events = 0;
        for (int32_t k = 0; k < n_in; k++) {
            const oracle_value value =
                oracle_load(dtypes[k], pool->in[k] + (size_t)i * oracle_itemsizes[dtypes[k]], false);
            operands[k] = oracle_cast(value, loop[k], &events);
        }
        oracle_store(oracle_compute(kernel, operands, pool->output, pool->result, &events),
                     pool->out + (size_t)i * oracle_itemsizes[pool->result], false);
    }
    return true;
}

void battery_pool_free(battery_pool *pool)
{
    for (int32_t k = 0; k < pool->n_in; k++)
        free(pool->in[k]);
    free(pool->out);
}

/* Room for the offsets of the largest case, used again. */
static int64_t *offsets_of(const operand *array)
{
    static int64_t *offsets;
    static int64_t room;
    if (operand_size(array) > room) {
        room = operand_size(array);
        free(offsets);
        offsets = malloc((size_t)room * sizeof *offsets);
    }
    operand_offsets(array, offsets);
    return offsets;
}

void battery_fill(const operand *array, const unsigned char *values, int64_t start)
{
    const int64_t *offsets = offsets_of(array), size = operand_size(array);
    const size_t itemsize = oracle_itemsizes[array->dtype];
    int64_t place = start % BATTERY_POOL_LENGTH;
    for (int64_t i = 0; i < size; i++) {
        operand_write(array, array->block.data + offsets[i], values + (size_t)place * itemsize);
        place = place + 1 == BATTERY_POOL_LENGTH ? 0 : place + 1;
    }
}

void battery_fill_random(battery *run, const operand *array)
{
    const int64_t *offsets = offsets_of(array), size = operand_size(array);
    for (int64_t i = 0; i < size; i++) {
        unsigned char native[16];
        values_random(array->dtype, &run->random, native);
        operand_write(array, array->block.data + offsets[i], native);
    }
}

void battery_report(battery *run, const battery_case *call, const char *what)
{
    if (++run->n_failures > MAX_REPORTS)
        return;
    printf("FAILED %s: %s: %s\n", run->section, oracle_kernels[call->kernel].name, what);
    for (int32_t k = 0; k < call->n_in; k++)
        operand_print("input", &call->in[k]);
    if (call->masked)
        operand_print("where", &call->where);
    operand_print(call->in_place ? "output, over an input" : "output", &call->out);
}

static void report_element(battery *run, const battery_case *call, int64_t i, const unsigned char *expected,
                           const unsigned char *actual)
{
    char text[160] = "";
    int32_t length = snprintf(text, sizeof text, "element %lld: expected", (long long)i);
    for (size_t byte = 0; byte < oracle_itemsizes[call->out.dtype]; byte++)
        length += snprintf(text + length, sizeof text - (size_t)length, " %02x", expected[byte]);
    length += snprintf(text + length, sizeof text - (size_t)length, ", got");
    for (size_t byte = 0; byte < oracle_itemsizes[call->out.dtype]; byte++)
        length += snprintf(text + length, sizeof text - (size_t)length, " %02x", actual[byte]);
    battery_report(run, call, text);
}

/* The index into an input of each element of the output, by broadcasting: as offsets into its block. */
static void broadcast_offsets(const operand *in, const operand *out, int64_t *offsets)
{
    operand broadcast = *out;
    broadcast.offset = in->offset;
    for (int32_t axis = 0; axis < out->ndim; axis++) {
        const int32_t own = axis - (out->ndim - in->ndim);
        broadcast.strides[axis] = own >= 0 && in->shape[own] != 1 ? in->strides[own] : 0;
    }
    operand_offsets(&broadcast, offsets);
}

/* Writes to the output's expected bytes what the oracle makes of the inputs' expected bytes. */
static void expect_oracle(const battery_case *call)
{
    const int64_t size = operand_size(&call->out);
    int32_t dtypes[BATTERY_MAX_IN], loop[BATTERY_MAX_LOOP];
    int64_t *offsets = malloc(((size_t)size * (BATTERY_MAX_IN + 2) + 1) * sizeof *offsets);
    int64_t *where = offsets + BATTERY_MAX_IN * size, *out = where + size;
    for (int32_t k = 0; k < call->n_in; k++) {
        dtypes[k] = call->in[k].dtype;
        broadcast_offsets(&call->in[k], &call->out, offsets + k * size);
    }
    battery_need(oracle_loop(call->kernel, dtypes, NULL, loop), "a case without a loop");
    operand_offsets(&call->out, out);
    if (call->masked)
        broadcast_offsets(&call->where, &call->out, where);
    const size_t itemsize = oracle_itemsizes[call->out.dtype];
    unsigned char *results = malloc((size_t)size * itemsize + 1);
    for (int64_t i = 0; call->masked && i < size; i++) /* before results go there: the mask may be in the output */
        where[i] = call->where.block.expected[where[i]];
    for (int64_t i = 0; i < size; i++) {
        oracle_value operands[BATTERY_MAX_IN];
        uint64_t events = 0;
        for (int32_t k = 0; k < call->n_in; k++)
            operands[k] = oracle_cast(
                oracle_load(dtypes[k], call->in[k].block.expected + offsets[k * size + i], call->in[k].swapped),
                loop[k], &events);
        const oracle_value result =
            oracle_compute(call->kernel, operands, call->output, loop[call->n_in + call->output], &events);
        oracle_store(oracle_cast(result, call->out.dtype, &events), results + (size_t)i * itemsize, call->out.swapped);
    }
    for (int64_t i = 0; i < size; i++)
        if (!call->masked || where[i])
            memcpy(call->out.block.expected + out[i], results + (size_t)i * itemsize, itemsize);
    free(results);
    free(offsets);
}

static void expect_pool(const battery_case *call, const unsigned char *expected, int64_t start)
{
    const int64_t *offsets = offsets_of(&call->out), size = operand_size(&call->out);
    const size_t itemsize = oracle_itemsizes[call->out.dtype];
    const unsigned char *mask = call->masked ? call->where.block.expected + call->where.offset : NULL;
    int64_t place = start % BATTERY_POOL_LENGTH;
    for (int64_t i = 0; i < size; i++) {
        if (!mask || mask[i * call->where.strides[call->where.ndim - 1]])
            operand_write(&call->out, call->out.block.expected + offsets[i], expected + (size_t)place * itemsize);
        place = place + 1 == BATTERY_POOL_LENGTH ? 0 : place + 1;
    }
}

/* Takes NaNs that differ in their bits for equal, and reports the first element that differs. */
static bool settle_elements(battery *run, const battery_case *call)
{
    const int64_t *offsets = offsets_of(&call->out), size = operand_size(&call->out);
    const size_t itemsize = oracle_itemsizes[call->out.dtype];
    for (int64_t i = 0; i < size; i++) {
        unsigned char *const expected = call->out.block.expected + offsets[i];
        const unsigned char *const actual = call->out.block.data + offsets[i];
        if (memcmp(expected, actual, itemsize) == 0)
            continue;
        if (!oracle_same(call->out.dtype, expected, actual, call->out.swapped)) {
            report_element(run, call, i, expected, actual);
            return false;
        }
        memcpy(expected, actual, itemsize);
    }
    return true;
}

static void settle(battery *run, const battery_case *call)
{
    if (!settle_elements(run, call))
        return;
    char text[80];
    const int64_t changed = guard_changed(&call->out.block);
    if (changed != GUARD_INTACT) {
        snprintf(text, sizeof text, "byte %lld, which is no element of the output, was written", (long long)changed);
        battery_report(run, call, text);
    }
    for (int32_t k = 0; k < call->n_in; k++)
        if (guard_changed(&call->in[k].block) != GUARD_INTACT && call->in[k].block.data != call->out.block.data) {
            snprintf(text, sizeof text, "input %d was written to", k);
            battery_report(run, call, text);
        }
    if (call->masked && guard_changed(&call->where.block) != GUARD_INTACT &&
        call->where.block.data != call->out.block.data)
        battery_report(run, call, "the mask was written to");
}

void battery_run(battery *run, battery_case *call, const unsigned char *expected, int64_t start)
{
    const ravel_array *inputs[BATTERY_MAX_IN] = {NULL};
    for (int32_t k = 0; k < call->n_in; k++) {
        guard_seal(&call->in[k].block);
        operand_open(&call->in[k], 0);
        inputs[k] = call->in[k].handle;
    }
    if (call->masked) {
        guard_seal(&call->where.block);
        operand_open(&call->where, 0);
    }
    operand_open(&call->out, RAVEL_WRITEABLE);
    ravel_array *outputs[ORACLE_MAX_OUT] = {NULL};
    outputs[call->output] = call->out.handle;
    if (expected)
        expect_pool(call, expected, start);
    else
        expect_oracle(call);
    const ravel_status status =
        ravel_apply(call->context, call->handle, call->n_in, inputs, call->masked ? call->where.handle : NULL,
                    call->options, oracle_kernels[call->kernel].n_out, outputs);
    run->n_cases++;
    run->n_elements += operand_size(&call->out);
    if (status != RAVEL_OK) {
        char text[600] = "";
        if (call->context)
            battery_need(ravel_context_error(call->context, NULL, NULL, NULL, text, sizeof text, NULL), "the message");
        battery_report(run, call, text[0] ? text : ravel_status_text(status));
    } else {
        settle(run, call);
    }
    for (int32_t k = 0; k < call->n_in; k++)
        operand_close(&call->in[k]);
    operand_close(&call->where);
    operand_close(&call->out);
}
