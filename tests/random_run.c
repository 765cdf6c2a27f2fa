/* random_run.c: runs a random call, and compares what it answers and writes with what the model expects. */
#include "random_cases.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_CONTEXTS = 3, MAX_REPORTS = 20 };

int64_t random_n_failures, random_n_statuses[64];

static ravel_context *contexts[N_CONTEXTS];

static void need(ravel_status status, const char *what)
{
    if (status == RAVEL_OK)
        return;
    printf("random_cases: %s: %s\n", what, ravel_status_text(status));
    exit(1);
}

static void report(const random_case *call, const char *what)
{
    static const char *const roles[] = {"input 0", "input 1", "input 2", "input 3",
                                        "input 4", "where",   "initial", "output"};
    static const char *const verbs[] = {"apply", "reduce", "accumulate"};
    if (++random_n_failures > MAX_REPORTS)
        return;
    printf("FAILED --seed %" PRIu64 " --count 1: ravel_%s(%s, n_in %d, options %" PRIu64 ", casting %d): %s\n",
           call->seed, verbs[call->verb], call->name, call->n_in, call->options, call->casting, what);
    for (int32_t k = 0; k < RANDOM_N_OPERANDS; k++)
        if (call->operands[k].present) {
            printf("%s%s", call->operands[k].scalar ? "  scalar" : "", call->operands[k].weak ? ", weak" : "");
            operand_print(roles[k], &call->operands[k].array);
        }
    if (call->verb == RANDOM_APPLY)
        return;
    printf("  axes%s:", call->all_axes ? " all" : "");
    for (int32_t i = 0; i < call->n_axes; i++)
        printf(" %d", call->axes[i]);
    printf("\n");
}

static void open_operands(random_case *call)
{
    for (int32_t k = 0; k < RANDOM_N_OPERANDS; k++) {
        random_operand *each = &call->operands[k];
        if (!each->present)
            continue;
        guard_seal(&each->array.block);
        if (each->scalar)
            operand_open_scalar(&each->array, each->weak ? RAVEL_WEAK : 0);
        else
            operand_open(&each->array, k == RANDOM_OUT && !each->read_only ? RAVEL_WRITEABLE : 0);
    }
}

static ravel_status run(random_case *call)
{
    const ravel_array *in[RANDOM_MAX_IN + 1] = {NULL};
    const ravel_array *where = call->operands[RANDOM_WHERE].array.handle;
    ravel_array *out = call->operands[RANDOM_OUT].array.handle;
    for (int32_t k = 0; k < RANDOM_MAX_IN; k++)
        in[k] = call->operands[k].array.handle;
    if (call->verb == RANDOM_APPLY) {
        ravel_array *outputs[ORACLE_MAX_OUT] = {NULL};
        outputs[call->output] = out;
        return ravel_apply(call->context, call->handle, call->n_in, in, where, call->options, call->n_out, outputs);
    }
    if (call->verb == RANDOM_REDUCE)
        return ravel_reduce(call->context, call->handle, in[0], call->n_axes, call->all_axes ? NULL : call->axes, where,
                            call->operands[RANDOM_INITIAL].array.handle, call->options, out);
    return ravel_accumulate(call->context, call->handle, in[0], call->axes[0], call->options, out);
}

/* Takes NaNs for equal whatever their bits, and reports the first element that differs. */
static bool settle_elements(const random_case *call, const operand *out)
{
    static int64_t offsets[RANDOM_MAX_SIZE];
    const int64_t size = operand_size(out);
    operand_offsets(out, offsets);
    for (int64_t i = 0; i < size; i++) {
        unsigned char *const expected = out->block.expected + offsets[i];
        const unsigned char *const actual = out->block.data + offsets[i];
        if (oracle_same(out->dtype, expected, actual, out->swapped)) {
            memcpy(expected, actual, oracle_itemsizes[out->dtype]);
            continue;
        }
        char text[160];
        int32_t length = snprintf(text, sizeof text, "element %lld: expected", (long long)i);
        for (size_t byte = 0; byte < oracle_itemsizes[out->dtype]; byte++)
            length += snprintf(text + length, sizeof text - (size_t)length, " %02x", expected[byte]);
        length += snprintf(text + length, sizeof text - (size_t)length, ", got");
        for (size_t byte = 0; byte < oracle_itemsizes[out->dtype]; byte++)
            length += snprintf(text + length, sizeof text - (size_t)length, " %02x", actual[byte]);
        report(call, text);
        return false;
    }
    return true;
}

