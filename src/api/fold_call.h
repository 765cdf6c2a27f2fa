/* fold_call.h: ravel_reduce and ravel_accumulate under the name of the public function that was called. */
#ifndef RVL_API_FOLD_CALL_H
#define RVL_API_FOLD_CALL_H

#include "run/accumulate.h"
#include "run/reduce_call.h"

ravel_status rvl_reduce_call(const char *function, ravel_context *context, const ravel_kernel *kernel,
                             const rvl_reduce_request *request);
ravel_status rvl_accumulate_call(const char *function, ravel_context *context, const ravel_kernel *kernel,
                                 const rvl_accumulate_request *request);

/* Copies a result's shape to the caller's list. */
ravel_status rvl_tell_shape(rvl_call *call, int32_t n, const int64_t *lengths, int32_t max_ndim, int32_t *ndim,
                            int64_t *shape);

#endif
