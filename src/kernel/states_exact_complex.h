/* states_exact_complex.h: the exact sum of complex numbers: that of the real parts, and that of the imaginary ones, by
 * the functions of the parts' dtype. Included by states.c alone, after states_moments.h, for complex numbers. */
#ifndef RVL_KERNEL_STATES_EXACT_COMPLEX_H
#define RVL_KERNEL_STATES_EXACT_COMPLEX_H

#define PART_NAME(name) RVL_PASTE(RVL_PASTE(RVL_PASTE(name##_, RVL_PASTE(PART_, RVL_DTYPE)), _), RVL_ISA)
extern const rvl_state_table PART_NAME(rvl_states);

/* n of them are 2 n states of the parts. */
typedef struct exact_pair {
    uint64_t parts[2][RVL_EXACT_WORDS];
} exact_pair;

static void add_exactly(size_t n, const void *elements, void *into)
{
    enum { ROOM = 128 };
    const elem *values = elements;
    exact_pair *state = into;
    real parts[ROOM];
    for (size_t first = 0; first < n; first += ROOM) {
        const size_t count = n - first < ROOM ? n - first : ROOM;
        for (size_t i = 0; i < count; i++)
            parts[i] = values[first + i].real;
        PART_NAME(rvl_states)[RVL_STATE_exact_sum].add(count, parts, state->parts[0]);
        for (size_t i = 0; i < count; i++)
            parts[i] = values[first + i].imag;
        PART_NAME(rvl_states)[RVL_STATE_exact_sum].add(count, parts, state->parts[1]);
    }
}

static int32_t join_exact(size_t n, const void *const *in, void *const *out, void *user)
{
    return PART_NAME(rvl_states)[RVL_STATE_exact_sum].join(2 * n, in, out, user);
}

static void finish_exact_sum(size_t n, const void *states, double correction, void *results)
{
    PART_NAME(rvl_states)[RVL_STATE_exact_sum].finish(2 * n, states, correction, results);
}

static void finish_exact_sum_to_cast(size_t n, const void *states, double correction, void *results)
{
    PART_NAME(rvl_states)[RVL_STATE_exact_sum_to_cast].finish(2 * n, states, correction, results);
}

#endif