static void settle(random_case *call, random_expectation expected, ravel_status status)
{
    char text[700] = "";
    const operand *out = &call->operands[RANDOM_OUT].array;
    const bool as_expected = expected.statuses
                                 ? status > 0 && (expected.statuses >> status & 1)
                                 : status == RAVEL_OK || (expected.may_lack_scratch && status == RAVEL_SCRATCH_LIMIT);
    if (!as_expected) {
        const int32_t length = snprintf(text, sizeof text, "answers %d (%s), expected by bit %#" PRIx64 ": ", status,
                                        ravel_status_text(status), expected.statuses);
        if (call->context && status != RAVEL_OK)
            need(
                ravel_context_error(call->context, NULL, NULL, NULL, text + length, sizeof text - (size_t)length, NULL),
                "ravel_context_error");
        report(call, text);
        return;
    }
    random_n_statuses[status & 63]++;
    if (status == RAVEL_OK && !settle_elements(call, out))
        return;
    for (int32_t k = 0; k < RANDOM_N_OPERANDS; k++)
        if (call->operands[k].present && guard_changed(&call->operands[k].array.block) != GUARD_INTACT) {
            snprintf(text, sizeof text, "bytes of operand %d's block were written that should not be", k);
            report(call, text);
            return;
        }
    uint64_t events = 0;
    if (call->context && status == RAVEL_OK) {
        need(ravel_context_events(call->context, &events), "ravel_context_events");
        if (events != expected.events) {
            snprintf(text, sizeof text, "events are %" PRIu64 ", expected %" PRIu64, events, expected.events);
            report(call, text);
        }
    }
}

/* The output's block as it was, for a call that is refused where the model expects none to be. */
static unsigned char before[2 * RANDOM_BLOCK_NBYTES];

void random_run(random_case *call, guard_arena *arena)
{
    const int64_t context = random_below(&call->source, 2 * N_CONTEXTS + 1);
    call->context = context == 2 * N_CONTEXTS ? NULL : contexts[context % N_CONTEXTS];
    call->casting = random_once_in(&call->source, 3) ? RAVEL_CASTING_NO + (int32_t)random_below(&call->source, 4)
                                                     : RAVEL_CASTING_SAFE;
    random_make(call, arena);
    need(ravel_kernel_find(NULL, call->name, &call->handle), "ravel_kernel_find");
    if (call->context) {
        need(ravel_context_set_casting(call->context, call->casting), "ravel_context_set_casting");
        need(ravel_context_clear_events(call->context), "ravel_context_clear_events");
    }
    open_operands(call);
    const guard_block *out = &call->operands[RANDOM_OUT].array.block;
    memcpy(before, out->expected, out->nbytes);
    const random_expectation expected =
        call->verb == RANDOM_APPLY ? random_expect_apply(call) : random_expect_reduce(call);
    const ravel_status status = run(call);
    if (status != RAVEL_OK)
        memcpy(out->expected, before, out->nbytes);
    settle(call, expected, status);
    for (int32_t k = 0; k < RANDOM_N_OPERANDS; k++)
        operand_close(&call->operands[k].array);
}

void random_run_begin(void)
{
    for (int32_t i = 0; i < N_CONTEXTS; i++) {
        need(ravel_context_create(&contexts[i]), "ravel_context_create");
        need(ravel_context_set_threads(contexts[i], i + 1), "ravel_context_set_threads");
    }
}

void random_run_end(void)
{
    for (int32_t i = 0; i < N_CONTEXTS; i++)
        need(ravel_context_destroy(contexts[i]), "ravel_context_destroy");
}
