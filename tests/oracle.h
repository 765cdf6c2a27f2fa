/* oracle.h: what results must be: a slow scalar model of DESIGN.md's numbers that shares no code with the library.
 *
 * One element at a time, from bytes to a value and back. The lists kernels.def, reductions.def and dtypes.def are the
 * library's; everything said about them here is said anew. Every float dtype's values are exact in a double. */
#ifndef TESTS_ORACLE_H
#define TESTS_ORACLE_H

#include <ravel/apply.h>
#include <stdbool.h>

#define ORACLE_N_DTYPES 16 /* the highest dtype + 1 */

typedef struct oracle_value {
    int32_t dtype;
    __int128 integer;  /* bool and integers */
    double real, imag; /* floats and complex */
} oracle_value;

/* ---- bytes and values (oracle_value.c) ---- */

extern const int32_t oracle_kinds[ORACLE_N_DTYPES];
extern const size_t oracle_itemsizes[ORACLE_N_DTYPES], oracle_part_sizes[ORACLE_N_DTYPES];

/* Reads one element; swapped: its parts' bytes are in the other order. Any non-zero bool byte is 1. */
oracle_value oracle_load(int32_t dtype, const void *bytes, bool swapped);
/* Writes one element; NaN as the positive quiet one. */
void oracle_store(oracle_value value, void *bytes, bool swapped);
/* Whether two elements hold the same bits, all NaNs being one. A bool byte must be 0 or 1. */
bool oracle_same(int32_t dtype, const void *expected, const void *actual, bool swapped);
oracle_value oracle_integer(int32_t dtype, __int128 integer);
oracle_value oracle_float(int32_t dtype, double real, double imag);
/* Rounds to nearest even in the format of a float dtype (of a complex one's part). */
double oracle_round(int32_t dtype, long double x);
/* A cast; events gets RAVEL_EVENT_INVALID_CAST where one is due. */
oracle_value oracle_cast(oracle_value value, int32_t dtype, uint64_t *events);

/* ---- dtypes (oracle_dtypes.c) ---- */

/* 0 where there is none. */
int32_t oracle_promote(int32_t a, int32_t b);
int32_t oracle_result_type(int32_t n, const int32_t *dtypes, const bool *weak);
bool oracle_can_cast(int32_t from, int32_t to, int32_t casting);

/* ---- kernels (oracle_kernels.c) ---- */

typedef enum {
#define KERNEL(name, family, loop, boolean, integer, real, complex, properties, summary) ORACLE_##name,
#include "../src/kernel/kernels.def"
#undef KERNEL
    ORACLE_N_KERNELS
} oracle_kernel;

typedef enum {
    ORACLE_UNARY,
    ORACLE_BINARY,
    ORACLE_TERNARY,
    ORACLE_COMPARE,
    ORACLE_PREDICATE,
    ORACLE_MAGNITUDE,
    ORACLE_SELECT,
    ORACLE_PAIR,
    ORACLE_BINARY_PAIR,
    ORACLE_COUNT,
    ORACLE_SPLIT,
    ORACLE_SCALE,
    ORACLE_CLOSE,
    ORACLE_REPLACE,
    ORACLE_MOVE
} oracle_shape;
typedef enum { ORACLE_YES, ORACLE_NO, ORACLE_NEVER } oracle_support;

typedef struct oracle_kernel_facts {
    const char *name;
    oracle_shape shape;
    int32_t n_in, n_out;
    bool elementary;           /* has no value of its own here: the library's generic loop gives it */
    oracle_support support[5]; /* by RAVEL_KIND_* */
    bool reorderable, to_float64, wide;
} oracle_kernel_facts;

extern const oracle_kernel_facts oracle_kernels[ORACLE_N_KERNELS];

/* Whether a built-in kernel has a loop for this dtype. */
bool oracle_has_loop(const oracle_kernel_facts *facts, int32_t dtype);

#define ORACLE_MAX_IN 5
#define ORACLE_MAX_OUT 2

