/* oracle_dtypes.c: promotion and casting rules as tables of their own, and which loop a kernel's inputs take. */
#include "oracle.h"
#include <string.h>

/* A letter for each dtype, in the order of their numbers; '.' is none. */
static const char letters[] = ".bijklpqrshgfdFZ";
static const char *const promotions[ORACLE_N_DTYPES] = {
    /*           .bijklpqrshgfdFZ */
    "................", /* none */
    ".bijklpqrshgfdFZ", /* b  bool */
    ".iijkljkl.hgfdFZ", /* i  int8 */
    ".jjjkljkl.fffdFZ", /* j  int16 */
    ".kkkklkkl.ddddZZ", /* k  int32 */
    ".llllllll.ddddZZ", /* l  int64 */
    ".pjjklpqrshgfdFZ", /* p  uint8 */
    ".qkkklqqrsfffdFZ", /* q  uint16 */
    ".rllllrrrsddddZZ", /* r  uint32 */
    ".s....ssssddddZZ", /* s  uint64 */
    ".hhfddhfddhffdFZ", /* h  float16 */
    ".ggfddgfddfgfdFZ", /* g  bfloat16 */
    ".fffddffddfffdFZ", /* f  float32 */
    ".dddddddddddddZZ", /* d  float64 */
    ".FFFZZFFZZFFFZFZ", /* F  complex64 */
    ".ZZZZZZZZZZZZZZZ", /* Z  complex128 */
};

int32_t oracle_promote(int32_t a, int32_t b)
{
    const char *place = strchr(letters, promotions[a][b]);
    return (int32_t)(place - letters);
}

/* The smallest dtype of the highest kind to which all that are not literals cast safely; a bool is no literal. */
static int32_t strong_type(int32_t n, const int32_t *dtypes, const bool *weak)
{
    static const int32_t kinds[] = {RAVEL_KIND_BOOL, RAVEL_KIND_UNSIGNED, RAVEL_KIND_SIGNED, RAVEL_KIND_FLOAT,
                                    RAVEL_KIND_COMPLEX};
    for (int32_t rank = 4; rank >= 0; rank--) {
        bool found = false;
        for (int32_t i = 0; i < n; i++)
            found |= oracle_kinds[dtypes[i]] == kinds[rank] && !(weak && weak[i] && rank > 0);
        for (int32_t dtype = RAVEL_BOOL; found && dtype <= RAVEL_COMPLEX128; dtype++) {
            bool holds = oracle_kinds[dtype] == kinds[rank];
            for (int32_t i = 0; i < n; i++)
                holds &= (weak && weak[i] && dtypes[i] != RAVEL_BOOL) || oracle_promote(dtypes[i], dtype) == dtype;
            if (holds)
                return dtype;
        }
        if (found)
            return 0;
    }
    return -1;
}

/* What a literal makes of the others' dtype; -1 stands for no others. */
static int32_t with_literal(int32_t strong, int32_t literal)
{
    const int32_t kind = oracle_kinds[literal];
    const bool exact = strong == -1 || oracle_kinds[strong] <= RAVEL_KIND_UNSIGNED;
    if (kind == RAVEL_KIND_BOOL)
        return strong;
    if (kind <= RAVEL_KIND_UNSIGNED)
        return strong == -1 || strong == RAVEL_BOOL ? literal : strong;
    if (kind == RAVEL_KIND_FLOAT)
        return exact ? RAVEL_FLOAT64 : strong;
    return exact || strong == RAVEL_FLOAT64 || strong == RAVEL_COMPLEX128 ? RAVEL_COMPLEX128 : RAVEL_COMPLEX64;
}

int32_t oracle_result_type(int32_t n, const int32_t *dtypes, const bool *weak)
{
    int32_t result = strong_type(n, dtypes, weak), literal = RAVEL_BOOL;
    for (int32_t i = 0; i < n; i++) {
        /* int64 is below uint64 is below float64 in number */
        if (weak && weak[i] && dtypes[i] > literal)
            literal = dtypes[i];
    }
    return result == 0 ? 0 : with_literal(result, literal);
}

bool oracle_can_cast(int32_t from, int32_t to, int32_t casting)
{
    /* Kinds from low to high, as same_kind counts them. */
    static const int32_t ranks[] = {[RAVEL_KIND_BOOL] = 0,
                                    [RAVEL_KIND_UNSIGNED] = 1,
                                    [RAVEL_KIND_SIGNED] = 2,
                                    [RAVEL_KIND_FLOAT] = 3,
                                    [RAVEL_KIND_COMPLEX] = 4};
    if (from == to || casting == RAVEL_CASTING_UNSAFE)
        return true;
    if (casting == RAVEL_CASTING_NO)
        return false;
    if (oracle_promote(from, to) == to)
        return true;
    return casting == RAVEL_CASTING_SAME_KIND && ranks[oracle_kinds[from]] <= ranks[oracle_kinds[to]];
}

