/* float_environment.h: round to nearest, keep denormals, trap nothing, whatever the host has set. */
#ifndef RVL_CORE_FLOAT_ENVIRONMENT_H
#define RVL_CORE_FLOAT_ENVIRONMENT_H

#include <stdint.h>

/* The control register as it was: MXCSR, FPCR, fcsr, FPC. */
typedef struct rvl_float_environment {
    uint64_t saved;
    int32_t changed;
} rvl_float_environment;

/* Puts the calling thread's environment right if it is not; costs one register read if it is. */
void rvl_float_environment_enter(rvl_float_environment *environment);
/* Puts it right again within the two, after code that is not the library's: a user's loop, a host's executor. Costs one
 * register read where there is nothing to do. */
void rvl_float_environment_repair(void);
/* Puts back what enter changed, the host's exception flags too. */
void rvl_float_environment_leave(const rvl_float_environment *environment);

#endif
