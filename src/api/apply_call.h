/* apply_call.h: ravel_apply under the name of the public function that was called. */
#ifndef RVL_API_APPLY_CALL_H
#define RVL_API_APPLY_CALL_H

#include "run/apply.h"

ravel_status rvl_apply_call(const char *function, ravel_context *context, const ravel_kernel *kernel,
                            const rvl_apply_request *request);

#endif
