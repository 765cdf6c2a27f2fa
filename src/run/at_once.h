/* at_once.h: the short way for small ordinary calls. */
#ifndef RVL_RUN_AT_ONCE_H
#define RVL_RUN_AT_ONCE_H

#include "apply.h"

/* Runs a call whose operands are all of one shape, in C order, aligned, native, of the loop's own dtypes, few, small
 * and either the same or apart: then one call of the loop is all there is to do. False, with nothing done or reported,
 * for any other call and for any mistake: the general way finds out which. */
bool rvl_apply_at_once(rvl_call *call, const ravel_kernel *handle, const rvl_kernel_use *use,
                       const rvl_apply_request *request);

/* The same for a kernel's handle of any kind, as far as the context's last such call was one of this kernel and of
 * these dtypes: what it found out is not found out again. */
bool rvl_apply_again(rvl_call *call, const ravel_kernel *handle, const rvl_apply_request *request);

#endif