static bool orders_or_equals(oracle_kernel kernel)
{
    return kernel == ORACLE_equal || kernel == ORACLE_not_equal || kernel == ORACLE_less ||
           kernel == ORACLE_less_equal || kernel == ORACLE_greater || kernel == ORACLE_greater_equal;
}

static int32_t real_of(int32_t dtype)
{
    return dtype == RAVEL_COMPLEX64 ? RAVEL_FLOAT32 : dtype == RAVEL_COMPLEX128 ? RAVEL_FLOAT64 : dtype;
}

bool oracle_has_loop(const oracle_kernel_facts *facts, int32_t dtype)
{
    return facts->support[oracle_kinds[dtype]] == ORACLE_YES && !(facts->wide && oracle_part_sizes[dtype] < 8);
}

/* The dtype of the loop for operands that meet in `common`, 0 where there is none. */
static int32_t loop_dtype(const oracle_kernel_facts *facts, int32_t common)
{
    if (oracle_has_loop(facts, common))
        return common;
    if (facts->support[oracle_kinds[common]] == ORACLE_NEVER)
        return 0;
    if (facts->to_float64 && oracle_kinds[common] <= RAVEL_KIND_UNSIGNED)
        return RAVEL_FLOAT64;
    for (int32_t dtype = RAVEL_BOOL; dtype <= RAVEL_COMPLEX128; dtype++)
        if (oracle_has_loop(facts, dtype) && oracle_can_cast(common, dtype, RAVEL_CASTING_SAFE))
            return dtype;
    return 0;
}

/* What the operands of each shape are: T, its real part's dtype P, that or float64 of what is no float F, or one
 * dtype's letter. */
static const char *const operands_of_shapes[] = {
    [ORACLE_UNARY] = "T>T",         [ORACLE_BINARY] = "TT>T",    [ORACLE_TERNARY] = "TTT>T", [ORACLE_COMPARE] = "TT>b",
    [ORACLE_PREDICATE] = "T>b",     [ORACLE_MAGNITUDE] = "T>P",  [ORACLE_SELECT] = "bTT>T",  [ORACLE_PAIR] = "T>TT",
    [ORACLE_BINARY_PAIR] = "TT>TT", [ORACLE_COUNT] = "T>p",      [ORACLE_SPLIT] = "T>Tk",    [ORACLE_SCALE] = "Tl>T",
    [ORACLE_CLOSE] = "TTFFb>b",     [ORACLE_REPLACE] = "TFFF>T", [ORACLE_MOVE] = "T>T",
};

static int32_t operand_dtype(char letter, int32_t dtype)
{
    if (letter == 'T')
        return dtype;
    if (letter == 'P')
        return real_of(dtype);
    if (letter == 'F')
        return oracle_kinds[dtype] <= RAVEL_KIND_UNSIGNED ? RAVEL_FLOAT64 : real_of(dtype);
    return (int32_t)(strchr(letters, letter) - letters);
}

void oracle_inputs(oracle_kernel kernel, int32_t dtype, int32_t *dtypes)
{
    for (int32_t k = 0; k < oracle_kernels[kernel].n_in; k++)
        dtypes[k] = operand_dtype(operands_of_shapes[oracle_kernels[kernel].shape][k], dtype);
}

ravel_status oracle_loop(oracle_kernel kernel, const int32_t *dtypes, const bool *weak, int32_t *loop)
{
    const oracle_kernel_facts *facts = &oracle_kernels[kernel];
    const char *const operands = operands_of_shapes[facts->shape];
    const int32_t first = facts->shape == ORACLE_SELECT ? 1 : 0, n_in = facts->n_in;
    int32_t n_common = 0;
    while (operands[first + n_common] == 'T')
        n_common++;
    const int32_t common = oracle_result_type(n_common, dtypes + first, weak ? weak + first : NULL);
    if (common == 0 && n_in == 2 && orders_or_equals(kernel)) {
        loop[0] = dtypes[0] == RAVEL_UINT64 ? RAVEL_UINT64 : RAVEL_INT64;
        loop[1] = dtypes[1] == RAVEL_UINT64 ? RAVEL_UINT64 : RAVEL_INT64;
        loop[2] = RAVEL_BOOL;
        return RAVEL_OK;
    }
    if (common == 0)
        return RAVEL_NO_COMMON_DTYPE;
    const int32_t dtype = loop_dtype(facts, common);
    if (dtype == 0)
        return RAVEL_NO_LOOP;
    oracle_inputs(kernel, dtype, loop);
    for (int32_t k = 0; k < facts->n_out; k++)
        loop[n_in + k] = operand_dtype(operands[n_in + 1 + k], dtype);
    return RAVEL_OK;
}