/* The dtypes of the inputs that a kernel's loop for T takes, whether it has one or not. */
void oracle_inputs(oracle_kernel kernel, int32_t dtype, int32_t *dtypes);
/* The dtypes that a built-in kernel's loop has for these inputs: one for each input, then one for each output.
 * RAVEL_OK, RAVEL_NO_LOOP or RAVEL_NO_COMMON_DTYPE. */
ravel_status oracle_loop(oracle_kernel kernel, const int32_t *dtypes, const bool *weak, int32_t *loop);
/* Whether results come from the library's generic loop, not from the oracle. */
bool oracle_is_elementary(oracle_kernel kernel, int32_t dtype);
/* One element of output number `output`; the inputs have the loop's dtypes; the result has dtype `result`. Adds
 * RAVEL_EVENT_* bits to *events. */
oracle_value oracle_compute(oracle_kernel kernel, const oracle_value *in, int32_t output, int32_t result,
                            uint64_t *events);

/* ---- parts of numbers (oracle_parts.c) ---- */

/* As oracle_compute, for kernels that take numbers apart, round them to integers or ask what they are; false of others.
 */
bool oracle_parts(oracle_kernel kernel, const oracle_value *in, int32_t output, int32_t result, oracle_value *value);

/* ---- elementary functions (oracle_elementary.c) ---- */

/* The value that the library's generic instruction set gives for one contiguous element, which must be near that of the
 * C library's long double function: else a message is printed and oracle_n_failures goes up. */
extern int64_t oracle_n_failures;
oracle_value oracle_elementary(oracle_kernel kernel, const oracle_value *in, int32_t output, int32_t result);

/* ---- reductions (oracle_reduce.c) ---- */

typedef enum {
#define REDUCTION(name, verb, kernel, rule, summary) ORACLE_REDUCTION_##name,
#include "../src/kernel/reductions.def"
#undef REDUCTION
    ORACLE_N_REDUCTIONS
} oracle_reduction;

/* What a call folds with: a binary kernel, in the accumulator's dtype (float32 for float16 and bfloat16). */
typedef struct oracle_fold {
    oracle_kernel kernel;
    int32_t dtype;
    uint64_t *events; /* that the kernel raises; NULL: nobody asks */
    bool magnitudes;  /* folds nothing below +0, which is the identity */
} oracle_fold;

/* Stands for no value, as a masked element does: joined with another, it leaves that as it is. */
extern const oracle_value oracle_absent;

/* kernel(left, right) */
oracle_value oracle_join(const oracle_fold *fold, oracle_value left, oracle_value right);
/* The result over no elements; absent where there is none. */
oracle_value oracle_identity(const oracle_fold *fold);
/* n values by the fixed tree, or from the left where the kernel is not reorderable; absent if all are. */
oracle_value oracle_fold_row(const oracle_fold *fold, int64_t n, const oracle_value *values);
/* How a row of n items becomes a state: data is the walk's. */
typedef void oracle_row_fold(const void *data, int64_t n, const void *row, void *state);
typedef struct oracle_walk {
    size_t element_nbytes, state_nbytes;
    oracle_row_fold *fold_elements, *fold_states;
    const void *data;
} oracle_walk;
/* Folds the axes in the bit set `axes` in the one order of reductions, along the first of them elements in C order,
 * then states, which may be in the elements' place; the lengths of the axes become 1. Does nothing where there are no
 * axes. (oracle_axes.c) */
void oracle_walk_axes(const oracle_walk *walk, int32_t ndim, int64_t *shape, uint64_t axes, const void *elements,
                      void *states);
/* Folds the axes in the bit set `axes` of values in C order, in place: their lengths become 1. No axis is empty. */
void oracle_fold_axes(const oracle_fold *fold, int32_t ndim, int64_t *shape, uint64_t axes, oracle_value *values);
/* The largest elements less the smallest; shape stays, and fold is that of the largest. */
void oracle_fold_to_differences(const oracle_fold *fold, int32_t ndim, const int64_t *shape, uint64_t axes,
                                int64_t size, int64_t n_results, oracle_value *values);
/* Folds along one axis, each value becoming the fold of those up to it. */
void oracle_accumulate_axis(const oracle_fold *fold, int32_t ndim, const int64_t *shape, int32_t axis,
                            oracle_value *values);

