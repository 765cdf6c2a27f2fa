/* states.h: reductions whose running value is a state of several numbers rather than an element: elements become
 * states, states are joined, and in the end results are made of them. */
#ifndef RVL_KERNEL_STATES_H
#define RVL_KERNEL_STATES_H

#include "kernel.h"

typedef enum {
    RVL_STATE_argmax,
    RVL_STATE_argmin,
    RVL_STATE_var,
    RVL_STATE_std,
    RVL_STATE_var_of_present, /* the same of the elements that are not absent */
    RVL_STATE_std_of_present,
    RVL_STATE_exact_sum,
    RVL_STATE_exact_sum_to_cast, /* the same, for a result that is cast to a narrower dtype */
    RVL_STATE_ptp,
    RVL_STATE_min_max,
    RVL_STATE_mean_var,
    RVL_STATE_mean_var_of_present,
    RVL_STATE_logsumexp,
    RVL_STATE_norm2, /* for parts alone: no blocks of columns, no states of states */
    RVL_N_STATES
} rvl_state_number;

/* The NaN that stands for an absent element, or for the parts of one: no element has its bits, as a map makes all NaN
 * among them alike. Not of the bits that the hardware makes. */
#define RVL_ABSENT_FLOAT32 UINT32_C(0x7fc0ab5e)
#define RVL_ABSENT_FLOAT64 UINT64_C(0x7ff800000000ab5e)

/* Of the state of an exact sum, and of the largest one that elements are added to: two of these. */
enum { RVL_EXACT_WORDS = 68, RVL_ADDED_STATE_WORDS = 2 * RVL_EXACT_WORDS };

typedef struct rvl_state_loops {
    size_t nbytes; /* of a state: numbers of one size, and at its end words of 8 bytes */
    int32_t number_nbytes, n_numbers, n_words;
    rvl_reducer elements; /* from elements to states; no scan */
    rvl_reducer states;   /* from states to states; no scan */
    ravel_kernel_fn join; /* joins states as a binary kernel does; may be in place */
    /* Adds elements to a state, of which zero bytes are that of none; NULL where states come of `elements` alone. Where
     * it is given, any order of elements and joins makes the same bytes, and there is neither `elements` nor `states`.
     */
    void (*add)(size_t n, const void *elements, void *state);
    /* result[i] = what state i says; correction: of variances. Results may not overlap the states. */
    void (*finish)(size_t n, const void *states, double correction, void *results);
    /* What goes to the second output, NULL where there is one output. */
    void (*finish_second)(size_t n, const void *states, double correction, void *results);
} rvl_state_loops;

typedef rvl_state_loops rvl_state_table[RVL_N_STATES];

#endif