/* ---- calls of reduce and accumulate (oracle_reduction.c) ---- */

/* How such a call folds: a kernel, or a row of reductions.def (else -1). */
typedef enum { ORACLE_MAP_NONE, ORACLE_MAP_TRUTHS, ORACLE_MAP_NUMBERS, ORACLE_MAP_ABS, ORACLE_MAP_SQUARES } oracle_map;

typedef struct oracle_plan {
    oracle_fold fold;
    int32_t dtype;  /* that the casting rule must let inputs become, and become the output */
    int32_t source; /* whose elements inputs count as for that rule: of norms the parts' */
    int32_t given;  /* that elements become before they are mapped to the fold's dtype */
    oracle_map map;
    bool any_input; /* no casting rule for inputs */
    bool mean, roots, no_initial;
    bool logs; /* of sums of exponentials */
    enum { ORACLE_NO_MOMENTS, ORACLE_VAR, ORACLE_STD } moments;
    bool differences; /* the largest element less the smallest; no masks */
    bool exact;       /* a sum that is rounded once */
    bool index;       /* the result is where the element is that the fold picks */
} oracle_plan;

/* The dtype of an initial value: of indices an index. */
static inline int32_t oracle_initial_dtype(const oracle_plan *plan)
{
    return plan->index ? plan->dtype : plan->fold.dtype;
}

extern const char *const oracle_reduction_names[ORACLE_N_REDUCTIONS];
extern const oracle_kernel oracle_reduction_kernels[ORACLE_N_REDUCTIONS];
extern const bool oracle_reduction_accumulates[ORACLE_N_REDUCTIONS];
/* The dtype of a variance of elements of a dtype. */
int32_t oracle_variance_dtype(int32_t dtype);
bool oracle_reduction_is_variance(int32_t reduction);
/* As oracle_reduce, for variances; shape is used up. correction may be absent, and so may elements. */
void oracle_moments(const oracle_plan *plan, int32_t ndim, int64_t *shape, uint64_t axes, oracle_value correction,
                    int32_t out_dtype, oracle_value *values, uint64_t *events);
/* As oracle_reduce, for logarithms of sums of exponentials in a dtype that the elements have. */
void oracle_logs(int32_t dtype, int32_t ndim, const int64_t *shape, uint64_t axes, oracle_value *values);
/* Sums of reals, or of complex numbers, rounded once: values[i] belongs to result places[i]; results take the values'
 * place. */
void oracle_exact_sums(int64_t n, const int64_t *places, int64_t n_results, int32_t out_dtype, oracle_value *values,
                       uint64_t *events);
/* Whether a reduction gives indices: of one axis, or of all. */
bool oracle_reduction_indexes(int32_t reduction);
/* The output's dtype by default, 0 where it is the kernel's. */
int32_t oracle_reduction_output(int32_t reduction, int32_t in_dtype);
/* The plan for these dtypes: RAVEL_OK, RAVEL_WRONG_VERB, RAVEL_NO_LOOP or RAVEL_DTYPE_MISMATCH. */
ravel_status oracle_plan_fold(bool accumulate, oracle_kernel kernel, int32_t reduction, int32_t in_dtype,
                              int32_t out_dtype, oracle_plan *plan);
/* Reduces the axes in the set; values, in C order of the input's shape, are the input's elements, absent where masked,
 * and become the results, in dtype out_dtype. initial, of indices an int64, may be absent. False where a result has no
 * value. */
bool oracle_reduce(const oracle_plan *plan, int32_t ndim, const int64_t *shape, uint64_t axes, oracle_value initial,
                   int32_t out_dtype, oracle_value *values, uint64_t *events);
void oracle_accumulate(const oracle_plan *plan, int32_t ndim, const int64_t *shape, int32_t axis, int32_t out_dtype,
                       oracle_value *values, uint64_t *events);

/* The edges of n equal bins: the last is `upper` itself. */
void oracle_uniform_edges(double lower, double upper, int64_t n, double *edges);
/* The bin of n that a value lies in, n if in none. */
int64_t oracle_bin(oracle_value value, int64_t n, const double *edges);

#endif
